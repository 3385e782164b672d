-- SPDX-License-Identifier: MIT
-- id: r13_village
-- strength: doubt
-- form: village
-- field: area_type
-- title.vi: Thôn, bản đổi khu vực không ghi ngày
-- title.en: Village changed its area without a date
-- message.vi: {1:number} phiếu rà soát của thôn, bản này ghi khu vực khác ({2:area_type}). Nếu thôn, bản đã đổi khu vực, ghi ngày đổi.
-- message.en: {1:number} reviews of this village have another area ({2:area_type}). If the village changed its area, give the date.
-- source: NĐ 07/2021/NĐ-CP Điều 3

SELECT v.id, count(*), r.area_type
FROM review r
JOIN household h ON h._unit = r._unit AND h.id = r.household
JOIN village v ON v._unit = h._unit AND v.id = h.village
WHERE r._unit = :unit AND r.area_type <> v.area_type AND (v.area_since IS NULL OR r.review_date >= v.area_since)
GROUP BY v.id, r.area_type
ORDER BY v.id
