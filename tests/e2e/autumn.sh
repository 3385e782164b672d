#!/bin/sh
# SPDX-License-Identifier: MIT
# The year of the review by commands, on the demonstration commune's poor and near-poor households: last year's list is taken over,
# a household splits, one dies out, one moves away; the round is listed, entered, met (one household voted down), posted, complained
# about, sent up as preliminary, decided, certified, sent up as official, accepted and locked. What the reports say is
# computed a second time out of what was typed.
. "${srcdir:-.}/tests/tap.sh"

export GIAMNGHEO_TODAY=2024-12-30
stick=$T/stick commune=$T/commune.book above=$T/above.book
mkdir -p "$stick"
c() { gn --book "$commune" --as "Hoàng Thị Mai" "$@"; }
a() { gn --book "$above" --as "Nguyễn Văn Bình" "$@"; }
rows() { tail -n +2; }

# ---- the register, out of the demonstration book ----
demo=$(gn demo --dir "$T/demo" | head -n 1)
d() { gn --book "$demo" "$@"; }
ok "the level above has a book" a init --unit YT --name "Huyện Yên Thế" --level district --training "$above"
ok "it enrols the commune" a enrol make --unit DV --name "Xã Đồng Vương" -o "$stick/DV.gne"
ok "the commune has a book" gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$stick/DV.gne" "$commune"
d export village -o "$T/village.csv"
for class in poor near_poor; do
	d list household --where classification=$class --format csv >"$T/$class.csv"
done
d list household --where village="Bản 1" --where classification= --format csv | head -n 4 >"$T/others.csv"
{ cat "$T/poor.csv"; rows <"$T/near_poor.csv"; rows <"$T/others.csv"; } >"$T/household.csv"
d list member --format csv | awk -F, 'NR == FNR { mine[$1] = 1; next } FNR == 1 || ($2 in mine)' "$T/household.csv" - >"$T/member.csv"
for form in village household member; do
	ok "the register: $form" c import $form "$T/$form.csv"
done

# ---- last year's list ----
sql() { sqlite3 -separator ' ' "$commune" "$1"; }
{
	echo "Họ và tên chủ hộ,Mã hộ,Thôn,Phân loại hộ"
	for class in poor near_poor; do
		sqlite3 -csv "$demo" "SELECT head_name, household_code, v.name, CASE classification WHEN 'poor' THEN 'Hộ nghèo' ELSE 'Hộ cận nghèo' END
			FROM household h JOIN village v ON v.id = h.village WHERE classification = '$class'" | tr -d '\r'
	done
} >"$T/opening.csv"
uncounted=$(sql "SELECT household FROM member GROUP BY household HAVING count(*) = 3 LIMIT 1")
c put household --id "$uncounted" members_count= >/dev/null 2>&1
ok "last year's list is taken over" c opening "$T/opening.csv" --round DK2023 --decision 118/QĐ-UBND --date 2023-12-12
is "77 poor households" "$(c list household --where classification=poor --format csv | rows | wc -l)" 77
is "134 near-poor households" "$(c list household --where classification=near_poor --format csv | rows | wc -l)" 134
ok "taken over again: nothing changes" c opening "$T/opening.csv" --round DK2023 --decision 118/QĐ-UBND --date 2023-12-12
is "whose people nobody counted has those of the register" "$(sql "SELECT members FROM decision_line WHERE household = '$uncounted'")" 3
c put household --id "$uncounted" members_count=3 >/dev/null 2>&1
is "still 211 lines" "$(sql "SELECT count(*) FROM decision_line")" 211

# ---- what happened in the year: a split, a death, a move ----
split=$(sql "SELECT id FROM household h WHERE classification = 'poor' AND members_count >= 5 ORDER BY id LIMIT 1")
leaver=$(sql "SELECT id FROM member WHERE household = '$split' AND relation_to_head <> 'head' AND birth_date < '2004' AND left_on IS NULL ORDER BY order_in_household DESC LIMIT 1")
before=$(sql "SELECT count(*) FROM household")
run c movement split "$split" --member "$leaver" --head "$leaver" --date 2024-03-10
is "the split is written" "$rc" 0
is "there is one household more" "$(sql "SELECT count(*) FROM household")" $((before + 1))
new=$(sql "SELECT household FROM member WHERE id = '$leaver'")
ok "the member keeps the id and lives in the new one" test "$new" != "$split"
is "the new household starts with the class of the old" "$(sql "SELECT classification FROM household WHERE id = '$new'")" poor
alone=$(sql "SELECT id FROM household WHERE classification = 'poor' AND members_count = 1 AND id <> '$new' ORDER BY id LIMIT 1")
run c movement death "$alone" --member "$(sql "SELECT id FROM member WHERE household = '$alone'")" --date 2024-04-02
is "the last of a household dies" "$rc" 0
ok "the household has ended" test -n "$(sql "SELECT left_on FROM household WHERE id = '$alone'")"
away=$(sql "SELECT id FROM household WHERE classification = 'near_poor' AND left_on IS NULL ORDER BY id LIMIT 1")
run c movement out "$away" --date 2024-05-02 --place "Xã Tam Tiến"
is "a near-poor household moves away" "$rc" 0

# ---- the round: totals, list, sheets ----
round=DK2024
ok "the round" c put round code=DK2024 name="Rà soát định kỳ năm 2024" kind=periodic review_year=2024 applies_year=2025 \
	standard=2022-2025 start_date=2024-09-01 end_date=2024-12-14
ok "all households of the commune, as counted" c put unit_year year=2024 households=1331 people=5040
ok "a request from a household on no list" c put request number=01 kind=review household="$(sed -n 2p "$T/others.csv" | cut -d, -f1)" \
	round=DK2024 received_on=2024-10-07
ok "the list to review" c round list-make DK2024
is "211 less two, one split off, one request" "$(sql "SELECT count(*) FROM review")" 211
ok "the same again adds nothing" c round list-make DK2024
is "still as many sheets" "$(sql "SELECT count(*) FROM review")" 211
ok "sheets go out" c round sheets DK2024 out --date 2024-09-05
ok "and come back" c round sheets DK2024 in --date 2024-10-30

# ---- entry: what each sheet says, by a rule of this test ----
sql "SELECT r.id, r.household, coalesce(h.classification, '-'), h.members_count, v.area_type FROM review r
	JOIN household h ON h.id = r.household JOIN village v ON v.id = h.village ORDER BY r.id" >"$T/sheets"
awk '
	BEGIN {
		printf "id,review_date,reviewer,b1_points"
		for (k = 1; k <= 12; k++) printf ",deprivation.D%02d", k
		print ""
	}
	{
		b1 = NR % 7 == 0 ? 150 : NR % 9 == 0 ? 140 : 60 + NR % 70
		n = $3 == "poor" ? (NR % 5 == 0 ? 2 : 3 + NR % 3) : (NR % 11 == 0 ? 4 : NR % 3)
		printf "%s,2024-10-%02d,Nông Văn Thành,%d", $1, 1 + NR % 28, b1
		for (k = 1; k <= 12; k++) printf ",%s", (k + NR) % 12 < n ? "deprived" : "not_deprived"
		print ""
		class = b1 > 140 ? "not_poor" : n >= 3 ? "poor" : "near_poor"
		print $2, $3, class, $4, b1, n >"'"$T/typed"'"
		for (k = 1; k <= 12; k++) if ((k + NR) % 12 < n) print $2, class, "D" sprintf("%02d", k) >"'"$T/lacks"'"
	}' "$T/sheets" >"$T/entry.csv"
run c import review "$T/entry.csv"
is "the sheets are typed in" "$rc" 0
wrong=$(sql "SELECT household, coalesce(prev_classification, came_class, '-'), classification, b1_points, b2_points / 10 FROM review" | sort >"$T/got"
	awk '{ print $1, $2, $3, $5, $6 }' "$T/typed" | sort | diff "$T/got" - | head -n 5)
is "every class is what the rule says, from the class before" "$wrong" ""

# ---- meetings: one household voted down, and met again ----
sql "SELECT DISTINCT v.id FROM review r JOIN household h ON h.id = r.household JOIN village v ON v.id = h.village" >"$T/villages"
while read -r v; do
	m=$(c put meeting round=DK2024 village="$v" date=2024-11-04 attended=40 chair="Trưởng bản" secretary="Thư ký" minutes_no=01) &&
		c meeting fill "$m" || echo failed
done <"$T/villages" >"$T/meetings" 2>&1
hasnot "every village has met" "$(cat "$T/meetings")" failed
is "a line for every household reviewed" "$(sql "SELECT count(*) FROM meeting_line")" 211
line=$(sql "SELECT id FROM meeting_line ORDER BY id LIMIT 1")
down=$(sql "SELECT household FROM meeting_line WHERE id = '$line'")
ok "one is voted down" c put meeting_line --id "$line" agree=19
is "it is to be met again" "$(sql "SELECT outcome FROM meeting_line WHERE id = '$line'")" again
is "as many people as half are enough" "$(c put meeting_line --id "$line" agree=20 >/dev/null && sql "SELECT outcome FROM meeting_line WHERE id = '$line'")" agreed
ok "voted down after all" c put meeting_line --id "$line" agree=19
while read -r v; do
	c put posting round=DK2024 village="$v" kind=result place="Nhà văn hóa bản" from_date=2024-11-06 to_date=2024-11-10 || echo failed
done <"$T/villages" >"$T/postings" 2>&1
hasnot "every village has posted" "$(cat "$T/postings")" failed
complained=$(awk '$3 == "near_poor" { print $1; exit }' "$T/typed")
ok "a household complains; the re-check changes nothing" c put complaint round=DK2024 household="$complained" person="Chủ hộ" \
	received_on=2024-11-08 content="Đề nghị xét là hộ nghèo" recheck_on=2024-11-09 recheck_result=unchanged answered_on=2024-11-09

# ---- preliminary ----
is "the preliminary report counts the poor" "$(c report r01 --round DK2024 --preliminary --format csv | awk -F, '$1 == "total" { print $8 }')" "$(awk '$3 == "poor"' "$T/typed" | wc -l)"
year=$(sql "SELECT id FROM unit_year WHERE year = 2024")
c put unit_year --id "$year" households=100 people=300 >/dev/null 2>&1
run c bundle make --duty preliminary -o "$T"
has "more poor than households: told before it is sent" "$err" "r01:"
has "… and what to do" "$err" "do not agree"
ok "the total is put right" c put unit_year --id "$year" households=1331 people=5040
run c bundle make --duty preliminary -o "$stick"
hasnot "nothing is told any more" "$err" "agree"
bundle=$out
run a inbox receive "$bundle"
n=$(printf '%s\n' "$out" | awk '{ print $1; exit }')
a inbox confirm "$n" >/dev/null 2>&1
ok "above: received and accepted" a inbox accept "$n"

# ---- opinion, decision ----
opinion=$(c put opinion round=DK2024 number=812/UBND date=2024-12-02 level=district agreed=yes)
decision=$(c put decision round=DK2024 kind=recognition decision_no=131/QĐ-UBND decision_date=2024-12-10 signer="Nông Văn Hùng" opinion="$opinion")
run c decision close "$decision"
is "a household voted down stands in the way" "$rc" 1
ok "nothing was written" test "$(sql "SELECT count(*) FROM decision_line WHERE decision = '$decision'")" = 0
v=$(sql "SELECT village FROM household WHERE id = '$down'")
m=$(c put meeting round=DK2024 village="$v" session=2 date=2024-11-20 attended=38 minutes_no=02)
c put meeting_line meeting="$m" household="$down" agree=30 >/dev/null
ok "met again and agreed: the list is closed" c decision close "$decision"
is "a line for each household reviewed, and for the two that left" "$(sql "SELECT count(*) FROM decision_line WHERE decision = '$decision'")" 213
ends 3 "a closed line cannot be changed" c put decision_line --id "$(sql "SELECT id FROM decision_line LIMIT 1")" class_after=poor
ends 3 "nor a closed decision" c put decision --id "$decision" decision_no=1

# ---- what the reports say, computed a second time ----
# Before: the opening list; the household that split off was on no list, and is no new poor one.
awk -v new="$new" '
	{
		n[$1 == new ? "split" : $2, $3]++
		if ($3 == "poor") { poor++; people += $4 }
		if ($3 == "near_poor") { near++; near_people += $4 }
	}
	END {
		print "r02 begin households", 77
		print "r02 to_near_poor households", n["poor", "near_poor"] + 0
		print "r02 to_above households", n["poor", "not_poor"] + 0
		print "r02 less households", 1
		print "r02 from_other households", n["near_poor", "poor"] + 0
		print "r02 again households", 0
		print "r02 new households", n["-", "poor"] + 0
		print "r02 more households", n["split", "poor"] + 0
		print "r02 end households", poor
		print "r02 end people", people
		print "r03 begin households", 134
		print "r03 to_above households", n["near_poor", "not_poor"] + 0
		print "r03 to_poor households", n["near_poor", "poor"] + 0
		print "r03 less households", 1
		print "r03 from_other households", n["poor", "near_poor"] + 0
		print "r03 new households", n["-", "near_poor"] + 0
		print "r03 more households", n["split", "near_poor"] + 0
		print "r03 end households", near
		print "r03 end people", near_people
		print "r01 households -", 1331
		print "r01 people -", 5040
		print "r01 poor -", poor
		print "r01 near_poor -", near
		print "r01 poor_people -", people
		print "r01 near_poor_people -", near_people
		printf "r01 poor_rate - %s\n", int(poor / 1331 * 10000 + 0.5) / 100
		print "r04 households -", poor
		print "r06 households -", near
	}' "$T/typed" >"$T/want"
awk '{ n[$2, $3]++; all[$2]++ } END {
	for (k = 1; k <= 12; k++) {
		d = sprintf("D%02d", k)
		print "r04 lacks." d " -", n["poor", d] + 0
		print "r06 lacks." d " -", n["near_poor", d] + 0
	}
	print "r04 deprivations -", all["poor"] + 0
	print "r06 deprivations -", all["near_poor"] + 0
}' "$T/lacks" >>"$T/want"
for r in r01 r02 r03 r04 r06; do
	c report $r --round $round --official --format csv >"$T/$r.csv"
done
while read -r r key measure want; do
	[ "$measure" != - ] || measure=
	is "$r $key $measure" "$(awk -F, -v key="$key" -v measure="$measure" '
		NR == 1 { for (i = 1; i <= NF; i++) { if ($i == key) at = i; if ($i == "measure") m = i }; next }
		$1 == "total" && (measure == "" || $m == measure) { print $at; exit }' "$T/$r.csv")" "$want"
done <"$T/want"
run c report --faults --round $round
is "no report contradicts another, nor last year's" "$rc $out" "0 "
for r in $(c report list --format csv | rows | cut -d, -f1); do
	ok "$r as a page and as a spreadsheet" sh -c "'$GIAMNGHEO' --book '$commune' report $r --round $round --format html -o '$T/$r.html' &&
		'$GIAMNGHEO' --book '$commune' report $r --round $round --format xlsx -o '$T/$r.xlsx' && unzip -tq '$T/$r.xlsx'"
done

# ---- the class of each household, the months of the escaped ----
for class in poor near_poor; do
	is "$class households of the register" "$(c list household --where classification=$class --format csv | rows | wc -l)" \
		"$(awk -v class=$class '$3 == class' "$T/typed" | wc -l)"
	is "$class households a year before" "$(c list household --where classification=$class --on 2024-01-15 --format csv | rows | wc -l)" \
		"$([ $class = poor ] && echo 77 || echo 134)"
done
escaped=$(awk '$2 == "poor" && $3 == "not_poor" { print $1; exit }' "$T/typed")
is "who escaped has the day of the decision" "$(sql "SELECT escaped_on FROM household WHERE id = '$escaped'")" 2024-12-10
is "no month of 36 is over yet" "$(GIAMNGHEO_TODAY=2027-10-01 c check --form household --format csv | grep -c "^r28,.*$escaped")" 1

# ---- certificates ----
run c certificate make --decision 131/QĐ-UBND --from 1
is "certificates are made" "$rc" 0
listed=$(awk '$3 == "poor" || $3 == "near_poor"' "$T/typed" | wc -l)
is "one for each household on the lists" "$(sql "SELECT count(*) FROM certificate")" "$listed"
is "a page each" "$(c paper certificate --decision 131/QĐ-UBND --format text | tr -cd '\f' | wc -c)" $((listed - 1))
for p in posting_list decision minutes; do
	run c paper list --format csv
	has "there is the paper $p" "$out" "$p"
done

# ---- official, accepted, locked ----
bundle=$(c bundle make --duty official -o "$stick")
n=$(a inbox receive "$bundle" | awk '{ print $1; exit }')
ok "the official bundle is accepted" a inbox accept "$n"
is "above: the same report" "$(a report r02 --round $round --by unit --format csv | awk -F, '$1 == "body"' | head -n 1 | cut -d, -f7-)" \
	"$(awk -F, '$1 == "total"' "$T/r02.csv" | head -n 1 | cut -d, -f7-)"
ok "above: the round is locked" a lock DK2024 --unit DV --decision 950/QĐ-UBND
reply=$(a reply make "$n" -o "$stick")
ok "the commune applies the reply" c reply apply "$reply"
has "and knows of it" "$(c lock list)" DK2024
hasnot "nothing is due any more" "$(c due --on 2024-12-19 --format csv | grep official)" not_sent

# ---- after that: an edit changes no closed figure; a correction does, and is shown apart ----
review=$(sql "SELECT id FROM review WHERE household = '$complained'")
cp "$T/r02.csv" "$T/before.csv"
run c put review --id "$review" b1_points=150
ok "a change of a locked round wants a reason" test "$rc" != 0
ok "with a reason it is written" c put review --id "$review" --reason "Chấm sót điểm tài sản" b1_points=150
c report r02 --round $round --official --format csv >"$T/after.csv"
ok "the closed list stands" cmp -s "$T/before.csv" "$T/after.csv"
is "so does the class" "$(sql "SELECT classification FROM household WHERE id = '$complained'")" near_poor
fix=$(c put decision round=DK2024 kind=correction decision_no=140/QĐ-UBND decision_date=2024-12-28 corrects="$decision" --reason "Điều chỉnh")
ok "a correction names the line" c decision correct "$fix" --household "$complained" --reason "Điều chỉnh theo phúc tra"
is "the household has left the lists" "$(sql "SELECT classification FROM household WHERE id = '$complained'")" not_poor
is "one near-poor household less" "$(c report r01 --round $round --official --format csv | awk -F, '$1 == "total" { print $10 }')" \
	"$(($(awk '$3 == "near_poor"' "$T/typed" | wc -l) - 1))"
bundle=$(c bundle make --duty official -o "$stick")
n=$(a inbox receive "$bundle" | awk '{ print $1; exit }')
has "above it is shown apart, with reason and decision" "$(a inbox diff "$n")" "Chấm sót điểm tài sản"
has "… the decision that corrects" "$(a inbox diff "$n")" "140/QĐ-UBND"
finish
