# SPDX-License-Identifier: MIT
# Screens in a real terminal (tmux): sourced after nothing else. Verbs:
#   term_start COLSxROWS [LANG] ARGS...   the program in a new terminal of its own
#   type TEXT            letters as typed; NAMED=1 not needed: literal
#   press KEY...         tmux names: Enter Tab Escape F2 Up C-s BSpace …
#   see TEXT             waits until TEXT is on the screen (10 s); a test
#   gone TEXT            waits until it is not
#   screen               the screen as text
#   cursor               "column,row" of the cursor
#   cursor_is NAME C,R   a test
#   golden NAME          compares the screen with tests/screen/golden/NAME.txt (times masked); GOLDEN=write writes it
#   resize COLSxROWS     the window
. "${srcdir:-.}/tests/tap.sh"
S="gn$$"
TM() { tmux -u -L "$S" -f /dev/null "$@"; }
trap 'TM kill-server 2>/dev/null; rm -rf "$T"' EXIT
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:log_path=$T/asan"
export GIAMNGHEO_TODAY=${GIAMNGHEO_TODAY:-2026-12-01}
LIMIT=${GIAMNGHEO_WAIT:-15}

term_start() {
	size=$1
	shift
	case "$1" in vi | en)
		export LANGUAGE=$1
		shift
		;;
	esac
	TM kill-server 2>/dev/null
	cmd="$GIAMNGHEO"
	for a in "$@"; do cmd="$cmd '$(printf %s "$a" | sed "s/'/'\\\\''/g")'"; done
	TM new-session -d -x "${size%x*}" -y "${size#*x}" "$cmd; echo ended:\$?; sleep 3600" \; \
		set -g status off \; set -g escape-time 0 \; set -g history-limit 0
	TM resize-window -x "${size%x*}" -y "${size#*x}" 2>/dev/null
	term_pid=
}
type() { TM send-keys -l -- "$1"; }
press() { for k in "$@"; do TM send-keys "$k"; done; }
screen() { TM capture-pane -p; }
cursor() { TM display-message -p '#{cursor_x},#{cursor_y}'; }
resize() { TM resize-window -x "${1%x*}" -y "${1#*x}"; }
program_pid() { ps -o pid= --ppid "$(TM display-message -p '#{pane_pid}')" | head -n 1 | tr -d ' '; }

on_screen() { screen | grep -qF -- "$1"; }
not_on_screen() { ! on_screen "$1"; }
see() {
	if until_true "$LIMIT" on_screen "$1"; then
		tap_line 0 "${2:-sees \"$1\"}"
	else
		tap_line 1 "${2:-sees \"$1\"}"
		screen | sed 's/^/#   /'
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
# Clock times and ids differ from run to run; nothing else may.
mask() {
	sed -E 's/[0-9]{2}:[0-9]{2}:[0-9]{2}/hh:mm:ss/g; s/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/(id)/g; s/ +$//' |
		sed "s|$T|T|g"
}
still() { # the screen does not change any more
	a=$(screen)
	sleep 0.1
	[ "$a" = "$(screen)" ]
}
golden() {
	until_true "$LIMIT" still || :
	file="$top/tests/screen/golden/$1.txt"
	if [ "${GOLDEN:-}" = write ]; then
		screen | mask >"$file"
		tap_line 0 "golden $1 written"
		return
	fi
	screen | mask >"$T/now.txt"
	if cmp -s "$file" "$T/now.txt"; then
		tap_line 0 "screen $1"
	else
		tap_line 1 "screen $1"
		diff "$file" "$T/now.txt" | sed 's/^/#   /' | head -n 60
	fi
}
no_asan() {
	is "no sanitizer report" "$(cat "$T"/asan* 2>/dev/null | head -n 20)" ""
}
