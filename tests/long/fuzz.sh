#!/bin/sh
# SPDX-License-Identifier: MIT
# The mutating drivers over a seed corpus made here: containers (bundle, enrolment), bundles and replies given to a real book, CSV and INI.
# GIAMNGHEO_FUZZ_ROUNDS sets the rounds of each (default 6000; the slow ones a tenth).
. "${srcdir:-.}/tests/tap.sh"
: "${builddir:=$(pwd)}"
rounds=${GIAMNGHEO_FUZZ_ROUNDS:-6000}
c=$T/c.book a=$T/a.book
mkdir "$T/containers" "$T/csv"
gn init --unit YT --name "Huyện Thử" --level district "$a" >/dev/null 2>&1
gn --book "$a" enrol make --unit DV --name "Xã Thử" -o "$T/containers/dv.gne" >/dev/null 2>&1
gn init --unit DV --name "Xã Thử" --level commune --from "$T/containers/dv.gne" "$c" >/dev/null 2>&1
gn --book "$c" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
gn --book "$c" put household village=B1 household_code=1 head_name="Nông Văn Kín" head_gender=male >/dev/null 2>&1
gn --book "$c" bundle make -o "$T/containers/b.gnb" >/dev/null 2>&1
gn --book "$c" export household -o "$T/csv/bom.csv"
gn --book "$c" export member >"$T/csv/plain.csv"
printf 'Thôn, bản;Mã hộ;Họ và tên chủ hộ\r\nBản Một;"2";"Lý ""Thị"" Bền"\r\n' >"$T/csv/label.csv"
ok "seeds were made" test -s "$T/containers/b.gnb" -a -s "$T/csv/bom.csv"

fuzz() { # NAME ROUNDS SEEDS...
	name=$1
	n=$2
	shift 2
	ok "$name, $n rounds" env GIAMNGHEO_FUZZ_ROUNDS="$n" sh -c 'cd "$1" && shift && "$@"' - "$T" "$builddir/tests/fuzz/$name" "$@"
}
fuzz fuzz_container "$rounds" "$T/containers"
fuzz fuzz_csv "$rounds" "$T/csv"
fuzz fuzz_ini $((rounds / 10)) "$top/forms"
fuzz fuzz_bundle $((rounds / 5)) "$T/containers"
fuzz fuzz_reply $((rounds / 5)) "$T/containers"
finish
