/* SPDX-License-Identifier: MIT */
/* What the files of the entry share: its body, and the calls between filling in, working out, keeping and saving. */
#ifndef GN_FORM_ENTRY_IMPL_H
#define GN_FORM_ENTRY_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "form/entry.h"
#include "form/expr.h"
#include "form/refs.h"
#include "store/book.h"
#include "store/record.h"

struct slot {
	char *text;   /* canonical, or NULL */
	char **codes; /* FIELD_ANSWERS: one text per code of choices */
};

struct reason {
	char *check, *text; /* text NULL: taken away */
	char *stored;
};

struct kids {
	const struct form *form;
	struct entry **v;
	size_t n, cap;
	struct entry **gone; /* stored rows taken away, until the save */
	size_t n_gone, cap_gone;
	size_t n_left; /* stored rows that went over to another record, until the save */
};

/* Only at the root: how what is typed is kept. */
struct keeping {
	bool on;
	char *who;
	char *draft;              /* id */
	char *title;              /* told the draft last */
	char *place;              /* cursor: form:record:field */
	bool hold;                /* a save is to follow at once: */
	struct entry *waits;      /* the row whose value waits for it, not yet in the draft */
	char *wait_name, *wait_text;
	const struct entry *at;   /* where a resumed draft's cursor stood */
	const struct field *field;
	const char *code;
};

enum let_state { LET_STALE, LET_KNOWN, LET_BUSY };

struct entry {
	struct forms *f;
	struct book *b;
	const struct form *form;
	char *unit, *id;
	bool is_new, owned;
	bool by_program; /* of the root: the program itself writes, also what nobody types and what is locked */
	bool locked;     /* as stored, the form's `locked` holds */
	bool was_complete;
	int64_t base_rev;
	struct slot *now, *was; /* n_fields; was: as stored */
	bool *relevant;         /* n_fields */
	bool *unsure;           /* n_fields: asked, because it is not known whether it should be */
	bool *preset;           /* n_fields: the default was given, or is not wanted any more */
	char **standard;        /* n_fields: standard asked for, of answers */
	struct expr_value *lets;
	unsigned char *let_state; /* n_lets: of those worked out when asked for, enum let_state */
	struct reason *reasons;
	size_t n_reasons, cap_reasons;
	struct entry *parent;
	size_t roster; /* of the parent */
	struct kids *kids;
	struct refs *refs; /* the root's, or a borrowed one */
	bool refs_owned;
	bool in_draft; /* a row: the draft knows it */
	char *gone_why; /* a row taken away: the reason given */
	struct keeping keep; /* of the root */
	/* While a save runs: what it will be once it is committed. */
	int64_t new_rev;
	bool new_complete;
};

struct entry *entry_root(const struct entry *en);

/* ---- making ---- */

struct entry_how {
	const char *id;    /* the id a new one is to have, or NULL */
	struct refs *refs; /* to share, or NULL */
	bool kept;         /* a new one: values kept over from the last */
};
int entry_make(struct entry **out, struct forms *f, struct book *b, const struct form *form,
	       const char *parent_id, const struct entry_how *how, struct error *e);
int entry_read(struct entry **out, struct forms *f, struct book *b, const struct form *form,
	       const char *unit, const char *id, struct refs *refs, struct error *e);
/* As it is stored, not worked out and not asked whether it is locked. */
int entry_read_stored(struct entry **out, struct forms *f, struct book *b, const struct form *form,
		      const char *unit, const char *id, struct refs *refs, struct error *e);
/* Without values, unit and references. */
int entry_alloc(struct entry **out, struct forms *f, struct book *b, const struct form *form, const char *id,
		struct error *e);
/* Values and reasons as stored; then the rows, each with its own. */
int entry_read_values(struct entry *en, const char *unit, struct error *e);
int entry_read_rows(struct entry *en, struct error *e);
int entry_row_ids(struct entry *en, const struct form *form, struct strlist *ids, struct error *e);
/* A row of `parent` without values; not yet among its kids. */
int entry_make_row(struct entry **out, struct entry *parent, size_t roster, const char *id, struct error *e);
void entry_adopt(struct entry *parent, struct entry *kid);
void entry_fill(struct entry *en, const struct record *r); /* now and was */
void entry_keep_over(struct entry *en); /* values kept over from the last record */
/* Take a row out of its parent: freed if new, else kept for the save. */
void entry_drop(struct entry *parent, size_t roster, size_t i);

/* ---- values ---- */

char **slot_place(struct slot *s, const struct field *fd, const char *code);
void slot_set(struct slot *s, const struct field *fd, const char *code, const char *text);
bool slot_same(const struct slot *a, const struct slot *b, const struct field *fd);
void slot_copy(struct slot *to, const struct slot *from, const struct field *fd);
/* The roster row an alias or any origin points to, or NULL. */
struct entry *entry_alias_row(const struct entry *en, const struct field *fd);
const struct field *entry_alias_target(const struct entry *en, const struct field *fd);
/* Put a canonical value (no reading, no draft); an alias makes its row where there is none. */
int entry_put(struct entry *en, const struct field *fd, const char *code, const char *canonical,
	      struct error *e);
bool entry_writable(const struct field *fd); /* not computed, not derived */
bool entry_self_dirty(const struct entry *en); /* own typed fields */

/* ---- working out ---- */

/* What an expression sees: a record; while a [let] runs over answers, one of them; over rows of a record referred to, one
 * of those. */
struct scope {
	const struct entry *en;
	const struct code *code;
	const char *value;
	const struct form *row_form;
	const struct record *row;
};
void scope_pick(void *scope, const char *name, void **tag, struct expr_value *v);
double expr_number(const struct expr_value *v); /* 0 for NULL */
int entry_refresh_lets(struct entry *en, bool *changed, struct error *e);
/* The value of a [let]; one over rows of another record, or a value(), is worked out now if it was not. */
const struct expr_value *entry_let(struct entry *en, size_t i);
int propose_work_out(struct entry *en, const struct propose *rule, struct proposal *out, struct error *e);
/* The sentence of an answer that differs from what is proposed, or NULL; *ret: as a function's result. Caller frees. */
char *propose_disagrees(struct entry *en, const struct propose *rule, struct error *e, int *ret);
/* A sentence with its {marks} filled; caller frees. */
char *entry_fill_marks(struct entry *en, const char *text);

int entry_work_out(struct entry *en, struct error *e); /* = entry_refresh of this and all below */
int entry_eval(const struct entry *en, struct expr *x, struct expr_value *v, struct error *e);
/* Value of one parameter as text people read ("" for none); caller frees. */
char *entry_param_text(const struct entry *en, const char *name);
/* Result of an expression as canonical text of a field, or NULL; caller frees. */
char *expr_canonical(const struct field *fd, const struct expr_value *v);
/* Are its answers past being held against what the facts say now (the form's `settled`)? */
bool entry_settled(const struct entry *en);
/* Has this very record or row, not one below, a Lỗi among them? */
bool entry_has_errors(const struct problems *p, const struct entry *en);

/* ---- drafts ---- */

int entry_draft_value(struct entry *en, const struct field *fd, const char *code, struct error *e);
/* `why`: of a stored row that is removed, or NULL. */
int entry_draft_row(struct entry *kid, bool removed, const char *why, struct error *e);
void entry_forget_waiting(struct entry *root); /* the save took it */
int entry_draft_reason(struct entry *en, const char *check, const char *text, struct error *e);
/* Make a record just read (not its rows) what it was at an older revision, by its history: what a draft began from. */
int entry_go_back(struct entry *en, int64_t rev, struct error *e);

/* ---- saving ---- */

/* Records to be worked out anew because something they are derived from was written. */
struct derive_item {
	const struct form *form;
	char *unit, *id;
};
struct derive_queue {
	const char *who, *why; /* for the history of what is computed otherwise now */
	struct derive_item *v;
	size_t n, cap, done;
};
/* Unless it waits already. One that was worked out before may be due again. */
void derive_queue_add(struct derive_queue *q, const struct form *form, const char *unit, const char *id);
/* Work them all out and empty the queue. In a transaction. */
int derive_queue_run(struct derive_queue *q, struct forms *f, struct book *b, struct refs *refs,
		     struct error *e);
void derive_queue_fini(struct derive_queue *q);
/* Bring fields derived from other records up to date in memory; `deep`: of the rows too. */
int derive_latest(struct entry *en, struct error *e);
int derive_latest_deep(struct entry *en, struct error *e);
/* Value of a derived field of record `id`; *out NULL for none, caller frees. */
struct derive_wanted {
	struct forms *f;
	struct book *b;
	const struct field *fd;
	const char *unit, *id;
	const struct entry *en; /* the record being saved, or NULL: as it is stored */
	const char *on;         /* as of this day, or NULL: of all days */
};
int derive_value(struct derive_wanted *w, char **out, struct error *e);
/* Write derived columns, sort keys, search text, and the state if `set_state`. */
int derive_write(struct entry *en, bool complete, bool set_state, struct error *e);
/* Sort keys (n_sorts texts, each freed by the caller) and words to be searched. */
char **derive_sort_keys(struct entry *en);
char *derive_search_text(struct entry *en);

/* ERR_NEGATIVE with the list in detail while other records refer to this one or its rows. */
int entry_referred(struct entry *en, struct error *e);
/* Remove a record and its rows; refused as above. */
int entry_remove_tree(struct entry *en, const char *reason, const char *who, struct derive_queue *q,
		      struct error *e);
/* Records that what was written feeds: its parent where it was saved alone, records derived from it. */
int derive_queue_follow(struct derive_queue *q, struct entry *en, bool gone, struct error *e);
/* Records that refer to one whose key, or a field they look at, was changed. */
int follow_referring(struct derive_queue *q, struct entry *en, struct error *e);
/* A stored record as it is worked out now: its own computed fields, if they differ, as a revision; what is derived, without. */
int entry_save_anew(struct entry *en, struct derive_queue *q, struct error *e);
/* May this be written at all? ERR_USAGE or ERR_DATA with the sentence. */
int entry_may_save(const struct entry *en, struct error *e);
/* The same of a whole record; ERR_USAGE also where rows were taken away without a reason. */
int entry_may_save_now(const struct entry *en, const char *why, struct error *e);
/* The saving itself, inside a transaction; what it leads to is put in `q`. */
int entry_save_inside(struct entry *en, const char *who, const char *why, struct derive_queue *q,
		      struct save_result *out, struct error *e);
/* Once it is committed: what is stored is what is here. */
void entry_settle(struct entry *en);

/* ---- keys ---- */

char *key_text(struct forms *f, struct book *b, const struct form *form, const char *unit, const char *id,
	       const char *sep, bool shown);

#endif
