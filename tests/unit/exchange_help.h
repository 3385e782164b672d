/* SPDX-License-Identifier: MIT */
/*
 * What the tests of bundles, inbox and replies share: a few small forms of their own (a
 * household with its members and its head's alias, a review with answers and ticked codes that
 * gives the class), a book above and two below it, and ways to type, to look and to see that
 * nothing has changed.
 */
#ifndef GN_TESTS_EXCHANGE_HELP_H
#define GN_TESTS_EXCHANGE_HELP_H

#include "sync_test.h"

#include <dirent.h>
#include <sodium.h>

#include "base/ids.h"
#include "base/str.h"
#include "form/entry.h"
#include "form/form.h"
#include "store/record.h"
#include "sync/bundle.h"
#include "sync/enrol.h"
#include "sync/inbox.h"
#include "sync/keys.h"
#include "sync/peer.h"
#include "sync/remark.h"
#include "sync/reply.h"
#include "sync/snapshot.h"

static const char *const help_forms[][2] = {
	{ "forms/village.ini", "[form]\ntable = \"village\"\ntitle.vi = \"Bản\"\ntitle.en = "
			       "\"Village\"\nplural.vi = \"Bản\"\n"
			       "plural.en = \"Villages\"\nversion = \"1\"\nkey = \"name\"\nlist = "
			       "\"name\"\nsearch = \"name\"\n"
			       "sort.1 = \"name:text\"\n"
			       "[page.main]\ntitle.vi = \"Chính\"\ntitle.en = \"Main\"\n"
			       "[name]\ntype = \"text\"\nlabel.vi = \"Tên\"\nlabel.en = "
			       "\"Name\"\nwidth = \"60\"\npage = \"main\"\n"
			       "required = \"yes\"\n" },
	{ "forms/household.ini",
	  "[form]\ntable = \"household\"\ntitle.vi = \"Hộ\"\ntitle.en = \"Household\"\nplural.vi = "
	  "\"Hộ\"\n"
	  "plural.en = \"Households\"\nversion = \"3\"\nkey = \"household_code, head_name\"\n"
	  "list = \"head_name, household_code, classification\"\nsearch = \"head_name, "
	  "household_code\"\n"
	  "sort.1 = \"head_name:name\"\ncounts = \"classification\"\nroster.1 = \"member\"\n"
	  "[page.main]\ntitle.vi = \"Chính\"\ntitle.en = \"Main\"\n"
	  "[village]\ntype = \"reference\"\nrefers = \"village\"\nlabel.vi = \"Bản\"\nlabel.en = "
	  "\"Village\"\n"
	  "width = \"30\"\npage = \"main\"\n"
	  "[household_code]\ntype = \"text\"\nlabel.vi = \"Mã hộ\"\nlabel.en = \"Code\"\nwidth = "
	  "\"20\"\n"
	  "required = \"yes\"\n"
	  "[people]\ntype = \"int\"\nlabel.vi = \"Số người\"\nlabel.en = \"People\"\nwidth = "
	  "\"3\"\n"
	  "doubt = \":people is null or :people < 20\"\ndoubt.message.vi = \"Nhiều người?\"\n"
	  "doubt.message.en = \"So many?\"\n"
	  "[area]\ntype = \"decimal\"\nlabel.vi = \"Diện tích\"\nlabel.en = \"Area\"\nwidth = "
	  "\"8\"\n"
	  "[causes]\ntype = \"multi\"\nchoices = \"cause\"\nlabel.vi = \"Nguyên nhân\"\nlabel.en = "
	  "\"Causes\"\n"
	  "width = \"20\"\n"
	  "[note]\ntype = \"text\"\nlabel.vi = \"Ghi chú\"\nlabel.en = \"Note\"\nwidth = \"2000\"\n"
	  "[head_name]\ntype = \"text\"\nlabel.vi = \"Chủ hộ\"\nlabel.en = \"Head\"\nwidth = "
	  "\"40\"\n"
	  "alias = \"member.full_name\"\nalias.where = \"relation=head\"\n"
	  "[classification]\ntype = \"choice\"\nchoices = \"class\"\nlabel.vi = \"Phân loại\"\n"
	  "label.en = \"Class\"\nwidth = \"12\"\nderive = \"latest\"\nderive.form = \"review\"\n"
	  "derive.link = \"household\"\nderive.value = \"classification\"\nderive.date = "
	  "\"decided\"\n" },
	{ "forms/member.ini",
	  "[form]\ntable = \"member\"\ntitle.vi = \"Thành viên\"\ntitle.en = \"Member\"\nplural.vi "
	  "= \"Thành viên\"\n"
	  "plural.en = \"Members\"\nversion = \"2\"\nkey = \"full_name\"\nparent = \"household\"\n"
	  "list = \"full_name, relation\"\nsearch = \"full_name\"\nsort.1 = \"full_name:name\"\n"
	  "[page.main]\ntitle.vi = \"Chính\"\ntitle.en = \"Main\"\n"
	  "[household]\ntype = \"reference\"\nrefers = \"household\"\nlabel.vi = \"Hộ\"\nlabel.en "
	  "= \"Household\"\n"
	  "width = \"30\"\npage = \"main\"\nhidden = \"yes\"\n"
	  "[full_name]\ntype = \"text\"\nlabel.vi = \"Họ và tên\"\nlabel.en = \"Name\"\nwidth = "
	  "\"40\"\n"
	  "required = \"yes\"\n"
	  "[relation]\ntype = \"choice\"\nchoices = \"relation\"\nlabel.vi = \"Quan hệ\"\n"
	  "label.en = \"Relation\"\nwidth = \"10\"\n" },
	{ "forms/review.ini",
	  "[form]\ntable = \"review\"\ntitle.vi = \"Rà soát\"\ntitle.en = \"Review\"\nplural.vi = "
	  "\"Rà soát\"\n"
	  "plural.en = \"Reviews\"\nversion = \"1\"\nkey = \"household, decided\"\n"
	  "list = \"household, decided, classification\"\nsearch = \"household\"\nsort.1 = "
	  "\"household:text\"\n"
	  "feeds.1 = \"household\"\n"
	  "[page.main]\ntitle.vi = \"Chính\"\ntitle.en = \"Main\"\n"
	  "[household]\ntype = \"reference\"\nrefers = \"household\"\nlabel.vi = \"Hộ\"\nlabel.en "
	  "= \"Household\"\n"
	  "width = \"30\"\npage = \"main\"\nrequired = \"yes\"\n"
	  "[deprivation]\ntype = \"answers\"\nchoices = \"indicator\"\nanswers = \"deprived\"\n"
	  "label.vi = \"Thiếu hụt\"\nlabel.en = \"Deprivation\"\nwidth = \"10\"\n"
	  "[classification]\ntype = \"choice\"\nchoices = \"class\"\nlabel.vi = \"Phân loại\"\n"
	  "label.en = \"Class\"\nwidth = \"12\"\n"
	  "[decided]\ntype = \"date\"\nlabel.vi = \"Ngày QĐ\"\nlabel.en = \"Decided\"\nwidth = "
	  "\"12\"\n" },
	{ "forms/unit_year.ini", "[form]\ntable = \"unit_year\"\ntitle.vi = \"Số liệu\"\ntitle.en "
				 "= \"Totals\"\nplural.vi = \"Số liệu\"\n"
				 "plural.en = \"Totals\"\nversion = \"1\"\nkey = \"year\"\nlist = "
				 "\"year, households\"\nsearch = \"year\"\n"
				 "sort.1 = \"year:text\"\n"
				 "[page.main]\ntitle.vi = \"Chính\"\ntitle.en = \"Main\"\n"
				 "[year]\ntype = \"int\"\nlabel.vi = \"Năm\"\nlabel.en = "
				 "\"Year\"\nwidth = \"4\"\npage = \"main\"\n"
				 "[village]\ntype = \"reference\"\nrefers = \"village\"\nlabel.vi "
				 "= \"Bản\"\nlabel.en = \"Village\"\n"
				 "width = \"30\"\n"
				 "[households]\ntype = \"int\"\nlabel.vi = \"Tổng số "
				 "hộ\"\nlabel.en = \"Households\"\nwidth = \"6\"\n" },
	{ "codes/class.csv",
	  "code,vi,en\npoor,Nghèo,Poor\nnear_poor,Cận nghèo,Near\nnot_poor,Không,Not poor\n" },
	{ "codes/relation.csv",
	  "code,vi,en\nhead,Chủ hộ,Head\nspouse,Vợ chồng,Spouse\nchild,Con,Child\n" },
	{ "codes/cause.csv",
	  "code,vi,en\nland,Đất,Land\ncapital,Vốn,Capital\nlabour,Lao động,Labour\n" },
	{ "codes/indicator.csv", "code,vi,en,standard\nD01,Việc làm,Work,2022-2025\nD02,Người phụ "
				 "thuộc,Dependents,2022-2025\n"
				 "D03,Dinh dưỡng,Nutrition,2022-2025\n" },
	{ "codes/deprived.csv",
	  "code,vi,en\ndeprived,Thiếu hụt,Deprived\nnot_deprived,Không,Not\n" },
	{ "calendar/test.ini",
	  "[calendar]\nfrom = \"2000-01-01\"\n"
	  "[update]\nlabel.vi = \"Cập nhật\"\nlabel.en = \"Update\"\nperiod = \"any\"\n"
	  "[monthly]\nlabel.vi = \"Tháng\"\nlabel.en = \"Monthly\"\nperiod = \"month\"\ndue = \"next 05\"\n"
	  "months = \"2-9\"\nnothing = \"yes\"\narisen.review = \"t.decided BETWEEN :from AND :to\"\n"
	  "[preliminary]\nlabel.vi = \"Sơ bộ\"\nlabel.en = \"Preliminary\"\nperiod = \"year\"\ndue = \"11-15\"\n"
	  "[official]\nlabel.vi = \"Chính thức\"\nlabel.en = \"Official\"\nperiod = \"year\"\ndue = \"12-20\"\n" },
};

UNUSED_HELP static void put_text(const char *name, const char *text)
{
	put_bytes(at(name), text, strlen(text));
}

/* The forms and codes that lie in the test's folder. */
UNUSED_HELP static struct forms *load_forms(void)
{
	struct complaints c;
	struct forms *f;
	char forms[256], codes[256];

	snprintf(forms, sizeof(forms), "%s/forms", test_dir);
	snprintf(codes, sizeof(codes), "%s/codes", test_dir);
	f = forms_new(forms, codes);
	complaints_init(&c);
	forms_check(f, &c);
	for (size_t i = 0; i < c.n; i++) {
		char *text = complaint_text(&c.v[i]);

		print_error("%s\n", text);
		free(text);
	}
	assert_int_equal(c.n, 0);
	complaints_fini(&c);
	return f;
}

UNUSED_HELP static struct forms *make_forms(void)
{
	assert_int_equal(dir_make(at("forms"), NULL), 0);
	assert_int_equal(dir_make(at("codes"), NULL), 0);
	assert_int_equal(dir_make(at("calendar"), NULL), 0);
	for (size_t i = 0; i < sizeof(help_forms) / sizeof(help_forms[0]); i++)
		put_text(help_forms[i][0], help_forms[i][1]);
	return load_forms();
}

/* ---- books ---- */

struct world {
	struct forms *f;
	struct book *up, *down, *other; /* a district; two communes of it */
	struct keys up_keys;
};

#define UP_ID "00112233445566778899aabbccddeeff"

/* A commune's book enrolled with the book above; `replace` as enrol_make. */
UNUSED_HELP static struct book *enrolled(struct world *w, const char *file, const char *code,
					 const char *name, const char *replace)
{
	struct error e = ERROR_INIT;
	struct enrolment en;
	struct keys k;
	struct book *b;
	char gne[64];

	snprintf(gne, sizeof(gne), "%s.gne", file);
	assert_ok(enrol_make(w->up, &w->up_keys, code, name, NULL, replace, at(gne), &e), &e);
	assert_ok(enrol_read(&en, at(gne), &e), &e);
	make_book(at(file), en.unit_id, en.unit_code, en.unit_name, en.level, en.training);
	b = open_book(at(file));
	assert_ok(keys_make(&k, b, &e), &e);
	assert_ok(enrol_accept(b, &en, &e), &e);
	assert_ok(forms_prepare(w->f, b, &e), &e);
	keys_fini(&k);
	enrolment_fini(&en);
	return b;
}

UNUSED_HELP static struct world *world_new(bool training)
{
	struct world *w = xcalloc(1, sizeof(*w));
	struct error e = ERROR_INIT;

	w->f = make_forms();
	make_book(at("up.db"), UP_ID, "H-01", "Huyện Yên Thế", "district", training);
	w->up = open_book(at("up.db"));
	assert_ok(keys_make(&w->up_keys, w->up, &e), &e);
	assert_ok(forms_prepare(w->f, w->up, &e), &e);
	w->down = enrolled(w, "down.db", "C-01", "Xã Đồng Vương", NULL);
	w->other = enrolled(w, "other.db", "C-02", "Xã Tam Tiến", NULL);
	return w;
}

UNUSED_HELP static void world_free(struct world *w)
{
	book_close(w->up);
	book_close(w->down);
	book_close(w->other);
	forms_free(w->f);
	keys_fini(&w->up_keys);
	free(w);
}

UNUSED_HELP static int world_setup(void **state)
{
	if (help_setup(state))
		return -1;
	assert_int_equal(dir_make(at("usb"), NULL), 0);
	*state = world_new(false);
	return 0;
}

UNUSED_HELP static int world_teardown(void **state)
{
	world_free(*state);
	return help_teardown(state);
}

/* ---- typing ---- */

UNUSED_HELP static const struct form *form_of(struct world *w, const char *name)
{
	struct error e = ERROR_INIT;
	const struct form *form;

	assert_ok(forms_get(w->f, name, &form, &e), &e);
	return form;
}

/* Save a record: NULL-terminated "field=value" texts; `id` "" for a new one (filled in then). */
UNUSED_HELP static void put(struct world *w, struct book *b, const char *form_name, char id[37],
			    ...)
{
	const struct form *form = form_of(w, form_name);
	struct error e = ERROR_INIT;
	struct save_result result;
	struct entry *en;
	const char *pair;
	va_list ap;

	if (*id)
		assert_ok(entry_open(&en, w->f, b, form, NULL, id, &e), &e);
	else
		assert_ok(entry_new(&en, w->f, b, form, NULL, &e), &e);
	va_start(ap, id);
	while ((pair = va_arg(ap, const char *))) {
		const char *eq = strchr(pair, '='), *code;
		char *name = xstrndup(pair, (size_t)(eq - pair));
		const struct field *fd = form_field(form, name, &code);

		assert_non_null(fd);
		assert_ok(entry_set(en, fd, code, eq + 1, ENTRY_PLAIN, &e), &e);
		free(name);
	}
	va_end(ap);
	assert_ok(entry_save(en, "Hoàng Thị Mai", NULL, &result, &e), &e);
	memcpy(id, entry_id(en), 37);
	save_result_fini(&result);
	entry_free(en);
}

UNUSED_HELP static void add_member(struct world *w, struct book *b, const char *household,
				   const char *name, const char *relation)
{
	struct error e = ERROR_INIT;
	struct save_result result;
	struct entry *en, *kid;
	const struct form *form = form_of(w, "household"), *member = form_of(w, "member");

	assert_ok(entry_open(&en, w->f, b, form, NULL, household, &e), &e);
	kid = entry_child_add(en, 0, &e);
	assert_non_null(kid);
	assert_ok(
		entry_set(kid, form_field(member, "full_name", NULL), NULL, name, ENTRY_PLAIN, &e),
		&e);
	assert_ok(entry_set(kid, form_field(member, "relation", NULL), NULL, relation, ENTRY_PLAIN,
			    &e),
		  &e);
	assert_ok(entry_save(en, "Hoàng Thị Mai", NULL, &result, &e), &e);
	save_result_fini(&result);
	entry_free(en);
}

/* Three households, one with two more members, a review with answers. */
struct sample {
	char home[3][37], review[37];
};
UNUSED_HELP static void fill(struct world *w, struct book *b, struct sample *s)
{
	static const char *const heads[] = { "head_name=Nguyễn Thị Hường", "head_name=Vi Văn Páo",
					     "head_name=Đặng Văn Đủ" };
	static const char *const codes[] = { "household_code=001", "household_code=002",
					     "household_code=003" };
	char ref[64];

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < 3; i++)
		put(w, b, "household", s->home[i], codes[i], heads[i], "people=4", "area=35.5",
		    NULL);
	add_member(w, b, s->home[0], "Lý Thị Mùi", "spouse");
	add_member(w, b, s->home[0], "Nguyễn Văn Bé", "child");
	snprintf(ref, sizeof(ref), "household=%s", s->home[0]);
	put(w, b, "review", s->review, ref, "deprivation.D01=deprived",
	    "deprivation.D02=not_deprived", "classification=near_poor", "decided=2023-12-10", NULL);
	put(w, b, "household", s->home[1], "causes=capital|land", NULL);
}

/* ---- sending ---- */

/* A bundle into `usb`; returns its path (caller frees). */
UNUSED_HELP static char *bundle(struct world *w, struct book *b, struct bundle_head *head)
{
	struct bundle_plan plan = { .path = at("usb"), .made_by = "Hoàng Thị Mai" };
	struct error e = ERROR_INIT;
	struct bundle_head mine;
	char *path;

	assert_ok(bundle_make(w->f, b, &plan, &path, head ? head : &mine, &e), &e);
	if (!head)
		bundle_head_fini(&mine);
	return path;
}

/* Receive what must be taken; returns its number. */
UNUSED_HELP static int64_t receive(struct world *w, const char *path, const char *state)
{
	struct error e = ERROR_INIT;
	struct inbox_item item;
	int64_t n;
	bool again;

	assert_ok(inbox_receive(w->f, w->up, path, &again, &item, &e), &e);
	assert_false(again);
	if (strcmp(item.state, state))
		fail_msg("state %s, note %s", item.state, item.note ? item.note : "-");
	n = item.n;
	inbox_item_fini(&item);
	return n;
}

UNUSED_HELP static int64_t send_up(struct world *w, struct book *b, const char *state)
{
	char *path = bundle(w, b, NULL);
	int64_t n = receive(w, path, state);

	free(path);
	return n;
}

UNUSED_HELP static void accept_it(struct world *w, int64_t n)
{
	struct error e = ERROR_INIT;

	assert_ok(inbox_accept(w->f, w->up, n, NULL, 0, "Nguyễn Văn Duyệt", &e), &e);
}

/* ---- nothing has changed ---- */

/* Every row of every table of a book as one hash: what .dump would show. */
UNUSED_HELP static void book_hash(struct book *b, uint8_t out[32])
{
	struct error e = ERROR_INIT;
	struct strlist tables;
	crypto_generichash_state sum;
	struct stmt *st;

	strlist_init(&tables);
	crypto_generichash_init(&sum, NULL, 0, 32);
	assert_ok(db_prepare(book_db(b), &st,
			     "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name", &e),
		  &e);
	while (stmt_step(st, &e) > 0)
		strlist_add(&tables, stmt_col_text(st, 0));
	stmt_done(st);
	for (size_t i = 0; i < tables.n; i++) {
		char *sql = xasprintf("SELECT * FROM \"%s\"", tables.v[i]);

		crypto_generichash_update(&sum, (const uint8_t *)tables.v[i],
					  strlen(tables.v[i]) + 1);
		assert_ok(db_prepare(book_db(b), &st, sql, &e), &e);
		while (stmt_step(st, &e) > 0)
			for (int k = 0; k < stmt_cols(st); k++) {
				size_t n;
				const void *p = stmt_col_blob(st, k, &n);

				crypto_generichash_update(&sum, (const uint8_t *)&n, sizeof(n));
				if (n)
					crypto_generichash_update(&sum, p, n);
			}
		stmt_done(st);
		free(sql);
	}
	strlist_fini(&tables);
	crypto_generichash_final(&sum, out, 32);
}

/* Plain temporaries beside the books. */
UNUSED_HELP static int temps_left(void)
{
	DIR *d = opendir(test_dir);
	struct dirent *ent;
	int n = 0;

	assert_non_null(d);
	while ((ent = readdir(d)))
		n += strstr(ent->d_name, ".tmp") != NULL;
	closedir(d);
	return n;
}

/* The file is refused with this code, and the book above is as it was. */
UNUSED_HELP static void refused(struct world *w, const char *path, int code, const char *id)
{
	struct error e = ERROR_INIT;
	uint8_t before[32], after[32];
	struct inbox_item item;
	bool again;

	book_hash(w->up, before);
	assert_int_equal(inbox_receive(w->f, w->up, path, &again, &item, &e), code);
	assert_told(&e, code, id);
	book_hash(w->up, after);
	assert_memory_equal(before, after, 32);
	assert_int_equal(temps_left(), 0);
}

/* A copy of a file in the test's folder with one byte changed (flip), and of another length (0:
 * as it is). */
UNUSED_HELP static const char *spoilt(const char *path, size_t offset, int flip, size_t length)
{
	size_t n;
	uint8_t *p = get_bytes(path, &n);
	const char *name = at("spoilt.bin");

	unlink(name);
	p[offset % n] ^= (uint8_t)flip;
	if (length > n) {
		p = xrealloc(p, length);
		memset(p + n, 0, length - n);
	}
	put_bytes(name, p, length ? length : n);
	free(p);
	return name;
}

/* One text out of a book; caller frees. */
UNUSED_HELP static char *text_of(struct book *b, const char *sql, const char *arg)
{
	struct error e = ERROR_INIT;
	char *text;

	if (arg)
		assert_ok(db_get_text(book_db(b), &text, &e, sql, "t", arg), &e);
	else
		assert_ok(db_get_text(book_db(b), &text, &e, sql, ""), &e);
	return text;
}

UNUSED_HELP static void assert_text(struct book *b, const char *sql, const char *arg,
				    const char *want)
{
	char *got = text_of(b, sql, arg);

	if (want)
		assert_string_equal(got ? got : "(NULL)", want);
	else
		assert_null(got);
	free(got);
}

#endif
