-- SPDX-License-Identifier: MIT
-- id: participant_twice
-- strength: doubt
-- form: participant
-- field: household
-- title.vi: Một hộ nhận hai lần một nội dung trong dự án
-- title.en: Supported twice alike in a project
-- message.vi: Hộ {1:household} đã có {2:support_kind} trong dự án này.
-- message.en: Household {1:household} has {2:support_kind} in this project already.
-- source: QĐ 90/QĐ-TTg

SELECT b.id, b.household, b.support_kind
FROM participant a
JOIN participant b ON +b._unit = a._unit AND b.project = a.project AND b.household = a.household AND b.member IS a.member
	AND b.support_kind = a.support_kind AND b.date IS a.date AND b.id > a.id
WHERE a._unit = :unit
ORDER BY b.id
