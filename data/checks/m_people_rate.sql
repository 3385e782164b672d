-- SPDX-License-Identifier: MIT
-- id: m_people_rate
-- strength: doubt
-- form: household
-- field: members_count
-- title.vi: Bình quân nhân khẩu một hộ khác thường
-- title.en: Unlikely number of people a household
-- message.vi: {1}: {2:number} {3:classification} có {4:number} nhân khẩu, bình quân {5} khẩu một hộ; hộ này ghi nhiều nhất ({6:number}). Đối chiếu số nhân khẩu trên phiếu.
-- message.en: {1}: {2:number} households ({3:classification}) with {4:number} people, {5} each; this one has the most ({6:number}). Compare with the sheets.
-- source: Biểu tổng hợp kết quả: bình quân khẩu một hộ từ 1 đến 12
-- needs: lines

SELECT household, village_name, n, class_after, people, replace(round(1.0 * people / n, 1), '.', ','), most FROM (
	SELECT l.household, l.village_name, l.class_after, count(*) AS n, sum(l.members) AS people, max(l.members) AS most
	FROM line l
	WHERE l.unit = :unit AND l.class_after IN ('poor', 'near_poor') AND l.members > 0
	GROUP BY l.village, l.class_after
)
WHERE people > 12 * n
ORDER BY village_name, class_after
