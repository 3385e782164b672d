/* SPDX-License-Identifier: MIT */
/*
 * Searching people as one types, beside the two cheapest ways there are: memmem over all folded names in memory (finds every one), and one
 * prefix out of the full-text index (finds a screenful).
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "bench/bench.h"
#include "store/db.h"
#include "store/search.h"
#include "text/viet.h"

#define SCREENFUL 22

struct searching {
	struct book *book;
	struct strlist queries;
	struct str names;  /* folded, one a line */
	sqlite3_stmt *prefix;
	double *ms;
};

/* Everything that stands in the line while these are typed. */
static void add_queries(struct searching *s)
{
	static const char *const typed[] = { "nguyễn thị hương", "nguyen thi huong", "dang van", "đặng", "tran thi",
					     "be van", "nong", "hoang thi mai", "ly", "thi" };

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
		for (size_t n = 1; n <= strlen(typed[i]); n++) {
			char *q;

			if ((typed[i][n] & 0xc0) == 0x80)
				continue;
			q = xstrndup(typed[i], n);
			strlist_take(&s->queries, q);
		}
}

static void load(struct searching *s, const char *path)
{
	struct error e = ERROR_INIT;
	struct stmt *st;

	memset(s, 0, sizeof(*s));
	strlist_init(&s->queries);
	str_init(&s->names);
	if (book_open(&s->book, path, BOOK_READ, &e) ||
	    db_prepare(book_db(s->book), &st, "SELECT full_name FROM member", &e))
		bench_fail("%s: %s", path, e.what ? e.what : "?");
	while (stmt_step(st, &e) > 0) {
		char *folded = viet_fold(stmt_col_text(st, 0) ? stmt_col_text(st, 0) : "");

		str_addf(&s->names, "\n%s", folded);
		free(folded);
	}
	stmt_done(st);
	str_addc(&s->names, '\n');
	if (sqlite3_prepare_v2(db_handle(book_db(s->book)), "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", -1,
			       &s->prefix, NULL))
		bench_fail("%s: %s", path, sqlite3_errmsg(db_handle(book_db(s->book))));
	add_queries(s);
	s->ms = xcalloc(s->queries.n, sizeof(*s->ms));
}

static void unload(struct searching *s)
{
	sqlite3_finalize(s->prefix);
	book_close(s->book);
	strlist_fini(&s->queries);
	str_fini(&s->names);
	free(s->ms);
}

static double find_ours(void *ctx)
{
	struct searching *s = ctx;

	for (size_t i = 0; i < s->queries.n; i++) {
		struct search_hits hits = { 0 };
		struct error e = ERROR_INIT;
		uint64_t from = bench_now();

		if (search_find(s->book, "member", s->queries.v[i], SCREENFUL, &hits, &e))
			bench_fail("search: %s", e.what);
		s->ms[i] = (double)(bench_now() - from) / 1e6;
		search_hits_fini(&hits);
	}
	return bench_p95(s->ms, s->queries.n);
}

static size_t scan(const struct str *names, const char *folded)
{
	const char *at = names->s, *end = names->s + names->len;
	size_t n = 0, len = strlen(folded);

	while ((at = memmem(at, (size_t)(end - at), folded, len))) {
		n++;
		/* The next name: one is counted once. */
		at = memchr(at, '\n', (size_t)(end - at));
	}
	return n;
}

static double scan_ms(struct searching *s, const char *query)
{
	uint64_t from = bench_now();
	char *folded = viet_fold(query);

	if (*folded)
		scan(&s->names, folded);
	free(folded);
	return (double)(bench_now() - from) / 1e6;
}

static double prefix_ms(struct searching *s, const char *query)
{
	uint64_t from = bench_now();
	char *folded = viet_fold(query), *match;
	struct strlist words;

	strlist_init(&words);
	strlist_split(&words, folded, " ");
	match = xasprintf("\"%s\" *", words.n ? words.v[words.n - 1] : "a");
	sqlite3_bind_text(s->prefix, 1, match, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int(s->prefix, 2, SCREENFUL);
	while (sqlite3_step(s->prefix) == SQLITE_ROW)
		;
	sqlite3_reset(s->prefix);
	strlist_fini(&words);
	free(match);
	free(folded);
	return (double)(bench_now() - from) / 1e6;
}

/* The larger of the two, as the goal has it: each over all queries. */
static double find_yard(void *ctx)
{
	struct searching *s = ctx;
	double p95[2];

	for (int way = 0; way < 2; way++) {
		for (size_t i = 0; i < s->queries.n; i++)
			s->ms[i] = way ? prefix_ms(s, s->queries.v[i]) : scan_ms(s, s->queries.v[i]);
		p95[way] = bench_p95(s->ms, s->queries.n);
	}
	return p95[0] > p95[1] ? p95[0] : p95[1];
}

/* "dang" has to find every Dang and every Đặng. Words that begin with it count, as in the search. */
static void recall(struct searching *s)
{
	struct search_hits hits = { 0 };
	struct error e = ERROR_INIT;
	const char *at = s->names.s;
	double n = 0;

	while ((at = strstr(at, "dang"))) {
		bool begins = at[-1] == ' ' || at[-1] == '\n';

		n += begins;
		at = begins ? strchr(at, '\n') : at + 1;
	}
	if (search_find(s->book, "member", "dang", 20000, &hits, &e))
		bench_fail("search: %s", e.what);
	bench_row_plain(14, "“dang” finds of all Dang and Đặng, part", n > 0 ? (double)hits.n / n : 0, 1, true);
	search_hits_fini(&hits);
}

void goals_search(const struct bench *b)
{
	char *book = bench_book(b, 60000);
	struct searching s;

	if (b->large) {
		load(&s, book);
		bench_row(14, "search of 240,000 people, p95 ms : memmem or one prefix",
			  bench_pairs(b->pairs, (struct measure){ find_ours, &s }, (struct measure){ find_yard, &s }),
			  2.0);
		unload(&s);
	} else {
		bench_row_skipped(14, "search of 240,000 people : memmem or one prefix", "skipped: no book of 60,000");
	}
	free(book);
	book = bench_book(b, 5000);
	load(&s, book);
	recall(&s);
	unload(&s);
	free(book);
}
