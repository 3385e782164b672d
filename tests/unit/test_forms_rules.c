/* SPDX-License-Identifier: MIT */
/*
 * The rules the installed forms carry, tried on a real book: the class of a household at every
 * edge of the 2022-2025 rule, the 12-digit ID, the head and the count of members, what ends
 * residence, and what must never be a Lỗi.
 */
#include "real_help.h"

/* ---- reviews ---- */

static struct entry *review(struct fixture *x, int area, int round, int deprived)
{
	struct entry *en = begin(x, "review");

	set(en, "round", x->round[round]);
	set(en, "household", x->home[area]);
	for (int i = 1; deprived >= 0 && i <= 12; i++) {
		char field[32];

		snprintf(field, sizeof(field), "deprivation.D%02d", i);
		set(en, field, i <= deprived ? "deprived" : "not_deprived");
	}
	return en;
}

static void class_at_every_edge(void **state)
{
	static const struct {
		int area;
		const char *b1;
		int deprived;
		const char *class;
	} cases[] = {
		{ 0, "140", 3, "poor" },      { 0, "140", 2, "near_poor" },
		{ 0, "140", 0, "near_poor" }, { 0, "145", 12, "not_poor" },
		{ 0, "0", 12, "poor" },	      { 0, "141", 3, "not_poor" },
		{ 1, "175", 3, "poor" },      { 1, "175", 2, "near_poor" },
		{ 1, "176", 5, "not_poor" },  { 1, "141", 3, "poor" },
	};
	struct fixture *x = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct entry *en = review(x, cases[i].area, 0, cases[i].deprived);
		char b2[8];

		set(en, "b1_points", cases[i].b1);
		snprintf(b2, sizeof(b2), "%d", 10 * cases[i].deprived);
		assert_string_equal(get(en, "b2_points"), b2);
		if (!str_eq(get(en, "classification"), cases[i].class))
			fail_msg("case %zu: %s", i, get(en, "classification"));
		entry_free(en);
	}
}

static void too_little_known_is_no_class(void **state)
{
	struct fixture *x = *state;
	struct entry *en = review(x, 0, 0, 3);

	assert_null(get(en, "classification")); /* no B1 */
	set(en, "b1_points", "100");
	assert_string_equal(get(en, "classification"), "poor");
	set(en, "deprivation.D07", "not_asked");
	assert_null(get(en, "b2_points"));
	assert_null(get(en, "classification"));
	set(en, "deprivation.D07", "");
	assert_null(get(en, "b2_points"));
	assert_int_equal(told(en, "r11"), -1);
	/* Above the line no indicator matters. */
	set(en, "b1_points", "150");
	assert_string_equal(get(en, "classification"), "not_poor");
	entry_free(en);
}

static void average_goes_by_income(void **state)
{
	struct fixture *x = *state;
	struct entry *en = review(x, 0, 0, -1);

	set(en, "income_month", "2250000");
	assert_string_equal(get(en, "classification"), "average");
	set(en, "income_month", "2250001");
	assert_null(get(en, "classification"));
	set(en, "b1_points", "200");
	assert_string_equal(get(en, "classification"), "not_poor");
	set(en, "income_month", "1500001");
	assert_string_equal(get(en, "classification"), "average");
	set(en, "b1_points", "100");
	assert_int_equal(told(en, "income"), STRENGTH_DOUBT);
	entry_free(en);
}

/* The round's standard, not the number: 140 is the line of one and over the lower line of the other. */
static void the_standard_of_the_round_counts(void **state)
{
	static const struct {
		int area;
		const char *b1;
		int deprived;
		const char *class;
	} cases[] = {
		{ 0, "120", 0, "poor" },      { 0, "121", 3, "poor" },	   { 0, "121", 2, "near_poor" },
		{ 0, "150", 3, "poor" },      { 0, "150", 2, "near_poor" }, { 0, "151", 10, "not_poor" },
		{ 1, "140", 0, "poor" },      { 1, "141", 3, "poor" },	   { 1, "141", 2, "near_poor" },
		{ 1, "175", 3, "poor" },      { 1, "175", 0, "near_poor" }, { 1, "176", 10, "not_poor" },
	};
	struct fixture *x = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct entry *en = review(x, cases[i].area, 1, -1);
		char b2[8];

		for (int k = 1; k <= 10; k++) {
			char field[32];

			snprintf(field, sizeof(field), "deprivation.E%02d", k);
			set(en, field, k <= cases[i].deprived ? "deprived" : "not_deprived");
		}
		set(en, "b1_points", cases[i].b1);
		snprintf(b2, sizeof(b2), "%d", 10 * cases[i].deprived);
		assert_string_equal(get(en, "b2_points"), b2);
		if (!str_eq(get(en, "classification"), cases[i].class))
			fail_msg("case %zu: %s", i, get(en, "classification"));
		/* Under the lower line a household is poor whatever it lacks: the decision may say so. */
		set(en, "recognised_class", cases[i].class);
		assert_int_equal(told(en, "r11"), -1);
		assert_int_equal(told(en, "r19"), -1);
		entry_free(en);
	}
	struct entry *en = review(x, 0, 1, -1);
	const struct field *fd = form_field(entry_form(en), "deprivation", NULL);

	set(en, "b1_points", "130");
	assert_null(get(en, "classification")); /* between the lines the indicators decide */
	assert_true(entry_relevant(en, fd, "E01"));
	assert_false(entry_relevant(en, fd, "D01"));
	set(en, "b2_on_sheet", "110");
	assert_int_equal(told(en, "b2_on_sheet.constraint"), STRENGTH_ERROR);
	entry_free(en);
}

/* A standard without its figures: a local one nobody filled in. */
static void without_figures_the_decision_counts(void **state)
{
	struct fixture *x = *state;
	struct entry *en = review(x, 0, 2, -1);

	set(en, "b1_points", "100");
	assert_null(get(en, "classification"));
	set(en, "recognised_class", "poor");
	assert_string_equal(get(en, "classification"), "poor");
	assert_int_equal(told(en, "r11"), -1);
	assert_int_equal(told(en, "r19"), -1);
	assert_null(get(en, "b2_points"));
	entry_free(en);
}

static void decision_against_the_points(void **state)
{
	struct fixture *x = *state;
	struct entry *en = review(x, 0, 0, 4);

	set(en, "b1_points", "120");
	set(en, "recognised_class", "near_poor");
	assert_int_equal(told(en, "r11"), STRENGTH_ERROR);
	assert_int_equal(told(en, "r19"), STRENGTH_ERROR);
	set(en, "recognised_class", "poor");
	assert_int_equal(told(en, "r11"), -1);
	assert_int_equal(told(en, "r19"), -1);
	set(en, "b2_on_sheet", "30");
	assert_int_equal(told(en, "r10"), STRENGTH_ERROR);
	set(en, "b2_on_sheet", "40");
	assert_int_equal(told(en, "r10"), -1);
	set(en, "b2_on_sheet", "35");
	assert_int_equal(told(en, "b2_on_sheet.constraint"), STRENGTH_ERROR);
	set(en, "b1_points", "-5");
	assert_int_equal(told(en, "b1_points.constraint"), STRENGTH_ERROR);
	set(en, "b1_points", "");
	set(en, "decision_date", "2023-12-12");
	assert_int_equal(told(en, "r12"), STRENGTH_DOUBT);
	entry_free(en);
}

static void dwelling_and_answers(void **state)
{
	struct fixture *x = *state;
	struct entry *en = review(x, 0, 0, 0);

	set(en, "members", "5");
	set(en, "house_area", "39.9");
	assert_int_equal(told(en, "d08"), STRENGTH_DOUBT);
	set(en, "house_area", "40");
	assert_int_equal(told(en, "d08"), -1);
	set(en, "wall_material", "earth");
	set(en, "column_material", "brick");
	set(en, "roof_material", "thatch");
	assert_int_equal(told(en, "d07"), STRENGTH_DOUBT);
	set(en, "roof_material", "tile");
	assert_int_equal(told(en, "d07"), -1);
	set(en, "water_source", "surface");
	assert_int_equal(told(en, "d09"), STRENGTH_DOUBT);
	set(en, "deprivation.D09", "deprived");
	assert_int_equal(told(en, "d09"), -1);
	entry_free(en);
}

/* Decided, it makes the household's class; escaping is remembered; a forecast moves nobody. */
static void the_last_decision_counts(void **state)
{
	struct fixture *x = *state;
	struct entry *en = review(x, 0, 0, 5), *home;

	set(en, "b1_points", "100");
	end(en, NULL);
	home = reopen(x, "household", x->home[0]);
	assert_null(get(home, "classification"));
	entry_free(home);

	en = review(x, 0, 0, 5);
	set(en, "b1_points", "100");
	set(en, "decision_date", "2022-12-12");
	end(en, NULL);
	home = reopen(x, "household", x->home[0]);
	assert_string_equal(get(home, "classification"), "poor");
	assert_null(get(home, "escaped_on"));
	entry_free(home);

	en = review(x, 0, 0, 1);
	set(en, "b1_points", "150");
	set(en, "prev_classification", "poor");
	set(en, "decision_date", "2023-12-12");
	assert_string_equal(get(en, "movement"), "poor_to_above");
	end(en, NULL);
	home = reopen(x, "household", x->home[0]);
	assert_string_equal(get(home, "classification"), "not_poor");
	assert_string_equal(get(home, "escaped_on"), "2023-12-12");
	entry_free(home);

	en = begin(x, "participant");
	set(en, "household", x->home[0]);
	set(en, "beneficiary_group", "newly_escaped");
	set(en, "date", "2024-06-01");
	assert_int_equal(told(en, "r28"), -1);
	set(en, "date", "2023-06-01");
	assert_int_equal(told(en, "r28"), STRENGTH_DOUBT);
	set(en, "date", "2026-12-12"); /* the last day of the 36 months */
	assert_int_equal(told(en, "r28"), -1);
	set(en, "date", "2026-12-13");
	assert_int_equal(told(en, "r28"), STRENGTH_DOUBT);
	set(en, "date", "2023-12-11");
	assert_int_equal(told(en, "r28"), STRENGTH_DOUBT);
	set(en, "household", x->home[1]); /* not known to have escaped: not enough is known */
	set(en, "date", "2024-06-01");
	assert_int_equal(told(en, "r28"), -1);
	assert_int_equal(told(en, "r28_known"), STRENGTH_HINT);
	entry_free(en);
}

/* The decision's word makes the class, also without points; what is computed stands beside it. */
static void the_decision_says_the_class(void **state)
{
	struct fixture *x = *state;
	struct entry *en = begin(x, "review"), *home;

	set(en, "round", x->round[0]);
	set(en, "household", x->home[0]);
	set(en, "recognised_class", "poor");
	set(en, "decision_date", "2023-12-12");
	assert_null(get(en, "classification"));
	assert_int_equal(told(en, "r12"), STRENGTH_DOUBT);
	end(en, NULL);
	home = reopen(x, "household", x->home[0]);
	assert_string_equal(get(home, "classification"), "poor");
	entry_free(home);

	en = review(x, 0, 0, 5);
	set(en, "b1_points", "100"); /* poor by its points */
	set(en, "recognised_class", "near_poor");
	set(en, "prev_classification", "poor");
	set(en, "decision_date", "2024-12-01");
	assert_string_equal(get(en, "classification"), "poor");
	assert_string_equal(get(en, "movement"), "poor_to_near");
	assert_int_equal(told(en, "r11"), STRENGTH_ERROR);
	end(en, NULL);
	home = reopen(x, "household", x->home[0]);
	assert_string_equal(get(home, "classification"), "near_poor");
	assert_string_equal(get(home, "escaped_on"), "2024-12-01");
	entry_free(home);

	/* By income, not by points: without the income nothing is held against the decision. */
	en = review(x, 1, 0, 0);
	set(en, "b1_points", "180");
	set(en, "recognised_class", "average");
	assert_int_equal(told(en, "r11"), -1);
	set(en, "income_month", "3000001");
	assert_int_equal(told(en, "r11"), STRENGTH_ERROR);
	set(en, "income_month", "3000000");
	assert_int_equal(told(en, "r11"), -1);
	entry_free(en);
	home = reopen(x, "household", x->home[1]);
	set(home, "agri_msbt", "no");
	end(home, NULL);
	en = review(x, 1, 0, 0);
	set(en, "recognised_class", "average");
	assert_int_equal(told(en, "average"), STRENGTH_DOUBT);
	entry_free(en);

	/* What is certain already is told before all twelve are answered. */
	en = begin(x, "review");
	set(en, "round", x->round[0]);
	set(en, "household", x->home[1]);
	set(en, "recognised_class", "near_poor");
	set(en, "deprivation.D01", "deprived");
	set(en, "deprivation.D02", "deprived");
	assert_int_equal(told(en, "r19"), -1);
	set(en, "deprivation.D03", "deprived");
	assert_int_equal(told(en, "r19"), STRENGTH_ERROR);
	entry_free(en);
}

/* ---- people ---- */

static struct entry *member(struct fixture *x, struct entry **home)
{
	struct error e = ERROR_INIT;
	struct entry *kid;

	*home = begin(x, "household");
	set(*home, "village", x->village[0]);
	set(*home, "head_name", "Lý Văn Đầu");
	kid = entry_child_add(*home, 0, &e);
	assert_non_null(kid);
	set(kid, "full_name", "Lý Thị Con");
	set(kid, "relation_to_head", "child");
	return kid;
}

/* wording.md: a name without a birth date, a child without a number, a year alone. */
static void valid_answers_are_no_errors(void **state)
{
	struct fixture *x = *state;
	struct entry *home, *kid = member(x, &home);

	assert_int_equal(errors_of(home), 0);
	assert_int_equal(told(home, "id_number.doubt"), STRENGTH_DOUBT);
	set(kid, "id_missing_reason", "child");
	set(entry_child(home, 0, 0), "id_missing_reason", "lost");
	assert_int_equal(told(home, "id_number.doubt"), -1);
	set(kid, "birth_date", "1957");
	assert_int_equal(errors_of(home), 0);
	set(kid, "birth_date", "1957-03");
	assert_int_equal(errors_of(home), 0);
	set(kid, "birth_date", "1857");
	assert_int_equal(told(home, "birth_date.constraint"), STRENGTH_ERROR);
	set(kid, "birth_date", "2999-01-01");
	assert_int_equal(told(home, "birth_date.constraint"), STRENGTH_ERROR);
	entry_free(home);
}

static void id_numbers(void **state)
{
	static const struct {
		const char *id, *gender, *birth, *check;
		int strength;
	} cases[] = {
		{ "024080123456", "male", "1980-05-01", "r24_sex", -1 },
		{ "024180123456", "male", "1980-05-01", "r24_sex", STRENGTH_ERROR },
		{ "024180123456", "female", "1980", "r24_sex", -1 },
		{ "024180123456", NULL, NULL, "r24_sex", -1 },
		{ "024080123456", "male", "1981", "r24_year", STRENGTH_ERROR },
		{ "024080123456", "male", "1980-05", "r24_year", -1 },
		{ "024280123456", "male", "1980", "r24_year", STRENGTH_ERROR },
		{ "024212123456", "male", "2012-01-01", "r24_year", -1 },
		{ "024312123456", "female", "2012-01-01", "r24_sex", -1 },
		{ "003080123456", "male", "1980", "r24_province", STRENGTH_DOUBT },
		{ "024080123456", "male", "1980", "r24_province", -1 },
		{ "121234567", "male", "1980", "id_number.constraint", -1 },
		{ "121234567", "male", "1980", "r25", STRENGTH_DOUBT },
		{ "121234567", "male", "1980", "r24_sex", -1 },
		{ "02408012345", "male", "1980", "id_number.constraint", STRENGTH_ERROR },
		{ "02408012345X", "male", "1980", "id_number.constraint", STRENGTH_ERROR },
	};
	struct fixture *x = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct entry *home, *kid = member(x, &home);

		set(entry_child(home, 0, 0), "id_missing_reason", "lost");
		set(kid, "gender", cases[i].gender);
		set(kid, "birth_date", cases[i].birth);
		set(kid, "id_number", cases[i].id);
		if (told(home, cases[i].check) != cases[i].strength)
			fail_msg("case %zu: %s: %d", i, cases[i].check, told(home, cases[i].check));
		entry_free(home);
	}
}

static void head_and_count(void **state)
{
	struct fixture *x = *state;
	struct entry *home, *kid = member(x, &home);

	set(home, "members_count", "3");
	assert_int_equal(told(home, "r08_count"), STRENGTH_ERROR);
	set(home, "members_count", "2");
	assert_int_equal(told(home, "r08_count"), -1);
	set(kid, "relation_to_head", "head");
	assert_int_equal(told(home, "r08_head"), STRENGTH_ERROR);
	set(kid, "relation_to_head", "wife");
	set(entry_child(home, 0, 0), "relation_to_head", "other_relative");
	assert_int_equal(told(home, "head_name.required"), STRENGTH_ERROR);
	set(home, "members_count", "0");
	assert_int_equal(told(home, "members_count.constraint"), STRENGTH_ERROR);
	entry_free(home);

	home = begin(x, "household");
	set(home, "village", x->village[1]);
	set(home, "head_name", "Bàn Thị Nữ");
	set(home, "head_gender", "female");
	set(home, "head_ethnicity", "Dao");
	assert_string_equal(get(home, "female_headed"), "yes");
	assert_string_equal(get(home, "is_ethnic_minority"), "yes");
	assert_string_equal(get(home, "area_type"), "urban");
	set(home, "head_ethnicity", "Kinh");
	assert_string_equal(get(home, "is_ethnic_minority"), "no");
	set(home, "head_ethnicity", "");
	assert_null(get(home, "is_ethnic_minority"));
	entry_free(home);
}

/* A death ends the member's residence, moving out the household's; nobody is deleted. */
static void changes_end_residence(void **state)
{
	struct fixture *x = *state;
	struct entry *home, *kid = member(x, &home), *en;
	char id[UUID_LEN + 1], head[UUID_LEN + 1];

	(void)kid;
	set(home, "members_count", "2");
	strcpy(head, entry_id(entry_child(home, 0, 0)));
	end(home, id);

	en = begin(x, "change");
	set(en, "kind", "death");
	set(en, "date", "2024");
	set(en, "household", id);
	assert_int_equal(told(en, "who"), STRENGTH_ERROR);
	set(en, "member", head);
	assert_int_equal(errors_of(en), 0);
	end(en, NULL);

	home = reopen(x, "household", id);
	assert_string_equal(get(entry_child_by_id(home, "member", head), "left_on"), "2024");
	assert_int_equal(told(home, "r08_head_left"), STRENGTH_ERROR);
	assert_int_equal(told(home, "r08_count"), STRENGTH_ERROR);
	set(home, "members_count", "1");
	set(entry_child(home, 0, 1), "relation_to_head", "head");
	assert_int_equal(errors_of(home), 0);
	assert_string_equal(get(home, "head_name"), "Lý Thị Con");
	end(home, NULL);

	en = begin(x, "change");
	set(en, "kind", "household_out");
	set(en, "date", "2024-05-01");
	set(en, "household", id);
	end(en, NULL);
	home = reopen(x, "household", id);
	assert_string_equal(get(home, "left_on"), "2024-05-01");
	entry_free(home);
}

static void dated_catalogues(void **state)
{
	struct fixture *x = *state;
	struct entry *en = begin(x, "project");

	set(en, "programme_item", "DA3.1");
	set(en, "start_date", "2024-04-20");
	assert_int_equal(told(en, "r40"), -1);
	set(en, "programme_item", "P3");
	assert_int_equal(told(en, "r40"), STRENGTH_DOUBT);
	set(en, "due_date", "2023-01-01");
	assert_int_equal(told(en, "due_date.constraint"), STRENGTH_ERROR);
	set(en, "amount_planned", "520"); /* đồng, not millions */
	assert_int_equal(told(en, "amount_planned.doubt"), STRENGTH_DOUBT);
	entry_free(en);

	en = begin(x, "round");
	set(en, "kind", "periodic");
	set(en, "standard", "2022-2025");
	set(en, "start_date", "2023-09-01");
	assert_int_equal(told(en, "r31"), -1);
	assert_int_equal(told(en, "standard_year"), -1);
	set(en, "start_date", "2023-08-01");
	assert_int_equal(told(en, "r31"), STRENGTH_DOUBT);
	set(en, "start_date", "2018-09-01");
	assert_int_equal(told(en, "standard_year"), STRENGTH_DOUBT);
	set(en, "start_date", "2026-09-01"); /* extended */
	assert_int_equal(told(en, "standard_year"), -1);
	set(en, "start_date", "2027-01-01");
	assert_int_equal(told(en, "standard_year"), STRENGTH_DOUBT);
	set(en, "standard", "2027-2030");
	assert_int_equal(told(en, "standard_year"), -1);
	set(en, "start_date", "2026-09-01"); /* the review that makes the list of 2027 */
	assert_int_equal(told(en, "standard_year"), -1);
	set(en, "start_date", "2025-09-01");
	assert_int_equal(told(en, "standard_year"), STRENGTH_DOUBT);
	set(en, "standard", "local");
	assert_int_equal(told(en, "standard_year"), -1);
	entry_free(en);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(class_at_every_edge),
		T(too_little_known_is_no_class),
		T(average_goes_by_income),
		T(the_standard_of_the_round_counts),
		T(without_figures_the_decision_counts),
		T(decision_against_the_points),
		T(dwelling_and_answers),
		T(the_last_decision_counts),
		T(the_decision_says_the_class),
		T(valid_answers_are_no_errors),
		T(id_numbers),
		T(head_and_count),
		T(changes_end_residence),
		T(dated_catalogues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
