# SPDX-License-Identifier: MIT
# TAP for shell tests: sourced first. A sealed environment, a folder of its own that is removed, and a few verbs.
#   ok NAME COMMAND...      passes when the command ends 0
#   ends N NAME COMMAND...  passes when it ends with N
#   is NAME GOT WANTED      compares two texts
#   has NAME TEXT PATTERN   the text holds the fixed pattern
#   run COMMAND...          no test: $rc, and what it said in $out and $err
#   finish                  prints the plan
set -u
: "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${GIAMNGHEO:=$(pwd)/giamngheo}"
top=$(cd "$srcdir" && pwd)
tap_n=0
tap_failed=0
T=$(mktemp -d "${TMPDIR:-/tmp}/gn-test.XXXXXX") || exit 99
trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
export HOME="$T/home" XDG_DATA_HOME="$T/data" XDG_CONFIG_HOME="$T/config" XDG_RUNTIME_DIR="$T"
export LC_ALL=C.UTF-8 LANGUAGE=en TZ=Asia/Ho_Chi_Minh TERM=${TERM:-xterm-256color}
unset GIAMNGHEO_BOOK GIAMNGHEO_TODAY GIAMNGHEO_DATADIR GIAMNGHEO_PASSPHRASE GIAMNGHEO_STICKS NO_COLOR
mkdir -p "$HOME"

gn() { "$GIAMNGHEO" "$@"; }

tap_line() {
	tap_n=$((tap_n + 1))
	if [ "$1" = 0 ]; then
		printf 'ok %d - %s\n' "$tap_n" "$2"
	else
		printf 'not ok %d - %s\n' "$tap_n" "$2"
		tap_failed=$((tap_failed + 1))
	fi
}

ok() {
	tap_name=$1
	shift
	if "$@" >"$T/.out" 2>&1; then
		tap_line 0 "$tap_name"
	else
		tap_line 1 "$tap_name"
		sed 's/^/#   /' "$T/.out" | head -n 20
	fi
}

ends() {
	tap_want=$1
	tap_name=$2
	shift 2
	tap_rc=0
	"$@" >"$T/.out" 2>&1 || tap_rc=$?
	if [ "$tap_rc" = "$tap_want" ]; then
		tap_line 0 "$tap_name"
	else
		tap_line 1 "$tap_name (ended $tap_rc, wanted $tap_want)"
		sed 's/^/#   /' "$T/.out" | head -n 20
	fi
}

run() {
	rc=0
	"$@" >"$T/.run.out" 2>"$T/.run.err" || rc=$?
	out=$(cat "$T/.run.out")
	err=$(cat "$T/.run.err")
}

is() {
	if [ "$2" = "$3" ]; then
		tap_line 0 "$1"
	else
		tap_line 1 "$1"
		printf '%s\n' "got: $2" "wanted: $3" | sed 's/^/#   /' | head -n 40
	fi
}

has() {
	case "$2" in
	*"$3"*) tap_line 0 "$1" ;;
	*)
		tap_line 1 "$1"
		printf '%s\n' "no '$3' in:" "$2" | sed 's/^/#   /' | head -n 40
		;;
	esac
}

hasnot() {
	case "$2" in
	*"$3"*)
		tap_line 1 "$1"
		printf '%s\n' "'$3' is in:" "$2" | sed 's/^/#   /' | head -n 40
		;;
	*) tap_line 0 "$1" ;;
	esac
}

# until_true SECONDS COMMAND...: wait for a condition with a limit.
until_true() {
	tap_end=$(($(date +%s) + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -lt "$tap_end" ] || return 1
		sleep 0.05
	done
}

finish() {
	printf '1..%d\n' "$tap_n"
	[ "$tap_failed" = 0 ]
}
