/* SPDX-License-Identifier: MIT */
/*
 * A paper filled in, before it is drawn: blocks of styled text, tables, blocks side by side, page breaks. It knows
 * nothing of where its words come from; two renderers draw it, as HTML for a printer and as plain text.
 */
#ifndef GN_REPORT_DOC_H
#define GN_REPORT_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum doc_style { DOC_BOLD = 1, DOC_ITALIC = 2 };

/* A stretch of text of one style. */
struct doc_run {
	char *text;     /* owned; "\n" is a line break; NULL: `blank` dots to be filled by hand */
	unsigned style; /* of enum doc_style */
	int blank;
};
struct doc_text {
	struct doc_run *v;
	size_t n, cap;
};

enum doc_align { DOC_BODY, DOC_LEFT, DOC_CENTRE, DOC_RIGHT }; /* body: first line indented, justified */

struct doc_cell {
	struct doc_text text;
	enum doc_align align;
	bool left, above; /* one with the cell at the left of it, or above: drawn with that one */
};
struct doc_row {
	struct doc_cell *v; /* as many as the table has columns */
	bool head, strong;  /* repeated on each page; bold */
};
struct doc_column {
	int width; /* share of the paper's width, in percent */
	enum doc_align align;
};

enum doc_kind {
	DOC_PARA,
	DOC_TITLE,    /* level 1 or 2, in the middle */
	DOC_HEADING,  /* bold, at the left */
	DOC_TABLE,
	DOC_SIDE,     /* blocks side by side: header, signatures */
	DOC_RULE,     /* a short line in the middle, `amount` percent wide */
	DOC_SPACE,    /* `amount` empty lines */
	DOC_PAGE,     /* what follows stands on a new page */
};

struct doc;
struct doc_block {
	enum doc_kind kind;
	enum doc_align align;
	int amount;           /* level of a title, percent, lines; DOC_PAGE: 1 where the page lies on its side */
	struct doc_text text;
	struct doc_column *columns; /* of a table; for DOC_SIDE only their width */
	size_t n_columns;
	struct doc_row *rows;
	size_t n_rows, cap_rows;
	bool plain, small;    /* table without lines; a table or a note (DOC_PARA at the left) in smaller letters */
	struct doc **side;    /* DOC_SIDE: n_columns of them, owned */
};

struct doc {
	char *title;      /* owned */
	char *banner;     /* stands on every page (a training book's), or NULL; owned */
	bool wide;        /* the first page lies on its side */
	bool narrow;      /* small margins and letters: forms to be filled in by hand */
	struct doc_block *v;
	size_t n, cap;
};

struct doc *doc_new(const char *title);
void doc_free(struct doc *d); /* NULL is fine */
/* A new block at the end; borrowed until the next one is added. */
struct doc_block *doc_add(struct doc *d, enum doc_kind kind);
/* A new row with a cell for each column. */
struct doc_row *doc_row_add(struct doc_block *table);
/* Text at the end of `t`; what has the style of the run before it joins that one. */
void doc_text_add(struct doc_text *t, const char *text, unsigned style);
void doc_text_blank(struct doc_text *t, int dots);
bool doc_text_empty(const struct doc_text *t);

/* How many columns the plain text of a paper is wide. */
#define DOC_TEXT_WIDTH 78

/* Plain text, at most `width` columns by wcwidth, a form feed where a page begins; caller frees. */
char *doc_plain(const struct doc *d, int width);
/* One HTML file that needs no other: A4, print style sheet, everything escaped; caller frees. */
char *doc_html(const struct doc *d);

#endif
