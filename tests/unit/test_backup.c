/* SPDX-License-Identifier: MIT */
/* Backups that are known to be good, and restoring without losing what is replaced. */
#include "store_help.h"

#include <signal.h>
#include <sys/wait.h>

#include "store/backup.h"
#include "store/lock.h"
#include "store/search.h"

static int setup_home(void **state)
{
	struct place *p;
	char id[37];

	if (setup_book(state))
		return -1;
	p = *state;
	check_ok(table_ensure(p->book, &home, e));
	for (int i = 0; i < 20; i++)
		add_home(p, "H", "v1", "k", "Đặng Văn Ánh", id);
	return 0;
}

static char *in_place(struct place *p, const char *name)
{
	return path_join(p->dir, name);
}

static void closed(struct place *p)
{
	book_close(p->book);
	p->book = NULL;
}

static char *dump(const char *path)
{
	return shell_output("sqlite3 '%s' .dump", path);
}

static void test_copy_is_the_same(void **state)
{
	struct place *p = *state;
	char *copy = in_place(p, "copy.db"), *a, *b;
	struct stat st;

	check_ok(backup_copy(p->book, copy, e));
	assert_int_equal(stat(copy, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* One file, nothing half made beside it. */
	a = shell_output("ls -A '%s'", p->dir);
	assert_string_equal(
		a, "copy.db\nxa.book\nxa.book-shm\nxa.book-wal\nxa.book.lock\nxa.book.open");
	free(a);
	check_fails(ERR_DATA, backup_copy(p->book, copy, e));
	a = dump(p->path);
	b = dump(copy);
	assert_string_equal(a, b);
	free(a);
	free(b);
	free(copy);
}

static void test_copy_of_a_book_being_read(void **state)
{
	struct place *p = *state;
	char *copy = in_place(p, "copy.db");
	struct backup_info info;
	struct book *reader;

	check_ok(book_open(&reader, p->path, BOOK_READ, e));
	check_ok(backup_copy(reader, copy, e));
	book_close(reader);
	check_ok(backup_inspect(copy, &info, e));
	assert_int_equal(info.records, 20);
	backup_info_fini(&info);
	begin(p);
	check_fails(ERR_FAULT, backup_copy(p->book, "/tmp/never.db", e));
	db_rollback(book_db(p->book));
	free(copy);
}

static void test_no_room(void **state)
{
	struct place *p = *state;
	struct error said = ERROR_INIT;

	assert_int_not_equal(backup_copy(p->book, "/proc/no/copy.db", &said), 0);
	assert_non_null(said.what);
	error_clear(&said);
	check_ok(book_check(p->book, true, e));
}

static void test_seven_are_kept(void **state)
{
	struct place *p = *state;
	char *ls, *path;
	bool due;

	check_ok(backup_due(p->book, &due, e));
	assert_true(due);
	for (int i = 0; i < 9; i++) {
		check_ok(backup_daily(p->book, &path, e));
		assert_true(file_exists(path));
		free(path);
	}
	run_shell("touch '%s.backup/mine.txt'", p->path);
	check_ok(backup_daily(p->book, NULL, e));
	ls = shell_output("ls '%s.backup'", p->path);
	assert_string_equal(ls, "000004-2024-11-21.db\n000005-2024-11-21.db\n000006-2024-11-21.db\n"
				"000007-2024-11-21.db\n000008-2024-11-21.db\n000009-2024-11-21.db\n"
				"000010-2024-11-21.db\nmine.txt");
	free(ls);
}

static void test_due_only_after_work(void **state)
{
	struct place *p = *state;
	struct officer o = { .name = (char *)"Mai" };
	char id[37], *path;
	bool due = true;

	check_ok(backup_daily(p->book, &path, e));
	check_ok(backup_due(p->book, &due, e));
	assert_false(due);
	add_home(p, "H", "v1", "k", NULL, id);
	check_ok(backup_due(p->book, &due, e));
	assert_true(due);
	free(path);
	check_ok(backup_daily(p->book, &path, e));
	check_ok(backup_due(p->book, &due, e));
	assert_false(due);
	check_ok(officer_save(p->book, &o, NULL, e));
	check_ok(backup_due(p->book, &due, e));
	assert_true(due);
	check_ok(backup_daily(p->book, NULL, e));
	/* A copy that cannot be read is as good as none. */
	run_shell("for f in '%s.backup'/*; do echo junk > \"$f\"; done", p->path);
	check_ok(backup_due(p->book, &due, e));
	assert_true(due);
	free(path);
}

static void test_inspect_changes_nothing(void **state)
{
	struct place *p = *state;
	char *copy = in_place(p, "copy.db"), *before, *after;
	struct backup_info info;

	check_ok(backup_copy(p->book, copy, e));
	closed(p);
	before = shell_output("cd '%s' && ls -A && b2sum *", p->dir);
	check_ok(backup_inspect(copy, &info, e));
	assert_string_equal(info.path, copy);
	assert_string_equal(info.unit_code, "24-A");
	assert_string_equal(info.unit_name, "Xã Đồng Vương");
	assert_string_equal(info.day, TODAY);
	assert_int_equal(info.records, 20);
	assert_int_equal(info.newest_history, 20);
	backup_info_fini(&info);
	run_shell("cd '%s' && cp copy.db cut.db && truncate -s -4096 cut.db && "
		  "cp copy.db bad.db && dd if=/dev/urandom of=bad.db bs=4096 seek=3 count=4 "
		  "conv=notrunc "
		  "2>/dev/null && echo hello > text.db && cp copy.db new.db && printf '\\377' | dd "
		  "of=new.db bs=1 seek=61 conv=notrunc 2>/dev/null",
		  p->dir);
	for (int i = 0; i < 4; i++) {
		static const char *const names[] = { "cut.db", "bad.db", "text.db", "new.db" };
		char *path = in_place(p, names[i]);

		check_fails(ERR_DATA, backup_inspect(path, &info, e));
		check_fails(ERR_DATA, backup_restore(path, p->path, NULL, e));
		run_shell("rm '%s'", path);
		free(path);
	}
	check_fails(ERR_NOTFOUND, backup_inspect("/nowhere.db", &info, e));
	after = shell_output("cd '%s' && ls -A && b2sum *", p->dir);
	assert_string_equal(before, after);
	free(before);
	free(after);
	free(copy);
}

static void test_what_would_be_lost(void **state)
{
	struct place *p = *state;
	char *copy = in_place(p, "copy.db"), id[37];
	struct backup_loss loss;
	struct record r;

	add_home(p, "H", "v1", "k", NULL, id);
	check_ok(backup_copy(p->book, copy, e));
	check_ok(backup_compare(p->path, copy, &loss, e));
	assert_int_equal(loss.records_lost + loss.records_older + loss.history_rows, 0);
	check_ok(record_load(p->book, &home, NULL, id, &r, e));
	record_put(&r, "order", "5", NULL);
	save_record(p, &home, &r, "k", NULL, id);
	record_fini(&r);
	add_home(p, "H", "v1", "k", NULL, id);
	add_home(p, "H", "v1", "k", NULL, id);
	/* Also while the book is open, and what is new stands only in its log. */
	check_ok(backup_compare(p->path, copy, &loss, e));
	assert_int_equal(loss.records_lost, 2);
	assert_int_equal(loss.records_older, 1);
	assert_int_equal(loss.history_rows, 3);
	closed(p);
	check_ok(backup_compare(p->path, copy, &loss, e));
	assert_int_equal(loss.records_lost, 2);
	check_ok(backup_compare(copy, p->path, &loss, e));
	assert_int_equal(loss.records_lost + loss.records_older + loss.history_rows, 0);
	free(copy);
}

static void test_restore(void **state)
{
	struct place *p = *state;
	char *copy = in_place(p, "copy.db"), *kept, *was,
	     *instance = xstrdup(book_instance(p->book));
	struct backup_info info;
	struct search_hits hits;
	struct lock *lock;
	char id[37];

	check_ok(backup_copy(p->book, copy, e));
	add_home(p, "H", "v1", "k", NULL, id);
	/* Not over a book in use. */
	check_fails(ERR_BUSY, backup_restore(copy, p->path, &kept, e));
	assert_int_equal(number_of(p, "SELECT count(*) FROM household"), 21);
	closed(p);
	was = dump(p->path);
	check_ok(backup_restore(copy, p->path, &kept, e));
	assert_non_null(strstr(kept, "xa.book.before-restore-1"));
	free(copy);
	/* Nothing but the book, the copy, what was kept, and the free lock. */
	copy = shell_output("ls -A '%s'", p->dir);
	assert_string_equal(copy, "copy.db\nxa.book\nxa.book.before-restore-1\nxa.book.lock");
	free(copy);
	check_ok(lock_take(&lock, p->path, 0, e));
	lock_free(lock);
	copy = dump(kept);
	assert_string_equal(copy, was);
	check_ok(backup_inspect(kept, &info, e));
	assert_int_equal(info.records, 21);
	backup_info_fini(&info);
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	assert_int_equal(number_of(p, "SELECT count(*) FROM household"), 20);
	assert_string_equal(book_unit_id(p->book), somewhere.unit_id);
	assert_string_not_equal(book_instance(p->book), instance);
	check_ok(table_ensure(p->book, &home, e));
	check_ok(search_find(p->book, NULL, "dang", 5, &hits, e));
	assert_int_equal(hits.n, 5);
	search_hits_fini(&hits);
	check_ok(book_check(p->book, true, e));
	free(copy);
	free(was);
	free(kept);
	free(instance);
}

static void test_restore_where_nothing_is(void **state)
{
	struct place *p = *state;
	char *copy = in_place(p, "copy.db"), *kept = (char *)"";

	check_ok(backup_copy(p->book, copy, e));
	closed(p);
	run_shell("rm '%s'*", p->path);
	check_ok(backup_restore(copy, p->path, &kept, e));
	assert_null(kept);
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	assert_int_equal(number_of(p, "SELECT count(*) FROM household"), 20);
	free(copy);
}

/* What a killed writer left in its log belongs to what is replaced, not to what replaces it. */
static void test_restore_over_a_live_log(void **state)
{
	struct place *p = *state;
	char *copy = in_place(p, "copy.db"), *kept;
	struct backup_info info;
	pid_t pid;

	check_ok(backup_copy(p->book, copy, e));
	closed(p);
	pid = fork();
	if (!pid) {
		struct place q = { .path = p->path };
		char id[37];

		if (!book_open(&q.book, p->path, BOOK_WRITE, NULL) &&
		    !table_ensure(q.book, &home, NULL))
			for (int i = 0; i < 30; i++)
				add_home(&q, "H", "v2", "k", "Lý A Dình", id);
		kill(getpid(), SIGKILL);
	}
	waitpid(pid, NULL, 0);
	check_ok(backup_restore(copy, p->path, &kept, e));
	check_ok(backup_inspect(kept, &info, e));
	assert_int_equal(info.records, 50);
	backup_info_fini(&info);
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	assert_int_equal(number_of(p, "SELECT count(*) FROM household"), 20);
	check_ok(book_check(p->book, true, e));
	free(kept);
	free(copy);
}

static void test_restore_over_damage(void **state)
{
	struct place *p = *state;
	char *copy = in_place(p, "copy.db"), *kept, *before, *after;

	check_ok(backup_copy(p->book, copy, e));
	closed(p);
	run_shell("echo damaged > '%s'; echo log > '%s-wal'", p->path, p->path);
	before = shell_output("cat '%s' '%s-wal' | b2sum", p->path, p->path);
	check_ok(backup_restore(copy, p->path, &kept, e));
	after = shell_output("cat '%s' '%s-wal' | b2sum", kept, kept);
	assert_string_equal(before, after);
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	assert_int_equal(number_of(p, "SELECT count(*) FROM household"), 20);
	free(before);
	free(after);
	free(kept);
	free(copy);
}

/* What acts by itself is not restored, whatever it would do. */
static void test_acting_files_are_refused(void **state)
{
	static const char *const acts[] = {
		"CREATE TRIGGER g AFTER UPDATE ON meta BEGIN DELETE FROM household; END",
		"CREATE VIEW v AS SELECT * FROM household",
	};
	struct place *p = *state;
	char *copy = in_place(p, "copy.db"), *before, *after;
	struct backup_info info;

	check_ok(backup_copy(p->book, copy, e));
	closed(p);
	before = shell_output("b2sum < '%s'", p->path);
	for (size_t i = 0; i < 2; i++) {
		struct error said = ERROR_INIT;
		char *bad = in_place(p, "bad.db");

		run_shell("cp '%s' '%s'; sqlite3 '%s' '%s'", copy, bad, bad, acts[i]);
		check_fails(ERR_DATA, backup_inspect(bad, &info, e));
		assert_int_equal(backup_restore(bad, p->path, NULL, &said), ERR_DATA);
		assert_string_equal(said.id, "GN-S51");
		error_clear(&said);
		free(bad);
	}
	after = shell_output("b2sum < '%s'", p->path);
	assert_string_equal(before, after);
	free(before);
	free(after);
	free(copy);
}

/* A copy for elsewhere that needs no room here. */
static void test_copy_in_memory(void **state)
{
	struct place *p = *state;
	char *path = in_place(p, "bytes.db"), *a, *b;
	struct backup_info info;
	unsigned char *bytes;
	size_t n;

	check_ok(backup_bytes(p->book, &bytes, &n, e));
	check_ok(file_write(path, bytes, n, 0600, e));
	backup_bytes_free(bytes, n);
	check_ok(backup_inspect(path, &info, e));
	assert_int_equal(info.records, 20);
	assert_true(info.training);
	backup_info_fini(&info);
	a = dump(p->path);
	b = dump(path);
	assert_string_equal(a, b);
	free(a);
	free(b);
	free(path);
}

#define home_test(f) cmocka_unit_test_setup_teardown(f, setup_home, teardown_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		home_test(test_copy_is_the_same),
		home_test(test_copy_of_a_book_being_read),
		home_test(test_no_room),
		home_test(test_seven_are_kept),
		home_test(test_due_only_after_work),
		home_test(test_inspect_changes_nothing),
		home_test(test_what_would_be_lost),
		home_test(test_restore),
		home_test(test_restore_where_nothing_is),
		home_test(test_restore_over_a_live_log),
		home_test(test_restore_over_damage),
		home_test(test_acting_files_are_refused),
		home_test(test_copy_in_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
