/* SPDX-License-Identifier: MIT */
/* Duties and their days: months of a list, the ends of years, calendars that follow one another, the user's own file, mistakes. */
#include "store_help.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/calendar.h"

struct desk {
	char dir[256], user[256];
};

static void write_file(const char *dir, const char *name, const char *text)
{
	char *path = path_join(dir, name);
	struct newfile f;

	unlink(path);
	assert_int_equal(newfile_open(&f, path, 0600, NULL), 0);
	assert_int_equal(newfile_write(&f, text, strlen(text), NULL), 0);
	assert_int_equal(newfile_commit(&f, 0, NULL), 0);
	free(path);
}

static int desk_setup(void **state)
{
	struct desk *d = xcalloc(1, sizeof(*d));
	char base[] = "/tmp/gn-calendar-XXXXXX";

	assert_non_null(mkdtemp(base));
	snprintf(d->dir, sizeof(d->dir), "%s/data", base);
	snprintf(d->user, sizeof(d->user), "%s/user", base);
	assert_int_equal(dir_make(d->dir, NULL), 0);
	assert_int_equal(dir_make(d->user, NULL), 0);
	*state = d;
	return 0;
}

static int desk_teardown(void **state)
{
	struct desk *d = *state;
	char *cmd = xasprintf("rm -rf '%s' '%s'", d->dir, d->user);

	assert_int_equal(system(cmd), 0);
	d->dir[strlen(d->dir) - 5] = '\0';
	rmdir(d->dir);
	free(cmd);
	free(d);
	return 0;
}

static const char old_days[] =
	"[calendar]\nfrom = \"2021-09-01\"\nto = \"2026-12-31\"\nsource = \"TT 07/2021\"\n"
	"[update]\nlabel.vi = \"Cập nhật\"\nlabel.en = \"Update\"\nperiod = \"any\"\n"
	"[monthly]\nlabel.vi = \"Hằng tháng\"\nlabel.en = \"Monthly\"\naliases = \"tháng\"\nlevels = \"commune, district\"\n"
	"period = \"month\"\ndue = \"next 05\"\nmonths = \"2-9\"\nnothing = \"yes\"\n"
	"arisen.review = \"t.round IS NOT NULL\"\n"
	"[preliminary]\nlabel.vi = \"Sơ bộ\"\nlabel.en = \"Preliminary\"\nbrief.vi = \"SB\"\nbrief.en = \"P\"\n"
	"period = \"year\"\ndue = \"11-14\"\nverified = \"no\"\n"
	"[preliminary.province]\nverified = \"yes\"\ndue = \"11-20\"\n"
	"[half_year]\nlabel.vi = \"6 tháng\"\nlabel.en = \"Half\"\nperiod = \"half_year\"\ndue.1 = \"05-31\"\ndue.2 = \"next 01-15\"\n";
static const char new_days[] =
	"[calendar]\nfrom = \"2027-01-01\"\n"
	"[preliminary]\nlabel.vi = \"Sơ bộ\"\nlabel.en = \"Preliminary\"\nperiod = \"year\"\ndue = \"10-31\"\n"
	"[monthly]\nlabel.vi = \"Hằng tháng\"\nlabel.en = \"Monthly\"\nperiod = \"month\"\n"
	"[ledger]\nlabel.vi = \"Sổ\"\nlabel.en = \"Ledger\"\nperiod = \"quarter\"\ndue = \"next 01-31\"\n";

static struct calendar *load(const struct desk *d, size_t mistakes)
{
	struct complaints c;
	struct calendar *cal;

	complaints_init(&c);
	cal = calendar_load(d->dir, d->user, &c);
	for (size_t i = 0; c.n != mistakes && i < c.n; i++)
		print_error("%s\n", complaint_text(&c.v[i]));
	assert_int_equal(c.n, mistakes);
	complaints_fini(&c);
	return cal;
}

static struct date day(const char *iso)
{
	struct date d;

	assert_true(date_parse_iso(iso, &d));
	return d;
}

/* All that falls due from … to as "code period day" lines. */
static char *dues(const struct calendar *cal, const char *level, const char *from, const char *to)
{
	struct date a = day(from), b = day(to);
	struct dues all;
	struct str out;
	char iso[11];

	calendar_dues(cal, level, &a, &b, &all);
	str_init(&out);
	for (size_t i = 0; i < all.n; i++)
		str_addf(&out, "%s %s %s\n", all.v[i].duty->code, all.v[i].period, date_iso(&all.v[i].day, iso));
	dues_fini(&all);
	return str_take(&out);
}

static void assert_dues(const struct calendar *cal, const char *level, const char *from, const char *to,
			const char *want)
{
	char *got = dues(cal, level, from, to);

	assert_string_equal(got, want);
	free(got);
}

static void a_year(void **state)
{
	struct desk *d = *state;
	struct calendar *cal;

	write_file(d->dir, "old.ini", old_days);
	cal = load(d, 0);
	/* Months that fall due from February to September tell of January to August. */
	assert_dues(cal, "commune", "2026-01-01", "2026-12-31",
		    "half_year 2025-H2 2026-01-15\nmonthly 2026-01 2026-02-05\nmonthly 2026-02 2026-03-05\n"
		    "monthly 2026-03 2026-04-05\nmonthly 2026-04 2026-05-05\nhalf_year 2026-H1 2026-05-31\n"
		    "monthly 2026-05 2026-06-05\nmonthly 2026-06 2026-07-05\nmonthly 2026-07 2026-08-05\n"
		    "monthly 2026-08 2026-09-05\npreliminary 2026 2026-11-14\n");
	/* both ends are included; the ends of a year are nothing special */
	assert_dues(cal, "commune", "2025-11-14", "2026-02-05",
		    "preliminary 2025 2025-11-14\nhalf_year 2025-H2 2026-01-15\nmonthly 2026-01 2026-02-05\n");
	assert_dues(cal, "commune", "2025-11-15", "2026-01-14", "");
	/* by level */
	assert_dues(cal, "province", "2026-02-01", "2026-12-31",
		    "half_year 2026-H1 2026-05-31\npreliminary 2026 2026-11-20\n");
	/* before and after the calendar there is nothing */
	assert_dues(cal, "commune", "2020-01-01", "2021-08-31", "");
	assert_dues(cal, "commune", "2027-01-01", "2027-12-31", "");
	calendar_free(cal);
}

static void one_follows_another(void **state)
{
	struct desk *d = *state;
	struct calendar *cal;
	struct due due;
	struct date on;

	write_file(d->dir, "a.ini", new_days);
	write_file(d->dir, "b.ini", old_days);
	cal = load(d, 0);
	/* what is about 2026 and falls due in 2027 is not the old calendar's any more */
	assert_dues(cal, "commune", "2026-12-01", "2027-12-31",
		    "ledger 2026-Q1 2027-01-31\nledger 2026-Q2 2027-01-31\nledger 2026-Q3 2027-01-31\n"
		    "ledger 2026-Q4 2027-01-31\npreliminary 2027 2027-10-31\n");
	assert_true(calendar_due(cal, "commune", "preliminary", "2026", &due));
	assert_int_equal(due.day.month, 11);
	assert_true(calendar_due(cal, "commune", "preliminary", "2027", &due));
	assert_int_equal(due.day.month, 10);
	assert_false(calendar_due(cal, "commune", "monthly", "2026-09", &due));
	assert_false(calendar_due(cal, "commune", "monthly", "2026", &due));
	assert_false(calendar_due(cal, "commune", "monthly", "2027-03", &due));
	assert_false(calendar_due(cal, "commune", "monthly", NULL, &due));
	/* the nearest day, of two the earlier */
	on = day("2026-04-20");
	assert_true(calendar_nearest(cal, "commune", "monthly", &on, &due));
	assert_string_equal(due.period, "2026-03");
	on = day("2026-04-21");
	assert_true(calendar_nearest(cal, "commune", "monthly", &on, &due));
	assert_string_equal(due.period, "2026-04");
	on = day("2026-01-02");
	assert_true(calendar_nearest(cal, "commune", "preliminary", &on, &due));
	assert_string_equal(due.period, "2025");
	assert_false(calendar_nearest(cal, "commune", "update", &on, &due));
	/* what a duty is, by day */
	on = day("2026-06-01");
	assert_true(calendar_duty(cal, "preliminary", "commune", &on)->verified == false);
	assert_true(calendar_duty(cal, "preliminary", "province", &on)->verified);
	assert_string_equal(calendar_duty(cal, "preliminary", "commune", &on)->source, "TT 07/2021");
	assert_string_equal(calendar_duty(cal, "preliminary", NULL, &on)->brief[LANG_VI], "SB");
	assert_non_null(calendar_duty(cal, "ledger", NULL, &on)); /* not yet, but known */
	assert_null(calendar_duty(cal, "nosuch", NULL, NULL));
	assert_string_equal(calendar_duty(cal, "monthly", "commune", &on)->arisen[0].form, "review");
	calendar_free(cal);
}

static void the_users_own_wins(void **state)
{
	struct desk *d = *state;
	struct calendar *cal;
	const struct duty **all;
	struct date on = day("2026-06-01");
	size_t n = 0;

	write_file(d->dir, "old.ini", old_days);
	write_file(d->user, "tinh.ini",
		   "[calendar]\nfrom = \"2026-01-01\"\nto = \"2026-12-31\"\n"
		   "[preliminary]\nlabel.vi = \"Sơ bộ\"\nlabel.en = \"Preliminary\"\nperiod = \"year\"\ndue = \"10-25\"\n"
		   "[half_year]\nlabel.vi = \"6 tháng\"\nlabel.en = \"Half\"\nperiod = \"half_year\"\noff = \"yes\"\n");
	cal = load(d, 0);
	assert_dues(cal, "commune", "2025-11-01", "2026-02-05",
		    "preliminary 2025 2025-11-14\nmonthly 2026-01 2026-02-05\n");
	assert_dues(cal, "commune", "2026-09-05", "2026-12-31", "monthly 2026-08 2026-09-05\npreliminary 2026 2026-10-25\n");
	all = calendar_list(cal, "commune", &on);
	while (all[n])
		n++;
	assert_int_equal(n, 3); /* preliminary, update, monthly: the half year is not asked for */
	assert_string_equal(all[0]->code, "preliminary");
	free(all);
	calendar_free(cal);
}

static void months_without_the_day(void **state)
{
	struct desk *d = *state;
	struct calendar *cal;

	write_file(d->dir, "m.ini",
		   "[calendar]\nfrom = \"2020-01-01\"\n"
		   "[thirty]\nlabel.vi = \"a\"\nlabel.en = \"a\"\nperiod = \"month\"\ndue = \"31\"\nmonths = \"2,4, 12\"\n"
		   "[last]\nlabel.vi = \"b\"\nlabel.en = \"b\"\nperiod = \"month\"\ndue = \"next last\"\nmonths = \"1-2\"\n"
		   "[leap]\nlabel.vi = \"c\"\nlabel.en = \"c\"\nperiod = \"year\"\ndue = \"02-29\"\n");
	cal = load(d, 0);
	assert_dues(cal, "commune", "2024-01-01", "2024-12-31",
		    "last 2023-12 2024-01-31\nthirty 2024-02 2024-02-29\nlast 2024-01 2024-02-29\nleap 2024 2024-02-29\n"
		    "thirty 2024-04 2024-04-30\nthirty 2024-12 2024-12-31\n");
	assert_dues(cal, "commune", "2025-02-01", "2025-02-28",
		    "thirty 2025-02 2025-02-28\nlast 2025-01 2025-02-28\nleap 2025 2025-02-28\n");
	calendar_free(cal);
}

static void how_late(void **state)
{
	struct date due = day("2025-12-30"), on;

	(void)state;
	on = day("2025-12-29");
	assert_int_equal(due_late(&due, &on), 0);
	on = day("2025-12-30");
	assert_int_equal(due_late(&due, &on), 0);
	on = day("2025-12-31");
	assert_int_equal(due_late(&due, &on), 1);
	on = day("2026-03-01");
	assert_int_equal(due_late(&due, &on), 61);
}

static void words(void **state)
{
	struct desk *d = *state;
	struct calendar *cal;

	write_file(d->dir, "old.ini", old_days);
	cal = load(d, 0);
	assert_string_equal(calendar_match(cal, "HẰNG tháng")->code, "monthly");
	assert_string_equal(calendar_match(cal, "thang")->code, "monthly");
	assert_string_equal(calendar_match(cal, "preliminary")->code, "preliminary");
	assert_null(calendar_match(cal, "quý"));
	assert_null(calendar_match(cal, ""));
	assert_string_equal(calendar_label(cal, "nosuch"), "nosuch");
	assert_string_equal(calendar_label(cal, NULL), "");
	calendar_free(cal);
}

static void periods(void **state)
{
	static const char *const good[] = { "2026-01", "2026-12", "2026-Q4", "2026-H2", "2026" };
	static const char *const wrong[] = { "",	"26",	   "2026-00", "2026-13", "2026-Q5", "2026-H0", "2026-1",
					     "2026-123", "1026-01", "2026/01", "20260101", "2026-q1" };
	struct period p;
	struct date from, to;
	char buf[PERIOD_LEN + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(period_parse(good[i], &p));
		assert_string_equal(period_text(&p, buf), good[i]);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(period_parse(wrong[i], &p));
	assert_false(period_parse(NULL, &p));
	assert_true(period_parse("2025-11", &p));
	p = period_step(&p, 3);
	assert_string_equal(period_text(&p, buf), "2026-02");
	p = period_step(&p, -14);
	assert_string_equal(period_text(&p, buf), "2024-12");
	assert_true(period_parse("2024-Q1", &p));
	from = period_first(&p);
	to = period_last(&p);
	assert_string_equal(date_iso(&from, (char[11]){ 0 }), "2024-01-01");
	assert_string_equal(date_iso(&to, (char[11]){ 0 }), "2024-03-31");
	p = period_step(&p, -1);
	assert_string_equal(period_text(&p, buf), "2023-Q4");
	from = day("2026-08-31");
	p = period_of(PERIOD_HALF, &from);
	assert_string_equal(period_text(&p, buf), "2026-H2");
	p = period_of(PERIOD_YEAR, &from);
	assert_string_equal(period_text(&p, buf), "2026");
}

/* Each is told with its section, and the whole file counts for nothing: no day is half right. */
static void mistakes(void **state)
{
	static const struct {
		const char *duty, *where;
	} cases[] = {
		{ "period = \"month\"\ndue = \"11-14\"\n", "due" },
		{ "period = \"year\"\ndue = \"05\"\n", "due" },
		{ "period = \"year\"\ndue = \"13-01\"\n", "due" },
		{ "period = \"any\"\ndue = \"05\"\n", "due" },
		{ "period = \"half_year\"\ndue.3 = \"05-31\"\n", "due.3" },
		{ "period = \"week\"\n", "period" },
		{ "\n", "period" },
		{ "period = \"month\"\nmonths = \"9-2\"\n", "months" },
		{ "period = \"month\"\nmonths = \"0\"\n", "months" },
		{ "period = \"month\"\nnothing = \"maybe\"\n", "nothing" },
		{ "period = \"month\"\ndeu = \"05\"\n", "deu" },
		{ "period = \"month\"\narisen._x = \"1\"\n", "arisen._x" },
	};
	struct desk *d = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = xasprintf("[calendar]\nfrom = \"2020-01-01\"\n[x]\nlabel.vi = \"x\"\nlabel.en = \"x\"\n%s",
				       cases[i].duty);
		struct complaints c;
		struct calendar *cal;

		write_file(d->dir, "x.ini", text);
		complaints_init(&c);
		cal = calendar_load(d->dir, NULL, &c);
		if (c.n != 1 || !str_eq(c.v[0].key, cases[i].where) || !str_eq(c.v[0].section, "x"))
			fail_msg("%s: %zu mistakes, %s", cases[i].duty, c.n, c.n ? c.v[0].key : "-");
		assert_null(calendar_duty(cal, "x", NULL, NULL));
		calendar_free(cal);
		complaints_fini(&c);
		free(text);
	}
	write_file(d->dir, "x.ini", "[x]\nlabel.vi = \"x\"\nlabel.en = \"x\"\nperiod = \"any\"\n");
	calendar_free(load(d, 1));
	write_file(d->dir, "x.ini", "[calendar]\nfrom = \"2020\"\n");
	calendar_free(load(d, 1));
	write_file(d->dir, "x.ini", "[calendar]\nfrom = \"2020-01-01\"\n[x.commune]\nlabel.vi = \"x\"\n");
	calendar_free(load(d, 1));
}

/* What is shipped reads without a complaint, and falls due as the circulars have it. */
static void what_is_shipped(void **state)
{
	struct complaints c;
	struct calendar *cal;

	(void)state;
	complaints_init(&c);
	cal = calendar_load(SRCDIR "/data/calendar", NULL, &c);
	assert_int_equal(c.n, 0);
	assert_dues(cal, "commune", "2026-01-01", "2026-12-31",
		    "monthly 2026-01 2026-02-05\nmonthly 2026-02 2026-03-05\nmonthly 2026-03 2026-04-05\n"
		    "monthly 2026-04 2026-05-05\nhalf_year 2026-H1 2026-05-31\nmonthly 2026-05 2026-06-05\n"
		    "monthly 2026-06 2026-07-05\nmonthly 2026-07 2026-08-05\nmonthly 2026-08 2026-09-05\n"
		    "preliminary 2026 2026-11-14\nyear 2026 2026-11-30\nofficial 2026 2026-12-19\n");
	assert_dues(cal, "province", "2026-06-01", "2026-12-31",
		    "preliminary 2026 2026-11-14\nyear 2026 2026-11-30\nofficial 2026 2026-12-19\n");
	/* the days from 2027 are not known: none is invented */
	assert_dues(cal, "commune", "2027-01-01", "2028-12-31", "");
	assert_non_null(calendar_duty(cal, "official", "commune", NULL));
	calendar_free(cal);
	complaints_fini(&c);
}

#define T(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_year),	T(one_follows_another), T(the_users_own_wins), T(months_without_the_day),
		T(how_late),	T(words),		T(periods),	       T(mistakes),
		T(what_is_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
