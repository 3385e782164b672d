/* SPDX-License-Identifier: MIT */
/* A report's table: its formulas, sums, headings, and what each renderer makes of it, letter by letter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "report/render.h"
#include "report/table.h"

static const char *const keys[] = { "a", "b", "c", NULL };

static int find(const void *ctx, const char *key)
{
	(void)ctx;
	for (int i = 0; keys[i]; i++)
		if (!strcmp(keys[i], key))
			return i;
	return -1;
}

static bool get(const void *ctx, int column, double *out)
{
	const double *v = ctx;

	*out = v[column];
	return v[column] > -100;
}

static void name(const void *ctx, int column, struct str *out)
{
	(void)ctx;
	str_addf(out, "[%d]", column + 1);
}

static void formula_computes(void **state)
{
	static const struct {
		const char *text;
		double want;
	} good[] = {
		{ "a", 3 },	       { "a+b*c", 3 + 8 * 2 },	  { "(a+b)*c", 22 },	{ "a-b-c", -7 },
		{ "a/c/c", 0.75 },     { "-a+b", 5 },		  { "2*(a-(b-c))", -6 }, { "a / b * 100", 37.5 },
		{ "1.5*c", 3 },
	};
	const double v[] = { 3, 8, 2 };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const char *why;
		struct formula *f = formula_parse(good[i].text, find, NULL, &why);
		double out;

		assert_non_null(f);
		assert_true(formula_value(f, get, v, &out));
		assert_true(out == good[i].want);
		formula_free(f);
	}
}

static void formula_refuses(void **state)
{
	static const char *const bad[] = { "", "a+", "a b", "d", "a$", "(a", "a)", "*a", "a+*b", "1.2.3", "a//b",
					   "((((((((((((((((((((((((a))))))))))))))))))))))))" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *why = NULL;

		assert_null(formula_parse(bad[i], find, NULL, &why));
		assert_non_null(why);
	}
}

static void formula_knows_what_it_does_not_know(void **state)
{
	const double nothing[] = { 3, 0, 2 }, unknown[] = { 3, -1000, 2 };
	const char *why;
	struct formula *f = formula_parse("a/b*100", find, NULL, &why);
	struct str out;
	double v;

	(void)state;
	assert_false(formula_value(f, get, nothing, &v));
	assert_false(formula_value(f, get, unknown, &v));
	str_init(&out);
	formula_print(f, name, NULL, &out);
	assert_string_equal(out.s, "[1]/[2]*100");
	str_reset(&out);
	formula_divisors(f, name, NULL, ";", &out);
	assert_string_equal(out.s, "[2]");
	formula_free(f);
	f = formula_parse("a/(b-c)/b/2", find, NULL, &why);
	str_reset(&out);
	formula_divisors(f, name, NULL, ";", &out);
	assert_string_equal(out.s, "([2]-[3]);[2]");
	assert_false(formula_drop(f, 1));
	formula_free(f);
	f = formula_parse("a+c", find, NULL, &why);
	assert_true(formula_drop(f, 1));
	assert_int_equal(formula_column(f, 1), 1);
	assert_int_equal(formula_column(f, 2), -1);
	formula_free(f);
	str_fini(&out);
}

static int find_in(const void *ctx, const char *key)
{
	return table_find(ctx, key);
}

/* Two units of two villages each, one of them without its total. */
static struct report_table *small(void)
{
	struct report_table *t = table_new("r00");
	struct report_column *c;
	const char *why;
	static const struct {
		enum report_row_kind kind;
		const char *no, *place;
		double all, poor;
	} rows[] = {
		{ REPORT_GROUP, "I", "Xã A", 300, -1 },	 { REPORT_BODY, "1", "Bản Đá & <b>", 100, 8 },
		{ REPORT_BODY, "2", "Bản \"Một\"", -1, 3 }, { REPORT_GROUP, "II", "Xã B", -1, -1 },
		{ REPORT_BODY, "1", "Bản Hai", 0, 0 },	 { REPORT_BODY, "2", "Bản Ba", 1329, 77 },
		{ REPORT_TOTAL, NULL, "Tổng cộng", 1729, -1 },
	};

	table_add_column(t, "no", CELL_TEXT, "TT")->stub = true;
	table_add_column(t, "place", CELL_TEXT, "Thôn, bản")->stub = true;
	table_add_column(t, "all", CELL_INT, "Tổng số hộ")->adds = false;
	table_add_column(t, "poor", CELL_INT, "Hộ nghèo > Số hộ");
	c = table_add_column(t, "rate", CELL_RATE, "Hộ nghèo > Tỷ lệ");
	c->formula = formula_parse("poor/all*100", find_in, t, &why);
	assert_non_null(c->formula);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct report_row *r = table_add_row(t, rows[i].kind);

		table_set_text(r, 0, rows[i].no);
		table_set_text(r, 1, rows[i].place);
		if (rows[i].all >= 0)
			table_set_number(r, 2, rows[i].all);
		if (rows[i].poor >= 0)
			table_set_number(r, 3, rows[i].poor);
	}
	table_number_columns(t);
	table_compute(t);
	t->title = strdup("BIỂU THỬ (SƠ BỘ)");
	t->owner = strdup("Xã A");
	strlist_add(&t->notes, "Ghi chú.");
	return t;
}

static int into(void *ctx, const char *bytes, size_t n)
{
	str_addn(ctx, bytes, n);
	return 0;
}

static void table_sums(void **state)
{
	struct report_table *t = small();

	(void)state;
	assert_true(t->rows[0].cells[3].number == 11);
	assert_true(t->rows[3].cells[3].number == 77);
	assert_true(t->rows[6].cells[3].number == 88);
	assert_true(t->rows[1].cells[4].number == 8);
	assert_false(t->rows[2].cells[4].known);  /* no total */
	assert_false(t->rows[4].cells[4].known);  /* a total of 0 */
	assert_true(t->rows[5].cells[4].number == 5.79);
	assert_true(t->rows[6].cells[4].number == 5.09);
	assert_true(table_is_sum(t, 6, 3));
	assert_false(table_is_sum(t, 6, 2)); /* typed: 1729, not 1429 */
	assert_true(table_round_rate(10.085) == 10.09);
	assert_true(table_round_rate(25.0) == 25);
	assert_true(table_round_rate(-0.005) == -0.01);
	table_free(t);
}

static void table_loses_a_column(void **state)
{
	struct report_table *t = small();

	(void)state;
	table_drop_column(t, 2);
	assert_int_equal(t->n_columns, 4);
	assert_null(t->columns[3].formula);
	assert_true(t->rows[5].cells[3].number == 5.79);
	table_free(t);
	t = small();
	table_drop_column(t, 0);
	table_compute(t);
	assert_true(t->rows[5].cells[3].number == 5.79);
	table_free(t);
}

static void text_is_aligned(void **state)
{
	static const char want[] =
		"Xã A\n"
		"BIỂU THỬ (SƠ BỘ)\n"
		"┌────┬──────────────┬────────────┬─────────────────┐\n"
		"│    │              │            │    Hộ nghèo     │\n"
		"│ TT │  Thôn, bản   │ Tổng số hộ ├───────┬─────────┤\n"
		"│    │              │            │ Số hộ │  Tỷ lệ  │\n"
		"├────┼──────────────┼────────────┼───────┼─────────┤\n"
		"│ A  │      B       │     1      │   2   │   3 =   │\n"
		"│    │              │            │       │ 2/1*100 │\n"
		"├────┼──────────────┼────────────┼───────┼─────────┤\n"
		"│ I  │ Xã A         │        300 │    11 │    3,67 │\n"
		"│ 1  │ Bản Đá & <b> │        100 │     8 │       8 │\n"
		"│ 2  │ Bản \"Một\"    │            │     3 │         │\n"
		"│ II │ Xã B         │            │    77 │         │\n"
		"│ 1  │ Bản Hai      │          0 │     0 │         │\n"
		"│ 2  │ Bản Ba       │      1.329 │    77 │    5,79 │\n"
		"├────┼──────────────┼────────────┼───────┼─────────┤\n"
		"│    │ Tổng cộng    │      1.729 │    88 │    5,09 │\n"
		"└────┴──────────────┴────────────┴───────┴─────────┘\n"
		"Ghi chú.\n";
	struct report_table *t = small();
	struct str out;

	(void)state;
	str_init(&out);
	assert_int_equal(render_text(t, into, &out, NULL), 0);
	assert_string_equal(out.s, want);
	str_fini(&out);
	table_free(t);
}

static void csv_is_plain(void **state)
{
	static const char want[] = "\xEF\xBB\xBFrow,unit,village,no,place,all,poor,rate\n"
				   "group,,,I,Xã A,300,11,3.67\n"
				   "body,,,1,Bản Đá & <b>,100,8,8\n"
				   "body,,,2,\"Bản \"\"Một\"\"\",,3,\n"
				   "group,,,II,Xã B,,77,\n"
				   "body,,,1,Bản Hai,0,0,\n"
				   "body,,,2,Bản Ba,1329,77,5.79\n"
				   "total,,,,Tổng cộng,1729,88,5.09\n";
	struct report_table *t = small();
	struct str out;

	(void)state;
	str_init(&out);
	assert_int_equal(render_csv(t, true, into, &out, NULL), 0);
	assert_string_equal(out.s, want);
	str_reset(&out);
	assert_int_equal(render_csv(t, false, into, &out, NULL), 0);
	assert_string_equal(out.s, want + 3);
	str_fini(&out);
	table_free(t);
}

static void must_hold(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("not in it: %s", part);
}

static void html_is_whole(void **state)
{
	struct report_table *t = small();
	struct str out;

	(void)state;
	str_init(&out);
	assert_int_equal(render_html(t, into, &out, NULL), 0);
	must_hold(out.s, "size: A4 portrait");
	must_hold(out.s, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
	must_hold(out.s, "Độc lập - Tự do - Hạnh phúc");
	must_hold(out.s, "<th rowspan=\"2\">Thôn, bản</th>");
	must_hold(out.s, "<th colspan=\"2\">Hộ nghèo</th>");
	must_hold(out.s, "Bản Đá &amp; &lt;b&gt;");
	must_hold(out.s, "Bản &quot;Một&quot;");
	must_hold(out.s, "<td class=\"n\">1.329</td>");
	must_hold(out.s, "3 = 2/1*100");
	assert_null(strstr(out.s, "<b>\","));
	str_fini(&out);
	table_free(t);
}

/* Forty columns do not fit: blocks, each with the first columns, each heading over what is there. */
static void html_parts_what_is_too_wide(void **state)
{
	struct report_table *t = table_new("wide");
	struct report_row *r;
	struct str out;
	size_t tables = 0, places = 0;

	(void)state;
	table_add_column(t, "place", CELL_TEXT, "Thôn, bản")->stub = true;
	for (int i = 0; i < 40; i++) {
		char key[16], head[64];

		snprintf(key, sizeof(key), "c%d", i);
		snprintf(head, sizeof(head), "Dân tộc thiểu số > Nhóm %d", i);
		table_add_column(t, key, CELL_INT, head);
	}
	r = table_add_row(t, REPORT_BODY);
	table_set_text(r, 0, "Bản Một");
	for (int i = 1; i <= 40; i++)
		table_set_number(r, i, 1000 + i);
	str_init(&out);
	assert_int_equal(render_html(t, into, &out, NULL), 0);
	for (const char *p = out.s; (p = strstr(p, "<table>")); p++)
		tables++;
	for (const char *p = out.s; (p = strstr(p, "<td>Bản Một</td>")); p++)
		places++;
	assert_true(tables > 1);
	assert_int_equal(tables, places);
	for (int i = 1; i <= 40; i++) {
		char cell[32];

		snprintf(cell, sizeof(cell), ">1.%03d<", i);
		must_hold(out.s, cell);
	}
	str_fini(&out);
	table_free(t);
}

static int setup(void **state)
{
	(void)state;
	i18n_init("vi", SRCDIR "/nonexistent", NULL);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formula_computes),
		cmocka_unit_test(formula_refuses),
		cmocka_unit_test(formula_knows_what_it_does_not_know),
		cmocka_unit_test(table_sums),
		cmocka_unit_test(table_loses_a_column),
		cmocka_unit_test(text_is_aligned),
		cmocka_unit_test(csv_is_plain),
		cmocka_unit_test(html_is_whole),
		cmocka_unit_test(html_parts_what_is_too_wide),
	};

	return cmocka_run_group_tests_name("report table", tests, setup, NULL);
}
