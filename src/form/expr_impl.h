/* SPDX-License-Identifier: MIT */
/* What the files of the expression engine share: its own SQL functions and the rewriting of texts. */
#ifndef GN_FORM_EXPR_IMPL_H
#define GN_FORM_EXPR_IMPL_H

#include <sqlite3.h>

#include "base/error.h"
#include "base/str.h"
#include "form/codes.h"

/* Register year, age, months, … on the private connection; SQLite's code. */
int expr_functions(sqlite3 *db, struct code_lists *lists);
/* Is the function on the list of those allowed? */
int expr_function_allowed(const char *name);
/* "SELECT (…)" of an expression, with division made real. ERR_DATA for what no expression may hold:
 * comments, a second statement, a parenthesis that closes what it did not open. */
int expr_sql(const char *text, struct str *sql, struct error *e);

#endif
