-- SPDX-License-Identifier: MIT
-- id: m_total_missing
-- strength: hint
-- form: round
-- field: review_year
-- title.vi: Chưa ghi tổng số hộ dân cư của năm
-- title.en: Total of households not given
-- message.vi: Chưa ghi tổng số hộ dân cư năm {1} (Số liệu chung của năm): tỷ lệ hộ nghèo, cận nghèo trong biểu để trống.
-- message.en: The number of all households of {1} is not given (Totals of the year): the rates in the reports stay blank.
-- source: Biểu tổng hợp kết quả: cột 1, 2
-- needs: lines

SELECT r.round, r.review_year
FROM line_round r
WHERE r.unit = :unit AND EXISTS (SELECT 1 FROM line l WHERE l.unit = r.unit AND l.class_after IS NOT NULL)
	AND NOT EXISTS (SELECT 1 FROM line_total t WHERE t.unit = r.unit AND t.village IS NULL AND t.households > 0)
