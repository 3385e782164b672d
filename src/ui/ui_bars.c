/* SPDX-License-Identifier: MIT */
/* The lines that frame every screen: whose book it is and who works, above; which keys do what, below. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/ui_impl.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "text/utf8.h"
#include "ui/draw.h"

#define LEFT_LEAST 30 /* columns of unit and title before the time goes */

static void left_part(const struct app *app, struct screen *s, struct str *b)
{
	char *title;

	while (s && s->ops->overlay && s->below)
		s = s->below;
	str_add(b, book_unit_name(app->book));
	if (!book_writable(app->book))
		str_addf(b, " [%s]", _("read only"));
	title = s && s->ops->title ? s->ops->title(s) : NULL;
	if (!str_empty(title))
		str_addf(b, " · %s", title);
	free(title);
}

static void time_part(const struct app *app, struct str *b)
{
	if (app->ui->saved[0]) {
		/* TRANSLATORS: on the top line, with the time of the last save; at most 18 columns */
		str_addf(b, _("saved %s"), app->ui->saved);
	} else {
		struct date d = book_today(app->book);
		char day[11];

		str_add(b, date_human(&d, day));
	}
}

void ui_bars_top(const struct app *app, struct screen *s)
{
	int cols = draw_cols(), x, room, w_left, w_officer, w_time, w_banner = 0;
	/* TRANSLATORS: always seen in a training book; SỔ TẬP HUẤN - SỐ LIỆU GIẢ ĐỊNH */
	const char *banner = book_training(app->book) ? _("TRAINING BOOK - MADE-UP FIGURES") : NULL;
	const char *officer = app->officer ? app->officer : "";
	struct str left, time;

	str_init(&left);
	str_init(&time);
	left_part(app, s, &left);
	time_part(app, &time);
	w_officer = utf8_width(officer);
	w_time = utf8_width(time.s) + 1;
	if (banner)
		w_banner = utf8_width(banner) + 3;
	room = cols - 2 - w_banner;
	w_left = utf8_width(left.s) < LEFT_LEAST ? utf8_width(left.s) : LEFT_LEAST;
	if (w_left + 2 + w_officer + w_time > room)
		w_time = 0;
	if (w_officer > room / 2)
		w_officer = room / 2;
	draw_blank(0, 0, 1, cols, LOOK_BAR);
	x = cols - 1;
	if (w_time)
		draw_text(0, x -= w_time - 1, w_time - 1, LOOK_BAR, time.s);
	if (w_officer)
		draw_text(0, x -= w_officer + (w_time ? 1 : 0), w_officer, LOOK_BAR, officer);
	if (banner) {
		x -= w_banner;
		draw_textf(0, x, w_banner - 1, LOOK_TRAINING, " %s ", banner);
	}
	draw_text(0, 1, x - 2, LOOK_BAR, left.s);
	str_fini(&left);
	str_fini(&time);
}

static bool has_label(const struct keybind *t, int code)
{
	for (; t && t->code; t++)
		if (t->code == code && t->label)
			return true;
	return false;
}

/* Columns one entry takes with its gap. */
static int entry_width(const struct keybind *b)
{
	char name[16];

	return utf8_width(key_label_twin(b->code, name)) + 1 + utf8_width(_(b->label)) + 2;
}

static int piece(int x, enum look look, const char *text)
{
	int room = draw_cols() - x, w = utf8_width(text);

	return x + draw_text(draw_rows() - 1, x, w < room ? w : room, look, text);
}

static int entry_draw(int x, const struct keybind *b)
{
	char name[16];

	x = piece(x, LOOK_KEY, key_label_twin(b->code, name)) + 1;
	return piece(x, LOOK_NORMAL, _(b->label)) + 2;
}

void ui_bars_keys(const struct screen *s)
{
	const struct keybind *keys = s->ops->keys, *help = NULL, *back = NULL, *b;
	int x = 1, end = draw_cols() - 1, y = draw_rows() - 1;
	bool f_key;

	draw_blank(y, 0, 1, draw_cols(), LOOK_NORMAL);
	for (b = ui_common_keys(); b->code; b++) {
		if (b->code == K_F(1) && !has_label(keys, b->code) && !s->ops->overlay)
			help = b;
		if (b->code == K_F(10) && !has_label(keys, b->code) && !s->ops->overlay)
			back = b;
	}
	/* The way out is always there, at the right; the rest as far as there is room. */
	for (b = keys; !back && b && b->code; b++)
		if (b->code == K_F(10) && b->label)
			back = b;
	if (back) {
		end -= entry_width(back) - 2;
		entry_draw(end, back);
		end -= 2;
	}
	f_key = help;
	if (help && x + entry_width(help) - 2 <= end)
		x = entry_draw(x, help);
	for (b = keys; b && b->code; b++) {
		if (!b->label || b == back || x + entry_width(b) - 2 > end)
			continue;
		x = entry_draw(x, b);
		if (b->code >= K_F(1) && b->code < K_F(10))
			f_key = true;
	}
	/* TRANSLATORS: F-keys have twins for terminals without them: Esc, then the digit */
	if (f_key && x + utf8_width(_("(F1 = Esc 1)")) <= end)
		draw_text(y, x, end - x, LOOK_DIM, _("(F1 = Esc 1)"));
}
