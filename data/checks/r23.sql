-- SPDX-License-Identifier: MIT
-- id: r23
-- strength: error
-- form: household
-- field: members_count
-- title.vi: Số trẻ em của hộ trong danh sách không hợp lý
-- title.en: Children of a listed household do not fit
-- message.vi: Danh sách kỳ {1}: hộ có {2:number} nhân khẩu, {3:number} trẻ em, {4:number} trẻ thiếu hụt y tế, {5:number} trẻ thiếu hụt giáo dục. Trẻ thiếu hụt không thể nhiều hơn trẻ em, trẻ em không thể nhiều hơn nhân khẩu.
-- message.en: List of {1}: {2:number} members, {3:number} children, {4:number} lacking health, {5:number} lacking school. No part can be more than the whole.
-- source: Biểu chỉ tiêu thiếu hụt của trẻ em
-- needs: lines

SELECT l.household, r.code, l.members, l.children, l.children_health, l.children_school
FROM line_round r JOIN line l ON l.unit = r.unit
WHERE r.unit = :unit AND (l.children > l.members OR l.children_health > l.children OR l.children_school > l.children)
ORDER BY l.line_no
