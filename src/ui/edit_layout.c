/* SPDX-License-Identifier: MIT */
/*
 * The paper's order on a screen: fields one under the other, group titles between them, what is
 * wrong under its field. A label too long for its column is broken over lines, never cut: it is
 * what the officer reads the paper by.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit_layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"

#define TWO_COLUMNS_FROM 110
#define MARK_COLS 2 /* mark of a problem and a blank, before the label */
#define GAP_COLS 2  /* between label and value */

bool edit_on_screen(const struct field *fd)
{
	return !fd->hidden && fd != fd->form->parent;
}

static bool on_page(const struct field *fd, const struct form_part *page)
{
	if (!edit_on_screen(fd))
		return false;
	return page ? str_eq(fd->page, page->name) : !fd->page;
}

bool edit_tab_has(const struct edit_tab *tab, const struct field *fd)
{
	if (tab->roster >= 0)
		return false;
	if (!tab->fields)
		return on_page(fd, tab->page);
	for (const char *const *name = tab->fields; *name; name++)
		if (str_eq(*name, fd->name))
			return edit_on_screen(fd);
	return false;
}

static bool page_has_fields(const struct form *form, const struct form_part *page)
{
	for (size_t i = 0; i < form->n_fields; i++)
		if (on_page(&form->fields[i], page))
			return true;
	return false;
}

size_t edit_tabs(const struct form *form, struct edit_tab **out)
{
	struct edit_tab *v = xcalloc(form->n_pages + form->n_rosters + 1, sizeof(*v));
	size_t n = 0;

	if (page_has_fields(form, NULL))
		v[n++] = (struct edit_tab){ NULL, -1, NULL };
	for (size_t i = 0; i < form->n_pages; i++)
		if (page_has_fields(form, &form->pages[i]))
			v[n++] = (struct edit_tab){ &form->pages[i], -1, NULL };
	for (size_t i = 0; i < form->n_rosters; i++)
		v[n++] = (struct edit_tab){ NULL, (int)i, NULL };
	*out = v;
	return n;
}

size_t edit_tab_of(const struct edit_tab *tabs, size_t n, const struct field *fd)
{
	for (size_t i = 0; i < n; i++)
		if (edit_tab_has(&tabs[i], fd))
			return i;
	return 0;
}

int edit_value_cols(const struct field *fd)
{
	switch (fd->type) {
	case FIELD_TEXT:
		return fd->width > 0 ? fd->width + 1 : 60;
	case FIELD_INT:
	case FIELD_DECIMAL:
		return fd->width > 0 ? fd->width + 3 : 12;
	case FIELD_MONEY:
		return fd->width > 0 ? fd->width + 5 : 20;
	case FIELD_DATE:
		return 11;
	case FIELD_YESNO:
		return 8;
	case FIELD_ANSWERS:
		return 20;
	case FIELD_CHOICE:
	case FIELD_MULTI:
	case FIELD_REFERENCE:
		break;
	}
	return fd->width > 0 ? fd->width + 1 : 36;
}

size_t edit_wrap(const char *s, int cols, size_t *skip)
{
	size_t all = strlen(s), fit = utf8_fit(s, cols, NULL);
	int c;

	*skip = 0;
	if (fit >= all)
		return all;
	if (fit == 0)
		return utf8_advance(s, all, &c);
	size_t cut = fit;
	while (cut > 0 && s[cut] != ' ')
		cut--;
	if (cut == 0)
		return fit;
	*skip = 1;
	return cut;
}

static const char *item_label(const struct field *fd, const char *code)
{
	return code ? codes_label(fd->choices, code) : i18n_pick(fd->label);
}

static int label_width(const struct field *fd, const char *code)
{
	return utf8_width(item_label(fd, code)) + (fd->required && !code ? 2 : 0);
}

static struct edit_line *add_line(struct edit_layout *l)
{
	l->line = grow(l->line, l->n_lines, &l->cap_lines, sizeof(*l->line));
	memset(&l->line[l->n_lines], 0, sizeof(*l->line));
	return &l->line[l->n_lines++];
}

static void add_title(struct edit_layout *l, const char *text, int cols)
{
	if (str_empty(text))
		return;
	if (l->n_lines > 0) {
		const struct edit_cell *before = &l->line[l->n_lines - 1].cell[0];
		if (before->kind == EDIT_CELL_GROUP && str_eq(before->text, text))
			return;
	}
	struct edit_line *line = add_line(l);
	line->cell[0] = (struct edit_cell){
		.kind = EDIT_CELL_GROUP, .text = text, .len = strlen(text), .x = 1, .cols = cols - 1
	};
}

/* The line `at` of a block that began at `from`, made where there is none yet. */
static struct edit_line *block_line(struct edit_layout *l, size_t from, size_t at)
{
	while (l->n_lines <= from + at)
		add_line(l);
	return &l->line[from + at];
}

static size_t add_notes(struct edit_layout *l, const struct edit_source *src,
			const struct field *fd, const char *code, size_t item, int side,
			size_t from, size_t at, int x, int cols)
{
	struct edit_note note;

	for (size_t i = 0; src->note && src->note(src->ctx, fd, code, i, &note); i++) {
		const char *s = note.text;
		while (*s) {
			size_t skip, len = edit_wrap(s, cols, &skip);
			block_line(l, from, at)->cell[side] = (struct edit_cell){
				.kind = EDIT_CELL_NOTE,
				.item = item,
				.note = note.kind,
				.text = s,
				.len = len,
				.x = x,
				.cols = cols,
			};
			at++;
			s += len + skip;
		}
		if (fd && note.kind > l->item[item].worst)
			l->item[item].worst = note.kind;
	}
	return at;
}

/* One field on the lines from `from` on, in the left (0) or right (1) column. */
static void add_item(struct edit_layout *l, const struct field *fd, const char *code, size_t from,
		     int side, int cols, const struct edit_source *src)
{
	int x0 = side ? l->column_cols + 1 : 0;
	int room = cols - x0 - MARK_COLS - l->label_cols - GAP_COLS - 1;
	int want = code ? edit_value_cols(fd) : fd->type == FIELD_ANSWERS ? 0 : edit_value_cols(fd);
	const char *s = item_label(fd, code);
	size_t at = 0, index = l->n_items;

	l->item = grow(l->item, l->n_items, &l->cap_items, sizeof(*l->item));
	l->n_items++;
	l->item[index] = (struct edit_item){
		.field = fd,
		.code = code,
		.first = from,
		.label_x = x0 + MARK_COLS,
		.label_cols = l->label_cols,
		.x = x0 + MARK_COLS + l->label_cols + GAP_COLS,
		.cols = want < room ? want : room,
	};
	for (;;) {
		size_t skip,
			len = edit_wrap(s, l->label_cols - (fd->required && !code ? 2 : 0), &skip);
		bool end = s[len] == 0;
		block_line(l, from, at)->cell[side] = (struct edit_cell){
			.kind = end ? EDIT_CELL_FIELD : EDIT_CELL_LABEL,
			.item = index,
			.text = s,
			.len = len,
			.x = x0 + MARK_COLS,
			.cols = l->label_cols,
		};
		s += len + skip;
		if (end)
			break;
		at++;
	}
	l->item[index].line = from + at;
	int note_x = x0 + MARK_COLS + 2;
	int note_cols =
		(l->two && side == 0 && l->line[from].cell[1].kind ? l->column_cols : cols) -
		note_x;
	if (l->two && side == 1)
		note_cols = cols - note_x;
	at = add_notes(l, src, fd, code, index, side, from, at + 1, note_x, note_cols);
	l->item[index].last = from + at - 1;
}

/* The label may be broken over lines, the value must be seen whole. */
static bool fits_half(const struct edit_layout *l, const struct field *fd)
{
	return edit_value_cols(fd) <= l->column_cols - l->label_cols - MARK_COLS - GAP_COLS - 1;
}

/* Fields and indicators of the page that are asked now, in order. */
struct slot {
	const struct field *fd;
	const char *code;
	bool head; /* of an answers field: its title comes first */
};

static struct slot *collect(const struct form *form, const struct edit_tab *tab,
			    const struct edit_source *src, size_t *n)
{
	struct slot *v = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];
		bool head = true;
		if (!edit_tab_has(tab, fd) || !src->shown(src->ctx, fd, NULL))
			continue;
		if (fd->type != FIELD_ANSWERS) {
			v = grow(v, *n, &cap, sizeof(*v));
			v[(*n)++] = (struct slot){ fd, NULL, false };
			continue;
		}
		for (size_t c = 0; fd->choices && c < fd->choices->n; c++) {
			if (!src->shown(src->ctx, fd, fd->choices->v[c].code))
				continue;
			v = grow(v, *n, &cap, sizeof(*v));
			v[(*n)++] = (struct slot){ fd, fd->choices->v[c].code, head };
			head = false;
		}
	}
	return v;
}

/* Labels may have what the values leave them, and never less than about half: then they are
 * broken over lines. */
static void measure(struct edit_layout *l, const struct slot *v, size_t n, int cols)
{
	int widest = 8, value = 8;

	l->two = cols >= TWO_COLUMNS_FROM;
	l->column_cols = l->two ? (cols - 1) / 2 : cols;
	for (size_t i = 0; i < n; i++) {
		int w = label_width(v[i].fd, v[i].code), want = edit_value_cols(v[i].fd);
		if (w > widest)
			widest = w;
		if (want > value)
			value = want < l->column_cols / 2 ? want : l->column_cols / 2;
	}
	int least = l->column_cols * (l->two ? 55 : 45) / 100,
	    left = l->column_cols - MARK_COLS - GAP_COLS - 1 - value;
	int cap = left > least ? left : least;
	l->label_cols = widest < cap ? widest : cap;
}

static const struct form_part *group_of(const struct form *form, const struct field *fd)
{
	for (size_t i = 0; fd->group && i < form->n_groups; i++)
		if (str_eq(form->groups[i].name, fd->group))
			return &form->groups[i];
	return NULL;
}

void edit_layout_build(struct edit_layout *l, const struct form *form, const struct edit_tab *tab,
		       int cols, const struct edit_source *src)
{
	size_t n;
	struct slot *v = collect(form, tab, src, &n);
	const struct form_part *group = NULL;

	l->n_items = l->n_lines = 0;
	measure(l, v, n, cols);
	add_notes(l, src, NULL, NULL, 0, 0, 0, 0, 1, cols - 1);
	for (size_t i = 0; i < n; i++) {
		const struct form_part *g = group_of(form, v[i].fd);
		if (g != group && g && !tab->fields) /* whoever chose the fields has a title for them */
			add_title(l, i18n_pick(g->title), cols);
		group = g;
		if (v[i].head)
			add_title(l, i18n_pick(v[i].fd->label), cols);
		size_t from = l->n_lines;
		bool pair = l->two && i + 1 < n && group_of(form, v[i + 1].fd) == g &&
			    !v[i + 1].head && (v[i].code == NULL) == (v[i + 1].code == NULL) &&
			    fits_half(l, v[i].fd) && fits_half(l, v[i + 1].fd);
		if (pair) /* so that the left one's notes leave room for the right one */
			block_line(l, from, 0)->cell[1].kind = EDIT_CELL_LABEL;
		add_item(l, v[i].fd, v[i].code, from, 0, pair ? l->column_cols : cols, src);
		if (pair) {
			i++;
			add_item(l, v[i].fd, v[i].code, from, 1, cols, src);
		}
	}
	free(v);
}

void edit_layout_shift(struct edit_layout *l, int by)
{
	for (size_t i = 0; i < l->n_items; i++) {
		l->item[i].label_x += by;
		l->item[i].x += by;
	}
	for (size_t i = 0; i < l->n_lines; i++)
		for (int side = 0; side < 2; side++)
			l->line[i].cell[side].x += by;
}

void edit_layout_fini(struct edit_layout *l)
{
	free(l->item);
	free(l->line);
	memset(l, 0, sizeof(*l));
}

size_t edit_code_at(const struct field *fd, const char *code)
{
	if (!code || !fd || !fd->choices)
		return 0;
	for (size_t i = 0; i < fd->choices->n; i++)
		if (str_eq(fd->choices->v[i].code, code))
			return i;
	return fd->choices->n;
}

size_t edit_layout_find(const struct edit_layout *l, const struct field *fd, const char *code)
{
	for (size_t i = 0; fd && i < l->n_items; i++) {
		const struct edit_item *it = &l->item[i];
		if (it->field->index > fd->index)
			return i;
		if (it->field->index == fd->index &&
		    (!code || edit_code_at(fd, it->code) >= edit_code_at(fd, code)))
			return i;
	}
	return fd && l->n_items ? l->n_items - 1 : 0;
}

size_t edit_scroll(size_t first, size_t rows, size_t from, size_t to, size_t n)
{
	if (rows == 0)
		return 0;
	if (to >= first + rows)
		first = to + 1 - rows;
	if (from < first)
		first = from;
	if (n <= rows)
		return 0;
	return first > n - rows ? n - rows : first;
}
