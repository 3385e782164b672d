-- SPDX-License-Identifier: MIT
-- id: decision_twice
-- strength: error
-- form: decision
-- field: decision_no
-- title.vi: Số và ngày quyết định trùng nhau
-- title.en: Same decision number and date twice
-- message.vi: Quyết định số {1} ngày {2:decision_date} đã ghi ở bản ghi khác: hai bản ghi không phân biệt được khi nhập, xuất.
-- message.en: Decision {1} of {2:decision_date} is recorded twice: the two cannot be told apart in files.
-- source: Quy tắc của sổ: một số, một ngày, một văn bản

SELECT b.id, b.decision_no, b.decision_date
FROM decision a JOIN decision b ON +b._unit = a._unit AND b.decision_date = a.decision_date AND fold(b.decision_no) = fold(a.decision_no)
	AND b.id > a.id
WHERE a._unit = :unit
GROUP BY b.id ORDER BY b.id
