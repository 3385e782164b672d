-- SPDX-License-Identifier: MIT
-- id: r01
-- title.vi: TỔNG HỢP KẾT QUẢ {OFFICIAL} RÀ SOÁT HỘ NGHÈO; HỘ CẬN NGHÈO; HỘ LÀM NÔNG NGHIỆP, LÂM NGHIỆP, NGƯ NGHIỆP CÓ MỨC SỐNG TRUNG BÌNH
-- title.en: SUMMARY OF THE {OFFICIAL} RESULTS OF THE REVIEW: POOR, NEAR-POOR, FARMING HOUSEHOLDS OF AVERAGE LIVING STANDARD
-- units.vi: hộ, người, %
-- units.en: households, people, %
-- verified: yes
-- chart: poor_rate
-- source: TT 07/2021/TT-BLĐTBXH; cột theo bản in của phần mềm quản lý hộ nghèo
-- column.households: int typed households
-- column.households.vi: Tổng số hộ dân cư (tại thời điểm rà soát) > Số hộ
-- column.households.en: All households (at the review) > Households
-- column.people: int typed people
-- column.people.vi: Tổng số hộ dân cư (tại thời điểm rà soát) > Nhân khẩu
-- column.people.en: All households (at the review) > People
-- column.poor: int
-- column.poor.vi: Kết quả rà soát về hộ ({official}) > Hộ nghèo > Số hộ
-- column.poor.en: Households ({official}) > Poor > Number
-- column.poor_rate: rate = poor/households*100
-- column.poor_rate.vi: Kết quả rà soát về hộ ({official}) > Hộ nghèo > Tỷ lệ (%)
-- column.poor_rate.en: Households ({official}) > Poor > %
-- column.near_poor: int
-- column.near_poor.vi: Kết quả rà soát về hộ ({official}) > Hộ cận nghèo > Số hộ
-- column.near_poor.en: Households ({official}) > Near-poor > Number
-- column.near_poor_rate: rate = near_poor/households*100
-- column.near_poor_rate.vi: Kết quả rà soát về hộ ({official}) > Hộ cận nghèo > Tỷ lệ (%)
-- column.near_poor_rate.en: Households ({official}) > Near-poor > %
-- column.average: int
-- column.average.vi: Kết quả rà soát về hộ ({official}) > Hộ làm nông, lâm, ngư nghiệp có mức sống trung bình > Số hộ
-- column.average.en: Households ({official}) > Average living standard > Number
-- column.average_rate: rate = average/households*100
-- column.average_rate.vi: Kết quả rà soát về hộ ({official}) > Hộ làm nông, lâm, ngư nghiệp có mức sống trung bình > Tỷ lệ (%)
-- column.average_rate.en: Households ({official}) > Average living standard > %
-- column.poor_people: int
-- column.poor_people.vi: Kết quả rà soát về khẩu ({official}) > Khẩu nghèo > Số khẩu
-- column.poor_people.en: People ({official}) > Poor > Number
-- column.poor_people_rate: rate = poor_people/people*100
-- column.poor_people_rate.vi: Kết quả rà soát về khẩu ({official}) > Khẩu nghèo > Tỷ lệ (%)
-- column.poor_people_rate.en: People ({official}) > Poor > %
-- column.near_poor_people: int
-- column.near_poor_people.vi: Kết quả rà soát về khẩu ({official}) > Khẩu cận nghèo > Số khẩu
-- column.near_poor_people.en: People ({official}) > Near-poor > Number
-- column.near_poor_people_rate: rate = near_poor_people/people*100
-- column.near_poor_people_rate.vi: Kết quả rà soát về khẩu ({official}) > Khẩu cận nghèo > Tỷ lệ (%)
-- column.near_poor_people_rate.en: People ({official}) > Near-poor > %
-- column.average_people: int
-- column.average_people.vi: Kết quả rà soát về khẩu ({official}) > Khẩu có mức sống trung bình > Số khẩu
-- column.average_people.en: People ({official}) > Average living standard > Number
-- column.average_people_rate: rate = average_people/people*100
-- column.average_people_rate.vi: Kết quả rà soát về khẩu ({official}) > Khẩu có mức sống trung bình > Tỷ lệ (%)
-- column.average_people_rate.en: People ({official}) > Average living standard > %
-- rule.poor: poor = r02.end
-- rule.near_poor: near_poor = r03.end
-- rule.poor_people: poor_people = r02.end.people
-- rule.near_poor_people: near_poor_people = r03.end.people
-- rule.households: households >= poor+near_poor+average
-- rule.people: people >= poor_people+near_poor_people+average_people
-- rule.heads: people >= households
-- rule.poor_heads: poor_people >= poor
-- rule.near_poor_heads: near_poor_people >= near_poor
-- rule.average_heads: average_people >= average

WITH counted (unit, village, class, members) AS (
	SELECT unit, village, class_after, coalesce(members, 0) FROM line WHERE class_after IN ('poor', 'near_poor')
	UNION ALL
	SELECT unit, village, 'average', coalesce(members, 0) FROM line_average
)
SELECT unit, village,
	sum(class = 'poor') AS poor, sum(class = 'near_poor') AS near_poor, sum(class = 'average') AS average,
	sum((class = 'poor') * members) AS poor_people, sum((class = 'near_poor') * members) AS near_poor_people,
	sum((class = 'average') * members) AS average_people
FROM counted
GROUP BY unit, village
