/* SPDX-License-Identifier: MIT */
/*
 * Sticks and folders, and the files that lie there. People put files into a folder of their own
 * on a stick as often as not, so one level below is looked into; deeper is somebody's
 * photographs.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/places.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/stick.h"

#define NAMES_MAX                                                                                  \
	5000 /* of one folder: a stick full of something else must not hold the screen up */

static void add(struct places *p, char *path, char *label, bool stick, bool read_only,
		int64_t bytes)
{
	p->v = xreallocarray(p->v, p->n + 1, sizeof(*p->v));
	p->v[p->n++] = (struct place){ path, label, stick, read_only, bytes };
}

bool places_add(struct places *p, const char *folder, size_t *index)
{
	if (str_empty(folder) || !dir_exists(folder))
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i].path, folder)) {
			*index = i;
			return true;
		}
	*index = p->n;
	add(p, xstrdup(folder), xstrdup(path_base(folder)), false, access(folder, W_OK) != 0,
	    disk_free(folder));
	return true;
}

void places_list(struct places *out, const char *folder)
{
	struct sticks s;
	size_t at;

	*out = (struct places){ NULL, 0 };
	stick_list(&s);
	for (size_t i = 0; i < s.n; i++)
		add(out, xstrdup(s.v[i].path),
		    xstrdup(str_empty(s.v[i].label) ? path_base(s.v[i].path) : s.v[i].label), true,
		    s.v[i].read_only, s.v[i].free);
	sticks_fini(&s);
	places_add(out, folder, &at);
}

void places_fini(struct places *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].path);
		free(p->v[i].label);
	}
	free(p->v);
	*p = (struct places){ NULL, 0 };
}

size_t places_best(const struct places *p)
{
	for (int stick = 1; stick >= 0; stick--)
		for (size_t i = 0; i < p->n; i++)
			if (p->v[i].stick == stick && !p->v[i].read_only)
				return i;
	return 0;
}

/* ---- files ---- */

bool found_file_says(const char *name, char code[static 17], int64_t *number)
{
	size_t n = strcspn(name, "_");
	const char *p = name + n;

	code[0] = '\0';
	*number = 0;
	if (!n || n > 16 || *p != '_' || !isupper((unsigned char)p[1]) ||
	    !isdigit((unsigned char)p[2]))
		return false;
	for (p += 2; isdigit((unsigned char)*p) && *number < INT64_C(1000000000); p++)
		*number = *number * 10 + (*p - '0');
	if (*p != '.' && *p != '_')
		return false;
	memcpy(code, name, n);
	code[n] = '\0';
	return true;
}

/* Sticks of old come back from Windows with names in capitals. */
static bool ends_with(const char *name, const char *ending)
{
	const char *dot = strrchr(name, '.');

	return dot && dot > name && !strcasecmp(dot + 1, ending);
}

struct seen { /* a folder named twice, or a stick mounted twice */
	dev_t dev;
	ino_t ino;
};
struct search {
	struct found_files *out;
	const char *ending, *place;
	struct seen *seen;
	size_t n_seen, cap_seen;
};

static bool seen_before(struct search *s, const struct stat *st)
{
	for (size_t i = 0; i < s->n_seen; i++)
		if (s->seen[i].dev == st->st_dev && s->seen[i].ino == st->st_ino)
			return true;
	s->seen = grow(s->seen, s->n_seen, &s->cap_seen, sizeof(*s->seen));
	s->seen[s->n_seen++] = (struct seen){ st->st_dev, st->st_ino };
	return false;
}

static void take(struct search *s, char *path, const struct stat *st)
{
	struct found_files *o = s->out;
	struct found_file *f;

	o->v = grow(o->v, o->n, &o->cap, sizeof(*o->v));
	f = &o->v[o->n++];
	*f = (struct found_file){ .path = path,
				  .name = path_base(path),
				  .place = s->place,
				  .size = st->st_size,
				  .time = st->st_mtime };
	found_file_says(f->name, f->code, &f->number);
}

static void look_in(struct search *s, const char *dir, int deeper)
{
	DIR *d = opendir(dir);
	struct dirent *de;
	struct stat st;

	for (int n = 0; d && n < NAMES_MAX && (de = readdir(d)); n++) {
		char *path;

		if (de->d_name[0] == '.')
			continue;
		path = path_join(dir, de->d_name);
		if (stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
		    ends_with(de->d_name, s->ending) && !seen_before(s, &st)) {
			take(s, path, &st);
			continue;
		}
		if (deeper && S_ISDIR(st.st_mode))
			look_in(s, path, deeper - 1);
		free(path);
	}
	if (d)
		closedir(d);
}

static int newest_first(const void *a, const void *b)
{
	const struct found_file *x = a, *y = b;

	if (x->time != y->time)
		return x->time > y->time ? -1 : 1;
	return -strcmp(x->name, y->name);
}

void found_files_list(struct found_files *out, const struct places *p, const char *ending)
{
	struct search s = { .out = out, .ending = ending };

	*out = (struct found_files){ NULL, 0, 0 };
	for (size_t i = 0; i < p->n; i++) {
		s.place = p->v[i].label;
		look_in(&s, p->v[i].path, 1);
	}
	free(s.seen);
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), newest_first);
}

void found_files_fini(struct found_files *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].path);
	free(f->v);
	*f = (struct found_files){ NULL, 0, 0 };
}
