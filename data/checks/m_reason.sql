-- SPDX-License-Identifier: MIT
-- id: m_reason
-- strength: error
-- form: household
-- field: left_on
-- title.vi: Hộ khác giảm, khác tăng chưa có lý do
-- title.en: Other fall or rise without a reason
-- message.vi: Danh sách kỳ {1} ghi hộ này là {2:movement} nhưng không có lý do (chết, chuyển đi, chuyển đến, tách, nhập hộ). Ghi biến động của hộ; danh sách đã chốt thì lập quyết định đính chính.
-- message.en: The list of {1} has this household as {2:movement} without a reason (death, move, split, join). Enter the change; where the list is closed, make a correction.
-- source: Biểu tổng hợp diễn biến: cột 4, 8
-- needs: lines

SELECT l.household, r.code, l.movement
FROM line_round r JOIN line l ON l.unit = r.unit AND l.movement IN ('poor_less', 'poor_more', 'near_less', 'near_more') AND l.other_reason IS NULL
WHERE r.unit = :unit
ORDER BY l.line_no
