/* SPDX-License-Identifier: MIT */
/*
 * Verified copies of a database and how a file in the making gets its name. Backup, restore and
 * creation share it.
 */
#ifndef GN_STORE_COPY_H
#define GN_STORE_COPY_H

#include "base/error.h"
#include "store/db.h"

/* A name beside `path` for it while it is made; what an ended process of this number left there
 * is removed. Caller frees. */
char *copy_temporary(const char *path);
/* Sync, give the file its name without writing over another (ERR_DATA if taken), sync the
 * folder. */
int copy_publish(const char *tmp, const char *path, struct error *e);
/* As copy_publish, in place of what stands there. */
int copy_replace(const char *tmp, const char *path, struct error *e);
/* Remove a file in the making and SQLite's files beside it. */
void copy_discard(const char *tmp);
/* One consistent state of `from` into the new file `tmp`: copied, opened again, quick_check,
 * counts of all tables compared. */
int copy_verified(struct db *from, const char *tmp, struct error *e);

#endif
