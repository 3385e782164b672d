/* SPDX-License-Identifier: MIT */
/*
 * A list widget that knows nothing of its data: rows are fetched by the owner in windows. Only the old and new selected rows
 * are touched when the selection moves; the terminal scrolls the rest.
 */
#ifndef GN_UI_LISTBOX_H
#define GN_UI_LISTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/key.h"
#include "ui/ui.h"

struct listbox_ops {
	/* Draw row `index` of those now held (0 = first held) at (y, x), `cols` wide. */
	void (*draw_row)(void *ctx, size_t index, int y, int x, int cols, bool selected);
	/* How many rows are held now. */
	size_t (*count)(void *ctx);
	/* Rows before the first or after the last held are wanted: fetch some; returns how many were added at that end (for the front
	 * the indexes shift by that). NULL: all rows are held. */
	size_t (*more)(void *ctx, bool at_end);
	/* Jump to the very first or last row: hold a window there; NULL: all are held. Returns the index to select. */
	size_t (*jump)(void *ctx, bool to_end);
};
struct listbox {
	const struct listbox_ops *ops;
	void *ctx;
	size_t top, selected;
	int y, x, rows, cols;
	bool dirty;                /* everything */
	size_t old_top, old_selected;
};
void listbox_init(struct listbox *lb, const struct listbox_ops *ops, void *ctx);
void listbox_place(struct listbox *lb, int y, int x, int rows, int cols);
/* Up, Down, pages, Home, End. SCREEN_IGNORED for other keys. */
enum screen_result listbox_key(struct listbox *lb, const struct key *k);
void listbox_select(struct listbox *lb, size_t index);
/* The rows held moved by `by` (the owner let go of some at the front: negative); may be called from more(). */
void listbox_shift(struct listbox *lb, long by);
/* The rows held are others now: everything is drawn next time; the selection is brought back into range. */
void listbox_changed(struct listbox *lb);
void listbox_draw(struct listbox *lb, bool part);

#endif
