-- SPDX-License-Identifier: MIT
-- id: r07
-- title.vi: TỶ LỆ CÁC CHỈ SỐ THIẾU HỤT CÁC DỊCH VỤ XÃ HỘI CƠ BẢN CỦA HỘ CẬN NGHÈO
-- title.en: RATES OF DEPRIVATIONS OF NEAR-POOR HOUSEHOLDS
-- units.vi: hộ, %
-- units.en: households, %
-- verified: no
-- source: TT 07/2021/TT-BLĐTBXH; cột theo biểu mẫu của phần mềm quản lý hộ nghèo
-- column.households: int unnumbered
-- column.households.vi: Tổng số hộ cận nghèo
-- column.households.en: Near-poor households
-- column.lacks: int pivot indicator standard hidden
-- column.rate: rate pivot indicator standard = lacks/households*100
-- column.rate.vi: Tỷ lệ hộ thiếu hụt chỉ số (%)
-- column.rate.en: Deprived households (%)
-- rule.households: households = r01.near_poor

SELECT unit, village, 'households' AS cell, count(*) AS n
FROM line
WHERE class_after = 'near_poor'
GROUP BY unit, village
UNION ALL
SELECT l.unit, l.village, 'lacks:' || a.code, count(*)
FROM line l JOIN line_answer a ON a.unit = l.unit AND a.line = l.id
WHERE l.class_after = 'near_poor' AND a.value = 'deprived'
GROUP BY l.unit, l.village, a.code
