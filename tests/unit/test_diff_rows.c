/* SPDX-License-Identifier: MIT */
/* The difference as rows: grouping, names of what is new, folding, filters, search, remarks kept and read again. */
#include "unit/sync_test.h"

#include "form/entry.h"
#include "form/form.h"
#include "sync/diff_rows.h"

#define VILLAGE "018c0000-0000-7000-8000-000000000001"
#define HOUSE "018c0000-0000-7000-8000-000000000002"
#define HEAD "018c0000-0000-7000-8000-000000000003"
#define CHILD "018c0000-0000-7000-8000-000000000004"
#define REVIEW "018c0000-0000-7000-8000-000000000005"
#define OLD "018c0000-0000-7000-8000-000000000006"
#define REMARK "018c0000-0000-7000-8000-0000000000aa"

struct fix {
	struct forms *f;
	struct book *b;
	struct diff_rows *d;
};

static int setup(void **state)
{
	struct fix *x = xcalloc(1, sizeof(*x));
	struct error e = ERROR_INIT;
	char *forms, *codes;

	help_setup(state);
	make_book(at("d.book"), "u1", "D", "Tỉnh", "province", false);
	x->b = open_book(at("d.book"));
	forms = path_join(SRCDIR, "forms");
	codes = path_join(SRCDIR, "data/codes");
	x->f = forms_new(forms, codes);
	assert_ok(forms_prepare(x->f, x->b, &e), &e);
	x->d = diff_rows_new(x->f, x->b, "unit-below");
	free(forms);
	free(codes);
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	struct fix *x = *state;

	diff_rows_free(x->d);
	forms_free(x->f);
	book_close(x->b);
	free(x);
	return help_teardown(state);
}

static void line(struct fix *x, int rank, enum diff_kind kind, const char *form, const char *id,
		 const char *field, const char *before, const char *after)
{
	const struct diff_line l = { "unit-below", form,  id,	kind, field,
				     before,	   after, NULL, rank, NULL };

	assert_int_equal(diff_rows_add(x->d, &l), 0);
}

/* A class change, a fault, then what is new: a village, a household in it, its child and its head. */
static void fill(struct fix *x)
{
	const struct diff_line fault = { "unit-below", "project", OLD,	  DIFF_FAULT, NULL,
					 NULL,	       NULL,	  "gone", 1,	      NULL };
	const struct diff_line answer = { "unit-below", "review",    REVIEW,
					  DIFF_CHANGED, "b1_points", "85",
					  "1500",	"đo lại",    0,
					  REMARK };

	line(x, 0, DIFF_CHANGED, "review", REVIEW, "_state", "complete", "incomplete");
	line(x, 0, DIFF_CHANGED, "review", REVIEW, "classification", "poor", "near_poor");
	assert_int_equal(diff_rows_add(x->d, &answer), 0);
	line(x, 0, DIFF_CHANGED, "review", REVIEW, "from_the_future", "a", "b");
	assert_int_equal(diff_rows_add(x->d, &fault), 0);
	line(x, 1, DIFF_GONE, "project", OLD, NULL, NULL, NULL);
	line(x, 1, DIFF_GONE, "project", OLD, "code", "DA-7", NULL);
	line(x, 3, DIFF_ADDED, "household", HOUSE, NULL, NULL, NULL);
	line(x, 3, DIFF_ADDED, "household", HOUSE, "village", NULL, VILLAGE);
	line(x, 3, DIFF_ADDED, "household", HOUSE, "household_code", NULL, "012");
	line(x, 3, DIFF_ADDED, "member", CHILD, NULL, NULL, NULL);
	line(x, 3, DIFF_ADDED, "member", CHILD, "household", NULL, HOUSE);
	line(x, 3, DIFF_ADDED, "member", CHILD, "full_name", NULL, "Lò Văn Bé");
	line(x, 3, DIFF_ADDED, "member", CHILD, "relation_to_head", NULL, "child");
	line(x, 3, DIFF_ADDED, "member", HEAD, NULL, NULL, NULL);
	line(x, 3, DIFF_ADDED, "member", HEAD, "household", NULL, HOUSE);
	line(x, 3, DIFF_ADDED, "member", HEAD, "full_name", NULL, "Lò Thị Hương");
	line(x, 3, DIFF_ADDED, "member", HEAD, "relation_to_head", NULL, "head");
	line(x, 3, DIFF_ADDED, "village", VILLAGE, NULL, NULL, NULL);
	line(x, 3, DIFF_ADDED, "village", VILLAGE, "name", NULL, "Bản Nà");
	diff_rows_done(x->d);
}

static uint32_t record_of(const struct fix *x, const char *id)
{
	for (uint32_t i = 0; i < diff_rows_records(x->d); i++)
		if (!strcmp(diff_rows_id(x->d, i), id))
			return i;
	fail_msg("no record %s", id);
	return 0;
}

/* "R0 rec line …": kinds of all rows in short. */
static char *shape(const struct fix *x)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < diff_rows_count(x->d); i++) {
		const struct diff_row *r = diff_rows_at(x->d, i);

		str_addf(&b, "%s%s", b.len ? " " : "",
			 r->kind == DIFF_ROW_RANK	? "H"
			 : r->kind == DIFF_ROW_RECORD	? "r"
			 : r->kind == DIFF_ROW_LINE	? "l"
			 : r->kind == DIFF_ROW_ANSWERED ? "a"
							: "m");
		if (r->kind == DIFF_ROW_RANK)
			str_addf(&b, "%d", r->rank);
	}
	return str_take(&b);
}

static void assert_shape(const struct fix *x, const char *want)
{
	char *is = shape(x);

	assert_string_equal(is, want);
	free(is);
}

static void test_rows(void **state)
{
	struct fix *x = *state;

	fill(x);
	/* The changed record is open, with its answer below; the gone one shows its fault; new ones are folded. */
	assert_shape(x, "H0 r l l l a l H1 r l H3 r r r r");
	assert_int_equal(diff_rows_in_rank(x->d, 0), 1);
	assert_int_equal(diff_rows_in_rank(x->d, 2), 0);
	assert_int_equal(diff_rows_in_rank(x->d, 3), 4);
	assert_int_equal(diff_rows_kind(x->d, record_of(x, OLD)), DIFF_GONE);
	assert_int_equal(diff_rows_lines(x->d, record_of(x, HOUSE)), 2);
	diff_rows_open(x->d, record_of(x, HOUSE), true);
	assert_shape(x, "H0 r l l l a l H1 r l H3 r l l r r r");
	diff_rows_open_rank(x->d, 3, false);
	diff_rows_open(x->d, record_of(x, REVIEW), false);
	/* Folded, but what answers a remark stays in sight. */
	assert_shape(x, "H0 r l a H1 r l H3 r r r r");
}

static void test_cells(void **state)
{
	struct fix *x = *state;
	struct diff_cell c;
	char *text;

	fill(x);
	c = diff_rows_cell(x->d, 0);
	assert_null(c.field); /* no field a remark could name */
	text = diff_rows_show(x->d, &c, c.after);
	assert_string_not_equal(text, "incomplete");
	free(text);
	c = diff_rows_cell(x->d, 1);
	assert_string_equal(c.field, "classification");
	text = diff_rows_show(x->d, &c, c.before);
	assert_string_not_equal(text, "poor"); /* its label */
	free(text);
	c = diff_rows_cell(x->d, 2);
	assert_string_equal(c.answers, REMARK);
	assert_string_equal(c.reason, "đo lại");
	assert_null(c.fd->choices);
	c = diff_rows_cell(x->d, 3);
	assert_null(c.field);
	assert_string_equal(c.name, "from_the_future");
	text = diff_rows_show(x->d, &c, c.after);
	assert_string_equal(text, "b");
	free(text);
}

static void test_names(void **state)
{
	struct fix *x = *state;
	struct diff_cell c;
	char *text;

	fill(x);
	assert_string_equal(diff_rows_key(x->d, record_of(x, VILLAGE)), "Bản Nà");
	/* The village by its name, the head by the member who is the head, not the first one. */
	assert_string_equal(diff_rows_key(x->d, record_of(x, HOUSE)),
			    "Bản Nà / 012 / Lò Thị Hương");
	assert_string_equal(diff_rows_key(x->d, record_of(x, CHILD)),
			    "Bản Nà / 012 / Lò Thị Hương / Lò Văn Bé");
	c = diff_rows_cell(x->d, 8);
	assert_string_equal(c.field, "village");
	text = diff_rows_show(x->d, &c, c.after);
	assert_string_equal(text, "Bản Nà");
	free(text);
	/* Not in the book, and nothing that names it: its id stands for it. */
	assert_memory_equal(diff_rows_key(x->d, record_of(x, REVIEW)), REVIEW, 13);
}

/* A stored record is called as the book calls it, whatever the bundle says now. */
static void test_stored_name(void **state)
{
	struct fix *x = *state;
	struct error e = ERROR_INIT;
	struct record r;
	const struct form *form;
	const struct record_save s = { .record = &r, .base_rev = -1, .who = "t" };
	const char *keys[4] = { "", "", "", "" };
	struct record_save with_keys = s;
	bool changed;
	int64_t rev;
	char id[40];

	assert_ok(forms_get(x->f, "village", &form, &e), &e);
	record_init(&r);
	r.unit = xstrdup("unit-below");
	r.id = xstrdup(OLD);
	r.complete = true;
	r.rev = 1;
	record_put(&r, "name", "Bản Cũ", NULL);
	with_keys.sort_keys = keys;
	assert_ok(db_begin(book_db(x->b), &e), &e);
	assert_ok(record_save(x->b, &form->table, &with_keys, id, &rev, &changed, &e), &e);
	assert_ok(db_commit(book_db(x->b), &e), &e);
	record_fini(&r);
	line(x, 3, DIFF_CHANGED, "village", OLD, "name", "Bản Cũ", "Bản Mới");
	diff_rows_done(x->d);
	assert_string_equal(diff_rows_key(x->d, 0), "Bản Cũ");
}

static void test_filter(void **state)
{
	struct fix *x = *state;
	struct diff_filter f = { 1, -1, false, false, NULL };

	fill(x);
	diff_rows_set_filter(x->d, &f);
	assert_shape(x, "H1 r l");
	f = (struct diff_filter){ -1, DIFF_ADDED, false, false, NULL };
	diff_rows_set_filter(x->d, &f);
	assert_shape(x, "H3 r r r r");
	f = (struct diff_filter){ -1, -1, true, false, NULL };
	diff_rows_set_filter(x->d, &f);
	assert_shape(x, "H0 r l l l a l");
	f = (struct diff_filter){ -1, -1, false, true, NULL };
	diff_rows_set_filter(x->d, &f);
	assert_int_equal(diff_rows_count(x->d), 0);
	/* Without accents, in the record's name and in its fields; the head's name is in all of her household. */
	f = (struct diff_filter){ -1, -1, false, false, "LO THI huong" };
	diff_rows_set_filter(x->d, &f);
	assert_int_equal(diff_rows_in_rank(x->d, 3), 3);
	assert_int_equal(diff_rows_in_rank(x->d, 0), 0);
	f.search = "be";
	diff_rows_set_filter(x->d, &f);
	assert_int_equal(diff_rows_in_rank(x->d, 3), 1);
	f.search = NULL;
	diff_rows_set_filter(x->d, &f);
	assert_int_equal(diff_rows_in_rank(x->d, 3), 4);
	assert_null(diff_rows_filter(x->d)->search);
}

static void test_remarks(void **state)
{
	struct fix *x = *state;
	struct remark_new *list;
	uint32_t house, review;
	size_t n;
	char *kept;

	fill(x);
	house = record_of(x, HOUSE);
	review = record_of(x, REVIEW);
	diff_remarks_set(x->d, house, "household_code", "  Sai\tmã\nhộ ");
	diff_remarks_set(x->d, house, NULL, "Xem lại cả hộ");
	diff_remarks_set(x->d, review, "b1_points", "85 hay 150?");
	/* The folded household shows its remark on the field and the one on itself. */
	assert_shape(x, "H0 r l l l a m l H1 r l H3 r m l m r r r");
	assert_int_equal(diff_remarks_count(x->d), 3);
	assert_string_equal(diff_remarks_on(x->d, house, "household_code")->text, "Sai mã hộ");
	diff_remarks_set(x->d, review, "b1_points", "150");
	assert_int_equal(diff_remarks_count(x->d), 3);
	list = diff_remarks_new(x->d, &n);
	assert_int_equal(n, 3);
	assert_string_equal(list[0].form, "household");
	assert_string_equal(list[0].id, HOUSE);
	assert_string_equal(list[0].field, "household_code");
	assert_null(list[1].field);
	assert_string_equal(list[2].text, "150");
	free(list);
	kept = diff_remarks_write(x->d);
	diff_remarks_set(x->d, house, "household_code", " ");
	diff_remarks_set(x->d, house, NULL, NULL);
	diff_remarks_set(x->d, review, "b1_points", "");
	assert_int_equal(diff_remarks_count(x->d), 0);
	diff_remarks_read(x->d, kept);
	assert_int_equal(diff_remarks_count(x->d), 3);
	assert_string_equal(diff_remarks_on(x->d, house, NULL)->text, "Xem lại cả hộ");
	free(kept);
}

/* What was kept may be of another difference, or damaged: nothing of it may hurt. */
static void test_remarks_kept(void **state)
{
	struct fix *x = *state;

	fill(x);
	diff_remarks_read(x->d, "household\tno-such-id\tphone\tx\nhousehold\t" HOUSE
				"\nhousehold\t" HOUSE "\tphone\tThiếu số\n\n\t\t\t\nreview");
	assert_int_equal(diff_remarks_count(x->d), 1);
	/* The bundle says nothing of the phone: the remark stands at the end of its record. */
	assert_shape(x, "H0 r l l l a l H1 r l H3 r m r r r");
	diff_remarks_read(x->d, NULL);
	assert_int_equal(diff_remarks_count(x->d), 1);
}

static void test_find(void **state)
{
	struct fix *x = *state;
	struct diff_filter f = { 3, -1, false, false, NULL };

	fill(x);
	for (size_t i = 0; i < diff_rows_count(x->d); i++) {
		const struct diff_row *r = diff_rows_at(x->d, i);

		if (r->kind == DIFF_ROW_RECORD)
			assert_int_equal(diff_rows_find(x->d, r->record, DIFF_NONE), i);
	}
	assert_int_equal(diff_rows_at(x->d, diff_rows_find(x->d, 0, 1))->line, 1);
	diff_rows_set_filter(x->d, &f); /* what is not shown: the nearest that is */
	assert_int_equal(diff_rows_at(x->d, diff_rows_find(x->d, 0, 1))->kind, DIFF_ROW_RECORD);
}

static void test_empty(void **state)
{
	struct fix *x = *state;

	diff_rows_done(x->d);
	assert_int_equal(diff_rows_count(x->d), 0);
	assert_int_equal(diff_rows_find(x->d, 3, 3), 0);
	diff_remarks_read(x->d, "a\tb\tc\td\n");
	assert_int_equal(diff_remarks_count(x->d), 0);
}

/* A bundle that names records in a circle is shown, not followed for ever. */
static void test_circle(void **state)
{
	struct fix *x = *state;

	line(x, 3, DIFF_ADDED, "member", HEAD, "household", NULL, HEAD);
	line(x, 3, DIFF_ADDED, "nonsense", VILLAGE, "x", NULL, "y");
	diff_rows_done(x->d);
	assert_true(strlen(diff_rows_key(x->d, 0)) > 0);
	assert_null(diff_rows_form(x->d, 1));
	assert_string_equal(diff_rows_form_name(x->d, 1), "nonsense");
}

/* A bundle in which everything is new: collected and laid out without work that grows faster than it. */
static void test_many(void **state)
{
	struct fix *x = *state;
	char id[40];

	for (int i = 0; i < 20000; i++) {
		snprintf(id, sizeof(id), "018c0000-0000-7000-8000-%012d", i);
		line(x, 3, DIFF_ADDED, "household", id, NULL, NULL, NULL);
		for (int k = 0; k < 8; k++)
			line(x, 3, DIFF_ADDED, "household", id, k % 2 ? "address" : "phone", NULL,
			     "0912345678");
	}
	diff_rows_done(x->d);
	assert_int_equal(diff_rows_records(x->d), 20000);
	assert_int_equal(diff_rows_count(x->d), 20001);
	diff_rows_open_rank(x->d, 3, true);
	assert_int_equal(diff_rows_count(x->d), 20001 + 8 * 20000);
	assert_int_equal(diff_rows_find(x->d, 19999, DIFF_NONE), 20001 + 8 * 20000 - 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cells, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stored_name, setup, teardown),
		cmocka_unit_test_setup_teardown(test_filter, setup, teardown),
		cmocka_unit_test_setup_teardown(test_remarks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_remarks_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(test_find, setup, teardown),
		cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(test_circle, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
