/* SPDX-License-Identifier: MIT */
/* Inside of the round's screen: how far each village has come, and what is done next. */
#ifndef GN_UI_ROUND_H
#define GN_UI_ROUND_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/progress.h"
#include "ui/listbox.h"
#include "ui/ui.h"

struct round_view {
	struct app *app;
	char *id;
	char *name, *standard, *days, *stage; /* stage: its code */
	size_t stage_at, n_stages;
	bool opening; /* only an old list: nothing is reviewed */
	struct progress p;
	struct listbox box;
};

/* The round and its figures anew. False: told. */
bool round_load(struct round_view *v);
const struct progress_line *round_line(const struct round_view *v); /* the village selected, or NULL */

/* Writable, and it is known who works? Says why not. */
bool round_may_write(struct round_view *v);

/* ---- round_act.c: each answers whether something was written ---- */
bool round_make_list(struct round_view *v);
bool round_mark(struct round_view *v, bool in);
void round_sheets(struct round_view *v); /* sheet entry of the village selected */
void round_open_list(struct round_view *v, const char *form); /* a step's list, of this round */
void round_edit(struct round_view *v);

/* ---- round_paper.c: the same ---- */
bool round_meeting(struct round_view *v);
bool round_close(struct round_view *v);
bool round_certificates(struct round_view *v);
bool round_received(struct round_view *v);
bool round_set_stage(struct round_view *v);

#endif
