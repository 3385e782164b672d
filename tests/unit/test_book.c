/* SPDX-License-Identifier: MIT */
/*
 * The book as a file: what is made, what is refused and left as it is, one writer, a bad end,
 * migrations.
 */
#include "store_help.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "base/paths.h"
#include "store/lock.h"

static void test_new_book(void **state)
{
	struct place *p = *state;
	struct book_identity bad = somewhere;
	struct stat st;
	char *ls;

	check_ok(book_create(p->path, &somewhere, e));
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* One whole file, nothing half made beside it. */
	ls = shell_output("ls -A '%s'", p->dir);
	assert_string_equal(ls, "xa.book");
	free(ls);
	ls = shell_output("sqlite3 '%s' 'PRAGMA application_id; PRAGMA quick_check'", p->path);
	assert_string_equal(ls, "1196312369\nok");
	free(ls);
	check_fails(ERR_DATA, book_create(p->path, &somewhere, e));

	bad.unit_code = "xa-1";
	check_fails(ERR_USAGE, book_create("/tmp/never", &bad, e));
	bad.unit_code = "12345678901234567";
	check_fails(ERR_USAGE, book_create("/tmp/never", &bad, e));
	bad = somewhere;
	bad.level = "xa";
	check_fails(ERR_USAGE, book_create("/tmp/never", &bad, e));
	bad = somewhere;
	bad.unit_name = "";
	check_fails(ERR_USAGE, book_create("/tmp/never", &bad, e));
	assert_false(file_exists("/tmp/never"));
}

static void test_identity(void **state)
{
	struct place *p = *state;
	char *first;

	assert_string_equal(book_unit_id(p->book), somewhere.unit_id);
	assert_string_equal(book_unit_code(p->book), "24-A");
	assert_string_equal(book_unit_name(p->book), "Xã Đồng Vương");
	assert_string_equal(book_level(p->book), "commune");
	assert_true(book_training(p->book));
	assert_int_equal(strlen(book_instance(p->book)), 32);
	first = xstrdup(book_instance(p->book));
	check_ok(book_renew_instance(p->book, e));
	assert_string_not_equal(first, book_instance(p->book));
	reopen(p, BOOK_READ);
	assert_string_not_equal(first, book_instance(p->book));
	assert_false(book_writable(p->book));
	free(first);
}

static void test_every_commit_is_synced(void **state)
{
	struct place *p = *state;
	char *mode;

	check_ok(db_get_text(book_db(p->book), &mode, e, "PRAGMA journal_mode", ""));
	assert_string_equal(mode, "wal");
	free(mode);
	assert_int_equal(number_of(p, "PRAGMA synchronous"), 2);
	assert_int_equal(number_of(p, "PRAGMA foreign_keys"), 1);
	assert_null(book_notice(p->book));
}

/* A place where WAL cannot work: without locks there is no shared memory either. */
static void test_without_wal(void **state)
{
	struct place *p = *state;
	char *mode;

	int rc;

	sqlite3_vfs_register(sqlite3_vfs_find("unix-none"), 1);
	rc = book_create(p->path, &somewhere, NULL);
	if (!rc)
		rc = book_open(&p->book, p->path, BOOK_WRITE, NULL);
	sqlite3_vfs_register(sqlite3_vfs_find("unix"), 1);
	assert_int_equal(rc, 0);
	check_ok(db_get_text(book_db(p->book), &mode, e, "PRAGMA journal_mode", ""));
	assert_string_equal(mode, "delete");
	free(mode);
	assert_int_equal(number_of(p, "PRAGMA synchronous"), 3);
	assert_non_null(book_notice(p->book));
}

/* Neither the bytes of anything in the folder nor the names in it change. */
static void refused(struct place *p, const char *id)
{
	char *before = shell_output("cd '%s' && ls -A && b2sum *", p->dir), *after;

	for (int mode = BOOK_READ; mode <= BOOK_WRITE; mode++) {
		struct error e = ERROR_INIT;
		struct book *b;

		assert_int_equal(book_open(&b, p->path, (enum book_mode)mode, &e), ERR_DATA);
		assert_null(b);
		assert_string_equal(e.id, id);
		assert_non_null(e.safe);
		assert_non_null(e.todo);
		error_clear(&e);
	}
	after = shell_output("cd '%s' && ls -A && b2sum *", p->dir);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void test_foreign_files_are_refused(void **state)
{
	struct place *p = *state;
	struct book *b;

	check_fails(ERR_NOTFOUND, book_open(&b, p->path, BOOK_WRITE, e));
	run_shell(": > '%s'", p->path);
	refused(p, "GN-S40");
	run_shell("printf 'head,village\\n%%0200d' 7 > '%s'", p->path);
	refused(p, "GN-S40");
	run_shell("rm '%s'; sqlite3 '%s' 'CREATE TABLE t (a)'", p->path, p->path);
	refused(p, "GN-S40");
}

static void test_newer_book_is_refused(void **state)
{
	struct place *p = *state;

	check_ok(book_create(p->path, &somewhere, e));
	run_shell("sqlite3 '%s' 'PRAGMA journal_mode=DELETE; PRAGMA user_version=9999' >/dev/null",
		  p->path);
	refused(p, "GN-S41");
	run_shell("sqlite3 '%s' 'PRAGMA journal_mode=WAL' >/dev/null", p->path);
	refused(p, "GN-S41");
}

static void test_cut_books_are_refused(void **state)
{
	struct place *p = *state;

	check_ok(book_create(p->path, &somewhere, e));
	run_shell("truncate -s -4096 '%s'", p->path);
	refused(p, "GN-S42");
	run_shell("truncate -s -100 '%s'", p->path);
	refused(p, "GN-S42");
	run_shell("truncate -s 50 '%s'", p->path);
	refused(p, "GN-S40");
}

/* Run `work` in a child that ends without any clean-up, as by kill -9. */
static void killed(struct place *p, void (*work)(struct place *))
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		work(p);
		kill(getpid(), SIGKILL);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
}

static void write_newer(struct place *p)
{
	sqlite3 *h;

	if (!sqlite3_open(p->path, &h))
		sqlite3_exec(h, "PRAGMA user_version=9999", NULL, NULL, NULL);
}

/* The version stands only in the log the newer program left behind. */
static void test_newer_in_the_log_is_refused(void **state)
{
	struct place *p = *state;
	char *sums = "cd '%s' && b2sum xa.book xa.book-wal", *before, *after;
	struct book *b;

	check_ok(book_create(p->path, &somewhere, e));
	killed(p, write_newer);
	before = shell_output(sums, p->dir);
	check_fails(ERR_DATA, book_open(&b, p->path, BOOK_READ, e));
	check_fails(ERR_DATA, book_open(&b, p->path, BOOK_WRITE, e));
	after = shell_output(sums, p->dir);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void write_and_die(struct place *p)
{
	struct book *b;

	if (!book_open(&b, p->path, BOOK_WRITE, NULL))
		book_meta_set(b, "proof", "kept", NULL);
}

static bool beside(struct place *p, const char *suffix)
{
	char *name = xasprintf("%s%s", p->path, suffix);
	bool there = file_exists(name);

	free(name);
	return there;
}

static void test_unclean_end(void **state)
{
	struct place *p = *state;
	char *text;

	check_ok(book_create(p->path, &somewhere, e));
	killed(p, write_and_die);
	assert_true(beside(p, ".open"));
	assert_true(beside(p, "-wal"));
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	check_ok(book_meta(p->book, "proof", &text, e));
	assert_string_equal(text, "kept");
	free(text);
	assert_true(beside(p, ".open"));
	book_close(p->book);
	p->book = NULL;
	/* A good end leaves the book and the empty lock file. */
	text = shell_output("ls -A '%s'", p->dir);
	assert_string_equal(text, "xa.book\nxa.book.lock");
	free(text);
}

static void test_damage_is_found_after_unclean_end(void **state)
{
	struct place *p = *state;
	char *before, *after;
	struct book *b;

	check_ok(book_create(p->path, &somewhere, e));
	run_shell("printf 'damage damage damage' | dd of='%s' bs=1 seek=$((4096 * 2)) conv=notrunc "
		  "2>/dev/null; : > '%s.open'",
		  p->path, p->path);
	before = shell_output("cd '%s' && ls -A && b2sum xa.book", p->dir);
	check_fails(ERR_DATA, book_open(&b, p->path, BOOK_WRITE, e));
	check_fails(ERR_DATA, book_open(&b, p->path, BOOK_WRITE, e));
	after = shell_output("cd '%s' && rm -f xa.book.lock; ls -A && b2sum xa.book", p->dir);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void test_check_says_what_is_wrong(void **state)
{
	struct place *p = *state;
	struct error said = ERROR_INIT;

	check_ok(book_check(p->book, false, e));
	check_ok(book_check(p->book, true, e));
	check_ok(db_exec(book_db(p->book), "PRAGMA foreign_keys=OFF", e));
	check_ok(db_run(book_db(p->book), e,
			"INSERT INTO draft_row (draft, form, record, base_rev) "
			"VALUES ('gone', 'f', 'r', 0)",
			""));
	check_ok(book_check(p->book, false, e));
	assert_int_equal(book_check(p->book, true, &said), ERR_DATA);
	assert_non_null(strstr(said.detail, "draft_row"));
	error_clear(&said);
}

static void hold(struct place *p)
{
	char *ready = path_join(p->dir, "ready");
	struct book *b;

	if (!book_open(&b, p->path, BOOK_WRITE, NULL))
		file_write(ready, "", 0, 0600, NULL);
	alarm(60); /* not for ever where the test itself fails */
	pause();
}

static void test_one_writer(void **state)
{
	struct place *p = *state;
	char *ready = path_join(p->dir, "ready"), *pid_text;
	struct error said = ERROR_INIT;
	struct lock *lock;
	struct book *b;
	pid_t pid;

	check_ok(book_create(p->path, &somewhere, e));
	pid = fork();
	if (!pid)
		hold(p);
	for (int i = 0; i < 1000 && !file_exists(ready); i++)
		usleep(10000);
	assert_true(file_exists(ready));
	/* Reading is possible all the while. */
	check_ok(book_open(&b, p->path, BOOK_READ, e));
	book_close(b);
	assert_int_equal(book_open(&b, p->path, BOOK_WRITE, &said), ERR_BUSY);
	pid_text = xasprintf("%ld", (long)pid);
	assert_non_null(strstr(said.what, pid_text));
	assert_non_null(strstr(said.what, "test_book"));
	assert_non_null(strstr(said.what, TODAY));
	assert_non_null(strstr(said.what, "Xã Đồng Vương"));
	error_clear(&said);
	free(pid_text);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	/* The kernel gave it back at once. */
	check_ok(lock_take(&lock, p->path, 0, e));
	lock_free(lock);
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	/* Also against another opening in the same program. */
	check_fails(ERR_BUSY, lock_take(&lock, p->path, 0, e));
	free(ready);
}

static void test_officer_is_named(void **state)
{
	struct place *p = *state;
	struct error said = ERROR_INIT;
	struct lock *lock;

	book_sign(p->book, "Hoàng Thị Mai");
	assert_int_equal(lock_take(&lock, p->path, 0, &said), ERR_BUSY);
	assert_non_null(strstr(said.what, "Hoàng Thị Mai (Xã Đồng Vương)"));
	error_clear(&said);
}

/* A lock that is not of our making, beside words of one of ours that is dead. */
static void test_another_program_is_named(void **state)
{
	struct place *p = *state;
	struct error said = ERROR_INIT;
	char *ready = path_join(p->dir, "ready"), *pid_text;
	struct lock *lock;
	pid_t pid;

	run_shell("echo '999999999 giamngheo 2024-11-21T12:00:00 Ai Đó' > '%s.lock'", p->path);
	pid = fork();
	if (!pid) {
		char *name = xasprintf("%s.lock", p->path);
		struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
		int fd = open(name, O_RDWR);

		if (fd >= 0 && !fcntl(fd, F_SETLK, &fl))
			file_write(ready, "", 0, 0600, NULL);
		alarm(60);
		pause();
	}
	for (int i = 0; i < 1000 && !file_exists(ready); i++)
		usleep(10000);
	assert_int_equal(lock_take(&lock, p->path, 0, &said), ERR_BUSY);
	pid_text = xasprintf("test_book (process %ld)", (long)pid);
	assert_non_null(strstr(said.what, pid_text));
	assert_null(strstr(said.what, "Ai Đó"));
	error_clear(&said);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	free(pid_text);
	free(ready);
}

static void touch(struct place *p, const char *name)
{
	run_shell("echo plain > '%s/%s'", p->dir, name);
}

/* What killed programs left in clear goes with the next writer; what is alive or not ours stays. */
static void test_leftovers_are_swept(void **state)
{
	static const char *const left[] = {
		"xa.book.tmp-999999999-v1",
		"xa.book.tmp-999999999",
		"xa.book.tmp-999999999-v1.tmp-999999999",
		"xa.book.before-restore-1.tmp-999999999",
		"xa.book.before-restore-12.tmp-999999999-journal",
		"xa.book.backup/000003-2024-11-21.db.tmp-999999999",
		"xa.book.backup/before-version-3-1.db.tmp-999999999",
		".giamngheo-aB3xYz.tmp",
	};
	static const char *const kept[] = {
		"xa.book.before-restore-1",	 "xa.book.before-restore-1.keys",
		"xa.book.before-restore-x.tmp-9", "ya.book.tmp-999999999-v1",
		"xa.book.backup/mine.tmp-999999999", "xa.book.backup/000003-2024-11-21.db",
		".giamngheo-aB3xYz12.tmp",	 ".other-aB3xYz.tmp",
	};
	struct place *p = *state;
	char *own = xasprintf("xa.book.tmp-%ld-v1", (long)getpid()), *open_one, *name;
	struct book *b;
	int fd;

	check_ok(book_create(p->path, &somewhere, e));
	run_shell("mkdir '%s.backup'", p->path);
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		touch(p, left[i]);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		touch(p, kept[i]);
	touch(p, own);
	open_one = path_join(p->dir, ".giamngheo-inUse1.tmp");
	fd = open(open_one, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	/* A reader sweeps nothing. */
	check_ok(book_open(&b, p->path, BOOK_READ, e));
	book_close(b);
	name = path_join(p->dir, left[0]);
	assert_true(file_exists(name));
	free(name);
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		name = path_join(p->dir, left[i]);
		if (file_exists(name))
			print_error("not swept: %s\n", name);
		assert_false(file_exists(name));
		free(name);
	}
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		name = path_join(p->dir, kept[i]);
		if (!file_exists(name))
			print_error("gone: %s\n", name);
		assert_true(file_exists(name));
		free(name);
	}
	name = path_join(p->dir, own);
	assert_true(file_exists(name));
	assert_true(file_exists(open_one));
	close(fd);
	reopen(p, BOOK_WRITE);
	assert_false(file_exists(open_one));
	free(name);
	free(open_one);
	free(own);
}

static void test_keys_are_made_private(void **state)
{
	struct place *p = *state;
	struct stat st;
	char *keys = xasprintf("%s.keys", p->path);

	run_shell("echo k > '%s'; chmod 644 '%s'", keys, keys);
	reopen(p, BOOK_READ);
	assert_int_equal(stat(keys, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	reopen(p, BOOK_WRITE);
	assert_int_equal(stat(keys, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(keys);
}

/* One book under two names has one lock. */
static void test_lock_by_any_name(void **state)
{
	struct place *p = *state;
	char *other = path_join(p->dir, "link.book");
	struct book *b;

	assert_int_equal(symlink("xa.book", other), 0);
	check_fails(ERR_BUSY, book_open(&b, other, BOOK_WRITE, e));
	check_ok(book_open(&b, other, BOOK_READ, e));
	book_close(b);
	free(other);
}

static void test_read_only_folder(void **state)
{
	struct place *p = *state;
	int status;
	pid_t pid;

	check_ok(book_create(p->path, &somewhere, e));
	run_shell("chmod 444 '%s'; chmod 555 '%s'", p->path, p->dir);
	pid = fork();
	if (!pid) {
		struct book *b = NULL;
		int rc = 1;

		/* Root may write anywhere: be somebody else. */
		if ((geteuid() || !setresuid(65534, 65534, 65534)) && access(p->dir, W_OK) &&
		    !book_open(&b, p->path, BOOK_READ, NULL))
			rc = strcmp(book_unit_code(b), "24-A") != 0;
		book_close(b);
		_exit(rc);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	run_shell("chmod 755 '%s'", p->dir);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_facts_and_counters(void **state)
{
	struct place *p = *state;
	int64_t n;
	char *text;

	check_ok(book_meta(p->book, "nothing", &text, e));
	assert_null(text);
	check_ok(book_meta_set(p->book, "x", "1", e));
	check_ok(book_meta_set(p->book, "x", "hai", e));
	check_ok(book_meta(p->book, "x", &text, e));
	assert_string_equal(text, "hai");
	free(text);
	check_ok(book_meta_set(p->book, "x", NULL, e));
	check_ok(book_meta(p->book, "x", &text, e));
	assert_null(text);
	for (int i = 1; i <= 12; i++) {
		check_ok(book_counter(p->book, "bundle", &n, e));
		assert_int_equal(n, i);
	}
	reopen(p, BOOK_WRITE);
	check_ok(book_counter(p->book, "bundle", &n, e));
	assert_int_equal(n, 13);
}

static void test_today(void **state)
{
	struct place *p = *state;
	struct date d = book_today(p->book);
	char day[11];

	assert_string_equal(date_iso(&d, day), TODAY);
	/* A record newer than the clock: its day counts, and it is said. */
	check_ok(book_meta_set(p->book, "newest_day", "2024-12-05", e));
	d = book_today(p->book);
	assert_string_equal(date_iso(&d, day), "2024-12-05");
	reopen(p, BOOK_WRITE);
	assert_non_null(book_notice(p->book));
	assert_non_null(strstr(book_notice(p->book), "05/12/2024"));
}

static void test_officers(void **state)
{
	struct place *p = *state;
	struct officer o = { .name = (char *)"Hoàng Thị Mai",
			     .title = (char *)"Công chức",
			     .from = (char *)"2024-01-01" };
	struct officers all;
	char id[37];

	check_ok(officer_save(p->book, &o, id, e));
	o.name = (char *)"Lý Văn Tài";
	o.title = o.from = NULL;
	check_ok(officer_save(p->book, &o, NULL, e));
	o = (struct officer){ .id = id,
			      .name = (char *)"Hoàng Thị Mai",
			      .to = (char *)"2024-12-31" };
	check_ok(officer_save(p->book, &o, id, e));
	check_ok(officer_list(p->book, &all, e));
	assert_int_equal(all.n, 2);
	assert_string_equal(all.v[0].id, id);
	assert_string_equal(all.v[0].name, "Hoàng Thị Mai");
	assert_null(all.v[0].title);
	assert_string_equal(all.v[0].to, "2024-12-31");
	assert_string_equal(all.v[1].name, "Lý Văn Tài");
	officers_fini(&all);
	o.name = (char *)"";
	check_fails(ERR_USAGE, officer_save(p->book, &o, NULL, e));
}

/* ---- migrations: run in a process of its own, whose data folder has more schema files ---- */

#define NEXT "900_next.sql"

static int migrate_child(const char *path)
{
	struct error e = ERROR_INIT;
	struct book *b;
	int rc = book_open(&b, path, BOOK_WRITE, &e);

	if (rc)
		printf("%s %s", e.id, e.detail ? e.detail : "");
	else
		printf("opened %s", book_unit_code(b));
	error_clear(&e);
	book_close(b);
	return -rc;
}

static char *self(void)
{
	char *path = realpath("/proc/self/exe", NULL);

	assert_non_null(path);
	return path;
}

/* What the child prints when it opens the book with `sql` as one more migration. */
static char *migrate_with(struct place *p, const char *sql)
{
	char *me = self(), *out;

	run_shell("mkdir -p '%s/more/data/schema' && cp -f '%s'/data/schema/*.sql "
		  "'%s/more/data/schema/'",
		  p->dir, SRCDIR, p->dir);
	run_shell("cat > '%s/more/data/schema/" NEXT "' <<'E'\n%s\nE", p->dir, sql);
	out = shell_output("GIAMNGHEO_DATADIR='%s/more' '%s' --migrate '%s' || :", p->dir, me,
			   p->path);
	free(me);
	return out;
}

static void test_migration(void **state)
{
	struct place *p = *state;
	struct book *b;
	char *out;

	check_ok(book_create(p->path, &somewhere, e));
	out = migrate_with(p, "CREATE TABLE next (a TEXT) STRICT;\nINSERT INTO next VALUES ('đ');");
	assert_string_equal(out, "opened 24-A");
	free(out);
	out = shell_output("sqlite3 '%s' 'PRAGMA user_version; SELECT a FROM next'", p->path);
	assert_string_equal(out, "900\nđ");
	free(out);
	/* The book as it was before lies beside it, and opens. */
	out = shell_output(
		"cd '%s.backup' && ls && sqlite3 *.db \"SELECT count(*) FROM meta WHERE "
		"name='unit_code'; SELECT count(*) FROM sqlite_master WHERE name='next'\"",
		p->path);
	assert_string_equal(out, "before-version-900-1.db\n1\n0");
	free(out);
	/* And this program, older now, refuses it. */
	check_fails(ERR_DATA, book_open(&b, p->path, BOOK_WRITE, e));
}

static void test_bad_migration_changes_nothing(void **state)
{
	static const char *const bad[] = {
		"CREATE TABLE next (a TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);",
		/* Foreign keys are off while it runs, and checked before it counts. */
		"INSERT INTO draft_row (draft, form, record, base_rev) VALUES ('gone', 'f', 'r', "
		"0);",
	};
	struct place *p = *state;

	check_ok(book_create(p->path, &somewhere, e));
	for (size_t i = 0; i < 2; i++) {
		char *before = shell_output("sqlite3 '%s' .dump", p->path), *after, *out;

		out = migrate_with(p, bad[i]);
		assert_null(strstr(out, "opened"));
		free(out);
		after = shell_output("sqlite3 '%s' .dump", p->path);
		assert_string_equal(before, after);
		free(before);
		free(after);
		check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
		book_close(p->book);
		p->book = NULL;
	}
}

#define place_test(f) cmocka_unit_test_setup_teardown(f, setup_place, teardown_place)
#define book_test(f) cmocka_unit_test_setup_teardown(f, setup_book, teardown_place)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		place_test(test_new_book),
		book_test(test_identity),
		book_test(test_every_commit_is_synced),
		place_test(test_without_wal),
		place_test(test_foreign_files_are_refused),
		place_test(test_newer_book_is_refused),
		place_test(test_cut_books_are_refused),
		place_test(test_newer_in_the_log_is_refused),
		place_test(test_unclean_end),
		place_test(test_damage_is_found_after_unclean_end),
		book_test(test_check_says_what_is_wrong),
		place_test(test_one_writer),
		book_test(test_officer_is_named),
		place_test(test_another_program_is_named),
		place_test(test_leftovers_are_swept),
		book_test(test_keys_are_made_private),
		book_test(test_lock_by_any_name),
		place_test(test_read_only_folder),
		book_test(test_facts_and_counters),
		book_test(test_today),
		book_test(test_officers),
		place_test(test_migration),
		place_test(test_bad_migration_changes_nothing),
	};

	if (argc == 3 && !strcmp(argv[1], "--migrate"))
		return migrate_child(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
