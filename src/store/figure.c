/* SPDX-License-Identifier: MIT */
/*
 * Counts kept by the saving transaction, so that home shows figures without reading a list. A
 * record counts while its form's "live" column is empty.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <string.h>

#include "base/str.h"
#include "store/internal.h"

static int move(struct book *b, const char *form, const char *unit, const char *field,
		const char *code, int by, struct error *e)
{
	return db_run(b->db, e,
		      "INSERT INTO figure (form, field, code, unit, n) VALUES (?, ?, ?, ?, ?) "
		      "ON CONFLICT (form, field, code, unit) DO UPDATE SET n=n+excluded.n",
		      "tttti", form, field, code, unit, (long long)by);
}

static bool is_live(const struct table *t, const struct record *r)
{
	return r && (!t->live || !record_get(r, t->live));
}

/* One column's counts, from one value (NULL text: empty, counted under code '') to another. */
static int follow_value(struct book *b, const struct table *t, const char *unit, const char *field,
			const char *before, const char *after, bool was, bool is, struct error *e)
{
	int rc = 0;

	before = before ? before : "";
	after = after ? after : "";
	if (was && is && !strcmp(before, after))
		return 0;
	if (was)
		rc = move(b, t->name, unit, field, before, -1, e);
	if (!rc && is)
		rc = move(b, t->name, unit, field, after, 1, e);
	return rc;
}

static int follow_codes(struct book *b, const struct table *t, const char *unit, const char *field,
			const char *text, int by, struct error *e)
{
	struct strlist codes;
	int rc = 0;

	strlist_init(&codes);
	strlist_split(&codes, text ? text : "", "|");
	if (!codes.n)
		rc = move(b, t->name, unit, field, "", by, e);
	for (size_t i = 0; !rc && i < codes.n; i++)
		rc = move(b, t->name, unit, field, codes.v[i], by, e);
	strlist_fini(&codes);
	return rc;
}

static int follow_multi(struct book *b, const struct table *t, const char *unit, const char *field,
			const char *before, const char *after, bool was, bool is, struct error *e)
{
	int rc = 0;

	if (was && is && str_eq(before, after))
		return 0;
	if (was)
		rc = follow_codes(b, t, unit, field, before, -1, e);
	if (!rc && is)
		rc = follow_codes(b, t, unit, field, after, 1, e);
	return rc;
}

static const char *state_of(const struct record *r)
{
	return r && r->complete ? "complete" : "incomplete";
}

int figure_follow(struct book *b, const struct table *t, const char *unit, const struct record *was,
		  const struct record *is, struct error *e)
{
	bool live_was = is_live(t, was), live_is = is_live(t, is);
	int rc = 0;

	/* Also a first record that does not count makes its unit known here. */
	if (!was || live_was != live_is)
		rc = move(b, t->name, unit, "", "", (int)live_is - (int)live_was, e);
	if (!rc)
		rc = follow_value(b, t, unit, "_state", state_of(was), state_of(is), live_was,
				  live_is, e);
	for (size_t i = 0; !rc && t->count_by && t->count_by[i]; i++) {
		const char *field = t->count_by[i];
		const char *before = was ? record_get(was, field) : NULL;
		const char *after = is ? record_get(is, field) : NULL;
		bool multi = table_column(t, field, NULL)->kind == COLUMN_MULTI;

		rc = (multi ? follow_multi : follow_value)(b, t, unit, field, before, after,
							   live_was, live_is, e);
	}
	return rc;
}

int record_count(struct book *b, const char *form, const char *unit, const char *field,
		 const char *code, int64_t *out, struct error *e)
{
	const char *f = field ? field : "", *c = field && code ? code : "";

	if (unit)
		return db_get_int(
			b->db, out, NULL, e,
			"SELECT n FROM figure WHERE form=? AND field=? AND code=? AND unit=?",
			"tttt", form, f, c, unit);
	return db_get_int(
		b->db, out, NULL, e,
		"SELECT coalesce(sum(n), 0) FROM figure WHERE form=? AND field=? AND code=?", "ttt",
		form, f, c);
}

/* INSERT … SELECT of one field's counts; `code` is an SQL expression of ours, `from` the tables. */
static int recount_field(struct book *b, const struct table *t, const char *unit, const char *field,
			 const char *code, const char *join, bool total, struct error *e)
{
	struct str sql, live;
	int rc;

	str_init(&sql);
	str_init(&live);
	if (t->live) {
		str_add(&live, "r.");
		sql_name(&live, t->live);
		str_add(&live, " IS NULL");
	} else {
		str_add(&live, "1");
	}
	str_addf(&sql,
		 "INSERT INTO figure (form, field, code, unit, n) "
		 "SELECT ?1, ?2, %s, r._unit, %s%s%s FROM ",
		 code, total ? "sum(" : "count(*)", total ? live.s : "", total ? ")" : "");
	sql_name(&sql, t->name);
	/* The total keeps units whose records no longer count: rows of theirs are still found
	 * by it. */
	str_addf(&sql, " AS r %s WHERE (?3 IS NULL OR r._unit=?3) AND %s GROUP BY 3, 4", join,
		 total ? "1" : live.s);
	rc = db_run(b->db, e, sql.s, "ttt", t->name, field, unit);
	str_fini(&live);
	str_fini(&sql);
	return rc;
}

static int recount_column(struct book *b, const struct table *t, const char *unit,
			  const char *field, struct error *e)
{
	struct str code;
	int rc;

	if (table_column(t, field, NULL)->kind == COLUMN_MULTI)
		return recount_field(b, t, unit, field, "coalesce(a.code, '')",
				     "LEFT JOIN answer AS a ON a.form=?1 AND a.unit=r._unit "
				     "AND a.id=r.id AND a.field=?2",
				     false, e);
	str_init(&code);
	str_add(&code, "coalesce(CAST(r.");
	sql_name(&code, field);
	str_add(&code, " AS TEXT), '')");
	rc = recount_field(b, t, unit, field, code.s, "", false, e);
	str_fini(&code);
	return rc;
}

int record_recount(struct book *b, const struct table *t, const char *unit, struct error *e)
{
	int rc = book_saving(b, t->name, e);

	if (!rc)
		rc = db_run(b->db, e,
			    "DELETE FROM figure WHERE form=?1 AND (?2 IS NULL OR unit=?2)", "tt",
			    t->name, unit);
	if (!rc)
		rc = recount_field(b, t, unit, "", "''", "", true, e);
	if (!rc)
		rc = recount_field(b, t, unit, "_state", "r._state", "", false, e);
	for (size_t i = 0; !rc && t->count_by && t->count_by[i]; i++)
		rc = recount_column(b, t, unit, t->count_by[i], e);
	return rc;
}
