/* SPDX-License-Identifier: MIT */
/* Removing what was entered by mistake: a tombstone stays, the values go. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <string.h>

#include "base/date.h"
#include "store/internal.h"

/* Everything a record has besides its own row. */
static int strip(struct book *b, const char *form, const char *unit, const char *id,
		 struct error *e)
{
	int rc = db_run(b->db, e, "DELETE FROM answer WHERE form=? AND unit=? AND id=?", "ttt",
			form, unit, id);

	if (!rc)
		rc = db_run(b->db, e, "DELETE FROM reason WHERE form=? AND unit=? AND id=?", "ttt",
			    form, unit, id);
	return rc ? rc : search_put(b, form, unit, id, NULL, e);
}

static int delete_row(struct book *b, const struct table *t, const char *unit, const char *id,
		      struct error *e)
{
	struct str sql;
	int rc;

	str_init(&sql);
	str_add(&sql, "DELETE FROM ");
	sql_name(&sql, t->name);
	str_add(&sql, " WHERE _unit=? AND id=?");
	rc = db_run(b->db, e, sql.s, "tt", unit, id);
	str_fini(&sql);
	return rc;
}

static int take_away(struct book *b, const struct table *t, const char *unit, const char *id,
		     const char *reason, const char *who, bool tombstone, struct error *e)
{
	struct history_add h = {
		.form = t->name, .unit = unit, .id = id, .kind = "remove", .who = who, .why = reason
	};
	struct table_state *state;
	struct record was;
	bool found = false;
	char at[20];
	int rc = book_saving(b, t->name, e);

	if (!rc)
		rc = table_state(b, t, &state, e);
	if (rc)
		return rc;
	rc = record_read(b, state, unit, id, &was, NULL, &found, e);
	if (rc || !found)
		return rc ? rc : record_none(e, t, id);
	h.rev = was.rev + 1;
	h.at = time_stamp(at);
	rc = strip(b, t->name, unit, id, e);
	if (!rc)
		rc = delete_row(b, t, unit, id, e);
	if (!rc && tombstone)
		rc = db_run(b->db, e,
			    "INSERT INTO tombstone (form, unit, id, rev, reason, who, at) "
			    "VALUES (?, ?, ?, ?, ?, ?, ?)",
			    "tttittt", t->name, unit, id, (long long)h.rev, reason, who, at);
	if (!rc)
		rc = history_add(b, &h, e);
	if (!rc)
		rc = figure_follow(b, t, unit, &was, NULL, e);
	if (!rc)
		rc = record_day(b, at, e);
	record_fini(&was);
	return rc;
}

int record_remove(struct book *b, const struct table *t, const char *id, const char *reason,
		  const char *who, struct error *e)
{
	return take_away(b, t, b->unit_id, id, reason, who, true, e);
}

int record_drop(struct book *b, const struct table *t, const char *unit, const char *id,
		const char *reason, const char *who, struct error *e)
{
	return take_away(b, t, unit, id, reason, who, false, e);
}

bool record_was_removed(struct book *b, const char *form, const char *id)
{
	bool found = false;
	int64_t one;

	return !db_get_int(b->db, &one, &found, NULL,
			   "SELECT 1 FROM tombstone WHERE form=? AND unit=? AND id=?", "ttt", form,
			   b->unit_id, id) &&
	       found;
}
