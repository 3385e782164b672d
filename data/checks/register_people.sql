-- SPDX-License-Identifier: MIT
-- id: register_people
-- strength: hint
-- form: unit_year
-- field: people
-- title.vi: Số nhân khẩu trong sổ khác số liệu chung
-- title.en: Number of people of the register differs from the totals
-- message.vi: Số liệu chung năm {1} ghi {2:number} nhân khẩu, sổ đang có {3:number}.
-- message.en: The totals of {1} say {2:number} people, the register has {3:number}.
-- source: Biểu tổng hợp kết quả rà soát: tổng số nhân khẩu tại thời điểm rà soát

WITH in_village AS MATERIALIZED (
	SELECT h.village, count(*) AS n FROM household h
	JOIN member m ON m._unit = h._unit AND m.household = h.id AND m.left_on IS NULL
	WHERE h._unit = :unit AND h.left_on IS NULL
	GROUP BY h.village
)
SELECT id, year, typed, found FROM (
	SELECT u.id, u.year, u.people AS typed, (
		SELECT coalesce(sum(n), 0) FROM in_village v WHERE u.village IS NULL OR v.village = u.village
	) AS found
	FROM unit_year u
	WHERE u._unit = :unit AND u.register_whole = 'yes' AND u.people IS NOT NULL
		AND u.year = (SELECT max(year) FROM unit_year WHERE _unit = :unit AND register_whole = 'yes')
)
WHERE typed <> found
ORDER BY id
