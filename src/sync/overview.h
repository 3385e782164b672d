/* SPDX-License-Identifier: MIT */
/*
 * What the level above sees of its units: households, poor, near-poor, rates by the typed totals of the unit's year (blank, not 0,
 * without a total), open remarks, what was sent for which duty, who is late or missing; and which bundles each sum was made from.
 */
#ifndef GN_SYNC_OVERVIEW_H
#define GN_SYNC_OVERVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"

struct overview_unit {
	char *unit_id, *code, *name;
	int64_t households, poor, near_poor;    /* records of the accepted register */
	int64_t incomplete;
	int64_t total_households;               /* typed, of the newest unit_year; 0: none */
	double poor_rate, near_rate;            /* %, NaN: no total */
	int64_t open_remarks;
	int64_t accepted_number;                /* bundle the figures come from; 0: none */
	char *accepted_hash, *accepted_on;      /* accepted_on: day of the decision; NULL without one */
	int64_t waiting;                        /* received, not decided */
	bool enrolled, compared;
	char *last_duty, *last_state, *last_received;
	bool late, missing;                     /* for the duty asked about */
};
struct overview {
	struct overview_unit *v;
	size_t n;
	struct overview_unit sum; /* of all; its rates by the sum of totals, NaN when one is missing */
};
void overview_fini(struct overview *o);
/* `duty` (code) may be NULL: then late/missing are about any bundle at all. */
int overview_make(struct book *b, const char *duty, struct overview *out, struct error *e);

#endif
