-- SPDX-License-Identifier: MIT
-- id: r26_household
-- strength: error
-- form: member
-- field: id_number
-- title.vi: Trùng số định danh trong một hộ
-- title.en: Same ID twice in one household
-- message.vi: Số định danh {1} cũng ghi cho {2} trong cùng hộ. Đối chiếu lại thẻ của hai người.
-- message.en: ID {1} is also given for {2} in the same household. Compare both cards.
-- source: NĐ 137/2015/NĐ-CP Điều 13

WITH twice AS MATERIALIZED (SELECT id_number FROM member WHERE id_number IS NOT NULL GROUP BY id_number HAVING count(*) > 1)
SELECT b.id, b.id_number, a.full_name
FROM twice t
CROSS JOIN member a ON a.id_number = t.id_number AND +a._unit = :unit AND a.left_on IS NULL
CROSS JOIN member b ON b.id_number = t.id_number AND +b._unit = :unit AND b.left_on IS NULL AND b.household = a.household AND b.id > a.id
ORDER BY b.id
