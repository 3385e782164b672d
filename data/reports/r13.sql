-- SPDX-License-Identifier: MIT
-- id: r13
-- title.vi: KẾT QUẢ {OFFICIAL} RÀ SOÁT HỘ CẬN NGHÈO THEO CHUẨN NGHÈO ĐA CHIỀU
-- title.en: {OFFICIAL} RESULTS OF THE REVIEW BY THE MULTIDIMENSIONAL STANDARD: NEAR-POOR HOUSEHOLDS
-- units.vi: hộ, người, %
-- units.en: households, people, %
-- verified: no
-- chart: rate
-- source: TT 07/2021/TT-BLĐTBXH; cột theo biểu mẫu của phần mềm quản lý hộ nghèo
-- note.vi: Số hộ, nhân khẩu dân tộc thiểu số của cả đơn vị lấy ở Số liệu chung của năm; chưa ghi thì để trống.
-- note.en: All minority households and people are those typed under Totals of the year; blank where they are not.
-- column.households: int typed households
-- column.households.vi: Tổng số hộ dân cư > Tổng số
-- column.households.en: All households > All
-- column.households_kinh: int = households-households_minority
-- column.households_kinh.vi: Tổng số hộ dân cư > Kinh
-- column.households_kinh.en: All households > Kinh
-- column.households_minority: int typed ethnic_households
-- column.households_minority.vi: Tổng số hộ dân cư > Dân tộc thiểu số
-- column.households_minority.en: All households > Minorities
-- column.people: int typed people
-- column.people.vi: Tổng số nhân khẩu > Tổng số
-- column.people.en: All people > All
-- column.people_kinh: int = people-people_minority
-- column.people_kinh.vi: Tổng số nhân khẩu > Kinh
-- column.people_kinh.en: All people > Kinh
-- column.people_minority: int typed ethnic_people
-- column.people_minority.vi: Tổng số nhân khẩu > Dân tộc thiểu số
-- column.people_minority.en: All people > Minorities
-- column.near_poor: int
-- column.near_poor.vi: Số hộ cận nghèo > Tổng số
-- column.near_poor.en: Near-poor households > All
-- column.near_poor_kinh: int
-- column.near_poor_kinh.vi: Số hộ cận nghèo > Kinh
-- column.near_poor_kinh.en: Near-poor households > Kinh
-- column.near_poor_minority: int
-- column.near_poor_minority.vi: Số hộ cận nghèo > Dân tộc thiểu số
-- column.near_poor_minority.en: Near-poor households > Minorities
-- column.near_poor_local: int optional
-- column.near_poor_local.vi: Số hộ cận nghèo > Dân tộc thiểu số tại chỗ
-- column.near_poor_local.en: Near-poor households > Local minorities
-- column.near_poor_merit: int
-- column.near_poor_merit.vi: Số hộ cận nghèo > Có thành viên là người có công
-- column.near_poor_merit.en: Near-poor households > With a person of merit
-- column.near_poor_no_labour: int
-- column.near_poor_no_labour.vi: Số hộ cận nghèo > Không có khả năng lao động
-- column.near_poor_no_labour.en: Near-poor households > Unable to work
-- column.near_poor_female: int
-- column.near_poor_female.vi: Số hộ cận nghèo > Chủ hộ là nữ
-- column.near_poor_female.en: Near-poor households > Headed by a woman
-- column.near_poor_people: int
-- column.near_poor_people.vi: Nhân khẩu hộ cận nghèo > Tổng số
-- column.near_poor_people.en: People in them > All
-- column.near_poor_people_minority: int
-- column.near_poor_people_minority.vi: Nhân khẩu hộ cận nghèo > Dân tộc thiểu số
-- column.near_poor_people_minority.en: People in them > Minorities
-- column.rate: rate = near_poor/households*100
-- column.rate.vi: Tỷ lệ hộ cận nghèo (%) > So với tổng số hộ
-- column.rate.en: Rate (%) > Of all households
-- column.rate_minority: rate = near_poor_minority/households_minority*100
-- column.rate_minority.vi: Tỷ lệ hộ cận nghèo (%) > Hộ DTTS so với tổng số hộ DTTS
-- column.rate_minority.en: Rate (%) > Minorities, of theirs
-- rule.near_poor: near_poor = r01.near_poor
-- rule.people: near_poor_people = r01.near_poor_people
-- rule.known: near_poor = near_poor_kinh+near_poor_minority
-- rule.groups: near_poor_minority = r09.near_poor_minority
-- rule.minority: near_poor_minority <= near_poor
-- rule.minority_all: near_poor_minority <= households_minority

WITH l AS (
	SELECT unit, village, coalesce(members, 0) AS members,
		coalesce(minority_people, iif(is_ethnic_minority = 'yes', members, 0), 0) AS minority_people, coalesce(ethnicity, '') = 'Kinh' AS kinh,
		coalesce(is_ethnic_minority, '') = 'yes' AS minority, coalesce(is_local_ethnic, '') = 'yes' AS local,
		coalesce(has_merit_person, '') = 'yes' AS merit, coalesce(no_labour_capacity, '') = 'yes' AS no_labour,
		coalesce(female_headed, '') = 'yes' AS female
	FROM line
	WHERE class_after = 'near_poor'
)
SELECT unit, village,
	count(*) AS near_poor, sum(kinh) AS near_poor_kinh, sum(minority) AS near_poor_minority, sum(local) AS near_poor_local, sum(merit) AS near_poor_merit,
	sum(no_labour) AS near_poor_no_labour, sum(female) AS near_poor_female, sum(members) AS near_poor_people,
	sum(minority_people) AS near_poor_people_minority
FROM l
GROUP BY unit, village
