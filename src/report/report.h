/* SPDX-License-Identifier: MIT */
/*
 * Reports written as data: one file each in data/reports, its titles, columns, formulas and source in the leading comment, then
 * one SELECT over the lines of a round (domain/lines.h), run under the same authorizer as the checks. SQL sums; what is
 * made here are places, totals, rates and headings.
 *
 * A column of the comment: "column.KEY: KIND WORDS", KIND int, rate, money, text, date, year or mark, then "column.KEY.vi" and ".en": its
 * headings from the outermost group down, parted by " > ". WORDS:
 *   = FORMULA           over other columns: "poor/households*100"; printed with their numbers
 *   typed NAME          a typed total (a column of line_total), never counted from the register
 *   pivot LIST [standard] [present] [EXTRA=VALUE]   one column KEY.CODE per code: of the round's standard; only codes met;
 *                       only codes whose further column says so. Its formula takes the same code of another pivot
 *   rest KEY            what pivot KEY has no column for
 *   codes LIST          text: a code, shown as its label
 *   optional            left out where it is 0 everywhere
 *   hidden              computed with, not shown
 *   unnumbered          no number is printed below its heading
 *   stub                list: one of the first columns, which stay while the others are scrolled
 * The SELECT gives unit, village (NULL or a village's id) and either one column per key, or `cell` (KEY or KEY:CODE) with `n`. With
 * "measures: yes" each place has two lines, households and people: KEY and KEY_people, or `n` and `people`. With "rows: list" each
 * row is a line of the table; `first` is 1 where a household begins, `members` then its head count; a column "name" takes the total's words;
 * a pivot is one column there too, its codes joined by "|".
 */
#ifndef GN_REPORT_REPORT_H
#define GN_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ini.h"
#include "form/form.h"
#include "report/table.h"
#include "store/book.h"

struct report;
struct reports;

/* Read all files of `dir`, then of `own` (may be NULL, may not be there): a report there takes the place of the one of the same id.
 * Mistakes go to `c` with file and line; a report with mistakes is left out. Never NULL. */
struct reports *reports_load(const char *dir, const char *own, struct complaints *c);
/* Those installed, and the user's own folder "reports". */
struct reports *reports_load_all(struct complaints *c);
/* Complaints for every SELECT that does not give what its columns want, every code list that is not there; without a book. */
void reports_check(const struct reports *r, struct forms *f, struct complaints *c);
void reports_free(struct reports *r);
size_t reports_count(const struct reports *r);
const struct report *reports_at(const struct reports *r, size_t i); /* by id */
/* NULL where there is none. */
const struct report *reports_find(const struct reports *r, const char *id);
const char *report_id(const struct report *r);
const char *report_title(const struct report *r); /* in the language spoken, without marks */
const char *report_source(const struct report *r);
bool report_verified(const struct report *r);
/* Key of the column to be drawn as bars, or NULL. */
const char *report_chart(const struct report *r);

enum report_by {
	REPORT_BY_LEVEL,   /* a commune's book by village, a book above by unit */
	REPORT_BY_VILLAGE,
	REPORT_BY_UNIT,
};

/* One round, its lines ready to be asked: for one report or for all of them. */
struct report_desk;
struct report_scope {
	const char *round; /* code, or NULL */
	int year;          /* of the review; 0: the newest */
	const struct report *only; /* the desk is for this one alone: what it does not ask for is not built. NULL: for any */
};
/* Reads the book through a connection of its own. ERR_NOTFOUND where there is no such round. */
int report_desk_open(struct report_desk **out, struct forms *f, struct book *b, const struct report_scope *scope,
		     struct error *e);
void report_desk_close(struct report_desk *d);
int report_desk_year(const struct report_desk *d);
const char *report_desk_round(const struct report_desk *d); /* code; "" where units have several */
/* Is every list of the round closed? Else the figures are preliminary. */
bool report_desk_official(const struct report_desk *d);
/* Does the book hold units below, so that "by unit" is a table of them? */
bool report_desk_above(const struct report_desk *d);

/* Make one report. ERR_DATA, with the file's path, where its SELECT does not give what its columns want. */
int report_make(struct report_desk *d, const struct report *r, enum report_by by, struct report_table **out,
		struct error *e);

#endif
