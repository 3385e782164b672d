/* SPDX-License-Identifier: MIT */
/* What the files of the difference's rows share: how lines and records lie in memory. */
#ifndef GN_SYNC_DIFF_IMPL_H
#define GN_SYNC_DIFF_IMPL_H

#include "sync/diff_rows.h"

/* Texts stand one behind the other in a pool; an offset of 0 is "none". */
struct diff_entry { /* a line */
	uint32_t before, after, reason, answers;
	uint32_t column; /* index in columns, DIFF_NONE: the record as a whole */
	uint32_t kind;
};
struct diff_record {
	const struct form *form; /* NULL: unknown */
	char *key;		 /* made when first wanted */
	char *words;		 /* folded, for searching; made by the first search */
	uint32_t form_name, id;
	uint32_t first, n;	 /* lines */
	uint32_t child, sibling; /* new rows of its rosters, for names taken from them; DIFF_NONE */
	uint8_t rank, kind;
	bool open, answers, passes;
};
struct diff_column { /* a field of a form, however often it comes */
	const struct form *form;
	uint32_t form_name, name;
	const struct field *fd;
	const char *code;
};

struct diff_rows {
	struct forms *f;
	struct book *b;
	char *unit;
	struct str pool;
	struct diff_entry *lines;
	size_t n_lines, cap_lines;
	struct diff_record *records;
	size_t n_records, cap_records;
	struct diff_column *columns;
	size_t n_columns, cap_columns;
	uint32_t *column_index; /* open addressing, of DIFF_NONE or a column */
	size_t n_column_index;
	uint32_t *id_index; /* the same of records that are new, by id */
	size_t n_id_index;
	struct diff_row *rows;
	size_t n_rows, cap_rows;
	size_t in_rank[DIFF_RANKS];
	struct diff_filter filter;
	char *search;
	struct diff_remark *remarks;
	size_t n_remarks, cap_remarks;
};

const char *diff_text(const struct diff_rows *d, uint32_t offset); /* NULL for 0 */
/* Make the rows anew: after folding, filtering, remarks. */
void diff_rows_build(struct diff_rows *d);
/* New record of this id, or DIFF_NONE. */
uint32_t diff_rows_new_record(const struct diff_rows *d, const char *id);
/* The value the bundle gives a field of a record, or NULL. */
const char *diff_rows_value(const struct diff_rows *d, uint32_t record, const struct field *fd);

#endif
