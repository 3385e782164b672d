/* SPDX-License-Identifier: MIT */
/* What belongs to one check stands together; which checks are unfolded is remembered by their names. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/problem_groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void drop(struct problem_groups *g)
{
	for (size_t i = 0; i < g->n; i++)
		free(g->v[i].at);
	g->n = 0;
	g->n_rows = 0;
}

void problem_groups_init(struct problem_groups *g)
{
	memset(g, 0, sizeof(*g));
	strlist_init(&g->open);
}

void problem_groups_fini(struct problem_groups *g)
{
	drop(g);
	free(g->v);
	free(g->row);
	strlist_fini(&g->open);
	memset(g, 0, sizeof(*g));
}

/* Two forms may have a rule of one name. */
char *problem_group_name(const struct finding *f)
{
	return xasprintf("%d %s %s", (int)f->strength, f->form ? f->form : "", f->check ? f->check : "");
}

static bool belongs(const struct problem_group *v, const struct finding *f)
{
	return v->first->strength == f->strength && str_eq(v->first->check, f->check) && str_eq(v->first->form, f->form);
}

static struct problem_group *group_of(struct problem_groups *g, const struct finding *f)
{
	for (size_t i = g->n; i-- > 0;)
		if (belongs(&g->v[i], f))
			return &g->v[i];
	g->v = grow(g->v, g->n, &g->cap, sizeof(*g->v));
	g->v[g->n] = (struct problem_group){ .first = f };
	return &g->v[g->n++];
}

static void add_row(struct problem_groups *g, size_t group, size_t finding)
{
	g->row = grow(g->row, g->n_rows, &g->cap_rows, sizeof(*g->row));
	g->row[g->n_rows++] = (struct problem_row){ group, finding };
}

static void make_rows(struct problem_groups *g)
{
	g->n_rows = 0;
	for (size_t i = 0; i < g->n; i++) {
		add_row(g, i, PROBLEM_HEAD);
		for (size_t k = 0; g->v[i].open && k < g->v[i].n; k++)
			add_row(g, i, g->v[i].at[k]);
	}
}

static void fold(struct problem_groups *g, size_t group, bool open)
{
	char *name = problem_group_name(g->v[group].first);
	size_t i = 0;

	while (i < g->open.n && strcmp(g->open.v[i], name))
		i++;
	if (open && i == g->open.n) {
		strlist_add(&g->open, name);
	} else if (!open && i < g->open.n) {
		free(g->open.v[i]);
		g->open.v[i] = g->open.v[--g->open.n];
	}
	g->v[group].open = open;
	free(name);
}

void problem_groups_fold(struct problem_groups *g, size_t group, bool open)
{
	fold(g, group, open);
	make_rows(g);
}

void problem_groups_fold_all(struct problem_groups *g, bool open)
{
	for (size_t i = 0; i < g->n; i++)
		fold(g, i, open);
	make_rows(g);
}

static void take(struct problem_groups *g, const struct findings *all, enum strength strength)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];
		struct problem_group *v;

		if (f->strength != strength)
			continue;
		v = group_of(g, f);
		v->at = grow(v->at, v->n, &v->cap, sizeof(*v->at));
		v->at[v->n++] = i;
		if (strength == STRENGTH_DOUBT && str_empty(f->reason))
			v->unexplained++;
	}
}

void problem_groups_make(struct problem_groups *g, const struct findings *all, int only)
{
	static const enum strength order[] = { STRENGTH_ERROR, STRENGTH_DOUBT, STRENGTH_HINT };

	drop(g);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (only < 0 || only == (int)order[i])
			take(g, all, order[i]);
	for (size_t i = 0; i < g->n; i++) {
		char *name = problem_group_name(g->v[i].first);

		g->v[i].open = strlist_has(&g->open, name);
		free(name);
	}
	if (g->n == 1)
		fold(g, 0, true);
	make_rows(g);
}

size_t problem_groups_row(const struct problem_groups *g, size_t group, size_t finding)
{
	size_t i = 0;

	while (i < g->n_rows && (g->row[i].group != group || g->row[i].finding != finding))
		i++;
	return i;
}

size_t problem_groups_find(const struct problem_groups *g, const char *name)
{
	size_t i = 0;

	for (; i < g->n; i++) {
		char *own = problem_group_name(g->v[i].first);
		bool same = !strcmp(own, name);

		free(own);
		if (same)
			break;
	}
	return i;
}
