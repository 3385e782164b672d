/* SPDX-License-Identifier: MIT */
/*
 * Removing what was entered by mistake, rosters with it. Refused with the list while others refer
 * to the record or to one of its rows; nothing may point into the void.
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

#define LISTED_MAX 20

struct referrers {
	const struct entry *root;
	struct str lines;
	size_t n;
};

static bool in_tree(const struct entry *en, const char *id)
{
	if (!strcmp(en->id, id))
		return true;
	for (size_t r = 0; r < en->form->n_rosters; r++) {
		const struct kids *k = &en->kids[r];

		for (size_t i = 0; i < k->n; i++)
			if (in_tree(k->v[i], id))
				return true;
	}
	return false;
}

static int list_field(struct referrers *rf, struct entry *en, const struct field *fd, struct error *e)
{
	char *sql = xasprintf("SELECT _unit, id FROM \"%s\" WHERE \"%s\"=? ORDER BY id LIMIT 200",
			      fd->form->name, fd->name);
	struct stmt *st;
	int ret = db_prepare(book_db(en->b), &st, sql, e);

	free(sql);
	if (ret)
		return ret;
	stmt_text(st, 1, en->id);
	while ((ret = stmt_step(st, e)) > 0) {
		const char *id = stmt_col_text(st, 1);
		char *key;

		if (in_tree(rf->root, id) || rf->n++ >= LISTED_MAX)
			continue;
		key = key_text(en->f, en->b, fd->form, stmt_col_text(st, 0), id, "/", false);
		str_addf(&rf->lines, "%s%s %s  %s", rf->lines.len ? "\n" : "", fd->form->name, id, key ? key : "");
		free(key);
	}
	stmt_done(st);
	return ret;
}

static int list_referrers(struct referrers *rf, struct entry *en, struct error *e)
{
	const char *const *names = forms_names(en->f);
	int ret = 0;

	for (size_t i = 0; !ret && names[i]; i++) {
		const struct form *form;

		/* A form with mistakes has no records that could be asked. */
		if (forms_get(en->f, names[i], &form, NULL))
			continue;
		for (size_t k = 0; !ret && k < form->n_fields; k++)
			if (form->fields[k].type == FIELD_REFERENCE &&
			    !strcmp(form->fields[k].refers, en->form->name))
				ret = list_field(rf, en, &form->fields[k], e);
	}
	for (size_t r = 0; r < en->form->n_rosters; r++)
		for (size_t i = 0; !ret && i < en->kids[r].n; i++)
			ret = list_referrers(rf, en->kids[r].v[i], e);
	return ret;
}

int entry_referred(struct entry *en, struct error *e)
{
	struct referrers rf = { .root = en };
	int ret;

	str_init(&rf.lines);
	ret = list_referrers(&rf, en, e);
	if (!ret && rf.n) {
		ret = error_fail(e, ERR_NEGATIVE, "GN-R70",
				 P_("%zu other record refers to this one.", "%zu other records refer to this one.",
				    rf.n),
				 rf.n);
		error_safe(e, _("Nothing was removed."));
		error_todo(e, "%s", _("Remove or change those first. Who moved away or died is entered as a change."));
		error_detail(e, "%s", rf.lines.s);
	}
	str_fini(&rf.lines);
	return ret;
}

static int remove_all(struct entry *en, const char *reason, const char *who, struct derive_queue *q,
		      struct error *e)
{
	int ret = 0;

	for (size_t r = 0; r < en->form->n_rosters; r++)
		for (size_t i = 0; !ret && i < en->kids[r].n; i++)
			ret = remove_all(en->kids[r].v[i], reason, who, q, e);
	if (!ret)
		ret = record_remove(en->b, &en->form->table, en->id, reason, who, e);
	if (!ret)
		ret = derive_queue_follow(q, en, true, e);
	refs_forget(en->refs, en->id);
	return ret;
}

int entry_remove_tree(struct entry *en, const char *reason, const char *who, struct derive_queue *q,
		      struct error *e)
{
	int ret = entry_referred(en, e);

	return ret ? ret : remove_all(en, reason, who, q, e);
}

int entry_remove(struct forms *f, struct book *b, const struct form *form, const char *id,
		 const char *reason, const char *who, struct error *e)
{
	struct derive_queue q = { .who = who, .why = reason };
	struct entry *en;
	int ret;

	if (str_empty(reason))
		return error_fail(e, ERR_USAGE, "GN-R71", "%s", _("A removal needs its reason."));
	ret = entry_read(&en, f, b, form, NULL, id, NULL, e);
	if (ret)
		return ret;
	ret = entry_may_save(en, e);
	if (!ret)
		ret = db_begin(book_db(b), e);
	if (ret)
		goto out;
	ret = entry_remove_tree(en, reason, who, &q, e);
	if (!ret)
		ret = derive_queue_run(&q, f, b, en->refs, e);
	if (!ret)
		ret = db_commit(book_db(b), e);
	else
		db_rollback(book_db(b));
out:
	derive_queue_fini(&q);
	entry_free(en);
	return ret;
}
