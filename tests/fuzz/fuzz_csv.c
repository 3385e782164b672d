/* SPDX-License-Identifier: MIT */
/*
 * CSV: whatever is read is text within the limits, and written and read again it is the same.
 */
#include "fuzz.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/mem.h"
#include "base/str.h"

#define CELL_MAX 65536
#define CELLS_MAX 1000

static void promise(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "broken promise: %s\n", what);
	abort();
}

static void check_row(const struct strlist *cells)
{
	promise(cells->n > 0 && cells->n <= CELLS_MAX, "1 to 1,000 cells a row");
	for (size_t i = 0; i < cells->n; i++) {
		size_t n = strlen(cells->v[i]);

		promise(n <= CELL_MAX, "at most 64 KiB a cell");
		promise(str_utf8_prefix(cells->v[i], n) == n, "cells are UTF-8");
	}
}

/* A first row of many cells makes the comma the separator whatever stands in the others. */
static void begin(struct str *b)
{
	for (int i = 0; i < CELLS_MAX; i++)
		csv_add_cell(b, "h", ',', !i);
	str_addc(b, '\n');
}

static void read_again(const struct str *written, size_t rows)
{
	const char *path = fuzz_file("again.csv", (const uint8_t *)written->s, written->len);
	struct strlist cells;
	struct csv_reader *r;
	struct str b;
	size_t n = 0;

	promise(!csv_open(&r, path, NULL), "what was written can be read");
	strlist_init(&cells);
	str_init(&b);
	promise(csv_next(r, &cells, NULL) == 1, "first row");
	begin(&b);
	while (csv_next(r, &cells, NULL) == 1) {
		csv_add_row(&b, (const char *const *)cells.v, cells.n, ',');
		n++;
	}
	promise(n == rows && str_eq(b.s, written->s), "written and read again is the same");
	str_fini(&b);
	strlist_fini(&cells);
	csv_close(r);
}

int fuzz_one(const uint8_t *data, size_t n)
{
	const char *path = fuzz_file("in.csv", data, n);
	struct error e = ERROR_INIT;
	struct strlist cells;
	struct csv_reader *r;
	struct str b;
	size_t rows = 0;
	int rc;

	if (csv_open(&r, path, &e)) {
		promise(e.what && *e.id, "a sentence for a file that is refused");
		error_clear(&e);
		return 0;
	}
	strlist_init(&cells);
	str_init(&b);
	begin(&b);
	while ((rc = csv_next(r, &cells, &e)) == 1) {
		check_row(&cells);
		promise(csv_line(r) > 0, "a row has a line");
		csv_add_row(&b, (const char *const *)cells.v, cells.n, ',');
		rows++;
	}
	promise(!rc || (e.what && *e.id), "a sentence for a row that is refused");
	error_clear(&e);
	csv_close(r);
	strlist_fini(&cells);
	read_again(&b, rows);
	str_fini(&b);
	return 0;
}

void fuzz_known(const uint8_t *data, size_t n)
{
	(void)data, (void)n; /* a good file is not told from a bad one by its bytes */
}

void fuzz_seeds(void (*give)(const uint8_t *data, size_t n))
{
	static const char *const texts[] = {
		"id,household_code,village.key\n1,H01,\"Bản \"\"Mới\"\", xa\"\r\n2,,\n",
		"\xef\xbb\xbfMã hộ;Chủ hộ;Số khẩu\nH01;Nguyễn Thị Hường;4\nH02;\"Lò\nVăn\";\n",
		"a\tb\tc\n1\t2\t3\n\n\"\"\n",
		"\"open",
		"",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		give((const uint8_t *)texts[i], strlen(texts[i]));
}
