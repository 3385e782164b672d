/* SPDX-License-Identifier: MIT */
/* An income check told in words, and taken over to the household or the worker once it is decided: the last decision counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "domain/check.h"
#include "domain/income.h"

struct fixture {
	char dir[64], path[96];
	struct forms *f;
	struct book *b;
	char village[UUID_LEN + 1], house[UUID_LEN + 1], head[UUID_LEN + 1];
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

static struct entry *make(struct fixture *x, const char *form)
{
	const struct form *def;
	struct error e = ERROR_INIT;
	struct entry *en;

	ok(forms_get(x->f, form, &def, &e), &e);
	ok(entry_new(&en, x->f, x->b, def, NULL, &e), &e);
	return en;
}

static void put(struct entry *en, const char *field, const char *text)
{
	struct error e = ERROR_INIT;

	ok(entry_set(en, form_field(entry_form(en), field, NULL), NULL, text, ENTRY_PLAIN, &e), &e);
}

static void keep(struct entry *en, char *id)
{
	struct save_result saved;
	struct error e = ERROR_INIT;

	ok(entry_save(en, "Mai", NULL, &saved, &e), &e);
	if (id)
		strcpy(id, entry_id(en));
	save_result_fini(&saved);
}

static int setup(void **state)
{
	struct fixture *x = xcalloc(1, sizeof(*x));
	struct book_identity who = { .unit_code = "X1", .unit_name = "Xã Thử", .level = "commune", .training = true };
	struct error e = ERROR_INIT;
	struct entry *en;
	const char *note;

	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	setenv("GIAMNGHEO_TODAY", "2025-11-25", 1);
	paths_init();
	i18n_init("en", "/nonexistent", &note);
	strcpy(x->dir, "/tmp/gn-income-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/book.gng", x->dir);
	x->f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	ok(book_create(x->path, &who, &e), &e);
	ok(book_open(&x->b, x->path, BOOK_WRITE, &e), &e);
	ok(forms_prepare(x->f, x->b, &e), &e);
	en = make(x, "village");
	put(en, "code", "B1");
	put(en, "name", "Bản Một");
	put(en, "area_type", "rural");
	keep(en, x->village);
	entry_free(en);
	en = make(x, "household");
	put(en, "village", x->village);
	put(en, "head_name", "Nông Văn Bền");
	put(en, "head_gender", "male");
	put(en, "head_birth_date", "1980");
	put(en, "members_count", "1");
	keep(en, x->house);
	strcpy(x->head, entry_id(entry_child(en, 0, 0)));
	entry_free(en);
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;
	char *cmd = xasprintf("rm -rf '%s'", x->dir);

	book_close(x->b);
	forms_free(x->f);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	free(x);
	return 0;
}

static struct entry *check_of(struct fixture *x, const char *kind, const char *crops, const char *to)
{
	struct entry *en = make(x, "income_check");
	struct error e = ERROR_INIT;

	put(en, "kind", kind);
	put(en, "household", x->house);
	if (!strcmp(kind, "low_income_worker"))
		put(en, "member", x->head);
	put(en, "period_from", "2024-11-01");
	put(en, "period_to", to);
	put(en, "income_crops", crops);
	ok(entry_refresh(en, &e), &e);
	return en;
}

static void says(struct fixture *x, struct entry *en, const char *text)
{
	char *words = income_words(x->f, en);

	assert_string_equal(words, text);
	free(words);
}

static void in_words(void **state)
{
	struct fixture *x = *state;
	struct entry *en = make(x, "income_check");

	says(x, en, "Not enough is known yet: Kind, To, Members, Area, Income per head and month, Up to.");
	entry_free(en);
	/* At the line, one over it; at the upper end, one over it: 12 months of one person. */
	en = check_of(x, "average", "18000000", "2025-10-31");
	says(x, en, "1,500,000 đ a head and month; the line, Rural area: over 1,500,000 đ up to 2,250,000 đ (not verified) → not of average "
		    "living standard");
	entry_free(en);
	en = check_of(x, "average", "18000012", "2025-10-31");
	says(x, en, "1,500,001 đ a head and month; the line, Rural area: over 1,500,000 đ up to 2,250,000 đ (not verified) → average living "
		    "standard");
	entry_free(en);
	en = check_of(x, "average", "27000012", "2025-10-31");
	says(x, en, "2,250,001 đ a head and month; the line, Rural area: over 1,500,000 đ up to 2,250,000 đ (not verified) → not of average "
		    "living standard");
	entry_free(en);
	en = check_of(x, "low_income_worker", "27000000", "2025-10-31");
	says(x, en, "2,250,000 đ a head and month; the line, Rural area: up to 2,250,000 đ → low-income worker");
	entry_free(en);
}

static const char *cell(struct fixture *x, const char *form, const char *id, const char *column)
{
	static char buf[100];
	char *sql = xasprintf("SELECT \"%s\" FROM \"%s\" WHERE id=?", column, form), *text = NULL;

	db_get_text(book_db(x->b), &text, NULL, sql, "t", id);
	snprintf(buf, sizeof(buf), "%s", text ? text : "-");
	free(text);
	free(sql);
	return buf;
}

static void wants(struct fixture *x, struct entry *en, const char *expected)
{
	struct error e = ERROR_INIT;
	const char *wanted;

	ok(income_wants(x->f, x->b, en, &wanted, &e), &e);
	if (expected)
		assert_string_equal(wanted ? wanted : "-", expected);
	else
		assert_null(wanted);
}

static size_t found(struct fixture *x, const char *check)
{
	struct complaints c;
	struct checks *checks;
	struct findings f = { .v = NULL };
	struct error e = ERROR_INIT;
	size_t n = 0;

	complaints_init(&c);
	checks = checks_load(SRCDIR "/data/checks", &c);
	ok(checks_run(checks, x->f, x->b, NULL, &f, &e), &e);
	for (size_t i = 0; i < f.n; i++)
		n += !strcmp(f.v[i].check, check);
	findings_fini(&f);
	checks_free(checks);
	complaints_fini(&c);
	return n;
}

static void taken_over(void **state)
{
	struct fixture *x = *state;
	struct error e = ERROR_INIT;
	struct entry *en = check_of(x, "average", "24000000", "2025-10-31"), *later;

	keep(en, NULL);
	wants(x, en, NULL); /* not decided */
	put(en, "decision_no", "15/QĐ-UBND");
	put(en, "decision_date", "2025-11-10");
	keep(en, NULL);
	wants(x, en, "yes");
	assert_int_equal(found(x, "income_average"), 1);
	ok(income_write(x->f, x->b, en, "Mai", &e), &e);
	assert_string_equal(cell(x, "household", x->house, "agri_msbt"), "yes");
	wants(x, en, NULL);
	assert_int_equal(found(x, "income_average"), 0);
	/* A later decision takes it back; the older one then says nothing any more. */
	later = check_of(x, "average", "60000000", "2025-10-31");
	put(later, "decision_date", "2025-11-20");
	keep(later, NULL);
	wants(x, later, "no");
	wants(x, en, NULL);
	ok(income_write(x->f, x->b, later, "Mai", &e), &e);
	assert_string_equal(cell(x, "household", x->house, "agri_msbt"), "no");
	assert_int_equal(found(x, "income_average"), 0);
	entry_free(later);
	entry_free(en);
}

static void worker(void **state)
{
	struct fixture *x = *state;
	struct error e = ERROR_INIT;
	struct entry *en = check_of(x, "low_income_worker", "24000000", "2025-10-31"), *later;

	put(en, "decision_date", "2025-11-10");
	keep(en, NULL);
	wants(x, en, "yes");
	ok(income_write(x->f, x->b, en, "Mai", &e), &e);
	assert_string_equal(cell(x, "member", x->head, "low_income_worker"), "yes");
	assert_string_equal(cell(x, "household", x->house, "agri_msbt"), "-");
	assert_int_equal(found(x, "r49_income"), 0);
	later = check_of(x, "low_income_worker", "48000000", "2025-11-20");
	keep(later, NULL);
	assert_int_equal(found(x, "r49_income"), 1);
	entry_free(later);
	entry_free(en);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(in_words, setup, teardown),
		cmocka_unit_test_setup_teardown(taken_over, setup, teardown),
		cmocka_unit_test_setup_teardown(worker, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
