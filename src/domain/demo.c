/* SPDX-License-Identifier: MIT */
/*
 * The demonstration book from beginning to end: plan, people, mistakes, then everything written
 * in one transaction. Ids, chance and the clock are made up too, so that one seed always makes
 * the same records.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/demo_impl.h"
#include "store/db.h"
#include "store/record.h"

#define PROGRESS_EVERY 50

static int plant_mistakes(struct demo_people *p, struct error *e)
{
	for (int i = 1;; i++) {
		char section[32];
		const char *kind;

		snprintf(section, sizeof(section), "mistake.%d", i);
		if (!ini_has_section(p->source->ini, section))
			return 0;
		if (demo_text(p->source, section, "kind", &kind, e))
			return ERR_DATA;
		/* A book too small for a mistake goes without it. */
		if (!demo_plant(p, kind) && p->n_homes > 200)
			return error_fail(e, ERR_DATA, "GN-M05",
					  _("The mistake \"%s\" of the plan cannot be planted."),
					  kind);
	}
}

static int write_officers(struct demo_write *w, struct error *e)
{
	int ret = 0;

	for (int i = 1; !ret; i++) {
		char section[32];
		struct officer o = { .id = NULL };

		snprintf(section, sizeof(section), "officer.%d", i);
		if (!ini_has_section(w->s->ini, section))
			break;
		o.name = (char *)(uintptr_t)ini_get(w->s->ini, section, "name", "");
		o.title = (char *)(uintptr_t)ini_get(w->s->ini, section, "title", NULL);
		o.from = (char *)(uintptr_t)ini_get(w->s->ini, section, "from", NULL);
		ret = officer_save(w->b, &o, NULL, e);
	}
	w->who = ini_get(w->s->ini, "officer.1", "name", book_unit_name(w->b));
	return ret;
}

static int write_homes(struct demo_write *w, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < w->s->n_villages; i++)
		ret = demo_write_village(w, i, e);
	for (size_t i = 0; !ret && i < w->p->n_homes; i++) {
		ret = demo_write_home(w, &w->p->homes[i], e);
		if (w->progress && (i + 1 == w->p->n_homes || !((i + 1) % PROGRESS_EVERY)))
			w->progress(w->ctx, (int)i + 1, (int)w->p->n_homes);
	}
	return ret;
}

static int write_round(struct demo_write *w, int round, struct error *e)
{
	struct demo_record r;
	char section[32];

	snprintf(section, sizeof(section), "round.%d", round + 1);
	demo_begin(w, &r, "round", e);
	demo_set_section(w, &r, section);
	return demo_end(w, &r, w->round_id[round]);
}

/* The round that is decided, of all its households; and the one under way, of the villages that
 * are in. */
static int write_reviews(struct demo_write *w, int round, struct error *e)
{
	int villages = (int)w->s->n_villages, ret = 0;

	if (round)
		ret = demo_int(w->s, "round.2", "villages", &villages, e);
	for (size_t i = 0; !ret && i < w->p->n_homes; i++) {
		struct home *h = &w->p->homes[i];
		struct survey next;

		if (h->class == HOME_UNKNOWN || h->village >= (size_t)villages)
			continue;
		if (round)
			demo_survey_next(w->p, h, &next);
		ret = demo_write_review(w, h, round, round ? &next : &h->survey, e);
	}
	return ret;
}

static int write_all(struct demo_write *w, struct error *e)
{
	int ret = write_officers(w, e);

	if (!ret)
		ret = write_homes(w, e);
	for (int round = 0; !ret && round < 2; round++) {
		ret = write_round(w, round, e);
		if (!ret)
			ret = write_reviews(w, round, e);
		if (!ret)
			ret = round ? demo_write_papers(w, e) : demo_write_last_list(w, e);
	}
	if (!ret)
		ret = demo_write_totals(w, e);
	if (!ret)
		ret = demo_write_projects(w, e);
	if (!ret)
		ret = demo_write_assignments(w, e);
	if (!ret)
		ret = demo_write_changes(w, e);
	return ret;
}

static int refuse(struct book *b, struct error *e)
{
	int64_t n = 0;
	int ret;

	if (!book_training(b)) {
		ret = error_fail(
			e, ERR_DATA, "GN-M07", "%s",
			_("This is a real book: made-up people belong into a training book."));
		error_safe(e, _("Nothing was stored."));
		return ret;
	}
	ret = record_count(b, "household", NULL, NULL, NULL, &n, e);
	if (ret || !n)
		return ret;
	error_fail(e, ERR_DATA, "GN-M06", "%s",
		   _("This book has households already: the demonstration needs an empty one."));
	error_safe(e, _("Nothing was stored."));
	return ERR_DATA;
}

/* The clock's own seam: every record bears the day of the lesson, whatever day it is. Returns what
 * stood there, for clock_back(). */
static char *clock_set(const char *day)
{
	char *before = xstrdup_null(getenv("GIAMNGHEO_TODAY"));

	setenv("GIAMNGHEO_TODAY", day, 1);
	return before;
}

static void clock_back(char *before)
{
	if (before)
		setenv("GIAMNGHEO_TODAY", before, 1);
	else
		unsetenv("GIAMNGHEO_TODAY");
	free(before);
}

int demo_fill(struct forms *f, struct book *b, const struct demo_plan *plan,
	      void (*progress)(void *ctx, int done, int total), void *ctx, struct error *e)
{
	struct demo_people people = { .source = NULL };
	struct demo_source source = { .ini = NULL };
	struct demo_write w = { .f = f, .b = b, .p = &people, .s = &source };
	int ret = refuse(b, e);
	char *clock;

	w.progress = progress;
	w.ctx = ctx;
	if (!ret)
		ret = demo_source_load(&source, plan, e);
	if (ret)
		goto out;
	clock = clock_set(ini_get(source.ini, "book", "today", "2024-11-21"));
	ids_seed(source.seed);
	demo_people_make(&people, &source);
	ret = plant_mistakes(&people, e);
	if (!ret)
		ret = db_begin(book_db(b), e);
	if (!ret) {
		ret = write_all(&w, e);
		if (!ret)
			ret = db_commit(book_db(b), e);
		else
			db_rollback(book_db(b));
	}
	ids_unseed();
	clock_back(clock);
out:
	demo_people_fini(&people);
	demo_source_fini(&source);
	return ret;
}
