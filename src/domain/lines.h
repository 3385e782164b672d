/* SPDX-License-Identifier: MIT */
/*
 * The list of a round, as TEMP tables: what reports, papers and checks read. Where the round's list was closed (decision, chốt
 * danh sách) these are its frozen lines, a line replaced by a correction left out; else they are a preview made of the reviews, the
 * opening list and the changes as the register stands. Closing a decision writes exactly the rows of the preview: one truth.
 *
 * A line stands for a household that was on the lists at the begin of the round, or was reviewed in it, or is on the lists by a
 * decision within the year. On a list at the end: class_after poor or near_poor; who was reviewed and is on neither list at begin
 * or end has the movement stays_above. class_after NULL: left the list by a change (poor_less, near_less), or (preview only, movement NULL) not
 * reviewed or not enough known yet.
 *
 * Opening list: of a yearly round the closed lines of the round before (round.previous, else the newest yearly or opening round before it
 * that was closed, or decided review by review); of a round within the year each household's class in force.
 *
 * The tables (all TEMP; `unit` is the random id of the unit a row belongs to):
 *   line_round(unit, round, code, kind, review_year, standard, start_date, end_date, frozen 0/1, previous, decision, decision_no,
 *     decision_date, cut)   one row a unit; cut: the day changes count up to
 *   line_opening(unit, household, class, members, escaped_on, line)   the opening list, whole (also those above the line)
 *   line(unit, id, line_no, round, decision, household, review, frozen, decision_no, decision_date, replaces, household_code, head_name,
 *     head_gender, head_birth_date, head_id_number, head_id_issue_date, ethnicity, village, village_name, address,
 *     permanent_residence, area_type, standard, round_kind, members_before, members, minority_people, b1_points, b2_points, class_before, class_after, movement,
 *     other_reason, escaped_on, is_ethnic_minority, is_local_ethnic, no_labour_capacity, has_merit_person, female_headed,
 *     children, children_health, children_school)   id: the decision_line's; in a preview the household's
 *   line_answer(unit, line, code, standard, value), line_cause(unit, line, code), line_need(unit, line, code)
 *   line_person(unit, line, order_no, household, member, full_name, gender, birth_date, ethnicity, relation_to_head, id_number)
 *   line_average(unit, household, village, members)   average living standard, by income_check or review
 *   line_total(unit, village, households, people, ethnic_households, ethnic_people)   typed, of the review year; village NULL: the
 *     whole unit
 */
#ifndef GN_DOMAIN_LINES_H
#define GN_DOMAIN_LINES_H

#include <stdbool.h>

#include "base/error.h"
#include "form/form.h"
#include "store/db.h"

/* What a summary can do without, and which costs more than the lines themselves. */
enum lines_part {
	LINES_ANSWERS = 1, /* line_answer, line_cause, line_need stay empty */
	LINES_PEOPLE = 2,  /* line_person stays empty; so do a preview's children and minority_people */
	LINES_OPENING = 4, /* line_opening stays empty where every round is closed */
};

struct lines_scope {
	const char *unit;     /* only this unit's rounds; NULL: every unit's, own and accepted */
	const char *round;    /* code of the round; NULL: the yearly round of `year` */
	int year;             /* review year; 0: the newest there is */
	const char *decision; /* id: its round, up to its day, as closing it would write it; instead of round and year */
	const char *today;    /* ISO */
	bool anew;            /* a preview also where the list was closed: what a correction is made of */
	unsigned without;     /* bits of lines_part that are not wanted */
};

/* Make (anew) and fill the tables on `db`, which may be open for reading only; never in a transaction of a guarded connection:
 * build first, then db_guard_select(). No such round: the tables are there and empty. ERR_DATA where the book is older than the forms. */
int lines_build(struct forms *f, struct db *db, const struct lines_scope *scope, struct error *e);

/* Names of the columns of `line` that are fields of decision_line, NULL-terminated. */
extern const char *const line_fields[];

#endif
