/* SPDX-License-Identifier: MIT */
/*
 * The list of units this book exchanges with. Rows are never deleted: a replaced one stays,
 * out of force, so that an old key is known for what it is.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/peer.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#define COLUMNS                                                                                    \
	"SELECT row, upper, unit_id, code, name, level, sign_pk, seal_pk, compared, enrolled_at, " \
	"since, in_force FROM peer "

void peer_fini(struct peer *p)
{
	free(p->unit_id);
	free(p->code);
	free(p->name);
	free(p->level);
	free(p->enrolled_at);
	free(p->since);
	memset(p, 0, sizeof(*p));
}

void peers_fini(struct peers *p)
{
	for (size_t i = 0; i < p->n; i++)
		peer_fini(&p->v[i]);
	free(p->v);
	*p = (struct peers){ NULL, 0 };
}

static bool take_key(struct stmt *st, int i, uint8_t *key, size_t want)
{
	size_t n = 0;
	const void *p = stmt_col_blob(st, i, &n);

	if (!p || n != want)
		return false;
	memcpy(key, p, n);
	return true;
}

static void take_row(struct stmt *st, struct peer *p)
{
	memset(p, 0, sizeof(*p));
	p->row = stmt_col_int(st, 0);
	p->upper = stmt_col_int(st, 1);
	p->unit_id = xstrdup_null(stmt_col_text(st, 2));
	p->code = xstrdup_null(stmt_col_text(st, 3));
	p->name = xstrdup_null(stmt_col_text(st, 4));
	p->level = xstrdup_null(stmt_col_text(st, 5));
	p->has_keys = take_key(st, 6, p->sign_pk, SIGN_PK) && take_key(st, 7, p->seal_pk, SEAL_PK);
	p->compared = stmt_col_int(st, 8);
	p->enrolled_at = xstrdup_null(stmt_col_text(st, 9));
	p->since = xstrdup_null(stmt_col_text(st, 10));
	p->in_force = stmt_col_int(st, 11);
}

int peer_list(struct book *b, bool upper, struct peers *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	int rc = db_prepare(book_db(b), &st, COLUMNS "WHERE upper = ? ORDER BY code, row", e);

	*out = (struct peers){ NULL, 0 };
	if (rc)
		return rc;
	stmt_int(st, 1, upper);
	while ((rc = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		take_row(st, &out->v[out->n++]);
	}
	stmt_done(st);
	if (rc)
		peers_fini(out);
	return rc;
}

/* The first row of a statement that is bound; 1 found, 0 none, negative error. */
static int first(struct stmt *st, struct peer *out, struct error *e)
{
	int rc = stmt_step(st, e);

	memset(out, 0, sizeof(*out));
	if (rc > 0)
		take_row(st, out);
	stmt_done(st);
	return rc;
}

static int unknown(struct error *e, const char *code)
{
	error_fail(e, ERR_NOTFOUND, "GN-P02", _("There is no unit %s below this one."), code);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Check the code, or enrol the unit first."));
	return ERR_NOTFOUND;
}

int peer_upper(struct book *b, struct peer *out, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(b), &st, COLUMNS "WHERE upper = 1 AND in_force = 1", e);

	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	rc = first(st, out, e);
	if (rc)
		return rc < 0 ? rc : 0;
	error_fail(e, ERR_NOTFOUND, "GN-P01", _("This book has no superior yet."));
	error_safe(e, _("Everything in the book is as it was."));
	error_todo(e, "%s", _("Ask the level above for an enrolment file and take it in."));
	return ERR_NOTFOUND;
}

static int below(struct book *b, const char *sql, const char *key, struct peer *out,
		 struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(b), &st, sql, e);

	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	stmt_text(st, 1, key);
	rc = first(st, out, e);
	if (!rc)
		return unknown(e, key);
	return rc < 0 ? rc : 0;
}

int peer_by_code(struct book *b, const char *code, struct peer *out, struct error *e)
{
	return below(b, COLUMNS "WHERE upper = 0 AND in_force = 1 AND code = ?", code, out, e);
}

int peer_by_unit(struct book *b, const char *unit_id, struct peer *out, struct error *e)
{
	return below(b, COLUMNS "WHERE upper = 0 AND in_force = 1 AND unit_id = ?", unit_id, out,
		     e);
}

int peer_by_key(struct book *b, const uint8_t sign_pk[SIGN_PK], struct peer *out, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(b), &st, COLUMNS "WHERE upper = 0 AND sign_pk = ?", e);

	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	stmt_blob(st, 1, sign_pk, SIGN_PK);
	rc = first(st, out, e);
	if (rc)
		return rc < 0 ? rc : 0;
	error_fail(e, ERR_NOTFOUND, "GN-P03",
		   _("No unit below this one has the key that signed the file."));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s",
		   _("Ask the sender whether the file is meant for you; enrol the unit if it is "
		     "new."));
	return ERR_NOTFOUND;
}

char *peer_fingerprint(const struct peer *p, char buf[static FINGERPRINT_LEN + 1])
{
	return p->has_keys ? keys_fingerprint(p->sign_pk, p->seal_pk, buf) : strcpy(buf, "-");
}

int peer_event(struct book *b, const char *kind, const char *unit_id, const char *before,
	       const char *after, struct error *e)
{
	char at[20];

	return db_run(book_db(b), e,
		      "INSERT INTO event (at, kind, unit_id, before, after) VALUES (?, ?, ?, ?, ?)",
		      "ttttt", time_stamp(at), kind, unit_id, before, after);
}

/* The unit below of this code, or the superior where the code is its. */
static int by_any_code(struct book *b, const char *code, struct peer *out, struct error *e)
{
	int rc = peer_by_code(b, code, out, e);

	if (rc != ERR_NOTFOUND || peer_upper(b, out, NULL))
		return rc;
	if (!str_eq(out->code, code)) {
		peer_fini(out);
		return rc;
	}
	error_clear(e);
	return 0;
}

static int mark_compared(struct book *b, const struct peer *p, const char *fp, struct error *e)
{
	struct db *db = book_db(b);
	int rc = db_begin(db, e);

	if (rc)
		return rc;
	rc = db_run(db, e, "UPDATE peer SET compared = 1 WHERE row = ?", "i", (long long)p->row);
	if (!rc)
		rc = peer_event(b, "compared", p->unit_id, NULL, fp, e);
	if (!rc)
		return db_commit(db, e);
	db_rollback(db);
	return rc;
}

int peer_compared(struct book *b, const char *code, const char *fingerprint, struct error *e)
{
	char fp[FINGERPRINT_LEN + 1];
	struct peer p;
	int rc = by_any_code(b, code, &p, e);

	if (rc)
		return rc;
	peer_fingerprint(&p, fp);
	if (!p.has_keys) {
		rc = error_fail(e, ERR_NEGATIVE, "GN-P04",
				_("%s has sent nothing yet: there is no fingerprint to compare."),
				p.name);
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Compare it when the first data file has come."));
	} else if (!keys_same_fingerprint(fp, fingerprint)) {
		rc = error_fail(e, ERR_NEGATIVE, "GN-P05",
				_("The fingerprints differ: here it is %s."), fp);
		error_safe(e, _("Nothing was changed; the unit stays marked as not compared."));
		error_todo(e, "%s",
			   _("Read it out again over the telephone. If it still differs, accept "
			     "nothing "
			     "from this key."));
		error_detail(e, "%s: %s", p.code, fingerprint ? fingerprint : "-");
	} else if (!p.compared) {
		rc = mark_compared(b, &p, fp, e);
	}
	peer_fini(&p);
	return rc;
}
