#!/bin/sh
# SPDX-License-Identifier: MIT
# "Ai đang làm việc?" at the start; another person by one key (F12 or ^O); history and drafts carry the right name.
. "${srcdir:-.}/tests/screen/lib.sh"
book=$T/o.book
ok "a book" new_book "$book" "Xã Thử"
id=$(gn --book "$book" put household village=B01 household_code=001 head_name="Nông Văn An" head_gender=male members_count=1 2>/dev/null)
sql() { sqlite3 "$book" "$1"; }
holds() { [ "$(sql "$1")" = "$2" ]; }
top_line() { screen | head -n 1; }

# Nobody is known yet: the first question asks for a person.
term_start 80x24 vi --book "$book"
see "Ai đang làm việc?"
type "Hoàng Thị Mai"
press Enter
type "Công chức Văn hóa - Xã hội"
press Enter
type "1/7/2021"
press Enter Enter
gone "Ai đang làm việc?"
has "the name stands on the top line" "$(top_line)" "Hoàng Thị Mai"
is "the person is noted, with title and day" "$(sql 'SELECT name, title, from_day, to_day IS NULL FROM officer')" \
	"Hoàng Thị Mai|Công chức Văn hóa - Xã hội|2021-07-01|1"

# What she changes is hers.
press 2
see "Nông Văn An"
press Enter
see "Điện thoại"
press Tab Tab Tab Tab
type "0912345678"
press F2
until_true "$LIMIT" holds "SELECT phone FROM household" 0912345678 || :
who_of() { sql "SELECT who FROM history WHERE id = '$id' AND field = 'phone' ORDER BY seq DESC LIMIT 1"; }
is "history carries the name" "$(who_of)" "Hoàng Thị Mai"

# Another person sits down in the middle of a record: one key.
press F12
see "Ai đang làm việc?" "F12 asks"
see "1 Hoàng Thị Mai - Công chức Văn hóa - Xã hội" "with the title"
press 2
type "Nông Văn Thuận"
press F2
gone "Ai đang làm việc?"
has "the other name stands on the top line" "$(top_line)" "Nông Văn Thuận"
press Up
type "bên kia suối"
press Tab
until_true "$LIMIT" holds "SELECT count(*) FROM draft WHERE binned IS NULL" 1 || :
is "the draft carries the other name" "$(sql 'SELECT who FROM draft WHERE binned IS NULL')" "Nông Văn Thuận"
press F2
until_true "$LIMIT" holds "SELECT permanent_residence FROM household" "bên kia suối" || :
is "and so does history" "$(sql "SELECT who FROM history WHERE id = '$id' AND field = 'permanent_residence'")" "Nông Văn Thuận"
is "what was hers stays hers" "$(who_of)" "Hoàng Thị Mai"

# Back to her by ^O; leaving the question changes nothing.
press C-o
sees "Ai đang làm việc?"
cancel
gone "Ai đang làm việc?"
has "Esc Esc leaves it as it was" "$(top_line)" "Nông Văn Thuận"
press C-o
sees "Ai đang làm việc?"
press 1
gone "Ai đang làm việc?"
has "^O and a digit: she works again" "$(top_line)" "Hoàng Thị Mai"

# At the next start the last one is offered: Enter is enough.
press F10 F10 F10
see "ended:0"
term_start 80x24 vi --book "$book"
see "Ai đang làm việc?" "the next start asks"
press Enter
gone "Ai đang làm việc?"
has "the last one was under the cursor" "$(top_line)" "Hoàng Thị Mai"
press 0
see "ended:0"

# Whose time is over is not offered.
sql "UPDATE officer SET to_day = '2024-10' WHERE name = 'Nông Văn Thuận'"
term_start 80x24 vi --book "$book"
see "Ai đang làm việc?"
hasnot "who has left the office is not offered" "$(screen)" "Nông Văn Thuận"
press Enter
gone "Ai đang làm việc?"

# --as answers before it is asked.
press 0
see "ended:0"
term_start 80x24 vi --book "$book" --as "Lý Thị Bền"
see "Lý Thị Bền"
hasnot "--as: nothing is asked" "$(screen)" "Ai đang làm việc?"
no_asan
finish
