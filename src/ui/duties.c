/* SPDX-License-Identifier: MIT */
/*
 * What this unit has to send up by when: one line for each duty and period; Enter makes the bundle that answers it, one key says that
 * nothing has arisen.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "sync/duties.h"
#include "sync/nothing.h"
#include "sync/peer.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/duties.h"
#include "ui/listbox.h"
#include "ui/screens.h"

struct duty_view {
	struct app *app;
	struct duty_table t;
	size_t *shown, n; /* columns that are asked for */
	char *to;         /* who receives it, or NULL */
	struct listbox box;
};

enum action { ACT_SEND = 1, ACT_NOTHING, ACT_BUNDLES };

static const struct keybind duty_keys[] = {
	{ K_ENTER, ACT_SEND, N_("Send"), N_("Make the bundle that answers this duty") },
	{ K_CHAR('n'), ACT_NOTHING, N_("Nothing arisen"),
	  N_("Say that nothing has arisen in this period; once more: take it back") },
	{ K_CHAR('b'), ACT_BUNDLES, N_("Sent bundles"), N_("What was sent, and what came of it") },
	{ 0, 0, NULL, NULL },
};

/* ---- loading ---- */

static void choose_first(struct duty_view *v)
{
	size_t at = v->n ? v->n - 1 : 0;

	for (size_t i = v->n; i-- > 0;) {
		const struct duty_cell *c = &v->t.units[0].cells[v->shown[i]];

		if (c->state == DUTY_NOT_SENT || c->state == DUTY_TO_CORRECT)
			at = i;
	}
	listbox_select(&v->box, at);
}

static void load(struct duty_view *v)
{
	struct date today = book_today(v->app->book), from = date_from_days(date_days(&today) - DUTIES_BACK),
		    to = date_from_days(date_days(&today) + DUTIES_AHEAD);
	struct error e = ERROR_INIT;

	duty_table_fini(&v->t);
	v->n = 0;
	if (duties_own(app_calendar(v->app), v->app->book, &from, &to, &today, &v->t, &e))
		ui_error(v->app, &e);
	v->shown = xreallocarray(v->shown, v->t.n_columns + 1, sizeof(*v->shown));
	for (size_t i = 0; v->t.n_units && i < v->t.n_columns; i++)
		if (v->t.units[0].cells[i].asked)
			v->shown[v->n++] = i;
	listbox_changed(&v->box);
}

/* Whom the settings name, else the unit above. */
static void load_recipient(struct duty_view *v)
{
	struct config *c;
	struct peer upper;

	config_load(&c, paths_config(), NULL);
	if (!str_empty(config_get(c, "recipient")))
		v->to = xstrdup(config_get(c, "recipient"));
	config_free(c);
	if (!v->to && !peer_upper(v->app->book, &upper, NULL)) {
		v->to = xstrdup(upper.name);
		peer_fini(&upper);
	}
}

static const struct duty_cell *cell_at(const struct duty_view *v, size_t i, const struct duty_column **col)
{
	if (i >= v->n)
		return NULL;
	*col = &v->t.columns[v->shown[i]];
	return &v->t.units[0].cells[v->shown[i]];
}

/* ---- drawing ---- */

static size_t duty_count(void *ctx)
{
	const struct duty_view *v = ctx;

	return v->n;
}

#define DAY 12
#define PERIOD 8
#define STATE 18
#define WHEN 16
#define NUMBER 6

char *duty_when_words(const struct duty_cell *c)
{
	if (c->late && c->overdue)
		return xasprintf(P_("%ld day overdue", "%ld days overdue", (unsigned long)c->late), c->late);
	if (c->late)
		return xasprintf(P_("%ld day late", "%ld days late", (unsigned long)c->late), c->late);
	if (c->state != DUTY_NOT_SENT)
		return xstrdup("");
	return c->left ? xasprintf(P_("%ld day left", "%ld days left", (unsigned long)c->left), c->left) :
			 xstrdup(_("today"));
}

enum look duty_look(const struct duty_cell *c)
{
	if (c->overdue || c->state == DUTY_TO_CORRECT)
		return LOOK_ERROR;
	if (c->state == DUTY_ACCEPTED)
		return LOOK_GOOD;
	return c->late || (c->state == DUTY_NOT_SENT && c->left < 8) ? LOOK_DOUBT : LOOK_NORMAL;
}

static void duty_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct duty_view *v = ctx;
	const struct duty_column *col = NULL;
	const struct duty_cell *c = cell_at(v, i, &col);
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL, state = selected ? LOOK_SELECTED : duty_look(c);
	int name = cols - DAY - PERIOD - STATE - WHEN - NUMBER;
	char *period = period_short(col->period), *when = duty_when_words(c), day[11];

	draw_blank(y, x, 1, cols, look);
	draw_textf(y, x, DAY - 1, look, " %s", date_human(&c->day, day));
	draw_text(y, x += DAY, name - 1, look, i18n_pick(name < 30 ? col->duty->brief : col->duty->label));
	draw_text(y, x += name, PERIOD - 1, look, period);
	draw_text(y, x += PERIOD, STATE - 1, state,
		  c->nothing ? _("nothing arisen") : duty_state_words(c->state));
	draw_text(y, x += STATE, WHEN - 1, state, when);
	if (c->number)
		draw_textf(y, x + WHEN, NUMBER - 1, look, "%lld", (long long)c->number);
	free(when);
	free(period);
}

static const struct listbox_ops duty_ops = { .draw_row = duty_row, .count = duty_count };

/* The whole of a duty in words: what is asked, where it stands, by whose word. */
char *duty_about(const struct duty_column *col, const struct duty_cell *c, const char *unit)
{
	char *period = period_words(col->period), day[11], at[11];
	struct date d;
	struct str b;

	str_init(&b);
	if (unit)
		str_addf(&b, "%s: ", unit);
	/* TRANSLATORS: name of a duty, its period, its last day */
	str_addf(&b, _("%s, %s; due on %s"), i18n_pick(col->duty->label), period, date_human(&c->day, day));
	if (!col->duty->verified)
		str_addf(&b, " (%s)", _("day not verified"));
	str_addf(&b, ": %s", duty_state_words(c->state));
	if (c->nothing)
		str_addf(&b, ", %s", _("nothing arisen"));
	if (c->number)
		str_addf(&b, _(", bundle %lld of %s"), (long long)c->number,
			 date_parse_iso(c->sent, &d) ? date_human(&d, at) : c->sent);
	if (c->late) {
		char *when = duty_when_words(c);

		str_addf(&b, ", %s", when);
		free(when);
	}
	if (date_parse_iso(c->decided, &d))
		str_addf(&b, _(", decided on %s"), date_human(&d, at));
	str_add(&b, ".");
	free(period);
	return str_take(&b);
}

static void draw_foot(struct duty_view *v, int y, int cols)
{
	const struct duty_column *col = NULL;
	const struct duty_cell *c = cell_at(v, v->box.selected, &col);
	struct str b;
	char *about;

	draw_blank(y, 0, 4, cols, LOOK_NORMAL);
	if (!c)
		return;
	about = duty_about(col, c, NULL);
	str_init(&b);
	str_addf(&b, "%s %s", about, i18n_pick(col->duty->asked));
	if (col->duty->source)
		str_addf(&b, " (%s)", col->duty->source);
	draw_wrap(y, 1, 4, cols - 2, LOOK_DIM, b.s);
	str_fini(&b);
	free(about);
}

static void duty_draw(struct screen *s, bool part)
{
	struct duty_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols(), x = cols - PERIOD - STATE - WHEN - NUMBER;

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_text(1, 0, DAY, LOOK_TITLE, _(" Due on"));
		draw_text(1, DAY, x - DAY, LOOK_TITLE, _("Report"));
		draw_text(1, x, PERIOD, LOOK_TITLE, _("Period"));
		draw_text(1, x += PERIOD, STATE, LOOK_TITLE, _("State"));
		draw_text(1, x += STATE, WHEN, LOOK_TITLE, "");
		draw_text(1, x + WHEN, NUMBER, LOOK_TITLE, _("Bnd."));
		if (v->to)
			draw_textf(rows - 8, 1, cols - 2, LOOK_LABEL, _("To be sent to: %s"), v->to);
		else
			draw_text(rows - 8, 1, cols - 2, LOOK_DOUBT,
				  _("No level above is enrolled: what is over is asked of nobody."));
		if (!v->n)
			draw_wrap(3, 2, 3, cols - 4, LOOK_DIM,
				  _("No day is known for the next time. The days stand in the calendar files "
				    "(giamngheo-calendar(5))."));
		listbox_place(&v->box, 2, 0, rows - 11, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
	draw_foot(v, rows - 7, cols);
}

/* ---- keys ---- */

static bool may_write(struct duty_view *v)
{
	if (book_writable(v->app->book))
		return app_need_officer(v->app);
	ui_say(v->app, "%s", _("The book is open for reading only."));
	return false;
}

static void send(struct duty_view *v)
{
	const struct duty_column *col = NULL;

	if (cell_at(v, v->box.selected, &col) && may_write(v))
		screen_bundle_make_for(v->app, col->duty->code, col->period);
}

static void take_back(struct duty_view *v, const struct duty_column *col)
{
	struct error e = ERROR_INIT;

	if (!dialog_confirm(v->app, _("Take it back?"), _("That nothing has arisen is said already. The next bundle will not say it."),
			    _("Take it back"), _("Leave it")))
		return;
	if (nothing_take_back(v->app->book, col->duty->code, col->period, &e))
		ui_error(v->app, &e);
	else
		ui_saved(v->app);
}

/* Said at once, for the records are asked; then it is offered to send it, for it goes only with a bundle. */
static void say_nothing(struct duty_view *v, const struct duty_column *col)
{
	struct error e = ERROR_INIT;
	char *period, *text;
	bool now;

	if (nothing_say(v->app->forms, v->app->book, app_calendar(v->app), col->duty->code, col->period, v->app->officer,
			&e)) {
		ui_error(v->app, &e);
		return;
	}
	ui_saved(v->app);
	period = period_words(col->period);
	text = xasprintf(_("%s, %s: nothing arisen. It goes with the next bundle, and with each one after it."),
			 i18n_pick(col->duty->label), period);
	now = dialog_confirm(v->app, _("Noted"), text, _("Send it now"), _("Later"));
	free(text);
	free(period);
	load(v);
	if (now)
		screen_bundle_make_for(v->app, col->duty->code, col->period);
}

static void nothing(struct duty_view *v)
{
	const struct duty_column *col = NULL;
	const struct duty_cell *c = cell_at(v, v->box.selected, &col);
	struct duty_column copy;

	if (!c || !may_write(v))
		return;
	copy = *col; /* the table is read anew meanwhile */
	if (nothing_said(v->app->book, col->duty->code, col->period))
		take_back(v, &copy);
	else
		say_nothing(v, &copy);
	load(v);
}

static enum screen_result duty_key(struct screen *s, const struct key *k)
{
	struct duty_view *v = s->data;

	switch (keybind_find(duty_keys, k)) {
	case ACT_SEND:
		send(v);
		return SCREEN_HANDLED;
	case ACT_NOTHING:
		nothing(v);
		return SCREEN_REDRAW;
	case ACT_BUNDLES:
		screen_bundles(v->app);
		return SCREEN_HANDLED;
	default:
		return listbox_key(&v->box, k);
	}
}

static void duty_back(struct screen *s)
{
	load(s->data);
}

static char *duty_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Reports and their days"));
}

static void duty_close(struct screen *s)
{
	struct duty_view *v = s->data;

	duty_table_fini(&v->t);
	free(v->shown);
	free(v->to);
	free(v);
	s->data = NULL;
}

static const struct screen_ops duty_screen = {
	.name = "duties",
	.keys = duty_keys,
	.draw = duty_draw,
	.key = duty_key,
	.back = duty_back,
	.title = duty_title,
	.close = duty_close,
};

void screen_duties_own(struct app *app)
{
	struct duty_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	listbox_init(&v->box, &duty_ops, v);
	load(v);
	load_recipient(v);
	choose_first(v);
	ui_push(app, &duty_screen, v);
}

void screen_duties(struct app *app)
{
	if (app_above(app))
		screen_duties_below(app);
	else
		screen_duties_own(app);
}
