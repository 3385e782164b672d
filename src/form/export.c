/* SPDX-License-Identifier: MIT */
/*
 * Records as CSV under the stable header, streamed: a province's list must not be held in memory.
 * References are written twice, as id for machines and as key for people.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/exchange.h"
#include "form/form_impl.h"
#include "form/textmap.h"

#define CHUNK (64u << 10)

struct export {
	struct forms *f;
	struct book *b;
	const struct form *form;
	const struct field **fields; /* of each column asked of the list */
	struct textmap *keys;
	struct str chunk;
	int (*fn)(void *ctx, const char *bytes, size_t n);
	void *ctx;
};

void export_header(struct forms *f, const struct form *form, struct strlist *names)
{
	(void)f;
	strlist_add(names, "id");
	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];

		if (fd->type != FIELD_ANSWERS)
			strlist_add(names, fd->name);
		if (fd->type == FIELD_REFERENCE)
			strlist_take(names, xasprintf("%s.key", fd->name));
		for (size_t k = 0; fd->type == FIELD_ANSWERS && k < fd->choices->n; k++)
			strlist_take(names, xasprintf("%s.%s", fd->name, fd->choices->v[k].code));
	}
	strlist_add(names, "_state");
}

/* What is asked of the list: the columns that are stored. */
static void list_columns(const struct form *form, struct strlist *names, const struct field ***fields)
{
	size_t cap = 0, n = 0;

	*fields = NULL;
	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];
		size_t many = fd->type == FIELD_ANSWERS ? fd->choices->n : 1;

		for (size_t k = 0; k < many; k++) {
			*fields = grow(*fields, n, &cap, sizeof(**fields));
			(*fields)[n++] = fd;
			strlist_take(names, fd->type == FIELD_ANSWERS ?
						    xasprintf("%s.%s", fd->name, fd->choices->v[k].code) :
						    xstrdup(fd->name));
		}
	}
}

static int flush(struct export *x)
{
	int ret = x->chunk.len ? x->fn(x->ctx, x->chunk.s, x->chunk.len) : 0;

	str_reset(&x->chunk);
	return ret;
}

/* The key of a referred record; most point to a few. */
static const char *reference_key(struct export *x, const struct field *fd, const char *unit, const char *id)
{
	const struct form *form;
	const char *known = textmap_get(x->keys, id);
	char *key;

	if (known)
		return known;
	key = forms_get(x->f, fd->refers, &form, NULL) ? NULL : form_key_text(x->f, x->b, form, unit, id);
	textmap_set(x->keys, id, key ? key : "");
	free(key);
	return textmap_get(x->keys, id);
}

static int add_row(void *ctx, const struct list_row *row)
{
	struct export *x = ctx;

	csv_add_cell(&x->chunk, row->id, ',', true);
	for (size_t i = 0; x->fields[i]; i++) {
		csv_add_cell(&x->chunk, row->cells[i], ',', false);
		if (x->fields[i]->type == FIELD_REFERENCE)
			csv_add_cell(&x->chunk,
				     row->cells[i] ? reference_key(x, x->fields[i], row->unit, row->cells[i]) :
						     NULL,
				     ',', false);
	}
	csv_add_cell(&x->chunk, row->complete ? "complete" : "incomplete", ',', false);
	str_addc(&x->chunk, '\n');
	return x->chunk.len >= CHUNK ? flush(x) : 0;
}

int export_csv(struct forms *f, struct book *b, const struct form *form, const struct list_filter *filters,
	       size_t n_filters, const char *on_date, bool bom,
	       int (*fn)(void *ctx, const char *bytes, size_t n), void *ctx, struct error *e)
{
	struct export x = { .f = f, .b = b, .form = form, .fn = fn, .ctx = ctx };
	struct list_query q = { .table = &form->table, .filters = filters, .n_filters = n_filters };
	struct strlist header, columns;
	int ret;

	strlist_init(&header);
	strlist_init(&columns);
	str_init(&x.chunk);
	x.keys = textmap_new();
	list_columns(form, &columns, &x.fields);
	x.fields = xreallocarray(x.fields, columns.n + 1, sizeof(*x.fields));
	x.fields[columns.n] = NULL;
	q.fields = (const char *const *)columns.v;
	q.n_fields = columns.n;
	if (bom)
		str_add(&x.chunk, "\xEF\xBB\xBF");
	export_header(f, form, &header);
	csv_add_row(&x.chunk, (const char *const *)header.v, header.n, ',');
	ret = list_each_as_of(f, b, form, &q, on_date, add_row, &x, e);
	if (!ret)
		ret = flush(&x);
	textmap_free(x.keys);
	str_fini(&x.chunk);
	free(x.fields);
	strlist_fini(&columns);
	strlist_fini(&header);
	return ret;
}
