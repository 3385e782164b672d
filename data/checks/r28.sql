-- SPDX-License-Identifier: MIT
-- id: r28
-- strength: hint
-- form: household
-- field: escaped_on
-- title.vi: Sắp hết 36 tháng hộ mới thoát nghèo
-- title.en: 36 months as newly escaped nearly over
-- message.vi: Công nhận thoát nghèo ngày {1:date}: còn {2} tháng được tính là hộ mới thoát nghèo.
-- message.en: Recognised as escaped on {1:date}. Months left as a newly escaped household: {2}.
-- source: QĐ 90/QĐ-TTg

SELECT id, escaped_on, remaining FROM (
	SELECT id, escaped_on, 36 - (12 * (substr(:today, 1, 4) - substr(escaped_on, 1, 4)) + substr(:today, 6, 2)
		- substr(escaped_on, 6, 2) - (substr(:today, 9, 2) < substr(escaped_on, 9, 2))) AS remaining
	FROM household
	WHERE _unit = :unit AND left_on IS NULL AND escaped_on IS NOT NULL AND coalesce(classification, '') <> 'poor'
)
WHERE remaining BETWEEN 0 AND 3
ORDER BY id
