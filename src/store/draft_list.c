/* SPDX-License-Identifier: MIT */
/* Drafts read back: what lies open or in the bin, and everything that was typed into one. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>

#include "base/mem.h"
#include "store/draft.h"
#include "store/internal.h"

void draft_infos_fini(struct draft_infos *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->v[i].id);
		free(d->v[i].form);
		free(d->v[i].record);
		free(d->v[i].place);
		free(d->v[i].title);
		free(d->v[i].who);
		free(d->v[i].began);
		free(d->v[i].at);
	}
	free(d->v);
	*d = (struct draft_infos){ NULL, 0 };
}

int draft_list(struct book *b, bool binned, struct draft_infos *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	int rc = db_prepare(b->db, &st,
			    "SELECT id, form, record, base_rev, place, title, who, began, at "
			    "FROM draft WHERE (binned IS NOT NULL)=? ORDER BY touch DESC",
			    e);

	*out = (struct draft_infos){ NULL, 0 };
	if (rc)
		return rc;
	stmt_int(st, 1, binned);
	while ((rc = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		out->v[out->n++] = (struct draft_info){
			.id = xstrdup(stmt_col_text(st, 0)),
			.form = xstrdup(stmt_col_text(st, 1)),
			.record = xstrdup(stmt_col_text(st, 2)),
			.base_rev = stmt_col_int(st, 3),
			.place = xstrdup_null(stmt_col_text(st, 4)),
			.title = xstrdup_null(stmt_col_text(st, 5)),
			.who = xstrdup_null(stmt_col_text(st, 6)),
			.began = xstrdup(stmt_col_text(st, 7)),
			.at = xstrdup(stmt_col_text(st, 8)),
			.binned = binned,
		};
	}
	stmt_done(st);
	if (rc)
		draft_infos_fini(out);
	return rc;
}

int draft_each(struct book *b, const char *draft,
	       void (*row)(void *ctx, const char *form, const char *record, const char *parent,
			   int64_t base_rev, bool removed),
	       void (*value)(void *ctx, const char *form, const char *record, const char *field,
			     const char *text),
	       void *ctx, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(b->db, &st,
			    "SELECT form, record, parent, base_rev, removed FROM draft_row "
			    "WHERE draft=? ORDER BY seq",
			    e);

	if (rc)
		return rc;
	stmt_text(st, 1, draft);
	while ((rc = stmt_step(st, e)) > 0)
		if (row)
			row(ctx, stmt_col_text(st, 0), stmt_col_text(st, 1), stmt_col_text(st, 2),
			    stmt_col_int(st, 3), stmt_col_int(st, 4) != 0);
	stmt_done(st);
	if (rc)
		return rc;
	rc = db_prepare(
		b->db, &st,
		"SELECT form, record, field, text FROM draft_value WHERE draft=? ORDER BY seq", e);
	if (rc)
		return rc;
	stmt_text(st, 1, draft);
	while ((rc = stmt_step(st, e)) > 0)
		if (value)
			value(ctx, stmt_col_text(st, 0), stmt_col_text(st, 1), stmt_col_text(st, 2),
			      stmt_col_text(st, 3));
	stmt_done(st);
	return rc;
}
