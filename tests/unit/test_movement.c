/* SPDX-License-Identifier: MIT */
/*
 * The guided steps on a real book with the real forms: people keep their id and history, both households are right and complete
 * afterwards, the class goes along, and a step that cannot be done, or is only tried, leaves every row as it was.
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
#include "domain/movement.h"
#include "form/entry.h"

typedef char uuid[UUID_LEN + 1];

struct fixture {
	char dir[64], path[96];
	struct forms *f;
	struct book *b;
	uuid village, other_village;
	/* A near-poor household of five: head, wife, son, his wife, grandchild; and one of a widow alone. */
	uuid house, head, wife, son, daughter_in_law, grandchild;
	uuid widow_house, widow;
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

static void put(struct entry *en, const char *word)
{
	const char *eq = strchr(word, '='), *code;
	char *name = xstrndup(word, (size_t)(eq - word));
	const struct field *fd = form_field(entry_form(en), name, &code);
	struct error e = ERROR_INIT;

	if (!fd)
		fail_msg("no field %s", name);
	ok(entry_set(en, fd, code, eq[1] ? eq + 1 : NULL, ENTRY_PLAIN, &e), &e);
	free(name);
}

static void keep(struct entry *en, char *id)
{
	struct save_result saved;
	struct error e = ERROR_INIT;

	entry_by_program(en);
	ok(entry_save(en, "Mai", NULL, &saved, &e), &e);
	if (!saved.complete)
		fail_msg("%s is not complete: %s", entry_form(en)->name, saved.problems.v[0].message);
	if (id)
		strcpy(id, entry_id(en));
	save_result_fini(&saved);
	entry_free(en);
}

static struct entry *make(struct fixture *x, const char *form)
{
	const struct form *def;
	struct error e = ERROR_INIT;
	struct entry *en;

	ok(forms_get(x->f, form, &def, &e), &e);
	ok(entry_new(&en, x->f, x->b, def, NULL, &e), &e);
	return en;
}

static void save(struct fixture *x, const char *form, char *id, ...)
{
	struct entry *en = make(x, form);
	va_list ap;

	va_start(ap, id);
	for (const char *s = va_arg(ap, const char *); s; s = va_arg(ap, const char *))
		put(en, s);
	va_end(ap);
	keep(en, id);
}

static void person(struct entry *household, char *id, const char *const *words)
{
	struct error e = ERROR_INIT;
	struct entry *row = entry_child_add(household, 0, &e);

	assert_non_null(row);
	for (size_t i = 0; words[i]; i++)
		put(row, words[i]);
	strcpy(id, entry_id(row));
}
#define PERSON(household, id, ...) person(household, id, (const char *const[]){ __VA_ARGS__, NULL })

static struct entry *household_in(struct fixture *x, const char *village, const char *code)
{
	struct entry *en = make(x, "household");
	char *word = xasprintf("village=%s", village);

	put(en, word);
	free(word);
	word = xasprintf("household_code=%s", code);
	put(en, word);
	free(word);
	return en;
}

static void people(struct fixture *x)
{
	struct entry *en = household_in(x, x->village, "009");

	PERSON(en, x->head, "full_name=Bàn Văn Hòa", "relation_to_head=head", "gender=male", "birth_date=1960-02-03",
	       "id_number=024060000001");
	PERSON(en, x->wife, "full_name=Lý Thị Mẩy", "relation_to_head=wife", "gender=female", "birth_date=1963",
	       "id_number=024163000002");
	PERSON(en, x->son, "full_name=Bàn Đức Chung", "relation_to_head=child", "gender=male", "birth_date=1990-04-21",
	       "id_number=024090000003");
	PERSON(en, x->daughter_in_law, "full_name=Triệu Thị Lan", "relation_to_head=daughter_in_law", "gender=female",
	       "birth_date=1992", "id_number=024192000004");
	PERSON(en, x->grandchild, "full_name=Bàn Minh An", "relation_to_head=grandchild", "gender=male", "birth_date=2015-06",
	       "id_missing_reason=child");
	put(en, "members_count=5");
	put(en, "poverty_causes=capital");
	keep(en, x->house);
	en = household_in(x, x->village, "010");
	PERSON(en, x->widow, "full_name=Vi Thị Bông", "relation_to_head=head", "gender=female", "birth_date=1950",
	       "id_number=024150000005");
	put(en, "members_count=1");
	keep(en, x->widow_house);
}

/* The class as one decided: by a household that came with it. */
static void give_class(struct fixture *x, const char *household, const char *class)
{
	char *a = xasprintf("household=%s", household), *b = xasprintf("class_given=%s", class);

	save(x, "change", NULL, "kind=household_in", "date=2020-01-01", a, b, NULL);
	free(a);
	free(b);
}

static int setup(void **state)
{
	struct fixture *x = xcalloc(1, sizeof(*x));
	struct book_identity who = { .unit_code = "X1", .unit_name = "Xã Thử", .level = "commune", .training = true };
	struct error e = ERROR_INIT;
	const char *note;

	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	setenv("GIAMNGHEO_TODAY", "2024-11-25", 1);
	paths_init();
	i18n_init("en", "/nonexistent", &note);
	strcpy(x->dir, "/tmp/gn-move-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/book.gng", x->dir);
	x->f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	ok(book_create(x->path, &who, &e), &e);
	ok(book_open(&x->b, x->path, BOOK_WRITE, &e), &e);
	ok(forms_prepare(x->f, x->b, &e), &e);
	save(x, "village", x->village, "name=Bản Một", "code=B1", "area_type=rural", NULL);
	save(x, "village", x->other_village, "name=Bản Hai", "code=B2", "area_type=rural", NULL);
	people(x);
	give_class(x, x->house, "near_poor");
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;
	char *cmd = xasprintf("rm -rf '%s'", x->dir);

	book_close(x->b);
	forms_free(x->f);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	free(x);
	return 0;
}

/* ---- looking ---- */

/* One cell, "-" for nothing. Two buffers in turn. */
static const char *cell(struct fixture *x, const char *form, const char *id, const char *column)
{
	static char buf[4][200];
	static int turn;
	char *sql = xasprintf("SELECT \"%s\" FROM \"%s\" WHERE id=?", column, form), *text = NULL;
	struct error e = ERROR_INIT;

	ok(db_get_text(book_db(x->b), &text, &e, sql, "t", id), &e);
	turn = (turn + 1) % 4;
	snprintf(buf[turn], sizeof(buf[turn]), "%s", text ? text : "-");
	free(text);
	free(sql);
	return buf[turn];
}

static long number(struct fixture *x, const char *sql, const char *id)
{
	struct error e = ERROR_INIT;
	int64_t n = 0;

	ok(db_get_int(book_db(x->b), &n, NULL, &e, sql, "t", id), &e);
	return (long)n;
}

#define is(x, form, id, column, expected) assert_string_equal(cell(x, form, id, column), expected)

/* Everything the book says, in one text. */
static char *all_of(struct fixture *x)
{
	static const char *const sql[] = {
		"SELECT group_concat(id || _rev || _state || coalesce(household_code, '') || coalesce(head_name, '') || "
		"coalesce(members_count, '') || coalesce(left_on, '') || coalesce(classification, '') || _sort1) FROM household",
		"SELECT group_concat(id || _rev || _state || household || relation_to_head || coalesce(left_on, '') || _sort1) FROM member",
		"SELECT group_concat(id || _rev || _state) FROM change",
		"SELECT group_concat(id || _rev || state || household) FROM certificate",
		"SELECT group_concat(seq || id || coalesce(field, '')) FROM history",
		"SELECT group_concat(form || field || code || n) FROM figure",
		"SELECT group_concat(id || original) FROM search_row",
		"SELECT group_concat(name || value) FROM meta WHERE name <> 'newest_day'",
	};
	struct error e = ERROR_INIT;
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < sizeof(sql) / sizeof(*sql); i++) {
		char *text = NULL;

		ok(db_get_text(book_db(x->b), &text, &e, sql[i], ""), &e);
		str_addf(&b, "%s\n", text ? text : "");
		free(text);
	}
	return str_take(&b);
}

static void all_complete(struct fixture *x)
{
	static const char *const forms[] = { "household", "member", "change", "certificate" };

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		char *sql = xasprintf("SELECT count(*) FROM \"%s\" WHERE _state<>'complete' AND id<>?", forms[i]);

		if (number(x, sql, ""))
			fail_msg("a %s is not complete", forms[i]);
		free(sql);
	}
}

/* Nothing the checks would call an error. */
static void no_errors(struct fixture *x)
{
	struct complaints c;
	struct checks *checks;
	struct findings f = { .v = NULL };
	struct error e = ERROR_INIT;

	complaints_init(&c);
	checks = checks_load(SRCDIR "/data/checks", &c);
	ok(checks_run(checks, x->f, x->b, NULL, &f, &e), &e);
	for (size_t i = 0; i < f.n; i++)
		if (f.v[i].strength == STRENGTH_ERROR)
			fail_msg("%s: %s", f.v[i].check, f.v[i].message);
	findings_fini(&f);
	checks_free(checks);
	complaints_fini(&c);
}

/* ---- doing ---- */

#define WHO(...) (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

static struct movement step(enum movement_kind kind, const char *household, const char *const *members, size_t n)
{
	return (struct movement){ .kind = kind, .household = household, .members = members, .n_members = n, .date = "2024-11-20",
				  .who = "Mai" };
}

/* First tried: nothing is written; then done. */
static void done(struct fixture *x, const struct movement *m, struct movement_result *out)
{
	struct error e = ERROR_INIT;
	char *before = all_of(x), *after;

	ok(movement_do(x->f, x->b, m, false, out, &e), &e);
	movement_result_fini(out);
	after = all_of(x);
	assert_string_equal(before, after);
	free(before);
	free(after);
	ok(movement_do(x->f, x->b, m, true, out, &e), &e);
	all_complete(x);
	no_errors(x);
}

static void do_it(struct fixture *x, const struct movement *m)
{
	struct movement_result r;

	done(x, m, &r);
	movement_result_fini(&r);
}

static void refused(struct fixture *x, const struct movement *m, const char *id)
{
	struct movement_result r;
	struct error e = ERROR_INIT;
	char *before = all_of(x), *after;

	assert_int_not_equal(movement_do(x->f, x->b, m, true, &r, &e), 0);
	assert_string_equal(e.id, id);
	assert_non_null(e.what);
	error_clear(&e);
	movement_result_fini(&r);
	after = all_of(x);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static const struct movement_person *in_side(const struct movement_side *d, const char *id)
{
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->v[i].id, id))
			return &d->v[i];
	return NULL;
}

/* ---- who is what to whom ---- */

static const char *towards(struct fixture *x, const char *was, const char *head_was, const char *gender, const char *head_gender,
			   bool expect_sure)
{
	bool sure;
	const char *s = movement_relation(code_lists_get(forms_codes(x->f), "relation", NULL), was, head_was, gender, head_gender,
					  &sure);

	assert_int_equal(sure, expect_sure);
	return s ? s : "-";
}

static void relations(void **state)
{
	struct fixture *x = *state;

	/* The wife of the head becomes the head. */
	assert_string_equal(towards(x, "head", "wife", "male", "female", true), "husband");
	assert_string_equal(towards(x, "child", "wife", "female", "female", true), "child");
	assert_string_equal(towards(x, "mother", "wife", "female", "female", true), "mother_in_law");
	assert_string_equal(towards(x, "mother_in_law", "wife", "female", "female", true), "mother");
	/* A son does. */
	assert_string_equal(towards(x, "head", "child", "male", "male", true), "father");
	assert_string_equal(towards(x, "head", "child", "female", "male", true), "mother");
	assert_string_equal(towards(x, "wife", "child", "female", "male", true), "mother");
	assert_string_equal(towards(x, "child", "child", "female", "male", true), "sibling");
	assert_string_equal(towards(x, "daughter_in_law", "child", "female", "male", false), "wife");
	assert_string_equal(towards(x, "grandchild", "child", "male", "male", false), "child");
	assert_string_equal(towards(x, "father", "child", "male", "male", true), "grandparent");
	/* A daughter has no wife. */
	assert_string_equal(towards(x, "daughter_in_law", "child", "female", "female", false), "other_relative");
	/* The father does. */
	assert_string_equal(towards(x, "wife", "father", "female", "male", true), "daughter_in_law");
	assert_string_equal(towards(x, "child", "father", "male", "male", true), "grandchild");
	assert_string_equal(towards(x, "mother", "father", "female", "male", true), "wife");
	/* Of somebody whose gender nobody wrote it is a guess. */
	assert_string_equal(towards(x, "head", "child", NULL, "male", false), "father");
	assert_string_equal(towards(x, "not_related", "child", "male", "male", true), "not_related");
	assert_string_equal(towards(x, "former_head", "child", "male", "male", true), "-");
}

/* Every cell of the table names a relation, or one for each gender. */
static void the_table_is_whole(void **state)
{
	struct fixture *x = *state;
	const struct codes *list = code_lists_get(forms_codes(x->f), "relation", NULL);

	assert_non_null(list);
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->n; k++) {
			const char *was = list->v[i].code, *head = list->v[k].code, *got;
			bool sure;

			if (!strcmp(was, "former_head") || !strcmp(head, "former_head") || !strcmp(head, "head"))
				continue;
			for (int g = 0; g < 2; g++) {
				got = movement_relation(list, was, head, g ? "female" : "male", NULL, &sure);
				if (!got || !strcmp(got, "head") || !strcmp(got, "former_head"))
					fail_msg("%s towards %s", was, head);
			}
		}
}

/* ---- split ---- */

static void split(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_SPLIT, x->house, WHO(x->son, x->daughter_in_law, x->grandchild));
	const struct movement_relation given[] = { { x->daughter_in_law, "wife" }, { x->grandchild, "child" } };
	struct movement_result r;
	uuid made;

	m.head = x->son;
	m.code = "021";
	m.village = x->other_village;
	m.address = "Khu 2";
	m.note = "ra ở riêng";
	refused(x, &m, "GN-B06"); /* what they are to the son can be guessed only */
	m.relations = given;
	m.n_relations = 2;
	done(x, &m, &r);
	strcpy(made, r.made);
	assert_int_equal(r.n_sides, 2);
	assert_int_equal(r.side[0].n, 2);
	assert_int_equal(r.side[1].n, 3);
	assert_true(r.side[1].is_new);
	assert_string_equal(r.side[1].v[0].id, x->son);
	assert_string_equal(in_side(&r.side[1], x->grandchild)->was, "grandchild");
	assert_string_equal(in_side(&r.side[1], x->grandchild)->relation, "child");
	assert_true(in_side(&r.side[1], x->grandchild)->came);
	assert_false(in_side(&r.side[0], x->wife)->came);
	assert_int_equal(r.changes.n, 3);
	movement_result_fini(&r);

	/* The same people, in their new place; nobody has left. */
	is(x, "member", x->son, "household", made);
	is(x, "member", x->son, "relation_to_head", "head");
	is(x, "member", x->son, "order_in_household", "1");
	is(x, "member", x->daughter_in_law, "relation_to_head", "wife");
	is(x, "member", x->son, "left_on", "-");
	is(x, "member", x->son, "joined_on", "2024-11-20");
	is(x, "household", made, "household_code", "021");
	is(x, "household", made, "village", x->other_village);
	is(x, "household", made, "head_name", "Bàn Đức Chung");
	is(x, "household", made, "members_count", "3");
	is(x, "household", x->house, "members_count", "2");
	is(x, "household", x->house, "household_code", "009");
	/* With the class of the old household, by the change that says so; the old one keeps its own. */
	is(x, "household", made, "classification", "near_poor");
	is(x, "household", x->house, "classification", "near_poor");
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE other_household=? AND class_given='near_poor'", made), 1);
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE other_household=? AND kind='split'", made), 3);
	assert_int_equal(number(x, "SELECT count(*) FROM history WHERE id=? AND kind='insert'", x->son), 1);
	assert_int_equal(number(x, "SELECT count(*) FROM history WHERE id=? AND field='household' AND why LIKE '%ra ở riêng'", x->son), 1);
	assert_int_equal(number(x, "SELECT count(*) FROM history WHERE field='_state' AND id<>?", ""), 0);
	assert_int_equal(number(x, "SELECT n FROM figure WHERE form='household' AND field='classification' AND code='near_poor' "
				   "AND unit<>?", ""), 2);
}

/* The head himself goes with his grandchild: who stays gets a head, the code goes along. */
static void split_head_goes(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_SPLIT, x->house, WHO(x->head, x->wife));
	const struct movement_relation given[] = { { x->daughter_in_law, "wife" }, { x->grandchild, "child" } };
	struct movement_result r;

	m.code_goes = true;
	m.code = "022"; /* of the one left behind */
	m.class_given = "poor";
	m.left_head = x->son;
	m.relations = given;
	m.n_relations = 2;
	done(x, &m, &r);
	is(x, "household", r.made, "household_code", "009");
	is(x, "household", r.made, "classification", "poor");
	is(x, "household", r.made, "head_name", "Bàn Văn Hòa");
	is(x, "household", x->house, "household_code", "022");
	is(x, "household", x->house, "head_name", "Bàn Đức Chung");
	is(x, "household", x->house, "members_count", "3");
	is(x, "member", x->son, "order_in_household", "1");
	is(x, "member", x->wife, "relation_to_head", "wife");
	is(x, "member", x->grandchild, "relation_to_head", "child");
	movement_result_fini(&r);

	/* Everybody: that is no split. */
	m = step(MOVEMENT_SPLIT, x->house, WHO(x->son, x->daughter_in_law, x->grandchild));
	refused(x, &m, "GN-B24");
	m = step(MOVEMENT_SPLIT, x->house, WHO(x->widow));
	refused(x, &m, "GN-B03");
	m = step(MOVEMENT_SPLIT, x->house, NULL, 0);
	refused(x, &m, "GN-B02");
}

/* ---- join, transfer ---- */

static void certificate(struct fixture *x, const char *household, char id[UUID_LEN + 1])
{
	struct error e = ERROR_INIT;
	struct entry *en = make(x, "certificate");
	struct save_result saved;
	char *word = xasprintf("household=%s", household);

	put(en, "number=12");
	put(en, "year=2023");
	put(en, "state=issued");
	put(en, "issued_on=2023-01-05");
	put(en, word);
	free(word);
	ok(entry_save(en, "Mai", NULL, &saved, &e), &e);
	strcpy(id, entry_id(en));
	save_result_fini(&saved);
	entry_free(en);
}

static void join(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_JOIN, x->house, NULL, 0);
	const struct movement_relation given[] = { { x->head, "child" } }, all[] = { { x->head, "child" },
										     { x->grandchild, "other_relative" },
										     { x->daughter_in_law, "other_relative" } };
	struct movement_result r;
	struct error e = ERROR_INIT;

	m.to = x->house;
	refused(x, &m, "GN-B22");
	m.to = x->widow_house;
	m.relations = given;
	m.n_relations = 1;
	/* The rest follows from what the head is to the widow, as far as it can be told. */
	ok(movement_do(x->f, x->b, &m, false, &r, &e), &e);
	assert_string_equal(in_side(&r.side[1], x->wife)->relation, "daughter_in_law");
	assert_string_equal(in_side(&r.side[1], x->son)->relation, "grandchild");
	assert_true(in_side(&r.side[1], x->son)->sure);
	assert_true(r.side[0].ended);
	movement_result_fini(&r);
	m.relations = all;
	m.n_relations = 3;
	do_it(x, &m);
	is(x, "member", x->head, "household", x->widow_house);
	is(x, "member", x->head, "relation_to_head", "child");
	is(x, "member", x->wife, "relation_to_head", "daughter_in_law");
	is(x, "member", x->head, "left_on", "-");
	is(x, "household", x->widow_house, "members_count", "6");
	is(x, "household", x->widow_house, "head_name", "Vi Thị Bông");
	is(x, "household", x->house, "left_on", "2024-11-20");
	/* What ended is still called by its name, in lists, in keys and by the search. */
	is(x, "household", x->house, "head_name", "Bàn Văn Hòa");
	assert_int_equal(number(x, "SELECT count(*) FROM search_row WHERE id=? AND original LIKE 'Bàn Văn Hòa%'", x->house), 1);
	m = step(MOVEMENT_DEATH, x->house, WHO(x->head));
	refused(x, &m, "GN-B20");
}

static void certificates(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_SPLIT, x->house, WHO(x->head, x->wife));
	const struct movement_relation given[] = { { x->daughter_in_law, "wife" }, { x->grandchild, "child" } };
	struct movement_result r;
	struct error e = ERROR_INIT;
	uuid paper, made;

	certificate(x, x->house, paper);
	m.left_head = x->son;
	m.relations = given;
	m.n_relations = 2;
	ok(movement_do(x->f, x->b, &m, false, &r, &e), &e);
	assert_int_equal(r.certificates.n, 1); /* it is told that it stays */
	movement_result_fini(&r);
	m.certificate_goes = true;
	ok(movement_do(x->f, x->b, &m, true, &r, &e), &e);
	strcpy(made, r.made);
	movement_result_fini(&r);
	is(x, "certificate", paper, "household", made);
	is(x, "certificate", paper, "passed_from", x->house);
	is(x, "certificate", paper, "state", "issued");
	/* Who joins another gives it back. */
	m = step(MOVEMENT_JOIN, made, NULL, 0);
	m.to = x->widow_house;
	m.relations = (const struct movement_relation[]){ { x->head, "other_relative" }, { x->wife, "other_relative" } };
	m.n_relations = 2;
	ok(movement_do(x->f, x->b, &m, true, &r, &e), &e);
	movement_result_fini(&r);
	is(x, "certificate", paper, "state", "withdrawn");
	is(x, "certificate", paper, "withdrawn_on", "2024-11-20");
	is(x, "certificate", paper, "household", made);
}

static void transfer(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_TRANSFER, x->house, WHO(x->son, x->daughter_in_law));
	const struct movement_relation given[] = { { x->son, "grandchild" }, { x->daughter_in_law, "other_relative" } };

	m.to = x->widow_house;
	refused(x, &m, "GN-B06");
	m.relations = given;
	m.n_relations = 2;
	do_it(x, &m);
	is(x, "member", x->son, "household", x->widow_house);
	is(x, "member", x->son, "left_on", "-");
	is(x, "household", x->house, "members_count", "3");
	is(x, "household", x->widow_house, "members_count", "3");
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE other_household=? AND kind='move_out'", x->widow_house), 2);
	/* And further: the older change stays right. */
	m = step(MOVEMENT_SPLIT, x->widow_house, WHO(x->son));
	do_it(x, &m);
	m = step(MOVEMENT_TRANSFER, x->widow_house, WHO(x->widow, x->daughter_in_law));
	m.to = x->house;
	refused(x, &m, "GN-B26");
}

/* ---- move, out, return ---- */

static void move(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_MOVE, x->house, NULL, 0);

	m.village = x->village;
	refused(x, &m, "GN-B27");
	m.village = x->other_village;
	m.address = "Khu 1";
	m.code = "003";
	do_it(x, &m);
	is(x, "household", x->house, "village", x->other_village);
	is(x, "household", x->house, "household_code", "003");
	is(x, "household", x->house, "address", "Khu 1");
	is(x, "household", x->house, "left_on", "-");
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE household=? AND kind='move_village'", x->house), 1);
}

static void out_and_back(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_OUT, x->house, WHO(x->son, x->daughter_in_law));

	m.place = "Hà Nội";
	m.date = "2023";
	do_it(x, &m);
	is(x, "member", x->son, "left_on", "2023");
	is(x, "member", x->son, "household", x->house);
	is(x, "household", x->house, "members_count", "3");
	/* Back where they were, as what they were, each with his id. */
	m = step(MOVEMENT_RETURN, x->house, WHO(x->son));
	do_it(x, &m);
	is(x, "member", x->son, "left_on", "-");
	is(x, "member", x->son, "relation_to_head", "child");
	is(x, "household", x->house, "members_count", "4");
	refused(x, &m, "GN-B32");
	/* Or to another household. */
	m = step(MOVEMENT_RETURN, x->house, WHO(x->daughter_in_law));
	m.to = x->widow_house;
	m.relations = (const struct movement_relation[]){ { x->daughter_in_law, "other_relative" } };
	m.n_relations = 1;
	do_it(x, &m);
	is(x, "member", x->daughter_in_law, "household", x->widow_house);
	is(x, "member", x->daughter_in_law, "left_on", "-");
	is(x, "household", x->widow_house, "members_count", "2");
	is(x, "household", x->house, "members_count", "4");
	/* And out again. */
	m = step(MOVEMENT_OUT, x->widow_house, WHO(x->daughter_in_law));
	m.date = "2024-11-22";
	do_it(x, &m);
	is(x, "member", x->daughter_in_law, "left_on", "2024-11-22");
	is(x, "household", x->widow_house, "members_count", "1");
}

static void household_out_and_back(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_OUT, x->house, NULL, 0);

	m.date = "2024-03-01";
	do_it(x, &m);
	is(x, "household", x->house, "left_on", "2024-03-01");
	is(x, "member", x->son, "left_on", "-");
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE household=? AND kind='household_out'", x->house), 1);
	refused(x, &m, "GN-B20");
	m = step(MOVEMENT_RETURN, x->house, NULL, 0);
	do_it(x, &m);
	is(x, "household", x->house, "left_on", "-");
	is(x, "household", x->house, "members_count", "5");
	refused(x, &m, "GN-B34");
}

/* ---- death ---- */

static void death_of_the_head(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_DEATH, x->house, WHO(x->head));
	struct movement_result r;
	struct error e = ERROR_INIT;

	/* Only tried, it proposes the wife. */
	ok(movement_do(x->f, x->b, &m, false, &r, &e), &e);
	assert_string_equal(r.left_head, x->wife);
	movement_result_fini(&r);
	refused(x, &m, "GN-B06");
	m.left_head = x->head;
	refused(x, &m, "GN-B10");
	m.left_head = x->wife;
	do_it(x, &m);
	is(x, "member", x->head, "relation_to_head", "former_head");
	is(x, "member", x->head, "left_on", "2024-11-20");
	is(x, "member", x->head, "household", x->house);
	is(x, "member", x->wife, "relation_to_head", "head");
	is(x, "member", x->wife, "order_in_household", "1");
	is(x, "member", x->son, "relation_to_head", "child");
	is(x, "member", x->daughter_in_law, "relation_to_head", "daughter_in_law");
	is(x, "household", x->house, "head_name", "Lý Thị Mẩy");
	is(x, "household", x->house, "female_headed", "yes");
	is(x, "household", x->house, "members_count", "4");
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE household=? AND kind IN ('death', 'new_head')", x->house), 2);
	m = step(MOVEMENT_RETURN, x->house, WHO(x->head));
	refused(x, &m, "GN-B33");
}

static void death_of_the_last(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_DEATH, x->widow_house, WHO(x->widow));

	do_it(x, &m);
	is(x, "member", x->widow, "left_on", "2024-11-20");
	is(x, "household", x->widow_house, "left_on", "2024-11-20");
	is(x, "household", x->widow_house, "head_name", "Vi Thị Bông");
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE household=? AND kind='household_end'", x->widow_house), 1);
}

/* What a change's own form says stands in the way of the whole step. */
static void wrong_days(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_DEATH, x->house, WHO(x->grandchild));

	m.date = "2010-01-01"; /* before the birth */
	refused(x, &m, "GN-B05");
	m.date = "2025-01-01"; /* tomorrow */
	refused(x, &m, "GN-B05");
	m.date = NULL;
	refused(x, &m, "GN-B07");
	m.date = "20/11/2024";
	refused(x, &m, "GN-B07");
}

/* ---- birth, in, head ---- */

static void birth(void **state)
{
	struct fixture *x = *state;
	const struct movement_field baby[] = { { "full_name", "Bàn Thị Xuân" }, { "gender", "female" },
					       { "relation_to_head", "grandchild" }, { "id_missing_reason", "child" } };
	struct movement m = step(MOVEMENT_BIRTH, x->house, NULL, 0);
	struct movement_result r;

	m.fields = baby;
	m.n_fields = 2;
	refused(x, &m, "GN-B30");
	m.n_fields = 4;
	done(x, &m, &r);
	is(x, "member", r.made, "birth_date", "2024-11-20");
	is(x, "member", r.made, "joined_on", "2024-11-20");
	is(x, "member", r.made, "order_in_household", "6");
	is(x, "household", x->house, "members_count", "6");
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE member=? AND kind='birth'", r.made), 1);
	/* Grown up and gone to another household, her birth here stays right. */
	m = step(MOVEMENT_TRANSFER, x->house, WHO(r.made));
	m.to = x->widow_house;
	m.date = "2024-11-24";
	m.relations = (const struct movement_relation[]){ { r.made, "other_relative" } };
	m.n_relations = 1;
	do_it(x, &m);
	movement_result_fini(&r);
}

static void comes_from_elsewhere(void **state)
{
	struct fixture *x = *state;
	const struct movement_field man[] = { { "full_name", "Lò Văn Sơn" }, { "gender", "male" }, { "birth_date", "1980" },
					      { "relation_to_head", "other_relative" } };
	const struct movement_field house[] = { { "head_name", "Lò Thị Thu" }, { "head_gender", "female" },
						{ "head_birth_date", "1985" } };
	struct movement m = step(MOVEMENT_IN, x->widow_house, NULL, 0);
	struct movement_result r;

	m.fields = man;
	m.n_fields = 4;
	m.place = "Xã Bên";
	done(x, &m, &r);
	is(x, "household", x->widow_house, "members_count", "2");
	assert_int_equal(number(x, "SELECT count(*) FROM change WHERE member=? AND kind='move_in' AND place='Xã Bên'", r.made), 1);
	movement_result_fini(&r);

	m = step(MOVEMENT_IN, NULL, NULL, 0);
	m.fields = house;
	m.n_fields = 3;
	refused(x, &m, "GN-B31");
	m.village = x->village;
	m.class_given = "poor";
	done(x, &m, &r);
	is(x, "household", r.made, "classification", "poor");
	is(x, "household", r.made, "members_count", "1");
	is(x, "household", r.made, "head_name", "Lò Thị Thu");
	movement_result_fini(&r);
}

static void new_head(void **state)
{
	struct fixture *x = *state;
	struct movement m = step(MOVEMENT_HEAD, x->house, WHO(x->head));
	const struct movement_relation given[] = { { x->daughter_in_law, "wife" }, { x->grandchild, "child" } };

	refused(x, &m, "GN-B37");
	m = step(MOVEMENT_HEAD, x->house, WHO(x->son));
	refused(x, &m, "GN-B06");
	m.relations = given;
	m.n_relations = 2;
	do_it(x, &m);
	is(x, "member", x->son, "relation_to_head", "head");
	is(x, "member", x->son, "order_in_household", "1");
	is(x, "member", x->head, "relation_to_head", "father");
	is(x, "member", x->head, "order_in_household", "3");
	is(x, "member", x->wife, "relation_to_head", "mother");
	is(x, "household", x->house, "head_name", "Bàn Đức Chung");
	is(x, "household", x->house, "members_count", "5");
	/* And back: the change that said otherwise before asks for nothing. */
	m = step(MOVEMENT_HEAD, x->house, WHO(x->wife));
	m.date = "2024-11-21";
	m.relations = (const struct movement_relation[]){ { x->grandchild, "grandchild" }, { x->daughter_in_law, "daughter_in_law" } };
	m.n_relations = 2;
	do_it(x, &m);
	is(x, "member", x->head, "relation_to_head", "husband");
	is(x, "member", x->son, "relation_to_head", "child");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(relations, setup, teardown),
		cmocka_unit_test_setup_teardown(the_table_is_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(split, setup, teardown),
		cmocka_unit_test_setup_teardown(split_head_goes, setup, teardown),
		cmocka_unit_test_setup_teardown(join, setup, teardown),
		cmocka_unit_test_setup_teardown(certificates, setup, teardown),
		cmocka_unit_test_setup_teardown(transfer, setup, teardown),
		cmocka_unit_test_setup_teardown(move, setup, teardown),
		cmocka_unit_test_setup_teardown(out_and_back, setup, teardown),
		cmocka_unit_test_setup_teardown(household_out_and_back, setup, teardown),
		cmocka_unit_test_setup_teardown(death_of_the_head, setup, teardown),
		cmocka_unit_test_setup_teardown(death_of_the_last, setup, teardown),
		cmocka_unit_test_setup_teardown(wrong_days, setup, teardown),
		cmocka_unit_test_setup_teardown(birth, setup, teardown),
		cmocka_unit_test_setup_teardown(comes_from_elsewhere, setup, teardown),
		cmocka_unit_test_setup_teardown(new_head, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
