/* SPDX-License-Identifier: MIT */
/*
 * What making, receiving and answering bundles share: the columns in which a bundle's head is
 * kept (bundle_sent and inbox alike), short codes to read out, and how a file of an exchange is
 * written to a stick.
 */
#ifndef GN_SYNC_BUNDLE_IMPL_H
#define GN_SYNC_BUNDLE_IMPL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/db.h"
#include "sync/bundle.h"

#define BUNDLE_HEAD_COLUMNS                                                                        \
	"hash, unit, unit_code, unit_name, level, to_unit, to_name, instance, number, previous, "  \
	"duty, made_by, approved_by, made_on, records, incomplete, households, period"
#define BUNDLE_HEAD_MARKS "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define BUNDLE_HEAD_N 18

/* Bind BUNDLE_HEAD_COLUMNS from parameter `i` on; returns the next one's number. */
int bundle_head_bind(struct stmt *st, int i, const struct bundle_head *h);
/* Take them from the row, from column `i` on. `training` is the book's. */
void bundle_head_take(struct stmt *st, int i, bool training, struct bundle_head *out);

#define RECEIPT_LEN 9
/* "K7QD-2MXA": the receipt of a hash, the same at both ends; returns buf. */
char *bundle_receipt(const char *hash_hex, char buf[static RECEIPT_LEN + 1]);

/* The file to be written: `path` itself, or where that is a folder a free name CODE_LNNNN.EXT in
 * it ("_2" and so on before the dot where one is there). ERR_IO/ERR_NOTFOUND where the folder is
 * not there or too full for `body`, the plain file to be carried. *out: caller frees. */
int bundle_file_name(const char *path, const char *code, char letter, int64_t number,
		     const char *ext, const char *body, char **out, struct error *e);
/* The book knows of a file before the file has its name: one it does not know of would be answered, and its number given
 * out again. */
struct file_note {
	int (*note)(void *ctx, const char *hash_hex, const char *path, struct error *e); /* committed when it returns 0 */
	void (*undo)(void *ctx, const char *hash_hex); /* the file did not come to be */
	void *ctx;
};
/* Write, note, sync, name, read back and compare. Nothing is left on failure, neither file nor note. */
int bundle_file_write(const char *path, const struct container_plan *plan, const struct file_note *note,
		      char hash_hex[static 2 * HASH_LEN + 1], struct error *e);
/* Keep what a bundle says has not arisen ("DUTY PERIOD"). In a transaction. */
int bundle_nothing_note(struct db *db, const char *hash, const struct strlist *nothing, struct error *e);
/* The same out of a header: what cannot be one is passed over, and no more than a header of ours would hold is taken. */
void bundle_nothing_read(const struct header *h, struct strlist *out);
/* A value of a header as a number from 0 on; false where there is none. */
bool header_number(const struct header *h, const char *name, int64_t *out);
/* A copy of `path` opened and checked as a container of this kind for this book (training or not
 * as the book is). *copy is the temporary copy, which the caller drops after closing *out. */
int exchange_open(struct book *b, const char *path, enum container_kind kind,
		  struct container **out, char **copy, struct error *e);

#endif
