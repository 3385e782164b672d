-- SPDX-License-Identifier: MIT
-- id: r08
-- title.vi: PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO CÁC NHÓM ĐỐI TƯỢNG
-- title.en: POOR AND NEAR-POOR HOUSEHOLDS BY GROUP
-- units.vi: hộ, người
-- units.en: households, people
-- measures: yes
-- verified: no
-- source: TT 07/2021/TT-BLĐTBXH; cột theo biểu mẫu của phần mềm quản lý hộ nghèo
-- note.vi: Một hộ có thể thuộc nhiều nhóm; cột "Khác" là hộ không thuộc nhóm nào trong ba nhóm.
-- note.en: A household can be in several groups; "other" is in none of the three.
-- column.poor: int
-- column.poor.vi: Hộ nghèo > Tổng số
-- column.poor.en: Poor > All
-- column.poor_minority: int
-- column.poor_minority.vi: Hộ nghèo > Trong đó > Dân tộc thiểu số
-- column.poor_minority.en: Poor > Of these > Ethnic minority
-- column.poor_no_labour: int
-- column.poor_no_labour.vi: Hộ nghèo > Trong đó > Không có khả năng lao động
-- column.poor_no_labour.en: Poor > Of these > Unable to work
-- column.poor_merit: int
-- column.poor_merit.vi: Hộ nghèo > Trong đó > Có thành viên là người có công
-- column.poor_merit.en: Poor > Of these > With a person of merit
-- column.poor_other: int
-- column.poor_other.vi: Hộ nghèo > Trong đó > Khác
-- column.poor_other.en: Poor > Of these > Other
-- column.near_poor: int
-- column.near_poor.vi: Hộ cận nghèo > Tổng số
-- column.near_poor.en: Near-poor > All
-- column.near_poor_minority: int
-- column.near_poor_minority.vi: Hộ cận nghèo > Trong đó > Dân tộc thiểu số
-- column.near_poor_minority.en: Near-poor > Of these > Ethnic minority
-- column.near_poor_no_labour: int
-- column.near_poor_no_labour.vi: Hộ cận nghèo > Trong đó > Không có khả năng lao động
-- column.near_poor_no_labour.en: Near-poor > Of these > Unable to work
-- column.near_poor_merit: int
-- column.near_poor_merit.vi: Hộ cận nghèo > Trong đó > Có thành viên là người có công
-- column.near_poor_merit.en: Near-poor > Of these > With a person of merit
-- column.near_poor_other: int
-- column.near_poor_other.vi: Hộ cận nghèo > Trong đó > Khác
-- column.near_poor_other.en: Near-poor > Of these > Other
-- rule.poor: poor = r02.end
-- rule.near_poor: near_poor = r03.end
-- rule.poor_groups: poor_minority = r09.poor_minority
-- rule.near_poor_groups: near_poor_minority = r09.near_poor_minority
-- rule.poor_minority: poor_minority <= poor
-- rule.near_poor_minority: near_poor_minority <= near_poor

WITH l AS (
	SELECT unit, village, class_after, coalesce(members, 0) AS members,
		coalesce(is_ethnic_minority, '') = 'yes' AS minority, coalesce(no_labour_capacity, '') = 'yes' AS no_labour,
		coalesce(has_merit_person, '') = 'yes' AS merit
	FROM line
	WHERE class_after IN ('poor', 'near_poor')
)
SELECT unit, village,
	sum(class_after = 'poor') AS poor, sum((class_after = 'poor') * members) AS poor_people,
	sum(class_after = 'poor' AND minority) AS poor_minority, sum((class_after = 'poor' AND minority) * members) AS poor_minority_people,
	sum(class_after = 'poor' AND no_labour) AS poor_no_labour, sum((class_after = 'poor' AND no_labour) * members) AS poor_no_labour_people,
	sum(class_after = 'poor' AND merit) AS poor_merit, sum((class_after = 'poor' AND merit) * members) AS poor_merit_people,
	sum(class_after = 'poor' AND NOT (minority OR no_labour OR merit)) AS poor_other, sum((class_after = 'poor' AND NOT (minority OR no_labour OR merit)) * members) AS poor_other_people,
	sum(class_after = 'near_poor') AS near_poor, sum((class_after = 'near_poor') * members) AS near_poor_people,
	sum(class_after = 'near_poor' AND minority) AS near_poor_minority, sum((class_after = 'near_poor' AND minority) * members) AS near_poor_minority_people,
	sum(class_after = 'near_poor' AND no_labour) AS near_poor_no_labour, sum((class_after = 'near_poor' AND no_labour) * members) AS near_poor_no_labour_people,
	sum(class_after = 'near_poor' AND merit) AS near_poor_merit, sum((class_after = 'near_poor' AND merit) * members) AS near_poor_merit_people,
	sum(class_after = 'near_poor' AND NOT (minority OR no_labour OR merit)) AS near_poor_other, sum((class_after = 'near_poor' AND NOT (minority OR no_labour OR merit)) * members) AS near_poor_other_people
FROM l
GROUP BY unit, village
