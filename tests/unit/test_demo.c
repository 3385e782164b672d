/* SPDX-License-Identifier: MIT */
/*
 * The demonstration book: its figures are the plan's to the household, one seed makes one book,
 * and checking it finds what was planted and no other Lỗi.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "domain/check.h"
#include "domain/demo.h"
#include "store/book.h"
#include "store/record.h"

struct fixture {
	char dir[64], path[96];
	struct forms *f;
	struct book *b;
};

static void ok(int ret, struct error *e)
{
	if (ret) {
		char *s = error_text(e);

		fprintf(stderr, "%s\n", s);
		free(s);
	}
	assert_int_equal(ret, 0);
}

static void book_made(struct fixture *x, const struct demo_plan *plan)
{
	struct book_identity who = { .unit_id = "00000000000000000000000000000001",
				     .unit_code = "DONG-VUONG",
				     .unit_name = "Xã Đồng Vương",
				     .level = "commune",
				     .training = true };
	struct error e = ERROR_INIT;

	strcpy(x->dir, "/tmp/gn-demo-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/book.gng", x->dir);
	x->f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	ok(book_create(x->path, &who, &e), &e);
	ok(book_open(&x->b, x->path, BOOK_WRITE, &e), &e);
	ok(forms_prepare(x->f, x->b, &e), &e);
	ok(demo_fill(x->f, x->b, plan, NULL, NULL, &e), &e);
}

static void book_gone(struct fixture *x)
{
	char *cmd = xasprintf("rm -rf '%s'", x->dir);

	book_close(x->b);
	forms_free(x->f);
	assert_int_equal(system(cmd), 0);
	free(cmd);
}

static int setup(void **state)
{
	static struct fixture x;
	const struct demo_plan plan = { .seed = 0 };
	struct timespec a, b;
	const char *note;

	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	paths_init();
	i18n_init("vi", "/nonexistent", &note);
	clock_gettime(CLOCK_MONOTONIC, &a);
	book_made(&x, &plan);
	clock_gettime(CLOCK_MONOTONIC, &b);
	fprintf(stderr, "the demonstration book took %.2f s\n",
		(double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9);
	*state = &x;
	return 0;
}

static int teardown(void **state)
{
	book_gone(*state);
	return 0;
}

static int64_t number(struct book *b, const char *sql)
{
	struct error e = ERROR_INIT;
	int64_t n = -1;

	ok(db_get_int(book_db(b), &n, NULL, &e, sql, ""), &e);
	return n;
}

static int64_t counted(struct book *b, const char *form, const char *field, const char *code)
{
	struct error e = ERROR_INIT;
	int64_t n = -1;

	ok(record_count(b, form, NULL, field, code, &n, &e), &e);
	return n;
}

static void figures_of_the_plan(void **state)
{
	struct fixture *x = *state;

	assert_int_equal(counted(x->b, "household", NULL, NULL), 1329);
	assert_int_equal(counted(x->b, "household", "classification", "poor"), 77);
	assert_int_equal(counted(x->b, "household", "classification", "near_poor"), 134);
	assert_int_equal(counted(x->b, "village", NULL, NULL), 10);
	assert_int_equal(counted(x->b, "project", NULL, NULL), 10);
	assert_int_equal(counted(x->b, "round", NULL, NULL), 2);
	/* The stored figures are those of the rows. */
	assert_int_equal(
		number(x->b, "SELECT count(*) FROM household WHERE classification = 'poor'"), 77);
	assert_int_equal(
		number(x->b, "SELECT count(*) FROM household WHERE classification = 'near_poor'"),
		134);
	assert_int_equal(
		number(x->b, "SELECT count(*) FROM household WHERE classification = 'not_poor'"),
		15);
	assert_int_equal(
		number(x->b, "SELECT poor_households * 1000 + near_poor_households FROM unit_year "
			     "WHERE village IS NULL"),
		77134);
	assert_int_equal(number(x->b, "SELECT households FROM unit_year WHERE village IS NULL"),
			 1329);
	/* DA3.1 has the one due date the plan prints. */
	assert_int_equal(number(x->b,
				"SELECT count(*) FROM assignment WHERE due_date = '2024-09-30' "
				"AND programme_item = 'DA3.1'"),
			 1);
}

static void every_household_has_people(void **state)
{
	struct fixture *x = *state;
	int64_t people = number(x->b, "SELECT count(*) FROM member WHERE left_on IS NULL");

	assert_int_equal(number(x->b, "SELECT count(*) FROM household h WHERE NOT EXISTS "
				      "(SELECT 1 FROM member m WHERE m.household = h.id)"),
			 0);
	assert_true(people > 1329 * 3 && people < 1329 * 5);
	assert_int_equal(number(x->b, "SELECT people FROM unit_year WHERE village IS NULL"),
			 people);
	/* 12 digits, but where the mistake says otherwise, and no number twice but the planted
	 * ones. */
	assert_int_equal(number(x->b, "SELECT count(*) FROM member WHERE id_number IS NOT NULL AND "
				      "length(id_number) <> 12"),
			 0);
	assert_int_equal(number(x->b, "SELECT count(*) - count(DISTINCT id_number) FROM member "
				      "WHERE id_number IS NOT NULL"),
			 2);
}

static void classes_obey_the_rule(void **state)
{
	struct fixture *x = *state;

	assert_int_equal(
		number(x->b, "SELECT count(*) FROM review WHERE decision_date = '2023-12-12'"),
		226);
	assert_int_equal(number(x->b,
				"SELECT count(*) FROM review WHERE classification = 'poor' AND "
				"NOT (b1_points <= 140 AND b2_points >= 30)"),
			 0);
	assert_int_equal(
		number(x->b, "SELECT count(*) FROM review WHERE classification = 'near_poor' AND "
			     "NOT (b1_points <= 140 AND b2_points < 30)"),
		0);
	assert_int_equal(
		number(x->b,
		       "SELECT count(*) FROM review r WHERE b2_points <> 10 * (SELECT count(*) "
		       "FROM answer a WHERE a.form = 'review' AND a.id = r.id AND a.field = "
		       "'deprivation' "
		       "AND a.value = 'deprived')"),
		0);
	/* What is not decided is a forecast: it is there, and moves nobody. */
	assert_true(number(x->b, "SELECT count(*) FROM review WHERE decision_date IS NULL") > 30);
}

/* Every record but what the form engine makes of the clock. */
static char *dump(struct book *b)
{
	static const char *const tables[] = { "village",    "household", "member",  "round",
					      "review",	    "unit_year", "project", "participant",
					      "assignment", "change",	 "answer",  "officer" };
	struct error e = ERROR_INIT;
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		char *sql = xasprintf("SELECT * FROM %s ORDER BY 1, 2, 3, 4, 5", tables[i]);
		struct stmt *st;

		ok(db_prepare(book_db(b), &st, sql, &e), &e);
		while (stmt_step(st, &e) == 1) {
			for (int c = 0; c < stmt_cols(st); c++) {
				const char *s = stmt_col_text(st, c);

				str_add(&out, s ? s : "");
				str_addc(&out, c + 1 < stmt_cols(st) ? '\t' : '\n');
			}
		}
		stmt_done(st);
		free(sql);
	}
	return str_take(&out);
}

static void one_seed_makes_one_book(void **state)
{
	const struct demo_plan small = {
		.seed = 7, .households = 300, .poor = 20, .near_poor = 31, .villages = 4
	};
	const struct demo_plan other = {
		.seed = 8, .households = 300, .poor = 20, .near_poor = 31, .villages = 4
	};
	const struct demo_plan *plans[3] = { &small, &small, &other };
	char *text[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct fixture x;

		book_made(&x, plans[i]);
		assert_int_equal(counted(x.b, "household", NULL, NULL), 300);
		assert_int_equal(counted(x.b, "household", "classification", "poor"), 20);
		assert_int_equal(counted(x.b, "household", "classification", "near_poor"), 31);
		assert_int_equal(counted(x.b, "village", NULL, NULL), 4);
		text[i] = dump(x.b);
		book_gone(&x);
	}
	assert_true(!strcmp(text[0], text[1]));
	assert_false(!strcmp(text[0], text[2]));
	for (int i = 0; i < 3; i++)
		free(text[i]);
}

static bool is_planted(const struct ini *ini, const struct finding *v)
{
	for (int i = 1;; i++) {
		char section[32];
		struct strlist checks;
		bool found;

		snprintf(section, sizeof(section), "mistake.%d", i);
		if (!ini_has_section(ini, section))
			return false;
		strlist_init(&checks);
		strlist_split(&checks, ini_get(ini, section, "check", ""), ", ");
		found = strlist_has(&checks, v->check) &&
			!strcmp(ini_get(ini, section, "form", ""), v->form);
		strlist_fini(&checks);
		if (found)
			return true;
	}
}

static int times_found(const struct findings *f, const char *check)
{
	int n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += !strcmp(f->v[i].check, check);
	return n;
}

static void checks_find_what_was_planted(void **state)
{
	struct fixture *x = *state;
	struct findings found = { .v = NULL };
	struct complaints c;
	struct error e = ERROR_INIT;
	struct checks *checks;
	struct ini *ini;
	int planted = 0, errors = 0;

	complaints_init(&c);
	ini = ini_load(SRCDIR "/data/demo/plan.ini", &c);
	checks = checks_load(SRCDIR "/data/checks", &c);
	assert_int_equal(c.n, 0);
	ok(checks_run(checks, x->f, x->b, NULL, &found, &e), &e);
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *v = &found.v[i];

		if (v->strength == STRENGTH_HINT)
			continue;
		if (!is_planted(ini, v))
			fail_msg("not planted: %s %s.%s: %s", v->check, v->form, v->field,
				 v->message);
	}
	for (int i = 1;; i++, planted++) {
		char section[32];
		struct strlist names;

		snprintf(section, sizeof(section), "mistake.%d", i);
		if (!ini_has_section(ini, section))
			break;
		strlist_init(&names);
		strlist_split(&names, ini_get(ini, section, "check", ""), ", ");
		for (size_t k = 0; k < names.n; k++) {
			if (times_found(&found, names.v[k]) != 1)
				fail_msg("%s found %d times", names.v[k],
					 times_found(&found, names.v[k]));
			errors += !strcmp(ini_get(ini, section, "strength", ""), "error");
		}
		strlist_fini(&names);
	}
	assert_int_equal(planted, 11);
	assert_int_equal(found.errors, errors);
	findings_fini(&found);
	checks_free(checks);
	ini_free(ini);
	complaints_fini(&c);
}

static void records_with_errors_are_marked(void **state)
{
	struct fixture *x = *state;

	/* sex, year; no head, two heads, count; class. The twins' number is a matter of two
	 * records. */
	assert_int_equal(number(x->b, "SELECT count(*) FROM member WHERE _state = 'incomplete'"),
			 2);
	assert_int_equal(number(x->b, "SELECT count(*) FROM review WHERE _state = 'incomplete'"),
			 1);
	assert_true(number(x->b, "SELECT count(*) FROM household WHERE _state = 'incomplete'") >=
		    3);
	assert_true(number(x->b, "SELECT count(*) FROM household WHERE _state = 'incomplete'") <=
		    5);
}

static void a_real_book_is_refused(void **state)
{
	const struct demo_plan plan = { .seed = 1 };
	struct book_identity who = {
		.unit_code = "X1", .unit_name = "Xã Thật", .level = "commune", .training = false
	};
	struct fixture *x = *state;
	struct error e = ERROR_INIT;
	char *path = xasprintf("%s/real.gng", x->dir);
	struct book *b;

	ok(book_create(path, &who, &e), &e);
	ok(book_open(&b, path, BOOK_WRITE, &e), &e);
	ok(forms_prepare(x->f, b, &e), &e);
	assert_int_equal(demo_fill(x->f, b, &plan, NULL, NULL, &e), ERR_DATA);
	assert_string_equal(e.id, "GN-M07");
	error_clear(&e);
	assert_int_equal(counted(b, "village", NULL, NULL), 0);
	book_close(b);
	free(path);
}

static void a_used_book_is_refused(void **state)
{
	struct fixture *x = *state;
	const struct demo_plan plan = { .seed = 1 };
	struct error e = ERROR_INIT;

	assert_int_equal(demo_fill(x->f, x->b, &plan, NULL, NULL, &e), ERR_DATA);
	assert_string_equal(e.id, "GN-M06");
	error_clear(&e);
	assert_int_equal(counted(x->b, "household", NULL, NULL), 1329);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_of_the_plan),
		cmocka_unit_test(every_household_has_people),
		cmocka_unit_test(classes_obey_the_rule),
		cmocka_unit_test(checks_find_what_was_planted),
		cmocka_unit_test(records_with_errors_are_marked),
		cmocka_unit_test(a_used_book_is_refused),
		cmocka_unit_test(a_real_book_is_refused),
		cmocka_unit_test(one_seed_makes_one_book),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
