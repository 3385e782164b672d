/* SPDX-License-Identifier: MIT */
/*
 * What the files of the bench share: the run's settings, pairs measured in turn, and the table that comes out. Every figure of
 * ours stands beside a yardstick taken in the same run; absolute times hold only for the machine they were taken on.
 */
#ifndef GN_TESTS_BENCH_H
#define GN_TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bench {
	char *program; /* giamngheo */
	char *floor, *self;
	char *books;   /* folder of the made books, kept between runs */
	char *work;    /* scratch folder, removed at the end */
	bool fast;     /* GIAMNGHEO_BENCH_FAST: fewer pairs, no book of 60,000 */
	bool large;    /* there is a book of 60,000 */
	int pairs;     /* A B A B … */
	int starts;
	int keys;      /* Down keys of one measurement */
};

/* ---- measuring ---- */

void bench_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
uint64_t bench_now(void); /* ns */
double bench_median(double *v, size_t n); /* sorts v */
double bench_p95(double *v, size_t n);    /* sorts v */

struct measure {
	double (*fn)(void *ctx);
	void *ctx;
};
struct pairs {
	double ours, yard, ratio; /* medians; ratio is the median of the paired ratios */
};
/* Ours, yardstick, ours, yardstick …, after one of each that does not count. */
struct pairs bench_pairs(int n, struct measure ours, struct measure yard);

/* ---- the table ---- */

void bench_heading(void);
/* One line: met where ratio <= limit. */
void bench_row(int goal, const char *what, struct pairs p, double limit);
/* The same with the ratio of two plain figures. */
void bench_row_of(int goal, const char *what, double ours, double yard, double limit);
/* A figure with a bound of its own: ours <= limit, or where `exact` equal. */
void bench_row_plain(int goal, const char *what, double ours, double limit, bool exact);
void bench_row_skipped(int goal, const char *what, const char *why);
/* How many goals were met and missed. */
void bench_sum(int *met, int *missed);

/* ---- files and processes ---- */

char *bench_path(const char *dir, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void bench_copy(const char *from, const char *to);
/* A scratch copy of a made book with its keys; caller frees. */
char *bench_book_copy(const struct bench *b, int households, const char *name);
char *bench_book(const struct bench *b, int households);
/* Run to the end, output thrown away; the exit status. */
int bench_run(char *const *argv);
/* Peak resident memory in MiB of a program that ends by itself with status 0. */
double bench_peak(const struct bench *b, char *const *argv);
/* What `bench --peak PROGRAM…` does: run it and print its peak in KiB. */
int bench_peak_main(char **argv);
long bench_size(const char *path);
bool bench_have(const char *program);
/* Lines of a file, from *offset on, that hold fsync or fdatasync; *offset goes to its end. */
int bench_count_syncs(const char *path, long *offset);

/* First cell of the first row of a book, in text; caller frees. */
char *bench_sql_text(const char *book, const char *sql);

/* ---- the goals ---- */

void goals_screen(const struct bench *b); /* 1 2 5 6 7 8 9 14 (paint) */
void goals_save(const struct bench *b);   /* 13 */
void goals_search(const struct bench *b); /* 14 */
void goals_bundle(const struct bench *b); /* 15 16 17 */
void goals_report(const struct bench *b); /* 20 */
void goals_check(const struct bench *b);  /* 18 */

#endif
