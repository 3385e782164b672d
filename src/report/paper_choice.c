/* SPDX-License-Identifier: MIT */
/* What a paper is made for when the officer does not say: the newest round, the newest decision of it. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/paper_impl.h"
#include "store/record.h"

static char *one(struct book *b, const char *sql, const char *a)
{
	char *id = NULL;

	/* A book of before these forms, open for reading, lacks the table: then there is none. */
	if (db_get_text(book_db(b), &id, NULL, sql, "tt", book_unit_id(b), a))
		return NULL;
	return id;
}

char *paper_newest(struct book *b, enum paper_of of, const struct paper_choice *choice)
{
	const char *round = choice->of[PAPER_ROUND], *household = choice->of[PAPER_HOUSEHOLD];
	char *id = NULL;

	if (of == PAPER_ROUND)
		return one(b, "SELECT id FROM round WHERE _unit=?1 AND coalesce(opening, '')<>'yes' AND ?2 IS NULL "
			      "ORDER BY start_date DESC, id DESC LIMIT 1", NULL);
	if (of != PAPER_DECISION)
		return NULL;
	/* Of a household first the one that it stands in: it may have been recognised between two yearly lists. */
	if (household && !round)
		id = one(b, "SELECT decision FROM decision_line WHERE _unit=?1 AND household=?2 "
			    "ORDER BY decision_date DESC, id DESC LIMIT 1", household);
	if (id)
		return id;
	return one(b, "SELECT id FROM decision WHERE _unit=?1 AND (?2 IS NULL OR round=?2) AND kind<>'opening' "
		      "ORDER BY decision_date DESC, id DESC LIMIT 1", round);
}

/* What the record itself and the records it names say a paper can be made for. */
int paper_choose_record(struct forms *f, struct book *b, const char *form_name, const char *id,
			char *of[PAPER_OF_N], struct error *e)
{
	const struct form *form;
	struct record r;
	int rc = forms_get(f, form_name, &form, e);

	if (!rc)
		rc = record_load(b, &form->table, book_unit_id(b), id, &r, e);
	if (rc)
		return rc;
	for (int i = 0; i < PAPER_OF_N; i++) {
		if (!strcmp(paper_of_names[i], form_name))
			set_string(&of[i], id);
		for (size_t k = 0; k < form->n_fields; k++)
			if (form->fields[k].type == FIELD_REFERENCE && !strcmp(form->fields[k].name, paper_of_names[i]) &&
			    strcmp(form_name, "household") != 0 && record_get(&r, form->fields[k].name))
				set_string(&of[i], record_get(&r, form->fields[k].name));
	}
	record_fini(&r);
	return 0;
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
