/* SPDX-License-Identifier: MIT */
/* Boxes that ask: each is a small screen of its own, run until it is answered. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/dialog.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"
#include "ui/dialog_impl.h"
#include "ui/draw.h"
#include "ui/editline.h"
#include "ui/listbox.h"

static int max(int a, int b)
{
	return a > b ? a : b;
}

static int min(int a, int b)
{
	return a < b ? a : b;
}

/* Columns of the longest line. */
static int widest(const char *text)
{
	int w = 0;

	while (text && *text) {
		size_t n = strcspn(text, "\n");

		w = max(w, utf8_width_n(text, n));
		text += n + (text[n] == '\n');
	}
	return w;
}

void dialog_box(struct box *b, const char *title, const char *text, int want_cols, int want_rows)
{
	int room = draw_rows() - 2, cols;

	cols = max(max(widest(text), want_cols), utf8_width(title) + 4) + 4;
	b->cols = min(max(cols, 36), draw_cols() - 2);
	b->text_rows = str_empty(text) ? 0 : draw_wrap(0, 0, 0, b->cols - 4, LOOK_NORMAL, text);
	b->text_rows = min(b->text_rows, max(1, room - 3 - min(want_rows, 4)));
	b->rows = min(b->text_rows + (b->text_rows && want_rows ? 1 : 0) + want_rows + 2, room);
	b->y = 1 + (room - b->rows) / 2;
	b->x = (draw_cols() - b->cols) / 2;
	b->body_y = b->y + 1 + b->text_rows + (b->text_rows && want_rows ? 1 : 0);
	b->body_rows = max(b->y + b->rows - 1 - b->body_y, 0);
	draw_blank(b->y, b->x, b->rows, b->cols, LOOK_NORMAL);
	draw_frame(b->y, b->x, b->rows, b->cols, title);
	if (b->text_rows)
		draw_wrap(b->y + 1, b->x + 2, b->text_rows, b->cols - 4, LOOK_NORMAL, text);
}

/* ---- one of several ---- */

struct choose {
	const char *title, *text;
	const char *const *choices;
	size_t n;
	struct listbox list;
	int answer;
};

static size_t choose_count(void *ctx)
{
	return ((struct choose *)ctx)->n;
}

static void choose_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct choose *c = ctx;
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;

	if (i < 9)
		draw_textf(y, x, cols, look, " %zu %s", i + 1, c->choices[i]);
	else
		draw_textf(y, x, cols, look, "   %s", c->choices[i]);
	if (selected)
		draw_cursor(y, x + 1);
}

static const struct listbox_ops choose_list = { .draw_row = choose_row, .count = choose_count };

static void choose_draw(struct screen *s, bool part)
{
	struct choose *c = s->data;
	struct box b;
	size_t i;
	int w = 0;

	if (!part) {
		for (i = 0; i < c->n; i++)
			w = max(w, utf8_width(c->choices[i]) + 4);
		dialog_box(&b, c->title, c->text, w, (int)c->n);
		listbox_place(&c->list, b.body_y, b.x + 2, b.body_rows, b.cols - 4);
	}
	listbox_draw(&c->list, part);
}

static enum screen_result choose_key(struct screen *s, const struct key *k)
{
	struct choose *c = s->data;

	if (k->code == K_ENTER) {
		c->answer = (int)c->list.selected;
		return SCREEN_CLOSE;
	}
	if (k->code == K_TEXT && k->len == 1 && k->text[0] >= '1' && k->text[0] <= '9' &&
	    (size_t)(k->text[0] - '1') < c->n) {
		c->answer = k->text[0] - '1';
		return SCREEN_CLOSE;
	}
	if (k->code == K_TAB)
		return listbox_key(&c->list, &(struct key){ .code = K_DOWN });
	return listbox_key(&c->list, k);
}

enum { ASK_YES = 1 };
static const struct keybind choose_keys[] = {
	{ K_ENTER, ASK_YES, N_("Choose"),
	  N_("Take the highlighted answer; its digit takes it at once") },
	{ K_CANCEL, 0, N_("Do nothing"), N_("Close the box and change nothing") },
	{ 0, 0, NULL, NULL },
};

static const struct screen_ops choose_ops = {
	.name = "choose",
	.keys = choose_keys,
	.draw = choose_draw,
	.key = choose_key,
	.overlay = true,
};

int dialog_choose(struct app *app, const char *title, const char *text, const char *const *choices,
		  size_t n, int initial)
{
	struct choose c = {
		.title = title, .text = text, .choices = choices, .n = n, .answer = -1
	};

	if (!n)
		return -1;
	listbox_init(&c.list, &choose_list, &c);
	listbox_select(&c.list, initial > 0 ? (size_t)initial : 0);
	ui_run_modal(app, &choose_ops, &c);
	return c.answer;
}

bool dialog_confirm(struct app *app, const char *title, const char *text, const char *yes,
		    const char *no)
{
	const char *const choices[] = { yes, no };

	return dialog_choose(app, title, text, choices, 2, 0) == 0;
}

/* ---- a line of text ---- */

struct prompt {
	const char *title, *text;
	struct editline line;
	char *answer;
};

static void prompt_draw(struct screen *s, bool part)
{
	struct prompt *p = s->data;
	struct box b;

	if (!part) {
		dialog_box(&b, p->title, p->text, 56, 1);
		editline_place(&p->line, b.body_y, b.x + 2, b.cols - 4);
	}
	editline_draw(&p->line, LOOK_CURSOR);
}

static enum screen_result prompt_key(struct screen *s, const struct key *k)
{
	struct prompt *p = s->data;

	if (k->code != K_ENTER)
		return editline_key(&p->line, k);
	p->answer = xstrdup(lineedit_text(p->line.model));
	return SCREEN_CLOSE;
}

static const struct keybind prompt_keys[] = {
	{ K_ENTER, ASK_YES, N_("Done"), N_("Take what is typed") },
	{ K_CANCEL, 0, N_("Do nothing"), N_("Close the box and change nothing") },
	{ 0, 0, NULL, NULL },
};

static const struct screen_ops prompt_ops = {
	.name = "prompt",
	.keys = prompt_keys,
	.draw = prompt_draw,
	.key = prompt_key,
	.overlay = true,
};

char *dialog_prompt(struct app *app, const char *title, const char *text, const char *initial,
		    bool secret)
{
	struct prompt p = { .title = title, .text = text };

	editline_init(&p.line, 0);
	p.line.secret = secret;
	lineedit_set(p.line.model, initial ? initial : "");
	ui_run_modal(app, &prompt_ops, &p);
	editline_fini(&p.line);
	return p.answer;
}

/* ---- text to read ---- */

struct reading {
	const char *title, *text;
	int skip, lines, shown;
	bool keys; /* F1 once more */
};

static int reading_cols(const struct reading *r)
{
	int cols = min(max(widest(r->text), utf8_width(r->title) + 4), draw_cols() - 6);

	return min(cols, 76);
}

static void reading_draw(struct screen *s, bool part)
{
	struct reading *r = s->data;
	const char *from = r->text;
	struct box b;
	int cols = reading_cols(r), i;

	(void)part;
	r->lines = draw_wrap(0, 0, 0, cols, LOOK_NORMAL, r->text);
	dialog_box(&b, r->title, NULL, cols, r->lines);
	r->shown = b.body_rows;
	r->skip = max(0, min(r->skip, r->lines - r->shown));
	for (i = 0; i < r->skip; i++)
		from = draw_wrap_next(from, b.cols - 4);
	draw_wrap(b.body_y, b.x + 2, b.body_rows, b.cols - 4, LOOK_NORMAL, from);
}

static enum screen_result reading_key(struct screen *s, const struct key *k)
{
	struct reading *r = s->data;

	r->keys = k->code == K_F(1);
	if (r->lines <= r->shown)
		return SCREEN_CLOSE;
	switch (k->code) {
	case K_UP:
		r->skip--;
		return SCREEN_REDRAW;
	case K_DOWN:
		r->skip++;
		return SCREEN_REDRAW;
	case K_PAGE_UP:
		r->skip -= r->shown;
		return SCREEN_REDRAW;
	case K_PAGE_DOWN:
		r->skip += r->shown;
		return SCREEN_REDRAW;
	default:
		return SCREEN_CLOSE;
	}
}

static const struct keybind reading_keys[] = {
	{ K_ENTER, ASK_YES, N_("Close"), N_("Close the box (any key)") },
	{ 0, 0, NULL, NULL },
};
static const struct keybind long_keys[] = {
	{ K_ENTER, ASK_YES, N_("Close"), N_("Close the box (any key)") },
	{ K_PAGE_DOWN, 0, N_("more"), N_("Read on") },
	{ 0, 0, NULL, NULL },
};

static const struct keybind help_keys[] = {
	{ K_ENTER, ASK_YES, N_("Close"), N_("Close the box (any key)") },
	{ K_F(1), 0, N_("All keys"), N_("All keys of this screen") },
	{ K_PAGE_DOWN, 0, N_("more"), N_("Read on") },
	{ 0, 0, NULL, NULL },
};

#define READING_OPS(table)                                                                         \
	{                                                                                          \
		.name = "reading", .keys = table, .draw = reading_draw, .key = reading_key,        \
		.overlay = true                                                                    \
	}
static const struct screen_ops reading_ops = READING_OPS(reading_keys);
static const struct screen_ops long_ops = READING_OPS(long_keys);
static const struct screen_ops help_ops = READING_OPS(help_keys);

void dialog_text(struct app *app, const char *title, const char *text)
{
	struct reading r = { .title = title, .text = text };

	int rows = draw_rows() - 4; /* without the bars and the frame */
	bool more = draw_wrap(0, 0, 0, reading_cols(&r), LOOK_NORMAL, text) > rows;

	ui_run_modal(app, more ? &long_ops : &reading_ops, &r);
}

bool dialog_help(struct app *app, const char *title, const char *text)
{
	struct reading r = { .title = title, .text = text };

	ui_run_modal(app, &help_ops, &r);
	return r.keys;
}

void ui_error(struct app *app, struct error *e)
{
	struct str b;

	str_init(&b);
	str_add(&b, e->what ? e->what : _("Something went wrong."));
	if (e->safe)
		str_addf(&b, "\n\n%s", e->safe);
	if (e->todo)
		str_addf(&b, "\n\n%s", e->todo);
	if (e->id[0])
		str_addf(&b, "\n\n(%s)", e->id);
	if (e->detail)
		str_addf(&b, "%s%s", e->id[0] ? " " : "\n\n", e->detail);
	error_clear(e);
	/* TRANSLATORS: heading of a box that tells of a failure */
	dialog_text(app, _("Not done"), b.s);
	str_fini(&b);
}
