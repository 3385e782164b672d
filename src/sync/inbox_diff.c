/* SPDX-License-Identifier: MIT */
/*
 * The difference as the reviewer reads it: record by record in the order of what matters, field
 * by field, what was accepted before and what the unit says now. Only records that differ are read.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/round_lock.h"
#include "sync/inbox.h"
#include "sync/inbox_impl.h"
#include "text/utf8.h"

/* A remark the bundle says it answers, and the place where the answer is to be seen. */
struct answered {
	char *remark, *form, *id, *field;
	bool told;
};

struct telling {
	struct forms *f;
	struct book *b;
	struct inbox_open o;
	int (*fn)(void *ctx, const struct diff_line *line);
	void *ctx;
	struct answered *answered;
	size_t n_answered, cap_answered;
	/* the record being told */
	struct snap_form *sf;
	const char *id;
	unsigned flags;
	int rank;
	char *reason; /* not told yet */
	const char *fault; /* of a locked round, or NULL */
	size_t lines; /* told of this record */
	struct record before, before_extra;
	struct snap_record after;
	bool stopped;
	int answer; /* of fn, when it stopped */
};

static void tell(struct telling *t, enum diff_kind kind, const char *field, const char *before,
		 const char *after, const char *reason)
{
	struct diff_line line = {
		.unit = t->o.item.head.unit_id,
		.form = t->sf->name,
		.id = t->id,
		.kind = kind,
		.field = field,
		.before = before,
		.after = after,
		.reason = reason,
		.rank = t->rank,
	};

	if (t->stopped)
		return;
	if (!reason && kind != DIFF_FAULT)
		line.reason = t->reason;
	for (size_t i = 0; i < t->n_answered && kind != DIFF_FAULT; i++) {
		struct answered *a = &t->answered[i];

		if (a->told || strcmp(a->form, line.form) || strcmp(a->id, line.id) ||
		    (a->field && !str_eq(a->field, field)))
			continue;
		line.answers = a->remark;
		a->told = true;
		break;
	}
	t->lines++;
	t->answer = t->fn(t->ctx, &line);
	t->stopped = t->answer != 0;
	if (line.reason == t->reason) {
		free(t->reason);
		t->reason = NULL;
	}
}

/* ---- one record ---- */

static void tell_value(struct telling *t, enum diff_kind kind, const struct value *was,
		       const struct value *is)
{
	const char *field = was ? was->field : is->field;
	char *before = NULL, *after = NULL;
	bool standards = was && is && !str_eq(was->standard, is->standard);

	if (was && is && !strcmp(was->text, is->text) && !standards)
		return;
	/* The same word under another standard is another answer. */
	if (standards && was->standard)
		before = xasprintf("%s (%s)", was->text, was->standard);
	if (standards && is->standard)
		after = xasprintf("%s (%s)", is->text, is->standard);
	tell(t, kind, field,
	     before ? before
	     : was  ? was->text
		    : NULL,
	     after ? after
	     : is  ? is->text
		   : NULL,
	     NULL);
	free(before);
	free(after);
}

static const struct value *find(const struct record *r, const char *field)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->v[i].field, field))
			return &r->v[i];
	return NULL;
}

static bool belongs(const struct value *v, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(v->field, name, n) && (v->field[n] == '.' || !v->field[n]);
}

/* Values of `name` (a field, or a field's answers) of both, each code once, in the order of
 * `before`, then of `after`. */
static void tell_field(struct telling *t, enum diff_kind kind, const char *name,
		       const struct record *before, const struct record *after)
{
	for (size_t i = 0; i < before->n; i++)
		if (belongs(&before->v[i], name))
			tell_value(t, kind, &before->v[i], find(after, before->v[i].field));
	for (size_t i = 0; i < after->n; i++)
		if (belongs(&after->v[i], name) && !find(before, after->v[i].field))
			tell_value(t, kind, NULL, &after->v[i]);
}

static void tell_fields(struct telling *t, enum diff_kind kind)
{
	const struct record *extra = &t->after.extra;

	for (size_t i = 0; t->sf->form && i < t->sf->form->table.n_columns; i++) {
		const struct column *c = &t->sf->form->table.columns[i];

		if (snapshot_carries(t->sf->form, c))
			tell_field(t, kind, c->name, &t->before, &t->after.known);
	}
	for (size_t i = 0; i < t->before_extra.n; i++)
		tell_value(t, kind, &t->before_extra.v[i], find(extra, t->before_extra.v[i].field));
	for (size_t i = 0; i < extra->n; i++)
		if (!find(&t->before_extra, extra->v[i].field))
			tell_value(t, kind, NULL, &extra->v[i]);
}

static const char *state_word(bool complete)
{
	return complete ? "complete" : "incomplete";
}

static void tell_record(struct telling *t)
{
	const char *fault = diff_fault(t->flags);

	t->lines = 0;
	if (fault)
		tell(t, DIFF_FAULT, NULL, NULL, NULL, fault);
	if (t->fault)
		tell(t, DIFF_FAULT, NULL, NULL, NULL, t->fault);
	if (t->after.unclean)
		tell(t, DIFF_FAULT, NULL, NULL, NULL,
		     _("The record holds characters that are no text."));
	if (t->flags & (FLAG_ADDED | FLAG_GONE)) {
		enum diff_kind kind = t->flags & FLAG_ADDED ? DIFF_ADDED : DIFF_GONE;

		tell(t, kind, NULL, NULL, NULL, NULL);
		tell_fields(t, kind);
		return;
	}
	if (t->flags & FLAG_STATE)
		tell(t, DIFF_CHANGED, "_state", state_word(t->before.complete),
		     state_word(t->after.known.complete), NULL);
	tell_fields(t, DIFF_CHANGED);
	/* Only the reason given is new, or gone. */
	if (!t->lines && t->flags & FLAG_REASONS)
		tell(t, DIFF_CHANGED, NULL, NULL, NULL, NULL);
}

/* Of a record of a locked round: the decision beside the reason, or that there is none. */
static int load_lock(struct telling *t, struct error *e)
{
	const struct record *r = t->flags & FLAG_GONE ? &t->before : &t->after.known;
	const struct value *household = find(r, "household");
	struct diff_lock_told told;
	int rc = diff_lock_words(&t->o, t->sf->name, t->id,
				 !strcmp(t->sf->name, "household") ? t->id : household ? household->text : NULL, t->reason, &told,
				 e);

	free(t->reason);
	t->reason = told.words;
	t->fault = told.fault;
	free(told.decision);
	return rc;
}

/* Reasons given, or the reason of the removal; NULL where there is none. */
static int load_reason(struct telling *t, struct error *e)
{
	/* What was said of a lock that holds no more is nothing to ask about. */
	struct db *db = snapshot_db(t->o.snapshot);
	const char *sql =
		t->flags & FLAG_GONE
			? "SELECT reason FROM main.tombstone WHERE form=? AND id=?"
		: t->flags & FLAG_LOCKED
			? "SELECT text FROM main.reason WHERE form=? AND id=? AND check_id='" ROUND_LOCK_CHECK "'"
			: "SELECT group_concat(text, '; ') FROM main.reason WHERE form=? AND id=? AND "
			  "check_id<>'" ROUND_LOCK_CHECK "'";
	char *text = NULL;
	int rc = db_get_text(db, &text, e, sql, "tt", t->sf->name, t->id);

	if (text && !snapshot_text_ok(text)) {
		char *clean = utf8_clean(text);

		free(text);
		text = clean;
	}
	t->reason = text && *text ? text : NULL;
	if (!t->reason)
		free(text);
	return rc ? rc : t->flags & FLAG_LOCKED ? load_lock(t, e) : 0;
}

static int load_extra(struct telling *t, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(book_db(t->b), &st,
			    "SELECT field, value FROM extra WHERE form=? AND unit=? AND id=? "
			    "AND field<>'_rev' ORDER BY field",
			    e);

	if (rc)
		return rc;
	stmt_text(st, 1, t->sf->name);
	stmt_text(st, 2, t->o.item.head.unit_id);
	stmt_text(st, 3, t->id);
	while ((rc = stmt_step(st, e)) > 0)
		record_put(&t->before_extra, stmt_col_text(st, 0), stmt_col_text(st, 1), NULL);
	stmt_done(st);
	return rc;
}

static int load_record(struct telling *t, struct error *e)
{
	const char *unit = t->o.item.head.unit_id;
	int rc = 0;

	record_init(&t->before);
	record_init(&t->before_extra);
	memset(&t->after, 0, sizeof(t->after));
	t->reason = NULL;
	t->fault = NULL;
	if (t->sf->form && !(t->flags & FLAG_ADDED))
		rc = record_load(t->b, &t->sf->form->table, unit, t->id, &t->before, e);
	if (!rc && !(t->flags & FLAG_ADDED))
		rc = load_extra(t, e);
	if (!rc && !(t->flags & FLAG_GONE))
		rc = snapshot_record(t->o.snapshot, t->sf, unit, t->id, &t->after, e);
	return rc ? rc : load_reason(t, e);
}

static void forget_record(struct telling *t)
{
	record_fini(&t->before);
	record_fini(&t->before_extra);
	snap_record_fini(&t->after);
	free(t->reason);
	t->reason = NULL;
}

/* ---- remarks answered ---- */

static void add_answered(struct telling *t, const char *remark, const char *form, const char *id,
			 const char *field)
{
	t->answered = grow(t->answered, t->n_answered, &t->cap_answered, sizeof(*t->answered));
	t->answered[t->n_answered++] = (struct answered){
		.remark = xstrdup(remark),
		.form = xstrdup(form),
		.id = xstrdup(id),
		.field = xstrdup_null(field),
	};
}

static bool one_of(const char *const *list, const char *s)
{
	for (; s && list && *list; list++)
		if (!strcmp(*list, s))
			return true;
	return false;
}

/* A remark on head_name is answered in the head member's full_name: find that member in the
 * bundle. */
static int follow_alias(struct telling *t, const char *remark, const char *id,
			const struct field *fd, struct error *e)
{
	const struct form *roster;
	struct stmt *st;
	char *sql;
	int rc = forms_get(t->f, fd->origin.form, &roster, e);

	if (rc || !roster->parent)
		return rc;
	sql = xasprintf("SELECT id, %s%s%s FROM main.\"%s\" WHERE \"%s\"=? ORDER BY id",
			fd->origin.where_field ? "\"" : "",
			fd->origin.where_field ? fd->origin.where_field : "NULL",
			fd->origin.where_field ? "\"" : "", roster->name, roster->parent->name);
	rc = db_prepare(snapshot_db(t->o.snapshot), &st, sql, e);
	free(sql);
	if (rc)
		return rc;
	stmt_text(st, 1, id);
	while ((rc = stmt_step(st, e)) > 0)
		if (!fd->origin.where_field ||
		    one_of(fd->origin.where_values, stmt_col_text(st, 1))) {
			add_answered(t, remark, roster->name, stmt_col_text(st, 0),
				     fd->origin.value);
			rc = 0;
			break;
		}
	stmt_done(st);
	return rc;
}

/* Only remarks of this book on this unit count; what they are about is what this book knows of
 * them. */
static int load_answered(struct telling *t, int64_t *n, struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(snapshot_db(t->o.snapshot), &st,
			    "SELECT r.remark_id, r.form, r.id, r.field FROM main.remark_answered a "
			    "JOIN book.remark r ON r.remark_id=a.remark_id WHERE r.unit=? AND "
			    "r.state<>'closed' "
			    "ORDER BY r.seq",
			    e);

	*n = 0;
	if (rc)
		return rc;
	stmt_text(st, 1, t->o.item.head.unit_id);
	while ((rc = stmt_step(st, e)) > 0) {
		const char *remark = stmt_col_text(st, 0), *form_name = stmt_col_text(st, 1);
		const char *id = stmt_col_text(st, 2);
		const char *field = stmt_col_null(st, 3) ? NULL : stmt_col_text(st, 3);
		const struct form *form;
		const struct field *fd = NULL;
		const char *code;

		++*n;
		if (field && !forms_get(t->f, form_name, &form, NULL))
			fd = form_field(form, field, &code);
		if (fd && fd->alias)
			rc = follow_alias(t, remark, id, fd, e);
		else
			add_answered(t, remark, form_name, id, field);
		if (rc < 0)
			break;
	}
	stmt_done(st);
	return rc;
}

/* ---- all of it ---- */

static int tell_all(struct telling *t, struct error *e)
{
	char *sql = xasprintf("SELECT form, id, flags, rank FROM temp.diff WHERE flags & %d "
			      "ORDER BY rank<>%d, rank, form, id",
			      FLAG_SHOWN, DIFF_RANK_LOCKED);
	struct stmt *st;
	int rc = db_prepare(snapshot_db(t->o.snapshot), &st, sql, e);

	free(sql);
	if (rc)
		return rc;
	while (!t->stopped && (rc = stmt_step(st, e)) > 0) {
		t->sf = &t->o.snapshot->forms[stmt_col_int(st, 0)];
		t->id = stmt_col_text(st, 1);
		t->flags = (unsigned)stmt_col_int(st, 2);
		t->rank = (int)stmt_col_int(st, 3);
		rc = load_record(t, e);
		if (!rc)
			tell_record(t);
		forget_record(t);
		if (rc)
			break;
	}
	stmt_done(st);
	return rc < 0 ? rc : 0;
}

/* Answers in fields that are now as they were accepted: told last, so that none is passed over. */
static void tell_unchanged(struct telling *t)
{
	for (size_t i = 0; i < t->n_answered && !t->stopped; i++) {
		const struct answered *a = &t->answered[i];

		if (a->told)
			continue;
		for (size_t k = 0; k < t->o.snapshot->n_forms; k++)
			if (!strcmp(t->o.snapshot->forms[k].name, a->form)) {
				t->sf = &t->o.snapshot->forms[k];
				t->id = a->id;
				t->rank = 3;
				tell(t, DIFF_CHANGED, a->field, NULL, NULL,
				     _("Answers a remark; nothing differs from what was "
				       "accepted."));
				break;
			}
	}
}

static int sum_up(struct telling *t, struct diff_summary *sum, struct error *e)
{
	char *sql = xasprintf(
		"SELECT total(flags & %d <> 0), total(flags & %d = 0), total(flags & %d <> 0), "
		"total(flags & %d OR (flags & %d AND flags & %d = 0)), total(flags & %d <> 0), "
		"total(flags & %d <> 0 AND flags & %d = 0), total(flags & %d <> 0), total(flags & %d <> 0) FROM temp.diff "
		"WHERE flags & %d",
		FLAG_ADDED, FLAG_ADDED | FLAG_GONE, FLAG_GONE,
		FLAG_CLOSED | FLAG_BACK | FLAG_NO_TOMBSTONE | FLAG_UNDEAD, FLAG_CONTENT,
		FLAG_ADDED | FLAG_GONE | FLAG_REV, FLAG_CLASS, FLAG_INCOMPLETE, FLAG_GONE,
		FLAG_REASONS, FLAG_LOCKED, FLAG_SHOWN);
	struct stmt *st;
	int rc = db_prepare(snapshot_db(t->o.snapshot), &st, sql, e);

	free(sql);
	if (rc)
		return rc;
	rc = stmt_step(st, e);
	if (rc > 0) {
		sum->added = stmt_col_int(st, 0);
		sum->changed = stmt_col_int(st, 1);
		sum->gone = stmt_col_int(st, 2);
		sum->faults = stmt_col_int(st, 3);
		sum->class_changes = stmt_col_int(st, 4);
		sum->incomplete = stmt_col_int(st, 5);
		sum->reasons = stmt_col_int(st, 6);
		sum->after_lock = stmt_col_int(st, 7);
	}
	stmt_done(st);
	return rc < 0 ? rc : 0;
}

int inbox_diff(struct forms *f, struct book *b, int64_t n,
	       int (*fn)(void *ctx, const struct diff_line *line), void *ctx,
	       struct diff_summary *sum, struct error *e)
{
	struct telling t = { .f = f, .b = b, .fn = fn, .ctx = ctx };
	int64_t answered = 0;
	int rc = inbox_open(&t.o, f, b, n, e);

	memset(sum, 0, sizeof(*sum));
	if (rc)
		return rc;
	rc = diff_find(&t.o, e);
	if (!rc)
		rc = sum_up(&t, sum, e);
	if (!rc)
		rc = load_answered(&t, &answered, e);
	sum->remarks_answered = answered;
	if (!rc && fn)
		rc = tell_all(&t, e);
	if (!rc && fn)
		tell_unchanged(&t);
	for (size_t i = 0; i < t.n_answered; i++) {
		free(t.answered[i].remark);
		free(t.answered[i].form);
		free(t.answered[i].id);
		free(t.answered[i].field);
	}
	free(t.answered);
	inbox_open_fini(&t.o);
	return rc ? rc : t.answer < 0 ? t.answer : 0;
}
