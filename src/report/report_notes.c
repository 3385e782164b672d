/* SPDX-License-Identifier: MIT */
/* What stands below a table: what its figures were made from, what is missing in them, and what nobody has verified yet. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/make_impl.h"
#include "sync/made_from.h"

#define NAMES_MAX 8

void making_unverified(struct making *m, const struct codes *list, const struct code *code)
{
	char *text = xasprintf("%s (%s)", codes_label(list, code->code), code->code);

	if (!strlist_has(&m->unverified, text))
		strlist_add(&m->unverified, text);
	free(text);
}

/* "A, B, C …"; caller frees. */
static char *joined(const struct strlist *names)
{
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < names->n && i < NAMES_MAX; i++)
		str_addf(&out, "%s%s", i ? ", " : "", names->v[i]);
	if (names->n > NAMES_MAX)
		str_addf(&out, _(", and %zu others"), names->n - NAMES_MAX);
	return str_take(&out);
}

static void note(struct making *m, char *text)
{
	strlist_take(&m->t->notes, text);
}

/* The decisions by which the lists were closed, a unit each; one sentence for a commune. */
static int note_lists(struct making *m, struct error *e)
{
	struct stmt *st;
	struct strlist open;
	int rc = db_prepare(m->d->db, &st,
			    "SELECT unit, frozen, decision_no, decision_date FROM line_round ORDER BY unit", e);

	if (rc)
		return rc;
	strlist_init(&open);
	while ((rc = stmt_step(st, e)) == 1) {
		int u = report_places_find(&m->d->units, stmt_col_text(st, 0), NULL);
		const char *no = stmt_col_text(st, 2), *day = stmt_col_text(st, 3);
		struct date d;
		char shown[11];

		if (u < 0)
			continue;
		if (!stmt_col_int(st, 1))
			strlist_add(&open, m->d->units.v[u].name);
		else if (m->d->units.n == 1)
			note(m, xasprintf(_("Official figures: the list closed by decision %s of %s."), no ? no : "–",
					  day && date_parse_iso(day, &d) ? date_human(&d, shown) : "–"));
	}
	stmt_done(st);
	if (open.n && m->d->units.n == 1) {
		note(m, xstrdup(_("Preliminary figures: made from the sheets as they stand; the list is not closed.")));
	} else if (open.n) {
		char *names = joined(&open);

		note(m, xasprintf(_("Preliminary: the list is not closed yet in %s."), names));
		free(names);
	}
	strlist_fini(&open);
	return rc;
}

static void note_missing(struct making *m)
{
	struct strlist names;

	strlist_init(&names);
	for (size_t i = 0; i < m->d->units.n; i++)
		if (!m->d->units.v[i].known)
			strlist_add(&names, m->d->units.v[i].name);
	if (names.n) {
		char *text = joined(&names);

		note(m, xasprintf(_("Not in these figures, because there is no such round of theirs: %s."), text));
		free(text);
	}
	strlist_fini(&names);
	if (m->d->waiting)
		note(m, xasprintf(_("%lld households without a result yet are counted with the class they had."),
				  (long long)m->d->waiting));
	if (m->no_total.n) {
		char *text = joined(&m->no_total);

		note(m, xasprintf(_("No typed total of households (Totals of the year), so no rate: %s."), text));
		free(text);
	}
}

static void note_unverified(struct making *m)
{
	const struct codes *standards = code_lists_get(forms_codes(m->d->forms), "standard", NULL);
	const struct code *standard = codes_find(standards, m->d->standard ? m->d->standard : "");

	if (standard && !standard->verified)
		making_unverified(m, standards, standard);
	if (m->unverified.n) {
		char *text = joined(&m->unverified);

		note(m, xasprintf(_("Not verified yet against the official text: %s."), text));
		free(text);
	}
	if (!m->r->verified)
		note(m, xstrdup(_("The layout of this table has not been verified against the official annex.")));
	if (*report_words(m->r->note))
		note(m, xstrdup(report_words(m->r->note)));
}

/* Of each unit below, the bundle its figures came with. */
static int note_bundles(struct making *m, struct error *e)
{
	struct made_from from = { .v = NULL };
	int rc = 0;

	if (!report_desk_above(m->d))
		return 0;
	rc = made_from_read(m->d->book, NULL, &from, e);
	for (size_t i = 0; !rc && i < from.n; i++)
		note(m, made_from_line(&from.v[i]));
	made_from_fini(&from);
	return rc;
}

int making_notes(struct making *m, struct error *e)
{
	int rc = note_lists(m, e);

	if (rc)
		return rc;
	note_missing(m);
	note_unverified(m);
	return note_bundles(m, e);
}
