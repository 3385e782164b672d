/* SPDX-License-Identifier: MIT */
/* Reading INI files that are data of the field: what is read lives as long as the file, mistakes go to the complaints. */
#ifndef GN_FORM_READING_H
#define GN_FORM_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ini.h"
#include "base/str.h"

/* A file and everything that was read from it. */
struct data_file {
	const char *path;
	struct ini *ini; /* NULL: it could not be read at all */
	struct strlist kept;
	void **arrays;
	size_t n_arrays, cap_arrays;
};
/* `checked`: with iniparser's own look, for "forms check". */
void data_file_open(struct data_file *f, const char *path, bool checked, struct complaints *c);
void data_file_close(struct data_file *f);

/* What a reading carries. */
struct reading {
	struct data_file *f;
	struct complaints *c;
	const char *section;
};
/* A mistake at a key of the section, or (NULL) at the section. */
void reading_bad(struct reading *r, const char *key, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
const char *reading_keep(struct data_file *f, char *s); /* takes `s` over */
void *reading_array(struct data_file *f, size_t n, size_t size); /* n + 1 of them, zeroed */
/* NULL where it is missing or empty. */
const char *reading_text(struct reading *r, const char *key);
const char *reading_required(struct reading *r, const char *key); /* that is told */
/* stem.vi and stem.en, or (stem "") vi and en. */
void reading_pair(struct reading *r, const char *stem, bool must, const char *out[2]);
bool reading_flag(struct reading *r, const char *key, bool def); /* yes or no */
const char *reading_day(struct reading *r, const char *key); /* ISO */
double reading_figure(struct reading *r, const char *key); /* NAN where it is missing or empty */
/* A flag that says something was seen in its source: then that must be named. */
bool reading_seen(struct reading *r, const char *key, bool def, const char *source);
/* "a, b" or "a|b" as a NULL-terminated list. */
const char *const *reading_split(struct data_file *f, const char *s);
/* Is it one of `known` (NULL-terminated)? A '*' after a name: it may be split into key.1, key.2 …; a '.': names of one's own follow. */
bool reading_key_known(const char *key, const char *const *known);

#endif
