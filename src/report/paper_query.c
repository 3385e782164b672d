/* SPDX-License-Identifier: MIT */
/*
 * The SELECTs of a paper. A parameter is what the paper is made for (:round, :household …), :unit, :today, or :query__column,
 * a column of the row now shown of a query before it. One that asks the same again is not run again.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/sqlfile.h"
#include "report/paper_impl.h"
#include "text/number.h"

#define ROWS_MAX 200000

int paper_query_find(const struct paper_text *t, const char *name)
{
	for (size_t i = 0; i < t->n_queries; i++)
		if (!strcmp(t->query[i].name, name))
			return (int)i;
	return -1;
}

/* ---- reading ---- */

static bool known_param(const struct paper_reader *r, const char *name, struct paper_param *out)
{
	const char *parts = strstr(name, "__");
	char *query;
	int q;

	*out = (struct paper_param){ .of = -1 };
	if (!strcmp(name, "unit") || !strcmp(name, "today")) {
		out->of = *name == 'u' ? PARAM_UNIT : PARAM_TODAY;
		return true;
	}
	for (int i = 0; i < PAPER_OF_N; i++)
		if (!strcmp(paper_of_names[i], name)) {
			out->of = i;
			return true;
		}
	if (!parts)
		return false;
	query = xstrndup(name, (size_t)(parts - name));
	q = paper_query_find(r->p->text, query);
	free(query);
	if (q < 0 || !db_name_ok(parts + 2))
		return false;
	out->query = (size_t)q;
	out->column = xstrdup(parts + 2);
	return true;
}

/* The parameter's place in the list, put there where it is new. */
static int param_place(struct paper_query *q, struct paper_param *p)
{
	for (size_t i = 0; i < q->n_params; i++) {
		const struct paper_param *o = &q->params[i];

		if (o->of != p->of || o->query != p->query || !str_eq(o->column, p->column))
			continue;
		free(p->column);
		return (int)i + 1;
	}
	q->params = xreallocarray(q->params, q->n_params + 1, sizeof(*q->params));
	q->params[q->n_params++] = *p;
	return (int)q->n_params;
}

static size_t take_param(struct paper_reader *r, struct paper_query *q, const char *s, struct str *sql, int line)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
	char *name = xstrndup(s, n);
	struct paper_param p;

	if (known_param(r, name, &p))
		str_addf(sql, "?%d", param_place(q, &p));
	else
		paper_bad(r, q->path, line, name, "%s",
			  _("no such parameter: :unit, :today, what the paper is made for, or :query__column of a query before this one"));
	free(name);
	return n;
}

void paper_query_read(struct paper_reader *r, const char *name, char *text, const char *path, int line)
{
	struct paper_query q = { .name = xstrdup(name), .path = path, .line = line };
	struct paper_text *t = r->p->text;
	const char *p = text + strspn(text, " \t\r\n");
	bool ended = false;
	struct str sql;

	str_init(&sql);
	if (strncasecmp(p, "select", 6) != 0 && strncasecmp(p, "with", 4) != 0)
		paper_bad(r, path, line, name, "%s", _("a SELECT is expected"));
	for (p = text; *p;) {
		size_t n = sql_skip(p);

		line += *p == '\n';
		if (n) {
			for (size_t i = 1; i < n; i++)
				line += p[i] == '\n';
			str_addn(&sql, p, n);
			p += n;
		} else if (*p == ':') {
			p += 1 + take_param(r, &q, p + 1, &sql, line + 1);
		} else {
			if ((ended && !strchr(" \t\r\n", *p)) || strchr("?@$", *p)) {
				paper_bad(r, path, line + 1, name, "%s", _("one SELECT only, with :parameters"));
				break;
			}
			ended = ended || *p == ';';
			if (*p != ';')
				str_addc(&sql, *p);
			p++;
		}
	}
	free(text);
	q.sql = str_take(&sql);
	t->query = grow(t->query, t->n_queries, &t->cap_queries, sizeof(*t->query));
	t->query[t->n_queries++] = q;
}

/* ---- running ---- */

static void rows_clear(struct paper_rows *r)
{
	for (size_t i = 0; i < r->n * r->columns.n; i++)
		free(r->v[i]);
	free(r->v);
	free(r->number);
	free(r->asked);
	strlist_fini(&r->columns);
	*r = (struct paper_rows){ .v = NULL };
}

void paper_rows_fini(struct paper_rows *r)
{
	rows_clear(r);
}

static int column_of(const struct paper_rows *r, const char *name)
{
	for (size_t i = 0; i < r->columns.n; i++)
		if (!strcmp(r->columns.v[i], name))
			return (int)i;
	return -1;
}

static int no_column(const struct paper_query *q, const char *column, struct error *e)
{
	error_fail(e, ERR_DATA, "GN-P01", _("The query %s of this paper has no column %s."), q->name, column);
	error_detail(e, "%s:%d", q->path, q->line);
	error_todo(e, "%s", _("Tell who made this paper; the others can be printed without it."));
	return ERR_DATA;
}

static int param_value(struct paper_run *run, const struct paper_param *p, char **out, bool *is_number, struct error *e)
{
	const char *v = NULL;
	char number[24], day[11];
	struct date today;
	int rc = 0;

	*out = NULL;
	*is_number = false;
	if (p->of == PARAM_TODAY) {
		today = book_today(run->b);
		v = date_iso(&today, day);
	} else if (p->of == PARAM_UNIT) {
		v = book_unit_id(run->b);
	} else if (p->of >= 0) {
		v = run->choice->of[p->of];
	} else {
		rc = paper_value(run, run->p->text->query[p->query].name, p->column, &v, number,
				 is_number, e);
	}
	*out = xstrdup_null(v);
	return rc;
}

static int take_rows(struct paper_rows *r, struct stmt *st, const struct paper_query *q, struct error *e)
{
	int rc;

	for (int i = 0; i < stmt_cols(st); i++)
		strlist_add(&r->columns, stmt_col_name(st, i));
	while ((rc = stmt_step(st, e)) == 1) {
		size_t n = r->columns.n;

		if (r->n == ROWS_MAX)
			return error_fail(e, ERR_DATA, "GN-P02", _("The query %s of this paper gives too many rows."),
					  q->name);
		if (r->n == r->cap) {
			r->cap = r->cap ? 2 * r->cap : 16;
			r->v = xreallocarray(r->v, r->cap * n, sizeof(*r->v));
			r->number = xreallocarray(r->number, r->cap * n, sizeof(*r->number));
		}
		for (size_t i = 0; i < n; i++) {
			/* Before the text is asked for, which turns a number into one. */
			r->number[r->n * n + i] = stmt_col_number(st, (int)i);
			r->v[r->n * n + i] = xstrdup_null(stmt_col_text(st, (int)i));
		}
		r->n++;
	}
	return rc;
}

/* What SQLite says of a query is the fault of the paper's file, not ours. */
static int bad_query(const struct paper_query *q, struct error *e)
{
	char *why = xstrdup(e && e->detail ? e->detail : e && e->what ? e->what : "");

	error_fail(e, ERR_DATA, "GN-P08", _("The query %s of this paper cannot be answered."), q->name);
	error_detail(e, "%s:%d: %s", q->path, q->line, why);
	error_todo(e, "%s", _("Tell who made this paper; the others can be printed without it."));
	free(why);
	return ERR_DATA;
}

/* What a query is asked with. */
struct asked {
	struct strlist values;
	bool *null, *number;
};

/* A number as a number: text beside one would compare as greater than any. */
static void bind(struct stmt *st, int i, const char *value, bool is_number)
{
	long long n;
	double d;

	if (value && is_number && str_int(value, &n))
		stmt_int(st, i, n);
	else if (value && is_number && number_decimal_plain(value, &d))
		stmt_real(st, i, d);
	else
		stmt_text(st, i, value);
}

static int run_query(struct paper_run *run, const struct paper_query *q, struct paper_rows *r,
		     const struct asked *a, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(run->db, &st, q->sql, e);

	if (!rc) {
		for (size_t i = 0; i < a->values.n; i++)
			bind(st, (int)i + 1, a->null[i] ? NULL : a->values.v[i], a->number[i]);
		rc = take_rows(r, st, q, e);
		stmt_done(st);
	}
	return rc && rc != ERR_BUSY && rc != ERR_IO ? bad_query(q, e) : rc;
}

int paper_rows(struct paper_run *run, size_t query, struct paper_rows **out, struct error *e)
{
	const struct paper_query *q = &run->p->text->query[query];
	struct paper_rows *r = &run->rows[query];
	struct asked a = { .null = xcalloc(q->n_params + 1, sizeof(*a.null)),
			   .number = xcalloc(q->n_params + 1, sizeof(*a.number)) };
	struct str asked;
	int rc = 0;

	*out = r;
	strlist_init(&a.values);
	str_init(&asked);
	for (size_t i = 0; !rc && !r->busy && i < q->n_params; i++) {
		char *v;

		rc = param_value(run, &q->params[i], &v, &a.number[i], e);
		a.null[i] = !v;
		strlist_add(&a.values, v ? v : "");
		str_addf(&asked, "%c%s\x1f", v ? '=' : '-', v ? v : "");
		free(v);
	}
	if (!rc && !r->busy && !(r->run && !strcmp(r->asked, asked.s))) {
		rows_clear(r);
		strlist_init(&r->columns);
		rc = run_query(run, q, r, &a, e);
		r->run = !rc;
		r->asked = xstrdup(asked.s);
	}
	str_fini(&asked);
	strlist_fini(&a.values);
	free(a.null);
	free(a.number);
	return rc;
}

int paper_value(struct paper_run *run, const char *query, const char *column, const char **out,
		char number[static 24], bool *is_number, struct error *e)
{
	int q = paper_query_find(run->p->text, query), at, rc;
	struct paper_rows *r;

	*out = NULL;
	if (q < 0) {
		*out = paper_given(run, query, column);
		return 0;
	}
	rc = paper_rows(run, (size_t)q, &r, e);
	if (rc)
		return rc;
	if (!strcmp(column, "#") || !strcmp(column, "##")) {
		snprintf(number, 24, "%zu", column[1] ? r->n : r->n ? r->at + 1 : 0);
		*out = number;
		if (is_number)
			*is_number = true;
		return 0;
	}
	at = column_of(r, column);
	if (at < 0)
		return no_column(&run->p->text->query[q], column, e);
	if (!r->n)
		return 0;
	*out = r->v[r->at * r->columns.n + (size_t)at];
	if (is_number)
		*is_number = r->number[r->at * r->columns.n + (size_t)at];
	return 0;
}
