/* SPDX-License-Identifier: MIT */
/*
 * Text on curses' own screen, a row at a time. Only what is drawn is compared with the terminal, so the callers draw as little as
 * changed; nothing here ever clears more than it is told.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include "ui/draw.h"

#include <curses.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"

enum {
	PAIR_BAR = 1,
	PAIR_SELECTED,
	PAIR_FIELD,
	PAIR_ERROR,
	PAIR_DOUBT,
	PAIR_HINT,
	PAIR_GOOD,
	PAIR_TRAINING,
	PAIR_BOX
};

/* What each look is without colours, and with them. */
static const struct {
	attr_t mono, colour;
	short pair;
} looks[] = {
	[LOOK_NORMAL] = { A_NORMAL, A_NORMAL, 0 },
	[LOOK_TITLE] = { A_BOLD, A_BOLD, 0 },
	[LOOK_BAR] = { A_REVERSE, A_NORMAL, PAIR_BAR },
	[LOOK_LABEL] = { A_NORMAL, A_NORMAL, 0 },
	[LOOK_VALUE] = { A_BOLD, A_BOLD, 0 },
	[LOOK_FIELD] = { A_UNDERLINE, A_UNDERLINE, 0 },
	[LOOK_CURSOR] = { A_REVERSE, A_NORMAL, PAIR_FIELD },
	[LOOK_SELECTED] = { A_REVERSE, A_NORMAL, PAIR_SELECTED },
	[LOOK_DIM] = { A_DIM, A_DIM, 0 },
	[LOOK_ERROR] = { A_BOLD, A_BOLD, PAIR_ERROR },
	[LOOK_DOUBT] = { A_BOLD, A_NORMAL, PAIR_DOUBT },
	[LOOK_HINT] = { A_NORMAL, A_NORMAL, PAIR_HINT },
	[LOOK_GOOD] = { A_NORMAL, A_NORMAL, PAIR_GOOD },
	[LOOK_TRAINING] = { A_REVERSE | A_BOLD, A_BOLD, PAIR_TRAINING },
	[LOOK_BOX] = { A_NORMAL, A_NORMAL, PAIR_BOX },
	[LOOK_KEY] = { A_BOLD, A_BOLD, 0 },
};

static bool colours;
static bool cursor_on, cursor_want;
static int cursor_y, cursor_x;

void draw_looks(bool colour)
{
	colours = colour;
	cursor_on = cursor_want = true;
	if (!colour)
		return;
	init_pair(PAIR_BAR, COLOR_WHITE, COLOR_BLUE);
	init_pair(PAIR_SELECTED, COLOR_BLACK, COLOR_CYAN);
	init_pair(PAIR_FIELD, COLOR_BLACK, COLOR_CYAN);
	init_pair(PAIR_ERROR, COLOR_RED, -1);
	init_pair(PAIR_DOUBT, COLOR_YELLOW, -1);
	init_pair(PAIR_HINT, COLOR_CYAN, -1);
	init_pair(PAIR_GOOD, COLOR_GREEN, -1);
	init_pair(PAIR_TRAINING, COLOR_BLACK, COLOR_YELLOW);
	init_pair(PAIR_BOX, COLOR_CYAN, -1);
}

int draw_rows(void)
{
	return LINES;
}

int draw_cols(void)
{
	return COLS;
}

static void put_on(enum look look)
{
	if (colours)
		attr_set(looks[look].colour, looks[look].pair, NULL);
	else
		attr_set(looks[look].mono, 0, NULL);
}

/* Text of records is clean, but a message may hold a line end: no control character reaches the terminal. */
static const char *tame(const char *s, size_t n, char **copy)
{
	size_t i;

	*copy = NULL;
	for (i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0x20 && s[i] != 0x7f)
			continue;
		if (!*copy)
			*copy = xstrndup(s, n);
		(*copy)[i] = ' ';
	}
	return *copy ? *copy : s;
}

static void pad(int y, int x, int n)
{
	if (n > 0)
		mvhline(y, x, ' ', n);
}

int draw_clip(int y, int x, int cols, enum look look, const char *text, size_t n)
{
	char *copy;
	const char *s;
	int used = 0;

	if (cols <= 0 || y < 0 || y >= LINES || x >= COLS)
		return 0;
	if (cols > COLS - x)
		cols = COLS - x;
	s = tame(text, n, &copy);
	used = utf8_width_n(s, n);
	if (used > cols)
		n = utf8_fit(s, cols, &used);
	put_on(look);
	if (n)
		mvaddnstr(y, x, s, (int)n);
	pad(y, x + used, cols - used);
	free(copy);
	return used;
}

int draw_text(int y, int x, int cols, enum look look, const char *text)
{
	size_t n = strlen(text);
	int used;

	if (cols > COLS - x)
		cols = COLS - x;
	if (cols <= 0)
		return 0;
	if (utf8_fit(text, cols, &used) == n)
		return draw_clip(y, x, cols, look, text, n);
	n = utf8_fit(text, cols - 1, NULL);
	used = draw_clip(y, x, cols, look, text, n);
	mvaddstr(y, x + used, ELLIPSIS);
	return used + 1;
}

int draw_textf(int y, int x, int cols, enum look look, const char *fmt, ...)
{
	struct str b;
	va_list ap;
	int used;

	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	used = draw_text(y, x, cols, look, b.s);
	str_fini(&b);
	return used;
}

void draw_right(int y, int x, int cols, enum look look, const char *text)
{
	int w = utf8_width(text);

	if (w >= cols) {
		draw_text(y, x, cols, look, text);
		return;
	}
	put_on(look);
	pad(y, x, cols - w);
	draw_text(y, x + cols - w, w, look, text);
}

void draw_blank(int y, int x, int rows, int cols, enum look look)
{
	put_on(look);
	for (; rows > 0; rows--, y++)
		pad(y, x, cols);
}

void draw_clear(void)
{
	put_on(LOOK_NORMAL);
	erase();
}

void draw_scroll(int y, int rows, int by)
{
	put_on(LOOK_NORMAL);
	scrollok(stdscr, TRUE);
	setscrreg(y, y + rows - 1);
	wscrl(stdscr, by);
	setscrreg(0, LINES - 1);
	scrollok(stdscr, FALSE);
}

void draw_frame(int y, int x, int rows, int cols, const char *title)
{
	int i;

	put_on(LOOK_BOX);
	mvadd_wch(y, x, WACS_ULCORNER);
	hline_set(WACS_HLINE, cols - 2);
	mvadd_wch(y, x + cols - 1, WACS_URCORNER);
	for (i = 1; i < rows - 1; i++) {
		mvadd_wch(y + i, x, WACS_VLINE);
		mvadd_wch(y + i, x + cols - 1, WACS_VLINE);
	}
	mvadd_wch(y + rows - 1, x, WACS_LLCORNER);
	hline_set(WACS_HLINE, cols - 2);
	mvadd_wch(y + rows - 1, x + cols - 1, WACS_LRCORNER);
	if (!str_empty(title) && cols > 6) {
		int w = utf8_width(title);

		if (w > cols - 6)
			w = cols - 6;
		draw_text(y, x + 2, 1, LOOK_BOX, " ");
		draw_text(y, x + 3, w, LOOK_TITLE, title);
		draw_text(y, x + 3 + w, 1, LOOK_BOX, " ");
	}
}

void draw_bar(int y, int x, int cols, enum look look, long long part, long long whole)
{
	long long full = whole > 0 && part > 0 ? part * cols / whole : 0;

	if (full < 1 && part > 0 && whole > 0)
		full = 1;
	if (full >= cols)
		full = part >= whole ? cols : cols - 1;
	put_on(look);
	for (int i = 0; i < cols; i++)
		mvaddstr(y, x + i, i < full ? "█" : "░");
}

/* Bytes of the line that begins at `s`; *next: where the one after it begins. */
static size_t line_break(const char *s, int cols, const char **next)
{
	size_t len = strcspn(s, "\n"), n = utf8_fit(s, cols, NULL), cut;

	if (n >= len) {
		*next = s[len] ? s + len + 1 : s + len;
		return len;
	}
	for (cut = n; cut > 0 && s[cut] != ' '; cut--)
		;
	if (!cut) { /* a word longer than the line */
		cut = n ? n : 1;
		*next = s + cut;
		return cut;
	}
	*next = s + cut + strspn(s + cut, " ");
	return cut;
}

int draw_wrap(int y, int x, int rows, int cols, enum look look, const char *text)
{
	int used = 0;

	if (cols < 1)
		return 0;
	while (*text && (!rows || used < rows)) {
		const char *next;
		size_t n = line_break(text, cols, &next);

		if (rows)
			draw_clip(y + used, x, cols, look, text, n);
		used++;
		text = next;
	}
	return used;
}

const char *draw_wrap_next(const char *text, int cols)
{
	const char *next = text;

	if (*text)
		line_break(text, cols > 0 ? cols : 1, &next);
	return next;
}

void draw_cursor(int y, int x)
{
	cursor_y = y;
	cursor_x = x;
	cursor_want = true;
}

void draw_no_cursor(void)
{
	cursor_want = false;
}

void draw_cursor_apply(void)
{
	if (cursor_want != cursor_on)
		curs_set(cursor_want);
	cursor_on = cursor_want;
	if (cursor_want && cursor_y < LINES && cursor_x < COLS)
		move(cursor_y, cursor_x);
}
