/* SPDX-License-Identifier: MIT */
/*
 * The standards there are, read when first asked for, and what one looks up in them: a figure by
 * area and day, whose indicators are asked, which answer under one standard says the same under another.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/standard.h"

#include <dirent.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/score_impl.h"

struct standards *standards_new(const char *dir, const char *user_dir)
{
	struct standards *s = xcalloc(1, sizeof(*s));

	s->dir = xstrdup(dir);
	s->user_dir = xstrdup_null(user_dir);
	complaints_init(&s->mistakes);
	complaints_init(&s->local);
	return s;
}

void standards_free(struct standards *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		standard_file_free(s->v[i]);
	free(s->v);
	for (size_t i = 0; i < s->n_scores; i++)
		score_file_free(s->scores[i]);
	free(s->scores);
	expr_engine_free(s->engine);
	complaints_fini(&s->mistakes);
	complaints_fini(&s->local);
	free(s->user_dir);
	free(s->dir);
	free(s);
}

struct expr_engine *standards_engine(struct standards *s)
{
	if (!s->engine)
		s->engine = expr_engine_new(NULL);
	return s->engine;
}

bool standards_there(const struct standards *s)
{
	return s && access(s->dir, R_OK | X_OK) == 0;
}

static int by_id(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	bool lx = !strcmp(x, "local"), ly = !strcmp(y, "local");

	return lx != ly ? lx - ly : strcmp(x, y);
}

static void list_ids(const char *dir, struct strlist *ids)
{
	DIR *d = opendir(dir);
	struct dirent *de;

	while (d && (de = readdir(d))) {
		size_t n = strlen(de->d_name);

		if (n > 4 && de->d_name[0] != '.' && !strcmp(de->d_name + n - 4, ".ini"))
			strlist_take(ids, xstrndup(de->d_name, n - 4));
	}
	if (d)
		closedir(d);
	if (ids->n)
		qsort(ids->v, ids->n, sizeof(*ids->v), by_id);
}

/* The province's own file, if it is there and in order. */
static struct standard_file *load_own(struct standards *s, bool checked)
{
	char *path = s->user_dir ? path_join(s->user_dir, "local.ini") : NULL;
	struct standard_file *f = NULL;

	if (path && access(path, F_OK) == 0)
		f = standard_load(s, "local", path, checked, &s->local);
	if (f && s->local.n) {
		standard_file_free(f);
		f = NULL;
	}
	free(path);
	return f;
}

static void load_all(struct standards *s, bool checked)
{
	struct standard_file *own = load_own(s, checked);
	struct strlist ids;

	strlist_init(&ids);
	list_ids(s->dir, &ids);
	for (size_t i = 0; i < ids.n + 1; i++) {
		bool local = i == ids.n || !strcmp(ids.v[i], "local");
		struct standard_file *f = NULL;

		if (local && own) {
			f = own;
			own = NULL;
		} else if (i < ids.n) {
			char *name = xasprintf("%s.ini", ids.v[i]), *path = path_join(s->dir, name);

			f = standard_load(s, ids.v[i], path, checked, &s->mistakes);
			free(path);
			free(name);
		}
		if (!f)
			continue;
		s->v = grow(s->v, s->n, &s->cap, sizeof(*s->v));
		s->v[s->n++] = f;
	}
	strlist_fini(&ids);
}

static void load(struct standards *s)
{
	if (s->loaded)
		return;
	s->loaded = true;
	load_all(s, false);
}

size_t standards_count(struct standards *s)
{
	load(s);
	return s->n;
}

const struct standard *standards_at(struct standards *s, size_t i)
{
	load(s);
	return i < s->n ? &s->v[i]->pub : NULL;
}

const struct standard *standards_find(struct standards *s, const char *id)
{
	load(s);
	for (size_t i = 0; id && i < s->n; i++)
		if (!strcmp(s->v[i]->pub.id, id))
			return &s->v[i]->pub;
	return NULL;
}

const struct standard *standards_on(struct standards *s, const char *day)
{
	load(s);
	for (size_t i = 0; day && i < s->n; i++) {
		const struct standard *st = &s->v[i]->pub;

		if (strcmp(st->id, "local") && st->from && strcmp(st->from, day) <= 0 &&
		    (!st->until || strcmp(day, st->until) <= 0))
			return st;
	}
	return NULL;
}

const struct complaints *standards_mistakes(struct standards *s)
{
	load(s);
	return &s->mistakes;
}

/* ---- looking up ---- */

static double in_area(const struct standard_value *v, const char *area, bool *verified)
{
	double d = v->all;

	*verified = v->rural_verified && v->urban_verified;
	if (!isnan(v->all) || !area)
		return d;
	if (!strcmp(area, "rural")) {
		d = v->rural;
		*verified = v->rural_verified;
	} else if (!strcmp(area, "urban")) {
		d = v->urban;
		*verified = v->urban_verified;
	}
	return d;
}

static bool holds_on(const struct standard_value *v, const char *on)
{
	return !on || ((!v->from || strcmp(v->from, on) <= 0) && (!v->to || strcmp(on, v->to) <= 0));
}

double standard_value(const struct standard *st, const char *area, const char *name, const char *on, bool *verified)
{
	const struct standard_value *best = NULL;
	bool unused;

	for (size_t i = 0; st && i < st->n_values; i++) {
		const struct standard_value *v = &st->values[i];

		if (strcmp(v->name, name) || !holds_on(v, on))
			continue;
		if (!best || (v->from && (!best->from || strcmp(v->from, best->from) > 0)))
			best = v;
	}
	if (!verified)
		verified = &unused;
	*verified = false;
	return best ? in_area(best, area, verified) : NAN;
}

const struct standard *standard_asked(struct standards *s, const struct standard *st)
{
	const struct standard *other = st->n_indicators ? NULL : standards_find(s, st->asks);

	return other ? other : st;
}

const struct standard_indicator *standard_indicator(const struct standard *asked, const char *code)
{
	for (size_t i = 0; code && i < asked->n_indicators; i++)
		if (!strcmp(asked->indicators[i].code, code))
			return &asked->indicators[i];
	return NULL;
}

static bool names(const struct standard_indicator *ind, const char *code)
{
	for (size_t i = 0; ind->same[i]; i++)
		if (!strcmp(ind->same[i], code))
			return true;
	return false;
}

const char *standard_same(struct standards *s, const struct standard_indicator *ind, size_t i)
{
	if (i-- == 0)
		return ind->code;
	load(s);
	for (size_t k = 0; k < s->n; k++) {
		const struct standard *st = &s->v[k]->pub;

		for (size_t j = 0; j < st->n_indicators; j++) {
			const struct standard_indicator *o = &st->indicators[j];

			if (o != ind && (names(ind, o->code) || names(o, ind->code)) && i-- == 0)
				return o->code;
		}
	}
	return NULL;
}

/* ---- checking ---- */

static void complain(const struct standard *st, struct complaints *c, const char *section, const char *key, const char *fmt,
		     const char *arg)
{
	const struct ini *ini = standard_ini(st);
	struct str b;

	str_init(&b);
	str_addf(&b, "%s%s%s", fmt, arg ? ": " : "", arg ? arg : "");
	complaints_add(c, st->path, ini ? ini_line(ini, section, key) : 0, section, key, "%s", b.s);
	str_fini(&b);
}

static bool code_anywhere(struct standards *s, const char *code)
{
	for (size_t i = 0; i < s->n; i++)
		if (standard_indicator(&s->v[i]->pub, code))
			return true;
	return false;
}

static void check_others(struct standards *s, const struct standard *st, struct complaints *c)
{
	if (st->asks && !standards_find(s, st->asks))
		complain(st, c, "standard", "indicators", _("there is no such standard"), st->asks);
	if (st->scores && !standards_find(s, st->scores))
		complain(st, c, "standard", "scores", _("there is no such standard"), st->scores);
	for (size_t i = 0; i < st->n_indicators; i++) {
		const struct standard_indicator *ind = &st->indicators[i];
		char *section = xasprintf("indicator.%s", ind->code);

		for (char *p = section; *p; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p - 'A' + 'a');
		for (size_t k = 0; ind->same[k]; k++)
			if (!code_anywhere(s, ind->same[k]))
				complain(st, c, section, "same", _("there is no such indicator"), ind->same[k]);
		for (size_t o = 0; o < s->n; o++)
			if (&s->v[o]->pub != st && standard_indicator(&s->v[o]->pub, ind->code) && strcmp(s->v[o]->pub.id, st->id) > 0)
				complain(st, c, section, "code", _("another standard has this code too"), s->v[o]->pub.id);
		free(section);
	}
}

void standards_check(struct standards *s, struct complaints *c)
{
	/* Read anew, iniparser's own look included: what stands loaded may have come without. */
	struct standards *fresh = standards_new(s->dir, s->user_dir);

	fresh->loaded = true;
	load_all(fresh, true);
	for (int k = 0; k < 2; k++) {
		const struct complaints *from = k ? &fresh->local : &fresh->mistakes;

		for (size_t i = 0; i < from->n; i++)
			complaints_add(c, from->v[i].file, from->v[i].line, from->v[i].section, from->v[i].key, "%s",
				       from->v[i].reason);
	}
	for (size_t i = 0; i < fresh->n; i++) {
		standard_check_rules(fresh, &fresh->v[i]->pub, c);
		check_others(fresh, &fresh->v[i]->pub, c);
	}
	scores_check(fresh, c);
	standards_free(fresh);
}
