/* SPDX-License-Identifier: MIT */
/*
 * What a review finds in a made-up household. First what it lacks is chosen, as its class asks (a
 * poor one at least 3 indicators, a near-poor one fewer), then members and dwelling are made to
 * agree with every answer.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "domain/demo_impl.h"

enum { D01, D02, D03, D04, D05, D06, D07, D08, D09, D10, D11, D12 };

static bool is(const char *yesno)
{
	return yesno && yesno[0] == 'y';
}

static bool aged(const struct person *m, int from, int upto)
{
	return m->age >= from && m->age <= upto;
}

static struct person *first_aged(struct home *h, int from, int upto)
{
	for (size_t i = 0; i < h->n; i++)
		if (aged(&h->people[i], from, upto))
			return &h->people[i];
	return NULL;
}

/* Who can have a wage job or be without one. */
static struct person *worker(struct home *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (aged(&h->people[i], 19, 58) && !is(h->people[i].disabled))
			return &h->people[i];
	return NULL;
}

static bool many_dependents(const struct home *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		n += h->people[i].age < 16 || is(h->people[i].allowance);
	return 2 * n > h->n;
}

/* How likely each lack is; 0 where the household cannot have it. */
static void weigh(struct home *h, int weights[DEMO_INDICATORS])
{
	static const int usual[DEMO_INDICATORS] = { 30, 0, 10, 25, 28, 6, 35, 20, 30, 45, 28, 14 };

	memcpy(weights, usual, sizeof(usual));
	if (!worker(h))
		weights[D01] = 0;
	if (!first_aged(h, 0, 15))
		weights[D03] = 0;
	if (!first_aged(h, 18, 30))
		weights[D05] = 0;
	if (!first_aged(h, 3, 15))
		weights[D06] = 0;
}

static void choose_lacks(struct demo_people *p, struct home *h)
{
	static const int poor[] = { 45, 33, 16, 6 }, near_poor[] = { 10, 35, 55 },
			 escaped[] = { 40, 40, 20 };
	int weights[DEMO_INDICATORS], n = 0, wanted;

	switch (h->class) {
	case HOME_POOR:
		wanted = 3 + (int)rng_pick(&p->rng, poor, 4);
		break;
	case HOME_NEAR_POOR:
		wanted = (int)rng_pick(&p->rng, near_poor, 3);
		break;
	default:
		wanted = (int)rng_pick(&p->rng, escaped, 3);
		break;
	}
	weigh(h, weights);
	if (many_dependents(h)) {
		h->survey.deprived[D02] = true;
		n = 1;
	}
	while (n < wanted) {
		size_t d = rng_pick(&p->rng, weights, DEMO_INDICATORS);

		h->survey.deprived[d] = true;
		weights[d] = 0;
		n++;
	}
}

/* ---- members that agree ---- */

static const char *level_of_age(int age)
{
	return age < 6	  ? "preschool"
	       : age < 12 ? "primary"
	       : age < 16 ? "lower_secondary"
			  : "upper_secondary";
}

static void give_school(struct person *m, bool lacks)
{
	if (lacks)
		m->school = m->age < 6 ? "never" : "dropped_out";
	else
		m->school = "right_level";
	m->level = lacks ? NULL : level_of_age(m->age);
}

static void give_education(struct demo_people *p, struct person *m, bool lacks)
{
	static const char *const older[] = { "primary", "lower_secondary", "lower_secondary",
					     "upper_secondary" };

	if (m->age >= 16 && m->age <= 30) {
		m->training = !lacks && m->age < 18 ? "general" : "none";
		m->education = lacks	     ? (m->age < 18 ? "primary" : "lower_secondary")
			       : m->age < 18 ? "lower_secondary"
			       : rng_chance(&p->rng, 25) ? "intermediate"
							 : "upper_secondary";
	} else {
		m->education = m->age > 65 && rng_chance(&p->rng, 40)
				       ? "none"
				       : older[rng_below(&p->rng, 4)];
	}
}

static void give_work(struct demo_people *p, struct person *m)
{
	if (m->age < 18)
		m->work = "studying";
	else if (is(m->disabled))
		m->work = "unable";
	else if (m->age > 68)
		m->work = "retired";
	else if (m->age < 50 && rng_chance(&p->rng, 25))
		m->work = "wage";
	else
		m->work = rng_chance(&p->rng, 94) ? "farm" : "own_business";
	m->contract = !strcmp(m->work, "wage") ? "yes" : NULL;
}

static void fit_members(struct demo_people *p, struct home *h)
{
	const bool *lacks = h->survey.deprived;
	struct person *jobless = lacks[D01] ? worker(h) : NULL,
		      *thin = lacks[D03] ? first_aged(h, 0, 15) : NULL;
	struct person *uninsured = lacks[D04] ? first_aged(h, 6, 120) : NULL;
	struct person *untaught = lacks[D05] ? first_aged(h, 18, 30) : NULL;
	struct person *unschooled = lacks[D06] ? first_aged(h, 3, 15) : NULL;

	for (size_t i = 0; i < h->n; i++) {
		struct person *m = &h->people[i];

		m->insured = m == uninsured ? "no" : "yes";
		if (m->age < 16)
			m->nutrition = m == thin ? "stunted" : "normal";
		if (aged(m, 3, 15))
			give_school(m, m == unschooled);
		if (m->age >= 16)
			give_education(p, m, m == untaught);
		if (m->age >= 16)
			give_work(p, m);
	}
	if (jobless && rng_chance(&p->rng, 60)) {
		jobless->work = "wage";
		jobless->contract = "no";
	} else if (jobless) {
		jobless->work = "jobless";
		jobless->contract = NULL;
	}
}

/* ---- a dwelling that agrees ---- */

static void fit_dwelling(struct demo_people *p, struct survey *s, int members)
{
	struct rng *r = &p->rng;
	bool poor_house = s->deprived[D07];

	s->wall = poor_house	      ? (rng_chance(r, 60) ? "earth" : "bamboo")
		  : rng_chance(r, 80) ? "brick"
				      : "wood_durable";
	s->column = poor_house && rng_chance(r, 50) ? "wood_poor"
		    : rng_chance(r, 60)		    ? "brick"
						    : "steel_wood";
	s->roof = poor_house && strcmp(s->column, "wood_poor") ? "sheet"
		  : rng_chance(r, 75)			       ? "tile"
							       : "sheet";
	s->area_tenths =
		members * (s->deprived[D08] ? rng_between(r, 50, 78) : rng_between(r, 90, 240));
	s->water = s->deprived[D09]    ? (rng_chance(r, 60) ? "spring_open" : "dug_open")
		   : rng_chance(r, 55) ? "borewell"
				       : "dug_protected";
	s->toilet = s->deprived[D10]	? (rng_chance(r, 70) ? "unhygienic" : "none")
		    : rng_chance(r, 70) ? "septic"
					: "two_vault";
	s->internet = s->deprived[D11] ? "no" : "yes";
	s->means = s->deprived[D12] ? NULL : s->deprived[D11] ? "tv|phone" : "tv|smartphone";
}

static void give_reasons(struct demo_people *p, struct home *h)
{
	static const char *const causes[] = { "capital|skills", "land|capital",
					      "labour",		"knowledge|skills",
					      "illness",	"capital|knowledge",
					      "labour|illness" };
	static const char *const needs[] = { "production|credit", "production", "housing|credit",
					     "health", "education|production" };

	h->causes = h->class == HOME_POOR ? causes[rng_below(&p->rng, 7)] : NULL;
	if (h->class == HOME_POOR || h->class == HOME_NEAR_POOR)
		h->needs = needs[rng_below(&p->rng, 5)];
	h->no_labour = h->class != HOME_UNKNOWN
			       ? (worker(h) || first_aged(h, 16, 68) ? "no" : "yes")
			       : NULL;
}

static void give_history(struct demo_people *p, struct home *h)
{
	struct survey *s = &h->survey;
	int at = rng_below(&p->rng, 100);

	switch (h->class) {
	case HOME_POOR:
		s->prev = at < 90 ? "poor" : at < 95 ? "near_poor" : "not_poor";
		break;
	case HOME_NEAR_POOR:
		s->prev = at < 10 ? "poor" : at < 92 ? "near_poor" : "not_poor";
		break;
	default:
		s->prev = at < 65 ? "poor" : "near_poor";
		break;
	}
	if (!strcmp(s->prev, "not_poor"))
		s->was_poor = rng_chance(&p->rng, 30) ? "yes" : "no";
	s->b1 = h->class == HOME_ESCAPED ? 5 * rng_between(&p->rng, 29, 38)
					 : 5 * rng_between(&p->rng, 15, 28);
}

void demo_survey_make(struct demo_people *p, struct home *h)
{
	bool merit = h->class == HOME_UNKNOWN && rng_chance(&p->rng, 4);

	h->protected = "no";
	for (size_t i = 0; i < h->n; i++)
		if (is(h->people[i].allowance))
			h->protected = "yes";
	h->merit = merit ? "yes" : "no";
	if (merit)
		h->people[0].merit = "yes";
	if (h->class == HOME_UNKNOWN)
		return;
	choose_lacks(p, h);
	fit_members(p, h);
	fit_dwelling(p, &h->survey, (int)h->n);
	give_reasons(p, h);
	give_history(p, h);
}

void demo_survey_grow_older(const struct demo_people *p, const struct home *h, struct survey *s)
{
	struct date day = demo_visit_day(p, h, 1);
	bool thin = false, untaught = false, unschooled = false;
	size_t dependents = 0;

	for (size_t i = 0; i < h->n; i++) {
		const struct person *m = &h->people[i];
		int age = date_years(&m->birth, &day);

		dependents += age < 16 || is(m->allowance);
		thin |= age < 16 && m->nutrition && strcmp(m->nutrition, "normal");
		unschooled |= age >= 3 && age < 16 && m->school && strcmp(m->school, "right_level");
		untaught |= age >= 16 && age <= 30 && m->training && !strcmp(m->training, "none") && m->education &&
			    (!strcmp(m->education, "primary") || (age >= 18 && !strcmp(m->education, "lower_secondary")));
	}
	s->deprived[D02] = 2 * dependents > h->n;
	s->deprived[D03] = thin;
	s->deprived[D05] = untaught;
	s->deprived[D06] = unschooled;
}

/* Planted: too few answers for a poor household; the house goes with them. */
static void weaken(struct survey *s)
{
	int n = 0;

	for (int i = 0; i < DEMO_INDICATORS; i++)
		n += s->deprived[i];
	for (int i = DEMO_IN_HOUSE; i < DEMO_INDICATORS && n > 2; i++) {
		n -= s->deprived[i];
		s->deprived[i] = false;
	}
}

void demo_survey_next(struct demo_people *p, const struct home *h, struct survey *next)
{
	static const int repairable[] = { D07, D09, D10, D11 };
	static const char *const names[] = { "not_poor", "poor", "near_poor", "not_poor" };

	*next = h->survey;
	demo_survey_grow_older(p, h, next);
	next->prev = names[h->class];
	next->was_poor = NULL;
	for (size_t i = 0; i < sizeof(repairable) / sizeof(*repairable); i++)
		if (next->deprived[repairable[i]] && rng_chance(&p->rng, 35))
			next->deprived[repairable[i]] = false;
	if (rng_chance(&p->rng, 30))
		next->b1 += 5 * rng_between(&p->rng, 4, 14);
	if (!str_empty(h->claimed))
		weaken(next);
	fit_dwelling(p, next, (int)h->n);
}
