/* SPDX-License-Identifier: MIT */
/* Keys without a terminal: letters against keys, the Esc prefix, bursts, pastes, tables of keys; and which rows a list draws. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/draw.h"
#include "ui/key.h"
#include "ui/keydec.h"
#include "ui/listbox.h"

/* ---- the decoder ---- */

static void feed_n(struct keydec *d, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		keydec_byte(d, (unsigned char)s[i]);
}

static void feed(struct keydec *d, const char *s)
{
	feed_n(d, s, strlen(s));
}

static void expect(struct keydec *d, int code)
{
	struct key k;

	assert_true(keydec_next(d, &k));
	assert_int_equal(k.code, code);
}

static void expect_text(struct keydec *d, int code, const char *text)
{
	struct key k;
	char *got;

	assert_true(keydec_next(d, &k));
	assert_int_equal(k.code, code);
	got = strndup(k.text, k.len);
	assert_string_equal(got, text);
	free(got);
}

static void expect_no_more(struct keydec *d)
{
	struct key k;

	assert_false(keydec_ready(d));
	assert_false(keydec_next(d, &k));
}

/* ă is 259 in wide characters and so is KEY_UP, đ is 273 and so is F9: all letters must come as text. */
static void every_letter_is_text(void **state)
{
	static const char *const letters[] = {
		"aàảãáạăằẳẵắặâầẩẫấậ",
		"eèẻẽéẹêềểễếệ",
		"iìỉĩíị",
		"oòỏõóọôồổỗốộơờởỡớợ",
		"uùủũúụưừửữứự",
		"yỳỷỹýỵ",
		"đ",
		"AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ",
		"EÈẺẼÉẸÊỀỂỄẾỆ",
		"IÌỈĨÍỊ",
		"OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ",
		"UÙỦŨÚỤƯỪỬỮỨỰ",
		"YỲỶỸÝỴ",
		"Đ",
	};
	struct keydec d;
	size_t i;

	(void)state;
	keydec_init(&d);
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		feed(&d, letters[i]);
		expect_text(&d, K_TEXT, letters[i]);
		expect_no_more(&d);
	}
	keydec_fini(&d);
}

/* An input method's burst: letters and Backspaces exactly in their order, letters between them joined. */
static void burst_keeps_its_order(void **state)
{
	struct keydec d;

	(void)state;
	keydec_init(&d);
	feed(&d, "thu\x7f\x08\xe1\xba\xaf"
		 "c");
	expect_text(&d, K_TEXT, "thu");
	expect(&d, K_BACKSPACE);
	expect(&d, K_BACKSPACE);
	expect_text(&d, K_TEXT, "ắc");
	expect_no_more(&d);
	/* Decomposed letters are one run too: the line editor puts them together. */
	feed(&d, "e\xcc\xa3\xcc\x82");
	expect_text(&d, K_TEXT, "e\xcc\xa3\xcc\x82");
	expect_no_more(&d);
	keydec_fini(&d);
}

static void bad_bytes_cost_only_themselves(void **state)
{
	struct keydec d;

	(void)state;
	keydec_init(&d);
	feed_n(&d,
	       "a\xff"
	       "b\xc4"
	       "c\xe1\xba"
	       "d\xc0\xaf"
	       "e\xed\xa0\x80"
	       "f\xc2\x85"
	       "g\x80h",
	       20);
	expect_text(&d, K_TEXT, "abcdefgh");
	expect_no_more(&d);
	/* A letter cut in two by a slow line waits for its other half. */
	feed_n(&d, "\xc4", 1);
	expect_no_more(&d);
	assert_int_equal(keydec_wait(&d), -1);
	feed_n(&d, "\x91", 1);
	expect_text(&d, K_TEXT, "đ");
	keydec_fini(&d);
}

static void esc_is_a_prefix(void **state)
{
	struct keydec d;

	(void)state;
	keydec_init(&d);
	feed(&d, "\0332\0330\033-\033=\033g\033\033");
	expect(&d, K_F(2));
	expect(&d, K_F(10));
	expect(&d, K_F(11));
	expect(&d, K_F(12));
	expect(&d, K_ALT('g'));
	expect(&d, K_CANCEL);
	expect_no_more(&d);

	/* The prefix is kept for a second, and a lone Esc is nothing at all. */
	feed(&d, "\033");
	assert_int_equal(keydec_wait(&d), 1000);
	expect_no_more(&d);
	keydec_timeout(&d);
	expect_no_more(&d);
	assert_int_equal(keydec_wait(&d), -1);
	feed(&d, "2");
	expect_text(&d, K_TEXT, "2");

	/* After an Esc hit by mistake letters and keys are what they are. */
	feed(&d, "\033\xc4\x91");
	expect_text(&d, K_TEXT, "đ");
	feed(&d, "\033");
	keydec_code(&d, K_DOWN);
	expect(&d, K_DOWN);
	feed(&d, "\033\x7f\033\r");
	expect(&d, K_BACKSPACE);
	expect(&d, K_ENTER);
	expect_no_more(&d);
	keydec_fini(&d);
}

/* Over a slow line curses gives an arrow up as Esc, O, A: it must not type "OA". */
static void slow_sequences_are_keys(void **state)
{
	static const struct {
		const char *bytes;
		int code;
	} table[] = {
		{ "\033OA", K_UP },
		{ "\033[B", K_DOWN },
		{ "\033[C", K_RIGHT },
		{ "\033OD", K_LEFT },
		{ "\033[H", K_HOME },
		{ "\033OF", K_END },
		{ "\033[3~", K_DELETE },
		{ "\033[5~", K_PAGE_UP },
		{ "\033[6~", K_PAGE_DOWN },
		{ "\033[15~", K_F(5) },
		{ "\033[17~", K_F(6) },
		{ "\033[21~", K_F(10) },
		{ "\033[24~", K_F(12) },
		{ "\033OP", K_F(1) },
		{ "\033[[C", K_F(3) },
		{ "\033[Z", K_BACKTAB },
		{ "\033[1;5C", K_WORD_RIGHT },
		{ "\033[1;5H", K_CTRL_HOME },
		{ "\033[1;3D", K_WORD_LEFT },
		{ "\033OM", K_ENTER },
	};
	struct keydec d;
	size_t i;

	(void)state;
	keydec_init(&d);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		feed(&d, table[i].bytes);
		expect(&d, table[i].code);
		expect_no_more(&d);
	}
	/* Unknown ones vanish whole, and what follows is untouched. */
	feed(&d, "\033[?1;2cx\033[99~y\033[1;2Iz");
	expect_text(&d, K_TEXT, "xyz");
	/* The number block of some terminals. */
	feed(&d, "\033Oq\033Or");
	expect_text(&d, K_TEXT, "12");
	expect_no_more(&d);
	keydec_fini(&d);
}

static void controls_are_keys(void **state)
{
	struct keydec d;

	(void)state;
	keydec_init(&d);
	feed_n(&d, "\t\r\n\x01\x1a\x00\x1f\x08", 8);
	expect(&d, K_TAB);
	expect(&d, K_ENTER);
	expect(&d, K_ENTER);
	expect(&d, K_CTRL('a'));
	expect(&d, K_CTRL('z'));
	expect(&d, K_BACKSPACE);
	expect_no_more(&d);
	keydec_fini(&d);
}

static void paste_is_data(void **state)
{
	struct keydec d;
	char *long_text;
	struct key k;

	(void)state;
	keydec_init(&d);
	/* Put together by curses. */
	keydec_code(&d, KEYDEC_PASTE_BEGIN);
	feed_n(&d, "Nguy\xe1\xbb\x85n\r\nTh\xe1\xbb\x8b\t\x01\x1b[A\xff!\x7f", 23);
	keydec_code(&d, K_UP); /* looked like a key */
	expect_no_more(&d);
	keydec_code(&d, KEYDEC_PASTE_END);
	expect_text(&d, K_PASTE, "Nguyễn\nThị\t[A!");
	expect_no_more(&d);
	/* Put together here. */
	feed(&d, "\033[200~q\0332\033[201~7");
	expect_text(&d, K_PASTE, "q2");
	expect_text(&d, K_TEXT, "7");
	/* An empty one is nothing. */
	feed(&d, "\033[200~\033[201~");
	expect_no_more(&d);
	/* One whose end never comes does not lock the keyboard. */
	feed(&d, "\033[200~abc");
	assert_true(keydec_wait(&d) > 0);
	keydec_timeout(&d);
	expect_text(&d, K_PASTE, "abc");
	/* A huge one is cut, and its end is still seen. */
	long_text = malloc(KEYDEC_PASTE_MAX * 2);
	memset(long_text, 'x', KEYDEC_PASTE_MAX * 2);
	feed(&d, "\033[200~");
	feed_n(&d, long_text, KEYDEC_PASTE_MAX * 2);
	feed(&d, "\033[201~z");
	free(long_text);
	assert_true(keydec_next(&d, &k));
	assert_int_equal(k.code, K_PASTE);
	assert_true(k.len <= KEYDEC_PASTE_MAX);
	expect_text(&d, K_TEXT, "z");
	expect_no_more(&d);
	keydec_fini(&d);
}

static void resize_disturbs_nothing(void **state)
{
	struct keydec d;

	(void)state;
	keydec_init(&d);
	feed_n(&d, "\xc4", 1);
	keydec_code(&d, K_RESIZE);
	feed_n(&d, "\x91\033", 2);
	keydec_code(&d, K_RESIZE);
	feed(&d, "4");
	expect(&d, K_RESIZE);
	expect_text(&d, K_TEXT, "đ");
	expect(&d, K_RESIZE);
	expect(&d, K_F(4));
	expect_no_more(&d);
	keydec_fini(&d);
}

static void thousand_keys_all_come(void **state)
{
	struct keydec d;
	int i;

	(void)state;
	keydec_init(&d);
	for (i = 0; i < 1000; i++)
		keydec_code(&d, i % 2 ? K_DOWN : K_UP);
	for (i = 0; i < 1000; i++)
		expect(&d, i % 2 ? K_DOWN : K_UP);
	expect_no_more(&d);
	keydec_fini(&d);
}

/* ---- tables ---- */

static void tables_find_keys(void **state)
{
	static const struct keybind table[] = {
		{ K_F(2), 1, "Save", "Save the record" },
		{ K_CHAR('/'), 2, "Find", "Find" },
		{ K_CHAR('2'), 3, NULL, "Two" },
		{ K_CTRL('s'), 1, NULL, "Save the record" },
		{ 0, 0, NULL, NULL },
	};

	(void)state;
	assert_int_equal(keybind_find(table, &(struct key){ K_F(2), NULL, 0 }), 1);
	assert_int_equal(keybind_find(table, &(struct key){ K_CTRL('s'), NULL, 0 }), 1);
	assert_int_equal(keybind_find(table, &(struct key){ K_TEXT, "/", 1 }), 2);
	assert_int_equal(keybind_find(table, &(struct key){ K_TEXT, "2", 1 }), 3);
	assert_int_equal(keybind_find(table, &(struct key){ K_TEXT, "22", 2 }), 0);
	assert_int_equal(keybind_find(table, &(struct key){ K_PASTE, "2", 1 }), 0);
	assert_int_equal(keybind_find(table, &(struct key){ K_TEXT, "đ", 2 }), 0);
	assert_int_equal(keybind_find(NULL, &(struct key){ K_F(2), NULL, 0 }), 0);
}

static void keys_have_names(void **state)
{
	char buf[16];

	(void)state;
	assert_string_equal(key_label(K_F(2), buf), "F2");
	assert_string_equal(key_label(K_F(10), buf), "F10");
	assert_string_equal(key_label(K_CTRL('o'), buf), "^O");
	assert_string_equal(key_label(K_CHAR('/'), buf), "/");
	assert_string_equal(key_label(K_ALT('g'), buf), "Esc-g");
	assert_string_equal(key_label_twin(K_F(10), buf), "Esc-0");
	assert_string_equal(key_label_twin(K_F(12), buf), "Esc-=");
	assert_string_equal(key_label_twin(K_F(2), buf), "F2");
}

/* ---- the list ---- */

/* Rows first … first+n-1 of a list of `all`, fetched in tens. */
struct rows {
	size_t first, n, all;
	int drawn, fetched;
	size_t last_drawn[64];
};

static void fake_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct rows *r = ctx;

	(void)y, (void)x, (void)cols, (void)selected;
	r->last_drawn[r->drawn++ % 64] = r->first + i;
}

static size_t fake_count(void *ctx)
{
	return ((struct rows *)ctx)->n;
}

static size_t fake_more(void *ctx, bool at_end)
{
	struct rows *r = ctx;
	size_t left = at_end ? r->all - r->first - r->n : r->first, add = left < 10 ? left : 10;

	r->fetched++;
	r->n += add;
	if (!at_end)
		r->first -= add;
	return add;
}

static size_t fake_jump(void *ctx, bool to_end)
{
	struct rows *r = ctx;

	r->n = r->all < 20 ? r->all : 20;
	r->first = to_end ? r->all - r->n : 0;
	return to_end && r->n ? r->n - 1 : 0;
}

static const struct listbox_ops fake = { fake_draw, fake_count, fake_more, fake_jump };

static enum screen_result press(struct listbox *lb, int code)
{
	return listbox_key(lb, &(struct key){ .code = code });
}

static size_t at(const struct listbox *lb)
{
	return ((struct rows *)lb->ctx)->first + lb->selected;
}

static void list_walks_its_window(void **state)
{
	struct rows r = { .n = 10, .all = 1000 };
	struct listbox lb;
	int i;

	(void)state;
	listbox_init(&lb, &fake, &r);
	listbox_place(&lb, 3, 0, 10, 80);
	assert_int_equal(press(&lb, K_UP), SCREEN_HANDLED);
	assert_int_equal(at(&lb), 0);
	for (i = 0; i < 999; i++)
		assert_int_equal(press(&lb, K_DOWN), SCREEN_PART);
	assert_int_equal(at(&lb), 999);
	assert_int_equal(press(&lb, K_DOWN), SCREEN_HANDLED);
	assert_int_equal(press(&lb, K_HOME), SCREEN_PART);
	assert_int_equal(at(&lb), 0);
	press(&lb, K_PAGE_DOWN);
	assert_int_equal(at(&lb), 9);
	press(&lb, K_END);
	assert_int_equal(at(&lb), 999);
	for (i = 0; i < 40; i++)
		press(&lb, K_UP);
	assert_int_equal(at(&lb), 959);
	assert_true(lb.selected >= lb.top && lb.selected < lb.top + 10);
	press(&lb, K_PAGE_UP);
	assert_int_equal(at(&lb), 950);
	assert_int_equal(press(&lb, K_F(2)), SCREEN_IGNORED);
}

static void empty_list_takes_no_keys(void **state)
{
	struct rows r = { 0 };
	struct listbox lb;

	(void)state;
	listbox_init(&lb, &fake, &r);
	listbox_place(&lb, 3, 0, 10, 80);
	assert_int_equal(press(&lb, K_DOWN), SCREEN_IGNORED);
	assert_int_equal(press(&lb, K_END), SCREEN_IGNORED);
	assert_int_equal(lb.selected, 0);
}

static void owner_may_let_rows_go(void **state)
{
	struct rows r = { .n = 40, .all = 40 };
	struct listbox lb;

	(void)state;
	listbox_init(&lb, &fake, &r);
	listbox_place(&lb, 3, 0, 10, 80);
	listbox_select(&lb, 30);
	lb.dirty = false;
	lb.old_top = lb.top;
	lb.old_selected = lb.selected;
	r.first += 15;
	r.n -= 15;
	listbox_shift(&lb, -15);
	assert_int_equal(at(&lb), 30);
	assert_false(lb.dirty);
	r.first += 10;
	r.n -= 10;
	listbox_shift(&lb, -10); /* more than stands above: what is shown is partly gone */
	assert_true(lb.dirty);
}

static int drawn(struct listbox *lb)
{
	struct rows *r = lb->ctx;

	r->drawn = 0;
	listbox_draw(lb, true);
	return r->drawn;
}

/* On a terminal that is /dev/null: only what changed is drawn. */
static void moving_draws_two_rows(void **state)
{
	struct rows r = { .n = 40, .all = 1000 };
	struct listbox lb;
	FILE *null = fopen("/dev/null", "r+");
	SCREEN *screen = null ? newterm("xterm", null, null) : NULL;
	int i;

	(void)state;
	assert_non_null(screen);
	resizeterm(24, 80);
	draw_looks(false);
	listbox_init(&lb, &fake, &r);
	listbox_place(&lb, 3, 0, 20, draw_cols());
	assert_int_equal(drawn(&lb), 20);
	press(&lb, K_DOWN);
	assert_int_equal(drawn(&lb), 2);
	for (i = 0; i < 18; i++)
		press(&lb, K_DOWN);
	assert_int_equal(drawn(&lb), 2); /* many keys, one painting */
	press(&lb,
	      K_DOWN); /* the list scrolls: the row that comes in, the old one, and the selected again */
	assert_true(drawn(&lb) <= 3);
	assert_int_equal(r.last_drawn[0], 20);
	for (i = 0; i < 500; i++)
		press(&lb, K_DOWN);
	assert_int_equal(drawn(&lb), 20); /* elsewhere: the whole window, once */
	assert_int_equal(drawn(&lb), 1);
	listbox_changed(&lb);
	assert_int_equal(drawn(&lb), 20);
	endwin();
	delscreen(screen);
	fclose(null);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_letter_is_text),
		cmocka_unit_test(burst_keeps_its_order),
		cmocka_unit_test(bad_bytes_cost_only_themselves),
		cmocka_unit_test(esc_is_a_prefix),
		cmocka_unit_test(slow_sequences_are_keys),
		cmocka_unit_test(controls_are_keys),
		cmocka_unit_test(paste_is_data),
		cmocka_unit_test(resize_disturbs_nothing),
		cmocka_unit_test(thousand_keys_all_come),
		cmocka_unit_test(tables_find_keys),
		cmocka_unit_test(keys_have_names),
		cmocka_unit_test(list_walks_its_window),
		cmocka_unit_test(empty_list_takes_no_keys),
		cmocka_unit_test(owner_may_let_rows_go),
		cmocka_unit_test(moving_draws_two_rows),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
