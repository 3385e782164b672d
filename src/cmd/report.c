/* SPDX-License-Identifier: MIT */
/* report: the tables of a review round, as text, CSV, HTML or a spreadsheet. */
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
#include "report/fault.h"
#include "report/render.h"
#include "report/report.h"

struct wish {
	const char *year, *round, *by, *format, *path;
	bool official, preliminary, faults;
	struct report_scope scope;
	enum report_by by_what;
	enum render_as as;
};

/* The reports as files; those with mistakes are told and left out. */
static struct reports *load(struct complaints *bad)
{
	struct reports *all;

	complaints_init(bad);
	all = reports_load_all(bad);
	for (size_t i = 0; i < bad->n; i++) {
		char *text = complaint_text(&bad->v[i]);

		cmd_say("%s", text);
		free(text);
	}
	return all;
}

static void list_csv(const struct reports *all)
{
	static const char *const head[] = { "report", "title", "source", "verified" };
	struct str out;

	str_init(&out);
	csv_add_row(&out, head, 4, ',');
	for (size_t i = 0; i < reports_count(all); i++) {
		const struct report *r = reports_at(all, i);
		const char *cells[] = { report_id(r), report_title(r), report_source(r),
					report_verified(r) ? "yes" : "no" };

		csv_add_row(&out, cells, 4, ',');
	}
	fputs(out.s, stdout);
	str_fini(&out);
}

static int list(struct cmd *c, const struct reports *all, enum render_as as)
{
	if (as == RENDER_CSV)
		list_csv(all);
	for (size_t i = 0; as == RENDER_TEXT && i < reports_count(all); i++)
		printf("%s  %s\n", report_id(reports_at(all, i)), report_title(reports_at(all, i)));
	return cmd_flush(c);
}

/* ---- what is asked for ---- */

static int read_wish(struct cmd *c, struct wish *w)
{
	long long year = 0;

	while (render_names[w->as] && strcmp(render_names[w->as], w->format) != 0)
		w->as++;
	if (!render_names[w->as])
		return cmd_usage(c, _("--format is text, csv, html or xlsx, not '%s'"), w->format);
	if (w->year && (!str_int(w->year, &year) || year < 2000 || year > 2100))
		return cmd_usage(c, _("--year is a year, not '%s'"), w->year);
	if (w->year && w->round)
		return cmd_usage(c, "%s", _("--year or --round, not both"));
	if (w->by && strcmp(w->by, "village") != 0 && strcmp(w->by, "unit") != 0)
		return cmd_usage(c, _("--by is village or unit, not '%s'"), w->by);
	if (w->official && w->preliminary)
		return cmd_usage(c, "%s", _("--official or --preliminary, not both"));
	if (w->as == RENDER_XLSX && !w->path)
		return cmd_usage(c, "%s", _("--format xlsx wants -o FILE"));
	if (w->path && outfile_is_book(c, w->path))
		return cmd_usage(c, _("%s is the book, or belongs to it"), w->path);
	w->scope.round = w->round;
	w->scope.year = (int)year;
	w->by_what = !w->by			     ? REPORT_BY_LEVEL :
		     strcmp(w->by, "unit") == 0 ? REPORT_BY_UNIT :
						   REPORT_BY_VILLAGE;
	return 0;
}

/* A figure that is asked for as official must be that, or the other way round. */
static int state_as_wished(struct cmd *c, const struct wish *w, const struct report_desk *d)
{
	bool official = report_desk_official(d);

	if ((!w->official || official) && (!w->preliminary || !official))
		return 0;
	error_fail(&c->err, ERR_NEGATIVE, "GN-R20", "%s",
		   official ? _("The list of this round is closed: its figures are official, not preliminary.") :
			      _("The list of this round is not closed: its figures are preliminary, not official."));
	error_safe(&c->err, _("Nothing was written."));
	return ERR_NEGATIVE;
}

/* ---- writing it ---- */

static int write_file(struct cmd *c, const struct report_table *t, const struct wish *w)
{
	struct outfile o = { .path = NULL };
	int rc = outfile_open(&o, w->path, &c->err);

	if (!rc)
		rc = render_table(t, w->as, true, outfile_write, &o, &c->err);
	if (!rc)
		rc = outfile_commit(&o);
	outfile_close(&o);
	return rc ? cmd_fail(c) : 0;
}

static int print_faults(struct cmd *c, const struct report_faults *f)
{
	for (size_t i = 0; i < f->n; i++)
		printf("%s: %s\n", f->v[i].report, f->v[i].message);
	cmd_say(_("%zu rules checked, %zu do not hold"), f->checked, f->n);
	if (cmd_flush(c))
		return 3;
	return f->n ? 1 : 0;
}

static int make(struct cmd *c, const struct reports *all, const char *name, struct wish *w)
{
	const struct report *r = name ? reports_find(all, name) : NULL;
	struct report_table *t = NULL;
	struct report_desk *d = NULL;
	struct report_faults faults = { .v = NULL };
	int rc, status = 0;

	if (name && !r) {
		error_fail(&c->err, ERR_NOTFOUND, "GN-R21", _("There is no report %s."), name);
		error_todo(&c->err, "%s", _("`giamngheo report list` tells which there are."));
		return cmd_fail(c);
	}
	w->scope.only = w->faults ? NULL : r; /* rules look at other reports too */
	rc = cmd_book(c, BOOK_READ);
	if (!rc)
		rc = report_desk_open(&d, cmd_forms(c), c->book, &w->scope, &c->err);
	if (!rc)
		rc = state_as_wished(c, w, d);
	if (!rc && w->faults)
		rc = report_faults(d, all, r, &faults, &c->err);
	else if (!rc)
		rc = report_make(d, r, w->by_what, &t, &c->err);
	if (rc)
		status = cmd_fail(c);
	else if (w->faults)
		status = print_faults(c, &faults);
	else if (w->path)
		status = write_file(c, t, w);
	else
		status = cmd_end(c, render_table(t, w->as, false, cmd_write, c, &c->err));
	report_faults_fini(&faults);
	table_free(t);
	report_desk_close(d);
	return status;
}

int cmd_report(struct cmd *c, int argc, char **argv)
{
	struct wish w = { .format = "text" };
	const struct opt opts[] = { { "year", OPT_TEXT, &w.year },
				    { "round", OPT_TEXT, &w.round },
				    { "by", OPT_TEXT, &w.by },
				    { "official", OPT_FLAG, &w.official },
				    { "preliminary", OPT_FLAG, &w.preliminary },
				    { "faults", OPT_FLAG, &w.faults },
				    { "format", OPT_TEXT, &w.format },
				    { "o", OPT_TEXT, &w.path },
				    { NULL, OPT_FLAG, NULL } };
	struct complaints bad;
	struct reports *all;
	int status;

	if (!cmd_words(c, opts, &argc, argv, 0, 1, &status) || (status = read_wish(c, &w)))
		return status;
	if (!argc && !w.faults)
		return cmd_usage(c, "%s", _("something is missing"));
	all = load(&bad);
	if (argc && !strcmp(argv[0], "list"))
		status = w.as > RENDER_CSV ? cmd_usage(c, _("--format is csv or text, not '%s'"), w.format) :
					     list(c, all, w.as);
	else
		status = make(c, all, argc ? argv[0] : NULL, &w);
	reports_free(all);
	complaints_fini(&bad);
	return status;
}
