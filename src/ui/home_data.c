/* SPDX-License-Identifier: MIT */
/* What home shows, read by key or from the stored counts: nothing here walks through a list. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/entry.h"
#include "form/round_lock.h"
#include "store/list.h"
#include "ui/home_impl.h"

#define VILLAGES_MAX 60
#define PROJECTS_MAX 30
#define CLASSED_MAX 3000 /* poor and near-poor households looked through for the villages' lines */

/* 0 where it is not known: home is no place for complaints about a table not made yet. */
static int64_t count(struct home *h, const char *form, const char *field, const char *code)
{
	int64_t n = 0;

	if (record_count(h->app->book, form, NULL, field, code, &n, NULL))
		return 0;
	return n;
}

static int64_t number(const char *text)
{
	long long n;

	return text && str_int(text, &n) ? n : -1;
}

static bool fetch(struct home *h, const char *name, int sort, bool descending,
		  const struct list_filter *filter, const char *const *fields, size_t n_fields,
		  size_t limit, struct list_page *page, const struct form **form)
{
	struct list_query q = { .sort = sort,
				.descending = descending,
				.filters = filter,
				.n_filters = filter ? 1 : 0,
				.fields = fields,
				.n_fields = n_fields };

	memset(page, 0, sizeof(*page));
	if (forms_get(h->app->forms, name, form, NULL) || (int)(*form)->n_sorts < sort)
		return false;
	q.table = &(*form)->table;
	return !list_fetch(h->app->book, &q, NULL, false, limit, page, NULL) && page->n;
}

static void load_register(struct home *h)
{
	static const char *const fields[] = { "year", "households", "poor_households",
					      "near_poor_households" };
	static const struct list_filter whole = { "village", NULL };
	const struct form *form;
	struct list_page page;

	h->households = count(h, "household", NULL, NULL);
	h->poor = count(h, "household", "classification", "poor");
	h->near_poor = count(h, "household", "classification", "near_poor");
	h->average = count(h, "household", "classification", "average");
	h->incomplete = count(h, "household", "_state", "incomplete");
	h->people = count(h, "member", NULL, NULL);
	h->typed_households = h->typed_poor = h->typed_near = -1;
	if (!h->upper && fetch(h, "unit_year", 1, true, &whole, fields, 4, 1, &page, &form)) {
		h->year = (long)number(page.rows[0].cells[0]);
		h->typed_households = number(page.rows[0].cells[1]);
		h->typed_poor = number(page.rows[0].cells[2]);
		h->typed_near = number(page.rows[0].cells[3]);
	}
	if (!h->upper)
		list_page_fini(&page);
}

static char *shown(struct home *h, const struct form *form, const char *field, const char *value)
{
	const struct field *fd = form_field(form, field, NULL);

	return fd ? field_show(h->app->forms, h->app->book, fd, NULL, value) : xstrdup("");
}

static void load_round(struct home *h)
{
	static const char *const fields[] = { "name", "code", "stage", "start_date", "end_date" };
	const struct form *form;
	struct list_page page;
	struct date end, today = book_today(h->app->book);

	memset(&h->round, 0, sizeof(h->round));
	h->round_left = -1;
	if (fetch(h, "round", 1, true, NULL, fields, 5, 1, &page, &form)) {
		char **cell = page.rows[0].cells;
		char *from = shown(h, form, "start_date", cell[3]),
		     *to = shown(h, form, "end_date", cell[4]);

		h->round_id = xstrdup(page.rows[0].id);
		round_locked(h->app->forms, h->app->book, NULL, h->round_id, &h->round_lock, NULL);
		h->round_name = xstrdup(!str_empty(cell[0]) ? cell[0] : cell[1] ? cell[1] : "");
		h->round_stage = shown(h, form, "stage", cell[2]);
		if (*from || *to)
			h->round_days = xasprintf("%s - %s", from, to);
		if (cell[4] && date_parse_iso(cell[4], &end)) {
			end = date_last(&end);
			h->round_left = date_days(&end) - date_days(&today);
		}
		progress_brief(h->app->forms, h->app->book, h->round_id, &h->round);
		free(from);
		free(to);
	}
	list_page_fini(&page);
}

struct class_count {
	struct home *h;
	bool poor;
};

static int count_row(void *ctx, const struct list_row *row)
{
	struct class_count *c = ctx;
	size_t i;

	for (i = 0; i < c->h->n_villages; i++)
		if (str_eq(c->h->villages[i].id, row->cells[0]))
			++*(c->poor ? &c->h->villages[i].poor : &c->h->villages[i].near_poor);
	return 0;
}

/* Counts by village and class are not kept; those of a class are few and lie together in its index. */
static void count_class(struct home *h, const char *code)
{
	static const char *const fields[] = { "village" };
	struct class_count c = { h, str_eq(code, "poor") };
	struct list_filter filters[2] = { { "classification", code }, { NULL, NULL } };
	struct list_query q = {
		.filters = filters, .n_filters = 1, .fields = fields, .n_fields = 1
	};
	const struct form *form;

	if (forms_get(h->app->forms, "household", &form, NULL))
		return;
	q.table = &form->table;
	q.sort = form->n_sorts ? 1 : 0;
	if (q.table->live) {
		filters[1].field = q.table->live;
		q.n_filters = 2;
	}
	list_each(h->app->book, &q, count_row, &c, NULL);
}

static void load_villages(struct home *h)
{
	static const char *const fields[] = { "name", "head", "phone" };
	const struct form *form;
	struct list_page page;
	size_t i;

	if (!h->upper &&
	    fetch(h, "village", 1, false, NULL, fields, 3, VILLAGES_MAX, &page, &form)) {
		h->villages = xcalloc(page.n, sizeof(*h->villages));
		for (i = 0; i < page.n; i++) {
			struct home_line *l = &h->villages[h->n_villages++];

			l->id = xstrdup(page.rows[i].id);
			l->name = xstrdup_null(page.rows[i].cells[0]);
			l->second = xstrdup_null(page.rows[i].cells[1]);
			l->third = xstrdup_null(page.rows[i].cells[2]);
			l->n = count(h, "household", "village", l->id);
		}
	}
	if (h->upper)
		return;
	list_page_fini(&page);
	for (i = 0; i < h->n_villages; i++)
		h->villages[i].poor = h->villages[i].near_poor =
			h->poor + h->near_poor <= CLASSED_MAX ? 0 : -1;
	if (h->poor + h->near_poor <= CLASSED_MAX && h->n_villages) {
		count_class(h, "poor");
		count_class(h, "near_poor");
	}
}

static void load_projects(struct home *h)
{
	static const char *const fields[] = { "name", "status", "due_date" };
	const struct form *form;
	struct list_page page;
	size_t i;

	h->projects = count(h, "project", NULL, NULL);
	h->participants = count(h, "participant", NULL, NULL);
	h->assignments = count(h, "assignment", NULL, NULL);
	h->assignments_done = count(h, "assignment", "status", "done");
	if (fetch(h, "project", 1, false, NULL, fields, 3, PROJECTS_MAX, &page, &form)) {
		h->project_lines = xcalloc(page.n, sizeof(*h->project_lines));
		for (i = 0; i < page.n; i++) {
			struct home_line *l = &h->project_lines[h->n_project_lines++];

			l->name = xstrdup_null(page.rows[i].cells[0]);
			l->second = shown(h, form, "status", page.rows[i].cells[1]);
			l->third = shown(h, form, "due_date", page.rows[i].cells[2]);
		}
	}
	list_page_fini(&page);
}

static void free_lines(struct home_line **lines, size_t *n)
{
	while (*n) {
		struct home_line *l = &(*lines)[--*n];

		free(l->id);
		free(l->name);
		free(l->second);
		free(l->third);
	}
	free(*lines);
	*lines = NULL;
}

static void free_items(struct home_items *l)
{
	while (l->n) {
		struct home_item *it = &l->v[--l->n];

		free(it->text);
		free(it->form);
		free(it->field);
		free(it->value);
	}
	free(l->v);
	memset(l, 0, sizeof(*l));
}

void home_unload(struct home *h)
{
	free_lines(&h->villages, &h->n_villages);
	free_lines(&h->project_lines, &h->n_project_lines);
	free_items(&h->todo);
	free_items(&h->due);
	duty_table_fini(&h->duties);
	overview_fini(&h->overview);
	memset(&h->overview, 0, sizeof(h->overview));
	set_string(&h->round_id, NULL);
	set_string(&h->round_name, NULL);
	set_string(&h->round_stage, NULL);
	set_string(&h->round_days, NULL);
	set_string(&h->round_lock, NULL);
	h->year = 0;
}

void home_add(struct home_items *l, enum look look, enum home_open open, const char *form,
	      const char *field, const char *value, char *text)
{
	l->v = grow(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = (struct home_item){
		.text = text,
		.look = look,
		.open = open,
		.form = xstrdup_null(form),
		.field = xstrdup_null(field),
		.value = xstrdup_null(value),
	};
}

void home_load(struct home *h)
{
	struct error e = ERROR_INIT;

	home_unload(h);
	h->upper = app_above(h->app);
	if (h->upper && overview_make(h->app->book, NULL, &h->overview, &e)) {
		ui_say(h->app, "%s", e.what);
		error_clear(&e);
	}
	load_register(h);
	load_round(h);
	load_villages(h);
	load_projects(h);
	home_load_tasks(h);
	if (h->selected >= h->todo.n + h->due.n)
		h->selected = 0;
}
