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

WITH now AS MATERIALIZED (
	SELECT r.id, r.household, r.round, k.kind, r.movement, r.prev_classification, coalesce(r.decision_date, k.decided, r.review_date, k.start_date) AS day
	FROM (SELECT o.id, o.kind, o.start_date, (SELECT max(d.decision_date) FROM decision d WHERE d.round = o.id AND +d._unit = o._unit
		AND d.kind = 'recognition') AS decided FROM round o WHERE o._unit = :unit) k
	JOIN review r ON r.round = k.id AND +r._unit = :unit
	WHERE r.prev_classification IS NOT NULL
		-- An escape that was none is r29.
		AND coalesce(r.movement, '') NOT IN ('poor_to_near', 'poor_to_above', 'near_to_above')
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
	) ORDER BY 1 DESC LIMIT 1) AS last
	FROM now n
)
SELECT id, prev_classification, substr(last, 1, 10), substr(last, 11)
FROM known
-- Above the line there are two names for one thing: average is recognised apart.
WHERE prev_classification <> substr(last, 11)
	AND (prev_classification IN ('poor', 'near_poor') OR substr(last, 11) IN ('poor', 'near_poor'))
ORDER BY id
