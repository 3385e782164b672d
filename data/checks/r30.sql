-- SPDX-License-Identifier: MIT
-- id: r30
-- strength: doubt
-- form: review
-- field: was_poor
-- title.vi: Ghi phát sinh mới nhưng trước đây đã là hộ nghèo, hộ cận nghèo
-- title.en: Called newly poor, but was poor before
-- message.vi: Phiếu ghi {1:movement}, nhưng hộ đã được công nhận là {2:classification} ngày {3:date}. Nếu hộ đã thoát nghèo rồi nghèo lại thì là tái nghèo: chọn Có ở mục này.
-- message.en: The sheet says {1:movement}, but the household was made {2:classification} on {3:date}. If it had escaped and is poor again, answer Yes here.
-- source: TT 07/2021/TT-BLĐTBXH (biểu diễn biến)

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
	WHERE r._unit = :unit AND r.movement IN ('new_poor', 'new_near')
)
SELECT id, movement, poor_class, poor_day FROM (
	SELECT n.id, n.movement, max(p.day) AS last_day, p.class AS last_class,
		(SELECT o.class FROM past o WHERE o.household = n.household AND o.round <> n.round AND o.day < n.day
			AND o.class IN ('poor', 'near_poor') ORDER BY o.day DESC LIMIT 1) AS poor_class,
		(SELECT max(o.day) FROM past o WHERE o.household = n.household AND o.round <> n.round AND o.day < n.day
			AND o.class IN ('poor', 'near_poor')) AS poor_day
	FROM now n JOIN past p ON p.household = n.household AND p.round <> n.round AND p.day < n.day
	GROUP BY n.id
)
-- Poor until now: then the class before is wrong (r29_before), not this.
WHERE poor_class IS NOT NULL AND last_class NOT IN ('poor', 'near_poor')
ORDER BY id
