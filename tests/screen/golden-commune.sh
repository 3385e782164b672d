#!/bin/sh
# SPDX-License-Identifier: MIT
# Golden screens of a commune's book in Vietnamese, 80×24, each with the cursor's place: home and everything but editing and sending.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
term_start 80x24 vi --book "$book"
see "Ai đang làm việc?"
golden officer
press Enter
gone "Ai đang làm việc?"
golden home
press F1
see "Phím của màn hình này"
golden home-keys
cancel
press Tab
see "Danh sách nào?"
golden lists
cancel
press /
sees "Tìm"
type "nguyen thi huong"
see "2 kết quả"
golden find
cancel
press 2
see "1/1.329"
golden browse
press F1
see "Phím của màn hình này"
golden browse-keys
press NPage
see "Đặt lại chữ"
golden browse-keys-2
cancel
press s
see "giảm dần"
golden browse-sort
press s s s
see "theo thứ tự nhập"
press f
see "Phân loại hộ"
golden browse-filter
press Down Enter
see "Hộ nghèo"
golden browse-filter-value
press Down Enter
see "1/77"
golden browse-filtered
press /
type "an"
see "Tìm: an"
golden browse-search
cancel
press h
see "Lịch sử"
golden history-insert
cancel
press Tab
sees "Danh sách nào?"
press 7
see "DK2024"
golden browse-rounds
press F10 9
see "Tìm thấy 27 chỗ"
golden problems
press Down Right
see "Số định danh 024204797233"
golden problems-unfolded
press Down Left
gone "Số định danh 024204797233"
press 2
see "Chỉ chỗ Cần giải trình"
press F3
see "chọn một bản ghi trước"
press + End
see "003301626927"
golden problems-doubts
press -
gone "003301626927"
press 0
see "Trùng số định danh trong một hộ"
press F1
see "Phím của màn hình này"
golden problems-keys
cancel
cancel
press c
see "Máy này"
golden settings
press End
see "Kiểm tra toàn bộ"
golden settings-end
cancel
press d
see "Không có bản nhập dở"
golden drafts-none
press F10 y
see "Không có gì cần chỉnh sửa"
golden remarks-none
press F10 g
see "Chưa gửi gì"
golden bundles-none
press F10 8
see "Chưa đăng ký cấp trên"
golden bundle-make-nobody
press F10 3
see "Phiếu rà soát"
golden browse-reviews
press F10 5
see "Dự án"
golden browse-projects
press F10 6
see "Phân công"
golden browse-assignments
no_asan
finish
