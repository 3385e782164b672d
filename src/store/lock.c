/* SPDX-License-Identifier: MIT */
/*
 * The writer's lock. An open file description lock belongs to the opening, not to the process, so
 * that two books open in one program cannot lose each other's lock; the kernel frees it on any
 * end. What stands in the file only tells people who holds it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#define STEP_NS 50000000L
#define STEPS_PER_SECOND 20

struct lock {
	int fd;
};

static int try_lock(int fd)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_OFD_SETLK, &fl);
}

static void sign(int fd)
{
	char stamp[20];
	char *text = xasprintf("%ld %s %s\n", (long)getpid(), program_invocation_short_name,
			       time_stamp(stamp));

	/* Words for people only: the lock holds without them. */
	if (!ftruncate(fd, 0) && pwrite(fd, text, strlen(text), 0) < 0)
		errno = 0;
	free(text);
}

static int tell_busy(int fd, const char *path, struct error *e)
{
	struct strlist words;
	char buf[256];
	ssize_t n = pread(fd, buf, sizeof(buf) - 1, 0);
	int rc;

	strlist_init(&words);
	buf[n > 0 ? n : 0] = '\0';
	strlist_split(&words, buf, " \n");
	if (words.n >= 3)
		rc = error_fail(e, ERR_BUSY, "GN-S30",
				_("The book is being written by %s (process %s) since %s."),
				words.v[1], words.v[0], words.v[2]);
	else
		rc = error_fail(e, ERR_BUSY, "GN-S30",
				_("The book is being written by another program."));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("End the other program, then do it again."));
	error_detail(e, "%s", path);
	strlist_fini(&words);
	return rc;
}

int lock_take(struct lock **out, const char *book_path, int seconds, struct error *e)
{
	const struct timespec step = { 0, STEP_NS };
	char *path = xasprintf("%s.lock", book_path);
	int steps = seconds * STEPS_PER_SECOND;
	int rc = 0;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	*out = NULL;
	if (fd < 0) {
		rc = error_errno(e, errno, path);
		goto out;
	}
	while (try_lock(fd)) {
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN && errno != EACCES) {
			rc = error_errno(e, errno, path);
			goto out;
		}
		if (steps-- <= 0) {
			rc = tell_busy(fd, path, e);
			goto out;
		}
		nanosleep(&step, NULL);
	}
	sign(fd);
	*out = xcalloc(1, sizeof(**out));
	(*out)->fd = fd;
	fd = -1;
out:
	if (fd >= 0)
		close(fd);
	free(path);
	return rc;
}

void lock_free(struct lock *l)
{
	if (!l)
		return;
	/* The file stays: taking it away would let two hold two files of one name. */
	if (ftruncate(l->fd, 0))
		errno = 0;
	close(l->fd);
	free(l);
}
