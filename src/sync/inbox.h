/* SPDX-License-Identifier: MIT */
/*
 * What came from below (Dữ liệu đến): receiving, the difference against what was last accepted, confirming, and the decision over the
 * whole bundle. States: received, needs_confirmation → accepted | accepted_remarks | returned | superseded.
 */
#ifndef GN_SYNC_INBOX_H
#define GN_SYNC_INBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"
#include "sync/bundle.h"
#include "sync/remark.h"

struct inbox_item {
	int64_t n;              /* the inbox's own number, from 1 */
	struct bundle_head head;
	char *state, *received_at, *decided_at, *decided_by, *receipt; /* receipt: short code to read out */
	bool late;              /* after its duty's day */
	bool gap;               /* a number before it is missing */
	bool fingerprint_compared;
	char *note;             /* why confirmation is needed, unknown fields …; or NULL */
};
void inbox_item_fini(struct inbox_item *i);
struct inbox_items {
	struct inbox_item *v;
	size_t n;
};
void inbox_items_fini(struct inbox_items *i);

/* Receive a file. 0 with *again true: the very same file came before (its first receipt is in `out`). ERR_NEGATIVE: a lower
 * number of the same instance than the newest received. ERR_DATA: anything damaged, forged, foreign, too new, training in real …:
 * nothing changed. */
int inbox_receive(struct forms *f, struct book *b, const char *path, bool *again, struct inbox_item *out,
		  struct error *e);
int inbox_list(struct book *b, struct inbox_items *out, struct error *e);
int inbox_get(struct book *b, int64_t n, struct inbox_item *out, struct error *e);

enum diff_kind { DIFF_ADDED, DIFF_CHANGED, DIFF_GONE, DIFF_FAULT };
/* What matters first. What was changed after its round was locked stands before all of it, whatever it is. */
enum diff_rank { DIFF_RANK_CLASS, DIFF_RANK_ERROR, DIFF_RANK_REASON, DIFF_RANK_REST, DIFF_RANK_LOCKED };
/* One line of the difference; borrowed by the callback. A changed record gives one line per changed field; added and gone ones a
 * line per filled field too, the first line of a record with field NULL. */
struct diff_line {
	const char *unit, *form, *id;
	enum diff_kind kind;
	const char *field;   /* NULL: the record as a whole; "deprivation.D01" */
	const char *before, *after; /* canonical text or NULL */
	const char *reason;  /* reason given (Cần giải trình), reason of removal, or the fault */
	int rank;            /* enum diff_rank */
	const char *answers; /* id of the remark this change answers, or NULL */
};
struct diff_summary {
	int64_t added, changed, gone, faults, class_changes, incomplete, reasons;
	int64_t remarks_answered;
	int64_t after_lock; /* records of locked rounds */
};
/* Lines in order of rank (DIFF_RANK_LOCKED first), then form, then record. fn may be NULL (only the summary is wanted). Stops when fn returns non-zero. */
int inbox_diff(struct forms *f, struct book *b, int64_t n,
	       int (*fn)(void *ctx, const struct diff_line *line), void *ctx, struct diff_summary *sum,
	       struct error *e);

/* The reviewer has compared fingerprint and counts. */
int inbox_confirm(struct book *b, int64_t n, const char *who, struct error *e);
/* Accept: the rows of that unit become the accepted state. `remarks` may be empty. ERR_NEGATIVE: a newer one is accepted, or it needs
 * confirmation. */
int inbox_accept(struct forms *f, struct book *b, int64_t n, const struct remark_new *remarks,
		 size_t n_remarks, const char *who, struct error *e);
/* Return with at least one remark on a record or field. */
int inbox_return(struct forms *f, struct book *b, int64_t n, const struct remark_new *remarks,
		 size_t n_remarks, const char *who, struct error *e);

#endif
