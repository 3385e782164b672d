/* SPDX-License-Identifier: MIT */
/* Remarks: read from a command line, noted, listed. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/remark.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/entry.h"
#include "store/record.h"
#include "sync/remark_impl.h"
#include "sync/snapshot_impl.h"
#include "sync/temp.h"
#include "text/utf8.h"

#define COLUMNS                                                                                    \
	"SELECT remark_id, unit, form, id, field, text, who, at, bundle, state, answered_by FROM " \
	"remark "

static int malformed(struct error *e, const char *spec)
{
	error_fail(e, ERR_USAGE, "GN-Y01", _("This is not a remark: “%s”."), spec);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Write it as FORM:ID:TEXT or FORM:ID:FIELD:TEXT."));
	return ERR_USAGE;
}

/* Cut `text` at its first colon; what follows, or NULL. */
static char *cut(char *text)
{
	char *colon = text ? strchr(text, ':') : NULL;

	if (!colon)
		return NULL;
	*colon = '\0';
	return colon + 1;
}

/* Everything in one piece of memory, so that the caller has one thing to free. */
static char *pack(struct remark_new *r)
{
	struct str b;
	size_t id, field, text;

	str_init(&b);
	str_addn(&b, r->form, strlen(r->form) + 1);
	id = b.len;
	str_addn(&b, r->id, strlen(r->id) + 1);
	field = b.len;
	if (r->field)
		str_addn(&b, r->field, strlen(r->field) + 1);
	text = b.len;
	str_add(&b, r->text);
	r->form = b.s;
	r->id = b.s + id;
	r->field = r->field ? b.s + field : NULL;
	r->text = b.s + text;
	return str_take(&b);
}

int remark_parse(struct forms *f, struct book *b, const char *unit_id, const char *spec,
		 struct remark_new *r, char **buf, struct error *e)
{
	char *copy = xstrdup(spec), *id = cut(copy), *rest = cut(id), *after;
	char uuid[UUID_LEN + 1];
	const struct form *form;
	const char *code;
	int rc = rest ? forms_get(f, copy, &form, e) : malformed(e, spec);

	*buf = NULL;
	memset(r, 0, sizeof(*r));
	if (rc)
		goto out;
	*r = (struct remark_new){ .form = copy, .id = id, .text = rest };
	/* The third part is a field only if the form has it: a text may well hold a colon. */
	after = cut(rest);
	if (after && form_field(form, rest, &code)) {
		r->field = rest;
		r->text = after;
	} else if (after) {
		after[-1] = ':';
	}
	if (str_empty(r->text))
		rc = malformed(e, spec);
	/* An id need not be accepted yet; a key can only be looked up where it is. */
	if (!rc && !uuid_valid(id)) {
		rc = form_resolve(f, b, form, unit_id, id, uuid, e);
		r->id = uuid;
	}
	if (!rc)
		*buf = pack(r);
out:
	if (rc)
		memset(r, 0, sizeof(*r));
	free(copy);
	return rc;
}

/* ---- noting ---- */

int remark_check(struct forms *f, const struct remark_new *r, struct error *e)
{
	const struct form *form;
	const char *code;
	int rc = forms_get(f, r->form, &form, e);

	if (rc)
		return rc;
	if (r->field && !form_field(form, r->field, &code)) {
		error_fail(e, ERR_NOTFOUND, "GN-Y02", _("The form “%s” has no field “%s”."),
			   r->form, r->field);
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Check the name of the field."));
		return ERR_NOTFOUND;
	}
	if (str_empty(r->text) || !utf8_valid(r->text, strlen(r->text)) ||
	    strlen(r->text) > SNAPSHOT_TEXT_MAX / 2)
		return exchange_refuse(e, ERR_USAGE, "GN-Y03",
				       _("The remark has no text, or too long a one."),
				       _("Say in a sentence what is to be corrected."));
	return 0;
}

int remark_no_record(struct error *e, const struct remark_new *r)
{
	error_fail(e, ERR_NOTFOUND, "GN-Y04", _("There is no such record to remark on."));
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Check the identity of the record and the unit."));
	error_detail(e, "%s %s", r->form, r->id);
	return ERR_NOTFOUND;
}

int remark_put(struct book *b, const char *unit, const struct remark_new *r,
	       const char *bundle_hash, const char *who, struct error *e)
{
	char id[UUID_LEN + 1], at[20];
	char *text = utf8_clean(r->text);
	int rc = db_run(book_db(b), e,
			"INSERT INTO remark (remark_id, unit, form, id, field, text, who, at, "
			"bundle, state, since) "
			"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 0)",
			"ttttttttt", uuid7(id), unit, r->form, r->id, r->field, text, who,
			time_stamp(at), bundle_hash);

	free(text);
	return rc;
}

int remark_add(struct forms *f, struct book *b, const char *unit_id, const struct remark_new *r,
	       const char *bundle_hash, const char *who, struct error *e)
{
	struct db *db = book_db(b);
	const struct form *form;
	struct record there;
	int rc = remark_check(f, r, e);

	if (!rc)
		rc = forms_get(f, r->form, &form, e);
	if (rc)
		return rc;
	rc = record_load(b, &form->table, unit_id, r->id, &there, e);
	if (rc == ERR_NOTFOUND)
		return remark_no_record(e, r);
	if (rc)
		return rc;
	record_fini(&there);
	rc = db_begin(db, e);
	if (rc)
		return rc;
	rc = remark_put(b, unit_id, r, bundle_hash, who, e);
	if (!rc)
		return db_commit(db, e);
	db_rollback(db);
	return rc;
}

/* ---- listing ---- */

void remarks_fini(struct remarks *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct remark *m = &r->v[i];

		free(m->remark_id);
		free(m->unit);
		free(m->form);
		free(m->id);
		free(m->field);
		free(m->text);
		free(m->who);
		free(m->at);
		free(m->bundle);
		free(m->state);
		free(m->answered_by);
	}
	free(r->v);
	*r = (struct remarks){ NULL, 0 };
}

static void take_row(struct stmt *st, struct remark *m)
{
	char **const slots[] = { &m->remark_id, &m->unit,  &m->form,	   &m->id,
				 &m->field,	&m->text,  &m->who,	   &m->at,
				 &m->bundle,	&m->state, &m->answered_by };

	for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
		*slots[i] = xstrdup_null(stmt_col_text(st, (int)i));
}

/* `st` is bound; it is given back. */
static int collect(struct stmt *st, struct remarks *out, struct error *e)
{
	size_t cap = 0;
	int rc;

	while ((rc = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		take_row(st, &out->v[out->n++]);
	}
	stmt_done(st);
	if (rc)
		remarks_fini(out);
	return rc;
}

int remark_list(struct book *b, const char *unit, bool open_only, struct remarks *out,
		struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(
		book_db(b), &st,
		COLUMNS "WHERE (?1 IS NULL OR unit=?1) AND (?2=0 OR state<>'closed') ORDER BY seq",
		e);

	*out = (struct remarks){ NULL, 0 };
	if (rc)
		return rc;
	stmt_text(st, 1, unit);
	stmt_int(st, 2, open_only);
	return collect(st, out, e);
}

int remark_for(struct book *b, const char *form, const char *id, struct remarks *out,
	       struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(
		book_db(b), &st,
		COLUMNS "WHERE form=? AND id=? AND unit=? AND state<>'closed' ORDER BY seq", e);

	*out = (struct remarks){ NULL, 0 };
	if (rc)
		return rc;
	stmt_text(st, 1, form);
	stmt_text(st, 2, id);
	stmt_text(st, 3, book_unit_id(b));
	return collect(st, out, e);
}
