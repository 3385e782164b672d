/* SPDX-License-Identifier: MIT */
/*
 * A field left is a field kept: every change of an entry that keeps drafts is one commit. A resumed
 * draft is the stored record with the draft's values laid over it, so what was not touched stays as
 * it is in the book.
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
#include "store/draft.h"

/* Reasons are kept under the name of their check, which no field can have; so is why a row was taken away. */
#define REASON_MARK '?'
#define REMOVED_NAME "-"

void entry_keep_drafts(struct entry *en, const char *who)
{
	struct entry *root = entry_root(en);

	root->keep.on = true;
	set_string(&root->keep.who, who);
}

const char *entry_draft(const struct entry *en)
{
	return entry_root(en)->keep.draft;
}

static char *value_name(const struct field *fd, const char *code)
{
	return code ? xasprintf("%s.%s", fd->name, code) : xstrdup(fd->name);
}

void entry_place(struct entry *en, const struct entry *row, const struct field *fd, const char *code)
{
	struct entry *root = entry_root(en);
	char *name = value_name(fd, code);

	if (!row)
		row = en;
	free(root->keep.place);
	root->keep.place = xasprintf("%s:%s:%s", row->form->name, row->id, name);
	free(name);
}

bool entry_resumed_at(const struct entry *en, const struct entry **row, const struct field **fd,
		      const char **code)
{
	const struct keeping *k = &entry_root(en)->keep;

	if (!k->at)
		return false;
	*row = k->at;
	*fd = k->field;
	if (code)
		*code = k->code;
	return true;
}

static int put_text(struct entry *en, const char *name, const char *text, struct error *e)
{
	struct keeping *k = &entry_root(en)->keep;

	return draft_put(en->b, k->draft, en->form->name, en->id, name, text, k->place, e);
}

/* Everything a record holds that the book does not: of a new one its presets. */
static int put_presets(struct entry *en, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && en->is_new && i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		if (fd->alias || !entry_writable(fd) || fd->type == FIELD_ANSWERS || !en->now[i].text)
			continue;
		ret = put_text(en, fd->name, en->now[i].text, e);
	}
	return ret;
}

/* The draft, begun with the first change. */
static int need_draft(struct entry *root, struct error *e)
{
	char id[37];
	bool existing = false;
	int ret;

	if (root->keep.draft)
		return 0;
	ret = draft_start(root->b, root->form->name, root->id, root->is_new ? 0 : root->base_rev,
			  root->keep.who, id, &existing, e);
	if (ret)
		return ret;
	root->keep.draft = xstrdup(id);
	return put_presets(root, e);
}

/* The draft knows this row and those it hangs on. */
static int need_row(struct entry *en, struct error *e)
{
	int ret;

	if (!en->parent || en->in_draft)
		return 0;
	ret = need_row(en->parent, e);
	if (!ret)
		ret = draft_row(en->b, entry_root(en)->keep.draft, en->form->name, en->id, en->parent->id,
				en->is_new ? 0 : en->base_rev, false, e);
	if (!ret)
		ret = put_presets(en, e);
	en->in_draft = !ret;
	return ret;
}

/* What the draft is called in a list follows the key. */
static int tell_title(struct entry *root, struct error *e)
{
	char *title = entry_key(root, " / ", true);
	int ret = 0;

	if (!str_eq(title, root->keep.title)) {
		ret = draft_title(root->b, root->keep.draft, title, e);
		if (!ret)
			set_string(&root->keep.title, title);
	}
	free(title);
	return ret;
}

struct named_value {
	const char *name, *text;
};

static int change_value(struct entry *en, const void *ctx, struct error *e)
{
	const struct named_value *v = ctx;
	int ret = need_row(en, e);

	return ret ? ret : put_text(en, v->name, v->text, e);
}

void entry_forget_waiting(struct entry *root)
{
	root->keep.waits = NULL;
	set_string(&root->keep.wait_name, NULL);
	set_string(&root->keep.wait_text, NULL);
}

static int put_waiting(struct entry *root, struct error *e)
{
	const struct named_value v = { root->keep.wait_name, root->keep.wait_text };

	return root->keep.waits ? change_value(root->keep.waits, &v, e) : 0;
}

/* After a commit that failed; telling the draft of a row twice does no harm. */
static void not_in_draft(struct entry *en)
{
	for (; en; en = en->parent)
		en->in_draft = false;
}

/* A change and all that belongs to it, in one commit, after the one that waits. A draft begun in a commit that failed is
 * not there. `change` NULL: only the one that waits. */
static int keep(struct entry *en, int (*change)(struct entry *en, const void *ctx, struct error *e),
		const void *ctx, struct error *e)
{
	struct entry *root = entry_root(en);
	struct db *db = book_db(en->b);
	bool had_draft = root->keep.draft != NULL;
	int ret;

	if (!root->keep.on)
		return 0;
	ret = db_begin(db, e);
	if (ret)
		return ret;
	ret = need_draft(root, e);
	if (!ret)
		ret = put_waiting(root, e);
	if (!ret && change)
		ret = change(en, ctx, e);
	if (!ret)
		ret = tell_title(root, e);
	if (!ret)
		ret = db_commit(db, e);
	else
		db_rollback(db);
	if (ret && !had_draft)
		set_string(&root->keep.draft, NULL);
	if (ret) {
		not_in_draft(en);
		not_in_draft(root->keep.waits);
	} else {
		entry_forget_waiting(root);
	}
	return ret;
}

void entry_hold(struct entry *en)
{
	entry_root(en)->keep.hold = true;
}

int entry_let_go(struct entry *en, struct error *e)
{
	struct entry *root = entry_root(en);

	root->keep.hold = false;
	return root->keep.waits ? keep(root, NULL, NULL, e) : 0;
}

int entry_draft_value(struct entry *en, const struct field *fd, const char *code, struct error *e)
{
	struct keeping *k = &entry_root(en)->keep;
	char *name;
	struct named_value v;
	int ret = 0;

	if (!k->on)
		return 0;
	name = value_name(fd, code);
	v = (struct named_value){ name, entry_get(en, fd, code) };
	if (k->hold && !k->waits) {
		k->waits = en;
		set_string(&k->wait_name, v.name);
		set_string(&k->wait_text, v.text);
	} else {
		ret = keep(en, change_value, &v, e);
	}
	free(name);
	return ret;
}

int entry_draft_reason(struct entry *en, const char *check, const char *text, struct error *e)
{
	char *name = xasprintf("%c%s", REASON_MARK, check);
	struct named_value v = { name, text };
	int ret = keep(en, change_value, &v, e);

	free(name);
	return ret;
}

static int row_added(struct entry *en, const void *ctx, struct error *e)
{
	(void)ctx;
	return need_row(en, e);
}

static int row_removed(struct entry *en, const void *why, struct error *e)
{
	int ret = need_row(en->parent, e);

	if (!ret)
		ret = draft_row(en->b, entry_root(en)->keep.draft, en->form->name, en->id, en->parent->id,
				en->is_new ? 0 : en->base_rev, true, e);
	return ret || !why ? ret : put_text(en, REMOVED_NAME, why, e);
}

int entry_draft_row(struct entry *kid, bool removed, const char *why, struct error *e)
{
	return keep(kid, removed ? row_removed : row_added, why, e);
}

int entry_discard(struct entry *en, struct error *e)
{
	struct entry *root = entry_root(en);
	int ret;

	entry_forget_waiting(root);
	if (!root->keep.draft)
		return 0;
	ret = draft_discard(root->b, root->keep.draft, e);
	if (!ret) {
		set_string(&root->keep.draft, NULL);
		set_string(&root->keep.title, NULL);
	}
	return ret;
}

/* ---- resuming ---- */

struct resume {
	struct entry *root;
	bool moved_on;
	int ret;
	struct error *e;
};

static struct entry *row_by_id(struct entry *root, const char *form, const char *id)
{
	if (!strcmp(root->form->name, form) && !strcmp(root->id, id))
		return root;
	return entry_child_by_id(root, form, id);
}

static struct entry *any_by_id(struct entry *en, const char *id)
{
	if (!strcmp(en->id, id))
		return en;
	for (size_t r = 0; r < en->form->n_rosters; r++)
		for (size_t i = 0; i < en->kids[r].n; i++) {
			struct entry *found = any_by_id(en->kids[r].v[i], id);

			if (found)
				return found;
		}
	return NULL;
}

static void resume_row(void *ctx, const char *form, const char *record, const char *parent, int64_t base_rev,
		       bool removed)
{
	struct resume *rs = ctx;
	struct entry *row = row_by_id(rs->root, form, record), *above;
	int roster;

	if (rs->ret || row == rs->root)
		return;
	if (row && removed) {
		struct kids *k = &row->parent->kids[row->roster];
		size_t i = 0;

		while (k->v[i] != row)
			i++;
		entry_drop(row->parent, row->roster, i);
		return;
	}
	if (row) {
		row->in_draft = true;
		if (row->is_new || row->base_rev == base_rev)
			return;
		rs->moved_on = true;
		rs->ret = entry_go_back(row, base_rev, rs->e);
		return;
	}
	/* A row the book no longer has is not brought back; one made in the draft is. */
	above = any_by_id(rs->root, parent);
	roster = above ? form_roster(above->form, form) : -1;
	if (removed || base_rev || roster < 0)
		return;
	rs->ret = entry_make_row(&row, above, (size_t)roster, record, rs->e);
	if (rs->ret)
		return;
	row->in_draft = true;
	entry_adopt(above, row);
}

static void why_gone(struct entry *en, const char *id, const char *text)
{
	for (size_t r = 0; r < en->form->n_rosters; r++) {
		struct kids *k = &en->kids[r];

		for (size_t i = 0; i < k->n_gone; i++)
			if (!strcmp(k->gone[i]->id, id))
				set_string(&k->gone[i]->gone_why, text);
		for (size_t i = 0; i < k->n; i++)
			why_gone(k->v[i], id, text);
	}
}

static void resume_value(void *ctx, const char *form, const char *record, const char *field, const char *text)
{
	struct resume *rs = ctx;
	struct entry *row = rs->ret ? NULL : row_by_id(rs->root, form, record);
	const struct field *fd;
	const char *code;

	if (!strcmp(field, REMOVED_NAME))
		why_gone(rs->root, record, text);
	if (!row)
		return;
	if (*field == REASON_MARK) {
		entry_explain_wide(row, field + 1, text, NULL);
		return;
	}
	fd = form_field(row->form, field, &code);
	if (!fd || !entry_writable(fd) || fd->alias)
		return;
	row->preset[fd->index] = true;
	slot_set(&row->now[fd->index], fd, code, text);
}

/* "form:record:field" back into pointers. */
static void resume_place(struct entry *root, const char *place)
{
	struct strlist parts;

	strlist_init(&parts);
	strlist_split(&parts, place, ":");
	if (parts.n == 3) {
		struct entry *row = row_by_id(root, parts.v[0], parts.v[1]);
		const char *code = NULL;
		const struct field *fd = row ? form_field(row->form, parts.v[2], &code) : NULL;

		if (fd) {
			root->keep.at = row;
			root->keep.field = fd;
			root->keep.code = code;
			set_string(&root->keep.place, place);
		}
	}
	strlist_fini(&parts);
}

static int find_draft(struct book *b, const char *draft, struct draft_infos *all, struct draft_info **out,
		      struct error *e)
{
	int ret = draft_list(b, false, all, e);

	*out = NULL;
	for (size_t i = 0; !ret && i < all->n; i++)
		if (!strcmp(all->v[i].id, draft))
			*out = &all->v[i];
	if (!ret && !*out)
		ret = error_fail(e, ERR_NOTFOUND, "GN-R50", "%s", _("There is no such draft any more."));
	return ret;
}

static int begin_resume(struct entry **en, struct forms *f, struct book *b, const struct draft_info *d,
			bool *moved_on, struct error *e)
{
	const struct entry_how how = { .id = d->record };
	const struct form *form;
	int ret = forms_get(f, d->form, &form, e);

	if (ret)
		return ret;
	if (!d->base_rev)
		return entry_make(en, f, b, form, NULL, &how, e);
	ret = entry_read(en, f, b, form, NULL, d->record, NULL, e);
	if (!ret && (*en)->base_rev != d->base_rev) {
		*moved_on = true;
		ret = entry_go_back(*en, d->base_rev, e);
	}
	return ret;
}

int entry_resume(struct entry **out, struct forms *f, struct book *b, const char *draft, bool *moved_on,
		 struct error *e)
{
	struct draft_infos all = { NULL, 0 };
	struct draft_info *d;
	struct resume rs = { .e = e };
	int ret;

	*out = NULL;
	*moved_on = false;
	ret = find_draft(b, draft, &all, &d, e);
	if (!ret)
		ret = begin_resume(&rs.root, f, b, d, moved_on, e);
	if (!ret)
		ret = draft_each(b, draft, resume_row, resume_value, &rs, e);
	if (!ret)
		ret = rs.ret;
	*moved_on = *moved_on || rs.moved_on;
	if (!ret)
		ret = entry_work_out(rs.root, e);
	if (!ret) {
		rs.root->keep.on = true;
		rs.root->keep.who = xstrdup_null(d->who);
		rs.root->keep.draft = xstrdup(draft);
		rs.root->keep.title = xstrdup_null(d->title);
		if (d->place)
			resume_place(rs.root, d->place);
		*out = rs.root;
	} else {
		entry_free(rs.root);
	}
	draft_infos_fini(&all);
	return ret;
}
