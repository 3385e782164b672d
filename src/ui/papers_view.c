/* SPDX-License-Identifier: MIT */
/*
 * A paper as it will be printed, as text by pages. From here it is written as HTML for a browser's printer, or as text, to a
 * folder or a stick, and read back.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/papers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "text/viet.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/files.h"
#include "ui/screens.h"

#define NAMES_MAX 99 /* files of one name in a folder */

struct paper_view {
	struct app *app;
	struct doc *doc;
	struct strlist lines;
	size_t *page; /* first line of each page */
	size_t n_pages, cap_pages;
	size_t top;
	char *notes, *file;
};

enum action { ACT_WRITE = 1, ACT_NEXT, ACT_BACK, ACT_FIND, ACT_UP, ACT_DOWN, ACT_PAGE_UP, ACT_PAGE_DOWN, ACT_HOME, ACT_END, ACT_CLOSE };

static const struct keybind view_keys[] = {
	{ K_CHAR('w'), ACT_WRITE, N_("Write"), N_("Write it to a folder or a stick, to be printed") },
	{ K_CHAR('n'), ACT_NEXT, N_("Next page"), N_("Next page of the paper") },
	{ K_CHAR('b'), ACT_BACK, N_("Page before"), N_("Page before") },
	{ K_CHAR('/'), ACT_FIND, N_("Find"), N_("Find a text, with or without accents") },
	{ K_UP, ACT_UP, NULL, N_("A line up") },
	{ K_DOWN, ACT_DOWN, NULL, N_("A line down") },
	{ K_PAGE_UP, ACT_PAGE_UP, NULL, N_("A screen up") },
	{ K_PAGE_DOWN, ACT_PAGE_DOWN, NULL, N_("A screen down") },
	{ K_HOME, ACT_HOME, NULL, N_("To the beginning") },
	{ K_END, ACT_END, NULL, N_("To the end") },
	{ K_ENTER, ACT_CLOSE, NULL, N_("Leave this screen") },
	{ 0, 0, NULL, NULL },
};

/* ---- lines and pages ---- */

static void add_page(struct paper_view *v)
{
	v->page = grow(v->page, v->n_pages, &v->cap_pages, sizeof(*v->page));
	v->page[v->n_pages++] = v->lines.n;
}

static void take_lines(struct paper_view *v)
{
	char *text = doc_plain(v->doc, DOC_TEXT_WIDTH);

	strlist_init(&v->lines);
	add_page(v);
	for (char *p = text; *p;) {
		char *end = p + strcspn(p, "\n\f"), was = *end;

		*end = '\0';
		if (was != '\f' || *p)
			strlist_add(&v->lines, p);
		if (was == '\f') {
			strlist_add(&v->lines, "\f");
			add_page(v);
		}
		p = end + (was != '\0');
	}
	free(text);
}

static size_t page_at(const struct paper_view *v)
{
	size_t i = 0;

	while (i + 1 < v->n_pages && v->page[i + 1] <= v->top)
		i++;
	return i;
}

static int rows_of(const struct paper_view *v)
{
	return draw_rows() - 3 - (v->notes != NULL);
}

static void hold(struct paper_view *v, long top)
{
	long last = (long)v->lines.n - rows_of(v);

	if (top > last)
		top = last;
	v->top = top > 0 ? (size_t)top : 0;
}

/* ---- drawing ---- */

static void draw_line(int y, int cols, const char *line)
{
	struct str rule;

	if (strcmp(line, "\f") != 0) {
		draw_text(y, 1, cols - 1, LOOK_NORMAL, line);
		return;
	}
	str_init(&rule);
	for (int i = 0; i < DOC_TEXT_WIDTH; i++)
		str_add(&rule, "┄");
	draw_text(y, 1, cols - 1, LOOK_DIM, rule.s);
	str_fini(&rule);
}

static void view_draw(struct screen *s, bool part)
{
	struct paper_view *v = s->data;
	int rows = rows_of(v), cols = draw_cols(), y = 1;

	(void)part;
	hold(v, (long)v->top);
	draw_blank(1, 0, draw_rows() - 2, cols, LOOK_NORMAL);
	draw_textf(y++, 0, cols, LOOK_TITLE, P_(" Page %zu of %zu · %zu line", " Page %zu of %zu · %zu lines", v->lines.n),
		   page_at(v) + 1, v->n_pages, v->lines.n);
	if (v->notes)
		draw_textf(y++, 0, cols, LOOK_DOUBT, " %.*s", (int)strcspn(v->notes, "\n"), v->notes);
	for (int i = 0; i < rows && v->top + (size_t)i < v->lines.n; i++)
		draw_line(y + i, cols, v->lines.v[v->top + (size_t)i]);
	draw_no_cursor();
}

/* ---- keys ---- */

static void find(struct paper_view *v)
{
	char *typed = dialog_prompt(v->app, _("Find"), _("A text, with or without accents"), "", false), *wanted;

	if (str_empty(typed)) {
		free(typed);
		return;
	}
	wanted = viet_fold(typed);
	for (size_t i = 1; i <= v->lines.n; i++) {
		size_t at = (v->top + i) % v->lines.n;
		char *folded = viet_fold(v->lines.v[at]);
		bool found = strstr(folded, wanted) != NULL;

		free(folded);
		if (!found)
			continue;
		hold(v, (long)at);
		if (v->top != at)
			ui_say(v->app, _("It is in line %zu."), at + 1);
		free(wanted);
		free(typed);
		return;
	}
	ui_say(v->app, _("'%s' is not in this paper."), typed);
	free(wanted);
	free(typed);
}

static enum screen_result view_key(struct screen *s, const struct key *k)
{
	struct paper_view *v = s->data;
	long screenful = rows_of(v) - 1;
	size_t page = page_at(v);

	switch (keybind_find(view_keys, k)) {
	case ACT_WRITE:
		paper_write(v->app, v->doc, v->file);
		break;
	case ACT_NEXT:
		if (page + 1 < v->n_pages)
			v->top = v->page[page + 1];
		break;
	case ACT_BACK:
		v->top = v->top > v->page[page] || !page ? v->page[page] : v->page[page - 1];
		break;
	case ACT_FIND:
		find(v);
		break;
	case ACT_UP:
		hold(v, (long)v->top - 1);
		break;
	case ACT_DOWN:
		hold(v, (long)v->top + 1);
		break;
	case ACT_PAGE_UP:
		hold(v, (long)v->top - screenful);
		break;
	case ACT_PAGE_DOWN:
		hold(v, (long)v->top + screenful);
		break;
	case ACT_HOME:
		v->top = 0;
		break;
	case ACT_END:
		hold(v, (long)v->lines.n);
		break;
	case ACT_CLOSE:
		return SCREEN_CLOSE;
	default:
		return SCREEN_IGNORED;
	}
	return SCREEN_REDRAW;
}

static char *view_title(struct screen *s)
{
	struct paper_view *v = s->data;

	return xstrdup(v->doc->title ? v->doc->title : "");
}

static void view_close(struct screen *s)
{
	struct paper_view *v = s->data;

	doc_free(v->doc);
	strlist_fini(&v->lines);
	free(v->page);
	free(v->notes);
	free(v->file);
	free(v);
	s->data = NULL;
}

static const struct screen_ops view_ops = {
	.name = "paper",
	.keys = view_keys,
	.draw = view_draw,
	.key = view_key,
	.title = view_title,
	.close = view_close,
};

void screen_paper_view(struct app *app, struct doc *d, const char *notes, const char *file)
{
	struct paper_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	v->doc = d;
	v->notes = xstrdup_null(notes);
	v->file = xstrdup(file);
	take_lines(v);
	ui_push(app, &view_ops, v);
}

/* ---- writing ---- */

/* A name that is free in the folder: "decision.html", "decision_2.html" …; caller frees; NULL: all are taken. */
static char *free_name(const char *folder, const char *file, const char *ending)
{
	for (int i = 1; i <= NAMES_MAX; i++) {
		char *name = i > 1 ? xasprintf("%s_%d.%s", file, i, ending) : xasprintf("%s.%s", file, ending);
		char *path = path_join(folder, name);

		free(name);
		if (!file_exists(path))
			return path;
		free(path);
	}
	return NULL;
}

static int write_file(const char *path, const char *text, struct error *e)
{
	struct newfile f;
	int rc = newfile_open(&f, path, 0600, e);

	if (rc)
		return rc;
	rc = newfile_write(&f, text, strlen(text), e);
	if (!rc)
		rc = newfile_commit(&f, NEWFILE_READBACK, e);
	newfile_abandon(&f);
	return rc;
}

void paper_write(struct app *app, const struct doc *d, const char *file)
{
	const char *const kinds[] = { _("For printing on A4 (HTML, opens in a browser)"), _("Plain text") };
	int kind = dialog_choose(app, _("Write the paper"),
				 _("The file is not sealed: who holds it can read it."), kinds, 2, 0);
	char *folder = kind < 0 ? NULL : files_place(app, _("Write the paper"), _("Where to?"), NULL);
	char *path = folder ? free_name(folder, file, kind ? "txt" : "html") : NULL, *text;
	struct error e = ERROR_INIT;

	if (path) {
		text = kind ? doc_plain(d, DOC_TEXT_WIDTH) : doc_html(d);
		ui_busy(app, _("Writing and reading back …"));
		if (write_file(path, text, &e))
			ui_error(app, &e);
		else
			ui_say(app, _("Written, read back and the same: %s"), path_base(path));
		free(text);
	} else if (folder) {
		ui_say(app, "%s", _("There are too many files of this name in that folder."));
	}
	free(path);
	free(folder);
}
