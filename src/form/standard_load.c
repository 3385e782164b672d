/* SPDX-License-Identifier: MIT */
/* One file of data/standards read into a standard, every mistake told with its line. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/standard_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* ---- keys ---- */

enum kind { KIND_STANDARD, KIND_EXTENSION, KIND_VALUE, KIND_RULE, KIND_INCOME, KIND_INDICATOR, KIND_NONE };

/* See reading_key_known(). */
static const char *const keys_of[][20] = {
	[KIND_STANDARD] = { "code", "vi", "en", "aliases", "from", "to", "review_from", "source", "verified", "place", "scores",
			    "indicators", NULL },
	[KIND_EXTENSION] = { "to", "source", "verified", NULL },
	[KIND_VALUE] = { "vi", "en", "rural", "urban", "all", "from", "to", "source", "verified", "verified.rural",
			 "verified.urban", NULL },
	[KIND_RULE] = { "class", "test*", "quiet", "why.vi*", "why.en*", "source", "verified", NULL },
	[KIND_INCOME] = { "class", "test*", "quiet", "why.vi*", "why.en*", "source", "verified", NULL },
	[KIND_INDICATOR] = { "code", "vi", "en", "service.vi", "service.en", "threshold.vi*", "threshold.en*", "same", "source",
			     "verified", "figure.", NULL },
};

static enum kind kind_of(const char *section, const char **name)
{
	static const struct {
		const char *prefix;
		enum kind kind;
	} kinds[] = {
		{ "extension.", KIND_EXTENSION }, { "value.", KIND_VALUE },	    { "rule.", KIND_RULE },
		{ "income.", KIND_INCOME },	  { "indicator.", KIND_INDICATOR },
	};

	*name = section;
	if (!strcmp(section, "standard"))
		return KIND_STANDARD;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!str_starts(section, kinds[i].prefix))
			continue;
		*name = section + strlen(kinds[i].prefix);
		return **name ? kinds[i].kind : KIND_NONE;
	}
	return KIND_NONE;
}

static void check_keys(struct reading *r)
{
	const struct ini *ini = r->f->ini;

	for (size_t i = 0; i < ini_sections(ini); i++) {
		const char *name;
		enum kind kind = kind_of(ini_section(ini, i), &name);

		r->section = ini_section(ini, i);
		if (kind == KIND_NONE)
			reading_bad(r, NULL, "%s",
			    _("a section here is standard, extension.N, value.NAME, rule.N, income.N or indicator.CODE"));
		for (size_t k = 0; kind != KIND_NONE && k < ini_keys(ini, r->section); k++)
			if (!reading_key_known(ini_key(ini, r->section, k), keys_of[kind]))
				reading_bad(r, ini_key(ini, r->section, k), "%s", _("unknown key"));
	}
}

/* ---- sections ---- */

static struct standard *pub_of(struct reading *r)
{
	return &((struct standard_file *)r->f)->pub;
}

static void read_standard(struct reading *r)
{
	struct standard *st = pub_of(r);
	const char *code, *place;
	long long n = 99;

	r->section = "standard";
	if (!ini_has_section(r->f->ini, "standard")) {
		reading_bad(r, NULL, "%s", _("the section [standard] is missing"));
		return;
	}
	code = reading_required(r, "code");
	if (code && strcmp(code, st->id))
		reading_bad(r, "code", _("the code must be the file's name, \"%s\""), st->id);
	reading_pair(r, "", true, st->label);
	st->aliases = reading_text(r, "aliases");
	st->from = reading_day(r, "from");
	st->to = st->until = reading_day(r, "to");
	st->review_from = reading_day(r, "review_from");
	st->source = reading_text(r, "source");
	st->verified = reading_seen(r, "verified", true, st->source);
	st->scores = reading_text(r, "scores");
	st->asks = reading_text(r, "indicators");
	place = reading_text(r, "place");
	if (place && !str_int(place, &n))
		reading_bad(r, "place", _("\"%s\" is not a number"), place);
	st->place = (int)n;
	if (st->from && st->to && strcmp(st->from, st->to) > 0)
		reading_bad(r, "to", "%s", _("the last day lies before the first"));
}

static void read_extension(struct reading *r)
{
	struct standard *st = pub_of(r);
	const char *to = reading_day(r, "to");

	if (!to)
		reading_bad(r, "to", "%s", _("this key is missing or empty"));
	else if (st->until && strcmp(to, st->until) <= 0)
		reading_bad(r, "to", "%s", _("an extension ends after what it extends"));
	else
		st->until = to;
	reading_seen(r, "verified", true, reading_text(r, "source"));
}

static bool any_known(const struct standard_value *v)
{
	return !isnan(v->rural) || !isnan(v->urban) || !isnan(v->all);
}

/* Lines and points are never below 0: a sign typed by mistake would leave nobody poor. */
static double read_amount(struct reading *r, const char *key)
{
	double v = reading_figure(r, key);

	if (v < 0)
		reading_bad(r, key, _("\"%s\" is below 0"), reading_text(r, key));
	return v;
}

/* "line", or "worker.2": the same name with other dates. */
static void read_value(struct reading *r, const char *name, struct standard_value *v)
{
	bool verified;

	v->name = reading_keep(r->f, xstrndup(name, strcspn(name, ".")));
	reading_pair(r, "", true, v->label);
	v->rural = read_amount(r, "rural");
	v->urban = read_amount(r, "urban");
	v->all = read_amount(r, "all");
	v->from = reading_day(r, "from");
	v->to = reading_day(r, "to");
	v->source = reading_text(r, "source");
	verified = reading_seen(r, "verified", true, any_known(v) ? v->source : "");
	v->rural_verified = reading_flag(r, "verified.rural", verified);
	v->urban_verified = reading_flag(r, "verified.urban", verified);
	if (!isnan(v->all) && (!isnan(v->rural) || !isnan(v->urban)))
		reading_bad(r, "all", "%s", _("write either rural and urban, or all"));
	if (isnan(v->rural) != isnan(v->urban))
		reading_bad(r, isnan(v->rural) ? "rural" : "urban", "%s", _("write both areas, or leave both empty"));
	if (!any_known(v) && verified)
		reading_bad(r, "verified", "%s", _("what is empty is not verified: write verified = \"no\""));
}

static bool class_ok(const char *s)
{
	static const char *const classes[] = { "poor", "near_poor", "average", "not_poor" };

	for (size_t i = 0; s && i < 4; i++)
		if (!strcmp(s, classes[i]))
			return true;
	return false;
}

static void read_rule(struct reading *r, struct standard_rule *rule)
{
	rule->class = reading_required(r, "class");
	if (rule->class && !class_ok(rule->class))
		reading_bad(r, "class", _("\"%s\" is none of poor, near_poor, average, not_poor"), rule->class);
	rule->test_text = reading_required(r, "test");
	rule->quiet = reading_flag(r, "quiet", false);
	reading_pair(r, "why", true, rule->why);
	rule->source = reading_text(r, "source");
	rule->verified = reading_seen(r, "verified", true, rule->source);
}

static void read_figures(struct reading *r, struct standard_indicator *ind)
{
	const struct ini *ini = r->f->ini;
	size_t n = ini_keys(ini, r->section), at = 0;
	const char **v = reading_array(r->f, 2 * n, sizeof(*v));

	for (size_t i = 0; i < n; i++) {
		const char *key = ini_key(ini, r->section, i);

		if (!str_starts(key, "figure."))
			continue;
		reading_figure(r, key); /* told where it is none */
		v[at++] = reading_keep(r->f, xstrdup(key + strlen("figure.")));
		v[at++] = reading_keep(r->f, xstrdup(ini_get(ini, r->section, key, "")));
	}
	ind->figures = v;
}

static void read_indicator(struct reading *r, const char *name, struct standard_indicator *ind)
{
	ind->code = reading_required(r, "code");
	if (ind->code) {
		char *low = xstrdup(ind->code);

		for (char *p = low; *p; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p - 'A' + 'a');
		if (strcmp(low, name))
			reading_bad(r, "code", _("the code must be that of the section, \"%s\""), name);
		free(low);
	} else {
		ind->code = "";
	}
	reading_pair(r, "", true, ind->label);
	reading_pair(r, "service", true, ind->service);
	reading_pair(r, "threshold", false, ind->threshold);
	ind->same = reading_split(r->f, reading_text(r, "same"));
	ind->source = reading_text(r, "source");
	ind->verified = reading_seen(r, "verified", true, ind->source);
	read_figures(r, ind);
}

static void read_sections(struct reading *r)
{
	const struct ini *ini = r->f->ini;
	size_t n = ini_sections(ini);
	struct standard *st = pub_of(r);
	struct standard_value *values = reading_array(r->f, n, sizeof(*values));
	struct standard_rule *rules = reading_array(r->f, n, sizeof(*rules)), *income = reading_array(r->f, n, sizeof(*income));
	struct standard_indicator *indicators = reading_array(r->f, n, sizeof(*indicators));

	for (size_t i = 0; i < n; i++) {
		const char *name;

		r->section = ini_section(ini, i);
		switch (kind_of(r->section, &name)) {
		case KIND_EXTENSION:
			read_extension(r);
			break;
		case KIND_VALUE:
			read_value(r, name, &values[st->n_values++]);
			break;
		case KIND_RULE:
			read_rule(r, &rules[st->n_rules++]);
			break;
		case KIND_INCOME:
			read_rule(r, &income[st->n_income++]);
			break;
		case KIND_INDICATOR:
			read_indicator(r, name, &indicators[st->n_indicators++]);
			break;
		case KIND_STANDARD:
		case KIND_NONE:
			break;
		}
	}
	st->values = values;
	st->rules = rules;
	st->income_rules = income;
	st->indicators = indicators;
}

struct standard_file *standard_load(struct standards *s, const char *id, const char *path, bool checked, struct complaints *c)
{
	struct standard_file *f = xcalloc(1, sizeof(*f));
	struct reading r = { &f->file, c, NULL };

	data_file_open(&f->file, path, checked, c);
	f->pub.id = reading_keep(&f->file, xstrdup(id));
	f->pub.path = f->file.path;
	if (!f->file.ini)
		return f;
	check_keys(&r);
	read_standard(&r);
	read_sections(&r);
	for (int k = 0; k < 2; k++) {
		struct standard_rule *v = (struct standard_rule *)(k ? f->pub.income_rules : f->pub.rules);

		for (size_t i = 0; i < (k ? f->pub.n_income : f->pub.n_rules); i++)
			if (v[i].test_text)
				v[i].test = expr_later(standards_engine(s), v[i].test_text);
	}
	return f;
}

void standard_file_free(struct standard_file *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->pub.n_rules; i++)
		expr_free(f->pub.rules[i].test);
	for (size_t i = 0; i < f->pub.n_income; i++)
		expr_free(f->pub.income_rules[i].test);
	data_file_close(&f->file);
	free(f);
}

const struct ini *standard_ini(const struct standard *st)
{
	const char *p = (const char *)st - offsetof(struct standard_file, pub);

	return ((const struct standard_file *)(const void *)p)->file.ini;
}
