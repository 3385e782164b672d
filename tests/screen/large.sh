#!/bin/sh
# SPDX-License-Identifier: MIT
# 5,000 households: the list opens, goes to its end and back, scrolls, searches and filters (how fast: make bench).
. "${srcdir:-.}/tests/screen/lib.sh"
book=$T/large.book
ok "a book" new_book "$book" "Xã Lớn"
awk 'BEGIN {
	nf = split("Nông Hoàng Lý Triệu Bàn Đặng Vi Lương Hà Hứa", f, " ")
	nm = split("Văn Thị Đức Minh Quang Thu", m, " ")
	ng = split("An Bình Cảnh Dũng Đào Giang Hạnh Hường Khánh Lan Mai Nhung Oanh Phúc Quý Sửu Thành Uyên Vượng Yến", g, " ")
	print "village,household_code,head_name,head_gender,head_birth_date,members_count"
	for (i = 1; i <= 5000; i++)
		printf "B0%d,%05d,%s %s %s,%s,%d,1\n", 1 + i % 2, i, f[1 + i % nf], m[1 + int(i / 7) % nm], g[1 + int(i / 3) % ng],
			i % 3 ? "male" : "female", 1940 + i % 60
}' >"$T/large.csv"
run gn --book "$book" import household "$T/large.csv"
is "5,000 households are imported" "$(sqlite3 "$book" 'SELECT count(*) FROM household')" 5000

after() { # NAME TEXT KEYS…: the text is there after the keys
	name=$1 text=$2
	shift 2
	[ $# = 0 ] || press "$@"
	see "$text" "$name"
}
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
see "1/5,000" "the list is open"
first=$(screen | sed -n 4p)
after "to the end" "5,000/5,000" End
last=$(screen | sed -n '/./p' | tail -n 2 | head -n 1)
has "the last by given name is a Yến" "$last" "Yến"
after "and back" "1/5,000" Home
is "the first row is the same" "$(screen | sed -n 4p)" "$first"
after "a page" "20/5,000" NPage
i=0
while [ $i -lt 10 ]; do
	i=$((i + 1))
	press NPage NPage NPage NPage NPage NPage NPage NPage NPage NPage
done
see "1,920/5,000" "a hundred pages more"
until_true 5 still || :
is "no row is missing or twice on the screen" "$(screen | sed -n '4,23p' | grep -c 'Bản')" 20
given=$(screen | sed -n '4,22p' | sed 's/^..//; s/  .*//' | awk '{ print $NF }')
is "all in the order of given names" "$(echo "$given" | uniq | wc -l)" "$(echo "$given" | sort -u | wc -l)"
press /
sees "Find:"
type "huong"
after "found as it is typed, without accents" "Hường"
type " ly thi"
after "narrower" "Lý Thị Hường"
hasnot "and only those" "$(screen | sed -n '4,22p')" "Nông"
cancel
after "the whole list again" "1/5,000"
press f
sees "Village"
press Enter
sees "Bản Đồng"
press Down Enter
after "filtered by village" "1/2,500"
after "to the end of that" "2,500/2,500" End
after "a record opens" "Household code" Enter
press F10
after "and closes" "2,500/2,500"
press F10 Enter
no_asan
finish
