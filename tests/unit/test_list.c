/* SPDX-License-Identifier: MIT */
/*
 * Lists: pages by key forwards and backwards, filters of every kind, and that SQLite goes by the
 * index.
 */
#include "store_help.h"

#include <sqlite3.h>

#include "store/list.h"

#define ROWS 300

/* Sort keys repeat, so that the order has to fall back on unit and id. */
static void fill_book(struct place *p)
{
	static const char *const aids[] = { NULL, "bhyt", "bhyt|vay_von", "vay_von" };
	static const char *const keys[] = { "", "" };
	struct record r;

	begin(p);
	for (int i = 0; i < ROWS; i++) {
		char key[16], code[16];
		const char *const sorts[] = { key, keys[1] };
		struct record_save s = { .record = &r, .base_rev = -1, .sort_keys = sorts };
		struct value v = { (char *)"classification", (char *)(i % 7 ? "not_poor" : "poor"),
				   NULL };
		char id[37];

		snprintf(key, sizeof(key), "k%02d", i * 37 % 50);
		snprintf(code, sizeof(code), "H%03d", i);
		record_init(&r);
		r.complete = i % 10 != 0;
		if (i % 3 == 0) {
			r.unit = xstrdup(i % 2 ? "bbbb" : "aaaa");
			r.id = xasprintf("id-%03d", ROWS - i);
			r.rev = 1;
		}
		record_put(&r, "household_code", code, NULL);
		record_put(&r, "village", i % 4 ? (i % 4 == 1 ? "v1" : "v2") : NULL, NULL);
		record_put(&r, "order", i % 5 ? "5" : NULL, NULL);
		record_put(&r, "group", "2.50", NULL);
		record_put(&r, "aid", aids[i % 4], NULL);
		record_put(&r, "deprivation.D01", i % 2 ? "yes" : "no", "2022-2025");
		if (i % 6 == 0)
			record_put(&r, "deprivation.D02", "yes", "2022-2025");
		check_ok(record_save(p->book, &home, &s, id, NULL, NULL, e));
		check_ok(record_derive(p->book, &home, r.unit, id, &v, 1, NULL, NULL, -1, e));
		record_fini(&r);
	}
	commit(p);
}

/* One filled book for all tests: they only read. */
static int setup_rows(void **state)
{
	if (setup_book(state))
		return -1;
	check_ok(table_ensure(((struct place *)*state)->book, &home, e));
	fill_book(*state);
	return 0;
}

static const char *const fields[] = { "household_code", "order", "group", "aid",
				      "deprivation.D02" };

static struct list_query query(int sort, bool descending)
{
	return (struct list_query){ .table = &home,
				    .sort = sort,
				    .descending = descending,
				    .fields = fields,
				    .n_fields = 5 };
}

static struct list_from at(const struct list_row *r, bool inclusive)
{
	return (struct list_from){ r->sort, r->unit, r->id, inclusive };
}

/* The order by plain SQL: "unit id" lines. */
static void expected(struct place *p, int sort, bool descending, struct strlist *out)
{
	char *key = sort ? xasprintf("_sort%d %s, ", sort, descending ? "DESC" : "") : xstrdup("");
	char *sql = xasprintf("SELECT _unit || ' ' || id FROM household ORDER BY %s_unit %s, id %s",
			      key, descending ? "DESC" : "", descending ? "DESC" : "");
	struct stmt *st;

	strlist_init(out);
	check_ok(db_prepare(book_db(p->book), &st, sql, e));
	while (stmt_step(st, NULL) > 0)
		strlist_add(out, stmt_col_text(st, 0));
	stmt_done(st);
	assert_int_equal(out->n, ROWS);
	free(key);
	free(sql);
}

static void same_row(const struct list_row *r, const char *want)
{
	char *have = xasprintf("%s %s", r->unit, r->id);

	assert_string_equal(have, want);
	free(have);
}

static void walk_down(struct place *p, const struct list_query *q, const struct strlist *want)
{
	struct list_page page, last = { NULL, 0, 0 };
	size_t seen = 0;

	for (;;) {
		struct list_from from = { NULL, NULL, NULL, false };

		if (last.n)
			from = at(&last.rows[last.n - 1], false);
		check_ok(list_fetch(p->book, q, &from, false, 22, &page, e));
		list_page_fini(&last);
		last = page;
		if (!page.n)
			break;
		for (size_t i = 0; i < page.n; i++)
			same_row(&page.rows[i], want->v[seen++]);
	}
	assert_int_equal(seen, want->n);
}

static void walk_up(struct place *p, const struct list_query *q, const struct strlist *want)
{
	struct list_page page, last = { NULL, 0, 0 };
	size_t left = want->n;

	for (;;) {
		struct list_from from = { NULL, NULL, NULL, false };

		if (last.n)
			from = at(&last.rows[0], false);
		check_ok(list_fetch(p->book, q, &from, true, 22, &page, e));
		list_page_fini(&last);
		last = page;
		if (!page.n)
			break;
		left -= page.n;
		for (size_t i = 0; i < page.n; i++)
			same_row(&page.rows[i], want->v[left + i]);
	}
	assert_int_equal(left, 0);
}

static void test_pages(void **state)
{
	for (int sort = 0; sort <= 2; sort++)
		for (int descending = 0; descending < 2; descending++) {
			struct list_query q = query(sort, descending);
			struct strlist want;

			expected(*state, sort, descending, &want);
			walk_down(*state, &q, &want);
			walk_up(*state, &q, &want);
			strlist_fini(&want);
		}
}

static void test_inclusive(void **state)
{
	struct place *p = *state;
	struct list_query q = query(1, false);
	struct list_page a, b;
	struct list_from from;

	check_ok(list_fetch(p->book, &q, NULL, false, 10, &a, e));
	from = at(&a.rows[4], true);
	check_ok(list_fetch(p->book, &q, &from, false, 3, &b, e));
	assert_int_equal(b.n, 3);
	assert_string_equal(b.rows[0].id, a.rows[4].id);
	list_page_fini(&b);
	check_ok(list_fetch(p->book, &q, &from, true, 3, &b, e));
	assert_string_equal(b.rows[2].id, a.rows[4].id);
	assert_string_equal(b.rows[0].id, a.rows[2].id);
	list_page_fini(&b);
	list_page_fini(&a);
}

static void test_cells(void **state)
{
	struct place *p = *state;
	struct list_filter f = { "household_code", "H006" };
	struct list_query q = query(1, false);
	struct list_page page;

	q.filters = &f;
	q.n_filters = 1;
	check_ok(list_fetch(p->book, &q, NULL, false, 22, &page, e));
	assert_int_equal(page.n, 1);
	assert_int_equal(page.n_fields, 5);
	assert_string_equal(page.rows[0].sort, "k22");
	assert_string_equal(page.rows[0].unit, "aaaa");
	assert_true(page.rows[0].complete);
	assert_int_equal(page.rows[0].rev, 1);
	assert_string_equal(page.rows[0].cells[0], "H006");
	assert_string_equal(page.rows[0].cells[1], "5");
	assert_string_equal(page.rows[0].cells[2], "2.5");
	assert_string_equal(page.rows[0].cells[3], "bhyt|vay_von");
	assert_string_equal(page.rows[0].cells[4], "yes");
	list_page_fini(&page);
	f.value = "H005";
	check_ok(list_fetch(p->book, &q, NULL, false, 22, &page, e));
	assert_null(page.rows[0].cells[1]);
	assert_string_equal(page.rows[0].cells[3], "bhyt");
	assert_null(page.rows[0].cells[4]);
	list_page_fini(&page);
}

static int64_t total(struct place *p, const char *field, const char *value)
{
	struct list_filter f = { field, value };
	struct list_query q = query(1, false);
	struct list_page page;
	int64_t n = -1;

	q.filters = &f;
	q.n_filters = 1;
	check_ok(list_total(p->book, &q, &n, e));
	check_ok(list_fetch(p->book, &q, NULL, false, ROWS, &page, e));
	assert_int_equal(page.n, n);
	list_page_fini(&page);
	return n;
}

static int64_t by_hand(bool (*test)(int i))
{
	int64_t n = 0;

	for (int i = 0; i < ROWS; i++)
		n += test(i);
	return n;
}

static bool in_v1(int i)
{
	return i % 4 == 1;
}
static bool in_none(int i)
{
	return i % 4 == 0;
}
static bool fifth(int i)
{
	return i % 5 != 0;
}
static bool unfinished(int i)
{
	return i % 10 == 0;
}
static bool of_aaaa(int i)
{
	return i % 3 == 0 && i % 2 == 0;
}
static bool insured(int i)
{
	return i % 4 == 1 || i % 4 == 2;
}
static bool odd(int i)
{
	return i % 2 == 1;
}
static bool not_asked(int i)
{
	return i % 6 != 0;
}
static bool poor(int i)
{
	return i % 7 == 0;
}

static void test_filters(void **state)
{
	struct place *p = *state;

	assert_int_equal(total(p, "village", "v1"), by_hand(in_v1));
	assert_int_equal(total(p, "village", NULL), by_hand(in_none));
	assert_int_equal(total(p, "village", "v9' OR 1=1 --"), 0);
	assert_int_equal(total(p, "order", "5"), by_hand(fifth));
	assert_int_equal(total(p, "group", "2.5"), ROWS);
	assert_int_equal(total(p, "_state", "incomplete"), by_hand(unfinished));
	assert_int_equal(total(p, "_unit", "aaaa"), by_hand(of_aaaa));
	assert_int_equal(total(p, "classification", "poor"), by_hand(poor));
	assert_int_equal(total(p, "aid", "bhyt"), by_hand(insured));
	assert_int_equal(total(p, "aid", NULL), by_hand(in_none));
	assert_int_equal(total(p, "deprivation.D01", "yes"), by_hand(odd));
	assert_int_equal(total(p, "deprivation", "D01"), by_hand(odd));
	assert_int_equal(total(p, "deprivation.D02", NULL), by_hand(not_asked));
}

static bool poor_in_v1(int i)
{
	return poor(i) && in_v1(i) && !insured(i + 2);
}

static void test_filters_together(void **state)
{
	const struct list_filter f[] = { { "classification", "poor" },
					 { "village", "v1" },
					 { "aid", "bhyt" } };
	struct list_query q = query(1, false);
	int64_t n;

	q.filters = f;
	q.n_filters = 3;
	check_ok(list_total(((struct place *)*state)->book, &q, &n, e));
	assert_int_equal(n, by_hand(poor_in_v1));
	assert_true(n > 0);
}

static void test_unknown_names(void **state)
{
	static const char *const odd_fields[] = { "household_code", "x\" FROM meta --" };
	struct place *p = *state;
	struct list_filter f = { "nothing", "1" };
	struct list_query q = query(1, false);
	struct list_page page;
	int64_t n;

	q.filters = &f;
	q.n_filters = 1;
	check_fails(ERR_NOTFOUND, list_fetch(p->book, &q, NULL, false, 5, &page, e));
	check_fails(ERR_NOTFOUND, list_total(p->book, &q, &n, e));
	q.n_filters = 0;
	q.fields = odd_fields;
	q.n_fields = 2;
	check_fails(ERR_NOTFOUND, list_fetch(p->book, &q, NULL, false, 5, &page, e));
	q = query(3, false);
	check_fails(ERR_NOTFOUND, list_fetch(p->book, &q, NULL, false, 5, &page, e));
}

static void test_one_row_again(void **state)
{
	struct place *p = *state;
	struct list_filter f = { "_state", "incomplete" };
	struct list_query q = query(1, false);
	struct list_page page, one;

	check_ok(list_fetch(p->book, &q, NULL, false, 1, &page, e));
	check_ok(list_fetch_one(p->book, &q, page.rows[0].unit, page.rows[0].id, &one, e));
	assert_int_equal(one.n, 1);
	assert_string_equal(one.rows[0].cells[0], page.rows[0].cells[0]);
	list_page_fini(&one);
	q.filters = &f;
	q.n_filters = 1;
	check_ok(list_fetch_one(p->book, &q, page.rows[0].unit, page.rows[0].id, &one, e));
	assert_int_equal(one.n, page.rows[0].complete ? 0 : 1);
	list_page_fini(&one);
	check_ok(list_fetch_one(p->book, &q, NULL, "nobody", &one, e));
	assert_int_equal(one.n, 0);
	list_page_fini(&one);
	list_page_fini(&page);
}

struct walk {
	const struct strlist *want;
	size_t n, stop;
};

static int each(void *ctx, const struct list_row *row)
{
	struct walk *w = ctx;

	same_row(row, w->want->v[w->n++]);
	return w->n == w->stop ? 42 : 0;
}

static void test_each(void **state)
{
	struct place *p = *state;
	struct list_query q = query(1, true);
	struct strlist want;
	struct walk w = { &want, 0, 0 };

	expected(p, 1, true, &want);
	check_ok(list_each(p->book, &q, each, &w, e));
	assert_int_equal(w.n, ROWS);
	w = (struct walk){ &want, 0, 10 };
	assert_int_equal(list_each(p->book, &q, each, &w, NULL), 42);
	assert_int_equal(w.n, 10);
	strlist_fini(&want);
}

/* Nothing is made, and nothing fails, where a book for reading has no such table yet. */
static void test_table_not_there(void **state)
{
	static const struct table other = {
		.name = "project", .columns = home_columns, .n_columns = 3, .n_sorts = 1
	};
	struct place *p = *state;
	struct list_query q = { .table = &other, .sort = 1, .fields = fields, .n_fields = 1 };
	struct list_page page;
	struct record r;
	int64_t n;

	reopen(p, BOOK_READ);
	check_ok(table_ensure(p->book, &other, e));
	check_ok(list_fetch(p->book, &q, NULL, false, 5, &page, e));
	assert_int_equal(page.n, 0);
	check_ok(list_total(p->book, &q, &n, e));
	assert_int_equal(n, 0);
	check_fails(ERR_NOTFOUND, record_load(p->book, &other, NULL, "x", &r, e));
}

/* ---- the plan ---- */

/* How SQLite carries out the last page fetched: its own words. */
static char *plan_of_page(struct place *p, const struct list_query *q, bool backward)
{
	static const struct list_from from = { "k25", "bbbb", "id-100", false };
	struct list_page page;
	char *sql = NULL, *plan;
	struct str all;
	struct stmt *st;

	check_ok(list_fetch(p->book, q, &from, backward, 22, &page, e));
	assert_int_equal(page.n, 22);
	list_page_fini(&page);
	for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(db_handle(book_db(p->book)), s));)
		if (str_starts(sqlite3_sql(s), "SELECT r._unit") &&
		    strstr(sqlite3_sql(s), "LIMIT")) {
			assert_null(sql);
			sql = xasprintf("EXPLAIN QUERY PLAN %s", sqlite3_sql(s));
		}
	assert_non_null(sql);
	str_init(&all);
	check_ok(db_prepare(book_db(p->book), &st, sql, e));
	while (stmt_step(st, NULL) > 0)
		str_addf(&all, "%s\n", stmt_col_text(st, 3));
	stmt_done(st);
	free(sql);
	plan = str_take(&all);
	reopen(p, BOOK_WRITE); /* with no statement prepared */
	return plan;
}

static void goes_by(struct place *p, const struct list_query *q, const char *index)
{
	for (int backward = 0; backward < 2; backward++) {
		char *plan = plan_of_page(p, q, backward);
		bool good =
			strstr(plan, index) && !strstr(plan, "SCAN r") && !strstr(plan, "B-TREE");

		if (!good)
			print_error("want %s, have:\n%s", index, plan);
		free(plan);
		assert_true(good);
	}
}

static void test_pages_go_by_the_index(void **state)
{
	static const char *const plain[] = { "household_code" };
	struct place *p = *state;
	struct list_filter f = { "village", "v1" };
	struct list_query q = { .table = &home, .sort = 1, .fields = plain, .n_fields = 1 };

	reopen(p, BOOK_WRITE);
	goes_by(p, &q, "INDEX household-_sort1-_unit-id ((_sort1,_unit,id)");
	q.descending = true;
	goes_by(p, &q, "INDEX household-_sort1-_unit-id");
	q.descending = false;
	q.filters = &f;
	q.n_filters = 1;
	goes_by(p, &q, "INDEX household-village-_sort1-_unit-id (village=? AND (_sort1,_unit,id)");
	f = (struct list_filter){ "classification", "not_poor" };
	goes_by(p, &q,
		"INDEX household-classification-_sort1-_unit-id (classification=? AND "
		"(_sort1,_unit,id)");
	q.n_filters = 0;
	q.sort = 0;
	goes_by(p, &q, "INDEX sqlite_autoindex_household_1 ((_unit,id)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_inclusive),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_filters_together),
		cmocka_unit_test(test_unknown_names),
		cmocka_unit_test(test_one_row_again),
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_pages_go_by_the_index),
		cmocka_unit_test(test_table_not_there),
	};

	return cmocka_run_group_tests(tests, setup_rows, teardown_place);
}
