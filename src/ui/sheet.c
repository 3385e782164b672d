/* SPDX-License-Identifier: MIT */
/* Sheet entry: each key where it belongs. What it does not want itself goes to the fields, as on the edit screen. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "ui/dialog.h"
#include "ui/draw.h"

enum action {
	ACT_NEXT = 1,
	ACT_SAVE,
	ACT_JUMP,
	ACT_ABSENT,
	ACT_HAPPENED,
	ACT_SAME,
	ACT_ALL,
	ACT_BLOCK_DOWN,
	ACT_BLOCK_UP,
	ACT_FIRST,
	ACT_LAST,
	ACT_SHEET_DOWN,
	ACT_SHEET_UP,
	ACT_LEAVE,
	ACT_NOT_HERE,
};

static const struct keybind sheet_keys[] = {
	{ K_F(5), ACT_NEXT, N_("Save, next"), N_("Save the sheet and open the next one not entered") },
	{ K_F(2), ACT_SAVE, N_("Save"), N_("Save the sheet and stay") },
	{ K_CTRL('s'), ACT_SAVE, NULL, N_("Save the sheet and stay") },
	{ K_F(9), ACT_JUMP, N_("Sheet no."), N_("Go to a sheet by its number or a part of the name (/ among the members)") },
	{ K_CHAR('='), ACT_SAME, N_("As before"), N_("Among the members: all are as the book has them; go on") },
	{ K_CHAR('*'), ACT_ALL, N_("Take all"), N_("Take every answer proposed on this block") },
	{ K_ALT('v'), ACT_ABSENT, N_("Nobody home"), N_("Nobody at home: note the day, go on to the next sheet") },
	{ K_ALT('b'), ACT_HAPPENED, NULL,
	  N_("Among the members (b): somebody was born, died, moved: a guided step") },
	{ K_PAGE_DOWN, ACT_BLOCK_DOWN, NULL, N_("Next block") },
	{ K_PAGE_UP, ACT_BLOCK_UP, NULL, N_("Block before") },
	{ K_CTRL_HOME, ACT_FIRST, NULL, N_("First block") },
	{ K_CTRL_END, ACT_LAST, NULL, N_("Last block") },
	{ K_CTRL('n'), ACT_SHEET_DOWN, NULL, N_("Next sheet, without saving (it stays as a draft)") },
	{ K_CTRL('p'), ACT_SHEET_UP, NULL, N_("Sheet before, without saving") },
	{ K_F(7), 0, NULL, N_("Go to the next error, doubt or remark") },
	{ K_F(8), 0, NULL, N_("List all problems of this record and jump") },
	{ K_F(3), 0, NULL, N_("Give the reason for what is to be explained") },
	{ K_F(4), 0, NULL, N_("Open the list of answers (also Space)") },
	{ K_F(6), 0, NULL, N_("What was changed in this record, by whom and when") },
	{ K_F(10), ACT_LEAVE, N_("Leave"), N_("Leave the row or the record; nothing typed is lost") },
	{ K_CANCEL, ACT_LEAVE, NULL, N_("Leave the row or the record; nothing typed is lost") },
	{ K_ALT('x'), ACT_NOT_HERE, NULL, NULL },
	{ 0, 0, NULL, NULL },
};

/* ---- other sheets ---- */

static enum screen_result jump(struct sheet_view *v)
{
	struct strlist lines;
	long i;

	if (!edit_leave(sheet_edit(v)))
		return SCREEN_REDRAW;
	strlist_init(&lines);
	for (size_t k = 0; k < v->list.n; k++) {
		const struct sheet *s = &v->list.v[k];
		char *state = sheet_state_words(s, v->app);

		strlist_take(&lines, xasprintf("%lld  %s · %s", (long long)s->no, s->head, state));
		free(state);
	}
	i = dialog_pick(v->app, _("Sheet number, or a part of the name"), (const char *const *)lines.v, lines.n, (long)v->at);
	strlist_fini(&lines);
	if (i >= 0) {
		sheet_drop(v);
		sheet_read_list(v); /* the one left may be a draft now */
		sheet_show(v, (size_t)i);
	}
	return SCREEN_REDRAW;
}

static enum screen_result step(struct sheet_view *v, int direction)
{
	struct edit *ed = sheet_edit(v);
	size_t to = v->at + (size_t)direction;

	if (ed->row) {
		edit_row_step(ed, direction);
		return SCREEN_REDRAW;
	}
	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	if (to >= v->list.n) {
		ui_say(v->app, "%s", direction > 0 ? _("This is the last sheet.") : _("This is the first sheet."));
		return SCREEN_REDRAW;
	}
	sheet_drop(v);
	sheet_read_list(v); /* one is a draft now */
	sheet_show(v, to);
	return SCREEN_REDRAW;
}

/* ---- keys ---- */

static enum screen_result act(struct sheet_view *v, int action)
{
	switch (action) {
	case ACT_NEXT:
		return sheet_save(v, true);
	case ACT_SAVE:
		return sheet_save(v, false);
	case ACT_JUMP:
		return jump(v);
	case ACT_ABSENT:
		return sheet_absent(v);
	case ACT_HAPPENED:
		return sheet_happened(v);
	case ACT_SAME:
		return sheet_confirm_people(v);
	case ACT_ALL:
		return sheet_take_all(v);
	case ACT_BLOCK_DOWN:
		sheet_go(v, v->now + 1, false);
		return SCREEN_REDRAW;
	case ACT_BLOCK_UP:
		if (v->now > 0)
			sheet_go(v, v->now - 1, false);
		return SCREEN_REDRAW;
	case ACT_FIRST:
		sheet_go(v, 0, false);
		return SCREEN_REDRAW;
	case ACT_LAST:
		sheet_go(v, v->n_blocks - 1, false);
		return SCREEN_REDRAW;
	case ACT_SHEET_DOWN:
		return step(v, 1);
	case ACT_SHEET_UP:
		return step(v, -1);
	case ACT_LEAVE:
		return sheet_leave(v);
	default:
		return SCREEN_HANDLED;
	}
}

static enum screen_result people_key(struct sheet_view *v, const struct key *k)
{
	struct edit *ed = v->part[PART_HOUSEHOLD];
	size_t at = ed->table.selected, n = entry_children(ed->top, 0);

	switch (k->code) {
	case K_ENTER:
		if (at < n)
			edit_row_open(ed, at);
		return SCREEN_REDRAW;
	case K_TAB:
		sheet_go(v, 1, false);
		return SCREEN_REDRAW;
	case K_DOWN:
		if (at + 1 >= n) {
			sheet_go(v, 1, false);
			return SCREEN_REDRAW;
		}
		break;
	case K_TEXT:
		if (k->len != 1)
			return SCREEN_IGNORED;
		if (*k->text == '=')
			return sheet_confirm_people(v);
		if (*k->text == '/')
			return jump(v);
		if (*k->text == 'b' || *k->text == 'B')
			return sheet_happened(v);
		if (*k->text == 'v' || *k->text == 'V')
			return sheet_absent(v);
		return SCREEN_IGNORED;
	default:
		break;
	}
	return listbox_key(&ed->table, k);
}

/* May a star be an answer here, or part of one? */
static bool typing_text(const struct sheet_view *v)
{
	const struct edit_item *it = edit_current(sheet_edit(v));

	return it && (it->field->type == FIELD_TEXT || sheet_edit(v)->typing);
}

static enum screen_result sheet_key(struct screen *s, const struct key *k)
{
	struct sheet_view *v = s->data;
	int action = keybind_find(sheet_keys, k);
	enum screen_result r;

	if (action && k->code != K_TEXT)
		return act(v, action);
	if (sheet_in_people(v)) {
		r = people_key(v, k);
		if (r != SCREEN_IGNORED)
			return r;
	} else if (action == ACT_ALL && !typing_text(v)) {
		return act(v, action);
	} else if (k->code == K_TEXT && k->len > 1 && memchr(k->text, '*', k->len) && !typing_text(v)) {
		return SCREEN_IGNORED; /* typed ahead: letter by letter, for what stands before the star moves on */
	}
	if (sheet_in_people(v) && k->code == K_TEXT)
		return k->len == 1 ? SCREEN_HANDLED : SCREEN_IGNORED;
	r = edit_key(sheet_edit(v), k);
	sheet_follow(v);
	return r == SCREEN_CLOSE ? SCREEN_REDRAW : r;
}

/* A sheet that cannot be shown was told about; there is nothing to draw then. */
static enum screen_result sheet_key_or_end(struct screen *s, const struct key *k)
{
	const struct sheet_view *v = s->data;
	enum screen_result r = sheet_key(s, k);

	return v->part[PART_REVIEW] ? r : SCREEN_CLOSE;
}

/* ---- the screen ---- */

static void draw(struct screen *s, bool part)
{
	sheet_draw(s->data, part);
}

static void back(struct screen *s)
{
	struct sheet_view *v = s->data;
	struct edit *people = v->part[PART_HOUSEHOLD];

	if (people->stale) { /* a guided step was done: the household is another now */
		size_t before = sheet_people(v);

		people->stale = false;
		edit_reopen(people);
		sheet_recount_people(v, before);
		entry_look_again(v->part[PART_REVIEW]->top);
		edit_recheck(v->part[PART_REVIEW]);
	}
	edit_relayout(sheet_edit(v));
}

static char *title(struct screen *s)
{
	const struct sheet_view *v = s->data;

	return xasprintf("%s · %s", v->round_name, _("Sheet entry"));
}

static void help(struct screen *s)
{
	struct sheet_view *v = s->data;

	if (sheet_in_people(v) || edit_help(sheet_edit(v)))
		screen_keys(v->app, s->ops);
}

static void close_sheet(struct screen *s)
{
	sheet_free(s->data);
	s->data = NULL;
}

static const struct screen_ops sheet_screen = {
	.name = "sheet",
	.keys = sheet_keys,
	.draw = draw,
	.key = sheet_key_or_end,
	.back = back,
	.title = title,
	.help = help,
	.close = close_sheet,
};

/* What a record is called; caller frees. */
static char *called(struct app *app, const char *name, const char *id)
{
	const struct form *form;
	char *key = forms_get(app->forms, name, &form, NULL) ? NULL
							     : form_key_show(app->forms, app->book, form, NULL, id);

	return key ? key : xstrdup("");
}

/* True: it is open now. */
static bool open_sheet(struct app *app, const char *round, const char *village, const char *review)
{
	struct sheet_view *v;

	if (book_writable(app->book) && !app_need_officer(app))
		return false;
	v = xcalloc(1, sizeof(*v));
	v->app = app;
	v->round = xstrdup(round);
	v->village = xstrdup(village);
	v->round_name = called(app, "round", round);
	v->village_name = called(app, "village", village);
	listbox_init(&v->side, &sheet_side_ops, v);
	if (!sheet_plan(v) || !sheet_read_list(v)) {
		sheet_free(v);
		return false;
	}
	if (!v->list.n) {
		ui_say(app, _("%s has no sheets in this round: make the list first."), v->village_name);
		sheet_free(v);
		return false;
	}
	sheets_last_visit(app->book, round, village, &v->reviewer, &v->visited);
	size_t at = sheets_first(app->book, &v->list);
	for (size_t i = 0; review && i < v->list.n; i++)
		if (str_eq(v->list.v[i].review, review))
			at = i;
	if (!sheet_show(v, at)) {
		sheet_free(v);
		return false;
	}
	ui_push(app, &sheet_screen, v);
	return true;
}

void screen_sheet(struct app *app, const char *round, const char *village, const char *review)
{
	open_sheet(app, round, village, review);
}

bool screen_sheet_of(struct app *app, const char *review)
{
	char *round, *village;
	bool open = sheets_place(app->book, review, &round, &village) && open_sheet(app, round, village, review);

	free(round);
	free(village);
	return open;
}
