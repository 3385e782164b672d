/* SPDX-License-Identifier: MIT */
/* Home: where the book stands, what waits, and the way to everything else by one digit. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/home_impl.h"
#include "ui/screens.h"

enum {
	HOME_DIGIT = 1, /* … + 2 to + 6 */
	HOME_REPORTS = 9,
	HOME_SEND,
	HOME_CHECK,
	HOME_FIND,
	HOME_QUIT,
	HOME_ALL_LISTS,
	HOME_SETTINGS,
	HOME_ENTER,
	HOME_SENT,
	HOME_UNITS,
	HOME_DUTIES_KEY,
	HOME_UNFINISHED,
	HOME_ASKED,
	HOME_ROUND,
};

static const struct keybind home_keys[] = {
	{ K_CHAR('9'), HOME_CHECK, N_("Check"),
	  N_("What is wrong or asks for a reason in the whole book") },
	{ K_F(9), HOME_CHECK, NULL, N_("What is wrong or asks for a reason in the whole book") },
	{ K_CHAR('/'), HOME_FIND, N_("Find"), N_("Find anything in the book") },
	{ K_TAB, HOME_ALL_LISTS, N_("All lists"), N_("Choose among all lists") },
	{ K_CHAR('c'), HOME_SETTINGS, N_("Settings"), N_("Settings, backup, officers") },
	{ K_CHAR('p'), HOME_ROUND, N_("Round"), N_("The round under way: sheets, meetings, decision") },
	{ K_CHAR('2'), HOME_DIGIT + 2, NULL, N_("Households") },
	{ K_F(2), HOME_DIGIT + 2, NULL, N_("Households") },
	{ K_CHAR('3'), HOME_DIGIT + 3, NULL, N_("Reviews") },
	{ K_F(3), HOME_DIGIT + 3, NULL, N_("Reviews") },
	{ K_CHAR('4'), HOME_DIGIT + 4, NULL, N_("Beneficiaries of support") },
	{ K_F(4), HOME_DIGIT + 4, NULL, N_("Beneficiaries of support") },
	{ K_CHAR('5'), HOME_DIGIT + 5, NULL, N_("Projects") },
	{ K_F(5), HOME_DIGIT + 5, NULL, N_("Projects") },
	{ K_CHAR('6'), HOME_DIGIT + 6, NULL, N_("Assignments") },
	{ K_F(6), HOME_DIGIT + 6, NULL, N_("Assignments") },
	{ K_CHAR('7'), HOME_REPORTS, NULL, N_("Reports and papers") },
	{ K_F(7), HOME_REPORTS, NULL, N_("Reports and papers") },
	{ K_CHAR('8'), HOME_SEND, NULL,
	  N_("Send data up; in a book with units below: bundles that came") },
	{ K_F(8), HOME_SEND, NULL,
	  N_("Send data up; in a book with units below: bundles that came") },
	{ K_CHAR('g'), HOME_SENT, NULL, N_("Bundles sent, and replies to them") },
	{ K_CHAR('y'), HOME_ASKED, NULL, N_("Remarks: what is to be put right") },
	{ K_CHAR('d'), HOME_UNFINISHED, NULL, N_("Unfinished entries") },
	{ K_CHAR('h'), HOME_DUTIES_KEY, NULL, N_("Reports and their days") },
	{ K_CHAR('o'), HOME_UNITS, NULL, N_("The units below, one by one") },
	{ K_ENTER, HOME_ENTER, NULL, N_("Open the highlighted line") },
	{ K_F(10), HOME_QUIT, N_("Quit"), N_("Leave the program; everything typed is kept") },
	{ K_CHAR('0'), HOME_QUIT, NULL, N_("Leave the program; everything typed is kept") },
	{ 0, 0, NULL, NULL },
};

/* The list each digit opens at once; its sisters are a Tab away. */
static const struct {
	int digit;
	const char *form, *label;
} menu[] = {
	/* TRANSLATORS: home's menu line: the labels of 2 to 8 together at most 60 columns */
	{ 2, "household", N_("Register") },	{ 3, "review", N_("Reviews") },
	{ 4, "participant", N_("Support") },	{ 5, "project", N_("Projects") },
	{ 6, "assignment", N_("Assignments") },
};
#define N_MENU (sizeof(menu) / sizeof(menu[0]))

static void draw_menu(const struct home *h)
{
	int y = draw_rows() - 2, cols = draw_cols(), x = 1;
	size_t i;

	draw_blank(y, 0, 1, cols, LOOK_NORMAL);
	for (i = 0; i < N_MENU; i++) {
		x += draw_textf(y, x, cols - x, LOOK_KEY, "%d", menu[i].digit) + 1;
		x += draw_text(y, x, cols - x, LOOK_NORMAL, _(menu[i].label)) + 2;
	}
	x += draw_text(y, x, cols - x, LOOK_KEY, "7") + 1;
	x += draw_text(y, x, cols - x, LOOK_NORMAL, _("Reports")) + 2;
	x += draw_text(y, x, cols - x, LOOK_KEY, "8") + 1;
	draw_text(y, x, cols - x, LOOK_NORMAL,
		  h->upper ? _("Inbox") : _("Send data up"));
}

static void draw(struct screen *s, bool part)
{
	struct home *h = s->data;

	if (part) {
		home_draw_items(h);
		return;
	}
	home_draw(h);
	draw_menu(h);
}

static enum screen_result open_digit(struct home *h, int digit)
{
	const struct form *form;
	struct error e = ERROR_INIT;
	size_t i;

	for (i = 0; i < N_MENU; i++) {
		if (menu[i].digit != digit)
			continue;
		if (!forms_get(h->app->forms, menu[i].form, &form, &e)) {
			screen_browse(h->app, form);
			return SCREEN_HANDLED;
		}
		if (e.code != ERR_NOTFOUND) {
			ui_error(h->app, &e);
			return SCREEN_HANDLED;
		}
		error_clear(
			&e); /* a set of forms without this one: what there is under the digit */
	}
	screen_lists(h->app, digit);
	return SCREEN_HANDLED;
}

static void open_record(struct home *h, const struct home_item *it, bool whole_list)
{
	const struct form *form;
	struct error e = ERROR_INIT;

	if (forms_get(h->app->forms, it->form, &form, &e))
		ui_error(h->app, &e);
	else if (whole_list && it->field)
		screen_browse_where(h->app, form, it->field, it->value);
	else if (whole_list)
		screen_browse(h->app, form);
	else if (!book_writable(h->app->book) || app_need_officer(h->app))
		screen_edit(h->app, form, NULL, it->value, NULL);
}

static enum screen_result open_item(struct home *h)
{
	const struct home_item *it;

	if (h->selected >= h->todo.n + h->due.n)
		return SCREEN_HANDLED;
	it = h->selected < h->todo.n ? &h->todo.v[h->selected] : &h->due.v[h->selected - h->todo.n];
	switch (it->open) {
	case HOME_DRAFTS:
		screen_drafts(h->app, false);
		break;
	case HOME_REMARKS:
		screen_remarks(h->app);
		break;
	case HOME_LIST:
		open_record(h, it, true);
		break;
	case HOME_RECORD:
		open_record(h, it, false);
		break;
	case HOME_BUNDLES:
		screen_bundles(h->app);
		break;
	case HOME_INBOX:
		screen_inbox(h->app);
		break;
	case HOME_OVERVIEW:
		screen_overview(h->app);
		break;
	case HOME_DUTIES:
		screen_duties(h->app);
		break;
	case HOME_NOTHING:
		break;
	}
	return SCREEN_HANDLED;
}

static enum screen_result send_or_receive(struct home *h)
{
	if (h->upper)
		screen_inbox(h->app);
	else if (app_need_officer(h->app))
		screen_bundle_make(h->app);
	return SCREEN_HANDLED;
}

static enum screen_result move_to(struct home *h, size_t at)
{
	if (at == h->selected || at >= h->todo.n + h->due.n)
		return SCREEN_HANDLED;
	h->selected = at;
	return SCREEN_PART;
}

static enum screen_result act(struct home *h, int action)
{
	switch (action) {
	case HOME_CHECK:
		screen_problems(h->app, NULL);
		return SCREEN_HANDLED;
	case HOME_FIND:
		screen_find(h->app, "");
		return SCREEN_HANDLED;
	case HOME_QUIT:
		return SCREEN_QUIT;
	case HOME_ALL_LISTS:
		screen_lists(h->app, 0);
		return SCREEN_HANDLED;
	case HOME_SETTINGS:
		screen_settings(h->app);
		return SCREEN_HANDLED;
	case HOME_ENTER:
		return open_item(h);
	case HOME_REPORTS:
		screen_reports(h->app);
		return SCREEN_HANDLED;
	case HOME_SEND:
		return send_or_receive(h);
	case HOME_SENT:
		screen_bundles(h->app);
		return SCREEN_HANDLED;
	case HOME_ASKED:
		screen_remarks(h->app);
		return SCREEN_HANDLED;
	case HOME_UNFINISHED:
		screen_drafts(h->app, false);
		return SCREEN_HANDLED;
	case HOME_ROUND:
		if (h->round_id)
			screen_round(h->app, h->round_id);
		else
			ui_say(h->app, "%s", _("No round of reviews is entered yet."));
		return SCREEN_HANDLED;
	case HOME_DUTIES_KEY:
		screen_duties(h->app);
		return SCREEN_HANDLED;
	case HOME_UNITS:
		if (h->upper)
			screen_overview(h->app);
		else
			ui_say(h->app, "%s", _("This book has no units below."));
		return SCREEN_HANDLED;
	default:
		if (action > HOME_DIGIT && action < HOME_REPORTS)
			return open_digit(h, action - HOME_DIGIT);
		return SCREEN_IGNORED;
	}
}

static enum screen_result key(struct screen *s, const struct key *k)
{
	struct home *h = s->data;
	size_t n = h->todo.n + h->due.n;

	switch (k->code) {
	case K_UP:
		return h->selected ? move_to(h, h->selected - 1) : SCREEN_HANDLED;
	case K_DOWN:
		return move_to(h, h->selected + 1);
	case K_HOME:
		return move_to(h, 0);
	case K_END:
		return n ? move_to(h, n - 1) : SCREEN_HANDLED;
	case K_LEFT:
		return move_to(h, 0);
	case K_RIGHT:
		return move_to(h, h->todo.n);
	case K_CANCEL:
		return SCREEN_HANDLED; /* nothing to cancel here, and no way out by accident */
	default:
		return act(h, keybind_find(home_keys, k));
	}
}

static void back(struct screen *s)
{
	home_load(s->data);
}

static char *title(struct screen *s)
{
	struct home *h = s->data;

	return xstrdup_null(h->round_name);
}

static void close_home(struct screen *s)
{
	struct home *h = s->data;

	home_unload(h);
	free(h);
}

static const struct screen_ops home_ops = {
	.name = "home",
	.keys = home_keys,
	.draw = draw,
	.key = key,
	.back = back,
	.title = title,
	.close = close_home,
};

void screen_home(struct app *app)
{
	struct home *h = xcalloc(1, sizeof(*h));

	h->app = app;
	ui_push(app, &home_ops, h);
	home_load(h);
}
