/* SPDX-License-Identifier: MIT */
/*
 * A connection that answers questions and does nothing else: what checks and reports written as
 * data may ask. While it is on, an authorizer lets SELECT of ordinary tables and
 * listed functions through; fold(text), as viet_fold() does it, is one of them.
 */
#ifndef GN_STORE_GUARD_H
#define GN_STORE_GUARD_H

#include <stdbool.h>

#include "base/error.h"
#include "store/db.h"

int db_guard_select(struct db *db, bool on, struct error *e);

#endif
