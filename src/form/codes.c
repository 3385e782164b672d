/* SPDX-License-Identifier: MIT */
/*
 * Code lists are read once and kept: every value of a record is looked up in one. Beside the
 * list as written stand two sorted indexes, by code and by what people may write for it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/codes.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "form/standard.h"
#include "text/utf8.h"
#include "text/viet.h"

/* A folded word and the code it stands for. */
struct word {
	char *text;
	const struct code *code;
};

struct list {
	struct codes pub; /* first: a struct codes handed out is a struct list */
	char *name;
	bool bad;
	struct code *v;
	size_t n, cap;
	struct strlist extra_names;
	const char **extra_v; /* extra_names, NULL-terminated */
	const struct code **by_code;
	struct word *words;
	size_t n_words, words_cap;
	struct strlist kept; /* texts the codes point to */
	void **arrays;       /* arrays of pointers the codes point to */
	size_t n_arrays, arrays_cap;
};

struct code_lists {
	char *dir;
	struct standards *standards;
	struct list **v;
	size_t n, cap;
};

/* Where the known columns stand; -1: not there. */
enum column { COL_CODE, COL_VI, COL_EN, COL_STANDARD, COL_FROM, COL_TO, COL_ALIASES, COL_VERIFIED, N_COLS };

static const char *const column_names[N_COLS] = {
	"code", "vi", "en", "standard", "from", "to", "aliases", "verified",
};

struct layout {
	int at[N_COLS];
	int *extra; /* columns of extra_names */
	size_t n_extra;
	size_t cells;
};

struct code_lists *code_lists_new(const char *dir)
{
	struct code_lists *l = xcalloc(1, sizeof(*l));
	char *data = path_dir(dir), *standards = path_join(data, "standards"), *own = path_join(paths_user(), "standards");

	l->dir = xstrdup(dir);
	l->standards = standards_new(standards, own);
	free(own);
	free(standards);
	free(data);
	return l;
}

struct standards *code_lists_standards(struct code_lists *l)
{
	return l->standards;
}

static void list_free(struct list *l)
{
	for (size_t i = 0; i < l->n_words; i++)
		free(l->words[i].text);
	for (size_t i = 0; i < l->n_arrays; i++)
		free(l->arrays[i]);
	free(l->arrays);
	free(l->words);
	free(l->by_code);
	free(l->extra_v);
	free(l->v);
	strlist_fini(&l->extra_names);
	strlist_fini(&l->kept);
	free(l->name);
	free(l);
}

void code_lists_free(struct code_lists *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->n; i++)
		list_free(l->v[i]);
	free(l->v);
	standards_free(l->standards);
	free(l->dir);
	free(l);
}

const char *code_lists_dir(const struct code_lists *l)
{
	return l->dir;
}

static const char *keep(struct list *l, const char *s)
{
	strlist_add(&l->kept, s);
	return l->kept.v[l->kept.n - 1];
}

static void *keep_array(struct list *l, size_t n)
{
	void *p = xcalloc(n, sizeof(char *));

	l->arrays = grow(l->arrays, l->n_arrays, &l->arrays_cap, sizeof(*l->arrays));
	l->arrays[l->n_arrays++] = p;
	return p;
}

/* What a code may be made of: it stands in "field.CODE", in "a|b" and after a comma in messages. Letters of
 * any script and blanks inside are fine: an ethnic group is stored by its name, "Sán Dìu". */
static bool code_ok(const char *s)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-+ ";

	while (*s && ((unsigned char)*s >= 0x80 || strchr(set, *s)))
		s++;
	return !*s;
}

static void say(struct complaints *c, const char *path, long line, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

static void say(struct complaints *c, const char *path, long line, const char *key, const char *fmt, ...)
{
	struct str b;
	va_list ap;

	if (!c)
		return;
	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	complaints_add(c, path, (int)line, NULL, key, "%s", b.s);
	str_fini(&b);
}

static bool read_header(struct list *l, const struct strlist *cells, struct layout *lay,
			const char *path, struct complaints *c)
{
	bool ok = true;

	for (int k = 0; k < N_COLS; k++)
		lay->at[k] = -1;
	lay->extra = xcalloc(cells->n + 1, sizeof(*lay->extra));
	lay->cells = cells->n;
	for (size_t i = 0; i < cells->n; i++) {
		const char *name = str_trim(cells->v[i]);
		int k = 0;

		while (k < N_COLS && strcmp(name, column_names[k]))
			k++;
		if (k < N_COLS && lay->at[k] < 0) {
			lay->at[k] = (int)i;
		} else if (k < N_COLS || !*name || strlist_has(&l->extra_names, name)) {
			say(c, path, 1, name, _("the column \"%s\" has no name or stands twice"), name);
			ok = false;
		} else {
			lay->extra[lay->n_extra++] = (int)i;
			strlist_add(&l->extra_names, name);
		}
	}
	for (int k = COL_CODE; k <= COL_EN; k++) {
		if (lay->at[k] >= 0)
			continue;
		say(c, path, 1, column_names[k], _("the column \"%s\" is missing"), column_names[k]);
		ok = false;
	}
	return ok;
}

static const char *cell(const struct strlist *cells, int at)
{
	char *s;

	if (at < 0 || (size_t)at >= cells->n)
		return NULL;
	s = str_trim(cells->v[at]);
	return *s ? s : NULL;
}

static const char *keep_cell(struct list *l, const struct strlist *cells, int at)
{
	const char *s = cell(cells, at);

	return s ? keep(l, s) : NULL;
}

static bool check_row(const struct code *new, const struct strlist *cells, const struct layout *lay,
		      const char *path, long line, struct complaints *c)
{
	const char *verified = cell(cells, lay->at[COL_VERIFIED]);
	const char *dates[2] = { new->from, new->to };
	bool ok = true;
	struct date d;

	if (!code_ok(new->code)) {
		say(c, path, line, new->code,
		    _("the code \"%s\" may hold only letters, digits, blanks and _ . - +"), new->code);
		ok = false;
	}
	for (int k = 0; k < 2; k++) {
		if (new->label[k])
			continue;
		say(c, path, line, new->code, _("the label in \"%s\" is missing"),
		    column_names[COL_VI + k]);
		ok = false;
	}
	for (int k = 0; k < 2; k++) {
		if (!dates[k] || (date_parse_iso(dates[k], &d) && d.day))
			continue;
		say(c, path, line, new->code, _("\"%s\" is not a date; write YYYY-MM-DD"), dates[k]);
		ok = false;
	}
	if (verified && strcmp(verified, "yes") && strcmp(verified, "no")) {
		say(c, path, line, new->code, _("\"%s\" is neither yes nor no"), verified);
		ok = false;
	}
	if (cells->n > lay->cells) {
		say(c, path, line, new->code, _("the row \"%s\" has more cells than the header"),
		    new->code);
		ok = false;
	}
	return ok;
}

static bool read_row(struct list *l, const struct strlist *cells, const struct layout *lay,
		     const char *path, long line, struct complaints *c)
{
	struct code new = { 0 };
	struct strlist aliases;
	const char **names, **extra;

	if (!cell(cells, lay->at[COL_CODE])) {
		say(c, path, line, "code", "%s", _("the code is empty"));
		return false;
	}
	new.code = keep_cell(l, cells, lay->at[COL_CODE]);
	new.label[LANG_VI] = keep_cell(l, cells, lay->at[COL_VI]);
	new.label[LANG_EN] = keep_cell(l, cells, lay->at[COL_EN]);
	new.standard = keep_cell(l, cells, lay->at[COL_STANDARD]);
	new.from = keep_cell(l, cells, lay->at[COL_FROM]);
	new.to = keep_cell(l, cells, lay->at[COL_TO]);
	new.verified = !str_eq(cell(cells, lay->at[COL_VERIFIED]), "no");

	strlist_init(&aliases);
	strlist_split(&aliases, cell(cells, lay->at[COL_ALIASES]), "|");
	names = keep_array(l, aliases.n + 1);
	for (size_t i = 0; i < aliases.n; i++)
		names[i] = keep(l, aliases.v[i]);
	strlist_fini(&aliases);
	new.aliases = names;

	extra = keep_array(l, lay->n_extra + 1);
	for (size_t i = 0; i < lay->n_extra; i++) {
		const char *s = cell(cells, lay->extra[i]);

		extra[i] = keep(l, s ? s : "");
	}
	new.extra = extra;

	l->v = grow(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = new;
	return check_row(&new, cells, lay, path, line, c);
}

static int by_code(const void *a, const void *b)
{
	const struct code *const *x = a, *const *y = b;

	return strcmp((*x)->code, (*y)->code);
}

static int by_word(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	return strcmp(x->text, y->text);
}

static void add_word(struct list *l, const char *text, const struct code *code)
{
	if (str_empty(text))
		return;
	l->words = grow(l->words, l->n_words, &l->words_cap, sizeof(*l->words));
	l->words[l->n_words++] = (struct word){ viet_fold(text), code };
}

/* What people may write, folded: made when somebody first writes, a start that only shows a list pays nothing. */
static void make_words(struct list *l)
{
	if (l->n_words)
		return;
	for (size_t i = 0; i < l->n; i++) {
		const struct code *k = &l->v[i];

		add_word(l, k->code, k);
		add_word(l, k->label[0], k);
		add_word(l, k->label[1], k);
		for (size_t j = 0; k->aliases[j]; j++)
			add_word(l, k->aliases[j], k);
	}
	qsort(l->words, l->n_words, sizeof(*l->words), by_word);
}

static bool make_index(struct list *l, const char *path, struct complaints *c)
{
	bool ok = true;

	l->by_code = xcalloc(l->n + 1, sizeof(*l->by_code));
	for (size_t i = 0; i < l->n; i++)
		l->by_code[i] = &l->v[i];
	qsort(l->by_code, l->n, sizeof(*l->by_code), by_code);
	for (size_t i = 1; i < l->n; i++) {
		if (strcmp(l->by_code[i - 1]->code, l->by_code[i]->code))
			continue;
		say(c, path, 0, l->by_code[i]->code, _("the code \"%s\" stands twice"),
		    l->by_code[i]->code);
		ok = false;
	}
	return ok;
}

static bool read_rows(struct list *l, struct csv_reader *r, const char *path, struct complaints *c)
{
	struct layout lay = { .extra = NULL };
	struct error e = ERROR_INIT;
	struct strlist cells;
	bool ok = false;
	int rc;

	strlist_init(&cells);
	rc = csv_next(r, &cells, &e);
	if (rc <= 0) {
		say(c, path, 1, NULL, "%s", rc ? e.what : _("the file is empty"));
		goto out;
	}
	if (!read_header(l, &cells, &lay, path, c))
		goto out;
	ok = true;
	while ((rc = csv_next(r, &cells, &e)) > 0) {
		if (cells.n <= 1 && str_empty(cell(&cells, 0)))
			continue;
		if (!read_row(l, &cells, &lay, path, csv_line(r), c))
			ok = false;
	}
	if (rc < 0) {
		say(c, path, csv_line(r), NULL, "%s", e.what);
		ok = false;
	} else if (!l->n) {
		say(c, path, 0, NULL, "%s", _("the list has no codes"));
		ok = false;
	}
	if (!make_index(l, path, c))
		ok = false;
out:
	free(lay.extra);
	strlist_fini(&cells);
	error_clear(&e);
	return ok;
}

static void read_csv(struct list *l, const char *dir, struct complaints *c)
{
	char *file = xasprintf("%s.csv", l->name);
	char *path = path_join(dir, file);
	struct error e = ERROR_INIT;
	struct csv_reader *r = NULL;

	if (csv_open(&r, path, &e)) {
		say(c, path, 0, NULL, _("the code list cannot be read: %s"), e.what);
		l->bad = true;
	} else {
		l->bad = !read_rows(l, r, path, c);
	}
	csv_close(r);
	error_clear(&e);
	free(path);
	free(file);
}

/* A list that is made of other files comes row by row. */
struct made {
	struct list *l;
	struct layout lay;
	struct complaints *c;
	bool ok, headed;
};

static void take_made(void *ctx, const struct strlist *cells, const char *path, int line)
{
	struct made *m = ctx;
	bool ok = m->headed ? read_row(m->l, cells, &m->lay, path, line, m->c) : read_header(m->l, cells, &m->lay, path, m->c);

	m->ok = m->ok && ok;
	m->headed = true;
}

static bool read_made(struct list *l, struct standards *s, struct complaints *c)
{
	struct made m = { .l = l, .c = c, .ok = true };

	if (!standards_there(s) || !standards_table(s, l->name, take_made, &m))
		return false;
	l->bad = !m.ok || standards_mistakes(s)->n;
	if (!make_index(l, l->name, c) || !l->n)
		l->bad = true;
	for (size_t i = 0; c && i < standards_mistakes(s)->n; i++) {
		const struct complaint *k = &standards_mistakes(s)->v[i];

		complaints_add(c, k->file, k->line, k->section, k->key, "%s", k->reason);
	}
	free(m.lay.extra);
	return true;
}

static struct list *list_load(struct code_lists *lists, const char *name, struct complaints *c)
{
	struct list *l = xcalloc(1, sizeof(*l));

	l->name = xstrdup(name);
	strlist_init(&l->extra_names);
	strlist_init(&l->kept);
	if (!read_made(l, lists->standards, c))
		read_csv(l, lists->dir, c);
	l->extra_v = xcalloc(l->extra_names.n + 1, sizeof(*l->extra_v));
	for (size_t i = 0; i < l->extra_names.n; i++)
		l->extra_v[i] = l->extra_names.v[i];
	l->pub = (struct codes){ l->name, l->v, l->n, l->extra_v };
	return l;
}

const struct codes *code_lists_get(struct code_lists *l, const char *name, struct complaints *c)
{
	struct list *list;

	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->v[i]->name, name))
			return l->v[i]->bad ? NULL : &l->v[i]->pub;
	list = list_load(l, name, c);
	l->v = grow(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = list;
	return list->bad ? NULL : &list->pub;
}

const struct code *codes_find(const struct codes *codes, const char *code)
{
	const struct list *l = (const struct list *)codes;
	size_t lo = 0, hi = codes ? codes->n : 0;

	if (!code)
		return NULL;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int d = strcmp(code, l->by_code[mid]->code);

		if (!d)
			return l->by_code[mid];
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

/* The only code all words equal to `text` stand for, or NULL. */
static const struct code *match_word(struct list *l, const char *text)
{
	size_t lo = 0, hi;
	const struct code *found = NULL;

	make_words(l);
	hi = l->n_words;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(l->words[mid].text, text) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < l->n_words && !strcmp(l->words[lo].text, text); lo++) {
		if (found && found != l->words[lo].code)
			return NULL;
		found = l->words[lo].code;
	}
	return found;
}

/* Labels that fold alike ("bà", "ba") are told apart when written with their marks. */
static const struct code *match_exact(const struct codes *codes, const char *text)
{
	const struct code *found = NULL;

	for (size_t i = 0; i < codes->n; i++) {
		const struct code *k = &codes->v[i];
		bool same = !strcmp(k->label[0], text) || !strcmp(k->label[1], text);

		for (size_t j = 0; !same && k->aliases[j]; j++)
			same = !strcmp(k->aliases[j], text);
		if (!same)
			continue;
		if (found)
			return NULL;
		found = k;
	}
	return found;
}

const struct code *codes_match(const struct codes *codes, const char *text)
{
	const struct code *found;
	char *clean;

	if (str_empty(text))
		return NULL;
	clean = utf8_clean(text);
	found = codes_find(codes, clean);
	if (!found)
		found = match_exact(codes, clean);
	if (!found) {
		char *folded = viet_fold(clean);

		if (*folded)
			found = match_word((struct list *)(uintptr_t)codes, folded);
		free(folded);
	}
	free(clean);
	return found;
}

const char *codes_label(const struct codes *codes, const char *code)
{
	const struct code *k = codes_find(codes, code);

	return k ? i18n_pick(k->label) : code;
}
