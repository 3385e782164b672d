-- SPDX-License-Identifier: MIT
-- id: r26_unit
-- strength: doubt
-- form: member
-- field: id_number
-- title.vi: Trùng số định danh ở hai hộ
-- title.en: Same ID in two households
-- message.vi: Số định danh {1} cũng ghi cho {2}, hộ {3:household}. Người này đã chuyển hộ, hay một trong hai nơi ghi nhầm?
-- message.en: ID {1} is also given for {2} of household {3:household}. Did this person move, or is one of them mistaken?
-- source: NĐ 137/2015/NĐ-CP Điều 13

WITH twice AS MATERIALIZED (SELECT id_number FROM member WHERE id_number IS NOT NULL GROUP BY id_number HAVING count(*) > 1)
SELECT b.id, b.id_number, a.full_name, a.household, a.id AS pair
FROM twice t
CROSS JOIN member a ON a.id_number = t.id_number AND +a._unit = :unit AND a.left_on IS NULL
CROSS JOIN member b ON b.id_number = t.id_number AND +b._unit = :unit AND b.left_on IS NULL AND b.household <> a.household AND b.id > a.id
JOIN household ha ON ha._unit = a._unit AND ha.id = a.household AND ha.left_on IS NULL
JOIN household hb ON hb._unit = b._unit AND hb.id = b.household AND hb.left_on IS NULL
ORDER BY b.id
