/* SPDX-License-Identifier: MIT */
/* The view of text/lineedit: keys to edits, text to columns, in one place. */
#ifndef GN_UI_EDITLINE_H
#define GN_UI_EDITLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/lineedit.h"
#include "ui/draw.h"
#include "ui/key.h"
#include "ui/ui.h"

struct editline {
	struct lineedit *model;
	size_t scroll;
	int y, x, cols;
	bool secret; /* dots instead of letters */
};
void editline_init(struct editline *el, size_t max_graphemes);
void editline_fini(struct editline *el);
void editline_place(struct editline *el, int y, int x, int cols);
/* Text, paste, Backspace, ^D Delete, arrows, words, Home ^A, End ^E, ^W ^K ^Y, undo ^Z, redo ^R. SCREEN_PART when it changed or
 * moved; SCREEN_HANDLED (and a beep) for text that does not fit; SCREEN_IGNORED otherwise. */
enum screen_result editline_key(struct editline *el, const struct key *k);
/* Draws the text and puts the cursor. */
void editline_draw(struct editline *el, enum look look);

#endif
