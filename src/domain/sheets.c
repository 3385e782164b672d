/* SPDX-License-Identifier: MIT */
/*
 * Making the list to review: one SELECT says who is to be reviewed and in which order, the form engine writes each sheet, so
 * that presets, history and counts are those of a sheet typed by hand.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/sheets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/writing.h"
#include "form/entry.h"
#include "store/db.h"

/* ---- who is to be reviewed ---- */

struct due {
	char *household, *village, *review; /* review NULL: to be made */
	bool requested;			    /* by a request of its own */
	char *reason;			    /* code of reason_listed for one to be made */
};

struct dues {
	struct due *v;
	size_t n, cap;
};

static void dues_fini(struct dues *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->v[i].household);
		free(d->v[i].village);
		free(d->v[i].review);
		free(d->v[i].reason);
	}
	free(d->v);
}

#define CLASS_RANK(c) "CASE " c " WHEN 'poor' THEN 1 WHEN 'near_poor' THEN 2 ELSE 3 END"

/*
 * ?1 own unit, ?2 round. Columns: household, village, review, requested, reason. A sheet typed by hand before the list was
 * made takes its place among the others; a household on the list that also handed in a request stands once, on the list.
 */
static char *dues_sql(struct forms *f, bool yearly)
{
	bool lines = writing_have(f, "decision_line");
	struct str s;

	str_init(&s);
	str_add(&s, "WITH want (household, review, requested, reason, rank, day) AS (\n"
		    "SELECT r.household, r.id, coalesce(r.reason_listed, 'on_list')<>'on_list', r.reason_listed, "
		    CLASS_RANK("r.prev_classification")
		    ", NULL FROM review AS r WHERE r._unit=?1 AND r.round=?2 AND r.sheet_no IS NULL\n");
	if (yearly)
		str_add(&s, "UNION ALL SELECT h.id, NULL, 0, 'on_list', " CLASS_RANK("h.classification")
			    ", NULL FROM household AS h WHERE h._unit=?1 AND h.left_on IS NULL "
			    "AND h.classification IN ('poor', 'near_poor')\n");
	if (writing_have(f, "request"))
		str_add(&s, "UNION ALL SELECT q.household, NULL, 1, CASE q.kind WHEN 'exit' THEN 'exit_request' ELSE "
			    "'request' END, 0, q.received_on FROM request AS q JOIN household AS h "
			    "ON h._unit=q._unit AND h.id=q.household WHERE q._unit=?1 AND q.round=?2 "
			    "AND q.kind IN ('review', 'exit') AND coalesce(q.result, '')<>'refused' "
			    "AND h.left_on IS NULL\n");
	str_add(&s, "), first AS (SELECT *, row_number() OVER (PARTITION BY household "
		    "ORDER BY review IS NULL, requested, day) AS nth FROM want)\n"
		    "SELECT w.household, h.village, w.review, w.requested, w.reason "
		    "FROM first AS w JOIN household AS h ON h._unit=?1 AND h.id=w.household ");
	if (lines)
		str_add(&s, "LEFT JOIN (SELECT l.household, l.line_no, max(l.decision_date) FROM decision_line AS l "
			    "WHERE l._unit=?1 GROUP BY l.household) AS was ON was.household=w.household ");
	str_add(&s, "WHERE w.nth=1 AND (w.review IS NOT NULL OR NOT EXISTS (SELECT 1 FROM review AS r WHERE r._unit=?1 "
		    "AND r.round=?2 AND r.household=w.household)) ORDER BY h.village, w.requested, w.rank, w.day, ");
	str_add(&s, lines ? "was.line_no IS NULL, was.line_no, h._sort1, h.id" : "h._sort1, h.id");
	return str_take(&s);
}

static int find_dues(struct forms *f, struct book *b, const char *round, bool yearly, struct dues *out,
		     struct error *e)
{
	char *sql = dues_sql(f, yearly);
	struct stmt *st;
	int ret = db_prepare(book_db(b), &st, sql, e);

	free(sql);
	if (ret)
		return ret;
	stmt_text(st, 1, book_unit_id(b));
	stmt_text(st, 2, round);
	while ((ret = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
		out->v[out->n++] = (struct due){
			.household = xstrdup_null(stmt_col_text(st, 0)),
			.village = xstrdup_null(stmt_col_text(st, 1)),
			.review = xstrdup_null(stmt_col_text(st, 2)),
			.requested = stmt_col_int(st, 3) != 0,
			.reason = xstrdup_null(stmt_col_text(st, 4)),
		};
	}
	stmt_done(st);
	return ret;
}

/* ---- writing sheets ---- */

static int write_due(struct forms *f, struct book *b, const struct form *review, const char *round,
		     const struct due *d, int64_t no, const char *who, struct error *e)
{
	struct entry *en;
	char number[24];
	int ret = d->review ? entry_open(&en, f, b, review, book_unit_id(b), d->review, e)
			    : entry_new(&en, f, b, review, NULL, e);

	if (ret)
		return ret;
	snprintf(number, sizeof(number), "%lld", (long long)no);
	if (!d->review) {
		/* Who goes and when is not carried over from another sheet: nobody has been there yet. */
		static const char *const unknown[] = { "reviewer", "review_date" };

		ret = writing_set(en, "round", round, e);
		if (!ret)
			ret = writing_set(en, "household", d->household, e);
		if (!ret)
			ret = writing_set(en, "reason_listed", d->reason, e);
		for (size_t i = 0; !ret && i < sizeof(unknown) / sizeof(*unknown); i++)
			ret = writing_set(en, unknown[i], NULL, e);
	}
	if (!ret)
		ret = writing_set(en, "sheet_no", number, e);
	if (!ret)
		ret = writing_save(en, who, e);
	entry_free(en);
	return ret;
}

static int highest_number(struct book *b, const char *round, const char *village, int64_t *out, struct error *e)
{
	return db_get_int(book_db(b), out, NULL, e,
			  "SELECT coalesce(max(r.sheet_no), 0) FROM review AS r JOIN household AS h "
			  "ON h._unit=r._unit AND h.id=r.household WHERE r._unit=?1 AND r.round=?2 AND h.village IS ?3",
			  "ttt", book_unit_id(b), round, village);
}

static void count_due(struct sheets_made *out, const struct due *d)
{
	if (d->review)
		out->numbered++;
	else if (d->requested)
		out->requests++;
	else
		out->on_list++;
}

static int write_dues(struct forms *f, struct book *b, const char *round, const struct dues *dues, const char *who,
		      struct sheets_made *out, struct error *e)
{
	const struct form *review;
	int64_t no = 0;
	int ret = forms_get(f, "review", &review, e);

	for (size_t i = 0; !ret && i < dues->n; i++) {
		const struct due *d = &dues->v[i];

		if (!i || !str_eq(d->village, dues->v[i - 1].village)) {
			ret = highest_number(b, round, d->village, &no, e);
			out->villages++;
		}
		if (!ret)
			ret = write_due(f, b, review, round, d, ++no, who, e);
		count_due(out, d);
	}
	return ret;
}

/* ---- the round ---- */

static int read_round(struct forms *f, struct book *b, const char *round, bool *yearly, struct error *e)
{
	const struct form *form;
	struct record r;
	int ret = forms_get(f, "round", &form, e);

	if (ret)
		return ret;
	ret = record_load(b, &form->table, NULL, round, &r, e);
	if (!ret && str_eq(record_get(&r, "opening"), "yes")) {
		ret = error_fail(e, ERR_NEGATIVE, "GN-Q02",
				 _("This round takes over an old list: there is nothing to review in it."));
		error_safe(e, _("Nothing was changed."));
		error_todo(e, _("Make the list in the round of this year."));
	}
	*yearly = !ret && !str_eq(record_get(&r, "kind"), "regular");
	record_fini(&r);
	return ret;
}

int sheets_make(struct forms *f, struct book *b, const char *round, const char *who, struct sheets_made *out,
		struct error *e)
{
	struct dues dues = { NULL, 0, 0 };
	struct db *db = book_db(b);
	bool yearly;
	int ret;

	memset(out, 0, sizeof(*out));
	ret = read_round(f, b, round, &yearly, e);
	if (!ret)
		ret = db_begin(db, e);
	if (ret)
		return ret;
	ret = find_dues(f, b, round, yearly, &dues, e);
	if (!ret)
		ret = write_dues(f, b, round, &dues, who, out, e);
	if (!ret)
		ret = db_commit(db, e);
	else
		db_rollback(db);
	if (ret)
		memset(out, 0, sizeof(*out));
	dues_fini(&dues);
	return ret;
}

/* ---- out and in ---- */

static int mark_ids(struct forms *f, struct book *b, const struct strlist *ids, const char *field, const char *day,
		    const char *who, struct error *e)
{
	const struct form *review;
	struct entry *en;
	int ret = forms_get(f, "review", &review, e);

	for (size_t i = 0; !ret && i < ids->n; i++) {
		ret = entry_open(&en, f, b, review, book_unit_id(b), ids->v[i], e);
		if (ret)
			break;
		ret = writing_set(en, field, day, e);
		if (!ret)
			ret = writing_save(en, who, e);
		entry_free(en);
	}
	return ret;
}

int sheets_mark(struct forms *f, struct book *b, const char *round, const char *village, enum sheet_mark mark,
		const char *day, const char *who, size_t *n, struct error *e)
{
	struct db *db = book_db(b);
	struct strlist ids;
	int ret;

	*n = 0;
	strlist_init(&ids);
	ret = db_begin(db, e);
	if (ret)
		return ret;
	ret = db_get_list(db, &ids, e,
			  "SELECT r.id FROM review AS r JOIN household AS h ON h._unit=r._unit AND h.id=r.household "
			  "WHERE r._unit=?1 AND r.round=?2 AND (?3 IS NULL OR h.village=?3) "
			  "AND (r.sheet_state='listed' OR (?4 AND r.sheet_state='out')) ORDER BY r.id",
			  "ttti", book_unit_id(b), round, village, (long long)(mark == SHEET_IN));
	if (!ret)
		ret = mark_ids(f, b, &ids, mark == SHEET_IN ? "sheet_in_on" : "sheet_out_on", day, who, e);
	if (!ret)
		ret = db_commit(db, e);
	else
		db_rollback(db);
	*n = ret ? 0 : ids.n;
	strlist_fini(&ids);
	return ret;
}

/* ---- as a list ---- */

static enum sheet_state state_of(const char *code)
{
	return str_eq(code, "entered") ? SHEET_ENTERED
	       : str_eq(code, "in")    ? SHEET_BACK
	       : str_eq(code, "out")   ? SHEET_HANDED_OUT
				       : SHEET_LISTED;
}

void sheets_fini(struct sheets *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct sheet *sh = &s->v[i];

		free(sh->review);
		free(sh->household);
		free(sh->head);
		free(sh->absent_on);
		free(sh->left_on);
		free(sh->before);
		free(sh->class);
	}
	free(s->v);
	*s = (struct sheets){ NULL, 0, 0 };
}

int sheets_list(struct book *b, const char *round, const char *village, struct sheets *out, struct error *e)
{
	static const char sql[] =
		"SELECT r.id, r.household, coalesce(r.sheet_no, 0), coalesce(h.head_name, ''), "
		"coalesce(h.members_count, -1), r.sheet_state, r.absent_on, h.left_on, r.prev_classification, "
		"r.classification, r._state='complete', EXISTS (SELECT 1 FROM draft AS d WHERE d.binned IS NULL "
		"AND ((d.form='review' AND d.record=r.id) OR (d.form='household' AND d.record=r.household))) "
		"FROM review AS r JOIN household AS h ON h._unit=r._unit AND h.id=r.household "
		"WHERE r._unit=?1 AND r.round=?2 AND h.village=?3 ORDER BY r.sheet_no IS NULL, r.sheet_no, h._sort1, r.id";
	struct stmt *st;
	size_t cap = 0;
	int ret = db_prepare(book_db(b), &st, sql, e);

	*out = (struct sheets){ NULL, 0, 0 };
	if (ret)
		return ret;
	stmt_text(st, 1, book_unit_id(b));
	stmt_text(st, 2, round);
	stmt_text(st, 3, village);
	while ((ret = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		struct sheet *sh = &out->v[out->n++];
		*sh = (struct sheet){
			.review = xstrdup_null(stmt_col_text(st, 0)),
			.household = xstrdup_null(stmt_col_text(st, 1)),
			.no = stmt_col_int(st, 2),
			.head = xstrdup_null(stmt_col_text(st, 3)),
			.members = stmt_col_int(st, 4),
			.state = state_of(stmt_col_text(st, 5)),
			.absent_on = xstrdup_null(stmt_col_text(st, 6)),
			.left_on = xstrdup_null(stmt_col_text(st, 7)),
			.before = xstrdup_null(stmt_col_text(st, 8)),
			.class = xstrdup_null(stmt_col_text(st, 9)),
			.complete = stmt_col_int(st, 10) != 0,
			.drafted = stmt_col_int(st, 11) != 0,
		};
		out->entered += sh->state == SHEET_ENTERED;
	}
	stmt_done(st);
	if (ret)
		sheets_fini(out);
	return ret;
}

size_t sheets_first(struct book *b, const struct sheets *s)
{
	char *last = NULL;
	size_t back = s->n, left = s->n;

	/* Drafts are ordered by use; of this village only those that stand in the list matter. */
	for (size_t i = 0; i < s->n; i++) {
		if (s->v[i].state == SHEET_BACK && back == s->n)
			back = i;
		if (s->v[i].state != SHEET_ENTERED && !s->v[i].left_on && left == s->n)
			left = i;
		if (s->v[i].drafted && !last)
			db_get_text(book_db(b), &last, NULL,
				    "SELECT record FROM draft WHERE binned IS NULL AND form IN ('review', 'household') "
				    "ORDER BY touch DESC LIMIT 1",
				    "");
	}
	for (size_t i = 0; last && i < s->n; i++)
		if (str_eq(s->v[i].review, last) || str_eq(s->v[i].household, last)) {
			free(last);
			return i;
		}
	free(last);
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].drafted)
			return i;
	return back < s->n ? back : left < s->n ? left : 0;
}

void sheets_last_visit(struct book *b, const char *round, const char *village, char **reviewer, char **day)
{
	static const char sql[] = "SELECT r.reviewer, r.review_date FROM review AS r JOIN household AS h "
				  "ON h._unit=r._unit AND h.id=r.household WHERE r._unit=?1 AND r.round=?2 AND h.village=?3 "
				  "AND r.sheet_state='entered' AND r.reviewer IS NOT NULL ORDER BY r._at DESC, r.sheet_no DESC LIMIT 1";
	struct stmt *st;

	*reviewer = *day = NULL;
	if (db_prepare(book_db(b), &st, sql, NULL))
		return;
	stmt_text(st, 1, book_unit_id(b));
	stmt_text(st, 2, round);
	stmt_text(st, 3, village);
	if (stmt_step(st, NULL) > 0) {
		*reviewer = xstrdup_null(stmt_col_text(st, 0));
		*day = xstrdup_null(stmt_col_text(st, 1));
	}
	stmt_done(st);
}

bool sheets_place(struct book *b, const char *review, char **round, char **village)
{
	static const char sql[] = "SELECT r.round, h.village FROM review AS r JOIN household AS h ON h._unit=r._unit "
				  "AND h.id=r.household WHERE r._unit=?1 AND r.id=?2 AND r.sheet_no IS NOT NULL";
	struct stmt *st;

	*round = *village = NULL;
	if (db_prepare(book_db(b), &st, sql, NULL))
		return false;
	stmt_text(st, 1, book_unit_id(b));
	stmt_text(st, 2, review);
	if (stmt_step(st, NULL) > 0) {
		*round = xstrdup_null(stmt_col_text(st, 0));
		*village = xstrdup_null(stmt_col_text(st, 1));
	}
	stmt_done(st);
	return *round && *village;
}
