/* SPDX-License-Identifier: MIT */
/* What receiving, comparing and deciding share: a received bundle opened again, and the list of
 * records that differ. */
#ifndef GN_SYNC_INBOX_IMPL_H
#define GN_SYNC_INBOX_IMPL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"
#include "sync/container.h"
#include "sync/inbox.h"
#include "sync/snapshot_impl.h"

/* A received bundle, unpacked again beside the book, with the book in view (schema "book"). */
struct inbox_open {
	struct forms *forms;
	struct inbox_item item;
	char *copy, *body;
	struct container *container;
	struct snapshot *snapshot;
};
/* ERR_NOTFOUND: no such number. ERR_NEGATIVE: superseded, its contents are not kept. */
int inbox_open(struct inbox_open *o, struct forms *f, struct book *b, int64_t n, struct error *e);
void inbox_open_fini(struct inbox_open *o);
int inbox_no_such(struct error *e, int64_t n);

/* What is known of a record that differs; kept in temp.diff of the snapshot's connection. */
enum diff_flag {
	FLAG_ADDED = 1,
	FLAG_GONE = 2,
	FLAG_FIELDS = 4, /* columns differ */
	FLAG_ANSWERS = 8,
	FLAG_REASONS = 16,
	FLAG_EXTRA = 32, /* unknown fields differ */
	FLAG_STATE = 64, /* complete or not */
	FLAG_REV = 128,	 /* another revision */
	FLAG_BACK = 256, /* an older revision than accepted */
	FLAG_CLASS = 512,
	FLAG_INCOMPLETE = 1024,
	FLAG_NO_TOMBSTONE = 2048,
	FLAG_UNDEAD = 4096,  /* removed and there all the same */
	FLAG_UNKNOWN = 8192, /* of a form this program does not know */
	FLAG_LOCKED = 16384, /* of a round that was locked before the bundle came */
	FLAG_CLOSED = 32768, /* of a list that was accepted as closed */
};
/* Contents of a record: what may not differ under one revision. */
#define FLAG_CONTENT (FLAG_FIELDS | FLAG_ANSWERS | FLAG_EXTRA)
#define FLAG_SHOWN                                                                                 \
	(FLAG_ADDED | FLAG_GONE | FLAG_CONTENT | FLAG_REASONS | FLAG_STATE | FLAG_BACK |           \
	 FLAG_UNDEAD)

/* Find every record that differs from what is accepted, in SQL, without reading what is the
 * same. Fills temp.diff (form: index in the snapshot's forms, id, flags, rank) of the snapshot's
 * connection. */
int diff_find(struct inbox_open *o, struct error *e);
/* FLAG_CLOSED for what differs in a list that was accepted as closed. After diff_find(). */
int diff_closed(struct inbox_open *o, struct error *e);
/* Set apart what belongs to a locked round: FLAG_LOCKED and DIFF_RANK_LOCKED in temp.diff. After diff_find(). */
int diff_lock(struct inbox_open *o, struct error *e);
struct diff_lock_told {
	char *decision;    /* number of the correction decision, or NULL; owned */
	char *words;       /* reason and decision as a sentence, or NULL: a fault; owned */
	const char *fault; /* no reason, though the unit knew; borrowed */
};
/* Of such a record; `household`: the one it is about, or NULL; `reason`: what its sender gave for it, or NULL. */
int diff_lock_words(struct inbox_open *o, const char *form, const char *id, const char *household, const char *reason,
		    struct diff_lock_told *out, struct error *e);
/* The fault that these flags are, as a sentence; NULL where there is none. */
const char *diff_fault(unsigned flags);

#endif
