/* SPDX-License-Identifier: MIT */
/*
 * Units × duties: who has sent what, who is late by how much, whose is to be corrected. The columns are the days one after the other;
 * left and right go through them, the line at the foot tells of the cell under the cursor.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/duties.h"
#include "sync/peer.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/duties.h"
#include "ui/listbox.h"
#include "ui/screens.h"

#define CELL 12
#define NAME_MIN 20

struct below_view {
	struct app *app;
	struct duty_table t;
	size_t col, first; /* under the cursor; leftmost one shown */
	struct listbox box;
};

enum action { ACT_OPEN = 1, ACT_LEFT, ACT_RIGHT, ACT_OWN, ACT_OVERVIEW, ACT_INBOX };

static const struct keybind below_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Bundle"), N_("The bundle that answers this duty") },
	{ K_LEFT, ACT_LEFT, NULL, N_("The duty before, further back in time") },
	{ K_RIGHT, ACT_RIGHT, NULL, N_("The duty after") },
	{ K_CHAR('o'), ACT_OVERVIEW, N_("Units"), N_("The units below in one table") },
	{ K_CHAR('i'), ACT_INBOX, N_("Inbox"), N_("Bundles that came") },
	{ K_CHAR('m'), ACT_OWN, NULL, N_("What this unit itself has to send up") },
	{ 0, 0, NULL, NULL },
};

/* ---- loading ---- */

/* The last day that is over or comes within three weeks. */
static size_t pressing(const struct below_view *v)
{
	struct date today = book_today(v->app->book);
	size_t at = 0;

	for (size_t i = 0; i < v->t.n_columns; i++)
		if (date_days(&v->t.columns[i].day) - date_days(&today) <= 21)
			at = i;
	return at;
}

/* Columns that concern no unit (before all were enrolled) only stand in the way. */
static void drop_empty(struct duty_table *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		bool asked = false;

		for (size_t k = 0; k < t->n_units; k++)
			asked = asked || t->units[k].cells[i].asked;
		if (!asked)
			continue;
		t->columns[n] = t->columns[i];
		for (size_t k = 0; k < t->n_units; k++)
			t->units[k].cells[n] = t->units[k].cells[i];
		n++;
	}
	t->n_columns = n;
}

static void load(struct below_view *v)
{
	struct date today = book_today(v->app->book), from = date_from_days(date_days(&today) - DUTIES_BACK),
		    to = date_from_days(date_days(&today) + DUTIES_AHEAD);
	struct error e = ERROR_INIT;

	duty_table_fini(&v->t);
	if (duties_below(app_calendar(v->app), v->app->book, &from, &to, &today, &v->t, &e))
		ui_error(v->app, &e);
	drop_empty(&v->t);
	if (v->col >= v->t.n_columns)
		v->col = v->t.n_columns ? v->t.n_columns - 1 : 0;
	listbox_changed(&v->box);
}

/* ---- drawing ---- */

static size_t below_count(void *ctx)
{
	const struct below_view *v = ctx;

	return v->t.n_units;
}

static int name_cols(int cols)
{
	int cells = (cols - NAME_MIN) / CELL;

	return cols - cells * CELL;
}

static size_t cells_shown(int cols)
{
	return (size_t)((cols - NAME_MIN) / CELL);
}

/* What stands in a cell of 11 columns. */
static char *cell_words(const struct duty_cell *c)
{
	const char *word;

	if (!c->asked)
		return xstrdup("");
	if (c->state == DUTY_NOT_SENT && c->overdue)
		/* TRANSLATORS: a cell of the table of duties: so many days late; at most 11 columns */
		return xasprintf(P_("late %ldd", "late %ldd", (unsigned long)c->late), c->late);
	switch (c->state) {
	case DUTY_NOT_SENT:
		word = _("not sent");
		break;
	case DUTY_SENT:
		/* TRANSLATORS: cells of the table of duties: nothing arisen; sent; to be corrected; accepted; at most 9 columns */
		word = c->nothing ? _("nothing") : _("sent");
		break;
	case DUTY_TO_CORRECT:
		word = _("correct");
		break;
	case DUTY_ACCEPTED:
	default:
		word = c->nothing ? _("nothing") : _("acc.");
		break;
	}
	return c->late ? xasprintf("%s+%ld", word, c->late > 99 ? 99 : c->late) : xstrdup(word);
}

static void below_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct below_view *v = ctx;
	const struct duty_unit *u = &v->t.units[i];
	int name = name_cols(cols);

	draw_textf(y, x, name, selected ? LOOK_SELECTED : LOOK_NORMAL, " %s", u->name);
	for (size_t k = 0; k < cells_shown(cols); k++) {
		size_t at = v->first + k;
		const struct duty_cell *c = at < v->t.n_columns ? &u->cells[at] : NULL;
		bool here = selected && at == v->col;
		char *text = c ? cell_words(c) : xstrdup("");

		draw_textf(y, x + name + (int)k * CELL, CELL, here ? LOOK_CURSOR : selected ? LOOK_SELECTED : c ? duty_look(c) : LOOK_NORMAL,
			   " %s", text);
		free(text);
	}
}

static const struct listbox_ops below_ops = { .draw_row = below_row, .count = below_count };

static void draw_heads(struct below_view *v, int cols)
{
	int name = name_cols(cols);

	draw_text(1, 0, name, LOOK_TITLE, _(" Unit"));
	draw_text(2, 0, name, LOOK_TITLE, _(" period, due on"));
	for (size_t k = 0; k < cells_shown(cols); k++) {
		const struct duty_column *c = v->first + k < v->t.n_columns ? &v->t.columns[v->first + k] : NULL;
		enum look look = c && v->first + k == v->col ? LOOK_SELECTED : LOOK_TITLE;
		int x = name + (int)k * CELL;
		char *period = c ? period_short(c->period) : NULL, day[11];

		draw_textf(1, x, CELL, look, " %s", c ? i18n_pick(c->duty->brief) : "");
		if (c)
			draw_textf(2, x, CELL, look, " %s %.5s", period, date_human(&c->day, day));
		else
			draw_text(2, x, CELL, look, "");
		free(period);
	}
}

/* How many have answered, of how many that are asked. */
static void draw_sums(struct below_view *v, int y, int cols)
{
	int name = name_cols(cols);

	draw_textf(y, 0, name, LOOK_TITLE, " %s", _("Sent, of all"));
	for (size_t k = 0; k < cells_shown(cols); k++) {
		size_t at = v->first + k, asked = 0, sent = 0;

		for (size_t i = 0; at < v->t.n_columns && i < v->t.n_units; i++) {
			const struct duty_cell *c = &v->t.units[i].cells[at];

			asked += c->asked;
			sent += c->asked && (c->state == DUTY_SENT || c->state == DUTY_ACCEPTED);
		}
		if (at < v->t.n_columns)
			draw_textf(y, name + (int)k * CELL, CELL, LOOK_TITLE, " %zu/%zu", sent, asked);
		else
			draw_text(y, name + (int)k * CELL, CELL, LOOK_TITLE, "");
	}
}

static void draw_foot(struct below_view *v, int y, int cols)
{
	const struct duty_unit *u = v->box.selected < v->t.n_units ? &v->t.units[v->box.selected] : NULL;
	const struct duty_cell *c = u && v->col < v->t.n_columns ? &u->cells[v->col] : NULL;
	char *about;

	draw_blank(y, 0, 3, cols, LOOK_NORMAL);
	if (!c)
		return;
	about = c->asked ? duty_about(&v->t.columns[v->col], c, u->name) :
			   xasprintf(_("%s: not asked for; the unit was enrolled later."), u->name);
	draw_wrap(y, 1, 3, cols - 2, LOOK_DIM, about);
	free(about);
}

/* The column under the cursor stays in sight; what comes next is seen beside it. */
static void keep_in_sight(struct below_view *v, int cols)
{
	size_t n = cells_shown(cols), ahead = v->col + 1 < v->t.n_columns;

	if (v->col < v->first)
		v->first = v->col;
	if (v->col + ahead >= v->first + n)
		v->first = v->col + ahead + 1 - n;
	if (v->first + n > v->t.n_columns)
		v->first = v->t.n_columns > n ? v->t.n_columns - n : 0;
}

static void below_draw(struct screen *s, bool part)
{
	struct below_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols();

	keep_in_sight(v, cols);
	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_heads(v, cols);
		if (!v->t.n_units)
			draw_wrap(4, 2, 2, cols - 4, LOOK_DIM, _("No unit below is enrolled. Enrol one in Settings."));
		else if (!v->t.n_columns)
			draw_wrap(4, 2, 3, cols - 4, LOOK_DIM,
				  _("No day is known for the next time. The days stand in the calendar files "
				    "(giamngheo-calendar(5))."));
		listbox_place(&v->box, 3, 0, rows - 9, cols);
		listbox_changed(&v->box);
		if (v->t.n_units)
			draw_sums(v, rows - 6, cols);
	}
	listbox_draw(&v->box, part);
	draw_foot(v, rows - 5, cols);
}

/* ---- keys ---- */

static void open_cell(struct below_view *v)
{
	const struct duty_unit *u = v->box.selected < v->t.n_units ? &v->t.units[v->box.selected] : NULL;
	const struct duty_cell *c = u && v->col < v->t.n_columns ? &u->cells[v->col] : NULL;

	if (!c || !c->n)
		ui_say(v->app, "%s", _("No bundle has come for this duty."));
	else
		screen_diff(v->app, c->n);
}

static void own(struct below_view *v)
{
	struct peer upper;

	if (peer_upper(v->app->book, &upper, NULL)) {
		ui_say(v->app, "%s", _("No level above is enrolled: this unit sends nothing up."));
		return;
	}
	peer_fini(&upper);
	screen_duties_own(v->app);
}

static enum screen_result below_key(struct screen *s, const struct key *k)
{
	struct below_view *v = s->data;

	switch (keybind_find(below_keys, k)) {
	case ACT_OPEN:
		open_cell(v);
		return SCREEN_HANDLED;
	case ACT_LEFT:
		v->col -= v->col > 0;
		return SCREEN_REDRAW;
	case ACT_RIGHT:
		v->col += v->col + 1 < v->t.n_columns;
		return SCREEN_REDRAW;
	case ACT_OWN:
		own(v);
		return SCREEN_HANDLED;
	case ACT_OVERVIEW:
		screen_overview(v->app);
		return SCREEN_HANDLED;
	case ACT_INBOX:
		screen_inbox(v->app);
		return SCREEN_HANDLED;
	default:
		return listbox_key(&v->box, k);
	}
}

static void below_back(struct screen *s)
{
	load(s->data);
}

static char *below_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Reports of the units below"));
}

static void below_close(struct screen *s)
{
	struct below_view *v = s->data;

	duty_table_fini(&v->t);
	free(v);
	s->data = NULL;
}

static const struct screen_ops below_screen = {
	.name = "duties_below",
	.keys = below_keys,
	.draw = below_draw,
	.key = below_key,
	.back = below_back,
	.title = below_title,
	.close = below_close,
};

void screen_duties_below(struct app *app)
{
	struct below_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	listbox_init(&v->box, &below_ops, v);
	load(v);
	v->col = pressing(v);
	ui_push(app, &below_screen, v);
}
