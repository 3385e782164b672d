/* SPDX-License-Identifier: MIT */
/*
 * Where the fields of a form stand on the screen, in which order the cursor visits them, and the
 * small decisions of the edit screen that need no terminal: which code is meant by a few letters,
 * which problem comes next, which side of a clash is proposed. Tested by themselves.
 */
#ifndef GN_UI_EDIT_LAYOUT_H
#define GN_UI_EDIT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "form/entry.h"
#include "form/form.h"

/* A page of the form, or the table of one of its rosters, or some of its fields chosen by another screen. */
struct edit_tab {
	const struct form_part *page; /* NULL: the fields without a page, or a roster */
	int roster;		      /* index in form->rosters, or -1 */
	const char *const *fields;    /* NULL-terminated names instead of a page; or NULL */
};
/* Tabs in the order of the form, rosters last; pages without a field to show are left out.
 * Returns how many; *out is freed by the caller. */
size_t edit_tabs(const struct form *form, struct edit_tab **out);
/* Tab on which a field stands; 0 where it is on none. */
size_t edit_tab_of(const struct edit_tab *tabs, size_t n, const struct field *fd);
/* Does this tab show the field? */
bool edit_tab_has(const struct edit_tab *tab, const struct field *fd);
/* Is this field ever on the screen? Not the engine's own, nor the reference of a roster row to
 * its parent. */
bool edit_on_screen(const struct field *fd);

/* A line said about a field: under it, in its colour. In order of weight. */
enum edit_note_kind {
	EDIT_NOTE_NONE,
	EDIT_NOTE_EXPLAINED, /* a doubt with its reason */
	EDIT_NOTE_HINT,
	EDIT_NOTE_DOUBT,
	EDIT_NOTE_REMARK,
	EDIT_NOTE_ERROR,
	EDIT_NOTE_UNREADABLE,
};
struct edit_note {
	enum edit_note_kind kind;
	const char *text; /* borrowed; must outlive the layout */
};

/* What the layout asks of the record. */
struct edit_source {
	void *ctx;
	/* Is it asked now? `code` only for answers. */
	bool (*shown)(void *ctx, const struct field *fd, const char *code);
	/* The i-th note of a field (fd NULL: of the page); false where there is none. May be
	 * NULL. */
	bool (*note)(void *ctx, const struct field *fd, const char *code, size_t i,
		     struct edit_note *out);
};

struct edit_item { /* a place the cursor can be at */
	const struct field *field;
	const char *code;	   /* indicator, or NULL */
	enum edit_note_kind worst; /* of its notes */
	size_t line;		   /* on which its value stands */
	size_t first, last;	   /* lines of label, value and notes */
	int label_x, label_cols;
	int x, cols; /* of the value */
};
enum edit_cell_kind {
	EDIT_CELL_NONE,
	EDIT_CELL_GROUP,
	EDIT_CELL_LABEL,
	EDIT_CELL_FIELD,
	EDIT_CELL_NOTE
};
struct edit_cell {
	enum edit_cell_kind kind;
	size_t item; /* LABEL, FIELD, NOTE */
	enum edit_note_kind note;
	const char *text; /* piece of label, note or title; not NUL-terminated */
	size_t len;
	int x, cols;
};
struct edit_line {
	struct edit_cell cell[2]; /* left and right column */
};
struct edit_layout {
	struct edit_item *item;
	size_t n_items, cap_items;
	struct edit_line *line;
	size_t n_lines, cap_lines;
	int label_cols, column_cols; /* of one column of fields */
	bool two;		     /* two columns of fields */
};
/* Lay out one page `cols` columns wide. Two columns only from 110 columns on, and only for
 * fields that fit there in whole. */
void edit_layout_build(struct edit_layout *l, const struct form *form, const struct edit_tab *tab,
		       int cols, const struct edit_source *src);
void edit_layout_fini(struct edit_layout *l);
/* The whole page stands `by` columns further right. */
void edit_layout_shift(struct edit_layout *l, int by);
/* The item of a field, or the nearest after it where it is hidden, or the last; n_items only on
 * an empty page. */
size_t edit_layout_find(const struct edit_layout *l, const struct field *fd, const char *code);
/* First line to show of `n` so that lines from…to are among `rows`, moving as little as can be. */
size_t edit_scroll(size_t first, size_t rows, size_t from, size_t to, size_t n);
/* Columns a value of this field would like. */
int edit_value_cols(const struct field *fd);

/* Bytes of `s` that make the next line of `cols` columns, broken at a blank where there is one;
 * *skip adds the blank. At least one letter while any is left. */
size_t edit_wrap(const char *s, int cols, size_t *skip);

/* Codes meant by a few letters, best first: the code itself, its number in a list of up to nine,
 * the start of the label, of a word, of several words in order, a part; case, tone and hat do
 * not count. Returns how many (at most `max` in out). */
size_t edit_choice_match(const struct codes *codes, const char *text, size_t *out, size_t max);
/* One key for each code: the first letter of its label not yet taken, else another one, else its
 * number. `keys` has room for codes->n + 1. */
void edit_choice_keys(const struct codes *codes, char *keys);
/* Index of the code whose key or number `c` is, or codes->n. */
size_t edit_choice_by_key(const struct codes *codes, const char *keys, char c);
/* "a|b" with `code` added, in the order of the list, or taken away; NULL: nothing is left.
 * Caller frees. */
char *edit_multi_toggle(const struct codes *codes, const char *value, const char *code);
bool edit_multi_has(const char *value, const char *code);
/* Yes, no, or nothing known of a letter: c 1 y: yes; k 0 2 n: no. */
const char *edit_yesno_key(char c);

/* Order of problems on the way through the form. */
struct edit_rank {
	int roster; /* -1: the record itself */
	size_t row, field, code;
};
int edit_rank_cmp(const struct edit_rank *a, const struct edit_rank *b);
/* Index of the first of `v` after `here`, from the start again behind the last; n only when
 * there is none. */
size_t edit_rank_next(const struct edit_rank *v, size_t n, const struct edit_rank *here);
/* Position of a code in its list; 0 for NULL. */
size_t edit_code_at(const struct field *fd, const char *code);

/* Need this clash be asked about, and is the other's value proposed (it is, where I have changed
 * nothing)? */
bool edit_clash_asks(const struct clash *c);
bool edit_clash_proposes_theirs(const struct clash *c);

#endif
