/* SPDX-License-Identifier: MIT */
/* Find anything in the book as one types: every form that has a search index, form by form, in each the best matches first. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/entry.h"
#include "form/form.h"
#include "store/search.h"
#include "text/number.h"
#include "ui/draw.h"
#include "ui/editline.h"
#include "ui/listbox.h"
#include "ui/screens.h"

#define HITS 200
#define LIST_Y 3

struct find {
	struct app *app;
	struct editline line;
	struct listbox list;
	struct search_hits hits;
	char **shown; /* beside the hits: made when first drawn */
};

static size_t find_count(void *ctx)
{
	return ((struct find *)ctx)->hits.n;
}

static void find_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct find *f = ctx;
	const struct search_hit *h = &f->hits.v[i];
	const struct form *form;
	const char *title =
		forms_get(f->app->forms, h->form, &form, NULL) ? h->form : i18n_pick(form->title);
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;

	draw_textf(y, x, 24, selected ? look : LOOK_DIM, " %s", title);
	if (!f->shown[i])
		f->shown[i] = form_hit_show(f->app->forms, f->app->book, h->form, h->unit, h->id, h->text);
	draw_text(y, x + 24, cols - 24, look, f->shown[i]);
}

static const struct listbox_ops find_list = { .draw_row = find_row, .count = find_count };

static void forget(struct find *f)
{
	for (size_t i = 0; i < f->hits.n; i++)
		free(f->shown[i]);
	free(f->shown);
	f->shown = NULL;
	search_hits_fini(&f->hits);
	memset(&f->hits, 0, sizeof(f->hits));
}

/* In the order of home: households, their members, then what is kept about them. */
static int place_of(struct find *f, const struct search_hit *h)
{
	const struct form *form;

	if (forms_get(f->app->forms, h->form, &form, NULL))
		return 1000;
	return (form->menu ? form->menu : 9) * 100 + form->place;
}

/* Within a form the best matches stay first. */
static void by_form(struct find *f)
{
	for (size_t i = 1; i < f->hits.n; i++) {
		const struct search_hit h = f->hits.v[i];
		int place = place_of(f, &h);
		size_t at = i;

		for (; at && place_of(f, &f->hits.v[at - 1]) > place; at--)
			f->hits.v[at] = f->hits.v[at - 1];
		f->hits.v[at] = h;
	}
}

static void search(struct find *f)
{
	struct error e = ERROR_INIT;
	const char *query = lineedit_text(f->line.model);

	forget(f);
	if (*query && search_find(f->app->book, NULL, query, HITS, &f->hits, &e)) {
		ui_say(f->app, "%s", e.what);
		error_clear(&e);
	}
	by_form(f);
	f->shown = xcalloc(f->hits.n + 1, sizeof(*f->shown));
	f->list.top = f->list.selected = 0;
	listbox_changed(&f->list);
}

static void draw_count(struct find *f)
{
	char n[32];
	char *text;

	if (!*lineedit_text(f->line.model))
		text = xstrdup("");
	else if (!f->hits.n)
		text = xstrdup(
			_("Nothing found. Fewer letters find more; accents need not be typed."));
	else
		text = xasprintf(P_("%s match", "%s matches", (unsigned long)f->hits.total),
				 number_int_show(f->hits.total, n));
	draw_text(2, 1, draw_cols() - 1, LOOK_DIM, text);
	free(text);
}

static void find_draw(struct screen *s, bool part)
{
	struct find *f = s->data;
	int w;

	if (!part) {
		w = draw_textf(1, 1, draw_cols() - 1, LOOK_NORMAL, "%s ", _("Find:")) + 1;
		editline_place(&f->line, 1, w, draw_cols() - w - 1);
		listbox_place(&f->list, LIST_Y, 0, draw_rows() - 1 - LIST_Y, draw_cols());
	}
	listbox_draw(&f->list, part);
	draw_count(f);
	editline_draw(&f->line, LOOK_CURSOR);
}

static enum screen_result open_hit(struct find *f)
{
	const struct search_hit *h = f->hits.n ? &f->hits.v[f->list.selected] : NULL;
	const struct form *form;
	struct error e = ERROR_INIT;

	if (!h)
		return SCREEN_HANDLED;
	if (forms_get(f->app->forms, h->form, &form, &e)) {
		ui_error(f->app, &e);
		return SCREEN_REDRAW;
	}
	if (book_writable(f->app->book) && !app_need_officer(f->app))
		return SCREEN_REDRAW;
	screen_edit(f->app, form, h->unit, h->id, NULL);
	return SCREEN_HANDLED;
}

static enum screen_result find_key(struct screen *s, const struct key *k)
{
	struct find *f = s->data;
	enum screen_result r;

	if (k->code == K_ENTER)
		return open_hit(f);
	r = k->code == K_HOME || k->code == K_END ? SCREEN_IGNORED : listbox_key(&f->list, k);
	if (r != SCREEN_IGNORED)
		return r;
	r = editline_key(&f->line, k);
	if (r == SCREEN_PART && k->code != K_LEFT && k->code != K_RIGHT)
		search(f);
	return r;
}

static void find_back(struct screen *s)
{
	struct find *f = s->data;
	size_t selected = f->list.selected;

	search(f);
	listbox_select(&f->list, selected);
}

static char *find_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Find"));
}

static void find_close(struct screen *s)
{
	struct find *f = s->data;

	forget(f);
	editline_fini(&f->line);
	free(f);
}

static const struct keybind find_keys[] = {
	{ K_ENTER, 1, N_("Open"), N_("Open the record") },
	{ K_UP, 2, NULL, N_("The match above") },
	{ K_DOWN, 3, NULL, N_("The match below") },
	{ 0, 0, NULL, NULL },
};

static const struct screen_ops find_ops = {
	.name = "find",
	.keys = find_keys,
	.draw = find_draw,
	.key = find_key,
	.back = find_back,
	.title = find_title,
	.close = find_close,
};

void screen_find(struct app *app, const char *query)
{
	struct find *f = xcalloc(1, sizeof(*f));

	f->app = app;
	editline_init(&f->line, 100);
	listbox_init(&f->list, &find_list, f);
	lineedit_set(f->line.model, query ? query : "");
	ui_push(app, &find_ops, f);
	search(f);
}
