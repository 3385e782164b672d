/* SPDX-License-Identifier: MIT */
/*
 * Rounds that are locked (khóa kỳ): above of all units, where they are locked and unlocked; below of this unit, to be read.
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
#include "sync/lock.h"
#include "sync/peer.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/screens.h"
#include "ui/words.h"

struct lock_view {
	struct app *app;
	bool above;
	char *unit; /* code of the unit to lock at first, or NULL */
	struct locks all;
	struct listbox box;
};

enum action { ACT_LOCK = 1, ACT_END, ACT_ABOUT };

static const struct keybind lock_keys[] = {
	{ K_CHAR('n'), ACT_LOCK, N_("Lock"), N_("Lock a round of one unit, or of all that have it") },
	{ K_CHAR('x'), ACT_END, N_("Unlock"), N_("End this lock, with a reason") },
	{ K_ENTER, ACT_ABOUT, N_("Whole text"), N_("Everything known of this lock") },
	{ 0, 0, NULL, NULL },
};
static const struct keybind read_keys[] = {
	{ K_ENTER, ACT_ABOUT, N_("Whole text"), N_("Everything known of this lock") },
	{ 0, 0, NULL, NULL },
};

static void load(struct lock_view *v)
{
	struct error e = ERROR_INIT;

	locks_fini(&v->all);
	if (lock_list(v->app->book, NULL, &v->all, &e))
		ui_error(v->app, &e);
	listbox_changed(&v->box);
}

/* ---- drawing ---- */

static size_t lock_count(void *ctx)
{
	const struct lock_view *v = ctx;

	return v->all.n;
}

#define ROUND 14
#define DAY 12
#define DECISION 20
#define STATE 18

static const char *state_of(const struct lock_view *v, const struct lock *l)
{
	if (l->ended_at)
		return l->told || !v->above ? _("unlocked") : _("unlocked, to tell");
	/* TRANSLATORS: where a lock stands; at most 17 columns */
	return l->told || !v->above ? _("locked") : _("locked, to tell");
}

static void lock_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct lock_view *v = ctx;
	const struct lock *l = &v->all.v[i];
	enum look look = selected ? LOOK_SELECTED : l->ended_at ? LOOK_DIM : LOOK_NORMAL;
	int name = cols - ROUND - DAY - DECISION - STATE;
	char *day = words_moment(l->day);

	draw_blank(y, x, 1, cols, look);
	draw_textf(y, x, name - 1, look, " %s", l->unit_name);
	draw_text(y, x += name, ROUND - 1, look, l->round);
	draw_text(y, x += ROUND, DAY - 1, look, day);
	draw_text(y, x += DAY, DECISION - 1, look, l->decision);
	draw_text(y, x + DECISION, STATE, selected ? look : l->ended_at ? LOOK_DIM : l->told || !v->above ? LOOK_GOOD : LOOK_DOUBT,
		  state_of(v, l));
	free(day);
}

static const struct listbox_ops lock_ops = { .draw_row = lock_row, .count = lock_count };

static char *about(const struct lock_view *v, const struct lock *l)
{
	char *words = lock_words(l), *at = words_moment(l->at);
	struct str b;

	str_init(&b);
	str_addf(&b, "%s: %s", l->unit_name, words);
	if (l->who)
		str_addf(&b, _(" Locked by %s, %s."), l->who, at);
	if (l->ended_by)
		str_addf(&b, _(" Unlocked by %s."), l->ended_by);
	if (!l->told && v->above)
		str_addf(&b, " %s", _("The unit does not know it yet: the next reply to it tells it so."));
	free(at);
	free(words);
	return str_take(&b);
}

static void draw_foot(struct lock_view *v, int y, int cols)
{
	const struct lock *l = v->box.selected < v->all.n ? &v->all.v[v->box.selected] : NULL;
	char *text = l ? about(v, l) : NULL;

	draw_blank(y, 0, 3, cols, LOOK_NORMAL);
	if (text)
		draw_wrap(y, 1, 3, cols - 2, LOOK_DIM, text);
	free(text);
}

static void lock_draw(struct screen *s, bool part)
{
	struct lock_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols(), x = cols - ROUND - DAY - DECISION - STATE;

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_text(1, 0, x, LOOK_TITLE, _(" Unit"));
		draw_text(1, x, ROUND, LOOK_TITLE, _("Round"));
		draw_text(1, x += ROUND, DAY, LOOK_TITLE, _("Of"));
		draw_text(1, x += DAY, DECISION, LOOK_TITLE, _("Decision"));
		draw_text(1, x + DECISION, STATE, LOOK_TITLE, _("State"));
		if (!v->all.n)
			draw_wrap(3, 2, 3, cols - 4, LOOK_DIM,
				  v->above ? _("No round is locked. What is changed in a locked round needs a reason, and is shown "
					       "apart when it comes.") :
					     _("The level above has locked no round."));
		listbox_place(&v->box, 2, 0, rows - 8, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
	draw_foot(v, rows - 5, cols);
}

/* ---- locking ---- */

/* All units, or one of them: *unit is its code (owned) or NULL. False: left. */
static bool choose_unit(struct lock_view *v, char **unit, char **unit_id)
{
	struct error e = ERROR_INIT;
	struct peers units;
	const char **lines;
	size_t n = 1, *at;
	long i, initial = 0;

	*unit = *unit_id = NULL;
	if (peer_list(v->app->book, false, &units, &e)) {
		ui_error(v->app, &e);
		return false;
	}
	lines = xcalloc(units.n + 1, sizeof(*lines));
	at = xcalloc(units.n + 1, sizeof(*at));
	lines[0] = _("All units that have the round");
	for (size_t k = 0; k < units.n; k++)
		if (units.v[k].in_force) {
			initial = str_eq(v->unit, units.v[k].code) ? (long)n : initial;
			at[n] = k;
			lines[n++] = units.v[k].name;
		}
	i = dialog_pick(v->app, _("Lock a round of which unit?"), lines, n, initial);
	if (i > 0) {
		*unit = xstrdup(units.v[at[i]].code);
		*unit_id = xstrdup(units.v[at[i]].unit_id);
	}
	free(at);
	free(lines);
	peers_fini(&units);
	return i >= 0;
}

/* "DK2024  Rà soát định kỳ 2024"; of all units with how many have it. */
static char *round_line(const struct lock_round *r, bool all)
{
	if (!all)
		return xasprintf("%s  %s", r->code, r->name ? r->name : "");
	return xasprintf(P_("%s  %s (%zu unit)", "%s  %s (%zu units)", (unsigned long)r->units), r->code, r->name ? r->name : "",
			 r->units);
}

static char *choose_round(struct lock_view *v, const char *unit_id)
{
	struct lock_rounds rounds;
	struct strlist lines;
	struct error e = ERROR_INIT;
	char *out = NULL;
	long i;

	if (lock_rounds(v->app->forms, v->app->book, unit_id, &rounds, &e)) {
		ui_error(v->app, &e);
		return NULL;
	}
	strlist_init(&lines);
	for (size_t k = 0; k < rounds.n; k++)
		strlist_take(&lines, round_line(&rounds.v[k], !unit_id));
	if (!rounds.n) {
		ui_say(v->app, "%s", _("No round was accepted yet."));
	} else {
		i = dialog_pick(v->app, _("Which round?"), (const char *const *)lines.v, lines.n, 0);
		out = i >= 0 ? xstrdup(rounds.v[i].code) : NULL;
	}
	strlist_fini(&lines);
	lock_rounds_fini(&rounds);
	return out;
}

/* The day of the decision: today, unless another is typed. NULL: left. */
static char *ask_day(struct lock_view *v)
{
	struct date today = book_today(v->app->book), day;
	char human[11], iso[11], *text;

	for (;;) {
		text = dialog_prompt(v->app, _("Lock a round"), _("Day of the decision (dd/mm/yyyy):"), date_human(&today, human),
				     false);
		if (!text)
			return NULL;
		if (date_parse_human(text, &day) && day.day) {
			free(text);
			return xstrdup(date_iso(&day, iso));
		}
		ui_say(v->app, "%s", _("That is no day: write dd/mm/yyyy."));
		free(text);
	}
}

static void tell_locked(struct lock_view *v, size_t n, const struct strlist *passed)
{
	struct str b;

	str_init(&b);
	str_addf(&b, P_("Locked in %zu unit.", "Locked in %zu units.", (unsigned long)n), n);
	str_addf(&b, " %s", _("Write the reply (inbox, key y): it tells the unit."));
	for (size_t i = 0; i < passed->n; i++)
		str_addf(&b, "\n%s", passed->v[i]);
	dialog_text(v->app, _("Lock a round"), b.s);
	str_fini(&b);
}

static void lock_it(struct lock_view *v, const char *unit, const char *round)
{
	char *decision = dialog_prompt(v->app, _("Lock a round"), _("Number of the decision that locks it:"), NULL, false);
	char *day = str_empty(decision) ? NULL : ask_day(v);
	const struct lock_plan plan = { .round = round, .unit = unit, .decision = decision, .day = day, .who = v->app->officer };
	struct error e = ERROR_INIT;
	struct strlist passed;
	size_t n = 0;

	strlist_init(&passed);
	if (day && lock_make(v->app->forms, v->app->book, &plan, &n, &passed, &e)) {
		ui_error(v->app, &e);
	} else if (day) {
		ui_saved(v->app);
		load(v);
		tell_locked(v, n, &passed);
	}
	strlist_fini(&passed);
	free(day);
	free(decision);
}

static bool may_write(struct lock_view *v)
{
	if (book_writable(v->app->book))
		return app_need_officer(v->app);
	ui_say(v->app, "%s", _("The book is open for reading only."));
	return false;
}

static void make(struct lock_view *v)
{
	char *unit, *unit_id, *round;

	if (!may_write(v) || !choose_unit(v, &unit, &unit_id))
		return;
	round = choose_round(v, unit_id);
	if (round)
		lock_it(v, unit, round);
	free(round);
	free(unit_id);
	free(unit);
}

static void end(struct lock_view *v)
{
	const struct lock *l = v->box.selected < v->all.n ? &v->all.v[v->box.selected] : NULL;
	struct error e = ERROR_INIT;
	char *why, *text;
	size_t n;

	if (!l || l->ended_at || !may_write(v))
		return;
	text = lock_words(l);
	why = dialog_prompt(v->app, _("Why is it unlocked?"), text, NULL, false);
	if (!str_empty(why)) {
		if (lock_end(v->app->book, l->round, l->unit_code, why, v->app->officer, &n, &e)) {
			ui_error(v->app, &e);
		} else {
			ui_saved(v->app);
			ui_say(v->app, "%s", _("Unlocked. The next reply tells the unit."));
		}
		load(v);
	}
	free(text);
	free(why);
}

static void tell_about(struct lock_view *v)
{
	char *text;

	if (v->box.selected >= v->all.n)
		return;
	text = about(v, &v->all.v[v->box.selected]);
	dialog_text(v->app, _("Locked round"), text);
	free(text);
}

/* ---- the screen ---- */

static enum screen_result lock_key(struct screen *s, const struct key *k)
{
	struct lock_view *v = s->data;

	switch (keybind_find(s->ops->keys, k)) {
	case ACT_LOCK:
		make(v);
		return SCREEN_REDRAW;
	case ACT_END:
		end(v);
		return SCREEN_REDRAW;
	case ACT_ABOUT:
		tell_about(v);
		return SCREEN_REDRAW;
	default:
		return listbox_key(&v->box, k);
	}
}

static void lock_back(struct screen *s)
{
	load(s->data);
}

static char *lock_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Locked rounds"));
}

static void lock_close(struct screen *s)
{
	struct lock_view *v = s->data;

	locks_fini(&v->all);
	free(v->unit);
	free(v);
	s->data = NULL;
}

static const struct screen_ops lock_screen = {
	.name = "locks",
	.keys = lock_keys,
	.draw = lock_draw,
	.key = lock_key,
	.back = lock_back,
	.title = lock_title,
	.close = lock_close,
};
static const struct screen_ops read_screen = {
	.name = "locks_read",
	.keys = read_keys,
	.draw = lock_draw,
	.key = lock_key,
	.back = lock_back,
	.title = lock_title,
	.close = lock_close,
};

void screen_locks(struct app *app, const char *unit)
{
	struct lock_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	v->above = app_above(app);
	v->unit = xstrdup_null(unit);
	listbox_init(&v->box, &lock_ops, v);
	load(v);
	ui_push(app, v->above ? &lock_screen : &read_screen, v);
}
