/* SPDX-License-Identifier: MIT */
/* What a paper is made for when the officer does not say: the newest round, the newest decision of it. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>

#include "report/paper_impl.h"

static char *one(struct book *b, const char *sql, const char *a)
{
	char *id = NULL;

	/* A book of before these forms, open for reading, lacks the table: then there is none. */
	if (db_get_text(book_db(b), &id, NULL, sql, "tt", book_unit_id(b), a))
		return NULL;
	return id;
}

char *paper_newest(struct book *b, enum paper_of of, const char *round)
{
	if (of == PAPER_ROUND)
		return one(b, "SELECT id FROM round WHERE _unit=?1 AND coalesce(opening, '')<>'yes' AND ?2 IS NULL "
			      "ORDER BY start_date DESC, id DESC LIMIT 1", NULL);
	if (of == PAPER_DECISION)
		return one(b, "SELECT id FROM decision WHERE _unit=?1 AND (?2 IS NULL OR round=?2) AND kind<>'opening' "
			      "ORDER BY decision_date DESC, id DESC LIMIT 1", round);
	return NULL;
}

struct date paper_day(struct book *b, const struct paper_choice *choice)
{
	const char *round = choice->of[PAPER_ROUND], *decision = choice->of[PAPER_DECISION];
	struct date d = { 0 };
	char *day = NULL;

	if (decision)
		day = one(b, "SELECT decision_date FROM decision WHERE _unit=?1 AND id=?2", decision);
	else if (round)
		day = one(b, "SELECT coalesce(end_date, start_date) FROM round WHERE _unit=?1 AND id=?2", round);
	if (!day || !date_parse_iso(day, &d) || !d.day)
		d = book_today(b);
	free(day);
	return d;
}
