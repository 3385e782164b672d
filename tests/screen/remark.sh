#!/bin/sh
# SPDX-License-Identifier: MIT
# The whole way on the screens. The officer makes a bundle in at most four keys from home, onto the stick; the reviewer receives it,
# writes a remark on a field and returns it without leaving the difference; the reply is applied; from the list of remarks Enter opens the
# record at that field, the remark on its line; it is put right; the second bundle is accepted in at most four keys from the inbox.
. "${srcdir:-.}/tests/screen/lib.sh"
a=$T/above.book c=$T/commune.book
mkdir "$T/stick"
export GIAMNGHEO_STICKS="$T/stick"
gn init --unit YT --name "Huyện Yên Thế" --level district "$a" >/dev/null 2>&1
gn --book "$a" enrol make --unit DV --name "Xã Đồng Vương" -o "$T/DV.gne" >/dev/null 2>&1
ok "a commune enrolled above" gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$T/DV.gne" "$c"
put() { gn --book "$c" put "$@" 2>/dev/null; }
put village code=B01 name="Bản Đồng" kind=ban area_type=rural >/dev/null
h=$(put household village=B01 household_code=001 head_name="Nông Văn Thành" head_gender=male head_birth_date=1975 members_count=1)
put household village=B01 household_code=002 head_name="Hoàng Thị Nhung" head_gender=female head_birth_date=1982-05-14 members_count=1 >/dev/null
sql() { sqlite3 "$1" "$2"; }
holds() { [ "$(sql "$1" "$2")" = "$3" ]; }
keys=0
key() { # counted
	keys=$((keys + $#))
	press "$@"
}

# ---- the officer: 8, Enter ----
term_start 80x24 en --book "$c" --as "Hoàng Thị Mai"
see "Assignments" "the officer's home"
key 8
see "Send the data up to Huyện Yên Thế"
see "2 households" "what goes is shown"
key Enter
see "Written, read back and the same" "written and verified"
ok "the bundle is made in $keys keys from home (at most 4)" test $keys -le 4
ok "it lies on the stick" test -f "$T/stick/DV_G0001.gnb"
is "nothing else lies there" "$(ls -A "$T/stick")" DV_G0001.gnb
press Enter
sees "By when"

# ---- the reviewer: receives, looks, writes a remark on a field, returns ----
officer=$S
term_beside 80x24 en --book "$a" --as "Nguyễn Văn Bình"
above=$S
see "Units below" "the reviewer's home"
press 8
see "Nothing has come yet"
press n
see "DV_G0001.gnb" "the file on the stick is found"
see "1 file marked" "and marked, as it was not received yet"
press Enter
see "received; receipt" "received"
press Enter
see "Xã Đồng Vương"
press Enter
see "records differ" "the difference"
see "Nông Văn Thành"
foot() { screen | sed -n '18,21p'; }
foot_changed() { [ "$(foot)" != "$was" ]; }
go_down_to() { # TEXT: the foot says in full what the selected row is
	i=0
	until foot | grep -qF -- "$1"; do
		i=$((i + 1))
		[ $i -lt 60 ] || return 1
		was=$(foot)
		press Down
		until_true 3 foot_changed || return 1
	done
}
ok "the head's own record is reached" go_down_to "Member: Bản Đồng / 001 / Nông Văn Thành"
press Enter
ok "unfolded, its field is reached" go_down_to "Full name: Nông Văn Thành"
press r
see "Remark on the field"
type "Viết lại họ tên theo căn cước"
press Enter
see "Your remark: Viết lại họ tên theo căn cước" "the remark stands under its field"
see "1 remark written"
press t
see "Return for correction" "returned from the difference itself"
see "» Viết lại họ tên theo căn cước" "with the remark"
press 1
see "Where shall the reply be written?"
press Enter
see "Written, read back and the same" "the reply is on the stick"
press Enter
see "Inbox"
is "the bundle is returned" "$(sql "$a" "SELECT state FROM inbox WHERE n = 1")" returned
is "the remark is on record and field" "$(sql "$a" "SELECT form || ':' || field || ':' || text FROM remark")" \
	"member:full_name:Viết lại họ tên theo căn cước"
ok "a reply lies on the stick" sh -c "ls '$T/stick' | grep -q '\.gnr$'"

# ---- the officer: applies the reply; the list of remarks; Enter opens at the field ----
S=$officer
press g
see "Sent bundles"
press a
see ".gnr" "the reply on the stick is found"
press Enter
see "Bundle 1: to be corrected" "what was decided"
see "New remarks: 1"
press 1
see "Viết lại họ tên theo căn cước" "the list of what is to be corrected"
press Enter
see "Member 1/1 · Nông Văn Thành" "Enter opens the member in its household"
has "the remark is on the field's line" "$(screen | grep -A1 "Full name \*" | tail -n 1)" "Remark: Viết lại họ tên theo căn cước"
row=$(($(screen | grep -n "Full name \*" | cut -d: -f1) - 1))
cursor_is "at that field, behind the name" "41,$row"
press C-a C-k
type "Nông Văn Thanh"
press F2
until_true "$LIMIT" holds "$c" "SELECT full_name FROM member WHERE household = '$h'" "Nông Văn Thanh" || :
is "put right" "$(sql "$c" "SELECT full_name FROM member WHERE household = '$h'")" "Nông Văn Thanh"
press F10 F10
see "answered" "the remark counts as answered"
press F10 F10
sees "By when"

# ---- the second bundle ----
press 8
see "1 answered by this bundle, 0 still open"
press Enter
see "Written, read back and the same"
ok "the second bundle lies on the stick" test -f "$T/stick/DV_G0002.gnb"
press Enter F10
see "ended:0" "the officer leaves"
S=$above
press n
see "DV_G0002.gnb"
see "1 file marked" "only the new one is marked"
press Enter
see "received; receipt"
press Enter
sees "Inbox"
press Enter
see "» answers: Viết lại" "the difference says which remark is answered"
press F10
sees "Inbox"
keys=0
key a
see "Accept the bundle"
key Enter
see "Where shall the reply be written?"
key Enter
see "Written, read back and the same"
key Enter
see "accepted"
ok "accepted in $keys keys from the inbox (at most 4)" test $keys -le 4
is "accepted" "$(sql "$a" "SELECT group_concat(state) FROM (SELECT state FROM inbox ORDER BY n)")" "returned,accepted"
is "the book above has the new name" "$(gn --book "$a" list household --format csv | grep -c "Nông Văn Thanh")" 1
is "the remark is closed" "$(sql "$a" "SELECT state FROM remark")" closed
press F10 0
see "ended:0"
for b in "$a" "$c"; do
	is "$(basename "$b") is sound" "$(sql "$b" 'PRAGMA quick_check')" ok
done
no_asan
finish
