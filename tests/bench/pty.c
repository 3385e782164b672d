/* SPDX-License-Identifier: MIT */
/*
 * The answer to a key is over when the program sleeps again and the line is empty: that is asked of the kernel, so no
 * pause has to be guessed.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "bench/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "bench/bench.h"

#define PATIENCE_NS UINT64_C(20000000000)
#define SILENT_NS UINT64_C(60000000) /* a key that is answered by nothing */

static void child(const char *slave, char *const *argv)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	int fd;

	setsid();
	fd = open(slave, O_RDWR);
	if (fd < 0)
		_exit(126);
	ioctl(fd, TIOCSCTTY, 0);
	ioctl(fd, TIOCSWINSZ, &size);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	execvp(argv[0], argv);
	_exit(127);
}

void pty_start(struct pty *p, char *const *argv)
{
	char slave[128];

	memset(p, 0, sizeof(*p));
	p->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (p->fd < 0 || grantpt(p->fd) || unlockpt(p->fd) || ptsname_r(p->fd, slave, sizeof(slave)))
		bench_fail("no pseudo-terminal: %s", strerror(errno));
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	p->began = bench_now();
	p->pid = fork();
	if (p->pid < 0)
		bench_fail("fork: %s", strerror(errno));
	if (!p->pid)
		child(slave, argv);
	p->watched = p->pid;
}

/* True where something came. */
static bool take(struct pty *p, long wait_ns)
{
	struct pollfd fd = { .fd = p->fd, .events = POLLIN };
	struct timespec ts = { 0, wait_ns };
	char buf[16384];
	bool any = false;
	ssize_t n;

	if (ppoll(&fd, 1, &ts, NULL) <= 0)
		return false;
	while ((n = read(p->fd, buf, sizeof(buf))) > 0) {
		p->last = bench_now();
		p->bytes += (uint64_t)n;
		any = true;
		while (p->cap < p->n + (size_t)n + 1)
			p->seen = grow(p->seen, p->cap, &p->cap, 1);
		memcpy(p->seen + p->n, buf, (size_t)n);
		p->n += (size_t)n;
		p->seen[p->n] = '\0';
	}
	if (!any && n < 0 && errno != EAGAIN)
		bench_fail("the program has ended: %.*s", (int)(p->n > 400 ? 400 : p->n),
			   p->seen ? p->seen + (p->n > 400 ? p->n - 400 : 0) : "");
	return any;
}

double pty_wait(struct pty *p, const char *text)
{
	while (!p->seen || !memmem(p->seen, p->n, text, strlen(text))) {
		take(p, 1000000);
		if (bench_now() - p->began > PATIENCE_NS)
			bench_fail("waited in vain for “%s”; the end of what came: %.*s", text,
				   (int)(p->n > 600 ? 600 : p->n), p->seen ? p->seen + (p->n > 600 ? p->n - 600 : 0) : "");
	}
	return (double)(p->last - p->began) / 1e6;
}

static bool read_proc(pid_t pid, const char *name, char *buf, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, buf, size - 1);
	close(fd);
	buf[n > 0 ? n : 0] = '\0';
	return n > 0;
}

static bool asleep(const struct pty *p)
{
	char buf[512], *end;

	if (!read_proc(p->watched, "stat", buf, sizeof(buf)))
		bench_fail("the program has ended");
	end = strrchr(buf, ')');
	return end && end[1] == ' ' && end[2] == 'S';
}

void pty_settle(struct pty *p)
{
	int quiet = 0;

	while (quiet < 3)
		quiet = !take(p, 150000) && asleep(p) ? quiet + 1 : 0;
}

static void put(struct pty *p, const char *s)
{
	size_t n = strlen(s);

	while (n) {
		ssize_t k = write(p->fd, s, n);

		if (k > 0) {
			s += k;
			n -= (size_t)k;
		} else {
			take(p, 1000000);
		}
	}
}

struct pty_answer pty_key(struct pty *p, const char *key)
{
	uint64_t began = bench_now(), before = p->bytes;
	struct pty_answer a;

	put(p, key);
	p->last = began;
	while (!take(p, 1000000) && bench_now() - began < SILENT_NS)
		;
	pty_settle(p);
	a.ms = (double)(p->last - began) / 1e6;
	a.bytes = p->bytes - before;
	return a;
}

void pty_type(struct pty *p, const char *keys)
{
	uint64_t began = bench_now();

	put(p, keys);
	while (!take(p, 1000000) && bench_now() - began < SILENT_NS)
		;
	pty_settle(p);
}

void pty_forget(struct pty *p)
{
	p->n = 0;
	if (p->seen)
		p->seen[0] = '\0';
}

uint64_t pty_cpu(const struct pty *p)
{
	char buf[128];

	if (!read_proc(p->watched, "schedstat", buf, sizeof(buf)))
		bench_fail("no schedstat of the program");
	return strtoull(buf, NULL, 10);
}

static uint64_t status_number(const struct pty *p, const char *name)
{
	char buf[4096], *at;

	if (!read_proc(p->watched, "status", buf, sizeof(buf)))
		bench_fail("no status of the program");
	at = strstr(buf, name);
	return at ? strtoull(at + strlen(name), NULL, 10) : 0;
}

double pty_peak(const struct pty *p)
{
	return (double)status_number(p, "VmHWM:") / 1024;
}

uint64_t pty_wakeups(const struct pty *p)
{
	return status_number(p, "\nvoluntary_ctxt_switches:");
}

void pty_watch(struct pty *p, int seconds)
{
	uint64_t end = bench_now() + (uint64_t)seconds * 1000000000u;

	while (bench_now() < end)
		take(p, 50000000);
}

void pty_end(struct pty *p, bool kill_it)
{
	int status;

	kill(p->watched, kill_it ? SIGKILL : SIGTERM);
	/* A terminal nobody reads would hold up its last words. */
	while (waitpid(p->pid, &status, WNOHANG) == 0) {
		struct pollfd fd = { .fd = p->fd, .events = POLLIN };
		char buf[4096];

		if (poll(&fd, 1, 2) > 0 && read(p->fd, buf, sizeof(buf)) < 0 && errno != EAGAIN)
			usleep(1000);
	}
	close(p->fd);
	free(p->seen);
	memset(p, 0, sizeof(*p));
	p->fd = -1;
}
