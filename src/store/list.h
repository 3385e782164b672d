/* SPDX-License-Identifier: MIT */
/*
 * A window on a table: pages by key, never by offset, so that 60,000 rows scroll like 60. Rows come as
 * text. Filters are equalities on columns; a multi or answers column matches where one of its rows does.
 */
#ifndef GN_STORE_LIST_H
#define GN_STORE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/record.h"

struct list_filter {
	const char *field; /* a column, "_state", "_unit", or "deprivation.D01" */
	const char *value; /* NULL: is empty */
};

struct list_query {
	const struct table *table;
	int sort;            /* 1…n_sorts; 0: by unit, then id (order of making) */
	bool descending;
	const struct list_filter *filters;
	size_t n_filters;
	const char *const *fields; /* columns wanted besides id, _unit, _rev, _state */
	size_t n_fields;
};

struct list_row {
	char *unit, *id, *sort; /* sort: its key, for the next page */
	int64_t rev;
	bool complete;
	char **cells;           /* n_fields of text or NULL; multi joined by | in code order */
};
struct list_page {
	struct list_row *rows;
	size_t n, n_fields;
};
void list_page_fini(struct list_page *p);

/* Where a page starts: at, after or before a row of the list. */
struct list_from {
	const char *sort, *unit, *id; /* all NULL: from the very beginning (or end when backward) */
	bool inclusive;
};
/* Up to `limit` rows after `from` (before it, still in list order, when `backward`). */
int list_fetch(struct book *b, const struct list_query *q, const struct list_from *from, bool backward,
	       size_t limit, struct list_page *out, struct error *e);
/* How many rows match; counts rows, so never on start-up: use record_count there. */
int list_total(struct book *b, const struct list_query *q, int64_t *out, struct error *e);
/* One row again after a save; 0 rows if it is gone or no longer matches. */
int list_fetch_one(struct book *b, const struct list_query *q, const char *unit, const char *id,
		   struct list_page *out, struct error *e);
/* Every matching row in order, streamed (export, list command). Stops when fn returns non-zero, which is returned. */
int list_each(struct book *b, const struct list_query *q,
	      int (*fn)(void *ctx, const struct list_row *row), void *ctx, struct error *e);

#endif
