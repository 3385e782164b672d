/* SPDX-License-Identifier: MIT */
/* Drafts: kept field by field through any end, one for a record, in the bin for 30 days. */
#include "store_help.h"

#include <signal.h>
#include <sys/wait.h>

#include "store/draft.h"

#define HEAD "0190aaaa-0000-7000-8000-000000000001"
#define CHILD "0190aaaa-0000-7000-8000-000000000002"

static void start(struct place *p, const char *record, char id[37])
{
	bool existing = true;

	check_ok(draft_start(p->book, "household", record, 3, "Mai", id, &existing, e));
	assert_false(existing);
}

static void see_row(void *ctx, const char *form, const char *record, const char *parent,
		    int64_t base_rev, bool removed)
{
	str_addf(ctx, "%s %s<%s %lld%s\n", form, record + 35, parent ? parent + 35 : "",
		 (long long)base_rev, removed ? " removed" : "");
}

static void see_value(void *ctx, const char *form, const char *record, const char *field,
		      const char *text)
{
	str_addf(ctx, "%s %s %s=%s\n", form, record + 35, field, text ? text : "(null)");
}

static void holds(struct place *p, const char *id, const char *want)
{
	struct str b;

	str_init(&b);
	check_ok(draft_each(p->book, id, see_row, see_value, &b, e));
	assert_string_equal(b.s, want);
	str_fini(&b);
}

static void test_everything_comes_back(void **state)
{
	struct place *p = *state;
	struct draft_infos all;
	char id[37];

	start(p, HEAD, id);
	check_ok(draft_put(p->book, id, "household", HEAD, "phone", "0912",
			   "household:" HEAD ":phone", e));
	check_ok(draft_row(p->book, id, "member", CHILD, HEAD, 0, false, e));
	check_ok(draft_put(p->book, id, "member", CHILD, "full_name", "Đặng Văn Á",
			   "member:" CHILD ":full_name", e));
	check_ok(draft_put(p->book, id, "household", HEAD, "phone", NULL, NULL, e));
	check_ok(draft_put(p->book, id, "member", CHILD, "full_name", "Đặng Văn Ánh", NULL, e));
	check_ok(draft_row(p->book, id, "member", HEAD, HEAD, 2, true, e));
	check_ok(draft_title(p->book, id, "Đặng Văn Ánh", e));
	reopen(p, BOOK_WRITE);
	check_ok(draft_list(p->book, false, &all, e));
	assert_int_equal(all.n, 1);
	assert_string_equal(all.v[0].id, id);
	assert_string_equal(all.v[0].form, "household");
	assert_string_equal(all.v[0].record, HEAD);
	assert_int_equal(all.v[0].base_rev, 3);
	assert_string_equal(all.v[0].place, "member:" CHILD ":full_name");
	assert_string_equal(all.v[0].title, "Đặng Văn Ánh");
	assert_string_equal(all.v[0].who, "Mai");
	assert_string_equal(all.v[0].at, TODAY "T12:00:00");
	assert_false(all.v[0].binned);
	draft_infos_fini(&all);
	holds(p, id,
	      "member 2<1 0\nmember 1<1 2 removed\nhousehold 1 phone=(null)\n"
	      "member 2 full_name=Đặng Văn Ánh\n");
}

static void test_one_draft_of_a_record(void **state)
{
	struct place *p = *state;
	char first[37], second[37];
	bool existing = false;

	start(p, HEAD, first);
	check_ok(draft_start(p->book, "household", HEAD, 4, "Tài", second, &existing, e));
	assert_true(existing);
	assert_string_equal(first, second);
	start(p, CHILD, second);
	assert_string_not_equal(first, second);
}

static void test_kept_through_a_kill(void **state)
{
	struct place *p = *state;
	struct draft_infos all;
	int status;
	pid_t pid;

	book_close(p->book);
	p->book = NULL;
	pid = fork();
	if (!pid) {
		struct book *b;
		char id[37];

		if (!book_open(&b, p->path, BOOK_WRITE, NULL) &&
		    !draft_start(b, "household", HEAD, 0, "Mai", id, NULL, NULL) &&
		    !draft_put(b, id, "household", HEAD, "phone", "0912",
			       "household:" HEAD ":phone", NULL))
			kill(getpid(), SIGKILL);
		_exit(1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	check_ok(book_open(&p->book, p->path, BOOK_WRITE, e));
	check_ok(draft_list(p->book, false, &all, e));
	assert_int_equal(all.n, 1);
	assert_string_equal(all.v[0].place, "household:" HEAD ":phone");
	holds(p, all.v[0].id, "household 1 phone=0912\n");
	draft_infos_fini(&all);
}

static void test_newest_use_first(void **state)
{
	struct place *p = *state;
	struct draft_infos all;
	char a[37], b[37];

	start(p, HEAD, a);
	start(p, CHILD, b);
	/* The clock goes back; the order of use does not. */
	setenv("GIAMNGHEO_TODAY", "2020-01-01", 1);
	check_ok(draft_put(p->book, a, "household", HEAD, "phone", "1", NULL, e));
	setenv("GIAMNGHEO_TODAY", TODAY, 1);
	check_ok(draft_list(p->book, false, &all, e));
	assert_int_equal(all.n, 2);
	assert_string_equal(all.v[0].id, a);
	assert_string_equal(all.v[1].id, b);
	draft_infos_fini(&all);
}

static void test_finish_is_part_of_the_saving(void **state)
{
	struct place *p = *state;
	char id[37];

	start(p, HEAD, id);
	check_ok(draft_put(p->book, id, "household", HEAD, "phone", "1", NULL, e));
	begin(p);
	check_ok(draft_finish(p->book, id, e));
	db_rollback(book_db(p->book));
	holds(p, id, "household 1 phone=1\n");
	begin(p);
	check_ok(draft_finish(p->book, id, e));
	commit(p);
	assert_int_equal(number_of(p, "SELECT (SELECT count(*) FROM draft) + (SELECT count(*) FROM "
				      "draft_value) + (SELECT count(*) FROM draft_row)"),
			 0);
	check_fails(ERR_NOTFOUND, draft_finish(p->book, id, e));
	check_fails(ERR_NOTFOUND, draft_put(p->book, id, "household", HEAD, "phone", "1", NULL, e));
	check_fails(ERR_NOTFOUND, draft_row(p->book, id, "member", CHILD, HEAD, 0, false, e));
	check_fails(ERR_NOTFOUND, draft_title(p->book, id, "x", e));
	assert_int_equal(number_of(p, "SELECT count(*) FROM draft_value"), 0);
}

static size_t count(struct place *p, bool binned)
{
	struct draft_infos all;
	size_t n;

	check_ok(draft_list(p->book, binned, &all, e));
	n = all.n;
	draft_infos_fini(&all);
	return n;
}

static void test_bin(void **state)
{
	struct place *p = *state;
	char id[37], other[37];

	start(p, HEAD, id);
	check_ok(draft_put(p->book, id, "household", HEAD, "phone", "1", NULL, e));
	check_ok(draft_discard(p->book, id, e));
	assert_int_equal(count(p, false), 0);
	assert_int_equal(count(p, true), 1);
	check_fails(ERR_NOTFOUND, draft_put(p->book, id, "household", HEAD, "phone", "2", NULL, e));
	check_fails(ERR_NOTFOUND, draft_discard(p->book, id, e));
	check_ok(draft_restore(p->book, id, e));
	holds(p, id, "household 1 phone=1\n");
	assert_int_equal(count(p, false), 1);
	/* Two open drafts of one record cannot be. */
	check_ok(draft_discard(p->book, id, e));
	start(p, HEAD, other);
	check_fails(ERR_NEGATIVE, draft_restore(p->book, id, e));
	check_ok(draft_discard(p->book, other, e));
	check_ok(draft_restore(p->book, id, e));
	assert_int_equal(count(p, true), 1);
}

static void test_bin_is_emptied_after_30_days(void **state)
{
	struct place *p = *state;
	char id[37];

	start(p, HEAD, id);
	check_ok(draft_put(p->book, id, "household", HEAD, "phone", "1", NULL, e));
	check_ok(draft_discard(p->book, id, e));
	setenv("GIAMNGHEO_TODAY", "2024-12-21", 1);
	check_ok(draft_sweep(p->book, e));
	assert_int_equal(count(p, true), 1);
	setenv("GIAMNGHEO_TODAY", "2024-12-22", 1);
	check_ok(draft_sweep(p->book, e));
	assert_int_equal(count(p, true), 0);
	assert_int_equal(number_of(p, "SELECT count(*) FROM draft_value"), 0);
}

/* ---- the disk ---- */

#define FIELDS 40

static int typing_child(const char *path)
{
	struct book *b;
	char id[37];
	int rc = book_open(&b, path, BOOK_WRITE, NULL);

	if (rc || draft_start(b, "household", HEAD, 0, "Mai", id, NULL, NULL))
		return 1;
	rc = access("/mark-begin", F_OK) ? 0 : 1;
	for (int i = 0; !rc && i < FIELDS; i++) {
		char *text = xasprintf("%d", i);

		rc = draft_put(b, id, "household", HEAD, "phone", text, "household:" HEAD ":phone",
			       NULL);
		free(text);
	}
	rc = rc ? rc : (access("/mark-end", F_OK) ? 0 : 1);
	book_close(b);
	return rc ? 1 : 0;
}

static void test_one_sync_a_field(void **state)
{
	struct place *p = *state;
	char *me = realpath("/proc/self/exe", NULL), *n;

	book_close(p->book);
	p->book = NULL;
	run_shell("cd '%s' && ASAN_OPTIONS=detect_leaks=0 strace -f -o trace "
		  "-e trace=fsync,fdatasync,access,faccessat,faccessat2 '%s' --typing '%s'",
		  p->dir, me, p->path);
	n = shell_output("cd '%s' && sed -n '/mark-begin/,/mark-end/p' trace | grep -c sync",
			 p->dir);
	assert_int_equal(atoi(n), FIELDS);
	free(n);
	free(me);
}

#define book_test(f) cmocka_unit_test_setup_teardown(f, setup_book, teardown_place)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		book_test(test_everything_comes_back),	      book_test(test_one_draft_of_a_record),
		book_test(test_kept_through_a_kill),	      book_test(test_newest_use_first),
		book_test(test_finish_is_part_of_the_saving), book_test(test_bin),
		book_test(test_bin_is_emptied_after_30_days), book_test(test_one_sync_a_field),
	};

	if (argc == 3 && !strcmp(argv[1], "--typing"))
		return typing_child(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
