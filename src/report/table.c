/* SPDX-License-Identifier: MIT */
/* The table a report makes: built once, summed once, read by every renderer. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "text/number.h"

struct report_table *table_new(const char *id)
{
	struct report_table *t = xcalloc(1, sizeof(*t));

	t->id = xstrdup(id);
	strlist_init(&t->notes);
	return t;
}

static void column_fini(struct report_column *c)
{
	free(c->key);
	strlist_fini(&c->head);
	free(c->number);
	formula_free(c->formula);
}

static void row_fini(struct report_row *r, size_t n_columns)
{
	free(r->unit);
	free(r->unit_code);
	free(r->village);
	free(r->span);
	for (size_t i = 0; i < n_columns; i++) {
		free(r->cells[i].text);
		free(r->cells[i].plain);
	}
	free(r->cells);
}

void table_free(struct report_table *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n_rows; i++)
		row_fini(&t->rows[i], t->n_columns);
	for (size_t i = 0; i < t->n_columns; i++)
		column_fini(&t->columns[i]);
	free(t->rows);
	free(t->columns);
	free(t->id);
	free(t->title);
	free(t->subtitle);
	free(t->units);
	free(t->banner);
	free(t->owner);
	free(t->above);
	free(t->signer);
	free(t->place_date);
	strlist_fini(&t->notes);
	free(t);
}

struct report_column *table_add_column(struct report_table *t, const char *key, enum cell_kind kind, const char *head)
{
	struct report_column *c;

	if (t->n_rows)
		die("a column of %s is added after its rows", t->id);
	t->columns = grow(t->columns, t->n_columns, &t->cap_columns, sizeof(*t->columns));
	c = &t->columns[t->n_columns++];
	*c = (struct report_column){ .key = xstrdup(key), .kind = kind };
	strlist_init(&c->head);
	strlist_split(&c->head, head, ">");
	if (!c->head.n)
		strlist_add(&c->head, key);
	c->adds = kind == CELL_INT || kind == CELL_MONEY || kind == CELL_MARK;
	return c;
}

int table_find(const struct report_table *t, const char *key)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (!strcmp(t->columns[i].key, key))
			return (int)i;
	return -1;
}

void table_number_columns(struct report_table *t)
{
	int letters = 0, numbers = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		struct report_column *c = &t->columns[i];

		free(c->number);
		c->number = NULL;
		if (c->unnumbered)
			continue;
		c->number = c->stub ? xasprintf("%c", 'A' + letters++ % 26) : xasprintf("%d", ++numbers);
	}
}

struct report_row *table_add_row(struct report_table *t, enum report_row_kind kind)
{
	struct report_row *r;

	t->rows = grow(t->rows, t->n_rows, &t->cap_rows, sizeof(*t->rows));
	r = &t->rows[t->n_rows++];
	*r = (struct report_row){ .kind = kind };
	r->cells = xcalloc(t->n_columns + 1, sizeof(*r->cells));
	return r;
}

void table_set_number(struct report_row *row, int column, double v)
{
	row->cells[column].known = true;
	row->cells[column].number = v;
}

void table_set_text(struct report_row *row, int column, const char *text)
{
	set_string(&row->cells[column].text, text);
	row->cells[column].known = !str_empty(text);
}

void table_set_code(struct report_row *row, int column, const char *code, const char *label)
{
	table_set_text(row, column, label);
	set_string(&row->cells[column].plain, code);
}

void table_drop_column(struct report_table *t, int column)
{
	size_t at = (size_t)column, after = t->n_columns - at - 1;

	for (size_t i = 0; i < t->n_rows; i++) {
		struct report_cell *c = t->rows[i].cells + at;

		free(c->text);
		free(c->plain);
		memmove(c, c + 1, after * sizeof(*c));
	}
	column_fini(&t->columns[at]);
	memmove(t->columns + at, t->columns + at + 1, after * sizeof(*t->columns));
	t->n_columns--;
	for (size_t i = 0; i < t->n_columns; i++) {
		struct report_column *c = &t->columns[i];

		if (!c->formula || formula_drop(c->formula, column))
			continue;
		formula_free(c->formula);
		c->formula = NULL;
		c->adds = false;
	}
}

/* ---- sums and formulas ---- */

void table_range(const struct report_table *t, size_t row, size_t *first, size_t *end)
{
	*first = *end = row;
	if (t->rows[row].kind == REPORT_TOTAL) {
		*first = 0;
		while (*end > 0 && t->rows[*end - 1].kind == REPORT_TOTAL)
			(*end)--;
		if (*end == 0) /* the total stands above */
			for (*first = row; *first < t->n_rows && t->rows[*first].kind == REPORT_TOTAL;)
				(*first)++;
		if (*end == 0)
			*end = t->n_rows;
	} else if (t->rows[row].kind == REPORT_GROUP) {
		while (*first < t->n_rows && t->rows[*first].kind == REPORT_GROUP)
			(*first)++;
		for (*end = *first; *end < t->n_rows && t->rows[*end].kind == REPORT_BODY;)
			(*end)++;
	}
}

static bool sum_of(const struct report_table *t, size_t row, size_t column, double *out)
{
	size_t first, end;
	bool known = false;

	*out = 0;
	table_range(t, row, &first, &end);
	for (size_t i = first; i < end; i++) {
		const struct report_row *r = &t->rows[i];

		if (r->kind != REPORT_BODY || r->measure != t->rows[row].measure || r->span ||
		    !r->cells[column].known)
			continue;
		*out += r->cells[column].number;
		known = true;
	}
	return known;
}

bool table_is_sum(const struct report_table *t, size_t row, int column)
{
	const struct report_cell *c = &t->rows[row].cells[column];
	double sum;

	return t->rows[row].kind != REPORT_BODY && t->columns[column].adds && c->known &&
	       sum_of(t, row, (size_t)column, &sum) && sum == c->number;
}

static bool cell_value(const void *ctx, int column, double *out)
{
	const struct report_row *r = ctx;

	*out = r->cells[column].number;
	return r->cells[column].known;
}

double table_round_rate(double v)
{
	long double scaled = (long double)v * 100;

	return (double)(roundl(scaled + copysignl(1e-9L, scaled)) / 100);
}

static void compute_formulas(const struct report_table *t, struct report_row *r)
{
	for (size_t k = 0; k < t->n_columns; k++) {
		const struct report_column *c = &t->columns[k];
		double v;

		if (!c->formula)
			continue;
		r->cells[k].known = formula_value(c->formula, cell_value, r, &v);
		r->cells[k].number = c->kind == CELL_RATE ? table_round_rate(v) : v;
	}
}

void table_compute(struct report_table *t)
{
	for (size_t i = 0; i < t->n_rows; i++) {
		struct report_row *r = &t->rows[i];
		double v;

		if (r->span)
			continue;
		for (size_t k = 0; r->kind != REPORT_BODY && k < t->n_columns; k++)
			if (!t->columns[k].formula && t->columns[k].adds && sum_of(t, i, k, &v))
				table_set_number(r, (int)k, v);
		compute_formulas(t, r);
	}
}

/* ---- cells as text ---- */

char *table_show(const struct report_table *t, const struct report_row *row, int column)
{
	const struct report_cell *c = &row->cells[column];
	char buf[32];
	struct date d;

	if (!c->known)
		return xstrdup("");
	switch (t->columns[column].kind) {
	case CELL_TEXT:
		return xstrdup(c->text);
	case CELL_DATE:
		return xstrdup(date_parse_iso(c->text, &d) ? date_human(&d, buf) : c->text);
	case CELL_RATE:
		return xstrdup(number_decimal_show(c->number, -1, buf));
	case CELL_YEAR:
		return xasprintf("%.0f", c->number);
	case CELL_MARK:
		if (row->kind == REPORT_BODY)
			return xstrdup(c->number > 0 ? "x" : "");
		break;
	default:
		break;
	}
	return xstrdup(number_int_show((long long)c->number, buf));
}

char *table_plain(const struct report_table *t, const struct report_row *row, int column)
{
	const struct report_cell *c = &row->cells[column];
	char buf[32];

	if (!c->known)
		return xstrdup("");
	if (t->columns[column].kind == CELL_TEXT || t->columns[column].kind == CELL_DATE)
		return xstrdup(c->plain ? c->plain : c->text);
	return xstrdup(number_plain(c->number, buf));
}

static void column_number(const void *ctx, int column, struct str *out)
{
	const struct report_table *t = ctx;

	str_add(out, t->columns[column].number ? t->columns[column].number : t->columns[column].key);
}

char *table_number_line(const struct report_table *t, int column)
{
	const struct report_column *c = &t->columns[column];
	struct str out;

	str_init(&out);
	if (c->number)
		str_add(&out, c->number);
	if (c->number && c->formula) {
		str_add(&out, " = ");
		formula_print(c->formula, column_number, t, &out);
	}
	return str_take(&out);
}

/* ---- headings ---- */

size_t table_levels(const struct report_table *t)
{
	size_t levels = 1;

	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].head.n > levels)
			levels = t->columns[i].head.n;
	return levels;
}

/* Do two columns stand under the same heading down to `level`? Their own labels never join. */
static bool same_heading(const struct report_column *a, const struct report_column *b, size_t level)
{
	if (level + 1 >= a->head.n || level + 1 >= b->head.n)
		return false;
	for (size_t i = 0; i <= level; i++)
		if (strcmp(a->head.v[i], b->head.v[i]) != 0)
			return false;
	return true;
}

struct table_heading table_heading(const struct report_table *t, size_t level, size_t column)
{
	const struct report_column *c = &t->columns[column];
	size_t own = level < c->head.n ? level : c->head.n - 1, first = column, end = column + 1;

	while (first > 0 && same_heading(c, &t->columns[first - 1], own))
		first--;
	while (end < t->n_columns && same_heading(c, &t->columns[end], own))
		end++;
	return (struct table_heading){
		.label = c->head.v[own],
		.level = own,
		.column = first,
		.down = own + 1 == c->head.n ? table_levels(t) - own : 1,
		.across = end - first,
	};
}
