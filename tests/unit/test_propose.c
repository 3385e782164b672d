/* SPDX-License-Identifier: MIT */
/*
 * What members and dwelling say of each indicator, at, under and over the ages and figures it counts with, on the day of the review;
 * what is not known; an answer that differs; how a review stands under several standards.
 */
#include "real_help.h"

#include <sqlite3.h>

#include "form/standing.h"
#include "store/db.h"

/* "deprived: why", "not_deprived: why", or "?: what is missing". */
static char *proposed(struct entry *en, const char *code)
{
	const struct field *fd = form_field(entry_form(en), "deprivation", NULL);
	struct error e = ERROR_INIT;
	struct proposal p;
	char *s;

	ok(entry_refresh(en, &e), &e);
	ok(entry_proposal(en, fd, code, &p, &e), &e);
	if (!p.rule)
		s = xstrdup("-");
	else
		s = xasprintf("%s: %s", p.value ? p.value : "?", p.reason);
	proposal_fini(&p);
	return s;
}

static void says(struct entry *en, const char *code, const char *expected)
{
	char *s = proposed(en, code);

	if (strncmp(s, expected, strlen(expected)))
		fail_msg("%s: %s, not %s", code, s, expected);
	free(s);
}

struct one {
	const char *birth, *fields; /* "name=value name=value" */
};

/* A household of these people (the first its head), and a review of it on `day`. */
static struct entry *review_of(struct fixture *x, int round, const char *day, const struct one *people, size_t n)
{
	struct entry *home = begin(x, "household"), *en;
	char id[UUID_LEN + 1], count[16];
	struct error e = ERROR_INIT;

	set(home, "village", x->village[0]);
	snprintf(count, sizeof(count), "%zu", n);
	set(home, "members_count", count);
	for (size_t i = 0; i < n; i++) {
		struct entry *kid = entry_child_add(home, 0, &e);
		struct strlist words;

		assert_non_null(kid);
		set(kid, "full_name", "Lò Văn Một");
		set(kid, "relation_to_head", i ? "child" : "head");
		set(kid, "birth_date", people[i].birth);
		strlist_init(&words);
		strlist_split(&words, people[i].fields, " ");
		for (size_t k = 0; k < words.n; k++) {
			char *eq = strchr(words.v[k], '=');

			*eq = '\0';
			set(kid, words.v[k], eq + 1);
		}
		strlist_fini(&words);
	}
	end(home, id);
	en = begin(x, "review");
	set(en, "round", x->round[round]);
	set(en, "household", id);
	set(en, "review_date", day);
	return en;
}

struct member_case {
	const char *code;
	struct one people[3];
	const char *expected;
};

#define GROWN { "1980-01-01", "monthly_social_allowance=no disability=no" }

static void members_say(void **state)
{
	static const struct member_case cases[] = {
		/* D01 from 15: no job, or a wage job without a contract */
		{ "D01", { { "1980-01-01", "employment_status=jobless" } }, "deprived: 1 người" },
		{ "D01", { { "1980-01-01", "employment_status=wage has_contract=no" } }, "deprived" },
		{ "D01", { { "1980-01-01", "employment_status=wage has_contract=yes" } }, "not_deprived" },
		{ "D01", { { "1980-01-01", "employment_status=wage" } }, "?: chưa đủ dữ kiện" },
		{ "D01", { { "1980-01-01", "employment_status=unable" } }, "not_deprived" },
		{ "D01", { { "1980-01-01", "employment_status=farm" }, { "2008-10-11", "" } }, "not_deprived" }, /* 14 */
		{ "D01", { { "1980-01-01", "employment_status=farm" }, { "2008-10-10", "" } }, "?" }, /* 15 that day */
		{ "D01", { { "1980-01-01", "employment_status=farm" }, { NULL, "" } }, "?" },
		/* D02 more than half: under 16; older or disabled people on an allowance */
		{ "D02", { GROWN, GROWN, { "2007-10-11", "" } }, "not_deprived: 1/3 người phụ thuộc: 33%" },
		{ "D02", { GROWN, { "2007-10-11", "" }, { "2020-01-01", "" } }, "deprived: 2/3 người phụ thuộc: 67%" },
		{ "D02", { GROWN, { "2007-10-10", "monthly_social_allowance=no disability=no" }, { "2020-01-01", "" } },
		  "not_deprived: 1/3" }, /* 16 that day */
		{ "D02", { GROWN, { "2020-01-01", "" } }, "not_deprived: 1/2 người phụ thuộc: 50%" }, /* half is not more */
		{ "D02", { { "1963-10-10", "monthly_social_allowance=yes disability=no" } }, "deprived: 1/1" }, /* 60 */
		{ "D02", { { "1963-10-11", "monthly_social_allowance=yes disability=no" } }, "not_deprived: 0/1" },
		{ "D02", { { "1980-01-01", "monthly_social_allowance=yes disability=yes" } }, "deprived" },
		{ "D02", { { "1940-01-01", "monthly_social_allowance=no" } }, "not_deprived" },
		{ "D02", { { "1940-01-01", "" } }, "?" },
		{ "D02", { { "1940-01-01", "" }, { "2020-01-01", "" }, { "2020-01-01", "" } }, "deprived" }, /* whatever the first is */
		/* D03 under 16 */
		{ "D03", { GROWN, { "2007-10-11", "nutrition_status=stunted" } }, "deprived" },
		{ "D03", { GROWN, { "2007-10-11", "nutrition_status=normal" } }, "not_deprived: 1 trẻ em" },
		{ "D03", { GROWN, { "2007-10-11", "nutrition_status=not_measured" } }, "?" },
		{ "D03", { GROWN, { "2007-10-11", "" } }, "?" },
		{ "D03", { GROWN }, "not_deprived: 0 trẻ em" },
		/* D04 from 6 */
		{ "D04", { { "2017-10-10", "health_insurance=no" } }, "deprived" },
		{ "D04", { { "2017-10-11", "health_insurance=no" } }, "not_deprived" },
		{ "D04", { { "1980-01-01", "health_insurance=yes" }, { "1982-01-01", "health_insurance=no" } }, "deprived: 1 người" },
		{ "D04", { { "1980-01-01", "health_insurance=yes" }, { "1982-01-01", "" } }, "?" },
		/* D05 16 to 30 */
		{ "D05", { { "2007-10-10", "training=none education_level=primary" } }, "deprived" },
		{ "D05", { { "2007-10-10", "training=none education_level=lower_secondary" } }, "not_deprived" },
		{ "D05", { { "2007-10-11", "education_level=primary" } }, "not_deprived" },
		{ "D05", { { "2005-10-10", "training=none education_level=lower_secondary" } }, "deprived" },
		{ "D05", { { "2005-10-11", "training=none education_level=lower_secondary" } }, "not_deprived" },
		{ "D05", { { "2005-10-10", "training=vocational education_level=lower_secondary" } }, "not_deprived" },
		{ "D05", { { "2005-10-10", "training=none education_level=upper_secondary" } }, "not_deprived" },
		{ "D05", { { "1992-10-11", "training=none education_level=primary" } }, "deprived" }, /* 30 */
		{ "D05", { { "1992-10-10", "education_level=primary" } }, "not_deprived" }, /* 31 */
		{ "D05", { { "2000-01-01", "education_level=primary" } }, "?" },
		{ "D05", { { "2000-01-01", "education_level=primary employment_status=studying" } }, "not_deprived" },
		/* D06 3 to under 16 */
		{ "D06", { GROWN, { "2020-10-10", "school_status=never" } }, "deprived" },
		{ "D06", { GROWN, { "2020-10-11", "school_status=never" } }, "not_deprived" },
		{ "D06", { GROWN, { "2007-10-11", "school_status=dropped_out" } }, "deprived" },
		{ "D06", { GROWN, { "2007-10-10", "school_status=dropped_out" } }, "not_deprived" },
		{ "D06", { GROWN, { "2015-01-01", "school_status=wrong_level school_level=primary" } }, "deprived" },
		{ "D06", { GROWN, { "2015-01-01", "school_status=right_level" } }, "not_deprived" },
		{ "D06", { GROWN, { "2015-01-01", "" } }, "?" },
		/* 2016-2020 */
		{ "E02", { { "2017-10-10", "health_insurance=no" } }, "deprived" },
		{ "E03", { { "1986-01-01", "education_level=primary employment_status=farm" } }, "deprived" },
		{ "E03", { { "1985-12-31", "education_level=primary employment_status=farm" } }, "not_deprived" },
		{ "E03", { { "1990-01-01", "education_level=lower_secondary employment_status=farm" } }, "not_deprived" },
		{ "E04", { GROWN, { "2018-10-10", "school_status=never" } }, "deprived" },
		{ "E04", { GROWN, { "2018-10-11", "school_status=never" } }, "not_deprived" },
		{ "E04", { GROWN, { "2008-10-11", "school_status=never" } }, "deprived" },
		{ "E04", { GROWN, { "2008-10-10", "school_status=never" } }, "not_deprived" },
	};
	struct fixture *x = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t n = 0;
		struct entry *en;

		while (n < 3 && cases[i].people[n].fields)
			n++;
		en = review_of(x, cases[i].code[0] == 'E', "2023-10-10", cases[i].people, n);
		char *s = proposed(en, cases[i].code);

		if (strncmp(s, cases[i].expected, strlen(cases[i].expected)))
			fail_msg("case %zu, %s: %s, not %s", i, cases[i].code, s, cases[i].expected);
		free(s);
		entry_free(en);
	}
}

/* The day of the review, not today; who left before it or was born after it does not count. */
static void on_the_day_of_the_review(void **state)
{
	static const struct one people[] = { GROWN, { "2007-10-11", "nutrition_status=stunted" } };
	struct fixture *x = *state;
	struct entry *en = review_of(x, 0, "2023-10-10", people, 2);

	says(en, "D03", "deprived");
	set(en, "review_date", "2023-10-11"); /* 16 */
	says(en, "D03", "not_deprived");
	set(en, "review_date", "2007-10-10"); /* not born yet, so one of two is not in the book */
	says(en, "D03", "?: chưa đủ dữ kiện ngày 10/10/2007: 0 người chưa rõ tuổi, dinh dưỡng; sổ có 1/2");
	set(en, "review_date", "");
	says(en, "D03", "?");
	says(en, "D02", "?");
	set(en, "sheet_in_on", "2023-10-10"); /* the day is typed last: until then by this one */
	says(en, "D03", "deprived");
	set(en, "sheet_in_on", "2023-10-11");
	says(en, "D03", "not_deprived");
	set(en, "sheet_in_on", "");
	/* A list that is not whole says nothing against, but what it has. */
	set(en, "review_date", "2023-10-10");
	set(en, "members", "3");
	says(en, "D03", "deprived");
	says(en, "D04", "?");
	says(en, "D02", "?");
	entry_free(en);

	const char *home;
	struct entry *change;

	en = review_of(x, 0, "2023-10-10", people, 2);
	home = get(en, "household");
	change = begin(x, "change");
	struct entry *h = reopen(x, "household", home);

	set(change, "kind", "death");
	set(change, "date", "2023-10-10");
	set(change, "household", home);
	set(change, "member", entry_id(entry_child(h, 0, 1)));
	entry_free(h);
	end(change, NULL);
	entry_look_again(en);
	says(en, "D03", "?"); /* the sheet says 2 people */
	set(en, "members", "1");
	says(en, "D03", "not_deprived");
	set(en, "review_date", "2023-10-09");
	set(en, "members", "2");
	says(en, "D03", "deprived");
	entry_free(en);
}

static void dwelling_says(void **state)
{
	static const struct {
		const char *code, *fields, *expected;
	} cases[] = {
		{ "D07", "wall_material=earth roof_material=thatch", "deprived: 2 trong tường" },
		{ "D07", "wall_material=earth roof_material=tile", "?" },
		{ "D07", "wall_material=earth roof_material=tile column_material=brick", "not_deprived: 2 trong" },
		{ "D07", "wall_material=brick roof_material=tile", "not_deprived" },
		{ "D07", "wall_material=earth", "?" },
		{ "D08", "members=5 house_area=39.9", "deprived: 39,9 m² cho 5 người: 7,98 m² một người" },
		{ "D08", "members=5 house_area=40", "not_deprived" },
		{ "D08", "members=5 house_area=40.1", "not_deprived" },
		{ "D08", "house_area=40", "?" },
		{ "D09", "water_source=surface", "deprived: Nước sông" },
		{ "D09", "water_source=rain", "not_deprived" },
		{ "D09", "", "?" },
		{ "D10", "toilet=unhygienic", "deprived" },
		{ "D10", "toilet=septic", "not_deprived" },
		{ "D11", "internet=no", "deprived" },
		{ "D11", "internet=yes", "not_deprived" },
		{ "D12", "info_means=tv|radio", "not_deprived: có Radio, Tivi" },
		{ "D12", "", "?" },
		{ "E05", "wall_material=earth roof_material=thatch", "deprived" },
		{ "E06", "members=5 house_area=39.9", "deprived" },
		{ "E08", "toilet=septic", "not_deprived" },
		{ "E10", "info_means=tv", "not_deprived" },
		{ "E10", "info_means=phone", "?" },
		{ "E01", "", "-" },
		{ "E09", "internet=no", "-" },
	};
	struct fixture *x = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct entry *en = begin(x, "review");
		struct strlist words;

		set(en, "round", x->round[cases[i].code[0] == 'E']);
		set(en, "household", x->home[0]);
		strlist_init(&words);
		strlist_split(&words, cases[i].fields, " ");
		for (size_t k = 0; k < words.n; k++) {
			char *eq = strchr(words.v[k], '=');

			*eq = '\0';
			set(en, words.v[k], eq + 1);
		}
		strlist_fini(&words);
		says(en, cases[i].code, cases[i].expected);
		/* Under another standard it is not asked. */
		says(en, cases[i].code[0] == 'E' ? "D08" : "E06", "-");
		entry_free(en);
	}
}

static void an_answer_that_differs_is_a_doubt(void **state)
{
	static const struct one people[] = { GROWN, { "2010-01-01", "" }, { "2020-01-01", "" } };
	struct fixture *x = *state;
	struct problems p = { .v = NULL };
	struct error e = ERROR_INIT;
	bool found = false;

	struct entry *en = review_of(x, 0, "2023-10-10", people, 3);

	assert_int_equal(told(en, "d02"), -1); /* no answer yet */
	set(en, "deprivation.D02", "not_asked");
	assert_int_equal(told(en, "d02"), -1);
	set(en, "deprivation.D02", "deprived");
	assert_int_equal(told(en, "d02"), -1);
	set(en, "deprivation.D02", "not_deprived");
	assert_int_equal(told(en, "d02"), STRENGTH_DOUBT);
	ok(entry_problems(en, &p, &e), &e);
	for (size_t i = 0; i < p.n; i++) {
		if (strcmp(p.v[i].check, "d02"))
			continue;
		found = true;
		assert_string_equal(p.v[i].code, "D02");
		assert_non_null(strstr(p.v[i].message, "2/3 người phụ thuộc: 67%"));
	}
	assert_true(found);
	problems_fini(&p);
	/* With a reason it is explained, and no error: the officer decides. */
	ok(entry_explain(en, "d02", "cháu ở nhà ngoại", &e), &e);
	ok(entry_problems(en, &p, &e), &e);
	assert_int_equal(p.errors, 0);
	for (size_t i = 0; i < p.n; i++)
		if (!strcmp(p.v[i].check, "d02"))
			assert_string_equal(p.v[i].reason, "cháu ở nhà ngoại");
	problems_fini(&p);
	/* Half a year later the members are other than they were. */
	set(en, "review_date", "2023-04-30");
	assert_int_equal(told(en, "d02"), -1);
	entry_free(en);
}

/* A sheet is held against its household while it is new. */
static int setup_in_2023(void **state)
{
	setenv("GIAMNGHEO_TODAY", "2023-11-01", 1);
	return setup(state);
}

static int teardown_in_2023(void **state)
{
	unsetenv("GIAMNGHEO_TODAY");
	return teardown(state);
}

static void one_key_takes_all(void **state)
{
	static const struct one people[] = { GROWN, { "2010-01-01", "health_insurance=no nutrition_status=normal" } };
	struct fixture *x = *state;
	struct entry *en = review_of(x, 0, "2023-10-10", people, 2);
	const struct field *fd = form_field(entry_form(en), "deprivation", NULL);
	struct error e = ERROR_INIT;
	size_t taken;

	set(en, "deprivation.D04", "not_deprived"); /* said already: it stays */
	set(en, "deprivation.D10", "not_asked");
	set(en, "toilet", "none");
	set(en, "house_area", "30");
	ok(entry_take_proposals(en, fd, &taken, &e), &e);
	assert_int_equal(taken, 5); /* D02, D03, D05, D08, D10 */
	assert_string_equal(get(en, "deprivation.D02"), "not_deprived");
	assert_string_equal(get(en, "deprivation.D03"), "not_deprived");
	assert_string_equal(get(en, "deprivation.D04"), "not_deprived");
	assert_string_equal(get(en, "deprivation.D08"), "not_deprived");
	assert_string_equal(get(en, "deprivation.D10"), "deprived");
	assert_null(get(en, "deprivation.D01"));
	ok(entry_take_proposals(en, NULL, &taken, &e), &e);
	assert_int_equal(taken, 0);
	entry_free(en);
}

/* ---- what a save reads ---- */

struct reads {
	int members;
};

static int count_reads(unsigned what, void *ctx, void *stmt, void *sql)
{
	struct reads *r = ctx;

	(void)what;
	(void)stmt;
	r->members += strstr(sql, "FROM member ") || strstr(sql, "FROM \"member\" ") || strstr(sql, "FROM member WHERE");
	return 0;
}

/* A household's members are read once at most, whatever looks at them. (A decision that gives it another class is another matter: members
 * look at the class, and each of them follows.) */
static void a_save_reads_members_once(void **state)
{
	static const struct one people[] = { GROWN, { "2010-01-01", "health_insurance=no" }, { "2012-01-01", "" } };
	struct fixture *x = *state;
	struct error e = ERROR_INIT;
	char id[UUID_LEN + 1];
	struct entry *en = review_of(x, 0, "2023-10-10", people, 3);

	set(en, "b1_points", "100");
	for (int i = 1; i <= 12; i++) {
		char field[32];

		snprintf(field, sizeof(field), "deprivation.D%02d", i);
		set(en, field, i <= 4 ? "deprived" : "not_deprived");
	}
	end(en, id);
	for (int k = 0; k < 3; k++) {
		struct save_result saved;
		struct reads r = { 0 };

		en = reopen(x, "review", id);
		/* A note; an answer; a decision, by which the household has another class. */
		set(en, k == 0 ? "note" : k == 1 ? "deprivation.D05" : "decision_date", k == 0 ? "x" : k == 1 ? "deprived" : "2023-10-20");
		sqlite3_trace_v2(db_handle(book_db(x->b)), SQLITE_TRACE_STMT, count_reads, &r);
		ok(entry_save(en, "Lò Thị Test", NULL, &saved, &e), &e);
		sqlite3_trace_v2(db_handle(book_db(x->b)), 0, NULL, NULL);
		assert_true(saved.changed);
		if (k < 2 && r.members != 1)
			fail_msg("save %d reads the members %d times", k, r.members);
		save_result_fini(&saved);
		if (k == 2) {
			struct entry *home = reopen(x, "household", get(en, "household"));

			assert_string_equal(get(home, "classification"), "poor");
			entry_free(home);
		}
		entry_free(en);
	}
}

/* ---- how it stands ---- */

static const struct standing *under(const struct standings *s, const char *id)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->v[i].standard->id, id))
			return &s->v[i];
	return NULL;
}

static void side_by_side(void **state)
{
	struct fixture *x = *state;
	struct entry *en = begin(x, "review");
	struct error e = ERROR_INIT;
	struct standings s;

	ok(entry_standings(en, &s, &e), &e);
	assert_int_equal(s.n, 0); /* no round yet */
	standings_fini(&s);
	set(en, "round", x->round[0]);
	set(en, "household", x->home[0]);
	for (int i = 1; i <= 9; i++) {
		char field[32];

		snprintf(field, sizeof(field), "deprivation.D%02d", i);
		set(en, field, i <= 4 ? "deprived" : "not_deprived");
	}
	set(en, "b1_points", "132");
	ok(entry_standings(en, &s, &e), &e);
	assert_int_equal(s.n, 3); /* an empty local one is not shown */
	assert_true(s.v[0].counts);
	assert_string_equal(s.v[0].standard->id, "2022-2025");
	/* As the form: no class while three are open; but it is certain already. */
	assert_null(s.v[0].result.class);
	assert_string_equal(s.v[0].result.why, "not enough known: 3 indicators not collected");
	assert_string_equal(s.v[0].certain, "poor");
	assert_null(get(en, "classification"));
	/* Points of another score sheet are not held against this one's lines. */
	assert_null(under(&s, "2016-2020")->result.class);
	assert_true(under(&s, "2016-2020")->facts.deprived == 1 && under(&s, "2016-2020")->facts.unknown == 8); /* E02; E06 is not */
	assert_non_null(strstr(under(&s, "2016-2020")->result.why, "another score sheet"));
	standings_fini(&s);

	for (int i = 10; i <= 12; i++) {
		char field[32];

		snprintf(field, sizeof(field), "deprivation.D%02d", i);
		set(en, field, "not_deprived");
	}
	set(en, "income_month", "690000");
	ok(entry_standings(en, &s, &e), &e);
	assert_string_equal(s.v[0].result.class, "poor");
	assert_string_equal(s.v[0].result.class, get(en, "classification"));
	assert_string_equal(s.v[0].result.why, "B1 = 132 ≤ 140 và 4 chỉ số thiếu hụt ≥ 3 → hộ nghèo");
	assert_string_equal(under(&s, "2016-2020")->result.class, "poor"); /* under the lower line, whatever it lacks */
	assert_string_equal(under(&s, "2027-2030")->result.class, "poor"); /* D01-D04 ask there too; only waste was not asked */
	assert_true(under(&s, "2027-2030")->facts.unknown == 1);
	assert_false(under(&s, "2027-2030")->result.verified);
	standings_fini(&s);
	entry_free(en);

	en = begin(x, "review");
	set(en, "round", x->round[1]);
	set(en, "household", x->home[0]);
	set(en, "b1_points", "118");
	ok(entry_standings(en, &s, &e), &e);
	assert_string_equal(s.v[0].standard->id, "2016-2020");
	assert_string_equal(s.v[0].result.class, "poor"); /* the indicators do not matter there */
	standings_fini(&s);
	entry_free(en);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(members_say),		  T(on_the_day_of_the_review),
		T(dwelling_says),	  cmocka_unit_test_setup_teardown(an_answer_that_differs_is_a_doubt, setup_in_2023, teardown_in_2023),
		T(one_key_takes_all),	  cmocka_unit_test_setup_teardown(a_save_reads_members_once, setup_in_2023, teardown_in_2023),
		T(side_by_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
