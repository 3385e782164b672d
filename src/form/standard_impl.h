/* SPDX-License-Identifier: MIT */
/* What the files of the standards share. */
#ifndef GN_FORM_STANDARD_IMPL_H
#define GN_FORM_STANDARD_IMPL_H

#include "form/expr.h"
#include "form/standard.h"

/* One standard and everything its public part points to. */
struct standard_file {
	struct standard pub; /* first */
	struct ini *ini;
	struct strlist kept;
	void **arrays;
	size_t n_arrays, cap_arrays;
};

struct standards {
	char *dir, *user_dir;
	bool loaded;
	struct standard_file **v;
	size_t n, cap;
	struct complaints mistakes; /* of the shipped files */
	struct complaints local;    /* of the user's own local.ini, which then is not used */
	struct expr_engine *engine;
};

/* One file read; never NULL. `checked`: with iniparser's own look, for "forms check". */
struct standard_file *standard_load(struct standards *s, const char *id, const char *path, bool checked, struct complaints *c);
void standard_file_free(struct standard_file *f);
/* Rules of this standard, compiled and tried, and what it says of others. */
void standard_check_rules(struct standards *s, const struct standard *st, struct complaints *c);
/* The engine rules run on: no code lists, no classify within classify. */
struct expr_engine *standards_engine(struct standards *s);

#endif
