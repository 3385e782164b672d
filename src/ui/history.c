/* SPDX-License-Identifier: MIT */
/*
 * What was changed in a record: each save with who, when and why, below it each field, before →
 * after. Newest first.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/screens.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "store/record.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/words.h"

struct line {
	bool head;  /* of a save */
	char *text; /* of a head: when, who; of a field: its label */
	char *before, *after;
};
struct history {
	struct app *app;
	const struct form *form;
	char *key;
	struct line *v;
	size_t n, cap;
	struct listbox box;
};

static const struct keybind history_keys[] = {
	{ K_ENTER, 1, N_("Whole text"), N_("Show the whole of a change") },
	{ K_CANCEL, 2, N_("Back"), N_("Back") },
	{ 0, 0, NULL, NULL },
};

static const char *kind_word(const char *kind)
{
	if (str_eq(kind, "insert"))
		return _("entered");
	if (str_eq(kind, "remove"))
		return _("removed");
	if (str_eq(kind, "accept"))
		return _("accepted from a bundle");
	return _("changed");
}

static struct line *add(struct history *h)
{
	h->v = grow(h->v, h->n, &h->cap, sizeof(*h->v));
	memset(&h->v[h->n], 0, sizeof(*h->v));
	return &h->v[h->n++];
}

static void add_head(struct history *h, const struct history_row *r)
{
	char *at = words_moment(r->at);
	struct line *l = add(h);

	l->head = true;
	l->text = xasprintf("%s · %s · %s %lld%s%s", at, kind_word(r->kind), _("revision"),
			    (long long)r->rev, str_empty(r->who) ? "" : " · ",
			    str_empty(r->who) ? "" : r->who);
	l->after = xstrdup_null(r->why);
	free(at);
}

static char *shown(struct history *h, const struct field *fd, const char *code, const char *text)
{
	char *s = text && fd ? field_show(h->app->forms, h->app->book, fd, code, text)
			     : xstrdup(text ? text : "");

	if (*s)
		return s;
	free(s);
	return xstrdup("—");
}

/* Rows come oldest first; lines are turned round when all are there. */
struct collected {
	struct history_row *v;
	size_t n, cap;
};

static void take(void *ctx, const struct history_row *r)
{
	struct collected *c = ctx;

	c->v = grow(c->v, c->n, &c->cap, sizeof(*c->v));
	c->v[c->n++] = (struct history_row){
		.seq = r->seq,
		.rev = r->rev,
		.kind = xstrdup_null(r->kind),
		.field = xstrdup_null(r->field),
		.before = xstrdup_null(r->before),
		.after = xstrdup_null(r->after),
		.who = xstrdup_null(r->who),
		.at = xstrdup_null(r->at),
		.why = xstrdup_null(r->why),
	};
}

static void free_row(struct history_row *r)
{
	free((char *)r->kind);
	free((char *)r->field);
	free((char *)r->before);
	free((char *)r->after);
	free((char *)r->who);
	free((char *)r->at);
	free((char *)r->why);
}

static const char *state_word(const char *state)
{
	return !state ? "—" : str_eq(state, "complete") ? _("complete") : _("not complete");
}

static void add_field(struct history *h, const struct history_row *r)
{
	if (str_eq(r->field, "_state")) {
		*add(h) = (struct line){ false, xstrdup(_("State of the record")),
					 xstrdup(state_word(r->before)),
					 xstrdup(state_word(r->after)) };
		return;
	}
	const char *code = NULL;
	const struct field *fd = form_field(h->form, r->field, &code);
	char *before = shown(h, fd, code, r->before), *after = shown(h, fd, code, r->after);
	struct line *l = add(h);

	l->text = xstrdup(!fd	 ? r->field
			  : code ? codes_label(fd->choices, code)
				 : i18n_pick(fd->label));
	l->before = before;
	l->after = after;
}

static int load(struct history *h, const char *unit, const char *id, struct error *e)
{
	struct collected c = { NULL, 0, 0 };
	int rc = history_each(h->app->book, h->form->name, unit, id, take, &c, e);

	for (size_t end = c.n; end > 0;) {
		size_t from = end - 1;
		while (from > 0 && c.v[from - 1].rev == c.v[end - 1].rev)
			from--;
		add_head(h, &c.v[from]);
		for (size_t i = from; i < end; i++)
			if (c.v[i].field)
				add_field(h, &c.v[i]);
		end = from;
	}
	for (size_t i = 0; i < c.n; i++)
		free_row(&c.v[i]);
	free(c.v);
	return rc;
}

static size_t line_count(void *ctx)
{
	const struct history *h = ctx;

	return h->n;
}

static void line_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	const struct history *h = ctx;
	const struct line *l = &h->v[i];
	enum look look = selected ? LOOK_SELECTED : l->head ? LOOK_TITLE : LOOK_NORMAL;
	int label = cols * 45 / 100;

	if (l->head) {
		draw_textf(y, x, cols, look, " %s%s%s", l->text, str_empty(l->after) ? "" : " · ",
			   str_empty(l->after) ? "" : l->after);
		return;
	}
	draw_textf(y, x, label, look, "   %s", l->text);
	draw_textf(y, x + label, cols - label, look, " %s → %s", l->before, l->after);
}

static const struct listbox_ops history_ops = { .draw_row = line_draw, .count = line_count };

static void history_draw(struct screen *s, bool part)
{
	struct history *h = s->data;
	int rows = draw_rows() - 3, cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows + 1, cols, LOOK_NORMAL);
		draw_textf(1, 0, cols, LOOK_TITLE, " %s: %s", _("History"), h->key ? h->key : "");
		if (h->n == 0)
			draw_text(3, 2, cols - 4, LOOK_DIM, _("Nothing is written down about it."));
		listbox_place(&h->box, 2, 0, rows - 1, cols);
		listbox_changed(&h->box);
	}
	listbox_draw(&h->box, part);
}

static enum screen_result history_key(struct screen *s, const struct key *k)
{
	struct history *h = s->data;
	int action = keybind_find(history_keys, k);

	if (action == 2)
		return SCREEN_CLOSE;
	if (!action)
		return listbox_key(&h->box, k);
	if (h->box.selected < h->n) {
		const struct line *l = &h->v[h->box.selected];
		char *text = l->head ? xasprintf("%s\n%s", l->text, l->after ? l->after : "")
				     : xasprintf("%s\n%s\n\n%s\n%s", _("Before:"), l->before,
						 _("After:"), l->after);
		dialog_text(h->app, l->head ? _("History") : l->text, text);
		free(text);
	}
	return SCREEN_REDRAW;
}

static char *history_title(struct screen *s)
{
	const struct history *h = s->data;

	return xasprintf("%s: %s", i18n_pick(h->form->title), _("History"));
}

static void history_close(struct screen *s)
{
	struct history *h = s->data;

	for (size_t i = 0; i < h->n; i++) {
		free(h->v[i].text);
		free(h->v[i].before);
		free(h->v[i].after);
	}
	free(h->v);
	free(h->key);
	free(h);
	s->data = NULL;
}

static const struct screen_ops history_screen = {
	.name = "history",
	.keys = history_keys,
	.draw = history_draw,
	.key = history_key,
	.title = history_title,
	.close = history_close,
};

void screen_history(struct app *app, const struct form *form, const char *unit, const char *id)
{
	struct history *h = xcalloc(1, sizeof(*h));
	struct error e = ERROR_INIT;

	h->app = app;
	h->form = form;
	h->key = form_key_show(app->forms, app->book, form, unit, id);
	listbox_init(&h->box, &history_ops, h);
	if (load(h, unit ? unit : book_unit_id(app->book), id, &e))
		ui_error(app, &e);
	ui_push(app, &history_screen, h);
}
