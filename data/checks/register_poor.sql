-- SPDX-License-Identifier: MIT
-- id: register_poor
-- strength: hint
-- form: unit_year
-- field: poor_households
-- title.vi: Số hộ nghèo trong sổ khác số liệu chung
-- title.en: Number of poor households of the register differs from the totals
-- message.vi: Số liệu chung năm {1} ghi {2:number} hộ nghèo, sổ đang có {3:number}.
-- message.en: The totals of {1} say {2:number} poor households, the register has {3:number}.
-- source: QĐ 24/2021/QĐ-TTg Mẫu số 02

WITH in_village AS MATERIALIZED (
	SELECT h.village, count(*) AS n FROM household h
	WHERE h._unit = :unit AND h.left_on IS NULL AND h.classification = 'poor'
	GROUP BY h.village
)
SELECT id, year, typed, found FROM (
	SELECT u.id, u.year, u.poor_households AS typed, (
		SELECT coalesce(sum(n), 0) FROM in_village v WHERE u.village IS NULL OR v.village = u.village
	) AS found
	FROM unit_year u
	WHERE u._unit = :unit AND u.register_whole = 'yes' AND u.poor_households IS NOT NULL
		AND u.year = (SELECT max(year) FROM unit_year WHERE _unit = :unit AND register_whole = 'yes')
)
WHERE typed <> found
ORDER BY id
