#!/bin/sh
# SPDX-License-Identifier: MIT
# The whole way by commands (tests/walk.sh, which ./bootstrap run shows too), and its figures.
. "${srcdir:-.}/tests/tap.sh"
ok "the whole way once" sh "$top/tests/walk.sh" "$GIAMNGHEO" "$T/walk"
book=$(ls "$T"/walk/demo/*.book)
count() { gn --book "$book" list household "$@" --format csv | tail -n +2 | wc -l | tr -d ' '; }
is "77 poor households" "$(count --where classification=poor)" 77
is "134 near-poor households" "$(count --where classification=near_poor)" 134
is "1,329 households" "$(count)" 1329
is "10 villages" "$(gn --book "$book" list village --format csv | tail -n +2 | wc -l | tr -d ' ')" 10
is "counts as text are rows too" "$(gn --book "$book" list village 2>/dev/null | wc -l | tr -d ' ')" 10
for b in "$T"/walk/*.book "$book"; do
	is "stock sqlite3 finds $(basename "$b") sound" "$(sqlite3 "$b" 'PRAGMA integrity_check')" ok
	ok "stock sqlite3 dumps and reloads $(basename "$b")" sh -c "sqlite3 '$b' .dump | sqlite3 '$T/again.db' && test \"\$(sqlite3 '$T/again.db' 'PRAGMA quick_check')\" = ok && rm '$T/again.db'"
done
finish
