/* SPDX-License-Identifier: MIT */
/* The inbox: what is taken and what is refused, the difference, and the decision over a whole
 * bundle. */
#include "exchange_help.h"

/* ---- the difference as text ---- */

struct lines {
	struct str text;
	size_t n;
	int last_rank;
	bool in_order;
};

static int note_line(void *ctx, const struct diff_line *l)
{
	static const char *const kinds[] = { "added", "changed", "gone", "fault" };
	struct lines *out = ctx;

	out->in_order = out->in_order && l->rank >= out->last_rank;
	out->last_rank = l->rank;
	out->n++;
	str_addf(&out->text, "%d %s %s %s|%s|%s|%s|%s\n", l->rank, l->form, kinds[l->kind],
		 l->field ? l->field : "-", l->before ? l->before : "-", l->after ? l->after : "-",
		 l->reason ? l->reason : "-", l->answers ? "answers" : "-");
	return 0;
}

static void diff(struct world *w, int64_t n, struct lines *out, struct diff_summary *sum)
{
	struct error e = ERROR_INIT;

	*out = (struct lines){ .in_order = true };
	str_init(&out->text);
	assert_ok(inbox_diff(w->f, w->up, n, note_line, out, sum, &e), &e);
	assert_true(out->in_order);
	assert_int_equal(temps_left(), 0);
}

static void assert_line(const struct lines *l, const char *want)
{
	if (!strstr(l->text.s, want))
		fail_msg("no line '%s' in\n%s", want, l->text.s);
}

/* ---- taking in ---- */

static void comes_whole_and_is_accepted(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct diff_summary sum;
	struct lines l;
	struct sample s;
	int64_t n, count_poor, all;

	fill(w, w->down, &s);
	n = send_up(w, w->down, "received");
	assert_int_equal(n, 1);
	diff(w, n, &l, &sum);
	assert_int_equal(sum.added, 9);
	assert_int_equal(sum.changed + sum.gone + sum.faults, 0);
	assert_line(&l, "3 household added -|-|-|-|-\n");
	assert_line(&l, "3 household added household_code|-|001|-|-\n");
	assert_line(&l, "3 household added causes|-|capital|land|-|-\n");
	assert_line(&l, "3 member added full_name|-|Vi Văn Páo|-|-\n");
	assert_line(&l, "3 review added deprivation.D01|-|deprived|-|-\n");
	str_fini(&l.text);
	/* nothing of it is accepted yet */
	assert_int_equal(count(w->up, "SELECT count(*) FROM household"), 0);
	accept_it(w, n);
	assert_text(w->up, "SELECT head_name FROM household WHERE id=?", s.home[0],
		    "Nguyễn Thị Hường");
	assert_text(w->up, "SELECT classification FROM household WHERE id=?", s.home[0],
		    "near_poor");
	assert_text(w->up, "SELECT _unit FROM household WHERE id=?", s.home[0],
		    book_unit_id(w->down));
	assert_int_equal(count(w->up, "SELECT count(*) FROM answer"), 4);
	assert_text(w->up, "SELECT standard FROM answer WHERE id=? AND code='D01'", s.review,
		    "2022-2025");
	assert_ok(record_count(w->up, "household", book_unit_id(w->down), NULL, NULL, &all, &e),
		  &e);
	assert_ok(record_count(w->up, "household", book_unit_id(w->down), "classification",
			       "near_poor", &count_poor, &e),
		  &e);
	assert_int_equal(all, 3);
	assert_int_equal(count_poor, 1);
	assert_int_equal(count(w->up, "SELECT count(*) FROM history WHERE kind='accept'"), 9);
	assert_text(w->up, "SELECT state FROM inbox", NULL, "accepted");
	/* what was accepted no longer differs */
	diff(w, n, &l, &sum);
	assert_int_equal(l.n, 0);
	str_fini(&l.text);
}

static void the_same_file_again(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct inbox_item first, second;
	uint8_t before[32], after[32];
	struct sample s;
	bool again;
	char *path;

	fill(w, w->down, &s);
	path = bundle(w, w->down, NULL);
	assert_ok(inbox_receive(w->f, w->up, path, &again, &first, &e), &e);
	assert_false(again);
	book_hash(w->up, before);
	assert_ok(inbox_receive(w->f, w->up, path, &again, &second, &e), &e);
	assert_true(again);
	book_hash(w->up, after);
	assert_memory_equal(before, after, 32);
	assert_int_equal(first.n, second.n);
	assert_string_equal(first.receipt, second.receipt);
	assert_string_equal(first.received_at, second.received_at);
	assert_int_equal(strlen(first.receipt), 9);
	inbox_item_fini(&first);
	inbox_item_fini(&second);
	free(path);
}

static void an_older_one_and_a_gap(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct inbox_item item;
	struct sample s;
	char *path[4];

	fill(w, w->down, &s);
	for (int i = 0; i < 4; i++)
		path[i] = bundle(w, w->down, NULL);
	assert_int_equal(receive(w, path[1], "received"), 1);
	assert_ok(inbox_get(w->up, 1, &item, &e), &e);
	assert_true(item.gap);
	assert_non_null(strstr(item.note, "1"));
	inbox_item_fini(&item);
	refused(w, path[0], ERR_NEGATIVE, "GN-I14");
	assert_int_equal(receive(w, path[3], "received"), 2);
	assert_ok(inbox_get(w->up, 2, &item, &e), &e);
	assert_true(item.gap);
	assert_non_null(strstr(item.note, "3"));
	inbox_item_fini(&item);
	refused(w, path[2], ERR_NEGATIVE, "GN-I14");
	for (int i = 0; i < 4; i++)
		free(path[i]);
}

/* Two computers with one book: a copy with its keys goes on by itself. */
static struct book *fork_book(struct world *w)
{
	static const char *const tails[] = { "", ".keys" };

	book_close(w->down);
	for (size_t i = 0; i < 2; i++) {
		char from[64], to[64];
		uint8_t *p;
		size_t n;

		snprintf(from, sizeof(from), "down.db%s", tails[i]);
		snprintf(to, sizeof(to), "twin.db%s", tails[i]);
		p = get_bytes(at(from), &n);
		put_bytes(at(to), p, n);
		free(p);
	}
	w->down = open_book(at("down.db"));
	return open_book(at("twin.db"));
}

static void the_same_number_twice(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct sample s;
	struct book *twin;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	twin = fork_book(w);
	put(w, twin, "household", s.home[1], "people=7", NULL);
	send_up(w, w->down, "received");
	assert_int_equal(send_up(w, twin, "needs_confirmation"), 3);
	assert_int_equal(inbox_accept(w->f, w->up, 3, NULL, 0, "x", &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-I22");
	/* the next of either does not follow the last received */
	assert_int_equal(send_up(w, w->down, "needs_confirmation"), 4);
	assert_ok(inbox_confirm(w->up, 4, "Nguyễn Văn Duyệt", &e), &e);
	accept_it(w, 4);
	assert_text(w->up, "SELECT people FROM household WHERE id=?", s.home[1], "4");
	assert_text(w->up, "SELECT state FROM inbox WHERE n=3", NULL, "superseded");
	book_close(twin);
}

static void a_restored_book_is_to_be_confirmed(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct inbox_item item;
	struct sample s;
	int64_t n;

	fill(w, w->down, &s);
	accept_it(w, send_up(w, w->down, "received"));
	assert_ok(book_renew_instance(w->down, &e), &e);
	n = send_up(w, w->down, "needs_confirmation");
	assert_ok(inbox_get(w->up, n, &item, &e), &e);
	assert_non_null(item.note);
	assert_false(item.fingerprint_compared);
	inbox_item_fini(&item);
	assert_int_equal(inbox_accept(w->f, w->up, n, NULL, 0, "x", &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-I22");
	/* until it is, the next of that book is in no better case */
	n = send_up(w, w->down, "needs_confirmation");
	assert_ok(inbox_confirm(w->up, n, "Nguyễn Văn Duyệt", &e), &e);
	assert_ok(inbox_get(w->up, n, &item, &e), &e);
	assert_string_equal(item.state, "received");
	assert_true(item.fingerprint_compared);
	inbox_item_fini(&item);
	accept_it(w, n);
	assert_int_equal(send_up(w, w->down, "received"), n + 1);
}

/* ---- refused ---- */

static void spoilt_files(void **state)
{
	struct world *w = *state;
	uint8_t before[32], after[32];
	struct error e = ERROR_INIT;
	struct inbox_item item;
	struct sample s;
	uint64_t seed = 5;
	uint8_t *p;
	size_t n;
	bool again;
	char *path;

	fill(w, w->down, &s);
	path = bundle(w, w->down, NULL);
	p = get_bytes(path, &n);
	free(p);
	book_hash(w->up, before);
	for (int i = 0; i < 150; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		assert_int_equal(
			inbox_receive(w->f, w->up,
				      spoilt(path, (size_t)(seed >> 33), 1 << (seed >> 20 & 7), 0),
				      &again, &item, &e),
			ERR_DATA);
		assert_non_null(e.what);
		error_clear(&e);
	}
	for (size_t cut = 1; cut < n; cut += n / 40 + 1) {
		assert_int_equal(
			inbox_receive(w->f, w->up, spoilt(path, 0, 0, cut), &again, &item, &e),
			ERR_DATA);
		error_clear(&e);
	}
	refused(w, spoilt(path, 0, 0, n + 1), ERR_DATA, "GN-G04");
	refused(w, at("down.db.gne"), ERR_DATA, "GN-U21");
	refused(w, at("usb"), ERR_IO, "GN-F05");
	refused(w, at("nothing"), ERR_NOTFOUND, "GN-F04");
	book_hash(w->up, after);
	assert_memory_equal(before, after, 32);
	receive(w, path, "received");
	free(path);
}

static void for_another_superior(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct book *mine = w->up, *third;
	struct keys mine_keys = w->up_keys;
	struct sample s;
	char *path;

	make_book(at("up2.db"), "ffeeddccbbaa99887766554433221100", "H-02", "Huyện Sơn Động",
		  "district", false);
	w->up = open_book(at("up2.db"));
	assert_ok(keys_make(&w->up_keys, w->up, &e), &e);
	third = enrolled(w, "third.db", "C-03", "Xã Ba", NULL);
	fill(w, third, &s);
	path = bundle(w, third, NULL);
	book_close(w->up);
	w->up = mine;
	w->up_keys = mine_keys;
	refused(w, path, ERR_DATA, "GN-I10");
	free(path);
	book_close(third);
}

static void a_second_claim(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct enrolment en;
	struct book *thief;
	struct keys k;
	struct sample s;
	char *path;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	/* somebody found the enrolment file, secret and all */
	assert_ok(enrol_read(&en, at("down.db.gne"), &e), &e);
	make_book(at("thief.db"), en.unit_id, en.unit_code, en.unit_name, en.level, en.training);
	thief = open_book(at("thief.db"));
	assert_ok(keys_make(&k, thief, &e), &e);
	assert_ok(enrol_accept(thief, &en, &e), &e);
	path = bundle(w, thief, NULL);
	refused(w, path, ERR_DATA, "GN-E11");
	keys_fini(&k);
	enrolment_fini(&en);
	book_close(thief);
	free(path);
}

static void the_key_of_a_lost_computer(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	char fp[FINGERPRINT_LEN + 1];
	struct peer p;
	struct sample s, again;
	struct book *fresh;
	char *old;
	int64_t n;

	fill(w, w->down, &s);
	n = send_up(w, w->down, "received");
	assert_ok(peer_by_code(w->up, "C-01", &p, &e), &e);
	keys_fingerprint(p.sign_pk, p.seal_pk, fp);
	peer_fini(&p);
	fresh = enrolled(w, "fresh.db", "C-01", "Xã Đồng Vương", fp);
	old = bundle(w, w->down, NULL);
	refused(w, old, ERR_DATA, "GN-I12");
	/* what came with the old key cannot be accepted any more */
	assert_int_equal(inbox_accept(w->f, w->up, n, NULL, 0, "x", &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-I03");
	fill(w, fresh, &again);
	n = send_up(w, fresh, "needs_confirmation");
	assert_ok(inbox_confirm(w->up, n, "x", &e), &e);
	accept_it(w, n);
	book_close(fresh);
	free(old);
}

static void training_and_real_never_mix(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct book *real = w->up, *third;
	struct keys real_keys = w->up_keys;
	struct sample s;
	char *real_path, *lesson;
	bool again;
	struct inbox_item item;

	fill(w, w->down, &s);
	real_path = bundle(w, w->down, NULL);
	make_book(at("lesson.db"), UP_ID, "H-01", "Huyện Yên Thế", "district", true);
	w->up = open_book(at("lesson.db"));
	assert_ok(keys_make(&w->up_keys, w->up, &e), &e);
	third = enrolled(w, "third.db", "C-01", "Xã Đồng Vương", NULL);
	assert_true(book_training(third));
	lesson = bundle(w, third, NULL);
	assert_int_equal(inbox_receive(w->f, w->up, real_path, &again, &item, &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-U23");
	book_close(w->up);
	w->up = real;
	w->up_keys = real_keys;
	refused(w, lesson, ERR_DATA, "GN-U23");
	book_close(third);
	free(lesson);
	free(real_path);
}

/* ---- the difference ---- */

static void what_changed(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct diff_summary sum;
	struct save_result result;
	struct entry *en;
	struct lines l;
	struct sample s;
	char added[37] = "", member[37];
	char ref[64], *id;
	int64_t n;

	fill(w, w->down, &s);
	accept_it(w, send_up(w, w->down, "received"));
	/* the class, through a new review; a field with a reason; codes; a name by its alias;
	 * one gone; one new */
	snprintf(ref, sizeof(ref), "household=%s", s.home[0]);
	put(w, w->down, "review", added, ref, "classification=poor", "decided=2024-11-20", NULL);
	put(w, w->down, "review", s.review, "deprivation.D01=", "deprivation.D03=deprived", NULL);
	put(w, w->down, "household", s.home[1], "causes=labour|land", "head_name=Vi Văn Bảo", NULL);
	assert_ok(entry_open(&en, w->f, w->down, form_of(w, "household"), NULL, s.home[0], &e), &e);
	assert_ok(entry_set(en, form_field(form_of(w, "household"), "people", NULL), NULL, "25",
			    ENTRY_PLAIN, &e),
		  &e);
	assert_ok(entry_explain(en, "people.doubt", "ba gia đình ở chung", &e), &e);
	assert_ok(entry_save(en, "Hoàng Thị Mai", NULL, &result, &e), &e);
	save_result_fini(&result);
	entry_free(en);
	assert_ok(entry_remove(w->f, w->down, form_of(w, "household"), s.home[2], "nhập trùng", "x",
			       &e),
		  &e);
	id = text_of(w->down, "SELECT id FROM member WHERE full_name='Lý Thị Mùi'", NULL);
	snprintf(member, sizeof(member), "%s", id);
	free(id);
	n = send_up(w, w->down, "received");
	diff(w, n, &l, &sum);
	assert_int_equal(sum.added, 1);
	assert_int_equal(sum.changed, 4); /* 2 households, 1 member, 1 review */
	assert_int_equal(sum.gone, 2);	  /* the household and its head */
	assert_int_equal(sum.faults, 0);
	assert_int_equal(sum.class_changes, 1);
	assert_int_equal(sum.reasons, 1);
	assert_line(&l, "0 review added classification|-|poor|-|-\n");
	assert_line(&l, "2 household changed people|4|25|ba gia đình ở chung|-\n");
	assert_line(&l, "3 household changed causes|capital|land|labour|land|-|-\n");
	assert_line(&l, "3 member changed full_name|Vi Văn Páo|Vi Văn Bảo|-|-\n");
	assert_line(&l, "3 review changed deprivation.D01|deprived|-|-|-\n");
	assert_line(&l, "3 review changed deprivation.D03|-|deprived|-|-\n");
	assert_line(&l, "3 household gone -|-|-|nhập trùng|-\n");
	assert_line(&l, "3 household gone household_code|003|-|-|-\n");
	/* the class comes first */
	assert_memory_equal(l.text.s, "0 review", 8);
	str_fini(&l.text);
	accept_it(w, n);
	assert_text(w->up, "SELECT head_name FROM household WHERE id=?", s.home[1], "Vi Văn Bảo");
	assert_text(w->up, "SELECT classification FROM household WHERE id=?", s.home[0], "poor");
	assert_text(w->up, "SELECT text FROM reason WHERE id=?", s.home[0], "ba gia đình ở chung");
	assert_int_equal(count(w->up, "SELECT count(*) FROM household"), 2);
	assert_int_equal(count(w->up, "SELECT count(*) FROM answer WHERE field='deprivation'"), 2);
	assert_int_equal(count(w->up, "SELECT n FROM figure WHERE form='household' AND field='' "
				      "AND unit<>'' AND n>0"),
			 2);
	diff(w, n, &l, &sum);
	assert_int_equal(l.n, 0);
	str_fini(&l.text);
}

/* Only what differs is written. */
static void accepting_is_linear_in_changes(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct sample s;
	int64_t rows, n;

	fill(w, w->down, &s);
	accept_it(w, send_up(w, w->down, "received"));
	rows = count(w->up, "SELECT count(*) FROM history");
	accept_it(w, send_up(w, w->down, "received"));
	assert_int_equal(count(w->up, "SELECT count(*) FROM history"), rows);
	put(w, w->down, "household", s.home[1], "people=5", NULL);
	n = send_up(w, w->down, "received");
	accept_it(w, n);
	assert_int_equal(count(w->up, "SELECT count(*) FROM history"), rows + 1);
	assert_int_equal(count(w->up, "SELECT _rev FROM household ORDER BY _rev DESC LIMIT 1"),
			 count(w->down, "SELECT _rev FROM household ORDER BY _rev DESC LIMIT 1"));
	error_clear(&e);
}

static void one_unit_does_not_touch_another(void **state)
{
	struct world *w = *state;
	struct sample s, t;

	fill(w, w->down, &s);
	fill(w, w->other, &t);
	accept_it(w, send_up(w, w->down, "received"));
	accept_it(w, send_up(w, w->other, "received"));
	assert_int_equal(count(w->up, "SELECT count(*) FROM household"), 6);
	put(w, w->other, "household", t.home[0], "head_name=Trần Văn Một", NULL);
	accept_it(w, send_up(w, w->other, "received"));
	assert_text(w->up, "SELECT head_name FROM household WHERE id=?", s.home[0],
		    "Nguyễn Thị Hường");
	assert_text(w->up, "SELECT head_name FROM household WHERE id=?", t.home[0], "Trần Văn Một");
	assert_int_equal(count(w->up, "SELECT count(DISTINCT _unit) FROM household"), 2);
}

static void faults_of_a_bundle(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct diff_summary sum;
	struct lines l;
	struct sample s;
	int64_t n;

	fill(w, w->down, &s);
	accept_it(w, send_up(w, w->down, "received"));
	/* by another program's hand: no revision, no tombstone */
	assert_ok(db_run(book_db(w->down), &e, "UPDATE household SET people=9 WHERE id=?", "t",
			 s.home[0]),
		  &e);
	assert_ok(db_run(book_db(w->down), &e,
			 "UPDATE answer SET value='deprived' WHERE id=? AND code='D02'", "t",
			 s.review),
		  &e);
	assert_ok(db_run(book_db(w->down), &e, "DELETE FROM household WHERE id=?", "t", s.home[2]),
		  &e);
	n = send_up(w, w->down, "received");
	diff(w, n, &l, &sum);
	assert_int_equal(sum.faults, 3);
	assert_line(
		&l,
		"1 household fault -|-|-|The record differs, but its revision is the same.|-\n");
	assert_line(&l, "1 household changed people|4|9|-|-\n");
	assert_line(&l,
		    "1 review fault -|-|-|The record differs, but its revision is the same.|-\n");
	assert_line(&l,
		    "1 household fault -|-|-|The record is gone without having been removed.|-\n");
	str_fini(&l.text);
	/* the reviewer may accept it all the same; then an id that was gone is there again */
	accept_it(w, n);
	put(w, w->down, "household", s.home[0], "people=10", NULL);
	assert_ok(db_run(book_db(w->down), &e,
			 "INSERT INTO household (id, _unit, _rev, _state, _at, household_code) "
			 "VALUES (?, ?, 9, 'complete', '2024-11-21T12:00:00', '003')",
			 "tt", s.home[2], book_unit_id(w->down)),
		  &e);
	diff(w, send_up(w, w->down, "received"), &l, &sum);
	assert_line(
		&l,
		"1 household fault -|-|-|The record was removed before and is there again.|-\n");
	str_fini(&l.text);
}

static void text_that_is_none(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct diff_summary sum;
	uint8_t before[32], after[32];
	struct lines l;
	struct sample s;
	int64_t n;

	fill(w, w->down, &s);
	assert_ok(db_run(book_db(w->down), &e, "UPDATE household SET note=? WHERE id=?", "tt",
			 "\x1b[2Jxin chào", s.home[0]),
		  &e);
	n = send_up(w, w->down, "received");
	diff(w, n, &l, &sum);
	assert_null(strchr(l.text.s, 0x1b));
	assert_line(&l, "household fault -|-|-|The record holds characters that are no text.|-\n");
	str_fini(&l.text);
	book_hash(w->up, before);
	assert_int_equal(inbox_accept(w->f, w->up, n, NULL, 0, "x", &e), ERR_DATA);
	assert_told(&e, ERR_DATA, "GN-I20");
	book_hash(w->up, after);
	assert_memory_equal(before, after, 32);
}

static void incomplete_records_come_first(void **state)
{
	struct world *w = *state;
	struct diff_summary sum;
	struct lines l;
	struct sample s;
	char id[37] = "";

	fill(w, w->down, &s);
	put(w, w->down, "household", id, "people=2", NULL); /* no code: Lỗi */
	assert_text(w->down, "SELECT _state FROM household WHERE id=?", id, "incomplete");
	diff(w, send_up(w, w->down, "received"), &l, &sum);
	assert_int_equal(sum.incomplete, 1);
	assert_line(&l, "1 household added people|-|2|-|-\n");
	str_fini(&l.text);
	accept_it(w, 1);
	assert_text(w->up, "SELECT _state FROM household WHERE id=?", id, "incomplete");
	put(w, w->down, "household", id, "household_code=004", NULL);
	diff(w, send_up(w, w->down, "received"), &l, &sum);
	assert_line(&l, "household changed _state|incomplete|complete|-|-\n");
	str_fini(&l.text);
}

/* ---- fields this program does not know ---- */

static void a_newer_form_below(void **state)
{
	struct world *w = *state;
	struct forms *mine = w->f;
	struct diff_summary sum;
	struct inbox_item item;
	struct error e = ERROR_INIT;
	struct lines l;
	struct sample s;
	char *text, from[256], to[256], extra[37] = "", ref[64];
	size_t len;
	int64_t n;

	fill(w, w->down, &s);
	accept_it(w, send_up(w, w->down, "received"));
	/* the commune's program has a field more, and a form more */
	assert_int_equal(dir_make(at("new"), NULL), 0);
	assert_int_equal(dir_make(at("new/forms"), NULL), 0);
	assert_int_equal(rename(at("forms"), at("old-forms")), 0);
	for (size_t i = 0; i < sizeof(help_forms) / sizeof(help_forms[0]); i++)
		if (str_starts(help_forms[i][0], "forms/")) {
			snprintf(to, sizeof(to), "new/%s", help_forms[i][0]);
			put_text(to, help_forms[i][1]);
		}
	assert_int_equal(file_read(at("new/forms/household.ini"), 1 << 20, &text, &len, NULL), 0);
	{
		char *more = xasprintf("%s[shade]\ntype = \"text\"\nlabel.vi = \"Màu\"\nlabel.en = "
				       "\"Shade\"\nwidth = \"9\"\n",
				       text);

		put_text("new/forms/household.ini", more);
		free(more);
	}
	free(text);
	put_text("new/forms/wish.ini",
		 "[form]\ntable = \"wish\"\ntitle.vi = \"Ước\"\ntitle.en = \"Wish\"\nplural.vi = "
		 "\"Ước\"\n"
		 "plural.en = \"Wishes\"\nversion = \"1\"\nkey = \"what\"\nlist = \"what\"\nsearch "
		 "= \"what\"\n"
		 "sort.1 = \"what:text\"\n[page.main]\ntitle.vi = \"C\"\ntitle.en = \"M\"\n"
		 "[what]\ntype = \"text\"\nlabel.vi = \"Gì\"\nlabel.en = \"What\"\nwidth = \"30\"\n"
		 "[household]\ntype = \"reference\"\nrefers = \"household\"\nlabel.vi = "
		 "\"Hộ\"\nlabel.en = \"H\"\n"
		 "width = \"30\"\n");
	snprintf(from, sizeof(from), "%s", at("new/forms"));
	assert_int_equal(rename(from, at("forms")), 0);
	w->f = load_forms();
	assert_ok(forms_prepare(w->f, w->down, &e), &e);
	put(w, w->down, "household", s.home[0], "shade=xanh", NULL);
	snprintf(ref, sizeof(ref), "household=%s", s.home[1]);
	put(w, w->down, "wish", extra, "what=trâu", ref, NULL);
	text = bundle(w, w->down, NULL);
	forms_free(w->f);
	w->f = mine;
	n = receive(w, text, "received");
	free(text);
	assert_ok(inbox_get(w->up, n, &item, &e), &e);
	assert_non_null(strstr(item.note, "household.shade"));
	assert_non_null(strstr(item.note, "wish.what"));
	inbox_item_fini(&item);
	diff(w, n, &l, &sum);
	assert_line(&l, "3 household changed shade|-|xanh|-|-\n");
	assert_line(&l, "3 wish added what|-|trâu|-|-\n");
	assert_int_equal(sum.changed, 1);
	assert_int_equal(sum.added, 1);
	assert_int_equal(sum.faults, 0);
	str_fini(&l.text);
	accept_it(w, n);
	assert_text(w->up,
		    "SELECT value FROM extra WHERE form='household' AND field='shade' AND id=?",
		    s.home[0], "xanh");
	assert_text(w->up, "SELECT value FROM extra WHERE form='wish' AND field='what' AND id=?",
		    extra, "trâu");
	diff(w, n, &l, &sum);
	assert_int_equal(l.n, 0);
	str_fini(&l.text);
}

/* ---- deciding ---- */

static void a_newer_one_is_accepted(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct diff_summary sum;
	struct sample s;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	send_up(w, w->down, "received");
	accept_it(w, 2);
	assert_text(w->up, "SELECT state FROM inbox WHERE n=1", NULL, "superseded");
	assert_int_equal(count(w->up, "SELECT count(*) FROM inbox_chunk WHERE n=1"), 0);
	assert_int_equal(inbox_accept(w->f, w->up, 1, NULL, 0, "x", &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-I21");
	assert_int_equal(inbox_accept(w->f, w->up, 2, NULL, 0, "x", &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-I23");
	assert_int_equal(inbox_diff(w->f, w->up, 1, NULL, NULL, &sum, &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-I02");
	assert_int_equal(inbox_accept(w->f, w->up, 7, NULL, 0, "x", &e), ERR_NOTFOUND);
	assert_told(&e, ERR_NOTFOUND, "GN-I01");
}

static void returned_with_remarks(void **state)
{
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct remark_new r = { "household", NULL, "head_name", "Tên viết sai" };
	struct remark_new bad[] = { { "household", NULL, "no_such", "x" },
				    { "household", NULL, NULL, "" },
				    { "wish", NULL, NULL, "x" },
				    { "household", "0190f5fe-7c00-7a00-8000-000000000000", NULL,
				      "x" } };
	static const char *const ids[] = { "GN-Y02", "GN-Y03", "GN-R01", "GN-Y04" };
	static const int codes[] = { ERR_NOTFOUND, ERR_USAGE, ERR_NOTFOUND, ERR_NOTFOUND };
	struct sample s;

	fill(w, w->down, &s);
	send_up(w, w->down, "received");
	assert_int_equal(inbox_return(w->f, w->up, 1, NULL, 0, "x", &e), ERR_USAGE);
	assert_told(&e, ERR_USAGE, "GN-I24");
	for (size_t i = 0; i < 4; i++) {
		if (!bad[i].id)
			bad[i].id = s.home[0];
		assert_int_equal(inbox_return(w->f, w->up, 1, &bad[i], 1, "x", &e), codes[i]);
		assert_string_equal(e.id, ids[i]);
		error_clear(&e);
	}
	assert_int_equal(count(w->up, "SELECT count(*) FROM remark"), 0);
	r.id = s.home[0];
	assert_ok(inbox_return(w->f, w->up, 1, &r, 1, "Nguyễn Văn Duyệt", &e), &e);
	assert_text(w->up, "SELECT state FROM inbox WHERE n=1", NULL, "returned");
	assert_text(w->up, "SELECT text FROM remark WHERE id=?", s.home[0], "Tên viết sai");
	assert_int_equal(count(w->up, "SELECT count(*) FROM household"), 0);
	assert_int_equal(inbox_accept(w->f, w->up, 1, NULL, 0, "x", &e), ERR_NEGATIVE);
	assert_told(&e, ERR_NEGATIVE, "GN-I23");
}

static void late_by_its_duty(void **state)
{
	static const char *const duties[] = { "preliminary", "official", "update", "unknown_duty" };
	struct world *w = *state;
	struct error e = ERROR_INIT;
	struct sample s;

	fill(w, w->down, &s);
	for (int i = 0; i < 4; i++) {
		struct bundle_plan plan = { .path = at("usb"), .duty = duties[i] };
		struct bundle_head head;
		struct inbox_item item;
		bool again;
		char *path;

		assert_ok(bundle_make(w->f, w->down, &plan, &path, &head, &e), &e);
		assert_ok(inbox_receive(w->f, w->up, path, &again, &item, &e), &e);
		assert_string_equal(item.head.duty, duties[i]);
		assert_int_equal(item.late, i == 0); /* today is 21/11, it was due on 15/11 */
		inbox_item_fini(&item);
		bundle_head_fini(&head);
		free(path);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(comes_whole_and_is_accepted),
		T(the_same_file_again),
		T(an_older_one_and_a_gap),
		T(the_same_number_twice),
		T(a_restored_book_is_to_be_confirmed),
		T(spoilt_files),
		T(for_another_superior),
		T(a_second_claim),
		T(the_key_of_a_lost_computer),
		T(training_and_real_never_mix),
		T(what_changed),
		T(accepting_is_linear_in_changes),
		T(one_unit_does_not_touch_another),
		T(faults_of_a_bundle),
		T(text_that_is_none),
		T(incomplete_records_come_first),
		T(a_newer_form_below),
		T(a_newer_one_is_accepted),
		T(returned_with_remarks),
		T(late_by_its_duty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
