#!/bin/sh
# SPDX-License-Identifier: MIT
# One writer at a time: another one waits 5 seconds, ends 4 and names the holder; reading goes on meanwhile; kill -9 leaves no lock.
. "${srcdir:-.}/tests/tap.sh"
book=$T/b.book
c() { gn --book "$book" "$@"; }
gn init --unit C1 --name "Xã Một" --level commune "$book" >/dev/null 2>&1
c put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1

# An import from a pipe nobody has written to yet holds the book for as long as we like.
mkfifo "$T/pipe"
"$GIAMNGHEO" --book "$book" import village "$T/pipe" >"$T/import.out" 2>&1 &
holder=$!
trap 'kill -9 $holder 2>/dev/null; rm -rf "$T"' EXIT
held() { [ -s "$book.lock" ]; }
ok "a writer holds the book" until_true 10 held
has "the lock's file tells who" "$(cat "$book.lock")" "$holder"

(
	began=$(date +%s)
	rc=0
	c put village code=B2 name="Bản Hai" kind=ban area_type=rural >"$T/put.out" 2>"$T/put.err" || rc=$?
	echo "$rc" >"$T/put.rc"
	echo $(($(date +%s) - began)) >"$T/put.took"
) &
pids=$!
# All writers at once, so that the test need not wait for each.
n=0
for words in "remove village B1 --reason x" "import village $T/none.csv" "bundle make -o $T" "inbox receive $T/none.gnb" \
	"inbox accept 1" "inbox confirm 1" "reply apply $T/none.gnr" "enrol make --unit X --name X -o $T/x.gne" "backup"; do
	n=$((n + 1))
	# shellcheck disable=SC2086
	(
		rc=0
		gn --book "$book" $words >/dev/null 2>&1 || rc=$?
		echo "$rc" >"$T/rc.$n"
	) &
	pids="$pids $!"
done
# Reading is always possible.
run c list village --format csv
is "list meanwhile" "$rc$err" 0
has "list sees what was stored" "$out" "Bản Một"
for words in "show village B1" "history village B1" "find mot" "export village" "bundle list" "inbox list" "remarks" "overview" \
	"check --form village" "enrol list" "config list"; do
	# shellcheck disable=SC2086
	ends 0 "$words meanwhile" gn --book "$book" $words
done
run c doctor
ok "doctor meanwhile ($rc)" test "$rc" -le 1
# shellcheck disable=SC2086
wait $pids
is "put on a book being written ends 4" "$(cat "$T/put.rc")" 4
is "and prints nothing" "$(cat "$T/put.out")" ""
has "it names the holder" "$(cat "$T/put.err")" "(process $holder)"
has "by its program too" "$(cat "$T/put.err")" "giamngheo"
took=$(cat "$T/put.took")
ok "after about 5 seconds ($took)" test "$took" -ge 4 -a "$took" -le 8
n=0
for words in remove import "bundle make" "inbox receive" "inbox accept" "inbox confirm" "reply apply" "enrol make" backup; do
	n=$((n + 1))
	is "$words ends 4" "$(cat "$T/rc.$n")" 4
done

kill -9 $holder
wait $holder 2>/dev/null
began=$(date +%s)
ends 0 "after kill -9 of the holder the book is free at once" gn --book "$book" put village code=B2 name="Bản Hai" kind=ban area_type=rural
ok "without waiting" test $(($(date +%s) - began)) -le 2

# Two names of one book meet at one lock.
ln -s "$book" "$T/link.book"
"$GIAMNGHEO" --book "$T/link.book" import village "$T/pipe" >/dev/null 2>&1 &
holder=$!
until_true 10 held
has "through a link it is the same lock" "$(cat "$book.lock")" "$holder"
(
	sleep 1
	printf 'code,name,kind,area_type\nB3,Bản Ba,ban,rural\n' >"$T/pipe"
) &
run c put village code=B4 name="Bản Bốn" kind=ban area_type=rural
is "a writer that waits gets its turn when the other ends" "$rc" 0
wait
is "both are there" "$(sqlite3 "$book" "SELECT group_concat(code) FROM (SELECT code FROM village ORDER BY code)")" "B1,B2,B3,B4"
finish
