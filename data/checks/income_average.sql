-- SPDX-License-Identifier: MIT
-- id: income_average
-- strength: doubt
-- form: household
-- field: agri_msbt
-- title.vi: Hộ và kết quả xác định thu nhập nói khác nhau về mức sống trung bình
-- title.en: Household and income check differ on the average living standard
-- message.vi: Phiếu hộ ghi khác lần xác định thu nhập gần nhất (quyết định ngày {1:date}). Mở lần xác định đó (Esc t), lưu lại để ghi kết quả vào phiếu hộ.
-- message.en: The household says otherwise than its last income check (decision of {1:date}). Open that check (Esc t) and save it to take it over.
-- source: QĐ 24/2021/QĐ-TTg Điều 2

SELECT h.id, c.decision_date
FROM household h
JOIN income_check c ON c.household = h.id AND +c._unit = h._unit
WHERE h._unit = :unit AND h.left_on IS NULL AND c.kind = 'average' AND c.decision_date IS NOT NULL AND c.result IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM income_check n WHERE n.household = c.household AND +n._unit = c._unit AND n.kind = 'average'
		AND n.decision_date IS NOT NULL AND (n.decision_date > c.decision_date OR (n.decision_date = c.decision_date AND n.id > c.id)))
	AND (coalesce(h.agri_msbt, 'no') = 'yes') <> (c.result = 'yes')
ORDER BY h.id
