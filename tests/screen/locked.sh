#!/bin/sh
# SPDX-License-Identifier: MIT
# One writer: a second screen on the same book is refused with a sentence that names the holder and ends 4; the first one stays unharmed,
# and reading commands go on. When the first is killed the book is free at once.
. "${srcdir:-.}/tests/screen/lib.sh"
book=$T/l.book
ok "a book" new_book "$book" "Xã Thử"
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai"
see "To do"
first=$S holder=$(program_pid)
term_beside 80x24 en --book "$book" --as "Nông Văn Thuận"
second=$S
see "ended:4" "the second screen ends 4"
said=$(screen)
has "it says who is at work" "$said" "Hoàng Thị Mai (Xã Thử) is writing in the book"
has "and names the holder's process" "$said" "$holder"
ends 4 "a writing command too" gn --book "$book" put village code=B09 name="Bản Chín" kind=ban area_type=rural
has "and names the holder" "$(cat "$T/.out")" "$holder"
ends 0 "reading goes on" gn --book "$book" list village
S=$first
press 2
see "Nothing here yet" "the first screen works on"
is "it is the same process" "$(program_pid)" "$holder"
kill -9 "$holder"
sees "ended:137"
S=$second
term_start 80x24 en --book "$book" --as "Nông Văn Thuận"
see "To do" "the book is free at once"
press 0
see "ended:0"
ends 0 "and for commands" gn --book "$book" put village code=B09 name="Bản Chín" kind=ban area_type=rural
no_asan
finish
