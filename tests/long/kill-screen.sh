#!/bin/sh
# SPDX-License-Identifier: MIT
# kill -9 at random moments while households are entered on the screen. A field counts as kept when the cursor has been seen on the next
# one, a record when the screen has said so. After each kill quick_check is ok and every kept field is in a draft or a record.
# GIAMNGHEO_KILLS_SCREEN (default 30) rounds.
. "${srcdir:-.}/tests/screen/lib.sh"
kills=${GIAMNGHEO_KILLS_SCREEN:-30}
book=$T/ks.book
ok "a book" new_book "$book" "Xã Thử"
sql() { sqlite3 "$book" "$1"; }
: >"$T/kept"
: >"$T/saved"

seed=${GIAMNGHEO_SEED:-5}
random() { # sets $r: 0 … $1-1
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	r=$((seed / 8 % $1))
}
words() { printf %s "$1" | tr 0-9 abcdefghik; } # a number as letters: names have no digits

dead() { ! kill -0 "$pid" 2>/dev/null; }
moved() { [ "$(cursor)" != "$from" ] || dead; }
# One field: typed, left; noted when the cursor stands elsewhere and the program still lives, so that it was the program that moved it.
field() { # TEXT
	from=$(cursor)
	type "$1"
	until_true "$LIMIT" moved || return 1
	typed=$(cursor)
	press Enter
	from=$typed
	until_true "$LIMIT" moved || return 1
	! dead || return 1
	printf '%s\n' "$1" >>"$T/kept"
}
told() { on_screen "$1" || dead; }
household() { # NUMBER
	press n
	until_true "$LIMIT" told "Village *" && ! dead || return 1
	w=$(words "$1")
	case $(cursor) in
	*,3) # the village; a later record carries it over and begins at the next field
		field khuoi || return 1
		sed -i '$d' "$T/kept" # it is stored by its id
		;;
	esac
	field "h$1" && field "Xóm $w" && field "Thường trú $w" && field "09$(printf %08d "$1")" && field "Nông Văn R$w" || return 1
	press F2
	until_true "$LIMIT" told "Saved" && ! dead || return 1
	printf '%s\n' "h$1" >>"$T/saved"
	press F10
	until_true "$LIMIT" told "sorted by" && ! dead
}
enter_until_killed() {
	while household $number; do
		number=$((number + 1))
	done
	number=$((number + 1))
}

# Everything kept, with what is in records and drafts now: what is not there is lost.
lost() {
	sql "SELECT household_code FROM household UNION SELECT address FROM household UNION SELECT permanent_residence FROM household
		UNION SELECT phone FROM household UNION SELECT full_name FROM member UNION SELECT text FROM draft_value" | sort -u >"$T/there"
	sort -u "$T/kept" | comm -23 - "$T/there" | tr '\n' ' '
}
lost_records() {
	sql "SELECT household_code FROM household" | sort -u >"$T/there"
	sort -u "$T/saved" | comm -23 - "$T/there" | tr '\n' ' '
}

number=1
rounds=0
bad=
gone=
gone_records=
while [ $rounds -lt "$kills" ]; do
	rounds=$((rounds + 1))
	term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
	if ! sees "sorted by"; then
		bad="$bad start:$rounds"
		continue
	fi
	pid=$(program_pid)
	random 2000
	ms=$((20 + r))
	(sleep "$(awk -v ms=$ms 'BEGIN { printf "%.3f", ms / 1000 }')" && kill -9 "$pid") 2>/dev/null &
	enter_until_killed
	wait $! 2>/dev/null
	dead || bad="$bad alive:$rounds"
	[ "$(sql 'PRAGMA quick_check')" = ok ] || bad="$bad check:$rounds"
	now=$(lost)
	[ -z "$now" ] || gone="$gone $rounds:$now"
	now=$(lost_records)
	[ -z "$now" ] || gone_records="$gone_records $rounds:$now"
done
is "all rounds were run" "$rounds" "$kills"
is "the book is sound after each kill" "$bad" ""
is "every field left is in a draft or a record ($(wc -l <"$T/kept" | tr -d ' ') fields)" "$gone" ""
is "every record said to be saved is there ($(wc -l <"$T/saved" | tr -d ' ') records)" "$gone_records" ""
ok "many fields were kept" test "$(wc -l <"$T/kept")" -ge "$kills"
ok "kills fell into the middle of records: drafts are left" test "$(sql 'SELECT count(*) FROM draft')" -ge $((kills / 3))
is "every stored household has exactly its head" \
	"$(sql "SELECT count(*) FROM household h WHERE (SELECT count(*) FROM member m WHERE m.household = h.id) <> 1")" 0

# The next start offers what was left, and it can be gone on with and saved.
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai"
see "Drafts not saved yet" "the next start offers the drafts"
n=$(sql 'SELECT count(*) FROM draft')
press Enter
see "Village *"
press F2
fewer() { [ "$(sql 'SELECT count(*) FROM draft')" = $((n - 1)) ]; }
ok "one is gone on with and saved" until_true "$LIMIT" fewer
no_asan
finish
