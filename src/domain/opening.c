/* SPDX-License-Identifier: MIT */
/*
 * Last year's list, taken over: a round that is closed, its decision, a household in the register for each line, the lines
 * themselves as the program writes them. Each household goes in whole or not at all.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/opening.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/opening_impl.h"
#include "store/db.h"
#include "text/viet.h"

struct opening {
	struct forms *f;
	struct book *b;
	const struct opening_want *want;
	struct entry_batch *t;
	struct opening_file file;
	struct opening_result *out;
	struct str *errors;
	char *standard;
	int64_t line_no;
};

void opening_result_fini(struct opening_result *r)
{
	free(r->untaken);
	r->untaken = NULL;
}

enum { CLASS_POOR, CLASS_NEAR, CLASS_ESCAPED, CLASS_ESCAPED_NEAR };
/* What each class of the file means for a line. */
static const struct {
	const char *code, *before, *after, *movement;
} classes[] = {
	{ "poor", NULL, "poor", NULL },
	{ "near_poor", NULL, "near_poor", NULL },
	{ "escaped", "poor", "not_poor", "poor_to_above" },
	{ "escaped_near", "near_poor", "not_poor", "near_to_above" },
};

/* A value as the file has it, into a field. */
static void say(struct program_record *r, struct entry *en, const char *field, const char *text)
{
	const struct field *fd;
	const char *code;

	if (r->ret || str_empty(text))
		return;
	fd = form_field(entry_form(en), field, &code);
	r->ret = fd ? entry_set(en, fd, code, text, ENTRY_HUMAN, r->e) :
		      error_fail(r->e, ERR_FAULT, "GN-L32", "%s.%s", entry_form(en)->name, field);
}

/* ---- round and decision ---- */

static int round_in_use(struct error *e)
{
	int ret = error_fail(e, ERR_NEGATIVE, "GN-L33", "%s",
			     _("A list was closed on top of this opening list already: it cannot be changed any more."));

	error_safe(e, _("Nothing was stored."));
	error_todo(e, "%s", _("What is wrong in it is put right by a decision that corrects single lines."));
	return ret;
}

static int not_an_opening(struct opening *o, struct error *e)
{
	int ret = error_fail(e, ERR_DATA, "GN-L34", _("The round %s has reviews of its own: a list cannot be taken over into it."),
			     o->want->round);

	error_safe(e, _("Nothing was stored."));
	error_todo(e, "%s", _("Give the opening list a round of its own: --round with another code."));
	return ret;
}

/* The standard in force on the day of the decision. */
static const char *standard_on(struct forms *f, const char *day)
{
	const struct codes *list = code_lists_get(forms_codes(f), "standard", NULL);

	for (size_t i = 0; list && i < list->n; i++) {
		const struct code *k = &list->v[i];

		if (!str_empty(k->from) && !str_empty(k->to) && strcmp(k->from, day) <= 0 && strcmp(k->to, day) >= 0)
			return k->code;
	}
	return NULL;
}

static int make_round(struct opening *o, struct error *e)
{
	int year = o->want->year ? o->want->year : atoi(o->want->decision_date);
	struct program_record r;
	char number[16], next[16], *name = xasprintf(_("Opening list: result of the review of %d"), year);

	snprintf(number, sizeof(number), "%d", year);
	snprintf(next, sizeof(next), "%d", year + 1);
	program_new(&r, o->f, o->b, "round", e);
	program_set(&r, "code", o->want->round);
	program_set(&r, "name", name);
	program_set(&r, "kind", "periodic");
	program_set(&r, "review_year", number);
	program_set(&r, "applies_year", next);
	program_set(&r, "standard", standard_on(o->f, o->want->decision_date));
	program_set(&r, "opening", "yes");
	program_set(&r, "stage", "reported");
	free(name);
	return program_end(&r, o->t, o->out->round);
}

static int find_round(struct opening *o, struct error *e)
{
	const char *unit = book_unit_id(o->b);
	struct program_record r;
	int64_t n = 0;
	char *id = NULL;
	int ret = db_get_text(book_db(o->b), &id, e, "SELECT id FROM round WHERE _unit=? AND code=?", "tt", unit, o->want->round);

	if (!ret && !id)
		return make_round(o, e);
	if (!ret) {
		snprintf(o->out->round, sizeof(o->out->round), "%s", id);
		ret = db_get_int(book_db(o->b), &n, NULL, e,
				 "SELECT (SELECT count(*) FROM review WHERE _unit=?1 AND round=?2) + (SELECT count(*) FROM decision "
				 "WHERE _unit=?1 AND round=?2 AND kind<>'opening')",
				 "tt", unit, id);
	}
	free(id);
	if (!ret && n)
		ret = not_an_opening(o, e);
	if (ret)
		return ret;
	program_open(&r, o->f, o->b, "round", o->out->round, e);
	program_set(&r, "opening", "yes");
	return program_end(&r, o->t, NULL);
}

static int find_decision(struct opening *o, struct error *e)
{
	struct program_record r;
	int64_t later = 0;
	char *id = NULL;
	int ret = db_get_int(book_db(o->b), &later, NULL, e,
			     "SELECT count(*) FROM decision WHERE _unit=? AND kind='recognition' AND closed='yes'", "t",
			     book_unit_id(o->b));

	if (!ret)
		ret = db_get_text(book_db(o->b), &id, e,
				  "SELECT id FROM decision WHERE _unit=? AND round=? AND decision_no=? AND decision_date=? AND kind='opening'",
				  "tttt", book_unit_id(o->b), o->out->round, o->want->decision_no, o->want->decision_date);
	if (ret || id) {
		snprintf(o->out->decision, sizeof(o->out->decision), "%s", id ? id : "");
		free(id);
		return ret;
	}
	if (later)
		return round_in_use(e);
	program_new(&r, o->f, o->b, "decision", e);
	program_set(&r, "round", o->out->round);
	program_set(&r, "kind", "opening");
	program_set(&r, "decision_no", o->want->decision_no);
	program_set(&r, "decision_date", o->want->decision_date);
	return program_end(&r, o->t, o->out->decision);
}

/* ---- the household ---- */

static int several(size_t n, struct error *e)
{
	return error_fail(e, ERR_AMBIGUOUS, "GN-L35",
			  P_("%zu household of the register fits this row.", "%zu households of the register fit this row.", n), n);
}

/* The household whose head has this ID number, "" for none; two are never guessed between. */
static int by_number(struct opening *o, const char *number, char id[UUID_LEN + 1], struct error *e)
{
	struct strlist ids;
	int ret;

	strlist_init(&ids);
	ret = db_get_list(book_db(o->b), &ids, e,
			  "SELECT DISTINCT household FROM member WHERE _unit=? AND id_number=? AND relation_to_head='head' AND left_on IS NULL",
			  "tt", book_unit_id(o->b), number);
	snprintf(id, UUID_LEN + 1, "%s", ids.n == 1 ? ids.v[0] : "");
	if (!ret && ids.n > 1)
		ret = several(ids.n, e);
	strlist_fini(&ids);
	return ret;
}

/* Of the households of a village those whose head is called so, told apart by code or year of birth where the file has them. */
static int by_name(struct opening *o, const struct opening_row *head, const char *village, char id[UUID_LEN + 1], struct error *e)
{
	char *name = viet_fold(opening_name(head)), *birth = head->v[COL_BIRTH];
	struct strlist found;
	struct stmt *st;
	int ret = db_prepare(book_db(o->b), &st, "SELECT id, head_name, household_code, head_birth_date FROM household WHERE _unit=? AND village=?", e);

	strlist_init(&found);
	*id = '\0';
	if (ret)
		goto out;
	stmt_text(st, 1, book_unit_id(o->b));
	stmt_text(st, 2, village);
	while ((ret = stmt_step(st, e)) > 0) {
		char *other = viet_fold(stmt_col_text(st, 1) ? stmt_col_text(st, 1) : "");
		const char *code = stmt_col_text(st, 2), *year = stmt_col_text(st, 3);
		bool same = !strcmp(name, other);

		if (same && code && head->v[COL_CODE])
			same = !strcmp(code, head->v[COL_CODE]);
		else if (same && year && birth) /* the year stands somewhere in what the file says */
			same = strlen(year) >= 4 && memmem(birth, strlen(birth), year, 4);
		if (same)
			strlist_add(&found, stmt_col_text(st, 0));
		free(other);
	}
	stmt_done(st);
	if (!ret && found.n > 1)
		ret = several(found.n, e);
	else if (found.n == 1)
		snprintf(id, UUID_LEN + 1, "%s", found.v[0]);
out:
	strlist_fini(&found);
	free(name);
	return ret;
}

static int find_house(struct opening *o, const struct opening_row *head, const char *village, char id[UUID_LEN + 1],
		      struct error *e)
{
	int ret = 0;

	*id = '\0';
	if (head->v[COL_ID])
		ret = by_number(o, head->v[COL_ID], id, e);
	return ret || *id ? ret : by_name(o, head, village, id, e);
}

static void say_person(struct program_record *r, struct entry *en, const struct opening_row *row)
{
	say(r, en, "full_name", opening_name(row));
	say(r, en, "relation_to_head", row->v[COL_RELATION]);
	say(r, en, "birth_date", row->v[COL_BIRTH]);
	say(r, en, "gender", row->v[COL_GENDER]);
	say(r, en, "id_number", row->v[COL_ID]);
	say(r, en, "ethnicity", row->v[COL_ETHNICITY]);
}

static void say_count(struct program_record *r, const char *field, const struct opening_house *h)
{
	char number[24];

	if (h->row[0].v[COL_MEMBERS]) {
		say(r, r->en, field, h->row[0].v[COL_MEMBERS]);
	} else if (h->n > 1) {
		snprintf(number, sizeof(number), "%zu", h->n);
		program_set(r, field, number);
	}
}

static int make_house(struct opening *o, const struct opening_house *h, const char *village, char id[UUID_LEN + 1], struct error *e)
{
	const struct opening_row *head = &h->row[0];
	struct program_record r;

	program_new(&r, o->f, o->b, "household", e);
	program_set(&r, "village", village);
	say(&r, r.en, "household_code", head->v[COL_CODE]);
	say(&r, r.en, "address", head->v[COL_ADDRESS]);
	say(&r, r.en, "head_name", opening_name(head));
	say(&r, r.en, "head_gender", head->v[COL_GENDER]);
	say(&r, r.en, "head_birth_date", head->v[COL_BIRTH]);
	say(&r, r.en, "head_ethnicity", head->v[COL_ETHNICITY]);
	say(&r, r.en, "head_id_number", head->v[COL_ID]);
	say(&r, r.en, "head_id_issue_date", head->v[COL_ID_DATE]);
	for (size_t i = 1; !r.ret && i < h->n; i++) {
		struct entry *kid = entry_child_add(r.en, 0, e);

		r.ret = kid ? 0 : ERR_FAULT;
		say_person(&r, kid, &h->row[i]);
	}
	say_count(&r, "members_count", h);
	say(&r, r.en, "no_labour_capacity", head->v[COL_NO_LABOUR]);
	say(&r, r.en, "has_merit_person", head->v[COL_MERIT]);
	say(&r, r.en, "poverty_causes", head->v[COL_CAUSES]);
	say(&r, r.en, "support_needs", head->v[COL_NEEDS]);
	if (program_end(&r, o->t, id))
		return r.ret;
	o->out->made++;
	return 0;
}

/* ---- the line ---- */

/* What the register says of the household; the file's own words come after and count more. */
static int copy_house(struct opening *o, struct program_record *r, const char *household, struct error *e)
{
	static const char *const names[] = {
		"household_code", "head_name",	      "head_gender",	    "head_birth_date", "head_id_number",    "head_id_issue_date",
		"ethnicity",	  "village",	      "village_name",	    "address",	       "permanent_residence", "area_type",
		"members",	  "is_ethnic_minority", "is_local_ethnic", "no_labour_capacity", "has_merit_person", "female_headed",
	};
	struct stmt *st;
	int ret = db_prepare(book_db(o->b), &st,
			     "SELECT h.household_code, h.head_name, h.head_gender, h.head_birth_date, h.head_id_number, h.head_id_issue_date, "
			     "h.head_ethnicity, h.village, g.name, h.address, h.permanent_residence, h.area_type, "
			     /* Who is known of a household by its head alone is not counted. */
			     "coalesce(h.members_count, (SELECT CASE WHEN count(*)>1 THEN count(*) END FROM member m WHERE m._unit=h._unit "
			     "AND m.household=h.id AND m.left_on IS NULL)), "
			     "h.is_ethnic_minority, h.is_local_ethnic, h.no_labour_capacity, h.has_merit_person, h.female_headed "
			     "FROM household h LEFT JOIN village g ON g._unit=h._unit AND g.id=h.village WHERE h._unit=? AND h.id=?",
			     e);
	struct strlist cells;

	if (ret)
		return ret;
	strlist_init(&cells);
	stmt_text(st, 1, book_unit_id(o->b));
	stmt_text(st, 2, household);
	ret = stmt_step(st, e);
	for (int i = 0; ret > 0 && i < (int)(sizeof(names) / sizeof(*names)); i++)
		strlist_add(&cells, stmt_col_null(st, i) ? "" : stmt_col_text(st, i));
	stmt_done(st);
	for (size_t i = 0; i < cells.n; i++)
		program_set(r, names[i], *cells.v[i] ? cells.v[i] : NULL);
	strlist_fini(&cells);
	return ret < 0 ? ret : 0;
}

static void say_line(struct opening *o, struct program_record *r, const struct opening_house *h, int class)
{
	const struct opening_row *head = &h->row[0];
	static const struct {
		const char *field;
		enum opening_col col;
	} said[] = {
		{ "household_code", COL_CODE },		     { "head_gender", COL_GENDER },
		{ "head_birth_date", COL_BIRTH },	     { "head_id_number", COL_ID },
		{ "head_id_issue_date", COL_ID_DATE },	     { "ethnicity", COL_ETHNICITY },
		{ "address", COL_ADDRESS },		     { "b1_points", COL_B1 },
		{ "b2_points", COL_B2 },		     { "is_ethnic_minority", COL_MINORITY },
		{ "no_labour_capacity", COL_NO_LABOUR },     { "has_merit_person", COL_MERIT },
		{ "causes", COL_CAUSES },		     { "needs", COL_NEEDS },
		{ "note", COL_NOTE },
	};

	say(r, r->en, "head_name", opening_name(head));
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++)
		say(r, r->en, said[i].field, head->v[said[i].col]);
	say_count(r, "members", h);
	program_set(r, "standard", o->standard);
	program_set(r, "round_kind", "periodic");
	program_set(r, "class_before", classes[class].before);
	program_set(r, "class_after", classes[class].after);
	program_set(r, "movement", classes[class].movement);
}

/* The day of an escape, whatever the class now: a near-poor household may have been poor until then. */
static void say_escape(struct opening *o, struct program_record *r, const struct opening_row *head, int class)
{
	const char *day = entry_get(r->en, form_field(entry_form(r->en), "decision_date", NULL), NULL);

	(void)o;
	if (head->v[COL_ESCAPED])
		say(r, r->en, "escaped_on", head->v[COL_ESCAPED]);
	else if (class == CLASS_ESCAPED)
		program_set(r, "escaped_on", day);
	if (class == CLASS_NEAR && head->v[COL_ESCAPED]) {
		program_set(r, "class_before", "poor");
		program_set(r, "movement", "poor_to_near");
	}
}

static int write_people(struct opening *o, const struct opening_house *h, const char *line, struct error *e)
{
	int ret = 0;

	for (size_t i = 0; !ret && h->n > 1 && i < h->n; i++) {
		struct program_record r;
		char number[24];

		snprintf(number, sizeof(number), "%zu", i + 1);
		program_new(&r, o->f, o->b, "decision_person", e);
		program_set(&r, "decision_line", line);
		program_set(&r, "order_no", number);
		if (!i)
			program_set(&r, "relation_to_head", "head");
		say_person(&r, r.en, &h->row[i]);
		ret = program_end(&r, o->t, NULL);
	}
	return ret;
}

static int write_line(struct opening *o, const struct opening_house *h, const char *household, int class, struct error *e)
{
	const struct opening_row *head = &h->row[0];
	struct program_record r;
	char number[24], line[UUID_LEN + 1];
	int ret;

	snprintf(number, sizeof(number), "%lld", (long long)o->line_no + 1);
	program_new(&r, o->f, o->b, "decision_line", e);
	program_set(&r, "decision", o->out->decision);
	program_set(&r, "round", o->out->round);
	program_set(&r, "household", household);
	program_set(&r, "line_no", number);
	program_set(&r, "decision_no", o->want->decision_no);
	program_set(&r, "decision_date", o->want->decision_date);
	say(&r, r.en, "decision_no", head->v[COL_DECISION_NO]);
	say(&r, r.en, "decision_date", head->v[COL_DECISION_DATE]);
	if (!r.ret)
		r.ret = copy_house(o, &r, household, e);
	say_line(o, &r, h, class);
	if (!r.ret)
		say_escape(o, &r, head, class);
	ret = program_end(&r, o->t, line);
	if (!ret)
		ret = write_people(o, h, line, e);
	if (ret)
		return ret;
	o->line_no++;
	o->out->added++;
	return 0;
}

/* The household stands in the list already: the same again, or the same household of the list of those who escaped. */
static int merge_line(struct opening *o, const struct opening_house *h, const char *line, int class, struct error *e)
{
	const struct opening_row *head = &h->row[0];
	const char *wanted = classes[class].after;
	struct program_record r;
	const struct form *form;
	char *after, *movement;
	int ret = 0;

	program_open(&r, o->f, o->b, "decision_line", line, e);
	if (r.ret)
		return r.ret;
	form = entry_form(r.en);
	after = xstrdup_null(entry_get(r.en, form_field(form, "class_after", NULL), NULL));
	movement = xstrdup_null(entry_get(r.en, form_field(form, "movement", NULL), NULL));
	if (class == CLASS_ESCAPED && str_eq(after, "near_poor")) {
		program_set(&r, "class_before", "poor");
		program_set(&r, "movement", "poor_to_near");
		say_escape(o, &r, head, class);
	} else if (class == CLASS_NEAR && str_eq(movement, "poor_to_above")) {
		program_set(&r, "class_after", "near_poor");
		program_set(&r, "movement", "poor_to_near");
	} else if (!str_eq(after, wanted) || (class >= CLASS_ESCAPED && !str_eq(movement, classes[class].movement))) {
		r.ret = error_fail(e, ERR_DATA, "GN-L36", _("This household stands in the list already, as: %s."),
				   codes_label(code_lists_get(forms_codes(o->f), "classification", NULL), after ? after : ""));
	} else if (head->v[COL_ESCAPED]) {
		say_escape(o, &r, head, class);
	}
	if (!r.ret && entry_dirty(r.en))
		o->out->changed++;
	else if (!r.ret)
		o->out->same++;
	free(after);
	free(movement);
	ret = program_end(&r, o->t, NULL);
	return ret;
}

/* ---- one household of the file ---- */

static int class_of(struct opening *o, const struct opening_row *head, int *class, struct error *e)
{
	const struct codes *list = code_lists_get(forms_codes(o->f), "opening_class", NULL);
	const char *text = head->v[COL_CLASS] ? head->v[COL_CLASS] : o->want->class;
	const struct code *k = text ? codes_match(list, text) : NULL;

	for (*class = 0; k && *class < (int)(sizeof(classes) / sizeof(*classes)); (*class)++)
		if (!strcmp(classes[*class].code, k->code))
			return 0;
	if (!text)
		return error_fail(e, ERR_DATA, "GN-L37", "%s", _("The class is missing."));
	return error_fail(e, ERR_DATA, "GN-L38",
			  _("\"%s\" is no class of the list: poor, near-poor, escaped from poverty, escaped from near-poverty."), text);
}

static int village_of(struct opening *o, const struct opening_row *head, char **out, struct error *e)
{
	const struct form *form;
	int ret = forms_get(o->f, "household", &form, e);

	*out = NULL;
	if (!ret && !head->v[COL_VILLAGE])
		ret = error_fail(e, ERR_DATA, "GN-L39", "%s", _("The village is missing."));
	return ret ? ret :
		     field_read(o->f, o->b, form_field(form, "village", NULL), NULL, head->v[COL_VILLAGE], ENTRY_HUMAN, out, e);
}

static int take_house(struct opening *o, const struct opening_house *h, struct error *e)
{
	char household[UUID_LEN + 1], *village = NULL, *line = NULL;
	int class, ret = class_of(o, &h->row[0], &class, e);

	if (!ret)
		ret = village_of(o, &h->row[0], &village, e);
	if (!ret)
		ret = find_house(o, &h->row[0], village, household, e);
	if (!ret && !*household)
		ret = make_house(o, h, village, household, e);
	if (!ret)
		ret = db_get_text(book_db(o->b), &line, e, "SELECT id FROM decision_line WHERE _unit=? AND round=? AND household=?", "ttt",
				  book_unit_id(o->b), o->out->round, household);
	if (!ret)
		ret = line ? merge_line(o, h, line, class, e) : write_line(o, h, household, class, e);
	if (!ret)
		o->out->class[class]++;
	free(village);
	free(line);
	return ret;
}

static void tell_bad(struct opening *o, const struct opening_house *h, const struct error *e)
{
	char sep = csv_separator(o->file.r);
	size_t wide = o->file.heading.n;

	for (size_t i = 0; i < h->n; i++) {
		const struct strlist *raw = &h->row[i].raw;

		for (size_t k = 0; k < wide; k++)
			csv_add_cell(o->errors, k < raw->n ? raw->v[k] : "", sep, !k);
		csv_add_cell(o->errors, i ? "" : e->what, sep, false);
		str_addc(o->errors, '\n');
	}
	o->out->bad++;
}

static bool is_row_fault(int ret)
{
	return ret == ERR_DATA || ret == ERR_AMBIGUOUS || ret == ERR_NOTFOUND;
}

/* Each household whole or not at all. */
static int take_one(struct opening *o, const struct opening_house *h, struct error *e)
{
	struct opening_result before = *o->out;
	int64_t line_no = o->line_no;
	int undo, ret = db_run(book_db(o->b), e, "SAVEPOINT opening_house", "");

	if (ret)
		return ret;
	ret = take_house(o, h, e);
	if (is_row_fault(ret)) {
		undo = db_run(book_db(o->b), NULL, "ROLLBACK TO opening_house", "");
		*o->out = before;
		o->line_no = line_no;
		tell_bad(o, h, e);
		error_clear(e);
		ret = undo;
	}
	return ret ? ret : db_run(book_db(o->b), e, "RELEASE opening_house", "");
}

static int take_houses(struct opening *o, struct error *e)
{
	struct opening_house h;
	int got = 0, ret = 0;

	while (!ret && (got = opening_file_next(&o->file, &h, e)) > 0) {
		o->out->households++;
		ret = take_one(o, &h, e);
		opening_house_fini(&h);
	}
	o->out->rows = o->file.rows;
	return ret ? ret : got < 0 ? got : 0;
}

/* ---- the whole ---- */

static void start_errors(struct opening *o)
{
	char sep = csv_separator(o->file.r);

	for (size_t i = 0; i < o->file.heading.n; i++)
		csv_add_cell(o->errors, o->file.heading.v[i], sep, !i);
	csv_add_cell(o->errors, "reason", sep, false);
	str_addc(o->errors, '\n');
}

static int run(struct opening *o, struct error *e)
{
	int64_t n = 0, later = 0;
	int ret = find_round(o, e);

	if (!ret)
		ret = find_decision(o, e);
	if (!ret)
		ret = db_get_int(book_db(o->b), &o->line_no, NULL, e,
				 "SELECT coalesce(max(line_no), 0) FROM decision_line WHERE _unit=? AND decision=?", "tt", book_unit_id(o->b),
				 o->out->decision);
	if (!ret)
		ret = db_get_text(book_db(o->b), &o->standard, e, "SELECT standard FROM round WHERE _unit=? AND id=?", "tt",
				  book_unit_id(o->b), o->out->round);
	if (!ret)
		ret = take_houses(o, e);
	if (!ret)
		ret = db_get_int(book_db(o->b), &later, NULL, e,
				 "SELECT count(*) FROM decision WHERE _unit=? AND kind='recognition' AND closed='yes'", "t",
				 book_unit_id(o->b));
	if (!ret && later && o->out->added + o->out->changed)
		ret = round_in_use(e);
	if (!ret)
		ret = db_get_int(book_db(o->b), &n, NULL, e, "SELECT count(*) FROM decision_line WHERE _unit=? AND decision=?", "tt",
				 book_unit_id(o->b), o->out->decision);
	return ret ? ret : closing_lock(o->f, o->b, o->t, o->out->decision, n, e);
}

static char *joined(const struct strlist *l)
{
	struct str b;

	if (!l->n)
		return NULL;
	str_init(&b);
	for (size_t i = 0; i < l->n; i++)
		str_addf(&b, "%s%s", i ? ", " : "", l->v[i]);
	return str_take(&b);
}

int opening_import(struct forms *f, struct book *b, const char *path, const struct opening_want *want, struct str *errors,
		   const char *who, struct opening_result *out, struct error *e)
{
	struct error fallback = ERROR_INIT;
	struct opening o = { .f = f, .b = b, .want = want, .out = out, .errors = errors };
	int ret, end;

	if (!e)
		e = &fallback; /* the reasons of bad rows are read from it */
	*out = (struct opening_result){ .rows = 0 };
	ret = opening_file_open(&o.file, f, path, want, e);
	if (!ret)
		ret = entry_batch_begin(&o.t, f, b, who, NULL, e);
	if (!ret) {
		start_errors(&o);
		ret = run(&o, e);
		end = entry_batch_end(o.t, !ret && !want->dry_run, ret ? NULL : e);
		ret = ret ? ret : end;
		out->untaken = joined(&o.file.untaken);
	}
	opening_file_close(&o.file);
	free(o.standard);
	error_clear(&fallback);
	return ret;
}
