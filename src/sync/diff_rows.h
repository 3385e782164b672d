/* SPDX-License-Identifier: MIT */
/*
 * The difference of a bundle as rows of a list: collected line by line in one pass, grouped by
 * record, folded, filtered, with the remarks the reviewer writes beside it. No terminal in it,
 * so that it is tested by itself. A line costs 24 bytes and its texts; a bundle in which
 * everything is new (200,000 lines) opens like a small one.
 */
#ifndef GN_SYNC_DIFF_ROWS_H
#define GN_SYNC_DIFF_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "form/form.h"
#include "store/book.h"
#include "sync/inbox.h"
#include "sync/remark.h"

#define DIFF_RANKS 5 /* of enum diff_rank */
#define DIFF_NONE UINT32_MAX

enum diff_row_kind {
	DIFF_ROW_RANK, /* heading: after the lock, class changes, errors and faults, reasons, the rest */
	DIFF_ROW_RECORD,
	DIFF_ROW_LINE,	   /* a field, before and after; or a fault */
	DIFF_ROW_ANSWERED, /* the remark which the line above answers */
	DIFF_ROW_REMARK,   /* a remark the reviewer is writing on the line or record above */
};
struct diff_row {
	uint8_t kind, rank;
	uint32_t record; /* DIFF_NONE for a heading */
	uint32_t line;	 /* of LINE and ANSWERED; else DIFF_NONE */
	uint32_t remark; /* of REMARK; else DIFF_NONE */
};

/* One line as the screen needs it; texts are borrowed and may be NULL. */
struct diff_cell {
	enum diff_kind kind;
	const char *field;      /* as a remark names it; NULL: the record, or one that takes no remark */
	const char *name;       /* "full_name", "_state", an unknown field; NULL: the record */
	const struct field *fd; /* NULL: unknown */
	const char *code;       /* of an indicator */
	const char *before, *after, *reason, *answers;
};

struct diff_filter {
	int rank;		 /* -1: all */
	int kind;		 /* enum diff_kind of the record, -1: all */
	bool answered, remarked; /* only records with such */
	const char *search;	 /* folded; NULL: all */
};

struct diff_rows;
/* `unit`: whose bundle it is. The lines' texts are copied; forms and book are borrowed. */
struct diff_rows *diff_rows_new(struct forms *f, struct book *b, const char *unit);
void diff_rows_free(struct diff_rows *d);
/* The callback of inbox_diff(); ctx is the struct diff_rows. */
int diff_rows_add(void *ctx, const struct diff_line *line);
/* All lines are in: find parents, fold what is new or gone, make the rows. */
void diff_rows_done(struct diff_rows *d);

size_t diff_rows_count(const struct diff_rows *d);
const struct diff_row *diff_rows_at(const struct diff_rows *d, size_t i);
size_t diff_rows_records(const struct diff_rows *d);
/* Records of a rank that pass the filter now. */
size_t diff_rows_in_rank(const struct diff_rows *d, int rank);
struct diff_cell diff_rows_cell(const struct diff_rows *d, uint32_t line);

enum diff_kind diff_rows_kind(const struct diff_rows *d, uint32_t record);
const struct form *diff_rows_form(const struct diff_rows *d, uint32_t record); /* NULL: unknown */
const char *diff_rows_form_name(const struct diff_rows *d, uint32_t record);
const char *diff_rows_id(const struct diff_rows *d, uint32_t record);
size_t diff_rows_lines(const struct diff_rows *d, uint32_t record); /* fields it tells */
/* What people call the record: of a new one by what the bundle says of it, else as it stands in
 * the book. Kept; borrowed. */
const char *diff_rows_key(struct diff_rows *d, uint32_t record);
/* A value as people read it; a reference to a record that is new in the same bundle by its name.
 * Caller frees. */
char *diff_rows_show(struct diff_rows *d, const struct diff_cell *c, const char *text);

bool diff_rows_is_open(const struct diff_rows *d, uint32_t record);
/* Fold or unfold; row indexes are others afterwards. */
void diff_rows_open(struct diff_rows *d, uint32_t record, bool open);
void diff_rows_open_rank(struct diff_rows *d, int rank, bool open);
void diff_rows_set_filter(struct diff_rows *d, const struct diff_filter *filter);
const struct diff_filter *diff_rows_filter(const struct diff_rows *d);
/* Row of this record (and line, unless DIFF_NONE); the nearest there is. */
size_t diff_rows_find(const struct diff_rows *d, uint32_t record, uint32_t line);

/* ---- diff_remarks.c: what the reviewer writes ---- */

struct diff_remark {
	uint32_t record;
	char *field; /* NULL: the record */
	char *text;
};
size_t diff_remarks_count(const struct diff_rows *d);
const struct diff_remark *diff_remarks_at(const struct diff_rows *d, size_t i);
/* The one on this place, or NULL. */
const struct diff_remark *diff_remarks_on(const struct diff_rows *d, uint32_t record,
					  const char *field);
/* Set, or (text NULL or blank) take away; the rows are made anew. */
void diff_remarks_set(struct diff_rows *d, uint32_t record, const char *field, const char *text);
/* For inbox_accept and inbox_return: borrowed pieces; the array is freed by the caller. */
struct remark_new *diff_remarks_new(const struct diff_rows *d, size_t *n);
/* One text that holds them all, to be kept until the decision, and back; remarks on records that
 * are not in the difference any more are left out. Caller frees. */
char *diff_remarks_write(const struct diff_rows *d);
void diff_remarks_read(struct diff_rows *d, const char *text);

#endif
