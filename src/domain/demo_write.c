/* SPDX-License-Identifier: MIT */
/*
 * Made-up records written the way everybody's are, through the form engine: the same checks, sort
 * keys, search words and history. The first fault is kept in the record being written and told by
 * its end.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/demo_impl.h"
#include "form/standard.h"

void demo_begin(struct demo_write *w, struct demo_record *r, const char *form, struct error *e)
{
	const struct form *def;

	*r = (struct demo_record){ .e = e };
	r->ret = forms_get(w->f, form, &def, e);
	if (!r->ret)
		r->ret = entry_new(&r->en, w->f, w->b, def, NULL, e);
}

/* "field.CODE" for an indicator. */
void demo_set(struct demo_record *r, struct entry *en, const char *field, const char *text)
{
	const struct field *fd;
	const char *code;

	if (r->ret || !text)
		return;
	fd = form_field(entry_form(en), field, &code);
	if (!fd)
		r->ret = error_fail(r->e, ERR_FAULT, "GN-M04",
				    _("The form \"%s\" has no field \"%s\"."), entry_form(en)->name,
				    field);
	else
		r->ret = entry_set(en, fd, code, text, ENTRY_PLAIN, r->e);
}

void demo_setf(struct demo_record *r, struct entry *en, const char *field, const char *fmt, ...)
{
	struct str b;
	va_list ap;

	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	demo_set(r, en, field, b.s);
	str_fini(&b);
}

/* Keys that are no fields are the demonstration's own: how many take part, who decided. */
void demo_set_section(struct demo_write *w, struct demo_record *r, const char *section)
{
	const struct ini *ini = w->s->ini;

	for (size_t i = 0; !r->ret && i < ini_keys(ini, section); i++) {
		const char *key = ini_key(ini, section, i);
		const struct field *fd = form_field(entry_form(r->en), key, NULL);

		if (fd && !fd->compute && !fd->derived)
			demo_set(r, r->en, key, ini_get(ini, section, key, NULL));
	}
}

int demo_end(struct demo_write *w, struct demo_record *r, char *id)
{
	struct save_result saved = { .changed = false };

	if (!r->ret)
		r->ret = entry_save(r->en, w->who, NULL, &saved, r->e);
	if (!r->ret && id)
		snprintf(id, UUID_LEN + 1, "%s", entry_id(r->en));
	save_result_fini(&saved);
	entry_free(r->en);
	r->en = NULL;
	return r->ret;
}

/* ---- village, household ---- */

int demo_write_village(struct demo_write *w, size_t i, struct error *e)
{
	struct demo_village *v = &w->s->villages[i];
	struct demo_record r;
	const struct home *first = NULL;

	for (size_t k = 0; !first && k < w->p->n_homes; k++)
		if (w->p->homes[k].village == i)
			first = &w->p->homes[k];
	demo_begin(w, &r, "village", e);
	demo_set(&r, r.en, "code", v->code);
	demo_set(&r, r.en, "name", v->name);
	demo_set(&r, r.en, "kind", v->kind);
	demo_set(&r, r.en, "area_type", v->area_type);
	if (first && first->n)
		demo_set(&r, r.en, "head", first->people[0].name);
	return demo_end(w, &r, v->id);
}

static void write_person(struct demo_record *r, struct entry *kid, const struct person *m,
			 size_t nth)
{
	char birth[11];

	demo_setf(r, kid, "order_in_household", "%zu", nth + 1);
	demo_set(r, kid, "full_name", m->name);
	demo_set(r, kid, "relation_to_head", m->relation);
	demo_set(r, kid, "gender", m->female ? "female" : "male");
	if (m->birth.year)
		demo_set(r, kid, "birth_date", date_iso(&m->birth, birth));
	demo_set(r, kid, "ethnicity", m->ethnicity);
	if (m->id_number[0])
		demo_set(r, kid, "id_number", m->id_number);
	else
		demo_set(r, kid, "id_missing_reason", m->id_missing);
	demo_set(r, kid, "health_insurance", m->insured);
	demo_set(r, kid, "merit_person", m->merit);
	demo_set(r, kid, "disability", m->disabled);
	demo_set(r, kid, "monthly_social_allowance", m->allowance);
	demo_set(r, kid, "nutrition_status", m->nutrition);
	demo_set(r, kid, "school_status", m->school);
	demo_set(r, kid, "school_level", m->level);
	demo_set(r, kid, "education_level", m->education);
	demo_set(r, kid, "training", m->training);
	demo_set(r, kid, "employment_status", m->work);
	demo_set(r, kid, "has_contract", m->contract);
}

int demo_write_home(struct demo_write *w, struct home *h, struct error *e)
{
	struct demo_record r;

	demo_begin(w, &r, "household", e);
	demo_set(&r, r.en, "village", w->s->villages[h->village].id);
	demo_set(&r, r.en, "household_code", h->code);
	demo_setf(&r, r.en, "members_count", "%d", (int)h->n + h->extra_members);
	demo_set(&r, r.en, "has_merit_person", h->merit);
	demo_set(&r, r.en, "social_protection", h->protected);
	demo_set(&r, r.en, "no_labour_capacity", h->no_labour);
	demo_set(&r, r.en, "poverty_causes", h->causes);
	demo_set(&r, r.en, "support_needs", h->needs);
	for (size_t i = 0; !r.ret && i < h->n; i++) {
		struct entry *kid = entry_child_add(r.en, 0, e);

		if (!kid) {
			r.ret = e->code ? e->code : ERR_FAULT;
			break;
		}
		write_person(&r, kid, &h->people[i], i);
		snprintf(h->people[i].id, sizeof(h->people[i].id), "%s", entry_id(kid));
	}
	return demo_end(w, &r, h->id);
}

/* ---- review ---- */

/* By the rules of the round's standard; "not_poor" where it has none. */
static const char *class_code(const struct demo_write *w, const struct home *h, int round, const struct survey *s)
{
	const char *id = ini_get(w->s->ini, round ? "round.2" : "round.1", "standard", NULL);
	const struct standard *st = standards_find(forms_standards(w->f), id);
	struct standard_facts f = { .area = w->s->villages[h->village].area_type, .b1 = s->b1, .income = NAN };
	struct standard_result r = { .class = NULL };
	const char *class;

	for (int i = 0; i < DEMO_INDICATORS; i++)
		f.deprived += s->deprived[i];
	class = st && !standard_classify(st, &f, &r, NULL) && r.class ? r.class : "not_poor";
	standard_result_fini(&r);
	return class;
}

static void write_findings(struct demo_record *r, const struct survey *s)
{
	demo_set(r, r->en, "wall_material", s->wall);
	demo_set(r, r->en, "column_material", s->column);
	demo_set(r, r->en, "roof_material", s->roof);
	demo_setf(r, r->en, "house_area", "%d.%d", s->area_tenths / 10, s->area_tenths % 10);
	demo_set(r, r->en, "water_source", s->water);
	demo_set(r, r->en, "toilet", s->toilet);
	demo_set(r, r->en, "internet", s->internet);
	demo_set(r, r->en, "info_means", s->means);
	for (int i = 0; i < DEMO_INDICATORS; i++) {
		char field[32];

		snprintf(field, sizeof(field), "deprivation.D%02d", i + 1);
		demo_set(r, r->en, field, s->deprived[i] ? "deprived" : "not_deprived");
	}
	demo_setf(r, r->en, "b1_points", "%d", s->b1);
	demo_set(r, r->en, "prev_classification", s->prev);
	demo_set(r, r->en, "was_poor", s->was_poor);
}

static void write_visit(struct demo_write *w, struct demo_record *r, const struct home *h,
			int round)
{
	struct date day = demo_visit_day(w->p, h, round);
	const struct home *first = h;
	char iso[11];

	while (first > w->p->homes && first[-1].village == h->village)
		first--;
	demo_set(r, r->en, "reviewer", first->people[0].name);
	demo_set(r, r->en, "review_date", date_iso(&day, iso));
}

int demo_write_review(struct demo_write *w, struct home *h, int round, const struct survey *survey,
		      struct error *e)
{
	const char *decision_no = ini_get(w->s->ini, "round.1", "decision_no", NULL);
	const struct survey *found = survey;
	struct demo_record r;

	if (round)
		h->found = class_code(w, h, round, found);

	demo_begin(w, &r, "review", e);
	demo_set(&r, r.en, "round", w->round_id[round]);
	demo_set(&r, r.en, "household", h->id);
	demo_set(&r, r.en, "area_type", w->s->villages[h->village].area_type);
	demo_setf(&r, r.en, "members", "%zu", h->n);
	demo_set(&r, r.en, "reason_listed",
		 strcmp(found->prev, "not_poor") ? "on_list" : "request");
	if (!strcmp(found->prev, "not_poor"))
		demo_set(&r, r.en, "quick_result", "continue");
	write_visit(w, &r, h, round);
	write_findings(&r, found);
	if (round == 0) {
		demo_set(&r, r.en, "recognised_class", class_code(w, h, round, found));
		demo_set(&r, r.en, "decision_no", decision_no);
		demo_set(&r, r.en, "decision_date",
			 ini_get(w->s->ini, "round.1", "decision_date", NULL));
	} else if (!str_empty(h->claimed)) {
		demo_set(&r, r.en, "recognised_class", h->claimed);
	}
	return demo_end(w, &r, NULL);
}
