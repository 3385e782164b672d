-- SPDX-License-Identifier: MIT
-- id: r06_villages
-- strength: error
-- form: unit_year
-- field: households
-- title.vi: Cộng các thôn, bản khác số của cả đơn vị
-- title.en: Villages do not add up to the unit
-- message.vi: Năm {1}: các thôn, bản cộng lại {2:number} hộ (nghèo {3:number}, cận nghèo {4:number}), cả đơn vị ghi {5:number} hộ (nghèo {6:number}, cận nghèo {7:number}).
-- message.en: {1}: the villages add up to {2:number} households ({3:number} poor, {4:number} near-poor), the unit says {5:number} ({6:number} poor, {7:number} near-poor).

SELECT u.id, u.year, sum(p.households), coalesce(sum(p.poor_households), 0), coalesce(sum(p.near_poor_households), 0),
	u.households, coalesce(u.poor_households, 0), coalesce(u.near_poor_households, 0)
FROM unit_year u JOIN unit_year p ON p._unit = u._unit AND p.year = u.year AND p.village IS NOT NULL
WHERE u._unit = :unit AND u.village IS NULL
GROUP BY u.id
HAVING count(DISTINCT p.village) = (SELECT count(*) FROM village WHERE _unit = :unit AND ended_on IS NULL)
	-- What a village has not given is not known, not nothing.
	AND (count(p.households) = count(*) AND sum(p.households) <> u.households
	OR count(p.poor_households) = count(*) AND sum(p.poor_households) <> u.poor_households
	OR count(p.near_poor_households) = count(*) AND sum(p.near_poor_households) <> u.near_poor_households)
ORDER BY u.id
