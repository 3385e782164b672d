#!/bin/sh
# SPDX-License-Identifier: MIT
# Papers on the screen, in Vietnamese at 80×24: the list with what it is made for, a village and a household chosen, a paper
# read by pages, written to a folder and read back; from a record, and where there is nothing to print.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
out=$T/giay
mkdir -p "$out" "$XDG_CONFIG_HOME/giamngheo"
printf '[giamngheo]\nbundle_folder = "%s"\n' "$out" >"$XDG_CONFIG_HOME/giamngheo/giamngheo.conf"
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai"
see "Thời hạn"
press p
see "Bản 10"
press v
see "In giấy tờ"
golden papers

# A village, and the sheet's pages.
press v
see "Bản 2"
press Down Down Enter
see "Bản 2"
press Down Enter
see "Trang 1/22"
golden paper-sheet
press n
see "Trang 2/22"
press NPage NPage
see "III. Nhà ở"
press /
see "Chữ cần tìm"
type "ho can ngheo"
press Enter
see "Hộ cận nghèo"
press F10
see "In giấy tờ"

# Written as HTML, read back; again beside it, never over it.
press w
see "khổ A4"
golden paper-write
press Enter
see "Ghi vào đâu"
press Enter
see "đọc lại khớp"
ok "an HTML file lies in the folder" [ -s "$out/review_sheet_dk2024_ban-2.html" ]
ok "whole" grep -q "</html>" "$out/review_sheet_dk2024_ban-2.html"
is "only its owner may read it" "$(stat -c %a "$out/review_sheet_dk2024_ban-2.html")" 600
press w
see "khổ A4"
press Down Enter
see "Ghi vào đâu"
press Enter
see "đọc lại khớp"
ok "a text file beside it" [ -s "$out/review_sheet_dk2024_ban-2.txt" ]
press w
see "khổ A4"
press Enter
see "Ghi vào đâu"
press Enter
see "_2.html"
ok "a second one under another name" [ -s "$out/review_sheet_dk2024_ban-2_2.html" ]

# All villages again; nothing to print is said.
press a
gone "Bản 2"
press End Up Enter
see "phúc tra"
golden paper-nothing
press Enter
gone "GN-P05"
press F10
see "còn 19 ngày"

# From the reports under home's 7.
press F10
see "Thời hạn"
press 7
see "Theo thôn"
press v
see "In giấy tờ"

# From a record: its own papers only.
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen decision
see "118/QĐ-UBND"
press v
see "In giấy tờ"
golden papers-decision
press Down Enter
see "GIẤY CHỨNG NHẬN"
golden paper-certificate
press F10 F10
see "118/QĐ-UBND"
press Tab
see "Danh sách nào"
cancel
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen village
see "Bản 10"
press v
see "In giấy tờ"
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen unit_year
see "2023"
press v
see "không có giấy tờ để in"
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen household
see "1/"
press Enter
see "Hộ và chủ hộ"
esc p
see "Giấy đề nghị rà soát"
golden papers-household
press F10
see "Hộ và chủ hộ"
no_asan
finish
