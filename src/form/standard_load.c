/* SPDX-License-Identifier: MIT */
/* One file of data/standards read into a standard, every mistake told with its line. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/standard_impl.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "text/number.h"
#include "text/utf8.h"

/* What a reading carries. */
struct reading {
	struct standard_file *f;
	struct complaints *c;
	const char *section;
};

static void bad(struct reading *r, const char *key, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void bad(struct reading *r, const char *key, const char *fmt, ...)
{
	const struct ini *ini = r->f->ini;
	int line = ini_line(ini, r->section, key);
	struct str b;
	va_list ap;

	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	complaints_add(r->c, r->f->pub.path, line ? line : ini_line(ini, r->section, NULL), r->section, key, "%s", b.s);
	str_fini(&b);
}

static const char *keep_own(struct standard_file *f, char *s)
{
	strlist_take(&f->kept, s);
	return s;
}

static void *keep_array(struct standard_file *f, size_t n, size_t size)
{
	void *p = xcalloc(n + 1, size);

	f->arrays = grow(f->arrays, f->n_arrays, &f->cap_arrays, sizeof(*f->arrays));
	f->arrays[f->n_arrays++] = p;
	return p;
}

/* NULL where it is missing or empty. */
static const char *text(struct reading *r, const char *key)
{
	char *s = ini_get_long(r->f->ini, r->section, key);
	const char *kept = str_empty(s) ? NULL : keep_own(r->f, utf8_nfc(s, strlen(s)));

	free(s);
	return kept;
}

static const char *required(struct reading *r, const char *key)
{
	const char *s = text(r, key);

	if (!s)
		bad(r, key, "%s", _("this key is missing or empty"));
	return s;
}

/* stem.vi and stem.en, or vi and en. */
static void pair(struct reading *r, const char *stem, bool must, const char *out[2])
{
	static const char *const lang[2] = { "vi", "en" };

	for (int k = 0; k < 2; k++) {
		char *key = *stem ? xasprintf("%s.%s", stem, lang[k]) : xstrdup(lang[k]);

		out[k] = must ? required(r, key) : text(r, key);
		free(key);
	}
}

static bool flag(struct reading *r, const char *key, bool def)
{
	const char *s = text(r, key);

	if (s && strcmp(s, "yes") && strcmp(s, "no"))
		bad(r, key, _("\"%s\" is neither yes nor no"), s);
	return s ? !strcmp(s, "yes") : def;
}

static const char *day(struct reading *r, const char *key)
{
	const char *s = text(r, key);
	struct date d;

	if (!s || (date_parse_iso(s, &d) && d.day))
		return s;
	bad(r, key, _("\"%s\" is not a date; write YYYY-MM-DD"), s);
	return NULL;
}

static double figure(struct reading *r, const char *key)
{
	const char *s = text(r, key);
	double v;

	if (!s)
		return NAN;
	if (number_decimal_plain(s, &v))
		return v;
	bad(r, key, _("\"%s\" is not a number"), s);
	return NAN;
}

/* What is said to be seen must say where. */
static bool seen(struct reading *r, const char *key, bool def, const char *source)
{
	bool yes = flag(r, key, def);

	if (yes && !source)
		bad(r, key, "%s", _("what is verified names its source"));
	return yes;
}

/* ---- keys ---- */

enum kind { KIND_STANDARD, KIND_EXTENSION, KIND_VALUE, KIND_RULE, KIND_INCOME, KIND_INDICATOR, KIND_NONE };

/* A '*' after a name: it may be split into key.1, key.2 …; '.': names of one's own follow. */
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

static bool key_known(const char *key, const char *const *known)
{
	for (; *known; known++) {
		size_t n = strcspn(*known, "*");
		bool own = n && (*known)[n - 1] == '.';

		if (strncmp(key, *known, n))
			continue;
		if (own ? key[n] != '\0' : !key[n] || ((*known)[n] == '*' && key[n] == '.'))
			return true;
	}
	return false;
}

static void check_keys(struct reading *r)
{
	const struct ini *ini = r->f->ini;

	for (size_t i = 0; i < ini_sections(ini); i++) {
		const char *name;
		enum kind kind = kind_of(ini_section(ini, i), &name);

		r->section = ini_section(ini, i);
		if (kind == KIND_NONE)
			bad(r, NULL, "%s",
			    _("a section here is standard, extension.N, value.NAME, rule.N, income.N or indicator.CODE"));
		for (size_t k = 0; kind != KIND_NONE && k < ini_keys(ini, r->section); k++)
			if (!key_known(ini_key(ini, r->section, k), keys_of[kind]))
				bad(r, ini_key(ini, r->section, k), "%s", _("unknown key"));
	}
}

/* ---- sections ---- */

static void read_standard(struct reading *r)
{
	struct standard *st = &r->f->pub;
	const char *code, *place;
	long long n = 99;

	r->section = "standard";
	if (!ini_has_section(r->f->ini, "standard")) {
		bad(r, NULL, "%s", _("the section [standard] is missing"));
		return;
	}
	code = required(r, "code");
	if (code && strcmp(code, st->id))
		bad(r, "code", _("the code must be the file's name, \"%s\""), st->id);
	pair(r, "", true, st->label);
	st->aliases = text(r, "aliases");
	st->from = day(r, "from");
	st->to = st->until = day(r, "to");
	st->review_from = day(r, "review_from");
	st->source = text(r, "source");
	st->verified = seen(r, "verified", true, st->source);
	st->scores = text(r, "scores");
	st->asks = text(r, "indicators");
	place = text(r, "place");
	if (place && !str_int(place, &n))
		bad(r, "place", _("\"%s\" is not a number"), place);
	st->place = (int)n;
	if (st->from && st->to && strcmp(st->from, st->to) > 0)
		bad(r, "to", "%s", _("the last day lies before the first"));
}

static void read_extension(struct reading *r)
{
	struct standard *st = &r->f->pub;
	const char *to = day(r, "to");

	if (!to)
		bad(r, "to", "%s", _("this key is missing or empty"));
	else if (st->until && strcmp(to, st->until) <= 0)
		bad(r, "to", "%s", _("an extension ends after what it extends"));
	else
		st->until = to;
	seen(r, "verified", true, text(r, "source"));
}

static bool any_known(const struct standard_value *v)
{
	return !isnan(v->rural) || !isnan(v->urban) || !isnan(v->all);
}

/* "line", or "worker.2": the same name with other dates. */
static void read_value(struct reading *r, const char *name, struct standard_value *v)
{
	bool verified;

	v->name = keep_own(r->f, xstrndup(name, strcspn(name, ".")));
	pair(r, "", true, v->label);
	v->rural = figure(r, "rural");
	v->urban = figure(r, "urban");
	v->all = figure(r, "all");
	v->from = day(r, "from");
	v->to = day(r, "to");
	v->source = text(r, "source");
	verified = seen(r, "verified", true, any_known(v) ? v->source : "");
	v->rural_verified = flag(r, "verified.rural", verified);
	v->urban_verified = flag(r, "verified.urban", verified);
	if (!isnan(v->all) && (!isnan(v->rural) || !isnan(v->urban)))
		bad(r, "all", "%s", _("write either rural and urban, or all"));
	if (isnan(v->rural) != isnan(v->urban))
		bad(r, isnan(v->rural) ? "rural" : "urban", "%s", _("write both areas, or leave both empty"));
	if (!any_known(v) && verified)
		bad(r, "verified", "%s", _("what is empty is not verified: write verified = \"no\""));
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
	rule->class = required(r, "class");
	if (rule->class && !class_ok(rule->class))
		bad(r, "class", _("\"%s\" is none of poor, near_poor, average, not_poor"), rule->class);
	rule->test_text = required(r, "test");
	rule->quiet = flag(r, "quiet", false);
	pair(r, "why", true, rule->why);
	rule->source = text(r, "source");
	rule->verified = seen(r, "verified", true, rule->source);
}

static const char *const *split(struct standard_file *f, const char *s)
{
	struct strlist l;
	const char **v;

	strlist_init(&l);
	strlist_split(&l, s, ",|");
	v = keep_array(f, l.n, sizeof(*v));
	for (size_t i = 0; i < l.n; i++)
		v[i] = keep_own(f, xstrdup(l.v[i]));
	strlist_fini(&l);
	return v;
}

static void read_figures(struct reading *r, struct standard_indicator *ind)
{
	const struct ini *ini = r->f->ini;
	size_t n = ini_keys(ini, r->section), at = 0;
	const char **v = keep_array(r->f, 2 * n, sizeof(*v));

	for (size_t i = 0; i < n; i++) {
		const char *key = ini_key(ini, r->section, i);

		if (!str_starts(key, "figure."))
			continue;
		figure(r, key); /* told where it is none */
		v[at++] = keep_own(r->f, xstrdup(key + strlen("figure.")));
		v[at++] = keep_own(r->f, xstrdup(ini_get(ini, r->section, key, "")));
	}
	ind->figures = v;
}

static void read_indicator(struct reading *r, const char *name, struct standard_indicator *ind)
{
	ind->code = required(r, "code");
	if (ind->code) {
		char *low = xstrdup(ind->code);

		for (char *p = low; *p; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p - 'A' + 'a');
		if (strcmp(low, name))
			bad(r, "code", _("the code must be that of the section, \"%s\""), name);
		free(low);
	} else {
		ind->code = "";
	}
	pair(r, "", true, ind->label);
	pair(r, "service", true, ind->service);
	pair(r, "threshold", false, ind->threshold);
	ind->same = split(r->f, text(r, "same"));
	ind->source = text(r, "source");
	ind->verified = seen(r, "verified", true, ind->source);
	read_figures(r, ind);
}

static void read_sections(struct reading *r)
{
	const struct ini *ini = r->f->ini;
	size_t n = ini_sections(ini);
	struct standard *st = &r->f->pub;
	struct standard_value *values = keep_array(r->f, n, sizeof(*values));
	struct standard_rule *rules = keep_array(r->f, n, sizeof(*rules)), *income = keep_array(r->f, n, sizeof(*income));
	struct standard_indicator *indicators = keep_array(r->f, n, sizeof(*indicators));

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
	struct reading r = { f, c, NULL };

	strlist_init(&f->kept);
	f->pub.id = keep_own(f, xstrdup(id));
	f->pub.path = keep_own(f, xstrdup(path));
	f->ini = checked ? ini_load(path, c) : ini_load_again(path, c);
	if (!f->ini)
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
	for (size_t i = 0; i < f->n_arrays; i++)
		free(f->arrays[i]);
	free(f->arrays);
	strlist_fini(&f->kept);
	ini_free(f->ini);
	free(f);
}
