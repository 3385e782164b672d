/* SPDX-License-Identifier: MIT */
/* The two halves of lines_build: rounds and frozen lines; previews. */
#ifndef GN_DOMAIN_LINES_IMPL_H
#define GN_DOMAIN_LINES_IMPL_H

#include "base/error.h"
#include "form/form.h"
#include "store/db.h"

/* The columns of `line` that stand in decision_line under the same name, as one list for SQL. */
#define LINE_FIELDS                                                                                \
	"line_no, round, decision, household, review, decision_no, decision_date, replaces, "      \
	"household_code, head_name, head_gender, head_birth_date, head_id_number, "                \
	"head_id_issue_date, ethnicity, village, village_name, address, permanent_residence, "     \
	"area_type, standard, round_kind, members_before, members, minority_people, b1_points, b2_points, "    \
	"class_before, class_after, movement, other_reason, escaped_on, is_ethnic_minority, "      \
	"is_local_ethnic, no_labour_capacity, has_merit_person, female_headed, children, "         \
	"children_health, children_school"

/* Lines that stand: those no correction replaced. `dl` is the alias of decision_line. */
#define LINE_STANDS                                                                                \
	"NOT EXISTS (SELECT 1 FROM decision_line x WHERE x._unit=dl._unit AND x.replaces=dl.id)"

/* Fill line_opening, then the lines of the rounds that are not frozen, with all that hangs on them. */
int lines_preview(struct forms *f, struct db *db, unsigned without, struct error *e);

/* Statements run in turn, but for those of a part that is not wanted. */
struct lines_step {
	const char *sql;
	unsigned part; /* of enum lines_part, or 0 */
};
int lines_steps(struct db *db, const struct lines_step *steps, size_t n, unsigned without, struct error *e);

#endif
