#!/bin/sh
# SPDX-License-Identifier: MIT
# What members and dwelling propose for the indicators, taken one by one and all at once; the class under the standards side by side.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
sql() { sqlite3 "$book" "$1"; }
name="Đinh Thị Đề Xuất"
h=$(gn --book "$book" put household village=B01 household_code=900 head_name="$name" head_birth_date=1980-01-01 members_count=3 2>/dev/null)
m=$(sql "SELECT id FROM member WHERE household='$h'")
gn --book "$book" put member --id "$m" health_insurance=yes employment_status=farm disability=no monthly_social_allowance=no >/dev/null 2>&1
for n in 1 2; do
	gn --book "$book" put member household="$h" full_name="Đinh Văn Con" relation_to_head=child birth_date=201$n-03-0$n health_insurance=no \
		school_status=right_level nutrition_status=normal >/dev/null 2>&1
done
ok "a review of it" gn --book "$book" put review round=DK2024 household="$h" review_date=2024-10-10 wall_material=earth roof_material=thatch \
	house_area=20 toilet=none b1_points=132
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen review
see "1/446"
press /
type "de xuat"
gone "1/446"
press Enter
see "Thông tin rà soát"
press NPage NPage
see "Dinh dưỡng"
golden propose
press Down
see "2/3 người phụ thuộc: 67%"
golden propose-why
press C-g
gone "‹Thiếu hụt›  " "the proposal here is taken"
golden propose-taken
esc g
see "Đã nhận"
golden propose-all
type k
see "Bảo hiểm y tế"
esc s
see "So sánh theo các chuẩn"
golden propose-compare
press Enter
gone "So sánh theo các chuẩn"
press F2
see "Đã lưu"
press F10
no_asan
finish
