/* SPDX-License-Identifier: MIT */
/*
 * data/demo read: plan.ini with the figures of the commune, and the lists of names. Another
 * number of households (for measuring) is spread over the villages in the same shares, so that
 * the sums stay exact.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "domain/demo_impl.h"

static int bad_plan(const struct demo_source *s, const char *section, const char *key,
		    struct error *e)
{
	error_fail(e, ERR_DATA, "GN-M01",
		   _("The plan of the demonstration book lacks [%s] %s, or it cannot be read."),
		   section, key);
	error_safe(e, _("Nothing was stored."));
	error_detail(e, "%s", ini_path(s->ini));
	return ERR_DATA;
}

int demo_text(const struct demo_source *s, const char *section, const char *key, const char **out,
	      struct error *e)
{
	*out = ini_get(s->ini, section, key, NULL);
	return str_empty(*out) ? bad_plan(s, section, key, e) : 0;
}

int demo_int(const struct demo_source *s, const char *section, const char *key, int *out,
	     struct error *e)
{
	long long v;
	const char *text = ini_get(s->ini, section, key, "");

	if (!str_int(text, &v) || v < 0 || v > 100000000)
		return bad_plan(s, section, key, e);
	*out = (int)v;
	return 0;
}

static int load_names(struct names *names, const char *dir, const char *file, struct error *e)
{
	char *path = path_join(dir, file);
	struct csv_reader *r = NULL;
	struct strlist cells;
	int ret = csv_open(&r, path, e);

	strlist_init(&cells);
	if (!ret)
		ret = csv_next(r, &cells, e) < 0 ? ERR_DATA : 0; /* the header */
	while (!ret) {
		long long weight;
		int more = csv_next(r, &cells, e);

		if (more <= 0) {
			ret = more;
			break;
		}
		if (cells.n != 3 || !str_int(cells.v[2], &weight) || weight < 1) {
			ret = error_fail(e, ERR_DATA, "GN-M02",
					 _("Line %ld of %s is no name with its weight."),
					 csv_line(r), file);
			break;
		}
		names->v = grow(names->v, names->n, &names->cap, sizeof(*names->v));
		names->v[names->n++] =
			(struct weighted){ xstrdup(cells.v[0]), xstrdup(cells.v[1]), (int)weight };
	}
	strlist_fini(&cells);
	csv_close(r);
	free(path);
	return ret;
}

static int load_groups(struct demo_source *s, struct error *e)
{
	const char *groups, *weights;
	struct strlist g, w;
	int ret = demo_text(s, "ethnicity", "groups", &groups, e);

	if (!ret)
		ret = demo_text(s, "ethnicity", "weights", &weights, e);
	if (ret)
		return ret;
	strlist_init(&g);
	strlist_init(&w);
	strlist_split(&g, groups, ",");
	strlist_split(&w, weights, ",");
	s->groups = xcalloc(g.n + 1, sizeof(*s->groups));
	s->group_weights = xcalloc(g.n + 1, sizeof(*s->group_weights));
	for (size_t i = 0; !ret && i < g.n; i++) {
		long long v = 0;

		if (g.n != w.n || !str_int(w.v[i], &v) || v < 1)
			ret = bad_plan(s, "ethnicity", "weights", e);
		s->groups[i] = xstrdup(g.v[i]);
		s->group_weights[i] = (int)v;
		s->n_groups++;
	}
	strlist_fini(&g);
	strlist_fini(&w);
	return ret;
}

static int load_village(struct demo_source *s, size_t i, struct error *e)
{
	struct demo_village *v = &s->villages[i];
	char section[32];
	const char *text;
	int ret;

	snprintf(section, sizeof(section), "village.%zu", i + 1);
	ret = demo_text(s, section, "code", &text, e);
	set_string(&v->code, ret ? NULL : text);
	if (!ret)
		ret = demo_text(s, section, "name", &text, e);
	set_string(&v->name, ret ? NULL : text);
	if (!ret)
		ret = demo_text(s, section, "kind", &text, e);
	set_string(&v->kind, ret ? NULL : text);
	if (!ret)
		ret = demo_text(s, section, "area_type", &text, e);
	set_string(&v->area_type, ret ? NULL : text);
	if (!ret)
		ret = demo_int(s, section, "households", &v->households, e);
	if (!ret)
		ret = demo_int(s, section, "poor", &v->poor, e);
	if (!ret)
		ret = demo_int(s, section, "near_poor", &v->near_poor, e);
	return ret;
}

/* Spread `total` over the villages in the shares they have now, exactly. */
static void spread(struct demo_source *s, int total, size_t offset)
{
	long long sum = 0, seen = 0;
	int given = 0;

	for (size_t i = 0; i < s->n_villages; i++)
		sum += *(int *)((char *)&s->villages[i] + offset);
	for (size_t i = 0; i < s->n_villages; i++) {
		int *n = (int *)((char *)&s->villages[i] + offset);
		int upto;

		seen += sum ? *n : 1;
		upto = (int)(total * seen / (sum ? sum : (long long)s->n_villages));
		*n = upto - given;
		given = upto;
	}
}

/* Villages beyond those of the plan are named on from them; fewer take the whole between them. */
static void fit_villages(struct demo_source *s, size_t n)
{
	size_t old = s->n_villages;

	for (size_t i = n; i < old; i++) {
		struct demo_village *v = &s->villages[i];

		free(v->code);
		free(v->name);
		free(v->kind);
		free(v->area_type);
	}
	s->villages = xreallocarray(s->villages, n, sizeof(*s->villages));
	for (size_t i = old; i < n; i++) {
		const struct demo_village *like = &s->villages[i % old];

		s->villages[i] = (struct demo_village){ .code = xasprintf("B%02zu", i + 1),
							.name = xasprintf("Bản %zu", i + 1),
							.kind = xstrdup(like->kind),
							.area_type = xstrdup(like->area_type),
							.households = like->households,
							.poor = like->poor,
							.near_poor = like->near_poor };
	}
	s->n_villages = n;
}

static int fit(struct demo_source *s, const struct demo_plan *plan, struct error *e)
{
	int total[4], own[4], scale;
	static const char *const keys[] = { "households", "poor", "near_poor", "escaped" };
	int ret = 0;

	for (int k = 0; !ret && k < 4; k++)
		ret = demo_int(s, "book", keys[k], &own[k], e);
	if (ret)
		return ret;
	scale = plan->households > 0 ? plan->households : own[0];
	for (int k = 0; k < 4; k++)
		total[k] = (int)((long long)own[k] * scale / (own[0] ? own[0] : 1));
	total[1] = plan->poor > 0 ? plan->poor : total[1];
	total[2] = plan->near_poor > 0 ? plan->near_poor : total[2];
	if (plan->villages > 0 && (size_t)plan->villages != s->n_villages)
		fit_villages(s, (size_t)plan->villages);
	spread(s, total[0], offsetof(struct demo_village, households));
	spread(s, total[1], offsetof(struct demo_village, poor));
	spread(s, total[2], offsetof(struct demo_village, near_poor));
	spread(s, total[3], offsetof(struct demo_village, escaped));
	s->households = total[0];
	for (size_t i = 0; i < s->n_villages; i++) {
		const struct demo_village *v = &s->villages[i];

		if (v->poor + v->near_poor + v->escaped <= v->households)
			continue;
		return error_fail(
			e, ERR_USAGE, "GN-M03",
			_("There cannot be more poor and near-poor households than households."));
	}
	return 0;
}

static size_t count_villages(const struct ini *ini)
{
	for (size_t n = 0;; n++) {
		char section[32];

		snprintf(section, sizeof(section), "village.%zu", n + 1);
		if (!ini_has_section(ini, section))
			return n;
	}
}

int demo_source_load(struct demo_source *s, const struct demo_plan *plan, struct error *e)
{
	char *dir = path_join(paths_data(), "demo"), *path = path_join(dir, "plan.ini");
	struct complaints c;
	long long seed;
	int ret = 0;

	*s = (struct demo_source){ .ini = NULL };
	complaints_init(&c);
	s->ini = ini_load(path, &c);
	if (!s->ini || c.n) {
		ret = error_fail(e, ERR_DATA, "GN-M01", "%s",
				 _("The plan of the demonstration book cannot be read."));
		error_detail(e, "%s: %s", path, c.n ? c.v[0].reason : "");
		goto out;
	}
	s->n_villages = count_villages(s->ini);
	s->villages = xcalloc(s->n_villages + 1, sizeof(*s->villages));
	for (size_t i = 0; !ret && i < s->n_villages; i++)
		ret = load_village(s, i, e);
	if (!ret && !s->n_villages)
		ret = bad_plan(s, "village.1", "name", e);
	if (!ret)
		ret = load_groups(s, e);
	if (!ret)
		ret = load_names(&s->family, dir, "family_names.csv", e);
	if (!ret)
		ret = load_names(&s->middle, dir, "middle_names.csv", e);
	if (!ret)
		ret = load_names(&s->given, dir, "given_names.csv", e);
	if (!ret)
		ret = fit(s, plan, e);
	s->seed = plan->seed;
	if (!s->seed && str_int(ini_get(s->ini, "book", "seed", ""), &seed))
		s->seed = (uint64_t)seed;
out:
	complaints_fini(&c);
	free(path);
	free(dir);
	return ret;
}

static void names_fini(struct names *names)
{
	for (size_t i = 0; i < names->n; i++) {
		free(names->v[i].kind);
		free(names->v[i].name);
	}
	free(names->v);
}

void demo_source_fini(struct demo_source *s)
{
	for (size_t i = 0; i < s->n_villages; i++) {
		free(s->villages[i].code);
		free(s->villages[i].name);
		free(s->villages[i].kind);
		free(s->villages[i].area_type);
	}
	free(s->villages);
	for (size_t i = 0; i < s->n_groups; i++)
		free(s->groups[i]);
	free(s->groups);
	free(s->group_weights);
	names_fini(&s->family);
	names_fini(&s->middle);
	names_fini(&s->given);
	ini_free(s->ini);
}
