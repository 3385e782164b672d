-- SPDX-License-Identifier: MIT
-- id: r12
-- title.vi: KẾT QUẢ {OFFICIAL} RÀ SOÁT HỘ NGHÈO THEO CHUẨN NGHÈO ĐA CHIỀU
-- title.en: {OFFICIAL} RESULTS OF THE REVIEW BY THE MULTIDIMENSIONAL STANDARD: POOR HOUSEHOLDS
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
-- column.poor: int
-- column.poor.vi: Số hộ nghèo > Tổng số
-- column.poor.en: Poor households > All
-- column.poor_kinh: int
-- column.poor_kinh.vi: Số hộ nghèo > Kinh
-- column.poor_kinh.en: Poor households > Kinh
-- column.poor_minority: int
-- column.poor_minority.vi: Số hộ nghèo > Dân tộc thiểu số
-- column.poor_minority.en: Poor households > Minorities
-- column.poor_local: int optional
-- column.poor_local.vi: Số hộ nghèo > Dân tộc thiểu số tại chỗ
-- column.poor_local.en: Poor households > Local minorities
-- column.poor_merit: int
-- column.poor_merit.vi: Số hộ nghèo > Có thành viên là người có công
-- column.poor_merit.en: Poor households > With a person of merit
-- column.poor_no_labour: int
-- column.poor_no_labour.vi: Số hộ nghèo > Không có khả năng lao động
-- column.poor_no_labour.en: Poor households > Unable to work
-- column.poor_female: int
-- column.poor_female.vi: Số hộ nghèo > Chủ hộ là nữ
-- column.poor_female.en: Poor households > Headed by a woman
-- column.poor_people: int
-- column.poor_people.vi: Nhân khẩu hộ nghèo > Tổng số
-- column.poor_people.en: People in them > All
-- column.poor_people_minority: int
-- column.poor_people_minority.vi: Nhân khẩu hộ nghèo > Dân tộc thiểu số
-- column.poor_people_minority.en: People in them > Minorities
-- column.rate: rate = poor/households*100
-- column.rate.vi: Tỷ lệ hộ nghèo (%) > So với tổng số hộ
-- column.rate.en: Rate (%) > Of all households
-- column.rate_minority: rate = poor_minority/households_minority*100
-- column.rate_minority.vi: Tỷ lệ hộ nghèo (%) > Hộ DTTS so với tổng số hộ DTTS
-- column.rate_minority.en: Rate (%) > Minorities, of theirs
-- rule.poor: poor = r01.poor
-- rule.people: poor_people = r01.poor_people
-- rule.known: poor = poor_kinh+poor_minority
-- rule.groups: poor_minority = r09.poor_minority
-- rule.minority: poor_minority <= poor
-- rule.minority_all: poor_minority <= households_minority

WITH l AS (
	SELECT unit, village, coalesce(members, 0) AS members,
		coalesce(minority_people, iif(is_ethnic_minority = 'yes', members, 0), 0) AS minority_people, coalesce(ethnicity, '') = 'Kinh' AS kinh,
		coalesce(is_ethnic_minority, '') = 'yes' AS minority, coalesce(is_local_ethnic, '') = 'yes' AS local,
		coalesce(has_merit_person, '') = 'yes' AS merit, coalesce(no_labour_capacity, '') = 'yes' AS no_labour,
		coalesce(female_headed, '') = 'yes' AS female
	FROM line
	WHERE class_after = 'poor'
)
SELECT unit, village,
	count(*) AS poor, sum(kinh) AS poor_kinh, sum(minority) AS poor_minority, sum(local) AS poor_local, sum(merit) AS poor_merit,
	sum(no_labour) AS poor_no_labour, sum(female) AS poor_female, sum(members) AS poor_people,
	sum(minority_people) AS poor_people_minority
FROM l
GROUP BY unit, village
