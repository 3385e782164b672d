/* SPDX-License-Identifier: MIT */
/* What the files of the reports share: a report as its file says it, the places it counts by, and the round it is made of. */
#ifndef GN_REPORT_REPORT_IMPL_H
#define GN_REPORT_REPORT_IMPL_H

#include "report/report.h"

#include "base/sqlfile.h"
#include "form/codes.h"

/* Parameters of a report's SQL, in the order they are bound. */
enum report_param { PARAM_BY, PARAM_YEAR, PARAM_ROUND, PARAM_STANDARD, PARAM_TODAY, N_PARAMS };

struct report_spec { /* a column as the comment says it */
	char *key;
	enum cell_kind kind;
	char *head[2];
	char *formula;        /* text, or NULL */
	char *typed;          /* column of line_total, or NULL */
	char *pivot;          /* code list, or NULL */
	bool standard, present;
	char *extra, *value;  /* pivot: only codes whose column `extra` is `value` */
	char *rest;           /* pivot's key, or NULL */
	char *codes;          /* code list of a text, or NULL */
	bool optional, hidden, stub, unnumbered;
	int line;
};

/* "rule.NAME: [settled] [each] LEFT = | >= | <= RIGHT [for STANDARD|…]": what figures must agree with. */
struct report_rule {
	char *name, *left, *right;
	char op;              /* '=', '>' (at least), '<' (at most) */
	bool each;            /* for each code of the pivots in it */
	bool settled;         /* only once every household has its result */
	bool last;            /* looks at the year before: unit by unit */
	char *standards;      /* only of these; NULL: any */
	int line;
};

struct report {
	char *id;
	char *title[2], *plain[2], *units[2], *note[2]; /* plain: title without marks */
	char *source;
	bool verified, measures, list;
	char *chart;
	struct report_spec *columns;
	size_t n, cap;
	struct report_rule *rules;
	size_t n_rules, cap_rules;
	struct sqlfile *file;
};

struct reports {
	struct report *v;
	size_t n, cap;
};

/* ---- what a report is made of ---- */

struct report_place { /* a unit (village NULL) or a village */
	char *unit, *unit_code, *village;
	char *name, *sort;
	bool known;  /* has a round: what it does not have is 0, else blank */
};
struct report_places {
	struct report_place *v;
	size_t n, cap;
	size_t *by_id;  /* places in the order of unit and village, once they are all there */
};

struct report_desk {
	struct forms *forms;
	struct book *book;
	unsigned without;     /* bits of lines_part that were not built */
	struct db *db;        /* read-only, with the lines, guarded */
	char *round, *standard, *standards; /* code of the round; standard, or NULL where units differ; all of them */
	char *round_name;
	int year;
	bool official;        /* every line is of a closed list */
	bool yearly;          /* a periodic round */
	int64_t waiting;      /* preview: lines without a result yet, counted as before */
	struct report_places units;    /* in order */
	struct report_places villages; /* in order of their units */
};

/* All are there and in their order: from now on they are found quickly. Adding one undoes that. */
void report_places_index(struct report_places *p);
/* Index of a place, or -1. village NULL: a unit. */
int report_places_find(const struct report_places *p, const char *unit, const char *village);
struct report_place *report_places_add(struct report_places *p, const char *unit, const char *village, const char *name);
void report_places_fini(struct report_places *p);

/* The one of the language spoken, "" where there is none; borrowed. */
const char *report_words(char *const texts[2]);

/* Bits of lines_part that a report does not ask for. */
unsigned report_without(const struct report *r);

#endif
