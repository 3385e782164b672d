/* SPDX-License-Identifier: MIT */
/*
 * Sending the data up: what goes, for which duty, and where to; Enter makes it. The first stick
 * that can be written to stands under the cursor, so that from home it is 8 and Enter.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "store/record.h"
#include "report/fault.h"
#include "sync/bundle.h"
#include "sync/duties.h"
#include "sync/nothing.h"
#include "sync/peer.h"
#include "sync/remark.h"
#include "sync/states.h"
#include "text/number.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/files.h"
#include "ui/listbox.h"
#include "ui/screens.h"
#include "ui/words.h"

struct make_view {
	struct app *app;
	struct places places;
	struct listbox box;
	char *duty, *period, *approver; /* period: NULL: the one that is due */
	char *to; /* name of the level above, or NULL: none */
	int64_t households, records, incomplete;
	size_t answered, open; /* remarks */
	struct bundles_sent sent;
	char *path; /* once it is made */
	struct bundle_head made;
};

enum action { ACT_MAKE = 1, ACT_DUTY, ACT_AGAIN, ACT_LIST, ACT_REMARKS };

static const struct keybind make_keys[] = {
	{ K_ENTER, ACT_MAKE, N_("Write it"),
	  N_("Make the bundle and write it to the place under the cursor") },
	{ K_CHAR('d'), ACT_DUTY, N_("Duty"), N_("Choose which duty the bundle answers") },
	{ K_F(5), ACT_AGAIN, N_("Look again"), N_("Look again, after a stick was put in") },
	{ K_CHAR('b'), ACT_LIST, N_("Sent bundles"),
	  N_("What was sent before, and what came of it") },
	{ K_CHAR('r'), ACT_REMARKS, N_("Remarks"), N_("What is still to be corrected") },
	{ 0, 0, NULL, NULL },
};
static const struct keybind made_keys[] = {
	{ K_ENTER, ACT_MAKE, N_("Done"), N_("Back") },
	{ K_CHAR('b'), ACT_LIST, N_("Sent bundles"), N_("What was sent, and what came of it") },
	{ 0, 0, NULL, NULL },
};

/* ---- what goes ---- */

/* From the counts the book keeps: no list is read. */
static int count_records(struct make_view *v, struct error *e)
{
	const char *const *names = forms_names(v->app->forms);
	const char *unit = book_unit_id(v->app->book);
	int rc = 0;

	v->households = v->records = v->incomplete = 0;
	for (; *names && !rc; names++) {
		const struct form *form;
		int64_t n = 0, bad = 0;

		rc = forms_get(v->app->forms, *names, &form, e);
		if (rc || !form->exchanged)
			continue;
		rc = record_count(v->app->book, *names, unit, NULL, NULL, &n, e);
		if (!rc)
			rc = record_count(v->app->book, *names, unit, "_state", "incomplete", &bad,
					  e);
		v->records += n;
		v->incomplete += bad;
		if (!strcmp(*names, "household"))
			v->households = n;
	}
	return rc;
}

static int count_remarks(struct make_view *v, struct error *e)
{
	struct remarks all = { NULL, 0 };
	/* What was changed since a remark came answers it: find that out as the bundle will. */
	int rc = book_writable(v->app->book) ? remark_mark_answered(v->app->forms, v->app->book, e)
					     : 0;

	if (!rc)
		rc = remark_list(v->app->book, book_unit_id(v->app->book), true, &all, e);
	v->answered = v->open = 0;
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].state, "answered"))
			v->answered++;
		else
			v->open++;
	remarks_fini(&all);
	return rc;
}

static void load(struct make_view *v)
{
	struct error e = ERROR_INIT;
	struct peer upper;
	int rc;

	set_string(&v->to, NULL);
	rc = peer_upper(v->app->book, &upper, &e);
	if (!rc) {
		v->to = xstrdup(upper.name);
		peer_fini(&upper);
	} else if (rc == ERR_NOTFOUND) {
		error_clear(&e);
		rc = 0;
	}
	bundles_sent_fini(&v->sent);
	if (!rc)
		rc = bundle_list(v->app->book, &v->sent, &e);
	if (!rc)
		rc = count_records(v, &e);
	if (!rc)
		rc = count_remarks(v, &e);
	if (rc)
		ui_error(v->app, &e);
}

static void look(struct make_view *v)
{
	places_fini(&v->places);
	files_places(v->app, &v->places);
	listbox_select(&v->box, places_best(&v->places));
	listbox_changed(&v->box);
}

/* ---- drawing ---- */

static size_t place_count(void *ctx)
{
	const struct make_view *v = ctx;

	return v->places.n + 1;
}

static void place_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct make_view *v = ctx;
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	const struct place *p = i < v->places.n ? &v->places.v[i] : NULL;
	char *words = p ? files_place_words(p) : xstrdup(_("Another folder…"));

	draw_textf(y, x, cols, p && p->read_only && !selected ? LOOK_DIM : look, "   %s%s%s", words,
		   p && p->stick ? " · " : "", p && p->stick ? p->path : "");
	free(words);
}

static const struct listbox_ops place_ops = { .draw_row = place_draw, .count = place_count };

static void fact(int *y, const char *label, const char *value, enum look look)
{
	int cols = draw_cols(), at = 26;

	draw_textf(*y, 0, at, LOOK_LABEL, " %s", label);
	draw_text(*y, at, cols - at, look, value);
	++*y;
}

static char *remarks_fact(const struct make_view *v)
{
	return xasprintf(_("%zu answered by this bundle, %zu still open (r lists them)"),
			 v->answered, v->open);
}

static char *last_fact(const struct make_view *v)
{
	const struct bundle_sent *s = v->sent.n ? &v->sent.v[0] : NULL;
	char *at, *text;

	if (!s)
		return xstrdup(_("none yet"));
	at = words_moment(s->head.made_on);
	text = xasprintf(_("%lld of %s: %s"), (long long)s->head.number, at, state_words(s->state));
	free(at);
	return text;
}

/* The period it will be for, and that nothing has arisen where that was said; NULL: the duty has none. */
static char *period_fact(const struct make_view *v)
{
	char due[PERIOD_LEN + 1], *words, *text;
	bool found = v->period != NULL;

	if (v->period)
		snprintf(due, sizeof(due), "%s", v->period);
	else
		duties_period(app_calendar(v->app), v->app->book, v->duty, due, &found, NULL);
	if (!found)
		return NULL;
	words = period_words(due);
	text = xasprintf("%s%s", words, nothing_said(v->app->book, v->duty, due) ? _(": nothing arisen") : "");
	free(words);
	return text;
}

static int draw_facts(struct make_view *v, int y)
{
	char n[32], m[32], *text;

	text = xasprintf(_("%s   (d chooses another)"), words_duty(v->app, v->duty));
	fact(&y, _("For the duty"), text, LOOK_VALUE);
	free(text);
	text = period_fact(v);
	if (text)
		fact(&y, _("Period"), text, LOOK_VALUE);
	free(text);
	fact(&y, _("Approved by"),
	     str_empty(v->approver) ? _("nobody named (see Settings)") : v->approver,
	     str_empty(v->approver) ? LOOK_DIM : LOOK_NORMAL);
	text = xasprintf(_("%s households; %s records of all kinds in force"),
			 number_int_show(v->households, n), number_int_show(v->records, m));
	fact(&y, _("What goes"), text, LOOK_NORMAL);
	free(text);
	text = xasprintf(P_("%lld record goes marked as not complete",
			    "%lld records go marked as not complete", (unsigned long)v->incomplete),
			 (long long)v->incomplete);
	fact(&y, _("Not complete"), v->incomplete ? text : _("none"),
	     v->incomplete ? LOOK_DOUBT : LOOK_GOOD);
	free(text);
	text = remarks_fact(v);
	fact(&y, _("Remarks"), v->answered || v->open ? text : _("none"),
	     v->open ? LOOK_DOUBT : LOOK_NORMAL);
	free(text);
	text = last_fact(v);
	fact(&y, _("Bundle before"), text, LOOK_NORMAL);
	free(text);
	return y;
}

static void draw_ask(struct make_view *v, bool part)
{
	int rows = draw_rows(), cols = draw_cols(), y = 3;

	if (!part) {
		if (v->to)
			draw_textf(1, 0, cols, LOOK_TITLE, _(" Send the data up to %s"), v->to);
		else
			draw_textf(1, 0, cols, LOOK_ERROR, " %s",
				   _("No level above is enrolled: give its enrolment file in "
				     "Settings first."));
		y = draw_facts(v, y) + 1;
		draw_textf(y++, 0, cols, LOOK_TITLE, " %s", _("Where to (Enter writes it there)"));
		listbox_place(&v->box, y, 0, rows - 3 - y, cols);
		listbox_changed(&v->box);
		if (!v->places.n || !v->places.v[0].stick)
			draw_textf(rows - 3, 0, cols, LOOK_DIM, " %s",
				   _("No stick is in. Put one in and press F5."));
	}
	listbox_draw(&v->box, part);
}

static void draw_made(struct make_view *v)
{
	char n[32], m[32], k[32], *text, *period;
	int cols = draw_cols(), y = 2;

	draw_textf(y++, 0, cols, LOOK_GOOD, " %s",
		   _("Written, read back and the same. The stick may be taken out."));
	y++;
	period = period_words(v->made.period);
	text = xasprintf("%lld · %s%s%s", (long long)v->made.number, words_duty(v->app, v->made.duty), *period ? ", " : "",
			 period);
	fact(&y, _("Bundle"), text, LOOK_VALUE);
	free(text);
	free(period);
	fact(&y, _("For"), v->made.to_name ? v->made.to_name : "", LOOK_NORMAL);
	fact(&y, _("File"), path_base(v->path), LOOK_VALUE);
	text = path_dir(v->path);
	fact(&y, _("Folder"), text, LOOK_NORMAL);
	free(text);
	text = xasprintf(_("%s households, %s records, %s not complete"),
			 number_int_show(v->made.households, n),
			 number_int_show(v->made.records, m),
			 number_int_show(v->made.incomplete, k));
	fact(&y, _("Counts"), text, LOOK_NORMAL);
	free(text);
	fact(&y, _("Hash"), v->made.hash, LOOK_DIM);
	fact(&y, _("Receipt"), _("still to come: it is in the reply (Sent bundles, key a)"),
	     LOOK_NORMAL);
	y++;
	draw_wrap(y, 1, 4, cols - 2, LOOK_DIM,
		  _("Only the level above can open the file. If it is lost, make another: each "
		    "bundle carries everything."));
}

static void make_draw(struct screen *s, bool part)
{
	struct make_view *v = s->data;

	if (!part)
		draw_blank(1, 0, draw_rows() - 2, draw_cols(), LOOK_NORMAL);
	if (v->path)
		draw_made(v);
	else
		draw_ask(v, part);
}

/* ---- making ---- */

static char *chosen_path(struct make_view *v)
{
	if (v->box.selected < v->places.n)
		return xstrdup(v->places.v[v->box.selected].path);
	return files_folder(v->app, _("Send the data"));
}

/* Figures of the yearly review that contradict each other are shown before they are sent. False: not to be sent now. */
static bool figures_agree(struct make_view *v)
{
	const struct duty *duty = v->duty ? calendar_duty(app_calendar(v->app), v->duty, NULL, NULL) : NULL;
	struct error e = ERROR_INIT;
	struct report_faults faults;
	struct str text;
	bool go = true;

	if (!duty || !duty->reports)
		return true;
	ui_busy(v->app, _("The reports are held against each other …"));
	if (report_faults_newest(v->app->forms, v->app->book, &faults, &e)) {
		ui_error(v->app, &e);
		return false;
	}
	str_init(&text);
	for (size_t i = 0; i < faults.n; i++)
		str_addf(&text, "%s: %s\n", faults.v[i].report, faults.v[i].message);
	if (faults.n)
		go = dialog_confirm(v->app, _("Figures that do not agree"), text.s, _("Send all the same"),
				    _("Not now: look at them first"));
	str_fini(&text);
	report_faults_fini(&faults);
	return go;
}

static void make(struct screen *s, const struct screen_ops *made_ops)
{
	struct make_view *v = s->data;
	struct strlist told;
	struct bundle_plan plan = { .duty = v->duty,
				    .period = v->period,
				    .told = &told,
				    .approved_by = str_empty(v->approver) ? NULL : v->approver };
	struct error e = ERROR_INIT;
	char *path;

	if (!book_writable(v->app->book)) {
		ui_say(v->app, "%s",
		       _("The book is open for reading only: no bundle can be made."));
		return;
	}
	if (!app_need_officer(v->app) || !figures_agree(v) || !(path = chosen_path(v)))
		return;
	plan.made_by = v->app->officer;
	plan.path = path;
	strlist_init(&told);
	ui_busy(v->app, _("Writing and reading back …"));
	if (bundle_make(v->app->forms, v->app->book, &plan, &v->path, &v->made, &e)) {
		ui_error(v->app, &e);
		look(v);
	} else {
		ui_saved(v->app);
		ui_say(v->app, _("Bundle %lld is made."), (long long)v->made.number);
		s->ops = made_ops; /* other keys from here on */
	}
	for (size_t i = 0; i < told.n; i++)
		dialog_text(v->app, _("Please note"), told.v[i]);
	strlist_fini(&told);
	free(path);
}

static void choose_duty(struct make_view *v)
{
	struct date today = book_today(v->app->book);
	const struct duty **duties = calendar_list(app_calendar(v->app), book_level(v->app->book), &today);
	const char **labels;
	size_t n = 0;
	int now = 0;

	while (duties[n])
		n++;
	labels = xcalloc(n + 1, sizeof(*labels));
	for (size_t i = 0; i < n; i++) {
		labels[i] = i18n_pick(duties[i]->label);
		if (str_eq(duties[i]->code, v->duty))
			now = (int)i;
	}
	now = n ? dialog_choose(v->app, _("Which duty does the bundle answer?"), NULL, labels, n, now) : -1;
	if (now >= 0 && !str_eq(v->duty, duties[now]->code)) {
		set_string(&v->duty, duties[now]->code);
		set_string(&v->period, NULL);
	}
	free(labels);
	free(duties);
}

static const struct screen_ops made_screen;

static enum screen_result make_key(struct screen *s, const struct key *k)
{
	struct make_view *v = s->data;

	switch (keybind_find(s->ops->keys, k)) {
	case ACT_MAKE:
		if (v->path)
			return SCREEN_CLOSE;
		make(s, &made_screen);
		return SCREEN_REDRAW;
	case ACT_DUTY:
		choose_duty(v);
		return SCREEN_REDRAW;
	case ACT_AGAIN:
		look(v);
		return SCREEN_REDRAW;
	case ACT_LIST:
		screen_bundles(v->app);
		return SCREEN_HANDLED;
	case ACT_REMARKS:
		screen_remarks(v->app);
		return SCREEN_HANDLED;
	default:
		return v->path ? SCREEN_IGNORED : listbox_key(&v->box, k);
	}
}

static void make_back(struct screen *s)
{
	struct make_view *v = s->data;

	if (!v->path)
		load(v);
}

static char *make_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Send data"));
}

static void make_close(struct screen *s)
{
	struct make_view *v = s->data;

	places_fini(&v->places);
	bundles_sent_fini(&v->sent);
	bundle_head_fini(&v->made);
	free(v->duty);
	free(v->period);
	free(v->approver);
	free(v->to);
	free(v->path);
	free(v);
	s->data = NULL;
}

static const struct screen_ops make_screen = {
	.name = "bundle_make",
	.keys = make_keys,
	.draw = make_draw,
	.key = make_key,
	.back = make_back,
	.title = make_title,
	.close = make_close,
};
static const struct screen_ops made_screen = {
	.name = "bundle_made",
	.keys = made_keys,
	.draw = make_draw,
	.key = make_key,
	.back = make_back,
	.title = make_title,
	.close = make_close,
};

void screen_bundle_make(struct app *app)
{
	screen_bundle_make_for(app, "update", NULL);
}

void screen_bundle_make_for(struct app *app, const char *duty, const char *period)
{
	struct make_view *v = xcalloc(1, sizeof(*v));
	struct config *c;

	v->app = app;
	v->duty = xstrdup(duty);
	v->period = xstrdup_null(period);
	config_load(&c, paths_config(), NULL);
	v->approver = xstrdup(config_get(c, "approver"));
	config_free(c);
	listbox_init(&v->box, &place_ops, v);
	look(v);
	load(v);
	ui_push(app, &make_screen, v);
}
