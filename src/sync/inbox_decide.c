/* SPDX-License-Identifier: MIT */
/*
 * The decision over a whole bundle. Accepting makes the unit's accepted rows what the bundle
 * says, writing only what differs, in one transaction with everything that follows: history,
 * aliases, counts, remarks, states.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "sync/inbox.h"
#include "sync/inbox_impl.h"
#include "sync/peer.h"
#include "sync/remark_impl.h"
#include "sync/temp.h"

/* Past so many records of one form it is cheaper to go through all of the unit's. */
#define REDERIVE_ALL 2000

struct deciding {
	struct forms *f;
	struct book *b;
	struct db *db;
	struct inbox_open o;
	const char *unit, *who;
	const struct remark_new *remarks;
	size_t n_remarks;
};

/* ---- one record ---- */

static int unclean(struct error *e, const char *form, const char *id)
{
	exchange_refuse(e, ERR_DATA, "GN-I20",
			_("A record of the bundle holds characters that are no text."),
			_("Return the bundle, and ask the unit to type that record again."));
	error_detail(e, "%s %s", form, id);
	return ERR_DATA;
}

static int apply_extra(struct deciding *d, const struct snap_form *sf, const struct snap_record *r,
		       const char *id, struct error *e)
{
	int rc = db_run(d->db, e, "DELETE FROM extra WHERE form=? AND unit=? AND id=?", "ttt",
			sf->name, d->unit, id);

	for (size_t i = 0; !rc && i < r->extra.n; i++)
		rc = db_run(
			d->db, e,
			"INSERT INTO extra (form, unit, id, field, value) VALUES (?, ?, ?, ?, ?)",
			"ttttt", sf->name, d->unit, id, r->extra.v[i].field, r->extra.v[i].text);
	if (!rc && r->found && !sf->form)
		rc = db_run(d->db, e,
			    "INSERT INTO extra (form, unit, id, field, value) "
			    "VALUES (?, ?, ?, '_rev', CAST(? AS TEXT))",
			    "ttti", sf->name, d->unit, id, (long long)r->known.rev);
	return rc;
}

static int apply_reasons(struct deciding *d, const struct snap_form *sf, const char *id,
			 struct error *e)
{
	struct stmt *st;
	int rc = db_run(d->db, e, "DELETE FROM reason WHERE form=? AND unit=? AND id=?", "ttt",
			sf->name, d->unit, id);

	if (!rc)
		rc = db_prepare(snapshot_db(d->o.snapshot), &st,
				"SELECT check_id, text FROM main.reason WHERE form=? AND id=?", e);
	if (rc)
		return rc;
	stmt_text(st, 1, sf->name);
	stmt_text(st, 2, id);
	while ((rc = stmt_step(st, e)) > 0) {
		const char *check = stmt_col_text(st, 0), *text = stmt_col_text(st, 1);

		rc = snapshot_text_ok(check) && snapshot_text_ok(text)
			     ? reason_set(d->b, sf->name, d->unit, id, check, text, d->who, e)
			     : unclean(e, sf->name, id);
		if (rc)
			break;
	}
	stmt_done(st);
	return rc;
}

static int apply_gone(struct deciding *d, const struct snap_form *sf, const char *id,
		      struct error *e)
{
	const struct snap_record none = { .found = false };
	char *reason = NULL;
	int rc = db_get_text(snapshot_db(d->o.snapshot), &reason, e,
			     "SELECT reason FROM main.tombstone WHERE form=? AND id=?", "tt",
			     sf->name, id);

	if (!rc && reason && !snapshot_text_ok(reason))
		rc = unclean(e, sf->name, id);
	if (!rc && sf->form)
		rc = record_drop(d->b, &sf->form->table, d->unit, id, reason, d->who, e);
	free(reason);
	return rc ? rc : apply_extra(d, sf, &none, id, e);
}

static int apply_there(struct deciding *d, struct snap_form *sf, const char *id, unsigned flags,
		       struct error *e)
{
	struct snap_record r;
	int rc = snapshot_record(d->o.snapshot, sf, d->unit, id, &r, e);

	if (rc)
		return rc;
	if (r.unclean)
		rc = unclean(e, sf->name, id);
	if (!rc && sf->form) {
		const struct record_save s = { .record = &r.known, .base_rev = -1, .who = d->who };

		rc = record_save(d->b, &sf->form->table, &s, NULL, NULL, NULL, e);
	}
	if (!rc && flags & (FLAG_ADDED | FLAG_EXTRA | FLAG_UNKNOWN))
		rc = apply_extra(d, sf, &r, id, e);
	if (!rc && sf->form && flags & FLAG_REASONS)
		rc = apply_reasons(d, sf, id, e);
	snap_record_fini(&r);
	return rc;
}

/* Fields that were unknown and are now known, or no longer sent, leave nothing behind. */
static int clear_extra(struct deciding *d, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < d->o.snapshot->n_forms; i++) {
		const struct snap_form *sf = &d->o.snapshot->forms[i];
		bool unknown = !sf->form;

		for (size_t k = 0; k < sf->n_columns; k++)
			unknown = unknown || !sf->columns[k].known;
		for (size_t k = 0; k < sf->n_answers; k++)
			unknown = unknown || !sf->answers[k].known;
		if (!unknown)
			rc = db_run(d->db, e, "DELETE FROM extra WHERE form=? AND unit=?", "tt",
				    sf->name, d->unit);
	}
	return rc;
}

static int apply_all(struct deciding *d, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(snapshot_db(d->o.snapshot), &st,
			    "SELECT form, id, flags FROM temp.diff", e);

	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) > 0) {
		struct snap_form *sf = &d->o.snapshot->forms[stmt_col_int(st, 0)];
		const char *id = stmt_col_text(st, 1);
		unsigned flags = (unsigned)stmt_col_int(st, 2);

		rc = flags & FLAG_GONE ? apply_gone(d, sf, id, e)
				       : apply_there(d, sf, id, flags, e);
		if (rc)
			break;
	}
	stmt_done(st);
	return rc;
}

/* ---- what follows from it ---- */

/* Note in temp.again the records of `to` that `from`'s changed records point to by `link`, now
 * and before. */
static int note_targets(struct deciding *d, const struct snap_form *from, size_t index,
			const char *to, const char *link, struct error *e)
{
	static const char *const sides[] = { "main", "book" };
	struct db *db = snapshot_db(d->o.snapshot);
	int rc = 0;

	for (size_t i = 0; i < from->n_columns && strcmp(from->columns[i].name, link); i++)
		if (i + 1 == from->n_columns)
			return 0; /* a sender without that field */
	for (size_t i = 0; !rc && i < 2; i++) {
		char *sql = xasprintf(
			"INSERT OR IGNORE INTO temp.again SELECT ?1, s.\"%s\" FROM temp.diff d "
			"JOIN %s.\"%s\" s ON s.id=d.id%s WHERE d.form=?2 AND s.\"%s\" IS NOT NULL",
			link, sides[i], from->name, i ? " AND s._unit=?3" : "", link);

		rc = i ? db_run(db, e, sql, "tit", to, (long long)index, d->unit)
		       : db_run(db, e, sql, "ti", to, (long long)index);
		free(sql);
	}
	return rc;
}

static int note_feeds(struct deciding *d, const struct snap_form *sf, size_t index, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < sf->form->n_feeds; i++) {
		const struct form *to;

		rc = forms_get(d->f, sf->form->feeds[i], &to, e);
		for (size_t k = 0; !rc && k < to->n_fields; k++) {
			const struct field *fd = &to->fields[k];

			for (size_t s = 0; !rc && s < fd->n_sources; s++)
				if (str_eq(fd->sources[s].form, sf->name))
					rc = note_targets(d, sf, index, to->name, fd->sources[s].link, e);
		}
	}
	return rc;
}

/* temp.again: every record whose aliases, derived fields, sort keys or search words may have
 * changed. */
static int note_all(struct deciding *d, struct error *e)
{
	struct db *db = snapshot_db(d->o.snapshot);
	int rc = db_exec(db,
			 "CREATE TEMP TABLE again (form TEXT NOT NULL, id TEXT NOT NULL, "
			 "PRIMARY KEY (form, id)) WITHOUT ROWID; BEGIN",
			 e);

	for (size_t i = 0; !rc && i < d->o.snapshot->n_forms; i++) {
		const struct snap_form *sf = &d->o.snapshot->forms[i];

		if (!sf->form)
			continue;
		rc = db_run(db, e,
			    "INSERT OR IGNORE INTO temp.again SELECT ?1, id FROM temp.diff WHERE "
			    "form=?2",
			    "ti", sf->name, (long long)i);
		if (!rc && sf->form->parent)
			rc = note_targets(d, sf, i, sf->form->parent->refers,
					  sf->form->parent->name, e);
		if (!rc)
			rc = note_feeds(d, sf, i, e);
	}
	return rc ? rc : db_exec(db, "COMMIT", e);
}

static int rederive_each(struct deciding *d, const struct form *form, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(snapshot_db(d->o.snapshot), &st,
			    "SELECT id FROM temp.again WHERE form=?", e);

	if (rc)
		return rc;
	stmt_text(st, 1, form->name);
	while ((rc = stmt_step(st, e)) > 0) {
		rc = form_rederive(d->f, d->b, form, d->unit, stmt_col_text(st, 0), e);
		if (rc)
			break;
	}
	stmt_done(st);
	return rc;
}

static int rederive_form(struct deciding *d, const struct form *form, struct error *e)
{
	int64_t n;
	int rc = db_get_int(snapshot_db(d->o.snapshot), &n, NULL, e,
			    "SELECT count(*) FROM temp.again WHERE form=?", "t", form->name);

	if (rc || !n)
		return rc;
	return n > REDERIVE_ALL ? form_rederive(d->f, d->b, form, d->unit, NULL, e)
				: rederive_each(d, form, e);
}

/* May `form` come now: is every form it refers to (but itself) done? Sort keys hold the keys of
 * what is referred to. */
static bool ready(const struct form *form, const struct form *const *all, const bool *done,
		  size_t n)
{
	for (size_t i = 0; i < form->n_fields; i++) {
		const char *refers = form->fields[i].refers;

		for (size_t k = 0; refers && k < n; k++)
			if (!done[k] && all[k] != form && !strcmp(all[k]->name, refers))
				return false;
	}
	return true;
}

static int rederive_all(struct deciding *d, struct error *e)
{
	size_t n = 0, left;
	const struct form **all = xcalloc(d->o.snapshot->n_forms + 1, sizeof(*all));
	bool *done = xcalloc(d->o.snapshot->n_forms + 1, sizeof(*done));
	int rc = 0;

	for (size_t i = 0; i < d->o.snapshot->n_forms; i++)
		if (d->o.snapshot->forms[i].form)
			all[n++] = d->o.snapshot->forms[i].form;
	left = n;
	while (!rc && left) {
		size_t before = left, first = n;

		for (size_t i = 0; !rc && i < n; i++) {
			if (done[i])
				continue;
			first = first < n ? first : i;
			if (!ready(all[i], all, done, n))
				continue;
			rc = rederive_form(d, all[i], e);
			done[i] = true;
			left--;
		}
		/* Forms that refer to one another in a circle: break it somewhere. */
		if (!rc && left == before) {
			rc = rederive_form(d, all[first], e);
			done[first] = true;
			left--;
		}
	}
	free(done);
	free(all);
	return rc;
}

/* ---- remarks and states ---- */

static int in_bundle(struct deciding *d, const struct remark_new *r, bool *there, struct error *e)
{
	struct snap_form *sf = snapshot_form(d->o.snapshot, r->form);
	struct snap_record rec;
	int rc;

	*there = false;
	if (!sf)
		return 0;
	rc = snapshot_record(d->o.snapshot, sf, d->unit, r->id, &rec, e);
	if (rc)
		return rc;
	*there = rec.found;
	snap_record_fini(&rec);
	return 0;
}

/* A remark is on a record of the bundle, or on one accepted earlier (which the bundle may have
 * lost). */
static int check_remarks(struct deciding *d, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < d->n_remarks; i++) {
		const struct remark_new *r = &d->remarks[i];
		const struct form *form;
		struct record accepted;
		bool there = false;

		rc = remark_check(d->f, r, e);
		if (!rc)
			rc = in_bundle(d, r, &there, e);
		if (rc || there)
			continue;
		rc = forms_get(d->f, r->form, &form, e);
		if (!rc)
			rc = record_load(d->b, &form->table, d->unit, r->id, &accepted, e);
		if (!rc)
			record_fini(&accepted);
		if (rc == ERR_NOTFOUND)
			rc = remark_no_record(e, r);
	}
	return rc;
}

static int put_remarks(struct deciding *d, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < d->n_remarks; i++)
		rc = remark_put(d->b, d->unit, &d->remarks[i], d->o.item.head.hash, d->who, e);
	return rc;
}

static int set_state(struct deciding *d, const char *state, struct error *e)
{
	char at[20];

	return db_run(d->db, e, "UPDATE inbox SET state=?, decided_at=?, decided_by=? WHERE n=?",
		      "ttti", state, time_stamp(at), d->who, (long long)d->o.item.n);
}

/* What the bundle says it answers is closed with it; only this unit's remarks can be. */
static int close_answered(struct deciding *d, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(snapshot_db(d->o.snapshot), &st,
			    "SELECT remark_id FROM main.remark_answered", e);

	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) > 0) {
		rc = db_run(d->db, e,
			    "UPDATE remark SET state='closed', answered_by=? "
			    "WHERE remark_id=? AND unit=? AND state<>'closed'",
			    "ttt", d->o.item.head.hash, stmt_col_text(st, 0), d->unit);
		if (rc)
			break;
	}
	stmt_done(st);
	return rc;
}

/* Older bundles of the unit have nothing more to say; their sealed files go. */
static int supersede(struct deciding *d, struct error *e)
{
	int rc = db_run(d->db, e,
			"UPDATE inbox SET state='superseded' WHERE unit=? AND n<? AND "
			"state IN ('received', 'needs_confirmation')",
			"ti", d->unit, (long long)d->o.item.n);

	if (!rc)
		rc = db_run(d->db, e,
			    "DELETE FROM inbox_chunk WHERE n IN "
			    "(SELECT n FROM inbox WHERE unit=? AND n<?)",
			    "ti", d->unit, (long long)d->o.item.n);
	return rc;
}

/* ---- deciding ---- */

static int negative(struct error *e, const char *id, const char *what, const char *todo)
{
	return exchange_refuse(e, ERR_NEGATIVE, id, what, todo);
}

static int check_state(const struct inbox_item *i, bool accepting, struct error *e)
{
	if (!strcmp(i->state, "superseded"))
		return negative(e, "GN-I21", _("A newer bundle of this unit has been accepted."),
				_("Look at the newest bundle of the unit."));
	if (!strcmp(i->state, "needs_confirmation") && accepting)
		return negative(e, "GN-I22",
				_("The bundle has to be confirmed first: compare fingerprint and "
				  "counts with the unit."),
				_("Read them out to each other, then confirm the bundle."));
	if (strcmp(i->state, "received") && strcmp(i->state, "needs_confirmation"))
		return negative(
			e, "GN-I23", _("This bundle has been decided on already."),
			_("Put a remark on the accepted record, or wait for the next bundle."));
	return 0;
}

static int check_newer(struct book *b, const struct inbox_item *i, struct error *e)
{
	bool found;
	int64_t one;
	int rc = db_get_int(book_db(b), &one, &found, e,
			    "SELECT 1 FROM inbox WHERE unit=? AND n>? AND state IN ('accepted', "
			    "'accepted_remarks')",
			    "ti", i->head.unit_id, (long long)i->n);

	if (!rc && found)
		rc = negative(e, "GN-I21", _("A newer bundle of this unit has been accepted."),
			      _("Look at the newest bundle of the unit."));
	return rc;
}

/* A key replaced since then (a lost computer) speaks for nobody any more. */
static int check_key(struct book *b, const struct inbox_item *i, struct error *e)
{
	int64_t in_force;
	int rc = db_get_int(
		book_db(b), &in_force, NULL, e,
		"SELECT count(*) FROM inbox x JOIN peer p ON p.sign_pk=x.sign_pk AND p.upper=0 AND "
		"p.in_force=1 WHERE x.n=?",
		"i", (long long)i->n);

	if (!rc && !in_force)
		rc = negative(e, "GN-I03",
			      _("The unit has been given another key since this bundle came."),
			      _("Ask the unit for a new bundle."));
	return rc;
}

static int check_all(struct book *b, int64_t n, bool accepting, struct error *e)
{
	struct inbox_item item;
	int rc = inbox_get(b, n, &item, e);

	if (rc)
		return rc;
	rc = check_state(&item, accepting, e);
	if (!rc && accepting)
		rc = check_newer(b, &item, e);
	if (!rc)
		rc = check_key(b, &item, e);
	inbox_item_fini(&item);
	return rc;
}

static int accept_in_transaction(struct deciding *d, struct error *e)
{
	int rc = apply_all(d, e);

	if (!rc)
		rc = clear_extra(d, e);
	if (!rc)
		rc = rederive_all(d, e);
	if (!rc)
		rc = close_answered(d, e);
	if (!rc)
		rc = put_remarks(d, e);
	if (!rc)
		rc = set_state(d, d->n_remarks ? "accepted_remarks" : "accepted", e);
	return rc ? rc : supersede(d, e);
}

static int return_in_transaction(struct deciding *d, struct error *e)
{
	int rc = put_remarks(d, e);

	return rc ? rc : set_state(d, "returned", e);
}

static int decide(struct deciding *d, int64_t n, bool accepting, struct error *e)
{
	int rc = check_all(d->b, n, accepting, e);

	if (!rc)
		rc = forms_prepare(d->f, d->b, e);
	if (!rc)
		rc = inbox_open(&d->o, d->f, d->b, n, e);
	if (rc)
		return rc;
	d->unit = d->o.item.head.unit_id;
	rc = check_remarks(d, e);
	/* What differs is found before the first row is written: the snapshot's connection sees
	 * the book as it was. */
	if (!rc && accepting)
		rc = diff_find(&d->o, e);
	if (!rc && accepting)
		rc = note_all(d, e);
	if (!rc)
		rc = db_begin(d->db, e);
	if (!rc) {
		rc = accepting ? accept_in_transaction(d, e) : return_in_transaction(d, e);
		if (rc)
			db_rollback(d->db);
		else
			rc = db_commit(d->db, e);
	}
	inbox_open_fini(&d->o);
	return rc;
}

int inbox_accept(struct forms *f, struct book *b, int64_t n, const struct remark_new *remarks,
		 size_t n_remarks, const char *who, struct error *e)
{
	struct deciding d = { .f = f,
			      .b = b,
			      .db = book_db(b),
			      .who = who,
			      .remarks = remarks,
			      .n_remarks = n_remarks };

	return decide(&d, n, true, e);
}

int inbox_return(struct forms *f, struct book *b, int64_t n, const struct remark_new *remarks,
		 size_t n_remarks, const char *who, struct error *e)
{
	struct deciding d = { .f = f,
			      .b = b,
			      .db = book_db(b),
			      .who = who,
			      .remarks = remarks,
			      .n_remarks = n_remarks };

	if (!n_remarks)
		return exchange_refuse(
			e, ERR_USAGE, "GN-I24", _("A bundle is returned with at least one remark."),
			_("Say what is to be corrected: on a record, or on a field of it."));
	return decide(&d, n, false, e);
}
