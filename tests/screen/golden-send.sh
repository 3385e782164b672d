#!/bin/sh
# SPDX-License-Identifier: MIT
# Golden screens of the way up, from the commune's side, in Vietnamese, 80×24, with the cursor's place.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo" district
book=$T/demo/dong-vuong.book above=$T/demo/yen-the.book
mkdir "$T/stick"
export GIAMNGHEO_STICKS="$T/stick"
id() { sqlite3 "$book" "SELECT id FROM $1"; }
member=$(id "member WHERE full_name = 'Triệu Mạnh An' AND relation_to_head = 'head'")
household=$(id "household WHERE id = (SELECT household FROM member WHERE id = '$member')")

term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai"
see "Thời hạn"
golden home-sent
press 8
see "Gửi dữ liệu lên Huyện Yên Thế"
golden bundle-make
press d
see "Gói dữ liệu nộp cho báo cáo nào?"
golden bundle-duty
press 3
gone "báo cáo nào?"
press Enter
see "Đã ghi xong, đọc lại khớp. Rút USB được rồi."
golden bundle-made
press b
see "Ngày lập"
golden bundles
press Enter
see "Mã băm"
golden bundle-about
cancel
press F10 F10
sees "Thời hạn"

# Above it is returned with remarks on a field and on a record; the reply comes back on the stick.
gn --book "$above" --as "Nguyễn Văn Bình" inbox receive "$T/stick/DONG-VUONG_G0002.gnb" >/dev/null 2>&1
ok "returned above" gn --book "$above" --as "Nguyễn Văn Bình" inbox return 3 \
	--remark "member:$member:id_number:Kiểm tra lại số định danh theo căn cước" \
	--remark "household:$household:Bổ sung địa chỉ chỗ ở của hộ"
ok "a reply" gn --book "$above" --as "Nguyễn Văn Bình" reply make 3 -o "$T/stick"
touch -d '2024-11-25 10:00' "$T"/stick/*
press g
see "Ngày lập"
press a
see ".gnr"
golden reply-file
press p
see "Đường dẫn của tệp"
golden reply-path
cancel
gone "Đường dẫn của tệp"
press Enter
see "Biên nhận:"
golden reply-applied
press 1
see "Kiểm tra lại số định danh"
golden remarks
press Space
golden remark-text
cancel
press Enter
see "Thôn, bản *"
golden remark-record
press F10
see "Kiểm tra lại số định danh"
press Down Enter
see "Thành viên hộ 1/5"
golden remark-field
press F1
see "Căn cứ"
golden remark-help
cancel
gone "Căn cứ"
press F10 F10 F10
see "Ngày lập"
golden bundles-returned
press F10
see "Thời hạn"
golden home-returned
no_asan
finish
