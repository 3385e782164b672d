/* SPDX-License-Identifier: MIT */
/*
 * Reports held against the forms without a book: their SELECTs are prepared over empty tables and must give what their columns
 * want. So a mistake is found when the report is written, not in the week when it is due.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/blank.h"
#include "report/report_impl.h"
#include "store/guard.h"

struct checking {
	const struct report *r;
	struct forms *f;
	struct complaints *c;
	struct db *db;
	struct strlist columns; /* of the SELECT */
};

static void bad(struct checking *k, int line, const char *key, const char *what)
{
	complaints_add(k->c, k->r->file->path, line, NULL, key, "%s", what);
}

static void must_give(struct checking *k, const char *key, const char *suffix, int line)
{
	char *name = xasprintf("%s%s", key, suffix);

	if (!strlist_has(&k->columns, name))
		bad(k, line, name, _("its SELECT lacks a column"));
	free(name);
}

static void check_list(struct checking *k, const char *list, int line)
{
	if (list && !code_lists_get(forms_codes(k->f), list, NULL))
		bad(k, line, list, _("there is no such code list"));
}

static void check_typed(struct checking *k, const struct report_spec *s)
{
	char *sql;
	struct stmt *st;

	if (!s->typed)
		return;
	sql = xasprintf("SELECT x.%s FROM line_total AS x", s->typed);
	if (db_prepare(k->db, &st, sql, NULL))
		bad(k, s->line, s->typed, _("there is no such typed total"));
	else
		stmt_done(st);
	free(sql);
}

static void check_columns(struct checking *k)
{
	const struct report *r = k->r;
	bool is_long = strlist_has(&k->columns, "cell");

	must_give(k, "unit", "", k->r->file->sql_line);
	must_give(k, "village", "", k->r->file->sql_line);
	if (r->list) {
		must_give(k, "first", "", k->r->file->sql_line);
		must_give(k, "members", "", k->r->file->sql_line);
	} else if (is_long) {
		must_give(k, "n", "", k->r->file->sql_line);
		if (r->measures)
			must_give(k, "people", "", k->r->file->sql_line);
	}
	for (size_t i = 0; i < r->n; i++) {
		const struct report_spec *s = &r->columns[i];

		check_list(k, s->pivot, s->line);
		check_list(k, s->codes, s->line);
		check_typed(k, s);
		if (s->formula || s->typed || (is_long && !r->list))
			continue;
		must_give(k, s->key, "", s->line);
		if (r->measures)
			must_give(k, s->key, "_people", s->line);
	}
}

static void check_report(struct checking *k)
{
	struct error e = ERROR_INIT;
	struct stmt *st;

	strlist_init(&k->columns);
	if (db_prepare(k->db, &st, k->r->file->sql, &e)) {
		const char *why = e.detail ? e.detail : e.what, *sql = strstr(why, k->r->file->sql);
		char *text = xstrndup(why, sql ? (size_t)(sql - why) : strlen(why));

		complaints_add(k->c, k->r->file->path, k->r->file->sql_line, NULL, NULL,
			       _("SQLite cannot read this query: %s"), text);
		free(text);
	} else {
		for (int i = 0; i < stmt_cols(st); i++)
			strlist_add(&k->columns, stmt_col_name(st, i));
		stmt_done(st);
		check_columns(k);
	}
	error_clear(&e);
	strlist_fini(&k->columns);
}

void reports_check(const struct reports *r, struct forms *f, struct complaints *c)
{
	struct error e = ERROR_INIT;
	struct db *db = NULL;
	int rc = blank_open(&db, f, &e);

	if (!rc)
		rc = db_guard_select(db, true, &e);
	for (size_t i = 0; !rc && i < r->n; i++) {
		struct checking k = { .r = &r->v[i], .f = f, .c = c, .db = db };

		check_report(&k);
	}
	if (rc)
		complaints_add(c, "reports", 0, NULL, NULL, "%s", e.what);
	error_clear(&e);
	db_close(db);
}
