/* SPDX-License-Identifier: MIT */
/*
 * The files of data/checks: a leading comment of "-- key: value" lines, then one SELECT.
 * Everything wrong with a file is told with its line, so that whoever writes a check for a new
 * decree need not guess.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/check.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/check_impl.h"

#define FILE_MAX_BYTES (256u << 10)

static const char *const keys[] = {
	"id",	    "strength",	  "form",	"field",  "title.vi",
	"title.en", "message.vi", "message.en", "source", "standard",
};
enum key {
	KEY_ID,
	KEY_STRENGTH,
	KEY_FORM,
	KEY_FIELD,
	KEY_TITLE_VI,
	KEY_TITLE_EN,
	KEY_MESSAGE_VI,
	KEY_MESSAGE_EN,
	KEY_SOURCE,
	KEY_STANDARD,
	N_KEYS
};

struct reading {
	struct sql_check *k;
	struct complaints *c;
	bool ok;
	char *value[N_KEYS];
};

static void bad(struct reading *r, int line, const char *key, const char *what)
{
	complaints_add(r->c, r->k->path, line, NULL, key, "%s", what);
	r->ok = false;
}

static int key_of(const char *s, size_t n)
{
	for (int i = 0; i < N_KEYS; i++)
		if (strlen(keys[i]) == n && !strncmp(keys[i], s, n))
			return i;
	return -1;
}

/* "-- key: value", cut in place. Plain comments have no colon or more than one word before it. */
static void read_comment(struct reading *r, char *line, int number)
{
	char *s = str_trim(line + 2), *colon = strchr(s, ':');
	size_t n = colon ? (size_t)(colon - s) : 0;
	int i;

	if (!colon || memchr(s, ' ', n) || str_starts(s, "SPDX-"))
		return;
	i = key_of(s, n);
	*colon = '\0';
	if (i < 0)
		bad(r, number, s, _("unknown key"));
	else if (r->value[i])
		bad(r, number, s, _("this key stands twice"));
	else if (str_empty(str_trim(colon + 1)))
		bad(r, number, s, _("the value is empty"));
	else
		r->value[i] = xstrdup(str_trim(colon + 1));
}

/* Reads the comment lines; *number is the line where the SQL begins. */
static char *read_head(struct reading *r, char *text, int *number)
{
	char *p = text;

	*number = 1;
	while (!strncmp(p, "--", 2) || *p == '\n' || *p == '\r') {
		char *end = p + strcspn(p, "\n");
		bool more = *end != '\0';

		*end = '\0';
		if (!strncmp(p, "--", 2))
			read_comment(r, p, *number);
		if (!more)
			return end;
		p = end + 1;
		(*number)++;
	}
	return p;
}

/* Length of a quoted text or comment at `p`, so that nothing in it is taken for SQL; 0: neither. */
static size_t skipped(const char *p)
{
	const char *end;

	if (*p == '\'' || *p == '"') {
		end = strchr(p + 1, *p);
		return end ? (size_t)(end + 1 - p) : strlen(p);
	}
	if (!strncmp(p, "--", 2))
		return strcspn(p, "\n");
	if (!strncmp(p, "/*", 2)) {
		end = strstr(p, "*/");
		return end ? (size_t)(end + 2 - p) : strlen(p);
	}
	return 0;
}

static size_t word_len(const char *p)
{
	return strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}

static const char *const parameters[] = { "unit", "today", "standard" };

/* A named parameter at `p` becomes its number; the length of what was taken. */
static size_t take_parameter(struct reading *r, const char *p, int number, struct str *sql)
{
	size_t n = word_len(p + 1);

	for (size_t i = 0; i < sizeof(parameters) / sizeof(*parameters); i++) {
		if (strlen(parameters[i]) != n || strncmp(parameters[i], p + 1, n) != 0)
			continue;
		str_addf(sql, "?%zu", i + 1);
		r->k->params |= 1u << i;
		return n + 1;
	}
	bad(r, number, NULL, _("the parameters are :unit, :today and :standard"));
	return n + 1;
}

/* Anything else that is a parameter is refused. */
static void read_sql(struct reading *r, const char *p, int number)
{
	struct str sql;
	bool ended = false;

	str_init(&sql);
	while (*p) {
		size_t n = skipped(p);

		if (n) {
			for (size_t i = 0; i < n; i++)
				number += p[i] == '\n';
			str_addn(&sql, p, n);
			p += n;
			continue;
		}
		if (ended && !strchr(" \t\r\n", *p)) {
			bad(r, number, NULL, _("one SELECT only: there is more after \";\""));
			break;
		}
		if (*p == ':' && word_len(p + 1)) {
			p += take_parameter(r, p, number, &sql);
			continue;
		}
		if (strchr("?@$", *p))
			bad(r, number, NULL, _("the parameters are :unit, :today and :standard"));
		number += *p == '\n';
		ended = ended || *p == ';';
		if (*p != ';')
			str_addc(&sql, *p);
		p++;
	}
	r->k->sql = str_take(&sql);
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
static void check_marks(struct reading *r, enum key at)
{
	for (const char *p = r->value[at]; p && (p = strchr(p, '{')); p++) {
		if (p[1] >= '1' && p[1] <= '9' && (p[2] == '}' || (p[2] == ':' && strchr(p, '}'))))
			continue;
		bad(r, 0, keys[at], _("marks are written {1} or {2:date}"));
		return;
	}
}

static void finish(struct reading *r, const char *name, int sql_line)
{
	struct sql_check *k = r->k;
	const char *sql = k->sql + strspn(k->sql, " \t\r\n");

	for (int i = 0; i <= KEY_SOURCE; i++)
		if (!r->value[i])
			bad(r, 0, keys[i], _("this key is missing"));
	if (r->value[KEY_ID] && strcmp(r->value[KEY_ID], name))
		bad(r, 0, "id", _("the id must be the file's name"));
	if (r->value[KEY_STRENGTH] && !known_strength(r->value[KEY_STRENGTH], &k->strength))
		bad(r, 0, "strength", _("the strength is error, doubt or hint"));
	if (r->value[KEY_FORM] && !db_name_ok(r->value[KEY_FORM]))
		bad(r, 0, "form", _("this is no name of a form"));
	if (r->value[KEY_FIELD] && !db_name_ok(r->value[KEY_FIELD]))
		bad(r, 0, "field", _("this is no name of a field"));
	check_marks(r, KEY_MESSAGE_VI);
	check_marks(r, KEY_MESSAGE_EN);
	if (strncasecmp(sql, "select", 6) && strncasecmp(sql, "with", 4))
		bad(r, sql_line, NULL, _("a SELECT is expected after the comment"));
	if (r->value[KEY_STANDARD] && !(k->params & 1u << CHECK_STANDARD))
		bad(r, sql_line, NULL, _("a check of one standard must ask for :standard only"));
	if (!r->value[KEY_STANDARD] && k->params & 1u << CHECK_STANDARD)
		bad(r, 0, keys[KEY_STANDARD], _("this key is missing"));
	if (!(k->params & 1u << CHECK_UNIT))
		bad(r, sql_line, NULL, _("the SELECT must ask for :unit only"));
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

static void load_file(struct checks *checks, const char *dir, const char *file,
		      struct complaints *c)
{
	struct sql_check k = { .path = path_join(dir, file) }; /* standards: empty */
	struct reading r = { .k = &k, .c = c, .ok = true };
	char *text = NULL, *name = xstrndup(file, strlen(file) - 4);
	struct error e = ERROR_INIT;
	size_t len;
	int line;

	if (file_read(k.path, FILE_MAX_BYTES, &text, &len, &e)) {
		bad(&r, 0, NULL, e.what);
	} else {
		char *sql = read_head(&r, text, &line);

		read_sql(&r, sql, line);
		finish(&r, name, line);
	}
	k.id = r.value[KEY_ID];
	k.form = r.value[KEY_FORM];
	k.field = r.value[KEY_FIELD];
	k.title[LANG_VI] = r.value[KEY_TITLE_VI];
	k.title[LANG_EN] = r.value[KEY_TITLE_EN];
	k.message[LANG_VI] = r.value[KEY_MESSAGE_VI];
	k.message[LANG_EN] = r.value[KEY_MESSAGE_EN];
	k.source = r.value[KEY_SOURCE];
	if (r.value[KEY_STANDARD])
		strlist_split(&k.standards, r.value[KEY_STANDARD], ", ");
	free(r.value[KEY_STANDARD]);
	free(r.value[KEY_STRENGTH]);
	if (r.ok) {
		checks->v = grow(checks->v, checks->n, &checks->cap, sizeof(*checks->v));
		checks->v[checks->n++] = k;
	} else {
		check_free(&k);
	}
	error_clear(&e);
	free(text);
	free(name);
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
