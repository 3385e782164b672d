/* SPDX-License-Identifier: MIT */
/*
 * A paper held against the forms without a book: its SELECTs are prepared over empty tables, and each field's column must be
 * one of its query. So a mistake is found when the paper is written, not in the week when it is printed.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/blank.h"
#include "report/paper_impl.h"
#include "report/report.h"
#include "store/guard.h"

struct checking {
	const struct paper *p;
	struct forms *f;
	struct complaints *c;
	struct strlist *columns; /* by query */
	const struct reports *reports;
};

static void bad(struct checking *k, const char *path, int line, const char *query, const char *what)
{
	complaints_add(k->c, path, line, NULL, query, "%s", what);
}

static void check_column(struct checking *k, const char *query, const char *column, const char *path, int line)
{
	int q = paper_query_find(k->p->text, query);
	char *name;

	/* Of a query that cannot be prepared (no columns) that alone is told. */
	if (q < 0 || !column || *column == '#' || !k->columns[q].n || strlist_has(&k->columns[q], column))
		return;
	name = xasprintf("%s.%s", query, column);
	bad(k, path, line, name, _("the query has no column of this name"));
	free(name);
}

static void check_inline(struct checking *k, const struct paper_inline *in, const struct paper_node *n)
{
	for (; in; in = in->next) {
		if (!in->field)
			continue;
		if (*in->field->query)
			check_column(k, in->field->query, in->field->column, n->path, n->line);
		for (size_t i = 0; i < in->field->n; i++) {
			const struct paper_format *how = &in->field->format[i];

			if ((how->kind == FORMAT_CODE || how->kind == FORMAT_CHOICES) && !code_lists_get(forms_codes(k->f), how->text, NULL))
				bad(k, n->path, n->line, how->text, _("there is no such code list"));
		}
	}
}

static void check_nodes(struct checking *k, const struct paper_node *n)
{
	for (; n; n = n->next) {
		check_inline(k, n->text, n);
		for (size_t i = 0; i < n->n_cells; i++)
			check_inline(k, n->cells[i].text, n);
		for (size_t i = 0; n->part && i < n->n_columns; i++)
			check_nodes(k, n->part[i]);
		if (n->kind == NODE_REPORT && !reports_find(k->reports, n->query))
			bad(k, n->path, n->line, n->query, _("there is no such report"));
		if (n->kind == NODE_IF && n->query)
			check_column(k, n->query, n->column, n->path, n->line);
		check_nodes(k, n->child);
		check_nodes(k, n->other);
	}
}

static void check_query(struct checking *k, struct db *db, size_t i)
{
	const struct paper_query *q = &k->p->text->query[i];
	struct error e = ERROR_INIT;
	struct stmt *st;

	for (size_t n = 0; n < q->n_params; n++)
		if (q->params[n].of < 0)
			check_column(k, k->p->text->query[q->params[n].query].name, q->params[n].column, q->path, q->line);
	if (db_prepare(db, &st, q->sql, &e)) {
		const char *why = e.detail ? e.detail : e.what, *sql = strstr(why, q->sql);
		char *text = xstrndup(why, sql ? (size_t)(sql - why) : strlen(why));

		complaints_add(k->c, q->path, q->line, NULL, q->name, _("SQLite cannot read this query: %s"), text);
		free(text);
	} else {
		for (int c = 0; c < stmt_cols(st); c++)
			strlist_add(&k->columns[i], stmt_col_name(st, c));
		stmt_done(st);
	}
	error_clear(&e);
}

static void check_paper(struct checking *k, struct db *db)
{
	const struct paper_text *t = k->p->text;

	for (size_t i = 0; i < t->codes.n; i++)
		if (!code_lists_get(forms_codes(k->f), t->codes.v[i], NULL))
			bad(k, k->p->path, 0, t->codes.v[i], _("there is no such code list"));
	k->columns = xcalloc(t->n_queries + 1, sizeof(*k->columns));
	for (size_t i = 0; i < t->n_queries; i++) {
		strlist_init(&k->columns[i]);
		check_query(k, db, i);
	}
	check_nodes(k, t->body);
	for (size_t i = 0; i < t->n_queries; i++)
		strlist_fini(&k->columns[i]);
	free(k->columns);
}

void papers_check(const struct papers *p, struct forms *f, struct complaints *c)
{
	const struct strlist none = { NULL, 0, 0 };
	struct complaints unheard; /* who checks the reports hears them */
	struct reports *reports;
	struct error e = ERROR_INIT;
	struct db *db = NULL;
	bool why = false;
	int rc = blank_open(&db, f, &e);

	complaints_init(&unheard);
	for (size_t i = 0; i < papers_n(p); i++)
		why = why || papers_at(p, i)->text->why;
	if (!rc && why)
		rc = paper_why_fill(db, f, &e);
	if (!rc)
		rc = paper_scores_fill(db, f, &e);
	if (!rc)
		rc = paper_codes_fill(db, f, &none, &e);
	if (!rc)
		rc = db_guard_select(db, true, &e);
	reports = reports_load_all(&unheard);
	for (size_t i = 0; !rc && i < papers_n(p); i++) {
		struct checking k = { .p = papers_at(p, i), .f = f, .c = c, .reports = reports };

		check_paper(&k, db);
	}
	reports_free(reports);
	complaints_fini(&unheard);
	if (rc)
		complaints_add(c, "papers", 0, NULL, NULL, "%s", e.what);
	error_clear(&e);
	db_close(db);
}
