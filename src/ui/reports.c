/* SPDX-License-Identifier: MIT */
/* The list of reports under home's digit 7: one round for all of them, Enter shows one. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/render.h"
#include "report/report.h"
#include "store/db.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/files.h"
#include "ui/listbox.h"
#include "ui/reports.h"
#include "ui/screens.h"

struct report_list {
	struct app *app;
	struct reports *reports;
	struct report_choice choice; /* its name is of the line Enter was pressed on */
	struct listbox box;
};

enum action { ACT_OPEN = 1, ACT_ROUND, ACT_BY, ACT_PAPERS };

static const struct keybind list_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Show"), N_("Show the report") },
	{ K_CHAR('k'), ACT_ROUND, N_("Round"), N_("Another round") },
	{ K_CHAR('t'), ACT_BY, N_("By village or unit"), N_("By village or by unit") },
	{ K_CHAR('v'), ACT_PAPERS, N_("Papers"), N_("Papers to print: sheets, minutes, decision, certificates") },
	{ 0, 0, NULL, NULL },
};

/* ---- which report of what ---- */

void reports_choice_copy(struct report_choice *to, const struct report_choice *from)
{
	to->name = xstrdup_null(from->name);
	to->round = xstrdup_null(from->round);
	to->by = from->by;
}

void reports_choice_fini(struct report_choice *c)
{
	free(c->name);
	free(c->round);
	memset(c, 0, sizeof(*c));
}

static struct reports *load_reports(struct error *e)
{
	struct complaints c;
	struct reports *r;

	complaints_init(&c);
	r = reports_load_all(&c);
	if (c.n && !reports_count(r)) {
		char *why = complaint_text(&c.v[0]);

		error_fail(e, ERR_DATA, "GN-R03", "%s", why);
		free(why);
		reports_free(r);
		r = NULL;
	}
	complaints_fini(&c);
	return r;
}

int reports_make(struct app *app, const struct report_choice *c, struct report_table **out, struct error *e)
{
	struct report_scope scope = { .round = c->round };
	struct report_desk *desk = NULL;
	struct reports *all = load_reports(e);
	const struct report *r;
	int ret;

	if (!all)
		return e->code;
	r = reports_find(all, c->name);
	scope.only = r;
	ret = r ? report_desk_open(&desk, app->forms, app->book, &scope, e)
		: error_fail(e, ERR_NOTFOUND, "GN-R04", _("There is no report %s."), c->name);
	if (!ret)
		ret = report_make(desk, r, c->by, out, e);
	report_desk_close(desk);
	reports_free(all);
	return ret;
}

bool reports_choose_round(struct app *app, struct report_choice *c)
{
	struct error e = ERROR_INIT;
	struct strlist codes, words;
	bool chosen = false;
	int at = 0;

	strlist_init(&codes);
	strlist_init(&words);
	if (db_get_list(book_db(app->book), &codes, &e,
			"SELECT code FROM round GROUP BY code ORDER BY max(review_year) DESC, max(start_date) DESC, code",
			"") ||
	    db_get_list(book_db(app->book), &words, &e,
			"SELECT code || coalesce(' · ' || max(name), '') FROM round"
			" GROUP BY code ORDER BY max(review_year) DESC, max(start_date) DESC, code",
			"")) {
		ui_error(app, &e);
	} else if (!codes.n) {
		ui_say(app, "%s", _("There is no round yet: make one under 3 Reviews."));
	} else {
		for (size_t i = 0; i < codes.n; i++)
			if (str_eq(codes.v[i], c->round))
				at = (int)i;
		at = dialog_choose(app, _("Which round?"), NULL, (const char *const *)words.v, words.n,
				   at);
		chosen = at >= 0 && !str_eq(codes.v[at], c->round);
		if (chosen)
			set_string(&c->round, codes.v[at]);
	}
	strlist_fini(&codes);
	strlist_fini(&words);
	return chosen;
}

bool reports_turn_by(struct app *app, struct report_choice *c)
{
	if (!app_above(app)) {
		ui_say(app, "%s", _("This book has no units below."));
		return false;
	}
	c->by = c->by == REPORT_BY_VILLAGE ? REPORT_BY_UNIT : REPORT_BY_VILLAGE;
	return true;
}

/* ---- writing out ---- */

struct out {
	struct newfile file;
	struct error *e;
};

static int out_write(void *ctx, const char *bytes, size_t n)
{
	struct out *o = ctx;

	return newfile_write(&o->file, bytes, n, o->e);
}

enum format { FORMAT_XLSX, FORMAT_HTML, FORMAT_CSV, FORMAT_TEXT, N_FORMATS };
static const char *const endings[N_FORMATS] = { "xlsx", "html", "csv", "txt" };

static int write_to(const struct report_table *t, enum format f, const char *path, struct error *e)
{
	struct out o = { .e = e };
	int ret;

	if (newfile_open(&o.file, path, 0600, e))
		return e->code;
	ret = f == FORMAT_XLSX	 ? render_xlsx(t, out_write, &o, e)
	      : f == FORMAT_HTML ? render_html(t, out_write, &o, e)
	      : f == FORMAT_CSV	 ? render_csv(t, true, out_write, &o, e)
				 : render_text(t, out_write, &o, e);
	if (!ret)
		ret = newfile_commit(&o.file, NEWFILE_READBACK, e);
	newfile_abandon(&o.file);
	return ret;
}

/* "r01.xlsx", "r01_2.xlsx": never over another. */
static char *free_name(const char *folder, const char *id, const char *ending)
{
	for (int i = 1;; i++) {
		char *name = i == 1 ? xasprintf("%s.%s", id, ending)
				    : xasprintf("%s_%d.%s", id, i, ending),
		     *path = path_join(folder, name);

		free(name);
		if (!file_exists(path))
			return path;
		free(path);
	}
}

void reports_write(struct app *app, const struct report_table *t)
{
	const char *const formats[N_FORMATS] = { _("Spreadsheet (XLSX), totals as formulas"),
						 _("Page to print (HTML, A4)"),
						 _("CSV for other programs"), _("Plain text") };
	struct error e = ERROR_INIT;
	char *folder, *path;
	int f = dialog_choose(app, _("Write the report out"), t->title, formats, N_FORMATS, 0);

	if (f < 0)
		return;
	folder = files_place(app, _("Write the report out"), NULL, NULL);
	if (!folder)
		return;
	path = free_name(folder, t->id, endings[f]);
	ui_busy(app, _("The report is being written …"));
	if (write_to(t, (enum format)f, path, &e))
		ui_error(app, &e);
	else
		ui_say(app, _("Written: %s"), path);
	free(path);
	free(folder);
}

/* ---- the list ---- */

static size_t list_count(void *ctx)
{
	const struct report_list *v = ctx;

	return reports_count(v->reports);
}

static void list_row(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	const struct report_list *v = ctx;
	const struct report *r = reports_at(v->reports, i);
	enum look look = selected ? LOOK_SELECTED : LOOK_NORMAL;

	draw_blank(y, x, 1, cols, look);
	draw_text(y, x + 1, 8, look, report_id(r));
	draw_text(y, x + 10, cols - 11, look, report_title(r));
}

static const struct listbox_ops list_ops = { .draw_row = list_row, .count = list_count };

static void list_draw(struct screen *s, bool part)
{
	struct report_list *v = s->data;
	int rows = draw_rows(), cols = draw_cols();
	const struct report *r = v->box.selected < reports_count(v->reports)
					 ? reports_at(v->reports, v->box.selected)
					 : NULL;

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_textf(1, 1, cols - 2, LOOK_TITLE, _("Round: %s"),
			   v->choice.round ? v->choice.round : _("the newest"));
		listbox_place(&v->box, 3, 0, rows - 8, cols);
		listbox_changed(&v->box);
	}
	listbox_draw(&v->box, part);
	draw_blank(rows - 5, 0, 3, cols, LOOK_NORMAL);
	if (r) {
		int used = draw_wrap(rows - 5, 1, 2, cols - 2, LOOK_NORMAL, report_title(r));

		draw_textf(rows - 5 + used, 1, cols - 2, LOOK_DIM, "%s%s",
			   report_source(r) ? report_source(r) : "",
			   report_verified(r) ? "" : _(" (its form is not verified yet)"));
	}
}

static void open_report(struct report_list *v)
{
	if (v->box.selected >= reports_count(v->reports))
		return;
	set_string(&v->choice.name, report_id(reports_at(v->reports, v->box.selected)));
	screen_report(v->app, &v->choice);
}

static enum screen_result list_key(struct screen *s, const struct key *k)
{
	struct report_list *v = s->data;

	switch (keybind_find(list_keys, k)) {
	case ACT_OPEN:
		open_report(v);
		return SCREEN_HANDLED;
	case ACT_PAPERS:
		screen_papers(s->app, NULL, NULL);
		return SCREEN_HANDLED;
	case ACT_ROUND:
		reports_choose_round(v->app, &v->choice);
		return SCREEN_REDRAW;
	case ACT_BY:
		if (reports_turn_by(v->app, &v->choice))
			ui_say(v->app, "%s",
			       v->choice.by == REPORT_BY_VILLAGE ? _("By village.") : _("By unit."));
		return SCREEN_REDRAW;
	default:
		return listbox_key(&v->box, k);
	}
}

static char *list_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Reports"));
}

static void list_close(struct screen *s)
{
	struct report_list *v = s->data;

	reports_free(v->reports);
	reports_choice_fini(&v->choice);
	free(v);
	s->data = NULL;
}

static const struct screen_ops list_screen = {
	.name = "reports",
	.keys = list_keys,
	.draw = list_draw,
	.key = list_key,
	.title = list_title,
	.close = list_close,
};

void screen_reports(struct app *app)
{
	struct report_list *v;
	struct error e = ERROR_INIT;
	struct reports *all = load_reports(&e);

	if (!all) {
		ui_error(app, &e);
		return;
	}
	v = xcalloc(1, sizeof(*v));
	v->app = app;
	v->reports = all;
	listbox_init(&v->box, &list_ops, v);
	ui_push(app, &list_screen, v);
}
