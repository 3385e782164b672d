/* SPDX-License-Identifier: MIT */
/*
 * How a record of a difference is called. What is stored is called as the book calls it; what is
 * new is not in the book, so its key is put together from the bundle's own lines, and through
 * them of other new records (its village, its head).
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "sync/diff_impl.h"

#define NAMES_DEEP 6 /* a key of keys of keys; a bundle could name itself in a circle */

static void add_key(struct diff_rows *d, uint32_t record, struct str *b, int deep);

static bool one_of(const char *const *list, const char *s)
{
	for (; s && list && *list; list++)
		if (!strcmp(*list, s))
			return true;
	return false;
}

/* The head's name of a new household stands in its member's line. */
static const char *alias_value(const struct diff_rows *d, uint32_t record, const struct field *fd,
			       const struct field **of)
{
	for (uint32_t i = d->records[record].child; i != DIFF_NONE; i = d->records[i].sibling) {
		const struct form *form = d->records[i].form;
		const struct field *where = fd->origin.where_field
						    ? form_field(form, fd->origin.where_field, NULL)
						    : NULL;

		if (strcmp(form->name, fd->origin.form) ||
		    (where && !one_of(fd->origin.where_values, diff_rows_value(d, i, where))))
			continue;
		*of = form_field(form, fd->origin.value, NULL);
		return *of ? diff_rows_value(d, i, *of) : NULL;
	}
	return NULL;
}

static void add_value(struct diff_rows *d, uint32_t record, const struct field *fd, struct str *b,
		      int deep)
{
	const struct field *of = fd;
	const char *text =
		fd->alias ? alias_value(d, record, fd, &of) : diff_rows_value(d, record, fd);
	uint32_t to;
	char *shown;

	if (str_empty(text))
		return;
	to = of->type == FIELD_REFERENCE ? diff_rows_new_record(d, text) : DIFF_NONE;
	if (to != DIFF_NONE && deep < NAMES_DEEP) {
		add_key(d, to, b, deep + 1);
		return;
	}
	shown = field_show(d->f, d->b, of, NULL, text);
	str_addf(b, "%s%s", b->len ? " / " : "", shown);
	free(shown);
}

static void add_key(struct diff_rows *d, uint32_t record, struct str *b, int deep)
{
	const struct form *form = d->records[record].form;

	for (size_t i = 0; form && i < form->n_key; i++)
		add_value(d, record, form->key[i], b, deep);
}

const char *diff_rows_key(struct diff_rows *d, uint32_t record)
{
	struct diff_record *r = &d->records[record];
	struct str b;

	if (r->key)
		return r->key;
	if (r->form && r->kind != DIFF_ADDED)
		r->key = form_key_show(d->f, d->b, r->form, d->unit, diff_text(d, r->id));
	if (!str_empty(r->key))
		return r->key;
	free(r->key);
	str_init(&b);
	add_key(d, record, &b, 0);
	if (!b.len) /* nothing tells it apart but its id */
		str_addf(&b, "%.13s", diff_text(d, r->id));
	r->key = str_take(&b);
	return r->key;
}

static const char *state_shown(const char *text)
{
	return strcmp(text, "complete") ? _("not complete") : _("complete");
}

char *diff_rows_show(struct diff_rows *d, const struct diff_cell *c, const char *text)
{
	uint32_t to;

	if (!text)
		return xstrdup("");
	if (!c->fd)
		return xstrdup(c->name && !strcmp(c->name, "_state") ? state_shown(text) : text);
	to = c->fd->type == FIELD_REFERENCE ? diff_rows_new_record(d, text) : DIFF_NONE;
	if (to != DIFF_NONE)
		return xstrdup(diff_rows_key(d, to));
	return field_show(d->f, d->b, c->fd, c->code, text);
}
