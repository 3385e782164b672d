#!/bin/sh
# SPDX-License-Identifier: MIT
# Every rule by itself: a clean book is quiet; one fault planted in a copy of it gives exactly the findings named, each at its form,
# field and record. The cases are data: what is expected (CHECK:FORM:FIELD:RECORD ...) and what is planted.
. "${srcdir:-.}/tests/tap.sh"
export GIAMNGHEO_TODAY=2025-03-01
clean=$T/clean.book
t=$T/t.book
book=$clean
p() { gn --book "$book" --as "Hoàng Thị Mai" put "$@" 2>>"$T/said"; }
q() { sqlite3 "$book" "$1"; }
found() { gn --book "$book" check --format csv 2>>"$T/said" | awk -F, 'NR > 1 { print $1 ":" $3 ":" $5 ":" $4 }' | sort; }

# ---- the clean book ----
gn init --unit 07303 --name "Xã Đồng Vương" --level commune "$clean" >/dev/null 2>&1
v1=$(p village code=B1 name="Bản Ao" kind=ban area_type=rural)
v2=$(p village code=B2 name="Bản Khe" kind=ban area_type=rural)
# family NUMBER VILLAGE CODE HEAD WIFE CHILD: three whose numbers, ages and cards agree
family() {
	h=$(p household village="$2" household_code="$3" head_name="$4" head_gender=male head_birth_date=1980-05-0"$1" head_ethnicity=Tày \
		head_id_number=02408000000"$1" poverty_causes=land support_needs=production)
	p member household="$h" full_name="$5" relation_to_head=wife gender=female birth_date=1982-03-1"$1" ethnicity=Tày \
		id_number=02418200000"$1" health_insurance=yes employment_status=farm >/dev/null
	p member household="$h" full_name="$6" relation_to_head=child gender=male birth_date=2015-02-0"$1" ethnicity=Tày \
		id_number=02421500000"$1" health_insurance=yes >/dev/null
	p household --id "$h" members_count=3
}
# review ROUND HOUSEHOLD BEFORE DEPRIVED B1 DECIDED [REVIEWED]: the first DEPRIVED of the indicators lack
review() {
	answers=
	k=0
	for d in 07 08 09 10 11 12 01 02 03 04 05 06; do
		a=not_deprived
		[ $k -lt "$4" ] && a=deprived
		answers="$answers deprivation.D$d=$a"
		k=$((k + 1))
	done
	class=not_poor
	[ "$5" -le 140 ] && class=near_poor
	[ "$5" -le 140 ] && [ "$4" -ge 3 ] && class=poor
	# shellcheck disable=SC2086
	p review round="$1" household="$2" area_type=rural reason_listed=on_list reviewer="Nông Văn Sự" prev_classification="$3" b1_points="$5" \
		recognised_class=$class review_date="${7:-${6%-*-*}-10-05}" decision_no=45/QĐ-UBND decision_date="$6" members=3 $answers
}
h1=$(family 1 "$v1" 001 "Nông Văn Bền" "Vi Thị Hoa" "Nông Văn Nam")
h2=$(family 2 "$v1" 002 "Lò Văn Phúc" "Hà Thị Lan" "Lò Văn Đức")
h3=$(family 3 "$v2" 001 "Hà Văn Quý" "Lý Thị Mỵ" "Hà Văn Tú")
h4=$(family 4 "$v2" 002 "Bàn Văn Lâm" "Đặng Thị Sao" "Bàn Văn Hải")
k1=$(p round code=DK2023 name="Rà soát định kỳ 2023" kind=periodic review_year=2023 applies_year=2024 standard=2022-2025 start_date=2023-09-01 end_date=2023-12-14)
k2=$(p round code=DK2024 name="Rà soát định kỳ 2024" kind=periodic review_year=2024 applies_year=2025 standard=2022-2025 start_date=2024-09-01 end_date=2024-12-14)
a1=$(review "$k1" "$h1" poor 4 120 2023-12-10)
a2=$(review "$k1" "$h2" near_poor 2 130 2023-12-10)
a3=$(review "$k1" "$h3" not_poor 3 125 2023-12-10)
r1=$(review "$k2" "$h1" poor 3 125 2024-12-10)
r2=$(review "$k2" "$h2" near_poor 1 135 2024-12-10)
r3=$(review "$k2" "$h3" poor 1 135 2024-12-10)
r4=$(review "$k2" "$h4" not_poor 0 180 2024-12-10)
y=$(p unit_year year=2023 households=4 people=12 ethnic_households=4 poor_households=2 poor_people=6 near_poor_households=1 near_poor_people=3)
y1=$(p unit_year year=2023 village="$v1" households=2 people=6 ethnic_households=2 poor_households=1 poor_people=3 near_poor_households=1 near_poor_people=3)
y2=$(p unit_year year=2023 village="$v2" households=2 people=6 ethnic_households=2 poor_households=1 poor_people=3 near_poor_households=0 near_poor_people=0)
y4=$(p unit_year year=2024 households=4 people=12 poor_households=1 near_poor_households=2)
who() { q "SELECT id FROM member WHERE household='$1' AND relation_to_head='$2'"; }
m1=$(who "$h1" head) w1=$(who "$h1" wife) c1=$(who "$h1" child) m2=$(who "$h2" head) w2=$(who "$h2" wife) c2=$(who "$h2" child) m3=$(who "$h3" head) w4=$(who "$h4" wife)
is "nothing is wrong while the book is made" "$(grep -v '^(hint' "$T/said")" ""
: "$a1 $a2 $a3 $r1 $r2 $r3 $r4 $y $y1 $y2 $y4 $m1 $w1 $c1 $m2 $w2 $c2 $m3 $w4"
is "a clean book: nothing is found" "$(found)" ""

# ---- the same with the list of 2024 met, posted and closed by a decision ----
closed=$T/closed.book
cp "$clean" "$closed"
book=$closed
: >"$T/said"
for r in $r1 $r2 $r3 $r4; do p review --id "$r" decision_date= decision_no= >/dev/null; done
mt1=$(p meeting round="$k2" village="$v1" session=1 date=2024-11-10 place="Nhà văn hóa" chair="Nông Văn Sự" secretary="Vi Thị Hoa" attended=30 minutes_copies=2)
mt2=$(p meeting round="$k2" village="$v2" session=1 date=2024-11-11 place="Nhà văn hóa" chair="Hà Văn Tú" secretary="Lý Thị Mỵ" attended=30 minutes_copies=2)
ml1=$(p meeting_line meeting="$mt1" household="$h1" proposed=poor agree=29)
for h in $h2; do p meeting_line meeting="$mt1" household="$h" proposed=near_poor agree=30 >/dev/null; done
for h in $h3 $h4; do p meeting_line meeting="$mt2" household="$h" proposed=near_poor agree=30 >/dev/null; done
po1=$(p posting round="$k2" village="$v1" kind=result place="Nhà văn hóa" from_date=2024-11-15 to_date=2024-11-20)
po2=$(p posting round="$k2" village="$v2" kind=result place="Nhà văn hóa" from_date=2024-11-15 to_date=2024-11-20)
dc=$(p decision round="$k2" kind=recognition decision_no=45/QĐ-UBND decision_date=2024-12-10 signer="Nông Văn Chủ" signer_title="Chủ tịch")
ok "the list is closed" gn --book "$book" --as "Hoàng Thị Mai" decision close "$dc"
: "$mt1 $mt2 $ml1 $po1 $po2"
row() { q "SELECT id FROM decision_line WHERE household='$1' AND decision='$dc'"; }
line() { q "UPDATE decision_line SET $2 WHERE household='$1' AND round='$k2'"; }
is "a closed list: nothing is wrong in it" "$(grep -v '^(hint' "$T/said")" ""
is "a book with a closed list: nothing is found" "$(found)" ""

# ---- one fault at a time; @: in the book with the closed list ----
while IFS='|' read -r want plant; do
	case $want in '#'*) continue ;; esac
	book=$t
	case $want in
	@*) cp "$closed" "$t" && want=${want#@} ;;
	*) cp "$clean" "$t" ;;
	esac
	: >"$T/said"
	eval "$plant" >"$T/planted" 2>>"$T/said"
	new=$(head -n 1 "$T/planted")
	eval "want=\"$want\""
	# shellcheck disable=SC2086
	is "${want%%:*}: $plant" "$(found)" "$(printf '%s\n' $want | sort)"
	: "$new"
done <<'CASES'
# Expected findings, each CHECK:FORM:FIELD:RECORD | what is planted; $new is the first line that printed.
#
# ---- totals of a year ----
r01:unit_year:near_poor_households:$y r06_villages:unit_year:near_poor_households:$y | p unit_year --id $y near_poor_households=3
people.doubt:unit_year:people:$y1 r06_villages:unit_year:people:$y | p unit_year --id $y1 people=30
r06_villages:unit_year:people:$y | p unit_year --id $y people=13
r06_villages:unit_year:poor_households:$y | p unit_year --id $y poor_households=3
r09:unit_year:near_poor_people:$y r06_villages:unit_year:people:$y | p unit_year --id $y people=8
unit_year_twice:unit_year:year:$new | p unit_year year=2023 village=$v1 households=2 people=6 ethnic_households=2 poor_households=1 poor_people=3 near_poor_households=1 near_poor_people=3
register_poor:unit_year:poor_households:$y4 register_people:unit_year:people:$y4 register_households:unit_year:households:$y4 | p unit_year --id $y4 register_whole=yes; q "UPDATE household SET left_on='2025-01-01' WHERE id='$h1'"
m_summary:unit_year:poor_households:$y4 | p unit_year --id $y4 poor_households=2
m_summary:unit_year:near_poor_people:$y4 | p unit_year --id $y4 near_poor_people=7
m_total:unit_year:households:$y4 m_total:unit_year:people:$y4 | p unit_year --id $y4 households=2 people=8 poor_households= near_poor_households=
m_total_missing:round:review_year:$k2 | p unit_year --id $y4 year=2022
#
# ---- household and members ----
r08_count:household:members_count:$h1 | p household --id $h1 members_count=4
r08_head:household:head_name:$h1 | p member --id $w1 relation_to_head=head
r13:household:village:$h1 r13:household:village:$h2 area_type.required:village:area_type:$v1 | p village --id $v1 area_type=
r17:member:health_insurance:$w1 | p member --id $w1 health_insurance=no
r20:household:poverty_causes:$h1 | p household --id $h1 poverty_causes=
r24_sex:member:id_number:$w1 | p member --id $w1 id_number=024082000001
r24_year:member:id_number:$w1 | p member --id $w1 id_number=024183000001
r24_province:member:id_number:$w1 | p member --id $w1 id_number=999182000001
r25:member:id_number:$w1 | p member --id $w1 id_number=024182001
r26_household:member:id_number:$new r08_count:household:members_count:$h1 | p member household=$h1 full_name="Vi Thị Hòa" relation_to_head=sibling gender=female birth_date=1982 id_number=024182000001
r26_unit:member:id_number:$w2 | p member --id $w2 id_number=024182000001
r27:member:full_name:$w2 id_number.doubt:member:id_number:$w2 | p member --id $w2 full_name="Vi Thị Hoa" id_number=
household_code:household:household_code:$h2 | p household --id $h2 household_code=001
r28:household:escaped_on:$h3 | q "UPDATE household SET escaped_on='2022-04-15' WHERE id='$h3'"
village_twice:village:name:$v2 | p village --id $v2 name="Bản Ao"
r49:member:low_income_worker:$w1 | p member --id $w1 low_income_worker=yes
#
# ---- rounds and reviews ----
round_twice:round:code:$k2 | p round --id $k2 code=DK2023
r31:round:start_date:$k2 | p round --id $k2 start_date=2024-08-15
review_twice:review:household:$new | p review round=$k2 household=$h4 area_type=rural
r10:review:b2_on_sheet:$r1 | p review --id $r1 b2_on_sheet=50
r11:review:recognised_class:$r4 m_summary:unit_year:near_poor_households:$y4 | p review --id $r4 recognised_class=near_poor
r12:review:b1_points:$r4 | p review --id $r4 b1_points=
r13_village:village:area_type:$v1 | p review --id $r1 area_type=urban
d02:review:deprivation.D02:$r1 | p member --id $m1 monthly_social_allowance=no; p member --id $w1 monthly_social_allowance=no; p review --id $r1 decision_date= deprivation.D02=deprived
d03:review:deprivation.D03:$r1 | p member --id $c1 nutrition_status=normal; p review --id $r1 decision_date= deprivation.D03=deprived
d04:review:deprivation.D04:$r1 r17:member:health_insurance:$w1 | p review --id $r1 decision_date=; p member --id $w1 health_insurance=no
d05:review:deprivation.D05:$r1 | p review --id $r1 decision_date= deprivation.D05=deprived
d06:review:deprivation.D06:$r1 | p member --id $c1 school_status=right_level; p review --id $r1 decision_date= deprivation.D06=deprived
d08:review:deprivation.D08:$r1 | p review --id $r1 decision_date= house_area=60
r29:review:prev_classification:$r3 m_summary:unit_year:near_poor_households:$y4 | p review --id $r3 prev_classification=near_poor recognised_class=not_poor b1_points=150
r29_before:review:prev_classification:$r1 | p review --id $r1 prev_classification=near_poor
r30:review:was_poor:$new m_summary:unit_year:near_poor_households:$y4 | p review --id $r3 recognised_class=not_poor b1_points=150 >&2; k=$(p round code=TX2025-02 kind=regular review_year=2025 standard=2022-2025 start_date=2025-02-15); p review --id $(review $k $h3 not_poor 3 120 2025-02-28 2025-02-20) was_poor=no
| k=$(p round code=TX2024-03 kind=regular review_year=2024 standard=2022-2025 start_date=2024-03-15 end_date=2024-03-30); review $k $h2 near_poor 3 120 2024-03-28 2024-03-20
| k=$(p round code=TX2024-03 kind=regular review_year=2024 standard=2022-2025 start_date=2024-03-15 end_date=2024-03-30); review $k $h3 poor 1 120 2024-03-28 2024-03-20
r31:review:review_date:$r1 | p review --id $r1 review_date=2024-08-20
r31_decision:review:decision_date:$r1 | p review --id $r1 decision_date=2024-10-01
r34:household:has_merit_person:$h1 | p household --id $h1 has_merit_person=yes
r22:household:head_ethnicity:$h2 | p household --id $h2 head_ethnicity=
r47:household:village:$h3 r47:household:village:$h4 | p village --id $v2 ended_on=2024-12-31
#
# ---- papers of the round recorded twice; the same number on another day, the next session, another year are not ----
decision_twice:decision:decision_no:$new | p decision round=$k2 kind=recognition decision_no=45/QĐ-UBND decision_date=2024-12-10 signer="Nông Văn Chủ" signer_title="Chủ tịch" >&2; p decision round=$k2 kind=recognition decision_no="45/qđ-ubnd" decision_date=2024-12-10 signer="Nông Văn Chủ" signer_title="Chủ tịch"
| p decision round=$k2 kind=recognition decision_no=45/QĐ-UBND decision_date=2024-12-10 signer="Nông Văn Chủ" signer_title="Chủ tịch"; p decision round=$k2 kind=recognition decision_no=45/QĐ-UBND decision_date=2024-12-11 signer="Nông Văn Chủ" signer_title="Chủ tịch"
request_twice:request:number:$new | p request number=07 kind=review household=$h1 received_on=2024-09-10 result=accepted result_on=2024-09-12 >&2; p request number=07 kind=review household=$h2 received_on=2024-09-10 result=accepted result_on=2024-09-12
| p request number=07 kind=review household=$h1 received_on=2024-09-10 result=accepted result_on=2024-09-12; p request number=07 kind=review household=$h2 received_on=2024-09-11 result=accepted result_on=2024-09-12
@meeting_twice:meeting:session:$new | n=$(p meeting round=$k2 village=$v1 session=1 date=2024-11-12 chair="Nông Văn Sự" secretary="Vi Thị Hoa" attended=30 minutes_copies=2); echo $n; p meeting_line meeting=$n household=$h2 proposed=near_poor agree=30
@ | n=$(p meeting round=$k2 village=$v1 session=2 date=2024-11-12 chair="Nông Văn Sự" secretary="Vi Thị Hoa" attended=30 minutes_copies=2); p meeting_line meeting=$n household=$h2 proposed=near_poor agree=30
@certificate_twice:certificate:number:$first certificate_twice:certificate:number:$new | first=$(p certificate number=1 year=2025 household=$h1 decision=$dc decision_line=$(row $h1) issued_on=2025-01-05); p certificate number=1 year=2025 household=$h2 decision=$dc decision_line=$(row $h2) issued_on=2025-01-05
@ | p certificate number=1 year=2024 household=$h1 decision=$dc decision_line=$(row $h1) issued_on=2024-01-05; p certificate number=1 year=2025 household=$h2 decision=$dc decision_line=$(row $h2) issued_on=2025-01-05
#
# ---- closed lists ----
@m_cross:household:classification:$h3 m_poor_balance:round:previous:$k2 m_near_balance:round:previous:$k2 | line $h3 "movement='poor_stays'"
@m_opening:household:classification:$h1 m_cross:household:classification:$h1 m_poor_balance:round:previous:$k2 m_near_balance:round:previous:$k2 | line $h1 "class_before='near_poor'"
@m_opening:household:classification:$h2 | line $h2 "members_before=4"
@m_summary:unit_year:poor_households:$y4 | p unit_year --id $y4 poor_households=2
@m_members:household:members_count:$h2 | line $h2 "members=NULL"
@m_people_rate:household:members_count:$h1 m_total:unit_year:people:$y4 | line $h1 "members=14"
@m_reason:household:left_on:$h2 m_summary:unit_year:near_poor_households:$y4 | line $h2 "movement='near_less', class_after=NULL"
@m_deprivation_poor:household:classification:$h1 | q "UPDATE answer SET value='not_deprived' WHERE form='decision_line' AND code='D07' AND id=(SELECT id FROM decision_line WHERE household='$h1' AND round='$k2')"
@m_deprivation_near:household:classification:$h2 | q "UPDATE answer SET value='deprived' WHERE form='decision_line' AND code IN ('D08', 'D09') AND id=(SELECT id FROM decision_line WHERE household='$h2' AND round='$k2')"
@r23:household:members_count:$h1 | line $h1 "children=5"
@r32_again:meeting_line:outcome:$ml1 | p meeting_line --id $ml1 agree=10
@r33:decision:decision_date:$dc r33_posting:posting:from_date:$po1 | p meeting --id $mt1 date=2024-12-12
@r33_posting:posting:from_date:$po1 | p posting --id $po1 from_date=2024-11-05
@r33_missing:decision:round:$dc | q "DELETE FROM posting WHERE id='$po2'"
m_unfinished:household:classification:$h2 | p round --id $k2 stage=posting; p review --id $r2 decision_date= recognised_class= b1_points=
r49_income:member:low_income_worker:$w4 | p member --id $w4 low_income_worker=yes; p income_check kind=low_income_worker household=$h4 member=$w4 period_from=2024-02-29 period_to=2025-02-28 income_wage=200000000 members=3
CASES
finish
