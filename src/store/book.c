/* SPDX-License-Identifier: MIT */
/*
 * Opening and closing a book. The order matters: look at the bytes, take the lock, look again,
 * check after an unclean end, only then let SQLite write. The marker BOOK.open stands while a
 * writer has the book; found by the next writer, it tells that the last one did not come to its
 * end.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/book.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "store/backup.h"
#include "store/copy.h"
#include "store/internal.h"
#include "store/migrate.h"

#define LOCK_SECONDS 5

void book_free(struct book *b)
{
	if (!b)
		return;
	db_close(b->db);
	lock_free(b->lock);
	for (size_t i = 0; i < b->n_tables; i++)
		table_state_free(b->tables[i]);
	free(b->tables);
	free(b->path);
	free(b->notice);
	free(b->unit_id);
	free(b->unit_code);
	free(b->unit_name);
	free(b->level);
	free(b->instance);
	free(b);
}

static void add_notice(struct book *b, const char *text)
{
	char *both = b->notice ? xasprintf("%s %s", b->notice, text) : xstrdup(text);

	free(b->notice);
	b->notice = both;
}

/* Every commit reaches the disk before it is reported: WAL with FULL, or where the place cannot
 * do WAL, a rollback journal with EXTRA. */
static int make_durable(struct book *b, struct error *e)
{
	char *mode = NULL;
	int rc = db_get_text(b->db, &mode, e, "PRAGMA journal_mode=WAL", "");

	if (!rc && mode && !strcmp(mode, "wal")) {
		rc = db_exec(b->db, "PRAGMA synchronous=FULL; PRAGMA journal_size_limit=4194304",
			     e);
	} else if (!rc) {
		rc = db_exec(b->db, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA", e);
		add_notice(b,
			   _("This disk cannot keep the book in the fast way; saving is safe, but "
			     "slower."));
	}
	free(mode);
	return rc;
}

static int migrate(struct book *b, int from, int newest, struct error *e)
{
	char *dir = book_beside(b, ".backup"), *name = NULL, *path = NULL;
	int rc = dir_make(dir, e);

	for (int n = 1; !rc && !path; n++) {
		name = xasprintf("before-version-%d-%d.db", newest, n);
		path = path_join(dir, name);
		free(name);
		if (file_exists(path)) {
			free(path);
			path = NULL;
		}
	}
	if (!rc)
		rc = backup_copy(b, path, e);
	if (!rc)
		rc = migrate_run(b->db, from, e);
	if (!rc)
		log_line("book brought from version %d to %d", from, newest);
	free(path);
	free(dir);
	return rc;
}

static int too_old_to_read(struct error *e, const char *path)
{
	int rc = error_fail(e, ERR_DATA, "GN-S43", _("This book was made by an older giamngheo."));

	error_safe(e, _("The file was not changed."));
	error_todo(e, "%s", _("Open it once for writing: then it is brought up to date."));
	error_detail(e, "%s", path);
	return rc;
}

void book_sign(struct book *b, const char *officer)
{
	struct config *c = NULL;
	char *who;

	if (!b->lock)
		return;
	if (!officer) {
		config_load(&c, paths_config(), NULL);
		officer = c ? config_get(c, "officer") : NULL;
	}
	who = str_empty(officer) ? xstrdup(b->unit_name)
				 : xasprintf("%s (%s)", officer, b->unit_name);
	lock_sign(b->lock, who);
	free(who);
	config_free(c);
}

/* The private keys are for their owner's eyes; a stick or a careless copy may have opened them. */
static void close_keys(const struct book *b)
{
	char *path = book_beside(b, ".keys");
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	    (st.st_mode & 077))
		log_line("the key file could be read by others: %s",
			 fchmod(fd, 0600) ? strerror(errno) : "made private");
	if (fd >= 0)
		close(fd);
	free(path);
}

/* The file is ours, alone and sound: take the lock, and check what an unclean end left. */
static int prepare_writing(struct book *b, int newest, struct error *e)
{
	char *marker = book_beside(b, ".open");
	struct book_header h;
	int fd, rc = lock_take(&b->lock, b->path, LOCK_SECONDS, e);

	if (!rc) /* another writer may have changed it while we waited */
		rc = book_header(b->path, newest, &h, e);
	if (!rc && (h.live_log || file_exists(marker))) {
		log_line("unclean end found: checking");
		rc = book_probe(b->path, newest, true, e);
	}
	if (!rc) {
		copy_sweep(b->path, false);
		close_keys(b);
		fd = open(marker, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			rc = error_errno(e, errno, marker);
		else
			close(fd);
		b->marked = !rc;
	}
	free(marker);
	return rc;
}

static void look_at_clock(struct book *b)
{
	struct date clock = date_clock(), today = book_today(b);
	char a[11], c[11], *text;

	if (date_cmp(&clock, &today) >= 0)
		return;
	text = xasprintf(
		_("The clock of this computer is behind: it says %s, but the book has been "
		  "worked on up to %s. Set the clock; until then %s counts as today."),
		date_human(&clock, a), date_human(&today, c), c);
	add_notice(b, text);
	free(text);
}

static int open_sqlite(struct book *b, int newest, struct error *e)
{
	int64_t version = 0;
	int rc = db_open(&b->db, b->path, b->mode == BOOK_WRITE ? DB_WRITE : DB_READ, e);

	if (!rc && b->mode == BOOK_WRITE)
		rc = make_durable(b, e);
	if (!rc)
		rc = db_get_int(b->db, &version, NULL, e, "PRAGMA user_version", "");
	if (!rc && version > newest) /* only a log read by SQLite tells so this late */
		rc = book_probe(b->path, newest, false, e);
	if (!rc && version < newest)
		rc = b->mode == BOOK_WRITE ? migrate(b, (int)version, newest, e)
					   : too_old_to_read(e, b->path);
	if (!rc)
		rc = book_identify(b, e);
	return rc;
}

int book_open(struct book **out, const char *path, enum book_mode mode, struct error *e)
{
	struct book *b = xcalloc(1, sizeof(*b));
	char *real = realpath(path, NULL); /* two names of one book must meet at one lock */
	struct book_header h;
	int newest, rc;

	*out = NULL;
	b->mode = mode;
	b->path = xstrdup(real ? real : path);
	free(real);
	rc = migrate_newest(&newest, e);
	if (!rc)
		rc = book_header(b->path, newest, &h, e);
	if (!rc && mode == BOOK_WRITE)
		rc = prepare_writing(b, newest, e);
	if (!rc)
		rc = open_sqlite(b, newest, e);
	if (rc) {
		/* The marker stays: whatever failed, the next writer shall look closely. */
		book_free(b);
		return rc;
	}
	book_sign(b, NULL);
	look_at_clock(b);
	*out = b;
	return 0;
}

void book_close(struct book *b)
{
	char *marker;

	if (!b)
		return;
	/* With the last connection SQLite moves the log into the book. */
	db_close(b->db);
	b->db = NULL;
	if (b->marked) {
		marker = book_beside(b, ".open");
		if (unlink(marker))
			log_line("marker not removed: %s", strerror(errno));
		free(marker);
	}
	book_free(b);
}

struct db *book_db(struct book *b)
{
	return b->db;
}

const char *book_path(const struct book *b)
{
	return b->path;
}

bool book_writable(const struct book *b)
{
	return b->mode == BOOK_WRITE;
}

const char *book_notice(const struct book *b)
{
	return b->notice;
}

char *book_beside(const struct book *b, const char *suffix)
{
	return xasprintf("%s%s", b->path, suffix);
}

int book_check(struct book *b, bool full, struct error *e)
{
	return db_sound(b->db, b->path, full, e);
}

int book_saving(struct book *b, const char *doing, struct error *e)
{
	int rc;

	if (b->mode == BOOK_WRITE && db_in_transaction(b->db))
		return 0;
	rc = error_fail(e, ERR_FAULT, "GN-S44",
			_("The program tried to save at the wrong moment."));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Report this code with what you were doing."));
	error_detail(e, "%s: %s", doing,
		     b->mode == BOOK_WRITE ? "outside a transaction" : "book open for reading");
	return rc;
}
