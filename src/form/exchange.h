/* SPDX-License-Identifier: MIT */
/*
 * CSV in and out by a form's rules: the machine's way (stable English header, id first) and the
 * officer's way (labels). Export then import of the same book changes nothing.
 */
#ifndef GN_FORM_EXCHANGE_H
#define GN_FORM_EXCHANGE_H

#include "base/str.h"
#include "form/entry.h"
#include "store/list.h"

/* The stable header: id, then each stored field in order; a reference also as "field.key"; answers as one column per code, "field.CODE";
 * last _state. */
void export_header(struct forms *f, const struct form *form, struct strlist *names);
/* Every record matching the filters, as CSV into `out` via fn (called with each finished chunk of text). `bom` for -o FILE. */
int export_csv(struct forms *f, struct book *b, const struct form *form, const struct list_filter *filters,
	       size_t n_filters, const char *on_date /* or NULL */, bool bom,
	       int (*fn)(void *ctx, const char *bytes, size_t n), void *ctx, struct error *e);

/* list_each, as the list was on a day (ISO; NULL: now): derived fields and filters on them are worked out for that day. */
int list_each_as_of(struct forms *f, struct book *b, const struct form *form, const struct list_query *q,
		    const char *day, int (*fn)(void *ctx, const struct list_row *row), void *ctx, struct error *e);

struct import_result {
	long rows, added, changed, same, bad, incomplete;
	char *untaken; /* names of columns that are worked out and said otherwise, or NULL */
};
void import_result_fini(struct import_result *r);
/* Good rows go in (one transaction per 200 rows, each row all or nothing), each bad row goes to `errors` (its cells, then a
 * column "reason", then cells beyond the header), which starts with the file's own header; a reason the file already had is dropped.
 * `on_row` (may be NULL) is told after each commit how many rows are safely stored. Rows match records by id, else by the form's `match`
 * rules, also where the id is not in this book. A second row about one record is bad unless it says the same. A row of another unit's
 * record that says what stands there is the same. ERR_DATA for an unreadable file or header: nothing is stored; ERR_USAGE: a row to be
 * stored of a form this level does not keep. *out is to be freed also after a failure. */
int import_csv(struct forms *f, struct book *b, const struct form *form, const char *path, bool dry_run,
	       struct str *errors, const char *who,
	       void (*on_row)(void *ctx, const struct import_result *so_far), void *ctx,
	       struct import_result *out, struct error *e);

#endif
