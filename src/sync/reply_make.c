/* SPDX-License-Identifier: MIT */
/*
 * Making a reply: what became of a bundle, and every remark on the unit that is not yet settled
 * down there, so that losing one reply loses nothing. Its counter is used only when the file
 * stands.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/reply.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/bundle_impl.h"
#include "sync/inbox.h"
#include "sync/lock_impl.h"
#include "sync/peer.h"
#include "sync/reply_impl.h"
#include "sync/temp.h"

struct replying {
	struct book *b;
	struct db *db;
	struct inbox_item item;
	struct peer peer;
	struct keys keys;
	struct header header;
	char *body;
	int64_t counter;
};

/* The newest bundle of the unit, whatever became of it. */
static int newest_of(struct replying *r, const char *unit_code, int64_t *n, struct error *e)
{
	struct peer p;
	bool found;
	int rc = peer_by_code(r->b, unit_code, &p, e);

	if (rc)
		return rc;
	rc = db_get_int(r->db, n, &found, e,
			"SELECT n FROM inbox WHERE unit=? ORDER BY n DESC LIMIT 1", "t", p.unit_id);
	if (!rc && !found) {
		rc = error_fail(e, ERR_NOTFOUND, "GN-Y10", _("No bundle of %s has come yet."),
				p.name);
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("A reply answers a bundle: wait for the first one."));
	}
	peer_fini(&p);
	return rc;
}

/* Above both what was used here and what the unit has applied: a book restored from a backup
 * does not begin again below it. */
static int next_counter(struct replying *r, struct error *e)
{
	int rc = db_get_int(
		r->db, &r->counter, NULL, e,
		"SELECT max(coalesce((SELECT max(counter) FROM reply_sent WHERE unit=?1), 0), "
		"coalesce((SELECT max(told) FROM inbox WHERE unit=?1), 0)) + 1",
		"t", r->item.head.unit_id);

	return rc;
}

static void fill_header(struct replying *r)
{
	struct header *h = &r->header;

	header_add(h, "exchange", "%d", REPLY_EXCHANGE);
	header_add(h, "unit-id", "%s", book_unit_id(r->b));
	header_add(h, "unit-code", "%s", book_unit_code(r->b));
	header_add(h, "unit-name", "%s", book_unit_name(r->b));
	header_add(h, "to-unit-id", "%s", r->item.head.unit_id);
	header_add(h, "to-name", "%s", r->item.head.unit_name);
	header_add(h, "instance", "%s", r->item.head.instance);
	header_add(h, "bundle", "%s", r->item.head.hash);
	header_add(h, "number", "%" PRId64, r->item.head.number);
	header_add(h, "counter", "%" PRId64, r->counter);
	header_add(h, "allotments", "0");
}

static int put_facts(struct replying *r, struct db *db, struct error *e)
{
	const struct {
		const char *name, *value;
	} facts[] = {
		{ "decision", r->item.state },		{ "receipt", r->item.receipt },
		{ "received_at", r->item.received_at }, { "decided_at", r->item.decided_at },
		{ "decided_by", r->item.decided_by },
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(facts) / sizeof(facts[0]); i++)
		if (facts[i].value)
			rc = db_run(db, e, "INSERT INTO about (name, value) VALUES (?, ?)", "tt",
				    facts[i].name, facts[i].value);
	return rc;
}

static int put_remarks(struct replying *r, struct db *db, struct error *e)
{
	struct remarks list;
	int rc = remark_list(r->b, r->item.head.unit_id, false, &list, e);

	for (size_t i = 0; !rc && i < list.n; i++) {
		const struct remark *m = &list.v[i];

		rc = db_run(db, e, "INSERT INTO remark VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "tttttttt",
			    m->remark_id, m->form, m->id, m->field, m->text, m->who, m->at,
			    m->state);
	}
	remarks_fini(&list);
	return rc;
}

static int make_body(struct replying *r, struct error *e)
{
	struct db *db;
	int rc;

	r->body = temp_name(r->b);
	rc = db_open(&db, r->body, DB_WRITE | DB_CREATE | DB_SCRATCH, e);
	if (rc)
		return rc;
	rc = db_exec(db, REPLY_ABOUT "; " REPLY_REMARK "; BEGIN", e);
	if (!rc)
		rc = put_facts(r, db, e);
	if (!rc)
		rc = put_remarks(r, db, e);
	if (!rc)
		rc = lock_put(r->b, db, r->item.head.unit_id, e);
	if (!rc)
		rc = db_exec(db, "COMMIT", e);
	db_close(db);
	return rc;
}

static int note(void *ctx, const char *hash, const char *path, struct error *e)
{
	struct replying *r = ctx;
	char at[20];
	int rc = db_begin(r->db, e);

	if (rc)
		return rc;
	rc = db_run(r->db, e,
		    "INSERT INTO reply_sent (unit, counter, hash, bundle, decision, path, at) "
		    "VALUES (?, ?, ?, ?, ?, ?, ?)",
		    "tittttt", r->item.head.unit_id, (long long)r->counter, hash, r->item.head.hash,
		    r->item.state, path, time_stamp(at));
	if (!rc)
		rc = lock_told(r->b, r->item.head.unit_id, r->counter, e);
	if (!rc)
		return db_commit(r->db, e);
	db_rollback(r->db);
	return rc;
}

static void undo(void *ctx, const char *hash)
{
	struct replying *r = ctx;

	if (db_begin(r->db, NULL))
		return;
	if (!db_run(r->db, NULL, "DELETE FROM reply_sent WHERE hash=?", "t", hash) &&
	    !db_run(r->db, NULL, "UPDATE round_lock SET told=NULL WHERE unit=? AND told=?", "ti", r->item.head.unit_id,
		    (long long)r->counter))
		db_commit(r->db, NULL);
	else
		db_rollback(r->db);
}

static int write_file(struct replying *r, const char *path, char **out_path, struct error *e)
{
	const struct file_note noting = { note, undo, r };
	const struct container_plan plan = {
		.kind = CONTAINER_REPLY,
		.training = book_training(r->b),
		.header = &r->header,
		.keys = &r->keys,
		.seal_to = r->peer.seal_pk,
		.body = r->body,
	};
	char hash[2 * HASH_LEN + 1];
	int rc = bundle_file_name(path, r->item.head.unit_code, 'P', r->counter, "gnr", r->body,
				  out_path, e);

	if (!rc)
		rc = bundle_file_write(*out_path, &plan, &noting, hash, e);
	return rc;
}

static int make(struct replying *r, int64_t n, const char *unit_code, const char *path,
		char **out_path, struct error *e)
{
	int rc = n > 0 ? 0 : newest_of(r, unit_code, &n, e);

	if (!rc)
		rc = inbox_get(r->b, n, &r->item, e);
	if (!rc)
		rc = peer_by_unit(r->b, r->item.head.unit_id, &r->peer, e);
	if (!rc && !r->peer.has_keys)
		rc = exchange_refuse(
			e, ERR_NEGATIVE, "GN-Y11",
			_("The unit was enrolled anew and has not sent a bundle since."),
			_("Wait for its first bundle; then reply to that."));
	if (!rc)
		rc = keys_load(&r->keys, r->b, e);
	if (!rc)
		rc = next_counter(r, e);
	if (rc)
		return rc;
	fill_header(r);
	rc = make_body(r, e);
	return rc ? rc : write_file(r, path, out_path, e);
}

int reply_make(struct forms *f, struct book *b, int64_t n, const char *unit_code, const char *path,
	       char **out_path, struct error *e)
{
	struct replying r = { .b = b, .db = book_db(b) };
	int rc;

	(void)f;
	*out_path = NULL;
	if (!book_writable(b))
		return exchange_refuse(e, ERR_USAGE, "GN-Y12",
				       _("The book is open for reading only."),
				       _("Open it for writing: the reply's number is kept in it."));
	header_init(&r.header);
	rc = make(&r, n, unit_code, path, out_path, e);
	temp_drop(r.body);
	header_fini(&r.header);
	inbox_item_fini(&r.item);
	peer_fini(&r.peer);
	keys_fini(&r.keys);
	if (rc) {
		free(*out_path);
		*out_path = NULL;
	}
	return rc;
}
