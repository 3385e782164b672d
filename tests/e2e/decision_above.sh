#!/bin/sh
# SPDX-License-Identifier: MIT
# Closed lists and the other papers of a round go up with the bundle: the level above has the same lines, takes the class of each
# household from them, and sees what a correction changed.
. "${srcdir:-.}/tests/tap.sh"
GIAMNGHEO_TODAY=2024-12-20
export GIAMNGHEO_TODAY
a=$T/above.book
b=$T/c.book
c() { gn --book "$b" --as "Hoàng Thị Mai" "$@"; }
d() { gn --book "$a" --as "Trần Văn Duyệt" "$@"; }
up() { sqlite3 "$a" "$1"; }
here() { sqlite3 "$b" "$1"; }
gn init --unit TINH --name "Tỉnh" --level district "$a" >/dev/null 2>&1
d enrol make --unit DV --name "Xã Đồng Vương" -o "$T/dv.gne" >/dev/null 2>&1
gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$T/dv.gne" "$b" >/dev/null 2>&1
c put village code=B1 name="Bản Ao" kind=ban area_type=rural >/dev/null 2>&1
cat >"$T/last.csv" <<END
Mã hộ,Họ và tên chủ hộ,Thôn,Phân loại hộ,Số nhân khẩu,Ngày sinh,Giới tính,Dân tộc
001,Nông Văn Bền,Bản Ao,Hộ nghèo,1,1979,Nam,Tày
002,Lý Thị Hoa,Bản Ao,Hộ cận nghèo,1,1985,Nữ,Nùng
003,Vi Văn Lạc,Bản Ao,Hộ thoát nghèo,1,1990,Nam,Thái
END
c opening "$T/last.csv" --round DK2023 --decision 118/QĐ-UBND --date 2023-12-12 >/dev/null 2>&1
c put round code=DK2024 name="Rà soát 2024" kind=periodic review_year=2024 applies_year=2025 standard=2022-2025 start_date=2024-09-01 end_date=2024-12-14 >/dev/null 2>&1
answers=
for i in 01 02 03; do answers="$answers deprivation.D$i=deprived"; done
for i in 04 05 06 07 08 09 10 11 12; do answers="$answers deprivation.D$i=not_deprived"; done
for h in $(here "SELECT id FROM household ORDER BY household_code"); do
	# shellcheck disable=SC2086
	c put review round=DK2024 household="$h" b1_points=100 members=1 review_date=2024-10-05 $answers >/dev/null 2>&1
done
h1=$(here "SELECT id FROM household WHERE household_code='001'")
m=$(c put meeting round=DK2024 village=B1 date=2024-11-10 attended=40 2>/dev/null)
c put meeting_line meeting="$m" household="$h1" proposed=poor >/dev/null 2>&1
c put posting round=DK2024 village=B1 from_date=2024-11-12 to_date=2024-11-15 >/dev/null 2>&1
o=$(c put opinion round=DK2024 number=7/UBND date=2024-12-01 agreed=yes 2>/dev/null)
c put request number=1 kind=review household="$h1" received_on=2024-10-01 round=DK2024 result=accepted result_on=2024-10-10 >/dev/null 2>&1
c put complaint round=DK2024 household="$h1" received_on=2024-11-13 recheck_result=unchanged >/dev/null 2>&1
c put income_check kind=average household="$h1" period_from=2023-11-01 period_to=2024-10-31 income_crops=30000000 members=1 >/dev/null 2>&1
dec=$(c put decision round=DK2024 decision_no=97/QĐ-UBND decision_date=2024-12-12 opinion="$o" 2>/dev/null)
run c decision close "$dec"
is "the list is closed" "$rc" 0
line=$(here "SELECT id FROM decision_line WHERE decision='$dec' AND household='$h1'")
c put certificate number=01/GCN-HN year=2025 household="$h1" decision="$dec" decision_line="$line" classification=poor issued_on=2024-12-15 >/dev/null 2>&1
send() {
	f=$(c bundle make --duty official --period 2024 -o "$T" 2>/dev/null)
	d inbox receive "$f" >/dev/null 2>&1
	n=$(d inbox list 2>/dev/null | sed -n '$p' | cut -d' ' -f1)
	d inbox confirm "$n" >/dev/null 2>&1
	d inbox accept "$n" >"$T/accept" 2>&1
}
send
for form in request meeting meeting_line posting complaint opinion decision decision_line decision_person certificate income_check; do
	ok "$form: there is one" test "$(up "SELECT count(*) FROM $form")" -gt 0
	is "$form: as many above" "$(up "SELECT count(*) FROM $form")" "$(here "SELECT count(*) FROM $form")"
	is "$form: all of them whole" "$(up "SELECT count(*) FROM $form WHERE _state='incomplete'")" "$(here "SELECT count(*) FROM $form WHERE _state='incomplete'")"
done
classes="SELECT group_concat(household_code || classification || coalesce(escaped_on, '-') || coalesce(left_list_on, '-') || list_class) FROM (SELECT * FROM household ORDER BY household_code)"
is "classes, escapes and opening classes are worked out alike" "$(up "$classes")" "$(here "$classes")"
has "the class of a closed list counts" "$(up "$classes")" "001poor"
lines="SELECT group_concat(line_no || head_name || movement || class_before || class_after || b1_points || members) FROM (SELECT * FROM decision_line WHERE review IS NOT NULL ORDER BY line_no)"
is "the lines are the same" "$(up "$lines")" "$(here "$lines")"
is "with their answers" "$(up "SELECT count(*) FROM answer WHERE form='decision_line'")" "$(here "SELECT count(*) FROM answer WHERE form='decision_line'")"
run d put decision_line --id "$line" members=9
is "nobody above writes them" "$rc" 3

# ---- a correction, in a round that the level above has locked ----
d lock DK2024 --all --decision 12/QĐ-UBND --date 2024-12-17 >/dev/null 2>&1
c reply apply "$(d reply make --unit DV -o "$T" 2>/dev/null)" >/dev/null 2>&1
why="Chấm nhầm một chỉ số"
c put review --id "$(here "SELECT id FROM review WHERE household='$h1'")" --reason "$why" deprivation.D01=not_deprived >/dev/null 2>&1
c put decision --reason "$why" round=DK2024 kind=correction corrects="$dec" decision_no=105/QĐ-UBND decision_date=2024-12-18 >/dev/null 2>&1
run c decision correct 105/QĐ-UBND --household "$h1"
is "without a reason nothing is written" "$rc$(here "SELECT count(*) FROM decision_line WHERE replaces IS NOT NULL")" 30
run c decision correct 105/QĐ-UBND --household "$h1" --reason "$why"
is "with one it is" "$rc$(here "SELECT count(*) FROM decision_line WHERE replaces IS NOT NULL")" 01
f=$(c bundle make --duty official --period 2024 -o "$T" 2>/dev/null)
d inbox receive "$f" >/dev/null 2>&1
n=$(d inbox list 2>/dev/null | sed -n '$p' | cut -d' ' -f1)
d inbox confirm "$n" >/dev/null 2>&1
d inbox diff "$n" --format csv >"$T/diff.csv" 2>/dev/null
has "the difference shows the new line" "$(grep ',decision_line,' "$T/diff.csv")" "105/QĐ-UBND"
has "and its class" "$(grep ',decision_line,' "$T/diff.csv")" "class_after,,near_poor"
has "apart, with its reason, as changed after the lock" "$(grep ',decision_line,' "$T/diff.csv")" "after the lock: $why"
hasnot "a correction is no fault" "$(cat "$T/diff.csv")" "A closed list is changed"
d inbox accept "$n" >/dev/null 2>&1
is "the class above follows" "$(up "SELECT classification FROM household WHERE household_code='001'")" near_poor
# ---- a closed list changed behind the program's back: a fault, whatever is said with it ----
other=$(here "SELECT id FROM decision_line WHERE decision='$dec' AND household<>'$h1' ORDER BY line_no LIMIT 1")
last=$(here "SELECT id FROM decision_line WHERE decision='$dec' ORDER BY line_no DESC LIMIT 1")
columns=$(here "SELECT group_concat(name) FROM pragma_table_xinfo('decision_line') WHERE hidden=0 AND name NOT IN ('id', 'line_no')")
new=01a1fe2f-1902-708e-a14b-713d26211bb0
here "UPDATE decision_line SET class_after='near_poor', _rev=_rev+1 WHERE id='$other'"
here "DELETE FROM decision_person WHERE decision_line='$last'; DELETE FROM answer WHERE id='$last'; DELETE FROM decision_line WHERE id='$last'"
here "INSERT INTO decision_line (id, line_no, $columns) SELECT '$new', 99, $columns FROM decision_line WHERE id='$other'"
here "UPDATE decision SET closed='no', _rev=_rev+1 WHERE id='$dec'"
f=$(c bundle make -o "$T" 2>/dev/null)
d inbox receive "$f" >/dev/null 2>&1
n=$(d inbox list 2>/dev/null | sed -n '$p' | cut -d' ' -f1)
run d inbox diff "$n" --format csv
faults=$(printf '%s\n' "$out" | grep ',fault,.*A closed list is changed')
has "a line of it that is another" "$faults" "$other"
has "a line taken out of it" "$faults" "$last"
has "a line put into it" "$faults" "$new"
has "the decision opened again" "$faults" "$dec"
finish
