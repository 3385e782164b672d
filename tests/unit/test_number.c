/* SPDX-License-Identifier: MIT */
/* Numbers as officers write them: right, wrong, or to be asked about; and as they are shown. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "text/number.h"

static void whole(void **state)
{
	static const struct {
		const char *s;
		enum number_result result;
		long long v;
	} rows[] = {
		{ "0", NUMBER_OK, 0 },
		{ "1329", NUMBER_OK, 1329 },
		{ "1.329", NUMBER_OK, 1329 },
		{ "1 329", NUMBER_OK, 1329 },
		{ "1\u00A0329", NUMBER_OK, 1329 },
		{ "1\u202F329\u202F000", NUMBER_OK, 1329000 },
		{ " 12.345.678 ", NUMBER_OK, 12345678 },
		{ "-5", NUMBER_OK, -5 },
		{ "-1.500", NUMBER_OK, -1500 },
		{ "007", NUMBER_OK, 7 },
		{ "9223372036854775807", NUMBER_OK, LLONG_MAX },
		{ "4.38", NUMBER_DOUBTFUL, 4 },
		{ "46.22", NUMBER_DOUBTFUL, 46 },
		{ "1,329", NUMBER_DOUBTFUL, 1329 },
		{ "1,329,000", NUMBER_DOUBTFUL, 1329000 },
		{ "0.329", NUMBER_DOUBTFUL, 0 },
		{ "1.3290", NUMBER_DOUBTFUL, 1 },
		{ "46,22", NUMBER_BAD, 0 },
		{ "1.329,5", NUMBER_BAD, 0 },
		{ "1.32.000", NUMBER_BAD, 0 },
		{ "1.329 000", NUMBER_BAD, 0 },
		{ "1 32", NUMBER_BAD, 0 },
		{ "1  329", NUMBER_BAD, 0 },
		{ ".5", NUMBER_BAD, 0 },
		{ "5.", NUMBER_BAD, 0 },
		{ "", NUMBER_BAD, 0 },
		{ " ", NUMBER_BAD, 0 },
		{ "-", NUMBER_BAD, 0 },
		{ "- 5", NUMBER_BAD, 0 },
		{ "+5", NUMBER_BAD, 0 },
		{ "12a", NUMBER_BAD, 0 },
		{ "1e3", NUMBER_BAD, 0 },
		{ "5%", NUMBER_BAD, 0 },
		{ "9223372036854775808", NUMBER_BAD, 0 },
		{ "11111111111111111111111111111111111111111111", NUMBER_BAD, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		long long v = 77;
		enum number_result got = number_int_human(rows[i].s, &v);

		if (got != rows[i].result)
			fail_msg("\"%s\": %d", rows[i].s, got);
		if (got != NUMBER_BAD)
			assert_true(v == rows[i].v);
		else
			assert_true(v == 77);
	}
	assert_int_equal(number_int_human(NULL, NULL), NUMBER_BAD);
}

static void decimals(void **state)
{
	static const struct {
		const char *s;
		enum number_result result;
		double v;
	} rows[] = {
		{ "5,79", NUMBER_OK, 5.79 },
		{ "12", NUMBER_OK, 12 },
		{ "1.329,5", NUMBER_OK, 1329.5 },
		{ "1 329,5", NUMBER_OK, 1329.5 },
		{ "1,329", NUMBER_OK, 1.329 },
		{ "1.329", NUMBER_OK, 1329 },
		{ "-0,5", NUMBER_OK, -0.5 },
		{ "0,329", NUMBER_OK, 0.329 },
		{ "4.38", NUMBER_DOUBTFUL, 4.38 },
		{ "46.22", NUMBER_DOUBTFUL, 46.22 },
		{ "0.5", NUMBER_DOUBTFUL, 0.5 },
		{ "0.329", NUMBER_DOUBTFUL, 0.329 },
		{ "1,329.5", NUMBER_DOUBTFUL, 1329.5 },
		{ "-4.38", NUMBER_DOUBTFUL, -4.38 },
		{ "1,2,3", NUMBER_BAD, 0 },
		{ "1.2.3", NUMBER_BAD, 0 },
		{ ",5", NUMBER_BAD, 0 },
		{ "5,", NUMBER_BAD, 0 },
		{ "", NUMBER_BAD, 0 },
		{ "x", NUMBER_BAD, 0 },
		{ "5,7a", NUMBER_BAD, 0 },
		{ "nan", NUMBER_BAD, 0 },
		{ "--1", NUMBER_BAD, 0 },
		{ "5,-7", NUMBER_BAD, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		double v = 77;
		enum number_result got = number_decimal_human(rows[i].s, &v);

		if (got != rows[i].result)
			fail_msg("\"%s\": %d", rows[i].s, got);
		if (got != NUMBER_BAD)
			assert_true(v == rows[i].v);
		else
			assert_true(v == 77);
	}
}

static void plain(void **state)
{
	static const char *const texts[] = { "0",	"12",	  "-12",
					     "5.79",	"0.1",	  "1329.5",
					     "0.00001", "100000", "123456789012345",
					     "1e+20",	"1e-30",  "0.30000000000000004" };
	static const char *const bad[] = { "",	 ".",  "5.",  ".5",  "5,79", " 5",    "5 ",
					   "+5", "1e", "inf", "nan", "0x10", "1e999", "5.7.9" };
	unsigned seed = 3;
	char buf[32];
	double v;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_true(number_decimal_plain(texts[i], &v));
		assert_string_equal(number_plain(v, buf), texts[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (number_decimal_plain(bad[i], &v))
			fail_msg("taken: %s", bad[i]);
	assert_false(number_decimal_plain(NULL, &v));
	assert_string_equal(number_plain(-0.0, buf), "0");
	/* Any double comes back the same. */
	for (int i = 0; i < 20000; i++) {
		double in =
			ldexp((double)rand_r(&seed) / RAND_MAX - 0.5, rand_r(&seed) % 200 - 100);

		assert_true(strlen(number_plain(in, buf)) < 32);
		assert_true(number_decimal_plain(buf, &v));
		assert_true(v == in);
	}
}

static void shown(void **state)
{
	static const struct {
		double v;
		int digits;
		const char *vi, *en;
	} rows[] = {
		{ 5.79, 2, "5,79", "5.79" },
		{ 1329, 2, "1.329,00", "1,329.00" },
		{ 1329.5, -1, "1.329,5", "1,329.5" },
		{ 77.0 / 1329 * 100, 2, "5,79", "5.79" },
		{ 134.0 / 1329 * 100, 2, "10,08", "10.08" },
		{ 10.085, 2, "10,09", "10.09" }, /* half up by its digits */
		{ 2.5, 0, "3", "3" },
		{ -2.5, 0, "-3", "-3" },
		{ -0.001, 2, "0,00", "0.00" },
		{ 0.05, 2, "0,05", "0.05" },
		{ 1e6, 0, "1.000.000", "1,000,000" },
		{ 12, -1, "12", "12" },
		{ 1e30, 2, "1e+30", "1e+30" },
		{ -999.995, 2, "-1.000,00", "-1,000.00" },
	};
	char buf[32];

	(void)state;
	for (int lang = 0; lang < 2; lang++) {
		i18n_init(lang ? "en" : "vi", "/nowhere", NULL);
		for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
			assert_string_equal(number_decimal_show(rows[i].v, rows[i].digits, buf),
					    lang ? rows[i].en : rows[i].vi);
		assert_string_equal(number_int_show(0, buf), "0");
		assert_string_equal(number_int_show(999, buf), "999");
		assert_string_equal(number_int_show(-1329, buf), lang ? "-1,329" : "-1.329");
		assert_string_equal(number_int_show(LLONG_MIN, buf),
				    lang ? "-9,223,372,036,854,775,808"
					 : "-9.223.372.036.854.775.808");
		assert_string_equal(number_money_show(1500000, buf),
				    lang ? "1,500,000 đ" : "1.500.000 đ");
		number_money_show(LLONG_MIN, buf);
		assert_string_equal(buf + strlen(buf) - 3, " đ");
	}
}

/* What is shown in Vietnamese is read back as what it was. */
static void read_back(void **state)
{
	unsigned seed = 9;
	char buf[32];

	(void)state;
	i18n_init("vi", "/nowhere", NULL);
	for (int i = 0; i < 5000; i++) {
		long long in = (long long)rand_r(&seed) * (rand_r(&seed) % 2000 - 1000), v;
		double d;

		assert_int_equal(number_int_human(number_int_show(in, buf), &v), NUMBER_OK);
		assert_true(v == in);
		assert_int_equal(
			number_decimal_human(
				number_decimal_show((double)(in % 1000000) / 100, 2, buf), &d),
			NUMBER_OK);
		assert_true(d == (double)(in % 1000000) / 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(decimals),  cmocka_unit_test(plain),
		cmocka_unit_test(shown), cmocka_unit_test(read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
