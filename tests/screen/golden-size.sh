#!/bin/sh
# SPDX-License-Identifier: MIT
# Home, browse and edit at 120×40 in Vietnamese and in both sizes in English; the same screen resized each way; a window too small, and
# back. A wider terminal shows more columns, not wider blanks; nothing typed is lost.
. "${srcdir:-.}/tests/screen/lib.sh"
demo_books "$T/demo"
book=$T/demo/dong-vuong.book
three() { # SIZE LANGUAGE SUFFIX HOME
	term_start "$1" "$2" --book "$book" --as "Hoàng Thị Mai"
	see "$4"
	golden "home-$3"
	press 2
	see "1/1"
	golden "browse-$3"
	press /
	type "trieu manh an"
	gone "$5"
	press Enter
	see "$6"
	golden "edit-$3"
}
three 120x40 vi vi-wide "Thời hạn" "1/1.329" "Thôn, bản *"
three 120x40 en en-wide "By when" "1/1,329" "Village *"
three 80x24 en en "By when" "1/1,329" "Village *"

# The terminal of 80×24 still stands at the record: each screen is drawn as it would have been at that size from the beginning.
press Tab Tab
type "Xóm Đầu"
see "[Xóm Đầu "
at=$(cursor)
resize 120x40
see "Left or ended on"
until_true "$LIMIT" cursor_at "$at" || :
golden resize-edit-wide
resize 80x24
golden resize-edit-back
cursor_is "in the same field, behind the same letters" "$at"
has "what was typed is there" "$(screen)" "[Xóm Đầu "
resize 30x8
see "The window is too small"
golden tiny
type "xyz"
resize 80x24
see "[Xóm Đầu " "back from tiny"
golden resize-edit-back
cursor_is "and nothing was lost or typed blindly" "$at"
resize 80x10
golden flat
resize 40x24
golden narrow
resize 80x24
golden resize-edit-back

# The same with browse and home.
press C-a C-k F10
see "Head's name"
cancel
gone "Find:"
resize 120x40
see "1/1,329"
golden resize-browse-wide
press End
see "1,329/1,329"
resize 80x24
see "1,329/1,329" "the selected row stays in view"
golden resize-browse-end
press F10
see "By when"
resize 120x40
golden home-en-wide
resize 80x24
golden home-en
press 9
see "points found"
resize 120x40
golden resize-problems-wide
resize 80x24
press F1
see "Keys of this screen"
resize 40x12
golden narrow-keys
resize 80x24
cancel
press F10
see "By when"
press 0
see "ended:0"
no_asan
finish
