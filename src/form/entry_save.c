/* SPDX-License-Identifier: MIT */
/*
 * One transaction: the record, its rows, reasons, what others derive from it, and the end of its
 * draft. Also a record with Lỗi is stored, as chưa hoàn chỉnh: what an officer typed is never lost.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"
#include "form/round_lock_impl.h"
#include "store/db.h"
#include "store/draft.h"

struct saving {
	const char *who, *why;
	struct derive_queue *q;
	struct save_result *out;
};

void save_result_fini(struct save_result *r)
{
	problems_fini(&r->problems);
	*r = (struct save_result){ .rev = 0 };
}

int entry_may_save(const struct entry *en, struct error *e)
{
	if (!form_owned_by(en->form, book_level(en->b))) {
		error_fail(e, ERR_USAGE, "GN-R60", _("%s: kept by books of the level \"%s\", not by this one."),
			   i18n_pick(en->form->plural),
			   codes_label(code_lists_get(forms_codes(en->f), "level", NULL), en->form->owner_level));
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Enter it in a book of that level, or put a remark on what came from there."));
		return ERR_USAGE;
	}
	if (!en->owned) {
		error_fail(e, ERR_DATA, "GN-R61", _("This record belongs to another unit and can only be read here."));
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Put a remark on it; its own unit changes it."));
		error_detail(e, "%s %s", en->form->name, en->id);
		return ERR_DATA;
	}
	if (entry_root(en)->by_program)
		return 0;
	if (en->form->by_program) {
		error_fail(e, ERR_DATA, "GN-R64", _("%s: written by the program alone, nobody types or removes them."),
			   i18n_pick(en->form->plural));
		error_safe(e, _("Nothing was changed."));
		return ERR_DATA;
	}
	if (entry_locked(en)) {
		char *key = entry_key(entry_root(en), " / ", true);

		error_fail(e, ERR_DATA, "GN-R65", _("%s %s is closed: it is neither changed nor removed."), i18n_pick(entry_root(en)->form->title),
			   key ? key : "");
		error_safe(e, _("Nothing was changed."));
		free(key);
		return ERR_DATA;
	}
	return 0;
}

/* ---- one record ---- */

static bool own_differs(const struct entry *en)
{
	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		if (!form_column_derived(en->form, fd) && !slot_same(&en->now[i], &en->was[i], fd))
			return true;
	}
	return false;
}

static bool rows_differ(const struct entry *en)
{
	for (size_t r = 0; r < en->form->n_rosters; r++) {
		const struct kids *k = &en->kids[r];

		if (k->n_gone || k->n_left)
			return true;
		for (size_t i = 0; i < k->n; i++)
			if (k->v[i]->is_new || own_differs(k->v[i]))
				return true;
	}
	return false;
}

/* What an alias shows lies in a row. */
static bool derived_differs(const struct entry *en)
{
	bool aliases = false;

	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		aliases = aliases || fd->alias;
		if (form_column_derived(en->form, fd) &&
		    (en->is_new || (!fd->alias && !slot_same(&en->now[i], &en->was[i], fd))))
			return true;
	}
	return aliases && rows_differ(en);
}

/* Rows are sorted and found by what their record is called. */
static bool parent_renamed(const struct entry *en)
{
	const struct entry *up = en->parent;

	for (size_t i = 0; up && i < up->form->n_key; i++) {
		const struct field *fd = up->form->key[i];

		if (up->is_new || (fd->alias ? rows_differ(up) : !slot_same(&up->now[fd->index], &up->was[fd->index], fd)))
			return true;
	}
	return up && parent_renamed(up);
}

/* Is there more to write of the record than its own values? Most rows of a household that is saved are as they were. */
static bool derives(const struct entry *en, bool written)
{
	if (derived_differs(en))
		return true;
	return !written && (!en->parent || en->new_complete != en->was_complete || parent_renamed(en));
}

static void fill_record(const struct entry *en, struct record *r)
{
	record_init(r);
	r->unit = xstrdup(en->unit);
	r->id = xstrdup(en->id);
	r->complete = en->new_complete;
	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];
		const struct slot *slot = &en->now[i];

		if (form_column_derived(en->form, fd))
			continue;
		if (slot->text)
			record_put(r, fd->name, slot->text, NULL);
		for (size_t k = 0; slot->codes && k < fd->choices->n; k++) {
			const struct code *code = &fd->choices->v[k];
			char *name;

			if (!slot->codes[k])
				continue;
			name = xasprintf("%s.%s", fd->name, code->code);
			record_put(r, name, slot->codes[k], code->standard);
			free(name);
		}
	}
}

static int write_record(struct saving *s, struct entry *en, struct error *e)
{
	char **keys = derive_sort_keys(en), *words = derive_search_text(en), id[37];
	struct record_save rs = { .base_rev = en->is_new ? 0 : en->base_rev,
				  .who = s->who,
				  .why = s->why,
				  .sort_keys = (const char *const *)keys,
				  .search_text = words };
	struct record r;
	bool changed = false;
	int ret;

	fill_record(en, &r);
	rs.record = &r;
	ret = record_save(en->b, &en->form->table, &rs, id, &en->new_rev, &changed, e);
	s->out->changed |= changed;
	record_fini(&r);
	for (size_t i = 0; i < en->form->n_sorts; i++)
		free(keys[i]);
	free(keys);
	free(words);
	return ret;
}

static bool doubt_stands(const struct saving *s, const struct entry *en, const char *check)
{
	for (size_t i = 0; i < s->out->problems.n; i++) {
		const struct problem *p = &s->out->problems.v[i];

		if (p->entry == en && p->strength == STRENGTH_DOUBT && !strcmp(p->check, check))
			return true;
	}
	return false;
}

/* Is it for the record itself to say whether the reason is still asked for? Of what is settled, no proposal is told any more. */
static bool own_check(const struct entry *en, const char *check)
{
	for (size_t i = 0; i < en->form->n_checks; i++)
		if (!strcmp(en->form->checks[i].name, check))
			return !en->form->checks[i].propose || !entry_settled(en);
	return false;
}

/* A reason for what no longer asks for one goes; one that answers a check over several records is not ours to judge. */
static int write_reasons(struct saving *s, struct entry *en, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < en->n_reasons; i++) {
		struct reason *r = &en->reasons[i];

		if (r->text && own_check(en, r->check) && !doubt_stands(s, en, r->check))
			set_string(&r->text, NULL);
		if (str_eq(r->text, r->stored))
			continue;
		ret = reason_set(en->b, en->form->name, en->unit, en->id, r->check, r->text, s->who, e);
		s->out->changed = true;
	}
	return ret;
}

static int save_rows(struct saving *s, struct entry *en, struct error *e);

static int save_one(struct saving *s, struct entry *en, struct error *e)
{
	bool write = en->is_new || own_differs(en);
	int ret = 0;

	en->new_complete = !entry_has_errors(&s->out->problems, en);
	en->new_rev = en->base_rev;
	if (write)
		ret = write_record(s, en, e);
	if (!ret && write)
		ret = round_lock_mark(en, s->why, s->who, e);
	if (!ret && derives(en, write))
		ret = derive_write(en, en->new_complete, true, e);
	if (!ret)
		ret = write_reasons(s, en, e);
	refs_forget(en->refs, en->id);
	if (en->form->parent && !en->parent) { /* one row more or less there */
		refs_forget(en->refs, en->was[en->form->parent->index].text);
		refs_forget(en->refs, en->now[en->form->parent->index].text);
	}
	if (!ret)
		ret = derive_queue_follow(s->q, en, false, e);
	if (!ret)
		ret = follow_referring(s->q, en, e);
	return ret ? ret : save_rows(s, en, e);
}

static int save_rows(struct saving *s, struct entry *en, struct error *e)
{
	int ret = 0;

	for (size_t r = 0; r < en->form->n_rosters; r++) {
		struct kids *k = &en->kids[r];

		for (size_t i = 0; !ret && i < k->n_gone; i++) {
			const char *why = k->gone[i]->gone_why;

			ret = entry_remove_tree(k->gone[i], why ? why : s->why, s->who, s->q, e);
			s->out->changed = true;
		}
		for (size_t i = 0; !ret && i < k->n; i++)
			ret = save_one(s, k->v[i], e);
	}
	return ret;
}

/* ---- the whole ---- */

/* Is a row taken away without a reason of its own? */
static bool gone_unexplained(const struct entry *en)
{
	for (size_t r = 0; r < en->form->n_rosters; r++) {
		for (size_t i = 0; i < en->kids[r].n_gone; i++)
			if (str_empty(en->kids[r].gone[i]->gone_why))
				return true;
		for (size_t i = 0; i < en->kids[r].n; i++)
			if (gone_unexplained(en->kids[r].v[i]))
				return true;
	}
	return false;
}

int entry_may_save_now(const struct entry *en, const char *why, struct error *e)
{
	int ret = en->parent ? error_fail(e, ERR_FAULT, "GN-R63", "%s", _("A row is saved with its record.")) :
			       entry_may_save(en, e);

	if (ret || !str_empty(why) || !gone_unexplained(en))
		return ret;
	error_fail(e, ERR_USAGE, "GN-R62", "%s", _("Rows were taken away: say why."));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Give the reason; it stays in the history."));
	return ERR_USAGE;
}

int entry_save_inside(struct entry *en, const char *who, const char *why, struct derive_queue *q,
		      struct save_result *out, struct error *e)
{
	struct saving s = { .who = who, .why = why, .q = q, .out = out };
	bool touched = en->is_new || entry_dirty(en);
	int ret = 0;

	*out = (struct save_result){ .rev = en->base_rev };
	if (!en->is_new)
		ret = derive_latest(en, e);
	if (!ret && touched)
		ret = round_lock_gate(en, why, e);
	if (!ret)
		ret = entry_problems(en, &out->problems, e);
	out->complete = !out->problems.errors;
	if (ret || !touched)
		return ret;
	ret = save_one(&s, en, e);
	out->rev = en->new_rev;
	return ret;
}

int entry_save_anew(struct entry *en, struct derive_queue *q, struct error *e)
{
	struct save_result out = { .rev = en->base_rev };
	struct saving s = { .who = q->who, .why = q->why ? q->why : _("Worked out anew: what it refers to has changed."),
			    .q = q,
			    .out = &out };
	int ret = entry_problems(en, &out.problems, e);

	if (!ret)
		ret = save_one(&s, en, e);
	save_result_fini(&out);
	return ret;
}

static void settle_reasons(struct entry *en)
{
	size_t n = 0;

	for (size_t i = 0; i < en->n_reasons; i++) {
		struct reason *r = &en->reasons[i];

		if (!r->text) {
			free(r->check);
			free(r->stored);
			continue;
		}
		set_string(&r->stored, r->text);
		en->reasons[n++] = *r;
	}
	en->n_reasons = n;
}

void entry_settle(struct entry *en)
{
	for (size_t i = 0; i < en->form->n_fields; i++)
		slot_copy(&en->was[i], &en->now[i], &en->form->fields[i]);
	en->base_rev = en->new_rev;
	en->was_complete = en->new_complete;
	en->is_new = false;
	en->in_draft = false;
	settle_reasons(en);
	for (size_t r = 0; r < en->form->n_rosters; r++) {
		struct kids *k = &en->kids[r];

		for (size_t i = 0; i < k->n_gone; i++)
			entry_free(k->gone[i]);
		k->n_gone = k->n_left = 0;
		for (size_t i = 0; i < k->n; i++)
			entry_settle(k->v[i]);
	}
	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		if (fd->alias) /* what it shows lies in a row */
			slot_set(&en->was[i], fd, NULL, entry_get(en, fd, NULL));
	}
}

/* Fields marked keep go over to the next new record of the screen. */
static void keep_over(const struct entry *en)
{
	for (size_t i = 0; i < en->form->n_fields; i++)
		if (en->form->fields[i].keep && !en->form->fields[i].alias &&
		    en->form->fields[i].type != FIELD_ANSWERS)
			forms_keep(en->f, &en->form->fields[i], en->now[i].text);
	for (size_t r = 0; r < en->form->n_rosters; r++)
		for (size_t i = 0; i < en->kids[r].n; i++)
			keep_over(en->kids[r].v[i]);
}

static void saved(struct entry *en)
{
	/* Nothing touched: nothing was written, and what is here is what was. */
	if (en->is_new || entry_dirty(en))
		entry_settle(en);
	set_string(&en->keep.draft, NULL);
	set_string(&en->keep.title, NULL);
	en->keep.at = NULL;
	entry_forget_waiting(en);
	if (en->keep.on)
		keep_over(en);
}

int entry_save(struct entry *en, const char *who, const char *why, struct save_result *out,
	       struct error *e)
{
	struct db *db = book_db(en->b);
	struct derive_queue q = { .who = who, .why = why };
	int ret = entry_may_save_now(en, why, e);

	*out = (struct save_result){ .rev = 0 };
	if (!ret)
		ret = db_begin(db, e);
	if (ret)
		return ret;
	/* Looked at in this transaction, not before: others may have written. */
	refs_forget(en->refs, NULL);
	ret = entry_save_inside(en, who, why, &q, out, e);
	if (!ret)
		ret = derive_queue_run(&q, en->f, en->b, en->refs, e);
	if (!ret && en->keep.draft)
		ret = draft_finish(en->b, en->keep.draft, e);
	if (!ret)
		ret = db_commit(db, e);
	else
		db_rollback(db);
	derive_queue_fini(&q);
	if (ret)
		save_result_fini(out);
	else
		saved(en);
	return ret;
}
