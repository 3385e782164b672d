-- SPDX-License-Identifier: MIT
-- id: certificate_twice
-- strength: error
-- form: certificate
-- field: number
-- title.vi: Số giấy chứng nhận trùng trong năm
-- title.en: Certificate number twice in a year
-- message.vi: Số {1} năm {2} đã ghi ở giấy khác, của hộ {3:household}.
-- message.en: Number {1} of {2} is also on another certificate, of household {3:household}.
-- source: QĐ 24/2021/QĐ-TTg Mẫu số 03

SELECT id, number, year, other FROM (
	SELECT id, number, year, coalesce(lag(household) OVER same, lead(household) OVER same) AS other
	FROM certificate
	WHERE _unit = :unit AND number IS NOT NULL AND year IS NOT NULL
	WINDOW same AS (PARTITION BY year, fold(number) ORDER BY id)
)
WHERE other IS NOT NULL ORDER BY id
