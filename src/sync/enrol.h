/* SPDX-License-Identifier: MIT */
/*
 * Enrolment (đăng ký đơn vị): the level above makes a file with its keys, the unit's random id, code, name, level and a
 * one-time secret; the unit's book is made from it; the first valid bundle proves the secret and spends it.
 */
#ifndef GN_SYNC_ENROL_H
#define GN_SYNC_ENROL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "store/book.h"
#include "sync/container.h"
#include "sync/peer.h"

/* Above: write the enrolment of a unit to `path` (never over another file). Enrolling a unit again (a lost PC) needs `replace`: the
 * fingerprint now in force; its old key is refused from then on, its unit id stays. ERR_NEGATIVE without it. */
int enrol_make(struct book *b, const struct keys *k, const char *code, const char *name,
	       const char *level /* NULL: the one below this book's */, const char *replace,
	       const char *path, struct error *e);
/* A unit that has sent nothing yet has no fingerprint: `replace` is then this word. */
#define ENROL_NONE "none"
/* Is this fit for a unit's code: 1-16 of [A-Z0-9-]? */
bool enrol_code_ok(const char *code);

struct enrolment { /* a verified enrolment file */
	bool training;
	char *unit_id, *unit_code, *unit_name, *level;
	char *upper_unit_id, *upper_code, *upper_name, *upper_level;
	uint8_t sign_pk[SIGN_PK], seal_pk[SEAL_PK]; /* of the superior */
	char *secret; /* one-time, hex */
	struct strlist catalogue; /* "codes/duty.csv HASH": the data files the superior works with */
};
int enrol_read(struct enrolment *out, const char *path, struct error *e);
/* A sentence that names the lists of the superior's catalogue (codes, standards, programmes) which this program has otherwise or
 * not at all, and what to do; NULL: all agree. Caller frees. */
char *enrol_catalogue_note(const struct enrolment *en);
void enrolment_fini(struct enrolment *en);

/* Below: note the superior of a book just made from this enrolment (init --from) … */
int enrol_accept(struct book *b, const struct enrolment *en, struct error *e);
/* … or give an existing book a superior; where it has one, `replace` names its fingerprint. Training and real never mix. The book takes
 * the unit id, code and name that the enrolment gives (its rows with it): close and open it again afterwards. Where
 * this superior has known the book before, its old key counts as lost there and a new pair is made. */
int enrol_join(struct book *b, const struct enrolment *en, const char *replace, struct error *e);

/* Above, in the transaction that receives a unit's first bundle: prove and spend the secret. The proof is
 * BLAKE2b keyed by the secret over (unit id, sign_pk, seal_pk), made by enrol_proof below. ERR_DATA with both fingerprints
 * for a second claim. */
int enrol_claim(struct book *b, const char *unit_id, const char *proof_hex,
		const uint8_t sign_pk[SIGN_PK], const uint8_t seal_pk[SEAL_PK], struct error *e);
/* Below: the proof to put into each bundle's header until the first is acknowledged (NULL: no secret left); caller frees. */
int enrol_proof(struct book *b, const struct keys *k, char **proof_hex, struct error *e);
/* Below, when the first reply has come: the secret is spent, no proof goes out any more. */
int enrol_acknowledged(struct book *b, struct error *e);

#endif
