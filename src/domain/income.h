/* SPDX-License-Identifier: MIT */
/*
 * Xác định thu nhập: what the income of the 12 months before says, in words, and what a recognised result means for the household
 * (farm household of average living standard) or the worker (of low income). The lines are the standard's, by area and day.
 */
#ifndef GN_DOMAIN_INCOME_H
#define GN_DOMAIN_INCOME_H

#include <stdbool.h>

#include "base/error.h"
#include "form/entry.h"

/* "1.850.000 đ/người/tháng; mức ở khu vực Nông thôn: trên 1.500.000 đ đến 2.250.000 đ → có mức sống trung bình", or what is missing for it.
 * Of an entry of the form income_check, worked out; caller frees. */
char *income_words(struct forms *f, const struct entry *check);

/* A check with its decision: does the household, or the worker, say otherwise? Then *wanted is "yes" or "no" (borrowed), else NULL. */
int income_wants(struct forms *f, struct book *b, const struct entry *check, const char **wanted, struct error *e);
/* Write it there. */
int income_write(struct forms *f, struct book *b, const struct entry *check, const char *who, struct error *e);

#endif
