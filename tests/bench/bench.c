/* SPDX-License-Identifier: MIT */
/*
 * bench [GOAL…]: measure the goals beside their yardsticks and say which are met. The books are made once and kept beside the program.
 * GIAMNGHEO_BENCH_FAST=1 takes fewer pairs and leaves the book of 60,000 households out.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "bench/bench.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "store/db.h"

static char *own_folder(void)
{
	char buf[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", buf, sizeof(buf) - 1);

	if (n <= 0)
		bench_fail("/proc is needed");
	buf[n] = '\0';
	return path_dir(buf);
}

static void make_books(const struct bench *b, const char *gen)
{
	static const char *const sizes[] = { "1300", "5000", "60000" };

	for (size_t i = 0; i < (b->large ? 3 : 2); i++) {
		char *argv[] = { (char *)(uintptr_t)gen, b->books, (char *)(uintptr_t)sizes[i], NULL };

		fprintf(stderr, "bench: a book of %s households …\n", sizes[i]);
		if (bench_run(argv))
			bench_fail("%s failed", gen);
	}
}

static void scratch(struct bench *b)
{
	const char *base = getenv("TMPDIR");
	char *dir = xasprintf("%s/giamngheo-bench-XXXXXX", base && *base ? base : "/tmp");

	if (!mkdtemp(dir))
		bench_fail("%s: %s", dir, strerror(errno));
	b->work = dir;
	/* Neither the user's settings nor the user's book. */
	setenv("XDG_CONFIG_HOME", dir, 1);
	setenv("XDG_DATA_HOME", dir, 1);
	unsetenv("GIAMNGHEO_BOOK");
}

static bool asked(int argc, char **argv, const char *name)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], name))
			return true;
	return argc < 2;
}

/* The program tells SQLite that it is alone before its first use; so is it here, for ours and the yardsticks alike. */
static void as_in_the_program(void)
{
	struct error e = ERROR_INIT;
	struct db *db;

	if (db_open(&db, ":memory:", DB_WRITE, &e))
		bench_fail("SQLite does not open");
	db_close(db);
}

int main(int argc, char **argv)
{
	const char *fast = getenv("GIAMNGHEO_BENCH_FAST"), *program = getenv("GIAMNGHEO");
	struct bench b = { .fast = fast && *fast && strcmp(fast, "0") };
	char *dir, *gen, *forms;
	int met, missed;

	if (argc > 2 && !strcmp(argv[1], "--peak"))
		return bench_peak_main(argv + 2);
	as_in_the_program();
	dir = own_folder();
	b.self = bench_path(dir, "bench");
	b.floor = bench_path(dir, "floor");
	b.books = bench_path(dir, "books");
	gen = bench_path(dir, "gen");
	b.program = program && *program ? xstrdup(program) : bench_path(dir, "../../giamngheo");
	/* Forms and data lie beside the program; the tools here lie deeper than it looks for them. */
	forms = path_dir(b.program);
	setenv("GIAMNGHEO_DATADIR", forms, 0);
	free(forms);
	b.large = !b.fast;
	b.pairs = b.fast ? 5 : 9;
	b.starts = b.fast ? 9 : 21;
	b.keys = b.fast ? 200 : 1000;
	make_books(&b, gen);
	scratch(&b);
	bench_heading();
	if (asked(argc, argv, "screen"))
		goals_screen(&b);
	if (asked(argc, argv, "save"))
		goals_save(&b);
	if (asked(argc, argv, "search"))
		goals_search(&b);
	if (asked(argc, argv, "bundle"))
		goals_bundle(&b);
	if (asked(argc, argv, "report"))
		goals_report(&b);
	if (asked(argc, argv, "check"))
		goals_check(&b);
	bench_sum(&met, &missed);
	printf("%d met, %d not met (pairs A B A B, medians; absolute figures hold for this machine only)\n", met, missed);
	char *rm[] = { (char *)(uintptr_t)"rm", (char *)(uintptr_t)"-rf", b.work, NULL };

	bench_run(rm);
	return 0;
}
