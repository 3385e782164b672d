/* SPDX-License-Identifier: MIT */
/*
 * When the record has moved on under one's hands: field by field, what was begun from, what the
 * other made of it, what one has typed. What only one side changed needs no question.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"

void clashes_fini(struct clashes *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].base);
		free(c->v[i].theirs);
		free(c->v[i].mine);
	}
	free(c->v);
	*c = (struct clashes){ NULL, 0 };
}

static void add_clash(struct clashes *out, struct entry *en, const struct field *fd, const char *code,
		      const char *base, const char *theirs, const char *mine)
{
	out->v = xreallocarray(out->v, out->n + 1, sizeof(*out->v));
	out->v[out->n++] = (struct clash){ en,			 fd,			 code,
					   xstrdup_null(base), xstrdup_null(theirs), xstrdup_null(mine) };
}

static void merge_value(struct clashes *out, struct entry *en, struct entry *now, const struct field *fd,
			const char *code)
{
	size_t i = fd->index;
	char **base = slot_place(&en->was[i], fd, code), **mine = slot_place(&en->now[i], fd, code);
	char **theirs = slot_place(&now->now[i], fd, code);

	if (!str_eq(*base, *theirs)) {
		if (str_eq(*mine, *base))
			set_string(mine, *theirs);
		else if (!str_eq(*mine, *theirs))
			add_clash(out, en, fd, code, *base, *theirs, *mine);
		set_string(base, *theirs);
	}
}

/* Values of one record; `now` is what the book holds. */
static void merge(struct clashes *out, struct entry *en, struct entry *now)
{
	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		if (!entry_writable(fd) || fd->alias) {
			slot_copy(&en->was[i], &now->now[i], fd);
			continue;
		}
		if (fd->type != FIELD_ANSWERS)
			merge_value(out, en, now, fd, NULL);
		for (size_t k = 0; fd->type == FIELD_ANSWERS && k < fd->choices->n; k++)
			merge_value(out, en, now, fd, fd->choices->v[k].code);
	}
	en->base_rev = now->base_rev;
	en->was_complete = now->was_complete;
}

static struct entry *kid_by_id(const struct kids *k, const char *id, size_t *at)
{
	for (*at = 0; *at < k->n; (*at)++)
		if (!strcmp(k->v[*at]->id, id))
			return k->v[*at];
	return NULL;
}

static bool is_gone(const struct kids *k, const char *id)
{
	for (size_t i = 0; i < k->n_gone; i++)
		if (!strcmp(k->gone[i]->id, id))
			return true;
	return false;
}

/* Rows the other took away go; rows the other made come. */
static int match_rows(struct entry *en, size_t r, const struct strlist *ids, struct error *e)
{
	struct kids *k = &en->kids[r];
	int ret = 0;

	for (size_t i = k->n; i-- > 0;) {
		struct entry *kid = k->v[i];

		if (kid->is_new || strlist_has(ids, kid->id))
			continue;
		memmove(&k->v[i], &k->v[i + 1], (--k->n - i) * sizeof(*k->v));
		entry_free(kid);
	}
	for (size_t i = k->n_gone; i-- > 0;) {
		if (strlist_has(ids, k->gone[i]->id))
			continue;
		entry_free(k->gone[i]);
		memmove(&k->gone[i], &k->gone[i + 1], (--k->n_gone - i) * sizeof(*k->gone));
	}
	for (size_t i = 0; !ret && i < ids->n; i++) {
		struct entry *kid;
		size_t at;

		if (kid_by_id(k, ids->v[i], &at) || is_gone(k, ids->v[i]))
			continue;
		ret = entry_make_row(&kid, en, r, ids->v[i], e);
		if (ret)
			break;
		entry_adopt(en, kid);
		ret = entry_read_values(kid, en->unit, e);
		if (!ret)
			ret = entry_read_rows(kid, e);
	}
	return ret;
}

static int rebase(struct entry *en, struct clashes *out, struct error *e)
{
	struct entry *now;
	int ret;

	if (en->is_new)
		return 0;
	ret = entry_alloc(&now, en->f, en->b, en->form, en->id, e);
	if (ret)
		return ret;
	ret = entry_read_values(now, en->unit, e);
	if (!ret)
		merge(out, en, now);
	entry_free(now);
	for (size_t r = 0; !ret && r < en->form->n_rosters; r++) {
		struct strlist ids;

		strlist_init(&ids);
		ret = entry_row_ids(en, en->kids[r].form, &ids, e);
		if (!ret)
			ret = match_rows(en, r, &ids, e);
		strlist_fini(&ids);
		for (size_t i = 0; !ret && i < en->kids[r].n; i++)
			ret = rebase(en->kids[r].v[i], out, e);
	}
	return ret;
}

int entry_rebase(struct entry *en, struct clashes *out, struct error *e)
{
	struct entry *root = entry_root(en);
	int ret;

	*out = (struct clashes){ NULL, 0 };
	root->keep.at = NULL; /* its row may go */
	refs_forget(root->refs, NULL);
	ret = rebase(root, out, e);
	if (!ret)
		ret = entry_work_out(root, e);
	if (ret)
		clashes_fini(out);
	return ret;
}

/* ---- what a record was ---- */

struct going_back {
	struct entry *en;
	int64_t rev;
	struct strlist done; /* fields set: the first change after `rev` says what was */
};

static void undo_change(void *ctx, const struct history_row *h)
{
	struct going_back *g = ctx;
	const struct field *fd;
	const char *code;

	if (h->rev <= g->rev || !h->field || strlist_has(&g->done, h->field))
		return;
	strlist_add(&g->done, h->field);
	fd = form_field(g->en->form, h->field, &code);
	if (!fd || (fd->type == FIELD_ANSWERS && !code))
		return;
	slot_set(&g->en->now[fd->index], fd, code, h->before);
	slot_set(&g->en->was[fd->index], fd, code, h->before);
}

int entry_go_back(struct entry *en, int64_t rev, struct error *e)
{
	struct going_back g = { .en = en, .rev = rev };
	int ret;

	strlist_init(&g.done);
	ret = history_each(en->b, en->form->name, en->unit, en->id, undo_change, &g, e);
	strlist_fini(&g.done);
	en->base_rev = rev;
	return ret;
}
