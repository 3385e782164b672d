/* SPDX-License-Identifier: MIT */
/* A long text on a screen of its own, to be read by pages. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/screens.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/draw.h"

struct textview {
	char *title, *text;
	int skip, lines;
};

static int shown(void)
{
	return draw_rows() - 2;
}

static void view_draw(struct screen *s, bool part)
{
	struct textview *v = s->data;
	const char *from = v->text;
	int cols = draw_cols() - 2, i;

	(void)part;
	v->lines = draw_wrap(0, 0, 0, cols, LOOK_NORMAL, v->text);
	if (v->skip > v->lines - shown())
		v->skip = v->lines - shown();
	if (v->skip < 0)
		v->skip = 0;
	for (i = 0; i < v->skip; i++)
		from = draw_wrap_next(from, cols);
	draw_wrap(1, 1, shown(), cols, LOOK_NORMAL, from);
}

static enum screen_result view_key(struct screen *s, const struct key *k)
{
	struct textview *v = s->data;

	switch (k->code) {
	case K_UP:
		v->skip--;
		break;
	case K_DOWN:
		v->skip++;
		break;
	case K_PAGE_UP:
		v->skip -= shown() - 1;
		break;
	case K_PAGE_DOWN:
		v->skip += shown() - 1;
		break;
	case K_HOME:
		v->skip = 0;
		break;
	case K_END:
		v->skip = v->lines;
		break;
	case K_ENTER:
		return SCREEN_CLOSE;
	default:
		return SCREEN_IGNORED;
	}
	return SCREEN_REDRAW;
}

static char *view_title(struct screen *s)
{
	return xstrdup(((struct textview *)s->data)->title);
}

static void view_help(struct screen *s)
{
	(void)s; /* the list of keys is itself such a text: no help on help */
}

static void view_close(struct screen *s)
{
	struct textview *v = s->data;

	free(v->title);
	free(v->text);
	free(v);
}

static const struct keybind view_keys[] = {
	{ K_UP, 1, NULL, N_("A line up") },
	{ K_DOWN, 1, NULL, N_("A line down") },
	{ K_PAGE_UP, 1, N_("Up"), N_("A page up") },
	{ K_PAGE_DOWN, 1, N_("Down"), N_("A page down") },
	{ K_ENTER, 1, N_("Close"), N_("Leave this screen") },
	{ 0, 0, NULL, NULL },
};

static const struct screen_ops view_ops = {
	.name = "text",
	.keys = view_keys,
	.draw = view_draw,
	.key = view_key,
	.title = view_title,
	.help = view_help,
	.close = view_close,
};

void screen_text(struct app *app, const char *title, const char *text)
{
	struct textview *v = xcalloc(1, sizeof(*v));

	v->title = xstrdup(title);
	v->text = xstrdup(text);
	ui_push(app, &view_ops, v);
}
