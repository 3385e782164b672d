-- SPDX-License-Identifier: MIT
-- id: r32_again
-- strength: error
-- form: meeting_line
-- field: outcome
-- title.vi: Hộ chưa được đồng ý mà đã công nhận
-- title.en: Recognised though the meeting did not agree
-- message.vi: Cuộc họp lấy ý kiến ngày {1:date} chỉ có {2:number}/{3:number} người dự họp đồng ý, chưa họp lại, nhưng hộ đã có quyết định ngày {4:date}. Ghi cuộc họp lại, hoặc đính chính quyết định.
-- message.en: At the meeting of {1:date} only {2:number} of {3:number} agreed and there was no second one, but the household was decided on {4:date}. Enter the second meeting, or correct the decision.
-- source: QĐ 24/2021/QĐ-TTg: ít nhất 50% người dự họp đồng ý

SELECT ml.id, m.date, ml.agree, m.attended, d.day
FROM meeting_line ml
JOIN meeting m ON m.id = ml.meeting AND +m._unit = ml._unit
JOIN (
	SELECT round, household, min(decision_date) AS day FROM decision_line WHERE _unit = :unit GROUP BY round, household
	UNION ALL SELECT round, household, decision_date FROM review WHERE _unit = :unit AND decision_date IS NOT NULL
) d ON d.round = m.round AND d.household = ml.household
WHERE ml._unit = :unit AND ml.outcome = 'again' AND NOT EXISTS (
	SELECT 1 FROM meeting_line al JOIN meeting am ON am.id = al.meeting AND +am._unit = al._unit
	WHERE al.household = ml.household AND +al._unit = ml._unit AND am.round = m.round AND al.outcome = 'agreed'
		AND (am.session, am.date) > (m.session, m.date)
)
GROUP BY ml.id
ORDER BY ml.id
