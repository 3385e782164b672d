/* SPDX-License-Identifier: MIT */
/* Layout of the real forms at 80 and 120 columns, order of the cursor, choosing by letters,
 * order of problems, clashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "text/utf8.h"
#include "ui/edit_layout.h"

static struct forms *forms;

static const struct form *form(const char *name)
{
	const struct form *f = NULL;
	struct error e = ERROR_INIT;

	if (forms_get(forms, name, &f, &e))
		fail_msg("%s: %s %s", name, e.what, e.detail ? e.detail : "");
	return f;
}

static bool all_shown(void *ctx, const struct field *fd, const char *code)
{
	const char *hidden = ctx;

	(void)code;
	return !hidden || strcmp(fd->name, hidden) != 0;
}

static int set_up(void **state)
{
	const char *note;

	(void)state;
	i18n_init("vi", SRCDIR "/po", &note);
	forms = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	forms_free(forms);
	return 0;
}

static void tabs_follow_the_form(void **state)
{
	const struct form *household = form("household"), *member = form("member");
	struct edit_tab *tabs;
	size_t n = edit_tabs(household, &tabs);
	size_t pages = 0;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		pages += tabs[i].roster < 0;
		if (i > 0) /* tables come last */
			assert_true(tabs[i - 1].roster <= tabs[i].roster);
	}
	assert_int_equal(pages, household->n_pages);
	assert_int_equal(n, household->n_pages + household->n_rosters);
	const struct field *kinds = form_field(household, "female_headed", NULL);
	assert_string_equal(tabs[edit_tab_of(tabs, n, kinds)].page->name, "features");
	free(tabs);
	assert_non_null(member->parent);
	assert_false(edit_on_screen(member->parent));
}

static void check_page(const struct form *f, const struct edit_tab *tab, int cols)
{
	struct edit_source src = { NULL, all_shown, NULL };
	struct edit_layout l = { 0 };
	const struct edit_item *before = NULL;

	edit_layout_build(&l, f, tab, cols, &src);
	assert_int_equal(l.two, cols >= 110);
	for (size_t i = 0; i < l.n_items; i++) {
		const struct edit_item *it = &l.item[i];
		assert_true(it->cols >= 8 || it->cols == edit_value_cols(it->field));
		assert_true(it->x + it->cols < cols); /* a bracket on either side */
		assert_true(it->line < l.n_lines);
		assert_true(it->first <= it->line && it->line <= it->last);
		if (before) {
			assert_true(before->field->index < it->field->index ||
				    (before->field == it->field && before->code));
			assert_true(before->first <= it->first);
			if (it->first <= before->last) /* side by side, not one over the other */
				assert_true(before->x + before->cols < it->label_x);
		}
		before = it;
	}
	for (size_t i = 0; i < l.n_lines; i++)
		for (int side = 0; side < 2; side++) {
			const struct edit_cell *c = &l.line[i].cell[side];
			if (c->kind == EDIT_CELL_LABEL || c->kind == EDIT_CELL_FIELD)
				assert_true(utf8_width_n(c->text, c->len) <= c->cols);
		}
	edit_layout_fini(&l);
}

static void pages_fit(void **state)
{
	static const int widths[] = { 40, 60, 80, 109, 110, 120, 200 };
	const char *const *names = forms_names(forms);

	(void)state;
	for (size_t k = 0; names[k]; k++) {
		const struct form *f = form(names[k]);
		struct edit_tab *tabs;
		size_t n = edit_tabs(f, &tabs);
		for (size_t i = 0; i < n; i++)
			for (size_t w = 0; w < sizeof(widths) / sizeof(*widths); w++)
				if (tabs[i].roster < 0)
					check_page(f, &tabs[i], widths[w]);
		free(tabs);
	}
}

static void every_field_has_its_place(void **state)
{
	const struct form *f = form("household");
	struct edit_source src = { NULL, all_shown, NULL };
	struct edit_tab *tabs;
	size_t n = edit_tabs(f, &tabs), items = 0, want = 0;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct edit_layout l = { 0 };
		if (tabs[i].roster >= 0)
			continue;
		edit_layout_build(&l, f, &tabs[i], 80, &src);
		items += l.n_items;
		edit_layout_fini(&l);
	}
	for (size_t i = 0; i < f->n_fields; i++)
		want += edit_on_screen(&f->fields[i]);
	assert_int_equal(items, want);
	free(tabs);
}

static void two_columns_hold_more(void **state)
{
	const struct form *f = form("household");
	struct edit_source src = { NULL, all_shown, NULL };
	struct edit_tab *tabs;
	struct edit_layout narrow = { 0 }, wide = { 0 };
	size_t n = edit_tabs(f, &tabs),
	       at = edit_tab_of(tabs, n, form_field(f, "female_headed", NULL));

	(void)state;
	edit_layout_build(&narrow, f, &tabs[at], 80, &src);
	edit_layout_build(&wide, f, &tabs[at], 120, &src);
	assert_int_equal(narrow.n_items, wide.n_items);
	assert_true(wide.n_lines < narrow.n_lines);
	edit_layout_fini(&narrow);
	edit_layout_fini(&wide);
	free(tabs);
}

static void indicators_are_lines_of_their_own(void **state)
{
	const struct form *f = form("review");
	const char *code;
	const struct field *fd = form_field(f, "deprivation.D02", &code);
	struct edit_source src = { NULL, all_shown, NULL };
	struct edit_tab *tabs;
	struct edit_layout l = { 0 };
	size_t n = edit_tabs(f, &tabs), lines = 0;

	(void)state;
	assert_non_null(fd);
	edit_layout_build(&l, f, &tabs[edit_tab_of(tabs, n, fd)], 80, &src);
	for (size_t i = 0; i < l.n_items; i++)
		lines += l.item[i].field == fd;
	assert_int_equal(lines, fd->choices->n);
	size_t at = edit_layout_find(&l, fd, code);
	assert_string_equal(l.item[at].code, "D02");
	assert_string_equal(l.item[at - 1].code, "D01");
	edit_layout_fini(&l);
	free(tabs);
}

static void a_hidden_field_gives_way_to_the_next(void **state)
{
	const struct form *f = form("household");
	const struct field *phone = form_field(f, "phone", NULL),
			   *head = form_field(f, "head_name", NULL);
	struct edit_source src = { (void *)(uintptr_t) "phone", all_shown, NULL };
	struct edit_tab *tabs;
	struct edit_layout l = { 0 };
	size_t n = edit_tabs(f, &tabs);

	(void)state;
	edit_layout_build(&l, f, &tabs[edit_tab_of(tabs, n, phone)], 80, &src);
	for (size_t i = 0; i < l.n_items; i++)
		assert_ptr_not_equal(l.item[i].field, phone);
	assert_ptr_equal(l.item[edit_layout_find(&l, phone, NULL)].field, head);
	/* Beyond the page's last field: the last one. */
	const struct field *last = &f->fields[f->n_fields - 1];
	assert_int_equal(edit_layout_find(&l, last, NULL), l.n_items - 1);
	assert_int_equal(edit_layout_find(&l, NULL, NULL), 0);
	edit_layout_fini(&l);
	free(tabs);
}

static bool note_on_phone(void *ctx, const struct field *fd, const char *code, size_t i,
			  struct edit_note *out)
{
	static const struct edit_note notes[] = {
		{ EDIT_NOTE_HINT, "Số điện thoại có vẻ thiếu chữ số." },
		{ EDIT_NOTE_ERROR, "Lỗi: một câu dài hơn một dòng của màn hình 80 cột, nên phải "
				   "xuống dòng ở một chỗ có "
				   "dấu cách chứ không cắt ngang chữ." },
	};
	(void)ctx;
	(void)code;
	if (!fd || strcmp(fd->name, "phone") != 0 || i >= 2)
		return false;
	*out = notes[i];
	return true;
}

static void notes_stand_under_their_field(void **state)
{
	const struct form *f = form("household");
	const struct field *phone = form_field(f, "phone", NULL);
	struct edit_source src = { NULL, all_shown, note_on_phone };
	struct edit_tab *tabs;
	struct edit_layout l = { 0 };
	size_t n = edit_tabs(f, &tabs), at;

	(void)state;
	edit_layout_build(&l, f, &tabs[edit_tab_of(tabs, n, phone)], 80, &src);
	at = edit_layout_find(&l, phone, NULL);
	const struct edit_item *it = &l.item[at];
	assert_int_equal(it->worst, EDIT_NOTE_ERROR);
	assert_int_equal(it->last, it->line + 3); /* one line and two lines */
	for (size_t i = it->line + 1; i <= it->last; i++) {
		const struct edit_cell *c = &l.line[i].cell[0];
		assert_int_equal(c->kind, EDIT_CELL_NOTE);
		assert_int_equal(c->item, at);
		assert_true(c->x + utf8_width_n(c->text, c->len) <= 80);
		assert_true(c->text[c->len] == 0 || c->text[c->len] == ' ');
	}
	assert_true(l.item[at + 1].first > it->last);
	edit_layout_fini(&l);
	free(tabs);
}

static void scrolling_moves_as_little_as_can_be(void **state)
{
	(void)state;
	assert_int_equal(edit_scroll(0, 10, 3, 4, 30), 0);
	assert_int_equal(edit_scroll(0, 10, 10, 10, 30), 1);
	assert_int_equal(edit_scroll(0, 10, 12, 14, 30), 5);
	assert_int_equal(edit_scroll(8, 10, 4, 4, 30), 4);
	assert_int_equal(edit_scroll(25, 10, 26, 27, 30), 20);
	assert_int_equal(edit_scroll(5, 10, 2, 2, 8), 0);
	assert_int_equal(edit_scroll(3, 0, 2, 2, 8), 0);
}

static void wrapping_keeps_letters_and_words(void **state)
{
	const char *s = "Hộ nghèo đặc biệt";
	size_t skip, n = edit_wrap(s, 8, &skip);

	(void)state;
	assert_int_equal(n, strlen("Hộ nghèo"));
	assert_int_equal(skip, 1);
	n = edit_wrap(s, 80, &skip);
	assert_int_equal(n, strlen(s));
	assert_int_equal(skip, 0);
	n = edit_wrap("nghiêng", 5, &skip); /* no blank: between letters */
	assert_int_equal(n, strlen("nghiê"));
	assert_int_equal(skip, 0);
}

static const char *first_match(const char *list, const char *text, size_t *n)
{
	struct complaints c;
	size_t best = 0;

	complaints_init(&c);
	const struct codes *codes = code_lists_get(forms_codes(forms), list, &c);
	assert_non_null(codes);
	complaints_fini(&c);
	*n = edit_choice_match(codes, text, &best, 1);
	return *n ? codes->v[best].code : NULL;
}

static void letters_mean_a_code(void **state)
{
	size_t n;

	(void)state;
	assert_string_equal(first_match("gender", "nu", &n), "female");
	assert_string_equal(first_match("gender", "Nữ", &n), "female");
	assert_string_equal(first_match("gender", "na", &n), "male");
	assert_string_equal(first_match("gender", "2", &n), "female");
	assert_string_equal(first_match("gender", "n", &n), "male"); /* the first of two */
	assert_int_equal(n, 2);
	assert_string_equal(first_match("relation", "chu ho", &n), "head");
	assert_string_equal(first_match("relation", "con", &n), "child");
	assert_true(n > 1);
	assert_string_equal(first_match("relation", "dau", &n), "daughter_in_law");
	assert_string_equal(first_match("relation", "con d", &n), "daughter_in_law");
	assert_null(first_match("relation", "zzz", &n));
	assert_null(first_match("relation", "", &n));
}

static void one_key_answers(void **state)
{
	const struct field *fd = form_field(form("review"), "deprivation", NULL);
	const struct codes *codes = fd->answer_choices;
	char keys[8];

	(void)state;
	assert_int_equal(codes->n, 3);
	edit_choice_keys(codes, keys);
	assert_string_equal(keys, "tkc"); /* Thiếu hụt, Không thiếu hụt, Chưa thu thập */
	assert_string_equal(codes->v[edit_choice_by_key(codes, keys, 't')].code, "deprived");
	assert_string_equal(codes->v[edit_choice_by_key(codes, keys, 'K')].code, "not_deprived");
	assert_string_equal(codes->v[edit_choice_by_key(codes, keys, '3')].code, "not_asked");
	assert_int_equal(edit_choice_by_key(codes, keys, 'x'), codes->n);
	assert_string_equal(edit_yesno_key('c'), "yes");
	assert_string_equal(edit_yesno_key('y'), "yes");
	assert_string_equal(edit_yesno_key('k'), "no");
	assert_string_equal(edit_yesno_key('n'), "no");
	assert_null(edit_yesno_key('x'));
	assert_null(edit_yesno_key('\0'));
}

static void several_codes_keep_the_order_of_the_list(void **state)
{
	const struct field *fd = form_field(form("household"), "poverty_causes", NULL);
	const char *a = fd->choices->v[0].code, *b = fd->choices->v[2].code;
	char *both, *one, *none;

	(void)state;
	one = edit_multi_toggle(fd->choices, NULL, b);
	assert_string_equal(one, b);
	both = edit_multi_toggle(fd->choices, one, a);
	assert_true(edit_multi_has(both, a) && edit_multi_has(both, b));
	assert_memory_equal(both, a, strlen(a)); /* first in the list, first in the value */
	assert_false(edit_multi_has(both, "no_such_code"));
	free(one);
	one = edit_multi_toggle(fd->choices, both, a);
	assert_string_equal(one, b);
	none = edit_multi_toggle(fd->choices, one, b);
	assert_null(none);
	free(one);
	free(both);
}

static void problems_come_in_the_order_of_the_form(void **state)
{
	const struct edit_rank v[] = {
		{ 0, 1, 2, 0 }, { -1, 0, 7, 0 }, { 0, 0, 5, 0 }, { -1, 0, 3, 2 }, { -1, 0, 3, 1 },
	};
	const struct edit_rank start = { -1, 0, 0, 0 }, at_code = { -1, 0, 3, 1 },
			       at_seven = { -1, 0, 7, 0 }, last = { 0, 1, 2, 0 };

	(void)state;
	assert_int_equal(edit_rank_next(v, 5, &start), 4);
	assert_int_equal(edit_rank_next(v, 5, &at_code), 3);
	assert_int_equal(edit_rank_next(v, 5, &at_seven), 2);
	assert_int_equal(edit_rank_next(v, 5, &last), 4); /* from the start again */
	assert_int_equal(edit_rank_next(v, 0, &start), 0);
}

static void a_clash_is_asked_about_only_where_we_differ(void **state)
{
	struct clash same = { .base = (char *)"a", .theirs = (char *)"b", .mine = (char *)"b" };
	struct clash both = { .base = (char *)"a", .theirs = (char *)"b", .mine = (char *)"c" };
	struct clash only_they = { .base = (char *)"a", .theirs = NULL, .mine = (char *)"a" };

	(void)state;
	assert_false(edit_clash_asks(&same));
	assert_true(edit_clash_asks(&both));
	assert_false(edit_clash_proposes_theirs(&both));
	assert_true(edit_clash_asks(&only_they));
	assert_true(edit_clash_proposes_theirs(&only_they));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tabs_follow_the_form),
		cmocka_unit_test(pages_fit),
		cmocka_unit_test(every_field_has_its_place),
		cmocka_unit_test(two_columns_hold_more),
		cmocka_unit_test(indicators_are_lines_of_their_own),
		cmocka_unit_test(a_hidden_field_gives_way_to_the_next),
		cmocka_unit_test(notes_stand_under_their_field),
		cmocka_unit_test(scrolling_moves_as_little_as_can_be),
		cmocka_unit_test(wrapping_keeps_letters_and_words),
		cmocka_unit_test(letters_mean_a_code),
		cmocka_unit_test(one_key_answers),
		cmocka_unit_test(several_codes_keep_the_order_of_the_list),
		cmocka_unit_test(problems_come_in_the_order_of_the_form),
		cmocka_unit_test(a_clash_is_asked_about_only_where_we_differ),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
