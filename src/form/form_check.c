/* SPDX-License-Identifier: MIT */
/*
 * The second look at a form: what it says about other forms, and the parameters of its
 * expressions. Everything is told, nothing is guessed: a form that passes here cannot
 * surprise an officer in the middle of a record.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/form_impl.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"

#define KEY_DEPTH 6

/* Another form as its INI says it; NULL, told at the key, where there is none. */
static const struct form *other(struct form_impl *fi, const char *section, const char *key, const char *name)
{
	struct form_impl *o = str_empty(name) ? NULL : forms_raw(fi->forms, name);

	if (!o && !str_empty(name))
		form_bad(fi, section, key, _("there is no form \"%s\""), name);
	return o ? &o->pub : NULL;
}

static const struct field *field_of(struct form_impl *fi, const char *section, const char *key,
				    const struct form *form, const char *name)
{
	const struct field *fd = name ? form_field(form, name, NULL) : NULL;

	if (name && !fd)
		form_bad(fi, section, key, _("the form \"%s\" has no field \"%s\""), form->name, name);
	return fd;
}

static void check_where(struct form_impl *fi, const struct field *fd, const char *key, const struct field_origin *o,
			const struct form *from)
{
	const struct field *w = field_of(fi, fd->name, key, from, o->where_field);

	if (!w)
		return;
	if (!field_is_single(w))
		form_bad(fi, fd->name, key, _("the field \"%s\" has several values"), w->name);
	for (size_t i = 0; w->choices && o->where_values[i]; i++)
		if (!codes_find(w->choices, o->where_values[i]))
			form_bad(fi, fd->name, key, _("\"%s\" is not in the code list \"%s\""),
				 o->where_values[i], w->choices->name);
}

/* A value must fit where it is taken to. */
static void check_same_kind(struct form_impl *fi, const struct field *fd, const char *key,
			    const struct field *from)
{
	if (!from)
		return;
	if (!field_is_single(from))
		form_bad(fi, fd->name, key, _("the field \"%s\" has several values"), from->name);
	else if (fd->type != from->type)
		form_bad(fi, fd->name, key, _("the field \"%s\" is of another type"), from->name);
	else if (fd->choices != from->choices)
		form_bad(fi, fd->name, key, _("the field \"%s\" has another code list"), from->name);
	else if (!str_eq(fd->refers, from->refers))
		form_bad(fi, fd->name, key, _("the field \"%s\" refers to another form"), from->name);
}

static void check_alias(struct form_impl *fi, const struct field *fd)
{
	const struct form *from = other(fi, fd->name, "alias", fd->origin.form);
	const struct field *target;

	if (!from)
		return;
	if (form_roster(&fi->pub, from->name) < 0) {
		form_bad(fi, fd->name, "alias", _("\"%s\" is not a roster of this form"), from->name);
		return;
	}
	target = field_of(fi, fd->name, "alias", from, fd->origin.value);
	check_same_kind(fi, fd, "alias", target);
	if (target && (target->compute || target->alias || target->derived))
		form_bad(fi, fd->name, "alias", _("the field \"%s\" cannot be written"), target->name);
	check_where(fi, fd, "alias.where", &fd->origin, from);
	target = field_of(fi, fd->name, "alias.else", &fi->pub, fd->origin.otherwise);
	check_same_kind(fi, fd, "alias.else", target);
	if (target && (target->alias || target->type == FIELD_ANSWERS))
		form_bad(fi, fd->name, "alias.else", _("the field \"%s\" is of another type"), target->name);
}

static void check_source(struct form_impl *fi, const struct field *fd, const struct field_origin *o)
{
	const struct form *from = other(fi, fd->name, "derive.form", o->form);
	const struct field *link, *date, *there, *here;
	bool fed = false;

	if (!from)
		return;
	link = field_of(fi, fd->name, "derive.link", from, o->link);
	date = field_of(fi, fd->name, "derive.date", from, o->date);
	if (!o->nothing)
		check_same_kind(fi, fd, "derive.value", field_of(fi, fd->name, "derive.value", from, o->value));
	if (link && (link->type != FIELD_REFERENCE || !str_eq(link->refers, fi->pub.name)))
		form_bad(fi, fd->name, "derive.link", _("the field \"%s\" does not refer to this form"),
			 link->name);
	if (date && date->type != FIELD_DATE)
		form_bad(fi, fd->name, "derive.date", _("the field \"%s\" is not a date"), date->name);
	check_where(fi, fd, "derive.where", o, from);
	there = field_of(fi, fd->name, "derive.same", from, o->same);
	here = field_of(fi, fd->name, "derive.same", &fi->pub, o->same);
	if (there && here)
		check_same_kind(fi, here, "derive.same", there);
	for (size_t i = 0; i < from->n_feeds; i++)
		fed = fed || !strcmp(from->feeds[i], fi->pub.name);
	if (!fed)
		form_bad(fi, fd->name, "derive.form", _("the form \"%s\" lacks feeds.N = \"%s\""), from->name,
			 fi->pub.name);
}

static void check_derived(struct form_impl *fi, const struct field *fd)
{
	for (size_t i = 0; i < fd->n_sources; i++)
		check_source(fi, fd, &fd->sources[i]);
}

/* Does the key of `form` come back to `target` by way of references? */
static bool key_reaches(struct forms *f, const struct form *form, const char *target, int depth)
{
	for (size_t i = 0; i < form->n_key; i++) {
		struct form_impl *o;

		if (form->key[i]->type != FIELD_REFERENCE || !form->key[i]->refers)
			continue;
		if (!strcmp(form->key[i]->refers, target) || depth == 0)
			return true;
		o = forms_raw(f, form->key[i]->refers);
		if (o && key_reaches(f, &o->pub, target, depth - 1))
			return true;
	}
	return false;
}

static void check_fields(struct form_impl *fi)
{
	for (size_t i = 0; i < fi->pub.n_fields; i++) {
		const struct field *fd = &fi->pub.fields[i];

		if (fd->refers)
			other(fi, fd->name, "refers", fd->refers);
		if (fd->alias)
			check_alias(fi, fd);
		if (fd->derived)
			check_derived(fi, fd);
	}
	if (key_reaches(fi->forms, &fi->pub, fi->pub.name, KEY_DEPTH))
		form_bad(fi, "form", "key", "%s", _("the key leads back to itself"));
}

static bool lists_roster(const struct form *form, const char *roster)
{
	return form_roster(form, roster) >= 0;
}

static void check_family(struct form_impl *fi)
{
	const struct form *form = &fi->pub;
	const struct form *o;

	for (size_t i = 0; i < form->n_rosters; i++) {
		char *key = xasprintf("roster.%zu", i + 1);

		o = other(fi, "form", key, form->rosters[i]);
		if (o && (!o->parent || !str_eq(o->parent->refers, form->name)))
			form_bad(fi, "form", key, _("the form \"%s\" does not name a reference to this form as its parent"),
				 o->name);
		free(key);
	}
	if (form->parent) {
		o = other(fi, "form", "parent", form->parent->refers);
		if (o && !lists_roster(o, form->name))
			form_bad(fi, "form", "parent", _("the form \"%s\" lacks roster.N = \"%s\""), o->name,
				 form->name);
	}
	for (size_t i = 0; i < form->n_feeds; i++) {
		char *key = xasprintf("feeds.%zu", i + 1);
		bool fed = false;

		o = other(fi, "form", key, form->feeds[i]);
		for (size_t j = 0; o && j < o->n_fields; j++)
			fed = fed || field_fed_by(&o->fields[j], form->name);
		if (o && !fed)
			form_bad(fi, "form", key, _("no field of the form \"%s\" is derived from this one"),
				 o->name);
		free(key);
	}
}

/* An answers or multi field's ":field__code", the code in small letters. */
static bool code_param(const struct field *fd, const char *tail)
{
	if ((fd->type != FIELD_ANSWERS && fd->type != FIELD_MULTI) || !fd->choices)
		return false;
	for (size_t i = 0; i < fd->choices->n; i++)
		if (!strcasecmp(fd->choices->v[i].code, tail))
			return true;
	return false;
}

/* Can a record of `form` supply :name? */
static bool param_known(struct form_impl *fi, const struct form *form, const char *name)
{
	const char *tail = strstr(name, "__");
	struct form_impl *o = NULL;
	char *head;
	const struct field *fd;
	bool known;

	if (!strcmp(name, "today") || !strcmp(name, "row_no") || !strcmp(name, "self__id"))
		return true;
	if (!tail) {
		fd = form_field(form, name, NULL);
		return fd ? fd->type != FIELD_ANSWERS : form_let(form, name) != NULL;
	}
	head = xstrndup(name, (size_t)(tail - name));
	tail += 2;
	fd = form_field(form, head, NULL);
	if (fd && code_param(fd, tail)) {
		free(head);
		return true;
	}
	if (!strcmp(head, "parent") && form->parent)
		fd = form->parent;
	if (fd && fd->type == FIELD_REFERENCE && fd->refers)
		o = forms_raw(fi->forms, fd->refers);
	fd = o ? form_field(&o->pub, tail, NULL) : NULL;
	known = fd && fd->type != FIELD_ANSWERS;
	free(head);
	return known;
}

/* A stored field of a row, or a field of the record that looks at it. */
static bool row_param_known(struct form_impl *fi, const struct let *let, const char *name)
{
	struct form_impl *row = forms_raw(fi->forms, let->rows);
	const struct field *fd;

	if (str_starts(name, "outer__"))
		return param_known(fi, &fi->pub, name + strlen("outer__"));
	fd = row ? form_field(&row->pub, name, NULL) : NULL;
	return !strcmp(name, "today") || (fd && field_is_single(fd));
}

static bool let_param_known(struct form_impl *fi, const struct let *let, const char *name)
{
	struct form_impl *row = NULL;

	if (let->through)
		return row_param_known(fi, let, name);
	if (let->over && lists_roster(&fi->pub, let->over))
		row = forms_raw(fi->forms, let->over);
	if (row)
		return param_known(fi, &row->pub, name);
	return !strcmp(name, "code") || !strcmp(name, "value") || !strcmp(name, "standard") ||
	       param_known(fi, &fi->pub, name);
}

/* Work it out once with nothing known: unknown code lists and the like come to light. */
static void check_runs(struct form_impl *fi, const struct expr_use *u)
{
	struct error e = ERROR_INIT;
	struct expr_value v;

	if (expr_eval(u->x, NULL, NULL, &v, &e))
		form_bad(fi, u->section, u->key, "%s", e.what);
	expr_value_fini(&v);
	error_clear(&e);
}

static void check_expressions(struct form_impl *fi)
{
	for (size_t i = 0; i < fi->n_uses; i++) {
		const struct expr_use *u = &fi->uses[i];

		for (size_t j = 0; j < expr_params(u->x); j++) {
			const char *name = expr_param(u->x, j);
			bool known = u->let ? let_param_known(fi, u->let, name) :
					      param_known(fi, &fi->pub, name);

			if (!known)
				form_bad(fi, u->section, u->key, _("unknown parameter \":%s\""), name);
			else if (!strcmp(u->key, "compute") && !strcmp(u->section, name))
				form_bad(fi, u->section, u->key, "%s", _("the field is computed from itself"));
		}
		check_runs(fi, u);
	}
}

static void check_lets(struct form_impl *fi)
{
	for (size_t i = 0; i < fi->pub.n_lets; i++) {
		const struct let *let = &fi->lets[i];
		const struct field *fd;

		if (!let->over)
			continue; /* told already */
		if (let->through) {
			struct form_impl *of = forms_raw(fi->forms, let->through->refers);

			if (!of || !lists_roster(&of->pub, let->rows) || !forms_raw(fi->forms, let->rows))
				form_bad(fi, "let", let->name, _("\"%s\" is no roster of the form \"%s\""), let->rows,
					 let->through->refers);
			continue;
		}
		fd = form_field(&fi->pub, let->over, NULL);
		if (!lists_roster(&fi->pub, let->over) && (!fd || fd->type != FIELD_ANSWERS))
			form_bad(fi, "let", let->name,
				 _("\"%s\" is neither a roster nor an answers field of this form"), let->over);
	}
}

/* {field} marks of a message. */
static void check_marks(struct form_impl *fi, const char *section, const char *key, const char *text)
{
	for (const char *p = text ? strchr(text, '{') : NULL; p; p = strchr(p + 1, '{')) {
		const char *end = strchr(p, '}');
		char *name;
		const char *code;

		if (!end) {
			form_bad(fi, section, key, "%s", _("a \"{\" is not closed"));
			return;
		}
		name = xstrndup(p + 1, (size_t)(end - p - 1));
		if (!form_field(&fi->pub, name, &code) && !param_known(fi, &fi->pub, name))
			form_bad(fi, section, key, _("unknown mark {%s}"), name);
		free(name);
	}
}

static void check_messages(struct form_impl *fi)
{
	static const char *const lang[2] = { "vi", "en" };

	for (size_t i = 0; i < fi->pub.n_checks; i++) {
		const struct check *k = &fi->checks[i];
		const char *dot = strchr(k->name, '.');
		char *section = dot ? xstrndup(k->name, (size_t)(dot - k->name)) :
				      xasprintf("check.%s", k->name);

		for (int l = 0; l < 2; l++) {
			const char *stem = !dot || !strcmp(dot, ".constraint") ? "" : dot + 1;
			char *key = xasprintf("%s%smessage.%s", stem, *stem ? "." : "", lang[l]);

			check_marks(fi, section, key, k->message[l]);
			free(key);
		}
		free(section);
	}
}

static void check_reasons(struct form_impl *fi)
{
	static const char *const keys[] = { "yes.vi", "yes.en", "no.vi", "no.en", "lack.vi", "lack.en" };

	for (size_t i = 0; i < fi->pub.n_proposes; i++) {
		const struct propose *p = &fi->proposes[i];
		const char *const texts[] = { p->yes[0], p->yes[1], p->no[0], p->no[1], p->lack[0], p->lack[1] };
		char *section = xasprintf("propose.%s", p->name);

		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++)
			check_marks(fi, section, keys[k], texts[k]);
		free(section);
	}
}

/* Does an expression look at rows of a record this one refers to, by itself or through a value()? */
static bool looks_through(const struct form *form, struct expr *x, int deep)
{
	for (size_t i = 0; x && i < expr_params(x); i++) {
		const struct let *let = form_let(form, expr_param(x, i));

		if (let && (let->through || (deep > 0 && !let->over && looks_through(form, let->value, deep - 1))))
			return true;
	}
	return false;
}

/* What is stored would not follow when such a row changes: only doubts, hints and proposals may look there. */
static void check_through(struct form_impl *fi)
{
	static const char *const stored[] = { "compute", "relevant", "constraint", "standard", "locked" };

	for (size_t i = 0; i < fi->n_uses; i++) {
		const struct expr_use *u = &fi->uses[i];

		for (size_t k = 0; k < sizeof(stored) / sizeof(*stored); k++)
			if (!strcmp(u->key, stored[k]) && looks_through(&fi->pub, u->x, LET_CHAIN_MAX))
				form_bad(fi, u->section, u->key, "%s",
					 _("this would not follow the rows of the other record: only doubts, hints and proposals may look there"));
	}
	for (size_t i = 0; i < fi->pub.n_checks; i++) {
		const struct check *k = &fi->checks[i];

		if (k->strength == STRENGTH_ERROR && !strchr(k->name, '.') && looks_through(&fi->pub, k->test, LET_CHAIN_MAX)) {
			char *section = xasprintf("check.%s", k->name);

			form_bad(fi, section, "test", "%s",
				 _("this would not follow the rows of the other record: only doubts, hints and proposals may look there"));
			free(section);
		}
	}
}

void form_check(struct form_impl *fi)
{
	if (fi->checked)
		return;
	fi->checked = true;
	if (!fi->ini)
		return;
	check_fields(fi);
	check_family(fi);
	check_lets(fi);
	check_expressions(fi);
	check_messages(fi);
	check_reasons(fi);
	check_through(fi);
}
