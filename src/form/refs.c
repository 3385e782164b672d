/* SPDX-License-Identifier: MIT */
/* A small open-addressed table of records by id; ids are unique over all forms. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/refs.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

#define SETS_MAX 16
#define KEPT_MAX 2000 /* more are rare enough to be read again */

struct ref {
	char *id; /* NULL: free */
	bool there;
	bool stale; /* to be read again */
	struct record record;
};

/* Rows of one record. */
struct row_set {
	const struct form *form;
	char *unit, *id;
	bool whole; /* with answers */
	struct records rows;
};

struct refs {
	struct forms *f;
	struct book *b;
	struct ref *v;
	size_t n, cap;
	struct row_set **sets; /* each by itself: who holds one may ask for another */
	size_t n_sets, cap_sets;
	char today[11];
};

struct refs *refs_new(struct forms *f, struct book *b)
{
	struct refs *r = xcalloc(1, sizeof(*r));

	r->f = f;
	r->b = b;
	return r;
}

static void drop(struct ref *ref)
{
	if (!ref->id)
		return;
	free(ref->id);
	ref->id = NULL;
	if (ref->there)
		record_fini(&ref->record);
	ref->there = ref->stale = false;
}

static void drop_set(struct refs *r, size_t i)
{
	free(r->sets[i]->unit);
	free(r->sets[i]->id);
	records_fini(&r->sets[i]->rows);
	free(r->sets[i]);
	r->sets[i] = r->sets[--r->n_sets];
}

static void drop_sets(struct refs *r)
{
	while (r->n_sets)
		drop_set(r, r->n_sets - 1);
}

static void drop_all(struct refs *r)
{
	drop_sets(r);
	for (size_t i = 0; i < r->cap; i++)
		drop(&r->v[i]);
	r->n = 0;
}

void refs_free(struct refs *r)
{
	if (!r)
		return;
	drop_all(r);
	free(r->sets);
	free(r->v);
	free(r);
}

static size_t hash(const char *id)
{
	uint32_t h = 2166136261u;

	for (; *id; id++)
		h = (h ^ (unsigned char)*id) * 16777619u;
	return h;
}

static struct ref *slot(struct refs *r, const char *id)
{
	size_t i = hash(id) & (r->cap - 1);

	while (r->v[i].id && strcmp(r->v[i].id, id))
		i = (i + 1) & (r->cap - 1);
	return &r->v[i];
}

static void make_room(struct refs *r)
{
	struct ref *old = r->v;
	size_t cap = r->cap;

	if (r->n * 2 < r->cap)
		return;
	r->cap = cap ? cap * 2 : 32;
	r->v = xcalloc(r->cap, sizeof(*r->v));
	for (size_t i = 0; i < cap; i++)
		if (old[i].id)
			*slot(r, old[i].id) = old[i];
	free(old);
}

static bool load(struct refs *r, const struct form *form, const char *unit, const char *id,
		 struct record *out)
{
	if (unit && !record_load(r->b, &form->table, unit, id, out, NULL))
		return true;
	return !record_load(r->b, &form->table, NULL, id, out, NULL);
}

const struct record *refs_get(struct refs *r, const struct form *form, const char *unit, const char *id)
{
	struct ref *ref;

	if (str_empty(id))
		return NULL;
	make_room(r);
	ref = slot(r, id);
	if (!ref->id || ref->stale) {
		ref->there = load(r, form, unit, id, &ref->record);
		ref->stale = false;
		if (!ref->id) {
			ref->id = xstrdup(id);
			r->n++;
		}
	}
	return ref->there ? &ref->record : NULL;
}

static struct row_set *row_set(struct refs *r, const struct form *rows, const char *unit, const char *id, struct error *e)
{
	struct row_set *set;
	struct records v;

	for (size_t i = 0; i < r->n_sets; i++)
		if (r->sets[i]->form == rows && !strcmp(r->sets[i]->id, id) && str_eq(r->sets[i]->unit, unit))
			return r->sets[i];
	if (record_rows(r->b, &rows->table, unit, rows->parent->name, id, &v, e))
		return NULL;
	set = xcalloc(1, sizeof(*set));
	*set = (struct row_set){ .form = rows, .unit = xstrdup_null(unit), .id = xstrdup(id), .rows = v };
	r->sets = grow(r->sets, r->n_sets, &r->cap_sets, sizeof(*r->sets));
	r->sets[r->n_sets++] = set;
	return set;
}

const struct records *refs_rows(struct refs *r, const struct form *rows, const char *unit, const char *id, bool whole, struct error *e)
{
	struct row_set *set = row_set(r, rows, unit, id, e);
	int ret = 0;

	for (size_t i = 0; set && whole && !set->whole && !ret && i < set->rows.n; i++)
		ret = record_add_answers(r->b, &rows->table, &set->rows.v[i], e);
	if (ret) {
		drop_sets(r);
		return NULL;
	}
	if (set && whole)
		set->whole = true;
	return set ? &set->rows : NULL;
}

static bool has_row(const struct row_set *set, const char *id)
{
	for (size_t i = 0; i < set->rows.n; i++)
		if (!strcmp(set->rows.v[i].id, id))
			return true;
	return false;
}

static void forget_rows(struct refs *r, const char *id)
{
	for (size_t i = r->n_sets; i-- > 0;)
		if (!id || !strcmp(r->sets[i]->id, id) || has_row(r->sets[i], id))
			drop_set(r, i);
}

void refs_trim(struct refs *r)
{
	if (r->n >= KEPT_MAX)
		drop_all(r);
	else if (r->n_sets >= SETS_MAX)
		drop_sets(r);
}

void refs_forget(struct refs *r, const char *id)
{
	struct ref *ref;

	if (r)
		forget_rows(r, id);
	if (!r || !r->cap)
		return;
	ref = id ? slot(r, id) : NULL;
	if (id && !ref->id)
		return;
	/* Taking one out of an open table would break the chains of others: it stays, to be read again. */
	if (!id) {
		drop_all(r);
		return;
	}
	if (ref->there)
		record_fini(&ref->record);
	ref->there = false;
	ref->stale = true;
}

const char *refs_today(struct refs *r)
{
	if (!*r->today) {
		struct date d = book_today(r->b);

		date_iso(&d, r->today);
	}
	return r->today;
}
