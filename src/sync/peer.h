/* SPDX-License-Identifier: MIT */
/*
 * The units this book exchanges with: its superior (at most one in force) and the units below, with their keys and
 * whether the fingerprint was compared ("chưa đối chiếu" until then). Replacing a key or a superior is explicit, names the
 * old fingerprint, and stays in the list as replaced.
 */
#ifndef GN_SYNC_PEER_H
#define GN_SYNC_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/book.h"
#include "sync/keys.h"

struct peer {
	int64_t row;
	bool upper;               /* the superior; else a unit below */
	char *unit_id;            /* the random id given at enrolment */
	char *code, *name, *level;/* dated attributes, may change */
	bool has_keys;            /* a unit below has keys only after its first valid bundle */
	uint8_t sign_pk[SIGN_PK], seal_pk[SEAL_PK];
	bool compared;            /* fingerprint compared by people */
	char *enrolled_at, *since;
	bool in_force;            /* false: replaced */
};
void peer_fini(struct peer *p);
struct peers {
	struct peer *v;
	size_t n;
};
void peers_fini(struct peers *p);

int peer_list(struct book *b, bool upper, struct peers *out, struct error *e); /* in force and replaced */
/* ERR_NOTFOUND where there is none in force. */
int peer_upper(struct book *b, struct peer *out, struct error *e);
int peer_by_code(struct book *b, const char *code, struct peer *out, struct error *e);
int peer_by_unit(struct book *b, const char *unit_id, struct peer *out, struct error *e);
/* The unit below whose signing key this is; *out->in_force false: an old key (lost PC). */
int peer_by_key(struct book *b, const uint8_t sign_pk[SIGN_PK], struct peer *out, struct error *e);
/* People have compared the fingerprint of this unit (below, else the superior of that code). `fingerprint` must be the one in force, else ERR_NEGATIVE. */
int peer_compared(struct book *b, const char *code, const char *fingerprint, struct error *e);

/* Log what was decided about keys: `kind` a code word, `before` and `after` fingerprints or NULL. In the caller's transaction. */
int peer_event(struct book *b, const char *kind, const char *unit_id, const char *before, const char *after,
	       struct error *e);
/* The fingerprint of a peer, or "-" where it has no keys; returns buf. */
char *peer_fingerprint(const struct peer *p, char buf[static FINGERPRINT_LEN + 1]);

#endif
