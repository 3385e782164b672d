/* SPDX-License-Identifier: MIT */
/* What narrows a list: the form's own filter fields, the unit, what is not complete, who has left. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "ui/browse_impl.h"
#include "ui/dialog.h"

#define LISTED 300 /* records of a form offered as a list; more are searched for */

static void filter_fini(struct browse_filter *f)
{
	free(f->field);
	free(f->value);
	free(f->label);
}

void browse_filters_fini(struct browse *b)
{
	while (b->n_filters)
		filter_fini(&b->filters[--b->n_filters]);
}

static void unset(struct browse *b, const char *field)
{
	size_t i;

	for (i = 0; i < b->n_filters; i++) {
		if (strcmp(b->filters[i].field, field) != 0)
			continue;
		filter_fini(&b->filters[i]);
		memmove(&b->filters[i], &b->filters[i + 1],
			(b->n_filters - i - 1) * sizeof(b->filters[0]));
		b->n_filters--;
		return;
	}
}

bool browse_set_filter(struct browse *b, const char *field, const char *value, const char *label)
{
	unset(b, field);
	if (b->n_filters == BROWSE_FILTERS)
		return false;
	b->filters[b->n_filters++] =
		(struct browse_filter){ xstrdup(field), xstrdup_null(value), xstrdup(label) };
	return true;
}

static const struct browse_filter *find_filter(const struct browse *b, const char *field)
{
	size_t i;

	for (i = 0; i < b->n_filters; i++)
		if (!strcmp(b->filters[i].field, field))
			return &b->filters[i];
	return NULL;
}

char *browse_filter_text(const struct browse *b)
{
	struct str s;
	size_t i;

	str_init(&s);
	for (i = 0; i < b->n_filters; i++)
		str_addf(&s, "%s%s", i ? " · " : "", b->filters[i].label);
	if (b->with_gone)
		str_addf(&s, "%s%s", s.len ? " · " : "", _("also who has left"));
	return str_take(&s);
}

/* ---- values to choose from ---- */

struct values {
	struct strlist codes, labels;
};

static void values_init(struct values *v)
{
	strlist_init(&v->codes);
	strlist_init(&v->labels);
}

static void values_fini(struct values *v)
{
	strlist_fini(&v->codes);
	strlist_fini(&v->labels);
}

static void values_add(struct values *v, const char *code, const char *label)
{
	strlist_add(&v->codes, code);
	strlist_add(&v->labels, label);
}

/* False: too many to list. */
static bool add_records(struct browse *b, const struct field *fd, struct values *v)
{
	const struct form *form;
	struct list_query q = { 0 };
	struct list_page page = { 0 };
	struct error e = ERROR_INIT;
	size_t i;
	bool few;

	if (forms_get(b->app->forms, fd->refers, &form, &e))
		goto bad;
	q.table = &form->table;
	q.sort = form->n_sorts ? 1 : 0;
	if (list_fetch(b->app->book, &q, NULL, false, LISTED + 1, &page, &e))
		goto bad;
	few = page.n <= LISTED;
	for (i = 0; few && i < page.n; i++) {
		char *label = field_show(b->app->forms, b->app->book, fd, NULL, page.rows[i].id);

		if (browse_has_units(b)) {
			char *with =
				xasprintf("%s (%s)", label, browse_unit_name(b, page.rows[i].unit));

			free(label);
			label = with;
		}
		values_add(v, page.rows[i].id, label);
		free(label);
	}
	list_page_fini(&page);
	return few;
bad:
	browse_trouble(b, &e);
	return true;
}

static bool pick_value(struct browse *b, const char *field, const char *title, struct values *v)
{
	const struct browse_filter *now = find_filter(b, field);
	long initial = 0, at;
	size_t i;
	char *label;

	for (i = 0; now && now->value && i < v->codes.n; i++)
		if (!strcmp(v->codes.v[i], now->value))
			initial = (long)i;
	at = dialog_pick(b->app, title, (const char *const *)v->labels.v, v->labels.n, initial);
	if (at < 0)
		return false;
	if (at == 0) {
		unset(b, field);
		return true;
	}
	label = xasprintf("%s: %s", title, v->labels.v[at]);
	browse_set_filter(b, field,
			  (size_t)at + 1 == v->codes.n && !*v->codes.v[at] ? NULL : v->codes.v[at],
			  label);
	free(label);
	return true;
}

static bool ask_typed(struct browse *b, const struct field *fd)
{
	const char *title = i18n_pick(fd->label);
	char *text = dialog_prompt(b->app, title,
				   _("Show only records with this value (empty: all)."), "", false);
	char *value = NULL, *label;
	struct error e = ERROR_INIT;
	bool set = false;

	if (!text)
		return false;
	if (str_empty(text)) {
		unset(b, fd->name);
		set = true;
	} else if (field_read(b->app->forms, b->app->book, fd, NULL, text, ENTRY_HUMAN, &value,
			      &e)) {
		ui_error(b->app, &e);
	} else {
		label = xasprintf("%s: %s", title, text);
		set = browse_set_filter(b, fd->name, value, label);
		free(label);
	}
	free(value);
	free(text);
	return set;
}

static bool ask_found(struct browse *b, const struct field *fd)
{
	struct record_pick ask = { NULL };
	const char *id = ask.id;
	char *shown, *label;

	if (forms_get(b->app->forms, fd->refers, &ask.form, NULL) || !dialog_pick_record(b->app, &ask))
		return false;
	shown = field_show(b->app->forms, b->app->book, fd, NULL, id);
	label = xasprintf("%s: %s", i18n_pick(fd->label), shown);
	browse_set_filter(b, fd->name, id, label);
	free(label);
	free(shown);
	return true;
}

static bool ask_value(struct browse *b, const struct field *fd)
{
	struct values v;
	bool set;
	size_t i;

	values_init(&v);
	values_add(&v, "", _("(all)"));
	if (fd->type == FIELD_REFERENCE) {
		if (!add_records(b, fd, &v)) {
			values_fini(&v);
			return ask_found(b, fd);
		}
	} else if (fd->choices) {
		for (i = 0; i < fd->choices->n; i++)
			values_add(&v, fd->choices->v[i].code, i18n_pick(fd->choices->v[i].label));
	} else if (fd->type == FIELD_YESNO) {
		values_add(&v, "yes", _("Yes"));
		values_add(&v, "no", _("No"));
	} else {
		values_fini(&v);
		return ask_typed(b, fd);
	}
	values_add(&v, "", _("(no answer)"));
	set = pick_value(b, fd->name, i18n_pick(fd->label), &v);
	values_fini(&v);
	return set;
}

static bool ask_unit(struct browse *b)
{
	struct values v;
	size_t i;
	bool set;

	values_init(&v);
	values_add(&v, "", _("(all)"));
	for (i = 0; i + 1 < b->units.n; i += 2)
		values_add(&v, b->units.v[i], b->units.v[i + 1]);
	set = pick_value(b, "_unit", _("Unit"), &v);
	values_fini(&v);
	return set;
}

static bool toggle_incomplete(struct browse *b)
{
	if (find_filter(b, "_state"))
		unset(b, "_state");
	else
		browse_set_filter(b, "_state", "incomplete", _("not complete"));
	return true;
}

bool browse_ask_filter(struct browse *b)
{
	enum { UNIT = 100, INCOMPLETE, GONE, NONE };
	int what[BROWSE_FILTERS + 8], at;
	struct strlist words;
	size_t i, n = 0;
	bool changed = false;

	strlist_init(&words);
	for (i = 0; i < b->form->n_filter && i < BROWSE_FILTERS; i++) {
		const struct browse_filter *now = find_filter(b, b->form->filter[i]->name);

		strlist_add(&words, now ? now->label : i18n_pick(b->form->filter[i]->label));
		what[n++] = (int)i;
	}
	if (browse_has_units(b)) {
		const struct browse_filter *now = find_filter(b, "_unit");

		strlist_add(&words, now ? now->label : _("Unit"));
		what[n++] = UNIT;
	}
	strlist_add(&words, find_filter(b, "_state") ? _("Complete ones too")
						     : _("Only what is not complete"));
	what[n++] = INCOMPLETE;
	if (b->form->table.live) {
		strlist_add(&words,
			    b->with_gone ? _("Without who has left") : _("Also who has left"));
		what[n++] = GONE;
	}
	if (b->n_filters || b->with_gone) {
		strlist_add(&words, _("Show all"));
		what[n++] = NONE;
	}
	at = dialog_choose(b->app, _("Show only …"), NULL, (const char *const *)words.v, words.n,
			   0);
	strlist_fini(&words);
	if (at < 0)
		return false;
	switch (what[at]) {
	case UNIT:
		return ask_unit(b);
	case INCOMPLETE:
		return toggle_incomplete(b);
	case GONE:
		b->with_gone = !b->with_gone;
		return true;
	case NONE:
		browse_filters_fini(b);
		b->with_gone = false;
		return true;
	default:
		changed = ask_value(b, b->form->filter[what[at]]);
	}
	return changed;
}
