/* SPDX-License-Identifier: MIT */
/*
 * From an expression's text to SQL. Division must be real whatever SQLite holds the operands
 * as (a whole number is an integer to it, 7 / 2 would be 3): "a / b" is written "a * 1.0 / b",
 * which has the same precedence and the same order. Nothing may end the expression early. A list
 * of more than two is asked in pairs: SQLite would fill a table with it each time it is worked out.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/expr_impl.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

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

/* ---- :name in ('a', 'b', 'c') ---- */

static size_t blanks(const char *p)
{
	return strspn(p, " \t\n");
}

static size_t word_len(const char *p)
{
	return strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}

/* After this word the next thing is a whole operand of its own. */
static bool begins_operand(const char *p, size_t n)
{
	static const char *const words[] = { "and", "or", "not", "case", "when", "then", "else" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == n && !strncasecmp(words[i], p, n))
			return true;
	return false;
}

/* Bytes of a text or plain number; 0: something else. */
static size_t literal(const char *p)
{
	return *p == '\'' ? quoted(p) : strspn(p, "0123456789.");
}

/* ":name [not] in (…" up to behind the parenthesis; 0 where it is something else. */
static size_t list_head(const char *p, bool *negative)
{
	const char *at = p + 1 + word_len(p + 1);

	at += blanks(at);
	*negative = !strncasecmp(at, "not", 3) && blanks(at + 3);
	if (*negative)
		at += 3 + blanks(at + 3);
	if (strncasecmp(at, "in", 2) || word_len(at) != 2)
		return 0;
	at += 2 + blanks(at + 2);
	return *at == '(' ? (size_t)(at + 1 - p) : 0;
}

/* Behind the list's parenthesis; NULL where not all of it is literals. *count of them. */
static const char *list_end(const char *p, size_t *count)
{
	for (*count = 0;;) {
		size_t n;

		p += blanks(p);
		n = literal(p);
		if (!n)
			return NULL;
		(*count)++;
		p += n + blanks(p + n);
		if (*p == ')')
			return p + 1;
		if (*p++ != ',')
			return NULL;
	}
}

/* Bytes taken from `p`, at the ":" of a parameter; 0: not a list worth it. */
static size_t in_pairs(const char *p, struct str *sql)
{
	int name = (int)word_len(p + 1) + 1;
	bool negative;
	size_t head = list_head(p, &negative), count;
	const char *end = head ? list_end(p + head, &count) : NULL, *at = p + head;

	if (!end || count <= 2)
		return 0;
	str_add(sql, negative ? "(not (" : "((");
	for (size_t i = 0; i < count; i++) {
		size_t n;

		at += blanks(at);
		n = literal(at);
		if (i % 2 == 0)
			str_addf(sql, "%s%.*s in (", i ? " or " : "", name, p);
		str_addn(sql, at, n);
		str_add(sql, i % 2 == 0 && i + 1 < count ? ", " : ")");
		at += n + blanks(at + n) + 1;
	}
	str_add(sql, "))");
	return (size_t)(end - p);
}

int expr_sql(const char *text, struct str *sql, struct error *e)
{
	int depth = 0;
	bool operand = true; /* here begins one */
	bool between = false;

	str_add(sql, "SELECT (");
	for (const char *p = text; *p;) {
		size_t n = word_len(p), pairs;

		if (n) {
			operand = begins_operand(p, n) && !(between && n == 3 && !strncasecmp(p, "and", 3));
			/* Its "and" is not the one that joins two conditions. */
			between = (between && !(n == 3 && !strncasecmp(p, "and", 3))) ||
				  (n == 7 && !strncasecmp(p, "between", 7));
			str_addn(sql, p, n);
			p += n;
			continue;
		}
		pairs = *p == ':' && operand ? in_pairs(p, sql) : 0;
		if (pairs) {
			operand = false;
			p += pairs;
			continue;
		}
		if (*p == ':') {
			n = 1 + word_len(p + 1);
			operand = false;
			str_addn(sql, p, n);
			p += n;
			continue;
		}
		n = plain(p);
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
		if (!blanks(p))
			operand = *p == '(' || *p == ',';
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
