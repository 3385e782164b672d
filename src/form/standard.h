/* SPDX-License-Identifier: MIT */
/*
 * Poverty standards as dated data: data/standards/ID.ini says how long each holds, its lines and points by area, its indicators, and
 * its rules as expressions. What was not found is empty there and not known here; what nobody has seen in a source is `verified`
 * false and is shown so. A local.ini in the user's data folder (standards/local.ini) wins over the shipped one.
 *
 * The form, the `classify` command, papers and the screen all ask standard_classify, so that there is one answer.
 */
#ifndef GN_FORM_STANDARD_H
#define GN_FORM_STANDARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ini.h"
#include "base/str.h"

struct expr;
struct standards;

/* A figure of a standard. A name may stand several times with different dates. */
struct standard_value {
	const char *name;        /* "line", "points", "average_to", … */
	const char *label[2];
	double rural, urban, all; /* NAN: not known, or not said this way */
	bool rural_verified, urban_verified;
	const char *from, *to;   /* ISO, or NULL */
	const char *source;      /* or NULL */
};

/* A class and when a household has it. The first rule that holds counts; one whose test is NULL is passed over. */
struct standard_rule {
	const char *class;       /* code of the list `classification` */
	const char *test_text;
	struct expr *test;       /* :b1 :income :deprived and the names of values */
	bool quiet;              /* what it lacks is not asked for */
	const char *why[2];      /* sentence with {marks}: the names a test may use */
	const char *source;
	bool verified;
};

struct standard_indicator {
	const char *code;
	const char *label[2], *service[2], *threshold[2];
	const char *source;
	bool verified;
	const char *const *same;    /* NULL-terminated: indicators of other standards that ask the same */
	const char *const *figures; /* NULL-terminated pairs name, text: what it counts with */
};

struct standard {
	const char *id;
	const char *label[2];
	const char *from, *to;      /* as first decreed; NULL: not said */
	const char *until;          /* with its extensions */
	const char *review_from;    /* a round may go by it from this day, or NULL: from `from` */
	const char *source, *aliases;
	bool verified;
	int place;                  /* of its indicators in the code list */
	const char *scores;         /* whose score sheets make its B1; NULL: none */
	const char *asks;           /* whose indicators are asked, where it has none of its own; or NULL */
	const struct standard_value *values; size_t n_values;
	const struct standard_indicator *indicators; size_t n_indicators;
	const struct standard_rule *rules; size_t n_rules;         /* by points */
	const struct standard_rule *income_rules; size_t n_income; /* by income */
	const char *path;
};

/* Nothing is read before it is asked for. `user_dir`: the folder whose local.ini wins; NULL: none. */
struct standards *standards_new(const char *dir, const char *user_dir);
void standards_free(struct standards *s);
/* Is there such a folder at all? */
bool standards_there(const struct standards *s);
size_t standards_count(struct standards *s);
const struct standard *standards_at(struct standards *s, size_t i); /* in the order of their ids, local last */
const struct standard *standards_find(struct standards *s, const char *id); /* NULL: none; id may be NULL */
/* The one in force on a day (ISO), extensions included; NULL: none, or the day is NULL. A local one has no days of its own. */
const struct standard *standards_on(struct standards *s, const char *day);
/* Every mistake of every file, rules tried too. */
void standards_check(struct standards *s, struct complaints *c);
/* Mistakes found when the files were first read: nobody may go by lists made of them. */
const struct complaints *standards_mistakes(struct standards *s);

/* A figure by area ("rural", "urban", or NULL) as of a day (ISO; NULL: the newest); NAN where it is not known. *verified may be NULL. */
double standard_value(const struct standard *st, const char *area, const char *name, const char *on, bool *verified);
/* The standard whose indicators are asked: itself, or the one it names. Never NULL. */
const struct standard *standard_asked(struct standards *s, const struct standard *st);
const struct standard_indicator *standard_indicator(const struct standard *asked, const char *code); /* or NULL */
/* The answer's code that says the same for this indicator: itself, or one that `same` joins to it, in either direction; tried in
 * turn with `i` from 0; NULL after the last. */
const char *standard_same(struct standards *s, const struct standard_indicator *ind, size_t i);
/* Has it a rule with its figures for at least one area? Else the class is only what a decision says. */
bool standard_ready(const struct standard *st);

/* What is known of a household. */
struct standard_facts {
	const char *area;        /* "rural", "urban", or NULL */
	double b1, income;       /* NAN: not known; income in đồng per head and month */
	double deprived;         /* indicators surely lacked; NAN: not known at all */
	double unknown;          /* indicators not collected: so many more may be lacked */
	bool strict;             /* as on paper: no class while an indicator that matters is open, even where each answer gives the same */
	bool by_income;          /* by the rules of income; else those of points where it has such */
	bool b1_elsewhere;       /* b1 is not known here because it was counted on another standard's score sheet */
	bool borrowed;           /* some indicators were answered under another standard: the result is not verified */
};

struct standard_result {
	const char *class;       /* code, or NULL: not enough is known */
	char *why;               /* "B1 = 132 ≤ 140 và 4 chỉ số thiếu hụt ≥ 3 → hộ nghèo", or what is missing; owned */
	const char *source;      /* of the rule, or NULL */
	bool verified;           /* rule and figures were all seen in their source */
};
void standard_result_fini(struct standard_result *r);
/* ERR_DATA where a rule cannot be worked out. */
int standard_classify(const struct standard *st, const struct standard_facts *f, struct standard_result *out, struct error *e);

/* The code lists `standard`, `indicator` and `score_answer` as a table: header first, then the rows, each with the file it comes from. False: no
 * such list is made here. */
typedef void standard_row(void *ctx, const struct strlist *cells, const char *path, int line);
bool standards_table(struct standards *s, const char *list, standard_row *row, void *ctx);

#endif
