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
#include "sync/peer.h"
#include "sync/remark.h"
#include "ui/duties.h"
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

static bool unit_overdue(const struct duty_table *t, const char *unit)
{
	for (size_t i = 0; i < t->n_units; i++)
		for (size_t k = 0; k < t->n_columns && str_eq(t->units[i].unit_id, unit); k++)
			if (t->units[i].cells[k].overdue)
				return true;
	return false;
}

static void add_units(struct home *h)
{
	const struct overview *o = &h->overview;
	size_t i, silent = 0, strange = 0;
	int64_t waiting = 0;

	for (i = 0; i < o->n; i++) {
		waiting += o->v[i].waiting;
		silent += o->v[i].missing || unit_overdue(&h->duties, o->v[i].unit_id);
		strange += o->v[i].enrolled && !o->v[i].compared && o->v[i].last_received;
	}
	if (waiting)
		home_add(&h->todo, LOOK_ERROR, HOME_INBOX, NULL, NULL, NULL,
			 xasprintf(P_("%lld bundle waits to be reviewed",
				      "%lld bundles wait to be reviewed", (unsigned long)waiting),
				   (long long)waiting));
	if (silent)
		home_add(&h->todo, LOOK_DOUBT, HOME_DUTIES, NULL, NULL, NULL,
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

/* ---- reports ---- */

#define DUTY_SOON 60  /* days ahead */
#define DUTY_PAST 45 /* days back: of what is done; of units below, of what is told one by one */

/* "Sơ bộ 2024: còn 23 ngày", "Sơ bộ 2024: đã gửi 12/11, gói 7" */
static void add_own_duty(struct home *h, const struct duty_column *col, const struct duty_cell *c)
{
	char *period = period_short(col->period), *when = duty_when_words(c), human[11] = "";
	struct date sent;
	struct str b;

	str_init(&b);
	str_addf(&b, "%s %s: ", i18n_pick(col->duty->brief), period);
	if (date_parse_iso(c->sent, &sent))
		date_human(&sent, human);
	if (c->state == DUTY_NOT_SENT && c->nothing)
		str_add(&b, _("nothing arisen, to be sent"));
	else if (c->state == DUTY_NOT_SENT)
		str_add(&b, when);
	else if (c->number)
		/* TRANSLATORS: a state, day and month, a bundle's number; keep it short */
		str_addf(&b, _("%s %.5s, bundle %lld"), duty_state_words(c->state), human, (long long)c->number);
	home_add(&h->due, c->state == DUTY_ACCEPTED ? LOOK_DIM : duty_look(c), HOME_DUTIES, NULL, NULL, NULL, str_take(&b));
	free(when);
	free(period);
}

static void add_own_duties(struct home *h, const struct duty_table *t, const struct date *today)
{
	size_t over = 0, first = 0;

	for (size_t i = 0; t->n_units && i < t->n_columns; i++) {
		const struct duty_cell *c = &t->units[0].cells[i];
		long left = date_days(&c->day) - date_days(today);
		bool done = c->state == DUTY_SENT || c->state == DUTY_ACCEPTED;

		if (c->overdue && !over++)
			first = i;
		if (c->asked && left <= DUTY_SOON && (!done || -left <= DUTY_PAST))
			add_own_duty(h, &t->columns[i], c);
	}
	if (over) {
		const struct duty_column *col = &t->columns[first];
		char *period = period_short(col->period);

		home_add(&h->todo, LOOK_ERROR, HOME_DUTIES, NULL, NULL, NULL,
			 xasprintf(P_("%zu report overdue: %s %s", "%zu reports overdue, first: %s %s", (unsigned long)over), over,
				   i18n_pick(col->duty->brief), period));
		free(period);
	}
}

/* Of the units below: of each duty how many have sent, until all have or it is long past. */
static void add_duties_below(struct home *h, const struct date *today)
{
	const struct duty_table *t = &h->duties;
	size_t older = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		size_t asked = 0, sent = 0, over = 0;
		long left = date_days(&t->columns[i].day) - date_days(today);
		char *period = period_short(t->columns[i].period), day[11];

		for (size_t k = 0; k < t->n_units; k++) {
			const struct duty_cell *c = &t->units[k].cells[i];

			asked += c->asked;
			sent += c->asked && (c->state == DUTY_SENT || c->state == DUTY_ACCEPTED);
			over += c->overdue;
		}
		older += -left > DUTY_PAST && sent < asked;
		if (asked && left <= DUTY_SOON && -left <= DUTY_PAST)
			home_add(&h->due, over ? LOOK_ERROR : sent < asked && left < 8 ? LOOK_DOUBT : LOOK_NORMAL, HOME_DUTIES, NULL,
				 NULL, NULL,
				 /* TRANSLATORS: duty and period, day and month, sent, of so many units; keep it short */
				 xasprintf(_("%s %s (%.5s): %zu/%zu"), i18n_pick(t->columns[i].duty->brief), period,
					   date_human(&t->columns[i].day, day), sent, asked));
		free(period);
	}
	if (older)
		home_add(&h->due, LOOK_DOUBT, HOME_DUTIES, NULL, NULL, NULL,
			 xasprintf(P_("%zu older report is not complete", "%zu older reports are not complete",
				      (unsigned long)older),
				   older));
}

static void add_duties(struct home *h)
{
	struct date today = book_today(h->app->book), from = date_from_days(date_days(&today) - DUTIES_BACK),
		    to = date_from_days(date_days(&today) + DUTY_SOON);
	struct duty_table own = { 0 };
	struct peer upper;
	bool sends = !h->upper;

	if (h->upper && !peer_upper(h->app->book, &upper, NULL)) {
		peer_fini(&upper);
		sends = true;
	}
	if (sends && !duties_own(app_calendar(h->app), h->app->book, &from, &to, &today, &own, NULL))
		add_own_duties(h, &own, &today);
	duty_table_fini(&own);
	if (h->upper)
		add_duties_below(h, &today);
}

/* ---- requests ---- */

#define REQUEST_SOON 4 /* days */

struct request_count {
	long today;
	size_t soon, over;
};

static int count_request(void *ctx, const struct list_row *row)
{
	struct request_count *c = ctx;
	struct date due;

	if (row->cells[0] && date_parse_iso(row->cells[0], &due) && due.day) {
		long left = date_days(&due) - c->today;

		c->over += left < 0;
		c->soon += left >= 0 && left < REQUEST_SOON;
	}
	return 0;
}

/* Requests without an answer whose days run out, or have run out. */
static void add_requests(struct home *h)
{
	static const char *const fields[] = { "due_on" };
	const struct list_filter open[] = { { "result", NULL }, { "_unit", book_unit_id(h->app->book) } };
	struct list_query q = { .filters = open, .n_filters = 2, .fields = fields, .n_fields = 1 };
	struct date today = book_today(h->app->book);
	struct request_count c = { .today = date_days(&today) };
	const struct form *form;

	if (forms_get(h->app->forms, "request", &form, NULL) || !form_field(form, "due_on", NULL) ||
	    !form_field(form, "result", NULL))
		return;
	q.table = &form->table;
	if (list_each(h->app->book, &q, count_request, &c, NULL))
		return;
	if (c.over)
		home_add(&h->todo, LOOK_ERROR, HOME_LIST, "request", "result", NULL,
			 xasprintf(P_("%zu request past its day", "%zu requests past their day", (unsigned long)c.over),
				   c.over));
	if (c.soon)
		home_add(&h->todo, LOOK_DOUBT, HOME_LIST, "request", "result", NULL,
			 xasprintf(P_("%zu request to answer soon", "%zu requests to answer soon", (unsigned long)c.soon),
				   c.soon));
}

void home_load_tasks(struct home *h)
{
	struct date today = book_today(h->app->book), from = date_from_days(date_days(&today) - DUTIES_BACK),
		    to = date_from_days(date_days(&today) + DUTY_SOON);

	if (h->upper)
		duties_below(app_calendar(h->app), h->app->book, &from, &to, &today, &h->duties, NULL);
	if (h->upper)
		add_units(h);
	add_drafts(h);
	add_remarks(h);
	if (!h->upper)
		add_requests(h);
	add_incomplete(h);
	add_duties(h);
	add_last_bundle(h);
	add_days(h);
}
