/* SPDX-License-Identifier: MIT */
/*
 * Finding sticks without asking any service: what is mounted from a block device that the
 * kernel calls removable, or that hangs on USB (USB disks do not say they are removable).
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/stick.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"

#define SLAVES_DEEP 2 /* a sealed stick is a mapping on a partition */

void sticks_fini(struct sticks *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].path);
		free(s->v[i].label);
		free(s->v[i].type);
	}
	free(s->v);
	*s = (struct sticks){ NULL, 0 };
}

static void add(struct sticks *out, const char *path, char *label, const char *type, bool read_only)
{
	out->v = xreallocarray(out->v, out->n + 1, sizeof(*out->v));
	out->v[out->n++] = (struct stick){ .path = xstrdup(path),
					   .label = label,
					   .type = xstrdup(type),
					   .free = disk_free(path),
					   .read_only = read_only || access(path, W_OK) };
}

/* Folders that stand for sticks, named by hand. */
static void list_given(struct sticks *out, const char *paths)
{
	struct strlist names;

	strlist_init(&names);
	strlist_split(&names, paths, ":");
	for (size_t i = 0; i < names.n; i++)
		if (dir_exists(names.v[i]))
			add(out, names.v[i], xstrdup(path_base(names.v[i])), "folder", false);
	strlist_fini(&names);
}

/* "\040" of the mounts table and "\x20" of udev's names become the bytes they stand for, in
 * place. */
static void unescape(char *s)
{
	char *to = s;
	unsigned v;
	int n;

	while (*s) {
		if (*s == '\\' && s[1] == 'x' && sscanf(s + 2, "%2x%n", &v, &n) == 1 && n == 2) {
			*to++ = (char)v;
			s += 4;
		} else if (*s == '\\' && sscanf(s + 1, "%3o%n", &v, &n) == 1 && n == 3) {
			*to++ = (char)v;
			s += 4;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

static bool says_one(const char *dir, const char *name)
{
	char *path = path_join(dir, name), *text = NULL;
	size_t n;
	bool one = !file_read(path, 64, &text, &n, NULL) && *text == '1';

	free(text);
	free(path);
	return one;
}

static bool is_removable(const char *sys, const char *device, int deep);

/* Is what a mapping stands on removable? */
static bool slaves_removable(const char *sys, const char *dir, int deep)
{
	char *path = path_join(dir, "slaves");
	DIR *d = deep < SLAVES_DEEP ? opendir(path) : NULL;
	struct dirent *ent;
	bool yes = false;

	while (d && !yes && (ent = readdir(d)))
		yes = ent->d_name[0] != '.' && is_removable(sys, ent->d_name, deep + 1);
	if (d)
		closedir(d);
	free(path);
	return yes;
}

static bool is_removable(const char *sys, const char *device, int deep)
{
	char *link = path_join(sys, device);
	char *dir = realpath(link, NULL), *up;
	bool yes;

	free(link);
	if (!dir)
		return false;
	up = path_dir(dir); /* of a partition: the disk */
	yes = strstr(dir, "/usb") || says_one(dir, "removable") || says_one(up, "removable") ||
	      slaves_removable(sys, dir, deep);
	free(up);
	free(dir);
	return yes;
}

/* The label udev knows a device by, else the device's own name; caller frees. */
static char *label_of(const char *labels, const char *device, const char *name)
{
	char *want = realpath(device, NULL), *label = NULL;
	DIR *d = want ? opendir(labels) : NULL;
	struct dirent *ent;

	while (d && !label && (ent = readdir(d))) {
		char *link = path_join(labels, ent->d_name), *real = realpath(link, NULL);

		if (ent->d_name[0] != '.' && str_eq(real, want))
			label = xstrdup(ent->d_name);
		free(real);
		free(link);
	}
	if (d)
		closedir(d);
	free(want);
	if (!label)
		return xstrdup(name);
	unescape(label);
	return label;
}

static bool has_option(const char *options, const char *want)
{
	struct strlist all;
	bool has;

	strlist_init(&all);
	strlist_split(&all, options, ",");
	has = strlist_has(&all, want);
	strlist_fini(&all);
	return has;
}

/* One line of the mounts table: device, place, type, options. */
static void look_at(struct sticks *out, const struct strlist *f, const char *sys,
		    const char *labels, struct strlist *seen)
{
	char *real;
	const char *name;

	if (f->n < 4 || !str_starts(f->v[0], "/dev/") || str_eq(f->v[2], "iso9660"))
		return;
	unescape(f->v[0]);
	unescape(f->v[1]);
	real = realpath(f->v[0], NULL); /* /dev/mapper/NAME is /dev/dm-N */
	name = path_base(real ? real : f->v[0]);
	if (!strlist_has(seen, name) && is_removable(sys, name, 0)) {
		strlist_add(seen, name); /* a second mount of the same stick is the same stick */
		add(out, f->v[1], label_of(labels, f->v[0], name), f->v[2],
		    has_option(f->v[3], "ro"));
	}
	free(real);
}

void stick_scan(const char *mounts, const char *sys, const char *labels, struct sticks *out)
{
	FILE *fp = fopen(mounts, "re");
	struct strlist seen;
	char *line = NULL;
	size_t cap = 0;

	*out = (struct sticks){ NULL, 0 };
	strlist_init(&seen);
	while (fp && getline(&line, &cap, fp) > 0) {
		struct strlist fields;

		strlist_init(&fields);
		strlist_split(&fields, line, " \n");
		look_at(out, &fields, sys, labels, &seen);
		strlist_fini(&fields);
	}
	free(line);
	if (fp)
		fclose(fp);
	strlist_fini(&seen);
}

void stick_list(struct sticks *out)
{
	const char *given = getenv("GIAMNGHEO_STICKS");

	*out = (struct sticks){ NULL, 0 };
	if (given)
		list_given(out, given);
	else
		stick_scan("/proc/self/mounts", "/sys/class/block", "/dev/disk/by-label", out);
}
