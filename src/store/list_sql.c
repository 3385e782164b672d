/* SPDX-License-Identifier: MIT */
/*
 * The SQL of a list. Only names that the form knows enter the text; every value is bound. The
 * text of a list differs by its columns, filters and direction alone, so that a page costs no
 * preparing.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"
#include "store/list_sql.h"

static const char *const extra_columns[] = { "id", "_unit", "_state", "_who", "_at", "_why" };

static bool is_extra(const char *name)
{
	for (size_t i = 0; i < sizeof(extra_columns) / sizeof(extra_columns[0]); i++)
		if (!strcmp(extra_columns[i], name))
			return true;
	return false;
}

static bool has_column(const struct table_state *s, const struct column *c)
{
	return s->has[c - s->t->columns];
}

#define OF_ROW "a.form=? AND a.unit=r._unit AND a.id=r.id AND a.field=?"

/* ---- columns ---- */

static int add_field(struct list_sql *l, const struct list_query *q, struct str *sql,
		     const char *field, struct error *e)
{
	const char *code, *dot = strchr(field, '.');
	const struct column *c = table_column(q->table, field, &code);

	l->kinds = grow(l->kinds, l->n_kinds, &l->cap_kinds, sizeof(*l->kinds));
	l->kinds[l->n_kinds++] = c ? c->kind : COLUMN_TEXT;
	str_add(sql, ", ");
	if (!c && !dot && is_extra(field)) {
		str_add(sql, "r.");
		sql_name(sql, field);
		return 0;
	}
	if (!c)
		return table_no_field(e, q->table, field);
	if (column_stored(c)) {
		if (has_column(l->state, c)) {
			str_add(sql, "r.");
			sql_name(sql, c->name);
		} else {
			str_add(sql, "NULL");
		}
		return 0;
	}
	strlist_add(&l->binds, q->table->name);
	strlist_add(&l->binds, c->name);
	if (code) {
		str_add(sql, "(SELECT a.value FROM answer AS a WHERE " OF_ROW " AND a.code=?)");
		strlist_add(&l->binds, code);
	} else {
		/* The key of `answer` gives the codes in their order. */
		str_add(sql,
			"(SELECT group_concat(x, '|') FROM (SELECT a.code AS x FROM answer AS a "
			"WHERE " OF_ROW " ORDER BY a.code))");
	}
	return 0;
}

static void add_sort(struct str *sql, const struct list_query *q)
{
	if (q->sort)
		str_addf(sql, ", r._sort%d", q->sort);
	else
		str_add(sql, ", ''");
}

/* ---- filters ---- */

static int filter_answers(struct list_sql *l, const struct list_query *q, struct str *sql,
			  const struct list_filter *f, const struct column *c, const char *code)
{
	bool empty = str_empty(f->value);

	str_addf(sql, " AND %sEXISTS (SELECT 1 FROM answer AS a WHERE " OF_ROW,
		 empty ? "NOT " : "");
	strlist_add(&l->binds, q->table->name);
	strlist_add(&l->binds, c->name);
	if (code) {
		str_add(sql, " AND a.code=?");
		strlist_add(&l->binds, code);
	}
	if (!empty) {
		str_add(sql, code ? " AND a.value=?" : " AND a.code=?");
		strlist_add(&l->binds, f->value);
	}
	/* An indicator asked for by its name alone is one answered with yes. */
	if (!empty && !code)
		str_add(sql, " AND a.value='yes'");
	str_addc(sql, ')');
	return 0;
}

static int add_filter(struct list_sql *l, const struct list_query *q, struct str *sql,
		      const struct list_filter *f, struct error *e)
{
	const char *code;
	const struct column *c = table_column(q->table, f->field, &code);

	if (!c && !is_extra(f->field))
		return table_no_field(e, q->table, f->field);
	if (c && !column_stored(c))
		return filter_answers(l, q, sql, f, c, code);
	str_add(sql, " AND ");
	if (c && !has_column(l->state, c)) {
		str_add(sql, str_empty(f->value) ? "1" : "0");
		return 0;
	}
	str_add(sql, "r.");
	sql_name(sql, f->field);
	if (str_empty(f->value)) {
		str_add(sql, " IS NULL");
		return 0;
	}
	str_add(sql, "=?");
	strlist_add(&l->binds, f->value);
	return 0;
}

static int add_where(struct list_sql *l, const struct list_query *q, struct str *sql,
		     struct error *e)
{
	int rc = 0;

	str_add(sql, " FROM ");
	sql_name(sql, q->table->name);
	str_add(sql, " AS r WHERE 1");
	for (size_t i = 0; !rc && i < q->n_filters; i++)
		rc = add_filter(l, q, sql, &q->filters[i], e);
	return rc;
}

/* ---- whole statements ---- */

static int begin(struct list_sql *l, struct book *b, const struct list_query *q, struct error *e)
{
	*l = (struct list_sql){ .n_kinds = 0 };
	strlist_init(&l->binds);
	str_init(&l->sql);
	if (q->sort < 0 || q->sort > q->table->n_sorts)
		return table_no_field(e, q->table, "_sort");
	return table_state(b, q->table, &l->state, e);
}

int list_sql_rows(struct list_sql *l, struct book *b, const struct list_query *q, struct error *e)
{
	int rc = begin(l, b, q, e);

	if (rc)
		return rc;
	str_add(&l->sql, "SELECT r._unit, r.id, r._rev, r._state");
	add_sort(&l->sql, q);
	for (size_t i = 0; !rc && i < q->n_fields; i++)
		rc = add_field(l, q, &l->sql, q->fields[i], e);
	return rc ? rc : add_where(l, q, &l->sql, e);
}

int list_sql_count(struct list_sql *l, struct book *b, const struct list_query *q, struct error *e)
{
	int rc = begin(l, b, q, e);

	if (rc)
		return rc;
	str_add(&l->sql, "SELECT count(*)");
	return add_where(l, q, &l->sql, e);
}

void list_sql_from(struct list_sql *l, const struct list_query *q, const struct list_from *from,
		   bool down)
{
	const char *sign = down ? (from->inclusive ? "<=" : "<") : (from->inclusive ? ">=" : ">");

	if (!from->id)
		return;
	if (q->sort) {
		str_addf(&l->sql, " AND (r._sort%d, r._unit, r.id) %s (?, ?, ?)", q->sort, sign);
		strlist_add(&l->binds, from->sort ? from->sort : "");
	} else {
		str_addf(&l->sql, " AND (r._unit, r.id) %s (?, ?)", sign);
	}
	strlist_add(&l->binds, from->unit ? from->unit : "");
	strlist_add(&l->binds, from->id);
}

void list_sql_order(struct list_sql *l, const struct list_query *q, bool down, bool limited)
{
	const char *way = down ? " DESC" : "";

	str_add(&l->sql, " ORDER BY ");
	if (q->sort)
		str_addf(&l->sql, "r._sort%d%s, ", q->sort, way);
	str_addf(&l->sql, "r._unit%s, r.id%s", way, way);
	if (limited)
		str_add(&l->sql, " LIMIT ?");
}

void list_sql_one(struct list_sql *l, const char *unit, const char *id)
{
	str_add(&l->sql, " AND r._unit=? AND r.id=?");
	strlist_add(&l->binds, unit);
	strlist_add(&l->binds, id);
}

int list_sql_prepare(struct list_sql *l, struct book *b, struct stmt **st, struct error *e)
{
	int rc = db_prepare(b->db, st, l->sql.s, e);

	for (size_t i = 0; !rc && i < l->binds.n; i++)
		stmt_text(*st, (int)i + 1, l->binds.v[i]);
	return rc;
}

void list_sql_fini(struct list_sql *l)
{
	str_fini(&l->sql);
	strlist_fini(&l->binds);
	free(l->kinds);
}
