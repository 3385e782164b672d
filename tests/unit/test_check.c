/* SPDX-License-Identifier: MIT */
/*
 * Checks over several records: the files of data/checks against a small real book, what a bad
 * file is told, and that a check can ask but never do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "domain/check.h"
#include "domain/check_impl.h"
#include "form/entry.h"
#include "store/guard.h"
#include "store/record.h"

struct fixture {
	char dir[64], path[96];
	struct forms *f;
	struct book *b;
	struct checks *checks;
	char village[UUID_LEN + 1];
};

static void ok(int ret, struct error *e)
{
	if (ret) {
		char *s = error_text(e);

		fprintf(stderr, "%s\n", s);
		free(s);
	}
	assert_int_equal(ret, 0);
}

/* "field=value", "member.1.field=value" for the first row of the roster; ends with NULL. Returns
 * the id. */
static void save(struct fixture *x, const char *form, char id[UUID_LEN + 1], ...)
{
	const struct form *def;
	struct save_result saved;
	struct error e = ERROR_INIT;
	struct entry *en;
	va_list ap;

	ok(forms_get(x->f, form, &def, &e), &e);
	ok(entry_new(&en, x->f, x->b, def, NULL, &e), &e);
	va_start(ap, id);
	for (const char *s = va_arg(ap, const char *); s; s = va_arg(ap, const char *)) {
		struct entry *to = en;
		const char *eq = strchr(s, '='), *name = s, *code;
		const struct field *fd;
		char *field;

		if (str_starts(s, "+")) { /* "+N.field": the N-th row, made where it is not there */
			size_t nth = (size_t)(s[1] - '0');

			while (entry_children(en, 0) < nth)
				assert_non_null(entry_child_add(en, 0, &e));
			to = entry_child(en, 0, nth - 1);
			name = s + 3;
		}
		field = xstrndup(name, (size_t)(eq - name));
		fd = form_field(entry_form(to), field, &code);
		if (!fd)
			fail_msg("no field %s", field);
		ok(entry_set(to, fd, code, eq + 1, ENTRY_PLAIN, &e), &e);
		free(field);
	}
	va_end(ap);
	ok(entry_save(en, "Lò Thị Test", NULL, &saved, &e), &e);
	if (id)
		strcpy(id, entry_id(en));
	save_result_fini(&saved);
	entry_free(en);
}

static void edit(struct fixture *x, const char *form, const char *id, const char *field, const char *text)
{
	const struct form *def;
	struct save_result saved;
	struct error e = ERROR_INIT;
	struct entry *en;

	ok(forms_get(x->f, form, &def, &e), &e);
	ok(entry_open(&en, x->f, x->b, def, NULL, id, &e), &e);
	ok(entry_set(en, form_field(def, field, NULL), NULL, text, ENTRY_PLAIN, &e), &e);
	ok(entry_save(en, "Lò Thị Test", NULL, &saved, &e), &e);
	assert_true(saved.changed);
	save_result_fini(&saved);
	entry_free(en);
}

static int setup(void **state)
{
	struct fixture *x = xcalloc(1, sizeof(*x));
	struct book_identity who = {
		.unit_code = "X1", .unit_name = "Xã Thử", .level = "commune", .training = true
	};
	struct complaints c;
	struct error e = ERROR_INIT;
	const char *note;

	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	paths_init();
	i18n_init("vi", "/nonexistent", &note);
	strcpy(x->dir, "/tmp/gn-check-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/book.gng", x->dir);
	x->f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	ok(book_create(x->path, &who, &e), &e);
	ok(book_open(&x->b, x->path, BOOK_WRITE, &e), &e);
	ok(forms_prepare(x->f, x->b, &e), &e);
	complaints_init(&c);
	x->checks = checks_load(SRCDIR "/data/checks", &c);
	assert_int_equal(c.n, 0);
	complaints_fini(&c);
	save(x, "village", x->village, "name=Bản Một", "code=B1", "area_type=rural", NULL);
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;
	char *cmd = xasprintf("rm -rf '%s'", x->dir);

	checks_free(x->checks);
	book_close(x->b);
	forms_free(x->f);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	free(x);
	return 0;
}

static void home(struct fixture *x, char id[UUID_LEN + 1], const char *code, const char *head,
		 const char *id_number)
{
	char village[64], set_code[32], set_head[64], set_id[32];

	snprintf(village, sizeof(village), "village=%s", x->village);
	snprintf(set_code, sizeof(set_code), "household_code=%s", code);
	snprintf(set_head, sizeof(set_head), "head_name=%s", head);
	snprintf(set_id, sizeof(set_id), "head_id_number=%s", id_number ? id_number : "");
	save(x, "household", id, village, set_code, set_head, "head_gender=male",
	     "head_birth_date=1980", set_id, "members_count=1", NULL);
}

static void run(struct fixture *x, const char *form, struct findings *out)
{
	struct error e = ERROR_INIT;

	*out = (struct findings){ .v = NULL };
	ok(checks_run(x->checks, x->f, x->b, form, out, &e), &e);
}

static const struct finding *find(const struct findings *f, const char *check)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->v[i].check, check))
			return &f->v[i];
	return NULL;
}

static size_t count(const struct findings *f, const char *check)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += !strcmp(f->v[i].check, check);
	return n;
}

static void a_sound_book_is_quiet(void **state)
{
	struct fixture *x = *state;
	struct findings f;

	home(x, NULL, "001", "Nông Văn Một", "024080000001");
	home(x, NULL, "002", "Lý Văn Hai", "024080000002");
	run(x, NULL, &f);
	assert_int_equal(f.n, 0);
	findings_fini(&f);
}

static void one_id_in_two_households(void **state)
{
	struct fixture *x = *state;
	const struct finding *v;
	struct error e = ERROR_INIT;
	struct findings f;

	home(x, NULL, "001", "Nông Văn Một", "024080000001");
	home(x, NULL, "002", "Nông Văn Nhất", "024080000001");
	run(x, NULL, &f);
	assert_int_equal(f.n, 1);
	v = find(&f, "r26_unit");
	assert_non_null(v);
	assert_int_equal(v->strength, STRENGTH_DOUBT);
	assert_string_equal(v->form, "member");
	assert_string_equal(v->field, "id_number");
	assert_non_null(strstr(v->message, "024080000001"));
	assert_non_null(strstr(v->message, "Nông Văn Một"));
	assert_non_null(strstr(v->message, "Bản Một/001"));
	assert_int_equal(f.unexplained, 1);
	assert_int_equal(f.errors, 0);
	/* A reason given for it travels with the record and is shown. */
	ok(db_begin(book_db(x->b), &e), &e);
	ok(reason_set(x->b, "member", book_unit_id(x->b), v->id, "r26_unit", "mới chuyển hộ",
		      "Lò Thị Test", &e),
	   &e);
	ok(db_commit(book_db(x->b), &e), &e);
	findings_fini(&f);
	run(x, NULL, &f);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.v[0].reason, "mới chuyển hộ");
	assert_int_equal(f.unexplained, 0);
	/* It is still there when the record is saved for another cause. */
	edit(x, "member", f.v[0].id, "note", "đã gặp");
	findings_fini(&f);
	run(x, NULL, &f);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.v[0].reason, "mới chuyển hộ");
	findings_fini(&f);
}

static void one_id_in_one_household(void **state)
{
	struct fixture *x = *state;
	struct findings f;
	char village[64];

	snprintf(village, sizeof(village), "village=%s", x->village);
	save(x, "household", NULL, village, "household_code=1", "members_count=2",
	     "+1.full_name=Vi Văn A", "+1.relation_to_head=head", "+1.gender=male",
	     "+1.id_number=024080000001", "+2.full_name=Vi Văn B", "+2.relation_to_head=child",
	     "+2.gender=male", "+2.id_number=024080000001", NULL);
	run(x, "member", &f);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.errors, 1);
	assert_non_null(find(&f, "r26_household"));
	findings_fini(&f);
	run(x, "project", &f); /* asked about another form */
	assert_int_equal(f.n, 0);
	findings_fini(&f);
}

static void same_name_and_year(void **state)
{
	struct fixture *x = *state;
	struct findings f;

	home(x, NULL, "001", "Bàn Văn Phúc", "024080000001");
	home(x, NULL, "002", "BÀN  VĂN PHÚC", "024080000002"); /* two cards: two people */
	run(x, NULL, &f);
	assert_int_equal(count(&f, "r27"), 0);
	findings_fini(&f);
	home(x, NULL, "003", "Ban Van Phuc", NULL);
	run(x, NULL, &f);
	assert_int_equal(count(&f, "r27"), 1);
	assert_non_null(strstr(find(&f, "r27")->message, "1980"));
	findings_fini(&f);
}

static void one_code_for_two_households(void **state)
{
	struct fixture *x = *state;
	struct findings f;

	home(x, NULL, "007", "Đặng Văn Bảy", "024080000001");
	home(x, NULL, "007", "Đặng Văn Tám", "024080000002");
	run(x, "household", &f);
	assert_int_equal(f.n, 1);
	assert_non_null(find(&f, "household_code"));
	findings_fini(&f);
}

static void rules_of_the_form_are_told(void **state)
{
	struct fixture *x = *state;
	struct findings f;
	const struct finding *v;

	home(x, NULL, "001", "Nông Thị Sai",
	     "024180000001"); /* written as a man, the number says woman */
	run(x, NULL, &f);
	v = find(&f, "r24_sex");
	assert_non_null(v);
	assert_string_equal(v->form, "member");
	assert_non_null(strstr(v->source, "137/2015"));
	assert_int_equal(f.errors, 1);
	findings_fini(&f);
}

static void register_and_totals(void **state)
{
	struct fixture *x = *state;
	const struct finding *v;
	struct findings f;
	char village[64];

	snprintf(village, sizeof(village), "village=%s", x->village);
	home(x, NULL, "001", "Nông Văn Một", "024080000001");
	save(x, "unit_year", NULL, "year=2023", "households=1329", "people=5000",
	     "poor_households=77", "near_poor_households=134", NULL);
	run(x, NULL, &f); /* a register that does not claim to be whole may be partial */
	assert_int_equal(f.n, 0);
	findings_fini(&f);
	save(x, "unit_year", NULL, "year=2024", "households=1330", "poor_households=45",
	     "near_poor_households=106", "register_whole=yes", NULL);
	save(x, "unit_year", NULL, "year=2024", village, "households=1329", "poor_households=45",
	     "near_poor_households=106", NULL);
	run(x, NULL, &f);
	v = find(&f, "register_households");
	assert_non_null(v);
	assert_int_equal(v->strength, STRENGTH_HINT);
	assert_non_null(strstr(v->message, "1.330"));
	assert_non_null(find(&f, "register_poor"));
	assert_null(find(&f, "register_people")); /* no people given: nothing to compare */
	v = find(&f, "r06_villages");
	assert_non_null(v);
	assert_int_equal(v->strength, STRENGTH_ERROR);
	assert_int_equal(f.errors, 1);
	findings_fini(&f);
	/* What a village has not given is not known: nothing is said of it. */
	save(x, "unit_year", NULL, "year=2022", "households=1300", "poor_households=50", NULL);
	save(x, "unit_year", NULL, "year=2022", village, "households=1300", NULL);
	run(x, NULL, &f);
	assert_int_equal(count(&f, "r06_villages"), 1);
	findings_fini(&f);
	save(x, "unit_year", NULL, "year=2024", "households=1330", NULL);
	run(x, NULL, &f);
	assert_int_equal(count(&f, "unit_year_twice"), 1);
	findings_fini(&f);
}

static void reviews(void **state)
{
	struct fixture *x = *state;
	char household[UUID_LEN + 1], round[UUID_LEN + 1], of[64], in[64];
	struct findings f;

	home(x, household, "001", "Nông Văn Một", "024080000001");
	save(x, "round", round, "code=DK2023", "kind=periodic", "review_year=2023",
	     "standard=2022-2025", NULL);
	snprintf(of, sizeof(of), "household=%s", household);
	snprintf(in, sizeof(in), "round=%s", round);
	save(x, "review", NULL, of, in, "area_type=urban", "review_date=2023-10-01", NULL);
	save(x, "review", NULL, of, in, "area_type=rural", "review_date=2023-10-02", NULL);
	run(x, NULL, &f);
	assert_int_equal(count(&f, "review_twice"), 1);
	assert_int_equal(count(&f, "r13_village"), 1);
	assert_non_null(strstr(find(&f, "r13_village")->message, "Thành thị"));
	assert_non_null(strstr(find(&f, "review_twice")->message, "DK2023"));
	findings_fini(&f);
}

/* Once a year; the same number next year is another paper. */
static void certificate_numbers(void **state)
{
	struct fixture *x = *state;
	char a[UUID_LEN + 1], b[UUID_LEN + 1], c[UUID_LEN + 1], set_a[64], set_b[64];
	struct findings f = { .n = 0 };

	home(x, a, "001", "Lò Văn Bền", "024080000001");
	home(x, b, "002", "Lò Văn Sơn", "024080000002");
	snprintf(set_a, sizeof(set_a), "household=%s", a);
	snprintf(set_b, sizeof(set_b), "household=%s", b);
	save(x, "certificate", NULL, "number=01/GCN-HN.HCN", "year=2025", set_a, NULL);
	save(x, "certificate", c, "number=01/GCN-HN.HCN", "year=2026", set_b, NULL);
	run(x, "certificate", &f);
	assert_int_equal(count(&f, "certificate_twice"), 0);
	findings_fini(&f);
	edit(x, "certificate", c, "year", "2025");
	run(x, "certificate", &f);
	assert_int_equal(count(&f, "certificate_twice"), 2); /* both, each naming the other's household */
	assert_non_null(strstr(find(&f, "certificate_twice")->message, "Lò Văn"));
	findings_fini(&f);
}

static void work_overdue(void **state)
{
	struct fixture *x = *state;
	struct findings f;

	save(x, "assignment", NULL, "task=Triển khai DA3.1", "lead=Cán bộ khuyến nông xã",
	     "due_date=2024-09-30", "status=running", NULL);
	save(x, "assignment", NULL, "task=Việc đã xong", "lead=Xã", "due_date=2024-01-01",
	     "status=done", NULL);
	save(x, "assignment", NULL, "task=Việc còn hạn", "lead=Xã", "due_date=2999-01-01",
	     "status=running", NULL);
	run(x, NULL, &f);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.v[0].check, "assignment_overdue");
	assert_non_null(strstr(f.v[0].message, "30/09/2024"));
	assert_int_equal(f.v[0].strength, STRENGTH_HINT);
	findings_fini(&f);
}

static void support_beyond_the_plan(void **state)
{
	struct fixture *x = *state;
	char household[UUID_LEN + 1], row[64];
	struct findings f;

	home(x, household, "001", "Nông Văn Một", "024080000001");
	snprintf(row, sizeof(row), "+1.household=%s", household);
	save(x, "project", NULL, "code=P1", "name=Nuôi bò", "programme_item=DA3.1",
	     "amount_planned=10000000", row, "+1.support_kind=livestock", "+1.value=12000000",
	     "+1.beneficiary_group=poor", NULL);
	run(x, "project", &f);
	assert_non_null(find(&f, "r37"));
	assert_non_null(strstr(find(&f, "r37")->message, "12.000.000"));
	findings_fini(&f);
}

/* Every file names a form and a field that are there, in a message both languages mark alike. */
static void files_fit_the_forms(void **state)
{
	struct fixture *x = *state;

	assert_true(x->checks->n >= 15);
	for (size_t i = 0; i < x->checks->n; i++) {
		const struct sql_check *k = &x->checks->v[i];
		const struct form *form;
		struct error e = ERROR_INIT;

		ok(forms_get(x->f, k->form, &form, &e), &e);
		if (!form_field(form, k->field, NULL))
			fail_msg("%s: no field %s", k->id, k->field);
		for (char n = '1'; n <= '9'; n++) {
			char mark[3] = { '{', n, '\0' };

			if (!strstr(k->message[0], mark) != !strstr(k->message[1], mark))
				fail_msg("%s: mark %c stands in one language only", k->id, n);
		}
	}
}

/* ---- bad files ---- */

static size_t complaints_of(const char *text, const char *wanted)
{
	char dir[] = "/tmp/gn-checks-XXXXXX", *path, *all;
	struct complaints c;
	struct checks *checks;
	struct error e = ERROR_INIT;
	struct str said;
	size_t n;

	assert_non_null(mkdtemp(dir));
	path = path_join(dir, "x1.sql");
	ok(file_write(path, text, strlen(text), 0600, &e), &e);
	complaints_init(&c);
	checks = checks_load(dir, &c);
	str_init(&said);
	for (size_t i = 0; i < c.n; i++) {
		all = complaint_text(&c.v[i]);
		str_addf(&said, "%s\n", all);
		free(all);
	}
	if (wanted && !strstr(said.s, wanted))
		fail_msg("\"%s\" not told, but: %s", wanted, said.s);
	assert_int_equal(checks->n, c.n ? 0 : 1);
	n = c.n;
	str_fini(&said);
	checks_free(checks);
	complaints_fini(&c);
	unlink(path);
	rmdir(dir);
	free(path);
	return n;
}

#define HEAD                                                                                       \
	"-- id: x1\n-- strength: hint\n-- form: village\n-- field: name\n-- title.vi: t\n-- "      \
	"title.en: t\n"                                                                            \
	"-- message.vi: m {1}\n-- message.en: m {1:date}\n-- source: s\n"

static void bad_files_are_told(void **state)
{
	(void)state;
	assert_int_equal(
		complaints_of(HEAD "SELECT id, name FROM village WHERE _unit = :unit;\n", NULL), 0);
	assert_int_equal(
		complaints_of(HEAD "SELECT id, ':today' FROM village WHERE _unit = :unit -- ; :x\n",
			      NULL),
		0);
	complaints_of(HEAD "SELECT id FROM village WHERE _unit = :unit; DELETE FROM village",
		      "one SELECT only");
	complaints_of(HEAD "DELETE FROM village WHERE _unit = :unit", "SELECT is expected");
	complaints_of(HEAD "SELECT id FROM village WHERE _unit = :who", "parameters");
	complaints_of(HEAD "SELECT id FROM village WHERE _unit = ?1", "parameters");
	complaints_of(HEAD "SELECT id FROM village", ":unit");
	complaints_of(HEAD "SELECT id FROM village WHERE _unit = :unit AND name = :standard", "missing");
	complaints_of("-- standard: 2022-2025\n" HEAD "SELECT id FROM village WHERE _unit = :unit", ":standard");
	complaints_of("-- standard: 2022-2025, 2027-2030\n" HEAD
		      "SELECT id FROM village WHERE _unit = :unit AND name = :standard",
		      NULL);
	complaints_of("-- strange: x\n" HEAD "SELECT id FROM village WHERE _unit = :unit",
		      "unknown key");
	complaints_of("-- id: x1\n" HEAD "SELECT id FROM village WHERE _unit = :unit", "twice");
	complaints_of("-- id: x1\n", "missing");
	complaints_of("-- id: x1\n-- title.vi: t\n", "source");
	complaints_of("", "missing");
	complaints_of("-- message.vi: {a}\n-- id: x1\nSELECT 1", "marks");
}

/* ---- the guard ---- */

static void a_check_can_only_ask(void **state)
{
	static const char *const refused[] = {
		"DELETE FROM village",
		"UPDATE village SET name = 'x'",
		"INSERT INTO meta VALUES ('a', 'b')",
		"PRAGMA user_version",
		"ATTACH '/tmp/x' AS x",
		"SELECT load_extension('x')",
		"SELECT randomblob(1000)",
		"SELECT * FROM pragma_table_info('village')",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) "
		"FROM n",
		"CREATE TEMP TABLE t (a)",
	};
	struct fixture *x = *state;
	struct error e = ERROR_INIT;
	struct stmt *st;
	struct db *db;
	char *folded;

	ok(db_open(&db, x->path, DB_READ, &e), &e);
	ok(db_guard_select(db, true, &e), &e);
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		int ret = db_prepare(db, &st, refused[i], &e);

		if (!ret) {
			ret = stmt_step(st, &e);
			stmt_done(st);
		}
		if (ret >= 0)
			fail_msg("allowed: %s", refused[i]);
		error_clear(&e);
	}
	ok(db_get_text(db, &folded, &e, "SELECT fold(name) FROM village", ""), &e);
	assert_string_equal(folded, "ban mot");
	free(folded);
	ok(db_guard_select(db, false, &e), &e);
	ok(db_get_text(db, &folded, &e, "PRAGMA user_version", ""), &e);
	free(folded);
	assert_int_not_equal(db_get_text(db, &folded, &e, "SELECT fold('x')", ""), 0);
	error_clear(&e);
	db_close(db);
}

/* One of a standard is run for each it names; a row may say itself where to look, and a mark may be a field. */
static void a_check_of_standards(void **state)
{
	static const char text[] = "-- standard: 2016-2020, 2022-2025\n"
				   "-- id: x1\n-- strength: hint\n-- form: round\n-- field: code\n-- title.vi: t\n-- title.en: t\n"
				   "-- message.vi: {2:field}: {1}\n-- message.en: {2:field}: {1}\n-- source: s\n"
				   "SELECT id, standard, 'kind' AS field FROM round WHERE _unit = :unit AND standard = :standard\n";
	struct fixture *x = *state;
	struct complaints c;
	struct checks *checks;
	struct error e = ERROR_INIT;
	struct findings f = { .v = NULL };
	char *dir = path_join(x->dir, "checks"), *path = path_join(dir, "x1.sql");

	save(x, "round", NULL, "code=C", "kind=periodic", "review_year=2026", "standard=2027-2030", NULL);
	save(x, "round", NULL, "code=B", "kind=periodic", "review_year=2023", "standard=2022-2025", NULL);
	save(x, "round", NULL, "code=A", "kind=periodic", "review_year=2018", "standard=2016-2020", NULL);
	ok(dir_make(dir, &e), &e);
	ok(file_write(path, text, strlen(text), 0600, &e), &e);
	complaints_init(&c);
	checks = checks_load(dir, &c);
	assert_int_equal(c.n, 0);
	ok(checks_run(checks, x->f, x->b, "round", &f, &e), &e);
	assert_int_equal(f.n, 2);
	assert_string_equal(f.v[0].message, "Loại: 2016-2020");
	assert_string_equal(f.v[1].message, "Loại: 2022-2025");
	assert_string_equal(f.v[1].field, "kind");
	findings_fini(&f);
	checks_free(checks);
	complaints_fini(&c);
	free(path);
	free(dir);
}

/* A check that fails names its file, and the book is as it was. */
static void a_broken_check_is_named(void **state)
{
	struct fixture *x = *state;
	struct complaints c;
	struct checks *checks;
	struct error e = ERROR_INIT;
	struct findings f = { .v = NULL };
	char *dir = path_join(x->dir, "checks"), *path = path_join(dir, "x1.sql");
	const char *text = HEAD "SELECT id, nothing FROM village WHERE _unit = :unit\n";

	ok(dir_make(dir, &e), &e);
	ok(file_write(path, text, strlen(text), 0600, &e), &e);
	complaints_init(&c);
	checks = checks_load(dir, &c);
	assert_int_equal(c.n, 0);
	ok(checks_run(checks, x->f, x->b, NULL, &f, &e), &e);
	assert_int_equal(f.bad.n, 1);
	assert_non_null(strstr(f.bad.v[0].file, "x1.sql"));
	assert_true(f.bad.v[0].line > 1);
	assert_non_null(strstr(f.bad.v[0].reason, "nothing"));
	findings_fini(&f);
	assert_int_equal(checks_run(checks, x->f, x->b, "nothing", &f, &e), ERR_NOTFOUND);
	error_clear(&e);
	checks_free(checks);
	complaints_fini(&c);
	free(path);
	free(dir);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_sound_book_is_quiet),
		T(one_id_in_two_households),
		T(one_id_in_one_household),
		T(same_name_and_year),
		T(one_code_for_two_households),
		T(rules_of_the_form_are_told),
		T(register_and_totals),
		T(reviews),
		T(certificate_numbers),
		T(work_overdue),
		T(support_beyond_the_plan),
		T(files_fit_the_forms),
		cmocka_unit_test(bad_files_are_told),
		T(a_check_of_standards),
		T(a_check_can_only_ask),
		T(a_broken_check_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
