/* SPDX-License-Identifier: MIT */
/*
 * How locks travel: in "about", the table of names and values that every reply has, so that an older program applies the reply all the
 * same. The newest reply has the say, and replies are applied in the order of their counters: so have the locks.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "sync/lock_impl.h"
#include "sync/snapshot_impl.h"

#define WORD_MAX 400
#define WHY_MAX 4000

/* Fields of a lock as they stand in "about"; those that may be missing come last. */
enum lock_field { F_ID, F_UNIT, F_ROUND, F_DECISION, F_DAY, F_AT, F_WHO, F_ENDED_AT, F_ENDED_BY, F_ENDED_WHY, N_FIELDS };
#define N_REQUIRED F_WHO

static const char *const names[N_FIELDS] = {
	"id", "unit", "round", "decision", "day", "at", "who", "ended-at", "ended-by", "ended-why",
};

/* ---- above ---- */

static int put_value(struct db *body, const char *name, const char *value, struct error *e)
{
	return value ? db_run(body, e, "INSERT INTO about (name, value) VALUES (?, ?)", "tt", name, value) : 0;
}

static int put_lock(struct db *body, size_t i, const struct lock *l, struct error *e)
{
	const char *const values[N_FIELDS] = { l->id,	     l->unit_id,  l->round,    l->decision, l->day,	  l->at,
					       l->who, l->ended_at, l->ended_by, l->ended_why };
	int rc = 0;

	for (size_t k = 0; !rc && k < N_FIELDS; k++) {
		char *name = xasprintf("lock/%zu/%s", i + 1, names[k]);

		rc = put_value(body, name, values[k], e);
		free(name);
	}
	return rc;
}

int lock_put(struct book *b, struct db *body, const char *unit, struct error *e)
{
	struct locks all;
	char n[24];
	int rc = lock_list(b, unit, &all, e);

	if (rc)
		return rc;
	if (all.n > LOCKS_MAX) /* those that have ended stand last */
		snprintf(n, sizeof(n), "%d", LOCKS_MAX);
	else
		snprintf(n, sizeof(n), "%zu", all.n);
	rc = put_value(body, "locks", n, e);
	for (size_t i = 0; !rc && i < all.n && i < LOCKS_MAX; i++)
		rc = put_lock(body, i, &all.v[i], e);
	locks_fini(&all);
	return rc;
}

int lock_told(struct book *b, const char *unit, int64_t counter, struct error *e)
{
	return db_run(book_db(b), e, "UPDATE round_lock SET told=? WHERE unit=? AND told IS NULL", "it", (long long)counter,
		      unit);
}

/* ---- below ---- */

struct heard_lock {
	char *v[N_FIELDS];
};

static void heard_fini(struct heard_lock *h)
{
	for (size_t k = 0; k < N_FIELDS; k++)
		free(h->v[k]);
}

static int hear(struct db *body, long long i, struct heard_lock *h, struct error *e)
{
	int rc = 0;

	*h = (struct heard_lock){ { NULL } };
	for (size_t k = 0; !rc && k < N_FIELDS; k++) {
		char *name = xasprintf("lock/%lld/%s", i, names[k]);

		rc = db_get_text(body, &h->v[k], e, "SELECT value FROM about WHERE name=?", "t", name);
		free(name);
	}
	return rc;
}

static bool heard_ok(const struct heard_lock *h)
{
	struct date d;

	for (size_t k = 0; k < N_FIELDS; k++) {
		size_t max = k == F_ENDED_WHY ? WHY_MAX : WORD_MAX;

		if (k < N_REQUIRED && str_empty(h->v[k]))
			return false;
		if (h->v[k] && (strlen(h->v[k]) > max || !snapshot_text_ok(h->v[k])))
			return false;
	}
	return uuid_valid(h->v[F_ID]) && date_parse_iso(h->v[F_DAY], &d) && d.day;
}

/* New, or ended since: that it stands as before is nothing to tell. */
static void tell(const struct heard_lock *h, bool known, bool ended, struct strlist *said)
{
	const struct lock l = { .round = h->v[F_ROUND],
				.decision = h->v[F_DECISION],
				.day = h->v[F_DAY],
				.ended_at = h->v[F_ENDED_AT],
				.ended_why = h->v[F_ENDED_WHY] };

	if (!known || (l.ended_at && !ended))
		strlist_take(said, lock_words(&l));
}

static int take_lock(struct book *b, const struct heard_lock *h, struct strlist *said, struct error *e)
{
	struct db *db = book_db(b);
	bool known = false;
	int64_t ended = 0;
	int rc;

	if (strcmp(h->v[F_UNIT], book_unit_id(b))) {
		error_fail(e, ERR_DATA, "GN-Y30", _("The reply locks a round of another unit."));
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Do not apply it; ask the level above to make the reply anew."));
		return ERR_DATA;
	}
	rc = db_get_int(db, &ended, &known, e, "SELECT ended_at IS NOT NULL FROM round_lock WHERE unit=? AND id=?", "tt",
			h->v[F_UNIT], h->v[F_ID]);
	if (!rc)
		rc = db_run(db, e,
			    "INSERT INTO round_lock (id, unit, round, decision, day, at, who, ended_at, ended_by, ended_why, told) "
			    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (unit, id) DO UPDATE SET round=excluded.round, "
			    "decision=excluded.decision, day=excluded.day, at=excluded.at, who=excluded.who, "
			    "ended_at=excluded.ended_at, ended_by=excluded.ended_by, ended_why=excluded.ended_why",
			    "tttttttttt", h->v[F_ID], h->v[F_UNIT], h->v[F_ROUND], h->v[F_DECISION], h->v[F_DAY],
			    h->v[F_AT], h->v[F_WHO], h->v[F_ENDED_AT], h->v[F_ENDED_BY], h->v[F_ENDED_WHY]);
	if (!rc)
		tell(h, known, ended != 0, said);
	return rc;
}

int lock_apply(struct book *b, struct db *body, struct strlist *said, struct error *e)
{
	char *count = NULL;
	long long n = 0;
	int rc = db_get_text(body, &count, e, "SELECT value FROM about WHERE name='locks'", "");

	if (!rc && count && (!str_int(count, &n) || n < 0 || n > LOCKS_MAX))
		rc = snapshot_bad(e, "GN-Y31", "locks");
	free(count);
	for (long long i = 1; !rc && i <= n; i++) {
		struct heard_lock h;

		rc = hear(body, i, &h, e);
		if (!rc && !heard_ok(&h))
			rc = snapshot_bad(e, "GN-Y31", "lock");
		if (!rc)
			rc = take_lock(b, &h, said, e);
		heard_fini(&h);
	}
	return snapshot_fault(rc, e);
}
