#!/bin/sh
# SPDX-License-Identifier: MIT
# Copies: seven beside the book, one sealed with the keys; everything wiped and restored; what a restored book means above.
. "${srcdir:-.}/tests/tap.sh"
a=$T/above.book b=$T/pc/commune.book stick=$T/stick
mkdir "$T/pc" "$stick"
up() { gn --book "$a" "$@"; }
c() { gn --book "$b" "$@"; }
meta() { sqlite3 "$b" "SELECT value FROM meta WHERE name='$1'"; }
rows() { sqlite3 "$b" "SELECT count(*) FROM household"; }
records() { # what a book holds, without what belongs to this very file
	for t in village household member history reason tombstone; do
		sqlite3 "$1" "SELECT * FROM \"$t\" ORDER BY 1, 2, 3, 4, 5"
	done | sha256sum
}
gn init --unit YT --name "Huyện Yên Thế" --level district "$a" >/dev/null 2>&1
up enrol make --unit DV --name "Xã Đồng Vương" -o "$stick/dv.gne" >/dev/null 2>&1
gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$stick/dv.gne" "$b" >/dev/null 2>&1
c put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
h=$(c put household village=B1 household_code=1 head_name="Nông Văn Bền" head_gender=male 2>/dev/null)

# ---- doctor, and the copies beside the book ----
run c doctor
is "something saved and no copy yet: doctor ends 1" "$rc" 1
has "and says so" "$(printf '%s\n' "$out" | grep backup)" "LOOK"
run c backup
is "backup ends 0" "$rc" 0
ok "and prints the copy's path" test -f "$out"
is "it lies beside the book" "$(dirname "$out")" "$b.backup"
is "a copy is a sound database" "$(sqlite3 "$out" 'PRAGMA integrity_check')" ok
is "with all that is in the book" "$(records "$out")" "$(records "$b")"
run c doctor
is "now doctor ends 0 ($(printf '%s\n' "$out" | grep LOOK))" "$rc" 0
has "doctor tells the fingerprint" "$out" "fingerprint"
has "and the level above" "$out" "Huyện Yên Thế"
run c doctor --full
is "doctor --full ends 0" "$rc" 0
run c doctor --repair
is "doctor --repair ends 0" "$rc" 0
has "and words are found after it" "$(c find 'nong ben' 2>/dev/null)" "$h"
for i in 2 3 4 5 6 7 8 9; do
	c put household --id "$h" note="lần $i" >/dev/null 2>&1
	last=$(c backup 2>/dev/null)
done
is "seven are kept" "$(ls "$b.backup" | wc -l | tr -d ' ')" 7
is "the newest among them" "$(ls "$b.backup" | tail -n 1)" "$(basename "$last")"
is "the oldest have gone" "$(ls "$b.backup" | head -n 1 | cut -c1-6)" 000003

# ---- the copy that carries the keys ----
echo "bản nhỏ bên suối" >"$T/words"
run c backup -o "$stick/clear.gnk"
is "backup -o without a passphrase ends 0" "$rc" 0
is "and prints the path" "$out" "$stick/clear.gnk"
has "and says that it is not sealed" "$err" "NOT sealed"
run c backup -o "$stick/sealed.gnk" --passphrase-file "$T/words"
is "backup -o with a passphrase ends 0" "$rc" 0
hasnot "and does not say so" "$err" "NOT sealed"
ok "no name of the book is in the sealed copy" sh -c "! strings -n 4 '$stick/sealed.gnk' | grep -q 'household\|CREATE'; ! grep -aq 'Bền' '$stick/sealed.gnk'"
sum=$(sha256sum <"$stick/sealed.gnk")
ends 3 "a copy never writes over a file" gn --book "$b" backup -o "$stick/sealed.gnk" --passphrase-file "$T/words"
is "it is as it was" "$(sha256sum <"$stick/sealed.gnk")" "$sum"
ends 3 "into a folder that is not there" gn --book "$b" backup -o "$T/none/x.gnk"
is "GIAMNGHEO_PASSPHRASE serves too" "$(GIAMNGHEO_PASSPHRASE="$(cat "$T/words")" c backup -o "$stick/env.gnk" 2>&1 | grep -c 'NOT sealed')" 0

# ---- the first bundle, accepted, so that the book above knows the instance ----
c bundle make -o "$stick/one.gnb" >/dev/null 2>&1
up inbox receive "$stick/one.gnb" >/dev/null 2>&1
is "the first bundle is accepted" "$(up inbox accept 1 2>/dev/null | awk '{ print $4 }')" accepted
c put household village=B1 household_code=2 head_name="Lý Thị Sau" head_gender=female >/dev/null 2>&1
instance=$(meta instance)
mark=$(c doctor 2>/dev/null | grep fingerprint)

# ---- refusals: the present book stays as it is ----
c backup >/dev/null 2>&1
before=$(sha256sum <"$b")
run c restore "$stick/sealed.gnk"
is "a sealed copy without its passphrase ends 3" "$rc$out" 3
echo "bản nhỏ bên suốt" >"$T/wrong"
run c restore "$stick/sealed.gnk" --passphrase-file "$T/wrong" --yes
is "a wrong passphrase ends 3" "$rc$out" 3
has "and says so" "$err" "passphrase"
size=$(wc -c <"$stick/sealed.gnk")
bad=
for at in 3 20 60 200 $((size / 2)) $((size - 2)); do
	cp "$stick/sealed.gnk" "$T/bad.gnk"
	old=$(od -An -tu1 -j $at -N 1 "$T/bad.gnk" | tr -d ' ')
	printf "$(printf '\\%03o' $((old ^ 21)))" | dd of="$T/bad.gnk" bs=1 seek=$at conv=notrunc 2>/dev/null
	run c restore "$T/bad.gnk" --passphrase-file "$T/words" --yes
	[ "$rc$out" = 3 ] || bad="$bad $at:$rc"
done
is "one byte changed anywhere ends 3" "$bad" ""
head -c $((size - 100)) "$stick/sealed.gnk" >"$T/bad.gnk"
ends 3 "a copy cut short" gn --book "$b" restore "$T/bad.gnk" --passphrase-file "$T/words" --yes
cp "$stick/sealed.gnk" "$T/bad.gnk"
echo x >>"$T/bad.gnk"
ends 3 "a copy with something behind its end" gn --book "$b" restore "$T/bad.gnk" --passphrase-file "$T/words" --yes
ends 3 "no copy at all" gn --book "$b" restore "$T/none.gnk" --yes
ends 3 "a text" gn --book "$b" restore "$T/words" --yes
ends 3 "a bundle" gn --book "$b" restore "$stick/one.gnb" --yes
head -c 30000 "$last" >"$T/half.db"
ends 3 "a daily copy cut short" gn --book "$b" restore "$T/half.db" --yes
ends 2 "restore of nothing" gn --book "$b" restore
is "after all that the book is as it was" "$(sha256sum <"$b")" "$before"
is "and nothing was put beside it" "$(find "$T/pc" -type f ! -path '*.backup/*' ! -name '*-shm' ! -name '*-wal' | sort | sed "s|$T/pc/||" | tr '\n' ' ')" \
	"commune.book commune.book.keys commune.book.lock "

# ---- what would be lost is said ----
run c restore "$stick/sealed.gnk" --passphrase-file "$T/words"
is "a restore that loses something is done" "$rc" 0
has "it tells what the copy is" "$err" "Xã Đồng Vương (DV)"
has "and how much would be lost" "$err" "lacks 2 records"
is "and prints the book" "$out" "$b"
kept=$(printf '%s\n' "$err" | sed -n 's/^What it replaces is kept as //p')
ok "what it replaced is kept" test -f "$kept"
is "with what was lost" "$(sqlite3 "$kept" 'SELECT count(*) FROM household')" 2
is "the book is the copy" "$(rows)" 1
ok "with a new instance" test "$(meta instance)" != "$instance"
is "and the same keys" "$(c doctor 2>/dev/null | grep fingerprint)" "$mark"

# ---- everything lost: the PC's folder is gone ----
instance=$(meta instance)
rm -rf "$T/pc"
mkdir "$T/pc"
run c restore "$stick/sealed.gnk" --passphrase-file "$T/words"
is "restore where there is nothing ends 0" "$rc" 0
is "the book is there" "$(rows)" 1
ok "with its keys" test -f "$b.keys"
is "for its owner only" "$(stat -c %a "$b" "$b.keys" | tr '\n' ' ')" "600 600 "
is "the same fingerprint" "$(c doctor 2>/dev/null | grep fingerprint)" "$mark"
ok "and again a new instance" test "$(meta instance)" != "$instance"
is "history and all" "$(c history household "$h" 2>/dev/null | grep -c 'note')" 8
has "and says what it means above" "$err" "confirm"
c put household --id "$h" head_name="Nông Văn Vững" >/dev/null 2>&1
run c bundle make -o "$stick/two.gnb"
is "it makes a bundle" "$rc" 0
run up inbox receive "$stick/two.gnb"
is "received above" "$rc" 0
has "but it needs confirmation" "$out" "needs_confirmation"
n=$(printf '%s\n' "$out" | awk '{ print $1 }')
run up inbox accept "$n"
is "it cannot be accepted before that" "$rc" 1
is "the book above still has the old name" "$(up list household --format csv 2>/dev/null | grep -c 'Nông Văn Bền')" 1
ends 0 "inbox confirm" gn --book "$a" inbox confirm "$n"
run up inbox accept "$n"
is "then it is accepted" "$rc" 0
has "the book above has the new name" "$(up list household --format csv 2>/dev/null)" "Nông Văn Vững"
c bundle make -o "$stick/three.gnb" >/dev/null 2>&1
has "the next bundle of it needs none" "$(up inbox receive "$stick/three.gnb" 2>/dev/null)" "  received  "

# ---- the other kinds of copies ----
c put household village=B1 household_code=9 head_name="Ai Mới" >/dev/null 2>&1
rm -rf "$T/pc"
mkdir "$T/pc"
run c restore "$stick/clear.gnk"
is "a copy in clear is restored without words" "$rc" 0
is "it is the book" "$(rows)" 1
day=$(c backup 2>/dev/null)
c put household village=B1 household_code=9 head_name="Ai Mới" >/dev/null 2>&1
run c restore "$day" --yes
is "a copy beside the book is restored" "$rc" 0
is "without what came after" "$(rows)" 1
ok "the keys stayed" gn --book "$b" bundle make -o "$stick/four.gnb"
printf 'damaged' | dd of="$b" bs=1 seek=8192 conv=notrunc 2>/dev/null
dd if=/dev/zero of="$b" bs=4096 seek=1 count=60 conv=notrunc 2>/dev/null
run c restore "$day"
is "over a damaged book no --yes is needed" "$rc" 0
is "it is whole again" "$(rows) $(sqlite3 "$b" 'PRAGMA integrity_check')" "1 ok"
gn init --unit DV --name "Xã Khác" --level commune "$T/other.book" >/dev/null 2>&1
run gn --book "$T/other.book" restore "$stick/sealed.gnk" --passphrase-file "$T/words"
is "another unit's book is not replaced without --yes" "$rc" 1
has "it is said whose book it is" "$err" "Xã Khác (DV)"
is "it is still the other" "$(sqlite3 "$T/other.book" "SELECT value FROM meta WHERE name='unit_name'")" "Xã Khác"

# ---- an empty passphrase is none ----
: >"$T/nothing"
printf '\n\nsau\n' >"$T/blank"
for f in "$T/nothing" "$T/blank"; do
	run c backup -o "$stick/empty.gnk" --passphrase-file "$f"
	is "an empty passphrase ends 3" "$rc$out" 3
	has "and says so" "$err" "passphrase is empty"
	ok "nothing is written" test ! -e "$stick/empty.gnk"
	ends 3 "nor restored with it" gn --book "$b" restore "$stick/sealed.gnk" --passphrase-file "$f" --yes
done
GIAMNGHEO_PASSPHRASE="$(cat "$T/nothing")" gn --book "$b" backup -o "$stick/empty.gnk" >/dev/null 2>&1
is "in the environment as well" "$?" 3
ok "nothing is written then either" test ! -e "$stick/empty.gnk"

# ---- a copy that would act by itself ----
cp "$day" "$T/act.db"
chmod 600 "$T/act.db"
sqlite3 "$T/act.db" "CREATE TRIGGER g AFTER UPDATE ON meta BEGIN DELETE FROM household; END"
before=$(sha256sum <"$b")
run c restore "$T/act.db" --yes
is "a copy with a trigger ends 3" "$rc$out" 3
has "with the reason" "$err" "commands of their own"
is "the book is as it was" "$(sha256sum <"$b")" "$before"
cp "$b" "$T/mine.book"
sqlite3 "$T/mine.book" "CREATE TRIGGER g AFTER INSERT ON village BEGIN DELETE FROM household; END"
gn --book "$T/mine.book" put village code=B8 name="Bản Tám" kind=ban area_type=rural >/dev/null 2>&1
is "put into a book by somebody, it sleeps" "$(sqlite3 "$T/mine.book" 'SELECT count(*) FROM household')" 1

# ---- the keys others may read ----
chmod 644 "$b.keys"
run c doctor
has "doctor warns of keys others may read" "$(printf '%s\n' "$out" | grep 'key file')" "LOOK"
has "and tells how to mend it" "$out" "chmod 600"
c put household --id "$h" note="riêng" >/dev/null 2>&1
is "opening for writing mends it" "$(stat -c %a "$b.keys")" 600
run c doctor
hasnot "then doctor is content" "$out" "chmod 600"

# ---- a wrong restore undone: the keys come back with the book ----
fingerprint() { gn --book "$1" doctor 2>/dev/null | sed -n 's/.*fingerprint *//p'; }
mkdir "$T/two"
w=$T/two/a.book
gn init --unit A1 --name "Xã A" --level commune "$w" >/dev/null 2>&1
gn init --unit B1 --name "Xã B" --level commune "$T/two/b.book" >/dev/null 2>&1
gn --book "$T/two/b.book" backup -o "$T/two/b.gnk" >/dev/null 2>&1
mark_a=$(fingerprint "$w") mark_b=$(fingerprint "$T/two/b.book")
run gn --book "$w" restore "$T/two/b.gnk" --yes
is "the wrong unit's copy is restored" "$rc $(fingerprint "$w")" "0 $mark_b"
has "it is said where the keys went" "$err" "a.book.before-restore-1.keys"
run gn --book "$w" restore "$w.before-restore-1" --yes
is "and undone, with the keys" "$rc $(fingerprint "$w")" "0 $mark_a"
has "which is said" "$err" "own keys again"
is "what was replaced has its own" "$(fingerprint "$w.before-restore-2")" "$mark_b"

# ---- training and real ----
gn init --unit A1 --name "Xã A" --level commune --training "$T/two/t.book" >/dev/null 2>&1
for f in "$T/two/t.book" "$w"; do # the same unit, one for training
	sqlite3 "$f" "UPDATE meta SET value='0123456789abcdef0123456789abcdef' WHERE name='unit_id'"
done
run gn --book "$w" restore "$T/two/t.book" </dev/null
is "a training book over a real one is not restored unasked" "$rc" 1
has "it is said" "$err" "for TRAINING; the present book is a real one"
ends 0 "with --yes it is" gn --book "$w" restore "$T/two/t.book" --yes
run gn --book "$w" restore "$w.before-restore-3" </dev/null
is "nor the other way round" "$rc" 1
has "it is said, too" "$err" "the present book is one for TRAINING"
ends 0 "but with --yes" gn --book "$w" restore "$w.before-restore-3" --yes

# ---- killed while restoring: the book always has its keys ----
if strace -o "$T/probe" true 2>/dev/null; then
	bad='' n=0 done=0 over=1 # over another book first, then where there is none
	while [ $n -lt 120 ] && [ $done -lt 2 ]; do
		n=$((n + 1))
		rm -rf "$T/kill"
		mkdir "$T/kill"
		k=$T/kill/k.book
		[ $over = 0 ] || cp "$w" "$k"
		[ $over = 0 ] || cp "$w.keys" "$k.keys"
		ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" strace -f -o /dev/null -e trace=fsync,rename,renameat2,link,unlink \
			-e inject=fsync,rename,renameat2,link,unlink:signal=KILL:when=$n "$GIAMNGHEO" --book "$k" restore "$T/two/b.gnk" --yes >/dev/null 2>&1 && ended=1 || ended=0
		if [ -e "$k" ]; then
			f=$(fingerprint "$k")
			[ "$f" = "$mark_b" ] || [ "$f" = "$mark_a" ] || bad="$bad $n:reading"
			gn --book "$k" put village code=B1 name="Bản" kind=ban area_type=rural >/dev/null 2>&1 || bad="$bad $n:writing"
			[ "$(fingerprint "$k")" = "$f" ] || bad="$bad $n:after"
			[ -z "$(find "$T/kill" -name '*.tmp*' -o -name '*.restored')" ] || bad="$bad $n:left"
		fi
		gn --book "$k" restore "$T/two/b.gnk" --yes >/dev/null 2>&1 || bad="$bad $n:again"
		[ "$(fingerprint "$k")" = "$mark_b" ] || bad="$bad $n:cured"
		[ $ended = 0 ] && continue
		done=$((done + 1)) over=0 moments="${moments:-}$n "
		n=0
	done
	is "kill -9 at each moment of a restore ($moments) leaves a book with its keys" "$done$bad" 2
else
	tap_line 0 "strace is not allowed here: kills # SKIP"
fi
above=$(up backup 2>/dev/null)
up enrol make --unit XL --name "Xã Luông" -o "$stick/xl.gne" >/dev/null 2>&1
run up restore "$above"
is "an enrolment made since is a loss too, and the copy is restored" "$rc" 0
has "and is told" "$err" "1 drafts, enrolments"
finish
