/* SPDX-License-Identifier: MIT */
/*
 * The rules of the papers of a round: days a request has, half of a meeting, days of a posting, whose opinion it is, what a
 * certificate rests on, the income of twelve months; and who lives where after moves and returns.
 */
#include "rounds_help.h"

/* Strength of the problem `check` in this record, -1 for none. */
static int told(struct commune *x, const char *form, const char *id, const char *check)
{
	const struct form *def;
	struct problems p = { .v = NULL };
	struct error e = ERROR_INIT;
	struct entry *en;
	int strength = -1;

	fine(forms_get(x->f, form, &def, &e), &e);
	fine(entry_open(&en, x->f, x->b, def, NULL, id, &e), &e);
	fine(entry_problems(en, &p, &e), &e);
	for (size_t i = 0; i < p.n; i++)
		if (!strcmp(p.v[i].check, check))
			strength = (int)p.v[i].strength;
	problems_fini(&p);
	entry_free(en);
	return strength;
}

static void requests(void **state)
{
	struct commune *x = *state;
	id_t_ home, id;

	family(x, home, "001", "Lò Văn A", "Thái");
	make(x, "request", id, "number=1", "kind=review", eq("household", home), "received_on=2024-11-20", NULL);
	says(x, "SELECT due_on FROM request WHERE id=?", id, "2024-12-05");
	change(x, "request", id, "result=refused", "result_on=2024-12-05", "?", NULL);
	assert_int_equal(told(x, "request", id, "refusal"), STRENGTH_ERROR);
	assert_int_equal(told(x, "request", id, "result_on.doubt"), -1); /* on the last day */
	change(x, "request", id, "result_on=2024-12-06", "refusal_reason=không đủ điều kiện", NULL);
	assert_int_equal(told(x, "request", id, "refusal"), -1);
	assert_int_equal(told(x, "request", id, "result_on.doubt"), STRENGTH_DOUBT);
	change(x, "request", id, "received_on=2024-02-20", NULL); /* over the end of a leap February */
	says(x, "SELECT due_on FROM request WHERE id=?", id, "2024-03-06");
}

static void meetings(void **state)
{
	static const struct {
		const char *agree, *outcome;
	} at_the_edge[] = { { "20", "agreed" }, { "19", "again" }, { "21", "agreed" }, { "0", "again" } };
	struct commune *x = *state;
	id_t_ home, round, meeting;
	char *line;

	family(x, home, "001", "Lò Văn A", "Thái");
	round_of(x, round, "DK2024", "periodic", "2024", "2024-09-01", "2024-12-14");
	make(x, "meeting", meeting, eq("round", round), eq("village", x->village[0]), "date=2024-11-10", "attended=40",
	     eq("+1.household", home), "+1.proposed=poor", NULL);
	says(x, "SELECT agree || outcome FROM meeting_line WHERE meeting=?", meeting, "40agreed"); /* agreed unless typed */
	line = ask(x, "SELECT id FROM meeting_line WHERE meeting=?", meeting);
	for (size_t i = 0; i < sizeof(at_the_edge) / sizeof(*at_the_edge); i++) {
		change(x, "meeting_line", line, eq("agree", at_the_edge[i].agree), NULL);
		says(x, "SELECT outcome FROM meeting_line WHERE id=?", line, at_the_edge[i].outcome);
		says(x, "SELECT again_n FROM meeting WHERE id=?", meeting, strcmp(at_the_edge[i].outcome, "again") ? "0" : "1");
	}
	/* Fewer came than was written: 20 of 39 is more than half, 19 of 39 is not; nobody agrees who was not there. */
	change(x, "meeting_line", line, "agree=19", NULL);
	change(x, "meeting", meeting, "attended=38", NULL);
	says(x, "SELECT outcome FROM meeting_line WHERE id=?", line, "agreed");
	change(x, "meeting", meeting, "attended=39", NULL);
	says(x, "SELECT outcome FROM meeting_line WHERE id=?", line, "again");
	change(x, "meeting_line", line, "agree=40", "?", NULL);
	assert_int_equal(told(x, "meeting_line", line, "agree.constraint"), STRENGTH_ERROR);
	says(x, "SELECT minutes_copies FROM meeting WHERE id=?", meeting, "2");
	change(x, "meeting", meeting, "minutes_copies=1", "?", NULL);
	assert_int_equal(told(x, "meeting", meeting, "copies"), STRENGTH_ERROR);
	free(line);
}

static void postings_and_opinions(void **state)
{
	struct commune *x = *state;
	id_t_ round, id;

	round_of(x, round, "DK2024", "periodic", "2024", "2024-09-01", "2024-12-14");
	make(x, "posting", id, eq("round", round), "from_date=2024-11-10", "to_date=2024-11-11", NULL);
	says(x, "SELECT days FROM posting WHERE id=?", id, "2");
	assert_int_equal(told(x, "posting", id, "days"), STRENGTH_DOUBT);
	change(x, "posting", id, "to_date=2024-11-12", NULL);
	assert_int_equal(told(x, "posting", id, "days"), -1);
	make(x, "opinion", id, eq("round", round), "number=1", "date=2024-12-01", "agreed=yes", NULL);
	says(x, "SELECT level FROM opinion WHERE id=?", id, "district");
	assert_int_equal(told(x, "opinion", id, "level"), -1);
	change(x, "opinion", id, "level=province", NULL);
	assert_int_equal(told(x, "opinion", id, "level"), STRENGTH_DOUBT);
}

static void certificates(void **state)
{
	struct commune *x = *state;
	id_t_ home[2], round, decision, id;
	char *line;

	family(x, home[0], "001", "Lò Văn A", "Thái");
	family(x, home[1], "002", "Lò Văn B", "Thái");
	round_of(x, round, "DK2024", "periodic", "2024", "2024-09-01", "2024-12-14");
	for (int i = 0; i < 2; i++)
		review(x, round, home[i], "poor", "2024-10-05", NULL);
	decide(x, decision, round, "97/QĐ-UBND", "2024-12-12");
	shut(x, decision);
	line = ask(x, "SELECT id FROM decision_line WHERE household=?", home[0]);
	make(x, "certificate", id, "number=01/GCN-HN", "year=2025", eq("household", home[0]), "?", NULL);
	assert_int_equal(told(x, "certificate", id, "on_list"), STRENGTH_ERROR);
	change(x, "certificate", id, eq("decision_line", line), "classification=poor", NULL);
	assert_int_equal(told(x, "certificate", id, "on_list"), -1);
	change(x, "certificate", id, eq("household", home[1]), "?", NULL);
	assert_int_equal(told(x, "certificate", id, "line_household"), STRENGTH_ERROR);
	change(x, "certificate", id, eq("household", home[0]), "state=received", "?", NULL);
	assert_int_equal(told(x, "certificate", id, "received"), STRENGTH_ERROR);
	change(x, "certificate", id, "state=withdrawn", "withdrawn_on=2024-12-30", "?", NULL);
	assert_int_equal(told(x, "certificate", id, "withdrawn"), STRENGTH_ERROR);
	change(x, "certificate", id, "withdrawn_why=thoát nghèo", NULL);
	/* Withdrawn, it counts no more. */
	says(x, "SELECT coalesce(sum(n), 0) FROM figure WHERE form='certificate' AND field=''", NULL, "0");
	free(line);
}

/* (income − costs) / members / 12, without what the state pays; lines by area and day. */
static void incomes(void **state)
{
	static const struct {
		const char *kind, *area, *crops, *day, *month, *from, *to, *result;
	} k[] = {
		{ "average", "rural", "36000000", "2024-10-31", "1500000", "1500000", "2250000", "no" }, /* at the line: not above it */
		{ "average", "rural", "36000024", "2024-10-31", "1500001", "1500000", "2250000", "yes" },
		{ "average", "rural", "54000000", "2024-10-31", "2250000", "1500000", "2250000", "yes" },
		{ "average", "rural", "54000024", "2024-10-31", "2250001", "1500000", "2250000", "no" },
		{ "average", "urban", "54000000", "2024-10-31", "2250000", "2000000", "3000000", "yes" },
		{ "low_income_worker", "rural", "24000000", "2024-10-31", "1000000", NULL, NULL, NULL }, /* no line before NĐ 30/2025 */
	};
	struct commune *x = *state;
	id_t_ home, id;
	char *member;

	family(x, home, "001", "Lò Văn A", "Thái");
	member = ask(x, "SELECT id FROM member WHERE household=? AND relation_to_head='head'", home);
	for (size_t i = 0; i < sizeof(k) / sizeof(*k); i++) {
		make(x, "income_check", id, eq("kind", k[i].kind), eq("household", home), eq("member", strcmp(k[i].kind, "average") ? member : ""),
		     "period_from=2023-11-01", eq("period_to", k[i].day), eq("income_crops", k[i].crops), "income_allowance=99000000",
		     "costs=0", eq("area_type", k[i].area), NULL);
		says(x, "SELECT income_month FROM income_check WHERE id=?", id, k[i].month);
		says(x, "SELECT line_from FROM income_check WHERE id=?", id, k[i].from);
		says(x, "SELECT line_to FROM income_check WHERE id=?", id, k[i].to);
		says(x, "SELECT result FROM income_check WHERE id=?", id, k[i].result);
	}
	change(x, "income_check", id, "income_crops=", "costs=", NULL); /* nothing typed is not an income of nothing */
	says(x, "SELECT income_month FROM income_check WHERE id=?", id, NULL);
	free(member);
}

/* Who left comes back; who lives in another household has not left that one. */
static void leaving_and_coming_back(void **state)
{
	struct commune *x = *state;
	id_t_ home[2];
	char *kid;

	family(x, home[0], "001", "Lò Văn A", "Thái");
	family(x, home[1], "002", "Lò Văn B", "Thái");
	kid = ask(x, "SELECT id FROM member WHERE household=? AND relation_to_head='child'", home[0]);
	make(x, "change", NULL, "kind=move_out", "date=2024-02-01", eq("household", home[0]), eq("member", kid), "?", NULL);
	says(x, "SELECT left_on FROM member WHERE id=?", kid, "2024-02-01");
	make(x, "change", NULL, "kind=move_in", "date=2024-05-01", eq("household", home[0]), eq("member", kid), "?", NULL);
	says(x, "SELECT left_on FROM member WHERE id=?", kid, NULL);
	make(x, "change", NULL, "kind=split", "date=2024-06-01", eq("household", home[0]), eq("member", kid),
	     eq("other_household", home[1]), "class_given=poor", "?", NULL);
	says(x, "SELECT left_on FROM member WHERE id=?", kid, "2024-06-01");
	/* He goes over: the same person, and he has not left where he lives now. */
	change(x, "member", kid, eq("household", home[1]), "?", NULL);
	says(x, "SELECT left_on FROM member WHERE id=?", kid, NULL);
	says(x, "SELECT classification || given_class FROM household WHERE id=?", home[1], "poorpoor");
	/* A whole household, gone and back. */
	make(x, "change", NULL, "kind=household_out", "date=2024-07-01", eq("household", home[0]), NULL);
	says(x, "SELECT left_on FROM household WHERE id=?", home[0], "2024-07-01");
	make(x, "change", NULL, "kind=household_in", "date=2024-09-01", eq("household", home[0]), NULL);
	says(x, "SELECT left_on FROM household WHERE id=?", home[0], NULL);
	says(x, "SELECT classification FROM household WHERE id=?", home[0], NULL); /* no class was given: none is taken away or made up */
	free(kid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, commune_setup, commune_teardown)
		T(requests), T(meetings), T(postings_and_opinions), T(certificates), T(incomes), T(leaving_and_coming_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
