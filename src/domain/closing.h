/* SPDX-License-Identifier: MIT */
/*
 * Chốt danh sách: a decision writes its list as it stands that day, in one transaction, and is locked from then on. The lines are
 * exactly the preview of domain/lines.h. What is edited later never changes them; a correction is a new decision whose lines name
 * the ones they replace.
 */
#ifndef GN_DOMAIN_CLOSING_H
#define GN_DOMAIN_CLOSING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"

/* What stands in the way (stops) or should be looked at first: a sentence and the record to jump to. */
struct closing_note {
	bool stops;
	const char *code; /* stable: "incomplete", "no_class", "again", "refused", "no_meeting" … */
	char *form, *id, *field; /* field may be NULL */
	char *text;       /* translated */
};
struct closing_count {
	char *movement; /* code of the list `movement`; "" while it is not known */
	int64_t households, people; /* people at the end; of those that left the lists, at the begin */
};
struct closing {
	char *decision, *decision_no, *decision_date, *round; /* ids and as typed */
	bool closed;            /* it is closed already: the lines are frozen */
	int64_t lines;
	int64_t before[2], after[2]; /* households poor, near-poor */
	struct closing_count *counts; size_t n_counts;
	struct closing_note *notes; size_t n_notes, cap_notes, stops;
};
void closing_fini(struct closing *c);

/* What closing this decision would write, and what stands in the way. The TEMP tables of lines.h are on book_db(b) afterwards. */
int closing_preview(struct forms *f, struct book *b, const char *decision, struct closing *out, struct error *e);
/* Write the lines and lock the decision. `why`: for the history; a round that the level above has locked asks for it, else it may be
 * NULL. ERR_NEGATIVE while anything stands in the way: the list is in e->detail, nothing was
 * written. *out is filled either way. */
int closing_close(struct forms *f, struct book *b, const char *decision, const char *who, const char *why, struct closing *out,
		  struct error *e);
/* The lines of these households anew, by a decision of kind correction; it is closed with them. A household that has no line in the
 * list corrected gets one. ERR_NEGATIVE as above; *n_lines may be NULL. */
int closing_correct(struct forms *f, struct book *b, const char *decision, const char *const *households, size_t n,
		    const char *who, const char *why, struct closing *out, struct error *e);

#endif
