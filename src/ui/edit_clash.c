/* SPDX-License-Identifier: MIT */
/*
 * The record moved on while a draft of it was kept: what stood there, what is stored now and what
 * I typed, side by side, and a choice for each field. Nothing is written before the choice is
 * taken.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "text/utf8.h"
#include "ui/dialog.h"

struct clash_view {
	struct edit *ed;
	struct clash *v[256];
	bool theirs[256];
	size_t n;
	struct listbox box;
	bool taken;
};

static char *shown(struct clash_view *w, const struct clash *c, const char *canonical)
{
	char *s = field_show(w->ed->app->forms, w->ed->app->book, c->field, c->code, canonical);

	if (*s)
		return s;
	free(s);
	return xstrdup("—");
}

static char *label_of(const struct clash *c)
{
	const char *label =
		c->code ? codes_label(c->field->choices, c->code) : i18n_pick(c->field->label);

	return c->field->form->parent
		       ? xasprintf("%s · %s", i18n_pick(c->field->form->title), label)
		       : xstrdup(label);
}

static size_t clash_count(void *ctx)
{
	const struct clash_view *w = ctx;

	return w->n;
}

static void clash_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct clash_view *w = ctx;
	int label_cols = cols * 3 / 10, each = (cols - label_cols) / 3;
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;
	char *label = label_of(w->v[i]);
	const char *value[3] = { w->v[i]->base, w->v[i]->theirs, w->v[i]->mine };

	draw_textf(y, x, label_cols, look, " %s", label);
	for (int k = 0; k < 3; k++) {
		char *s = shown(w, w->v[i], value[k]);
		bool chosen = k == (w->theirs[i] ? 1 : 2);
		draw_textf(y, x + label_cols + k * each, each, chosen ? LOOK_GOOD : look, "%s%s",
			   chosen ? "▸" : " ", s);
		free(s);
	}
	free(label);
}

static const struct listbox_ops clash_rows = { .draw_row = clash_row, .count = clash_count };

static void draw_one(struct clash_view *w, int y, const char *title, const char *value,
		     const struct clash *c)
{
	char *s = shown(w, c, value);

	draw_textf(y, 0, draw_cols(), LOOK_NORMAL, " %s %s", title, s);
	free(s);
}

static void clash_draw(struct screen *s, bool part)
{
	struct clash_view *w = s->data;
	int cols = draw_cols(), rows = draw_rows(), label_cols = cols * 3 / 10,
	    each = (cols - label_cols) / 3;

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_wrap(1, 1, 2, cols - 2, LOOK_DOUBT,
			  _("The record was changed since you began. Choose for each field; ▸ is "
			    "what will be stored."));
		draw_text(3, 0, label_cols, LOOK_LABEL, _(" Field"));
		draw_text(3, label_cols, each, LOOK_LABEL, _(" Before"));
		draw_text(3, label_cols + each, each, LOOK_LABEL, _(" Stored now"));
		draw_text(3, label_cols + 2 * each, each, LOOK_LABEL, _(" Mine"));
		listbox_place(&w->box, 4, 0, rows - 10, cols);
		listbox_changed(&w->box);
	}
	listbox_draw(&w->box, part);
	const struct clash *c = w->v[w->box.selected];
	draw_one(w, rows - 5, _("Before:"), c->base, c);
	draw_one(w, rows - 4, _("Stored now:"), c->theirs, c);
	draw_one(w, rows - 3, _("Mine:"), c->mine, c);
}

static enum screen_result clash_key(struct screen *s, const struct key *k)
{
	struct clash_view *w = s->data;

	if (k->code == K_CANCEL)
		return SCREEN_CLOSE;
	if (k->code == K_F(2) || k->code == K_CTRL('s')) {
		w->taken = true;
		return SCREEN_CLOSE;
	}
	if (k->code == K_ENTER || (k->code == K_TEXT && k->len == 1 && k->text[0] == ' '))
		w->theirs[w->box.selected] = !w->theirs[w->box.selected];
	else if (k->code != K_TEXT)
		return listbox_key(&w->box, k);
	listbox_changed(&w->box);
	return SCREEN_PART;
}

static char *clash_title(struct screen *s)
{
	const struct clash_view *w = s->data;

	return xasprintf("%s: %s", i18n_pick(w->ed->form->title), _("two versions"));
}

static const struct keybind clash_keys[] = {
	{ K_F(2), 1, N_("Store the choice"), N_("Save with what is chosen for each field") },
	{ K_ENTER, 2, N_("The other"), N_("Take the other side for this field (also Space)") },
	{ K_CANCEL, 3, N_("Not now"), N_("Save nothing; the draft stays") },
	{ 0, 0, NULL, NULL },
};
static const struct screen_ops clash_screen = {
	.name = "clash",
	.keys = clash_keys,
	.draw = clash_draw,
	.key = clash_key,
	.title = clash_title,
};

static bool take_theirs(struct clash_view *w)
{
	struct error e = ERROR_INIT;

	for (size_t i = 0; i < w->n; i++) {
		const struct clash *c = w->v[i];
		if (!w->theirs[i])
			continue;
		if (entry_set(c->entry, c->field, c->code, c->theirs, ENTRY_PLAIN, &e)) {
			ui_error(w->ed->app, &e);
			return false;
		}
	}
	return true;
}

bool edit_clash(struct edit *ed)
{
	struct clash_view w = { .ed = ed };
	struct clashes found = { NULL, 0 };
	struct error e = ERROR_INIT;
	bool go = true;

	if (entry_rebase(ed->top, &found, &e)) {
		ui_error(ed->app, &e);
		return false;
	}
	for (size_t i = 0; i < found.n && w.n < sizeof(w.v) / sizeof(*w.v); i++) {
		if (!edit_clash_asks(&found.v[i]))
			continue;
		w.theirs[w.n] = edit_clash_proposes_theirs(&found.v[i]);
		w.v[w.n++] = &found.v[i];
	}
	edit_line_end(ed);
	if (w.n) {
		listbox_init(&w.box, &clash_rows, &w);
		ui_run_modal(ed->app, &clash_screen, &w);
		go = w.taken && take_theirs(&w);
	}
	clashes_fini(&found);
	return go;
}
