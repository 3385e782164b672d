/* SPDX-License-Identifier: MIT */
/*
 * What the files of the edit screen share among themselves and show to nobody else. A record and
 * its roster rows are entries (form/entry.h); this is where the cursor is, what is being typed,
 * and what was typed but cannot be read.
 */
#ifndef GN_UI_EDIT_H
#define GN_UI_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ids.h"
#include "form/entry.h"
#include "sync/remark.h"
#include "ui/edit_layout.h"
#include "ui/editline.h"
#include "ui/listbox.h"
#include "ui/screens.h"
#include "ui/ui.h"

/* A field the cursor has been in: only then is it told that it is required. And text that could
 * not be read: it stays in the field until it is corrected or cleared. Known by id, so that it
 * outlives a save. */
struct edit_mark {
	char id[UUID_LEN + 1];
	const struct field *field;
	const char *code;
	char *raw;	/* NULL: readable */
	char *sentence; /* why not, translated */
};

/* Where a page of fields stands on the screen. */
struct edit_frame {
	int y, x, rows, cols;
};

/*
 * A screen that leads through a record part by part (sheet entry): it says which fields stand together, draws what is around the page
 * by its own lights, and is asked where the page ends. In a hosted record one digit is an answer, and Enter takes what is proposed.
 */
struct edit_host {
	void *ctx;
	const struct edit_tab *tabs; /* of the record; a row has those of its form */
	size_t n_tabs;
	/* Past the last field (1) or the first one (-1) of a tab, already left: true when the cursor is elsewhere now. */
	bool (*beyond)(void *ctx, int direction);
	/* What is proposed for a field that has no answer: canonical text, or NULL. Borrowed until the next call. */
	const char *(*propose)(void *ctx, const struct field *fd, const char *code);
};

/* A note's text lives here while the layout shows it. */
struct edit_said {
	const struct field *field; /* NULL: of the page */
	const char *code;
	enum edit_note_kind kind;
	char *text;
};

struct edit {
	struct app *app;
	const struct form *form; /* of the record */
	struct entry *top;	 /* the record */
	struct entry *row;	 /* the roster row on the screen, or NULL */
	size_t roster;		 /* whose row or table it is */
	bool row_fresh;		 /* added just now and nothing typed in it */
	const char *locked;	 /* why nothing may be changed, or NULL */
	char *lock_why;		 /* reason given for changes to a locked round, or NULL */
	const struct edit_host *host; /* NULL: a screen of its own */
	struct edit_frame frame;

	struct edit_tab *tabs; /* of the record, or of the row */
	size_t n_tabs, tab;
	struct edit_layout layout;
	size_t item;	      /* current field of the page */
	size_t first;	      /* first line shown */
	int laid_cols;	      /* width the page was laid out for */
	struct listbox table; /* rows of a roster, when the tab is one */

	struct editline line; /* of the current field */
	bool line_open;	      /* it holds something: fini it */
	bool typing;	      /* choice, reference: letters are being typed over the value */
	bool passing;	      /* the step passes over fields the program fills in */
	int going; /* direction of the step being made: the draft is told the field ahead */
	const struct field *placed; /* where the draft believes the cursor to be */
	const char *placed_code;
	char placed_id[UUID_LEN + 1];
	bool keeping; /* the entry keeps a draft: it is known who works */
	bool quiet;   /* the screen is closing: ask nothing */
	bool stale;   /* a screen above may have changed what is stored: read it again */

	struct edit_mark *marks;
	size_t n_marks, cap_marks;
	struct edit_said *said;
	size_t n_said, cap_said;
	struct problems problems;
	struct proposal *proposed; /* of the record, as it stands */
	size_t n_proposed;
	struct remark *remarks; /* of the record and its rows */
	size_t n_remarks;
	struct remarks *remark_lists; /* own the above */
	size_t n_remark_lists;
	size_t required_left; /* required fields not reached yet and empty */
	char *own_draft;      /* begun here for unreadable text, before the entry had one */
};

/* ---- edit_open.c, edit.c: opening, closing, keys ---- */
extern const struct screen_ops edit_screen, edit_people_screen; /* the latter of households */
/* A record for a host: `draft` (taken up again; *moved_on is told) or `id`. The frame is to be set before it is drawn. NULL after a
 * failure, which was told. */
struct edit *edit_open_for(struct app *app, const struct edit_host *host, const struct form *form, const char *id,
			   const char *draft);
/* A key for the field, page or row shown. */
enum screen_result edit_key(struct edit *ed, const struct key *k);
/* What is being typed is kept, nothing is asked; then it is freed. */
void edit_shut(struct edit *ed);
void edit_free(struct edit *ed);
/* Take another entry in place of the one shown (after a save); the old one is freed. */
void edit_take(struct edit *ed, struct entry *top);
const char *edit_who(const struct edit *ed);
/* Before anything is written: who works is known, drafts are kept. False: not answered, nothing
 * may be written. */
bool edit_ready(struct edit *ed);

/* ---- edit_focus.c: where the cursor is ---- */
struct entry *edit_entry(const struct edit *ed); /* the row, or the record */
struct edit_item *edit_current(struct edit *ed); /* NULL in a table or on an empty page */
bool edit_in_table(const struct edit *ed);
/* The record or the row of this id, or NULL. */
struct entry *edit_by_id(const struct edit *ed, const char *id);
size_t edit_row_index(const struct edit *ed, const struct entry *row);
/* Roster and row number of an entry of this record; false for the record itself. */
bool edit_find_row(const struct edit *ed, const struct entry *en, size_t *roster, size_t *row);
/* Lay the page out again and keep the cursor on its field. */
void edit_relayout(struct edit *ed);
/* Problems, relevance, computed fields, then the page. */
void edit_recheck(struct edit *ed);
/* Show the pages of the record (row NULL) or of a row; the cursor on its first field. */
void edit_show(struct edit *ed, struct entry *row, size_t tab);
/* Put the cursor on a field of the record or of a row. `fd` NULL: the first. */
void edit_goto(struct edit *ed, const struct entry *en, const struct field *fd, const char *code);
/* On a new record: the first field of the page that nothing was carried over to. */
void edit_first_empty(struct edit *ed);
/* Put the cursor on an item of the page and open its line. */
void edit_put_cursor(struct edit *ed, size_t item);
/* The item to step to from `at` on this page, or n_items: Enter and Tab pass over what the
 * program fills in, the arrows visit it too (for its help and its remarks). */
size_t edit_item_beside(struct edit *ed, size_t at, int direction);
/* Leave the field (it is kept) and go on; false when the officer must stay. */
bool edit_step(struct edit *ed, int direction);
bool edit_turn(struct edit *ed, int direction);
bool edit_to_end(struct edit *ed, bool last);

/* ---- edit_place.c ---- */
/* With the change that follows the draft keeps the place of the field after this one (in the
 * direction of the step). */
void edit_place_ahead(struct edit *ed, const struct field *fd, const char *code);
/* A letter is typed here: tell the draft, if it believes the cursor elsewhere. */
void edit_place_here(struct edit *ed);

/* ---- edit_propose.c ---- */
void edit_propose_build(struct edit *ed); /* as the entry stands now */
void edit_propose_free(struct edit *ed);
/* What the host, else the form proposes for an item that has no answer and in which nothing is typed, or NULL. Borrowed. */
const char *edit_proposal(struct edit *ed, const struct edit_item *it);
/* "Thiếu hụt: 3/5 người phụ thuộc: 60%", or what is missing; NULL where there is an answer or nothing is said. Caller frees. */
char *edit_proposal_reason(struct edit *ed, const struct edit_item *it);
/* Take it; false where there is none, or it was refused. */
bool edit_take_proposal(struct edit *ed, const struct edit_item *it);
enum screen_result edit_take_here(struct edit *ed);
enum screen_result edit_take_all(struct edit *ed); /* of the whole record */
/* How the record stands under each standard, to read. */
enum screen_result edit_compare(struct edit *ed);

/* ---- edit_value.c: what is typed in a field ---- */
void edit_line_begin(struct edit *ed);
void edit_line_end(struct edit *ed);
/* Keep what is typed; false: the officer stays in the field. */
bool edit_leave(struct edit *ed);
/* Set a canonical value (NULL: none) of a field of the entry shown, asking about what it would
 * hide. */
bool edit_set(struct edit *ed, const struct field *fd, const char *code, const char *canonical);
/* May this field be written here and now? Says why not. */
bool edit_writable(struct edit *ed, const struct field *fd, bool say);
/* A key for the current field. */
enum screen_result edit_value_key(struct edit *ed, const struct key *k);
/* Letters for the current field; *used: how many bytes were taken (a one-letter answer takes
 * one). */
enum screen_result edit_value_text(struct edit *ed, const char *text, size_t n, size_t *used);
/* What the letters typed would be taken for, to show beside them; NULL: nothing to say; caller
 * frees. */
char *edit_meant(struct edit *ed);
/* The value of the field for its line: as the officer would type it; caller frees. */
char *edit_typed_form(struct edit *ed, const struct entry *en, const struct field *fd,
		      const char *code);

/* ---- edit_mark.c ---- */
struct edit_mark *edit_mark_find(const struct edit *ed, const struct entry *en,
				 const struct field *fd, const char *code);
struct edit_mark *edit_mark_make(struct edit *ed, const struct entry *en, const struct field *fd,
				 const char *code);
void edit_mark_raw(struct edit *ed, const struct entry *en, const struct field *fd,
		   const char *code, const char *raw,
		   const char *sentence); /* raw NULL: readable again */
void edit_mark_drop_entry(struct edit *ed, const char *id);
void edit_mark_free(struct edit *ed);
size_t edit_mark_unreadable(const struct edit *ed);
/* Unreadable texts that a draft kept. */
void edit_mark_resume(struct edit *ed);
/* After a save ended the draft: what cannot be read is kept in a new one. */
void edit_mark_rekeep(struct edit *ed);
/* The draft's id, also of one that holds nothing but unreadable text; NULL where there is none. */
const char *edit_mark_draft(const struct edit *ed);
/* What no field can hold is kept in the draft under names no field may have. */
#define EDIT_RAW_PREFIX "_raw."

/* ---- edit_pick.c: lists to choose from ---- */
/* Open the list of the current field; true when something was chosen (and set). */
bool edit_pick(struct edit *ed);
/* Pick a record for a reference, with what was typed already (or NULL). */
bool edit_pick_record(struct edit *ed, const struct field *fd, const char *query);
/* The record whose rows a reference is about, where another field of the same record names it: of a member the household; or
 * NULL. Borrowed. */
const char *edit_parent_of(struct edit *ed, const struct field *fd);

/* ---- edit_roster.c ---- */
extern const struct listbox_ops edit_table_ops;
void edit_table_draw(struct edit *ed, const struct edit_frame *at);
enum screen_result edit_table_key(struct edit *ed, const struct key *k);
enum screen_result edit_table_letter(struct edit *ed, char c);
bool edit_row_open(struct edit *ed, size_t i);
bool edit_row_add(struct edit *ed);
/* The next row, or a new one behind the last; -1: the row before. */
bool edit_row_step(struct edit *ed, int direction);
/* Back from a row to its table. An untouched new row vanishes. `below`: select the one after it. */
bool edit_row_leave(struct edit *ed, bool below);
bool edit_row_copy(struct edit *ed);
char *edit_row_name(struct edit *ed, const struct entry *row); /* "3 Lò Thị Hoa"; caller frees */

/* ---- edit_draw.c ---- */
void edit_draw(struct edit *ed, bool part);
/* Only the page or table in its frame, the cursor last. */
void edit_draw_body(struct edit *ed, bool part);
/* What the current field takes, or would make of what is typed; and how the record stands. Caller frees. */
char *edit_hint(struct edit *ed);
char *edit_standing(struct edit *ed);

/* ---- edit_save.c, edit_clash.c ---- */
bool edit_save(struct edit *ed);
/* The draft to the bin, where there is one. */
bool edit_discard(struct edit *ed);
enum screen_result edit_save_and_new(struct edit *ed);
enum screen_result edit_close(struct edit *ed); /* Esc Esc */
enum screen_result edit_remove_record(struct edit *ed);
/* The record moved on: show what differs and set what is chosen. False: not now. */
bool edit_clash(struct edit *ed);

/* What is stored, read again, the cursor where it was. */
void edit_reopen(struct edit *ed);

/* ---- edit_people.c ---- */
bool edit_of_people(const struct edit *ed); /* a household of a book that keeps the register: has the guided steps */
/* Is this record, or one of its people, in the book already? Ask about it: true where the save is to go on. */
bool edit_has_twins(struct edit *ed);
bool edit_ask_twins(struct edit *ed);
enum screen_result edit_movement(struct edit *ed);

/* ---- edit_income.c ---- */
/* What an income check says so far, and at which field; NULL on other forms; caller frees. */
char *edit_income_words(const struct edit *ed, const struct field **at);
void edit_income_saved(struct edit *ed); /* offers to take a decided result over */
enum screen_result edit_income(struct edit *ed);

/* ---- edit_problem.c ---- */
void edit_said_build(struct edit *ed);
void edit_said_free(struct edit *ed);
void edit_problem_counts(const struct edit *ed, size_t *errors, size_t *doubts, size_t *hints);
enum screen_result edit_problem_list(struct edit *ed);
enum screen_result edit_problem_next(struct edit *ed);
enum screen_result edit_explain(struct edit *ed);
enum edit_note_kind edit_worst_of(const struct edit *ed, const struct entry *row);

/* ---- edit_help.c ---- */
void edit_remarks_load(struct edit *ed);
void edit_remarks_free(struct edit *ed);
/* true: F1 was pressed once more, for all the keys. */
bool edit_help(struct edit *ed);
char *edit_accepts(const struct field *fd, const char *code); /* a short line; caller frees */
/* "1 Bê tông · 2 Gạch, đá …": the digits that are answers in a hosted record; NULL where none is. Caller frees. */
char *edit_digits(const struct field *fd, const char *code);

#endif
