#!/bin/sh
# SPDX-License-Identifier: MIT
# Last year's list taken over, this year's list looked at, closed, corrected: by the commands, on one book.
. "${srcdir:-.}/tests/tap.sh"
GIAMNGHEO_TODAY=2024-12-20
export GIAMNGHEO_TODAY
b=$T/c.book
c() { gn --book "$b" --as "Hoàng Thị Mai" "$@"; }
ask() { sqlite3 "$b" "$1"; }
gn init --unit DV --name "Xã Đồng Vương" --level commune "$b" >/dev/null 2>&1
c put village code=B1 name="Bản Ao" kind=ban area_type=rural >/dev/null 2>&1
c put village code=B2 name="Bản Khe" kind=ban area_type=rural >/dev/null 2>&1
known=$(c put household village=B2 household_code=007 head_name="Lý Thị Hoa" head_gender=female head_id_number=024185012345 members_count=1 2>/dev/null)

# ---- the opening list, as another program writes it ----
cat >"$T/last.csv" <<END
DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT,,,,,,,,,,,,,,,,
,,,,,,,,,,,,,,,,
STT,STT hộ,Họ và tên chủ hộ,Họ và tên thành viên,Quan hệ với chủ hộ,Ngày sinh,Giới tính,CCCD,Thôn,Dân tộc,Phân loại hộ,Số QĐ công nhận,Ngày ban hành QĐ,B1,B2,Nguyên nhân nghèo,Số nhân khẩu
A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q
1,1,Nông Văn Bền,Nông Văn Bền,Chủ hộ,12/03/1979,Nam,024079012345,Bản Ao,Tày,Hộ nghèo,118/QĐ-UBND,12/12/2023,90,40,Thiếu vốn,3
2,,,Hứa Thị Nết,Vợ,1981,Nữ,,,Tày,,,,,,,
3,,,Nông Thị Bé,Con,05/06/2014,Nữ,,,Tày,,,,,,,
4,2,Lý Thị Hoa,Lý Thị Hoa,Chủ hộ,1985,Nữ,024185012345,Bản Khe,Nùng,Hộ cận nghèo,118/QĐ-UBND,12/12/2023,120,20,,1
5,3,Vi Văn Lạc,Vi Văn Lạc,Chủ hộ,1990,Nam,,Bản Xa,Thái,Hộ nghèo,118/QĐ-UBND,12/12/2023,80,30,Thiếu vốn,2
6,,,Vi Thị Én,Con,2012,Nữ,,,Thái,,,,,,,
7,4,Hà Văn Tốt,Hà Văn Tốt,Chủ hộ,1970,Nam,,Bản Ao,Tày,Hộ khá giả,,,,,,1
,,,,,,,,,,,,,,,,
Tổng cộng,,,,,,,,,,,,,,,,7
END
run c opening "$T/last.csv" --round DK2023 --decision 118/QĐ-UBND --date 12/12/2023 --dry-run
is "a rehearsal with bad rows ends 1" "$rc" 1
is "and stores nothing" "$(ask "SELECT (SELECT count(*) FROM decision_line) + (SELECT count(*) FROM round)")" 0
run c opening "$T/last.csv" --round DK2023 --decision 118/QĐ-UBND --date 12/12/2023 --errors "$T/bad.csv"
is "two households of four are refused" "$rc" 1
has "counts are told" "$out" "4 "
is "the refused rows stand there, whole households with the reason" "$(grep -c . "$T/bad.csv")" 4
has "the village is not there" "$(sed -n 2p "$T/bad.csv")" "Bản Xa"
has "the class is none" "$(sed -n 4p "$T/bad.csv")" "Hộ khá giả"
is "a household is made with its people" "$(ask "SELECT members_count || ' ' || classification || ' ' || (SELECT count(*) FROM member m WHERE m.household=h.id) FROM household h WHERE head_name='Nông Văn Bền'")" "3 poor 3"
is "one that is there is taken for it" "$(ask "SELECT count(*) || classification FROM household WHERE id='$known' AND (SELECT count(*) FROM household WHERE head_name='Lý Thị Hoa')=1")" "1near_poor"
is "the round is an opening list" "$(ask "SELECT opening || review_year || standard FROM round WHERE code='DK2023'")" "yes20232022-2025"
is "its decision is closed with its lines" "$(ask "SELECT kind || closed || lines_n FROM decision")" "openingyes2"
rows=$(ask "SELECT count(*) FROM decision_line")
run c opening "$T/last.csv" --round DK2023 --decision 118/QĐ-UBND --date 12/12/2023 --errors "$T/bad2.csv"
has "the same file again changes nothing" "$out" "2"
is "not one line more" "$(ask "SELECT count(*) FROM decision_line")" "$rows"
cat >"$T/out.csv" <<END
STT hộ,Họ tên,Quan hệ,Giới tính,Ngày sinh,Thôn,B1,B2,Ngày thoát nghèo
1,Đinh Văn Cả,Chủ hộ,Nam,1975,Bản Ao,150,10,12/12/2022
2,Lý Thị Hoa,Chủ hộ,Nữ,1985,Bản Khe,120,20,12/12/2023
END
run c opening "$T/out.csv" --round DK2023 --decision 118/QĐ-UBND --date 12/12/2023 --class escaped
is "those who escaped, of a file without a class" "$rc" 0
is "with their own day" "$(ask "SELECT classification || escaped_on FROM household WHERE head_name='Đinh Văn Cả'")" "not_poor2022-12-12"
is "and near-poor since, where both lists name it" "$(ask "SELECT classification || escaped_on FROM household WHERE id='$known'")" "near_poor2023-12-12"
printf 'Tên;Tuổi\nA;1\n' >"$T/odd.csv"
run c opening "$T/odd.csv" --round DK2023 --decision 118/QĐ-UBND --date 12/12/2023
is "a file that is no list ends 3" "$rc" 3
run c opening "$T/last.csv" --round DK2023 --decision 118/QĐ-UBND
is "a missing word ends 2" "$rc" 2
was=$(ask "SELECT (SELECT count(*) FROM round) || '/' || (SELECT count(*) FROM decision)")
ends 2 "a round without a code" c opening "$T/last.csv" --round ' ' --decision 118/QĐ-UBND --date 12/12/2023
ends 2 "a decision without a number" c opening "$T/last.csv" --round DK2021 --decision ' ' --date 12/12/2021
ends 2 "a decision that is still to come" c opening "$T/last.csv" --round DK2021 --decision 1/QĐ --date 12/12/3023
ends 2 "or of a year long gone" c opening "$T/last.csv" --round DK2021 --decision 1/QĐ --date 12/12/0001
is "none of these stored anything" "$(ask "SELECT (SELECT count(*) FROM round) || '/' || (SELECT count(*) FROM decision)")" "$was"

# ---- this year's list ----
c put round code=DK2024 name="Rà soát 2024" kind=periodic review_year=2024 applies_year=2025 standard=2022-2025 start_date=2024-09-01 end_date=2024-12-14 >/dev/null 2>&1
answers=
for i in 01 02 03; do answers="$answers deprivation.D$i=deprived"; done
for i in 04 05 06 07 08 09 10 11 12; do answers="$answers deprivation.D$i=not_deprived"; done
poor=$(ask "SELECT id FROM household WHERE head_name='Nông Văn Bền'")
again=$(ask "SELECT id FROM household WHERE head_name='Đinh Văn Cả'")
review() { # household points
	# shellcheck disable=SC2086
	c put review round=DK2024 household="$1" b1_points="$2" members=3 review_date=2024-10-05 $answers 2>/dev/null
}
review "$poor" 180 >/dev/null
review "$again" 100 >/dev/null
d=$(c put decision round=DK2024 decision_no=97/QĐ-UBND decision_date=2024-12-12 2>/dev/null)
run c decision preview 97/QĐ-UBND --format csv
is "looking ends 1 while something stands in the way" "$rc" 1
has "poor households begin the year as the list says" "$out" "poor,not_poor,poor_to_above"
has "and one is poor again" "$out" "again_poor"
has "the one nobody visited is told" "$err" "household:$known"
run c decision close 97/QĐ-UBND
is "closing is refused" "$rc" 1
is "and writes nothing" "$(ask "SELECT count(*) FROM decision_line WHERE decision='$d'")" 0
review "$known" 100 >/dev/null
run c decision close 97/QĐ-UBND/12/12/2024
is "now it is closed" "$rc" 0
is "with three lines" "$(ask "SELECT group_concat(movement) FROM (SELECT movement FROM decision_line WHERE decision='$d' ORDER BY movement)")" "again_poor,near_to_poor,poor_to_above"
is "36 months begin" "$(ask "SELECT classification || escaped_on FROM household WHERE id='$poor'")" "not_poor2024-12-12"
has "classes follow, as of a day" "$(c list household --on 2024-12-11 --where head_name="Nông Văn Bền" --format csv)" "poor"
run c decision close 97/QĐ-UBND
is "once is enough" "$rc" 1
run c put decision --id "$d" decision_no=98
is "a closed decision is not changed" "$rc" 3
run c remove decision "$d" --reason thử
is "nor removed" "$rc" 3
line=$(ask "SELECT id FROM decision_line WHERE decision='$d' LIMIT 1")
run c put decision_line --id "$line" members=9
is "a line is nobody's to write" "$rc" 3
run c export decision_line -o "$T/lines.csv"
run c import decision_line "$T/lines.csv"
is "what was exported comes in and changes nothing" "$rc" 0
sed -i 's/not_poor/near_poor/' "$T/lines.csv"
run c import decision_line "$T/lines.csv" --errors "$T/bad3.csv"
is "changed it is refused" "$rc" 1
run c opening "$T/out.csv" --round DK2022 --decision 1/QĐ --date 12/12/2022 --class escaped
is "no opening list under a closed one" "$rc" 1

# ---- a correction ----
c put review --id "$(ask "SELECT id FROM review WHERE household='$again'")" deprivation.D01=not_deprived >/dev/null 2>&1
is "the sheet alone changes no class" "$(ask "SELECT classification FROM household WHERE id='$again'")" poor
c put decision round=DK2024 kind=correction corrects="$d" decision_no=105/QĐ-UBND decision_date=2024-12-18 >/dev/null 2>&1
run c decision correct 105/QĐ-UBND
is "whose line?" "$rc" 2
run c decision correct 105/QĐ-UBND --household "$again"
is "a line is put right" "$rc" 0
is "by another that names it" "$(ask "SELECT n.movement || o.movement FROM decision_line n JOIN decision_line o ON o.id=n.replaces")" "again_nearagain_poor"
is "and the class follows" "$(ask "SELECT classification FROM household WHERE id='$again'")" near_poor
run c decision preview 97/QĐ-UBND --format csv
is "the list as it stands is still looked at" "$(echo "$out" | grep -c again_)" 1
run c check
is "checks speak of no fault in what the program wrote" "$(echo "$out" | grep -c decision_line)" 0
finish
