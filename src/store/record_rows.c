/* SPDX-License-Identifier: MIT */
/* The rows that hang on one record, read at once: what is counted over them is counted at every field left. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/record.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/internal.h"

void records_fini(struct records *r)
{
	for (size_t i = 0; i < r->n; i++)
		record_fini(&r->v[i]);
	free(r->v);
	*r = (struct records){ NULL, 0, 0 };
}

/* "SELECT id, _rev, _state, columns" of what the table itself holds; a column the book lacks reads as NULL. */
static void rows_sql(const struct table_state *s, const char *link, struct str *sql)
{
	str_add(sql, "SELECT id, _rev, _state");
	for (size_t i = 0; i < s->t->n_columns; i++) {
		if (!column_stored(&s->t->columns[i]))
			continue;
		str_add(sql, ", ");
		if (s->has[i])
			sql_name(sql, s->t->columns[i].name);
		else
			str_add(sql, "NULL");
	}
	str_add(sql, " FROM ");
	sql_name(sql, s->t->name);
	str_add(sql, " WHERE ");
	sql_name(sql, link);
	/* '+' keeps SQLite to the index on the link. */
	str_add(sql, "=? AND +_unit=? ORDER BY id");
}

static void take_one(const struct table *t, struct stmt *st, const char *unit, struct records *out)
{
	struct record *r;
	int col = 3;

	out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
	r = &out->v[out->n++];
	record_init(r);
	r->id = xstrdup(stmt_col_text(st, 0));
	r->unit = xstrdup(unit);
	r->rev = stmt_col_int(st, 1);
	r->complete = str_eq(stmt_col_text(st, 2), "complete");
	for (size_t i = 0; i < t->n_columns; i++) {
		char *text;

		if (!column_stored(&t->columns[i]))
			continue;
		text = record_cell(st, col++, t->columns[i].kind);
		if (text)
			record_append(r, t->columns[i].name, text, NULL);
		free(text);
	}
}

int record_rows(struct book *b, const struct table *t, const char *unit, const char *link, const char *id,
		struct records *out, struct error *e)
{
	struct table_state *s;
	struct stmt *st;
	struct str sql;
	int rc = table_state(b, t, &s, e);

	*out = (struct records){ NULL, 0, 0 };
	if (rc || !s->exists)
		return rc;
	unit = book_unit(b, unit);
	str_init(&sql);
	rows_sql(s, link, &sql);
	rc = db_prepare(b->db, &st, sql.s, e);
	str_fini(&sql);
	if (rc)
		return rc;
	stmt_text(st, 1, id);
	stmt_text(st, 2, unit);
	while ((rc = stmt_step(st, e)) > 0)
		take_one(t, st, unit, out);
	stmt_done(st);
	if (rc)
		records_fini(out);
	return rc;
}
