/* SPDX-License-Identifier: MIT */
/* Score sheets: the points that were seen, in every region; what does not add up; a sheet of the user's; mistakes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/codes.h"
#include "form/score.h"

static int setup(void **state)
{
	const char *note;

	i18n_init("vi", SRCDIR "/nonexistent", &note);
	*state = standards_new(SRCDIR "/data/standards", NULL);
	return 0;
}

static int teardown(void **state)
{
	standards_free(*state);
	return 0;
}

static const struct score_sheet *sheet(void **state, const char *standard)
{
	return score_sheet_of(*state, standards_find(*state, standard));
}

static const char *const regions[] = { "NT1", "NT2", "NT3", "NT4", "NT5", "NT6", "TT" };

static void points_in_every_region(void **state)
{
	static const struct {
		const char *answers;
		double points[7];
	} rows[] = {
		{ "B16-1.1", { 75, 75, 70, 75, 70, 65, 80 } },	 { "B16-1.2", { 60, 65, 50, 50, 55, 55, 55 } },
		{ "B16-1.3", { 40, 50, 40, 40, 45, 45, 40 } },	 { "B16-1.4", { 30, 30, 30, 35, 30, 35, 25 } },
		{ "B16-1.5", { 20, 20, 15, 15, 20, 30, 20 } },	 { "B16-1.6", { 15, 10, 10, 5, 10, 20, 10 } },
		{ "B16-1.7", { 0, 0, 0, 0, 0, 0, 0 } },		 { "B16-1.8", { 0, 0, 0, 0, 0, 0, 0 } },
		{ "B16-2.1", { 15, 10, 15, 20, 20, 20, 15 } },	 { "B16-2.2", { 5, 5, 10, 15, 5, 15, 5 } },
		{ "B16-2.3", { 0, 0, 0, 0, 0, 0, 0 } },		 { "B16-3.1", { 10, 15, 15, 10, 20, 15, 15 } },
		{ "B16-3.2", { 5, 10, 5, 5, 15, 5, 0 } },	 { "B16-3.3", { 0, 0, 0, 5, 10, 5, 0 } },
		{ "B16-4.1", { 25, 45, 25, 30, 25, 20, 10 } },	 { "B16-4.2", { 20, 25, 20, 15, 5, 10, 5 } },
		{ "B16-5.1", { 20, 30, 25, 25, 15, 25, 5 } },	 { "B16-5.2", { 35, 50, 45, 30, 25, 40, 15 } },
		{ "B16-6.1", { 0, 5, 20, 10, 0, 0, 10 } },	 { "B16-6.2", { 15, 5, 0, 5, 10, 10, 0 } },
		{ "B16-6.1|B16-6.2", { 15, 10, 20, 15, 10, 10, 10 } },
		{ "B16-1.4|B16-2.2|B16-3.2|B16-4.2|B16-6.1", { 60, 75, 85, 80, 55, 65, 45 } },
	};
	const struct score_sheet *s = sheet(state, "2016-2020");

	assert_non_null(s);
	assert_false(s->complete);
	assert_int_equal(s->n_answers, 20);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t r = 0; r < 7; r++)
			if (score_sum(s, regions[r], rows[i].answers, NULL) != rows[i].points[r])
				fail_msg("%s in %s: %g", rows[i].answers, regions[r],
					 score_sum(s, regions[r], rows[i].answers, NULL));
}

static void what_does_not_add_up(void **state)
{
	const struct score_sheet *s = sheet(state, "2016-2020");
	bool twice;

	assert_true(isnan(score_sum(s, "NT7", "B16-1.1", NULL)));
	assert_true(isnan(score_sum(s, NULL, "B16-1.1", NULL)));
	assert_true(isnan(score_sum(s, "NT1", "B22-1.1", NULL))); /* another sheet's */
	assert_true(isnan(score_sum(s, "NT1", "", NULL)));
	assert_true(isnan(score_sum(s, "NT1", "B16-1.1|B16-1.2", &twice)));
	assert_true(twice);
	assert_true(score_sum(s, "NT1", "B16-6.1|B16-6.2", &twice) == 15);
	assert_false(twice); /* several may be given there */
	assert_true(score_sum(s, "NT1", "B16-1.10", NULL) != 75); /* not the start of a code */
	/* Empty, and says so. */
	assert_non_null(sheet(state, "2022-2025"));
	assert_int_equal(sheet(state, "2022-2025")->n_items, 0);
	assert_non_null(sheet(state, "2022-2025")->note[0]);
	assert_null(sheet(state, "2027-2030"));
	/* A local standard counts on the sheet of the one it is based on. */
	assert_ptr_equal(sheet(state, "local"), sheet(state, "2022-2025"));
}

static void the_code_list(void **state)
{
	struct code_lists *lists = code_lists_new(SRCDIR "/data/codes");
	const struct codes *codes = code_lists_get(lists, "score_answer", NULL);

	(void)state;
	assert_non_null(codes);
	assert_int_equal(codes->n, 20);
	assert_string_equal(codes->v[0].code, "B16-1.1");
	assert_string_equal(codes->v[0].label[0], "Nhân khẩu: 1 người");
	assert_string_equal(codes->v[0].standard, "2016-2020");
	assert_true(codes->v[0].verified);
	assert_false(codes_find(codes, "B16-6.1")->verified);
	code_lists_free(lists);
}

/* ---- files of one's own ---- */

#define HEAD \
	"[scores]\ncode = \"2022-2025\"\nprefix = \"B22-\"\nregions = \"NT1, TT\"\ncomplete = \"yes\"\nsource = \"giấy\"\n"
#define ITEM "[item.1]\nvi = \"a\"\nen = \"a\"\nshort.vi = \"a\"\nshort.en = \"a\"\nkind = \"single\"\n"

static void own_files(void **state)
{
	static const struct {
		const char *text;
		int line; /* 0: in order */
		const char *key;
	} cases[] = {
		{ HEAD ITEM "[answer.1.1]\nvi = \"x\"\nen = \"x\"\nnt1 = \"5\"\ntt = \"7\"\n", 0, NULL },
		{ HEAD ITEM "[answer.1.1]\nvi = \"x\"\nen = \"x\"\nnt1 = \"5\"\n", 13, NULL },
		{ HEAD ITEM "[answer.1.1]\nvi = \"x\"\nen = \"x\"\nnt1 = \"5\"\ntt = \"x\"\n", 17, "tt" },
		{ HEAD ITEM "[answer.1.1]\nvi = \"x\"\nen = \"x\"\nnt1 = \"5\"\ntt = \"-1\"\n", 17, "tt" },
		{ HEAD ITEM "[answer.1.1]\nvi = \"x\"\nen = \"x\"\nnt1 = \"5\"\ntt = \"7\"\nnt2 = \"7\"\n", 18, "nt2" },
		{ HEAD ITEM "[answer.2.1]\nvi = \"x\"\nen = \"x\"\nnt1 = \"5\"\ntt = \"7\"\n", 13, NULL },
		{ HEAD ITEM, 7, NULL },
		{ HEAD, 5, "complete" },
		{ "[scores]\ncode = \"2016-2020\"\nprefix = \"B\"\nregions = \"TT\"\nsource = \"x\"\nnote.vi = \"x\"\nnote.en = \"x\"\n", 2,
		  "code" },
	};
	char dir[] = "/tmp/gn-score-XXXXXX", *cmd, *scores, *standards, *path;

	(void)state;
	assert_non_null(mkdtemp(dir));
	scores = path_join(dir, "scores");
	standards = path_join(dir, "standards");
	path = path_join(scores, "2022-2025.ini");
	assert_int_equal(dir_make(scores, NULL), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct standards *s = standards_new(SRCDIR "/data/standards", standards);
		const struct score_sheet *own;
		struct complaints c;
		bool found = !cases[i].line;

		assert_int_equal(file_write(path, cases[i].text, strlen(cases[i].text), 0600, NULL), 0);
		complaints_init(&c);
		scores_check(s, &c);
		for (size_t k = 0; k < c.n; k++)
			found = found || (c.v[k].line == cases[i].line && str_eq(c.v[k].key, cases[i].key));
		if (!found || (!cases[i].line && c.n))
			fail_msg("case %zu: %zu mistakes, first at line %d %s", i, c.n, c.n ? c.v[0].line : 0,
				 c.n && c.v[0].key ? c.v[0].key : "");
		own = score_sheet_of(s, standards_find(s, "2022-2025"));
		/* In order, it wins; with a mistake the shipped one stays. */
		assert_true(own->complete == !cases[i].line);
		if (own->complete)
			assert_true(score_sum(own, "TT", "B22-1.1", NULL) == 7);
		complaints_fini(&c);
		standards_free(s);
	}
	cmd = xasprintf("rm -rf '%s'", dir);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	free(path);
	free(standards);
	free(scores);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_in_every_region),
		cmocka_unit_test(what_does_not_add_up),
		cmocka_unit_test(the_code_list),
		cmocka_unit_test(own_files),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
