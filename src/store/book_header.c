/* SPDX-License-Identifier: MIT */
/*
 * A file looked at before SQLite may touch it. Opening with SQLite can create side files and play
 * a log back; a file that is foreign, newer or cut short must stay as it is, to the byte.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "store/internal.h"

#define HEADER 100
#define MAGIC "SQLite format 3" /* with its NUL: 16 bytes */
#define PROBE_SECONDS 5

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int not_a_book(struct error *e, const char *path)
{
	int rc = error_fail(e, ERR_DATA, "GN-S40", _("This file is not a book of giamngheo."));

	error_safe(e, _("The file was not changed."));
	error_todo(e, "%s", _("Check the name of the file."));
	error_detail(e, "%s", path);
	return rc;
}

static int newer(struct error *e, const char *path, int version, int known)
{
	int rc = error_fail(e, ERR_DATA, "GN-S41",
			    _("This book was made by a newer giamngheo than this one."));

	error_safe(e, _("The file was not changed."));
	error_todo(e, "%s", _("Install the newer giamngheo, then open the book again."));
	error_detail(e, "%s: version %d, this program knows %d", path, version, known);
	return rc;
}

int book_damaged(struct error *e, const char *path, const char *said)
{
	int rc = error_fail(e, ERR_DATA, "GN-S42", _("The book is damaged."));

	error_safe(e, _("The file was not changed."));
	error_todo(e, "%s", _("Restore the newest backup with “giamngheo restore”."));
	error_detail(e, "%s: %s", path, said);
	return rc;
}

/* Pages the header speaks of must be there, unless newer ones still wait in a log. */
static int check_size(const uint8_t *h, off_t size, const char *path, struct error *e)
{
	uint32_t page = (uint32_t)h[16] << 8 | h[17], pages = be32(h + 28);

	if (page == 1)
		page = 65536;
	if (page < 512 || (page & (page - 1)))
		return book_damaged(e, path, "page size");
	if (size % page)
		return book_damaged(e, path, "the file ends inside a page");
	/* The count holds only where the last writer kept it. */
	if (be32(h + 24) == be32(h + 92) && size < (off_t)pages * page)
		return book_damaged(e, path, "the file is cut short");
	return 0;
}

int book_header(const char *path, int newest, struct book_header *out, struct error *e)
{
	uint8_t h[HEADER];
	struct stat st;
	ssize_t n;
	int rc = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_errno(e, errno, path);
	/* Asked before and after: a writer just closing takes its log away between the two. */
	*out = (struct book_header){ 0, db_has_live_log(path) };
	if (fstat(fd, &st) || (n = pread(fd, h, HEADER, 0)) < 0)
		rc = error_errno(e, errno, path);
	else if (n < HEADER || memcmp(h, MAGIC, 16) || be32(h + 68) != BOOK_APPLICATION_ID)
		rc = not_a_book(e, path);
	if (rc)
		goto out;
	out->live_log = out->live_log || db_has_live_log(path);
	out->user_version = (int)be32(h + 60);
	if (out->user_version > newest)
		rc = newer(e, path, out->user_version, newest);
	else if (!out->live_log)
		rc = check_size(h, st.st_size, path, e);
out:
	close(fd);
	return rc;
}

static int is_late(void *deadline)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec > *(const time_t *)deadline;
}

/* What a check says when it is not "ok", a few lines of it. */
static int run_check(struct db *db, const char *sql, const char *path, struct error *e)
{
	struct stmt *st;
	struct str said;
	int rc = db_prepare(db, &st, sql, e);

	if (rc)
		return rc;
	str_init(&said);
	while ((rc = stmt_step(st, e)) > 0) {
		const char *line = stmt_col_text(st, 0);

		if (line && strcmp(line, "ok") && said.len < 1000)
			str_addf(&said, "%s%s", said.len ? "; " : "", line);
	}
	stmt_done(st);
	if (!rc && said.len)
		rc = book_damaged(e, path, said.s);
	str_fini(&said);
	return rc;
}

int db_sound(struct db *db, const char *path, bool full, struct error *e)
{
	int rc = run_check(db, full ? "PRAGMA integrity_check(20)" : "PRAGMA quick_check(20)", path,
			   e);

	if (!rc && full)
		rc = run_check(db,
			       "SELECT 'a row of ' || \"table\" || ' refers to nothing' "
			       "FROM pragma_foreign_key_check",
			       path, e);
	return rc;
}

int book_probe(const char *path, int newest, bool thorough, struct error *e)
{
	bool live = db_has_live_log(path);
	struct timespec now;
	struct db *db;
	time_t deadline;
	int64_t version = 0, id = 0;
	int rc = db_open(&db, path, live ? DB_READ : DB_READ | DB_STILL, e);

	if (rc)
		return rc;
	rc = db_get_int(db, &id, NULL, e, "PRAGMA application_id", "");
	if (!rc)
		rc = db_get_int(db, &version, NULL, e, "PRAGMA user_version", "");
	if (!rc && id != BOOK_APPLICATION_ID)
		rc = not_a_book(e, path);
	if (!rc && version > newest)
		rc = newer(e, path, (int)version, newest);
	if (!rc && thorough) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		deadline = now.tv_sec + PROBE_SECONDS;
		sqlite3_progress_handler(db_handle(db), 100000, is_late, &deadline);
		rc = db_sound(db, path, false, e);
		/* Out of time is not a fault of the book: doctor looks through all of it. */
		if (rc && (sqlite3_errcode(db_handle(db)) & 0xff) == SQLITE_INTERRUPT) {
			error_clear(e);
			rc = 0;
		}
	}
	db_close(db);
	return rc;
}
