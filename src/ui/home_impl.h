/* SPDX-License-Identifier: MIT */
/* Inside of home: figures that are stored, what is to be done, and how they are laid out. */
#ifndef GN_UI_HOME_IMPL_H
#define GN_UI_HOME_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/progress.h"
#include "sync/duties.h"
#include "sync/overview.h"
#include "ui/draw.h"
#include "ui/ui.h"

enum home_open {
	HOME_NOTHING,
	HOME_DRAFTS,
	HOME_REMARKS,
	HOME_LIST,
	HOME_RECORD,
	HOME_BUNDLES,
	HOME_INBOX,
	HOME_OVERVIEW,
	HOME_DUTIES
};

struct home_item {
	char *text;
	enum look look;
	enum home_open open;
	char *form, *field, *value; /* HOME_LIST; value is the id of HOME_RECORD */
};
struct home_items {
	struct home_item *v;
	size_t n, cap;
};

struct home_line { /* a village or a project */
	char *id, *name, *second, *third;
	int64_t n, poor, near_poor; /* households; -1: not counted */
};

struct home {
	struct app *app;
	bool upper; /* a book with units below */

	/* Typed totals of the newest year, by which rates divide; year 0: none. -1: not typed. */
	long year;
	int64_t typed_households, typed_poor, typed_near;
	/* Of the register, kept by the saving transaction. */
	int64_t households, poor, near_poor, average, people, incomplete;

	char *round_id, *round_name, *round_stage, *round_days;
	char *round_lock; /* the sentence of the lock that holds it, or NULL */
	long round_left; /* days to its end; -1: over or not known */
	struct progress_brief round; /* sheets, and villages met, posted, decided */

	int64_t projects, participants, assignments, assignments_done;
	struct home_line *villages, *project_lines;
	size_t n_villages, n_project_lines;
	struct overview overview;
	struct duty_table duties; /* of the units below */

	struct home_items todo, due;
	size_t selected; /* through both */
};

void home_load(struct home *h);
void home_unload(struct home *h);
void home_add(struct home_items *l, enum look look, enum home_open open, const char *form,
	      const char *field, const char *value, char *text /* taken */);
void home_load_tasks(struct home *h); /* home_tasks.c: todo and due */

/* Everything but the bottom lines. */
void home_draw(struct home *h);
/* Only the two lists. */
void home_draw_items(struct home *h);

#endif
