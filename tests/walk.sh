#!/bin/sh
# SPDX-License-Identifier: MIT
# The whole way once, by commands: a book above enrols a commune; the commune enters households, a project and an assignment and
# sends a bundle; above it is received, looked at and returned with a remark on a field; the reply brings the remark home;
# the field is corrected; the second bundle answers the remark and is accepted. Says what happens at each step and leaves
# the books where it says.   usage: walk.sh PROGRAM [DIR]
set -eu
program=$1
dir=${2:-$(mktemp -d "${TMPDIR:-/tmp}/giamngheo-walk.XXXXXX")}
mkdir -p "$dir/stick"
export LC_ALL=C.UTF-8
commune=$dir/commune.book above=$dir/above.book stick=$dir/stick

step() { printf '\n%s\n' "== $*"; }
c() { "$program" --book "$commune" --as "Hoàng Thị Mai" "$@"; }
a() { "$program" --book "$above" --as "Nguyễn Văn Bình" "$@"; }

step "The demonstration book"
demo=$("$program" demo --dir "$dir/demo")
echo "$demo"
for class in poor near_poor; do
	echo "$class: $("$program" --book "$demo" list household --where classification=$class --format csv | tail -n +2 | wc -l)"
done
echo "all: $("$program" --book "$demo" list household --format csv | tail -n +2 | wc -l)"

step "A book above, and the enrolment of a commune"
"$program" init --unit YT --name "Huyện Yên Thế" --level district --training "$above"
a enrol make --unit DV --name "Xã Đồng Vương" -o "$stick/DV.gne"

step "The commune's book, made from the enrolment"
"$program" init --unit DV --name "Xã Đồng Vương" --level commune --from "$stick/DV.gne" "$commune"

step "A village, three households, a project with two participants, an assignment"
c put village code=B01 name="Bản Đồng" kind=ban area_type=rural
h1=$(c put household village=B01 household_code=001 head_name="Nông Văn Thành" head_gender=male head_birth_date=1975 members_count=1)
h2=$(c put household village=B01 household_code=002 head_name="Hoàng Thị Nhung" head_gender=female head_birth_date=1982-05-14 members_count=1)
h3=$(c put household village=B01 household_code=003 head_name="Lý Văn Quý" head_gender=male head_birth_date=1990 members_count=1)
project=$(c put project code=MH01 name="Mô hình nuôi gà đồi" programme_item=DA2 start_date=2024-05-01 due_date=2024-12-31 status=running amount_planned=150000000)
c put participant project="$project" household="$h1" support_kind=livestock quantity=100 value=12000000 date=2024-06-01
c put participant project="$project" household="$h2" support_kind=livestock quantity=100 value=12000000 date=2024-06-01
c put assignment task="Rà soát hộ nghèo, hộ cận nghèo năm 2024" lead="Công chức văn hóa - xã hội" due_date=2024-12-14 status=not_started
c list household

step "The bundle goes up on the stick"
bundle=$(c bundle make -o "$stick")
"$program" bundle show "$bundle"

step "Above: received, looked at, returned with a remark on the head's name"
n=$(a inbox receive "$bundle" | awk '{ print $1; exit }')
a inbox diff "$n" | head -n 12
a inbox return "$n" --remark "household:$h1:head_name:Viết lại họ tên theo căn cước"
reply=$(a reply make "$n" -o "$stick")

step "The commune applies the reply: the remark is at its field"
c reply apply "$reply"
c remarks

step "Corrected; the second bundle answers the remark"
c put household --id "$h1" head_name="Nông Văn Thanh"
bundle=$(c bundle make -o "$stick")
n=$(a inbox receive "$bundle" | awk '{ print $1; exit }')
a inbox diff "$n"
a inbox accept "$n"
reply=$(a reply make "$n" -o "$stick")
c reply apply "$reply"

step "The book above now has it"
a list household
a overview
a list household --format csv | grep -q "Nông Văn Thanh"
test -z "$(c remarks 2>/dev/null)"
printf '\n%s\n' "The books are in $dir; open one: $program --book $commune"
