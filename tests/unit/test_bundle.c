/* SPDX-License-Identifier: MIT */
/* Making bundles: what is in them, what is not, their numbers, their names, and what a bad place
 * for them leaves behind. */
#include "exchange_help.h"

#include <signal.h>
#include <sys/wait.h>

#include "sync/container.h"

/* The body of a bundle, opened with the receiver's keys. */
static struct db *body_of(struct world *w, const char *path)
{
	const struct container_limits limits = CONTAINER_LIMITS;
	struct error e = ERROR_INIT;
	struct container *c;
	struct db *db;

	unlink(at("body.db"));
	assert_ok(container_open(&c, path, &limits, &e), &e);
	assert_ok(container_extract(c, &w->up_keys, at("body.db"), &e), &e);
	container_close(c);
	assert_ok(db_open(&db, at("body.db"), DB_READ, &e), &e);
	return db;
}

static int64_t number(struct db *db, const char *sql)
{
	struct error e = ERROR_INIT;
	int64_t n = -1;

	assert_ok(db_get_int(db, &n, NULL, &e, sql, ""), &e);
	return n;
}

static void holds_what_the_unit_owns(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct bundle_head head;
	struct sample s;
	struct db *db;
	char *path;

	fill(w, w->down, &s);
	path = bundle(w, w->down, &head);
	assert_string_equal(strrchr(path, '/') + 1, "C-01_G0001.gnb");
	assert_int_equal(head.number, 1);
	assert_null(head.previous);
	assert_int_equal(head.households, 3);
	assert_int_equal(head.records, 3 + 5 + 1);
	assert_int_equal(head.incomplete, 0);
	assert_string_equal(head.duty, "update");
	assert_string_equal(head.to_unit_id, UP_ID);
	db = body_of(w, path);
	assert_int_equal(number(db, "SELECT count(*) FROM household"), 3);
	assert_int_equal(number(db, "SELECT count(*) FROM member"), 5);
	assert_int_equal(number(db, "SELECT count(*) FROM answer WHERE form='review'"), 2);
	assert_int_equal(number(db, "SELECT count(*) FROM answer WHERE form='household'"), 2);
	/* tables only; aliases and derived fields are the receiver's to work out */
	assert_int_equal(number(db, "SELECT count(*) FROM sqlite_master WHERE type<>'table'"), 0);
	assert_int_equal(number(db,
				"SELECT count(*) FROM pragma_table_info('household') WHERE name IN "
				"('head_name', 'classification', '_who', '_at')"),
			 0);
	assert_int_equal(
		number(db, "SELECT count(*) FROM pragma_table_info('household') WHERE name='area'"),
		1);
	assert_int_equal(
		number(db, "SELECT count(*) FROM sqlite_master WHERE name IN ('history', 'draft', "
			   "'inbox', 'meta')"),
		0);
	assert_int_equal(number(db, "SELECT count(*) FROM about WHERE name='made_by'"), 1);
	db_close(db);
	assert_int_equal(temps_left(), 0);
	free(path);
	bundle_head_fini(&head);
	error_clear(&e);
}

static void tells_no_name_to_a_stranger(void **state)
{
	static const char *const secrets[] = {
		"Nguyễn Thị Hường", "Hường",	"Páo", "Đặng", "Mùi", "Hoàng Thị Mai", "Mai",
		"household_code=",  "near_poor"
	};
	struct world *w = *state;
	struct sample s;
	char *path;
	uint8_t *p;
	size_t n;

	fill(w, w->down, &s);
	path = bundle(w, w->down, NULL);
	p = get_bytes(path, &n);
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		if (memmem(p, n, secrets[i], strlen(secrets[i])))
			fail_msg("%s can be read in the bundle", secrets[i]);
	/* nor an id of a record */
	assert_null(memmem(p, n, s.home[0], 36));
	free(p);
	free(path);
}

static void numbers_and_chain(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct bundle_head one, two;
	struct bundles_sent sent;
	struct sample s;
	char *first, *second;

	fill(w, w->down, &s);
	first = bundle(w, w->down, &one);
	second = bundle(w, w->down, &two);
	assert_int_equal(two.number, 2);
	assert_string_equal(two.previous, one.hash);
	assert_string_not_equal(two.hash, one.hash);
	assert_ok(bundle_list(w->down, &sent, &e), &e);
	assert_int_equal(sent.n, 2);
	assert_string_equal(sent.v[0].head.hash, two.hash);
	assert_string_equal(sent.v[0].state, "made");
	assert_string_equal(sent.v[0].head.made_by, "Hoàng Thị Mai");
	assert_string_equal(sent.v[1].path, first);
	bundles_sent_fini(&sent);
	free(first);
	free(second);
	bundle_head_fini(&one);
	bundle_head_fini(&two);
}

static void a_new_instance_counts_anew(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct bundle_head head;
	struct sample s;
	char *path;

	fill(w, w->down, &s);
	free(bundle(w, w->down, NULL));
	assert_ok(book_renew_instance(w->down, &e), &e);
	path = bundle(w, w->down, &head);
	assert_int_equal(head.number, 1);
	assert_null(head.previous);
	/* the old file is not written over */
	assert_string_equal(strrchr(path, '/') + 1, "C-01_G0001_2.gnb");
	free(path);
	bundle_head_fini(&head);
}

static void no_superior(void **state)
{
	struct world *w = *state;
	struct bundle_plan plan = { .path = at("usb") };
	struct error e = ERROR_INIT;
	struct bundle_head head;
	char *path;

	assert_int_equal(bundle_make(w->f, w->up, &plan, &path, &head, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-P01");
	assert_null(path);
}

/* Fails, leaves nothing in the folder, and the number is free. */
static void fails_cleanly(struct world *w, const char *place, int code)
{
	struct bundle_plan plan = { .path = place };
	struct error e = ERROR_INIT;
	struct bundle_head head;
	uint8_t before[32], after[32];
	char *path;

	book_hash(w->down, before);
	assert_int_equal(bundle_make(w->f, w->down, &plan, &path, &head, &e), code);
	assert_non_null(e.what);
	assert_non_null(e.todo);
	error_clear(&e);
	assert_null(path);
	book_hash(w->down, after);
	assert_memory_equal(before, after, 32);
	assert_int_equal(temps_left(), 0);
}

static void never_over_another(void **state)
{
	struct world *w = *state;
	struct sample s;
	uint8_t *p;
	size_t n;

	fill(w, w->down, &s);
	put_text("usb/mine.gnb", "precious");
	fails_cleanly(w, at("usb/mine.gnb"), ERR_DATA);
	p = get_bytes(at("usb/mine.gnb"), &n);
	assert_int_equal(n, 8);
	assert_memory_equal(p, "precious", 8);
	free(p);
}

static void a_stick_that_is_gone(void **state)
{
	struct world *w = *state;
	struct sample s;

	fill(w, w->down, &s);
	fails_cleanly(w, at("gone/C.gnb"), ERR_NOTFOUND);
	fails_cleanly(w, at("gone/"), ERR_NOTFOUND);
}

/* A file system of one page, where we may mount one. */
static void a_full_stick(void **state)
{
	struct world *w = *state;
	struct sample s;
	char cmd[400];
	DIR *d;
	struct dirent *ent;
	int left = 0;

	assert_int_equal(dir_make(at("full"), NULL), 0);
	snprintf(cmd, sizeof(cmd), "mount -t tmpfs -o size=4k tmpfs '%s' 2>/dev/null", at("full"));
	if (system(cmd))
		skip();
	fill(w, w->down, &s);
	fails_cleanly(w, at("full"), ERR_IO);
	d = opendir(at("full"));
	while ((ent = readdir(d)))
		left += ent->d_name[0] != '.' || strlen(ent->d_name) > 2;
	closedir(d);
	snprintf(cmd, sizeof(cmd), "umount '%s'", at("full"));
	assert_int_equal(system(cmd), 0);
	assert_int_equal(left, 0);
	/* the number is still free */
	snprintf(cmd, sizeof(cmd), "%s", at("usb/next.gnb"));
	{
		struct bundle_plan plan = { .path = cmd };
		struct error e = ERROR_INIT;
		struct bundle_head head;
		char *path;

		assert_ok(bundle_make(w->f, w->down, &plan, &path, &head, &e), &e);
		assert_int_equal(head.number, 1);
		bundle_head_fini(&head);
		free(path);
	}
}

static void a_read_only_stick(void **state)
{
	struct world *w = *state;
	struct sample s;
	char cmd[400];

	assert_int_equal(dir_make(at("locked"), NULL), 0);
	snprintf(cmd, sizeof(cmd), "mount -t tmpfs -o ro,size=1m tmpfs '%s' 2>/dev/null",
		 at("locked"));
	if (system(cmd))
		skip();
	fill(w, w->down, &s);
	fails_cleanly(w, at("locked"), ERR_IO);
	snprintf(cmd, sizeof(cmd), "umount '%s'", at("locked"));
	assert_int_equal(system(cmd), 0);
}

static void verify_tells_who(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct bundle_head head;
	struct sample s;
	bool known = true;
	char *path;

	fill(w, w->down, &s);
	path = bundle(w, w->down, NULL);
	assert_ok(bundle_verify(path, NULL, &known, &head, &e), &e);
	assert_false(known);
	assert_string_equal(head.unit_code, "C-01");
	assert_null(head.made_by); /* sealed */
	bundle_head_fini(&head);
	/* above it is known once it was received; at home at once */
	assert_ok(bundle_verify(path, w->up, &known, &head, &e), &e);
	assert_false(known);
	bundle_head_fini(&head);
	assert_ok(bundle_verify(path, w->down, &known, &head, &e), &e);
	assert_true(known);
	bundle_head_fini(&head);
	receive(w, path, "received");
	assert_ok(bundle_verify(path, w->up, &known, &head, &e), &e);
	assert_true(known);
	bundle_head_fini(&head);
	assert_int_equal(bundle_verify(spoilt(path, 300, 1, 0), NULL, &known, &head, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-G04");
	free(path);
}

/* Has the child become another program yet? */
static bool runs_sleep(pid_t pid)
{
	char link[64], mine[512], its[512];
	ssize_t n, m;

	snprintf(link, sizeof(link), "/proc/%ld/exe", (long)pid);
	n = readlink(link, its, sizeof(its));
	m = readlink("/proc/self/exe", mine, sizeof(mine));
	return n > 0 && (n != m || memcmp(its, mine, (size_t)n));
}

static void sweeps_what_a_killed_program_left(void **state)
{
	struct world *w = *state;
	char mine[300], alive[300];
	pid_t pid = fork();

	if (!pid) {
		execlp("sleep", "sleep", "60", (char *)NULL);
		_exit(127);
	}
	while (access("/proc/self", F_OK) == 0 && !runs_sleep(pid))
		usleep(1000);

	snprintf(mine, sizeof(mine), "down.db.tmp-%ld-77", (long)getpid());
	put_text(mine, "plain");
	put_text("down.db.tmp-999999999-1", "plain");
	put_text("down.db.tmp-XXXX", "plain");
	/* of a program that runs, but is another one: its number was used again */
	snprintf(alive, sizeof(alive), "down.db.tmp-%ld-1", (long)pid);
	put_text(alive, "plain");
	put_text("other.db.tmp-999999999-1", "plain");
	put_text("down.db.tmpl", "mine");
	sync_sweep(w->down);
	assert_true(file_exists(at("other.db.tmp-999999999-1")));
	assert_true(file_exists(at("down.db.tmpl")));
	assert_false(file_exists(at(mine)));
	assert_false(file_exists(at("down.db.tmp-999999999-1")));
	assert_false(file_exists(at("down.db.tmp-XXXX")));
	assert_false(file_exists(at(alive)));
	assert_true(file_exists(at("down.db")));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void reading_book_makes_none(void **state)
{
	struct world *w = *state;
	struct bundle_plan plan = { .path = at("usb") };
	struct error e = ERROR_INIT;
	struct bundle_head head;
	struct book *b;
	char *path;

	assert_ok(book_open(&b, at("down.db"), BOOK_READ, &e), &e);
	assert_int_equal(bundle_make(w->f, b, &plan, &path, &head, &e), ERR_USAGE);
	assert_told(&e, ERR_USAGE, "GN-U30");
	book_close(b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(holds_what_the_unit_owns),
		T(tells_no_name_to_a_stranger),
		T(numbers_and_chain),
		T(a_new_instance_counts_anew),
		T(no_superior),
		T(never_over_another),
		T(a_stick_that_is_gone),
		T(a_full_stick),
		T(a_read_only_stick),
		T(verify_tells_who),
		T(sweeps_what_a_killed_program_left),
		T(reading_book_makes_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
