/* SPDX-License-Identifier: MIT */
/*
 * @report: a report's table within a paper, made by the very report, so that a paper never counts otherwise. Headings
 * with their groups, the printed numbers of the columns, rows and totals; its notes below.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/paper_impl.h"
#include "report/report.h"
#include "text/utf8.h"

#define TEXT_SHARE_MAX 30

/* A column's share of the width: by its longest text, within limits. */
static void set_columns(const struct report_table *t, struct doc_block *b)
{
	b->n_columns = t->n_columns;
	b->columns = xcalloc(t->n_columns, sizeof(*b->columns));
	b->small = true;
	for (size_t c = 0; c < t->n_columns; c++) {
		bool text = t->columns[c].kind == CELL_TEXT;
		int widest = 5;

		for (size_t i = 0; i < t->n_rows; i++) {
			char *s = t->rows[i].span ? xstrdup("") : table_show(t, &t->rows[i], (int)c);

			widest = utf8_width(s) > widest ? utf8_width(s) : widest;
			free(s);
		}
		b->columns[c].width = widest > TEXT_SHARE_MAX ? TEXT_SHARE_MAX : widest;
		b->columns[c].align = text ? DOC_LEFT : t->columns[c].kind == CELL_MARK ? DOC_CENTRE : DOC_RIGHT;
	}
}

static void add_headings(const struct report_table *t, struct doc_block *b)
{
	size_t levels = table_levels(t);

	for (size_t level = 0; level < levels; level++) {
		struct doc_row *row = doc_row_add(b);

		row->head = true;
		for (size_t c = 0; c < t->n_columns; c++) {
			struct table_heading h = table_heading(t, level, c);

			row->v[c].above = h.level < level;
			row->v[c].left = h.column < c;
			if (!row->v[c].above && !row->v[c].left)
				doc_text_add(&row->v[c].text, h.label, 0);
		}
	}
}

static void add_numbers(const struct report_table *t, struct doc_block *b)
{
	struct doc_row *row = NULL;

	for (size_t c = 0; c < t->n_columns; c++) {
		char *s = table_number_line(t, (int)c);

		if (*s && !row) {
			row = doc_row_add(b);
			row->head = true;
		}
		if (row)
			doc_text_add(&row->v[c].text, s, DOC_ITALIC);
		free(s);
	}
}

static void add_rows(const struct report_table *t, struct doc_block *b)
{
	for (size_t i = 0; i < t->n_rows; i++) {
		const struct report_row *r = &t->rows[i];
		struct doc_row *row = doc_row_add(b);

		row->strong = r->kind != REPORT_BODY || r->span;
		for (size_t c = 0; c < t->n_columns; c++) {
			char *s = r->span ? xstrdup(c ? "" : r->span) : table_show(t, r, (int)c);

			row->v[c].left = r->span && c;
			doc_text_add(&row->v[c].text, s, 0);
			free(s);
		}
	}
}

static void add_table(const struct report_table *t, struct doc *d)
{
	struct doc_block *b = doc_add(d, DOC_TABLE);

	set_columns(t, b);
	add_headings(t, b);
	add_numbers(t, b);
	add_rows(t, b);
	for (size_t i = 0; i < t->notes.n; i++) {
		b = doc_add(d, DOC_PARA);
		b->align = DOC_LEFT;
		b->small = true;
		doc_text_add(&b->text, t->notes.v[i], DOC_ITALIC);
	}
}

/* Code of the round that the paper, or its decision, is made for. */
static int round_code(struct paper_run *run, char **code, struct error *e)
{
	const char *round = run->choice->of[PAPER_ROUND], *decision = run->choice->of[PAPER_DECISION];

	return db_get_text(book_db(run->b), code, e,
			   "SELECT code FROM round WHERE _unit=?1 AND id=coalesce(?2, (SELECT round FROM decision WHERE _unit=?1 AND id=?3))",
			   "ttt", book_unit_id(run->b), round, decision);
}

int paper_report_fill(struct paper_run *run, const struct paper_node *n, struct doc *d, struct error *e)
{
	struct report_scope scope = { .round = NULL };
	struct report_desk *desk = NULL;
	struct report_table *t = NULL;
	struct complaints unheard;
	struct reports *all;
	const struct report *r;
	char *code = NULL;
	int rc = round_code(run, &code, e);

	complaints_init(&unheard);
	all = reports_load_all(&unheard);
	r = reports_find(all, n->query);
	if (!rc && !r) {
		rc = error_fail(e, ERR_DATA, "GN-P10", _("This paper wants the report %s, which is not there."), n->query);
		error_detail(e, "%s:%d", n->path, n->line);
	}
	i18n_speak(LANG_VI);
	scope.round = code;
	if (!rc)
		rc = report_desk_open(&desk, run->f, run->b, &scope, e);
	if (!rc)
		rc = report_make(desk, r, REPORT_BY_LEVEL, &t, e);
	if (!rc)
		add_table(t, d);
	i18n_speak(run->spoken);
	table_free(t);
	report_desk_close(desk);
	reports_free(all);
	complaints_fini(&unheard);
	free(code);
	return rc;
}
