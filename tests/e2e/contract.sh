#!/bin/sh
# SPDX-License-Identifier: MIT
# What every command promises: its exit status, data alone on stdout, messages alone on stderr, help, language, officer.
. "${srcdir:-.}/tests/tap.sh"
book=$T/c.book
c() { gn --book "$book" "$@"; }
uuid='[0-9a-f]\{8\}-[0-9a-f]\{4\}-7[0-9a-f]\{3\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}'
is_id() { printf '%s\n' "$1" | grep -qx "$uuid"; }
rows() { printf '%s\n' "$1" | tail -n +2 | grep -c .; }
count() { sqlite3 "$book" "SELECT count(*) FROM $1"; }

# ---- usage: 2, nothing on stdout ----
usage() { # NAME WORDS...
	name=$1
	shift
	run "$@"
	is "usage: $name ends 2" "$rc" 2
	is "usage: $name says nothing on stdout" "$out" ""
}
usage "an unknown command" gn nonsense
usage "an unknown option" gn list household --nonsense
usage "a word too many" gn doctor extra
usage "a word too few" gn show household
usage "a language unknown" gn --lang fr list household
usage "a format unknown" gn list household --format xml
usage "a day that is none" gn list household --on 31/02/2024
usage "the screen without a terminal" gn --book "$book"
usage "init without a unit" gn init --name X --level commune "$T/x.book"
usage "init at no level" gn init --unit X --name X --level ward "$T/x.book"
usage "an unknown command with --help" gn nonsense --help
has "and tells how to find the commands" "$err" 'giamngheo --help'
usage "a book twice" gn --book "$T/x.book" list household --book "$T/y.book"
usage "a language twice" gn --lang vi --lang en list household
usage "an officer twice" gn list household --as A --as B
usage "an option twice" gn list household --format csv --format text
has "and says which" "$err" "--format is given twice"
usage "a short option twice" gn export household -o "$T/1.csv" -o "$T/2.csv"
bad=$(printf 'X\377\376')
ctl=$(printf 'X\001')
over=$(printf '%0401d' 1)
for who in "$bad" "$ctl" "$over" ' '; do
	usage "init by a name unreadable, too long or blank" gn init --unit X --name "$who" --level commune "$T/x.book"
	ends 2 "such an officer before the command" gn --as "$who" list household
	ends 2 "such an officer after the command" gn list household --as "$who"
done
ok "none of these made a book" test ! -e "$T/x.book"

# ---- help ----
for k in init demo forms list show put remove history find import export check enrol bundle inbox remark remarks reply \
	overview backup restore doctor config; do
	run gn $k --help
	is "$k --help ends 0 and says nothing on stderr" "$rc$err" 0
	has "$k --help names the command" "$out" "giamngheo $k"
done
for k in "bundle make" "reply make" "reply apply" "enrol make" "inbox receive" "forms list" "config set"; do
	# shellcheck disable=SC2086
	ends 0 "$k --help ends 0" gn $k --help
done
run gn --help
is "--help ends 0" "$rc$err" 0
has "--help lists the commands" "$out" "  bundle "
run gn put --help
has "put --help tells of the officer" "$out" "--as OFFICER"
has "and of reasons" "$out" "[--reason TEXT] FIELD=VALUE... [reason.CHECK=TEXT]..."
ends 0 "--version ends 0" gn --version

# ---- init ----
for code in dv 'D V' ABCDEFGHIJKLMNOPQ 'D_V' ''; do
	run gn init --unit "$code" --name "Xã Thử" --level commune "$T/bad.book"
	ok "init refuses the code '$code' ($rc)" test "$rc" = 2 -o "$rc" = 3
	ok "and makes nothing" test ! -e "$T/bad.book"
done
run gn init --unit ABCDEFGH-1234567 --name "Xã Dài" --level commune "$T/long.book"
is "init takes 16 of A-Z, 0-9 and hyphen" "$rc" 0
run gn init --unit C1 --name "Xã Một" --level commune "$book"
is "init ends 0" "$rc" 0
is "init prints the book's path" "$out" "$book"
sum=$(sha256sum "$book")
run gn init --unit C2 --name "Xã Khác" --level commune "$book"
is "init over a book ends 3" "$rc" 3
is "and leaves it as it is" "$(sha256sum "$book")" "$sum"

# ---- put ----
run c put village code=B1 name="Bản Một" kind=ban area_type=rural
is "put ends 0" "$rc" 0
ok "put prints the id alone" is_id "$out"
is "a whole record has nothing said about it" "$err" ""
v=$out
run c put household village=B1 household_code=001 head_name="Nông Văn Bền" head_gender=male members_count=1 \
	head_birth_date=1975 head_id_number=004075000123
is "put by a key of the reference ends 0" "$rc" 0
h=$out
hasnot "no fault in a whole record" "$err" "household."
run c put household village="$v" household_code=002 members_count=0
is "a record with faults is stored and ends 0" "$rc" 0
ok "with its id alone on stdout" is_id "$out"
h2=$out
faults=$(printf '%s\n' "$err" | grep -c '^household\.[a-z_]*: .')
is "each fault is form.field: sentence" "$faults" 2
has "the missing name is told" "$err" "household.head_name: "
has "the impossible count is told" "$err" "household.members_count: "
has "it is marked" "$(c list household --where _state=incomplete --format csv)" "$h2"
before=$(sqlite3 "$book" .dump | sha256sum)
refused() { # NAME PATTERN WORDS...: ends 3, says PATTERN, prints and stores nothing
	name=$1 pattern=$2
	shift 2
	run c "$@"
	is "$name ends 3" "$rc" 3
	is "$name prints nothing" "$out" ""
	has "$name says what" "$err" "$pattern"
}
refused "put to an unknown form" "nothing_such" put nothing_such a=1
refused "put to an unknown field" "colour" put household village=B1 colour=red
refused "put to an unknown id" "0193b3d6" put household --id 0193b3d6-0000-7000-8000-000000000000 phone=1
refused "put of an unreadable number" "abc" put household village=B1 members_count=abc
refused "put of an unreadable date" "31/31" put household village=B1 head_birth_date=31/31/2000
refused "put of an unknown code" "purple" put household village=B1 head_gender=purple
refused "put of a reference that is not there" "B99" put household village=B99
refused "put to a computed field" "classification" put household village=B1 classification=poor
has "with what to do" "$err" "Leave out classification=…"
refused "put of bytes that are no UTF-8" "not UTF-8" put village code=B7 name="$bad"
refused "put of a control character" "control character" put village code=B7 name="$ctl"
refused "put of DEL" "control character" put village code=B7 name="$(printf 'X\177')"
refused "put of a C1 control" "control character" put village code=B7 name="$(printf 'X\302\233')"
refused "put of a code that is no UTF-8" "not UTF-8" put household village=B1 head_gender="$bad"
refused "put of a reference that is no UTF-8" "not UTF-8" put household village="$bad"
refused "a reason for a check that is no UTF-8" "UTF-8" put household village=B1 reason.r24="$bad"
refused "a reason for a check that is too long" "too long" put household village=B1 reason.r24="$(printf '%04001d' 1)"
refused "a whole number with a point" 'such as 1329.' put household village=B1 members_count=1.329
hasnot "does not recommend the form just refused" "$err" "or 1.329"
refused "money with points" 'such as 1500000.' put project amount_planned=1.500.000
hasnot "nor for money" "$err" "or 1.500.000"
refused "a decimal with a comma" 'such as 5.79.' put review house_area=5,79
refused "remove of an unknown id" "0193b3d6" remove household 0193b3d6-0000-7000-8000-000000000000 --reason x
refused "show of an unknown id" "0193b3d6" show household 0193b3d6-0000-7000-8000-000000000000
refused "history of an unknown id" "0193b3d6" history household 0193b3d6-0000-7000-8000-000000000000
refused "list of an unknown form" "nothing_such" list nothing_such
refused "list by an unknown field" "colour" list household --where colour=red
refused "export of an unknown form" "nothing_such" export nothing_such
refused "find in an unknown form" "nothing_such" find x --form nothing_such
refused "a file that is not there" "nofile" import household "$T/nofile.csv"
is "and the book is as it was" "$(sqlite3 "$book" .dump | sha256sum)" "$before"
usage "put without a value" c put household
usage "put of a word that is no field=value" c put household village
usage "remove without a reason" c remove household "$h"
for why in ' ' "$bad" "$ctl" "$(printf '%04001d' 1)"; do
	usage "remove for a reason blank, unreadable or too long" c remove household "$h" --reason "$why"
	usage "put for such a reason" c put household --id "$h" phone=1 --reason "$why"
done
usage "put of a field twice" c put household village=B1 head_name=A head_name=B
has "and says which" "$err" "head_name is given twice"
usage "put for two reasons" c put household village=B1 --reason a --reason b
is "still as it was" "$(sqlite3 "$book" .dump | sha256sum)" "$before"

run c put household --id "$h" phone=0912345678
is "put --id ends 0 and prints the same id" "$rc $out" "0 $h"
run c put household --id "B1/001/Nông Văn Bền" phone=0912345679
is "put --id takes a key" "$rc $out" "0 $h"
run c put household --id "$h" phone=
is "an empty value takes the answer away" "$rc" 0
has "it is gone" "$(c list household --where phone= --format csv)" "$h"
is "the same again is no change" "$(c put household --id "$h" phone= 2>/dev/null; c history household "$h" | grep -c phone)" \
	"$h
3"

# lists: a field with several answers, numbers as machines and as people write them
r=$(c put review household="$h" info_means='tv|smartphone' house_area=53.2 2>/dev/null)
csv=$(c list review --where info_means=tv --format csv)
has "by one of several answers" "$csv" "$r"
has "by all of them, as CSV has them" "$(c list review --where 'info_means=smartphone|tv' --format csv)" "$r"
has "in any order" "$(c list review --where 'info_means=tv|smartphone' --format csv)" "$r"
hasnot "not where one is missing" "$(c list review --where 'info_means=smartphone|tv|radio' --format csv)" "$r"
has "by a decimal as CSV has it" "$(c list review --where house_area=53.2 --format csv)" "$r"
has "by a decimal as people write it" "$(c list review --where house_area=53,2 --format csv)" "$r"
ends 3 "by what is no number" c list review --where house_area=abc
c remove review "$r" --reason "thử" >/dev/null
# tabs and line breaks become one blank
id=$(c put household village=B1 household_code=088 head_name="$(printf 'Lý\t\n Văn  Trắng')" 2>/dev/null)
has "tabs and line breaks become one blank" "$(c show household "$id")" "head_name: Lý Văn Trắng"
c remove household "$id" --reason "thử" >/dev/null

# two villages of one name: a reference that fits both
c put village code=X1 name="Bản Đôi" kind=ban area_type=rural >"$T/x1" 2>/dev/null
c put village code=X2 name="Bản Đôi" kind=ban area_type=rural >"$T/x2" 2>/dev/null
run c put household village="Bản Đôi" household_code=9 head_name="Lý Văn Hai"
is "a reference that fits two ends 3" "$rc$out" 3
has "and lists the first" "$err" "$(cat "$T/x1")"
has "and the second" "$err" "$(cat "$T/x2")"
is "by its code it is one" "$(c put household village=X2 household_code=9 head_name="Lý Văn Hai" >/dev/null 2>&1; echo $?)" 0

# ---- the other commands ----
run c list household --format csv
is "list ends 0 and says nothing on stderr" "$rc$err" 0
is "list prints every record" "$(rows "$out")" "$(count household)"
run c list household
is "list as text: rows alone on stdout" "$(printf '%s\n' "$out" | grep -c .)" "$(count household)"
ok "the heading is on stderr" test -n "$err"
run c show household "$h"
is "show ends 0 and says nothing on stderr" "$rc$err" 0
has "show tells a field" "$out" "head_name: Nông Văn Bền"
has "show tells the rosters" "$out" "  member "
run c show household "B1/001"
has "show takes a key, a leading part of it too" "$out" "$h"
run c find "nong ban"
is "find without accents ends 1 where nothing fits" "$rc$out" 1
run c find "nong ben"
is "find without accents ends 0" "$rc" 0
has "and finds" "$out" "$h"
run c find "nong ben" --form member
hasnot "find in one form" "$out" "$h"
run c check
is "check with faults ends 1" "$rc" 1
has "and names the record" "$out" "household:$h2:head_name"
run c check --form project --format csv
is "check without faults ends 0" "$rc" 0
is "check as CSV has its header" "$(printf '%s\n' "$out" | head -n 1)" "check,strength,form,id,field,message,reason,source"
run gn forms check
is "the forms are in order" "$rc$out" 0
run gn forms list
has "forms list names fields" "$out" "household.village"
run c overview
is "overview ends 0" "$rc" 0

# ---- remove, history, officer ----
run c remove village "$v" --reason "nhập nhầm"
is "remove of what others refer to is a negative answer" "$rc" 1
has "with the list" "$err" "$h"
is "nothing was removed" "$(count "village WHERE id='$v'")" 1
run c --as "Lý Thị Xóa" remove household "$h2" --reason "nhập nhầm"
is "remove ends 0 and prints the id" "$rc $out" "0 $h2"
is "the record is gone" "$(count "household WHERE id='$h2'")" 0
run c history household "$h2"
is "its history stays" "$rc" 0
has "with the reason" "$out" "nhập nhầm"
has "with who did it" "$out" "Lý Thị Xóa"
c put member household="$h" full_name="Nông Thị Con" >/dev/null 2>&1
id=$(c put household village=B1 household_code=089 head_name="Lý Văn Gốc" 2>/dev/null)
m=$(c put member household="$id" full_name="Lý Thị Cành" 2>/dev/null)
is "a member of the other household is removed" "$(c remove member "$(c list member --where full_name="Nông Thị Con" \
	--format csv | sed -n '2s/,.*//p')" --reason "thôi" >/dev/null 2>&1; echo $?)" 0
c remove household "$id" --reason "nhập trùng" >/dev/null 2>&1
run c history household "$id"
is "history of what is gone, with its members: one removal each" "$(printf '%s\n' "$out" | grep -c 'remove.*(nhập trùng)')" 3
has "the member's own name is there" "$out" "remove  member:$m  (nhập trùng)"
hasnot "and no other's removal" "$out" "thôi"
run c remove household "$h2" --reason "lại"
is "twice is once" "$rc" 3
c --as "Hoàng Thị Mai" put household --id "$h" address="Xóm Trên" head_name="Nông Văn Bến" >/dev/null 2>&1
run c history household "$h"
is "history ends 0 and says nothing on stderr" "$rc$err" 0
has "history: what, before and after, by whom" "$out" "Hoàng Thị Mai  update  address:  -> Xóm Trên"
has "history of the head through the household" "$out" "head_name (full_name): Nông Văn Bền -> Nông Văn Bến"
has "one row for an insert" "$out" "insert"
is "without --as it is the unit" "$(printf '%s\n' "$out" | head -n 1 | grep -c 'Xã Một')" 1
ok "config set" gn config set officer "Triệu Văn Định"
is "config get" "$(gn config get officer)" "Triệu Văn Định"
has "config list" "$(gn config list 2>/dev/null)" "officer=Triệu Văn Định"
c put household --id "$h" note=a >/dev/null 2>&1
has "the officer of the settings" "$(c history household "$h")" "Triệu Văn Định  update  note"
c put household --id "$h" note=b --as "Bế Văn Chín" >/dev/null 2>&1
has "--as after the words, and over the settings" "$(c history household "$h")" "Bế Văn Chín  update  note: a -> b"
ends 2 "config get of no setting" gn config get nonsense
ends 2 "config set of no setting" gn config set nonsense 1
for value in "$bad" "$ctl" "$over" 'a "b"' 'a\' "$(printf 'a\tb')" "$(printf 'a\nb')"; do
	ends 2 "config set refuses what cannot be read back" gn config set officer "$value"
	is "and the setting is as it was" "$(gn config get officer 2>&1)" "Triệu Văn Định"
done
ends 2 "1,001 bytes" gn config set book "$(printf '%01001d' 1)"
for value in "a ; b # c = [d] 'e' %s %n" " a " "$(printf '%01000d' 1)" "=" "[x]" ";" "'" "''"; do
	gn config set bundle_folder "$value"
	run gn config get bundle_folder
	is "config get gives back what was set" "$rc$err$out" "0$value"
done
gn config set bundle_folder ""

# ---- rows the book does not own ----
above=$T/a.book
gn init --unit A1 --name "Huyện Trên" --level district "$above" >/dev/null 2>&1
gn --book "$above" enrol make --unit C3 --name "Xã Ba" -o "$T/c3.gne" >/dev/null 2>&1
gn init --unit C3 --name "Xã Ba" --level commune --from "$T/c3.gne" "$T/c3.book" >/dev/null 2>&1
v3=$(gn --book "$T/c3.book" put village code=B1 name="Bản Ba" kind=ban area_type=rural 2>/dev/null)
gn --book "$T/c3.book" bundle make -o "$T/c3.gnb" >/dev/null 2>&1
gn --book "$above" inbox receive "$T/c3.gnb" >/dev/null 2>&1
gn --book "$above" inbox accept 1 >/dev/null 2>&1
has "the book above has the row" "$(gn --book "$above" list village --format csv)" "$v3"
before=$(sqlite3 "$above" .dump | sha256sum)
ends 3 "put to a row of a unit below" gn --book "$above" put village --id "$v3" phone=1
ends 3 "a new row of a form of units below" gn --book "$above" put village code=B9 name="Bản Lạ" kind=ban area_type=rural
printf 'code,name\nB9,Bản Lạ\n' >"$T/v.csv"
ends 3 "import of a form of units below" gn --book "$above" import village "$T/v.csv"
ends 2 "a remark that is no UTF-8" gn --book "$above" remark "village:$v3:$bad" --unit C3
ends 3 "remove of a row of a unit below" gn --book "$above" remove village "$v3" --reason x
is "and nothing was changed" "$(sqlite3 "$above" .dump | sha256sum)" "$before"
has "the history of an accepted record" "$(gn --book "$above" history village "$v3")" "accept"

run gn --book "$above" put village code=B9 name="Bản Lạ" kind=ban area_type=rural --lang vi
has "who keeps it is told by its label" "$err" 'do sổ cấp "Cấp xã" ghi'
has "with what to do" "$err" "ý kiến"
run gn --book "$T/c3.book" bundle make --duty nosuch -o "$T/no.gnb"
is "bundle make for no duty ends 2" "$rc$out" 2
has "with those that are" "$err" "update, monthly, preliminary"
ok "and makes nothing" test ! -e "$T/no.gnb"

# ---- which book ----
run gn list village
is "no book yet in the user's data folder: 3" "$rc$out" 3
ok "and none is made by asking" sh -c "! find '$XDG_DATA_HOME' -name '*.book' 2>/dev/null | grep -q ."
has "GIAMNGHEO_BOOK" "$(GIAMNGHEO_BOOK="$book" gn list village --format csv)" "$v"
gn config set book "$book"
has "the setting" "$(gn list village --format csv)" "$v"
has "GIAMNGHEO_BOOK comes before the setting" "$(GIAMNGHEO_BOOK="$T/c3.book" gn list village --format csv)" "$v3"
has "--book comes before both" "$(GIAMNGHEO_BOOK="$T/c3.book" gn --book="$book" list village --format csv)" "$v"
has "--book after the command" "$(gn list village --format csv --book "$T/c3.book")" "$v3"
gn config set book ""
run gn --book "$T/none.book" put village code=B1
is "no such book: 3" "$rc$out" 3
for word in --book "giamngheo init" "giamngheo demo"; do
	has "and $word is told" "$err" "$word"
done
hasnot "and no stick is looked for" "$err" "stick"
mkdir -p "$XDG_DATA_HOME/giamngheo"
cp "$book" "$XDG_DATA_HOME/giamngheo/giamngheo.book"
has "else the one in the user's data folder" "$(gn list village --format csv)" "$v"

# ---- language and locale ----
has "an unknown language is told in Vietnamese" "$(unset LANGUAGE; gn --lang xx list household 2>&1)" "cách dùng:"
has "after the command too" "$(unset LANGUAGE; gn list household --lang xx 2>&1)" "cách dùng:"
printf '[giamngheo]\nnonsense = "1"\n' >"$T/bad.conf"
cp "$XDG_CONFIG_HOME/giamngheo/giamngheo.conf" "$T/good.conf"
cp "$T/bad.conf" "$XDG_CONFIG_HOME/giamngheo/giamngheo.conf"
has "a mistake in the settings is told in Vietnamese" "$(unset LANGUAGE; gn --version 2>&1)" "Tệp cài đặt"
cp "$T/good.conf" "$XDG_CONFIG_HOME/giamngheo/giamngheo.conf"
has "usage in Vietnamese" "$(gn --lang vi nonsense 2>&1)" "cách dùng:"
has "messages in Vietnamese" "$(c --lang vi put household village=B99 2>&1)" "Không có gì"
has "and in English" "$(c --lang en put household village=B99 2>&1)" "Nothing was"
has "--lang en" "$(gn --lang en list household --help)" "usage:"
has "English labels" "$(c --lang en show village "$v")" "area_type: Rural"
has "Vietnamese labels" "$(c --lang vi show village "$v")" "area_type: Nông thôn"
has "--lang after the command" "$(c show village "$v" --lang vi)" "area_type: Nông thôn"
has "LANGUAGE" "$(LANGUAGE=vi c show village "$v")" "area_type: Nông thôn"
has "else Vietnamese" "$(unset LANGUAGE; c show village "$v")" "area_type: Nông thôn"
has "the setting comes before LANGUAGE" "$(gn config set lang vi; c show village "$v")" "area_type: Nông thôn"
has "--lang comes before the setting" "$(c --lang en show village "$v")" "area_type: Rural"
gn config set lang ""
for locale in xx_XX.UTF-8 vi_VN.TCVN C; do
	run env LC_ALL=$locale "$GIAMNGHEO" --book "$book" list household --format csv
	is "LC_ALL=$locale works" "$rc" 0
	is "LC_ALL=$locale is said once" "$(printf '%s\n' "$err" | grep -c 'C.UTF-8')" 1
	has "LC_ALL=$locale keeps the letters" "$out" "Nông Văn Bến"
done

# ---- stdout that fails ----
if [ -c /dev/full ]; then
	tap_rc=0
	c list household --format csv >/dev/full 2>/dev/null || tap_rc=$?
	is "a full disk behind stdout ends 3" "$tap_rc" 3
	tap_rc=0
	c put village code=FULL name="Bản Đầy" kind=ban area_type=rural >/dev/full 2>"$T/full.err" || tap_rc=$?
	id=$(c list village --where code=FULL --format csv | sed -n '2s/,.*//p')
	ok "put with a full disk behind stdout is stored" is_id "$id"
	is "and ends 0" "$tap_rc" 0
	has "and says the id on stderr" "$(cat "$T/full.err")" "$id"
	tap_rc=0
	c remove village "$id" --reason "thử" >/dev/full 2>"$T/full.err" || tap_rc=$?
	is "remove then ends 0" "$tap_rc" 0
	has "and says so" "$(cat "$T/full.err")" "$id is removed"
	is "it is removed" "$(count "village WHERE code='FULL'")" 0
	ends 0 "init then ends 0" sh -c '"$0" init --unit F1 --name "Xã Đầy" --level commune "$1" >/dev/full' "$GIAMNGHEO" "$T/full.book"
fi
tap_rc=0
c put village code=SHUT name="Bản Đóng" kind=ban area_type=rural >&- 2>"$T/full.err" || tap_rc=$?
id=$(c list village --where code=SHUT --format csv | sed -n '2s/,.*//p')
is "put with stdout closed ends 0" "$tap_rc" 0
has "and says the id on stderr" "$(cat "$T/full.err")" "$id"
hasnot "and never in a file of the book's" "$(cat "$book.lock" "$book.open" 2>/dev/null)" "$id"
tap_rc=0
c put village --id "$id" note=x >&- 2>&- <&- || tap_rc=$?
is "with all three closed too" "$tap_rc" 0
is "the lock's file is empty" "$(cat "$book.lock")" ""
is "the book is sound" "$(sqlite3 "$book" 'PRAGMA integrity_check')" ok
awk 'BEGIN { print "village,household_code,phone"; for (i = 0; i < 1200; i++) printf "X1,many%d,%d\n", i, i }' >"$T/many.csv"
c import household "$T/many.csv" >/dev/null 2>&1
for words in "list household --format csv" "list household" "export household" "check --format csv"; do
	# shellcheck disable=SC2086
	{
		rc=0
		c $words 2>"$T/pipe.err" || rc=$?
		echo "$rc" >"$T/pipe.rc"
	} | head -n 1 >/dev/null
	case "$words" in
	check*) ok "$words: a reader that has enough is no failure" test "$(cat "$T/pipe.rc")" -le 1 ;;
	*) is "$words: a reader that has enough is no failure" "$(cat "$T/pipe.rc")" 0 ;;
	esac
	hasnot "$words: and nothing is said of it" "$(cat "$T/pipe.err")" "GN-"
done
# ---- a check that somebody wrote wrong: named with file and line, the others go on ----
mkdir "$T/other"
cp -r "$top/data" "$top/forms" "$T/other"
chmod -R u+w "$T/other"
sed 's/^-- id: .*/-- id: zz/; s/b\.code$/b.nothing/' "$top/data/checks/round_twice.sql" >"$T/other/data/checks/zz.sql"
was=$(c check --format csv 2>/dev/null)
run env GIAMNGHEO_DATADIR="$T/other" "$GIAMNGHEO" --book "$book" check --format csv
is "a check that cannot be run: ends 1" "$rc" 1
is "the others tell what they find" "$out" "$was"
has "its file and line are told" "$err" "zz.sql:12: this check cannot be run"
run env GIAMNGHEO_DATADIR="$T/other" "$GIAMNGHEO" forms check
is "forms check finds it without a book" "$rc" 1
has "with its file and line" "$out" "zz.sql:12: this check cannot be run"
sed 's/^-- id: .*/-- id: zz/; s/^-- form: .*/-- form: nothing_such/' "$top/data/checks/round_twice.sql" >"$T/other/data/checks/zz.sql"
sed -i '/^\[value.points\]/,/^$/s/^rural = .*/rural = "-140"/' "$T/other/data/standards/2022-2025.ini"
has "a line below 0 is a mistake" "$(GIAMNGHEO_DATADIR="$T/other" "$GIAMNGHEO" forms check 2>&1)" '"-140" is below 0'
cp "$top/data/standards/2022-2025.ini" "$T/other/data/standards/2022-2025.ini"
for file in "$T"/other/data/calendar/*.ini; do
	echo "nonsense" >>"$file"
done
run env GIAMNGHEO_DATADIR="$T/other" "$GIAMNGHEO" --book "$book" due
is "duties in files that are not in order: ends 1" "$rc" 1
hasnot "and nobody is told that nothing is due" "$err" "Nothing is due"
has "and a form that is none" "$(GIAMNGHEO_DATADIR="$T/other" "$GIAMNGHEO" forms check 2>&1)" "nothing_such"
finish
