/* SPDX-License-Identifier: MIT */
/*
 * Putting a copy in the place of a book. What stood there is kept whole, its log included, before
 * anything is replaced; and the copy becomes another instance, so that the level above notices.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/backup.h"
#include "store/copy.h"
#include "store/internal.h"
#include "store/lock.h"

#define LOCK_SECONDS 5

/* ---- what would be lost ---- */

static int count(struct db *db, int64_t *sum, const char *table, const char *condition,
		 struct error *e)
{
	struct str sql;
	int64_t n;
	int rc;

	str_init(&sql);
	str_add(&sql, "SELECT count(*) FROM main.");
	sql_name(&sql, table);
	str_addf(&sql, " AS m %s", condition);
	rc = db_get_int(db, &n, NULL, e, sql.s, "");
	str_fini(&sql);
	*sum += n;
	return rc;
}

static int compare_table(struct db *db, const char *table, struct backup_loss *out, struct error *e)
{
	struct str join;
	int64_t there;
	int rc = db_get_int(db, &there, NULL, e,
			    "SELECT count(*) FROM old.sqlite_master WHERE type='table' AND name=?",
			    "t", table);

	if (rc)
		return rc;
	if (!there)
		return count(db, &out->records_lost, table, "", e);
	str_init(&join);
	str_add(&join, "LEFT JOIN old.");
	sql_name(&join, table);
	str_add(&join, " AS o ON o._unit=m._unit AND o.id=m.id WHERE o.id IS NULL");
	rc = count(db, &out->records_lost, table, join.s, e);
	str_reset(&join);
	str_add(&join, "JOIN old.");
	sql_name(&join, table);
	str_add(&join, " AS o ON o._unit=m._unit AND o.id=m.id WHERE o._rev<m._rev");
	if (!rc)
		rc = count(db, &out->records_older, table, join.s, e);
	str_fini(&join);
	return rc;
}

/* What is no record and cannot be typed again either. */
static int compare_others(struct db *db, struct backup_loss *out, struct error *e)
{
	static const struct {
		const char *table, *sql;
	} others[] = {
		{ "draft", "SELECT count(*) FROM main.draft WHERE id NOT IN (SELECT id FROM old.draft)" },
		{ "inbox", "SELECT count(*) FROM main.inbox WHERE hash NOT IN (SELECT hash FROM old.inbox)" },
		{ "remark", "SELECT count(*) FROM main.remark WHERE remark_id NOT IN "
			    "(SELECT remark_id FROM old.remark)" },
		{ "reply_applied", "SELECT count(*) FROM main.reply_applied WHERE hash NOT IN "
				   "(SELECT hash FROM old.reply_applied)" },
		{ "peer", "SELECT count(*) FROM main.peer AS m WHERE in_force=1 AND NOT EXISTS "
			  "(SELECT 1 FROM old.peer AS o WHERE o.unit_id=m.unit_id AND o.upper=m.upper "
			  "AND o.in_force=1 AND o.sign_pk IS m.sign_pk)" },
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(others) / sizeof(others[0]); i++) {
		int64_t there, n = 0;

		rc = db_get_int(db, &there, NULL, e,
				"SELECT count(*) FROM old.sqlite_master WHERE type='table' AND name=?",
				"t", others[i].table);
		if (!rc && there)
			rc = db_get_int(db, &n, NULL, e, others[i].sql, "");
		out->others += n;
	}
	return rc;
}

/* Record tables are those that have a revision. */
static int record_tables(struct db *db, struct strlist *out, struct error *e)
{
	return db_get_list(db, out, e,
			   "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c "
			   "WHERE m.type='table' AND c.name='_rev' ORDER BY m.name",
			   "");
}

static int attach(struct db *db, const char *path, struct error *e)
{
	char *uri = db_has_live_log(path) ? xstrdup(path) : db_immutable_uri(path);
	int rc = db_run(db, e, "ATTACH ? AS old", "t", uri);

	free(uri);
	return rc;
}

int backup_compare(const char *book, const char *copy, struct backup_loss *out, struct error *e)
{
	struct db *db = NULL;
	struct strlist tables;
	int rc = backup_open(&db, copy, e); /* is it one at all? */

	*out = (struct backup_loss){ .others = 0 };
	db_close(db);
	db = NULL;
	strlist_init(&tables);
	if (!rc)
		rc = backup_open(&db, book, e);
	if (!rc)
		rc = attach(db, copy, e);
	if (!rc)
		rc = record_tables(db, &tables, e);
	for (size_t i = 0; !rc && i < tables.n; i++)
		rc = compare_table(db, tables.v[i], out, e);
	if (!rc)
		rc = compare_others(db, out, e);
	if (!rc)
		rc = db_get_int(db, &out->history_rows, NULL, e,
				"SELECT count(*) FROM main.history AS m LEFT JOIN old.history AS o "
				"ON o.seq=m.seq AND o.id=m.id AND o.at=m.at WHERE o.seq IS NULL",
				"");
	strlist_fini(&tables);
	db_close(db);
	return rc;
}

/* ---- restoring ---- */

static int new_instance(struct db *db, struct error *e)
{
	char instance[HEX128_LEN + 1];

	return book_meta_put(db, "instance", hex128(instance), e);
}

/* The copy as a book of its own beside the place it will take; counted after the last change. */
static int make_new(const char *copy, const char *tmp, struct error *e)
{
	struct db *from = NULL, *db = NULL;
	int rc = backup_open(&from, copy, e);

	if (!rc) /* one state of it for all that follows */
		rc = db_read_begin(from, e);
	if (!rc)
		rc = copy_verified(from, tmp, e);
	if (!rc)
		rc = db_open(&db, tmp, DB_WRITE, e);
	/* One file and nothing beside it while it is moved; opening turns WAL on again. */
	if (!rc)
		rc = db_exec(db, "PRAGMA journal_mode=DELETE", e);
	if (!rc)
		rc = new_instance(db, e);
	if (!rc)
		rc = copy_compare(from, db, "meta", e);
	db_close(db);
	db_close(from);
	return rc;
}

static char *free_name(const char *book)
{
	for (int n = 1;; n++) {
		char *name = xasprintf("%s.before-restore-%d", book, n);

		if (access(name, F_OK))
			return name;
		free(name);
	}
}

static int move_raw(const char *book, const char *kept, const char *suffix, struct error *e)
{
	char *from = xasprintf("%s%s", book, suffix), *to = xasprintf("%s%s", kept, suffix);
	int rc = 0;

	if (!access(from, F_OK) && rename(from, to))
		rc = error_errno(e, errno, from);
	free(from);
	free(to);
	return rc;
}

/* A sound book is kept as one whole file with what its log held; a damaged one as the files it
 * is. */
static int keep_present(const char *book, const char *kept, struct error *e)
{
	static const char *const suffix[] = { "", "-wal", "-journal" };
	struct db *db = NULL;
	char *tmp = copy_temporary(kept);
	int rc = backup_open(&db, book, NULL);

	if (!rc)
		rc = copy_verified(db, tmp, NULL);
	db_close(db);
	if (!rc) {
		rc = copy_publish(tmp, kept, e);
	} else {
		log_line("book to be replaced is damaged: kept as it is");
		rc = 0;
		for (size_t i = 0; !rc && i < sizeof(suffix) / sizeof(suffix[0]); i++)
			rc = move_raw(book, kept, suffix[i], e);
	}
	if (rc)
		copy_discard(tmp);
	free(tmp);
	return rc;
}

/* The old log must be gone before another file stands under the book's name, or SQLite would play
 * it into the wrong book. First it is moved into the old book: a power cut here loses nothing. */
static void clear_logs(const char *book)
{
	static const char *const suffix[] = { "-wal", "-shm", "-journal", ".open" };
	struct db *db = NULL;

	if (!access(book, F_OK) && !db_open(&db, book, DB_WRITE, NULL))
		db_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
	db_close(db);
	for (size_t i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		char *name = xasprintf("%s%s", book, suffix[i]);

		unlink(name);
		free(name);
	}
}

static int put_in_place(const char *tmp, const char *book, struct error *e)
{
	char *dir = path_dir(book);
	int rc;

	clear_logs(book);
	rc = dir_sync(dir, e);
	if (!rc)
		rc = copy_replace(tmp, book, e);
	free(dir);
	return rc;
}

int backup_restore(const char *copy_path, const char *book_path, char **kept_as, struct error *e)
{
	char *real = realpath(book_path, NULL), *tmp = NULL, *kept = NULL;
	const char *book = real ? real : book_path;
	struct backup_info info;
	struct lock *lock = NULL;
	int rc = backup_inspect(copy_path, &info, e);

	if (kept_as)
		*kept_as = NULL;
	if (!rc)
		backup_info_fini(&info);
	if (!rc)
		rc = lock_take(&lock, book, LOCK_SECONDS, e);
	if (rc)
		goto out;
	copy_sweep(book, false);
	tmp = copy_temporary(book);
	rc = make_new(copy_path, tmp, e);
	if (!rc && !access(book, F_OK)) {
		kept = free_name(book);
		rc = keep_present(book, kept, e);
	}
	if (!rc)
		rc = put_in_place(tmp, book, e);
	if (!rc && kept_as && kept) {
		*kept_as = kept;
		kept = NULL;
	}
out:
	if (rc && tmp)
		copy_discard(tmp);
	lock_free(lock);
	free(kept);
	free(tmp);
	free(real);
	return rc;
}
