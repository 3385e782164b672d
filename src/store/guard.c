/* SPDX-License-Identifier: MIT */
/*
 * The authorizer behind db_guard_select(). A list of what is allowed, not of what is refused: a
 * newer SQLite may bring functions that write files. Recursion is refused because nothing else in
 * SQL runs for ever.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/guard.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <strings.h>

#include "text/viet.h"

static const char *const allowed[] = {
	"abs",	       "avg",	"coalesce",	"count",  "date",     "dense_rank",
	"first_value", "fold",	"group_concat", "ifnull", "iif",      "instr",
	"julianday",   "lag",	"last_value",	"lead",	  "length",   "like",
	"lower",       "ltrim", "max",		"min",	  "nullif",   "rank",
	"replace",     "round", "row_number",	"rtrim",  "strftime", "substr",
	"substring",   "sum",	"total",	"trim",	  "upper",    NULL,
};

static int function_allowed(const char *name)
{
	for (size_t i = 0; allowed[i]; i++)
		if (!strcasecmp(allowed[i], name))
			return SQLITE_OK;
	return SQLITE_DENY;
}

static int authorize(void *ctx, int action, const char *a, const char *b, const char *c,
		     const char *d)
{
	(void)ctx;
	(void)a;
	(void)c;
	(void)d;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return function_allowed(b);
	default:
		return SQLITE_DENY;
	}
}

static void fold(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const char *s = (const char *)sqlite3_value_text(argv[0]);

	(void)argc;
	if (s)
		sqlite3_result_text(cx, viet_fold(s), -1, free);
}

int db_guard_select(struct db *db, bool on, struct error *e)
{
	sqlite3 *h = db_handle(db);
	int rc = sqlite3_create_function_v2(h, "fold", 1,
					    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
					    NULL, on ? fold : NULL, NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_set_authorizer(h, on ? authorize : NULL, NULL);
	return rc == SQLITE_OK ? 0 : db_error(db, rc, NULL, e);
}
