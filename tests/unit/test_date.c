/* SPDX-License-Identifier: MIT */
/* Dates and their parts, read, shown and counted; the clock through its seam. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/date.h"

static void iso(void **state)
{
	static const char *const good[] = { "1957", "2024-02", "2024-02-29", "0001-01-01",
					    "9999-12-31" };
	static const char *const bad[] = {
		"",	      "57",	    "2024-2",	     "2024-13",	    "2024-00",
		"2023-02-29", "2024-11-31", "2024-11-00",    "2024-11-21 ", " 2024",
		"0000",	      "2024/11/21", "2024-11-21T10", "20241121",    "2024-"
	};
	struct date d;
	char buf[11];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_true(date_parse_iso(good[i], &d));
		assert_string_equal(date_iso(&d, buf), good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (date_parse_iso(bad[i], &d))
			fail_msg("taken: %s", bad[i]);
	assert_false(date_parse_iso(NULL, &d));
}

static void human(void **state)
{
	static const char *const rows[][3] = {
		{ "21/11/2024", "2024-11-21", "21/11/2024" },
		{ " 1-2-1957 ", "1957-02-01", "01/02/1957" },
		{ "01.02.1957", "1957-02-01", "01/02/1957" },
		{ "2/1957", "1957-02", "02/1957" },
		{ "1957", "1957", "1957" },
		{ "05061990", "1990-06-05", "05/06/1990" },
		{ "1990-06-05", "1990-06-05", "05/06/1990" },
		{ "29/02/2024", "2024-02-29", "29/02/2024" },
	};
	static const char *const bad[] = {
		"",	      "21/11/24",   "1/2/3",
		"29/02/2023", "31/04/2024", "21/11-2024",
		"0/1/2020",   "1/0/2020",   "13/2020",
		"20101112",   "57",	    "21/11/2024x",
		"1/1/02024",  "/1/2020",    "00000000",
		"111/1/2020", "21 11 2024", "0021/11/2024 and some more"
	};
	struct date d;
	char buf[11];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!date_parse_human(rows[i][0], &d))
			fail_msg("refused: %s", rows[i][0]);
		assert_string_equal(date_iso(&d, buf), rows[i][1]);
		assert_string_equal(date_human(&d, buf), rows[i][2]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (date_parse_human(bad[i], &d))
			fail_msg("taken: %s", bad[i]);
	d = (struct date){ 0, 0, 0 };
	assert_string_equal(date_human(&d, buf), "");
	assert_string_equal(date_iso(&d, buf), "");
}

static struct date of(const char *s)
{
	struct date d = { 0, 0, 0 };

	assert_true(date_parse_iso(s, &d));
	return d;
}

static void parts(void **state)
{
	struct date year = of("1957"), month = of("2024-02"), day = of("2024-02-03"), d;
	char buf[11];

	(void)state;
	d = date_first(&year);
	assert_string_equal(date_iso(&d, buf), "1957-01-01");
	d = date_last(&year);
	assert_string_equal(date_iso(&d, buf), "1957-12-31");
	d = date_first(&month);
	assert_string_equal(date_iso(&d, buf), "2024-02-01");
	d = date_last(&month);
	assert_string_equal(date_iso(&d, buf), "2024-02-29");
	d = date_first(&day);
	assert_int_equal(date_cmp(&d, &day), 0);
	d = date_last(&day);
	assert_int_equal(date_cmp(&d, &day), 0);
}

/* Every day of four centuries, counted one by one with the C library's month lengths known. */
static void days(void **state)
{
	struct date d = of("1970-01-01"), before;
	long first, n;

	(void)state;
	assert_int_equal(date_days(&d), 0);
	d = of("2000-03-01");
	assert_int_equal(date_days(&d), 11017);
	d = of("0001-01-01");
	assert_int_equal(date_days(&d), -719162);
	d = of("1800-01-01");
	first = date_days(&d);
	before = d;
	for (n = first + 1; n < first + 146097; n++) {
		d = date_from_days(n);
		assert_int_equal(date_days(&d), n);
		assert_int_equal(date_cmp(&before, &d), -1);
		assert_int_equal(date_cmp(&d, &before), 1);
		before = d;
	}
	assert_int_equal(before.year, 2199);
	assert_int_equal(before.month, 12);
	assert_int_equal(before.day, 31);
}

static void spans(void **state)
{
	static const struct {
		const char *from, *to;
		int months, years;
	} rows[] = {
		{ "2000-05-10", "2018-05-09", 215, 17 }, { "2000-05-10", "2018-05-10", 216, 18 },
		{ "2000-02-29", "2018-02-28", 216, 18 }, { "2000-02-29", "2020-02-28", 239, 19 },
		{ "2024-01-31", "2024-02-29", 1, 0 },	 { "2024-01-31", "2024-02-28", 0, 0 },
		{ "2024-01-31", "2024-03-30", 1, 0 },	 { "2024-06-01", "2024-06-01", 0, 0 },
		{ "2024-06-01", "2023-06-01", -12, -1 }, { "2024-06-01", "2024-05-02", 0, 0 },
		{ "2023-12-31", "2024-01-01", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct date from = of(rows[i].from), to = of(rows[i].to);

		assert_int_equal(date_months(&from, &to), rows[i].months);
		assert_int_equal(date_years(&from, &to), rows[i].years);
	}
}

static void clock_seam(void **state)
{
	struct date d, built;
	char buf[20], day[11];

	(void)state;
	setenv("GIAMNGHEO_TODAY", "2024-11-21", 1);
	d = date_clock();
	assert_string_equal(date_iso(&d, day), "2024-11-21");
	assert_string_equal(time_stamp(buf), "2024-11-21T12:00:00");
	setenv("GIAMNGHEO_TODAY", "2024-11", 1); /* a part is no day */
	d = date_clock();
	assert_true(d.year > 2024 && d.month && d.day);
	unsetenv("GIAMNGHEO_TODAY");
	d = date_clock();
	time_stamp(buf);
	assert_int_equal(strlen(buf), 19);
	assert_int_equal(buf[10], 'T');
	assert_memory_equal(buf, date_iso(&d, day), 10);
	assert_true(date_parse_iso(date_built(), &built) && built.day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(iso),	cmocka_unit_test(human), cmocka_unit_test(parts),
		cmocka_unit_test(days), cmocka_unit_test(spans), cmocka_unit_test(clock_seam),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
