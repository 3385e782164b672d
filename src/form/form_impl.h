/* SPDX-License-Identifier: MIT */
/*
 * What the files that load and check forms share. A form is loaded in two steps: what its own INI
 * says (form_load), then what it says about other forms (form_check), so that forms may name one
 * another in circles.
 */
#ifndef GN_FORM_FORM_IMPL_H
#define GN_FORM_FORM_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ini.h"
#include "base/str.h"
#include "form/expr.h"
#include "form/form.h"
#include "store/book.h"

#define LET_CHAIN_MAX 8 /* a let made of a let … */

/* Where an expression stands, for the check of its parameters. */
struct expr_use {
	struct expr *x;
	const char *section, *key;
	const struct let *let; /* a [let] condition or value: it sees the rows it runs over */
};

/* A form whose records look at those of another through a reference. */
struct looker {
	const struct form *form;
	const struct field *ref;
	bool names;            /* they are called, sorted or found by its key */
	struct strlist fields; /* fields of the other that their expressions look at */
};

struct name_index {
	const char *name;
	size_t i;
};

/* [let]s that run over the same rows or answers, asked row by row as one. */
struct let_group {
	const char *over;
	size_t *let; /* indexes */
	size_t n;
	struct expr *all; /* for each: its condition, and its value unless it counts */
	size_t columns;
};

struct form_impl {
	struct form pub; /* first: a struct form handed out is a struct form_impl */
	struct forms *forms;
	struct ini *ini;
	struct complaints mistakes;
	bool sound;   /* read and checked in an earlier run */
	bool checked;
	void **kept; /* everything the public part points to */
	size_t n_kept, cap_kept;
	struct expr_use *uses;
	size_t n_uses, cap_uses;
	struct field *fields;      /* = pub.fields */
	struct let *lets;          /* = pub.lets */
	struct check *checks;      /* = pub.checks */
	size_t cap_checks;
	struct propose *proposes;  /* = pub.proposes */
	struct standing_rule standing;
	struct name_index *by_name; /* fields, sorted */
	struct looker *lookers;     /* found when a record of this form is first changed */
	size_t n_lookers, cap_lookers;
	bool lookers_known;
	bool *watched; /* see form_watched() */
	struct expr *tests; /* all tests of checks as one; NULL: not yet, or one by one */
	bool tests_tried;
	struct let_group *groups; /* see form_let_group() */
	size_t n_groups, cap_groups;
	bool groups_tried;
};

/* The form behind the public face. */
struct form_impl *form_impl(const struct form *form);

/* Memory that lives as long as the form. */
void *form_keep(struct form_impl *fi, size_t n, size_t size);
const char *form_keep_text(struct form_impl *fi, const char *s);
const char *form_keep_own(struct form_impl *fi, char *s); /* takes `s` over */

/* A mistake at a key of a section (either may be NULL). */
void form_bad(struct form_impl *fi, const char *section, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Step one: never NULL; its mistakes are in ->mistakes. `sound`: these very bytes were read and checked in an earlier run, so
 * what only finds mistakes is left out, and expressions are compiled when they are first worked out. */
struct form_impl *form_load(struct forms *f, const char *name, const char *path, bool sound);
void form_free(struct form_impl *fi);
/* Step two, once. */
void form_check(struct form_impl *fi);

/* ---- parts of form_load ---- */

bool form_name_ok(const char *s); /* [a-z][a-z0-9_]{0,40}, no "__" */
void form_check_keys(struct form_impl *fi); /* unknown sections and keys */
void form_load_fields(struct form_impl *fi);
void form_load_field_rules(struct form_impl *fi);
void form_load_checks(struct form_impl *fi);
void form_load_lets(struct form_impl *fi);
void form_load_proposes(struct form_impl *fi);
void form_load_standing(struct form_impl *fi);
struct check *form_add_check(struct form_impl *fi);
void form_load_head(struct form_impl *fi); /* [form], pages come before */
void form_load_pages(struct form_impl *fi);
void form_make_table(struct form_impl *fi);
/* Does column `i` come from other records than its own (see struct column)? */
bool form_column_derived(const struct form *form, const struct field *fd);

/* What kind of section this is, and the name after its dot. */
enum section_kind {
	SECTION_FORM,
	SECTION_LET,
	SECTION_STANDING,
	SECTION_PAGE,
	SECTION_GROUP,
	SECTION_CHECK,
	SECTION_PROPOSE,
	SECTION_FIELD
};
enum section_kind form_section(const char *section, const char **name);

/* Values, kept; NULL where the key is not there. */
const char *form_text(struct form_impl *fi, const char *section, const char *key);
const char *form_text_long(struct form_impl *fi, const char *section, const char *key);
/* key.vi and key.en; a missing one is a mistake where either is there or `required`. */
bool form_text_pair(struct form_impl *fi, const char *section, const char *key, bool required,
		    const char *out[2]);
bool form_flag(struct form_impl *fi, const char *section, const char *key, bool def);
bool form_by_program(struct form_impl *fi, const char *section); /* written = "program" */
long form_number(struct form_impl *fi, const char *section, const char *key, long min, long max, long def);
/* NULL where there is none or it is wrong (told). */
struct expr *form_expr(struct form_impl *fi, const char *section, const char *key);
/* The same of a text that stands somewhere in the key's value; `let` may be NULL. */
struct expr *form_compile(struct form_impl *fi, const char *section, const char *key, const char *text,
			  const struct let *let);
/* "a|b" as a NULL-terminated list, kept. */
const char *const *form_list(struct form_impl *fi, const char *text, const char *seps, size_t *n);

/* ---- between forms ---- */

/* A form as its own INI says it, with mistakes perhaps; NULL where there is no such file. */
struct form_impl *forms_raw(struct forms *f, const char *name);
const struct let *form_let(const struct form *form, const char *name);
/* Where a value of this type can be held in one cell. */
bool field_is_single(const struct field *fd);
/* The fields that others derive from `source`, through `feeds`: is `fd` one? */
bool field_fed_by(const struct field *fd, const char *source);

/* Working a record out goes through its fields, its rows, its [let]s, in this order, until nothing changes. Worth another round is only
 * what something before it looks at: one flag a field (its being asked), then one a [let] (its value). */
const bool *form_watched(struct forms *f, const struct form *form);
/* The tests of all checks that have one, in their order, asked as one; NULL: they are asked one by one. */
struct expr *form_tests(const struct form *form);
/* The group a [let] belongs to; NULL: it is worked out by itself. */
const struct let_group *form_let_group(const struct form *form, size_t let);

/* A book open for reading may be older than the form. */
bool form_table_there(struct book *b, const struct form *form);

/* The last value kept over ("keep") of a field, for the next new record of the screen. */
const char *forms_kept(struct forms *f, const struct field *fd);
void forms_keep(struct forms *f, const struct field *fd, const char *value);

#endif
