/* SPDX-License-Identifier: MIT */
/*
 * A field left is a field kept: what is typed on a form goes to the draft, field by field, each in one
 * transaction (one fsync), before the record is saved. A draft covers a record and its rosters, remembers the
 * revision it began from, the place of the cursor and the officer. Discarding moves it to the bin for 30 days.
 */
#ifndef GN_STORE_DRAFT_H
#define GN_STORE_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/book.h"

struct draft_info {
	char *id, *form, *record;    /* record: the id it has or will have */
	int64_t base_rev;            /* 0: a new record */
	char *place;                 /* cursor: "form:record:field", e.g. "member:UUID:full_name"; or NULL */
	char *title;                 /* what to call it in a list: the head's name, … */
	char *who, *began, *at;      /* officer, first and last time */
	bool binned;
};
struct draft_infos {
	struct draft_info *v;
	size_t n;
};
void draft_infos_fini(struct draft_infos *d);

/* Open a draft for a record (its id is given even when it is new). Returns its id (37 bytes). An open draft of
 * the same record is returned instead of a second one (*existing true). */
int draft_start(struct book *b, const char *form, const char *record, int64_t base_rev, const char *who,
		char *id_out, bool *existing, struct error *e);
/* Keep one field (text NULL: emptied) of a record of the draft (the record itself or a roster row), and the place. */
int draft_put(struct book *b, const char *draft, const char *form, const char *record,
	      const char *field, const char *text, const char *place, struct error *e);
/* A roster row added (base_rev 0), opened from a stored one, or removed. `parent` is the record it hangs on. */
int draft_row(struct book *b, const char *draft, const char *form, const char *record,
	      const char *parent, int64_t base_rev, bool removed, struct error *e);
int draft_title(struct book *b, const char *draft, const char *title, struct error *e);

/* Everything of a draft, rows first, in the order they were made. */
int draft_each(struct book *b, const char *draft,
	       void (*row)(void *ctx, const char *form, const char *record, const char *parent,
			   int64_t base_rev, bool removed),
	       void (*value)(void *ctx, const char *form, const char *record, const char *field,
			     const char *text),
	       void *ctx, struct error *e);
int draft_list(struct book *b, bool binned, struct draft_infos *out, struct error *e);
/* In the saving transaction: the draft has become the record. */
int draft_finish(struct book *b, const char *draft, struct error *e);
int draft_discard(struct book *b, const char *draft, struct error *e); /* to the bin */
int draft_restore(struct book *b, const char *draft, struct error *e); /* back from it */
/* Empty the bin of what is older than 30 days by the book's today. */
int draft_sweep(struct book *b, struct error *e);

#endif
