/* SPDX-License-Identifier: MIT */
/*
 * A table on A4: upright while it fits, else lying, else in blocks of columns that each begin with the first
 * ones, so that nothing is cut. The page carries the national heading and room for signatures; its fonts are the system's.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/render_impl.h"

#define CHUNK (64u << 10)

/* How many columns of text fit a paper's width, from the largest letters to the smallest. */
static const struct paper {
	int columns;
	bool lying;
	const char *size; /* of the table's letters */
} papers[] = {
	{ 82, false, "11pt" }, { 92, false, "10pt" },  { 122, true, "11pt" },
	{ 145, true, "9.5pt" }, { 168, true, "8.5pt" }, { 195, true, "7.5pt" },
};
#define N_PAPERS (sizeof(papers) / sizeof(papers[0]))

struct html {
	const struct report_table *t;
	const int *edges; /* of the columns */
	struct str out;
	render_out fn;
	void *ctx;
};

/* Columns of one block: the first ones, then [from, end). */
struct block {
	size_t stubs, from, end;
};

void html_escape(struct str *out, const char *text)
{
	for (const char *p = text ? text : ""; *p; p++) {
		if (*p == '&')
			str_add(out, "&amp;");
		else if (*p == '<')
			str_add(out, "&lt;");
		else if (*p == '>')
			str_add(out, "&gt;");
		else if (*p == '"')
			str_add(out, "&quot;");
		else
			str_addc(out, *p);
	}
}

static int flush(struct html *h, size_t over)
{
	int rc = h->out.len > over ? h->fn(h->ctx, h->out.s, h->out.len) : 0;

	if (h->out.len > over)
		str_reset(&h->out);
	return rc;
}

/* ---- which paper, which blocks ---- */

static size_t stub_count(const struct report_table *t)
{
	size_t n = 0;

	while (n < t->n_columns && t->columns[n].stub)
		n++;
	return n;
}

static const struct paper *choose_paper(const struct html *h)
{
	for (size_t i = 0; i < N_PAPERS; i++)
		if (h->edges[h->t->n_columns] < papers[i].columns)
			return &papers[i];
	return &papers[N_PAPERS - 1];
}

static int width_of(const struct html *h, size_t from, size_t end)
{
	return h->edges[end] - h->edges[from];
}

/* As many columns as fit from `from` on, at least one. */
static struct block next_block(const struct html *h, const struct paper *p, size_t from)
{
	size_t stubs = stub_count(h->t), end = from;
	int room = p->columns - width_of(h, 0, stubs);

	while (end < h->t->n_columns && (end == from || width_of(h, from, end + 1) <= room))
		end++;
	return (struct block){ stubs, from, end };
}

/* ---- the table ---- */

static void add_span(struct html *h, const char *name, size_t n)
{
	if (n > 1)
		str_addf(&h->out, " %s=\"%zu\"", name, n);
}

static void add_heading(struct html *h, const struct block *b, size_t level, size_t column)
{
	struct table_heading c = table_heading(h->t, level, column);
	size_t first = c.column, end = c.column + c.across;

	if (column >= b->from) {
		first = first < b->from ? b->from : first;
		end = end > b->end ? b->end : end;
	}
	if (c.level != level || first != column)
		return;
	str_add(&h->out, "<th");
	add_span(h, "colspan", end - first);
	add_span(h, "rowspan", c.down);
	str_addc(&h->out, '>');
	html_escape(&h->out, c.label);
	str_add(&h->out, "</th>");
}

/* The column after `column` in the block. */
static size_t after(const struct block *b, size_t column)
{
	return column + 1 == b->stubs && b->stubs < b->from ? b->from : column + 1;
}

static void add_headings(struct html *h, const struct block *b)
{
	bool numbered = false;

	str_add(&h->out, "<thead>\n");
	for (size_t level = 0; level < table_levels(h->t); level++) {
		str_add(&h->out, "<tr>");
		for (size_t i = b->stubs ? 0 : b->from; i < b->end; i = after(b, i))
			add_heading(h, b, level, i);
		str_add(&h->out, "</tr>\n");
	}
	for (size_t i = 0; i < h->t->n_columns; i++)
		numbered = numbered || h->t->columns[i].number;
	if (numbered)
		str_add(&h->out, "<tr class=\"no\">");
	for (size_t i = b->stubs ? 0 : b->from; numbered && i < b->end; i = after(b, i)) {
		char *text = table_number_line(h->t, (int)i);

		str_add(&h->out, "<th>");
		html_escape(&h->out, text);
		str_add(&h->out, "</th>");
		free(text);
	}
	str_add(&h->out, numbered ? "</tr>\n</thead>\n" : "</thead>\n");
}

static const char *cell_class(const struct report_column *c)
{
	enum cell_kind kind = c->kind;

	if (kind == CELL_TEXT)
		return strcmp(c->key, "no") ? "" : " class=\"c\"";
	return kind == CELL_MARK || kind == CELL_DATE || kind == CELL_YEAR ? " class=\"c\"" : " class=\"n\"";
}

/* The second line of a place has its first cells from the line above. */
static bool is_second_line(const struct html *h, size_t row)
{
	return h->t->rows[row].measure == MEASURE_PEOPLE && row && h->t->rows[row - 1].measure == MEASURE_HOUSEHOLDS;
}

static bool has_second_line(const struct html *h, size_t row)
{
	return row + 1 < h->t->n_rows && is_second_line(h, row + 1);
}

static void add_row(struct html *h, const struct block *b, size_t row)
{
	static const char *const classes[] = { "", " class=\"g\"", " class=\"t\"" };
	const struct report_row *r = &h->t->rows[row];

	str_addf(&h->out, "<tr%s>", classes[r->kind]);
	if (r->span) {
		str_add(&h->out, "<td");
		add_span(h, "colspan", b->end - b->from + b->stubs);
		str_addc(&h->out, '>');
		html_escape(&h->out, r->span);
		str_add(&h->out, "</td>");
	}
	for (size_t i = b->stubs ? 0 : b->from; !r->span && i < b->end; i = after(b, i)) {
		const struct report_column *c = &h->t->columns[i];
		bool shared = c->stub && strcmp(c->key, "measure") != 0;
		char *text;

		if (shared && is_second_line(h, row))
			continue;
		text = table_show(h->t, r, (int)i);
		str_addf(&h->out, "<td%s", cell_class(c));
		if (shared && has_second_line(h, row))
			add_span(h, "rowspan", 2);
		str_addc(&h->out, '>');
		html_escape(&h->out, text);
		str_add(&h->out, "</td>");
		free(text);
	}
	str_add(&h->out, "</tr>\n");
}

/* Shares of the paper as the letters want them: a browser's own would give words more than figures. */
static void add_widths(struct html *h, const struct block *b)
{
	int all = width_of(h, 0, b->stubs) + width_of(h, b->from, b->end);

	str_add(&h->out, "<colgroup>");
	for (size_t i = b->stubs ? 0 : b->from; i < b->end; i = after(b, i))
		str_addf(&h->out, "<col style=\"width:%.2f%%\">", 100.0 * width_of(h, i, i + 1) / all);
	str_add(&h->out, "</colgroup>\n");
}

/* The row from which on all stays on one page with the signatures: the last place, and the totals. */
static size_t last_group(const struct html *h)
{
	size_t at = h->t->n_rows;

	while (at > 0 && h->t->rows[at - 1].kind == REPORT_TOTAL)
		at--;
	if (at > 0 && is_second_line(h, at - 1))
		at--;
	return at > 0 ? at - 1 : 0;
}

static void add_signatures(struct html *h, const struct block *b);

static int add_block(struct html *h, const struct block *b)
{
	size_t last = last_group(h);
	int rc = 0;

	str_add(&h->out, "<table>\n");
	add_widths(h, b);
	add_headings(h, b);
	/* Two lines of one place stay on one page, and nobody signs a page without a line. */
	str_add(&h->out, "<tbody>\n");
	for (size_t i = 0; !rc && i < h->t->n_rows; i++) {
		if (i && i <= last && !is_second_line(h, i))
			str_add(&h->out, "</tbody>\n<tbody>\n");
		add_row(h, b, i);
		rc = flush(h, CHUNK);
	}
	if (b->end == h->t->n_columns)
		add_signatures(h, b);
	str_add(&h->out, "</tbody>\n</table>\n");
	return rc;
}

/* ---- the page ---- */

static void add_style(struct html *h, const struct paper *p)
{
	str_addf(&h->out,
		 "<style>\n"
		 "@page { size: A4 %s; margin: 12mm 10mm 12mm 10mm; @bottom-right { content: counter(page); font-size: 9pt; } }\n"
		 "body { font-family: \"Times New Roman\", \"Liberation Serif\", \"DejaVu Serif\", serif; font-size: 12pt; "
		 "margin: 0 auto; max-width: %s; color: #000; background: #fff; }\n"
		 "@media screen { body { padding: 8mm; } }\n",
		 p->lying ? "landscape" : "portrait", p->lying ? "277mm" : "190mm");
	str_addf(&h->out,
		 ".top, .sign { display: flex; justify-content: space-between; }\n"
		 ".top > div { text-align: center; }\n"
		 ".top .left { max-width: 45%%; }\n"
		 ".banner { text-align: center; font-weight: bold; border: 1px solid #000; margin: 0 0 2mm 0; }\n"
		 ".motto { display: inline-block; border-bottom: 1px solid #000; padding-bottom: 1px; }\n"
		 "h1 { font-size: 13pt; text-align: center; margin: 5mm 0 1mm 0; }\n"
		 ".sub { text-align: center; font-style: italic; margin: 0 0 2mm 0; }\n"
		 ".units { text-align: right; font-style: italic; margin: 0 0 1mm 0; font-size: 10pt; }\n"
		 "table { border-collapse: collapse; width: calc(100%% - 1px); table-layout: fixed; font-size: %s; margin-bottom: 3mm; }\n"
		 "th, td { border: 1px solid #000; padding: 0.5mm 1mm; vertical-align: middle; }\n"
		 "th { font-weight: bold; text-align: center; }\n"
		 "td[colspan] { text-align: left; font-weight: bold; }\n"
		 ".no th { font-weight: normal; font-style: italic; font-size: 80%%; }\n"
		 "thead { display: table-header-group; }\n"
		 "tr, tbody { break-inside: avoid; }\n"
		 ".n { text-align: right; white-space: nowrap; }\n"
		 ".c { text-align: center; }\n"
		 ".g td, .t td { font-weight: bold; }\n"
		 ".notes { font-size: 9pt; margin: 1mm 0; }\n"
		 ".notes p { margin: 0 0 0.5mm 0; }\n"
		 ".sign { margin-top: 2mm; font-size: 12pt; font-weight: normal; }\n"
		 ".end td { border: none; }\n"
		 ".sign > div { width: 45%%; text-align: center; }\n"
		 ".sign .space { height: 14mm; }\n"
		 "</style>\n",
		 p->size);
}

static void add_element(struct html *h, const char *tag, const char *class, const char *text)
{
	if (str_empty(text))
		return;
	str_addf(&h->out, "<%s%s%s%s>", tag, class ? " class=\"" : "", class ? class : "", class ? "\"" : "");
	html_escape(&h->out, text);
	str_addf(&h->out, "</%s>\n", tag);
}

/* The national heading is Vietnamese in every language. */
static void add_top(struct html *h)
{
	add_element(h, "p", "banner", h->t->banner);
	str_add(&h->out, "<div class=\"top\">\n<div class=\"left\">\n");
	add_element(h, "div", NULL, h->t->above);
	str_add(&h->out, "<b>");
	html_escape(&h->out, h->t->owner);
	str_add(&h->out, "</b>\n</div>\n<div class=\"right\">\n<div><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></div>\n"
			 "<div class=\"motto\"><b>Độc lập - Tự do - Hạnh phúc</b></div>\n</div>\n</div>\n");
}

static void add_signatures(struct html *h, const struct block *b)
{
	struct strlist lines;

	strlist_init(&lines);
	strlist_split(&lines, h->t->signer, "\n");
	str_addf(&h->out, "<tr class=\"end\"><td colspan=\"%zu\">\n<div class=\"sign\">\n<div>\n<div>&nbsp;</div>\n",
		 b->end - b->from + b->stubs);
	add_element(h, "b", NULL, _("MADE BY"));
	add_element(h, "div", "how", _("(signature, full name)"));
	str_add(&h->out, "<div class=\"space\"></div>\n</div>\n<div>\n");
	add_element(h, "i", NULL, h->t->place_date);
	for (size_t i = 0; i < lines.n; i++) {
		str_add(&h->out, "<div>");
		add_element(h, "b", NULL, lines.v[i]);
		str_add(&h->out, "</div>\n");
	}
	add_element(h, "div", "how", _("(signature, stamp)"));
	str_add(&h->out, "<div class=\"space\"></div>\n</div>\n</div>\n</td></tr>\n");
	strlist_fini(&lines);
}

static int add_page(struct html *h)
{
	const struct paper *p = choose_paper(h);
	size_t at = stub_count(h->t);
	int rc = 0;

	str_addf(&h->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
		 i18n_lang() == LANG_VI ? "vi" : "en");
	html_escape(&h->out, h->t->title);
	str_add(&h->out, "</title>\n");
	add_style(h, p);
	str_add(&h->out, "</head>\n<body>\n");
	add_top(h);
	add_element(h, "h1", NULL, h->t->title);
	add_element(h, "p", "sub", h->t->subtitle);
	if (h->t->units) {
		char *units = xasprintf("%s: %s", _("Unit"), h->t->units);

		add_element(h, "p", "units", units);
		free(units);
	}
	while (!rc && at < h->t->n_columns) {
		struct block b = next_block(h, p, at);

		rc = add_block(h, &b);
		at = b.end;
	}
	str_add(&h->out, "<div class=\"notes\">\n");
	for (size_t i = 0; i < h->t->notes.n; i++)
		add_element(h, "p", NULL, h->t->notes.v[i]);
	str_add(&h->out, "</div>\n</body>\n</html>\n");
	return rc ? rc : flush(h, 0);
}

int render_html(const struct report_table *t, render_out fn, void *ctx, struct error *e)
{
	int *edges = text_edges(t), rc;
	struct html h = { .t = t, .edges = edges, .fn = fn, .ctx = ctx };

	(void)e; /* fn fills it */
	str_init(&h.out);
	rc = add_page(&h);
	free(edges);
	str_fini(&h.out);
	return rc;
}
