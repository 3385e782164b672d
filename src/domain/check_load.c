/* SPDX-License-Identifier: MIT */
/*
 * The files of data/checks (base/sqlfile.h): what their keys mean. Everything wrong with a file is told with its line, so that
 * whoever writes a check for a new decree need not guess.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/check.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/sqlfile.h"
#include "base/str.h"
#include "domain/check_impl.h"
#include "store/db.h"

static const char *const parameters[] = { "unit", "today", "standard", NULL };
static const char *const must[] = {
	"id", "strength", "form", "field", "title.vi", "title.en", "message.vi", "message.en", "source", NULL,
};
static const char *const may[] = { "standard", "needs", NULL };

struct reading {
	const struct sqlfile *f;
	struct complaints *c;
};

static void bad(struct reading *r, const char *key, const char *what)
{
	complaints_add(r->c, r->f->path, key ? sqlfile_line(r->f, key) : r->f->sql_line, NULL, key, "%s", what);
}

static bool in(const char *const *list, const char *s)
{
	while (*list && strcmp(*list, s) != 0)
		list++;
	return *list;
}

static bool known_strength(const char *s, enum strength *out)
{
	static const char *const names[] = { "error", "doubt", "hint" };

	for (size_t i = 0; i < 3; i++) {
		if (!str_eq(s, names[i]))
			continue;
		*out = (enum strength)i;
		return true;
	}
	return false;
}

/* The marks of both messages must be written alike: "{1}", "{2:date}". */
static void check_marks(struct reading *r, const char *key)
{
	for (const char *p = sqlfile_get(r->f, key); p && (p = strchr(p, '{')); p++) {
		if (p[1] >= '1' && p[1] <= '9' && (p[2] == '}' || (p[2] == ':' && strchr(p, '}'))))
			continue;
		bad(r, key, _("marks are written {1} or {2:date}"));
		return;
	}
}

static void check_name(struct reading *r, const char *key, const char *what)
{
	const char *s = sqlfile_get(r->f, key);

	if (s && !db_name_ok(s))
		bad(r, key, what);
}

static void check_keys(struct reading *r, const char *name, enum strength *strength)
{
	const struct sqlfile *f = r->f;
	const char *needs = sqlfile_get(f, "needs"), *s = sqlfile_get(f, "strength");

	for (size_t i = 0; i < f->n; i++)
		if (!in(must, f->keys[i].key) && !in(may, f->keys[i].key))
			bad(r, f->keys[i].key, _("unknown key"));
	for (size_t i = 0; must[i]; i++)
		if (!sqlfile_get(f, must[i]))
			bad(r, must[i], _("this key is missing"));
	if (sqlfile_get(f, "id") && strcmp(sqlfile_get(f, "id"), name) != 0)
		bad(r, "id", _("the id must be the file's name"));
	if (s && !known_strength(s, strength))
		bad(r, "strength", _("the strength is error, doubt or hint"));
	if (needs && strcmp(needs, "lines") != 0)
		bad(r, "needs", _("only \"lines\", the list of the newest yearly round, can be made"));
	check_name(r, "form", _("this is no name of a form"));
	check_name(r, "field", _("this is no name of a field"));
	check_marks(r, "message.vi");
	check_marks(r, "message.en");
}

static void check_parameters(struct reading *r)
{
	const struct sqlfile *f = r->f;
	bool asked = f->params & 1u << CHECK_STANDARD;

	if (!(f->params & 1u << CHECK_UNIT))
		bad(r, NULL, _("the SELECT must ask for :unit only"));
	if (sqlfile_get(f, "standard") && !asked)
		bad(r, "standard", _("a check of one standard must ask for :standard only"));
	if (!sqlfile_get(f, "standard") && asked)
		bad(r, "standard", _("this key is missing"));
}

static void check_free(struct sql_check *k)
{
	free(k->path);
	free(k->id);
	free(k->form);
	free(k->field);
	for (int i = 0; i < 2; i++) {
		free(k->title[i]);
		free(k->message[i]);
	}
	free(k->source);
	strlist_fini(&k->standards);
	free(k->sql);
}

static char *value(const struct sqlfile *f, const char *key)
{
	return xstrdup_null(sqlfile_get(f, key));
}

static void take(struct checks *checks, const struct sqlfile *f, enum strength strength)
{
	struct sql_check k = {
		.path = xstrdup(f->path),
		.id = value(f, "id"),
		.strength = strength,
		.form = value(f, "form"),
		.field = value(f, "field"),
		.title = { [LANG_VI] = value(f, "title.vi"), [LANG_EN] = value(f, "title.en") },
		.message = { [LANG_VI] = value(f, "message.vi"), [LANG_EN] = value(f, "message.en") },
		.source = value(f, "source"),
		.lines = sqlfile_get(f, "needs"),
		.line = f->sql_line,
		.sql = xstrdup(f->sql),
		.params = f->params,
	};

	if (sqlfile_get(f, "standard"))
		strlist_split(&k.standards, sqlfile_get(f, "standard"), ", ");
	checks->v = grow(checks->v, checks->n, &checks->cap, sizeof(*checks->v));
	checks->v[checks->n++] = k;
}

static void load_file(struct checks *checks, const char *dir, const char *file, struct complaints *c)
{
	char *path = path_join(dir, file), *name = xstrndup(file, strlen(file) - 4);
	size_t before = c->n;
	struct sqlfile *f = sqlfile_load(path, parameters, c);
	struct reading r = { f, c };
	enum strength strength = STRENGTH_HINT;

	if (f) {
		check_keys(&r, name, &strength);
		check_parameters(&r);
		if (c->n == before)
			take(checks, f, strength);
	}
	sqlfile_free(f);
	free(name);
	free(path);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct checks *checks_load(const char *dir, struct complaints *c)
{
	struct checks *checks = xcalloc(1, sizeof(*checks));
	struct strlist files;
	struct dirent *de;
	DIR *d = opendir(dir);

	if (!d) {
		complaints_add(c, dir, 0, NULL, NULL, "%s",
			       _("the folder of checks cannot be read"));
		return checks;
	}
	strlist_init(&files);
	while ((de = readdir(d))) {
		size_t n = strlen(de->d_name);

		if (n > 4 && de->d_name[0] != '.' && !strcmp(de->d_name + n - 4, ".sql"))
			strlist_add(&files, de->d_name);
	}
	closedir(d);
	if (files.n)
		qsort(files.v, files.n, sizeof(*files.v), by_text);
	for (size_t i = 0; i < files.n; i++)
		load_file(checks, dir, files.v[i], c);
	strlist_fini(&files);
	return checks;
}

void checks_free(struct checks *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++)
		check_free(&c->v[i]);
	free(c->v);
	free(c);
}
