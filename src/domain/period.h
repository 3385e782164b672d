/* SPDX-License-Identifier: MIT */
/*
 * The periods people report on, as text that sorts by itself: a month "2026-03", a quarter "2026-Q1", a half year
 * "2026-H1", a year "2026".
 */
#ifndef GN_DOMAIN_PERIOD_H
#define GN_DOMAIN_PERIOD_H

#include <stdbool.h>

#include "base/date.h"

#define PERIOD_LEN 7 /* "2026-03" */

/* PERIOD_ANY: whenever there is something; such a duty has no periods and no day. */
enum period_kind { PERIOD_ANY, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR };
struct period {
	enum period_kind kind;
	int year; /* 1900…9998 */
	int k;    /* which of the year, from 1 */
};

/* "month" "quarter" "half_year" "year" "any"; false for another word. */
bool period_kind_parse(const char *word, enum period_kind *out);
int period_count(enum period_kind kind); /* of a year; 0 for PERIOD_ANY */
/* Read the text; false unless it is one. */
bool period_parse(const char *text, struct period *out);
char *period_text(const struct period *p, char buf[static PERIOD_LEN + 1]); /* returns buf */
/* The one this day lies in. */
struct period period_of(enum period_kind kind, const struct date *day);
/* The one `by` later (or earlier). */
struct period period_step(const struct period *p, int by);
struct date period_first(const struct period *p);
struct date period_last(const struct period *p);
/* "tháng 3/2026", "quý 1/2026", "6 tháng đầu năm 2026", "năm 2026"; caller frees; "" for NULL, unreadable text as it is. */
char *period_words(const char *text);
/* The same for narrow columns: "03/26", "Q1/26", "H1/26", "2026" (at most 5 columns). Caller frees. */
char *period_short(const char *text);

#endif
