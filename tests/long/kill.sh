#!/bin/sh
# SPDX-License-Identifier: MIT
# kill -9 at random moments during put and import: after each, quick_check is ok and every record reported as saved is
# there. GIAMNGHEO_KILLS (default 170) rounds, three put to one import; the screen has its own (kill-screen.sh).
. "${srcdir:-.}/tests/tap.sh"
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"
kills=${GIAMNGHEO_KILLS:-170}
book=$T/k.book
ok "a book" gn init --unit K1 --name "Xã Thử" --level commune "$book"
ok "a village" gn --book "$book" put village code=B1 name="Bản Một" kind=ban area_type=rural

# The program itself is put in the background, not a function of the shell: what is killed is it.
# A whole run of each, to know how long a moment can be.
now() { date +%s%N; }
gn --book "$book" put household village=B1 household_code=x0 head_name="Nông Văn Đầu" head_gender=male >/dev/null 2>&1
began=$(now)
gn --book "$book" put household village=B1 household_code=x1 head_name="Nông Văn Hai" head_gender=male >/dev/null 2>&1
put_ns=$(($(now) - began))

{
	echo "village,household_code,head_name,head_gender,phone"
	i=0
	while [ $i -lt 1200 ]; do
		i=$((i + 1))
		echo "B1,imp$i,Hoàng Thị Số $i,female,"
	done
} >"$T/many.csv"

began=$(now)
gn --book "$book" import household "$T/many.csv" >/dev/null 2>&1
import_ns=$(($(now) - began))

seed=${GIAMNGHEO_SEED:-7}
# Sets $r (in no subshell, for the seed must go on) to 0 … $1: the same moments for the same seed as far as the machine allows.
random() {
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	r=$((seed / 8 % 10000 * ($1 / 10000)))
}
pause() { sleep "$(awk -v ns="$1" 'BEGIN { printf "%.4f", ns / 1e9 }')"; }

check() {
	[ "$(sqlite3 "$book" 'PRAGMA quick_check')" = ok ]
}

survived=0
cut=0
lost=
bad=
i=0
: >"$T/saved"
while [ $i -lt "$kills" ]; do
	i=$((i + 1))
	if [ $((i % 4)) = 0 ]; then
		: >"$T/told"
		sed "s/imp/i${i}_/" "$T/many.csv" >"$T/one.csv"
		"$GIAMNGHEO" --book "$book" import household "$T/one.csv" --progress >"$T/told" 2>/dev/null &
		pid=$!
		random "$import_ns"
		pause "$r"
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		[ $? = 137 ] && cut=$((cut + 1))
		told=$(awk '/^stored/ { n = $2 } END { print n + 0 }' "$T/told")
		there=$(sqlite3 "$book" "SELECT count(*) FROM household WHERE household_code LIKE 'i${i}\\_%' ESCAPE '\\'")
		[ "$there" -ge "$told" ] || lost="$lost import:$i($there<$told)"
	else
		"$GIAMNGHEO" --book "$book" put household village=B1 household_code=p$i head_name="Lý Thị Bền $i" head_gender=female >"$T/id" 2>/dev/null &
		pid=$!
		random $((put_ns * (2 + i % 3) / 2))
		pause "$r"
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		[ $? = 137 ] && cut=$((cut + 1))
		grep -Ex '[0-9a-f-]{36}' "$T/id" >>"$T/saved"
	fi
	check || bad="$bad $i"
	survived=$((survived + 1))
done
while read -r id; do
	[ "$(sqlite3 "$book" "SELECT count(*) FROM household WHERE id = '$id'")" = 1 ] || lost="$lost $id"
done <"$T/saved"
is "all rounds were run" "$survived" "$kills"
ok "at least a tenth were cut off in the middle ($cut of $kills)" test "$cut" -ge $((kills / 10))
ok "some records were reported as saved ($(wc -l <"$T/saved"))" test "$(wc -l <"$T/saved")" -ge 3
is "quick_check after every kill" "$bad" ""
is "every record reported as saved is there" "$lost" ""
ends 0 "the book opens and is written to afterwards" gn --book "$book" put household village=B1 household_code=last head_name="Nông Văn Cuối" head_gender=male
is "every household has its head's name: no half household" \
	"$(sqlite3 "$book" "SELECT count(*) FROM household h WHERE (SELECT count(*) FROM member m WHERE m.household = h.id) <> 1")" 0
is "counts agree with the rows" \
	"$(gn --book "$book" list household --format csv | tail -n +2 | wc -l | tr -d ' ')" \
	"$(sqlite3 "$book" 'SELECT count(*) FROM household')"
finish
