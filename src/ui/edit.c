/* SPDX-License-Identifier: MIT */
/*
 * The edit screen of any form: sends each key where it belongs. One table of keys makes the bottom
 * line and the list of keys.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "text/utf8.h"

enum action {
	ACT_SAVE = 1,
	ACT_SAVE_NEW,
	ACT_LIST,
	ACT_NEXT_PROBLEM,
	ACT_PROBLEMS,
	ACT_EXPLAIN,
	ACT_HISTORY,
	ACT_NEXT,
	ACT_PREV,
	ACT_DOWN,
	ACT_UP,
	ACT_PAGE_DOWN,
	ACT_PAGE_UP,
	ACT_FIRST,
	ACT_LAST,
	ACT_ROW_NEXT,
	ACT_ROW_PREV,
	ACT_COPY,
	ACT_CLOSE,
	ACT_REMOVE,
	ACT_PAPERS,
	ACT_ENTER,
	ACT_TAKE,
	ACT_TAKE_ALL,
	ACT_COMPARE,
	ACT_MOVEMENT,
	ACT_INCOME,
};

/* clang-format off: two tables that differ in what a household has more */
#define SAVE_KEYS \
	{ K_F(2), ACT_SAVE, N_("Save"), N_("Save the record (with errors it is kept as not complete)") }, \
	{ K_CTRL('s'), ACT_SAVE, NULL, N_("Save the record") }, \
	{ K_F(5), ACT_SAVE_NEW, N_("Save, new"), N_("Save and begin a new record, with what is carried over") }
#define LIST_KEY { K_F(4), ACT_LIST, N_("List"), N_("Open the list of answers (also Space)") }
#define PROBLEM_KEY { K_F(7), ACT_NEXT_PROBLEM, N_("Next problem"), N_("Go to the next error, doubt or remark") }
#define OTHER_KEYS \
	{ K_F(8), ACT_PROBLEMS, N_("All"), N_("List all problems of this record and jump") }, \
	{ K_F(3), ACT_EXPLAIN, N_("Reason"), N_("Give the reason for what is to be explained") }, \
	{ K_F(6), ACT_HISTORY, N_("History"), N_("What was changed in this record, by whom and when") }, \
	{ K_F(10), ACT_CLOSE, N_("Leave"), N_("Leave the row or the record; nothing typed is lost") }, \
	{ K_CANCEL, ACT_CLOSE, NULL, N_("Leave the row or the record; nothing typed is lost") }, \
	{ K_ENTER, ACT_ENTER, NULL, N_("Next field; on an empty choice that is required: its list") }, \
	{ K_TAB, ACT_NEXT, NULL, N_("Next field") }, \
	{ K_DOWN, ACT_DOWN, NULL, N_("Next field, also one that the program fills in") }, \
	{ K_BACKTAB, ACT_PREV, NULL, N_("Field before") }, \
	{ K_UP, ACT_UP, NULL, N_("Field before, also one that the program fills in") }, \
	{ K_PAGE_DOWN, ACT_PAGE_DOWN, NULL, N_("Next page of the form") }, \
	{ K_PAGE_UP, ACT_PAGE_UP, NULL, N_("Page before") }, \
	{ K_CTRL_HOME, ACT_FIRST, NULL, N_("First field of the form") }, \
	{ K_CTRL_END, ACT_LAST, NULL, N_("Last field of the form") }, \
	{ K_CTRL('n'), ACT_ROW_NEXT, NULL, N_("Next row; behind the last one a new row") }, \
	{ K_CTRL('p'), ACT_ROW_PREV, NULL, N_("Row before") }, \
	{ K_CTRL('t'), ACT_COPY, NULL, N_("Same answer as in the row above") }, \
	{ K_CTRL('g'), ACT_TAKE, NULL, N_("Take the answer that the facts propose here") }, \
	{ K_ALT('g'), ACT_TAKE_ALL, NULL, N_("Take every answer proposed where there is none yet") }, \
	{ K_ALT('s'), ACT_COMPARE, NULL, N_("The class and why, under each standard side by side") }, \
	{ K_ALT('p'), ACT_PAPERS, NULL, N_("Papers to print for this record, as it was last saved") }, \
	{ K_ALT('x'), ACT_REMOVE, NULL, N_("Remove a record entered by mistake") }
/* clang-format on */

static const struct keybind edit_keys[] = { SAVE_KEYS, LIST_KEY, PROBLEM_KEY, OTHER_KEYS, { 0, 0, NULL, NULL } };
static const struct keybind people_keys[] = {
	SAVE_KEYS,
	PROBLEM_KEY,
	{ K_ALT('b'), ACT_MOVEMENT, N_("What happened"),
	  N_("Birth, death, moving, split, join, new head: the whole of it in one step") },
	{ K_ALT('t'), ACT_INCOME, NULL,
	  N_("Income of 12 months: average living standard, low-income worker") },
	LIST_KEY,
	OTHER_KEYS,
	{ 0, 0, NULL, NULL },
};

const char *edit_who(const struct edit *ed)
{
	return ed->app->officer ? ed->app->officer : book_unit_name(ed->app->book);
}

bool edit_ready(struct edit *ed)
{
	if (ed->locked)
		return false;
	if (!ed->keeping && !ed->quiet && !app_need_officer(ed->app))
		return false;
	entry_keep_drafts(ed->top, edit_who(ed));
	ed->keeping = true;
	return true;
}

/* ---- keys ---- */

static enum screen_result enter_key(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);

	ed->going = 1;
	bool taken = ed->host && edit_take_proposal(ed, it);
	ed->going = 0;
	if (taken) {
		edit_step(ed, 1);
		return SCREEN_REDRAW;
	}
	/* Only where an answer must be: through the others Enter goes on, or a keyer would be
	 * stopped by every list. */
	bool choice = it && it->field->required &&
		      (it->field->type == FIELD_CHOICE || it->field->type == FIELD_REFERENCE ||
		       it->field->type == FIELD_MULTI);

	if (choice && !ed->typing && !ed->locked && edit_writable(ed, it->field, false) &&
	    !entry_get(edit_entry(ed), it->field, it->code)) {
		if (!edit_pick(ed))
			return SCREEN_REDRAW;
	}
	edit_step(ed, 1);
	return SCREEN_REDRAW;
}

/* Of a row of a roster those of its record. */
static enum screen_result papers_key(struct edit *ed)
{
	struct entry *en = edit_entry(ed);

	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	edit_line_begin(ed);
	while (!screen_papers_of(entry_form(en)->name) && entry_parent(en))
		en = entry_parent(en);
	if (!screen_papers_of(entry_form(en)->name))
		ui_say(ed->app, "%s", _("There is no paper for this kind of record."));
	else if (entry_base_rev(en) == 0)
		ui_say(ed->app, "%s", _("It is not stored yet: save it first."));
	else if (!entry_owned(en))
		ui_say(ed->app, "%s", _("Papers are printed by the unit that the record belongs to."));
	else
		screen_papers(ed->app, entry_form(en)->name, entry_id(en));
	return SCREEN_REDRAW;
}

static enum screen_result history_key(struct edit *ed)
{
	struct entry *en = edit_entry(ed);

	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	edit_line_begin(ed);
	if (entry_base_rev(en) == 0) {
		ui_say(ed->app, "%s", _("It is not stored yet, so it has no history."));
		return SCREEN_REDRAW;
	}
	screen_history(ed->app, entry_form(en), entry_unit(en), entry_id(en));
	return SCREEN_HANDLED;
}

static enum screen_result row_key(struct edit *ed, int direction)
{
	if (ed->row) {
		edit_row_step(ed, direction);
	} else if (edit_in_table(ed)) {
		if (direction > 0)
			edit_row_add(ed);
	} else if (ed->form->n_rosters && direction > 0 && edit_leave(ed)) {
		/* From a page of the record: to the first roster's table. */
		ed->roster = 0;
		for (size_t i = 0; i < ed->n_tabs; i++)
			if (ed->tabs[i].roster == 0)
				edit_show(ed, NULL, i);
	}
	return SCREEN_REDRAW;
}

static enum screen_result act(struct edit *ed, enum action action)
{
	switch (action) {
	case ACT_SAVE:
		edit_save(ed);
		return SCREEN_REDRAW;
	case ACT_SAVE_NEW:
		return edit_save_and_new(ed);
	case ACT_LIST:
		if (edit_pick(ed))
			edit_step(ed, 1);
		return SCREEN_REDRAW;
	case ACT_NEXT_PROBLEM:
		return edit_problem_next(ed);
	case ACT_PROBLEMS:
		return edit_problem_list(ed);
	case ACT_EXPLAIN:
		return edit_explain(ed);
	case ACT_HISTORY:
		return history_key(ed);
	case ACT_NEXT:
	case ACT_PREV:
	case ACT_DOWN:
	case ACT_UP:
		ed->passing = action == ACT_NEXT || action == ACT_PREV;
		edit_step(ed, action == ACT_NEXT || action == ACT_DOWN ? 1 : -1);
		ed->passing = true;
		return SCREEN_REDRAW;
	case ACT_PAGE_DOWN:
	case ACT_PAGE_UP:
		edit_turn(ed, action == ACT_PAGE_DOWN ? 1 : -1);
		return SCREEN_REDRAW;
	case ACT_FIRST:
	case ACT_LAST:
		edit_to_end(ed, action == ACT_LAST);
		return SCREEN_REDRAW;
	case ACT_ROW_NEXT:
	case ACT_ROW_PREV:
		return row_key(ed, action == ACT_ROW_NEXT ? 1 : -1);
	case ACT_COPY:
		edit_row_copy(ed);
		return SCREEN_REDRAW;
	case ACT_CLOSE:
		return edit_close(ed);
	case ACT_REMOVE:
		return edit_remove_record(ed);
	case ACT_PAPERS:
		return papers_key(ed);
	case ACT_ENTER:
		return enter_key(ed);
	case ACT_TAKE:
		return edit_take_here(ed);
	case ACT_TAKE_ALL:
		return edit_take_all(ed);
	case ACT_COMPARE:
		return edit_compare(ed);
	case ACT_MOVEMENT:
		return edit_movement(ed);
	case ACT_INCOME:
		return edit_income(ed);
	}
	return SCREEN_IGNORED;
}

/* Several letters may come at once: where one of them is a whole answer, the others are the next
 * ones. */
static enum screen_result text_key(struct edit *ed, const char *text, size_t n)
{
	enum screen_result all = SCREEN_HANDLED;

	while (n > 0) {
		enum screen_result r;
		size_t used = 1;
		int cols;
		if (edit_in_table(ed)) {
			used = utf8_advance(text, n, &cols);
			r = used == 1 ? edit_table_letter(ed, text[0]) : SCREEN_HANDLED;
		} else {
			r = edit_value_text(ed, text, n, &used);
		}
		if (r > all)
			all = r;
		text += used;
		n -= used;
	}
	return all;
}

enum screen_result edit_key(struct edit *ed, const struct key *k)
{
	int action;

	if (k->code == K_TEXT)
		return text_key(ed, k->text, k->len);
	if (edit_in_table(ed)) {
		enum screen_result r = edit_table_key(ed, k);
		if (r != SCREEN_IGNORED && k->code != K_PAGE_DOWN && k->code != K_PAGE_UP)
			return r;
	}
	action = keybind_find(edit_of_people(ed) ? people_keys : edit_keys, k);
	return action ? act(ed, (enum action)action) : edit_value_key(ed, k);
}

/* ---- the screen ---- */

static enum screen_result screen_key(struct screen *s, const struct key *k)
{
	return edit_key(s->data, k);
}

static void screen_draw(struct screen *s, bool part)
{
	edit_draw(s->data, part);
}

static void screen_help(struct screen *s)
{
	struct edit *ed = s->data;

	if (edit_help(ed)) /* once more: all the keys */
		screen_keys(ed->app, s->ops);
}

static void screen_back(struct screen *s)
{
	struct edit *ed = s->data;

	if (ed->stale && !ed->row_fresh && !entry_dirty(ed->top))
		edit_reopen(ed);
	ed->stale = false;
	edit_relayout(ed);
}

static char *screen_title(struct screen *s)
{
	struct edit *ed = s->data;
	struct str b;

	str_init(&b);
	str_add(&b, i18n_pick(ed->form->title));
	for (size_t i = 0, n = 0; i < ed->form->n_key; i++) {
		char *v = entry_show(ed->top, ed->form->key[i], NULL);
		if (*v)
			str_addf(&b, "%s%s", n++ ? " / " : ": ", v);
		free(v);
	}
	return str_take(&b);
}

void edit_free(struct edit *ed)
{
	edit_line_end(ed);
	edit_layout_fini(&ed->layout);
	edit_said_free(ed);
	edit_mark_free(ed);
	edit_remarks_free(ed);
	problems_fini(&ed->problems);
	edit_propose_free(ed);
	entry_free(ed->top);
	free(ed->tabs);
	free(ed->own_draft);
	free(ed->lock_why);
	free(ed);
}

void edit_shut(struct edit *ed)
{
	ed->quiet = true;
	edit_leave(ed);
	edit_free(ed);
}

static void screen_close(struct screen *s)
{
	edit_shut(s->data); /* the program may be ending under the officer's hands */
	s->data = NULL;
}

#define EDIT_OPS(table)                                                                                              \
	{                                                                                                           \
		.name = "edit", .keys = table, .draw = screen_draw, .key = screen_key, .back = screen_back,         \
		.title = screen_title, .help = screen_help, .close = screen_close                                   \
	}
const struct screen_ops edit_screen = EDIT_OPS(edit_keys);
const struct screen_ops edit_people_screen = EDIT_OPS(people_keys);
