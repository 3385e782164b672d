/* SPDX-License-Identifier: MIT */
/*
 * Where the cursor is, and how it gets from field to field, page to page and row to row. What is
 * left is kept first; only then is it known which field comes next, for an answer may show or
 * hide the ones after it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

struct entry *edit_entry(const struct edit *ed)
{
	return ed->row ? ed->row : ed->top;
}

struct entry *edit_by_id(const struct edit *ed, const char *id)
{
	if (str_eq(id, entry_id(ed->top)))
		return ed->top;
	for (size_t r = 0; r < ed->form->n_rosters; r++)
		for (size_t i = 0; i < entry_children(ed->top, r); i++)
			if (str_eq(id, entry_id(entry_child(ed->top, r, i))))
				return entry_child(ed->top, r, i);
	return NULL;
}

bool edit_in_table(const struct edit *ed)
{
	return !ed->row && ed->tab < ed->n_tabs && ed->tabs[ed->tab].roster >= 0;
}

struct edit_item *edit_current(struct edit *ed)
{
	if (edit_in_table(ed) || ed->item >= ed->layout.n_items)
		return NULL;
	return &ed->layout.item[ed->item];
}

bool edit_find_row(const struct edit *ed, const struct entry *en, size_t *roster, size_t *row)
{
	for (size_t r = 0; en != ed->top && r < ed->form->n_rosters; r++)
		for (size_t i = 0; i < entry_children(ed->top, r); i++)
			if (entry_child(ed->top, r, i) == en) {
				*roster = r;
				*row = i;
				return true;
			}
	return false;
}

size_t edit_row_index(const struct edit *ed, const struct entry *row)
{
	size_t roster, i;

	return edit_find_row(ed, row, &roster, &i) ? i : 0;
}

/* ---- what the layout asks ---- */

static bool source_shown(void *ctx, const struct field *fd, const char *code)
{
	const struct edit *ed = ctx;

	return entry_relevant(edit_entry(ed), fd, code);
}

static bool source_note(void *ctx, const struct field *fd, const char *code, size_t i,
			struct edit_note *out)
{
	const struct edit *ed = ctx;

	if (!fd && ed->tab != 0)
		return false;
	for (size_t k = 0; k < ed->n_said; k++) {
		const struct edit_said *s = &ed->said[k];
		if (s->field != fd || !str_eq(s->code, code) || i-- > 0)
			continue;
		*out = (struct edit_note){ s->kind, s->text };
		return true;
	}
	return false;
}

static void layout_page(struct edit *ed)
{
	struct edit_source src = { ed, source_shown, source_note };

	edit_said_build(ed);
	if (edit_in_table(ed)) {
		ed->layout.n_items = ed->layout.n_lines = 0;
		return;
	}
	if (!ed->host) /* before it is first drawn, too */
		ed->frame.cols = draw_cols();
	edit_layout_build(&ed->layout, entry_form(edit_entry(ed)), &ed->tabs[ed->tab], ed->frame.cols,
			  &src);
	edit_layout_shift(&ed->layout, ed->frame.x);
}

void edit_relayout(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	const struct field *fd = it ? it->field : NULL;
	const char *code = it ? it->code : NULL;

	layout_page(ed);
	ed->item = edit_layout_find(&ed->layout, fd, code);
}

void edit_recheck(struct edit *ed)
{
	struct error e = ERROR_INIT;

	problems_fini(&ed->problems);
	memset(&ed->problems, 0, sizeof(ed->problems));
	if (entry_problems(ed->top, &ed->problems, &e))
		ui_error(ed->app, &e);
	edit_propose_build(ed);
	edit_relayout(ed);
}

static void load_tabs(struct edit *ed)
{
	free(ed->tabs);
	if (ed->host && !ed->row) {
		ed->n_tabs = ed->host->n_tabs;
		ed->tabs = xmemdup(ed->host->tabs, ed->n_tabs * sizeof(*ed->tabs));
		return;
	}
	ed->n_tabs = edit_tabs(entry_form(edit_entry(ed)), &ed->tabs);
	if (ed->row) /* a roster within a roster is not shown: no form has one */
		while (ed->n_tabs > 1 && ed->tabs[ed->n_tabs - 1].roster >= 0)
			ed->n_tabs--;
}

static void open_tab(struct edit *ed, size_t tab)
{
	ed->tab = tab < ed->n_tabs ? tab : 0;
	ed->first = 0;
	if (edit_in_table(ed)) {
		ed->roster = (size_t)ed->tabs[ed->tab].roster;
		ed->table.dirty = true;
	}
	layout_page(ed);
}

void edit_show(struct edit *ed, struct entry *row, size_t tab)
{
	edit_line_end(ed);
	ed->row = row;
	load_tabs(ed);
	open_tab(ed, tab);
	edit_put_cursor(ed, 0);
}

void edit_put_cursor(struct edit *ed, size_t item)
{
	edit_line_end(ed);
	ed->item = item < ed->layout.n_items ? item : 0;
	edit_line_begin(ed);
}

void edit_first_empty(struct edit *ed)
{
	struct entry *en = edit_entry(ed);

	for (size_t i = 0; i < ed->layout.n_items; i++) {
		const struct edit_item *it = &ed->layout.item[i];
		if (edit_writable(ed, it->field, false) && !entry_get(en, it->field, it->code)) {
			edit_put_cursor(ed, i);
			return;
		}
	}
}

void edit_goto(struct edit *ed, const struct entry *en, const struct field *fd, const char *code)
{
	size_t roster, i;

	if (en && edit_find_row(ed, en, &roster, &i)) {
		ed->roster = roster;
		if (ed->row != en) {
			edit_show(ed, entry_child(ed->top, roster, i), 0);
			listbox_select(&ed->table, i);
		}
	} else if (ed->row) {
		edit_show(ed, NULL, 0);
	}
	if (!fd) {
		open_tab(ed, 0);
		edit_put_cursor(ed, 0);
		return;
	}
	size_t tab = edit_tab_of(ed->tabs, ed->n_tabs, fd);
	if (tab != ed->tab || edit_in_table(ed))
		open_tab(ed, tab);
	edit_put_cursor(ed, edit_layout_find(&ed->layout, fd, code));
}

/* The first field of a page, the last one, or the table. */
static void enter_tab(struct edit *ed, size_t tab, bool at_end)
{
	edit_line_end(ed);
	open_tab(ed, tab);
	if (edit_in_table(ed)) {
		listbox_select(&ed->table, at_end ? entry_children(ed->top, ed->roster) : 0);
		return;
	}
	size_t n = ed->layout.n_items, at = at_end && n ? n - 1 : 0;
	if (at < n && ed->passing && !edit_writable(ed, ed->layout.item[at].field, false)) {
		size_t beside = edit_item_beside(ed, at, at_end ? -1 : 1);
		at = beside < n ? beside : at;
	}
	edit_put_cursor(ed, at);
}

size_t edit_item_beside(struct edit *ed, size_t at, int direction)
{
	size_t n = ed->layout.n_items;

	while (direction > 0 ? at + 1 < n : at > 0 && at <= n) {
		at += (size_t)direction;
		if (!ed->passing || ed->locked ||
		    edit_writable(ed, ed->layout.item[at].field, false))
			return at;
	}
	return n;
}

bool edit_step(struct edit *ed, int direction)
{
	ed->going = direction;
	bool left = edit_leave(ed);
	ed->going = 0;
	if (!left)
		return false;
	/* Leaving may have hidden the field; then the cursor already stands on the one after it. */
	size_t beside = edit_item_beside(ed, ed->item, direction);
	if (!edit_in_table(ed) && beside < ed->layout.n_items) {
		edit_put_cursor(ed, beside);
		return true;
	}
	if (ed->host && !ed->row) {
		if (!ed->host->beyond(ed->host->ctx, direction))
			edit_line_begin(ed);
		return true;
	}
	if (direction > 0 && ed->tab + 1 < ed->n_tabs) {
		enter_tab(ed, ed->tab + 1, false);
		return true;
	}
	if (direction < 0 && ed->tab > 0) {
		enter_tab(ed, ed->tab - 1, true);
		return true;
	}
	if (ed->row && direction > 0)
		return edit_row_leave(ed, true);
	edit_line_begin(ed);
	if (direction > 0)
		ui_say(ed->app, "%s",
		       ed->locked ? _("This is the last field.")
				  : _("This is the last field. F2 saves, F5 saves and begins a new "
				      "one."));
	return true;
}

bool edit_turn(struct edit *ed, int direction)
{
	if (!edit_leave(ed))
		return false;
	if (direction > 0 && ed->tab + 1 < ed->n_tabs)
		enter_tab(ed, ed->tab + 1, false);
	else if (direction < 0 && ed->tab > 0)
		enter_tab(ed, ed->tab - 1, false);
	else
		edit_line_begin(ed);
	return true;
}

bool edit_to_end(struct edit *ed, bool last)
{
	if (!edit_leave(ed))
		return false;
	enter_tab(ed, last ? ed->n_tabs - 1 : 0, last);
	return true;
}
