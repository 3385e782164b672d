/* SPDX-License-Identifier: MIT */
/* Folding, and the order of Vietnamese names and texts by keys that memcmp compares. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text/utf8.h"
#include "text/viet.h"

static void folds(void **state)
{
	static const char *const rows[][2] = {
		{ "Nguyễn Thị Hường", "nguyen thi huong" },
		{ "NGUYỄN THỊ HƯỜNG", "nguyen thi huong" },
		{ "nguyen thi huong", "nguyen thi huong" },
		{ "Nguye\u0302\u0303n Thi\u0323 Hu\u031B\u01A1\u0300ng", "nguyen thi huong" },
		{ "Đồng Vương", "dong vuong" },
		{ "Ðồng", "dong" }, /* eth, of old fonts */
		{ "hoà hòa HOÀ", "hoa hoa hoa" },
		{ "  Bản   2,  (xã) — TDA1-DA3 ", "ban 2 xa tda1 da3" },
		{ "H'Mông H’Mông", "hmong hmong" },
		{ "Café Łódź ß Æ ñ", "cafe lodz ss ae n" },
		{ "ＡＢ１", "ab1" },
		{ "Деревня", "деревня" },
		{ "村", "村" },
		{ "", "" },
		{ " - ", "" },
		{ "a\xFFz", "a\uFFFDz" },
		{ "\u0301a", "a" },
		{ "a\u200Db", "ab" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *got = viet_fold(rows[i][0]);

		assert_string_equal(got, rows[i][1]);
		free(got);
	}
}

/* Every letter of the 134, both ways of writing it, folds to its plain letter. */
static void folds_all(void **state)
{
	static const struct {
		const char *from;
		char to;
	} sets[] = {
		{ "àáảãạăằắẳẵặâầấẩẫậÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ", 'a' },
		{ "èéẻẽẹêềếểễệÈÉẺẼẸÊỀẾỂỄỆ", 'e' },
		{ "ìíỉĩịÌÍỈĨỊ", 'i' },
		{ "òóỏõọôồốổỗộơờớởỡợÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ", 'o' },
		{ "ùúủũụưừứửữựÙÚỦŨỤƯỪỨỬỮỰ", 'u' },
		{ "ỳýỷỹỵỲÝỶỸỴ", 'y' },
		{ "đĐ", 'd' },
	};
	int letters = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		utf8proc_uint8_t *nfd = utf8proc_NFD((const utf8proc_uint8_t *)sets[i].from);
		char *a = viet_fold(sets[i].from), *b = viet_fold((char *)nfd);

		letters += (int)utf8_graphemes(sets[i].from, strlen(sets[i].from));
		assert_int_equal(strlen(a), utf8_graphemes(sets[i].from, strlen(sets[i].from)));
		for (const char *p = a; *p; p++)
			assert_int_equal(*p, sets[i].to);
		assert_string_equal(a, b);
		free(a);
		free(b);
		free(nfd);
	}
	assert_int_equal(letters, 134);
}

static void check_printable(const char *key)
{
	assert_true(utf8_valid(key, strlen(key)));
	for (const char *p = key; *p; p++)
		assert_true((unsigned char)*p >= 0x20 && *p != 0x7F);
}

/* The list is in order: each key before the next, against every later one too. */
static void in_order(const char *const *list, size_t n, char *(*key)(const char *))
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			char *a = key(list[i]), *b = key(list[j]);
			int got = strcmp(a, b), want = (i > j) - (i < j);

			check_printable(a);
			if ((got > 0) - (got < 0) != want)
				fail_msg("%s (%s) / %s (%s)", list[i], a, list[j], b);
			free(a);
			free(b);
		}
}

#define IN_ORDER(list, key) in_order(list, sizeof(list) / sizeof(*(list)), key)

static void alphabet(void **state)
{
	static const char *const letters[] = {
		"",  "0", "1", "a", "ă", "â", "b", "c", "d", "đ", "e", "ê",  "f",
		"g", "h", "i", "j", "k", "l", "m", "n", "o", "ô", "ơ", "p",  "q",
		"r", "s", "t", "u", "ư", "v", "w", "x", "y", "z", "д", "村",
	};
	static const char *const tones[] = { "a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ",
					     "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "b" };

	(void)state;
	IN_ORDER(letters, viet_text_key);
	IN_ORDER(letters, viet_name_key);
	IN_ORDER(tones, viet_text_key);
}

static void texts(void **state)
{
	static const char *const list[] = {
		"Bản 1",
		"Bản 2",
		"Bản 2 A",
		"Bản 10",
		"Bản 100",
		"Bản 123456789012345",
		"Bản 1234567890123456",
		"Bản 2234567890123456",
		"Bản Cả",
		"Bản Cá",
		"Bản Cả Lớn",
		"Bản Đồng",
		"Bản Đông An",
		"Bàng",
	};

	(void)state;
	IN_ORDER(list, viet_text_key);
}

static void names(void **state)
{
	static const char *const list[] = {
		"An",
		"Hoàng An",
		"Nguyễn An",
		"Nguyễn Thị An",
		"Hoàng Văn An",
		"Lê Văn Án",
		"Bùi Ân",
		"Nguyễn Văn Bình",
		"Nguyễn Văn Bính",
		"Trần Dũng",
		"Trần Đức",
		"Đặng Thị Hoa",
		"Hoàng Thị Hoa",
		"Nguyễn Thị Hoa",
		"Nguyễn Thị Hoa (B)",
		"Nguyễn Thị Hồng Hoa",
		"Nguyễn Thị Hoà",
		"Nguyễn Thị Hường",
	};

	(void)state;
	IN_ORDER(list, viet_name_key);
}

static void check_same(const char *a, const char *b, char *(*key)(const char *))
{
	char *x = key(a), *y = key(b);

	assert_string_equal(x, y);
	free(x);
	free(y);
}

static void same(void **state)
{
	(void)state;
	check_same("Nguyễn Thị Hoà", "NGUYỄN  thị hòa ", viet_name_key);
	check_same("Nguyễn Thị Huệ", "Nguye\u0302\u0303n Thi\u0323 Hue\u0302\u0323", viet_name_key);
	check_same("thúy", "thuý", viet_text_key);
	check_same("Bản 02", "Bản 2", viet_text_key);
	check_same("Đồng", "Ðồng", viet_text_key);
	check_same("H'Mông", "H’Mông", viet_name_key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds), cmocka_unit_test(folds_all), cmocka_unit_test(alphabet),
		cmocka_unit_test(texts), cmocka_unit_test(names),     cmocka_unit_test(same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
