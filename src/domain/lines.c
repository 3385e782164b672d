/* SPDX-License-Identifier: MIT */
/*
 * The list of a round: which round of each unit is meant, its frozen lines, and what stands beside the lines. The preview
 * of a round that is not closed yet is made in lines_preview.c.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/lines_impl.h"

const char *const line_fields[] = {
	"line_no",	 "round",	 "decision",	    "household",	 "review",
	"decision_no",	 "decision_date", "replaces",	    "household_code",	 "head_name",
	"head_gender",	 "head_birth_date", "head_id_number", "head_id_issue_date", "ethnicity",
	"village",	 "village_name", "address",	    "permanent_residence", "area_type",
	"standard",	 "round_kind",	 "members_before", "members",	    "minority_people",	 "b1_points",
	"b2_points",	 "class_before", "class_after",	    "movement",		 "other_reason",
	"escaped_on",	 "is_ethnic_minority", "is_local_ethnic", "no_labour_capacity", "has_merit_person",
	"female_headed", "children",	 "children_health", "children_school",	 NULL,
};

/* What an older book may lack; a command that writes brings it up to the forms. */
static const char *const needed[][2] = {
	{ "decision_line", "movement" }, { "decision_person", "member" }, { "decision", "closed" },
	{ "round", "previous" },	 { "change", "class_given" },	  { "income_check", "result" },
	{ "review", "was_near" },
	{ "unit_year", "ethnic_people" },
};

static int check_book(struct forms *f, struct db *db, struct error *e)
{
	const struct form *form;

	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++) {
		int64_t n = 0;
		int ret = forms_get(f, needed[i][0], &form, e);

		if (!ret)
			ret = db_get_int(db, &n, NULL, e, "SELECT count(*) FROM pragma_table_info(?) WHERE name=?", "tt",
					 needed[i][0], needed[i][1]);
		if (ret)
			return ret;
		if (n)
			continue;
		ret = error_fail(e, ERR_DATA, "GN-L01", "%s",
				 _("The book was last written by an older version of the program: it has no lists of rounds yet."));
		error_todo(e, "%s", _("Open it once on the screen; that adds what is new. Nothing is lost by it."));
		return ret;
	}
	return 0;
}

static const char tables[] =
	"DROP TABLE IF EXISTS temp.line_round; DROP TABLE IF EXISTS temp.line_opening; DROP TABLE IF EXISTS temp.line;"
	"DROP TABLE IF EXISTS temp.line_answer; DROP TABLE IF EXISTS temp.line_cause; DROP TABLE IF EXISTS temp.line_need;"
	"DROP TABLE IF EXISTS temp.line_person; DROP TABLE IF EXISTS temp.line_average; DROP TABLE IF EXISTS temp.line_total;"
	"CREATE TEMP TABLE line_round (unit TEXT PRIMARY KEY, round TEXT, code TEXT, kind TEXT, review_year INTEGER, standard TEXT,"
	" start_date TEXT, end_date TEXT, frozen INTEGER, previous TEXT, decision TEXT, decision_no TEXT, decision_date TEXT,"
	" cut TEXT, opened TEXT) WITHOUT ROWID;"
	"CREATE TEMP TABLE line_opening (unit TEXT, household TEXT, class TEXT, members INTEGER, escaped_on TEXT, line TEXT,"
	" PRIMARY KEY (unit, household)) WITHOUT ROWID;"
	"CREATE TEMP TABLE line (unit TEXT NOT NULL, id TEXT NOT NULL, frozen INTEGER NOT NULL, line_no INTEGER, round TEXT,"
	" decision TEXT, household TEXT, review TEXT, decision_no TEXT, decision_date TEXT, replaces TEXT, household_code TEXT,"
	" head_name TEXT, head_gender TEXT, head_birth_date TEXT, head_id_number TEXT, head_id_issue_date TEXT, ethnicity TEXT,"
	" village TEXT, village_name TEXT, address TEXT, permanent_residence TEXT, area_type TEXT, standard TEXT, round_kind TEXT,"
	" members_before INTEGER, members INTEGER, minority_people INTEGER, b1_points INTEGER, b2_points INTEGER, class_before TEXT,"
	" class_after TEXT, movement TEXT, other_reason TEXT, escaped_on TEXT, is_ethnic_minority TEXT, is_local_ethnic TEXT,"
	" no_labour_capacity TEXT, has_merit_person TEXT, female_headed TEXT, children INTEGER, children_health INTEGER,"
	" children_school INTEGER, PRIMARY KEY (unit, id)) WITHOUT ROWID;"
	"CREATE TEMP TABLE line_answer (unit TEXT, line TEXT, code TEXT, standard TEXT, value TEXT, PRIMARY KEY (unit, line, code))"
	" WITHOUT ROWID;"
	"CREATE TEMP TABLE line_cause (unit TEXT, line TEXT, code TEXT, PRIMARY KEY (unit, line, code)) WITHOUT ROWID;"
	"CREATE TEMP TABLE line_need (unit TEXT, line TEXT, code TEXT, PRIMARY KEY (unit, line, code)) WITHOUT ROWID;"
	"CREATE TEMP TABLE line_person (unit TEXT, line TEXT, order_no INTEGER, household TEXT, member TEXT, full_name TEXT,"
	" gender TEXT, birth_date TEXT, ethnicity TEXT, relation_to_head TEXT, id_number TEXT, PRIMARY KEY (unit, line, order_no))"
	" WITHOUT ROWID;"
	"CREATE TEMP TABLE line_average (unit TEXT, household TEXT, village TEXT, members INTEGER, PRIMARY KEY (unit, household))"
	" WITHOUT ROWID;"
	"CREATE TEMP TABLE line_total (unit TEXT, village TEXT, households INTEGER, people INTEGER, ethnic_households INTEGER,"
	" ethnic_people INTEGER);";

/* ---- which round ---- */

#define ROUND_CHOSEN                                                                               \
	"INSERT INTO temp.line_round (unit, round, code, kind, review_year, standard, start_date, end_date) "                    \
	"SELECT _unit, id, code, kind, review_year, standard, start_date, end_date FROM (SELECT r.*, row_number() OVER "         \
	"(PARTITION BY r._unit ORDER BY coalesce(r.opening, 'no')='yes', coalesce(r.start_date, '') DESC, r.id DESC) AS nth "   \
	"FROM round r WHERE (?1 IS NULL OR r._unit=?1) AND "

static int choose_rounds(struct db *db, const struct lines_scope *s, struct error *e)
{
	int64_t year = s->year;
	int ret = 0;

	if (s->decision)
		return db_run(db, e,
			      ROUND_CHOSEN "r.id=(SELECT d.round FROM decision d WHERE d.id=?2 AND d._unit=r._unit)) WHERE nth=1",
			      s->unit ? "tt" : "nt", s->unit ? s->unit : s->decision, s->decision);
	if (s->round)
		return s->unit ? db_run(db, e, ROUND_CHOSEN "r.code=?2) WHERE nth=1", "tt", s->unit, s->round) :
				 db_run(db, e, ROUND_CHOSEN "r.code=?2) WHERE nth=1", "nt", s->round);
	if (!year)
		ret = db_get_int(db, &year, NULL, e,
				 "SELECT coalesce(max(review_year), 0) FROM round WHERE kind='periodic' AND (?1 IS NULL OR _unit=?1)",
				 s->unit ? "t" : "n", s->unit);
	if (ret)
		return ret;
	return s->unit ? db_run(db, e, ROUND_CHOSEN "r.kind='periodic' AND r.review_year=?2) WHERE nth=1", "ti", s->unit,
				(long long)year) :
			 db_run(db, e, ROUND_CHOSEN "r.kind='periodic' AND r.review_year=?2) WHERE nth=1", "ni", (long long)year);
}

/* A round is frozen once its recognition (or opening list) is closed; a decision asked for by its id is seen as still to be closed. */
static const char round_state[] =
	"UPDATE temp.line_round SET decision=(SELECT d.id FROM decision d WHERE d._unit=line_round.unit AND d.round=line_round.round "
	"AND d.closed='yes' AND d.kind<>'correction' ORDER BY d.decision_date DESC, d.id DESC LIMIT 1)";
static const char round_frozen[] =
	"UPDATE temp.line_round SET frozen=decision IS NOT NULL AND NOT ?2, decision=CASE WHEN ?2 THEN ?1 ELSE coalesce(decision, ?1) END";
static const char round_decision[] =
	"UPDATE temp.line_round SET decision_no=d.decision_no, decision_date=d.decision_date FROM decision d "
	"WHERE d.id=line_round.decision AND d._unit=line_round.unit";
/* Changes count up to the decision (of a correction: up to the one it corrects); of a list decided review by review up to its last decision; else up to today. */
static const char round_cut[] =
	"UPDATE temp.line_round SET cut=coalesce((SELECT o.decision_date FROM decision d JOIN decision o ON o._unit=d._unit AND "
	"o.id=d.corrects WHERE d._unit=line_round.unit AND d.id=line_round.decision), decision_date, (SELECT max(v.decision_date) FROM review v "
	"WHERE v._unit=line_round.unit AND v.round=line_round.round), ?1)";
/* Was anything decided in it: a closed list, or reviews with their decision? */
#define DECIDED                                                                                    \
	"(EXISTS (SELECT 1 FROM decision d WHERE d._unit=p._unit AND d.round=p.id AND d.closed='yes') "                          \
	"OR EXISTS (SELECT 1 FROM review v WHERE v._unit=p._unit AND v.round=p.id AND v.decision_date IS NOT NULL))"
static const char round_previous[] =
	"UPDATE temp.line_round SET previous=coalesce((SELECT r.previous FROM round r WHERE r._unit=line_round.unit "
	"AND r.id=line_round.round), (SELECT p.id FROM round p WHERE p._unit=line_round.unit AND p.id<>line_round.round "
	"AND p.kind='periodic' AND (p.review_year, coalesce(p.start_date, '')) < (line_round.review_year, "
	"coalesce(line_round.start_date, '9')) AND " DECIDED
	" ORDER BY p.review_year DESC, coalesce(p.start_date, '') DESC, p.id DESC LIMIT 1))";
/* The day of the opening list: what changed before it is in it. */
static const char round_opened[] =
	"UPDATE temp.line_round SET opened=coalesce((SELECT max(d.decision_date) FROM decision d WHERE d._unit=line_round.unit "
	"AND d.round=line_round.previous AND d.closed='yes' AND d.kind<>'correction'), (SELECT max(v.decision_date) FROM review v "
	"WHERE v._unit=line_round.unit AND v.round=line_round.previous), (SELECT p.end_date FROM round p "
	"WHERE p._unit=line_round.unit AND p.id=line_round.previous))";

static int find_rounds(struct db *db, const struct lines_scope *s, struct error *e)
{
	int ret = choose_rounds(db, s, e);

	if (!ret)
		ret = db_exec(db, round_state, e);
	if (!ret)
		ret = s->decision ? db_run(db, e, round_frozen, "ti", s->decision, (long long)s->anew) :
				    db_run(db, e, round_frozen, "ni", (long long)s->anew);
	if (!ret)
		ret = db_exec(db, round_decision, e);
	if (!ret)
		ret = db_run(db, e, round_cut, "t", s->today);
	if (!ret)
		ret = db_exec(db, round_previous, e);
	return ret ? ret : db_exec(db, round_opened, e);
}

/* ---- the opening list ---- */

/* What a correction does not change: how the household began the round. */
static const char opening_kept[] =
	"INSERT OR IGNORE INTO temp.line_opening SELECT dl._unit, dl.household, dl.class_before, dl.members_before, NULL, NULL "
	"FROM temp.line_round r JOIN decision_line dl ON dl.round=r.round AND dl._unit=r.unit WHERE NOT r.frozen AND " LINE_STANDS;
static const char opening_closed[] =
	"INSERT OR IGNORE INTO temp.line_opening SELECT dl._unit, dl.household, dl.class_after, dl.members, dl.escaped_on, dl.id "
	"FROM temp.line_round r JOIN decision_line dl ON dl.round=r.previous AND dl._unit=r.unit "
	"WHERE r.kind<>'regular' AND dl.class_after IS NOT NULL AND " LINE_STANDS " ORDER BY dl.decision_date DESC, dl.id DESC";
/* Of a book that did not close its lists: what was decided review by review. */
static const char opening_typed[] =
	"INSERT OR IGNORE INTO temp.line_opening SELECT v._unit, v.household, v.result_class, v.members, "
	"CASE WHEN v.movement IN ('poor_to_near', 'poor_to_above') THEN v.decision_date END, NULL "
	"FROM temp.line_round r JOIN review v ON v.round=r.previous AND v._unit=r.unit "
	"WHERE r.kind<>'regular' AND v.decision_date IS NOT NULL AND v.result_class IS NOT NULL "
	"AND NOT EXISTS (SELECT 1 FROM decision d WHERE d._unit=v._unit AND d.round=v.round AND d.closed='yes') "
	"ORDER BY v.decision_date DESC, v.id DESC";

/* ---- frozen lines ---- */

static const char frozen_lines[] =
	"INSERT INTO temp.line (unit, id, frozen, " LINE_FIELDS ") SELECT _unit, id, 1, " LINE_FIELDS
	" FROM decision_line dl WHERE EXISTS (SELECT 1 FROM temp.line_round r WHERE r.unit=dl._unit AND r.round=dl.round AND r.frozen) "
	"AND " LINE_STANDS;
static const char frozen_answers[] =
	"INSERT INTO temp.line_answer SELECT l.unit, l.id, a.code, a.standard, a.value FROM temp.line l CROSS JOIN answer a "
	"ON a.form='decision_line' AND a.unit=l.unit AND a.id=l.id AND a.field='deprivation' WHERE l.frozen;"
	"INSERT INTO temp.line_cause SELECT l.unit, l.id, a.code FROM temp.line l CROSS JOIN answer a "
	"ON a.form='decision_line' AND a.unit=l.unit AND a.id=l.id AND a.field='causes' WHERE l.frozen;"
	"INSERT INTO temp.line_need SELECT l.unit, l.id, a.code FROM temp.line l CROSS JOIN answer a "
	"ON a.form='decision_line' AND a.unit=l.unit AND a.id=l.id AND a.field='needs' WHERE l.frozen";
static const char frozen_people[] =
	"INSERT OR IGNORE INTO temp.line_person SELECT l.unit, l.id, p.order_no, p.household, p.member, p.full_name, p.gender, "
	"p.birth_date, p.ethnicity, p.relation_to_head, p.id_number FROM temp.line l CROSS JOIN decision_person p "
	"ON p.decision_line=l.id AND +p._unit=l.unit WHERE l.frozen";

/* ---- beside the lines ---- */

/* Found by income; of a list that is closed only what was decided. Whoever is poor or near-poor in it is not of average standard. */
static const char average_income[] =
	"INSERT OR IGNORE INTO temp.line_average SELECT c._unit, c.household, h.village, coalesce(c.members, h.members_count) "
	"FROM temp.line_round r JOIN income_check c ON c._unit=r.unit JOIN household h ON h._unit=c._unit AND h.id=c.household "
	"LEFT JOIN round o ON o._unit=c._unit AND o.id=c.round "
	"WHERE c.kind='average' AND c.result='yes' AND (c.decision_date IS NOT NULL OR NOT r.frozen) "
	"AND CASE WHEN r.kind='regular' THEN c.round=r.round ELSE coalesce(o.review_year, "
	"cast(substr(coalesce(c.decision_date, c.period_to), 1, 4) AS INTEGER))=r.review_year END "
	"AND (h.left_on IS NULL OR h.left_on > r.cut) AND NOT EXISTS (SELECT 1 FROM temp.line l WHERE l.unit=c._unit "
	"AND l.household=c.household AND l.class_after IN ('poor', 'near_poor')) ORDER BY c.period_to DESC, c.id DESC";
static const char average_lines[] =
	"INSERT OR IGNORE INTO temp.line_average SELECT unit, household, village, members FROM temp.line WHERE class_after='average'";
static const char totals[] =
	"INSERT INTO temp.line_total SELECT y._unit, y.village, y.households, y.people, y.ethnic_households, y.ethnic_people "
	"FROM temp.line_round r "
	"JOIN unit_year y ON y._unit=r.unit AND y.year=r.review_year";

int lines_steps(struct db *db, const struct lines_step *steps, size_t n, unsigned without, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < n; i++)
		if (!(steps[i].part & without))
			ret = db_exec(db, steps[i].sql, e);
	return ret;
}

static int fill(struct forms *f, struct db *db, const struct lines_scope *s, struct error *e)
{
	static const struct lines_step steps[] = {
		{ opening_kept, LINES_OPENING }, { opening_closed, LINES_OPENING }, { opening_typed, LINES_OPENING },
		{ frozen_lines, 0 },		 { frozen_answers, LINES_ANSWERS }, { frozen_people, LINES_PEOPLE },
	};
	unsigned without = s->without;
	int64_t open = 0;
	int ret = find_rounds(db, s, e);

	if (!ret)
		ret = db_get_int(db, &open, NULL, e, "SELECT count(*) FROM temp.line_round WHERE NOT frozen", "");
	if (open) /* previews begin with it */
		without &= ~(unsigned)LINES_OPENING;
	if (!ret)
		ret = lines_steps(db, steps, sizeof(steps) / sizeof(*steps), without, e);
	if (!ret && open)
		ret = lines_preview(f, db, without, e);
	if (!ret)
		ret = db_exec(db, average_income, e);
	if (!ret)
		ret = db_exec(db, average_lines, e);
	return ret ? ret : db_exec(db, totals, e);
}

int lines_build(struct forms *f, struct db *db, const struct lines_scope *scope, struct error *e)
{
	int64_t sealed = 0;
	int ret = check_book(f, db, e);

	/* A file read alone (full disk, read-only place) takes no change at all, not even of what lies in memory only. */
	if (!ret)
		ret = db_get_int(db, &sealed, NULL, e, "PRAGMA query_only", "");
	if (!ret && sealed)
		ret = db_exec(db, "PRAGMA query_only=OFF", e);
	if (!ret)
		ret = db_exec(db, tables, e);
	if (!ret)
		ret = fill(f, db, scope, e);
	if (sealed && db_exec(db, "PRAGMA query_only=ON", ret ? NULL : e) && !ret)
		ret = ERR_IO;
	return ret;
}
