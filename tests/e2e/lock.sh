#!/bin/sh
# SPDX-License-Identifier: MIT
# Khóa kỳ: a round is locked above, the reply says so below, changes then want a reason, and the difference sets them apart; unlocking;
# replies in the wrong order.
. "${srcdir:-.}/tests/tap.sh"
a=$T/a.book c=$T/c.book d=$T/d.book stick=$T/stick
mkdir "$stick"
export GIAMNGHEO_TODAY=2030-01-10
up() { gn --book "$a" --as "Nguyễn Văn Bình" "$@"; }
c() { gn --book "$c" --as "Hoàng Thị Mai" "$@"; }
pair() { # BOOK CODE NAME
	up enrol make --unit "$2" --name "$3" -o "$stick/$2.gne" >/dev/null 2>&1
	gn init --unit "$2" --name "$3" --level commune --from "$stick/$2.gne" "$1" >/dev/null 2>&1
}
send() { # a bundle of the commune is received; its number in the inbox
	f=$(c bundle make -o "$stick" 2>/dev/null)
	up inbox receive "$f" >/dev/null 2>&1
	up inbox list 2>/dev/null | awk 'END { print $1 }'
}
answer() { up reply make --unit DV -o "$stick/$1.gnr" >/dev/null 2>&1; }
sql() { sqlite3 "$@"; }

gn init --unit YT --name "Tỉnh Bắc Giang" --level province "$a" >/dev/null 2>&1
pair "$c" DV "Xã Đồng Vương"
pair "$d" TH "Xã Tam Hiệp"
c put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
h=$(c put household village=B1 household_code=1 head_name="Nông Văn Bền" head_gender=male members_count=1 2>/dev/null)
g=$(c put household village=B1 household_code=2 head_name="Lý Thị Hoa" head_gender=female members_count=1 2>/dev/null)
r=$(c put round code=DK2029 name="Định kỳ 2029" kind=periodic review_year=2029 standard=2022-2025 2>/dev/null)
y=$(c put unit_year year=2029 households=50 2>/dev/null)
v=$(c put review round="$r" household="$h" b1_points=100 2>/dev/null)
w=$(c put review round="$r" household="$g" b1_points=200 2>/dev/null)
n=$(send)
up inbox accept "$n" >/dev/null 2>&1
f=$(gn --book "$d" bundle make -o "$stick" 2>/dev/null)
up inbox receive "$f" >/dev/null 2>&1

# ---- locking ----
ends 2 "a lock names its decision" up lock DK2029 --unit DV
ends 2 "and its units" up lock DK2029 --decision 12/QĐ-UBND
ends 3 "no such round" up lock DK2028 --all --decision 12/QĐ-UBND
ends 3 "no such unit" up lock DK2029 --unit XX --decision 12/QĐ-UBND
run up lock dk2029 --all --decision 12/QĐ-UBND --date 05/01/2030
is "a round is locked in all units that have it" "$rc" 0
has "the others are named" "$err" "Xã Tam Hiệp: no such round in what was accepted"
has "told how the unit hears of it" "$err" "Locked in 1 unit."
ends 1 "it is locked once" up lock DK2029 --unit DV --decision 13/QĐ-UBND
run up lock list
is "the list tells of it" "$out" "DV  Xã Đồng Vương: The round DK2029 is locked since 05/01/2030 by decision 12/QĐ-UBND. (not in a reply yet)"
is "the commune cannot lock" "$(c lock DK2029 --all --decision 1 >/dev/null 2>&1; echo $?)" 3

# ---- what was changed before the unit knew ----
run c put review --id "$v" b1_points=110
is "the commune does not know yet" "$rc" 0
n=$(send)
run up inbox diff "$n"
has "its change stands apart" "$out" "# Changed after the lock (1)"
has "and why no reason is given" "$out" "after the lock, of which the unit did not know yet"
has "it is counted" "$err" "1 record was changed after its round was locked."
up inbox accept "$n" >/dev/null 2>&1
answer r1
run c reply apply "$stick/r1.gnr"
is "the reply brings the lock" "$rc" 0
has "and it is said" "$err" "The round DK2029 is locked since 05/01/2030 by decision 12/QĐ-UBND."
has "it is listed below" "$(c lock list)" "DV  Xã Đồng Vương: The round DK2029 is locked"
hasnot "above it is told now" "$(up lock list)" "not in a reply yet"

# ---- changes want a reason ----
run c put review --id "$v" b1_points=120
is "without a reason nothing is stored: ends 3" "$rc$out" 3
has "the sentence names the lock" "$err" "The round DK2029 is locked since 05/01/2030 by decision 12/QĐ-UBND."
has "and what to do" "$err" "Say why it is changed all the same"
is "it is as it was" "$(sql "$c" "SELECT b1_points FROM review WHERE id='$v'")" 110
ends 3 "a new sheet of that round too" c put review round="$r" household="$h" b1_points=1
ends 3 "the round itself" c put round --id "$r" name="Kỳ cuối"
ends 3 "the year's total" c put unit_year --id "$y" households=51
ends 3 "nor is it renamed, with any reason" c put round --id "$r" code=DK2029B --reason x
ends 3 "a meeting of that round" c put meeting round="$r" village=B1 session=1 date=2029-11-01
printf 'id,b1_points\n%s,99\n' "$v" >"$T/import.csv"
run c import review "$T/import.csv"
is "an import sets the row aside" "$rc" 1
has "with the sentence" "$err" "DK2029 is locked"
ok "what belongs to no locked round is free" c put household --id "$g" household_code=3
r2=$(c put round code=TX2030-01 name="Thường xuyên" kind=regular review_year=2030 standard=2022-2025 2>/dev/null)
ok "another round too" c put review round="$r2" household="$g" b1_points=5
run c put review --id "$v" b1_points=130 --reason "Cộng nhầm điểm"
is "with a reason it is stored" "$rc" 0
is "the reason is in the history" "$(c history review "$v" | grep -c 'Cộng nhầm điểm')" 1
is "and with the record" "$(sql "$c" "SELECT text FROM reason WHERE id='$v' AND check_id='after_lock'")" "Cộng nhầm điểm"
c put review --id "$v" b1_points=135 --reason "Tính lại" >/dev/null 2>&1
is "a second one is added" "$(sql "$c" "SELECT text FROM reason WHERE id='$v' AND check_id='after_lock'")" "Cộng nhầm điểm; Tính lại"
c remove review "$w" --reason "Nhập nhầm hộ" >/dev/null 2>&1
n=$(send)
run up inbox diff "$n"
has "two stand apart" "$out" "# Changed after the lock (2)"
has "with their reasons" "$out" "after the lock: Cộng nhầm điểm; Tính lại"
has "of the removal as well" "$out" "after the lock: Nhập nhầm hộ"
is "they come first" "$(printf '%s\n' "$out" | head -1)" "# Changed after the lock (2)"
run up inbox diff "$n" --format csv
is "the CSV has the columns it always had" "$(printf '%s\n' "$out" | head -1)" "unit,form,id,kind,field,before,after,reason"
is "and tells it in the reason" "$(printf '%s\n' "$out" | grep -c 'b1_points,110,135,after the lock: Cộng nhầm điểm; Tính lại')" 1
is "the household's new number is no change after the lock" "$(printf '%s\n' "$out" | grep household_code | grep -c 'after the lock')" 0
up inbox accept "$n" >/dev/null 2>&1
is "what is accepted carries the reason" "$(sql "$a" "SELECT count(*) FROM reason WHERE id='$v'")" 1

# ---- a reason taken away ----
c put review --id "$v" b1_points=140 --reason "Lần ba" >/dev/null 2>&1
sql "$c" "DELETE FROM reason WHERE check_id='after_lock'"
n=$(send)
run up inbox diff "$n"
has "without its reason it is a fault" "$out" "The round is locked, and no reason is given."
up inbox accept "$n" >/dev/null 2>&1

# ---- unlocking ----
ends 2 "unlocking wants a reason" up unlock DK2029 --unit DV
answer r2
run up unlock DK2029 --unit DV --reason "Rà soát lại theo kết luận thanh tra"
is "unlocked" "$rc" 0
ends 3 "not twice" up unlock DK2029 --all --reason x
answer r3
run c reply apply "$stick/r3.gnr"
has "the unit is told why" "$err" "Unlocked on 10/01/2030: Rà soát lại theo kết luận thanh tra"
ok "and changes as before" c put review --id "$v" b1_points=141
run c reply apply "$stick/r2.gnr"
is "an older reply does not lock again: ends 1" "$rc" 1
ok "still free" c put review --id "$v" b1_points=142
run c reply apply "$stick/r3.gnr"
is "the same reply again does nothing" "$rc" 0
n=$(send)
run up inbox diff "$n"
hasnot "nothing stands apart any more" "$out" "Changed after the lock"
hasnot "and old reasons are not told again" "$out" "after the lock"
up inbox accept "$n" >/dev/null 2>&1
ok "it can be locked anew" up lock 2029 --unit DV --decision 20/QĐ-UBND
has "by the year too" "$(up lock list)" "The round 2029 is locked since 10/01/2030 by decision 20/QĐ-UBND."
answer r4
c reply apply "$stick/r4.gnr" >/dev/null 2>&1
ends 3 "which holds each round of it" c put review --id "$v" b1_points=143
ends 3 "and none comes to it without a reason" c put round code=BS2029 kind=regular review_year=2029 standard=2022-2025

# ---- for machines ----
is "the header of the list stays" "$(up lock list --format csv | head -1)" \
	"unit,round,decision,date,who,at,told,ended,ended_by,ended_why"
finish
