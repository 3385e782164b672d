#!/bin/sh
# SPDX-License-Identifier: MIT
# Sheet entry in Vietnamese: the round's screen, a sheet of a household of five with its keys counted, nobody at home, the next sheet, a jump by
# number and by name; kill -9 in the middle of a sheet loses nothing and the sheet opens again at that field.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
sql() { sqlite3 "$book" "$1"; }
holds() { [ "$(sql "$1")" = "$2" ]; }
start() { term_start "${1:-80x24}" vi --book "$book" --as "Hoàng Thị Mai"; }
start
see "Thời hạn"
press p
see "còn 19 ngày"
golden round
press Down Down Down
see "Bản 4: đã thu, chưa nhập: 22"
press Enter
see "Phiếu 1/22"
golden sheet

# A household of five, members known: what is pressed beyond the answers is counted.
keys=0
answer() { type "$1"; }
key() {
	press "$@"
	keys=$((keys + $#))
}
key =
see "2 Người rà soát"
golden sheet-visit
answer "Lò Văn Hoa"
key Enter
answer 12102024
key Enter
see "Vật liệu tường chính"
golden sheet-housing
answer 2 # wall
answer 2
answer 3
answer 42
key Enter
answer 2 # water
answer 4
answer 1
answer 13 # two means
key Enter
see "‹Không thiếu hụt›" "what the facts say is proposed"
golden sheet-indicators
key Enter # as proposed
burst '2*' # typed ahead: an answer, and all the others as proposed
keys=$((keys + 1))
see "Điểm B1 (thu nhập)"
answer 132
key Enter
see "→ hộ cận nghèo" "the last line says the class and why"
golden sheet-points
press PPage PPage # looked at again, not needed
see "Hai ngăn"
press NPage NPage
see "Hộ cận nghèo"
key NPage # causes and needs
see "Nguyên nhân"
golden sheet-needs
type 8 # one more cause
key Enter F5
see "Phiếu 1 đã lưu" "F5 saves"
see "Phiếu 2/22" "and opens the next one"
golden sheet-next
is "keys beyond the answers: at most 40, in fact" "$([ $keys -le 40 ] && echo "$keys")" 11
first="FROM review r JOIN household h ON h.id = r.household JOIN round o ON o.id = r.round JOIN village v ON v.id = h.village WHERE o.code = 'DK2024' AND v.name = 'Bản 4' AND r.sheet_no"
is "all of it is stored" "$(sql "SELECT wall_material, column_material, roof_material, house_area, water_source, toilet, internet, b1_points, b2_points, r.classification, reviewer, review_date, members_checked, members, sheet_state, sheet_entered_on $first = 1")" \
	"brick|brick|sheet|42.0|borewell|two_vault|yes|132|10|near_poor|Lò Văn Hoa|2024-10-12|yes|5|entered|2024-11-25"
is "in the household, too" "$(sql "SELECT count(*) FROM answer WHERE field = 'poverty_causes' AND id = (SELECT r.household $first = 1)")" 3
is "no draft is left" "$(sql 'SELECT count(*) FROM draft')" 0

# What is carried over is seen before it counts; nobody at home; by number, by name.
press NPage
see "‹12/10/2024›"
golden sheet-carried
press PPage
see "= : như cũ"
press =
see "Vật liệu tường chính" "one key takes members, reviewer and day"
see "12/10/2024 · Lò Văn H"
press PPage PPage
see "= : như cũ"
press v
see "Ngày nào đến mà không gặp ai?"
press Enter
see "Phiếu 3/22" "the next sheet follows"
is "the day is noted, the sheet stays on the list" "$(sql "SELECT absent_on, sheet_state $first = 2")" "2024-11-25|in"
press /
see "Số phiếu, hoặc một phần tên chủ hộ"
type 14
see "Tìm: 14"
press Enter
see "Phiếu 14/22" "by its number"

# Somebody died: a guided step from among the members, and back on the sheet.
press Down Down Down Down b
see "Biến động gì?"
press 1
see "F2 để xem những gì sẽ ghi."
press F2
see "Sẽ ghi: Chết"
press Enter
see "(đã đi)" "the sheet shows who has gone"
press =
see "12/10/2024 · Lò Văn H"
is "who lives there counts" "$(sql "SELECT v.text FROM draft_value v JOIN draft d ON d.id = v.draft WHERE v.field = 'members' AND d.record = (SELECT r.id $first = 14)")" 4
press F9
see "Số phiếu, hoặc"
type "toan"
see "Lâm Văn Toàn"
press Enter
see "Phiếu 5/22" "by a part of the name"

# The power goes in the middle of a sheet.
press =
see "Vật liệu tường chính"
type 22
press 3
type 36,5
press Enter
column=$(cursor)
type 2
see "Giếng khoan"
until_true "$LIMIT" holds "SELECT count(*) FROM draft_value WHERE field = 'water_source' AND text = 'borewell'" 1 || :
at=$(cursor)
kill -9 "$(program_pid)"
start
see "Bản nhập dở chưa lưu" "it is offered at the next start"
press Enter
see "Phiếu 5/22" "and opens as a sheet"
cursor_is "at the field that was next" "$at"
has "with what was typed" "$(screen)" "36,5"
isnt_same() { [ "$at" != "$column" ]; }
ok "the cursor had moved on" isnt_same
is "sound" "$(sql "SELECT * FROM pragma_quick_check")" ok

# Wide: the village's sheets beside it.
press C-p
see "Phiếu 4/22"
resize 120x40
see "• đã thu"
golden sheet-wide
press F10 F10
see "Thời hạn"
press p
see "còn 19 ngày"
golden round-wide
no_asan
finish
