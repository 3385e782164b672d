/* SPDX-License-Identifier: MIT */
/* Values out of an INI that is data of the field (standards, score sheets): kept, and every mistake told at its line. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/reading.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "text/number.h"
#include "text/utf8.h"

void reading_bad(struct reading *r, const char *key, const char *fmt, ...)
{
	const struct ini *ini = r->f->ini;
	int line = ini_line(ini, r->section, key);
	struct str b;
	va_list ap;

	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	complaints_add(r->c, r->f->path, line ? line : ini_line(ini, r->section, NULL), r->section, key, "%s", b.s);
	str_fini(&b);
}

const char *reading_keep(struct data_file *f, char *s)
{
	strlist_take(&f->kept, s);
	return s;
}

void *reading_array(struct data_file *f, size_t n, size_t size)
{
	void *p = xcalloc(n + 1, size);

	f->arrays = grow(f->arrays, f->n_arrays, &f->cap_arrays, sizeof(*f->arrays));
	f->arrays[f->n_arrays++] = p;
	return p;
}

const char *reading_text(struct reading *r, const char *key)
{
	char *s = ini_get_long(r->f->ini, r->section, key);
	const char *kept = str_empty(s) ? NULL : reading_keep(r->f, utf8_nfc(s, strlen(s)));

	free(s);
	return kept;
}

const char *reading_required(struct reading *r, const char *key)
{
	const char *s = reading_text(r, key);

	if (!s)
		reading_bad(r, key, "%s", _("this key is missing or empty"));
	return s;
}

void reading_pair(struct reading *r, const char *stem, bool must, const char *out[2])
{
	static const char *const lang[2] = { "vi", "en" };

	for (int k = 0; k < 2; k++) {
		char *key = *stem ? xasprintf("%s.%s", stem, lang[k]) : xstrdup(lang[k]);

		out[k] = must ? reading_required(r, key) : reading_text(r, key);
		free(key);
	}
}

bool reading_flag(struct reading *r, const char *key, bool def)
{
	const char *s = reading_text(r, key);

	if (s && strcmp(s, "yes") && strcmp(s, "no"))
		reading_bad(r, key, _("\"%s\" is neither yes nor no"), s);
	return s ? !strcmp(s, "yes") : def;
}

const char *reading_day(struct reading *r, const char *key)
{
	const char *s = reading_text(r, key);
	struct date d;

	if (!s || (date_parse_iso(s, &d) && d.day))
		return s;
	reading_bad(r, key, _("\"%s\" is not a date; write YYYY-MM-DD"), s);
	return NULL;
}

double reading_figure(struct reading *r, const char *key)
{
	const char *s = reading_text(r, key);
	double v;

	if (!s)
		return NAN;
	if (number_decimal_plain(s, &v))
		return v;
	reading_bad(r, key, _("\"%s\" is not a number"), s);
	return NAN;
}

bool reading_seen(struct reading *r, const char *key, bool def, const char *source)
{
	bool yes = reading_flag(r, key, def);

	if (yes && !source)
		reading_bad(r, key, "%s", _("what is verified names its source"));
	return yes;
}

bool reading_key_known(const char *key, const char *const *known)
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

const char *const *reading_split(struct data_file *f, const char *s)
{
	struct strlist l;
	const char **v;

	strlist_init(&l);
	strlist_split(&l, s, ",|");
	v = reading_array(f, l.n, sizeof(*v));
	for (size_t i = 0; i < l.n; i++)
		v[i] = reading_keep(f, xstrdup(l.v[i]));
	strlist_fini(&l);
	return v;
}

void data_file_open(struct data_file *f, const char *path, bool checked, struct complaints *c)
{
	*f = (struct data_file){ .path = NULL };
	strlist_init(&f->kept);
	f->path = reading_keep(f, xstrdup(path));
	f->ini = checked ? ini_load(path, c) : ini_load_again(path, c);
}

void data_file_close(struct data_file *f)
{
	for (size_t i = 0; i < f->n_arrays; i++)
		free(f->arrays[i]);
	free(f->arrays);
	strlist_fini(&f->kept);
	ini_free(f->ini);
}
