/* SPDX-License-Identifier: MIT */
/* The commune's work in the demonstration book: totals of the year, projects, assignments,
 * births and deaths. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/demo_impl.h"

/* ---- totals ---- */

static int write_year(struct demo_write *w, const struct demo_village *village, size_t at,
		      struct error *e)
{
	long homes = 0, people = 0, ethnic = 0, n[4] = { 0 }, heads[4] = { 0 };
	struct demo_record r;

	for (size_t i = 0; i < w->p->n_homes; i++) {
		const struct home *h = &w->p->homes[i];

		if (village && h->village != at)
			continue;
		homes++;
		people += (long)h->n;
		ethnic += strcmp(h->people[0].ethnicity, "Kinh") != 0;
		n[h->class]++;
		heads[h->class] += (long)h->n;
	}
	demo_begin(w, &r, "unit_year", e);
	demo_set(&r, r.en, "year", ini_get(w->s->ini, "book", "year", NULL));
	demo_set(&r, r.en, "village", village ? village->id : NULL);
	demo_set(&r, r.en, "count_date", ini_get(w->s->ini, "book", "count_date", NULL));
	demo_setf(&r, r.en, "households", "%ld", homes);
	demo_setf(&r, r.en, "people", "%ld", people);
	demo_setf(&r, r.en, "ethnic_households", "%ld", ethnic);
	demo_setf(&r, r.en, "poor_households", "%ld", n[HOME_POOR]);
	demo_setf(&r, r.en, "poor_people", "%ld", heads[HOME_POOR]);
	demo_setf(&r, r.en, "near_poor_households", "%ld", n[HOME_NEAR_POOR]);
	demo_setf(&r, r.en, "near_poor_people", "%ld", heads[HOME_NEAR_POOR]);
	demo_set(&r, r.en, "register_whole", "yes");
	return demo_end(w, &r, NULL);
}

int demo_write_totals(struct demo_write *w, struct error *e)
{
	int ret = write_year(w, NULL, 0, e);

	for (size_t i = 0; !ret && i < w->s->n_villages; i++)
		ret = write_year(w, &w->s->villages[i], i, e);
	return ret;
}

/* ---- projects ---- */

/* Whom of the household a kind of support is for; NULL: nobody fits. */
static const struct person *whom(const struct home *h, const char *to)
{
	int from = strcmp(to, "child") ? 18 : 1, upto = strcmp(to, "child") ? 45 : 15;

	for (size_t i = 0; i < h->n; i++)
		if (h->people[i].age >= from && h->people[i].age <= upto &&
		    h->people[i].disabled[0] == 'n')
			return &h->people[i];
	return NULL;
}

static void write_participant(struct demo_write *w, struct demo_record *r, const char *section,
			      const struct home *h, const struct person *m, int nth)
{
	static const char *const keys[] = { "support_kind", "quantity", "unit_of_measure",
					    "value" };
	struct entry *kid = r->ret ? NULL : entry_child_add(r->en, 0, r->e);

	if (!kid) {
		r->ret = r->ret ? r->ret : ERR_FAULT;
		return;
	}
	demo_set(r, kid, "household", h->id);
	demo_set(r, kid, "member", m ? m->id : NULL);
	demo_set(r, kid, "beneficiary_group", h->class == HOME_POOR ? "poor" : "near_poor");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		demo_set(r, kid, keys[i], ini_get(w->s->ini, section, keys[i], NULL));
	demo_setf(r, kid, "date", "2024-%02d-%02d", 8 + nth % 2, 3 + nth % 20);
}

/* Poor households first, near-poor after them, each project beginning further down the list. */
static void write_participants(struct demo_write *w, struct demo_record *r, const char *section,
			       int project)
{
	const char *to = ini_get(w->s->ini, section, "to", "household");
	bool persons = strcmp(to, "household") != 0;
	int n = 0, done = 0;

	if (ini_get(w->s->ini, section, "participants", NULL) && !r->ret)
		r->ret = demo_int(w->s, section, "participants", &n, r->e);
	for (int pass = 0; pass < 2 && done < n; pass++) {
		enum home_class class = pass ? HOME_NEAR_POOR : HOME_POOR;
		int upto = pass ? n : n - n / 3;

		for (size_t i = 0; i < w->p->n_homes && done < upto && !r->ret; i++) {
			size_t at = (i + (size_t)project * 131) % w->p->n_homes;
			const struct home *h = &w->p->homes[at];
			const struct person *m = persons && h->class == class ? whom(h, to) : NULL;

			if (h->class == class && (m || !persons))
				write_participant(w, r, section, h, m, done++);
		}
	}
}

int demo_write_projects(struct demo_write *w, struct error *e)
{
	for (int i = 1;; i++) {
		struct demo_record r;
		char section[32];
		int ret;

		snprintf(section, sizeof(section), "project.%d", i);
		if (!ini_has_section(w->s->ini, section))
			return 0;
		demo_begin(w, &r, "project", e);
		demo_set_section(w, &r, section);
		write_participants(w, &r, section, i);
		ret = demo_end(w, &r, NULL);
		if (ret)
			return ret;
	}
}

int demo_write_assignments(struct demo_write *w, struct error *e)
{
	for (int i = 1;; i++) {
		struct demo_record r;
		char section[32];
		int ret;

		snprintf(section, sizeof(section), "assignment.%d", i);
		if (!ini_has_section(w->s->ini, section))
			return 0;
		demo_begin(w, &r, "assignment", e);
		demo_set_section(w, &r, section);
		ret = demo_end(w, &r, NULL);
		if (ret)
			return ret;
	}
}

/* ---- births and deaths ---- */

static int write_change(struct demo_write *w, const char *kind, const char *day,
			const struct home *h, const char *member, struct error *e)
{
	struct demo_record r;

	demo_begin(w, &r, "change", e);
	demo_set(&r, r.en, "kind", kind);
	demo_set(&r, r.en, "date", day);
	demo_set(&r, r.en, "household", h->id);
	demo_set(&r, r.en, "member", member);
	return demo_end(w, &r, NULL);
}

static int open_home(struct demo_write *w, struct demo_record *r, const struct home *h,
		     struct error *e)
{
	const struct form *form;

	*r = (struct demo_record){ .e = e };
	r->ret = forms_get(w->f, "household", &form, e);
	if (!r->ret)
		r->ret = entry_open(&r->en, w->f, w->b, form, NULL, h->id, e);
	return r->ret;
}

/* An untouched household of the village that `fit` finds somebody in. */
static struct home *find(struct demo_write *w, size_t village,
			 struct person *(*fit)(const struct home *), struct person **who)
{
	for (size_t i = 0; i < w->p->n_homes; i++) {
		struct home *h = &w->p->homes[i];

		if (h->village != village || h->class != HOME_UNKNOWN || h->claimed ||
		    h->extra_members)
			continue;
		*who = fit(h);
		if (*who)
			return h;
	}
	return NULL;
}

static struct person *oldest(const struct home *h)
{
	for (size_t i = 1; h->n >= 4 && i < h->n; i++)
		if (h->people[i].age >= 70)
			return &h->people[i];
	return NULL;
}

static struct person *young_wife(const struct home *h)
{
	for (size_t i = 1; i < h->n && i < 2; i++)
		if (!strcmp(h->people[i].relation, "wife") && h->people[i].age >= 22 &&
		    h->people[i].age <= 36)
			return &h->people[i];
	return NULL;
}

/* First the change, which ends the residence, then the count, as an officer does it. */
static int write_death(struct demo_write *w, size_t village, const char *day, struct error *e)
{
	struct person *m;
	struct home *h = find(w, village, oldest, &m);
	struct demo_record r;
	int ret;

	if (!h)
		return 0;
	h->claimed = "";
	ret = write_change(w, "death", day, h, m->id, e);
	if (ret)
		return ret;
	open_home(w, &r, h, e);
	demo_setf(&r, r.en, "members_count", "%zu", h->n - 1);
	return demo_end(w, &r, NULL);
}

static int write_birth(struct demo_write *w, size_t village, const char *day, struct error *e)
{
	struct person *mother;
	struct home *h = find(w, village, young_wife, &mother);
	struct demo_record r;
	char baby[UUID_LEN + 1], *family, *name;
	bool female = rng_chance(&w->p->rng, 50);
	struct entry *kid;
	int ret;

	if (!h)
		return 0;
	h->claimed = "";
	ret = open_home(w, &r, h, e);
	kid = ret ? NULL : entry_child_add(r.en, 0, e);
	if (!kid) {
		entry_free(r.en);
		return ret ? ret : ERR_FAULT;
	}
	family = xstrndup(h->people[0].name, strcspn(h->people[0].name, " "));
	name = demo_name(w->p, h, female, h->people[0].ethnicity, family, 2024);
	demo_setf(&r, kid, "order_in_household", "%zu", h->n + 1);
	demo_set(&r, kid, "full_name", name);
	demo_set(&r, kid, "relation_to_head", "child");
	demo_set(&r, kid, "gender", female ? "female" : "male");
	demo_set(&r, kid, "birth_date", day);
	demo_set(&r, kid, "ethnicity", h->people[0].ethnicity);
	demo_set(&r, kid, "id_missing_reason", "child");
	demo_set(&r, kid, "health_insurance", "yes");
	demo_setf(&r, r.en, "members_count", "%zu", h->n + 1);
	snprintf(baby, sizeof(baby), "%s", entry_id(kid));
	free(name);
	free(family);
	ret = demo_end(w, &r, NULL);
	return ret ? ret : write_change(w, "birth", day, h, baby, e);
}

/* One of each in two villages, so that the register still counts as many people as the totals of
 * the year. */
int demo_write_changes(struct demo_write *w, struct error *e)
{
	static const char *const days[2][2] = { { "2024-02-14", "2024-03-05" },
						{ "2024-05-20", "2024-07-01" } };
	int ret = 0;

	for (size_t v = 0; !ret && v < 2 && v < w->s->n_villages; v++) {
		ret = write_death(w, v, days[v][0], e);
		if (!ret)
			ret = write_birth(w, v, days[v][1], e);
	}
	return ret;
}
