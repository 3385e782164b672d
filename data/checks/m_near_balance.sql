-- SPDX-License-Identifier: MIT
-- id: m_near_balance
-- strength: error
-- form: round
-- field: previous
-- title.vi: Diễn biến hộ cận nghèo không cân
-- title.en: Movement of near-poor households does not balance
-- message.vi: Kỳ {1}, hộ cận nghèo: đầu kỳ {2:number}, giảm {3:number}, tăng {4:number}, tính ra cuối kỳ {5:number}, nhưng danh sách cuối kỳ có {6:number} hộ (lệch {7:number}). Soát lại diễn biến từng hộ; hộ chết, chuyển đi, đến, tách, nhập ghi ở khác giảm, khác tăng.
-- message.en: {1}, near-poor: {2:number} at the begin, {3:number} fewer, {4:number} more make {5:number}, but the list at the end has {6:number} ({7:number} off). Look at the movement of each household; deaths, moves, splits and joins are "other".
-- source: Biểu tổng hợp diễn biến hộ cận nghèo: cột 9 = 1-2-3-4+5+6+7+8
-- needs: lines

SELECT round, code, begin, less, more, begin - less + more, list, abs(list - begin + less - more) FROM (
	SELECT r.round, r.code, sum(l.class_before IS 'near_poor') AS begin, sum(l.movement IN ('near_to_poor', 'near_to_above', 'near_less')) AS less,
		sum(l.movement IN ('poor_to_near', 'again_near', 'new_near', 'near_more')) AS more, sum(l.class_after IS 'near_poor') AS list
	FROM line_round r JOIN line l ON l.unit = r.unit
	-- Who has no result yet is told by m_unfinished.
	WHERE r.unit = :unit AND l.movement IS NOT NULL
)
WHERE begin - less + more <> list
