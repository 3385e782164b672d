/* SPDX-License-Identifier: MIT */
/* A report whose rows are households with their people: village by village, each with its heading. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/make_impl.h"
#include "text/number.h"

struct listed {
	struct report_row row;
	size_t seq;
	int unit, village; /* places */
	bool first;
	double members;
};

struct listing {
	struct making *m;
	struct stmt *st;
	int unit, village, first, members;
	int *from; /* of each column of the table, the SELECT's; -1: none */
	struct listed *v;
	size_t n, cap;
};

static int find_columns(struct listing *l, struct error *e)
{
	struct making *m = l->m;
	const struct {
		const char *name;
		int *to;
	} own[] = { { "unit", &l->unit }, { "village", &l->village }, { "first", &l->first }, { "members", &l->members } };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		*own[i].to = making_column(m, l->st, own[i].name, e);
		if (*own[i].to < 0)
			return ERR_DATA;
	}
	l->from = xcalloc(m->t->n_columns, sizeof(*l->from));
	for (size_t i = 0; i < m->t->n_columns; i++) {
		const struct report_spec *s = m->specs[i];

		l->from[i] = -1;
		if (!s || s->formula)
			continue;
		l->from[i] = making_column(m, l->st, s->key, e);
		if (l->from[i] < 0)
			return ERR_DATA;
	}
	return 0;
}

static bool names_code(const char *text, const char *code)
{
	struct strlist all;
	bool has;

	strlist_init(&all);
	strlist_split(&all, text, "|");
	has = strlist_has(&all, code);
	strlist_fini(&all);
	return has;
}

static void put_cell(struct listing *l, struct report_row *row, size_t i)
{
	const struct report_spec *s = l->m->specs[i];
	const char *text = stmt_col_text(l->st, l->from[i]);
	const struct codes *list;

	if (!text)
		return;
	if (s->pivot) {
		if (names_code(text, l->m->codes[i]))
			table_set_number(row, (int)i, 1);
	} else if (s->kind != CELL_TEXT && s->kind != CELL_DATE) {
		table_set_number(row, (int)i, stmt_col_real(l->st, l->from[i]));
	} else if (s->codes) {
		list = code_lists_get(forms_codes(l->m->d->forms), s->codes, NULL);
		table_set_code(row, (int)i, text, list ? codes_label(list, text) : text);
	} else {
		table_set_text(row, (int)i, text);
	}
}

static void take_row(struct listing *l)
{
	struct report_desk *d = l->m->d;
	struct listed x = { .seq = l->n };
	const char *unit = stmt_col_text(l->st, l->unit);

	x.unit = report_places_find(&d->units, unit, NULL);
	x.village = report_places_find(&d->villages, unit, stmt_col_text(l->st, l->village));
	if (x.unit < 0 || x.village < 0)
		return;
	x.first = stmt_col_int(l->st, l->first);
	x.members = stmt_col_real(l->st, l->members);
	x.row.cells = xcalloc(l->m->t->n_columns + 1, sizeof(*x.row.cells));
	x.row.unit = xstrdup(unit);
	x.row.unit_code = xstrdup_null(d->units.v[x.unit].unit_code);
	x.row.village = xstrdup_null(d->villages.v[x.village].village);
	for (size_t i = 0; i < l->m->t->n_columns; i++)
		if (l->from[i] >= 0)
			put_cell(l, &x.row, i);
	l->v = grow(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = x;
}

static int by_place(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	if (x->village != y->village)
		return x->village < y->village ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static char *counted(const char *name, double households, double people)
{
	char h[32], p[32];

	return xasprintf(_("%s: %s households, %s people"), name, number_int_show((long long)households, h),
			 number_int_show((long long)people, p));
}

/* The heading over the rows of one place from `at` on. */
static void add_heading(struct listing *l, size_t at)
{
	struct report_desk *d = l->m->d;
	const struct listed *first = &l->v[at];
	struct report_row *row = table_add_row(l->m->t, REPORT_GROUP);
	double households = 0, people = 0;
	char *name;

	for (size_t i = at; i < l->n && l->v[i].unit == first->unit && l->v[i].village == first->village; i++) {
		households += l->v[i].first;
		people += l->v[i].first ? l->v[i].members : 0;
	}
	name = d->units.n > 1 ? xasprintf("%s, %s", d->villages.v[first->village].name, d->units.v[first->unit].name) :
				xstrdup(d->villages.v[first->village].name);
	row->span = counted(name, households, people);
	row->unit = xstrdup(first->row.unit);
	row->unit_code = xstrdup_null(first->row.unit_code);
	row->village = xstrdup_null(first->row.village);
	free(name);
}

static void add_rows(struct listing *l)
{
	struct report_table *t = l->m->t;
	double households = 0, people = 0;
	int no = 0, name = table_find(t, "name");
	char text[24];

	for (size_t i = 0; i < l->n; i++) {
		struct listed *x = &l->v[i];
		struct report_row *row;

		if (!i || x->unit != x[-1].unit)
			no = 0;
		if (!i || x->unit != x[-1].unit || x->village != x[-1].village)
			add_heading(l, i);
		row = table_add_row(t, REPORT_BODY);
		free(row->cells);
		*row = x->row;
		row->kind = REPORT_BODY;
		if (!x->first)
			continue;
		households++;
		people += x->members;
		snprintf(text, sizeof(text), "%d", ++no);
		table_set_text(row, 0, text);
	}
	if (!l->n)
		return;
	table_set_text(table_add_row(t, REPORT_TOTAL), name >= 0 ? name : 0, _("In all"));
	table_add_row(t, REPORT_TOTAL)->span = counted(_("In all"), households, people);
}

int making_list(struct making *m, struct error *e)
{
	struct listing l = { .m = m };
	int rc = making_columns(m, e);

	if (!rc)
		rc = making_select(m, &l.st, e);
	if (rc)
		return rc;
	rc = find_columns(&l, e);
	while (!rc && (rc = stmt_step(l.st, e)) == 1) {
		take_row(&l);
		rc = 0;
	}
	stmt_done(l.st);
	if (l.n)
		qsort(l.v, l.n, sizeof(*l.v), by_place);
	add_rows(&l); /* also after a failure: the rows are the table's then */
	free(l.v);
	free(l.from);
	return rc;
}
