-- SPDX-License-Identifier: MIT
-- id: meeting_twice
-- strength: error
-- form: meeting
-- field: session
-- title.vi: Một cuộc họp thôn ghi hai lần
-- title.en: A village meeting recorded twice
-- message.vi: Cuộc họp lần {1} của {2:village} trong kỳ {3:round} đã ghi ở bản ghi khác. Họp lại thì ghi lần tiếp theo.
-- message.en: Meeting {1} of {2:village} in round {3:round} is recorded twice. Another meeting takes the next number.
-- source: Quy tắc của sổ: mỗi lần họp một bản ghi

SELECT b.id, b.session, b.village, b.round
FROM meeting a JOIN meeting b ON +b._unit = a._unit AND b.round = a.round AND b.village = a.village AND b.session = a.session AND b.id > a.id
WHERE a._unit = :unit
GROUP BY b.id ORDER BY b.id
