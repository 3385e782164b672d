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
	USE_NOTHING, /* _state, reason, row numbers */
	USE_EMPTY,   /* a column without a name: must be empty */
	USE_ID,
	USE_VALUE,
	USE_KEY, /* key of the reference; the id may stand in its own column */
};

struct import_column {
	enum column_use use;
	const struct field *fd;
	const char *code;
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

/* Understand the header; ERR_DATA with every column that is not known. */
int import_header(struct import *im, struct strlist *cells, struct error *e);
/* Read every cell; the first that cannot be read is the row's error. */
int import_read_row(struct import *im, const struct strlist *cells, struct import_row *row, struct error *e);
void import_row_fini(struct import *im, struct import_row *row);
/* Value of a field in this row, or NULL. */
const char *import_value(const struct import *im, const struct import_row *row, const struct field *fd);
/* Put the row's values into an entry. */
int import_apply(struct import *im, const struct import_row *row, struct entry *en, struct error *e);
/* The record the row is about: *id (37 bytes) "" for a new one. */
int import_match(struct import *im, const struct import_row *row, char *id, struct error *e);

#endif
