/* SPDX-License-Identifier: MIT */
/* Does the book itself say that something has arisen in a period? The conditions are data; they see a guarded connection. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/calendar.h"
#include "form/entry.h"
#include "store/guard.h"

#define LISTED_MAX 20

struct arisen {
	struct forms *f;
	struct book *b;
	struct db *ro;
	const char *unit, *file;
	char from[11], to[11];
	struct strlist *out;
	size_t n;
};

static int look(struct arisen *a, const struct form *form, const char *condition, struct error *e)
{
	/* The three parameters have their numbers by the order in which they first stand here. */
	char *sql = xasprintf("SELECT t.id FROM \"%s\" t WHERE t._unit = :unit AND :from <= :to AND (%s) ORDER BY t.id",
			      form->name, condition);
	struct stmt *st;
	int rc = db_prepare(a->ro, &st, sql, e);

	free(sql);
	if (!rc) {
		stmt_text(st, 1, a->unit);
		stmt_text(st, 2, a->from);
		stmt_text(st, 3, a->to);
		while ((rc = stmt_step(st, e)) > 0) {
			char *key = a->n++ < LISTED_MAX ? form_key_show(a->f, a->b, form, a->unit, stmt_col_text(st, 0)) : NULL;

			if (key)
				strlist_take(a->out, xasprintf("%s: %s", i18n_pick(form->title), key));
			free(key);
		}
		stmt_done(st);
	}
	if (rc) {
		error_fail(e, ERR_DATA, "GN-Z20", _("The calendar asks the book something it does not understand: arisen.%s."),
			   form->name);
		error_safe(e, _("Nothing was changed."));
		error_todo(e, "%s", _("Put the file right: giamngheo-calendar(5) tells what may stand there."));
		error_detail(e, "%s", a->file);
	}
	return rc;
}

int calendar_arisen(struct forms *f, struct book *b, const char *unit, const struct duty *d, const char *period,
		    struct strlist *out, size_t *n, struct error *e)
{
	struct arisen a = { .f = f, .b = b, .unit = unit, .file = d->file, .out = out };
	struct period p;
	struct date day;
	int rc;

	*n = 0;
	if (!period_parse(period, &p) || !d->n_arisen)
		return 0;
	day = period_first(&p);
	date_iso(&day, a.from);
	day = period_last(&p);
	date_iso(&day, a.to);
	rc = db_open(&a.ro, book_path(b), DB_READ, e);
	if (!rc)
		rc = db_guard_select(a.ro, true, e);
	for (size_t i = 0; !rc && i < d->n_arisen; i++) {
		const struct form *form;

		/* A set of forms without this one has no such records. */
		if (!forms_get(f, d->arisen[i].form, &form, NULL))
			rc = look(&a, form, d->arisen[i].condition, e);
	}
	db_close(a.ro);
	*n = a.n;
	return rc;
}
