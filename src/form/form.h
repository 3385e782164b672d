/* SPDX-License-Identifier: MIT */
/*
 * Form definitions: what forms/NAME.ini says, read and checked (giamngheo-form(5)).
 * A form is both the screen and the table. Everything here is read-only once loaded and
 * belongs to `struct forms`.
 */
#ifndef GN_FORM_FORM_H
#define GN_FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/ini.h"
#include "form/codes.h"
#include "store/record.h"

struct expr; /* form/expr.h */
struct form;

enum field_type {
	FIELD_TEXT,
	FIELD_INT,
	FIELD_MONEY,   /* whole đồng */
	FIELD_DECIMAL,
	FIELD_DATE,    /* real date, or an honest part where `partial` */
	FIELD_YESNO,   /* 'yes' 'no' or nothing */
	FIELD_CHOICE,  /* a code of `choices` */
	FIELD_MULTI,   /* several codes, "a|b" */
	FIELD_ANSWERS, /* one answer (code of `answer_choices`) per code of `choices`, each addressed "field.CODE" */
	FIELD_REFERENCE, /* id of a record of `refers` */
};

/* Three strengths: Lỗi, Cần giải trình, Lưu ý. */
enum strength { STRENGTH_ERROR, STRENGTH_DOUBT, STRENGTH_HINT };

/* A rule about one record: holds unless its test is 0; NULL is "chưa đủ dữ kiện" and fails nothing. */
struct check {
	const char *name;     /* "r24" or "FIELD.constraint" / "FIELD.required" */
	const struct field *field; /* where to jump; never NULL */
	enum strength strength;
	struct expr *test;
	const char *message[2]; /* vi, en; may hold {field} marks, filled with shown values */
	const char *source;   /* decree or document */
	const char *code;     /* of an answers field: the indicator it is about, or NULL */
	const struct propose *propose; /* the doubt of an answer that differs from what is proposed; then no test */
};

/* What facts say of a field or of one indicator, and why (form/entry.h: entry_proposal). */
struct propose {
	const char *name;     /* = its check's */
	const struct field *field;
	const char *code;
	struct expr *test;    /* 1, 0, or NULL: not enough known; of answers and yes/no */
	struct expr *value;   /* or what is proposed itself */
	const char *yes[2], *no[2], *lack[2]; /* reasons with {marks}; [0] NULL where there is none */
	const char *source;
};

/* What makes the record's class under a poverty standard (form/standing.h). */
struct standing_rule {
	struct expr *standard, *area, *b1, *income; /* income may be NULL */
	const struct field *answers;                /* FIELD_ANSWERS over the list `indicator` */
};

/* Where an alias or derived field takes its value from. */
struct field_origin {
	const char *form;   /* roster form (alias) or other form (latest) */
	const char *otherwise; /* alias: own field shown where no row matches, or NULL */
	const char *link;   /* latest: its reference field to this form */
	const char *value;  /* its field */
	const char *date;   /* latest: its date field; the greatest date wins, then the newer id */
	bool complete;      /* latest: only of complete records */
	bool filled;        /* latest: only of records that have a value; else one without it, the newest, says "no value" */
	bool nothing;       /* latest: its newest record says "no value": `value` is NULL */
	const char *same;   /* latest: only records in which this field is as in the record itself, or NULL */
	const char *where_field;        /* or NULL: condition field = one of where_values */
	const char *const *where_values; /* NULL-terminated codes */
};

struct field {
	const struct form *form;
	const char *name;
	enum field_type type;
	const char *label[2];
	const char *help[2];
	const char *source;
	const char *page, *group; /* names of sections, or NULL */
	int width;                /* columns on the screen; also the limit of graphemes for text (0: none) */
	bool required;            /* empty is a Lỗi */
	bool partial;             /* date: "1957" and "1957-03" are answers */
	bool year;                /* int: a year, shown as it is, without separators */
	bool keep;                /* carried over to the next new record */
	bool hidden;              /* not on the screen nor in lists (engine's own) */
	bool by_program;          /* written = "program": nobody types it */
	const struct codes *choices;
	const struct codes *answer_choices; /* FIELD_ANSWERS */
	const char *refers;       /* FIELD_REFERENCE: form */
	struct expr *relevant;    /* NULL: always */
	struct expr *compute;     /* computed: the officer cannot write it */
	struct expr *preset;      /* default of a new record */
	struct expr *standard;    /* FIELD_ANSWERS, FIELD_MULTI: only codes of this standard are asked; NULL or its NULL: all */
	bool alias;               /* origin is the first roster row that matches; writable */
	bool derived;             /* it is the latest of `sources`; not writable */
	struct field_origin origin;          /* of an alias */
	const struct field_origin *sources;  /* of a derived field; of two with one day the one named first */
	size_t n_sources;
	size_t index;             /* in form->fields */
};

struct let { /* [let] name = count(roster, condition) */
	const char *name;
	enum let_op { LET_COUNT, LET_SUM, LET_MIN, LET_MAX, LET_VALUE } op;
	const char *over;       /* roster form, or an answers field of this form; NULL: value() of the record itself */
	const struct field *through; /* over "household__member": the reference, else NULL */
	const char *rows;       /* and the roster form of the record it points to */
	struct expr *value;     /* sum, min, max, value */
	struct expr *where;     /* NULL: all */
};

struct form_part { /* a page or a group */
	const char *name;
	const char *page;   /* of a group */
	const char *title[2];
};

enum sort_kind { SORT_TEXT, SORT_NAME }; /* viet_text_key, viet_name_key */
struct form_sort {
	const struct field *field[4]; /* up to 4 parts; references sort by their record's key */
	enum sort_kind kind[4];
	size_t n;
};

struct match_part {
	const struct field *field;
	bool fold; /* compare viet_fold()ed */
	bool year; /* compare the year of the date */
};
struct match { /* one way of finding the record an imported row is about */
	struct match_part part[6];
	size_t n;
};

struct form {
	const char *name; /* = table */
	const char *title[2], *plural[2];
	int version;
	const char *path;
	int menu;                    /* home's digit under which it stands; 0: not on home */
	int place;                   /* its place among those of the same digit, from 1 */
	const char *owner_level;     /* NULL: every level enters it; else only books of this level ("commune") */
	bool exchanged;              /* travels in bundles (default yes) */
	bool by_program;             /* written = "program": its records are made by the program alone */
	struct expr *locked;         /* a stored record for which it is 1 is neither changed nor removed; NULL: never */
	struct expr *settled;        /* for which it is 1 the facts of today are not held against its answers; NULL: none */
	const struct field *fields;  size_t n_fields;
	const struct field *const *key; size_t n_key;
	const struct field *const *list; size_t n_list;     /* columns of browse, in order of importance */
	const struct field *const *search; size_t n_search;
	const struct field *const *filter; size_t n_filter; /* browse filters with an index */
	const struct form_sort *sorts; size_t n_sorts;
	const struct match *matches; size_t n_matches;
	const char *const *rosters; size_t n_rosters;       /* forms within this form */
	const struct field *parent;  /* of a roster form: the reference to its parent, else NULL */
	const char *const *feeds; size_t n_feeds; /* forms with fields derived from this one */
	const struct let *lets; size_t n_lets;
	const struct check *checks; size_t n_checks;
	const struct propose *proposes; size_t n_proposes;
	const struct standing_rule *standing; /* NULL: the form has no [standing] */
	const struct form_part *pages; size_t n_pages;
	const struct form_part *groups; size_t n_groups;
	struct table table;          /* for the store */
};

/* The folder of forms, parsed on first use. */
struct forms;
/* Reads only the names. `dir` normally paths_forms(), `codes_dir` paths_data()/codes. */
struct forms *forms_new(const char *dir, const char *codes_dir);
void forms_free(struct forms *f);
/* Names in alphabetic order; borrowed, NULL-terminated. */
const char *const *forms_names(struct forms *f);
/* ERR_NOTFOUND for no such form; ERR_DATA for one with mistakes (the first is told, and how many). */
int forms_get(struct forms *f, const char *name, const struct form **out, struct error *e);
struct code_lists *forms_codes(struct forms *f);
struct standards *forms_standards(struct forms *f);
struct expr_engine *forms_engine(struct forms *f);
/* Every mistake in every form: parse, names, types, code lists, references, aliases, rosters, expressions. */
void forms_check(struct forms *f, struct complaints *c);
/* Bring the book's tables up to the forms. Skipped by a fingerprint in meta when nothing changed since. */
int forms_prepare(struct forms *f, struct book *b, struct error *e);

/* "head_name", or "deprivation.D01" (*code gets "D01", borrowed, else NULL); NULL: no such field. */
const struct field *form_field(const struct form *form, const char *name, const char **code);
/* By field name, or by label in either language (folded). */
const struct field *form_field_by_header(const struct form *form, const char *header, const char **code);
/* Roster index by form name, or -1. */
int form_roster(const struct form *form, const char *name);
/* May a book of this level enter records of this form? */
bool form_owned_by(const struct form *form, const char *level);

#endif
