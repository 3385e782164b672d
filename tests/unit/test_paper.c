/* SPDX-License-Identifier: MIT */
/*
 * Papers: what a wrong file is told, fields and their formats, repeats and conditions, what reaches the HTML escaped, how
 * tables and page breaks stand in plain text, and that a paper can ask a book but never do anything to it.
 */
#include "form_help.h"

#include "base/i18n.h"
#include "report/paper.h"
#include "text/utf8.h"

#define HEAD                                                                                       \
	"title.vi: Giấy thử\ntitle.en: Test paper\nsource: QĐ 24/2021/QĐ-TTg\nverified: no\nplace: 1\n"
#define HOMES                                                                                      \
	"[query home]\nSELECT id, household_code, house_area, income, classification FROM household\n"  \
	"WHERE _unit = :unit ORDER BY household_code\n"

struct fixture {
	struct desk *d;
	char *dir;
	char home[37];
};

static int setup(void **state)
{
	struct fixture *x = xcalloc(1, sizeof(*x));
	char village[37], set_village[64];

	i18n_init("vi", "/nonexistent", NULL);
	assert_int_equal(setup_desk((void **)&x->d), 0);
	x->dir = path_join(x->d->place->dir, "papers");
	check_ok(dir_make(x->dir, e));
	put_record(x->d, "village", village, "code=B1", "name=Bản Một", "area_type=rural", NULL);
	snprintf(set_village, sizeof(set_village), "village=%s", village);
	put_record(x->d, "household", x->home, set_village, "household_code=001", "head_name=Lò <b>Thị</b> \"Hoa\" & Em",
		   "house_area=40.5", "income=1500000", NULL);
	put_record(x->d, "household", village, set_village, "household_code=002", "head_name=Nông Văn Bền", NULL);
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;
	void *d = x->d;

	free(x->dir);
	free(x);
	return teardown_desk(&d);
}

static struct papers *load(struct fixture *x, const char *text, struct complaints *c)
{
	write_file(x->dir, "thu.paper", text);
	complaints_init(c);
	return papers_load(x->dir, NULL, c);
}

/* The paper of this text, filled in. */
static struct doc *make(struct fixture *x, const char *text, const char *household)
{
	struct paper_choice choice = { .officer = "Mai" };
	struct complaints c;
	struct papers *all = load(x, text, &c);
	struct doc *d = NULL;

	for (size_t i = 0; i < c.n; i++)
		print_error("%d: %s\n", c.v[i].line, c.v[i].reason);
	assert_int_equal(c.n, 0);
	choice.of[PAPER_HOUSEHOLD] = household;
	check_ok(paper_make(papers_find(all, "thu"), x->d->forms, x->d->place->book, &choice, &d, e));
	papers_free(all);
	complaints_fini(&c);
	assert_string_equal(d->banner, "SỔ TẬP HUẤN - SỐ LIỆU GIẢ ĐỊNH"); /* a training book's */
	return d;
}

/* The banner would only be in the way of what these tests look at. */
static void no_banner(struct doc *d)
{
	free(d->banner);
	d->banner = NULL;
}

static char *plain(struct fixture *x, const char *text, const char *household)
{
	struct doc *d = make(x, text, household);
	char *s;

	no_banner(d);
	s = doc_plain(d, DOC_TEXT_WIDTH);
	doc_free(d);
	return s;
}

static void assert_holds(const char *text, const char *part)
{
	if (!strstr(text, part))
		print_error("no '%s' in:\n%s\n", part, text);
	assert_non_null(strstr(text, part));
}

/* A wrong file gives exactly one complaint, on this line, with these words; and no paper. */
static void refused(struct fixture *x, int line, const char *words, const char *text)
{
	struct complaints c;
	struct papers *all = load(x, text, &c);

	if (c.n != 1 || c.v[0].line != line || !strstr(c.v[0].reason, words))
		for (size_t i = 0; i < c.n; i++)
			print_error("%d: %s\n", c.v[i].line, c.v[i].reason);
	assert_int_equal(c.n, 1);
	assert_int_equal(c.v[0].line, line);
	assert_holds(c.v[0].reason, words);
	assert_holds(c.v[0].file, "thu.paper");
	assert_null(papers_find(all, "thu"));
	papers_free(all);
	complaints_fini(&c);
}

static void a_wrong_file_is_told_with_its_line(void **state)
{
	struct fixture *x = *state;

	refused(x, 0, "missing", "title.vi: A\ntitle.en: A\nsource: x\nplace: 1\n[body]\n");
	refused(x, 6, "unknown key", HEAD "tiitle: x\n[body]\n");
	refused(x, 0, "[body]", HEAD);
	refused(x, 6, "nothing a paper can be made for", HEAD "takes: cow\n[body]\n");
	refused(x, 7, "no query", HEAD "[body]\n{{house.name}}\n");
	refused(x, 10, "no such format", HEAD HOMES "[body]\n{{home.id:wobble}}\n");
	refused(x, 10, "brackets", HEAD HOMES "[body]\n{{home.id:blank}}\n");
	refused(x, 7, "not closed", HEAD "[body]\nMột {{today\n");
	refused(x, 7, "bold", HEAD "[body]\nMột **hai\n");
	refused(x, 7, "no @end", HEAD "[body]\n@if today\nMột\n");
	refused(x, 8, "nothing is open", HEAD "[body]\nMột\n@end\n");
	refused(x, 7, "no such directive", HEAD "[body]\n@table_of 1\n");
	refused(x, 8, "2 cells", HEAD "[body]\n@table 10 20 30\n| a | b\n@end\n");
	refused(x, 7, "no width", HEAD "[body]\n@table 10 20x\n| a | b\n@end\n");
	refused(x, 7, "only inside @table", HEAD "[body]\n| a | b\n");
	refused(x, 8, "stand in a table", HEAD "[body]\n@table 10\nMột\n@end\n");
	refused(x, 7, "want", HEAD "[body]\n@columns 50 50\nMột\n@end\n");
	refused(x, 6, "SELECT", HEAD "[query q]\nDELETE FROM household\n[body]\n");
	refused(x, 7, "no such parameter", HEAD "[query q]\nSELECT :wobble\n[body]\n");
	refused(x, 8, "one SELECT", HEAD "[query q]\nSELECT 1;\nSELECT 2\n[body]\n");
	refused(x, 9, "name of its own", HEAD HOMES "[query home]\nSELECT 1\n[body]\n");
	refused(x, 7, "folder", HEAD "[body]\n@use ../secret\n");
}

static void what_only_a_book_would_show_is_found_without_one(void **state)
{
	struct fixture *x = *state;
	struct complaints c;
	struct papers *all = load(x,
				  HEAD HOMES "[query bad]\nSELECT nothing_such FROM household\n[body]\n{{home.wobble}}\n"
					     "@if home.id = 1\n{{home.id:code(no_list)}}\n@end\n",
				  &c);

	assert_int_equal(c.n, 0);
	papers_check(all, x->d->forms, &c);
	for (size_t i = 0; c.n != 3 && i < c.n; i++)
		print_error("%s %d: %s\n", c.v[i].file, c.v[i].line, c.v[i].reason);
	assert_int_equal(c.n, 3);
	assert_int_equal(c.v[0].line, 9);
	assert_holds(c.v[0].reason, "nothing_such");
	assert_int_equal(c.v[1].line, 12);
	assert_holds(c.v[1].key, "home.wobble");
	assert_int_equal(c.v[2].line, 14);
	papers_free(all);
	complaints_fini(&c);
}

static void formats_are_vietnamese_in_any_language(void **state)
{
	struct fixture *x = *state;
	static const char text[] = HEAD
		"[query q]\nSELECT 1329 AS n, 5.785 AS r, 40.5 AS d, 1500000 AS m, '1957' AS y, '2024-02-05' AS day,\n"
		"'poor|near_poor' AS classes, 'yes' AS yes, 'Xã đồng VƯƠNG ấp' AS words, NULL AS no, 'x' AS odd\n"
		"[body]\n"
		". n={{q.n:number}} r={{q.r:rate}} d={{q.d:decimal}} m={{q.m:money}} odd={{q.odd:number}}\n\n"
		". y={{q.y:date}} day={{q.day:date}} {{q.day:day}} {{q.day:year}} none={{q.no:day}}\n\n"
		". {{q.classes:code(class)}} {{q.yes:box}} {{q.no:box}} {{q.yes:box(no)}} {{q.words:upper}} {{q.words:lower}}\n\n"
		". [{{q.no:date:blank(4)}}] [{{q.n:blank(4)}}] [{{q.no:or(không rõ)}}] [{{:blank(3)}}] {{q.#}}/{{q.##}}\n";

	for (int en = 0; en < 2; en++) {
		char *s;

		i18n_init(en ? "en" : "vi", "/nonexistent", NULL);
		s = plain(x, text, NULL);
		assert_holds(s, "n=1.329 r=5,79% d=40,5 m=1.500.000 đồng odd=x\n");
		assert_holds(s, "y=1957 day=05/02/2024 ngày 05 tháng 02 năm 2024 2024 none=ngày");
		assert_holds(s, "Hộ nghèo; Hộ cận nghèo ☒ ☐ ☐ XÃ ĐỒNG VƯƠNG ẤP xã đồng VƯƠNG ấp\n");
		assert_holds(s, "[....] [1329] [không rõ] [...] 1/1\n");
		free(s);
	}
}

static void rows_repeat_with_what_belongs_to_them(void **state)
{
	struct fixture *x = *state;
	char *s = plain(x,
			HEAD HOMES
			"[query who]\nSELECT full_name FROM member WHERE _unit = :unit AND household = :home__id\n"
			"[query nobody]\nSELECT id FROM household WHERE household_code = 'none'\n"
			"[body]\n@each home\n. {{home.#}}. {{home.household_code}}:\n@each who\n. + {{who.full_name}}\n@end\n"
			"@if home.household_code = 001\n. first\n@else\n. other\n@end\n@end\n"
			"@if not nobody\n. nobody\n@end\n@if home.house_area > 40\n. wide\n@end\n"
			"@if home.house_area > 41\n. wider\n@end\n",
			NULL);

	assert_string_equal(s, "1. 001:\n+ Lò <b>Thị</b> \"Hoa\" & Em\nfirst\n2. 002:\n+ Nông Văn Bền\nother\nnobody\nwide\n");
	free(s);
}

/* Asked again with a value of another query, a number is a number and a text with noughts before it a text. */
static void values_keep_their_kind(void **state)
{
	struct fixture *x = *state;
	char *s = plain(x,
			HEAD "[query q]\nSELECT 2 AS n, 2.5 AS d, '002' AS code\n"
			     "[query few]\nSELECT n FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) WHERE n <= :q__n\n"
			     "[query some]\nSELECT n FROM (SELECT 2 AS n UNION ALL SELECT 3) WHERE n < :q__d\n"
			     "[query home]\nSELECT household_code FROM household WHERE household_code || '' = :q__code\n"
			     "[body]\n. few={{few.##}} some={{some.##}} {{home.household_code}}\n",
			NULL);

	assert_string_equal(s, "few=2 some=1 002\n");
	free(s);
}

static void data_is_never_markup(void **state)
{
	struct fixture *x = *state;
	static const char text[] = HEAD
		"[query who]\nSELECT full_name || ' **x** {{today}} | @page' AS full_name FROM member\n"
		"WHERE _unit = :unit AND household = :household\n"
		"[body]\n= {{who.full_name}}\n\n@table 50 50\n| {{who.full_name}} | b\n@end\n";
	struct doc *d = make(x, text, x->home);
	char *html = doc_html(d), *s = doc_plain(d, DOC_TEXT_WIDTH);
	static const char shown[] = "Lò &lt;b&gt;Thị&lt;/b&gt; &quot;Hoa&quot; &amp; Em **x** {{today}} | @page";

	assert_holds(html, shown);
	assert_holds(strstr(html, shown) + 1, shown); /* in the cell too */
	assert_null(strstr(html, "<b>Thị"));
	assert_null(strstr(html, "<script"));
	assert_holds(html, "default-src 'none'");
	assert_holds(html, "<meta charset=\"utf-8\">");
	assert_holds(html, "SỔ TẬP HUẤN");
	assert_holds(s, "**x** {{today}}");
	free(html);
	free(s);
	doc_free(d);
}

static void the_words_of_a_paper_are_escaped_too(void **state)
{
	struct fixture *x = *state;
	struct doc *d = make(x, HEAD "[body]\n1 < 2 & **đậm //và nghiêng//** \\*\\* hết\\\\dòng\n", NULL);
	char *html = doc_html(d);

	assert_holds(html, "<p>1 &lt; 2 &amp; <b>đậm </b><b><i>và nghiêng</i></b> ** hết<br>dòng</p>");
	free(html);
	doc_free(d);
}

static void pages_break_only_between(void **state)
{
	struct fixture *x = *state;
	static const char text[] = HEAD HOMES
		"[body]\n@page\n@each home\n. Hộ {{home.household_code}}\n@page\n@end\n@page landscape\n. Cuối\n@page\n";
	struct doc *d = make(x, text, NULL);
	char *s = doc_plain(d, DOC_TEXT_WIDTH), *html;
	int sheets = 0, banners = 0;

	for (const char *p = s; (p = strstr(p, "SỔ TẬP HUẤN")); p++)
		banners++;
	assert_int_equal(banners, 3); /* on every page */
	free(s);
	no_banner(d);
	s = doc_plain(d, DOC_TEXT_WIDTH);
	html = doc_html(d);
	assert_string_equal(s, "Hộ 001\n\fHộ 002\n\fCuối\n");
	for (const char *p = html; (p = strstr(p, "<section")); p++)
		sheets++;
	assert_int_equal(sheets, 3);
	assert_holds(html, "<section class=\"sheet wide\">\n<p class=\"l\">Cuối");
	free(s);
	free(html);
	doc_free(d);
}

/* Every line of a table is as wide as the others, by the terminal's columns, accents and all. */
static void columns_stand_straight(void **state)
{
	struct fixture *x = *state;
	char *s = plain(x,
			HEAD HOMES
			"[body]\n@table 6c 40 12c 12c 30r\n|! STT | Họ và tên chủ hộ đang đăng ký thường trú | Năm sinh | < | Ghi chú\n"
			"|! ^ | ^ | Nam | Nữ | ^\n@each home\n"
			"| {{home.#}} | Nguyễn Thị Hường ở nơi rất xa trung tâm xã, đi bộ nửa ngày | 1957 | | phải\n@end\n"
			"@lines 1\n|* Tổng | < | 2 | 0 | |\n@end\n",
			NULL);
	struct strlist lines;
	int wide = 0;

	strlist_init(&lines);
	strlist_split(&lines, s, "\n");
	for (size_t i = 0; i < lines.n; i++)
		if (strstr(lines.v[i], "│") || strstr(lines.v[i], "─")) {
			assert_int_equal(utf8_width(lines.v[i]), DOC_TEXT_WIDTH);
			wide++;
		}
	assert_true(wide > 10);
	assert_holds(s, "│ STT ");
	for (size_t i = 0; i < lines.n; i++) {
		int bars = 0;

		for (const char *p = lines.v[i]; (p = strstr(p, "│")); p++)
			bars++;
		if (strstr(lines.v[i], "Tổng"))
			assert_int_equal(bars, 5); /* one cell with its neighbour */
		if (strstr(lines.v[i], "1957"))
			assert_int_equal(bars, 6);
	}
	strlist_fini(&lines);
	free(s);
}

static void blocks_stand_side_by_side(void **state)
{
	struct fixture *x = *state;
	char *s = plain(x, HEAD "[body]\n@columns 40 60\n^ UBND\n@next\n^ CỘNG HÒA\n@rule 50\n^ Dưới\n@end\n", NULL);

	assert_holds(s, "             UBND                                  CỘNG HÒA\n");
	assert_holds(s, "───────");
	assert_holds(s, "Dưới");
	free(s);
}

static void long_blanks_end_with_their_line(void **state)
{
	struct fixture *x = *state;
	char *s = plain(x, HEAD "[body]\n. Lý do: {{:blank(200)}}\n", NULL);

	assert_int_equal(strlen(s), strlen("Lý do: ") + 71 + 1);
	free(s);
}

static void nothing_to_print_is_said(void **state)
{
	struct fixture *x = *state;
	struct paper_choice choice = { .officer = "Mai" };
	struct complaints c;
	struct papers *all = load(x,
				  HEAD "main: home\nnothing.vi: Không có hộ này.\nnothing.en: No such household.\n"
				       "takes: household\n[query home]\nSELECT id FROM household WHERE id = :household\n[body]\nMột\n",
				  &c);
	const struct paper *p = papers_find(all, "thu");
	struct doc *d = NULL;

	assert_int_equal(c.n, 0);
	check_fails(ERR_USAGE, paper_make(p, x->d->forms, x->d->place->book, &choice, &d, e));
	choice.of[PAPER_HOUSEHOLD] = "none";
	check_fails(ERR_NEGATIVE, paper_make(p, x->d->forms, x->d->place->book, &choice, &d, e));
	assert_null(d);
	papers_free(all);
	complaints_fini(&c);
}

static void a_paper_only_asks(void **state)
{
	struct fixture *x = *state;
	struct paper_choice choice = { .officer = "Mai" };
	struct complaints c;
	struct papers *all = load(x, HEAD "[query q]\nSELECT load_extension('x')\n[body]\n{{q.x}}\n", &c);
	struct doc *d = NULL;

	assert_int_equal(c.n, 0);
	check_fails(ERR_DATA, paper_make(papers_find(all, "thu"), x->d->forms, x->d->place->book, &choice, &d, e));
	papers_check(all, x->d->forms, &c);
	assert_int_equal(c.n, 1);
	papers_free(all);
	complaints_fini(&c);
}

static void the_users_own_paper_stands_in(void **state)
{
	struct fixture *x = *state;
	char *own = path_join(x->dir, "own");
	struct complaints c;
	struct papers *all;

	check_ok(dir_make(own, e));
	write_file(x->dir, "thu.paper", HEAD "[body]\nChung\n");
	write_file(own, "thu.paper", HEAD "valid_to: 2026-12-31\n[body]\nRiêng\n");
	complaints_init(&c);
	all = papers_load(x->dir, own, &c);
	assert_int_equal(c.n, 0);
	assert_int_equal(papers_n(all), 1);
	assert_int_equal(papers_find(all, "thu")->to.year, 2026);
	papers_free(all);
	free(own);
	complaints_fini(&c);
}

static void what_the_paper_does_not_say(void **state)
{
	struct fixture *x = *state;
	struct date before = { 2026, 12, 31 }, after = { 2027, 1, 1 };
	struct complaints c;
	struct papers *all = load(x, HEAD "valid_to: 2026-12-31\n[body]\nMột\n", &c);
	const struct paper *p = papers_find(all, "thu");
	char *s = paper_notes(p, &before);

	assert_holds(s, "QĐ 24/2021/QĐ-TTg");
	assert_null(strchr(s, '\n'));
	free(s);
	s = paper_notes(p, &after);
	assert_holds(s, "31/12/2026");
	free(s);
	papers_free(all);
	complaints_fini(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_wrong_file_is_told_with_its_line, setup, teardown),
		cmocka_unit_test_setup_teardown(what_only_a_book_would_show_is_found_without_one, setup, teardown),
		cmocka_unit_test_setup_teardown(formats_are_vietnamese_in_any_language, setup, teardown),
		cmocka_unit_test_setup_teardown(rows_repeat_with_what_belongs_to_them, setup, teardown),
		cmocka_unit_test_setup_teardown(values_keep_their_kind, setup, teardown),
		cmocka_unit_test_setup_teardown(data_is_never_markup, setup, teardown),
		cmocka_unit_test_setup_teardown(the_words_of_a_paper_are_escaped_too, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_break_only_between, setup, teardown),
		cmocka_unit_test_setup_teardown(columns_stand_straight, setup, teardown),
		cmocka_unit_test_setup_teardown(blocks_stand_side_by_side, setup, teardown),
		cmocka_unit_test_setup_teardown(long_blanks_end_with_their_line, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_to_print_is_said, setup, teardown),
		cmocka_unit_test_setup_teardown(a_paper_only_asks, setup, teardown),
		cmocka_unit_test_setup_teardown(the_users_own_paper_stands_in, setup, teardown),
		cmocka_unit_test_setup_teardown(what_the_paper_does_not_say, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
