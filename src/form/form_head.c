/* SPDX-License-Identifier: MIT */
/*
 * The [form] section: what the record is called, how it is referred to, listed, searched, sorted,
 * matched; and the table the store makes of it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/form_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

static const char *const levels[] = { "village", "commune", "district", "province" };

static const struct field *known_field(struct form_impl *fi, const char *key, const char *name)
{
	const struct field *fd = form_field(&fi->pub, name, NULL);

	if (!fd)
		form_bad(fi, "form", key, _("there is no field \"%s\""), name);
	return fd;
}

/* A list of fields by a key of [form]. */
static const struct field *const *field_list(struct form_impl *fi, const char *key, bool required, size_t *n)
{
	const char *text = form_text_long(fi, "form", key);
	size_t names = 0;
	const char *const *v = form_list(fi, text, ",", &names);
	const struct field **out = form_keep(fi, names + 1, sizeof(*out));

	*n = 0;
	if (!text && required)
		form_bad(fi, "form", key, "%s", _("this key is missing"));
	for (size_t i = 0; i < names; i++) {
		const struct field *fd = known_field(fi, key, v[i]);

		if (fd)
			out[(*n)++] = fd;
	}
	return out;
}

/* key.1, key.2 … in the order of their numbers; *i is the next number to try. */
static const char *next_numbered(struct form_impl *fi, const char *key, size_t *i, const char **name)
{
	*name = form_keep_own(fi, xasprintf("%s.%zu", key, ++*i));
	return form_text(fi, "form", *name);
}

static size_t count_numbered(struct form_impl *fi, const char *key)
{
	size_t n = 0, all = 0;

	for (;;) {
		char *name = xasprintf("%s.%zu", key, n + 1);
		bool there = ini_line(fi->ini, "form", name) > 0;

		free(name);
		if (!there)
			break;
		n++;
	}
	for (size_t i = 0; i < ini_keys(fi->ini, "form"); i++) {
		const char *k = ini_key(fi->ini, "form", i);
		size_t len = strlen(key);

		if (!strncmp(k, key, len) && k[len] == '.')
			all++;
	}
	if (all > n) {
		char *name = xasprintf("%s.%zu", key, n + 1);

		form_bad(fi, "form", name, "%s", _("the numbers must run 1, 2, 3 … without a gap"));
		free(name);
	}
	return n;
}

/* "name:mark" cut in two; mark NULL where there is none. */
static char *cut_mark(const char *part, const char **mark)
{
	size_t n = strcspn(part, ":");

	*mark = part[n] ? part + n + 1 : NULL;
	return xstrndup(part, n);
}

static void load_sort(struct form_impl *fi, const char *key, const char *text, struct form_sort *sort)
{
	size_t n;
	const char *const *v = form_list(fi, text, ",", &n);

	if (n > 4)
		form_bad(fi, "form", key, "%s", _("at most 4 parts"));
	for (size_t i = 0; i < n && i < 4; i++) {
		const char *mark;
		char *name = cut_mark(v[i], &mark);
		const struct field *fd = known_field(fi, key, name);

		if (mark && strcmp(mark, "name") && strcmp(mark, "text"))
			form_bad(fi, "form", key, _("\":%s\" is neither :name nor :text"), mark);
		if (fd && !field_is_single(fd))
			form_bad(fi, "form", key, _("the field \"%s\" cannot be sorted by"), name);
		if (fd) {
			sort->field[sort->n] = fd;
			sort->kind[sort->n++] = str_eq(mark, "name") ? SORT_NAME : SORT_TEXT;
		}
		free(name);
	}
}

static void load_match(struct form_impl *fi, const char *key, const char *text, struct match *m)
{
	size_t n;
	const char *const *v = form_list(fi, text, ",", &n);

	if (n > 6)
		form_bad(fi, "form", key, "%s", _("at most 6 parts"));
	for (size_t i = 0; i < n && i < 6; i++) {
		const char *mark;
		char *name = cut_mark(v[i], &mark);
		const struct field *fd = known_field(fi, key, name);

		if (mark && strcmp(mark, "fold") && strcmp(mark, "year"))
			form_bad(fi, "form", key, _("\":%s\" is neither :fold nor :year"), mark);
		if (fd && str_eq(mark, "year") && fd->type != FIELD_DATE)
			form_bad(fi, "form", key, _("the field \"%s\" is not a date"), name);
		if (fd && !field_is_single(fd))
			form_bad(fi, "form", key, _("records cannot be matched by \"%s\""), name);
		if (fd) {
			m->part[m->n].field = fd;
			m->part[m->n].fold = str_eq(mark, "fold");
			m->part[m->n++].year = str_eq(mark, "year");
		}
		free(name);
	}
}

static void load_sorts_and_matches(struct form_impl *fi)
{
	struct form *form = &fi->pub;
	struct form_sort *sorts = form_keep(fi, (form->n_sorts = count_numbered(fi, "sort")) + 1,
					    sizeof(*sorts));
	struct match *matches = form_keep(fi, (form->n_matches = count_numbered(fi, "match")) + 1,
					  sizeof(*matches));
	const char *key, *text;

	for (size_t i = 0; i < form->n_sorts;) {
		size_t at = i;

		text = next_numbered(fi, "sort", &i, &key);
		if (text)
			load_sort(fi, key, text, &sorts[at]);
	}
	for (size_t i = 0; i < form->n_matches;) {
		size_t at = i;

		text = next_numbered(fi, "match", &i, &key);
		if (text)
			load_match(fi, key, text, &matches[at]);
	}
	form->sorts = sorts;
	form->matches = matches;
}

static const char *const *load_numbered(struct form_impl *fi, const char *stem, size_t *n)
{
	const char **v = form_keep(fi, (*n = count_numbered(fi, stem)) + 1, sizeof(*v));
	const char *key;

	for (size_t i = 0; i < *n;) {
		size_t at = i;
		const char *text = next_numbered(fi, stem, &i, &key);

		v[at] = text ? text : "";
	}
	return v;
}

static void load_names(struct form_impl *fi)
{
	struct form *form = &fi->pub;
	const char *table = form_text(fi, "form", "table");
	bool known = false;

	if (!table)
		form_bad(fi, "form", "table", "%s", _("this key is missing"));
	else if (strcmp(table, form->name))
		form_bad(fi, "form", "table", _("the table must be called like the file, \"%s\""), form->name);
	form_text_pair(fi, "form", "title", true, form->title);
	form_text_pair(fi, "form", "plural", true, form->plural);
	if (!ini_get(fi->ini, "form", "version", NULL))
		form_bad(fi, "form", "version", "%s", _("this key is missing"));
	form->version = (int)form_number(fi, "form", "version", 1, 100000, 1);
	form->menu = (int)form_number(fi, "form", "menu", 2, 8, 0);
	form->place = (int)form_number(fi, "form", "place", 1, 99, 99);
	form->exchanged = form_flag(fi, "form", "exchanged", true);
	form->owner_level = form_text(fi, "form", "owner");
	form->by_program = form_by_program(fi, "form");
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		known = known || str_eq(form->owner_level, levels[i]);
	if (form->owner_level && !known)
		form_bad(fi, "form", "owner", _("unknown level \"%s\""), form->owner_level);
}

void form_load_head(struct form_impl *fi)
{
	struct form *form = &fi->pub;
	const char *parent;
	size_t n;

	if (!ini_has_section(fi->ini, "form")) {
		form_bad(fi, NULL, NULL, "%s", _("the section [form] is missing"));
		return;
	}
	load_names(fi);
	form->key = field_list(fi, "key", true, &form->n_key);
	form->list = field_list(fi, "list", true, &form->n_list);
	form->search = field_list(fi, "search", false, &form->n_search);
	form->filter = field_list(fi, "filter", false, &form->n_filter);
	load_sorts_and_matches(fi);
	form->rosters = load_numbered(fi, "roster", &form->n_rosters);
	form->feeds = load_numbered(fi, "feeds", &form->n_feeds);
	parent = form_text(fi, "form", "parent");
	if (parent)
		form->parent = known_field(fi, "parent", parent);
	if (form->parent && form->parent->type != FIELD_REFERENCE)
		form_bad(fi, "form", "parent", _("the field \"%s\" is not a reference"), parent);
	for (size_t i = 0; i < form->n_key; i++)
		if (!field_is_single(form->key[i]))
			form_bad(fi, "form", "key", _("the field \"%s\" cannot be part of a key"),
				 form->key[i]->name);
	for (size_t i = 0; i < form->n_filter; i++)
		if (!field_is_single(form->filter[i]))
			form_bad(fi, "form", "filter", _("the field \"%s\" cannot be filtered by"),
				 form->filter[i]->name);
	const struct field *const *live = field_list(fi, "live", false, &n);

	if (n > 1 || (n && !field_is_single(live[0])))
		form_bad(fi, "form", "live", "%s", _("name one field"));
	form->table.live = n ? live[0]->name : NULL;
	const struct field *const *counts = field_list(fi, "counts", false, &n);
	const char **by = form_keep(fi, n + 1, sizeof(*by));

	for (size_t i = 0; i < n; i++) {
		if (!field_is_single(counts[i]))
			form_bad(fi, "form", "counts", _("the field \"%s\" cannot be counted by"),
				 counts[i]->name);
		by[i] = counts[i]->name;
	}
	form->table.count_by = n ? by : NULL;
}

static enum column_kind column_kind(const struct field *fd)
{
	switch (fd->type) {
	case FIELD_INT:
	case FIELD_MONEY:
		return COLUMN_INT;
	case FIELD_DECIMAL:
		return COLUMN_REAL;
	case FIELD_MULTI:
		return COLUMN_MULTI;
	case FIELD_ANSWERS:
		return COLUMN_ANSWERS;
	default:
		return COLUMN_TEXT;
	}
}

/* A computed field follows rows of other records when a [let] over a roster, an alias or a field derived from
 * elsewhere stands in it; one that is made of its own record's answers only is kept and travels like any other. */
static bool rests_on_rows(const struct form *form, const struct expr *x, const struct column *columns, int deep)
{
	for (size_t i = 0; i < expr_params(x); i++) {
		const char *name = expr_param(x, i);
		const struct field *other = form_field(form, name, NULL);
		const struct let *let = form_let(form, name);

		if (other && columns[other->index].derived)
			return true;
		if (let && let->over && form_roster(form, let->over) >= 0)
			return true;
		if (let && !let->over && let->value && deep > 0 && rests_on_rows(form, let->value, columns, deep - 1))
			return true;
	}
	return false;
}

static bool compute_derived(const struct form *form, const struct field *fd, const struct column *columns)
{
	return rests_on_rows(form, fd->compute, columns, LET_CHAIN_MAX);
}

static void add_index(struct form_impl *fi, const char **v, size_t *n, char *columns)
{
	form_keep_own(fi, columns);
	for (size_t i = 0; i < *n; i++)
		if (!strncmp(v[i], columns, strlen(columns)) &&
		    (!v[i][strlen(columns)] || v[i][strlen(columns)] == ','))
			return; /* the front of one that is there already */
	v[(*n)++] = columns;
}

static void make_indexes(struct form_impl *fi)
{
	struct form *form = &fi->pub;
	const char **v = form_keep(fi, form->n_sorts + form->n_filter + form->n_matches + form->n_fields + 1,
				   sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < form->n_sorts; i++)
		add_index(fi, v, &n, xasprintf("_sort%zu, _unit, id", i + 1));
	for (size_t i = 0; i < form->n_filter; i++)
		add_index(fi, v, &n,
			  xasprintf(form->n_sorts ? "%s, _sort1, _unit, id" : "%s, _unit, id",
				    form->filter[i]->name));
	for (size_t i = 0; i < form->n_matches; i++) {
		const struct match *m = &form->matches[i];
		struct str b;

		str_init(&b);
		for (size_t j = 0; j < m->n; j++) {
			if (m->part[j].fold || m->part[j].year)
				continue;
			str_addf(&b, "%s%s", b.len ? ", " : "", m->part[j].field->name);
		}
		if (b.len)
			add_index(fi, v, &n, str_take(&b));
		str_fini(&b);
	}
	/* Who refers to a record is asked at its removal, and rosters hang on their parent. */
	for (size_t i = 0; i < form->n_fields; i++)
		if (form->fields[i].type == FIELD_REFERENCE)
			add_index(fi, v, &n, xstrdup(form->fields[i].name));
	form->table.indexes = v;
}

void form_make_table(struct form_impl *fi)
{
	struct form *form = &fi->pub;
	struct column *columns = form_keep(fi, form->n_fields + 1, sizeof(*columns));
	bool more = true;

	for (size_t i = 0; i < form->n_fields; i++) {
		const struct field *fd = &form->fields[i];

		columns[i] = (struct column){ .name = fd->name,
					      .kind = column_kind(fd),
					      .derived = fd->alias || fd->derived,
					      .reference = fd->type == FIELD_REFERENCE,
					      .refers = fd->refers };
	}
	while (more) { /* computed of computed of … */
		more = false;
		for (size_t i = 0; i < form->n_fields; i++) {
			const struct field *fd = &form->fields[i];

			if (columns[i].derived || !fd->compute || !compute_derived(form, fd, columns))
				continue;
			columns[i].derived = more = true;
		}
	}
	form->table.name = form->name;
	form->table.columns = columns;
	form->table.n_columns = form->n_fields;
	form->table.n_sorts = (int)form->n_sorts;
	make_indexes(fi);
}

bool form_column_derived(const struct form *form, const struct field *fd)
{
	return form->table.columns[fd->index].derived;
}
