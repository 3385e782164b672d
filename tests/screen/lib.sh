# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# Screens in a real terminal (tmux): sourced after nothing else. Verbs:
#   demo_books DIR [LEVEL]   the demonstration books, seed 1, in DIR (made once per build, then copied)
#   new_book FILE NAME       a small real book of a commune with two villages
#   term_start COLSxROWS [vi|en] ARGS...   the program in a new terminal of its own; $UNDER stands before it (UNDER="env TERM=linux")
#   term_beside …        the same, leaving the terminal before as it is; $S says which one is spoken to
#   type TEXT            letters as typed, all at once
#   press KEY...         tmux names: Enter Tab Escape F2 Up C-s BSpace …
#   esc KEY...           each with Esc before it: the twins of F-keys (esc 1 = F1)
#   cancel               Esc Esc
#   burst BYTES          printf's escapes, in one write, as an input method sends them
#   paste TEXT           bracketed, as a terminal pastes
#   see TEXT [NAME]      waits until TEXT is on the screen; a test
#   gone TEXT [NAME]     waits until it is not
#   sees TEXT            the same wait, no test (true or false)
#   screen               the screen as text
#   cursor               "column,row" of the cursor
#   cursor_is NAME C,R   a test
#   column_is NAME C     a test of the cursor's column alone
#   golden NAME          compares the screen and the cursor's place with tests/screen/golden/NAME.txt (what differs from run to run
#                        is masked); GOLDEN=write writes it
#   resize COLSxROWS     the window
#   no_asan              no sanitizer has reported anything in any terminal so far
export TMPDIR=/tmp # paths on the screen are cut at the same place everywhere
. "${srcdir:-.}/tests/tap.sh"
S_base="gn$$"
S_n=0
S="$S_base-0"
TM() { tmux -u -L "$S" -f /dev/null "$@"; }
kill_terms() {
	k=0
	while [ $k -le $S_n ]; do
		tmux -L "$S_base-$k" kill-server 2>/dev/null
		k=$((k + 1))
	done
}
trap 'kill_terms; rm -rf "$T" "${TMUX_TMPDIR:-/tmp}/tmux-$(id -u)/$S_base-"*' EXIT
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:log_path=$T/asan" UBSAN_OPTIONS="${UBSAN_OPTIONS:-}:log_path=$T/asan"
export GIAMNGHEO_TODAY=${GIAMNGHEO_TODAY:-2024-11-25} GIAMNGHEO_STICKS=
LIMIT=${GIAMNGHEO_WAIT:-15}
UNDER=
unset TMUX TMUX_PANE

# The demonstration book takes some seconds under a sanitizer, so each build keeps one of each level.
demo_make() { # LEVEL CACHE
	rm -rf "$2" && mkdir -p "$2/home" || return 1
	GIAMNGHEO_TODAY=2024-11-25 HOME=$2/home XDG_DATA_HOME=$2/home XDG_CONFIG_HOME=$2/home ASAN_OPTIONS="${ASAN_OPTIONS%:log_path=*}" \
		"$GIAMNGHEO" demo --seed 1 --level "$1" --dir "$2/books" >/dev/null 2>"$2/said" &&
		touch "$2/done"
}
demo_fresh() {
	[ -e "$1/done" ] && [ "$1/done" -nt "$GIAMNGHEO" ] &&
		[ -z "$(find "$top/data" "$top/forms" -newer "$1/done" -print | head -n 1)" ]
}
demo_books() {
	cache=${builddir:-${TMPDIR:-/tmp}/gn-demo-$(id -u)}/tests/screen/demo-${2:-commune}
	mkdir -p "${cache%/*}"
	(
		flock 9
		demo_fresh "$cache" || demo_make "${2:-commune}" "$cache" || cat "$cache/said" >&2
	) 9>"$cache.lock"
	mkdir -p "$1" && cp -R "$cache/books/." "$1/"
}

new_book() {
	gn init --unit "${3:-XT}" --name "$2" --level commune "$1" >/dev/null 2>&1 || return 1
	gn --book "$1" put village code=B01 name="Bản Đồng" kind=ban area_type=rural >/dev/null 2>&1 &&
		gn --book "$1" put village code=B02 name="Bản Khuổi Sửu" kind=ban area_type=rural >/dev/null 2>&1
}

term_start() {
	tmux -L "$S" kill-server 2>/dev/null
	term_beside "$@"
}
term_beside() {
	size=$1
	shift
	case "$1" in vi | en)
		export LANGUAGE=$1
		shift
		;;
	esac
	S_n=$((S_n + 1))
	S="$S_base-$S_n"
	# shellcheck disable=SC2086
	TM new-session -d -x "${size%x*}" -y "${size#*x}" \
		sh -c '"$@"; printf "ended:%d\n" $?; exec sleep 3600' sh $UNDER "$GIAMNGHEO" "$@" \; \
		set -g status off \; set -g escape-time 0 \; set -g history-limit 0 \; set -g window-size manual
	TM resize-window -x "${size%x*}" -y "${size#*x}" 2>/dev/null
}
type() { TM send-keys -l -- "$1"; }
press() { TM send-keys "$@"; }
esc() { for k in "$@"; do TM send-keys Escape "$k"; done; }
cancel() { TM send-keys Escape Escape; }
burst() {
	# shellcheck disable=SC2059
	printf "$1" | TM load-buffer -b burst - && TM paste-buffer -r -d -b burst
}
paste() {
	printf %s "$1" | TM load-buffer -b paste - && TM paste-buffer -p -d -b paste
}
screen() { TM capture-pane -p; }
cursor() { TM display-message -p '#{cursor_x},#{cursor_y}'; }
resize() { TM resize-window -x "${1%x*}" -y "${1#*x}"; }
program_pid() { ps -o pid= --ppid "$(TM display-message -p '#{pane_pid}')" | head -n 1 | tr -d ' '; }

on_screen() { screen | grep -qF -- "$1"; }
not_on_screen() { ! on_screen "$1"; }
sees() { until_true "$LIMIT" on_screen "$1"; }
see() {
	if sees "$1"; then
		tap_line 0 "${2:-sees \"$1\"}"
	else
		tap_line 1 "${2:-sees \"$1\"}"
		screen | sed 's/^/#   /'
		LIMIT=2 # what follows will hardly be there either
	fi
}
gone() {
	if until_true "$LIMIT" not_on_screen "$1"; then
		tap_line 0 "${2:-no longer sees \"$1\"}"
	else
		tap_line 1 "${2:-no longer sees \"$1\"}"
		screen | sed 's/^/#   /'
	fi
}
cursor_at() { [ "$(cursor)" = "$1" ]; }
cursor_is() {
	until_true "$LIMIT" cursor_at "$2" || :
	is "$1: cursor" "$(cursor)" "$2"
}
column_at() { [ "$(TM display-message -p '#{cursor_x}')" = "$1" ]; }
column_is() {
	until_true "$LIMIT" column_at "$2" || :
	is "$1: cursor's column" "$(TM display-message -p '#{cursor_x}')" "$2"
}
# Ids, keys, hashes, receipts, sizes and what is free on a disk differ from run to run; nothing else may (the clock stands still by
# GIAMNGHEO_TODAY). What is masked keeps its columns, but for sizes, whose length differs too.
mask() {
	sed -E 's/(gn-test\.)[A-Za-z0-9]{1,6}/\1______/g
		s/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/(an id that differs from run to run)/g
		s/[0-9]{5}( [0-9]{5}){5}/(fingerprint, random in each book.)/g
		s/((iên nhận|eceipt):? )[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/\1(receipt)/g
		s/[0-9a-f]{64}/(a hash of 64 digits that differs from one run to another)______/g
		s/[0-9a-f]{40,63}/(hash)/g
		s/\b[0-9a-f]{16}\b/(hash, in part.)/g
		s/\([0-9a-f]{12}\)/(hash, part.)/g
		s/ +[0-9]+([.,][0-9]+)? (B|kB|KB|MB|GB|TB)\b/ (size)/g
		s/ +$//'
}
shot() {
	screen | mask
	TM display-message -p 'cursor #{cursor_x},#{cursor_y} #{?cursor_flag,seen,hidden}'
}
still() { # the screen does not change any more
	shot >"$T/still.1"
	sleep 0.25
	shot >"$T/still.2"
	cmp -s "$T/still.1" "$T/still.2"
}
same_as() {
	shot >"$T/now.txt"
	cmp -s "$1" "$T/now.txt"
}
golden() {
	file="$top/tests/screen/golden/$1.txt"
	if [ "${GOLDEN:-}" = write ]; then
		[ "$tap_failed" = 0 ] || return # another screen than was meant
		until_true "$LIMIT" still || :
		mkdir -p "${file%/*}"
		shot >"$file"
		tap_line 0 "golden $1 written"
		return
	fi
	if until_true "$LIMIT" same_as "$file"; then
		tap_line 0 "screen $1"
	else
		tap_line 1 "screen $1"
		diff "$file" "$T/now.txt" | sed 's/^/#   /' | head -n 60
	fi
}
no_asan() {
	is "no sanitizer report" "$(cat "$T"/asan* 2>/dev/null | head -n 20)" ""
}
