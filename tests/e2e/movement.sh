#!/bin/sh
# SPDX-License-Identifier: MIT
# The guided steps from the command line: what they print, how they end, what stands in their way; and killed in the middle, all of a
# step is in the book or nothing of it.
. "${srcdir:-.}/tests/tap.sh"
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" GIAMNGHEO_TODAY=2024-11-25
b=$T/c.book
c() { gn --book "$b" --as "Hoàng Thị Mai" "$@"; }
one() { sqlite3 "$b" "$1"; }
dump() { sqlite3 "$b" .dump | grep -v "INSERT INTO meta VALUES('figures\|newest_day" | cksum; }
gn init --unit DV --name "Xã Đồng Vương" --level commune "$b" >/dev/null 2>&1
c put village code=B1 name="Bản Ao" kind=ban area_type=rural >/dev/null 2>&1
c put village code=B2 name="Bản Khe" kind=ban area_type=rural >/dev/null 2>&1
h=$(c put household village=B1 household_code=001 head_name="Nông Văn Bền" head_gender=male head_birth_date=1960 members_count=4 2>/dev/null)
add() { c put member household="$h" full_name="$1" relation_to_head="$2" gender="$3" birth_date="$4" id_missing_reason=other 2>/dev/null; }
wife=$(add "Lý Thị Mẩy" wife female 1962)
son=$(add "Nông Văn Thành" child male 1990)
daughter=$(add "Nông Thị Hoa" child female 1995)
h2=$(c put household village=B2 household_code=001 head_name="Vi Văn Tư" head_gender=male head_birth_date=1970 members_count=1 2>/dev/null)

# ---- words ----
ends 2 "a step nobody knows" gn --book "$b" movement jump "$h" --date 2024-01-01
ends 2 "no day" gn --book "$b" movement death "$h" --member "$son"
ends 2 "no household" gn --book "$b" movement split --date 2024-01-01
ends 2 "a word too many" gn --book "$b" movement death "$h" "$h2" --date 2024-01-01
before=$(dump)
ends 3 "a household that is not there" gn --book "$b" movement death B9/999 --member "$son" --date 2024-01-01
run c movement death "$h" --member "Lò Văn Ai" --date 2024-01-01
is "somebody who is not there" "$rc" 3
has "and it is said who" "$err" "Lò Văn Ai"
run c movement death "$h" --member "nong van ben" --date 2024-11-20
is "the head dies: who follows him must be said" "$rc" 3
has "with the one proposed" "$err" "Lý Thị Mẩy"
run c movement transfer "$h" "$h2" --member "$daughter" --date 2024-11-20
is "what she is to the other head must be said" "$rc" 3
ends 3 "a day to come" gn --book "$b" movement out "$h" --member "$son" --date 2025-02-01
ends 0 "only tried" gn --book "$b" movement split "$h" --member "$son" --date 2024-11-20 --dry-run
is "after all of this nothing was written" "$(dump)" "$before"

# ---- split: by the household's key and a name without accents ----
run c movement split B1/001 --member "nong van thanh" --date 2024-11-20 --code 002 --note "lấy vợ, ra ở riêng"
is "a split" "$rc" 0
new=$(echo "$out" | sed -n 's/^household //p')
is "the new household's id is printed" "$(one "SELECT head_name || '/' || household_code || '/' || members_count FROM household WHERE id='$new'")" "Nông Văn Thành/002/1"
is "and its change" "$(echo "$out" | grep -c '^change [0-9a-f-]*$')" 1
is "the son keeps his id" "$(one "SELECT household='$new' AND relation_to_head='head' AND left_on IS NULL FROM member WHERE id='$son'")" 1
has "what is then is said" "$err" "Nông Văn Bền"
has "history tells why" "$(c history member "$son")" "lấy vợ, ra ở riêng"

# ---- the others ----
c movement death "$h" --member "$(one "SELECT id FROM member WHERE full_name='Nông Văn Bền'")" --left-head "$wife" --date 2024-11-21 >/dev/null 2>&1
is "the wife is the head, the daughter her child" "$(one "SELECT group_concat(relation_to_head) FROM (SELECT * FROM member WHERE id IN ('$wife', '$daughter') ORDER BY full_name)")" "head,child"
ends 0 "the daughter marries" gn --book "$b" movement transfer "$h" "$h2" --member "$daughter" --relation "$daughter=wife" --date 2024-11-22
is "and lives there" "$(one "SELECT household='$h2' FROM member WHERE id='$daughter'")" 1
run c movement birth "$h2" --date 2024-11-23 full_name="Vi Thị Bé" gender=female relation_to_head=child id_missing_reason=child
is "a birth" "$rc" 0
baby=$(echo "$out" | sed -n 's/^member //p')
is "with the day of birth" "$(one "SELECT birth_date FROM member WHERE id='$baby'")" 2024-11-23
ends 0 "the widow moves to her son" gn --book "$b" movement join "$h" "$new" --relation "$wife=mother" --date 2024-11-24
is "her household ended, and is still called by its head" "$(one "SELECT left_on || head_name FROM household WHERE id='$h'")" "2024-11-24Lý Thị Mẩy"
ends 0 "they move to the other village" gn --book "$b" movement move "$new" --village B2 --code 005 --date 2024-11-24
ends 0 "the mother goes away" gn --book "$b" movement out "$new" --member "$wife" --place "Hà Nội" --date 2024-11-24
ends 0 "and comes back" gn --book "$b" movement return "$new" --member "$wife" --date 2024-11-25
is "with the id she always had" "$(one "SELECT household='$new' AND left_on IS NULL AND relation_to_head='mother' FROM member WHERE id='$wife'")" 1
ends 0 "she becomes the head" gn --book "$b" movement head "$new" "$wife" --date 2024-11-25
is "her son is her child" "$(one "SELECT relation_to_head FROM member WHERE id='$son'")" child
ends 0 "a household comes from elsewhere" gn --book "$b" movement in --village B1 --class poor --date 2024-11-25 head_name="Lò Văn Mới" head_gender=male head_birth_date=1980
is "with the class of its papers" "$(one "SELECT classification FROM household WHERE head_name='Lò Văn Mới'")" poor
is "all of it is complete" "$(one "SELECT count(*) FROM household WHERE _state<>'complete'")$(one "SELECT count(*) FROM member WHERE _state<>'complete'")$(one "SELECT count(*) FROM change WHERE _state<>'complete'")" 000
c check --format csv >"$T/found" 2>/dev/null
is "and the checks find no error" "$(grep -c ',error,' "$T/found")" 0

# ---- "another person" ----
ends 0 "the same name and year in one village" gn --book "$b" put household village=B1 household_code=077 head_name="LÒ VĂN MỚI" head_gender=male head_birth_date=1980-03-04 members_count=1
two=$(one "SELECT m.id FROM member m JOIN household h ON h.id=m.household WHERE h.household_code='077'")
has "is asked about" "$(c check 2>/dev/null)" r27
first=$(one "SELECT id FROM member WHERE full_name='Lò Văn Mới'")
ends 0 "said to be two people" gn --book "$b" put member --id "$two" "reason.r27:$first=khác người"
c check --format csv 2>/dev/null | grep r27 >"$T/r27"
has "the reason stands with it" "$(cat "$T/r27")" "khác người"
c put member --id "$two" phone=1 >/dev/null 2>&1
c put member --id "$two" note="đã gặp" >/dev/null 2>&1
has "also after it was saved again" "$(c check --format csv 2>/dev/null | grep r27)" "khác người"
ends 3 "a reason for what nobody asks" gn --book "$b" put member --id "$two" reason.r99=x

# ---- killed in the middle ----
i=0
half=
cut=0
while [ $i -lt "${GIAMNGHEO_KILLS:-24}" ]; do
	i=$((i + 1))
	k=$(c put household village=B1 household_code="k$i" head_name="Nông Văn Cha $i" head_gender=male members_count=3 2>/dev/null)
	for n in 1 2; do
		c put member household="$k" full_name="Nông Văn Con $i $n" relation_to_head=child gender=male birth_date=1990 >/dev/null 2>&1
	done
	"$GIAMNGHEO" --book "$b" movement split "$k" --member "Nông Văn Con $i 1" --code "s$i" --date 2024-11-25 >/dev/null 2>&1 &
	pid=$!
	sleep "$(awk -v i=$i 'BEGIN { printf "%.3f", 0.004 + (i * 7 % 24) * 0.002 }')"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	[ $? = 137 ] && cut=$((cut + 1))
	state=$(one "SELECT (SELECT count(*) FROM household WHERE household_code='s$i') || (SELECT count(*) FROM member WHERE household='$k') || (SELECT members_count FROM household WHERE id='$k') || (SELECT count(*) FROM change WHERE household='$k')")
	[ "$state" = 0330 ] || [ "$state" = 1221 ] || half="$half $i:$state"
done
is "all of a step or nothing, each time" "$half" ""
ok "some were cut ($cut)" test "$cut" -gt 0
is "the book is sound" "$(one 'PRAGMA integrity_check')" ok
finish
