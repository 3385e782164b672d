#!/bin/sh
# SPDX-License-Identifier: MIT
# A round on its own screen, in Vietnamese, from the list to the certificates: what stands in the way of closing leads to its record, the question
# says what closing means, and commands find what was done.
. "${srcdir:-.}/tests/screen/lib.sh"
export GIAMNGHEO_TODAY=2024-12-13
book=$T/r.book
c() { gn --book "$book" --as "Hoàng Thị Mai" "$@" 2>/dev/null; }
sql() { sqlite3 "$book" "$1"; }
holds() { [ "$(sql "$1")" = "$2" ]; }
ok "a book" new_book "$book" "Xã Thử"
c put round code=DK2023 kind=periodic review_year=2023 applies_year=2024 standard=2022-2025 start_date=2023-09-01 end_date=2023-12-14 >"$T/old"
for n in 1 2 3; do
	h=$(c put household village=B0$((n / 3 + 1)) household_code=00$n head_name="Nông Văn $(printf %s $n | tr 123 ABC)n" head_gender=male members_count=1)
	c put review round=DK2023 household="$h" recognised_class=poor decision_no=1/QĐ decision_date=2023-12-12 >/dev/null
done
c put round code=DK2024 name="Rà soát năm 2024" kind=periodic review_year=2024 applies_year=2025 standard=2022-2025 start_date=2024-09-01 end_date=2024-12-14 previous="$(cat "$T/old")" >/dev/null
c put unit_year year=2024 households=50 poor_households=3 near_poor_households=0 >/dev/null
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai"
see "Chưa lập danh sách rà soát (phím p)."
press p
see "còn 1 ngày"
press l
see "Lập danh sách rà soát?"
golden round-make
press Enter
see "Đã lập phiếu: 3 hộ trong danh sách"
press Home o
see "Phát phiếu cho Bản Đồng"
type "01102024"
press C-a C-k
type "01/10/2024"
press Enter
see "Đã đánh dấu 2 phiếu."
press i
see "Thu phiếu của Bản Đồng"
press Enter
see "Bản Đồng: đã thu, chưa nhập: 2"
is "out and in" "$(sql "SELECT DISTINCT sheet_out_on, sheet_in_on FROM review WHERE sheet_out_on IS NOT NULL")" "2024-10-01|2024-12-13"

# Sheets: two households poor, one escapes.
for r in $(sql "SELECT r.id FROM review r JOIN round o ON o.id = r.round WHERE o.code = 'DK2024' ORDER BY r.id"); do printf '%s\n' "$r"; done >"$T/reviews"
press F10
see "Phiếu 3: phát 2 · thu 2 · nhập 0"
press F10
see "ended:"
n=0
while read -r r; do
	n=$((n + 1))
	for d in 01 02 03 04 05 06 07 08 09 10 11 12; do echo "deprivation.D$d=$([ $d -lt 5 ] && echo deprived || echo not_deprived)"; done >"$T/answers"
	# shellcheck disable=SC2046
	c put review --id "$r" reviewer="Lò Văn Hoa" review_date=2024-10-05 b1_points=$([ $n = 3 ] && echo 190 || echo 120) $(cat "$T/answers") >/dev/null
done <"$T/reviews"
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai"
see "Phiếu 3: phát 3 · thu 3 · nhập 3"
press p
see "còn 1 ngày"
press m
see "Họp Bản Đồng"
press Enter
see "Số người dự họp?"
golden round-meeting
type 40
press Enter
see "Cuộc họp có 2 hộ"
is "each on a line, agreed" "$(sql "SELECT count(*), min(agree), min(outcome) FROM meeting_line")" "2|40|agreed"
press F10
see "còn 1 ngày"

# Closing: no decision yet; then what stands in the way.
press c
see "chưa có quyết định đang mở"
press F10 F10
see "ended:"
c put decision round=DK2024 kind=recognition decision_no=118/QĐ decision_date=2024-12-12 signer="Nông Văn Thuận" >/dev/null
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai"
see "Phiếu 3"
press p
see "còn 1 ngày"
press c
see "Nên xem lại trước khi chốt"
golden round-notes
cancel
gone "Nên xem lại"
press Down m
see "Họp Bản Khuổi Sửu"
press Enter
type 20
press Enter
see "Cuộc họp có 1 hộ"
press F10
see "còn 1 ngày"
press c
see "Không còn vướng"
press F2
see "Chốt danh sách này?"
golden round-close
press 1
see "Đã chốt danh sách: 3 dòng."
cancel
is "the lines are written, the decision is locked" "$(sql "SELECT closed, lines_n, (SELECT group_concat(class_after) FROM (SELECT class_after FROM decision_line ORDER BY class_after)) FROM decision")" \
	"yes|3|not_poor,poor,poor"
press c
see "chưa có quyết định đang mở"

# Certificates: numbered on, received village by village.
press b
see "Số đầu tiên"
type "7"
press C-a C-k
type 31
press Enter
see "Hộ đang có giấy chứng nhận còn hiệu lực"
press Enter
see "Cấp mới: 2 (số 31 đến 32)"
is "two certificates" "$(sql "SELECT group_concat(number || '/' || year || state) FROM (SELECT * FROM certificate ORDER BY number)")" "31/2025issued,32/2025issued"
press Home r
see "Hộ nhận giấy ngày nào?"
press Enter
see "giấy chứng nhận."
see "đã nhận:"
press s
see "Kỳ rà soát đang ở bước nào?"
golden round-stage
press 6
until_true "$LIMIT" holds "SELECT stage FROM round WHERE code = 'DK2024'" recognised || :
is "the step is kept" "$(sql "SELECT stage FROM round WHERE code = 'DK2024'")" recognised
see "Công nhận"
golden round-done
press a
see "Lập danh sách rà soát, đánh số phiếu"
golden round-actions
cancel
press g
see "31"
press F10
see "còn 1 ngày"
press q
see "118/QĐ"
press F10
press F10 F10
see "ended:"

# The same by commands: nothing is made twice.
run gn --book "$book" certificate make --decision 118/QĐ --from 50
is "by command: all are there" "$rc $out" "0 0"
has "and told" "$err" "đã có: 2"
run gn --book "$book" certificate receive --decision 118/QĐ
is "received" "$rc $out" "0 0"
run gn --book "$book" round progress DK2024 --format csv
is "how far they are" "$(printf '%s\n' "$out" | cut -d, -f2-9,13-14 | tail -n +2)" "Bản Đồng,2,2,2,2,2,0,2,2,2
Bản Khuổi Sửu,1,1,1,1,1,0,1,0,0"
is "sound" "$(sql "SELECT * FROM pragma_quick_check")" ok
no_asan
finish
