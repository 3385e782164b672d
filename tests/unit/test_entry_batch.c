/* SPDX-License-Identifier: MIT */
/*
 * Several records saved together: a row that goes over to another record keeps its id and its history, both records follow, and
 * either all of it is stored or nothing.
 */
#include "form_help.h"

static struct entry *open_entry(struct desk *d, const char *form, const char *id)
{
	struct entry *en = NULL;

	check_ok(entry_open(&en, d->forms, d->place->book, form_of(d, form), NULL, id, e));
	return en;
}

static struct entry *new_entry(struct desk *d, const char *form)
{
	struct entry *en = NULL;

	check_ok(entry_new(&en, d->forms, d->place->book, form_of(d, form), NULL, e));
	return en;
}

static void add_row(struct entry *en, const char *name, const char *relation, const char *id_number)
{
	struct entry *row = entry_child_add(en, 0, NULL);

	assert_non_null(row);
	set(row, "full_name", name);
	set(row, "relation_to_head", relation);
	set(row, "id_number", id_number);
}

static size_t row_called(struct entry *en, const char *name)
{
	size_t i = 0;

	while (i < entry_children(en, 0) && !str_eq(get(entry_child(en, 0, i), "full_name"), name))
		i++;
	assert_true(i < entry_children(en, 0));
	return i;
}

struct family {
	char village[37], house[37], daughter[37];
};

/* A household of three. */
static void make_family(struct desk *d, struct family *f)
{
	struct entry *en;

	put_record(d, "village", f->village, "code=V01", "name=Bản Nà", "area_type=rural", NULL);
	en = new_entry(d, "household");
	set(en, "village", f->village);
	set(en, "household_code", "001");
	add_row(en, "Lò Văn Hoa", "head", "024068000001");
	add_row(en, "Vi Thị Lan", "spouse", "024170000002");
	add_row(en, "Lò Thị Mai", "child", "024195000003");
	memcpy(f->daughter, entry_id(entry_child(en, 0, 2)), 37);
	save_entry(en, f->house);
}

static struct entry_batch *batch_begin(struct desk *d, const char *why)
{
	struct entry_batch *t = NULL;

	check_ok(entry_batch_begin(&t, d->forms, d->place->book, "Mai", why, e));
	return t;
}

static void put_in(struct entry_batch *t, struct entry *en)
{
	struct save_result out;

	check_ok(entry_batch_save(t, en, &out, e));
	save_result_fini(&out);
}

/* The daughter goes to a household of her own; `write` or not. The new household's id to `id`. */
static void part(struct desk *d, const struct family *f, bool write, char id[37])
{
	struct entry *old = open_entry(d, "household", f->house), *new = new_entry(d, "household");
	struct entry_batch *t = batch_begin(d, "tách hộ");
	struct entry *row;

	set(new, "village", f->village);
	set(new, "household_code", "002");
	check_ok(entry_child_move(old, 0, row_called(old, "Lò Thị Mai"), new, e));
	row = entry_child(new, 0, 0);
	assert_string_equal(entry_id(row), f->daughter);
	set(row, "relation_to_head", "head");
	assert_true(entry_dirty(old));
	assert_int_equal(entry_children(old, 0), 2);
	put_in(t, new);
	put_in(t, old);
	check_ok(entry_batch_work_out(t, e));
	assert_stored(d, "SELECT members_count FROM household WHERE id=?", f->house, "2");
	memcpy(id, entry_id(new), 37);
	check_ok(entry_batch_end(t, write, e));
	entry_free(old);
	entry_free(new);
}

static void test_row_goes_over(void **state)
{
	struct desk *d = *state;
	struct family f;
	char id[37];

	make_family(d, &f);
	part(d, &f, true, id);
	assert_stored(d, "SELECT household FROM member WHERE id=?", f.daughter, id);
	assert_stored(d, "SELECT relation_to_head FROM member WHERE id=?", f.daughter, "head");
	assert_stored(d, "SELECT _rev FROM member WHERE id=?", f.daughter, "2");
	/* Its history goes on, and says from where to where and why. */
	assert_stored(d, "SELECT count(*) FROM history WHERE id=? AND kind='insert'", f.daughter, "1");
	assert_stored(d, "SELECT after FROM history WHERE id=? AND field='household'", f.daughter, id);
	assert_stored(d, "SELECT why FROM history WHERE id=? AND field='household'", f.daughter, "tách hộ");
	/* Both households follow: aliases, counts, keys of the rows, words. */
	assert_stored(d, "SELECT head_name FROM household WHERE id=?", id, "Lò Thị Mai");
	assert_stored(d, "SELECT head_name FROM household WHERE id=?", f.house, "Lò Văn Hoa");
	assert_stored(d, "SELECT members_count FROM household WHERE id=?", id, "1");
	assert_stored(d, "SELECT members_count FROM household WHERE id=?", f.house, "2");
	assert_stored(d, "SELECT count(*) FROM tombstone WHERE ''<>?", f.daughter, "0");
	assert_stored(d, "SELECT original FROM search_row WHERE id=?", id, "Lò Thị Mai · 002");
	/* Nothing between: the old household's one new revision is no more than what is computed of it. */
	assert_stored(d, "SELECT count(*) FROM history WHERE id=? AND field='_state'", f.house, "0");
}

static void test_nothing_half_done(void **state)
{
	struct desk *d = *state;
	struct family f;
	char id[37], *before, *after;

	make_family(d, &f);
	before = stored(d, "SELECT group_concat(household || _rev || _who) FROM member WHERE ''<>?", "-");
	part(d, &f, false, id);
	after = stored(d, "SELECT group_concat(household || _rev || _who) FROM member WHERE ''<>?", "-");
	assert_string_equal(before, after);
	assert_stored(d, "SELECT count(*) FROM household WHERE id=?", id, "0");
	assert_stored(d, "SELECT members_count FROM household WHERE id=?", f.house, "3");
	free(before);
	free(after);
}

/* One that fails takes the others with it, and writing then is no choice any more. */
static void test_failure_undoes(void **state)
{
	struct desk *d = *state;
	struct family f;
	struct entry *old, *stale, *new;
	struct entry_batch *t;
	struct save_result out;
	struct error err = ERROR_INIT;
	char id[37];

	make_family(d, &f);
	stale = open_entry(d, "household", f.house);
	old = open_entry(d, "household", f.house);
	set(old, "household_code", "009");
	save_entry(old, id);
	new = new_entry(d, "household");
	set(new, "village", f.village);
	check_ok(entry_child_move(stale, 0, 2, new, e));
	set(stale, "household_code", "010");
	t = batch_begin(d, NULL);
	put_in(t, new);
	assert_int_equal(entry_batch_save(t, stale, &out, &err), ERR_NEGATIVE);
	error_clear(&err);
	check_ok(entry_batch_end(t, true, e));
	assert_stored(d, "SELECT count(*) FROM household WHERE id=?", entry_id(new), "0");
	assert_stored(d, "SELECT household FROM member WHERE id=?", f.daughter, f.house);
	assert_stored(d, "SELECT household_code FROM household WHERE id=?", f.house, "009");
	entry_free(new);
	entry_free(stale);
	/* And the book is as ready as before. */
	part(d, &f, true, id);
	assert_stored(d, "SELECT household FROM member WHERE id=?", f.daughter, id);
}

/* Rows that nobody could take along, or to where they do not belong. */
static void test_refused(void **state)
{
	struct desk *d = *state;
	struct family f;
	struct entry *old, *new;
	struct error err = ERROR_INIT;

	make_family(d, &f);
	old = open_entry(d, "household", f.house);
	new = new_entry(d, "household");
	add_row(old, "Lò Văn Bé", "child", NULL);
	assert_int_equal(entry_child_move(old, 0, 3, new, &err), ERR_FAULT);
	error_clear(&err);
	entry_keep_drafts(new, "Mai");
	assert_int_equal(entry_child_move(old, 0, 0, new, &err), ERR_FAULT);
	error_clear(&err);
	assert_int_equal(entry_children(old, 0), 4);
	entry_free(old);
	entry_free(new);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_row_goes_over, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_nothing_half_done, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_failure_undoes, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_refused, setup_desk, teardown_desk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
