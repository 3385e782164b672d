/* SPDX-License-Identifier: MIT */
/* What the files of the import share: the columns of a file, a row being read, the run as a whole. */
#ifndef GN_FORM_IMPORT_IMPL_H
#define GN_FORM_IMPORT_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/str.h"
#include "form/entry_impl.h"
#include "form/exchange.h"
#include "form/form_impl.h"
#include "form/textmap.h"

enum column_use {
	USE_NOTHING, /* _state, row numbers */
	USE_REASON,  /* of an errors file */
	USE_EMPTY,   /* a column without a name: must be empty */
	USE_ID,
	USE_VALUE,
	USE_KEY, /* key of the reference; the id may stand in its own column */
};

struct import_column {
	enum column_use use;
	const struct field *fd;
	const char *code;
	char *name;   /* as the file has it */
	bool untaken; /* worked out, and a row said otherwise */
};

/* What a row said of a column that is worked out, to be compared when all is stored. */
struct import_said {
	size_t column;
	char *id, *text;
};

struct import {
	struct forms *f;
	struct book *b;
	const struct form *form;
	const char *who;
	enum entry_style style;
	struct import_column *columns;
	size_t n;
	struct textmap *known; /* references found so far: form, text → id */
	struct textmap *in_file; /* ids that rows of the file give */
	struct textmap *done;    /* record → "line id": the earlier row about it */
	struct import_said *said;
	size_t n_said, cap_said;
	struct refs *refs;
	struct derive_queue q;
};

/* One row as values: NULL where the column is not there or the cell is empty. */
struct import_row {
	const struct strlist *cells;
	const char *id;  /* "" for none */
	char **values;   /* canonical, beside the columns; a reference's at its first column */
	bool *present;   /* this column says something about its field */
};

/* How well a first row reads as the form's header: more known columns, then fewer that are not. */
long import_header_score(const struct form *form, const struct strlist *cells);
/* Understand the header; ERR_DATA with every column that is not known. */
int import_header(struct import *im, struct strlist *cells, struct error *e);
/* Read every cell; the first that cannot be read is the row's error. */
int import_read_row(struct import *im, const struct strlist *cells, struct import_row *row, struct error *e);
void import_row_fini(struct import *im, struct import_row *row);
/* Value of a field in this row, or NULL. */
const char *import_value(const struct import *im, const struct import_row *row, const struct field *fd);
/* Put the row's values into an entry. */
int import_apply(struct import *im, const struct import_row *row, struct entry *en, struct error *e);

/* The record a row is about. */
struct import_target {
	char given[37];      /* the id the row gives, or "" */
	char id[37];         /* of the record; "" for a new one without an id of its own */
	bool is_new;
	struct entry *other; /* another unit's, of which the row says what stands there; to be freed */
};
int import_match(struct import *im, const struct import_row *row, struct import_target *t, struct error *e);
/* Line of the earlier row about this record, or 0; and that one was. */
long import_done_on(const struct import *im, const char *id);
void import_done(struct import *im, const char *id, long line, const char *given);
/* A failure of the book, not of the row: the import ends. */
bool import_is_fatal(int ret);

/* Keep what the row says of columns that are worked out, where the entry says otherwise. */
void import_hear(struct import *im, const struct import_row *row, const struct entry *en);
/* Which of that the book does not say now that all is stored: names of the columns, or NULL; the caller frees. */
char *import_untaken(struct import *im);

#endif
