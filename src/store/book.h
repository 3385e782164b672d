/* SPDX-License-Identifier: MIT */
/*
 * The book: one SQLite file of one unit. Opening checks application_id and
 * user_version, migrates the engine's own tables (data/schema/NNN_*.sql) after a verified backup, and
 * refuses a newer, foreign or damaged file with a sentence, the file untouched. A writer holds
 * an OFD lock on BOOK.lock; reading is always possible.
 */
#ifndef GN_STORE_BOOK_H
#define GN_STORE_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "store/db.h"

#define BOOK_APPLICATION_ID 0x474e4731 /* "GNG1" */

struct book;

enum book_mode { BOOK_READ, BOOK_WRITE };

/* What a book is told at its creation; all borrowed. */
struct book_identity {
	const char *unit_id;   /* random 128-bit hex from the enrolment, or NULL: made here */
	const char *unit_code; /* 1-16 of [A-Z0-9-] */
	const char *unit_name;
	const char *level;     /* village commune district province */
	bool training;
};

/* Make a book (0600) with its engine tables; ERR_DATA if the file exists. Not opened. */
int book_create(const char *path, const struct book_identity *who, struct error *e);

/* Open. BOOK_WRITE takes the writer's lock, waiting up to 5 s, then ERR_BUSY naming the holder (officer, pid,
 * program, since when), sweeps what killed programs left (copy_sweep) and makes BOOK.keys private again.
 * After an unclean end (a marker beside it) quick_check runs first; a damaged book is ERR_DATA, untouched. */
int book_open(struct book **out, const char *path, enum book_mode mode, struct error *e);
/* Tell those who find the book locked who works in it: the officer, or NULL for the one of the settings (book_open does that
 * itself). Nothing on a book open for reading. */
void book_sign(struct book *b, const char *officer);
/* Marks a clean end, checkpoints, frees the lock. NULL is fine. */
void book_close(struct book *b);

struct db *book_db(struct book *b);
const char *book_path(const struct book *b);
bool book_writable(const struct book *b);
/* NULL, or a sentence (translated, borrowed) the user must see once: not WAL, clock behind, … */
const char *book_notice(const struct book *b);

/* Identity, read once at open; borrowed. */
const char *book_unit_id(const struct book *b);
const char *book_unit_code(const struct book *b);
const char *book_unit_name(const struct book *b);
const char *book_level(const struct book *b);
bool book_training(const struct book *b);
/* The random instance, renewed by init, restore and by giving a lost book back. */
const char *book_instance(const struct book *b);
int book_renew_instance(struct book *b, struct error *e);
/* A book's own data folder for keys and backups: the path of the book with `suffix` added; caller frees. */
char *book_beside(const struct book *b, const char *suffix);

/* Small facts by name. Text: caller frees; *out NULL where there is none. */
int book_meta(struct book *b, const char *name, char **out, struct error *e);
int book_meta_set(struct book *b, const char *name, const char *value, struct error *e);
/* Add one to a counter kept in meta and return it (from 1). Order is by counters, never by the clock. */
int book_counter(struct book *b, const char *name, int64_t *out, struct error *e);

/* Today: the latest of clock, build date and newest record. */
struct date book_today(struct book *b);

/* quick_check, or integrity_check with foreign_key_check when `full`; ERR_DATA with what it said. */
int book_check(struct book *b, bool full, struct error *e);

/* Officers: who works here. */
struct officer {
	char *id, *name, *title, *from, *to; /* owned; dates ISO; title, from, to may be NULL */
};
struct officers {
	struct officer *v;
	size_t n;
};
int officer_list(struct book *b, struct officers *out, struct error *e);
void officers_fini(struct officers *o);
/* `id` NULL makes one. Returns the id in id_out (37 bytes) if not NULL. */
int officer_save(struct book *b, const struct officer *o, char *id_out, struct error *e);

#endif
