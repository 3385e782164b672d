/* SPDX-License-Identifier: MIT */
/*
 * Typed totals: what rates divide by. A unit's own figure counts; where it has none, its villages' together, if all of
 * them have one. Half a denominator makes a wrong rate: then there is none, and the note says of whom it is missing.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "report/make_impl.h"

struct typed {
	struct report_places at; /* unit, village */
	double *value;
};

static void typed_fini(struct typed *x)
{
	report_places_fini(&x->at);
	free(x->value);
}

static int read_typed(struct making *m, const char *column, struct typed *x, struct error *e)
{
	char *sql = xasprintf("SELECT unit, village, \"%s\" FROM line_total WHERE \"%s\" > 0", column, column);
	struct stmt *st;
	int rc = db_prepare(m->d->db, &st, sql, e);

	*x = (struct typed){ .value = NULL };
	free(sql);
	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) == 1) {
		report_places_add(&x->at, stmt_col_text(st, 0), stmt_col_text(st, 1), "");
		x->value = xreallocarray(x->value, x->at.n, sizeof(*x->value));
		x->value[x->at.n - 1] = stmt_col_real(st, 2);
	}
	stmt_done(st);
	report_places_index(&x->at);
	return rc;
}

static bool typed_at(const struct typed *x, const char *unit, const char *village, double *out)
{
	int i = report_places_find(&x->at, unit, village);

	if (i < 0)
		return false;
	*out = x->value[i];
	return true;
}

static bool of_unit(const struct making *m, const struct typed *x, const char *unit, double *out)
{
	const struct report_places *villages = &m->d->villages;
	double one, sum = 0;
	bool any = false;

	if (typed_at(x, unit, NULL, out))
		return true;
	for (size_t i = 0; i < villages->n; i++) {
		if (strcmp(villages->v[i].unit, unit) != 0 || !villages->v[i].village)
			continue;
		if (!typed_at(x, unit, villages->v[i].village, &one))
			return false;
		sum += one;
		any = true;
	}
	*out = sum;
	return any;
}

static bool of_all(const struct making *m, const struct typed *x, double *out)
{
	double one;

	*out = 0;
	for (size_t i = 0; i < m->d->units.n; i++) {
		if (!of_unit(m, x, m->d->units.v[i].unit, &one))
			return false;
		*out += one;
	}
	return true;
}

static void put(struct making *m, const struct typed *x, size_t column, bool tell)
{
	for (size_t i = 0; i < m->t->n_rows; i++) {
		struct report_row *row = &m->t->rows[i];
		double v;
		bool known;

		if (!row->unit)
			known = of_all(m, x, &v);
		else if (row->kind == REPORT_GROUP || m->by_unit)
			known = of_unit(m, x, row->unit, &v);
		else
			known = row->village && typed_at(x, row->unit, row->village, &v);
		if (known)
			table_set_number(row, (int)column, v);
		else if (tell && row->kind == REPORT_BODY && row->cells[1].known)
			strlist_add(&m->no_total, row->cells[1].text);
	}
}

int making_typed(struct making *m, struct error *e)
{
	bool tell = true;
	int rc = 0;

	for (size_t i = 0; !rc && i < m->t->n_columns; i++) {
		struct typed x;

		if (!m->specs[i] || !m->specs[i]->typed)
			continue;
		rc = read_typed(m, m->specs[i]->typed, &x, e);
		if (!rc)
			put(m, &x, i, tell);
		tell = false; /* the first one is what the others are part of */
		typed_fini(&x);
	}
	return rc;
}
