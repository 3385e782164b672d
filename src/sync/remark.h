/* SPDX-License-Identifier: MIT */
/*
 * Remarks (ý kiến): made above on a record or a field, carried down by a reply, listed as "Cần chỉnh sửa", answered by
 * the next bundle. The same table at both ends.
 */
#ifndef GN_SYNC_REMARK_H
#define GN_SYNC_REMARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"

struct remark_new { /* borrowed */
	const char *form, *id, *field /* or NULL */, *text;
};
/* Read "FORM:ID[:FIELD]:TEXT" into `r` (pieces owned by *buf, to be freed): the third part is a FIELD only if the form has it. ID may be the record's key. */
int remark_parse(struct forms *f, struct book *b, const char *unit_id, const char *spec,
		 struct remark_new *r, char **buf, struct error *e);

struct remark {
	char *remark_id;      /* UUID */
	char *unit;           /* whose record */
	char *form, *id, *field, *text;
	char *who, *at;
	char *bundle;         /* hash of the bundle it was put on, or NULL (on an accepted record) */
	char *state;          /* open, answered (changed since, travels with the next bundle), closed */
	char *answered_by;    /* hash of the bundle that answered, or NULL */
};
struct remarks {
	struct remark *v;
	size_t n;
};
void remarks_fini(struct remarks *r);
/* `unit` NULL: all. open_only: open and answered. */
int remark_list(struct book *b, const char *unit, bool open_only, struct remarks *out, struct error *e);
/* Above: on an accepted record (later than the decision). */
int remark_add(struct forms *f, struct book *b, const char *unit_id, const struct remark_new *r,
	       const char *bundle_hash, const char *who, struct error *e);
/* Below: open remarks on one record, for the edit screen. */
int remark_for(struct book *b, const char *form, const char *id, struct remarks *out, struct error *e);
/* Below: mark answered every open remark whose field (any field, for a remark on the whole record, its rosters included) has changed
 * since: read from history when a bundle is made. A remark on an alias or derived field is answered where that takes its value from. */
int remark_mark_answered(struct forms *f, struct book *b, struct error *e);

#endif
