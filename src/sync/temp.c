/* SPDX-License-Identifier: MIT */
/*
 * Plain text never outlives the program that needed it: each temporary carries the number of its
 * program, and whatever belongs to none that still runs is swept at the next start.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/temp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/copy.h"
#include "sync/keys.h"
#include "sync/snapshot.h"

#define TEMP_MARK ".tmp-"
#define BLOCK 65536

int exchange_refuse(struct error *e, int code, const char *id, const char *what, const char *todo)
{
	error_fail(e, code, id, "%s", what);
	error_safe(e, _("The book is as it was."));
	error_todo(e, "%s", todo);
	return code;
}

char *temp_name(const struct book *b)
{
	static unsigned count; /* two names asked for before either is made must differ */
	char *name = NULL;

	/* What an earlier process of our number left is passed by. */
	do {
		free(name);
		name = xasprintf("%s" TEMP_MARK "%ld-%u", book_path(b), (long)getpid(), ++count);
	} while (file_exists(name));
	return name;
}

void temp_drop(char *path)
{
	if (path && unlink(path) && errno != ENOENT)
		log_line("temporary file not removed: %s", strerror(errno));
	free(path);
}

static int copy_bytes(int from, int to, const char *path, uint64_t max, struct error *e)
{
	char *buf = xmalloc(BLOCK);
	uint64_t sum = 0;
	ssize_t n;
	int rc = 0;

	while (!rc && (n = read(from, buf, BLOCK)) != 0) {
		if (n < 0) {
			if (errno != EINTR)
				rc = error_errno(e, errno, path);
			continue;
		}
		sum += (uint64_t)n;
		if (sum > max) {
			rc = exchange_refuse(
				e, ERR_DATA, "GN-U01",
				_("The file is larger than any file of this kind may be."),
				_("Ask the sender what this file is."));
			error_detail(e, "%s", path);
		}
		for (ssize_t at = 0; !rc && at < n;) {
			ssize_t put = write(to, buf + at, (size_t)(n - at));

			if (put < 0 && errno != EINTR)
				rc = error_errno(e, errno, path);
			at += put > 0 ? put : 0;
		}
	}
	free(buf);
	return rc;
}

int temp_copy(const char *from, const char *to, uint64_t max, struct error *e)
{
	/* Not to hang on a pipe that somebody named like a bundle. */
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), out;
	struct stat st;
	int rc = 0;

	if (in < 0)
		return error_errno(e, errno, from);
	if (fstat(in, &st)) {
		rc = error_errno(e, errno, from);
	} else if (S_ISDIR(st.st_mode)) {
		rc = error_errno(e, EISDIR, from);
	} else if (!S_ISREG(st.st_mode)) {
		rc = exchange_refuse(e, ERR_DATA, "GN-U02",
				     _("This is not a file of this program."),
				     _("Choose a data file or a reply."));
		error_detail(e, "%s", from);
	}
	if (rc)
		goto out;
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (out < 0) {
		rc = error_errno(e, errno, to);
		goto out;
	}
	rc = copy_bytes(in, out, from, max, e);
	if (close(out) && !rc)
		rc = error_errno(e, errno, to);
	if (rc)
		unlink(to);
out:
	close(in);
	return rc;
}

/* ---- sweeping ---- */

void sync_sweep(struct book *b)
{
	copy_sweep(book_path(b), true);
	keys_mend(b);
}
