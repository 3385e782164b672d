/* SPDX-License-Identifier: MIT */
/*
 * A round's work on many records: the list to review with requests, progress step by step, meetings that vote a household down,
 * certificates made, confirmed and withdrawn.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "domain/certificates.h"
#include "domain/meeting.h"
#include "domain/progress.h"
#include "domain/sheets.h"
#include "form/entry.h"

struct fixture {
	char dir[64], path[96];
	struct forms *f;
	struct book *b;
	char village[2][UUID_LEN + 1], home[6][UUID_LEN + 1], round[UUID_LEN + 1];
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

/* "field=value" words, ended by NULL. */
static void put(struct fixture *x, const char *form, char id[UUID_LEN + 1], ...)
{
	const struct form *def;
	struct save_result saved;
	struct error e = ERROR_INIT;
	struct entry *en;
	va_list ap;

	ok(forms_get(x->f, form, &def, &e), &e);
	ok(entry_new(&en, x->f, x->b, def, NULL, &e), &e);
	entry_by_program(en);
	va_start(ap, id);
	for (const char *s = va_arg(ap, const char *); s; s = va_arg(ap, const char *)) {
		char *name = xstrndup(s, strcspn(s, "="));
		const char *code;
		const struct field *fd = form_field(def, name, &code);

		if (!fd)
			fail_msg("no field %s", name);
		ok(entry_set(en, fd, code, strchr(s, '=') + 1, ENTRY_PLAIN, &e), &e);
		free(name);
	}
	va_end(ap);
	ok(entry_save(en, "Mai", NULL, &saved, &e), &e);
	if (id)
		strcpy(id, entry_id(en));
	save_result_fini(&saved);
	entry_free(en);
}

static void set(struct fixture *x, const char *form, const char *id, const char *field, const char *value)
{
	const struct form *def;
	struct save_result saved;
	struct error e = ERROR_INIT;
	struct entry *en;

	ok(forms_get(x->f, form, &def, &e), &e);
	ok(entry_open(&en, x->f, x->b, def, NULL, id, &e), &e);
	entry_by_program(en);
	ok(entry_set(en, form_field(def, field, NULL), NULL, value, ENTRY_PLAIN, &e), &e);
	ok(entry_save(en, "Mai", NULL, &saved, &e), &e);
	save_result_fini(&saved);
	entry_free(en);
}

static char *word(const char *field, const char *value)
{
	static char buf[8][80];
	static int at;

	at = (at + 1) % 8;
	snprintf(buf[at], sizeof(buf[at]), "%s=%s", field, value);
	return buf[at];
}

static int64_t number(struct fixture *x, const char *sql, const char *id)
{
	int64_t n = -1;
	struct error e = ERROR_INIT;

	ok(db_get_int(book_db(x->b), &n, NULL, &e, sql, id ? "t" : "", id), &e);
	return n;
}

/* Two villages; households 0 to 4 are poor or near-poor by last year's decision, 5 is not. */
static int setup(void **state)
{
	static const char *const was[] = { "near_poor", "poor", "near_poor", "poor", "near_poor", "not_poor" };
	static const char *const heads[] = { "Vi Văn Bền", "Lý Thị Hoa", "Hà Văn An", "Bế Thị Tư", "Chu Văn Lan", "Mã Thị Yến" };
	struct fixture *x = xcalloc(1, sizeof(*x));
	struct book_identity who = { .unit_code = "X1", .unit_name = "Xã Thử", .level = "commune", .training = true };
	struct error e = ERROR_INIT;
	char old[UUID_LEN + 1];
	const char *note;

	setenv("GIAMNGHEO_TODAY", "2024-12-13", 1);
	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	paths_init();
	i18n_init("vi", "/nonexistent", &note);
	strcpy(x->dir, "/tmp/gn-round-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/book.gng", x->dir);
	x->f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	ok(book_create(x->path, &who, &e), &e);
	ok(book_open(&x->b, x->path, BOOK_WRITE, &e), &e);
	ok(forms_prepare(x->f, x->b, &e), &e);
	put(x, "village", x->village[0], "name=Bản Một", "code=B1", "area_type=rural", NULL);
	put(x, "village", x->village[1], "name=Bản Hai", "code=B2", "area_type=rural", NULL);
	put(x, "round", old, "code=DK2023", "kind=periodic", "review_year=2023", "applies_year=2024", "standard=2022-2025",
	    "start_date=2023-09-01", "end_date=2023-12-14", NULL);
	put(x, "round", x->round, "code=DK2024", "kind=periodic", "review_year=2024", "applies_year=2025",
	    "standard=2022-2025", "start_date=2024-09-01", "end_date=2024-12-14", NULL);
	for (int i = 0; i < 6; i++) {
		put(x, "household", x->home[i], word("village", x->village[i / 3]), word("head_name", heads[i]),
		    "members_count=1", NULL);
		put(x, "review", NULL, word("round", old), word("household", x->home[i]), word("recognised_class", was[i]),
		    "decision_no=1/QĐ", "decision_date=2023-12-12", NULL);
	}
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;
	char *command = xasprintf("rm -rf %s", x->dir);

	book_close(x->b);
	forms_free(x->f);
	assert_int_equal(system(command), 0);
	free(command);
	free(x);
	return 0;
}

static void make_list(struct fixture *x, struct sheets_made *made)
{
	struct error e = ERROR_INIT;

	ok(sheets_make(x->f, x->b, x->round, "Mai", made, &e), &e);
}

/* Numbers of a village's sheets as "household household …". */
static char *order(struct fixture *x, int village)
{
	struct sheets list;
	struct error e = ERROR_INIT;
	struct str s;

	str_init(&s);
	ok(sheets_list(x->b, x->round, x->village[village], &list, &e), &e);
	for (size_t i = 0; i < list.n; i++)
		for (int h = 0; h < 6; h++)
			if (str_eq(list.v[i].household, x->home[h]))
				str_addf(&s, "%s%d:%lld", s.len ? " " : "", h, (long long)list.v[i].no);
	sheets_fini(&list);
	return str_take(&s);
}

static void assert_order(struct fixture *x, int village, const char *expected)
{
	char *s = order(x, village);

	assert_string_equal(s, expected);
	free(s);
}

static void requests_come_behind(void **state)
{
	struct fixture *x = *state;
	struct sheets_made made;
	char other[UUID_LEN + 1];

	put(x, "request", NULL, "number=1", "kind=review", word("household", x->home[5]), word("round", x->round),
	    "received_on=2024-09-20", NULL);
	/* On the list already: it stands there, once. */
	put(x, "request", NULL, "number=2", "kind=exit", word("household", x->home[3]), word("round", x->round),
	    "received_on=2024-09-10", NULL);
	make_list(x, &made);
	assert_int_equal(made.on_list, 5);
	assert_int_equal(made.requests, 1);
	assert_int_equal(made.villages, 2);
	assert_order(x, 0, "1:1 2:2 0:3"); /* the poor one first, then by given name */
	assert_order(x, 1, "3:1 4:2 5:3");
	assert_int_equal(number(x, "SELECT count(*) FROM review WHERE reason_listed='request' AND household=?", x->home[5]), 1);

	/* A household new in the commune, a request refused, one of average living standard: none has a sheet. */
	put(x, "household", other, word("village", x->village[0]), "head_name=Nông Văn Mới", "members_count=1", NULL);
	put(x, "request", NULL, "number=3", "kind=review", word("household", other), word("round", x->round),
	    "received_on=2024-09-21", "result=refused", "refusal_reason=không thuộc diện", NULL);
	put(x, "request", NULL, "number=4", "kind=average", word("household", other), word("round", x->round),
	    "received_on=2024-09-21", NULL);
	make_list(x, &made);
	assert_int_equal(made.on_list + made.requests + made.numbered, 0);
	put(x, "request", NULL, "number=5", "kind=review", word("household", other), word("round", x->round),
	    "received_on=2024-10-21", NULL);
	make_list(x, &made);
	assert_int_equal(made.requests, 1);
	assert_int_equal(number(x, "SELECT sheet_no FROM review WHERE sheet_no IS NOT NULL AND household=?", other), 4);
}

static void an_opening_round_has_no_list(void **state)
{
	struct fixture *x = *state;
	struct sheets_made made;
	struct error e = ERROR_INIT;

	set(x, "round", x->round, "opening", "yes");
	assert_int_equal(sheets_make(x->f, x->b, x->round, "Mai", &made, &e), ERR_NEGATIVE);
	error_clear(&e);
	assert_int_equal(number(x, "SELECT count(*) FROM review WHERE sheet_no IS NOT NULL", NULL), 0);
}

/* The review of a household in the round. */
static void review_of(struct fixture *x, int home, char id[UUID_LEN + 1])
{
	char *text = NULL;
	struct error e = ERROR_INIT;

	ok(db_get_text(book_db(x->b), &text, &e, "SELECT id FROM review WHERE household=? AND round=?", "tt", x->home[home],
		       x->round),
	   &e);
	assert_non_null(text);
	strcpy(id, text);
	free(text);
}

/* All indicators the same; b1 decides. */
static void enter(struct fixture *x, int home, const char *b1, const char *answer)
{
	const struct form *def;
	struct save_result saved;
	struct error e = ERROR_INIT;
	struct entry *en;
	char id[UUID_LEN + 1];

	review_of(x, home, id);
	ok(forms_get(x->f, "review", &def, &e), &e);
	ok(entry_open(&en, x->f, x->b, def, NULL, id, &e), &e);
	for (int i = 1; i <= 12; i++) {
		char name[32];
		const char *code;
		const struct field *fd;

		snprintf(name, sizeof(name), "deprivation.D%02d", i);
		fd = form_field(def, name, &code);
		ok(entry_set(en, fd, code, answer, ENTRY_PLAIN, &e), &e);
	}
	ok(entry_set(en, form_field(def, "b1_points", NULL), NULL, b1, ENTRY_PLAIN, &e), &e);
	ok(entry_save(en, "Mai", NULL, &saved, &e), &e);
	save_result_fini(&saved);
	entry_free(en);
}

static void assert_line(struct fixture *x, int village, const char *expected)
{
	struct progress p;
	struct error e = ERROR_INIT;
	bool found = false;

	ok(progress_make(x->f, x->b, x->round, &p, &e), &e);
	for (size_t i = 0; i < p.n; i++) {
		const struct progress_line *l = &p.v[i];
		char text[160];

		if (!str_eq(l->village, x->village[village]))
			continue;
		found = true;
		snprintf(text, sizeof(text), "%lld %lld %lld %lld %lld %lld %lld again %lld papers %lld/%lld",
			 (long long)l->n[0], (long long)l->n[1], (long long)l->n[2], (long long)l->n[3], (long long)l->n[4],
			 (long long)l->n[5], (long long)l->n[6], (long long)l->again, (long long)l->received,
			 (long long)l->certificates);
		assert_string_equal(text, expected);
	}
	assert_true(found);
	progress_fini(&p);
}

static void a_round_goes_on_step_by_step(void **state)
{
	struct fixture *x = *state;
	struct sheets_made made;
	struct meeting_filled filled;
	struct progress_brief brief;
	struct error e = ERROR_INIT;
	char meeting[UUID_LEN + 1], again[UUID_LEN + 1], decision[UUID_LEN + 1], day[] = "2024-10-02";
	size_t n;

	assert_line(x, 0, "0 0 0 0 0 0 0 again 0 papers 0/0");
	make_list(x, &made);
	assert_line(x, 0, "3 0 0 0 0 0 0 again 0 papers 0/0");
	ok(sheets_mark(x->f, x->b, x->round, x->village[0], SHEET_OUT, day, "Mai", &n, &e), &e);
	assert_int_equal(n, 3);
	assert_line(x, 0, "3 3 0 0 0 0 0 again 0 papers 0/0");
	assert_line(x, 1, "2 0 0 0 0 0 0 again 0 papers 0/0");
	enter(x, 0, "120", "deprived");
	enter(x, 1, "120", "not_deprived");
	assert_line(x, 0, "3 3 2 2 0 0 0 again 0 papers 0/0");

	/* Only those entered are put to the meeting; one of them is outvoted. */
	ok(meeting_begin(x->f, x->b, x->round, x->village[0], "2024-11-10", "40", "Mai", meeting, &filled, &e), &e);
	assert_int_equal(filled.lines, 2);
	assert_int_equal(filled.unready, 1);
	assert_line(x, 0, "3 3 2 2 2 0 0 again 0 papers 0/0");
	assert_int_equal(number(x, "SELECT count(*) FROM meeting_line WHERE proposed='poor' AND household=?", x->home[0]), 1);
	assert_int_equal(number(x, "SELECT agree FROM meeting_line WHERE household=?", x->home[1]), 40);
	char *line = NULL;
	ok(db_get_text(book_db(x->b), &line, &e, "SELECT id FROM meeting_line WHERE household=?", "t", x->home[1]), &e);
	set(x, "meeting_line", line, "agree", "19");
	free(line);
	assert_line(x, 0, "3 3 2 2 1 0 0 again 1 papers 0/0");
	ok(meeting_fill(x->f, x->b, meeting, "Mai", &filled, &e), &e);
	assert_int_equal(filled.lines, 0);

	/* The next session: who was outvoted and who was not ready, not who was agreed on. */
	enter(x, 2, "170", "not_deprived");
	ok(meeting_begin(x->f, x->b, x->round, x->village[0], "2024-11-20", "30", "Mai", again, &filled, &e), &e);
	assert_int_equal(filled.lines, 2);
	assert_int_equal(filled.agreed, 1);
	assert_int_equal(number(x, "SELECT session FROM meeting WHERE id=?", again), 2);
	assert_line(x, 0, "3 3 3 3 3 0 0 again 0 papers 0/0");

	/* A posting of one village, then one for all. */
	put(x, "posting", NULL, word("round", x->round), word("village", x->village[0]), "from_date=2024-11-21", NULL);
	assert_line(x, 0, "3 3 3 3 3 3 0 again 0 papers 0/0");
	assert_line(x, 1, "2 0 0 0 0 0 0 again 0 papers 0/0");
	progress_brief(x->f, x->b, x->round, &brief);
	assert_int_equal(brief.n[PROGRESS_LISTED], 5);
	assert_int_equal(brief.n[PROGRESS_ENTERED], 3);
	assert_int_equal(brief.villages, 2);
	assert_int_equal(brief.met, 1);
	assert_int_equal(brief.posted, 1);
	assert_int_equal(brief.decided, 0);
	put(x, "posting", NULL, word("round", x->round), "from_date=2024-11-25", NULL);
	progress_brief(x->f, x->b, x->round, &brief);
	assert_int_equal(brief.posted, 2);
	assert_line(x, 1, "2 0 0 0 0 2 0 again 0 papers 0/0");

	/* Closed lines. */
	put(x, "decision", decision, word("round", x->round), "kind=recognition", "decision_no=9/QĐ", "decision_date=2024-12-12",
	    NULL);
	put(x, "decision_line", NULL, word("decision", decision), word("round", x->round), word("household", x->home[0]),
	    "line_no=1", "class_after=poor", NULL);
	assert_line(x, 0, "3 3 3 3 3 3 0 again 0 papers 0/0");
	set(x, "decision", decision, "closed", "yes");
	assert_line(x, 0, "3 3 3 3 3 3 1 again 0 papers 0/0");
	progress_brief(x->f, x->b, x->round, &brief);
	assert_int_equal(brief.decided, 2);
}

static void line(struct fixture *x, const char *decision, int no, int home, const char *class)
{
	char text[24];

	snprintf(text, sizeof(text), "line_no=%d", no);
	put(x, "decision_line", NULL, word("decision", decision), word("round", x->round), word("household", x->home[home]),
	    text, class ? word("class_after", class) : text, NULL);
}

static void certificates_follow_the_list(void **state)
{
	struct fixture *x = *state;
	struct certificates_made made;
	struct error e = ERROR_INIT;
	char decision[UUID_LEN + 1], kept[UUID_LEN + 1], gone[UUID_LEN + 1], other[UUID_LEN + 1];
	struct certificates_order how = { .decision = decision, .from = 7 };
	size_t n;

	put(x, "certificate", kept, "number=1", "year=2024", word("household", x->home[0]), "classification=near_poor",
	    "issued_on=2023-12-20", "state=received", "received_on=2023-12-25", NULL);
	put(x, "certificate", gone, "number=2", "year=2024", word("household", x->home[1]), "classification=poor",
	    "issued_on=2023-12-20", "state=issued", NULL);
	put(x, "certificate", other, "number=3", "year=2024", word("household", x->home[2]), "classification=near_poor",
	    "issued_on=2023-12-20", "state=issued", NULL);
	put(x, "decision", decision, word("round", x->round), "kind=recognition", "decision_no=9/QĐ", "decision_date=2024-12-12",
	    NULL);
	line(x, decision, 1, 0, "near_poor"); /* holds one of its class */
	line(x, decision, 2, 1, "not_poor");  /* escaped */
	line(x, decision, 3, 2, "poor");      /* holds one of the other class */
	line(x, decision, 4, 3, "poor");      /* holds none */
	line(x, decision, 5, 4, NULL);	      /* left the list */

	assert_int_equal(certificates_make(x->f, x->b, &how, "Mai", &made, &e), ERR_NEGATIVE);
	error_clear(&e);
	assert_int_equal(number(x, "SELECT count(*) FROM certificate", NULL), 3);
	set(x, "decision", decision, "closed", "yes");

	/* A number that is taken: nothing is done. */
	put(x, "certificate", NULL, "number=8", "year=2025", word("household", x->home[5]), "classification=poor",
	    "issued_on=2024-12-12", NULL);
	assert_int_equal(certificates_make(x->f, x->b, &how, "Mai", &made, &e), ERR_NEGATIVE);
	error_clear(&e);
	assert_int_equal(number(x, "SELECT count(*) FROM certificate", NULL), 4);
	assert_int_equal(number(x, "SELECT count(*) FROM certificate WHERE withdrawn_on IS NOT NULL", NULL), 0);

	how.from = 11;
	ok(certificates_make(x->f, x->b, &how, "Mai", &made, &e), &e);
	assert_int_equal(made.made, 2);
	assert_int_equal(made.renewed, 1);
	assert_int_equal(made.withdrawn, 2);
	assert_int_equal(made.first, 11);
	assert_int_equal(made.last, 12);
	assert_int_equal(number(x, "SELECT renewed_to FROM certificate WHERE id=?", kept), 2025);
	assert_int_equal(number(x, "SELECT state='withdrawn' AND withdrawn_why IS NOT NULL FROM certificate WHERE id=?", gone), 1);
	assert_int_equal(number(x, "SELECT state='withdrawn' FROM certificate WHERE id=?", other), 1);
	assert_int_equal(number(x, "SELECT year*1000+number FROM certificate WHERE decision IS NOT NULL AND household=?",
				x->home[2]), 2025011);
	assert_int_equal(number(x, "SELECT number FROM certificate WHERE decision IS NOT NULL AND household=?", x->home[3]), 12);
	assert_int_equal(number(x, "SELECT count(*) FROM certificate WHERE _state='incomplete' AND decision IS NOT NULL", NULL), 0);

	/* Once more: nothing is made twice. */
	how.from = 20;
	ok(certificates_make(x->f, x->b, &how, "Mai", &made, &e), &e);
	assert_int_equal(made.made + made.renewed + made.withdrawn, 0);
	assert_int_equal(made.there, 3);

	ok(certificates_received(x->f, x->b, decision, x->village[1], "2024-12-13", "Mai", &n, &e), &e);
	assert_int_equal(n, 1);
	ok(certificates_received(x->f, x->b, decision, NULL, "2024-12-13", "Mai", &n, &e), &e);
	assert_int_equal(n, 1);
	assert_int_equal(number(x, "SELECT count(*) FROM certificate WHERE state='received' AND decision IS NOT NULL", NULL), 2);
}

static void all_anew_if_wanted(void **state)
{
	struct fixture *x = *state;
	struct certificates_made made;
	struct error e = ERROR_INIT;
	char decision[UUID_LEN + 1], kept[UUID_LEN + 1];
	struct certificates_order how = { .decision = decision, .from = 1, .anew = true };

	put(x, "certificate", kept, "number=1", "year=2024", word("household", x->home[0]), "classification=near_poor",
	    "issued_on=2023-12-20", NULL);
	put(x, "decision", decision, word("round", x->round), "kind=recognition", "decision_no=9/QĐ", "decision_date=2024-12-12",
	    NULL);
	line(x, decision, 1, 0, "near_poor");
	set(x, "decision", decision, "closed", "yes");
	ok(certificates_make(x->f, x->b, &how, "Mai", &made, &e), &e);
	assert_int_equal(made.made, 1);
	assert_int_equal(made.withdrawn, 1);
	assert_int_equal(number(x, "SELECT state='withdrawn' FROM certificate WHERE id=?", kept), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(requests_come_behind, setup, teardown),
		cmocka_unit_test_setup_teardown(an_opening_round_has_no_list, setup, teardown),
		cmocka_unit_test_setup_teardown(a_round_goes_on_step_by_step, setup, teardown),
		cmocka_unit_test_setup_teardown(certificates_follow_the_list, setup, teardown),
		cmocka_unit_test_setup_teardown(all_anew_if_wanted, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
