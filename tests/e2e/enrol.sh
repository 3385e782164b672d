#!/bin/sh
# SPDX-License-Identifier: MIT
# Enrolment: whose book it is, the secret that is spent once, keys compared and replaced, training and real kept apart.
. "${srcdir:-.}/tests/tap.sh"
a=$T/a.book stick=$T/stick
mkdir "$stick"
up() { gn --book "$a" "$@"; }
dump() { sqlite3 "$1" .dump | sha256sum; }
print_of() { gn --book "$1" doctor 2>/dev/null | sed -n 's/.*fingerprint *//p'; }
commune() { # BOOK ENROLMENT: a book of DV with a village
	gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$2" "$1" >/dev/null 2>&1 &&
		gn --book "$1" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
}
gn init --unit YT --name "Huyện Yên Thế" --level district "$a" >/dev/null 2>&1

# ---- making one ----
run up enrol make --unit DV --name "Xã Đồng Vương" -o "$stick/dv.gne"
is "enrol make ends 0" "$rc" 0
is "and prints the file" "$out" "$stick/dv.gne"
has "and this book's fingerprint" "$err" "$(print_of "$a")"
before=$(dump "$a")
sum=$(sha256sum <"$stick/dv.gne")
run up enrol make --unit DV --name "Xã Đồng Vương" -o "$stick/dv2.gne"
is "a unit enrolled already is not enrolled again" "$rc" 1
ok "no file was made" test ! -e "$stick/dv2.gne"
ends 3 "an enrolment never writes over a file" gn --book "$a" enrol make --unit TH --name "Xã Tam Hiệp" -o "$stick/dv.gne"
is "it is as it was" "$(sha256sum <"$stick/dv.gne")" "$sum"
for code in dv D_V ABCDEFGHIJKLMNOPQ YT; do
	run up enrol make --unit $code --name "Xã" -o "$stick/x.gne"
	ok "the code $code is refused ($rc)" test "$rc" = 2
done
ends 2 "a level that is not below" gn --book "$a" enrol make --unit X1 --name "Xã" --level province -o "$stick/x.gne"
ends 3 "into no folder" gn --book "$a" enrol make --unit X1 --name "Xã" -o "$T/none/x.gne"
ok "none of these made a file" test ! -e "$stick/x.gne"
is "and nothing was noted" "$(dump "$a")" "$before"
has "the unit is listed" "$(up enrol list)" "lower  DV  -  not-compared  Xã Đồng Vương"

# ---- init from one ----
nobook() { # NAME RC WORDS...
	run gn init --name "Xã" "$@" "$T/no.book"
	is "init $name ends 3" "$rc$out" 3
	is "init $name makes nothing" "$(find "$T" -maxdepth 1 -name 'no.book*')" ""
}
name="for another unit" && nobook --unit TH --level commune --from "$stick/dv.gne"
name="at another level" && nobook --unit DV --level village --from "$stick/dv.gne"
name="of training from a real one" && nobook --unit DV --level commune --training --from "$stick/dv.gne"
name="from no file" && nobook --unit DV --level commune --from "$stick/none.gne"
name="from a text" && echo x >"$T/text" && nobook --unit DV --level commune --from "$T/text"
head -c 300 "$stick/dv.gne" >"$T/cut.gne"
name="from one cut short" && nobook --unit DV --level commune --from "$T/cut.gne"
run gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$stick/dv.gne" "$T/one.book"
is "init from an enrolment ends 0" "$rc" 0
has "and shows the fingerprint of the level above" "$err" "$(print_of "$a")"
has "which is to be compared" "$err" "compare it"
hasnot "and the lists are the same here and there" "$err" "not as the level above"
mkdir "$T/other" && cp -R "$top/forms" "$top/data" "$T/other/" && echo '# hạn khác' >>"$T/other/data/calendar/2021-2026.ini"
run env GIAMNGHEO_DATADIR="$T/other" "$GIAMNGHEO" init --unit DV --name "Xã Đồng Vương" --level commune --from "$stick/dv.gne" "$T/other.book"
is "with another list of duties it is made as well" "$rc" 0
has "and the list is named" "$err" "not as the level above has them: calendar/2021-2026.ini."
gn --book "$T/one.book" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
has "it is listed in the commune's book" "$(gn --book "$T/one.book" enrol list)" "upper  YT  $(print_of "$a")  not-compared  Huyện Yên Thế"
ok "private keys lie beside the book" test -s "$T/one.book.keys"
inside=
for key in $(sed -n 's/^sign: //p; s/^seal: //p' "$T/one.book.keys"); do
	inside="$inside $(sqlite3 "$T/one.book" .dump | grep -ci "$key")"
done
is "not in it" "$inside" " 0 0"

# ---- the first valid bundle spends the secret; a second claim is refused with both fingerprints ----
commune "$T/two.book" "$stick/dv.gne"
gn --book "$T/one.book" bundle make -o "$stick/one.gnb" >/dev/null 2>&1
gn --book "$T/two.book" bundle make -o "$stick/two.gnb" >/dev/null 2>&1
run up inbox receive "$stick/one.gnb"
is "the first claim is taken" "$rc" 0
has "and its key is not compared yet" "$out" "not-compared"
before=$(dump "$a")
run up inbox receive "$stick/two.gnb"
is "the second claim, with the very secret, ends 3" "$rc$out" 3
has "it shows the key in force" "$err" "$(print_of "$T/one.book")"
has "and the one that came" "$err" "$(print_of "$T/two.book")"
is "the book is as it was" "$(dump "$a")" "$before"

# ---- comparing ----
run up enrol compare DV "$(print_of "$T/two.book")"
ok "another fingerprint is not the one ($rc)" test "$rc" = 1 -o "$rc" = 3
has "the key is still not compared" "$(up enrol list)" "not-compared  Xã Đồng Vương"
ends 0 "the right one" gn --book "$a" enrol compare DV "$(print_of "$T/one.book")"
has "the key is compared" "$(up enrol list)" "  compared  Xã Đồng Vương"
hasnot "in the inbox too" "$(up inbox list)" "not-compared"
ends 3 "compare of an unknown unit" gn --book "$a" enrol compare XX 1

# ---- a lost PC is enrolled anew ----
run up enrol make --unit DV --name "Xã Đồng Vương" --replace "$(print_of "$T/two.book")" -o "$stick/new.gne"
is "replacing names the fingerprint in force" "$rc" 1
has "which is told" "$err" "$(print_of "$T/one.book")"
run up enrol make --unit DV --name "Xã Đồng Vương" --replace "$(print_of "$T/one.book")" -o "$stick/new.gne"
is "with the right one it is replaced" "$rc" 0
has "and it is logged" "$(sqlite3 "$a" "SELECT kind || ' ' || before FROM event")" "key_replaced $(print_of "$T/one.book")"
gn --book "$T/one.book" bundle make -o "$stick/old.gnb" >/dev/null 2>&1
run up inbox receive "$stick/old.gnb"
is "the old key is refused from then on" "$rc$out" 3
has "with the reason" "$err" "replaced"
run up inbox accept 1
is "a bundle of the old key that waits cannot be accepted" "$rc" 1
commune "$T/three.book" "$stick/new.gne"
unit_id() { sqlite3 "$1" "SELECT value FROM meta WHERE name='unit_id'"; }
is "the unit is the same one" "$(unit_id "$T/three.book")" "$(unit_id "$T/one.book")"
gn --book "$T/three.book" bundle make -o "$stick/three.gnb" >/dev/null 2>&1
run up inbox receive "$stick/three.gnb"
is "the new key is taken" "$rc" 0
has "but the book is one not seen before" "$out" "needs_confirmation"
run gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$stick/dv.gne" "$T/late.book"
gn --book "$T/late.book" bundle make -o "$stick/late.gnb" >/dev/null 2>&1
ends 3 "the replaced enrolment proves nothing" gn --book "$a" inbox receive "$stick/late.gnb"
before=$(up enrol list)
has "list tells which key was replaced" "$before" "replaced"

# ---- a book of its own gets a superior; another one only by name ----
gn init --unit TH --name "Xã Tam Hiệp" --level commune "$T/own.book" >/dev/null 2>&1
run gn --book "$T/own.book" bundle make -o "$stick"
ok "without a superior there is no bundle ($rc)" test "$rc" = 1 -o "$rc" = 3
up enrol make --unit TH --name "Xã Tam Hiệp" -o "$stick/th.gne" >/dev/null 2>&1
gn --book "$T/own.book" put village code=B1 name="Bản Hai" kind=ban area_type=rural >/dev/null 2>&1
run gn --book "$T/own.book" enrol join "$stick/dv.gne"
is "join of another unit's enrolment ends 3" "$rc" 3
has "it says whose it is" "$err" "DV (Xã Đồng Vương)"
run gn --book "$T/own.book" enrol join "$stick/th.gne"
is "enrol join ends 0" "$rc" 0
gn --book "$T/own.book" bundle make -o "$stick/th.gnb" >/dev/null 2>&1
run up inbox receive "$stick/th.gnb"
is "its bundle is taken ($err)" "$rc" 0
up inbox accept "$(printf '%s\n' "$out" | cut -d' ' -f1)" >/dev/null 2>&1
has "and accepted under the unit" "$(up list village --where unit=TH --format csv)" "Bản Hai"
gn init --unit LG --name "Huyện Lạng Giang" --level district "$T/b.book" >/dev/null 2>&1
gn --book "$T/b.book" enrol make --unit TH --name "Xã Tam Hiệp" -o "$stick/th-b.gne" >/dev/null 2>&1
before=$(gn --book "$T/own.book" enrol list)
run gn --book "$T/own.book" enrol join "$stick/th-b.gne"
ok "another superior is not taken unasked ($rc)" test "$rc" = 1 -o "$rc" = 3
has "the fingerprint in force is told" "$err" "$(print_of "$a")"
run gn --book "$T/own.book" enrol join "$stick/th-b.gne" --replace "$(print_of "$T/b.book")"
ok "not under a wrong fingerprint either ($rc)" test "$rc" = 1 -o "$rc" = 3
is "nothing has changed" "$(gn --book "$T/own.book" enrol list)" "$before"
run gn --book "$T/own.book" enrol join "$stick/th-b.gne" --replace "$(print_of "$a")"
is "named by its old fingerprint it is replaced" "$rc" 0
has "and it is logged" "$(sqlite3 "$T/own.book" "SELECT before FROM event")" "$(print_of "$a")"
gn --book "$T/own.book" bundle make -o "$stick/th-b.gnb" >/dev/null 2>&1
ends 3 "the bundle for the new superior is not for the old one" gn --book "$a" inbox receive "$stick/th-b.gnb"
ends 0 "it is for the new one" gn --book "$T/b.book" inbox receive "$stick/th-b.gnb"

# ---- training and real ----
gn init --unit YT --name "Huyện Tập" --level district --training "$T/ta.book" >/dev/null 2>&1
gn --book "$T/ta.book" enrol make --unit DV --name "Xã Tập" -o "$stick/t.gne" >/dev/null 2>&1
commune "$T/tc.book" "$stick/t.gne"
has "training is inherited by enrolment" "$(gn --book "$T/tc.book" doctor 2>/dev/null)" "training"
gn --book "$T/tc.book" bundle make -o "$stick/t.gnb" >/dev/null 2>&1
before=$(dump "$a")
run up inbox receive "$stick/t.gnb"
is "a training bundle in a real book ends 3" "$rc$out" 3
has "with the reason" "$err" "training"
is "and changes nothing" "$(dump "$a")" "$before"
before=$(dump "$T/ta.book")
run gn --book "$T/ta.book" inbox receive "$stick/three.gnb"
is "a real bundle in a training book ends 3" "$rc$out" 3
is "and changes nothing there" "$(dump "$T/ta.book")" "$before"
ends 3 "join of a training enrolment by a real book" gn --book "$T/own.book" enrol join "$stick/t.gne" --replace "$(print_of "$T/b.book")"
gn --book "$T/ta.book" inbox receive "$stick/t.gnb" >/dev/null 2>&1
gn --book "$T/ta.book" inbox accept 1 >/dev/null 2>&1
gn --book "$T/ta.book" reply make 1 -o "$stick/t.gnr" >/dev/null 2>&1
before=$(dump "$T/three.book")
ends 3 "a training reply in a real book" gn --book "$T/three.book" reply apply "$stick/t.gnr"
is "and nothing is changed there" "$(dump "$T/three.book")" "$before"
ends 0 "in its own world it is applied" gn --book "$T/tc.book" reply apply "$stick/t.gnr"
finish
