/* SPDX-License-Identifier: MIT */
/*
 * What spares work when many records are looked at. Another round of working a record out: few forms have a field that looks at one after it, and a round costs as
 * much as the first: without this every record of a book would be worked out twice. All tests of a form are one
 * statement, and so are the conditions of the [let]s that run over the same rows.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "form/form_impl.h"

static bool works_out(const struct expr_use *u)
{
	static const char *const keys[] = { "relevant", "compute", "default", "standard" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strcmp(u->key, keys[i]))
			return true;
	return false;
}

/* Something at place `at` looks at :name; fields stand at their indexes, [let]s behind them. */
static void looks_at(struct form_impl *fi, size_t at, const char *name)
{
	const char *tail = strstr(name, "__");
	char *head = tail ? xstrndup(name, (size_t)(tail - name)) : xstrdup(name);
	const struct form *form = &fi->pub;
	const struct field *fd = form_field(form, head, NULL);

	if (fd && fd->index >= at)
		fi->watched[fd->index] = true;
	for (size_t i = 0; !fd && i < form->n_lets; i++)
		if (!strcmp(form->lets[i].name, head) && form->n_fields + i >= at)
			fi->watched[form->n_fields + i] = true;
	free(head);
}

/* What [let]s look at matters to nobody before they are asked for themselves. */
static void look_through(struct form_impl *fi)
{
	for (size_t i = 0; i < fi->n_uses; i++) {
		const struct expr_use *u = &fi->uses[i];
		const struct field *fd = strcmp(u->section, "let") && works_out(u) ? form_field(&fi->pub, u->section, NULL) : NULL;

		for (size_t k = 0; fd && k < expr_params(u->x); k++)
			looks_at(fi, fd->index, expr_param(u->x, k));
	}
}

/* What the record shows of a row by another name it has seen before the row is worked out. */
static void look_from_above(struct forms *f, struct form_impl *fi)
{
	const struct form *up;

	if (!fi->pub.parent || forms_get(f, fi->pub.parent->refers, &up, NULL))
		return;
	for (size_t i = 0; i < up->n_fields; i++) {
		const struct field *fd = &up->fields[i];

		if (fd->alias && !strcmp(fd->origin.form, fi->pub.name))
			looks_at(fi, 0, fd->origin.value);
	}
}

const bool *form_watched(struct forms *f, const struct form *form)
{
	struct form_impl *fi = form_impl(form);

	if (fi->watched)
		return fi->watched;
	fi->watched = xcalloc(form->n_fields + form->n_lets + 1, sizeof(*fi->watched));
	look_through(fi);
	look_from_above(f, fi);
	return fi->watched;
}

struct expr *form_tests(const struct form *form)
{
	struct form_impl *fi = form_impl(form);
	struct expr **v;
	size_t n = 0;

	if (fi->tests_tried)
		return fi->tests;
	fi->tests_tried = true;
	v = xcalloc(form->n_checks + 1, sizeof(struct expr *));
	for (size_t i = 0; i < form->n_checks; i++)
		if (form->checks[i].test)
			v[n++] = form->checks[i].test;
	if (n > 1)
		fi->tests = expr_join(v, n);
	free(v);
	return fi->tests;
}

/* ---- [let]s over the same rows ---- */

static bool names_a_let(const struct form *form, const struct expr *x)
{
	for (size_t i = 0; x && i < expr_params(x); i++) {
		const char *name = expr_param(x, i);

		if (form_let(form, str_starts(name, "outer__") ? name + strlen("outer__") : name))
			return true;
	}
	return false;
}

/* One that is made of another waits for that one, by itself. */
static bool goes_with_others(const struct form *form, const struct let *let)
{
	return let->over && let->where && !names_a_let(form, let->where) && !names_a_let(form, let->value);
}

static struct let_group *group_over(struct form_impl *fi, const char *over)
{
	for (size_t i = 0; i < fi->n_groups; i++)
		if (!strcmp(fi->groups[i].over, over))
			return &fi->groups[i];
	fi->groups = grow(fi->groups, fi->n_groups, &fi->cap_groups, sizeof(*fi->groups));
	fi->groups[fi->n_groups] = (struct let_group){ .over = over, .let = xcalloc(fi->pub.n_lets, sizeof(size_t)) };
	return &fi->groups[fi->n_groups++];
}

static void join(const struct form *form, struct let_group *g)
{
	struct expr **v = xcalloc(2 * g->n + 1, sizeof(struct expr *));

	for (size_t i = 0; i < g->n; i++) {
		const struct let *let = &form->lets[g->let[i]];

		v[g->columns++] = let->where;
		if (let->value)
			v[g->columns++] = let->value;
	}
	if (g->n > 1)
		g->all = expr_join(v, g->columns);
	free(v);
}

const struct let_group *form_let_group(const struct form *form, size_t let)
{
	struct form_impl *fi = form_impl(form);

	if (!fi->groups_tried) {
		fi->groups_tried = true;
		for (size_t i = 0; i < form->n_lets; i++) {
			struct let_group *g = goes_with_others(form, &form->lets[i]) ? group_over(fi, form->lets[i].over) : NULL;

			if (g)
				g->let[g->n++] = i;
		}
		for (size_t i = 0; i < fi->n_groups; i++)
			join(form, &fi->groups[i]);
	}
	for (size_t i = 0; i < fi->n_groups; i++)
		for (size_t k = 0; fi->groups[i].all && k < fi->groups[i].n; k++)
			if (fi->groups[i].let[k] == let)
				return &fi->groups[i];
	return NULL;
}
