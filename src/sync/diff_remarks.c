/* SPDX-License-Identifier: MIT */
/*
 * The remarks a reviewer writes while looking through a difference, before the decision. What is
 * typed is not lost: they can be written as one text, kept in the book, and read again.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sync/diff_impl.h"
#include "text/utf8.h"

size_t diff_remarks_count(const struct diff_rows *d)
{
	return d->n_remarks;
}

const struct diff_remark *diff_remarks_at(const struct diff_rows *d, size_t i)
{
	return &d->remarks[i];
}

static struct diff_remark *find(const struct diff_rows *d, uint32_t record, const char *field)
{
	for (size_t i = 0; i < d->n_remarks; i++)
		if (d->remarks[i].record == record && str_eq(d->remarks[i].field, field))
			return &d->remarks[i];
	return NULL;
}

const struct diff_remark *diff_remarks_on(const struct diff_rows *d, uint32_t record,
					  const char *field)
{
	return find(d, record, field);
}

static void drop(struct diff_rows *d, struct diff_remark *r)
{
	size_t i = (size_t)(r - d->remarks);

	free(r->field);
	free(r->text);
	memmove(r, r + 1, (d->n_remarks - i - 1) * sizeof(*r));
	d->n_remarks--;
}

static void put(struct diff_rows *d, uint32_t record, const char *field, const char *text)
{
	char *clean =
		text ? utf8_clean(text) : NULL; /* no tab, no line end: they part the kept text */
	struct diff_remark *r = find(d, record, field);

	if (r && str_empty(clean)) {
		drop(d, r);
	} else if (r) {
		set_string(&r->text, clean);
	} else if (!str_empty(clean)) {
		d->remarks = grow(d->remarks, d->n_remarks, &d->cap_remarks, sizeof(*d->remarks));
		d->remarks[d->n_remarks++] =
			(struct diff_remark){ record, xstrdup_null(field), xstrdup(clean) };
	}
	free(clean);
}

void diff_remarks_set(struct diff_rows *d, uint32_t record, const char *field, const char *text)
{
	put(d, record, field, text);
	diff_rows_build(d);
}

struct remark_new *diff_remarks_new(const struct diff_rows *d, size_t *n)
{
	struct remark_new *out = xcalloc(d->n_remarks + 1, sizeof(*out));

	*n = d->n_remarks;
	for (size_t i = 0; i < d->n_remarks; i++) {
		const struct diff_remark *r = &d->remarks[i];

		out[i] = (struct remark_new){ diff_rows_form_name(d, r->record),
					      diff_rows_id(d, r->record), r->field, r->text };
	}
	return out;
}

char *diff_remarks_write(const struct diff_rows *d)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < d->n_remarks; i++) {
		const struct diff_remark *r = &d->remarks[i];

		str_addf(&b, "%s\t%s\t%s\t%s\n", diff_rows_form_name(d, r->record),
			 diff_rows_id(d, r->record), r->field ? r->field : "", r->text);
	}
	return str_take(&b);
}

static void read_one(struct diff_rows *d, char *line)
{
	char *form = line, *id = strchr(line, '\t'), *field = id ? strchr(id + 1, '\t') : NULL;
	char *text = field ? strchr(field + 1, '\t') : NULL;

	if (!text)
		return;
	*id++ = *field++ = *text++ = '\0';
	for (uint32_t i = 0; i < d->n_records; i++)
		if (!strcmp(diff_rows_id(d, i), id) && !strcmp(diff_rows_form_name(d, i), form)) {
			put(d, i, *field ? field : NULL, text);
			return;
		}
}

void diff_remarks_read(struct diff_rows *d, const char *text)
{
	char *copy = xstrdup(text ? text : ""), *p = copy;

	while (*p) {
		size_t n = strcspn(p, "\n");
		bool more = p[n] == '\n';

		p[n] = '\0';
		read_one(d, p);
		p += n + more;
	}
	free(copy);
	diff_rows_build(d);
}
