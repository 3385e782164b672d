/* SPDX-License-Identifier: MIT */
/*
 * Score sheets of the B1 part: data/scores/ID.ini with items, answers and points per region. A file of the same name in the user's
 * data folder (scores/) wins: a province fills its sheet once from the paper. What a sheet lacks is not guessed: only a
 * complete one stands for the paper.
 */
#ifndef GN_FORM_SCORE_H
#define GN_FORM_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "form/standard.h"

struct score_answer {
	const char *code;      /* of the list `score_answer` */
	const char *label[2];
	const double *points;  /* beside the sheet's regions; NAN: not known */
	bool exempt;           /* the item is not counted for this household */
	bool verified;
};
struct score_item {
	const char *label[2], *brief[2];
	bool multi;            /* several answers add up; else one at most */
	bool verified;
	const struct score_answer *answers; size_t n_answers;
};
struct score_sheet {
	const char *id, *path;
	const char *const *regions; /* NULL-terminated: NT1 … NT6, TT */
	bool complete;
	const char *note[2];   /* why it is not complete, and what to do; [0] may be NULL */
	const char *source;
	const struct score_item *items; size_t n_items;
	size_t n_answers;
};

/* The sheet a standard's B1 is counted on; NULL: none. */
const struct score_sheet *score_sheet_of(struct standards *s, const struct standard *st);
/* Points of answers ("a|b") in a region. Answers of other sheets do not count. NAN: none of them is this sheet's, the region is not
 * known, or one item is answered twice (*twice, may be NULL). */
double score_sum(const struct score_sheet *sheet, const char *region, const char *answers, bool *twice);
/* Every mistake of every sheet. */
void scores_check(struct standards *s, struct complaints *c);

#endif
