/* SPDX-License-Identifier: MIT */
/*
 * A list that was accepted as closed stays as it was signed: what is wrong in it is put right by a correction, a decision of its own
 * with lines of its own. No program of ours sends it otherwise; what differs in it all the same is a fault of the bundle. Last
 * year's list taken over stays open until a list is closed on top of it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sync/inbox_impl.h"

#define CLOSED_IDS                                                                                                                 \
	"SELECT d.id FROM book.decision d WHERE d._unit=?1 AND d.closed='yes' AND (d.kind IS NOT 'opening' OR EXISTS "            \
	"(SELECT 1 FROM book.decision x WHERE x._unit=?1 AND x.closed='yes' AND x.kind IS NOT 'opening'))"
#define CLOSED "(" CLOSED_IDS ")"
#define CLOSED_LINES "SELECT id FROM book.decision_line WHERE _unit=?1 AND decision IN " CLOSED

/* Which of a form's records, as accepted and as they come now, are part of such a list. */
static const struct part {
	const char *form, *field, *had, *comes;
} parts[] = {
	{ "decision", NULL, CLOSED_IDS, NULL },
	{ "decision_line", "decision", CLOSED_LINES, "SELECT id FROM main.decision_line WHERE decision IN " CLOSED },
	{ "decision_person", "decision_line", "SELECT id FROM book.decision_person WHERE _unit=?1 AND decision_line IN (" CLOSED_LINES ")",
	  "SELECT id FROM main.decision_person WHERE decision_line IN (" CLOSED_LINES ")" },
};

static bool sends(const struct snap_form *sf, const char *name)
{
	for (size_t i = 0; i < sf->n_columns; i++)
		if (sf->columns[i].known && !strcmp(sf->columns[i].name, name))
			return true;
	return false;
}

static int mark(struct inbox_open *o, size_t index, const char *ids, unsigned flags, struct error *e)
{
	char *sql = xasprintf("UPDATE temp.diff SET flags=flags | %d, rank=min(rank, %d) WHERE form=%zu AND flags & %u AND id IN (%s)",
			      FLAG_CLOSED, DIFF_RANK_ERROR, index, flags, ids);
	int rc = db_run(snapshot_db(o->snapshot), e, sql, "t", o->item.head.unit_id);

	free(sql);
	return rc;
}

int diff_closed(struct inbox_open *o, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < o->snapshot->n_forms; i++) {
		const struct snap_form *sf = &o->snapshot->forms[i];

		for (size_t k = 0; !rc && sf->form && k < sizeof(parts) / sizeof(*parts); k++) {
			if (strcmp(sf->name, parts[k].form) != 0)
				continue;
			rc = mark(o, i, parts[k].had, FLAG_FIELDS | FLAG_ANSWERS | FLAG_GONE, e);
			if (!rc && parts[k].comes && sends(sf, parts[k].field))
				rc = mark(o, i, parts[k].comes, FLAG_ADDED, e);
		}
	}
	return rc;
}
