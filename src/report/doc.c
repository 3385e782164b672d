/* SPDX-License-Identifier: MIT */
/* The blocks of a filled paper: made, joined, freed. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/doc.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct doc *doc_new(const char *title)
{
	struct doc *d = xcalloc(1, sizeof(*d));

	d->title = xstrdup_null(title);
	return d;
}

static void text_fini(struct doc_text *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->v[i].text);
	free(t->v);
}

static void block_fini(struct doc_block *b)
{
	text_fini(&b->text);
	for (size_t i = 0; i < b->n_rows; i++) {
		for (size_t k = 0; k < b->n_columns; k++)
			text_fini(&b->rows[i].v[k].text);
		free(b->rows[i].v);
	}
	free(b->rows);
	for (size_t i = 0; b->side && i < b->n_columns; i++)
		doc_free(b->side[i]);
	free(b->side);
	free(b->columns);
}

void doc_free(struct doc *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->n; i++)
		block_fini(&d->v[i]);
	free(d->v);
	free(d->banner);
	free(d->title);
	free(d);
}

struct doc_block *doc_add(struct doc *d, enum doc_kind kind)
{
	d->v = grow(d->v, d->n, &d->cap, sizeof(*d->v));
	d->v[d->n] = (struct doc_block){ .kind = kind };
	return &d->v[d->n++];
}

struct doc_row *doc_row_add(struct doc_block *table)
{
	struct doc_row *r;

	table->rows = grow(table->rows, table->n_rows, &table->cap_rows, sizeof(*table->rows));
	r = &table->rows[table->n_rows++];
	*r = (struct doc_row){ .v = xcalloc(table->n_columns, sizeof(*r->v)) };
	for (size_t i = 0; i < table->n_columns; i++)
		r->v[i].align = table->columns[i].align;
	return r;
}

static struct doc_run *run_add(struct doc_text *t)
{
	t->v = grow(t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n] = (struct doc_run){ .text = NULL };
	return &t->v[t->n++];
}

void doc_text_add(struct doc_text *t, const char *text, unsigned style)
{
	struct doc_run *last = t->n ? &t->v[t->n - 1] : NULL;

	if (!*text)
		return;
	if (last && last->text && last->style == style) {
		size_t was = strlen(last->text), more = strlen(text);

		last->text = xrealloc(last->text, was + more + 1);
		memcpy(last->text + was, text, more + 1);
		return;
	}
	last = run_add(t);
	last->text = xstrdup(text);
	last->style = style;
}

void doc_text_blank(struct doc_text *t, int dots)
{
	run_add(t)->blank = dots;
}

bool doc_text_empty(const struct doc_text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!t->v[i].text || t->v[i].text[strspn(t->v[i].text, " \n")])
			return false;
	return true;
}
