/* SPDX-License-Identifier: MIT */
/*
 * A form being filled in on a real book: values read, shown, computed, checked, kept, saved, found
 * again; what a save leads to in other records.
 */
#include "form_help.h"

#include "store/draft.h"
#include "store/search.h"

static struct entry *new_entry(struct desk *d, const char *form, const char *parent)
{
	struct entry *en = NULL;

	check_ok(entry_new(&en, d->forms, d->place->book, form_of(d, form), parent, e));
	return en;
}

static struct entry *open_entry(struct desk *d, const char *form, const char *id)
{
	struct entry *en = NULL;

	check_ok(entry_open(&en, d->forms, d->place->book, form_of(d, form), NULL, id, e));
	return en;
}

static void shown(struct entry *en, const char *field, const char *expected)
{
	const char *code;
	const struct field *fd = form_field(entry_form(en), field, &code);
	char *s = entry_show(en, fd, code);

	assert_string_equal(s, expected);
	free(s);
}

/* The text is refused with this code, and nothing changes. */
static void refused(struct entry *en, const char *field, const char *text, enum entry_style style, int rc)
{
	const char *code;
	const struct field *fd = form_field(entry_form(en), field, &code);
	char *before = xstrdup_null(entry_get(en, fd, code));
	struct error e = ERROR_INIT;

	assert_int_equal(entry_set(en, fd, code, text, style, &e), rc);
	assert_non_null(e.what);
	assert_true(str_eq(before, entry_get(en, fd, code)));
	error_clear(&e);
	free(before);
}

static const struct problem *problem_of(const struct problems *p, const char *check)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i].check, check))
			return &p->v[i];
	return NULL;
}

static void add_village(struct desk *d, char id[37])
{
	put_record(d, "village", id, "code=V01", "name=Bản Đồng An", "area_type=rural", NULL);
}

/* ---- reading and showing ---- */

static void test_reading(void **state)
{
	struct desk *d = *state;
	struct entry *en;
	char v[37];

	add_village(d, v);
	en = new_entry(d, "household", NULL);
	set_in(en, "house_area", "5,79", ENTRY_HUMAN);
	assert_string_equal(get(en, "house_area"), "5.79");
	set_in(en, "house_area", "1.329,5", ENTRY_HUMAN);
	assert_string_equal(get(en, "house_area"), "1329.5");
	refused(en, "house_area", "5.79", ENTRY_HUMAN, ERR_AMBIGUOUS);
	set(en, "house_area", "46.25");
	assert_string_equal(get(en, "house_area"), "46.25");
	refused(en, "house_area", "46,25", ENTRY_PLAIN, ERR_DATA);
	set_in(en, "income", "1.500.000 đ", ENTRY_HUMAN);
	assert_string_equal(get(en, "income"), "1500000");
	refused(en, "income", "1,329", ENTRY_HUMAN, ERR_AMBIGUOUS);
	refused(en, "income", "nhiều", ENTRY_HUMAN, ERR_DATA);
	set_in(en, "has_toilet", "Có", ENTRY_HUMAN);
	assert_string_equal(get(en, "has_toilet"), "yes");
	set_in(en, "has_toilet", "không", ENTRY_HUMAN);
	assert_string_equal(get(en, "has_toilet"), "no");
	set_in(en, "has_toilet", "x", ENTRY_HUMAN);
	assert_string_equal(get(en, "has_toilet"), "yes");
	refused(en, "has_toilet", "maybe", ENTRY_HUMAN, ERR_DATA);
	set_in(en, "needs", "vay vốn; nhà ở", ENTRY_HUMAN);
	assert_string_equal(get(en, "needs"), "house|loan");
	set_in(en, "needs", "Giống, phân bón", ENTRY_HUMAN);
	assert_string_equal(get(en, "needs"), "seed");
	set_in(en, "needs", "nhà ở, vay vốn", ENTRY_HUMAN);
	assert_string_equal(get(en, "needs"), "house|loan");
	refused(en, "needs", "nhà ở; xe", ENTRY_HUMAN, ERR_DATA);
	set_in(en, "area_type", "thanh thi", ENTRY_HUMAN);
	assert_string_equal(get(en, "area_type"), "urban");
	refused(en, "area_type", "biển", ENTRY_HUMAN, ERR_DATA);
	set(en, "household_code", "  0012  ");
	assert_string_equal(get(en, "household_code"), "0012");
	refused(en, "household_code", "1234567890123", ENTRY_PLAIN, ERR_DATA);
	set(en, "household_code", "ĐỒNG VƯƠNG 1"); /* twelve letters, more bytes */
	set(en, "village", "V01");
	assert_string_equal(get(en, "village"), v);
	set(en, "village", v);
	refused(en, "village", "V99", ENTRY_PLAIN, ERR_NOTFOUND);
	refused(en, "members_count", "5", ENTRY_PLAIN, ERR_USAGE);
	refused(en, "classification", "poor", ENTRY_PLAIN, ERR_USAGE);
	set(en, "income", "");
	assert_null(get(en, "income"));
	entry_free(en);

	en = new_entry(d, "member", NULL);
	set_in(en, "birth_date", "02/03/1957", ENTRY_HUMAN);
	assert_string_equal(get(en, "birth_date"), "1957-03-02");
	set_in(en, "birth_date", "1957", ENTRY_HUMAN);
	assert_string_equal(get(en, "birth_date"), "1957");
	refused(en, "birth_date", "31/02/1957", ENTRY_HUMAN, ERR_DATA);
	refused(en, "birth_date", "02/03/57", ENTRY_HUMAN, ERR_DATA);
	refused(en, "birth_date", "02/03/1957", ENTRY_PLAIN, ERR_DATA);
	set(en, "full_name", "Nguye\xCC\x82\xCC\x83n  Thi\xCC\xA3\tHu\xCC\x9Bo\xCC\x9B\xCC\x80ng"); /* decomposed */
	assert_string_equal(get(en, "full_name"), "Nguyễn Thị Hường");
	entry_free(en);
	en = new_entry(d, "review", NULL);
	refused(en, "decision_date", "2024", ENTRY_PLAIN, ERR_DATA); /* not a partial one */
	set(en, "deprivation.D10", "deprived");
	set_in(en, "deprivation.D01", "Không thiếu hụt", ENTRY_HUMAN);
	assert_string_equal(get(en, "deprivation.D01"), "not_deprived");
	entry_free(en);
}

static void test_showing(void **state)
{
	struct desk *d = *state;
	struct entry *en;
	char v[37], h[37], *s;
	const struct form *form = form_of(d, "member");

	add_village(d, v);
	put_record(d, "household", h, "village=V01", "household_code=12", "head_name=Nông Văn A", "house_area=46.25",
		   "income=1500000", "needs=loan|house", "has_toilet=no", NULL);
	en = open_entry(d, "household", h);
	shown(en, "village", "V01");
	shown(en, "house_area", "46,25");
	shown(en, "income", "1.500.000 đ");
	shown(en, "needs", "Nhà ở, Vay vốn");
	shown(en, "head_name", "Nông Văn A");
	shown(en, "area_type", "Nông thôn"); /* the default, from the village */
	shown(en, "toilet_kind", "");
	shown(en, "members_count", "1");
	assert_int_equal(entry_children(en, 0), 1);
	shown(entry_child(en, 0, 0), "household", "V01 / 12 / Nông Văn A");
	entry_free(en);
	s = field_show(d->forms, d->place->book, form_field(form, "birth_date", NULL), NULL, "1957-03");
	assert_string_equal(s, "03/1957");
	free(s);
	s = field_show(d->forms, d->place->book, form_field(form, "household", NULL), NULL, h);
	assert_string_equal(s, "V01 / 12 / Nông Văn A");
	free(s);
	s = form_key_text(d->forms, d->place->book, form_of(d, "household"), NULL, h);
	assert_string_equal(s, "V01/12/Nông Văn A");
	free(s);
	assert_null(form_key_text(d->forms, d->place->book, form_of(d, "household"), NULL, v));
}

/* ---- the head ---- */

static void test_head_alias(void **state)
{
	struct desk *d = *state;
	struct entry *en;
	char v[37], h[37];
	struct save_result out;

	add_village(d, v);
	assert_true(put_record(d, "household", h, "village=V01", "household_code=12", "head_name=Nông Văn A",
			       "head_gender=male", NULL));
	assert_stored(d, "SELECT full_name || '|' || gender || '|' || relation_to_head || '|' || _state FROM member "
			 "WHERE household=?",
		      h, "Nông Văn A|male|head|complete");
	assert_stored(d, "SELECT head_name || '|' || head_gender || '|' || members_count || '|' || _state || '|' || _rev "
			 "FROM household WHERE id=?",
		      h, "Nông Văn A|male|1|complete|1");
	/* Aliases are nobody's history; the member's own row is. */
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM history WHERE form='household'"), 1);

	en = open_entry(d, "household", h);
	assert_false(entry_dirty(en));
	set(en, "head_name", "Nông Văn Ánh");
	assert_true(entry_dirty(en));
	check_ok(entry_save(en, "Mai", "sửa tên", &out, e));
	assert_true(out.changed);
	assert_int_equal(out.rev, 1); /* nothing of its own changed */
	save_result_fini(&out);
	assert_false(entry_dirty(en));
	/* The same again writes nothing. */
	set(en, "head_name", "Nông Văn Ánh");
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	assert_false(out.changed);
	save_result_fini(&out);
	entry_free(en);
	assert_stored(d, "SELECT head_name FROM household WHERE id=?", h, "Nông Văn Ánh");
	assert_stored(d, "SELECT before || '>' || after FROM history WHERE form='member' AND field='full_name' AND "
			 "id=(SELECT id FROM member WHERE household=?)",
		      h, "Nông Văn A>Nông Văn Ánh");
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member"), 1);
}

/* A member put alone: the household's aliases, counts, sort key, state and words follow. */
static void test_member_alone(void **state)
{
	struct desk *d = *state;
	struct search_hits hits;
	struct entry *en;
	char v[37], h[37], h2[37], m[37];

	add_village(d, v);
	assert_false(put_record(d, "household", h, "village=V01", "household_code=12", NULL));
	assert_stored(d, "SELECT _state FROM household WHERE id=?", h, "incomplete");
	assert_true(put_record(d, "household", h2, "village=V01", "household_code=13", "head_name=Lý Văn B", NULL));

	en = new_entry(d, "member", h);
	set(en, "full_name", "Hoàng Thị Cúc");
	set(en, "relation_to_head", "head");
	assert_true(save_entry(en, m));
	assert_stored(d, "SELECT head_name || members_count || _state FROM household WHERE id=?", h,
		      "Hoàng Thị Cúc1complete");
	assert_stored(d, "SELECT (SELECT _sort1 FROM household WHERE id=?) = '' ", h, "0");
	check_ok(search_find(d->place->book, "household", "hoang cuc", 10, &hits, e));
	assert_int_equal(hits.n, 1);
	assert_string_equal(hits.v[0].id, h);
	search_hits_fini(&hits);

	/* It moves to the other household: both are worked out anew. */
	en = open_entry(d, "member", m);
	set(en, "household", "V01/13");
	set(en, "relation_to_head", "child");
	save_entry(en, m);
	assert_stored(d, "SELECT coalesce(head_name, '-') || members_count || _state FROM household WHERE id=?", h,
		      "-0incomplete");
	assert_stored(d, "SELECT head_name || members_count FROM household WHERE id=?", h2, "Lý Văn B2");
	/* And is removed. */
	check_ok(entry_remove(d->forms, d->place->book, form_of(d, "member"), m, "nhập nhầm", "Mai", e));
	assert_stored(d, "SELECT members_count FROM household WHERE id=?", h2, "1");
}

/* ---- what is worked out ---- */

static void test_problems(void **state)
{
	struct desk *d = *state;
	struct problems p;
	struct entry *en = new_entry(d, "household", NULL);
	const struct problem *q;
	char v[37];

	add_village(d, v);
	check_ok(entry_problems(en, &p, e));
	assert_int_equal(p.errors, 2);
	assert_non_null(problem_of(&p, "village.required"));
	assert_non_null(problem_of(&p, "head_name.required"));
	assert_null(problem_of(&p, "toilet_kind.required")); /* not asked */
	problems_fini(&p);

	set(en, "village", "V01");
	set(en, "head_name", "Nông Văn A");
	set(en, "house_area", "-5");
	set(en, "income", "200000000");
	check_ok(entry_problems(en, &p, e));
	assert_int_equal(p.errors, 1);
	q = problem_of(&p, "house_area.constraint");
	assert_string_equal(q->message, "Diện tích -5 phải lớn hơn 0.");
	assert_string_equal(q->field->name, "house_area");
	assert_int_equal(q->strength, STRENGTH_ERROR);
	q = problem_of(&p, "income.warn");
	assert_string_equal(q->message, "Thu nhập 200.000.000 đ khá cao.");
	assert_int_equal(q->strength, STRENGTH_HINT);
	problems_fini(&p);

	/* A doubt asks for a reason; the count in it is that of the roster. */
	set(en, "house_area", "250");
	assert_non_null(entry_child_add(en, 0, NULL));
	set(entry_child(en, 0, 1), "full_name", "Nông Văn B");
	check_ok(entry_problems(en, &p, e));
	q = problem_of(&p, "house_area.doubt");
	assert_string_equal(q->message, "250 m² cho 2 người?");
	assert_null(q->reason);
	assert_int_equal(p.unexplained, 1);
	assert_int_equal(p.errors, 0);
	problems_fini(&p);
	check_fails(ERR_NOTFOUND, entry_explain(en, "r77", "vì", e));
	check_ok(entry_explain(en, "house_area.doubt", "nhà sàn lớn", e));
	check_ok(entry_problems(en, &p, e));
	assert_int_equal(p.unexplained, 0);
	assert_string_equal(problem_of(&p, "house_area.doubt")->reason, "nhà sàn lớn");
	problems_fini(&p);

	/* Two heads: a check over the roster; and a Lỗi of the row itself comes after. */
	set(entry_child(en, 0, 1), "relation_to_head", "head");
	set(entry_child(en, 0, 1), "birth_date", "2030-01-01");
	check_ok(entry_problems(en, &p, e));
	assert_int_equal(p.errors, 2);
	q = problem_of(&p, "r90");
	assert_string_equal(q->message, "Hộ có 2 chủ hộ.");
	assert_string_equal(q->source, "QĐ 24/2021");
	assert_ptr_equal(q->entry, en);
	q = problem_of(&p, "birth_date.constraint");
	assert_ptr_equal(q->entry, entry_child(en, 0, 1));
	assert_string_equal(q->message, "Ngày sinh 01/01/2030 ở sau hôm nay.");
	assert_true(problem_of(&p, "r90") < q);
	problems_fini(&p);
	/* The wife's age is not known, the head's neither: nothing is "wrong" for that. */
	set(entry_child(en, 0, 1), "birth_date", "");
	set(entry_child(en, 0, 1), "relation_to_head", "spouse");
	check_ok(entry_problems(en, &p, e));
	assert_int_equal(p.errors, 0);
	problems_fini(&p);
	entry_free(en);
}

static void test_relevance(void **state)
{
	struct desk *d = *state;
	struct entry *en = new_entry(d, "household", NULL);
	const struct form *form = entry_form(en);
	const struct field *kind = form_field(form, "toilet_kind", NULL);
	const struct field *has = form_field(form, "has_toilet", NULL);
	struct strlist hidden;

	/* Nothing known hides nothing; only 0 does. */
	assert_true(entry_relevant(en, kind, NULL));
	set(en, "has_toilet", "yes");
	set(en, "toilet_kind", "hai ngăn");
	check_ok(entry_refresh(en, e));
	check_ok(entry_would_hide(en, has, NULL, "no", &hidden, e));
	assert_int_equal(hidden.n, 1);
	assert_string_equal(hidden.v[0], "toilet_kind");
	strlist_fini(&hidden);
	/* Asking changes nothing. */
	assert_true(entry_relevant(en, kind, NULL));
	assert_string_equal(get(en, "has_toilet"), "yes");
	check_ok(entry_would_hide(en, has, NULL, NULL, &hidden, e));
	assert_int_equal(hidden.n, 0);
	strlist_fini(&hidden);
	set(en, "has_toilet", "no");
	check_ok(entry_refresh(en, e));
	assert_false(entry_relevant(en, kind, NULL));
	assert_string_equal(get(en, "toilet_kind"), "hai ngăn"); /* kept */
	entry_free(en);
}

static bool asked(const struct entry *en, const char *field)
{
	return entry_relevant(en, form_field(entry_form(en), field, NULL), NULL);
}

/* What looks at something after it is worked out as often as it takes. */
static void test_chain(void **state)
{
	struct desk *d = *state;
	struct entry *en = new_entry(d, "chain", NULL);

	set(en, "a", "yes");
	set(en, "b", "yes");
	set(en, "c", "yes");
	check_ok(entry_refresh(en, e));
	assert_false(asked(en, "a") || asked(en, "b") || asked(en, "c"));
	set(en, "deprivation.D01", "deprived");
	check_ok(entry_refresh(en, e));
	assert_true(asked(en, "a") && asked(en, "b") && asked(en, "c"));
	set(en, "deprivation.D01", "not_deprived");
	check_ok(entry_refresh(en, e));
	assert_false(asked(en, "a") || asked(en, "b") || asked(en, "c"));
	entry_free(en);
}

static void test_answers(void **state)
{
	struct desk *d = *state;
	struct entry *en;
	const struct field *dep;
	char v[37], h[37], r[37], r2[37], w[37];
	struct strlist hidden;

	add_village(d, v);
	put_record(d, "household", h, "village=V01", "household_code=1", "head_name=Nông Văn A", NULL);
	put_record(d, "round", r, "year=2024", "standard=2022-2025", NULL);
	put_record(d, "round", r2, "year=2019", "standard=2016-2020", NULL);
	en = new_entry(d, "review", NULL);
	dep = form_field(entry_form(en), "deprivation", NULL);
	set(en, "household", "V01/1");
	assert_true(entry_relevant(en, dep, "E08")); /* no round yet: not enough known */
	set(en, "round", "2024");
	set(en, "deprivation.D01", "deprived");
	set(en, "b1_points", "120");
	set(en, "water", "nước giếng");
	check_ok(entry_refresh(en, e));
	assert_true(entry_relevant(en, dep, "D01"));
	assert_false(entry_relevant(en, dep, "E08"));
	assert_string_equal(get(en, "b2_points"), "10");
	assert_string_equal(get(en, "classification"), "near_poor");
	check_ok(entry_would_hide(en, dep, "D10", "deprived", &hidden, e));
	assert_int_equal(hidden.n, 1);
	assert_string_equal(hidden.v[0], "water");
	strlist_fini(&hidden);
	set(en, "deprivation.D10", "deprived");
	check_ok(entry_refresh(en, e));
	assert_string_equal(get(en, "b2_points"), "20");
	assert_string_equal(get(en, "classification"), "poor");
	assert_true(save_entry(en, w));
	/* Indicator and standard, one row each. */
	assert_stored(d, "SELECT group_concat(code || ' ' || standard || ' ' || value, ', ') FROM answer WHERE id=?", w,
		      "D01 2022-2025 deprived, D10 2022-2025 deprived");
	assert_stored(d, "SELECT classification || b2_points FROM review WHERE id=?", w, "poor20");

	/* Under the other standard they are not asked, and count no longer, but are kept. */
	en = open_entry(d, "review", w);
	set(en, "round", "2019");
	check_ok(entry_refresh(en, e));
	assert_string_equal(get(en, "b2_points"), "0");
	assert_string_equal(get(en, "deprivation.D01"), "deprived");
	entry_free(en);
}

/* The class is that of the last decision; a removed one no longer counts. */
static void test_latest(void **state)
{
	struct desk *d = *state;
	struct entry *en;
	char v[37], h[37], h2[37], a[37], b[37], c[37];
	int64_t n;

	add_village(d, v);
	put_record(d, "household", h, "village=V01", "household_code=1", "head_name=Nông Văn A", NULL);
	put_record(d, "household", h2, "village=V01", "household_code=2", "head_name=Lý Văn B", NULL);
	put_record(d, "review", a, "household=V01/1", "b1_points=150", "decision_date=2022-12-01", NULL);
	assert_stored(d, "SELECT classification FROM household WHERE id=?", h, "not_poor");
	put_record(d, "review", b, "household=V01/1", "b1_points=100", "deprivation.D01=deprived",
		   "deprivation.D10=deprived", "decision_date=2023-12-01", NULL);
	assert_stored(d, "SELECT classification FROM household WHERE id=?", h, "poor");
	/* An older one, and one without a decision, change nothing. */
	put_record(d, "review", c, "household=V01/1", "b1_points=100", NULL);
	assert_stored(d, "SELECT classification FROM household WHERE id=?", h, "poor");
	check_ok(record_count(d->place->book, "household", NULL, "classification", "poor", &n, e));
	assert_int_equal(n, 1);
	/* It was about the other household. */
	en = open_entry(d, "review", b);
	set(en, "household", "V01/2");
	save_entry(en, b);
	assert_stored(d, "SELECT classification FROM household WHERE id=?", h, "not_poor");
	assert_stored(d, "SELECT classification FROM household WHERE id=?", h2, "poor");
	check_ok(entry_remove(d->forms, d->place->book, form_of(d, "review"), b, "nhầm hộ", "Mai", e));
	assert_stored(d, "SELECT coalesce(classification, '-') FROM household WHERE id=?", h2, "-");
	check_ok(record_count(d->place->book, "household", NULL, "classification", "poor", &n, e));
	assert_int_equal(n, 0);
	/* The household itself was never revised. */
	assert_stored(d, "SELECT _rev FROM household WHERE id=?", h, "1");
}

/* ---- saving ---- */

static void test_reasons(void **state)
{
	struct desk *d = *state;
	struct entry *en;
	struct problems p;
	char v[37], h[37];

	add_village(d, v);
	en = new_entry(d, "household", NULL);
	set(en, "village", "V01");
	set(en, "head_name", "Nông Văn A");
	set(en, "house_area", "250");
	check_ok(entry_explain(en, "house_area.doubt", "nhà sàn lớn", e));
	save_entry(en, h);
	assert_stored(d, "SELECT check_id || ': ' || text FROM reason WHERE id=?", h, "house_area.doubt: nhà sàn lớn");
	en = open_entry(d, "household", h);
	check_ok(entry_problems(en, &p, e));
	assert_int_equal(p.unexplained, 0);
	problems_fini(&p);
	/* What no longer asks for a reason drops it. */
	set(en, "house_area", "50");
	save_entry(en, h);
	assert_stored(d, "SELECT count(*) FROM reason WHERE id=?", h, "0");
}

static void test_incomplete(void **state)
{
	struct desk *d = *state;
	struct entry *en = new_entry(d, "household", NULL);
	struct save_result out;
	int64_t n;
	char v[37], h[37];

	add_village(d, v);
	set(en, "head_name", "Nông Văn A");
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	assert_true(out.changed);
	assert_false(out.complete);
	assert_int_equal(out.rev, 1);
	assert_non_null(problem_of(&out.problems, "village.required"));
	save_result_fini(&out);
	memcpy(h, entry_id(en), 37);
	assert_stored(d, "SELECT _state FROM household WHERE id=?", h, "incomplete");
	/* Each record by its own checks: the head is whole. */
	assert_stored(d, "SELECT _state FROM member WHERE household=?", h, "complete");
	check_ok(record_count(d->place->book, "household", NULL, "_state", "incomplete", &n, e));
	assert_int_equal(n, 1);
	set(en, "village", "V01");
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	assert_true(out.complete);
	assert_int_equal(out.rev, 2);
	save_result_fini(&out);
	entry_free(en);
	assert_stored(d, "SELECT _state FROM household WHERE id=?", h, "complete");
}

static void test_rosters(void **state)
{
	struct desk *d = *state;
	struct entry *en, *kid;
	struct save_result out;
	char v[37], h[37], *draft;
	bool moved;

	add_village(d, v);
	en = new_entry(d, "household", NULL);
	set(en, "village", "V01");
	set(en, "head_name", "Nông Văn A");
	set(en, "house_area", "60");
	kid = entry_child_add(en, 0, NULL);
	set(kid, "full_name", "Nông Văn B");
	kid = entry_child_add(en, 0, NULL);
	set(kid, "full_name", "Nông Văn C");
	assert_ptr_equal(entry_parent(kid), en);
	assert_ptr_equal(entry_child_by_id(en, "member", entry_id(kid)), kid);
	check_ok(entry_child_remove(en, 0, 1, NULL, e)); /* a new row vanishes */
	save_entry(en, h);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member"), 2);
	/* A row's computed field sees its household. */
	assert_stored(d, "SELECT group_concat(house_share) FROM member WHERE household=?", h, "30.0,30.0");

	en = open_entry(d, "household", h);
	assert_int_equal(entry_children(en, 0), 2);
	set(entry_child(en, 0, 1), "birth_date", "2010");
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	save_result_fini(&out);
	/* Only the row that differs got a revision. */
	assert_stored(d, "SELECT group_concat(_rev) FROM member WHERE household=?", h, "1,2");
	entry_keep_drafts(en, "Mai");
	check_ok(entry_child_remove(en, 0, 1, NULL, e));
	assert_true(entry_dirty(en));
	check_fails(ERR_USAGE, entry_save(en, "Mai", NULL, &out, e));
	check_ok(entry_discard(en, e));
	entry_free(en);

	/* The reason given is kept with the draft, so that the save after a power cut has it. */
	en = open_entry(d, "household", h);
	entry_keep_drafts(en, "Mai");
	check_ok(entry_child_remove(en, 0, 1, "nhập trùng", e));
	draft = xstrdup(entry_draft(en));
	entry_free(en);
	check_ok(entry_resume(&en, d->forms, d->place->book, draft, &moved, e));
	free(draft);
	assert_int_equal(entry_children(en, 0), 1);
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	save_result_fini(&out);
	assert_int_equal(entry_children(en, 0), 1);
	entry_free(en);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM member"), 1);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM tombstone WHERE form='member' AND "
					     "reason='nhập trùng'"),
			 1);
	/* The head's share of the house is now all of it. */
	assert_stored(d, "SELECT house_share FROM member WHERE household=?", h, "60.0");
	assert_stored(d, "SELECT members_count FROM household WHERE id=?", h, "1");
}

static void test_remove(void **state)
{
	struct desk *d = *state;
	struct error told = ERROR_INIT;
	char v[37], h[37], r[37];
	struct book *b = d->place->book;

	add_village(d, v);
	put_record(d, "household", h, "village=V01", "household_code=1", "head_name=Nông Văn A", NULL);
	put_record(d, "review", r, "household=V01/1", NULL);
	assert_int_equal(entry_remove(d->forms, b, form_of(d, "village"), v, "nhầm", "Mai", &told), ERR_NEGATIVE);
	assert_non_null(strstr(told.detail, h));
	assert_non_null(strstr(told.detail, "V01/1/Nông Văn A"));
	error_clear(&told);
	assert_int_equal(entry_remove(d->forms, b, form_of(d, "household"), h, "nhầm", "Mai", &told), ERR_NEGATIVE);
	assert_non_null(strstr(told.detail, r));
	assert_null(strstr(told.detail, "member")); /* its own rows go with it */
	error_clear(&told);
	check_fails(ERR_USAGE, entry_remove(d->forms, b, form_of(d, "review"), r, "", "Mai", e));
	check_ok(entry_remove(d->forms, b, form_of(d, "review"), r, "nhầm", "Mai", e));
	check_ok(entry_remove(d->forms, b, form_of(d, "household"), h, "nhầm", "Mai", e));
	assert_int_equal(number_of(d->place, "SELECT (SELECT count(*) FROM household) + (SELECT count(*) FROM member)"),
			 0);
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM tombstone"), 3);
	check_fails(ERR_NOTFOUND, entry_remove(d->forms, b, form_of(d, "household"), h, "nhầm", "Mai", e));
}

/* Two hands on one record. */
static void test_moved_on(void **state)
{
	struct desk *d = *state;
	struct entry *mine, *other;
	struct save_result out;
	struct clashes c;
	char v[37], h[37];

	add_village(d, v);
	put_record(d, "household", h, "village=V01", "household_code=1", "head_name=Nông Văn A", "income=100", NULL);
	mine = open_entry(d, "household", h);
	other = open_entry(d, "household", h);
	set(other, "income", "200");
	set(other, "household_code", "1A");
	set(other, "head_name", "Nông Văn Ánh");
	set(entry_child_add(other, 0, NULL), "full_name", "Nông Thị Mới");
	save_entry(other, h);

	set(mine, "income", "300");
	set(mine, "house_area", "40");
	check_fails(ERR_NEGATIVE, entry_save(mine, "Mai", NULL, &out, e));
	assert_stored(d, "SELECT income || coalesce(house_area, '-') FROM household WHERE id=?", h, "200-");
	check_ok(entry_rebase(mine, &c, e));
	assert_int_equal(c.n, 1);
	assert_string_equal(c.v[0].field->name, "income");
	assert_ptr_equal(c.v[0].entry, mine);
	assert_string_equal(c.v[0].base, "100");
	assert_string_equal(c.v[0].theirs, "200");
	assert_string_equal(c.v[0].mine, "300");
	clashes_fini(&c);
	assert_string_equal(get(mine, "household_code"), "1A"); /* only they changed it */
	assert_string_equal(get(mine, "head_name"), "Nông Văn Ánh");
	assert_int_equal(entry_children(mine, 0), 2);
	save_entry(mine, h);
	assert_stored(d, "SELECT income || '|' || house_area || '|' || household_code || '|' || _rev FROM household "
			 "WHERE id=?",
		      h, "300|40.0|1A|3");
}

static void test_ownership(void **state)
{
	struct desk *d = *state;
	struct book_identity above = somewhere;
	struct record r;
	struct record_save s = { .record = &r, .base_rev = -1 };
	const char *const keys[] = { "", "" };
	struct save_result out;
	struct entry *en;
	char *path = path_join(d->place->dir, "above.book"), id[37];
	struct book *b = NULL;

	/* A household of another unit, as accepted from a bundle. */
	record_init(&r);
	r.unit = xstrdup("ffffffffffffffffffffffffffffffff");
	r.id = xstrdup("01900000-0000-7000-8000-000000000001");
	r.rev = 4;
	record_put(&r, "household_code", "77", NULL);
	s.sort_keys = keys;
	begin(d->place);
	check_ok(record_save(d->place->book, &form_of(d, "household")->table, &s, id, NULL, NULL, e));
	commit(d->place);
	record_fini(&r);
	en = open_entry(d, "household", id);
	assert_false(entry_owned(en));
	refused(en, "household_code", "78", ENTRY_PLAIN, ERR_DATA);
	check_fails(ERR_DATA, entry_save(en, "Mai", NULL, &out, e));
	check_fails(ERR_DATA, entry_remove(d->forms, d->place->book, form_of(d, "household"), id, "x", "Mai", e));
	entry_free(en);

	/* A book of the level above enters no households. */
	above.level = "district";
	check_ok(book_create(path, &above, e));
	check_ok(book_open(&b, path, BOOK_WRITE, e));
	check_ok(forms_prepare(d->forms, b, e));
	check_ok(entry_new(&en, d->forms, b, form_of(d, "household"), NULL, e));
	refused(en, "household_code", "78", ENTRY_PLAIN, ERR_USAGE);
	check_fails(ERR_USAGE, entry_save(en, "Mai", NULL, &out, e));
	entry_free(en);
	check_ok(entry_new(&en, d->forms, b, form_of(d, "round"), NULL, e));
	set(en, "year", "2024");
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	save_result_fini(&out);
	entry_free(en);
	book_close(b);
	free(path);
}

/* ---- finding by key ---- */

static void resolves(struct desk *d, const char *form, const char *text, const char *expected)
{
	char id[37] = "";

	check_ok(form_resolve(d->forms, d->place->book, form_of(d, form), NULL, text, id, e));
	assert_string_equal(id, expected);
}

static void test_resolve(void **state)
{
	struct desk *d = *state;
	char v1[37], v2[37], a[37], b[37], c[37], m[37], id[37];
	struct error told = ERROR_INIT;
	struct book *bk = d->place->book;

	add_village(d, v1);
	put_record(d, "village", v2, "code=v01", "name=Bản khác", NULL);
	put_record(d, "household", a, "village=V01", "household_code=12", "head_name=Nông Văn A", NULL);
	put_record(d, "household", b, "village=V01", "household_code=12", "head_name=Nông Văn Ạ", NULL);
	put_record(d, "household", c, "village=V01", "household_code=H-7", "head_name=Đặng Thị Sáu", NULL);
	put_record(d, "member", m, "household=V01/H-7", "full_name=Đặng Văn Út", NULL);

	resolves(d, "village", "V01", v1); /* as written wins */
	resolves(d, "village", "v01", v2);
	resolves(d, "village", v2, v2);
	resolves(d, "household", "V01/h-7", c);
	resolves(d, "household", "V01 / H-7 / dang thi sau", c);
	resolves(d, "household", "V01/12/Nông Văn A", a);
	resolves(d, "household", "V01/12/Nông Văn Ạ", b);
	resolves(d, "member", "V01/H-7/Đặng Thị Sáu/Đặng Văn Út", m);
	resolves(d, "member", "V01/H-7/dang van ut", m); /* the household by a leading part of its key */
	assert_int_equal(form_resolve(d->forms, bk, form_of(d, "household"), NULL, "V01/12/nong van a", id, &told),
			 ERR_AMBIGUOUS);
	error_clear(&told);
	assert_int_equal(form_resolve(d->forms, bk, form_of(d, "household"), NULL, "V01/12", id, &told), ERR_AMBIGUOUS);
	assert_non_null(strstr(told.detail, a));
	assert_non_null(strstr(told.detail, b));
	assert_non_null(strstr(told.detail, "  V01/12/Nông Văn A\n"));
	error_clear(&told);
	check_fails(ERR_NOTFOUND, form_resolve(d->forms, bk, form_of(d, "household"), NULL, "V01/99", id, e));
	check_fails(ERR_NOTFOUND, form_resolve(d->forms, bk, form_of(d, "household"), NULL, "", id, e));
	check_fails(ERR_NOTFOUND, form_resolve(d->forms, bk, form_of(d, "household"), NULL, v1, id, e));
	check_fails(ERR_NOTFOUND, form_resolve(d->forms, bk, form_of(d, "household"), NULL, "'; DROP TABLE x/1", id, e));
}

/* ---- drafts ---- */

static void test_draft(void **state)
{
	struct desk *d = *state;
	struct draft_infos infos;
	struct save_result out;
	struct entry *en, *kid;
	const struct entry *row;
	const struct field *fd;
	const char *code;
	bool moved;
	char v[37], *id, *draft;

	add_village(d, v);
	en = new_entry(d, "household", NULL);
	entry_keep_drafts(en, "Hoàng Thị Mai");
	assert_null(entry_draft(en));
	assert_false(entry_dirty(en));
	set(en, "village", "V01");
	assert_non_null(entry_draft(en));
	set(en, "head_name", "Nông Văn A");
	set(en, "house_area", "300");
	check_ok(entry_explain(en, "house_area.doubt", "nhà sàn lớn", e));
	kid = entry_child_add(en, 0, NULL);
	entry_place(en, kid, form_field(entry_form(kid), "birth_date", NULL), NULL);
	set(kid, "full_name", "Nông Văn B");
	kid = entry_child_add(en, 0, NULL);
	set(kid, "full_name", "Nhầm");
	check_ok(entry_child_remove(en, 0, 2, NULL, e));
	id = xstrdup(entry_id(en));
	draft = xstrdup(entry_draft(en));
	entry_free(en); /* the power is cut */

	check_ok(draft_list(d->place->book, false, &infos, e));
	assert_int_equal(infos.n, 1);
	assert_string_equal(infos.v[0].title, "V01 / Nông Văn A");
	assert_string_equal(infos.v[0].who, "Hoàng Thị Mai");
	draft_infos_fini(&infos);
	check_ok(entry_resume(&en, d->forms, d->place->book, draft, &moved, e));
	assert_false(moved);
	assert_string_equal(entry_id(en), id);
	assert_string_equal(get(en, "village"), v);
	assert_string_equal(get(en, "head_name"), "Nông Văn A");
	assert_string_equal(get(en, "area_type"), "rural");
	assert_int_equal(entry_children(en, 0), 2);
	assert_string_equal(get(entry_child(en, 0, 1), "full_name"), "Nông Văn B");
	assert_true(entry_resumed_at(en, &row, &fd, &code));
	assert_ptr_equal(row, entry_child(en, 0, 1));
	assert_string_equal(fd->name, "birth_date");
	assert_null(code);
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	assert_true(out.changed);
	assert_int_equal(out.problems.unexplained, 0); /* the reason was kept too */
	save_result_fini(&out);
	assert_null(entry_draft(en));
	check_ok(draft_list(d->place->book, false, &infos, e));
	assert_int_equal(infos.n, 0);
	draft_infos_fini(&infos);
	assert_stored(d, "SELECT count(*) FROM member WHERE household=?", id, "2");
	/* The next change begins a new draft; discarding it goes to the bin. */
	set(en, "income", "5");
	assert_non_null(entry_draft(en));
	check_ok(entry_discard(en, e));
	assert_null(entry_draft(en));
	check_ok(draft_list(d->place->book, true, &infos, e));
	assert_int_equal(infos.n, 1);
	draft_infos_fini(&infos);
	entry_free(en);
	check_fails(ERR_NOTFOUND, entry_resume(&en, d->forms, d->place->book, "nowhere", &moved, e));
	free(draft);
	free(id);
}

static void assert_drafted(struct desk *d, const char *field, const char *text)
{
	assert_stored(d, "SELECT coalesce(max(text), '-') FROM draft_value WHERE field=?", field, text);
}

/* Held for a save: in the draft only when no save took it, or when another change follows. */
static void test_hold(void **state)
{
	struct desk *d = *state;
	struct save_result out;
	struct entry *en;
	char v[37], h[37];

	add_village(d, v);
	en = new_entry(d, "household", NULL);
	entry_keep_drafts(en, "Mai");
	entry_hold(en);
	set(en, "village", "V01");
	assert_null(entry_draft(en));
	check_ok(entry_let_go(en, e));
	assert_non_null(entry_draft(en));
	assert_drafted(d, "village", v);

	entry_hold(en);
	set(en, "head_name", "Nông Văn A"); /* makes the head's row: two changes */
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	save_result_fini(&out);
	check_ok(entry_let_go(en, e));
	strcpy(h, entry_id(en));
	assert_stored(d, "SELECT head_name FROM household WHERE id=?", h, "Nông Văn A");
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM draft"), 0);

	entry_hold(en);
	set(en, "income", "300");
	check_fails(ERR_FAULT, entry_save(entry_child(en, 0, 0), "Mai", NULL, &out, e)); /* a save that fails */
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM draft"), 0);
	check_ok(entry_let_go(en, e));
	assert_drafted(d, "income", "300");
	entry_hold(en);
	set(en, "income", "400");
	set(en, "house_area", "30");
	assert_drafted(d, "income", "400");
	assert_drafted(d, "house_area", "30");
	entry_hold(en);
	set(en, "income", "500");
	check_ok(entry_save(en, "Mai", NULL, &out, e));
	save_result_fini(&out);
	assert_stored(d, "SELECT income FROM household WHERE id=?", h, "500");
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM draft"), 0);
	entry_free(en);
}

/* The record moves on while a draft of it lies: the draft shows three ways. */
static void test_draft_moved_on(void **state)
{
	struct desk *d = *state;
	struct entry *en;
	struct save_result out;
	struct clashes c;
	bool moved;
	char v[37], h[37], *draft;

	add_village(d, v);
	put_record(d, "household", h, "village=V01", "household_code=1", "head_name=Nông Văn A", "income=100",
		   "house_area=20", NULL);
	en = open_entry(d, "household", h);
	entry_keep_drafts(en, "Mai");
	set(en, "income", "300");
	set(en, "head_name", "Nông Văn An");
	draft = xstrdup(entry_draft(en));
	entry_free(en);
	en = open_entry(d, "household", h);
	set(en, "income", "200");
	set(en, "house_area", "30");
	set(en, "head_gender", "male");
	save_entry(en, h);

	check_ok(entry_resume(&en, d->forms, d->place->book, draft, &moved, e));
	assert_true(moved);
	check_fails(ERR_NEGATIVE, entry_save(en, "Mai", NULL, &out, e));
	check_ok(entry_rebase(en, &c, e));
	assert_int_equal(c.n, 1);
	assert_string_equal(c.v[0].base, "100");
	assert_string_equal(c.v[0].theirs, "200");
	assert_string_equal(c.v[0].mine, "300");
	clashes_fini(&c);
	assert_string_equal(get(en, "house_area"), "30");
	save_entry(en, h);
	assert_stored(d, "SELECT income || '|' || house_area || '|' || head_name || '|' || head_gender FROM household "
			 "WHERE id=?",
		      h, "300|30.0|Nông Văn An|male");
	assert_int_equal(number_of(d->place, "SELECT count(*) FROM draft"), 0);
	free(draft);
}

/* What is marked keep goes to the next new record of the screen, not into a command's. */
static void test_keep(void **state)
{
	struct desk *d = *state;
	struct entry *en;
	char v[37], h[37];

	add_village(d, v);
	put_record(d, "household", h, "village=V01", "head_name=Nông Văn A", NULL);
	en = new_entry(d, "household", NULL);
	assert_null(get(en, "village"));
	entry_keep_drafts(en, "Mai");
	set(en, "village", "V01");
	save_entry(en, h);
	en = new_entry(d, "household", NULL);
	assert_string_equal(get(en, "village"), v);
	assert_string_equal(get(en, "area_type"), "rural"); /* the default sees what was kept */
	assert_null(get(en, "head_name"));
	entry_free(en);
}

/* Rows written by other means, as from a bundle. */
static void test_rederive(void **state)
{
	struct desk *d = *state;
	char v[37], h[37], r[37];

	add_village(d, v);
	put_record(d, "household", h, "village=V01", "household_code=1", "head_name=Nông Văn A", NULL);
	put_record(d, "review", r, "household=V01/1", "b1_points=150", "decision_date=2022-12-01", NULL);
	check_ok(db_exec(book_db(d->place->book),
			 "UPDATE household SET head_name=NULL, members_count=NULL, classification=NULL, _sort1='';"
			 "DELETE FROM search_row; INSERT INTO search (search) VALUES ('rebuild')",
			 e));
	begin(d->place);
	check_ok(form_rederive(d->forms, d->place->book, form_of(d, "household"), NULL, NULL, e));
	commit(d->place);
	assert_stored(d, "SELECT head_name || members_count || classification || (_sort1 <> '') || _rev FROM household "
			 "WHERE id=?",
		      h, "Nông Văn A1not_poor11");
	assert_stored(d, "SELECT count(*) FROM search_row WHERE id=?", h, "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_reading, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_showing, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_head_alias, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_member_alone, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_problems, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_relevance, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_chain, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_answers, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_latest, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_reasons, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_incomplete, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_rosters, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_remove, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_moved_on, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_ownership, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_resolve, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_draft, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_hold, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_draft_moved_on, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_keep, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_rederive, setup_desk, teardown_desk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
