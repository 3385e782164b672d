/* SPDX-License-Identifier: MIT */
/*
 * The body of a paper: a line's first letters say what it is. Blocks that hold others (@each, @if, @columns, @table) end
 * with @end. giamngheo-paper(5) is the reference; whatever is not in it is refused here with its line.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/paper_impl.h"

#define COLUMNS_MAX 40
#define DEEP_MAX 12

struct body {
	struct paper_reader *r;
	struct paper_node *table; /* the one whose rows are read, or NULL */
	int deep;
};

static struct paper_node *read_blocks(struct body *b);

static const struct paper_line *here(const struct body *b)
{
	return b->r->at < b->r->n ? &b->r->v[b->r->at] : NULL;
}

static void bad(struct body *b, const struct paper_line *l, const char *what)
{
	paper_bad(b->r, l->path, l->number, NULL, "%s", what);
}

static struct paper_node *node_new(enum node_kind kind, const struct paper_line *l)
{
	struct paper_node *n = xcalloc(1, sizeof(*n));

	n->kind = kind;
	n->path = l->path;
	n->line = l->number;
	return n;
}

/* The words after "@name"; NULL where the line is another directive or none. */
static const char *directive(const struct paper_line *l, const char *name)
{
	size_t n = strlen(name);

	if (!l || l->s[0] != '@' || strncmp(l->s + 1, name, n) != 0 || (l->s[n + 1] && l->s[n + 1] != ' '))
		return NULL;
	return l->s + n + 1 + strspn(l->s + n + 1, " ");
}

/* ---- paragraphs ---- */

static const struct prefix {
	const char *mark;
	enum doc_kind kind;
	enum doc_align align;
	int amount;
} prefixes[] = {
	{ "= ", DOC_TITLE, DOC_CENTRE, 1 }, { "== ", DOC_TITLE, DOC_CENTRE, 2 },
	{ "# ", DOC_HEADING, DOC_LEFT, 0 }, { "^ ", DOC_PARA, DOC_CENTRE, 0 },
	{ "> ", DOC_PARA, DOC_RIGHT, 0 },   { ". ", DOC_PARA, DOC_LEFT, 0 },
	{ "- ", DOC_PARA, DOC_BODY, 0 },    { "+ ", DOC_PARA, DOC_BODY, 0 },
};

static const struct prefix *prefix_of(const char *s)
{
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (str_starts(s, prefixes[i].mark) || (s[0] == prefixes[i].mark[0] && !s[1]))
			return &prefixes[i];
	return NULL;
}

/* Does this line go on with the paragraph before it? */
static bool goes_on(const struct paper_line *l)
{
	return l && *l->s && l->s[0] != '@' && l->s[0] != '|' && !prefix_of(l->s);
}

static struct paper_node *read_para(struct body *b)
{
	const struct paper_line *l = here(b);
	const struct prefix *p = prefix_of(l->s);
	struct paper_node *n = node_new(NODE_BLOCK, l);
	struct str text;

	str_init(&text);
	n->block = p ? p->kind : DOC_PARA;
	n->align = p ? p->align : DOC_BODY;
	n->amount = p ? p->amount : 0;
	/* The dash of an item is printed, the other marks are not. */
	if (!p || l->s[1])
		str_add(&text, l->s + (p && *l->s != '-' && *l->s != '+' ? strlen(p->mark) : 0));
	b->r->at++;
	while (goes_on(here(b))) {
		str_addc(&text, ' ');
		str_add(&text, here(b)->s);
		b->r->at++;
	}
	n->text = paper_inline_read(b->r, text.s, n->path, n->line);
	str_fini(&text);
	return n;
}

/* ---- tables ---- */

/* "12c": a share of the width and how its text stands. */
static bool read_width(const char *s, struct doc_column *out)
{
	char *end;
	long n = isdigit((unsigned char)*s) ? strtol(s, &end, 10) : 0;

	if (n < 1 || n > 100)
		return false;
	out->width = (int)n;
	out->align = *end == 'c' ? DOC_CENTRE : *end == 'r' ? DOC_RIGHT : DOC_LEFT;
	return !*end || (strchr("lcr", *end) && !end[1]);
}

/* Widths out of the words of @table or @columns; the words it does not know are mistakes. */
static void read_widths(struct body *b, struct paper_node *n, const char *words, bool table)
{
	struct strlist l;

	strlist_init(&l);
	strlist_split(&l, words, " ");
	n->columns = xcalloc(l.n + 1, sizeof(*n->columns));
	for (size_t i = 0; i < l.n; i++) {
		if (table && !strcmp(l.v[i], "plain"))
			n->plain = true;
		else if (table && !strcmp(l.v[i], "small"))
			n->small = true;
		else if (!read_width(l.v[i], &n->columns[n->n_columns++]))
			paper_bad(b->r, n->path, n->line, NULL,
				  _("'%s' is no width: 1 to 100, with l, c or r behind it"), l.v[i]);
	}
	if (!n->n_columns || n->n_columns > COLUMNS_MAX) {
		paper_bad(b->r, n->path, n->line, NULL, _("1 to %d widths are expected"), COLUMNS_MAX);
		n->n_columns = n->n_columns ? COLUMNS_MAX : 1;
		n->columns = xreallocarray(n->columns, COLUMNS_MAX, sizeof(*n->columns));
	}
	strlist_fini(&l);
}

/* End of the cell that begins at `s`: a bar that no backslash stands before, outside of {{ }}. */
static const char *cell_end(const char *s)
{
	for (; *s && *s != '|'; s++) {
		if (*s == '\\' && s[1])
			s++;
		else if (!strncmp(s, "{{", 2) && strstr(s, "}}"))
			s = strstr(s, "}}") + 1;
	}
	return s;
}

static void read_cell(struct body *b, struct paper_node *row, char *s)
{
	struct paper_cell *c = &row->cells[row->n_cells++];

	s = str_trim(s);
	c->left = !strcmp(s, "<");
	c->above = !strcmp(s, "^");
	if (c->left || c->above)
		return;
	if (str_starts(s, "^ "))
		c->align = DOC_CENTRE;
	else if (str_starts(s, "> "))
		c->align = DOC_RIGHT;
	c->text = paper_inline_read(b->r, c->align ? s + 2 : s, row->path, row->line);
}

static struct paper_node *read_row(struct body *b)
{
	const struct paper_line *l = here(b);
	struct paper_node *n = node_new(NODE_ROW, l);
	const char *s = l->s + 1;

	n->head = *s == '!';
	n->strong = *s == '*' && s[1] == ' ';
	s += n->head || n->strong;
	n->cells = xcalloc(COLUMNS_MAX + 1, sizeof(*n->cells));
	while (n->n_cells <= COLUMNS_MAX) {
		const char *end = cell_end(s);
		char *cell = xstrndup(s, (size_t)(end - s));

		read_cell(b, n, cell);
		free(cell);
		if (!*end || !end[1 + strspn(end + 1, " ")])
			break;
		s = end + 1;
	}
	if (n->n_cells != b->table->n_columns)
		paper_bad(b->r, l->path, l->number, NULL, _("this row has %zu cells, the table %zu columns"),
			  n->n_cells, b->table->n_columns);
	if (n->cells[0].left)
		bad(b, l, _("there is no cell at the left of the first"));
	b->r->at++;
	return n;
}

/* ---- directives ---- */

static void want_end(struct body *b, const struct paper_node *n)
{
	if (directive(here(b), "end"))
		b->r->at++;
	else
		paper_bad(b->r, n->path, n->line, NULL, "%s", _("no @end for this"));
}

static struct paper_node *read_table(struct body *b, const char *words)
{
	struct paper_node *n = node_new(NODE_TABLE, here(b)), *outer = b->table;

	if (outer)
		bad(b, here(b), _("no table inside a table"));
	read_widths(b, n, words, true);
	b->r->at++;
	b->table = n;
	n->child = read_blocks(b);
	b->table = outer;
	want_end(b, n);
	return n;
}

static struct paper_node *read_side(struct body *b, const char *words)
{
	struct paper_node *n = node_new(NODE_SIDE, here(b)), *outer = b->table;

	if (outer)
		bad(b, here(b), _("no columns inside a table"));
	read_widths(b, n, words, false);
	n->part = xcalloc(n->n_columns, sizeof(struct paper_node *));
	b->r->at++;
	for (size_t i = 0; i < n->n_columns; i++) {
		n->part[i] = read_blocks(b);
		if (i + 1 == n->n_columns)
			break;
		if (!directive(here(b), "next")) {
			paper_bad(b->r, n->path, n->line, NULL, _("%zu columns want %zu @next"), n->n_columns,
				  n->n_columns - 1);
			break;
		}
		b->r->at++;
	}
	want_end(b, n);
	return n;
}

static struct paper_node *read_each(struct body *b, const char *words)
{
	struct paper_node *n = node_new(NODE_EACH, here(b));

	n->query = xstrdup(words);
	if (paper_query_find(b->r->p->text, words) < 0)
		paper_bad(b->r, n->path, n->line, NULL, "%s: %s", words, _("there is no query of this name"));
	b->r->at++;
	n->child = read_blocks(b);
	want_end(b, n);
	return n;
}

static char op_of(const char *s)
{
	static const struct {
		const char *s;
		char op;
	} ops[] = { { "=", '=' }, { "!=", '!' }, { "<", '<' }, { ">", '>' }, { "<=", 'l' }, { ">=", 'g' } };

	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++)
		if (!strcmp(ops[i].s, s))
			return ops[i].op;
	return '\0';
}

/* "[not] query[.column] [= words]" */
static void read_condition(struct body *b, struct paper_node *n, const char *words)
{
	struct strlist l;
	char *dot;
	size_t i = 0;

	strlist_init(&l);
	strlist_split(&l, words, " ");
	n->negated = l.n && !strcmp(l.v[0], "not");
	i = n->negated;
	if (i < l.n) {
		n->query = xstrdup(l.v[i++]);
		dot = strchr(n->query, '.');
		if (dot) {
			n->column = xstrdup(dot + 1);
			*dot = '\0';
		}
	}
	if (!n->query || (!paper_given_has(n->query, n->column) && paper_query_find(b->r->p->text, n->query) < 0))
		paper_bad(b->r, n->path, n->line, NULL, "%s: %s", words, _("there is no query of this name"));
	if (i < l.n) {
		struct str value;

		n->op = op_of(l.v[i]);
		str_init(&value);
		for (size_t k = i + 1; k < l.n; k++)
			str_addf(&value, "%s%s", k > i + 1 ? " " : "", l.v[k]);
		if (!n->op || !value.len || !n->column)
			paper_bad(b->r, n->path, n->line, NULL, "%s: %s", words,
				  _("a condition is written @if [not] query.column [= value]"));
		n->value = str_take(&value);
	}
	strlist_fini(&l);
}

static struct paper_node *read_if(struct body *b, const char *words)
{
	struct paper_node *n = node_new(NODE_IF, here(b));

	read_condition(b, n, words);
	b->r->at++;
	n->child = read_blocks(b);
	if (directive(here(b), "else")) {
		b->r->at++;
		n->other = read_blocks(b);
	}
	want_end(b, n);
	return n;
}

/* @rule, @space, @lines, @page: one number or word. */
static struct paper_node *read_small(struct body *b, enum doc_kind kind, const char *words, long most)
{
	struct paper_node *n = node_new(NODE_BLOCK, here(b));
	long long amount = 0;

	n->block = kind;
	if (kind == DOC_PAGE) {
		n->amount = !strcmp(words, "landscape") ? 1 : !strcmp(words, "portrait") ? 0 : -1;
		if (*words && n->amount < 0)
			bad(b, here(b), _("@page is alone, or followed by portrait or landscape"));
	} else {
		if (!str_int(words, &amount) || amount < 1 || amount > most)
			paper_bad(b->r, n->path, n->line, NULL, _("a number from 1 to %ld is expected"), most);
		n->amount = (int)amount;
	}
	b->r->at++;
	return n;
}

static struct paper_node *read_directive(struct body *b)
{
	const struct paper_line *l = here(b);
	const char *w;
	struct paper_node *n;

	if ((w = directive(l, "each")))
		return read_each(b, w);
	if ((w = directive(l, "if")))
		return read_if(b, w);
	if ((w = directive(l, "table")))
		return read_table(b, w);
	if ((w = directive(l, "columns")))
		return read_side(b, w);
	if ((w = directive(l, "lines"))) {
		if (!b->table)
			bad(b, l, _("@lines makes empty rows of a table"));
		n = read_small(b, DOC_SPACE, w, 60);
		n->kind = NODE_LINES;
		return n;
	}
	if (b->table)
		bad(b, l, _("only rows, @each, @if and @lines stand in a table"));
	if ((w = directive(l, "rule")))
		return read_small(b, DOC_RULE, w, 100);
	if ((w = directive(l, "space")))
		return read_small(b, DOC_SPACE, w, 40);
	if ((w = directive(l, "report"))) {
		n = node_new(NODE_REPORT, l);
		n->query = xstrdup(w);
		if (!db_name_ok(w))
			bad(b, l, _("@report wants the name of a report"));
		b->r->at++;
		return n;
	}
	if ((w = directive(l, "page")))
		return read_small(b, DOC_PAGE, w, 0);
	bad(b, l, _("there is no such directive"));
	b->r->at++;
	return NULL;
}

static bool ends_blocks(const struct paper_line *l)
{
	return directive(l, "end") || directive(l, "else") || directive(l, "next");
}

static struct paper_node *read_one(struct body *b)
{
	const struct paper_line *l = here(b);

	if (*l->s == '@')
		return read_directive(b);
	if (*l->s == '|' && b->table)
		return read_row(b);
	if (*l->s == '|')
		bad(b, l, _("a row stands only inside @table"));
	else if (b->table)
		bad(b, l, _("only rows, @each, @if and @lines stand in a table"));
	else
		return read_para(b);
	b->r->at++;
	return NULL;
}

static struct paper_node *read_blocks(struct body *b)
{
	struct paper_node *first = NULL, **end = &first;

	if (++b->deep > DEEP_MAX) {
		bad(b, &b->r->v[b->r->at ? b->r->at - 1 : 0], _("too many blocks within each other"));
		b->r->at = b->r->n;
	}
	while (here(b) && !ends_blocks(here(b))) {
		struct paper_node *n;

		if (!*here(b)->s) {
			b->r->at++;
			continue;
		}
		n = read_one(b);
		if (n) {
			*end = n;
			end = &n->next;
		}
	}
	b->deep--;
	return first;
}

void paper_body_read(struct paper_reader *r)
{
	struct body b = { .r = r };
	struct paper_node **end = &r->p->text->body;

	while (r->at < r->n) {
		*end = read_blocks(&b);
		while (*end)
			end = &(*end)->next;
		if (here(&b)) {
			bad(&b, here(&b), _("nothing is open that this could end"));
			r->at++;
		}
	}
}
