-- SPDX-License-Identifier: MIT
-- id: round_twice
-- strength: error
-- form: round
-- field: code
-- title.vi: Mã kỳ rà soát trùng nhau
-- title.en: Same round code twice
-- message.vi: Mã kỳ rà soát {1} đã dùng cho bản ghi khác: hai bản ghi không phân biệt được khi nhập, xuất.
-- message.en: The round code {1} is used by another record: the two cannot be told apart in files.
-- source: Quy tắc của sổ: một mã, một bản ghi

SELECT b.id, b.code
FROM round a JOIN round b ON b._unit = a._unit AND fold(b.code) = fold(a.code) AND b.id > a.id
WHERE a._unit = :unit
ORDER BY b.id
