#!/bin/sh
# SPDX-License-Identifier: MIT
# Khóa kỳ: a round is locked above, the reply says so below, changes then want a reason, and the difference sets them apart; unlocking;
# replies in the wrong order.
. "${srcdir:-.}/tests/tap.sh"
a=$T/a.book c=$T/c.book d=$T/d.book stick=$T/stick
mkdir "$stick"
export GIAMNGHEO_TODAY=2024-01-10
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
r=$(c put round code=DK2023 name="Định kỳ 2023" kind=periodic review_year=2023 standard=2022-2025 2>/dev/null)
y=$(c put unit_year year=2023 households=50 2>/dev/null)
v=$(c put review round="$r" household="$h" b1_points=100 2>/dev/null)
w=$(c put review round="$r" household="$g" b1_points=200 2>/dev/null)
n=$(send)
up inbox accept "$n" >/dev/null 2>&1
f=$(gn --book "$d" bundle make -o "$stick" 2>/dev/null)
up inbox receive "$f" >/dev/null 2>&1

# ---- locking ----
ends 2 "a lock names its decision" up lock DK2023 --unit DV
ends 2 "and its units" up lock DK2023 --decision 12/QĐ-UBND
ends 3 "no such round" up lock DK2022 --all --decision 12/QĐ-UBND
ends 3 "no such unit" up lock DK2023 --unit XX --decision 12/QĐ-UBND
run up lock dk2023 --all --decision 12/QĐ-UBND --date 05/01/2024
is "a round is locked in all units that have it" "$rc" 0
has "the others are named" "$err" "Xã Tam Hiệp: no such round in what was accepted"
has "told how the unit hears of it" "$err" "Locked in 1 unit."
ends 1 "it is locked once" up lock DK2023 --unit DV --decision 13/QĐ-UBND
run up lock list
is "the list tells of it" "$out" "DV  Xã Đồng Vương: The round DK2023 is locked since 05/01/2024 by decision 12/QĐ-UBND. (not in a reply yet)"
is "the commune cannot lock" "$(c lock DK2023 --all --decision 1 >/dev/null 2>&1; echo $?)" 3

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
has "and it is said" "$err" "The round DK2023 is locked since 05/01/2024 by decision 12/QĐ-UBND."
has "it is listed below" "$(c lock list)" "DV  Xã Đồng Vương: The round DK2023 is locked"
hasnot "above it is told now" "$(up lock list)" "not in a reply yet"

# ---- changes want a reason ----
run c put review --id "$v" b1_points=120
is "without a reason nothing is stored: ends 3" "$rc$out" 3
has "the sentence names the lock" "$err" "The round DK2023 is locked since 05/01/2024 by decision 12/QĐ-UBND."
has "and what to do" "$err" "Say why it is changed all the same"
is "it is as it was" "$(sql "$c" "SELECT b1_points FROM review WHERE id='$v'")" 110
ends 3 "a new sheet of that round too" c put review round="$r" household="$h" b1_points=1
ends 3 "the round itself" c put round --id "$r" name="Kỳ cuối"
ends 3 "the year's total" c put unit_year --id "$y" households=51
ends 3 "nor is it renamed, with any reason" c put round --id "$r" code=DK2023B --reason x
ends 3 "a meeting of that round" c put meeting round="$r" village=B1 session=1 date=2023-11-01
printf 'id,b1_points\n%s,99\n' "$v" >"$T/import.csv"
run c import review "$T/import.csv"
is "an import sets the row aside" "$rc" 1
has "with the sentence" "$err" "DK2023 is locked"
ok "what belongs to no locked round is free" c put household --id "$g" household_code=3
r2=$(c put round code=TX2024-01 name="Thường xuyên" kind=regular review_year=2024 standard=2022-2025 2>/dev/null)
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

# ---- a round renamed behind the program's back: what was accepted of it still names it ----
sql "$c" "UPDATE round SET code='KHAC', review_year=2022 WHERE id='$r'; UPDATE review SET b1_points=139, _rev=_rev+1 WHERE id='$v'"
n=$(send)
run up inbox diff "$n"
has "it does not come out of the lock" "$out" "# Changed after the lock (2)"
sql "$c" "UPDATE round SET code='DK2023', review_year=2023 WHERE id='$r'"

# ---- unlocking ----
ends 2 "unlocking wants a reason" up unlock DK2023 --unit DV
answer r2
run up unlock DK2023 --unit DV --reason "Rà soát lại theo kết luận thanh tra"
is "unlocked" "$rc" 0
ends 3 "not twice" up unlock DK2023 --all --reason x
answer r3
run c reply apply "$stick/r3.gnr"
has "the unit is told why" "$err" "Unlocked on 10/01/2024: Rà soát lại theo kết luận thanh tra"
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
ok "it can be locked anew" up lock 2023 --unit DV --decision 20/QĐ-UBND
has "by the year too" "$(up lock list)" "The round 2023 is locked since 10/01/2024 by decision 20/QĐ-UBND."
answer r4
c reply apply "$stick/r4.gnr" >/dev/null 2>&1
ends 3 "which holds each round of it" c put review --id "$v" b1_points=143
ends 3 "and none comes to it without a reason" c put round code=BS2023 kind=regular review_year=2023 standard=2022-2025

# ---- a closed list, locked: facts of the register, and a correction by a new decision ----
e=$T/e.book
pair "$e" AK "Xã An Khê"
e() { gn --book "$e" --as "Lò Văn Sơn" "$@"; }
deliver() { # a bundle of this commune, received: its number
	f=$(e bundle make -o "$stick" 2>/dev/null)
	up inbox receive "$f" >/dev/null 2>&1
	up inbox list 2>/dev/null | awk 'END { print $1 }'
}
e put village code=A1 name="Bản Ao" kind=ban area_type=rural >/dev/null 2>&1
cat >"$T/list.csv" <<END
STT hộ,Họ và tên chủ hộ,Họ và tên thành viên,Quan hệ với chủ hộ,Ngày sinh,Giới tính,Thôn,Dân tộc,Phân loại hộ,B1,B2,Số nhân khẩu
1,Nông Văn Bền,Nông Văn Bền,Chủ hộ,12/03/1979,Nam,Bản Ao,Tày,Hộ nghèo,90,40,1
2,Lý Thị Hoa,Lý Thị Hoa,Chủ hộ,1985,Nữ,Bản Ao,Nùng,Hộ cận nghèo,120,20,1
END
e opening "$T/list.csv" --round DK2023 --decision 118/QĐ-UBND --date 12/12/2023 >/dev/null 2>&1
is "a closed list of two lines" "$(sql "$e" "SELECT count(*) FROM decision_line")" 2
ben=$(sql "$e" "SELECT household FROM member WHERE full_name='Nông Văn Bền'")
man=$(sql "$e" "SELECT id FROM member WHERE full_name='Nông Văn Bền'")
up inbox accept "$(deliver)" >/dev/null 2>&1
up lock DK2023 --unit AK --decision 15/QĐ-UBND >/dev/null 2>&1
up reply make --unit AK -o "$stick/e1.gnr" >/dev/null 2>&1
e reply apply "$stick/e1.gnr" >/dev/null 2>&1
ends 3 "what the list holds of a member wants a reason" e put member --id "$man" birth_date=1978-03-12
ok "what it does not hold is free" e put household --id "$ben" phone=0912345678
ok "with a reason" e put member --id "$man" birth_date=1978-03-12 --reason "Theo căn cước mới"
fix=$(e put decision round=DK2023 kind=correction decision_no=21/QĐ-UBND decision_date=2024-01-09 corrects=118/QĐ-UBND --reason "Điều chỉnh tuổi" 2>/dev/null)
answers=
for i in 01 02 03; do answers="$answers deprivation.D$i=deprived"; done
for i in 04 05 06 07 08 09 10 11 12; do answers="$answers deprivation.D$i=not_deprived"; done
# shellcheck disable=SC2086
e put review round=DK2023 household="$ben" b1_points=95 members=1 review_date=2023-10-05 $answers --reason "Phúc tra" >/dev/null 2>&1
run e decision correct "$fix" --household "$ben"
is "a correction wants it too: ends 3" "$rc" 3
has "with the sentence" "$err" "The round DK2023 is locked"
is "and nothing is written" "$(sql "$e" "SELECT count(*) FROM decision_line")" 2
run e decision correct "$fix" --household "$ben" --reason "Sai ngày sinh chủ hộ"
is "with a reason it is made" "$rc" 0
is "one line more" "$(sql "$e" "SELECT count(*) FROM decision_line")" 3
n=$(deliver)
run up inbox diff "$n"
has "the difference sets the correction apart" "$out" "Changed after the lock"
has "with its reason and its own number" "$out" "after the lock: Sai ngày sinh chủ hộ (decision 21/QĐ-UBND)"
has "the member's birth date with the decision it rests on" "$out" "after the lock: Theo căn cước mới (decision 21/QĐ-UBND)"
hasnot "the telephone is not among them" "$(printf '%s\n' "$out" | grep 0912345678)" "after the lock"
e put round code=DK2024 name="Định kỳ 2024" kind=periodic review_year=2024 standard=2022-2025 >/dev/null 2>&1
ok "once a later year's round is there the facts are its own" e put member --id "$man" birth_date=1977-03-12

# ---- for machines ----
is "the header of the list stays" "$(up lock list --format csv | head -1)" \
	"unit,round,decision,date,who,at,told,ended,ended_by,ended_why"
finish
