-- SPDX-License-Identifier: MIT
-- id: r33
-- strength: doubt
-- form: decision
-- field: decision_date
-- title.vi: Công nhận trước khi họp, niêm yết xong
-- title.en: Recognised before meeting and posting were over
-- message.vi: Quyết định ngày {1:date}, nhưng bước "{3:round_stage}" ({2:village}) đến ngày {4:date} mới xong. Họp, niêm yết xong mới công nhận: soát lại các ngày.
-- message.en: Decided on {1:date}, but "{3:round_stage}" ({2:village}) went on to {4:date}. Meetings and posting come first: check the dates.
-- source: QĐ 24/2021/QĐ-TTg

SELECT d.id, d.decision_date, s.village, s.what, max(s.day)
FROM decision d JOIN (
	SELECT round, village, 'meeting' AS what, date AS day FROM meeting WHERE _unit = :unit
	UNION ALL SELECT round, village, 'posting', coalesce(to_date, from_date) FROM posting WHERE _unit = :unit AND coalesce(kind, 'result') = 'result'
) s ON s.round = d.round AND s.day > d.decision_date
WHERE d._unit = :unit AND d.kind = 'recognition'
GROUP BY d.id
ORDER BY d.id
