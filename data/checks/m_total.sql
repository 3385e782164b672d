-- SPDX-License-Identifier: MIT
-- id: m_total
-- strength: error
-- form: unit_year
-- field: households
-- title.vi: Tổng số hộ, nhân khẩu ít hơn trong danh sách
-- title.en: Totals smaller than the lists
-- message.vi: Năm {1}, {2:field}: ghi {3:number}, ít hơn số hộ nghèo, cận nghèo và mức sống trung bình cộng lại ({4:number}): tỷ lệ sẽ trên 100%. Sửa tổng số hộ dân cư tại thời điểm rà soát.
-- message.en: {1}, {2:field}: {3:number} is less than poor, near-poor and average together ({4:number}); rates would be over 100 %. Correct the totals at the time of the review.
-- source: Biểu tổng hợp kết quả: cột 1 không nhỏ hơn cột 3 + 5 + 7, cột 2 không nhỏ hơn cột 9 + 11 + 13
-- needs: lines

WITH counted AS MATERIALIZED (
	SELECT village, count(*) AS households, sum(members) AS people FROM (
		SELECT village, members FROM line WHERE unit = :unit AND class_after IN ('poor', 'near_poor')
		UNION ALL SELECT village, members FROM line_average WHERE unit = :unit
	)
	GROUP BY village
),
both AS (
	SELECT u.id, u.year, u.households, u.people, sum(c.households) AS listed, sum(c.people) AS listed_people
	FROM unit_year u JOIN counted c ON u.village IS NULL OR c.village = u.village
	WHERE u._unit = :unit AND u.year = (SELECT review_year FROM line_round WHERE unit = :unit)
	GROUP BY u.id
)
SELECT id, year, 'households' AS field, households, listed FROM both WHERE households < listed
UNION ALL SELECT id, year, 'people', people, listed_people FROM both WHERE people < listed_people
ORDER BY 1, 3
