/* SPDX-License-Identifier: MIT */
/* Signed by a valid enrolled key and hostile all the same: the signature says who, not that it
 * is well meant. */
#include "forge.h"

#include <sqlite3.h>

struct scene {
	struct world *w;
	struct sample s, t;
	char *path; /* a good bundle of w->down, not received */
};

static int scene_setup(void **state)
{
	struct scene *sc = xcalloc(1, sizeof(*sc));
	void *w;

	if (world_setup(&w))
		return -1;
	sc->w = w;
	fill(sc->w, sc->w->down, &sc->s);
	fill(sc->w, sc->w->other, &sc->t);
	sc->path = bundle(sc->w, sc->w->down, NULL);
	*state = sc;
	return 0;
}

static int scene_teardown(void **state)
{
	struct scene *sc = *state;
	void *w = sc->w;

	free(sc->path);
	free(sc);
	return world_teardown(&w);
}

static void begin_forging(struct scene *sc, struct forge *g)
{
	forge_open(g, sc->w, sc->path, sc->w->down, sc->w->up);
}

/* Forge with this SQL on the body: refused so. */
static void body_refused(struct scene *sc, const char *sql, const char *id)
{
	struct forge g;

	begin_forging(sc, &g);
	forge_sql(&g, sql);
	refused(sc->w, forge_write(&g), ERR_DATA, id);
	forge_close(&g);
}

static void line_refused(struct scene *sc, const char *name, const char *value, const char *id)
{
	struct forge g;

	begin_forging(sc, &g);
	forge_line(&g, name, value);
	refused(sc->w, forge_write(&g), ERR_DATA, id);
	forge_close(&g);
}

/* Without this the others would prove nothing. */
static void put_together_unchanged(void **state)
{
	struct scene *sc = *state;
	struct forge g;

	begin_forging(sc, &g);
	receive(sc->w, forge_write(&g), "received");
	forge_close(&g);
	accept_it(sc->w, 1);
}

static void anything_but_tables(void **state)
{
	struct scene *sc = *state;

	body_refused(sc, "CREATE TRIGGER t AFTER INSERT ON household BEGIN DELETE FROM member; END",
		     "GN-U12");
	body_refused(sc, "CREATE VIEW v AS SELECT * FROM member", "GN-U12");
	body_refused(sc, "CREATE INDEX i ON household (household_code)", "GN-U12");
	body_refused(sc, "CREATE VIRTUAL TABLE f USING fts5(x)", "GN-U12");
	body_refused(sc, "CREATE TABLE more (x TEXT)", "GN-U12");
	body_refused(sc, "CREATE TABLE a (x INTEGER PRIMARY KEY AUTOINCREMENT)", "GN-U12");
	body_refused(sc, "ANALYZE", "GN-U12");
}

/* A view or a virtual table under a name that is expected. */
static void tables_that_are_not_as_they_should(void **state)
{
	struct scene *sc = *state;

	body_refused(sc,
		     "DROP TABLE reason; CREATE VIEW reason AS SELECT 'household' AS form, id, 'x' "
		     "AS check_id, "
		     "'y' AS text FROM household",
		     "GN-U12");
	body_refused(sc, "DROP TABLE household", "GN-U12");
	body_refused(sc, "DROP TABLE answer", "GN-U12");
	body_refused(sc, "ALTER TABLE household ADD COLUMN more TEXT", "GN-U11");
	body_refused(sc, "ALTER TABLE household DROP COLUMN people", "GN-U11");
	body_refused(sc, "ALTER TABLE household RENAME COLUMN people TO peoples", "GN-U11");
	body_refused(sc, "ALTER TABLE reason ADD COLUMN more TEXT", "GN-U12");
	body_refused(
		sc,
		"ALTER TABLE household ADD COLUMN g TEXT GENERATED ALWAYS AS (upper(note)) VIRTUAL",
		"GN-U11");
	/* no STRICT: a text where a number should be */
	body_refused(sc,
		     "CREATE TABLE x AS SELECT * FROM unit_year; DROP TABLE unit_year; "
		     "CREATE TABLE unit_year (id TEXT NOT NULL PRIMARY KEY, _unit TEXT NOT NULL, "
		     "_rev INTEGER NOT NULL, "
		     "_state TEXT NOT NULL, year INTEGER, village TEXT, households INTEGER) "
		     "WITHOUT ROWID; DROP TABLE x",
		     "GN-U12");
	body_refused(
		sc,
		"DROP TABLE unit_year; CREATE TABLE unit_year (\"id\" TEXT NOT NULL PRIMARY KEY, "
		"\"_unit\" TEXT NOT NULL, \"_rev\" INTEGER NOT NULL, \"_state\" TEXT NOT NULL, "
		"\"year\" INTEGER DEFAULT (hex(randomblob(9))), \"village\" TEXT, \"households\" "
		"INTEGER) STRICT, "
		"WITHOUT ROWID",
		"GN-U12");
}

static void rows_of_another_unit(void **state)
{
	struct scene *sc = *state;
	char *sql;

	sql = xasprintf("UPDATE household SET _unit='%s' WHERE household_code='002'",
			book_unit_id(sc->w->other));
	body_refused(sc, sql, "GN-U15");
	free(sql);
	body_refused(sc, "UPDATE member SET _unit='' WHERE relation='spouse'", "GN-U15");
	/* under another's name altogether: the key says who it is */
	line_refused(sc, "unit-id", book_unit_id(sc->w->other), "GN-E13");
	receive(sc->w, sc->path, "received");
	line_refused(sc, "unit-id", book_unit_id(sc->w->other), "GN-I13");
}

static void rows_that_are_none(void **state)
{
	struct scene *sc = *state;

	body_refused(sc, "UPDATE household SET id='x' WHERE household_code='002'", "GN-U16");
	body_refused(sc, "UPDATE household SET id=upper(id) WHERE household_code='002'", "GN-U16");
	body_refused(sc, "UPDATE household SET _rev=0", "GN-U16");
	body_refused(sc, "UPDATE household SET _state='fine'", "GN-U16");
	body_refused(sc, "DELETE FROM household WHERE household_code='002'", "GN-U16");
	body_refused(sc,
		     "INSERT INTO village VALUES ('0190f5fe-7c00-7a00-8000-000000000000', (SELECT "
		     "_unit FROM household), "
		     "1, 'complete', 'x')",
		     "GN-U16");
	body_refused(sc, "UPDATE household SET _state='incomplete'", "GN-U17");
	body_refused(sc, "INSERT INTO remark_answered VALUES ('x', 'household', 'y', NULL)",
		     "GN-U17");
}

static void too_much(void **state)
{
	struct scene *sc = *state;

	body_refused(sc,
		     "UPDATE household SET note=hex(zeroblob(1000000)) WHERE household_code='002'",
		     "GN-U14");
	body_refused(sc, "INSERT INTO about VALUES ('x', hex(zeroblob(200000)))", "GN-U14");
	body_refused(sc,
		     "INSERT INTO answer VALUES ('household', hex(zeroblob(200000)), 'x', 'y', "
		     "NULL, 'z')",
		     "GN-U14");
}

static void headers_that_lie(void **state)
{
	struct scene *sc = *state;
	const char *const ten = "10";

	line_refused(sc, "exchange", "2", "GN-U18");
	line_refused(sc, "exchange", NULL, "GN-U18");
	line_refused(sc, "number", "0", "GN-U20");
	line_refused(sc, "number", "9223372036854775807", "GN-U20");
	line_refused(sc, "number", "x", "GN-U20");
	line_refused(sc, "instance", "short", "GN-U20");
	line_refused(sc, "previous", "zz", "GN-U20");
	line_refused(sc, "made-on", "2024-13-01", "GN-U20");
	line_refused(sc, "unit-code", "x y", "GN-U20");
	line_refused(sc, "records", ten, "GN-U17");
	line_refused(sc, "incomplete", "1", "GN-U17");
	line_refused(sc, "households", "4", "GN-U17");
	line_refused(sc, "form", "household", "GN-U10");
	line_refused(sc, "form", "house hold 1 2 3", "GN-U10");
	line_refused(sc, "form", "sqlite_master 1 3 a", "GN-U12");
	line_refused(sc, "form", "member 1 0 a,a", "GN-U10");
	line_refused(sc, "form", "m\"x 1 0 a", "GN-U10");
	line_refused(sc, "form", "member 1 -1 a", "GN-U10");
	line_refused(sc, "form", NULL, "GN-U12");
	line_refused(sc, "proof", "00", "GN-E13");
	line_refused(sc, "proof", NULL, "GN-I11");
}

static void bodies_that_are_none(void **state)
{
	struct scene *sc = *state;
	struct forge g;

	begin_forging(sc, &g);
	put_bytes(g.body, "", 0);
	refused(sc->w, forge_write(&g), ERR_DATA, "GN-U12"); /* SQLite takes it for an empty file */
	put_text("evil.db", "this is no book at all, and never was");
	refused(sc->w, forge_write(&g), ERR_DATA, "GN-S05");
	forge_close(&g);
}

/* A list that came before and is now left out would stay as it was, unseen. */
static void lists_left_out(void **state)
{
	struct scene *sc = *state;
	struct forge g;
	char text[32];
	long long records = 0, gone = 0;

	accept_it(sc->w, receive(sc->w, sc->path, "received"));
	begin_forging(sc, &g);
	for (size_t i = 0; i < g.header.n; i++) {
		struct header_line *l = &g.header.v[i];

		if (!strcmp(l->name, "records"))
			assert_true(str_int(l->value, &records));
		if (strcmp(l->name, "form") || !str_starts(l->value, "member "))
			continue;
		assert_int_equal(sscanf(l->value, "member %*d %lld", &gone), 1);
		free(l->name);
		free(l->value);
		memmove(l, l + 1, (g.header.n - i - 1) * sizeof(*l));
		g.header.n--;
		i--;
	}
	assert_true(gone > 0);
	snprintf(text, sizeof(text), "%lld", records - gone);
	forge_line(&g, "records", text);
	forge_sql(&g, "DROP TABLE member");
	refused(sc->w, forge_write(&g), ERR_DATA, "GN-I17");
	forge_close(&g);
}

/* The same of the rows beside the records: a code there twice would hide that another is gone. */
static void answers_in_disorder(void **state)
{
	struct scene *sc = *state;
	struct forge g;
	uint8_t *p, *hit;
	size_t n;

	begin_forging(sc, &g);
	p = get_bytes(g.body, &n);
	hit = memmem(p, n, "causescapital", 13);
	assert_non_null(hit);
	memcpy(hit + 6, "zapital", 7); /* now behind "land" in a row that stands before it */
	put_bytes(g.body, p, n);
	free(p);
	refused(sc->w, forge_write(&g), ERR_DATA, "GN-U16");
	forge_close(&g);

	begin_forging(sc, &g);
	forge_sql(&g, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2001) INSERT INTO answer "
		      "SELECT 'household', (SELECT id FROM household LIMIT 1), 'causes', 'c' || i, NULL, 'yes' FROM n");
	refused(sc->w, forge_write(&g), ERR_DATA, "GN-U16");
	forge_close(&g);
}

/* Rows out of order in a table kept by its key are not seen by quick_check; look-ups would miss
 * them. */
static void rows_out_of_order(void **state)
{
	struct scene *sc = *state;
	struct forge g;
	uint8_t *p, *hit;
	size_t n;

	begin_forging(sc, &g);
	p = get_bytes(g.body, &n);
	/* the first household's id made the greatest, in its own row of its own table */
	hit = memmem(p, n, sc->s.home[0], 36);
	assert_non_null(hit);
	while (hit) {
		hit[0] = 'f';
		hit = memmem(hit, n - (size_t)(hit - p), sc->s.home[0], 36);
	}
	put_bytes(g.body, p, n);
	free(p);
	refused(sc->w, forge_write(&g), ERR_DATA, "GN-U16");
	forge_close(&g);
}

/* Every table's root somewhere else: whatever SQLite makes of it, nothing of it is taken. */
static void roots_exchanged(void **state)
{
	struct scene *sc = *state;
	struct forge g;
	struct error e = ERROR_INIT;
	struct db *db;

	begin_forging(sc, &g);
	assert_ok(db_open(&db, g.body, DB_WRITE | DB_SCRATCH, &e), &e);
	sqlite3_db_config(db_handle(db), SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	assert_ok(db_exec(db,
			  "PRAGMA writable_schema=ON; UPDATE sqlite_master SET rootpage=(SELECT "
			  "rootpage FROM "
			  "sqlite_master WHERE name='member') WHERE name='household'",
			  &e),
		  &e);
	db_close(db);
	{
		struct inbox_item item;
		uint8_t before[32], after[32];
		bool again;

		book_hash(sc->w->up, before);
		assert_int_equal(
			inbox_receive(sc->w->f, sc->w->up, forge_write(&g), &again, &item, &e),
			ERR_DATA);
		error_clear(&e);
		book_hash(sc->w->up, after);
		assert_memory_equal(before, after, 32);
	}
	forge_close(&g);
}

static int take_line(void *ctx, const struct diff_line *l)
{
	size_t *n = ctx;

	*n += strlen(l->form) + (l->after ? strlen(l->after) : 0);
	return 0;
}

/* Bytes of the body changed at random: refused, or taken as what they are; nothing crashes,
 * nothing is read that is not there. */
static void pages_spoilt(void **state)
{
	struct scene *sc = *state;
	struct error e = ERROR_INIT;
	struct inbox_item item;
	struct diff_summary sum;
	uint64_t seed = 3;
	struct forge g;
	uint8_t *p, *q;
	size_t n, taken = 0, told = 0;
	bool again;

	begin_forging(sc, &g);
	p = get_bytes(g.body, &n);
	q = xmalloc(n);
	for (int i = 0; i < 200; i++) {
		memcpy(q, p, n);
		for (int k = 0; k < 1 + i % 6; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			q[(seed >> 24) % n] = (uint8_t)(seed >> 16);
		}
		put_bytes(g.body, q, n);
		if (inbox_receive(sc->w->f, sc->w->up, forge_write(&g), &again, &item, &e)) {
			if (e.code != ERR_DATA && e.code != ERR_IO)
				fail_msg("%d %s %s", e.code, e.id, e.detail ? e.detail : "");
			error_clear(&e);
			continue;
		}
		taken++;
		if (inbox_diff(sc->w->f, sc->w->up, item.n, take_line, &told, &sum, &e))
			error_clear(&e);
		inbox_item_fini(&item);
	}
	assert_true(taken < 200);
	assert_int_equal(temps_left(), 0);
	free(q);
	free(p);
	forge_close(&g);
}

static void texts_for_a_terminal(void **state)
{
	struct scene *sc = *state;

	body_refused(sc, "UPDATE about SET value='Mai' || char(27) || '[2J'", "GN-I15");
}

static int no_escape(void *ctx, const struct diff_line *l)
{
	const char *const texts[] = { l->field, l->before, l->after, l->reason };
	size_t *n = ctx;

	for (size_t i = 0; i < 4; i++)
		if (texts[i] && (strchr(texts[i], 0x1b) || strstr(texts[i], "\xc2\x9b")))
			fail_msg("%s %s", l->form, l->field ? l->field : "-");
	*n += l->kind == DIFF_FAULT;
	return 0;
}

/* The reviewer's terminal obeys nobody below; and nothing of it is stored. */
static void nothing_for_a_terminal_is_told(void **state)
{
	static const char *const sqls[] = {
		"UPDATE household SET note=char(27) || '[31m'",
		"UPDATE household SET note=char(155) || '31m'",
		"UPDATE household SET note='a' || char(0) || 'hidden'",
		"UPDATE household SET note=CAST(x'c328' AS TEXT)",
		"UPDATE answer SET code=char(27) || code WHERE form='review'",
		"UPDATE answer SET code='a|b' WHERE form='household' AND code='land'",
		"UPDATE answer SET value=char(27) || 'x' WHERE form='review'",
		"UPDATE answer SET standard=char(27) || 'x' WHERE form='review'",
		"INSERT INTO reason SELECT 'household', id, 'people.doubt', char(27) || '[2J' FROM "
		"household",
		"INSERT INTO reason SELECT 'household', id, char(27), 'x' FROM household",
	};
	struct scene *sc = *state;
	struct error e = ERROR_INIT;
	struct diff_summary sum;
	uint8_t before[32], after[32];
	struct forge g;

	for (size_t i = 0; i < sizeof(sqls) / sizeof(sqls[0]); i++) {
		size_t faults = 0;

		begin_forging(sc, &g);
		forge_sql(&g, sqls[i]);
		receive(sc->w, forge_write(&g), i ? "needs_confirmation" : "received");
		forge_close(&g);
		assert_ok(inbox_confirm(sc->w->up, (int64_t)i + 1, "x", &e), &e);
		assert_ok(inbox_diff(sc->w->f, sc->w->up, (int64_t)i + 1, no_escape, &faults, &sum,
				     &e),
			  &e);
		if (i < 8)
			assert_true(faults > 0);
		book_hash(sc->w->up, before);
		assert_int_equal(
			inbox_accept(sc->w->f, sc->w->up, (int64_t)i + 1, NULL, 0, "x", &e),
			ERR_DATA);
		assert_told(&e, ERR_DATA, "GN-I20");
		book_hash(sc->w->up, after);
		assert_memory_equal(before, after, 32);
	}
	line_refused(sc, "duty",
		     "a\xc2\x9b"
		     "31m",
		     "GN-U20");
}

/* A period is a short word; what has not arisen is a duty and a period, each once, and anything else is passed by. */
static void periods_of_a_header(void **state)
{
	struct scene *sc = *state;
	struct forge g;

	line_refused(sc, "period", "2024-10 2024-11", "GN-U20");
	line_refused(sc, "period", "2024-10-2024-11-2024-12", "GN-U20");
	line_refused(sc, "period", "", "GN-U20");
	begin_forging(sc, &g);
	forge_line(&g, "period", "2024-W45"); /* of a newer program */
	header_add(&g.header, "nothing", "monthly 2024-10");
	header_add(&g.header, "nothing", "monthly 2024-10");
	header_add(&g.header, "nothing", "monthly");
	header_add(&g.header, "nothing", "monthly 2024-13");
	header_add(&g.header, "nothing", "Robert'); 2024-10");
	header_add(&g.header, "nothing", " 2024-10");
	receive(sc->w, forge_write(&g), "received");
	forge_close(&g);
	assert_text(sc->w->up, "SELECT period FROM inbox", NULL, "2024-W45");
	assert_text(sc->w->up, "SELECT group_concat(duty || ' ' || period) FROM bundle_not_arisen", NULL, "monthly 2024-10");
}

/* What hangs on nothing, or on fields nobody announced, is not shown and not kept. */
static void loose_ends(void **state)
{
	struct scene *sc = *state;
	struct forge g;

	begin_forging(sc, &g);
	forge_sql(&g, "INSERT INTO answer VALUES ('household', "
		      "'0190f5fe-7c00-7a00-8000-000000000000', 'causes', 'land', "
		      "NULL, 'yes'); INSERT INTO answer SELECT 'household', id, 'nothing', 'x', "
		      "NULL, 'y' FROM household; "
		      "INSERT INTO answer VALUES ('meta', 'x', 'y', 'z', NULL, 'v'); "
		      "INSERT INTO reason VALUES ('household', 'no such', 'c', 't'); "
		      "INSERT INTO tombstone VALUES ('household', 'no such', 4, 'r')");
	receive(sc->w, forge_write(&g), "received");
	forge_close(&g);
	accept_it(sc->w, 1);
	assert_int_equal(count(sc->w->up, "SELECT count(*) FROM answer"), 4);
	assert_int_equal(count(sc->w->up, "SELECT count(*) FROM reason"), 0);
	assert_int_equal(count(sc->w->up, "SELECT count(*) FROM extra"), 0);
	assert_int_equal(count(sc->w->up, "SELECT count(*) FROM tombstone"), 0);
}

/* A bundle may name any remark as answered; it can close only those on its own unit. */
static void another_units_remark(void **state)
{
	struct scene *sc = *state;
	struct error e = ERROR_INIT;
	struct remark_new r = { "household", NULL, NULL, "Xem lại" };
	struct forge g;
	char *id, *sql;

	accept_it(sc->w, send_up(sc->w, sc->w->other, "received"));
	r.id = sc->t.home[0];
	assert_ok(remark_add(sc->w->f, sc->w->up, book_unit_id(sc->w->other), &r, NULL, "x", &e),
		  &e);
	id = text_of(sc->w->up, "SELECT remark_id FROM remark", NULL);
	sql = xasprintf("INSERT INTO remark_answered VALUES ('%s', 'household', '%s', NULL)", id,
			sc->t.home[0]);
	begin_forging(sc, &g);
	forge_sql(&g, sql);
	forge_line(&g, "answered", "1");
	accept_it(sc->w, receive(sc->w, forge_write(&g), "received"));
	assert_text(sc->w->up, "SELECT state FROM remark", NULL, "open");
	forge_close(&g);
	free(sql);
	free(id);
}

/* A review of one unit about the household of another: it stays without effect there. */
static void reaching_into_another_unit(void **state)
{
	struct scene *sc = *state;
	struct forge g;
	char *sql;

	accept_it(sc->w, send_up(sc->w, sc->w->other, "received"));
	assert_text(sc->w->up, "SELECT classification FROM household WHERE id=?", sc->t.home[0],
		    "near_poor");
	sql = xasprintf(
		"UPDATE review SET household='%s', classification='poor', decided='2024-11-01'",
		sc->t.home[0]);
	begin_forging(sc, &g);
	forge_sql(&g, sql);
	accept_it(sc->w, receive(sc->w, forge_write(&g), "received"));
	put(sc->w, sc->w->other, "household", sc->t.home[0], "people=7", NULL);
	accept_it(sc->w, send_up(sc->w, sc->w->other, "received"));
	assert_text(sc->w->up, "SELECT people FROM household WHERE id=?", sc->t.home[0], "7");
	assert_text(sc->w->up, "SELECT classification FROM household WHERE id=?", sc->t.home[0],
		    "near_poor");
	forge_close(&g);
	free(sql);
}

/* ---- replies ---- */

static void reply_refused(struct scene *sc, const char *sql, const char *line, const char *value,
			  const char *id)
{
	struct world *w = sc->w;
	struct error e = ERROR_INIT;
	uint8_t before[32], after[32];
	struct reply_result r;
	struct forge g;
	char *path;

	assert_ok(reply_make(w->f, w->up, 1, NULL, at("usb"), &path, &e), &e);
	forge_open(&g, w, path, w->up, w->down);
	if (sql)
		forge_sql(&g, sql);
	if (line)
		forge_line(&g, line, value);
	book_hash(w->down, before);
	assert_int_equal(reply_apply(w->f, w->down, forge_write(&g), &r, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, id);
	book_hash(w->down, after);
	assert_memory_equal(before, after, 32);
	forge_close(&g);
	free(path);
}

static void hostile_replies(void **state)
{
	struct scene *sc = *state;
	struct error e = ERROR_INIT;
	const struct remark_new r = { "household", sc->s.home[0], "people", "Xem lại" };

	receive(sc->w, sc->path, "received");
	assert_ok(inbox_return(sc->w->f, sc->w->up, 1, &r, 1, "x", &e), &e);
	reply_refused(sc, "CREATE TRIGGER t AFTER INSERT ON about BEGIN DELETE FROM remark; END",
		      NULL, NULL, "GN-Y27");
	reply_refused(sc, "CREATE TABLE more (x)", NULL, NULL, "GN-Y27");
	reply_refused(sc, "DROP TABLE remark", NULL, NULL, "GN-Y27");
	reply_refused(sc, "UPDATE about SET value='perhaps' WHERE name='decision'", NULL, NULL,
		      "GN-Y28");
	reply_refused(sc, "DELETE FROM about", NULL, NULL, "GN-Y28");
	reply_refused(sc, "UPDATE remark SET text=char(27) || 'x'", NULL, NULL, "GN-Y29");
	reply_refused(sc, "UPDATE remark SET state='fine'", NULL, NULL, "GN-Y29");
	reply_refused(sc, "UPDATE remark SET form='a b'", NULL, NULL, "GN-Y29");
	reply_refused(sc, "UPDATE remark SET id='x'", NULL, NULL, "GN-Y29");
	reply_refused(sc, "UPDATE remark SET text=hex(zeroblob(200000))", NULL, NULL, "GN-U14");
	reply_refused(sc, NULL, "counter", "0", "GN-Y23");
	reply_refused(sc, NULL, "counter", NULL, "GN-Y23");
	reply_refused(sc, NULL, "exchange", "9", "GN-Y22");
	reply_refused(sc, NULL, "unit-id", "00", "GN-Y24");
	reply_refused(sc, NULL, "bundle", "00", "GN-Y25");
	reply_refused(sc, NULL, "instance", book_instance(sc->w->other), "GN-Y25");
	reply_refused(sc, NULL, "number", "2", "GN-Y25");
}

/* A lock in a reply of the right superior is of this very unit, named, dated, and there are not without end of them. */
static void hostile_locks(void **state)
{
	struct scene *sc = *state;
	const char *own = book_unit_id(sc->w->down), *other = book_unit_id(sc->w->other);
	static const struct {
		bool foreign;
		const char *n, *change, *id;
	} cases[] = {
		{ true, "1", "", "GN-Y30" },
		{ false, "2", "", "GN-Y31" }, /* fewer than it says */
		{ false, "-1", "", "GN-Y31" },
		{ false, "501", "", "GN-Y31" },
		{ false, "x", "", "GN-Y31" },
		{ false, "1", "UPDATE about SET value='x' WHERE name='lock/1/id';", "GN-Y31" },
		{ false, "1", "UPDATE about SET value='' WHERE name='lock/1/round';", "GN-Y31" },
		{ false, "1", "UPDATE about SET value=char(27) || 'x' WHERE name='lock/1/round';", "GN-Y31" },
		{ false, "1", "UPDATE about SET value=hex(zeroblob(300)) WHERE name='lock/1/decision';", "GN-Y31" },
		{ false, "1", "UPDATE about SET value='2030' WHERE name='lock/1/day';", "GN-Y31" },
		{ false, "1", "DELETE FROM about WHERE name='lock/1/decision';", "GN-Y31" },
		{ false, "1", "DELETE FROM about WHERE name='lock/1/unit';", "GN-Y31" },
	};

	receive(sc->w, sc->path, "received");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *sql = xasprintf("UPDATE about SET value='%s' WHERE name='locks';"
				      "INSERT INTO about VALUES ('lock/1/id', '0190f5fe-7c00-7a00-8000-000000000000'), "
				      "('lock/1/unit', '%s'), ('lock/1/round', 'DK2024'), ('lock/1/decision', '12/QĐ'), "
				      "('lock/1/day', '2024-01-05'), ('lock/1/at', '2024-01-05T08:00:00');%s",
				      cases[i].n, cases[i].foreign ? other : own, cases[i].change);

		reply_refused(sc, sql, NULL, NULL, cases[i].id);
		free(sql);
	}
}

/* A reply of a program that knows no locks, and one whose locks this program would not know, are applied as they were. */
static void replies_without_locks(void **state)
{
	static const char *const sqls[] = {
		"DELETE FROM about WHERE name='locks'",
		"INSERT INTO about VALUES ('lock/9/colour', 'red'), ('something/else', 'x')",
	};
	struct scene *sc = *state;
	struct world *w = sc->w;
	struct error e = ERROR_INIT;

	receive(w, sc->path, "received");
	for (size_t i = 0; i < 2; i++) {
		struct reply_result r;
		struct forge g;
		char *path;

		assert_ok(reply_make(w->f, w->up, 1, NULL, at("usb"), &path, &e), &e);
		forge_open(&g, w, path, w->up, w->down);
		forge_sql(&g, sqls[i]);
		assert_ok(reply_apply(w->f, w->down, forge_write(&g), &r, &e), &e);
		assert_int_equal(r.locks.n, 0);
		reply_result_fini(&r);
		forge_close(&g);
		free(path);
	}
	assert_int_equal(count(w->down, "SELECT count(*) FROM round_lock"), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(put_together_unchanged),
		T(anything_but_tables),
		T(tables_that_are_not_as_they_should),
		T(rows_of_another_unit),
		T(rows_that_are_none),
		T(too_much),
		T(headers_that_lie),
		T(bodies_that_are_none),
		T(lists_left_out),
		T(answers_in_disorder),
		T(rows_out_of_order),
		T(roots_exchanged),
		T(pages_spoilt),
		T(texts_for_a_terminal),
		T(nothing_for_a_terminal_is_told),
		T(periods_of_a_header),
		T(loose_ends),
		T(another_units_remark),
		T(reaching_into_another_unit),
		T(hostile_replies),
		T(hostile_locks),
		T(replies_without_locks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
