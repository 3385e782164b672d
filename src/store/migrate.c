/* SPDX-License-Identifier: MIT */
/*
 * Migrations. Foreign keys are off while one runs (SQLite ignores the switch inside a transaction)
 * and are checked as a whole before it is committed: a book is at one number or the next.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/migrate.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "store/internal.h"

#define SCHEMA_MAX (1 << 20)

static bool is_migration(const char *name)
{
	size_t n = strlen(name);

	return strspn(name, "0123456789") == 3 && name[3] == '_' && n > 8 &&
	       !strcmp(name + n - 4, ".sql");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the files in order. None at all is a broken installation. */
static int list_files(struct strlist *names, struct error *e)
{
	char *dir = path_join(paths_data(), "schema");
	DIR *d = opendir(dir);
	struct dirent *ent;
	int rc = 0;

	if (!d) {
		rc = error_errno(e, errno, dir);
		goto out;
	}
	while ((ent = readdir(d)))
		if (is_migration(ent->d_name))
			strlist_add(names, ent->d_name);
	closedir(d);
	if (names->n) {
		qsort(names->v, names->n, sizeof(*names->v), by_name);
		goto out;
	}
	rc = error_fail(e, ERR_IO, "GN-S20", _("The program's own files are missing."));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Install the program again."));
	error_detail(e, "%s", dir);
out:
	free(dir);
	return rc;
}

int migrate_newest(int *out, struct error *e)
{
	struct strlist names;
	int rc;

	strlist_init(&names);
	rc = list_files(&names, e);
	*out = rc ? 0 : atoi(names.v[names.n - 1]);
	strlist_fini(&names);
	return rc;
}

static int foreign_keys_hold(struct db *db, const char *name, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(db, &st, "PRAGMA foreign_key_check", e);

	if (rc)
		return rc;
	rc = stmt_step(st, e);
	if (rc > 0) {
		rc = error_fail(
			e, ERR_DATA, "GN-S21",
			_("The book's data contradicts itself; it was not brought up to date."));
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Restore the newest backup, or report this code."));
		error_detail(e, "%s: foreign_key_check: %s", name, stmt_col_text(st, 0));
	}
	stmt_done(st);
	return rc;
}

static int run_one(struct db *db, const char *name, const char *sql, struct error *e)
{
	char *version = xasprintf("PRAGMA user_version=%d", atoi(name));
	int rc = db_begin(db, e);

	if (rc)
		goto out;
	rc = db_exec(db, sql, e);
	if (!rc)
		rc = foreign_keys_hold(db, name, e);
	if (!rc)
		rc = db_exec(db, version, e);
	if (rc)
		db_rollback(db);
	else
		rc = db_commit(db, e);
out:
	free(version);
	return rc;
}

int migrate_run(struct db *db, int from, struct error *e)
{
	struct strlist names;
	char *path = NULL, *sql = NULL;
	size_t len;
	int rc;

	strlist_init(&names);
	rc = list_files(&names, e);
	if (!rc)
		rc = db_exec(db, "PRAGMA foreign_keys=OFF", e);
	for (size_t i = 0; !rc && i < names.n; i++) {
		char *rel;

		if (atoi(names.v[i]) <= from)
			continue;
		rel = path_join("schema", names.v[i]);
		path = path_join(paths_data(), rel);
		free(rel);
		rc = file_read(path, SCHEMA_MAX, &sql, &len, e);
		if (!rc)
			rc = run_one(db, names.v[i], sql, e);
		free(path);
		free(sql);
		sql = NULL;
	}
	if (!rc)
		rc = db_exec(db, "PRAGMA foreign_keys=ON", e);
	strlist_fini(&names);
	return rc;
}
