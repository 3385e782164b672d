#!/bin/sh
# SPDX-License-Identifier: MIT
# The year of the review walked on the screen by a commune officer, in Vietnamese at 80×24, and by the reviewer above: one village of six
# households whose last year's list is taken over; round, request, list, sheets out and in, a split from among a sheet's members, entry of all
# sheets, a meeting that votes one household down and meets it again, posting, complaint, opinion, decision, closing, certificates, papers
# and reports to a stick, the bundle of the duty, its acceptance, the lock, the reply, and a change after the lock.
. "${srcdir:-.}/tests/screen/lib.sh"
export GIAMNGHEO_TODAY=2024-12-12
book=$T/commune.book above=$T/above.book stick=$T/usb
mkdir -p "$stick"
export GIAMNGHEO_STICKS="$stick"
c() { gn --book "$book" --as "Hoàng Thị Mai" "$@" 2>/dev/null; }
a() { gn --book "$above" --as "Nguyễn Văn Bình" "$@" 2>/dev/null; }
sql() { sqlite3 "$book" "$1"; }
holds() { [ "$(sql "$1")" = "$2" ]; }
kept() { # NAME SQL WANTED: what the screen wrote
	until_true "$LIMIT" holds "$2" "$3" || :
	is "$1" "$(sql "$2")" "$3"
}
start() { term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai"; }
leave() { # the book is to be written by a command
	press F10
	sees "Thời hạn"
	press F10
	sees "ended:"
}
put_head() { c put household village=B01 household_code="$1" head_name="$2" head_gender="$3" head_birth_date="$4" head_id_number="$5" head_ethnicity=Tày; }
put_member() { c put member household="$1" order_in_household="$2" full_name="$3" relation_to_head="$4" gender="$5" birth_date="$6" ethnicity=Tày >/dev/null; }

# ---- the books, and last year's list: by commands ----
ok "the level above has a book" a init --unit YT --name "Huyện Yên Thế" --level district "$above"
ok "it enrols the commune" a enrol make --unit DV --name "Xã Đồng Vương" -o "$T/DV.gne"
ok "the commune has a book" gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$T/DV.gne" "$book"
c put village code=B01 name="Bản Đồng" kind=ban area_type=rural >/dev/null
h=$(put_head 001 "Nông Văn Thành" male 1970-03-05 024070001001)
put_member "$h" 2 "Lộc Thị Hạnh" wife female 1973-04-06
put_member "$h" 3 "Nông Văn Hùng" child male 1998-07-08
put_member "$h" 4 "Vi Thị Mơ" daughter_in_law female 2000-01-02
put_member "$h" 5 "Nông Bảo An" grandchild male 2021-05-06
put_head 002 "Hoàng Thị Lan" female 1980-02-03 024180001006 >/dev/null
put_head 003 "Lục Văn Bảy" male 1965-11-12 024065001008 >/dev/null
put_head 004 "Lâm Văn Toàn" male 1985-06-07 024085001010 >/dev/null
put_head 005 "Hứa Thị Én" female 1978-08-09 024178001011 >/dev/null
put_head 006 "Nguyễn Văn Ước" male 1990-10-11 024090001012 >/dev/null
{
	echo "Họ và tên chủ hộ,Mã hộ,Thôn,Phân loại hộ"
	echo "Nông Văn Thành,001,Bản Đồng,Hộ nghèo"
	echo "Hoàng Thị Lan,002,Bản Đồng,Hộ nghèo"
	echo "Lục Văn Bảy,003,Bản Đồng,Hộ nghèo"
	echo "Lâm Văn Toàn,004,Bản Đồng,Hộ cận nghèo"
	echo "Hứa Thị Én,005,Bản Đồng,Hộ cận nghèo"
} >"$T/opening.csv"
ok "last year's list is taken over" c opening "$T/opening.csv" --round DK2023 --decision 118/QĐ-UBND --date 2023-12-12
c put unit_year year=2024 households=50 people=200 poor_households=3 near_poor_households=2 >/dev/null

# ---- the round, the request, the list, the sheets out and in ----
start
see "Thời hạn"
press 3
see "Chưa có gì"
press Tab
see "Danh sách nào"
press 7
see "DK2023"
press n
see "Mã kỳ *"
type "DK2024"
press Enter
type "Rà soát định kỳ năm 2024"
press Enter
type 1
press Enter
type 2024
press Enter
type 2025
press Enter
type 2
press Enter Enter
type 01092024
press Enter
type 14122024
press Enter Enter
type DK2023
press F2
see "Đã lưu."
press F10 F10
see "còn 2 ngày"
press p
see "Lập DS › Rà soát"
press d
see "Giấy đề nghị"
press n
see "Số tiếp nhận *"
type 01
press Enter
type 1
press Enter
type "nguyen van uoc"
see "→ Nguyễn Văn Ước"
press Enter Enter
type 07102024
press F2
see "Đã lưu."
kept "the request belongs to the round whose screen it was entered from" "SELECT o.code FROM request q JOIN round o ON o.id = q.round" DK2024
press F10
see "1/1"
press F10
see "Lập DS › Rà soát"
press l
see "Lập danh sách rà soát?"
press Enter
see "5 hộ trong danh sách, 1 hộ có giấy đề nghị"
press o
see "Phát phiếu cho Bản Đồng"
press Enter
see "Đã đánh dấu 6 phiếu."
press i
see "Thu phiếu của Bản Đồng"
press Enter
see "đã thu, chưa nhập: 6"

# ---- entry by sheet; in the first household three have moved out of the parents' house ----
press Enter
see "Phiếu 1/6"
press =
see "2 Người rà soát"
press PPage
see "mọi thành viên đúng như trên"
press b
see "Biến động gì?"
press 5
see "đánh dấu người"
press Down Down Space Down Space Down Space
see "[x] Nông Bảo An"
has "who heads the household stays until ticked" "$(screen)" "[ ] Nông Văn Thành"
press Enter
type 10032024
press Enter Enter Enter Enter
type 007
press F2
see "HỘ MỚI"
see "Enter Ghi "
golden autumn-split
press Enter
see "Đã ghi. Hộ còn thiếu"
press 1
see "Đã ghi: Tách hộ"
answers() { # B1 INDICATORS…: one sheet from the reviewer's name on; 12 digits, 1 lacks, 2 does not
	type 222
	type 42
	press Enter
	type 2
	type 4
	type 1
	type 13
	press Enter
	see "Việc làm"
	type "$2"
	see "Điểm B1 (thu nhập)"
	type "$1"
	press Enter
}
press NPage
see "Ngày rà soát"
type "Lò Văn Hoa"
press Enter
type 12102024
press Enter
see "Vật liệu tường chính"
answers 132 111122222222
see "→ hộ nghèo"
press NPage
see "Nguyên nhân"
type 8
press Enter F5
see "Phiếu 1 đã lưu"
n=1
for s in "132 111122222222" "190 122222222222" "150 222222222222" "135 122222222222" "120 111222222222"; do
	n=$((n + 1))
	see "Phiếu $n/6"
	press =
	if [ $n -ge 6 ]; then # on no list before: the quick sheet A comes first
		see "Kết quả phiếu A"
		type 1k
	fi
	see "Vật liệu tường chính"
	# shellcheck disable=SC2086
	answers $s
	see "→ "
	press F5
done
see "đã nhập hết phiếu"
press l
see "Lập danh sách rà soát?"
press Enter
see "Đã lập phiếu"
press o Enter
see "Đã đánh dấu 1"
press i Enter
see "đã thu, chưa nhập: 1"
press Enter
see "Phiếu 7/7"
press =
see "Trước đây đã được"
type k
see "Vật liệu tường chính"
answers 128 111122222222
see "→ hộ nghèo"
press F5
see "đã nhập hết phiếu"
kept "seven sheets" "SELECT group_concat(classification) FROM (SELECT * FROM review WHERE sheet_no IS NOT NULL ORDER BY sheet_no)" \
	"poor,poor,not_poor,not_poor,near_poor,poor,poor"
kept "who split off is not counted in the old household" "SELECT group_concat(members) FROM (SELECT * FROM review WHERE sheet_no IN (1, 7) ORDER BY sheet_no)" "2,3"

# ---- the village meets; one household is voted down and met again ----
press m
see "Họp Bản Đồng"
press Enter
see "Số người dự họp?"
type 40
press Enter
see "Cuộc họp có 7 hộ"
press C-End
see "+ Hộ lấy ý kiến"
press Up Enter
see "Số người đồng ý"
press Enter Enter BSpace BSpace
type 19
press Enter
see "Thu thập lại và họp"
press F2
see "Đã lưu."
press F10
see "+ Hộ lấy ý kiến"
golden autumn-voted-down
press F10
see "còn 2 ngày"
see "Bản Đồng: phải họp lại: 1"

# ---- posting, complaint, opinion, decision: each from the round's screen, each with the round filled in ----
press n
see "Niêm yết, thông báo"
press n
see "Nơi niêm yết"
press F10
see "0/0" "left untouched: nothing is asked"
press n
see "Nơi niêm yết"
type "ban dong"
see "→ Bản Đồng"
press Enter Enter
type "Nhà văn hóa bản"
press Enter
type 05122024
press Enter
type 09122024
press F2
see "Đã lưu."
press F10 F10
see "còn 2 ngày"
press k
see "Kiến nghị, khiếu nại"
press n
see "Người kiến nghị"
type "hua thi en"
see "→ Hứa Thị Én"
press Enter Enter
type 08122024
press Enter
type "Đề nghị xét là hộ nghèo"
press Enter
type 09122024
press Enter
type "Lò Văn Hoa"
press Enter
type 1
press Enter
type 10122024
press F2
see "Đã lưu."
press F10 F10
see "còn 2 ngày"
press y
see "Ý kiến của Chủ tịch"
press n
see "Đồng ý toàn bộ danh sách"
type "812/UBND"
press Enter
type 11122024
press Enter Enter Enter
type c
press F2
see "Đã lưu."
press F10 F10
see "còn 2 ngày"
press q
see "Quyết định công nhận"
press n
see "Văn bản ý kiến"
type "131/QĐ-UBND"
press Enter
type 12122024
press Enter
type "Nông Văn Thuận"
press Enter
type "Chủ tịch"
press Enter
type "812"
see "→ 812/UBND"
press F2
see "Đã lưu."
press F10 F10
see "còn 2 ngày"

# ---- closing: the household voted down stands in the way; it is met again; then the list is closed ----
press c
see "Còn vướng (!)"
golden autumn-stops
press F2
see "Chưa chốt được danh sách"
press F10
see "còn 2 ngày"
press m
see "Họp Bản Đồng"
press Enter
see "Số người dự họp?"
type 38
press Enter
see "Cuộc họp có 1 hộ"
press F10
see "còn 2 ngày"
press c
see "Không còn vướng"
press F2
see "Chốt danh sách này?"
press 1
see "Đã chốt danh sách: 7 dòng."
golden autumn-closed
cancel
press b
see "Số đầu tiên"
press Enter
see "Hộ đang có giấy chứng nhận"
press Enter
see "Cấp mới: 5"
press r
see "Hộ nhận giấy ngày nào?"
press Enter
see "đã nhận"

# ---- papers and a report to the stick ----
press v
see "In giấy tờ"
write_paper() {
	press w
	see "khổ A4"
	press Enter
	see "USB usb"
	press Enter
	see "đọc lại khớp: $1"
}
press Home Down Down Down
write_paper posting_list_dk2024.html
press Down Down
write_paper decision_
press Down
write_paper certificate_
ok "the posting list names no ID number" sh -c "! grep -q 024070001001 '$stick/posting_list_dk2024.html'"
ok "the decision names a household" grep -q "Nông Văn Hùng" "$stick"/decision_*.html
ok "so does a certificate" grep -q "Nông Văn Hùng" "$stick"/certificate_*.html
press F10
see "còn 2 ngày"
press F10
see "Thời hạn"
press 7
see "DIỄN BIẾN HỘ NGHÈO"
press Home Down Enter
see "CHÍNH THỨC"
golden autumn-r02
press x
see "Kết xuất báo cáo"
press 1
see "USB"
press Enter
see "Đã ghi"
ok "the spreadsheet is one" unzip -tq "$stick/r02.xlsx"
press F10 F10
see "Thời hạn"

# ---- the bundle of the duty, and what becomes of it above ----
press h
see "Hạn nộp báo cáo"
see "chưa gửi          còn 7 ngày"
press Enter
see "Gửi dữ liệu lên Huyện Yên Thế"
see "Kết quả rà soát định kỳ: chính thức"
press Enter
see "Số liệu không khớp" "last year's list named no head counts: the reports are held against it before anything is sent"
press 1
see "Rút USB được rồi"
see "7 hộ, 74 bản ghi, 0 chưa hoàn chỉnh"
press Enter
see "đã gửi"
press F10
leave
term_start 80x24 vi --book "$above" --as "Nguyễn Văn Bình"
see "Đơn vị cấp dưới"
press 8
see "Tiếp nhận"
press n
see "Đã đánh dấu 1 tệp"
press Enter
see "Biên nhận"
press Enter
gone "Đã xong."
press c
see "Gọi điện hỏi đơn vị"
press 1
see "đã nhận"
press Enter
see "+74 mới"
press a
see "Khác biệt: +74 mới"
press 1
see "Ghi gói phản hồi vào đâu?"
press 4
see "đã chấp nhận"
press F10
see "Chính thức 2024 (19/12): 1/1"
press o
see "Tổng cộng"
press k
see "Chưa khóa kỳ nào"
press n
see "Khóa kỳ của đơn vị nào?"
press Home Enter
see "DK2024  Rà soát"
press Enter
see "Số quyết định khóa kỳ"
type "950/QĐ-UBND"
press Enter
see "Ngày quyết định"
press Enter
see "Đã khóa ở"
press Enter
see "đã khóa, chưa báo"
press F10 F10
see "Thời hạn"
press 8
see "đã chấp nhận"
press y
see "Ghi gói phản hồi vào đâu?"
press 1
see "Rút USB được rồi"
press Enter
gone "Rút USB được rồi"
press F10
leave

# ---- the commune applies the reply and works on in a locked round ----
start
see "Thời hạn"
press g
see "Ngày lập"
press a
see ".gnr"
press Enter
see "Biên nhận:"
press Enter
gone "Biên nhận:"
press F10
see "đã khóa ngày"
golden autumn-locked-home
press p
see "theo Quyết định số 950"
press F10
see "đã khóa ngày"
press 3
see "Điểm B1"
press Enter
see "đã khóa ngày"
press Down Down Down Down
type 9
press F2
see "Lý do sửa sau khi khóa kỳ"
type "Đếm lại nhân khẩu"
press Enter
gone "Lý do sửa sau khi khóa kỳ"
kept "the reason is kept" "SELECT count(*) FROM reason WHERE text = 'Đếm lại nhân khẩu'" 1
no_asan
finish
