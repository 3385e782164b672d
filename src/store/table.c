/* SPDX-License-Identifier: MIT */
/*
 * Tables that follow the forms: created, and widened by ADD COLUMN, never narrowed. What is in
 * the book is remembered by a fingerprint in meta, so that an opened book with nothing new costs
 * one look-up a form.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/internal.h"

/* The engine's columns stand first in every record table. */
#define FIXED_COLUMNS                                                                              \
	"id TEXT NOT NULL, _unit TEXT NOT NULL, _rev INTEGER NOT NULL, "                           \
	"_state TEXT NOT NULL CHECK (_state IN ('complete', 'incomplete')), "                      \
	"_who TEXT, _at TEXT NOT NULL, _why TEXT"

bool column_stored(const struct column *c)
{
	return c->kind != COLUMN_MULTI && c->kind != COLUMN_ANSWERS;
}

static const char *sql_type(enum column_kind kind)
{
	return kind == COLUMN_INT ? "INTEGER" : kind == COLUMN_REAL ? "REAL" : "TEXT";
}

const struct column *table_column(const struct table *t, const char *field, const char **code)
{
	const char *dot = strchr(field, '.');
	size_t n = dot ? (size_t)(dot - field) : strlen(field);

	if (code)
		*code = dot ? dot + 1 : NULL;
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct column *c = &t->columns[i];

		if (!strncmp(c->name, field, n) && !c->name[n])
			return dot && (c->kind != COLUMN_ANSWERS || !dot[1]) ? NULL : c;
	}
	return NULL;
}

int table_no_field(struct error *e, const struct table *t, const char *field)
{
	int rc = error_fail(e, ERR_NOTFOUND, "GN-S60", _("The form “%s” has no field “%s”."),
			    t->name, field);

	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Check the name of the field."));
	return rc;
}

static int bad_table(struct error *e, const struct table *t, const char *why)
{
	int rc = error_fail(e, ERR_DATA, "GN-S61", _("The form “%s” does not fit this book."),
			    t->name);

	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Correct the form's file, or install the program again."));
	error_detail(e, "%s: %s", t->name, why);
	return rc;
}

static int check_names(const struct table *t, struct error *e)
{
	if (!db_name_ok(t->name) || t->name[0] == '_')
		return bad_table(e, t, "table name");
	for (size_t i = 0; i < t->n_columns; i++) {
		const char *name = t->columns[i].name;

		if (!db_name_ok(name) || name[0] == '_' || strlen(name) > 41 || !strcmp(name, "id"))
			return bad_table(e, t, name);
	}
	for (size_t i = 0; t->count_by && t->count_by[i]; i++) {
		const struct column *c = table_column(t, t->count_by[i], NULL);

		if (!c || c->kind == COLUMN_ANSWERS)
			return bad_table(e, t, t->count_by[i]);
	}
	if (t->live &&
	    (!table_column(t, t->live, NULL) || !column_stored(table_column(t, t->live, NULL))))
		return bad_table(e, t, t->live);
	return 0;
}

/* ---- what this connection knows of a table ---- */

void table_state_free(struct table_state *s)
{
	if (!s)
		return;
	free(s->has);
	free(s->sql_load);
	free(s->sql_insert);
	free(s);
}

/* A column the book lacks reads as NULL; only a book open for reading may lack one. */
static void build_sql(struct table_state *s)
{
	const struct table *t = s->t;
	struct str load, insert, marks;

	str_init(&load);
	str_init(&insert);
	str_init(&marks);
	str_add(&load, "SELECT _rev, _state, _who, _at, _why");
	str_add(&insert, "INSERT INTO ");
	sql_name(&insert, t->name);
	str_add(&insert, " (id, _unit, _rev, _state, _who, _at, _why");
	for (size_t i = 0; i < t->n_columns; i++) {
		if (!column_stored(&t->columns[i]))
			continue;
		str_add(&load, ", ");
		if (s->has[i])
			sql_name(&load, t->columns[i].name);
		else
			str_add(&load, "NULL");
		str_add(&insert, ", ");
		sql_name(&insert, t->columns[i].name);
		str_add(&marks, ", ?");
	}
	for (int i = 1; i <= t->n_sorts; i++) {
		str_addf(&insert, ", _sort%d", i);
		str_add(&marks, ", ?");
	}
	str_add(&load, " FROM ");
	sql_name(&load, t->name);
	str_add(&load, " WHERE _unit=? AND id=?");
	str_addf(&insert, ") VALUES (?, ?, ?, ?, ?, ?, ?%s)", marks.s);
	str_fini(&marks);
	free(s->sql_load);
	free(s->sql_insert);
	s->sql_load = str_take(&load);
	s->sql_insert = str_take(&insert);
}

static size_t column_index(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (!strcmp(t->columns[i].name, name))
			return i;
	return t->n_columns;
}

/* Read what stands in the book. A column of another type than the form's is a fault of the form;
 * a table without a revision is one of the engine's own. */
static int read_columns(struct book *b, struct table_state *s, bool *sorts_there, struct error *e)
{
	const struct table *t = s->t;
	struct stmt *st;
	bool ours = false;
	int sorts = 0;
	int rc = db_prepare(b->db, &st, "SELECT name, type FROM pragma_table_info(?)", e);

	if (rc)
		return rc;
	stmt_text(st, 1, t->name);
	s->exists = false;
	memset(s->has, 0, t->n_columns * sizeof(*s->has));
	while ((rc = stmt_step(st, e)) > 0) {
		const char *name = stmt_col_text(st, 0);
		size_t i = column_index(t, name);

		s->exists = true;
		ours = ours || !strcmp(name, "_rev");
		sorts += str_starts(name, "_sort");
		if (i == t->n_columns)
			continue;
		s->has[i] = column_stored(&t->columns[i]);
		if (s->has[i] && strcmp(stmt_col_text(st, 1), sql_type(t->columns[i].kind))) {
			rc = bad_table(e, t, t->columns[i].name);
			break;
		}
	}
	stmt_done(st);
	if (!rc && s->exists && !ours)
		rc = bad_table(e, t, "the name is taken by the engine");
	*sorts_there = sorts >= t->n_sorts;
	return rc;
}

int table_state(struct book *b, const struct table *t, struct table_state **out, struct error *e)
{
	struct table_state *s;
	bool sorts;
	int rc;

	for (size_t i = 0; i < b->n_tables; i++)
		if (b->tables[i]->t == t) {
			*out = b->tables[i];
			return 0;
		}
	*out = NULL;
	rc = check_names(t, e);
	if (rc)
		return rc;
	s = xcalloc(1, sizeof(*s));
	s->t = t;
	s->has = xcalloc(t->n_columns + 1, sizeof(*s->has));
	for (size_t i = 0; i < t->n_columns; i++)
		s->answers = s->answers || !column_stored(&t->columns[i]);
	rc = read_columns(b, s, &sorts, e);
	if (rc) {
		table_state_free(s);
		return rc;
	}
	build_sql(s);
	b->tables = grow(b->tables, b->n_tables, &b->cap_tables, sizeof(*b->tables));
	b->tables[b->n_tables++] = s;
	*out = s;
	return 0;
}

bool table_there(struct book *b, const struct table *t)
{
	struct table_state *s;

	return !table_state(b, t, &s, NULL) && s->exists;
}

/* ---- bringing the book up to a form ---- */

static int create_table(struct book *b, const struct table *t, struct error *e)
{
	struct str sql;
	int rc;

	str_init(&sql);
	str_add(&sql, "CREATE TABLE ");
	sql_name(&sql, t->name);
	str_add(&sql, " (" FIXED_COLUMNS);
	for (int i = 1; i <= t->n_sorts; i++)
		str_addf(&sql, ", _sort%d TEXT NOT NULL DEFAULT ''", i);
	for (size_t i = 0; i < t->n_columns; i++) {
		if (!column_stored(&t->columns[i]))
			continue;
		str_add(&sql, ", ");
		sql_name(&sql, t->columns[i].name);
		str_addf(&sql, " %s", sql_type(t->columns[i].kind));
	}
	str_add(&sql, ", PRIMARY KEY (_unit, id)) STRICT");
	rc = db_exec(b->db, sql.s, e);
	str_fini(&sql);
	return rc;
}

static int add_column(struct book *b, const struct table *t, const char *name, const char *type,
		      struct error *e)
{
	struct str sql;
	int rc;

	str_init(&sql);
	str_add(&sql, "ALTER TABLE ");
	sql_name(&sql, t->name);
	str_add(&sql, " ADD COLUMN ");
	sql_name(&sql, name);
	str_addf(&sql, " %s", type);
	rc = db_exec(b->db, sql.s, e);
	str_fini(&sql);
	return rc;
}

static int add_sorts(struct book *b, const struct table *t, struct error *e)
{
	int rc = 0;

	for (int i = 1; !rc && i <= t->n_sorts; i++) {
		char *name = xasprintf("_sort%d", i);
		int64_t there;

		rc = db_get_int(b->db, &there, NULL, e,
				"SELECT count(*) FROM pragma_table_info(?) WHERE name=?", "tt",
				t->name, name);
		if (!rc && !there)
			rc = add_column(b, t, name, "TEXT NOT NULL DEFAULT ''", e);
		free(name);
	}
	return rc;
}

/* `spec` is a list of columns; the index is named after it, so that the same one is made once. */
static int create_index(struct book *b, const struct table *t, const char *spec, struct error *e)
{
	struct strlist cols;
	struct str sql;
	int rc = 0;

	strlist_init(&cols);
	str_init(&sql);
	strlist_split(&cols, spec, ", ");
	str_addf(&sql, "CREATE INDEX IF NOT EXISTS \"%s", t->name);
	for (size_t i = 0; i < cols.n; i++) {
		if (!db_name_ok(cols.v[i])) {
			rc = bad_table(e, t, spec);
			goto out;
		}
		str_addf(&sql, "-%s", cols.v[i]);
	}
	str_add(&sql, "\" ON ");
	sql_name(&sql, t->name);
	for (size_t i = 0; i < cols.n; i++) {
		str_add(&sql, i ? ", " : " (");
		sql_name(&sql, cols.v[i]);
	}
	str_addc(&sql, ')');
	rc = cols.n ? db_exec(b->db, sql.s, e) : bad_table(e, t, spec);
out:
	str_fini(&sql);
	strlist_fini(&cols);
	return rc;
}

/* Does an index of the form begin with this column? */
static bool is_indexed(const struct table *t, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; t->indexes && t->indexes[i]; i++)
		if (!strncmp(t->indexes[i], name, n) && strchr(", ", t->indexes[i][n]))
			return true;
	return false;
}

static int create_indexes(struct book *b, const struct table *t, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && t->indexes && t->indexes[i]; i++)
		rc = create_index(b, t, t->indexes[i], e);
	/* Rosters, and who refers to a record about to be removed, are found through these. */
	for (size_t i = 0; !rc && i < t->n_columns; i++)
		if (t->columns[i].reference && column_stored(&t->columns[i]) &&
		    !is_indexed(t, t->columns[i].name))
			rc = create_index(b, t, t->columns[i].name, e);
	return rc;
}

/* Everything of a form that the book has to follow, as text. */
static char *fingerprint(const struct table *t)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "1;%d;%s", t->n_sorts, t->live ? t->live : "");
	for (size_t i = 0; i < t->n_columns; i++)
		str_addf(&b, ";%s:%d%s", t->columns[i].name, (int)t->columns[i].kind,
			 t->columns[i].reference ? "r" : "");
	for (size_t i = 0; t->indexes && t->indexes[i]; i++)
		str_addf(&b, ";i %s", t->indexes[i]);
	for (size_t i = 0; t->count_by && t->count_by[i]; i++)
		str_addf(&b, ";c %s", t->count_by[i]);
	return str_take(&b);
}

static int widen(struct book *b, struct table_state *s, const char *name, const char *print,
		 struct error *e)
{
	const struct table *t = s->t;
	bool was_there, sorts;
	int rc = read_columns(b, s, &sorts, e);

	was_there = s->exists;
	if (!rc && !was_there)
		rc = create_table(b, t, e);
	for (size_t i = 0; !rc && was_there && i < t->n_columns; i++)
		if (column_stored(&t->columns[i]) && !s->has[i])
			rc = add_column(b, t, t->columns[i].name, sql_type(t->columns[i].kind), e);
	if (!rc && was_there && !sorts)
		rc = add_sorts(b, t, e);
	if (!rc)
		rc = create_indexes(b, t, e);
	/* What is counted may have changed with the form. */
	if (!rc && was_there)
		rc = record_recount(b, t, NULL, e);
	if (!rc)
		rc = book_meta_put(b->db, name, print, e);
	return rc;
}

int table_ensure(struct book *b, const struct table *t, struct error *e)
{
	struct table_state *s;
	char *name = NULL, *print = NULL, *stored = NULL;
	bool sorts;
	int rc = table_state(b, t, &s, e);

	if (rc)
		return rc;
	name = xasprintf("schema.%s", t->name);
	print = fingerprint(t);
	rc = book_meta(b, name, &stored, e);
	if (rc || str_eq(print, stored) || b->mode == BOOK_READ)
		goto out;
	rc = db_begin(b->db, e);
	if (rc)
		goto out;
	rc = widen(b, s, name, print, e);
	if (rc)
		db_rollback(b->db);
	else
		rc = db_commit(b->db, e);
	/* Whichever way it ended, look again at what there is. */
	if (read_columns(b, s, &sorts, rc ? NULL : e) && !rc)
		rc = ERR_DATA;
	build_sql(s);
out:
	free(stored);
	free(print);
	free(name);
	return rc;
}
