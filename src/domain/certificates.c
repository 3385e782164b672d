/* SPDX-License-Identifier: MIT */
/* Making certificates of a closed list: line by line, in the order of the list. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/certificates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/writing.h"
#include "form/entry.h"
#include "store/db.h"
#include "store/record.h"

struct holder { /* a line of the list, and the valid certificate its household holds */
	char *line, *household, *class;
	char *paper, *paper_class, *paper_decision; /* NULL: holds none */
	int64_t valid_to;			    /* year */
};

struct work {
	struct forms *f;
	struct book *b;
	const struct certificates_order *how;
	const char *who;
	char *decision_no, *day;
	int64_t year, next;
	struct holder *v;
	size_t n, cap;
};

static void work_fini(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		free(w->v[i].line);
		free(w->v[i].household);
		free(w->v[i].class);
		free(w->v[i].paper);
		free(w->v[i].paper_class);
		free(w->v[i].paper_decision);
	}
	free(w->v);
	free(w->decision_no);
	free(w->day);
}

static bool on_list(const char *class)
{
	return str_eq(class, "poor") || str_eq(class, "near_poor");
}

/* ---- the decision and its list ---- */

static int read_year(struct work *w, const char *round, struct error *e)
{
	const struct form *form;
	struct record r;
	long long year = 0;
	int ret = forms_get(w->f, "round", &form, e);

	if (ret || !round)
		return ret;
	ret = record_load(w->b, &form->table, NULL, round, &r, e);
	if (!ret && record_get(&r, "applies_year"))
		str_int(record_get(&r, "applies_year"), &year);
	if (!ret && year)
		w->year = year;
	record_fini(&r);
	return ret;
}

static int read_decision(struct work *w, struct error *e)
{
	const struct form *form;
	struct record r;
	int ret = forms_get(w->f, "decision", &form, e);

	if (ret)
		return ret;
	ret = record_load(w->b, &form->table, book_unit_id(w->b), w->how->decision, &r, e);
	if (ret)
		return ret;
	if (!str_eq(record_get(&r, "closed"), "yes")) {
		ret = error_fail(e, ERR_NEGATIVE, "GN-Q20", _("The list of this decision is not closed yet."));
		error_safe(e, _("Nothing was changed."));
		error_todo(e, _("Close the list first: certificates are made of its lines."));
	} else {
		const char *date = record_get(&r, "decision_date");

		w->decision_no = xstrdup_null(record_get(&r, "decision_no"));
		w->day = xstrdup_null(w->how->day ? w->how->day : date);
		w->year = date ? strtol(date, NULL, 10) : 0;
		ret = read_year(w, record_get(&r, "round"), e);
	}
	record_fini(&r);
	return ret;
}

/* Of several valid ones the newest is told; the others do not matter while it is. */
static const char holders_sql[] =
	"SELECT l.id, l.household, l.class_after, c.id, c.classification, c.decision, "
	"max(coalesce(c.renewed_to, c.year, 0)) FROM decision_line AS l LEFT JOIN certificate AS c "
	"ON c._unit=l._unit AND c.household=l.household AND c.withdrawn_on IS NULL AND coalesce(c.state, '')<>'withdrawn' "
	"WHERE l._unit=?1 AND l.decision=?2 AND NOT EXISTS (SELECT 1 FROM decision_line AS x WHERE x._unit=l._unit "
	"AND x.replaces=l.id) GROUP BY l.id ORDER BY l.line_no, l.id";

static int read_holders(struct work *w, struct error *e)
{
	struct stmt *st;
	int ret = db_prepare(book_db(w->b), &st, holders_sql, e);

	if (ret)
		return ret;
	stmt_text(st, 1, book_unit_id(w->b));
	stmt_text(st, 2, w->how->decision);
	while ((ret = stmt_step(st, e)) > 0) {
		w->v = grow(w->v, w->n, &w->cap, sizeof(*w->v));
		w->v[w->n++] = (struct holder){
			.line = xstrdup_null(stmt_col_text(st, 0)),
			.household = xstrdup_null(stmt_col_text(st, 1)),
			.class = xstrdup_null(stmt_col_text(st, 2)),
			.paper = xstrdup_null(stmt_col_text(st, 3)),
			.paper_class = xstrdup_null(stmt_col_text(st, 4)),
			.paper_decision = xstrdup_null(stmt_col_text(st, 5)),
			.valid_to = stmt_col_int(st, 6),
		};
	}
	stmt_done(st);
	return ret;
}

/* ---- one certificate ---- */

static int number_free(struct work *w, struct error *e)
{
	char *number = xasprintf("%lld", (long long)w->next);
	int64_t n = 0;
	int ret = db_get_int(book_db(w->b), &n, NULL, e,
			     "SELECT count(*) FROM certificate WHERE _unit=?1 AND number=?2 AND year=?3", "tti",
			     book_unit_id(w->b), number, (long long)w->year);

	if (!ret && n) {
		ret = error_fail(e, ERR_NEGATIVE, "GN-Q21", _("Certificate %s of %lld is there already."), number,
				 (long long)w->year);
		error_safe(e, _("Nothing was changed."));
		error_todo(e, _("Begin with a number that is free."));
	}
	free(number);
	return ret;
}

static int issue(struct work *w, const struct holder *h, struct certificates_made *out, struct error *e)
{
	const struct form *form;
	struct entry *en;
	char number[24], year[24];
	int ret = number_free(w, e);

	if (!ret)
		ret = forms_get(w->f, "certificate", &form, e);
	if (!ret)
		ret = entry_new(&en, w->f, w->b, form, NULL, e);
	if (ret)
		return ret;
	snprintf(number, sizeof(number), "%lld", (long long)w->next);
	snprintf(year, sizeof(year), "%lld", (long long)w->year);
	const char *const set[][2] = {
		{ "number", number },		 { "year", year },
		{ "household", h->household },	 { "decision", w->how->decision },
		{ "decision_line", h->line },	 { "classification", h->class },
		{ "issued_on", w->day },	 { "state", "issued" },
	};
	for (size_t i = 0; !ret && i < sizeof(set) / sizeof(*set); i++)
		ret = writing_set(en, set[i][0], set[i][1], e);
	if (!ret)
		ret = writing_save(en, w->who, e);
	entry_free(en);
	if (ret)
		return ret;
	if (!out->first)
		out->first = w->next;
	out->last = w->next++;
	out->made++;
	return 0;
}

/* Fields of a certificate that is there; ends with a NULL name. */
static int change(struct work *w, const char *paper, const char *const set[][2], struct error *e)
{
	const struct form *form;
	struct entry *en;
	int ret = forms_get(w->f, "certificate", &form, e);

	if (!ret)
		ret = entry_open(&en, w->f, w->b, form, book_unit_id(w->b), paper, e);
	if (ret)
		return ret;
	for (size_t i = 0; !ret && set[i][0]; i++)
		ret = writing_set(en, set[i][0], set[i][1], e);
	if (!ret)
		ret = writing_save(en, w->who, e);
	entry_free(en);
	return ret;
}

static int withdraw(struct work *w, const struct holder *h, struct certificates_made *out, struct error *e)
{
	char *why = on_list(h->class) ? xasprintf(_("A new certificate by decision %s"), w->decision_no)
				      : xasprintf(_("No longer on the list by decision %s"), w->decision_no);
	const char *const set[][2] = {
		{ "state", "withdrawn" }, { "withdrawn_on", w->day }, { "withdrawn_why", why }, { NULL, NULL }
	};
	int ret = change(w, h->paper, set, e);

	out->withdrawn += !ret;
	free(why);
	return ret;
}

static int renew(struct work *w, const struct holder *h, struct certificates_made *out, struct error *e)
{
	char *year = xasprintf("%lld", (long long)w->year);
	const char *const set[][2] = { { "state", "renewed" }, { "renewed_to", year }, { NULL, NULL } };
	int ret = change(w, h->paper, set, e);

	out->renewed += !ret;
	free(year);
	return ret;
}

static int settle(struct work *w, const struct holder *h, struct certificates_made *out, struct error *e)
{
	bool holds = h->paper != NULL;
	int ret = 0;

	if (holds && on_list(h->class) && str_eq(h->paper_decision, w->how->decision)) {
		out->there++;
		return 0;
	}
	if (holds && on_list(h->class) && str_eq(h->class, h->paper_class) && !w->how->anew) {
		if (h->valid_to < w->year)
			return renew(w, h, out, e);
		out->there++;
		return 0;
	}
	if (holds)
		ret = withdraw(w, h, out, e);
	if (!ret && on_list(h->class))
		ret = issue(w, h, out, e);
	return ret;
}

int certificates_make(struct forms *f, struct book *b, const struct certificates_order *how, const char *who,
		      struct certificates_made *out, struct error *e)
{
	struct work w = { .f = f, .b = b, .how = how, .who = who, .next = how->from };
	struct db *db = book_db(b);
	int ret = read_decision(&w, e);

	memset(out, 0, sizeof(*out));
	if (!ret)
		ret = db_begin(db, e);
	if (ret) {
		work_fini(&w);
		return ret;
	}
	ret = read_holders(&w, e);
	for (size_t i = 0; !ret && i < w.n; i++)
		ret = settle(&w, &w.v[i], out, e);
	if (!ret)
		ret = db_commit(db, e);
	else
		db_rollback(db);
	if (ret)
		memset(out, 0, sizeof(*out));
	work_fini(&w);
	return ret;
}

/* ---- received ---- */

int certificates_received(struct forms *f, struct book *b, const char *decision, const char *village, const char *day,
			  const char *who, size_t *n, struct error *e)
{
	struct work w = { .f = f, .b = b, .who = who };
	const char *const set[][2] = { { "state", "received" }, { "received_on", day }, { NULL, NULL } };
	struct db *db = book_db(b);
	struct strlist ids;
	int ret;

	*n = 0;
	strlist_init(&ids);
	ret = db_begin(db, e);
	if (ret)
		return ret;
	ret = db_get_list(db, &ids, e,
			  "SELECT c.id FROM certificate AS c JOIN household AS h ON h._unit=c._unit AND h.id=c.household "
			  "WHERE c._unit=?1 AND c.decision=?2 AND (?3 IS NULL OR h.village=?3) AND c.received_on IS NULL "
			  "AND coalesce(c.state, 'issued')='issued' ORDER BY c.id",
			  "ttt", book_unit_id(b), decision, village);
	for (size_t i = 0; !ret && i < ids.n; i++)
		ret = change(&w, ids.v[i], set, e);
	if (!ret)
		ret = db_commit(db, e);
	else
		db_rollback(db);
	*n = ret ? 0 : ids.n;
	strlist_fini(&ids);
	return ret;
}
