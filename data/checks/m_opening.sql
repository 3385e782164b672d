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

WITH before AS MATERIALIZED (
	SELECT household, class, members FROM line_opening WHERE unit = :unit AND class IN ('poor', 'near_poor')
),
begins AS MATERIALIZED (
	SELECT household, iif(class_before IN ('poor', 'near_poor'), class_before, NULL) AS class, members_before AS members FROM line WHERE unit = :unit
),
both AS (
	SELECT household, max(was) AS was, max(was_members) AS was_members, max(class) AS class, max(members) AS members FROM (
		SELECT household, class AS was, members AS was_members, NULL AS class, NULL AS members FROM before
		UNION ALL SELECT household, NULL, NULL, class, members FROM begins WHERE class IS NOT NULL
	)
	GROUP BY household
)
SELECT b.household, coalesce(b.was, 'not_poor'), iif(b.was_members IS NULL, '', ' (' || b.was_members || ')'), r.code,
	coalesce(b.class, 'not_poor'), iif(b.members IS NULL, '', ' (' || b.members || ')')
FROM line_round r CROSS JOIN both b
-- Where nothing was closed or decided before, only the sheets know the begin.
WHERE r.unit = :unit AND r.kind = 'periodic' AND EXISTS (SELECT 1 FROM before) AND (b.was IS NOT b.class OR b.was_members <> b.members)
ORDER BY b.household
