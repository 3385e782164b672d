#!/bin/sh
# SPDX-License-Identifier: MIT
# What refers to a record follows when it is changed: computed fields with their history, names, order, search; in one transaction.
. "${srcdir:-.}/tests/tap.sh"
b=$T/c.book
c() { gn --book "$b" --as "Hoàng Thị Mai" "$@"; }
col() { sqlite3 "$b" "SELECT coalesce($1, '-') FROM $2"; }
gn init --unit DV --name "Xã Đồng Vương" --level commune "$b" >/dev/null 2>&1
v1=$(c put village code=B1 name="Bản Ao" kind=ban area_type=rural 2>/dev/null)
c put village code=B2 name="Bản Khe" kind=ban area_type=rural >/dev/null 2>&1
h1=$(c put household village=B1 household_code=001 head_name="Nông Văn Bền" head_gender=male 2>/dev/null)
h2=$(c put household village=B2 household_code=002 head_name="Lý Thị Hoa" head_gender=female 2>/dev/null)
c put round code=DK2024 name="Rà soát 2024" kind=periodic review_year=2024 applies_year=2025 standard=2022-2025 start_date=2024-09-01 end_date=2024-12-14 >/dev/null 2>&1
answers=
for i in 01 02 03; do answers="$answers deprivation.D$i=deprived"; done
for i in 04 05 06 07 08 09 10 11 12; do answers="$answers deprivation.D$i=not_deprived"; done
for h in $h1 $h2; do
	# shellcheck disable=SC2086
	c put review round=DK2024 household="$h" area_type= b1_points=150 $answers >/dev/null 2>&1
done
is "two reviews, at 150 points and 30: not poor in the country" "$(sqlite3 "$b" "SELECT group_concat(b2_points || classification) FROM review")" "30not_poor,30not_poor"

# ---- a village becomes urban ----
before=$(col _rev "household WHERE id='$h2'")
run c put village --id "$v1" area_type=urban
is "put ends 0" "$rc" 0
is "its household is urban" "$(col area_type "household WHERE id='$h1'")" urban
is "the other is not" "$(col area_type "household WHERE id='$h2'") $(col _rev "household WHERE id='$h2'")" "rural $before"
has "history tells it" "$(c history household "$h1")" "area_type"
is "and who did" "$(sqlite3 "$b" "SELECT before || after || who FROM history WHERE form='household' AND field='area_type' AND id='$h1'")" "ruralurbanHoàng Thị Mai"
is "the review there follows, one further on" "$(sqlite3 "$b" "SELECT group_concat(classification) FROM (SELECT classification FROM review WHERE household='$h1')")" poor
is "the one elsewhere does not" "$(sqlite3 "$b" "SELECT classification FROM review WHERE household='$h2'")" not_poor

# ---- another name ----
first() { c list review 2>/dev/null | sed -n 1,2p; }
has "reviews stand by their household, and that by its village" "$(first)" "Bản Ao"
run c put village --id "$v1" name="Bản Xa"
is "a village renamed" "$rc" 0
has "now it stands behind the other" "$(first)" "Bản Khe"
c put participant project="$(c put project code=P1 name="Gà đồi" programme_item=DA2 status=running 2>/dev/null)" household="$h1" support_kind=livestock >/dev/null 2>&1
c put member --id "$(sqlite3 "$b" "SELECT id FROM member WHERE household='$h1'")" full_name="Nông Văn Thành" >/dev/null 2>&1
is "a head renamed by the member's own form: the household shows it" "$(col head_name "household WHERE id='$h1'")" "Nông Văn Thành"
has "and the beneficiary is found by it" "$(c find "nong van thanh" --form participant 2>/dev/null)" "Nông Văn Thành"

# ---- a round's standard was wrong ----
rev=$(col _rev "review WHERE household='$h1'")
c put round --id "$(sqlite3 "$b" 'SELECT id FROM round')" standard=local >/dev/null 2>&1
is "under a standard of the province nothing is computed" "$(sqlite3 "$b" "SELECT count(*) FROM review WHERE b2_points IS NULL AND classification IS NULL")" 2
c put round --id "$(sqlite3 "$b" 'SELECT id FROM round')" standard=2022-2025 >/dev/null 2>&1
is "set right it is as it was" "$(sqlite3 "$b" "SELECT group_concat(b2_points || classification) FROM (SELECT * FROM review ORDER BY household)")" "30poor,30not_poor"
ok "each as a revision" test "$(col _rev "review WHERE household='$h1'")" = $((rev + 2))
revs=$(sqlite3 "$b" "SELECT group_concat(_rev) FROM review")
c put round --id "$(sqlite3 "$b" 'SELECT id FROM round')" note="chỉ ghi chú" >/dev/null 2>&1
is "what nobody looks at changes nothing else" "$(sqlite3 "$b" "SELECT group_concat(_rev) FROM review")" "$revs"
is "the book is sound" "$(sqlite3 "$b" 'PRAGMA integrity_check')" ok
finish
