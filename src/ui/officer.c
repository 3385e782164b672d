/* SPDX-License-Identifier: MIT */
/*
 * "Ai đang làm việc?": two or three people share one PC, and history, drafts and bundles must carry the right name. People are
 * noted once with their title and the days of their office.
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
#include "store/book.h"
#include "text/utf8.h"
#include "ui/dialog.h"
#include "ui/dialog_impl.h"
#include "ui/draw.h"
#include "ui/editline.h"
#include "ui/screens.h"

#define LAST "last_officer" /* of meta: highlighted next time */

enum { NAME, TITLE, FROM, TO, N_PARTS };

/* ---- a new person ---- */

struct person {
	struct editline part[N_PARTS];
	int at;
	bool done;
	char *wrong; /* what to put right */
};

static const char *const labels[N_PARTS] = {
	/* TRANSLATORS: of an officer; at most 22 columns each */
	[NAME] = N_("Full name"),
	[TITLE] = N_("Title"),
	[FROM] = N_("In office from"),
	[TO] = N_("Until (may be empty)"),
};

static void person_draw(struct screen *s, bool part)
{
	struct person *p = s->data;
	struct box b;
	int i;

	if (!part) {
		dialog_box(&b, _("Who is working?"),
			   _("Write in who works with this book. Dates as day/month/year."), 66,
			   N_PARTS + 1);
		for (i = 0; i < N_PARTS; i++) {
			draw_text(b.body_y + i, b.x + 2, 22, LOOK_LABEL, _(labels[i]));
			editline_place(&p->part[i], b.body_y + i, b.x + 25, b.cols - 27);
		}
	}
	for (i = 0; i < N_PARTS; i++)
		editline_draw(&p->part[i], i == p->at ? LOOK_CURSOR : LOOK_FIELD);
	i = p->part[N_PARTS - 1].y + 1;
	draw_text(i, p->part[0].x - 23, p->part[0].cols + 23, LOOK_ERROR, p->wrong ? p->wrong : "");
	editline_draw(&p->part[p->at], LOOK_CURSOR);
}

static const char *typed(const struct person *p, int i)
{
	return lineedit_text(p->part[i].model);
}

static bool date_of(const struct person *p, int i, struct date *d)
{
	*d = (struct date){ 0 };
	return !*typed(p, i) || date_parse_human(typed(p, i), d);
}

static enum screen_result complain(struct person *p, int at, const char *what)
{
	p->at = at;
	set_string(&p->wrong, what);
	return SCREEN_PART;
}

static enum screen_result person_done(struct person *p)
{
	struct date from, to, first, last;
	char *name = utf8_clean(typed(p, NAME));
	bool empty = !*name;

	free(name);
	if (empty)
		return complain(
			p, NAME,
			_("A name is needed: it stands in the history of what is changed."));
	if (!date_of(p, FROM, &from))
		return complain(p, FROM,
				_("This is no date. Write it as 01/09/2024, or leave it empty."));
	if (!date_of(p, TO, &to))
		return complain(p, TO,
				_("This is no date. Write it as 01/09/2024, or leave it empty."));
	if (from.year && to.year) {
		first = date_first(&from);
		last = date_last(&to);
		if (date_cmp(&first, &last) > 0)
			return complain(p, TO, _("The last day lies before the first."));
	}
	p->done = true;
	return SCREEN_CLOSE;
}

static enum screen_result person_key(struct screen *s, const struct key *k)
{
	struct person *p = s->data;
	enum screen_result r;

	switch (k->code) {
	case K_ENTER:
		if (p->at == N_PARTS - 1)
			return person_done(p);
		p->at++;
		return SCREEN_PART;
	case K_F(2):
		return person_done(p);
	case K_DOWN:
	case K_TAB:
		p->at = (p->at + 1) % N_PARTS;
		return SCREEN_PART;
	case K_UP:
	case K_BACKTAB:
		p->at = (p->at + N_PARTS - 1) % N_PARTS;
		return SCREEN_PART;
	default:
		r = editline_key(&p->part[p->at], k);
		if (r == SCREEN_PART)
			set_string(&p->wrong, NULL);
		return r;
	}
}

static const struct keybind person_keys[] = {
	{ K_ENTER, 1, N_("Next"), N_("Next line; in the last one: done") },
	{ K_F(2), 2, N_("Done"), N_("Done") },
	{ K_CANCEL, 0, N_("Do nothing"), N_("Close the box and change nothing") },
	{ 0, 0, NULL, NULL },
};

static const struct screen_ops person_ops = {
	.name = "officer",
	.keys = person_keys,
	.draw = person_draw,
	.key = person_key,
	.overlay = true,
};

static char *iso_of(const struct person *p, int i)
{
	struct date d;
	char buf[11];

	return date_of(p, i, &d) && d.year ? xstrdup(date_iso(&d, buf)) : NULL;
}

static bool ask_person(struct app *app, struct officer *o)
{
	struct person p = { 0 };
	int i;

	for (i = 0; i < N_PARTS; i++)
		editline_init(&p.part[i], i < FROM ? 80 : 10);
	ui_run_modal(app, &person_ops, &p);
	if (p.done) {
		o->name = utf8_clean(typed(&p, NAME));
		o->title = utf8_clean(typed(&p, TITLE));
		o->from = iso_of(&p, FROM);
		o->to = iso_of(&p, TO);
		if (!*o->title)
			set_string(&o->title, NULL);
	}
	free(p.wrong);
	for (i = 0; i < N_PARTS; i++)
		editline_fini(&p.part[i]);
	return p.done;
}

static void officer_clear(struct officer *o)
{
	free(o->id);
	free(o->name);
	free(o->title);
	free(o->from);
	free(o->to);
}

/* ---- which of those known ---- */

static bool in_office(const struct officer *o, const struct date *today)
{
	struct date d, last;

	if (!o->to || !date_parse_iso(o->to, &d))
		return true;
	last = date_last(&d);
	return date_cmp(&last, today) >= 0;
}

static void works_now(struct app *app, const struct officer *o)
{
	char *last = NULL;
	struct error e = ERROR_INIT;

	set_string(&app->officer, o->name);
	set_string(&app->officer_title, o->title);
	if (book_writable(app->book))
		book_sign(app->book, app->officer);
	/* Written only when another person sits down: starting costs no commit. */
	if (book_writable(app->book) && !book_meta(app->book, LAST, &last, &e) &&
	    !str_eq(last, o->name))
		book_meta_set(app->book, LAST, o->name, &e);
	free(last);
	error_clear(&e);
	ui_redraw(app);
}

static bool new_officer(struct app *app)
{
	struct officer o = { 0 };
	struct error e = ERROR_INIT;
	bool done = ask_person(app, &o);

	if (done && book_writable(app->book) && officer_save(app->book, &o, NULL, &e)) {
		ui_error(app, &e);
		done = false;
	}
	if (done)
		works_now(app, &o);
	officer_clear(&o);
	return done;
}

static int choose(struct app *app, const struct officers *all, const size_t *shown, size_t n)
{
	struct strlist words;
	char *last = NULL;
	int initial = 0, at;
	size_t i;

	book_meta(app->book, LAST, &last, NULL);
	strlist_init(&words);
	for (i = 0; i < n; i++) {
		const struct officer *o = &all->v[shown[i]];

		strlist_take(&words,
			     o->title ? xasprintf("%s - %s", o->name, o->title) : xstrdup(o->name));
		if (str_eq(o->name, app->officer ? app->officer : last))
			initial = (int)i;
	}
	strlist_add(&words, _("Someone else …"));
	/* TRANSLATORS: Ai đang làm việc? */
	at = dialog_choose(app, _("Who is working?"),
			   _("The name goes into the history of every change."),
			   (const char *const *)words.v, words.n, initial);
	strlist_fini(&words);
	free(last);
	return at;
}

bool screen_officer(struct app *app)
{
	struct officers all = { 0 };
	struct error e = ERROR_INIT;
	struct date today = book_today(app->book);
	size_t *shown, i, n = 0;
	bool done = false;
	int at;

	if (officer_list(app->book, &all, &e)) {
		ui_error(app, &e);
		return false;
	}
	shown = xcalloc(all.n + 1, sizeof(*shown));
	for (i = 0; i < all.n; i++)
		if (in_office(&all.v[i], &today))
			shown[n++] = i;
	at = n ? choose(app, &all, shown, n) : 0;
	if (at >= 0 && (size_t)at < n) {
		works_now(app, &all.v[shown[at]]);
		done = true;
	} else if (at >= 0) {
		done = new_officer(app);
	}
	free(shown);
	officers_fini(&all);
	return done;
}
