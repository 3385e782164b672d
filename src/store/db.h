/* SPDX-License-Identifier: MIT */
/*
 * The one door to SQLite: connections, a statement cache, one-line helpers, counted
 * transactions that remember who opened them. Nothing else in the program prepares SQL
 * (sync and form use it for snapshots and for their private in-memory connections too).
 */
#ifndef GN_STORE_DB_H
#define GN_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

struct db;
struct stmt; /* a cached prepared statement; never freed by callers, only stmt_done() */

enum db_flags {
	DB_READ = 1,      /* read only */
	DB_WRITE = 2,     /* read and write */
	DB_CREATE = 4,    /* with DB_WRITE: make it, 0600; refuses if it exists */
	DB_FOREIGN = 8,   /* somebody else's file: mode=ro&immutable=1, DEFENSIVE, trusted_schema off,
			   * triggers and views off, limits on lengths and columns */
	DB_SCRATCH = 16,  /* with DB_WRITE|DB_CREATE: no journal, no sync (a snapshot in the making) */
};

/* `path` ":memory:" is allowed. foreign_keys on, busy timeout 5 s, triggers and views off, DEFENSIVE (but for DB_SCRATCH).
 * Reading works on a full disk and in a read-only place too, without the side files SQLite would make; writers are kept
 * out meanwhile. */
int db_open(struct db **out, const char *path, int flags, struct error *e);
/* Finalises the cache; lists statements still open to the log (a fault of ours). NULL is fine. */
void db_close(struct db *db);
const char *db_path(const struct db *db);
/* The raw handle, for the few calls that need it (backup, blob, attach): sqlite3 *. */
void *db_handle(struct db *db);

/* Run one or several statements without parameters or results. */
int db_exec(struct db *db, const char *sql, struct error *e);

/*
 * A statement out of the cache (keyed by its SQL text), reset and cleared. Give it back with stmt_done() as soon as its
 * rows are read: nothing stays un-reset while the program waits for a key.
 */
int db_prepare(struct db *db, struct stmt **out, const char *sql, struct error *e);
void stmt_text(struct stmt *st, int i, const char *s); /* copies; NULL binds NULL; i from 1 */
void stmt_textn(struct stmt *st, int i, const char *s, size_t n);
void stmt_int(struct stmt *st, int i, int64_t v);
void stmt_real(struct stmt *st, int i, double v);
void stmt_blob(struct stmt *st, int i, const void *p, size_t n);
void stmt_null(struct stmt *st, int i);
/* 1: a row, 0: done, negative: error. */
int stmt_step(struct stmt *st, struct error *e);
/* Columns of the row, from 0; text is borrowed until the next step; NULL for NULL. */
const char *stmt_col_text(struct stmt *st, int i);
int64_t stmt_col_int(struct stmt *st, int i);
double stmt_col_real(struct stmt *st, int i);
const void *stmt_col_blob(struct stmt *st, int i, size_t *n);
bool stmt_col_null(struct stmt *st, int i);
bool stmt_col_number(struct stmt *st, int i); /* held as INTEGER or REAL, not as text */
int stmt_cols(struct stmt *st);
const char *stmt_col_name(struct stmt *st, int i);
void stmt_done(struct stmt *st);

/* One-line helpers. `types` names the parameters that follow: t const char *, i int64_t (pass long long), r double,
 * b (const void *, size_t), n nothing (NULL is bound). */
int db_run(struct db *db, struct error *e, const char *sql, const char *types, ...);
/* First column of the first row; *found (may be NULL) tells whether there was one. Text: caller frees. */
int db_get_int(struct db *db, int64_t *out, bool *found, struct error *e, const char *sql,
	       const char *types, ...);
int db_get_text(struct db *db, char **out, struct error *e, const char *sql, const char *types, ...);
/* First column of every row, added to `out` (copied, so that others may be asked meanwhile). */
int db_get_list(struct db *db, struct strlist *out, struct error *e, const char *sql, const char *types, ...);
int64_t db_changes(struct db *db); /* rows changed by the last statement */

/* Counted transactions, IMMEDIATE. Only the outermost commit writes. An inner failure must be
 * followed by db_rollback at each level: it marks the whole for rollback, and the outermost
 * db_commit then fails with ERR_FAULT naming file and line. */
#define db_begin(db, e) db_begin_at((db), __FILE__, __LINE__, (e))
int db_begin_at(struct db *db, const char *file, int line, struct error *e);
int db_commit(struct db *db, struct error *e);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
/* A read transaction (DEFERRED) for a consistent view of several queries; ended by db_read_end. */
int db_read_begin(struct db *db, struct error *e);
void db_read_end(struct db *db);

/* SQLite's code and message of this connection as our error (full disk, read-only, busy, damaged get
 * their own sentences). `sql` may be NULL. */
int db_error(struct db *db, int rc, const char *sql, struct error *e);

/* Is `name` fit to stand in SQL as a table or column name: [a-z_][a-z0-9_]{0,41}? */
bool db_name_ok(const char *name);

#endif
