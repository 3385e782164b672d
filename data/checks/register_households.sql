-- SPDX-License-Identifier: MIT
-- id: register_households
-- strength: hint
-- form: unit_year
-- field: households
-- title.vi: Số hộ trong sổ khác số liệu chung
-- title.en: Number of households of the register differs from the totals
-- message.vi: Số liệu chung năm {1} ghi {2:number} hộ, sổ đang có {3:number}.
-- message.en: The totals of {1} say {2:number} households, the register has {3:number}.
-- source: Biểu tổng hợp kết quả rà soát: tổng số hộ dân cư tại thời điểm rà soát

WITH in_village AS MATERIALIZED (
	SELECT h.village, count(*) AS n FROM household h
	WHERE h._unit = :unit AND h.left_on IS NULL
	GROUP BY h.village
)
SELECT id, year, typed, found FROM (
	SELECT u.id, u.year, u.households AS typed, (
		SELECT coalesce(sum(n), 0) FROM in_village v WHERE u.village IS NULL OR v.village = u.village
	) AS found
	FROM unit_year u
	WHERE u._unit = :unit AND u.register_whole = 'yes' AND u.households IS NOT NULL
		AND u.year = (SELECT max(year) FROM unit_year WHERE _unit = :unit AND register_whole = 'yes')
)
WHERE typed <> found
ORDER BY id
