/* SPDX-License-Identifier: MIT */
/* Read from the inbox itself: what was accepted last is what the unit's rows are. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/made_from.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/peer.h"

void made_from_fini(struct made_from *m)
{
	for (size_t i = 0; i < m->n; i++) {
		struct made_from_unit *u = &m->v[i];

		free(u->unit_id);
		free(u->code);
		free(u->name);
		free(u->hash);
		free(u->duty);
		free(u->period);
		free(u->made_on);
		free(u->received);
		free(u->accepted);
	}
	free(m->v);
	memset(m, 0, sizeof(*m));
}

static char *day_of(const char *at)
{
	return at ? xstrndup(at, 10) : NULL;
}

static int take_bundle(struct book *b, struct made_from_unit *u, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(b), &st,
			    "SELECT n, number, hash, duty, period, made_on, received_at, decided_at, incomplete FROM inbox "
			    "WHERE unit=? AND state IN ('accepted', 'accepted_remarks') ORDER BY n DESC LIMIT 1",
			    e);

	if (rc)
		return rc;
	stmt_text(st, 1, u->unit_id);
	rc = stmt_step(st, e);
	if (rc > 0) {
		u->n = stmt_col_int(st, 0);
		u->number = stmt_col_int(st, 1);
		u->hash = xstrdup(stmt_col_text(st, 2));
		u->duty = xstrdup(stmt_col_text(st, 3));
		u->period = xstrdup_null(stmt_col_text(st, 4));
		u->made_on = xstrdup(stmt_col_text(st, 5));
		u->received = day_of(stmt_col_text(st, 6));
		u->accepted = day_of(stmt_col_text(st, 7));
		u->incomplete = stmt_col_int(st, 8);
	}
	stmt_done(st);
	return rc < 0 ? rc : 0;
}

static int take_unit(struct book *b, const struct peer *p, struct made_from_unit *u, struct error *e)
{
	int rc;

	u->unit_id = xstrdup(p->unit_id);
	u->code = xstrdup(p->code);
	u->name = xstrdup(p->name);
	rc = take_bundle(b, u, e);
	if (!rc)
		rc = db_get_int(book_db(b), &u->open_remarks, NULL, e,
				"SELECT count(*) FROM remark WHERE unit=? AND state<>'closed'", "t", u->unit_id);
	if (!rc)
		rc = db_get_int(book_db(b), &u->waiting, NULL, e,
				"SELECT count(*) FROM inbox WHERE unit=? AND n>? AND state IN ('received', "
				"'needs_confirmation')",
				"ti", u->unit_id, (long long)u->n);
	return rc;
}

static int by_code(const void *a, const void *b)
{
	const struct made_from_unit *x = a, *y = b;

	return strcmp(x->code, y->code);
}

int made_from_read(struct book *b, const char *unit, struct made_from *out, struct error *e)
{
	struct peers units;
	int rc = peer_list(b, false, &units, e);

	memset(out, 0, sizeof(*out));
	if (rc)
		return rc;
	out->v = xcalloc(units.n + 1, sizeof(*out->v));
	for (size_t i = 0; !rc && i < units.n; i++) {
		const struct peer *p = &units.v[i];

		if (!p->in_force || (unit && !str_eq(unit, p->unit_id)))
			continue;
		rc = take_unit(b, p, &out->v[out->n++], e);
	}
	peers_fini(&units);
	if (rc) {
		made_from_fini(out);
		return rc;
	}
	qsort(out->v, out->n, sizeof(*out->v), by_code);
	for (size_t i = 0; i < out->n; i++) {
		out->missing += !out->v[i].number;
		out->open_remarks += out->v[i].open_remarks;
	}
	return 0;
}

/* A day of the book as people read it. */
static const char *shown(const char *iso, char buf[static 11])
{
	struct date d;

	return iso && date_parse_iso(iso, &d) ? date_human(&d, buf) : iso ? iso : "?";
}

char *made_from_line(const struct made_from_unit *u)
{
	char received[11], accepted[11];
	struct str b;

	str_init(&b);
	if (!u->number) {
		str_addf(&b, _("%s: nothing was accepted yet"), u->name);
		return str_take(&b);
	}
	/* TRANSLATORS: unit, bundle number, day received, day accepted */
	str_addf(&b, _("%s: bundle %lld, received %s, accepted %s"), u->name, (long long)u->number,
		 shown(u->received, received), shown(u->accepted, accepted));
	if (u->open_remarks)
		str_addf(&b,
			 P_("; %lld remark not settled", "; %lld remarks not settled", (unsigned long)u->open_remarks),
			 (long long)u->open_remarks);
	if (u->waiting)
		str_addf(&b,
			 P_("; %lld newer bundle not decided on", "; %lld newer bundles not decided on",
			    (unsigned long)u->waiting),
			 (long long)u->waiting);
	return str_take(&b);
}
