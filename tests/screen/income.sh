#!/bin/sh
# SPDX-License-Identifier: MIT
# From a household to its income check with one key: the result in words, taken over to the household once it is decided.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
cell() { sqlite3 "$book" "SELECT coalesce($1, '-') FROM $2"; }
home="household WHERE household_code='082' AND village=(SELECT id FROM village WHERE name='Bản 2')"
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen household
see "1/1.329"
press /
type "trieu manh an"
gone "1/1.329"
press Enter
see "Thôn, bản *"
esc t
see "Xác định mức sống trung bình"
golden income-list
press Enter
see "Trồng trọt"
type "60000000"
press Enter
type "40000000"
press Enter Enter Enter Enter Enter Enter
type "1500000"
press Enter
see "có mức sống trung bình" "the result in words"
see "chưa kiểm chứng" "and that the line was not seen in its source"
golden income-result
resize 120x40
see "1.641.667 đ/người/tháng"
golden income-result-wide
resize 80x24
press Enter Enter
see "Số quyết định"
type "15/QĐ-UBND"
press Enter
type "20/11/2024"
press F2
see "Ghi kết quả vào phiếu?"
golden income-take
is "not written before it is said" "$(cell agri_msbt "$home")" -
press 1
gone "Ghi kết quả vào phiếu?"
is "the household is of average living standard" "$(cell agri_msbt "$home")" yes
is "by the decision named" "$(cell "count(*)" "history WHERE field='agri_msbt' AND why LIKE '%15/QĐ-UBND%'")" 1
cancel
see "Thôn, bản *"
esc t
see "31/10/2024 · 1.641.667" "the household's list has it"
no_asan
finish
