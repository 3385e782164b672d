/* SPDX-License-Identifier: MIT */
/* What every file of questions shares; what its keys mean is known to who asks (reports, …). */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/sqlfile.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#define FILE_MAX_BYTES (256u << 10)

struct reading {
	struct sqlfile *f;
	struct complaints *c;
	const char *const *parameters;
};

static void bad(struct reading *r, int line, const char *key, const char *what)
{
	complaints_add(r->c, r->f->path, line, NULL, key, "%s", what);
}

/* "-- key: value", cut in place. */
static void read_comment(struct reading *r, char *line, int number)
{
	char *s = str_trim(line + 2), *colon = strchr(s, ':'), *value;
	size_t n = colon ? (size_t)(colon - s) : 0;
	struct sqlfile *f = r->f;

	if (!n || memchr(s, ' ', n) || str_starts(s, "SPDX-"))
		return;
	*colon = '\0';
	value = str_trim(colon + 1);
	if (sqlfile_get(f, s)) {
		bad(r, number, s, _("this key stands twice"));
	} else if (str_empty(value)) {
		bad(r, number, s, _("the value is empty"));
	} else {
		f->keys = grow(f->keys, f->n, &f->cap, sizeof(*f->keys));
		f->keys[f->n++] = (struct sqlfile_key){ xstrdup(s), xstrdup(value), number };
	}
}

/* The comment lines; returns where the SQL begins. */
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

size_t sql_skip(const char *p)
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

static void bad_parameter(struct reading *r, int line)
{
	struct str names;

	str_init(&names);
	for (size_t i = 0; r->parameters[i]; i++)
		str_addf(&names, "%s:%s", i ? ", " : "", r->parameters[i]);
	complaints_add(r->c, r->f->path, line, NULL, NULL, _("the parameters are %s"), names.s);
	str_fini(&names);
}

/* A named parameter at `p` becomes its number; returns its length. */
static size_t take_parameter(struct reading *r, const char *p, int line, struct str *sql)
{
	size_t n = word_len(p + 1);

	for (size_t i = 0; r->parameters[i]; i++) {
		if (strlen(r->parameters[i]) != n || strncmp(r->parameters[i], p + 1, n) != 0)
			continue;
		str_addf(sql, "?%zu", i + 1);
		r->f->params |= 1u << i;
		return n + 1;
	}
	bad_parameter(r, line);
	return n + 1;
}

static void read_sql(struct reading *r, const char *p, int line)
{
	struct str sql;
	bool ended = false;

	str_init(&sql);
	while (*p) {
		size_t n = sql_skip(p);

		if (n) {
			for (size_t i = 0; i < n; i++)
				line += p[i] == '\n';
			str_addn(&sql, p, n);
			p += n;
			continue;
		}
		if (ended && !strchr(" \t\r\n", *p)) {
			bad(r, line, NULL, _("one SELECT only: there is more after \";\""));
			break;
		}
		if (*p == ':' && word_len(p + 1)) {
			p += take_parameter(r, p, line, &sql);
			continue;
		}
		if (strchr("?@$", *p))
			bad_parameter(r, line);
		line += *p == '\n';
		ended = ended || *p == ';';
		if (*p != ';')
			str_addc(&sql, *p);
		p++;
	}
	r->f->sql = str_take(&sql);
}

struct sqlfile *sqlfile_load(const char *path, const char *const *parameters, struct complaints *c)
{
	struct sqlfile *f = xcalloc(1, sizeof(*f));
	struct reading r = { f, c, parameters };
	struct error e = ERROR_INIT;
	char *text = NULL, *at;
	const char *sql;
	size_t len;

	f->path = xstrdup(path);
	if (file_read(path, FILE_MAX_BYTES, &text, &len, &e)) {
		bad(&r, 0, NULL, e.what);
		error_clear(&e);
		sqlfile_free(f);
		return NULL;
	}
	at = read_head(&r, text, &f->sql_line);
	read_sql(&r, at, f->sql_line);
	sql = f->sql + strspn(f->sql, " \t\r\n");
	if (strncasecmp(sql, "select", 6) && strncasecmp(sql, "with", 4))
		bad(&r, f->sql_line, NULL, _("a SELECT is expected after the comment"));
	free(text);
	return f;
}

void sqlfile_free(struct sqlfile *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++) {
		free(f->keys[i].key);
		free(f->keys[i].value);
	}
	free(f->keys);
	free(f->path);
	free(f->sql);
	free(f);
}

static const struct sqlfile_key *find(const struct sqlfile *f, const char *key)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->keys[i].key, key))
			return &f->keys[i];
	return NULL;
}

const char *sqlfile_get(const struct sqlfile *f, const char *key)
{
	const struct sqlfile_key *k = find(f, key);

	return k ? k->value : NULL;
}

int sqlfile_line(const struct sqlfile *f, const char *key)
{
	const struct sqlfile_key *k = find(f, key);

	return k ? k->line : 0;
}
