/* SPDX-License-Identifier: MIT */
/*
 * The sheets of paper of a round: which households are to be reviewed, their order in the list of each village (the number
 * printed on the sheet, given once and never changed), and how far each sheet has come.
 */
#ifndef GN_DOMAIN_SHEETS_H
#define GN_DOMAIN_SHEETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"

/* What making a list did. */
struct sheets_made {
	size_t on_list;  /* sheets begun for households on the list of poor and near-poor */
	size_t requests; /* … for households that handed in a request */
	size_t numbered; /* sheets there were already, without a number until now */
	size_t villages; /* with a sheet in one of the above */
};
/* Make the list to review of a round: a review for each household that is to be reviewed and has none, in the order of the
 * paper: those on the list (in a yearly round) by class, then as they stood in the last closed list, then by name; then those
 * with a request not refused, by the day it came. Numbers count per village and go on behind those given before, so making
 * the list again only adds. One transaction. ERR_NEGATIVE for a round that takes over an old list. */
int sheets_make(struct forms *f, struct book *b, const char *round, const char *who, struct sheets_made *out,
		struct error *e);

/* Mark the sheets of a village (NULL: of all) as handed out or as back on `day` (ISO); those that are further on already
 * are left. *n: how many were marked. One transaction. */
enum sheet_mark { SHEET_OUT, SHEET_IN };
int sheets_mark(struct forms *f, struct book *b, const char *round, const char *village, enum sheet_mark mark,
		const char *day, const char *who, size_t *n, struct error *e);

/* One sheet as a list shows it. */
enum sheet_state { SHEET_LISTED, SHEET_HANDED_OUT, SHEET_BACK, SHEET_ENTERED };
struct sheet {
	char *review, *household; /* ids */
	int64_t no;		  /* 0: none yet */
	char *head;		  /* name, or "" */
	int64_t members;	  /* as told by the household; -1: not known */
	enum sheet_state state;
	char *absent_on; /* ISO or NULL */
	char *left_on;	 /* the household is gone since; or NULL */
	char *before, *class; /* codes: at the beginning of the round, and now; or NULL */
	bool complete;
	bool drafted; /* typed in and not saved */
};
struct sheets {
	struct sheet *v;
	size_t n;
	size_t entered;
};
/* The sheets of a village in the order of their numbers. Empty `out` after a failure. */
int sheets_list(struct book *b, const char *round, const char *village, struct sheets *out, struct error *e);
void sheets_fini(struct sheets *s);
/* Index of the sheet last typed in and not saved; else of the first back and not entered, else of the first not entered,
 * else 0. */
size_t sheets_first(struct book *b, const struct sheets *s);

/* Round and village of a review that has a number; false (both NULL) for another. Caller frees both. */
bool sheets_place(struct book *b, const char *review, char **round, char **village);
/* Who entered the village's last sheet wrote as reviewer and day; NULL where nothing is known. Callers free both. */
void sheets_last_visit(struct book *b, const char *round, const char *village, char **reviewer, char **day);

#endif
