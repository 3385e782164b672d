/* SPDX-License-Identifier: MIT */
/*
 * Temporary files with plain text in them: beside the book, 0600, never on the stick; named
 * BOOK.tmp-PID-…, so that what a killed program left is told from what a running one needs. And
 * the one way in which an exchange is refused.
 */
#ifndef GN_SYNC_TEMP_H
#define GN_SYNC_TEMP_H

#include <stdint.h>

#include "base/error.h"
#include "store/book.h"

/* A name that is free now; caller frees (temp_drop). */
char *temp_name(const struct book *b);
/* Remove the file, if it is there, and free its name; NULL is fine. */
void temp_drop(char *path);
/* Copy a file of at most `max` bytes to the new file `to` (0600, removed on failure). ERR_DATA:
 * larger, or no plain file. The copy is what is looked at afterwards: nobody can change it in
 * between. */
int temp_copy(const char *from, const char *to, uint64_t max, struct error *e);

/* Fill `e`: what happened, that the book is as it was, what to do. Returns `code`. */
int exchange_refuse(struct error *e, int code, const char *id, const char *what, const char *todo);

#endif
