/* SPDX-License-Identifier: MIT */
/* How far a round has come: one SELECT over its sheets and papers. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/progress.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/writing.h"
#include "store/db.h"
#include "store/record.h"

static const struct {
	const char *name, *words;
} steps[PROGRESS_STEPS] = {
	/* TRANSLATORS: how far a sheet or household of a round has come; headings of at most 9 columns */
	{ "listed", N_("Listed") },   { "out", N_("Went out") },	  { "in", N_("Came in") },
	{ "entered", N_("Entered") }, { "met", N_("Agreed") },	  { "posted", N_("Posted") },
	{ "decided", N_("Decided") },
};

const char *progress_step_name(enum progress_step s)
{
	return steps[s].name;
}

const char *progress_step_words(enum progress_step s)
{
	return _(steps[s].words);
}

/*
 * Parts of WITH: each knows nothing of the others, and is empty where the forms have no such paper. ?1 own unit, ?2 round,
 * ?3 whether villages without a sheet are told.
 */
static const char sheets_part[] =
	"WITH sheet AS (SELECT h.village, r.household, r.sheet_state AS s, r._state='incomplete' AS unsound, r.absent_on, "
	"r.decision_date FROM review AS r JOIN household AS h ON h._unit=r._unit AND h.id=r.household "
	"WHERE r._unit=?1 AND r.round=?2)";
static const char meetings_part[] =
	", met AS (SELECT l.household, l.outcome, max(coalesce(m.session, 1)) AS session FROM meeting AS m "
	"JOIN meeting_line AS l ON l._unit=m._unit AND l.meeting=m.id WHERE m._unit=?1 AND m.round=?2 "
	"AND m.date IS NOT NULL GROUP BY l.household)"
	", held AS (SELECT DISTINCT village FROM meeting WHERE _unit=?1 AND round=?2 AND date IS NOT NULL)";
static const char no_meetings_part[] = ", met (household, outcome) AS (SELECT NULL, NULL WHERE 0)"
				       ", held (village) AS (SELECT NULL WHERE 0)";
static const char postings_part[] = ", wall AS (SELECT DISTINCT village FROM posting WHERE _unit=?1 AND round=?2 "
				    "AND kind='result' AND from_date IS NOT NULL)";
static const char no_postings_part[] = ", wall (village) AS (SELECT NULL WHERE 0)";
static const char decisions_part[] =
	", closed AS (SELECT DISTINCT l.household FROM decision AS d JOIN decision_line AS l "
	"ON l._unit=d._unit AND l.decision=d.id WHERE d._unit=?1 AND d.round=?2 AND d.closed='yes')"
	", paper AS (SELECT c.household, max(c.received_on IS NOT NULL) AS received FROM certificate AS c "
	"JOIN decision AS d ON d._unit=c._unit AND d.id=c.decision WHERE d._unit=?1 AND d.round=?2 "
	"GROUP BY c.household)";
static const char no_decisions_part[] = ", closed (household) AS (SELECT NULL WHERE 0)"
					", paper (household, received) AS (SELECT NULL, NULL WHERE 0)";
static const char sums_part[] =
	", place AS (SELECT id, EXISTS (SELECT 1 FROM wall WHERE wall.village IS NULL OR wall.village=k.id) AS shown FROM "
	"(SELECT id FROM village WHERE ?3 AND _unit=?1 AND ended_on IS NULL UNION SELECT village FROM sheet) AS k)"
	" SELECT p.id, coalesce(v.name, ''), count(s.household), "
	"sum(s.s IN ('out', 'in', 'entered')), sum(s.s IN ('in', 'entered')), sum(s.s='entered'), "
	"sum(met.outcome='agreed'), sum(p.shown AND s.household IS NOT NULL), "
	"sum(closed.household IS NOT NULL OR s.decision_date IS NOT NULL), "
	"sum(s.absent_on IS NOT NULL AND s.s<>'entered'), sum(s.unsound AND s.s='entered'), "
	"sum(met.outcome='again'), sum(paper.household IS NOT NULL), sum(paper.received), "
	"max(held.village IS NOT NULL), max(p.shown) "
	"FROM place AS p LEFT JOIN village AS v ON v._unit=?1 AND v.id=p.id "
	"LEFT JOIN sheet AS s ON s.village IS p.id LEFT JOIN met ON met.household=s.household "
	"LEFT JOIN held ON held.village=p.id "
	"LEFT JOIN closed ON closed.household=s.household LEFT JOIN paper ON paper.household=s.household "
	"GROUP BY p.id ORDER BY v.id IS NULL, v._sort1, p.id";

static char *make_sql(struct forms *f)
{
	struct str s;

	str_init(&s);
	str_add(&s, sheets_part);
	str_add(&s, writing_have(f, "meeting") && writing_have(f, "meeting_line") ? meetings_part : no_meetings_part);
	str_add(&s, writing_have(f, "posting") ? postings_part : no_postings_part);
	str_add(&s, writing_have(f, "decision_line") && writing_have(f, "certificate") ? decisions_part : no_decisions_part);
	str_add(&s, sums_part);
	return str_take(&s);
}

static void read_line(struct stmt *st, struct progress_line *l)
{
	int col = 2;

	l->village = xstrdup_null(stmt_col_text(st, 0));
	l->name = xstrdup_null(stmt_col_text(st, 1));
	for (int i = 0; i < PROGRESS_STEPS; i++)
		l->n[i] = stmt_col_int(st, col++);
	l->absent = stmt_col_int(st, col++);
	l->incomplete = stmt_col_int(st, col++);
	l->again = stmt_col_int(st, col++);
	l->certificates = stmt_col_int(st, col++);
	l->received = stmt_col_int(st, col++);
	l->met = stmt_col_int(st, col++) != 0;
	l->posted = stmt_col_int(st, col++) != 0;
}

static void add_up(struct progress *p, const struct progress_line *l)
{
	struct progress_line *sum = &p->sum;

	for (int i = 0; i < PROGRESS_STEPS; i++)
		sum->n[i] += l->n[i];
	sum->absent += l->absent;
	sum->incomplete += l->incomplete;
	sum->again += l->again;
	sum->certificates += l->certificates;
	sum->received += l->received;
	p->met += l->met;
	p->posted += l->posted;
}

static int is_decided(struct forms *f, struct book *b, const char *round, bool *out, struct error *e)
{
	int64_t n = 0;
	int ret = 0;

	if (writing_have(f, "decision"))
		ret = db_get_int(book_db(b), &n, NULL, e,
				 "SELECT count(*) FROM decision WHERE _unit=?1 AND round=?2 AND closed='yes'", "tt",
				 book_unit_id(b), round);
	*out = n > 0;
	return ret;
}

static int is_yearly(struct forms *f, struct book *b, const char *round, bool *out, struct error *e)
{
	const struct form *form;
	struct record r;
	int ret = forms_get(f, "round", &form, e);

	if (ret)
		return ret;
	ret = record_load(b, &form->table, NULL, round, &r, e);
	*out = !ret && !str_eq(record_get(&r, "kind"), "regular");
	record_fini(&r);
	return ret;
}

int progress_make(struct forms *f, struct book *b, const char *round, struct progress *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	bool yearly;
	char *sql;
	int ret;

	*out = (struct progress){ .v = NULL };
	ret = is_yearly(f, b, round, &yearly, e);
	if (!ret)
		ret = is_decided(f, b, round, &out->decided, e);
	if (ret)
		return ret;
	sql = make_sql(f);
	ret = db_prepare(book_db(b), &st, sql, e);
	free(sql);
	if (ret)
		return ret;
	stmt_text(st, 1, book_unit_id(b));
	stmt_text(st, 2, round);
	stmt_int(st, 3, yearly);
	while ((ret = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		read_line(st, &out->v[out->n]);
		add_up(out, &out->v[out->n]);
		out->n++;
	}
	stmt_done(st);
	out->sum.name = xstrdup("");
	if (ret)
		progress_fini(out);
	return ret;
}

void progress_fini(struct progress *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].village);
		free(p->v[i].name);
	}
	free(p->v);
	free(p->sum.name);
	*p = (struct progress){ .v = NULL };
}

/* ---- for home ---- */

static int64_t papers(struct book *b, const char *sql, const char *round)
{
	int64_t n = 0;

	return db_get_int(book_db(b), &n, NULL, NULL, sql, "tt", book_unit_id(b), round) ? 0 : n;
}

void progress_brief(struct forms *f, struct book *b, const char *round, struct progress_brief *out)
{
	static const char *const states[] = { "listed", "out", "in", "entered" };
	int64_t n, more = 0;

	*out = (struct progress_brief){ .villages = 0 };
	for (int i = PROGRESS_ENTERED; i >= 0; i--) {
		char *code = xasprintf("%s/%s", round, states[i]);

		n = 0;
		record_count(b, "review", book_unit_id(b), "round_sheet", code, &n, NULL);
		out->n[i] = more += n;
		free(code);
	}
	record_count(b, "village", book_unit_id(b), NULL, NULL, &out->villages, NULL);
	if (writing_have(f, "meeting"))
		out->met = papers(b, "SELECT count(DISTINCT village) FROM meeting WHERE _unit=?1 AND round=?2 "
				     "AND date IS NOT NULL",
				  round);
	if (writing_have(f, "posting")) { /* one without a village is about all of them */
		static const char posted[] = "SELECT count(DISTINCT village) FROM posting WHERE _unit=?1 AND round=?2 "
					     "AND kind='result' AND from_date IS NOT NULL";
		static const char whole[] = "SELECT count(*) FROM posting WHERE _unit=?1 AND round=?2 AND kind='result' "
					    "AND from_date IS NOT NULL AND village IS NULL";

		out->posted = papers(b, whole, round) ? out->villages : papers(b, posted, round);
	}
	/* A decision is about the whole list. */
	if (writing_have(f, "decision") &&
	    papers(b, "SELECT count(*) FROM decision WHERE _unit=?1 AND round=?2 AND closed='yes'", round))
		out->decided = out->villages;
}
