/* SPDX-License-Identifier: MIT */
/*
 * Opening a snapshot that somebody else made. Its signature says who wrote it, not that it is well
 * meant: nothing is read from it before the file is sound and its schema is, letter by letter,
 * what snapshot_make would have written; what is then read is a table and can be nothing else.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "sync/snapshot_impl.h"
#include "sync/temp.h"

int snapshot_bad(struct error *e, const char *id, const char *detail)
{
	exchange_refuse(e, ERR_DATA, id,
			_("The contents of the file are not as this program writes them."),
			_("Do not take it in; ask the sender which program made it."));
	error_detail(e, "%s", detail);
	return ERR_DATA;
}

void snapshot_close(struct snapshot *s)
{
	if (!s)
		return;
	db_close(s->db);
	for (size_t i = 0; i < s->n_forms; i++)
		snap_form_fini(&s->forms[i]);
	free(s->forms);
	free(s->unknown_list);
	strlist_fini(&s->unknown);
	free(s->path);
	free(s);
}

struct db *snapshot_db(struct snapshot *s)
{
	return s->db;
}

const char *snapshot_path(const struct snapshot *s)
{
	return s->path;
}

const char *const *snapshot_unknown(const struct snapshot *s)
{
	return s->unknown_list;
}

/* ---- the field lists of the header ---- */

static void add_field(struct snap_form *sf, const char *name)
{
	size_t n = strlen(name);
	bool rows = n && name[n - 1] == '+';
	struct snap_column c = { xstrndup(name, rows ? n - 1 : n), NULL, NULL };

	for (size_t i = 0; sf->form && i < sf->form->table.n_columns; i++) {
		const struct column *known = &sf->form->table.columns[i];
		bool known_rows = known->kind == COLUMN_MULTI || known->kind == COLUMN_ANSWERS;

		if (!strcmp(known->name, c.name) && known_rows == rows &&
		    snapshot_carries(sf->form, known))
			c.known = known;
	}
	if (rows)
		sf->answers[sf->n_answers++] = c;
	else
		sf->columns[sf->n_columns++] = c;
}

static bool names_ok(const struct snap_form *sf)
{
	for (size_t i = 0; i < sf->n_columns; i++) {
		if (!db_name_ok(sf->columns[i].name) || sf->columns[i].name[0] == '_')
			return false;
		for (size_t j = 0; j < i; j++)
			if (!strcmp(sf->columns[i].name, sf->columns[j].name))
				return false;
	}
	for (size_t i = 0; i < sf->n_answers; i++)
		if (!db_name_ok(sf->answers[i].name) || sf->answers[i].name[0] == '_')
			return false;
	return true;
}

/* "NAME VERSION COUNT field,field+…" */
static int parse_form(struct snapshot *s, struct forms *f, const char *line, struct error *e)
{
	struct snap_form *sf = &s->forms[s->n_forms];
	struct strlist words, fields;
	int rc = 0;

	strlist_init(&words);
	strlist_init(&fields);
	strlist_split(&words, line, " ");
	*sf = (struct snap_form){ NULL };
	if (words.n < 3 || words.n > 4 || !db_name_ok(words.v[0]) || words.v[0][0] == '_' ||
	    !str_int(words.v[1], &sf->version) || !str_int(words.v[2], &sf->count) ||
	    sf->count < 0) {
		rc = snapshot_bad(e, "GN-U10", line);
		goto out;
	}
	for (size_t i = 0; i < s->n_forms; i++)
		if (!strcmp(s->forms[i].name, words.v[0])) {
			rc = snapshot_bad(e, "GN-U10", line);
			goto out;
		}
	/* A form this program has but does not exchange is as good as unknown. */
	rc = forms_get(f, words.v[0], &sf->form, e);
	if (rc == ERR_NOTFOUND) {
		error_clear(e);
		rc = 0;
	}
	if (rc)
		goto out;
	if (sf->form && !sf->form->exchanged)
		sf->form = NULL;
	sf->name = xstrdup(words.v[0]);
	s->n_forms++;
	if (words.n == 4)
		strlist_split(&fields, words.v[3], ",");
	sf->columns = xcalloc(fields.n + 1, sizeof(*sf->columns));
	sf->answers = xcalloc(fields.n + 1, sizeof(*sf->answers));
	for (size_t i = 0; i < fields.n; i++)
		add_field(sf, fields.v[i]);
	if (!names_ok(sf))
		rc = snapshot_bad(e, "GN-U10", line);
out:
	strlist_fini(&fields);
	strlist_fini(&words);
	return rc;
}

static int parse_forms(struct snapshot *s, struct forms *f, const struct header *h, struct error *e)
{
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < h->n; i++)
		n += !strcmp(h->v[i].name, "form");
	if (n > SNAPSHOT_TABLES_MAX)
		return snapshot_bad(e, "GN-U10", "too many forms");
	s->forms = xcalloc(n + 1, sizeof(*s->forms));
	for (size_t i = 0; !rc && i < h->n; i++)
		if (!strcmp(h->v[i].name, "form"))
			rc = parse_form(s, f, h->v[i].value, e);
	return rc;
}

static void list_unknown(struct snapshot *s)
{
	for (size_t i = 0; i < s->n_forms; i++) {
		const struct snap_form *sf = &s->forms[i];

		for (size_t k = 0; k < sf->n_columns + sf->n_answers; k++) {
			const struct snap_column *c = k < sf->n_columns
							      ? &sf->columns[k]
							      : &sf->answers[k - sf->n_columns];

			if (!c->known)
				strlist_take(&s->unknown, xasprintf("%s.%s", sf->name, c->name));
		}
	}
	s->unknown_list = xcalloc(s->unknown.n + 1, sizeof(*s->unknown_list));
	for (size_t i = 0; i < s->unknown.n; i++)
		s->unknown_list[i] = s->unknown.v[i];
}

/* ---- is it what it says? ---- */

struct snap_form *snapshot_form(const struct snapshot *s, const char *name)
{
	for (size_t i = 0; i < s->n_forms; i++)
		if (!strcmp(s->forms[i].name, name))
			return &s->forms[i];
	return NULL;
}

static const char *known_type(const char *said)
{
	static const char *const types[] = { "TEXT", "INTEGER", "REAL" };

	for (size_t i = 0; said && i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i], said))
			return types[i];
	return NULL;
}

/* Columns by name and order as the header says; types are taken from the table. */
static int read_columns(struct snapshot *s, struct snap_form *sf, struct error *e)
{
	char *sql = xasprintf("PRAGMA main.table_xinfo(\"%s\")", sf->name);
	struct stmt *st;
	size_t n = 0;
	int rc = db_prepare(s->db, &st, sql, e);

	free(sql);
	if (rc)
		return rc;
	for (; (rc = stmt_step(st, e)) > 0; n++) {
		struct snap_column *c;

		if (n < SNAPSHOT_FIXED)
			continue;
		c = n < sf->n_columns + SNAPSHOT_FIXED ? &sf->columns[n - SNAPSHOT_FIXED] : NULL;
		if (!c || !str_eq(stmt_col_text(st, 1), c->name) ||
		    !(c->type = known_type(stmt_col_text(st, 2)))) {
			rc = snapshot_bad(e, "GN-U11", sf->name);
			break;
		}
	}
	stmt_done(st);
	if (!rc && n != sf->n_columns + SNAPSHOT_FIXED)
		rc = snapshot_bad(e, "GN-U11", sf->name);
	return rc;
}

static const char *engine_sql(const char *name)
{
	for (size_t i = 0; snapshot_engine_tables[i]; i += 2)
		if (!strcmp(snapshot_engine_tables[i], name))
			return snapshot_engine_tables[i + 1];
	return NULL;
}

/* The one CREATE TABLE this table may have; NULL (and an error) where it may not be there at
 * all. */
static int expected_sql(struct snapshot *s, const char *name, struct str *out, struct error *e)
{
	const char *engine = engine_sql(name);
	struct snap_form *sf = snapshot_form(s, name);
	int rc;

	if (engine) {
		str_add(out, engine);
		return 0;
	}
	if (!sf)
		return snapshot_bad(e, "GN-U12", name);
	rc = read_columns(s, sf, e);
	if (!rc)
		snapshot_table_sql(out, name, sf->columns, sf->n_columns);
	return rc;
}

static int check_entry(struct snapshot *s, const char *type, const char *name, const char *sql,
		       struct error *e)
{
	struct str want;
	int rc;

	if (!str_eq(type, "table") || !name || !sql || !db_name_ok(name))
		return snapshot_bad(e, "GN-U12", name ? name : "?");
	str_init(&want);
	rc = expected_sql(s, name, &want, e);
	if (!rc && strcmp(sql, want.s))
		rc = snapshot_bad(e, "GN-U12", name);
	str_fini(&want);
	return rc;
}

/* Only tables, each as snapshot_make writes it, each announced, none missing. */
static int check_schema(struct snapshot *s, struct error *e)
{
	size_t n = 0, want = s->n_forms;
	struct stmt *st;
	int rc = db_prepare(s->db, &st, "SELECT type, name, sql FROM main.sqlite_master", e);

	if (rc)
		return rc;
	for (size_t i = 0; snapshot_engine_tables[i]; i += 2)
		want++;
	while ((rc = stmt_step(st, e)) > 0) {
		n++;
		rc = check_entry(s, stmt_col_text(st, 0), stmt_col_text(st, 1),
				 stmt_col_text(st, 2), e);
		if (rc)
			break;
	}
	stmt_done(st);
	/* No name is there twice: SQLite itself would not have read such a schema. */
	if (!rc && n != want)
		rc = snapshot_bad(e, "GN-U12", "a table is missing");
	return rc;
}

int snapshot_sound(struct db *db, struct error *e)
{
	char *said = NULL;
	int64_t largest = 0;
	int rc = db_get_text(db, &said, e, "PRAGMA main.quick_check(1)", "");

	if (!rc && !str_eq(said, "ok"))
		rc = snapshot_bad(e, "GN-U13", said ? said : "quick_check");
	free(said);
	if (!rc)
		rc = db_get_int(db, &largest, NULL, e, "SELECT max(mx_payload) FROM dbstat", "");
	if (!rc && largest > SNAPSHOT_ROW_MAX)
		rc = snapshot_bad(e, "GN-U14", "a row is too long");
	return rc;
}

static int foreign_row(struct error *e, const char *form)
{
	exchange_refuse(e, ERR_DATA, "GN-U15",
			_("The file holds records of a unit that did not make it."),
			_("Do not take it in; ask the sender to make the bundle anew."));
	error_detail(e, "%s", form);
	return ERR_DATA;
}

/* Column `i` is exactly this text. Bytes are compared as they lie: the rows are many. */
static bool cell_is(struct stmt *st, int i, const char *text, size_t n)
{
	size_t have;
	const void *p = stmt_col_blob(st, i, &have);

	return have == n && !memcmp(p, text, n);
}

/* Take the row's id; false unless it is one, and greater than `last`. */
static bool next_id(struct stmt *st, char last[static UUID_LEN + 1])
{
	char id[UUID_LEN + 1];
	size_t n;
	const void *p = stmt_col_blob(st, 0, &n);

	if (n != UUID_LEN)
		return false;
	memcpy(id, p, UUID_LEN);
	id[UUID_LEN] = '\0';
	if (!uuid_valid(id) || strcmp(id, last) <= 0)
		return false;
	memcpy(last, id, sizeof(id));
	return true;
}

/* Every row of the sender's own unit, ids in order and none twice, counts as announced.
 * quick_check does not see rows out of order in a table kept by its key; look-ups would then
 * miss them. */
static int check_rows(struct snapshot *s, const struct snap_form *sf, const char *unit,
		      int64_t *incomplete, struct error *e)
{
	char *sql = xasprintf("SELECT id, _unit, _rev, _state FROM main.\"%s\"", sf->name);
	char last[UUID_LEN + 1] = "";
	size_t unit_len = strlen(unit);
	struct stmt *st;
	int64_t n = 0;
	int rc = db_prepare(s->db, &st, sql, e);

	free(sql);
	if (rc)
		return rc;
	while ((rc = stmt_step(st, e)) > 0) {
		bool whole = cell_is(st, 3, "complete", 8);

		if (!cell_is(st, 1, unit, unit_len)) {
			rc = foreign_row(e, sf->name);
			break;
		}
		if (!next_id(st, last) || stmt_col_int(st, 2) < 1 ||
		    (!whole && !cell_is(st, 3, "incomplete", 10)) || ++n > sf->count) {
			rc = snapshot_bad(e, "GN-U16", sf->name);
			break;
		}
		*incomplete += !whole;
	}
	stmt_done(st);
	if (!rc && n != sf->count)
		rc = snapshot_bad(e, "GN-U16", sf->name);
	return rc;
}

/* The key of a row beside the records, part by part: of two such, the greater text is the greater key. *record: bytes of
 * the first two parts, which name the record. */
static void take_key(struct stmt *st, int n_keys, struct str *out, size_t *record)
{
	str_reset(out);
	for (int i = 0; i < n_keys; i++) {
		size_t n;
		const char *p = stmt_col_blob(st, i, &n);

		str_addn(out, p, n);
		str_addc(out, '\0');
		if (i == 1)
			*record = out->len;
	}
	if (n_keys < 2)
		*record = out->len;
}

/* Rows in order, none twice, not too many of one record. */
static int check_beside(struct snapshot *s, const char *table, const char *keys, int n_keys, struct error *e)
{
	char *sql = xasprintf("SELECT %s FROM main.\"%s\"", keys, table);
	struct str a, b, *last = &a, *now = &b, *other;
	size_t record = 0, record_before = 0;
	int64_t of_one = 0;
	struct stmt *st;
	int rc = db_prepare(s->db, &st, sql, e);

	free(sql);
	if (rc)
		return rc;
	str_init(&a);
	str_init(&b);
	while ((rc = stmt_step(st, e)) > 0) {
		size_t least;
		int d;

		take_key(st, n_keys, now, &record);
		least = now->len < last->len ? now->len : last->len;
		d = least ? memcmp(now->s, last->s, least) : 1;
		of_one = record == record_before && !memcmp(now->s, last->s, record) ? of_one + 1 : 1;
		if (d < 0 || (!d && now->len <= last->len) || of_one > SNAPSHOT_ANSWERS_MAX) {
			rc = snapshot_bad(e, "GN-U16", table);
			break;
		}
		record_before = record;
		other = last;
		last = now;
		now = other;
	}
	stmt_done(st);
	str_fini(&a);
	str_fini(&b);
	return rc;
}

static int check_all_beside(struct snapshot *s, struct error *e)
{
	int rc = check_beside(s, "answer", "form, id, field, code", 4, e);

	if (!rc)
		rc = check_beside(s, "reason", "form, id, check_id", 3, e);
	if (!rc)
		rc = check_beside(s, "tombstone", "form, id", 2, e);
	return rc ? rc : check_beside(s, "remark_answered", "remark_id", 1, e);
}

static bool header_is(const struct header *h, const char *name, int64_t want)
{
	const char *said = header_get(h, name);
	long long n;

	return said && str_int(said, &n) && n == want;
}

static int check_counts(struct snapshot *s, const struct header *h, const char *unit,
			struct error *e)
{
	int64_t records = 0, incomplete = 0, households = 0, answered = 0;
	int rc = 0;

	for (size_t i = 0; i < s->n_forms; i++) {
		records += s->forms[i].count;
		if (records > SNAPSHOT_RECORDS_MAX || s->forms[i].count > SNAPSHOT_RECORDS_MAX)
			return snapshot_bad(e, "GN-U17", "records");
	}
	for (size_t i = 0; !rc && i < s->n_forms; i++) {
		rc = check_rows(s, &s->forms[i], unit, &incomplete, e);
		if (!strcmp(s->forms[i].name, "household"))
			households = s->forms[i].count;
	}
	if (!rc)
		rc = db_get_int(s->db, &answered, NULL, e,
				"SELECT count(*) FROM main.remark_answered", "");
	if (!rc && (!header_is(h, "records", records) || !header_is(h, "incomplete", incomplete) ||
		    !header_is(h, "households", households) || !header_is(h, "answered", answered)))
		rc = snapshot_bad(e, "GN-U17", "counts");
	return rc;
}

/* ---- opening ---- */

static int start(struct snapshot **out, struct forms *f, const char *path, const struct header *h,
		 struct error *e)
{
	struct snapshot *s = xcalloc(1, sizeof(*s));
	int rc = parse_forms(s, f, h, e);

	*out = s;
	strlist_init(&s->unknown);
	s->path = xstrdup(path);
	list_unknown(s);
	if (!rc)
		rc = db_open(&s->db, path, DB_READ | DB_FOREIGN, e);
	/* It is read from end to end several times, and it is our own copy, which nobody cuts under our feet. A commune's fits;
	 * of a larger one the rest is read as ever, so that memory has a bound. */
	if (!rc)
		rc = db_exec(s->db, "PRAGMA main.mmap_size=16777216", e);
	return rc;
}

int snapshot_fault(int rc, struct error *e)
{
	char *detail;

	if (rc != ERR_FAULT)
		return rc;
	detail = xstrdup(e && e->detail ? e->detail : "");
	rc = snapshot_bad(e, "GN-U13", detail);
	free(detail);
	return rc;
}

int snapshot_open(struct snapshot **out, struct forms *f, const char *path, const char *unit_id,
		  const struct header *h, struct error *e)
{
	struct snapshot *s;
	int rc;

	*out = NULL;
	if (!header_is(h, "exchange", EXCHANGE_VERSION)) {
		const char *said = header_get(h, "exchange");

		exchange_refuse(e, ERR_DATA, "GN-U18",
				_("The file was made by a newer program than this one."),
				_("Install the newer program here, then take the file in again."));
		error_detail(e, "exchange: %s", said ? said : "-");
		return ERR_DATA;
	}
	rc = start(&s, f, path, h, e);
	if (!rc)
		rc = snapshot_sound(s->db, e);
	if (!rc)
		rc = check_schema(s, e);
	if (!rc)
		rc = check_counts(s, h, unit_id, e);
	if (!rc)
		rc = check_all_beside(s, e);
	if (rc) {
		snapshot_close(s);
		return snapshot_fault(rc, e);
	}
	*out = s;
	return 0;
}

int snapshot_reopen(struct snapshot **out, struct forms *f, const char *path,
		    const struct header *h, struct error *e)
{
	struct snapshot *s;
	int rc = start(&s, f, path, h, e);

	*out = NULL;
	for (size_t i = 0; !rc && i < s->n_forms; i++)
		rc = read_columns(s, &s->forms[i], e);
	if (rc) {
		snapshot_close(s);
		return snapshot_fault(rc, e);
	}
	*out = s;
	return 0;
}

int snapshot_attach(struct snapshot *s, const struct book *b, struct error *e)
{
	struct str uri;
	int rc;

	str_init(&uri);
	str_add(&uri, "file:");
	for (const unsigned char *p = (const unsigned char *)book_path(b); *p; p++) {
		bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
			     (*p >= '0' && *p <= '9') || strchr("/._-~", *p);

		if (plain)
			str_addc(&uri, (char)*p);
		else
			str_addf(&uri, "%%%02X", (unsigned)*p);
	}
	str_add(&uri, "?mode=ro");
	/* What was limited for a stranger's schema is in the way of our own long comparisons. */
	sqlite3_limit(db_handle(s->db), SQLITE_LIMIT_ATTACHED, 1);
	sqlite3_limit(db_handle(s->db), SQLITE_LIMIT_EXPR_DEPTH, 1000);
	rc = db_run(s->db, e, "ATTACH ? AS book", "t", uri.s);
	str_fini(&uri);
	return rc;
}
