-- SPDX-License-Identifier: MIT
-- id: m_deprivation_poor
-- strength: error
-- form: household
-- field: classification
-- title.vi: Hộ nghèo trong danh sách đã chốt thiếu hụt dưới 3 chỉ số
-- title.en: Poor household of a closed list with fewer than 3 deprivations
-- message.vi: Danh sách kỳ {1} đã chốt hộ này là hộ nghèo với {2:number} chỉ số thiếu hụt (phải từ 3): tổng số thiếu hụt của hộ nghèo sẽ ít hơn 3 lần số hộ. Soát lại phiếu, lập quyết định đính chính nếu sai.
-- message.en: The closed list of {1} has this poor household with {2:number} deprivations (at least 3 are needed): their sum would be under 3 times the households. Look at the sheet, make a correction if it is wrong.
-- source: NĐ 07/2021/NĐ-CP Điều 3; biểu phân tích thiếu hụt của hộ nghèo
-- needs: lines
-- standard: 2022-2025, 2027-2030

SELECT l.household, r.code, sum(a.value = 'deprived') AS n
FROM line_round r
JOIN line l ON l.unit = r.unit AND l.frozen AND l.class_after = 'poor' AND l.standard = :standard
JOIN line_answer a ON a.unit = l.unit AND a.line = l.id
WHERE r.unit = :unit
GROUP BY l.id
-- What was not collected may lack too.
HAVING sum(a.value = 'deprived') + sum(a.value NOT IN ('deprived', 'not_deprived')) < 3
ORDER BY l.line_no
