/* SPDX-License-Identifier: MIT */
/*
 * Making a bundle. Its number is used and the bundle noted only when the file stands, read back,
 * under its name: whatever goes wrong before, the number is free and nothing is left.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "domain/calendar.h"
#include "sync/bundle.h"
#include "sync/bundle_impl.h"
#include "sync/duties.h"
#include "sync/enrol.h"
#include "sync/nothing.h"
#include "sync/peer.h"
#include "sync/remark.h"
#include "sync/snapshot.h"
#include "sync/temp.h"

struct making {
	struct forms *f;
	struct book *b;
	const struct bundle_plan *plan;
	struct keys keys;
	struct peer upper;
	struct header header;
	char *body, *proof;
	int64_t applied; /* counter of the newest reply applied: the level above goes on from it */
	int64_t history; /* the last history row the bundle covers */
	struct bundle_head *head;
	struct strlist nothing; /* "DUTY PERIOD" */
};

/* ---- what it answers ---- */

static int no_period(const char *duty, const char *period, struct error *e)
{
	error_fail(e, ERR_USAGE, "GN-U32", _("This duty has no such period: %s, %s."), duty, period);
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", _("Periods are written 2026-03, 2026-H1, 2026; `giamngheo due` lists what is due."));
	return ERR_USAGE;
}

static int find_period(struct making *m, const struct calendar *cal, struct error *e)
{
	const char *code = m->plan->duty ? m->plan->duty : "update", *said = m->plan->period;
	const struct duty *duty = calendar_duty(cal, code, book_level(m->b), NULL);
	char due[PERIOD_LEN + 1];
	struct period p;
	bool found;
	int rc;

	if (said && (!duty || !period_parse(said, &p) || p.kind != duty->period))
		return no_period(duty ? i18n_pick(duty->label) : code, said, e);
	if (said) {
		m->head->period = xstrdup(said);
		return 0;
	}
	rc = duties_period(cal, m->b, code, due, &found, e);
	if (!rc && found)
		m->head->period = xstrdup(due);
	return rc;
}

static int find_answer(struct making *m, struct error *e)
{
	struct calendar *cal = calendar_open(m->f, NULL);
	struct strlist told;
	int rc = find_period(m, cal, e);

	strlist_init(&told);
	if (!rc && m->plan->nothing)
		rc = nothing_say(m->f, m->b, cal, m->plan->duty ? m->plan->duty : "update", m->head->period,
				 m->plan->made_by, e);
	if (!rc)
		rc = nothing_review(m->f, m->b, cal, &told, e);
	for (size_t i = 0; m->plan->told && i < told.n; i++)
		strlist_add(m->plan->told, told.v[i]);
	strlist_fini(&told);
	if (!rc)
		rc = nothing_list(m->b, &m->nothing, e);
	calendar_free(cal);
	return rc;
}

/* ---- its place ---- */

static int find_place(struct making *m, struct error *e)
{
	struct bundle_head *h = m->head;
	struct db *db = book_db(m->b);
	struct date today = book_today(m->b);
	char day[11];
	int64_t last;
	int rc = db_get_int(db, &last, NULL, e,
			    "SELECT coalesce(max(number), 0) FROM bundle_sent WHERE instance=?",
			    "t", book_instance(m->b));

	if (!rc)
		rc = db_get_text(db, &h->previous, e,
				 "SELECT hash FROM bundle_sent WHERE instance=? AND number=?", "ti",
				 book_instance(m->b), (long long)last);
	if (!rc)
		rc = db_get_int(db, &m->applied, NULL, e,
				"SELECT coalesce(max(counter), 0) FROM reply_applied WHERE upper=?",
				"t", m->upper.unit_id);
	if (!rc)
		rc = db_get_int(db, &m->history, NULL, e,
				"SELECT coalesce(max(seq), 0) FROM history", "");
	h->number = last + 1;
	h->training = book_training(m->b);
	h->unit_id = xstrdup(book_unit_id(m->b));
	h->unit_code = xstrdup(book_unit_code(m->b));
	h->unit_name = xstrdup(book_unit_name(m->b));
	h->level = xstrdup(book_level(m->b));
	h->to_unit_id = xstrdup(m->upper.unit_id);
	h->to_name = xstrdup(m->upper.name);
	h->instance = xstrdup(book_instance(m->b));
	h->duty = xstrdup(m->plan->duty ? m->plan->duty : "update");
	h->made_on = xstrdup(date_iso(&today, day));
	h->made_by = xstrdup_null(m->plan->made_by);
	h->approved_by = xstrdup_null(m->plan->approved_by);
	return rc;
}

static void fill_header(struct making *m)
{
	const struct bundle_head *head = m->head;
	struct header *h = &m->header;

	header_add(h, "unit-id", "%s", head->unit_id);
	header_add(h, "unit-code", "%s", head->unit_code);
	header_add(h, "unit-name", "%s", head->unit_name);
	header_add(h, "level", "%s", head->level);
	header_add(h, "to-unit-id", "%s", head->to_unit_id);
	header_add(h, "to-name", "%s", head->to_name);
	header_add(h, "instance", "%s", head->instance);
	header_add(h, "number", "%" PRId64, head->number);
	if (head->previous)
		header_add(h, "previous", "%s", head->previous);
	header_add(h, "duty", "%s", head->duty);
	if (head->period)
		header_add(h, "period", "%s", head->period);
	for (size_t i = 0; i < m->nothing.n; i++)
		header_add(h, "nothing", "%s", m->nothing.v[i]);
	header_add(h, "made-on", "%s", head->made_on);
	header_add(h, "applied", "%" PRId64, m->applied);
	if (m->proof)
		header_add(h, "proof", "%s", m->proof);
}

/* Names of people are personal data: they go into the sealed body, not into the header. */
static int fill_about(struct making *m, struct error *e)
{
	const struct {
		const char *name, *value;
	} facts[] = { { "made_by", m->head->made_by }, { "approved_by", m->head->approved_by } };
	struct db *db;
	int rc = db_open(&db, m->body, DB_WRITE | DB_SCRATCH, e);

	if (rc)
		return rc;
	for (size_t i = 0; !rc && i < sizeof(facts) / sizeof(facts[0]); i++)
		if (facts[i].value)
			rc = db_run(db, e, "INSERT INTO about (name, value) VALUES (?, ?)", "tt",
				    facts[i].name, facts[i].value);
	db_close(db);
	return rc;
}

static int make_body(struct making *m, struct error *e)
{
	int rc;

	m->body = temp_name(m->b);
	fill_header(m);
	rc = snapshot_make(m->f, m->b, m->body, &m->header, e);
	if (!rc)
		rc = fill_about(m, e);
	if (rc)
		return rc;
	header_number(&m->header, "records", &m->head->records);
	header_number(&m->header, "incomplete", &m->head->incomplete);
	header_number(&m->header, "households", &m->head->households);
	return 0;
}

static int note(void *ctx, const char *hash, const char *path, struct error *e)
{
	struct making *m = ctx;
	struct db *db = book_db(m->b);
	struct stmt *st;
	int i, rc = db_begin(db, e);

	if (rc)
		return rc;
	memcpy(m->head->hash, hash, sizeof(m->head->hash));
	rc = db_prepare(db, &st,
			"INSERT INTO bundle_sent (" BUNDLE_HEAD_COLUMNS
			", path, history) VALUES (" BUNDLE_HEAD_MARKS ", ?, ?)",
			e);
	if (!rc) {
		i = bundle_head_bind(st, 1, m->head);
		stmt_text(st, i++, path);
		stmt_int(st, i, m->history);
		rc = stmt_step(st, e);
		stmt_done(st);
	}
	if (!rc)
		rc = bundle_nothing_note(db, m->head->hash, &m->nothing, e);
	if (!rc)
		rc = db_run(db, e,
			    "UPDATE remark SET answered_by=? WHERE unit=? AND state='answered' "
			    "AND answered_by IS NULL",
			    "tt", m->head->hash, book_unit_id(m->b));
	if (!rc)
		return db_commit(db, e);
	db_rollback(db);
	return rc;
}

/* What cannot be taken back is a number without a file, which harms nobody. */
static void undo(void *ctx, const char *hash)
{
	struct making *m = ctx;
	struct db *db = book_db(m->b);
	int rc = db_begin(db, NULL);

	if (rc)
		return;
	rc = db_run(db, NULL, "DELETE FROM bundle_sent WHERE hash=?", "t", hash);
	if (!rc)
		rc = db_run(db, NULL, "DELETE FROM bundle_not_arisen WHERE hash=?", "t", hash);
	if (!rc)
		rc = db_run(db, NULL, "UPDATE remark SET answered_by=NULL WHERE answered_by=? AND state='answered'",
			    "t", hash);
	if (!rc)
		db_commit(db, NULL);
	else
		db_rollback(db);
}

static int write_file(struct making *m, char **path, struct error *e)
{
	const struct file_note noting = { note, undo, m };
	char hash[2 * HASH_LEN + 1];
	const struct container_plan plan = {
		.kind = CONTAINER_BUNDLE,
		.training = book_training(m->b),
		.header = &m->header,
		.keys = &m->keys,
		.seal_to = m->upper.seal_pk,
		.body = m->body,
	};
	int rc = bundle_file_name(m->plan->path, m->head->unit_code, 'G', m->head->number, "gnb",
				  m->body, path, e);

	if (!rc)
		rc = bundle_file_write(*path, &plan, &noting, hash, e);
	return rc;
}

static int make(struct making *m, char **path, struct error *e)
{
	int rc = peer_upper(m->b, &m->upper, e);

	if (!rc)
		rc = keys_load(&m->keys, m->b, e);
	if (!rc)
		rc = forms_prepare(m->f, m->b, e);
	if (!rc)
		rc = remark_mark_answered(m->f, m->b, e);
	if (!rc)
		rc = enrol_proof(m->b, &m->keys, &m->proof, e);
	if (!rc)
		rc = find_answer(m, e);
	if (!rc)
		rc = find_place(m, e);
	if (!rc)
		rc = make_body(m, e);
	return rc ? rc : write_file(m, path, e);
}

static int not_for_writing(struct error *e)
{
	return exchange_refuse(e, ERR_USAGE, "GN-U30", _("The book is open for reading only."),
			       _("Open it for writing: the bundle's number is kept in it."));
}

int bundle_make(struct forms *f, struct book *b, const struct bundle_plan *plan, char **path,
		struct bundle_head *out, struct error *e)
{
	struct making m = { .f = f, .b = b, .plan = plan, .head = out };
	int rc;

	*path = NULL;
	memset(out, 0, sizeof(*out));
	if (!book_writable(b))
		return not_for_writing(e);
	header_init(&m.header);
	strlist_init(&m.nothing);
	rc = make(&m, path, e);
	temp_drop(m.body);
	free(m.proof);
	header_fini(&m.header);
	strlist_fini(&m.nothing);
	peer_fini(&m.upper);
	keys_fini(&m.keys);
	if (rc) {
		free(*path);
		*path = NULL;
		bundle_head_fini(out);
	}
	return rc;
}
