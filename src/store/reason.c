/* SPDX-License-Identifier: MIT */
/* Reasons given for what needs explaining: they travel with the record to the reviewer. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/date.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/record.h"

int reason_set(struct book *b, const char *form, const char *unit, const char *id,
	       const char *check, const char *text, const char *who, struct error *e)
{
	char at[20];

	unit = book_unit(b, unit);
	if (str_empty(text))
		return db_run(b->db, e,
			      "DELETE FROM reason WHERE form=? AND unit=? AND id=? AND check_id=?",
			      "tttt", form, unit, id, check);
	/* Said again in the same words, it keeps the time it was first said. */
	return db_run(b->db, e,
		      "INSERT INTO reason (form, unit, id, check_id, text, who, at) "
		      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (form, unit, id, check_id) "
		      "DO UPDATE SET text=excluded.text, who=excluded.who, at=excluded.at "
		      "WHERE text IS NOT excluded.text",
		      "ttttttt", form, unit, id, check, text, who, time_stamp(at));
}

int reason_each(struct book *b, const char *form, const char *unit, const char *id,
		void (*fn)(void *ctx, const char *check, const char *text), void *ctx,
		struct error *e)
{
	struct stmt *st;
	int rc = db_prepare(b->db, &st,
			    "SELECT check_id, text FROM reason WHERE form=? AND unit=? AND id=? "
			    "ORDER BY check_id",
			    e);

	if (rc)
		return rc;
	stmt_text(st, 1, form);
	stmt_text(st, 2, book_unit(b, unit));
	stmt_text(st, 3, id);
	while ((rc = stmt_step(st, e)) > 0)
		fn(ctx, stmt_col_text(st, 0), stmt_col_text(st, 1));
	stmt_done(st);
	return rc;
}
