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

SELECT id, movement, before_date, before_class FROM (
	SELECT r.id, r.movement, r.prev_classification, p.result_class AS before_class, max(p.decision_date) AS before_date
	FROM review r JOIN round k ON k.id = r.round AND k._unit = r._unit
	JOIN review p ON p.household = r.household AND +p._unit = r._unit AND p.id <> r.id AND p.result_class IS NOT NULL
		AND p.decision_date < coalesce(r.decision_date, r.review_date, k.start_date)
	WHERE r._unit = :unit AND r.movement IN ('poor_to_near', 'poor_to_above', 'near_to_above')
	GROUP BY r.id
)
WHERE prev_classification <> before_class
ORDER BY id
