/* SPDX-License-Identifier: MIT */
/*
 * The entry itself: made new or read from the book with its rosters, asked for values. Values of
 * a record and of its rows are held here until the save; nothing is written by this file.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"

/* ---- slots ---- */

char **slot_place(struct slot *s, const struct field *fd, const char *code)
{
	const struct code *k;

	if (fd->type != FIELD_ANSWERS)
		return &s->text;
	k = code ? codes_find(fd->choices, code) : NULL;
	if (!k)
		return NULL;
	if (!s->codes)
		s->codes = xcalloc(fd->choices->n + 1, sizeof(*s->codes));
	return &s->codes[k - fd->choices->v];
}

void slot_set(struct slot *s, const struct field *fd, const char *code, const char *text)
{
	char **place = slot_place(s, fd, code);

	if (place)
		set_string(place, str_empty(text) ? NULL : text);
}

bool slot_same(const struct slot *a, const struct slot *b, const struct field *fd)
{
	if (fd->type != FIELD_ANSWERS)
		return str_eq(a->text, b->text);
	for (size_t i = 0; i < fd->choices->n; i++)
		if (!str_eq(a->codes ? a->codes[i] : NULL, b->codes ? b->codes[i] : NULL))
			return false;
	return true;
}

static void slot_fini(struct slot *s, const struct field *fd)
{
	free(s->text);
	for (size_t i = 0; s->codes && i < fd->choices->n; i++)
		free(s->codes[i]);
	free(s->codes);
	*s = (struct slot){ NULL, NULL };
}

void slot_copy(struct slot *to, const struct slot *from, const struct field *fd)
{
	slot_fini(to, fd);
	to->text = xstrdup_null(from->text);
	if (!from->codes)
		return;
	to->codes = xcalloc(fd->choices->n + 1, sizeof(*to->codes));
	for (size_t i = 0; i < fd->choices->n; i++)
		to->codes[i] = xstrdup_null(from->codes[i]);
}

/* ---- making and freeing ---- */

struct entry *entry_root(const struct entry *en)
{
	while (en->parent)
		en = en->parent;
	return (struct entry *)(uintptr_t)en;
}

int entry_alloc(struct entry **out, struct forms *f, struct book *b, const struct form *form, const char *id,
		struct error *e)
{
	struct entry *en = xcalloc(1, sizeof(*en));
	char made[UUID_LEN + 1];
	int ret = 0;

	en->f = f;
	en->b = b;
	en->form = form;
	en->id = xstrdup(id ? id : uuid7(made));
	en->now = xcalloc(form->n_fields + 1, sizeof(*en->now));
	en->was = xcalloc(form->n_fields + 1, sizeof(*en->was));
	en->relevant = xcalloc(form->n_fields + 1, sizeof(*en->relevant));
	en->unsure = xcalloc(form->n_fields + 1, sizeof(*en->unsure));
	en->preset = xcalloc(form->n_fields + 1, sizeof(*en->preset));
	en->standard = xcalloc(form->n_fields + 1, sizeof(*en->standard));
	en->lets = xcalloc(form->n_lets + 1, sizeof(*en->lets));
	en->let_state = xcalloc(form->n_lets + 1, 1);
	en->kids = xcalloc(form->n_rosters + 1, sizeof(*en->kids));
	for (size_t i = 0; i < form->n_fields; i++)
		en->relevant[i] = true;
	for (size_t i = 0; !ret && i < form->n_rosters; i++)
		ret = forms_get(f, form->rosters[i], &en->kids[i].form, e);
	if (ret)
		entry_free(en);
	*out = ret ? NULL : en;
	return ret;
}

static void free_kids(struct kids *k)
{
	for (size_t i = 0; i < k->n; i++)
		entry_free(k->v[i]);
	for (size_t i = 0; i < k->n_gone; i++)
		entry_free(k->gone[i]);
	free(k->v);
	free(k->gone);
}

void entry_free(struct entry *en)
{
	if (!en)
		return;
	for (size_t i = 0; i < en->form->n_rosters; i++)
		free_kids(&en->kids[i]);
	for (size_t i = 0; i < en->form->n_fields; i++) {
		slot_fini(&en->now[i], &en->form->fields[i]);
		slot_fini(&en->was[i], &en->form->fields[i]);
		free(en->standard[i]);
	}
	for (size_t i = 0; i < en->form->n_lets; i++)
		expr_value_fini(&en->lets[i]);
	for (size_t i = 0; i < en->n_reasons; i++) {
		free(en->reasons[i].check);
		free(en->reasons[i].text);
		free(en->reasons[i].stored);
	}
	if (en->refs_owned)
		refs_free(en->refs);
	free(en->keep.who);
	free(en->keep.draft);
	free(en->keep.title);
	free(en->keep.place);
	free(en->keep.wait_name);
	free(en->gone_why);
	free(en->keep.wait_text);
	free(en->reasons);
	free(en->kids);
	free(en->lets);
	free(en->let_state);
	free(en->standard);
	free(en->relevant);
	free(en->unsure);
	free(en->preset);
	free(en->was);
	free(en->now);
	free(en->unit);
	free(en->id);
	free(en);
}

static void share_refs(struct entry *en, struct refs *refs)
{
	en->refs_owned = !refs;
	en->refs = refs ? refs : refs_new(en->f, en->b);
}

void entry_adopt(struct entry *parent, struct entry *kid)
{
	struct kids *k = &parent->kids[kid->roster];

	k->v = grow(k->v, k->n, &k->cap, sizeof(*k->v));
	k->v[k->n++] = kid;
}

int entry_make_row(struct entry **out, struct entry *parent, size_t roster, const char *id, struct error *e)
{
	const struct form *form = parent->kids[roster].form;
	struct entry *en;
	int ret = entry_alloc(&en, parent->f, parent->b, form, id, e);

	*out = NULL;
	if (ret)
		return ret;
	en->unit = xstrdup(parent->unit);
	en->owned = parent->owned;
	en->parent = parent;
	en->roster = roster;
	en->is_new = true;
	en->refs = parent->refs;
	slot_set(&en->now[form->parent->index], form->parent, NULL, parent->id);
	*out = en;
	return 0;
}

void entry_keep_over(struct entry *en)
{
	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		if (fd->keep && entry_writable(fd) && !fd->alias && fd->type != FIELD_ANSWERS && !en->now[i].text)
			slot_set(&en->now[i], fd, NULL, forms_kept(en->f, fd));
	}
}

static int no_parent(const struct form *form, const char *parent_id, struct error *e)
{
	int ret = error_fail(e, ERR_NOTFOUND, "GN-R10", _("The record this belongs to (%s) does not exist."),
			     form->parent ? form->parent->refers : form->name);

	error_safe(e, _("Nothing was stored."));
	error_detail(e, "%s", parent_id);
	return ret;
}

int entry_make(struct entry **out, struct forms *f, struct book *b, const struct form *form,
	       const char *parent_id, const struct entry_how *how, struct error *e)
{
	const struct form *parent;
	struct entry *en;
	int ret = entry_alloc(&en, f, b, form, how->id, e);

	*out = NULL;
	if (ret)
		return ret;
	en->unit = xstrdup(book_unit_id(b));
	en->owned = true;
	en->is_new = true;
	share_refs(en, how->refs);
	if (parent_id) {
		ret = form->parent ? forms_get(f, form->parent->refers, &parent, e) :
				     no_parent(form, parent_id, e);
		if (!ret && !refs_get(en->refs, parent, NULL, parent_id))
			ret = no_parent(form, parent_id, e);
		if (!ret)
			slot_set(&en->now[form->parent->index], form->parent, NULL, parent_id);
	}
	if (!ret && how->kept)
		entry_keep_over(en);
	if (!ret)
		ret = entry_work_out(en, e);
	/* A new form is not dirty before something is typed into it. */
	for (size_t i = 0; !ret && i < form->n_fields; i++)
		slot_copy(&en->was[i], &en->now[i], &form->fields[i]);
	if (ret)
		entry_free(en);
	else
		*out = en;
	return ret;
}

int entry_new(struct entry **out, struct forms *f, struct book *b, const struct form *form,
	      const char *parent_id, struct error *e)
{
	const struct entry_how how = { .kept = true };

	return entry_make(out, f, b, form, parent_id, &how, e);
}

/* ---- reading ---- */

void entry_fill(struct entry *en, const struct record *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const char *code;
		const struct field *fd = form_field(en->form, r->v[i].field, &code);

		if (!fd)
			continue;
		slot_set(&en->now[fd->index], fd, code, r->v[i].text);
		slot_set(&en->was[fd->index], fd, code, r->v[i].text);
	}
	set_string(&en->unit, r->unit);
	en->owned = str_eq(r->unit, book_unit_id(en->b));
	en->base_rev = r->rev;
	en->was_complete = r->complete;
	en->is_new = false;
}

static void take_reason(void *ctx, const char *check, const char *text)
{
	struct entry *en = ctx;

	en->reasons = grow(en->reasons, en->n_reasons, &en->cap_reasons, sizeof(*en->reasons));
	en->reasons[en->n_reasons++] =
		(struct reason){ xstrdup(check), xstrdup(text), xstrdup(text) };
}

int entry_row_ids(struct entry *en, const struct form *form, struct strlist *ids, struct error *e)
{
	char *sql;
	int ret;

	if (!form_table_there(en->b, form))
		return 0;
	sql = xasprintf("SELECT id FROM \"%s\" WHERE \"%s\"=? AND +_unit=? ORDER BY id", form->name,
			form->parent->name);
	ret = db_get_list(book_db(en->b), ids, e, sql, "tt", en->id, en->unit);
	free(sql);
	return ret;
}

/* Values and reasons of a record as stored; its rows are not read. */
int entry_read_values(struct entry *en, const char *unit, struct error *e)
{
	struct record r;
	int ret = record_load(en->b, &en->form->table, unit, en->id, &r, e);

	if (ret)
		return ret;
	entry_fill(en, &r);
	record_fini(&r);
	return reason_each(en->b, en->form->name, en->unit, en->id, take_reason, en, e);
}

static int read_roster(struct entry *en, size_t roster, struct error *e)
{
	const struct form *form = en->kids[roster].form;
	const struct records *rows;
	int ret = 0;

	if (!form_table_there(en->b, form))
		return 0;
	/* All at once, and shared with whoever counted over them. */
	rows = refs_rows(en->refs, form, en->unit, en->id, true, e);
	if (!rows)
		return e && e->code ? e->code : ERR_DATA;
	for (size_t i = 0; !ret && i < rows->n; i++) {
		struct entry *kid;

		ret = entry_make_row(&kid, en, roster, rows->v[i].id, e);
		if (ret)
			break;
		entry_adopt(en, kid);
		entry_fill(kid, &rows->v[i]);
		ret = reason_each(en->b, form->name, kid->unit, kid->id, take_reason, kid, e);
		if (!ret)
			ret = entry_read_rows(kid, e);
	}
	return ret;
}

int entry_read_rows(struct entry *en, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < en->form->n_rosters; i++)
		ret = read_roster(en, i, e);
	return ret;
}

/* Told by what is stored, before anybody types into it. */
static int read_lock(struct entry *en, struct error *e)
{
	struct expr_value v;
	int ret;

	if (!en->form->locked)
		return 0;
	ret = entry_eval(en, en->form->locked, &v, e);
	en->locked = !ret && v.kind == EXPR_NUMBER && v.number != 0;
	expr_value_fini(&v);
	return ret;
}

int entry_read_stored(struct entry **out, struct forms *f, struct book *b, const struct form *form,
		      const char *unit, const char *id, struct refs *refs, struct error *e)
{
	struct entry *en;
	int ret = entry_alloc(&en, f, b, form, id, e);

	*out = NULL;
	if (ret)
		return ret;
	share_refs(en, refs);
	ret = entry_read_values(en, unit, e);
	if (!ret)
		ret = entry_read_rows(en, e);
	if (ret)
		entry_free(en);
	else
		*out = en;
	return ret;
}

int entry_read(struct entry **out, struct forms *f, struct book *b, const struct form *form,
	       const char *unit, const char *id, struct refs *refs, struct error *e)
{
	struct entry *en;
	int ret = entry_read_stored(&en, f, b, form, unit, id, refs, e);

	*out = NULL;
	if (ret)
		return ret;
	ret = entry_work_out(en, e);
	if (!ret)
		ret = read_lock(en, e);
	if (ret)
		entry_free(en);
	else
		*out = en;
	return ret;
}

int entry_open(struct entry **out, struct forms *f, struct book *b, const struct form *form,
	       const char *unit, const char *id, struct error *e)
{
	return entry_read(out, f, b, form, unit, id, NULL, e);
}

/* ---- asking ---- */

const struct form *entry_form(const struct entry *en)
{
	return en->form;
}

const char *entry_id(const struct entry *en)
{
	return en->id;
}

const char *entry_unit(const struct entry *en)
{
	return en->unit;
}

bool entry_is_new(const struct entry *en)
{
	return en->is_new;
}

bool entry_owned(const struct entry *en)
{
	return en->owned;
}

void entry_by_program(struct entry *en)
{
	entry_root(en)->by_program = true;
}

bool entry_locked(const struct entry *en)
{
	return en->locked || entry_root(en)->locked;
}

int64_t entry_base_rev(const struct entry *en)
{
	return en->base_rev;
}

struct entry *entry_parent(const struct entry *en)
{
	return en->parent;
}

bool entry_writable(const struct field *fd)
{
	return !fd->compute && !fd->derived;
}

bool entry_self_dirty(const struct entry *en)
{
	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		if (entry_writable(fd) && !fd->alias && !slot_same(&en->now[i], &en->was[i], fd))
			return true;
	}
	for (size_t i = 0; i < en->n_reasons; i++)
		if (!str_eq(en->reasons[i].text, en->reasons[i].stored))
			return true;
	return false;
}

/* Did it come from another record? */
static bool row_came(const struct entry *row)
{
	const size_t up = row->form->parent->index;

	return !str_eq(row->was[up].text, row->now[up].text);
}

bool entry_dirty(const struct entry *en)
{
	if (entry_self_dirty(en))
		return true;
	for (size_t i = 0; i < en->form->n_rosters; i++) {
		const struct kids *k = &en->kids[i];

		if (k->n_gone || k->n_left)
			return true;
		for (size_t j = 0; j < k->n; j++)
			if (k->v[j]->is_new || row_came(k->v[j]) || entry_dirty(k->v[j]))
				return true;
	}
	return false;
}

size_t entry_children(const struct entry *en, size_t roster)
{
	return roster < en->form->n_rosters ? en->kids[roster].n : 0;
}

struct entry *entry_child(const struct entry *en, size_t roster, size_t i)
{
	return i < entry_children(en, roster) ? en->kids[roster].v[i] : NULL;
}

struct entry *entry_child_by_id(const struct entry *en, const char *form, const char *id)
{
	for (size_t r = 0; r < en->form->n_rosters; r++) {
		for (size_t i = 0; i < en->kids[r].n; i++) {
			struct entry *kid = en->kids[r].v[i], *below;

			if (!strcmp(kid->form->name, form) && !strcmp(kid->id, id))
				return kid;
			below = entry_child_by_id(kid, form, id);
			if (below)
				return below;
		}
	}
	return NULL;
}

static bool where_holds(const struct entry *row, const struct field_origin *o)
{
	const struct field *w = o->where_field ? form_field(row->form, o->where_field, NULL) : NULL;
	const char *text = w ? row->now[w->index].text : NULL;

	if (!w)
		return true;
	for (size_t i = 0; text && o->where_values[i]; i++)
		if (!strcmp(o->where_values[i], text))
			return true;
	return false;
}

static bool row_lives(const struct entry *row)
{
	const struct field *live = row->form->table.live ? form_field(row->form, row->form->table.live, NULL) :
							   NULL;

	return !live || !row->now[live->index].text;
}

/* The first row that matches; one that has left counts only where no other does. */
struct entry *entry_alias_row(const struct entry *en, const struct field *fd)
{
	int roster = form_roster(en->form, fd->origin.form);
	struct entry *left = NULL;

	for (size_t i = 0; roster >= 0 && i < en->kids[roster].n; i++) {
		struct entry *kid = en->kids[roster].v[i];

		if (!where_holds(kid, &fd->origin))
			continue;
		if (row_lives(kid))
			return kid;
		if (!left)
			left = kid;
	}
	return left;
}

const struct field *entry_alias_of(const struct entry *en, const struct entry *row, const struct field *fd)
{
	for (size_t i = 0; i < en->form->n_fields; i++) {
		const struct field *alias = &en->form->fields[i];

		if (alias->alias && entry_alias_target(en, alias) == fd && entry_alias_row(en, alias) == row)
			return alias;
	}
	return NULL;
}

const struct field *entry_alias_target(const struct entry *en, const struct field *fd)
{
	int roster = form_roster(en->form, fd->origin.form);

	return roster < 0 ? NULL : form_field(en->kids[roster].form, fd->origin.value, NULL);
}

const char *entry_get(const struct entry *en, const struct field *fd, const char *code)
{
	char **place;

	if (fd->alias) {
		const struct entry *row = entry_alias_row(en, fd);

		return row		  ? entry_get(row, entry_alias_target(en, fd), NULL) :
		       fd->origin.otherwise ? entry_get(en, form_field(en->form, fd->origin.otherwise, NULL), NULL) :
					      NULL;
	}
	if (fd->type == FIELD_ANSWERS && !en->now[fd->index].codes)
		return NULL;
	place = slot_place(&en->now[fd->index], fd, code);
	return place ? *place : NULL;
}

bool entry_relevant(const struct entry *en, const struct field *fd, const char *code)
{
	const char *standard = en->standard[fd->index];
	const struct code *k;

	if (!en->relevant[fd->index])
		return false;
	if (!code || fd->type != FIELD_ANSWERS || !standard)
		return true;
	k = codes_find(fd->choices, code);
	return k && (!k->standard || !strcmp(k->standard, standard));
}

bool entry_offers(const struct entry *en, const struct field *fd, const char *code)
{
	const char *standard = en->standard[fd->index];
	const struct code *k = standard && fd->choices ? codes_find(fd->choices, code) : NULL;

	return !k || !k->standard || !strcmp(k->standard, standard);
}

const char *entry_reason_given(const struct entry *en, const char *check)
{
	for (size_t i = 0; i < en->n_reasons; i++)
		if (!strcmp(en->reasons[i].check, check))
			return en->reasons[i].text;
	return NULL;
}

int entry_explain_wide(struct entry *en, const char *check, const char *reason, struct error *e)
{
	size_t i = 0;
	int ret = entry_may_save(en, e);

	if (ret)
		return ret;
	while (i < en->n_reasons && strcmp(en->reasons[i].check, check))
		i++;
	if (i == en->n_reasons) {
		en->reasons = grow(en->reasons, en->n_reasons, &en->cap_reasons, sizeof(*en->reasons));
		en->reasons[en->n_reasons++] = (struct reason){ xstrdup(check), NULL, NULL };
	}
	set_string(&en->reasons[i].text, str_empty(reason) ? NULL : reason);
	return entry_root(en)->keep.on ? entry_draft_reason(en, check, en->reasons[i].text, e) : 0;
}

int entry_copy_reasons(struct entry *to, const struct entry *from, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && i < from->n_reasons; i++)
		ret = entry_explain_wide(to, from->reasons[i].check, from->reasons[i].text, e);
	for (size_t r = 0; r < to->form->n_rosters && to->form == from->form; r++)
		for (size_t i = 0; !ret && i < to->kids[r].n && i < from->kids[r].n; i++)
			ret = entry_copy_reasons(to->kids[r].v[i], from->kids[r].v[i], e);
	return ret;
}

int entry_explain(struct entry *en, const char *check, const char *reason, struct error *e)
{
	bool known = false;
	int ret = entry_may_save(en, e);

	for (size_t k = 0; !ret && k < en->form->n_checks; k++)
		known = known || (!strcmp(en->form->checks[k].name, check) &&
				  en->form->checks[k].strength == STRENGTH_DOUBT);
	if (!ret && !known) {
		error_fail(e, ERR_NOTFOUND, "GN-R11", _("The form \"%s\" asks for no reason called \"%s\"."),
			   en->form->name, check);
		error_safe(e, _("Nothing was stored."));
		return ERR_NOTFOUND;
	}
	return ret ? ret : entry_explain_wide(en, check, reason, e);
}
