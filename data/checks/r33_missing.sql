-- SPDX-License-Identifier: MIT
-- id: r33_missing
-- strength: doubt
-- form: decision
-- field: round
-- title.vi: Công nhận mà chưa ghi họp hoặc niêm yết
-- title.en: Recognised without a meeting or posting written down
-- message.vi: Đã công nhận danh sách kỳ {1:round}, nhưng chưa ghi bước "{2:round_stage}" của: {3}. Ghi bổ sung; nếu không làm thì ghi lý do.
-- message.en: The list of {1:round} is recognised, but there is no record of "{2:round_stage}" of: {3}. Enter it; if there was none, say why.
-- source: QĐ 24/2021/QĐ-TTg
-- needs: lines

WITH listed AS (SELECT DISTINCT village, village_name FROM line WHERE unit = :unit AND class_after IS NOT NULL),
missing AS (
	SELECT 'meeting' AS what, v.village_name FROM listed v JOIN line_round r ON r.unit = :unit
	WHERE NOT EXISTS (SELECT 1 FROM meeting m WHERE m.round = r.round AND +m._unit = r.unit AND m.village = v.village)
	UNION ALL
	SELECT 'posting', v.village_name FROM listed v JOIN line_round r ON r.unit = :unit
	WHERE NOT EXISTS (SELECT 1 FROM posting p WHERE p.round = r.round AND +p._unit = r.unit AND (p.village IS NULL OR p.village = v.village))
)
SELECT d.id, d.round, m.what, group_concat(m.village_name, ', ')
FROM line_round r JOIN decision d ON d.id = r.decision AND +d._unit = r.unit AND d.kind = 'recognition' CROSS JOIN missing m
WHERE r.unit = :unit AND r.kind = 'periodic'
GROUP BY d.id, m.what
ORDER BY m.what
