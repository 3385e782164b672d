/* SPDX-License-Identifier: MIT */
/*
 * Chốt danh sách: what a decision would write (or has written), counted by how households came and went, and under it what stands in
 * the way, each a key from its record. Of a correction: the households whose lines are put right.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/closing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/entry.h"
#include "store/record.h"
#include "text/number.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/screens.h"

struct closing_view {
	struct app *app;
	char id[UUID_LEN + 1];
	char *name;       /* number and day, as people read them */
	char *round;      /* its code */
	bool correction;
	struct closing c;
	struct strlist homes, names; /* of a correction: whose lines */
	struct listbox box;
};

enum action { ACT_OPEN = 1, ACT_CLOSE, ACT_LINES, ACT_ADD, ACT_DROP, ACT_RELOAD };

static const struct keybind closing_keys[] = {
	{ K_F(2), ACT_CLOSE, N_("Close the list"), N_("Write these lines; from then on they stay as they are") },
	{ K_CHAR('c'), ACT_CLOSE, NULL, N_("Write these lines; from then on they stay as they are") },
	{ K_ENTER, ACT_OPEN, N_("Open"), N_("Open the record") },
	{ K_CHAR('l'), ACT_LINES, N_("The lines"), N_("The list, household by household") },
	{ K_CTRL('r'), ACT_RELOAD, NULL, N_("Read the list anew") },
	{ 0, 0, NULL, NULL },
};
static const struct keybind correction_keys[] = {
	{ K_F(2), ACT_CLOSE, N_("Close the list"), N_("Write these lines anew; each names the line it replaces") },
	{ K_CHAR('c'), ACT_CLOSE, NULL, N_("Write these lines anew; each names the line it replaces") },
	{ K_CHAR('n'), ACT_ADD, N_("Add household"), N_("A household whose line is put right") },
	{ K_CHAR('x'), ACT_DROP, N_("Take out"), N_("Leave this household out") },
	{ K_ENTER, ACT_OPEN, N_("Open"), N_("Open the record") },
	{ 0, 0, NULL, NULL },
};

static bool open_correction(const struct closing_view *v)
{
	return v->correction && !v->c.closed;
}

/* ---- reading ---- */

static bool read_decision(struct closing_view *v)
{
	struct error e = ERROR_INIT;
	const struct form *form;
	struct record r;
	bool closed;

	if (forms_get(v->app->forms, "decision", &form, &e) ||
	    record_load(v->app->book, &form->table, book_unit_id(v->app->book), v->id, &r, &e)) {
		ui_error(v->app, &e);
		return false;
	}
	v->correction = str_eq(record_get(&r, "kind"), "correction");
	closed = str_eq(record_get(&r, "closed"), "yes");
	free(v->name);
	v->name = form_key_show(v->app->forms, v->app->book, form, book_unit_id(v->app->book), v->id);
	free(v->round);
	v->round = field_show(v->app->forms, v->app->book, form_field(form, "round", NULL), NULL, record_get(&r, "round"));
	record_fini(&r);
	closing_fini(&v->c);
	v->c.closed = closed;
	if (v->correction && !closed)
		return true;
	closing_fini(&v->c);
	if (!closing_preview(v->app->forms, v->app->book, v->id, &v->c, &e))
		return true;
	ui_error(v->app, &e);
	return false;
}

static void reload(struct closing_view *v)
{
	ui_busy(v->app, _("Making the list …"));
	read_decision(v);
	ui_redraw(v->app);
	listbox_changed(&v->box);
}

/* ---- drawing ---- */

static size_t row_count(void *ctx)
{
	const struct closing_view *v = ctx;

	return open_correction(v) ? v->homes.n : v->c.n_notes;
}

static void draw_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct closing_view *v = ctx;
	const struct closing_note *n = open_correction(v) ? NULL : &v->c.notes[i];
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;

	draw_blank(y, x, 1, cols, look);
	if (!n) {
		draw_text(y, x + 2, cols - 2, look, v->names.v[i]);
		return;
	}
	draw_text(y, x + 1, 2, selected ? look : n->stops ? LOOK_ERROR : LOOK_HINT, n->stops ? "!" : "·");
	draw_text(y, x + 3, cols - 3, look, n->text);
}

static const struct listbox_ops row_ops = { .draw_row = draw_row, .count = row_count };

/* "Thoát nghèo, trở thành hộ cận nghèo  12  48", in two columns. */
static int draw_counts(struct closing_view *v, int y, int cols)
{
	const struct codes *movements = code_lists_get(forms_codes(v->app->forms), "movement", NULL);
	int half = (cols - 2) / 2, rows = (int)(v->c.n_counts + 1) / 2;
	char number[32];

	for (int x = 1; x <= 1 + half && (x == 1 || (int)v->c.n_counts > rows) && v->c.n_counts; x += half) {
		draw_right(y - 1, x + half - 14, 5, LOOK_DIM, _("hh."));
		draw_right(y - 1, x + half - 9, 7, LOOK_DIM, _("people"));
	}
	for (size_t i = 0; i < v->c.n_counts; i++) {
		const struct closing_count *k = &v->c.counts[i];
		int at = y + (int)i % rows, x = 1 + (int)i / rows * half;

		draw_text(at, x, half - 14, *k->movement ? LOOK_LABEL : LOOK_ERROR,
			  *k->movement ? codes_label(movements, k->movement) : _("no class yet"));
		draw_right(at, x + half - 14, 5, LOOK_VALUE, number_int_show(k->households, number));
		draw_right(at, x + half - 9, 7, LOOK_DIM, number_int_show(k->people, number));
	}
	return rows;
}

static void draw_head(struct closing_view *v, int cols)
{
	draw_textf(1, 1, cols - 2, LOOK_TITLE, _("%s · %s"), v->name ? v->name : "", v->round ? v->round : "");
	if (open_correction(v)) {
		draw_wrap(2, 1, 2, cols - 2, LOOK_DIM,
			  _("Households whose lines are written anew, as their reviews of this round now are. Each new line names the one it "
			    "replaces."));
		return;
	}
	draw_textf(2, 1, cols - 2, v->c.closed ? LOOK_GOOD : LOOK_NORMAL,
		   _("%s%lld lines · poor %lld → %lld · near-poor %lld → %lld"), v->c.closed ? _("Closed: ") : "", (long long)v->c.lines,
		   (long long)v->c.before[0], (long long)v->c.after[0], (long long)v->c.before[1], (long long)v->c.after[1]);
}

static const char *what_next(const struct closing_view *v)
{
	if (v->c.closed)
		return _("This list is closed.");
	if (v->c.stops)
		return _("What stands in the way (!) and what should be looked at:");
	return v->c.n_notes ? _("Nothing stands in the way. What should be looked at first:") : _("Nothing stands in the way.");
}

static void closing_draw(struct screen *s, bool part)
{
	struct closing_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols(), y = 4;

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_head(v, cols);
		if (!open_correction(v)) {
			y += draw_counts(v, y, cols) + 1;
			draw_text(y++, 1, cols - 2, LOOK_TITLE, what_next(v));
		} else {
			y = 5;
			if (!v->homes.n)
				draw_text(y, 2, cols - 4, LOOK_DIM, _("Nobody yet: n adds a household."));
		}
		listbox_place(&v->box, y, 0, rows - 2 - y, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
}

/* ---- doing ---- */

static bool may_write(struct closing_view *v)
{
	if (book_writable(v->app->book))
		return app_need_officer(v->app);
	ui_say(v->app, "%s", _("The book is open for reading only."));
	return false;
}

static int write_it(struct closing_view *v, const char *why, struct error *e)
{
	struct closing c;
	int ret;

	ui_busy(v->app, _("Closing the list …"));
	ret = v->correction ? closing_correct(v->app->forms, v->app->book, v->id, (const char *const *)v->homes.v, v->homes.n,
					      v->app->officer, why, &c, e) :
			      closing_close(v->app->forms, v->app->book, v->id, v->app->officer, why, &c, e);
	closing_fini(&c);
	return ret;
}

/* It cannot be taken back, so Enter alone does not do it. */
static bool sure(struct closing_view *v, char *text)
{
	const char *const choices[] = { _("Yes, close it"), _("Not yet") };
	bool go = dialog_choose(v->app, _("Close this list?"), text, choices, 2, 1) == 0;

	free(text);
	return go;
}

static void close_it(struct closing_view *v)
{
	struct error e = ERROR_INIT;
	char *text, *why = NULL;
	int ret;

	if (v->c.closed) {
		ui_say(v->app, "%s", _("This list is closed already."));
		return;
	}
	if (v->c.stops) {
		ui_say(v->app, P_("The list cannot be closed yet: %zu thing stands in the way.",
				  "The list cannot be closed yet: %zu things stand in the way.", v->c.stops),
		       v->c.stops);
		return;
	}
	if ((v->correction && !v->homes.n) || !may_write(v))
		return;
	text = v->correction ? xasprintf(P_("%zu line is written anew.", "%zu lines are written anew.", v->homes.n), v->homes.n) :
			       xasprintf(_("%lld lines are written as they stand. Later changes of the register leave them as they are; what "
					   "is wrong is put right by another decision."),
					 (long long)v->c.lines);
	if (!sure(v, text))
		return;
	ret = write_it(v, NULL, &e);
	if (ret && !strcmp(e.id, "GN-R66")) { /* the level above has locked the round: only with a reason */
		why = dialog_prompt(v->app, _("Close this list?"), e.what, NULL, false);
		if (!str_empty(why)) {
			error_clear(&e);
			ret = write_it(v, why, &e);
		}
	}
	if (!ret) {
		ui_saved(v->app);
		reload(v);
		ui_say(v->app, P_("The list is closed: %lld line.", "The list is closed: %lld lines.", (unsigned long)v->c.lines),
		       (long long)v->c.lines);
	} else if (e.code && (!why || *why)) {
		ui_error(v->app, &e);
	}
	error_clear(&e);
	free(why);
}

/* The list as text, with class before and after; of a closed one the records themselves. */
static void show_lines(struct closing_view *v)
{
	const struct codes *classes = code_lists_get(forms_codes(v->app->forms), "classification", NULL);
	const struct codes *movements = code_lists_get(forms_codes(v->app->forms), "movement", NULL);
	struct error e = ERROR_INIT;
	const struct form *form;
	struct stmt *st;
	struct str b;
	int ret;

	if (v->c.closed && !forms_get(v->app->forms, "decision_line", &form, &e)) {
		screen_browse_where(v->app, form, "decision", v->id);
		return;
	}
	str_init(&b);
	ret = db_prepare(book_db(v->app->book), &st,
			 "SELECT head_name, village_name, class_after, movement FROM temp.line ORDER BY line_no, id", &e);
	while (!ret && (ret = stmt_step(st, &e)) > 0) {
		const char *name = stmt_col_text(st, 0), *village = stmt_col_text(st, 1), *class = stmt_col_text(st, 2),
			   *movement = stmt_col_text(st, 3);

		str_addf(&b, "%s, %s: %s%s%s\n", name ? name : "?", village ? village : "",
			 class ? codes_label(classes, class) : movement ? codes_label(movements, movement) : _("no class yet"),
			 class && movement ? " · " : "", class && movement ? codes_label(movements, movement) : "");
		ret = 0;
	}
	stmt_done(st);
	if (ret)
		ui_error(v->app, &e);
	else
		dialog_text(v->app, v->name ? v->name : "", b.s);
	str_fini(&b);
}

static void add_home(struct closing_view *v)
{
	struct record_pick ask = { .parent = NULL };
	struct error e = ERROR_INIT;

	if (forms_get(v->app->forms, "household", &ask.form, &e)) {
		ui_error(v->app, &e);
		return;
	}
	if (!dialog_pick_record(v->app, &ask) || strlist_has(&v->homes, ask.id))
		return;
	strlist_add(&v->homes, ask.id);
	strlist_take(&v->names, form_key_show(v->app->forms, v->app->book, ask.form, ask.unit, ask.id));
	listbox_changed(&v->box);
	listbox_select(&v->box, v->homes.n - 1);
}

static void drop_home(struct closing_view *v)
{
	struct strlist homes, names;

	strlist_init(&homes);
	strlist_init(&names);
	for (size_t i = 0; i < v->homes.n; i++) {
		if (i == v->box.selected)
			continue;
		strlist_add(&homes, v->homes.v[i]);
		strlist_add(&names, v->names.v[i]);
	}
	strlist_fini(&v->homes);
	strlist_fini(&v->names);
	v->homes = homes;
	v->names = names;
	listbox_changed(&v->box);
}

static void open_row(struct closing_view *v)
{
	size_t i = v->box.selected;
	const struct closing_note *n = open_correction(v) || i >= v->c.n_notes ? NULL : &v->c.notes[i];
	const char *name = n ? n->form : "household", *id = n ? n->id : open_correction(v) && i < v->homes.n ? v->homes.v[i] : NULL;
	struct error e = ERROR_INIT;
	const struct form *form;

	if (!id)
		return;
	if (forms_get(v->app->forms, name, &form, &e))
		ui_error(v->app, &e);
	else if (!book_writable(v->app->book) || app_need_officer(v->app))
		screen_edit(v->app, form, book_unit_id(v->app->book), id, n ? n->field : NULL);
}

static enum screen_result closing_key(struct screen *s, const struct key *k)
{
	struct closing_view *v = s->data;
	enum screen_result r = listbox_key(&v->box, k);

	if (r != SCREEN_IGNORED)
		return r;
	switch (keybind_find(s->ops->keys, k)) {
	case ACT_OPEN:
		open_row(v);
		break;
	case ACT_CLOSE:
		close_it(v);
		break;
	case ACT_LINES:
		show_lines(v);
		break;
	case ACT_ADD:
		add_home(v);
		break;
	case ACT_DROP:
		drop_home(v);
		break;
	case ACT_RELOAD:
		reload(v);
		break;
	default:
		return SCREEN_IGNORED;
	}
	return SCREEN_REDRAW;
}

static void closing_back(struct screen *s)
{
	reload(s->data);
}

static char *closing_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Close the list"));
}

static void closing_free(struct screen *s)
{
	struct closing_view *v = s->data;

	closing_fini(&v->c);
	strlist_fini(&v->homes);
	strlist_fini(&v->names);
	free(v->name);
	free(v->round);
	free(v);
}

static const struct screen_ops closing_ops = { .name = "closing", .keys = closing_keys, .draw = closing_draw, .key = closing_key,
					       .back = closing_back, .title = closing_title, .close = closing_free };
static const struct screen_ops correction_ops = { .name = "correction", .keys = correction_keys, .draw = closing_draw,
						  .key = closing_key, .back = closing_back, .title = closing_title,
						  .close = closing_free };

void screen_closing(struct app *app, const char *decision)
{
	struct closing_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	snprintf(v->id, sizeof(v->id), "%s", decision);
	strlist_init(&v->homes);
	strlist_init(&v->names);
	listbox_init(&v->box, &row_ops, v);
	if (read_decision(v)) {
		ui_push(app, open_correction(v) ? &correction_ops : &closing_ops, v);
		return;
	}
	closing_fini(&v->c);
	free(v->name);
	free(v->round);
	free(v);
}
