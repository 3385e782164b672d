#!/bin/sh
# SPDX-License-Identifier: MIT
# All 134 Vietnamese letters in a text field: typed precomposed and decomposed, pasted both ways, and as an input method sends them
# (a letter, Backspace, the letter with its mark, everything in one write). The cursor's column after each; what is stored is NFC.
. "${srcdir:-.}/tests/screen/lib.sh"

# Six letters of each vowel: plain, grave, hook above, tilde, acute, dot below; then the d with its bar.
small='aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ đ'
large='AÀẢÃÁẠ ĂẰẲẴẮẶ ÂẦẨẪẤẬ EÈẺẼÉẸ ÊỀỂỄẾỆ IÌỈĨÍỊ OÒỎÕÓỌ ÔỒỔỖỐỘ ƠỜỞỠỚỢ UÙỦŨÚỤ ƯỪỬỮỨỰ YỲỶỸÝỴ Đ'

# The same made of a letter and its marks, as a decomposing keyboard sends them.
marks() { # LETTER[:HAT]…
	for v in "$@"; do
		case $v in
		*:*) base=${v%:*} hat=${v#*:} ;;
		*) base=$v hat= ;;
		esac
		for tone in '' '\314\200' '\314\211' '\314\203' '\314\201' '\314\243'; do
			# shellcheck disable=SC2059
			printf "$base$hat$tone"
		done
		printf ' '
	done
}
breve='\314\206' circumflex='\314\202' horn='\314\233'
small_nfd="$(marks a "a:$breve" "a:$circumflex" e "e:$circumflex" i o "o:$circumflex" "o:$horn" u "u:$horn" y)đ"
large_nfd="$(marks A "A:$breve" "A:$circumflex" E "E:$circumflex" I O "O:$circumflex" "O:$horn" U "U:$horn" Y)Đ"
is "134 letters with marks, besides the plain vowels" \
	"$(printf %s "$small$large" | tr -d ' aeiouyAEIOUY' | wc -m | tr -d ' ')" 134
is "decomposed each is two or three" "$(printf %s "$small_nfd" | tr -d ' ' | wc -m | tr -d ' ')" 169

as_typed() { type "$1"; }
as_pasted() { paste "$1"; }
by_input_method() { burst "$(printf %s "$1" | sed 's/[^ ]/q\\177&/g')"; }

book=$T/l.book
ok "a book" new_book "$book" "Xã Thử"
gn --book "$book" put household village=B01 household_code=001 head_name="Nông Văn An" head_gender=male members_count=1 >/dev/null 2>&1
term_start 80x24 en --book "$book" --as "Hoàng Thị Mai" --screen household
see "Nông Văn An"
press Enter
see "Village *"
press Tab Tab
sees "Text, up to 120 letters" # the address
start=$(cursor)
start=${start%,*}

stored() { sqlite3 "$book" "SELECT $1 FROM household"; }
is_stored() { [ "$(stored "$1")" = "$2" ]; }

# Some at a time: they stand in the field, and the cursor right behind them.
rows() { # WAY NAME LETTERS AS_SENT
	wrong=
	n=0
	way=$1 name=$2 sent=$4
	# shellcheck disable=SC2086
	set -- $3
	while [ $# -gt 0 ]; do
		part=${sent%% *} text=$1
		sent=${sent#* }
		shift
		for _ in 1 2 3; do
			[ $# -gt 0 ] || break
			part="$part ${sent%% *}" text="$text $1"
			sent=${sent#* }
			shift
		done
		press C-a C-k
		$way "$part"
		long=$(printf %s "$text" | wc -m)
		if sees "[$text " && until_true 2 column_at $((start + long)); then
			n=$((n + $(printf %s "$text" | tr -d ' ' | wc -m)))
		else
			wrong="$wrong $text:$(cursor)"
		fi
	done
	is "$name: all are in the field, the cursor behind them ($n letters)" "$wrong" ""
}

whole() { # WAY NAME SMALL LARGE
	press C-a C-k Tab C-a C-k F2
	until_true "$LIMIT" is_stored "coalesce(address, '') || coalesce(permanent_residence, '')" "" || :
	is "$2: nothing stored before" "$(stored "address IS NULL AND permanent_residence IS NULL")" 1
	press BTab
	$1 "$3"
	press Tab
	$1 "$4"
	press F2
	until_true "$LIMIT" is_stored permanent_residence "$large" || :
	is "$2: stored as NFC" "$(stored address)" "$small"
	is "$2: capitals stored as NFC" "$(stored permanent_residence)" "$large"
	press BTab
}

for way in as_typed:typed as_pasted:pasted by_input_method:"burst of an input method"; do
	named=${way#*:} way=${way%%:*}
	rows $way "$named" "$small $large" "$small $large"
	whole $way "$named" "$small" "$large"
	[ $way = by_input_method ] && continue
	rows $way "$named decomposed" "$small $large" "$small_nfd $large_nfd"
	whole $way "$named decomposed" "$small_nfd" "$large_nfd"
done

# Words as Telex keyboards rewrite them; and Left, Right, Backspace go by letters, not by bytes.
press C-a C-k
burst 'dduow\177\177\177\177\177đươ\177\177ườngf\177 Khuooi\177\177\177ổi Sữa'
see "[đường Khuổi Sữa " "words of an input method"
column_is "behind them" $((start + 15))
press Left Left Left BSpace
type "Nhạ"
see "[đường KhuổiNhạSữa " "letters go in at the cursor"
column_is "in the middle" $((start + 14))
press F2
until_true "$LIMIT" is_stored address "đường KhuổiNhạSữa" || :
is "stored" "$(stored address)" "đường KhuổiNhạSữa"
is "sound" "$(sqlite3 "$book" 'PRAGMA quick_check')" ok
no_asan
finish
