/* SPDX-License-Identifier: MIT */
/*
 * Writing into an entry: fields, aliases (which write the roster row they stand for), roster
 * rows. Each change is kept in the draft before it counts as made.
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
#include "store/db.h"

static int not_written(const struct field *fd, const char *why, struct error *e)
{
	error_fail(e, ERR_USAGE, "GN-R40", _("%s (%s) cannot be written: %s."), i18n_pick(fd->label), fd->name,
		   why);
	error_safe(e, _("Nothing was changed."));
	return ERR_USAGE;
}

static int may_write(const struct entry *en, const struct field *fd, const char *code, struct error *e)
{
	if (fd->compute)
		return not_written(fd, _("it is computed"), e);
	if (fd->derived)
		return not_written(fd, _("it comes from another form"), e);
	if (fd->type == FIELD_ANSWERS && !code)
		return not_written(fd, _("name the indicator, as in field.CODE"), e);
	if (fd->by_program && !entry_root(en)->by_program)
		return not_written(fd, _("the program writes it"), e);
	if (en->parent && fd == en->form->parent)
		return not_written(fd, _("the row stands within its record"), e);
	return entry_may_save(en, e);
}

/* The row an alias stands for, made where there is none; it is then what the alias looks for. */
static int make_alias_row(struct entry *en, const struct field *fd, struct entry **row, struct error *e)
{
	int roster = form_roster(en->form, fd->origin.form);
	const struct field *where;

	*row = entry_child_add(en, (size_t)roster, e);
	if (!*row)
		return e && e->code ? e->code : ERR_FAULT;
	where = fd->origin.where_field ? form_field((*row)->form, fd->origin.where_field, NULL) : NULL;
	if (!where)
		return 0;
	slot_set(&(*row)->now[where->index], where, NULL, fd->origin.where_values[0]);
	return entry_draft_value(*row, where, NULL, e);
}

/* The new row, what makes it the one meant, and the value: one field left, so one commit. */
static int put_new_alias(struct entry *en, const struct field *fd, const struct field *target,
			 const char *canonical, struct error *e)
{
	struct keeping *k = &entry_root(en)->keep;
	bool had_draft = k->draft != NULL;
	struct db *db = book_db(en->b);
	struct entry *row = NULL;
	int ret = k->on ? db_begin(db, e) : 0;

	if (ret)
		return ret;
	ret = make_alias_row(en, fd, &row, e);
	if (!ret)
		ret = entry_put(row, target, NULL, canonical, e);
	if (!k->on)
		return ret;
	if (!ret)
		ret = db_commit(db, e);
	else
		db_rollback(db);
	if (ret && row)
		row->in_draft = false;
	if (ret && !had_draft)
		set_string(&k->draft, NULL);
	return ret;
}

/* Another name in the row of somebody who has died or left would make him somebody else. */
static int has_left(const struct field *fd, struct error *e)
{
	error_fail(e, ERR_USAGE, "GN-R42", _("%s: this person has died or left; the entry is not changed into somebody else."),
		   i18n_pick(fd->label));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s",
		   _("Open the list of members: make another the head, and the one before a former head."));
	return ERR_USAGE;
}

static bool row_left(const struct entry *row)
{
	const struct field *live = row->form->table.live ? form_field(row->form, row->form->table.live, NULL) : NULL;

	return live && entry_get(row, live, NULL);
}

static int put_alias(struct entry *en, const struct field *fd, const char *canonical, struct error *e)
{
	struct entry *row = entry_alias_row(en, fd);
	const struct field *target = entry_alias_target(en, fd);

	if (!target)
		return not_written(fd, _("it has no row to stand in"), e);
	if (row && row_left(row) && !str_eq(entry_get(row, target, NULL), str_empty(canonical) ? NULL : canonical))
		return has_left(fd, e);
	if (row)
		return entry_put(row, target, NULL, canonical, e);
	return str_empty(canonical) ? 0 : put_new_alias(en, fd, target, canonical, e);
}

int entry_put(struct entry *en, const struct field *fd, const char *code, const char *canonical,
	      struct error *e)
{
	struct slot *s = &en->now[fd->index];
	const char *now;
	char *before;
	int ret;

	if (fd->alias)
		return put_alias(en, fd, canonical, e);
	if (fd->type == FIELD_ANSWERS && !slot_place(s, fd, code))
		return not_written(fd, _("there is no such indicator"), e);
	en->preset[fd->index] = true; /* whatever it is now, it was said */
	now = entry_get(en, fd, code);
	if (str_eq(now, str_empty(canonical) ? NULL : canonical))
		return 0;
	before = xstrdup_null(now);
	slot_set(s, fd, code, canonical);
	ret = entry_draft_value(en, fd, code, e);
	if (ret)
		slot_set(s, fd, code, before);
	free(before);
	return ret;
}

int entry_set(struct entry *en, const struct field *fd, const char *code, const char *text,
	      enum entry_style style, struct error *e)
{
	const struct field *reader = fd->alias ? entry_alias_target(en, fd) : fd;
	char *canonical;
	int ret = may_write(en, fd, code, e);

	if (ret)
		return ret;
	/* Errors are told with the label of the field that was written to. */
	ret = field_read(en->f, en->b, reader ? reader : fd, code, text, style, &canonical, e);
	if (!ret)
		ret = entry_put(en, fd, code, canonical, e);
	free(canonical);
	return ret;
}

/* ---- roster rows ---- */

struct entry *entry_child_add(struct entry *en, size_t roster, struct error *e)
{
	struct entry *kid;
	int ret = roster < en->form->n_rosters ? entry_may_save(en, e) : ERR_FAULT;

	if (ret)
		return NULL;
	if (entry_make_row(&kid, en, roster, NULL, e))
		return NULL;
	if (entry_root(en)->keep.on)
		entry_keep_over(kid);
	entry_adopt(en, kid);
	ret = entry_work_out(kid, e);
	if (!ret)
		ret = entry_draft_row(kid, false, NULL, e);
	if (!ret)
		return kid;
	en->kids[roster].n--;
	entry_free(kid);
	return NULL;
}

void entry_drop(struct entry *parent, size_t roster, size_t i)
{
	struct kids *k = &parent->kids[roster];
	struct entry *kid = k->v[i];

	memmove(&k->v[i], &k->v[i + 1], (--k->n - i) * sizeof(*k->v));
	if (kid->is_new) {
		entry_free(kid);
		return;
	}
	k->gone = grow(k->gone, k->n_gone, &k->cap_gone, sizeof(*k->gone));
	k->gone[k->n_gone++] = kid;
}

int entry_child_remove(struct entry *en, size_t roster, size_t i, const char *why, struct error *e)
{
	struct entry *kid = entry_child(en, roster, i);
	int ret = kid ? entry_may_save(en, e) :
			error_fail(e, ERR_NOTFOUND, "GN-R41", "%s", _("There is no such row."));

	if (!ret && !kid->is_new)
		ret = entry_referred(kid, e);
	if (ret)
		return ret;
	ret = entry_draft_row(kid, true, kid->is_new ? NULL : why, e);
	if (ret)
		return ret;
	set_string(&kid->gone_why, why);
	entry_drop(en, roster, i);
	return 0;
}

int entry_child_move(struct entry *from, size_t roster, size_t i, struct entry *to, struct error *e)
{
	struct entry *kid = entry_child(from, roster, i);
	int there = kid ? form_roster(to->form, kid->form->name) : -1;
	struct kids *k = &from->kids[roster];
	int ret;

	if (there < 0 || kid->is_new || entry_root(from)->keep.on || entry_root(to)->keep.on)
		return error_fail(e, ERR_FAULT, "GN-R43", "%s", _("This row cannot go over to that record."));
	ret = entry_may_save(from, e);
	if (!ret)
		ret = entry_may_save(to, e);
	if (ret)
		return ret;
	memmove(&k->v[i], &k->v[i + 1], (--k->n - i) * sizeof(*k->v));
	k->n_left++;
	kid->parent = to;
	kid->roster = (size_t)there;
	kid->refs = to->refs;
	slot_set(&kid->now[kid->form->parent->index], kid->form->parent, NULL, to->id);
	entry_adopt(to, kid);
	return 0;
}

/* ---- what a skip would hide ---- */

struct asked {
	const struct entry *en;
	const struct field *fd;
	const char *code;
};
struct asked_list {
	struct asked *v;
	size_t n, cap;
};

static void add_asked(struct asked_list *l, const struct entry *en, const struct field *fd, const char *code)
{
	if (!entry_get(en, fd, code) || !entry_relevant(en, fd, code))
		return;
	l->v = grow(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = (struct asked){ en, fd, code };
}

/* Every answered field that is asked, of the record and of its rows. An alias is its row's. */
static void list_asked(struct asked_list *l, const struct entry *en)
{
	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		if (!entry_writable(fd) || fd->alias)
			continue;
		if (fd->type != FIELD_ANSWERS)
			add_asked(l, en, fd, NULL);
		for (size_t k = 0; fd->type == FIELD_ANSWERS && k < fd->choices->n; k++)
			add_asked(l, en, fd, fd->choices->v[k].code);
	}
	for (size_t r = 0; r < en->form->n_rosters; r++)
		for (size_t i = 0; i < en->kids[r].n; i++)
			list_asked(l, en->kids[r].v[i]);
}

static void name_hidden(const struct asked *a, const struct entry *of, struct strlist *fields)
{
	struct str b;

	str_init(&b);
	if (a->en != of)
		str_addf(&b, "%s:", a->en->form->name);
	str_add(&b, a->fd->name);
	if (a->code)
		str_addf(&b, ".%s", a->code);
	if (!strlist_has(fields, b.s))
		strlist_add(fields, b.s);
	str_fini(&b);
}

int entry_would_hide(struct entry *en, const struct field *fd, const char *code, const char *canonical,
		     struct strlist *fields, struct error *e)
{
	struct entry *at = fd->alias ? entry_alias_row(en, fd) : en;
	const struct field *target = fd->alias ? entry_alias_target(en, fd) : fd;
	struct asked_list before = { NULL, 0, 0 };
	char **place, *kept;
	int ret;

	strlist_init(fields);
	place = at && target ? slot_place(&at->now[target->index], target, code) : NULL;
	if (!place)
		return 0;
	ret = entry_refresh(en, e);
	if (ret)
		return ret;
	list_asked(&before, entry_root(en));
	kept = *place;
	*place = str_empty(canonical) ? NULL : xstrdup(canonical);
	ret = entry_refresh(en, e);
	for (size_t i = 0; !ret && i < before.n; i++) {
		const struct asked *a = &before.v[i];

		if ((a->en != at || a->fd != target) && !entry_relevant(a->en, a->fd, a->code))
			name_hidden(a, en, fields);
	}
	free(*place);
	*place = kept;
	if (!ret)
		ret = entry_refresh(en, e);
	free(before.v);
	if (ret)
		strlist_fini(fields);
	return ret;
}
