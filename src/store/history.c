/* SPDX-License-Identifier: MIT */
/* History: what was, what is, who, when and why; one row a change, never changed itself. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "store/internal.h"
#include "store/record.h"

int history_add(struct book *b, const struct history_add *h, struct error *e)
{
	return db_run(
		b->db, e,
		"INSERT INTO history (form, unit, id, rev, kind, field, before, after, who, at, "
		"why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"tttittttttt", h->form, h->unit, h->id, (long long)h->rev, h->kind, h->field,
		h->before, h->after, h->who, h->at, h->why);
}

int history_each(struct book *b, const char *form, const char *unit, const char *id,
		 void (*fn)(void *ctx, const struct history_row *h), void *ctx, struct error *e)
{
	struct stmt *st;
	int rc =
		db_prepare(b->db, &st,
			   "SELECT seq, rev, kind, field, before, after, who, at, why FROM history "
			   "WHERE id=? AND form=? AND unit=? ORDER BY seq",
			   e);

	if (rc)
		return rc;
	stmt_text(st, 1, id);
	stmt_text(st, 2, form);
	stmt_text(st, 3, book_unit(b, unit));
	while ((rc = stmt_step(st, e)) > 0) {
		struct history_row h = {
			.seq = stmt_col_int(st, 0),
			.rev = stmt_col_int(st, 1),
			.kind = stmt_col_text(st, 2),
			.field = stmt_col_text(st, 3),
			.before = stmt_col_text(st, 4),
			.after = stmt_col_text(st, 5),
			.who = stmt_col_text(st, 6),
			.at = stmt_col_text(st, 7),
			.why = stmt_col_text(st, 8),
		};

		fn(ctx, &h);
	}
	stmt_done(st);
	return rc;
}
