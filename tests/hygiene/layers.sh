#!/bin/sh
# SPDX-License-Identifier: MIT
# The floors of the house (HACKING.md): by the objects' undefined symbols no floor calls one above, curses is only in ui, sqlite3_
# only in store, form and sync; by ELF section no file shows a mutable global to others.
. "${srcdir:-.}/tests/tap.sh"

objects=$(find src -name '*.o' | sort)
ok "there are objects to look at" test "$(echo "$objects" | wc -l)" -gt 50

for o in $objects; do
	nm "$o" | awk -v o="$o" '
		{ type = $(NF - 1); name = $NF }
		type ~ /^[TDBRVWC]$/ { print "def", o, name }
		type == "U" { print "use", o, name }'
done >"$T/symbols"

awk '
	function floor(path, a) { split(path, a, "/"); return a[2] ~ /\.o$/ ? "main" : a[2] }
	BEGIN {
		rank["base"] = 0; rank["text"] = 1; rank["store"] = 2; rank["form"] = 3
		rank["domain"] = 4; rank["sync"] = 5; rank["report"] = 6
		rank["cmd"] = 7; rank["ui"] = 7; rank["main"] = 8
	}
	$1 == "def" { where[$3] = floor($2) }
	$1 == "use" { n++; user[n] = $2; used[n] = $3 }
	END {
		for (i = 1; i <= n; i++) {
			if (!(used[i] in where))
				continue
			f = floor(user[i]); t = where[used[i]]
			if (f != t && rank[t] >= rank[f])
				print user[i] " calls " used[i] " of " t
		}
	}' "$T/symbols" >"$T/up"
is "no floor calls one above" "$(cat "$T/up")" ""

is "sqlite3_ only in store, form and sync" \
	"$(awk '$1 == "use" && $3 ~ /^sqlite3_/ && $2 !~ /^src\/(store|form|sync)\// { print $2, $3 }' "$T/symbols")" ""

lib=$(ldconfig -p 2>/dev/null | awk '/libncursesw\.so\.6/ { print $NF; exit }')
tinfo=$(ldconfig -p 2>/dev/null | awk '/libtinfo\.so\.6/ { print $NF; exit }')
ok "ncurses was found" test -n "$lib"
nm -D --defined-only "$lib" "$tinfo" 2>/dev/null | awk 'NF == 3 { sub(/@.*/, "", $3); print $3 }' | sort -u >"$T/curses"
ok "its symbols were read" test "$(wc -l <"$T/curses")" -gt 300
is "curses only in ui" \
	"$(awk 'NR == FNR { c[$1] = 1; next } $1 == "use" && ($3 in c) && $2 !~ /^src\/ui\// { print $2, $3 }' "$T/curses" "$T/symbols")" ""

for o in $objects; do
	readelf -SW "$o" | awk '{ sub(/^ *\[ */, ""); sub(/\]/, ""); print $1, $2 }' | grep -E '^[0-9]+ ' >"$T/sections"
	readelf -sW "$o" | awk -v o="$o" -v f="$T/sections" '
		BEGIN { while ((getline line < f) > 0) { split(line, a, " "); name[a[1]] = a[2] } }
		$4 == "OBJECT" && $5 == "GLOBAL" && ($7 ~ /^[0-9]+$/) {
			s = name[$7]
			if ($8 ~ /^__(odr_)?asan/) # of the sanitizer
				next
			if (s ~ /^\.(data|bss)/ && s !~ /^\.data\.rel\.ro/)
				print o, $8, s
		}'
done >"$T/globals"
is "no mutable global outside its file" "$(cat "$T/globals")" ""
finish
