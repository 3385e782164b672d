/* SPDX-License-Identifier: MIT */
/* Errors: what a person is told, that wrapping keeps the words, and the exit codes. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"

static void fills_all(void **state)
{
	struct error e = ERROR_INIT;
	char *text;

	(void)state;
	assert_int_equal(error_fail(&e, ERR_DATA, "GN-X01", "Row %d is bad.", 7), ERR_DATA);
	error_safe(&e, "The book is as it was.");
	error_todo(&e, "Look at %s.", "row 7");
	error_detail(&e, "%s:%d", "a.csv", 7);
	text = error_text(&e);
	assert_string_equal(text, "Row 7 is bad.\nThe book is as it was.\nLook at row 7. (GN-X01)\n"
				  "[a.csv:7]");
	free(text);
	error_clear(&e);
	assert_null(e.what);
	assert_int_equal(e.code, 0);
	text = error_text(&e);
	assert_string_equal(text, "");
	free(text);
	error_clear(&e);
}

static void replaces(void **state)
{
	struct error e = ERROR_INIT;

	(void)state;
	error_fail(&e, ERR_IO, "GN-X01", "first");
	error_todo(&e, "do");
	/* The new words quote the old. */
	error_fail(&e, ERR_BUSY, e.id, "second after %s", e.what);
	assert_string_equal(e.what, "second after first");
	assert_string_equal(e.id, "GN-X01");
	assert_null(e.todo);
	error_safe(&e, "a");
	error_safe(&e, "b");
	assert_string_equal(e.safe, "b");
	error_fail(&e, ERR_IO, "GN-0123456789-too-long", "x");
	assert_int_equal(strlen(e.id), 15);
	error_clear(&e);
}

static void null_is_fine(void **state)
{
	(void)state;
	assert_int_equal(error_fail(NULL, ERR_USAGE, "GN-X02", "x"), ERR_USAGE);
	error_safe(NULL, "x");
	error_todo(NULL, "x");
	error_detail(NULL, "x");
	error_clear(NULL);
	assert_int_equal(error_errno(NULL, ENOENT, "x"), ERR_NOTFOUND);
	assert_int_equal(error_errno(NULL, ENOSPC, NULL), ERR_IO);
}

static void system_calls(void **state)
{
	struct error e = ERROR_INIT;
	char *full;

	(void)state;
	assert_int_equal(error_errno(&e, ENOSPC, "/stick/a"), ERR_IO);
	full = xstrdup(e.what);
	assert_non_null(e.safe);
	assert_non_null(e.todo);
	assert_non_null(strstr(e.detail, "/stick/a"));
	assert_int_equal(error_errno(&e, EROFS, e.detail), ERR_IO);
	assert_string_not_equal(e.what, full);
	assert_non_null(strstr(e.detail, "/stick/a"));
	assert_int_equal(error_errno(&e, ENOENT, NULL), ERR_NOTFOUND);
	assert_int_equal(error_errno(&e, ELOOP, "x"), ERR_IO);
	free(full);
	error_clear(&e);
}

static void moves(void **state)
{
	struct error a = ERROR_INIT, b = ERROR_INIT;

	(void)state;
	error_fail(&a, ERR_IO, "GN-X01", "a");
	error_fail(&b, ERR_DATA, "GN-X02", "b");
	error_move(&a, &b);
	assert_string_equal(a.what, "b");
	assert_int_equal(a.code, ERR_DATA);
	assert_null(b.what);
	error_move(&a, &a);
	assert_string_equal(a.what, "b");
	error_move(NULL, &a);
	assert_null(a.what);
}

static void exit_codes(void **state)
{
	(void)state;
	assert_int_equal(error_exit_status(0), 0);
	assert_int_equal(error_exit_status(ERR_NEGATIVE), 1);
	assert_int_equal(error_exit_status(ERR_USAGE), 2);
	assert_int_equal(error_exit_status(ERR_DATA), 3);
	assert_int_equal(error_exit_status(ERR_IO), 3);
	assert_int_equal(error_exit_status(ERR_NOTFOUND), 3);
	assert_int_equal(error_exit_status(ERR_AMBIGUOUS), 3);
	assert_int_equal(error_exit_status(ERR_BUSY), 4);
	assert_int_equal(error_exit_status(ERR_FAULT), 70);
	assert_int_equal(error_exit_status(-1234), 70);
}

static int hook_fd;

static void hook(void)
{
	assert_int_equal(write(hook_fd, "hook ", 5), 5);
}

/* die() calls the hook, then prints, then ends 70. */
static void dies(void **state)
{
	int fds[2], status;
	char buf[128] = "";
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		hook_fd = fds[1];
		dup2(fds[1], 2);
		die_hook(hook);
		die("fault %d", 5);
	}
	close(fds[1]);
	while ((got = read(fds[0], buf + n, sizeof(buf) - 1 - n)) > 0)
		n += (size_t)got;
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
	assert_string_equal(buf, "hook giamngheo: fault 5\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_all),	cmocka_unit_test(replaces),
		cmocka_unit_test(null_is_fine), cmocka_unit_test(system_calls),
		cmocka_unit_test(moves),	cmocka_unit_test(exit_codes),
		cmocka_unit_test(dies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
