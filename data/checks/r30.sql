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

SELECT id, movement, poor_class, poor_date FROM (
	SELECT r.id, r.movement, p.result_class AS last_class, max(p.decision_date) AS last_date,
		(SELECT o.result_class FROM review o WHERE o.household = r.household AND +o._unit = r._unit AND o.decision_date < r.decision_date
			AND o.result_class IN ('poor', 'near_poor') ORDER BY o.decision_date DESC LIMIT 1) AS poor_class,
		(SELECT max(o.decision_date) FROM review o WHERE o.household = r.household AND +o._unit = r._unit AND o.decision_date < r.decision_date
			AND o.result_class IN ('poor', 'near_poor')) AS poor_date
	FROM review r
	JOIN review p ON p.household = r.household AND +p._unit = r._unit AND p.result_class IS NOT NULL AND p.decision_date < r.decision_date
	WHERE r._unit = :unit AND r.movement IN ('new_poor', 'new_near')
	GROUP BY r.id
)
-- Poor until now: then the class before is wrong (r29_before), not this.
WHERE poor_class IS NOT NULL AND last_class NOT IN ('poor', 'near_poor')
ORDER BY id
