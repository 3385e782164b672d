-- SPDX-License-Identifier: MIT
-- id: r04
-- title.vi: PHÂN TÍCH CÁC CHỈ SỐ THIẾU HỤT CÁC DỊCH VỤ XÃ HỘI CƠ BẢN CỦA HỘ NGHÈO
-- title.en: DEPRIVATIONS OF POOR HOUSEHOLDS
-- units.vi: hộ, lượt thiếu hụt
-- units.en: households, deprivations
-- verified: yes
-- source: TT 07/2021/TT-BLĐTBXH; cột theo bản in của phần mềm quản lý hộ nghèo
-- column.households: int unnumbered
-- column.households.vi: Tổng số hộ nghèo
-- column.households.en: Poor households
-- column.deprivations: int unnumbered
-- column.deprivations.vi: Tổng số thiếu hụt
-- column.deprivations.en: Deprivations
-- column.lacks: int pivot indicator standard
-- column.lacks.vi: Số hộ thiếu hụt các chỉ số
-- column.lacks.en: Households deprived of
-- column.answered: int unnumbered hidden
-- column.answered.vi: Số hộ đã trả lời đủ các chỉ số
-- column.answered.en: Households with every answer
-- rule.households: households = r01.poor
-- rule.sum: deprivations = lacks.all
-- rule.least: settled deprivations >= 3*answered for 2022-2025|2027-2030
-- rule.each: each lacks <= households

SELECT unit, village, 'households' AS cell, count(*) AS n
FROM line
WHERE class_after = 'poor'
GROUP BY unit, village
UNION ALL
SELECT l.unit, l.village, 'lacks:' || a.code, count(*)
FROM line l JOIN line_answer a ON a.unit = l.unit AND a.line = l.id
WHERE l.class_after = 'poor' AND a.value = 'deprived'
GROUP BY l.unit, l.village, a.code
UNION ALL
SELECT l.unit, l.village, 'deprivations', count(*)
FROM line l JOIN line_answer a ON a.unit = l.unit AND a.line = l.id
WHERE l.class_after = 'poor' AND a.value = 'deprived'
GROUP BY l.unit, l.village
UNION ALL
-- Of an imported list nobody knows the answers: not known is not none.
SELECT unit, village, 'answered', count(*) FROM (
	SELECT l.unit AS unit, l.village AS village
	FROM line l JOIN line_answer a ON a.unit = l.unit AND a.line = l.id
	WHERE l.class_after = 'poor'
	GROUP BY l.unit, l.id
	HAVING min(a.value IN ('deprived', 'not_deprived')) = 1
)
GROUP BY unit, village
