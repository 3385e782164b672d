/* SPDX-License-Identifier: MIT */
/*
 * One record out of a snapshot, in the shape in which the book gives its own: so both can be
 * laid side by side, and what is shown to the reviewer is what will be stored.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sync/snapshot_impl.h"
#include "text/number.h"
#include "text/utf8.h"

bool snapshot_text_ok(const char *text)
{
	size_t n = strlen(text);
	const unsigned char *p = (const unsigned char *)text;

	if (n > SNAPSHOT_TEXT_MAX || !utf8_valid(text, n))
		return false;
	for (; *p; p++)
		if (*p < 0x20 || *p == 0x7f || (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0))
			return false;
	return true;
}

void snap_record_fini(struct snap_record *r)
{
	record_fini(&r->known);
	record_fini(&r->extra);
}

/* record_put looks for the field first; here each comes once, but for ticked codes. */
static void put_new(struct record *r, const char *field, const char *text, const char *standard)
{
	r->v = grow(r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n++] = (struct value){ xstrdup(field), xstrdup(text), xstrdup_null(standard) };
}

static void append(struct snap_record *out, bool known, const char *field, const char *text,
		   const char *standard)
{
	struct record *r = known ? &out->known : &out->extra;
	char *clean = NULL;

	if (!snapshot_text_ok(text) || (standard && !snapshot_text_ok(standard))) {
		out->unclean = true;
		clean = utf8_clean(text);
		if (strlen(clean) > SNAPSHOT_TEXT_MAX)
			clean[utf8_valid_prefix(clean, SNAPSHOT_TEXT_MAX)] = '\0';
		standard = NULL;
	}
	put_new(r, field, clean ? clean : text, standard);
	free(clean);
}

/* A text that goes on behind a NUL is none. */
static char *cell(struct stmt *st, int i, const char *type, struct snap_record *out)
{
	const char *text;
	char buf[32];
	size_t n;

	if (stmt_col_null(st, i))
		return NULL;
	if (!strcmp(type, "REAL"))
		return xstrdup(number_plain(stmt_col_real(st, i), buf));
	text = stmt_col_text(st, i);
	stmt_col_blob(st, i, &n);
	out->unclean = out->unclean || n != strlen(text);
	return xstrdup(text);
}

static const char *load_sql(struct snap_form *sf)
{
	struct str sql;

	if (sf->sql_load)
		return sf->sql_load;
	str_init(&sql);
	str_add(&sql, "SELECT _rev, _state");
	for (size_t i = 0; i < sf->n_columns; i++)
		str_addf(&sql, ", \"%s\"", sf->columns[i].name);
	str_addf(&sql, " FROM main.\"%s\" WHERE id=?", sf->name);
	sf->sql_load = str_take(&sql);
	return sf->sql_load;
}

static const struct snap_column *answers_of(const struct snap_form *sf, const char *field)
{
	for (size_t i = 0; i < sf->n_answers; i++)
		if (!strcmp(sf->answers[i].name, field))
			return &sf->answers[i];
	return NULL;
}

/* Ticked codes are one value "a|b", an indicator is a value of its own. */
static int read_answers(struct snapshot *s, const struct snap_form *sf, const char *id,
			struct snap_record *out, struct error *e)
{
	struct stmt *st;
	struct str codes;
	int rc = db_prepare(s->db, &st,
			    "SELECT field, code, standard, value FROM main.answer "
			    "WHERE form=? AND id=? ORDER BY field, code",
			    e);

	if (rc)
		return rc;
	str_init(&codes);
	stmt_text(st, 1, sf->name);
	stmt_text(st, 2, id);
	while ((rc = stmt_step(st, e)) > 0) {
		const char *field = stmt_col_text(st, 0), *code = stmt_col_text(st, 1);
		const struct snap_column *c = answers_of(sf, field);
		const struct column *known = c ? c->known : NULL;
		struct value *last = out->known.n ? &out->known.v[out->known.n - 1] : NULL;

		if (!c) /* not announced: nobody's */
			continue;
		if (!*code || strchr(code, '|') || !snapshot_text_ok(code)) {
			out->unclean = true;
			continue;
		}
		str_reset(&codes);
		if (!known || known->kind == COLUMN_ANSWERS) {
			str_addf(&codes, "%s.%s", field, code);
			append(out, known, codes.s, stmt_col_text(st, 3),
			       stmt_col_null(st, 2) ? NULL : stmt_col_text(st, 2));
			continue;
		}
		if (last && !strcmp(last->field, field)) {
			str_addf(&codes, "%s|%s", last->text, code);
			set_string(&last->text, codes.s);
		} else {
			append(out, true, field, code, NULL);
		}
	}
	stmt_done(st);
	str_fini(&codes);
	return rc;
}

int snapshot_record(struct snapshot *s, struct snap_form *sf, const char *unit, const char *id,
		    struct snap_record *out, struct error *e)
{
	struct stmt *st;
	int rc;

	*out = (struct snap_record){ .found = false };
	record_init(&out->known);
	record_init(&out->extra);
	rc = db_prepare(s->db, &st, load_sql(sf), e);
	if (rc)
		return rc;
	stmt_text(st, 1, id);
	rc = stmt_step(st, e);
	out->found = rc > 0;
	if (out->found) {
		out->known.rev = stmt_col_int(st, 0);
		out->known.complete = str_eq(stmt_col_text(st, 1), "complete");
		out->known.unit = xstrdup(unit);
		out->known.id = xstrdup(id);
	}
	for (size_t i = 0; out->found && i < sf->n_columns; i++) {
		const struct snap_column *c = &sf->columns[i];
		char *text = cell(st, (int)i + 2, c->type, out);

		if (text)
			append(out, c->known, c->name, text, NULL);
		free(text);
	}
	stmt_done(st);
	if (rc > 0)
		rc = sf->n_answers ? read_answers(s, sf, id, out, e) : 0;
	if (rc)
		snap_record_fini(out);
	return rc;
}
