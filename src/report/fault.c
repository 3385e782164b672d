/* SPDX-License-Identifier: MIT */
/* The rules between figures. Tables are made once each, however many rules look at them. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/fault.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/fault_impl.h"
#include "report/report_impl.h"
#include "text/number.h"

/* ---- names in a rule ---- */

struct name { /* [last.][REPORT.]KEY[.people|.all] */
	const struct report *report;
	const struct report_spec *spec;
	char *key;
	bool last, people, all;
};

struct names {
	const struct reports *all;
	const struct report *own;
	const char *code; /* of "each"; or NULL */
	struct name *v;
	size_t n, cap;
};

static void names_fini(struct names *x)
{
	for (size_t i = 0; i < x->n; i++)
		free(x->v[i].key);
	free(x->v);
	x->v = NULL;
	x->n = x->cap = 0;
}

static bool cut_end(char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);

	if (n <= k || strcmp(text + n - k, end) != 0)
		return false;
	text[n - k] = '\0';
	return true;
}

static const struct report_spec *spec_of(const struct report *r, const char *key)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->columns[i].key, key))
			return &r->columns[i];
	return NULL;
}

/* formula_parse's question: which number has this name? */
static int take_name(const void *ctx, const char *text)
{
	struct names *x = (struct names *)ctx;
	struct name n = { .report = x->own };
	char *copy = xstrdup(text), *at = copy, *dot;

	if (str_starts(at, "last.")) {
		n.last = true;
		at += strlen("last.");
	}
	n.people = cut_end(at, ".people");
	n.all = cut_end(at, ".all");
	dot = strchr(at, '.');
	if (dot) {
		*dot = '\0';
		n.report = reports_find(x->all, at);
		at = dot + 1;
	}
	n.spec = n.report ? spec_of(n.report, at) : NULL;
	if (n.spec && n.spec->pivot && !n.all && x->code)
		n.key = xasprintf("%s.%s", at, x->code);
	else
		n.key = xstrdup(at);
	free(copy);
	if (!n.spec) {
		free(n.key);
		return -1;
	}
	x->v = grow(x->v, x->n, &x->cap, sizeof(*x->v));
	x->v[x->n++] = n;
	return (int)(x->n - 1);
}

void rules_check(const struct reports *all, const struct report *r, struct complaints *c)
{
	for (size_t i = 0; i < r->n_rules; i++) {
		const struct report_rule *rule = &r->rules[i];
		const char *const sides[] = { rule->left, rule->right };

		for (int k = 0; k < 2; k++) {
			struct names x = { .all = all, .own = r };
			const char *why;
			struct formula *f = formula_parse(sides[k], take_name, &x, &why);

			if (!f)
				complaints_add(c, r->file->path, rule->line, NULL, rule->name, "%s", why);
			formula_free(f);
			names_fini(&x);
		}
	}
}

/* ---- the tables ---- */

enum which { BY_LEVEL, BY_UNIT, LAST_YEAR, N_WHICH };

struct inspection {
	struct report_desk *d, *last;
	const struct reports *all;
	struct report_table **tables; /* N_WHICH of each report */
	struct report_faults *out;
};

static int table_of(struct inspection *x, const struct report *r, enum which w, struct report_table **out,
		    struct error *e)
{
	struct report_table **slot = &x->tables[(size_t)(r - x->all->v) * N_WHICH + w];
	int rc = 0;

	if (!*slot && (w != LAST_YEAR || x->last))
		rc = report_make(w == LAST_YEAR ? x->last : x->d, r, w == BY_LEVEL ? REPORT_BY_LEVEL : REPORT_BY_UNIT,
				 slot, e);
	*out = *slot;
	return rc;
}

/* The line of another table that speaks of the same place. */
static const struct report_row *row_like(const struct report_table *t, const struct report_row *row, bool people)
{
	enum report_measure want = people ? MEASURE_PEOPLE : row->measure;

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct report_row *r = &t->rows[i];
		enum report_measure is = r->measure;

		if (!r->span && r->kind == row->kind && str_eq(r->unit, row->unit) && str_eq(r->village, row->village) &&
		    (is == want || (is == MEASURE_HOUSEHOLDS && want == MEASURE_NONE) ||
		     (is == MEASURE_NONE && want == MEASURE_HOUSEHOLDS)))
			return r;
	}
	return NULL;
}

struct looking {
	struct inspection *x;
	const struct names *names;
	const struct report_row *row;
	enum which w;
};

static bool number_of(const void *ctx, int index, double *out)
{
	const struct looking *l = ctx;
	const struct name *n = &l->names->v[index];
	struct report_table *t;
	const struct report_row *row;
	int at;

	*out = 0;
	if (table_of(l->x, n->report, n->last ? LAST_YEAR : l->w, &t, NULL) || !t)
		return false;
	row = row_like(t, l->row, n->people);
	if (!row)
		return false;
	for (size_t i = 0; n->all && i < t->n_columns; i++)
		if (str_starts(t->columns[i].key, n->key) && t->columns[i].key[strlen(n->key)] == '.')
			*out += row->cells[i].number;
	if (n->all)
		return true;
	at = table_find(t, n->key);
	if (at >= 0)
		*out = row->cells[at].number;
	return at >= 0 && row->cells[at].known;
}

/* ---- telling ---- */

static void describe(const void *ctx, int index, struct str *out)
{
	const struct looking *l = ctx;
	const struct name *n = &l->names->v[index];
	struct report_table *t;
	int at;

	if (table_of(l->x, n->report, n->last ? LAST_YEAR : l->w, &t, NULL) || !t)
		return;
	at = table_find(t, n->key);
	if (n->report != l->names->own || n->last)
		str_addf(out, "%s ", n->report->id);
	if (at >= 0 && t->columns[at].number)
		str_addf(out, _("column %s"), t->columns[at].number);
	else if (at >= 0)
		str_addf(out, "\"%s\"", t->columns[at].head.v[t->columns[at].head.n - 1]);
	else
		str_add(out, n->key);
	if (n->last)
		str_addf(out, " (%s)", _("year before"));
	if (n->people)
		str_addf(out, " (%s)", _("People counted"));
}

static char *place_name(const struct report_table *t, const struct report_row *row)
{
	int place = table_find(t, "place"), measure = table_find(t, "measure");
	const char *name = place >= 0 && row->cells[place].known ? row->cells[place].text : t->owner;

	if (measure < 0 || !row->cells[measure].known)
		return xstrdup(name);
	return xasprintf("%s, %s", name, row->cells[measure].text);
}

static void tell(struct looking *l, const struct report_table *t, const struct report_rule *rule,
		 const struct formula *const side[2], const double value[2])
{
	struct report_faults *out = l->x->out;
	struct report_fault *f;
	struct str words[2];
	char *place = place_name(t, l->row), number[2][32];
	const char *must = rule->op == '=' ? _("must equal") : rule->op == '>' ? _("must be at least") : _("must be at most");

	for (int i = 0; i < 2; i++) {
		str_init(&words[i]);
		formula_print(side[i], describe, l, &words[i]);
		number_decimal_show(value[i], -1, number[i]);
	}
	out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
	f = &out->v[out->n++];
	*f = (struct report_fault){ .report = xstrdup(t->id), .rule = xstrdup(rule->name) };
	f->unit = xstrdup_null(l->row->unit);
	f->village = xstrdup_null(l->row->village);
	/* TRANSLATORS: place: "column 2" = 64, must equal "r03 column 5" = 63 */
	f->message = xasprintf(_("%s: %s = %s, %s %s = %s"), place, words[0].s, number[0], must, words[1].s, number[1]);
	str_fini(&words[0]);
	str_fini(&words[1]);
	free(place);
}

static bool holds(char op, const double v[2])
{
	return op == '=' ? v[0] == v[1] : op == '>' ? v[0] >= v[1] : v[0] <= v[1];
}

static void run_one(struct inspection *x, const struct report_table *t, const struct report *r,
		    const struct report_rule *rule, const char *code)
{
	struct names names = { .all = x->all, .own = r, .code = code };
	const char *why;
	struct formula *side[2] = { formula_parse(rule->left, take_name, &names, &why),
				    formula_parse(rule->right, take_name, &names, &why) };

	for (size_t i = 0; side[0] && side[1] && i < t->n_rows; i++) {
		struct looking l = { x, &names, &t->rows[i], rule->last ? BY_UNIT : BY_LEVEL };
		double v[2];

		if (l.row->span || !formula_value(side[0], number_of, &l, &v[0]) ||
		    !formula_value(side[1], number_of, &l, &v[1]))
			continue;
		x->out->checked++;
		if (!holds(rule->op, v))
			tell(&l, t, rule, (const struct formula *const *)side, v);
	}
	formula_free(side[0]);
	formula_free(side[1]);
	names_fini(&names);
}

static bool applies(const struct inspection *x, const struct report_rule *rule)
{
	struct strlist all;
	bool has;

	if (rule->settled && x->d->waiting)
		return false;
	if (!rule->standards)
		return true;
	strlist_init(&all);
	strlist_split(&all, rule->standards, "|");
	has = x->d->standard && strlist_has(&all, x->d->standard);
	strlist_fini(&all);
	return has;
}

/* Every table a rule looks at is made here, so that a failure is not taken for "not known". */
static int make_ready(struct inspection *x, const struct report *r, const struct report_rule *rule, struct error *e)
{
	const char *const sides[] = { rule->left, rule->right };
	struct report_table *t;
	int rc = 0;

	for (int k = 0; !rc && k < 2; k++) {
		struct names names = { .all = x->all, .own = r };
		const char *why;

		formula_free(formula_parse(sides[k], take_name, &names, &why));
		for (size_t i = 0; !rc && i < names.n; i++)
			rc = table_of(x, names.v[i].report, names.v[i].last ? LAST_YEAR : rule->last ? BY_UNIT : BY_LEVEL,
				      &t, e);
		names_fini(&names);
	}
	return rc;
}

static int run_rule(struct inspection *x, const struct report *r, const struct report_rule *rule, struct error *e)
{
	struct report_table *t;
	int rc;

	if (!applies(x, rule) || (rule->last && !x->last))
		return 0;
	rc = table_of(x, r, rule->last ? BY_UNIT : BY_LEVEL, &t, e);
	if (!rc)
		rc = make_ready(x, r, rule, e);
	if (rc)
		return rc;
	if (!rule->each)
		run_one(x, t, r, rule, NULL);
	for (size_t i = 0; rule->each && i < t->n_columns; i++) {
		const char *dot = strchr(t->columns[i].key, '.');

		if (dot)
			run_one(x, t, r, rule, dot + 1);
	}
	return 0;
}

/* The closed yearly round of the year before, if there is one. */
static int open_last(struct inspection *x, struct error *e)
{
	struct report_scope s = { .year = x->d->year - 1 };
	struct error none = ERROR_INIT;
	int rc;

	if (!x->d->yearly)
		return 0;
	rc = report_desk_open(&x->last, x->d->forms, x->d->book, &s, &none);
	if (rc == ERR_NOTFOUND)
		rc = 0;
	else if (rc)
		error_move(e, &none);
	error_clear(&none);
	if (x->last && !x->last->official) {
		report_desk_close(x->last);
		x->last = NULL;
	}
	return rc;
}

int report_faults(struct report_desk *d, const struct reports *all, const struct report *only, struct report_faults *out,
		  struct error *e)
{
	struct inspection x = { .d = d, .all = all, .out = out };
	int rc = open_last(&x, e);

	*out = (struct report_faults){ .v = NULL };
	x.tables = xcalloc(all->n * N_WHICH + 1, sizeof(*x.tables));
	for (size_t i = 0; !rc && i < all->n; i++) {
		const struct report *r = &all->v[i];

		for (size_t k = 0; !rc && (!only || r == only) && k < r->n_rules; k++)
			rc = run_rule(&x, r, &r->rules[k], e);
	}
	for (size_t i = 0; i < all->n * N_WHICH; i++)
		table_free(x.tables[i]);
	free(x.tables);
	report_desk_close(x.last);
	if (rc)
		report_faults_fini(out);
	return rc;
}

void report_faults_fini(struct report_faults *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].report);
		free(f->v[i].rule);
		free(f->v[i].unit);
		free(f->v[i].village);
		free(f->v[i].message);
	}
	free(f->v);
	*f = (struct report_faults){ .v = NULL };
}

int report_faults_newest(struct forms *f, struct book *b, struct report_faults *out, struct error *e)
{
	struct report_scope scope = { .round = NULL };
	struct report_desk *desk = NULL;
	struct complaints unheard; /* forms check tells them */
	struct reports *all;
	int ret;

	*out = (struct report_faults){ .v = NULL };
	complaints_init(&unheard);
	all = reports_load_all(&unheard);
	complaints_fini(&unheard);
	ret = report_desk_open(&desk, f, b, &scope, e);
	if (ret == ERR_NOTFOUND) {
		error_clear(e);
		ret = 0;
	} else if (!ret) {
		ret = report_faults(desk, all, NULL, out, e);
	}
	report_desk_close(desk);
	reports_free(all);
	return ret;
}
