/* SPDX-License-Identifier: MIT */
/*
 * Applying a reply: only from the superior in force, to this unit, about a bundle this book
 * made, newer than what was applied last. Everything it changes stands in one transaction.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/bundle_impl.h"
#include "sync/enrol.h"
#include "sync/lock_impl.h"
#include "sync/peer.h"
#include "sync/reply.h"
#include "sync/reply_impl.h"
#include "sync/snapshot_impl.h"
#include "sync/temp.h"

struct applying {
	struct book *b;
	struct db *db;
	char *copy, *body;
	struct container *c;
	struct peer upper;
	struct db *in; /* the body */
	char hash[2 * HASH_LEN + 1];
	const char *bundle, *instance; /* of the header */
	int64_t counter, number;
	int64_t history, now; /* last history row the bundle covers, last one of all */
	char *decision, *receipt;
	int64_t remarks_new;
	bool again;
	struct strlist *locks; /* sentences */
};

void reply_result_fini(struct reply_result *r)
{
	free(r->decision);
	free(r->receipt);
	strlist_fini(&r->locks);
	memset(r, 0, sizeof(*r));
}

/* ---- from whom, to whom, about what ---- */

static int check_sender(struct applying *a, struct error *e)
{
	int rc = peer_upper(a->b, &a->upper, e);

	if (rc == ERR_NOTFOUND) {
		error_clear(e);
		return exchange_refuse(e, ERR_DATA, "GN-Y20",
				       _("This book has no superior: a reply cannot be for it."),
				       _("Give it to the unit it is meant for."));
	}
	if (rc)
		return rc;
	if (memcmp(a->upper.sign_pk, container_sign_pk(a->c), SIGN_PK))
		return exchange_refuse(
			e, ERR_DATA, "GN-Y21",
			_("The reply is not signed by the superior this book is enrolled with."),
			_("Do not apply it; ask the level above whether its key was replaced."));
	return 0;
}

static int check_header(struct applying *a, struct error *e)
{
	const struct header *h = container_header(a->c);
	int64_t exchange;

	if (!header_number(h, "exchange", &exchange) || exchange != REPLY_EXCHANGE)
		return exchange_refuse(
			e, ERR_DATA, "GN-Y22",
			_("The file was made by a newer program than this one."),
			_("Install the newer program here, then take the file in again."));
	a->bundle = header_get(h, "bundle");
	a->instance = header_get(h, "instance");
	if (!a->bundle || !a->instance || !header_number(h, "number", &a->number) ||
	    !header_number(h, "counter", &a->counter) || !a->counter)
		return exchange_refuse(
			e, ERR_DATA, "GN-Y23",
			_("The header of the file is not as this program writes it."),
			_("Ask the level above to make the reply anew."));
	if (!str_eq(header_get(h, "to-unit-id"), book_unit_id(a->b)) ||
	    !str_eq(header_get(h, "unit-id"), a->upper.unit_id))
		return exchange_refuse(e, ERR_DATA, "GN-Y24",
				       _("The reply is meant for another unit than this one."),
				       _("Give it to the unit it is meant for."));
	return 0;
}

static int check_bundle(struct applying *a, struct error *e)
{
	bool found;
	int rc = db_get_int(
		a->db, &a->history, &found, e,
		"SELECT history FROM bundle_sent WHERE hash=? AND instance=? AND number=?", "tti",
		a->bundle, a->instance, (long long)a->number);

	if (!rc && !found)
		rc = exchange_refuse(e, ERR_DATA, "GN-Y25",
				     _("The reply answers a bundle this book has not made."),
				     _("If the book was restored or the computer changed, send a "
				       "new bundle first."));
	return rc;
}

static int check_newer(struct applying *a, struct error *e)
{
	int64_t last = 0, one;
	int rc = db_get_int(a->db, &one, &a->again, e, "SELECT 1 FROM reply_applied WHERE hash=?",
			    "t", a->hash);

	if (rc || a->again)
		return rc;
	rc = db_get_int(a->db, &last, NULL, e,
			"SELECT coalesce(max(counter), 0) FROM reply_applied WHERE upper=?", "t",
			a->upper.unit_id);
	if (rc || a->counter > last)
		return rc;
	error_fail(e, ERR_NEGATIVE, "GN-Y26",
		   _("The reply (no. %" PRId64 ") is older than the one applied last (no. %" PRId64
		     ")."),
		   a->counter, last);
	error_safe(e, _("Nothing was changed; the newer one stands."));
	error_todo(e, "%s", _("Ask the level above for its newest reply."));
	return ERR_NEGATIVE;
}

/* ---- the body ---- */

static int check_schema(struct applying *a, struct error *e)
{
	int64_t all, right;
	int rc = db_get_int(a->in, &all, NULL, e, "SELECT count(*) FROM main.sqlite_master", "");

	if (!rc)
		rc = db_get_int(a->in, &right, NULL, e,
				"SELECT count(*) FROM main.sqlite_master WHERE type='table' AND "
				"((name='about' AND sql=?) OR (name='remark' AND sql=?))",
				"tt", REPLY_ABOUT, REPLY_REMARK);
	if (!rc && (all != 2 || right != 2))
		rc = snapshot_bad(e, "GN-Y27", "tables");
	return rc;
}

static bool decision_ok(const char *s)
{
	static const char *const words[] = {
		"received",	    "needs_confirmation", "accepted",
		"accepted_remarks", "returned",		  "superseded"
	};

	for (size_t i = 0; s && i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i], s))
			return true;
	return false;
}

static int open_body(struct applying *a, struct error *e)
{
	struct keys keys;
	int rc = keys_load(&keys, a->b, e);

	if (rc)
		return rc;
	a->body = temp_name(a->b);
	rc = container_extract(a->c, &keys, a->body, e);
	keys_fini(&keys);
	if (!rc)
		rc = db_open(&a->in, a->body, DB_READ | DB_FOREIGN, e);
	if (!rc)
		rc = snapshot_sound(a->in, e);
	if (!rc)
		rc = check_schema(a, e);
	if (!rc)
		rc = db_get_text(a->in, &a->decision, e,
				 "SELECT value FROM about WHERE name='decision'", "");
	if (!rc)
		rc = db_get_text(a->in, &a->receipt, e,
				 "SELECT value FROM about WHERE name='receipt'", "");
	if (!rc && (!decision_ok(a->decision) || !a->receipt || strlen(a->receipt) != RECEIPT_LEN ||
		    !snapshot_text_ok(a->receipt)))
		rc = snapshot_bad(e, "GN-Y28", "about");
	return snapshot_fault(rc, e);
}

/* ---- remarks ---- */

struct heard { /* a row of the body; borrowed */
	const char *remark_id, *form, *id, *field, *text, *who, *at, *state;
};

static bool heard_ok(const struct heard *m)
{
	const char *const texts[] = { m->form, m->field, m->text, m->who, m->at };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i] && !snapshot_text_ok(texts[i]))
			return false;
	return uuid_valid(m->remark_id) && uuid_valid(m->id) && db_name_ok(m->form) &&
	       m->form[0] != '_' && m->text && m->at && m->state &&
	       (!strcmp(m->state, "open") || !strcmp(m->state, "answered") ||
		!strcmp(m->state, "closed"));
}

/* A remark on a field is answered by any change since the bundle; one on a whole record only by
 * a change made with the remark in view. */
static int new_remark(struct applying *a, const struct heard *m, struct error *e)
{
	if (!strcmp(m->state, "closed"))
		return 0;
	a->remarks_new++;
	return db_run(a->db, e,
		      "INSERT INTO remark (remark_id, unit, form, id, field, text, who, at, "
		      "bundle, state, since) "
		      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)",
		      "ttttttttti", m->remark_id, book_unit_id(a->b), m->form, m->id, m->field,
		      m->text, m->who, m->at, a->bundle,
		      (long long)(m->field ? a->history : a->now));
}

static bool decided(const char *decision)
{
	return !strcmp(decision, "accepted") || !strcmp(decision, "accepted_remarks") ||
	       !strcmp(decision, "returned");
}

/* The level above has seen the answer and still asks: the remark is open again, and counts from
 * now. */
static int known_remark(struct applying *a, const struct heard *m, struct error *e)
{
	if (!strcmp(m->state, "closed"))
		return db_run(a->db, e,
			      "UPDATE remark SET state='closed' WHERE remark_id=? AND unit=?", "tt",
			      m->remark_id, book_unit_id(a->b));
	if (!decided(a->decision))
		return 0;
	return db_run(
		a->db, e,
		"UPDATE remark SET state='open', answered_by=NULL, since=?1 WHERE remark_id=?2 AND "
		"unit=?3 AND "
		"state='answered' AND EXISTS (SELECT 1 FROM bundle_sent s, bundle_sent r WHERE "
		"s.hash=remark.answered_by AND r.hash=?4 AND s.seq<=r.seq)",
		"ittt", (long long)a->now, m->remark_id, book_unit_id(a->b), a->bundle);
}

static int apply_remark(struct applying *a, const struct heard *m, struct error *e)
{
	bool found;
	int64_t one;
	int rc;

	if (!heard_ok(m))
		return snapshot_bad(e, "GN-Y29", "remark");
	rc = db_get_int(a->db, &one, &found, e, "SELECT 1 FROM remark WHERE remark_id=?", "t",
			m->remark_id);
	if (rc)
		return rc;
	return found ? known_remark(a, m, e) : new_remark(a, m, e);
}

static int apply_remarks(struct applying *a, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(a->in, &st,
			    "SELECT remark_id, form, id, field, text, who, at, state FROM remark "
			    "ORDER BY remark_id",
			    e);

	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) > 0) {
		struct heard m = {
			stmt_col_text(st, 0), stmt_col_text(st, 1), stmt_col_text(st, 2),
			stmt_col_text(st, 3), stmt_col_text(st, 4), stmt_col_text(st, 5),
			stmt_col_text(st, 6), stmt_col_text(st, 7),
		};

		rc = apply_remark(a, &m, e);
		if (rc)
			break;
	}
	stmt_done(st);
	return snapshot_fault(rc, e);
}

/* ---- all of it ---- */

static int note(struct applying *a, struct error *e)
{
	const char *state = strcmp(a->decision, "needs_confirmation") ? a->decision : "received";
	char at[20];
	int rc = db_run(a->db, e, "UPDATE bundle_sent SET state=? WHERE hash=?", "tt", state,
			a->bundle);

	if (!rc)
		rc = db_run(a->db, e,
			    "INSERT INTO reply_applied (hash, upper, counter, bundle, decision, "
			    "receipt, "
			    "remarks_new, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			    "ttitttit", a->hash, a->upper.unit_id, (long long)a->counter, a->bundle,
			    a->decision, a->receipt, (long long)a->remarks_new, time_stamp(at));
	/* The level above knows this key now: the one-time secret has done its work. */
	return rc ? rc : enrol_acknowledged(a->b, e);
}

static int apply_in_transaction(struct applying *a, struct error *e)
{
	int rc = db_begin(a->db, e);

	if (rc)
		return rc;
	rc = db_get_int(a->db, &a->now, NULL, e, "SELECT coalesce(max(seq), 0) FROM history", "");
	if (!rc)
		rc = apply_remarks(a, e);
	if (!rc)
		rc = lock_apply(a->b, a->in, a->locks, e);
	if (!rc)
		rc = note(a, e);
	if (!rc)
		return db_commit(a->db, e);
	db_rollback(a->db);
	return rc;
}

static int apply(struct applying *a, const char *path, struct error *e)
{
	int rc = exchange_open(a->b, path, CONTAINER_REPLY, &a->c, &a->copy, e);

	if (rc)
		return rc;
	hex_encode(container_hash(a->c), HASH_LEN, a->hash);
	rc = check_sender(a, e);
	if (!rc)
		rc = check_header(a, e);
	if (!rc)
		rc = check_bundle(a, e);
	if (!rc)
		rc = check_newer(a, e);
	if (rc || a->again)
		return rc;
	rc = open_body(a, e);
	return rc ? rc : apply_in_transaction(a, e);
}

/* What is told, the first time and every time again, is what was noted. */
static int fill_result(struct applying *a, struct reply_result *out, struct error *e)
{
	int rc = db_get_text(a->db, &out->decision, e,
			     "SELECT decision FROM reply_applied WHERE hash=?", "t", a->hash);

	out->again = a->again;
	out->bundle_number = a->number;
	if (!rc)
		rc = db_get_text(a->db, &out->receipt, e,
				 "SELECT receipt FROM reply_applied WHERE hash=?", "t", a->hash);
	if (!rc && !a->again)
		out->remarks_new = a->remarks_new;
	if (!rc)
		rc = db_get_int(a->db, &out->remarks_open, NULL, e,
				"SELECT count(*) FROM remark WHERE unit=? AND state='open'", "t",
				book_unit_id(a->b));
	return rc;
}

int reply_apply(struct forms *f, struct book *b, const char *path, struct reply_result *out,
		struct error *e)
{
	struct applying a = { .b = b, .db = book_db(b), .locks = &out->locks };
	int rc;

	(void)f;
	memset(out, 0, sizeof(*out));
	strlist_init(&out->locks);
	if (!book_writable(b))
		return exchange_refuse(e, ERR_USAGE, "GN-Y19",
				       _("The book is open for reading only."),
				       _("Open it for writing to apply a reply."));
	rc = apply(&a, path, e);
	if (!rc)
		rc = fill_result(&a, out, e);
	db_close(a.in);
	container_close(a.c);
	temp_drop(a.body);
	temp_drop(a.copy);
	peer_fini(&a.upper);
	free(a.decision);
	free(a.receipt);
	if (rc)
		reply_result_fini(out);
	return rc;
}
