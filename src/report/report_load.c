/* SPDX-License-Identifier: MIT */
/* The files of data/reports, read into what they ask for; everything wrong with one is told with its line. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/report.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "report/fault_impl.h"
#include "report/report_impl.h"
#include "store/db.h"

static const char *const parameters[N_PARAMS + 1] = {
	[PARAM_BY] = "by",	       [PARAM_YEAR] = "year",	[PARAM_ROUND] = "round",
	[PARAM_STANDARD] = "standard", [PARAM_TODAY] = "today",
};

struct reading {
	struct report *r;
	struct complaints *c;
	size_t before; /* complaints there were */
};

static void bad(struct reading *x, int line, const char *key, const char *what)
{
	complaints_add(x->c, x->r->file->path, line, NULL, key, "%s", what);
}

static const char *const kinds[] = {
	[CELL_TEXT] = "text",	[CELL_INT] = "int",   [CELL_RATE] = "rate", [CELL_MONEY] = "money",
	[CELL_DATE] = "date",	[CELL_YEAR] = "year", [CELL_MARK] = "mark",
};

static bool take_kind(const char *word, enum cell_kind *out)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i], word) != 0)
			continue;
		*out = (enum cell_kind)i;
		return true;
	}
	return false;
}

static struct report_spec *find_spec(struct report *r, const char *key)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->columns[i].key, key))
			return &r->columns[i];
	return NULL;
}

/* ---- a column's words ---- */

/* The word after words->v[*i], taken. */
static char *next_word(struct reading *x, struct report_spec *s, const struct strlist *words, size_t *i)
{
	if (*i + 1 < words->n)
		return xstrdup(words->v[++*i]);
	bad(x, s->line, s->key, _("a word is missing at the end"));
	return xstrdup("");
}

static void take_word(struct reading *x, struct report_spec *s, const struct strlist *words, size_t *i)
{
	const char *w = words->v[*i];
	char *eq = strchr(words->v[*i], '=');

	if (!strcmp(w, "typed") && !s->typed)
		s->typed = next_word(x, s, words, i);
	else if (!strcmp(w, "pivot") && !s->pivot)
		s->pivot = next_word(x, s, words, i);
	else if (!strcmp(w, "rest") && !s->rest)
		s->rest = next_word(x, s, words, i);
	else if (!strcmp(w, "codes") && !s->codes)
		s->codes = next_word(x, s, words, i);
	else if (!strcmp(w, "standard"))
		s->standard = true;
	else if (!strcmp(w, "present"))
		s->present = true;
	else if (!strcmp(w, "optional"))
		s->optional = true;
	else if (!strcmp(w, "hidden"))
		s->hidden = true;
	else if (!strcmp(w, "stub"))
		s->stub = true;
	else if (!strcmp(w, "unnumbered"))
		s->unnumbered = true;
	else if (s->pivot && !s->extra && eq && eq != w && eq[1]) {
		s->extra = xstrndup(w, (size_t)(eq - w));
		s->value = xstrdup(eq + 1);
	} else
		bad(x, s->line, s->key, _("this word is not known in a column"));
}

static void read_spec(struct reading *x, struct report_spec *s, const char *value)
{
	const char *eq = strstr(value, " = ");
	char *text = eq ? xstrndup(value, (size_t)(eq - value)) : xstrdup(value);
	struct strlist words;
	size_t i = 0;

	if (eq)
		s->formula = xstrdup(eq + 3);
	strlist_init(&words);
	strlist_split(&words, text, " \t");
	if (!words.n || !take_kind(words.v[i++], &s->kind))
		bad(x, s->line, s->key, _("a column begins with int, rate, money, text, date, year or mark"));
	for (; i < words.n; i++)
		take_word(x, s, &words, &i);
	if (s->rest && (!find_spec(x->r, s->rest) || !find_spec(x->r, s->rest)->pivot))
		bad(x, s->line, s->key, _("the rest of which pivot?"));
	if (s->typed && !db_name_ok(s->typed))
		bad(x, s->line, s->key, _("this is no name of a column"));
	strlist_fini(&words);
	free(text);
}

/* "column.KEY", "column.KEY.vi", "column.KEY.en" */
static void read_column(struct reading *x, const struct sqlfile_key *k)
{
	const char *name = k->key + strlen("column."), *dot = strchr(name, '.');
	char *key = dot ? xstrndup(name, (size_t)(dot - name)) : xstrdup(name);
	struct report_spec *s = find_spec(x->r, key);
	struct report_spec fresh = { .key = key, .line = k->line };

	if (!db_name_ok(key)) {
		bad(x, k->line, k->key, _("this is no name of a column"));
		free(key);
	} else if (!dot && !s) {
		read_spec(x, &fresh, k->value);
		x->r->columns = grow(x->r->columns, x->r->n, &x->r->cap, sizeof(*x->r->columns));
		x->r->columns[x->r->n++] = fresh;
	} else {
		if (!s)
			bad(x, k->line, k->key, _("the column itself must be named before its headings"));
		else if (dot && !strcmp(dot, ".vi"))
			set_string(&s->head[LANG_VI], k->value);
		else if (dot && !strcmp(dot, ".en"))
			set_string(&s->head[LANG_EN], k->value);
		else
			bad(x, k->line, k->key, _("unknown key"));
		free(key);
	}
}

/* ---- rules ---- */

static void read_rule(struct reading *x, const struct sqlfile_key *k)
{
	static const char *const signs[] = { " >= ", " <= ", " = " };
	struct report_rule r = { .name = xstrdup(k->key + strlen("rule.")), .line = k->line };
	char *text = xstrdup(k->value), *at = NULL, *only;
	const char *from = text;
	size_t i;

	only = strstr(text, " for ");
	if (only) {
		*only = '\0';
		r.standards = xstrdup(str_trim(only + strlen(" for ")));
	}
	r.settled = str_starts(from, "settled ");
	from += r.settled ? strlen("settled ") : 0;
	r.each = str_starts(from, "each ");
	from += r.each ? strlen("each ") : 0;
	for (i = 0; i < 3 && !at; i++)
		at = strstr(text, signs[i]);
	if (!at) {
		bad(x, k->line, k->key, _("a rule is: LEFT = RIGHT, LEFT >= RIGHT or LEFT <= RIGHT"));
		at = text + strlen(text);
		r.op = '=';
		r.right = xstrdup("0");
	} else {
		r.op = signs[i - 1][1];
		r.right = xstrdup(at + strlen(signs[i - 1]));
	}
	r.left = xstrndup(from, (size_t)(at - from));
	r.last = strstr(r.left, "last.") || strstr(r.right, "last.");
	x->r->rules = grow(x->r->rules, x->r->n_rules, &x->r->cap_rules, sizeof(*x->r->rules));
	x->r->rules[x->r->n_rules++] = r;
	free(text);
}

/* ---- the rest of the comment ---- */

static bool yes(struct reading *x, const struct sqlfile_key *k, const char *no)
{
	if (strcmp(k->value, "yes") != 0 && strcmp(k->value, no) != 0)
		bad(x, k->line, k->key, _("the value is yes or no"));
	return !strcmp(k->value, "yes");
}

static void read_key(struct reading *x, const struct sqlfile_key *k)
{
	struct report *r = x->r;
	const struct {
		const char *key;
		char **to;
	} texts[] = {
		{ "id", &r->id },
		{ "title.vi", &r->title[LANG_VI] }, { "title.en", &r->title[LANG_EN] },
		{ "units.vi", &r->units[LANG_VI] }, { "units.en", &r->units[LANG_EN] },
		{ "note.vi", &r->note[LANG_VI] },   { "note.en", &r->note[LANG_EN] },
		{ "source", &r->source },	    { "chart", &r->chart },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!strcmp(k->key, texts[i].key)) {
			set_string(texts[i].to, k->value);
			return;
		}
	}
	if (str_starts(k->key, "column."))
		read_column(x, k);
	else if (str_starts(k->key, "rule."))
		read_rule(x, k);
	else if (!strcmp(k->key, "verified"))
		r->verified = yes(x, k, "no");
	else if (!strcmp(k->key, "measures"))
		r->measures = yes(x, k, "no");
	else if (!strcmp(k->key, "rows") && (!strcmp(k->value, "list") || !strcmp(k->value, "places")))
		r->list = !strcmp(k->value, "list");
	else
		bad(x, k->line, k->key, _("unknown key"));
}

static void must_have(struct reading *x, const char *key, const char *value)
{
	if (!value)
		bad(x, 0, key, _("this key is missing"));
}

static int find_key(const void *ctx, const char *key)
{
	const struct reading *x = ctx;

	for (size_t i = 0; i < x->r->n; i++)
		if (!strcmp(x->r->columns[i].key, key))
			return (int)i;
	return -1;
}

/* A formula may look at any column of figures, and at formulas that stand before it. */
static void check_formula(struct reading *x, size_t at)
{
	const struct report_spec *s = &x->r->columns[at];
	struct formula *f;
	const char *why;
	int column;

	if (!s->formula)
		return;
	f = formula_parse(s->formula, find_key, x, &why);
	if (!f) {
		bad(x, s->line, s->key, why);
		return;
	}
	for (size_t i = 0; (column = formula_column(f, i)) >= 0; i++) {
		if ((size_t)column >= at && x->r->columns[column].formula)
			bad(x, s->line, s->key, _("the formula needs another one that must stand before it"));
		else if (x->r->columns[column].pivot && !s->pivot)
			bad(x, s->line, s->key, _("only a pivot's formula can take another pivot"));
	}
	formula_free(f);
}

/* "KẾT QUẢ {OFFICIAL} RÀ SOÁT" as it stands in a list: "KẾT QUẢ RÀ SOÁT". Caller frees. */
static char *without_marks(const char *title)
{
	struct str out;

	if (!title)
		return NULL;
	str_init(&out);
	for (const char *p = title; *p; p++) {
		const char *end = *p == '{' ? strchr(p, '}') : NULL;

		if (end) {
			p = end[1] == ' ' ? end + 1 : end;
			continue;
		}
		str_addc(&out, *p);
	}
	return str_take(&out);
}

static void finish(struct reading *x, const char *name)
{
	struct report *r = x->r;

	must_have(x, "id", r->id);
	must_have(x, "title.vi", r->title[LANG_VI]);
	must_have(x, "title.en", r->title[LANG_EN]);
	must_have(x, "source", r->source);
	for (int i = 0; i < 2; i++)
		r->plain[i] = without_marks(r->title[i]);
	if (r->id && strcmp(r->id, name) != 0)
		bad(x, 0, "id", _("the id must be the file's name"));
	if (!r->n)
		bad(x, 0, NULL, _("a report has columns"));
	for (size_t i = 0; i < r->n; i++) {
		if (r->columns[i].typed && (r->measures || r->list))
			bad(x, r->columns[i].line, r->columns[i].key,
			    _("typed totals stand in tables of places with one line each"));
		/* A pivot's own labels come from its code list. */
		if (!r->columns[i].hidden && !r->columns[i].pivot) {
			must_have(x, r->columns[i].key, r->columns[i].head[LANG_VI]);
			must_have(x, r->columns[i].key, r->columns[i].head[LANG_EN]);
		}
		check_formula(x, i);
	}
	if (r->chart && find_key(x, r->chart) < 0)
		bad(x, 0, "chart", _("there is no such column"));
}

static void spec_fini(struct report_spec *s)
{
	free(s->key);
	free(s->head[0]);
	free(s->head[1]);
	free(s->formula);
	free(s->typed);
	free(s->pivot);
	free(s->extra);
	free(s->value);
	free(s->rest);
	free(s->codes);
}

static void report_fini(struct report *r)
{
	free(r->id);
	for (int i = 0; i < 2; i++) {
		free(r->title[i]);
		free(r->plain[i]);
		free(r->units[i]);
		free(r->note[i]);
	}
	free(r->source);
	free(r->chart);
	for (size_t i = 0; i < r->n; i++)
		spec_fini(&r->columns[i]);
	free(r->columns);
	for (size_t i = 0; i < r->n_rules; i++) {
		free(r->rules[i].name);
		free(r->rules[i].left);
		free(r->rules[i].right);
		free(r->rules[i].standards);
	}
	free(r->rules);
	sqlfile_free(r->file);
}

static int by_id(const void *a, const void *b)
{
	const struct report *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static void load_file(struct reports *all, const char *dir, const char *file, struct complaints *c)
{
	char *path = path_join(dir, file), *name = xstrndup(file, strlen(file) - 4);
	struct report r = { .verified = true }, *older;
	struct reading x = { &r, c, c->n };

	r.file = sqlfile_load(path, parameters, c);
	for (size_t i = 0; r.file && i < r.file->n; i++)
		read_key(&x, &r.file->keys[i]);
	if (r.file)
		finish(&x, name);
	if (!r.file || c->n != x.before) {
		report_fini(&r);
	} else if ((older = (struct report *)reports_find(all, r.id))) {
		report_fini(older);
		*older = r;
	} else {
		all->v = grow(all->v, all->n, &all->cap, sizeof(*all->v));
		all->v[all->n++] = r;
	}
	free(path);
	free(name);
}

static void load_dir(struct reports *all, const char *dir, bool must, struct complaints *c)
{
	struct dirent *de;
	DIR *d = opendir(dir);

	if (!d) {
		if (must)
			complaints_add(c, dir, 0, NULL, NULL, "%s", _("the folder of reports cannot be read"));
		return;
	}
	while ((de = readdir(d))) {
		size_t n = strlen(de->d_name);

		if (n > 4 && de->d_name[0] != '.' && !strcmp(de->d_name + n - 4, ".sql"))
			load_file(all, dir, de->d_name, c);
	}
	closedir(d);
}

/* A rule that names what is not there takes its report out: half a report tells half the truth. */
static void check_rules(struct reports *all, struct complaints *c)
{
	for (size_t i = 0; i < all->n;) {
		size_t before = c->n;

		rules_check(all, &all->v[i], c);
		if (c->n == before) {
			i++;
			continue;
		}
		report_fini(&all->v[i]);
		memmove(&all->v[i], &all->v[i + 1], (--all->n - i) * sizeof(*all->v));
	}
}

struct reports *reports_load(const char *dir, const char *own, struct complaints *c)
{
	struct reports *all = xcalloc(1, sizeof(*all));

	load_dir(all, dir, true, c);
	if (own)
		load_dir(all, own, false, c);
	if (all->n)
		qsort(all->v, all->n, sizeof(*all->v), by_id);
	check_rules(all, c);
	return all;
}

struct reports *reports_load_all(struct complaints *c)
{
	char *dir = path_join(paths_data(), "reports"), *own = path_join(paths_user(), "reports");
	struct reports *all = reports_load(dir, own, c);

	free(dir);
	free(own);
	return all;
}

void reports_free(struct reports *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		report_fini(&r->v[i]);
	free(r->v);
	free(r);
}

size_t reports_count(const struct reports *r)
{
	return r->n;
}

const struct report *reports_at(const struct reports *r, size_t i)
{
	return &r->v[i];
}

const struct report *reports_find(const struct reports *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->v[i].id, id))
			return &r->v[i];
	return NULL;
}

const char *report_id(const struct report *r)
{
	return r->id;
}

const char *report_source(const struct report *r)
{
	return r->source;
}

bool report_verified(const struct report *r)
{
	return r->verified;
}

const char *report_chart(const struct report *r)
{
	return r->chart;
}

const char *report_words(char *const texts[2])
{
	return i18n_pick((const char *const *)texts);
}

const char *report_title(const struct report *r)
{
	return report_words(r->plain);
}
