/* SPDX-License-Identifier: MIT */
/*
 * What the files of the demonstration book share: the plan it is made to, the people before they
 * are written, and the generator all chance comes from.
 */
#ifndef GN_DOMAIN_DEMO_IMPL_H
#define GN_DOMAIN_DEMO_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/ini.h"
#include "domain/demo.h"
#include "form/entry.h"

#define DEMO_INDICATORS 12
#define DEMO_IN_HOUSE 6	   /* from the seventh on: seen in the house itself */

/* ---- chance: the same seed makes the same book on any machine ---- */

struct rng {
	uint64_t s;
};
uint32_t rng_next(struct rng *r);
int rng_below(struct rng *r, int n);		/* 0 … n-1; 0 for n < 1 */
int rng_between(struct rng *r, int lo, int hi); /* both included */
bool rng_chance(struct rng *r, int percent);
/* Index by weights; their sum must be over 0. */
size_t rng_pick(struct rng *r, const int *weights, size_t n);

/* ---- the plan: data/demo ---- */

struct weighted {
	char *kind; /* ethnicity or gender the name goes with */
	char *name;
	int weight;
};
struct names {
	struct weighted *v;
	size_t n, cap;
};

struct demo_village {
	char *code, *name, *kind, *area_type;
	int households, poor, near_poor, escaped;
	char id[UUID_LEN + 1];
};

struct demo_source {
	struct ini *ini;
	struct names family, middle, given;
	struct demo_village *villages;
	size_t n_villages;
	char **groups; /* ethnic groups, NULL-terminated */
	int *group_weights;
	size_t n_groups;
	uint64_t seed;
	int households; /* in all */
};

/* Read data/demo and fit the plan to what is asked. */
int demo_source_load(struct demo_source *s, const struct demo_plan *plan, struct error *e);
void demo_source_fini(struct demo_source *s);
/* Value of a key of plan.ini; ERR_DATA naming file, section and key where it is missing. */
int demo_text(const struct demo_source *s, const char *section, const char *key, const char **out,
	      struct error *e);
int demo_int(const struct demo_source *s, const char *section, const char *key, int *out,
	     struct error *e);

/* ---- people ---- */

struct person {
	char *name;
	bool female;
	struct date birth; /* year 0: not known */
	int age;	   /* completed years on the day of the review */
	const char *ethnicity, *relation;
	char id_number[13]; /* "" where missing */
	const char *id_missing;
	const char *insured; /* yes no; these stay NULL where the household was not reviewed */
	const char *nutrition, *school, *level, *education, *training, *work, *contract;
	const char *allowance, *disabled, *merit;
	char id[UUID_LEN + 1]; /* once stored */
};

enum home_class { HOME_UNKNOWN, HOME_POOR, HOME_NEAR_POOR, HOME_ESCAPED };

/* What a review of the household finds. */
struct survey {
	bool deprived[DEMO_INDICATORS];
	int b1;
	const char *wall, *column, *roof, *water, *toilet, *internet, *means;
	int area_tenths; /* m² × 10 */
	const char *prev, *was_poor;
};

struct home {
	size_t village;
	char code[12];
	struct person *people;
	size_t n, cap;
	enum home_class class;
	struct survey survey;
	const char *causes, *needs, *no_labour, *merit, *protected;
	int extra_members;   /* planted: the count typed differs by this */
	const char *claimed; /* planted: class written down this year, which the sheet does not bear out */
	const char *found;   /* class by this year's sheet; NULL: not entered yet */
	char id[UUID_LEN + 1];
};

struct demo_people {
	struct rng rng;
	const struct demo_source *source;
	struct home *homes;
	size_t n_homes;
	uint64_t *taken; /* open addressing: hashes of ID numbers and of name, year, village */
	size_t n_taken, cap_taken;
};

/* All households of the plan, in the order of the villages, with classes and what reviews find. */
void demo_people_make(struct demo_people *p, const struct demo_source *s);
void demo_people_fini(struct demo_people *p);
/* One household's members, made by its village's ethnic groups. */
void demo_home_make(struct demo_people *p, struct home *h);
/* A name nobody of the village with the same birth year has. Caller frees. */
char *demo_name(struct demo_people *p, const struct home *h, bool female, const char *ethnicity,
		const char *family, int birth_year);
/* Choose what the household lacks and make members and dwelling agree with it. */
void demo_survey_make(struct demo_people *p, struct home *h);
/* What the next year's review finds there: some have built a better house or earn more. */
/* What its members say a year later: some are out of the age an indicator looks at, and others in it. */
void demo_survey_grow_older(const struct demo_people *p, const struct home *h, struct survey *s);
void demo_survey_next(struct demo_people *p, const struct home *h, struct survey *next);
/* Plant one of the mistakes of plan.ini; false where no household is fit for it. */
bool demo_plant(struct demo_people *p, const char *kind);
struct date demo_review_day(void);
struct date demo_visit_day(const struct demo_people *p, const struct home *h, int round);

/* ---- writing ---- */

struct demo_write {
	struct forms *f;
	struct book *b;
	struct demo_people *p;
	struct demo_source *s;
	const char *who; /* the officer at work */
	char round_id[2][UUID_LEN + 1];
	void (*progress)(void *ctx, int done, int total);
	void *ctx;
};
/* A form being filled in, with the first fault kept: writing goes on without looking after each
 * field. */
struct demo_record {
	struct entry *en;
	struct error *e;
	int ret;
};
void demo_begin(struct demo_write *w, struct demo_record *r, const char *form, struct error *e);
void demo_set(struct demo_record *r, struct entry *en, const char *field,
	      const char *text); /* NULL: leave */
void demo_setf(struct demo_record *r, struct entry *en, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Set every key of a section of plan.ini that is a field of the form. */
void demo_set_section(struct demo_write *w, struct demo_record *r, const char *section);
/* Save and free; `id` (37 bytes, may be NULL) gets the record's id. */
int demo_end(struct demo_write *w, struct demo_record *r, char *id);

int demo_write_village(struct demo_write *w, size_t i, struct error *e);
int demo_write_home(struct demo_write *w, struct home *h, struct error *e);
int demo_write_review(struct demo_write *w, struct home *h, int round, const struct survey *survey,
		      struct error *e);
/* Last year's decision closes its list; needs that round's reviews. */
int demo_write_last_list(struct demo_write *w, struct error *e);
/* The papers of the round under way; needs its reviews. */
int demo_write_papers(struct demo_write *w, struct error *e);
int demo_write_totals(struct demo_write *w, struct error *e);
int demo_write_projects(struct demo_write *w, struct error *e);
int demo_write_assignments(struct demo_write *w, struct error *e);
int demo_write_changes(struct demo_write *w, struct error *e);

#endif
