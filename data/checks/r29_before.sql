-- SPDX-License-Identifier: MIT
-- id: r29_before
-- strength: doubt
-- form: review
-- field: prev_classification
-- title.vi: Phân loại đầu kỳ khác quyết định gần nhất
-- title.en: Class before differs from the last decision
-- message.vi: Phân loại đầu kỳ ghi {1:classification}, nhưng quyết định gần nhất trước kỳ này (ngày {2:date}) công nhận hộ là {3:classification}. Sửa lại, hoặc ghi lý do.
-- message.en: The class before is {1:classification}, but the last decision before this round ({2:date}) made it {3:classification}. Correct it, or give the reason.
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
	WHERE r._unit = :unit AND r.prev_classification IS NOT NULL
		-- An escape that was none is r29.
		AND coalesce(r.movement, '') NOT IN ('poor_to_near', 'poor_to_above', 'near_to_above')
)
SELECT id, prev_classification, before_day, before FROM (
	SELECT n.id, n.prev_classification, p.class AS before, max(p.day) AS before_day
	FROM now n JOIN past p ON p.household = n.household AND p.round <> n.round AND p.day < n.day
	GROUP BY n.id
)
-- Above the line there are two names for one thing: average is recognised apart.
WHERE prev_classification <> before AND (prev_classification IN ('poor', 'near_poor') OR before IN ('poor', 'near_poor'))
ORDER BY id
