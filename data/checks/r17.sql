-- SPDX-License-Identifier: MIT
-- id: r17
-- strength: hint
-- form: member
-- field: health_insurance
-- title.vi: Người nghèo, cận nghèo chưa có thẻ bảo hiểm y tế
-- title.en: Poor and near-poor people without health insurance
-- message.vi: {1}: {2:number} người thuộc {3:number} hộ nghèo, hộ cận nghèo chưa có thẻ bảo hiểm y tế (mở ra là người đầu tiên). Chỉ tiêu là 100% có thẻ: lập danh sách đề nghị cấp.
-- message.en: {1}: people without health insurance {2:number}, in poor or near-poor households {3:number} (the first of them opens). The target is 100 %: put them on the list for cards.
-- source: Kế hoạch giảm nghèo của tỉnh: chỉ tiêu bảo hiểm y tế

SELECT min(m.id), v.name, count(*), count(DISTINCT h.id)
FROM household h
JOIN member m ON m.household = h.id AND +m._unit = h._unit AND m.left_on IS NULL AND m.health_insurance = 'no'
JOIN village v ON v.id = h.village AND v._unit = h._unit
WHERE h._unit = :unit AND h.classification IN ('poor', 'near_poor') AND h.left_on IS NULL
GROUP BY v.id
ORDER BY v.name, v.id
