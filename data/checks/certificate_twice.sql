-- SPDX-License-Identifier: MIT
-- id: certificate_twice
-- strength: error
-- form: certificate
-- field: number
-- title.vi: Số giấy chứng nhận trùng trong năm
-- title.en: Certificate number twice in a year
-- message.vi: Số {1} năm {2} đã cấp cho hộ khác: {3:household}.
-- message.en: Number {1} of {2} was given to another household: {3:household}.
-- source: QĐ 24/2021/QĐ-TTg Mẫu số 03

SELECT a.id, a.number, a.year, b.household FROM certificate a
JOIN certificate b ON b._unit = a._unit AND b.year = a.year AND fold(b.number) = fold(a.number) AND b.id <> a.id
WHERE a._unit = :unit GROUP BY a.id ORDER BY a.id
