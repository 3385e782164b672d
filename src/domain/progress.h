/* SPDX-License-Identifier: MIT */
/*
 * How far a round has come, village by village: sheets listed, out, back, entered; households the meeting agreed on, posted,
 * decided; certificates. Each figure counts households that got at least that far, so a line only falls from left to right.
 */
#ifndef GN_DOMAIN_PROGRESS_H
#define GN_DOMAIN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"

enum progress_step {
	PROGRESS_LISTED,
	PROGRESS_OUT,
	PROGRESS_BACK,
	PROGRESS_ENTERED,
	PROGRESS_MET,	  /* the last meeting about it agreed */
	PROGRESS_POSTED,  /* its village's result is posted */
	PROGRESS_DECIDED, /* it stands in a closed list, or its sheet names the decision */
	PROGRESS_STEPS
};
/* Stable name ("listed" …) and translated words of a step. */
const char *progress_step_name(enum progress_step s);
const char *progress_step_words(enum progress_step s);

struct progress_line {
	char *village, *name; /* id; of the sum and of households without a village: NULL and "" */
	int64_t n[PROGRESS_STEPS];
	int64_t absent;	      /* nobody at home so far: noted, and not entered */
	int64_t incomplete;   /* entered and not complete */
	int64_t again;	      /* the meeting did not agree: back to collecting */
	int64_t certificates, received;
	bool met, posted; /* a meeting was held, a result is posted */
};
struct progress {
	struct progress_line *v;
	size_t n;
	struct progress_line sum;
	bool decided;		/* a list of the round is closed */
	size_t met, posted;	/* villages */
};
/* Of the own unit, in one pass. Villages in their order; in a yearly round also those without a sheet. */
int progress_make(struct forms *f, struct book *b, const char *round, struct progress *out, struct error *e);
void progress_fini(struct progress *p);

/* The same in short for home: by the counts kept with each save, and by how many papers there are, never by a walk through
 * the sheets. Nothing known: zeros. */
struct progress_brief {
	int64_t n[PROGRESS_ENTERED + 1];
	int64_t villages, met, posted, decided;
};
void progress_brief(struct forms *f, struct book *b, const char *round, struct progress_brief *out);

#endif
