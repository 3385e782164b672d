/* SPDX-License-Identifier: MIT */
/* Code lists: found by code, matched as people write, refused with the reason when they are wrong. */
#include "form_help.h"

#include "form/codes.h"

static void test_find_and_match(void **state)
{
	struct desk *d = *state;
	const struct codes *g = code_lists_get(forms_codes(d->forms), "gender", NULL);
	const struct codes *ind = code_lists_get(forms_codes(d->forms), "indicator", NULL);

	assert_non_null(g);
	assert_ptr_equal(g, code_lists_get(forms_codes(d->forms), "gender", NULL));
	assert_string_equal(codes_find(g, "female")->label[0], "Nữ");
	assert_null(codes_find(g, "Female"));
	assert_null(codes_find(g, NULL));
	assert_string_equal(codes_match(g, "  nữ ")->code, "female");
	assert_string_equal(codes_match(g, "nu")->code, "female");
	assert_string_equal(codes_match(g, "MALE")->code, "male");
	assert_string_equal(codes_match(g, "gai")->code, "female");
	assert_null(codes_match(g, "khác"));
	assert_null(codes_match(g, ""));

	assert_string_equal(codes_find(ind, "D01")->standard, "2022-2025");
	assert_true(codes_find(ind, "D01")->verified);
	assert_false(codes_find(ind, "D10")->verified);
	assert_string_equal(ind->extra_names[0], "weight");
	assert_null(ind->extra_names[1]);
	assert_string_equal(codes_find(ind, "D10")->extra[0], "10");
	assert_string_equal(codes_find(ind, "D01")->to, "2026-12-31");
	assert_string_equal(codes_label(g, "nobody"), "nobody");
}

/* Labels that differ only by marks are told apart when the marks are written, and not guessed when they are not. */
static void test_alike(void **state)
{
	struct desk *d = *state;
	const struct codes *c;

	write_file(d->codes_dir, "kin.csv", "code,vi,en\nba1,bà,grandmother\nba2,bá,aunt\n");
	c = code_lists_get(forms_codes(d->forms), "kin", NULL);
	assert_non_null(c);
	assert_string_equal(codes_match(c, "bá")->code, "ba2");
	assert_null(codes_match(c, "ba"));
}

static void test_mistakes(void **state)
{
	struct desk *d = *state;
	struct complaints c;
	size_t twice = 0, label = 0, date = 0, code = 0, cells = 0;

	complaints_init(&c);
	write_file(d->codes_dir, "bad.csv",
		   "code,vi,en,from\na,A,A,2022-02-30\na,B,B,\nb|c,C,C,\nd,,D,\ne,E,E,,extra\n");
	assert_null(code_lists_get(forms_codes(d->forms), "bad", &c));
	for (size_t i = 0; i < c.n; i++) {
		assert_non_null(strstr(c.v[i].file, "bad.csv"));
		twice += strstr(c.v[i].reason, "twice") != NULL;
		label += strstr(c.v[i].reason, "label") != NULL;
		date += strstr(c.v[i].reason, "not a date") != NULL;
		code += strstr(c.v[i].reason, "may hold only") != NULL;
		cells += strstr(c.v[i].reason, "more cells") != NULL;
	}
	assert_int_equal(twice, 1);
	assert_int_equal(label, 1);
	assert_int_equal(date, 1);
	assert_int_equal(code, 1);
	assert_int_equal(cells, 1);
	assert_int_equal(c.n, 5);
	complaints_fini(&c);

	write_file(d->codes_dir, "nocol.csv", "code,vi\na,A\n");
	assert_null(code_lists_get(forms_codes(d->forms), "nocol", &c));
	assert_int_equal(c.n, 1);
	assert_string_equal(c.v[0].key, "en");
	complaints_fini(&c);
	assert_null(code_lists_get(forms_codes(d->forms), "missing", &c));
	assert_int_equal(c.n, 1);
	complaints_fini(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_find_and_match, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_alike, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_mistakes, setup_desk, teardown_desk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
