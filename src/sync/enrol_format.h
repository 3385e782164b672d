/* SPDX-License-Identifier: MIT */
/* What the two ends of an enrolment share: its body, its proof, and what its words may be. */
#ifndef GN_SYNC_ENROL_FORMAT_H
#define GN_SYNC_ENROL_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "sync/keys.h"

#define ENROL_EXCHANGE 1 /* version of header and body; a higher one is refused */
#define ENROL_SECRET 32	 /* bytes, written as hex */
#define ENROL_NAME_MAX 400
#define ENROL_BODY_MAX 65536

/* 0 village, 1 commune, 2 district, 3 province; -1: no level. */
int enrol_level(const char *level);
bool enrol_name_ok(const char *name);
/* "secret: HEX" and a "catalogue: FILE HASH" line for each data file of this level's
 * catalogue; caller wipes and frees. */
char *enrol_body(const char *secret_hex);
/* "FILE HASH" of each of this program's own data files that levels must have in common,
 * sorted. */
void enrol_catalogue(struct strlist *out);
/* BLAKE2b-256 keyed by the secret over unit id (as text), sign_pk, seal_pk; false for what is
 * no secret. */
bool enrol_prove(const char *secret_hex, const char *unit_id, const uint8_t sign_pk[SIGN_PK],
		 const uint8_t seal_pk[SEAL_PK], uint8_t proof[static HASH_LEN]);

#endif
