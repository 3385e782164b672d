/* SPDX-License-Identifier: MIT */
/*
 * Connections: how a file is opened for each purpose, and what SQLite says when it fails, put
 * into sentences. Own books are opened hardened too: nothing in a schema may call out.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/lock.h"

#define BUSY_MS 5000
#define ROOM_MIN (INT64_C(1) << 20) /* with less than this free a failed write is a full disk */

struct sqlite_text {
	int rc;
	int code;
	const char *id;
	const char *what, *safe, *todo;
};

static const struct sqlite_text texts[] = {
	{ SQLITE_FULL, ERR_IO, "GN-S01", N_("The disk is full."),
	  N_("What was saved before is safe; this last step was not saved."),
	  N_("Free some space on the disk, then do it again.") },
	{ SQLITE_READONLY, ERR_IO, "GN-S02", N_("The book can only be read here, not written."),
	  N_("Nothing was changed."),
	  N_("Check the rights of the file and its folder, or copy the book to the computer's own "
	     "disk.") },
	{ SQLITE_BUSY, ERR_BUSY, "GN-S03", N_("Another program is writing to the book."),
	  N_("Nothing was changed."), N_("Wait a moment, then do it again.") },
	{ SQLITE_LOCKED, ERR_BUSY, "GN-S03", N_("Another part of the program is using the book."),
	  N_("Nothing was changed."), N_("Wait a moment, then do it again.") },
	{ SQLITE_CORRUPT, ERR_DATA, "GN-S04", N_("The file is damaged."),
	  N_("Nothing was changed."), N_("Restore the newest backup.") },
	{ SQLITE_NOTADB, ERR_DATA, "GN-S05", N_("The file is not a book."),
	  N_("Nothing was changed."), N_("Check the name of the file.") },
	{ SQLITE_IOERR, ERR_IO, "GN-S06", N_("The disk does not answer properly."),
	  N_("What was saved before is safe; this last step was not saved."),
	  N_("Make a backup on another disk now; this one may be failing.") },
	{ SQLITE_CANTOPEN, ERR_IO, "GN-S07", N_("The file cannot be opened."),
	  N_("Nothing was changed."), N_("Check the rights of the file and its folder.") },
	{ SQLITE_CONSTRAINT, ERR_DATA, "GN-S08",
	  N_("The data contradicts itself and was not stored."), N_("Nothing was changed."),
	  N_("Report this code with what you were doing.") },
	{ SQLITE_MISMATCH, ERR_DATA, "GN-S08",
	  N_("The data is of the wrong kind and was not stored."), N_("Nothing was changed."),
	  N_("Report this code with what you were doing.") },
	{ SQLITE_TOOBIG, ERR_DATA, "GN-S09", N_("A text is too long to be stored."),
	  N_("Nothing was changed."), N_("Shorten the text, then do it again.") },
};

/* SQLite could not make or lengthen a file. */
static bool wanted_room(int rc)
{
	switch (rc) {
	case SQLITE_IOERR_WRITE:
	case SQLITE_IOERR_FSYNC:
	case SQLITE_IOERR_TRUNCATE:
	case SQLITE_IOERR_SHMOPEN:
	case SQLITE_IOERR_SHMSIZE:
	case SQLITE_IOERR_SHMMAP:
		return true;
	default:
		return (rc & 0xff) == SQLITE_CANTOPEN;
	}
}

/* A disk without room must not be taken for one that is failing. */
static bool is_full(struct db *db, int rc)
{
	int64_t room;
	int why;

	if ((rc & 0xff) == SQLITE_FULL)
		return true;
	if (!db || !wanted_room(rc))
		return false;
	why = db->h ? sqlite3_system_errno(db->h) : 0;
	if (why == ENOSPC || why == EDQUOT || why == EFBIG)
		return true;
	room = db->path && db->path[0] != ':' ? disk_free(db->path) : -1;
	return (rc & 0xff) == SQLITE_IOERR && room >= 0 && room < ROOM_MIN;
}

int db_error(struct db *db, int rc, const char *sql, struct error *e)
{
	const char *said = db && db->h ? sqlite3_errmsg(db->h) : sqlite3_errstr(rc);
	const struct sqlite_text *t = NULL;
	int code = ERR_FAULT, kind = is_full(db, rc) ? SQLITE_FULL : rc & 0xff;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && !t; i++)
		if (texts[i].rc == kind)
			t = &texts[i];
	if (t) {
		code = error_fail(e, t->code, t->id, "%s", _(t->what));
		error_safe(e, _(t->safe));
		error_todo(e, "%s", _(t->todo));
	} else {
		error_fail(e, ERR_FAULT, "GN-S10",
			   _("The program made a mistake in the book's language."));
		error_safe(e, _("What was saved before is safe."));
		error_todo(e, "%s", _("Report this code with what you were doing."));
	}
	error_detail(e, "%s%ssqlite %d: %s%s%s", db && db->path ? db->path : "", db ? ": " : "", rc,
		     said, sql ? " in " : "", sql ? sql : "");
	return code;
}

static bool has_content(const char *path, const char *suffix)
{
	char *name = xasprintf("%s%s", path, suffix);
	struct stat st;
	bool has = !stat(name, &st) && st.st_size > 0;

	free(name);
	return has;
}

bool db_has_live_log(const char *path)
{
	return has_content(path, "-wal") || has_content(path, "-journal");
}

char *db_immutable_uri(const char *path)
{
	struct str b;

	str_init(&b);
	str_add(&b, "file:");
	if (path[0] == '/' && path[1] == '/') /* "//" would begin a host's name */
		str_add(&b, "/.");
	for (const unsigned char *p = (const unsigned char *)path; *p; p++) {
		bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
			     (*p >= '0' && *p <= '9') || strchr("/._-~", *p);

		if (plain)
			str_addc(&b, (char)*p);
		else
			str_addf(&b, "%%%02X", (unsigned)*p);
	}
	str_add(&b, "?mode=ro&immutable=1");
	return str_take(&b);
}

static int open_plain(struct db *db, int flags)
{
	/* A name that begins with "file:" would be taken for a URI. */
	bool odd = str_starts(db->path, "file:");
	char *name = xasprintf("%s%s", odd ? "./" : "", db->path);
	int rc = sqlite3_open_v2(name, &db->h, flags | SQLITE_OPEN_EXRESCODE, NULL);

	free(name);
	return rc;
}

static int open_immutable(struct db *db)
{
	char *uri = db_immutable_uri(db->path);
	int rc = sqlite3_open_v2(
		uri, &db->h, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, NULL);

	free(uri);
	return rc;
}

static int read_something(struct db *db)
{
	return sqlite3_exec(db->h, "SELECT 1 FROM sqlite_master LIMIT 1", NULL, NULL, NULL);
}

static void shut(struct db *db)
{
	sqlite3_close(db->h);
	db->h = NULL;
}

/* A log is read without shared memory by whoever has the file to itself. Nothing is written: the
 * log stays as it is. */
static int open_alone(struct db *db)
{
	int rc = open_plain(db, SQLITE_OPEN_READWRITE);

	if (rc)
		return rc;
	sqlite3_busy_timeout(db->h, BUSY_MS);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	rc = sqlite3_exec(db->h, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA query_only=ON", NULL, NULL,
			  NULL);
	return rc ? rc : read_something(db);
}

/* Without shared memory: where no log waits, as a file that does not change; else alone. Writers
 * are kept out meanwhile; `rc`, what SQLite said, where one is at work. */
static int open_without_memory(struct db *db, int rc)
{
	char *real = realpath(db->path, NULL);
	int fixed = (rc & 0xff) == SQLITE_CANTOPEN || (rc & 0xff) == SQLITE_READONLY;
	int said = is_full(db, rc) ? SQLITE_FULL : rc;
	bool busy = lock_share(&db->share, real ? real : db->path);

	free(real);
	shut(db);
	if (!db_has_live_log(db->path))
		rc = busy && !fixed ? said : open_immutable(db);
	else /* a rollback journal can be read by nobody: it has to be played back */
		rc = busy || has_content(db->path, "-journal") ? said : open_alone(db);
	if (rc && rc != said) {
		shut(db);
		rc = (rc & 0xff) == SQLITE_BUSY ? rc : said;
	}
	return rc;
}

/* A full disk, or a stick that can only be read, has no room for the shared memory of WAL. */
static int open_reading(struct db *db)
{
	int rc = open_plain(db, SQLITE_OPEN_READONLY);

	if (!rc) {
		sqlite3_busy_timeout(db->h, BUSY_MS);
		rc = read_something(db);
	}
	if (!rc || access(db->path, R_OK))
		return rc;
	if (wanted_room(rc) || (rc & 0xff) == SQLITE_READONLY || (rc & 0xff) == SQLITE_FULL)
		return open_without_memory(db, rc);
	return rc;
}

static int make_file(const char *path, struct error *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return error_errno(e, errno, path);
	close(fd);
	return 0;
}

/* Limits for a file somebody else made: before it is read, nothing in it may be large or act. */
static void guard(sqlite3 *h)
{
	sqlite3_limit(h, SQLITE_LIMIT_LENGTH, 4 << 20);
	sqlite3_limit(h, SQLITE_LIMIT_SQL_LENGTH, 256 << 10);
	sqlite3_limit(h, SQLITE_LIMIT_COLUMN, 500);
	sqlite3_limit(h, SQLITE_LIMIT_EXPR_DEPTH, 50);
	sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(h, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
	sqlite3_limit(h, SQLITE_LIMIT_WORKER_THREADS, 0);
}

static int configure(struct db *db, int flags)
{
	const char *sql =
		"PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON";
	int rc;

	sqlite3_busy_timeout(db->h, BUSY_MS);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	/* Our schema has no triggers and no views: one that stands there was put in by somebody. */
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	/* It forbids the journal mode of a file in the making. */
	if (!(flags & DB_SCRATCH))
		sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (flags & DB_FOREIGN)
		guard(db->h);
	rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);
	if (!rc && (flags & DB_SCRATCH))
		rc = sqlite3_exec(db->h, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL,
				  NULL, NULL);
	return rc;
}

/* One thread: SQLite need not lock each step, column and allocation against others, nor count what it holds. After
 * its first use it takes no such orders; then all stays as it was. */
static void be_alone(void)
{
	static bool said;

	if (said)
		return;
	said = true;
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int db_open(struct db **out, const char *path, int flags, struct error *e)
{
	bool memory = !strcmp(path, ":memory:");
	struct stat st;
	struct db *db;
	int rc;

	*out = NULL;
	be_alone();
	if (!memory && (flags & DB_CREATE)) {
		rc = make_file(path, e);
		if (rc)
			return rc;
	} else if (!memory && stat(path, &st)) {
		return error_errno(e, errno, path);
	} else if (!memory && !S_ISREG(st.st_mode)) {
		return error_errno(e, S_ISDIR(st.st_mode) ? EISDIR : EINVAL, path);
	}
	db = xcalloc(1, sizeof(*db));
	db->path = xstrdup(path);
	if (flags & (DB_FOREIGN | DB_STILL))
		rc = open_immutable(db);
	else if (flags & DB_WRITE)
		rc = open_plain(db, SQLITE_OPEN_READWRITE | (memory ? SQLITE_OPEN_CREATE : 0));
	else
		rc = open_reading(db);
	if (!rc)
		rc = configure(db, flags);
	if (rc) {
		rc = db_error(db, rc, NULL, e);
		db_close(db);
		return rc;
	}
	*out = db;
	return 0;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	if (db->depth)
		log_line("transaction of %s:%d still open at close", db->begin_file,
			 db->begin_line);
	stmt_drop_all(db);
	/* Not ours to finalise: FTS5 keeps statements of its own until the connection ends. */
	if (sqlite3_close(db->h)) {
		log_line("something outside the cache was still open at close");
		sqlite3_close_v2(db->h);
	}
	lock_free(db->share);
	free(db->path);
	free(db);
}

const char *db_path(const struct db *db)
{
	return db->path;
}

void *db_handle(struct db *db)
{
	return db->h;
}

int db_exec(struct db *db, const char *sql, struct error *e)
{
	int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);

	return rc ? db_error(db, rc, sql, e) : 0;
}

bool db_name_ok(const char *name)
{
	size_t n = name ? strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") : 0;

	return n && n <= 42 && !name[n] && !(name[0] >= '0' && name[0] <= '9');
}

void sql_name(struct str *b, const char *name)
{
	str_addc(b, '"');
	str_add(b, name);
	str_addc(b, '"');
}
