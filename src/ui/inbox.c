/* SPDX-License-Identifier: MIT */
/*
 * What came from below: newest first, what waits for a decision at the cursor. Accepting a clean
 * bundle is "a" and Enter; anything about it that is not in order is said on its line and at the
 * foot.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "sync/states.h"
#include "text/number.h"
#include "ui/decide.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/files.h"
#include "ui/listbox.h"
#include "ui/screens.h"
#include "ui/words.h"

struct inbox_view {
	struct app *app;
	struct inbox_items all;
	size_t *shown; /* indexes, newest first */
	size_t n;
	bool waiting; /* only those not decided */
	struct listbox box;
};

enum action {
	ACT_OPEN = 1,
	ACT_RECEIVE,
	ACT_ACCEPT,
	ACT_RETURN,
	ACT_CONFIRM,
	ACT_REPLY,
	ACT_WAITING,
	ACT_ABOUT,
	ACT_OVERVIEW,
	ACT_DUTIES,
	ACT_LOCKS
};

static const struct keybind inbox_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Difference"), N_("What differs from what was accepted") },
	{ K_CHAR('n'), ACT_RECEIVE, N_("Receive"), N_("Receive bundles from a stick or a folder") },
	{ K_CHAR('a'), ACT_ACCEPT, N_("Accept"), N_("Accept the bundle") },
	{ K_CHAR('t'), ACT_RETURN, N_("Return"),
	  N_("Return it: opens the difference, where remarks are written") },
	{ K_CHAR('c'), ACT_CONFIRM, N_("Confirm"),
	  N_("Fingerprint and counts were compared with the unit") },
	{ K_CHAR('y'), ACT_REPLY, N_("Reply"),
	  N_("Write the reply to a stick or a folder (again)") },
	{ K_TAB, ACT_WAITING, NULL, N_("All bundles, or only those that wait for a decision") },
	{ K_CHAR(' '), ACT_ABOUT, NULL, N_("Everything known of the bundle") },
	{ K_CHAR('o'), ACT_OVERVIEW, NULL, N_("The units below in one table") },
	{ K_CHAR('h'), ACT_DUTIES, NULL, N_("Units and duties: who has sent what, who is late") },
	{ K_CHAR('k'), ACT_LOCKS, NULL, N_("Lock a round of this unit, or of all") },
	{ 0, 0, NULL, NULL },
};

static bool is_waiting(const struct inbox_item *i)
{
	return str_eq(i->state, "received") || str_eq(i->state, "needs_confirmation");
}

static void choose(struct inbox_view *v)
{
	v->n = 0;
	for (size_t i = v->all.n; i-- > 0;)
		if (!v->waiting || is_waiting(&v->all.v[i]))
			v->shown[v->n++] = i;
	listbox_changed(&v->box);
}

static void load(struct inbox_view *v)
{
	struct error e = ERROR_INIT;

	inbox_items_fini(&v->all);
	if (inbox_list(v->app->book, &v->all, &e))
		ui_error(v->app, &e);
	free(v->shown);
	v->shown = xcalloc(v->all.n + 1, sizeof(*v->shown));
	choose(v);
}

static const struct inbox_item *current(const struct inbox_view *v)
{
	return v->box.selected < v->n ? &v->all.v[v->shown[v->box.selected]] : NULL;
}

static void to_first_waiting(struct inbox_view *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (is_waiting(&v->all.v[v->shown[i]])) {
			v->box.selected = i; /* brought into view when its place is known */
			listbox_changed(&v->box);
			return;
		}
}

/* ---- drawing ---- */

struct columns {
	int n, unit, number, duty, at, state, marks;
};

static struct columns columns_for(int cols)
{
	struct columns c = { 5, 18, 5, 14, 11, 16, 0 };
	int rest = cols - 5 - 18 - 5 - 14 - 11 - 16;

	if (rest > 20) { /* room first to the unit, then to the duty */
		c.unit += (rest - 14) / 2;
		c.duty += (rest - 14) - (rest - 14) / 2;
		rest = 14;
	}
	c.marks = rest;
	return c;
}

static size_t inbox_count(void *ctx)
{
	const struct inbox_view *v = ctx;

	return v->n;
}

static char *marks(const struct inbox_item *i)
{
	struct str b;

	str_init(&b);
	/* TRANSLATORS: marks of a bundle, at most 8 columns each */
	if (i->late)
		str_add(&b, _("late"));
	if (i->gap)
		str_addf(&b, "%s%s", b.len ? ", " : "", _("gap"));
	if (!i->fingerprint_compared)
		str_addf(&b, "%s%s", b.len ? ", " : "", _("key?"));
	return str_take(&b);
}

static void inbox_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct inbox_view *v = ctx;
	const struct inbox_item *item = &v->all.v[v->shown[i]];
	struct columns c = columns_for(cols);
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	char *at = words_moment(item->received_at), *m = marks(item);

	draw_blank(y, x, 1, cols, look);
	draw_textf(y, x, c.n - 1, look, "%4lld", (long long)item->n);
	draw_text(y, x += c.n, c.unit - 1, look, item->head.unit_name);
	draw_textf(y, x += c.unit, c.number - 1, look, "%3lld", (long long)item->head.number);
	draw_text(y, x += c.number, c.duty - 1, look, words_duty(v->app, item->head.duty));
	draw_clip(y, x += c.duty, c.at - 1, look, at, strlen(at) < 10 ? strlen(at) : 10);
	draw_text(y, x += c.at, c.state - 1, selected ? look : words_state_look(item->state),
		  state_words(item->state));
	draw_text(y, x + c.state, c.marks, selected ? look : LOOK_DOUBT, m);
	free(at);
	free(m);
}

static const struct listbox_ops inbox_ops = { .draw_row = inbox_row, .count = inbox_count };

static void draw_heading(int y, int cols)
{
	struct columns c = columns_for(cols);
	int x = 0;

	draw_blank(y, 0, 1, cols, LOOK_TITLE);
	/* TRANSLATORS: headings of the inbox; columns 4, 17, 4, 13, 10, 15, 11 wide */
	draw_right(y, x, c.n - 1, LOOK_TITLE, _("No."));
	draw_text(y, x += c.n, c.unit - 1, LOOK_TITLE, _("Unit"));
	draw_text(y, x += c.unit, c.number - 1, LOOK_TITLE, _("Bnd."));
	draw_text(y, x += c.number, c.duty - 1, LOOK_TITLE, _("Duty"));
	draw_text(y, x += c.duty, c.at - 1, LOOK_TITLE, _("Received"));
	draw_text(y, x += c.at, c.state - 1, LOOK_TITLE, _("State"));
	draw_text(y, x + c.state, c.marks, LOOK_TITLE, _("Marks"));
}

/* What the marks of the selected one mean, and its counts. */
static void draw_foot(struct inbox_view *v, int y, int cols)
{
	const struct inbox_item *i = current(v);
	char n[32], m[32], k[32];
	struct str b;

	draw_blank(y, 0, 3, cols, LOOK_NORMAL);
	if (!i)
		return;
	str_init(&b);
	str_addf(&b, _("Receipt %s. %s households, %s records, %s not complete."),
		 i->receipt ? i->receipt : "-", number_int_show(i->head.households, n),
		 number_int_show(i->head.records, m), number_int_show(i->head.incomplete, k));
	if (str_eq(i->state, "needs_confirmation"))
		str_addf(&b, " %s", _("It must be confirmed first (c)."));
	if (i->note)
		str_addf(&b, " %s", i->note);
	if (i->late)
		str_addf(&b, " %s", _("It came after its duty's day."));
	if (i->gap)
		str_addf(&b, " %s", _("A number before it is missing."));
	if (!i->fingerprint_compared)
		str_addf(&b, " %s", _("The unit's fingerprint was not compared yet (c)."));
	if (i->decided_by)
		str_addf(&b, _(" Decided by %s."), i->decided_by);
	draw_wrap(y, 1, 3, cols - 2, LOOK_DIM, b.s);
	str_fini(&b);
}

static void inbox_draw(struct screen *s, bool part)
{
	struct inbox_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_heading(1, cols);
		if (!v->n)
			draw_wrap(
				3, 2, 3, cols - 4, LOOK_DIM,
				v->all.n
					? _("Nothing waits for a decision. Tab shows all.")
					: _("Nothing has come yet. Put the stick in and press n."));
		listbox_place(&v->box, 2, 0, rows - 7, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
	draw_foot(v, rows - 5, cols);
}

/* ---- receiving ---- */

static char *known_file(void *ctx, const struct found_file *f, bool *mark)
{
	const struct inbox_view *v = ctx;

	*mark = false;
	if (!*f->code)
		return NULL;
	for (size_t i = v->all.n; i-- > 0;)
		if (v->all.v[i].head.number == f->number &&
		    str_eq(v->all.v[i].head.unit_code, f->code))
			return xstrdup(_("received"));
	*mark = true;
	return NULL;
}

struct received {
	int taken, again, refused;
	struct str told;
};

static void receive_one(struct inbox_view *v, const char *path, struct received *r)
{
	struct error e = ERROR_INIT;
	struct inbox_item item;
	bool again = false;

	memset(&item, 0, sizeof(item));
	str_addf(&r->told, "%s%s: ", r->told.len ? "\n" : "",
		 strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	if (inbox_receive(v->app->forms, v->app->book, path, &again, &item, &e)) {
		char *text = error_text(&e);

		r->refused++;
		str_addf(&r->told, _("NOT RECEIVED. %s"), text);
		free(text);
		error_clear(&e);
		return;
	}
	r->again += again;
	r->taken += !again;
	str_addf(&r->told, again ? _("had come before; receipt %s") : _("received; receipt %s"),
		 item.receipt);
	if (str_eq(item.state, "needs_confirmation"))
		str_addf(&r->told, " — %s", state_words(item.state));
	inbox_item_fini(&item);
}

static void receive(struct inbox_view *v)
{
	struct files_ask ask = { .title = _("Receive bundles: those not received yet are marked"),
				 .ending = "gnb",
				 .many = true,
				 .known = known_file,
				 .ctx = v };
	struct received r = { .taken = 0 };
	struct strlist paths;

	if (!decide_ready(v->app))
		return;
	strlist_init(&paths);
	str_init(&r.told);
	if (files_pick(v->app, &ask, &paths)) {
		for (size_t i = 0; i < paths.n; i++) {
			ui_busy(v->app, _("Checking signature and contents …"));
			receive_one(v, paths.v[i], &r);
		}
		if (r.taken)
			ui_saved(v->app);
		load(v);
		to_first_waiting(v);
		ui_say(v->app, "%s", _("Done."));
		dialog_text(v->app, _("Received"), r.told.s);
	}
	str_fini(&r.told);
	strlist_fini(&paths);
}

/* ---- keys ---- */

static void act(struct inbox_view *v, const struct inbox_item *item, int action)
{
	int64_t n = item->n;
	char *about;

	switch (action) {
	case ACT_ACCEPT:
		decide_accept(v->app, n, NULL, 0, NULL);
		break;
	case ACT_CONFIRM:
		decide_confirm(v->app, n);
		break;
	case ACT_REPLY:
		decide_reply(v->app, n);
		break;
	case ACT_ABOUT:
		about = decide_about(v->app, item, NULL);
		dialog_text(v->app, _("Bundle"), about);
		free(about);
		break;
	default:
		break;
	}
	load(v);
}

static enum screen_result inbox_key(struct screen *s, const struct key *k)
{
	struct inbox_view *v = s->data;
	const struct inbox_item *item = current(v);
	int action = keybind_find(inbox_keys, k);

	switch (action) {
	case 0:
		return listbox_key(&v->box, k);
	case ACT_RECEIVE:
		receive(v);
		return SCREEN_REDRAW;
	case ACT_WAITING:
		v->waiting = !v->waiting;
		listbox_select(&v->box, 0);
		choose(v);
		return SCREEN_REDRAW;
	case ACT_OVERVIEW:
		screen_overview(v->app);
		return SCREEN_HANDLED;
	case ACT_DUTIES:
		screen_duties_below(v->app);
		return SCREEN_HANDLED;
	case ACT_LOCKS:
		screen_locks(v->app, item ? item->head.unit_code : NULL);
		return SCREEN_HANDLED;
	default:
		break;
	}
	if (!item)
		return SCREEN_HANDLED;
	if (action == ACT_OPEN || action == ACT_RETURN) {
		screen_diff(v->app, item->n);
		return SCREEN_HANDLED;
	}
	act(v, item, action);
	return SCREEN_REDRAW;
}

static void inbox_back(struct screen *s)
{
	load(s->data);
}

static char *inbox_title(struct screen *s)
{
	const struct inbox_view *v = s->data;

	return xstrdup(v->waiting ? _("Inbox: to be decided") : _("Inbox"));
}

static void inbox_close(struct screen *s)
{
	struct inbox_view *v = s->data;

	inbox_items_fini(&v->all);
	free(v->shown);
	free(v);
	s->data = NULL;
}

static const struct screen_ops inbox_screen = {
	.name = "inbox",
	.keys = inbox_keys,
	.draw = inbox_draw,
	.key = inbox_key,
	.back = inbox_back,
	.title = inbox_title,
	.close = inbox_close,
};

void screen_inbox(struct app *app)
{
	struct inbox_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	listbox_init(&v->box, &inbox_ops, v);
	load(v);
	to_first_waiting(v);
	ui_push(app, &inbox_screen, v);
}
