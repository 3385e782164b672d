/* SPDX-License-Identifier: MIT */
/*
 * Records: what is written, what is not, what follows from it (history, counts, search rows),
 * what it costs on the disk, and that a stock sqlite3 can do everything with the book.
 */
#include "store_help.h"

#include <sqlite3.h>

#include "base/ids.h"
#include "base/log.h"
#include "store/search.h"

static int setup_home(void **state)
{
	struct place *p;

	if (setup_book(state))
		return -1;
	p = *state;
	check_ok(table_ensure(p->book, &home, e));
	return 0;
}

static void fill(struct record *r)
{
	record_init(r);
	r->complete = true;
	record_put(r, "household_code", "H-001", NULL);
	record_put(r, "village", "v1", NULL);
	record_put(r, "order", "007", NULL);
	record_put(r, "group", "5.790", NULL);
	record_put(r, "aid", "tien_dien|bhyt|tien_dien", NULL);
	record_put(r, "deprivation.D02", "no", "2022-2025");
	record_put(r, "deprivation.D01", "yes", "2022-2025");
}

static int save(struct place *p, const struct record *r, int64_t base, char id[37], int64_t *rev,
		bool *changed)
{
	static const char *const keys[] = { "k1", "k2" };
	struct record_save s = { .record = r,
				 .base_rev = base,
				 .who = "Mai",
				 .why = "sửa",
				 .sort_keys = keys,
				 .search_text = "H-001 Đặng Văn Ánh" };
	int rc;

	begin(p);
	rc = record_save(p->book, &home, &s, id, rev, changed, NULL);
	if (rc)
		db_rollback(book_db(p->book));
	else
		commit(p);
	return rc;
}

/* ---- the struct ---- */

static void test_values_in_memory(void **state)
{
	struct record r;

	(void)state;
	record_init(&r);
	assert_null(record_get(&r, "a"));
	record_put(&r, "a", "1", NULL);
	record_put(&r, "b", "2", "s");
	record_put(&r, "c", "3", NULL);
	record_put(&r, "a", "một", NULL);
	assert_int_equal(r.n, 3);
	assert_string_equal(record_get(&r, "a"), "một");
	record_put(&r, "b", NULL, NULL);
	record_put(&r, "none", NULL, NULL);
	assert_int_equal(r.n, 2);
	assert_null(record_get(&r, "b"));
	assert_string_equal(record_get(&r, "c"), "3");
	record_fini(&r);
}

/* ---- saving and loading ---- */

static void test_save_and_load(void **state)
{
	struct place *p = *state;
	struct record r, back;
	int64_t rev = 0;
	bool changed = false;
	char id[37], again[37];

	fill(&r);
	assert_int_equal(save(p, &r, 0, id, &rev, &changed), 0);
	assert_true(uuid_valid(id));
	assert_int_equal(rev, 1);
	assert_true(changed);
	check_ok(record_load(p->book, &home, NULL, id, &back, e));
	assert_string_equal(back.id, id);
	assert_string_equal(back.unit, somewhere.unit_id);
	assert_int_equal(back.rev, 1);
	assert_true(back.complete);
	assert_string_equal(back.who, "Mai");
	assert_string_equal(back.why, "sửa");
	assert_string_equal(back.at, TODAY "T12:00:00");
	/* Canonical, and in the order of the form's fields. */
	assert_int_equal(back.n, 7);
	assert_string_equal(back.v[2].field, "order");
	assert_string_equal(back.v[2].text, "7");
	assert_string_equal(back.v[3].text, "5.79");
	assert_string_equal(back.v[4].text, "bhyt|tien_dien");
	assert_string_equal(back.v[5].field, "deprivation.D01");
	assert_string_equal(back.v[5].standard, "2022-2025");
	assert_string_equal(back.v[6].field, "deprivation.D02");
	/* The same again, also in other words for the same: nothing. */
	set_string(&r.id, id);
	assert_int_equal(save(p, &r, 1, again, &rev, &changed), 0);
	assert_false(changed);
	assert_int_equal(rev, 1);
	assert_string_equal(again, id);
	assert_int_equal(save(p, &back, 1, again, &rev, &changed), 0);
	assert_false(changed);
	assert_int_equal(number_of(p, "SELECT count(*) FROM history"), 1);
	record_fini(&back);
	record_fini(&r);
}

static void test_nothing_differs_nothing_is_written(void **state)
{
	struct place *p = *state;
	struct record r;
	sqlite3 *h = book_db(p->book) ? db_handle(book_db(p->book)) : NULL;
	char id[37];
	int before;

	fill(&r);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	set_string(&r.id, id);
	before = sqlite3_total_changes(h);
	assert_int_equal(save(p, &r, 1, id, NULL, NULL), 0);
	assert_int_equal(sqlite3_total_changes(h), before);
	record_fini(&r);
}

struct seen {
	struct str text;
};

static void note(void *ctx, const struct history_row *h)
{
	struct seen *s = ctx;

	str_addf(&s->text, "%lld %s %s: %s -> %s (%s)\n", (long long)h->rev, h->kind,
		 h->field ? h->field : "", h->before ? h->before : "", h->after ? h->after : "",
		 h->who);
}

static void test_history_tells_each_field(void **state)
{
	struct place *p = *state;
	struct seen s;
	struct record r;
	int64_t rev;
	char id[37];

	fill(&r);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	set_string(&r.id, id);
	record_put(&r, "order", "8", NULL);
	record_put(&r, "group", NULL, NULL);
	record_put(&r, "aid", "vay_von|bhyt", NULL);
	record_put(&r, "deprivation.D01", "no", "2022-2025");
	record_put(&r, "deprivation.D02", "no", "2026-2030");
	record_put(&r, "deprivation.D03", "unknown", "2022-2025");
	r.complete = false;
	assert_int_equal(save(p, &r, 1, id, &rev, NULL), 0);
	assert_int_equal(rev, 2);
	str_init(&s.text);
	check_ok(history_each(p->book, "household", NULL, id, note, &s, e));
	assert_string_equal(s.text.s,
			    "1 insert :  ->  (Mai)\n"
			    "2 update order: 7 -> 8 (Mai)\n"
			    "2 update group: 5.79 ->  (Mai)\n"
			    "2 update aid: bhyt|tien_dien -> bhyt|vay_von (Mai)\n"
			    "2 update deprivation.D01: yes -> no (Mai)\n"
			    "2 update deprivation.D02: no (2022-2025) -> no (2026-2030) (Mai)\n"
			    "2 update deprivation.D03:  -> unknown (Mai)\n"
			    "2 update _state: complete -> incomplete (Mai)\n");
	str_fini(&s.text);
	/* And the book holds what was said. */
	record_fini(&r);
	check_ok(record_load(p->book, &home, NULL, id, &r, e));
	assert_null(record_get(&r, "group"));
	assert_string_equal(record_get(&r, "aid"), "bhyt|vay_von");
	assert_string_equal(record_get(&r, "deprivation.D03"), "unknown");
	assert_false(r.complete);
	record_fini(&r);
}

/* Only the columns that changed stand in the UPDATE: the log of SQLite's statements says so. */
static void test_only_changed_columns_are_written(void **state)
{
	struct place *p = *state;
	struct record r;
	bool found = false;
	char id[37];

	fill(&r);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	set_string(&r.id, id);
	record_put(&r, "order", "9", NULL);
	assert_int_equal(save(p, &r, 1, id, NULL, NULL), 0);
	for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(db_handle(book_db(p->book)), s));) {
		const char *sql = sqlite3_sql(s);

		if (strncmp(sql, "UPDATE \"household\"", 18))
			continue;
		found = true;
		assert_non_null(strstr(sql, "\"order\"=?"));
		assert_null(strstr(sql, "village"));
		assert_null(strstr(sql, "_sort"));
	}
	assert_true(found);
	record_fini(&r);
}

static void test_moved_on(void **state)
{
	struct place *p = *state;
	struct record r, back;
	char id[37];

	fill(&r);
	assert_int_equal(save(p, &r, 5, id, NULL, NULL), ERR_NEGATIVE);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	set_string(&r.id, id);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), ERR_NEGATIVE);
	record_put(&r, "order", "2", NULL);
	assert_int_equal(save(p, &r, 1, id, NULL, NULL), 0);
	record_put(&r, "order", "3", NULL);
	assert_int_equal(save(p, &r, 1, id, NULL, NULL), ERR_NEGATIVE);
	check_ok(record_load(p->book, &home, NULL, id, &back, e));
	assert_string_equal(record_get(&back, "order"), "2");
	assert_int_equal(back.rev, 2);
	record_fini(&back);
	record_fini(&r);
}

static void test_what_cannot_be_saved(void **state)
{
	struct place *p = *state;
	struct record_save s = { .base_rev = -1 };
	struct record r;
	char id[37];

	fill(&r);
	s.record = &r;
	check_fails(ERR_FAULT, record_save(p->book, &home, &s, id, NULL, NULL, e));
	record_put(&r, "order", "seven", NULL);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), ERR_DATA);
	record_put(&r, "order", "1", NULL);
	record_put(&r, "colour", "red", NULL);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), ERR_NOTFOUND);
	record_put(&r, "colour", NULL, NULL);
	record_put(&r, "aid.x", "yes", NULL);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), ERR_NOTFOUND);
	record_put(&r, "aid.x", NULL, NULL);
	record_put(&r, "deprivation", "yes", NULL);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), ERR_NOTFOUND);
	assert_int_equal(number_of(p, "SELECT count(*) FROM household"), 0);
	record_fini(&r);
	reopen(p, BOOK_READ);
	fill(&r);
	check_fails(ERR_FAULT, record_save(p->book, &home, &s, id, NULL, NULL, e));
	record_fini(&r);
	check_fails(ERR_NOTFOUND, record_load(p->book, &home, NULL, "nobody", &r, e));
}

static void test_other_units(void **state)
{
	static const char *const keys[] = { "a", "b" };
	struct place *p = *state;
	struct record r, back;
	struct record_save s = {
		.record = &r, .base_rev = -1, .who = "reviewer", .sort_keys = keys
	};
	struct seen seen;
	char id[37];

	fill(&r);
	r.unit = xstrdup("1111");
	r.id = xstrdup("0190aaaa-0000-7000-8000-000000000001");
	r.rev = 7;
	r.who = xstrdup("Lý Văn Tài");
	r.at = xstrdup("2024-11-02T08:00:00");
	begin(p);
	check_ok(record_save(p->book, &home, &s, id, NULL, NULL, e));
	commit(p);
	static const size_t some[] = { 3, 0, 6 };
	check_ok(record_load_some(p->book, &home, NULL, r.id, some, 3, &back, e));
	assert_string_equal(back.unit, "1111");
	assert_string_equal(record_get(&back, "group"), "5.79");
	assert_string_equal(record_get(&back, "household_code"), "H-001");
	assert_int_equal(back.n, 2); /* the third has no answer; no others are read */
	record_fini(&back);
	check_fails(ERR_NOTFOUND, record_load_some(p->book, &home, "2222", r.id, some, 3, &back, e));
	check_ok(record_load(p->book, &home, NULL, r.id, &back, e));
	assert_string_equal(back.unit, "1111");
	assert_int_equal(back.rev, 7);
	assert_string_equal(back.who, "Lý Văn Tài");
	assert_string_equal(back.at, "2024-11-02T08:00:00");
	record_fini(&back);
	str_init(&seen.text);
	check_ok(history_each(p->book, "household", "1111", r.id, note, &seen, e));
	assert_string_equal(seen.text.s, "7 accept :  ->  (reviewer)\n");
	str_fini(&seen.text);
	/* The same identity claimed by two units is never guessed at. */
	set_string(&r.unit, "2222");
	begin(p);
	check_ok(record_save(p->book, &home, &s, id, NULL, NULL, e));
	commit(p);
	check_fails(ERR_AMBIGUOUS, record_load(p->book, &home, NULL, r.id, &back, e));
	check_ok(record_load(p->book, &home, "2222", r.id, &back, e));
	record_fini(&back);
	begin(p);
	check_ok(record_drop(p->book, &home, "2222", r.id, "gone", "reviewer", e));
	commit(p);
	check_ok(record_load(p->book, &home, NULL, r.id, &back, e));
	assert_string_equal(back.unit, "1111");
	record_fini(&back);
	assert_int_equal(number_of(p, "SELECT count(*) FROM tombstone"), 0);
	record_fini(&r);
}

static void add_reason(void *ctx, const char *check, const char *text)
{
	struct seen *s = ctx;

	str_addf(&s->text, "%s=%s;", check, text);
}

static void test_remove(void **state)
{
	struct place *p = *state;
	struct seen seen;
	struct record r;
	struct search_hits hits;
	char id[37], *reason;

	fill(&r);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	check_ok(reason_set(p->book, "household", NULL, id, "r24", "đã xác minh", "Mai", e));
	check_ok(reason_set(p->book, "household", NULL, id, "r08", "hai hộ", "Mai", e));
	str_init(&seen.text);
	check_ok(reason_each(p->book, "household", NULL, id, add_reason, &seen, e));
	assert_string_equal(seen.text.s, "r08=hai hộ;r24=đã xác minh;");
	str_reset(&seen.text);
	assert_false(record_was_removed(p->book, "household", id));
	begin(p);
	check_ok(record_remove(p->book, &home, id, "nhập nhầm", "Mai", e));
	commit(p);
	assert_true(record_was_removed(p->book, "household", id));
	record_fini(&r);
	check_fails(ERR_NOTFOUND, record_load(p->book, &home, NULL, id, &r, e));
	assert_int_equal(
		number_of(p, "SELECT (SELECT count(*) FROM household) + (SELECT count(*) FROM "
			     "answer) + (SELECT count(*) FROM reason) + (SELECT count(*) FROM "
			     "search_row)"),
		0);
	assert_int_equal(number_of(p, "SELECT rev FROM tombstone"), 2);
	check_ok(search_find(p->book, NULL, "dang", 10, &hits, e));
	assert_int_equal(hits.n, 0);
	search_hits_fini(&hits);
	check_ok(history_each(p->book, "household", NULL, id, note, &seen, e));
	assert_string_equal(seen.text.s, "1 insert :  ->  (Mai)\n2 remove :  ->  (Mai)\n");
	str_fini(&seen.text);
	check_ok(db_get_text(book_db(p->book), &reason, e, "SELECT reason FROM tombstone", ""));
	assert_string_equal(reason, "nhập nhầm");
	free(reason);
	/* Never reused. */
	fill(&r);
	set_string(&r.id, id);
	assert_int_equal(save(p, &r, -1, id, NULL, NULL), ERR_NEGATIVE);
	record_fini(&r);
	begin(p);
	check_fails(ERR_NOTFOUND, record_remove(p->book, &home, id, "x", "Mai", e));
	db_rollback(book_db(p->book));
}

static void test_reason_taken_away(void **state)
{
	struct place *p = *state;

	check_ok(reason_set(p->book, "household", NULL, "x", "r24", "vì", "Mai", e));
	check_ok(reason_set(p->book, "household", NULL, "x", "r24", "bởi", "Tài", e));
	assert_int_equal(number_of(p, "SELECT count(*) FROM reason WHERE text='bởi' AND who='Tài'"),
			 1);
	check_ok(reason_set(p->book, "household", NULL, "x", "r24", NULL, "Mai", e));
	assert_int_equal(number_of(p, "SELECT count(*) FROM reason"), 0);
}

/* ---- derived ---- */

static void test_derive(void **state)
{
	struct value v[] = { { (char *)"head_name", (char *)"Đặng Văn Ánh", NULL },
			     { (char *)"classification", (char *)"poor", NULL } };
	struct value wrong[] = { { (char *)"village", (char *)"v2", NULL } };
	static const char *const keys[] = { "anh", NULL };
	struct place *p = *state;
	struct record r, back;
	char id[37];
	int64_t n;
	int before;

	fill(&r);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	begin(p);
	check_ok(record_derive(p->book, &home, NULL, id, v, 2, keys, "Ánh", 0, e));
	check_fails(ERR_NOTFOUND,
		    record_derive(p->book, &home, NULL, id, wrong, 1, NULL, NULL, -1, e));
	commit(p);
	check_ok(record_load(p->book, &home, NULL, id, &back, e));
	assert_int_equal(back.rev, 1);
	assert_string_equal(record_get(&back, "head_name"), "Đặng Văn Ánh");
	assert_false(back.complete);
	record_fini(&back);
	assert_int_equal(number_of(p, "SELECT count(*) FROM history"), 1);
	assert_int_equal(
		number_of(p, "SELECT count(*) FROM household WHERE _sort1='anh' AND _sort2='k2'"),
		1);
	check_ok(record_count(p->book, "household", NULL, "classification", "poor", &n, e));
	assert_int_equal(n, 1);
	/* The same again writes nothing. */
	before = sqlite3_total_changes(db_handle(book_db(p->book)));
	begin(p);
	check_ok(record_derive(p->book, &home, NULL, id, v, 2, keys, "Ánh", 0, e));
	commit(p);
	assert_int_equal(sqlite3_total_changes(db_handle(book_db(p->book))), before);
	/* A later save of the form's own fields leaves derived ones alone. */
	set_string(&r.id, id);
	record_put(&r, "order", "99", NULL);
	assert_int_equal(save(p, &r, 1, id, NULL, NULL), 0);
	check_ok(record_count(p->book, "household", NULL, "classification", "poor", &n, e));
	assert_int_equal(n, 1);
	record_fini(&r);
}

/* ---- counts ---- */

/* The counts the long way round. */
static const char recount[] =
	"WITH live AS (SELECT * FROM household WHERE moved_out IS NULL), "
	"want (field, code, unit, n) AS ("
	"SELECT '', '', _unit, count(*) FROM live GROUP BY _unit UNION ALL "
	"SELECT '_state', _state, _unit, count(*) FROM live GROUP BY 2, 3 UNION ALL "
	"SELECT 'classification', coalesce(classification, ''), _unit, count(*) FROM live GROUP BY "
	"2, 3 "
	"UNION ALL SELECT 'village', coalesce(village, ''), _unit, count(*) FROM live GROUP BY 2, "
	"3 "
	"UNION ALL SELECT 'aid', coalesce(a.code, ''), l._unit, count(*) FROM live AS l LEFT JOIN "
	"answer AS a ON a.form='household' AND a.unit=l._unit AND a.id=l.id AND a.field='aid' "
	"GROUP BY 2, 3), "
	"have AS (SELECT field, code, unit, n FROM figure WHERE form='household' AND n<>0) "
	"SELECT (SELECT count(*) FROM (SELECT * FROM want EXCEPT SELECT * FROM have)) + "
	"(SELECT count(*) FROM (SELECT * FROM have EXCEPT SELECT * FROM want))";

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

static void change_something(struct place *p, char ids[][37], size_t *n, unsigned *seed)
{
	static const char *const aids[] = { "bhyt", "bhyt|vay_von", "vay_von", NULL };
	static const char *const classes[] = { "poor", "near_poor", "not_poor", NULL };
	size_t i = *n ? next_random(seed) % *n : 0;
	struct value v = { (char *)"classification", (char *)classes[next_random(seed) % 4], NULL };
	struct record r;

	record_init(&r);
	switch (*n < 5 ? 0 : next_random(seed) % 8) {
	case 0:
	case 1:
		r.complete = next_random(seed) % 2;
		record_put(&r, "village", next_random(seed) % 2 ? "v1" : "v2", NULL);
		record_put(&r, "aid", aids[next_random(seed) % 4], NULL);
		save_record(p, &home, &r, "k", "x", ids[(*n)++]);
		break;
	case 2:
		begin(p);
		check_ok(record_remove(p->book, &home, ids[i], "x", "Mai", e));
		commit(p);
		memcpy(ids[i], ids[--*n], 37);
		break;
	case 3:
	case 4:
		begin(p);
		check_ok(record_derive(p->book, &home, NULL, ids[i], &v, 1, NULL, NULL,
				       (int)(next_random(seed) % 3) - 1, e));
		commit(p);
		break;
	default:
		check_ok(record_load(p->book, &home, NULL, ids[i], &r, e));
		record_put(&r, "moved_out", next_random(seed) % 3 ? NULL : "2024-05", NULL);
		record_put(&r, "aid", aids[next_random(seed) % 4], NULL);
		record_put(&r, "village", next_random(seed) % 2 ? "v1" : NULL, NULL);
		save_record(p, &home, &r, "k", "x", ids[i]);
	}
	record_fini(&r);
}

static void test_counts_follow(void **state)
{
	struct place *p = *state;
	static char ids[1000][37];
	unsigned seed = 4711;
	size_t n = 0;
	int64_t live, counted;

	for (int i = 0; i < 400; i++) {
		change_something(p, ids, &n, &seed);
		assert_int_equal(number_of(p, recount), 0);
	}
	live = number_of(p, "SELECT count(*) FROM household WHERE moved_out IS NULL");
	assert_true(live > 10);
	assert_true(number_of(p, "SELECT count(*) FROM household") > live);
	check_ok(record_count(p->book, "household", NULL, NULL, NULL, &counted, e));
	assert_int_equal(counted, live);
	check_ok(record_count(p->book, "household", somewhere.unit_id, NULL, NULL, &counted, e));
	assert_int_equal(counted, live);
	check_ok(record_count(p->book, "household", "other", NULL, NULL, &counted, e));
	assert_int_equal(counted, 0);
	/* Counted anew after other hands were at the rows. */
	check_ok(db_exec(book_db(p->book), "UPDATE household SET classification='poor'", e));
	assert_int_not_equal(number_of(p, recount), 0);
	begin(p);
	check_ok(record_recount(p->book, &home, NULL, e));
	commit(p);
	assert_int_equal(number_of(p, recount), 0);
}

/* ---- tables that follow forms ---- */

static const struct column wider_columns[] = {
	{ "household_code", COLUMN_TEXT, false, false, NULL },
	{ "village", COLUMN_TEXT, false, true, "village" },
	{ "phone", COLUMN_TEXT, false, false, NULL },
	{ "area", COLUMN_REAL, false, false, NULL },
};
static const char *const wider_indexes[] = { "phone, _sort3, _unit, id", NULL };
static const char *const wider_counts[] = { "phone", NULL };
static const struct table wider = {
	.name = "household",
	.columns = wider_columns,
	.n_columns = 4,
	.n_sorts = 3,
	.indexes = wider_indexes,
	.count_by = wider_counts,
};

static void test_form_grows(void **state)
{
	struct place *p = *state;
	struct record r;
	int64_t n;
	int before;
	char id[37];

	fill(&r);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	record_fini(&r);
	/* A book open for reading lacks the columns: they are empty. */
	reopen(p, BOOK_READ);
	check_ok(table_ensure(p->book, &wider, e));
	check_ok(record_load(p->book, &wider, NULL, id, &r, e));
	assert_int_equal(r.n, 2);
	record_fini(&r);
	reopen(p, BOOK_WRITE);
	check_ok(table_ensure(p->book, &wider, e));
	check_ok(record_load(p->book, &wider, NULL, id, &r, e));
	record_put(&r, "phone", "0912", NULL);
	record_put(&r, "area", "12.5", NULL);
	save_record(p, &wider, &r, "k", NULL, id);
	record_fini(&r);
	check_ok(record_load(p->book, &wider, NULL, id, &r, e));
	assert_string_equal(record_get(&r, "area"), "12.5");
	record_fini(&r);
	check_ok(record_count(p->book, "household", NULL, "phone", "0912", &n, e));
	assert_int_equal(n, 1);
	/* Nothing of the older form is lost. */
	check_ok(record_load(p->book, &home, NULL, id, &r, e));
	assert_string_equal(record_get(&r, "aid"), "bhyt|tien_dien");
	record_fini(&r);
	/* With nothing new, nothing is written. */
	reopen(p, BOOK_WRITE);
	before = sqlite3_total_changes(db_handle(book_db(p->book)));
	check_ok(table_ensure(p->book, &wider, e));
	assert_int_equal(sqlite3_total_changes(db_handle(book_db(p->book))), before);
	assert_int_equal(number_of(p, "SELECT count(*) FROM pragma_index_list('household') "
				      "WHERE name='household-phone-_sort3-_unit-id'"),
			 1);
}

static void test_forms_that_do_not_fit(void **state)
{
	static const struct column number[] = { { "village", COLUMN_INT, false, false, NULL } };
	static const struct column odd[] = { { "a b", COLUMN_TEXT, false, false, NULL } };
	static const struct column own[] = { { "_rev", COLUMN_TEXT, false, false, NULL } };
	const struct table bad[] = {
		{ .name = "household", .columns = number, .n_columns = 1 },
		{ .name = "x", .columns = odd, .n_columns = 1 },
		{ .name = "y", .columns = own, .n_columns = 1 },
		{ .name = "meta", .columns = wider_columns, .n_columns = 2 },
		{ .name = "sqlite_master; DROP TABLE meta",
		  .columns = wider_columns,
		  .n_columns = 2 },
	};
	struct place *p = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		check_fails(ERR_DATA, table_ensure(p->book, &bad[i], e));
	assert_int_equal(
		number_of(p, "SELECT count(*) FROM sqlite_master WHERE name IN ('x', 'y')"), 0);
	check_ok(table_ensure(p->book, &home, e));
}

static void test_newest_day(void **state)
{
	struct place *p = *state;
	struct record r;
	struct date d;
	char id[37], day[11];

	fill(&r);
	setenv("GIAMNGHEO_TODAY", "2024-12-30", 1);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	setenv("GIAMNGHEO_TODAY", TODAY, 1);
	set_string(&r.id, id);
	record_put(&r, "order", "1", NULL);
	assert_int_equal(save(p, &r, 1, id, NULL, NULL), 0);
	d = book_today(p->book);
	assert_string_equal(date_iso(&d, day), "2024-12-30");
	record_fini(&r);
}

/* ---- the disk ---- */

#define SAVES 50

/* Run under strace: a book opened, SAVES records saved, closed; marks before and after in the
 * trace. */
static int saving_child(const char *path)
{
	static const char *const keys[] = { "k1", "k2" };
	struct record r;
	struct record_save s = { .record = &r,
				 .base_rev = -1,
				 .who = "Mai",
				 .sort_keys = keys,
				 .search_text = "Đặng Văn Ánh" };
	struct book *b;
	char id[37];
	int rc = book_open(&b, path, BOOK_WRITE, NULL);

	if (rc || table_ensure(b, &home, NULL))
		return 1;
	fill(&r);
	for (int i = 0; !rc && i <= SAVES; i++) {
		/* The first save begins a log and syncs its header too. */
		if (i == 1)
			rc = access("/mark-begin", F_OK) ? 0 : 1;
		rc = rc ? rc : db_begin(book_db(b), NULL);
		rc = rc ? rc : record_save(b, &home, &s, id, NULL, NULL, NULL);
		rc = rc ? rc : db_commit(book_db(b), NULL);
	}
	rc = rc ? rc : (access("/mark-end", F_OK) ? 0 : 1);
	record_fini(&r);
	book_close(b);
	return rc ? 1 : 0;
}

static void test_one_sync_a_record(void **state)
{
	struct place *p = *state;
	char *me = realpath("/proc/self/exe", NULL), *n;

	book_close(p->book);
	p->book = NULL;
	run_shell("cd '%s' && ASAN_OPTIONS=detect_leaks=0 strace -f -o trace "
		  "-e trace=fsync,fdatasync,access,faccessat,faccessat2 '%s' --saves '%s'",
		  p->dir, me, p->path);
	n = shell_output("cd '%s' && sed -n '/mark-begin/,/mark-end/p' trace | grep -c sync",
			 p->dir);
	assert_int_equal(atoi(n), SAVES);
	free(n);
	n = shell_output("sqlite3 '%s' 'SELECT count(*) FROM household'", p->path);
	assert_int_equal(atoi(n), SAVES + 1);
	free(n);
	free(me);
}

/* ---- a stock sqlite3 ---- */

static void test_stock_sqlite(void **state)
{
	struct place *p = *state;
	struct search_hits hits;
	struct record r;
	char id[37], *out, *copy = path_join(p->dir, "copy.book");

	fill(&r);
	for (int i = 0; i < 50; i++)
		assert_int_equal(save(p, &r, -1, id, NULL, NULL), 0);
	begin(p);
	check_ok(record_remove(p->book, &home, id, "x", "Mai", e));
	commit(p);
	record_fini(&r);
	book_close(p->book);
	p->book = NULL;
	out = shell_output(
		"sqlite3 '%s' 'PRAGMA integrity_check; PRAGMA foreign_key_check; SELECT "
		"count(*) FROM household; UPDATE household SET \"order\"=1; REINDEX; VACUUM'",
		p->path);
	assert_string_equal(out, "ok\n49");
	free(out);
	run_shell(
		"cd '%s' && sqlite3 xa.book .dump > a.sql && sqlite3 copy.book < a.sql && sqlite3 "
		"copy.book .dump > b.sql && cmp a.sql b.sql",
		p->dir);
	out = shell_output("sqlite3 '%s' 'PRAGMA integrity_check'", copy);
	assert_string_equal(out, "ok");
	free(out);
	/* .dump keeps no header numbers; with them the copy is a book that searches and saves. */
	run_shell("sqlite3 '%s' \"PRAGMA application_id=$(sqlite3 '%s' 'PRAGMA application_id'); "
		  "PRAGMA "
		  "user_version=$(sqlite3 '%s' 'PRAGMA user_version')\"",
		  copy, p->path, p->path);
	assert_int_equal(rename(copy, p->path), 0);
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	check_ok(table_ensure(p->book, &home, e));
	check_ok(search_find(p->book, NULL, "dang van", 100, &hits, e));
	assert_int_equal(hits.n, 49);
	search_hits_fini(&hits);
	fill(&r);
	assert_int_equal(save(p, &r, 0, id, NULL, NULL), 0);
	record_fini(&r);
	check_ok(book_check(p->book, true, e));
	free(copy);
}

#define home_test(f) cmocka_unit_test_setup_teardown(f, setup_home, teardown_place)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_in_memory),
		home_test(test_save_and_load),
		home_test(test_nothing_differs_nothing_is_written),
		home_test(test_history_tells_each_field),
		home_test(test_only_changed_columns_are_written),
		home_test(test_moved_on),
		home_test(test_what_cannot_be_saved),
		home_test(test_other_units),
		home_test(test_remove),
		home_test(test_reason_taken_away),
		home_test(test_derive),
		home_test(test_counts_follow),
		home_test(test_form_grows),
		home_test(test_forms_that_do_not_fit),
		home_test(test_newest_day),
		home_test(test_one_sync_a_record),
		home_test(test_stock_sqlite),
	};

	if (argc == 3 && !strcmp(argv[1], "--saves"))
		return saving_child(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
