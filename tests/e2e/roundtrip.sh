#!/bin/sh
# SPDX-License-Identifier: MIT
# The demonstration book: its lists on a day; out as CSV and in again, every form of it: not a row changes.
. "${srcdir:-.}/tests/tap.sh"
dump() { sqlite3 "$1" .dump | sha256sum; }

demo=$(gn demo --dir "$T/demo" 2>/dev/null)
before=$(dump "$demo")

# ---- the class of a household is a function of the day ----
poor() { gn --book "$demo" list household --where classification=poor "$@" 2>/dev/null | wc -l | tr -d ' '; }
is "poor now" "$(poor)" 77
is "before any decision" "$(poor --on 2023-06-01)" 0
is "the day before the decision" "$(poor --on 11/12/2023)" 0
is "on the day of the decision" "$(poor --on 2023-12-12)" 77
is "as CSV the same, and a header" "$(poor --on 2023-12-31 --format csv)" 78
is "all households are there on any day" "$(gn --book "$demo" list household --on 2023-06-01 2>/dev/null | wc -l | tr -d ' ')" 1329
is "with another filter beside it" "$(poor --on 2023-12-31 --where village=B01)" "$(poor --where village=B01)"
is "codes, labels and keys are understood" "$(poor --where village='Bản 1')" "$(gn --book "$demo" list household --where village=b01 --where classification='hộ nghèo' 2>/dev/null | wc -l | tr -d ' ')"

# ---- out and in ----
forms=$(cd "$top/forms" && ls ./*.ini | sed 's,^./,,; s,.ini$,,')
for form in $forms; do
	ok "export $form" gn --book "$demo" export $form -o "$T/$form.csv"
	is "$form -o FILE begins with a BOM" "$(head -c 3 "$T/$form.csv" | od -An -tx1 | tr -d ' ')" efbbbf
	run gn --book "$demo" import $form "$T/$form.csv"
	is "import of $form ends 0" "$rc" 0
	has "import of $form: nothing new, nothing changed" "$out" ": 0 new, 0 changed,"
done
gn --book "$demo" list household --format csv >"$T/plain.csv" 2>/dev/null
is "the plain form is the same without BOM" "$(tail -c +4 "$T/household.csv" | sha256sum)" "$(sha256sum <"$T/plain.csv")"
gn --book "$demo" export household >"$T/plain2.csv" 2>/dev/null
ok "export to stdout is list --format csv" cmp -s "$T/plain.csv" "$T/plain2.csv"
run gn --book "$demo" import household "$T/plain.csv"
has "and comes in too" "$out" "1329 rows: 0 new, 0 changed, 1329 the same, 0 refused"
is "not a row of the book has changed" "$(dump "$demo")" "$before"

# ---- into a fresh book: the same people, once ----
fresh=$T/fresh.book
gn init --unit F1 --name "Xã Mới" --level commune "$fresh" >/dev/null 2>&1
rows() { sqlite3 "$1" "SELECT (SELECT count(*) FROM household), (SELECT count(*) FROM member), (SELECT count(*) FROM member WHERE relation_to_head='head')"; }
for form in village household member; do
	ends 0 "$form into a fresh book" gn --book "$fresh" import $form "$T/$form.csv"
done
is "as many households, members and heads" "$(rows "$fresh")" "$(rows "$demo")"
is "of the same names" "$(sqlite3 "$fresh" "SELECT full_name, id_number FROM member ORDER BY 1, 2" | sha256sum)" \
	"$(sqlite3 "$demo" "SELECT full_name, id_number FROM member ORDER BY 1, 2" | sha256sum)"
for pass in again "after the others"; do
	before=$(dump "$fresh")
	for form in village household member; do
		has "$form $pass changes nothing" "$(gn --book "$fresh" import $form "$T/$form.csv" 2>/dev/null)" ": 0 new, 0 changed,"
	done
	is "not a row, $pass" "$(dump "$fresh")" "$before"
	for form in round change review unit_year project participant assignment; do
		ok "$form into it" gn --book "$fresh" import $form "$T/$form.csv"
	done
done
is "the classes are those of the reviews" "$(gn --book "$fresh" list household --where classification=poor 2>/dev/null | wc -l | tr -d ' ')" 77

# ---- a book of the level above: its own export changes nothing, a row that differs is refused ----
above=$(gn demo --dir "$T/above" --level district 2>/dev/null)
before=$(dump "$above")
for form in $forms; do
	gn --book "$above" export $form -o "$T/a.$form.csv" 2>/dev/null
	run gn --book "$above" import $form "$T/a.$form.csv"
	is "the level above: $form ends 0" "$rc" 0
	has "the level above: $form is the same" "$out" ": 0 new, 0 changed,"
done
sed '2s/rural/urban/' "$T/a.village.csv" >"$T/differs.csv"
ends 3 "a row of a unit below that differs" gn --book "$above" import village "$T/differs.csv"
is "and the book above is as it was" "$(dump "$above")" "$before"
finish
