/* SPDX-License-Identifier: MIT */
/*
 * Files of data/papers: "key: value" lines, [query NAME] with one SELECT each, [body]. Parts that several papers share lie
 * beside them as NAME.part and come in with @use NAME. Every mistake is told with its file and line.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "report/paper_impl.h"

#define FILE_MAX_BYTES (256u << 10)
#define USE_DEEP_MAX 4

const char *const paper_of_names[PAPER_OF_N] = {
	[PAPER_ROUND] = "round",	 [PAPER_VILLAGE] = "village",
	[PAPER_HOUSEHOLD] = "household", [PAPER_DECISION] = "decision",
	[PAPER_REQUEST] = "request",	 [PAPER_MEETING] = "meeting",
	[PAPER_POSTING] = "posting",	 [PAPER_COMPLAINT] = "complaint",
	[PAPER_CERTIFICATE] = "certificate",
};

struct papers {
	struct paper **v;
	size_t n, cap;
};

void paper_bad(struct paper_reader *r, const char *path, int line, const char *key, const char *fmt, ...)
{
	struct str text;
	va_list ap;

	str_init(&text);
	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	complaints_add(r->c, path, line, NULL, key, "%s", text.s);
	str_fini(&text);
	r->ok = false;
}

/* ---- header ---- */

enum key {
	KEY_TITLE_VI, KEY_TITLE_EN, KEY_NUMBER, KEY_SOURCE, KEY_FROM, KEY_TO, KEY_VERIFIED, KEY_PLACE,
	KEY_TAKES, KEY_MAIN, KEY_NOTHING_VI, KEY_NOTHING_EN, KEY_CODES, KEY_NEEDS, KEY_PAGE, N_KEYS
};
static const struct {
	const char *name;
	bool must;
} keys[N_KEYS] = {
	[KEY_TITLE_VI] = { "title.vi", true },	   [KEY_TITLE_EN] = { "title.en", true },
	[KEY_NUMBER] = { "form", false },	   [KEY_SOURCE] = { "source", true },
	[KEY_FROM] = { "valid_from", false },	   [KEY_TO] = { "valid_to", false },
	[KEY_VERIFIED] = { "verified", true },	   [KEY_PLACE] = { "place", true },
	[KEY_TAKES] = { "takes", false },	   [KEY_MAIN] = { "main", false },
	[KEY_NOTHING_VI] = { "nothing.vi", false }, [KEY_NOTHING_EN] = { "nothing.en", false },
	[KEY_CODES] = { "codes", false },	   [KEY_NEEDS] = { "needs", false },
	[KEY_PAGE] = { "page", false },
};

struct head {
	char *value[N_KEYS];
	int line[N_KEYS];
};

static void read_key(struct paper_reader *r, struct head *h, char *line, int number)
{
	char *colon = strchr(line, ':'), *value;

	if (!colon) {
		paper_bad(r, r->p->path, number, NULL, "%s", _("\"key: value\" is expected before [body]"));
		return;
	}
	*colon = '\0';
	line = str_trim(line);
	value = str_trim(colon + 1);
	for (int i = 0; i < N_KEYS; i++) {
		if (strcmp(keys[i].name, line) != 0)
			continue;
		if (h->value[i])
			paper_bad(r, r->p->path, number, line, "%s", _("this key stands twice"));
		else if (!*value)
			paper_bad(r, r->p->path, number, line, "%s", _("the value is empty"));
		else
			h->value[i] = xstrdup(value);
		h->line[i] = number;
		return;
	}
	paper_bad(r, r->p->path, number, line, "%s", _("unknown key"));
}

static struct date read_day(struct paper_reader *r, const struct head *h, enum key k)
{
	struct date d = { 0 };

	if (h->value[k] && (!date_parse_iso(h->value[k], &d) || !d.day))
		paper_bad(r, r->p->path, h->line[k], keys[k].name, "%s", _("a day is written 2026-12-31"));
	return d;
}

/* "round, village?": a question mark where it may be left out. */
static void read_takes(struct paper_reader *r, const struct head *h)
{
	struct strlist l;

	strlist_init(&l);
	strlist_split(&l, h->value[KEY_TAKES] ? h->value[KEY_TAKES] : "", ",");
	for (size_t i = 0; i < l.n; i++) {
		size_t n = strcspn(l.v[i], "?");
		bool want = !l.v[i][n];
		int of = 0;

		l.v[i][n] = '\0';
		while (of < PAPER_OF_N && strcmp(paper_of_names[of], l.v[i]) != 0)
			of++;
		if (of == PAPER_OF_N) {
			paper_bad(r, r->p->path, h->line[KEY_TAKES], "takes",
				  _("'%s' is nothing a paper can be made for"), l.v[i]);
			continue;
		}
		r->p->takes |= 1u << of;
		r->p->wants |= want ? 1u << of : 0;
	}
	strlist_fini(&l);
}

static bool read_word(struct paper_reader *r, const struct head *h, enum key k, const char *yes, const char *no)
{
	const char *v = h->value[k];

	if (v && strcmp(v, yes) != 0 && !no)
		paper_bad(r, r->p->path, h->line[k], keys[k].name, _("the value is '%s'"), yes);
	else if (v && strcmp(v, yes) != 0 && strcmp(v, no) != 0)
		paper_bad(r, r->p->path, h->line[k], keys[k].name, _("the value is '%s' or '%s'"), yes, no);
	return v && !strcmp(v, yes);
}

/* "lines", "lines why", "scores" */
static void read_needs(struct paper_reader *r, const struct head *h)
{
	struct paper_text *t = r->p->text;
	struct strlist l;

	strlist_init(&l);
	strlist_split(&l, h->value[KEY_NEEDS] ? h->value[KEY_NEEDS] : "", ", ");
	for (size_t i = 0; i < l.n; i++) {
		t->why = t->why || !strcmp(l.v[i], "why");
		t->scores = t->scores || !strcmp(l.v[i], "scores");
		t->lines = t->lines || t->why || !strcmp(l.v[i], "lines");
		if (strcmp(l.v[i], "lines") != 0 && strcmp(l.v[i], "why") != 0 && strcmp(l.v[i], "scores") != 0)
			paper_bad(r, r->p->path, h->line[KEY_NEEDS], "needs", "%s", _("the values are lines, why and scores"));
	}
	strlist_fini(&l);
}

/* "landscape", "portrait narrow" … */
static void read_page(struct paper_reader *r, const struct head *h)
{
	struct paper_text *t = r->p->text;
	struct strlist l;

	strlist_init(&l);
	strlist_split(&l, h->value[KEY_PAGE] ? h->value[KEY_PAGE] : "", " ");
	for (size_t i = 0; i < l.n; i++) {
		t->wide = t->wide || !strcmp(l.v[i], "landscape");
		t->narrow = t->narrow || !strcmp(l.v[i], "narrow");
		if (strcmp(l.v[i], "landscape") != 0 && strcmp(l.v[i], "narrow") != 0 && strcmp(l.v[i], "portrait") != 0)
			paper_bad(r, r->p->path, h->line[KEY_PAGE], "page", "%s",
				  _("the value is portrait or landscape, and narrow for small margins"));
	}
	strlist_fini(&l);
}

static void finish_head(struct paper_reader *r, struct head *h)
{
	struct paper *p = r->p;
	struct paper_text *t = p->text;
	long long place = 0;

	for (int i = 0; i < N_KEYS; i++)
		if (keys[i].must && !h->value[i])
			paper_bad(r, p->path, 0, keys[i].name, "%s", _("this key is missing"));
	p->from = read_day(r, h, KEY_FROM);
	p->to = read_day(r, h, KEY_TO);
	p->verified = read_word(r, h, KEY_VERIFIED, "yes", "no");
	read_needs(r, h);
	read_page(r, h);
	if (h->value[KEY_PLACE] && (!str_int(h->value[KEY_PLACE], &place) || place < 1))
		paper_bad(r, p->path, h->line[KEY_PLACE], "place", "%s", _("a number from 1 is expected"));
	p->place = (int)place;
	read_takes(r, h);
	if (h->value[KEY_CODES])
		strlist_split(&t->codes, h->value[KEY_CODES], ", ");
	if (h->value[KEY_MAIN] && paper_query_find(t, h->value[KEY_MAIN]) < 0)
		paper_bad(r, p->path, h->line[KEY_MAIN], "main", "%s", _("there is no query of this name"));
	if (h->value[KEY_MAIN] && (!h->value[KEY_NOTHING_VI] || !h->value[KEY_NOTHING_EN]))
		paper_bad(r, p->path, h->line[KEY_MAIN], "main", "%s",
			  _("nothing.vi and nothing.en say what is missing when it has no rows"));
	p->title[LANG_VI] = h->value[KEY_TITLE_VI];
	p->title[LANG_EN] = h->value[KEY_TITLE_EN];
	p->number = h->value[KEY_NUMBER];
	p->source = h->value[KEY_SOURCE];
	t->main = h->value[KEY_MAIN];
	t->nothing[LANG_VI] = h->value[KEY_NOTHING_VI];
	t->nothing[LANG_EN] = h->value[KEY_NOTHING_EN];
	for (int i = 0; i < N_KEYS; i++)
		if (i == KEY_FROM || i == KEY_TO || i == KEY_VERIFIED || i == KEY_PLACE || i == KEY_TAKES ||
		    i == KEY_CODES || i == KEY_NEEDS || i == KEY_PAGE)
			free(h->value[i]);
}

/* ---- lines ---- */

static void line_add(struct paper_reader *r, const char *s, const char *path, int number)
{
	struct paper_line *last = r->n ? &r->v[r->n - 1] : NULL;
	size_t n = last ? strlen(last->s) : 0;

	/* A single backslash at the end: the line goes on below. */
	if (n && last->s[n - 1] == '\\' && (n < 2 || last->s[n - 2] != '\\')) {
		char *joined;

		last->s[n - 1] = '\0';
		joined = xasprintf("%s%s", last->s, s);
		free(last->s);
		last->s = joined;
		return;
	}
	r->v = grow(r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n++] = (struct paper_line){ xstrdup(s), path, number };
}

static void body_line(struct paper_reader *r, char *line, const char *path, int number, int deep);

/* @use NAME: the lines of NAME.part of the same folder. */
static void use_part(struct paper_reader *r, const char *name, const char *path, int number, int deep)
{
	struct error e = ERROR_INIT;
	char *dir = path_dir(path), *file = xasprintf("%s.part", name), *part = path_join(dir, file);
	char *text = NULL, *p;
	size_t len;
	int at = 1;

	if (deep == USE_DEEP_MAX || !db_name_ok(name)) {
		paper_bad(r, path, number, NULL, "%s", _("@use names a part of this folder, which is not in use itself"));
	} else if (file_read(part, FILE_MAX_BYTES, &text, &len, &e)) {
		paper_bad(r, path, number, NULL, "@use %s: %s", name, e.what);
	} else {
		strlist_add(&r->p->text->files, part);
		path = r->p->text->files.v[r->p->text->files.n - 1];
		for (p = text; *p; at++) {
			char *end = p + strcspn(p, "\n");
			bool more = *end;

			*end = '\0';
			body_line(r, p, path, at, deep + 1);
			p = end + more;
		}
	}
	error_clear(&e);
	free(text);
	free(part);
	free(file);
	free(dir);
}

static void body_line(struct paper_reader *r, char *line, const char *path, int number, int deep)
{
	line = str_trim(line);
	if (*line == '%')
		return;
	if (str_starts(line, "@use "))
		use_part(r, str_trim(line + 5), path, number, deep);
	else
		line_add(r, line, path, number);
}

/* ---- the file ---- */

struct section {
	struct str sql;
	char *query;
	int line;
	bool body;
};

static void end_query(struct paper_reader *r, struct section *s)
{
	if (s->query)
		paper_query_read(r, s->query, xstrdup(s->sql.s), r->p->path, s->line);
	free(s->query);
	s->query = NULL;
	str_reset(&s->sql);
}

static bool begin_section(struct paper_reader *r, struct section *s, char *line, int number)
{
	char *end = strchr(line, ']'), *name;

	if (s->body || *line != '[' || !end || end[1])
		return false;
	*end = '\0';
	name = line + 1;
	if (strcmp(name, "body") != 0 && !str_starts(name, "query ")) {
		*end = ']';
		return false;
	}
	end_query(r, s);
	s->body = !strcmp(name, "body");
	if (!s->body) {
		name = str_trim(name + 6);
		if (!db_name_ok(name) || paper_query_find(r->p->text, name) >= 0 || paper_given_has(name, NULL))
			paper_bad(r, r->p->path, number, name, "%s",
				  _("a query wants a name of its own, of small letters, digits and _"));
		s->query = xstrdup(name);
		s->line = number;
	}
	return true;
}

static void read_text(struct paper_reader *r, char *text)
{
	struct section s = { .query = NULL };
	struct head h = { .value = { NULL } };
	int number = 1;

	str_init(&s.sql);
	for (char *p = text; *p; number++) {
		char *end = p + strcspn(p, "\n"), *line;
		bool more = *end;

		*end = '\0';
		line = str_trim(p);
		if (begin_section(r, &s, line, number))
			;
		else if (s.body)
			body_line(r, p, r->p->path, number, 0);
		else if (s.query)
			str_addf(&s.sql, "%s\n", *line == '%' ? "" : p);
		else if (*line && *line != '%')
			read_key(r, &h, line, number);
		p = end + more;
	}
	end_query(r, &s);
	str_fini(&s.sql);
	finish_head(r, &h);
	if (!s.body)
		paper_bad(r, r->p->path, 0, NULL, "%s", _("[body] is missing"));
	paper_body_read(r);
}

static void paper_free(struct paper *p)
{
	if (!p)
		return;
	paper_text_free(p->text);
	free(p->title[0]);
	free(p->title[1]);
	free(p->number);
	free(p->source);
	free(p->path);
	free(p->id);
	free(p);
}

static struct paper *load_file(const char *dir, const char *file, struct complaints *c)
{
	struct paper *p = xcalloc(1, sizeof(*p));
	struct paper_reader r = { .p = p, .c = c, .ok = true };
	struct error e = ERROR_INIT;
	char *text = NULL;
	size_t len;

	p->path = path_join(dir, file);
	p->id = xstrndup(file, strlen(file) - 6);
	p->text = xcalloc(1, sizeof(*p->text));
	strlist_init(&p->text->files);
	strlist_init(&p->text->codes);
	if (file_read(p->path, FILE_MAX_BYTES, &text, &len, &e))
		paper_bad(&r, p->path, 0, NULL, "%s", e.what);
	else if (str_utf8_prefix(text, len) != len)
		paper_bad(&r, p->path, 0, NULL, "%s", _("the file is not UTF-8"));
	else
		read_text(&r, text);
	for (size_t i = 0; i < r.n; i++)
		free(r.v[i].s);
	free(r.v);
	free(text);
	error_clear(&e);
	if (r.ok)
		return p;
	paper_free(p);
	return NULL;
}

/* ---- the folder ---- */

static void put_paper(struct papers *all, struct paper *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < all->n; i++) {
		if (strcmp(all->v[i]->id, p->id) != 0)
			continue;
		paper_free(all->v[i]); /* the user's own stands in for the shipped one */
		all->v[i] = p;
		return;
	}
	all->v = grow(all->v, all->n, &all->cap, sizeof(struct paper *));
	all->v[all->n++] = p;
}

static void load_dir(struct papers *all, const char *dir, bool must, struct complaints *c)
{
	DIR *d = opendir(dir);
	struct dirent *de;

	if (!d) {
		if (must)
			complaints_add(c, dir, 0, NULL, NULL, "%s", _("the folder of papers cannot be read"));
		return;
	}
	while ((de = readdir(d))) {
		size_t n = strlen(de->d_name);

		if (n > 6 && de->d_name[0] != '.' && !strcmp(de->d_name + n - 6, ".paper"))
			put_paper(all, load_file(dir, de->d_name, c));
	}
	closedir(d);
}

static int by_place(const void *a, const void *b)
{
	const struct paper *x = *(struct paper *const *)a, *y = *(struct paper *const *)b;

	return x->place != y->place ? (x->place > y->place) - (x->place < y->place) : strcmp(x->id, y->id);
}

struct papers *papers_load(const char *dir, const char *own, struct complaints *c)
{
	struct papers *all = xcalloc(1, sizeof(*all));

	load_dir(all, dir, true, c);
	if (own)
		load_dir(all, own, false, c);
	if (all->n)
		qsort(all->v, all->n, sizeof(*all->v), by_place);
	return all;
}

struct papers *papers_load_all(struct complaints *c)
{
	char *dir = path_join(paths_data(), "papers"), *own = path_join(paths_user(), "papers");
	struct papers *all = papers_load(dir, own, c);

	free(own);
	free(dir);
	return all;
}

void papers_free(struct papers *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n; i++)
		paper_free(p->v[i]);
	free(p->v);
	free(p);
}

size_t papers_n(const struct papers *p)
{
	return p->n;
}

const struct paper *papers_at(const struct papers *p, size_t i)
{
	return p->v[i];
}

const struct paper *papers_find(const struct papers *p, const char *id)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i]->id, id))
			return p->v[i];
	return NULL;
}
