/* SPDX-License-Identifier: MIT */
/*
 * A unit's own keys: an Ed25519 pair to sign and an X25519 pair to seal, apart. They lie beside the book
 * (BOOK.keys, 0600), never in it. The fingerprint (mã đối chiếu) is what two people read out to each other.
 */
#ifndef GN_SYNC_KEYS_H
#define GN_SYNC_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/book.h"

#define SIGN_PK 32
#define SIGN_SK 64
#define SEAL_PK 32
#define SEAL_SK 32
#define HASH_LEN 32 /* BLAKE2b-256 */
#define FINGERPRINT_LEN 35 /* six groups of five digits */

struct keys {
	uint8_t sign_pk[SIGN_PK], sign_sk[SIGN_SK];
	uint8_t seal_pk[SEAL_PK], seal_sk[SEAL_SK];
};
/* Load BOOK.keys; ERR_NOTFOUND where there are none (a read copy of a book), ERR_DATA for damaged ones or ones that are not this
 * book's (their fingerprint is kept in meta). Where they do not fit, those kept beside the book are tried (staged, older, of
 * a book replaced): a kill between the book and its keys so heals by itself, on a book open for writing also in the file.
 * Secrets are wiped by keys_fini. */
int keys_load(struct keys *k, struct book *b, struct error *e);
/* Make them (at init, or a new pair after a loss), write them atomically, note the fingerprint in meta. */
int keys_make(struct keys *k, struct book *b, struct error *e);
void keys_fini(struct keys *k);
/* Put the pair that fits in its place, if it lies beside a book open for writing, and take away what a restore cut off has
 * staged. */
void keys_mend(struct book *b);
/* The key file's text for a backup (of the pair that fits, if there is one): *text NULL where there is none; the caller wipes
 * and frees it. */
int keys_text(struct book *b, char **text, size_t *n, struct error *e);
/* Put such a text beside the book at `book_path`, whole and sound or not at all (ERR_DATA). Keys that stand there are kept: as
 * `older`, or where that is NULL as BOOK.keys.before-N. */
int keys_restore(const char *book_path, const char *text, size_t n, const char *older, struct error *e);
/* Before the book is replaced: lay such a text beside it, where keys_load finds it should we be killed before keys_restore has put
 * it in its place. ERR_DATA: not whole. */
int keys_stage(const char *book_path, const char *text, size_t n, struct error *e);
/* What was staged is in its place, or not wanted any more. */
void keys_unstage(const char *book_path);
/* Is this text a whole pair of this fingerprint? */
bool keys_text_fits(const char *text, size_t n, const char *fingerprint);
/* Can others on this computer read the key file? For doctor to warn of. */
bool keys_exposed(const struct book *b);
/* Start libsodium; dies where there is no randomness. Every function here and in container.h has called it. */
void keys_start(void);
/* "12345 67890 12345 67890 12345 67890" of a pair of public keys; buf 36 bytes; returns buf. */
char *keys_fingerprint(const uint8_t sign_pk[SIGN_PK], const uint8_t seal_pk[SEAL_PK],
		       char buf[static FINGERPRINT_LEN + 1]);
/* Are these the same fingerprint, however they are spaced? NULL is never. */
bool keys_same_fingerprint(const char *a, const char *b);

#endif
