/* SPDX-License-Identifier: MIT */
/* Language and locale: who is listened to, in what order, and a catalogue that is really read. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

static char dir[] = "/tmp/gn-i18n-XXXXXX";

static void put32(unsigned char *p, uint32_t v)
{
	memcpy(p, &v, 4); /* gettext reads both orders of bytes */
}

/* A catalogue of two entries in the format of msgfmt: the header and "Hello". */
static int set_up(void **state)
{
	static const char *const strings[] = { "", "Hello",
					       "Content-Type: text/plain; charset=UTF-8\n",
					       "Xin chào" };
	struct error e = ERROR_INIT;
	unsigned char mo[256] = { 0 };
	uint32_t at = 28 + 4 * 8;
	char *folder, *path;
	int rc;

	(void)state;
	if (!mkdtemp(dir))
		return -1;
	put32(mo, 0x950412DE);
	put32(mo + 8, 2);
	put32(mo + 12, 28);
	put32(mo + 16, 28 + 16);
	for (size_t i = 0; i < 4; i++) {
		put32(mo + 28 + i * 8, (uint32_t)strlen(strings[i]));
		put32(mo + 32 + i * 8, at);
		memcpy(mo + at, strings[i], strlen(strings[i]) + 1);
		at += (uint32_t)strlen(strings[i]) + 1;
	}
	folder = path_join(dir, "vi/LC_MESSAGES");
	path = path_join(folder, "giamngheo.mo");
	rc = dir_make(folder, &e);
	if (!rc)
		rc = file_write(path, mo, at, 0644, &e);
	error_clear(&e);
	free(folder);
	free(path);
	return rc;
}

static int tear_down(void **state)
{
	char *cmd = xasprintf("rm -rf %s", dir);
	int rc = system(cmd);

	(void)state;
	free(cmd);
	return rc;
}

static void one(const char *asked, const char *language, const char *all, const char *lang,
		enum lang want, bool noted)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL", "LANG" };
	const char *const values[] = { language, all, lang };
	const char *note = "unset";

	unsetenv("LC_MESSAGES");
	unsetenv("LC_CTYPE");
	for (int i = 0; i < 3; i++)
		if (values[i])
			setenv(names[i], values[i], 1);
		else
			unsetenv(names[i]);
	i18n_init(asked, dir, &note);
	assert_int_equal(i18n_lang(), want);
	assert_string_equal(_("Hello"), want == LANG_VI ? "Xin chào" : "Hello");
	assert_int_equal(note != NULL, noted);
	assert_string_equal(nl_langinfo(CODESET), "UTF-8");
	assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
}

static void languages(void **state)
{
	(void)state;
	one(NULL, NULL, NULL, NULL, LANG_VI, false);
	one(NULL, NULL, NULL, "C.UTF-8", LANG_VI, false);
	/* Not UTF-8 is not UTF-8, also where it is called C. */
	one(NULL, NULL, "C", NULL, LANG_VI, true);
	one(NULL, NULL, "POSIX", "en_US.UTF-8", LANG_EN, true);
	one(NULL, "en", NULL, "C.UTF-8", LANG_EN, false);
	one(NULL, "fr:en_GB:vi", NULL, "C.UTF-8", LANG_EN, false);
	one(NULL, "fr:de", NULL, "C.UTF-8", LANG_VI, false);
	one("vi", "en", NULL, "C.UTF-8", LANG_VI, false);
	one("en", "vi", NULL, "C.UTF-8", LANG_EN, false);
	one("en_US", "vi", NULL, "C.UTF-8", LANG_EN, false);
	one("fr", "en", NULL, "C.UTF-8", LANG_EN, false);
	one("english", NULL, NULL, "C.UTF-8", LANG_VI, false);
	/* A locale that is not there: said once, and the language is still taken from it. */
	one(NULL, NULL, "en_XX.NONE", NULL, LANG_EN, true);
	one(NULL, NULL, NULL, "vi_VN.TCVN", LANG_VI, true);
}

static void messages_apart(void **state)
{
	(void)state;
	setenv("LC_MESSAGES", "C", 1);
	setenv("LANG", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	unsetenv("LC_ALL");
	i18n_init(NULL, dir, NULL);
	assert_string_equal(_("Hello"), "Xin chào");
	unsetenv("LC_MESSAGES");
}

static void picks(void **state)
{
	const char *const both[2] = { "hộ", "household" };
	const char *const only_vi[2] = { "hộ", NULL };
	const char *const only_en[2] = { "", "household" };
	const char *const none[2] = { NULL, "" };

	(void)state;
	i18n_init("vi", dir, NULL);
	assert_string_equal(i18n_pick(both), "hộ");
	assert_string_equal(i18n_pick(only_en), "household");
	assert_string_equal(i18n_pick(none), "");
	i18n_init("en", dir, NULL);
	assert_string_equal(i18n_pick(both), "household");
	assert_string_equal(i18n_pick(only_vi), "hộ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(languages),
		cmocka_unit_test(messages_apart),
		cmocka_unit_test(picks),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
