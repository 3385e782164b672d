/* SPDX-License-Identifier: MIT */
/*
 * The screen of a guided step: one line a question, everything proposed that can be, the whole shown as it will be before it is
 * written. Shared by its own files only; others open it by screens.h.
 */
#ifndef GN_UI_MOVEMENT_H
#define GN_UI_MOVEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/movement.h"
#include "form/entry.h"
#include "ui/editline.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum mv_slot {
	MV_TO, /* the other household */
	MV_NAME, MV_GENDER, MV_BIRTH, MV_RELATION, MV_ETHNICITY, MV_ID, /* of who is new */
	MV_DATE,
	MV_HEAD, MV_LEFT_HEAD, /* members */
	MV_VILLAGE, MV_ADDRESS, MV_CODE,
	MV_CODE_GOES, MV_CERTIFICATE_GOES, /* "yes" or NULL */
	MV_CLASS,
	MV_PLACE, MV_DOCUMENT, MV_NOTE,
	MV_COUNT, MV_TO_COUNT,
	MV_SLOTS,
};

enum mv_kind { MV_LINE_TICK, MV_LINE_SLOT, MV_LINE_PERSON /* what somebody is to the head */ };
struct mv_line {
	enum mv_kind kind;
	size_t index; /* row of the household; enum mv_slot; person of the preview */
	size_t side;  /* of a person */
};

struct mv {
	struct app *app;
	enum movement_kind kind;
	struct entry *en; /* the household it begins at, as stored; NULL: one that comes from elsewhere */
	bool *ticked;     /* of its rows */
	bool papers;      /* it holds a certificate */
	char *v[MV_SLOTS]; /* canonical; NULL: as proposed */
	bool said[MV_SLOTS];
	struct strlist given; /* member, relation: what the officer said */
	struct mv_line *lines;
	size_t n_lines, at, first;
	struct editline line; /* of the current line, while it takes text */
	bool open, fresh;     /* fresh: the first letter takes the place of what stands there */
	struct movement_result preview; /* as it would be; n_sides 0: it cannot be yet */
	char *hindrance;                /* why not */
	struct entry *newcomer;         /* who is new, as asked about: holds the reasons given */
	const struct entry *like;       /* his row of it, or it */
};

/* movement_lines.c: what is asked, what was said */
const char *mv_label(const struct mv *m, const struct mv_line *l); /* translated, borrowed until the next call */
char *mv_shown(const struct mv *m, const struct mv_line *l, bool *proposed); /* caller frees */
/* The field whose texts the slot takes, or NULL for choices among people and the like. */
const struct field *mv_field(const struct mv *m, enum mv_slot slot);
bool mv_takes_text(const struct mv *m, const struct mv_line *l);
/* Work everything out anew and make the list of lines. */
void mv_refresh(struct mv *m);
void mv_forget_preview(struct mv *m);
/* Run the step as it was said. */
int mv_run(struct mv *m, bool write, struct movement_result *out, struct error *e);
/* Choose for the line from its list (`query`: typed already, of records); true when something was chosen. */
bool mv_choose(struct mv *m, const struct mv_line *l, const char *query);
/* The next or the one before of a list; false: it has none, or no more. */
bool mv_turn(struct mv *m, const struct mv_line *l, int by);
void mv_set(struct mv *m, enum mv_slot slot, const char *canonical);

/* movement_view.c: how both households are then; true: write it */
bool mv_confirm(struct mv *m);

#endif
