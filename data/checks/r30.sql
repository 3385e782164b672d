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

WITH now AS MATERIALIZED (
	SELECT r.id, r.household, r.round, k.kind, r.movement, r.prev_classification, coalesce(r.decision_date, k.decided, r.review_date, k.start_date) AS day
	FROM (SELECT o.id, o.kind, o.start_date, (SELECT max(d.decision_date) FROM decision d WHERE d.round = o.id AND +d._unit = o._unit
		AND d.kind = 'recognition') AS decided FROM round o WHERE o._unit = :unit) k
	JOIN review r ON r.round = k.id AND +r._unit = :unit
	WHERE r.movement IN ('new_poor', 'new_near')
),
-- The last decision before it: of a closed list, or of a review decided by itself. A yearly round begins where the one before it
-- ended: what reviews within the year decided is not its begin.
known AS MATERIALIZED (
	SELECT n.*, (SELECT day || class FROM (
		SELECT l.decision_date AS day, l.class_after AS class FROM decision_line l
		WHERE l.household = n.household AND +l._unit = :unit AND l.round <> n.round AND l.decision_date < n.day AND l.class_after IS NOT NULL
			AND (n.kind <> 'periodic' OR l.round_kind IS NOT 'regular')
			AND NOT EXISTS (SELECT 1 FROM decision_line x WHERE x.replaces = l.id AND +x._unit = :unit)
		UNION ALL
		SELECT v.decision_date, v.result_class FROM review v
		WHERE v.household = n.household AND +v._unit = :unit AND v.round <> n.round AND v.decision_date < n.day AND v.result_class IS NOT NULL
			AND (n.kind <> 'periodic' OR v.round_kind IS NOT 'regular')
	) ORDER BY 1 DESC LIMIT 1) AS last,
	(SELECT day || class FROM (
		SELECT l.decision_date AS day, l.class_after AS class FROM decision_line l
		WHERE l.household = n.household AND +l._unit = :unit AND l.round <> n.round AND l.decision_date < n.day AND l.class_after IS NOT NULL
			AND (n.kind <> 'periodic' OR l.round_kind IS NOT 'regular')
			AND NOT EXISTS (SELECT 1 FROM decision_line x WHERE x.replaces = l.id AND +x._unit = :unit)
		UNION ALL
		SELECT v.decision_date, v.result_class FROM review v
		WHERE v.household = n.household AND +v._unit = :unit AND v.round <> n.round AND v.decision_date < n.day AND v.result_class IS NOT NULL
			AND (n.kind <> 'periodic' OR v.round_kind IS NOT 'regular')
	) WHERE class IN ('poor', 'near_poor') ORDER BY 1 DESC LIMIT 1) AS poor
	FROM now n
)
SELECT id, movement, substr(poor, 11), substr(poor, 1, 10)
FROM known
-- Poor until now: then the class before is wrong (r29_before), not this.
WHERE poor IS NOT NULL AND substr(last, 11) NOT IN ('poor', 'near_poor')
ORDER BY id
