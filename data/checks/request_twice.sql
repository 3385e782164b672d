-- SPDX-License-Identifier: MIT
-- id: request_twice
-- strength: error
-- form: request
-- field: number
-- title.vi: Số và ngày tiếp nhận giấy đề nghị trùng nhau
-- title.en: Same request number and day twice
-- message.vi: Giấy đề nghị số {1} tiếp nhận ngày {2:received_on} đã ghi cho hộ {3:household}: hai bản ghi không phân biệt được khi nhập, xuất.
-- message.en: Request {1} received on {2:received_on} is also recorded for household {3:household}: the two cannot be told apart in files.
-- source: Quy tắc của sổ: một số, một ngày, một văn bản

SELECT b.id, b.number, b.received_on, a.household
FROM request a JOIN request b ON +b._unit = a._unit AND b.received_on = a.received_on AND fold(b.number) = fold(a.number) AND b.id > a.id
WHERE a._unit = :unit
GROUP BY b.id ORDER BY b.id
