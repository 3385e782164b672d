/* SPDX-License-Identifier: MIT */
/*
 * The standards as they are shipped: every rule at, one under and one over each line, both areas, all periods, by points and by
 * income; what open indicators leave certain; what is not known; a local standard of the user's; and files with mistakes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/standard.h"

#define NO NAN

static int setup(void **state)
{
	const char *note;

	i18n_init("vi", SRCDIR "/nonexistent", &note);
	*state = standards_new(SRCDIR "/data/standards", NULL);
	return 0;
}

static int teardown(void **state)
{
	standards_free(*state);
	return 0;
}

static const struct standard *standard(void **state, const char *id)
{
	const struct standard *st = standards_find(*state, id);

	assert_non_null(st);
	return st;
}

/* The class, and its sentence to `why` (freed by the caller) where it is not NULL. */
static const char *class_of(const struct standard *st, const struct standard_facts *f, char **why)
{
	struct standard_result r;
	struct error e = ERROR_INIT;
	const char *class;

	assert_int_equal(standard_classify(st, f, &r, &e), 0);
	assert_non_null(r.why);
	class = r.class;
	if (why)
		*why = xstrdup(r.why);
	standard_result_fini(&r);
	return class;
}

struct point_case {
	const char *standard, *area;
	double b1, deprived;
	const char *class;
};

/* Lines 140, 175; 120/150, 140/175. Three indicators. */
static void by_points(void **state)
{
	static const struct point_case cases[] = {
		{ "2022-2025", "rural", 139, 3, "poor" },      { "2022-2025", "rural", 140, 3, "poor" },
		{ "2022-2025", "rural", 141, 3, "not_poor" },  { "2022-2025", "rural", 139, 2, "near_poor" },
		{ "2022-2025", "rural", 140, 2, "near_poor" }, { "2022-2025", "rural", 141, 2, "not_poor" },
		{ "2022-2025", "rural", 140, 4, "poor" },      { "2022-2025", "rural", 0, 0, "near_poor" },
		{ "2022-2025", "rural", 0, 12, "poor" },       { "2022-2025", "rural", 141, 12, "not_poor" },
		{ "2022-2025", "urban", 174, 3, "poor" },      { "2022-2025", "urban", 175, 3, "poor" },
		{ "2022-2025", "urban", 176, 3, "not_poor" },  { "2022-2025", "urban", 174, 2, "near_poor" },
		{ "2022-2025", "urban", 175, 2, "near_poor" }, { "2022-2025", "urban", 176, 2, "not_poor" },
		{ "2022-2025", "urban", 141, 3, "poor" },      { "2022-2025", "urban", 175, 4, "poor" },
		{ "2016-2020", "rural", 119, 0, "poor" },      { "2016-2020", "rural", 120, 0, "poor" },
		{ "2016-2020", "rural", 121, 0, "near_poor" }, { "2016-2020", "rural", 121, 2, "near_poor" },
		{ "2016-2020", "rural", 121, 3, "poor" },      { "2016-2020", "rural", 149, 2, "near_poor" },
		{ "2016-2020", "rural", 149, 3, "poor" },      { "2016-2020", "rural", 150, 2, "near_poor" },
		{ "2016-2020", "rural", 150, 3, "poor" },      { "2016-2020", "rural", 151, 3, "not_poor" },
		{ "2016-2020", "rural", 150, 4, "poor" },      { "2016-2020", "rural", 151, 10, "not_poor" },
		{ "2016-2020", "urban", 139, 0, "poor" },      { "2016-2020", "urban", 140, 0, "poor" },
		{ "2016-2020", "urban", 141, 2, "near_poor" }, { "2016-2020", "urban", 141, 3, "poor" },
		{ "2016-2020", "urban", 174, 2, "near_poor" }, { "2016-2020", "urban", 174, 3, "poor" },
		{ "2016-2020", "urban", 175, 2, "near_poor" }, { "2016-2020", "urban", 175, 3, "poor" },
		{ "2016-2020", "urban", 176, 3, "not_poor" },  { "2016-2020", "urban", 176, 10, "not_poor" },
		/* No points were laid down for these. */
		{ "2027-2030", "rural", 100, 3, NULL },	       { "local", "rural", 100, 3, NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct standard_facts f = {
			.area = cases[i].area, .b1 = cases[i].b1, .income = NO, .deprived = cases[i].deprived
		};
		const char *class = class_of(standard(state, cases[i].standard), &f, NULL);

		if (!str_eq(class, cases[i].class))
			fail_msg("%s %s B1 %g, %g: %s", cases[i].standard, cases[i].area, cases[i].b1, cases[i].deprived,
				 class ? class : "(none)");
	}
}

/* Lines 1.5 and 2 million, 0.7/1 and 0.9/1.3, 2.2 and 2.8; the band above. */
static void by_income(void **state)
{
	static const struct point_case cases[] = { /* b1 is the income here */
		{ "2022-2025", "rural", 1499999, 3, "poor" },	   { "2022-2025", "rural", 1500000, 3, "poor" },
		{ "2022-2025", "rural", 1500001, 3, "average" },   { "2022-2025", "rural", 1500000, 2, "near_poor" },
		{ "2022-2025", "rural", 2249999, 0, "average" },   { "2022-2025", "rural", 2250000, 0, "average" },
		{ "2022-2025", "rural", 2250001, 0, "not_poor" },  { "2022-2025", "urban", 1999999, 3, "poor" },
		{ "2022-2025", "urban", 2000000, 3, "poor" },	   { "2022-2025", "urban", 2000001, 3, "average" },
		{ "2022-2025", "urban", 2000000, 2, "near_poor" }, { "2022-2025", "urban", 2999999, 0, "average" },
		{ "2022-2025", "urban", 3000000, 0, "average" },   { "2022-2025", "urban", 3000001, 0, "not_poor" },
		{ "2016-2020", "rural", 699999, 0, "poor" },	   { "2016-2020", "rural", 700000, 0, "poor" },
		{ "2016-2020", "rural", 700001, 2, "near_poor" },  { "2016-2020", "rural", 700001, 3, "poor" },
		{ "2016-2020", "rural", 999999, 3, "poor" },	   { "2016-2020", "rural", 1000000, 3, "poor" },
		{ "2016-2020", "rural", 1000000, 2, "near_poor" }, { "2016-2020", "rural", 1000001, 3, "average" },
		{ "2016-2020", "rural", 1500000, 3, "average" },   { "2016-2020", "rural", 1500001, 3, "not_poor" },
		{ "2016-2020", "urban", 899999, 0, "poor" },	   { "2016-2020", "urban", 900000, 0, "poor" },
		{ "2016-2020", "urban", 900001, 2, "near_poor" },  { "2016-2020", "urban", 900001, 3, "poor" },
		{ "2016-2020", "urban", 1299999, 3, "poor" },	   { "2016-2020", "urban", 1300000, 3, "poor" },
		{ "2016-2020", "urban", 1300000, 2, "near_poor" }, { "2016-2020", "urban", 1300001, 3, "average" },
		{ "2016-2020", "urban", 1950000, 3, "average" },   { "2016-2020", "urban", 1950001, 3, "not_poor" },
		{ "2027-2030", "rural", 2199999, 3, "poor" },	   { "2027-2030", "rural", 2200000, 3, "poor" },
		{ "2027-2030", "rural", 2200000, 2, "near_poor" }, { "2027-2030", "rural", 2200001, 3, "not_poor" },
		{ "2027-2030", "urban", 2799999, 3, "poor" },	   { "2027-2030", "urban", 2800000, 3, "poor" },
		{ "2027-2030", "urban", 2800000, 2, "near_poor" }, { "2027-2030", "urban", 2800001, 3, "not_poor" },
		{ "local", "rural", 100, 3, NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct standard_facts f = { .area = cases[i].area,
					    .b1 = NO,
					    .income = cases[i].b1,
					    .deprived = cases[i].deprived,
					    .by_income = true };
		const char *class = class_of(standard(state, cases[i].standard), &f, NULL);

		if (!str_eq(class, cases[i].class))
			fail_msg("%s %s income %g, %g: %s", cases[i].standard, cases[i].area, cases[i].b1,
				 cases[i].deprived, class ? class : "(none)");
	}
}

/* Points decide; the income of a farm household only lifts it into the band above. */
static void points_with_an_income(void **state)
{
	const struct standard *st = standard(state, "2022-2025");
	struct standard_facts f = { .area = "rural", .b1 = NO, .income = 2250000, .deprived = NO };

	assert_string_equal(class_of(st, &f, NULL), "average");
	f.income = 2250001;
	assert_null(class_of(st, &f, NULL));
	f.b1 = 200;
	assert_string_equal(class_of(st, &f, NULL), "not_poor");
	f.income = 1500001;
	assert_string_equal(class_of(st, &f, NULL), "average");
	f.b1 = 140; /* at the line, whatever the income says */
	f.deprived = 0;
	assert_string_equal(class_of(st, &f, NULL), "near_poor");
}

/* What is certain is said though some indicators are open; on paper (strict) it is not. */
static void open_indicators(void **state)
{
	static const struct {
		double b1, deprived, unknown;
		const char *class, *strict;
	} cases[] = {
		{ 132, 3, 1, "poor", NULL },	 { 132, 3, 9, "poor", NULL },	     { 132, 2, 1, NULL, NULL },
		{ 132, 0, 2, "near_poor", NULL }, { 132, 0, 3, NULL, NULL },	     { 132, 1, 1, "near_poor", NULL },
		{ 132, 2, 0, "near_poor", "near_poor" }, { 141, 0, 12, "not_poor", "not_poor" }, { NO, 3, 2, NULL, NULL },
	};
	const struct standard *st = standard(state, "2022-2025");

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct standard_facts f = { .area = "rural",
					    .b1 = cases[i].b1,
					    .income = NO,
					    .deprived = cases[i].deprived,
					    .unknown = cases[i].unknown };

		if (!str_eq(class_of(st, &f, NULL), cases[i].class))
			fail_msg("case %zu", i);
		f.strict = true;
		if (!str_eq(class_of(st, &f, NULL), cases[i].strict))
			fail_msg("case %zu, strict", i);
	}
}

static struct standard_facts facts(const char *area, double b1, double income, double deprived, double unknown)
{
	return (struct standard_facts){ .area = area, .b1 = b1, .income = income, .deprived = deprived, .unknown = unknown };
}

static void said(const struct standard *st, struct standard_facts f, const char *expected)
{
	char *why;

	class_of(st, &f, &why);
	assert_string_equal(why, expected);
	free(why);
}

static void sentences(void **state)
{
	const struct standard *now = standard(state, "2022-2025"), *before = standard(state, "2016-2020"),
			      *next = standard(state, "2027-2030"), *local = standard(state, "local");

	said(now, facts("rural", 132, NO, 4, 0),
	     "B1 = 132 ≤ 140 và 4 chỉ số thiếu hụt ≥ 3 → hộ nghèo");
	said(now, facts("urban", 176, NO, 4, 0), "B1 = 176 > 175 → hộ không nghèo");
	said(now, facts("rural", 132, NO, 3, 2),
	     "B1 = 132 ≤ 140 và 3 to 5 chỉ số thiếu hụt ≥ 3 → hộ nghèo");
	said(now, facts("rural", 132, NO, 1, 3),
	     "not enough known: 3 indicators not collected");
	said(now, facts("rural", NO, NO, 4, 0), "not enough known: no B1 points");
	said(now, facts(NULL, 132, NO, 4, 0), "not enough known: no area");
	said(now, facts("rural", 132, NO, NO, 0),
	     "not enough known: the indicators are not known");
	/* Figures nobody has seen in their source are marked: 150, and the band of average living. */
	said(before, facts("rural", 130, NO, 4, 0),
	     "120 < B1 = 130 ≤ 150 và 4 chỉ số thiếu hụt ≥ 3 → hộ nghèo (not verified)");
	said(before, facts("urban", 150, NO, 4, 0),
	     "140 < B1 = 150 ≤ 175 và 4 chỉ số thiếu hụt ≥ 3 → hộ nghèo");
	said(next, facts("rural", 130, NO, 4, 0), "not enough known: no income per head");
	said(local, facts("rural", 130, NO, 4, 0),
	     "not enough known: this standard has no rules yet");
}

static void figures(void **state)
{
	const struct standard *now = standard(state, "2022-2025"), *before = standard(state, "2016-2020"),
			      *next = standard(state, "2027-2030");
	bool verified;

	assert_true(standard_value(now, "rural", "points", NULL, &verified) == 140 && verified);
	assert_true(standard_value(now, "urban", "line", NULL, &verified) == 2000000 && verified);
	assert_true(standard_value(now, "rural", "average_to", NULL, &verified) == 2250000 && !verified);
	assert_true(standard_value(before, "rural", "points", NULL, &verified) == 150 && !verified);
	assert_true(standard_value(before, "urban", "points", NULL, &verified) == 175 && verified);
	assert_true(standard_value(next, "urban", "line", NULL, NULL) == 2800000);
	assert_true(standard_value(now, NULL, "deprived_min", NULL, NULL) == 3);
	assert_true(isnan(standard_value(now, NULL, "points", NULL, NULL)));
	assert_true(isnan(standard_value(now, "rural", "no_such", NULL, NULL)));
	assert_true(isnan(standard_value(next, "rural", "points", NULL, NULL)));
	assert_true(isnan(standard_value(next, NULL, "indicator_points", NULL, NULL)));
	/* Low-income workers: NĐ 30/2025 from 24/02/2025. */
	assert_true(isnan(standard_value(now, "rural", "worker", "2025-02-23", NULL)));
	assert_true(standard_value(now, "rural", "worker", "2025-02-24", NULL) == 2250000);
	assert_true(standard_value(now, "urban", "worker", NULL, NULL) == 3000000);

	assert_string_equal(standards_on(*state, "2020-12-31")->id, "2016-2020");
	assert_string_equal(standards_on(*state, "2021-12-31")->id, "2016-2020");
	assert_string_equal(standards_on(*state, "2022-01-01")->id, "2022-2025");
	assert_string_equal(standards_on(*state, "2026-12-31")->id, "2022-2025");
	assert_string_equal(standards_on(*state, "2027-01-01")->id, "2027-2030");
	assert_null(standards_on(*state, "2015-12-31"));
	assert_null(standards_on(*state, NULL));
	assert_true(standard_ready(now) && standard_ready(before) && standard_ready(next));
	assert_false(standard_ready(standard(state, "local")));
	assert_string_equal(standard_asked(*state, standard(state, "local"))->id, "2022-2025");
	assert_string_equal(standard_asked(*state, before)->id, "2016-2020");
}

static void same_questions(void **state)
{
	const struct standard_indicator *e06 = standard_indicator(standard(state, "2016-2020"), "E06"),
					*d08 = standard_indicator(standard(state, "2022-2025"), "D08");

	assert_string_equal(standard_same(*state, e06, 0), "E06");
	assert_string_equal(standard_same(*state, e06, 1), "D08");
	assert_null(standard_same(*state, e06, 2));
	/* Whichever of the two names the other. */
	assert_string_equal(standard_same(*state, d08, 1), "E06");
	assert_string_equal(standard_same(*state, d08, 2), "F07");
	assert_null(standard_same(*state, d08, 3));
}

static void shipped_files_are_in_order(void **state)
{
	struct complaints c;

	complaints_init(&c);
	standards_check(*state, &c);
	for (size_t i = 0; i < c.n; i++) {
		char *s = complaint_text(&c.v[i]);

		fprintf(stderr, "%s\n", s);
		free(s);
	}
	assert_int_equal(c.n, 0);
	complaints_fini(&c);
	assert_int_equal(standards_count(*state), 4);
	assert_string_equal(standards_at(*state, 3)->id, "local");
}

/* ---- files of one's own ---- */

static void put(const char *dir, const char *name, const char *text)
{
	struct error e = ERROR_INIT;
	char *path = path_join(dir, name);

	assert_int_equal(file_write(path, text, strlen(text), 0600, &e), 0);
	free(path);
}

#define LOCAL_HEAD \
	"[standard]\ncode = \"local\"\nvi = \"Chuẩn tỉnh\"\nen = \"Province\"\nsource = \"NQ 1/2023\"\n" \
	"indicators = \"2022-2025\"\nscores = \"2022-2025\"\n"
#define LOCAL_BODY \
	"[value.points]\nvi = \"điểm\"\nen = \"points\"\nrural = \"160\"\nurban = \"190\"\nsource = \"NQ 1/2023\"\n" \
	"[rule.1]\nclass = \"poor\"\ntest = \":b1 <= :points and :deprived >= 2\"\nwhy.vi = \"{b1} ≤ {points}, {deprived}\"\n" \
	"why.en = \"{b1} ≤ {points}\"\nsource = \"NQ 1/2023\"\n" \
	"[rule.2]\nclass = \"not_poor\"\ntest = \":b1 > :points\"\nwhy.vi = \"{b1} > {points}\"\nwhy.en = \"{b1} > {points}\"\n" \
	"source = \"NQ 1/2023\"\n"

static void a_local_standard(void **state)
{
	char dir[] = "/tmp/gn-standard-XXXXXX", *cmd;
	struct standards *s;
	struct standard_facts f = { .area = "rural", .b1 = 160, .income = NO, .deprived = 2 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	put(dir, "local.ini", LOCAL_HEAD LOCAL_BODY);
	s = standards_new(SRCDIR "/data/standards", dir);
	assert_int_equal(standards_count(s), 4);
	assert_string_equal(standards_find(s, "local")->label[0], "Chuẩn tỉnh");
	assert_true(standard_ready(standards_find(s, "local")));
	assert_string_equal(class_of(standards_find(s, "local"), &f, NULL), "poor");
	f.b1 = 161;
	assert_string_equal(class_of(standards_find(s, "local"), &f, NULL), "not_poor");
	assert_int_equal(standard_asked(s, standards_find(s, "local"))->n_indicators, 12);
	standards_free(s);
	/* With a mistake it is not used, and told; the program goes on. */
	put(dir, "local.ini", LOCAL_HEAD "colour = \"red\"\n" LOCAL_BODY);
	s = standards_new(SRCDIR "/data/standards", dir);
	assert_string_not_equal(standards_find(s, "local")->label[0], "Chuẩn tỉnh");
	assert_int_equal(standards_mistakes(s)->n, 0);
	struct complaints c;

	complaints_init(&c);
	standards_check(s, &c);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.v[0].line, 8);
	assert_string_equal(c.v[0].key, "colour");
	complaints_fini(&c);
	standards_free(s);
	cmd = xasprintf("rm -rf '%s'", dir);
	assert_int_equal(system(cmd), 0);
	free(cmd);
}

static void mistakes_are_told(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *key;
	} cases[] = {
		{ LOCAL_HEAD "[value.points]\nvi = \"đ\"\nen = \"p\"\nrural = \"16o\"\nurban = \"1\"\nsource = \"x\"\n", 11, "rural" },
		{ LOCAL_HEAD "[value.points]\nvi = \"đ\"\nen = \"p\"\nrural = \"160\"\nverified = \"no\"\n", 8, "urban" },
		{ LOCAL_HEAD "[value.points]\nvi = \"đ\"\nen = \"p\"\nrural = \"\"\nurban = \"\"\n", 8, "verified" },
		{ LOCAL_HEAD "[value.points]\nvi = \"đ\"\nen = \"p\"\nall = \"5\"\n", 8, "verified" },
		{ LOCAL_HEAD "[rule.1]\nclass = \"rich\"\ntest = \"1\"\nwhy.vi = \"x\"\nwhy.en = \"x\"\nsource = \"x\"\n", 9, "class" },
		{ LOCAL_HEAD "[rule.1]\nclass = \"poor\"\ntest = \":b1 <= :pionts\"\nwhy.vi = \"x\"\nwhy.en = \"x\"\nsource = \"x\"\n", 10,
		  "test" },
		{ LOCAL_HEAD "[rule.1]\nclass = \"poor\"\ntest = \":b1 <=\"\nwhy.vi = \"x\"\nwhy.en = \"x\"\nsource = \"x\"\n", 10, "test" },
		{ LOCAL_HEAD "[rule.1]\nclass = \"poor\"\ntest = \"classify('local', 'rural', 1, 1, 1, 1)\"\nwhy.vi = \"x\"\nwhy.en = \"x\"\n"
			     "source = \"x\"\n", 10, "test" },
		{ LOCAL_HEAD "[rule.1]\nclass = \"poor\"\ntest = \"1\"\nwhy.vi = \"{b7}\"\nwhy.en = \"x\"\nsource = \"x\"\n", 11, "why.vi" },
		{ LOCAL_HEAD "[extension.1]\nto = \"tomorrow\"\nsource = \"x\"\n", 9, "to" },
		{ LOCAL_HEAD "[indicator.L01]\ncode = \"L02\"\nvi = \"x\"\nen = \"x\"\nservice.vi = \"x\"\nservice.en = \"x\"\nsource = \"x\"\n",
		  9, "code" },
		{ LOCAL_HEAD "[indicator.L01]\ncode = \"L01\"\nvi = \"x\"\nen = \"x\"\nservice.vi = \"x\"\nservice.en = \"x\"\nsource = \"x\"\n"
			     "same = \"D99\"\n", 15, "same" },
		{ LOCAL_HEAD "[colour]\nred = \"1\"\n", 8, NULL },
	};
	char dir[] = "/tmp/gn-standard-XXXXXX", *cmd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct standards *s;
		struct complaints c;
		bool found = false;

		put(dir, "local.ini", cases[i].text);
		s = standards_new(SRCDIR "/data/standards", dir);
		complaints_init(&c);
		standards_check(s, &c);
		for (size_t k = 0; k < c.n; k++)
			found = found || (c.v[k].line == cases[i].line && str_eq(c.v[k].key, cases[i].key));
		if (!found) {
			for (size_t k = 0; k < c.n; k++)
				fprintf(stderr, "line %d %s: %s\n", c.v[k].line, c.v[k].key ? c.v[k].key : "", c.v[k].reason);
			fail_msg("case %zu: not told", i);
		}
		complaints_fini(&c);
		standards_free(s);
	}
	cmd = xasprintf("rm -rf '%s'", dir);
	assert_int_equal(system(cmd), 0);
	free(cmd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_points),	   cmocka_unit_test(by_income),
		cmocka_unit_test(points_with_an_income), cmocka_unit_test(open_indicators),
		cmocka_unit_test(sentences),	   cmocka_unit_test(figures),
		cmocka_unit_test(same_questions),  cmocka_unit_test(shipped_files_are_in_order),
		cmocka_unit_test(a_local_standard), cmocka_unit_test(mistakes_are_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
