#!/bin/sh
# SPDX-License-Identifier: MIT
# What put reports is on the disk: the write-ahead log is synced after its last write and before the id is printed.
. "${srcdir:-.}/tests/tap.sh"
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"
book=$T/s.book
gn init --unit S1 --name "Xã Thử" --level commune "$book" >/dev/null 2>&1
gn --book "$book" put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
ok "put under strace" strace -f -y -o "$T/trace" -e trace=pwrite64,write,fdatasync,fsync,ftruncate \
	"$GIAMNGHEO" --book "$book" put household village=B1 household_code=1 head_name="Nông Văn Bền" head_gender=male
verdict=$(awk '
	/pwrite64\([0-9]+<[^>]*-wal>/ { if (!printed) { written++; synced = 0 } }
	/(fdatasync|fsync)\([0-9]+<[^>]*-wal>/ { if (!printed && written) synced++ }
	/write\(1</ { if (!printed) { printed = 1; good = written > 0 && synced > 0 } }
	END { print (written > 0), printed + 0, good + 0 }' "$T/trace")
is "written to the log, printed, and synced in between" "$verdict" "1 1 1"
# A frame is a page; the log's own head, written once when the log is begun, is none.
commits=$(awk '
	/pwrite64\([0-9]+<[^>]*-wal>/ { if (/, 4096, /) frames++ }
	/(fdatasync|fsync)\([0-9]+<[^>]*-wal>/ { if (!printed && frames) commits++; frames = 0 }
	/write\(1</ { printed = 1 }
	END { print commits + 0 }' "$T/trace")
is "one commit, one sync: the household, its head, history, search and counts together" "$commits" 1
finish
