/* SPDX-License-Identifier: MIT */
/*
 * Enrolment above: making the file, and later proving by its one-time secret that a first
 * bundle comes from the unit that got it. The secret goes from the book the moment it is
 * spent or replaced.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/enrol.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/enrol_format.h"
#include "text/utf8.h"

#define CODE_MAX 16

static const char *const levels[] = { "village", "commune", "district", "province" };

int enrol_level(const char *level)
{
	for (size_t i = 0; level && i < sizeof(levels) / sizeof(levels[0]); i++)
		if (!strcmp(levels[i], level))
			return (int)i;
	return -1;
}

bool enrol_code_ok(const char *code)
{
	size_t n = code ? strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") : 0;

	return n && n <= CODE_MAX && !code[n];
}

bool enrol_name_ok(const char *name)
{
	size_t n = name ? strlen(name) : 0;

	return n && n <= ENROL_NAME_MAX && utf8_valid(name, n);
}

/* A province looks straight at communes: there has been no district since 01/7/2025. */
static const char *level_below(const char *level)
{
	switch (enrol_level(level)) {
	case 1:
		return levels[0];
	case 2:
	case 3:
		return levels[1];
	default:
		return NULL;
	}
}

/* What one call of enrol_make works with. */
struct making {
	struct book *b;
	const struct keys *k;
	const char *code, *level, *replace, *path;
	char *name; /* cleaned; owned */
	char unit_id[HEX128_LEN + 1];
	char secret[2 * ENROL_SECRET + 1];
	struct peer old; /* in force until now; code NULL: none */
};

static int wrong(struct error *e, const char *id, const char *what, const char *todo)
{
	error_fail(e, ERR_USAGE, id, "%s", what);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", todo);
	return ERR_USAGE;
}

static int check_words(const struct making *m, struct error *e)
{
	if (!enrol_code_ok(m->code))
		return wrong(e, "GN-E01", _("The unit's code is not right."),
			     _("Give 1 to 16 capital letters, digits and hyphens."));
	if (!enrol_name_ok(m->name))
		return wrong(e, "GN-E02", _("The unit's name is empty or too long."),
			     _("Give the name of the unit."));
	if (!m->level || enrol_level(m->level) < 0 ||
	    enrol_level(m->level) >= enrol_level(book_level(m->b)))
		return wrong(e, "GN-E03", _("This book cannot have a unit of that level below it."),
			     _("Give a level below this book's: commune or village."));
	if (str_eq(m->code, book_unit_code(m->b)))
		return wrong(e, "GN-E04", _("This is the code of this unit itself."),
			     _("Give the code of the unit below."));
	return 0;
}

/* May the enrolment that stands be replaced? */
static int check_replace(const struct making *m, struct error *e)
{
	char fp[FINGERPRINT_LEN + 1];
	const char *word = peer_fingerprint(&m->old, fp);

	if (!m->old.has_keys)
		word = ENROL_NONE;
	if (m->old.has_keys ? keys_same_fingerprint(m->replace, word) : str_eq(m->replace, word))
		return 0;
	if (m->replace)
		error_fail(e, ERR_NEGATIVE, "GN-E06",
			   _("The fingerprint in force for %s is another: %s"), m->old.name, word);
	else
		error_fail(e, ERR_NEGATIVE, "GN-E05",
			   _("%s is enrolled already (fingerprint: %s)."), m->old.name, word);
	error_safe(e, _("Nothing was changed; the key in force stays."));
	error_todo(e,
		   _("If its computer is lost, enrol it again and name the old fingerprint: "
		     "--replace \"%s\""),
		   word);
	return ERR_NEGATIVE;
}

static int find_old(struct making *m, struct error *e)
{
	int rc = peer_by_code(m->b, m->code, &m->old, e);

	if (rc == ERR_NOTFOUND && !m->replace) {
		error_clear(e);
		hex128(m->unit_id);
		return 0;
	}
	if (rc)
		return rc;
	memcpy(m->unit_id, m->old.unit_id, HEX128_LEN);
	return check_replace(m, e);
}

/* The old row out of force, its unclaimed secret gone. */
static int retire(struct making *m, struct error *e)
{
	struct db *db = book_db(m->b);
	char at[20], fp[FINGERPRINT_LEN + 1];
	int rc;

	if (!m->old.code)
		return 0;
	rc = db_run(db, e, "UPDATE peer SET in_force = 0, ended_at = ? WHERE row = ?", "ti",
		    time_stamp(at), (long long)m->old.row);
	if (!rc)
		rc = db_run(db, e, "DELETE FROM enrolment WHERE peer = ?", "i",
			    (long long)m->old.row);
	if (!rc)
		rc = peer_event(m->b, "key_replaced", m->unit_id, peer_fingerprint(&m->old, fp),
				NULL, e);
	return rc;
}

static int note_unit(struct making *m, struct error *e)
{
	struct db *db = book_db(m->b);
	char at[20];
	int rc = db_run(db, e,
			"INSERT INTO peer (upper, unit_id, code, name, level, enrolled_at) "
			"VALUES (0, ?, ?, ?, ?, ?)",
			"ttttt", m->unit_id, m->code, m->name, m->level, time_stamp(at));

	if (!rc)
		rc = db_run(db, e,
			    "INSERT INTO enrolment (peer, secret, made_at) "
			    "SELECT row, ?, ? FROM peer WHERE upper = 0 AND in_force = 1 AND "
			    "unit_id = ?",
			    "ttt", m->secret, at, m->unit_id);
	if (!rc)
		rc = peer_event(m->b, "enrolled", m->unit_id, NULL, NULL, e);
	return rc;
}

static int write_file(struct making *m, struct error *e)
{
	uint8_t hash[HASH_LEN];
	struct header h;
	struct newfile out;
	char at[20];
	struct container_plan plan = { .kind = CONTAINER_ENROLMENT,
				       .training = book_training(m->b),
				       .header = &h,
				       .keys = m->k };
	char *body = enrol_body(m->secret);
	int rc;

	header_init(&h);
	header_add(&h, "exchange", "%d", ENROL_EXCHANGE);
	header_add(&h, "made", "%s", time_stamp(at));
	header_add(&h, "unit-id", "%s", m->unit_id);
	header_add(&h, "unit-code", "%s", m->code);
	header_add(&h, "unit-name", "%s", m->name);
	header_add(&h, "level", "%s", m->level);
	header_add(&h, "upper-id", "%s", book_unit_id(m->b));
	header_add(&h, "upper-code", "%s", book_unit_code(m->b));
	header_add(&h, "upper-name", "%s", book_unit_name(m->b));
	header_add(&h, "upper-level", "%s", book_level(m->b));
	plan.text = body;
	rc = newfile_open(&out, m->path, 0600, e);
	if (!rc) {
		rc = container_write(&out, &plan, hash, e);
		if (rc)
			newfile_abandon(&out);
		else
			rc = newfile_commit(&out, NEWFILE_READBACK, e);
	}
	sodium_memzero(body, strlen(body));
	free(body);
	header_fini(&h);
	return rc;
}

static int make(struct making *m, struct error *e)
{
	struct db *db = book_db(m->b);
	int rc = db_begin(db, e);

	if (rc)
		return rc;
	rc = find_old(m, e);
	if (!rc)
		rc = retire(m, e);
	if (!rc)
		rc = note_unit(m, e);
	if (!rc)
		rc = write_file(m, e);
	if (rc) {
		db_rollback(db);
		return rc;
	}
	rc = db_commit(db, e);
	if (rc) /* nobody may be given a secret this book does not know */
		unlink(m->path);
	return rc;
}

int enrol_make(struct book *b, const struct keys *k, const char *code, const char *name,
	       const char *level, const char *replace, const char *path, struct error *e)
{
	struct making m = { .b = b, .k = k, .code = code, .replace = replace, .path = path };
	uint8_t secret[ENROL_SECRET];
	int rc;

	keys_start();
	m.level = level ? level : level_below(book_level(b));
	m.name = utf8_clean(name ? name : "");
	randombytes_buf(secret, sizeof(secret));
	hex_encode(secret, sizeof(secret), m.secret);
	rc = check_words(&m, e);
	if (!rc)
		rc = make(&m, e);
	peer_fini(&m.old);
	free(m.name);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(m.secret, sizeof(m.secret));
	return rc;
}

bool enrol_prove(const char *secret_hex, const char *unit_id, const uint8_t sign_pk[SIGN_PK],
		 const uint8_t seal_pk[SEAL_PK], uint8_t proof[static HASH_LEN])
{
	uint8_t secret[ENROL_SECRET];
	crypto_generichash_state st;

	if (!hex_decode(secret_hex, secret, sizeof(secret)))
		return false;
	crypto_generichash_init(&st, secret, sizeof(secret), HASH_LEN);
	crypto_generichash_update(&st, (const uint8_t *)unit_id, strlen(unit_id));
	crypto_generichash_update(&st, sign_pk, SIGN_PK);
	crypto_generichash_update(&st, seal_pk, SEAL_PK);
	crypto_generichash_final(&st, proof, HASH_LEN);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(&st, sizeof(st));
	return true;
}

static int refuse_claim(struct error *e, const char *todo)
{
	error_safe(e, _("Nothing was taken from the file; the key in force stays."));
	error_todo(e, "%s", todo);
	return ERR_DATA;
}

static int second_claim(const struct peer *p, const char *fp, struct error *e)
{
	char old[FINGERPRINT_LEN + 1];

	error_fail(e, ERR_DATA, "GN-E11",
		   _("%s already has another key: %s; the file came with %s."), p->name,
		   peer_fingerprint(p, old), fp);
	return refuse_claim(e, _("Telephone the unit and compare. If its computer was lost, enrol "
				 "it again and name "
				 "the old fingerprint."));
}

/* A key stands for one unit, once: one that was replaced, or is another unit's, proves
 * nothing. */
static int check_fresh(struct book *b, const uint8_t *sign_pk, const char *fp, struct error *e)
{
	struct peer p;
	int rc = peer_by_key(b, sign_pk, &p, e);

	if (rc == ERR_NOTFOUND) {
		error_clear(e);
		return 0;
	}
	if (rc)
		return rc;
	error_fail(e, ERR_DATA, "GN-E12", _("This key was known before, as that of %s: %s"), p.name,
		   fp);
	peer_fini(&p);
	return refuse_claim(
		e, _("Ask the sender to take the enrolment file in anew, with a new key."));
}

static int check_proof(struct book *b, const struct peer *p, const char *proof_hex,
		       const uint8_t *sign_pk, const uint8_t *seal_pk, struct error *e)
{
	uint8_t want[HASH_LEN], got[HASH_LEN];
	char *secret = NULL;
	bool ok;
	int rc = db_get_text(book_db(b), &secret, e, "SELECT secret FROM enrolment WHERE peer = ?",
			     "i", (long long)p->row);

	if (rc)
		return rc;
	ok = secret && hex_decode(proof_hex, got, sizeof(got)) &&
	     enrol_prove(secret, p->unit_id, sign_pk, seal_pk, want) &&
	     !sodium_memcmp(want, got, sizeof(got));
	if (secret)
		sodium_memzero(secret, strlen(secret));
	free(secret);
	sodium_memzero(want, sizeof(want));
	if (ok)
		return 0;
	error_fail(e, ERR_DATA, "GN-E13", _("The file does not prove that it comes from %s."),
		   p->name);
	return refuse_claim(
		e, _("Telephone the unit. If it has the newest enrolment file, enrol it again."));
}

/* The keys stand from now on; the secret is gone. */
static int spend(struct book *b, const struct peer *p, const uint8_t *sign_pk,
		 const uint8_t *seal_pk, const char *fp, struct error *e)
{
	struct db *db = book_db(b);
	char at[20];
	int rc = db_run(
		db, e,
		"UPDATE peer SET sign_pk = ?, seal_pk = ?, compared = 0, since = ? WHERE row = ?",
		"bbti", sign_pk, (size_t)SIGN_PK, seal_pk, (size_t)SEAL_PK, time_stamp(at),
		(long long)p->row);

	if (!rc)
		rc = db_run(db, e, "DELETE FROM enrolment WHERE peer = ?", "i", (long long)p->row);
	if (!rc)
		rc = peer_event(b, "claimed", p->unit_id, NULL, fp, e);
	return rc;
}

static int claim(struct book *b, const struct peer *p, const char *proof_hex,
		 const uint8_t *sign_pk, const uint8_t *seal_pk, struct error *e)
{
	char fp[FINGERPRINT_LEN + 1];
	int rc;

	keys_fingerprint(sign_pk, seal_pk, fp);
	if (p->has_keys) {
		char old[FINGERPRINT_LEN + 1];

		return str_eq(peer_fingerprint(p, old), fp) ? 0 : second_claim(p, fp, e);
	}
	rc = check_fresh(b, sign_pk, fp, e);
	if (!rc)
		rc = check_proof(b, p, proof_hex, sign_pk, seal_pk, e);
	return rc ? rc : spend(b, p, sign_pk, seal_pk, fp, e);
}

int enrol_claim(struct book *b, const char *unit_id, const char *proof_hex,
		const uint8_t sign_pk[SIGN_PK], const uint8_t seal_pk[SEAL_PK], struct error *e)
{
	struct db *db = book_db(b);
	struct peer p;
	int rc;

	keys_start();
	rc = peer_by_unit(b, unit_id, &p, e);
	if (rc == ERR_NOTFOUND) {
		error_fail(e, ERR_DATA, "GN-E10",
			   _("The file comes from a unit this book never enrolled."));
		return refuse_claim(e, _("Ask the sender whether the file is meant for you."));
	}
	if (rc)
		return rc;
	rc = db_begin(db, e);
	if (!rc) {
		rc = claim(b, &p, proof_hex, sign_pk, seal_pk, e);
		if (rc)
			db_rollback(db);
		else
			rc = db_commit(db, e);
	}
	peer_fini(&p);
	return rc;
}
