/* SPDX-License-Identifier: MIT */
/*
 * A table as text: headings with merged cells are drawn on a small canvas of terminal columns, rows are
 * put together line by line. Columns are as wide as their cells and the longest word of their heading want.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/render_impl.h"
#include "text/utf8.h"

#define WORD_MAX 14     /* a longer word of a heading does not widen its column more */
#define HEAD_WISH 10    /* a heading may be wrapped into columns as narrow as this */
#define PAPER_WISH 6    /* on paper letters are narrower */
#define GLYPH 12        /* bytes of one letter with its marks */

struct head_cell {
	struct table_heading of;
	struct strlist lines;
};

struct layout {
	const struct report_table *t;
	int wish; /* headings are not wrapped narrower than this */
	int *width; /* of each column's contents */
	int *x;     /* of each column's left border, and of the last right one */
	size_t levels;
	int *height, *y; /* of each level; y: of the rule above it */
	struct head_cell *cells;
	size_t n, cap;
};

static int longest_word(const char *s)
{
	int most = 0;

	while (*(s += strspn(s, " "))) {
		size_t n = strcspn(s, " ");
		int w = utf8_width_n(s, n);

		most = w > most ? w : most;
		s += n;
	}
	return most;
}

/* Words into lines of at most `width` columns; a word that is longer is cut into pieces. */
static void wrap(const char *s, int width, struct strlist *lines)
{
	struct str line;
	int used = 0;

	str_init(&line);
	while (*(s += strspn(s, " "))) {
		size_t n = strcspn(s, " ");
		int w = utf8_width_n(s, n);

		if (used && used + 1 + w > width) {
			strlist_add(lines, line.s);
			str_reset(&line);
			used = 0;
		}
		if (used) {
			str_addc(&line, ' ');
			used++;
		}
		while (w > width) {
			size_t bytes = utf8_fit(s, width, NULL);

			if (!bytes || bytes >= n)
				break;
			str_addn(&line, s, bytes);
			strlist_add(lines, line.s);
			str_reset(&line);
			s += bytes;
			n -= bytes;
			w = utf8_width_n(s, n);
		}
		str_addn(&line, s, n);
		used += w;
		s += n;
	}
	if (line.len || !lines->n)
		strlist_add(lines, line.s);
	str_fini(&line);
}

/* ---- how wide ---- */

static int cell_width(const struct report_table *t, const struct report_row *r, size_t column)
{
	char *text = table_show(t, r, (int)column);
	int w = utf8_width(text);

	free(text);
	return w;
}

static int own_width(const struct layout *l, size_t column)
{
	const struct report_table *t = l->t;
	const struct report_column *c = &t->columns[column];
	const char *label = c->head.v[c->head.n - 1];
	int most = 1, word = longest_word(label), wish = utf8_width(label);
	char *number = table_number_line(t, (int)column);

	for (size_t i = 0; i < t->n_rows; i++) {
		int w = t->rows[i].span ? 0 : cell_width(t, &t->rows[i], column);

		most = w > most ? w : most;
	}
	word = word > WORD_MAX ? WORD_MAX : word;
	wish = wish > l->wish ? l->wish : wish;
	most = word > most ? word : most;
	most = wish > most ? wish : most;
	if (c->number && utf8_width(c->number) > most)
		most = utf8_width(c->number);
	if (longest_word(number) > most && most < l->wish)
		most = longest_word(number) > l->wish ? l->wish : longest_word(number);
	free(number);
	return most;
}

static void collect_cells(struct layout *l)
{
	for (size_t level = 0; level < l->levels; level++) {
		for (size_t column = 0; column < l->t->n_columns; column++) {
			struct head_cell c = { .of = table_heading(l->t, level, column) };

			if (c.of.level != level || c.of.column != column)
				continue;
			strlist_init(&c.lines);
			l->cells = grow(l->cells, l->n, &l->cap, sizeof(*l->cells));
			l->cells[l->n++] = c;
		}
	}
}

static int inner_width(const struct layout *l, const struct table_heading *c)
{
	int w = 3 * (int)(c->across - 1);

	for (size_t i = c->column; i < c->column + c->across; i++)
		w += l->width[i];
	return w;
}

/* A heading over several columns must not be narrower than its longest word. */
static void widen_groups(struct layout *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct table_heading *c = &l->cells[i].of;
		int word = longest_word(c->label), w = inner_width(l, c);

		word = word > WORD_MAX ? WORD_MAX : word;
		if (w < word)
			l->width[c->column + c->across - 1] += word - w;
	}
}

static void set_heights(struct layout *l)
{
	for (size_t level = 0; level < l->levels; level++)
		l->height[level] = 1;
	/* First those of one level, then those that cover more and may need what is left. */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < l->n; i++) {
			const struct table_heading *c = &l->cells[i].of;
			struct strlist *lines = &l->cells[i].lines;
			int have = (int)c->down - 1;

			if ((c->down > 1) != pass)
				continue;
			wrap(c->label, inner_width(l, c), lines);
			for (size_t k = c->level; k < c->level + c->down; k++)
				have += l->height[k];
			if (have < (int)lines->n)
				l->height[c->level + c->down - 1] += (int)lines->n - have;
		}
	}
	l->y[0] = 0;
	for (size_t level = 0; level < l->levels; level++)
		l->y[level + 1] = l->y[level] + l->height[level] + 1;
}

static void layout_make(struct layout *l, const struct report_table *t, int wish)
{
	*l = (struct layout){ .t = t, .wish = wish, .levels = table_levels(t) };
	l->width = xcalloc(t->n_columns + 1, sizeof(*l->width));
	l->x = xcalloc(t->n_columns + 1, sizeof(*l->x));
	l->height = xcalloc(l->levels + 1, sizeof(*l->height));
	l->y = xcalloc(l->levels + 1, sizeof(*l->y));
	for (size_t i = 0; i < t->n_columns; i++)
		l->width[i] = own_width(l, i);
	collect_cells(l);
	widen_groups(l);
	for (size_t i = 0; i < t->n_columns; i++)
		l->x[i + 1] = l->x[i] + l->width[i] + 3;
	set_heights(l);
}

static void layout_free(struct layout *l)
{
	for (size_t i = 0; i < l->n; i++)
		strlist_fini(&l->cells[i].lines);
	free(l->cells);
	free(l->width);
	free(l->x);
	free(l->height);
	free(l->y);
}

/* ---- the headings' canvas ---- */

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

static const char *const rules[16] = {
	" ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼",
};

struct canvas {
	int w, h;
	char (*glyph)[GLYPH]; /* "" where a wide letter or nothing stands */
	unsigned char *line;  /* bits of the rules that meet here; 0: text */
};

static void put_text(struct canvas *v, int y, int x, const char *s)
{
	size_t left = strlen(s);

	while (left && x < v->w) {
		int cols;
		size_t n = utf8_advance(s, left, &cols);

		if (n < GLYPH) {
			memcpy(v->glyph[y * v->w + x], s, n);
			v->glyph[y * v->w + x][n] = '\0';
		}
		for (int i = 1; i < cols && x + i < v->w; i++)
			v->glyph[y * v->w + x + i][0] = '\0';
		x += cols;
		s += n;
		left -= n;
	}
}

static void draw_box(struct canvas *v, int x0, int y0, int x1, int y1)
{
	for (int x = x0; x <= x1; x++) {
		unsigned char across = (unsigned char)((x > x0 ? LEFT : 0) | (x < x1 ? RIGHT : 0));

		v->line[y0 * v->w + x] |= across;
		v->line[y1 * v->w + x] |= across;
	}
	for (int y = y0; y <= y1; y++) {
		unsigned char down = (unsigned char)((y > y0 ? UP : 0) | (y < y1 ? DOWN : 0));

		v->line[y * v->w + x0] |= down;
		v->line[y * v->w + x1] |= down;
	}
}

static void draw_heading(struct canvas *v, const struct layout *l, const struct head_cell *c)
{
	int x0 = l->x[c->of.column], x1 = l->x[c->of.column + c->of.across];
	int y0 = l->y[c->of.level], y1 = l->y[c->of.level + c->of.down];
	int room = x1 - x0 - 3, top = y0 + 1 + (y1 - y0 - 1 - (int)c->lines.n) / 2;

	draw_box(v, x0, y0, x1, y1);
	for (size_t i = 0; i < c->lines.n; i++)
		put_text(v, top + (int)i, x0 + 2 + (room - utf8_width(c->lines.v[i])) / 2, c->lines.v[i]);
}

static void canvas_lines(const struct canvas *v, struct strlist *lines)
{
	for (int y = 0; y < v->h; y++) {
		struct str line;

		str_init(&line);
		for (int x = 0; x < v->w; x++)
			str_add(&line, v->line[y * v->w + x] ? rules[v->line[y * v->w + x]] : v->glyph[y * v->w + x]);
		strlist_take(lines, str_take(&line));
	}
}

static void draw_headings(const struct layout *l, struct strlist *lines)
{
	struct canvas v = { .w = l->x[l->t->n_columns] + 1, .h = l->y[l->levels] + 1 };
	size_t cells = (size_t)v.w * (size_t)v.h;

	v.glyph = xcalloc(cells, sizeof(*v.glyph));
	v.line = xcalloc(cells, 1);
	for (size_t i = 0; i < cells; i++)
		strcpy(v.glyph[i], " ");
	for (size_t i = 0; i < l->n; i++)
		draw_heading(&v, l, &l->cells[i]);
	/* The last rule goes on downwards into the rows. */
	for (size_t i = 0; i <= l->t->n_columns; i++)
		v.line[(v.h - 1) * v.w + l->x[i]] |= DOWN;
	canvas_lines(&v, lines);
	free(v.glyph);
	free(v.line);
}

/* ---- rows ---- */

static void add_padded(struct str *line, const char *text, int width, bool right)
{
	int pad = width - utf8_width(text);

	for (int i = 0; right && i < pad; i++)
		str_addc(line, ' ');
	str_add(line, text);
	for (int i = 0; !right && i < pad; i++)
		str_addc(line, ' ');
}

static char *rule_line(const struct layout *l, const char *left, const char *mid, const char *right, bool spans_above,
		       bool spans_below)
{
	struct str line;
	size_t n = l->t->n_columns;

	str_init(&line);
	for (size_t i = 0; i <= n; i++) {
		const char *cross = mid;

		if (!i || i == n)
			cross = i ? right : left;
		else if (spans_above && spans_below)
			cross = "─";
		else if (spans_above)
			cross = "┬";
		else if (spans_below)
			cross = "┴";
		str_add(&line, cross);
		for (int k = 0; i < n && k < l->width[i] + 2; k++)
			str_add(&line, "─");
	}
	return str_take(&line);
}

static char *span_line(const struct layout *l, const char *text)
{
	struct str line;

	str_init(&line);
	str_add(&line, "│ ");
	add_padded(&line, text, l->x[l->t->n_columns] - 3, false);
	str_add(&line, " │");
	return str_take(&line);
}

static bool is_text(enum cell_kind kind)
{
	return kind == CELL_TEXT || kind == CELL_DATE;
}

/* The first cells name both lines of a place: said once. */
static char *cell_text(const struct layout *l, const struct report_row *r, size_t column)
{
	const struct report_column *c = &l->t->columns[column];

	if (r->measure == MEASURE_PEOPLE && c->stub && strcmp(c->key, "measure") != 0)
		return xstrdup("");
	return table_show(l->t, r, (int)column);
}

static char *row_line(const struct layout *l, const struct report_row *r)
{
	struct str line;

	str_init(&line);
	for (size_t i = 0; i < l->t->n_columns; i++) {
		char *text = cell_text(l, r, i);
		enum cell_kind kind = l->t->columns[i].kind;

		str_add(&line, i ? " │ " : "│ ");
		if (kind == CELL_MARK && r->kind == REPORT_BODY) {
			int half = (l->width[i] - utf8_width(text)) / 2;

			for (int k = 0; k < half; k++)
				str_addc(&line, ' ');
			add_padded(&line, text, l->width[i] - half, false);
		} else {
			add_padded(&line, text, l->width[i], !is_text(kind));
		}
		free(text);
	}
	str_add(&line, " │");
	return str_take(&line);
}

/* The printed numbers; a formula that is too long for its column goes on below. */
static void add_numbers(const struct layout *l, struct strlist *lines)
{
	size_t n = l->t->n_columns, most = 1;
	struct strlist *cells = xcalloc(n, sizeof(*cells));

	for (size_t i = 0; i < n; i++) {
		char *text = table_number_line(l->t, (int)i);

		strlist_init(&cells[i]);
		wrap(text, l->width[i], &cells[i]);
		most = cells[i].n > most ? cells[i].n : most;
		free(text);
	}
	for (size_t k = 0; k < most; k++) {
		struct str line;

		str_init(&line);
		for (size_t i = 0; i < n; i++) {
			const char *text = k < cells[i].n ? cells[i].v[k] : "";
			int half = (l->width[i] - utf8_width(text)) / 2;

			str_add(&line, i ? " │ " : "│ ");
			for (int p = 0; p < half; p++)
				str_addc(&line, ' ');
			add_padded(&line, text, l->width[i] - half, false);
		}
		str_add(&line, " │");
		strlist_take(lines, str_take(&line));
	}
	for (size_t i = 0; i < n; i++)
		strlist_fini(&cells[i]);
	free(cells);
}

static bool has_numbers(const struct report_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].number)
			return true;
	return false;
}

/* A rule before totals, and around headings that go over the whole width. */
static bool wants_rule(const struct report_table *t, size_t row)
{
	const struct report_row *r = &t->rows[row], *before = row ? &t->rows[row - 1] : NULL;

	if (!before)
		return false;
	if (r->span || before->span)
		return true;
	return r->kind != before->kind && (r->kind == REPORT_TOTAL || before->kind == REPORT_TOTAL);
}

static void add_rows(const struct layout *l, struct strlist *lines)
{
	const struct report_table *t = l->t;
	size_t n = t->n_rows;

	for (size_t i = 0; i < n; i++) {
		const struct report_row *r = &t->rows[i];

		if (wants_rule(t, i))
			strlist_take(lines, rule_line(l, "├", "┼", "┤", t->rows[i - 1].span, r->span));
		strlist_take(lines, r->span ? span_line(l, r->span) : row_line(l, r));
	}
	strlist_take(lines, rule_line(l, "└", "┴", "┘", n && t->rows[n - 1].span, !n || t->rows[n - 1].span));
}

static void draw(const struct report_table *t, struct strlist *lines)
{
	struct layout l;

	layout_make(&l, t, HEAD_WISH);
	draw_headings(&l, lines);
	if (has_numbers(t)) {
		add_numbers(&l, lines);
		strlist_take(lines, rule_line(&l, "├", "┼", "┤", false, t->n_rows && t->rows[0].span));
	}
	add_rows(&l, lines);
	layout_free(&l);
}

int *text_edges(const struct report_table *t)
{
	struct layout l;
	int *x;

	layout_make(&l, t, PAPER_WISH);
	x = l.x;
	l.x = NULL;
	layout_free(&l);
	return x;
}

/* ---- the whole ---- */

static void add_line(struct str *out, const char *line)
{
	if (str_empty(line))
		return;
	str_add(out, line);
	str_addc(out, '\n');
}

int render_text(const struct report_table *t, render_out fn, void *ctx, struct error *e)
{
	struct strlist lines;
	struct str out;
	int rc;

	(void)e; /* fn fills it */
	str_init(&out);
	add_line(&out, t->banner);
	add_line(&out, t->above);
	add_line(&out, t->owner);
	add_line(&out, t->title);
	add_line(&out, t->subtitle);
	if (t->units)
		str_addf(&out, "%s: %s\n", _("Unit"), t->units);
	strlist_init(&lines);
	draw(t, &lines);
	for (size_t i = 0; i < lines.n; i++)
		add_line(&out, lines.v[i]);
	strlist_fini(&lines);
	for (size_t i = 0; i < t->notes.n; i++)
		add_line(&out, t->notes.v[i]);
	rc = fn(ctx, out.s, out.len);
	str_fini(&out);
	return rc;
}

/* ---- any of them ---- */

const char *const render_names[] = { "text", "csv", "html", "xlsx", NULL };

int render_table(const struct report_table *t, enum render_as as, bool bom, render_out fn, void *ctx, struct error *e)
{
	switch (as) {
	case RENDER_CSV:
		return render_csv(t, bom, fn, ctx, e);
	case RENDER_HTML:
		return render_html(t, fn, ctx, e);
	case RENDER_XLSX:
		return render_xlsx(t, fn, ctx, e);
	default:
		return render_text(t, fn, ctx, e);
	}
}
