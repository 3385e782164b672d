#!/bin/sh
# SPDX-License-Identifier: MIT
# Golden screens in Vietnamese, 80×24, with the cursor's place: a review with its indicators, lists to tick, reasons, answers that
# would be hidden, drafts, a record that moved on under a draft, history.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
sql() { sqlite3 "$book" "$1"; }
holds() { [ "$(sql "$1")" = "$2" ]; }
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai"
see "Thời hạn"
press 3
see "1/445"
press Enter
see "Thông tin rà soát"
golden review
press NPage NPage
see "Dinh dưỡng"
golden review-indicators
press F1
see "Quy tắc soát lỗi"
golden review-indicator-help
cancel
gone "Quy tắc soát lỗi"
type tc
see "Chưa thu thập"
golden review-indicators-answered
press NPage
see "Điểm B1"
golden review-result
press F10
see "Chưa lưu"
press 3
see "445"

# A doubt and its reason, from the list of problems.
press F10 9
see "Tìm thấy 27 chỗ"
press 2
see "Chỉ chỗ Cần giải trình"
press Enter
see "Hoàng Thị Linh"
press Down Enter
see "Lý do chưa có số định danh"
golden edit-doubt
press F3
see "Lý do"
golden edit-reason
type "Người già, mất giấy tờ trong trận lũ năm 2008"
press Enter
see "Người già"
golden edit-reasoned
press F2
see "Đã lưu."
press F6
see "Lịch sử"
golden history-reason
press F10 F10 F10
see "Tìm thấy"
golden problems-reasoned
press F10
see "Thời hạn"

# Ticks, and answers a skip would hide.
press 2
see "1/1.329"
press /
type "bui minh anh"
gone "1/1.329"
press Enter
see "Thôn, bản *"
press NPage
see "Nguyên nhân nghèo"
press Tab Tab Tab Tab Tab
type c
press Tab
type 01/10/2024
press Tab F4
see "[ ]"
golden edit-ticks
press Space Down Down Space
golden edit-ticked
press Enter
gone "[ ]"
press BTab BTab BTab
type k
see "không còn phải ghi"
golden edit-hide
cancel
gone "không còn phải ghi"
golden edit-not-hidden

# Killed; somebody else stores another answer meanwhile; the draft is gone on with and saved.
pid=$(program_pid)
kill -9 "$pid"
sees "ended:137"
id=$(sql "SELECT household FROM member WHERE full_name = 'Bùi Minh Anh' AND relation_to_head = 'head'")
ok "stored meanwhile" gn --book "$book" put household --id "$id" voluntary_exit=no note="Đã đi làm ăn xa"
term_start 80x24 vi --book "$book" --as "Nông Văn Thuận"
see "Bản nhập dở chưa lưu"
golden drafts
press Enter
see "Nguyên nhân nghèo"
golden edit-moved-on
press F2
see "Nông Văn Thuận"
sleep 1
golden edit-clash
cancel
press F10
see "Chưa lưu"
press 3
press Tab
see "Thùng rác"
golden drafts-bin
press F10
see "Thời hạn"
press 2
see "1/1.329"
press /
type "bui minh anh"
gone "1/1.329"
press F6
see "Lịch sử: Bản 1"
golden history
press Down Enter
golden history-whole
no_asan
finish
