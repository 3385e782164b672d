/* SPDX-License-Identifier: MIT */
/* What the files of the checks share: a check as its file says it, and how a finding is made. */
#ifndef GN_DOMAIN_CHECK_IMPL_H
#define GN_DOMAIN_CHECK_IMPL_H

#include "domain/check.h"

/* Parameters of the SQL, in the order of their numbers; also bits of `params`. */
enum check_param { CHECK_UNIT, CHECK_TODAY, CHECK_STANDARD };

struct sql_check {
	char *path;
	char *id;
	enum strength strength;
	char *form, *field;
	char *title[2], *message[2];
	char *source;
	struct strlist standards; /* run for each of these; empty: of no standard */
	bool lines;               /* it reads the list of the newest yearly round (domain/lines.h) */
	int line;                 /* where it begins in the file */
	char *sql;                /* one SELECT; parameter p stands there as ?p+1 */
	unsigned params;          /* bits of enum check_param: which of them it uses */
};

struct checks {
	struct sql_check *v;
	size_t n, cap;
};

/* A new finding at the end; only its strength is set. */
struct finding *finding_add(struct findings *out, enum strength strength);
/* Count a finding whose reason is known by now. */
void finding_count(struct findings *out, const struct finding *f);

/* Run one check; its findings follow those of `out`. `ro` is guarded. */
int check_run_sql(const struct sql_check *k, struct forms *f, struct book *b, struct db *ro,
		  struct findings *out, struct error *e);

#endif
