/* SPDX-License-Identifier: MIT */
/*
 * What a sum over the units below was made from: of each unit in force the bundle whose rows are the accepted ones. Every table, figure
 * or report over several units names them, also the units from which nothing was accepted yet.
 */
#ifndef GN_SYNC_MADE_FROM_H
#define GN_SYNC_MADE_FROM_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/book.h"

struct made_from_unit {
	char *unit_id, *code, *name;
	int64_t number;     /* of the accepted bundle; 0: none was accepted, the unit is not in the sum */
	int64_t n;          /* its number in the inbox */
	char *hash;         /* or NULL */
	char *duty, *period; /* what it answered; period may be NULL */
	char *made_on, *received, *accepted; /* days YYYY-MM-DD; NULL without a bundle */
	int64_t incomplete; /* its records marked as not complete */
	int64_t open_remarks;
	int64_t waiting;    /* bundles that came after it and are not decided on: not in the sum */
};
struct made_from {
	struct made_from_unit *v; /* by code */
	size_t n;
	size_t missing;       /* units of which nothing was accepted */
	int64_t open_remarks; /* of all */
};
void made_from_fini(struct made_from *m);
/* `unit`: id of one unit, or NULL: all in force. A book without units below gives none. */
int made_from_read(struct book *b, const char *unit, struct made_from *out, struct error *e);

/* One unit as people read it: "Xã Đồng Vương: gói số 7, nhận 12/11/2026, chấp nhận 13/11/2026; 2 ý kiến chưa xử lý".
 * Caller frees. */
char *made_from_line(const struct made_from_unit *u);

#endif
