/* SPDX-License-Identifier: MIT */
/*
 * A commune with the installed forms and two autumns of reviews, for the tests of lists: records are written as officers write
 * them, and asked for in SQL.
 */
#ifndef GN_TESTS_ROUNDS_HELP_H
#define GN_TESTS_ROUNDS_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "domain/closing.h"
#include "domain/lines.h"
#include "form/entry.h"
#include "store/book.h"

typedef char id_t_[UUID_LEN + 1];

struct commune {
	char dir[64], path[96];
	struct forms *f;
	struct book *b;
	id_t_ village[2];
};

static inline void fine(int ret, struct error *e)
{
	if (ret) {
		char *s = error_text(e);

		print_error("%s\n", s);
		free(s);
	}
	assert_int_equal(ret, 0);
}

static inline void set_one(struct entry *en, const char *said)
{
	struct error e = ERROR_INIT;
	const char *eq = strchr(said, '='), *code;
	char *name = xstrndup(said, (size_t)(eq - said));
	const struct field *fd = form_field(entry_form(en), name, &code);

	if (!fd)
		fail_msg("no field %s", name);
	free(name);
	fine(entry_set(en, fd, code, eq + 1, ENTRY_PLAIN, &e), &e);
}

/* "field=value", "+N.field=value" for the N-th row of the first roster, "!" before all: it must be complete. */
static inline void write_all(struct entry *en, va_list ap)
{
	struct error e = ERROR_INIT;
	bool whole = true;

	for (const char *s = va_arg(ap, const char *); s; s = va_arg(ap, const char *)) {
		struct entry *to = en;

		if (!strcmp(s, "?")) { /* it may be incomplete */
			whole = false;
			continue;
		}
		if (*s == '+') {
			size_t nth = (size_t)(s[1] - '0');

			while (entry_children(en, 0) < nth)
				assert_non_null(entry_child_add(en, 0, &e));
			to = entry_child(en, 0, nth - 1);
			s += 3;
		}
		set_one(to, s);
	}
	struct save_result saved;

	fine(entry_save(en, "Lò Thị Thử", NULL, &saved, &e), &e);
	for (size_t i = 0; whole && i < saved.problems.n; i++)
		if (saved.problems.v[i].strength == STRENGTH_ERROR)
			fail_msg("%s.%s: %s", entry_form(en)->name, saved.problems.v[i].field->name, saved.problems.v[i].message);
	save_result_fini(&saved);
}

static inline void make(struct commune *x, const char *form, char *id, ...)
{
	const struct form *def;
	struct error e = ERROR_INIT;
	struct entry *en;
	va_list ap;

	fine(forms_get(x->f, form, &def, &e), &e);
	fine(entry_new(&en, x->f, x->b, def, NULL, &e), &e);
	va_start(ap, id);
	write_all(en, ap);
	va_end(ap);
	if (id)
		strcpy(id, entry_id(en));
	entry_free(en);
}

static inline void change(struct commune *x, const char *form, const char *id, ...)
{
	const struct form *def;
	struct error e = ERROR_INIT;
	struct entry *en;
	va_list ap;

	fine(forms_get(x->f, form, &def, &e), &e);
	fine(entry_open(&en, x->f, x->b, def, NULL, id, &e), &e);
	va_start(ap, id);
	write_all(en, ap);
	va_end(ap);
	entry_free(en);
}

/* "a=b" built of two texts; a few at a time. */
static inline const char *eq(const char *field, const char *value)
{
	static char buf[16][200];
	static int at;

	at = (at + 1) % 16;
	snprintf(buf[at], sizeof(buf[at]), "%s=%s", field, value);
	return buf[at];
}

static inline char *ask(struct commune *x, const char *sql, const char *param)
{
	struct error e = ERROR_INIT;
	char *out = NULL;

	fine(db_get_text(book_db(x->b), &out, &e, sql, param ? "t" : "", param), &e);
	return out;
}

static inline void says(struct commune *x, const char *sql, const char *param, const char *wanted)
{
	char *got = ask(x, sql, param);

	if (!str_eq(got, wanted))
		print_error("%s: \"%s\", not \"%s\"\n", sql, got ? got : "(null)", wanted ? wanted : "(null)");
	assert_true(str_eq(got, wanted));
	free(got);
}

/* A household with a head and one child, both of the head's ethnic group. */
static inline void family(struct commune *x, char *id, const char *code, const char *head, const char *ethnicity)
{
	make(x, "household", id, eq("village", x->village[0]), eq("household_code", code), eq("head_name", head),
	     "head_gender=male", "head_birth_date=1980", eq("head_ethnicity", ethnicity), "members_count=2",
	     "+2.full_name=Lò Văn Con", "+2.relation_to_head=child", "+2.birth_date=2015-03-02", "+2.gender=male",
	     eq("+2.ethnicity", ethnicity), NULL);
}

/* A whole review that finds this class; further facts as in make(). `more` may be NULL. */
static inline void review(struct commune *x, const char *round, const char *home, const char *class, const char *day,
			  const char *more)
{
	const struct form *def;
	struct error e = ERROR_INIT;
	struct save_result saved;
	struct entry *en;

	fine(forms_get(x->f, "review", &def, &e), &e);
	fine(entry_new(&en, x->f, x->b, def, NULL, &e), &e);
	set_one(en, eq("round", round));
	set_one(en, eq("household", home));
	set_one(en, eq("review_date", day));
	set_one(en, strcmp(class, "not_poor") ? "b1_points=100" : "b1_points=200");
	for (int i = 1; i <= 12; i++) {
		char field[40];

		snprintf(field, sizeof(field), "deprivation.D%02d=%s", i,
			 !strcmp(class, "poor") && i <= 3 ? "deprived" : "not_deprived");
		set_one(en, field);
	}
	if (more)
		set_one(en, more);
	fine(entry_save(en, "Lò Thị Thử", NULL, &saved, &e), &e);
	assert_true(saved.complete);
	save_result_fini(&saved);
	entry_free(en);
}

static inline void round_of(struct commune *x, char *id, const char *code, const char *kind, const char *year, const char *start,
			    const char *finish)
{
	make(x, "round", id, eq("code", code), eq("kind", kind), eq("review_year", year), "standard=2022-2025",
	     eq("start_date", start), eq("end_date", finish), NULL);
}

static inline void decide(struct commune *x, char *id, const char *round, const char *number, const char *day)
{
	make(x, "decision", id, eq("round", round), eq("decision_no", number), eq("decision_date", day), NULL);
}

/* Close it; nothing may stand in the way. */
static inline void shut(struct commune *x, const char *decision)
{
	struct error e = ERROR_INIT;
	struct closing c;
	int ret = closing_close(x->f, x->b, decision, "Lò Thị Thử", NULL, &c, &e);

	for (size_t i = 0; ret && i < c.n_notes; i++)
		print_error("%s %s\n", c.notes[i].code, c.notes[i].text);
	fine(ret, &e);
	assert_true(c.closed);
	closing_fini(&c);
}

static inline void build(struct commune *x, const char *round)
{
	struct error e = ERROR_INIT;
	const struct lines_scope scope = { .unit = book_unit_id(x->b), .round = round, .today = "2024-12-31" };

	fine(lines_build(x->f, book_db(x->b), &scope, &e), &e);
}

static inline int commune_setup(void **state)
{
	struct commune *x = xcalloc(1, sizeof(*x));
	struct book_identity who = { .unit_code = "X1", .unit_name = "Xã Thử", .level = "commune", .training = true };
	struct error e = ERROR_INIT;
	const char *note;

	setenv("GIAMNGHEO_DATADIR", SRCDIR, 1);
	setenv("GIAMNGHEO_TODAY", "2024-12-31", 1);
	paths_init();
	i18n_init("en", "/nonexistent", &note);
	strcpy(x->dir, "/tmp/gn-rounds-XXXXXX");
	assert_non_null(mkdtemp(x->dir));
	snprintf(x->path, sizeof(x->path), "%s/book.gng", x->dir);
	x->f = forms_new(SRCDIR "/forms", SRCDIR "/data/codes");
	fine(book_create(x->path, &who, &e), &e);
	fine(book_open(&x->b, x->path, BOOK_WRITE, &e), &e);
	fine(forms_prepare(x->f, x->b, &e), &e);
	make(x, "village", x->village[0], "name=Bản Một", "code=B1", "area_type=rural", NULL);
	make(x, "village", x->village[1], "name=Bản Hai", "code=B2", "area_type=rural", NULL);
	*state = x;
	return 0;
}

static inline int commune_teardown(void **state)
{
	struct commune *x = *state;
	char *cmd = xasprintf("rm -rf '%s'", x->dir);

	book_close(x->b);
	forms_free(x->f);
	assert_int_equal(system(cmd), 0);
	free(cmd);
	free(x);
	return 0;
}

#endif
