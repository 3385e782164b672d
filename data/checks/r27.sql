-- SPDX-License-Identifier: MIT
-- id: r27
-- strength: doubt
-- form: member
-- field: full_name
-- title.vi: Trùng họ tên, năm sinh trong một thôn, bản
-- title.en: Same name and birth year in one village
-- message.vi: {1} sinh năm {2} cũng có ở hộ {3:household}, cùng thôn, bản. Là hai người, hay một người nhập hai lần?
-- message.en: {1}, born {2}, is also in household {3:household} of the same village. Two people, or one entered twice?
-- source: Quy tắc của sổ: một người chỉ ghi một lần

WITH p AS MATERIALIZED (
	SELECT m.rowid AS at, fold(m.full_name) || substr(m.birth_date, 1, 4) || h.village AS same
	FROM member m JOIN household h ON h._unit = m._unit AND h.id = m.household
	WHERE m._unit = :unit AND m.left_on IS NULL AND h.left_on IS NULL AND m.birth_date IS NOT NULL
)
SELECT id, full_name, born, before, pair FROM (
	SELECT m.id, m.full_name, substr(m.birth_date, 1, 4) AS born, m.id_number, lag(m.household) OVER near AS before,
		lag(m.id_number) OVER near AS id_before, lag(m.id) OVER near AS pair
	FROM p CROSS JOIN member m ON m.rowid = p.at
	WHERE p.same IN (SELECT same FROM p GROUP BY same HAVING count(*) > 1)
	WINDOW near AS (PARTITION BY p.same ORDER BY m.id)
)
-- Two cards: two people.
WHERE before IS NOT NULL AND (id_number IS NULL OR id_before IS NULL)
ORDER BY id
