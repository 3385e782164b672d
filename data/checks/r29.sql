-- SPDX-License-Identifier: MIT
-- id: r29
-- strength: error
-- form: review
-- field: prev_classification
-- title.vi: Thoát nghèo, thoát cận nghèo nhưng trước đó không thuộc diện
-- title.en: Escaped without having been poor
-- message.vi: Phiếu ghi diễn biến {1:movement}, nhưng quyết định gần nhất trước kỳ này (ngày {2:date}) công nhận hộ là {3:classification}. Sửa Phân loại đầu kỳ, hoặc ghi bổ sung quyết định còn thiếu.
-- message.en: The sheet says {1:movement}, but the last decision before this round ({2:date}) made it {3:classification}. Correct the class before, or enter the decision that is missing.
-- source: QĐ 24/2021/QĐ-TTg; TT 07/2021/TT-BLĐTBXH (biểu diễn biến)

WITH past AS MATERIALIZED (
	SELECT dl.household, dl.class_after AS class, dl.decision_date AS day, dl.round FROM decision_line dl
	WHERE dl._unit = :unit AND dl.class_after IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM decision_line x WHERE x.replaces = dl.id AND +x._unit = dl._unit)
	UNION ALL
	SELECT household, result_class, decision_date, round FROM review
	WHERE _unit = :unit AND decision_date IS NOT NULL AND result_class IS NOT NULL
),
now AS MATERIALIZED (
	SELECT r.id, r.household, r.round, r.movement, r.prev_classification, coalesce(r.decision_date, (SELECT max(d.decision_date)
		FROM decision d WHERE d.round = r.round AND +d._unit = r._unit AND d.kind = 'recognition'), r.review_date, k.start_date) AS day
	FROM review r JOIN round k ON k.id = r.round AND k._unit = r._unit
	WHERE r._unit = :unit AND r.movement IN ('poor_to_near', 'poor_to_above', 'near_to_above')
)
SELECT id, movement, before_day, before FROM (
	SELECT n.id, n.movement, n.prev_classification, p.class AS before, max(p.day) AS before_day
	FROM now n JOIN past p ON p.household = n.household AND p.round <> n.round AND p.day < n.day
	GROUP BY n.id
)
WHERE prev_classification <> before
ORDER BY id
