/* SPDX-License-Identifier: MIT */
/*
 * Has a remark been answered? History tells: something of what it is about was changed after the
 * row it counts from. A field that shows what stands elsewhere (head_name shows the head
 * member's full_name) is changed there.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "form/form.h"
#include "sync/remark.h"

struct asked {
	struct forms *f;
	struct book *b;
	const struct form *form;
	const char *id, *field; /* field: NULL for the whole record */
	int64_t since;
	bool answered;
};

/* Is there a later row of history on this record, of a field (NULL: any)? With `making` its
 * making or removal counts too. */
static int changed(struct asked *a, const char *form, const char *id, const char *field,
		   bool making, struct error *e)
{
	bool found = false;
	int64_t one;
	int rc = db_get_int(
		book_db(a->b), &one, &found, e,
		"SELECT 1 FROM history WHERE id=?1 AND form=?2 AND unit=?3 AND seq>?4 AND "
		"(?5 IS NULL OR field=?5 OR (?6 AND kind IN ('insert', 'remove'))) LIMIT 1",
		"tttiti", id, form, book_unit_id(a->b), (long long)a->since, field,
		(long long)making);

	a->answered = a->answered || found;
	return rc;
}

static bool one_of(const char *const *list, const char *s)
{
	for (; s && list && *list; list++)
		if (!strcmp(*list, s))
			return true;
	return false;
}

/* Rows of `form` whose `link` is this record. Without `o` any change of theirs; with it one of
 * the value in a row that counts, or of what makes a row count: another head answers a remark on
 * the head's name as well. */
static int rows_changed(struct asked *a, const struct form *form, const char *link,
			const struct field_origin *o, struct error *e)
{
	const char *where = o ? o->where_field : NULL;
	char *sql = xasprintf("SELECT id, %s%s%s FROM \"%s\" WHERE +_unit=? AND \"%s\"=?",
			      where ? "\"" : "", where ? where : "NULL", where ? "\"" : "",
			      form->name, link);
	struct stmt *st;
	int rc = db_prepare(book_db(a->b), &st, sql, e);

	free(sql);
	if (rc)
		return rc;
	stmt_text(st, 1, book_unit_id(a->b));
	stmt_text(st, 2, a->id);
	while (!a->answered && (rc = stmt_step(st, e)) > 0) {
		const char *id = stmt_col_text(st, 0);

		rc = 0;
		if (!where || one_of(o->where_values, stmt_col_text(st, 1)))
			rc = changed(a, form->name, id, o ? o->value : NULL, true, e);
		if (!rc && where && !a->answered)
			rc = changed(a, form->name, id, where, false, e);
		if (rc)
			break;
	}
	stmt_done(st);
	return rc < 0 ? rc : 0;
}

/* Members removed since cannot be found by their parent any more; the record is then asked as a
 * whole. */
static int roster_changed(struct asked *a, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && !a->answered && i < a->form->n_rosters; i++) {
		const struct form *roster;

		rc = forms_get(a->f, a->form->rosters[i], &roster, e);
		if (!rc && roster->parent)
			rc = rows_changed(a, roster, roster->parent->name, NULL, e);
	}
	return rc;
}

static int elsewhere_changed(struct asked *a, const struct field *fd, struct error *e)
{
	const struct form *origin;
	int rc = 0;

	for (size_t i = 0; !rc && !a->answered && i < fd->n_sources; i++) {
		const struct field_origin *o = &fd->sources[i];

		rc = forms_get(a->f, o->form, &origin, e);
		if (!rc && !o->nothing)
			rc = rows_changed(a, origin, o->link, o, e);
	}
	if (rc || fd->derived)
		return rc;
	rc = forms_get(a->f, fd->origin.form, &origin, e);
	if (rc)
		return rc;
	return origin->parent ? rows_changed(a, origin, origin->parent->name, &fd->origin, e) : 0;
}

static int look(struct asked *a, struct error *e)
{
	const char *code;
	const struct field *fd = a->field ? form_field(a->form, a->field, &code) : NULL;
	int rc = changed(a, a->form->name, a->id, a->field, true, e);

	if (rc || a->answered)
		return rc;
	if (!a->field)
		return roster_changed(a, e);
	return fd && (fd->alias || fd->derived) ? elsewhere_changed(a, fd, e) : 0;
}

static int mark_one(struct forms *f, struct book *b, const struct remark *r, struct error *e)
{
	struct asked a = { .f = f, .b = b, .id = r->id, .field = r->field };
	int rc = forms_get(f, r->form, &a.form, NULL);

	/* A remark on a form this program does not have stays open. */
	if (rc)
		return 0;
	rc = db_get_int(book_db(b), &a.since, NULL, e, "SELECT since FROM remark WHERE remark_id=?",
			"t", r->remark_id);
	if (!rc)
		rc = look(&a, e);
	if (!rc && a.answered)
		rc = db_run(book_db(b), e, "UPDATE remark SET state='answered' WHERE remark_id=?",
			    "t", r->remark_id);
	return rc;
}

int remark_mark_answered(struct forms *f, struct book *b, struct error *e)
{
	struct db *db = book_db(b);
	struct remarks open;
	int rc = remark_list(b, book_unit_id(b), true, &open, e);

	if (rc || !open.n)
		return rc;
	rc = db_begin(db, e);
	if (rc)
		goto out;
	for (size_t i = 0; !rc && i < open.n; i++)
		if (!strcmp(open.v[i].state, "open"))
			rc = mark_one(f, b, &open.v[i], e);
	if (rc)
		db_rollback(db);
	else
		rc = db_commit(db, e);
out:
	remarks_fini(&open);
	return rc;
}
