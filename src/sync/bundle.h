/* SPDX-License-Identifier: MIT */
/*
 * Bundles (gói dữ liệu): a whole snapshot of what the unit owns, sealed to the superior and signed. Their
 * identity is their hash; numbers count per instance and the chain must continue.
 */
#ifndef GN_SYNC_BUNDLE_H
#define GN_SYNC_BUNDLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "form/form.h"
#include "store/book.h"
#include "sync/container.h"

struct bundle_head { /* what the readable header says */
	char hash[2 * HASH_LEN + 1];
	bool training;
	char *unit_id, *unit_code, *unit_name, *level;
	char *to_unit_id, *to_name;
	char *instance, *previous; /* previous: hash, or NULL for the first */
	int64_t number;
	char *duty;                /* code of the calendar */
	char *period;              /* of that duty: 2026-03, 2026-H1, 2026; NULL: none, or an older program's bundle */
	char *made_on;
	char *made_by, *approved_by; /* names of people: not in the header but sealed in the body; NULL where it was not opened */
	int64_t records, incomplete; /* of all forms */
	int64_t households;
};
void bundle_head_fini(struct bundle_head *h);
int bundle_head_read(const struct container *c, struct bundle_head *out, struct error *e);

struct bundle_plan {
	const char *duty;        /* NULL: "update" */
	const char *period;      /* of the duty; NULL: the one that is due (duties_period) */
	bool nothing;            /* say "không phát sinh" of it first (nothing_say) */
	const char *made_by, *approved_by; /* NULL: the officer / nobody */
	const char *path;        /* a folder, or a new file's name; a folder gets UNIT_G0007.gnb, ASCII */
	struct strlist *told;    /* sentences the officer must see ("nothing arisen" that was taken back) are added; or NULL */
};
/* Make, write, sync, read back and compare; only then is the number used and the bundle noted. *path: caller frees.
 * ERR_NOTFOUND: no superior (enrol first). ERR_IO: full, read-only or vanished stick: nothing half is left, the number is free. */
int bundle_make(struct forms *f, struct book *b, const struct bundle_plan *plan, char **path,
		struct bundle_head *out, struct error *e);

/* Bundles made by this book, newest first. */
struct bundle_sent {
	struct bundle_head head;
	char *path;   /* where it was written */
	char *state;  /* made, received, accepted, accepted_remarks, returned, superseded: as replies say */
};
struct bundles_sent {
	struct bundle_sent *v;
	size_t n;
};
void bundles_sent_fini(struct bundles_sent *s);
int bundle_list(struct book *b, struct bundles_sent *out, struct error *e);

/* Signature and integrity; with a book (may be NULL) also who: a unit below, or this unit itself. *known says whether
 * the sender is known. Fills `out` where the file is sound. */
int bundle_verify(const char *path, struct book *b, bool *known, struct bundle_head *out, struct error *e);

#endif
