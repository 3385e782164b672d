#!/bin/sh
# SPDX-License-Identifier: MIT
# Every header compiles alone.
. "${srcdir:-.}/tests/tap.sh"
bad=
n=0
for h in $(cd "$top/src" && find . -name '*.h' | sort); do
	n=$((n + 1))
	printf '#include "%s"\n' "${h#./}" | ${CC:-cc} -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -I"$top/src" -xc - 2>"$T/err" ||
		bad="$bad ${h#./}: $(head -n 3 "$T/err")"
done
ok "there are headers" test "$n" -gt 30
is "every header compiles alone" "$bad" ""
finish
