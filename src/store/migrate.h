/* SPDX-License-Identifier: MIT */
/*
 * The engine's own tables by numbered files of data/schema: NNN_name.sql brings a book to
 * user_version NNN.
 */
#ifndef GN_STORE_MIGRATE_H
#define GN_STORE_MIGRATE_H

#include "base/error.h"
#include "store/db.h"

/* The highest number in data/schema: what this program can read and write. */
int migrate_newest(int *out, struct error *e);
/* Run every file above `from`, each in a transaction of its own that also sets user_version. */
int migrate_run(struct db *db, int from, struct error *e);

#endif
