-- SPDX-License-Identifier: MIT
-- id: m_unfinished
-- strength: doubt
-- form: household
-- field: classification
-- title.vi: Hộ trong danh sách chưa có kết quả rà soát
-- title.en: Household of the list without a result
-- message.vi: Kỳ {1} đã sang bước {2:round_stage}, nhưng hộ đang là {3:classification} chưa có kết quả (chưa có phiếu, hoặc phiếu chưa đủ dữ kiện): biểu diễn biến sẽ thiếu hộ này. Nhập phiếu, hoặc ghi biến động nếu hộ không còn ở xã.
-- message.en: {1} has come to {2:round_stage}, but this household ({3:classification}) has no result (no sheet, or not enough on it): the movement report would lack it. Enter the sheet, or the change if it no longer lives here.
-- source: QĐ 24/2021/QĐ-TTg; biểu tổng hợp diễn biến
-- needs: lines

SELECT l.household, r.code, k.stage, l.class_before
FROM line_round r
JOIN round k ON k.id = r.round AND k._unit = r.unit AND k.stage IN ('posting', 'opinion', 'recognised', 'reported')
JOIN line l ON l.unit = r.unit AND l.movement IS NULL AND l.class_before IN ('poor', 'near_poor')
WHERE r.unit = :unit
ORDER BY l.line_no
