/* SPDX-License-Identifier: MIT */
/*
 * A list as it was on a day: fields derived from other records are worked out anew for each row, and filters on
 * them wait until they are. Everything else is what the book says now.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/exchange.h"
#include "form/form_impl.h"

struct as_of {
	struct forms *f;
	struct book *b;
	const char *day;
	const struct field **derived; /* of each column, or NULL: the column is stored as it was */
	const struct list_filter *late;
	const size_t *late_at; /* the column each of them looks at */
	size_t n, n_late;
	int (*fn)(void *ctx, const struct list_row *row);
	void *ctx;
	struct error *e;
};

static int on_row(void *ctx, const struct list_row *row)
{
	struct as_of *a = ctx;
	int ret = 0;

	for (size_t i = 0; !ret && i < a->n; i++) {
		if (!a->derived[i])
			continue;
		free(row->cells[i]);
		row->cells[i] = NULL;
		struct derive_wanted w = { .f = a->f, .b = a->b, .fd = a->derived[i],
					   .unit = row->unit, .id = row->id, .on = a->day };

		ret = derive_value(&w, &row->cells[i], a->e);
	}
	for (size_t i = 0; !ret && i < a->n_late; i++) {
		const char *want = a->late[i].value;

		if (!str_eq(row->cells[a->late_at[i]], str_empty(want) ? NULL : want))
			return 0;
	}
	return ret ? ret : a->fn(a->ctx, row);
}

static const struct field *derived_field(const struct form *form, const char *name)
{
	const struct field *fd = form_field(form, name, NULL);

	return fd && fd->derived ? fd : NULL;
}

int list_each_as_of(struct forms *f, struct book *b, const struct form *form, const struct list_query *q,
		    const char *day, int (*fn)(void *ctx, const struct list_row *row), void *ctx, struct error *e)
{
	size_t most = q->n_fields + q->n_filters + 1;
	struct list_filter *early = xcalloc(most, sizeof(*early)), *late = xcalloc(most, sizeof(*late));
	const struct field **derived = xcalloc(most, sizeof(*derived));
	const char **fields = xcalloc(most, sizeof(*fields));
	size_t *late_at = xcalloc(most, sizeof(*late_at));
	struct as_of a = { .f = f, .b = b, .day = day, .derived = derived, .late = late, .late_at = late_at,
			   .n = q->n_fields, .fn = fn, .ctx = ctx, .e = e };
	struct list_query wider = *q;
	int ret;

	wider.n_filters = 0;
	for (size_t i = 0; i < q->n_fields; i++)
		fields[i] = q->fields[i];
	for (size_t i = 0; i < q->n_filters; i++) {
		if (!derived_field(form, q->filters[i].field)) {
			early[wider.n_filters++] = q->filters[i];
			continue;
		}
		/* A column of its own behind those asked for. */
		fields[a.n] = q->filters[i].field;
		late_at[a.n_late] = a.n++;
		late[a.n_late++] = q->filters[i];
	}
	for (size_t i = 0; i < a.n; i++)
		derived[i] = derived_field(form, fields[i]);
	wider.filters = early;
	wider.fields = fields;
	wider.n_fields = a.n;
	ret = day ? list_each(b, &wider, on_row, &a, e) : list_each(b, q, fn, ctx, e);
	free(late_at);
	free(fields);
	free(derived);
	free(late);
	free(early);
	return ret;
}
