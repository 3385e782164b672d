/* SPDX-License-Identifier: MIT */
/*
 * A guided step on the screen: which one, then its questions line by line. Everything has a proposal, so Enter goes through;
 * behind the last line both households are shown as they will be, and Enter writes.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/movement.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/record.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/duplicates.h"

#define LINES_Y 3
#define LABEL_COLS 32

/* ---- the current line ---- */

static const struct mv_line *current(const struct mv *m)
{
	return m->at < m->n_lines ? &m->lines[m->at] : NULL;
}

static void line_end(struct mv *m)
{
	if (m->open)
		editline_fini(&m->line);
	m->open = false;
}

static void line_begin(struct mv *m)
{
	const struct mv_line *l = current(m);
	bool proposed;
	char *text;

	line_end(m);
	if (!l || !mv_takes_text(m, l))
		return;
	editline_init(&m->line, 250);
	m->open = true;
	m->fresh = mv_field(m, (enum mv_slot)l->index)->type != FIELD_TEXT;
	text = mv_shown(m, l, &proposed);
	lineedit_set(m->line.model, text);
	free(text);
}

/* Keep what is typed; false: it cannot be read, and why is said. */
static bool line_leave(struct mv *m)
{
	const struct mv_line *l = current(m);
	struct error e = ERROR_INIT;
	char *value = NULL, *was;
	bool proposed, same;

	if (!m->open || !l)
		return true;
	was = mv_shown(m, l, &proposed);
	same = !strcmp(was, lineedit_text(m->line.model));
	free(was);
	if (same)
		return true;
	if (field_read(m->app->forms, m->app->book, mv_field(m, (enum mv_slot)l->index), NULL, lineedit_text(m->line.model),
		       ENTRY_HUMAN, &value, &e)) {
		ui_say(m->app, "%s %s", e.what ? e.what : "", e.todo ? e.todo : "");
		error_clear(&e);
		return false;
	}
	mv_set(m, (enum mv_slot)l->index, value);
	free(value);
	line_end(m);
	mv_refresh(m);
	return true;
}

static void go_to(struct mv *m, size_t at)
{
	line_end(m);
	m->at = at < m->n_lines ? at : m->n_lines ? m->n_lines - 1 : 0;
	line_begin(m);
}

/* Enter leaves the people behind once they are ticked. */
static size_t behind_ticks(const struct mv *m)
{
	size_t at = m->at;

	while (at < m->n_lines && m->lines[at].kind == MV_LINE_TICK)
		at++;
	return at;
}

/* ---- drawing ---- */

static void draw_line(struct mv *m, size_t i, int y, int cols)
{
	const struct mv_line *l = &m->lines[i];
	bool here = i == m->at, proposed, tick = l->kind == MV_LINE_TICK;
	int x = tick ? 2 : LABEL_COLS;
	char *text = mv_shown(m, l, &proposed);

	draw_blank(y, 0, 1, cols, LOOK_NORMAL);
	if (!tick)
		draw_textf(y, 2, LABEL_COLS - 3, LOOK_LABEL, "%s%s", l->kind == MV_LINE_PERSON ? "  " : "", mv_label(m, l));
	if (here && m->open) {
		editline_place(&m->line, y, x, cols - x - 1);
		editline_draw(&m->line, LOOK_CURSOR);
	} else {
		draw_text(y, x, cols - x - 1, here ? LOOK_SELECTED : proposed ? LOOK_DIM : LOOK_VALUE, text);
		if (here)
			draw_cursor(y, tick ? x + 1 : x);
	}
	free(text);
}

static void draw_head(struct mv *m, int cols)
{
	char *key = m->en ? entry_key(m->en, " / ", true) : NULL;
	const struct form *form = m->en ? entry_form(m->en) : NULL;
	char *class = form ? entry_show(m->en, form_field(form, "classification", NULL), NULL) : NULL;

	draw_textf(1, 1, cols - 2, LOOK_TITLE, "%s%s%s", key ? key : _("A household from elsewhere"), str_empty(class) ? "" : " · ",
		   class ? class : "");
	free(class);
	free(key);
}

static const char *hint_of(const struct mv *m)
{
	const struct mv_line *l = current(m);
	const struct field *fd = l && l->kind == MV_LINE_SLOT ? mv_field(m, (enum mv_slot)l->index) : NULL;

	if (!l)
		return "";
	if (l->kind == MV_LINE_TICK)
		return m->kind == MOVEMENT_OUT	    ? _("Space ticks who goes; nobody ticked: the whole household. Enter goes on") :
		       m->kind == MOVEMENT_HEAD	    ? _("Space ticks the new head; Enter goes on") :
						      _("Space ticks who it is; Enter goes on");
	if (fd && fd->type == FIELD_REFERENCE)
		return _("Type a part of the name, or Space for the list");
	if (mv_takes_text(m, l))
		return fd->type == FIELD_DATE ? _("dd/mm/yyyy; Enter goes on") : _("Enter goes on");
	return _("Left and Right choose, Space opens the list; Enter goes on");
}

static void mv_draw(struct screen *s, bool part)
{
	struct mv *m = s->data;
	int rows = draw_rows() - LINES_Y - 3, cols = draw_cols();

	if (!part)
		draw_blank(1, 0, draw_rows() - 2, cols, LOOK_NORMAL);
	draw_head(m, cols);
	if (m->at < m->first)
		m->first = m->at;
	if (m->at >= m->first + (size_t)rows)
		m->first = m->at - (size_t)rows + 1;
	for (int i = 0; i < rows; i++) {
		if (m->first + (size_t)i < m->n_lines)
			draw_line(m, m->first + (size_t)i, LINES_Y + i, cols);
		else
			draw_blank(LINES_Y + i, 0, 1, cols, LOOK_NORMAL);
	}
	draw_textf(draw_rows() - 3, 0, cols, LOOK_DIM, " %s", hint_of(m));
	draw_textf(draw_rows() - 2, 0, cols, m->hindrance ? LOOK_DOUBT : LOOK_DIM, " %s",
		   m->hindrance ? m->hindrance : _("F2 shows what will be written."));
}

/* ---- who is in the register already ---- */

static struct entry *make_newcomer(struct mv *m, struct entry **row)
{
	const struct form *form;
	struct error e = ERROR_INIT;
	struct entry *en = NULL;
	int ret = forms_get(m->app->forms, "household", &form, &e);

	if (!ret)
		ret = m->en ? entry_open(&en, m->app->forms, m->app->book, form, NULL, entry_id(m->en), &e) :
			      entry_new(&en, m->app->forms, m->app->book, form, NULL, &e);
	*row = !ret && m->en ? entry_child_add(en, 0, &e) : en;
	for (int slot = MV_TO; !ret && *row && slot < MV_SLOTS; slot++) {
		const struct field *fd = m->v[slot] ? mv_field(m, (enum mv_slot)slot) : NULL;

		if (slot == MV_DATE && m->kind == MOVEMENT_BIRTH && !m->v[MV_BIRTH])
			fd = mv_field(m, MV_BIRTH);
		if (fd && fd->form == entry_form(*row))
			ret = entry_set(*row, fd, NULL, m->v[slot], ENTRY_PLAIN, &e);
	}
	error_clear(&e);
	return en;
}

static enum duplicates_answer ask_newcomer(struct mv *m, struct duplicates_choice *choice)
{
	enum duplicates_answer answer = DUPLICATES_NONE;
	struct entry *row, *en;

	if (m->kind != MOVEMENT_BIRTH && m->kind != MOVEMENT_IN)
		return answer;
	en = make_newcomer(m, &row);
	if (en)
		answer = duplicates_ask(m->app, en, choice);
	if (answer == DUPLICATES_NONE && row) {
		entry_free(m->newcomer); /* what was said of him: kept till it is written */
		m->newcomer = en;
		m->like = row;
		return answer;
	}
	entry_free(en);
	return answer;
}

/* ---- writing ---- */

static void offer_to_mend(struct mv *m, const struct movement_result *r)
{
	const char *const choices[] = { _("Done for now"), _("Open the household and complete it") };
	const struct form *form;
	struct str b;

	for (size_t i = 0; i < r->n_sides; i++) {
		const struct movement_side *d = &r->side[i];

		if (!d->lacks.n)
			continue;
		str_init(&b);
		str_addf(&b, "%s\n", d->key);
		for (size_t k = 0; k < d->lacks.n && k < 6; k++)
			str_addf(&b, "\n- %s", d->lacks.v[k]);
		if (dialog_choose(m->app, _("Written. What the household lacks now"), b.s, choices, 2, 0) == 1 &&
		    !forms_get(m->app->forms, "household", &form, NULL))
			screen_edit(m->app, form, NULL, d->id, NULL);
		str_fini(&b);
	}
}

static enum screen_result write_it(struct mv *m)
{
	struct duplicates_choice choice;
	struct movement_result done;
	struct error e = ERROR_INIT;
	const struct form *form;

	if (!app_need_officer(m->app))
		return SCREEN_REDRAW;
	switch (ask_newcomer(m, &choice)) {
	case DUPLICATES_NONE:
		break;
	case DUPLICATES_BACK:
		return SCREEN_REDRAW;
	case DUPLICATES_OPEN:
		if (!forms_get(m->app->forms, "member", &form, NULL))
			screen_edit(m->app, form, NULL, choice.member, NULL);
		return SCREEN_HANDLED;
	case DUPLICATES_MOVE:
		screen_movement_of(m->app, choice.left ? MOVEMENT_RETURN : MOVEMENT_TRANSFER, choice.household, choice.member,
				   entry_id(m->en));
		return SCREEN_HANDLED;
	}
	if (mv_run(m, true, &done, &e)) {
		movement_result_fini(&done);
		ui_error(m->app, &e);
		mv_refresh(m);
		return SCREEN_REDRAW;
	}
	ui_saved(m->app);
	offer_to_mend(m, &done);
	/* TRANSLATORS: after a guided step; then the label of the change, the household */
	ui_say(m->app, _("Written: %s. %s"), codes_label(code_lists_get(forms_codes(m->app->forms), "change_kind", NULL),
							 movement_change(m->kind)),
	       done.n_sides > 1 ? done.side[1].key : done.n_sides ? done.side[0].key : "");
	movement_result_fini(&done);
	return SCREEN_CLOSE;
}

static enum screen_result finish(struct mv *m)
{
	enum screen_result r = SCREEN_REDRAW;

	if (!line_leave(m))
		return r;
	mv_refresh(m);
	if (m->hindrance)
		ui_say(m->app, "%s", m->hindrance);
	else if (mv_confirm(m))
		r = write_it(m);
	if (r != SCREEN_CLOSE)
		line_begin(m);
	return r;
}

/* ---- keys ---- */

enum { ACT_NEXT = 1, ACT_UP, ACT_DOWN, ACT_LEFT, ACT_RIGHT, ACT_LIST, ACT_WRITE, ACT_CLOSE, ACT_FIRST, ACT_LAST };

static const struct keybind mv_keys[] = {
	{ K_ENTER, ACT_NEXT, N_("Next"), N_("Next question; behind the last one: what will be written") },
	{ K_CHAR(' '), ACT_LIST, N_("Tick, list"), N_("Tick a person; open the list of answers") },
	{ K_F(4), ACT_LIST, NULL, N_("Open the list of answers") },
	{ K_F(2), ACT_WRITE, N_("Look and write"), N_("Show both households as they will be, then write") },
	{ K_TAB, ACT_DOWN, NULL, N_("Next question") },
	{ K_DOWN, ACT_DOWN, NULL, N_("Next question") },
	{ K_UP, ACT_UP, NULL, N_("Question before") },
	{ K_BACKTAB, ACT_UP, NULL, N_("Question before") },
	{ K_PAGE_UP, ACT_FIRST, NULL, N_("First question") },
	{ K_PAGE_DOWN, ACT_LAST, NULL, N_("Last question") },
	{ K_F(10), ACT_CLOSE, N_("Leave"), N_("Leave; nothing is written") },
	{ K_CANCEL, ACT_CLOSE, NULL, N_("Leave; nothing is written") },
	{ 0, 0, NULL, NULL },
};

static void tick(struct mv *m, size_t row)
{
	/* One head only. */
	for (size_t i = 0; m->kind == MOVEMENT_HEAD && i < entry_children(m->en, 0); i++)
		m->ticked[i] = m->ticked[i] && i == row;
	m->ticked[row] = !m->ticked[row];
	/* Who goes, or stays, is another now: so is who may be the head. */
	set_string(&m->v[MV_HEAD], NULL);
	set_string(&m->v[MV_LEFT_HEAD], NULL);
	m->said[MV_HEAD] = m->said[MV_LEFT_HEAD] = false;
	mv_refresh(m);
}

static enum screen_result choose(struct mv *m, const char *query)
{
	const struct mv_line *l = current(m);

	if (!l)
		return SCREEN_HANDLED;
	if (l->kind == MV_LINE_TICK)
		tick(m, l->index);
	else if (mv_choose(m, l, query))
		mv_refresh(m);
	return SCREEN_REDRAW;
}

static enum screen_result turn(struct mv *m, int by)
{
	const struct mv_line *l = current(m);

	if (!l || !mv_turn(m, l, by))
		return SCREEN_HANDLED;
	mv_refresh(m);
	return SCREEN_REDRAW;
}

/* A reference that must be there opens its list. */
static bool wants_list(const struct mv *m)
{
	const struct mv_line *l = current(m);
	const struct field *fd = l && l->kind == MV_LINE_SLOT ? mv_field(m, (enum mv_slot)l->index) : NULL;

	return fd && !m->v[l->index] &&
	       ((fd->type == FIELD_REFERENCE && (m->kind == MOVEMENT_JOIN || m->kind == MOVEMENT_TRANSFER || m->kind == MOVEMENT_MOVE ||
						 !m->en)) ||
		l->index == MV_RELATION || l->index == MV_GENDER);
}

static enum screen_result next(struct mv *m)
{
	bool ticks;

	if (!line_leave(m)) /* the lines are others after it */
		return SCREEN_REDRAW;
	ticks = current(m) && current(m)->kind == MV_LINE_TICK;
	if (wants_list(m)) {
		if (!mv_choose(m, current(m), NULL))
			return SCREEN_REDRAW;
		mv_refresh(m);
	}
	if (ticks)
		go_to(m, behind_ticks(m));
	else if (m->at + 1 < m->n_lines)
		go_to(m, m->at + 1);
	else
		return finish(m);
	return SCREEN_REDRAW;
}

static enum screen_result act(struct mv *m, int action)
{
	switch (action) {
	case ACT_NEXT:
		return next(m);
	case ACT_LIST:
		return m->open ? SCREEN_IGNORED : choose(m, NULL);
	case ACT_WRITE:
		return finish(m);
	case ACT_DOWN:
	case ACT_UP:
		if (line_leave(m))
			go_to(m, action == ACT_DOWN ? m->at + 1 : m->at ? m->at - 1 : 0);
		return SCREEN_REDRAW;
	case ACT_FIRST:
	case ACT_LAST:
		if (line_leave(m))
			go_to(m, action == ACT_LAST ? m->n_lines : 0);
		return SCREEN_REDRAW;
	case ACT_LEFT:
	case ACT_RIGHT:
		return turn(m, action == ACT_LEFT ? -1 : 1);
	case ACT_CLOSE:
		return SCREEN_CLOSE;
	}
	return SCREEN_IGNORED;
}

static enum screen_result mv_key(struct screen *s, const struct key *k)
{
	struct mv *m = s->data;
	int action = m->open && k->code == K_TEXT ? 0 : keybind_find(mv_keys, k);
	const struct mv_line *l = current(m);

	if (!m->open && k->code == K_LEFT)
		action = ACT_LEFT;
	if (!m->open && k->code == K_RIGHT)
		action = ACT_RIGHT;
	if (action)
		return act(m, action);
	if (m->open) {
		if (m->fresh && k->code == K_TEXT)
			lineedit_set(m->line.model, "");
		m->fresh = false;
		return editline_key(&m->line, k);
	}
	/* Letters over a reference: its list, with them. */
	if (k->code == K_TEXT && l && l->kind == MV_LINE_SLOT && mv_field(m, (enum mv_slot)l->index) &&
	    mv_field(m, (enum mv_slot)l->index)->type == FIELD_REFERENCE) {
		char *query = xstrndup(k->text, k->len);
		enum screen_result r = choose(m, query);

		free(query);
		return r;
	}
	return SCREEN_IGNORED;
}

/* ---- the screen ---- */

static const char *step_title(enum movement_kind kind)
{
	static const char *const titles[MOVEMENT_KINDS] = {
		[MOVEMENT_SPLIT] = N_("Split: members to a household of their own"),
		[MOVEMENT_JOIN] = N_("Join: the whole household to another"),
		[MOVEMENT_TRANSFER] = N_("Members to another household of the commune"),
		[MOVEMENT_MOVE] = N_("The whole household to another village of the commune"),
		[MOVEMENT_OUT] = N_("Out of the commune: members, or the whole household"),
		[MOVEMENT_IN] = N_("In from elsewhere"),
		[MOVEMENT_RETURN] = N_("Come back: who had left"),
		[MOVEMENT_BIRTH] = N_("Birth"),
		[MOVEMENT_DEATH] = N_("Death"),
		[MOVEMENT_HEAD] = N_("New head"),
	};

	return _(titles[kind]);
}

static char *mv_title(struct screen *s)
{
	struct mv *m = s->data;

	return xstrdup(step_title(m->kind));
}

static void mv_close(struct screen *s)
{
	struct mv *m = s->data;

	line_end(m);
	mv_forget_preview(m);
	for (int i = 0; i < MV_SLOTS; i++)
		free(m->v[i]);
	strlist_fini(&m->given);
	entry_free(m->newcomer);
	entry_free(m->en);
	free(m->ticked);
	free(m->lines);
	free(m);
	s->data = NULL;
}

static const struct screen_ops mv_ops = {
	.name = "movement",
	.keys = mv_keys,
	.draw = mv_draw,
	.key = mv_key,
	.title = mv_title,
	.close = mv_close,
};

static void set_today(struct mv *m)
{
	struct date today = book_today(m->app->book);
	char day[11];

	set_string(&m->v[MV_DATE], date_iso(&today, day));
	m->said[MV_DATE] = true;
}

static struct mv *make(struct app *app, enum movement_kind kind, const char *household)
{
	struct mv *m = xcalloc(1, sizeof(*m));
	const struct form *form;
	struct error e = ERROR_INIT;
	int64_t papers = 0;

	m->app = app;
	m->kind = kind;
	if (household && (forms_get(app->forms, "household", &form, &e) ||
			  entry_open(&m->en, app->forms, app->book, form, NULL, household, &e))) {
		ui_error(app, &e);
		free(m);
		return NULL;
	}
	m->ticked = xcalloc((m->en ? entry_children(m->en, 0) : 0) + 1, sizeof(*m->ticked));
	if (household)
		db_get_int(book_db(app->book), &papers, NULL, NULL,
			   "SELECT count(*) FROM certificate WHERE household=? AND +_unit=? AND withdrawn_on IS NULL", "tt", household,
			   book_unit_id(app->book));
	m->papers = papers > 0;
	set_today(m);
	return m;
}

static void show(struct mv *m)
{
	mv_refresh(m);
	m->at = 0;
	line_begin(m);
	ui_push(m->app, &mv_ops, m);
}

/* Is who is ticked the only one who lives there? */
static bool lives_alone(const struct mv *m)
{
	size_t living = 0, ticked = 0;

	for (size_t i = 0; m->en && i < entry_children(m->en, 0); i++) {
		const struct entry *row = entry_child(m->en, 0, i);
		bool lives = !entry_get(row, form_field(entry_form(row), "left_on", NULL), NULL);

		living += lives;
		ticked += lives && m->ticked[i];
	}
	return living == 1 && ticked == 1;
}

/* The row one came from is ticked; but who stands on the head, where lists begin, does not mean that the head splits off. */
static void tick_member(struct mv *m, const char *member)
{
	for (size_t i = 0; member && m->en && i < entry_children(m->en, 0); i++) {
		const struct entry *row = entry_child(m->en, 0, i);
		bool head = str_eq(entry_get(row, form_field(entry_form(row), "relation_to_head", NULL), NULL), "head");

		m->ticked[i] = !strcmp(entry_id(row), member) && !(head && m->kind == MOVEMENT_SPLIT);
	}
}

void screen_movement_of(struct app *app, enum movement_kind kind, const char *household, const char *member, const char *to)
{
	struct mv *m = make(app, kind, household);

	if (!m)
		return;
	tick_member(m, member);
	if (kind == MOVEMENT_TRANSFER && lives_alone(m)) /* then the household ends with it */
		m->kind = MOVEMENT_JOIN;
	if (to && strcmp(to, household) != 0)
		mv_set(m, MV_TO, to);
	show(m);
}

/* ---- which step ---- */

static const enum movement_kind offered[] = {
	MOVEMENT_DEATH, MOVEMENT_BIRTH,	   MOVEMENT_OUT,  MOVEMENT_IN,	 MOVEMENT_SPLIT,
	MOVEMENT_HEAD,	MOVEMENT_TRANSFER, MOVEMENT_JOIN, MOVEMENT_MOVE, MOVEMENT_RETURN, /* not always there: behind the digits */
};

/* What may be done here: a household that ended only comes back; nobody comes back where nobody left. */
static bool possible(struct app *app, enum movement_kind kind, const char *household, bool ended)
{
	int64_t gone = 0;

	if (ended)
		return kind == MOVEMENT_RETURN;
	if (kind != MOVEMENT_RETURN)
		return true;
	db_get_int(book_db(app->book), &gone, NULL, NULL,
		   "SELECT count(*) FROM member m WHERE household=?1 AND +_unit=?2 AND left_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
		   "change c WHERE c.member=m.id AND +c._unit=m._unit AND c.kind='death')",
		   "tt", household, book_unit_id(app->book));
	return gone > 0;
}

static bool household_ended(struct app *app, const char *household)
{
	char *left = NULL;
	bool ended;

	db_get_text(book_db(app->book), &left, NULL, "SELECT left_on FROM household WHERE id=? AND _unit=?", "tt", household,
		    book_unit_id(app->book));
	ended = left != NULL;
	free(left);
	return ended;
}

void screen_movement(struct app *app, const char *household, const char *member)
{
	const char *words[MOVEMENT_KINDS + 2];
	enum movement_kind kinds[MOVEMENT_KINDS + 2];
	const struct form *form;
	bool ended = household && household_ended(app, household);
	char *key = NULL;
	size_t n = 0;
	int i;

	if (!book_writable(app->book) || forms_get(app->forms, "household", &form, NULL) ||
	    !form_owned_by(form, book_level(app->book))) {
		ui_say(app, "%s", _("Here this can only be read: the units below enter it."));
		return;
	}
	if (!app_need_officer(app))
		return;
	for (size_t k = 0; household && k < sizeof(offered) / sizeof(*offered); k++)
		if (possible(app, offered[k], household, ended)) {
			words[n] = offered[k] == MOVEMENT_IN ? _("In from elsewhere: a new member") : step_title(offered[k]);
			kinds[n++] = offered[k];
		}
	words[n] = _("A whole household in from elsewhere");
	kinds[n++] = MOVEMENT_KINDS;
	if (household)
		key = form_key_show(app->forms, app->book, form, NULL, household);
	i = dialog_choose(app, _("What happened?"), key, words, n, 0);
	free(key);
	if (i < 0)
		return;
	if (kinds[i] == MOVEMENT_KINDS)
		screen_movement_of(app, MOVEMENT_IN, NULL, NULL, NULL);
	else
		screen_movement_of(app, kinds[i], household, member, NULL);
}
