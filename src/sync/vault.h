/* SPDX-License-Identifier: MIT */
/*
 * The backup that leaves the PC: one file with a verified copy of the book and its keys, sealed to a passphrase
 * (Argon2id, then secretstream); without a passphrase it is written in clear, 0600, and the caller must say so loudly.
 */
#ifndef GN_SYNC_VAULT_H
#define GN_SYNC_VAULT_H

#include <stdbool.h>

#include "base/error.h"
#include "store/backup.h"
#include "store/book.h"

/* Never over another file; synced, read back and compared. `passphrase` NULL or "": in clear. */
int vault_write(struct book *b, const char *path, const char *passphrase, struct error *e);
/* Is this a vault (else perhaps a plain copy of a book), and does it need a passphrase? */
bool vault_is(const char *path, bool *sealed);
/* Take it apart beside `book_path` into temporary files (0600), inspected; a plain copy of a book works too (its keys are those of FILE.keys, if they fit; else *keys_path NULL). ERR_DATA: wrong
 * passphrase or damaged: which of the two cannot be told, say so. Paths: caller frees and unlinks. */
int vault_open(const char *path, const char *passphrase, const char *book_path, char **copy_path,
	       char **keys_path, struct backup_info *info, struct error *e);
/* Restore: what is replaced is kept (as *kept, its keys as *kept + ".keys" where others take their place), keys are put
 * back, the instance renewed. Killed at any moment it leaves a book whose keys are found (keys_load). */
int vault_restore(const char *path, const char *passphrase, const char *book_path, char **kept,
		  struct error *e);

#endif
