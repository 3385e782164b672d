/* SPDX-License-Identifier: MIT */
/*
 * Inside of browse: a window of rows on a list of any length, the columns that fit the terminal, and what narrows the list.
 */
#ifndef GN_UI_BROWSE_IMPL_H
#define GN_UI_BROWSE_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "form/form.h"
#include "form/textmap.h"
#include "store/list.h"
#include "store/search.h"
#include "ui/draw.h"
#include "ui/editline.h"
#include "ui/listbox.h"
#include "ui/ui.h"

#define BROWSE_ROWS_HELD 600 /* as far as one looks back without fetching again */
#define BROWSE_COLUMNS 20
#define BROWSE_FILTERS 12
#define BROWSE_HITS 500

struct browse_column {
	const struct field *field; /* NULL: the unit */
	long index;		   /* of its cell in a row; -1: the unit */
	int width, x;
	bool right; /* numbers */
};

struct browse_row {
	struct list_row row;
	struct str line;	    /* as drawn, made when first shown; empty until then */
	enum look class_look;	    /* of the class cell */
	size_t class_at, class_len; /* its bytes in the line; len 0: none */
	int class_x, class_cols;
};

struct browse_filter {
	char *field, *value,
		*label; /* value NULL: is empty; label: what to call it on the info line */
};

struct browse {
	struct app *app;
	const struct form *form;
	struct listbox list;
	int cols_laid; /* terminal width the columns were laid out for; 0: not yet */

	struct browse_column columns[BROWSE_COLUMNS + 1];
	size_t n_columns;
	/* Fetched for every row: those of the form's list, then others for wider terminals. */
	const struct field *wanted[BROWSE_COLUMNS];
	const char *fields[BROWSE_COLUMNS];
	size_t n_fields, n_listed;
	struct strlist units;		    /* id, name, id, name …: of an upper book */
	struct textmap *refs; /* what references were called */
	size_t n_refs;

	struct browse_filter filters[BROWSE_FILTERS];
	size_t n_filters;
	bool with_gone; /* also who has left */
	int sort;
	bool descending;

	struct browse_row *rows;
	size_t n, cap;
	bool at_start, at_end;
	int64_t first; /* place of the first row held in the whole list; -1: not known */
	int64_t total; /* -1: not counted */

	bool searching; /* the search line is open */
	struct editline line;
	struct search_hits hits;
	size_t hit_next;

	struct strlist remarked; /* "unit/id" with an open remark */
};

/* browse_rows.c */
void browse_load(struct browse *b);   /* from the beginning */
void browse_reload(struct browse *b); /* what is shown, anew; the selected row stays selected */
void browse_search(struct browse *b, const char *query); /* "": the list again */
void browse_count(struct browse *b);
void browse_rows_fini(struct browse *b);
extern const struct listbox_ops browse_list_ops;
void browse_forget_references(struct browse *b);
void browse_forget_lines(struct browse *b); /* composed for other columns */
void browse_query(const struct browse *b, struct list_query *q, struct list_filter *space);
void browse_trouble(struct browse *b, struct error *e);

/* browse_cols.c */
void browse_want_fields(struct browse *b);
void browse_layout(struct browse *b);
void browse_compose(struct browse *b, struct browse_row *r);
void browse_draw_heading(struct browse *b, int y);
void browse_load_units(struct browse *b);
bool browse_has_units(const struct browse *b);
const char *browse_unit_name(const struct browse *b, const char *unit_id);

/* browse_filter.c */
bool browse_ask_filter(struct browse *b); /* true: the list is another now */
bool browse_set_filter(struct browse *b, const char *field, const char *value, const char *label);
void browse_filters_fini(struct browse *b);
char *browse_filter_text(const struct browse *b);

#endif
