/* SPDX-License-Identifier: MIT */
/*
 * Inside of sheet entry ("Nhập theo phiếu"): the sheets of a village one after the other, each as one sequence of blocks in the order of
 * the paper. A block shows fields of one of two records, the household (its members, causes and needs) and its review; both are
 * edited by the edit screen's own hands, each with its draft.
 */
#ifndef GN_UI_SHEET_H
#define GN_UI_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/sheets.h"
#include "ui/edit.h"
#include "ui/listbox.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum sheet_part { PART_HOUSEHOLD, PART_REVIEW, PARTS };

struct sheet_block {
	enum sheet_part part;
	size_t tab; /* of the part's edit */
	const char *title; /* translated */
};

struct sheet_view {
	struct app *app;
	char *round, *village;		  /* ids */
	char *round_name, *village_name;
	struct sheets list;
	size_t at;			  /* which is shown */
	const struct form *form[PARTS];
	struct edit *part[PARTS];	  /* NULL: none is open */
	struct edit_host host[PARTS];
	struct edit_tab *tabs[PARTS];
	size_t n_tabs[PARTS];
	const char **names;		  /* of fields put together here; freed */
	struct sheet_block *block;
	size_t n_blocks, now;
	struct listbox side;		  /* the village's sheets, where there is room */
	char *reviewer, *visited;	  /* of the sheet entered last: carried over */
	char *absent;			  /* the day said last, ISO */
};

/* ---- sheet_open.c ---- */
/* Blocks and tabs out of the forms. False: told what is missing. */
bool sheet_plan(struct sheet_view *v);
/* The sheets anew; the one shown stays. */
bool sheet_read_list(struct sheet_view *v);
/* Show a sheet, from its drafts where there are some. False: told. */
bool sheet_show(struct sheet_view *v, size_t at);
void sheet_drop(struct sheet_view *v); /* what is typed is kept */
void sheet_free(struct sheet_view *v);
const struct sheet *sheet_now(const struct sheet_view *v); /* NULL: the village has none */

/* ---- sheet_block.c ---- */
struct edit *sheet_edit(const struct sheet_view *v); /* of the current block */
bool sheet_in_people(const struct sheet_view *v);    /* the table of members is shown */
/* Go to a block; what is typed is kept first. False: the officer must stay. */
bool sheet_go(struct sheet_view *v, size_t block, bool at_end);
/* The first block with something left to answer; the first one where nothing is. */
size_t sheet_block_left(struct sheet_view *v);
/* Answers given and asked for on a block. */
void sheet_block_count(const struct sheet_view *v, const struct sheet_block *b, size_t *done, size_t *asked);
/* After a key of the edit screen: the block the cursor is in now. */
void sheet_follow(struct sheet_view *v);
/* edit_host. */
bool sheet_beyond(void *ctx, int direction);
const char *sheet_propose(void *ctx, const struct field *fd, const char *code);
/* Why the indicator under the cursor is proposed so, or ""; caller frees. */
char *sheet_reason(struct sheet_view *v);
/* The last line: the class and why, or ""; caller frees. */
char *sheet_why(struct sheet_view *v);

/* ---- sheet_save.c ---- */
/* All that is proposed on this block becomes an answer. */
enum screen_result sheet_take_all(struct sheet_view *v);
/* Members are as the book has them. */
enum screen_result sheet_confirm_people(struct sheet_view *v);
size_t sheet_people(const struct sheet_view *v); /* who lives there */
void sheet_recount_people(struct sheet_view *v, size_t before);
/* A guided step for the household or the member selected. */
enum screen_result sheet_happened(struct sheet_view *v);
enum screen_result sheet_absent(struct sheet_view *v);
enum screen_result sheet_save(struct sheet_view *v, bool next);
enum screen_result sheet_leave(struct sheet_view *v);

/* ---- sheet_draw.c ---- */
extern const struct listbox_ops sheet_people_ops, sheet_side_ops;
void sheet_draw(struct sheet_view *v, bool part);
/* "Đã thu 20/10/2024", "Vắng nhà 12/10"; caller frees. */
char *sheet_state_words(const struct sheet *s, struct app *app);

#endif
