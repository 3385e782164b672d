#!/bin/sh
# SPDX-License-Identifier: MIT
# Golden screens of the level above in Vietnamese, 80×24, with the cursor's place: home, inbox, difference, decisions, units, settings.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo" district
book=$T/demo/yen-the.book commune=$T/demo/dong-vuong.book
mkdir "$T/stick"
export GIAMNGHEO_STICKS="$T/stick"
touch -d '2024-11-25 09:00' "$T"/demo/*.gnb
term_start 80x24 vi --book "$book" --as "Nguyễn Văn Bình"
see "Đơn vị cấp dưới"
golden above-home
press o
see "Đơn vị"
gone "Thời hạn"
golden overview
press F1
see "Phím của màn hình này"
golden overview-keys
cancel
press F10
see "Thời hạn"
press 2
see "1/1.329"
golden above-browse
press Enter
see "Thôn, bản"
golden above-record
press F10 F10
see "Thời hạn"
press 8
see "Tiếp nhận"
golden inbox
press F1
see "Phím của màn hình này"
golden inbox-keys
cancel
press Space
see "Mã đối chiếu"
golden inbox-about
cancel
gone "Mã đối chiếu"
press n
see "Tiếp nhận gói dữ liệu"
golden inbox-receive
press F10
press Enter
see "bản ghi có khác biệt"
golden diff
press Enter
see "Số nhân khẩu"
golden diff-unfolded
press f
see "chỉ bản ghi mới"
golden diff-filter
cancel
gone "chỉ bản ghi mới"
press Down Down Down r
see "Ý kiến về ô"
golden diff-remark
type "Kiểm tra lại số nhân khẩu với thôn"
press Enter
see "đã ghi 1 ý kiến"
golden diff-remarked
press a
see "Chấp nhận, kèm ý kiến"
golden diff-accept
cancel
gone "Chấp nhận, kèm ý kiến"
press t
see "Kèm theo 1 ý kiến"
golden diff-return
press 1
see "Ghi gói phản hồi vào đâu?"
golden reply-where
press 1
see "đọc lại khớp"
golden reply-made
press Enter
see "cần chỉnh sửa"
golden inbox-returned

# The other unit, of which one bundle was accepted, sends another: before → after, with a reason, a new record and one removed.
c() { gn --book "$commune" --as "Hoàng Thị Mai" "$@" >/dev/null 2>&1; }
head_of() { sqlite3 "$commune" "SELECT household FROM member WHERE full_name = '$1' AND relation_to_head = 'head'"; }
ok "changed below" c put household --id "$(head_of 'Triệu Mạnh An')" address="Xóm Đầu, bên kia suối" phone=0912345678 head_name="Triệu Mạnh Ân"
ok "added below" c put village code=B11 name="Bản 11" kind=ban area_type=rural
ok "removed below" c remove household "$(head_of 'Hoàng Hữu An')" --reason "nhập trùng"
ok "sent again" c bundle make -o "$T/stick"
touch -d '2024-11-25 10:00' "$T"/stick/*
press n
see "Đã đánh dấu 1 tệp"
golden inbox-receive-new
press Enter
see "biên nhận"
golden inbox-received
press Enter
gone "biên nhận"
press Enter
see "bản ghi có khác biệt"
golden diff-small
press Down Down Down Enter
see "nhập trùng"
golden diff-gone
press F10
see "mã ĐC?"
press F10
see "Thời hạn"
press y
see "Ý kiến"
golden above-remarks
press F10 c
see "Máy này"
press Tab Tab Tab Tab
golden above-settings
press End
golden above-settings-end
no_asan
finish
