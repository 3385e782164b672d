/* SPDX-License-Identifier: MIT */
/*
 * The door to SQLite: statements given back, transactions that nest, files of others kept at
 * arm's length.
 */
#include "store_help.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/log.h"
#include "store/db.h"
#include "store/lock.h"

static struct db *new_db(struct place *p)
{
	struct db *db;

	check_ok(db_open(&db, p->path, DB_WRITE | DB_CREATE, e));
	check_ok(db_exec(
		db, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, r REAL, b BLOB) STRICT", e));
	return db;
}

static int64_t rows(struct db *db)
{
	int64_t n;

	check_ok(db_get_int(db, &n, NULL, e, "SELECT count(*) FROM t", ""));
	return n;
}

static void test_create_is_private_and_new(void **state)
{
	struct place *p = *state;
	struct db *db = new_db(p), *again;
	struct stat st;

	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	check_fails(ERR_DATA, db_open(&again, p->path, DB_WRITE | DB_CREATE, e));
	assert_null(again);
	db_close(db);
	check_fails(ERR_NOTFOUND, db_open(&again, "/nowhere/at/all", DB_READ, e));
	check_fails(ERR_IO, db_open(&again, p->dir, DB_READ, e));
}

static void test_values_come_back(void **state)
{
	struct db *db = new_db(*state);
	struct stmt *st;
	const void *blob;
	char *text;
	int64_t n;
	size_t len;
	bool found;

	check_ok(db_run(db, e, "INSERT INTO t (id, a, r, b) VALUES (?, ?, ?, ?)", "itrb", 7LL,
			"Đặng", 5.25, (const void *)"a\0b", (size_t)3));
	check_ok(db_run(db, e, "INSERT INTO t (id, a) VALUES (?, ?)", "in", 8LL));
	assert_int_equal(db_changes(db), 1);
	check_ok(db_prepare(db, &st, "SELECT id, a, r, b FROM t ORDER BY id", e));
	assert_int_equal(stmt_step(st, NULL), 1);
	assert_int_equal(stmt_cols(st), 4);
	assert_string_equal(stmt_col_name(st, 1), "a");
	assert_int_equal(stmt_col_int(st, 0), 7);
	assert_string_equal(stmt_col_text(st, 1), "Đặng");
	assert_true(stmt_col_real(st, 2) == 5.25);
	blob = stmt_col_blob(st, 3, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(blob, "a\0b", 3);
	assert_int_equal(stmt_step(st, NULL), 1);
	assert_true(stmt_col_null(st, 1));
	assert_null(stmt_col_text(st, 1));
	assert_int_equal(stmt_step(st, NULL), 0);
	stmt_done(st);
	check_ok(db_get_text(db, &text, e, "SELECT a FROM t WHERE id=?", "i", 7LL));
	assert_string_equal(text, "Đặng");
	free(text);
	check_ok(db_get_text(db, &text, e, "SELECT a FROM t WHERE id=?", "i", 99LL));
	assert_null(text);
	check_ok(db_get_int(db, &n, &found, e, "SELECT id FROM t WHERE id=99", ""));
	assert_false(found);
	db_close(db);
}

static void test_statement_used_inside_itself(void **state)
{
	struct db *db = new_db(*state);
	struct stmt *a, *b, *c;
	int seen = 0;

	for (int i = 0; i < 3; i++)
		check_ok(db_run(db, e, "INSERT INTO t (a) VALUES ('x')", ""));
	check_ok(db_prepare(db, &a, "SELECT id FROM t", e));
	while (stmt_step(a, NULL) > 0) {
		check_ok(db_prepare(db, &b, "SELECT id FROM t", e));
		assert_ptr_not_equal(a, b);
		while (stmt_step(b, NULL) > 0)
			seen++;
		stmt_done(b);
	}
	assert_int_equal(seen, 9);
	stmt_done(a);
	/* Given back, it is the same one again: prepared once. */
	check_ok(db_prepare(db, &c, "SELECT id FROM t", e));
	assert_true(c == a || c == b);
	stmt_done(c);
	db_close(db);
}

static void test_cache_does_not_grow(void **state)
{
	struct db *db = new_db(*state);
	struct stmt *held;
	int alive = 0;

	check_ok(db_prepare(db, &held, "SELECT 'held'", e));
	for (int i = 0; i < 1000; i++) {
		char *sql = xasprintf("SELECT %d", i);
		int64_t n;

		check_ok(db_get_int(db, &n, NULL, e, sql, ""));
		assert_int_equal(n, i);
		free(sql);
	}
	for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(db_handle(db), s));)
		alive++;
	assert_in_range(alive, 1, 200);
	/* What is in somebody's hands is never thrown out. */
	assert_int_equal(stmt_step(held, NULL), 1);
	assert_string_equal(stmt_col_text(held, 0), "held");
	stmt_done(held);
	db_close(db);
}

static void test_open_statement_is_logged_at_close(void **state)
{
	struct place *p = *state;
	struct db *db = new_db(p);
	char *log = path_join(p->dir, "log"), *text;
	struct stmt *st;

	log_open(log);
	check_ok(db_prepare(db, &st, "SELECT 'forgotten'", e));
	db_close(db);
	log_open(NULL);
	text = shell_output("cat '%s'", log);
	assert_non_null(strstr(text, "forgotten"));
	free(text);
	free(log);
}

static void test_transactions_count(void **state)
{
	struct place *p = *state;
	struct db *db = new_db(p), *other;

	check_ok(db_open(&other, p->path, DB_READ, e));
	check_ok(db_begin(db, e));
	check_ok(db_begin(db, e));
	check_ok(db_run(db, e, "INSERT INTO t (a) VALUES ('x')", ""));
	check_ok(db_commit(db, e));
	assert_true(db_in_transaction(db));
	assert_int_equal(rows(other), 0);
	check_ok(db_commit(db, e));
	assert_false(db_in_transaction(db));
	assert_int_equal(rows(other), 1);
	db_close(other);
	db_close(db);
}

static void test_inner_failure_dooms_the_whole(void **state)
{
	struct db *db = new_db(*state);
	struct error said = ERROR_INIT;

	assert_int_equal(db_begin_at(db, "who.c", 4711, &said), 0);
	assert_int_equal(db_run(db, &said, "INSERT INTO t (a) VALUES ('x')", ""), 0);
	assert_int_equal(db_begin(db, &said), 0);
	assert_int_equal(db_run(db, &said, "INSERT INTO t (a) VALUES ('y')", ""), 0);
	db_rollback(db);
	/* Somebody forgets to hand the failure on. */
	assert_int_equal(db_commit(db, &said), ERR_FAULT);
	assert_non_null(strstr(said.detail, "who.c:4711"));
	error_clear(&said);
	assert_false(db_in_transaction(db));
	assert_int_equal(rows(db), 0);
	db_rollback(db); /* fine after a commit that failed */
	check_fails(ERR_FAULT, db_commit(db, e));
	/* And the next one is not touched by it. */
	check_ok(db_begin(db, e));
	check_ok(db_run(db, e, "INSERT INTO t (a) VALUES ('z')", ""));
	check_ok(db_commit(db, e));
	assert_int_equal(rows(db), 1);
	db_close(db);
}

/* After a full disk SQLite has rolled back by itself: the rest must not be written piecemeal. */
static void test_rolled_back_by_sqlite(void **state)
{
	struct db *db = new_db(*state);

	check_ok(db_begin(db, e));
	check_ok(db_run(db, e, "INSERT INTO t (a) VALUES ('x')", ""));
	sqlite3_exec(db_handle(db), "ROLLBACK", NULL, NULL, NULL);
	check_fails(ERR_FAULT, db_run(db, e, "INSERT INTO t (a) VALUES ('y')", ""));
	check_fails(ERR_FAULT, db_commit(db, e));
	assert_int_equal(rows(db), 0);
	db_close(db);
}

static void test_full_disk_has_its_sentence(void **state)
{
	struct db *db = new_db(*state);
	struct error said = ERROR_INIT;
	int rc = 0;

	check_ok(db_exec(db, "PRAGMA max_page_count=20", e));
	for (int i = 0; !rc && i < 1000; i++)
		rc = db_run(db, &said, "INSERT INTO t (b) VALUES (zeroblob(5000))", "");
	assert_int_equal(rc, ERR_IO);
	assert_string_equal(said.id, "GN-S01");
	assert_non_null(said.safe);
	assert_non_null(said.todo);
	error_clear(&said);
	db_close(db);
}

static void test_reading_sees_one_state(void **state)
{
	struct place *p = *state;
	struct db *db = new_db(p), *reader;

	check_ok(db_exec(db, "PRAGMA journal_mode=WAL", e));
	check_ok(db_open(&reader, p->path, DB_READ, e));
	check_ok(db_read_begin(reader, e));
	assert_int_equal(rows(reader), 0);
	check_ok(db_run(db, e, "INSERT INTO t (a) VALUES ('x')", ""));
	assert_int_equal(rows(reader), 0);
	check_ok(db_read_begin(reader, e));
	db_read_end(reader);
	assert_int_equal(rows(reader), 0);
	db_read_end(reader);
	assert_int_equal(rows(reader), 1);
	check_fails(ERR_IO, db_run(reader, e, "INSERT INTO t (a) VALUES ('y')", ""));
	db_close(reader);
	/* Writing begun inside a reading is a fault of ours, told as one. */
	check_ok(db_read_begin(db, e));
	check_fails(ERR_FAULT, db_begin(db, e));
	db_read_end(db);
	db_close(db);
}

static void test_foreign_file_cannot_act(void **state)
{
	struct place *p = *state;
	struct db *db = new_db(p);
	char *odd = path_join(p->dir, "a%20 b?mode=rwc#đ"), *before, *after;

	check_ok(db_exec(db, "CREATE VIEW v AS SELECT a FROM t; INSERT INTO t (a) VALUES ('x')",
			 e));
	db_close(db);
	assert_int_equal(rename(p->path, odd), 0);
	before = shell_output("b2sum < '%s'; ls '%s'", odd, p->dir);
	check_ok(db_open(&db, odd, DB_FOREIGN, e));
	assert_int_equal(rows(db), 1);
	check_fails(ERR_FAULT, db_exec(db, "SELECT * FROM v", e));
	check_fails(ERR_IO, db_exec(db, "DELETE FROM t", e));
	check_fails(ERR_FAULT, db_exec(db, "ATTACH ':memory:' AS x", e));
	db_close(db);
	after = shell_output("b2sum < '%s'; ls '%s'", odd, p->dir);
	assert_string_equal(before, after);
	free(before);
	free(after);
	free(odd);
}

/* In our own books neither: what somebody put into one sleeps. */
static void test_triggers_sleep(void **state)
{
	struct place *p = *state;
	struct db *db = new_db(p);

	db_close(db);
	run_shell("sqlite3 '%s' 'CREATE VIEW v AS SELECT a FROM t; "
		  "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; END'",
		  p->path);
	check_ok(db_open(&db, p->path, DB_WRITE, e));
	check_ok(db_run(db, e, "INSERT INTO t (a) VALUES ('x')", ""));
	assert_int_equal(rows(db), 1);
	check_fails(ERR_FAULT, db_exec(db, "SELECT * FROM v", e));
	check_fails(ERR_FAULT, db_exec(db, "PRAGMA writable_schema=ON; DELETE FROM sqlite_master", e));
	db_close(db);
}

/* No file may grow: there is no room for the shared memory. */
static void no_room(bool on)
{
	static struct rlimit old;
	struct rlimit few;

	if (!on) {
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
		return;
	}
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	few = old;
	few.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
}

/* Reading on a full disk; the number of rows, or the short code of the refusal in `id`. */
static int64_t read_full(struct place *p, char id[16])
{
	struct error said = ERROR_INIT;
	struct db *db = NULL;
	int64_t n = -1;

	no_room(true);
	if (!db_open(&db, p->path, DB_READ, &said))
		n = rows(db);
	db_close(db);
	no_room(false);
	memcpy(id, said.id, 16);
	error_clear(&said);
	return n;
}

static void leave_a_log(struct place *p)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		struct db *db;

		if (!db_open(&db, p->path, DB_WRITE, NULL))
			db_exec(db, "INSERT INTO t (a) VALUES ('log')", NULL);
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	run_shell("rm -f '%s-shm'; test -s '%s-wal'", p->path, p->path);
}

static void test_reading_on_a_full_disk(void **state)
{
	struct place *p = *state;
	struct db *db = new_db(p);
	struct error said = ERROR_INIT;
	char id[16], *before, *after;
	struct lock *lock;

	check_ok(db_exec(db, "PRAGMA journal_mode=WAL; INSERT INTO t (a) VALUES ('x')", e));
	db_close(db);
	assert_int_equal(read_full(p, id), 1);
	leave_a_log(p);
	before = shell_output("cd '%s' && b2sum xa.book xa.book-wal", p->dir);
	assert_int_equal(read_full(p, id), 2);
	/* Meanwhile a writer is at work: then it cannot be, and the disk is called full. */
	check_ok(lock_take(&lock, p->path, 0, e));
	assert_int_equal(read_full(p, id), -1);
	assert_string_equal(id, "GN-S01");
	lock_free(lock);
	after = shell_output("cd '%s' && b2sum xa.book xa.book-wal", p->dir);
	assert_string_equal(before, after);
	/* While it is read so, nobody writes; afterwards they may. */
	no_room(true);
	check_ok(db_open(&db, p->path, DB_READ, e));
	no_room(false);
	assert_int_equal(lock_take(&lock, p->path, 0, &said), ERR_BUSY);
	assert_string_equal(said.id, "GN-S31");
	error_clear(&said);
	db_close(db);
	check_ok(lock_take(&lock, p->path, 0, e));
	lock_free(lock);
	free(before);
	free(after);
}

/* A writer is told the same, not that the disk is failing. */
static void test_writing_on_a_full_disk(void **state)
{
	struct place *p = *state;
	struct error said = ERROR_INIT;
	struct db *db = new_db(p);
	int rc;

	check_ok(db_exec(db, "PRAGMA journal_mode=WAL", e));
	db_close(db);
	check_ok(db_open(&db, p->path, DB_WRITE, e));
	no_room(true);
	rc = db_exec(db, "INSERT INTO t (a) VALUES ('x')", &said);
	db_close(db);
	no_room(false);
	assert_int_equal(rc, ERR_IO);
	assert_string_equal(said.id, "GN-S01");
	error_clear(&said);
}

static void test_names(void **state)
{
	(void)state;
	assert_true(db_name_ok("household"));
	assert_true(db_name_ok("_sort1"));
	assert_true(db_name_ok("a23456789_123456789_123456789_123456789_12"));
	assert_false(db_name_ok("a23456789_123456789_123456789_123456789_123"));
	assert_false(db_name_ok(""));
	assert_false(db_name_ok(NULL));
	assert_false(db_name_ok("1a"));
	assert_false(db_name_ok("Household"));
	assert_false(db_name_ok("a b"));
	assert_false(db_name_ok("a\"b"));
	assert_false(db_name_ok("đ"));
}

#define place_test(f) cmocka_unit_test_setup_teardown(f, setup_place, teardown_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		place_test(test_create_is_private_and_new),
		place_test(test_values_come_back),
		place_test(test_statement_used_inside_itself),
		place_test(test_cache_does_not_grow),
		place_test(test_open_statement_is_logged_at_close),
		place_test(test_transactions_count),
		place_test(test_inner_failure_dooms_the_whole),
		place_test(test_rolled_back_by_sqlite),
		place_test(test_full_disk_has_its_sentence),
		place_test(test_reading_sees_one_state),
		place_test(test_foreign_file_cannot_act),
		place_test(test_triggers_sleep),
		place_test(test_reading_on_a_full_disk),
		place_test(test_writing_on_a_full_disk),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
