/* SPDX-License-Identifier: MIT */
/*
 * The day's copies beside the book, and what a copy says of itself. Names carry a counter first,
 * so that their order does not depend on the clock.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/backup.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/copy.h"
#include "store/internal.h"
#include "store/migrate.h"

#define KEPT 7
#define NAME_DIGITS 6

int backup_copy(struct book *b, const char *path, struct error *e)
{
	char *tmp;
	int rc;

	if (!access(path, F_OK))
		return error_errno(e, EEXIST, path);
	tmp = copy_temporary(path);
	rc = copy_verified(b->db, tmp, e);
	if (!rc)
		rc = copy_publish(tmp, path, e);
	if (rc)
		copy_discard(tmp);
	free(tmp);
	return rc;
}

static int bytes_sound(struct db *from, unsigned char *p, size_t n, struct error *e)
{
	struct db *to = NULL;
	int said, rc = db_open(&to, ":memory:", DB_WRITE, e);

	if (rc)
		return rc;
	said = sqlite3_deserialize(db_handle(to), "main", p, (sqlite3_int64)n, (sqlite3_int64)n,
				   SQLITE_DESERIALIZE_READONLY);
	if (said)
		rc = db_error(to, said, NULL, e);
	if (!rc)
		rc = db_sound(to, db_path(from), false, e);
	if (!rc)
		rc = copy_compare(from, to, NULL, e);
	db_close(to);
	return rc;
}

int backup_bytes(struct book *b, unsigned char **out, size_t *n, struct error *e)
{
	struct db *from = b->db;
	sqlite3_int64 size = 0;
	unsigned char *p;
	int rc = db_read_begin(from, e);

	*out = NULL;
	*n = 0;
	if (rc)
		return rc;
	p = sqlite3_serialize(db_handle(from), "main", &size, 0);
	if (!p || size < 100) {
		rc = db_error(from, sqlite3_extended_errcode(db_handle(from)), "serialize", e);
	} else {
		p[18] = p[19] = 1; /* no log belongs to it: opening turns WAL on again */
		rc = bytes_sound(from, p, (size_t)size, e);
	}
	db_read_end(from);
	if (rc) {
		backup_bytes_free(p, (size_t)size);
		return rc;
	}
	*out = p;
	*n = (size_t)size;
	return 0;
}

void backup_bytes_free(unsigned char *bytes, size_t n)
{
	if (bytes)
		explicit_bzero(bytes, n);
	sqlite3_free(bytes);
}

/* "000012-2024-11-21.db" */
static bool is_daily(const char *name)
{
	static const char shape[] = "dddddd-dddd-dd-dd.db";

	if (strlen(name) != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; shape[i] && shape[i] != '.'; i++)
		if (shape[i] == 'd' ? name[i] < '0' || name[i] > '9' : name[i] != '-')
			return false;
	return !strcmp(name + sizeof(shape) - 4, ".db");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the daily copies, oldest first. A folder that is not there has none. */
static int list_daily(const char *dir, struct strlist *out, struct error *e)
{
	struct dirent *ent;
	DIR *d = opendir(dir);

	if (!d)
		return errno == ENOENT ? 0 : error_errno(e, errno, dir);
	while ((ent = readdir(d)))
		if (is_daily(ent->d_name))
			strlist_add(out, ent->d_name);
	closedir(d);
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_name);
	return 0;
}

static void prune(const char *dir, const struct strlist *names, size_t keep)
{
	for (size_t i = 0; i + keep < names->n; i++) {
		char *path = path_join(dir, names->v[i]);

		if (unlink(path))
			log_line("old backup not removed: %s", strerror(errno));
		free(path);
	}
}

int backup_daily(struct book *b, char **path, struct error *e)
{
	char *dir = book_beside(b, ".backup"), *name = NULL, *full = NULL;
	struct date today = book_today(b);
	struct strlist names;
	char day[11];
	long counter = 1;
	int rc = dir_make(dir, e);

	strlist_init(&names);
	if (path)
		*path = NULL;
	if (!rc)
		rc = list_daily(dir, &names, e);
	if (rc)
		goto out;
	if (names.n)
		counter = strtol(names.v[names.n - 1], NULL, 10) + 1;
	name = xasprintf("%0*ld-%s.db", NAME_DIGITS, counter, date_iso(&today, day));
	full = path_join(dir, name);
	rc = backup_copy(b, full, e);
	if (rc)
		goto out;
	/* Only now that the new one is good may an old one go. */
	prune(dir, &names, KEPT - 1);
	if (path) {
		*path = full;
		full = NULL;
	}
out:
	strlist_fini(&names);
	free(full);
	free(name);
	free(dir);
	return rc;
}

/* What a day's work leaves behind: history, and what has none of its own. */
#define WORK_DONE                                                                                  \
	"SELECT (SELECT coalesce(max(seq), 0) FROM history) || ' ' || "                            \
	"(SELECT count(*) || ' ' || coalesce(max(at), '') FROM reason) || ' ' || "                 \
	"(SELECT count(*) || ' ' || coalesce(max(touch), 0) FROM draft) || ' ' || "                \
	"(SELECT coalesce(group_concat(id || name), '') FROM officer)"

int backup_due(struct book *b, bool *due, struct error *e)
{
	char *dir = book_beside(b, ".backup"), *path = NULL, *here = NULL, *there = NULL;
	struct strlist names;
	struct db *copy = NULL;
	int64_t rows = 0;
	int rc;

	*due = false;
	strlist_init(&names);
	rc = list_daily(dir, &names, e);
	if (!rc)
		rc = db_get_text(b->db, &here, e, WORK_DONE, "");
	if (!rc && !names.n) {
		rc = db_get_int(b->db, &rows, NULL, e, "SELECT count(*) FROM history LIMIT 1", "");
		*due = rows > 0;
		goto out;
	}
	if (rc)
		goto out;
	path = path_join(dir, names.v[names.n - 1]);
	/* A copy that cannot be read any more is as good as none. */
	*due = db_open(&copy, path, DB_READ | DB_STILL, NULL) ||
	       db_get_text(copy, &there, NULL, WORK_DONE, "") || !str_eq(here, there);
out:
	db_close(copy);
	strlist_fini(&names);
	free(there);
	free(here);
	free(path);
	free(dir);
	return rc;
}

void backup_info_fini(struct backup_info *i)
{
	free(i->path);
	free(i->unit_id);
	free(i->unit_code);
	free(i->unit_name);
	free(i->day);
	*i = (struct backup_info){ .records = 0 };
}

static int read_info(struct db *db, struct backup_info *out, struct error *e)
{
	int64_t training = 0;
	int rc = db_get_text(db, &out->unit_id, e,
			     "SELECT value FROM meta WHERE name='unit_id'", "");

	if (!rc)
		rc = db_get_text(db, &out->unit_code, e,
				 "SELECT value FROM meta WHERE name='unit_code'", "");
	if (!rc)
		rc = db_get_text(db, &out->unit_name, e,
				 "SELECT value FROM meta WHERE name='unit_name'", "");
	/* The last day worked on, or the day it was made. */
	if (!rc)
		rc = db_get_text(db, &out->day, e,
				 "SELECT max(value) FROM meta WHERE name IN ('newest_day', 'made')",
				 "");
	if (!rc)
		rc = db_get_int(db, &out->records, NULL, e,
				"SELECT coalesce(sum(n), 0) FROM figure WHERE field='' AND code=''",
				"");
	if (!rc)
		rc = db_get_int(db, &out->newest_history, NULL, e,
				"SELECT coalesce(max(seq), 0) FROM history", "");
	if (!rc)
		rc = db_get_int(db, &training, NULL, e,
				"SELECT count(*) FROM meta WHERE name='training' AND value='1'",
				"");
	out->training = training > 0;
	return rc;
}

/* What acts by itself when others write has no place in a book. */
static int refuse_acting(struct db *db, const char *path, struct error *e)
{
	char *name = NULL;
	int rc = db_get_text(db, &name, e,
			     "SELECT type || ' ' || name FROM sqlite_master "
			     "WHERE type IN ('trigger', 'view') LIMIT 1",
			     "");

	if (!rc && name) {
		rc = error_fail(e, ERR_DATA, "GN-S51",
				_("Somebody has put commands of their own into this file; it is "
				  "not restored."));
		error_safe(e, _("Nothing was changed; the book is as it was."));
		error_todo(e, "%s", _("Take another copy, and ask who had this one."));
		error_detail(e, "%s: %s", path, name);
	}
	free(name);
	return rc;
}

int backup_open(struct db **out, const char *path, struct error *e)
{
	struct book_header h;
	int newest, rc = migrate_newest(&newest, e);

	*out = NULL;
	if (!rc)
		rc = book_header(path, newest, &h, e);
	/* A log beside it (a book in use, or one cut off) belongs to it. */
	return rc ? rc : db_open(out, path, h.live_log ? DB_READ : DB_READ | DB_STILL, e);
}

int backup_inspect(const char *path, struct backup_info *out, struct error *e)
{
	struct db *db = NULL;
	int rc = backup_open(&db, path, e);

	*out = (struct backup_info){ .records = 0 };
	if (!rc)
		rc = db_sound(db, path, false, e);
	if (!rc)
		rc = refuse_acting(db, path, e);
	if (!rc)
		rc = read_info(db, out, e);
	if (!rc && (!out->unit_id || !out->unit_code || !out->unit_name))
		rc = book_damaged(e, path, "no identity");
	db_close(db);
	if (rc)
		backup_info_fini(out);
	else
		out->path = xstrdup(path);
	return rc;
}
