/* SPDX-License-Identifier: MIT */
/*
 * The mistakes planted in the demonstration book, one of each kind that plan.ini lists, each in a
 * household of its own and none where it would change the figures of the commune.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/demo_impl.h"

static bool whole_id(const struct person *m)
{
	return strlen(m->id_number) == 12 && m->birth.day;
}

/* A household that no mistake and no review has touched, found by chance; `fit` says what it
 * needs. */
static struct home *find(struct demo_people *p, bool (*fit)(const struct home *h))
{
	size_t from = (size_t)rng_below(&p->rng, (int)p->n_homes);

	for (size_t i = 0; i < p->n_homes; i++) {
		struct home *h = &p->homes[(from + i) % p->n_homes];

		if (h->class == HOME_UNKNOWN && !h->extra_members && !h->claimed && fit(h))
			return h;
	}
	return NULL;
}

/* Mark a household so that no second mistake lands in it: its count stays right, 0 members
 * extra. */
static void touch(struct home *h)
{
	h->claimed = "";
}

static bool plain_family(const struct home *h)
{
	return h->n >= 3 && h->n < 9 && whole_id(&h->people[0]) && whole_id(&h->people[1]);
}

static bool has_daughter(const struct home *h)
{
	for (size_t i = 0; plain_family(h) && i < h->n; i++)
		if (!strcmp(h->people[i].relation, "child") && h->people[i].female &&
		    h->people[i].age >= 20 && whole_id(&h->people[i]))
			return true;
	return false;
}

static bool has_two_children(const struct home *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		n += !strcmp(h->people[i].relation, "child") && whole_id(&h->people[i]);
	return n >= 2;
}

static struct person *nth_child(struct home *h, size_t nth)
{
	for (size_t i = 0; i < h->n; i++)
		if (!strcmp(h->people[i].relation, "child") && whole_id(&h->people[i]) && !nth--)
			return &h->people[i];
	return NULL;
}

/* A copy of a person in another household; the name is its own text. */
static void move_in(struct home *to, const struct person *m, const char *relation)
{
	struct person *new;

	to->people = grow(to->people, to->n, &to->cap, sizeof(*to->people));
	new = &to->people[to->n++];
	*new = *m;
	new->name = xstrdup(m->name);
	new->relation = relation;
}

static bool plant_married_daughter(struct demo_people *p)
{
	struct home *from = find(p, has_daughter), *to;
	struct person *daughter = NULL;

	if (!from)
		return false;
	touch(from);
	to = find(p, plain_family);
	if (!to)
		return false;
	touch(to);
	for (size_t i = 0; i < from->n; i++)
		if (!strcmp(from->people[i].relation, "child") && from->people[i].female &&
		    from->people[i].age >= 20 && whole_id(&from->people[i]))
			daughter = &from->people[i];
	move_in(to, daughter, "daughter_in_law");
	return true;
}

static bool plant_twins(struct demo_people *p)
{
	struct home *h = find(p, has_two_children);
	struct person *a, *b;

	if (!h)
		return false;
	touch(h);
	a = nth_child(h, 0);
	b = nth_child(h, 1);
	if (a->female != b->female) { /* the name goes with the sex: take a new one */
		char *family = xstrndup(b->name, strcspn(b->name, " "));

		free(b->name);
		b->name = demo_name(p, h, a->female, b->ethnicity, family, a->birth.year);
		free(family);
	}
	b->female = a->female;
	b->birth = a->birth;
	b->age = a->age;
	memcpy(b->id_number, a->id_number, sizeof(b->id_number));
	return true;
}

static bool plant_same_name(struct demo_people *p)
{
	struct home *a = find(p, plain_family), *b = NULL;
	struct person copy;

	if (!a)
		return false;
	touch(a);
	for (size_t i = 0; i < p->n_homes && !b; i++)
		if (p->homes[i].village == a->village && p->homes[i].class == HOME_UNKNOWN &&
		    !p->homes[i].claimed && plain_family(&p->homes[i]))
			b = &p->homes[i];
	if (!b)
		return false;
	touch(b);
	copy = a->people[0];
	copy.id_number[0] = '\0';
	copy.id_missing = "lost";
	copy.merit = NULL;
	move_in(b, &copy, "other_relative");
	return true;
}

/* Change one thing of the first members of one household. */
static bool plant_in_family(struct demo_people *p, const char *kind)
{
	struct home *h = find(p, plain_family);
	struct person *m = h ? &h->people[1] : NULL;

	if (!h)
		return false;
	touch(h);
	if (!strcmp(kind, "sex_digit"))
		m->id_number[3] =
			(char)(m->id_number[3] ^ 1); /* '0' and '2' are even in ASCII too */
	else if (!strcmp(kind, "year_digits"))
		m->id_number[5] = (char)(m->id_number[5] == '9' ? '0' : m->id_number[5] + 1);
	else if (!strcmp(kind, "province"))
		memcpy(m->id_number, "003", 3);
	else if (!strcmp(kind, "no_id"))
		m->id_number[0] = '\0';
	else if (!strcmp(kind, "no_head"))
		h->people[0].relation = "other_relative";
	else if (!strcmp(kind, "two_heads"))
		m->relation = "head";
	else if (!strcmp(kind, "count"))
		h->extra_members = 1;
	else
		return false;
	return true;
}

/* Of what its members say this year at most two are lacking: without those of the house it is not poor. */
static bool few_by_members(const struct demo_people *p, const struct home *h)
{
	struct survey s = h->survey;
	int n = 0;

	demo_survey_grow_older(p, h, &s);
	for (int i = 0; i < DEMO_IN_HOUSE; i++)
		n += s.deprived[i];
	return n <= 2;
}

static bool plant_class(struct demo_people *p)
{
	size_t from = (size_t)rng_below(&p->rng, (int)p->n_homes);
	struct error e = ERROR_INIT;
	int villages = 0;

	if (demo_int(p->source, "round.2", "villages", &villages, &e))
		error_clear(&e); /* told when the round itself is written */
	for (size_t i = 0; i < p->n_homes; i++) {
		struct home *h = &p->homes[(from + i) % p->n_homes];

		if (h->class != HOME_POOR || h->claimed || !few_by_members(p, h) ||
		    h->village >= (size_t)villages)
			continue;
		h->claimed = "poor";
		return true;
	}
	return false;
}

bool demo_plant(struct demo_people *p, const char *kind)
{
	if (!p->n_homes)
		return false;
	if (!strcmp(kind, "id_two_households"))
		return plant_married_daughter(p);
	if (!strcmp(kind, "id_one_household"))
		return plant_twins(p);
	if (!strcmp(kind, "same_name"))
		return plant_same_name(p);
	if (!strcmp(kind, "class"))
		return plant_class(p);
	return plant_in_family(p, kind);
}
