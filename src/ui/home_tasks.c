/* SPDX-License-Identifier: MIT */
/* What waits to be done, and by when: each line opens what it is about. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/draft.h"
#include "store/list.h"
#include "sync/bundle.h"
#include "sync/remark.h"
#include "ui/home_impl.h"

#define DUE_SHOWN 40 /* of each open state */

static void add_drafts(struct home *h)
{
	struct draft_infos d = { 0 };

	if (!draft_list(h->app->book, false, &d, NULL) && d.n)
		home_add(&h->todo, LOOK_DOUBT, HOME_DRAFTS, NULL, NULL, NULL,
			 xasprintf(P_("%zu unfinished entry", "%zu unfinished entries", d.n), d.n));
	draft_infos_fini(&d);
}

static void add_remarks(struct home *h)
{
	struct remarks r = { 0 };
	size_t i, open = 0, waiting = 0;

	if (!remark_list(h->app->book, h->upper ? NULL : book_unit_id(h->app->book), true, &r,
			 NULL))
		for (i = 0; i < r.n; i++) {
			open += str_eq(r.v[i].state, "open");
			waiting += str_eq(r.v[i].state, "answered") && !r.v[i].answered_by;
		}
	if (open && h->upper)
		home_add(&h->todo, LOOK_NORMAL, HOME_REMARKS, NULL, NULL, NULL,
			 xasprintf(P_("%zu remark open below", "%zu remarks open below", open),
				   open));
	else if (open)
		home_add(&h->todo, LOOK_ERROR, HOME_REMARKS, NULL, NULL, NULL,
			 xasprintf(P_("%zu remark to put right", "%zu remarks to put right", open),
				   open));
	if (waiting && !h->upper)
		home_add(&h->todo, LOOK_NORMAL, HOME_REMARKS, NULL, NULL, NULL,
			 xasprintf(P_("%zu remark answered, to be sent",
				      "%zu remarks answered, to be sent", waiting),
				   waiting));
	remarks_fini(&r);
}

/* Counts are kept per form; only a form that has some is read. Those of units below are theirs to put right. */
static void add_incomplete(struct home *h)
{
	const char *const *name;
	int64_t n;

	for (name = forms_names(h->app->forms); *name; name++) {
		const struct form *form;

		n = 0;
		if (record_count(h->app->book, *name, book_unit_id(h->app->book), "_state",
				 "incomplete", &n, NULL) ||
		    n <= 0 || forms_get(h->app->forms, *name, &form, NULL))
			continue;
		home_add(
			&h->todo, LOOK_ERROR, HOME_LIST, *name, "_state", "incomplete",
			/* TRANSLATORS: number of records not complete, then what kind: "3 chưa hoàn chỉnh: Hộ gia đình" */
			xasprintf(_("%lld not complete: %s"), (long long)n,
				  i18n_pick(form->plural)));
	}
}

static void add_units(struct home *h)
{
	const struct overview *o = &h->overview;
	size_t i, silent = 0, strange = 0;
	int64_t waiting = 0;

	for (i = 0; i < o->n; i++) {
		waiting += o->v[i].waiting;
		silent += o->v[i].missing || o->v[i].late;
		strange += o->v[i].enrolled && !o->v[i].compared && o->v[i].last_received;
	}
	if (waiting)
		home_add(&h->todo, LOOK_ERROR, HOME_INBOX, NULL, NULL, NULL,
			 xasprintf(P_("%lld bundle waits to be reviewed",
				      "%lld bundles wait to be reviewed", (unsigned long)waiting),
				   (long long)waiting));
	if (silent)
		home_add(&h->todo, LOOK_DOUBT, HOME_OVERVIEW, NULL, NULL, NULL,
			 xasprintf(P_("%zu unit is late or has sent nothing",
				      "%zu units are late or have sent nothing", silent),
				   silent));
	if (strange)
		home_add(&h->todo, LOOK_DOUBT, HOME_OVERVIEW, NULL, NULL, NULL,
			 xasprintf(P_("%zu unit whose key was not compared",
				      "%zu units whose keys were not compared", strange),
				   strange));
}

/* ---- by when ---- */

struct task {
	const char *form;
	char *id, *text;
	long left; /* days */
};
struct tasks {
	struct task *v;
	size_t n, cap;
};

/* Open tasks by their day: sort keys of dates are ISO text, so "1" stands after those without a day and before every year. */
static void take_tasks(struct home *h, const struct form *form, const char *status, struct tasks *t)
{
	static const char *const fields[] = { "task", "due_date" };
	const struct list_filter filters[] = { { "status", status },
					       { "_unit", book_unit_id(h->app->book) } };
	const struct list_query q = { .table = &form->table,
				      .sort = 1,
				      .filters = filters,
				      .n_filters = h->upper ? 2 : 1,
				      .fields = fields,
				      .n_fields = 2 };
	struct date today = book_today(h->app->book), due;
	const struct list_from from = { "1", "", "", false };
	struct list_page page = { 0 };
	size_t i;

	if (!list_fetch(h->app->book, &q, &from, false, DUE_SHOWN, &page, NULL))
		for (i = 0; i < page.n; i++) {
			if (!page.rows[i].cells[1] || !date_parse_iso(page.rows[i].cells[1], &due))
				continue;
			due = date_last(&due);
			t->v = grow(t->v, t->n, &t->cap, sizeof(*t->v));
			t->v[t->n++] = (struct task){ form->name, xstrdup(page.rows[i].id),
						      xstrdup_null(page.rows[i].cells[0]),
						      date_days(&due) - date_days(&today) };
		}
	list_page_fini(&page);
}

static int by_day(const void *a, const void *b)
{
	const struct task *x = a, *y = b;

	return x->left < y->left ? -1 : x->left > y->left;
}

static char *task_text(const struct task *t)
{
	const char *what = t->text ? t->text : "";

	if (t->left < 0)
		/* TRANSLATORS: days over, then the task; keep it short */
		return xasprintf(
			P_("%ld day over: %s", "%ld days over: %s", (unsigned long)-t->left),
			-t->left, what);
	if (!t->left)
		return xasprintf(_("today: %s"), what);
	return xasprintf(P_("%ld day left: %s", "%ld days left: %s", (unsigned long)t->left),
			 t->left, what);
}

static void take_assignments(struct home *h, struct tasks *t)
{
	const struct form *form;
	size_t i, over = 0;
	const char *first = NULL;

	if (forms_get(h->app->forms, "assignment", &form, NULL) || !form->n_sorts)
		return;
	take_tasks(h, form, "not_started", t);
	take_tasks(h, form, "running", t);
	if (t->n)
		qsort(t->v, t->n, sizeof(*t->v), by_day);
	for (i = 0; i < t->n; i++)
		over += t->v[i].left < 0;
	if (over)
		first = t->v[0].text ? t->v[0].text : "";
	if (over)
		home_add(&h->todo, LOOK_ERROR, HOME_LIST, "assignment", NULL, NULL,
			 xasprintf(P_("%zu task overdue: %s", "%zu tasks overdue, first: %s", over),
				   over, first));
}

static void add_days(struct home *h)
{
	struct tasks t = { 0 };
	size_t i;

	take_assignments(h, &t);
	if (h->round_id && h->round_left >= 0) {
		t.v = grow(t.v, t.n, &t.cap, sizeof(*t.v));
		t.v[t.n++] = (struct task){ "round", xstrdup(h->round_id), xstrdup(h->round_name),
					    h->round_left };
	}
	if (t.n)
		qsort(t.v, t.n, sizeof(*t.v), by_day);
	for (i = 0; i < t.n; i++) {
		home_add(&h->due,
			 t.v[i].left < 0   ? LOOK_ERROR
			 : t.v[i].left < 8 ? LOOK_DOUBT
					   : LOOK_NORMAL,
			 HOME_RECORD, t.v[i].form, NULL, t.v[i].id, task_text(&t.v[i]));
		free(t.v[i].id);
		free(t.v[i].text);
	}
	free(t.v);
}

static const char *bundle_state(const char *state)
{
	static const struct {
		const char *code, *word;
	} words[] = {
		{ "made", N_("made, no answer yet") },
		{ "received", N_("received above") },
		{ "accepted", N_("accepted") },
		{ "accepted_remarks", N_("accepted with remarks") },
		{ "returned", N_("returned to be put right") },
		{ "superseded", N_("replaced by a newer one") },
		{ "needs_confirmation", N_("received, being compared") },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(words[i].code, state))
			return _(words[i].word);
	return state ? state : "";
}

static void add_last_bundle(struct home *h)
{
	struct bundles_sent s = { 0 };

	if (!bundle_list(h->app->book, &s, NULL) && s.n)
		home_add(&h->due, str_eq(s.v[0].state, "returned") ? LOOK_ERROR : LOOK_NORMAL,
			 HOME_BUNDLES, NULL, NULL, NULL,
			 xasprintf(_("Bundle %lld: %s"), (long long)s.v[0].head.number,
				   bundle_state(s.v[0].state)));
	bundles_sent_fini(&s);
}

void home_load_tasks(struct home *h)
{
	if (h->upper)
		add_units(h);
	add_drafts(h);
	add_remarks(h);
	add_incomplete(h);
	add_last_bundle(h);
	add_days(h);
}
