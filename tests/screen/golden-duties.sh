#!/bin/sh
# SPDX-License-Identifier: MIT
# Golden screens of duties and locked rounds in Vietnamese: the commune's days, "không phát sinh", units × duties of 25 communes at
# 80×24 and 120×40, locking above, changing after the lock below, the difference that sets it apart.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo" district
commune=$T/demo/dong-vuong.book above=$T/demo/yen-the.book
mkdir "$T/stick"
export GIAMNGHEO_STICKS="$T/stick"
up() { gn --book "$above" --as "Nguyễn Văn Bình" "$@" >/dev/null 2>&1; }
c() { gn --book "$commune" --as "Hoàng Thị Mai" "$@" >/dev/null 2>&1; }
leave() { # the book is to be written by a command
	press F10
	sees "ended:"
}
# The calendar of the demonstration's year, with a monthly report due by the fifth of each month, also in December.
mkdir -p "$XDG_DATA_HOME/giamngheo/calendar"
cat >"$XDG_DATA_HOME/giamngheo/calendar/tinh.ini" <<'EOF'
[calendar]
from = "2024-01-01"
to = "2025-12-31"

[monthly]
label.vi = "Kết quả rà soát thường xuyên trong tháng"
label.en = "Result of the regular review, monthly"
brief.vi = "BC tháng"
brief.en = "Month"
asked.vi = "Kết quả rà soát thường xuyên của tháng trước."
asked.en = "The result of the regular review of the month before."
levels = "commune"
period = "month"
due = "next 05"
nothing = "yes"
EOF

# ---- the commune ----
term_start 80x24 vi --book "$commune" --as "Hoàng Thị Mai"
see "Thời hạn"
golden duties-home
press h
see "Hạn nộp báo cáo"
golden duties
press F1
see "Phím của màn hình này"
golden duties-keys
cancel
gone "Phím của màn hình này"
press Down n
see "Chưa thể báo không phát sinh"
golden duties-early
cancel
gone "Chưa thể báo"
export GIAMNGHEO_TODAY=2024-12-03
term_start 80x24 vi --book "$commune" --as "Hoàng Thị Mai"
see "Thời hạn"
press h
see "Hạn nộp báo cáo"
press Down n
see "Gói dữ liệu gửi tới sẽ mang theo"
golden duties-nothing
press 1
see "tháng 11/2024: không phát sinh"
golden duties-send
press F10
see "không phát sinh"
golden duties-said
resize 120x40
see "Kết quả rà soát thường xuyên trong tháng"
golden duties-wide
press F10
see "Thời hạn"
golden duties-home-wide
leave

# ---- the level above: 25 communes ----
i=1
while [ $i -le 23 ]; do
	up enrol make --unit "X$(printf %02d $i)" --name "Xã số $i" -o "$T/x$i.gne"
	i=$((i + 1))
done
sqlite3 "$above" "UPDATE peer SET enrolled_at='2024-01-01T08:00:00' WHERE code < 'X20'"
f=$(gn --book "$commune" --as "Hoàng Thị Mai" bundle make --duty monthly --nothing -o "$T/stick" 2>/dev/null)
up inbox receive "$f"
up inbox accept 3
f=$(gn --book "$commune" --as "Hoàng Thị Mai" bundle make --duty preliminary --period 2024 -o "$T/stick" 2>/dev/null)
up inbox receive "$f"
export GIAMNGHEO_TODAY=2024-12-06
term_start 80x24 vi --book "$above" --as "Nguyễn Văn Bình"
see "Đơn vị cấp dưới"
golden duties-above-home
press h
see "Đã gửi/phải nộp"
golden duties-below
press Left Left
golden duties-below-left
press F1
see "Phím của màn hình này"
golden duties-below-keys
cancel
gone "Phím của màn hình này"
resize 120x40
see "Xã số 23"
golden duties-below-wide
resize 80x24
gone "Xã số 23"

# ---- locking ----
press o
see "Tổng cộng"
press Space
see "Xã Đồng Vương: gói số 2, nhận 03/12/2024, chấp nhận 03/12/2024"
see "Xã số 17: chưa có gói nào được chấp nhận"
cancel
gone "Số tổng hợp lấy từ"
press k
see "Chưa khóa kỳ nào"
golden locks-none
press n
see "Khóa kỳ của đơn vị nào?"
golden locks-unit
press Home Enter
see "DK2024  Rà soát"
golden locks-round
press Enter
see "Số quyết định khóa kỳ"
type "12/QĐ-UBND"
press Enter
see "Ngày quyết định"
press Enter
see "Đã khóa ở"
golden locks-made
press Enter
see "đã khóa, chưa báo"
golden locks
press F10 F10 F10
see "Thời hạn"
leave

# ---- below: a change after the lock ----
ok "a reply" up reply make --unit DONG-VUONG -o "$T/stick/r.gnr"
ok "applied" c reply apply "$T/stick/r.gnr"
review=$(sqlite3 "$commune" "SELECT v.id FROM review v JOIN round r ON r.id=v.round WHERE r.review_year=2024 AND v._state='complete' ORDER BY v.id LIMIT 1")
term_start 80x24 vi --book "$commune" --as "Hoàng Thị Mai"
see "đã khóa ngày"
golden lock-home
press p
see "theo Quyết định số 12"
golden lock-round
press F10
see "Thời hạn"
press 3
see "Điểm B1"
press Down Enter
see "đã khóa ngày"
golden lock-edit
press Down Down Down Down
type "9"
press F2
see "Lý do sửa sau khi khóa kỳ"
golden lock-reason
cancel
see "Chưa lưu"
golden lock-kept
press F2
see "Lý do sửa sau khi khóa kỳ"
type "Đếm lại nhân khẩu"
press Enter
gone "Lý do sửa sau khi khóa kỳ"
golden lock-saved
press F10 F10
sees "Thời hạn"
press g
see "Ngày lập"
press k
see "Các kỳ đã khóa"
golden locks-below
press F10 F10
sees "Thời hạn"
leave
ok "a change with its reason" c put review --id "$review" reviewer="Nguyễn Thị Mới" --reason "Ghi nhầm rà soát viên"
ok "sent" c bundle make -o "$T/stick"
f=$(ls -t "$T"/stick/*.gnb | head -1)
up inbox receive "$f"
term_start 80x24 vi --book "$above" --as "Nguyễn Văn Bình"
see "Thời hạn"
press 8
see "Tiếp nhận"
press Enter
see "Sửa sau khi khóa"
golden lock-diff
no_asan
finish
