/* SPDX-License-Identifier: MIT */
/*
 * A table as plain text: columns share the width by their percent, cells that are one with their neighbour are
 * drawn as one, and where lines meet the right corner is taken.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/doc_impl.h"
#include "text/utf8.h"

#define WORD_MAX 14 /* a longer word may be cut */
#define PADDED_MAX 7 /* more columns than these have no blank beside their lines */

struct grid {
	const struct doc_block *b;
	int *width;            /* of each column's text */
	int pad;               /* blanks at each side of a cell */
	struct strlist *cell;  /* by column: lines of the cell, still to be drawn from `next` on */
	size_t *next;
	struct strlist *out;
};

/* Columns of the longest word in this column, so that it need not be cut. */
static int longest_word(const struct doc_block *b, size_t c)
{
	int longest = 2;

	for (size_t i = 0; i < b->n_rows; i++) {
		const struct doc_cell *cell = &b->rows[i].v[c];
		struct strlist words;

		if (cell->left || cell->above || (c + 1 < b->n_columns && b->rows[i].v[c + 1].left))
			continue;
		strlist_init(&words);
		doc_wrap(&cell->text, 1000, 0, &words); /* its lines; a word is a part of one */
		for (size_t k = 0; k < words.n; k++)
			for (const char *p = words.v[k]; *p; p += strspn(p, " ")) {
				size_t n = strcspn(p, " ");
				int w = utf8_width_n(p, n);

				longest = w > longest && w <= WORD_MAX ? w : longest;
				p += n;
			}
		strlist_fini(&words);
	}
	return longest;
}

/* Give each column room for its longest word, out of the columns that have most to spare. */
static void mind_words(struct grid *g)
{
	size_t n = g->b->n_columns;
	int *need = xcalloc(n, sizeof(*need));

	for (size_t c = 0; c < n; c++)
		need[c] = longest_word(g->b, c);
	for (size_t c = 0; c < n; c++)
		while (g->width[c] < need[c]) {
			size_t from = 0;

			for (size_t k = 1; k < n; k++)
				if (g->width[k] - need[k] > g->width[from] - need[from])
					from = k;
			if (g->width[from] <= need[from])
				break;
			g->width[from]--;
			g->width[c]++;
		}
	free(need);
}

static void share_width(struct grid *g, int width)
{
	const struct doc_block *b = g->b;
	int n = (int)b->n_columns, sum = 0, room, used = 0, widest = 0;

	room = b->plain ? width - 2 * (n - 1) : width - (n + 1) - 2 * g->pad * n;
	for (int i = 0; i < n; i++)
		sum += b->columns[i].width;
	for (int i = 0; i < n; i++) {
		g->width[i] = room * b->columns[i].width / (sum ? sum : 1);
		if (g->width[i] < 2)
			g->width[i] = 2;
		used += g->width[i];
		if (g->width[i] > g->width[widest])
			widest = i;
	}
	g->width[widest] += room - used;
	if (g->width[widest] < 2)
		g->width[widest] = 2;
	mind_words(g);
}

static bool continues(const struct grid *g, size_t row, size_t c)
{
	return row + 1 < g->b->n_rows && g->b->rows[row + 1].v[c].above;
}

/* Columns that the cell at `c` covers, and how wide its text may be. */
static size_t covered(const struct grid *g, const struct doc_row *r, size_t c, int *width)
{
	size_t n = 1;

	*width = g->width[c];
	while (c + n < g->b->n_columns && r->v[c + n].left) {
		*width += g->width[c + n] + (g->b->plain ? 2 : 1 + 2 * g->pad);
		n++;
	}
	return n;
}

/* Take up the cells that begin in this row; the row is as high as the highest that ends in it. */
static size_t begin_row(struct grid *g, size_t row)
{
	const struct doc_row *r = &g->b->rows[row];
	size_t high = 1;

	for (size_t c = 0; c < g->b->n_columns; c++) {
		int width;

		if (r->v[c].left)
			continue;
		if (!r->v[c].above) {
			covered(g, r, c, &width);
			strlist_fini(&g->cell[c]);
			strlist_init(&g->cell[c]);
			doc_wrap(&r->v[c].text, width, 0, &g->cell[c]);
			g->next[c] = 0;
		}
		if (!continues(g, row, c) && g->cell[c].n - g->next[c] > high)
			high = g->cell[c].n - g->next[c];
	}
	return high;
}

static void draw_row(struct grid *g, size_t row)
{
	const struct doc_row *r = &g->b->rows[row];
	size_t high = begin_row(g, row);
	struct str line;

	str_init(&line);
	while (high--) {
		str_reset(&line);
		for (size_t c = 0; c < g->b->n_columns;) {
			const struct doc_cell *cell = &r->v[c];
			bool more = g->next[c] < g->cell[c].n;
			int width;
			size_t n = covered(g, r, c, &width);

			str_add(&line, g->b->plain ? (c ? "  " : "") : "│");
			for (int i = 0; i < g->pad; i++)
				str_addc(&line, ' ');
			doc_pad(&line, more ? g->cell[c].v[g->next[c]] : "", width,
				r->head ? DOC_CENTRE : cell->align);
			for (int i = 0; i < g->pad; i++)
				str_addc(&line, ' ');
			g->next[c] += more;
			c += n;
		}
		str_add(&line, g->b->plain ? "" : "│");
		strlist_add(g->out, line.s);
	}
	str_fini(&line);
}

/* Is there a line at the left of column c in this row? Rows before the first and after the last have none. */
static bool upright(const struct grid *g, size_t row, size_t c)
{
	if (row >= g->b->n_rows)
		return false;
	return c == 0 || c == g->b->n_columns || !g->b->rows[row].v[c].left;
}

/* Is there a line between this row and the one before it, in column c? */
static bool level(const struct grid *g, size_t row, size_t c)
{
	return row == 0 || row == g->b->n_rows || !g->b->rows[row].v[c].above;
}

/* A cell that goes on below: its next line takes the place of the line between the rows. */
static size_t draw_through(struct grid *g, size_t row, size_t c, struct str *line)
{
	const struct doc_row *r = &g->b->rows[row];
	bool more = g->next[c] < g->cell[c].n;
	int width;
	size_t n = covered(g, r, c, &width);

	for (int i = 0; i < g->pad; i++)
		str_addc(line, ' ');
	doc_pad(line, more ? g->cell[c].v[g->next[c]] : "", width, r->head ? DOC_CENTRE : r->v[c].align);
	for (int i = 0; i < g->pad; i++)
		str_addc(line, ' ');
	g->next[c] += more;
	return n;
}

/* The line above `row` (n_rows: below the last). */
static void draw_line(struct grid *g, size_t row)
{
	/* By up, down, left, right as bits 1, 2, 4, 8. */
	static const char *const corner[] = { " ", "│", "│", "│", "─", "┘", "┐", "┤",
					      "─", "└", "┌", "├", "─", "┴", "┬", "┼" };
	size_t n = g->b->n_columns;
	struct str line;

	str_init(&line);
	for (size_t c = 0; c <= n; c++) {
		bool right = c < n && level(g, row, c);
		unsigned k = (row && upright(g, row - 1, c) ? 1u : 0) |
			     (upright(g, row, c) ? 2u : 0) | (c && level(g, row, c - 1) ? 4u : 0) |
			     (right ? 8u : 0);

		str_add(&line, corner[k]);
		if (c < n && !right) {
			c += draw_through(g, row, c, &line) - 1;
			continue;
		}
		for (int i = 0; c < n && i < g->width[c] + 2 * g->pad; i++)
			str_add(&line, "─");
	}
	strlist_add(g->out, line.s);
	str_fini(&line);
}

/* Does any row of the body take more than one line, or is it one to be filled by hand? Only then are lines wanted between them. */
static bool wraps(const struct grid *g)
{
	bool more = false;

	for (size_t i = 0; !more && i < g->b->n_rows; i++) {
		const struct doc_row *r = &g->b->rows[i];
		bool empty = true;
		size_t n;

		for (size_t c = 0; !more && !r->head && c < g->b->n_columns; c += n) {
			struct strlist l;
			int width;

			n = covered(g, r, c, &width);
			strlist_init(&l);
			doc_wrap(&r->v[c].text, width, 0, &l);
			more = l.n > 1 || r->v[c].above;
			empty = empty && !l.n;
			strlist_fini(&l);
		}
		more = more || empty;
	}
	return more;
}

void doc_table_lines(const struct doc_block *b, int width, struct strlist *lines)
{
	struct grid g = { .b = b, .out = lines };
	bool lines_between;

	if (!b->n_rows || !b->n_columns)
		return;
	g.pad = !b->plain && b->n_columns <= PADDED_MAX;
	g.width = xcalloc(b->n_columns, sizeof(*g.width));
	g.cell = xcalloc(b->n_columns, sizeof(*g.cell));
	g.next = xcalloc(b->n_columns, sizeof(*g.next));
	share_width(&g, width);
	lines_between = wraps(&g);
	for (size_t i = 0; i < b->n_rows; i++) {
		const struct doc_row *r = &b->rows[i], *before = i ? &b->rows[i - 1] : NULL;

		if (!b->plain && (lines_between || !before || before->head || r->strong != before->strong))
			draw_line(&g, i);
		draw_row(&g, i);
	}
	if (!b->plain)
		draw_line(&g, b->n_rows);
	for (size_t i = 0; i < b->n_columns; i++)
		strlist_fini(&g.cell[i]);
	free(g.cell);
	free(g.next);
	free(g.width);
}
