/* SPDX-License-Identifier: MIT */
/*
 * Verified copies: made with SQLite's online backup into a temporary, opened again, quick_check, counts of every table
 * compared, then renamed. Seven are kept beside the book (BOOK.backup/). The one on a stick, sealed
 * to a passphrase and with the keys, is made by sync/vault from such a copy.
 */
#ifndef GN_STORE_BACKUP_H
#define GN_STORE_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/book.h"

/* A copy to exactly `path` (must not exist). */
int backup_copy(struct book *b, const char *path, struct error *e);
/* The same into memory, where no disk has room for it: for a copy that goes elsewhere. */
int backup_bytes(struct book *b, unsigned char **out, size_t *n, struct error *e);
void backup_bytes_free(unsigned char *bytes, size_t n); /* wiped */
/* The day's copy in BOOK.backup/, named by a counter and the day (000012-2024-11-21.db); prunes to 7. *path (may be NULL): caller frees. */
int backup_daily(struct book *b, char **path, struct error *e);
/* Was anything saved since the newest copy? Then *due is true. */
int backup_due(struct book *b, bool *due, struct error *e);

struct backup_info {
	char *path;
	char *unit_id, *unit_code, *unit_name, *day; /* of the copy */
	int64_t records, newest_history;   /* live records; last history seq */
	bool training;
};
/* Open a file as a book to be restored, without changing it: a book, sound, not newer, without triggers and views (a book has
 * none: they would act in it). */
int backup_inspect(const char *path, struct backup_info *out, struct error *e);
void backup_info_fini(struct backup_info *i);

/* What the present book has and the copy has not: records (of any unit) that would be lost or go back, and what is no record:
 * drafts, enrolments, bundles and replies received, remarks. */
struct backup_loss {
	int64_t records_lost, records_older, history_rows, others;
};
int backup_compare(const char *book_path, const char *copy_path, struct backup_loss *out, struct error *e);
/* Put the copy in place of the book: the present one (if any) is kept as BOOK.before-restore-N; the
 * instance is renewed, all else counted once more. Takes the writer's lock, sweeps what killed programs left. */
int backup_restore(const char *copy_path, const char *book_path, char **kept_as, struct error *e);

#endif
