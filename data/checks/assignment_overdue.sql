-- SPDX-License-Identifier: MIT
-- id: assignment_overdue
-- strength: hint
-- form: assignment
-- field: due_date
-- title.vi: Nhiệm vụ quá hạn
-- title.en: Assignment overdue
-- message.vi: Quá hạn từ {1:date}. Chủ trì: {2}.
-- message.en: Overdue since {1:date}. Lead: {2}.
-- source: Kế hoạch giảm nghèo hằng năm của xã: phân công, thời hạn

SELECT id, due_date, lead
FROM assignment
WHERE _unit = :unit AND due_date < :today AND coalesce(status, '') NOT IN ('done', 'cancelled')
ORDER BY due_date, id
