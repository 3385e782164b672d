/* SPDX-License-Identifier: MIT */
/* What the files of the difference screen share. */
#ifndef GN_UI_DIFF_H
#define GN_UI_DIFF_H

#include "sync/diff_rows.h"
#include "sync/inbox.h"
#include "sync/remark.h"
#include "ui/listbox.h"
#include "ui/ui.h"

struct diff_view {
	struct app *app;
	struct inbox_item item;
	struct diff_rows *rows;
	struct diff_summary sum;
	struct remarks remarks; /* of this book on that unit: texts of those answered */
	size_t not_answered;	/* open ones which this bundle does not answer */
	struct listbox box;
};

/* The remark of this id, or NULL. */
const struct remark *diff_view_remark(const struct diff_view *v, const char *id);
/* ---- diff_draw.c ---- */
extern const struct listbox_ops diff_list_ops;
void diff_view_draw(struct diff_view *v, bool part);
/* Heading of a rank; translated. */
const char *diff_rank_words(int rank);
/* Everything about the row, in full: for its box; caller frees. */
char *diff_row_words(struct diff_view *v, const struct diff_row *row);
/* "+" "~" "−" "!". */
const char *diff_kind_sign(enum diff_kind kind);

#endif
