/* SPDX-License-Identifier: MIT */
/*
 * Taking in a bundle, in the order in which each step makes the next one safe: the signature, the
 * kind, who it is for, who made it, whether it came before, its place in the chain, and only
 * then its contents. All that is written stands in one transaction; a file that is refused
 * changes nothing.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/calendar.h"
#include "sync/bundle_impl.h"
#include "sync/enrol.h"
#include "sync/inbox.h"
#include "sync/inbox_impl.h"
#include "sync/peer.h"
#include "sync/snapshot_impl.h"
#include "sync/temp.h"

#define CHUNK 65536

struct receiving {
	struct forms *f;
	struct book *b;
	struct db *db;
	char *copy, *body;
	struct container *c;
	struct bundle_head head;
	struct peer peer;
	struct snapshot *snapshot;
	struct str note;
	int64_t n, told;
	bool again, late, gap, doubtful;
};

static void add_note(struct receiving *r, const char *text)
{
	str_addf(&r->note, "%s%s", r->note.len ? " " : "", text);
}

/* ---- who ---- */

static int check_address(struct receiving *r, struct error *e)
{
	if (str_eq(r->head.to_unit_id, book_unit_id(r->b)))
		return 0;
	exchange_refuse(e, ERR_DATA, "GN-I10",
			_("The bundle is meant for another unit than this one."),
			_("Give it to the unit it is meant for."));
	error_detail(e, "%s", r->head.to_name);
	return ERR_DATA;
}

/* A key nobody has seen before: the first bundle of an enrolled unit proves its secret, or it is
 * nobody's. */
static int first_claim(struct receiving *r, struct error *e)
{
	const char *proof = header_get(container_header(r->c), "proof");
	int rc;

	if (!proof)
		return exchange_refuse(
			e, ERR_DATA, "GN-I11",
			_("No unit below this one has the key that signed the file."),
			_("Ask the sender whether it is meant for you; enrol the unit if it is "
			  "new."));
	rc = enrol_claim(r->b, r->head.unit_id, proof, container_sign_pk(r->c),
			 container_seal_pk(r->c), e);
	return rc ? rc : peer_by_key(r->b, container_sign_pk(r->c), &r->peer, e);
}

static int check_sender(struct receiving *r, struct error *e)
{
	int rc = peer_by_key(r->b, container_sign_pk(r->c), &r->peer, e);

	if (rc == ERR_NOTFOUND) {
		error_clear(e);
		rc = first_claim(r, e);
	}
	if (rc)
		return rc;
	if (!r->peer.in_force)
		return exchange_refuse(e, ERR_DATA, "GN-I12",
				       _("The file is signed with a key that has been replaced."),
				       _("If the lost computer has turned up, do not use it; ask "
					 "the unit for a bundle "
					 "from its new one."));
	if (!str_eq(r->peer.unit_id, r->head.unit_id) ||
	    memcmp(r->peer.seal_pk, container_seal_pk(r->c), SEAL_PK))
		return exchange_refuse(
			e, ERR_DATA, "GN-I13",
			_("The file says it is of one unit and is signed by another."),
			_("Do not take it in; ask the sender how it was made."));
	/* Who a unit is, is what its enrolment says, not what it calls itself. */
	set_string(&r->head.unit_code, r->peer.code);
	set_string(&r->head.unit_name, r->peer.name);
	set_string(&r->head.level, r->peer.level);
	return 0;
}

static int look_for_same(struct receiving *r, struct error *e)
{
	bool found;
	int rc = db_get_int(r->db, &r->n, &found, e, "SELECT n FROM inbox WHERE hash=?", "t",
			    r->head.hash);

	r->again = !rc && found;
	return rc;
}

/* ---- its place in the chain ---- */

static int older(struct receiving *r, int64_t newest, struct error *e)
{
	error_fail(e, ERR_NEGATIVE, "GN-I14",
		   _("Bundle %" PRId64 " is older than bundle %" PRId64
		     " of this unit, which came before."),
		   r->head.number, newest);
	error_safe(e, _("Nothing was changed; the newer one stands."));
	error_todo(e, "%s", _("Ask the unit for its newest bundle."));
	return ERR_NEGATIVE;
}

static void note_gap(struct receiving *r, int64_t from, int64_t to)
{
	char *text;

	if (from > to)
		return;
	r->gap = true;
	if (from == to)
		text = xasprintf(_("Bundle %" PRId64 " has not come."), from);
	else
		text = xasprintf(_("Bundles %" PRId64 " to %" PRId64 " have not come."), from, to);
	add_note(r, text);
	free(text);
}

static void doubt(struct receiving *r, const char *why)
{
	r->doubtful = true;
	add_note(r, why);
}

static void judge_chain(struct receiving *r, int64_t newest, const char *last_hash)
{
	const struct bundle_head *h = &r->head;

	if (h->number == newest)
		doubt(r, _("Another bundle of the same number came before: two copies of one book "
			   "may be in use."));
	else if ((h->number == newest + 1) != str_eq(h->previous, last_hash))
		doubt(r, _("It does not follow the bundle received last: two copies of one book "
			   "may be in use."));
	note_gap(r, newest + 1, h->number - 1);
}

/* The instance seen last of this unit is the one it may go on with; the first of all needs no
 * comparing. */
static int check_chain(struct receiving *r, struct error *e)
{
	const char *unit = r->head.unit_id;
	char *last_hash = NULL, *current = NULL;
	int64_t newest = 0, before = 0, doubted = 0;
	/* What nobody has confirmed is no link: a copy's bundle must not make the next of that copy fit. */
	int rc = db_get_int(r->db, &newest, NULL, e,
			    "SELECT coalesce(max(number) FILTER (WHERE confirmed=1), max(number), 0) FROM inbox "
			    "WHERE unit=? AND instance=?",
			    "tt", unit, r->head.instance);

	if (!rc && r->head.number < newest)
		rc = older(r, newest, e);
	if (!rc)
		rc = db_get_text(r->db, &last_hash, e,
				 "SELECT hash FROM inbox WHERE unit=? AND instance=? AND number=? "
				 "ORDER BY confirmed DESC, n DESC LIMIT 1",
				 "tti", unit, r->head.instance, (long long)newest);
	if (!rc)
		rc = db_get_int(r->db, &doubted, NULL, e,
				"SELECT count(*) FROM inbox WHERE unit=? AND instance=? AND state='needs_confirmation' "
				"AND number<=?",
				"tti", unit, r->head.instance, (long long)r->head.number);
	if (!rc)
		rc = db_get_text(r->db, &current, e,
				 "SELECT instance FROM inbox WHERE unit=? AND confirmed=1 "
				 "ORDER BY n DESC LIMIT 1",
				 "t", unit);
	if (!rc)
		rc = db_get_int(r->db, &before, NULL, e, "SELECT count(*) FROM inbox WHERE unit=?",
				"t", unit);
	if (!rc && before && !str_eq(current, r->head.instance))
		doubt(r, newest ? _("It comes from a book that another has taken the place of.")
				: _("It comes from a book not seen before: the unit's computer was "
				    "changed or its "
				    "book restored."));
	if (!rc && newest)
		judge_chain(r, newest, last_hash);
	if (!rc && newest && doubted && !r->doubtful)
		doubt(r, _("A bundle before it waits to be confirmed."));
	if (!rc && !newest)
		note_gap(r, 1, r->head.number - 1);
	free(current);
	free(last_hash);
	return rc;
}

/* ---- contents ---- */

static int open_contents(struct receiving *r, struct error *e)
{
	struct keys keys;
	int rc = keys_load(&keys, r->b, e);

	if (rc)
		return rc;
	r->body = temp_name(r->b);
	rc = container_extract(r->c, &keys, r->body, e);
	keys_fini(&keys);
	if (!rc)
		rc = snapshot_open(&r->snapshot, r->f, r->body, r->head.unit_id,
				   container_header(r->c), e);
	return rc;
}

static int left_out(struct receiving *r, const char *form, const char *field, struct error *e)
{
	exchange_refuse(e, ERR_DATA, "GN-I17",
			_("The bundle leaves out what this unit has sent before; it is not the whole of its book."),
			_("Ask the sender to make the bundle anew, with a program no older than before."));
	error_detail(e, "%s: %s%s%s", r->head.unit_code, form, field ? "." : "", field ? field : "");
	return ERR_DATA;
}

static bool carries(const struct snap_form *sf, const struct column *c)
{
	for (size_t i = 0; i < sf->n_columns; i++)
		if (sf->columns[i].known == c)
			return true;
	for (size_t i = 0; i < sf->n_answers; i++)
		if (sf->answers[i].known == c)
			return true;
	return false;
}

/* Has the unit's accepted state something in this field? */
static int holds(struct receiving *r, const struct form *form, const struct column *c, bool *out, struct error *e)
{
	bool rows = c->kind == COLUMN_MULTI || c->kind == COLUMN_ANSWERS;
	char *sql = rows ? xstrdup("SELECT 1 FROM answer WHERE unit=? AND form=? AND field=? LIMIT 1") :
			   xasprintf("SELECT 1 FROM \"%s\" WHERE _unit=? AND \"%s\" IS NOT NULL LIMIT 1", form->name,
				     c->name);
	int64_t n;
	int rc = rows ? db_get_int(r->db, &n, out, e, sql, "ttt", r->head.unit_id, form->name, c->name) :
			db_get_int(r->db, &n, out, e, sql, "t", r->head.unit_id);

	free(sql);
	return rc;
}

static int whole_form(struct receiving *r, const struct form *form, struct error *e)
{
	const struct snap_form *sf = snapshot_form(r->snapshot, form->name);
	char *sql = xasprintf("SELECT 1 FROM \"%s\" WHERE _unit=? LIMIT 1", form->name);
	bool any = false;
	int64_t n;
	int rc = sf ? 0 : db_get_int(r->db, &n, &any, e, sql, "t", r->head.unit_id);

	free(sql);
	if (!rc && any)
		return left_out(r, form->name, NULL, e);
	for (size_t i = 0; !rc && sf && i < form->table.n_columns; i++) {
		const struct column *c = &form->table.columns[i];
		bool held = false;

		if (!snapshot_carries(form, c) || carries(sf, c))
			continue;
		rc = holds(r, form, c, &held, e);
		if (!rc && held)
			return left_out(r, form->name, c->name, e);
	}
	return rc;
}

/* A bundle is the whole of what the unit owns. A list or a field that it leaves out would stay here as it was, unseen. */
static int check_whole(struct receiving *r, struct error *e)
{
	const char *const *names = forms_names(r->f);
	int64_t accepted = 0;
	int rc = db_get_int(r->db, &accepted, NULL, e,
			    "SELECT count(*) FROM inbox WHERE unit=? AND state IN ('accepted', 'accepted_remarks')", "t",
			    r->head.unit_id);

	for (size_t i = 0; !rc && accepted && names[i]; i++) {
		const struct form *form;

		rc = forms_get(r->f, names[i], &form, e);
		if (!rc && form->exchanged)
			rc = whole_form(r, form, e);
	}
	return rc;
}

static int read_about(struct receiving *r, struct error *e)
{
	struct {
		const char *name;
		char **slot;
	} want[] = { { "made_by", &r->head.made_by }, { "approved_by", &r->head.approved_by } };
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(want) / sizeof(want[0]); i++) {
		rc = db_get_text(snapshot_db(r->snapshot), want[i].slot, e,
				 "SELECT value FROM main.about WHERE name=?", "t", want[i].name);
		if (!rc && *want[i].slot && !snapshot_text_ok(*want[i].slot)) {
			rc = exchange_refuse(
				e, ERR_DATA, "GN-I15",
				_("The file holds a text with characters that are no text."),
				_("Ask the sender to make the bundle anew."));
			error_detail(e, "about.%s", want[i].name);
		}
	}
	return rc;
}

static void note_unknown(struct receiving *r)
{
	const char *const *unknown = snapshot_unknown(r->snapshot);
	struct str names;
	char *text;

	if (!*unknown)
		return;
	str_init(&names);
	for (size_t i = 0; unknown[i] && i < 20; i++)
		str_addf(&names, "%s%s", i ? ", " : "", unknown[i]);
	text = xasprintf(_("Fields this program does not know are kept as text: %s."), names.s);
	add_note(r, text);
	free(text);
	str_fini(&names);
}

/* ---- was it due? ---- */

/* An older program names no period: then it is the one whose day is nearest. */
static void judge_day(struct receiving *r)
{
	struct calendar *cal = calendar_open(r->f, NULL);
	struct date today = book_today(r->b);
	struct bundle_head *h = &r->head;
	struct due due;

	if (!h->period && calendar_nearest(cal, h->level, h->duty, &today, &due))
		h->period = xstrdup(due.period);
	r->late = h->period && calendar_due(cal, h->level, h->duty, h->period, &due) && due_late(&due.day, &today) > 0;
	calendar_free(cal);
}

/* ---- storing ---- */

static int store_row(struct receiving *r, struct error *e)
{
	char at[20], receipt[RECEIPT_LEN + 1];
	struct stmt *st;
	int i, rc = db_prepare(r->db, &st,
			       "INSERT INTO inbox (" BUNDLE_HEAD_COLUMNS
			       ", sign_pk, told, state, confirmed, late, "
			       "gap, note, receipt, received_at) VALUES (" BUNDLE_HEAD_MARKS
			       ", ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
			       e);

	if (rc)
		return rc;
	i = bundle_head_bind(st, 1, &r->head);
	stmt_blob(st, i++, container_sign_pk(r->c), SIGN_PK);
	stmt_int(st, i++, r->told);
	stmt_text(st, i++, r->doubtful ? "needs_confirmation" : "received");
	stmt_int(st, i++, !r->doubtful);
	stmt_int(st, i++, r->late);
	stmt_int(st, i++, r->gap);
	stmt_text(st, i++, r->note.len ? r->note.s : NULL);
	stmt_text(st, i++, bundle_receipt(r->head.hash, receipt));
	stmt_text(st, i, time_stamp(at));
	rc = stmt_step(st, e);
	if (rc > 0) {
		r->n = stmt_col_int(st, 0);
		rc = stmt_step(st, e);
	}
	stmt_done(st);
	return rc;
}

static int store_nothing(struct receiving *r, struct error *e)
{
	struct strlist said;
	int rc;

	strlist_init(&said);
	bundle_nothing_read(container_header(r->c), &said);
	rc = bundle_nothing_note(r->db, r->head.hash, &said, e);
	strlist_fini(&said);
	return rc;
}

static int store_chunk(struct receiving *r, int64_t seq, const uint8_t *p, size_t n,
		       struct error *e)
{
	return db_run(r->db, e, "INSERT INTO inbox_chunk (n, seq, bytes) VALUES (?, ?, ?)", "iib",
		      (long long)r->n, (long long)seq, (const void *)p, n);
}

static int store_file(struct receiving *r, struct error *e)
{
	int fd = open(r->copy, O_RDONLY | O_CLOEXEC);
	uint8_t *buf;
	size_t have = 0;
	int64_t seq = 0;
	ssize_t n = 1;
	int rc = 0;

	if (fd < 0)
		return error_errno(e, errno, r->copy);
	buf = xmalloc(CHUNK);
	while (!rc && n) {
		n = read(fd, buf + have, CHUNK - have);
		if (n < 0 && errno != EINTR)
			rc = error_errno(e, errno, r->copy);
		if (n > 0)
			have += (size_t)n;
		if (!rc && have && (!n || have == CHUNK)) {
			rc = store_chunk(r, seq++, buf, have, e);
			have = 0;
		}
	}
	free(buf);
	close(fd);
	return rc;
}

static int receive(struct receiving *r, struct error *e)
{
	int rc = check_sender(r, e);

	if (!rc)
		rc = look_for_same(r, e);
	if (rc || r->again)
		return rc;
	rc = check_chain(r, e);
	if (!rc)
		rc = open_contents(r, e);
	if (!rc)
		rc = check_whole(r, e);
	if (!rc)
		rc = read_about(r, e);
	if (rc)
		return rc;
	note_unknown(r);
	judge_day(r);
	if (!header_number(container_header(r->c), "applied", &r->told))
		r->told = 0;
	rc = store_row(r, e);
	if (!rc)
		rc = store_nothing(r, e);
	return rc ? rc : store_file(r, e);
}

static int receive_in_transaction(struct receiving *r, struct error *e)
{
	int rc = db_begin(r->db, e);

	if (rc)
		return rc;
	rc = receive(r, e);
	/* The same file again: nothing was written, and nothing shall be. */
	if (!rc && !r->again)
		return db_commit(r->db, e);
	db_rollback(r->db);
	return rc;
}

int inbox_receive(struct forms *f, struct book *b, const char *path, bool *again,
		  struct inbox_item *out, struct error *e)
{
	struct receiving r = { .f = f, .b = b, .db = book_db(b) };
	int rc;

	*again = false;
	memset(out, 0, sizeof(*out));
	if (!book_writable(b))
		return exchange_refuse(e, ERR_USAGE, "GN-I16",
				       _("The book is open for reading only."),
				       _("Open it for writing to take a bundle in."));
	str_init(&r.note);
	rc = exchange_open(b, path, CONTAINER_BUNDLE, &r.c, &r.copy, e);
	if (!rc)
		rc = bundle_head_read(r.c, &r.head, e);
	if (!rc)
		rc = check_address(&r, e);
	if (!rc)
		rc = receive_in_transaction(&r, e);
	snapshot_close(r.snapshot);
	container_close(r.c);
	temp_drop(r.body);
	temp_drop(r.copy);
	peer_fini(&r.peer);
	bundle_head_fini(&r.head);
	str_fini(&r.note);
	if (!rc) {
		*again = r.again;
		rc = inbox_get(b, r.n, out, e);
	}
	return rc;
}
