/* SPDX-License-Identifier: MIT */
/*
 * What the files of the store share among themselves and show to nobody else: the bodies of
 * struct db, stmt and book, and the few calls between their files.
 */
#ifndef GN_STORE_INTERNAL_H
#define GN_STORE_INTERNAL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "store/book.h"
#include "store/db.h"
#include "store/lock.h"
#include "store/record.h"

/* ---- db ---- */

struct stmt {
	sqlite3_stmt *s;
	char *sql;
	uint64_t hash;
	uint64_t used; /* of the db's clock, for the oldest to go first */
	struct db *db;
	int bind_rc; /* first failed binding; told at the next step */
	bool busy;   /* handed out */
};

struct db {
	sqlite3 *h;
	char *path;
	struct stmt **stmts;
	size_t n_stmts, cap_stmts;
	uint64_t clock;
	int depth; /* of counted write transactions */
	int read_depth;
	bool broken;		/* something inside was rolled back */
	const char *begin_file; /* who opened the outermost */
	int begin_line;
	struct lock *share; /* keeps writers out while the file is read without shared memory */
};

/* Besides the flags of db.h: read as a file nobody changes, without side files (a copy, a
 * refused book). */
#define DB_STILL 0x100

/* Finalise every cached statement, telling the log of those never given back. */
void stmt_drop_all(struct db *db);
/* Add `name` in double quotes; names come from forms and are checked, words like "order" among
 * them. */
void sql_name(struct str *b, const char *name);
/* "file:" URI of a path that opens it as bytes that do not change; caller frees. */
char *db_immutable_uri(const char *path);
/* Is there a non-empty -wal or -journal beside `path`? Then the file alone is not the whole
 * truth. */
bool db_has_live_log(const char *path);

/* ---- book ---- */

struct book {
	struct db *db;
	char *path;
	enum book_mode mode;
	struct lock *lock;
	bool marked; /* our marker of an open book stands beside it */
	char *notice;
	char *unit_id, *unit_code, *unit_name, *level, *instance;
	bool training;
	struct table_state **tables;
	size_t n_tables, cap_tables;
};

/* ERR_FAULT unless the book is open for writing and inside a transaction. */
int book_saving(struct book *b, const char *doing, struct error *e);
/* The unit meant: `unit`, or the book's own where it is NULL. */
const char *book_unit(const struct book *b, const char *unit);
/* Read who the book is (meta) into `b`; ERR_DATA where something is missing. */
int book_identify(struct book *b, struct error *e);
int book_meta_put(struct db *db, const char *name, const char *value, struct error *e);
void book_free(struct book *b);

/* First bytes of a file, looked at before SQLite may touch it (book_header.c). */
struct book_header {
	int user_version;
	bool live_log; /* see db_has_live_log */
};
int book_header(const char *path, int newest, struct book_header *out, struct error *e);
/* Sound by quick_check, on a connection that changes nothing; gives up silently after some
 * seconds. */
int book_probe(const char *path, int newest, bool thorough, struct error *e);
int book_damaged(struct error *e, const char *path, const char *said);
/* quick_check or the full one; *said (may be NULL) is not kept. */
int db_sound(struct db *db, const char *path, bool full, struct error *e);

/* A book or a copy of one, to be read only and left as it is (backup.c). */
int backup_open(struct db **out, const char *path, struct error *e);

/* ---- table ---- */

/* What this connection knows of one form's table. */
struct table_state {
	const struct table *t;
	bool exists;
	bool *has;	/* columns that stand in the book */
	bool answers;	/* has columns kept in `answer` */
	char *sql_load; /* one record by (unit, id) */
	char *sql_insert;
};
/* Borrowed from the book. */
int table_state(struct book *b, const struct table *t, struct table_state **out, struct error *e);
void table_state_free(struct table_state *s);
bool column_stored(const struct column *c); /* in the table itself, not in `answer` */
/* The column of a value's name; *code gets what stands after the dot, or NULL. NULL: none. */
const struct column *table_column(const struct table *t, const char *field, const char **code);
int table_no_field(struct error *e, const struct table *t, const char *field);

/* ---- record ---- */

/* As record_load for a known unit; *found false instead of ERR_NOTFOUND. `sorts` (may be NULL)
 * gets the n_sorts stored keys; the caller empties it. */
int record_read(struct book *b, struct table_state *s, const char *unit, const char *id,
		struct record *out, struct strlist *sorts, bool *found, struct error *e);
/* ERR_NOTFOUND with its sentence. */
int record_none(struct error *e, const struct table *t, const char *id);
/* Put at the end without looking for the field; copies. */
void record_append(struct record *r, const char *field, const char *text, const char *standard);
/* Cell `i` of a row as canonical text, or NULL; caller frees. */
char *record_cell(struct stmt *st, int i, enum column_kind kind);
/* The value as it will stand in the book ("007" is 7, "b|a" is "a|b"); NULL for none. Caller
 * frees. */
int value_canonical(const struct column *c, const char *text, char **out, struct error *e);
int record_bind(struct stmt *st, int i, enum column_kind kind, const char *text);

/* One difference between a stored record and a new one. */
struct change {
	const struct column *column;
	char *field;			       /* "deprivation.D01" for an answer; owned */
	const char *code;		       /* within `field`, or NULL */
	const char *before, *after, *standard; /* borrowed from the records */
	const char *standard_before;
};
struct changes {
	struct change *v;
	size_t n, cap;
};
/* The record as it will stand: own columns only (derived ones are left to record_derive),
 * canonical, in order. */
int record_normal(const struct table *t, const struct record *r, struct record *out,
		  struct error *e);
void record_diff(const struct table *t, const struct record *was, const struct record *is,
		 struct changes *out);
void changes_fini(struct changes *c);
/* Write a multi or answers column's difference to `answer`. */
int answer_write(struct book *b, const struct table *t, const char *unit, const char *id,
		 const struct change *c, struct error *e);
/* The newest day a record was saved on, kept for book_today. */
int record_day(struct book *b, const char *at, struct error *e);

/* ---- history, figures, search ---- */

struct history_add {
	const char *form, *unit, *id;
	int64_t rev;
	const char *kind, *field, *before, *after, *who, *at, *why;
};
int history_add(struct book *b, const struct history_add *h, struct error *e);
/* Counts from what a record was (NULL: nothing) to what it is (NULL: gone). */
int figure_follow(struct book *b, const struct table *t, const char *unit, const struct record *was,
		  const struct record *is, struct error *e);
/* Keep the search row: text NULL takes it away. */
int search_put(struct book *b, const char *form, const char *unit, const char *id, const char *text,
	       struct error *e);

#endif
