/* SPDX-License-Identifier: MIT */
/* Locks are made and ended above, one row for each unit; below the same rows come with replies. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "form/round_lock.h"
#include "sync/lock_impl.h"
#include "sync/peer.h"

void locks_fini(struct locks *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct lock *k = &l->v[i];
		char *const texts[] = { k->id,	k->unit_id, k->unit_code, k->unit_name, k->round,    k->decision,
					k->day, k->who,	    k->at,	  k->ended_at,	k->ended_by, k->ended_why };

		for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++)
			free(texts[t]);
	}
	free(l->v);
	*l = (struct locks){ NULL, 0 };
}

char *lock_words(const struct lock *l)
{
	char *words = round_lock_words(l->round, l->day, l->decision), *all;
	char day[11], human[11];
	struct date d;

	if (!l->ended_at)
		return words;
	snprintf(day, sizeof(day), "%.10s", l->ended_at);
	/* TRANSLATORS: the sentence of a lock, the day on which it ended, why */
	all = xasprintf(_("%s Unlocked on %s: %s"), words, date_parse_iso(day, &d) ? date_human(&d, human) : day,
			l->ended_why ? l->ended_why : "-");
	free(words);
	return all;
}

/* ---- listing ---- */

static void name_unit(struct book *b, struct lock *l)
{
	struct peer p;

	if (!strcmp(l->unit_id, book_unit_id(b))) {
		l->unit_code = xstrdup(book_unit_code(b));
		l->unit_name = xstrdup(book_unit_name(b));
	} else if (!peer_by_unit(b, l->unit_id, &p, NULL)) {
		l->unit_code = xstrdup(p.code);
		l->unit_name = xstrdup(p.name);
		peer_fini(&p);
	} else {
		l->unit_code = xstrdup("-");
		l->unit_name = xstrdup(l->unit_id);
	}
}

int lock_list(struct book *b, const char *unit, struct locks *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	int rc = db_prepare(book_db(b), &st,
			    "SELECT id, unit, round, decision, day, who, at, ended_at, ended_by, ended_why, told FROM round_lock "
			    "WHERE ?1 IS NULL OR unit=?1 ORDER BY ended_at IS NOT NULL, at, id, unit",
			    e);

	*out = (struct locks){ NULL, 0 };
	if (rc)
		return rc;
	stmt_text(st, 1, unit);
	while ((rc = stmt_step(st, e)) > 0) {
		struct lock *l;

		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		l = &out->v[out->n++];
		*l = (struct lock){ .id = xstrdup(stmt_col_text(st, 0)),
				    .unit_id = xstrdup(stmt_col_text(st, 1)),
				    .round = xstrdup(stmt_col_text(st, 2)),
				    .decision = xstrdup(stmt_col_text(st, 3)),
				    .day = xstrdup(stmt_col_text(st, 4)),
				    .who = xstrdup_null(stmt_col_text(st, 5)),
				    .at = xstrdup(stmt_col_text(st, 6)),
				    .ended_at = xstrdup_null(stmt_col_text(st, 7)),
				    .ended_by = xstrdup_null(stmt_col_text(st, 8)),
				    .ended_why = xstrdup_null(stmt_col_text(st, 9)),
				    .told = !stmt_col_null(st, 10) };
	}
	stmt_done(st);
	for (size_t i = 0; i < out->n; i++)
		name_unit(b, &out->v[i]);
	if (rc)
		locks_fini(out);
	return rc;
}

void lock_rounds_fini(struct lock_rounds *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->v[i].code);
		free(r->v[i].name);
	}
	free(r->v);
	*r = (struct lock_rounds){ NULL, 0 };
}

int lock_rounds(struct forms *f, struct book *b, const char *unit, struct lock_rounds *out, struct error *e)
{
	const struct form *round;
	struct stmt *st;
	size_t cap = 0;
	int rc = forms_get(f, "round", &round, e);

	*out = (struct lock_rounds){ NULL, 0 };
	if (!rc)
		rc = db_prepare(book_db(b), &st,
				"SELECT code, max(name), count(DISTINCT _unit), max(review_year) FROM round WHERE code IS NOT NULL "
				"AND _unit<>?1 AND (?2 IS NULL OR _unit=?2) GROUP BY code COLLATE NOCASE ORDER BY 4 DESC, 1 DESC",
				e);
	if (rc)
		return rc;
	stmt_text(st, 1, book_unit_id(b));
	stmt_text(st, 2, unit);
	while ((rc = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		out->v[out->n++] = (struct lock_round){ xstrdup(stmt_col_text(st, 0)), xstrdup_null(stmt_col_text(st, 1)),
							(size_t)stmt_col_int(st, 2) };
	}
	stmt_done(st);
	if (rc)
		lock_rounds_fini(out);
	return rc;
}

/* ---- making ---- */

struct locking {
	struct book *b;
	struct db *db;
	const struct lock_plan *plan;
	char id[UUID_LEN + 1];
	const char *day;
	struct strlist *passed; /* never NULL here */
	size_t n, without;
};

/* The round as the unit writes its code; NULL where nothing that was accepted is so called. */
static int find_round(struct locking *l, const char *unit, char **out, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(l->db, &st, "SELECT code, review_year FROM round WHERE _unit=? ORDER BY id", e);

	*out = NULL;
	if (rc)
		return rc;
	stmt_text(st, 1, unit);
	while (!*out && (rc = stmt_step(st, e)) > 0) {
		const char *code = stmt_col_text(st, 0), *year = stmt_col_text(st, 1);

		if (code && round_lock_means(l->plan->round, code, NULL))
			*out = xstrdup(code);
		else if (round_lock_means(l->plan->round, NULL, year))
			*out = xstrdup(year);
	}
	stmt_done(st);
	return rc < 0 ? rc : 0;
}

static int lock_unit(struct locking *l, const struct peer *p, struct error *e)
{
	char *round = NULL, at[20];
	bool again = false;
	int64_t newest = 0, one;
	int rc = find_round(l, p->unit_id, &round, e);

	if (rc || !round) {
		l->without++;
		strlist_take(l->passed, xasprintf(_("%s: no such round in what was accepted"), p->name));
		return rc;
	}
	rc = db_get_int(l->db, &one, &again, e,
			"SELECT 1 FROM round_lock WHERE unit=? AND round=? AND ended_at IS NULL", "tt", p->unit_id, round);
	if (!rc && again)
		strlist_take(l->passed, xasprintf(_("%s: locked already"), p->name));
	if (!rc)
		rc = db_get_int(l->db, &newest, NULL, e, "SELECT coalesce(max(n), 0) FROM inbox WHERE unit=?", "t",
				p->unit_id);
	if (!rc && !again) {
		rc = db_run(l->db, e,
			    "INSERT INTO round_lock (unit, id, round, decision, day, who, at, inbox) "
			    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			    "ttttttti", p->unit_id, l->id, round, l->plan->decision, l->day, l->plan->who, time_stamp(at),
			    (long long)newest);
		l->n++;
	}
	free(round);
	return rc;
}

static int lock_units(struct locking *l, struct error *e)
{
	struct peers units;
	struct peer p;
	int rc;

	if (l->plan->unit) {
		rc = peer_by_code(l->b, l->plan->unit, &p, e);
		if (!rc)
			rc = lock_unit(l, &p, e);
		peer_fini(&p);
		return rc;
	}
	rc = peer_list(l->b, false, &units, e);
	for (size_t i = 0; !rc && i < units.n; i++)
		if (units.v[i].in_force)
			rc = lock_unit(l, &units.v[i], e);
	peers_fini(&units);
	return rc;
}

static int nothing_locked(const struct locking *l, struct error *e)
{
	int code = l->without || !l->passed->n ? ERR_NOTFOUND : ERR_NEGATIVE;
	struct str names;

	if (l->without)
		error_fail(e, code, "GN-Z01", _("No unit has a round %s in what was accepted."), l->plan->round);
	else if (l->passed->n)
		error_fail(e, code, "GN-Z02", _("The round %s is locked already."), l->plan->round);
	else
		error_fail(e, code, "GN-Z06", _("This book has no units below."));
	error_safe(e, _("Nothing was changed."));
	if (l->without)
		error_todo(e, "%s", _("Accept the bundle that has it; the code is the one the unit gave it, or its year."));
	str_init(&names);
	for (size_t i = 0; i < l->passed->n; i++)
		str_addf(&names, "%s%s", i ? "\n" : "", l->passed->v[i]);
	error_detail(e, "%s", names.s ? names.s : "");
	str_fini(&names);
	return code;
}

static int check_plan(struct forms *f, struct book *b, const struct lock_plan *plan, struct error *e)
{
	const struct form *round;
	struct date d;

	if (!book_writable(b) || str_empty(plan->round) || str_empty(plan->decision) ||
	    (plan->day && (!date_parse_iso(plan->day, &d) || !d.day))) {
		error_fail(e, ERR_USAGE, "GN-Z03", _("A lock names a round, a decision's number and its day."));
		error_safe(e, _("Nothing was changed."));
		return ERR_USAGE;
	}
	return forms_get(f, "round", &round, e);
}

int lock_make(struct forms *f, struct book *b, const struct lock_plan *plan, size_t *n, struct strlist *passed,
	      struct error *e)
{
	struct locking l = { .b = b, .db = book_db(b), .plan = plan };
	struct date today = book_today(b);
	struct strlist own;
	char day[11];
	int rc = check_plan(f, b, plan, e);

	*n = 0;
	if (rc)
		return rc;
	strlist_init(&own);
	l.passed = passed ? passed : &own;
	l.day = plan->day ? plan->day : date_iso(&today, day);
	uuid7(l.id);
	rc = db_begin(l.db, e);
	if (!rc) {
		rc = lock_units(&l, e);
		if (!rc && !l.n)
			rc = nothing_locked(&l, e);
		if (!rc)
			rc = db_commit(l.db, e);
		else
			db_rollback(l.db);
	}
	strlist_fini(&own);
	*n = rc ? 0 : l.n;
	return rc;
}

/* ---- ending ---- */

int lock_end(struct book *b, const char *round, const char *unit, const char *why, const char *who, size_t *n,
	     struct error *e)
{
	struct peer p = { .row = 0 };
	char at[20];
	int rc = 0;

	*n = 0;
	if (!book_writable(b) || str_empty(why) || str_empty(round)) {
		error_fail(e, ERR_USAGE, "GN-Z04", _("Unlocking a round wants a reason."));
		error_safe(e, _("Nothing was changed."));
		return ERR_USAGE;
	}
	if (unit)
		rc = peer_by_code(b, unit, &p, e);
	if (!rc)
		rc = db_run(book_db(b), e,
			    "UPDATE round_lock SET ended_at=?1, ended_by=?2, ended_why=?3, told=NULL WHERE ended_at IS NULL "
			    "AND round=?4 COLLATE NOCASE AND unit<>?5 AND (?6 IS NULL OR unit=?6)",
			    "tttttt", time_stamp(at), who, why, round, book_unit_id(b), p.unit_id);
	if (!rc)
		*n = (size_t)db_changes(book_db(b));
	peer_fini(&p);
	if (rc || *n)
		return rc;
	error_fail(e, ERR_NOTFOUND, "GN-Z05", _("The round %s is not locked here."), round);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("`giamngheo lock list` tells which rounds are."));
	return ERR_NOTFOUND;
}
