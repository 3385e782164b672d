-- SPDX-License-Identifier: MIT
-- id: m_cross
-- strength: error
-- form: household
-- field: classification
-- title.vi: Diễn biến không khớp phân loại đầu kỳ, cuối kỳ
-- title.en: Movement does not fit the class before and after
-- message.vi: Danh sách kỳ {1} ghi diễn biến {2:movement}, nhưng đầu kỳ là {3:classification}, cuối kỳ là {4:classification}: hai biểu diễn biến hộ nghèo, hộ cận nghèo sẽ lệch nhau. Lập quyết định đính chính cho dòng này.
-- message.en: The list of {1} says {2:movement}, but the class was {3:classification} and is {4:classification}: the two movement reports will differ. Make a correction of this line.
-- source: Biểu tổng hợp diễn biến hộ nghèo, hộ cận nghèo (cột 2, 3, 5)
-- needs: lines

SELECT l.household, r.code, l.movement, l.class_before, l.class_after
FROM line l JOIN line_round r ON r.unit = l.unit
WHERE l.unit = :unit AND l.movement IS NOT NULL AND l.movement NOT IN (CASE l.class_before
	WHEN 'poor' THEN CASE l.class_after WHEN 'poor' THEN 'poor_stays' WHEN 'near_poor' THEN 'poor_to_near'
		ELSE iif(l.class_after IS NULL, 'poor_less', 'poor_to_above') END
	WHEN 'near_poor' THEN CASE l.class_after WHEN 'poor' THEN 'near_to_poor' WHEN 'near_poor' THEN 'near_stays'
		ELSE iif(l.class_after IS NULL, 'near_less', 'near_to_above') END
	ELSE CASE l.class_after WHEN 'poor' THEN iif(l.movement IN ('again_poor', 'new_poor', 'poor_more'), l.movement, 'new_poor')
		WHEN 'near_poor' THEN iif(l.movement IN ('again_near', 'new_near', 'near_more'), l.movement, 'new_near')
		ELSE 'stays_above' END
	END)
ORDER BY l.line_no
