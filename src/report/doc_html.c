/* SPDX-License-Identifier: MIT */
/*
 * A filled paper as one HTML file for a browser and its printer: A4 with the margins of NĐ 30/2020/NĐ-CP, a table's head
 * on each page, no row cut in two. The file needs nothing else and runs nothing; every word in it is escaped.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <string.h>

#include "report/doc.h"

static const char style[] =
	"@page{size:A4 portrait;margin:20mm 15mm 20mm 30mm}\n"
	"@page wide{size:A4 landscape;margin:15mm 15mm 12mm 20mm}\n"
	"@page narrow{size:A4 portrait;margin:12mm 10mm 12mm 15mm}\n"
	"@page small{size:A4 landscape;margin:15mm 10mm 10mm 12mm}\n"
	"*{box-sizing:border-box}\n"
	"html{background:#888}\n"
	"body{margin:0;color:#000;font:13pt/1.25 'Times New Roman','Liberation Serif',Tinos,'Noto Serif','DejaVu Serif',serif}\n"
	".sheet{width:210mm;min-height:297mm;margin:5mm auto;padding:20mm 15mm 20mm 30mm;background:#fff}\n"
	".wide{width:297mm;min-height:210mm;padding:15mm 15mm 12mm 20mm;page:wide}\n"
	".narrow{padding:12mm 10mm 12mm 15mm;page:narrow;font-size:11pt;line-height:1.2}\n"
	".narrow.wide{padding:15mm 10mm 10mm 12mm;page:small}\n"
	".narrow .small{font-size:9.5pt}\n"
	"p{margin:0 0 .25em;text-align:justify;text-indent:1cm;overflow-wrap:break-word}\n"
	"p.b{text-align:left}\n"
	"p.l{text-align:left;text-indent:0}\n"
	"p.c{text-align:center;text-indent:0}\n"
	"p.r{text-align:right;text-indent:0}\n"
	"h1,h2,h3{font-size:1em;margin:.6em 0 .3em;break-after:avoid;overflow-wrap:break-word}\n"
	"h1{font-size:14pt;text-align:center}\n"
	"h2{text-align:center;margin-top:-.2em}\n"
	"hr{border:0;border-top:1px solid #000;margin:.3em auto .5em}\n"
	"table{border-collapse:collapse;width:100%;margin:.5em 0}\n"
	"td,th{padding:.15em .3em;vertical-align:top;overflow-wrap:break-word;font-weight:normal;text-align:left}\n"
	"table.g{width:calc(100% - 2px);margin-left:1px}\n"
	"table.g td,table.g th{border:1px solid #000}\n"
	"table.g th{text-align:center;vertical-align:middle}\n"
	"th,tr.s td{font-weight:bold}\n"
	"td.c{text-align:center}\n"
	"td.r{text-align:right}\n"
	"thead{display:table-header-group}\n"
	"tr,.side{break-inside:avoid}\n"
	"tr.s,p+.side{break-before:avoid}\n"
	".small{font-size:11pt}\n"
	"p.small{font-size:10pt}\n"
	".side{table-layout:fixed}\n"
	".side td{padding:.2em .2em 0}\n"
	".sheet>.side:first-of-type{font-size:12pt}\n"
	".narrow>.side:first-of-type{font-size:11pt}\n"
	".side p{text-indent:0;text-align:left;margin:0 0 .1em}\n"
	".side p.c{text-align:center}\n"
	".side p.r{text-align:right}\n"
	".blank{word-break:break-all}\n"
	".banner{text-align:center;text-indent:0;font-weight:bold;border:2px solid #000;margin:0 0 .5em}\n"
	".under{display:none}\n"
	/* A millimetre above each page: browsers paint what reaches over its top onto the page before. */
	"@media print{.under{display:block;position:fixed;top:40%;left:0;width:100%;text-align:center;font-size:40pt;"
	"color:#ddd;transform:rotate(-30deg);z-index:-1}"
	"html{background:none}.sheet{width:auto;min-height:0;margin:0;padding:1mm 0 0;background:none}"
	".sheet+.sheet{break-before:page}}\n";

/* A word longer than any real one may break anywhere: it would push a table off the paper. */
#define WORD_MAX 30

static void add_escaped(struct str *o, const char *s)
{
	size_t word = 0;

	for (; *s; s++) {
		word = *s == ' ' || *s == '\n' ? 0 : word + 1;
		/* Only before a byte that begins a letter. */
		if (word > WORD_MAX && ((unsigned char)*s & 0xC0) != 0x80) {
			str_add(o, "<wbr>");
			word = WORD_MAX - 4;
		}
		switch (*s) {
		case '&': str_add(o, "&amp;"); break;
		case '<': str_add(o, "&lt;"); break;
		case '>': str_add(o, "&gt;"); break;
		case '"': str_add(o, "&quot;"); break;
		case '\'': str_add(o, "&#39;"); break;
		case '\n': str_add(o, "<br>"); break;
		default: str_addc(o, *s);
		}
	}
}

static void add_text(struct str *o, const struct doc_text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct doc_run *r = &t->v[i];

		if (!r->text) {
			/* A dot is narrower than a letter: as much room as the plain text leaves. */
			str_add(o, "<span class=\"blank\">");
			for (int k = 0; k < r->blank * 7 / 4; k++)
				str_addc(o, '.');
			str_add(o, "</span>");
			continue;
		}
		str_add(o, r->style & DOC_BOLD ? "<b>" : "");
		str_add(o, r->style & DOC_ITALIC ? "<i>" : "");
		add_escaped(o, r->text);
		str_add(o, r->style & DOC_ITALIC ? "</i>" : "");
		str_add(o, r->style & DOC_BOLD ? "</b>" : "");
	}
	if (!t->n)
		str_add(o, "&nbsp;");
}

static const char *align_class(enum doc_align a)
{
	static const char *const names[] = { "", " class=\"l\"", " class=\"c\"", " class=\"r\"" };

	return names[a];
}

static void add_cell(struct str *o, const struct doc_block *b, size_t row, size_t c)
{
	const struct doc_row *r = &b->rows[row];
	size_t across = 1, down = 1;

	while (c + across < b->n_columns && r->v[c + across].left)
		across++;
	while (row + down < b->n_rows && b->rows[row + down].v[c].above &&
	       b->rows[row + down].head == r->head)
		down++;
	str_add(o, r->head ? "<th" : "<td");
	if (!r->head && r->v[c].align > DOC_LEFT)
		str_add(o, align_class(r->v[c].align));
	if (across > 1)
		str_addf(o, " colspan=\"%zu\"", across);
	if (down > 1)
		str_addf(o, " rowspan=\"%zu\"", down);
	str_addc(o, '>');
	add_text(o, &r->v[c].text);
	str_add(o, r->head ? "</th>" : "</td>");
}

static void add_columns(struct str *o, const struct doc_block *b)
{
	int sum = 0;

	for (size_t i = 0; i < b->n_columns; i++)
		sum += b->columns[i].width;
	str_add(o, "<colgroup>");
	for (size_t i = 0; i < b->n_columns; i++)
		str_addf(o, "<col style=\"width:%d.%02d%%\">", b->columns[i].width * 100 / sum,
			 b->columns[i].width * 10000 / sum % 100);
	str_add(o, "</colgroup>\n");
}

static void add_table(struct str *o, const struct doc_block *b)
{
	bool head = false;

	str_addf(o, "<table class=\"%s%s\">", b->plain ? "" : "g", b->small ? " small" : "");
	add_columns(o, b);
	for (size_t i = 0; i < b->n_rows; i++) {
		const struct doc_row *r = &b->rows[i];

		if (r->head != head || !i)
			str_addf(o, "%s%s", i ? (head ? "</thead>" : "</tbody>") : "",
				 r->head ? "<thead>" : "<tbody>");
		head = r->head;
		str_add(o, r->strong ? "<tr class=\"s\">" : "<tr>");
		for (size_t c = 0; c < b->n_columns; c++)
			if (!r->v[c].left && !(r->v[c].above && i && b->rows[i - 1].head == r->head))
				add_cell(o, b, i, c);
		str_add(o, "</tr>\n");
	}
	if (b->n_rows)
		str_add(o, head ? "</thead>" : "</tbody>");
	str_add(o, "</table>\n");
}

static void begin_page(struct str *o, const struct doc *d, bool wide)
{
	str_addf(o, "<section class=\"sheet%s%s\">\n", wide ? " wide" : "", d->narrow ? " narrow" : "");
	if (!d->banner)
		return;
	str_add(o, "<p class=\"banner\">");
	add_escaped(o, d->banner);
	str_add(o, "</p>\n");
}

static void add_blocks(struct str *o, const struct doc *d);

static bool has_blank(const struct doc_text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!t->v[i].text)
			return true;
	return false;
}

static void add_block(struct str *o, const struct doc *d, const struct doc_block *b)
{
	switch (b->kind) {
	case DOC_PARA:
		/* Dots to write on, justified, would tear the words beside them apart. */
		if (b->small)
			str_add(o, "<p class=\"l small\">");
		else
			str_addf(o, "<p%s>", b->align == DOC_BODY && has_blank(&b->text) ? " class=\"b\"" : align_class(b->align));
		add_text(o, &b->text);
		str_add(o, "</p>\n");
		break;
	case DOC_TITLE:
		str_addf(o, "<h%d>", b->amount);
		add_text(o, &b->text);
		str_addf(o, "</h%d>\n", b->amount);
		break;
	case DOC_HEADING:
		str_add(o, "<h3>");
		add_text(o, &b->text);
		str_add(o, "</h3>\n");
		break;
	case DOC_TABLE:
		add_table(o, b);
		break;
	case DOC_SIDE:
		str_add(o, "<table class=\"side\">");
		add_columns(o, b);
		str_add(o, "<tr>");
		for (size_t i = 0; i < b->n_columns; i++) {
			str_add(o, "<td>");
			add_blocks(o, b->side[i]);
			str_add(o, "</td>");
		}
		str_add(o, "</tr></table>\n");
		break;
	case DOC_RULE:
		str_addf(o, "<hr style=\"width:%d%%\">\n", b->amount);
		break;
	case DOC_SPACE:
		str_addf(o, "<div style=\"height:%d.%dem\"></div>\n", b->amount * 13 / 10,
			 b->amount * 13 % 10);
		break;
	case DOC_PAGE:
		str_add(o, "</section>\n");
		begin_page(o, d, b->amount);
		break;
	}
}

static void add_blocks(struct str *o, const struct doc *d)
{
	for (size_t i = 0; i < d->n; i++)
		add_block(o, d, &d->v[i]);
}

char *doc_html(const struct doc *d)
{
	struct str o;

	str_init(&o);
	str_add(&o, "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
	add_escaped(&o, d->title ? d->title : "");
	str_addf(&o, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
	/* A page of print that a long table runs on to has no banner of its own: the words lie under each. */
	if (d->banner) {
		str_add(&o, "<div class=\"under\">");
		add_escaped(&o, d->banner);
		str_add(&o, "</div>\n");
	}
	begin_page(&o, d, d->wide);
	add_blocks(&o, d);
	str_add(&o, "</section>\n</body>\n</html>\n");
	return str_take(&o);
}
