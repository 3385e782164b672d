#!/bin/sh
# SPDX-License-Identifier: MIT
# Reports on the screen, in Vietnamese: the list, a table with its names standing still, search, bars, notes, another round,
# and what is written out.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
mkdir -p "$T/stick"
export GIAMNGHEO_STICKS="$T/stick"
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai"
see "Thời hạn"
press 7
see "DIỄN BIẾN HỘ NGHÈO"
golden reports
press Down Enter
see "SƠ BỘ"
golden report-r02
press Right Right Right Right
see "◂ 4"
golden report-r02-right
press Left Left Left Left
gone "◂"
press /
see "Tìm trong báo cáo"
type "ban 10"
press Enter
see "Bản 10"
golden report-found
press b
see "Bản 10  "
golden report-bars
press Tab
see "Tổng cộng"
golden report-bars-across
press Tab b g
see "Số liệu lấy từ đâu"
golden report-notes
cancel
gone "Số liệu lấy từ đâu"

# Another round: its list is closed, so the figures are official.
press k
see "Chọn kỳ rà soát"
press Down Enter
see "CHÍNH THỨC"
golden report-closed

# Written to the stick in each format, never over another.
for f in 1 2 3 4 1; do
	press x
	see "Kết xuất báo cáo"
	press "$f"
	see "USB"
	press Enter
	see "Đã ghi"
done
is "five files lie on the stick" "$(cd "$T/stick" && ls | tr '\n' ' ')" "r02.csv r02.html r02.txt r02.xlsx r02_2.xlsx "
has "the CSV is of the report" "$(cat "$T/stick/r02.csv")" "Bản 10"
ok "the spreadsheet is one" unzip -tq "$T/stick/r02.xlsx"
press F10 F10
see "Thời hạn"


term_start 120x40 vi --book "$book" --as "Hoàng Thị Mai"
see "Thời hạn"
press 7 Enter
see "SƠ BỘ"
golden report-r01-wide

no_asan
finish
