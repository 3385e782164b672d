/* SPDX-License-Identifier: MIT */
/*
 * Enrolment below: who the superior is, and the proof that goes up until the first reply
 * comes. A book that gets its superior late takes the unit id this one has given it, in all
 * its rows, for the level above tells units by that id.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/enrol.h"
#include "sync/enrol_format.h"

#define META_SECRET "enrol_secret"

static int mismatch(struct error *e, const char *id, const char *what, const char *todo)
{
	error_fail(e, ERR_DATA, id, "%s", what);
	error_safe(e, _("Nothing was taken from the file; the book is as it was."));
	error_todo(e, "%s", todo);
	return ERR_DATA;
}

static int check_fits(struct book *b, const struct enrolment *en, struct error *e)
{
	if (en->training != book_training(b))
		return mismatch(
			e, "GN-E30",
			en->training ? _("This enrolment is for training, the book is a real one.")
				     : _("This enrolment is a real one, the book is for training."),
			_("Ask for an enrolment made by a book of the same kind."));
	if (str_eq(en->upper_unit_id, book_unit_id(b)))
		return mismatch(e, "GN-E31", _("This book made the enrolment itself."),
				_("Give the file to the unit below it is meant for."));
	if (!str_eq(en->level, book_level(b)))
		return mismatch(e, "GN-E32",
				_("The enrolment is for a unit of another level than this book's."),
				_("Ask the level above to make it again, with the right level."));
	return 0;
}

static char *differences(const struct enrolment *en)
{
	struct strlist own;
	struct str names;

	strlist_init(&own);
	str_init(&names);
	enrol_catalogue(&own);
	for (size_t i = 0; i < en->catalogue.n; i++)
		if (!strlist_has(&own, en->catalogue.v[i]))
			str_addf(&names, "%s%.*s", names.len ? ", " : "",
				 (int)strcspn(en->catalogue.v[i], " "), en->catalogue.v[i]);
	strlist_fini(&own);
	if (names.len)
		return str_take(&names);
	str_fini(&names);
	return NULL;
}

char *enrol_catalogue_note(const struct enrolment *en)
{
	char *names = differences(en), *note = NULL;

	if (names)
		note = xasprintf(_("These lists are not as the level above has them: %s. Install the version "
				   "it has, or what is sent up may be read otherwise there."),
				 names);
	free(names);
	return note;
}

/* The pack that would bring them is another matter. */
static void log_differences(const struct enrolment *en)
{
	char *names = differences(en);

	if (names)
		log_line("catalogue differs from the superior's: %s", names);
	free(names);
}

/* Inside a transaction, with no superior in force. */
static int note_superior(struct book *b, const struct enrolment *en, const char *before,
			 struct error *e)
{
	char at[20], fp[FINGERPRINT_LEN + 1];
	int rc = db_run(book_db(b), e,
			"INSERT INTO peer (upper, unit_id, code, name, level, sign_pk, seal_pk, "
			"enrolled_at, since) "
			"VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
			"ttttbbtt", en->upper_unit_id, en->upper_code, en->upper_name,
			en->upper_level, en->sign_pk, (size_t)SIGN_PK, en->seal_pk, (size_t)SEAL_PK,
			time_stamp(at), at);

	if (!rc)
		rc = book_meta_set(b, META_SECRET, en->secret, e);
	keys_fingerprint(en->sign_pk, en->seal_pk, fp);
	if (!rc)
		rc = peer_event(b, before ? "superior_replaced" : "superior", en->upper_unit_id,
				before, fp, e);
	if (!rc)
		log_differences(en);
	return rc;
}

static int has_one(const struct peer *up, const char *fp, struct error *e)
{
	error_fail(e, ERR_NEGATIVE, "GN-E33", _("This book has a superior already: %s (%s)."),
		   up->name, fp);
	error_safe(e, _("Nothing was changed; the superior stays."));
	error_todo(e, _("To put another in its place, name this fingerprint: --replace \"%s\""),
		   fp);
	return ERR_NEGATIVE;
}

int enrol_accept(struct book *b, const struct enrolment *en, struct error *e)
{
	struct db *db = book_db(b);
	char fp[FINGERPRINT_LEN + 1];
	struct peer up;
	int rc = check_fits(b, en, e);

	if (!rc && !str_eq(en->unit_id, book_unit_id(b)))
		rc = mismatch(e, "GN-E34", _("The enrolment is for another unit than this book's."),
			      _("Make the book from this enrolment, or ask for the right one."));
	if (rc)
		return rc;
	rc = peer_upper(b, &up, e);
	if (!rc) {
		rc = has_one(&up, peer_fingerprint(&up, fp), e);
		peer_fini(&up);
		return rc;
	}
	if (rc != ERR_NOTFOUND)
		return rc;
	error_clear(e);
	rc = db_begin(db, e);
	if (rc)
		return rc;
	rc = note_superior(b, en, NULL, e);
	if (!rc)
		return db_commit(db, e);
	db_rollback(db);
	return rc;
}

/* Every table that says whose a row is; "table column" in `out`. */
static int unit_columns(struct db *db, struct strlist *out, struct error *e)
{
	return db_get_list(db, out, e,
			   "SELECT t.name || ' ' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c "
			   "WHERE t.type = 'table' AND t.rootpage > 0 AND c.name IN ('unit', '_unit')",
			   "");
}

/* The book's rows under the id the superior knows it by. */
static int move_unit(struct book *b, const char *unit_id, struct error *e)
{
	struct db *db = book_db(b);
	struct strlist columns;
	int rc;

	strlist_init(&columns);
	rc = db_exec(db, "PRAGMA defer_foreign_keys = ON", e);
	if (!rc)
		rc = unit_columns(db, &columns, e);
	for (size_t i = 0; !rc && i < columns.n; i++) {
		char *column = strchr(columns.v[i], ' ');
		char *sql;

		*column++ = '\0';
		if (!db_name_ok(columns.v[i]))
			continue;
		sql = xasprintf("UPDATE \"%s\" SET \"%s\" = ?1 WHERE \"%s\" = ?2", columns.v[i],
				column, column);
		rc = db_run(db, e, sql, "tt", unit_id, book_unit_id(b));
		free(sql);
	}
	strlist_fini(&columns);
	if (!rc)
		rc = book_meta_set(b, "unit_id", unit_id, e);
	return rc;
}

/* In the transaction: the old superior (if any) out, the new one in. *known: this superior has
 * had a key of ours. */
static int join(struct book *b, const struct enrolment *en, const char *replace, bool *known,
		struct error *e)
{
	struct db *db = book_db(b);
	char at[20], fp[FINGERPRINT_LEN + 1];
	int64_t times = 0;
	struct peer up;
	bool had;
	int rc = peer_upper(b, &up, e);

	if (rc && rc != ERR_NOTFOUND)
		return rc;
	had = !rc;
	rc = 0;
	error_clear(e);
	if (had && !keys_same_fingerprint(peer_fingerprint(&up, fp), replace))
		rc = has_one(&up, fp, e);
	if (!rc && had)
		rc = db_run(db, e, "UPDATE peer SET in_force = 0, ended_at = ? WHERE row = ?", "ti",
			    time_stamp(at), (long long)up.row);
	peer_fini(&up);
	if (!rc)
		rc = db_get_int(db, &times, NULL, e,
				"SELECT count(*) FROM peer WHERE upper = 1 AND unit_id = ?", "t",
				en->upper_unit_id);
	*known = times > 0;
	if (!rc)
		rc = note_superior(b, en, had ? fp : NULL, e);
	if (!rc && !str_eq(en->unit_id, book_unit_id(b)))
		rc = move_unit(b, en->unit_id, e);
	if (!rc)
		rc = book_meta_set(b, "unit_code", en->unit_code, e);
	if (!rc)
		rc = book_meta_set(b, "unit_name", en->unit_name, e);
	return rc;
}

int enrol_join(struct book *b, const struct enrolment *en, const char *replace, struct error *e)
{
	struct db *db = book_db(b);
	bool known = false;
	struct keys k = { .sign_pk = { 0 } };
	int rc = check_fits(b, en, e);

	if (!rc)
		rc = db_begin(db, e);
	if (rc)
		return rc;
	rc = join(b, en, replace, &known, e);
	/* In the same saving: cut off here, keys_load finds the old pair, kept beside the new. */
	if (!rc && known)
		rc = keys_make(&k, b, e);
	keys_fini(&k);
	if (!rc)
		return db_commit(db, e);
	db_rollback(db);
	return rc;
}

int enrol_proof(struct book *b, const struct keys *k, char **proof_hex, struct error *e)
{
	uint8_t proof[HASH_LEN];
	char *secret = NULL;
	int rc = book_meta(b, META_SECRET, &secret, e);

	*proof_hex = NULL;
	if (rc || !secret)
		return rc;
	keys_start();
	if (enrol_prove(secret, book_unit_id(b), k->sign_pk, k->seal_pk, proof)) {
		*proof_hex = xmalloc(2 * sizeof(proof) + 1);
		hex_encode(proof, sizeof(proof), *proof_hex);
	}
	sodium_memzero(secret, strlen(secret));
	free(secret);
	return 0;
}

int enrol_acknowledged(struct book *b, struct error *e)
{
	char *secret = NULL;
	struct db *db = book_db(b);
	int rc = book_meta(b, META_SECRET, &secret, e);

	if (rc || !secret)
		return rc;
	sodium_memzero(secret, strlen(secret));
	free(secret);
	rc = db_begin(db, e);
	if (rc)
		return rc;
	rc = book_meta_set(b, META_SECRET, NULL, e);
	if (!rc)
		rc = peer_event(b, "secret_spent", book_unit_id(b), NULL, NULL, e);
	if (!rc)
		return db_commit(db, e);
	db_rollback(db);
	return rc;
}
