/* SPDX-License-Identifier: MIT */
/* Files: whole or not there, on a full disk and over an older file too; folders and paths. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static char dir[] = "/tmp/gn-file-XXXXXX";

static char *in_dir(const char *name)
{
	return path_join(dir, name);
}

/* Entries of the test folder without . and .. */
static int entries(void)
{
	DIR *d = opendir(dir);
	int n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static int set_up(void **state)
{
	(void)state;
	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int tear_down(void **state)
{
	char *cmd = xasprintf("rm -rf %s", dir);
	int rc = system(cmd);

	(void)state;
	free(cmd);
	return rc;
}

static void check_content(const char *path, const char *want)
{
	struct error e = ERROR_INIT;
	char *data;
	size_t len;

	assert_int_equal(file_read(path, 1 << 20, &data, &len, &e), 0);
	assert_int_equal(len, strlen(want));
	assert_string_equal(data, want);
	free(data);
}

static void reads(void **state)
{
	struct error e = ERROR_INIT;
	char *path = in_dir("a"), *big = xmalloc(300000), *data;
	size_t len;

	(void)state;
	memset(big, 'x', 300000);
	assert_int_equal(file_write(path, big, 300000, 0, &e), 0);
	assert_int_equal(file_read(path, 300000, &data, &len, &e), 0);
	assert_int_equal(len, 300000);
	assert_memory_equal(data, big, 300000);
	assert_int_equal(data[len], '\0');
	free(data);
	assert_int_equal(file_read(path, 299999, &data, &len, &e), ERR_DATA);
	assert_null(data);
	assert_int_equal(file_read("/proc/self/status", 1 << 20, &data, &len, &e), 0);
	assert_true(len > 100); /* a file that says it is empty and is not */
	free(data);
	assert_int_equal(file_write(path, "", 0, 0, &e), 0);
	check_content(path, "");
	assert_int_equal(file_read(dir, 100, &data, &len, &e), ERR_IO);
	free(path);
	path = in_dir("none");
	assert_int_equal(file_read(path, 100, &data, &len, &e), ERR_NOTFOUND);
	error_clear(&e);
	free(path);
	free(big);
}

static void replaces(void **state)
{
	struct error e = ERROR_INIT;
	char *path = in_dir("a");
	struct stat st;

	(void)state;
	umask(022);
	assert_int_equal(file_write(path, "one", 3, 0, &e), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(file_write(path, "two", 3, 0666, &e), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	check_content(path, "two");
	assert_int_equal(entries(), 1);
	free(path);
}

static void never_over(void **state)
{
	struct error e = ERROR_INIT;
	char *path = in_dir("a");
	struct newfile n;

	(void)state;
	assert_int_equal(file_write(path, "old", 3, 0, &e), 0);
	assert_int_equal(newfile_open(&n, path, 0, &e), 0);
	assert_int_equal(newfile_write(&n, "new", 3, &e), 0);
	assert_int_equal(newfile_commit(&n, NEWFILE_READBACK, &e), ERR_DATA);
	assert_string_equal(e.id, "GN-F06");
	check_content(path, "old");
	assert_int_equal(entries(), 1);
	error_clear(&e);

	assert_int_equal(newfile_open(&n, path, 0, &e), 0);
	assert_int_equal(newfile_write(&n, "new", 3, &e), 0);
	assert_int_equal(newfile_commit(&n, NEWFILE_READBACK | NEWFILE_REPLACE, &e), 0);
	newfile_abandon(&n);
	check_content(path, "new");
	assert_int_equal(entries(), 1);
	free(path);
}

static void abandoned(void **state)
{
	struct error e = ERROR_INIT;
	char *path = in_dir("a");
	struct newfile n;

	(void)state;
	assert_int_equal(newfile_open(&n, path, 0, &e), 0);
	assert_int_equal(newfile_write(&n, "new", 3, &e), 0);
	assert_int_equal(entries(), 1);
	assert_false(file_exists(path));
	newfile_abandon(&n);
	assert_int_equal(entries(), 0);
	newfile_abandon(&n);
	free(path);
}

/* Bytes that come past newfile_write stand for a stick that does not keep what it took. */
static void reads_back(void **state)
{
	struct error e = ERROR_INIT;
	char *path = in_dir("a");
	struct newfile n;

	(void)state;
	assert_int_equal(newfile_open(&n, path, 0, &e), 0);
	assert_int_equal(newfile_write(&n, "truth", 5, &e), 0);
	fputc('!', n.fp);
	assert_int_equal(newfile_commit(&n, NEWFILE_READBACK, &e), ERR_IO);
	assert_string_equal(e.id, "GN-F21");
	assert_int_equal(entries(), 0);

	assert_int_equal(file_write(path, "old", 3, 0, &e), 0);
	assert_int_equal(newfile_open(&n, path, 0, &e), 0);
	assert_int_equal(newfile_write(&n, "truth", 5, &e), 0);
	fputc('!', n.fp);
	assert_int_equal(newfile_commit(&n, NEWFILE_READBACK | NEWFILE_REPLACE, &e), ERR_IO);
	check_content(path, "old"); /* the older file is given up only for a good one */
	assert_int_equal(entries(), 1);
	error_clear(&e);
	free(path);
}

/* A limit on file sizes stands for a full disk: the write fails half way. */
static void full_disk(void **state)
{
	struct rlimit was, small;
	struct error e = ERROR_INIT;
	char *path = in_dir("a"), *big = xcalloc(1, 100000);
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);

	(void)state;
	assert_int_equal(file_write(path, "old", 3, 0, &e), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = was;
	small.rlim_cur = 50000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	int rc = file_write(path, big, 100000, 0, &e);

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	signal(SIGXFSZ, handler);
	assert_int_equal(rc, ERR_IO);
	assert_non_null(e.todo);
	check_content(path, "old");
	assert_int_equal(entries(), 1);
	error_clear(&e);
	free(big);
	free(path);
}

static void no_folder(void **state)
{
	struct error e = ERROR_INIT;
	char *path = in_dir("none/a");
	struct newfile n;

	(void)state;
	assert_int_equal(newfile_open(&n, path, 0, &e), ERR_NOTFOUND);
	newfile_abandon(&n);
	assert_int_equal(file_write(path, "x", 1, 0, &e), ERR_NOTFOUND);
	error_clear(&e);
	free(path);
}

static void folders(void **state)
{
	struct error e = ERROR_INIT;
	char *deep = in_dir("x/y//z"), *file = in_dir("f"), *below = in_dir("f/g");
	struct stat st;

	(void)state;
	assert_false(dir_exists(deep));
	assert_int_equal(dir_make(deep, &e), 0);
	assert_int_equal(dir_make(deep, &e), 0);
	assert_true(dir_exists(deep));
	assert_false(file_exists(deep));
	assert_int_equal(stat(deep, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(dir_sync(deep, &e), 0);
	assert_int_equal(file_write(file, "", 0, 0, &e), 0);
	assert_true(file_exists(file));
	assert_int_equal(dir_make(file, &e), ERR_NOTFOUND);
	assert_int_equal(dir_make(below, &e), ERR_NOTFOUND);
	assert_true(disk_free(dir) > 0);
	assert_true(disk_free("/none/at/all") > 0);
	assert_int_equal(disk_free(below), -1);
	error_clear(&e);
	free(deep);
	free(file);
	free(below);
}

static void check_join(const char *a, const char *b, const char *want)
{
	char *s = path_join(a, b);

	assert_string_equal(s, want);
	free(s);
}

static void check_dir(const char *path, const char *want, const char *base)
{
	char *s = path_dir(path);

	assert_string_equal(s, want);
	assert_string_equal(path_base(path), base);
	free(s);
}

static void paths(void **state)
{
	(void)state;
	check_join("a", "b", "a/b");
	check_join("a/", "b", "a/b");
	check_join("a", "/b", "/b");
	check_join("", "b", "b");
	check_dir("a", ".", "a");
	check_dir("/a", "/", "a");
	check_dir("/a/b.c", "/a", "b.c");
	check_dir("a//b", "a", "b");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(reads),     T(replaces),  T(never_over), T(abandoned), T(reads_back),
		T(full_disk), T(no_folder), T(folders),	   T(paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
