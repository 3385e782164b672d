/* SPDX-License-Identifier: MIT */
/*
 * The forms and code lists that are installed, as they lie in the tree: every file loads without
 * a complaint, and the facts others count on (numbers of codes, aliases, fields of the issue) are
 * there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/form.h"

static int setup(void **state)
{
	const char *note;

	i18n_init("vi", "/nonexistent", &note);
	*state = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	return 0;
}

static int teardown(void **state)
{
	forms_free(*state);
	return 0;
}

static void no_complaints(const struct complaints *c)
{
	for (size_t i = 0; i < c->n; i++) {
		char *s = complaint_text(&c->v[i]);

		fprintf(stderr, "%s\n", s);
		free(s);
	}
	assert_int_equal(c->n, 0);
}

static void every_form_loads(void **state)
{
	static const char *const wanted[] = { "assignment",  "change",	"household", "member",
					      "participant", "project", "review",    "round",
					      "unit_year",   "village" };
	struct forms *f = *state;
	struct complaints c;

	complaints_init(&c);
	forms_check(f, &c);
	no_complaints(&c);
	complaints_fini(&c);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		const struct form *form;
		struct error e = ERROR_INIT;

		assert_int_equal(forms_get(f, wanted[i], &form, &e), 0);
		assert_true(form->menu >= 2 && form->menu <= 6);
		assert_int_not_equal(form->n_sorts, 0);
	}
}

/* Whoever is told something is wrong may ask by which rule. */
static void every_check_has_a_source(void **state)
{
	for (const char *const *name = forms_names(*state); *name; name++) {
		const struct form *form;
		struct error e = ERROR_INIT;

		assert_int_equal(forms_get(*state, *name, &form, &e), 0);
		for (size_t i = 0; i < form->n_checks; i++)
			if (!strchr(form->checks[i].name, '.') && !form->checks[i].source)
				fail_msg("%s: check.%s has no source", *name, form->checks[i].name);
	}
}

/* What a code rests on is told; one that nobody has seen written says verified = no. */
static void sourced(const struct codes *codes)
{
	size_t at = 0;

	while (codes->extra_names && codes->extra_names[at] && strcmp(codes->extra_names[at], "source"))
		at++;
	if (!codes->extra_names || !codes->extra_names[at])
		fail_msg("%s: no column source", codes->name);
	for (size_t i = 0; i < codes->n; i++)
		if (codes->v[i].verified && (!codes->v[i].extra || !codes->v[i].extra[at]))
			fail_msg("%s: %s has no source", codes->name, codes->v[i].code);
}

static void every_list_loads_and_names_its_sources(void **state)
{
	struct code_lists *lists = forms_codes(*state);
	DIR *d = opendir(SRCDIR "/data/codes");
	struct complaints c;
	struct dirent *de;
	int n = 0;

	assert_non_null(d);
	complaints_init(&c);
	while ((de = readdir(d))) {
		char *dot = strrchr(de->d_name, '.');
		const struct codes *codes;
		char *name;

		if (!dot || strcmp(dot, ".csv"))
			continue;
		name = xstrndup(de->d_name, (size_t)(dot - de->d_name));
		codes = code_lists_get(lists, name, &c);
		assert_non_null(codes);
		sourced(codes);
		free(name);
		n++;
	}
	closedir(d);
	no_complaints(&c);
	complaints_fini(&c);
	assert_true(n >= 38);
}

static const struct codes *list(void **state, const char *name)
{
	const struct codes *codes = code_lists_get(forms_codes(*state), name, NULL);

	assert_non_null(codes);
	return codes;
}

static const char *extra(const struct codes *codes, const char *code, const char *column)
{
	const struct code *k = codes_find(codes, code);

	assert_non_null(k);
	for (size_t i = 0; codes->extra_names[i]; i++)
		if (!strcmp(codes->extra_names[i], column))
			return k->extra[i];
	fail_msg("no column %s", column);
	return NULL;
}

static void ethnic_groups(void **state)
{
	static const char *const spellings[][2] = {
		{ "tay", "Tày" },	   { "H'Mông", "Mông" },  { "Ê Đê", "Ê-đê" },
		{ "Khmer", "Khơ-me" },	   { "M'Nông", "Mnông" }, { "Giẻ Triêng", "Gié-Triêng" },
		{ "Cao Lan", "Sán Chay" },
	};
	const struct codes *codes = list(state, "ethnicity");
	size_t groups = 0, codes_1019 = 0;

	for (size_t i = 0; i < codes->n; i++) {
		groups += codes->v[i].verified;
		codes_1019 += *extra(codes, codes->v[i].code, "code_1019") != '\0';
	}
	assert_int_equal(groups, 54);
	assert_int_equal(codes_1019, 54);
	for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
		const struct code *k = codes_match(codes, spellings[i][0]);

		assert_non_null(k);
		assert_string_equal(k->code, spellings[i][1]);
	}
	/* The two lists number differently from 04 on, and the second was only seen up to 20. */
	assert_string_equal(extra(codes, "Mường", "code_121"), "06");
	assert_string_equal(extra(codes, "Mường", "code_1019"), "04");
	assert_string_equal(extra(codes, "Mạ", "verified_1019"), "no");
	assert_string_equal(extra(codes, "Kinh", "minority"), "no");
}

static void indicators_and_provinces(void **state)
{
	const struct codes *codes = list(state, "indicator");
	size_t d = 0, e = 0, draft = 0;

	for (size_t i = 0; i < codes->n; i++) {
		d += !strcmp(codes->v[i].standard, "2022-2025");
		e += !strcmp(codes->v[i].standard, "2016-2020");
		draft += !strcmp(codes->v[i].standard, "2027-2030") && !codes->v[i].verified;
	}
	assert_int_equal(d, 12);
	assert_int_equal(e, 10);
	assert_int_equal(draft, 12);
	assert_int_equal(codes->n, 34);
	/* A label that several standards use means the one in force. */
	assert_string_equal(codes->v[0].code, "D01");
	assert_string_equal(extra(codes, "D08", "area"), "8");
	assert_string_equal(extra(codes, "D08", "service_vi"), "Nhà ở");
	assert_string_equal(codes_find(list(state, "standard"), "2022-2025")->to, "2026-12-31");
	assert_string_equal(extra(list(state, "standard"), "2027-2030", "review_from"), "2026-01-01");
	assert_false(codes_find(codes, "D12")->verified);
	assert_int_equal(list(state, "id_province")->n, 63);
	assert_int_equal(list(state, "poverty_cause")->n, 8);
	assert_non_null(codes_find(list(state, "id_province"), "024"));
	assert_null(codes_find(list(state, "id_province"), "003"));
	assert_non_null(codes_find(list(state, "programme_item"), "DA3.1"));
	assert_string_equal(codes_find(list(state, "programme_item"), "P3")->to, "2020-12-31");
}

/* A page must fit 80x24: title, keys and messages take 7 lines, each answer of an answers field
 * one. */
static void pages_fit(void **state)
{
	struct forms *f = *state;

	for (const char *const *name = forms_names(f); *name; name++) {
		const struct form *form;
		struct error e = ERROR_INIT;

		assert_int_equal(forms_get(f, *name, &form, &e), 0);
		for (size_t p = 0; p < form->n_pages; p++) {
			size_t lines = 0;

			for (size_t i = 0; i < form->n_fields; i++) {
				const struct field *fd = &form->fields[i];

				if (!fd->hidden && fd->page && !strcmp(fd->page, form->pages[p].name))
					lines += fd->type == FIELD_ANSWERS ? 12 : 1;
			}
			if (!lines || lines > 17)
				fail_msg("%s: page %s has %zu lines", *name, form->pages[p].name,
					 lines);
		}
	}
}

/* The field names of the household, the member and the review, which other people's files use. */
static void names_promised(void **state)
{
	static const char *const names[][2] = {
		{ "household",
		  "household_code village phone address head_name head_gender head_birth_date "
		  "head_ethnicity head_id_number head_id_issue_date permanent_residence area_type "
		  "members_count is_ethnic_minority is_local_ethnic no_labour_capacity "
		  "has_merit_person social_protection female_headed agri_msbt special_area "
		  "voluntary_exit support_needs poverty_causes note classification left_on" },
		{ "member",
		  "order_in_household full_name gender birth_date ethnicity relation_to_head "
		  "id_number "
		  "id_missing_reason health_insurance school_status education_level training "
		  "nutrition_status employment_status has_contract monthly_social_allowance "
		  "disability "
		  "merit_person low_income_worker wants note left_on" },
		{ "review", "round household reviewer review_date deprivation b1_points b2_points "
			    "classification "
			    "decision_no decision_date area_type members" },
		{ "project",
		  "code name programme_item places start_date due_date status amount_planned" },
		{ "participant", "project household member support_kind quantity value date" },
		{ "assignment",
		  "task programme_item village household lead executes coordinates due_date status "
		  "progress" },
		{ "village", "code name kind area_type head phone" },
		{ "unit_year",
		  "village year count_date households people poor_households near_poor_households "
		  "register_whole" },
		{ "round", "review_year applies_year kind standard start_date end_date" },
		{ "change", "kind date household member other_household note" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct form *form;
		struct error e = ERROR_INIT;
		struct strlist l;

		assert_int_equal(forms_get(*state, names[i][0], &form, &e), 0);
		strlist_init(&l);
		strlist_split(&l, names[i][1], " ");
		for (size_t j = 0; j < l.n; j++)
			if (!form_field(form, l.v[j], NULL))
				fail_msg("%s has no field %s", names[i][0], l.v[j]);
		strlist_fini(&l);
	}
}

/* Two fields with one label could not be told apart in an officer's CSV. */
static void labels_are_unique(void **state)
{
	struct forms *f = *state;

	for (const char *const *name = forms_names(f); *name; name++) {
		const struct form *form;
		struct error e = ERROR_INIT;

		assert_int_equal(forms_get(f, *name, &form, &e), 0);
		for (size_t i = 0; i < form->n_fields; i++)
			for (int l = 0; l < 2; l++)
				if (form_field_by_header(form, form->fields[i].label[l], NULL) !=
				    &form->fields[i])
					fail_msg("%s: label of %s", *name, form->fields[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_loads),  cmocka_unit_test(every_list_loads_and_names_its_sources),
		cmocka_unit_test(ethnic_groups),     cmocka_unit_test(indicators_and_provinces),
		cmocka_unit_test(pages_fit),	     cmocka_unit_test(names_promised),
		cmocka_unit_test(labels_are_unique), cmocka_unit_test(every_check_has_a_source),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
