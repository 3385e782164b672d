/* SPDX-License-Identifier: MIT */
/*
 * Made-up households: who lives together, their names, ages and ID numbers. Shapes are the usual
 * ones of a hill commune (couples with children, three generations, old people alone); nothing is
 * taken from real lists.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/demo_impl.h"
#include "text/viet.h"

#define PEOPLE_MAX 12

/* ---- chance ---- */

uint32_t rng_next(struct rng *r)
{
	uint64_t z = (r->s += 0x9e3779b97f4a7c15ull); /* splitmix64 */

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return (uint32_t)((z ^ (z >> 31)) >> 32);
}

int rng_below(struct rng *r, int n)
{
	return n < 1 ? 0 : (int)(((uint64_t)rng_next(r) * (uint64_t)n) >> 32);
}

int rng_between(struct rng *r, int lo, int hi)
{
	return lo + rng_below(r, hi - lo + 1);
}

bool rng_chance(struct rng *r, int percent)
{
	return rng_below(r, 100) < percent;
}

size_t rng_pick(struct rng *r, const int *weights, size_t n)
{
	int sum = 0, at;
	size_t i = 0;

	for (size_t k = 0; k < n; k++)
		sum += weights[k];
	at = rng_below(r, sum);
	while (i + 1 < n && at >= weights[i])
		at -= weights[i++];
	return i;
}

#define VISIT_FIRST 5
#define VISIT_DAYS 20

struct date demo_review_day(void)
{
	return (struct date){ 2023, 10, 10 };
}

/* A day of the round's autumn, the same for a village's neighbours. */
struct date demo_visit_day(const struct demo_people *p, const struct home *h, int round)
{
	int nth = (int)(h - p->homes);

	return (struct date){ 2023 + round, round ? 9 + nth % 2 : 10, VISIT_FIRST + nth % VISIT_DAYS };
}

/* ---- what was given already ---- */

static uint64_t hash_text(const char *s, uint64_t h)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211ull;
	return h ? h : 1;
}

static void taken_put(uint64_t *table, size_t cap, uint64_t h)
{
	size_t i = h % cap;

	while (table[i])
		i = (i + 1) % cap;
	table[i] = h;
}

/* Take a hash; false if it was taken before. */
static bool take(struct demo_people *p, uint64_t h)
{
	if (2 * (p->n_taken + 1) > p->cap_taken) {
		size_t cap = p->cap_taken ? 2 * p->cap_taken : 8192;
		uint64_t *table = xcalloc(cap, sizeof(*table));

		for (size_t i = 0; i < p->cap_taken; i++)
			if (p->taken[i])
				taken_put(table, cap, p->taken[i]);
		free(p->taken);
		p->taken = table;
		p->cap_taken = cap;
	}
	for (size_t i = h % p->cap_taken; p->taken[i]; i = (i + 1) % p->cap_taken)
		if (p->taken[i] == h)
			return false;
	taken_put(p->taken, p->cap_taken, h);
	p->n_taken++;
	return true;
}

/* ---- names ---- */

static const char *pick_name(struct rng *r, const struct names *names, const char *kind)
{
	int sum = 0, at;

	for (size_t i = 0; i < names->n; i++)
		if (!strcmp(names->v[i].kind, kind))
			sum += names->v[i].weight;
	at = rng_below(r, sum);
	for (size_t i = 0; i < names->n; i++) {
		if (strcmp(names->v[i].kind, kind))
			continue;
		at -= names->v[i].weight;
		if (at < 0)
			return names->v[i].name;
	}
	return "An";
}

char *demo_name(struct demo_people *p, const struct home *h, bool female, const char *ethnicity,
		const char *family, int birth_year)
{
	const struct demo_source *s = p->source;
	const char *gender = female ? "female" : "male";

	for (;;) {
		char *name = xasprintf("%s %s %s",
				       family ? family : pick_name(&p->rng, &s->family, ethnicity),
				       pick_name(&p->rng, &s->middle, gender),
				       pick_name(&p->rng, &s->given, gender));
		char *folded = viet_fold(name);
		uint64_t hash =
			hash_text(folded, 14695981039346656037ull +
						  (uint64_t)birth_year * 1000003u + h->village);

		free(folded);
		if (take(p, hash))
			return name;
		free(name);
	}
}

static char *family_of(const char *name)
{
	return xstrndup(name, strcspn(name, " "));
}

/* ---- one person ---- */

/* Does one of the indicators look at the age somebody has now, or will have at the next birthday? */
static bool turns(int age)
{
	static const int ages[] = { 3, 6, 15, 16, 18, 31, 60 };

	for (size_t i = 0; i < sizeof(ages) / sizeof(*ages); i++)
		if (age == ages[i] || age + 1 == ages[i])
			return true;
	return false;
}

static void make_birth(struct demo_people *p, struct person *m, int age)
{
	struct date day = demo_review_day();

	m->birth = (struct date){ day.year - age, rng_between(&p->rng, 1, 12),
				  rng_between(&p->rng, 1, 28) };
	m->age = date_years(&m->birth, &day);
	if (m->age < age) /* the birthday is still to come: a year earlier */
		m->birth.year--, m->age = date_years(&m->birth, &day);
	/* The visits of the first round take three weeks: nobody has a birthday in them that an indicator looks at. */
	if (m->birth.month == day.month && m->birth.day >= VISIT_FIRST && m->birth.day < VISIT_FIRST + VISIT_DAYS && turns(age)) {
		m->birth.day = 28;
		m->birth.year -= date_years(&m->birth, &day) < age;
		m->age = date_years(&m->birth, &day);
	}
}

/* 024 (or a neighbour's code), century and sex, birth year, six digits nobody else has. */
static void make_id(struct demo_people *p, struct person *m)
{
	static const char *const provinces[] = { "020", "019", "004", "027" };
	const char *province = rng_chance(&p->rng, 94)
				       ? ini_get(p->source->ini, "book", "id_province", "024")
				       : provinces[rng_below(&p->rng, 4)];
	int century = (m->birth.year - 1900) / 100;

	do {
		char text[48];

		snprintf(text, sizeof(text), "%s%d%02d%06d", province, 2 * century + m->female,
			 m->birth.year % 100, rng_below(&p->rng, 1000000));
		memcpy(m->id_number, text, 12);
	} while (!take(p, hash_text(m->id_number, 1469598103934665603ull)));
}

/* What a register really lacks: cards of small children, birth days of the old. */
static void leave_gaps(struct demo_people *p, struct person *m)
{
	if (m->age < 6 && rng_chance(&p->rng, 30)) {
		m->id_number[0] = '\0';
		m->id_missing = "child";
	} else if (m->age > 20 && rng_chance(&p->rng, 1)) {
		m->id_number[0] = '\0';
		m->id_missing = rng_chance(&p->rng, 50) ? "away" : "lost";
	}
	if (m->age >= 75 && rng_chance(&p->rng, 30))
		m->birth.month = m->birth.day = 0;
	if (m->age >= 75 && !m->id_number[0] && rng_chance(&p->rng, 50))
		m->birth.year = 0;
}

static struct person *add_person(struct demo_people *p, struct home *h, const char *relation,
				 bool female, int age, const char *ethnicity, const char *family)
{
	struct person *m;

	h->people = grow(h->people, h->n, &h->cap, sizeof(*h->people));
	m = &h->people[h->n++];
	*m = (struct person){ .female = female, .relation = relation, .ethnicity = ethnicity };
	make_birth(p, m, age);
	m->name = demo_name(p, h, female, ethnicity, family, m->birth.year);
	make_id(p, m);
	m->insured = rng_chance(&p->rng, 93) ? "yes" : "no";
	m->disabled = rng_chance(&p->rng, 2) ? "yes" : "no";
	m->allowance =
		m->age >= 80 || (m->disabled[0] == 'y' && rng_chance(&p->rng, 60)) ? "yes" : "no";
	leave_gaps(p, m);
	return m;
}

/* ---- households ---- */

static const char *pick_group(struct demo_people *p)
{
	const struct demo_source *s = p->source;

	return s->groups[rng_pick(&p->rng, s->group_weights, s->n_groups)];
}

/* Mostly of the same group as the other. */
static const char *pick_partner(struct demo_people *p, const char *ethnicity)
{
	return rng_chance(&p->rng, 80) ? ethnicity : pick_group(p);
}

static void add_children(struct demo_people *p, struct home *h, const char *relation,
			 int mother_age, const char *ethnicity, const char *family)
{
	static const int weights[] = { 6, 22, 48, 18, 6 };
	int n = (int)rng_pick(&p->rng, weights, 5), age = mother_age - rng_between(&p->rng, 19, 27);

	for (int i = 0; i < n && age >= 0 && h->n < PEOPLE_MAX; i++) {
		if (age <= 26)
			add_person(p, h, relation, rng_chance(&p->rng, 49), age, ethnicity, family);
		age -= rng_between(&p->rng, 2, 6);
	}
}

static void add_parents(struct demo_people *p, struct home *h, int head_age, const char *ethnicity,
			const char *family)
{
	bool mother = rng_chance(&p->rng, 80);
	int age = head_age + rng_between(&p->rng, 20, 30);

	if (mother)
		add_person(p, h, "mother", true, age, pick_partner(p, ethnicity), NULL);
	if (!mother || rng_chance(&p->rng, 35))
		add_person(p, h, "father", false, age + rng_between(&p->rng, 0, 4), ethnicity,
			   family);
}

void demo_home_make(struct demo_people *p, struct home *h)
{
	static const int shapes[] = {
		9, 58, 25, 8
	}; /* old; couple with children; with parents; with a son's family */
	size_t shape = rng_pick(&p->rng, shapes, 4);
	bool female = rng_chance(&p->rng, shape == 0 ? 40 : 14);
	int age = shape == 0   ? rng_between(&p->rng, 62, 84)
		  : shape == 1 ? rng_between(&p->rng, 25, 58)
		  : shape == 2 ? rng_between(&p->rng, 30, 50)
			       : rng_between(&p->rng, 50, 66);
	const char *ethnicity = pick_group(p), *second;
	struct person *head = add_person(p, h, "head", female, age, ethnicity, NULL);
	char *family = family_of(head->name);
	int partner_age = age + (female ? 3 : -rng_between(&p->rng, 0, 5));

	second = pick_partner(p, ethnicity);
	if (rng_chance(&p->rng, shape == 0 ? 55 : female ? 25 : 93))
		add_person(p, h, female ? "husband" : "wife", !female, partner_age, second, NULL);
	if (shape == 1 || shape == 2)
		add_children(p, h, "child", female ? age : partner_age, ethnicity, family);
	if (shape == 2)
		add_parents(p, h, age, ethnicity, family);
	if (shape == 3) {
		int son = age - rng_between(&p->rng, 23, 27);

		add_person(p, h, "child", false, son, ethnicity, family);
		add_person(p, h, "daughter_in_law", true, son - 2, pick_partner(p, ethnicity),
			   NULL);
		add_children(p, h, "grandchild", son - 2, ethnicity, family);
	}
	free(family);
}

/* ---- all ---- */

/* Give `n` households of the village a class, by chance, none twice. */
static void give_class(struct demo_people *p, size_t from, size_t to, int n, enum home_class class)
{
	while (n > 0) {
		struct home *h = &p->homes[from + (size_t)rng_below(&p->rng, (int)(to - from))];

		if (h->class != HOME_UNKNOWN)
			continue;
		h->class = class;
		n--;
	}
}

void demo_people_make(struct demo_people *p, const struct demo_source *s)
{
	size_t from = 0;

	*p = (struct demo_people){ .rng = { s->seed }, .source = s };
	p->homes = xcalloc((size_t)s->households + 1, sizeof(*p->homes));
	for (size_t v = 0; v < s->n_villages; v++) {
		const struct demo_village *village = &s->villages[v];
		size_t to = from + (size_t)village->households;

		for (size_t i = from; i < to; i++) {
			p->homes[i].village = v;
			snprintf(p->homes[i].code, sizeof(p->homes[i].code), "%03zu", i - from + 1);
			demo_home_make(p, &p->homes[i]);
		}
		give_class(p, from, to, village->poor, HOME_POOR);
		give_class(p, from, to, village->near_poor, HOME_NEAR_POOR);
		give_class(p, from, to, village->escaped, HOME_ESCAPED);
		from = to;
	}
	p->n_homes = from;
	for (size_t i = 0; i < p->n_homes; i++)
		demo_survey_make(p, &p->homes[i]);
}

void demo_people_fini(struct demo_people *p)
{
	for (size_t i = 0; i < p->n_homes; i++) {
		for (size_t k = 0; k < p->homes[i].n; k++)
			free(p->homes[i].people[k].name);
		free(p->homes[i].people);
	}
	free(p->homes);
	free(p->taken);
}
