/* SPDX-License-Identifier: MIT */
/* Search as one types: any accents, any order, the accents typed first, in this form or in all. */
#include "store_help.h"

#include "store/search.h"

static const struct table person = {
	.name = "member", .columns = home_columns, .n_columns = 3, .n_sorts = 0
};

static int setup_search(void **state)
{
	struct place *p;

	if (setup_book(state))
		return -1;
	p = *state;
	check_ok(table_ensure(p->book, &home, e));
	check_ok(table_ensure(p->book, &person, e));
	return 0;
}

static void add(struct place *p, const char *text, char id[37])
{
	add_home(p, "H", "v1", "k", text, id);
}

/* Texts found, one a line. */
static char *found(struct place *p, const char *form, const char *query, int64_t *total)
{
	struct search_hits hits;
	struct str b;

	str_init(&b);
	check_ok(search_find(p->book, form, query, 22, &hits, e));
	for (size_t i = 0; i < hits.n; i++)
		str_addf(&b, "%s%s", i ? "|" : "", hits.v[i].text);
	if (total)
		*total = hits.total;
	search_hits_fini(&hits);
	return str_take(&b);
}

static void finds(struct place *p, const char *form, const char *query, const char *want)
{
	char *have = found(p, form, query, NULL);

	assert_string_equal(have, want);
	free(have);
}

static void test_any_accents_any_order(void **state)
{
	struct place *p = *state;
	char id[37];

	add(p, "Nguyễn Thị Hường", id);
	add(p, "Đặng Văn Ánh", id);
	add(p, "H-012 LÝ A DÌNH", id);
	finds(p, NULL, "nguyen thi huong", "Nguyễn Thị Hường");
	finds(p, NULL, "huong nguyen", "Nguyễn Thị Hường");
	finds(p, NULL, "HUO n", "Nguyễn Thị Hường");
	finds(p, NULL, "dang", "Đặng Văn Ánh");
	finds(p, NULL, "đặng", "Đặng Văn Ánh");
	finds(p, NULL, "d", "H-012 LÝ A DÌNH|Đặng Văn Ánh");
	finds(p, NULL, "đ", "Đặng Văn Ánh|H-012 LÝ A DÌNH");
	finds(p, NULL, "h-012", "H-012 LÝ A DÌNH");
	finds(p, NULL, "dinh 012 ly", "H-012 LÝ A DÌNH");
	/* Typed apart, as some keyboards send it. */
	finds(p, NULL, "A\xcc\x81nh", "Đặng Văn Ánh");
	finds(p, NULL, "nguyen dang", "");
	finds(p, NULL, "", "");
	finds(p, NULL, "  - ", "");
}

static void test_accents_typed_come_first(void **state)
{
	struct place *p = *state;
	char id[37];

	for (int i = 0; i < 100; i++)
		add(p, i % 2 ? "Đặng Thị Lân" : "Dang Thi Lận", id);
	add(p, "Đăng Thị Lan", id);
	add(p, "Đặng Lan Anh", id);
	{
		char *have = found(p, NULL, "Đăng", NULL);

		assert_true(str_starts(have, "Đăng Thị Lan|"));
		free(have);
		have = found(p, NULL, "đặng lan", NULL);
		assert_true(str_starts(have, "Đặng Lan Anh|"));
		free(have);
		/* Without accents the names without come first. */
		have = found(p, NULL, "lan", NULL);
		assert_true(str_starts(have, "Đăng Thị Lan|Đặng Lan Anh|"));
		free(have);
		have = found(p, NULL, "dang thi", NULL);
		assert_true(str_starts(have, "Dang Thi Lận|"));
		free(have);
	}
}

static void test_whole_words_before_longer_ones(void **state)
{
	struct place *p = *state;
	char id[37];

	add(p, "H10", id);
	add(p, "H100", id);
	add(p, "H1", id);
	finds(p, NULL, "h1", "H1|H10|H100");
	finds(p, NULL, "h10", "H10|H100");
}

static void test_total_and_limit(void **state)
{
	struct place *p = *state;
	struct search_hits hits;
	int64_t total;
	char id[37];

	begin(p);
	for (int i = 0; i < 120; i++)
		add(p, i % 2 ? "Bàn Văn Phú" : "Bàn Thị Quý", id);
	commit(p);
	free(found(p, NULL, "ban", &total));
	assert_int_equal(total, 120);
	check_ok(search_find(p->book, NULL, "ban", 7, &hits, e));
	assert_int_equal(hits.n, 7);
	for (size_t i = 0; i < hits.n; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(hits.v[i].id, hits.v[k].id);
	search_hits_fini(&hits);
	free(found(p, NULL, "ban quy", &total));
	assert_int_equal(total, 60);
}

static void test_one_form(void **state)
{
	struct place *p = *state;
	struct record r;
	int64_t total;
	char id[37];

	add(p, "hộ Đặng Văn Ánh", id);
	record_init(&r);
	save_record(p, &person, &r, NULL, "người Đặng Văn Ánh", id);
	record_fini(&r);
	finds(p, NULL, "dang", "hộ Đặng Văn Ánh|người Đặng Văn Ánh");
	finds(p, "member", "dang", "người Đặng Văn Ánh");
	finds(p, "household", "đặng", "hộ Đặng Văn Ánh");
	finds(p, "project", "dang", "");
	free(found(p, "member", "dang", &total));
	assert_int_equal(total, 1);
	/* The mark of a form is not a word one can find. */
	finds(p, NULL, "member", "");
	finds(p, NULL, "@member", "");
	finds(p, "mem\" OR \"a", "dang", "");
}

static void test_nothing_typed_is_language(void **state)
{
	static const char *const odd[] = { "\"",
					   "a\" OR \"b",
					   "NOT a",
					   "a AND",
					   "a*",
					   "^a",
					   "{a b}: c",
					   "-",
					   "NEAR(a b)",
					   "%",
					   "=a",
					   "a+b",
					   "\xff\xfe",
					   "\xf0\x9f\x98\x80 a",
					   "กข",
					   "a\xe2\x80\x8b"
					   "b",
					   "ⅷ",
					   "\xef\xbc\xa1" };
	struct place *p = *state;
	struct search_hits hits;
	char id[37];

	add(p, "a b c \xf0\x9f\x98\x80 กข ⅷ \xef\xbc\xa1", id);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		check_ok(search_find(p->book, NULL, odd[i], 22, &hits, e));
		search_hits_fini(&hits);
	}
	finds(p, NULL, "a*", "a b c \xf0\x9f\x98\x80 กข ⅷ \xef\xbc\xa1");
}

static void test_follows_the_record(void **state)
{
	struct place *p = *state;
	struct record r;
	char id[37];

	add(p, "Vi Văn Tám", id);
	check_ok(record_load(p->book, &home, NULL, id, &r, e));
	record_put(&r, "household_code", "other", NULL);
	save_record(p, &home, &r, "k", "Vi Văn Chín", id);
	finds(p, NULL, "tam", "");
	finds(p, NULL, "chin", "Vi Văn Chín");
	record_put(&r, "household_code", "third", NULL);
	save_record(p, &home, &r, "k", NULL, id);
	finds(p, NULL, "chin", "");
	record_fini(&r);
	assert_int_equal(number_of(p, "SELECT count(*) FROM search_row"), 0);
}

static void test_rebuild(void **state)
{
	struct place *p = *state;
	char id[37];

	add(p, "Đặng Văn Ánh", id);
	check_ok(db_exec(book_db(p->book), "INSERT INTO search (search) VALUES ('delete-all')", e));
	finds(p, NULL, "dang", "");
	check_ok(search_rebuild(p->book, e));
	finds(p, NULL, "dang", "Đặng Văn Ánh");
	check_ok(db_exec(book_db(p->book),
			 "INSERT INTO search (search, rank) "
			 "VALUES ('integrity-check', 1)",
			 e));
}

/* Counted to 10,000 and no further. */
static void test_total_has_an_end(void **state)
{
	struct place *p = *state;
	struct record r;
	int64_t total;
	char id[37];

	record_init(&r);
	begin(p);
	for (int i = 0; i < 10020; i++)
		save_record(p, &person, &r, NULL, i % 2 ? "Đặng Ánh" : "Đặng Lan", id);
	commit(p);
	record_fini(&r);
	free(found(p, NULL, "lan dang", &total));
	assert_int_equal(total, 5010);
	free(found(p, "member", "d", &total));
	assert_int_equal(total, 10000);
}

#define search_test(f) cmocka_unit_test_setup_teardown(f, setup_search, teardown_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		search_test(test_any_accents_any_order),
		search_test(test_accents_typed_come_first),
		search_test(test_whole_words_before_longer_ones),
		search_test(test_total_and_limit),
		search_test(test_one_form),
		search_test(test_nothing_typed_is_language),
		search_test(test_follows_the_record),
		search_test(test_rebuild),
		search_test(test_total_has_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
