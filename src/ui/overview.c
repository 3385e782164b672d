/* SPDX-License-Identifier: MIT */
/*
 * The units below in one table: register, poor, near-poor, what is open, what was sent. A rate
 * stands only where the year's total is known; each figure names the bundle it comes from.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "sync/made_from.h"
#include "sync/overview.h"
#include "sync/states.h"
#include "text/number.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/screens.h"
#include "ui/words.h"

struct over_view {
	struct app *app;
	struct overview o;
	char *duty; /* NULL: any bundle */
	struct listbox box;
};

enum action { ACT_OPEN = 1, ACT_DUTY, ACT_INBOX, ACT_REMARKS, ACT_DUTIES, ACT_LOCKS, ACT_SOURCES };

static const struct keybind over_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Households"),
	  N_("The households of this unit as they were accepted") },
	{ K_CHAR('i'), ACT_INBOX, N_("Inbox"), N_("Bundles that came") },
	{ K_CHAR('r'), ACT_REMARKS, N_("Remarks"), N_("Remarks made, and what became of them") },
	{ K_CHAR('h'), ACT_DUTIES, N_("Reports"), N_("Units and duties: who has sent what, who is late") },
	{ K_CHAR('k'), ACT_LOCKS, N_("Lock"), N_("Rounds that are locked; lock one of this unit or of all") },
	{ K_CHAR('d'), ACT_DUTY, NULL, N_("Late or missing for which duty") },
	{ K_CHAR(' '), ACT_SOURCES, NULL, N_("From which bundles the sums are made") },
	{ 0, 0, NULL, NULL },
};

static void load(struct over_view *v)
{
	struct error e = ERROR_INIT;

	overview_fini(&v->o);
	memset(&v->o, 0, sizeof(v->o));
	if (overview_make(v->app->book, v->duty, &v->o, &e))
		ui_error(v->app, &e);
	listbox_changed(&v->box);
}

static size_t over_count(void *ctx)
{
	const struct over_view *v = ctx;

	return v->o.n;
}

/* ---- drawing ---- */

#define CELLS 12

/* 0: name, state and marks share the rest; the code stands only where there is room. */
static const int widths[CELLS] = { 0, 0, 7, 6, 7, 6, 7, 8, 7, 5, 0, 0 };
#define CODE_COLS 8
#define CODE_FROM 100 /* columns of the terminal */

static void draw_cells(int y, int cols, enum look look, const char *const cell[CELLS])
{
	int code = cols >= CODE_FROM ? CODE_COLS : 0, fixed = code, x = 0, name, state, marks, rest;

	for (int i = 0; i < CELLS; i++)
		fixed += widths[i];
	rest = cols - fixed;
	marks = rest > 44 ? 12 : rest > 20 ? 10 : 0; /* narrow: the mark takes the state's place */
	state = rest > 44 ? 17 : marks ? 0 : 6;
	name = rest - state - marks;
	draw_blank(y, 0, 1, cols, look);
	for (int i = 0; i < CELLS; i++) {
		int w = i == 0	  ? code
			: i == 1  ? name
			: i == 10 ? state
			: i == 11 ? marks
				  : widths[i];

		if (w >= 2 && cell[i] && (i < 2 || i > 9))
			draw_text(y, x + (i != 1 || !code), i == 1 && code ? w - 1 : w - 2, look,
				  cell[i]);
		else if (w >= 2 && cell[i])
			draw_right(y, x, w, look, cell[i]);
		x += w;
	}
}

/* The rate as people read it; nothing where there is no total. */
static const char *rate(double v, char buf[static 40])
{
	char n[32];

	buf[0] = '\0';
	if (!isnan(v))
		snprintf(buf, 40, "%s%%", number_decimal_show(v, 2, n));
	return buf;
}

static const char *mark(const struct overview_unit *u)
{
	/* TRANSLATORS: marks of a unit in the overview; at most 8 columns */
	return u->missing ? _("missing") : u->waiting ? _("waits") : u->late ? _("late") : "";
}

static void draw_unit(const struct overview_unit *u, const char *code, const char *name, int y,
		      int cols, enum look look)
{
	char n[6][32], r1[40], r2[40];
	const char *const cells[CELLS] = { code,
					   name,
					   number_int_show(u->households, n[0]),
					   number_int_show(u->poor, n[1]),
					   rate(u->poor_rate, r1),
					   number_int_show(u->near_poor, n[2]),
					   rate(u->near_rate, r2),
					   number_int_show(u->incomplete, n[3]),
					   number_int_show(u->open_remarks, n[4]),
					   u->accepted_number
						   ? number_int_show(u->accepted_number, n[5])
						   : "",
					   u->last_state ? state_words(u->last_state) : "",
					   mark(u) };

	draw_cells(y, cols, look, cells);
}

static void over_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct over_view *v = ctx;
	const struct overview_unit *u = &v->o.v[i];

	(void)x;
	draw_unit(u, u->code, u->name, y, cols,
		  selected     ? LOOK_SELECTED
		  : u->missing ? LOOK_DOUBT
			       : LOOK_NORMAL);
}

static const struct listbox_ops over_ops = { .draw_row = over_row, .count = over_count };

static void draw_foot(struct over_view *v, int y, int cols)
{
	const struct overview_unit *u = v->box.selected < v->o.n ? &v->o.v[v->box.selected] : NULL;
	struct str b;
	char *at;

	draw_blank(y, 0, 3, cols, LOOK_NORMAL);
	if (!u)
		return;
	str_init(&b);
	str_addf(&b, "%s: ", u->name);
	if (u->accepted_number) {
		at = words_moment(u->accepted_on);
		str_addf(&b, _("figures from bundle %lld (%.12s), accepted %s. "), (long long)u->accepted_number,
			 u->accepted_hash ? u->accepted_hash : "", at);
		free(at);
	} else
		str_addf(&b, "%s ", _("nothing was accepted yet."));
	if (u->last_state) {
		at = words_moment(u->last_received);
		str_addf(&b, _("Last: %s, %s, received %s. "), words_duty(v->app, u->last_duty),
			 state_words(u->last_state), at);
		free(at);
	}
	if (u->waiting)
		str_addf(&b,
			 P_("%lld bundle waits for a decision. ",
			    "%lld bundles wait for a decision. ", (unsigned long)u->waiting),
			 (long long)u->waiting);
	if (u->late)
		str_addf(&b, "%s ", _("It came late."));
	if (u->missing)
		str_addf(&b, "%s ", _("Nothing came for this duty."));
	if (!u->enrolled)
		str_addf(&b, "%s ", _("It has not sent its first bundle."));
	else if (!u->compared)
		str_addf(&b, "%s ", _("Its fingerprint was not compared yet."));
	if (!u->total_households)
		str_add(&b, _("No total for its year: no rates."));
	draw_wrap(y, 1, 3, cols - 2, LOOK_DIM, b.s);
	str_fini(&b);
}

static void over_draw(struct screen *s, bool part)
{
	/* TRANSLATORS: headings of the overview; columns 6, name, 6, 5, 6, 5, 6, 7, 6, 4, 15, 8
	 * wide */
	const char *const heads[CELLS] = {
		_("Code"), _("Unit"), _("Househ."), _("Poor"),	     "%",      _("Near"), "%",
		_("Unf."), _("Rem."), _("Bnd."),    _("Last state"), _("Mark")
	};
	struct over_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_cells(1, cols, LOOK_TITLE, heads);
		if (!v->o.n)
			draw_wrap(3, 2, 2, cols - 4, LOOK_DIM,
				  _("No unit below is enrolled. Enrol one in Settings."));
		listbox_place(&v->box, 2, 0, rows - 8, cols);
		listbox_changed(&v->box);
		if (v->o.n)
			draw_unit(&v->o.sum, "", _("In all"), rows - 6, cols, LOOK_TITLE);
	}
	listbox_draw(&v->box, part);
	draw_foot(v, rows - 5, cols);
}

/* ---- keys ---- */

static void choose_duty(struct over_view *v)
{
	struct date today = book_today(v->app->book);
	const struct duty **duties = calendar_list(app_calendar(v->app), NULL, &today);
	const char **labels;
	size_t n = 0;
	int i;

	while (duties[n])
		n++;
	labels = xcalloc(n + 1, sizeof(*labels));
	labels[0] = _("Any bundle at all");
	for (size_t k = 0; k < n; k++)
		labels[k + 1] = i18n_pick(duties[k]->label);
	i = dialog_choose(v->app, _("Late or missing for which duty?"), NULL, labels, n + 1, 0);
	if (i >= 0) {
		set_string(&v->duty, i ? duties[i - 1]->code : NULL);
		load(v);
	}
	free(labels);
	free(duties);
}

static void open_unit(struct over_view *v)
{
	const struct form *household;
	struct error e = ERROR_INIT;

	if (v->box.selected >= v->o.n)
		return;
	if (forms_get(v->app->forms, "household", &household, &e))
		ui_error(v->app, &e);
	else
		screen_browse_where(v->app, household, "_unit", v->o.v[v->box.selected].unit_id);
}

/* Every sum names the bundles it was made from. */
static void tell_sources(struct over_view *v)
{
	struct error e = ERROR_INIT;
	struct made_from from;
	struct str b;

	if (made_from_read(v->app->book, NULL, &from, &e)) {
		ui_error(v->app, &e);
		return;
	}
	str_init(&b);
	for (size_t i = 0; i < from.n; i++) {
		char *line = made_from_line(&from.v[i]);

		str_addf(&b, "%s%s", i ? "\n" : "", line);
		free(line);
	}
	dialog_text(v->app, _("The sums are made from"), b.len ? b.s : _("No unit below is enrolled. Enrol one in Settings."));
	str_fini(&b);
	made_from_fini(&from);
}

static enum screen_result over_key(struct screen *s, const struct key *k)
{
	struct over_view *v = s->data;

	switch (keybind_find(over_keys, k)) {
	case ACT_OPEN:
		open_unit(v);
		return SCREEN_HANDLED;
	case ACT_DUTY:
		choose_duty(v);
		return SCREEN_REDRAW;
	case ACT_DUTIES:
		screen_duties_below(v->app);
		return SCREEN_HANDLED;
	case ACT_LOCKS:
		screen_locks(v->app, v->box.selected < v->o.n ? v->o.v[v->box.selected].code : NULL);
		return SCREEN_HANDLED;
	case ACT_SOURCES:
		tell_sources(v);
		return SCREEN_REDRAW;
	case ACT_INBOX:
		screen_inbox(v->app);
		return SCREEN_HANDLED;
	case ACT_REMARKS:
		screen_remarks(v->app);
		return SCREEN_HANDLED;
	default:
		return listbox_key(&v->box, k);
	}
}

static void over_back(struct screen *s)
{
	load(s->data);
}

static char *over_title(struct screen *s)
{
	const struct over_view *v = s->data;

	return v->duty ? xasprintf("%s: %s", _("Units below"), words_duty(v->app, v->duty))
		       : xstrdup(_("Units below"));
}

static void over_close(struct screen *s)
{
	struct over_view *v = s->data;

	overview_fini(&v->o);
	free(v->duty);
	free(v);
	s->data = NULL;
}

static const struct screen_ops over_screen = {
	.name = "overview",
	.keys = over_keys,
	.draw = over_draw,
	.key = over_key,
	.back = over_back,
	.title = over_title,
	.close = over_close,
};

void screen_overview(struct app *app)
{
	struct over_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	listbox_init(&v->box, &over_ops, v);
	load(v);
	ui_push(app, &over_screen, v);
}
