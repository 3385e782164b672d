/* SPDX-License-Identifier: MIT */
/*
 * What the store's tests share: a folder of their own, a book on a real file in it, and a form's
 * table with one column of every kind.
 */
#ifndef GN_TESTS_STORE_HELP_H
#define GN_TESTS_STORE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/book.h"
#include "store/record.h"

#define TODAY "2024-11-21"

struct place {
	char *dir;  /* removed at the end */
	char *path; /* of the book */
	struct book *book;
};

/* `call` uses e; prints what went wrong. */
#define check_ok(call)                                                                             \
	do {                                                                                       \
		struct error e_ = ERROR_INIT, *e = &e_;                                            \
		int rc_ = (call);                                                                  \
		if (rc_) {                                                                         \
			char *text_ = error_text(e);                                               \
			print_error("%s: %s\n", #call, text_);                                     \
			free(text_);                                                               \
		}                                                                                  \
		error_clear(e);                                                                    \
		assert_int_equal(rc_, 0);                                                          \
	} while (0)

/* `call` must fail with `code`, with a sentence and a short code, and say what is safe or to do. */
#define check_fails(code, call)                                                                    \
	do {                                                                                       \
		struct error e_ = ERROR_INIT, *e = &e_;                                            \
		int rc_ = (call);                                                                  \
		bool told_ = e->what && *e->what && *e->id;                                        \
		error_clear(e);                                                                    \
		assert_int_equal(rc_, code);                                                       \
		assert_true(told_);                                                                \
	} while (0)

static inline void run_shell(const char *fmt, ...)
{
	struct str cmd;
	va_list ap;
	int rc;

	str_init(&cmd);
	va_start(ap, fmt);
	str_vaddf(&cmd, fmt, ap);
	va_end(ap);
	rc = system(cmd.s);
	if (rc)
		print_error("%s: status %d\n", cmd.s, rc);
	str_fini(&cmd);
	assert_int_equal(rc, 0);
}

/* What a command prints, without the last newline; caller frees. */
static inline char *shell_output(const char *fmt, ...)
{
	struct str cmd, out;
	char buf[4096];
	va_list ap;
	size_t n;
	FILE *f;

	str_init(&cmd);
	str_init(&out);
	va_start(ap, fmt);
	str_vaddf(&cmd, fmt, ap);
	va_end(ap);
	f = popen(cmd.s, "r");
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_addn(&out, buf, n);
	if (pclose(f))
		print_error("%s failed\n", cmd.s);
	if (out.len && out.s[out.len - 1] == '\n')
		out.s[--out.len] = '\0';
	str_fini(&cmd);
	return str_take(&out);
}

static const struct book_identity somewhere = {
	.unit_id = "0123456789abcdef0123456789abcdef",
	.unit_code = "24-A",
	.unit_name = "Xã Đồng Vương",
	.level = "commune",
	.training = true,
};

static inline struct place *place_new(void)
{
	struct place *p = xcalloc(1, sizeof(*p));
	char name[] = "/tmp/gn-store-XXXXXX";
	char *source = realpath(SRCDIR, NULL); /* children run in other folders */

	assert_non_null(source);
	setenv("GIAMNGHEO_DATADIR", source, 1);
	free(source);
	setenv("GIAMNGHEO_TODAY", TODAY, 1);
	assert_non_null(mkdtemp(name));
	p->dir = xstrdup(name);
	p->path = path_join(name, "xa.book");
	return p;
}

static inline void place_free(struct place *p)
{
	book_close(p->book);
	run_shell("rm -rf '%s'", p->dir);
	free(p->dir);
	free(p->path);
	free(p);
}

/* cmocka's setup: a new book, open for writing. */
static inline int setup_book(void **state)
{
	struct place *p = place_new();

	check_ok(book_create(p->path, &somewhere, e));
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	*state = p;
	return 0;
}

static inline int setup_place(void **state)
{
	*state = place_new();
	return 0;
}

static inline int teardown_place(void **state)
{
	place_free(*state);
	return 0;
}

static inline void reopen(struct place *p, enum book_mode mode)
{
	book_close(p->book);
	p->book = NULL;
	check_ok(book_open(&p->book, p->path, mode, e));
}

/* One number out of the book. */
static inline int64_t number_of(struct place *p, const char *sql)
{
	int64_t n = -1;

	check_ok(db_get_int(book_db(p->book), &n, NULL, e, sql, ""));
	return n;
}

/* ---- a form with one of everything; "order" and "group" are words of SQL ---- */

static const struct column home_columns[] = {
	{ "household_code", COLUMN_TEXT, false, false, NULL },
	{ "village", COLUMN_TEXT, false, true, "village" },
	{ "order", COLUMN_INT, false, false, NULL },
	{ "group", COLUMN_REAL, false, false, NULL },
	{ "aid", COLUMN_MULTI, false, false, NULL },
	{ "deprivation", COLUMN_ANSWERS, false, false, NULL },
	{ "moved_out", COLUMN_TEXT, false, false, NULL },
	{ "head_name", COLUMN_TEXT, true, false, NULL },
	{ "classification", COLUMN_TEXT, true, false, NULL },
};
static const char *const home_indexes[] = { "_sort1, _unit, id", "village, _sort1, _unit, id",
					    "classification, _sort1, _unit, id", NULL };
static const char *const home_counts[] = { "classification", "village", "aid", NULL };
static const struct table home = {
	.name = "household",
	.columns = home_columns,
	.n_columns = sizeof(home_columns) / sizeof(home_columns[0]),
	.n_sorts = 2,
	.indexes = home_indexes,
	.count_by = home_counts,
	.live = "moved_out",
};

static inline void begin(struct place *p)
{
	check_ok(db_begin(book_db(p->book), e));
}

static inline void commit(struct place *p)
{
	check_ok(db_commit(book_db(p->book), e));
}

/* Save in a transaction of its own; returns the revision. */
static inline int64_t save_record(struct place *p, const struct table *t, const struct record *r,
				  const char *sort, const char *search, char id[37])
{
	const char *const keys[] = { sort, sort, sort }; /* no form here has more */
	struct record_save s = { .record = r,
				 .base_rev = -1,
				 .who = "Hoàng Thị Mai",
				 .why = "nhập phiếu",
				 .sort_keys = keys,
				 .search_text = search };
	int64_t rev = -1;

	begin(p);
	check_ok(record_save(p->book, t, &s, id, &rev, NULL, e));
	commit(p);
	return rev;
}

/* A household of one village; returns its id in `id`. */
static inline void add_home(struct place *p, const char *code, const char *village,
			    const char *sort, const char *search, char id[37])
{
	struct record r;

	record_init(&r);
	r.complete = true;
	record_put(&r, "household_code", code, NULL);
	record_put(&r, "village", village, NULL);
	assert_int_equal(save_record(p, &home, &r, sort, search, id), 1);
	record_fini(&r);
}

#endif
