#!/bin/sh
# SPDX-License-Identifier: MIT
# A field left is a field kept. The program is killed, then the whole terminal, in the middle of a household with five members: the next
# start offers the draft at that very field, and everything up to the last field left is there. Then: discard, bin, bring back, save.
. "${srcdir:-.}/tests/screen/lib.sh"
book=$T/d.book
ok "a book" new_book "$book" "Xã Thử"
sql() { sqlite3 "$book" "$1"; }
holds() { [ "$(sql "$1")" = "$2" ]; }
fill() {
	for word in "$@"; do
		[ "$word" = - ] || type "$word"
		press Enter
	done
}
member() { # NUMBER WORDS…
	press C-n
	sees "Member $1/$1" || :
	shift
	fill "$@"
}
typed() { sql "SELECT text FROM draft_value WHERE field = '$1' AND form = 'member' ORDER BY seq"; }

term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
sees "Households"
press n
sees "Village *"
fill khuoi 024-12 "Xóm Đầu" - - "Nông Văn Thành" 1 1975 tay 024075000123 -
fill 5
press NPage
sees "Nông Văn Thành"
member 2 "Hoàng Thị Nhung" vợ 2 12/5/1980 nung 024180000456
member 3 "Nông Thị Ngọc Ánh" con 2 03/2008 tay
member 4 "Nông Đức Bắc" con 1 2012
member 5 "Lý Thị Sửu" mẹ
see "Member 5/5 · Lý Thị Sửu"
type 2
press Enter
until_true "$LIMIT" holds "SELECT count(*) FROM draft_value WHERE form = 'member' AND field = 'gender'" 5 || :
at=$(cursor) # the fifth one's birth date
type 19
see "[19 " "in the middle of a field"
is "five members so far" "$(typed full_name)" "Nông Văn Thành
Hoàng Thị Nhung
Nông Thị Ngọc Ánh
Nông Đức Bắc
Lý Thị Sửu"
pid=$(program_pid)
ok "the program is killed" kill -9 "$pid"
see "ended:137"
is "the book is sound" "$(sql 'PRAGMA quick_check')" ok
is "nothing is a record yet" "$(sql 'SELECT count(*) FROM household')" 0

resume() { # WHERE THE CURSOR MUST BE
	term_start 80x24 en --book "$book"
	see "Who is working?"
	[ "$1" = first ] && type "Hoàng Thị Mai" && press F2 || press 1
	see "Drafts not saved yet" "the next start offers the draft"
	see "Nông Văn Thành" "by its name"
	press Enter
	see "Member 5/5 · Lý Thị Sửu" "it opens at that row"
	cursor_is "at that very field" "$2"
}
resume first "$at"
is "everything typed is there: names" "$(typed full_name | wc -l | tr -d ' ')" 5
is "what was left last is there" "$(typed gender | tail -n 1)" female
row=$(screen)
has "and on the screen" "$row" "Lý Thị Sửu"
has "with its relation" "$row" "Mother"
cancel
see "4 Nông Đức Bắc"
see "3 Nông Thị Ngọc Ánh"
see "03/2008"
press PPage
sees "Groups"
press PPage
see "024-12"
see "024075000123" "the household's fields too"

# The terminal itself goes: what was being typed is kept too.
press NPage NPage
sees "5 Lý Thị Sửu"
press End Up Enter
see "Member 5/5 · Lý Thị Sửu"
press Tab Tab Tab Tab
cursor_is "at the birth date again" "$at"
type 1951
press Enter
type nung
see "[nung " "in the middle of the next field"
dying=$(program_pid)
TM kill-server
ended() { ! kill -0 "$dying" 2>/dev/null; }
ok "the program ends with its terminal" until_true "$LIMIT" ended
is "the book is sound" "$(sql 'PRAGMA quick_check')" ok
is "the field left is kept" "$(typed birth_date | tail -n 1)" 1951
row_at=${at#*,}
term_start 80x24 en --book "$book"
sees "Who is working?"
press 1
see "Drafts not saved yet" "offered again"
press Enter
see "Member 5/5 · Lý Thị Sửu"
cursor_is "at the field that was being typed" "${at%,*},$((row_at + 1))"
has "the one left stands there" "$(screen)" "1951"

# Discard: to the bin, and back from it.
cancel
sees "+ Member"
cancel
see "Not saved yet" "leaving asks what is to become of it"
press 3
see "There is no draft."
is "it lies in the bin" "$(sql 'SELECT count(*) FROM draft WHERE binned IS NOT NULL')" 1
press Tab
see "Bin: discarded drafts, kept for 30 days"
see "Nông Văn Thành"
press r
until_true "$LIMIT" holds 'SELECT count(*) FROM draft WHERE binned IS NULL' 1 || :
see "The bin is empty."
press Tab
see "Nông Văn Thành" "it is back among the drafts"
press Enter
see "Member 5/5 · Lý Thị Sửu" "and opens where it was"
press F2
until_true "$LIMIT" holds 'SELECT count(*) FROM member' 5 || :
is "saved: five members" "$(sql 'SELECT group_concat(full_name) FROM (SELECT full_name FROM member ORDER BY order_in_household)')" \
	"Nông Văn Thành,Hoàng Thị Nhung,Nông Thị Ngọc Ánh,Nông Đức Bắc,Lý Thị Sửu"
is "the year of the fifth" "$(sql "SELECT birth_date FROM member WHERE full_name = 'Lý Thị Sửu'")" 1951
is "no draft is left" "$(sql 'SELECT count(*) FROM draft')" 0

# A draft of a stored record: offered when the record is opened, and it can be thrown away for what is stored.
press F10 F10 F10
sees "Households"
press 2
sees "Nông Văn Thành"
press Enter
sees "Village *"
press Tab Tab
type " mới"
press Tab
until_true "$LIMIT" holds "SELECT count(*) FROM draft WHERE base_rev > 0" 1 || :
kill -9 "$(program_pid)"
sees "ended:137"
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
see "left unfinished" "the list says that something was left"
press Enter
see "There is a draft of this record" "opening the record asks"
has "with who and when" "$(screen)" "Hoàng Thị Mai left this record unsaved at 25/11/2024"
press 2
see "Xóm Đầu" "what is stored"
hasnot "without the draft's words" "$(screen)" "Xóm Đầu mới"
is "the draft is in the bin, not gone" "$(sql 'SELECT count(*) FROM draft WHERE binned IS NOT NULL')" 1
no_asan
finish
