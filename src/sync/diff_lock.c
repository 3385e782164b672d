/* SPDX-License-Identifier: MIT */
/*
 * What was changed after its round was locked, as the receiver sees it: not by what the sender marks, but by which records of a locked
 * round differ in a bundle that came after the lock. The reason given with them, and the correction decision they follow from, are the
 * sender's word.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/round_lock.h"
#include "sync/inbox_impl.h"

#define DEEP 3 /* rows of rows of a record that names its round */

struct looking {
	struct inbox_open *o;
	struct db *db;
	const char *unit;
};

/* ---- which rounds ---- */

static bool sends(const struct snap_form *sf, const char *name)
{
	for (size_t i = 0; sf && sf->form && i < sf->n_columns; i++)
		if (sf->columns[i].known && !strcmp(sf->columns[i].name, name))
			return true;
	return false;
}

static struct snap_form *sent(struct looking *k, const char *name)
{
	struct snap_form *sf = snapshot_form(k->o->snapshot, name);

	return sf && sf->form ? sf : NULL;
}

/* temp.lock_round: rounds of this unit, as accepted or as they are now, that were locked before the bundle came. `last` tells whether no
 * later year has a round. */
static int find_rounds(struct looking *k, int64_t *n, struct error *e)
{
	struct snap_form *round = sent(k, "round");
	char *sql;
	int rc;

	*n = 0;
	if (!sends(round, "code") || !sends(round, "review_year"))
		return 0;
	rc = db_exec(k->db,
		     "CREATE TEMP TABLE lock_round (id TEXT NOT NULL PRIMARY KEY, code TEXT, year INTEGER, told INTEGER, "
		     "last INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
		     e);
	sql = xasprintf("INSERT OR IGNORE INTO temp.lock_round (id, code, year, told) "
			"SELECT r.id, coalesce(r.code, l.round), r.review_year, l.told FROM "
			"(SELECT id, code, review_year FROM main.round UNION ALL "
			"SELECT id, code, review_year FROM book.round WHERE _unit=?1) r JOIN book.round_lock l "
			"ON l.unit=?1 AND l.ended_at IS NULL AND l.inbox < %lld "
			"AND (r.code = l.round COLLATE NOCASE OR CAST(r.review_year AS TEXT) = l.round) "
			"WHERE typeof(r.id)='text' AND typeof(r.code) IN ('text', 'null')",
			(long long)k->o->item.n);
	if (!rc)
		rc = db_run(k->db, e, sql, "t", k->unit);
	free(sql);
	if (!rc)
		rc = db_exec(k->db,
			     "UPDATE temp.lock_round SET last = NOT EXISTS (SELECT 1 FROM main.round r WHERE r.review_year > "
			     "lock_round.year)",
			     e);
	if (!rc)
		rc = db_get_int(k->db, n, NULL, e, "SELECT count(*) FROM temp.lock_round", "");
	return rc;
}

/* ---- which records ---- */

static bool names_round(const struct form *form)
{
	const struct field *fd = form_field(form, "round", NULL);

	return fd && fd->type == FIELD_REFERENCE && str_eq(fd->refers, "round");
}

/* "id IN (…)" over one side: records of the form that belong to such a round; NULL where none can. */
static char *belong(struct looking *k, const struct form *form, const char *side, int deep)
{
	const char *own = strcmp(side, "book") ? "" : " AND _unit=?1";
	const struct form *up;
	char *inner, *out;

	if (!strcmp(side, "main") && !sent(k, form->name))
		return NULL;
	if (names_round(form))
		return strcmp(side, "main") || sends(sent(k, form->name), "round") ?
			       xasprintf("SELECT id FROM %s.\"%s\" WHERE \"round\" IN (SELECT id FROM temp.lock_round)%s", side,
					 form->name, own) :
			       NULL;
	if (!form->parent || !deep || forms_get(k->o->forms, form->parent->refers, &up, NULL))
		return NULL;
	inner = belong(k, up, side, deep - 1);
	out = inner ? xasprintf("SELECT id FROM %s.\"%s\" WHERE \"%s\" IN (%s)%s", side, form->name, form->parent->name, inner,
				own) :
		      NULL;
	free(inner);
	return out;
}

/* Mark records of a form: `ids` is a SELECT, with ?1 for the unit; taken. */
static int mark(struct looking *k, size_t index, char *ids, struct error *e)
{
	char *sql;
	int rc;

	if (!ids)
		return 0;
	sql = xasprintf("UPDATE temp.diff SET flags=flags | %d, rank=%d WHERE form=%zu AND flags & %d AND id IN (%s)",
			FLAG_LOCKED, DIFF_RANK_LOCKED, index, FLAG_SHOWN, ids);
	rc = strstr(ids, "?1") ? db_run(k->db, e, sql, "t", k->unit) : db_exec(k->db, sql, e);
	free(sql);
	free(ids);
	return rc;
}

/* Fields of the register that the closed list of a round took over as they were. */
static char *facts(struct looking *k, const struct snap_form *sf)
{
	const char *lines = round_lock_facts(sf->form);
	const struct form *line, *lists;
	bool member = !strcmp(sf->name, "member");
	struct str b;

	if (!lines || forms_get(k->o->forms, lines, &line, NULL) ||
	    forms_get(k->o->forms, "decision_line", &lists, NULL) || (member && !sends(sf, "household")))
		return NULL;
	str_init(&b);
	for (size_t i = 0; i < sf->form->n_fields; i++) {
		const struct field *fd = &sf->form->fields[i];

		if (round_lock_is_fact(line, fd) && sends(sf, fd->name))
			str_addf(&b, "%ss.\"%s\" IS NOT x.\"%s\"", b.len ? " OR " : "", fd->name, fd->name);
	}
	if (b.len) {
		char *differ = str_take(&b);

		str_init(&b);
		str_addf(&b,
			 "SELECT s.id FROM main.\"%s\" s JOIN book.\"%s\" x ON x._unit=?1 AND x.id=s.id WHERE (%s) AND "
			 "(SELECT l.round FROM book.decision_line l WHERE l._unit=?1 AND l.household=x.%s ORDER BY l.decision_date "
			 "DESC, l.id DESC LIMIT 1) IN (SELECT id FROM temp.lock_round WHERE last)",
			 sf->name, sf->name, differ, member ? "household" : "id");
		free(differ);
		return str_take(&b);
	}
	str_fini(&b);
	return NULL;
}

static int mark_form(struct looking *k, size_t index, struct error *e)
{
	const struct snap_form *sf = &k->o->snapshot->forms[index];
	int rc;

	if (!sf->form)
		return 0;
	if (!strcmp(sf->name, "round"))
		return mark(k, index, xstrdup("SELECT id FROM temp.lock_round"), e);
	if (!strcmp(sf->name, "unit_year") && sends(sf, "year")) {
		rc = mark(k, index, xstrdup("SELECT id FROM main.unit_year WHERE year IN (SELECT year FROM temp.lock_round)"), e);
		return rc ? rc :
			    mark(k, index,
				 xstrdup("SELECT id FROM book.unit_year WHERE _unit=?1 AND year IN (SELECT year FROM "
					 "temp.lock_round)"),
				 e);
	}
	rc = mark(k, index, belong(k, sf->form, "main", DEEP), e);
	if (!rc)
		rc = mark(k, index, belong(k, sf->form, "book", DEEP), e);
	return rc ? rc : mark(k, index, facts(k, sf), e);
}

int diff_lock(struct inbox_open *o, struct error *e)
{
	struct looking k = { .o = o, .db = snapshot_db(o->snapshot), .unit = o->item.head.unit_id };
	int64_t rounds = 0;
	int rc = find_rounds(&k, &rounds, e);

	for (size_t i = 0; !rc && rounds && i < o->snapshot->n_forms; i++)
		rc = mark_form(&k, i, e);
	return rc;
}

/* ---- what is said of one of them ---- */

/* The number of the correction decision a record follows from: its own, that of its decision, or that of a line of its household. */
static int decision_no(struct looking *k, const char *form, const char *id, const char *household, char **out,
		       struct error *e)
{
	struct snap_form *d = sent(k, "decision"), *l = sent(k, "decision_line");

	*out = NULL;
	if (!sends(d, "decision_no") || !sends(d, "kind") || !sends(d, "round") || !sends(d, "decision_date"))
		return 0;
	if (!strcmp(form, "decision"))
		return db_get_text(k->db, out, e, "SELECT decision_no FROM main.decision WHERE id=?", "t", id);
	if (!sends(l, "decision") || !sends(l, "household") || !household)
		return 0;
	return db_get_text(k->db, out, e,
			   "SELECT d.decision_no FROM main.decision_line l JOIN main.decision d ON d.id=l.decision "
			   "WHERE l.household=? AND d.kind='correction' AND d.round IN (SELECT id FROM temp.lock_round) "
			   "ORDER BY d.decision_date DESC, d.id DESC LIMIT 1",
			   "t", household);
}

/* Had the unit been told of the lock when it made this bundle? */
static int was_told(struct looking *k, bool *told, struct error *e)
{
	int64_t yes = 0;
	int rc = db_get_int(k->db, &yes, NULL, e,
			    "SELECT count(*) FROM temp.lock_round r, book.inbox i WHERE i.n=? AND r.told IS NOT NULL AND r.told > 0 "
			    "AND r.told <= i.told",
			    "i", (long long)k->o->item.n);

	*told = yes > 0;
	return rc;
}

int diff_lock_words(struct inbox_open *o, const char *form, const char *id, const char *household, const char *reason,
		    struct diff_lock_told *out, struct error *e)
{
	struct looking k = { .o = o, .db = snapshot_db(o->snapshot), .unit = o->item.head.unit_id };
	char *no = NULL;
	bool told = false;
	int rc = decision_no(&k, form, id, household, &no, e);

	memset(out, 0, sizeof(*out));
	if (!rc && !reason)
		rc = was_told(&k, &told, e);
	if (rc) {
		free(no);
		return rc;
	}
	if (no && snapshot_text_ok(no))
		out->decision = no;
	else
		free(no);
	if (reason && out->decision)
		/* TRANSLATORS: a reason given, the number of the decision it rests on */
		out->words = xasprintf(_("after the lock: %s (decision %s)"), reason, out->decision);
	else if (reason)
		out->words = xasprintf(_("after the lock: %s"), reason);
	else if (out->decision)
		out->words = xasprintf(_("after the lock: by decision %s"), out->decision);
	else if (told)
		out->fault = _("The round is locked, and no reason is given.");
	else
		out->words = xstrdup(_("after the lock, of which the unit did not know yet"));
	return 0;
}
