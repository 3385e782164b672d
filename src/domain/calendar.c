/* SPDX-License-Identifier: MIT */
/*
 * Which duty falls due when. A period's day is worked out by each file in turn; the first one that is in force on that day has the
 * say over the duty: so a calendar that ends on 31/12 ends there, whatever year a report is about.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/calendar_impl.h"
#include "text/utf8.h"
#include "text/viet.h"

/* ---- finding a duty ---- */

static bool in_force(const struct cal_file *f, const struct date *day)
{
	return date_cmp(&f->from, day) <= 0 && date_cmp(day, &f->to) <= 0;
}

static bool is_for(const struct cal_duty *d, const char *level)
{
	return !level || strlist_has(&d->levels, "any") || strlist_has(&d->levels, level);
}

/* In this file; that of the level itself before one of all levels. */
static const struct cal_duty *of_file(const struct cal_file *f, const char *code, const char *level)
{
	const struct cal_duty *found = NULL;

	for (size_t i = 0; i < f->n; i++) {
		const struct cal_duty *d = &f->v[i];

		if (strcmp(d->pub.code, code) || !is_for(d, level))
			continue;
		if (d->level ? level && str_eq(d->level, level) : !found)
			found = d;
	}
	return found;
}

/* In force on the day; else the newest that was before it; else any. */
static const struct cal_duty *find(const struct calendar *cal, const char *code, const char *level,
				   const struct date *day)
{
	const struct cal_duty *before = NULL, *any = NULL;

	for (size_t i = 0; i < cal->n; i++) {
		const struct cal_file *f = cal->v[i];
		const struct cal_duty *d = of_file(f, code, level);

		if (d && (!day || in_force(f, day)))
			return d;
		if (d && !before && date_cmp(&f->from, day) <= 0)
			before = d;
		any = any ? any : d;
	}
	return before ? before : any;
}

const struct duty *calendar_duty(const struct calendar *cal, const char *code, const char *level,
				 const struct date *day)
{
	const struct cal_duty *d = code ? find(cal, code, level, day) : NULL;

	return d ? &d->pub : NULL;
}

static bool says(const struct duty *d, const char *folded)
{
	const char *const words[] = { d->code, d->label[0], d->label[1] };
	bool same = false;

	for (size_t i = 0; !same && i < 3; i++) {
		char *w = viet_fold(words[i]);

		same = !strcmp(w, folded);
		free(w);
	}
	for (size_t i = 0; !same && d->aliases[i]; i++) {
		char *w = viet_fold(d->aliases[i]);

		same = !strcmp(w, folded);
		free(w);
	}
	return same;
}

const struct duty *calendar_match(const struct calendar *cal, const char *text)
{
	const struct duty *found = text ? calendar_duty(cal, text, NULL, NULL) : NULL;
	char *clean, *folded;

	if (found || str_empty(text))
		return found;
	clean = utf8_clean(text);
	folded = viet_fold(clean);
	for (size_t i = 0; i < cal->n; i++)
		for (size_t k = 0; k < cal->v[i]->n; k++) {
			const struct duty *d = &cal->v[i]->v[k].pub;

			if (!says(d, folded))
				continue;
			if (found && strcmp(found->code, d->code)) {
				found = NULL;
				goto out;
			}
			found = found ? found : d;
		}
out:
	free(folded);
	free(clean);
	return found;
}

const char *calendar_label(const struct calendar *cal, const char *code)
{
	const struct duty *d = calendar_duty(cal, code, NULL, NULL);

	return d ? i18n_pick(d->label) : code ? code : "";
}

const struct duty **calendar_list(const struct calendar *cal, const char *level, const struct date *day)
{
	const struct duty **out = xcalloc(1, sizeof(*out));
	size_t n = 0;

	for (int pass = 0; pass < 2; pass++) /* in force first; then what only another file knows */
		for (size_t i = 0; i < cal->n; i++)
			for (size_t k = 0; k < cal->v[i]->n && (pass || in_force(cal->v[i], day)); k++) {
				const char *code = cal->v[i]->v[k].pub.code;
				const struct cal_duty *d = find(cal, code, level, day);
				bool listed = false;

				for (size_t j = 0; j < n; j++)
					listed = listed || !strcmp(out[j]->code, code);
				if (listed || !d || d->off)
					continue;
				out = xreallocarray(out, n + 2, sizeof(*out));
				out[n++] = &d->pub;
				out[n] = NULL;
			}
	return out;
}

/* ---- days ---- */

static struct date clamp(int year, int month, int day)
{
	struct date part = { year, month, 0 }, last = date_last(&part);

	return (struct date){ year, month, day < last.day ? day : last.day };
}

static bool due_day(const struct cal_duty *d, const struct period *p, struct date *out)
{
	const struct due_rule *r = p->kind == d->pub.period && !d->off ? &d->rule[p->k - 1] : NULL;

	if (!r || !r->set)
		return false;
	if (p->kind == PERIOD_MONTH) {
		struct period in = period_step(p, r->next);

		*out = clamp(in.year, in.k, r->day);
	} else {
		*out = clamp(p->year + r->next, r->month, r->day);
	}
	return !d->months || d->months & 1u << out->month;
}

/* Has another file, which comes before, the say over this duty on that day? */
static bool overruled(const struct calendar *cal, size_t file, const char *code, const char *level,
		      const struct date *day)
{
	for (size_t i = 0; i < file; i++)
		if (in_force(cal->v[i], day) && of_file(cal->v[i], code, level))
			return true;
	return false;
}

static bool taken(const struct dues *d, const char *code, const char *period)
{
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->v[i].duty->code, code) && !strcmp(d->v[i].period, period))
			return true;
	return false;
}

static void add_period(const struct calendar *cal, size_t file, const struct cal_duty *d, const char *level,
		       const struct period *p, const struct date *from, const struct date *to, struct dues *out)
{
	struct due due = { .duty = &d->pub };

	if (!due_day(d, p, &due.day) || date_cmp(&due.day, from) < 0 || date_cmp(&due.day, to) > 0 ||
	    !in_force(cal->v[file], &due.day) || overruled(cal, file, d->pub.code, level, &due.day))
		return;
	period_text(p, due.period);
	if (taken(out, d->pub.code, due.period))
		return;
	out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
	out->v[out->n++] = due;
}

static void add_duty(const struct calendar *cal, size_t file, const struct cal_duty *d, const char *level,
		     const struct date *from, const struct date *to, struct dues *out)
{
	/* A period may fall due in the year after it. */
	struct period p = { d->pub.period, from->year - 1, 1 };

	if (p.kind == PERIOD_ANY)
		return;
	for (; p.year <= to->year; p = period_step(&p, 1))
		add_period(cal, file, d, level, &p, from, to, out);
}

static int by_day(const void *a, const void *b)
{
	const struct due *x = a, *y = b;
	int d = date_cmp(&x->day, &y->day);

	/* Kept in the order of the file: duties of one file lie in one array. */
	return d ? d : x->duty < y->duty ? -1 : x->duty > y->duty;
}

void calendar_dues(const struct calendar *cal, const char *level, const struct date *from, const struct date *to,
		   struct dues *out)
{
	*out = (struct dues){ NULL, 0, 0 };
	for (size_t i = 0; i < cal->n; i++)
		for (size_t k = 0; k < cal->v[i]->n; k++) {
			const struct cal_duty *d = &cal->v[i]->v[k];

			if (is_for(d, level) && of_file(cal->v[i], d->pub.code, level) == d)
				add_duty(cal, i, d, level, from, to, out);
		}
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_day);
}

void dues_fini(struct dues *d)
{
	free(d->v);
	*d = (struct dues){ NULL, 0, 0 };
}

bool calendar_due(const struct calendar *cal, const char *level, const char *code, const char *period,
		  struct due *out)
{
	struct date from, to;
	struct period p;
	struct dues all;
	bool found = false;

	if (!code || !period_parse(period, &p))
		return false;
	from = period_first(&p);
	to = (struct date){ p.year + 1, 12, 31 };
	calendar_dues(cal, level, &from, &to, &all);
	for (size_t i = 0; !found && i < all.n; i++)
		if (!strcmp(all.v[i].duty->code, code) && !strcmp(all.v[i].period, period)) {
			*out = all.v[i];
			found = true;
		}
	dues_fini(&all);
	return found;
}

bool calendar_nearest(const struct calendar *cal, const char *level, const char *code, const struct date *day,
		      struct due *out)
{
	struct date from = date_from_days(date_days(day) - 366), to = date_from_days(date_days(day) + 366);
	long now = date_days(day), best = 0;
	struct dues all;
	bool found = false;

	calendar_dues(cal, level, &from, &to, &all);
	for (size_t i = 0; i < all.n; i++) {
		long far = labs(date_days(&all.v[i].day) - now);

		if (strcmp(all.v[i].duty->code, code) || (found && far >= best))
			continue;
		*out = all.v[i];
		best = far;
		found = true;
	}
	dues_fini(&all);
	return found;
}

long due_late(const struct date *due, const struct date *on)
{
	long days = date_days(on) - date_days(due);

	return days > 0 ? days : 0;
}
