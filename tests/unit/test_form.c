/* SPDX-License-Identifier: MIT */
/* Forms: what an INI becomes, and every mistake of one told with section, key and reason. */
#include "form_help.h"

#include "form/expr.h"

static void test_parts(void **state)
{
	struct desk *d = *state;
	const struct form *h = form_of(d, "household"), *m = form_of(d, "member");
	const struct field *fd = form_field(h, "head_name", NULL);
	const char *code = "x";

	assert_string_equal(h->title[0], "Hộ");
	assert_string_equal(h->plural[1], "Households");
	assert_int_equal(h->menu, 2);
	assert_int_equal(h->n_key, 3);
	assert_ptr_equal(h->key[2], fd);
	assert_true(fd->alias && fd->required);
	assert_string_equal(fd->origin.form, "member");
	assert_string_equal(fd->origin.where_field, "relation_to_head");
	assert_string_equal(fd->origin.where_values[0], "head");
	assert_string_equal(fd->group, "head");
	assert_string_equal(form_field(h, "village", NULL)->page, "main");
	assert_string_equal(form_field(h, "household_code", NULL)->page, "main");
	assert_string_equal(form_field(h, "income", NULL)->page, "more");
	assert_null(form_field(h, "income", NULL)->group);
	assert_int_equal(form_roster(h, "member"), 0);
	assert_int_equal(form_roster(h, "village"), -1);
	assert_ptr_equal(m->parent, form_field(m, "household", NULL));
	assert_true(m->matches[1].part[1].fold && m->matches[1].part[2].year);
	assert_true(form_owned_by(h, "commune"));
	assert_false(form_owned_by(h, "district"));
	assert_true(form_owned_by(form_of(d, "round"), "district"));
	assert_int_equal(h->n_lets, 3);
	assert_int_equal(h->lets[2].op, LET_MAX);
	assert_null(form_field(h, "nobody", &code));
	assert_null(code);
	assert_true(h->sorts[0].kind[0] == SORT_NAME);
	assert_int_equal(h->sorts[1].n, 2);
}

static void test_names(void **state)
{
	struct desk *d = *state;
	const struct form *r = form_of(d, "review"), *h = form_of(d, "household");
	const char *code;

	assert_non_null(form_field(r, "deprivation.D10", &code));
	assert_string_equal(code, "D10");
	assert_null(form_field(r, "deprivation.D99", &code));
	assert_null(form_field(r, "b1_points.D10", &code));
	assert_ptr_equal(form_field_by_header(h, "ho va ten CHU HO", &code), form_field(h, "head_name", NULL));
	assert_ptr_equal(form_field_by_header(h, "Household code", &code),
			 form_field(h, "household_code", NULL));
	assert_ptr_equal(form_field_by_header(r, "Nhà tiêu hợp vệ sinh", &code),
			 form_field(r, "deprivation", NULL));
	assert_string_equal(code, "D10");
	assert_null(form_field_by_header(h, "Tôn giáo", &code));
}

static const struct column *column(const struct form *form, const char *name)
{
	return &form->table.columns[form_field(form, name, NULL)->index];
}

/* What follows rows of other records has no revision; what is made of one's own answers has. */
static void test_table(void **state)
{
	struct desk *d = *state;
	const struct form *h = form_of(d, "household"), *r = form_of(d, "review");
	bool match = false, village = false;

	assert_true(column(h, "head_name")->derived);
	assert_true(column(h, "members_count")->derived);
	assert_true(column(h, "classification")->derived);
	assert_false(column(h, "house_area")->derived);
	assert_false(column(r, "b2_points")->derived);
	assert_false(column(r, "classification")->derived);
	assert_int_equal(column(h, "needs")->kind, COLUMN_MULTI);
	assert_int_equal(column(r, "deprivation")->kind, COLUMN_ANSWERS);
	assert_int_equal(column(h, "house_area")->kind, COLUMN_REAL);
	assert_int_equal(column(h, "income")->kind, COLUMN_INT);
	assert_true(column(h, "village")->reference);
	for (size_t i = 0; h->table.indexes[i]; i++) {
		match = match || !strcmp(h->table.indexes[i], "village, household_code");
		village = village || !strcmp(h->table.indexes[i], "village, _sort1, _unit, id");
	}
	assert_true(match && village);
	assert_string_equal(form_of(d, "member")->table.live, "left_on");
}

static void test_prepare(void **state)
{
	struct desk *d = *state;
	char *said;

	assert_int_equal(number_of(d->place, "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name IN "
					     "('village', 'household', 'member', 'round', 'review')"),
			 5);
	/* Nothing new: nothing is written. */
	int64_t before = number_of(d->place, "SELECT total_changes()");

	check_ok(forms_prepare(d->forms, d->place->book, e));
	assert_int_equal(number_of(d->place, "SELECT total_changes()"), before);
	/* A field more is a column more. */
	said = xasprintf("%s[note]\ntype = \"text\"\nlabel.vi = \"Ghi chú\"\nlabel.en = \"Note\"\n", form_files[7][1]);
	write_file(d->place->dir, "forms/village.ini", said);
	free(said);
	book_close(d->place->book);
	d->place->book = NULL;
	forms_free(d->forms);
	d->forms = forms_new(d->forms_dir, d->codes_dir);
	check_ok(book_open(&d->place->book, d->place->path, BOOK_WRITE, e));
	check_ok(forms_prepare(d->forms, d->place->book, e));
	assert_int_equal(number_of(d->place,
				   "SELECT count(*) FROM pragma_table_info('village') WHERE name='note'"),
			 1);
	/* A stock SQLite reads it. */
	said = shell_output("sqlite3 '%s' 'PRAGMA quick_check'", d->place->path);
	assert_string_equal(said, "ok");
	free(said);
}

/* ---- mistakes ---- */

struct mistake {
	const char *section, *key, *reason; /* part of the reason */
};

static bool told(const struct complaints *c, const struct mistake *m)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->v[i].section, m->section) && str_eq(c->v[i].key, m->key) &&
		    strstr(c->v[i].reason, m->reason))
			return true;
	return false;
}

static void all_told(struct desk *d, const char *ini, const struct mistake *expected, size_t n)
{
	struct complaints c;
	struct forms *f;
	size_t missing = 0, here = 0;

	write_file(d->place->dir, "forms/thing.ini", ini);
	complaints_init(&c);
	f = forms_new(d->forms_dir, d->codes_dir);
	forms_check(f, &c);
	for (size_t i = 0; i < n; i++) {
		if (told(&c, &expected[i]))
			continue;
		missing++;
		print_error("not told: [%s] %s: %s\n", expected[i].section, expected[i].key, expected[i].reason);
	}
	for (size_t i = 0; i < c.n; i++) {
		here += strstr(c.v[i].file, "thing.ini") != NULL;
		assert_true(c.v[i].line > 0 || !c.v[i].section);
	}
	if (missing || here != n) {
		for (size_t i = 0; i < c.n; i++) {
			char *s = complaint_text(&c.v[i]);

			print_error("%s\n", s);
			free(s);
		}
	}
	assert_int_equal(missing, 0);
	assert_int_equal(here, n);
	complaints_fini(&c);
	/* And the form is refused, with the first of them. */
	const struct form *form;
	struct error e = ERROR_INIT;

	assert_int_equal(forms_get(f, "thing", &form, &e), ERR_DATA);
	assert_null(form);
	assert_non_null(strstr(e.what, "thing.ini"));
	error_clear(&e);
	/* The others are not. */
	assert_int_equal(forms_get(f, "member", &form, NULL), 0);
	forms_free(f);
}

#define HEAD                                                                                      \
	"[form]\ntable = \"thing\"\ntitle.vi = \"Vật\"\ntitle.en = \"Thing\"\nplural.vi = \"Vật\"\n"  \
	"plural.en = \"Things\"\nversion = \"1\"\nkey = \"name\"\nlist = \"name\"\n"
#define NAME "[name]\ntype = \"text\"\nlabel.vi = \"Tên\"\nlabel.en = \"Name\"\n"
#define N(a) (sizeof(a) / sizeof(*(a)))

static void test_field_mistakes(void **state)
{
	static const struct mistake m[] = {
		{ "name", "colour", "unknown key" },
		{ "name", "width", "not a whole number" },
		{ "name", "required", "neither yes nor no" },
		{ "kind", "type", "unknown type" },
		{ "kind", "label.en", "missing" },
		{ "pick", "choices", "needs a code list" },
		{ "pick2", "choices", "\"nowhere\"" },
		{ "Bad-Name", NULL, "is no name" },
		{ "two__parts", NULL, "is no name" },
		{ "id", NULL, "reserved" },
		{ "when", "partial", "only a date" },
		{ "where", "page", "no page" },
		{ "ref", "refers", "which form" },
		{ "ref2", "refers", "no form \"nowhere\"" },
		{ "text2", "choices", "no code list here" },
		{ "untyped", "type", "missing" },
		{ "ans", "answers", "needs a code list" },
		{ "empty", "source", "empty" },
	};
	/* INI names fold to lower case. */
	struct mistake list[N(m)];

	memcpy(list, m, sizeof(m));
	list[7].section = "bad-name";
	all_told(*state,
		 HEAD NAME "colour = \"red\"\nwidth = \"wide\"\nrequired = \"maybe\"\n"
			   "[kind]\ntype = \"thing\"\nlabel.vi = \"Loại\"\n"
			   "[pick]\ntype = \"choice\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[pick2]\ntype = \"choice\"\nchoices = \"nowhere\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[Bad-Name]\ntype = \"text\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[two__parts]\ntype = \"text\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[id]\ntype = \"text\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[when]\ntype = \"int\"\npartial = \"yes\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[where]\ntype = \"int\"\npage = \"nowhere\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[ref]\ntype = \"reference\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[ref2]\ntype = \"reference\"\nrefers = \"nowhere\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[text2]\ntype = \"text\"\nchoices = \"gender\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[untyped]\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[ans]\ntype = \"answers\"\nchoices = \"indicator\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
			   "[empty]\ntype = \"text\"\nsource = \"\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n",
		 list, N(list));
}

static void test_head_mistakes(void **state)
{
	static const struct mistake m[] = {
		{ "form", "table", "called like the file" },
		{ "form", "plural.en", "missing" },
		{ "form", "version", "missing" },
		{ "form", "menu", "from 2 to 8" },
		{ "form", "owner", "unknown level" },
		{ "form", "key", "no field \"nobody\"" },
		{ "form", "list", "missing" },
		{ "form", "search", "no field" },
		{ "form", "sort.1", ":shoe" },
		{ "form", "sort.2", "cannot be sorted" },
		{ "form", "sort.3", "without a gap" },
		{ "form", "match.1", "not a date" },
		{ "form", "filter", "cannot be filtered" },
		{ "form", "counts", "no field" },
		{ "form", "live", "no field" },
		{ "form", "parent", "not a reference" },
		{ "form", "roster.1", "no form" },
		{ "form", "roster.2", "as its parent" },
		{ "form", "feeds.1", "is derived from this one" },
		{ "form", "shape", "unknown key" },
		{ "page.one", "title.en", "missing" },
		{ "page.one", "color", "unknown key" },
		{ "group.g", "page", "no page" },
	};

	all_told(*state,
		 "[form]\ntable = \"things\"\ntitle.vi = \"Vật\"\ntitle.en = \"Thing\"\nplural.vi = \"Vật\"\n"
		 "menu = \"9\"\nowner = \"planet\"\nkey = \"name, nobody\"\nsearch = \"nobody\"\n"
		 "sort.1 = \"name:shoe\"\nsort.2 = \"many\"\nsort.4 = \"name\"\nmatch.1 = \"name:year\"\n"
		 "filter = \"many\"\ncounts = \"nobody\"\nlive = \"nobody\"\nparent = \"name\"\nroster.1 = \"nowhere\"\n"
		 "roster.2 = \"village\"\nfeeds.1 = \"village\"\nshape = \"round\"\n"
		 "[page.one]\ntitle.vi = \"Một\"\ncolor = \"red\"\n"
		 "[group.g]\npage = \"two\"\ntitle.vi = \"a\"\ntitle.en = \"b\"\n" NAME
		 "[many]\ntype = \"multi\"\nchoices = \"need\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n",
		 m, N(m));
}

static void test_rule_mistakes(void **state)
{
	static const struct mistake m[] = {
		{ "name", "relevant", "unknown parameter \":nobody\"" },
		{ "name", "constraint", "may not be used" },
		{ "name", "message.en", "missing" },
		{ "name", "doubt.message.vi", "missing" },
		{ "name", "doubt.message.en", "missing" },
		{ "name", "warn.message", "a message without" },
		{ "n", "compute", "from itself" },
		{ "n", "default", "comes from elsewhere" },
		{ "ref", "relevant", "unknown parameter \":ref__nobody\"" },
		{ "ref", "constraint", "no code list \"nowhere\"" },
		{ "ref", "message.vi", "unknown mark {nobody}" },
		{ "let", "a_n", "write count" },
		{ "let", "b_n", "neither a roster nor" },
		{ "let", "name", "has this name" },
		{ "let", "d_n", "unknown parameter \":full_name\"" },
		{ "check.r1", "strength", "error, doubt or hint" },
		{ "check.r1", "test", "cannot be read" },
		{ "check.r1", "field", "no field" },
		{ "check.r2", "test", "missing" },
		{ "check.r2", "field", "missing" },
		{ "check.r2", "message.vi", "missing" },
		{ "check.r2", "message.en", "missing" },
	};

	all_told(*state,
		 HEAD "[let]\na_n = \"average(deprived)\"\nb_n = \"count(member)\"\n"
		      "name = \"count(ans)\"\nd_n = \"count(ans, :full_name = 'x')\"\n" NAME
		      "relevant = \":nobody = 1\"\nconstraint = \"random() > 0\"\nmessage.vi = \"a\"\n"
		      "doubt = \":name <> 'x'\"\nwarn.message.vi = \"a\"\nwarn.message.en = \"b\"\n"
		      "[n]\ntype = \"int\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\ncompute = \":n + 1\"\ndefault = \"1\"\n"
		      "[ref]\ntype = \"reference\"\nrefers = \"village\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
		      "relevant = \":ref__nobody = 1 and :ref__area_type = 'rural'\"\n"
		      "constraint = \"in_list('nowhere', :name)\"\nmessage.vi = \"{nobody}\"\nmessage.en = \"{name}\"\n"
		      "[ans]\ntype = \"answers\"\nchoices = \"indicator\"\nanswers = \"answer\"\nlabel.vi = \"a\"\n"
		      "label.en = \"b\"\n"
		      "[check.r1]\nfield = \"nobody\"\nstrength = \"huge\"\ntest = \":name +\"\nmessage.vi = \"a\"\n"
		      "message.en = \"b\"\n"
		      "[check.r2]\nstrength = \"hint\"\n",
		 m, N(m));
}

static void test_origin_mistakes(void **state)
{
	static const struct mistake m[] = {
		{ "a1", "alias", "not a roster" },
		{ "a2", "alias", "write form.field" },
		{ "a3", "alias.where", "field=code" },
		{ "a3", "alias", "not a roster" },
		{ "d1", "derive", "only way to derive" },
		{ "d1", "derive.form", "needs this key" },
		{ "d1", "derive.link", "needs this key" },
		{ "d1", "derive.value", "needs this key" },
		{ "d1", "derive.date", "needs this key" },
		{ "d2", "derive.link", "does not refer" },
		{ "d2", "derive.value", "no field" },
		{ "d2", "derive.date", "not a date" },
		{ "d2", "derive.form", "lacks feeds" },
		{ "d2", "derive.where", "not in the code list" },
		{ "d3", "derive.value", "only a derived field" },
		{ "d5", "derive.date.2", "needs this key" },
		{ "d5", "derive.same", "\"review\" has no field" },
		{ "d5", "derive.same", "\"thing\" has no field" },
		{ "d5", "derive.link", "does not refer" }, /* both sources */
		{ "d5", "derive.link", "does not refer" },
		{ "d5", "derive.form", "lacks feeds" },
		{ "d5", "derive.form", "lacks feeds" },
		{ "d5", "derive", "number all sources" },
		{ "d6", "written", "is not \"program\"" },
		{ "d4", "compute", "not computed too" },
		{ "d4", "alias", "no form" },
	};

	all_told(*state,
		 HEAD NAME
		 "[a1]\ntype = \"text\"\nalias = \"member.full_name\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
		 "[a2]\ntype = \"text\"\nalias = \"full_name\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
		 "[a3]\ntype = \"text\"\nalias = \"member.full_name\"\nalias.where = \"head\"\nlabel.vi = \"a\"\n"
		 "label.en = \"b\"\n"
		 "[d1]\ntype = \"text\"\nderive = \"first\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
		 "[d2]\ntype = \"text\"\nderive = \"latest\"\nderive.form = \"review\"\nderive.link = \"household\"\n"
		 "derive.value = \"nobody\"\nderive.date = \"water\"\nderive.where = \"classification=rich\"\n"
		 "label.vi = \"a\"\nlabel.en = \"b\"\n"
		 "[d3]\ntype = \"text\"\nderive.value = \"x\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
		 "[d5]\ntype = \"text\"\nderive = \"latest\"\nderive.form = \"review\"\nderive.form.1 = \"review\"\n"
		 "derive.link.1 = \"household\"\nderive.value.1 = \"-\"\nderive.date.1 = \"decision_date\"\nderive.same.1 = \"colour\"\n"
		 "derive.form.2 = \"review\"\nderive.link.2 = \"household\"\nderive.value.2 = \"-\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
		 "[d6]\ntype = \"text\"\nwritten = \"me\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n"
		 "[d4]\ntype = \"text\"\nalias = \"nowhere.full_name\"\ncompute = \"'x'\"\nlabel.vi = \"a\"\n"
		 "label.en = \"b\"\n",
		 m, N(m));
}

static void test_key_in_a_circle(void **state)
{
	struct desk *d = *state;
	static const struct mistake m[] = { { "form", "key", "leads back to itself" } };

	all_told(d,
		 "[form]\ntable = \"thing\"\ntitle.vi = \"Vật\"\ntitle.en = \"Thing\"\nplural.vi = \"Vật\"\n"
		 "plural.en = \"Things\"\nversion = \"1\"\nkey = \"up\"\nlist = \"up\"\n"
		 "[up]\ntype = \"reference\"\nrefers = \"thing\"\nlabel.vi = \"a\"\nlabel.en = \"b\"\n",
		 m, 1);
}

static void test_unreadable(void **state)
{
	struct desk *d = *state;
	struct complaints c;
	const struct form *form;

	write_file(d->place->dir, "forms/thing.ini", "\xEF\xBB\xBF[form\nno ini at all\n");
	complaints_init(&c);
	forms_free(d->forms);
	d->forms = forms_new(d->forms_dir, d->codes_dir);
	forms_check(d->forms, &c);
	assert_true(c.n > 0);
	complaints_fini(&c);
	check_fails(ERR_DATA, forms_get(d->forms, "thing", &form, e));
	check_fails(ERR_NOTFOUND, forms_get(d->forms, "nowhere", &form, e));
	/* A book opens all the same; the other forms have their tables. */
	reopen(d->place, BOOK_WRITE);
	check_ok(forms_prepare(d->forms, d->place->book, e));
}

/* The forms that are delivered. */
static void test_delivered(void **state)
{
	struct complaints c;
	struct forms *f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");

	(void)state;
	complaints_init(&c);
	forms_check(f, &c);
	for (size_t i = 0; i < c.n; i++) {
		char *s = complaint_text(&c.v[i]);

		print_error("%s\n", s);
		free(s);
	}
	assert_int_equal(c.n, 0);
	assert_non_null(forms_names(f)[0]);
	complaints_fini(&c);
	forms_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_parts, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_names, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_table, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_prepare, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_field_mistakes, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_head_mistakes, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_rule_mistakes, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_origin_mistakes, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_key_in_a_circle, setup_desk, teardown_desk),
		cmocka_unit_test_setup_teardown(test_unreadable, setup_desk, teardown_desk),
		cmocka_unit_test(test_delivered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
