/* SPDX-License-Identifier: MIT */
/* Empty tables of every form, made without a book. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "report/blank.h"

#include "domain/lines.h"
#include "store/migrate.h"

static void add_name(struct str *sql, const char *name)
{
	str_addf(sql, ", \"%s\"", name); /* names of forms and fields hold nothing to quote */
}

/* The forms' tables, empty, as db_prepare must find them. */
static int make_tables(struct db *db, struct forms *f, struct error *e)
{
	int rc = migrate_run(db, 0, e);

	for (const char *const *name = forms_names(f); !rc && *name; name++) {
		const struct form *form;
		struct str sql;

		if (forms_get(f, *name, &form, NULL))
			continue; /* forms_check tells what is wrong with it */
		str_init(&sql);
		str_addf(&sql, "CREATE TABLE \"%s\" (id, _unit, _rev, _state, _who, _at, _why", form->name);
		for (int i = 1; i <= form->table.n_sorts; i++)
			str_addf(&sql, ", _sort%d", i);
		for (size_t i = 0; i < form->table.n_columns; i++)
			if (form->table.columns[i].kind != COLUMN_MULTI && form->table.columns[i].kind != COLUMN_ANSWERS)
				add_name(&sql, form->table.columns[i].name);
		str_add(&sql, ")");
		rc = db_exec(db, sql.s, e);
		str_fini(&sql);
	}
	return rc;
}

int blank_open(struct db **out, struct forms *f, struct error *e)
{
	const struct lines_scope nowhere = { .round = "-", .today = "2000-01-01" };
	const struct form *form;
	int rc = db_open(out, ":memory:", DB_WRITE | DB_CREATE, e);

	if (!rc)
		rc = make_tables(*out, f, e);
	/* Forms without closed lists have no lines. */
	return rc || forms_get(f, "decision_line", &form, NULL) ? rc : lines_build(f, *out, &nowhere, e);
}
