/* SPDX-License-Identifier: MIT */
/* Few rounds, fewer locks: both are read when something is saved, and only where there is a lock at all. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/round_lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry_impl.h"
#include "form/form_impl.h"
#include "form/round_lock_impl.h"

#define REASON_MAX 1500 /* bytes of all reasons given for one record */

struct held { /* a round that is locked */
	char *id, *code, *year, *round, *decision, *day;
};
struct locks {
	struct held *v;
	size_t n, cap;
	char newest[8]; /* the latest year of a round */
};

static void locks_fini(struct locks *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].id);
		free(l->v[i].code);
		free(l->v[i].year);
		free(l->v[i].round);
		free(l->v[i].decision);
		free(l->v[i].day);
	}
	free(l->v);
	memset(l, 0, sizeof(*l));
}

char *round_lock_words(const char *round, const char *day, const char *decision)
{
	struct date d;
	char buf[11];

	/* TRANSLATORS: a round's code or year, a day, a decision's number */
	return xasprintf(_("The round %s is locked since %s by decision %s."), round,
			 day && date_parse_iso(day, &d) ? date_human(&d, buf) : day ? day : "?", decision);
}

bool round_lock_means(const char *lock_round, const char *code, const char *review_year)
{
	return (code && !strcasecmp(lock_round, code)) || str_eq(lock_round, review_year);
}

static bool has_rounds(struct forms *f)
{
	const struct form *form;

	return !forms_get(f, "round", &form, NULL) && form_field(form, "code", NULL) &&
	       form_field(form, "review_year", NULL);
}

static void take_round(struct locks *l, struct stmt *st, const char *code, const char *year)
{
	struct held *h;

	l->v = grow(l->v, l->n, &l->cap, sizeof(*l->v));
	h = &l->v[l->n++];
	*h = (struct held){ xstrdup(stmt_col_text(st, 0)), xstrdup_null(code), xstrdup_null(year),
			    xstrdup(stmt_col_text(st, 3)), xstrdup(stmt_col_text(st, 4)), xstrdup(stmt_col_text(st, 5)) };
}

static int load(struct forms *f, struct book *b, const char *unit, struct locks *l, struct error *e)
{
	struct stmt *st;
	int64_t any = 0;
	int rc;

	memset(l, 0, sizeof(*l));
	rc = db_get_int(book_db(b), &any, NULL, e, "SELECT count(*) FROM round_lock WHERE unit=? AND ended_at IS NULL", "t",
			unit);
	if (rc || !any || !has_rounds(f))
		return rc;
	rc = db_prepare(book_db(b), &st,
			"SELECT r.id, r.code, r.review_year, l.round, l.decision, l.day FROM round r LEFT JOIN round_lock l "
			"ON l.unit=?1 AND l.ended_at IS NULL WHERE r._unit=?1 ORDER BY l.at, l.id",
			e);
	if (rc)
		return rc;
	stmt_text(st, 1, unit);
	while ((rc = stmt_step(st, e)) > 0) {
		const char *code = stmt_col_text(st, 1), *year = stmt_col_text(st, 2);

		if (year && strcmp(year, l->newest) > 0)
			snprintf(l->newest, sizeof(l->newest), "%s", year);
		if (!stmt_col_null(st, 3) && round_lock_means(stmt_col_text(st, 3), code, year))
			take_round(l, st, code, year);
	}
	stmt_done(st);
	if (rc)
		locks_fini(l);
	return rc;
}

static const struct held *by_id(const struct locks *l, const char *round_id)
{
	for (size_t i = 0; round_id && i < l->n; i++)
		if (!strcmp(l->v[i].id, round_id))
			return &l->v[i];
	return NULL;
}

static const struct held *by_year(const struct locks *l, const char *year)
{
	for (size_t i = 0; year && i < l->n; i++)
		if (str_eq(l->v[i].year, year))
			return &l->v[i];
	return NULL;
}

/* ---- what a record belongs to ---- */

static const char *text_of(const struct entry *en, const char *name, bool stored)
{
	const struct field *fd = form_field(en->form, name, NULL);

	return !fd || fd->alias ? NULL : stored ? en->was[fd->index].text : en->now[fd->index].text;
}

static bool names_round(const struct form *form)
{
	const struct field *fd = form_field(form, "round", NULL);

	return fd && fd->type == FIELD_REFERENCE && str_eq(fd->refers, "round");
}

/* A row that is saved alone: its parent's round as it is stored. */
static int of_parent(const struct entry *en, const struct locks *l, const struct held **out, struct error *e)
{
	const char *parent = en->form->parent ? text_of(en, en->form->parent->name, !en->is_new) : NULL;
	const struct form *form;
	char *sql, *round = NULL;
	int rc;

	if (!parent || forms_get(en->f, en->form->parent->refers, &form, NULL) || !names_round(form))
		return 0;
	sql = xasprintf("SELECT \"round\" FROM \"%s\" WHERE _unit=? AND id=?", form->name);
	rc = db_get_text(book_db(en->b), &round, e, sql, "tt", en->unit, parent);
	*out = rc ? NULL : by_id(l, round);
	free(round);
	free(sql);
	return rc;
}

static int belongs(const struct entry *en, const struct locks *l, const struct held **out, struct error *e)
{
	*out = NULL;
	if (!strcmp(en->form->name, "round")) {
		*out = by_id(l, en->id);
		/* A new round of a year that is locked as a whole. */
		for (size_t i = 0; !*out && i < l->n; i++)
			if (round_lock_means(l->v[i].round, text_of(en, "code", false), text_of(en, "review_year", false)))
				*out = &l->v[i];
		return 0;
	}
	if (!strcmp(en->form->name, "unit_year")) {
		*out = by_year(l, text_of(en, "year", true));
		if (!*out)
			*out = by_year(l, text_of(en, "year", false));
		return 0;
	}
	if (names_round(en->form)) {
		*out = by_id(l, text_of(en, "round", true));
		if (!*out)
			*out = by_id(l, text_of(en, "round", false));
		return 0;
	}
	return en->parent ? belongs(en->parent, l, out, e) : of_parent(en, l, out, e);
}

/* ---- facts of a closed list ---- */

const char *round_lock_facts(const struct form *form)
{
	return !strcmp(form->name, "household") ? "decision_line" : !strcmp(form->name, "member") ? "decision_person" : NULL;
}

bool round_lock_is_fact(const struct form *line, const struct field *fd)
{
	static const char *const never[] = { "household", "member", "note", "relation_to_head", "round" };

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (!strcmp(never[i], fd->name))
			return false;
	return !fd->alias && !fd->derived && !fd->compute && form_field(line, fd->name, NULL);
}

/* Did something change that the household's closed line holds as it was? */
static int facts(const struct entry *en, const struct locks *l, const struct held **out, struct error *e)
{
	const char *lines = round_lock_facts(en->form);
	const struct form *line, *lists;
	char *round = NULL;
	bool differs = false;
	int rc;

	if (!lines || en->is_new || forms_get(en->f, lines, &line, NULL) ||
	    forms_get(en->f, "decision_line", &lists, NULL))
		return 0;
	for (size_t i = 0; !differs && i < en->form->n_fields; i++) {
		const struct field *fd = &en->form->fields[i];

		differs = round_lock_is_fact(line, fd) && !slot_same(&en->now[i], &en->was[i], fd);
	}
	if (!differs)
		return 0;
	rc = db_get_text(book_db(en->b), &round, e,
			 "SELECT round FROM decision_line WHERE _unit=? AND household=? ORDER BY decision_date DESC, id DESC "
			 "LIMIT 1",
			 "tt", en->unit, strcmp(en->form->name, "member") ? en->id : text_of(en, "household", true));
	if (!rc)
		*out = by_id(l, round);
	if (*out && !str_eq((*out)->year, l->newest)) /* a later year's review has begun: the facts are its own now */
		*out = NULL;
	free(round);
	return rc;
}

static int held_by(const struct entry *en, const struct locks *l, const struct held **out, struct error *e)
{
	int rc = belongs(en, l, out, e);

	return rc || *out ? rc : facts(en, l, out, e);
}

static bool changed(const struct entry *en)
{
	for (size_t i = 0; i < en->form->n_fields; i++)
		if (!form_column_derived(en->form, &en->form->fields[i]) &&
		    !slot_same(&en->now[i], &en->was[i], &en->form->fields[i]))
			return true;
	return en->is_new;
}

/* The first of the record and its rows that was changed and is held. */
static int first_held(const struct entry *en, const struct locks *l, const struct held **out, struct error *e)
{
	int rc = 0;

	*out = NULL;
	if (changed(en))
		rc = held_by(en, l, out, e);
	for (size_t r = 0; !rc && !*out && r < en->form->n_rosters; r++) {
		const struct kids *k = &en->kids[r];

		for (size_t i = 0; !rc && !*out && i < k->n_gone; i++)
			rc = belongs(k->gone[i], l, out, e);
		for (size_t i = 0; !rc && !*out && i < k->n; i++)
			rc = first_held(k->v[i], l, out, e);
	}
	return rc;
}

/* ---- what is asked from outside ---- */

static char *words_of(const struct held *h)
{
	return h ? round_lock_words(h->code ? h->code : h->round, h->day, h->decision) : NULL;
}

int round_locked(struct forms *f, struct book *b, const char *unit, const char *round_id, char **out, struct error *e)
{
	struct locks l;
	int rc = load(f, b, unit ? unit : book_unit_id(b), &l, e);

	*out = rc ? NULL : words_of(by_id(&l, round_id));
	locks_fini(&l);
	return rc;
}

int entry_in_lock(const struct entry *en, char **out, struct error *e)
{
	const struct held *h = NULL;
	struct locks l;
	int rc = load(en->f, en->b, en->unit, &l, e);

	if (!rc && l.n)
		rc = belongs(en, &l, &h, e);
	*out = rc ? NULL : words_of(h);
	locks_fini(&l);
	return rc;
}

int entry_lock_asks(const struct entry *en, char **out, struct error *e)
{
	const struct held *h = NULL;
	struct locks l;
	int rc = load(en->f, en->b, en->unit, &l, e);

	if (!rc && l.n)
		rc = first_held(en, &l, &h, e);
	*out = rc ? NULL : words_of(h);
	locks_fini(&l);
	return rc;
}

/* ---- saving ---- */

/* A locked round keeps its name: by it the lock is found. */
static int renamed(const struct entry *en, const struct locks *l, struct error *e)
{
	if (strcmp(en->form->name, "round") || en->is_new || !by_id(l, en->id) ||
	    (str_eq(text_of(en, "code", true), text_of(en, "code", false)) &&
	     str_eq(text_of(en, "review_year", true), text_of(en, "review_year", false))))
		return 0;
	error_fail(e, ERR_DATA, "GN-R67", _("The code and the year of a locked round are not changed."));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Ask the level above to unlock it first."));
	return ERR_DATA;
}

int round_lock_gate(const struct entry *en, const char *why, struct error *e)
{
	const struct held *h = NULL;
	struct locks l;
	int rc = load(en->f, en->b, en->unit, &l, e);

	if (!rc && l.n)
		rc = renamed(en, &l, e);
	if (!rc && l.n && str_empty(why))
		rc = first_held(en, &l, &h, e);
	if (!rc && h) {
		char *words = words_of(h);

		rc = error_fail(e, ERR_DATA, "GN-R66", "%s", words);
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Say why it is changed all the same: the reason goes to the level above."));
		free(words);
	}
	locks_fini(&l);
	return rc;
}

struct found_reason {
	char *text;
};

static void take_reason(void *ctx, const char *check, const char *text)
{
	struct found_reason *r = ctx;

	if (!strcmp(check, ROUND_LOCK_CHECK))
		set_string(&r->text, text);
}

static int add_reason(const struct entry *en, const char *why, const char *who, struct error *e)
{
	struct found_reason old = { NULL };
	char *all = NULL;
	int rc = reason_each(en->b, en->form->name, en->unit, en->id, take_reason, &old, e);

	if (!rc && old.text && strstr(old.text, why))
		all = xstrdup(old.text);
	else if (!rc && old.text && strlen(old.text) + strlen(why) + 2 < REASON_MAX)
		all = xasprintf("%s; %s", old.text, why);
	if (!rc)
		rc = reason_set(en->b, en->form->name, en->unit, en->id, ROUND_LOCK_CHECK, all ? all : why, who, e);
	free(all);
	free(old.text);
	return rc;
}

int round_lock_mark(const struct entry *en, const char *why, const char *who, struct error *e)
{
	const struct held *h = NULL;
	struct locks l;
	int rc = str_empty(why) ? 0 : load(en->f, en->b, en->unit, &l, e);

	if (rc || str_empty(why))
		return rc;
	if (l.n)
		rc = held_by(en, &l, &h, e);
	if (!rc && h)
		rc = add_reason(en, why, who, e);
	locks_fini(&l);
	return rc;
}
