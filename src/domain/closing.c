/* SPDX-License-Identifier: MIT */
/* Closing a list, first half: what would be written, and what stands in the way. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/closing.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/closing_impl.h"
#include "domain/lines.h"

void closing_fini(struct closing *c)
{
	for (size_t i = 0; i < c->n_counts; i++)
		free(c->counts[i].movement);
	for (size_t i = 0; i < c->n_notes; i++) {
		free(c->notes[i].form);
		free(c->notes[i].id);
		free(c->notes[i].field);
		free(c->notes[i].text);
	}
	free(c->counts);
	free(c->notes);
	free(c->decision);
	free(c->decision_no);
	free(c->decision_date);
	free(c->round);
	*c = (struct closing){ .lines = 0 };
}

void closing_note_add(struct closing *c, bool stops, const char *code, const char *form, const char *id, const char *field,
		      char *text)
{
	c->notes = grow(c->notes, c->n_notes, &c->cap_notes, sizeof(*c->notes));
	c->notes[c->n_notes++] = (struct closing_note){ stops, code, xstrdup(form), xstrdup_null(id), xstrdup_null(field), text };
	c->stops += stops;
}

int closing_decision(struct book *b, const char *decision, struct closing *out, char **kind, char **state, struct error *e)
{
	struct stmt *st;
	int ret = db_prepare(book_db(b), &st,
			     "SELECT decision_no, decision_date, round, coalesce(closed, 'no')='yes', kind, _state FROM decision "
			     "WHERE _unit=? AND id=?",
			     e);

	if (ret)
		return ret;
	stmt_text(st, 1, book_unit_id(b));
	stmt_text(st, 2, decision);
	ret = stmt_step(st, e);
	if (ret > 0) {
		out->decision = xstrdup(decision);
		out->decision_no = xstrdup_null(stmt_col_text(st, 0));
		out->decision_date = xstrdup_null(stmt_col_text(st, 1));
		out->round = xstrdup_null(stmt_col_text(st, 2));
		out->closed = stmt_col_int(st, 3);
		*kind = xstrdup_null(stmt_col_text(st, 4));
		*state = xstrdup_null(stmt_col_text(st, 5));
		ret = 0;
	} else if (!ret) {
		ret = error_fail(e, ERR_NOTFOUND, "GN-L10", "%s", _("This book has no such decision."));
	}
	stmt_done(st);
	return ret;
}

int closing_lines(struct forms *f, struct book *b, const char *decision, bool anew, struct error *e)
{
	struct date today = book_today(b);
	char day[11];
	const struct lines_scope scope = { .unit = book_unit_id(b), .decision = decision, .today = date_iso(&today, day), .anew = anew };

	return lines_build(f, book_db(b), &scope, e);
}

/* ---- counts ---- */

int closing_count_lines(struct book *b, struct closing *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	int ret = db_prepare(book_db(b), &st,
			     "SELECT coalesce(movement, ''), count(*), sum(coalesce(CASE WHEN class_after IS NULL THEN members_before "
			     "ELSE members END, 0)), sum(class_before='poor'), sum(class_before='near_poor'), sum(class_after='poor'), "
			     "sum(class_after='near_poor') FROM temp.line GROUP BY 1 ORDER BY 1",
			     e);

	if (ret)
		return ret;
	while ((ret = stmt_step(st, e)) > 0) {
		out->counts = grow(out->counts, out->n_counts, &cap, sizeof(*out->counts));
		out->counts[out->n_counts++] = (struct closing_count){ xstrdup(stmt_col_text(st, 0)), stmt_col_int(st, 1),
								       stmt_col_int(st, 2) };
		out->lines += stmt_col_int(st, 1);
		for (int i = 0; i < 2; i++) {
			out->before[i] += stmt_col_int(st, 3 + i);
			out->after[i] += stmt_col_int(st, 5 + i);
		}
	}
	stmt_done(st);
	return ret;
}

/* ---- what stands in the way, what should be looked at ---- */

#define WHO "coalesce(h.head_name, h.household_code, '?') || coalesce(' (' || g.name || ')', '')"
#define HOUSEHOLD(of) "JOIN household h ON h._unit=r.unit AND h.id=" of " LEFT JOIN village g ON g._unit=h._unit AND g.id=h.village "

/* Each gives a record and what it is called, in the sentence's place. */
struct looking {
	const char *code;
	bool stops;
	const char *form, *field;
	const char *sql;
	const char *text;
};

static const struct looking lookings[] = {
	{ "incomplete", true, "review", NULL,
	  "SELECT v.id, " WHO " FROM temp.line_round r JOIN review v ON v.round=r.round AND v._unit=r.unit " HOUSEHOLD("v.household")
	  "WHERE v._state='incomplete' ORDER BY g._sort1, h._sort1",
	  N_("%s: the review is not complete.") },
	{ "not_entered", true, "review", NULL,
	  "SELECT v.id, " WHO " FROM temp.line_round r JOIN review v ON v.round=r.round AND v._unit=r.unit " HOUSEHOLD("v.household")
	  "JOIN temp.line l ON l.unit=r.unit AND l.household=v.household WHERE l.movement IS NULL AND v._state='complete' "
	  "AND v.sheet_state<>'entered' ORDER BY g._sort1, h._sort1",
	  N_("%s: the sheet was not entered yet.") },
	{ "no_class", true, "review", "b1_points",
	  "SELECT l.review, " WHO " FROM temp.line l JOIN temp.line_round r ON r.unit=l.unit JOIN review v ON v._unit=l.unit AND "
	  "v.id=l.review " HOUSEHOLD("l.household") "WHERE l.movement IS NULL AND v._state='complete' AND v.sheet_state='entered' ORDER BY l.line_no",
	  N_("%s: not enough is known for a class.") },
	{ "not_reviewed", true, "household", NULL,
	  "SELECT l.household, " WHO " FROM temp.line l JOIN temp.line_round r ON r.unit=l.unit " HOUSEHOLD("l.household")
	  "WHERE l.movement IS NULL AND l.review IS NULL ORDER BY l.line_no",
	  N_("%s: on the lists at the begin, and not reviewed.") },
	{ "again", true, "meeting_line", "agree",
	  "SELECT x.id, " WHO " FROM temp.line_round r JOIN (SELECT ml.id, ml.household, ml.outcome, m.round, row_number() OVER "
	  "(PARTITION BY ml.household ORDER BY coalesce(m.session, 1) DESC, m.date DESC, m.id DESC) AS nth FROM meeting_line ml "
	  "JOIN meeting m ON m._unit=ml._unit AND m.id=ml.meeting JOIN temp.line_round q ON q.unit=m._unit AND q.round=m.round) x "
	  HOUSEHOLD("x.household") "WHERE x.nth=1 AND x.outcome='again' ORDER BY g._sort1, h._sort1",
	  N_("%s: the village meeting did not agree; collect again and meet again.") },
	{ "refused", true, "opinion_line", "agreed",
	  "SELECT ol.id, " WHO " FROM temp.line_round r JOIN opinion o ON o._unit=r.unit AND o.round=r.round JOIN opinion_line ol ON "
	  "ol._unit=o._unit AND ol.opinion=o.id " HOUSEHOLD("ol.household") "WHERE ol.agreed='no' AND NOT EXISTS (SELECT 1 FROM opinion p "
	  "WHERE p._unit=o._unit AND p.round=o.round AND p.date>o.date AND (p.agreed='yes' OR EXISTS (SELECT 1 FROM opinion_line pl "
	  "WHERE pl._unit=p._unit AND pl.opinion=p.id AND pl.household=ol.household AND pl.agreed='yes'))) ORDER BY g._sort1, h._sort1",
	  N_("%s: the level above does not agree.") },
	{ "complaint_open", false, "complaint", "recheck_result",
	  "SELECT c.id, " WHO " FROM temp.line_round r JOIN complaint c ON c._unit=r.unit AND c.round=r.round " HOUSEHOLD("c.household")
	  "WHERE c.recheck_result IS NULL",
	  N_("%s: a complaint was not checked yet.") },
	{ "complaint_class", false, "complaint", "new_class",
	  "SELECT c.id, " WHO " FROM temp.line_round r JOIN complaint c ON c._unit=r.unit AND c.round=r.round JOIN temp.line l ON "
	  "l.unit=c._unit AND l.household=c.household " HOUSEHOLD("c.household")
	  "WHERE c.recheck_result='changed' AND c.new_class IS NOT l.class_after",
	  N_("%s: the re-check of a complaint found another class than the review.") },
	{ "no_meeting", false, "village", NULL,
	  "SELECT g.id, g.name FROM temp.line_round r JOIN village g ON g._unit=r.unit WHERE EXISTS (SELECT 1 FROM temp.line l WHERE "
	  "l.unit=r.unit AND l.village=g.id AND l.review IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m._unit=g._unit AND "
	  "m.round=r.round AND m.village=g.id AND m.date IS NOT NULL) ORDER BY g._sort1",
	  N_("%s: no village meeting is written down.") },
	{ "not_met", false, "household", NULL,
	  "SELECT l.household, " WHO " FROM temp.line l JOIN temp.line_round r ON r.unit=l.unit " HOUSEHOLD("l.household")
	  "WHERE l.review IS NOT NULL AND l.movement IS NOT NULL AND EXISTS (SELECT 1 FROM meeting m WHERE m._unit=r.unit AND "
	  "m.round=r.round AND m.village=l.village) AND NOT EXISTS (SELECT 1 FROM meeting m JOIN meeting_line ml ON ml._unit=m._unit "
	  "AND ml.meeting=m.id WHERE m._unit=r.unit AND m.round=r.round AND ml.household=l.household) ORDER BY l.line_no",
	  N_("%s: was not put to the village meeting.") },
	{ "meeting_late", false, "meeting", "date",
	  "SELECT m.id, coalesce(g.name, '?') FROM temp.line_round r JOIN meeting m ON m._unit=r.unit AND m.round=r.round LEFT JOIN "
	  "village g ON g._unit=m._unit AND g.id=m.village WHERE m.date>r.decision_date",
	  N_("%s: the village meeting lies after the decision.") },
	{ "no_posting", false, "village", NULL,
	  "SELECT g.id, g.name FROM temp.line_round r JOIN village g ON g._unit=r.unit WHERE EXISTS (SELECT 1 FROM temp.line l WHERE "
	  "l.unit=r.unit AND l.village=g.id AND l.review IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM posting p WHERE p._unit=g._unit AND "
	  "p.round=r.round AND (p.village=g.id OR p.village IS NULL) AND coalesce(p.kind, 'result')='result') ORDER BY g._sort1",
	  N_("%s: the result was not posted.") },
	{ "posting_late", false, "posting", "to_date",
	  "SELECT p.id, coalesce(g.name, p.place, '?') FROM temp.line_round r JOIN posting p ON p._unit=r.unit AND p.round=r.round LEFT "
	  "JOIN village g ON g._unit=p._unit AND g.id=p.village WHERE coalesce(p.kind, 'result')='result' AND "
	  "coalesce(p.to_date, p.from_date)>r.decision_date",
	  N_("%s: the posting ends after the decision.") },
	{ "no_opinion", false, "decision", "opinion",
	  "SELECT r.decision, r.code FROM temp.line_round r WHERE NOT EXISTS (SELECT 1 FROM opinion o WHERE o._unit=r.unit AND "
	  "o.round=r.round)",
	  N_("%s: no opinion of the level above is written down.") },
	{ "opinion_late", false, "opinion", "date",
	  "SELECT o.id, o.number FROM temp.line_round r JOIN opinion o ON o._unit=r.unit AND o.round=r.round "
	  "WHERE o.date>r.decision_date",
	  N_("%s: the opinion of the level above lies after the decision.") },
	{ "request_open", false, "request", "result",
	  "SELECT q.id, " WHO " FROM temp.line_round r JOIN request q ON q._unit=r.unit AND q.round=r.round " HOUSEHOLD("q.household")
	  "WHERE q.result IS NULL",
	  N_("%s: the request was not answered yet.") },
	{ "household_incomplete", false, "household", NULL,
	  "SELECT l.household, " WHO " FROM temp.line l JOIN temp.line_round r ON r.unit=l.unit " HOUSEHOLD("l.household")
	  "WHERE h._state='incomplete' AND l.class_after IS NOT NULL ORDER BY l.line_no",
	  N_("%s: the household's own record is not complete.") },
};

static int look_for(struct book *b, const struct looking *k, struct closing *out, struct error *e)
{
	struct stmt *st;
	int ret = db_prepare(book_db(b), &st, k->sql, e);

	if (ret)
		return ret;
	while ((ret = stmt_step(st, e)) > 0) {
		const char *who = stmt_col_text(st, 1);
		struct str text;

		str_init(&text);
		for (const char *p = _(k->text); *p; p++) {
			if (!strncmp(p, "%s", 2)) {
				str_add(&text, who ? who : "?");
				p++;
			} else {
				str_addc(&text, *p);
			}
		}
		closing_note_add(out, k->stops, k->code, k->form, stmt_col_text(st, 0), k->field, str_take(&text));
	}
	stmt_done(st);
	return ret;
}

int closing_look(struct book *b, struct closing *out, struct error *e)
{
	int64_t other = 0;
	int ret = db_get_int(book_db(b), &other, NULL, e,
			     "SELECT count(*) FROM decision d JOIN temp.line_round r ON r.unit=d._unit AND r.round=d.round "
			     "WHERE d.closed='yes' AND d.kind<>'correction' AND d.id<>?",
			     "t", out->decision);

	if (!ret && other)
		closing_note_add(out, true, "recognised", "decision", out->decision, "round",
				 xstrdup(_("The list of this round is closed by another decision already: a correction changes single lines.")));
	if (!ret && !out->lines)
		closing_note_add(out, true, "empty", "decision", out->decision, "round",
				 xstrdup(_("The list has no household at all.")));
	for (size_t i = 0; !ret && i < sizeof(lookings) / sizeof(*lookings); i++)
		ret = look_for(b, &lookings[i], out, e);
	return ret;
}

/* ---- the whole ---- */

static int wrong_kind(const char *kind, struct error *e)
{
	int ret = error_fail(e, ERR_DATA, "GN-L11", "%s",
			     str_eq(kind, "correction") ? _("This decision corrects single lines: name their households.") :
			     str_eq(kind, "opening")	? _("The list taken over from last year comes in by the command opening.") :
							  _("The decision does not say what it is (its kind)."));

	error_safe(e, _("Nothing was written."));
	return ret;
}

int closing_preview(struct forms *f, struct book *b, const char *decision, struct closing *out, struct error *e)
{
	char *kind = NULL, *state = NULL;
	int ret;

	*out = (struct closing){ .lines = 0 };
	ret = closing_decision(b, decision, out, &kind, &state, e);
	if (!ret && !out->closed && !str_eq(kind, "recognition"))
		ret = wrong_kind(kind, e);
	if (!ret)
		ret = closing_lines(f, b, decision, false, e);
	if (!ret)
		ret = closing_count_lines(b, out, e);
	if (!ret && !out->closed && !str_eq(state, "complete"))
		closing_note_add(out, true, "decision", "decision", decision, NULL,
				 xstrdup(_("The decision itself is not complete: number, date, round.")));
	if (!ret && !out->closed)
		ret = closing_look(b, out, e);
	free(kind);
	free(state);
	return ret;
}

int closing_stopped(const struct closing *c, struct error *e)
{
	struct str list;
	int ret;

	if (!c->stops)
		return 0;
	str_init(&list);
	for (size_t i = 0; i < c->n_notes; i++)
		if (c->notes[i].stops)
			str_addf(&list, "%s%s", list.len ? "\n" : "", c->notes[i].text);
	ret = error_fail(e, ERR_NEGATIVE, "GN-L12",
			 P_("The list cannot be closed yet: %zu thing stands in the way.",
			    "The list cannot be closed yet: %zu things stand in the way.", c->stops),
			 c->stops);
	error_safe(e, _("Nothing was written."));
	error_todo(e, "%s", _("Put these right, then close it."));
	error_detail(e, "%s", list.s);
	str_fini(&list);
	return ret;
}
