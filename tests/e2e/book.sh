#!/bin/sh
# SPDX-License-Identifier: MIT
# The file itself: what is refused and left as it is, who may read it, a full disk, a wrong clock, a log left by a kill.
. "${srcdir:-.}/tests/tap.sh"
sum() { sha256sum <"$1"; }
mkdir "$T/good"
good=$T/good/g.book
gn init --unit C1 --name "Xã Một" --level commune "$good" >/dev/null 2>&1
gn --book "$good" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
i=0
{
	echo "village,household_code,head_name,head_gender,members_count"
	while [ $i -lt 60 ]; do
		i=$((i + 1))
		echo "B1,$i,Nông Văn Số $i,male,1"
	done
} >"$T/many.csv"
gn --book "$good" import household "$T/many.csv" >/dev/null 2>&1
is "a book to begin with" "$(sqlite3 "$good" 'SELECT count(*) FROM household')" 60

# ---- refused, untouched, nothing beside it ----
refuse() { # NAME FILE PATTERN: by reading, by writing and by doctor
	name=$1 file=$2 pattern=$3
	dir=$(dirname "$file")
	before=$(ls -A "$dir")
	was=$(sum "$file" 2>/dev/null)
	for words in "list household" "put village code=B9 name=x" doctor backup "bundle make -o $T" "import household $T/many.csv" "inbox list"; do
		# shellcheck disable=SC2086
		run gn --book "$file" $words
		is "$name, $words: ends 3" "$rc" 3
		has "$name, $words: a sentence" "$err" "$pattern"
	done
	is "$name: not a byte changed" "$(sum "$file" 2>/dev/null)" "$was"
	is "$name: no file beside it" "$(ls -A "$dir")" "$before"
}
copy() { # NAME: a copy in a folder of its own
	mkdir "$T/$1"
	cp "$good" "$T/$1/x.book"
	echo "$T/$1/x.book"
}
f=$(copy newer)
v=$(sqlite3 "$f" 'PRAGMA user_version')
sqlite3 "$f" "PRAGMA user_version=$((v + 1))"
refuse "a newer book" "$f" "newer giamngheo"
f=$(copy foreign)
sqlite3 "$f" "PRAGMA application_id=1234"
refuse "a database of another program" "$f" "not a book"
mkdir "$T/text" "$T/empty" "$T/dir" "$T/short"
echo "Danh sách hộ nghèo" >"$T/text/x.book"
refuse "a text" "$T/text/x.book" "not a book"
: >"$T/empty/x.book"
refuse "an empty file" "$T/empty/x.book" "not a book"
head -c 60 "$good" >"$T/short/x.book"
refuse "a file shorter than a header" "$T/short/x.book" "not a book"
mkdir "$T/dir/x.book"
refuse "a folder" "$T/dir/x.book" "folder"
size=$(wc -c <"$good")
for cut in $((size / 2)) $((size - 1)) $((size - 4096)) 4096 100; do
	mkdir "$T/cut$cut"
	head -c "$cut" "$good" >"$T/cut$cut/x.book"
	refuse "a book cut at $cut of $size" "$T/cut$cut/x.book" "damaged"
done
run gn --book "$T/none.book" list household
is "no book ends 3" "$rc" 3
ok "and none is made" test ! -e "$T/none.book"

# ---- pages overwritten: either the answer is whole or the command ends 3; the file is never changed by reading ----
pages=$((size / 4096)) wrong='' told=0
mkdir "$T/page"
k=0
while [ $k -lt "$pages" ]; do
	cp "$good" "$T/page/x.book"
	from=$((k * 4096))
	[ $k = 0 ] && from=100
	awk -v n=$((k * 7 + 3)) 'BEGIN { srand(n); for (i = 0; i < 3900; i++) printf "%c", 33 + int(rand() * 90) }' |
		dd of="$T/page/x.book" bs=1 seek=$from conv=notrunc 2>/dev/null
	was=$(sum "$T/page/x.book")
	run gn --book "$T/page/x.book" list household --format csv
	case $rc in
	0) [ "$(printf '%s\n' "$out" | wc -l)" = 61 ] || wrong="$wrong $k(rows)" ;;
	3)
		told=$((told + 1))
		case "$err" in *amaged*) ;; *) wrong="$wrong $k($err)" ;; esac
		;;
	*) wrong="$wrong $k(rc $rc)" ;;
	esac
	[ "$(sum "$T/page/x.book")" = "$was" ] || wrong="$wrong $k(changed)"
	k=$((k + 7))
done
is "overwritten pages: told, or none of the answer's" "$wrong" ""
ok "some were found ($told)" test $told -ge 1
cp "$good" "$T/page/x.book"
root=$(sqlite3 "$good" "SELECT rootpage FROM sqlite_master WHERE name='household'")
dd if=/dev/zero of="$T/page/x.book" bs=4096 seek=$((root - 1)) count=1 conv=notrunc 2>/dev/null
cp "$good.keys" "$T/page/x.book.keys"
for words in "list household" "put household village=B1 household_code=9 head_name=A" "export household" "backup -o $T/bad.backup"; do
	# shellcheck disable=SC2086
	run gn --book "$T/page/x.book" $words
	is "the table's page is gone, $words: ends 3" "$rc" 3
	has "and it is called damage" "$err" "damaged"
done
ok "no backup of a damaged book" test ! -e "$T/bad.backup"
run gn --book "$T/page/x.book" doctor
is "doctor finds it and ends 1" "$rc" 1
has "and says so" "$out" "damaged"

# ---- whose files they are ----
(
	umask 000
	echo "ba con gà đồi" >"$T/words"
	mkdir "$T/perm"
	gn init --unit A1 --name "Huyện" --level district "$T/perm/a.book"
	gn --book "$T/perm/a.book" enrol make --unit C1 --name "Xã" -o "$T/perm/c.gne"
	gn init --unit C1 --name "Xã" --level commune --from "$T/perm/c.gne" "$T/perm/c.book"
	gn --book "$T/perm/c.book" put village code=B1 name="Bản" kind=ban area_type=rural
	gn --book "$T/perm/c.book" bundle make -o "$T/perm"
	gn --book "$T/perm/a.book" inbox receive "$T"/perm/C1_*.gnb
	gn --book "$T/perm/a.book" inbox accept 1
	gn --book "$T/perm/a.book" reply make 1 -o "$T/perm"
	gn --book "$T/perm/c.book" backup
	gn --book "$T/perm/c.book" backup -o "$T/perm/sealed.gnk" --passphrase-file "$T/words"
	gn --book "$T/perm/c.book" export village -o "$T/perm/v.csv"
	gn config set officer "Ai Đó"
) >/dev/null 2>&1
is "every file made is for its owner only" "$(find "$T/perm" "$XDG_CONFIG_HOME" -type f ! -perm 600)" ""
is "there were files of each kind" "$(find "$T/perm" -type f | sed 's/.*\.//' | grep -v 'book-' | sort -u | tr '\n' ' ')" "book csv db gnb gne gnk gnr keys lock "
is "folders too" "$(find "$T/perm" -mindepth 1 -type d ! -perm 700)" ""
chmod 644 "$T/perm/c.book"
run gn --book "$T/perm/c.book" doctor
has "doctor tells of a book others may read" "$(printf '%s\n' "$out" | grep permissions)" "LOOK"

# ---- a place that can only be read ----
mkdir "$T/ro"
cp "$good" "$T/ro/g.book"
as=
if [ "$(id -u)" = 0 ]; then # root may write anywhere: be nobody
	chmod 711 "$T"
	chown -R 65534:65534 "$T/ro"
	as="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi
chmod 444 "$T/ro/g.book"
chmod 555 "$T/ro"
# The program may lie where nobody may go; then the reader is what root is left with.
# shellcheck disable=SC2086
$as test -x "$GIAMNGHEO" 2>/dev/null || as=
# shellcheck disable=SC2086
run $as "$GIAMNGHEO" --book "$T/ro/g.book" list household --format csv
is "a book in a folder that can only be read is read" "$rc" 0
is "whole" "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 61
if [ -n "$as" ] || [ "$(id -u)" != 0 ]; then
	# shellcheck disable=SC2086
	run $as "$GIAMNGHEO" --book "$T/ro/g.book" put village code=B2 name="Bản Hai" kind=ban area_type=rural
	is "and writing there ends 3" "$rc" 3
fi
is "nothing was left there" "$(ls -A "$T/ro")" "g.book"
chmod 755 "$T/ro"

# ---- the clock ----
run env GIAMNGHEO_TODAY=2020-02-02 "$GIAMNGHEO" --book "$good" list village
is "a clock behind: reading works" "$rc" 0
has "and it is said" "$err" "clock"
has "with the day it says" "$err" "02/02/2020"
run env GIAMNGHEO_TODAY=2020-02-02 "$GIAMNGHEO" --book "$good" put village code=B2 name="Bản Hai" kind=ban area_type=rural
is "writing works too" "$rc" 0
has "and it is said there" "$err" "clock"
run gn --book "$good" list village
hasnot "nothing is said of a right clock" "$err" "clock"
run env GIAMNGHEO_TODAY=2020-02-02 "$GIAMNGHEO" --book "$good" doctor
has "doctor says it" "$(printf '%s\n' "$out" | grep clock)" "LOOK"

# ---- a full disk ----
mkdir "$T/small"
mounted=
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=3m gn-small "$T/small" 2>/dev/null; then
	mounted=1
	trap 'umount "$T/small" 2>/dev/null; rm -rf "$T"' EXIT
fi
cp "$good" "$T/small/s.book"
cp "$good.keys" "$T/small/s.book.keys"
small() { # WORDS...: on the full place
	if [ $mounted ]; then
		gn --book "$T/small/s.book" "$@"
	else
		(
			trap '' XFSZ
			ulimit -f 1
			gn --book "$T/small/s.book" "$@"
		)
	fi
}
rows=$(sqlite3 "$T/small/s.book" 'SELECT count(*) FROM household')
was=$(sqlite3 "$T/small/s.book" .dump | sha256sum)
[ $mounted ] && dd if=/dev/zero of="$T/small/fill" bs=1024 2>/dev/null
run small put household village=B1 household_code=F1 head_name="Nông Văn Đầy" head_gender=male
is "put on a full disk ends 3" "$rc" 3
is "and prints no id" "$out" ""
has "and says so" "$err" "GN-"
for words in "import household $T/many.csv" "backup" "bundle make -o $T/small" "export household -o $T/small/x.csv"; do
	# shellcheck disable=SC2086
	run small $words
	is "$words on a full disk ends 3" "$rc" 3
done
is "no half file" "$(find "$T/small" -name '*.gnb*' -o -name '*.csv*' -o -name '*.tmp*')" ""
hasnot "nor is it called a disk that fails" "$err" "failing"
# Reading goes on: with no log, with one a killed writer left, and for a copy that goes to another disk.
is "list on a full disk" "$(small list household --format csv 2>"$T/err" | wc -l | tr -d ' ')" $((rows + 1))
is "and says nothing" "$(cat "$T/err")" ""
is "bundle list on a full disk" "$(small bundle list 2>&1)" ""
if [ $mounted ]; then
	run small put village code=B7 name="Bản Bảy" kind=ban area_type=rural
	has "the writer is told that the disk is full" "$err" "The disk is full"
	hasnot "and not that it is failing" "$err" "failing"
	run small backup -o "$T/away.gnk"
	is "backup -o to another disk ends 0" "$rc $out" "0 $T/away.gnk"
	is "and it is the book" "$(gn --book "$T/away.book" restore "$T/away.gnk" 2>/dev/null && sqlite3 "$T/away.book" 'SELECT count(*) FROM household')" \
		"$T/away.book
$rows"
	rm "$T/small/fill"
	mkfifo "$T/full-feed"
	sqlite3 "$T/small/s.book" <"$T/full-feed" >"$T/full-fed" 2>&1 &
	pid=$!
	exec 9>"$T/full-feed"
	printf 'PRAGMA wal_autocheckpoint=0;\nUPDATE village SET name=name||'"' Mới'"';\nSELECT 7*6;\n' >&9
	until_true 10 grep -q 42 "$T/full-fed"
	kill -9 $pid
	wait $pid 2>/dev/null
	exec 9>&-
	rm -f "$T/small/s.book-shm"
	dd if=/dev/zero of="$T/small/fill" bs=1024 2>/dev/null
	ok "a log is left and the disk is full" test -s "$T/small/s.book-wal"
	log=$(sum "$T/small/s.book-wal")
	run small list village --format csv
	is "list reads it" "$rc$err" 0
	has "with what stands in the log" "$out" "Bản Một Mới"
	run small backup -o "$T/away2.gnk"
	is "and so does backup -o" "$rc" 0
	is "the log is as it was" "$(sum "$T/small/s.book-wal")" "$log"
	rm "$T/small/fill"
	sqlite3 "$T/small/s.book" "UPDATE village SET name=replace(name, ' Mới', '')"
fi
is "what was saved is all there" "$(sqlite3 "$T/small/s.book" .dump | sha256sum)" "$was"
is "and sound" "$(sqlite3 "$T/small/s.book" 'PRAGMA integrity_check')" ok
ends 0 "with room again it is written to" gn --book "$T/small/s.book" put household village=B1 household_code=F2 head_name="Nông Văn Rộng" head_gender=male
is "one more" "$(sqlite3 "$T/small/s.book" 'SELECT count(*) FROM household')" $((rows + 1))

# ---- a log left by a kill ----
cp "$good" "$T/log.book"
cp "$good.keys" "$T/log.book.keys"
mkfifo "$T/feed"
sqlite3 "$T/log.book" <"$T/feed" >"$T/fed" 2>&1 &
pid=$!
exec 9>"$T/feed"
printf 'PRAGMA wal_autocheckpoint=0;\nINSERT INTO history (form, unit, id, rev, kind, at) SELECT form, unit, id, rev, kind, at FROM history LIMIT 5;\nSELECT 7*6;\n' >&9
until_true 10 grep -q 42 "$T/fed"
kill -9 $pid
wait $pid 2>/dev/null
exec 9>&-
ok "a log is left" test -s "$T/log.book-wal"
n=$(sqlite3 "$good" 'SELECT count(*) FROM history')
run gn --book "$T/log.book" list household --format csv
is "a book with a log is read" "$rc $(printf '%s\n' "$out" | wc -l | tr -d ' ')" "0 61"
ok "the log is still there: reading does not fold it in" test -s "$T/log.book-wal"
ends 0 "and written to" gn --book "$T/log.book" put village code=B5 name="Bản Năm" kind=ban area_type=rural
is "what stood in the log is in the book" "$(sqlite3 "$T/log.book" 'SELECT count(*) FROM history')" $((n + 6))
is "sound" "$(sqlite3 "$T/log.book" 'PRAGMA quick_check')" ok
ok "no log is left after a clean end" test ! -s "$T/log.book-wal"
finish
