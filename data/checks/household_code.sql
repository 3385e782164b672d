-- SPDX-License-Identifier: MIT
-- id: household_code
-- strength: doubt
-- form: household
-- field: household_code
-- title.vi: Hai hộ trùng mã trong một thôn, bản
-- title.en: Two households with one code in a village
-- message.vi: Mã hộ {1} cũng là mã của hộ {2:household}.
-- message.en: Code {1} is also that of household {2:household}.
-- source: Phần mềm rà soát: mã hộ chỉ duy nhất trong một thôn, bản

SELECT b.id, b.household_code, a.id
FROM household a
JOIN household b ON +b._unit = a._unit AND b.village = a.village AND b.household_code = a.household_code AND b.id > a.id
WHERE a._unit = :unit AND a.left_on IS NULL AND b.left_on IS NULL
ORDER BY b.id
