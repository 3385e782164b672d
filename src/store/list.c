/* SPDX-License-Identifier: MIT */
/*
 * Pages of a list by key: the next page begins after the last row shown, found through the index,
 * however long the list. Backward pages are read from the end and turned round.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"
#include "store/list_sql.h"

#define FIRST_FIELD 5

static void row_fini(struct list_row *r, size_t n_fields)
{
	for (size_t i = 0; i < n_fields; i++)
		free(r->cells[i]);
	free(r->cells);
	free(r->unit);
	free(r->id);
	free(r->sort);
}

void list_page_fini(struct list_page *p)
{
	for (size_t i = 0; i < p->n; i++)
		row_fini(&p->rows[i], p->n_fields);
	free(p->rows);
	*p = (struct list_page){ NULL, 0, 0 };
}

static void take_row(struct stmt *st, const struct list_sql *l, struct list_row *r)
{
	r->unit = xstrdup(stmt_col_text(st, 0));
	r->id = xstrdup(stmt_col_text(st, 1));
	r->rev = stmt_col_int(st, 2);
	r->complete = str_eq(stmt_col_text(st, 3), "complete");
	r->sort = xstrdup(stmt_col_text(st, 4));
	r->cells = xcalloc(l->n_kinds + 1, sizeof(*r->cells));
	for (size_t i = 0; i < l->n_kinds; i++)
		r->cells[i] = record_cell(st, FIRST_FIELD + (int)i, l->kinds[i]);
}

static int read_rows(struct stmt *st, const struct list_sql *l, struct list_page *out,
		     struct error *e)
{
	size_t cap = 0;
	int rc;

	out->n_fields = l->n_kinds;
	while ((rc = stmt_step(st, e)) > 0) {
		out->rows = grow(out->rows, out->n, &cap, sizeof(*out->rows));
		take_row(st, l, &out->rows[out->n++]);
	}
	if (rc)
		list_page_fini(out);
	return rc;
}

static void turn_round(struct list_page *p)
{
	for (size_t i = 0; i < p->n / 2; i++) {
		struct list_row kept = p->rows[i];

		p->rows[i] = p->rows[p->n - 1 - i];
		p->rows[p->n - 1 - i] = kept;
	}
}

int list_fetch(struct book *b, const struct list_query *q, const struct list_from *from,
	       bool backward, size_t limit, struct list_page *out, struct error *e)
{
	bool down = q->descending != backward;
	struct stmt *st = NULL;
	struct list_sql l;
	int rc = list_sql_rows(&l, b, q, e);

	*out = (struct list_page){ NULL, 0, q->n_fields };
	if (rc || !l.state->exists)
		goto out;
	if (from)
		list_sql_from(&l, q, from, down);
	list_sql_order(&l, q, down, true);
	rc = list_sql_prepare(&l, b, &st, e);
	if (rc)
		goto out;
	stmt_int(st, (int)l.binds.n + 1, (int64_t)limit);
	rc = read_rows(st, &l, out, e);
	if (!rc && backward)
		turn_round(out);
out:
	stmt_done(st);
	list_sql_fini(&l);
	return rc;
}

int list_total(struct book *b, const struct list_query *q, int64_t *out, struct error *e)
{
	struct stmt *st = NULL;
	struct list_sql l;
	int rc = list_sql_count(&l, b, q, e);

	*out = 0;
	if (rc || !l.state->exists)
		goto out;
	rc = list_sql_prepare(&l, b, &st, e);
	if (rc)
		goto out;
	rc = stmt_step(st, e);
	if (rc > 0) {
		*out = stmt_col_int(st, 0);
		rc = 0;
	}
out:
	stmt_done(st);
	list_sql_fini(&l);
	return rc;
}

int list_fetch_one(struct book *b, const struct list_query *q, const char *unit, const char *id,
		   struct list_page *out, struct error *e)
{
	struct stmt *st = NULL;
	struct list_sql l;
	int rc = list_sql_rows(&l, b, q, e);

	*out = (struct list_page){ NULL, 0, q->n_fields };
	if (rc || !l.state->exists)
		goto out;
	list_sql_one(&l, book_unit(b, unit), id);
	rc = list_sql_prepare(&l, b, &st, e);
	if (!rc)
		rc = read_rows(st, &l, out, e);
out:
	stmt_done(st);
	list_sql_fini(&l);
	return rc;
}

int list_each(struct book *b, const struct list_query *q,
	      int (*fn)(void *ctx, const struct list_row *row), void *ctx, struct error *e)
{
	struct stmt *st = NULL;
	struct list_sql l;
	int rc = list_sql_rows(&l, b, q, e);

	if (rc || !l.state->exists)
		goto out;
	list_sql_order(&l, q, q->descending, false);
	rc = list_sql_prepare(&l, b, &st, e);
	while (!rc && (rc = stmt_step(st, e)) > 0) {
		struct list_row row;

		take_row(st, &l, &row);
		rc = fn(ctx, &row);
		row_fini(&row, l.n_kinds);
	}
out:
	stmt_done(st);
	list_sql_fini(&l);
	return rc;
}
