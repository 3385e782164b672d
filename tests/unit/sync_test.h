/* SPDX-License-Identifier: MIT */
/* What the tests of sync share: a folder of their own, bytes in and out of files, books to
 * exchange between. */
#ifndef GN_TESTS_SYNC_TEST_H
#define GN_TESTS_SYNC_TEST_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/paths.h"
#include "store/book.h"

#define UNUSED_HELP __attribute__((unused))

static char test_dir[64];

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static int help_setup(void **state)
{
	(void)state;
	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	setenv("GIAMNGHEO_TODAY", "2024-11-21", 1);
	setenv("XDG_DATA_HOME", "/nonexistent", 1); /* no calendar of whoever runs this */
	paths_init();
	strcpy(test_dir, "/tmp/gn-sync-XXXXXX");
	return mkdtemp(test_dir) ? 0 : -1;
}

static int help_teardown(void **state)
{
	(void)state;
	return nftw(test_dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A path in the test's folder; good until the eighth next call. */
UNUSED_HELP static const char *at(const char *name)
{
	static char buf[8][1024];
	static unsigned n;
	char *p = buf[n++ % 8];

	snprintf(p, sizeof(buf[0]), "%s/%s", test_dir, name);
	return p;
}

UNUSED_HELP static void put_bytes(const char *path, const void *p, size_t n)
{
	FILE *fp = fopen(path, "wb");

	assert_non_null(fp);
	assert_int_equal(fwrite(p, 1, n, fp), n);
	assert_int_equal(fclose(fp), 0);
}

UNUSED_HELP static uint8_t *get_bytes(const char *path, size_t *n)
{
	char *p;

	assert_int_equal(file_read(path, (size_t)1 << 30, &p, n, NULL), 0);
	return (uint8_t *)p;
}

/* Bytes that do not compress, the same for a seed. */
UNUSED_HELP static void noise(uint8_t *p, size_t n, uint64_t seed)
{
	for (size_t i = 0; i < n; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		p[i] = (uint8_t)(seed >> 56);
	}
}

/* Names in the test's folder besides "." and "..". */
UNUSED_HELP static int files_left(void)
{
	char cmd[128];
	int n = -1;
	FILE *fp;

	snprintf(cmd, sizeof(cmd), "ls -A %s | wc -l", test_dir);
	fp = popen(cmd, "r");
	assert_non_null(fp);
	assert_int_equal(fscanf(fp, "%d", &n), 1);
	pclose(fp);
	return n;
}

/* An error must say four things, and leave none behind. */
UNUSED_HELP static void assert_told(struct error *e, int code, const char *id)
{
	if (e->code != code || strcmp(e->id, id))
		fail_msg("wanted %d %s, got %d %s: %s [%s]", code, id, e->code, e->id,
			 e->what ? e->what : "-", e->detail ? e->detail : "-");
	assert_non_null(e->what);
	assert_non_null(e->safe);
	assert_non_null(e->todo);
	error_clear(e);
}

UNUSED_HELP static void assert_ok(int rc, struct error *e)
{
	if (rc)
		fail_msg("%d %s: %s [%s]", rc, e->id, e->what ? e->what : "-",
			 e->detail ? e->detail : "-");
}

UNUSED_HELP static void make_book(const char *path, const char *unit_id, const char *code,
				  const char *name, const char *level, bool training)
{
	struct book_identity who = { unit_id, code, name, level, training };
	struct error e = ERROR_INIT;

	assert_ok(book_create(path, &who, &e), &e);
}

UNUSED_HELP static struct book *open_book(const char *path)
{
	struct error e = ERROR_INIT;
	struct book *b;

	assert_ok(book_open(&b, path, BOOK_WRITE, &e), &e);
	return b;
}

UNUSED_HELP static int64_t count(struct book *b, const char *sql)
{
	struct error e = ERROR_INIT;
	int64_t n = -1;

	assert_ok(db_get_int(book_db(b), &n, NULL, &e, sql, ""), &e);
	return n;
}

#endif
