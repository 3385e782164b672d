-- SPDX-License-Identifier: MIT
-- id: m_members
-- strength: error
-- form: household
-- field: members_count
-- title.vi: Hộ trong danh sách chưa có số nhân khẩu
-- title.en: Household of the list without members
-- message.vi: Hộ có trong danh sách kỳ {1} ({2:classification}) nhưng chưa có số nhân khẩu: khẩu sẽ ít hơn hộ trong biểu. Ghi số nhân khẩu trên phiếu.
-- message.en: On the list of {1} ({2:classification}) without its number of members: people would be fewer than households. Write it on the sheet.
-- source: Biểu tổng hợp kết quả: số khẩu không ít hơn số hộ
-- needs: lines

SELECT l.household, r.code, l.class_after
FROM line_round r JOIN line l ON l.unit = r.unit AND l.class_after IN ('poor', 'near_poor') AND coalesce(l.members, 0) < 1
WHERE r.unit = :unit
ORDER BY l.line_no
