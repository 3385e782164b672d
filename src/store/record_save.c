/* SPDX-License-Identifier: MIT */
/*
 * Saving a record: only what differs is written, and everything that follows from it (history,
 * counts, search, the newest day) in the same transaction.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "store/internal.h"

/* One saving, from what was to what is. */
struct saving {
	struct book *b;
	const struct table *t;
	struct table_state *state;
	const struct record_save *s;
	const char *unit, *id;
	bool foreign; /* a record another unit owns */
	bool found;
	struct record was, is; /* `is` holds the form's own values, canonical */
	struct strlist sorts;  /* stored sort keys */
	struct changes changes;
	int64_t rev;
	char at[20];
};

int record_day(struct book *b, const char *at, struct error *e)
{
	char day[11];

	memcpy(day, at, 10);
	day[10] = '\0';
	/* Nearly always the day stands already, and nothing is written. */
	return db_run(b->db, e,
		      "INSERT INTO meta (name, value) VALUES ('newest_day', ?) "
		      "ON CONFLICT (name) DO UPDATE SET value=excluded.value "
		      "WHERE value < excluded.value",
		      "t", day);
}

static int moved_on(struct saving *sv, struct error *e)
{
	int rc;

	if (sv->found)
		rc = error_fail(e, ERR_NEGATIVE, "GN-S65",
				_("The record has been changed since it was opened."));
	else
		rc = error_fail(e, ERR_NEGATIVE, "GN-S66", _("The record has been removed."));
	error_safe(e, _("Nothing was changed; what you typed is kept in the draft."));
	error_todo(e, "%s", _("Compare both, then save again."));
	error_detail(e, "%s %s: begun from %lld, now %lld", sv->t->name, sv->id,
		     (long long)sv->s->base_rev, (long long)sv->was.rev);
	return rc;
}

/* Is this id free, or the revision still the one this was begun from? */
static int check_base(struct saving *sv, struct error *e)
{
	int64_t base = sv->s->base_rev;

	if (base >= 0 && base != (sv->found ? sv->was.rev : 0))
		return moved_on(sv, e);
	if (!sv->found && !sv->foreign && sv->s->record->id &&
	    record_was_removed(sv->b, sv->t->name, sv->id))
		return moved_on(sv, e);
	return 0;
}

static const char *sort_key(const struct saving *sv, int i)
{
	const char *key = sv->s->sort_keys ? sv->s->sort_keys[i] : NULL;

	return key ? key : "";
}

static bool sort_differs(const struct saving *sv, int i)
{
	return sv->s->sort_keys && (size_t)i < sv->sorts.n &&
	       strcmp(sv->sorts.v[i], sort_key(sv, i));
}

/* Own columns may be NULL after this; derived ones wait for record_derive. */
static int insert_row(struct saving *sv, const char *who, const char *why, struct error *e)
{
	const struct table *t = sv->t;
	struct stmt *st;
	int i = 8, rc = db_prepare(sv->b->db, &st, sv->state->sql_insert, e);

	if (rc)
		return rc;
	stmt_text(st, 1, sv->id);
	stmt_text(st, 2, sv->unit);
	stmt_int(st, 3, sv->rev);
	stmt_text(st, 4, sv->is.complete ? "complete" : "incomplete");
	stmt_text(st, 5, who);
	stmt_text(st, 6, sv->at);
	stmt_text(st, 7, why);
	for (size_t k = 0; k < t->n_columns; k++)
		if (column_stored(&t->columns[k]))
			i = record_bind(st, i, t->columns[k].kind,
					record_get(&sv->is, t->columns[k].name));
	for (int k = 0; k < t->n_sorts; k++)
		stmt_text(st, i++, sort_key(sv, k));
	rc = stmt_step(st, e);
	stmt_done(st);
	return rc;
}

static int update_row(struct saving *sv, const char *who, const char *why, struct error *e)
{
	struct stmt *st;
	struct str sql;
	int i = 6, rc;

	str_init(&sql);
	str_add(&sql, "UPDATE ");
	sql_name(&sql, sv->t->name);
	str_add(&sql, " SET _rev=?, _state=?, _who=?, _at=?, _why=?");
	for (size_t k = 0; k < sv->changes.n; k++) {
		if (!column_stored(sv->changes.v[k].column))
			continue;
		str_add(&sql, ", ");
		sql_name(&sql, sv->changes.v[k].column->name);
		str_add(&sql, "=?");
	}
	for (int k = 0; k < sv->t->n_sorts; k++)
		if (sort_differs(sv, k))
			str_addf(&sql, ", _sort%d=?", k + 1);
	str_add(&sql, " WHERE _unit=? AND id=?");
	rc = db_prepare(sv->b->db, &st, sql.s, e);
	str_fini(&sql);
	if (rc)
		return rc;
	stmt_int(st, 1, sv->rev);
	stmt_text(st, 2, sv->is.complete ? "complete" : "incomplete");
	stmt_text(st, 3, who);
	stmt_text(st, 4, sv->at);
	stmt_text(st, 5, why);
	for (size_t k = 0; k < sv->changes.n; k++)
		if (column_stored(sv->changes.v[k].column))
			i = record_bind(st, i, sv->changes.v[k].column->kind,
					sv->changes.v[k].after);
	for (int k = 0; k < sv->t->n_sorts; k++)
		if (sort_differs(sv, k))
			stmt_text(st, i++, sort_key(sv, k));
	stmt_text(st, i++, sv->unit);
	stmt_text(st, i, sv->id);
	rc = stmt_step(st, e);
	stmt_done(st);
	return rc;
}

/* An answer under another standard is another answer even if the word is the same. */
static char *shown(const struct change *c, const char *text, const char *standard)
{
	if (!c->before || !c->after || !standard || str_eq(c->standard, c->standard_before))
		return xstrdup_null(text);
	return xasprintf("%s (%s)", text, standard);
}

static int write_history(struct saving *sv, struct error *e)
{
	const struct record_save *s = sv->s;
	struct history_add h = {
		.form = sv->t->name,
		.unit = sv->unit,
		.id = sv->id,
		.rev = sv->rev,
		.kind = sv->foreign ? "accept"
			: sv->found ? "update"
				    : "insert",
		.who = s->who,
		.at = sv->at,
		.why = s->why,
	};
	int rc = 0;

	if (!sv->found)
		return history_add(sv->b, &h, e);
	for (size_t i = 0; !rc && i < sv->changes.n; i++) {
		const struct change *c = &sv->changes.v[i];
		char *before = shown(c, c->before, c->standard_before);
		char *after = shown(c, c->after, c->standard);

		h.field = c->field;
		h.before = before;
		h.after = after;
		rc = history_add(sv->b, &h, e);
		free(before);
		free(after);
	}
	if (!rc && sv->was.complete != sv->is.complete) {
		h.field = "_state";
		h.before = sv->was.complete ? "complete" : "incomplete";
		h.after = sv->is.complete ? "complete" : "incomplete";
		rc = history_add(sv->b, &h, e);
	}
	return rc;
}

/* The stored derived values stay as they are, also for the counts. */
static void keep_derived(struct saving *sv)
{
	for (size_t i = 0; i < sv->t->n_columns; i++) {
		const struct column *c = &sv->t->columns[i];
		const char *text = c->derived ? record_get(&sv->was, c->name) : NULL;

		if (text)
			record_append(&sv->is, c->name, text, NULL);
	}
}

static int write_all(struct saving *sv, struct error *e)
{
	const struct record *r = sv->s->record;
	const char *who = sv->foreign ? r->who : sv->s->who;
	const char *why = sv->foreign ? r->why : sv->s->why;
	int rc;

	time_stamp(sv->at);
	rc = write_history(sv, e);
	if (!rc)
		rc = record_day(sv->b, sv->at, e);
	if (sv->foreign && r->at && strlen(r->at) == 19)
		memcpy(sv->at, r->at, 20); /* the row keeps the time of its owner */
	if (!rc)
		rc = sv->found ? update_row(sv, who, why, e) : insert_row(sv, who, why, e);
	for (size_t i = 0; !rc && i < sv->changes.n; i++)
		if (!column_stored(sv->changes.v[i].column))
			rc = answer_write(sv->b, sv->t, sv->unit, sv->id, &sv->changes.v[i], e);
	if (!rc)
		rc = search_put(sv->b, sv->t->name, sv->unit, sv->id, sv->s->search_text, e);
	if (rc)
		return rc;
	keep_derived(sv);
	return figure_follow(sv->b, sv->t, sv->unit, sv->found ? &sv->was : NULL, &sv->is, e);
}

static int load_both(struct saving *sv, struct error *e)
{
	int rc = record_normal(sv->t, sv->s->record, &sv->is, e);

	if (!rc && sv->s->record->id)
		rc = record_read(sv->b, sv->state, sv->unit, sv->id, &sv->was, &sv->sorts,
				 &sv->found, e);
	if (!rc)
		rc = check_base(sv, e);
	if (!rc)
		record_diff(sv->t, &sv->was, &sv->is, &sv->changes);
	return rc;
}

static bool differs(const struct saving *sv)
{
	return !sv->found || sv->changes.n || sv->was.complete != sv->is.complete ||
	       (sv->foreign && sv->s->record->rev != sv->was.rev);
}

int record_save(struct book *b, const struct table *t, const struct record_save *s, char *id_out,
		int64_t *rev_out, bool *changed, struct error *e)
{
	struct saving sv = { .b = b, .t = t, .s = s };
	char made[UUID_LEN + 1];
	bool write = false;
	int rc = book_saving(b, t->name, e);

	if (!rc)
		rc = table_state(b, t, &sv.state, e);
	if (rc)
		return rc;
	strlist_init(&sv.sorts);
	sv.unit = book_unit(b, s->record->unit);
	sv.foreign = strcmp(sv.unit, b->unit_id) != 0;
	sv.id = s->record->id ? s->record->id : uuid7(made);
	rc = load_both(&sv, e);
	if (rc)
		goto out;
	write = differs(&sv);
	sv.rev = sv.foreign ? s->record->rev : sv.was.rev + write;
	if (write)
		rc = write_all(&sv, e);
	if (!rc && id_out)
		memcpy(id_out, sv.id, strlen(sv.id) + 1);
	if (!rc && rev_out)
		*rev_out = sv.rev;
out:
	if (changed)
		*changed = !rc && write;
	changes_fini(&sv.changes);
	strlist_fini(&sv.sorts);
	record_fini(&sv.was);
	record_fini(&sv.is);
	return rc;
}
