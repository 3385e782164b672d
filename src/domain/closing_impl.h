/* SPDX-License-Identifier: MIT */
/* What looking at a list and writing it share. */
#ifndef GN_DOMAIN_CLOSING_IMPL_H
#define GN_DOMAIN_CLOSING_IMPL_H

#include "domain/closing.h"
#include "form/entry.h"
#include "store/db.h"

/* The decision's own facts; ERR_NOTFOUND where there is none. */
int closing_decision(struct book *b, const char *decision, struct closing *out, char **kind, char **state, struct error *e);
/* Build the list of the decision's round: as it is where it is closed, else the preview (`anew`: a preview in any case). */
int closing_lines(struct forms *f, struct book *b, const char *decision, bool anew, struct error *e);
/* Counts and notes of the list just built. */
int closing_count_lines(struct book *b, struct closing *out, struct error *e);
int closing_look(struct book *b, struct closing *out, struct error *e);
void closing_note_add(struct closing *c, bool stops, const char *code, const char *form, const char *id, const char *field,
		      char *text);
/* ERR_NEGATIVE with what stands in the way in the detail; 0 where nothing does. */
int closing_stopped(const struct closing *c, struct error *e);

/* Write the lines of temp.line with their people in the batch, numbered from 1. */
int closing_write(struct forms *f, struct book *b, struct entry_batch *t, const char *decision, int64_t *n, struct error *e);
/* The decision is closed with so many lines. */
int closing_lock(struct forms *f, struct book *b, struct entry_batch *t, const char *decision, int64_t n, struct error *e);

/* A record the program writes: its form by name, values by field name. Used by closing and by the opening list. */
struct program_record {
	struct entry *en;
	struct error *e;
	int ret;
};
void program_new(struct program_record *r, struct forms *f, struct book *b, const char *form, struct error *e);
void program_open(struct program_record *r, struct forms *f, struct book *b, const char *form, const char *id, struct error *e);
void program_set(struct program_record *r, const char *field, const char *text); /* NULL: leave */
/* Save in the batch and free; `id` (37 bytes) may be NULL. Returns what went wrong first. */
int program_end(struct program_record *r, struct entry_batch *t, char *id);

#endif
