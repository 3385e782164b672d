-- SPDX-License-Identifier: MIT
-- id: review_twice
-- strength: error
-- form: review
-- field: household
-- title.vi: Một hộ có hai phiếu trong một kỳ
-- title.en: Two reviews of a household in one round
-- message.vi: Hộ {1:household} đã có phiếu khác trong kỳ rà soát {2:round}.
-- message.en: Household {1:household} has another review in round {2:round}.
-- source: QĐ 24/2021/QĐ-TTg

SELECT b.id, b.household, b.round
FROM review a JOIN review b ON +b._unit = a._unit AND b.household = a.household AND b.round = a.round AND b.id > a.id
WHERE a._unit = :unit
ORDER BY b.id
