/* SPDX-License-Identifier: MIT */
/*
 * Which records differ from what was last accepted. Columns and answers are compared themselves,
 * not a revision and not a digest of them: a revision is a claim of the sender. SQLite does it
 * over both files at once; only what differs comes out, so the cost beside one walk through the
 * rows is that of the changes.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "sync/inbox_impl.h"

struct finder {
	struct inbox_open *o;
	struct db *db;
	struct snap_form *sf;
	const char *unit;
	long long form; /* index of sf */
};

#define UPSERT " ON CONFLICT (form, id) DO UPDATE SET flags=flags | excluded.flags"

const char *diff_fault(unsigned flags)
{
	if (flags & FLAG_CLOSED)
		return _("A closed list is changed; only a correction, a decision of its own, may put it right.");
	if (flags & FLAG_UNDEAD)
		return _("The record was removed before and is there again.");
	if (flags & FLAG_NO_TOMBSTONE)
		return _("The record is gone without having been removed.");
	if (flags & FLAG_BACK)
		return _("The record is of an older revision than the one accepted.");
	if ((flags & FLAG_CONTENT) && !(flags & (FLAG_ADDED | FLAG_GONE | FLAG_REV)))
		return _("The record differs, but its revision is the same.");
	return NULL;
}

/* ?1 the unit, ?2 the form's index, ?3 its name: every statement here takes these. `out` (may be
 * NULL) gets the first number. */
static int run(struct finder *d, const char *sql, int64_t *out, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(d->db, &st, sql, e);

	if (out)
		*out = 0;
	if (rc)
		return rc;
	/* Binding a number the statement does not have is an error. */
	if (strstr(sql, "?1"))
		stmt_text(st, 1, d->unit);
	if (strstr(sql, "?2"))
		stmt_int(st, 2, d->form);
	if (strstr(sql, "?3"))
		stmt_text(st, 3, d->sf->name);
	rc = stmt_step(st, e);
	if (rc > 0 && out)
		*out = stmt_col_int(st, 0);
	stmt_done(st);
	return rc < 0 ? rc : 0;
}

/* ---- columns ---- */

static bool sent(const struct snap_form *sf, const struct column *c)
{
	for (size_t i = 0; i < sf->n_columns; i++)
		if (sf->columns[i].known == c)
			return true;
	return false;
}

/* "b.x IS NOT s.x OR …" over the columns both know; one the sender does not have counts as
 * empty. */
static char *columns_differ(const struct snap_form *sf)
{
	const struct table *t = &sf->form->table;
	struct str b;

	str_init(&b);
	str_add(&b, "(");
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct column *c = &t->columns[i];

		if (!snapshot_carries(sf->form, c) || c->kind == COLUMN_MULTI ||
		    c->kind == COLUMN_ANSWERS)
			continue;
		str_add(&b, b.len > 1 ? " OR " : "");
		if (sent(sf, c))
			str_addf(&b, "b.\"%s\" IS NOT s.\"%s\"", c->name, c->name);
		else
			str_addf(&b, "b.\"%s\" IS NOT NULL", c->name);
	}
	str_add(&b, b.len > 1 ? ")" : "0)");
	return str_take(&b);
}

static const struct column *column_of(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->table.n_columns; i++)
		if (!strcmp(form->table.columns[i].name, name))
			return &form->table.columns[i];
	return NULL;
}

/* The class a form says a household has, and who takes it from there (household from review, closed line, change). */
struct class_said {
	const struct column *class, *link;
	const struct field *taker;
};

static struct class_said class_said(struct forms *f, const struct form *form)
{
	struct class_said said = { .class = column_of(form, "classification") };

	for (size_t i = 0; i < form->n_feeds; i++) {
		const struct form *to;

		if (forms_get(f, form->feeds[i], &to, NULL))
			continue;
		for (size_t k = 0; k < to->n_fields; k++) {
			const struct field *fd = &to->fields[k];

			for (size_t s = 0; !strcmp(fd->name, "classification") && s < fd->n_sources; s++) {
				const struct field_origin *o = &fd->sources[s];

				if (!str_eq(o->form, form->name) || o->nothing)
					continue;
				said.taker = fd;
				said.link = column_of(form, o->link);
				if (!said.class)
					said.class = column_of(form, o->value);
			}
		}
	}
	return said;
}

/* When a record says a household has another class than the one accepted. */
static char *class_differs(struct finder *d)
{
	const struct class_said said = class_said(d->o->forms, d->sf->form);
	const char *class = said.class ? said.class->name : NULL;
	struct str b;

	if (!class || !snapshot_carries(d->sf->form, said.class) || !sent(d->sf, said.class))
		return xstrdup("0");
	str_init(&b);
	str_addf(&b, "(b.id IS NOT NULL AND b.\"%s\" IS NOT s.\"%s\")", class, class);
	if (said.link && sent(d->sf, said.link))
		str_addf(&b,
			 " OR (b.id IS NULL AND s.\"%s\" IS NOT NULL AND EXISTS (SELECT 1 FROM book.\"%s\" g "
			 "WHERE g._unit=?1 AND g.id=s.\"%s\" AND g.\"%s\" IS NOT s.\"%s\"))",
			 class, said.taker->form->name, said.link->name, said.taker->name, class);
	return str_take(&b);
}

static int find_changed(struct finder *d, struct error *e)
{
	char *differ = columns_differ(d->sf), *class = class_differs(d);
	char *sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, s.id, "
		"CASE WHEN b.id IS NULL THEN %d ELSE "
		"iif(%s, %d, 0) | iif(b._state IS NOT s._state, %d, 0) | "
		"iif(b._rev IS NOT s._rev, %d, 0) | iif(s._rev < b._rev, %d, 0) END | "
		"iif(s._state='complete', 0, %d) | iif(%s, %d, 0) "
		"FROM main.\"%s\" s LEFT JOIN book.\"%s\" b ON b._unit=?1 AND b.id=s.id "
		"WHERE b.id IS NULL OR b._rev IS NOT s._rev OR b._state IS NOT s._state OR %s",
		FLAG_ADDED, differ, FLAG_FIELDS, FLAG_STATE, FLAG_REV, FLAG_BACK, FLAG_INCOMPLETE,
		class, FLAG_CLASS, d->sf->name, d->sf->name, differ);
	int rc = run(d, sql, NULL, e);

	free(sql);
	free(class);
	free(differ);
	return rc;
}

/* Looked for only where the numbers do not add up. */
static int find_gone(struct finder *d, struct error *e)
{
	const char *name = d->sf->name;
	const struct column *class = column_of(d->sf->form, "classification");
	int64_t had, added;
	char *sql = xasprintf("SELECT count(*) FROM book.\"%s\" WHERE _unit=?1", name);
	int rc = run(d, sql, &had, e);

	free(sql);
	if (!rc)
		rc = run(d, "SELECT count(*) FROM temp.diff WHERE form=?2 AND flags & 1", &added,
			 e);
	if (rc || had + added == d->sf->count)
		return rc;
	sql = xasprintf("INSERT INTO temp.diff (form, id, flags) SELECT ?2, b.id, %d | iif(EXISTS "
			"(SELECT 1 FROM "
			"main.tombstone t WHERE t.form=?3 AND t.id=b.id), 0, %d) | iif(%s, %d, 0) "
			"FROM book.\"%s\" b WHERE b._unit=?1 AND NOT EXISTS "
			"(SELECT 1 FROM main.\"%s\" s WHERE s.id=b.id)",
			FLAG_GONE, FLAG_NO_TOMBSTONE,
			class && snapshot_carries(d->sf->form, class)
				? "b.\"classification\" IS NOT NULL"
				: "0",
			FLAG_CLASS, name, name);
	rc = run(d, sql, NULL, e);
	free(sql);
	return rc;
}

/* Ids are never used again: removed and there, now or before, is a fault. */
static int find_undead(struct finder *d, struct error *e)
{
	char *sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, t.id, %d FROM main.tombstone t "
		"WHERE t.form=?3 AND EXISTS (SELECT 1 FROM main.\"%s\" s WHERE s.id=t.id)" UPSERT,
		FLAG_UNDEAD, d->sf->name);
	int rc = run(d, sql, NULL, e);

	free(sql);
	sql = xasprintf(
		"UPDATE temp.diff SET flags=flags | %d WHERE form=?2 AND flags & %d AND EXISTS "
		"(SELECT 1 FROM book.history h WHERE h.id=diff.id AND h.unit=?1 AND h.form=?3 AND "
		"h.kind='remove')",
		FLAG_UNDEAD, FLAG_ADDED);
	if (!rc)
		rc = run(d, sql, NULL, e);
	free(sql);
	return rc;
}

/* ---- answers, reasons, unknown fields ---- */

/* "'a', 'b'": the announced fields of this form with answers, known to us or not. Their names
 * are fit for SQL. */
static char *answer_fields(const struct snap_form *sf, bool known)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < sf->n_answers; i++)
		if (!sf->answers[i].known == !known)
			str_addf(&b, "%s'%s'", b.len ? ", " : "", sf->answers[i].name);
	return str_take(&b);
}

#define SAME_ANSWER "b.form=?3 AND b.unit=?1 AND b.id=s.id AND b.field=s.field AND b.code=s.code"

static int find_answers(struct finder *d, const char *known, struct error *e)
{
	int64_t sent_n = 0, new_n = 0, had = 0;
	char *sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, s.id, %d FROM main.answer s "
		"LEFT JOIN book.answer b ON " SAME_ANSWER
		" WHERE s.form=?3 AND s.field IN (%s) AND "
		"(b.value IS NOT s.value OR b.standard IS NOT s.standard)" UPSERT,
		FLAG_ANSWERS, known);
	int rc = run(d, sql, NULL, e);

	free(sql);
	sql = xasprintf("SELECT count(*) FROM main.answer WHERE form=?3 AND field IN (%s)", known);
	if (!rc)
		rc = run(d, sql, &sent_n, e);
	free(sql);
	sql = xasprintf("SELECT count(*) FROM temp.diff d CROSS JOIN main.answer s ON s.form=?3 "
			"AND s.id=d.id "
			"WHERE d.form=?2 AND d.flags & %d AND s.field IN (%s) AND NOT EXISTS "
			"(SELECT 1 FROM book.answer b WHERE " SAME_ANSWER ")",
			FLAG_ANSWERS, known);
	if (!rc)
		rc = run(d, sql, &new_n, e);
	free(sql);
	if (!rc)
		rc = run(d, "SELECT count(*) FROM book.answer WHERE form=?3 AND unit=?1", &had, e);
	if (rc || sent_n - new_n == had)
		return rc;
	sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, b.id, %d FROM book.answer b "
		"WHERE b.form=?3 AND b.unit=?1 AND NOT EXISTS (SELECT 1 FROM main.answer s WHERE "
		"s.form=?3 "
		"AND s.id=b.id AND s.field=b.field AND s.code=b.code)" UPSERT,
		FLAG_ANSWERS);
	rc = run(d, sql, NULL, e);
	free(sql);
	return rc;
}

static int find_reasons(struct finder *d, struct error *e)
{
	char *sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, s.id, %d FROM main.reason s "
		"LEFT JOIN book.reason b ON b.form=?3 AND b.unit=?1 AND b.id=s.id AND "
		"b.check_id=s.check_id WHERE s.form=?3 AND b.text IS NOT s.text" UPSERT,
		FLAG_REASONS);
	int rc = run(d, sql, NULL, e);

	free(sql);
	sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, b.id, %d FROM book.reason b "
		"WHERE b.form=?3 AND b.unit=?1 AND NOT EXISTS (SELECT 1 FROM main.reason s WHERE "
		"s.form=?3 AND "
		"s.id=b.id AND s.check_id=b.check_id)" UPSERT,
		FLAG_REASONS);
	if (!rc)
		rc = run(d, sql, NULL, e);
	free(sql);
	return rc;
}

/* `kept`: what "extra" holds, as the kind of `value`. */
static int find_extra_column(struct finder *d, const char *column, const char *value, const char *kept,
			     struct error *e)
{
	char *sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, s.id, %d FROM main.\"%s\" s "
		"LEFT JOIN book.extra x ON x.form=?3 AND x.unit=?1 AND x.id=s.id AND x.field='%s' "
		"WHERE %s IS NOT %s" UPSERT,
		FLAG_EXTRA, d->sf->name, column, value, kept);
	int rc = run(d, sql, NULL, e);

	free(sql);
	return rc;
}

static int find_extra(struct finder *d, struct error *e)
{
	char *unknown = answer_fields(d->sf, false), *sql;
	int rc = 0;

	for (size_t i = 0; !rc && i < d->sf->n_columns; i++) {
		const struct snap_column *c = &d->sf->columns[i];
		bool real = !strcmp(c->type, "REAL"); /* 3.0 is kept as "3" */
		char *value = xasprintf(real ? "s.\"%s\"" : "CAST(s.\"%s\" AS TEXT)", c->name);

		if (!c->known)
			rc = find_extra_column(d, c->name, value, real ? "CAST(x.value AS REAL)" : "x.value", e);
		free(value);
	}
	sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, s.id, %d FROM main.answer s "
		"LEFT JOIN book.extra x ON x.form=?3 AND x.unit=?1 AND x.id=s.id AND "
		"x.field=s.field || '.' || s.code WHERE s.form=?3 AND s.field IN (%s) AND "
		"s.value IS NOT x.value" UPSERT,
		FLAG_EXTRA, unknown);
	if (!rc && *unknown)
		rc = run(d, sql, NULL, e);
	free(sql);
	free(unknown);
	return rc;
}

/* A form this program does not know: its records are what "extra" holds of them. */
static int find_unknown(struct finder *d, struct error *e)
{
	const char *name = d->sf->name;
	char *sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, s.id, %d FROM main.\"%s\" s "
		"WHERE NOT EXISTS (SELECT 1 FROM book.extra x WHERE x.form=?3 AND x.unit=?1 AND "
		"x.id=s.id AND x.field='_rev')",
		FLAG_ADDED | FLAG_UNKNOWN, name);
	int rc = run(d, sql, NULL, e);

	free(sql);
	if (!rc)
		rc = find_extra_column(d, "_rev", "CAST(s._rev AS TEXT)", "x.value", e);
	if (!rc)
		rc = find_extra(d, e);
	sql = xasprintf(
		"INSERT INTO temp.diff (form, id, flags) SELECT ?2, x.id, %d FROM book.extra x "
		"WHERE x.form=?3 AND x.unit=?1 AND x.field='_rev' AND NOT EXISTS "
		"(SELECT 1 FROM main.\"%s\" s WHERE s.id=x.id)",
		FLAG_GONE | FLAG_UNKNOWN, name);
	if (!rc)
		rc = run(d, sql, NULL, e);
	free(sql);
	sql = xasprintf("UPDATE temp.diff SET flags=flags | %d WHERE form=?2",
			FLAG_UNKNOWN | FLAG_REV);
	if (!rc)
		rc = run(d, sql, NULL, e);
	free(sql);
	return rc;
}

/* ---- putting together ---- */

/* Answers and reasons that hang on no record of the bundle are nobody's; then each record gets
 * its rank. */
static int settle(struct finder *d, struct error *e)
{
	const char *name = d->sf->name;
	char *sql =
		xasprintf("DELETE FROM temp.diff WHERE form=?2 AND flags & %d = 0 AND NOT EXISTS "
			  "(SELECT 1 FROM main.\"%s\" s WHERE s.id=diff.id)",
			  FLAG_ADDED | FLAG_GONE, name);
	int rc = run(d, sql, NULL, e);

	free(sql);
	sql = xasprintf(
		"UPDATE temp.diff SET flags=flags | %d WHERE form=?2 AND EXISTS (SELECT 1 FROM "
		"main.\"%s\" s WHERE s.id=diff.id AND s._state<>'complete')",
		FLAG_INCOMPLETE, name);
	if (!rc)
		rc = run(d, sql, NULL, e);
	free(sql);
	sql = xasprintf("UPDATE temp.diff SET rank=CASE WHEN flags & %d THEN 0 "
			"WHEN flags & %d OR (flags & %d AND flags & %d = 0) THEN 1 "
			"WHEN flags & %d OR EXISTS (SELECT 1 FROM main.reason r WHERE r.form=?3 "
			"AND r.id=diff.id) THEN 2 "
			"ELSE 3 END WHERE form=?2",
			FLAG_CLASS, FLAG_INCOMPLETE | FLAG_BACK | FLAG_NO_TOMBSTONE | FLAG_UNDEAD,
			FLAG_CONTENT, FLAG_ADDED | FLAG_GONE | FLAG_REV, FLAG_REASONS);
	if (!rc)
		rc = run(d, sql, NULL, e);
	free(sql);
	return rc;
}

static int find_form(struct finder *d, struct error *e)
{
	char *known = answer_fields(d->sf, true);
	int rc;

	if (!d->sf->form) {
		rc = find_unknown(d, e);
	} else {
		rc = find_changed(d, e);
		if (!rc)
			rc = find_gone(d, e);
		if (!rc)
			rc = find_undead(d, e);
		if (!rc && *known)
			rc = find_answers(d, known, e);
		if (!rc)
			rc = find_reasons(d, e);
		if (!rc)
			rc = find_extra(d, e);
	}
	free(known);
	return rc ? rc : settle(d, e);
}

int diff_find(struct inbox_open *o, struct error *e)
{
	struct finder d = { .o = o, .db = snapshot_db(o->snapshot), .unit = o->item.head.unit_id };
	/* Ids and flags of what differs: on disk where they are many, so that memory stays flat. */
	int rc = db_exec(
		d.db,
		"PRAGMA temp_store=FILE; CREATE TEMP TABLE diff (form INTEGER NOT NULL, "
		"id TEXT NOT NULL, flags INTEGER NOT NULL, rank INTEGER NOT NULL DEFAULT 3, "
		"PRIMARY KEY (form, id)) WITHOUT ROWID; BEGIN",
		e);

	if (rc)
		return rc;
	for (size_t i = 0; !rc && i < o->snapshot->n_forms; i++) {
		d.form = (long long)i;
		d.sf = &o->snapshot->forms[i];
		rc = find_form(&d, e);
	}
	if (!rc)
		rc = diff_closed(o, e);
	if (!rc)
		rc = diff_lock(o, e);
	return rc ? rc : db_exec(d.db, "COMMIT", e);
}
