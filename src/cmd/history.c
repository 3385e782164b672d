/* SPDX-License-Identifier: MIT */
/* history and find: who changed what, and where a word stands. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "form/entry.h"
#include "store/db.h"
#include "store/record.h"
#include "store/search.h"
#include "sync/peer.h"

/* A row kept until all are there: those of the record and of its rosters are told in the order they were made. */
struct kept_row {
	int64_t seq;
	char *text;
};

struct told {
	struct cmd *c;
	const struct form *form; /* of the record the rows are of */
	const struct entry *row; /* a roster row, or NULL: the record itself, or one that is gone */
	const char *row_id;      /* of a roster row, also of one that is gone; or NULL */
	struct kept_row *v;
	size_t n, cap;
};

static char *shown(struct told *t, const char *field, const char *text)
{
	const char *code = NULL;
	const struct field *fd = field ? form_field(t->form, field, &code) : NULL;

	if (fd && text)
		return field_show(t->c->forms, t->c->book, fd, code, text);
	return xstrdup(text ? text : "");
}

/* What is written to head_name is kept in the head's row: it is told under both names. */
static const char *alias_of(const struct told *t, const char *field)
{
	const struct form *above = t->row ? entry_form(entry_parent(t->row)) : NULL;

	for (size_t i = 0; above && i < above->n_fields; i++) {
		const struct field *fd = &above->fields[i];
		const struct field_origin *o = &fd->origin;
		const struct field *where;
		const char *is;

		if (!fd->alias || !str_eq(o->form, t->form->name) || !str_eq(o->value, field))
			continue;
		where = o->where_field ? form_field(t->form, o->where_field, NULL) : NULL;
		is = where ? entry_get(t->row, where, NULL) : NULL;
		for (size_t k = 0; is && o->where_values && o->where_values[k]; k++)
			if (str_eq(is, o->where_values[k]))
				return fd->name;
	}
	return NULL;
}

static void take(void *ctx, const struct history_row *h)
{
	struct told *t = ctx;
	struct str s;

	str_init(&s);
	str_addf(&s, "%s  %s  %s", h->at ? h->at : "", h->who ? h->who : "", h->kind);
	if (t->row_id)
		str_addf(&s, "  %s:%s", t->form->name, t->row_id);
	if (h->field) {
		const char *alias = alias_of(t, h->field);
		char *before = shown(t, h->field, h->before), *after = shown(t, h->field, h->after);

		str_addf(&s, "  %s%s%s%s: %s -> %s", alias ? alias : h->field, alias ? " (" : "",
			 alias ? h->field : "", alias ? ")" : "", before, after);
		free(before);
		free(after);
	}
	if (!str_empty(h->why))
		str_addf(&s, "  (%s)", h->why);
	t->v = grow(t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n++] = (struct kept_row){ h->seq, str_take(&s) };
}

static int by_seq(const void *a, const void *b)
{
	const struct kept_row *x = a, *y = b;

	return (x->seq > y->seq) - (x->seq < y->seq);
}

static int take_record(struct told *t, const char *id)
{
	struct cmd *c = t->c;
	const struct form *form = t->form;
	struct entry *en = NULL;
	int rc = entry_open(&en, c->forms, c->book, form, NULL, id, &c->err);

	if (!rc)
		rc = history_each(c->book, form->name, entry_unit(en), id, take, t, &c->err);
	for (size_t r = 0; !rc && r < form->n_rosters; r++)
		for (size_t i = 0; !rc && i < entry_children(en, r); i++) {
			t->row = entry_child(en, r, i);
			t->row_id = entry_id(t->row);
			t->form = entry_form(t->row);
			rc = history_each(c->book, t->form->name, entry_unit(t->row),
					  entry_id(t->row), take, t, &c->err);
		}
	t->form = form;
	t->row = NULL;
	t->row_id = NULL;
	entry_free(en);
	return rc;
}

/* One row of a roster that went with the record, and what is told of it. */
static int take_gone_row(struct told *t, const char *unit, const char *form, const char *id)
{
	const struct form *above = t->form;
	int rc = forms_get(t->c->forms, form, &t->form, &t->c->err);

	t->row_id = id;
	if (!rc)
		rc = history_each(t->c->book, form, unit, id, take, t, &t->c->err);
	t->row_id = NULL;
	t->form = above;
	return rc;
}

/*
 * Nothing of a row that is gone says whose it was, but removing a record writes its rows' removals right before its own,
 * by the same hand, for the same reason and within a moment.
 */
static int take_gone_rows(struct told *t, const char *unit, const char *id)
{
	static const char sql[] =
		"SELECT h.form, h.id, r.seq - h.seq FROM history AS r JOIN history AS h ON h.seq < r.seq "
		"AND h.seq >= r.seq - 1000 AND h.kind='remove' AND h.unit=r.unit AND h.who IS r.who AND h.why IS r.why "
		"AND julianday(r.at) - julianday(h.at) < 0.0001 WHERE r.seq=(SELECT max(seq) FROM history "
		"WHERE id=? AND form=? AND unit=? AND kind='remove') ORDER BY h.seq DESC";
	struct strlist rows; /* form and id, in turn */
	struct stmt *st;
	int rc;

	rc = db_prepare(book_db(t->c->book), &st, sql, &t->c->err);
	if (rc)
		return rc;
	strlist_init(&rows);
	stmt_text(st, 1, id);
	stmt_text(st, 2, t->form->name);
	stmt_text(st, 3, unit);
	while ((rc = stmt_step(st, &t->c->err)) > 0) {
		if (form_roster(t->form, stmt_col_text(st, 0)) < 0 ||
		    stmt_col_int(st, 2) != (int64_t)rows.n / 2 + 1)
			break;
		strlist_add(&rows, stmt_col_text(st, 0));
		strlist_add(&rows, stmt_col_text(st, 1));
	}
	stmt_done(st);
	rc = rc < 0 ? rc : 0;
	for (size_t i = 0; !rc && i + 1 < rows.n; i += 2)
		rc = take_gone_row(t, unit, rows.v[i], rows.v[i + 1]);
	strlist_fini(&rows);
	return rc;
}

/* A record that is gone is known by its id only; its history stays, of this unit or of one below. */
static int take_gone(struct told *t, const char *id)
{
	struct cmd *c = t->c;
	struct error e = ERROR_INIT;
	struct peers below = { 0 };
	const char *unit = book_unit_id(c->book);
	int rc;

	if (!uuid_valid(id))
		return ERR_NOTFOUND;
	rc = history_each(c->book, t->form->name, unit, id, take, t, &e);
	if (!rc)
		rc = peer_list(c->book, false, &below, &e);
	for (size_t i = 0; !rc && !t->n && i < below.n; i++) {
		unit = below.v[i].unit_id;
		rc = history_each(c->book, t->form->name, unit, id, take, t, &e);
	}
	if (rc)
		error_move(&c->err, &e);
	else if (t->n)
		error_clear(&c->err);
	if (!rc)
		rc = t->n ? take_gone_rows(t, unit, id) : ERR_NOTFOUND;
	peers_fini(&below);
	return rc;
}

int cmd_history(struct cmd *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, OPT_FLAG, NULL } };
	struct told t = { .c = c };
	char id[37];
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 2, 2, &status))
		return status;
	if (cmd_book(c, BOOK_READ) || !(t.form = cmd_form(c, argv[0])))
		return cmd_fail(c);
	rc = form_resolve(c->forms, c->book, t.form, NULL, argv[1], id, &c->err);
	if (!rc)
		rc = take_record(&t, id);
	else if (rc == ERR_NOTFOUND)
		rc = take_gone(&t, argv[1]);
	if (t.n)
		qsort(t.v, t.n, sizeof(*t.v), by_seq);
	for (size_t i = 0; i < t.n; i++) {
		if (!rc)
			puts(t.v[i].text);
		free(t.v[i].text);
	}
	free(t.v);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

int cmd_find(struct cmd *c, int argc, char **argv)
{
	const char *form = NULL, *limit_text = NULL;
	const struct opt opts[] = { { "form", OPT_TEXT, &form },
				    { "limit", OPT_TEXT, &limit_text },
				    { NULL, OPT_FLAG, NULL } };
	struct search_hits hits = { 0 };
	struct str query;
	long long limit = 50;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 100, &status))
		return status;
	if (limit_text && (!str_int(limit_text, &limit) || limit < 1 || limit > 100000))
		return cmd_usage(c, _("--limit is a number from 1 to 100000"));
	if (cmd_book(c, BOOK_READ) || (form && !cmd_form(c, form)))
		return cmd_fail(c);
	str_init(&query);
	for (int i = 0; i < argc; i++)
		str_addf(&query, "%s%s", i ? " " : "", argv[i]);
	rc = search_find(c->book, form, query.s, (size_t)limit, &hits, &c->err);
	for (size_t i = 0; !rc && i < hits.n; i++) {
		const struct search_hit *h = &hits.v[i];
		char *text = form_hit_show(cmd_forms(c), c->book, h->form, h->unit, h->id, h->text);

		printf("%s  %s  %s\n", h->form, h->id, text);
		free(text);
	}
	if (!rc)
		cmd_say(P_("%lld match", "%lld matches", (unsigned long)hits.total),
			(long long)hits.total);
	status = rc ? cmd_fail(c) : cmd_flush(c);
	if (!status && !hits.n)
		status = 1;
	search_hits_fini(&hits);
	str_fini(&query);
	return status;
}
