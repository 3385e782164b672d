/* SPDX-License-Identifier: MIT */
/*
 * The folder of forms. Start-up parses only the form it shows, so each is read on first use
 * and kept; what is wrong with one refuses that one and no other.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/form.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/form_impl.h"
#include "form/standard.h"
#include "store/book.h"

#define FORM_MAX_BYTES (1u << 20)
/* Raised when the tables made of the same forms change (indexes, kinds of columns). */
#define TABLE_RULES 1

struct kept {
	const struct field *field;
	char *value;
};

struct forms {
	char *dir, *codes_dir;
	const char **names; /* NULL-terminated */
	size_t n;
	struct form_impl **loaded; /* beside names; NULL: not yet */
	struct strlist owned;
	struct code_lists *codes;
	struct expr_engine *engine;
	struct kept *kept;
	size_t n_kept, cap_kept;
	bool sound; /* the book has seen these very files without a mistake: forms are not held against each other again */
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the files of a folder that end in `ext`, without it. */
static void list_dir(const char *dir, const char *ext, struct strlist *out)
{
	DIR *d = opendir(dir);
	struct dirent *de;
	size_t tail = strlen(ext);

	if (!d)
		return;
	while ((de = readdir(d))) {
		size_t n = strlen(de->d_name);

		if (n > tail && de->d_name[0] != '.' && !strcmp(de->d_name + n - tail, ext))
			strlist_take(out, xstrndup(de->d_name, n - tail));
	}
	closedir(d);
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_text);
}

struct forms *forms_new(const char *dir, const char *codes_dir)
{
	struct forms *f = xcalloc(1, sizeof(*f));

	f->dir = xstrdup(dir);
	f->codes_dir = xstrdup(codes_dir);
	strlist_init(&f->owned);
	list_dir(dir, ".ini", &f->owned);
	f->n = f->owned.n;
	f->names = xcalloc(f->n + 1, sizeof(*f->names));
	for (size_t i = 0; i < f->n; i++)
		f->names[i] = f->owned.v[i];
	f->loaded = xcalloc(f->n + 1, sizeof(*f->loaded));
	f->codes = code_lists_new(codes_dir);
	f->engine = expr_engine_new(f->codes);
	return f;
}

void forms_free(struct forms *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		form_free(f->loaded[i]);
	for (size_t i = 0; i < f->n_kept; i++)
		free(f->kept[i].value);
	free(f->kept);
	free(f->loaded);
	free(f->names);
	strlist_fini(&f->owned);
	expr_engine_free(f->engine);
	code_lists_free(f->codes);
	free(f->codes_dir);
	free(f->dir);
	free(f);
}

const char *const *forms_names(struct forms *f)
{
	return f->names;
}

struct code_lists *forms_codes(struct forms *f)
{
	return f->codes;
}

struct standards *forms_standards(struct forms *f)
{
	return code_lists_standards(f->codes);
}

struct expr_engine *forms_engine(struct forms *f)
{
	return f->engine;
}

struct form_impl *forms_raw(struct forms *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->names[i], name))
			continue;
		if (!f->loaded[i]) {
			char *file = xasprintf("%s.ini", name);
			char *path = path_join(f->dir, file);

			f->loaded[i] = form_load(f, name, path, f->sound);
			free(path);
			free(file);
		}
		return f->loaded[i];
	}
	return NULL;
}

int forms_get(struct forms *f, const char *name, const struct form **out, struct error *e)
{
	struct form_impl *fi = forms_raw(f, name);
	char *first;

	*out = NULL;
	if (!fi) {
		error_fail(e, ERR_NOTFOUND, "GN-R01", _("There is no form \"%s\"."), name);
		error_todo(e, "%s", _("\"giamngheo forms list\" prints the names."));
		return ERR_NOTFOUND;
	}
	if (!f->sound)
		form_check(fi);
	if (!fi->mistakes.n) {
		*out = &fi->pub;
		return 0;
	}
	first = complaint_text(&fi->mistakes.v[0]);
	error_fail(e, ERR_DATA, "GN-R02", P_("The form \"%s\" has %zu mistake and cannot be used: %s",
					    "The form \"%s\" has %zu mistakes and cannot be used; the first: %s",
					    fi->mistakes.n),
		   name, fi->mistakes.n, first);
	error_safe(e, _("The book and the other forms are as they were."));
	error_todo(e, "%s", _("\"giamngheo forms check\" lists every mistake."));
	free(first);
	return ERR_DATA;
}

void forms_check(struct forms *f, struct complaints *c)
{
	struct strlist lists;

	if (!f->n)
		complaints_add(c, f->dir, 0, NULL, NULL, "%s", _("there are no forms in this folder"));
	for (size_t i = 0; i < f->n; i++) {
		struct form_impl *fi = forms_raw(f, f->names[i]);

		form_check(fi);
		for (size_t j = 0; j < fi->mistakes.n; j++) {
			const struct complaint *m = &fi->mistakes.v[j];

			complaints_add(c, m->file, m->line, m->section, m->key, "%s", m->reason);
		}
	}
	/* Lists that no form names are read too: standards and reports use them. */
	strlist_init(&lists);
	list_dir(f->codes_dir, ".csv", &lists);
	for (size_t i = 0; i < lists.n; i++)
		code_lists_get(f->codes, lists.v[i], c);
	strlist_fini(&lists);
	if (standards_there(forms_standards(f)))
		standards_check(forms_standards(f), c);
}

/* FNV-1a over names and contents: nothing secret, only "has anything changed". */
static void mix(uint64_t *h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		*h ^= (unsigned char)s[i];
		*h *= 0x100000001b3u;
	}
}

static char *fingerprint(struct forms *f)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < f->n; i++) {
		char *file = xasprintf("%s.ini", f->names[i]);
		char *path = path_join(f->dir, file);
		char *bytes = NULL;
		size_t n = 0;

		mix(&h, file, strlen(file) + 1);
		if (!file_read(path, FORM_MAX_BYTES, &bytes, &n, NULL))
			mix(&h, bytes, n);
		free(bytes);
		free(path);
		free(file);
	}
	return xasprintf("%d-%016" PRIx64, TABLE_RULES, h);
}

int forms_prepare(struct forms *f, struct book *b, struct error *e)
{
	struct db *db = book_db(b);
	char *now = fingerprint(f), *was = NULL;
	bool whole = true;
	int ret = book_meta(b, "forms_fingerprint", &was, e);

	f->sound = !ret && str_eq(now, was);
	if (ret || !book_writable(b) || f->sound)
		goto out;
	ret = db_begin(db, e);
	if (ret)
		goto out;
	for (size_t i = 0; !ret && i < f->n; i++) {
		const struct form *form;

		/* A form with mistakes is told when it is used; the others get their tables. */
		if (forms_get(f, f->names[i], &form, NULL))
			whole = false;
		else
			ret = table_ensure(b, &form->table, e);
	}
	if (!ret && whole)
		ret = book_meta_set(b, "forms_fingerprint", now, e);
	if (!ret)
		ret = db_commit(db, e);
	else
		db_rollback(db);
out:
	free(now);
	free(was);
	return ret;
}

bool form_table_there(struct book *b, const struct form *form)
{
	return book_writable(b) || table_there(b, &form->table);
}

const char *forms_kept(struct forms *f, const struct field *fd)
{
	for (size_t i = 0; i < f->n_kept; i++)
		if (f->kept[i].field == fd)
			return f->kept[i].value;
	return NULL;
}

void forms_keep(struct forms *f, const struct field *fd, const char *value)
{
	size_t i = 0;

	while (i < f->n_kept && f->kept[i].field != fd)
		i++;
	if (i == f->n_kept) {
		f->kept = grow(f->kept, f->n_kept, &f->cap_kept, sizeof(*f->kept));
		f->kept[f->n_kept++] = (struct kept){ fd, NULL };
	}
	set_string(&f->kept[i].value, value);
}
