/* SPDX-License-Identifier: MIT */
/*
 * Field sections of a form, in the order of the paper: what a field is, where it stands, from
 * where its value comes. Rules about its value are read in form_rules.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/form_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

#define WIDTH_MAX 2000

static const char *const type_names[] = {
	[FIELD_TEXT] = "text",	   [FIELD_INT] = "int",		  [FIELD_MONEY] = "money",
	[FIELD_DECIMAL] = "decimal", [FIELD_DATE] = "date",	  [FIELD_YESNO] = "yesno",
	[FIELD_CHOICE] = "choice",   [FIELD_MULTI] = "multi",	  [FIELD_ANSWERS] = "answers",
	[FIELD_REFERENCE] = "reference",
};

static void load_type(struct form_impl *fi, struct field *fd)
{
	const char *s = form_text(fi, fd->name, "type");

	if (!s) {
		form_bad(fi, fd->name, "type", "%s", _("the type is missing"));
		return;
	}
	for (size_t i = 0; i < sizeof(type_names) / sizeof(*type_names); i++) {
		if (strcmp(s, type_names[i]))
			continue;
		fd->type = (enum field_type)i;
		return;
	}
	form_bad(fi, fd->name, "type", _("unknown type \"%s\""), s);
}

/* The code list of a key, which must be there exactly when `wanted`. */
static const struct codes *load_codes(struct form_impl *fi, struct field *fd, const char *key, bool wanted)
{
	const char *name = form_text(fi, fd->name, key);
	const struct codes *codes;

	if (!name) {
		if (wanted)
			form_bad(fi, fd->name, key, "%s", _("this type needs a code list here"));
		return NULL;
	}
	if (!wanted) {
		form_bad(fi, fd->name, key, _("a field of type \"%s\" has no code list here"),
			 type_names[fd->type]);
		return NULL;
	}
	codes = code_lists_get(forms_codes(fi->forms), name, &fi->mistakes);
	if (!codes)
		form_bad(fi, fd->name, key, _("the code list \"%s\" is missing or has mistakes"), name);
	return codes;
}

static void load_lists(struct form_impl *fi, struct field *fd)
{
	bool answers = fd->type == FIELD_ANSWERS;

	fd->choices = load_codes(fi, fd, "choices",
				 answers || fd->type == FIELD_CHOICE || fd->type == FIELD_MULTI);
	fd->answer_choices = load_codes(fi, fd, "answers", answers);
	fd->refers = form_text(fi, fd->name, "refers");
	if (fd->type == FIELD_REFERENCE && !fd->refers)
		form_bad(fi, fd->name, "refers", "%s", _("a reference must say to which form"));
	if (fd->type != FIELD_REFERENCE && fd->refers)
		form_bad(fi, fd->name, "refers", "%s", _("only a reference refers to a form"));
}

static const struct form_part *part(const struct form_part *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return &v[i];
	return NULL;
}

/* Page and group, else those of the field before. */
static void load_place(struct form_impl *fi, struct field *fd, const struct field *before)
{
	const struct form *form = &fi->pub;
	const char *page = form_text(fi, fd->name, "page"), *group = form_text(fi, fd->name, "group");
	const struct form_part *g = group ? part(form->groups, form->n_groups, group) : NULL;

	if (page && !part(form->pages, form->n_pages, page)) {
		form_bad(fi, fd->name, "page", _("there is no page \"%s\""), page);
		page = NULL;
	}
	if (group && !g) {
		form_bad(fi, fd->name, "group", _("there is no group \"%s\""), group);
		group = NULL;
	}
	if (g && page && g->page && strcmp(g->page, page))
		form_bad(fi, fd->name, "group", _("the group \"%s\" stands on the page \"%s\""), group, g->page);
	if (!page && g && g->page)
		page = g->page;
	if (!page && before)
		page = before->page;
	if (!page && form->n_pages)
		page = form->pages[0].name;
	if (!group && before && str_eq(before->page, page))
		group = before->group;
	fd->page = page;
	fd->group = group;
}

/* "field=code|code" into an origin. */
static void load_where(struct form_impl *fi, struct field *fd, const char *key, struct field_origin *o)
{
	const char *s = form_text(fi, fd->name, key);
	const char *eq = s ? strchr(s, '=') : NULL;
	size_t n;

	if (!s)
		return;
	if (!eq) {
		form_bad(fi, fd->name, key, "%s", _("write field=code, or field=code|code"));
		return;
	}
	o->where_field = form_list(fi, form_keep_own(fi, xstrndup(s, (size_t)(eq - s))), "|", &n)[0];
	o->where_values = form_list(fi, eq + 1, "|", &n);
	if (!o->where_field || !n)
		form_bad(fi, fd->name, key, "%s", _("write field=code, or field=code|code"));
}

static void load_alias(struct form_impl *fi, struct field *fd)
{
	const char *alias = form_text(fi, fd->name, "alias");
	size_t n;

	fd->alias = alias != NULL;
	if (!alias) {
		static const char *const only[] = { "alias.where", "alias.else" };

		for (size_t i = 0; i < sizeof(only) / sizeof(*only); i++)
			if (ini_get(fi->ini, fd->name, only[i], NULL))
				form_bad(fi, fd->name, only[i], "%s", _("only an alias has this key"));
		return;
	}
	const char *const *v = form_list(fi, alias, ".", &n);

	if (n == 2) {
		fd->origin.form = v[0];
		fd->origin.value = v[1];
	} else {
		form_bad(fi, fd->name, "alias", "%s", _("write form.field"));
	}
	load_where(fi, fd, "alias.where", &fd->origin);
	fd->origin.otherwise = form_text(fi, fd->name, "alias.else");
}

/* ---- derived from other forms ---- */

static const char *const source_keys[] = { "form", "link", "value", "date", "where", "complete", "filled", "same" };

/* "derive.form", or "derive.form.2" where a field has several sources. Kept. */
static const char *source_key(struct form_impl *fi, const char *key, size_t nth)
{
	return form_keep_own(fi, nth ? xasprintf("derive.%s.%zu", key, nth) : xasprintf("derive.%s", key));
}

static const char *source_text(struct form_impl *fi, struct field *fd, const char *key, size_t nth)
{
	const char *name = source_key(fi, key, nth), *s = form_text(fi, fd->name, name);

	if (!s)
		form_bad(fi, fd->name, name, "%s", _("a derived field needs this key"));
	return s;
}

static void load_source(struct form_impl *fi, struct field *fd, size_t nth, struct field_origin *o)
{
	o->form = source_text(fi, fd, "form", nth);
	o->link = source_text(fi, fd, "link", nth);
	o->value = source_text(fi, fd, "value", nth);
	o->date = source_text(fi, fd, "date", nth);
	o->complete = form_flag(fi, fd->name, source_key(fi, "complete", nth), false);
	o->filled = form_flag(fi, fd->name, source_key(fi, "filled", nth), false);
	o->same = form_text(fi, fd->name, source_key(fi, "same", nth));
	load_where(fi, fd, source_key(fi, "where", nth), o);
	o->nothing = str_eq(o->value, "-");
	if (o->nothing)
		o->value = NULL;
}

/* A key of this source, or NULL. */
static const char *has_source(struct form_impl *fi, const struct field *fd, size_t nth)
{
	for (size_t i = 0; i < sizeof(source_keys) / sizeof(*source_keys); i++) {
		const char *key = source_key(fi, source_keys[i], nth);

		if (ini_line(fi->ini, fd->name, key))
			return key;
	}
	return NULL;
}

static void load_derive(struct form_impl *fi, struct field *fd)
{
	const char *derive = form_text(fi, fd->name, "derive");
	struct field_origin *v;
	size_t n = 0;

	fd->derived = derive != NULL;
	if (derive && strcmp(derive, "latest"))
		form_bad(fi, fd->name, "derive", "%s", _("the only way to derive is \"latest\""));
	if (derive && fd->alias)
		form_bad(fi, fd->name, "derive", "%s", _("a field is either an alias or derived"));
	while (has_source(fi, fd, n + 1))
		n++;
	if (!derive) {
		if (n || has_source(fi, fd, 0))
			form_bad(fi, fd->name, has_source(fi, fd, n ? 1 : 0), "%s", _("only a derived field has this key"));
		return;
	}
	fd->n_sources = n ? n : 1;
	fd->sources = v = form_keep(fi, fd->n_sources, sizeof(*v));
	for (size_t i = 0; i < fd->n_sources; i++)
		load_source(fi, fd, n ? i + 1 : 0, &v[i]);
	if (n && has_source(fi, fd, 0))
		form_bad(fi, fd->name, "derive", "%s", _("number all sources: derive.form.1, derive.form.2 …"));
}

static void load_field(struct form_impl *fi, struct field *fd, const struct field *before)
{
	load_type(fi, fd);
	form_text_pair(fi, fd->name, "label", true, fd->label);
	form_text_pair(fi, fd->name, "help", false, fd->help);
	fd->source = form_text_long(fi, fd->name, "source");
	fd->width = (int)form_number(fi, fd->name, "width", 1, WIDTH_MAX, 0);
	fd->required = form_flag(fi, fd->name, "required", false);
	fd->partial = form_flag(fi, fd->name, "partial", false);
	fd->keep = form_flag(fi, fd->name, "keep", false);
	fd->hidden = form_flag(fi, fd->name, "hidden", false);
	fd->year = form_flag(fi, fd->name, "year", false);
	fd->by_program = form_by_program(fi, fd->name);
	if (fd->year && fd->type != FIELD_INT)
		form_bad(fi, fd->name, "year", "%s", _("only an int can be a year"));
	if (fd->partial && fd->type != FIELD_DATE)
		form_bad(fi, fd->name, "partial", "%s", _("only a date can be partial"));
	load_lists(fi, fd);
	load_place(fi, fd, before);
	load_alias(fi, fd);
	load_derive(fi, fd);
}

static int by_name(const void *a, const void *b)
{
	const struct name_index *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void form_load_fields(struct form_impl *fi)
{
	size_t n = ini_sections(fi->ini), count = 0;

	fi->fields = form_keep(fi, n + 1, sizeof(*fi->fields));
	for (size_t i = 0; i < n; i++) {
		const char *section = ini_section(fi->ini, i), *name;
		struct field *fd = &fi->fields[count];

		if (form_section(section, &name) != SECTION_FIELD || !form_name_ok(name))
			continue;
		fd->form = &fi->pub;
		fd->name = form_keep_text(fi, name);
		fd->index = count;
		load_field(fi, fd, count ? fd - 1 : NULL);
		count++;
	}
	fi->pub.fields = fi->fields;
	fi->pub.n_fields = count;
	fi->by_name = xcalloc(count + 1, sizeof(*fi->by_name));
	for (size_t i = 0; i < count; i++)
		fi->by_name[i] = (struct name_index){ fi->fields[i].name, i };
	qsort(fi->by_name, count, sizeof(*fi->by_name), by_name);
	if (!count)
		form_bad(fi, "form", NULL, "%s", _("the form has no fields"));
}
