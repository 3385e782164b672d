#!/bin/sh
# SPDX-License-Identifier: MIT
# Golden screens of editing in Vietnamese, 80×24, each with the cursor's place.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen household
see "1/1.329"
press /
type "trieu manh an"
gone "1/1.329"
press Enter
see "Thôn, bản *"
golden edit
press Tab Tab
type "Xóm Đầu, bên kia suối"
see "[Xóm Đầu, bên kia suối "
golden edit-typing
press Tab Tab F1
see "Quy tắc soát lỗi"
golden edit-help
cancel
gone "Quy tắc soát lỗi"
press Tab Tab Tab Tab F4
see "Gia-rai"
golden edit-choice
type "nun"
see "Tìm: nun"
golden edit-choice-narrowed
cancel
gone "Tìm:"
type "hm"
see "→"
golden edit-choice-typed
press C-a C-k
type "xyz"
press Enter
see "Chưa đọc được"
golden edit-unread
press F8
see "Lỗi"
golden edit-problems
cancel
press BTab C-a C-k
type "Dao"
press Tab
gone "Chưa đọc được"
press NPage
see "Diện của hộ"
golden edit-features
press F1
golden edit-help-computed
cancel
press C-End
see "Triệu Mạnh An"
golden edit-roster
press F1
see "^N"
golden edit-roster-help
cancel
press Home Enter
see "Thành viên hộ 1/5"
golden edit-row
press F1
golden edit-row-help
cancel
press NPage
see "Y tế"
golden edit-row-2
press F10 F10
see "Chưa lưu"
golden edit-leave
press 2
see "Phân loại hộ"
cancel
no_asan
finish
