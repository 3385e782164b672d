/* SPDX-License-Identifier: MIT */
/*
 * What differs between the stored record and the one to be saved, field by field, answer by
 * answer.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"

static int by_field(const void *a, const void *b)
{
	return strcmp((*(const struct value *const *)a)->field,
		      (*(const struct value *const *)b)->field);
}

static bool belongs(const struct value *v, const struct column *c)
{
	size_t n = strlen(c->name);

	return !strncmp(v->field, c->name, n) && (v->field[n] == '.' || !v->field[n]);
}

static int add_canonical(const struct column *c, const struct value *v, struct record *out,
			 struct error *e)
{
	char *text;
	int rc = value_canonical(c, v->text, &text, e);

	if (!rc && text)
		record_append(out, v->field, text, c->kind == COLUMN_ANSWERS ? v->standard : NULL);
	free(text);
	return rc;
}

int record_normal(const struct table *t, const struct record *r, struct record *out,
		  struct error *e)
{
	const struct value **of = xcalloc(r->n + 1, sizeof(*of));
	int rc = 0;

	record_init(out);
	for (size_t i = 0; !rc && i < r->n; i++) {
		const char *code;
		const struct column *c = table_column(t, r->v[i].field, &code);

		if (!c || (c->kind == COLUMN_ANSWERS && !code))
			rc = table_no_field(e, t, r->v[i].field);
	}
	for (size_t i = 0; !rc && i < t->n_columns; i++) {
		const struct column *c = &t->columns[i];
		size_t n = 0;

		if (c->derived)
			continue;
		for (size_t k = 0; k < r->n; k++)
			if (belongs(&r->v[k], c))
				of[n++] = &r->v[k];
		if (n > 1)
			qsort(of, n, sizeof(*of), by_field);
		for (size_t k = 0; !rc && k < n; k++)
			rc = add_canonical(c, of[k], out, e);
	}
	free(of);
	if (rc) {
		record_fini(out);
		return rc;
	}
	out->complete = r->complete;
	return 0;
}

static void add_change(struct changes *out, const struct column *c, const struct value *was,
		       const struct value *is)
{
	const char *field = was ? was->field : is->field;
	const char *dot = c->kind == COLUMN_ANSWERS ? strchr(field, '.') : NULL;
	struct change *ch;

	out->v = grow(out->v, out->n, &out->cap, sizeof(*out->v));
	ch = &out->v[out->n++];
	*ch = (struct change){ .column = c, .field = xstrdup(field) };
	ch->code = dot ? ch->field + (dot - field) + 1 : NULL;
	ch->before = was ? was->text : NULL;
	ch->after = is ? is->text : NULL;
	ch->standard_before = was ? was->standard : NULL;
	ch->standard = is ? is->standard : NULL;
}

/* Both are in the order of the columns, answers in the order of their codes: one walk through
 * both. */
void record_diff(const struct table *t, const struct record *was, const struct record *is,
		 struct changes *out)
{
	size_t a = 0, b = 0;

	*out = (struct changes){ NULL, 0, 0 };
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct column *c = &t->columns[i];

		for (;;) {
			const struct value *x =
				a < was->n && belongs(&was->v[a], c) ? &was->v[a] : NULL;
			const struct value *y =
				b < is->n && belongs(&is->v[b], c) ? &is->v[b] : NULL;
			int order = !x ? 1 : !y ? -1 : strcmp(x->field, y->field);

			if (!x && !y)
				break;
			a += order <= 0;
			b += order >= 0;
			if (c->derived)
				continue;
			if (order < 0)
				add_change(out, c, x, NULL);
			else if (order > 0)
				add_change(out, c, NULL, y);
			else if (strcmp(x->text, y->text) || !str_eq(x->standard, y->standard))
				add_change(out, c, x, y);
		}
	}
}

void changes_fini(struct changes *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->v[i].field);
	free(c->v);
	*c = (struct changes){ NULL, 0, 0 };
}

static int put_answer(struct book *b, const struct table *t, const char *unit, const char *id,
		      const char *field, const char *code, const char *standard, const char *value,
		      struct error *e)
{
	return db_run(b->db, e,
		      "INSERT INTO answer (form, unit, id, field, code, standard, value) "
		      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (form, unit, id, field, code) "
		      "DO UPDATE SET standard=excluded.standard, value=excluded.value",
		      "ttttttt", t->name, unit, id, field, code, standard, value);
}

int answer_write(struct book *b, const struct table *t, const char *unit, const char *id,
		 const struct change *c, struct error *e)
{
	const char *field = c->column->name;
	struct strlist codes;
	int rc = 0;

	if (c->column->kind == COLUMN_ANSWERS) {
		if (c->after)
			return put_answer(b, t, unit, id, field, c->code, c->standard, c->after, e);
		return db_run(b->db, e,
			      "DELETE FROM answer WHERE form=? AND unit=? AND id=? AND field=? AND "
			      "code=?",
			      "ttttt", t->name, unit, id, field, c->code);
	}
	if (c->before)
		rc = db_run(b->db, e,
			    "DELETE FROM answer WHERE form=? AND unit=? AND id=? AND field=?",
			    "tttt", t->name, unit, id, field);
	strlist_init(&codes);
	if (c->after)
		strlist_split(&codes, c->after, "|");
	for (size_t i = 0; !rc && i < codes.n; i++)
		rc = put_answer(b, t, unit, id, field, codes.v[i], NULL, "yes", e);
	strlist_fini(&codes);
	return rc;
}
