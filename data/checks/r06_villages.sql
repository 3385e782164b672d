-- SPDX-License-Identifier: MIT
-- id: r06_villages
-- strength: error
-- form: unit_year
-- field: households
-- title.vi: Cộng các thôn, bản khác số của cả đơn vị
-- title.en: Villages do not add up to the unit
-- message.vi: Năm {1}, {2:field}: cộng các thôn, bản được {3:number}, số của cả đơn vị ghi {4:number}. Đối chiếu biểu của từng thôn, bản rồi sửa số ghi nhầm.
-- message.en: {1}, {2:field}: the villages add up to {3:number}, the unit says {4:number}. Compare the sheets of the villages and correct the one that is wrong.
-- source: Biểu tổng hợp kết quả rà soát: dòng tổng bằng cộng các dòng

WITH f(name) AS (VALUES ('households'), ('people'), ('ethnic_households'), ('poor_households'), ('poor_people'), ('near_poor_households'),
	('near_poor_people'), ('average_households'), ('average_people')),
live AS (SELECT count(*) AS n FROM village WHERE _unit = :unit AND ended_on IS NULL),
long AS (
	SELECT u.id, u.year, u.village, f.name, CASE f.name WHEN 'households' THEN u.households WHEN 'people' THEN u.people
		WHEN 'ethnic_households' THEN u.ethnic_households WHEN 'poor_households' THEN u.poor_households
		WHEN 'poor_people' THEN u.poor_people WHEN 'near_poor_households' THEN u.near_poor_households
		WHEN 'near_poor_people' THEN u.near_poor_people WHEN 'average_households' THEN u.average_households
		ELSE u.average_people END AS n
	FROM unit_year u, f
	WHERE u._unit = :unit
)
SELECT u.id, u.year, u.name AS field, sum(p.n), u.n
FROM long u JOIN long p ON p.year = u.year AND p.name = u.name AND p.village IS NOT NULL
WHERE u.village IS NULL AND u.n IS NOT NULL
GROUP BY u.id, u.name
-- What a village has not given is not known, not nothing; one that stands twice is told by unit_year_twice.
HAVING count(DISTINCT p.village) = (SELECT n FROM live) AND count(DISTINCT p.village) = count(*) AND count(p.n) = count(*)
	AND sum(p.n) <> u.n
ORDER BY u.year, u.id, u.name
