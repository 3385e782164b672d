/* SPDX-License-Identifier: MIT */
/* paper: the papers of the review as text or HTML. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/outfile.h"
#include "form/entry.h"
#include "report/paper.h"
#include "text/utf8.h"

/* "round, village?" as the file says it. */
static char *takes_text(const struct paper *p)
{
	struct str s;

	str_init(&s);
	for (int i = 0; i < PAPER_OF_N; i++)
		if (p->takes >> i & 1)
			str_addf(&s, "%s%s%s", s.len ? " " : "", paper_of_names[i], p->wants >> i & 1 ? "" : "?");
	return str_take(&s);
}

static void list_csv(const struct papers *all)
{
	static const char *const head[] = { "id",	 "title",    "form",	 "takes",
					    "valid_from", "valid_to", "verified", "source" };
	struct str out;

	str_init(&out);
	csv_add_row(&out, head, 8, ',');
	for (size_t i = 0; i < papers_n(all); i++) {
		const struct paper *p = papers_at(all, i);
		char from[11] = "", to[11] = "", *takes = takes_text(p);
		const char *cells[] = { p->id, i18n_pick((const char *const[2]){ p->title[0], p->title[1] }),
					p->number, takes, from, to, p->verified ? "yes" : "no", p->source };

		if (p->from.year)
			date_iso(&p->from, from);
		if (p->to.year)
			date_iso(&p->to, to);
		csv_add_row(&out, cells, 8, ',');
		free(takes);
	}
	fputs(out.s, stdout);
	str_fini(&out);
}

static void list_text(const struct papers *all)
{
	for (size_t i = 0; i < papers_n(all); i++) {
		const struct paper *p = papers_at(all, i);
		char *takes = takes_text(p), *id = utf8_cell(p->id, 20, true), buf[11];

		printf("%s  %s%s%s%s", id, i18n_pick((const char *const[2]){ p->title[0], p->title[1] }),
		       p->number ? " (" : "", p->number ? p->number : "", p->number ? ")" : "");
		if (*takes)
			printf("  [%s]", takes);
		if (p->to.year)
			printf(_("  until %s"), date_human(&p->to, buf));
		if (!p->verified)
			printf("  %s", _("wording not verified"));
		putchar('\n');
		free(id);
		free(takes);
	}
}

/* What the words name, as ids, and what is taken where nothing was said. */
struct chosen {
	char id[PAPER_OF_N][37];
	char *newest[PAPER_OF_N];
	struct paper_choice choice;
};

static void chosen_fini(struct chosen *ch)
{
	for (int i = 0; i < PAPER_OF_N; i++)
		free(ch->newest[i]);
}

static int choose(struct cmd *c, const struct paper *p, const char *const words[PAPER_OF_N], struct chosen *ch)
{
	for (int i = 0; i < PAPER_OF_N; i++) {
		const struct form *form;

		if (!words[i])
			continue;
		form = cmd_form(c, paper_of_names[i]);
		if (!form || form_resolve(c->forms, c->book, form, book_unit_id(c->book), words[i], ch->id[i], &c->err))
			return c->err.code;
		ch->choice.of[i] = ch->id[i];
	}
	for (int i = 0; i < PAPER_OF_N; i++) {
		if (words[i] || !(p->wants >> i & 1))
			continue;
		ch->newest[i] = paper_newest(c->book, (enum paper_of)i, &ch->choice);
		ch->choice.of[i] = ch->newest[i];
	}
	ch->choice.officer = cmd_officer(c);
	return 0;
}

static int write_out(struct cmd *c, const char *text, const char *path)
{
	struct outfile o;
	int rc;

	if (!path)
		return cmd_end(c, cmd_write(c, text, strlen(text)));
	rc = outfile_open(&o, path, &c->err);
	if (!rc)
		rc = outfile_write(&o, text, strlen(text));
	if (!rc)
		rc = outfile_commit(&o);
	outfile_close(&o);
	return rc ? cmd_fail(c) : 0;
}

static int print(struct cmd *c, const struct paper *p, const char *const words[PAPER_OF_N], bool html, const char *path)
{
	struct chosen ch = { .choice = { .officer = NULL } };
	struct doc *d = NULL;
	struct date day;
	int status;

	if (choose(c, p, words, &ch) || paper_make(p, c->forms, c->book, &ch.choice, &d, &c->err)) {
		status = c->err.code == ERR_USAGE ? cmd_usage(c, "%s", c->err.what) : cmd_fail(c);
	} else {
		char *text = html ? doc_html(d) : doc_plain(d, DOC_TEXT_WIDTH);

		status = write_out(c, text, path);
		day = paper_day(c->book, &ch.choice);
		cmd_say_note(paper_notes(p, &day));
		free(text);
	}
	doc_free(d);
	chosen_fini(&ch);
	return status;
}

/* A paper that is not there, or has a mistake: that one is told. */
static int no_paper(struct cmd *c, const char *name, const struct complaints *bad)
{
	for (size_t i = 0; i < bad->n; i++) {
		char *text = complaint_text(&bad->v[i]);

		cmd_say("%s", text);
		free(text);
	}
	error_fail(&c->err, ERR_NOTFOUND, "GN-P07", _("There is no paper '%s'."), name);
	error_todo(&c->err, "%s", _("`giamngheo paper list` tells their names."));
	return cmd_fail(c);
}

static int list(struct cmd *c, const struct papers *all, const char *format, const struct complaints *bad)
{
	for (size_t i = 0; i < bad->n; i++) {
		char *text = complaint_text(&bad->v[i]);

		cmd_say("%s", text);
		free(text);
	}
	if (!strcmp(format, "csv"))
		list_csv(all);
	else
		list_text(all);
	return cmd_flush(c) ? 3 : bad->n ? 1 : 0;
}

int cmd_paper(struct cmd *c, int argc, char **argv)
{
	const char *words[PAPER_OF_N] = { NULL }, *format = NULL, *path = NULL;
	struct opt opts[PAPER_OF_N + 3] = { { "format", OPT_TEXT, &format }, { "o", OPT_TEXT, &path } };
	struct complaints bad;
	struct papers *all;
	const struct paper *p;
	bool lists, html;
	int status;

	for (int i = 0; i < PAPER_OF_N; i++)
		opts[2 + i] = (struct opt){ paper_of_names[i], OPT_TEXT, &words[i] };
	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	lists = !strcmp(argv[0], "list");
	if (!format)
		format = path && strlen(path) > 5 && !strcmp(path + strlen(path) - 5, ".html") ? "html" : "text";
	html = !strcmp(format, "html");
	if (strcmp(format, "text") != 0 && strcmp(format, lists ? "csv" : "html") != 0)
		return lists ? cmd_usage(c, _("--format is csv or text, not '%s'"), format) :
			       cmd_usage(c, _("--format is html or text, not '%s'"), format);
	if (path && outfile_is_book(c, path))
		return cmd_usage(c, _("%s is the book, or belongs to it"), path);
	complaints_init(&bad);
	all = papers_load_all(&bad);
	p = lists ? NULL : papers_find(all, argv[0]);
	if (lists)
		status = list(c, all, format, &bad);
	else if (!p)
		status = no_paper(c, argv[0], &bad);
	else if (cmd_book(c, BOOK_READ))
		status = cmd_fail(c);
	else
		status = print(c, p, words, html, path);
	papers_free(all);
	complaints_fini(&bad);
	return status;
}
