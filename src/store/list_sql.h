/* SPDX-License-Identifier: MIT */
/* The SQL of one list in the making, with what is to be bound. Only list.c uses it. */
#ifndef GN_STORE_LIST_SQL_H
#define GN_STORE_LIST_SQL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"
#include "store/list.h"

struct table_state;

struct list_sql {
	struct table_state *state;
	struct str sql;
	struct strlist binds;	 /* texts for the marks, in their order */
	enum column_kind *kinds; /* of the fields asked for */
	size_t n_kinds, cap_kinds;
};

/* Columns are: _unit, id, _rev, _state, the sort key, then the fields. Finish in the order
 * from or one, order, prepare. */
int list_sql_rows(struct list_sql *l, struct book *b, const struct list_query *q, struct error *e);
int list_sql_count(struct list_sql *l, struct book *b, const struct list_query *q, struct error *e);
void list_sql_from(struct list_sql *l, const struct list_query *q, const struct list_from *from,
		   bool down);
void list_sql_one(struct list_sql *l, const char *unit, const char *id);
void list_sql_order(struct list_sql *l, const struct list_query *q, bool down, bool limited);
int list_sql_prepare(struct list_sql *l, struct book *b, struct stmt **st, struct error *e);
/* Also after a failure of list_sql_rows or list_sql_count. */
void list_sql_fini(struct list_sql *l);

#endif
