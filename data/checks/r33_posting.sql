-- SPDX-License-Identifier: MIT
-- id: r33_posting
-- strength: doubt
-- form: posting
-- field: from_date
-- title.vi: Niêm yết trước khi họp
-- title.en: Posted before the meeting
-- message.vi: Niêm yết từ ngày {1:date}, trước cuộc họp lấy ý kiến ngày {2:date}. Họp đồng ý rồi mới niêm yết: soát lại hai ngày này.
-- message.en: Posted from {1:date}, before the meeting of {2:date}. The meeting comes first: check both dates.
-- source: QĐ 24/2021/QĐ-TTg

SELECT p.id, p.from_date, max(m.date)
FROM posting p JOIN meeting m ON m.round = p.round AND +m._unit = p._unit AND (p.village IS NULL OR m.village = p.village) AND m.session = 1
WHERE p._unit = :unit AND coalesce(p.kind, 'result') = 'result' AND m.date > p.from_date
GROUP BY p.id
ORDER BY p.id
