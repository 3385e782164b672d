/* SPDX-License-Identifier: MIT */
/* Officers: two or three people share one PC, and what is written must say by whom. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/book.h"
#include "store/internal.h"

int officer_list(struct book *b, struct officers *out, struct error *e)
{
	struct stmt *st;
	size_t cap = 0;
	int rc;

	*out = (struct officers){ NULL, 0 };
	/* Ids grow with time: this is the order in which they were entered. */
	rc = db_prepare(b->db, &st,
			"SELECT id, name, title, from_day, to_day FROM officer ORDER BY id", e);
	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) > 0) {
		out->v = grow(out->v, out->n, &cap, sizeof(*out->v));
		out->v[out->n++] = (struct officer){
			.id = xstrdup(stmt_col_text(st, 0)),
			.name = xstrdup(stmt_col_text(st, 1)),
			.title = xstrdup_null(stmt_col_text(st, 2)),
			.from = xstrdup_null(stmt_col_text(st, 3)),
			.to = xstrdup_null(stmt_col_text(st, 4)),
		};
	}
	stmt_done(st);
	if (rc)
		officers_fini(out);
	return rc;
}

void officers_fini(struct officers *o)
{
	for (size_t i = 0; i < o->n; i++) {
		free(o->v[i].id);
		free(o->v[i].name);
		free(o->v[i].title);
		free(o->v[i].from);
		free(o->v[i].to);
	}
	free(o->v);
	*o = (struct officers){ NULL, 0 };
}

int officer_save(struct book *b, const struct officer *o, char *id_out, struct error *e)
{
	char made[UUID_LEN + 1];
	const char *id = o->id ? o->id : uuid7(made);
	int rc;

	if (str_empty(o->name)) {
		rc = error_fail(e, ERR_USAGE, "GN-S46", _("The officer has no name."));
		error_todo(e, "%s", _("Give the officer's name."));
		return rc;
	}
	rc = db_run(
		b->db, e,
		"INSERT INTO officer (id, name, title, from_day, to_day) VALUES (?, ?, ?, ?, ?) "
		"ON CONFLICT (id) DO UPDATE SET name=excluded.name, title=excluded.title, "
		"from_day=excluded.from_day, to_day=excluded.to_day",
		"ttttt", id, o->name, o->title, o->from, o->to);
	if (!rc && id_out)
		memcpy(id_out, id, UUID_LEN + 1);
	return rc;
}
