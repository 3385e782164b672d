-- SPDX-License-Identifier: MIT
-- id: r14
-- title.vi: DANH SÁCH CHI TIẾT HỘ CẬN NGHÈO
-- title.en: DETAILED LIST OF NEAR-POOR HOUSEHOLDS
-- rows: list
-- verified: no
-- source: TT 07/2021/TT-BLĐTBXH; cột theo biểu mẫu của phần mềm quản lý hộ nghèo
-- note.vi: "Cận nghèo mới" gồm cả hộ chuyển từ danh sách kia sang, hộ tách ra, hộ chuyển đến trong kỳ. Danh sách không ghi số định danh, tình trạng sức khỏe, điện thoại.
-- note.en: "New" holds households that came from the other list, were split off or moved in, too. The list has no ID numbers, health or telephones.
-- column.member_no: int stub
-- column.member_no.vi: STT thành viên
-- column.member_no.en: Member no.
-- column.name: text stub
-- column.name.vi: Họ và tên
-- column.name.en: Full name
-- column.born_male: year
-- column.born_male.vi: Năm sinh > Nam
-- column.born_male.en: Born > Male
-- column.born_female: year
-- column.born_female.vi: Năm sinh > Nữ
-- column.born_female.en: Born > Female
-- column.ethnicity: text codes ethnicity
-- column.ethnicity.vi: Dân tộc
-- column.ethnicity.en: Ethnic group
-- column.relation: text codes relation
-- column.relation.vi: Quan hệ với chủ hộ
-- column.relation.en: Relation to head
-- column.new: mark
-- column.new.vi: Thuộc diện > Cận nghèo mới
-- column.new.en: Of these > New
-- column.again: mark
-- column.again.vi: Thuộc diện > Tái cận nghèo
-- column.again.en: Of these > Again
-- column.old: mark
-- column.old.vi: Thuộc diện > Cận nghèo cũ
-- column.old.en: Of these > Stays
-- column.merit: mark
-- column.merit.vi: Thuộc diện > Có người có công
-- column.merit.en: Of these > Person of merit
-- column.local: mark
-- column.local.vi: Thuộc diện > DTTS tại chỗ
-- column.local.en: Of these > Local minority
-- column.no_labour: mark
-- column.no_labour.vi: Thuộc diện > Không có khả năng lao động
-- column.no_labour.en: Of these > Unable to work
-- column.need: mark pivot support_need
-- column.need.vi: Hỗ trợ cần thiết
-- column.need.en: Support needed

WITH l AS (
	SELECT *, EXISTS (SELECT 1 FROM line_person p WHERE p.unit = line.unit AND p.line = line.id) AS has_people
	FROM line
	WHERE class_after = 'near_poor'
), p AS (
	SELECT l.unit, l.id, row_number() OVER (PARTITION BY l.unit, l.id ORDER BY p.order_no) AS member_no, p.full_name AS name,
		p.gender, substr(p.birth_date, 1, 4) AS born, p.ethnicity, p.relation_to_head AS relation
	FROM l JOIN line_person p ON p.unit = l.unit AND p.line = l.id
	UNION ALL
	-- Of a list without its members only the head is known.
	SELECT unit, id, 1, head_name, head_gender, substr(head_birth_date, 1, 4), ethnicity, 'head'
	FROM l
	WHERE NOT has_people
)
SELECT l.unit, l.village, p.member_no = 1 AS first, coalesce(l.members, 0) AS members, p.member_no, p.name,
	iif(p.gender = 'male', p.born, NULL) AS born_male, iif(p.gender = 'female', p.born, NULL) AS born_female,
	p.ethnicity, p.relation,
	iif(p.member_no = 1 AND l.movement IN ('new_near', 'near_more', 'poor_to_near'), 1, NULL) AS new,
	iif(p.member_no = 1 AND l.movement = 'again_near', 1, NULL) AS again,
	iif(p.member_no = 1 AND l.movement = 'near_stays', 1, NULL) AS old,
	iif(p.member_no = 1 AND l.has_merit_person = 'yes', 1, NULL) AS merit,
	iif(p.member_no = 1 AND l.is_local_ethnic = 'yes', 1, NULL) AS local,
	iif(p.member_no = 1 AND l.no_labour_capacity = 'yes', 1, NULL) AS no_labour,
	iif(p.member_no = 1, (SELECT group_concat(n.code, '|') FROM line_need n WHERE n.unit = l.unit AND n.line = l.id), NULL) AS need
FROM l JOIN p ON p.unit = l.unit AND p.id = l.id
ORDER BY l.unit, l.line_no, l.id, p.member_no
