/* SPDX-License-Identifier: MIT */
/* Drawing helpers: the only place that hands text to curses. Columns by wcwidth; nothing is cut inside a letter. */
#ifndef GN_UI_DRAW_H
#define GN_UI_DRAW_H

#include <stdbool.h>
#include <stddef.h>

/* Looks, mapped to colour pairs or mono attributes. */
enum look {
	LOOK_NORMAL, LOOK_TITLE, LOOK_BAR, LOOK_LABEL, LOOK_VALUE, LOOK_FIELD, LOOK_CURSOR, LOOK_SELECTED, LOOK_DIM,
	LOOK_ERROR, LOOK_DOUBT, LOOK_HINT, LOOK_GOOD, LOOK_TRAINING, LOOK_BOX, LOOK_KEY,
};

/* Choose pairs or mono attributes for the looks; after the terminal is open. */
void draw_looks(bool colour);
int draw_rows(void); /* LINES */
int draw_cols(void); /* COLS */
/* Text in exactly `cols` columns at (y, x): cut with … or padded with blanks. Returns columns of the text itself. */
int draw_text(int y, int x, int cols, enum look look, const char *text);
int draw_textf(int y, int x, int cols, enum look look, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* The same, cut without …: what is being edited. `n` bytes of text. */
int draw_clip(int y, int x, int cols, enum look look, const char *text, size_t n);
/* Right-aligned (numbers). */
void draw_right(int y, int x, int cols, enum look look, const char *text);
void draw_blank(int y, int x, int rows, int cols, enum look look);
/* Full-width rows y … y+rows-1 move up by `by` (down when negative), for the terminal to scroll; blank ones come in. */
void draw_scroll(int y, int rows, int by);
/* A frame with an optional title. */
void draw_frame(int y, int x, int rows, int cols, const char *title);
/* A bar, filled as far as `part` is of `whole`: a part that is not nothing is seen, one that is not all leaves a gap. */
void draw_bar(int y, int x, int cols, enum look look, long long part, long long whole);
/* Wrapped text; returns rows used (at most `rows`; rows 0: only count). */
int draw_wrap(int y, int x, int rows, int cols, enum look look, const char *text);
/* Where the wrapped line after the first one begins (at the end: the end). */
const char *draw_wrap_next(const char *text, int cols);
void draw_cursor(int y, int x); /* where the terminal's cursor stands after drawing */
void draw_no_cursor(void);
void draw_cursor_apply(void); /* the loop, last of all: the terminal's cursor as it was asked for */
/* The whole screen blank. */
void draw_clear(void);

#endif
