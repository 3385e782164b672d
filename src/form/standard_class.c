/* SPDX-License-Identifier: MIT */
/*
 * The class of a household by a standard's rules, and the sentence that says why. How many of the
 * open indicators are lacked is not known, so every number they allow is tried: what all of them
 * agree on is certain.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/standard_impl.h"
#include "text/number.h"

#define UNKNOWN_MAX 100 /* no standard has so many indicators */

void standard_result_fini(struct standard_result *r)
{
	free(r->why);
	*r = (struct standard_result){ .why = NULL };
}

/* What a rule sees. */
struct view {
	const struct standard *st;
	const struct standard_facts *f;
	double deprived; /* the number tried, or NAN */
	const struct standard_rule *rule; /* whose parameters are asked for */
	bool verified;
	/* What rules lacked that could not be decided. */
	bool no_b1, no_income, no_deprived;
	const struct standard_value *no_value;
};

static const struct standard_value *value_named(const struct standard *st, const char *name)
{
	for (size_t i = 0; i < st->n_values; i++)
		if (!strcmp(st->values[i].name, name))
			return &st->values[i];
	return NULL;
}

/* A fact or a figure by its name; NAN where it is not known. */
static double number_named(struct view *v, const char *name, bool *known_name)
{
	bool verified = true;
	double d;

	*known_name = true;
	if (!strcmp(name, "b1"))
		return v->f->b1;
	if (!strcmp(name, "income"))
		return v->f->income;
	if (!strcmp(name, "deprived"))
		return v->deprived;
	*known_name = value_named(v->st, name) != NULL;
	d = standard_value(v->st, v->f->area, name, NULL, &verified);
	if (!isnan(d) && !verified)
		v->verified = false;
	return d;
}

static void look_up(void *ctx, const char *name, struct expr_value *out)
{
	bool known;
	double d = number_named(ctx, name, &known);

	if (isnan(d))
		return;
	out->kind = EXPR_NUMBER;
	out->number = d;
}

/* ---- one number of indicators ---- */

static void note_lacks(struct view *v, const struct standard_rule *rule)
{
	for (size_t i = 0; !rule->quiet && i < expr_params(rule->test); i++) {
		const char *name = expr_param(rule->test, i);
		bool known;

		if (!isnan(number_named(v, name, &known)))
			continue;
		v->no_b1 |= !strcmp(name, "b1");
		v->no_income |= !strcmp(name, "income");
		v->no_deprived |= !strcmp(name, "deprived");
		if (!v->no_value)
			v->no_value = value_named(v->st, name);
	}
}

/* The first rule that holds, or NULL. */
static int first_rule(struct view *v, const struct standard_rule *rules, size_t n, const struct standard_rule **out,
		      struct error *e)
{
	*out = NULL;
	for (size_t i = 0; i < n; i++) {
		struct expr_value r;
		bool holds;
		int ret;

		if (!rules[i].test)
			continue;
		v->verified = rules[i].verified;
		ret = expr_eval(rules[i].test, look_up, v, &r, e);
		if (ret)
			return ret;
		holds = r.kind == EXPR_NUMBER && r.number != 0;
		if (r.kind == EXPR_NULL)
			note_lacks(v, &rules[i]);
		expr_value_fini(&r);
		if (holds) {
			*out = &rules[i];
			return 0;
		}
	}
	return 0;
}

/* ---- the sentence ---- */

static void add_number(struct str *b, double d)
{
	char buf[32];

	str_add(b, d == floor(d) && fabs(d) < 9e15 ? number_int_show((long long)d, buf) : number_decimal_show(d, -1, buf));
}

static void add_mark(struct str *b, struct view *v, const char *name, double most)
{
	bool known;
	double d = number_named(v, name, &known);

	if (isnan(d)) {
		str_add(b, "…");
		return;
	}
	if (strcmp(name, "deprived") || most <= d) {
		add_number(b, d);
		return;
	}
	/* Some are still open. */
	str_addf(b, _("%g to %g"), d, most);
}

static char *fill(struct view *v, const char *text, double most)
{
	struct str b;

	str_init(&b);
	while (*text) {
		size_t n = strcspn(text, "{");
		const char *end = text[n] ? strchr(text + n, '}') : NULL;
		char *name;

		str_addn(&b, text, n);
		text += n;
		if (!end) {
			str_add(&b, text);
			break;
		}
		name = xstrndup(text + 1, (size_t)(end - text - 1));
		add_mark(&b, v, name, most);
		free(name);
		text = end + 1;
	}
	return str_take(&b);
}

static void add_lack(struct str *b, const char *text)
{
	str_addf(b, "%s%s", b->len ? "; " : "", text);
}

static char *why_not(const struct standard *st, const struct view *v)
{
	const struct standard_facts *f = v->f;
	struct str b;
	char *all;

	str_init(&b);
	if (!st->n_rules && !st->n_income)
		add_lack(&b, _("this standard has no rules yet"));
	else if (!f->area)
		add_lack(&b, _("no area"));
	if (v->no_value && f->area) {
		char *s = xasprintf(_("not laid down yet: %s"), i18n_pick(v->no_value->label));

		add_lack(&b, s);
		free(s);
	}
	if (v->no_b1)
		add_lack(&b, f->b1_elsewhere ? _("its B1 points were counted on another score sheet") : _("no B1 points"));
	if (v->no_income)
		add_lack(&b, _("no income per head"));
	if (f->unknown > 0) {
		char *s = xasprintf(P_("%g indicator not collected", "%g indicators not collected", (unsigned long)f->unknown),
				    f->unknown);

		add_lack(&b, s);
		free(s);
	} else if (v->no_deprived) {
		add_lack(&b, _("the indicators are not known"));
	}
	if (!b.len)
		add_lack(&b, _("no rule of the standard fits"));
	all = xasprintf(_("not enough known: %s"), b.s);
	str_fini(&b);
	return all;
}

static char *why(struct view *v, const struct standard_rule *rule, double most)
{
	char *said = fill(v, i18n_pick(rule->why), most), *all;

	if (v->verified)
		return said;
	all = xasprintf(_("%s (not verified)"), said);
	free(said);
	return all;
}

/* ---- the class ---- */

struct range {
	double from, to;
	bool open; /* not to be decided by trying */
};

static struct range range_of(const struct standard_facts *f)
{
	double more = isnan(f->unknown) || f->unknown < 0 ? 0 : f->unknown;

	if (more > UNKNOWN_MAX)
		more = UNKNOWN_MAX;
	if (isnan(f->deprived) || isnan(f->unknown) || (f->strict && more > 0))
		return (struct range){ NAN, NAN, true };
	return (struct range){ f->deprived, f->deprived + more, false };
}

int standard_classify(const struct standard *st, const struct standard_facts *f, struct standard_result *out, struct error *e)
{
	struct view v = { .st = st, .f = f, .verified = true };
	bool by_income = (f->by_income && st->n_income) || !st->n_rules;
	const struct standard_rule *rules = by_income ? st->income_rules : st->rules, *first = NULL;
	size_t n = by_income ? st->n_income : st->n_rules;
	struct range r = range_of(f);
	bool certain = true, verified = !f->borrowed;

	*out = (struct standard_result){ .why = NULL };
	for (double d = r.from; certain && (r.open || d <= r.to); d++) {
		const struct standard_rule *rule;
		int ret;

		v.deprived = r.open ? NAN : d;
		ret = first_rule(&v, rules, n, &rule, e);
		if (ret)
			return ret;
		certain = f->area && rule && (!first || !strcmp(first->class, rule->class));
		verified = verified && v.verified;
		if (!first)
			first = rule;
		if (r.open)
			break;
	}
	v.deprived = r.from;
	if (!certain || !first) {
		out->why = why_not(st, &v);
		return 0;
	}
	v.verified = verified;
	out->class = first->class;
	out->source = first->source;
	out->verified = verified;
	out->why = why(&v, first, r.to);
	return 0;
}

static bool figures_known(const struct standard *st, const struct standard_rule *rule, const char *area)
{
	for (size_t i = 0; i < expr_params(rule->test); i++) {
		const char *name = expr_param(rule->test, i);

		if (value_named(st, name) && isnan(standard_value(st, area, name, NULL, NULL)))
			return false;
	}
	return true;
}

bool standard_ready(const struct standard *st)
{
	const struct standard_rule *rules = st->n_rules ? st->rules : st->income_rules;
	size_t n = st->n_rules ? st->n_rules : st->n_income;

	for (size_t i = 0; i < n; i++)
		if (rules[i].test && !rules[i].quiet &&
		    (figures_known(st, &rules[i], "rural") || figures_known(st, &rules[i], "urban")))
			return true;
	return false;
}

/* ---- trying the rules of a file ---- */

static void check_marks(const struct standard *st, const char *section, const char *key, const char *text, struct complaints *c)
{
	struct standard_facts none = { .b1 = NAN, .income = NAN, .deprived = NAN, .unknown = NAN };
	struct view v = { .st = st, .f = &none };
	const struct ini *ini = standard_ini(st);

	for (const char *p = text ? strchr(text, '{') : NULL; p; p = strchr(p + 1, '{')) {
		const char *end = strchr(p, '}');
		char *name = end ? xstrndup(p + 1, (size_t)(end - p - 1)) : NULL;
		bool known = false;

		if (name)
			number_named(&v, name, &known);
		if (!known)
			complaints_add(c, st->path, ini_line(ini, section, key), section, key, _("unknown mark {%s}"),
				       name ? name : p + 1);
		free(name);
		if (!end)
			return;
	}
}

static void check_rule(struct standards *s, const struct standard *st, const struct standard_rule *rule, const char *section,
		       struct complaints *c)
{
	const struct ini *ini = standard_ini(st);
	struct standard_facts none = { .b1 = NAN, .income = NAN, .deprived = NAN, .unknown = NAN };
	struct view v = { .st = st, .f = &none, .deprived = NAN };
	int line = ini_line(ini, section, "test");
	struct error e = ERROR_INIT;
	struct expr_value r = { EXPR_NULL, 0, NULL };
	struct expr *x = NULL;

	if (!rule->test_text)
		return;
	if (!expr_new(standards_engine(s), rule->test_text, &x, &e)) {
		for (size_t i = 0; i < expr_params(x); i++) {
			bool known;

			number_named(&v, expr_param(x, i), &known);
			if (!known)
				complaints_add(c, st->path, line, section, "test", _("unknown parameter \":%s\""),
					       expr_param(x, i));
		}
		expr_eval(x, look_up, &v, &r, &e);
		expr_value_fini(&r);
	}
	if (e.code)
		complaints_add(c, st->path, line, section, "test", "%s", e.what);
	expr_free(x);
	error_clear(&e);
	check_marks(st, section, "why.vi", rule->why[0], c);
	check_marks(st, section, "why.en", rule->why[1], c);
}

void standard_check_rules(struct standards *s, const struct standard *st, struct complaints *c)
{
	const struct ini *ini = standard_ini(st);
	size_t rule = 0, income = 0;

	for (size_t i = 0; ini && i < ini_sections(ini); i++) {
		const char *section = ini_section(ini, i);

		if (str_starts(section, "rule.") && rule < st->n_rules)
			check_rule(s, st, &st->rules[rule++], section, c);
		else if (str_starts(section, "income.") && income < st->n_income)
			check_rule(s, st, &st->income_rules[income++], section, c);
	}
}
