-- SPDX-License-Identifier: MIT
-- id: unit_year_twice
-- strength: error
-- form: unit_year
-- field: year
-- title.vi: Số liệu một năm ghi hai lần
-- title.en: Totals of one year written twice
-- message.vi: Số liệu năm {1} của nơi này đã được ghi ở một bản ghi khác.
-- message.en: The totals of {1} for this place stand in another record too.
-- source: Quy tắc của sổ: mỗi nơi, mỗi năm một bản ghi

SELECT b.id, b.year
FROM unit_year a JOIN unit_year b ON b._unit = a._unit AND b.year = a.year AND b.village IS a.village AND b.id > a.id
WHERE a._unit = :unit
ORDER BY b.id
