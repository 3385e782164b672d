#!/bin/sh
# SPDX-License-Identifier: MIT
# The guided steps on the screen, and people who are in the book already: golden screens in Vietnamese, 80×24 and 120×40.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
cell() { sqlite3 "$book" "SELECT coalesce($1, '-') FROM $2"; }
open() { # NAME: the household of this head, in the list
	press /
	type "$1"
	gone "1/1.3"
}

wide() { # NAME: the same in a larger terminal
	resize 120x40
	until_true 5 is_wide
	golden "$1"
	resize 80x24
	until_true 5 is_small
}
is_wide() { [ "$(screen | wc -l)" = 40 ] && screen | tail -n 1 | grep -q Esc; }
is_small() { [ "$(screen | wc -l)" = 24 ] && screen | tail -n 1 | grep -q Esc; }

# ---- split, from the list ----
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen household
see "1/1.329"
golden movement-list
open "hua thu an"
esc b
see "Biến động gì?"
golden movement-steps
press 5
see "đánh dấu người"
press Down Down Down Space Down Space
see "[x] Hứa Xuân Hoàn"
golden movement-split
wide movement-split-wide
press Enter
type "20/11/2024"
press Enter Enter Enter Enter
type "199"
press F2
see "HỘ MỚI"
golden movement-split-view
wide movement-split-view-wide
cancel
see "20/11/2024"
golden movement-split-back
press F2
see "HỘ MỚI"
press Enter
see "Đã ghi: Tách hộ"
is "the new household keeps the class" "$(cell "classification || members_count" "household WHERE household_code='199'")" near_poor2
is "and nobody is lost" "$(cell "count(*)" "change WHERE kind='split' AND _state='complete'")" 2

# ---- the head dies; what the household lacks then ----
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen household
see "1/1.33"
open "trieu manh an"
press Enter
see "Thôn, bản *"
esc b
see "Biến động gì?"
press 1
see "[ ] Triệu Mạnh An"
press Space
see "Chủ hộ của hộ ở lại"
golden movement-death
press Enter Enter
press Right Right Right
press F2
see "Sẽ ghi: Chết"
golden movement-death-view
press Enter
see "Đã ghi. Hộ còn thiếu"
golden movement-death-lacks
press 2
see "Thôn, bản *"
is "the head is another" "$(cell head_name "household WHERE household_code='082' AND village=(SELECT id FROM village WHERE name='Bản 2')")" "Triệu Đức Sơn"

# ---- the same person once more ----
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen household
see "1/1.3"
open "nong thanh an"
press Enter
see "Thôn, bản *"
press C-End
see "Enter để thêm"
press Enter
see "Thành viên hộ 6/6"
type "Nông Thị Test"
press Enter
type "em gái"
press Enter
type "2"
press Enter
type "1990"
press Enter
press Enter
type "$(cell id_number "member WHERE full_name='Hà Thị Kim An'")"
press F2
see "Đã có trong sổ"
golden duplicates
wide duplicates-wide
press 1
gone "Đã có trong sổ"
press F2
see "Đã có trong sổ"
press 2
see "Đã lưu"
is "said to be another: kept as the reason of this pair" "$(cell "count(*)" "reason WHERE check_id LIKE 'r26_unit:%' AND text LIKE 'Khác người với Hà Thị Kim An%'")" 1
press F2
sees "Không có gì thay đổi" || :
not_asked=$(screen | grep -c "Đã có trong sổ")
is "and not asked again" "$not_asked" 0

# ---- the same person comes here: the guided step instead of a second entry ----
other=$(cell id_number "member WHERE full_name='Chu Quang An'")
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen household
see "1/1.3"
open "ha thi kim an"
press Enter
see "Thôn, bản *"
press C-End
see "Enter để thêm"
press Enter
see "Thành viên hộ 2/2"
type "Chu Quang An"
press Enter
type "chồng"
press Enter
type "1"
press Enter
type "12/06/1973"
press Enter
press Enter
type "$other"
press F2
see "Đã có trong sổ"
press 4
see "Nhập hộ: cả hộ" "he lives alone: his household joins this one"
press Enter
see "Họ hàng khác"
press Enter Enter Enter
see "Chu Quang An"
press F2
see "Sẽ ghi: Nhập hộ"
golden movement-join-view
press Enter
see "Đã ghi: Nhập hộ"
is "he lives here, with the id he had" "$(cell "count(*)" "member WHERE full_name='Chu Quang An'") $(cell head_name "household WHERE id=(SELECT household FROM member WHERE full_name='Chu Quang An')")" "1 Hà Thị Kim An"
no_asan
finish
