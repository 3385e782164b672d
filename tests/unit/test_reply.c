/* SPDX-License-Identifier: MIT */
/* Replies and remarks: the whole way back, to the very field, and everything a reply may not be. */
#include "exchange_help.h"

#include "sync/container.h"

/* A reply to item n; caller frees. */
static char *reply(struct world *w, int64_t n)
{
	struct error e = ERROR_INIT;
	char *path;

	assert_ok(reply_make(w->f, w->up, n, n ? NULL : "C-01", at("usb"), &path, &e), &e);
	return path;
}

static void apply(struct world *w, const char *path, struct reply_result *out)
{
	struct error e = ERROR_INIT;

	assert_ok(reply_apply(w->f, w->down, path, out, &e), &e);
	assert_int_equal(temps_left(), 0);
}

static void not_applied(struct world *w, struct book *b, const char *path, int code, const char *id)
{
	struct error e = ERROR_INIT;
	struct reply_result r;
	uint8_t before[32], after[32];

	book_hash(b, before);
	assert_int_equal(reply_apply(w->f, b, path, &r, &e), code);
	assert_told(&e, code, id);
	book_hash(b, after);
	assert_memory_equal(before, after, 32);
	assert_int_equal(temps_left(), 0);
}

static void return_it(struct world *w, int64_t n, const char *form, const char *id,
		      const char *field, const char *text)
{
	const struct remark_new r = { form, id, field, text };
	struct error e = ERROR_INIT;

	assert_ok(inbox_return(w->f, w->up, n, &r, 1, "Nguyễn Văn Duyệt", &e), &e);
}

static int64_t open_remarks(struct book *b)
{
	return count(b, "SELECT count(*) FROM remark WHERE state='open'");
}

static int seen_answer(void *ctx, const struct diff_line *l)
{
	char **out = ctx;

	if (l->answers && !*out)
		*out = xasprintf("%s.%s=%s", l->form, l->field, l->after);
	return 0;
}

/* Returned with a remark on the head's name, fixed, sent again, accepted, closed. */
static void the_whole_way_and_back(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct reply_result r;
	struct remarks list;
	struct diff_summary sum;
	struct bundles_sent sent;
	struct sample s;
	char *path, *answer = NULL, *bundle_path;
	int64_t n;

	fill(w, w->down, &s);
	n = send_up(w, w->down, "received");
	return_it(w, n, "household", s.home[1], "head_name", "Tên không khớp căn cước");
	path = reply(w, n);
	assert_string_equal(strrchr(path, '/') + 1, "C-01_P0001.gnr");
	apply(w, path, &r);
	assert_false(r.again);
	assert_string_equal(r.decision, "returned");
	assert_int_equal(r.bundle_number, 1);
	assert_int_equal(r.remarks_new, 1);
	assert_int_equal(r.remarks_open, 1);
	assert_int_equal(strlen(r.receipt), 9);
	reply_result_fini(&r);
	/* it stands on the record, at the field */
	assert_ok(remark_for(w->down, "household", s.home[1], &list, &e), &e);
	assert_int_equal(list.n, 1);
	assert_string_equal(list.v[0].field, "head_name");
	assert_string_equal(list.v[0].text, "Tên không khớp căn cước");
	assert_string_equal(list.v[0].who, "Nguyễn Văn Duyệt");
	remarks_fini(&list);
	assert_ok(bundle_list(w->down, &sent, &e), &e);
	assert_string_equal(sent.v[0].state, "returned");
	bundles_sent_fini(&sent);
	/* the very same reply again does nothing */
	apply(w, path, &r);
	assert_true(r.again);
	assert_string_equal(r.decision, "returned");
	assert_int_equal(r.remarks_new, 0);
	reply_result_fini(&r);
	free(path);
	/* a bundle that fixes something else answers nothing */
	put(w, w->down, "household", s.home[1], "people=3", NULL);
	free(bundle(w, w->down, NULL));
	assert_int_equal(open_remarks(w->down), 1);
	/* the name is fixed: through the alias, so in the member's record */
	put(w, w->down, "household", s.home[1], "head_name=Vi Văn Pao", NULL);
	bundle_path = bundle(w, w->down, NULL);
	assert_int_equal(open_remarks(w->down), 0);
	n = receive(w, bundle_path, "received");
	free(bundle_path);
	assert_ok(inbox_diff(w->f, w->up, n, seen_answer, &answer, &sum, &e), &e);
	assert_int_equal(sum.remarks_answered, 1);
	assert_string_equal(answer, "member.full_name=Vi Văn Pao");
	free(answer);
	accept_it(w, n);
	assert_text(w->up, "SELECT head_name FROM household WHERE id=?", s.home[1], "Vi Văn Pao");
	assert_text(w->up, "SELECT state FROM remark", NULL, "closed");
	path = reply(w, 0);
	apply(w, path, &r);
	assert_string_equal(r.decision, "accepted");
	assert_int_equal(r.bundle_number, 3);
	assert_int_equal(r.remarks_open, 0);
	reply_result_fini(&r);
	assert_text(w->down, "SELECT state FROM remark", NULL, "closed");
	free(path);
}

static void a_receipt_only(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct reply_result r;
	struct inbox_item item;
	struct sample s;
	char *path, *proof;
	struct keys k;
	int64_t n;

	fill(w, w->down, &s);
	n = send_up(w, w->down, "received");
	path = reply(w, n);
	apply(w, path, &r);
	assert_string_equal(r.decision, "received");
	assert_ok(inbox_get(w->up, n, &item, &e), &e);
	assert_string_equal(r.receipt, item.receipt);
	inbox_item_fini(&item);
	reply_result_fini(&r);
	/* with the first reply the one-time secret has done its work */
	assert_ok(keys_load(&k, w->down, &e), &e);
	assert_ok(enrol_proof(w->down, &k, &proof, &e), &e);
	assert_null(proof);
	keys_fini(&k);
	free(path);
}

static void older_replies(void **state)
{
	struct world *w = *state;
	struct reply_result r;
	struct sample s;
	char *one, *two;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	one = reply(w, 1);
	accept_it(w, 1);
	two = reply(w, 1);
	apply(w, two, &r);
	assert_string_equal(r.decision, "accepted");
	reply_result_fini(&r);
	not_applied(w, w->down, one, ERR_NEGATIVE, "GN-Y26");
	free(one);
	free(two);
}

/* The book above goes back to an old backup: its counters too, but not below what the unit has
 * applied. */
static void counters_survive_a_restore_above(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct reply_result r;
	struct sample s;
	char *path;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	for (int i = 0; i < 3; i++) {
		path = reply(w, 1);
		apply(w, path, &r);
		reply_result_fini(&r);
		free(path);
	}
	assert_ok(db_run(book_db(w->up), &e, "DELETE FROM reply_sent", ""), &e);
	send_up(w, w->down, "received");
	path = reply(w, 2);
	assert_non_null(strstr(path, "_P0004.gnr"));
	apply(w, path, &r);
	reply_result_fini(&r);
	free(path);
}

static void not_for_this_book(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct sample s, t;
	struct book *alone;
	char *path, *bundle_path;

	fill(w, w->down, &s);
	fill(w, w->other, &t);
	send_up(w, w->down, "received");
	send_up(w, w->other, "received");
	path = reply(w, 1);
	not_applied(w, w->other, path, ERR_DATA, "GN-Y24");
	/* a book without a superior, a bundle, an enrolment */
	make_book(at("alone.db"), NULL, "C-09", "Xã Chín", "commune", false);
	alone = open_book(at("alone.db"));
	not_applied(w, alone, path, ERR_DATA, "GN-Y20");
	book_close(alone);
	bundle_path = bundle(w, w->down, NULL);
	not_applied(w, w->down, bundle_path, ERR_DATA, "GN-U22");
	not_applied(w, w->down, at("down.db.gne"), ERR_DATA, "GN-U22");
	/* a bundle it does not know of: the book was restored from before it */
	assert_ok(db_run(book_db(w->down), &e, "DELETE FROM bundle_sent", ""), &e);
	not_applied(w, w->down, path, ERR_DATA, "GN-Y25");
	free(bundle_path);
	free(path);
}

/* Another superior's book knows the bundle and would answer it. */
static void signed_by_somebody_else(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct keys other;
	struct sample s;
	char *path;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	assert_ok(keys_make(&other, w->up, &e), &e);
	keys_fini(&other);
	path = reply(w, 1);
	not_applied(w, w->down, path, ERR_DATA, "GN-Y21");
	free(path);
}

static void spoilt_replies(void **state)
{
	struct world *w = *state;
	uint8_t before[32], after[32];
	struct error e = ERROR_INIT;
	struct reply_result r;
	struct sample s;
	uint64_t seed = 11;
	uint8_t *p;
	char *path;
	size_t n;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	return_it(w, 1, "household", s.home[0], NULL, "Xem lại");
	path = reply(w, 1);
	p = get_bytes(path, &n);
	free(p);
	book_hash(w->down, before);
	for (int i = 0; i < 150; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		assert_int_equal(
			reply_apply(w->f, w->down,
				    spoilt(path, (size_t)(seed >> 33), 1 << (seed >> 20 & 7), 0),
				    &r, &e),
			ERR_DATA);
		error_clear(&e);
	}
	for (size_t cut = 1; cut < n; cut += n / 30 + 1) {
		assert_int_equal(reply_apply(w->f, w->down, spoilt(path, 0, 0, cut), &r, &e),
				 ERR_DATA);
		error_clear(&e);
	}
	book_hash(w->down, after);
	assert_memory_equal(before, after, 32);
	apply(w, path, &r);
	reply_result_fini(&r);
	free(path);
}

/* ---- remarks ---- */

/* Answered, and asked again: the level above was not content. */
static void asked_again(void **state)
{
	struct world *w = *state;
	struct reply_result r;
	struct sample s;
	char *path;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	return_it(w, 1, "household", s.home[0], "people", "Xem lại số người");
	path = reply(w, 1);
	apply(w, path, &r);
	reply_result_fini(&r);
	free(path);
	put(w, w->down, "household", s.home[0], "people=6", NULL);
	send_up(w, w->down, "received");
	assert_text(w->down, "SELECT state FROM remark", NULL, "answered");
	/* a mere receipt leaves it answered */
	path = reply(w, 2);
	apply(w, path, &r);
	assert_int_equal(r.remarks_open, 0);
	reply_result_fini(&r);
	free(path);
	return_it(w, 2, "household", s.home[0], NULL, "Vẫn sai");
	path = reply(w, 2);
	apply(w, path, &r);
	assert_int_equal(r.remarks_new, 1);
	assert_int_equal(r.remarks_open, 2);
	reply_result_fini(&r);
	free(path);
	/* what was changed before does not answer it now */
	free(bundle(w, w->down, NULL));
	assert_int_equal(open_remarks(w->down), 2);
	put(w, w->down, "household", s.home[0], "people=5", NULL);
	send_up(w, w->down, "received");
	assert_int_equal(open_remarks(w->down), 0);
	accept_it(w, 3);
	assert_int_equal(count(w->up, "SELECT count(*) FROM remark WHERE state='closed'"), 2);
}

static void what_answers_a_remark(void **state)
{
	struct world *w = *state;
	struct reply_result r;
	struct sample s;
	char *path;
	struct error e = ERROR_INIT;
	const struct remark_new remarks[] = {
		{ "household", NULL, NULL, "Thiếu người" },	     /* a member added */
		{ "household", NULL, "classification", "Sai loại" }, /* derived: the review's */
		{ "review", NULL, "deprivation.D03", "Chưa hỏi" },
		{ "review", NULL, "decided", "Không đổi" },
	};
	struct remark_new mine[4];

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	memcpy(mine, remarks, sizeof(mine));
	mine[0].id = s.home[2];
	mine[1].id = s.home[0];
	mine[2].id = mine[3].id = s.review;
	assert_ok(inbox_return(w->f, w->up, 1, mine, 4, "x", &e), &e);
	path = reply(w, 1);
	apply(w, path, &r);
	assert_int_equal(r.remarks_new, 4);
	reply_result_fini(&r);
	free(path);
	add_member(w, w->down, s.home[2], "Đặng Thị Mới", "spouse");
	put(w, w->down, "review", s.review, "classification=not_poor", "deprivation.D03=deprived",
	    NULL);
	free(bundle(w, w->down, NULL));
	assert_text(w->down, "SELECT group_concat(text) FROM remark WHERE state='open'", NULL,
		    "Không đổi");
	assert_int_equal(
		count(w->down,
		      "SELECT count(*) FROM remark WHERE state='answered' AND answered_by=(SELECT "
		      "hash FROM bundle_sent ORDER BY seq DESC LIMIT 1)"),
		3);
}

/* Another head answers a remark on the head's name. */
static void another_head(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct save_result saved;
	struct reply_result r;
	const struct form *member;
	struct entry *en;
	struct sample s;
	char *path;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	return_it(w, 1, "household", s.home[0], "head_name", "Đã mất");
	path = reply(w, 1);
	apply(w, path, &r);
	reply_result_fini(&r);
	free(path);
	member = form_of(w, "member");
	assert_ok(entry_open(&en, w->f, w->down, form_of(w, "household"), NULL, s.home[0], &e), &e);
	assert_ok(entry_set(entry_child(en, 0, 0), form_field(member, "relation", NULL), NULL,
			    "child", ENTRY_PLAIN, &e),
		  &e);
	assert_ok(entry_set(entry_child(en, 0, 1), form_field(member, "relation", NULL), NULL,
			    "head", ENTRY_PLAIN, &e),
		  &e);
	assert_ok(entry_save(en, "x", NULL, &saved, &e), &e);
	save_result_fini(&saved);
	entry_free(en);
	free(bundle(w, w->down, NULL));
	assert_int_equal(open_remarks(w->down), 0);
}

static void a_remark_on_an_accepted_record(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct remark_new r;
	struct reply_result result;
	struct remarks list;
	struct sample s;
	char *buf, *spec, *path;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	spec = xasprintf("household:%s:area:Đo lại: quá lớn", s.home[0]);
	assert_ok(remark_parse(w->f, w->up, book_unit_id(w->down), spec, &r, &buf, &e), &e);
	/* not accepted yet */
	assert_int_equal(remark_add(w->f, w->up, book_unit_id(w->down), &r, NULL, "x", &e),
			 ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-Y04");
	accept_it(w, 1);
	assert_string_equal(r.field, "area");
	assert_string_equal(r.text, "Đo lại: quá lớn");
	assert_ok(remark_add(w->f, w->up, book_unit_id(w->down), &r, NULL, "x", &e), &e);
	free(buf);
	free(spec);
	/* by its key; and the third part is no field */
	assert_ok(remark_parse(w->f, w->up, book_unit_id(w->down),
			       "household:002:note to you: hello", &r, &buf, &e),
		  &e);
	assert_string_equal(r.id, s.home[1]);
	assert_null(r.field);
	assert_string_equal(r.text, "note to you: hello");
	free(buf);
	assert_ok(remark_list(w->up, book_unit_id(w->down), true, &list, &e), &e);
	assert_int_equal(list.n, 1);
	assert_null(list.v[0].bundle);
	remarks_fini(&list);
	path = reply(w, 0);
	apply(w, path, &result);
	assert_string_equal(result.decision, "accepted");
	assert_int_equal(result.remarks_new, 1);
	reply_result_fini(&result);
	free(path);
}

static void specs_that_are_none(void **state)
{
	static const struct {
		const char *spec;
		int code;
	} bad[] = {
		{ "household", ERR_USAGE },
		{ "household:x", ERR_USAGE },
		{ "", ERR_USAGE },
		{ "nothing:x:y", ERR_NOTFOUND },
		{ "household:no such:text", ERR_NOTFOUND },
		{ "household:0190f5fe-7c00-7a00-8000-000000000000:area:", ERR_USAGE },
	};
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct remark_new r;
	char *buf;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (remark_parse(w->f, w->up, book_unit_id(w->down), bad[i].spec, &r, &buf, &e) !=
		    bad[i].code)
			fail_msg("%s: %d %s", bad[i].spec, e.code, e.id);
		assert_null(buf);
		error_clear(&e);
	}
}

static void nobody_to_answer(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	char *path;

	assert_int_equal(reply_make(w->f, w->up, 0, "C-01", at("usb"), &path, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-Y10");
	assert_int_equal(reply_make(w->f, w->up, 0, "C-77", at("usb"), &path, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-P02");
	assert_int_equal(reply_make(w->f, w->up, 5, NULL, at("usb"), &path, &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-I01");
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_whole_way_and_back),
		T(a_receipt_only),
		T(older_replies),
		T(counters_survive_a_restore_above),
		T(not_for_this_book),
		T(signed_by_somebody_else),
		T(spoilt_replies),
		T(asked_again),
		T(what_answers_a_remark),
		T(another_head),
		T(a_remark_on_an_accepted_record),
		T(specs_that_are_none),
		T(nobody_to_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
