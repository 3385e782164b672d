/* SPDX-License-Identifier: MIT */
/* Soát lỗi over a whole book: the program's own time, from its start to the last line, as a commune waits for it. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>

#include "base/mem.h"
#include "bench/bench.h"

#define CHECK_GOAL_MS 1000
#define RUNS 5

static double check_ms(const struct bench *b, char *book)
{
	char *argv[] = { b->program, (char *)(uintptr_t)"--book", book, (char *)(uintptr_t)"check", NULL };
	uint64_t from = bench_now();

	/* 1: something was found, as it should be in the demonstration's book. */
	if (bench_run(argv) > 1)
		bench_fail("check failed on %s", book);
	return (double)(bench_now() - from) / 1e6;
}

static void one_book(const struct bench *b, int households, const char *what, double limit)
{
	char *book = bench_book(b, households);
	double ms[RUNS];

	check_ms(b, book);
	for (int i = 0; i < RUNS; i++)
		ms[i] = check_ms(b, book);
	bench_row_plain(18, what, bench_median(ms, RUNS), limit, false);
	free(book);
}

void goals_check(const struct bench *b)
{
	one_book(b, 5000, "check, 5,000 households, ms", CHECK_GOAL_MS);
	if (b->large)
		one_book(b, 60000, "check, 60,000 households, ms", 12 * CHECK_GOAL_MS);
	else
		bench_row_skipped(18, "check, 60,000 households", "skipped: no book of 60,000");
}
