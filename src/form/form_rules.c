/* SPDX-License-Identifier: MIT */
/*
 * What a form says about its values: relevance, computing, presets, constraints, doubts,
 * warnings, [check.*] and [let]. Only compiled here; parameters are checked in form_check.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/form_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

struct check *form_add_check(struct form_impl *fi)
{
	struct check *k;

	fi->checks = grow(fi->checks, fi->pub.n_checks, &fi->cap_checks, sizeof(*fi->checks));
	k = &fi->checks[fi->pub.n_checks++];
	*k = (struct check){ .name = NULL };
	fi->pub.checks = fi->checks;
	return k;
}

/* One of constraint, doubt, warn. */
static void load_rule(struct form_impl *fi, const struct field *fd, const char *key, const char *message,
		      enum strength strength)
{
	struct expr *x = form_expr(fi, fd->name, key);
	const char *text[2] = { NULL, NULL };
	struct check *k;

	form_text_pair(fi, fd->name, message, x != NULL, text);
	if (!x) {
		char *first = xasprintf("%s.1", key);
		bool there = ini_line(fi->ini, fd->name, key) || ini_line(fi->ini, fd->name, first);

		free(first);
		if (!there && (text[0] || text[1]))
			form_bad(fi, fd->name, message, _("a message without \"%s\""), key);
		return;
	}
	k = form_add_check(fi);
	k->name = form_keep_own(fi, xasprintf("%s.%s", fd->name, key));
	k->field = fd;
	k->strength = strength;
	k->test = x;
	k->message[0] = text[0];
	k->message[1] = text[1];
	k->source = fd->source;
}

void form_load_field_rules(struct form_impl *fi)
{
	fi->pub.locked = form_expr(fi, "form", "locked");
	fi->pub.settled = form_expr(fi, "form", "settled");
	for (size_t i = 0; i < fi->pub.n_fields; i++) {
		struct field *fd = &fi->fields[i];

		fd->relevant = form_expr(fi, fd->name, "relevant");
		fd->compute = form_expr(fi, fd->name, "compute");
		fd->preset = form_expr(fi, fd->name, "default");
		fd->standard = form_expr(fi, fd->name, "standard");
		if (fd->standard && fd->type != FIELD_ANSWERS && fd->type != FIELD_MULTI)
			form_bad(fi, fd->name, "standard", "%s", _("only answers and multi have a standard"));
		if (fd->compute && (fd->alias || fd->derived))
			form_bad(fi, fd->name, "compute", "%s",
				 _("an alias or derived field is not computed too"));
		if ((fd->compute || fd->preset) && fd->type == FIELD_ANSWERS)
			form_bad(fi, fd->name, fd->compute ? "compute" : "default", "%s",
				 _("answers are neither computed nor preset"));
		if (fd->preset && (fd->compute || fd->derived || fd->alias))
			form_bad(fi, fd->name, "default", "%s",
				 _("a field whose value comes from elsewhere has no default"));
		if (fd->by_program && (fd->compute || fd->derived || fd->alias))
			form_bad(fi, fd->name, "written", "%s", _("a field whose value comes from elsewhere is not written"));
		load_rule(fi, fd, "constraint", "message", STRENGTH_ERROR);
		load_rule(fi, fd, "doubt", "doubt.message", STRENGTH_DOUBT);
		load_rule(fi, fd, "warn", "warn.message", STRENGTH_HINT);
	}
}

static enum strength load_strength(struct form_impl *fi, const char *section)
{
	static const char *const names[] = { "error", "doubt", "hint" };
	const char *s = form_text(fi, section, "strength");

	for (size_t i = 0; i < 3; i++)
		if (str_eq(s, names[i]))
			return (enum strength)i;
	form_bad(fi, section, "strength", "%s", _("the strength is error, doubt or hint"));
	return STRENGTH_HINT;
}

void form_load_checks(struct form_impl *fi)
{
	for (size_t i = 0; i < ini_sections(fi->ini); i++) {
		const char *section = ini_section(fi->ini, i), *name, *field;
		const struct field *fd;
		struct check *k;

		if (form_section(section, &name) != SECTION_CHECK)
			continue;
		k = form_add_check(fi);
		k->name = form_keep_text(fi, name);
		k->strength = load_strength(fi, section);
		k->test = form_expr(fi, section, "test");
		k->source = form_text_long(fi, section, "source");
		form_text_pair(fi, section, "message", true, k->message);
		if (!ini_line(fi->ini, section, "test") && !ini_line(fi->ini, section, "test.1"))
			form_bad(fi, section, "test", "%s", _("the test is missing"));
		field = form_text(fi, section, "field");
		fd = field ? form_field(&fi->pub, field, NULL) : NULL;
		if (!field)
			form_bad(fi, section, "field", "%s", _("the field is missing: where should one look?"));
		else if (!fd)
			form_bad(fi, section, "field", _("there is no field \"%s\""), field);
		k->field = fd;
	}
}

/* The next argument of count(a, b, c): up to a comma outside quotes and parentheses. */
static char *argument(const char **at)
{
	const char *from = *at, *p = from;
	int depth = 0;
	char *s, *cut;

	for (; *p && (depth || *p != ','); p++) {
		if (*p == '\'') {
			const char *end = strchr(p + 1, '\'');

			if (!end)
				break;
			p = end;
		} else if (*p == '(') {
			depth++;
		} else if (*p == ')') {
			depth--;
		}
	}
	if (from == p && !*p)
		return NULL;
	*at = *p ? p + 1 : p;
	s = xstrndup(from, (size_t)(p - from));
	cut = xstrdup(str_trim(s));
	free(s);
	return cut;
}

static bool let_op(const char *s, size_t n, enum let_op *op)
{
	static const char *const names[] = { "count", "sum", "min", "max", "value" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strlen(names[i]) != n || strncmp(s, names[i], n))
			continue;
		*op = (enum let_op)i;
		return true;
	}
	return false;
}

/* "household__member": the rows of the record a reference points to. */
static void load_through(struct form_impl *fi, struct let *let)
{
	const char *tail = let->over ? strstr(let->over, "__") : NULL;
	char *head = tail ? xstrndup(let->over, (size_t)(tail - let->over)) : NULL;
	const struct field *fd = head ? form_field(&fi->pub, head, NULL) : NULL;

	if (fd && fd->type == FIELD_REFERENCE && fd->refers) {
		let->through = fd;
		let->rows = form_keep_text(fi, tail + 2);
	}
	free(head);
}

static void load_let(struct form_impl *fi, struct let *let, const char *text)
{
	size_t open = strcspn(text, "("), n = strlen(text), word = open;
	char *inner, *value = NULL, *where;
	const char *p;

	while (word && text[word - 1] == ' ')
		word--;
	if (open == n || text[n - 1] != ')' || !let_op(text, word, &let->op)) {
		form_bad(fi, "let", let->name, "%s",
			 _("write count(over, condition), sum, min or max(over, value, condition), or value(expression)"));
		return;
	}
	inner = xstrndup(text + open + 1, n - open - 2);
	if (let->op == LET_VALUE) {
		let->value = form_compile(fi, "let", let->name, inner, NULL);
		free(inner);
		return;
	}
	p = inner;
	let->over = form_keep_own(fi, argument(&p));
	load_through(fi, let);
	if (let->op != LET_COUNT)
		value = argument(&p);
	where = *p ? xstrdup(p) : NULL;
	if (!let->over || (let->op != LET_COUNT && !value))
		form_bad(fi, "let", let->name, "%s",
			 _("write count(over, condition), sum, min or max(over, value, condition), or value(expression)"));
	if (value)
		let->value = form_compile(fi, "let", let->name, value, let);
	if (where)
		let->where = form_compile(fi, "let", let->name, where, let);
	free(value);
	free(where);
	free(inner);
}

void form_load_lets(struct form_impl *fi)
{
	size_t n = ini_has_section(fi->ini, "let") ? ini_keys(fi->ini, "let") : 0;

	fi->lets = form_keep(fi, n + 1, sizeof(*fi->lets));
	for (size_t i = 0; i < n; i++) {
		struct let *let = &fi->lets[i];
		const char *text;

		let->name = form_keep_text(fi, ini_key(fi->ini, "let", i));
		if (!form_name_ok(let->name) || !strcmp(let->name, "today") ||
			    !strcmp(let->name, "row_no"))
			form_bad(fi, "let", let->name, _("\"%s\" is no name"), let->name);
		if (form_field(&fi->pub, let->name, NULL))
			form_bad(fi, "let", let->name, "%s", _("a field has this name already"));
		text = form_text(fi, "let", let->name);
		if (text)
			load_let(fi, let, text);
	}
	fi->pub.lets = fi->lets;
	fi->pub.n_lets = n;
}
