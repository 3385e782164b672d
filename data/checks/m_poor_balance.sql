-- SPDX-License-Identifier: MIT
-- id: m_poor_balance
-- strength: error
-- form: round
-- field: previous
-- title.vi: Diễn biến hộ nghèo không cân
-- title.en: Movement of poor households does not balance
-- message.vi: Kỳ {1}, hộ nghèo: đầu kỳ {2:number}, giảm {3:number}, tăng {4:number}, tính ra cuối kỳ {5:number}, nhưng danh sách cuối kỳ có {6:number} hộ (lệch {7:number}). Soát lại diễn biến từng hộ; hộ chết, chuyển đi, đến, tách, nhập ghi ở khác giảm, khác tăng.
-- message.en: {1}, poor: {2:number} at the begin, {3:number} fewer, {4:number} more make {5:number}, but the list at the end has {6:number} ({7:number} off). Look at the movement of each household; deaths, moves, splits and joins are "other".
-- source: Biểu tổng hợp diễn biến hộ nghèo: cột 9 = 1-2-3-4+5+6+7+8
-- needs: lines

SELECT round, code, begin, less, more, begin - less + more, list, abs(list - begin + less - more) FROM (
	SELECT r.round, r.code, sum(l.class_before IS 'poor') AS begin, sum(l.movement IN ('poor_to_near', 'poor_to_above', 'poor_less')) AS less,
		sum(l.movement IN ('near_to_poor', 'again_poor', 'new_poor', 'poor_more')) AS more, sum(l.class_after IS 'poor') AS list
	FROM line_round r JOIN line l ON l.unit = r.unit
	-- Who has no result yet is told by m_unfinished.
	WHERE r.unit = :unit AND l.movement IS NOT NULL
)
WHERE begin - less + more <> list
