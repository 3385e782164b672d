/* SPDX-License-Identifier: MIT */
/* Growing strings, lists, and the allocators below them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

static void grows(void **state)
{
	struct str b;
	char *s;

	(void)state;
	str_init(&b);
	assert_string_equal(b.s, "");
	str_reset(&b);
	str_add(&b, NULL);
	for (int i = 0; i < 1000; i++)
		str_addf(&b, "%03d,", i);
	assert_int_equal(b.len, 4000);
	assert_memory_equal(b.s, "000,001,", 8);
	assert_string_equal(b.s + 3992, "998,999,");
	str_reset(&b);
	assert_string_equal(b.s, "");
	str_addc(&b, 'x');
	str_addn(&b, "yz!", 2);
	s = str_take(&b);
	assert_string_equal(s, "xyz");
	assert_string_equal(b.s, "");
	free(s);
	s = str_take(&b);
	assert_string_equal(s, "");
	free(s);
	str_fini(&b);
	str_fini(&b);
}

static void holds_nul(void **state)
{
	struct str b;

	(void)state;
	str_init(&b);
	str_addn(&b, "a\0b", 3);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.s, "a\0b", 4);
	str_fini(&b);
}

static void lists(void **state)
{
	struct strlist l;

	(void)state;
	strlist_init(&l);
	strlist_split(&l, " a, b c ;; ,d,\t", ",;");
	assert_int_equal(l.n, 3);
	assert_string_equal(l.v[0], "a");
	assert_string_equal(l.v[1], "b c");
	assert_string_equal(l.v[2], "d");
	assert_true(strlist_has(&l, "d"));
	assert_false(strlist_has(&l, "D"));
	strlist_take(&l, xstrdup("e"));
	assert_string_equal(l.v[3], "e");
	strlist_fini(&l);
	assert_int_equal(l.n, 0);
	strlist_split(&l, "", ",");
	strlist_split(&l, NULL, ",");
	assert_int_equal(l.n, 0);
	strlist_fini(&l);
}

static void compares(void **state)
{
	(void)state;
	assert_true(str_eq(NULL, NULL));
	assert_false(str_eq(NULL, ""));
	assert_false(str_eq("", NULL));
	assert_true(str_eq("a", "a"));
	assert_false(str_eq("a", "b"));
	assert_true(str_starts("household", "house"));
	assert_false(str_starts("house", "household"));
	assert_true(str_empty(NULL));
	assert_true(str_empty(""));
	assert_false(str_empty(" "));
}

static void trims(void **state)
{
	char a[] = " \t xin chào\r\n", b[] = "   ", c[] = "x";

	(void)state;
	assert_string_equal(str_trim(a), "xin chào");
	assert_string_equal(str_trim(b), "");
	assert_string_equal(str_trim(c), "x");
}

static void integers(void **state)
{
	static const char *const bad[] = { "",	  "-",	  "+1",	 " 1",	"1 ",
					   "1.0", "0x10", "1e3", "--1", "9223372036854775808",
					   "a" };
	long long v = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(str_int(bad[i], &v));
		assert_int_equal(v, 42);
	}
	assert_false(str_int(NULL, &v));
	assert_true(str_int("-17", &v));
	assert_true(v == -17);
	assert_true(str_int("007", &v));
	assert_true(v == 7);
	assert_true(str_int("-9223372036854775808", &v));
	assert_true(v == LLONG_MIN);
}

static void memory(void **state)
{
	char *s = NULL, *copy;
	int *v = NULL;
	size_t cap = 0;

	(void)state;
	set_string(&s, "one");
	set_string(&s, s + 1); /* out of itself */
	assert_string_equal(s, "ne");
	set_string(&s, NULL);
	assert_null(s);
	assert_null(xstrdup_null(NULL));
	copy = xasprintf("%s-%d", "a", 3);
	assert_string_equal(copy, "a-3");
	free(copy);
	copy = xmemdup("abc", 4);
	assert_string_equal(copy, "abc");
	free(copy);
	free(xmemdup("", 0));
	free(xmalloc(0));
	free(xcalloc(0, 8));
	for (int i = 0; i < 100; i++) {
		v = grow(v, (size_t)i, &cap, sizeof(*v));
		v[i] = i;
	}
	assert_true(cap >= 100 && cap < 256);
	assert_int_equal(v[99], 99);
	free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows),    cmocka_unit_test(holds_nul), cmocka_unit_test(lists),
		cmocka_unit_test(compares), cmocka_unit_test(trims),	 cmocka_unit_test(integers),
		cmocka_unit_test(memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
