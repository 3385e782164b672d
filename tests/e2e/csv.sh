#!/bin/sh
# SPDX-License-Identifier: MIT
# CSV out and in: the stable form for machines, the Vietnamese form of Excel, good rows in and bad rows out with their reason.
. "${srcdir:-.}/tests/tap.sh"
dump() { sqlite3 "$1" .dump | sha256sum; }

# ---- the stable form ----
book=$T/c.book
c() { gn --book "$book" "$@"; }
gn init --unit C1 --name "Xã Một" --level commune "$book" >/dev/null 2>&1
v=$(c put village code=B1 name="Bản Một, \"Trên\"" kind=ban area_type=rural special_area="dbkk_commune|atk_commune" 2>/dev/null)
h=$(c put household village=B1 household_code=007 head_name="Nông Văn Bền" head_birth_date=1957 members_count=1 \
	head_gender=male note="hai
dòng; có 'nháy' và \"nháy kép\", dấu phẩy" voluntary_exit=no 2>/dev/null)
p=$(c put project code=DA/1 name="Nuôi gà" programme_item=DA2 start_date=2024-05-01 due_date=2024-12-31 \
	amount_planned=150000000 2>/dev/null)
c put participant project="$p" household="$h" support_kind=livestock quantity=12.5 value=12000000 date=2024-06-01 >/dev/null 2>&1
cell() { # FORM COLUMN: as a stock CSV reader sees it
	c export "$1" >"$T/cell.csv" 2>/dev/null
	rm -f "$T/cell.db"
	sqlite3 "$T/cell.db" ".mode csv" ".import '$T/cell.csv' t" ".mode list" "SELECT \"$2\" FROM t"
}
for form in village household member project participant; do
	is "$form: id comes first" "$(c export $form 2>/dev/null | head -n 1 | cut -d, -f1)" id
done
is "a multi answer is joined by |" "$(cell village special_area)" "atk_commune|dbkk_commune"
is "quotes and commas in a cell" "$(cell village name)" 'Bản Một, "Trên"'
is "a line break in a line's field is a blank" "$(cell household note)" "hai dòng; có 'nháy' và \"nháy kép\", dấu phẩy"
is "leading zeros stay" "$(cell household household_code)" 007
is "a partial date" "$(cell household head_birth_date)" 1957
is "an ISO date" "$(cell project due_date)" 2024-12-31
is "money in plain đồng" "$(cell project amount_planned)" 150000000
is "a decimal point" "$(cell participant quantity)" 12.5
is "a code, not its label" "$(cell project programme_item)" DA2
is "yes and no as code words" "$(cell household voluntary_exit)" no
is "a reference as id" "$(cell household village)" "$v"
is "and as key" "$(cell household village.key)" 'Bản Một, "Trên"'
is "a reference's key has its parts joined by /" "$(cell participant household.key)" 'Bản Một, "Trên"/007/Nông Văn Bền'
before=$(dump "$book")
for form in village household member project participant; do
	c export $form >"$T/$form.csv" 2>/dev/null
	has "$form with all that comes in again" "$(c import $form "$T/$form.csv" 2>&1)" "1 rows: 0 new, 0 changed, 1 the same"
done
is "and has changed nothing" "$(dump "$book")" "$before"
# by key alone, without ids: the same records are meant
cut -d, -f2- "$T/project.csv" >"$T/noid.csv"
has "without ids the key finds the record" "$(c import project "$T/noid.csv" 2>&1)" "0 new, 0 changed, 1 the same"
sed 's/150000000/160000000/' "$T/noid.csv" >"$T/changed.csv"
has "and one changed cell is one change" "$(c import project "$T/changed.csv" 2>&1)" "0 new, 1 changed, 0 the same"
has "with its history" "$(c history project "$p")" "amount_planned"

# ---- the way people write ----
rows_in() { sqlite3 "$book" "SELECT count(*) FROM $1"; }
head_of() { sqlite3 "$book" "SELECT full_name||'/'||coalesce(gender,'')||'/'||coalesce(birth_date,'') FROM member WHERE household=(SELECT id FROM household WHERE household_code='$1')"; }
c put village code=B2 name="Bản Hai" kind=ban area_type=rural >/dev/null 2>&1
labels='Thôn, bản|Mã hộ|Họ và tên chủ hộ|Giới tính chủ hộ|Ngày sinh chủ hộ|Số nhân khẩu'
write() { # SEP EOL BOM CODE > file
	{
		[ "$3" = bom ] && printf '\357\273\277'
		if [ "$1" = , ]; then printf '"Thôn, bản"'; else printf 'Thôn, bản'; fi
		printf '%s' "${labels#Thôn, bản}" | tr '|' "$1"
		printf '%b' "$2"
		printf 'Bản Hai|%s|Hoàng Thị  Nhung|Nữ|14/05/1982|4' "$4" | tr '|' "$1"
		printf '%b' "$2"
		printf 'ban hai|%sb|Lý Văn Quý|nam|1990|3' "$4" | tr '|' "$1"
		printf '%b' "$2"
	} >"$T/vn.csv"
}
n=0
for way in ';|\r\n|bom' ';|\n|none' ',|\n|bom' ',|\r\n|none' '	|\r\n|bom' '	|\n|none'; do
	sep=${way%%|*} eol=${way#*|}
	bom=${eol#*|} eol=${eol%|*}
	n=$((n + 1))
	write "$sep" "$eol" "$bom" "V$n"
	run c import household "$T/vn.csv"
	is "labels, separator '$sep', $eol, $bom" "$rc" 0
	has "two new households" "$out" "2 rows: 2 new, 0 changed"
	is "as they are meant" "$(head_of V$n) $(head_of V${n}b)" "Hoàng Thị Nhung/female/1982-05-14 Lý Văn Quý/male/1990"
	run c import household "$T/vn.csv"
	has "the same file again changes nothing" "$out" "2 rows: 0 new, 0 changed, 2 the same"
done
printf 'Mã dự án;Tên dự án, mô hình;Dự án, Tiểu dự án thành phần;Ngày bắt đầu;Kinh phí kế hoạch (đồng);Số hộ thụ hưởng theo kế hoạch\r\n"P""1""";"Chăn nuôi; ""gà đồi""\r\nnăm 2024";Dự án 2;01/05/2024;1.329.000;1.329\r\n' >"$T/excel.csv"
run c import project "$T/excel.csv"
is "quoting as Excel writes it" "$rc" 0
is "Vietnamese numbers and dates, labels of codes" \
	"$(sqlite3 "$book" "SELECT code, programme_item, start_date, amount_planned, households_planned FROM project WHERE code LIKE 'P%'")" \
	'P"1"|DA2|2024-05-01|1329000|1329'
has "a cell of two lines" "$(sqlite3 "$book" "SELECT name FROM project WHERE code LIKE 'P%'")" 'Chăn nuôi; "gà đồi"'
printf 'project,household,support_kind,quantity\nP"1",B2/V1,livestock,"5,79"\n' >"$T/plain.csv"
ends 1 "under a stable header a decimal comma is a bad row" c import participant "$T/plain.csv"
printf 'Dự án, mô hình;Hộ;Nội dung hỗ trợ;Số lượng\nP"1";B2/V1;Con giống;5,79\n' >"$T/human.csv"
run c import participant "$T/human.csv"
is "under labels it is one ($out$err)" "$rc" 0
is "it is 5.79" "$(sqlite3 "$book" "SELECT quantity FROM participant WHERE quantity < 6")" 5.79

# ---- good rows in, bad rows out ----
n=$(rows_in household)
cat >"$T/mixed.csv" <<'EOS'
village,household_code,head_name,head_gender,members_count,phone
B2,M1,Nông Thị Tốt,female,2,0912345678
B9,M2,Nông Văn Lạc,male,2,
B2,M3,Nông Văn Số,male,hai,
B2,M4,Nông Văn Giống,tím,1,
B2,M5,"Nông Thị ""Tốt"", Hai",female,1,
EOS
cp "$T/mixed.csv" "$T/mixed.kept"
before=$(dump "$book")
run c import household "$T/mixed.csv" --dry-run
is "--dry-run answers as the real one" "$rc" 1
has "with the same counts" "$out" "5 rows: 2 new, 0 changed, 0 the same, 3 refused"
is "and writes nothing" "$(dump "$book")" "$before"
run c import household "$T/mixed.csv" --errors "$T/bad.csv"
is "import with bad rows ends 1" "$rc" 1
has "good rows are counted" "$out" "5 rows: 2 new, 0 changed, 0 the same, 3 refused"
is "good rows are in" "$(($(rows_in household) - n))" 2
is "the errors file has the bad rows and a header" "$(wc -l <"$T/bad.csv" | tr -d ' ')" 4
has "its header has the reason at the end" "$(head -n 1 "$T/bad.csv")" "village,household_code,head_name,head_gender,members_count,phone,reason"
has "each row is as it was" "$(cat "$T/bad.csv")" "B9,M2,Nông Văn Lạc,male,2,,"
has "with its reason: no such village" "$(grep M2 "$T/bad.csv")" "B9"
has "with its reason: no number" "$(grep M3 "$T/bad.csv")" "hai"
has "with its reason: no such code" "$(grep M4 "$T/bad.csv")" "tím"
is "the errors file is for its owner only" "$(stat -c %a "$T/bad.csv")" 600
ok "the file read is untouched" cmp -s "$T/mixed.csv" "$T/mixed.kept"
run c import household "$T/mixed.csv"
has "the same file again: nothing new" "$out" "5 rows: 0 new, 0 changed, 2 the same, 3 refused"
has "without --errors the rows are told on stderr" "$err" "M3"
sed 's/B9/B2/; s/,hai,/,2,/; s/tím/male/; s/,reason$//; s/,[^,]*$//' "$T/bad.csv" >"$T/mended.csv"
sed -n '2,$p' "$T/bad.csv" | sed 's/B9/B2/; s/,hai,/,2,/; s/tím/male/' >"$T/body"
{ head -n 1 "$T/bad.csv"; cat "$T/body"; } >"$T/mended.csv"
run c import household "$T/mended.csv"
is "the errors file, mended, comes in as it is ($err)" "$rc" 0
has "all three" "$out" "3 rows: 3 new"
printf 'village,household_code,head_name\nB2,T1,Một Hai\nB2,T2,Ba Bốn,,\nB2\n' >"$T/ragged.csv"
run c import household "$T/ragged.csv"
ok "rows longer and shorter than the header do not harm ($rc)" test "$rc" -le 1

# ---- an incomplete row is stored and counted apart ----
printf 'village,household_code,head_name\nB2,K1,\n' >"$T/half.csv"
run c import household "$T/half.csv"
is "a row with a fault only is stored, 0" "$rc" 0
has "and counted as unfinished" "$out" "1 of those stored are unfinished"
is "marked in the list" "$(c list household --where household_code=K1 --format csv | tail -n 1 | grep -c ',incomplete$')" 1

# ---- what is no CSV of ours is refused whole ----
before=$(dump "$book")
whole() { # NAME FILE PATTERN
	run c import household "$2"
	is "$1 ends 3" "$rc" 3
	is "$1 prints nothing" "$out" ""
	has "$1 says what is wrong" "$err" "$3"
}
printf 'M\343 h\346,household_code,head_name\nB2,U1,T\n' >"$T/cp.csv"
whole "a header in a code page" "$T/cp.csv" "UTF-8"
printf 'village,household_code\nB2,U1\n' | iconv -f UTF-8 -t UTF-16 >"$T/u16.csv"
whole "UTF-16" "$T/u16.csv" "UTF-16"
printf 'village,household_code\nB2,U1\n' | iconv -f UTF-8 -t UTF-16LE >"$T/u16le.csv"
whole "UTF-16 without its mark" "$T/u16le.csv" "NUL"
printf 'village,household_code,head_name\nB2,U1,"never closed\nB2,U2,x\n' >"$T/open.csv"
whole "a quote never closed" "$T/open.csv" "quote"
: >"$T/empty.csv"
whole "an empty file" "$T/empty.csv" "empty"
printf 'village,colour\nB2,red\n' >"$T/unknown.csv"
whole "an unknown column" "$T/unknown.csv" "colour"
printf 'village,village,head_name\nB2,B2,A B\n' >"$T/twice.csv"
whole "a column twice" "$T/twice.csv" "village"
whole "a folder" "$T" "folder"
whole "no such file" "$T/none.csv" "no such file"
is "and not a byte of the book has changed" "$(dump "$book")" "$before"

# ---- a fault of one row is that row's ----
printf 'village,household_code,head_name\nB2,U1,Tốt\nB2,U2,N\303\nB2,U3,Nông Văn Ba\n' >"$T/bad8.csv"
run c import household "$T/bad8.csv" --dry-run --errors "$T/bad.csv"
is "one invalid byte: 1" "$rc" 1
has "refuses its row only" "$out" "3 rows: 2 new, 0 changed, 0 the same, 1 refused"
has "and says so" "$(cat "$T/bad.csv")" "B2,U2,N�,\"Line 3: the text is not UTF-8."

# ---- labels hold commas, and Excel does not quote them ----
printf 'Tên thôn, bản;Mã thôn, bản;Khu vực\r\nBản Chín;C9;Nông thôn\r\n' >"$T/sep.csv"
has "three labels, two with commas" "$(c import village "$T/sep.csv" 2>&1)" "1 rows: 1 new"
tr ';' '\t' <"$T/sep.csv" >"$T/tab.csv"
has "parted by tabs" "$(c import village "$T/tab.csv" 2>&1)" "1 rows: 0 new, 0 changed, 1 the same"
printf 'Thôn, bản;Họ và tên chủ hộ\nBản Chín;Hoàng Thị Hoa\n' >"$T/sep.csv"
has "two labels, one with a comma" "$(c import household "$T/sep.csv" 2>&1)" "1 rows: 1 new"
tr ';' '\t' <"$T/sep.csv" >"$T/tab.csv"
has "parted by tabs too" "$(c import household "$T/tab.csv" 2>&1)" "1 rows: 0 new, 0 changed, 1 the same"
{
	printf 'sep=;\r\n'
	cat "$T/sep.csv"
} >"$T/sepline.csv"
has "Excel's sep= line" "$(c import household "$T/sepline.csv" 2>&1)" "1 rows: 0 new, 0 changed, 1 the same"

# ---- two rows about one record ----
printf 'code,name,area_type\nX1,Bản Đôi,rural\nX2,Bản Đôi,rural\n' >"$T/two.csv"
run c import village "$T/two.csv"
is "two villages of one name with other codes: 1" "$rc" 1
has "the second row is told" "$err" "The same record as line 2, with other values."
run c import village "$T/two.csv"
has "and read again nothing changes" "$out" "2 rows: 0 new, 0 changed, 1 the same, 1 refused"
printf 'household,full_name,birth_date,id_number\nB2/V1,Lò Thị Ba,1990,024190000001\nB2/V2,Lò Thị Ba,1990,024190000001\nB2/V1,Lò Thị Ba,1990,024190000002\n' >"$T/two.csv"
run c import member "$T/two.csv"
has "one ID in two households is told, two people of one name are two" "$out" "3 rows: 2 new, 0 changed, 0 the same, 1 refused"
run c import member "$T/two.csv"
has "and they stay so" "$out" "3 rows: 0 new, 0 changed, 2 the same, 1 refused"

# ---- what the program works out ----
printf 'village,household_code,head_name,classification\nB2,V1,Hoàng Thị Nhung,poor\n' >"$T/class.csv"
run c import household "$T/class.csv"
is "a class in a list is no fault" "$rc" 0
has "but it is said that it was not taken" "$err" "Not taken, because the program works them out: classification"
printf 'village,village.key,household_code,head_name\nB1,B2,V77,A B\n' >"$T/pair.csv"
run c import household "$T/pair.csv"
is "two villages in one row: 1" "$rc" 1
has "with its reason" "$err" "two different records"

# ---- the errors file ----
before=$(dump "$book")
printf 'village,household_code,head_name\nB2,E1,Nông Văn Lỗi\nB2,E2,A,x\n' >"$T/e.csv"
cp "$T/e.csv" "$T/e.kept"
mkdir "$T/folder"
ln -s e.csv "$T/e.link"
ends 3 "--errors in a folder that is not there" c import household "$T/e.csv" --errors "$T/none/bad.csv"
ends 3 "--errors that is a folder" c import household "$T/e.csv" --errors "$T/folder"
ends 2 "--errors that is the file read" c import household "$T/e.csv" --errors "$T/e.csv"
ends 2 "--errors that is it by another name" c import household "$T/e.csv" --errors "$T/e.link"
ends 2 "--errors that is the book" c import household "$T/e.csv" --errors "$book"
is "nothing was stored" "$(dump "$book")" "$before"
ok "and the file read is as it was" cmp -s "$T/e.csv" "$T/e.kept"
c import household "$T/e.csv" --errors "$T/bad.csv" >/dev/null 2>&1
is "the reason stands in its column, cells too many after it" "$(cat "$T/bad.csv")" "village,household_code,head_name,reason
B2,E2,A,The row has more cells than the header has columns.,x"
c import household "$T/bad.csv" --errors "$T/bad2.csv" >/dev/null 2>&1
ok "an errors file read again gives the same one" cmp -s "$T/bad.csv" "$T/bad2.csv"
printf 'village,household_code,head_name\nB2,E1,Nông Văn Lỗi\n' >"$T/good.csv"
ends 0 "a run without bad rows" c import household "$T/good.csv" --errors "$T/bad.csv"
is "leaves an errors file with its header only" "$(cat "$T/bad.csv")" "village,household_code,head_name,reason"

# ---- where the output goes ----
c export village -o "$T/plain.out"
: >"$T/target.csv"
ln -s target.csv "$T/link.csv"
ok "export through a link" c export village -o "$T/link.csv"
ok "the link stays" test -L "$T/link.csv"
ok "its target has the records" cmp -s "$T/target.csv" "$T/plain.out"
ln -s later.csv "$T/link2.csv"
ok "a link to what is not there yet" c export village -o "$T/link2.csv"
ok "makes it" cmp -s "$T/later.csv" "$T/plain.out"
mkfifo "$T/fifo"
timeout 20 cat "$T/fifo" >"$T/fifo.out" &
ok "export into a fifo" c export village -o "$T/fifo"
wait
ok "the fifo stays" test -p "$T/fifo"
ok "and gave the records" cmp -s "$T/fifo.out" "$T/plain.out"
ends 3 "export over a folder" c export village -o "$T/folder"
ends 2 "export over the book" c export village -o "$book"
if [ -c /dev/full ]; then
	ends 3 "export into a full device" c export village -o /dev/full
	ok "which stays" test -c /dev/full
	printf 'village,household_code,head_name\nB2,F1,Nông Văn Đầy\n' >"$T/f.csv"
	rc=0
	c import household "$T/f.csv" >/dev/full 2>"$T/f.err" || rc=$?
	is "what is stored is stored, though it cannot be said on stdout: 0" "$rc" 0
	has "and said on stderr" "$(cat "$T/f.err")" "1 rows: 1 new"
	printf 'village,household_code,head_name\nB2,F2,Nông Văn Đầy\nB99,F3,x\n' >"$T/f.csv"
	ends 1 "with a bad row: 1" sh -c "'$GIAMNGHEO' --book '$book' import household '$T/f.csv' >/dev/full"
fi

# ---- through a pipe; a file that cannot be written ----
printf 'village,household_code,head_name\nB2,Z1,Nông Văn Ống\n' >"$T/z.csv"
has "from standard input" "$(c import household /dev/stdin <"$T/z.csv" 2>&1)" "1 rows: 1 new"
# shellcheck disable=SC2002
has "through a pipe" "$(cat "$T/z.csv" | c import household /dev/stdin 2>&1)" "1 rows: 0 new, 0 changed, 1 the same"
ends 3 "export into a folder that is not there" c export household -o "$T/none/x.csv"
cp "$T/z.csv" "$T/over.csv"
ok "export replaces a file whole" c export village -o "$T/over.csv"
is "and leaves nothing beside it" "$(ls -A "$T" | grep -c 'over.csv')" 1
is "export is for its owner only" "$(stat -c %a "$T/over.csv")" 600
finish
