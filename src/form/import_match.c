/* SPDX-License-Identifier: MIT */
/*
 * Which record is a row about? Its id says; else the form's rules, each asked only when the row has
 * all its parts. Where no rule can be asked, a record that says exactly what the row says is it: real
 * lists repeat whole rows, and the same file is read twice.
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
#include "text/viet.h"

#define SAME_MAX 50 /* records compared whole with a row */

static int belongs_elsewhere(struct import *im, const char *id, struct error *e)
{
	struct record r;
	int ret = record_load(im->b, &im->form->table, NULL, id, &r, NULL);

	if (!ret)
		record_fini(&r);
	if (!ret || ret == ERR_AMBIGUOUS)
		return error_fail(e, ERR_DATA, "GN-I20", "%s",
				  _("The record of this id belongs to another unit and can only be read here."));
	if (record_was_removed(im->b, im->form->name, id))
		return error_fail(e, ERR_DATA, "GN-I21", "%s", _("The record of this id was removed."));
	return 0;
}

/* An id this book has not is a new record's: a list carried to a fresh book keeps its ids. */
static int match_id(struct import *im, const char *text, char *id, struct error *e)
{
	struct record r;
	char *copy = xstrdup(text), *clean = str_trim(copy);
	int ret = 0;

	if (!uuid_valid(clean)) {
		ret = error_fail(e, ERR_DATA, "GN-I22", _("\"%s\" is not an id; leave the cell empty for a new record."),
				 clean);
	} else {
		memcpy(id, clean, UUID_LEN + 1);
		if (record_load(im->b, &im->form->table, book_unit_id(im->b), id, &r, NULL))
			ret = belongs_elsewhere(im, id, e);
		else
			record_fini(&r);
	}
	free(copy);
	return ret;
}

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
	int ret = entry_read(&en, im->f, im->b, im->form, NULL, id, im->refs, e);

	if (ret)
		return ret;
	ret = import_apply(im, row, en, e);
	*same = !ret && !entry_dirty(en);
	entry_free(en);
	return ret;
}

static int match_whole(struct import *im, const struct import_row *row, char *id, struct error *e)
{
	const struct match *best = NULL;
	struct strlist ids;
	size_t known = 0;
	int ret = 0;

	for (size_t i = 0; i < im->form->n_matches; i++) {
		size_t n = parts_known(im, row, &im->form->matches[i]);

		if (n > known) {
			known = n;
			best = &im->form->matches[i];
		}
	}
	if (!best)
		return 0;
	strlist_init(&ids);
	ret = select_matches(im, row, best, &ids, e);
	for (size_t i = 0; !ret && !*id && i < ids.n && i < SAME_MAX; i++) {
		bool same = false;

		ret = says_the_same(im, row, ids.v[i], &same, e);
		if (same)
			memcpy(id, ids.v[i], UUID_LEN + 1);
	}
	strlist_fini(&ids);
	return ret;
}

int import_match(struct import *im, const struct import_row *row, char *id, struct error *e)
{
	bool asked = false;
	int ret = 0;

	*id = '\0';
	if (row->id[strspn(row->id, " \t")])
		return match_id(im, row->id, id, e);
	for (size_t i = 0; !ret && !*id && i < im->form->n_matches; i++) {
		const struct match *m = &im->form->matches[i];
		struct strlist ids;

		if (!m->n || parts_known(im, row, m) < m->n)
			continue;
		asked = true;
		strlist_init(&ids);
		ret = select_matches(im, row, m, &ids, e);
		if (!ret && ids.n > 1)
			ret = several(im, &ids, e);
		else if (!ret && ids.n == 1)
			memcpy(id, ids.v[0], UUID_LEN + 1);
		strlist_fini(&ids);
	}
	if (!ret && !*id && !asked)
		ret = match_whole(im, row, id, e);
	return ret;
}
