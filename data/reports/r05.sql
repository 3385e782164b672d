-- SPDX-License-Identifier: MIT
-- id: r05
-- title.vi: TỶ LỆ CÁC CHỈ SỐ THIẾU HỤT CÁC DỊCH VỤ XÃ HỘI CƠ BẢN CỦA HỘ NGHÈO
-- title.en: RATES OF DEPRIVATIONS OF POOR HOUSEHOLDS
-- units.vi: hộ, %
-- units.en: households, %
-- verified: yes
-- source: TT 07/2021/TT-BLĐTBXH; cột theo bản in của phần mềm quản lý hộ nghèo
-- column.households: int unnumbered
-- column.households.vi: Tổng số hộ nghèo
-- column.households.en: Poor households
-- column.lacks: int pivot indicator standard hidden
-- column.rate: rate pivot indicator standard = lacks/households*100
-- column.rate.vi: Tỷ lệ hộ thiếu hụt chỉ số (%)
-- column.rate.en: Deprived households (%)
-- rule.households: households = r01.poor

SELECT unit, village, 'households' AS cell, count(*) AS n
FROM line
WHERE class_after = 'poor'
GROUP BY unit, village
UNION ALL
SELECT l.unit, l.village, 'lacks:' || a.code, count(*)
FROM line l JOIN line_answer a ON a.unit = l.unit AND a.line = l.id
WHERE l.class_after = 'poor' AND a.value = 'deprived'
GROUP BY l.unit, l.village, a.code
