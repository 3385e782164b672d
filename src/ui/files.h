/* SPDX-License-Identifier: MIT */
/* Where to write, and what to read: sticks, the folder of the settings, or any path typed. */
#ifndef GN_UI_FILES_H
#define GN_UI_FILES_H

#include <stdbool.h>

#include "base/str.h"
#include "ui/places.h"
#include "ui/ui.h"

/* The places of this PC now: sticks, and the folder of the settings or else the book's own. */
void files_places(struct app *app, struct places *out);
/* A line for a place in a list: "USB KINGSTON · 7,2 GB free"; caller frees. */
char *files_place_words(const struct place *p);
/* Ask for a folder by its path, until it is one; NULL for Esc Esc; caller frees. */
char *files_folder(struct app *app, const char *title);
/* Choose a place to write to; `later`: a choice that is "not now", or NULL. The folder's path,
 * or NULL; caller frees. */
char *files_place(struct app *app, const char *title, const char *text, const char *later);

struct files_ask {
	const char *title, *ending; /* "gnb" */
	bool many;		    /* several may be marked */
	/* What is known of a file, for its line (caller frees; NULL: nothing); *mark: marked
	 * from the start. May be NULL. */
	char *(*known)(void *ctx, const struct found_file *f, bool *mark);
	void *ctx;
};
/* Choose among the files that lie in the places; the paths chosen are added to `out`. False:
 * none. */
bool files_pick(struct app *app, const struct files_ask *ask, struct strlist *out);

#endif
