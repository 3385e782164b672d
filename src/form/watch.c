/* SPDX-License-Identifier: MIT */
/*
 * What spares work when many records are looked at. Another round of working a record out: few forms have a field that looks at one after it, and a round costs as
 * much as the first: without this every record of a book would be worked out twice. And all tests of a form as one statement.
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

static void look_through(struct form_impl *fi)
{
	const struct form *form = &fi->pub;

	for (size_t i = 0; i < fi->n_uses; i++) {
		const struct expr_use *u = &fi->uses[i];
		const struct field *fd = NULL;
		size_t at = form->n_fields;

		if (!strcmp(u->section, "let")) {
			while (at - form->n_fields < form->n_lets && strcmp(form->lets[at - form->n_fields].name, u->key) != 0)
				at++;
			/* Rows come before the [let]s that count them; those of another record are not worked out here. */
			if (u->let && (u->let->through || form_roster(form, u->let->over) >= 0))
				continue;
		} else {
			fd = works_out(u) ? form_field(form, u->section, NULL) : NULL;
			if (!fd)
				continue;
			at = fd->index;
		}
		for (size_t k = 0; k < expr_params(u->x); k++)
			looks_at(fi, at, expr_param(u->x, k));
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
