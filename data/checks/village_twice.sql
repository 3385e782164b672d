-- SPDX-License-Identifier: MIT
-- id: village_twice
-- strength: error
-- form: village
-- field: name
-- title.vi: Tên thôn, bản trùng nhau
-- title.en: Same village name twice
-- message.vi: Tên thôn, bản {1} đã dùng cho bản ghi khác: hai bản ghi không phân biệt được khi nhập, xuất.
-- message.en: The village name {1} is used by another record: the two cannot be told apart in files.
-- source: Quy tắc của sổ: một tên, một thôn, bản

SELECT b.id, b.name
FROM village a JOIN village b ON b._unit = a._unit AND fold(b.name) = fold(a.name) AND b.id > a.id
WHERE a._unit = :unit AND a.ended_on IS NULL AND b.ended_on IS NULL
ORDER BY b.id
