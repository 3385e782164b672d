/* SPDX-License-Identifier: MIT */
/*
 * Making a snapshot. The fresh file is the connection's own, the book is attached to it and only
 * read, in one transaction: the book's own connection, its locks and its caches are not touched.
 * Tables are kept in the order of their keys and without indexes: the smallest file, which the
 * receiver can search all the same.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/snapshot.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "sync/snapshot_impl.h"
#include "sync/temp.h"

const char *const snapshot_engine_tables[] = {
	"about",
	"CREATE TABLE \"about\" (\"name\" TEXT NOT NULL PRIMARY KEY, \"value\" TEXT NOT NULL) "
	"STRICT, WITHOUT ROWID",
	"answer",
	"CREATE TABLE \"answer\" (\"form\" TEXT NOT NULL, \"id\" TEXT NOT NULL, \"field\" TEXT NOT "
	"NULL, "
	"\"code\" TEXT NOT NULL, \"standard\" TEXT, \"value\" TEXT NOT NULL, "
	"PRIMARY KEY (\"form\", \"id\", \"field\", \"code\")) STRICT, WITHOUT ROWID",
	"reason",
	"CREATE TABLE \"reason\" (\"form\" TEXT NOT NULL, \"id\" TEXT NOT NULL, \"check_id\" TEXT "
	"NOT NULL, "
	"\"text\" TEXT NOT NULL, PRIMARY KEY (\"form\", \"id\", \"check_id\")) STRICT, WITHOUT "
	"ROWID",
	"remark_answered",
	"CREATE TABLE \"remark_answered\" (\"remark_id\" TEXT NOT NULL PRIMARY KEY, "
	"\"form\" TEXT NOT NULL, \"id\" TEXT NOT NULL, \"field\" TEXT) STRICT, WITHOUT ROWID",
	"tombstone",
	"CREATE TABLE \"tombstone\" (\"form\" TEXT NOT NULL, \"id\" TEXT NOT NULL, "
	"\"rev\" INTEGER NOT NULL, \"reason\" TEXT, PRIMARY KEY (\"form\", \"id\")) STRICT, "
	"WITHOUT ROWID",
	NULL,
};

bool snapshot_carries(const struct form *form, const struct column *c)
{
	const struct field *fd = form_field(form, c->name, NULL);

	return !c->derived && fd && !fd->alias && !fd->derived;
}

const char *snapshot_type(enum column_kind kind)
{
	return kind == COLUMN_INT ? "INTEGER" : kind == COLUMN_REAL ? "REAL" : "TEXT";
}

void snapshot_table_sql(struct str *out, const char *name, const struct snap_column *c, size_t n)
{
	str_addf(out,
		 "CREATE TABLE \"%s\" (\"id\" TEXT NOT NULL PRIMARY KEY, \"_unit\" TEXT NOT NULL, "
		 "\"_rev\" INTEGER NOT NULL, \"_state\" TEXT NOT NULL",
		 name);
	for (size_t i = 0; i < n; i++)
		str_addf(out, ", \"%s\" %s", c[i].name, c[i].type);
	str_add(out, ") STRICT, WITHOUT ROWID");
}

void snap_form_fini(struct snap_form *sf)
{
	for (size_t i = 0; i < sf->n_columns; i++)
		free(sf->columns[i].name);
	for (size_t i = 0; i < sf->n_answers; i++)
		free(sf->answers[i].name);
	free(sf->columns);
	free(sf->answers);
	free(sf->sql_load);
	free(sf->name);
}

/* ---- making ---- */

struct maker {
	struct db *db; /* the snapshot, the book attached */
	const char *unit;
	struct header *h;
	struct str lines; /* form lines, put into the header after the counts */
	int64_t records, incomplete, households;
};

static void columns_of(const struct form *form, struct snap_form *sf)
{
	const struct table *t = &form->table;

	*sf = (struct snap_form){ .name = xstrdup(form->name),
				  .form = form,
				  .version = form->version };
	sf->columns = xcalloc(t->n_columns + 1, sizeof(*sf->columns));
	sf->answers = xcalloc(t->n_columns + 1, sizeof(*sf->answers));
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct column *c = &t->columns[i];

		if (!snapshot_carries(form, c))
			continue;
		if (c->kind == COLUMN_MULTI || c->kind == COLUMN_ANSWERS)
			sf->answers[sf->n_answers++] =
				(struct snap_column){ xstrdup(c->name), NULL, c };
		else
			sf->columns[sf->n_columns++] =
				(struct snap_column){ xstrdup(c->name), snapshot_type(c->kind), c };
	}
}

static int fill_form(struct maker *m, const struct snap_form *sf, struct error *e)
{
	struct str sql;
	int rc;

	str_init(&sql);
	snapshot_table_sql(&sql, sf->name, sf->columns, sf->n_columns);
	rc = db_exec(m->db, sql.s, e);
	str_reset(&sql);
	str_addf(&sql, "INSERT INTO main.\"%s\" SELECT id, _unit, _rev, _state", sf->name);
	for (size_t i = 0; i < sf->n_columns; i++)
		str_addf(&sql, ", \"%s\"", sf->columns[i].name);
	str_addf(&sql, " FROM book.\"%s\" WHERE _unit=? ORDER BY id", sf->name);
	if (!rc)
		rc = db_run(m->db, e, sql.s, "t", m->unit);
	str_fini(&sql);
	return rc;
}

static int count_form(struct maker *m, struct snap_form *sf, struct error *e)
{
	char *sql =
		xasprintf("SELECT count(*) FROM main.\"%s\" WHERE _state='incomplete'", sf->name);
	int64_t incomplete;
	int rc;

	sf->count = db_changes(m->db);
	rc = db_get_int(m->db, &incomplete, NULL, e, sql, "");
	m->records += sf->count;
	m->incomplete += incomplete;
	if (!strcmp(sf->name, "household"))
		m->households = sf->count;
	free(sql);
	return rc;
}

/* The line names every field that travels; a '+' marks one whose answers are rows of their own. */
static void note_form(struct maker *m, const struct snap_form *sf)
{
	const char *comma = "";

	str_addf(&m->lines, "%s %lld %lld ", sf->name, sf->version, sf->count);
	for (size_t i = 0; i < sf->n_columns; i++, comma = ",")
		str_addf(&m->lines, "%s%s", comma, sf->columns[i].name);
	for (size_t i = 0; i < sf->n_answers; i++, comma = ",")
		str_addf(&m->lines, "%s%s+", comma, sf->answers[i].name);
	str_addc(&m->lines, '\n');
}

static int put_form(struct maker *m, const struct form *form, struct error *e)
{
	struct snap_form sf;
	int rc;

	columns_of(form, &sf);
	rc = fill_form(m, &sf, e);
	if (!rc)
		rc = count_form(m, &sf, e);
	if (!rc)
		rc = db_run(m->db, e,
			    "INSERT INTO main.answer SELECT form, id, field, code, standard, value "
			    "FROM book.answer WHERE form=? AND unit=? ORDER BY id, field, code",
			    "tt", form->name, m->unit);
	if (!rc)
		rc = db_run(m->db, e,
			    "INSERT INTO main.reason SELECT form, id, check_id, text "
			    "FROM book.reason WHERE form=? AND unit=? ORDER BY id, check_id",
			    "tt", form->name, m->unit);
	if (!rc)
		rc = db_run(m->db, e,
			    "INSERT INTO main.tombstone SELECT form, id, rev, reason "
			    "FROM book.tombstone WHERE form=? AND unit=? ORDER BY id",
			    "tt", form->name, m->unit);
	if (!rc)
		note_form(m, &sf);
	snap_form_fini(&sf);
	return rc;
}

static int put_all(struct maker *m, struct forms *f, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; !rc && snapshot_engine_tables[i]; i += 2)
		rc = db_exec(m->db, snapshot_engine_tables[i + 1], e);
	for (const char *const *name = forms_names(f); !rc && *name; name++) {
		const struct form *form;

		rc = forms_get(f, *name, &form, e);
		if (!rc && form->exchanged)
			rc = put_form(m, form, e);
	}
	if (!rc)
		rc = db_run(m->db, e,
			    "INSERT INTO main.remark_answered SELECT remark_id, form, id, field "
			    "FROM book.remark WHERE unit=? AND state='answered' ORDER BY remark_id",
			    "t", m->unit);
	return rc;
}

static void put_header(struct maker *m, int64_t answered)
{
	struct strlist lines;

	header_add(m->h, "exchange", "%d", EXCHANGE_VERSION);
	header_add(m->h, "records", "%" PRId64, m->records);
	header_add(m->h, "incomplete", "%" PRId64, m->incomplete);
	header_add(m->h, "households", "%" PRId64, m->households);
	header_add(m->h, "answered", "%" PRId64, answered);
	strlist_init(&lines);
	strlist_split(&lines, m->lines.s, "\n");
	for (size_t i = 0; i < lines.n; i++)
		header_add(m->h, "form", "%s", lines.v[i]);
	strlist_fini(&lines);
}

static int make(struct maker *m, struct forms *f, struct book *b, struct error *e)
{
	int64_t answered = 0;
	int rc = db_run(m->db, e, "ATTACH ? AS book", "t", book_path(b));

	if (rc)
		return rc;
	/* One transaction from the first look at the book to the last: a snapshot of one moment.
	 * The fresh file needs no journal, so nothing can be taken back; on failure it is thrown
	 * away. */
	rc = db_exec(m->db, "BEGIN", e);
	if (!rc)
		rc = put_all(m, f, e);
	if (!rc)
		rc = db_get_int(m->db, &answered, NULL, e,
				"SELECT count(*) FROM main.remark_answered", "");
	if (!rc)
		rc = db_exec(m->db, "COMMIT", e);
	if (!rc)
		put_header(m, answered);
	return rc;
}

int snapshot_make(struct forms *f, struct book *b, const char *path, struct header *h,
		  struct error *e)
{
	struct maker m = { .unit = book_unit_id(b), .h = h };
	int rc = db_open(&m.db, path, DB_WRITE | DB_CREATE | DB_SCRATCH, e);

	if (rc)
		return rc;
	str_init(&m.lines);
	rc = make(&m, f, b, e);
	str_fini(&m.lines);
	db_close(m.db);
	if (rc)
		unlink(path);
	return rc;
}
