/* SPDX-License-Identifier: MIT */
/*
 * Drafts not saved yet, and the bin in which discarded ones lie for 30 days: go on, discard,
 * bring back.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/screens.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/draft.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/words.h"

struct drafts {
	struct app *app;
	bool bin;
	struct draft_infos list;
	struct listbox box;
};

enum action { ACT_OPEN = 1, ACT_DISCARD, ACT_RESTORE, ACT_TURN, ACT_CLOSE };

static const struct keybind draft_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Go on"),
	  N_("Go on with the draft, at the field where it was left (in the bin: bring it back "
	     "first)") },
	{ K_CHAR('d'), ACT_DISCARD, N_("Discard"),
	  N_("Discard the draft: it lies in the bin for 30 days") },
	{ K_DELETE, ACT_DISCARD, NULL, N_("Discard the draft") },
	{ K_CHAR('r'), ACT_RESTORE, N_("Bring back"), N_("Bring a draft back from the bin") },
	{ K_TAB, ACT_TURN, N_("Drafts/bin"), N_("Change between the drafts and the bin") },
	{ K_CANCEL, ACT_CLOSE, N_("Back"), N_("Back") },
	{ 0, 0, NULL, NULL },
};

static void load(struct drafts *d)
{
	struct error e = ERROR_INIT;

	draft_infos_fini(&d->list);
	memset(&d->list, 0, sizeof(d->list));
	if (draft_list(d->app->book, d->bin, &d->list, &e))
		ui_error(d->app, &e);
	listbox_changed(&d->box);
}

static size_t draft_count(void *ctx)
{
	const struct drafts *d = ctx;

	return d->list.n;
}

static void draft_row_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct drafts *d = ctx;
	const struct draft_info *v = &d->list.v[i];
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	const struct form *form = NULL;
	char *at = words_moment(v->at);
	int form_cols = 17, at_cols = 17, who_cols = cols >= 76 ? 16 : 0;
	int title_cols = cols - form_cols - at_cols - who_cols - 1;

	forms_get(d->app->forms, v->form, &form, NULL);
	draw_textf(y, x, at_cols, look, " %s", at);
	draw_textf(y, x + at_cols, form_cols, look, " %s", form ? i18n_pick(form->title) : v->form);
	draw_textf(y, x + at_cols + form_cols, title_cols, look, " %s%s",
		   str_empty(v->title) ? _("(without a name yet)") : v->title,
		   v->base_rev ? _(" (change of a stored record)") : "");
	draw_textf(y, x + cols - who_cols - 1, who_cols + 1, look, " %s",
		   who_cols && v->who ? v->who : "");
	free(at);
}

static const struct listbox_ops draft_ops = { .draw_row = draft_row_draw, .count = draft_count };

/* The name of the selected one in full: village, code and head rarely fit in the row. */
static void draw_foot(const struct drafts *d, int y, int cols)
{
	const struct draft_info *v =
		d->box.selected < d->list.n ? &d->list.v[d->box.selected] : NULL;

	draw_blank(y, 0, 1, cols, LOOK_NORMAL);
	if (v && !str_empty(v->title))
		draw_textf(y, 0, cols, LOOK_DIM, " %s", v->title);
}

static void drafts_draw(struct screen *s, bool part)
{
	struct drafts *d = s->data;
	int rows = draw_rows() - 3, cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows + 1, cols, LOOK_NORMAL);
		draw_textf(1, 0, cols, LOOK_TITLE, " %s",
			   d->bin ? _("Bin: discarded drafts, kept for 30 days")
				  : _("Drafts not saved yet"));
		listbox_place(&d->box, 2, 0, rows - 2, cols);
		listbox_changed(&d->box);
	}
	listbox_draw(&d->box, part);
	if (d->list.n == 0) /* after the list, which blanks its rows */
		draw_text(3, 2, cols - 4, LOOK_DIM,
			  d->bin ? _("The bin is empty.") : _("There is no draft."));
	draw_foot(d, rows, cols);
}

static void discard(struct drafts *d, const struct draft_info *v)
{
	struct error e = ERROR_INIT;

	if (draft_discard(d->app->book, v->id, &e))
		ui_error(d->app, &e);
	else
		ui_say(d->app, "%s", _("Discarded. It lies in the bin for 30 days (Tab)."));
	load(d);
}

static bool restore(struct drafts *d, const struct draft_info *v)
{
	struct error e = ERROR_INIT;
	int rc = draft_restore(d->app->book, v->id, &e);

	if (rc)
		ui_error(d->app, &e);
	else
		ui_say(d->app, "%s", _("Brought back; it stands among the drafts."));
	return rc == 0;
}

static void open_draft(struct drafts *d, const struct draft_info *v)
{
	char *id = xstrdup(v->id), *record = str_eq(v->form, "review") ? xstrdup(v->record) : NULL;
	bool go = true;

	if (d->bin) {
		go = restore(d, v);
		load(d);
	}
	if (go && !(record && screen_sheet_of(d->app, record))) /* a sheet goes on as a sheet */
		screen_edit_draft(d->app, id);
	free(record);
	free(id);
}

static enum screen_result drafts_key(struct screen *s, const struct key *k)
{
	struct drafts *d = s->data;
	const struct draft_info *v =
		d->box.selected < d->list.n ? &d->list.v[d->box.selected] : NULL;
	int action = keybind_find(draft_keys, k);

	if (action == ACT_CLOSE)
		return SCREEN_CLOSE;
	if (action == ACT_TURN) {
		d->bin = !d->bin;
		listbox_select(&d->box, 0);
		load(d);
		return SCREEN_REDRAW;
	}
	if (!action)
		return listbox_key(&d->box, k);
	if (!v)
		return SCREEN_HANDLED;
	if (!book_writable(d->app->book)) {
		ui_say(d->app, "%s",
		       _("The book is open for reading only: nothing can be changed."));
		return SCREEN_HANDLED;
	}
	if (action == ACT_OPEN) {
		open_draft(d, v);
		return SCREEN_HANDLED;
	}
	if (action == ACT_DISCARD && !d->bin) {
		discard(d, v);
	} else if (action == ACT_RESTORE && d->bin) {
		restore(d, v);
		load(d);
	}
	return SCREEN_REDRAW;
}

static void drafts_back(struct screen *s)
{
	load(s->data);
}

static char *drafts_title(struct screen *s)
{
	const struct drafts *d = s->data;

	return xstrdup(d->bin ? _("Bin") : _("Drafts"));
}

static void drafts_close(struct screen *s)
{
	struct drafts *d = s->data;

	draft_infos_fini(&d->list);
	free(d);
	s->data = NULL;
}

static const struct screen_ops drafts_screen = {
	.name = "drafts",
	.keys = draft_keys,
	.draw = drafts_draw,
	.key = drafts_key,
	.back = drafts_back,
	.title = drafts_title,
	.close = drafts_close,
};

void screen_drafts(struct app *app, bool bin)
{
	struct drafts *d = xcalloc(1, sizeof(*d));

	d->app = app;
	d->bin = bin;
	listbox_init(&d->box, &draft_ops, d);
	load(d);
	ui_push(app, &drafts_screen, d);
}
