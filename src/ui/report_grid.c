/* SPDX-License-Identifier: MIT */
/* Widths, headings over several columns, and lines of a report's table. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/report_grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"

enum {
	HEAD_WORD = 9,   /* a heading may widen a column of numbers to this */
	STUB_MAX = 30,
	STUB_NARROW = 20, /* on a screen of 80 columns */
	TEXT_MAX = 34,
	LEVEL_MAX = 3,   /* lines of one level of headings */
	HEAD_WIDE = 13,  /* a heading of more lines may widen its column to this */
};

static bool is_text(const struct report_column *c)
{
	return c->kind == CELL_TEXT;
}

/* Columns of the longest word of a text: it is not broken. */
static int longest_word(const char *s)
{
	int longest = 0, w = 0, cols;
	size_t n = strlen(s), at = 0;

	while (at < n) {
		size_t step = utf8_advance(s + at, n - at, &cols);

		w = s[at] == ' ' ? 0 : w + cols;
		if (w > longest)
			longest = w;
		at += step;
	}
	return longest;
}

static int content_width(const struct report_table *t, size_t column)
{
	int widest = 0;

	for (size_t i = 0; i < t->n_rows; i++) {
		char *shown;
		int w;

		if (t->rows[i].span)
			continue;
		shown = table_show(t, &t->rows[i], (int)column);
		w = utf8_width(shown);
		if (w > widest)
			widest = w;
		free(shown);
	}
	return widest;
}

static int column_width(const struct report_grid *g, size_t column, int content)
{
	const struct report_column *c = &g->t->columns[column];
	const char *own = c->head.n ? c->head.v[c->head.n - 1] : "";
	int word = longest_word(own), w = content, most = g->cols >= 100 ? STUB_MAX : STUB_NARROW;

	if (word > HEAD_WORD)
		word = HEAD_WORD;
	if (w < word)
		w = word;
	if (w < 2)
		w = 2;
	while (!c->stub && w < HEAD_WIDE && draw_wrap(0, 0, 0, w, LOOK_TITLE, own) > LEVEL_MAX)
		w++;
	if (c->stub && w > most)
		w = most;
	else if (is_text(c) && w > TEXT_MAX)
		w = TEXT_MAX;
	return w;
}

static int x_of(const struct report_grid *g, size_t column)
{
	int x = 0;
	size_t i;

	for (i = 0; i < g->stubs && i < column; i++)
		x += g->width[i] + 1;
	for (i = g->left; i < column; i++)
		x += g->width[i] + 1;
	return x;
}

static int extent(const struct report_grid *g, size_t column, size_t across)
{
	int w = -1;

	for (size_t i = column; i < column + across && i < g->t->n_columns; i++)
		w += g->width[i] + 1;
	return w;
}

size_t grid_end(const struct report_grid *g)
{
	size_t i = g->left;
	int x = x_of(g, g->left);

	while (i < g->t->n_columns && x + g->width[i] <= g->cols)
		x += g->width[i++] + 1;
	return i;
}

/* Lines of every level, so that each heading fits the cells it covers. */
static void head_heights(struct report_grid *g)
{
	size_t levels = table_levels(g->t);
	const struct report_table *t = g->t;

	memset(g->level_rows, 0, levels * sizeof(*g->level_rows));
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t l = 0; l < levels; l++)
			for (size_t c = 0; c < t->n_columns; c++) {
				struct table_heading h = table_heading(t, l, c);
				int need, have = 0;

				if (h.level != l || h.column != c || (pass == 0) != (h.down == 1))
					continue;
				need = draw_wrap(0, 0, 0, extent(g, c, h.across), LOOK_TITLE, h.label);
				if (need > LEVEL_MAX * (int)h.down)
					need = LEVEL_MAX * (int)h.down;
				for (size_t k = 0; k < h.down; k++)
					have += g->level_rows[l + k];
				if (have < need)
					g->level_rows[l + h.down - 1] += need - have;
			}
	g->head_rows = g->numbers ? 1 : 0;
	for (size_t l = 0; l < levels; l++) {
		if (!g->level_rows[l])
			g->level_rows[l] = 1;
		g->head_rows += g->level_rows[l];
	}
}

void grid_init(struct report_grid *g, const struct report_table *t)
{
	memset(g, 0, sizeof(*g));
	g->t = t;
	g->width = xcalloc(t->n_columns + 1, sizeof(*g->width));
	g->level_rows = xcalloc(table_levels(t) + 1, sizeof(*g->level_rows));
	while (g->stubs < t->n_columns && t->columns[g->stubs].stub)
		g->stubs++;
	g->left = g->stubs;
	for (size_t i = 0; i < t->n_columns && !g->numbers; i++)
		g->numbers = t->columns[i].number != NULL;
}

void grid_fini(struct report_grid *g)
{
	free(g->width);
	free(g->level_rows);
	memset(g, 0, sizeof(*g));
}

void grid_layout(struct report_grid *g, int cols)
{
	if (cols == g->cols)
		return;
	g->cols = cols;
	for (size_t i = 0; i < g->t->n_columns; i++)
		g->width[i] = column_width(g, i, content_width(g->t, i));
	head_heights(g);
	while (g->left > g->stubs && grid_end(g) == g->t->n_columns) {
		g->left--;
		if (grid_end(g) < g->t->n_columns) {
			g->left++;
			break;
		}
	}
}

bool grid_move(struct report_grid *g, int by)
{
	if (by > 0) {
		if (grid_end(g) >= g->t->n_columns || g->left + 1 >= g->t->n_columns)
			return false;
		g->left++;
		return true;
	}
	if (g->left <= g->stubs)
		return false;
	g->left--;
	return true;
}

static bool shown(const struct report_grid *g, size_t column, size_t end)
{
	return column < g->stubs || (column >= g->left && column < end);
}

/* A heading over the part of its cells that is shown, its text in the middle of what it covers. */
static void draw_heading(const struct report_grid *g, const char *label, int y, int rows, size_t from, size_t to)
{
	int x = x_of(g, from), w = x_of(g, to - 1) + g->width[to - 1] - x, need, skip;

	need = draw_wrap(0, 0, 0, w, LOOK_TITLE, label);
	skip = need < rows ? rows - need : 0;
	draw_wrap(y + skip, x, rows - skip, w, LOOK_TITLE, label);
}

void grid_draw_head(const struct report_grid *g, int y)
{
	const struct report_table *t = g->t;
	size_t end = grid_end(g), levels = table_levels(t);
	int top = y;

	draw_blank(y, 0, g->head_rows, g->cols, LOOK_TITLE);
	for (size_t l = 0; l < levels; top += g->level_rows[l], l++)
		for (size_t c = 0; c < t->n_columns;) {
			struct table_heading h = table_heading(t, l, c);
			size_t from, to;
			int rows = 0;

			if (h.level != l || h.column != c) {
				c++;
				continue;
			}
			for (size_t k = 0; k < h.down; k++)
				rows += g->level_rows[l + k];
			for (from = c; from < c + h.across && !shown(g, from, end); from++)
				;
			for (to = from; to < c + h.across && shown(g, to, end); to++)
				;
			if (to > from)
				draw_heading(g, h.label, top, rows, from, to);
			c += h.across;
		}
	if (!g->numbers)
		return;
	for (size_t c = 0; c < t->n_columns; c++)
		if (shown(g, c, end) && t->columns[c].number)
			draw_right(top, x_of(g, c), g->width[c], LOOK_DIM, t->columns[c].number);
}

void grid_draw_row(const struct report_grid *g, size_t row, int y, enum look look)
{
	const struct report_table *t = g->t;
	const struct report_row *r = &t->rows[row];
	size_t end = grid_end(g);

	draw_blank(y, 0, 1, g->cols, look);
	if (r->span) {
		draw_text(y, 0, g->cols, look, r->span);
		return;
	}
	for (size_t c = 0; c < end; c++) {
		char *text;

		if (!shown(g, c, end))
			continue;
		text = table_show(t, r, (int)c);
		if (is_text(&t->columns[c]))
			draw_text(y, x_of(g, c), g->width[c], look, text);
		else
			draw_right(y, x_of(g, c), g->width[c], look, text);
		free(text);
	}
}

char *grid_column_words(const struct report_table *t, size_t column)
{
	const struct report_column *c = &t->columns[column];
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < c->head.n; i++)
		str_addf(&b, "%s%s", i ? " · " : "", c->head.v[i]);
	if (c->number)
		str_addf(&b, " (%s)", c->number);
	return str_take(&b);
}
