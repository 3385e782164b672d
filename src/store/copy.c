/* SPDX-License-Identifier: MIT */
/*
 * Copies that are known to be good. SQLite's online backup takes one state of the book while
 * others write; the copy is then opened as a stranger would open it, and counted.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/internal.h"

char *copy_temporary(const char *path)
{
	char *tmp = xasprintf("%s.tmp-%ld", path, (long)getpid());

	copy_discard(tmp);
	return tmp;
}

void copy_discard(const char *tmp)
{
	static const char *const suffix[] = { "", "-journal", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		char *name = xasprintf("%s%s", tmp, suffix[i]);

		unlink(name);
		free(name);
	}
}

static int sync_file(const char *path, struct error *e)
{
	int bad = 0, fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return error_errno(e, errno, path);
	if (fsync(fd))
		bad = errno;
	close(fd);
	return bad ? error_errno(e, bad, path) : 0;
}

static int sync_folder(const char *path, struct error *e)
{
	char *dir = path_dir(path);
	int rc = dir_sync(dir, e);

	free(dir);
	return rc;
}

/* Without writing over anything; FAT knows neither of the first two ways. */
static int name_it(const char *tmp, const char *path)
{
	if (!renameat2(AT_FDCWD, tmp, AT_FDCWD, path, RENAME_NOREPLACE))
		return 0;
	if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
		return errno;
	if (!link(tmp, path))
		return unlink(tmp) ? errno : 0;
	if (errno == EEXIST || !access(path, F_OK))
		return EEXIST;
	return rename(tmp, path) ? errno : 0;
}

int copy_publish(const char *tmp, const char *path, struct error *e)
{
	int bad, rc = sync_file(tmp, e);

	if (rc)
		return rc;
	bad = name_it(tmp, path);
	return bad ? error_errno(e, bad, path) : sync_folder(path, e);
}

int copy_replace(const char *tmp, const char *path, struct error *e)
{
	int rc = sync_file(tmp, e);

	if (!rc && rename(tmp, path))
		rc = error_errno(e, errno, path);
	return rc ? rc : sync_folder(path, e);
}

static int copy_pages(struct db *from, const char *tmp, struct error *e)
{
	sqlite3_backup *job;
	struct db *to = NULL;
	int rc = db_open(&to, tmp, DB_WRITE | DB_CREATE | DB_SCRATCH, e);
	int said;

	if (rc)
		return rc;
	job = sqlite3_backup_init(db_handle(to), "main", db_handle(from), "main");
	if (!job) {
		rc = db_error(to, sqlite3_extended_errcode(db_handle(to)), NULL, e);
		goto out;
	}
	sqlite3_backup_step(job, -1);
	said = sqlite3_backup_finish(job);
	if (said)
		rc = db_error(to, said, NULL, e);
out:
	db_close(to);
	return rc;
}

/* "table count" lines of every real table; a virtual one is counted by its shadow tables. */
static int count_tables(struct db *db, struct str *out, struct error *e)
{
	struct strlist names;
	int rc;

	strlist_init(&names);
	rc = db_get_list(db, &names, e,
			 "SELECT name FROM sqlite_master WHERE type='table' AND rootpage > 0 ORDER BY name", "");
	for (size_t i = 0; !rc && i < names.n; i++) {
		struct str sql;
		int64_t n;

		str_init(&sql);
		str_add(&sql, "SELECT count(*) FROM ");
		sql_name(&sql, names.v[i]);
		rc = db_get_int(db, &n, NULL, e, sql.s, "");
		if (!rc)
			str_addf(out, "%s %lld\n", names.v[i], (long long)n);
		str_fini(&sql);
	}
	strlist_fini(&names);
	return rc;
}

static int compare_counts(struct db *from, struct db *to, const char *tmp, struct error *e)
{
	struct str a, b;
	int rc;

	str_init(&a);
	str_init(&b);
	rc = count_tables(from, &a, e);
	if (!rc)
		rc = count_tables(to, &b, e);
	if (!rc && !str_eq(a.s, b.s)) {
		rc = error_fail(e, ERR_IO, "GN-S50", _("The copy is not the same as the book."));
		error_safe(e, _("The book was not changed; the bad copy was removed."));
		error_todo(e, "%s", _("Make the backup on another disk."));
		error_detail(e, "%s", tmp);
	}
	str_fini(&a);
	str_fini(&b);
	return rc;
}

int copy_verified(struct db *from, const char *tmp, struct error *e)
{
	struct db *to = NULL;
	int rc = db_in_transaction(from) ? db_error(from, SQLITE_MISUSE, "backup", e)
					 : db_read_begin(from, e);

	if (rc)
		return rc;
	rc = copy_pages(from, tmp, e);
	if (!rc)
		rc = db_open(&to, tmp, DB_READ | DB_STILL, e);
	if (!rc)
		rc = db_sound(to, tmp, false, e);
	if (!rc)
		rc = compare_counts(from, to, tmp, e);
	db_close(to);
	db_read_end(from);
	if (rc)
		copy_discard(tmp);
	return rc;
}
