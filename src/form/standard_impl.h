/* SPDX-License-Identifier: MIT */
/* What the files of the standards share. */
#ifndef GN_FORM_STANDARD_IMPL_H
#define GN_FORM_STANDARD_IMPL_H

#include "form/expr.h"
#include "form/reading.h"
#include "form/standard.h"

/* One standard and everything its public part points to. */
struct standard_file {
	struct data_file file; /* first */
	struct standard pub;
};
/* The file a standard handed out was read from. */
const struct ini *standard_ini(const struct standard *st);

struct score_file; /* form/score_impl.h */

struct standards {
	char *dir, *user_dir;
	bool loaded;
	struct standard_file **v;
	size_t n, cap;
	struct score_file **scores;
	size_t n_scores, cap_scores;
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
