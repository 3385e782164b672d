/* SPDX-License-Identifier: MIT */
/*
 * Which record is a row about? Its id says; where this book has not that id, or there is none, the form's rules do,
 * each asked only when the row has all its parts. Where no rule can be asked, a record that says exactly what the row
 * says is it: real lists repeat whole rows, and the same file is read twice.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "form/import_impl.h"
#include "store/db.h"
#include "text/viet.h"

#define SAME_MAX 50 /* records compared whole with a row */

bool import_is_fatal(int ret)
{
	return ret == ERR_IO || ret == ERR_BUSY || ret == ERR_FAULT;
}

/* ---- the earlier rows ---- */

long import_done_on(const struct import *im, const char *id)
{
	const char *done = textmap_get(im->done, id);

	return done ? strtol(done, NULL, 10) : 0;
}

void import_done(struct import *im, const char *id, long line, const char *given)
{
	char *text;

	if (import_done_on(im, id))
		return;
	text = xasprintf("%ld %s", line, given);
	textmap_set(im->done, id, text);
	free(text);
}

/* A row that gives an id is never about a record that another row gives the id of, or that one of another id found. */
static bool is_anothers(const struct import *im, const char *given, const char *id)
{
	const char *done = textmap_get(im->done, id), *by = done ? strchr(done, ' ') + 1 : "";

	if (!*given)
		return false;
	return textmap_get(im->in_file, id) || (*by && strcmp(by, given));
}

/* ---- by id ---- */

/* A row with the values put into the record it may be about. */
static int read_applied(struct import *im, const struct import_row *row, const char *id, struct entry **en,
			struct error *e)
{
	int ret = entry_read(en, im->f, im->b, im->form, NULL, id, im->refs, e);

	if (!ret)
		ret = import_apply(im, row, *en, e);
	if (ret) {
		entry_free(*en);
		*en = NULL;
	}
	return ret;
}

static int belongs_elsewhere(struct import *im, const struct import_row *row, struct import_target *t,
			     struct error *e)
{
	struct record r;
	int ret = record_load(im->b, &im->form->table, NULL, t->given, &r, NULL);

	if (!ret) {
		record_fini(&r);
		ret = read_applied(im, row, t->given, &t->other, e);
		if (!ret && !entry_dirty(t->other))
			return 0;
		entry_free(t->other);
		t->other = NULL;
		if (import_is_fatal(ret))
			return ret;
		ret = ERR_AMBIGUOUS;
	}
	if (ret == ERR_AMBIGUOUS)
		return error_fail(e, ERR_DATA, "GN-I20", "%s",
				  _("The record of this id belongs to another unit and can only be read here."));
	if (record_was_removed(im->b, im->form->name, t->given))
		return error_fail(e, ERR_DATA, "GN-I21", "%s", _("The record of this id was removed."));
	return 0;
}

static int match_id(struct import *im, const struct import_row *row, struct import_target *t, struct error *e)
{
	struct record r;
	char *copy = xstrdup(row->id), *clean = str_trim(copy);
	int ret = 0;

	if (!uuid_valid(clean)) {
		ret = error_fail(e, ERR_DATA, "GN-I22", _("\"%s\" is not an id; leave the cell empty for a new record."),
				 clean);
	} else {
		memcpy(t->given, clean, UUID_LEN + 1);
		if (record_load(im->b, &im->form->table, book_unit_id(im->b), t->given, &r, NULL)) {
			ret = belongs_elsewhere(im, row, t, e);
		} else {
			memcpy(t->id, t->given, sizeof(t->id));
			record_fini(&r);
		}
	}
	free(copy);
	return ret;
}

/* ---- by the rules ---- */

static bool part_same(const struct match_part *p, const char *mine, const char *stored)
{
	char *a, *b;
	bool same;

	if (!stored)
		return false;
	if (p->year)
		return !strncmp(mine, stored, 4);
	a = viet_fold(mine);
	b = viet_fold(stored);
	same = !strcmp(a, b);
	free(a);
	free(b);
	return same;
}

/* Records whose parts are the row's; parts the row lacks are not asked. */
static int select_matches(struct import *im, const struct import_row *row, const struct match *m,
			  struct strlist *ids, struct error *e)
{
	struct stmt *st;
	struct str sql;
	int at = 1, ret;

	str_init(&sql);
	str_add(&sql, "SELECT id");
	for (size_t i = 0; i < m->n; i++)
		str_addf(&sql, ", \"%s\"", m->part[i].field->name);
	/* "+": never found by the unit, it is nearly the whole table. */
	str_addf(&sql, " FROM \"%s\" WHERE +_unit=?", im->form->name);
	for (size_t i = 0; i < m->n; i++)
		if (!m->part[i].fold && !m->part[i].year && import_value(im, row, m->part[i].field))
			str_addf(&sql, " AND \"%s\"=?", m->part[i].field->name);
	ret = db_prepare(book_db(im->b), &st, sql.s, e);
	str_fini(&sql);
	if (ret)
		return ret;
	stmt_text(st, at++, book_unit_id(im->b));
	for (size_t i = 0; i < m->n; i++)
		if (!m->part[i].fold && !m->part[i].year && import_value(im, row, m->part[i].field))
			stmt_text(st, at++, import_value(im, row, m->part[i].field));
	while ((ret = stmt_step(st, e)) > 0) {
		bool all = true;

		for (size_t i = 0; all && i < m->n; i++) {
			const char *mine = import_value(im, row, m->part[i].field);

			if (mine && (m->part[i].fold || m->part[i].year))
				all = part_same(&m->part[i], mine, stmt_col_text(st, (int)i + 1));
		}
		if (all)
			strlist_add(ids, stmt_col_text(st, 0));
	}
	stmt_done(st);
	return ret;
}

/* A rule that goes by a year is a guess: it gives way to a number of its own that the record has and the row gives
 * otherwise. */
static int says_no(struct import *im, const struct import_row *row, const struct match *m, const char *id, bool *no,
		   struct error *e)
{
	bool guess = false;
	int ret = 0;

	*no = false;
	for (size_t i = 0; i < m->n; i++)
		guess = guess || m->part[i].year;
	for (const struct match *r = im->form->matches; !ret && guess && r < m; r++) {
		const char *mine = r->n == 1 ? import_value(im, row, r->part[0].field) : NULL;
		char *sql, *stored = NULL;

		if (!mine)
			continue;
		sql = xasprintf("SELECT \"%s\" FROM \"%s\" WHERE id=? AND _unit=?", r->part[0].field->name,
				im->form->name);
		ret = db_get_text(book_db(im->b), &stored, e, sql, "tt", id, book_unit_id(im->b));
		*no = *no || (!ret && stored && strcmp(stored, mine));
		free(stored);
		free(sql);
	}
	return ret;
}

/* What a rule finds and this row may be about. */
static int find_matches(struct import *im, const struct import_row *row, const struct match *m, const char *given,
			struct strlist *ids, struct error *e)
{
	size_t n = 0;
	int ret = select_matches(im, row, m, ids, e);

	for (size_t i = 0; i < ids->n; i++) {
		bool no = is_anothers(im, given, ids->v[i]);

		if (!ret && !no)
			ret = says_no(im, row, m, ids->v[i], &no, e);
		if (no)
			free(ids->v[i]);
		else
			ids->v[n++] = ids->v[i];
	}
	ids->n = n;
	return ret;
}

static size_t parts_known(const struct import *im, const struct import_row *row, const struct match *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += import_value(im, row, m->part[i].field) != NULL;
	return n;
}

static int several(struct import *im, const struct strlist *ids, struct error *e)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < ids->n && i < 5; i++) {
		char *key = form_key_text(im->f, im->b, im->form, NULL, ids->v[i]);

		str_addf(&b, "%s%s (%s)", i ? ", " : "", key ? key : "", ids->v[i]);
		free(key);
	}
	error_fail(e, ERR_AMBIGUOUS, "GN-I23", _("The row may be about several records: %s."), b.s);
	error_todo(e, "%s", _("Write the id of the one you mean in the column id."));
	str_fini(&b);
	return ERR_AMBIGUOUS;
}

/* Would the row change this record? */
static int says_the_same(struct import *im, const struct import_row *row, const char *id, bool *same,
			 struct error *e)
{
	struct entry *en;
	int ret = read_applied(im, row, id, &en, e);

	*same = !ret && !entry_dirty(en);
	entry_free(en);
	return ret;
}

/* Would it only add to it? */
static int only_adds(struct import *im, const struct import_row *row, const char *id, bool *adds, struct error *e)
{
	struct entry *en;
	int ret = entry_read(&en, im->f, im->b, im->form, NULL, id, im->refs, e);

	*adds = !ret;
	for (size_t i = 0; !ret && i < im->n; i++) {
		const struct import_column *c = &im->columns[i];
		const char *stored = row->values[i] ? entry_get(en, c->fd, c->code) : NULL;

		if (stored && strcmp(stored, row->values[i]))
			*adds = false;
	}
	if (!ret)
		entry_free(en);
	return ret;
}

static const struct match *best_rule(struct import *im, const struct import_row *row)
{
	const struct match *best = NULL;
	size_t known = 0;

	for (size_t i = 0; i < im->form->n_matches; i++) {
		size_t n = parts_known(im, row, &im->form->matches[i]);

		if (n > known) {
			known = n;
			best = &im->form->matches[i];
		}
	}
	return best;
}

/* The record that says what the row says. A row of a roster that gives its id may also be one made by its record's fields
 * (a head by its household), which then says less. */
static int match_whole(struct import *im, const struct import_row *row, const char *given, char *id, struct error *e)
{
	const struct match *best = best_rule(im, row);
	struct strlist ids, less;
	int ret;

	if (!best)
		return 0;
	strlist_init(&ids);
	strlist_init(&less);
	ret = find_matches(im, row, best, given, &ids, e);
	for (size_t i = 0; !ret && !*id && i < ids.n && i < SAME_MAX; i++) {
		bool same = false, adds = false;

		ret = says_the_same(im, row, ids.v[i], &same, e);
		if (!ret && !same && *given && im->form->parent)
			ret = only_adds(im, row, ids.v[i], &adds, e);
		if (same)
			memcpy(id, ids.v[i], UUID_LEN + 1);
		else if (adds)
			strlist_add(&less, ids.v[i]);
	}
	if (!ret && !*id && less.n > 1)
		ret = several(im, &less, e);
	else if (!ret && !*id && less.n)
		memcpy(id, less.v[0], UUID_LEN + 1);
	strlist_fini(&less);
	strlist_fini(&ids);
	return ret;
}

static int match_rules(struct import *im, const struct import_row *row, const char *given, char *id, struct error *e)
{
	bool asked = false;
	int ret = 0;

	for (size_t i = 0; !ret && !*id && i < im->form->n_matches; i++) {
		const struct match *m = &im->form->matches[i];
		struct strlist ids;

		if (!m->n || parts_known(im, row, m) < m->n)
			continue;
		asked = true;
		strlist_init(&ids);
		ret = find_matches(im, row, m, given, &ids, e);
		if (!ret && ids.n > 1)
			ret = several(im, &ids, e);
		else if (!ret && ids.n == 1)
			memcpy(id, ids.v[0], UUID_LEN + 1);
		strlist_fini(&ids);
	}
	if (!ret && !*id && (!asked || *given))
		ret = match_whole(im, row, given, id, e);
	return ret;
}

/* An id this book has not is a new record's, where the rules find none: a list carried to a fresh book keeps its ids. */
int import_match(struct import *im, const struct import_row *row, struct import_target *t, struct error *e)
{
	int ret = 0;

	*t = (struct import_target){ .is_new = false };
	if (row->id[strspn(row->id, " \t")])
		ret = match_id(im, row, t, e);
	if (!ret && !*t->id && !t->other)
		ret = match_rules(im, row, t->given, t->id, e);
	t->is_new = !ret && !*t->id && !t->other;
	if (t->is_new)
		memcpy(t->id, t->given, sizeof(t->id));
	return ret;
}
