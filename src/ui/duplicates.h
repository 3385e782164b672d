/* SPDX-License-Identifier: MIT */
/* People who are in the book already, side by side with those being entered, before anything is written. */
#ifndef GN_UI_DUPLICATES_H
#define GN_UI_DUPLICATES_H

#include "base/ids.h"
#include "form/entry.h"
#include "ui/ui.h"

enum duplicates_answer {
	DUPLICATES_NONE, /* nobody, or each was said to be another person (kept with the entry): go on and write */
	DUPLICATES_BACK, /* let me look: nothing is to be written now */
	DUPLICATES_OPEN, /* the same person: show where he is in the book */
	DUPLICATES_MOVE, /* the same person: he is to come here, by the guided step */
};
struct duplicates_choice {
	char row[UUID_LEN + 1];       /* of the entry: the person being entered */
	char member[UUID_LEN + 1], household[UUID_LEN + 1]; /* the one in the book */
	bool left;                    /* who has left the commune and comes back */
};
/* Ask about each of them in turn; the first that is no other person ends it. A fault is told, and counts as none: what is typed is
 * to be kept in any case. */
enum duplicates_answer duplicates_ask(struct app *app, struct entry *en, struct duplicates_choice *choice);

#endif
