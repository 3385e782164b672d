/* SPDX-License-Identifier: MIT */
/* People who are in the register already: found before anything is written, and not asked about again once said to be two. */
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
#include "domain/duplicate.h"

struct fixture {
	char dir[64], path[96];
	struct forms *f;
	struct book *b;
	char village[UUID_LEN + 1], other_village[UUID_LEN + 1], house[UUID_LEN + 1];
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

static void put(struct entry *en, const char *field, const char *text)
{
	struct error e = ERROR_INIT;

	ok(entry_set(en, form_field(entry_form(en), field, NULL), NULL, text, ENTRY_PLAIN, &e), &e);
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

static void keep(struct entry *en, char *id)
{
	struct save_result saved;
	struct error e = ERROR_INIT;

	ok(entry_save(en, "Mai", NULL, &saved, &e), &e);
	if (id)
		strcpy(id, entry_id(en));
	save_result_fini(&saved);
	entry_free(en);
}

static struct entry *household(struct fixture *x, const char *village, const char *code, const char *head, const char *born,
			       const char *number)
{
	struct entry *en = make(x, "household");

	put(en, "village", village);
	put(en, "household_code", code);
	put(en, "head_name", head);
	put(en, "head_gender", "female");
	put(en, "head_birth_date", born);
	put(en, "head_id_number", number);
	put(en, "members_count", "1");
	return en;
}

static void add_village(struct fixture *x, const char *code, const char *name, char *id)
{
	struct entry *en = make(x, "village");

	put(en, "code", code);
	put(en, "name", name);
	put(en, "area_type", "rural");
	keep(en, id);
}

static int setup(void **state)
{
	struct fixture *x = xcalloc(1, sizeof(*x));
	struct book_identity who = { .unit_code = "X1", .unit_name = "Xã Thử", .level = "commune", .training = true };
	struct error e = ERROR_INIT;
	const char *note;

	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	paths_init();
	i18n_init("en", "/nonexistent", &note);
	strcpy(x->dir, "/tmp/gn-twin-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/book.gng", x->dir);
	x->f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	ok(book_create(x->path, &who, &e), &e);
	ok(book_open(&x->b, x->path, BOOK_WRITE, &e), &e);
	ok(forms_prepare(x->f, x->b, &e), &e);
	add_village(x, "B1", "Bản Một", x->village);
	add_village(x, "B2", "Bản Hai", x->other_village);
	keep(household(x, x->village, "001", "Nguyễn Thị Hường", "1980-05-06", "024180000001"), x->house);
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

static size_t found(struct fixture *x, struct entry *en, struct duplicates *d)
{
	struct error e = ERROR_INIT;

	ok(duplicates_find(x->f, x->b, en, d, &e), &e);
	return d->n;
}

static size_t n_found(struct fixture *x, struct entry *en)
{
	struct duplicates d;
	size_t n = found(x, en, &d);

	duplicates_fini(&d);
	return n;
}

static void by_name_year_village(void **state)
{
	struct fixture *x = *state;
	struct entry *en = household(x, x->village, "002", "NGUYEN THI HUONG", "1980", NULL);
	struct duplicates d;

	assert_int_equal(found(x, en, &d), 1);
	assert_string_equal(d.v[0].check, "r27");
	assert_string_equal(d.v[0].household, x->house);
	assert_string_equal(d.v[0].mine[DUPLICATE_NAME], "NGUYEN THI HUONG");
	assert_string_equal(d.v[0].theirs[DUPLICATE_NAME], "Nguyễn Thị Hường");
	assert_string_equal(d.v[0].theirs[DUPLICATE_BIRTH], "06/05/1980");
	assert_string_equal(d.v[0].theirs[DUPLICATE_CODE], "001");
	assert_string_equal(d.v[0].mine[DUPLICATE_CODE], "002");
	assert_string_not_equal(d.v[0].theirs[DUPLICATE_SINCE], "");
	assert_false(d.v[0].left);
	duplicates_fini(&d);
	/* Another year, another village, another name, or two numbers: two people. */
	put(en, "head_birth_date", "1981");
	assert_int_equal(n_found(x, en), 0);
	put(en, "head_birth_date", "1980");
	put(en, "village", x->other_village);
	assert_int_equal(n_found(x, en), 0);
	put(en, "village", x->village);
	put(en, "head_id_number", "024180000009");
	assert_int_equal(n_found(x, en), 0);
	put(en, "head_id_number", NULL);
	put(en, "head_name", "Nguyễn Thị Hoa");
	assert_int_equal(n_found(x, en), 0);
	entry_free(en);
}

static void by_number(void **state)
{
	struct fixture *x = *state;
	struct entry *en = household(x, x->other_village, "002", "Lò Thị Bé", "1990", "024180000001");
	struct duplicates d;

	assert_int_equal(found(x, en, &d), 1);
	assert_string_equal(d.v[0].check, "r26_unit");
	duplicates_fini(&d);
	entry_free(en);
}

/* Who was entered and not touched since is not asked about with every save. */
static void only_who_is_touched(void **state)
{
	struct fixture *x = *state;
	const struct form *form;
	struct error e = ERROR_INIT;
	struct entry *en;
	char id[UUID_LEN + 1];

	keep(household(x, x->village, "002", "Nguyễn Thị Hường", "1980", NULL), id);
	ok(forms_get(x->f, "household", &form, &e), &e);
	ok(entry_open(&en, x->f, x->b, form, NULL, id, &e), &e);
	put(en, "phone", "0912345678");
	assert_int_equal(n_found(x, en), 0);
	put(en, "head_name", "Nguyễn Thị Hường ");
	assert_int_equal(n_found(x, en), 0);
	put(en, "head_name", "nguyễn thị hường");
	assert_int_equal(n_found(x, en), 1);
	entry_free(en);
	/* Moved as a whole to where the other lives. */
	ok(entry_open(&en, x->f, x->b, form, NULL, id, &e), &e);
	put(en, "village", x->other_village);
	keep(en, NULL);
	ok(entry_open(&en, x->f, x->b, form, NULL, id, &e), &e);
	assert_int_equal(n_found(x, en), 0);
	put(en, "village", x->village);
	assert_int_equal(n_found(x, en), 1);
	entry_free(en);
}

static size_t asked(struct fixture *x, const char *check, const char **reason)
{
	static char text[200];
	struct complaints c;
	struct checks *checks;
	struct findings f = { .v = NULL };
	struct error e = ERROR_INIT;
	size_t n = 0;

	complaints_init(&c);
	checks = checks_load(SRCDIR "/data/checks", &c);
	ok(checks_run(checks, x->f, x->b, "member", &f, &e), &e);
	*reason = NULL;
	for (size_t i = 0; i < f.n; i++) {
		if (strcmp(f.v[i].check, check))
			continue;
		n++;
		if (f.v[i].reason) {
			snprintf(text, sizeof(text), "%s", f.v[i].reason);
			*reason = text;
		}
	}
	findings_fini(&f);
	checks_free(checks);
	complaints_fini(&c);
	return n;
}

/* "Another person": kept with the record; neither this dialog nor the check asks again, but for a third one they do. */
static void two_people(void **state)
{
	struct fixture *x = *state;
	struct entry *en = household(x, x->village, "002", "Nguyễn Thị Hường", "1980", NULL), *third;
	const struct form *form;
	struct duplicates d;
	struct error e = ERROR_INIT;
	const char *reason;
	char id[UUID_LEN + 1];

	assert_int_equal(found(x, en, &d), 1);
	ok(duplicate_differs(&d.v[0], &e), &e);
	duplicates_fini(&d);
	assert_int_equal(n_found(x, en), 0);
	keep(en, id);
	assert_int_equal(asked(x, "r27", &reason), 1);
	assert_non_null(reason);
	assert_non_null(strstr(reason, "Nguyễn Thị Hường"));
	/* Touched again from either side. */
	ok(forms_get(x->f, "household", &form, &e), &e);
	ok(entry_open(&en, x->f, x->b, form, NULL, id, &e), &e);
	put(en, "head_name", "Nguyễn thị hường");
	assert_int_equal(n_found(x, en), 0);
	keep(en, NULL);
	ok(entry_open(&en, x->f, x->b, form, NULL, x->house, &e), &e);
	put(en, "head_name", "NGUYỄN THỊ HƯỜNG");
	assert_int_equal(n_found(x, en), 0);
	keep(en, NULL);
	assert_int_equal(asked(x, "r27", &reason), 1);
	assert_non_null(reason); /* saves do not lose it */
	third = household(x, x->village, "003", "Nguyễn Thị Hường", "1980", NULL);
	assert_int_equal(n_found(x, third), 2);
	keep(third, NULL);
	asked(x, "r27", &reason);
	assert_int_equal(asked(x, "r27", &reason), 2);
}

/* Who has left may be the one who comes back. */
static void who_has_left(void **state)
{
	struct fixture *x = *state;
	struct entry *en = make(x, "change");
	struct duplicates d;
	char *member = NULL;
	struct error e = ERROR_INIT;

	ok(db_get_text(book_db(x->b), &member, &e, "SELECT id FROM member WHERE household=?", "t", x->house), &e);
	put(en, "kind", "move_out");
	put(en, "date", "2023-01-01");
	put(en, "household", x->house);
	put(en, "member", member);
	keep(en, NULL);
	en = household(x, x->village, "002", "Nguyễn Thị Hường", "1980", "024180000001");
	assert_int_equal(found(x, en, &d), 1);
	assert_true(d.v[0].left);
	assert_false(d.v[0].dead);
	assert_string_equal(d.v[0].theirs[DUPLICATE_LEFT], "01/01/2023");
	duplicates_fini(&d);
	entry_free(en);
	free(member);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(by_name_year_village, setup, teardown),
		cmocka_unit_test_setup_teardown(by_number, setup, teardown),
		cmocka_unit_test_setup_teardown(only_who_is_touched, setup, teardown),
		cmocka_unit_test_setup_teardown(two_people, setup, teardown),
		cmocka_unit_test_setup_teardown(who_has_left, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
