-- SPDX-License-Identifier: MIT
-- id: r03
-- title.vi: TỔNG HỢP DIỄN BIẾN HỘ CẬN NGHÈO
-- title.en: MOVEMENT OF NEAR-POOR HOUSEHOLDS
-- units.vi: hộ, người
-- units.en: households, people
-- measures: yes
-- verified: yes
-- chart: end
-- source: TT 07/2021/TT-BLĐTBXH; cột theo bản in của phần mềm quản lý hộ nghèo
-- note.vi: Nhân khẩu: hộ ra khỏi danh sách và hộ chuyển giữa hai danh sách tính theo số khẩu đầu kỳ; số khẩu tăng, giảm trong kỳ của hộ còn trong danh sách cuối kỳ tính vào cột 8, cột 4.
-- note.en: People: households that leave a list or go from one to the other count with their members at the begin; what a household on the list at the end gained or lost meanwhile is in columns 8 and 4.
-- column.begin: int
-- column.begin.vi: Tổng số hộ cận nghèo đầu kỳ
-- column.begin.en: Near-poor at the begin
-- column.to_above: int
-- column.to_above.vi: Giảm trong kỳ > Thoát cận nghèo
-- column.to_above.en: Left > Escaped
-- column.to_poor: int
-- column.to_poor.vi: Giảm trong kỳ > Hộ cận nghèo trở thành hộ nghèo
-- column.to_poor.en: Left > Now poor
-- column.less: int
-- column.less.vi: Giảm trong kỳ > Hộ cận nghèo giảm khác (thay đổi nhân khẩu, hộ đơn thân chết, chuyển đi nơi khác, tách, nhập với hộ khác)
-- column.less.en: Left > Other (members, death, moved out, split, joined)
-- column.from_other: int
-- column.from_other.vi: Tăng trong kỳ > Hộ nghèo trở thành hộ cận nghèo
-- column.from_other.en: Came > From poor
-- column.again: int
-- column.again.vi: Tăng trong kỳ > Bổ sung > Tái cận nghèo
-- column.again.en: Came > Added > Near-poor again
-- column.new: int
-- column.new.vi: Tăng trong kỳ > Bổ sung > Phát sinh mới
-- column.new.en: Came > Added > New
-- column.more: int
-- column.more.vi: Tăng trong kỳ > Hộ cận nghèo tăng khác (thay đổi nhân khẩu, chuyển đến, tách, nhập với hộ khác)
-- column.more.en: Came > Other (members, moved in, split, joined)
-- column.end: int = begin-to_above-to_poor-less+from_other+again+new+more
-- column.end.vi: Tổng số hộ cận nghèo cuối kỳ
-- column.end.en: Near-poor at the end
-- rule.begin: begin = last.end

-- Every household that was on the list at the begin is in one of columns 2, 3, 4 or stays; every one at the end stays or is in
-- one of columns 5 to 8: so column 9 is the list at the end, for households and people.
WITH l (unit, village, way, before, members) AS (
	SELECT unit, village, CASE
		WHEN class_before = 'near_poor' THEN CASE
			WHEN class_after = 'near_poor' THEN 'stay'
			WHEN class_after = 'poor' THEN 'other'
			WHEN class_after IS NOT NULL THEN 'above'
			ELSE 'less' END
		WHEN class_before = 'poor' THEN 'from'
		WHEN movement LIKE 'again%' THEN 'again'
		WHEN movement LIKE '%more' THEN 'more'
		ELSE 'new' END, coalesce(members_before, members, 0), coalesce(members, 0)
	FROM line
	WHERE class_before = 'near_poor' OR class_after = 'near_poor'
)
SELECT unit, village,
	sum(way IN ('stay', 'other', 'above', 'less')) AS begin,
	sum((way IN ('stay', 'other', 'above', 'less')) * before) AS begin_people,
	sum(way = 'above') AS to_above, sum((way = 'above') * before) AS to_above_people,
	sum(way = 'other') AS to_poor, sum((way = 'other') * before) AS to_poor_people,
	sum(way = 'less') AS less,
	sum((way = 'less') * before + (way IN ('stay', 'from')) * max(before - members, 0)) AS less_people,
	sum(way = 'from') AS from_other, sum((way = 'from') * before) AS from_other_people,
	sum(way = 'again') AS again, sum((way = 'again') * members) AS again_people,
	sum(way = 'new') AS new, sum((way = 'new') * members) AS new_people,
	sum(way = 'more') AS more,
	sum((way = 'more') * members + (way IN ('stay', 'from')) * max(members - before, 0)) AS more_people
FROM l
GROUP BY unit, village
