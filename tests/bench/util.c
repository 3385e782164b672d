/* SPDX-License-Identifier: MIT */
/*
 * Clock, medians, pairs, the table, and the running of other programs. A paired ratio survives a noisy machine, for both
 * of a pair were measured within the same second.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "bench/bench.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

static int met, missed;

void bench_fail(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("bench: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

uint64_t bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_median(double *v, size_t n)
{
	if (!n)
		return 0;
	qsort(v, n, sizeof(*v), by_size);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

double bench_p95(double *v, size_t n)
{
	if (!n)
		return 0;
	qsort(v, n, sizeof(*v), by_size);
	return v[(n - 1) * 95 / 100];
}

struct pairs bench_pairs(int n, struct measure ours, struct measure yard)
{
	double *a = xcalloc((size_t)n, sizeof(*a)), *b = xcalloc((size_t)n, sizeof(*b));
	double *r = xcalloc((size_t)n, sizeof(*r));
	struct pairs p;

	ours.fn(ours.ctx);
	yard.fn(yard.ctx);
	for (int i = 0; i < n; i++) {
		a[i] = ours.fn(ours.ctx);
		b[i] = yard.fn(yard.ctx);
		r[i] = b[i] > 0 ? a[i] / b[i] : 0;
	}
	p.ours = bench_median(a, (size_t)n);
	p.yard = bench_median(b, (size_t)n);
	p.ratio = bench_median(r, (size_t)n);
	free(a);
	free(b);
	free(r);
	return p;
}

/* ---- the table ---- */

void bench_heading(void)
{
	printf("%-4s %-58s %10s %10s %7s %7s  %s\n", "goal", "what", "ours", "yardstick", "ratio", "goal", "");
	fflush(stdout);
}

static const char *verdict(bool ok)
{
	if (ok)
		met++;
	else
		missed++;
	return ok ? "met" : "NOT met";
}

void bench_row(int goal, const char *what, struct pairs p, double limit)
{
	printf("%-4d %-58s %10.3f %10.3f %7.2f %7.2f  %s\n", goal, what, p.ours, p.yard, p.ratio, limit,
	       verdict(p.ratio <= limit));
	fflush(stdout);
}

void bench_row_of(int goal, const char *what, double ours, double yard, double limit)
{
	struct pairs p = { ours, yard, yard > 0 ? ours / yard : 0 };

	bench_row(goal, what, p, limit);
}

void bench_row_plain(int goal, const char *what, double ours, double limit, bool exact)
{
	printf("%-4d %-58s %10.3f %10s %7s %7.2f  %s\n", goal, what, ours, "", exact ? "=" : "<=", limit,
	       verdict(exact ? ours == limit : ours <= limit));
	fflush(stdout);
}

void bench_row_skipped(int goal, const char *what, const char *why)
{
	printf("%-4d %-58s %s\n", goal, what, why);
	fflush(stdout);
}

void bench_sum(int *out_met, int *out_missed)
{
	*out_met = met;
	*out_missed = missed;
}

/* ---- files ---- */

char *bench_path(const char *dir, const char *fmt, ...)
{
	char name[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	return xasprintf("%s/%s", dir, name);
}

void bench_copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	char *buf = xmalloc(1 << 20);
	ssize_t n = -1;

	if (in < 0 || out < 0)
		bench_fail("%s -> %s: %s", from, to, strerror(errno));
	while ((n = read(in, buf, 1 << 20)) > 0)
		if (write(out, buf, (size_t)n) != n)
			bench_fail("%s: %s", to, strerror(errno));
	/* What is still to be written by the kernel would disturb what is measured next. */
	if (n < 0 || fsync(out))
		bench_fail("%s: %s", from, strerror(errno));
	close(in);
	close(out);
	free(buf);
}

char *bench_book(const struct bench *b, int households)
{
	return bench_path(b->books, "%d.book", households);
}

char *bench_book_copy(const struct bench *b, int households, const char *name)
{
	char *from = bench_book(b, households), *to = bench_path(b->work, "%s.book", name);
	char *keys = xasprintf("%s.keys", from), *to_keys = xasprintf("%s.keys", to);

	bench_copy(from, to);
	bench_copy(keys, to_keys);
	free(keys);
	free(to_keys);
	free(from);
	return to;
}

long bench_size(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		bench_fail("%s: %s", path, strerror(errno));
	return (long)st.st_size;
}

int bench_count_syncs(const char *path, long *offset)
{
	FILE *fp = fopen(path, "re");
	char *line = NULL;
	size_t cap = 0;
	int n = 0;

	if (!fp)
		return 0;
	fseek(fp, *offset, SEEK_SET);
	while (getline(&line, &cap, fp) > 0)
		n += strstr(line, "fdatasync(") || strstr(line, "fsync(");
	*offset = ftell(fp);
	free(line);
	fclose(fp);
	return n;
}

char *bench_sql_text(const char *book, const char *sql)
{
	sqlite3 *h = NULL;
	sqlite3_stmt *st = NULL;
	char *text = NULL;

	if (sqlite3_open_v2(book, &h, SQLITE_OPEN_READONLY, NULL) || sqlite3_prepare_v2(h, sql, -1, &st, NULL))
		bench_fail("%s: %s", book, sqlite3_errmsg(h));
	if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_text(st, 0))
		text = xstrdup((const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	sqlite3_close(h);
	if (!text)
		bench_fail("%s: no answer to %s", book, sql);
	return text;
}

/* ---- processes ---- */

bool bench_have(const char *program)
{
	char *path = xstrdup(getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin"), *save = NULL;
	bool there = false;

	for (char *dir = strtok_r(path, ":", &save); dir && !there; dir = strtok_r(NULL, ":", &save)) {
		char *file = bench_path(dir, "%s", program);

		there = !access(file, X_OK);
		free(file);
	}
	free(path);
	return there;
}

static pid_t start(char *const *argv, int out)
{
	pid_t pid = fork();

	if (pid < 0)
		bench_fail("fork: %s", strerror(errno));
	if (pid)
		return pid;
	int null = open("/dev/null", O_RDWR);

	dup2(null, 0);
	dup2(out >= 0 ? out : null, 1);
	execvp(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

int bench_run(char *const *argv)
{
	pid_t pid = start(argv, -1);
	int status;

	if (waitpid(pid, &status, 0) != pid)
		bench_fail("waitpid: %s", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* The peak the kernel tells of a child begins with that of its parent: so the parent must be small. */
int bench_peak_main(char **argv)
{
	struct rusage use;
	int status;
	pid_t pid = start(argv, -1);

	if (wait4(pid, &status, 0, &use) != pid || !WIFEXITED(status) || WEXITSTATUS(status))
		return 1;
	printf("%ld\n", use.ru_maxrss);
	return 0;
}

double bench_peak(const struct bench *b, char *const *argv)
{
	char *words[32] = { b->self, (char *)(uintptr_t)"--peak" };
	char buf[64] = "";
	int fds[2], status;
	size_t n = 2;
	pid_t pid;

	while (*argv && n < 31)
		words[n++] = *argv++;
	if (pipe(fds))
		bench_fail("pipe: %s", strerror(errno));
	pid = start(words, fds[1]);
	close(fds[1]);
	if (read(fds[0], buf, sizeof(buf) - 1) <= 0)
		bench_fail("%s ended with a fault", words[2]);
	close(fds[0]);
	waitpid(pid, &status, 0);
	return strtod(buf, NULL) / 1024;
}
