/* SPDX-License-Identifier: MIT */
/*
 * INI files read with iniparser behind a checker that catches what it takes
 * silently: BOM, keys set twice, unquoted values cut at ; or #, an
 * inner quote, a value over 1,000 bytes, a section set twice, bytes that are not UTF-8.
 * Every mistake is reported with file, line, section, key and what to do.
 */
#ifndef GN_BASE_INI_H
#define GN_BASE_INI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct ini;

/* One mistake in a data file (INI, form, check, code list), as `forms check` prints it. */
struct complaint {
	char *file, *section, *key; /* owned; section and key may be NULL */
	int line;                   /* 0: not known */
	char *reason;               /* translated sentence; owned */
};
struct complaints {
	struct complaint *v;
	size_t n, cap;
};
void complaints_init(struct complaints *c);
void complaints_fini(struct complaints *c);
void complaints_add(struct complaints *c, const char *file, int line, const char *section,
		    const char *key, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* "file:line: [section] key: reason"; caller frees. */
char *complaint_text(const struct complaint *c);

/* Load `path`. Mistakes go to `c` (all of them, not the first); NULL where the file cannot be
 * read as INI at all. With mistakes the file is still returned, so that a form's own mistakes
 * can be told in the same run; a caller that only wants good files looks at c->n. */
struct ini *ini_load(const char *path, struct complaints *c);
/* The same for a file whose very bytes came through ini_load without a complaint before: iniparser is not asked again. */
struct ini *ini_load_again(const char *path, struct complaints *c);
void ini_free(struct ini *ini);
const char *ini_path(const struct ini *ini);

/* Sections and keys in the order of the file, names in lower case; borrowed. */
size_t ini_sections(const struct ini *ini);
const char *ini_section(const struct ini *ini, size_t i);
bool ini_has_section(const struct ini *ini, const char *section);
size_t ini_keys(const struct ini *ini, const char *section);
const char *ini_key(const struct ini *ini, const char *section, size_t i);
/* Line on which a section (key NULL) or key stands; 0 if it does not. */
int ini_line(const struct ini *ini, const char *section, const char *key);

/* Borrowed value or `def`. Keys are given in lower case. */
const char *ini_get(const struct ini *ini, const char *section, const char *key, const char *def);
/* Values of key, key.1, key.2 … joined without anything between; NULL if none; caller frees. */
char *ini_get_long(const struct ini *ini, const char *section, const char *key);

#endif
