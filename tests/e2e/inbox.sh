#!/bin/sh
# SPDX-License-Identifier: MIT
# What comes up: received, compared, accepted, returned; the chain of numbers; what is shown of a difference. Two communes.
. "${srcdir:-.}/tests/tap.sh"
a=$T/a.book c=$T/c.book d=$T/d.book stick=$T/stick
mkdir "$stick"
up() { gn --book "$a" --as "Nguyễn Văn Bình" "$@"; }
c() { gn --book "$c" --as "Hoàng Thị Mai" "$@"; }
dump() { sqlite3 "$1" .dump | sha256sum; }
state() { up inbox list 2>/dev/null | awk -v n="$1" '$1 == n { print $4 }'; }
is_pair() { # BOOK CODE NAME
	up enrol make --unit "$2" --name "$3" -o "$stick/$2.gne" >/dev/null 2>&1
	gn init --unit "$2" --name "$3" --level commune --from "$stick/$2.gne" "$1" >/dev/null 2>&1
}
gn init --unit YT --name "Huyện Yên Thế" --level district "$a" >/dev/null 2>&1
is_pair "$c" DV "Xã Đồng Vương"
is_pair "$d" TH "Xã Tam Hiệp"
v=$(c put village code=B1 name="Bản Một" kind=ban area_type=rural 2>/dev/null)
h1=$(c put household village=B1 household_code=1 head_name="Nông Văn Bền" head_gender=male members_count=1 2>/dev/null)
h2=$(c put household village=B1 household_code=2 head_name="Lý Thị Hoa" head_gender=female members_count=1 2>/dev/null)
h3=$(c put household village=B1 household_code=3 members_count=1 2>/dev/null)
m1=$(sqlite3 "$c" "SELECT id FROM member WHERE household='$h1'")

# ---- bundle make and show; verify ----
run c bundle make --duty preliminary -o "$stick"
is "bundle make ends 0" "$rc" 0
b1=$out
ok "and prints the file's path" test -f "$b1"
is "a name any stick takes" "$(basename "$b1" | tr -d 'A-Z0-9_.-')" "gnb"
has "and says that it can be taken out" "$err" "read back and the same"
run gn bundle show "$b1"
is "show needs no book" "$rc$err" 0
for fact in "unit-code: DV" "unit-name: Xã Đồng Vương" "to-name: Huyện Yên Thế" "number: 1" "duty: preliminary" "households: 3" "incomplete: 1"; do
	has "the header says $fact" "$out" "$fact"
done
has "and each form's fields" "$out" "household"
hasnot "but no person's name" "$out" "Hoàng Thị Mai"
hash=$(printf '%s\n' "$out" | sed -n 's/^hash: //p')
run gn bundle verify "$b1"
is "verify without a book ends 1" "$rc" 1
has "sender unknown" "$out" "sender unknown"
has "it is said to people too" "$err" "sender unknown"
run gn --book "$c" bundle verify "$b1"
is "the sender's own book knows it" "$rc" 0
run gn --book "$d" bundle verify "$b1"
is "another's does not" "$rc" 1
run gn --book "$a" bundle verify "$b1"
is "nor does the book above before the first bundle" "$rc" 1
head -c 2000 "$b1" >"$T/cut.gnb"
cp "$b1" "$T/long.gnb"
echo >>"$T/long.gnb"
: >"$T/empty.gnb"
for f in cut long empty; do
	for verb in "bundle verify" "bundle show" "--book $a inbox receive"; do
		# shellcheck disable=SC2086
		run gn $verb "$T/$f.gnb"
		is "$verb of one $f ends 3" "$rc$out" 3
	done
done
ends 3 "verify of an enrolment" gn bundle verify "$stick/DV.gne"
ends 3 "verify of no file" gn bundle verify "$T/none.gnb"
ends 3 "receive of an enrolment" gn --book "$a" inbox receive "$stick/DV.gne"
ends 3 "receive of no file" gn --book "$a" inbox receive "$T/none.gnb"
ends 3 "receive in the sender's own book" gn --book "$c" inbox receive "$b1"
ends 3 "receive of a folder" gn --book "$a" inbox receive "$stick"
is "bundle list tells it" "$(c bundle list | awk '{ print $1, $3, $4 }')" "1 preliminary made"

# ---- the first time, and the same file again ----
run up inbox receive "$b1"
is "receive ends 0" "$rc" 0
is "its number in the inbox is 1, its state received" "$(printf '%s\n' "$out" | awk '{ print $1, $2, $3, $4 }')" "1 DV 1 received"
first=$out
receipt=$(printf '%s\n' "$out" | awk '{ print $5 }')
before=$(dump "$a")
run up inbox receive "$b1"
is "the same file again ends 0" "$rc" 0
is "and prints the first receipt" "$out" "$first"
cp "$b1" "$T/other-name.gnb"
is "under another name too" "$(up inbox receive "$T/other-name.gnb" 2>/dev/null)" "$first"
is "and does nothing" "$(dump "$a")" "$before"
run gn --book "$a" bundle verify "$b1"
is "verify knows the sender now" "$rc" 0
is "inbox list tells it" "$(up inbox list)" "$first"

# ---- the difference ----
run up inbox diff 1 --format csv
is "diff ends 0" "$rc" 0
is "its header" "$(printf '%s\n' "$out" | head -n 1)" "unit,form,id,kind,field,before,after,reason"
has "what is added, field by field" "$out" "DV,member,$m1,added,full_name,,Nông Văn Bền,"
has "the village" "$out" "DV,village,$v,added,name,,Bản Một,"
has "the sums on stderr" "$err" "faults"
before=$(dump "$a")
text=$(up inbox diff 1 2>/dev/null)
has "as text: a record as a remark names it, and by its name" "$text" "+ village:$v  "
has "a reference to what is new in the same bundle by its name" "$text" "Bản Một / "
hasnot "and no id of what is not here yet" "$text" "? 0"
is "looking changes nothing" "$(dump "$a")" "$before"
ends 3 "diff of a number that is not there" gn --book "$a" inbox diff 9
ends 2 "diff of no number" gn --book "$a" inbox diff x
ends 2 "diff of number 0" gn --book "$a" inbox diff 0

# ---- returned: at least one remark, on a record or a field ----
before=$(dump "$a")
ends 2 "a return without a remark" gn --book "$a" inbox return 1
ends 3 "on a record that is not there" gn --book "$a" inbox return 1 --remark "household:0193b3d6-0000-7000-8000-000000000000:Sai"
ends 3 "on a form that is not there" gn --book "$a" inbox return 1 --remark "nothing_such:$h1:Sai"
ends 2 "a remark without a text" gn --book "$a" inbox return 1 --remark "household:$h1:"
ends 2 "a remark that is none" gn --book "$a" inbox return 1 --remark "Sai"
ends 3 "one good and one bad remark: none is taken" gn --book "$a" inbox return 1 --remark "household:$h1:Sai" \
	--remark "household:0193b3d6-0000-7000-8000-000000000000:Sai"
is "all that changed nothing" "$(dump "$a")" "$before"
run up inbox return 1 --remark "household:$h1:head_name:Viết lại: theo căn cước" --remark "household:$h2:Xem lại: hai lần" \
	--remark "village:$v:name:Tên cũ"
is "return ends 0" "$rc" 0
is "returned" "$(state 1)" returned
has "a field" "$(up remarks 2>/dev/null)" "open  household:$h1:head_name  Viết lại: theo căn cước  (Nguyễn Văn Bình,"
has "a text with a colon, its first word no field" "$(up remarks 2>/dev/null)" "open  household:$h2  Xem lại: hai lần"
is "who decided is kept" "$(sqlite3 "$a" 'SELECT decided_by FROM inbox WHERE n=1')" "Nguyễn Văn Bình"
ends 1 "a decision is final: no second return" gn --book "$a" inbox return 1 --remark "household:$h1:Sai"
ends 1 "no accepting what was returned" gn --book "$a" inbox accept 1
is "nothing of it is in the book above" "$(up list household --format csv 2>/dev/null | tail -n +2)" ""
ends 3 "accept of a number that is not there" gn --book "$a" inbox accept 9
ends 3 "confirm of a number that is not there" gn --book "$a" inbox confirm 9

# ---- accepted ----
up reply make 1 -o "$stick/r1.gnr" >/dev/null 2>&1
c reply apply "$stick/r1.gnr" >/dev/null 2>&1
c put household --id "$h1" head_name="Nông Văn Bến" >/dev/null 2>&1
c put household --id "$h3" head_name="Triệu Thị Ba" head_gender=female >/dev/null 2>&1
c put member --id "$m1" id_number=999050000123 birth_date=1950 >/dev/null 2>"$T/m.err"
has "what wants explaining is asked for" "$(cat "$T/m.err")" "(to explain, r24_province) member.id_number: "
run c put member --id "$m1" reason.r24_province="Khai sinh ở nước ngoài"
hasnot "once explained it is asked no more" "$err" "r24_province"
ends 3 "a reason for what is not asked" gn --book "$c" put member --id "$m1" reason.nothing=x
b2=$(c bundle make -o "$stick" 2>/dev/null)
is "numbers count on" "$(basename "$b2")" "DV_G0002.gnb"
run up inbox receive "$b2"
is "the next bundle needs no confirmation" "$(printf '%s\n' "$out" | awk '{ print $1, $3, $4 }')" "2 2 received"
diff=$(up inbox diff 2 --format csv 2>/dev/null)
has "a reason given travels" "$diff" "Khai sinh ở nước ngoài"
has "the text form tells which change answers a remark" "$(up inbox diff 2 2>/dev/null)" "(answers a remark)"
run up inbox accept 2
is "accept ends 0" "$rc" 0
is "accepted" "$(state 2)" accepted
has "the book above has the rows" "$(up list household --format csv)" "Nông Văn Bến"
is "all of them" "$(up list household --format csv | tail -n +2 | grep -c .)" 3
has "the answered remark is closed" "$(up remarks --all 2>/dev/null)" "closed  household:$h1:head_name"
has "the other is still open" "$(up remarks 2>/dev/null)" "open  village:$v:name"
run up inbox accept 2
is "twice is once" "$rc" 1
run up inbox receive "$b1"
is "the older file is known: nothing, its first receipt" "$rc $(printf '%s\n' "$out" | awk '{ print $5 }')" "0 $receipt"

# ---- only what changed since is shown ----
c put household --id "$h2" phone=0912345678 >/dev/null 2>&1
h4=$(c put household village=B1 household_code=4 head_name="Vi Văn Tư" head_gender=male members_count=1 2>/dev/null)
c remove household "$h3" --reason "nhập hai lần" >/dev/null 2>&1
b3=$(c bundle make -o "$stick" 2>/dev/null)
c put household --id "$h2" phone=0988888888 >/dev/null 2>&1
b4=$(c bundle make -o "$stick" 2>/dev/null)
up inbox receive "$b3" >/dev/null 2>&1
diff=$(up inbox diff 3 --format csv 2>/dev/null)
is "the changed field, before and after" "$(printf '%s\n' "$diff" | grep ',changed,')" "DV,household,$h2,changed,phone,,0912345678,"
has "the added record" "$diff" "DV,household,$h4,added,household_code,,4,"
has "the one that is gone, with its reason" "$diff" "DV,household,$h3,gone,"
has "the reason" "$(printf '%s\n' "$diff" | grep ',gone,' | head -n 1)" "nhập hai lần"
hasnot "nothing of what is the same" "$diff" "$h1"
has "no fault" "$(up inbox diff 3 --format csv 2>&1 >/dev/null)" "0 faults"

# ---- the newest wins ----
run up inbox receive "$b4"
is "a newer one comes" "$rc" 0
run up inbox accept 4
is "the newer one is accepted" "$rc" 0
is "the older one is superseded" "$(state 3)" superseded
run up inbox accept 3
is "accepting one when a newer is accepted ends 1" "$rc" 1
ends 1 "nor can it be returned" gn --book "$a" inbox return 3 --remark "household:$h1:Sai"
is "the book above has the newest" "$(up list household --where household_code=2 --format csv | grep -c 0988888888)" 1
is "the removed record is gone" "$(up list household --where household_code=3 --format csv | tail -n +2)" ""
has "its history above tells why" "$(up history household "$h3" 2>/dev/null)" "nhập hai lần"

# ---- a lower number of the same instance ----
cp "$c" "$T/old.book"
cp "$c.keys" "$T/old.book.keys"
b5=$(gn --book "$T/old.book" bundle make -o "$T/x5.gnb" 2>/dev/null)
c put household --id "$h2" phone=0977777777 >/dev/null 2>&1
b5c=$(c bundle make -o "$stick" 2>/dev/null)
b6=$(c bundle make -o "$stick" 2>/dev/null)
up inbox receive "$b6" >/dev/null 2>&1
before=$(dump "$a")
run up inbox receive "$b5c"
is "a lower number than the newest received ends 1" "$rc$out" 1
has "and says so" "$err" "older"
is "and changes nothing" "$(dump "$a")" "$before"
has "a gap in the numbers is marked" "$(up inbox list)" "gap"

# ---- the same number with another hash; an instance never seen ----
gn --book "$T/old.book" put household --id "$h2" phone=0900000000 >/dev/null 2>&1
gn --book "$T/old.book" bundle make -o "$T/x6.gnb" >/dev/null 2>&1
is "two copies of one book make the same number" "$(gn bundle show "$T/x6.gnb" | sed -n 's/^number: //p')" 6
run up inbox receive "$T/x6.gnb"
is "the same number with another hash is received" "$rc" 0
n=$(printf '%s\n' "$out" | awk '{ print $1 }')
is "but needs confirmation" "$(state "$n")" needs_confirmation
has "and it is said why" "$err" "two copies"
has "and how" "$err" "inbox confirm $n"
before=$(dump "$a")
run up inbox accept "$n"
is "it cannot be accepted" "$rc" 1
is "and nothing is changed" "$(dump "$a")" "$before"
ends 0 "inbox diff of it works" gn --book "$a" inbox diff "$n"
ends 0 "confirmed" gn --book "$a" inbox confirm "$n"
is "it is as received" "$(state "$n")" received
ends 0 "and can be accepted" gn --book "$a" inbox accept "$n"
ends 0 "confirming what needs none does nothing" gn --book "$a" inbox confirm "$n"
is "it is as it was" "$(state "$n")" accepted

# ---- several files in one go; the worst answer counts ----
e=$T/e.book
is_pair "$e" XL "Xã Xuân Lương"
gn --book "$e" put village code=B1 name="Bản Tư" kind=ban area_type=rural >/dev/null 2>&1
gn --book "$e" bundle make -o "$T/e1.gnb" >/dev/null 2>&1
run up inbox receive "$b5c" "$T/cut.gnb" "$T/e1.gnb"
is "one old, one bad, one good: the worst is told" "$rc" 3
has "the good one is received" "$out" "  XL  1  received"

# ---- another superior's ----
gn init --unit LG --name "Huyện Lạng Giang" --level district "$T/lg.book" >/dev/null 2>&1
before=$(dump "$T/lg.book")
run gn --book "$T/lg.book" inbox receive "$b6"
is "a bundle for another superior ends 3" "$rc$out" 3
is "and changes nothing" "$(dump "$T/lg.book")" "$before"
gn --book "$T/lg.book" enrol make --unit DV --name "Xã Đồng Vương" -o "$T/lg.gne" >/dev/null 2>&1
gn init --unit DV --name "Xã Đồng Vương" --level commune --from "$T/lg.gne" "$T/foreign.book" >/dev/null 2>&1
gn --book "$T/foreign.book" put village code=B1 name="Bản Lạ" kind=ban area_type=rural >/dev/null 2>&1
gn --book "$T/foreign.book" bundle make -o "$T/foreign.gnb" >/dev/null 2>&1
before=$(dump "$a")
run up inbox receive "$T/foreign.gnb"
is "a unit of another superior ends 3" "$rc$out" 3
is "and changes nothing here" "$(dump "$a")" "$before"

# ---- two communes in one book; open remarks are marked in the sums ----
gn --book "$d" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
h9=$(gn --book "$d" put household village=B1 household_code=1 head_name="Nông Văn Bền" head_gender=male members_count=1 2>/dev/null)
gn --book "$d" bundle make --duty official -o "$T/d1.gnb" >/dev/null 2>&1
run up inbox receive "$T/d1.gnb"
nd=$(printf '%s\n' "$out" | awk '{ print $1 }')
run up inbox accept "$nd" --remark "household:$h9:phone:Thiếu số điện thoại"
is "accepted with remarks" "$(state "$nd")" accepted_remarks
is "rows of both communes" "$(up list village --format csv | tail -n +2 | grep -c 'Bản Một')" 2
has "of one of them" "$(up list household --where unit=TH --format csv)" "$h9"
hasnot "and not the other's" "$(up list household --where unit=TH --format csv)" "$h1"
run up remark "household:B1/2:phone:Gọi không được" --unit DV
is "a remark on an accepted record, by its key" "$rc" 0
has "it is noted on that record" "$(up remarks 2>/dev/null)" "household:$h2:phone"
ends 3 "a remark for a unit that is not there" gn --book "$a" remark "household:$h2:Sai" --unit XX
ends 3 "a remark on a record of another unit" gn --book "$a" remark "household:$h9:Sai" --unit DV
ends 2 "a remark without a unit" gn --book "$a" remark "household:$h2:Sai"
csv=$(up overview --format csv 2>/dev/null)
row() { printf '%s\n' "$csv" | grep "^$1,"; }
is "the overview's header" "$(printf '%s\n' "$csv" | head -n 1)" \
	"unit,name,households,poor,poor_rate,near_poor,near_poor_rate,incomplete,open_remarks,bundle,bundle_hash,duty,state,received,late,missing"
is "households and open remarks of one" "$(row DV | cut -d, -f3,9)" "3,2"
is "and of the other, no rate without a typed total" "$(row TH | cut -d, -f3,5,9)" "1,,1"
is "the figure names the bundle it is of" "$(row TH | cut -d, -f10,11)" "1,$(gn bundle show "$T/d1.gnb" | sed -n 's/^hash: //p')"
csv=$(up overview --duty official --format csv 2>/dev/null)
is "who sent nothing for that duty is missing" "$(row XL | awk -F, '{ print $NF }')" yes
is "who sent is not" "$(row TH | awk -F, '{ print $NF }')" ""

# ---- what did not go through the program is shown as a fault of the bundle ----
cp "$d" "$T/raw.book"
cp "$d.keys" "$T/raw.book.keys"
sqlite3 "$T/raw.book" "UPDATE village SET name='Bản Lén'; DELETE FROM member; DELETE FROM household; DELETE FROM search_row"
run up inbox receive "$(gn --book "$T/raw.book" bundle make -o "$T/raw.gnb" 2>/dev/null)"
is "received ($err)" "$rc" 0
run up inbox diff "$(printf '%s\n' "$out" | awk '{ print $1 }')" --format csv
has "the same revision with other content" "$out" "TH,village,$(sqlite3 "$d" 'SELECT id FROM village'),fault,"
has "a record gone without its removal" "$out" "TH,household,$h9,fault,"
hasnot "and said how many" "$err" " 0 faults"

# ---- late ----
gn --book "$d" bundle make --duty preliminary -o "$T/d2.gnb" >/dev/null 2>&1
has "a late bundle is received and marked" "$(GIAMNGHEO_TODAY=2026-12-10 up inbox receive "$T/d2.gnb" 2>/dev/null)" "  late"
# ---- a book copied: what the copy sends makes no chain until somebody has compared ----
is_pair "$T/own.book" XM "Xã Xuân Lương"
gn --book "$T/own.book" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
gn --book "$T/own.book" bundle make -o "$T/xown1.gnb" >/dev/null 2>&1
up inbox receive "$T/xown1.gnb" >/dev/null 2>&1
cp "$T/own.book" "$T/copy.book" && cp "$T/own.book.keys" "$T/copy.book.keys"
for who in own copy; do
	b=$T/$who.book
	for k in 2 3; do
		gn --book "$b" put household village=B1 household_code=$who$k head_name="Lý Văn $who$k" head_gender=male members_count=1 >/dev/null 2>&1
		gn --book "$b" bundle make -o "$T/x$who$k.gnb" >/dev/null 2>&1
	done
done
run up inbox receive "$T/xown2.gnb"
is "the book itself goes on" "$(printf '%s\n' "$out" | awk '{ print $4 }')" received
has "what is to be compared is said" "$err" "Fingerprint: "
up inbox accept "$(printf '%s\n' "$out" | awk '{ print $1 }')" >/dev/null 2>&1
run up inbox receive "$T/xcopy2.gnb"
is "its copy does not" "$(printf '%s\n' "$out" | awk '{ print $4 }')" needs_confirmation
run up inbox receive "$T/xcopy3.gnb"
n3=$(printf '%s\n' "$out" | awk '{ print $1 }')
is "nor what follows the copy's" "$(printf '%s\n' "$out" | awk '{ print $4 }')" needs_confirmation
ends 1 "it is not accepted" gn --book "$a" inbox accept "$n3"
run up inbox receive "$T/xown3.gnb"
is "the book's own next waits as well" "$(printf '%s\n' "$out" | awk '{ print $4 }')" needs_confirmation
run up inbox confirm "$(printf '%s\n' "$out" | awk '{ print $1 }')"
is "compared and confirmed" "$rc" 0
has "with fingerprint and counts before the eyes" "$err" "records"
finish
