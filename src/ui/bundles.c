/* SPDX-License-Identifier: MIT */
/*
 * What was sent and what came of it. A reply found on a stick is applied here; its remarks are
 * one key away.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "sync/bundle.h"
#include "sync/reply.h"
#include "sync/states.h"
#include "text/number.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/files.h"
#include "ui/listbox.h"
#include "ui/screens.h"
#include "ui/words.h"

struct sent_view {
	struct app *app;
	struct bundles_sent all;
	struct listbox box;
};

enum action { ACT_ABOUT = 1, ACT_APPLY, ACT_NEW, ACT_REMARKS, ACT_DUTIES, ACT_LOCKS };

static const struct keybind sent_keys[] = {
	{ K_CHAR('a'), ACT_APPLY, N_("Apply a reply"),
	  N_("Apply a reply found on a stick or in a folder") },
	{ K_CHAR('r'), ACT_REMARKS, N_("To correct"), N_("What the level above wants corrected") },
	{ K_CHAR('n'), ACT_NEW, N_("New bundle"), N_("Send the data up") },
	{ K_CHAR('h'), ACT_DUTIES, N_("Days"), N_("Reports and their days") },
	{ K_CHAR('k'), ACT_LOCKS, NULL, N_("Rounds that the level above has locked") },
	{ K_ENTER, ACT_ABOUT, N_("Whole"), N_("Everything known of the bundle") },
	{ 0, 0, NULL, NULL },
};

static void load(struct sent_view *v)
{
	struct error e = ERROR_INIT;

	bundles_sent_fini(&v->all);
	if (bundle_list(v->app->book, &v->all, &e))
		ui_error(v->app, &e);
	listbox_changed(&v->box);
}

static size_t sent_count(void *ctx)
{
	const struct sent_view *v = ctx;

	return v->all.n;
}

/* ---- drawing ---- */

struct columns {
	int number, day, duty, households, records, bad, state;
};

static struct columns columns_for(int cols)
{
	struct columns c = { 6, 12, 19, 8, 9, 9, 17 };
	int rest = cols - (c.number + c.day + c.duty + c.households + c.records + c.bad + c.state);

	c.duty += rest > 0 ? rest : 0;
	return c;
}

static void draw_cells(int y, int cols, enum look look, enum look state_look,
		       const char *const cell[7])
{
	struct columns c = columns_for(cols);
	int x = 0;

	draw_blank(y, 0, 1, cols, look);
	draw_right(y, x, c.number - 1, look, cell[0]);
	draw_text(y, x += c.number, c.day - 1, look, cell[1]);
	draw_text(y, x += c.day, c.duty - 1, look, cell[2]);
	draw_right(y, x += c.duty, c.households - 1, look, cell[3]);
	draw_right(y, x += c.households, c.records - 1, look, cell[4]);
	draw_right(y, x += c.records, c.bad - 1, look, cell[5]);
	draw_text(y, x + c.bad, c.state, state_look, cell[6]);
}

static void sent_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct sent_view *v = ctx;
	const struct bundle_sent *s = &v->all.v[i];
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	char number[24], n[32], m[32], k[32], *day = words_moment(s->head.made_on);
	const char *const cells[7] = {
		number, day, words_duty(v->app, s->head.duty), n, m, k, state_words(s->state)
	};

	(void)x;
	number_int_show(s->head.number, n);
	strcpy(number, n);
	number_int_show(s->head.households, n);
	number_int_show(s->head.records, m);
	number_int_show(s->head.incomplete, k);
	draw_cells(y, cols, look, selected ? look : words_state_look(s->state), cells);
	free(day);
}

static const struct listbox_ops sent_ops = { .draw_row = sent_row, .count = sent_count };

static void sent_draw(struct screen *s, bool part)
{
	/* TRANSLATORS: headings of the list of sent bundles; columns 5, 11, 19, 8, 8, 6, 17 wide */
	const char *const heads[7] = { _("No."),     _("Made"),	  _("Duty"), _("Househ."),
				       _("Records"), _("Unfin."), _("State") };
	struct sent_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_cells(1, cols, LOOK_TITLE, LOOK_TITLE, heads);
		if (!v->all.n)
			draw_text(3, 2, cols - 4, LOOK_DIM,
				  _("Nothing was sent yet. n makes a bundle."));
		listbox_place(&v->box, 2, 0, rows - 5, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
	draw_blank(rows - 3, 0, 1, cols, LOOK_NORMAL);
	if (v->box.selected < v->all.n) {
		const struct bundle_sent *b = &v->all.v[v->box.selected];

		draw_textf(rows - 3, 0, cols, LOOK_DIM, " %s · %.16s · %s",
			   b->head.to_name ? b->head.to_name : "", b->head.hash,
			   b->path ? b->path : "");
	}
}

/* ---- a reply ---- */

static void tell_reply(struct sent_view *v, const struct reply_result *r)
{
	struct str b;
	bool remarks = r->remarks_open > 0;

	str_init(&b);
	str_addf(&b, _("Bundle %lld: %s."), (long long)r->bundle_number, state_words(r->decision));
	if (r->receipt)
		str_addf(&b, "\n%s %s", _("Receipt:"), r->receipt);
	if (r->again)
		str_addf(&b, "\n%s", _("This reply was applied before; nothing was done."));
	for (size_t i = 0; i < r->locks.n; i++)
		str_addf(&b, "\n%s", r->locks.v[i]);
	str_addf(&b, "\n");
	str_addf(&b, _("New remarks: %lld. To be corrected in all: %lld."),
		 (long long)r->remarks_new, (long long)r->remarks_open);
	if (!remarks)
		dialog_text(v->app, _("Reply"), b.s);
	else if (dialog_confirm(v->app, _("Reply"), b.s, _("Show what is to be corrected"),
				_("Later")))
		screen_remarks(v->app);
	str_fini(&b);
}

static void apply(struct sent_view *v)
{
	struct files_ask ask = { .title = _("Apply a reply: newest first"), .ending = "gnr" };
	struct reply_result r;
	struct error e = ERROR_INIT;
	struct strlist paths;

	if (!book_writable(v->app->book)) {
		ui_say(v->app, "%s",
		       _("The book is open for reading only: no reply can be applied."));
		return;
	}
	if (!app_need_officer(v->app))
		return;
	strlist_init(&paths);
	if (files_pick(v->app, &ask, &paths)) {
		memset(&r, 0, sizeof(r));
		ui_busy(v->app, _("Checking the reply …"));
		if (reply_apply(v->app->forms, v->app->book, paths.v[0], &r, &e)) {
			ui_error(v->app, &e);
		} else {
			ui_saved(v->app);
			load(v);
			ui_say(v->app, "%s", _("Done."));
			tell_reply(v, &r);
			reply_result_fini(&r);
		}
	}
	strlist_fini(&paths);
}

static void about(struct sent_view *v, const struct bundle_sent *s)
{
	const struct bundle_head *h = &s->head;
	char *made = words_moment(h->made_on), n[32], m[32], k[32];
	char *text = xasprintf(
		_("Bundle %lld for %s: %s\nDuty: %s\nMade %s by %s, approved by %s\n"
		  "%s households, %s records, %s not complete\nFile: %s\nHash: %s"),
		(long long)h->number, h->to_name ? h->to_name : "-", state_words(s->state),
		words_duty(v->app, h->duty), made, h->made_by ? h->made_by : "-",
		h->approved_by ? h->approved_by : "-", number_int_show(h->households, n),
		number_int_show(h->records, m), number_int_show(h->incomplete, k),
		s->path ? s->path : "-", h->hash);

	dialog_text(v->app, _("Bundle"), text);
	free(text);
	free(made);
}

static enum screen_result sent_key(struct screen *s, const struct key *k)
{
	struct sent_view *v = s->data;

	switch (keybind_find(sent_keys, k)) {
	case ACT_ABOUT:
		if (v->box.selected < v->all.n)
			about(v, &v->all.v[v->box.selected]);
		return SCREEN_REDRAW;
	case ACT_APPLY:
		apply(v);
		return SCREEN_REDRAW;
	case ACT_NEW:
		screen_bundle_make(v->app);
		return SCREEN_HANDLED;
	case ACT_DUTIES:
		screen_duties_own(v->app);
		return SCREEN_HANDLED;
	case ACT_LOCKS:
		screen_locks(v->app, NULL);
		return SCREEN_HANDLED;
	case ACT_REMARKS:
		screen_remarks(v->app);
		return SCREEN_HANDLED;
	default:
		return listbox_key(&v->box, k);
	}
}

static void sent_back(struct screen *s)
{
	load(s->data);
}

static char *sent_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Sent bundles"));
}

static void sent_close(struct screen *s)
{
	struct sent_view *v = s->data;

	bundles_sent_fini(&v->all);
	free(v);
	s->data = NULL;
}

static const struct screen_ops sent_screen = {
	.name = "bundles",
	.keys = sent_keys,
	.draw = sent_draw,
	.key = sent_key,
	.back = sent_back,
	.title = sent_title,
	.close = sent_close,
};

void screen_bundles(struct app *app)
{
	struct sent_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	listbox_init(&v->box, &sent_ops, v);
	load(v);
	ui_push(app, &sent_screen, v);
}
