/* SPDX-License-Identifier: MIT */
/*
 * Records that refer to one that was changed. They are called, sorted and found by its key, and some of their fields are worked
 * out from its fields: a village that becomes urban, a round whose standard was wrong. They follow in the saving
 * transaction, so that nothing in the book is computed from what no longer stands there.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"

#define CHAIN_MAX 6 /* a key of a key of a key; forms may name one another in circles */

static bool in_list(const struct field *const *list, size_t n, const struct field *fd)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == fd)
			return true;
	return false;
}

/* Does the form call, sort or find its records by this reference? */
static bool named_by(const struct form *form, const struct field *ref)
{
	for (size_t i = 0; i < form->n_sorts; i++)
		if (in_list(form->sorts[i].field, form->sorts[i].n, ref))
			return true;
	return in_list(form->key, form->n_key, ref) || in_list(form->search, form->n_search, ref);
}

/* Fields of the record referred to that expressions look at: "area_type" of :village__area_type. What presets a new record is
 * not worked out again. */
static void looked_at(const struct form *form, const struct field *ref, struct strlist *out)
{
	const struct form_impl *fi = form_impl(form);
	char *own = xasprintf("%s__", ref->name);

	for (size_t i = 0; i < fi->n_uses; i++) {
		const struct expr_use *u = &fi->uses[i];

		if (str_starts(u->key, "default"))
			continue;
		for (size_t k = 0; k < expr_params(u->x); k++) {
			const char *p = expr_param(u->x, k);
			const char *field = str_starts(p, own) ? p + strlen(own) :
					    form->parent == ref && str_starts(p, "parent__") ? p + strlen("parent__") :
											       NULL;

			if (field && !strlist_has(out, field))
				strlist_add(out, field);
		}
	}
	free(own);
}

static void find_lookers(struct forms *f, struct form_impl *fi)
{
	const char *const *names = forms_names(f);

	fi->lookers_known = true;
	for (size_t i = 0; names[i]; i++) {
		const struct form *form;

		/* A form with mistakes has no records that could be asked. */
		if (forms_get(f, names[i], &form, NULL))
			continue;
		for (size_t k = 0; k < form->n_fields; k++) {
			const struct field *fd = &form->fields[k];
			struct looker l = { .form = form, .ref = fd };

			if (fd->type != FIELD_REFERENCE || strcmp(fd->refers, fi->pub.name))
				continue;
			l.names = named_by(form, fd);
			strlist_init(&l.fields);
			looked_at(form, fd, &l.fields);
			if (!l.names && !l.fields.n)
				continue;
			fi->lookers = grow(fi->lookers, fi->n_lookers, &fi->cap_lookers, sizeof(*fi->lookers));
			fi->lookers[fi->n_lookers++] = l;
		}
	}
}

static const struct form_impl *with_lookers(struct forms *f, const struct form *form)
{
	struct form_impl *fi = form_impl(form);

	if (!fi->lookers_known)
		find_lookers(f, fi);
	return fi;
}

static bool changed(const struct entry *en, const struct field *fd)
{
	if (!fd)
		return false;
	if (field_is_single(fd))
		return !str_eq(entry_get(en, fd, NULL), en->was[fd->index].text);
	return !slot_same(&en->now[fd->index], &en->was[fd->index], fd);
}

static bool any_changed(const struct entry *en, const struct strlist *fields)
{
	for (size_t i = 0; i < fields->n; i++)
		if (changed(en, form_field(en->form, fields->v[i], NULL)))
			return true;
	return false;
}

static bool renamed(const struct entry *en)
{
	for (size_t i = 0; i < en->form->n_key; i++)
		if (changed(en, en->form->key[i]))
			return true;
	return false;
}

static int referring_ids(struct entry *en, const struct looker *l, const char *id, struct strlist *ids, struct error *e)
{
	char *sql = xasprintf("SELECT id FROM \"%s\" WHERE \"%s\"=? AND +_unit=?", l->form->name, l->ref->name);
	int ret = db_get_list(book_db(en->b), ids, e, sql, "tt", id, en->unit);

	free(sql);
	return ret;
}

/* Those that refer to `id`, and, where they are called by it, those that refer to them. */
static int add_referring(struct derive_queue *q, struct entry *en, const struct looker *l, const char *id, bool renamed,
			 int deep, struct error *e)
{
	const struct form_impl *next = with_lookers(en->f, l->form);
	bool further = renamed && deep < CHAIN_MAX && in_list(l->form->key, l->form->n_key, l->ref);
	struct strlist ids;
	int ret;

	strlist_init(&ids);
	ret = referring_ids(en, l, id, &ids, e);
	for (size_t i = 0; !ret && i < ids.n; i++) {
		derive_queue_add(q, l->form, en->unit, ids.v[i]);
		for (size_t k = 0; !ret && further && k < next->n_lookers; k++)
			if (next->lookers[k].names)
				ret = add_referring(q, en, &next->lookers[k], ids.v[i], true, deep + 1, e);
	}
	strlist_fini(&ids);
	return ret;
}

int follow_referring(struct derive_queue *q, struct entry *en, struct error *e)
{
	const struct form_impl *fi;
	bool name;
	int ret = 0;

	if (en->is_new)
		return 0;
	fi = with_lookers(en->f, en->form);
	name = renamed(en);
	for (size_t i = 0; !ret && i < fi->n_lookers; i++) {
		const struct looker *l = &fi->lookers[i];

		if ((l->names && name) || any_changed(en, &l->fields))
			ret = add_referring(q, en, l, en->id, name, 0, e);
	}
	return ret;
}
