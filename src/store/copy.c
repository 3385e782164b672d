/* SPDX-License-Identifier: MIT */
/*
 * Copies that are known to be good. SQLite's online backup takes one state of the book while
 * others write; the copy is then opened as a stranger would open it, and counted.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
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
static int count_tables(struct db *db, const char *but, struct str *out, struct error *e)
{
	struct strlist names;
	int rc;

	strlist_init(&names);
	rc = db_get_list(db, &names, e,
			 "SELECT name FROM sqlite_master WHERE type='table' AND rootpage > 0 ORDER BY name", "");
	for (size_t i = 0; !rc && i < names.n; i++) {
		struct str sql;
		int64_t n;

		if (str_eq(names.v[i], but))
			continue;
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

int copy_compare(struct db *from, struct db *to, const char *but, struct error *e)
{
	struct str a, b;
	int rc;

	str_init(&a);
	str_init(&b);
	rc = count_tables(from, but, &a, e);
	if (!rc)
		rc = count_tables(to, but, &b, e);
	if (!rc && !str_eq(a.s, b.s)) {
		rc = error_fail(e, ERR_IO, "GN-S50", _("The copy is not the same as the book."));
		error_safe(e, _("The book was not changed; the bad copy was removed."));
		error_todo(e, "%s", _("Make the backup on another disk."));
		error_detail(e, "%s", db_path(to));
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
		rc = copy_compare(from, to, NULL, e);
	db_close(to);
	db_read_end(from);
	if (rc)
		copy_discard(tmp);
	return rc;
}

/* ---- sweeping ---- */

#define TMP_MARK ".tmp-"
#define KEPT_MARK ".before-restore-"
#define HIDDEN_NS 50000000L /* between closing a file and giving it its name */

/* Does process `pid` run the program of this one, or the one that stood there before an upgrade? */
static bool is_ours(const char *pid)
{
	static const char gone[] = " (deleted)";
	char mine[PATH_MAX], its[PATH_MAX];
	char *path = xasprintf("/proc/%s/exe", pid);
	ssize_t n = readlink(path, its, sizeof(its)),
		m = readlink("/proc/self/exe", mine, sizeof(mine));

	free(path);
	if (n == m + (ssize_t)sizeof(gone) - 1 && !memcmp(its + m, gone, sizeof(gone) - 1))
		n = m;
	return n > 0 && n == m && !memcmp(its, mine, (size_t)n);
}

/* A process that cannot be looked at is taken for ours. */
static bool pid_in_use(long pid, bool start)
{
	char *text, *path;
	bool use;

	if (pid == (long)getpid())
		return !start;
	if (pid <= 0 || (kill((pid_t)pid, 0) && errno != EPERM))
		return false;
	text = xasprintf("%ld", pid);
	path = xasprintf("/proc/%s/exe", text);
	use = is_ours(text) || access(path, F_OK);
	free(path);
	free(text);
	return use;
}

/* In "BOOK.tmp-12-v1.tmp-34" both processes count. */
static bool name_in_use(const char *rest, bool start)
{
	for (const char *p = rest; (p = strstr(p, TMP_MARK));) {
		p += strlen(TMP_MARK);
		if (pid_in_use(strtol(p, NULL, 10), start))
			return true;
	}
	return false;
}

/* After the book's name: ".tmp-…", or ".before-restore-N.tmp-…". */
static bool is_beside(const char *rest)
{
	if (str_starts(rest, KEPT_MARK)) {
		size_t n = strspn(rest + strlen(KEPT_MARK), "0123456789");

		rest += strlen(KEPT_MARK) + n;
		if (!n)
			return false;
	}
	return str_starts(rest, TMP_MARK);
}

/* In the folder of copies: "000012-2024-11-21.db.tmp-…", "before-version-3-1.db.tmp-…". */
static bool is_copy(const char *name)
{
	const char *mark = strstr(name, ".db" TMP_MARK);

	return mark && (strspn(name, "0123456789-") == (size_t)(mark - name) ||
			str_starts(name, "before-version-"));
}

/* ".giamngheo-XXXXXX.tmp" */
static bool is_hidden(const char *name)
{
	static const char front[] = ".giamngheo-", back[] = ".tmp";
	size_t n = strlen(name);

	return n == sizeof(front) - 1 + 6 + sizeof(back) - 1 && str_starts(name, front) &&
	       !strcmp(name + n - (sizeof(back) - 1), back);
}

static bool holds_open(const char *pid, const struct stat *file)
{
	char *dir = xasprintf("/proc/%s/fd", pid);
	DIR *d = opendir(dir);
	struct dirent *ent;
	bool found = false;

	while (d && !found && (ent = readdir(d))) {
		char *path = path_join(dir, ent->d_name);
		struct stat st;

		found = !stat(path, &st) && st.st_dev == file->st_dev && st.st_ino == file->st_ino;
		free(path);
	}
	if (d)
		closedir(d);
	free(dir);
	return found;
}

/* Has a program of ours that runs this file open? *others: some other one runs. */
static bool open_in_ours(const struct stat *file, bool start, bool *others)
{
	DIR *d = opendir("/proc");
	struct dirent *ent;
	bool found = !d;

	*others = false;
	while (!found && (ent = readdir(d))) {
		bool self = strtol(ent->d_name, NULL, 10) == (long)getpid();

		if (strspn(ent->d_name, "0123456789") != strlen(ent->d_name) ||
		    (self && start) || !is_ours(ent->d_name))
			continue;
		*others = *others || !self;
		found = holds_open(ent->d_name, file);
	}
	if (d)
		closedir(d);
	return found;
}

/* No number tells whose a hidden file is: it is in use while a program of ours has it open, or has
 * just closed it to give it its name; then it is gone a moment later. */
static bool hidden_in_use(const char *path, bool start)
{
	const struct timespec moment = { 0, HIDDEN_NS };
	struct stat st;
	bool others;

	if (lstat(path, &st) || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
	    open_in_ours(&st, start, &others))
		return true;
	if (!others)
		return false;
	nanosleep(&moment, NULL);
	return access(path, F_OK) || open_in_ours(&st, start, &others);
}

static void sweep_one(const char *dir, const char *name)
{
	char *path = path_join(dir, name);

	if (!unlink(path))
		log_line("swept a temporary file left by an earlier run");
	free(path);
}

static void sweep_hidden(const char *dir, const char *name, bool start)
{
	char *path = path_join(dir, name);

	if (!hidden_in_use(path, start))
		sweep_one(dir, name);
	free(path);
}

static void sweep_folder(const char *dir, const char *book, bool start)
{
	DIR *d = opendir(dir);
	struct dirent *ent;

	while (d && (ent = readdir(d))) {
		const char *name = ent->d_name;
		bool ours = book ? str_starts(name, book) && is_beside(name + strlen(book))
				 : is_copy(name);

		if (ours && !name_in_use(name, start))
			sweep_one(dir, name);
		else if (is_hidden(name))
			sweep_hidden(dir, name, start);
	}
	if (d)
		closedir(d);
}

void copy_sweep(const char *book_path, bool start)
{
	char *dir = path_dir(book_path), *copies = xasprintf("%s.backup", book_path);

	sweep_folder(dir, path_base(book_path), start);
	sweep_folder(copies, NULL, start);
	free(copies);
	free(dir);
}
