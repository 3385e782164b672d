#!/bin/sh
# SPDX-License-Identifier: MIT
# The way back: a reply is for one book and one bundle, newer than the last; remarks open, answered, closed.
. "${srcdir:-.}/tests/tap.sh"
a=$T/a.book c=$T/c.book d=$T/d.book stick=$T/stick
mkdir "$stick"
up() { gn --book "$a" --as "Nguyễn Văn Bình" "$@"; }
c() { gn --book "$c" "$@"; }
dump() { sqlite3 "$1" .dump | sha256sum; }
enrolled() { # BOOK CODE NAME
	up enrol make --unit "$2" --name "$3" -o "$stick/$2.gne" >/dev/null 2>&1
	gn init --unit "$2" --name "$3" --level commune --from "$stick/$2.gne" "$1" >/dev/null 2>&1
	gn --book "$1" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
}
bring() { # BOOK: a bundle of it received above; its inbox number
	up inbox receive "$(gn --book "$1" bundle make -o "$stick" 2>/dev/null)" 2>/dev/null | awk '{ print $1 }'
}
gn init --unit YT --name "Huyện Yên Thế" --level district "$a" >/dev/null 2>&1
enrolled "$c" DV "Xã Đồng Vương"
enrolled "$d" TH "Xã Tam Hiệp"
h1=$(c put household village=B1 household_code=1 head_name="Nông Văn Bền" head_gender=male members_count=1 2>/dev/null)
h2=$(c put household village=B1 household_code=2 head_name="Lý Thị Hoa" head_gender=female members_count=1 2>/dev/null)

# ---- before any decision: a receipt ----
n=$(bring "$c")
run up reply make "$n" -o "$stick"
is "a reply before the decision is a receipt" "$rc" 0
ok "it prints the file" test -f "$out"
r0=$out
run c reply apply "$r0"
is "it is applied" "$rc" 0
is "and says received, with the receipt" "$(printf '%s\n' "$out" | awk '{ print $1, $2 }')" "1 received"
is "the receipt is that of the inbox" "$(printf '%s\n' "$out" | awk '{ print $3 }')" "$(up inbox list | awk '{ print $5; exit }')"
is "nothing is to be corrected" "$(c remarks 2>/dev/null)" ""
is "the bundle's state is known below" "$(c bundle list | awk '{ print $4; exit }')" received

# ---- returned ----
up inbox return "$n" --remark "household:$h1:head_name:Viết lại: theo căn cước" --remark "household:$h2:Xem lại cả hộ" >/dev/null 2>&1
run up reply make "$n" -o "$stick"
r1=$out
is "reply make ends 0" "$rc" 0
ok "under another name than the first" test "$r1" != "$r0"
run gn bundle show "$r1"
has "its header says to whom" "$out" "to-name: Xã Đồng Vương"
has "and which bundle it answers" "$out" "number: 1"
ok "no text of a remark is in its bytes" sh -c "! grep -aq 'căn cước\|Xem lại\|Bền' '$r1'"
sum=$(sha256sum <"$r1")
ends 3 "a reply never writes over a file" gn --book "$a" reply make "$n" -o "$r1"
is "it is as it was" "$(sha256sum <"$r1")" "$sum"
ends 2 "reply make of nothing" gn --book "$a" reply make -o "$stick"
ends 2 "reply make of both" gn --book "$a" reply make 1 --unit DV -o "$stick"
ends 2 "reply make without a place" gn --book "$a" reply make 1
ends 3 "reply make of no such number" gn --book "$a" reply make 99 -o "$stick"
ends 3 "reply make of no such unit" gn --book "$a" reply make --unit XX -o "$stick"
run up reply make --unit TH -o "$stick"
ok "reply make to a unit that has sent nothing ($rc)" test "$rc" = 1 -o "$rc" = 3

before=$(dump "$c")
bad() { # NAME FILE
	run c reply apply "$2"
	is "$1 ends 3" "$rc$out" 3
}
head -c 400 "$r1" >"$T/cut.gnr"
cp "$r1" "$T/long.gnr"
echo >>"$T/long.gnr"
bad "a reply cut short" "$T/cut.gnr"
bad "bytes behind a reply" "$T/long.gnr"
bad "a bundle" "$stick/DV_G0001.gnb"
bad "no file" "$T/none.gnr"
bad "a text" "$0"
is "and the book is as it was" "$(dump "$c")" "$before"
run gn --book "$d" reply apply "$r1"
is "another commune's reply ends 3" "$rc$out" 3
run gn --book "$a" reply apply "$r1"
is "in the book that made it ends 3" "$rc$out" 3

run c reply apply "$r1"
is "reply apply ends 0" "$rc" 0
is "returned" "$(printf '%s\n' "$out" | awk '{ print $1, $2 }')" "1 returned"
applied=$out
remarks=$(c remarks 2>/dev/null)
has "the remark at its field" "$remarks" "open  household:$h1:head_name  Viết lại: theo căn cước  (Nguyễn Văn Bình,"
has "the remark on a record" "$remarks" "open  household:$h2  Xem lại cả hộ"
is "the bundle's state" "$(c bundle list | awk '{ print $4; exit }')" returned
before=$(dump "$c")
run c reply apply "$r1"
is "the same reply again ends 0" "$rc" 0
is "and says the same" "$out" "$applied"
is "and does nothing" "$(dump "$c")" "$before"
run c reply apply "$r0"
is "the receipt, applied before, again ends 0" "$rc" 0
up reply make "$n" -o "$T/older.gnr" >/dev/null 2>&1
up reply make "$n" -o "$T/newer.gnr" >/dev/null 2>&1
ends 0 "a newer one" gn --book "$c" reply apply "$T/newer.gnr"
before=$(dump "$c")
run c reply apply "$T/older.gnr"
is "an older one, never applied, ends 1" "$rc$out" 1
has "and says so" "$err" "older"
is "and changes nothing" "$(dump "$c")" "$before"

# ---- corrected, answered, accepted, closed ----
c put household --id "$h1" head_name="Nông Văn Bến" >/dev/null 2>&1
n=$(bring "$c")
is "a fixed field answers its remark" "$(c remarks --all 2>/dev/null | grep "$h1" | cut -d' ' -f1)" answered
is "what was not touched is still to be corrected" "$(c remarks 2>/dev/null | grep -c '^open')" 1
has "the second bundle says which remark it answers" "$(up inbox diff "$n" 2>&1)" "1 remarks answered"
up inbox accept "$n" --remark "household:$h2:phone:Thiếu số" >/dev/null 2>&1
r2=$(up reply make "$n" -o "$stick" 2>/dev/null)
run c reply apply "$r2"
is "accepted with remarks" "$(printf '%s\n' "$out" | awk '{ print $1, $2 }')" "2 accepted_remarks"
is "the answered one is closed" "$(c remarks --all 2>/dev/null | grep "$h1" | cut -d' ' -f1)" closed
is "two are open" "$(c remarks 2>/dev/null | grep -c '^open')" 2
c put household --id "$h2" phone=0912345678 address="Xóm Trên" >/dev/null 2>&1
n=$(bring "$c")
up inbox accept "$n" >/dev/null 2>&1
up reply make --unit DV -o "$T/r3.gnr" >/dev/null 2>&1
ends 0 "a reply by the unit's code" gn --book "$c" reply apply "$T/r3.gnr"
is "nothing more is to be corrected" "$(c remarks 2>/dev/null)" ""
is "nor above" "$(up remarks 2>/dev/null)" ""

# ---- a remark later, on an accepted record ----
up remark "household:$h1:head_birth_date:Thiếu năm sinh" --unit DV >/dev/null 2>&1
up reply make --unit DV -o "$T/r4.gnr" >/dev/null 2>&1
c reply apply "$T/r4.gnr" >/dev/null 2>&1
has "comes with the next reply" "$(c remarks 2>/dev/null)" "open  household:$h1:head_birth_date  Thiếu năm sinh"

# ---- whose reply, about which bundle ----
gn init --unit LG --name "Huyện Lạng Giang" --level district "$T/lg.book" >/dev/null 2>&1
gn --book "$T/lg.book" enrol make --unit DV --name "Xã Đồng Vương" -o "$T/lg.gne" >/dev/null 2>&1
gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$T/lg.gne" "$T/f.book" >/dev/null 2>&1
gn --book "$T/f.book" bundle make -o "$T/f.gnb" >/dev/null 2>&1
gn --book "$T/lg.book" inbox receive "$T/f.gnb" >/dev/null 2>&1
gn --book "$T/lg.book" inbox accept 1 >/dev/null 2>&1
gn --book "$T/lg.book" reply make 1 -o "$T/f.gnr" >/dev/null 2>&1
before=$(dump "$c")
bad "a reply of another superior" "$T/f.gnr"
is "and the book is as it was" "$(dump "$c")" "$before"
gn --book "$T/f.book" enrol join "$stick/DV.gne" --replace "$(gn --book "$T/lg.book" doctor 2>/dev/null | sed -n 's/.*fingerprint *//p')" >/dev/null 2>&1
run gn --book "$T/f.book" reply apply "$T/f.gnr"
is "a reply of a superior replaced since ends 3" "$rc$out" 3
run gn --book "$T/f.book" reply apply "$T/r4.gnr"
is "a reply about a bundle of another book of the same unit ends 3" "$rc$out" 3

# ---- the level above restored from an older copy goes on above what was applied ----
old=$(up backup 2>/dev/null)
n=$(bring "$c")
up inbox accept "$n" >/dev/null 2>&1
up reply make "$n" -o "$T/r5.gnr" >/dev/null 2>&1
c reply apply "$T/r5.gnr" >/dev/null 2>&1
up restore "$old" --yes >/dev/null 2>&1
n=$(bring "$c")
up inbox accept "$n" >/dev/null 2>&1
up reply make "$n" -o "$T/r6.gnr" >/dev/null 2>&1
run c reply apply "$T/r6.gnr"
is "its next reply is newer all the same ($err)" "$rc" 0
finish
