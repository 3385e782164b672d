/* SPDX-License-Identifier: MIT */
/*
 * Records: rows of tables that follow the forms. A record is (unit, id): its owner's random id and its
 * UUIDv7, never reused. Saving writes what differs, raises the revision, writes one history row
 * per changed field (one row for an insert), keeps counts and the newest day, all in the caller's transaction.
 *
 * Every record table has, besides the form's columns: id TEXT, _unit TEXT, _rev INTEGER, _state TEXT ('complete' |
 * 'incomplete'), _who TEXT, _at TEXT, _why TEXT, and _sort1… TEXT; PRIMARY KEY (_unit, id); STRICT.
 * Values of several codes (multi) and indicator answers are rows of the engine table
 * `answer` (unit, form, id, field, code, standard, value), never columns.
 */
#ifndef GN_STORE_RECORD_H
#define GN_STORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/book.h"

enum column_kind {
	COLUMN_TEXT,
	COLUMN_INT,
	COLUMN_REAL,
	COLUMN_MULTI,   /* rows of `answer`, value 'yes'; in memory "a|b" in the order given */
	COLUMN_ANSWERS, /* rows of `answer`; in memory one value per "field.CODE" */
};

struct column {
	const char *name; /* the form's field name */
	enum column_kind kind;
	bool derived;     /* computed by the engine from other records: no history, no revision, not exchanged */
	bool reference;   /* holds an id of `refers` */
	const char *refers; /* form name, or NULL */
};

/* What the store must know of a form; everything borrowed from the form, which outlives the book. */
struct table {
	const char *name; /* table and form name are one */
	const struct column *columns;
	size_t n_columns;
	int n_sorts;                 /* columns _sort1 … _sortN */
	const char *const *indexes;  /* NULL-terminated: column lists such as "_sort1, id" or "village, _sort1, id" */
	const char *const *count_by; /* NULL-terminated names of columns whose values are counted; or NULL */
	const char *live;            /* column that is NULL while the record counts (moved away, dead), or NULL */
};

/* Create the table, add missing columns and indexes (ADD COLUMN only). A read-only book that lacks
 * a column reads it as NULL. Idempotent; cheap when nothing is missing (user's schema fingerprint in meta). */
int table_ensure(struct book *b, const struct table *t, struct error *e);

/* Is the table in the book? A book open for reading may be older than the form. */
bool table_there(struct book *b, const struct table *t);

struct value {
	char *field;    /* "full_name", or "deprivation.D01" for one indicator */
	char *text;     /* canonical text, or NULL: no answer */
	char *standard; /* edition of the code for answers ("2022-2025"), else NULL */
};

struct record {
	char *unit, *id;
	int64_t rev;      /* 0: not stored yet */
	bool complete;
	char *who, *at, *why;
	struct value *v;  /* values that are not NULL, in the order of the table's columns */
	size_t n, cap;
};
void record_init(struct record *r);
void record_fini(struct record *r);
/* Borrowed text or NULL. */
const char *record_get(const struct record *r, const char *field);
/* Set or (text NULL) take away; copies. */
void record_put(struct record *r, const char *field, const char *text, const char *standard);

/* *out is made here (record_fini it; empty after a failure). ERR_NOTFOUND where there is none. `unit` NULL: this book's own unit first, then any single other unit
 * (ERR_AMBIGUOUS for several). */
int record_load(struct book *b, const struct table *t, const char *unit, const char *id,
		struct record *out, struct error *e);

/* Only the columns of these indexes in t->columns (none with answers), for keys and lists; otherwise as record_load. */
int record_load_some(struct book *b, const struct table *t, const char *unit, const char *id,
		     const size_t *columns, size_t n, struct record *out, struct error *e);

/* Records of which the column `link` holds `id`, of one unit (NULL: own), in the order of their ids; with the columns of the table
 * itself, not with answers or multi fields. */
struct records {
	struct record *v;
	size_t n, cap;
};
void records_fini(struct records *r);
int record_rows(struct book *b, const struct table *t, const char *unit, const char *link, const char *id,
		struct records *out, struct error *e);
/* What record_rows leaves out: answers and multi fields of one of them. */
int record_add_answers(struct book *b, const struct table *t, struct record *r, struct error *e);

struct record_save {
	const struct record *record;  /* id NULL: a new one is made; unit NULL: own. All fields of the form, whole */
	int64_t base_rev;             /* revision this was begun from; -1: do not compare. Differing: ERR_NEGATIVE, nothing written */
	const char *who, *why;
	const char *const *sort_keys; /* n_sorts of them, computed in C by the form */
	const char *search_text;      /* words for the search row, as typed with their accents; NULL: not searched */
};
/* Must be inside a transaction. Nothing differs: nothing is written, *changed false. id_out: 37 bytes. Derived columns are
 * not touched (record_derive). A record of another unit keeps the revision, who, at and why it came with (history kind
 * 'accept'). An id that was removed is never taken again: ERR_NEGATIVE. */
int record_save(struct book *b, const struct table *t, const struct record_save *s, char *id_out,
		int64_t *rev_out, bool *changed, struct error *e);
/* Set derived columns, sort keys (NULL: leave), search text (NULL: leave) and the state of a record without a revision. Counts follow. */
int record_derive(struct book *b, const struct table *t, const char *unit, const char *id,
		  const struct value *v, size_t n, const char *const *sort_keys,
		  const char *search_text, int complete /* 0, 1, or -1: leave */, struct error *e);

/* A tombstone (id, revision, reason; no values); the record, its answers, reasons and search row go. In a transaction. */
int record_remove(struct book *b, const struct table *t, const char *id, const char *reason,
		  const char *who, struct error *e);
/* A record of another unit goes with everything that hangs on it (its unit says it is gone): history kind 'remove', no
 * tombstone. In a transaction. ERR_NOTFOUND where there is none. */
int record_drop(struct book *b, const struct table *t, const char *unit, const char *id,
		const char *reason, const char *who, struct error *e);
bool record_was_removed(struct book *b, const char *form, const char *id);

/* Reasons given for what needs explaining (Cần giải trình): check id → text, travelling with the record. */
int reason_set(struct book *b, const char *form, const char *unit, const char *id, const char *check,
	       const char *text /* NULL: take away */, const char *who, struct error *e);
/* Borrowed by callback. */
int reason_each(struct book *b, const char *form, const char *unit, const char *id,
		void (*fn)(void *ctx, const char *check, const char *text), void *ctx, struct error *e);

/* Counts kept by the saving transaction: how many live records of `form` of `unit` (NULL: all) have `code` in
 * `field` (field NULL: all of them; field "_state", code "incomplete" works too). */
int record_count(struct book *b, const char *form, const char *unit, const char *field,
		 const char *code, int64_t *out, struct error *e);

/* Count anew what record_count tells, of `unit` or (NULL) all: after rows were written by other means. In a transaction. */
int record_recount(struct book *b, const struct table *t, const char *unit, struct error *e);

/* History of one record, oldest first. */
struct history_row {
	int64_t seq, rev;
	const char *kind;  /* insert update remove accept */
	const char *field; /* NULL for insert and remove */
	const char *before, *after, *who, *at, *why;
};
int history_each(struct book *b, const char *form, const char *unit, const char *id,
		 void (*fn)(void *ctx, const struct history_row *h), void *ctx, struct error *e);

#endif
