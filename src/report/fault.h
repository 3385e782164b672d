/* SPDX-License-Identifier: MIT */
/*
 * Reports held against each other, before anything is sent: their "rule.NAME" lines, run over the tables as they will be printed.
 *
 * "rule.NAME: [settled] [each] LEFT = | >= | <= RIGHT [for STANDARD|STANDARD]": formulas over the report's own columns, over another's (r02.end), over the
 * same report of the year before (last.end; then unit by unit, and only where that year has a closed round). KEY.people is the second of
 * two lines, KEY.all the sum of a pivot's columns; with "each" the rule holds for each code of the pivots it names;
 * "settled" waits until no household is without its result.
 * Of two tables with two lines a place the same lines are compared; one with a single line is compared with households.
 * What is not known breaks no rule.
 */
#ifndef GN_REPORT_FAULT_H
#define GN_REPORT_FAULT_H

#include <stddef.h>

#include "base/error.h"
#include "report/report.h"

struct report_fault {
	char *report, *rule;
	char *unit, *village; /* NULL: of all */
	char *message;        /* which figures, where, and what they should be */
};
struct report_faults {
	struct report_fault *v;
	size_t n, cap;
	size_t checked; /* rules looked at, place by place */
};
void report_faults_fini(struct report_faults *f);
/* `only` NULL: all reports. */
int report_faults(struct report_desk *d, const struct reports *all, const struct report *only, struct report_faults *out,
		  struct error *e);
/* All rules of all reports over the newest yearly round of the book, as before a bundle is sent; no such round: none. */
int report_faults_newest(struct forms *f, struct book *b, struct report_faults *out, struct error *e);

#endif
