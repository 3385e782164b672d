/* SPDX-License-Identifier: MIT */
/*
 * The level above at a glance. Every figure is kept by the transactions that change it; nothing
 * here goes through a register. A rate has a typed total below it or it is not there.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/overview.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/record.h"
#include "sync/peer.h"

static void unit_fini(struct overview_unit *u)
{
	free(u->unit_id);
	free(u->code);
	free(u->name);
	free(u->accepted_hash);
	free(u->accepted_on);
	free(u->last_duty);
	free(u->last_state);
	free(u->last_received);
}

void overview_fini(struct overview *o)
{
	for (size_t i = 0; i < o->n; i++)
		unit_fini(&o->v[i]);
	free(o->v);
	unit_fini(&o->sum);
	memset(o, 0, sizeof(*o));
}

static int count_records(struct book *b, struct overview_unit *u, struct error *e)
{
	const struct {
		const char *field, *code;
		int64_t *out;
	} want[] = {
		{ NULL, NULL, &u->households },
		{ "classification", "poor", &u->poor },
		{ "classification", "near_poor", &u->near_poor },
		{ "_state", "incomplete", &u->incomplete },
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(want) / sizeof(want[0]); i++)
		rc = record_count(b, "household", u->unit_id, want[i].field, want[i].code,
				  want[i].out, e);
	return rc;
}

/* The typed total of the whole unit (no village), of its newest year. The form may be one this
 * installation lacks. */
static int typed_total(struct book *b, struct overview_unit *u, struct error *e)
{
	int64_t there;
	int rc = db_get_int(book_db(b), &there, NULL, e,
			    "SELECT count(*) FROM pragma_table_info('unit_year') WHERE name IN "
			    "('year', 'village', 'households')",
			    "");

	if (rc || there < 3)
		return rc;
	return db_get_int(book_db(b), &u->total_households, NULL, e,
			  "SELECT households FROM unit_year WHERE _unit=? AND village IS NULL AND "
			  "households > 0 "
			  "ORDER BY year DESC, id DESC LIMIT 1",
			  "t", u->unit_id);
}

static double rate(int64_t part, int64_t total)
{
	return total > 0 ? 100.0 * (double)part / (double)total : NAN;
}

static int newest_accepted(struct book *b, struct overview_unit *u, struct error *e)
{
	int rc = db_get_int(book_db(b), &u->accepted_number, NULL, e,
			    "SELECT number FROM inbox WHERE unit=? AND state IN ('accepted', "
			    "'accepted_remarks') "
			    "ORDER BY n DESC LIMIT 1",
			    "t", u->unit_id);

	if (!rc)
		rc = db_get_text(book_db(b), &u->accepted_hash, e,
				 "SELECT hash FROM inbox WHERE unit=? AND state IN ('accepted', "
				 "'accepted_remarks') "
				 "ORDER BY n DESC LIMIT 1",
				 "t", u->unit_id);
	if (!rc)
		rc = db_get_text(book_db(b), &u->accepted_on, e,
				 "SELECT substr(decided_at, 1, 10) FROM inbox WHERE unit=? AND state IN ('accepted', "
				 "'accepted_remarks') ORDER BY n DESC LIMIT 1",
				 "t", u->unit_id);
	if (!rc)
		rc = db_get_int(book_db(b), &u->waiting, NULL, e,
				"SELECT count(*) FROM inbox WHERE unit=? AND state IN ('received', "
				"'needs_confirmation')",
				"t", u->unit_id);
	if (!rc)
		rc = db_get_int(book_db(b), &u->open_remarks, NULL, e,
				"SELECT count(*) FROM remark WHERE unit=? AND state<>'closed'", "t",
				u->unit_id);
	return rc;
}

/* The newest bundle sent for the duty asked about, or for any. */
static int newest_sent(struct book *b, const char *duty, struct overview_unit *u, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(b), &st,
			    "SELECT duty, state, received_at, late FROM inbox WHERE unit=?1 AND "
			    "(?2 IS NULL OR duty=?2) ORDER BY n DESC LIMIT 1",
			    e);

	if (rc)
		return rc;
	stmt_text(st, 1, u->unit_id);
	stmt_text(st, 2, duty);
	rc = stmt_step(st, e);
	u->missing = rc == 0;
	if (rc > 0) {
		u->last_duty = xstrdup(stmt_col_text(st, 0));
		u->last_state = xstrdup(stmt_col_text(st, 1));
		u->last_received = xstrdup(stmt_col_text(st, 2));
		u->late = stmt_col_int(st, 3);
	}
	stmt_done(st);
	return rc < 0 ? rc : 0;
}

static int fill_unit(struct book *b, const struct peer *p, const char *duty,
		     struct overview_unit *u, struct error *e)
{
	int rc;

	u->unit_id = xstrdup(p->unit_id);
	u->code = xstrdup(p->code);
	u->name = xstrdup(p->name);
	u->enrolled = p->has_keys;
	u->compared = p->compared;
	rc = count_records(b, u, e);
	if (!rc)
		rc = typed_total(b, u, e);
	if (!rc)
		rc = newest_accepted(b, u, e);
	if (!rc)
		rc = newest_sent(b, duty, u, e);
	u->poor_rate = rate(u->poor, u->total_households);
	u->near_rate = rate(u->near_poor, u->total_households);
	return rc;
}

/* One total missing, and the sum has none: half a denominator makes a wrong rate. */
static void add_up(struct overview *o)
{
	struct overview_unit *s = &o->sum;
	bool whole = o->n > 0;

	for (size_t i = 0; i < o->n; i++) {
		const struct overview_unit *u = &o->v[i];

		s->households += u->households;
		s->poor += u->poor;
		s->near_poor += u->near_poor;
		s->incomplete += u->incomplete;
		s->total_households += u->total_households;
		s->open_remarks += u->open_remarks;
		s->waiting += u->waiting;
		s->late = s->late || u->late;
		s->missing = s->missing || u->missing;
		whole = whole && u->total_households > 0;
	}
	s->poor_rate = whole ? rate(s->poor, s->total_households) : NAN;
	s->near_rate = whole ? rate(s->near_poor, s->total_households) : NAN;
}

int overview_make(struct book *b, const char *duty, struct overview *out, struct error *e)
{
	struct peers units;
	int rc = peer_list(b, false, &units, e);

	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	out->v = xcalloc(units.n + 1, sizeof(*out->v));
	for (size_t i = 0; !rc && i < units.n; i++)
		if (units.v[i].in_force)
			rc = fill_unit(b, &units.v[i], duty, &out->v[out->n++], e);
	peers_fini(&units);
	if (rc)
		overview_fini(out);
	else
		add_up(out);
	return rc;
}
