/* SPDX-License-Identifier: MIT */
/*
 * INI files: an own scan finds every mistake with its line and keeps the order, iniparser
 * says what a value is, and the two must agree. iniparser 4.1 alone is silent where it
 * hurts: it cuts values at quotes, ';' and '#', and lets the last of two equal keys win.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/ini.h"

#include <ctype.h>
#include <iniparser/iniparser.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#define FILE_MAX_BYTES (4u << 20)
#define VALUE_MAX_BYTES 1000
#define LINE_MAX_BYTES 1020 /* iniparser reads lines of 1,024 bytes with the newline */

struct entry {
	char *key, *value;
	int line;
};

struct section {
	char *name;
	int line;
	struct entry *v;
	size_t n, cap;
};

struct ini {
	char *path;
	struct section *v;
	size_t n, cap;
};

/* What a scan carries from line to line. */
struct scan {
	struct ini *ini;
	struct complaints *c;
	struct section *at; /* NULL before the first section, or in one whose name is bad */
	bool skipping;	    /* in a section whose name is bad: said once is enough */
	int line;
};

void complaints_init(struct complaints *c)
{
	*c = (struct complaints){ NULL, 0, 0 };
}

void complaints_fini(struct complaints *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].file);
		free(c->v[i].section);
		free(c->v[i].key);
		free(c->v[i].reason);
	}
	free(c->v);
	complaints_init(c);
}

void complaints_add(struct complaints *c, const char *file, int line, const char *section,
		    const char *key, const char *fmt, ...)
{
	struct complaint *new;
	struct str b;
	va_list ap;

	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	c->v = grow(c->v, c->n, &c->cap, sizeof(*c->v));
	new = &c->v[c->n++];
	new->file = xstrdup(file);
	new->section = xstrdup_null(section);
	new->key = xstrdup_null(key);
	new->line = line;
	new->reason = str_take(&b);
}

char *complaint_text(const struct complaint *c)
{
	struct str b;

	str_init(&b);
	str_add(&b, c->file);
	if (c->line)
		str_addf(&b, ":%d", c->line);
	str_add(&b, ":");
	if (c->section)
		str_addf(&b, " [%s]", c->section);
	if (c->key)
		str_addf(&b, " %s:", c->key);
	str_addf(&b, " %s", c->reason);
	return str_take(&b);
}

static struct section *find_section(const struct ini *ini, const char *name)
{
	for (size_t i = 0; i < ini->n; i++)
		if (!strcmp(ini->v[i].name, name))
			return &ini->v[i];
	return NULL;
}

static struct entry *find_entry(const struct section *s, const char *key)
{
	for (size_t i = 0; s && i < s->n; i++)
		if (!strcmp(s->v[i].key, key))
			return &s->v[i];
	return NULL;
}

static void lower(char *s)
{
	for (; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
}

static bool good_name(const char *s)
{
	return *s && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == strlen(s);
}

static void scan_section(struct scan *sc, char *line)
{
	const char *path = sc->ini->path;
	char *end = strchr(line, ']'), *name = line + 1;
	struct section *old;

	sc->at = NULL;
	sc->skipping = true;
	if (!end || end[1]) {
		complaints_add(sc->c, path, sc->line, NULL, NULL,
			       _("a section is written [name], alone on its line"));
		return;
	}
	*end = '\0';
	name = str_trim(name);
	lower(name);
	if (!good_name(name)) {
		complaints_add(
			sc->c, path, sc->line, name, NULL,
			_("the name of a section takes only letters a-z, digits, _ . and -"));
		return;
	}
	sc->skipping = false;
	old = find_section(sc->ini, name);
	if (old) {
		complaints_add(sc->c, path, sc->line, name, NULL,
			       _("this section stands already on line %d: join the two"),
			       old->line);
		sc->at = old;
		return;
	}
	sc->ini->v = grow(sc->ini->v, sc->ini->n, &sc->ini->cap, sizeof(*sc->ini->v));
	sc->at = &sc->ini->v[sc->ini->n++];
	*sc->at = (struct section){ xstrdup(name), sc->line, NULL, 0, 0 };
}

/* The text between the quotes of `text` (cut in place), or NULL after a complaint. */
static char *scan_value(struct scan *sc, const char *key, char *text)
{
	const char *path = sc->ini->path, *section = sc->at->name;
	char *close, *rest;

	if (*text != '"') {
		complaints_add(sc->c, path, sc->line, section, key,
			       _("write the value in double quotes: %s = \"…\""), key);
		return NULL;
	}
	close = strchr(++text, '"');
	if (!close) {
		complaints_add(sc->c, path, sc->line, section, key,
			       _("the closing double quote is missing"));
		return NULL;
	}
	rest = close + 1 + strspn(close + 1, " \t");
	if (strchr(rest, '"')) {
		complaints_add(sc->c, path, sc->line, section, key,
			       _("a double quote cannot stand inside a value: use single quotes"));
		return NULL;
	}
	if (*rest && *rest != ';' && *rest != '#') {
		complaints_add(sc->c, path, sc->line, section, key,
			       _("nothing but a comment may follow the closing quote"));
		return NULL;
	}
	*close = '\0';
	if (strlen(text) > VALUE_MAX_BYTES) {
		complaints_add(sc->c, path, sc->line, section, key,
			       _("the value has more than %d bytes: split it into %s.1, %s.2, …"),
			       VALUE_MAX_BYTES, key, key);
		return NULL;
	}
	return text;
}

static void keep_entry(struct scan *sc, const char *key, const char *value)
{
	struct entry *old = find_entry(sc->at, key);

	if (old) {
		complaints_add(sc->c, sc->ini->path, sc->line, sc->at->name, key,
			       _("this key stands already on line %d: keep only one"), old->line);
		set_string(&old->value, value);
		return;
	}
	sc->at->v = grow(sc->at->v, sc->at->n, &sc->at->cap, sizeof(*sc->at->v));
	sc->at->v[sc->at->n++] = (struct entry){ xstrdup(key), xstrdup(value), sc->line };
}

static void scan_key(struct scan *sc, char *line)
{
	const char *path = sc->ini->path, *section = sc->at ? sc->at->name : NULL;
	char *equals = strchr(line, '='), *key, *value;

	if (!equals) {
		complaints_add(sc->c, path, sc->line, section, NULL,
			       _("this is neither [section], key = \"value\" nor a comment"));
		return;
	}
	*equals = '\0';
	key = str_trim(line);
	lower(key);
	if (!good_name(key)) {
		complaints_add(sc->c, path, sc->line, section, *key ? key : NULL,
			       _("the name of a key takes only letters a-z, digits, _ . and -"));
		return;
	}
	if (!sc->at) {
		if (!sc->skipping)
			complaints_add(sc->c, path, sc->line, NULL, key,
				       _("a key must stand below a [section]"));
		return;
	}
	value = scan_value(sc, key, str_trim(equals + 1));
	if (value)
		keep_entry(sc, key, value);
}

/* What makes a line unfit whatever stands in it; true when it is not to be read further. */
static bool unfit(struct scan *sc, const char *line, size_t n)
{
	const char *path = sc->ini->path, *section = sc->at ? sc->at->name : NULL;

	if (memchr(line, '\0', n)) {
		complaints_add(sc->c, path, sc->line, section, NULL,
			       _("there is a NUL byte on this line: this is not a text file"));
		return true;
	}
	if (str_utf8_prefix(line, n) < n) {
		complaints_add(sc->c, path, sc->line, section, NULL,
			       _("these bytes are not UTF-8: save the file as UTF-8"));
		return true;
	}
	for (size_t i = 0; i < n; i++) {
		if (!iscntrl((unsigned char)line[i]) || line[i] == '\t')
			continue;
		complaints_add(sc->c, path, sc->line, section, NULL,
			       _("there is a control character on this line: take it out"));
		return true;
	}
	if (n && line[n - 1] == '\\') {
		complaints_add(sc->c, path, sc->line, section, NULL,
			       _("a line cannot be continued with \\: split into key.1, key.2"));
		return true;
	}
	return false;
}

static void scan_line(struct scan *sc, char *line, size_t n)
{
	size_t before = sc->c->n;
	char *text;

	if (n && line[n - 1] == '\r')
		line[--n] = '\0';
	if (unfit(sc, line, n))
		return;
	text = str_trim(line);
	if (*text == '[')
		scan_section(sc, text);
	else if (*text && *text != '#' && *text != ';')
		scan_key(sc, text);
	/* iniparser gives the whole file up for such a line, a comment too. */
	if (n > LINE_MAX_BYTES && sc->c->n == before)
		complaints_add(sc->c, sc->ini->path, sc->line, sc->at ? sc->at->name : NULL, NULL,
			       _("the line has more than %d bytes: make it shorter"),
			       LINE_MAX_BYTES);
}

static void scan_all(struct scan *sc, char *data, size_t len)
{
	char *p = data, *end = data + len;

	if (len >= 3 && !memcmp(data, "\xEF\xBB\xBF", 3)) {
		complaints_add(
			sc->c, sc->ini->path, 1, NULL, NULL,
			_("the file begins with a byte order mark (BOM): save it without one"));
		p += 3;
	}
	while (p < end) {
		char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);

		sc->line++;
		p[n] = '\0'; /* file_read leaves room for the last one */
		scan_line(sc, p, n);
		p += n + 1;
	}
}

static int silent(const char *fmt, ...)
{
	(void)fmt;
	return 0;
}

/* iniparser has the last word on values; where it reads one otherwise than the scan did, a
 * person would be misled, so it is a mistake. */
static void cross_check(struct ini *ini, struct complaints *c)
{
	dictionary *d;
	size_t before = c->n;

	iniparser_set_error_callback(silent);
	d = iniparser_load(ini->path);
	iniparser_set_error_callback(NULL);
	if (!d) {
		/* It refuses the whole file for one bad line, and the scan has told which. */
		if (!before)
			complaints_add(c, ini->path, 0, NULL, NULL,
				       _("the file cannot be read as INI"));
		return;
	}
	for (size_t i = 0; i < ini->n; i++) {
		struct section *s = &ini->v[i];

		for (size_t k = 0; k < s->n; k++) {
			char *name = xasprintf("%s:%s", s->name, s->v[k].key);
			const char *value = iniparser_getstring(d, name, NULL);

			free(name);
			if (!str_eq(value, s->v[k].value) && !before)
				complaints_add(c, ini->path, s->v[k].line, s->name, s->v[k].key,
					       _("the value is read as \"%s\": write it otherwise"),
					       value ? value : "");
		}
	}
	iniparser_freedict(d);
}

static struct ini *load(const char *path, struct complaints *c, bool again)
{
	struct error e = ERROR_INIT;
	struct ini *ini;
	struct scan sc;
	char *data;
	size_t len;

	if (file_read(path, FILE_MAX_BYTES, &data, &len, &e)) {
		complaints_add(c, path, 0, NULL, NULL, "%s", e.what);
		error_clear(&e);
		return NULL;
	}
	ini = xcalloc(1, sizeof(*ini));
	ini->path = xstrdup(path);
	sc = (struct scan){ ini, c, NULL, false, 0 };
	scan_all(&sc, data, len);
	free(data);
	if (!again)
		cross_check(ini, c);
	return ini;
}

struct ini *ini_load(const char *path, struct complaints *c)
{
	return load(path, c, false);
}

struct ini *ini_load_again(const char *path, struct complaints *c)
{
	return load(path, c, true);
}

void ini_free(struct ini *ini)
{
	if (!ini)
		return;
	for (size_t i = 0; i < ini->n; i++) {
		struct section *s = &ini->v[i];

		for (size_t k = 0; k < s->n; k++) {
			free(s->v[k].key);
			free(s->v[k].value);
		}
		free(s->v);
		free(s->name);
	}
	free(ini->v);
	free(ini->path);
	free(ini);
}

const char *ini_path(const struct ini *ini)
{
	return ini->path;
}

size_t ini_sections(const struct ini *ini)
{
	return ini->n;
}

const char *ini_section(const struct ini *ini, size_t i)
{
	return i < ini->n ? ini->v[i].name : NULL;
}

bool ini_has_section(const struct ini *ini, const char *section)
{
	return find_section(ini, section);
}

size_t ini_keys(const struct ini *ini, const char *section)
{
	const struct section *s = find_section(ini, section);

	return s ? s->n : 0;
}

const char *ini_key(const struct ini *ini, const char *section, size_t i)
{
	const struct section *s = find_section(ini, section);

	return s && i < s->n ? s->v[i].key : NULL;
}

int ini_line(const struct ini *ini, const char *section, const char *key)
{
	const struct section *s = find_section(ini, section);
	const struct entry *en;

	if (!s || !key)
		return s ? s->line : 0;
	en = find_entry(s, key);
	return en ? en->line : 0;
}

const char *ini_get(const struct ini *ini, const char *section, const char *key, const char *def)
{
	const struct entry *en = find_entry(find_section(ini, section), key);

	return en ? en->value : def;
}

/* The number behind "key.", or 0. */
static long long piece(const char *name, const char *key)
{
	size_t n = strlen(key);
	long long v;

	if (strncmp(name, key, n) || name[n] != '.' || !str_int(name + n + 1, &v) || v < 1)
		return 0;
	return v;
}

char *ini_get_long(const struct ini *ini, const char *section, const char *key)
{
	const struct section *s = find_section(ini, section);
	const struct entry *en = find_entry(s, key);
	long long done = 0;
	bool any = en;
	struct str b;

	str_init(&b);
	if (en)
		str_add(&b, en->value);
	/* By number, not by place: a gap must not swallow the rest of the text. */
	while (s) {
		long long next = 0;

		for (size_t i = 0; i < s->n; i++) {
			long long v = piece(s->v[i].key, key);

			if (v > done && (!next || v < next)) {
				next = v;
				en = &s->v[i];
			}
		}
		if (!next)
			break;
		str_add(&b, en->value);
		any = true;
		done = next;
	}
	if (any)
		return str_take(&b);
	str_fini(&b);
	return NULL;
}
