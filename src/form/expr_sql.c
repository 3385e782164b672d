/* SPDX-License-Identifier: MIT */
/*
 * From an expression's text to SQL. Division must be real whatever SQLite holds the operands
 * as (a whole number is an integer to it, 7 / 2 would be 3): "a / b" is written "a * 1.0 / b",
 * which has the same precedence and the same order. Nothing may end the expression early.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/expr_impl.h"

#include <stdbool.h>
#include <string.h>

#include "base/i18n.h"

static int refuse(struct error *e, const char *what)
{
	return error_fail(e, ERR_DATA, "GN-X01", "%s", what);
}

/* Bytes of a text in quotes, both quotes included; 0 where it does not end. */
static size_t quoted(const char *s)
{
	char q = *s == '[' ? ']' : *s;
	const char *p = s + 1;

	while (*p) {
		if (*p != q) {
			p++;
		} else if (p[1] == q) {
			p += 2;
		} else {
			return (size_t)(p + 1 - s);
		}
	}
	return 0;
}

/* Bytes of one token that is copied as it stands. */
static size_t plain(const char *s)
{
	if (strchr("'\"`[", *s))
		return quoted(s);
	return 1;
}

int expr_sql(const char *text, struct str *sql, struct error *e)
{
	int depth = 0;

	str_add(sql, "SELECT (");
	for (const char *p = text; *p;) {
		size_t n = plain(p);

		if (!n)
			return refuse(e, _("A quotation mark is not closed."));
		if (*p == '(') {
			depth++;
		} else if (*p == ')' && --depth < 0) {
			return refuse(e, _("A parenthesis is closed that was not opened."));
		} else if (*p == ';') {
			return refuse(e, _("One expression only: no \";\"."));
		} else if (!strncmp(p, "--", 2) || !strncmp(p, "/*", 2)) {
			return refuse(e, _("An expression holds no comments (write \"- -\" for two minus signs)."));
		} else if (strchr("?@$#", *p)) {
			return refuse(e, _("Parameters are written :name."));
		}
		if (*p == '/')
			str_add(sql, "* 1.0 ");
		str_addn(sql, p, n);
		p += n;
	}
	if (depth)
		return refuse(e, _("A parenthesis is not closed."));
	str_addc(sql, ')');
	return 0;
}
