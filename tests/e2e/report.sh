#!/bin/sh
# SPDX-License-Identifier: MIT
# Reports: the fifteen outputs of a review as text, CSV, HTML and spreadsheets; by village, by unit, and at the level above.
. "${srcdir:-.}/tests/tap.sh"
export GIAMNGHEO_TODAY=2024-11-21
book=$(gn demo --dir "$T/demo" 2>/dev/null | head -n 1)
c() { gn --book "$book" "$@"; }
sql() { sqlite3 "$book" "$1"; }
csv() { # REPORT ARGS...: imported as a stock CSV reader sees it, table t
	rm -f "$T/csv.db"
	c report "$@" --format csv >"$T/t.csv" 2>/dev/null
	sqlite3 "$T/csv.db" ".mode csv" ".import '$T/t.csv' t"
}
cell() { sqlite3 "$T/csv.db" "SELECT $1 FROM t WHERE $2"; }

# ---- which there are ----
run c report list
is "list ends 0" "$rc" 0
is "fifteen outputs" "$(printf '%s\n' "$out" | grep -c '^r[01][0-9]  ')" 15
hasnot "titles without marks" "$out" "{"
is "a stable heading" "$(c report list --format csv | head -n 1)" "report,title,source,verified"
is "the printed ones are verified, the others say they are not" \
	"$(c report list --format csv | grep -c ',yes$') $(c report list --format csv | grep -c ',no$')" "5 10"

# ---- what is refused ----
ends 2 "no name" c report
ends 2 "a format that is none" c report r01 --format pdf
ends 2 "a spreadsheet on stdout" c report r01 --format xlsx
ends 2 "a list as HTML" c report list --format html
ends 2 "year and round" c report r01 --year 2023 --round DK2023
ends 2 "a year that is none" c report r01 --year neunzehn
ends 2 "by what?" c report r01 --by street
ends 2 "both official and preliminary" c report r01 --official --preliminary
ends 2 "the book itself" c report r01 -o "$book"
keys=$(cksum <"$book.keys")
ln -s "$book.keys" "$T/link"
for file in "$book.keys" "${book%/*}/./${book##*/}.keys" "$T/link" "$book-wal" "$book-journal" "$book.lock"; do
	ends 2 "nor what lies beside it: ${file##*/}" c report r01 -o "$file"
done
is "the keys are as they were" "$(cksum <"$book.keys")" "$keys"
ends 3 "a report that is none" c report r99
ends 3 "a round that is none" c report r01 --round DK1999
ends 3 "a year without a round" c report r01 --year 2019
ends 3 "a folder that is not there" c report r01 -o "$T/no/r01.txt"
ends 3 "a folder as the file" c report r01 -o "$T"

# ---- text ----
run c report r02 --round DK2023 --lang vi
is "text ends 0" "$rc" 0
has "its title says official" "$out" "TỔNG HỢP DIỄN BIẾN HỘ NGHÈO (CHÍNH THỨC)"
has "and which decision" "$out" "118/QĐ-UBND ngày 12/12/2023"
has "the printed formula" "$out" "1-2-3-4+5+"
has "the decimal comma" "$(c report r01 --round DK2023 --lang vi)" "5,79"
is "every line of the table is of one width" "$(printf '%s\n' "$out" | grep '^[│├┌└]' | while read -r l; do printf '%s\n' "$l" | wc -L; done | sort -u | wc -l | tr -d ' ')" 1
has "a training book says so" "$out" "SỔ TẬP HUẤN - SỐ LIỆU GIẢ ĐỊNH"
has "by year the same round" "$(c report r02 --year 2023 --lang vi)" "DK2023"
has "the newest round if none is named" "$(c report r02 --lang vi)" "DK2024"
has "whose figures are preliminary" "$(c report r01 --lang vi)" "KẾT QUẢ SƠ BỘ"
ends 0 "asked for as preliminary" c report r01 --preliminary
run c report r01 --official
is "but not as official: a negative answer" "$rc$out" 1
has "and it says why" "$err" "not closed"
ends 1 "a closed one is not preliminary" c report r01 --preliminary --round DK2023
ends 0 "and official" c report r01 --official --round DK2023

# ---- CSV, held against the records ----
csv r01 --round DK2023
is "a stable heading, no BOM on stdout" "$(head -n 1 "$T/t.csv")" \
	"row,unit,village,no,place,households,people,poor,poor_rate,near_poor,near_poor_rate,average,average_rate,poor_people,poor_people_rate,near_poor_people,near_poor_people_rate,average_people,average_people_rate"
is "the total as the plan of the commune prints it" "$(cell "households, poor, poor_rate, near_poor, near_poor_rate" "row='total'")" \
	"1329|77|5.79|134|10.08"
is "a line for each village" "$(cell "count(*)" "row='body'")" "$(sql "SELECT count(*) FROM village WHERE ended_on IS NULL")"
is "villages add up" "$(cell "sum(poor), sum(near_poor), sum(poor_people)" "row='body'")" "$(cell "poor, near_poor, poor_people" "row='total'")"
is "a village as the reviews have it" "$(cell "poor || ' ' || near_poor" "place='Bản 5'")" \
	"$(sql "SELECT sum(v.result_class='poor') || ' ' || sum(v.result_class='near_poor') FROM review v JOIN household h ON h.id=v.household JOIN village g ON g.id=h.village WHERE g.name='Bản 5' AND v.round=(SELECT id FROM round WHERE code='DK2023')")"
csv r01
is "no typed total of the year: blank rates" "$(cell "households || poor_rate" "row='total'")" ""
c put unit_year year=2024 households=1331 people=5030 >/dev/null 2>&1
csv r01
is "typed, there is one" "$(cell "poor_rate" "row='total'")" "$(cell "round(100.0 * poor / 1331, 2)" "row='total'")"
csv r02 --by unit
is "by unit: two lines" "$(cell "group_concat(measure)" "row='body'")" "households,people"
is "column 9 by the printed formula" "$(cell "count(*)" "[begin]-to_near_poor-to_above-less+from_other+again+new+more = [end]")" 2
csv r09
has "ethnic groups that are there have a column" "$(head -n 1 "$T/t.csv")" "poor_of.Tày"
hasnot "others have none" "$(head -n 1 "$T/t.csv")" "Ê-đê"
csv r15 --round DK2023
is "a household a number" "$(cell "count(*)" "row='body' AND no <> ''")" 77
hasnot "no ID numbers" "$(cat "$T/t.csv")" "$(sql "SELECT id_number FROM member WHERE id_number IS NOT NULL AND household IN (SELECT household FROM review WHERE result_class='poor') LIMIT 1")"
is "relation as its code" "$(cell "relation" "row='body' AND member_no=1 LIMIT 1")" head

# ---- files ----
c report r01 --format csv -o "$T/r01.csv" 2>/dev/null
is "a BOM for Excel with -o" "$(head -c 3 "$T/r01.csv" | od -An -tx1 | tr -d ' ')" efbbbf
echo "an older report" >"$T/r01.html"
ends 0 "written in place of an older one, as export does" c report r01 --format html -o "$T/r01.html"
hasnot "which is gone" "$(cat "$T/r01.html")" "an older report"
is "nothing is left beside it" "$(ls "$T" | grep -c 'r01.html')" 1
is "nobody else reads it" "$(stat -c %a "$T/r01.html")" 600

# Every report as HTML: tags that close, accents, A4, no column cut.
balanced() { # FILE: opened and closed in order
	tr '\n' ' ' <"$1" | sed 's/<style>.*<\/style>//; s/</\n</g' | awk '
		/^<!/ { next }
		/^<\// { t = $0; sub(/^<\//, "", t); sub(/[^a-z0-9].*/, "", t); if (stack[n] != t) { print "closes " t " in " stack[n]; exit }; n--; next }
		/^</ { t = $0; sub(/^</, "", t); sub(/[^a-z0-9].*/, "", t); if (t != "meta" && t != "col" && t != "br") stack[++n] = t }
		END { if (n > 0) print "left open: " stack[n] }'
}
for r in $(c report list | cut -d' ' -f1); do
	c report "$r" --lang vi --format html -o "$T/$r.html" 2>/dev/null
	is "$r.html: every tag is closed" "$(balanced "$T/$r.html")" ""
	has "$r.html: A4" "$(cat "$T/$r.html")" "size: A4"
	has "$r.html: the national heading" "$(cat "$T/$r.html")" "Độc lập - Tự do - Hạnh phúc"
	has "$r.html: a training book says so" "$(cat "$T/$r.html")" "SỔ TẬP HUẤN - SỐ LIỆU GIẢ ĐỊNH"
	has "$r.html: who signs" "$(cat "$T/$r.html")" "CHỦ TỊCH"
done

# ---- spreadsheets ----
mkdir "$T/tmp"
export TMPDIR="$T/tmp"
sheet() { unzip -p "$T/$1" xl/worksheets/sheet1.xml; }
is "the program does not carry the library along" "$(ldd "$GIAMNGHEO" | grep -c 'xlsxwriter\|libcrypto')" 0
for r in r01 r02 r15; do
	ends 0 "$r.xlsx" c report $r --round DK2023 --lang vi --format xlsx -o "$T/$r.xlsx"
	ok "$r.xlsx is whole" unzip -tq "$T/$r.xlsx"
done
has "a real number" "$(sheet r01.xlsx)" "<v>1329</v>"
has "a total as a formula" "$(sheet r01.xlsx)" "<f>SUM(E10:E19)</f><v>77</v>"
has "a rate as a formula" "$(sheet r01.xlsx)" ',ROUND(E20/C20*100,2))</f><v>5.79'
hasnot "but a typed total is no sum" "$(sheet r01.xlsx | grep -o '<c r="C20"[^/]*/')" "<f>"
has "two lines a place are summed apart" "$(sheet r02.xlsx)" 'SUMIF($C$'
has "column 9 computes itself" "$(sheet r02.xlsx)" "<f>D10-E10-F10-G10+H10+I10+J10+K10</f>"
has "headings over several columns" "$(sheet r01.xlsx)" '<mergeCell ref="E6:J6"/>'
has "the first columns and the headings stay" "$(sheet r01.xlsx)" 'xSplit="2" ySplit="9"'
has "A4, lying, as wide as one page" "$(sheet r01.xlsx)" '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
has "a training book says so" "$(unzip -p "$T/r01.xlsx" xl/sharedStrings.xml)" "SỔ TẬP HUẤN"
has "accents" "$(unzip -p "$T/r15.xlsx" xl/sharedStrings.xml)" "DANH SÁCH CHI TIẾT HỘ NGHÈO"
mkdir "$T/broken"
: >"$T/broken/libxlsxwriter.so.4"
run env LD_LIBRARY_PATH="$T/broken" "$GIAMNGHEO" --book "$book" report r01 --format xlsx -o "$T/none.xlsx"
is "without the library it ends 3" "$rc" 3
has "with a sentence" "$err" "libxlsxwriter is missing"
has "and what to do instead" "$err" "csv or html"
ok "and no half file" test ! -e "$T/none.xlsx"
is "nothing is left in the temporary folder" "$(ls "$T/tmp")" ""
unset TMPDIR

# ---- figures that must agree ----
ends 0 "a closed round agrees with itself" c report --faults --round DK2023
mkdir -p "$XDG_DATA_HOME/giamngheo/reports"
sed 's/^-- rule.poor: .*/-- rule.poor: poor = near_poor/' "$top/data/reports/r01.sql" >"$XDG_DATA_HOME/giamngheo/reports/r01.sql"
run c report r01 --faults --round DK2023
is "what does not agree ends 1" "$rc" 1
has "and says where and by how much" "$out" "r01: In all: column 3 = 77, must equal column 5 = 134"
sed 's/FROM counted/FROM uncounted/' "$top/data/reports/r01.sql" >"$XDG_DATA_HOME/giamngheo/reports/r01.sql"
ends 3 "a report that cannot be made" c report r01
ends 1 "is found by forms check" gn forms check
echo "-- id: r01" >"$XDG_DATA_HOME/giamngheo/reports/r01.sql"
run c report r01
has "one that cannot be read is told" "$err" "this key is missing"
is "and the installed one is made" "$rc" 0
rm -r "$XDG_DATA_HOME/giamngheo"

# ---- the level above ----
above=$T/above.book
up() { gn --book "$above" --lang vi "$@"; }
gn init --training --unit YT --name "Huyện Yên Thế" --level district "$above" >/dev/null 2>&1
ends 3 "no round yet" up report r01
up enrol make --unit DV --name "Xã Đồng Vương" -o "$T/DV.gne" >/dev/null 2>&1
up enrol make --unit TH --name "Xã Tam Hiệp" -o "$T/TH.gne" >/dev/null 2>&1
c enrol join "$T/DV.gne" --unit DV >/dev/null 2>&1
bundle=$(c bundle make -o "$T" 2>/dev/null)
up inbox receive "$bundle" >/dev/null 2>&1
up inbox confirm 1 >/dev/null 2>&1
ends 0 "the commune's book is accepted" up inbox accept 1
book=$above
run up report r01 --year 2023
has "a line for the commune" "$out" "Xã Đồng Vương"
has "and one for the unit that sent nothing" "$out" "Xã Tam Hiệp"
has "which is said to be missing" "$out" "chưa có kỳ rà soát này: Xã Tam Hiệp"
has "so it is preliminary" "$out" "SƠ BỘ"
has "the bundle it was made from" "$out" "Xã Đồng Vương: gói số 1"
csv r01 --year 2023
is "its figures are the commune's" "$(cell "households, poor, poor_rate" "row='body' AND unit='DV'")" "1329|77|5.79"
is "what was not sent is blank, not 0" "$(cell "households || poor || near_poor" "row='body' AND unit='TH'")" ""
is "half a total makes no rate" "$(cell "poor || '|' || poor_rate" "row='total'")" "77|"
csv r02 --year 2023 --by village
is "by village: the commune is a group" "$(cell "place || ' ' || [end]" "row='group' AND unit='DV' AND measure='households'")" "Xã Đồng Vương 77"
is "its villages below it" "$(cell "count(*)" "row='body' AND unit='DV' AND measure='people'")" 10
up report r02 --year 2023 --by village --format xlsx -o "$T/up.xlsx" 2>/dev/null
has "a total adds the groups" "$(sheet up.xlsx)" "<f>D10+D32</f>"
# ---- a list taken over from a file, one household without its ethnic group, none with its answers ----
export GIAMNGHEO_TODAY=2026-12-20
own="$T/own.book"
gn init --unit TL --name "Xã Tân Lập" --level commune --training "$own" >/dev/null 2>&1
o() { gn --book "$own" "$@"; }
o put village name="Thôn Một" kind=thon code=01 area_type=rural >/dev/null 2>&1
printf '%s\n' 'Họ và tên chủ hộ,Mã hộ,Thôn,Phân loại hộ,Dân tộc,Số khẩu' 'Vi Văn Ba,01,Thôn Một,Hộ nghèo,Tày,3' \
	'Vi Văn Tư,02,Thôn Một,Hộ nghèo,,4' 'Vũ Văn Năm,03,Thôn Một,Hộ nghèo,Kinh,5' >"$T/list.csv"
o opening "$T/list.csv" --round DK2024 --decision 118/QĐ-UBND --date 2024-12-12 >/dev/null 2>&1
of() { o report "$1" --round DK2024 --format csv | awk -F, -v keys="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ n = split(keys, k, " "); for (i = 1; i <= n; i++) printf "%s ", $at[k[i]]; exit }'; }
is "r09: neither Kinh nor a minority" "$(of r09 "poor poor_kinh poor_minority poor_of.Tày poor_other")" "3 1 1 1 0 "
is "r12 says the same, with their people" "$(of r12 "poor poor_kinh poor_minority poor_people poor_people_minority")" "3 1 1 12 3 "
run o report --faults --round DK2024 --format csv
has "it is a fault before anything is sent" "$out$err" r09
has "of r12 too" "$out$err" r12
hasnot "answers nobody gave are no fault" "$out$err" r04

has "the place above the date is the name alone" "$(o report r01 --round DK2024 --format html --lang vi)" "<i>Tân Lập, ngày "

# ---- a standard without points: its sheet asks for the income, and speaks of no points ----
o put round code=DK2026 name="Rà soát định kỳ năm 2026" kind=periodic review_year=2026 applies_year=2027 standard=2027-2030 \
	start_date=2026-09-01 end_date=2026-12-14 >/dev/null 2>&1
o round list-make DK2026 >/dev/null 2>&1
run o paper review_sheet --round DK2026 --format text
has "the sheet of a round by income" "$out" "Thu nhập bình quân đầu người: "
hasnot "no points that nobody has seen" "$out" "10 điểm"
finish
