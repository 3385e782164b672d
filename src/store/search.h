/* SPDX-License-Identifier: MIT */
/*
 * Search as one types: FTS5 with prefix indexes over words folded in C. Every word of the query is a prefix, in any order.
 * Rows whose original text holds the query with its accents come first.
 */
#ifndef GN_STORE_SEARCH_H
#define GN_STORE_SEARCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/book.h"

struct search_hit {
	char *form, *unit, *id;
	char *text; /* what was found in, as typed (with accents) */
};
struct search_hits {
	struct search_hit *v;
	size_t n;
	int64_t total; /* of all matches, counted up to 10,000 */
};
void search_hits_fini(struct search_hits *h);
/* `form` NULL: all forms. At most `limit` hits. An empty query has none. */
int search_find(struct book *b, const char *form, const char *query, size_t limit,
		struct search_hits *out, struct error *e);
/* Rebuild the index from search_row (doctor --repair, after restore). */
int search_rebuild(struct book *b, struct error *e);

#endif
