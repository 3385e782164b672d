#!/bin/sh
# SPDX-License-Identifier: MIT
# Writing to a stick: whole under its name or not there at all; a number is used only by a bundle that stands. Places that are
# full, can only be read, are gone, or hold a file of that name; plain text never on the stick, swept beside the book.
. "${srcdir:-.}/tests/tap.sh"
a=$T/a.book c=$T/pc/c.book stick=$T/stick
mkdir "$stick" "$T/pc"
up() { gn --book "$a" "$@"; }
c() { gn --book "$c" "$@"; }
number() { gn bundle show "$1" | sed -n 's/^number: //p'; }
left() { ls -A "$1" | tr '\n' ' '; }
gn init --unit YT --name "Huyện Yên Thế" --level district "$a" >/dev/null 2>&1
up enrol make --unit DV --name "Xã Đồng Vương" -o "$T/dv.gne" >/dev/null 2>&1
gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$T/dv.gne" "$c" >/dev/null 2>&1
c put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
i=0
{
	echo "village,household_code,head_name,head_gender,members_count,address"
	while [ $i -lt 400 ]; do
		i=$((i + 1))
		# Words no compressor can make small, so that a full stick is reached.
		echo "B1,$i,Nông Văn Số $i,male,1,$(printf %s "$i-seed" | sha256sum | cut -c1-64)$(printf %s "$i-more" | sha256sum | cut -c1-40)"
	done
} >"$T/many.csv"
c import household "$T/many.csv" >/dev/null 2>&1

# A place that runs full: a file system of a few pages where mounting is allowed, else a limit on the size of a file.
full=$T/full
mkdir "$full"
mounted=
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=24k gn-stick "$full" 2>/dev/null; then
	mounted=1
	trap 'umount "$full" "$T/rom" 2>/dev/null; rm -rf "$T"' EXIT
fi
on_full() { # WORDS...: with a stick too small
	if [ $mounted ]; then
		gn "$@"
	else
		(
			trap '' XFSZ
			ulimit -f 16
			gn "$@"
		)
	fi
}
refused() { # NAME WORDS...
	name=$1
	shift
	run "$@"
	is "$name ends 3" "$rc" 3
	is "$name prints no path" "$out" ""
	has "$name says what to do" "$err" "(GN-"
}

one=$(c bundle make -o "$stick" 2>/dev/null)
is "the first bundle has number 1" "$(number "$one")" 1
refused "a full stick" on_full --book "$c" bundle make -o "$full"
is "and leaves nothing there" "$(left "$full")" ""
refused "a full stick, by a file's name" on_full --book "$c" bundle make -o "$full/mine.gnb"
is "and leaves nothing there" "$(left "$full")" ""
refused "a place that is gone" gn --book "$c" bundle make -o "$T/gone/"
refused "a file in a place that is gone" gn --book "$c" bundle make -o "$T/gone/b.gnb"
ok "it is not made" test ! -e "$T/gone"
refused "a file where a folder should be" gn --book "$c" bundle make -o "$one/b.gnb"
sum=$(sha256sum <"$one")
refused "a file that is there" gn --book "$c" bundle make -o "$one"
is "which stays as it was" "$(sha256sum <"$one")" "$sum"
ln -s "$T/elsewhere" "$stick/link.gnb"
refused "a link under that name" gn --book "$c" bundle make -o "$stick/link.gnb"
ok "nothing is written through it" test ! -e "$T/elsewhere"
rm "$stick/link.gnb"
mkdir "$T/rom"
if [ "$(id -u)" = 0 ]; then
	if mount -t tmpfs -o ro gn-rom "$T/rom" 2>/dev/null; then
		trap 'umount "$full" "$T/rom" 2>/dev/null; rm -rf "$T"' EXIT
		refused "a stick that can only be read" gn --book "$c" bundle make -o "$T/rom"
	else
		refused "a place nobody can write to" gn --book "$c" bundle make -o /proc
	fi
else
	chmod 555 "$T/rom"
	refused "a folder that can only be read" gn --book "$c" bundle make -o "$T/rom"
fi
is "and nothing is there" "$(left "$T/rom")" ""
ends 2 "no place at all" gn --book "$c" bundle make
is "nothing of all that was noted" "$(c bundle list | wc -l | tr -d ' ')" 1
is "no plain text was left beside the book" "$(find "$T/pc" -name '*tmp*')" ""
two=$(c bundle make -o "$stick" 2>/dev/null)
is "the number was free all the while" "$(number "$two")" 2
three=$(c bundle make -o "$stick/named by hand.gnb" 2>/dev/null)
is "a name of one's own" "$three" "$stick/named by hand.gnb"
is "the numbers go on without a gap" "$(number "$three")" 3
for f in "$one" "$two" "$three"; do
	ok "$(basename "$f") is received" gn --book "$a" inbox receive "$f"
done
hasnot "and no gap is seen above" "$(up inbox list)" "gap"
is "no other file on the stick" "$(left "$stick")" "DV_G0001.gnb DV_G0002.gnb named by hand.gnb "
cp "$two" "$stick/DV_G0004.gnb"
four=$(c bundle make -o "$stick" 2>/dev/null)
ok "a name that is taken is passed by" test "$four" != "$stick/DV_G0004.gnb" -a -f "$four"
ok "and the file of that name is as it was" cmp -s "$two" "$stick/DV_G0004.gnb"
is "its number is the next" "$(number "$four")" 4

# ---- replies, enrolments, sealed copies: the same care ----
up inbox receive "$four" >/dev/null 2>&1
[ $mounted ] && dd if=/dev/zero of="$full/fill" bs=1024 count=24 2>/dev/null
small() { # WORDS...: not a kilobyte is free
	if [ $mounted ]; then
		gn "$@"
	else
		(
			trap '' XFSZ
			ulimit -f 1
			gn "$@"
		)
	fi
}
before=$(left "$full")
refused "a reply on a full stick" small --book "$a" reply make 4 -o "$full"
refused "an enrolment on a full stick" small --book "$a" enrol make --unit TH --name "Xã Tam Hiệp" -o "$full/th.gne"
refused "a sealed copy on a full stick" small --book "$c" backup -o "$full/c.gnk"
refused "a list on a full stick" small --book "$c" export household -o "$full/h.csv"
is "no half file of any of them" "$(left "$full")" "$before"
[ $mounted ] && rm "$full/fill"
is "the unit was not enrolled by it" "$(up enrol list | grep -c TH)" 0
ends 0 "and can be now" gn --book "$a" enrol make --unit TH --name "Xã Tam Hiệp" -o "$T/th.gne"
r=$(up reply make 4 -o "$stick" 2>/dev/null)
is "the reply's counter was free" "$(gn bundle show "$r" | sed -n 's/^counter: //p')" 1
ok "and it is applied" gn --book "$c" reply apply "$r"
refused "receiving from a stick that is gone" gn --book "$a" inbox receive "$T/gone/x.gnb"

# ---- written, synced, read back, and only then named ----
if strace -o "$T/probe" true 2>/dev/null; then
	ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" strace -f -y -o "$T/trace" \
		-e trace=openat,write,fsync,fdatasync,rename,renameat,renameat2,link,linkat,renameat2,read,pread64,fadvise64 \
		"$GIAMNGHEO" --book "$c" bundle make -o "$stick/traced.gnb" >/dev/null 2>&1
	verdict=$(awk -v dir="$stick" '
		/ write\(/ && /\.giamngheo-/ { wrote = NR }
		/ f(data)?sync\(/ && /\.giamngheo-/ { if (wrote) synced = NR }
		/ rename|link/ && /traced\.gnb/ && / = 0/ { named = NR }
		/ fsync\(/ && index($0, "<" dir ">") { if (named) folder = NR }
		/ p?read(64)?\(/ && /\.giamngheo-|traced\.gnb/ && !/ = 0$/ { if (synced) back = NR }
		/ openat\(/ && index($0, dir "/") && /O_CREAT/ && !/\.giamngheo-/ { other = NR }
		END { print (wrote && synced > wrote), (named > synced), (folder > named), (back > synced), other + 0 }' "$T/trace")
	is "synced after writing, then named, the folder synced, read back, nothing else made there" "$verdict" "1 1 1 1 0"
else
	tap_line 0 "strace is not allowed here: order of writing # SKIP"
fi

# ---- what a killed program left in clear is swept ----
echo "Nông Văn Bền" >"$c.tmp-999999-1"
c list household --format csv >/dev/null 2>&1
c put village code=B2 name="Bản Hai" kind=ban area_type=rural >/dev/null 2>&1
ok "plain text a killed program left beside the book is swept at the next start" test ! -e "$c.tmp-999999-1"
mkdir -p "$c.backup"
for f in "$c.before-restore-1.tmp-999999" "$c.backup/000001-2024-11-21.db.tmp-999999" "$c.tmp-999999-v1.tmp-999999" "$T/pc/.giamngheo-aB3xYz.tmp"; do
	echo "Nông Văn Bền" >"$f"
done
c list household --format csv >/dev/null 2>&1
is "a reader leaves them" "$(find "$T/pc" -name '*.tmp*' | wc -l | tr -d ' ')" 4
c put village code=B3 name="Bản Ba" kind=ban area_type=rural >/dev/null 2>&1
is "copies in the making and hidden files too" "$(find "$T/pc" -name '*.tmp*')" ""

# ---- killed in the midst of its work: at each file it makes, names or removes ----
if strace -o "$T/probe" true 2>/dev/null; then
	left='' n=0 done=
	while [ $n -lt 60 ] && [ -z "$done" ]; do
		n=$((n + 1))
		ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" strace -f -o /dev/null -e trace=fsync,rename,renameat2,link,unlink \
			-e inject=fsync,rename,renameat2,link,unlink:signal=KILL:when=$n "$GIAMNGHEO" --book "$c" backup >/dev/null 2>&1 && done=1
		c put village code=B3 name="Bản Ba $n" kind=ban area_type=rural >/dev/null 2>&1
		left="$left$(find "$T/pc" -name '*.tmp*')"
	done
	is "kill -9 at each of $n moments of a backup leaves nothing after the next start" "$done$left" 1
else
	tap_line 0 "strace is not allowed here: kills # SKIP"
fi
finish
