#!/bin/sh
# SPDX-License-Identifier: MIT
# The papers of the review on the demonstration book: each as text and as HTML, what the posting list must not tell, how many
# pages there are, and what is said where there is nothing to print.
. "${srcdir:-.}/tests/tap.sh"
book=$(gn demo --dir "$T/demo" 2>/dev/null | head -n 1)
c() { gn --book "$book" "$@"; }
sql() { sqlite3 "$book" "$1"; }
paper() { c paper "$@" 2>"$T/err"; }
count() { grep -o "$1" | wc -l | tr -d ' '; }

ok "all papers are in order" gn forms check
run c paper list --format csv
is "list ends 0" "$rc" 0
is "a stable heading" "$(printf '%s\n' "$out" | head -n 1)" "id,title,form,takes,valid_from,valid_to,verified,source"
is "the forms of QĐ 24/2021 end with 2026" "$(printf '%s\n' "$out" | grep -c ',2026-12-31,')" "$(printf '%s\n' "$out" | grep -c 'QĐ 24/2021\|TT 07/2021')"
ends 2 "a format that is none" c paper request --format pdf
ends 3 "a paper that is none" c paper wobble
ends 2 "no name" c paper
ends 3 "a village that is none" c paper review_list --village "Bản 99"

# ---- each paper in both formats: whole, nothing left of the markup, accents, and the training book's words on it ----
home=$(sql "SELECT household FROM review r JOIN round o ON o.id = r.round WHERE o.code = 'DK2024' LIMIT 1")
printed() { # NAME ARGS...
	name=$1
	run c paper "$@"
	is "$name: text ends 0" "$rc" 0
	hasnot "$name: no markup is left" "$out" "{{"
	has "$name: a training book says so" "$out" "SỔ TẬP HUẤN - SỐ LIỆU GIẢ ĐỊNH"
	has "$name: what is not verified is said to the officer" "$err" "was not held against the official text"
	hasnot "$name: and not on the paper" "$out" "official text"
	wide=$(printf '%s\n' "$out" | tr -d '\f' | wc -L)
	ok "$name: no line is wider than 78 columns" [ "$wide" -le 78 ]
	run c paper "$@" -o "$T/$name.html"
	is "$name: HTML ends 0" "$rc" 0
	has "$name: HTML says its letters" "$(head -n 5 "$T/$name.html")" '<meta charset="utf-8">'
	hasnot "$name: no markup is left in HTML" "$(cat "$T/$name.html")" "{{"
	is "$name: as many pages in both" "$(count '<section' <"$T/$name.html")" "$(($(c paper "$@" 2>/dev/null | count "$(printf '\f')") + 1))"
}
printed review_list --round DK2024
printed review_sheet --round DK2024 --village "Bản 2"
printed request --household "$home"
printed exit_request --household "$home"
printed posting_list --round DK2024
printed notice --round DK2024 --village "Bản 2"
printed round_report --round DK2024

# ---- what is on them ----
is "a sheet for each household of the list" "$(count '<section' <"$T/review_sheet.html")" \
	"$(sql "SELECT count(*) FROM review r JOIN round o ON o.id=r.round JOIN household h ON h.id=r.household JOIN village v ON v.id=h.village WHERE o.code='DK2024' AND v.name='Bản 2'")"
is "all indicators of the standard on each" "$(count '<td class="c">12</td>' <"$T/review_sheet.html")" "$(count '<section' <"$T/review_sheet.html")"
head=$(sql "SELECT head_name FROM household WHERE id='$home'")
has "the head's name in capitals" "$(c paper request --household "$home" 2>/dev/null)" "$(printf '%s' "$head" | sed 's/.*/&/' | awk '{print $1}' | sed 'y/abcdefghijklmnopqrstuvwxyz/ABCDEFGHIJKLMNOPQRSTUVWXYZ/' | cut -c1)"
has "a blank form may be printed for nobody" "$(c paper request 2>/dev/null)" "Họ và tên: .................................."

# ---- the posting list tells nothing that is nobody's business ----
list=$(paper posting_list --round DK2024; cat "$T/posting_list.html")
is "no personal ID (12 or 9 digits)" "$(printf '%s\n' "$list" | grep -cE '[0-9]{9}')" 0
is "no telephone" "$(for p in $(sql "SELECT phone FROM household WHERE phone IS NOT NULL"); do case "$list" in *"$p"*) echo "$p" ;; esac; done | wc -l | tr -d ' ')" 0
is "no day of birth" "$(printf '%s\n' "$list" | grep -cE '[0-9]{2}/[0-9]{2}/19[0-9]{2}')" 0
for word in "Dinh dưỡng" "Bảo hiểm" "BHYT" "khuyết tật" "Ốm đau" "định danh"; do
	hasnot "nothing of health: $word" "$list" "$word"
done
is "every household with a result, and no other" "$(paper posting_list --round DK2024 | grep -cE '│ +[0-9]+ +│ ')" \
	"$(sql "SELECT sum(CASE WHEN v.result_class IN ('poor','near_poor') THEN 1 ELSE 0 END + (v.movement IN ('poor_to_near','poor_to_above','near_to_above')))
		FROM review v JOIN round o ON o.id=v.round WHERE o.code='DK2024'")"

# ---- the report of the round says what the reports say ----
for round in DK2023 DK2024; do
	c report r01 --round $round --format csv >"$T/r01.csv" 2>/dev/null
	rm -f "$T/r01.db"
	sqlite3 "$T/r01.db" ".mode csv" ".import '$T/r01.csv' t"
	text=$(paper round_report --round $round | tr -d '.' | tr '\n' ' ' | tr -s ' ')
	has "$round: poor households and people" "$text" \
		"Hộ nghèo: $(sqlite3 "$T/r01.db" "SELECT poor || ' hộ, tỷ lệ ' || CASE poor_rate WHEN '' THEN '; ' ELSE replace(printf('%.2f', poor_rate), '.', ',') || '%; ' END || poor_people FROM t WHERE \"row\"='total' LIMIT 1")"
	has "$round: near-poor" "$text" "Hộ cận nghèo: $(sqlite3 "$T/r01.db" "SELECT near_poor FROM t WHERE \"row\"='total' LIMIT 1") hộ"
	c report r02 --round $round --format csv >"$T/r02.csv" 2>/dev/null
	rm -f "$T/r02.db"
	sqlite3 "$T/r02.db" ".mode csv" ".import '$T/r02.csv' t"
	has "$round: and the very table of movements" "$(paper round_report --round $round | sed 's/[│ ]\{1,\}/ /g')" \
		"Hộ $(sqlite3 -separator ' ' "$T/r02.db" "SELECT \"begin\", to_near_poor, to_above, less, from_other, again, new, more, \"end\" FROM t WHERE \"row\"='total' LIMIT 1")"
done

# ---- where there is nothing ----
gn init --unit C1 --name "Xã Một" --level commune "$T/none.book" >/dev/null 2>&1
none() { gn --book "$T/none.book" "$@"; }
run none paper decision
is "no round, no decision: ends 1" "$rc" 1
has "with a sentence" "$err" "in the book yet"
none put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
none put round code=DK2024 name="Kỳ 2024" kind=periodic review_year=2024 standard=2022-2025 start_date=2024-09-01 end_date=2024-12-14 >/dev/null 2>&1
for name in review_list review_sheet minutes posting_list notice refusal complaint_result; do
	ends 1 "nothing for $name yet" none paper $name
done
run none paper minutes
has "and what is missing is said" "$err" "No meeting"
run none paper complaint_result -o "$T/none.html"
is "no file is made" "$(ls "$T/none.html" 2>/dev/null)" ""
ends 0 "a report of nothing is still a report" none paper round_report
hasnot "a real book's papers have no banner" "$(none paper request 2>/dev/null)" "TẬP HUẤN"
ends 2 "the book is never written over" c paper request -o "$book"

# ---- a round's own papers ----
c put meeting round=DK2024 village="Bản 3" session=1 date=2024-11-05 place="Nhà văn hóa <Bản 3>" chair="Lò & Vi" attended=40 >"$T/m" 2>/dev/null
m=$(head -n 1 "$T/m")
far=$(sql "SELECT r.household FROM review r JOIN round o ON o.id=r.round JOIN household h ON h.id=r.household JOIN village v ON v.id=h.village WHERE o.code='DK2024' AND v.name='Bản 3' LIMIT 1")
c put meeting_line meeting="$m" household="$far" proposed=poor agree=10 >/dev/null 2>&1
printed minutes --round DK2024 --village "Bản 3"
is "two copies, each with its annex" "$(count '<section' <"$T/minutes.html")" 4
has "what was typed is escaped" "$(cat "$T/minutes.html")" "Nhà văn hóa &lt;Bản 3&gt;"
has "in HTML only" "$(paper minutes --village "Bản 3")" "Nhà văn hóa <Bản 3>"
has "the share that agreed" "$(paper minutes --village "Bản 3")" "25,00%"
printed refusal --round DK2024
is "a letter for each request refused" "$(count '<section' <"$T/refusal.html")" "$(sql "SELECT count(*) FROM request WHERE result='refused'")"
c put complaint round=DK2024 household="$far" person="Lò Văn Kín" received_on=2024-11-12 content="Kiện cáo riêng" recheck_on=2024-11-14 \
	recheck_result=unchanged answered_on=2024-11-15 >/dev/null 2>&1
printed complaint_result --round DK2024
hasnot "who complained is not made public" "$(paper complaint_result)" "Lò Văn Kín"
hasnot "nor what it said" "$(paper complaint_result)" "Kiện cáo"

# ---- a closed list: its decision and certificates are the frozen lines ----
printed certificate --decision 118/QĐ-UBND
is "a certificate for each poor and near-poor household of the decision" "$(count '<section' <"$T/certificate.html")" \
	"$(sql "SELECT count(*) FROM decision_line l JOIN decision d ON d.id=l.decision WHERE d.decision_no='118/QĐ-UBND' AND l.class_after IN ('poor','near_poor')")"
line=$(sql "SELECT l.id FROM decision_line l JOIN decision d ON d.id=l.decision WHERE d.decision_no='118/QĐ-UBND' AND l.class_after='poor' LIMIT 1")
of=$(sql "SELECT household FROM decision_line WHERE id='$line'")
one=$(paper certificate --decision 118/QĐ-UBND --household "$of")
is "one for one household" "$(printf '%s' "$one" | count 'GIẤY CHỨNG NHẬN')" 1
is "every member on it" "$(printf '%s\n' "$one" | grep -cE '^│ +[0-9]+ +│')" "$(sql "SELECT count(*) FROM decision_person WHERE decision_line='$line'")"
has "is poor" "$one" "☒ hộ nghèo"
has "not near-poor" "$one" "☐ hộ cận nghèo"
born=$(sql "SELECT substr(birth_date,1,4) FROM decision_person WHERE decision_line='$line' AND relation_to_head='head'")
sex=$(sql "SELECT gender FROM decision_person WHERE decision_line='$line' AND relation_to_head='head'")
# The fifth cell is Nam, the sixth Nữ.
is "the year of birth in the column of men or women" "$(printf '%s\n' "$one" | grep 'Chủ hộ' | grep '│' | awk -F'│' -v f="$([ "$sex" = male ] && echo 6 || echo 7)" '{ gsub(/ /, "", $f); print $f }')" "$born"
before=$(paper certificate --decision 118/QĐ-UBND --household "$of")
who=$(sql "SELECT id FROM member WHERE household='$of' AND relation_to_head='head'")
c put member --id "$who" full_name="Tên Sửa Sau" >/dev/null 2>&1
is "a name is changed" "$(sql "SELECT head_name FROM household WHERE id='$of'")" "Tên Sửa Sau"
is "what is edited later does not change it" "$(paper certificate --decision 118/QĐ-UBND --household "$of")" "$before"
run c paper decision --decision 118/QĐ-UBND
has "the decision counts its poor" "$out" "- $(sql "SELECT count(*) FROM decision_line WHERE class_after='poor'") hộ nghèo, "

# ---- a decision still open: its lists are those that closing it would write ----
c put decision round=DK2024 kind=recognition decision_no=121/QĐ-UBND decision_date=2024-12-10 signer="Hoàng Văn Thụ" \
	signer_title="Chủ tịch" >/dev/null 2>&1
printed decision --decision 121/QĐ-UBND
has "by its number, which holds a slash" "$(paper decision --decision 121/QĐ-UBND)" "Số: 121/QĐ-UBND"
has "with its day as official papers write it" "$(paper decision --round DK2024)" "ngày 10 tháng 12 năm 2024"
poor=$(sql "SELECT count(*) FROM review v JOIN round o ON o.id=v.round WHERE o.code='DK2024' AND v.result_class='poor'")
has "counts the poor" "$(paper decision)" "- $poor hộ nghèo, "
has "signed" "$(paper decision)" "Hoàng Văn Thụ"
has "nobody signs a page without a line, no total stands alone" "$(cat "$T/decision.html")" "tr.s,p+.side{break-before:avoid}"
opinion=$(c put opinion round=DK2024 number=812/UBND date=2024-12-02 level=district agreed=yes 2>/dev/null)
c put decision --id "$(sql "SELECT id FROM decision WHERE decision_no='121/QĐ-UBND'")" opinion="$opinion" >/dev/null 2>&1
has "an opinion without its issuer is the chairman's of the level above" "$(paper decision --decision 121/QĐ-UBND | tr -s '\n ' ' ')" \
	"của Chủ tịch Ủy ban nhân dân ...................."
fix=$(c put decision round=DK2024 kind=correction decision_no=122/QĐ-UBND decision_date=2024-12-20 \
	corrects="$(sql "SELECT id FROM decision WHERE decision_no='118/QĐ-UBND'")" 2>/dev/null)
hasnot "a correction does not speak of lists it leaves alone" "$(paper decision --decision 122/QĐ-UBND)" "- 0 hộ"

# ---- a paper of one's own ----
mkdir -p "$XDG_DATA_HOME/giamngheo/papers"
sed 's/^title.vi: .*/title.vi: Mẫu của tỉnh/; s/^verified: no/verified: yes/' "$top/data/papers/exit_request.paper" \
	>"$XDG_DATA_HOME/giamngheo/papers/exit_request.paper"
cp "$top"/data/papers/*.part "$XDG_DATA_HOME/giamngheo/papers/"
run c paper exit_request --household "$home"
is "it stands in for the shipped one" "$rc/$err" "0/"
sed -n '/^\.Bd -literal/,/^\.Ed/p' "$top/man/giamngheo-paper.5" | sed '1d;$d' >"$XDG_DATA_HOME/giamngheo/papers/example.paper"
has "the example of giamngheo-paper(5)" "$(paper example --village "Bản 2")" "DANH SÁCH HỘ"
is "with a row for each household" "$(paper example --village "Bản 2" | grep -cE '│ +[0-9]+ +│')" \
	"$(sql "SELECT count(*) FROM household h JOIN village v ON v.id=h.village WHERE v.name='Bản 2' AND h.left_on IS NULL")"
echo "@oops" >>"$XDG_DATA_HOME/giamngheo/papers/exit_request.paper"
run gn forms check
is "a mistake in it is found" "$rc" 1
has "with file and line" "$out" "exit_request.paper:$(wc -l <"$XDG_DATA_HOME/giamngheo/papers/exit_request.paper" | tr -d ' '): "
finish
