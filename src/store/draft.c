/* SPDX-License-Identifier: MIT */
/*
 * Drafts, written field by field. Each call is one transaction of its own, unless the caller has
 * one open: then it is part of that (a draft ends in the transaction that saves its record).
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "store/internal.h"

#define BIN_DAYS 30

static int no_draft(struct error *e, const char *draft)
{
	int rc = error_fail(e, ERR_NOTFOUND, "GN-S70", _("This draft is gone."));

	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s",
		   _("It was saved or discarded meanwhile; look in the list and in the bin."));
	error_detail(e, "%s", draft);
	return rc;
}

/* End the transaction well or not; the one way out of every writing function here. */
static int end(struct book *b, int rc, struct error *e)
{
	if (!rc)
		return db_commit(b->db, e);
	db_rollback(b->db);
	return rc;
}

/* Order of drafts is by use, counted: the clock of an old PC may jump. */
#define NEXT_TOUCH "(SELECT coalesce(max(touch), 0) + 1 FROM draft)"

static int find_open(struct book *b, const char *form, const char *record, char *id_out,
		     bool *found, struct error *e)
{
	char *id = NULL;
	int rc = db_get_text(b->db, &id, e,
			     "SELECT id FROM draft WHERE form=? AND record=? AND binned IS NULL",
			     "tt", form, record);

	*found = id != NULL;
	if (id)
		memcpy(id_out, id, strlen(id) + 1);
	free(id);
	return rc;
}

int draft_start(struct book *b, const char *form, const char *record, int64_t base_rev,
		const char *who, char *id_out, bool *existing, struct error *e)
{
	char at[20];
	bool found = false;
	int rc = db_begin(b->db, e);

	if (rc)
		return rc;
	rc = find_open(b, form, record, id_out, &found, e);
	if (!rc && !found)
		rc = db_run(b->db, e,
			    "INSERT INTO draft (id, form, record, base_rev, who, began, at, touch) "
			    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, " NEXT_TOUCH ")",
			    "tttitt", uuid7(id_out), form, record, (long long)base_rev, who,
			    time_stamp(at));
	if (existing)
		*existing = found;
	return end(b, rc, e);
}

/* `place` NULL leaves the cursor where it was. */
static int touch(struct book *b, const char *draft, const char *place, struct error *e)
{
	char at[20];
	int rc = db_run(b->db, e,
			"UPDATE draft SET place=coalesce(?, place), at=?, touch=" NEXT_TOUCH
			" WHERE id=? AND binned IS NULL",
			"ttt", place, time_stamp(at), draft);

	if (!rc && !db_changes(b->db))
		rc = no_draft(e, draft);
	return rc;
}

int draft_put(struct book *b, const char *draft, const char *form, const char *record,
	      const char *field, const char *text, const char *place, struct error *e)
{
	int rc = db_begin(b->db, e);

	if (rc)
		return rc;
	rc = touch(b, draft, place, e);
	if (!rc)
		rc = db_run(b->db, e,
			    "INSERT INTO draft_value (draft, form, record, field, text) "
			    "VALUES (?, ?, ?, ?, ?) ON CONFLICT (draft, form, record, field) "
			    "DO UPDATE SET text=excluded.text",
			    "ttttt", draft, form, record, field, text);
	return end(b, rc, e);
}

int draft_row(struct book *b, const char *draft, const char *form, const char *record,
	      const char *parent, int64_t base_rev, bool removed, struct error *e)
{
	int rc = db_begin(b->db, e);

	if (rc)
		return rc;
	rc = touch(b, draft, NULL, e);
	if (!rc)
		rc = db_run(
			b->db, e,
			"INSERT INTO draft_row (draft, form, record, parent, base_rev, removed) "
			"VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (draft, form, record) DO UPDATE SET "
			"parent=excluded.parent, base_rev=excluded.base_rev, "
			"removed=excluded.removed",
			"ttttii", draft, form, record, parent, (long long)base_rev,
			(long long)removed);
	return end(b, rc, e);
}

int draft_title(struct book *b, const char *draft, const char *title, struct error *e)
{
	int rc = db_run(b->db, e, "UPDATE draft SET title=? WHERE id=?", "tt", title, draft);

	if (!rc && !db_changes(b->db))
		rc = no_draft(e, draft);
	return rc;
}

int draft_finish(struct book *b, const char *draft, struct error *e)
{
	int rc = db_run(b->db, e, "DELETE FROM draft WHERE id=?", "t", draft);

	if (!rc && !db_changes(b->db))
		rc = no_draft(e, draft);
	return rc;
}

int draft_discard(struct book *b, const char *draft, struct error *e)
{
	struct date today = book_today(b);
	char day[11];
	int rc = db_run(b->db, e, "UPDATE draft SET binned=? WHERE id=? AND binned IS NULL", "tt",
			date_iso(&today, day), draft);

	if (!rc && !db_changes(b->db))
		rc = no_draft(e, draft);
	return rc;
}

/* Two open drafts of one record would be two truths. */
static int check_alone(struct book *b, const char *draft, struct error *e)
{
	int64_t others;
	int rc =
		db_get_int(b->db, &others, NULL, e,
			   "SELECT count(*) FROM draft AS d JOIN draft AS o ON o.form=d.form "
			   "AND o.record=d.record AND o.id<>d.id AND o.binned IS NULL WHERE d.id=?",
			   "t", draft);

	if (rc || !others)
		return rc;
	rc = error_fail(e, ERR_NEGATIVE, "GN-S71", _("Another draft of this record is open."));
	error_safe(e, _("Both drafts are kept."));
	error_todo(e, "%s", _("Save or discard the open one first."));
	return rc;
}

int draft_restore(struct book *b, const char *draft, struct error *e)
{
	int rc = db_begin(b->db, e);

	if (rc)
		return rc;
	rc = check_alone(b, draft, e);
	if (!rc)
		rc = db_run(b->db, e,
			    "UPDATE draft SET binned=NULL, touch=" NEXT_TOUCH
			    " WHERE id=? AND binned IS NOT NULL",
			    "t", draft);
	if (!rc && !db_changes(b->db))
		rc = no_draft(e, draft);
	return end(b, rc, e);
}

int draft_sweep(struct book *b, struct error *e)
{
	struct date today = book_today(b), last = date_from_days(date_days(&today) - BIN_DAYS);
	int64_t any;
	char day[11];
	int rc;

	/* Asked first: an empty bin must not cost a write at each start. */
	rc = db_get_int(b->db, &any, NULL, e, "SELECT count(*) FROM draft WHERE binned < ?", "t",
			date_iso(&last, day));
	if (!rc && any)
		rc = db_run(b->db, e, "DELETE FROM draft WHERE binned < ?", "t", day);
	return rc;
}
