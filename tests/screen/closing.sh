#!/bin/sh
# SPDX-License-Identifier: MIT
# Closing a list on the screen: what stands in the way opens its record, the closed list is only read, a correction names its households.
. "${srcdir:-.}/tests/screen/lib.sh"
GIAMNGHEO_TODAY=2024-12-20
export GIAMNGHEO_TODAY
book=$T/l.book
c() { gn --book "$book" --as "Hoàng Thị Mai" "$@" 2>/dev/null; }
ask() { sqlite3 "$book" "$1"; }
ok "a book" new_book "$book" "Xã Thử"
village=$(ask "SELECT id FROM village ORDER BY code LIMIT 1")
c put round code=DK2024 name="Rà soát định kỳ 2024" kind=periodic review_year=2024 applies_year=2025 standard=2022-2025 start_date=2024-09-01 end_date=2024-12-14 >/dev/null
deprived="deprivation.D01=deprived deprivation.D02=deprived deprivation.D03=deprived"
rest=
for i in 04 05 06 07 08 09 10 11 12; do rest="$rest deprivation.D$i=not_deprived"; done
for k in 1 2 3; do
	h=$(c put household village="$village" household_code=00$k head_name="Lò Văn Người $k" head_gender=male head_birth_date=1980 members_count=1)
	# shellcheck disable=SC2086
	[ $k = 3 ] || c put review round=DK2024 household="$h" review_date=2024-10-05 prev_classification=poor b1_points=1${k}0 $deprived $rest >/dev/null
	[ $k = 3 ] && c put review round=DK2024 household="$h" review_date=2024-10-05 >/dev/null
done
c put decision round=DK2024 decision_no=97/QĐ-UBND decision_date=2024-12-12 >/dev/null
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen decision
see "97/QĐ-UBND"
press c
see "chưa nhập" "what stands in the way is listed"
golden closing-stops
press F2
see "Chưa chốt được danh sách" "it is not closed"
press Enter
see "Phiếu rà soát hộ" "Enter opens the sheet"
cancel
see "chưa nhập" "and one comes back"
kill -9 "$(program_pid)"
sees "ended:137"

# ---- now it can be closed ----
# shellcheck disable=SC2086
c put review --id "$(ask "SELECT id FROM review WHERE b1_points IS NULL")" b1_points=180 prev_classification=near_poor $deprived $rest >/dev/null
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen decision
see "97/QĐ-UBND"
press c
see "Không còn vướng" "nothing stands in the way"
press l
see "Lò Văn Người 3" "the lines are shown household by household"
cancel
press F2
see "Chốt danh sách này?" "it asks once"
press 1
see "Đã chốt danh sách" "closed"
golden closing-closed
is "with its lines" "$(ask "SELECT group_concat(movement) FROM (SELECT movement FROM decision_line ORDER BY line_no)")" "poor_stays,poor_stays,near_to_above"
press l
see "Danh sách đã chốt" "its lines are records now"
press n
see "phần mềm tự ghi" "which nobody enters"
kill -9 "$(program_pid)"
sees "ended:137"

# ---- a correction ----
c put review --id "$(ask "SELECT id FROM review WHERE b1_points=110")" deprivation.D01=not_deprived >/dev/null
c put decision round=DK2024 kind=correction corrects=97/QĐ-UBND decision_no=105/QĐ-UBND decision_date=2024-12-18 >/dev/null
term_start 80x24 vi --book "$book" --as "Hoàng Thị Mai" --screen decision
see "105/QĐ-UBND"
press Down c
see "Chưa có hộ nào" "whose lines?"
press n
type "nguoi 1"
sees "Lò Văn Người 1"
press Enter
see "001 / Lò Văn Người 1" "the household is chosen"
golden closing-correction
press F2
sees "Ghi lại 1 dòng"
press 1
see "Đã chốt" "closed with its line"
is "which names the one it replaces" "$(ask "SELECT n.movement || o.movement FROM decision_line n JOIN decision_line o ON o.id=n.replaces")" "poor_to_nearpoor_stays"
no_asan
finish
