/* SPDX-License-Identifier: MIT */
/*
 * The body of a bundle: a fresh SQLite file with tables only, filled by INSERT … SELECT in one read transaction; and the opening of one that
 * somebody else made: read-only, immutable, defensive, no triggers or views, quick_check, limits, field lists compared by name.
 */
#ifndef GN_SYNC_SNAPSHOT_H
#define GN_SYNC_SNAPSHOT_H

#include "base/error.h"
#include "form/form.h"
#include "store/db.h"
#include "sync/container.h"

#define EXCHANGE_VERSION 1

/* Write the snapshot of the book's own unit to `path` (new file); adds "form: NAME VERSION COUNT field,field…" lines and counts
 * to the header. */
int snapshot_make(struct forms *f, struct book *b, const char *path, struct header *h, struct error *e);

struct snapshot;
/* Open what came: every row must belong to `unit_id`. Unknown fields and forms are kept as text and listed. */
int snapshot_open(struct snapshot **out, struct forms *f, const char *path, const char *unit_id,
		  const struct header *h, struct error *e);
void snapshot_close(struct snapshot *s);
struct db *snapshot_db(struct snapshot *s);
const char *snapshot_path(const struct snapshot *s);
/* "form.field" of fields this program does not know; NULL-terminated, borrowed. */
const char *const *snapshot_unknown(const struct snapshot *s);

/* Remove plain temporaries that a killed program left beside the book. At start, by a writer. */
void sync_sweep(struct book *b);

#endif
