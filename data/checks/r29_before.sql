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

SELECT id, prev_classification, before_date, before_class FROM (
	SELECT r.id, r.prev_classification, p.result_class AS before_class, max(p.decision_date) AS before_date
	FROM review r JOIN round k ON k.id = r.round AND k._unit = r._unit
	JOIN review p ON p.household = r.household AND +p._unit = r._unit AND p.id <> r.id AND p.result_class IS NOT NULL
		AND p.decision_date < coalesce(r.decision_date, r.review_date, k.start_date)
	-- An escape that was none is r29.
	WHERE r._unit = :unit AND coalesce(r.movement, '') NOT IN ('poor_to_near', 'poor_to_above', 'near_to_above')
	GROUP BY r.id
)
-- Above the line there are two names for one thing: average is recognised apart.
WHERE prev_classification <> before_class AND (prev_classification IN ('poor', 'near_poor') OR before_class IN ('poor', 'near_poor'))
ORDER BY id
