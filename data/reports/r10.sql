-- SPDX-License-Identifier: MIT
-- id: r10
-- title.vi: PHÂN TÍCH HỘ NGHÈO THEO CÁC NGUYÊN NHÂN NGHÈO
-- title.en: POOR HOUSEHOLDS BY CAUSE
-- units.vi: hộ
-- units.en: households
-- verified: no
-- source: TT 07/2021/TT-BLĐTBXH; cột theo biểu mẫu của phần mềm quản lý hộ nghèo
-- note.vi: Một hộ có thể có nhiều nguyên nhân, nên các cột cộng lại có thể lớn hơn số hộ nghèo.
-- note.en: A household can have several causes, so the columns may add up to more than the poor households.
-- column.cause: int pivot poverty_cause
-- column.cause.vi: Số hộ nghèo theo nguyên nhân
-- column.cause.en: Poor households by cause
-- rule.each: each cause <= r01.poor

SELECT l.unit, l.village, 'cause:' || c.code AS cell, count(*) AS n
FROM line l JOIN line_cause c ON c.unit = l.unit AND c.line = l.id
WHERE l.class_after = 'poor'
GROUP BY l.unit, l.village, c.code
