/* SPDX-License-Identifier: MIT */
/*
 * classify: rows of points (or income and indicators) from standard input, the same rows with their class on standard output. The
 * form's own engine; no book is opened.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "form/standard.h"
#include "text/number.h"

enum { COL_AREA, COL_B1, COL_B2, COL_INCOME, COL_INDICATORS, N_COLS };
static const char *const column_names[N_COLS] = { "area", "b1", "b2", "income", "indicators" };

struct classify {
	struct cmd *c;
	struct standards *all;
	const struct standard **by; /* as --standard named them */
	size_t n;
	const char *area;	    /* of --area, or NULL */
	bool why;
	int at[N_COLS];		    /* -1: there is no such column */
	size_t cells;
	size_t refused;
	char *said;		    /* of this row: the same is told once */
};

/* ---- one cell ---- */

/* A cell, trimmed; NULL where it is empty or not there. */
static const char *cell(const struct classify *k, const struct strlist *cells, int col)
{
	char *s;

	if (k->at[col] < 0 || (size_t)k->at[col] >= cells->n)
		return NULL;
	s = str_trim(cells->v[k->at[col]]);
	return *s ? s : NULL;
}

static int refuse(struct error *e, int col, const char *text, const char *wanted)
{
	return error_fail(e, ERR_DATA, "GN-K01", _("%s: \"%s\" is not %s."), column_names[col], text, wanted);
}

/* A number not under 0; NAN for an empty cell. */
static int number(const struct classify *k, const struct strlist *cells, int col, bool whole, double *out, struct error *e)
{
	const char *s = cell(k, cells, col);

	*out = NAN;
	if (!s)
		return 0;
	if (!number_decimal_plain(s, out) || *out < 0 || (whole && strchr(s, '.'))) /* 1.000 may be meant as 1000 */
		return refuse(e, col, s, whole ? _("a whole number from 0") : _("a number from 0"));
	return 0;
}

static int read_area(const struct classify *k, const struct strlist *cells, const char **out, struct error *e)
{
	const char *s = cell(k, cells, COL_AREA);

	*out = s ? s : k->area;
	if (!*out)
		return error_fail(e, ERR_DATA, "GN-K02", "%s", _("The area is empty, and --area was not given."));
	if (strcmp(*out, "rural") && strcmp(*out, "urban"))
		return refuse(e, COL_AREA, s, _("rural or urban"));
	return 0;
}

/* ---- indicators ---- */

/* Codes joined by |: lacked is what is named, not lacked what is not; of another standard's only what asks the same. */
static int count_codes(const struct classify *k, const struct standard *asked, const char *text, struct standard_facts *f,
		       struct error *e)
{
	const struct standard *of = NULL;
	struct strlist codes;
	int ret = 0;

	strlist_init(&codes);
	strlist_split(&codes, text, "|");
	f->deprived = f->unknown = 0;
	/* Whose list the row was answered by: what is not named there was asked and is not lacked. */
	for (size_t i = 0; codes.n && !of && i < standards_count(k->all); i++)
		if (standard_indicator(standards_at(k->all, i), codes.v[0]))
			of = standards_at(k->all, i);
	if (!of)
		ret = refuse(e, COL_INDICATORS, text, _("a count or codes of indicators"));
	for (size_t i = 0; !ret && i < codes.n; i++)
		if (!standard_indicator(of, codes.v[i]))
			ret = refuse(e, COL_INDICATORS, codes.v[i], _("an indicator of the same standard"));
	for (size_t i = 0; !ret && i < asked->n_indicators; i++) {
		const char *code = NULL;

		for (size_t j = 0; (code = standard_same(k->all, &asked->indicators[i], j)); j++)
			if (standard_indicator(of, code))
				break;
		if (!code)
			f->unknown++;
		else
			f->deprived += strlist_has(&codes, code);
	}
	f->borrowed = of && of != asked;
	strlist_fini(&codes);
	return ret;
}

static int read_indicators(const struct classify *k, const struct standard *st, const struct strlist *cells,
			   struct standard_facts *f, struct error *e)
{
	const struct standard *asked = standard_asked(k->all, st);
	const char *s = cell(k, cells, COL_INDICATORS);
	double points, step = standard_value(st, f->area, "indicator_points", NULL, NULL);
	int ret;

	f->deprived = NAN;
	f->unknown = 0;
	if (k->at[COL_B2] >= 0) {
		ret = number(k, cells, COL_B2, true, &points, e);
		if (ret || isnan(points) || isnan(step))
			return ret;
		f->deprived = points / step;
		if (f->deprived != floor(f->deprived) || f->deprived > (double)asked->n_indicators)
			return error_fail(e, ERR_DATA, "GN-K03", _("b2: %g is no multiple of %g from 0 to %g (standard %s)."),
					  points, step, step * (double)asked->n_indicators, st->id);
		return 0;
	}
	if (!s)
		return 0;
	if (!number_decimal_plain(s, &f->deprived))
		return count_codes(k, asked, s, f, e);
	if (f->deprived != floor(f->deprived) || f->deprived < 0 ||
	    (asked->n_indicators && f->deprived > (double)asked->n_indicators))
		return error_fail(e, ERR_DATA, "GN-K04", _("indicators: %s is no count from 0 to %zu (standard %s)."), s,
				  asked->n_indicators, st->id);
	return 0;
}

/* ---- one row ---- */

static int one_class(const struct classify *k, const struct standard *st, const struct strlist *cells,
		     struct standard_result *r, struct error *e)
{
	struct standard_facts f = { .b1 = NAN, .income = NAN, .by_income = k->at[COL_B1] < 0 };
	int ret = read_area(k, cells, &f.area, e);

	if (!ret)
		ret = number(k, cells, COL_B1, true, &f.b1, e);
	if (!ret)
		ret = number(k, cells, COL_INCOME, false, &f.income, e);
	if (!ret)
		ret = read_indicators(k, st, cells, &f, e);
	return ret ? ret : standard_classify(st, &f, r, e);
}

static void say_refused(struct classify *k, long line, const struct error *e)
{
	if (str_eq(k->said, e->what))
		return;
	cmd_say(_("line %ld: %s"), line, e->what);
	set_string(&k->said, e->what);
}

static void run_row(struct classify *k, const struct strlist *cells, long line, int fault, struct error *told, struct str *out)
{
	bool refused = fault;

	str_reset(out);
	set_string(&k->said, NULL);
	if (fault) {
		say_refused(k, line, told);
	} else if (cells->n > k->cells) {
		cmd_say(_("line %ld: the row has more cells than the header."), line);
		refused = true;
	}
	for (size_t i = 0; i < k->cells; i++)
		csv_add_cell(out, i < cells->n ? cells->v[i] : "", ',', i == 0);
	for (size_t i = 0; i < k->n; i++) {
		struct standard_result r = { .why = NULL };
		struct error e = ERROR_INIT;

		if (!fault && cells->n <= k->cells && one_class(k, k->by[i], cells, &r, &e)) {
			say_refused(k, line, &e);
			refused = true;
		}
		csv_add_cell(out, r.class ? r.class : "", ',', false);
		if (k->why)
			csv_add_cell(out, r.why ? r.why : "", ',', false);
		standard_result_fini(&r);
		error_clear(&e);
	}
	str_addc(out, '\n');
	fputs(out->s, stdout);
	k->refused += refused;
}

/* ---- the header ---- */

static int bad_header(struct cmd *c, const char *what)
{
	error_fail(&c->err, ERR_DATA, "GN-K05", _("The header does not do: %s."), what);
	error_safe(&c->err, _("Nothing was classified."));
	error_todo(&c->err, "%s",
		   _("The columns are b1 and b2, or income and indicators, and area unless --area is given; others are kept."));
	return ERR_DATA;
}

static int read_header(struct classify *k, const struct strlist *cells)
{
	k->cells = cells->n;
	for (int col = 0; col < N_COLS; col++)
		k->at[col] = -1;
	for (size_t i = 0; i < cells->n; i++) {
		const char *name = str_trim(cells->v[i]);

		if (!strcmp(name, "classification") || str_starts(name, "classification:"))
			return bad_header(k->c, _("it has a column classification already"));
		for (int col = 0; col < N_COLS; col++) {
			if (strcmp(name, column_names[col]))
				continue;
			if (k->at[col] >= 0)
				return bad_header(k->c, _("a column stands twice"));
			k->at[col] = (int)i;
		}
	}
	if (k->at[COL_B1] < 0 && k->at[COL_INCOME] < 0)
		return bad_header(k->c, _("neither b1 nor income is there"));
	if (k->at[COL_B2] < 0 && k->at[COL_INDICATORS] < 0)
		return bad_header(k->c, _("neither b2 nor indicators is there"));
	if (k->at[COL_B2] >= 0 && k->at[COL_INDICATORS] >= 0)
		return bad_header(k->c, _("b2 and indicators say the same thing: keep one"));
	return 0;
}

static void print_header(const struct classify *k, const struct strlist *cells)
{
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < cells->n; i++)
		csv_add_cell(&out, cells->v[i], ',', i == 0);
	for (size_t i = 0; i < k->n; i++) {
		char *name = i ? xasprintf("classification:%s", k->by[i]->id) : xstrdup("classification");
		char *why = i ? xasprintf("why:%s", k->by[i]->id) : xstrdup("why");

		csv_add_cell(&out, name, ',', false);
		if (k->why)
			csv_add_cell(&out, why, ',', false);
		free(name);
		free(why);
	}
	str_addc(&out, '\n');
	fputs(out.s, stdout);
	str_fini(&out);
}

/* ---- the whole ---- */

static int run_rows(struct classify *k, struct csv_reader *r, int *status)
{
	struct error *err = &k->c->err;
	struct strlist cells;
	struct str out;
	int rc;

	strlist_init(&cells);
	str_init(&out);
	rc = csv_next(r, &cells, err);
	if (!rc)
		rc = bad_header(k->c, _("the input is empty"));
	if (rc > 0)
		rc = read_header(k, &cells);
	if (!rc && k->at[COL_AREA] < 0 && !k->area) {
		*status = cmd_usage(k->c, "%s", _("say --area rural or --area urban, or give a column area"));
		goto out;
	}
	if (!rc) {
		print_header(k, &cells);
		while ((rc = csv_next(r, &cells, err)) > 0) {
			struct error e = ERROR_INIT;

			if (cells.n == 1 && str_empty(cells.v[0]) && k->cells > 1)
				continue;
			run_row(k, &cells, csv_line(r), csv_row_fault(r, &e), &e, &out);
			error_clear(&e);
		}
	}
	*status = rc < 0 ? cmd_fail(k->c) : cmd_flush(k->c);
	if (!*status && k->refused)
		*status = 1;
out:
	str_fini(&out);
	strlist_fini(&cells);
	return rc;
}

static bool take_standards(struct classify *k, const struct strlist *ids, int *status)
{
	k->by = xcalloc(ids->n + 1, sizeof(*k->by));
	for (size_t i = 0; i < ids->n; i++) {
		k->by[k->n] = standards_find(k->all, ids->v[i]);
		if (!k->by[k->n]) {
			*status = cmd_usage(k->c, _("there is no standard '%s'"), ids->v[i]);
			return false;
		}
		k->n++;
	}
	return true;
}

int cmd_classify(struct cmd *c, int argc, char **argv)
{
	struct classify k = { .c = c };
	struct strlist ids;
	struct csv_reader *r = NULL;
	const struct opt opts[] = { { "standard", OPT_LIST, &ids },
				    { "area", OPT_TEXT, &k.area },
				    { "why", OPT_FLAG, &k.why },
				    { NULL, OPT_FLAG, NULL } };
	int status;

	strlist_init(&ids);
	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		goto out;
	if (!ids.n) {
		status = cmd_usage(c, "%s", _("say which --standard"));
		goto out;
	}
	if (k.area && strcmp(k.area, "rural") && strcmp(k.area, "urban")) {
		status = cmd_usage(c, _("--area is rural or urban, not '%s'"), k.area);
		goto out;
	}
	k.all = forms_standards(cmd_forms(c));
	if (standards_mistakes(k.all)->n) {
		char *first = complaint_text(&standards_mistakes(k.all)->v[0]);

		error_fail(&c->err, ERR_DATA, "GN-K06", _("The standards have a mistake: %s"), first);
		error_todo(&c->err, "%s", _("\"giamngheo forms check\" lists every mistake."));
		free(first);
		status = cmd_fail(c);
		goto out;
	}
	if (!take_standards(&k, &ids, &status))
		goto out;
	if (csv_open_rows(&r, "/dev/stdin", &c->err))
		status = cmd_fail(c);
	else
		run_rows(&k, r, &status);
out:
	csv_close(r);
	strlist_fini(&ids);
	free(k.by);
	free(k.said);
	return status;
}
