#!/bin/sh
# SPDX-License-Identifier: MIT
# A year of duties: what a commune owes by when, what the level above sees of two communes, and "nothing arisen".
. "${srcdir:-.}/tests/tap.sh"
a=$T/a.book c=$T/c.book d=$T/d.book stick=$T/stick
mkdir "$stick"
on() { GIAMNGHEO_TODAY=$1 && export GIAMNGHEO_TODAY; }
up() { gn --book "$a" --as "Nguyễn Văn Bình" "$@"; }
c() { gn --book "$c" --as "Hoàng Thị Mai" "$@"; }
d() { gn --book "$d" --as "Lò Văn Sơn" "$@"; }
# The cells of one duty and period: unit DUTY PERIOD of `due`.
cell() { # BOOK UNIT DUTY PERIOD: state,late,left,nothing,bundle
	gn --book "$1" due --format csv 2>/dev/null | awk -F, -v u="$2" -v y="$3" -v p="$4" \
		'$1 == u && $2 == y && $3 == p { print $5 "," $6 "," $7 "," $8 "," $9 }'
}
pair() { # BOOK CODE NAME
	up enrol make --unit "$2" --name "$3" -o "$stick/$2.gne" >/dev/null 2>&1
	gn init --unit "$2" --name "$3" --level commune --from "$stick/$2.gne" "$1" >/dev/null 2>&1
}
receive() { up inbox receive "$1" >/dev/null 2>&1; }

# A calendar of its own, of years in which none of the program is in force.
on 2030-01-10
cat >"$T/cal.ini" <<'EOF'
[calendar]
from = "2030-01-01"
title.vi = "Thử"
title.en = "Trial"

[update]
label.vi = "Cập nhật"
label.en = "Update"
period = "any"

[monthly]
label.vi = "Rà soát thường xuyên"
label.en = "Regular review"
levels = "commune"
period = "month"
due = "next 05"
months = "2-9"
nothing = "yes"
arisen.review = "t.round IN (SELECT r.id FROM round r WHERE r._unit = :unit AND r.kind = 'regular' AND r.start_date BETWEEN :from AND :to)"

[preliminary]
label.vi = "Sơ bộ"
label.en = "Preliminary"
period = "year"
due = "11-14"
levels = "commune"
EOF
mkdir -p "$XDG_DATA_HOME/giamngheo/calendar"
cp "$T/cal.ini" "$XDG_DATA_HOME/giamngheo/calendar/tinh.ini"
ok "the calendar is in order" gn forms check
gn init --unit YT --name "Tỉnh Bắc Giang" --level province "$a" >/dev/null 2>&1
pair "$c" DV "Xã Đồng Vương"
pair "$d" TH "Xã Tam Hiệp"
v=$(c put village code=B1 name="Bản Một" kind=ban area_type=rural 2>/dev/null)
h=$(c put household village=B1 household_code=1 head_name="Nông Văn Bền" head_gender=male members_count=1 2>/dev/null)
d put village code=B9 name="Bản Chín" kind=ban area_type=rural >/dev/null 2>&1

# ---- what is due in January ----
run c due
is "nothing is overdue: ends 0" "$rc" 0
has "the first month is due on 5 February" "$out" "05/02/2030  Xã Đồng Vương  Regular review, month 1/2030: not sent, 26 days left"
run c due --format csv
is "the header of the CSV stays" "$(printf '%s\n' "$out" | head -1)" \
	"unit,duty,period,due,state,late,left,nothing,bundle,sent,decided,verified"
is "three months ahead are told" "$(printf '%s\n' "$out" | grep -c ',monthly,')" 3
is "machines read the same" "$(cell "$c" DV monthly 2030-01)" "not_sent,0,26,,"
is "above it stands by unit" "$(cell "$a" TH monthly 2030-01)" "not_sent,0,26,,"
ends 2 "a day that is none" gn --book "$c" due --on 31.02
ends 2 "a format that is none" gn --book "$c" due --format xml
ends 3 "a book that is not there" gn --book "$T/no.book" due

# ---- too early; then nothing has arisen ----
run c bundle make --duty monthly --period 2030-01 --nothing -o "$stick"
is "it is too early to say so: ends 1" "$rc$out" 1
has "with its sentence" "$err" "It is too early to say so of month 1/2030: it ends on 31/01/2030."
ends 2 "no such period of that duty" c bundle make --duty monthly --period 2030 -o "$stick"
ends 2 "a period without its duty" c bundle make --period 2030-01 -o "$stick"
ends 2 "a duty that is not answered so" c bundle make --duty preliminary --period 2029 --nothing -o "$stick"
is "refused, no bundle was made" "$(c bundle list | wc -l)" 0
on 2030-02-03
is "on 3 February two days are left" "$(cell "$c" DV monthly 2030-01)" "not_sent,0,2,,"
run c bundle make --duty monthly --nothing -o "$stick"
is "nothing arisen goes" "$rc" 0
b1=$out
has "and the period it answers is said" "$err" "It answers: Regular review, month 1/2030: nothing arisen."
has "the header names the period" "$(gn bundle show "$b1")" "period: 2030-01"
has "and what has not arisen" "$(gn bundle show "$b1")" "nothing: monthly 2030-01"
is "it is sent" "$(cell "$c" DV monthly 2030-01)" "sent,0,2,yes,1"
is "above nothing is known before it comes" "$(cell "$a" DV monthly 2030-01)" "not_sent,0,2,,"
receive "$b1"
is "then it is sent there as well" "$(cell "$a" DV monthly 2030-01)" "sent,0,2,yes,1"
up inbox accept 1 >/dev/null 2>&1
is "and accepted" "$(cell "$a" DV monthly 2030-01)" "accepted,0,2,yes,1"

# ---- the other one is late ----
on 2030-02-08
run up due
is "one is overdue: ends 1" "$rc" 1
has "which and by how much" "$out" "05/02/2030  Xã Tam Hiệp  Regular review, month 1/2030: not sent, 3 days late"
has "counted" "$err" "1 is overdue"
run up due --on 05/02/2030
is "seen from its last day it is not" "$rc" 0
has "but it is the last" "$out" "Xã Tam Hiệp  Regular review, month 1/2030: not sent, today is the last day"
run d due
is "the commune is told too" "$rc" 1
f=$(d bundle make --duty monthly --period 2030-01 -o "$stick" 2>/dev/null)
receive "$f"
is "what came late stays late" "$(cell "$a" TH monthly 2030-01)" "sent,3,0,,1"
has "the inbox marks it" "$(up inbox list)" "late"
is "it is not overdue any more" "$(up due >/dev/null 2>&1 && echo no)" no

# ---- returned, put right, accepted ----
up inbox return 2 --remark "village:$(sqlite3 "$a" "SELECT id FROM village WHERE name='Bản Chín'"):x" >/dev/null 2>&1 ||
	up inbox return 2 --remark "village:$(sqlite3 "$d" "SELECT id FROM village"):Ghi lại tên" >/dev/null 2>&1
is "returned: to be corrected, and overdue again" "$(cell "$a" TH monthly 2030-01)" "to_correct,3,0,,1"
ends 1 "that ends 1" up due
up reply make --unit TH -o "$stick/r1.gnr" >/dev/null 2>&1
d reply apply "$stick/r1.gnr" >/dev/null 2>&1
is "the commune knows" "$(cell "$d" TH monthly 2030-01)" "to_correct,3,0,,1"
on 2030-02-20
f=$(d bundle make --duty monthly -o "$stick" 2>/dev/null)
has "without a period it is the one to be corrected" "$(gn bundle show "$f")" "period: 2030-01"
receive "$f"
is "sent again: the day of the first counts" "$(cell "$a" TH monthly 2030-01)" "sent,3,0,,2"
up inbox accept 3 >/dev/null 2>&1
is "accepted" "$(cell "$a" TH monthly 2030-01)" "accepted,3,0,,2"

# ---- a bundle for nothing in particular takes the place of one not decided on ----
on 2030-03-02
f=$(d bundle make --duty monthly --period 2030-02 -o "$stick" 2>/dev/null)
receive "$f"
f=$(d bundle make -o "$stick" 2>/dev/null)
receive "$f"
up inbox accept 5 >/dev/null 2>&1
is "what a later accepted bundle holds is accepted" "$(cell "$a" TH monthly 2030-02)" "accepted,0,3,,3"

# ---- records say otherwise ----
r=$(c put round code=TX2030-03 name="Tháng 3" kind=regular review_year=2030 standard=2022-2025 start_date=2030-03-15 2>/dev/null)
on 2030-04-02
run c bundle make --duty monthly --period 2030-03 --nothing -o "$stick"
is "a round without a sheet is nothing" "$rc" 0
has "January is still said" "$(gn bundle show "$out")" "nothing: monthly 2030-01"
receive "$out"
is "above" "$(cell "$a" DV monthly 2030-03)" "sent,0,3,yes,2"
c put review round="$r" household="$h" >/dev/null 2>&1
run c bundle make --duty monthly --period 2030-03 --nothing -o "$stick"
is "with a sheet it is refused: ends 1" "$rc$out" 1
has "and the sheet is named" "$err" "Something has arisen in month 3/2030: "
has "with its household" "$err" "Nông Văn Bền"
run c bundle make -o "$stick"
is "a later bundle goes without it" "$rc" 0
has "and says so" "$err" "\"Nothing arisen\" of month 3/2030 was taken back"
hasnot "the header says it no more" "$(gn bundle show "$out")" "nothing: monthly 2030-03"
receive "$out"
is "and above it is taken back" "$(cell "$a" DV monthly 2030-03)" "not_sent,0,3,,"
run c bundle make --duty monthly --period 2030-03 -o "$stick"
receive "$out"
is "the report itself answers" "$(cell "$a" DV monthly 2030-03)" "sent,0,3,,4"
is "January is as it was" "$(cell "$a" DV monthly 2030-01)" "accepted,0,0,yes,1"

# ---- the end of the year, and a bundle of an older program ----
on 2030-11-20
f=$(d bundle make --duty preliminary -o "$stick" 2>/dev/null)
has "the yearly one is of its year" "$(gn bundle show "$f")" "period: 2030"
receive "$f"
is "six days late" "$(cell "$a" TH preliminary 2030)" "sent,6,0,,5"
sqlite3 "$a" "UPDATE inbox SET period=NULL WHERE unit_code='TH'"
is "without a period the nearest is meant" "$(cell "$a" TH preliminary 2030)" "sent,6,0,,5"
up inbox accept "$(up inbox list 2>/dev/null | awk 'END { print $1 }')" >/dev/null 2>&1
on 2030-12-30
f=$(d bundle make --duty preliminary -o "$stick" 2>/dev/null)
has "sent again before the year is out it is of the same year" "$(gn bundle show "$f")" "period: 2030"
on 2031-01-20
f=$(d bundle make --duty preliminary -o "$stick" 2>/dev/null)
has "in January too" "$(gn bundle show "$f")" "period: 2030"
on 2031-10-01
f=$(d bundle make --duty preliminary -o "$stick" 2>/dev/null)
has "in autumn it is of the new year" "$(gn bundle show "$f")" "period: 2031"
on 2031-11-01
is "the next year asks anew" "$(cell "$a" DV preliminary 2031)" "not_sent,0,13,,"
is "what was asked a year ago is told still" "$(cell "$a" DV preliminary 2030)" "not_sent,352,0,,"
is "September's months are not asked for after it" "$(gn --book "$a" due --format csv | grep -c monthly,2031-09)" 0

# ---- the overview ----
run up overview
has "the overview names the bundles it is made from" "$out" "Xã Tam Hiệp: bundle "
has "and when they were accepted" "$out" ", accepted "
run up overview --sources --format csv
is "to machines as well" "$(printf '%s\n' "$out" | head -1)" \
	"unit,name,bundle,bundle_hash,duty,period,made,received,accepted,incomplete,open_remarks,waiting"
is "with the duty it answered" "$(printf '%s\n' "$out" | awk -F, '$1 == "DV" { print $5 " " $6 }')" "monthly 2030-01"
finish
