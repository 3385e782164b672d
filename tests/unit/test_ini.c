/* SPDX-License-Identifier: MIT */
/* INI: what is right reads exactly, and every silent trap of iniparser is told with its line. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/str.h"

static char dir[] = "/tmp/gn-ini-XXXXXX";
static char *path;

static struct ini *load_n(const char *text, size_t n, struct complaints *c)
{
	struct error e = ERROR_INIT;

	assert_int_equal(file_write(path, text, n, 0, &e), 0);
	complaints_init(c);
	return ini_load(path, c);
}

static struct ini *load(const char *text, struct complaints *c)
{
	return load_n(text, strlen(text), c);
}

static void reads(void **state)
{
	static const char text[] = "# biểu mẫu\n"
				   "; a comment\n"
				   "[form]\n"
				   "table=\"household\"\n"
				   "  title.vi  =  \"Hộ; # và 'hộ' = gia đình\"  ; comment\r\n"
				   "empty = \"\"\n"
				   "spaced = \"  a  \"\n"
				   "\n"
				   "[Check.R24]\n"
				   "Label.EN = \"x\"\n"
				   "last = \"no newline\"";
	struct complaints c;
	struct ini *ini = load(text, &c);

	(void)state;
	for (size_t i = 0; i < c.n; i++)
		print_error("%s\n", c.v[i].reason);
	assert_int_equal(c.n, 0);
	assert_non_null(ini);
	assert_string_equal(ini_path(ini), path);
	assert_int_equal(ini_sections(ini), 2);
	assert_string_equal(ini_section(ini, 0), "form");
	assert_string_equal(ini_section(ini, 1), "check.r24");
	assert_null(ini_section(ini, 2));
	assert_true(ini_has_section(ini, "form"));
	assert_false(ini_has_section(ini, "forms"));
	assert_int_equal(ini_keys(ini, "form"), 4);
	assert_string_equal(ini_key(ini, "form", 1), "title.vi");
	assert_null(ini_key(ini, "form", 4));
	assert_null(ini_key(ini, "none", 0));
	assert_string_equal(ini_get(ini, "form", "table", NULL), "household");
	assert_string_equal(ini_get(ini, "form", "title.vi", NULL), "Hộ; # và 'hộ' = gia đình");
	assert_string_equal(ini_get(ini, "form", "empty", "d"), "");
	assert_string_equal(ini_get(ini, "form", "spaced", NULL), "  a  ");
	assert_string_equal(ini_get(ini, "form", "none", "d"), "d");
	assert_null(ini_get(ini, "none", "none", NULL));
	assert_string_equal(ini_get(ini, "check.r24", "label.en", NULL), "x");
	assert_string_equal(ini_get(ini, "check.r24", "last", NULL), "no newline");
	assert_int_equal(ini_line(ini, "form", NULL), 3);
	assert_int_equal(ini_line(ini, "form", "title.vi"), 5);
	assert_int_equal(ini_line(ini, "check.r24", "last"), 11);
	assert_int_equal(ini_line(ini, "form", "none"), 0);
	assert_int_equal(ini_line(ini, "none", NULL), 0);
	ini_free(ini);
	complaints_fini(&c);
}

static void long_values(void **state)
{
	struct complaints c;
	struct ini *ini =
		load("[f]\n"
		     "help.10 = \"e\"\nhelp.2 = \"c \"\nhelp = \"a \"\nhelp.1 = \"b \"\n"
		     "help.4 = \"d \"\nhelp.x = \"no\"\nhelper = \"no\"\nonly.1 = \"1\"\n",
		     &c);
	char *s;

	(void)state;
	assert_int_equal(c.n, 0);
	s = ini_get_long(ini, "f", "help");
	assert_string_equal(s, "a b c d e"); /* by number; a gap swallows nothing */
	free(s);
	s = ini_get_long(ini, "f", "only");
	assert_string_equal(s, "1");
	free(s);
	assert_null(ini_get_long(ini, "f", "none"));
	assert_null(ini_get_long(ini, "g", "help"));
	ini_free(ini);
	complaints_fini(&c);
}

/* One mistake: on this line, in this section and key. */
struct mistake {
	const char *text;
	int line;
	const char *section, *key;
};

static void one(const struct mistake *m)
{
	struct complaints c;
	struct ini *ini = load(m->text, &c);
	char *text;

	if (c.n != 1) {
		for (size_t i = 0; i < c.n; i++)
			print_error("%d %s\n", c.v[i].line, c.v[i].reason);
		fail_msg("%zu complaints, not 1: %s", c.n, m->text);
	}
	assert_non_null(ini);
	assert_string_equal(c.v[0].file, path);
	assert_int_equal(c.v[0].line, m->line);
	assert_true(str_eq(c.v[0].section, m->section));
	assert_true(str_eq(c.v[0].key, m->key));
	text = complaint_text(&c.v[0]);
	assert_true(str_starts(text, path));
	assert_non_null(strstr(text, c.v[0].reason));
	free(text);
	ini_free(ini);
	complaints_fini(&c);
}

static void mistakes(void **state)
{
	static const struct mistake rows[] = {
		{ "\xEF\xBB\xBF[a]\nk = \"v\"\n", 1, NULL, NULL },
		{ "[a]\nk = v\n", 2, "a", "k" },
		{ "[a]\nk = 'v'\n", 2, "a", "k" },
		{ "[a]\nk = v ; w\n", 2, "a", "k" },
		{ "[a]\nk =\n", 2, "a", "k" },
		{ "[a]\nk = \"v\n", 2, "a", "k" },
		{ "[a]\nk = \"v \"w\" x\"\n", 2, "a", "k" },
		{ "[a]\nk = \"v\" w\n", 2, "a", "k" },
		{ "[a]\nk = \"v\" ; \"w\"\n", 2, "a", "k" },
		{ "[a]\nk = \"1\"\nK = \"2\"\n", 3, "a", "k" },
		{ "[a]\nk = \"1\"\n[b]\n[A]\nj = \"1\"\n", 4, "a", NULL },
		{ "k = \"1\"\n[a]\n", 1, NULL, "k" },
		{ "[a]\nno equals\n", 2, "a", NULL },
		{ "[a]\n= \"v\"\n", 2, "a", NULL },
		{ "[a]\nhọ = \"v\"\n", 2, "a", "họ" },
		{ "[a]\nk:x = \"v\"\n", 2, "a", "k:x" },
		{ "[a b]\nk = \"v\"\n", 1, "a b", NULL },
		{ "[a\nk = \"v\"\n", 1, NULL, NULL },
		{ "[a] x\n", 1, NULL, NULL },
		{ "[]\n", 1, "", NULL },
		{ "[a]\nk = \"v\xFF\"\n", 2, "a", NULL },
		{ "[a]\nk = \"v\xC0\x80\"\n", 2, "a", NULL },
		{ "[a]\nk = \"v\x1B[31m\"\n", 2, "a", NULL },
		{ "[a]\n# comment \\\nk = \"v\"\n", 2, "a", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		one(&rows[i]);
}

static void continued(void **state)
{
	struct complaints c;
	struct ini *ini = load("[a]\nk = \"v\\\nw\"\nj = \"x\"\n", &c);

	(void)state;
	assert_non_null(ini);
	assert_true(c.n >= 1);
	assert_int_equal(c.v[0].line, 2);
	assert_non_null(strstr(c.v[0].reason, "key.1"));
	assert_null(ini_get(ini, "a", "k", NULL));
	assert_string_equal(ini_get(ini, "a", "j", NULL), "x");
	ini_free(ini);
	complaints_fini(&c);
}

static void sizes(void **state)
{
	char value[2000], *text;
	struct complaints c;
	struct ini *ini;

	(void)state;
	for (int n = 998; n < 1400; n++) {
		memset(value, 'x', (size_t)n);
		value[n] = '\0';
		text = xasprintf("[a]\nk = \"%s\"\nj = \"1\"\n", value);
		ini = load(text, &c);
		assert_int_equal(c.n, n > 1000);
		if (c.n) {
			assert_int_equal(c.v[0].line, 2);
			assert_string_equal(c.v[0].key, "k");
			assert_null(ini_get(ini, "a", "k", NULL));
		} else {
			assert_string_equal(ini_get(ini, "a", "k", NULL), value);
		}
		assert_string_equal(ini_get(ini, "a", "j", NULL), "1");
		ini_free(ini);
		complaints_fini(&c);
		free(text);
		/* A comment of this length: iniparser refuses the file for the longest. */
		text = xasprintf("# %s\n[a]\nj = \"1\"\n", value);
		ini = load(text, &c);
		assert_int_equal(c.n, n + 2 > 1020);
		assert_string_equal(ini_get(ini, "a", "j", NULL), "1");
		ini_free(ini);
		complaints_fini(&c);
		free(text);
	}
}

static void all_at_once(void **state)
{
	struct complaints c;
	struct ini *ini = load("[a]\nk = v\n[b]\nk = \"1\"\nk = \"2\"\nx\nj = \"good\"\n", &c);

	(void)state;
	assert_int_equal(c.n, 3);
	assert_int_equal(c.v[0].line, 2);
	assert_int_equal(c.v[1].line, 5);
	assert_int_equal(c.v[2].line, 6);
	/* The rest can still be looked at. */
	assert_string_equal(ini_get(ini, "b", "j", NULL), "good");
	ini_free(ini);
	complaints_fini(&c);
}

static void not_ini(void **state)
{
	struct complaints c;
	char *none = path_join(dir, "none.ini");
	struct ini *ini;

	(void)state;
	complaints_init(&c);
	assert_null(ini_load(none, &c));
	assert_int_equal(c.n, 1);
	assert_string_equal(c.v[0].file, none);
	complaints_fini(&c);
	free(none);
	ini = load_n("[a]\nk = \"x\0y\"\n", 14, &c);
	assert_non_null(ini);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.v[0].line, 2);
	ini_free(ini);
	complaints_fini(&c);
	ini = load("", &c);
	assert_int_equal(c.n, 0);
	assert_int_equal(ini_sections(ini), 0);
	ini_free(ini);
	complaints_fini(&c);
	ini_free(NULL);
}

static void texts(void **state)
{
	struct complaints c;
	char *s;

	(void)state;
	complaints_init(&c);
	complaints_add(&c, "a.ini", 7, "form", "key", "bad %d", 1);
	complaints_add(&c, "a.ini", 0, NULL, NULL, "bad");
	s = complaint_text(&c.v[0]);
	assert_string_equal(s, "a.ini:7: [form] key: bad 1");
	free(s);
	s = complaint_text(&c.v[1]);
	assert_string_equal(s, "a.ini: bad");
	free(s);
	complaints_fini(&c);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	path = path_join(dir, "a.ini");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	free(path);
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),    cmocka_unit_test(long_values),
		cmocka_unit_test(mistakes), cmocka_unit_test(continued),
		cmocka_unit_test(sizes),    cmocka_unit_test(all_at_once),
		cmocka_unit_test(not_ini),  cmocka_unit_test(texts),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
