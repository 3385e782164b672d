-- SPDX-License-Identifier: MIT
-- id: project_twice
-- strength: error
-- form: project
-- field: code
-- title.vi: Mã dự án trùng nhau
-- title.en: Same project code twice
-- message.vi: Mã dự án {1} đã dùng cho bản ghi khác: hai bản ghi không phân biệt được khi nhập, xuất.
-- message.en: The project code {1} is used by another record: the two cannot be told apart in files.
-- source: Quy tắc của sổ: một mã, một bản ghi

SELECT b.id, b.code
FROM project a JOIN project b ON b._unit = a._unit AND fold(b.code) = fold(a.code) AND b.id > a.id
WHERE a._unit = :unit
ORDER BY b.id
