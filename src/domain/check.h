/* SPDX-License-Identifier: MIT */
/*
 * Checks over several records: one SQL file each in data/checks, its id, strength, sentence, source, form
 * and field in the leading comment. They run on a read-only connection under an authorizer that lets SELECT
 * through and nothing else. Rules about one record are the form's own constraints.
 */
#ifndef GN_DOMAIN_CHECK_H
#define GN_DOMAIN_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ini.h"
#include "form/form.h"

struct finding {
	char *check;            /* "r26" */
	enum strength strength;
	char *form, *unit, *id, *field; /* where to jump */
	char *message;          /* in the language spoken, marks filled */
	char *source;
	char *pair;             /* id of the other record, where it is about two; a reason is then given for this pair */
	char *reason;           /* given for it, or NULL */
};
/* Under which name its reason is kept: "r27", or "r27:ID" of a pair; caller frees. */
char *finding_reason_name(const struct finding *f);
struct findings {
	struct finding *v;
	size_t n, cap;
	size_t errors, unexplained;
	struct complaints bad; /* checks that cannot be run */
};
void findings_fini(struct findings *f);

struct checks;
/* Read all files of `dir` (paths_data()/checks); mistakes go to `c` with file and line. */
struct checks *checks_load(const char *dir, struct complaints *c);
void checks_free(struct checks *c);
/* Is there a check of this id that asks for reasons in records of `form`? "r27" or "r27:ID". */
bool checks_ask(const struct checks *c, const char *form, const char *name);
/* What the findings of one check have in common, in the language spoken: its title, or the rule's sentence with … for what differs;
 * NULL: neither is known. Caller frees. */
char *checks_title(const struct checks *c, struct forms *f, const struct finding *one);
/* Everything that is wrong or wants explaining in the own unit's records: the forms' own rules of records that are not
 * complete or have doubts, then the checks over several records. `form` NULL: all. A check that cannot be run goes to out->bad, with its
 * file and line, and the others are run without it. */
int checks_run(struct checks *c, struct forms *f, struct book *b, const char *form, struct findings *out,
	       struct error *e);
/* Without a book: does each name a form and a field, and does its SELECT fit them? `blank`: empty tables, guarded. */
void checks_check(const struct checks *c, struct forms *f, struct db *blank, struct complaints *bad);

#endif
