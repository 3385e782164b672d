/* SPDX-License-Identifier: MIT */
/* What deciding and replying need of remarks besides remark.h. All inside the caller's
 * transaction. */
#ifndef GN_SYNC_REMARK_IMPL_H
#define GN_SYNC_REMARK_IMPL_H

#include "base/error.h"
#include "form/form.h"
#include "store/book.h"
#include "sync/remark.h"

/* Is this a remark at all: form and field known, a text that is one? */
int remark_check(struct forms *f, const struct remark_new *r, struct error *e);
int remark_no_record(struct error *e, const struct remark_new *r);
/* Note a new one, open, with an id of its own. */
int remark_put(struct book *b, const char *unit, const struct remark_new *r,
	       const char *bundle_hash, const char *who, struct error *e);

#endif
