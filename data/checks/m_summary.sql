-- SPDX-License-Identifier: MIT
-- id: m_summary
-- strength: error
-- form: unit_year
-- field: poor_households
-- title.vi: Số liệu chung khác danh sách của kỳ rà soát
-- title.en: Typed totals differ from the list of the round
-- message.vi: Năm {1}, {2:field}: số liệu chung ghi {3:number}, danh sách kỳ {4} có {5:number}. Hai số này phải bằng nhau trên mọi biểu: sửa số ghi nhầm.
-- message.en: {1}, {2:field}: the totals say {3:number}, the list of {4} has {5:number}. They must agree on every report: correct the one that is wrong.
-- source: Biểu tổng hợp kết quả: cột 3, 5, 9, 11 bằng cột cuối kỳ của biểu diễn biến
-- needs: lines

WITH f(name) AS (VALUES ('poor_households'), ('near_poor_households'), ('poor_people'), ('near_poor_people')),
counted AS MATERIALIZED (
	SELECT village, class_after AS class, count(*) AS households, sum(members) AS people FROM line
	WHERE unit = :unit AND class_after IN ('poor', 'near_poor') GROUP BY village, class_after
),
both AS (
	SELECT u.id, u.year, f.name, CASE f.name WHEN 'poor_households' THEN u.poor_households WHEN 'near_poor_households' THEN u.near_poor_households
		WHEN 'poor_people' THEN u.poor_people ELSE u.near_poor_people END AS typed, (
			SELECT coalesce(sum(iif(f.name LIKE '%people', c.people, c.households)), 0) FROM counted c
			WHERE c.class = iif(f.name LIKE 'near%', 'near_poor', 'poor') AND (u.village IS NULL OR c.village = u.village)
		) AS found
	FROM unit_year u CROSS JOIN f
	WHERE u._unit = :unit AND u.year = (SELECT review_year FROM line_round WHERE unit = :unit)
)
SELECT id, year, name AS field, typed, r.code, found
FROM both JOIN line_round r ON r.unit = :unit
-- A list that is still being made is not compared.
WHERE typed <> found AND (r.frozen OR EXISTS (SELECT 1 FROM line WHERE unit = :unit AND decision_date IS NOT NULL)
	AND NOT EXISTS (SELECT 1 FROM line WHERE unit = :unit AND (movement IS NULL OR decision_date IS NULL)))
ORDER BY id, name
