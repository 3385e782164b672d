/* SPDX-License-Identifier: MIT */
/*
 * A form being filled in, with its rosters: values, relevance, computed fields, problems, draft, saving. No
 * curses: the screen, `put` and `import` all go through here, so they have the same checks and the same history.
 * Values are canonical text (ISO dates, plain numbers, codes, ids); NULL is "no answer".
 */
#ifndef GN_FORM_ENTRY_H
#define GN_FORM_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "form/form.h"
#include "store/book.h"

struct entry;

/* A new record (an id is given to it). `parent_id`: for a roster form on its own, the parent's id, or NULL. */
int entry_new(struct entry **out, struct forms *f, struct book *b, const struct form *form,
	      const char *parent_id, struct error *e);
/* A stored one with its rosters. `unit` NULL: see record_load. */
int entry_open(struct entry **out, struct forms *f, struct book *b, const struct form *form,
	       const char *unit, const char *id, struct error *e);
/* As a draft left it. *moved_on: the record has a newer revision than the draft began from. */
int entry_resume(struct entry **out, struct forms *f, struct book *b, const char *draft, bool *moved_on,
		 struct error *e);
void entry_free(struct entry *en);

const struct form *entry_form(const struct entry *en);
const char *entry_id(const struct entry *en);
const char *entry_unit(const struct entry *en);
bool entry_is_new(const struct entry *en);
bool entry_owned(const struct entry *en);  /* by this book's unit: may be written */
bool entry_dirty(const struct entry *en);  /* differs from what is stored, rosters included */
bool entry_locked(const struct entry *en); /* the form's `locked` holds of it as stored: neither changed nor removed */
/* From here on it is the program that writes: also forms and fields marked written = "program", and locked records. */
void entry_by_program(struct entry *en);
int64_t entry_base_rev(const struct entry *en);

/* Values. `code` is the indicator's code for FIELD_ANSWERS, else NULL. Borrowed. */
const char *entry_get(const struct entry *en, const struct field *fd, const char *code);
/* As people read it: label of a code, dd/mm/yyyy, 1.329, key of a reference (its record's key fields joined " / ");
 * "" for no answer; caller frees. */
char *entry_show(struct entry *en, const struct field *fd, const char *code);
/* The same for any canonical text of a field outside an entry (lists, differences, history); caller frees. */
char *field_show(struct forms *f, struct book *b, const struct field *fd, const char *code,
		 const char *canonical);

enum entry_style {
	ENTRY_PLAIN, /* as machines write: ISO, 1329, 5.79, codes, a|b (put, import with stable header) */
	ENTRY_HUMAN, /* as people write: dd/mm/yyyy, 1.329, 5,79, labels; plain forms are understood too */
};
/* Set one field from text ("" or NULL: no answer). ERR_DATA: unreadable (sentence says what is expected); ERR_AMBIGUOUS: a
 * doubtful number or a reference with several matches; ERR_NOTFOUND: a reference with none; ERR_USAGE: computed or derived.
 * Nothing is changed then. An alias writes the head member, making it where there is none. */
int entry_set(struct entry *en, const struct field *fd, const char *code, const char *text,
	      enum entry_style style, struct error *e);
/* An answer a new record starts with, as a default would: no draft is begun for it. Canonical; then entry_refresh. */
void entry_preset(struct entry *en, const struct field *fd, const char *canonical);
/* Read text as canonical value of a field without an entry; caller frees *out. Same errors. */
int field_read(struct forms *f, struct book *b, const struct field *fd, const char *code, const char *text,
	       enum entry_style style, char **out, struct error *e);

/* Is the field asked (relevant) now? */
bool entry_relevant(const struct entry *en, const struct field *fd, const char *code);
/* Is this code of a multi field offered now? Not one of another standard, where the field names its own. */
bool entry_offers(const struct entry *en, const struct field *fd, const char *code);
/* Answered fields that would be hidden if `fd` became `canonical`: to list and ask before. Names as form_field() takes them
 * ("toilet", "deprivation.D10"); those of another record of the entry as "form:field". Caller fini. */
int entry_would_hide(struct entry *en, const struct field *fd, const char *code, const char *canonical,
		     struct strlist *fields, struct error *e);

/* Rosters, by index in form->rosters. */
size_t entry_children(const struct entry *en, size_t roster);
struct entry *entry_child(const struct entry *en, size_t roster, size_t i);
struct entry *entry_child_by_id(const struct entry *en, const char *form, const char *id);
/* A new row at the end; keep/default fields are preset. NULL only on a fault told in e. */
struct entry *entry_child_add(struct entry *en, size_t roster, struct error *e);
/* Take a row away: a new one vanishes; a stored one is removed by the save, with `why` (NULL: the reason the save gives), which
 * the draft keeps. ERR_NEGATIVE with the list in detail while others refer to it. */
int entry_child_remove(struct entry *en, size_t roster, size_t i, const char *why, struct error *e);
struct entry *entry_parent(const struct entry *en); /* the entry whose roster holds this one, or NULL */
/* A row goes over to the same roster of another record, and stays what it is: its id, its history, what refers to it. Both records
 * are to be saved in one batch, where it came to first. Not of an entry that keeps a draft (ERR_FAULT). The row stays at its address. */
int entry_child_move(struct entry *from, size_t roster, size_t i, struct entry *to, struct error *e);

/* What facts say of a field, or of one indicator ([propose.*] of the form), with the reason: "3/5 người phụ thuộc: 60%". The
 * officer decides; an answer that differs is a doubt (Cần giải trình) that names the reason. */
struct proposal {
	const struct propose *rule; /* NULL: nothing is proposed for this field, or it is not asked now */
	char *value;                /* canonical; NULL: not enough known */
	char *reason;               /* translated; of a NULL value what is missing; owned */
};
void proposal_fini(struct proposal *p);
/* By the values as entry_refresh left them. */
int entry_proposal(struct entry *en, const struct field *fd, const char *code, struct proposal *out, struct error *e);
/* Has it no answer yet, or one that says it was not collected? */
bool entry_open_answer(const struct entry *en, const struct field *fd, const char *code);
/* Take what is proposed wherever there is no answer yet; `fd` NULL: of every field. *taken: how many. */
int entry_take_proposals(struct entry *en, const struct field *fd, size_t *taken, struct error *e);
/* Records it refers to were written by other means meanwhile (another screen): look at them again. */
void entry_look_again(struct entry *en);

/* What is wrong or asked. Order: pages, then rosters. */
struct problem {
	const struct entry *entry; /* the record or roster row it is in */
	const struct field *field;
	const char *code;          /* indicator, or NULL */
	const char *check;         /* "r24", "full_name.required" */
	enum strength strength;
	char *message;             /* translated, marks filled */
	const char *source;
	const char *reason;        /* given for a doubt, or NULL */
};
struct problems {
	struct problem *v;
	size_t n, cap;
	size_t errors, unexplained; /* Lỗi; Cần giải trình without a reason */
};
void problems_fini(struct problems *p);
/* Recompute relevance, computed fields and problems of the whole entry. */
int entry_problems(struct entry *en, struct problems *out, struct error *e);
/* The problems of every record of `form` of the own unit, one record with its rosters after the other, in order of making; what
 * `take` gets lives until it returns. Much faster than opening each. */
int form_problems_each(struct forms *f, struct book *b, const struct form *form,
		       int (*take)(void *ctx, const struct problems *p), void *ctx, struct error *e);
/* Only relevance and computed fields (after a field is left). */
int entry_refresh(struct entry *en, struct error *e);
int entry_explain(struct entry *en, const char *check, const char *reason, struct error *e);
const char *entry_reason_given(const struct entry *en, const char *check); /* borrowed, or NULL */
/* The same for a check over several records, which only its caller knows: its id, or "id:RECORD" for one pair of records. It stays
 * with the record until it is taken away. */
int entry_explain_wide(struct entry *en, const char *check, const char *reason, struct error *e);
/* Reasons given in one entry that is not to be saved, and in its rows by their place, go over to another. */
int entry_copy_reasons(struct entry *to, const struct entry *from, struct error *e);

/* From now on each entry_set, child_add, child_remove is kept in a draft, one commit each (a field left is a field kept).
 * The draft is made with the first change. `who`: the officer. */
void entry_keep_drafts(struct entry *en, const char *who);
/* For a save that follows at once: between the two a value set waits in memory instead of being a commit of its own, so
 * that leaving a field by the key that saves costs one sync. The save takes it along; letting go keeps in the draft what
 * no save took. Nobody may wait for a key in between. */
void entry_hold(struct entry *en);
int entry_let_go(struct entry *en, struct error *e);
/* The cursor's place, kept with the next change. */
void entry_place(struct entry *en, const struct entry *row, const struct field *fd, const char *code);
/* Where a resumed draft's cursor stood: the row's entry and field, or false. */
bool entry_resumed_at(const struct entry *en, const struct entry **row, const struct field **fd,
		      const char **code);
const char *entry_draft(const struct entry *en); /* id or NULL */
int entry_discard(struct entry *en, struct error *e); /* the draft goes to the bin */

struct save_result {
	bool changed;   /* something was written */
	bool complete;  /* no Lỗi */
	int64_t rev;
	struct problems problems;
};
void save_result_fini(struct save_result *r);
/* One transaction: the record, its rosters, aliases, derived fields of others, reasons, the draft's end. Stored also with
 * Lỗi (then as chưa hoàn chỉnh). ERR_NEGATIVE: the record has moved on since (nothing written); call entry_rebase and ask. */
int entry_save(struct entry *en, const char *who, const char *why, struct save_result *out,
	       struct error *e);
/* Several records in one transaction: what they lead to (derived fields, records that refer to them) is worked out once, after the
 * last, so that nothing between is ever computed or stored. Entries saved in a batch are only to be freed afterwards. */
struct entry_batch;
int entry_batch_begin(struct entry_batch **out, struct forms *f, struct book *b, const char *who, const char *why,
		      struct error *e);
/* As entry_save. Fields of the record and of its rows that come from records saved before it are up to date. */
int entry_batch_save(struct entry_batch *t, struct entry *en, struct save_result *out, struct error *e);
/* What they lead to; records may be opened and looked at then, as they will be. */
int entry_batch_work_out(struct entry_batch *t, struct error *e);
/* `write`: commit, else (and after a failure) all is as it was before. Frees the batch. */
int entry_batch_end(struct entry_batch *t, bool write, struct error *e);
/* After "moved on": fields that differ three ways. The caller shows them and sets what is chosen; then saving compares with the new revision. */
struct clash {
	struct entry *entry; /* the record or roster row it is in */
	const struct field *field;
	const char *code;
	char *base, *theirs, *mine;
};
struct clashes {
	struct clash *v;
	size_t n;
};
void clashes_fini(struct clashes *c);
int entry_rebase(struct entry *en, struct clashes *out, struct error *e);

/* Remove a record entered by mistake with its rosters. ERR_NEGATIVE with the list in detail while others refer to it. */
int entry_remove(struct forms *f, struct book *b, const struct form *form, const char *id,
		 const char *reason, const char *who, struct error *e);

/* Key fields joined by `sep`; `shown`: as people read them. Caller frees. */
char *entry_key(struct entry *en, const char *sep, bool shown);
/* The alias field of `en` that shows this field of this row of it ("head_name" of the head's full_name), or NULL. */
const struct field *entry_alias_of(const struct entry *en, const struct entry *row, const struct field *fd);
/* Find a record by id or by key (parts joined by "/"; a leading part of the key may do). Returns its id (37 bytes).
 * ERR_NOTFOUND; ERR_AMBIGUOUS with the matches in e->detail, one a line: "id  key". `unit` NULL: any, own first. */
int form_resolve(struct forms *f, struct book *b, const struct form *form, const char *unit,
		 const char *text, char *id_out, struct error *e);
/* The key of a record as text "a/b/c"; caller frees; NULL where the record is gone. */
char *form_key_text(struct forms *f, struct book *b, const struct form *form, const char *unit,
		    const char *id);
/* The same as people read it, for lists: "Bản Nà / 012 / Lò Thị Hoa", dates and codes as on the screen. */
char *form_key_show(struct forms *f, struct book *b, const struct form *form, const char *unit,
		    const char *id);
/* What a search found, `text`, with what the record's key says besides: "Nguyễn Thị Hương · 0241… · Bản 2 · 012 · Lò Văn Hoa".
 * Caller frees. */
char *form_hit_show(struct forms *f, struct book *b, const char *form, const char *unit, const char *id,
		    const char *text);
/* After rows of a unit were written by other means (accepting a bundle): recompute aliases, derived fields, sort keys, search
 * rows and counts of this form's records of `unit`; only of `id` when not NULL. In a transaction. */
int form_rederive(struct forms *f, struct book *b, const struct form *form, const char *unit,
		  const char *id, struct error *e);

#endif
