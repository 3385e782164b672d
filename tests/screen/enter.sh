#!/bin/sh
# SPDX-License-Identifier: MIT
# A household with five members entered through the screen alone, in Vietnamese, and saved; commands find what was typed.
. "${srcdir:-.}/tests/screen/lib.sh"
book=$T/e.book
ok "a book" new_book "$book" "Xã Thử"
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen household
see "Hộ gia đình"
fill() { # each word into its field, Enter after it; "-" leaves a field as it is
	for word in "$@"; do
		[ "$word" = - ] || type "$word"
		press Enter
	done
}

# The household: the village by a part of its name without accents.
press n
see "Thôn, bản *"
type khuoi
see "→ Bản Khuổi Sửu"
press Enter
fill 024-12 "Xóm Đầu, bên kia suối" - 0912345678
column_is "at the head's name" 32
fill "Nông Văn Thành" 1 15/8/1975 tay 024075000123 10/05/2021
fill 5
see "Diện của hộ" "Enter in the last field turns the page"
see "Hộ dân tộc thiểu số                   Có" "of an ethnic minority by the head's group"
fill -
type k # không có khả năng lao động: no
press Tab
type c # có người có công: yes
press Tab
see "Thuộc chính sách bảo trợ xã hội"

# The head stands in the list of members already; four more by ^N.
press NPage
see "Nông Văn Thành             Chủ hộ"
press C-n
see "Thành viên hộ 2/2"
fill "Hoàng Thị Nhung" "vợ" 2 12/5/1980 nung 024180000456
press C-n
see "Thành viên hộ 3/3"
fill "Nông Thị Ngọc Ánh" con 2 03/2008 tay 024308000789
press C-n
see "Thành viên hộ 4/4"
fill "Nông Đức Bắc" "con trai" 1 2012 "Tày" 024212001234
press C-n
see "Thành viên hộ 5/5"
fill "Lý Thị Sửu" "mẹ" 2 - "dao" -
type "từ chối"
press Enter
cancel
see "5 Lý Thị Sửu" "Esc Esc leaves the row for the table"
see "1 Nông Văn Thành"
is "it is all a draft so far" "$(gn --book "$book" list household --format csv | tail -n +2)" ""
press F2
no_draft() { [ "$(sqlite3 "$book" 'SELECT count(*) FROM draft')" = 0 ]; }
until_true "$LIMIT" no_draft || :
is "F2 saves: no draft is left" "$(sqlite3 "$book" 'SELECT count(*) FROM draft')" 0

# What commands find.
run gn --book "$book" list household --format csv
is "one household" "$(printf '%s\n' "$out" | tail -n +2 | wc -l | tr -d ' ')" 1
has "with its head" "$out" "Nông Văn Thành"
id=$(printf '%s\n' "$out" | sed -n '2s/,.*//p')
run gn --book "$book" show household "$id"
for want in "024-12" "Xóm Đầu, bên kia suối" "0912345678" "Nông Văn Thành" "024075000123"; do
	has "show household: $want" "$out" "$want"
done
value() { sqlite3 "$book" "SELECT $1"; }
is "the household's fields" "$(value "village = (SELECT id FROM village WHERE code = 'B02'), household_code, members_count, is_ethnic_minority, female_headed, no_labour_capacity, has_merit_person, _state FROM household")" \
	"1|024-12|5|yes|no|no|yes|$(value "_state FROM household")"
run gn --book "$book" list member --format csv
is "five members" "$(printf '%s\n' "$out" | tail -n +2 | wc -l | tr -d ' ')" 5
is "each as typed" "$(value "full_name, relation_to_head, gender, birth_date, ethnicity, id_number, coalesce(id_missing_reason, '-') FROM member ORDER BY coalesce(order_in_household, 1)")" \
	"Nông Văn Thành|head|male|1975-08-15|Tày|024075000123|-
Hoàng Thị Nhung|wife|female|1980-05-12|Nùng|024180000456|-
Nông Thị Ngọc Ánh|child|female|2008-03|Tày|024308000789|-
Nông Đức Bắc|child|male|2012|Tày|024212001234|-
Lý Thị Sửu|mother|female||Dao||refused"
is "the day of the card" "$(value "id_issue_date FROM member WHERE relation_to_head = 'head'")" 2021-05-10
is "nothing in it is an Error" "$(gn --book "$book" list household --where _state=incomplete --format csv 2>/dev/null | tail -n +2)" ""
is "history: inserts of a household and five members, by her" \
	"$(value "form, count(*), min(who), max(who) FROM history WHERE form IN ('household', 'member') AND kind = 'insert' GROUP BY form")" \
	"household|1|Hoàng Thị Mai|Hoàng Thị Mai
member|5|Hoàng Thị Mai|Hoàng Thị Mai"

# A record saved can be found at once, without accents.
press F10
sees "Nông Văn Thành"
press /
type "nong thanh"
see "Nông Văn Thành" "found without accents"
is "sound" "$(value "* FROM pragma_quick_check")" ok
no_asan
finish
