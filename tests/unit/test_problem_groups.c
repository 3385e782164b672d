/* SPDX-License-Identifier: MIT */
/* The findings of Soát lỗi by check: which rows there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/problem_groups.h"

/* Two forms have a check named r1. */
static struct finding few[] = {
	{ .check = "i1", .form = "member", .strength = STRENGTH_HINT, .id = "a" },
	{ .check = "r1", .form = "member", .strength = STRENGTH_DOUBT, .id = "a" },
	{ .check = "r2", .form = "member", .strength = STRENGTH_ERROR, .id = "b" },
	{ .check = "r1", .form = "member", .strength = STRENGTH_DOUBT, .id = "c", .reason = "so" },
	{ .check = "r1", .form = "household", .strength = STRENGTH_DOUBT, .id = "d" },
};
static const struct findings all = { .v = few, .n = sizeof(few) / sizeof(few[0]) };

static void grouped_by_check_and_form_errors_first(void **state)
{
	struct problem_groups g;

	(void)state;
	problem_groups_init(&g);
	problem_groups_make(&g, &all, -1);
	assert_int_equal(g.n, 4);
	assert_int_equal(g.n_rows, 4);
	assert_string_equal(g.v[0].first->check, "r2");
	assert_string_equal(g.v[1].first->form, "member");
	assert_int_equal(g.v[1].n, 2);
	assert_int_equal(g.v[1].unexplained, 1);
	assert_string_equal(g.v[2].first->form, "household");
	assert_string_equal(g.v[3].first->check, "i1");
	assert_int_equal(g.v[3].unexplained, 0);
	problem_groups_fini(&g);
}

static void unfolded_stays_so_when_made_again(void **state)
{
	struct problem_groups g;

	(void)state;
	problem_groups_init(&g);
	problem_groups_make(&g, &all, -1);
	problem_groups_fold(&g, 1, true);
	assert_int_equal(g.n_rows, 6);
	assert_int_equal(g.row[2].finding, 1);
	assert_int_equal(g.row[3].finding, 3);
	assert_int_equal(problem_groups_row(&g, 2, PROBLEM_HEAD), 4);
	problem_groups_make(&g, &all, STRENGTH_DOUBT);
	assert_int_equal(g.n, 2);
	assert_true(g.v[0].open);
	assert_int_equal(g.n_rows, 4);
	problem_groups_fold_all(&g, false);
	assert_int_equal(g.n_rows, 2);
	problem_groups_make(&g, &all, -1);
	assert_int_equal(g.n_rows, 4);
	problem_groups_fini(&g);
}

static void one_alone_is_unfolded_and_can_be_folded(void **state)
{
	struct problem_groups g;

	(void)state;
	problem_groups_init(&g);
	problem_groups_make(&g, &all, STRENGTH_HINT);
	assert_int_equal(g.n_rows, 2);
	problem_groups_fold(&g, 0, false);
	assert_int_equal(g.n_rows, 1);
	problem_groups_fini(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grouped_by_check_and_form_errors_first),
		cmocka_unit_test(unfolded_stays_so_when_made_again),
		cmocka_unit_test(one_alone_is_unfolded_and_can_be_folded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
