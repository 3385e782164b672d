/* SPDX-License-Identifier: MIT */
/*
 * The list of a round: two autumns of one commune, with a household for every way of coming onto the lists, staying, and going;
 * a round within the year between them.
 */
#include "rounds_help.h"

/* Households by letter; what each is for stands where it is made. */
struct two_years {
	id_t_ h[26], r23, r24, may, d23, d24, dmay;
};

static const char *home(struct two_years *y, char letter)
{
	return y->h[letter - 'A'];
}

static void made(struct commune *x, struct two_years *y, char letter)
{
	char code[8], head[40];

	snprintf(code, sizeof(code), "%03d", letter - 'A' + 1);
	snprintf(head, sizeof(head), "Lò Văn %c", letter);
	family(x, y->h[letter - 'A'], code, head, letter % 2 ? "Kinh" : "Thái");
}

static void first_year(struct commune *x, struct two_years *y)
{
	static const struct {
		char letter;
		const char *before, *after;
	} found[] = {
		{ 'A', "poor", "poor" },       { 'B', "poor", "poor" },	    { 'C', "poor", "poor" },
		{ 'D', "poor", "poor" },       { 'E', "near_poor", "near_poor" }, { 'F', "near_poor", "near_poor" },
		{ 'G', "near_poor", "near_poor" }, { 'H', "near_poor", "near_poor" }, { 'J', "poor", "not_poor" },
		{ 'L', "near_poor", "not_poor" }, { 'P', "poor", "poor" },	    { 'T', "poor", "poor" },
		{ 'U', "poor", "near_poor" },
	};

	for (char c = 'A'; c <= 'U'; c++)
		if (!strchr("MNQ", c)) /* these come later */
			made(x, y, c);
	round_of(x, y->r23, "DK2023", "periodic", "2023", "2023-09-01", "2023-12-14");
	for (size_t i = 0; i < sizeof(found) / sizeof(*found); i++)
		review(x, y->r23, home(y, found[i].letter), found[i].after, "2023-10-05", eq("prev_classification", found[i].before));
	decide(x, y->d23, y->r23, "118/QĐ-UBND", "2023-12-12");
	shut(x, y->d23);
}

/* May: S comes onto the lists, T escapes. */
static void in_between(struct commune *x, struct two_years *y)
{
	round_of(x, y->may, "TX2024-05", "regular", "2024", "2024-05-15", "2024-05-30");
	review(x, y->may, home(y, 'S'), "poor", "2024-05-16", NULL);
	review(x, y->may, home(y, 'T'), "not_poor", "2024-05-16", NULL);
	decide(x, y->dmay, y->may, "51/QĐ-UBND", "2024-05-28");
	build(x, "TX2024-05");
	says(x, "SELECT group_concat(movement) FROM (SELECT movement FROM temp.line ORDER BY movement)", NULL, "new_poor,poor_to_above");
	says(x, "SELECT class_before FROM temp.line WHERE household=?", home(y, 'T'), "poor");
	shut(x, y->dmay);
}

static void changes(struct commune *x, struct two_years *y)
{
	char *member;

	make(x, "change", NULL, "kind=household_end", "date=2024-03-01", eq("household", home(y, 'D')), NULL);
	make(x, "change", NULL, "kind=join", "date=2024-06-01", eq("household", home(y, 'H')), eq("other_household", home(y, 'F')), NULL);
	/* P: both members die, nobody wrote that the household is no more. */
	for (int i = 0; i < 2; i++) {
		member = ask(x, "SELECT id FROM member WHERE household=? AND left_on IS NULL LIMIT 1", home(y, 'P'));
		make(x, "change", NULL, "kind=death", "date=2024-04-01", eq("household", home(y, 'P')), eq("member", member), NULL);
		free(member);
	}
	made(x, y, 'M'); /* split from A, with its class */
	member = ask(x, "SELECT id FROM member WHERE household=? AND relation_to_head='child'", home(y, 'A'));
	make(x, "change", NULL, "kind=split", "date=2024-07-01", eq("household", home(y, 'A')), eq("other_household", home(y, 'M')),
	     eq("member", member), "class_given=poor", NULL);
	free(member);
	made(x, y, 'N'); /* moved in as a whole, near-poor by its papers */
	make(x, "change", NULL, "kind=household_in", "date=2024-08-01", eq("household", home(y, 'N')), "class_given=near_poor", NULL);
	made(x, y, 'Q'); /* split from F, which is on the lists; nobody gave it a class */
	member = ask(x, "SELECT id FROM member WHERE household=? AND relation_to_head='child'", home(y, 'F'));
	make(x, "change", NULL, "kind=split", "date=2024-07-01", eq("household", home(y, 'F')), eq("other_household", home(y, 'Q')),
	     eq("member", member), NULL);
	free(member);
}

static void second_year(struct commune *x, struct two_years *y)
{
	static const struct {
		char letter;
		const char *after;
	} found[] = {
		{ 'A', "poor" },      { 'B', "near_poor" }, { 'C', "not_poor" },  { 'E', "poor" },	{ 'F', "near_poor" },
		{ 'G', "not_poor" },  { 'I', "poor" },	    { 'J', "poor" },	  { 'K', "near_poor" }, { 'L', "near_poor" },
		{ 'M', "poor" },      { 'N', "near_poor" }, { 'O', "not_poor" },  { 'Q', "near_poor" }, { 'S', "poor" },
		{ 'U', "near_poor" },
	};

	round_of(x, y->r24, "DK2024", "periodic", "2024", "2024-09-01", "2024-12-14");
	for (size_t i = 0; i < sizeof(found) / sizeof(*found); i++)
		review(x, y->r24, home(y, found[i].letter), found[i].after, "2024-10-05", NULL);
}

static void story(struct commune *x, struct two_years *y)
{
	first_year(x, y);
	in_between(x, y);
	changes(x, y);
	second_year(x, y);
}

struct expected {
	char letter;
	const char *before, *after, *movement, *reason;
};

static const struct expected expected[] = {
	{ 'A', "poor", "poor", "poor_stays", NULL },
	{ 'B', "poor", "near_poor", "poor_to_near", NULL },
	{ 'C', "poor", "not_poor", "poor_to_above", NULL },
	{ 'D', "poor", NULL, "poor_less", "household_end" },
	{ 'E', "near_poor", "poor", "near_to_poor", NULL },
	{ 'F', "near_poor", "near_poor", "near_stays", NULL },
	{ 'G', "near_poor", "not_poor", "near_to_above", NULL },
	{ 'H', "near_poor", NULL, "near_less", "join" },
	{ 'I', NULL, "poor", "new_poor", NULL },
	{ 'J', "not_poor", "poor", "again_poor", NULL },
	{ 'K', NULL, "near_poor", "new_near", NULL },
	{ 'L', "not_poor", "near_poor", "again_near", NULL },
	{ 'M', NULL, "poor", "poor_more", "split" },
	{ 'N', NULL, "near_poor", "near_more", "household_in" },
	{ 'O', NULL, "not_poor", "stays_above", NULL },
	{ 'P', "poor", NULL, "poor_less", "household_end" },
	{ 'Q', NULL, "near_poor", "near_more", "split" },
	{ 'S', NULL, "poor", "new_poor", NULL }, /* in May: new in the year */
	{ 'T', "poor", "not_poor", "poor_to_above", NULL }, /* in May */
	{ 'U', "near_poor", "near_poor", "near_stays", NULL },
};

static void all_expected(struct commune *x, struct two_years *y)
{
	char n[8];

	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		const struct expected *k = &expected[i];
		const char *id = home(y, k->letter);
		char *got = ask(x, "SELECT coalesce(class_before, '-') || ' ' || coalesce(class_after, '-') || ' ' || coalesce(movement, '-') "
				   "|| ' ' || coalesce(other_reason, '-') FROM temp.line WHERE household=?",
				id);
		char *want = xasprintf("%s %s %s %s", k->before ? k->before : "-", k->after ? k->after : "-", k->movement,
				       k->reason ? k->reason : "-");

		if (!str_eq(got, want))
			fail_msg("%c: \"%s\", not \"%s\"", k->letter, got ? got : "(no line)", want);
		free(got);
		free(want);
	}
	snprintf(n, sizeof(n), "%zu", sizeof(expected) / sizeof(*expected));
	says(x, "SELECT count(*) FROM temp.line", NULL, n);
}

/* The year's rule: end = begin - fall + rise, for the poor and for the near-poor. */
static void adds_up(struct commune *x)
{
	says(x,
	     "SELECT sum(class_after='poor') - sum(class_before='poor') + sum(movement IN ('poor_to_near', 'poor_to_above', 'poor_less')) - "
	     "sum(movement IN ('near_to_poor', 'again_poor', 'new_poor', 'poor_more')) FROM temp.line",
	     NULL, "0");
	says(x,
	     "SELECT sum(class_after='near_poor') - sum(class_before='near_poor') + sum(movement IN ('near_to_poor', 'near_to_above', "
	     "'near_less')) - sum(movement IN ('poor_to_near', 'again_near', 'new_near', 'near_more')) FROM temp.line",
	     NULL, "0");
}

static void every_movement(void **state)
{
	struct commune *x = *state;
	struct two_years *y = xcalloc(1, sizeof(*y));

	story(x, y);
	build(x, "DK2024");
	says(x, "SELECT previous FROM temp.line_round", NULL, y->r23);
	says(x, "SELECT count(*) FROM temp.line_opening WHERE class IN ('poor', 'near_poor')", NULL, "11");
	all_expected(x, y);
	adds_up(x);
	/* Closed, the very same. */
	decide(x, y->d24, y->r24, "97/QĐ-UBND", "2024-12-12");
	shut(x, y->d24);
	build(x, "DK2024");
	says(x, "SELECT min(frozen) FROM temp.line", NULL, "1");
	all_expected(x, y);
	adds_up(x);
	says(x, "SELECT stage FROM round WHERE id=?", y->r24, "recognised");
	free(y);
}

/* Columns that are counted: people before and after, minorities, children, answers. */
static void what_a_line_says(void **state)
{
	struct commune *x = *state;
	struct two_years *y = xcalloc(1, sizeof(*y));

	story(x, y);
	build(x, "DK2024");
	says(x, "SELECT members_before || ' ' || members || ' ' || minority_people || ' ' || children FROM temp.line WHERE household=?",
	     home(y, 'B'), "2 2 2 1"); /* B: Thái */
	says(x, "SELECT minority_people FROM temp.line WHERE household=?", home(y, 'A'), "0");
	says(x, "SELECT members FROM temp.line WHERE household=?", home(y, 'D'), NULL);
	says(x, "SELECT count(*) FROM temp.line_answer WHERE line=?", home(y, 'A'), "12");
	says(x, "SELECT sum(value='deprived') FROM temp.line_answer WHERE line=?", home(y, 'A'), "3");
	says(x, "SELECT group_concat(relation_to_head) FROM (SELECT relation_to_head FROM temp.line_person WHERE line=? ORDER BY order_no)",
	     home(y, 'B'), "head,child");
	says(x, "SELECT count(*) FROM temp.line_person WHERE line=?", home(y, 'A'), "1"); /* its child went to M */
	says(x, "SELECT count(*) FROM temp.line_person WHERE line=?", home(y, 'P'), "0");
	says(x, "SELECT b1_points || ' ' || b2_points || ' ' || area_type || ' ' || village_name FROM temp.line WHERE household=?",
	     home(y, 'A'), "100 30 rural Bản Một");
	/* A child without insurance, another that left school; sixteen on the day is no child. */
	char *kid = ask(x, "SELECT id FROM member WHERE household=? AND relation_to_head='child'", home(y, 'B'));

	change(x, "member", kid, "health_insurance=no", "school_status=dropped_out", NULL);
	build(x, "DK2024");
	says(x, "SELECT children || children_health || children_school FROM temp.line WHERE household=?", home(y, 'B'), "111");
	change(x, "member", kid, "birth_date=2008-10-05", "?", NULL);
	build(x, "DK2024");
	says(x, "SELECT children || children_health || children_school FROM temp.line WHERE household=?", home(y, 'B'), "000");
	change(x, "member", kid, "birth_date=2008-10-06", "?", NULL);
	build(x, "DK2024");
	says(x, "SELECT children FROM temp.line WHERE household=?", home(y, 'B'), "1");
	free(kid);
	free(y);
}

/* 36 months run from the decision that recognised the escape, also where it came within the year. */
static void who_escaped(void **state)
{
	struct commune *x = *state;
	struct two_years *y = xcalloc(1, sizeof(*y));

	story(x, y);
	decide(x, y->d24, y->r24, "97/QĐ-UBND", "2024-12-12");
	shut(x, y->d24);
	says(x, "SELECT escaped_on FROM household WHERE id=?", home(y, 'C'), "2024-12-12");
	says(x, "SELECT classification FROM household WHERE id=?", home(y, 'C'), "not_poor");
	says(x, "SELECT escaped_on FROM household WHERE id=?", home(y, 'T'), "2024-05-28");
	says(x, "SELECT escaped_on FROM household WHERE id=?", home(y, 'B'), "2024-12-12");
	says(x, "SELECT escaped_on FROM household WHERE id=?", home(y, 'U'), "2023-12-12"); /* near-poor since; still counted from then */
	says(x, "SELECT escaped_on FROM household WHERE id=?", home(y, 'J'), NULL);	    /* poor again */
	says(x, "SELECT escaped_on FROM household WHERE id=?", home(y, 'G'), NULL);	    /* was near-poor, not poor */
	says(x, "SELECT classification FROM household WHERE id=?", home(y, 'M'), "poor");
	says(x, "SELECT classification FROM household WHERE id=?", home(y, 'D'), NULL);
	free(y);
}

/* A class given at a split or a move counts from that day, until a list says otherwise. */
static void class_given(void **state)
{
	struct commune *x = *state;
	struct two_years *y = xcalloc(1, sizeof(*y));

	first_year(x, y);
	in_between(x, y);
	changes(x, y);
	says(x, "SELECT classification FROM household WHERE id=?", home(y, 'M'), "poor");
	says(x, "SELECT classification FROM household WHERE id=?", home(y, 'N'), "near_poor");
	says(x, "SELECT classification FROM household WHERE id=?", home(y, 'Q'), NULL);
	second_year(x, y);
	says(x, "SELECT came_class FROM review WHERE round=(SELECT id FROM round WHERE code='DK2024') AND household=?", home(y, 'M'),
	     "poor");
	/* What each sheet says of its household's movement is what the list says; only a split nobody gave a class (Q) it cannot know. */
	build(x, "DK2024");
	says(x,
	     "SELECT group_concat(l.head_name || ': ' || coalesce(v.movement, '-') || ', not ' || coalesce(l.movement, '-')) "
	     "FROM temp.line l JOIN review v ON v.id=l.review WHERE v.movement IS NOT l.movement",
	     NULL, "Lò Văn Q: new_near, not near_more");
	says(x, "SELECT count(*) FROM temp.line l JOIN review v ON v.id=l.review WHERE v.prev_classification IS NOT l.class_before", NULL, "0");
	free(y);
}

/* What is on the lists and was not looked at is told, and has no class. */
static void not_reviewed(void **state)
{
	struct commune *x = *state;
	struct two_years *y = xcalloc(1, sizeof(*y));

	first_year(x, y);
	round_of(x, y->r24, "DK2024", "periodic", "2024", "2024-09-01", "2024-12-14");
	review(x, y->r24, home(y, 'A'), "poor", "2024-10-05", NULL);
	build(x, "DK2024");
	says(x, "SELECT count(*) FROM temp.line", NULL, "11");
	says(x, "SELECT count(*) FROM temp.line WHERE movement IS NULL AND class_after IS NULL", NULL, "10");
	says(x, "SELECT movement FROM temp.line WHERE household=?", home(y, 'A'), "poor_stays");
	/* A round nobody knows: the tables are there, and empty. */
	build(x, "DK2030");
	says(x, "SELECT count(*) FROM temp.line", NULL, "0");
	says(x, "SELECT count(*) FROM temp.line_round", NULL, "0");
	free(y);
}

/* A book that typed its decision into each review, as before lists could be closed. */
static void typed_by_hand(void **state)
{
	struct commune *x = *state;
	id_t_ h[2], r23, r24;
	char *id;

	family(x, h[0], "001", "Lò Văn A", "Thái");
	family(x, h[1], "002", "Lò Văn B", "Thái");
	round_of(x, r23, "DK2023", "periodic", "2023", "2023-09-01", "2023-12-14");
	for (int i = 0; i < 2; i++) {
		review(x, r23, h[i], i ? "near_poor" : "not_poor", "2023-10-05", "prev_classification=poor");
		id = ask(x, "SELECT id FROM review WHERE household=?", h[i]);
		change(x, "review", id, "decision_no=118/QĐ-UBND", "decision_date=2023-12-12", NULL);
		free(id);
	}
	build(x, "DK2023");
	says(x, "SELECT movement FROM temp.line WHERE household=?", h[0], "poor_to_above");
	says(x, "SELECT decision_no FROM temp.line WHERE household=?", h[0], "118/QĐ-UBND");
	round_of(x, r24, "DK2024", "periodic", "2024", "2024-09-01", "2024-12-14");
	review(x, r24, h[0], "poor", "2024-10-05", NULL);
	review(x, r24, h[1], "near_poor", "2024-10-05", NULL);
	build(x, "DK2024");
	says(x, "SELECT movement FROM temp.line WHERE household=?", h[0], "again_poor");
	says(x, "SELECT movement FROM temp.line WHERE household=?", h[1], "near_stays");
	says(x, "SELECT escaped_on FROM temp.line WHERE household=?", h[1], "2023-12-12");
}

/* Average living standard: by income, decided; whoever is poor in the list is not counted among them. */
static void average(void **state)
{
	struct commune *x = *state;
	struct two_years *y = xcalloc(1, sizeof(*y));

	first_year(x, y);
	for (int i = 0; i < 2; i++)
		make(x, "income_check", NULL, "kind=average", eq("household", home(y, i ? 'A' : 'R')), "period_from=2022-11-01",
		     "period_to=2023-10-31", "income_crops=60000000", "costs=12000000", "members=2", eq("round", y->r23), NULL);
	says(x, "SELECT income_month FROM income_check LIMIT 1", NULL, "2000000");
	build(x, "DK2023");
	says(x, "SELECT count(*) FROM temp.line_average", NULL, "0"); /* not decided, and the list is closed */
	free(y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, commune_setup, commune_teardown)
		T(every_movement), T(what_a_line_says), T(who_escaped), T(class_given), T(not_reviewed), T(typed_by_hand), T(average),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
