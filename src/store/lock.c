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
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#define STEP_NS 50000000L
#define STEPS_PER_SECOND 20

#define COMM_LEN 15 /* of a program's name as the kernel keeps it */

struct lock {
	int fd;
	bool shared;
};

static int try_lock(int fd, short type)
{
	struct flock fl = { .l_type = type, .l_whence = SEEK_SET };

	return fcntl(fd, F_OFD_SETLK, &fl);
}

static void sign(int fd, const char *who)
{
	char stamp[20];
	char *text = xasprintf("%ld %s %s%s%s\n", (long)getpid(), program_invocation_short_name,
			       time_stamp(stamp), who ? " " : "", who ? who : "");

	/* Words for people only: the lock holds without them. */
	if (!ftruncate(fd, 0) && pwrite(fd, text, strlen(text), 0) < 0)
		errno = 0;
	free(text);
}

void lock_sign(struct lock *l, const char *who)
{
	if (l && !l->shared)
		sign(l->fd, who);
}

/* The name of process `pid`'s program, or NULL; caller frees. */
static char *program_of(long pid)
{
	char *path = xasprintf("/proc/%ld/comm", pid), *name = NULL;
	size_t n;

	if (!file_read(path, PATH_MAX, &name, &n, NULL))
		name[strcspn(name, "\n")] = '\0';
	free(path);
	return name;
}

bool lock_alive(long pid, const char *program)
{
	char *name;
	bool same;

	if (pid <= 0 || (kill((pid_t)pid, 0) && errno != EPERM))
		return false;
	name = program_of(pid);
	same = !name || !strncmp(name, program, COMM_LEN);
	free(name);
	return same;
}

/* What the lock file tells: "PID PROGRAM TIME[ WHO]"; false where its writer is not the one who
 * holds it now. */
static bool tell_holder(int fd, struct error *e)
{
	char buf[512], *pid, *program, *since, *who = NULL;
	ssize_t n = pread(fd, buf, sizeof(buf) - 1, 0);

	buf[n > 0 ? n : 0] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	pid = strtok_r(buf, " ", &who);
	program = strtok_r(NULL, " ", &who);
	since = strtok_r(NULL, " ", &who);
	if (!since || !lock_alive(strtol(pid, NULL, 10), program))
		return false;
	if (str_empty(who))
		error_fail(e, ERR_BUSY, "GN-S30",
			   _("The book is being written by %s (process %s) since %s."), program,
			   pid, since);
	else
		error_fail(e, ERR_BUSY, "GN-S30",
			   _("%s is writing in the book, with %s (process %s), since %s."), who,
			   program, pid, since);
	error_todo(e, "%s", _("End the other program, then do it again."));
	return true;
}

/* Only an older kind of lock tells whose it is. */
static void tell_other(int fd, struct error *e)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	bool told = !fcntl(fd, F_GETLK, &fl) && fl.l_type != F_UNLCK;
	char *name = told && fl.l_pid > 0 ? program_of((long)fl.l_pid) : NULL;

	if (told && fl.l_type == F_RDLCK && fl.l_pid <= 0) {
		error_fail(e, ERR_BUSY, "GN-S31",
			   _("The book is being read by a program that found the disk full; it "
			     "cannot be written meanwhile."));
		error_todo(e, "%s",
			   _("End that program and free some space, then do it again."));
		return;
	}
	if (name)
		error_fail(e, ERR_BUSY, "GN-S30",
			   _("Another program holds the book: %s (process %ld), not giamngheo."),
			   name, (long)fl.l_pid);
	else
		error_fail(e, ERR_BUSY, "GN-S30",
			   _("Another program holds the book; it does not say which one it is."));
	error_todo(e, "%s",
		   _("End the program that copies, scans or synchronises files here, then do it "
		     "again."));
	free(name);
}

static int tell_busy(int fd, const char *path, struct error *e)
{
	if (!e)
		return ERR_BUSY;
	if (!tell_holder(fd, e))
		tell_other(fd, e);
	error_safe(e, _("Nothing was changed."));
	error_detail(e, "%s", path);
	return ERR_BUSY;
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
	while (try_lock(fd, F_WRLCK)) {
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
	sign(fd, NULL);
	*out = xcalloc(1, sizeof(**out));
	(*out)->fd = fd;
	fd = -1;
out:
	if (fd >= 0)
		close(fd);
	free(path);
	return rc;
}

int lock_share(struct lock **out, const char *book_path)
{
	char *path = xasprintf("%s.lock", book_path);
	int rc = 0, fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	*out = NULL;
	free(path);
	if (fd < 0)
		return 0;
	if (try_lock(fd, F_RDLCK)) {
		rc = errno == EAGAIN || errno == EACCES ? ERR_BUSY : 0;
		close(fd);
		return rc;
	}
	*out = xcalloc(1, sizeof(**out));
	**out = (struct lock){ fd, true };
	return 0;
}

void lock_free(struct lock *l)
{
	if (!l)
		return;
	/* The file stays: taking it away would let two hold two files of one name. */
	if (!l->shared && ftruncate(l->fd, 0))
		errno = 0;
	close(l->fd);
	free(l);
}
