/* SPDX-License-Identifier: MIT */
/* The writer's lock: an OFD lock on BOOK.lock, which the kernel frees on any end, so it is never stale. */
#ifndef GN_STORE_LOCK_H
#define GN_STORE_LOCK_H

#include "base/error.h"

struct lock;
/* Wait up to `seconds`, then ERR_BUSY naming the holder (written in the lock file: pid, program, time). */
int lock_take(struct lock **out, const char *book_path, int seconds, struct error *e);
void lock_free(struct lock *l);

#endif
