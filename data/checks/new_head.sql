-- SPDX-License-Identifier: MIT
-- id: new_head
-- strength: doubt
-- form: change
-- field: member
-- title.vi: Đổi chủ hộ nhưng danh sách thành viên chưa đổi
-- title.en: New head, but the list of members says otherwise
-- message.vi: Trong danh sách thành viên, {1} chưa được ghi là Chủ hộ: mở hộ, sửa quan hệ của người này thành Chủ hộ, của chủ hộ trước thành quan hệ mới.
-- message.en: In the list of members {1} is not yet the head: open the household, make this one the head and give the one before the new relation.
-- source: QĐ 24/2021/QĐ-TTg

SELECT c.id, m.full_name
FROM change c
JOIN member m ON m.id = c.member AND +m._unit = c._unit AND m.household = c.household
WHERE c._unit = :unit AND c.kind = 'new_head' AND m.relation_to_head <> 'head' AND m.left_on IS NULL
	AND NOT EXISTS (SELECT 1 FROM change n WHERE n.household = c.household AND +n._unit = c._unit AND n.kind IN ('new_head', 'death', 'split', 'move_out')
		AND (n.date > c.date OR (n.date = c.date AND n.id > c.id)))
ORDER BY c.id
