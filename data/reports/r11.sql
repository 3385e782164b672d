-- SPDX-License-Identifier: MIT
-- id: r11
-- title.vi: TỔNG HỢP CHỈ TIÊU THIẾU HỤT CỦA TRẺ EM THUỘC HỘ NGHÈO, HỘ CẬN NGHÈO
-- title.en: DEPRIVATIONS OF CHILDREN IN POOR AND NEAR-POOR HOUSEHOLDS
-- units.vi: trẻ em
-- units.en: children
-- verified: no
-- source: TT 07/2021/TT-BLĐTBXH; cột theo biểu mẫu của phần mềm quản lý hộ nghèo
-- note.vi: Trẻ em: dưới 16 tuổi. Y tế: không có bảo hiểm y tế hoặc suy dinh dưỡng; giáo dục: không học đúng bậc, cấp học phù hợp với tuổi.
-- note.en: Children: under 16. Health: no insurance or malnourished; schooling: not at the level for the age.
-- column.poor_children: int
-- column.poor_children.vi: Hộ nghèo > Số trẻ em
-- column.poor_children.en: Poor households > Children
-- column.poor_children_health: int
-- column.poor_children_health.vi: Hộ nghèo > Trẻ em thiếu hụt về y tế
-- column.poor_children_health.en: Poor households > Lacking health
-- column.poor_children_school: int
-- column.poor_children_school.vi: Hộ nghèo > Trẻ em thiếu hụt về giáo dục
-- column.poor_children_school.en: Poor households > Lacking schooling
-- column.near_poor_children: int
-- column.near_poor_children.vi: Hộ cận nghèo > Số trẻ em
-- column.near_poor_children.en: Near-poor households > Children
-- column.near_poor_children_health: int
-- column.near_poor_children_health.vi: Hộ cận nghèo > Trẻ em thiếu hụt về y tế
-- column.near_poor_children_health.en: Near-poor households > Lacking health
-- column.near_poor_children_school: int
-- column.near_poor_children_school.vi: Hộ cận nghèo > Trẻ em thiếu hụt về giáo dục
-- column.near_poor_children_school.en: Near-poor households > Lacking schooling
-- rule.poor_children_health: poor_children_health <= poor_children
-- rule.poor_children_school: poor_children_school <= poor_children
-- rule.near_poor_children_health: near_poor_children_health <= near_poor_children
-- rule.near_poor_children_school: near_poor_children_school <= near_poor_children

SELECT unit, village,
	sum((class_after = 'poor') * coalesce(children, 0)) AS poor_children,
	sum((class_after = 'poor') * coalesce(children_health, 0)) AS poor_children_health,
	sum((class_after = 'poor') * coalesce(children_school, 0)) AS poor_children_school,
	sum((class_after = 'near_poor') * coalesce(children, 0)) AS near_poor_children,
	sum((class_after = 'near_poor') * coalesce(children_health, 0)) AS near_poor_children_health,
	sum((class_after = 'near_poor') * coalesce(children_school, 0)) AS near_poor_children_school
FROM line
WHERE class_after IN ('poor', 'near_poor')
GROUP BY unit, village
