/* SPDX-License-Identifier: MIT */
/* What saving asks of locked rounds, and what the difference above must see the same way. */
#ifndef GN_FORM_ROUND_LOCK_IMPL_H
#define GN_FORM_ROUND_LOCK_IMPL_H

#include "form/entry.h"

/* ERR_DATA: the record or a row of it belongs to a locked round, and no reason is given. */
int round_lock_gate(const struct entry *en, const char *why, struct error *e);
/* Keep the reason with a record (not its rows) that is about to be written. In a transaction, before values are settled. */
int round_lock_mark(const struct entry *en, const char *why, const char *who, struct error *e);

#endif
