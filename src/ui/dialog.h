/* SPDX-License-Identifier: MIT */
/* Boxes that ask: modal, drawn over the screen below, which is redrawn after. */
#ifndef GN_UI_DIALOG_H
#define GN_UI_DIALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/ui.h"

/* Index of the choice, -1 for Esc Esc. `initial`: highlighted first. Choices are translated words. */
int dialog_choose(struct app *app, const char *title, const char *text, const char *const *choices,
		  size_t n, int initial);
/* Yes/no with `yes` and `no` words; false for Esc Esc. */
bool dialog_confirm(struct app *app, const char *title, const char *text, const char *yes, const char *no);
/* A line of text; NULL for Esc Esc; caller frees. `secret` shows dots (passphrase). */
char *dialog_prompt(struct app *app, const char *title, const char *text, const char *initial, bool secret);
/* Text to read, scrolled, until a key. */
void dialog_text(struct app *app, const char *title, const char *text);
/* The same for what F1 tells; true when F1 was pressed once more, for all the keys. */
bool dialog_help(struct app *app, const char *title, const char *text);
/* Pick one of many lines with search as one types (accent-free); -1 for Esc Esc. */
long dialog_pick(struct app *app, const char *title, const char *const *lines, size_t n, long initial);
/* The same over a form's records through the search index. */
struct record_pick {
	const struct form *form;
	const char *query;  /* typed already, or NULL */
	const char *parent; /* only rows of this record (of a roster form), or NULL */
	char unit[64], id[40]; /* what was chosen */
};
bool dialog_pick_record(struct app *app, struct record_pick *ask);

#endif
