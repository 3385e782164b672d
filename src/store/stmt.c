/* SPDX-License-Identifier: MIT */
/*
 * Prepared statements by their text. Preparing costs more than running most of them, and a
 * statement left open holds a read transaction: so they are kept, and given back at once.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/db.h"
#include "store/internal.h"

#define STMTS_KEPT 128

static uint64_t hash_text(const char *s)
{
	uint64_t h = 14695981039346656037ull;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211ull;
	return h;
}

static void stmt_free(struct stmt *st)
{
	sqlite3_finalize(st->s);
	free(st->sql);
	free(st);
}

void stmt_drop_all(struct db *db)
{
	for (size_t i = 0; i < db->n_stmts; i++) {
		if (db->stmts[i]->busy)
			log_line("statement never given back: %s", db->stmts[i]->sql);
		stmt_free(db->stmts[i]);
	}
	free(db->stmts);
	db->stmts = NULL;
	db->n_stmts = db->cap_stmts = 0;
}

/* The statement used longest ago makes room; those handed out stay. */
static void drop_oldest(struct db *db)
{
	size_t oldest = db->n_stmts;

	for (size_t i = 0; i < db->n_stmts; i++)
		if (!db->stmts[i]->busy &&
		    (oldest == db->n_stmts || db->stmts[i]->used < db->stmts[oldest]->used))
			oldest = i;
	if (oldest == db->n_stmts)
		return;
	stmt_free(db->stmts[oldest]);
	db->stmts[oldest] = db->stmts[--db->n_stmts];
}

int db_prepare(struct db *db, struct stmt **out, const char *sql, struct error *e)
{
	uint64_t hash = hash_text(sql);
	struct stmt *st = NULL;
	int rc;

	*out = NULL;
	for (size_t i = 0; i < db->n_stmts && !st; i++)
		if (db->stmts[i]->hash == hash && !db->stmts[i]->busy &&
		    !strcmp(db->stmts[i]->sql, sql))
			st = db->stmts[i];
	if (!st) {
		sqlite3_stmt *s = NULL;

		rc = sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);
		if (rc)
			return db_error(db, rc, sql, e);
		if (!s)
			return db_error(db, SQLITE_MISUSE, sql, e);
		if (db->n_stmts >= STMTS_KEPT)
			drop_oldest(db);
		st = xcalloc(1, sizeof(*st));
		st->s = s;
		st->sql = xstrdup(sql);
		st->hash = hash;
		st->db = db;
		db->stmts = grow(db->stmts, db->n_stmts, &db->cap_stmts, sizeof(*db->stmts));
		db->stmts[db->n_stmts++] = st;
	}
	st->busy = true;
	st->bind_rc = 0;
	st->used = ++db->clock;
	*out = st;
	return 0;
}

static void bound(struct stmt *st, int rc)
{
	if (rc && !st->bind_rc)
		st->bind_rc = rc;
}

void stmt_text(struct stmt *st, int i, const char *s)
{
	bound(st, s ? sqlite3_bind_text(st->s, i, s, -1, SQLITE_TRANSIENT)
		    : sqlite3_bind_null(st->s, i));
}

void stmt_textn(struct stmt *st, int i, const char *s, size_t n)
{
	bound(st, s ? sqlite3_bind_text64(st->s, i, s, n, SQLITE_TRANSIENT, SQLITE_UTF8)
		    : sqlite3_bind_null(st->s, i));
}

void stmt_int(struct stmt *st, int i, int64_t v)
{
	bound(st, sqlite3_bind_int64(st->s, i, v));
}

void stmt_real(struct stmt *st, int i, double v)
{
	bound(st, sqlite3_bind_double(st->s, i, v));
}

void stmt_blob(struct stmt *st, int i, const void *p, size_t n)
{
	/* No bytes are still a blob, not NULL. */
	bound(st, n ? sqlite3_bind_blob64(st->s, i, p, n, SQLITE_TRANSIENT)
		    : sqlite3_bind_zeroblob(st->s, i, 0));
}

void stmt_null(struct stmt *st, int i)
{
	bound(st, sqlite3_bind_null(st->s, i));
}

int stmt_step(struct stmt *st, struct error *e)
{
	struct db *db = st->db;
	int rc = st->bind_rc;

	if (rc)
		return db_error(db, rc, st->sql, e);
	/* After some errors SQLite itself has rolled back; what follows would then be written
	 * one statement at a time. */
	if (db->depth && sqlite3_get_autocommit(db->h)) {
		db->broken = true;
		rc = error_fail(e, ERR_FAULT, "GN-S11",
				_("The saving was broken off and nothing of it was kept."));
		error_detail(e, "%s:%d: %s", db->begin_file, db->begin_line, st->sql);
		return rc;
	}
	rc = sqlite3_step(st->s);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	return db_error(db, rc, st->sql, e);
}

const char *stmt_col_text(struct stmt *st, int i)
{
	return (const char *)sqlite3_column_text(st->s, i);
}

int64_t stmt_col_int(struct stmt *st, int i)
{
	return sqlite3_column_int64(st->s, i);
}

double stmt_col_real(struct stmt *st, int i)
{
	return sqlite3_column_double(st->s, i);
}

const void *stmt_col_blob(struct stmt *st, int i, size_t *n)
{
	const void *p = sqlite3_column_blob(st->s, i);

	*n = (size_t)sqlite3_column_bytes(st->s, i);
	return p;
}

bool stmt_col_null(struct stmt *st, int i)
{
	return sqlite3_column_type(st->s, i) == SQLITE_NULL;
}

bool stmt_col_number(struct stmt *st, int i)
{
	int type = sqlite3_column_type(st->s, i);

	return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

int stmt_cols(struct stmt *st)
{
	return sqlite3_column_count(st->s);
}

const char *stmt_col_name(struct stmt *st, int i)
{
	return sqlite3_column_name(st->s, i);
}

void stmt_done(struct stmt *st)
{
	if (!st)
		return;
	sqlite3_reset(st->s);
	sqlite3_clear_bindings(st->s);
	st->busy = false;
}

/* Bind what follows `types`; the list ends with it. */
static int bind_list(struct stmt *st, const char *types, va_list ap)
{
	int i = 1;

	for (const char *t = types ? types : ""; *t; t++, i++) {
		switch (*t) {
		case 't':
			stmt_text(st, i, va_arg(ap, const char *));
			break;
		case 'i':
			stmt_int(st, i, va_arg(ap, long long));
			break;
		case 'r':
			stmt_real(st, i, va_arg(ap, double));
			break;
		case 'b': {
			const void *p = va_arg(ap, const void *);

			stmt_blob(st, i, p, va_arg(ap, size_t));
			break;
		}
		case 'n':
			stmt_null(st, i);
			break;
		default:
			return SQLITE_MISUSE;
		}
	}
	return 0;
}

static int first_row(struct db *db, struct stmt **out, struct error *e, const char *sql,
		     const char *types, va_list ap)
{
	int rc = db_prepare(db, out, sql, e);

	if (rc)
		return rc;
	rc = bind_list(*out, types, ap);
	rc = rc ? db_error(db, rc, sql, e) : stmt_step(*out, e);
	if (rc < 0) {
		stmt_done(*out);
		*out = NULL;
	}
	return rc;
}

int db_run(struct db *db, struct error *e, const char *sql, const char *types, ...)
{
	struct stmt *st;
	va_list ap;
	int rc;

	va_start(ap, types);
	rc = first_row(db, &st, e, sql, types, ap);
	va_end(ap);
	while (rc > 0)
		rc = stmt_step(st, e);
	if (st)
		stmt_done(st);
	return rc;
}

int db_get_int(struct db *db, int64_t *out, bool *found, struct error *e, const char *sql,
	       const char *types, ...)
{
	struct stmt *st;
	va_list ap;
	int rc;

	*out = 0;
	va_start(ap, types);
	rc = first_row(db, &st, e, sql, types, ap);
	va_end(ap);
	if (found)
		*found = rc > 0;
	if (rc < 0)
		return rc;
	if (rc > 0)
		*out = stmt_col_int(st, 0);
	/* Run to the end: an INSERT … RETURNING is only then done. */
	while (rc > 0)
		rc = stmt_step(st, e);
	stmt_done(st);
	return rc;
}

int db_get_text(struct db *db, char **out, struct error *e, const char *sql, const char *types, ...)
{
	struct stmt *st;
	va_list ap;
	int rc;

	*out = NULL;
	va_start(ap, types);
	rc = first_row(db, &st, e, sql, types, ap);
	va_end(ap);
	if (rc < 0)
		return rc;
	if (rc > 0)
		*out = xstrdup_null(stmt_col_text(st, 0));
	while (rc > 0)
		rc = stmt_step(st, e);
	stmt_done(st);
	if (rc) {
		free(*out);
		*out = NULL;
	}
	return rc;
}

int db_get_list(struct db *db, struct strlist *out, struct error *e, const char *sql, const char *types, ...)
{
	struct stmt *st;
	va_list ap;
	int rc;

	va_start(ap, types);
	rc = first_row(db, &st, e, sql, types, ap);
	va_end(ap);
	for (; rc > 0; rc = stmt_step(st, e))
		strlist_add(out, stmt_col_text(st, 0));
	if (st)
		stmt_done(st);
	return rc;
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes64(db->h);
}
