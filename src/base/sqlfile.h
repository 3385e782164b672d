/* SPDX-License-Identifier: MIT */
/*
 * A question written as data: a leading comment of "-- key: value" lines, then one SELECT with a few named parameters.
 * Everything wrong with a file is told with its line.
 */
#ifndef GN_BASE_SQLFILE_H
#define GN_BASE_SQLFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ini.h"

struct sqlfile_key {
	char *key, *value;
	int line;
};
struct sqlfile {
	char *path;
	struct sqlfile_key *keys; /* in the order of the file */
	size_t n, cap;
	char *sql;       /* parameters[i] stands there as ?i+1 */
	int sql_line;    /* on which it begins */
	unsigned params; /* bit i: parameters[i] is used */
};

/* `parameters` are the names without ":", NULL-terminated, at most 32. A plain comment has no colon or more than one word before
 * it. Mistakes (a key twice or empty, another parameter, more than one statement, no SELECT) go to `c`; NULL where the file
 * cannot be read. */
struct sqlfile *sqlfile_load(const char *path, const char *const *parameters, struct complaints *c);
void sqlfile_free(struct sqlfile *f);
/* Borrowed; NULL where it is not there. */
const char *sqlfile_get(const struct sqlfile *f, const char *key);
int sqlfile_line(const struct sqlfile *f, const char *key);

/* Length of a quoted text or comment at `p`, so that nothing in it is taken for SQL; 0: neither. */
size_t sql_skip(const char *p);

#endif
