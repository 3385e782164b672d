/* SPDX-License-Identifier: MIT */
/* Bars of a report. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/report_chart.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "text/utf8.h"
#include "ui/draw.h"
#include "ui/report_grid.h"

enum { LABEL_LEAST = 14, VALUE_COLS = 11 };

static bool has_figures(const struct report_column *c)
{
	return c->kind == CELL_INT || c->kind == CELL_RATE || c->kind == CELL_MONEY;
}

/* Totals would dwarf the places they sum; a heading over the width has no figures. */
static bool is_place(const struct report_table *t, size_t row)
{
	const struct report_row *r = &t->rows[row];

	return r->kind == REPORT_BODY && !r->span;
}

static bool is_bar(const struct report_chart *c, size_t i)
{
	if (c->across)
		return has_figures(&c->t->columns[i]) &&
		       c->t->columns[i].kind != CELL_RATE; /* shares of other bars */
	return is_place(c->t, i) && c->t->rows[i].measure == c->t->rows[c->row].measure;
}

static size_t bars_most(const struct report_chart *c)
{
	return c->across ? c->t->n_columns : c->t->n_rows;
}

size_t chart_bars(const struct report_chart *c)
{
	size_t n = 0;

	for (size_t i = 0; i < bars_most(c); i++)
		n += is_bar(c, i);
	return n;
}

bool chart_init(struct report_chart *c, const struct report_table *t)
{
	size_t i;

	memset(c, 0, sizeof(*c));
	c->t = t;
	for (i = 0; i < t->n_columns && t->columns[i].kind != CELL_RATE; i++)
		;
	if (i == t->n_columns)
		for (i = 0; i < t->n_columns && !has_figures(&t->columns[i]); i++)
			;
	if (i == t->n_columns || !t->n_rows)
		return false;
	c->column = i;
	/* The row that sums them all, for the bars of columns. */
	for (i = 0; i < t->n_rows && t->rows[i].kind != REPORT_TOTAL; i++)
		;
	for (c->row = i < t->n_rows ? i : 0; c->row + 1 < t->n_rows && t->rows[c->row].span; c->row++)
		;
	return true;
}

bool chart_turn(struct report_chart *c, int by)
{
	size_t n = c->across ? c->t->n_rows : c->t->n_columns, *at = c->across ? &c->row : &c->column;

	for (long i = (long)*at + by; i >= 0 && (size_t)i < n; i += by)
		if (c->across ? !c->t->rows[i].span : has_figures(&c->t->columns[i])) {
			*at = (size_t)i;
			c->top = 0;
			return true;
		}
	return false;
}

static const struct report_cell *cell_of(const struct report_chart *c, size_t i)
{
	return c->across ? &c->t->rows[c->row].cells[i] : &c->t->rows[i].cells[c->column];
}

/* What names a row: its first column of words that is filled. */
static char *row_words(const struct report_table *t, size_t row)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].kind == CELL_TEXT && t->rows[row].cells[i].known) {
			char *s = table_show(t, &t->rows[row], (int)i);

			if (utf8_graphemes(s, strlen(s)) > 3) /* "I", "12" only number it */
				return s;
			free(s);
		}
	return table_show(t, &t->rows[row], 0);
}

static char *bar_words(const struct report_chart *c, size_t i)
{
	return c->across ? grid_column_words(c->t, i) : row_words(c->t, i);
}

static void draw_one(const struct report_chart *c, size_t i, int y, int label, int cols, double most)
{
	const struct report_cell *cell = cell_of(c, i);
	char *words = bar_words(c, i), *value;

	value = c->across ? table_show(c->t, &c->t->rows[c->row], (int)i)
			  : table_show(c->t, &c->t->rows[i], (int)c->column);
	draw_text(y, 1, label, LOOK_NORMAL, words);
	draw_right(y, label + 1, VALUE_COLS, LOOK_NORMAL, value);
	if (cell->known && most > 0)
		draw_bar(y, label + VALUE_COLS + 3, cols - label - VALUE_COLS - 4, LOOK_VALUE,
			 (long long)(cell->number * 100), (long long)(most * 100));
	free(words);
	free(value);
}

void chart_draw(const struct report_chart *c, int y, int rows, int cols)
{
	double most = 0;
	int label = LABEL_LEAST, line = y + 2;
	size_t seen = 0;
	char *title = c->across ? row_words(c->t, c->row) : grid_column_words(c->t, c->column);

	draw_blank(y, 0, rows, cols, LOOK_NORMAL);
	draw_text(y, 1, cols - 2, LOOK_TITLE, title);
	free(title);
	for (size_t i = 0; i < bars_most(c); i++) {
		char *words;
		int w;

		if (!is_bar(c, i))
			continue;
		if (cell_of(c, i)->known && cell_of(c, i)->number > most)
			most = cell_of(c, i)->number;
		words = bar_words(c, i);
		w = utf8_width(words);
		if (w > label)
			label = w;
		free(words);
	}
	if (label > cols / 2)
		label = cols / 2;
	for (size_t i = 0; i < bars_most(c) && line < y + rows; i++)
		if (is_bar(c, i) && seen++ >= c->top)
			draw_one(c, i, line++, label, cols, most);
}
