/* SPDX-License-Identifier: MIT */
/* The inbox as a list, a received bundle opened again, and the reviewer's word that its
 * fingerprint was compared. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/inbox.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/bundle_impl.h"
#include "sync/inbox_impl.h"
#include "sync/peer.h"
#include "sync/temp.h"

/* Whether people have compared the key that signed this very bundle. */
#define ITEM_COLUMNS                                                                               \
	"n, state, received_at, decided_at, decided_by, receipt, late, gap, note, "                \
	"coalesce((SELECT p.compared FROM peer p WHERE p.upper=0 AND p.sign_pk=inbox.sign_pk), "   \
	"0), " BUNDLE_HEAD_COLUMNS

void inbox_item_fini(struct inbox_item *i)
{
	bundle_head_fini(&i->head);
	free(i->state);
	free(i->received_at);
	free(i->decided_at);
	free(i->decided_by);
	free(i->receipt);
	free(i->note);
	memset(i, 0, sizeof(*i));
}

void inbox_items_fini(struct inbox_items *i)
{
	for (size_t k = 0; k < i->n; k++)
		inbox_item_fini(&i->v[k]);
	free(i->v);
	*i = (struct inbox_items){ NULL, 0 };
}

static void take_row(struct stmt *st, bool training, struct inbox_item *out)
{
	memset(out, 0, sizeof(*out));
	out->n = stmt_col_int(st, 0);
	out->state = xstrdup(stmt_col_text(st, 1));
	out->received_at = xstrdup(stmt_col_text(st, 2));
	out->decided_at = xstrdup_null(stmt_col_text(st, 3));
	out->decided_by = xstrdup_null(stmt_col_text(st, 4));
	out->receipt = xstrdup(stmt_col_text(st, 5));
	out->late = stmt_col_int(st, 6);
	out->gap = stmt_col_int(st, 7);
	out->note = xstrdup_null(stmt_col_text(st, 8));
	out->fingerprint_compared = stmt_col_int(st, 9);
	bundle_head_take(st, 10, training, &out->head);
}

int inbox_list(struct book *b, struct inbox_items *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	int rc = db_prepare(book_db(b), &st, "SELECT " ITEM_COLUMNS " FROM inbox ORDER BY n", e);

	*out = (struct inbox_items){ NULL, 0 };
	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		take_row(st, book_training(b), &out->v[out->n++]);
	}
	stmt_done(st);
	if (rc)
		inbox_items_fini(out);
	return rc;
}

int inbox_no_such(struct error *e, int64_t n)
{
	error_fail(e, ERR_NOTFOUND, "GN-I01",
		   _("There is no bundle number %" PRId64 " in the inbox."), n);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Look for its number in the inbox."));
	return ERR_NOTFOUND;
}

int inbox_get(struct book *b, int64_t n, struct inbox_item *out, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(b), &st, "SELECT " ITEM_COLUMNS " FROM inbox WHERE n=?", e);

	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	stmt_int(st, 1, n);
	rc = stmt_step(st, e);
	if (rc > 0)
		take_row(st, book_training(b), out);
	stmt_done(st);
	if (!rc)
		return inbox_no_such(e, n);
	return rc < 0 ? rc : 0;
}

/* ---- opening again ---- */

static int put_bytes(int fd, const char *path, const uint8_t *p, size_t n, struct error *e)
{
	while (n) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return error_errno(e, errno, path);
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

static int write_chunks(struct book *b, int64_t n, const char *path, struct error *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	int64_t pieces = 0;
	struct stmt *st;
	int rc;

	if (fd < 0)
		return error_errno(e, errno, path);
	rc = db_prepare(book_db(b), &st, "SELECT bytes FROM inbox_chunk WHERE n=? ORDER BY seq", e);
	if (!rc) {
		stmt_int(st, 1, n);
		for (; (rc = stmt_step(st, e)) > 0; pieces++) {
			size_t len;
			const void *p = stmt_col_blob(st, 0, &len);

			rc = put_bytes(fd, path, p, len, e);
			if (rc)
				break;
		}
		stmt_done(st);
	}
	if (close(fd) && !rc)
		rc = error_errno(e, errno, path);
	if (!rc && !pieces)
		rc = exchange_refuse(
			e, ERR_NEGATIVE, "GN-I02",
			_("A newer bundle has taken this one's place; its contents are not kept."),
			_("Look at the newest bundle of the unit."));
	return rc;
}

int inbox_open(struct inbox_open *o, struct forms *f, struct book *b, int64_t n, struct error *e)
{
	const struct container_limits limits = CONTAINER_LIMITS;
	struct keys keys;
	int rc;

	memset(o, 0, sizeof(*o));
	o->forms = f;
	rc = inbox_get(b, n, &o->item, e);
	if (rc)
		return rc;
	o->copy = temp_name(b);
	rc = write_chunks(b, n, o->copy, e);
	if (!rc)
		rc = container_open(&o->container, o->copy, &limits, e);
	if (!rc)
		rc = keys_load(&keys, b, e);
	if (!rc) {
		o->body = temp_name(b);
		rc = container_extract(o->container, &keys, o->body, e);
		keys_fini(&keys);
	}
	if (!rc)
		rc = snapshot_reopen(&o->snapshot, f, o->body, container_header(o->container), e);
	if (!rc)
		rc = snapshot_attach(o->snapshot, b, e);
	if (rc)
		inbox_open_fini(o);
	return rc;
}

void inbox_open_fini(struct inbox_open *o)
{
	snapshot_close(o->snapshot);
	container_close(o->container);
	temp_drop(o->body);
	temp_drop(o->copy);
	inbox_item_fini(&o->item);
	memset(o, 0, sizeof(*o));
}

/* ---- confirming ---- */

static int mark_confirmed(struct book *b, const struct inbox_item *i, const char *who,
			  struct error *e)
{
	struct db *db = book_db(b);
	int rc = db_run(db, e,
			"UPDATE inbox SET confirmed=1, state='received' "
			"WHERE n=? AND state='needs_confirmation'",
			"i", (long long)i->n);

	if (!rc)
		rc = peer_event(b, "inbox_confirmed", i->head.unit_id, who, i->head.hash, e);
	return rc;
}

static int confirm(struct book *b, int64_t n, const char *who, struct error *e)
{
	struct inbox_item item;
	struct peer p;
	int64_t same = 0;
	int rc = inbox_get(b, n, &item, e);

	if (rc)
		return rc;
	rc = peer_by_unit(b, item.head.unit_id, &p, e);
	if (!rc) {
		rc = db_get_int(book_db(b), &same, NULL, e,
				"SELECT count(*) FROM inbox WHERE n=? AND sign_pk=?", "ib",
				(long long)n, (const void *)p.sign_pk, (size_t)SIGN_PK);
		if (!rc && (!same || !p.has_keys))
			rc = exchange_refuse(
				e, ERR_NEGATIVE, "GN-I03",
				_("The unit has been given another key since this bundle came."),
				_("Ask the unit for a new bundle."));
	}
	if (!rc) {
		char fp[FINGERPRINT_LEN + 1];

		rc = peer_compared(b, p.code, keys_fingerprint(p.sign_pk, p.seal_pk, fp), e);
	}
	peer_fini(&p);
	if (!rc)
		rc = mark_confirmed(b, &item, who, e);
	inbox_item_fini(&item);
	return rc;
}

int inbox_confirm(struct book *b, int64_t n, const char *who, struct error *e)
{
	struct db *db = book_db(b);
	int rc = db_begin(db, e);

	if (rc)
		return rc;
	rc = confirm(b, n, who, e);
	if (!rc)
		return db_commit(db, e);
	db_rollback(db);
	return rc;
}
