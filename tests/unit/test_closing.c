/* SPDX-License-Identifier: MIT */
/*
 * Closing a list: what stands in the way, that what was closed stays as it was whatever is edited later, and corrections. Nobody
 * but the program writes a line.
 */
#include "rounds_help.h"

struct year {
	id_t_ h[3], round, decision;
};

static const char *const found[3] = { "poor", "near_poor", "not_poor" };

/* Three households reviewed; the decision is there and open. */
static void autumn(struct commune *x, struct year *y)
{
	for (int i = 0; i < 3; i++)
		family(x, y->h[i], i == 0 ? "001" : i == 1 ? "002" : "003", i == 0 ? "Lò Văn A" : i == 1 ? "Lò Văn B" : "Lò Văn C", "Thái");
	round_of(x, y->round, "DK2024", "periodic", "2024", "2024-09-01", "2024-12-14");
	for (int i = 0; i < 3; i++)
		review(x, y->round, y->h[i], found[i], "2024-10-05", "prev_classification=poor");
	decide(x, y->decision, y->round, "97/QĐ-UBND", "2024-12-12");
}

static bool noted(const struct closing *c, const char *code, bool stops)
{
	for (size_t i = 0; i < c->n_notes; i++)
		if (!strcmp(c->notes[i].code, code) && c->notes[i].stops == stops && *c->notes[i].text)
			return true;
	return false;
}

/* Closing must be refused for this reason, and nothing written. */
static void refused_for(struct commune *x, const char *decision, const char *code)
{
	struct error e = ERROR_INIT;
	struct closing c;

	assert_int_equal(closing_close(x->f, x->b, decision, "Lò Thị Thử", NULL, &c, &e), ERR_NEGATIVE);
	if (!noted(&c, code, true))
		fail_msg("not told: %s", code);
	assert_non_null(e.detail);
	assert_false(c.closed);
	closing_fini(&c);
	error_clear(&e);
	says(x, "SELECT count(*) FROM decision_line WHERE decision=?", decision, "0");
	says(x, "SELECT closed FROM decision WHERE id=?", decision, "no");
}

/* All a line says, to compare it over time. */
static char *whole(struct commune *x, const char *home)
{
	return ask(x,
		   "SELECT group_concat(t) FROM (SELECT head_name || village_name || coalesce(household_code, '') || coalesce(members, '') || "
		   "coalesce(class_after, '') || movement || coalesce(b1_points, '') || coalesce(b2_points, '') || (SELECT group_concat(code || "
		   "value) FROM answer WHERE form='decision_line' AND id=dl.id) || (SELECT group_concat(full_name || coalesce(birth_date, '')) "
		   "FROM decision_person WHERE decision_line=dl.id) AS t FROM decision_line dl WHERE household=? ORDER BY line_no)",
		   home);
}

static void closed_lists_stay(void **state)
{
	struct commune *x = *state;
	struct year y;
	char *before, *after, *line, *id;

	autumn(x, &y);
	shut(x, y.decision);
	says(x, "SELECT lines_n FROM decision WHERE id=?", y.decision, "3");
	says(x, "SELECT count(*) FROM decision_person", NULL, "6");
	says(x, "SELECT classification FROM household WHERE id=?", y.h[0], "poor");
	says(x, "SELECT classification FROM household WHERE id=?", y.h[2], "not_poor");
	says(x, "SELECT _state FROM decision_line LIMIT 1", NULL, "complete");
	before = whole(x, y.h[0]);
	/* Everything it was made of is edited: the sheet, the household, its people, its village, its place on the lists. */
	id = ask(x, "SELECT id FROM review WHERE household=?", y.h[0]);
	change(x, "review", id, "b1_points=200", "deprivation.D01=not_deprived", NULL);
	free(id);
	change(x, "household", y.h[0], "head_name=Lò Văn Khác", "household_code=999", "poverty_causes=land", NULL);
	change(x, "village", x->village[0], "name=Bản Đổi Tên", NULL);
	make(x, "change", NULL, "kind=household_out", "date=2024-12-20", eq("household", y.h[0]), NULL);
	after = whole(x, y.h[0]);
	assert_string_equal(before, after);
	free(after);
	build(x, "DK2024");
	says(x, "SELECT head_name || movement || village_name FROM temp.line WHERE household=?", y.h[0], "Lò Văn Apoor_staysBản Một");
	/* Neither the lines nor the decision are to be written by hand. */
	line = ask(x, "SELECT id FROM decision_line WHERE household=?", y.h[0]);
	struct error e = ERROR_INIT;
	const struct form *form;
	struct entry *en;

	fine(forms_get(x->f, "decision_line", &form, &e), &e);
	fine(entry_open(&en, x->f, x->b, form, NULL, line, &e), &e);
	assert_int_equal(entry_set(en, form_field(form, "members", NULL), NULL, "9", ENTRY_PLAIN, &e), ERR_DATA);
	error_clear(&e);
	entry_free(en);
	assert_int_equal(entry_remove(x->f, x->b, form, line, "thử", "x", &e), ERR_DATA);
	error_clear(&e);
	fine(forms_get(x->f, "decision", &form, &e), &e);
	fine(entry_open(&en, x->f, x->b, form, NULL, y.decision, &e), &e);
	assert_true(entry_locked(en));
	assert_int_equal(entry_set(en, form_field(form, "decision_date", NULL), NULL, "2024-12-13", ENTRY_PLAIN, &e), ERR_DATA);
	assert_string_equal(e.id, "GN-R65");
	error_clear(&e);
	entry_free(en);
	assert_int_equal(entry_remove(x->f, x->b, form, y.decision, "thử", "x", &e), ERR_DATA);
	error_clear(&e);
	assert_string_equal(before, after = whole(x, y.h[0]));
	free(before);
	free(after);
	free(line);
}

static void what_stands_in_the_way(void **state)
{
	struct commune *x = *state;
	struct year y;
	id_t_ meeting, opinion, home, other, other_home;
	char *id, *listed;

	autumn(x, &y);
	family(x, other_home, "004", "Lò Văn D", "Thái");
	/* A review with a Lỗi, and one that knows too little. */
	id = ask(x, "SELECT id FROM review WHERE household=?", y.h[0]);
	change(x, "review", id, "b1_points=-5", "?", NULL);
	refused_for(x, y.decision, "incomplete");
	change(x, "review", id, "b1_points=", "?", NULL);
	refused_for(x, y.decision, "no_class");
	make(x, "review", NULL, eq("round", y.round), eq("household", other_home), NULL);
	refused_for(x, y.decision, "not_entered");
	change(x, "review", id, "b1_points=100", NULL);
	free(id);
	listed = ask(x, "SELECT id FROM review WHERE household=?", other_home);
	struct error gone = ERROR_INIT;
	const struct form *sheet;

	fine(forms_get(x->f, "review", &sheet, &gone), &gone);
	fine(entry_remove(x->f, x->b, sheet, listed, "lập nhầm", "x", &gone), &gone);
	free(listed);
	/* The meeting did not agree; at the next one it does. */
	make(x, "meeting", meeting, eq("round", y.round), eq("village", x->village[0]), "date=2024-11-10", "attended=40",
	     eq("+1.household", y.h[0]), "+1.proposed=poor", "+1.agree=19", NULL);
	refused_for(x, y.decision, "again");
	make(x, "meeting", NULL, eq("round", y.round), eq("village", x->village[0]), "session=2", "date=2024-11-20", "attended=40",
	     eq("+1.household", y.h[0]), "+1.proposed=poor", "+1.agree=20", NULL);
	/* The level above refuses one; a later letter agrees with all. */
	make(x, "opinion", opinion, eq("round", y.round), "number=5/UBND", "date=2024-11-25", "agreed=no", eq("+1.household", y.h[1]),
	     "+1.agreed=no", NULL);
	refused_for(x, y.decision, "refused");
	make(x, "opinion", NULL, eq("round", y.round), "number=6/UBND", "date=2024-11-28", "agreed=yes", NULL);
	/* Another decision of the round must not close the same list. */
	shut(x, y.decision);
	decide(x, other, y.round, "98/QĐ-UBND", "2024-12-13");
	refused_for(x, other, "recognised");
	/* A household on the lists that was not looked at. */
	round_of(x, home, "DK2025", "periodic", "2025", "2025-09-01", "2025-12-14");
	make(x, "decision", other, eq("round", home), "decision_no=99/QĐ-UBND", "decision_date=2024-12-14", "?", NULL);
	struct error e = ERROR_INIT;
	struct closing c;

	fine(closing_preview(x->f, x->b, other, &c, &e), &e);
	assert_true(noted(&c, "not_reviewed", true));
	assert_int_equal(c.stops, 3); /* two households, and the decision lies before its round */
	closing_fini(&c);
}

/* Told, and no reason to refuse. */
static void what_should_be_looked_at(void **state)
{
	struct commune *x = *state;
	struct error e = ERROR_INIT;
	struct closing c;
	struct year y;

	autumn(x, &y);
	make(x, "complaint", NULL, eq("round", y.round), eq("household", y.h[0]), "received_on=2024-11-20", "recheck_result=changed",
	     "new_class=near_poor", NULL);
	make(x, "request", NULL, "number=1", "kind=review", eq("household", y.h[2]), eq("round", y.round), "received_on=2024-10-01", NULL);
	make(x, "posting", NULL, eq("round", y.round), eq("village", x->village[0]), "from_date=2024-12-11", "to_date=2024-12-14", NULL);
	fine(closing_preview(x->f, x->b, y.decision, &c, &e), &e);
	assert_true(noted(&c, "complaint_class", false));
	assert_true(noted(&c, "request_open", false));
	assert_true(noted(&c, "posting_late", false));
	assert_true(noted(&c, "no_meeting", false));
	assert_true(noted(&c, "no_opinion", false));
	assert_false(noted(&c, "no_posting", false));
	assert_int_equal(c.stops, 0);
	assert_int_equal(c.lines, 3);
	assert_int_equal(c.before[0], 3);
	assert_int_equal(c.after[0], 1);
	assert_int_equal(c.after[1], 1);
	closing_fini(&c);
	shut(x, y.decision);
}

static void corrections(void **state)
{
	struct commune *x = *state;
	struct error e = ERROR_INIT;
	struct closing c;
	struct year y;
	id_t_ wrong, right;
	const char *names[1];
	char *id;

	autumn(x, &y);
	shut(x, y.decision);
	names[0] = y.h[0];
	/* The sheet was wrong: near-poor, not poor. */
	id = ask(x, "SELECT id FROM review WHERE household=?", y.h[0]);
	change(x, "review", id, "deprivation.D01=not_deprived", NULL);
	free(id);
	says(x, "SELECT classification FROM household WHERE id=?", y.h[0], "poor");
	/* Not a recognition, not a decision that names nothing. */
	decide(x, wrong, y.round, "100/QĐ-UBND", "2024-12-20");
	assert_int_equal(closing_correct(x->f, x->b, wrong, names, 1, "x", NULL, &c, &e), ERR_DATA);
	closing_fini(&c);
	error_clear(&e);
	make(x, "decision", right, eq("round", y.round), "kind=correction", eq("corrects", y.decision), "decision_no=101/QĐ-UBND",
	     "decision_date=2024-12-20", NULL);
	assert_int_equal(closing_close(x->f, x->b, right, "x", NULL, &c, &e), ERR_DATA);
	closing_fini(&c);
	error_clear(&e);
	fine(closing_correct(x->f, x->b, right, names, 1, "Lò Thị Thử", NULL, &c, &e), &e);
	assert_int_equal(c.lines, 1);
	closing_fini(&c);
	says(x, "SELECT count(*) FROM decision_line", NULL, "4");
	says(x, "SELECT movement || decision_no FROM decision_line WHERE replaces IS NOT NULL", NULL, "poor_to_near101/QĐ-UBND");
	says(x, "SELECT o.movement FROM decision_line n JOIN decision_line o ON o.id=n.replaces", NULL, "poor_stays");
	says(x, "SELECT classification FROM household WHERE id=?", y.h[0], "near_poor");
	says(x, "SELECT escaped_on FROM household WHERE id=?", y.h[0], "2024-12-20");
	build(x, "DK2024");
	says(x, "SELECT count(*) FROM temp.line", NULL, "3");
	says(x, "SELECT class_before || class_after || frozen FROM temp.line WHERE household=?", y.h[0], "poornear_poor1");
	/* Closed with its line: once. */
	assert_int_equal(closing_correct(x->f, x->b, right, names, 1, "x", NULL, &c, &e), ERR_NEGATIVE);
	closing_fini(&c);
	error_clear(&e);
	/* The day before, the class was another. */
	says(x, "SELECT count(*) FROM decision_line WHERE decision_date<='2024-12-19' AND household=(SELECT household FROM decision_line "
		"WHERE replaces IS NOT NULL)",
	     NULL, "1");
}

/* A death after the decision does not touch the list it closes; one before it does. */
static void changes_up_to_the_day(void **state)
{
	struct commune *x = *state;
	struct year y;
	id_t_ gone;

	autumn(x, &y);
	make(x, "change", gone, "kind=household_out", "date=2024-12-13", eq("household", y.h[0]), NULL);
	make(x, "change", NULL, "kind=household_out", "date=2024-12-12", eq("household", y.h[1]), NULL);
	shut(x, y.decision);
	says(x, "SELECT movement FROM decision_line WHERE household=?", y.h[0], "poor_stays");
	says(x, "SELECT movement FROM decision_line WHERE household=?", y.h[1], "poor_less");
	says(x, "SELECT other_reason FROM decision_line WHERE household=?", y.h[1], "household_out");
	says(x, "SELECT class_after FROM decision_line WHERE household=?", y.h[1], NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, commune_setup, commune_teardown)
		T(closed_lists_stay), T(what_stands_in_the_way), T(what_should_be_looked_at), T(corrections), T(changes_up_to_the_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
