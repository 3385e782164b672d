/* SPDX-License-Identifier: MIT */
/* Two columns, the person being entered and the one in the book, what differs marked; then what is to be done about it. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "domain/duplicate.h"
#include "text/utf8.h"
#include "text/viet.h"
#include "ui/dialog_impl.h"
#include "ui/draw.h"
#include "ui/listbox.h"

#define CHOICES_MAX 4

struct beside {
	const struct duplicate *d;
	const char *words[CHOICES_MAX];
	enum duplicates_answer what[CHOICES_MAX];
	size_t n;
	struct listbox list;
	int answer; /* index of the choice; -1: back */
};

static size_t choices_count(void *ctx)
{
	return ((struct beside *)ctx)->n;
}

static void choice_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct beside *s = ctx;

	draw_textf(y, x, cols, selected ? LOOK_SELECTED : LOOK_NORMAL, " %zu %s", i + 1, s->words[i]);
	if (selected)
		draw_cursor(y, x + 1);
}

static const struct listbox_ops choices_ops = { .draw_row = choice_row, .count = choices_count };

static bool same_folded(const char *a, const char *b)
{
	char *x = viet_fold(a), *y = viet_fold(b);
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

static bool shown(const struct duplicate *d, int line)
{
	return !str_empty(d->mine[line]) || !str_empty(d->theirs[line]);
}

static void draw_lines(const struct beside *s, int y, int x, int cols)
{
	int label = 18, each = (cols - label) / 2;

	draw_text(y, x + label, each, LOOK_TITLE, _("Being entered"));
	draw_text(y, x + label + each, cols - label - each, LOOK_TITLE, _("In the book"));
	for (int i = 0; i < DUPLICATE_LINES; i++) {
		const char *mine = s->d->mine[i], *theirs = s->d->theirs[i];
		/* When it came into the book says nothing about who it is. */
		bool differs = i != DUPLICATE_SINCE && !str_empty(mine) && !str_empty(theirs) && !same_folded(mine, theirs);

		if (!shown(s->d, i))
			continue;
		y++;
		draw_text(y, x, label, LOOK_LABEL, duplicate_label((enum duplicate_line)i));
		draw_text(y, x + label, each - 1, differs ? LOOK_DOUBT : LOOK_NORMAL, mine);
		draw_text(y, x + label + each, cols - label - each, differs ? LOOK_DOUBT : LOOK_NORMAL, theirs);
	}
}

static void beside_draw(struct screen *scr, bool part)
{
	struct beside *s = scr->data;
	const char *title = s->d->check[2] == '6' ? _("The same personal ID number") : _("The same name, birth year and village");
	struct box b;
	int lines = 1;

	if (!part) {
		for (int i = 0; i < DUPLICATE_LINES; i++)
			lines += shown(s->d, i);
		dialog_box(&b, title, NULL, 74, lines + 1 + (int)s->n);
		draw_lines(s, b.body_y, b.x + 2, b.cols - 4);
		listbox_place(&s->list, b.body_y + lines + 1, b.x + 2, b.body_rows - lines - 1, b.cols - 4);
	}
	listbox_draw(&s->list, part);
}

static enum screen_result beside_key(struct screen *scr, const struct key *k)
{
	struct beside *s = scr->data;

	if (k->code == K_ENTER) {
		s->answer = (int)s->list.selected;
		return SCREEN_CLOSE;
	}
	if (k->code == K_TEXT && k->len == 1 && k->text[0] >= '1' && (size_t)(k->text[0] - '1') < s->n) {
		s->answer = k->text[0] - '1';
		return SCREEN_CLOSE;
	}
	return listbox_key(&s->list, k);
}

static const struct keybind beside_keys[] = {
	{ K_ENTER, 1, N_("Choose"), N_("Take the highlighted answer; its digit takes it at once") },
	{ K_CANCEL, 0, N_("Go back"), N_("Go back and look; nothing is written") },
	{ 0, 0, NULL, NULL },
};

static const struct screen_ops beside_ops = {
	.name = "duplicates",
	.keys = beside_keys,
	.draw = beside_draw,
	.key = beside_key,
	.overlay = true,
};

static void add_choice(struct beside *s, const char *words, enum duplicates_answer what)
{
	s->words[s->n] = words;
	s->what[s->n++] = what;
}

/* He can come here where this household is in the book and he is not typed into it in earnest yet. */
static bool may_move(const struct duplicate *d)
{
	const struct entry *up = entry_parent(d->row);

	return up && entry_base_rev(up) && entry_is_new(d->row) && !d->dead && strcmp(entry_id(up), d->household) != 0;
}

static bool comes_home(const struct duplicate *d)
{
	const struct entry *up = entry_parent(d->row);

	return up && entry_is_new(d->row) && d->left && !d->dead && !strcmp(entry_id(up), d->household);
}

static enum duplicates_answer ask_one(struct app *app, const struct duplicate *d)
{
	struct beside s = { .d = d, .answer = -1 };

	add_choice(&s, _("Go back and look; nothing is written yet"), DUPLICATES_BACK);
	add_choice(&s, _("Another person: remember that, and go on"), DUPLICATES_NONE);
	add_choice(&s, d->left ? _("The same person, who had left: open that household") :
				 _("The same person: open the household in the book"),
		   DUPLICATES_OPEN);
	if (may_move(d) || comes_home(d))
		add_choice(&s, d->left ? _("The same person comes back: enter the return instead") :
					 _("The same person comes here: enter the move instead"),
			   DUPLICATES_MOVE);
	listbox_init(&s.list, &choices_ops, &s);
	ui_run_modal(app, &beside_ops, &s);
	return s.answer < 0 ? DUPLICATES_BACK : s.what[s.answer];
}

enum duplicates_answer duplicates_ask(struct app *app, struct entry *en, struct duplicates_choice *choice)
{
	enum duplicates_answer answer = DUPLICATES_NONE;
	struct error e = ERROR_INIT;
	struct duplicates d;

	if (duplicates_find(app->forms, app->book, en, &d, &e)) {
		ui_error(app, &e);
		return DUPLICATES_NONE;
	}
	for (size_t i = 0; i < d.n && answer == DUPLICATES_NONE; i++) {
		const struct duplicate *one = &d.v[i];

		answer = ask_one(app, one);
		if (answer == DUPLICATES_NONE && duplicate_differs(one, &e)) {
			ui_error(app, &e);
			answer = DUPLICATES_BACK;
		}
		memcpy(choice->row, entry_id(one->row), UUID_LEN + 1);
		memcpy(choice->member, one->member, UUID_LEN + 1);
		memcpy(choice->household, one->household, UUID_LEN + 1);
		choice->left = one->left;
	}
	duplicates_fini(&d);
	return answer;
}
