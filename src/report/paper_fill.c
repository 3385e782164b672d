/* SPDX-License-Identifier: MIT */
/* A paper's body walked with its data: the blocks of a filled paper. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/lines.h"
#include "report/paper_impl.h"
#include "store/guard.h"
#include "text/number.h"

#define BANNER "SỔ TẬP HUẤN - SỐ LIỆU GIẢ ĐỊNH"

/* Where blocks go: a paper, or while a table is filled its rows. */
struct target {
	struct paper_run *run;
	struct doc *doc;
	size_t table; /* index of the table in doc, SIZE_MAX: none */
	bool page;    /* a new page is due before the next block */
	int wide;
};

static int fill_nodes(struct target *t, const struct paper_node *n, struct error *e);

static int fill_text(struct paper_run *run, const struct paper_inline *in, struct doc_text *to, struct error *e)
{
	int rc = 0;

	for (; !rc && in; in = in->next) {
		if (in->field)
			rc = paper_field_fill(run, in->field, in->style, to, e);
		else
			doc_text_add(to, in->text, in->style);
	}
	return rc;
}

/* Breaks of pages are kept back: two are one, and at the ends there is none. */
static void begin_block(struct target *t)
{
	if (t->page && t->doc->n)
		doc_add(t->doc, DOC_PAGE)->amount = t->wide;
	else if (t->page)
		t->doc->wide = t->wide;
	t->page = false;
}

static struct doc_block *add_block(struct target *t, enum doc_kind kind)
{
	begin_block(t);
	return doc_add(t->doc, kind);
}

static int fill_block(struct target *t, const struct paper_node *n, struct error *e)
{
	struct doc_block *b;

	if (n->block == DOC_PAGE) {
		t->page = true;
		t->wide = n->amount >= 0 ? n->amount : t->wide;
		return 0;
	}
	b = add_block(t, n->block);
	b->align = n->align;
	b->amount = n->amount;
	return fill_text(t->run, n->text, &b->text, e);
}

static int fill_row(struct target *t, const struct paper_node *n, struct error *e)
{
	struct doc_row *row = doc_row_add(&t->doc->v[t->table]);
	int rc = 0;

	row->head = n->head;
	row->strong = n->strong;
	for (size_t i = 0; !rc && i < n->n_cells; i++) {
		const struct paper_cell *c = &n->cells[i];

		row->v[i].left = c->left;
		row->v[i].above = c->above;
		if (c->align)
			row->v[i].align = c->align;
		rc = fill_text(t->run, c->text, &row->v[i].text, e);
	}
	return rc;
}

static struct doc_column *copy_columns(const struct paper_node *n)
{
	return xmemdup(n->columns, n->n_columns * sizeof(*n->columns));
}

static int fill_table(struct target *t, const struct paper_node *n, struct error *e)
{
	struct doc_block *b = add_block(t, DOC_TABLE);
	int rc;

	b->columns = copy_columns(n);
	b->n_columns = n->n_columns;
	b->plain = n->plain;
	b->small = n->small;
	t->table = t->doc->n - 1;
	rc = fill_nodes(t, n->child, e);
	t->table = SIZE_MAX;
	return rc;
}

static int fill_side(struct target *t, const struct paper_node *n, struct error *e)
{
	struct doc_block *b = add_block(t, DOC_SIDE);
	size_t at = t->doc->n - 1;
	int rc = 0;

	b->columns = copy_columns(n);
	b->n_columns = n->n_columns;
	b->side = xcalloc(n->n_columns, sizeof(struct doc *));
	for (size_t i = 0; i < n->n_columns; i++)
		b->side[i] = doc_new(NULL);
	for (size_t i = 0; !rc && i < n->n_columns; i++) {
		struct target part = { .run = t->run, .doc = t->doc->v[at].side[i], .table = SIZE_MAX };

		rc = fill_nodes(&part, n->part[i], e);
	}
	return rc;
}

static int fill_each(struct target *t, const struct paper_node *n, struct error *e)
{
	size_t q = (size_t)paper_query_find(t->run->p->text, n->query);
	struct paper_rows *r;
	int rc = paper_rows(t->run, q, &r, e);

	if (rc)
		return rc;
	if (r->busy) {
		rc = error_fail(e, ERR_DATA, "GN-P03", _("This paper repeats %s inside itself."), n->query);
		error_detail(e, "%s:%d", n->path, n->line);
		return rc;
	}
	r->busy = true;
	for (r->at = 0; !rc && r->at < r->n; r->at++)
		rc = fill_nodes(t, n->child, e);
	r->at = 0;
	r->busy = false;
	return rc;
}

static bool holds(const struct paper_node *n, const char *value)
{
	double a, b;

	if (!n->op)
		return !str_empty(value) && strcmp(value, "0") != 0 && strcmp(value, "no") != 0;
	if (n->op == '=' || n->op == '!')
		return (!strcmp(value ? value : "", n->value)) == (n->op == '=');
	if (!number_decimal_plain(value, &a) || !number_decimal_plain(n->value, &b))
		return false;
	return n->op == '<' ? a < b : n->op == '>' ? a > b : n->op == 'l' ? a <= b : a >= b;
}

/* What is not known is no more "not poor" than it is "poor": @if not asks whether the condition fails to hold. */
static int fill_if(struct target *t, const struct paper_node *n, struct error *e)
{
	int q = paper_query_find(t->run->p->text, n->query), rc;
	const char *value = NULL;
	char number[24];
	bool yes;

	if (!n->column && q >= 0) {
		struct paper_rows *r;

		rc = paper_rows(t->run, (size_t)q, &r, e);
		yes = !rc && r->n;
	} else {
		rc = paper_value(t->run, n->query, n->column, &value, number, NULL, e);
		yes = !rc && holds(n, value);
	}
	return rc ? rc : fill_nodes(t, yes != n->negated ? n->child : n->other, e);
}

static int fill_report(struct target *t, const struct paper_node *n, struct error *e)
{
	begin_block(t);
	return paper_report_fill(t->run, n, t->doc, e);
}

static int fill_node(struct target *t, const struct paper_node *n, struct error *e)
{
	switch (n->kind) {
	case NODE_BLOCK:
		return fill_block(t, n, e);
	case NODE_TABLE:
		return fill_table(t, n, e);
	case NODE_ROW:
		return fill_row(t, n, e);
	case NODE_LINES:
		for (int i = 0; i < n->amount; i++)
			doc_row_add(&t->doc->v[t->table]);
		return 0;
	case NODE_SIDE:
		return fill_side(t, n, e);
	case NODE_EACH:
		return fill_each(t, n, e);
	case NODE_IF:
		return fill_if(t, n, e);
	case NODE_REPORT:
		return fill_report(t, n, e);
	}
	return 0;
}

static int fill_nodes(struct target *t, const struct paper_node *n, struct error *e)
{
	int rc = 0;

	for (; !rc && n; n = n->next)
		rc = fill_node(t, n, e);
	return rc;
}

/* ---- a whole paper ---- */

static int check_choice(const struct paper *p, struct forms *f, const struct paper_choice *c, struct error *e)
{
	for (int i = 0; i < PAPER_OF_N; i++) {
		const struct form *form = NULL;

		if (!(p->wants >> i & 1) || c->of[i])
			continue;
		forms_get(f, paper_of_names[i], &form, NULL);
		/* The newest is taken where none was chosen: so there is none at all. */
		if (i == PAPER_ROUND || i == PAPER_DECISION) {
			error_fail(e, ERR_NEGATIVE, "GN-P09", _("There is no record of \"%s\" in the book yet."),
				   form ? i18n_pick(form->title) : paper_of_names[i]);
			error_safe(e, _("Nothing was printed."));
			return ERR_NEGATIVE;
		}
		return error_fail(e, ERR_USAGE, "GN-P04", _("\"%s\" is made for one %s: say which (--%s)."),
				  i18n_pick((const char *const[2]){ p->title[0], p->title[1] }),
				  form ? i18n_pick(form->title) : paper_of_names[i], paper_of_names[i]);
	}
	return 0;
}

/* The lines of the round, or of the decision, that the paper is made for. */
static int build_lines(struct paper_run *run, struct error *e)
{
	struct lines_scope scope = { .unit = book_unit_id(run->b), .decision = run->choice->of[PAPER_DECISION] };
	struct date today = book_today(run->b);
	char day[11], *code = NULL;
	int rc = 0;

	scope.today = date_iso(&today, day);
	if (!scope.decision && run->choice->of[PAPER_ROUND])
		rc = db_get_text(run->db, &code, e, "SELECT code FROM round WHERE _unit=? AND id=?", "tt", scope.unit,
				 run->choice->of[PAPER_ROUND]);
	scope.round = code;
	if (!rc)
		rc = lines_build(run->f, run->db, &scope, e);
	free(code);
	return rc;
}

/* A connection of our own with what the queries may read, then guarded. */
static int open_data(struct paper_run *run, struct error *e)
{
	int rc = db_open(&run->db, book_path(run->b), DB_READ, e);

	if (!rc && run->p->text->lines)
		rc = build_lines(run, e);
	if (!rc && run->p->text->why) {
		i18n_speak(LANG_VI);
		rc = paper_why_fill(run->db, run->f, e);
		i18n_speak(run->spoken);
	}
	if (!rc && run->p->text->scores)
		rc = paper_scores_fill(run->db, run->f, e);
	if (!rc)
		rc = paper_codes_fill(run->db, run->f, &run->p->text->codes, e);
	if (!rc)
		rc = db_guard_select(run->db, true, e);
	return rc;
}

/* Without rows of its main query a paper would be an empty sheet. */
static int check_main(struct paper_run *run, struct error *e)
{
	const struct paper_text *t = run->p->text;
	struct paper_rows *r;
	int rc;

	if (!t->main)
		return 0;
	rc = paper_rows(run, (size_t)paper_query_find(t, t->main), &r, e);
	if (rc || r->n)
		return rc;
	rc = error_fail(e, ERR_NEGATIVE, "GN-P05", "%s", i18n_pick((const char *const[2]){ t->nothing[0], t->nothing[1] }));
	error_safe(e, _("Nothing was printed."));
	return rc;
}

int paper_make(const struct paper *p, struct forms *f, struct book *b, const struct paper_choice *choice,
	       struct doc **out, struct error *e)
{
	struct paper_run run = { .p = p, .f = f, .b = b, .choice = choice };
	struct target t = { .run = &run, .table = SIZE_MAX };
	int rc;

	*out = NULL;
	rc = check_choice(p, f, choice, e);
	if (rc)
		return rc;
	run.spoken = i18n_lang();
	run.rows = xcalloc(p->text->n_queries + 1, sizeof(*run.rows));
	rc = open_data(&run, e);
	if (!rc)
		rc = check_main(&run, e);
	if (!rc) {
		t.doc = doc_new(p->title[LANG_VI]);
		t.doc->wide = p->text->wide;
		t.doc->narrow = p->text->narrow;
		t.wide = p->text->wide;
		t.doc->banner = book_training(b) ? xstrdup(BANNER) : NULL;
		rc = fill_nodes(&t, p->text->body, e);
	}
	for (size_t i = 0; i < p->text->n_queries; i++)
		paper_rows_fini(&run.rows[i]);
	for (size_t i = 0; i < sizeof(run.given) / sizeof(*run.given); i++)
		free(run.given[i]);
	free(run.rows);
	db_close(run.db);
	if (rc)
		doc_free(t.doc);
	else
		*out = t.doc;
	return rc;
}

char *paper_notes(const struct paper *p, const struct date *day)
{
	bool dated = day && day->year;
	char buf[11], *out = NULL;
	struct strlist l;
	struct str text;

	strlist_init(&l);
	str_init(&text);
	if (!p->verified)
		strlist_take(&l, xasprintf(_("The wording of \"%s\" was not held against the official text (%s): compare "
					     "before use."),
					   i18n_pick((const char *const[2]){ p->title[0], p->title[1] }), p->source));
	if (p->to.year && dated && date_cmp(day, &p->to) > 0)
		strlist_take(&l, xasprintf(_("This form was in force until %s."), date_human(&p->to, buf)));
	if (p->from.year && dated && date_cmp(day, &p->from) < 0)
		strlist_take(&l, xasprintf(_("This form is in force from %s."), date_human(&p->from, buf)));
	for (size_t i = 0; i < l.n; i++)
		str_addf(&text, "%s%s", i ? "\n" : "", l.v[i]);
	if (l.n)
		out = xstrdup(text.s);
	str_fini(&text);
	strlist_fini(&l);
	return out;
}
