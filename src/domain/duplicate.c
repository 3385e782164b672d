/* SPDX-License-Identifier: MIT */
/* People who are in the register already, found by their number or by name, birth year and village. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/duplicate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/viet.h"

#define BY_NUMBER "r26_unit"
#define BY_NAME "r27"

void duplicates_fini(struct duplicates *d)
{
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < DUPLICATE_LINES; k++) {
			free(d->v[i].mine[k]);
			free(d->v[i].theirs[k]);
		}
	free(d->v);
	*d = (struct duplicates){ .v = NULL };
}

const char *duplicate_label(enum duplicate_line line)
{
	static const char *const labels[DUPLICATE_LINES] = {
		N_("Full name"), N_("Born"),    N_("Gender"), N_("Personal ID"),	 N_("Relation"),     N_("Its code"),
		N_("Its head"),  N_("Village"), N_("Class"),  N_("In the book since"), N_("Died or left"),
	};

	return _(labels[line]);
}

struct looking {
	struct forms *f;
	struct book *b;
	const struct form *member, *household;
	struct entry *top;
	struct duplicates *out;
};

static const char *get(const struct entry *en, const char *field)
{
	const struct field *fd = form_field(entry_form(en), field, NULL);

	return fd ? entry_get(en, fd, NULL) : NULL;
}

/* What is stored of a record now; caller frees. */
static char *cell(struct looking *l, const char *form, const char *id, const char *column)
{
	char *sql = xasprintf("SELECT \"%s\" FROM \"%s\" WHERE id=? AND _unit=?", column, form), *text = NULL;

	db_get_text(book_db(l->b), &text, NULL, sql, "tt", id, book_unit_id(l->b));
	free(sql);
	return text;
}

static bool stored_same(struct looking *l, const struct entry *en, const char *field)
{
	char *stored = cell(l, entry_form(en)->name, entry_id(en), field);
	bool same = str_eq(stored, get(en, field));

	free(stored);
	return same;
}

/* Was anything typed by which he could be somebody else? */
static bool touched(struct looking *l, const struct entry *row, bool moved)
{
	static const char *const fields[] = { "full_name", "birth_date", "id_number" };
	bool same = !moved && !entry_is_new(row);

	for (size_t i = 0; same && i < sizeof(fields) / sizeof(*fields); i++)
		same = stored_same(l, row, fields[i]);
	return !same;
}

/* ---- pairs said to be two people ---- */

struct said {
	const char *check, *other;
	bool found;
};

static void see_reason(void *ctx, const char *check, const char *text)
{
	struct said *s = ctx;
	size_t n = strlen(s->check);

	(void)text;
	s->found = s->found ||
		   (!strncmp(check, s->check, n) && (!check[n] || (check[n] == ':' && !strcmp(check + n + 1, s->other))));
}

static bool two_people(struct looking *l, const struct entry *row, const char *other, const char *check)
{
	struct said s = { check, other, false };
	char *name = xasprintf("%s:%s", check, other);
	bool found = entry_reason_given(row, name) || entry_reason_given(row, check);

	free(name);
	if (found)
		return true;
	s.other = entry_id(row);
	reason_each(l->b, "member", book_unit_id(l->b), other, see_reason, &s, NULL);
	return s.found;
}

/* ---- what is shown ---- */

static char *shown(struct entry *en, const char *field)
{
	const struct field *fd = en ? form_field(entry_form(en), field, NULL) : NULL;

	return fd ? entry_show(en, fd, NULL) : xstrdup("");
}

static char *since(struct looking *l, const char *id)
{
	char *at = NULL, *text;
	struct date d;
	char day[11], buf[11];

	db_get_text(book_db(l->b), &at, NULL, "SELECT at FROM history WHERE id=? ORDER BY seq LIMIT 1", "t", id);
	if (at && strlen(at) >= 10) {
		memcpy(day, at, 10);
		day[10] = '\0';
		text = xstrdup(date_parse_iso(day, &d) ? date_human(&d, buf) : "");
	} else {
		text = xstrdup("");
	}
	free(at);
	return text;
}

static void describe(struct looking *l, struct entry *row, struct entry *household, char *to[DUPLICATE_LINES])
{
	static const struct {
		enum duplicate_line line;
		const char *field;
		bool of_household;
	} v[] = {
		{ DUPLICATE_NAME, "full_name", false },	   { DUPLICATE_BIRTH, "birth_date", false },
		{ DUPLICATE_GENDER, "gender", false },	   { DUPLICATE_ID_NUMBER, "id_number", false },
		{ DUPLICATE_RELATION, "relation_to_head", false }, { DUPLICATE_CODE, "household_code", true },
		{ DUPLICATE_HEAD, "head_name", true },	   { DUPLICATE_VILLAGE, "village", true },
		{ DUPLICATE_CLASS, "classification", true }, { DUPLICATE_LEFT, "left_on", false },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++)
		to[v[i].line] = shown(v[i].of_household ? household : row, v[i].field);
	to[DUPLICATE_SINCE] = entry_is_new(row) ? xstrdup(_("being entered")) : since(l, entry_id(row));
}

static bool died(struct looking *l, const char *id)
{
	int64_t n = 0;

	db_get_int(book_db(l->b), &n, NULL, NULL, "SELECT count(*) FROM change WHERE member=? AND +_unit=? AND kind='death'", "tt",
		   id, book_unit_id(l->b));
	return n > 0;
}

static bool listed(const struct duplicates *d, const struct entry *row, const char *id)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].row == row && !strcmp(d->v[i].member, id))
			return true;
	return false;
}

static int add(struct looking *l, struct entry *row, const char *id, const char *check, struct error *e)
{
	struct entry *other, *household, *own = entry_parent(row), *home = NULL;
	struct duplicate *d;
	char *at;
	int ret;

	if (listed(l->out, row, id) || two_people(l, row, id, check))
		return 0;
	at = cell(l, "member", id, "household");
	ret = entry_open(&household, l->f, l->b, l->household, NULL, at ? at : "", e);
	free(at);
	if (ret)
		return ret;
	other = entry_child_by_id(household, "member", id);
	if (!own && get(row, "household"))
		ret = entry_open(&home, l->f, l->b, l->household, NULL, get(row, "household"), e);
	if (!ret && other) {
		l->out->v = grow(l->out->v, l->out->n, &l->out->cap, sizeof(*l->out->v));
		d = &l->out->v[l->out->n++];
		*d = (struct duplicate){ .row = row, .check = check, .left = get(other, "left_on") || get(household, "left_on") };
		d->dead = d->left && died(l, id);
		memcpy(d->member, id, UUID_LEN + 1);
		memcpy(d->household, entry_id(household), UUID_LEN + 1);
		describe(l, row, own ? own : home, d->mine);
		describe(l, other, household, d->theirs);
	}
	entry_free(home);
	entry_free(household);
	return ret;
}

/* ---- finding ---- */

static int by_number(struct looking *l, struct entry *row, struct error *e)
{
	const char *number = get(row, "id_number");
	struct strlist ids;
	int ret;

	if (str_empty(number))
		return 0;
	strlist_init(&ids);
	ret = db_get_list(book_db(l->b), &ids, e, "SELECT id FROM member WHERE id_number=? AND +_unit=? AND id<>? ORDER BY id LIMIT 9",
			  "ttt", number, book_unit_id(l->b), entry_id(row));
	for (size_t i = 0; !ret && i < ids.n; i++)
		ret = add(l, row, ids.v[i], BY_NUMBER, e);
	strlist_fini(&ids);
	return ret;
}

static const char *village_of(struct looking *l, const struct entry *row, char **stored)
{
	const struct entry *up = entry_parent(row);

	*stored = NULL;
	if (up)
		return get(up, "village");
	if (get(row, "household"))
		*stored = cell(l, "household", get(row, "household"), "village");
	return *stored;
}

/* Of one village only some hundreds are looked at, by the index; two numbers that differ are two people. */
static int by_name(struct looking *l, struct entry *row, struct error *e)
{
	const char *name = get(row, "full_name"), *born = get(row, "birth_date"), *number = get(row, "id_number"), *village;
	char *folded, *stored, year[5] = "";
	struct strlist ids;
	struct stmt *st;
	int ret;

	village = village_of(l, row, &stored);
	if (str_empty(name) || !born || !village) {
		free(stored);
		return 0;
	}
	memcpy(year, born, 4);
	folded = viet_fold(name);
	strlist_init(&ids);
	ret = db_prepare(book_db(l->b), &st,
			 "SELECT m.id, m.full_name, m.id_number FROM household h JOIN member m ON m.household=h.id AND +m._unit=h._unit "
			 "WHERE h.village=?1 AND +h._unit=?2 AND m.id<>?3 AND substr(m.birth_date, 1, 4)=?4 ORDER BY m.id",
			 e);
	if (!ret) {
		stmt_text(st, 1, village);
		stmt_text(st, 2, book_unit_id(l->b));
		stmt_text(st, 3, entry_id(row));
		stmt_text(st, 4, year);
		while ((ret = stmt_step(st, e)) > 0) {
			const char *theirs = stmt_col_text(st, 2);
			char *other = viet_fold(stmt_col_text(st, 1) ? stmt_col_text(st, 1) : "");

			if (!strcmp(other, folded) && (str_empty(number) || str_empty(theirs)))
				strlist_add(&ids, stmt_col_text(st, 0));
			free(other);
		}
		stmt_done(st);
	}
	for (size_t i = 0; !ret && i < ids.n; i++)
		ret = add(l, row, ids.v[i], BY_NAME, e);
	strlist_fini(&ids);
	free(folded);
	free(stored);
	return ret;
}

static int look(struct looking *l, struct entry *row, bool moved, struct error *e)
{
	int ret;

	if (get(row, "left_on") || !touched(l, row, moved))
		return 0;
	ret = by_number(l, row, e);
	return ret ? ret : by_name(l, row, e);
}

int duplicates_find(struct forms *f, struct book *b, struct entry *en, struct duplicates *out, struct error *e)
{
	struct looking l = { .f = f, .b = b, .top = en, .out = out };
	const char *form = entry_form(en)->name;
	int ret;

	*out = (struct duplicates){ .v = NULL };
	if (strcmp(form, "member") != 0 && strcmp(form, "household") != 0)
		return 0;
	ret = forms_get(f, "member", &l.member, e);
	if (!ret)
		ret = forms_get(f, "household", &l.household, e);
	if (!ret && !strcmp(form, "member"))
		ret = look(&l, en, false, e);
	for (size_t i = 0; !ret && !strcmp(form, "household") && i < entry_children(en, 0); i++)
		ret = look(&l, entry_child(en, 0, i), !entry_is_new(en) && !stored_same(&l, en, "village"), e);
	if (ret)
		duplicates_fini(out);
	return ret;
}

int duplicate_differs(const struct duplicate *d, struct error *e)
{
	char *name = xasprintf("%s:%s", d->check, d->member);
	/* TRANSLATORS: a reason kept with the record: name, village, code and head of the other person */
	char *text = xasprintf(_("Another person than %s (%s / %s / %s)."), d->theirs[DUPLICATE_NAME], d->theirs[DUPLICATE_VILLAGE],
			       d->theirs[DUPLICATE_CODE], d->theirs[DUPLICATE_HEAD]);
	int ret = entry_explain_wide((struct entry *)(uintptr_t)d->row, name, text, e);

	free(text);
	free(name);
	return ret;
}
