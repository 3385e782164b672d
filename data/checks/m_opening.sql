-- SPDX-License-Identifier: MIT
-- id: m_opening
-- strength: error
-- form: household
-- field: classification
-- title.vi: Đầu kỳ khác cuối kỳ trước
-- title.en: List at the begin differs from the end of the round before
-- message.vi: Cuối kỳ trước hộ là {1:classification}{2}, danh sách kỳ {3} lại ghi đầu kỳ là {4:classification}{5}. Hai số đầu kỳ, cuối kỳ trước phải bằng nhau: sửa danh sách, hoặc lập quyết định đính chính.
-- message.en: At the end of the round before it was {1:classification}{2}, the list of {3} begins with {4:classification}{5}. The two must be equal: correct the list, or make a correction decision.
-- source: Biểu tổng hợp diễn biến: cột 1 bằng cột 9 của năm trước
-- needs: lines

WITH o AS (SELECT * FROM line_opening WHERE unit = :unit AND class IN ('poor', 'near_poor'))
SELECT coalesce(o.household, l.household), coalesce(o.class, 'not_poor'), iif(o.members IS NULL, '', ' (' || o.members || ')'), r.code,
	coalesce(l.class_before, 'not_poor'), iif(l.members_before IS NULL, '', ' (' || l.members_before || ')')
FROM line_round r
JOIN (SELECT household FROM o UNION SELECT household FROM line WHERE unit = :unit AND class_before IN ('poor', 'near_poor')) h
LEFT JOIN o ON o.household = h.household
LEFT JOIN line l ON l.unit = :unit AND l.household = h.household
-- Where nothing was closed or decided before, only the sheets know the begin.
WHERE r.unit = :unit AND r.kind = 'periodic' AND EXISTS (SELECT 1 FROM o)
	AND (o.class IS NOT iif(l.class_before IN ('poor', 'near_poor'), l.class_before, NULL) OR o.members <> l.members_before)
ORDER BY h.household
