-- SPDX-License-Identifier: MIT
-- id: project_overdue
-- strength: hint
-- form: project
-- field: due_date
-- title.vi: Dự án quá hạn
-- title.en: Project overdue
-- message.vi: Hạn hoàn thành {1:date} đã qua, dự án chưa ghi là hoàn thành.
-- message.en: Due on {1:date}, and not yet written as finished.
-- source: Kế hoạch giảm nghèo hằng năm của xã: thời hạn thực hiện

SELECT id, due_date
FROM project
WHERE _unit = :unit AND due_date < :today AND coalesce(status, '') NOT IN ('finished', 'stopped')
ORDER BY due_date, id
