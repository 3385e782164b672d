/* SPDX-License-Identifier: MIT */
/* Code lists as TEMP tables, so that a paper can repeat over the indicators of a standard as over any rows. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/i18n.h"
#include "report/paper_impl.h"

static const char tables[] =
	"CREATE TEMP TABLE IF NOT EXISTS code (list TEXT NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, label TEXT, "
	"standard TEXT, valid_from TEXT, valid_to TEXT, verified TEXT NOT NULL, PRIMARY KEY (list, seq));"
	"CREATE TEMP TABLE IF NOT EXISTS code_extra (list TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, value TEXT);"
	"CREATE INDEX IF NOT EXISTS temp.code_extra_code ON code_extra (list, code, name);";

static int put_extra(struct db *db, const struct codes *list, const struct code *c, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && list->extra_names && list->extra_names[i]; i++)
		if (!str_empty(c->extra[i]))
			rc = db_run(db, e, "INSERT INTO code_extra VALUES (?, ?, ?, ?)", "tttt", list->name, c->code,
				    list->extra_names[i], c->extra[i]);
	return rc;
}

static int put_list(struct db *db, const struct codes *list, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < list->n; i++) {
		const struct code *c = &list->v[i];

		rc = db_run(db, e, "INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "titttttt", list->name,
			    (long long)i + 1, c->code, c->label[LANG_VI], c->standard, c->from, c->to,
			    c->verified ? "yes" : "no");
		if (!rc)
			rc = put_extra(db, list, c, e);
	}
	return rc;
}

int paper_codes_fill(struct db *db, struct forms *f, const struct strlist *lists, struct error *e)
{
	int rc = db_exec(db, tables, e);

	for (size_t i = 0; !rc && i < lists->n; i++) {
		const struct codes *list = code_lists_get(forms_codes(f), lists->v[i], NULL);

		if (!list)
			return error_fail(e, ERR_DATA, "GN-P06", _("There is no code list %s."), lists->v[i]);
		rc = put_list(db, list, e);
	}
	return rc;
}
