#!/bin/sh
# SPDX-License-Identifier: MIT
# Random one-byte changes of a bundle, a reply and an enrolment: none is taken and no book changes; cut and
# lengthened files too. Counts from GIAMNGHEO_FLIPS (default 1000 bundle, 300 of the others).
. "${srcdir:-.}/tests/tap.sh"
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"
flips=${GIAMNGHEO_FLIPS:-1000}
few=$((flips * 3 / 10))
c=$T/c.book a=$T/a.book
gn init --unit YT --name "Huyện Thử" --level district "$a" >/dev/null 2>&1
gn --book "$a" enrol make --unit DV --name "Xã Thử" -o "$T/dv.gne" >/dev/null 2>&1
gn init --unit DV --name "Xã Thử" --level commune --from "$T/dv.gne" "$c" >/dev/null 2>&1
gn --book "$c" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
h=$(gn --book "$c" put household village=B1 household_code=1 head_name="Nông Văn Kín" head_gender=male 2>/dev/null)
ok "a bundle" gn --book "$c" bundle make -o "$T/b.gnb"

hasnot "no name in the bundle's bytes" "$(strings -n 3 "$T/b.gnb")" "Kín"
ok "no name in the bundle's bytes, whole" sh -c "! grep -aq 'Nông\|Văn Kín\|Bản Một' '$T/b.gnb'"

dump() { sqlite3 "$1" .dump | sha256sum; }

# One process per change would spend its time starting; several files go to one receive.
cat >"$T/flip.awk" <<'EOS'
BEGIN { srand(seed); for (i = 1; i <= n; i++) print int(rand() * size), 1 + int(rand() * 255) }
EOS
flip() { # FILE OUT OFFSET XOR
	cp "$1" "$2"
	old=$(od -An -tu1 -j "$3" -N 1 "$1" | tr -d ' ')
	printf "$(printf '\\%03o' $((old ^ $4)))" | dd of="$2" bs=1 seek="$3" conv=notrunc 2>/dev/null
}
make_flips() { # FILE COUNT DIR
	mkdir -p "$3"
	size=$(wc -c <"$1")
	awk -v seed="${GIAMNGHEO_SEED:-11}" -v n="$2" -v size="$size" -f "$T/flip.awk" </dev/null | {
		k=0
		while read -r at x; do
			k=$((k + 1))
			flip "$1" "$3/$k" "$at" "$x"
		done
	}
	cp "$1" "$3/long" && printf x >>"$3/long"
	head -c $((size - 1)) "$1" >"$3/short"
	head -c $((size / 2)) "$1" >"$3/half"
	: >"$3/empty"
}

before=$(dump "$a")
make_flips "$T/b.gnb" "$flips" "$T/fb"
gn --book "$a" inbox receive "$T"/fb/* >"$T/taken" 2>"$T/said"
rc=$?
is "receive ends 3 on $flips changed bundles" "$rc" 3
is "not one was taken" "$(cat "$T/taken")" ""
is "the book above is as it was" "$(dump "$a")" "$before"
ok "the true bundle is taken after all that" gn --book "$a" inbox receive "$T/b.gnb"
gn --book "$a" inbox return 1 --remark "household:$h:head_name:Viết lại" >/dev/null 2>&1
ok "a reply" gn --book "$a" reply make 1 -o "$T/r.gnr"

before=$(dump "$c")
make_flips "$T/r.gnr" "$few" "$T/fr"
taken=0
for f in "$T"/fr/*; do
	gn --book "$c" reply apply "$f" >/dev/null 2>&1
	[ $? = 3 ] || taken=$((taken + 1))
done
is "each of $few changed replies ends 3" "$taken" 0
is "the commune's book is as it was" "$(dump "$c")" "$before"
ok "the true reply is applied after all that" gn --book "$c" reply apply "$T/r.gnr"

make_flips "$T/dv.gne" "$few" "$T/fe"
taken=0
for f in "$T"/fe/*; do
	gn init --unit DV --name "Xã Thử" --level commune --from "$f" "$T/new.book" >/dev/null 2>&1
	[ $? = 3 ] || taken=$((taken + 1))
	[ ! -e "$T/new.book" ] || taken=$((taken + 1))
done
is "each of $few changed enrolments ends 3 and leaves no book" "$taken" 0
finish
