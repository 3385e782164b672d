/* SPDX-License-Identifier: MIT */
/*
 * A line of text being edited: a pure model, no curses. NFC bytes, the cursor always on a
 * grapheme boundary, undo. Insertion normalises what stands before the cursor together with the
 * burst, so that "e" then U+0302 then U+0323, typed apart, become one ệ. Backspace takes one
 * whole letter with its tone; input methods that send Backspaces and retyped letters work.
 */
#ifndef GN_TEXT_LINEEDIT_H
#define GN_TEXT_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>

struct lineedit;

/* `max_graphemes` 0: only the hard limit of 16 KiB. Refused before the edit, never cut after it. */
struct lineedit *lineedit_new(size_t max_graphemes);
void lineedit_free(struct lineedit *le);
/* Replace all; cursor to the end; undo list emptied. */
void lineedit_set(struct lineedit *le, const char *text);
const char *lineedit_text(const struct lineedit *le); /* borrowed, valid until the next edit */
size_t lineedit_cursor(const struct lineedit *le);    /* byte offset, on a boundary */
bool lineedit_changed(const struct lineedit *le);     /* since lineedit_set */

/* Insert a burst of bytes (controls and invalid bytes dropped, newlines and tabs become a blank). False, and nothing
 * changed, when it would not fit. */
bool lineedit_insert(struct lineedit *le, const char *bytes, size_t n);
bool lineedit_backspace(struct lineedit *le);
bool lineedit_delete(struct lineedit *le);
bool lineedit_left(struct lineedit *le);
bool lineedit_right(struct lineedit *le);
bool lineedit_word_left(struct lineedit *le);
bool lineedit_word_right(struct lineedit *le);
bool lineedit_home(struct lineedit *le);
bool lineedit_end(struct lineedit *le);
bool lineedit_kill_to_end(struct lineedit *le);  /* into the yank buffer */
bool lineedit_kill_word(struct lineedit *le);    /* word before the cursor */
bool lineedit_yank(struct lineedit *le);
bool lineedit_undo(struct lineedit *le);
bool lineedit_redo(struct lineedit *le);

/* Where things stand on a line `cols` columns wide. *scroll (kept by the view between calls) is the byte offset of
 * the first grapheme shown; returns the cursor's column 0…cols-1 and adjusts *scroll so that it is in view. */
int lineedit_view(const struct lineedit *le, int cols, size_t *scroll);

#endif
