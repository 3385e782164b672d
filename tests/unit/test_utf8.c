/* SPDX-License-Identifier: MIT */
/* UTF-8: what is valid, NFC, what is stored of a typed text, graphemes and columns. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text/utf8.h"

static const char vietnamese[] =
	"àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
	"ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ";

static void validity(void **state)
{
	static const struct {
		const char *s;
		size_t good;
	} rows[] = {
		{ "", 0 },
		{ "Hộ nghèo", 11 },
		{ "a\xC0\x80", 1 },	    /* overlong NUL */
		{ "a\xE0\x9F\xBF", 1 },	    /* overlong */
		{ "a\xF0\x8F\xBF\xBF", 1 }, /* overlong */
		{ "a\xED\xA0\x80", 1 },	    /* surrogate */
		{ "\xED\x9F\xBF", 3 },
		{ "\xF4\x8F\xBF\xBF", 4 },
		{ "\xF4\x90\x80\x80", 0 }, /* above U+10FFFF */
		{ "\xF8\x88\x80\x80\x80", 0 },
		{ "ab\x80", 2 },
		{ "ab\xE1\xBB", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t n = strlen(rows[i].s);

		assert_int_equal(utf8_valid_prefix(rows[i].s, n), rows[i].good);
		assert_int_equal(utf8_valid(rows[i].s, n), rows[i].good == n);
	}
}

static void check_nfc(const char *in, const char *want)
{
	char *got = utf8_nfc(in, strlen(in));

	assert_string_equal(got, want);
	free(got);
}

static void nfc(void **state)
{
	utf8proc_uint8_t *nfd;
	char *s;

	(void)state;
	check_nfc("", "");
	check_nfc("abc", "abc");
	check_nfc(vietnamese, vietnamese);
	nfd = utf8proc_NFD((const utf8proc_uint8_t *)vietnamese);
	assert_true(strlen((char *)nfd) > strlen(vietnamese));
	check_nfc((char *)nfd, vietnamese);
	free(nfd);
	check_nfc("e\u0302\u0323", "ệ"); /* hat before tone: not the canonical order */
	check_nfc("e\u0323\u0302", "ệ");
	check_nfc("ơ\u0301", "ớ");
	check_nfc("A\u0323\u0306", "Ặ");
	check_nfc("đ\u0301", "đ\u0301"); /* no such letter: the mark stays */
	check_nfc("\u0301a", "\u0301a");
	check_nfc("a\xFFz", "a\uFFFDz");
	check_nfc("\xC0\x80", "\uFFFD\uFFFD");
	s = utf8_nfc("a\0b", 3);
	assert_string_equal(s, "a\uFFFDb");
	free(s);
	s = utf8_nfc("e\u0301xyz", 3);
	assert_string_equal(s, "é");
	free(s);
}

static void cleans(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "   \t\n", "" },
		{ "  Nguyễn\t Văn\r\n  A ", "Nguyễn Văn A" },
		{ "Nguye\u0302\u0303n", "Nguyễn" },
		{ "a\u00A0\u2003b\u3000c", "a b c" },
		{ "\uFEFFa\u200Bb\u202Ec\xC2\x85", "abc" },
		{ "a\x1B[31mb\x7F\xC2\x9B"
		  "c",
		  "a[31mbc" },
		{ "a\x01 \x02 b", "a b" },
		{ "a\xFF", "a\uFFFD" },
		{ "e\x01\u0301", "é" },
		{ "👨\u200D👩", "👨\u200D👩" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *got = utf8_clean(rows[i][0]);

		assert_string_equal(got, rows[i][1]);
		free(got);
	}
}

static void graphemes(void **state)
{
	static const struct {
		const char *s; /* its first grapheme ends at `len`, `cols` wide */
		size_t len;
		int cols;
	} rows[] = {
		{ "abc", 1, 1 },
		{ "ệx", 3, 1 },
		{ "e\u0302\u0323x", 5, 1 },
		{ "a\u0301\u0302\u0303\u0304x", 9, 1 },
		{ "\u0301x", 2, 0 },
		{ "\xFFx", 1, 1 },
		{ "\xFF\u0301x", 1, 1 },
		{ "\xE1\xBBx", 1, 1 },
		{ "村x", 3, 2 },
		{ "한x", 3, 2 },
		{ "👨\u200D👩\u200D👧x", 18, 6 }, /* three wide letters to wcwidth */
		{ "🇻🇳🇱🇦", 8, 2 },
		{ "\r\n", 2, 2 },
		{ "x\r", 1, 1 },
		{ "đ", 2, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *s = rows[i].s;
		size_t n = strlen(s), at = 0, count = 0;
		int cols, width = 0;

		assert_int_equal(utf8_advance(s, n, &cols), rows[i].len);
		assert_int_equal(cols, rows[i].cols);
		assert_int_equal(utf8_advance(s, n, NULL), rows[i].len);
		/* Back over the whole finds the same borders. */
		while (at < n) {
			size_t len = utf8_advance(s + at, n - at, &cols);

			assert_int_equal(utf8_back(s, at + len), at);
			at += len;
			width += cols;
			count++;
		}
		assert_int_equal(utf8_graphemes(s, n), count);
		assert_int_equal(utf8_width(s), width);
	}
}

/* Borders found going back are those found going forth, in any mixture. */
static void back_agrees(void **state)
{
	static const char *const bits[] = { "a",    "ệ",	"e\u0302", "\u0323", " ",
					    "đ",    "村",	"👨",	   "\u200D", "🇻",
					    "\xFF", "\xE1\xBB", "\u1100",  "\u1161", "\u0600",
					    "\r",   "\n",	"\u0E33" };
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char s[256] = "";
		size_t n, at = 0;

		for (int i = rand_r(&seed) % 20; i >= 0; i--)
			strcat(s, bits[(size_t)rand_r(&seed) % (sizeof(bits) / sizeof(*bits))]);
		n = strlen(s);
		while (at < n) {
			size_t len = utf8_advance(s + at, n - at, NULL);

			assert_true(len > 0 && len <= n - at);
			assert_int_equal(utf8_back(s, at + len), at);
			at += len;
		}
	}
}

static void fits(void **state)
{
	int used;

	(void)state;
	assert_int_equal(utf8_fit("Hộ nghèo", 2, &used), 4);
	assert_int_equal(used, 2);
	assert_int_equal(utf8_fit("Hộ", 10, &used), 4);
	assert_int_equal(used, 2);
	assert_int_equal(utf8_fit("村村", 3, &used), 3);
	assert_int_equal(used, 2);
	assert_int_equal(utf8_fit("abc", 0, &used), 0);
	assert_int_equal(utf8_fit("e\u0302\u0323x", 1, NULL), 5);
	assert_int_equal(utf8_width("Nguyễn Thị Ánh"), 14);
	assert_int_equal(utf8_width("Nguye\u0302\u0303n"), 6);
}

static void cells(void **state)
{
	static const struct {
		const char *s;
		int cols;
		bool pad;
		const char *want;
	} rows[] = {
		{ "Hộ nghèo", 8, true, "Hộ nghèo" },
		{ "Hộ nghèo", 10, true, "Hộ nghèo  " },
		{ "Hộ nghèo", 10, false, "Hộ nghèo" },
		{ "Hộ nghèo", 5, true, "Hộ n…" },
		{ "村村村", 4, true, "村… " },
		{ "村村", 4, true, "村村" },
		{ "abc", 1, true, "…" },
		{ "abc", 0, true, "" },
		{ "abc", -1, true, "" },
		{ "", 3, true, "   " },
		{ "a\x1B[2Jb", 10, false, "a\uFFFD[2Jb" },
		{ "a\xFF", 3, true, "a\uFFFD " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *got = utf8_cell(rows[i].s, rows[i].cols, rows[i].pad);

		assert_string_equal(got, rows[i].want);
		assert_true(utf8_width(got) <= (rows[i].cols > 0 ? rows[i].cols : 0));
		free(got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validity),    cmocka_unit_test(nfc),
		cmocka_unit_test(cleans),      cmocka_unit_test(graphemes),
		cmocka_unit_test(back_agrees), cmocka_unit_test(fits),
		cmocka_unit_test(cells),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
