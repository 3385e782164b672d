/* SPDX-License-Identifier: MIT */
/* A report in the making: what the files that lay it out hand to each other. */
#ifndef GN_REPORT_MAKE_IMPL_H
#define GN_REPORT_MAKE_IMPL_H

#include "report/report_impl.h"
#include "store/db.h"

struct made_cell {
	size_t place;
	char *cell;  /* KEY or KEY:CODE; NULL: of this column */
	size_t spec;
	double n, people;
};

struct making {
	struct report_desk *d;
	const struct report *r;
	struct report_table *t;
	bool by_unit;
	const struct report_spec **specs; /* of each column; NULL: one of ours */
	const char **codes;               /* of each column of a pivot; else NULL */
	struct made_cell *cells;
	size_t n_cells, cap_cells;
	size_t last;      /* place met last */
	size_t *row_of;   /* of each place, its first row */
	struct strlist unverified; /* codes shown that nobody has checked yet */
	struct strlist no_total;   /* places without a typed total */
};

/* The SELECT, its parameters bound; give it back with stmt_done(). */
int making_select(struct making *m, struct stmt **st, struct error *e);
/* Index of a column of its rows, or ERR_DATA (e may be NULL). */
int making_column(struct making *m, struct stmt *st, const char *name, struct error *e);
int making_columns(struct making *m, struct error *e);
/* Typed totals into their columns, of places, groups and the total. */
int making_typed(struct making *m, struct error *e);
/* Rows that are people or households, village by village. */
int making_list(struct making *m, struct error *e);
/* What the figures were made from, and what to know about them. */
int making_notes(struct making *m, struct error *e);
void making_unverified(struct making *m, const struct codes *list, const struct code *code);

#endif
