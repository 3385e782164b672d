/* SPDX-License-Identifier: MIT */
/*
 * The engineer's log. Each line is one write to a file opened for appending, so that two
 * programs may share it; when it passes 256 KiB the older half is dropped.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#define LOG_MAX (256 * 1024)
#define LOG_KEEP (LOG_MAX / 2)

static int log_fd = -1;
static char *log_path;

static void reopen(void)
{
	if (log_fd >= 0)
		close(log_fd);
	log_fd = open(log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* Keep the newest lines when the file has grown past its size. */
static void shorten(void)
{
	struct stat st;
	char *tail;
	ssize_t n;
	int fd;

	if (log_fd < 0 || fstat(log_fd, &st) || !S_ISREG(st.st_mode) || st.st_size <= LOG_MAX)
		return;
	fd = open(log_path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	tail = xmalloc(LOG_KEEP);
	n = pread(fd, tail, LOG_KEEP, st.st_size - LOG_KEEP);
	close(fd);
	if (n > 0) {
		char *nl = memchr(tail, '\n', (size_t)n);
		char *from = nl ? nl + 1 : tail;

		if (!file_write(log_path, from, (size_t)(tail + n - from), 0, NULL))
			reopen();
	}
	free(tail);
}

void log_open(const char *path)
{
	if (log_fd >= 0)
		close(log_fd);
	log_fd = -1;
	set_string(&log_path, path);
	if (!path)
		return;
	reopen();
	shorten();
}

void log_line(const char *fmt, ...)
{
	char stamp[20];
	struct str b;
	va_list ap;

	if (log_fd < 0)
		return;
	str_init(&b);
	str_addf(&b, "%s %ld ", time_stamp(stamp), (long)getpid());
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < b.len; i++)
		if ((unsigned char)b.s[i] < ' ')
			b.s[i] = ' ';
	str_addc(&b, '\n');
	/* A log that cannot be written must not stop anybody's work. */
	if (write(log_fd, b.s, b.len) > 0)
		shorten();
	str_fini(&b);
}
