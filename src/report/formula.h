/* SPDX-License-Identifier: MIT */
/*
 * The formulas printed over a report's columns ("4 = 3/1*100"): + - * / and brackets over columns and plain numbers.
 * One parsed formula computes the cell, prints itself with the columns' numbers, and becomes the spreadsheet's own formula.
 */
#ifndef GN_REPORT_FORMULA_H
#define GN_REPORT_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct formula;

/* `text` names columns by key; `find` answers a column's index or -1. NULL, and *why (translated, static) says what is wrong. */
struct formula *formula_parse(const char *text, int (*find)(const void *ctx, const char *key), const void *ctx,
			      const char **why);
void formula_free(struct formula *f);
struct formula *formula_dup(const struct formula *f);

/* Columns it is made from, one by one; -1 at the end. */
int formula_column(const struct formula *f, size_t i);
/* Column `gone` is taken away: later ones move up. False: the formula needs it. */
bool formula_drop(struct formula *f, int gone);
/* `get` answers false for what is not known. False: not known, or divided by 0. */
bool formula_value(const struct formula *f, bool (*get)(const void *ctx, int column, double *out), const void *ctx,
		   double *out);
/* The formula with each column written by `name`, appended to `out`. */
void formula_print(const struct formula *f, void (*name)(const void *ctx, int column, struct str *out), const void *ctx,
		   struct str *out);
/* Appends the divisors (each a column or a bracket), parted by `sep`, written the same way; nothing where there are none. */
void formula_divisors(const struct formula *f, void (*name)(const void *ctx, int column, struct str *out),
		      const void *ctx, const char *sep, struct str *out);

#endif
