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
	const struct entry *row; /* a roster row, or NULL: the record itself */
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
	if (t->row)
		str_addf(&s, "  %s:%s", t->form->name, entry_id(t->row));
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
			t->form = entry_form(t->row);
			rc = history_each(c->book, t->form->name, entry_unit(t->row),
					  entry_id(t->row), take, t, &c->err);
		}
	t->form = form;
	t->row = NULL;
	entry_free(en);
	return rc;
}

/* A record that is gone is known by its id only; its history stays, of this unit or of one below. */
static int take_gone(struct told *t, const char *id)
{
	struct cmd *c = t->c;
	struct error e = ERROR_INIT;
	struct peers below = { 0 };
	int rc;

	if (!uuid_valid(id))
		return ERR_NOTFOUND;
	rc = history_each(c->book, t->form->name, NULL, id, take, t, &e);
	if (!rc)
		rc = peer_list(c->book, false, &below, &e);
	for (size_t i = 0; !rc && !t->n && i < below.n; i++)
		rc = history_each(c->book, t->form->name, below.v[i].unit_id, id, take, t, &e);
	peers_fini(&below);
	if (rc)
		error_move(&c->err, &e);
	else if (t->n)
		error_clear(&c->err);
	return rc ? rc : t->n ? 0 : ERR_NOTFOUND;
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
