/* SPDX-License-Identifier: MIT */
/*
 * Verified copies of a database and how a file in the making gets its name. Backup, restore and
 * creation share it.
 */
#ifndef GN_STORE_COPY_H
#define GN_STORE_COPY_H

#include <stdbool.h>
#include <stddef.h>

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
/* Remove what killed programs left of their work on a book: BOOK.tmp-PID…, BOOK.before-restore-N.tmp-PID, the same of the copies
 * in BOOK.backup, and the hidden files of newfile_open beside it. What a program that runs may still need stays; of
 * this one too, unless `start`: then it has made none yet. */
void copy_sweep(const char *book_path, bool start);
/* One consistent state of `from` into the new file `tmp`: copied, opened again, quick_check,
 * counts of all tables compared. */
int copy_verified(struct db *from, const char *tmp, struct error *e);
/* ERR_IO unless both hold as many rows in every table, `but` (may be NULL) left out. */
int copy_compare(struct db *from, struct db *to, const char *but, struct error *e);

#endif
