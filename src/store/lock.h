/* SPDX-License-Identifier: MIT */
/* The writer's lock: an OFD lock on BOOK.lock, which the kernel frees on any end, so it is never stale. */
#ifndef GN_STORE_LOCK_H
#define GN_STORE_LOCK_H

#include <stdbool.h>

#include "base/error.h"

struct lock;
/* Wait up to `seconds`, then ERR_BUSY naming the holder (written in the lock file: pid, program, time, who works there), or
 * saying that it is a program of another kind. */
int lock_take(struct lock **out, const char *book_path, int seconds, struct error *e);
/* Tell in the lock file who works there. */
void lock_sign(struct lock *l, const char *who);
/* Keep writers out without being one. ERR_BUSY at once where one is at work; *out NULL and 0 where the place has no room for
 * a lock. */
int lock_share(struct lock **out, const char *book_path);
/* Does process `pid` live, and run `program`? Numbers are used again by others. */
bool lock_alive(long pid, const char *program);
void lock_free(struct lock *l);

#endif
