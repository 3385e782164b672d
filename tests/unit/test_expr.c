/* SPDX-License-Identifier: MIT */
/* Expressions: what they answer, and everything they may not do. */
#include "form_help.h"

#include "form/expr.h"

struct params {
	const char *name[4];
	enum expr_kind kind[4];
	double number[4];
	const char *text[4];
};

static void look_up(void *ctx, const char *name, struct expr_value *v)
{
	const struct params *p = ctx;

	for (size_t i = 0; p && i < 4 && p->name[i]; i++) {
		if (strcmp(p->name[i], name))
			continue;
		v->kind = p->kind[i];
		v->number = p->number[i];
		v->text = (char *)(uintptr_t)p->text[i];
	}
}

static struct expr_value value(struct desk *d, const char *text, struct params *p)
{
	struct expr_value v = { EXPR_NULL, 0, NULL };
	struct expr *x = NULL;

	check_ok(expr_new(forms_engine(d->forms), text, &x, e));
	check_ok(expr_eval(x, look_up, p, &v, e));
	expr_free(x);
	return v;
}

static void number_is(struct desk *d, const char *text, double expected)
{
	struct expr_value v = value(d, text, NULL);

	assert_int_equal(v.kind, EXPR_NUMBER);
	assert_true(v.number == expected);
}

static void text_is(struct desk *d, const char *text, const char *expected)
{
	struct expr_value v = value(d, text, NULL);

	assert_int_equal(v.kind, EXPR_TEXT);
	assert_string_equal(v.text, expected);
	expr_value_fini(&v);
}

static void null_is(struct desk *d, const char *text)
{
	assert_int_equal(value(d, text, NULL).kind, EXPR_NULL);
}

static void test_values(void **state)
{
	struct desk *d = *state;

	number_is(d, "7 / 2", 3.5);
	number_is(d, "8 / 2 / 2", 2);
	number_is(d, "1 + 6 / 4 * 2", 4);
	number_is(d, "length('abc') / 2", 1.5);
	number_is(d, "'a/b' = 'a/b'", 1);
	number_is(d, "round(2.345, 1)", 2.3);
	number_is(d, "max(1, 5, 3)", 5);
	number_is(d, "'Nông' like 'nô%'", 1);
	text_is(d, "'a' || 5", "a5");
	text_is(d, "substr('024190000001', 1, 3)", "024");
	text_is(d, "iif(1 > 2, 'x', 'y')", "y");
	null_is(d, ":nobody");
	null_is(d, ":nobody > 5");
	number_is(d, "coalesce(:nobody, 3)", 3);
}

static void test_own_functions(void **state)
{
	struct desk *d = *state;

	number_is(d, "year('1957')", 1957);
	number_is(d, "year('1957-03-02')", 1957);
	null_is(d, "year('sometime')");
	number_is(d, "age('2008-11-21', '2024-11-21')", 16);
	number_is(d, "age('2008-11-22', '2024-11-21')", 15);
	number_is(d, "age('2000-02-29', '2024-02-28')", 23);
	null_is(d, "age('2008', '2024-11-21')");
	number_is(d, "age('2008', '2024-12-31')", 16);
	null_is(d, "age('2030-01-01', '2024-11-21')");
	null_is(d, "age(null, '2024-11-21')");
	number_is(d, "months('2024-01-31', '2024-03-01')", 1);
	number_is(d, "months('2024-03-01', '2024-01-01')", -2);
	number_is(d, "days('2024-02-28', '2024-03-01')", 2);
	null_is(d, "days('2024-02', '2024-03-01')");
	number_is(d, "date_ok('2023-02-29')", 0);
	number_is(d, "date_ok('2024-02-29')", 1);
	number_is(d, "in_list('gender', 'male')", 1);
	number_is(d, "in_list('gender', 'nam')", 0);
	null_is(d, "in_list('gender', null)");
	text_is(d, "list_value('indicator', 'D01', 'standard')", "2022-2025");
	number_is(d, "list_value('indicator', 'D01', 'weight') + 0", 10);
	null_is(d, "list_value('indicator', 'X', 'weight')");
	text_is(d, "fold('Nguyễn Thị Hường')", "nguyen thi huong");
}

static void test_parameters(void **state)
{
	struct desk *d = *state;
	struct params p = { .name = { "a", "village__area_type", "born" },
			    .kind = { EXPR_NUMBER, EXPR_TEXT, EXPR_TEXT },
			    .number = { 3 },
			    .text = { NULL, "rural", "1957" } };
	struct expr_value v = value(d, ":a || ':' || :village__area_type || ' ' || (:a / 2) || :born", &p);
	struct expr *x = NULL;

	assert_string_equal(v.text, "3:rural 1.51957");
	expr_value_fini(&v);
	check_ok(expr_new(forms_engine(d->forms), ":a + :b + :a", &x, e));
	assert_int_equal(expr_params(x), 2);
	assert_string_equal(expr_param(x, 0), "a");
	assert_string_equal(expr_param(x, 1), "b");
	assert_string_equal(expr_text(x), ":a + :b + :a");
	expr_free(x);
}

/* A list is asked in pairs behind the scenes: it must answer as SQLite's own does. */
static void test_lists(void **state)
{
	struct desk *d = *state;
	struct params p = { .name = { "a", "b", "none" }, .kind = { EXPR_TEXT, EXPR_NUMBER, EXPR_NULL }, .number = { 0, 3 }, .text = { "c" } };
	static const struct {
		const char *text;
		int wanted; /* -1: NULL */
	} cases[] = {
		{ ":a in ('a', 'b', 'c')", 1 },
		{ ":a in ('a','b','d')", 0 },
		{ ":a not in ('a', 'b', 'c', 'd', 'e')", 0 },
		{ ":a NOT IN ('a', 'b', 'd') and :b in (1,2,3)", 1 },
		{ ":none in ('a', 'b', 'c')", -1 },
		{ ":none not in ('a', 'b', 'c')", -1 },
		{ "not :a in ('x', 'y', 'z')", 1 },
		{ "case when :a in ('x', 'y', 'c') then 5 else :b in (3, 4, 5) end", 5 },
		{ ":b between 1 and :b in (1, 2, 3)", 1 }, /* (:b between 1 and :b) in (…): 1 */
		{ "4 = :b in (7, 8, 0)", 1 },		      /* (4 = :b) in (…): 0 is in it */
		{ "coalesce(:a in ('it''s', 'b)', 'c'), 9)", 1 },
		{ "(:a in ('a', 'b', 'c', null))", 1 },
		{ ":a in ('a', :b, 'c', 'd')", 1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct expr_value v = value(d, cases[i].text, &p);

		if ((cases[i].wanted < 0) != (v.kind == EXPR_NULL) || (cases[i].wanted >= 0 && v.number != cases[i].wanted))
			fail_msg("%s: %g", cases[i].text, v.number);
		expr_value_fini(&v);
	}
}

/* Each of these would reach out of the expression, or run away. */
static void test_refused(void **state)
{
	struct desk *d = *state;
	static const char *const bad[] = {
		"select 1",
		"(select 1)",
		"exists (select 1)",
		"1 in (select 1)",
		"(select count(*) from sqlite_schema)",
		"1) union select (2",
		"1); select (2",
		"1; select 2",
		"1), (2",
		"1 -- comment",
		"1 /* comment */",
		"printf('%100000d', 1)",
		"format('%d', 1)",
		"zeroblob(1000000000)",
		"randomblob(10)",
		"random()",
		"replace('aaa', 'a', 'bbbb')",
		"hex('abc')",
		"char(65)",
		"quote('a')",
		"typeof(1)",
		"unicode('a')",
		"date('now')",
		"datetime('now')",
		"julianday('now')",
		"current_date",
		"current_timestamp",
		"load_extension('x')",
		"readfile('/etc/passwd')",
		"sqlite_version()",
		"last_insert_rowid()",
		"changes()",
		"json_extract('{}', '$')",
		"'{\"a\":1}' ->> 'a'",
		"group_concat('a')",
		"total(1)",
		"\"village\"",
		"village",
		"?1",
		"@a",
		"$a",
		"'open",
		"((1)",
		"1 +",
		"",
		"raise(abort, 'x')",
		"likelihood(1, 0.5)",
		"1 from sqlite_schema",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct expr *x = NULL;
		struct error e = ERROR_INIT;
		int rc = expr_new(forms_engine(d->forms), bad[i], &x, &e);

		if (!rc)
			print_error("taken: %s\n", bad[i]);
		assert_int_equal(rc, ERR_DATA);
		assert_null(x);
		assert_non_null(e.what);
		error_clear(&e);
	}
}

static void test_limits(void **state)
{
	struct desk *d = *state;
	struct params p = { .name = { "a" }, .kind = { EXPR_TEXT } };
	char *big = xmalloc(40001);
	struct expr *x = NULL;
	struct expr_value v;
	struct str text;

	memset(big, 'x', 40000);
	big[40000] = '\0';
	p.text[0] = big;
	check_ok(expr_new(forms_engine(d->forms), ":a || :a", &x, e));
	check_fails(ERR_DATA, expr_eval(x, look_up, &p, &v, e));
	expr_free(x);
	/* Only on being worked out does it turn out that the list is not there. */
	check_ok(expr_new(forms_engine(d->forms), "in_list('no_such_list', 'a')", &x, e));
	check_fails(ERR_DATA, expr_eval(x, NULL, NULL, &v, e));
	expr_free(x);
	str_init(&text);
	for (int i = 0; i < 400; i++)
		str_add(&text, "abs(");
	str_add(&text, "1");
	for (int i = 0; i < 400; i++)
		str_add(&text, ")");
	check_fails(ERR_DATA, expr_new(forms_engine(d->forms), text.s, &x, e));
	str_fini(&text);
	free(big);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_own_functions, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_lists, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_parameters, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_refused, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_limits, setup_desk, teardown_desk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
