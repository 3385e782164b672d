#!/bin/sh
# SPDX-License-Identifier: MIT
# classify: rows in, the same rows with their class out. No book, no terminal.
. "${srcdir:-.}/tests/tap.sh"
export GIAMNGHEO
rows() { printf '%b' "$1"; }
class() { rows "$1" | gn classify --standard "$2" --area "$3" 2>/dev/null | sed -n '2,$p' | sed 's/.*,//' | tr '\n' ' '; }

is "header and rows, columns added at the end" \
	"$(rows 'id,b1,b2,note\nA,140,30,"x, y"\n' | gn classify --standard 2022-2025 --area rural)" \
	'id,b1,b2,note,classification
A,140,30,"x, y",poor'
is "2022-2025 rural, round the line" "$(class 'b1,b2\n139,30\n140,30\n141,30\n139,20\n140,20\n141,20\n' 2022-2025 rural)" \
	"poor poor not_poor near_poor near_poor not_poor "
is "2022-2025 urban" "$(class 'b1,b2\n174,30\n175,30\n176,30\n175,20\n' 2022-2025 urban)" "poor poor not_poor near_poor "
is "2016-2020 rural: the same number means another thing" \
	"$(class 'b1,b2\n120,0\n121,0\n121,30\n140,20\n150,30\n150,20\n151,30\n' 2016-2020 rural)" \
	"poor near_poor poor near_poor poor near_poor not_poor "
is "2016-2020 urban" "$(class 'b1,b2\n140,0\n141,0\n141,30\n175,30\n176,30\n' 2016-2020 urban)" "poor near_poor poor poor not_poor "
is "by income and indicators" "$(class 'income,indicators\n1500000,3\n1500000,2\n1500001,3\n2250000,0\n2250001,0\n' 2022-2025 rural)" \
	"poor near_poor average average not_poor "
is "2027-2030 goes by income" "$(class 'income,indicators\n2200000,3\n2200000,2\n2200001,3\n' 2027-2030 rural)" "poor near_poor not_poor "
is "and has no points" "$(class 'b1,b2\n100,30\n' 2027-2030 rural)" " "
is "indicators by their codes" "$(class 'b1,indicators\n100,D01|D02|D03\n100,D01|D12\n100,0\n' 2022-2025 rural)" "poor near_poor near_poor "
is "not known is empty, and no fault" "$(class 'b1,b2\n,30\n100,\n150,\n' 2022-2025 rural)" "  not_poor "
ends 0 "it ends 0" sh -c 'printf "b1,b2\n,30\n" | "$GIAMNGHEO" classify --standard 2022-2025 --area rural'
is "a column area" "$(rows 'area,b1,b2\nrural,150,30\nurban,150,30\n' | gn classify --standard 2022-2025)" \
	'area,b1,b2,classification
rural,150,30,not_poor
urban,150,30,poor'

# ---- side by side ----
is "two standards beside one another" \
	"$(rows 'b1,b2\n150,30\n' | gn classify --standard 2022-2025 --standard 2016-2020 --area rural)" \
	'b1,b2,classification,classification:2016-2020
150,30,not_poor,poor'
run sh -c 'printf "b1,b2\n132,40\n" | "$GIAMNGHEO" classify --standard 2022-2025 --area rural --why'
has "--why says why" "$out" "B1 = 132 ≤ 140 and 4 indicators lacked ≥ 3 → poor"
has "in a column of its own" "$out" "b1,b2,classification,why"
run sh -c 'printf "b1,b2\n132,40\n" | "$GIAMNGHEO" classify --standard 2022-2025 --area rural --why --lang vi'
has "in the language spoken" "$out" "B1 = 132 ≤ 140 và 4 chỉ số thiếu hụt ≥ 3 → hộ nghèo"
run sh -c 'printf "income,indicators\n900000,D04|D08|D10\n900000,D01\n" | "$GIAMNGHEO" classify --standard 2016-2020 --area rural --why'
has "what asks the same counts under another standard" "$out" "900000,D04|D08|D10,poor"
has "what was not asked leaves it open" "$out" "not enough known: 7 indicators not collected"
mkdir -p "$T/data/giamngheo/standards"
sed -e 's/^code = .*/code = "local"/' -e 's/rural = "140"/rural = "160"/' -e '/^scores/a indicators = "2022-2025"' \
	-e '/^\[indicator\.D01\]/,$d' "$srcdir/data/standards/2022-2025.ini" >"$T/data/giamngheo/standards/local.ini"
is "a local standard of one's own" "$(class 'b1,b2\n160,30\n161,30\n' local rural)" "poor not_poor "
ends 0 "which is in order" gn forms check
sed 's/rural = "160"/rural = "16O"/' "$T/data/giamngheo/standards/local.ini" >"$T/l" && mv "$T/l" "$T/data/giamngheo/standards/local.ini"
run gn forms check
is "a mistake in it is found" "$rc" 1
has "with file and line" "$out" "standards/local.ini:"
is "and it is not used" "$(class 'b1,b2\n160,30\n' local rural)" " "
ends 0 "the others are" sh -c 'printf "b1,b2\n140,30\n" | "$GIAMNGHEO" classify --standard 2022-2025 --area rural'
rm "$T/data/giamngheo/standards/local.ini"

# ---- what cannot be read ----
run sh -c 'printf "b1,b2\n1.000,30\n" | "$GIAMNGHEO" classify --standard 2022-2025 --area rural'
is "a thousand with a point is asked about, not taken for one" "$rc$(printf '%s' "$out" | tail -n 1)" "11.000,30,"
run sh -c 'printf "b1,b2\n140,30\nx,30\n140,35\n-1,30\n140,130\n1.5,30\n" | "$GIAMNGHEO" classify --standard 2022-2025 --area rural'
is "rows that cannot be read end 1" "$rc" 1
for n in 3 4 5 6 7; do has "line $n is told" "$err" "line $n:"; done
hasnot "line 2 is not" "$err" "line 2:"
is "their class is empty, the rows are all there" "$(printf '%s\n' "$out" | tr '\n' ' ')" \
	"b1,b2,classification 140,30,poor x,30, 140,35, -1,30, 140,130, 1.5,30, "
run sh -c 'printf "b1,indicators\n1,13\n1,D99\n1,D01|E01\n1,D01,x\n" | "$GIAMNGHEO" classify --standard 2022-2025 --area rural'
for n in 2 3 4 5; do has "indicators: line $n is told" "$err" "line $n:"; done
run sh -c 'printf "area,b1,b2\n,1,30\nxa,1,30\n" | "$GIAMNGHEO" classify --standard 2022-2025'
is "an empty or unknown area is such a row" "$rc" 1
for h in 'b1\n1\n' 'b2\n10\n' 'x,y\n1,2\n' 'b1,b2,b1\n1,10,1\n' 'b1,b2,indicators\n1,10,1\n' 'b1,b2,classification\n1,10,\n' ''; do
	run sh -c 'printf "$1" | "$GIAMNGHEO" classify --standard 2022-2025 --area rural' sh "$h"
	is "header '$h' ends 3" "$rc" 3
	is "and nothing is printed" "$out" ""
done
run sh -c 'printf "b1,b2\n1,10\n" | "$GIAMNGHEO" classify --standard 2023 --area rural'
is "an unknown standard ends 2" "$rc" 2
run sh -c 'printf "b1,b2\n1,10\n" | "$GIAMNGHEO" classify --standard 2022-2025'
is "no area ends 2" "$rc" 2
run sh -c 'printf "b1,b2\n1,10\n" | "$GIAMNGHEO" classify --standard 2022-2025 --area city'
is "an unknown area ends 2" "$rc" 2
run sh -c 'printf "b1,b2\n1,10\n" | "$GIAMNGHEO" classify --area rural'
is "no standard ends 2" "$rc" 2
finish
