#!/bin/sh
# SPDX-License-Identifier: MIT
# Keys as design section 8 promises them: Esc is a prefix and alone destroys nothing, ^S ^Q ^Z ^C are the program's, F-keys and their twins,
# arrows whose bytes come apart on a slow line, a paste is data, mono, and other kinds of terminals.
. "${srcdir:-.}/tests/screen/lib.sh"
book=$T/k.book
ok "a book" new_book "$book" "Xã Thử"
i=0
for name in An Bình Cảnh; do
	i=$((i + 1))
	gn --book "$book" put household village=B01 household_code=00$i head_name="Nông Văn $name" head_gender=male members_count=1 >/dev/null 2>&1
done
sql() { sqlite3 "$book" "$1"; }
holds() { [ "$(sql "$1")" = "$2" ]; }
bytes() { # EACH… with 100 ms between them
	for b in "$@"; do
		burst "$b"
		sleep 0.1
	done
}

term_start 80x24 en --book "$book" --as "Hoàng Thị Mai"
see "To do"
paste "20"
paste "$(printf '2\n')"
sleep 0.3
see "To do" "a paste on home opens nothing"

# ---- F-keys and their twins ----
press F2
see "Head's name" "F2 opens the households"
press F10
see "To do" "F10 goes back"
esc 2
see "Head's name" "and so does Esc 2"
esc 0
see "To do" "and Esc 0"
esc 9
gone "By when" "Esc 9 is the check"
cancel
see "By when" "Esc Esc goes back"
press 2
sees "Nông Văn An"
for key in F3 "Escape 3" /; do
	# shellcheck disable=SC2086
	press $key
	see "Find:" "search by $key"
	cancel
	gone "Find:" "Esc Esc ends it"
done
press F1
see "Enter a new record" "F1 tells the keys of the list"
cancel
esc 1
see "Enter a new record" "Esc 1 too"
cancel
gone "Enter a new record"

# ---- Esc alone, and by mistake ----
press Enter
sees "Village *"
press Tab Tab
sees "Text, up to 120"
type "bên suối"
see "[bên suối "
column_is "behind the words" 42
press Escape
sleep 1.3
type " lớn"
see "[bên suối lớn " "a lone Esc does nothing, and the letters after it are letters"
press Escape
type "z"
see "[bên suối lớnz " "Esc and a letter nobody wants: the letter"
press Escape
sleep 1.3
column_is "the cursor stands where it stood" 47
press BSpace

# ---- the program's own control keys ----
press C-q
type q
see "[bên suối lớnq " "^Q does not stop the terminal"
press C-z
gone "lớnq" "^Z takes back what was typed last"
is "^Z does not stop the program" "$(ps -o stat= -p "$(program_pid)" | cut -c1)" S
press C-c
type "."
see "bên suối" "^C does not end it"
press C-a C-k
type "bên suối lớn"
press C-s
until_true "$LIMIT" holds "SELECT address FROM household WHERE household_code = '001'" "bên suối lớn" || :
is "^S saves, and does not freeze the terminal" "$(sql "SELECT address FROM household WHERE household_code = '001'")" "bên suối lớn"
press C-a C-k
type "khác"
press C-z C-z
see "[bên suối lớn " "^Z takes back"

# ---- arrows whose bytes come apart ----
row() { cursor | cut -d, -f2; }
row_at() { [ "$(row)" = "$1" ]; }
here=$(row)
arrow() { # NAME ROWS BYTES…
	name=$1 want=$(($(row) + $2))
	shift 2
	bytes "$@"
	until_true 5 row_at $want || :
	is "$name" "$(row)" "$want"
}
arrow "Down, its bytes 100 ms apart" 1 '\033' '[' 'B'
arrow "Up: Esc, then [A after 100 ms" -1 '\033' '[A'
arrow "Down in application mode, O and B apart" 1 '\033' 'O' 'B'
arrow "Up in one piece" -1 '\033[A'
burst '\033'
sleep 0.6
arrow "Esc, then [B after 600 ms" 1 '[B'
arrow "F-key digits: Esc, then 100 ms, then BackTab's bytes" -1 '\033' '[Z'
has "no byte of them was typed" "$(screen)" "[bên suối lớn "
is "still in the same field" "$(row)" "$here"
bytes '\033' '[1' '5' '~'
see "Saved. This is a new one" "F5 byte by byte: saved and a new one"
cancel
sees "Nông Văn An"
press F10
sees "To do"
paste "abc"
press 0
see "ended:0" "a bare 0 leaves"

# ---- mono ----
colours() { # colour codes of the screen as it was sent
	TM capture-pane -p -e | LC_ALL=C grep -o "$(printf '\033')\\[[0-9;]*m" | LC_ALL=C grep -Ec '[[;](3[0-8]|4[0-8]|9[0-7])[;m]'
}
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
see "Nông Văn An"
ok "in colour by itself" test "$(colours)" -gt 0
UNDER="env NO_COLOR=1"
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
see "Nông Văn An"
is "NO_COLOR: no colour at all" "$(colours)" 0
TM capture-pane -p -e >"$T/mono"
ok "the selected row is marked all the same" sh -c "grep 'Văn An' '$T/mono' | LC_ALL=C grep -q '\[[0-9;]*7[;m]'"
UNDER=
gn config set colour no
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
see "Nông Văn An"
is "the setting \"colour no\" does the same" "$(colours)" 0
gn config set colour yes
UNDER="env NO_COLOR=1"
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
see "Nông Văn An"
ok "and \"colour yes\" overrules the environment" test "$(colours)" -gt 0
gn config set colour auto

# ---- other terminals: drawn, arrows, F-keys as they send them, letters, given back ----
other() { # TERM DOWN F3 COLOURS?
	UNDER="env TERM=$1"
	term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
	see "Nông Văn An" "$1: drawn"
	burst "$2"
	press Enter
	see "/ 002 / Nông Văn Bình" "$1: Down"
	press F10
	sees "2/3"
	burst "$3"
	see "Find:" "$1: F3"
	type "Cảnh"
	see "Find: Cảnh" "$1: Vietnamese letters"
	column_is "$1" 11
	cancel
	gone "Find:"
	press F10
	see "ended:0" "$1: left"
	is "$1: the screen is given back" "$(screen | grep -c 'Nông')" "$4"
}
other xterm '\033OB' '\033OR' 0
other xterm-256color '\033OB' '\033OR' 0
other linux '\033[B' '\033[[C' 3
other vt100 '\033OB' '\033OR' 3
UNDER="env TERM=no-such-thing ASAN_OPTIONS=detect_leaks=0" # newterm itself loses some when it fails
term_start 80x24 en --book "$book"
see "ended:2" "an unknown terminal is refused with a sentence"
see "not known here"
UNDER="env LC_ALL=C LANG=C LANGUAGE=en"
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai"
see "To do" "LC_ALL=C: C.UTF-8 is taken"
see "Xã Thử"
press 0
see "ended:0"
UNDER=
no_asan
finish
