/* SPDX-License-Identifier: MIT */
/* Where things are looked for, by environment; and the engineer's log, which stays small. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"

static char dir[] = "/tmp/gn-paths-XXXXXX";

/* paths_init looks once in a process, so each setting is asked in one of its own. */
static char *asked(const char *(*which)(void))
{
	static char text[4096];
	int fds[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		const char *s = which();

		_exit(write(fds[1], s, strlen(s)) < 0);
	}
	close(fds[1]);
	while ((got = read(fds[0], text + n, sizeof(text) - 1 - n)) > 0)
		n += (size_t)got;
	close(fds[0]);
	text[n] = '\0';
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	return text;
}

static void check(const char *(*which)(void), const char *base, const char *below)
{
	char *want = path_join(base, below);

	assert_string_equal(asked(which), want);
	free(want);
}

static void data_folder(void **state)
{
	struct error e = ERROR_INIT;
	char *locale = path_join(dir, "locale");

	(void)state;
	setenv("GIAMNGHEO_DATADIR", dir, 1);
	check(paths_forms, dir, "forms");
	check(paths_data, dir, "data");
	assert_string_not_equal(asked(paths_locale), locale);
	assert_int_equal(dir_make(locale, &e), 0);
	assert_string_equal(asked(paths_locale), locale);
	free(locale);
	unsetenv("GIAMNGHEO_DATADIR");
}

static void users_folder(void **state)
{
	(void)state;
	setenv("HOME", "/home/x", 1);
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_CONFIG_HOME");
	assert_string_equal(asked(paths_user), "/home/x/.local/share/giamngheo");
	assert_string_equal(asked(paths_config), "/home/x/.config/giamngheo/giamngheo.conf");
	setenv("XDG_DATA_HOME", "/d", 1);
	setenv("XDG_CONFIG_HOME", "/c", 1);
	assert_string_equal(asked(paths_user), "/d/giamngheo");
	assert_string_equal(asked(paths_config), "/c/giamngheo/giamngheo.conf");
	setenv("XDG_DATA_HOME", "relative", 1); /* the standard: such a one is passed over */
	setenv("XDG_CONFIG_HOME", "", 1);
	assert_string_equal(asked(paths_user), "/home/x/.local/share/giamngheo");
	assert_string_equal(asked(paths_config), "/home/x/.config/giamngheo/giamngheo.conf");
	unsetenv("HOME");
	assert_int_equal(*asked(paths_user), '/');
}

static void logs(void **state)
{
	struct error e = ERROR_INIT;
	char *path = path_join(dir, "log"), *data, *last;
	size_t len;

	(void)state;
	setenv("GIAMNGHEO_TODAY", "2024-11-21", 1);
	log_line("nowhere yet");
	log_open(path);
	log_line("opened %d\nescape \x1B", 1);
	assert_int_equal(file_read(path, 1 << 20, &data, &len, &e), 0);
	assert_non_null(strstr(data, "2024-11-21T12:00:00 "));
	assert_non_null(strstr(data, " opened 1 escape  \n"));
	assert_ptr_equal(strchr(data, '\n'), data + len - 1);
	free(data);
	for (int i = 0; i < 12000; i++)
		log_line("line %d of many, long enough to fill the file", i);
	log_open(NULL);
	log_line("closed");
	assert_int_equal(file_read(path, 1 << 20, &data, &len, &e), 0);
	assert_true(len > 64 * 1024 && len <= 256 * 1024 + 200);
	/* The newest are kept, and it begins with a whole line. */
	last = strstr(data, "line 11999 of many");
	assert_non_null(last);
	assert_null(strstr(data, "closed"));
	assert_memory_equal(data, "2024-11-21T", 11);
	free(data);
	free(path);
	log_open("/none/at/all/log");
	log_line("not an error");
	log_open(NULL);
}

static int set_up(void **state)
{
	(void)state;
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(data_folder),
		cmocka_unit_test(users_folder),
		cmocka_unit_test(logs),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
