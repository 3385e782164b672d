-- SPDX-License-Identifier: MIT
-- id: r09
-- title.vi: PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO DÂN TỘC
-- title.en: POOR AND NEAR-POOR HOUSEHOLDS BY ETHNIC GROUP
-- units.vi: hộ, người
-- units.en: households, people
-- measures: yes
-- verified: no
-- source: TT 07/2021/TT-BLĐTBXH; cột theo biểu mẫu của phần mềm quản lý hộ nghèo
-- note.vi: Theo dân tộc của chủ hộ. Hộ chưa ghi dân tộc chỉ có ở cột "Tổng số".
-- note.en: By the head's ethnic group. Who has none written is in "All" only.
-- column.poor: int
-- column.poor.vi: Hộ nghèo > Tổng số
-- column.poor.en: Poor > All
-- column.poor_kinh: int
-- column.poor_kinh.vi: Hộ nghèo > Kinh
-- column.poor_kinh.en: Poor > Kinh
-- column.poor_minority: int
-- column.poor_minority.vi: Hộ nghèo > Dân tộc thiểu số > Tổng số
-- column.poor_minority.en: Poor > Minorities > All
-- column.poor_of: int pivot ethnicity minority=yes present
-- column.poor_of.vi: Hộ nghèo > Dân tộc thiểu số
-- column.poor_of.en: Poor > Minorities
-- column.poor_other: int rest poor_of
-- column.poor_other.vi: Hộ nghèo > Dân tộc thiểu số > Khác
-- column.poor_other.en: Poor > Minorities > Other
-- column.near_poor: int
-- column.near_poor.vi: Hộ cận nghèo > Tổng số
-- column.near_poor.en: Near-poor > All
-- column.near_poor_kinh: int
-- column.near_poor_kinh.vi: Hộ cận nghèo > Kinh
-- column.near_poor_kinh.en: Near-poor > Kinh
-- column.near_poor_minority: int
-- column.near_poor_minority.vi: Hộ cận nghèo > Dân tộc thiểu số > Tổng số
-- column.near_poor_minority.en: Near-poor > Minorities > All
-- column.near_poor_of: int pivot ethnicity minority=yes present
-- column.near_poor_of.vi: Hộ cận nghèo > Dân tộc thiểu số
-- column.near_poor_of.en: Near-poor > Minorities
-- column.near_poor_other: int rest near_poor_of
-- column.near_poor_other.vi: Hộ cận nghèo > Dân tộc thiểu số > Khác
-- column.near_poor_other.en: Near-poor > Minorities > Other
-- rule.poor: poor = r02.end
-- rule.near_poor: near_poor = r03.end
-- rule.poor_known: poor = poor_kinh+poor_minority
-- rule.poor_minority: poor_minority = poor_of.all+poor_other
-- rule.near_poor_known: near_poor = near_poor_kinh+near_poor_minority
-- rule.near_poor_minority: near_poor_minority = near_poor_of.all+near_poor_other

WITH l (unit, village, class, ethnicity, minority, n, people) AS (
	SELECT unit, village, class_after, coalesce(ethnicity, ''), coalesce(is_ethnic_minority, '') = 'yes', count(*), sum(coalesce(members, 0))
	FROM line
	WHERE class_after IN ('poor', 'near_poor')
	GROUP BY 1, 2, 3, 4, 5
)
SELECT unit, village, class AS cell, n, people FROM l
UNION ALL
SELECT unit, village, class || '_kinh', n, people FROM l WHERE ethnicity = 'Kinh'
UNION ALL
SELECT unit, village, class || '_minority', n, people FROM l WHERE minority
UNION ALL
SELECT unit, village, class || '_of:' || ethnicity, n, people FROM l WHERE minority
