/* SPDX-License-Identifier: MIT */
/* The round reports are made of: its lines built once on a connection that can then only be asked, and the places it is counted by. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/lines.h"
#include "report/report_impl.h"
#include "store/guard.h"
#include "sync/peer.h"
#include "text/viet.h"

/* ---- places ---- */

static int compare(const char *unit, const char *village, const struct report_place *p)
{
	int c = strcmp(unit, p->unit);

	return c ? c : strcmp(village ? village : "", p->village ? p->village : "");
}

static int by_id(const void *a, const void *b, void *ctx)
{
	const struct report_places *p = ctx;
	const struct report_place *x = &p->v[*(const size_t *)a];

	return compare(x->unit, x->village, &p->v[*(const size_t *)b]);
}

void report_places_index(struct report_places *p)
{
	free(p->by_id);
	p->by_id = xcalloc(p->n + 1, sizeof(*p->by_id));
	for (size_t i = 0; i < p->n; i++)
		p->by_id[i] = i;
	qsort_r(p->by_id, p->n, sizeof(*p->by_id), by_id, p);
}

int report_places_find(const struct report_places *p, const char *unit, const char *village)
{
	size_t low = 0, high = p->n;

	for (size_t i = 0; !p->by_id && i < p->n; i++)
		if (!compare(unit, village, &p->v[i]))
			return (int)i;
	while (p->by_id && low < high) {
		size_t mid = low + (high - low) / 2;
		int c = compare(unit, village, &p->v[p->by_id[mid]]);

		if (!c)
			return (int)p->by_id[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return -1;
}

struct report_place *report_places_add(struct report_places *p, const char *unit, const char *village, const char *name)
{
	struct report_place *v;

	free(p->by_id);
	p->by_id = NULL;
	p->v = grow(p->v, p->n, &p->cap, sizeof(*p->v));
	v = &p->v[p->n++];
	*v = (struct report_place){ .unit = xstrdup(unit), .village = xstrdup_null(village), .name = xstrdup(name) };
	v->sort = *name ? viet_text_key(name) : NULL; /* who has no name is not to be sorted */
	return v;
}

void report_places_fini(struct report_places *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].unit);
		free(p->v[i].unit_code);
		free(p->v[i].village);
		free(p->v[i].name);
		free(p->v[i].sort);
	}
	free(p->v);
	free(p->by_id);
	*p = (struct report_places){ .v = NULL };
}

static int by_sort(const void *a, const void *b)
{
	const struct report_place *x = a, *y = b;
	int c = strcmp(x->sort, y->sort);

	c = c ? c : strcmp(x->unit, y->unit);
	return c ? c : strcmp(x->village ? x->village : "", y->village ? y->village : "");
}

static void sort_places(struct report_places *p)
{
	if (p->n)
		qsort(p->v, p->n, sizeof(*p->v), by_sort);
	report_places_index(p);
}

/* Units in the order of their codes, as the administration lists them. */
static void add_unit(struct report_desk *d, const char *unit, const char *code, const char *name)
{
	struct report_place *v = report_places_add(&d->units, unit, NULL, name);

	v->unit_code = xstrdup(code);
	free(v->sort);
	v->sort = viet_text_key(code);
}

static int add_units(struct report_desk *d, struct error *e)
{
	struct peers below;
	int64_t own = 0;
	int rc = peer_list(d->book, false, &below, e);

	if (rc)
		return rc;
	for (size_t i = 0; i < below.n; i++)
		if (below.v[i].in_force)
			add_unit(d, below.v[i].unit_id, below.v[i].code, below.v[i].name);
	peers_fini(&below);
	/* Who has units below has no households of its own, but may have kept some from before. */
	if (d->units.n)
		rc = db_get_int(d->db, &own, NULL, e, "SELECT count(*) FROM line WHERE unit = ?", "t",
				book_unit_id(d->book));
	if (!rc && (own || !d->units.n))
		add_unit(d, book_unit_id(d->book), book_unit_code(d->book), book_unit_name(d->book));
	sort_places(&d->units);
	return rc;
}

/* Every village that stood in the round, and any other that a line names. */
static const char villages_sql[] =
	"SELECT unit, village, coalesce(max(now), max(old)) FROM ("
	"SELECT r.unit AS unit, v.id AS village, v.name AS now, NULL AS old FROM line_round r JOIN village v ON v._unit = r.unit "
	"WHERE v.ended_on IS NULL OR v.ended_on > coalesce(r.start_date, r.review_year) "
	"UNION ALL "
	"SELECT l.unit, l.village, (SELECT name FROM village WHERE _unit = l.unit AND id = l.village), max(l.village_name) "
	"FROM line l GROUP BY 1, 2) GROUP BY 1, 2";

static int add_villages(struct report_desk *d, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(d->db, &st, villages_sql, e);

	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) == 1) {
		const char *unit = stmt_col_text(st, 0), *village = stmt_col_text(st, 1);
		const char *name = stmt_col_text(st, 2);
		int u = report_places_find(&d->units, unit, NULL);

		if (u >= 0) {
			struct report_place *v = report_places_add(&d->villages, unit, village,
							    name ? name : _("(no village)"));

			v->unit_code = xstrdup(d->units.v[u].unit_code);
			v->known = true;
		}
	}
	stmt_done(st);
	sort_places(&d->villages);
	return rc;
}

/* ---- the round ---- */

static void add_standard(struct report_desk *d, const char *standard)
{
	struct str all;
	struct strlist have;

	if (!standard)
		return;
	strlist_init(&have);
	strlist_split(&have, d->standards ? d->standards : "", "|");
	if (!strlist_has(&have, standard)) {
		str_init(&all);
		str_addf(&all, "%s%s%s", d->standards ? d->standards : "", have.n ? "|" : "", standard);
		free(d->standards);
		d->standards = str_take(&all);
	}
	strlist_fini(&have);
}

static int read_rounds(struct report_desk *d, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(d->db, &st,
			    "SELECT r.unit, r.code, r.review_year, r.standard, r.frozen, "
			    "(SELECT name FROM round WHERE _unit = r.unit AND id = r.round), r.kind FROM line_round r",
			    e);
	size_t n = 0;

	if (rc)
		return rc;
	d->official = true;
	while ((rc = stmt_step(st, e)) == 1) {
		int u = report_places_find(&d->units, stmt_col_text(st, 0), NULL);
		const char *code = stmt_col_text(st, 1);

		if (u < 0)
			continue;
		d->units.v[u].known = true;
		d->year = (int)stmt_col_int(st, 2);
		d->yearly = str_eq(stmt_col_text(st, 6), "periodic");
		add_standard(d, stmt_col_text(st, 3));
		d->official = d->official && stmt_col_int(st, 4);
		if (!n)
			d->round_name = xstrdup_null(stmt_col_text(st, 5));
		if (!n || str_eq(d->round, code))
			set_string(&d->round, code);
		else
			set_string(&d->round, "");
		n++;
	}
	stmt_done(st);
	for (size_t i = 0; i < d->units.n; i++)
		d->official = d->official && d->units.v[i].known;
	if (d->standards && !strchr(d->standards, '|'))
		d->standard = xstrdup(d->standards);
	return rc;
}

static int no_round(const struct report_scope *s, struct error *e)
{
	if (s->round)
		error_fail(e, ERR_NOTFOUND, "GN-R10", _("There is no round %s."), s->round);
	else if (s->year)
		error_fail(e, ERR_NOTFOUND, "GN-R10", _("There is no yearly round of %d."), s->year);
	else
		error_fail(e, ERR_NOTFOUND, "GN-R10", "%s", _("There is no round yet."));
	error_todo(e, "%s", _("`giamngheo list round` tells which rounds there are."));
	return ERR_NOTFOUND;
}

/* Who is not reviewed yet stays what he was: the class holds until a decision says otherwise. */
static int settle_preview(struct report_desk *d, struct error *e)
{
	int rc = db_get_int(d->db, &d->waiting, NULL, e,
			    "SELECT count(*) FROM line WHERE class_after IS NULL AND movement IS NULL AND class_before IN "
			    "('poor', 'near_poor')",
			    "");

	if (rc || !d->waiting)
		return rc;
	return db_exec(d->db,
		       "UPDATE line SET class_after = class_before, movement = CASE class_before WHEN 'poor' THEN "
		       "'poor_stays' ELSE 'near_stays' END WHERE class_after IS NULL AND movement IS NULL AND class_before IN "
		       "('poor', 'near_poor')",
		       e);
}

static bool names_one(const char *sql, const char *const *words)
{
	for (; *words; words++)
		if (strstr(sql, *words))
			return true;
	return false;
}

unsigned report_without(const struct report *r)
{
	static const char *const answers[] = { "line_answer", "line_cause", "line_need", NULL };
	static const char *const opening[] = { "line_opening", NULL };
	static const char *const people[] = { "line_person", "children", "minority_people", "SELECT *", NULL };
	unsigned without = 0;

	if (!names_one(r->file->sql, answers))
		without |= LINES_ANSWERS;
	if (!names_one(r->file->sql, opening))
		without |= LINES_OPENING;
	if (!names_one(r->file->sql, people))
		without |= LINES_PEOPLE;
	return without;
}

int report_desk_open(struct report_desk **out, struct forms *f, struct book *b, const struct report_scope *scope,
		     struct error *e)
{
	struct report_desk *d = xcalloc(1, sizeof(*d));
	struct date today = book_today(b);
	struct lines_scope s = { .round = scope->round, .year = scope->year };
	char day[11];
	int rc;

	*out = NULL;
	s.without = d->without = scope->only ? report_without(scope->only) : 0;
	d->forms = f;
	d->book = b;
	s.today = date_iso(&today, day);
	rc = db_open(&d->db, book_path(b), DB_READ, e);
	if (!rc)
		rc = lines_build(f, d->db, &s, e);
	if (!rc)
		rc = settle_preview(d, e);
	if (!rc)
		rc = add_units(d, e);
	if (!rc)
		rc = read_rounds(d, e);
	if (!rc && !d->round)
		rc = no_round(scope, e);
	if (!rc)
		rc = add_villages(d, e);
	if (!rc)
		rc = db_guard_select(d->db, true, e);
	if (rc)
		report_desk_close(d);
	else
		*out = d;
	return rc;
}

void report_desk_close(struct report_desk *d)
{
	if (!d)
		return;
	db_close(d->db);
	report_places_fini(&d->units);
	report_places_fini(&d->villages);
	free(d->round);
	free(d->round_name);
	free(d->standard);
	free(d->standards);
	free(d);
}

int report_desk_year(const struct report_desk *d)
{
	return d->year;
}

const char *report_desk_round(const struct report_desk *d)
{
	return d->round;
}

bool report_desk_official(const struct report_desk *d)
{
	return d->official;
}

bool report_desk_above(const struct report_desk *d)
{
	return d->units.n > 1 || strcmp(d->units.v[0].unit, book_unit_id(d->book)) != 0;
}
