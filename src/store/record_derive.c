/* SPDX-License-Identifier: MIT */
/*
 * What the engine computes of a record from others: no revision and no history of it, but the
 * counts follow. Nothing is written where nothing differs, so that a whole book can be gone
 * through cheaply.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/internal.h"

/* What is to be written: derived columns by their place in `v`, sort keys, state. */
struct deriving {
	const struct table *t;
	const struct value *v;
	size_t n;
	const char *const *sort_keys;
	char **text; /* canonical, n of them */
	bool *write; /* n of them: this one differs */
	struct record was, is;
	struct strlist sorts;
	bool any;
};

static int check_values(struct deriving *d, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < d->n; i++) {
		const struct column *c = table_column(d->t, d->v[i].field, NULL);

		if (!c || !c->derived || !column_stored(c))
			return table_no_field(e, d->t, d->v[i].field);
		rc = value_canonical(c, d->v[i].text, &d->text[i], e);
		if (rc)
			return rc;
		d->write[i] = !str_eq(record_get(&d->was, c->name), d->text[i]);
		d->any = d->any || d->write[i];
	}
	return rc;
}

static bool sort_differs(const struct deriving *d, int i)
{
	return d->sort_keys && d->sort_keys[i] && (size_t)i < d->sorts.n &&
	       strcmp(d->sorts.v[i], d->sort_keys[i]);
}

static void copy_record(const struct record *from, struct record *to)
{
	record_init(to);
	to->complete = from->complete;
	for (size_t i = 0; i < from->n; i++)
		record_append(to, from->v[i].field, from->v[i].text, from->v[i].standard);
}

static int update_row(struct book *b, struct deriving *d, const char *unit, const char *id,
		      struct error *e)
{
	struct stmt *st;
	struct str sql;
	int k = 2, rc;

	str_init(&sql);
	str_add(&sql, "UPDATE ");
	sql_name(&sql, d->t->name);
	str_add(&sql, " SET _state=?");
	for (size_t i = 0; i < d->n; i++) {
		if (!d->write[i])
			continue;
		str_add(&sql, ", ");
		sql_name(&sql, d->v[i].field);
		str_add(&sql, "=?");
	}
	for (int i = 0; i < d->t->n_sorts; i++)
		if (sort_differs(d, i))
			str_addf(&sql, ", _sort%d=?", i + 1);
	str_add(&sql, " WHERE _unit=? AND id=?");
	rc = db_prepare(b->db, &st, sql.s, e);
	str_fini(&sql);
	if (rc)
		return rc;
	stmt_text(st, 1, d->is.complete ? "complete" : "incomplete");
	for (size_t i = 0; i < d->n; i++)
		if (d->write[i])
			k = record_bind(st, k, table_column(d->t, d->v[i].field, NULL)->kind,
					d->text[i]);
	for (int i = 0; i < d->t->n_sorts; i++)
		if (sort_differs(d, i))
			stmt_text(st, k++, d->sort_keys[i]);
	stmt_text(st, k++, unit);
	stmt_text(st, k, id);
	rc = stmt_step(st, e);
	stmt_done(st);
	return rc;
}

static int derive(struct book *b, struct deriving *d, const char *unit, const char *id,
		  int complete, struct error *e)
{
	int rc = check_values(d, e);

	if (rc)
		return rc;
	for (int i = 0; i < d->t->n_sorts; i++)
		d->any = d->any || sort_differs(d, i);
	copy_record(&d->was, &d->is);
	if (complete >= 0 && d->was.complete != (complete > 0)) {
		d->is.complete = complete > 0;
		d->any = true;
	}
	if (!d->any)
		return 0;
	for (size_t i = 0; i < d->n; i++)
		if (d->write[i])
			record_put(&d->is, d->v[i].field, d->text[i], NULL);
	rc = update_row(b, d, unit, id, e);
	return rc ? rc : figure_follow(b, d->t, unit, &d->was, &d->is, e);
}

int record_derive(struct book *b, const struct table *t, const char *unit, const char *id,
		  const struct value *v, size_t n, const char *const *sort_keys,
		  const char *search_text, int complete, struct error *e)
{
	struct deriving d = { .t = t, .v = v, .n = n, .sort_keys = sort_keys };
	struct table_state *state;
	bool found = false;
	int rc = book_saving(b, t->name, e);

	if (!rc)
		rc = table_state(b, t, &state, e);
	if (rc)
		return rc;
	unit = book_unit(b, unit);
	strlist_init(&d.sorts);
	d.text = xcalloc(n + 1, sizeof(*d.text));
	d.write = xcalloc(n + 1, sizeof(*d.write));
	rc = record_read(b, state, unit, id, &d.was, &d.sorts, &found, e);
	if (!rc && !found)
		rc = record_none(e, t, id);
	if (!rc)
		rc = derive(b, &d, unit, id, complete, e);
	if (!rc && search_text)
		rc = search_put(b, t->name, unit, id, search_text, e);
	for (size_t i = 0; i < n; i++)
		free(d.text[i]);
	free(d.text);
	free(d.write);
	strlist_fini(&d.sorts);
	record_fini(&d.was);
	record_fini(&d.is);
	return rc;
}
