/* SPDX-License-Identifier: MIT */
/*
 * Rosters: a table of rows as a page of the form, each row with pages of its own. Enter at the
 * end of a row comes back to the table on the line below, and Enter on its last line adds a row:
 * a household of five is typed with Enter alone.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "text/utf8.h"
#include "ui/dialog.h"

#define NUMBER_COLS 6 /* mark and number */

static const struct form *roster_form(const struct edit *ed)
{
	const struct form *form = NULL;

	forms_get(ed->app->forms, ed->form->rosters[ed->roster], &form, NULL);
	return form;
}

static size_t rows_held(const struct edit *ed)
{
	return entry_children(ed->top, ed->roster);
}

char *edit_row_name(struct edit *ed, const struct entry *row)
{
	const struct form *form = entry_form(row);
	struct entry *en = entry_child(ed->top, ed->roster, edit_row_index(ed, row));
	char *name = NULL;

	for (size_t i = 0; i < form->n_list && str_empty(name); i++) {
		if (form->list[i] == form->parent || form->list[i]->type != FIELD_TEXT)
			continue;
		free(name);
		name = entry_show(en, form->list[i], NULL);
	}
	char *s = str_empty(name) ? xasprintf("%zu", edit_row_index(ed, row) + 1)
				  : xasprintf("%zu %s", edit_row_index(ed, row) + 1, name);
	free(name);
	return s;
}

/* ---- the table ---- */

static int column_cols(const struct field *fd)
{
	int want = edit_value_cols(fd), label = utf8_width(i18n_pick(fd->label));

	if (fd->type == FIELD_TEXT && want > 26)
		want = 26;
	if ((fd->type == FIELD_CHOICE || fd->type == FIELD_REFERENCE || fd->type == FIELD_MULTI) &&
	    want > 16)
		want = 16;
	return want > label || label > 16 ? want : label;
}

/* How many listed fields fit whole, and the columns left behind them. */
static size_t fitting(const struct form *form, int cols, int *left)
{
	size_t i = 0;

	*left = cols - NUMBER_COLS;
	for (; i < form->n_list; i++) {
		if (form->list[i] == form->parent)
			continue;
		int w = column_cols(form->list[i]);
		if (w > *left && i > 0) /* half an ID number says nothing */
			break;
		*left -= w + 1;
	}
	return i;
}

/* What the labels of a choice would like beyond the columns it has. */
static int choice_wish(const struct field *fd)
{
	int wish = utf8_width(i18n_pick(fd->label));

	if (fd->type != FIELD_CHOICE)
		return 0;
	for (size_t i = 0; i < fd->choices->n; i++) {
		int w = utf8_width(codes_label(fd->choices, fd->choices->v[i].code));
		wish = w > wish ? w : wish;
	}
	wish -= column_cols(fd);
	return wish > 0 ? wish : 0;
}

/* Calls fn for each column that fits whole; what is left over goes to choices whose words are cut. */
static void each_column(const struct form *form, int x, int cols,
			void (*fn)(void *ctx, const struct field *fd, int x, int cols), void *ctx)
{
	int end = x + cols, left = 0;
	size_t n = form ? fitting(form, cols, &left) : 0;

	x += NUMBER_COLS;
	for (size_t i = 0; i < n; i++) {
		const struct field *fd = form->list[i];
		if (fd == form->parent)
			continue;
		int more = choice_wish(fd);
		if (more > left)
			more = left > 0 ? left : 0;
		left -= more;
		int w = column_cols(fd) + more;
		fn(ctx, fd, x, x + w > end ? end - x : w);
		x += w + 1;
	}
}

struct cell_draw {
	struct entry *en;
	int y;
	enum look look;
};

static void draw_table_cell(void *ctx, const struct field *fd, int x, int cols)
{
	const struct cell_draw *d = ctx;
	char *text = d->en ? entry_show(d->en, fd, NULL) : xstrdup(i18n_pick(fd->label));

	draw_text(d->y, x, cols, d->look, text);
	free(text);
}

static void table_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct edit *ed = ctx;
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;

	draw_blank(y, x, 1, cols, look);
	if (i >= rows_held(ed)) {
		const struct form *form = roster_form(ed);
		draw_textf(y, x, cols, selected ? LOOK_SELECTED : LOOK_DIM, "   + %s: %s",
			   form ? i18n_pick(form->title) : "", _("Enter adds one"));
		return;
	}
	struct entry *row = entry_child(ed->top, ed->roster, i);
	enum edit_note_kind worst = edit_worst_of(ed, row);
	const char *mark = worst >= EDIT_NOTE_ERROR    ? "!"
			   : worst == EDIT_NOTE_REMARK ? "»"
			   : worst == EDIT_NOTE_DOUBT  ? "?"
						       : " ";
	struct cell_draw d = { row, y, look };

	draw_textf(y, x, NUMBER_COLS, look, " %s%3zu", mark, i + 1);
	each_column(entry_form(row), x, cols, draw_table_cell, &d);
}

static size_t table_count(void *ctx)
{
	const struct edit *ed = ctx;

	return rows_held(ed) + (ed->locked ? 0 : 1);
}

const struct listbox_ops edit_table_ops = { .draw_row = table_row, .count = table_count };

void edit_table_draw(struct edit *ed, const struct edit_frame *at)
{
	struct cell_draw d = { NULL, at->y, LOOK_LABEL };
	int rows = at->rows;

	each_column(roster_form(ed), at->x, at->cols, draw_table_cell, &d);
	listbox_place(&ed->table, at->y + 1, at->x, rows - 1, at->cols);
	/* A row may have been selected before it was known how many fit: no blank lines below
	 * the last. */
	size_t n = table_count(ed), fit = rows > 1 ? (size_t)rows - 1 : 1;
	if (n <= fit)
		ed->table.top = 0;
	else if (ed->table.top > n - fit)
		ed->table.top = n - fit;
	listbox_changed(&ed->table);
	listbox_draw(&ed->table, false);
}

/* ---- rows ---- */

bool edit_row_open(struct edit *ed, size_t i)
{
	if (i >= rows_held(ed))
		return false;
	ed->row_fresh = false;
	edit_show(ed, entry_child(ed->top, ed->roster, i), 0);
	return true;
}

bool edit_row_add(struct edit *ed)
{
	struct error e = ERROR_INIT;

	if (ed->locked) {
		ui_say(ed->app, "%s", ed->locked);
		return false;
	}
	if (!edit_ready(ed))
		return false;
	struct entry *row = entry_child_add(ed->top, ed->roster, &e);
	if (!row) {
		ui_error(ed->app, &e);
		return false;
	}
	ui_saved(ed->app);
	edit_recheck(ed);
	edit_show(ed, row, 0);
	edit_first_empty(ed); /* what is filled in by itself is passed */
	ed->row_fresh = true;
	return true;
}

static size_t table_tab(const struct edit *ed)
{
	for (size_t i = 0; i < ed->n_tabs; i++)
		if (ed->tabs[i].roster == (int)ed->roster)
			return i;
	return 0;
}

static void show_table(struct edit *ed, size_t selected)
{
	edit_show(ed, NULL, 0);
	edit_show(ed, NULL, table_tab(ed));
	listbox_select(&ed->table, selected);
}

/* An added row in which nothing was typed is nobody. */
static bool drop_fresh(struct edit *ed)
{
	struct error e = ERROR_INIT;
	struct entry *row = ed->row;
	size_t i = edit_row_index(ed, row);

	if (!ed->row_fresh)
		return true;
	edit_mark_drop_entry(ed, entry_id(row));
	edit_show(ed, NULL, 0); /* away from it before it goes */
	ed->row_fresh = false;
	if (entry_child_remove(ed->top, ed->roster, i, NULL, &e)) {
		ui_error(ed->app, &e);
		return false;
	}
	ui_saved(ed->app);
	edit_recheck(ed);
	return true;
}

bool edit_row_leave(struct edit *ed, bool below)
{
	size_t at = edit_row_index(ed, ed->row);

	if (!edit_leave(ed))
		return false;
	if (ed->row_fresh)
		below = false;
	if (!drop_fresh(ed))
		return false;
	show_table(ed, at + (below ? 1 : 0));
	return true;
}

bool edit_row_step(struct edit *ed, int direction)
{
	size_t at = edit_row_index(ed, ed->row);

	if (!edit_leave(ed))
		return false;
	if (direction < 0 && at == 0) {
		edit_line_begin(ed);
		ui_say(ed->app, "%s", _("This is the first row."));
		return true;
	}
	if (direction > 0 && ed->row_fresh) {
		edit_line_begin(ed);
		ui_say(ed->app, "%s", _("Nothing is typed in this row yet."));
		return true;
	}
	if (direction < 0 && !drop_fresh(ed))
		return false;
	if (direction > 0 && at + 1 >= rows_held(ed)) {
		if (!ed->locked)
			return edit_row_add(ed);
		edit_line_begin(ed);
		ui_say(ed->app, "%s", _("This is the last row."));
		return true;
	}
	return edit_row_open(ed, direction > 0 ? at + 1 : at - 1);
}

bool edit_row_copy(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	size_t at = ed->row ? edit_row_index(ed, ed->row) : 0;

	if (!ed->row || !it || at == 0) {
		ui_say(ed->app, "%s", _("There is no row above to copy from."));
		return false;
	}
	if (!edit_writable(ed, it->field, true))
		return false;
	const struct entry *above = entry_child(ed->top, ed->roster, at - 1);
	char *value = xstrdup_null(entry_get(above, it->field, it->code));

	ed->going = 1;
	bool set = edit_set(ed, it->field, it->code, value);
	ed->going = 0;
	free(value);
	edit_line_begin(ed);
	return set && edit_step(ed, 1);
}

static bool ask_removal(struct edit *ed, const struct entry *row, char **why)
{
	char *name = edit_row_name(ed, row);
	char *title = xasprintf(_("Take away row %s?"), name);
	bool go;

	*why = NULL;
	if (entry_is_new(row)) {
		go = dialog_confirm(ed->app, title,
				    _("It was not saved yet; what was typed in it goes."),
				    _("Yes, take it away"), _("No"));
	} else {
		*why = dialog_prompt(ed->app, title,
				     _("Only for what was entered by mistake; who died or moved is "
				       "told on a form of "
				       "change. The row goes when the record is saved. Reason:"),
				     "", false);
		go = !str_empty(*why);
	}
	free(title);
	free(name);
	return go;
}

static enum screen_result remove_row(struct edit *ed, size_t i)
{
	struct error e = ERROR_INIT;
	char *why, *id;

	if (ed->locked) {
		ui_say(ed->app, "%s", ed->locked);
		return SCREEN_HANDLED;
	}
	if (i >= rows_held(ed))
		return SCREEN_HANDLED;
	struct entry *row = entry_child(ed->top, ed->roster, i);
	id = xstrdup(entry_id(row));
	if (ask_removal(ed, row, &why) && edit_ready(ed)) {
		if (entry_child_remove(ed->top, ed->roster, i, why, &e)) {
			ui_error(ed->app, &e);
		} else {
			edit_mark_drop_entry(ed, id);
			ui_saved(ed->app);
		}
		edit_recheck(ed);
		listbox_changed(&ed->table);
	}
	free(id);
	free(why);
	return SCREEN_REDRAW;
}

enum screen_result edit_table_letter(struct edit *ed, char c)
{
	switch (c) {
	case 'n':
	case 'N':
	case '+':
		edit_row_add(ed);
		return SCREEN_REDRAW;
	case 'd':
	case 'D':
		return remove_row(ed, ed->table.selected);
	default:
		return SCREEN_IGNORED;
	}
}

enum screen_result edit_table_key(struct edit *ed, const struct key *k)
{
	size_t at = ed->table.selected, n = table_count(ed);

	switch (k->code) {
	case K_ENTER:
		if (at < rows_held(ed))
			edit_row_open(ed, at);
		else
			edit_row_add(ed);
		return SCREEN_REDRAW;
	case K_DELETE:
		return remove_row(ed, at);
	case K_UP:
		if (at > 0)
			break;
		/* fall through */
	case K_BACKTAB:
		edit_step(ed, -1);
		return SCREEN_REDRAW;
	case K_DOWN:
		if (at + 1 < n)
			break;
		/* fall through */
	case K_TAB:
		edit_step(ed, 1);
		return SCREEN_REDRAW;
	default:
		break;
	}
	return listbox_key(&ed->table, k);
}
