/* SPDX-License-Identifier: MIT */
/*
 * A record in memory and how it is read: a row of its form's table, its answers woven in, every
 * value as canonical text.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/internal.h"
#include "text/number.h"

void record_init(struct record *r)
{
	*r = (struct record){ .rev = 0 };
}

static void value_fini(struct value *v)
{
	free(v->field);
	free(v->text);
	free(v->standard);
}

void record_fini(struct record *r)
{
	for (size_t i = 0; i < r->n; i++)
		value_fini(&r->v[i]);
	free(r->v);
	free(r->unit);
	free(r->id);
	free(r->who);
	free(r->at);
	free(r->why);
	record_init(r);
}

static struct value *find(const struct record *r, const char *field)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->v[i].field, field))
			return &r->v[i];
	return NULL;
}

const char *record_get(const struct record *r, const char *field)
{
	const struct value *v = find(r, field);

	return v ? v->text : NULL;
}

void record_append(struct record *r, const char *field, const char *text, const char *standard)
{
	r->v = grow(r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n++] = (struct value){ xstrdup(field), xstrdup(text), xstrdup_null(standard) };
}

void record_put(struct record *r, const char *field, const char *text, const char *standard)
{
	struct value *v = find(r, field);

	if (v && text) {
		set_string(&v->text, text);
		set_string(&v->standard, standard);
	} else if (v) {
		value_fini(v);
		memmove(v, v + 1, (size_t)(r->v + --r->n - v) * sizeof(*v));
	} else if (text) {
		record_append(r, field, text, standard);
	}
}

/* ---- values in and out ---- */

char *record_cell(struct stmt *st, int i, enum column_kind kind)
{
	char buf[32];

	if (stmt_col_null(st, i))
		return NULL;
	if (kind == COLUMN_REAL)
		return xstrdup(number_plain(stmt_col_real(st, i), buf));
	return xstrdup(stmt_col_text(st, i));
}

static int no_number(const struct column *c, const char *text, struct error *e)
{
	int rc = error_fail(e, ERR_DATA, "GN-S62", _("“%s” is not a number (field “%s”)."), text,
			    c->name);

	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Correct the value, then do it again."));
	return rc;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Codes once each, in order: "b|a|b" is "a|b". */
static char *canonical_codes(const char *text)
{
	struct strlist codes;
	struct str b;

	strlist_init(&codes);
	str_init(&b);
	strlist_split(&codes, text, "|");
	if (codes.n)
		qsort(codes.v, codes.n, sizeof(*codes.v), by_text);
	for (size_t i = 0; i < codes.n; i++)
		if (!i || strcmp(codes.v[i], codes.v[i - 1]))
			str_addf(&b, "%s%s", b.len ? "|" : "", codes.v[i]);
	strlist_fini(&codes);
	if (b.len)
		return str_take(&b);
	str_fini(&b);
	return NULL;
}

int value_canonical(const struct column *c, const char *text, char **out, struct error *e)
{
	char buf[32];
	long long n;
	double d;

	*out = NULL;
	if (str_empty(text))
		return 0;
	switch (c->kind) {
	case COLUMN_INT:
		if (!str_int(text, &n))
			return no_number(c, text, e);
		*out = xasprintf("%lld", n);
		return 0;
	case COLUMN_REAL:
		if (!number_decimal_plain(text, &d))
			return no_number(c, text, e);
		*out = xstrdup(number_plain(d, buf));
		return 0;
	case COLUMN_MULTI:
		*out = canonical_codes(text);
		return 0;
	case COLUMN_TEXT:
	case COLUMN_ANSWERS:
		break;
	}
	*out = xstrdup(text);
	return 0;
}

/* `text` is canonical. */
int record_bind(struct stmt *st, int i, enum column_kind kind, const char *text)
{
	long long n;
	double d;

	if (!text)
		stmt_null(st, i);
	else if (kind == COLUMN_INT && str_int(text, &n))
		stmt_int(st, i, n);
	else if (kind == COLUMN_REAL && number_decimal_plain(text, &d))
		stmt_real(st, i, d);
	else
		stmt_text(st, i, text);
	return i + 1;
}

/* ---- reading ---- */

struct answer_row {
	char *field, *code, *standard, *value;
};
struct answer_rows {
	struct answer_row *v;
	size_t n, cap;
};

static void answer_rows_fini(struct answer_rows *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free(a->v[i].field);
		free(a->v[i].code);
		free(a->v[i].standard);
		free(a->v[i].value);
	}
	free(a->v);
}

static int read_answers(struct book *b, const char *form, const char *unit, const char *id,
			struct answer_rows *out, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(b->db, &st,
			    "SELECT field, code, standard, value FROM answer "
			    "WHERE form=? AND unit=? AND id=? ORDER BY field, code",
			    e);

	if (rc)
		return rc;
	stmt_text(st, 1, form);
	stmt_text(st, 2, unit);
	stmt_text(st, 3, id);
	while ((rc = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
		out->v[out->n++] = (struct answer_row){
			xstrdup(stmt_col_text(st, 0)),
			xstrdup(stmt_col_text(st, 1)),
			xstrdup_null(stmt_col_text(st, 2)),
			xstrdup(stmt_col_text(st, 3)),
		};
	}
	stmt_done(st);
	return rc;
}

/* The answers of one column: a multi as one text, an indicator each as its own value. */
static void weave(const struct column *c, const struct answer_rows *a, struct record *out)
{
	struct str codes;

	str_init(&codes);
	for (size_t i = 0; i < a->n; i++) {
		const struct answer_row *r = &a->v[i];

		if (strcmp(r->field, c->name))
			continue;
		if (c->kind == COLUMN_MULTI) {
			str_addf(&codes, "%s%s", codes.len ? "|" : "", r->code);
		} else {
			char *field = xasprintf("%s.%s", c->name, r->code);

			record_append(out, field, r->value, r->standard);
			free(field);
		}
	}
	if (codes.len)
		record_append(out, c->name, codes.s, NULL);
	str_fini(&codes);
}

int record_add_answers(struct book *b, const struct table *t, struct record *r, struct error *e)
{
	struct answer_rows answers = { NULL, 0, 0 };
	bool any = false;
	int rc;

	for (size_t i = 0; i < t->n_columns; i++)
		any = any || !column_stored(&t->columns[i]);
	if (!any)
		return 0;
	rc = read_answers(b, t->name, r->unit, r->id, &answers, e);
	for (size_t i = 0; !rc && i < t->n_columns; i++)
		if (!column_stored(&t->columns[i]))
			weave(&t->columns[i], &answers, r);
	answer_rows_fini(&answers);
	return rc;
}

static void take_row(struct stmt *st, const struct table *t, const struct answer_rows *answers,
		     struct record *out)
{
	int col = 5;

	out->rev = stmt_col_int(st, 0);
	out->complete = str_eq(stmt_col_text(st, 1), "complete");
	out->who = xstrdup_null(stmt_col_text(st, 2));
	out->at = xstrdup_null(stmt_col_text(st, 3));
	out->why = xstrdup_null(stmt_col_text(st, 4));
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct column *c = &t->columns[i];
		char *text;

		if (!column_stored(c)) {
			weave(c, answers, out);
			continue;
		}
		text = record_cell(st, col++, c->kind);
		if (text)
			record_append(out, c->name, text, NULL);
		free(text);
	}
}

/* One row by its key: `sql` holds "SELECT columns" and is freed here. 1 with the statement at the row, 0 where there is none;
 * *st is to be given back unless it is negative. */
static int row_by_key(struct book *b, const struct table *t, struct str *sql, const char *unit, const char *id,
		      struct stmt **st, struct error *e)
{
	int rc;

	str_add(sql, " FROM ");
	sql_name(sql, t->name);
	str_add(sql, " WHERE _unit=? AND id=?");
	rc = db_prepare(b->db, st, sql->s, e);
	str_fini(sql);
	if (rc)
		return rc;
	stmt_text(*st, 1, unit);
	stmt_text(*st, 2, id);
	rc = stmt_step(*st, e);
	if (rc < 0)
		stmt_done(*st);
	return rc;
}

static int read_sorts(struct book *b, const struct table *t, const char *unit, const char *id,
		      struct strlist *out, struct error *e)
{
	struct stmt *st;
	struct str sql;
	int rc;

	if (!t->n_sorts)
		return 0;
	str_init(&sql);
	for (int i = 1; i <= t->n_sorts; i++)
		str_addf(&sql, "%s_sort%d", i > 1 ? ", " : "SELECT ", i);
	rc = row_by_key(b, t, &sql, unit, id, &st, e);
	if (rc < 0)
		return rc;
	for (int i = 0; rc > 0 && i < t->n_sorts; i++)
		strlist_add(out, stmt_col_text(st, i));
	stmt_done(st);
	return 0;
}

int record_read(struct book *b, struct table_state *s, const char *unit, const char *id,
		struct record *out, struct strlist *sorts, bool *found, struct error *e)
{
	struct answer_rows answers = { NULL, 0, 0 };
	struct stmt *st;
	int rc;

	record_init(out);
	*found = false;
	if (!s->exists)
		return 0;
	rc = db_prepare(b->db, &st, s->sql_load, e);
	if (rc)
		return rc;
	stmt_text(st, 1, unit);
	stmt_text(st, 2, id);
	rc = stmt_step(st, e);
	if (rc > 0) {
		*found = true;
		rc = s->answers ? read_answers(b, s->t->name, unit, id, &answers, e) : 0;
		if (!rc)
			take_row(st, s->t, &answers, out);
	}
	stmt_done(st);
	answer_rows_fini(&answers);
	if (!rc && *found && sorts)
		rc = read_sorts(b, s->t, unit, id, sorts, e);
	if (rc || !*found) {
		record_fini(out);
		return rc;
	}
	out->unit = xstrdup(unit);
	out->id = xstrdup(id);
	return 0;
}

int record_none(struct error *e, const struct table *t, const char *id)
{
	int rc = error_fail(e, ERR_NOTFOUND, "GN-S63", _("There is no such record."));

	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Look for it in the list; it may have been removed."));
	error_detail(e, "%s %s", t->name, id);
	return rc;
}

/* Which unit has `id`? Units are few and known from the counts, so each is one look by key. */
static int find_unit(struct book *b, const struct table *t, const char *id, char **out,
		     struct error *e)
{
	struct stmt *st;
	struct str sql;
	int rc;

	*out = NULL;
	str_init(&sql);
	str_add(&sql, "SELECT _unit FROM ");
	sql_name(&sql, t->name);
	str_add(&sql,
		" WHERE _unit IN (SELECT unit FROM figure WHERE form=? AND field='' AND code='') "
		"AND id=? LIMIT 2");
	rc = db_prepare(b->db, &st, sql.s, e);
	str_fini(&sql);
	if (rc)
		return rc;
	stmt_text(st, 1, t->name);
	stmt_text(st, 2, id);
	rc = stmt_step(st, e);
	if (rc > 0) {
		*out = xstrdup(stmt_col_text(st, 0));
		rc = stmt_step(st, e);
	}
	stmt_done(st);
	if (rc > 0) {
		rc = error_fail(e, ERR_AMBIGUOUS, "GN-S64",
				_("More than one unit has a record of this identity."));
		error_todo(e, "%s", _("Say which unit is meant."));
		error_detail(e, "%s %s", t->name, id);
	}
	if (rc) {
		free(*out);
		*out = NULL;
	}
	return rc;
}

/* Some columns of a row, in the order asked. */
static int read_some(struct book *b, const struct table_state *s, const char *unit, const char *id,
		     const size_t *columns, size_t n, struct record *out, bool *found, struct error *e)
{
	const struct column *all = s->t->columns;
	struct stmt *st;
	struct str sql;
	int rc;

	*found = false;
	if (!s->exists)
		return 0;
	str_init(&sql);
	for (size_t i = 0; i < n; i++) {
		str_add(&sql, i ? ", " : "SELECT ");
		if (s->has[columns[i]])
			sql_name(&sql, all[columns[i]].name);
		else
			str_add(&sql, "NULL");
	}
	rc = row_by_key(b, s->t, &sql, unit, id, &st, e);
	if (rc < 0)
		return rc;
	*found = rc > 0;
	for (size_t i = 0; rc > 0 && i < n; i++) {
		char *text = record_cell(st, (int)i, all[columns[i]].kind);

		if (text)
			record_append(out, all[columns[i]].name, text, NULL);
		free(text);
	}
	stmt_done(st);
	return 0;
}

struct wanted {
	const size_t *columns; /* NULL: all, with the answers */
	size_t n;
};

static int read_one(struct book *b, struct table_state *s, const char *unit, const char *id,
		    const struct wanted *w, struct record *out, bool *found, struct error *e)
{
	int rc;

	if (!w->columns)
		return record_read(b, s, unit, id, out, NULL, found, e);
	rc = read_some(b, s, unit, id, w->columns, w->n, out, found, e);
	if (!rc && *found) {
		out->unit = xstrdup(unit);
		out->id = xstrdup(id);
	}
	return rc;
}

static int load(struct book *b, const struct table *t, const char *unit, const char *id,
		const struct wanted *w, struct record *out, struct error *e)
{
	struct table_state *s;
	char *other = NULL;
	bool found;
	int rc;

	record_init(out);
	rc = table_state(b, t, &s, e);
	if (!rc)
		rc = read_one(b, s, book_unit(b, unit), id, w, out, &found, e);
	if (rc || found)
		return rc;
	if (!unit && s->exists)
		rc = find_unit(b, t, id, &other, e);
	if (!rc && other)
		rc = read_one(b, s, other, id, w, out, &found, e);
	free(other);
	if (!rc && !found)
		rc = record_none(e, t, id);
	return rc;
}

int record_load(struct book *b, const struct table *t, const char *unit, const char *id,
		struct record *out, struct error *e)
{
	return load(b, t, unit, id, &(struct wanted){ NULL, 0 }, out, e);
}

int record_load_some(struct book *b, const struct table *t, const char *unit, const char *id,
		     const size_t *columns, size_t n, struct record *out, struct error *e)
{
	return load(b, t, unit, id, &(struct wanted){ columns, n }, out, e);
}
