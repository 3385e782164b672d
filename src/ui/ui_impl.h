/* SPDX-License-Identifier: MIT */
/* What ui*.c share: the core's own state and the lines that frame every screen. */
#ifndef GN_UI_UI_IMPL_H
#define GN_UI_UI_IMPL_H

#include <stdbool.h>

#include "ui/keyread.h"
#include "ui/term.h"
#include "ui/ui.h"

#define UI_MIN_ROWS 10
#define UI_MIN_COLS 40

enum ui_need { NEED_NOTHING, NEED_PART, NEED_ALL };

struct ui {
	struct keyreader *keys;
	struct screen *top;
	unsigned long serial; /* of screens: an address may come again */
	enum ui_need need;
	bool bar;   /* the top line changed */
	bool fresh; /* repaint the terminal itself */
	bool quit, ended;
	char *rest, *current; /* letters to be given again, and those now given */
	char *message;
	struct term_row *under; /* what the message hides */
	char saved[9];		/* "14:03:22" of the last save, or "" */
};

/* Row 0: unit, title, training banner, officer, time of the last save. */
void ui_bars_top(const struct app *app, struct screen *s);
/* The last row: keys of `s` and the common ones. */
void ui_bars_keys(const struct screen *s);
/* Keys every screen has; ends with code 0. */
const struct keybind *ui_common_keys(void);

#endif
