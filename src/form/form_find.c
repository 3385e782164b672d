/* SPDX-License-Identifier: MIT */
/* Finding fields, rosters and lets of a form by the words people and programs use. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "form/form_impl.h"
#include "text/viet.h"

static const struct field *find(const struct form *form, const char *name, size_t n)
{
	const struct name_index *v = form_impl(form)->by_name;
	size_t lo = 0, hi = form->n_fields;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int d = strncmp(name, v[mid].name, n);

		if (!d && v[mid].name[n])
			d = -1;
		if (!d)
			return &form->fields[v[mid].i];
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

const struct field *form_field(const struct form *form, const char *name, const char **code)
{
	size_t n = strcspn(name, ".");
	const struct field *fd = find(form, name, n);
	const struct code *k;

	if (code)
		*code = NULL;
	if (!fd || !name[n])
		return fd;
	if (!code || fd->type != FIELD_ANSWERS || !fd->choices)
		return NULL;
	k = codes_find(fd->choices, name + n + 1);
	if (!k)
		return NULL;
	*code = k->code;
	return fd;
}

static bool label_is(const char *const label[2], const char *folded)
{
	bool same = false;

	for (int k = 0; k < 2 && !same; k++) {
		char *s = label[k] ? viet_fold(label[k]) : NULL;

		same = s && !strcmp(s, folded);
		free(s);
	}
	return same;
}

/* An indicator of some answers field by its label or code: *code is set; NULL for none or several. */
static const struct field *by_indicator(const struct form *form, const char *header, const char *folded,
					const char **code)
{
	const struct field *found = NULL;

	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];
		const struct code *k;

		if (fd->type != FIELD_ANSWERS || !fd->choices)
			continue;
		k = codes_find(fd->choices, header);
		for (size_t j = 0; !k && j < fd->choices->n; j++)
			if (label_is(fd->choices->v[j].label, folded))
				k = &fd->choices->v[j];
		if (!k)
			continue;
		if (found)
			return NULL;
		found = fd;
		*code = k->code;
	}
	return found;
}

/* "Label.CODE" */
static const struct field *by_label_and_code(const struct form *form, const char *header, const char **code)
{
	const char *dot = strrchr(header, '.');
	const struct field *found = NULL;
	char *stem, *folded;

	if (!dot)
		return NULL;
	stem = xstrndup(header, (size_t)(dot - header));
	folded = viet_fold(stem);
	for (size_t i = 0; !found && i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];
		const struct code *k = fd->type == FIELD_ANSWERS && fd->choices ? codes_find(fd->choices, dot + 1) :
										  NULL;

		if (!k || !label_is(fd->label, folded))
			continue;
		found = fd;
		*code = k->code;
	}
	free(folded);
	free(stem);
	return found;
}

const struct field *form_field_by_header(const struct form *form, const char *header, const char **code)
{
	const struct field *fd = form_field(form, header, code), *found = NULL;
	bool twice = false;
	char *folded;

	if (fd)
		return fd;
	folded = viet_fold(header);
	for (size_t i = 0; *folded && i < form->n_fields; i++) {
		if (!label_is(form->fields[i].label, folded))
			continue;
		twice = found != NULL;
		found = &form->fields[i];
	}
	if (!found && *folded && code)
		found = by_indicator(form, header, folded, code);
	if (!found && code)
		found = by_label_and_code(form, header, code);
	free(folded);
	return twice ? NULL : found;
}

int form_roster(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->n_rosters; i++)
		if (!strcmp(form->rosters[i], name))
			return (int)i;
	return -1;
}

bool form_owned_by(const struct form *form, const char *level)
{
	return !form->owner_level || str_eq(form->owner_level, level);
}

const struct let *form_let(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->n_lets; i++)
		if (!strcmp(form->lets[i].name, name))
			return &form->lets[i];
	return NULL;
}

bool field_is_single(const struct field *fd)
{
	return fd->type != FIELD_MULTI && fd->type != FIELD_ANSWERS;
}

bool field_fed_by(const struct field *fd, const char *source)
{
	for (size_t i = 0; i < fd->n_sources; i++)
		if (str_eq(fd->sources[i].form, source))
			return true;
	return false;
}
