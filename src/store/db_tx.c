/* SPDX-License-Identifier: MIT */
/*
 * Transactions that nest by counting (fossil's way): only the outermost writes, whoever rolled
 * back inside dooms the whole, and it is known who began.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <sqlite3.h>

#include "base/i18n.h"
#include "store/db.h"
#include "store/internal.h"

static int fault(struct db *db, const char *id, const char *what, const char *file, int line,
		 struct error *e)
{
	int rc = error_fail(e, ERR_FAULT, id, "%s", what);

	error_safe(e, _("What was saved before is safe."));
	error_todo(e, "%s", _("Report this code with what you were doing."));
	error_detail(e, "%s: %s:%d", db->path, file ? file : "?", line);
	return rc;
}

int db_begin_at(struct db *db, const char *file, int line, struct error *e)
{
	int rc;

	if (db->depth) {
		if (sqlite3_get_autocommit(db->h))
			db->broken = true;
		db->depth++;
		return 0;
	}
	if (db->read_depth)
		return fault(db, "GN-S12", _("Saving was begun in the middle of a reading."), file,
			     line, e);
	rc = db_run(db, e, "BEGIN IMMEDIATE", "");
	if (rc)
		return rc;
	db->depth = 1;
	db->broken = false;
	db->begin_file = file;
	db->begin_line = line;
	return 0;
}

/* Take everything back, unless SQLite already has. */
static void undo(struct db *db)
{
	if (!sqlite3_get_autocommit(db->h))
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
	db->broken = false;
}

int db_commit(struct db *db, struct error *e)
{
	int rc;

	if (!db->depth)
		return fault(db, "GN-S13", _("Saving was ended that had not begun."), NULL, 0, e);
	if (--db->depth)
		return 0; /* the outermost decides, and tells */
	if (db->broken || sqlite3_get_autocommit(db->h)) {
		undo(db);
		return fault(db, "GN-S14",
			     _("A part of the saving had failed: nothing of it was kept."),
			     db->begin_file, db->begin_line, e);
	}
	rc = db_run(db, e, "COMMIT", "");
	if (rc)
		undo(db);
	return rc;
}

void db_rollback(struct db *db)
{
	if (!db->depth)
		return;
	if (--db->depth)
		db->broken = true;
	else
		undo(db);
}

bool db_in_transaction(const struct db *db)
{
	return db->depth > 0;
}

int db_read_begin(struct db *db, struct error *e)
{
	int rc;

	if (!db->depth && !db->read_depth) {
		rc = db_run(db, e, "BEGIN", "");
		if (rc)
			return rc;
	}
	db->read_depth++;
	return 0;
}

void db_read_end(struct db *db)
{
	if (!db->read_depth)
		return;
	if (!--db->read_depth && !db->depth && !sqlite3_get_autocommit(db->h))
		sqlite3_exec(db->h, "COMMIT", NULL, NULL, NULL);
}
