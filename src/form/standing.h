/* SPDX-License-Identifier: MIT */
/*
 * How a review stands: its class and why, under the standard that counts and side by side under the others, from the one set of
 * answers it holds. For the screen, papers and whoever else tells an officer.
 */
#ifndef GN_FORM_STANDING_H
#define GN_FORM_STANDING_H

#include "form/entry.h"
#include "form/standard.h"

struct standing {
	const struct standard *standard;
	bool counts;                  /* the one its round names */
	size_t asked;                 /* indicators of this standard */
	struct standard_facts facts;  /* area borrowed from `area` */
	char *area;
	/* Of the one that counts: as the form computes it, no class while indicators are open. Of the others: what is certain. */
	struct standard_result result;
	const char *certain;          /* the class whatever the open indicators will say, or NULL */
};
struct standings {
	struct standing *v; /* the one that counts first */
	size_t n;           /* 0: the form has no [standing], or no standard is known yet */
};
void standings_fini(struct standings *s);
/* Of an entry as it is filled in now. */
int entry_standings(struct entry *en, struct standings *out, struct error *e);
/* Only the sentence of the one that counts, "" where no standard is known yet; caller frees. */
char *entry_why(struct entry *en);

#endif
