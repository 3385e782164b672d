/* SPDX-License-Identifier: MIT */
/*
 * Locks inside a reply: rows of "about", which programs that do not know them pass by. "locks" is their number (there also when it is 0),
 * "lock/I/FIELD" the fields of the I-th, from 1.
 */
#ifndef GN_SYNC_LOCK_IMPL_H
#define GN_SYNC_LOCK_IMPL_H

#include "sync/lock.h"

#define LOCKS_MAX 500

/* All locks of this unit, also ended ones, into the body of a reply. */
int lock_put(struct book *b, struct db *body, const char *unit, struct error *e);
/* The reply with this counter is made: it tells of them. In a transaction. */
int lock_told(struct book *b, const char *unit, int64_t counter, struct error *e);
/* Take them out of a reply's body, in a transaction. Sentences of what is new go to `said`. ERR_DATA: not as lock_put writes them, or of
 * another unit. A reply without any word of locks changes nothing. */
int lock_apply(struct book *b, struct db *body, struct strlist *said, struct error *e);

#endif
