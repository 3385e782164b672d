/* SPDX-License-Identifier: MIT */
/* The line editor: all 134 Vietnamese letters in every way they arrive, undo, limits, the view. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

#include "base/str.h"
#include "text/lineedit.h"
#include "text/utf8.h"

static const char vietnamese[] =
	"àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
	"ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ";

static bool type(struct lineedit *le, const char *s)
{
	return lineedit_insert(le, s, strlen(s));
}

/* The text with '|' where the cursor stands. */
static void check(const struct lineedit *le, const char *want)
{
	const char *s = lineedit_text(le);
	size_t at = lineedit_cursor(le), pos = 0, n = strlen(s);
	struct str b;

	str_init(&b);
	str_addn(&b, s, at);
	str_addc(&b, '|');
	str_add(&b, s + at);
	assert_string_equal(b.s, want);
	str_fini(&b);
	assert_true(utf8_valid(s, n));
	while (pos < at)
		pos += utf8_advance(s + pos, n - pos, NULL);
	assert_int_equal(pos, at);
}

/* Each code point of `s` typed apart, as keys arrive. */
static void type_apart(struct lineedit *le, const char *s)
{
	while (*s) {
		size_t n = 1;

		while (((unsigned char)s[n] & 0xC0) == 0x80)
			n++;
		assert_true(lineedit_insert(le, s, n));
		s += n;
	}
}

/* The ways a letter comes in. */
enum way { NFC, NFD, NFD_APART, HAT_FIRST, BURST, WAYS };

static void type_letter(struct lineedit *le, const char *letter, size_t n, enum way way)
{
	char *nfc = strndup(letter, n), *nfd = (char *)utf8proc_NFD((const utf8proc_uint8_t *)nfc);
	char base[2] = { *nfd, '\0' };

	switch (way) {
	case NFC:
		assert_true(type(le, nfc));
		break;
	case NFD:
		assert_true(type(le, nfd));
		break;
	case NFD_APART:
		type_apart(le, nfd);
		break;
	case HAT_FIRST: /* not the canonical order: dot below and horn, which come first, last */
		if (strlen(nfd) == 5 &&
		    (str_starts(nfd + 1, "\u0323") || str_starts(nfd + 1, "\u031B"))) {
			assert_true(type(le, base));
			assert_true(lineedit_insert(le, nfd + 3, 2));
			assert_true(lineedit_insert(le, nfd + 1, 2));
		} else {
			type_apart(le, nfd);
		}
		break;
	case BURST: /* an input method: a plain letter, taken back and retyped with each key */
		assert_true(type(le, (unsigned char)*base < 0x80 ? base : "d"));
		assert_true(lineedit_backspace(le));
		assert_true(type(le, "x"));
		assert_true(lineedit_backspace(le));
		assert_true(type(le, nfc));
		break;
	default:
		fail();
	}
	free(nfc);
	free(nfd);
}

static void all_letters(void **state)
{
	int letters = 0;

	(void)state;
	for (int way = 0; way < WAYS; way++)
		for (const char *p = vietnamese; *p;) {
			size_t n = utf8_advance(p, strlen(p), NULL);
			struct lineedit *le = lineedit_new(0);
			char want[32];

			/* In the middle of a line, and away again as one letter. */
			lineedit_set(le, "ngh");
			lineedit_left(le);
			type_letter(le, p, n, (enum way)way);
			snprintf(want, sizeof(want), "ng%.*s|h", (int)n, p);
			check(le, want);
			assert_true(lineedit_backspace(le));
			check(le, "ng|h");
			lineedit_free(le);
			p += n;
			letters++;
		}
	assert_int_equal(letters, 134 * WAYS);
}

static void whole_alphabet(void **state)
{
	struct lineedit *le = lineedit_new(0);
	char *nfd = (char *)utf8proc_NFD((const utf8proc_uint8_t *)vietnamese);

	(void)state;
	type_apart(le, nfd);
	assert_string_equal(lineedit_text(le), vietnamese);
	lineedit_set(le, "");
	assert_true(type(le, nfd));
	assert_string_equal(lineedit_text(le), vietnamese);
	lineedit_set(le, nfd);
	assert_string_equal(lineedit_text(le), vietnamese);
	for (int i = 0; i < 134; i++)
		assert_true(lineedit_left(le));
	assert_false(lineedit_left(le));
	for (int i = 0; i < 134; i++)
		assert_true(lineedit_right(le));
	assert_false(lineedit_right(le));
	for (int i = 0; i < 134; i++)
		assert_true(lineedit_backspace(le));
	assert_false(lineedit_backspace(le));
	check(le, "|");
	free(nfd);
	lineedit_free(le);
}

static void table(void **state)
{
	static const char *const rows[][2] = {
		{ "Nguyễn Thị Ánh", "Nguyễn Thị Ánh|" },
		{ "Nguye\u0302\u0303n Thi\u0323 A\u0301nh", "Nguyễn Thị Ánh|" },
		{ "e\u0302\u0323", "ệ|" },
		{ "e\u0323\u0302", "ệ|" },
		{ "ơ\u0301", "ớ|" },
		{ "đĐ", "đĐ|" },
		{ "A\u0323\u0306", "Ặ|" },
		{ "\u0301a", "\u0301a|" },
		{ "a\u0302\u0301\u0303\u0309x", "ấ\u0303\u0309x|" },
		{ "a\xFF\xC0\x80\xED\xA0\x80z", "az|" },
		{ "a\xE1\xBBz", "az|" },
		{ "村한", "村한|" },
		{ "👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧|" },
		{ "a\tb\nc\r\nd\re", "a b c d e|" },
		{ "a\x1B[31mb\x7F\x01\xC2\x9B"
		  "c",
		  "a[31mbc|" },
		{ "đđđđ\xC2\x85\xC2\xA0x", "đđđđ\u00A0x|" },
		{ "  a  ", "  a  |" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct lineedit *le = lineedit_new(0);

		assert_true(type(le, rows[i][0]));
		check(le, rows[i][1]);
		lineedit_set(le, rows[i][0]);
		check(le, rows[i][1]);
		assert_false(lineedit_changed(le));
		lineedit_free(le);
	}
}

static void graphemes_whole(void **state)
{
	struct lineedit *le = lineedit_new(0);

	(void)state;
	type_apart(le, "a👨\u200D👩\u200D👧");
	assert_true(lineedit_backspace(le));
	check(le, "a|");
	type_apart(le, "đ\u0301\u0302x");
	lineedit_left(le);
	check(le, "ađ\u0301\u0302|x");
	assert_true(lineedit_backspace(le));
	check(le, "a|x");
	assert_true(lineedit_delete(le));
	check(le, "a|");
	assert_false(lineedit_delete(le));
	type_apart(le, "🇻🇳🇱🇦");
	assert_true(lineedit_backspace(le));
	check(le, "a🇻🇳|");
	lineedit_free(le);
}

/* Marks that come to stand behind another letter join it, and the cursor stays on a boundary. */
static void joining(void **state)
{
	struct lineedit *le = lineedit_new(0);

	(void)state;
	lineedit_set(le, "\u0302n");
	lineedit_home(le);
	assert_true(type(le, "e"));
	check(le, "ê|n");
	lineedit_set(le, "phơ ng");
	lineedit_home(le);
	for (int i = 0; i < 3; i++)
		lineedit_right(le);
	assert_true(type(le, "\u0301"));
	check(le, "phớ| ng");
	lineedit_set(le, "an");
	lineedit_left(le);
	assert_true(type(le, "\u0301b\u0323"));
	check(le, "áḅ|n");
	assert_true(lineedit_undo(le));
	check(le, "a|n");
	assert_true(lineedit_redo(le));
	check(le, "áḅ|n");
	lineedit_free(le);
}

/* ibus-style: DEL DEL ắ c in one burst over "aws" typed before. */
static void input_method(void **state)
{
	struct lineedit *le = lineedit_new(0);

	(void)state;
	lineedit_set(le, "Bản ");
	type(le, "aw");
	lineedit_backspace(le);
	lineedit_backspace(le);
	type(le, "ă");
	type(le, "s");
	lineedit_backspace(le);
	lineedit_backspace(le);
	type(le, "ắc");
	check(le, "Bản ắc|");
	/* One word with its corrections is one undo. */
	assert_true(lineedit_undo(le));
	check(le, "Bản |");
	assert_false(lineedit_undo(le));
	assert_true(lineedit_redo(le));
	check(le, "Bản ắc|");
	lineedit_free(le);
}

static void moves(void **state)
{
	struct lineedit *le = lineedit_new(0);

	(void)state;
	lineedit_set(le, "Hộ  nghèo xã");
	assert_true(lineedit_word_left(le));
	check(le, "Hộ  nghèo |xã");
	assert_true(lineedit_word_left(le));
	check(le, "Hộ  |nghèo xã");
	assert_true(lineedit_word_left(le));
	check(le, "|Hộ  nghèo xã");
	assert_false(lineedit_word_left(le));
	assert_false(lineedit_home(le));
	assert_true(lineedit_word_right(le));
	check(le, "Hộ  |nghèo xã");
	assert_true(lineedit_end(le));
	assert_false(lineedit_end(le));
	assert_false(lineedit_word_right(le));
	assert_false(lineedit_changed(le));
	assert_true(lineedit_kill_word(le));
	check(le, "Hộ  nghèo |");
	assert_true(lineedit_changed(le));
	assert_true(lineedit_home(le));
	assert_true(lineedit_yank(le));
	check(le, "xã|Hộ  nghèo ");
	assert_true(lineedit_kill_to_end(le));
	check(le, "xã|");
	assert_false(lineedit_kill_to_end(le));
	assert_true(lineedit_yank(le));
	check(le, "xãHộ  nghèo |");
	for (int i = 0; i < 4; i++)
		assert_true(lineedit_undo(le));
	assert_false(lineedit_undo(le));
	check(le, "Hộ  nghèo xã|");
	assert_false(lineedit_changed(le));
	lineedit_free(le);
}

static void words_undone(void **state)
{
	struct lineedit *le = lineedit_new(0);

	(void)state;
	assert_false(lineedit_undo(le));
	assert_false(lineedit_redo(le));
	type_apart(le, "mot hai ba");
	assert_true(lineedit_undo(le));
	check(le, "mot hai|");
	assert_true(lineedit_undo(le));
	check(le, "mot|");
	assert_true(lineedit_redo(le));
	check(le, "mot hai|");
	type(le, "x");
	assert_false(lineedit_redo(le));
	check(le, "mot haix|");
	lineedit_backspace(le);
	lineedit_left(le);
	lineedit_backspace(le);
	lineedit_backspace(le);
	check(le, "mot |i");
	assert_true(lineedit_undo(le)); /* two Backspaces on end are one */
	check(le, "mot ha|i");
	lineedit_set(le, "new");
	assert_false(lineedit_undo(le));
	check(le, "new|");
	lineedit_free(le);
}

static void limits(void **state)
{
	struct lineedit *le = lineedit_new(5);
	char *big = malloc(20000);

	(void)state;
	assert_true(type(le, "Đườn"));
	assert_true(type(le, "ê"));
	assert_false(type(le, "x"));
	check(le, "Đườnê|");
	assert_true(type(le, "\u0323")); /* a tone makes no letter more */
	check(le, "Đườnệ|");
	lineedit_backspace(le);
	assert_false(type(le, "ab")); /* whole or not at all */
	check(le, "Đườn|");
	assert_true(type(le, "\x01\xFF")); /* nothing to insert */
	check(le, "Đườn|");
	/* An older text that is too long is kept, and may be made shorter. */
	lineedit_set(le, "quá dài rồi");
	check(le, "quá dài rồi|");
	assert_false(type(le, "x"));
	assert_true(lineedit_backspace(le));
	check(le, "quá dài rồ|");
	assert_true(type(le, "\u0301"));
	lineedit_free(le);

	le = lineedit_new(0);
	memset(big, 'x', 20000);
	assert_true(lineedit_insert(le, big, 10000)); /* a paste of 10 kB */
	assert_true(lineedit_insert(le, big, 6384));
	assert_int_equal(lineedit_cursor(le), 16384);
	assert_false(type(le, "x"));
	assert_false(lineedit_insert(le, big, 20000));
	assert_int_equal(strlen(lineedit_text(le)), 16384);
	assert_true(lineedit_backspace(le));
	assert_true(type(le, "y"));
	lineedit_free(le);
	free(big);
	lineedit_free(NULL);
}

/* A key in a line of 16 KiB costs what it costs in a short one, within reason. */
static void quick(void **state)
{
	struct lineedit *le = lineedit_new(0);
	struct timespec a, b;
	struct str s;

	(void)state;
	str_init(&s);
	while (s.len < 15000)
		str_add(&s, "Nguyễn");
	lineedit_set(le, s.s);
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (int i = 0; i < 2000; i++) {
		assert_true(type(le, "e"));
		assert_true(type(le, "\u0302"));
		assert_true(lineedit_left(le));
		assert_true(lineedit_backspace(le));
		assert_true(lineedit_right(le));
		assert_true(lineedit_backspace(le));
		assert_true(type(le, "n"));
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	/* 14,000 keys: normalising the whole line at each would take minutes under ASan. */
	assert_true(b.tv_sec - a.tv_sec < 10);
	str_fini(&s);
	lineedit_free(le);
}

static void view(void **state)
{
	struct lineedit *le = lineedit_new(0);
	size_t scroll = 0;

	(void)state;
	assert_int_equal(lineedit_view(le, 10, &scroll), 0);
	lineedit_set(le, "Nguyễn");
	assert_int_equal(lineedit_view(le, 10, &scroll), 6);
	assert_int_equal(scroll, 0);
	lineedit_set(le, "Nguyễn Thị Ánh");
	assert_int_equal(lineedit_view(le, 14, &scroll), 13); /* the cursor stands behind it */
	assert_int_equal(scroll, 1);
	assert_int_equal(lineedit_view(le, 15, &scroll), 14);
	assert_int_equal(scroll, 0);
	assert_int_equal(lineedit_view(le, 5, &scroll), 4);
	assert_string_equal(lineedit_text(le) + scroll, " Ánh");
	for (int i = 0; i < 4; i++)
		lineedit_left(le);
	assert_int_equal(lineedit_view(le, 5, &scroll), 0);
	assert_string_equal(lineedit_text(le) + scroll, " Ánh");
	lineedit_left(le);
	/* Out at the left: a little of what stands before comes with it. */
	assert_int_equal(lineedit_view(le, 5, &scroll), 1);
	assert_string_equal(lineedit_text(le) + scroll, "hị Ánh");
	lineedit_home(le);
	assert_int_equal(lineedit_view(le, 5, &scroll), 0);
	assert_int_equal(scroll, 0);
	lineedit_end(le);
	lineedit_view(le, 5, &scroll);
	lineedit_kill_word(le);
	lineedit_kill_word(le);
	assert_int_equal(lineedit_view(le, 20, &scroll), 7);
	assert_int_equal(scroll, 0);
	scroll = 4; /* inside a letter, or past the end: mended */
	lineedit_view(le, 20, &scroll);
	assert_int_equal(scroll, 0);
	scroll = 1000;
	assert_int_equal(lineedit_view(le, 20, &scroll), 7);
	assert_int_equal(scroll, 0);
	lineedit_set(le, "村村村村");
	scroll = 0;
	assert_int_equal(lineedit_view(le, 6, &scroll), 4);
	lineedit_left(le);
	assert_int_equal(lineedit_view(le, 6, &scroll), 2);
	assert_int_equal(lineedit_view(le, 1, &scroll), 0);
	assert_int_equal(lineedit_view(le, 0, &scroll), 0);
	lineedit_free(le);
}

/* The two promises of the view, for any line, width and walk: the cursor is in view and under
 * its letter, and the line is not scrolled further than it must be. */
static void view_holds(void **state)
{
	static const char *const bits[] = { "a", "ệ", " ", "村", "đ\u0301", "n", "👨\u200D👩" };
	unsigned seed = 11;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct lineedit *le = lineedit_new(0);
		int cols = 3 + rand_r(&seed) % 20;
		size_t scroll = 0;

		for (int i = 0; i < 200; i++) {
			const char *s;
			int col;

			switch (rand_r(&seed) % 8) {
			case 0:
				lineedit_left(le);
				break;
			case 1:
				lineedit_right(le);
				break;
			case 2:
				lineedit_backspace(le);
				break;
			case 3:
				lineedit_word_left(le);
				break;
			case 4:
				if (rand_r(&seed) % 4)
					lineedit_end(le);
				else
					lineedit_home(le);
				break;
			default:
				type(le, bits[(size_t)rand_r(&seed) % 7]);
			}
			col = lineedit_view(le, cols, &scroll);
			s = lineedit_text(le);
			assert_true(col >= 0 && col < cols);
			assert_true(scroll <= lineedit_cursor(le));
			assert_int_equal(col,
					 utf8_width_n(s + scroll, lineedit_cursor(le) - scroll));
			if (utf8_width(s) < cols)
				assert_int_equal(scroll, 0);
		}
		lineedit_free(le);
	}
}

/* Random editing against a model that normalises the whole line; then all undone and redone. */
static void random_edits(void **state)
{
	static const char *const bits[] = { "a", "e",  " ",  "\u0301", "\u0302", "\u0323", "ơ",
					    "đ", "ng", "ử ", "村",     "\u200D", "👨",	   "🇻" };
	unsigned seed = 5;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct lineedit *le = lineedit_new(0);
		char *end, *nfc;

		for (int i = 0; i < 60; i++) {
			switch (rand_r(&seed) % 10) {
			case 0:
				lineedit_backspace(le);
				break;
			case 1:
				lineedit_delete(le);
				break;
			case 2:
				lineedit_left(le);
				break;
			case 3:
				lineedit_right(le);
				break;
			case 4:
				lineedit_kill_word(le);
				break;
			case 5:
				lineedit_yank(le);
				break;
			default:
				type(le, bits[(size_t)rand_r(&seed) % 14]);
			}
			nfc = utf8_nfc(lineedit_text(le), strlen(lineedit_text(le)));
			assert_string_equal(lineedit_text(le), nfc);
			free(nfc);
			assert_true(lineedit_cursor(le) <= strlen(lineedit_text(le)));
		}
		end = strdup(lineedit_text(le));
		while (lineedit_undo(le))
			;
		assert_string_equal(lineedit_text(le), "");
		assert_false(lineedit_changed(le));
		while (lineedit_redo(le))
			;
		assert_string_equal(lineedit_text(le), end);
		free(end);
		lineedit_free(le);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_letters),	cmocka_unit_test(whole_alphabet),
		cmocka_unit_test(table),	cmocka_unit_test(graphemes_whole),
		cmocka_unit_test(joining),	cmocka_unit_test(input_method),
		cmocka_unit_test(moves),	cmocka_unit_test(words_undone),
		cmocka_unit_test(limits),	cmocka_unit_test(quick),
		cmocka_unit_test(view),		cmocka_unit_test(view_holds),
		cmocka_unit_test(random_edits),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
