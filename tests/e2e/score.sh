#!/bin/sh
# SPDX-License-Identifier: MIT
# Answers ticked on the score sheet: points of the round's region, of the urban sheet in town; a sheet that is not complete never
# stands for the paper, one the province has filled does.
. "${srcdir:-.}/tests/tap.sh"
export GIAMNGHEO_TODAY=2024-11-21
b=$T/s.book
c() { gn --book "$b" "$@"; }
gn init --unit S1 --name "Xã Điểm" --level commune "$b" >/dev/null 2>&1
c put village code=B1 name="Bản Một" kind=ban area_type=rural >/dev/null 2>&1
c put village code=K1 name="Khu phố Hai" kind=ban area_type=urban >/dev/null 2>&1
for v in B1 K1; do c put household village=$v household_code=1 head_name="Lò Văn $v" members_count=1 >/dev/null 2>&1; done
c put round code=R16 name="Rà soát 2019" kind=periodic review_year=2019 applies_year=2020 standard=2016-2020 region=NT2 start_date=2019-09-01 \
	end_date=2019-12-14 >/dev/null 2>&1
c put round code=R24 name="Rà soát 2024" kind=periodic review_year=2024 applies_year=2025 standard=2022-2025 region=NT2 start_date=2024-09-01 \
	end_date=2024-12-14 >/dev/null 2>&1
row() { sqlite3 "$b" "SELECT ifnull(b1_scored, '-'), ifnull(b1_points, '-') FROM review WHERE id='$1'"; }
run c put review round=R16 household=B1/1 score_answers='B16-1.4|B16-2.2|B16-4.2'
r=$out
is "the region of the round" "$(row "$r")" "60|-"
has "the sheet is not complete: a note says to type the total" "$(c check --format csv 2>/dev/null)" "score_part,hint,review,$r,b1_points"
run c put review --id "$r" b1_points=130
hasnot "once typed it is quiet" "$(c check --format csv 2>/dev/null)" "score_part"
hasnot "what differs from a part of the sheet wants no reason" "$(c check --format csv 2>/dev/null)" ",doubt,review"
run c put review --id "$r" b1_points=55
has "less than the ticks alone make does" "$(c check --format csv 2>/dev/null)" "score_low,doubt,review,$r,b1_points"
run c put review --id "$r" score_answers='B16-1.4|B16-1.5'
has "two answers where one is due are a mistake" "$err" "review.score_answers"
is "and make no points" "$(row "$r")" "-|55"
u=$(c put review round=R16 household=K1/1 score_answers='B16-1.4|B16-2.2|B16-4.2' 2>/dev/null)
is "the urban sheet in town" "$(row "$u")" "35|-"
r=$(c put review round=R24 household=B1/1 b1_points=120 score_answers='B16-1.4' 2>/dev/null)
is "an empty sheet makes nothing of another one's answers" "$(row "$r")" "-|120"

# ---- filled in by the province ----
mkdir -p "$XDG_DATA_HOME/giamngheo/scores"
cat >"$XDG_DATA_HOME/giamngheo/scores/2022-2025.ini" <<'EOS'
[scores]
code = "2022-2025"
prefix = "B22-"
regions = "NT2, TT"
complete = "yes"
source = "Phiếu B của tỉnh"

[item.1]
vi = "Số nhân khẩu"
en = "People"
short.vi = "Nhân khẩu"
short.en = "People"
kind = "single"

[answer.1.1]
vi = "1 người"
en = "1"
nt2 = "60"
tt = "70"

[item.2]
vi = "Tài sản"
en = "Assets"
short.vi = "Tài sản"
short.en = "Assets"
kind = "multi"

[answer.2.1]
vi = "Tivi"
en = "Television"
nt2 = "20"
tt = "15"

[answer.2.2]
vi = "Xe máy"
en = "Motorcycle"
nt2 = "25"
tt = "20"
EOS
ends 0 "it is in order" gn forms check
r=$(c put review --id "$r" score_answers='B22-1.1|B22-2.1|B22-2.2' b1_points=105 2>/dev/null)
is "its points" "$(row "$r")" "105|105"
hasnot "agree with what was typed" "$(c check --format csv 2>/dev/null)" ",doubt,review"
c put review --id "$r" b1_points=110 >/dev/null 2>&1
has "another total wants a reason" "$(c check --format csv 2>/dev/null)" "b1,doubt,review,$r,b1_points"
has "which names the points" "$(c check 2>/dev/null)" "105 points by the answers ticked"
c put review --id "$r" reason.b1="phiếu giấy cộng lại" >/dev/null 2>&1
has "once given it is explained" "$(c check --format csv 2>/dev/null)" "phiếu giấy cộng lại"
sed 's/nt2 = "60"/nt2 = "6O"/' "$XDG_DATA_HOME/giamngheo/scores/2022-2025.ini" >"$T/x" && mv "$T/x" "$XDG_DATA_HOME/giamngheo/scores/2022-2025.ini"
run gn forms check
is "a mistake in it is found" "$rc" 1
has "with its line" "$out" "scores/2022-2025.ini:18"
finish
