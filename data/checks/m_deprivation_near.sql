-- SPDX-License-Identifier: MIT
-- id: m_deprivation_near
-- strength: error
-- form: household
-- field: classification
-- title.vi: Hộ cận nghèo trong danh sách đã chốt thiếu hụt từ 3 chỉ số
-- title.en: Near-poor household of a closed list with 3 deprivations or more
-- message.vi: Danh sách kỳ {1} đã chốt hộ này là hộ cận nghèo với {2:number} chỉ số thiếu hụt (phải dưới 3): tổng số thiếu hụt của hộ cận nghèo sẽ quá 2 lần số hộ. Soát lại phiếu, lập quyết định đính chính nếu sai.
-- message.en: The closed list of {1} has this near-poor household with {2:number} deprivations (fewer than 3 are right): their sum would be over twice the households. Look at the sheet, make a correction if it is wrong.
-- source: NĐ 07/2021/NĐ-CP Điều 3; biểu phân tích thiếu hụt của hộ cận nghèo
-- needs: lines
-- standard: 2022-2025, 2027-2030

SELECT l.household, r.code, sum(a.value = 'deprived') AS n
FROM line_round r
JOIN line l ON l.unit = r.unit AND l.frozen AND l.class_after = 'near_poor' AND l.standard = :standard
JOIN line_answer a ON a.unit = l.unit AND a.line = l.id
WHERE r.unit = :unit
GROUP BY l.id
HAVING sum(a.value = 'deprived') >= 3
ORDER BY l.line_no
