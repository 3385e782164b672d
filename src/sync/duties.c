/* SPDX-License-Identifier: MIT */
/* All answers of a unit are read once, newest first; then each duty looks for its own. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/duties.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/nothing.h"
#include "sync/peer.h"

struct answer { /* a bundle, and what it answers */
	char *hash, *duty, *period, *state;
	int64_t number, n;
	char day[11], decided[11];
};
struct said { /* "nothing arisen" of one bundle */
	char *hash, *duty, *period;
};
struct answers { /* of one unit; bundles newest first */
	struct answer *v;
	size_t n, cap;
	struct said *said;
	size_t n_said, cap_said;
};

static void answers_fini(struct answers *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free(a->v[i].hash);
		free(a->v[i].duty);
		free(a->v[i].period);
		free(a->v[i].state);
	}
	for (size_t i = 0; i < a->n_said; i++) {
		free(a->said[i].hash);
		free(a->said[i].duty);
		free(a->said[i].period);
	}
	free(a->v);
	free(a->said);
	memset(a, 0, sizeof(*a));
}

static void copy_day(char out[static 11], const char *at)
{
	out[0] = '\0';
	if (at && strlen(at) >= 10) {
		memcpy(out, at, 10);
		out[10] = '\0';
	}
}

/* A bundle made before periods were named answers the one whose day was nearest when it was made. */
static char *period_then(const struct calendar *cal, const char *level, const char *duty, const char *day)
{
	struct date d;
	struct due due;

	return date_parse_iso(day, &d) && d.day && calendar_nearest(cal, level, duty, &d, &due) ? xstrdup(due.period) :
												   NULL;
}

static void take_answers(const struct calendar *cal, const char *level, struct stmt *st, struct answers *a)
{
	struct answer *v;

	a->v = grow(a->v, a->n, &a->cap, sizeof(*a->v));
	v = &a->v[a->n++];
	*v = (struct answer){ .hash = xstrdup(stmt_col_text(st, 0)),
			      .duty = xstrdup(stmt_col_text(st, 1)),
			      .period = xstrdup_null(stmt_col_text(st, 2)),
			      .state = xstrdup(stmt_col_text(st, 3)),
			      .number = stmt_col_int(st, 4),
			      .n = stmt_col_int(st, 5) };
	copy_day(v->day, stmt_col_text(st, 6));
	copy_day(v->decided, stmt_col_text(st, 7));
	if (!v->period)
		v->period = period_then(cal, level, v->duty, v->day);
}

static int load_said(struct book *b, const char *sql, const char *unit, struct answers *a, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(b), &st, sql, e);

	if (rc)
		return rc;
	stmt_text(st, 1, unit);
	while ((rc = stmt_step(st, e)) > 0) {
		a->said = grow(a->said, a->n_said, &a->cap_said, sizeof(*a->said));
		a->said[a->n_said++] = (struct said){ xstrdup(stmt_col_text(st, 0)), xstrdup(stmt_col_text(st, 1)),
						      xstrdup(stmt_col_text(st, 2)) };
	}
	stmt_done(st);
	return rc;
}

static int load_answers(const struct calendar *cal, struct book *b, const char *unit, const char *level, bool above,
			struct answers *a, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(b), &st,
			    above ? "SELECT hash, duty, period, state, number, n, received_at, decided_at FROM inbox "
				    "WHERE unit=? ORDER BY n DESC" :
				    "SELECT hash, duty, period, state, number, 0, made_on, NULL FROM bundle_sent "
				    "WHERE unit=? ORDER BY seq DESC",
			    e);

	memset(a, 0, sizeof(*a));
	if (rc)
		return rc;
	stmt_text(st, 1, unit);
	while ((rc = stmt_step(st, e)) > 0)
		take_answers(cal, level, st, a);
	stmt_done(st);
	if (!rc)
		rc = load_said(b,
			       above ? "SELECT s.hash, s.duty, s.period FROM bundle_not_arisen s JOIN inbox i ON "
				       "i.hash=s.hash WHERE i.unit=? ORDER BY i.n DESC" :
				       "SELECT s.hash, s.duty, s.period FROM bundle_not_arisen s JOIN bundle_sent i ON "
				       "i.hash=s.hash WHERE i.unit=? ORDER BY i.seq DESC",
			       unit, a, e);
	if (rc)
		answers_fini(a);
	return rc;
}

/* ---- one cell ---- */

static bool is_accepted(const char *state)
{
	return !strcmp(state, "accepted") || !strcmp(state, "accepted_remarks");
}

/* A returned bundle is to be corrected whatever came later; any other is part of a newer accepted one. */
static enum duty_state state_of(const struct answers *a, size_t i)
{
	if (!strcmp(a->v[i].state, "returned"))
		return DUTY_TO_CORRECT;
	if (is_accepted(a->v[i].state) || !strcmp(a->v[i].state, "superseded"))
		return DUTY_ACCEPTED;
	for (size_t k = 0; k < i; k++)
		if (is_accepted(a->v[k].state))
			return DUTY_ACCEPTED;
	return DUTY_SENT;
}

static bool says_nothing(const struct answers *a, const char *hash, const struct duty_column *c)
{
	for (size_t i = 0; i < a->n_said; i++)
		if (!strcmp(a->said[i].hash, hash) && !strcmp(a->said[i].duty, c->duty->code) &&
		    !strcmp(a->said[i].period, c->period))
			return true;
	return false;
}

static bool names(const struct answer *v, const struct duty_column *c)
{
	return !strcmp(v->duty, c->duty->code) && str_eq(v->period, c->period);
}

static void take_bundle(struct duty_cell *cell, const struct answers *a, size_t i)
{
	cell->state = state_of(a, i);
	cell->number = a->v[i].number;
	cell->n = a->v[i].n;
	memcpy(cell->decided, a->v[i].decided, sizeof(cell->decided));
}

/* What the newest bundle says has not arisen, unless a newer report of that very period came. Of those that say it, the newest that was
 * accepted counts, else the newest; the first of them tells when it was said. */
static void fill_nothing(struct duty_cell *cell, const struct answers *a, const struct duty_column *c)
{
	bool found = false;

	if (!a->n || !says_nothing(a, a->v[0].hash, c))
		return;
	for (size_t i = 0; i < a->n && says_nothing(a, a->v[i].hash, c); i++) {
		if (!found || (cell->state != DUTY_ACCEPTED && state_of(a, i) == DUTY_ACCEPTED))
			take_bundle(cell, a, i);
		found = true;
		memcpy(cell->sent, a->v[i].day, sizeof(cell->sent));
	}
	/* A bundle returned for another reason leaves the word standing. */
	if (cell->state == DUTY_TO_CORRECT && !names(&a->v[0], c))
		cell->state = DUTY_SENT;
	cell->nothing = found;
}

static void fill_report(struct duty_cell *cell, const struct answers *a, const struct duty_column *c)
{
	bool found = false;

	for (size_t i = 0; i < a->n; i++) {
		if (!names(&a->v[i], c) || says_nothing(a, a->v[i].hash, c))
			continue; /* what was said instead of a report and is said no more is no report */
		if (!found)
			take_bundle(cell, a, i);
		found = true;
		memcpy(cell->sent, a->v[i].day, sizeof(cell->sent));
	}
}

static void judge(struct duty_cell *cell, const struct date *on)
{
	struct date sent;

	cell->left = date_days(&cell->day) > date_days(on) ? date_days(&cell->day) - date_days(on) : 0;
	cell->overdue = (cell->state == DUTY_NOT_SENT || cell->state == DUTY_TO_CORRECT) &&
			due_late(&cell->day, on) > 0;
	cell->late = due_late(&cell->day, *cell->sent && date_parse_iso(cell->sent, &sent) ? &sent : on);
}

static void fill_cell(struct duty_cell *cell, const struct answers *a, const struct duty_column *c,
		      const char *since, const struct date *on)
{
	char day[11];

	date_iso(&cell->day, day);
	fill_nothing(cell, a, c);
	if (!cell->nothing)
		fill_report(cell, a, c);
	cell->asked = *cell->sent || strcmp(day, since) >= 0;
	if (cell->asked)
		judge(cell, on);
}

/* ---- the table ---- */

void duty_table_fini(struct duty_table *t)
{
	for (size_t i = 0; i < t->n_units; i++) {
		free(t->units[i].unit_id);
		free(t->units[i].code);
		free(t->units[i].name);
		free(t->units[i].cells);
	}
	free(t->units);
	free(t->columns);
	memset(t, 0, sizeof(*t));
}

static size_t column_of(const struct duty_table *t, const struct due *due)
{
	size_t i = 0;

	while (i < t->n_columns && (strcmp(t->columns[i].duty->code, due->duty->code) ||
				    strcmp(t->columns[i].period, due->period)))
		i++;
	return i;
}

static int by_day(const void *a, const void *b)
{
	const struct duty_column *x = a, *y = b;
	int d = date_cmp(&x->day, &y->day);

	return d ? d : strcmp(x->duty->code, y->duty->code);
}

/* Levels may differ in their days; a column stands at the first of them. */
static void add_columns(const struct calendar *cal, const char *level, const struct date *from, const struct date *to,
			struct duty_table *t)
{
	struct dues all;

	calendar_dues(cal, level, from, to, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct due *due = &all.v[i];
		struct duty_column *c;

		if (column_of(t, due) < t->n_columns)
			continue;
		t->columns = xreallocarray(t->columns, t->n_columns + 1, sizeof(*t->columns));
		c = &t->columns[t->n_columns++];
		*c = (struct duty_column){ .duty = due->duty, .day = due->day };
		memcpy(c->period, due->period, sizeof(c->period));
	}
	dues_fini(&all);
}

struct asking {
	const struct calendar *cal;
	struct book *b;
	const struct date *from, *to, *on;
	bool above;
	struct duty_table *t;
};

static int add_unit(struct asking *q, const char *unit, const char *code, const char *name, const char *level,
		    const char *since, struct error *e)
{
	struct duty_table *t = q->t;
	struct duty_unit *u;
	struct answers a;
	struct dues all;
	int rc = load_answers(q->cal, q->b, unit, level, q->above, &a, e);

	if (rc)
		return rc;
	t->units = xreallocarray(t->units, t->n_units + 1, sizeof(*t->units));
	u = &t->units[t->n_units++];
	*u = (struct duty_unit){ xstrdup(unit), xstrdup(code), xstrdup(name),
				 xcalloc(t->n_columns + 1, sizeof(*u->cells)) };
	calendar_dues(q->cal, level, q->from, q->to, &all);
	for (size_t i = 0; i < all.n; i++) {
		size_t c = column_of(t, &all.v[i]);

		u->cells[c].day = all.v[i].day;
		fill_cell(&u->cells[c], &a, &t->columns[c], since, q->on);
		t->overdue += u->cells[c].overdue;
	}
	dues_fini(&all);
	answers_fini(&a);
	return 0;
}

/* Said in this book, whether a bundle has carried it yet or not. */
static void mark_said(struct book *b, struct duty_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (nothing_said(b, t->columns[i].duty->code, t->columns[i].period))
			t->units[0].cells[i].nothing = true;
}

int duties_own(const struct calendar *cal, struct book *b, const struct date *from, const struct date *to,
	       const struct date *on, struct duty_table *out, struct error *e)
{
	struct asking q = { cal, b, from, to, on, false, out };
	struct peer upper;
	char since[11];
	int rc = peer_upper(b, &upper, e);

	memset(out, 0, sizeof(*out));
	if (!rc) {
		copy_day(since, upper.enrolled_at);
		peer_fini(&upper);
	} else if (rc == ERR_NOTFOUND) {
		error_clear(e);
		date_iso(on, since);
		rc = 0;
	}
	if (rc)
		return rc;
	add_columns(cal, book_level(b), from, to, out);
	if (out->n_columns)
		qsort(out->columns, out->n_columns, sizeof(*out->columns), by_day);
	rc = add_unit(&q, book_unit_id(b), book_unit_code(b), book_unit_name(b), book_level(b), since, e);
	if (rc)
		duty_table_fini(out);
	else
		mark_said(b, out);
	return rc;
}

static int by_code(const void *a, const void *b)
{
	const struct duty_unit *x = a, *y = b;

	return strcmp(x->code, y->code);
}

int duties_below(const struct calendar *cal, struct book *b, const struct date *from, const struct date *to,
		 const struct date *on, struct duty_table *out, struct error *e)
{
	struct asking q = { cal, b, from, to, on, true, out };
	struct peers units;
	char since[11];
	int rc = peer_list(b, false, &units, e);

	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	for (size_t i = 0; i < units.n; i++)
		if (units.v[i].in_force)
			add_columns(cal, units.v[i].level, from, to, out);
	if (out->n_columns)
		qsort(out->columns, out->n_columns, sizeof(*out->columns), by_day);
	for (size_t i = 0; !rc && i < units.n; i++) {
		const struct peer *p = &units.v[i];

		if (!p->in_force)
			continue;
		copy_day(since, p->enrolled_at);
		rc = add_unit(&q, p->unit_id, p->code, p->name, p->level, since, e);
	}
	peers_fini(&units);
	if (rc)
		duty_table_fini(out);
	else if (out->n_units)
		qsort(out->units, out->n_units, sizeof(*out->units), by_code);
	return rc;
}

/* ---- words, and the period of a bundle ---- */

static const struct {
	const char *code, *words;
} states[] = {
	/* TRANSLATORS: where a duty stands; at most 14 columns */
	[DUTY_NOT_SENT] = { "not_sent", N_("not sent") },
	[DUTY_SENT] = { "sent", N_("sent") },
	[DUTY_TO_CORRECT] = { "to_correct", N_("to be corrected") },
	[DUTY_ACCEPTED] = { "accepted", N_("accepted") },
};

const char *duty_state_code(enum duty_state s)
{
	return states[s].code;
}

const char *duty_state_words(enum duty_state s)
{
	return _(states[s].words);
}

/* Nobody reports on a period that has not begun, nor on a month that is not over, where its day comes after it. */
static bool too_early(const struct duty_column *c, const struct date *today)
{
	struct date first, last;
	struct period p;

	if (!period_parse(c->period, &p))
		return false;
	first = period_first(&p);
	last = period_last(&p);
	return date_cmp(&first, today) > 0 || (date_cmp(&c->day, &last) > 0 && date_cmp(&last, today) > 0);
}

static bool to_correct(const struct duty_cell *c)
{
	return c->state == DUTY_TO_CORRECT;
}

static bool owed(const struct duty_cell *c)
{
	return c->asked && c->overdue;
}

static bool any(const struct duty_cell *c)
{
	(void)c;
	return true;
}

/* The column of this duty whose day is nearest to today, of those that `fits` wants; n_columns: none. */
static size_t nearest(const struct duty_table *t, const char *duty, const struct date *today,
		      bool (*fits)(const struct duty_cell *c))
{
	size_t at = t->n_columns;
	long best = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		const struct duty_cell *c = &t->units[0].cells[i];
		long far = labs(date_days(&c->day) - date_days(today));

		if (strcmp(t->columns[i].duty->code, duty) || too_early(&t->columns[i], today) || !fits(c) ||
		    (at < t->n_columns && far >= best))
			continue;
		at = i;
		best = far;
	}
	return at;
}

/* Sent again, a report is of the period it was of; unless another one is owed. */
static size_t meant(const struct duty_table *t, const char *duty, const struct date *today)
{
	size_t at = nearest(t, duty, today, to_correct), other;
	const struct duty_cell *c;

	if (at < t->n_columns)
		return at;
	at = nearest(t, duty, today, any);
	c = at < t->n_columns ? &t->units[0].cells[at] : NULL;
	if (!c || (c->state != DUTY_SENT && c->state != DUTY_ACCEPTED))
		return at;
	other = nearest(t, duty, today, owed);
	return other < t->n_columns ? other : at;
}

int duties_period(const struct calendar *cal, struct book *b, const char *duty, char out[static PERIOD_LEN + 1],
		  bool *found, struct error *e)
{
	struct date today = book_today(b), from = date_from_days(date_days(&today) - 366),
		    to = date_from_days(date_days(&today) + 366);
	struct duty_table t;
	size_t at;
	int rc = duties_own(cal, b, &from, &to, &today, &t, e);

	*found = false;
	if (rc)
		return rc;
	at = meant(&t, duty, &today);
	*found = at < t.n_columns;
	if (*found)
		memcpy(out, t.columns[at].period, PERIOD_LEN + 1);
	duty_table_fini(&t);
	return 0;
}
