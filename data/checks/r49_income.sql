-- SPDX-License-Identifier: MIT
-- id: r49_income
-- strength: error
-- form: member
-- field: low_income_worker
-- title.vi: Người lao động có thu nhập thấp nhưng thu nhập vượt mức
-- title.en: Low-income worker above the line
-- message.vi: Ghi là người lao động có thu nhập thấp, nhưng lần xác định thu nhập đến ngày {1:date} cho {2:number} đồng/người/tháng, trên mức {3:number} đồng. Bỏ đánh dấu, hoặc sửa bản xác định thu nhập.
-- message.en: Marked as a low-income worker, but the income of the period to {1:date} was {2:number} a head and month, over {3:number}. Take the mark away, or correct the income.
-- source: NĐ 30/2025/NĐ-CP

SELECT id, period_to, income_month, line_to FROM (
	SELECT m.id, c.result, c.income_month, c.line_to, max(c.period_to) AS period_to
	FROM member m JOIN income_check c ON c.member = m.id AND +c._unit = m._unit AND c.kind = 'low_income_worker' AND c.result IS NOT NULL
	WHERE m._unit = :unit AND m.low_income_worker = 'yes' AND m.left_on IS NULL
	GROUP BY m.id
)
WHERE result = 'no'
ORDER BY id
