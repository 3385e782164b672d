#!/bin/sh
# SPDX-License-Identifier: MIT
# The sheets of a round by commands: the list to review, numbers that stay, out and in, how far each village has come.
. "${srcdir:-.}/tests/tap.sh"
export GIAMNGHEO_TODAY=2024-11-25
b=$T/c.book
c() { gn --book "$b" --as "Hoàng Thị Mai" "$@"; }
q() { sqlite3 "$b" "$1"; }
gn init --unit DV --name "Xã Đồng Vương" --level commune "$b" >/dev/null 2>&1
c put village code=B1 name="Bản Ao" kind=ban area_type=rural >/dev/null 2>&1
c put village code=B2 name="Bản Khe" kind=ban area_type=rural >/dev/null 2>&1
household() { # VILLAGE CODE HEAD
	c put household village="$1" household_code="$2" head_name="$3" members_count=1 2>/dev/null
}
h1=$(household B1 001 "Nông Văn Bền")
h2=$(household B1 002 "Lý Thị Hoa")
h3=$(household B1 003 "Vi Văn An")
h4=$(household B2 001 "Hà Thị Lan")
h5=$(household B2 002 "Bế Văn Tư")
h6=$(household B2 003 "Chu Thị Yến")
round() { # CODE YEAR KIND
	c put round code="$1" name="Kỳ $1" kind="$3" review_year="$2" applies_year=$(($2 + 1)) standard=2022-2025 \
		start_date="$2-09-15" end_date="$2-12-14" >/dev/null 2>&1
}
round DK2023 2023 periodic
decide() { # HOUSEHOLD CLASS
	c put review round=DK2023 household="$1" recognised_class="$2" reviewer="Người cũ" decision_no=1/QĐ decision_date=2023-12-12 >/dev/null 2>&1
}
decide "$h1" near_poor
decide "$h2" poor
decide "$h3" near_poor
decide "$h4" poor
decide "$h5" not_poor
decide "$h6" near_poor
c put change kind=household_out household="$h6" date=2024-03-01 >/dev/null 2>&1
round DK2024 2024 periodic

# ---- the list ----
run c round list-make DK2024
is "the list is made" "$rc" 0
is "of four: not who is not poor, not who left" "$out" 4
list="SELECT group_concat(x, ' ') FROM (SELECT v.code || '/' || r.sheet_no || '=' || h.household_code AS x FROM review r JOIN household h ON h.id = r.household
	JOIN village v ON v.id = h.village JOIN round o ON o.id = r.round WHERE o.code = 'DK2024' ORDER BY v.code, r.sheet_no)"
is "in each village the poor first, then by given name" "$(q "$list")" "B1/1=002 B1/2=003 B1/3=001 B2/1=001"
is "each says why it is on the list and what it was" "$(q "SELECT DISTINCT reason_listed, group_concat(DISTINCT prev_classification), reviewer, sheet_state FROM review WHERE sheet_no IS NOT NULL")" \
	"on_list|poor,near_poor||listed"
run c round list-make DK2024
is "made again it adds nothing" "$rc $out" "0 0"
c put review round=DK2024 household="$h5" reason_listed=request >/dev/null 2>&1
run c round list-make DK2024
is "a sheet typed by hand is no new one" "$out" 0
is "but it gets its number, behind the others" "$(q "$list")" "B1/1=002 B1/2=003 B1/3=001 B2/1=001 B2/2=002"
h7=$(household B1 004 "An Văn Ánh")
decide "$h7" poor
run c round list-make DK2024
is "who comes later comes behind: numbers stay" "$out $(q "$list")" "1 B1/1=002 B1/2=003 B1/3=001 B1/4=004 B2/1=001 B2/2=002"
round TX2024 2024 regular
run c round list-make TX2024
is "a round within the year reviews only who asked" "$rc $out" "0 0"
ends 3 "no such round" c round list-make DK1999

# ---- out and in ----
run c round sheets DK2024 out --village B1 --date 2024-10-01
is "a village's sheets go out" "$rc $out" "0 4"
run c round sheets DK2024 in --village B1 --date 2024-10-20
is "and come back" "$rc $out" "0 4"
run c round sheets DK2024 out
is "what is back does not go out again" "$out" 2
ends 2 "neither out nor in" c round sheets DK2024 away
ends 2 "no day" c round sheets DK2024 out --date 10/2024
c put review --id "$(q "SELECT r.id FROM review r JOIN round o ON o.id = r.round WHERE o.code = 'DK2024' AND household = '$h1'")" b1_points=120 >/dev/null 2>&1
c put review --id "$(q "SELECT r.id FROM review r JOIN round o ON o.id = r.round WHERE o.code = 'DK2024' AND household = '$h4'")" absent_on=2024-10-12 >/dev/null 2>&1

run c round progress DK2024 --format csv
is "how far they are, each figure of those at least that far" "$(printf '%s\n' "$out" | cut -d, -f2-10)" "name,listed,out,in,entered,met,posted,decided,absent
Bản Ao,4,4,4,1,0,0,0,0
Bản Khe,2,2,0,0,0,0,0,1"
has "the same in words" "$(c round progress DK2024)" "In all                             6           6           4           1"
is "the counts kept say the same" "$(q "SELECT group_concat(x) FROM (SELECT substr(figure.code, 38) || n AS x FROM figure JOIN round o ON o.code = 'DK2024' AND figure.code LIKE o.id || '/%' WHERE field = 'round_sheet' AND n > 0 ORDER BY 1)")" \
	"entered1,in3,out2"
# ---- the meeting ----
for d in 01 02 03 04 05 06 07 08 09 10 11 12; do
	c put review --id "$(q "SELECT r.id FROM review r JOIN round o ON o.id = r.round WHERE o.code = 'DK2024' AND household = '$h1'")" deprivation.D$d=deprived >/dev/null 2>&1
done
m=$(c put meeting round=DK2024 village=B1 date=2024-11-20 attended=30 2>/dev/null)
run c meeting fill "$m"
is "a line for each household reviewed" "$rc $out" "0 1"
has "the others are told" "$err" "sheets not ready: 3"
is "with the class proposed, agreed by those present" "$(q "SELECT household = '$h1', proposed, agree, outcome FROM meeting_line")" "1|poor|30|agreed"
run c meeting fill DK2024/B1/1
is "by its key, and nothing twice" "$rc $out" "0 0"
ends 3 "no such meeting" c meeting fill DK2024/B2/1
ends 1 "no certificates of a list that is not closed" c certificate make --from 1 --decision "$(c put decision round=DK2024 kind=recognition decision_no=9/QĐ decision_date=2024-11-25 2>/dev/null)"
ends 2 "a number is needed" c certificate make --decision 9/QĐ
is "met" "$(c round progress DK2024 --format csv | cut -d, -f7 | tr '\n' ' ')" "met 1 0 "
is "the book is sound" "$(q 'PRAGMA integrity_check')" ok
finish
