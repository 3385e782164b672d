/* SPDX-License-Identifier: MIT */
/* Keys to edits by a table, text to columns by the model's own view: the cursor is where the letter will come. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/editline.h"

#include <string.h>

#include "base/str.h"
#include "text/utf8.h"
#include "ui/term.h"

void editline_init(struct editline *el, size_t max_graphemes)
{
	memset(el, 0, sizeof(*el));
	el->model = lineedit_new(max_graphemes);
	el->cols = 1;
}

void editline_fini(struct editline *el)
{
	lineedit_free(el->model);
	el->model = NULL;
}

void editline_place(struct editline *el, int y, int x, int cols)
{
	el->y = y;
	el->x = x;
	el->cols = cols > 0 ? cols : 1;
}

static const struct {
	int code;
	bool (*edit)(struct lineedit *le);
} edits[] = {
	{ K_BACKSPACE, lineedit_backspace },   { K_DELETE, lineedit_delete },
	{ K_CTRL('d'), lineedit_delete },      { K_LEFT, lineedit_left },
	{ K_RIGHT, lineedit_right },	       { K_WORD_LEFT, lineedit_word_left },
	{ K_WORD_RIGHT, lineedit_word_right }, { K_HOME, lineedit_home },
	{ K_CTRL('a'), lineedit_home },	       { K_END, lineedit_end },
	{ K_CTRL('e'), lineedit_end },	       { K_CTRL('w'), lineedit_kill_word },
	{ K_CTRL('k'), lineedit_kill_to_end }, { K_CTRL('y'), lineedit_yank },
	{ K_CTRL('z'), lineedit_undo },	       { K_CTRL('r'), lineedit_redo },
};

enum screen_result editline_key(struct editline *el, const struct key *k)
{
	size_t i;

	if (k->code == K_TEXT || k->code == K_PASTE) {
		if (lineedit_insert(el->model, k->text, k->len))
			return SCREEN_PART;
		term_beep();
		return SCREEN_HANDLED;
	}
	for (i = 0; i < sizeof(edits) / sizeof(edits[0]); i++)
		if (edits[i].code == k->code)
			return edits[i].edit(el->model) ? SCREEN_PART : SCREEN_IGNORED;
	return SCREEN_IGNORED;
}

static void draw_secret(struct editline *el, enum look look)
{
	const char *text = lineedit_text(el->model);
	size_t i, n = utf8_graphemes(text, strlen(text));
	int at = (int)utf8_graphemes(text, lineedit_cursor(el->model)), skip;
	struct str dots;

	skip = at >= el->cols ? at - el->cols + 1 : 0;
	str_init(&dots);
	for (i = (size_t)skip; i < n; i++)
		str_addc(&dots, '*');
	draw_clip(el->y, el->x, el->cols, look, dots.s, dots.len);
	draw_cursor(el->y, el->x + at - skip);
	str_fini(&dots);
}

void editline_draw(struct editline *el, enum look look)
{
	const char *text = lineedit_text(el->model);
	int at;

	if (el->secret) {
		draw_secret(el, look);
		return;
	}
	at = lineedit_view(el->model, el->cols, &el->scroll);
	draw_clip(el->y, el->x, el->cols, look, text + el->scroll, strlen(text + el->scroll));
	draw_cursor(el->y, el->x + at);
}
