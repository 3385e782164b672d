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
static void load_where(struct form_impl *fi, struct field *fd, const char *key)
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
	fd->origin.where_field = form_list(fi, form_keep_own(fi, xstrndup(s, (size_t)(eq - s))), "|", &n)[0];
	fd->origin.where_values = form_list(fi, eq + 1, "|", &n);
	if (!fd->origin.where_field || !n)
		form_bad(fi, fd->name, key, "%s", _("write field=code, or field=code|code"));
}

static const char *origin_key(struct form_impl *fi, struct field *fd, const char *key, bool wanted)
{
	const char *s = form_text(fi, fd->name, key);

	if (!s && wanted)
		form_bad(fi, fd->name, key, "%s", _("a derived field needs this key"));
	if (s && !wanted)
		form_bad(fi, fd->name, key, "%s", _("only a derived field has this key"));
	return s;
}

static void load_origin(struct form_impl *fi, struct field *fd)
{
	const char *alias = form_text(fi, fd->name, "alias");
	const char *derive = form_text(fi, fd->name, "derive");

	fd->alias = alias != NULL;
	fd->derived = derive != NULL;
	if (alias && derive)
		form_bad(fi, fd->name, "derive", "%s", _("a field is either an alias or derived"));
	if (derive && strcmp(derive, "latest"))
		form_bad(fi, fd->name, "derive", "%s", _("the only way to derive is \"latest\""));
	if (alias) {
		size_t n;
		const char *const *v = form_list(fi, alias, ".", &n);

		if (n == 2) {
			fd->origin.form = v[0];
			fd->origin.value = v[1];
		} else {
			form_bad(fi, fd->name, "alias", "%s", _("write form.field"));
		}
	}
	load_where(fi, fd, alias ? "alias.where" : "derive.where");
	fd->origin.otherwise = form_text(fi, fd->name, "alias.else");
	if (!alias && ini_get(fi->ini, fd->name, "alias.where", NULL))
		form_bad(fi, fd->name, "alias.where", "%s", _("only an alias has this key"));
	if (!alias && fd->origin.otherwise)
		form_bad(fi, fd->name, "alias.else", "%s", _("only an alias has this key"));
	if (!derive && ini_get(fi->ini, fd->name, "derive.where", NULL))
		form_bad(fi, fd->name, "derive.where", "%s", _("only a derived field has this key"));

	const char *form = origin_key(fi, fd, "derive.form", derive);
	const char *link = origin_key(fi, fd, "derive.link", derive);
	const char *value = origin_key(fi, fd, "derive.value", derive);
	const char *date = origin_key(fi, fd, "derive.date", derive);

	fd->origin.complete = form_flag(fi, fd->name, "derive.complete", false);
	if (!derive && ini_get(fi->ini, fd->name, "derive.complete", NULL))
		form_bad(fi, fd->name, "derive.complete", "%s", _("only a derived field has this key"));
	if (derive && !alias)
		fd->origin.form = form, fd->origin.link = link, fd->origin.value = value,
		fd->origin.date = date;
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
	load_origin(fi, fd);
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
