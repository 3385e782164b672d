/* SPDX-License-Identifier: MIT */
/*
 * The district's summary over 60,000 households: the whole of it (rounds found, lines built, one report made, 460 villages) beside plain SQL
 * over the records that counts the same; and the report alone beside its own SELECT, which tells whether SQL does the summing.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "bench/bench.h"
#include "domain/lines.h"
#include "report/report_impl.h"
#include "store/book.h"

struct reporting {
	struct forms *f;
	struct book *b;
	struct reports *all;
	const struct report *r;
	struct report_desk *desk; /* of the year measured, for the report alone */
	int year;
};

/* What an engineer would write who knows the book: classes of the round by village, and the people in them. */
static const char plain[] =
	"SELECT g.name, count(*), sum(c = 'poor'), sum(c = 'near_poor'), sum(iif(c = 'poor', m, 0)), sum(iif(c = 'near_poor', m, 0)) "
	"FROM (SELECT h.village AS g, coalesce(v.result_class, h.classification) AS c, coalesce(v.members, h.members_count) AS m "
	"FROM household h LEFT JOIN review v ON v.household = h.id AND v.round = (SELECT id FROM round WHERE review_year = ?1) "
	"WHERE h.left_on IS NULL) k JOIN village g ON g.id = k.g GROUP BY g.id";

static double whole(void *ctx)
{
	struct reporting *x = ctx;
	const struct report_scope scope = { .year = x->year, .only = x->r };
	struct error e = ERROR_INIT;
	struct report_table *t = NULL;
	struct report_desk *d = NULL;
	uint64_t from = bench_now();

	if (report_desk_open(&d, x->f, x->b, &scope, &e) || report_make(d, x->r, REPORT_BY_VILLAGE, &t, &e))
		bench_fail("report: %s", e.what);
	table_free(t);
	report_desk_close(d);
	return (double)(bench_now() - from) / 1e6;
}

static void step_all(struct db *db, const char *sql, int year)
{
	struct error e = ERROR_INIT;
	struct stmt *st;

	if (db_prepare(db, &st, sql, &e))
		bench_fail("report: %s", e.detail);
	if (strstr(sql, "?1"))
		stmt_int(st, 1, year);
	while (stmt_step(st, &e) > 0)
		;
	stmt_done(st);
}

static double plain_sql(void *ctx)
{
	struct reporting *x = ctx;
	struct error e = ERROR_INIT;
	struct db *db;
	uint64_t from = bench_now();

	if (db_open(&db, book_path(x->b), DB_READ, &e))
		bench_fail("report: %s", e.what);
	step_all(db, plain, x->year);
	db_close(db);
	return (double)(bench_now() - from) / 1e6;
}

static double made(void *ctx)
{
	struct reporting *x = ctx;
	struct error e = ERROR_INIT;
	struct report_table *t = NULL;
	uint64_t from = bench_now();

	if (report_make(x->desk, x->r, REPORT_BY_UNIT, &t, &e))
		bench_fail("report: %s", e.what);
	table_free(t);
	return (double)(bench_now() - from) / 1e6;
}

static double its_select(void *ctx)
{
	struct reporting *x = ctx;
	uint64_t from = bench_now();

	step_all(x->desk->db, x->r->file->sql, x->year);
	return (double)(bench_now() - from) / 1e6;
}

static void open_desk(struct reporting *x)
{
	const struct report_scope scope = { .year = x->year, .only = x->r };
	struct error e = ERROR_INIT;

	if (report_desk_open(&x->desk, x->f, x->b, &scope, &e))
		bench_fail("report: %s", e.what);
}

void goals_report(const struct bench *b)
{
	int households = b->large ? 60000 : 5000;
	struct reporting x = { .year = 2023 };
	struct measure yard = { plain_sql, &x };
	struct error e = ERROR_INIT;
	struct complaints c;
	char *codes, *path = bench_book(b, households), *what;

	paths_init();
	i18n_init("vi", paths_locale(), NULL);
	codes = xasprintf("%s/codes", paths_data());
	x.f = forms_new(paths_forms(), codes);
	complaints_init(&c);
	x.all = reports_load_all(&c);
	x.r = reports_find(x.all, "r01");
	if (!x.r || book_open(&x.b, path, BOOK_READ, &e))
		bench_fail("report: %s", e.what ? e.what : "no r01");
	what = xasprintf("summary of a closed list, %d households, ms : plain SQL", households);
	bench_row(20, what, bench_pairs(b->pairs, (struct measure){ whole, &x }, yard), 1.2);
	free(what);
	open_desk(&x);
	bench_row(20, "the report itself, ms : its own SELECT",
		  bench_pairs(b->pairs, (struct measure){ made, &x }, (struct measure){ its_select, &x }), 1.2);
	report_desk_close(x.desk);
	/* Not asked for by the goal: a list that is still open has to be found out household by household. */
	x.year = 2024;
	bench_row(20, "summary of an open round (preview), ms : plain SQL",
		  bench_pairs(b->pairs, (struct measure){ whole, &x }, yard), 1.2);
	book_close(x.b);
	reports_free(x.all);
	forms_free(x.f);
	complaints_fini(&c);
	free(codes);
	free(path);
}
