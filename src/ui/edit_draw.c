/* SPDX-License-Identifier: MIT */
/*
 * The edit screen drawn: tabs, the page's fields with what is wrong under them, one line on what
 * the current field takes, one line on how the record stands. A letter typed redraws its field
 * and that one line, nothing else.
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

#define BODY_Y 2

static void take_whole_screen(struct edit *ed)
{
	int rows = draw_rows() - BODY_Y - 3;

	ed->frame = (struct edit_frame){ BODY_Y, 0, rows > 1 ? rows : 1, draw_cols() };
}

/* ---- how weighty a note is ---- */

static enum look note_look(enum edit_note_kind kind)
{
	switch (kind) {
	case EDIT_NOTE_ERROR:
	case EDIT_NOTE_UNREADABLE:
		return LOOK_ERROR;
	case EDIT_NOTE_DOUBT:
	case EDIT_NOTE_REMARK:
		return LOOK_DOUBT;
	case EDIT_NOTE_EXPLAINED:
		return LOOK_GOOD;
	case EDIT_NOTE_HINT:
	case EDIT_NOTE_NONE:
		break;
	}
	return LOOK_HINT;
}

static const char *note_mark(enum edit_note_kind kind)
{
	switch (kind) {
	case EDIT_NOTE_ERROR:
	case EDIT_NOTE_UNREADABLE:
		return "!";
	case EDIT_NOTE_DOUBT:
		return "?";
	case EDIT_NOTE_REMARK:
		return "»";
	case EDIT_NOTE_HINT:
		return "i";
	case EDIT_NOTE_EXPLAINED:
	case EDIT_NOTE_NONE:
		break;
	}
	return " ";
}

/* ---- tabs ---- */

static char *tab_title(struct edit *ed, const struct edit_tab *t)
{
	const struct form *form = entry_form(edit_entry(ed)), *of;

	if (t->roster >= 0) {
		const char *name = form->rosters[t->roster];
		size_t n = entry_children(ed->top, (size_t)t->roster);
		if (forms_get(ed->app->forms, name, &of, NULL))
			return xstrdup(name);
		return xasprintf("%s (%zu)", i18n_pick(of->plural), n);
	}
	return xstrdup(t->page ? i18n_pick(t->page->title) : i18n_pick(form->title));
}

/* "!" or "?" before the title of a page on which something waits. */
static const char *tab_mark(const struct edit *ed, size_t tab)
{
	enum edit_note_kind worst = EDIT_NOTE_NONE;

	if (ed->tabs[tab].roster >= 0) {
		size_t roster = (size_t)ed->tabs[tab].roster;
		for (size_t i = 0; i < entry_children(ed->top, roster); i++) {
			enum edit_note_kind kind =
				edit_worst_of(ed, entry_child(ed->top, roster, i));
			worst = kind > worst ? kind : worst;
		}
	} else {
		for (size_t i = 0; i < ed->n_said; i++)
			if (ed->said[i].kind > worst && ed->said[i].field &&
			    edit_tab_of(ed->tabs, ed->n_tabs, ed->said[i].field) == tab)
				worst = ed->said[i].kind;
	}
	return worst >= EDIT_NOTE_DOUBT ? note_mark(worst) : "";
}

/* First tab to draw so that the current one is in view. */
static size_t first_tab(char *const *title, size_t at, int cols)
{
	size_t first = at;
	int used = utf8_width(title[at]) + 3;

	while (first > 0 && used + utf8_width(title[first - 1]) + 3 <= cols)
		used += utf8_width(title[--first]) + 3;
	return first;
}

static void draw_tabs(struct edit *ed)
{
	int x = 0, cols = draw_cols();

	draw_blank(1, 0, 1, cols, LOOK_BAR);
	if (ed->row) {
		char *name = edit_row_name(ed, ed->row);
		const char *who = name + strspn(name, "0123456789");
		x = draw_textf(1, 0, cols, LOOK_BAR, " %s %zu/%zu%s%s ",
			       i18n_pick(entry_form(ed->row)->title),
			       edit_row_index(ed, ed->row) + 1, entry_children(ed->top, ed->roster),
			       *who ? " ·" : "", who);
		free(name);
		if (ed->n_tabs < 2)
			return;
		x += draw_text(1, x, cols - x, LOOK_BAR, "│");
	}
	char **title = xcalloc(ed->n_tabs + 1, sizeof(*title));
	for (size_t i = 0; i < ed->n_tabs; i++) {
		char *plain = tab_title(ed, &ed->tabs[i]);
		title[i] = xasprintf("%s%s", tab_mark(ed, i), plain);
		free(plain);
	}
	for (size_t i = first_tab(title, ed->tab, cols - x - 2); i < ed->n_tabs && x < cols - 4;
	     i++) {
		int w = utf8_width(title[i]) + 2;
		if (w > cols - x)
			w = cols - x;
		draw_textf(1, x, w, i == ed->tab ? LOOK_SELECTED : LOOK_BAR, " %s ", title[i]);
		x += w;
		if (i + 1 < ed->n_tabs && x < cols)
			x += draw_text(1, x, 1, LOOK_BAR, "│");
	}
	for (size_t i = 0; i < ed->n_tabs; i++)
		free(title[i]);
	free(title);
}

/* ---- one field ---- */

static int item_y(const struct edit *ed, const struct edit_item *it)
{
	return ed->frame.y + (int)it->line - (int)ed->first;
}

static void draw_value(struct edit *ed, struct edit_item *it, bool current)
{
	struct entry *en = edit_entry(ed);
	const struct edit_mark *m = edit_mark_find(ed, en, it->field, it->code);
	bool open = edit_writable(ed, it->field, false);
	bool chosen = it->field->type == FIELD_CHOICE || it->field->type == FIELD_REFERENCE;
	int y = item_y(ed, it);

	if (current &&
	    open) { /* plain text between brackets: a letter costs its own bytes and no colours */
		draw_text(y, it->x - 1, 1, LOOK_KEY, "[");
		draw_text(y, it->x + it->cols, 1, LOOK_KEY, "]");
	}
	const char *proposed = edit_proposal(ed, it);
	if (proposed && (!m || !m->raw)) { /* seen, and not yet an answer */
		char *shown = field_show(ed->app->forms, ed->app->book, it->field, it->code, proposed);
		int room = it->cols + !current; /* the one current has a bracket behind it */
		bool whole = utf8_width(shown) + 2 <= room;
		draw_textf(y, it->x, room, LOOK_DIM, "‹%s%s", shown, whole ? "›" : "");
		if (current)
			draw_cursor(y, it->x);
		free(shown);
		return;
	}
	if (current && ed->line_open && (!chosen || ed->typing)) {
		editline_place(&ed->line, y, it->x, it->cols);
		editline_draw(&ed->line, LOOK_NORMAL);
		return;
	}
	enum look look = m && m->raw ? LOOK_ERROR
			 : !open     ? LOOK_VALUE
			 : current   ? LOOK_NORMAL
				     : LOOK_FIELD;
	char *text = m && m->raw ? xstrdup(m->raw) : entry_show(en, it->field, it->code);
	draw_text(y, it->x, it->cols, look, text);
	if (current)
		draw_cursor(y, it->x);
	free(text);
}

static void draw_cell(struct edit *ed, int y, const struct edit_cell *c)
{
	char *text = xstrndup(c->text ? c->text : "", c->len);
	struct edit_item *it = c->item < ed->layout.n_items ? &ed->layout.item[c->item] : NULL;
	enum look label = it && it == edit_current(ed) ? LOOK_SELECTED : LOOK_LABEL;

	switch (c->kind) {
	case EDIT_CELL_GROUP:
		draw_textf(y, c->x, c->cols, LOOK_TITLE, "%s", text);
		break;
	case EDIT_CELL_NOTE:
		draw_text(y, c->x, c->cols, note_look(c->note), text);
		break;
	case EDIT_CELL_FIELD:
		draw_text(y, c->x - 2, 1, note_look(it->worst), note_mark(it->worst));
		draw_value(ed, it, false);
		/* fall through */
	case EDIT_CELL_LABEL:
		if (c->kind == EDIT_CELL_FIELD && it->field->required && !it->code)
			draw_textf(y, c->x, c->cols, label, "%s *", text);
		else
			draw_text(y, c->x, c->cols, label, text);
		break;
	case EDIT_CELL_NONE:
		break;
	}
	free(text);
}

static void draw_page(struct edit *ed)
{
	const struct edit_frame *f = &ed->frame;
	int rows = f->rows;
	struct edit_item *it = edit_current(ed);
	const struct edit_layout *l = &ed->layout;

	if (it) { /* a group's title stays with its first field */
		size_t from =
			it->first > 0 && l->line[it->first - 1].cell[0].kind == EDIT_CELL_GROUP
				? it->first - 1
				: it->first;
		if (ed->item == 0)
			from = 0; /* with what is said of the page */
		ed->first = edit_scroll(ed->first, (size_t)rows, from, it->last, l->n_lines);
		if (it->line < ed->first || it->line >= ed->first + (size_t)rows)
			ed->first = edit_scroll(ed->first, (size_t)rows, it->line, it->line,
						l->n_lines);
	}
	draw_blank(f->y, f->x, rows, f->cols, LOOK_NORMAL);
	for (int y = 0; y < rows && ed->first + (size_t)y < l->n_lines; y++)
		for (int side = 0; side < 2; side++)
			draw_cell(ed, f->y + y, &l->line[ed->first + (size_t)y].cell[side]);
	if (ed->first > 0)
		draw_text(f->y, f->x + f->cols - 1, 1, LOOK_DIM, "↑");
	if (ed->first + (size_t)rows < l->n_lines)
		draw_text(f->y + rows - 1, f->x + f->cols - 1, 1, LOOK_DIM, "↓");
}

/* ---- the two lines below ---- */

char *edit_hint(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	char *said = edit_meant(ed);

	if (!said && it && ed->host && !ed->row && edit_writable(ed, it->field, false))
		said = edit_digits(it->field, it->code);
	if (!said && it) {
		char *reason = edit_proposal_reason(ed, it);
		if (reason && !ed->locked && edit_proposal(ed, it))
			said = xasprintf(ed->host ? _("Enter takes it · proposed: %s") : _("^G takes it, Esc-g all · proposed: %s"), reason);
		else if (reason)
			said = xstrdup(reason);
		free(reason);
	}
	if (!said && it) {
		char *accepts = edit_accepts(it->field, it->code);
		const char *help = i18n_pick(it->field->help);
		said = ed->locked || str_empty(accepts) ? xstrdup(help)
		       : str_empty(help)		? xstrdup(accepts)
							: xasprintf("%s · %s", accepts, help);
		free(accepts);
	}
	if (!said && edit_in_table(ed))
		said = xstrdup(
			ed->locked ? _("Enter opens the row")
				   : _("Enter opens the row · n adds one · d takes the row away"));
	return said ? said : xstrdup("");
}

static void draw_hint(struct edit *ed)
{
	char *said = edit_hint(ed);

	draw_textf(draw_rows() - 3, 0, draw_cols(), LOOK_DIM, " %s", said);
	free(said);
}

char *edit_standing(struct edit *ed)
{
	size_t errors, doubts, hints;
	struct str b;

	str_init(&b);
	if (ed->locked) {
		str_add(&b, ed->locked);
		return str_take(&b);
	}
	bool draft = edit_mark_draft(ed) != NULL;
	str_add(&b, entry_is_new(ed->top) ? (draft ? _("New, kept as a draft") : _("New record"))
					  : (draft ? _("Changed, kept as a draft") : _("Stored")));
	edit_problem_counts(ed, &errors, &doubts, &hints);
	if (errors)
		str_addf(&b, " · %s %zu", _("Errors:"), errors);
	if (doubts)
		str_addf(&b, " · %s %zu", _("To explain:"), doubts);
	if (hints)
		str_addf(&b, " · %s %zu", _("Notes:"), hints);
	if (ed->required_left)
		str_addf(&b, " · %s %zu", _("Required, still empty:"), ed->required_left);
	return str_take(&b);
}

static void draw_standing(struct edit *ed)
{
	char *text = edit_standing(ed);
	size_t errors, doubts, hints;

	edit_problem_counts(ed, &errors, &doubts, &hints);
	draw_textf(draw_rows() - 2, 0, draw_cols(), errors ? LOOK_ERROR : LOOK_BAR, " %s", text);
	free(text);
}

void edit_draw_body(struct edit *ed, bool part)
{
	struct edit_item *it;

	if (!part && ed->laid_cols != ed->frame.cols) { /* the window has another width now */
		edit_relayout(ed);
		ed->laid_cols = ed->frame.cols;
	}
	if (edit_in_table(ed)) {
		if (part) {
			listbox_draw(&ed->table, true);
			return;
		}
		draw_blank(ed->frame.y, ed->frame.x, ed->frame.rows, ed->frame.cols, LOOK_NORMAL);
		edit_table_draw(ed, &ed->frame);
		return;
	}
	if (!part)
		draw_page(ed);
	it = edit_current(ed);
	if (it)
		draw_value(ed, it, true); /* last: it puts the cursor */
	else
		draw_no_cursor();
}

void edit_draw(struct edit *ed, bool part)
{
	take_whole_screen(ed);
	if (!part) {
		draw_tabs(ed);
		draw_standing(ed);
	}
	if (!part || (ed->typing && !edit_in_table(ed)))
		draw_hint(ed);
	edit_draw_body(ed, part);
}
