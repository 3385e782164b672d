/* SPDX-License-Identifier: MIT */
/*
 * What papers ask besides the records, as TEMP tables: code lists, so that one can repeat over the indicators of a standard
 * as over any rows; the items of score sheets; why a line has its class.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/score.h"
#include "report/paper_impl.h"

static const char tables[] =
	"CREATE TEMP TABLE IF NOT EXISTS code (list TEXT NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, label TEXT, "
	"standard TEXT, valid_from TEXT, valid_to TEXT, verified TEXT NOT NULL, PRIMARY KEY (list, seq));"
	"CREATE TEMP TABLE IF NOT EXISTS code_extra (list TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, value TEXT);"
	"CREATE INDEX IF NOT EXISTS temp.code_extra_code ON code_extra (list, code, name);";

static int put_extra(struct db *db, const struct codes *list, const struct code *c, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && list->extra_names && list->extra_names[i]; i++)
		if (!str_empty(c->extra[i]))
			rc = db_run(db, e, "INSERT INTO code_extra VALUES (?, ?, ?, ?)", "tttt", list->name, c->code,
				    list->extra_names[i], c->extra[i]);
	return rc;
}

static int put_list(struct db *db, const struct codes *list, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < list->n; i++) {
		const struct code *c = &list->v[i];

		rc = db_run(db, e, "INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "titttttt", list->name,
			    (long long)i + 1, c->code, c->label[LANG_VI], c->standard, c->from, c->to,
			    c->verified ? "yes" : "no");
		if (!rc)
			rc = put_extra(db, list, c, e);
	}
	return rc;
}

int paper_codes_fill(struct db *db, struct forms *f, const struct strlist *lists, struct error *e)
{
	int rc = db_exec(db, tables, e);

	for (size_t i = 0; !rc && i < lists->n; i++) {
		const struct codes *list = code_lists_get(forms_codes(f), lists->v[i], NULL);

		if (!list)
			return error_fail(e, ERR_DATA, "GN-P06", _("There is no code list %s."), lists->v[i]);
		rc = put_list(db, list, e);
	}
	return rc;
}

/* ---- score sheets ---- */

static const char score_table[] =
	"CREATE TEMP TABLE IF NOT EXISTS score (standard TEXT NOT NULL, region TEXT NOT NULL, seq INTEGER NOT NULL, item INTEGER NOT NULL, "
	"item_label TEXT, multi TEXT NOT NULL, code TEXT NOT NULL, label TEXT, points REAL, exempt TEXT NOT NULL, complete TEXT NOT NULL, "
	"PRIMARY KEY (standard, region, seq));";

static const char *yes(bool b)
{
	return b ? "yes" : "no";
}

static int put_answer(struct db *db, const struct standard *st, const struct score_sheet *sheet, size_t i,
		      const struct score_answer *a, int seq, struct error *e)
{
	const struct score_item *item = &sheet->items[i];
	int rc = 0;

	for (size_t r = 0; !rc && sheet->regions[r]; r++) {
		bool known = !isnan(a->points[r]);

		rc = db_run(db, e, "INSERT INTO score VALUES (?, ?, ?, ?, ?, ?, ?, ?, CASE ? WHEN 1 THEN ? END, ?, ?)",
			    "ttiittttirtt", st->id, sheet->regions[r], (long long)seq, (long long)i + 1,
			    item->label[LANG_VI], yes(item->multi), a->code, a->label[LANG_VI], (long long)known,
			    known ? a->points[r] : 0.0, yes(a->exempt), yes(sheet->complete));
	}
	return rc;
}

int paper_scores_fill(struct db *db, struct forms *f, struct error *e)
{
	struct standards *all = forms_standards(f);
	int rc = db_exec(db, score_table, e);

	for (size_t s = 0; !rc && s < standards_count(all); s++) {
		const struct standard *st = standards_at(all, s);
		const struct score_sheet *sheet = score_sheet_of(all, st);
		int seq = 1;

		for (size_t i = 0; !rc && sheet && i < sheet->n_items; i++)
			for (size_t k = 0; !rc && k < sheet->items[i].n_answers; k++)
				rc = put_answer(db, st, sheet, i, &sheet->items[i].answers[k], seq++, e);
	}
	return rc;
}

/* ---- why a line has its class ---- */

static const char why_table[] =
	"CREATE TEMP TABLE IF NOT EXISTS line_why (unit TEXT NOT NULL, line TEXT NOT NULL, why TEXT, PRIMARY KEY (unit, line));";
static const char why_rows[] =
	"SELECT l.unit, l.id, l.standard, l.area_type, l.b1_points, "
	"(SELECT count(*) FROM line_answer a WHERE a.unit=l.unit AND a.line=l.id AND a.value='deprived'), "
	"(SELECT count(*) FROM line_answer a WHERE a.unit=l.unit AND a.line=l.id AND a.value IN ('deprived', 'not_deprived')) "
	"FROM line l WHERE l.b1_points IS NOT NULL AND l.class_after IS NOT NULL";

/* Sentence of one row; NULL where the standard's rules say nothing, or another class than the decision. */
static char *why_of(struct standards *all, struct stmt *st)
{
	const struct standard *standard = standards_find(all, stmt_col_text(st, 2));
	struct standard_facts facts = { .area = stmt_col_text(st, 3), .income = NAN, .strict = true };
	struct standard_result r = { .class = NULL };
	char *why = NULL;

	if (!standard)
		return NULL;
	facts.b1 = stmt_col_real(st, 4);
	facts.deprived = stmt_col_real(st, 5);
	facts.unknown = (double)standard_asked(all, standard)->n_indicators - stmt_col_real(st, 6);
	if (!standard_classify(standard, &facts, &r, NULL) && r.class)
		why = xstrdup_null(r.why);
	standard_result_fini(&r);
	return why;
}

int paper_why_fill(struct db *db, struct forms *f, struct error *e)
{
	struct strlist units, lines, whys;
	struct stmt *st;
	int rc = db_exec(db, why_table, e);

	strlist_init(&units);
	strlist_init(&lines);
	strlist_init(&whys);
	if (!rc)
		rc = db_prepare(db, &st, why_rows, e);
	if (!rc) {
		while ((rc = stmt_step(st, e)) == 1) {
			char *why = why_of(forms_standards(f), st);

			if (!why)
				continue;
			strlist_add(&units, stmt_col_text(st, 0));
			strlist_add(&lines, stmt_col_text(st, 1));
			strlist_take(&whys, why);
		}
		stmt_done(st);
	}
	for (size_t i = 0; !rc && i < lines.n; i++)
		rc = db_run(db, e, "INSERT INTO line_why VALUES (?, ?, ?)", "ttt", units.v[i], lines.v[i], whys.v[i]);
	strlist_fini(&units);
	strlist_fini(&lines);
	strlist_fini(&whys);
	return rc;
}
