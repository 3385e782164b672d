/* SPDX-License-Identifier: MIT */
/*
 * The tables inside a bundle, shared by the maker, the reader and those who compare: form tables
 * carry id, unit, revision, state and the form's own columns; five tables of the exchange stand
 * beside them. giamngheo-bundle(5) is the same in words.
 */
#ifndef GN_SYNC_SNAPSHOT_IMPL_H
#define GN_SYNC_SNAPSHOT_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "form/form.h"
#include "store/db.h"
#include "store/record.h"
#include "sync/snapshot.h"

/* A text inside a bundle may have so many bytes, a row so many. */
#define SNAPSHOT_TEXT_MAX 65536
#define SNAPSHOT_ROW_MAX 262144
#define SNAPSHOT_RECORDS_MAX INT64_C(20000000)
#define SNAPSHOT_TABLES_MAX 200
#define SNAPSHOT_ANSWERS_MAX 2000 /* rows of one record beside it: ticked codes, indicators, reasons */
#define SNAPSHOT_FIXED 4 /* id, _unit, _rev, _state stand before the form's columns */

/* Names and the one way to write them: what is received must have been written so, letter by
 * letter. */
extern const char *const snapshot_engine_tables[]; /* name, SQL, name, SQL …, NULL */

struct snap_column {
	char *name;
	const char *type;	    /* TEXT INTEGER REAL; static */
	const struct column *known; /* NULL: this program has no such field */
};
struct snap_form {
	char *name;
	const struct form *form; /* NULL: this program has no such form */
	long long version, count;
	struct snap_column *columns; /* as in the header, without the fixed ones */
	size_t n_columns;
	struct snap_column
		*answers; /* fields with rows in "answer" (ticked codes, indicators); no type */
	size_t n_answers;
	char *sql_load; /* one record by id; made when first wanted */
};
struct snapshot {
	struct db *db;
	char *path;
	struct snap_form *forms;
	size_t n_forms;
	struct strlist unknown;
	const char **unknown_list;
};

/* The snapshot's form of this name, or NULL. */
struct snap_form *snapshot_form(const struct snapshot *s, const char *name);
/* Does this column of a form travel (as a column, or its answers as rows)? */
bool snapshot_carries(const struct form *form, const struct column *c);
const char *snapshot_type(enum column_kind kind);
/* The CREATE TABLE of a form's table. */
void snapshot_table_sql(struct str *out, const char *name, const struct snap_column *c, size_t n);
void snap_form_fini(struct snap_form *sf);

/* Sound by quick_check, and no row larger than a record may be. ERR_DATA. */
int snapshot_sound(struct db *db, struct error *e);
/* A file of somebody else's that SQLite cannot read is bad data, whatever SQLite calls it. */
int snapshot_fault(int rc, struct error *e);
/* "The contents are not as this program writes them": ERR_DATA. */
int snapshot_bad(struct error *e, const char *id, const char *detail);

/* Open again what was checked when it came (the same bytes by its hash): only reads what there
 * is. */
int snapshot_reopen(struct snapshot **out, struct forms *f, const char *path,
		    const struct header *h, struct error *e);
/* Let the snapshot's connection see the book, for reading, as schema "book". */
int snapshot_attach(struct snapshot *s, const struct book *b, struct error *e);
struct snap_record {
	struct record known; /* rev, state, known columns and answers; unit as given */
	struct record extra; /* unknown fields, and all of them of an unknown form */
	bool found;
	/* A text had controls, bytes that are no UTF-8, or was too long: it is shown cleaned. */
	bool unclean;
};
void snap_record_fini(struct snap_record *r);
/* One record as its sender wrote it; all empty where there is none. */
int snapshot_record(struct snapshot *s, struct snap_form *sf, const char *unit, const char *id,
		    struct snap_record *out, struct error *e);
/* Is this text as records hold it: UTF-8, no controls, not too long? */
bool snapshot_text_ok(const char *text);

#endif
