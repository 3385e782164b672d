/* SPDX-License-Identifier: MIT */
/* What the files of the guided steps share: a step in the making, its households and what it is going to write. */
#ifndef GN_DOMAIN_MOVEMENT_IMPL_H
#define GN_DOMAIN_MOVEMENT_IMPL_H

#include "domain/movement.h"

/* One side: a household being changed, and its relations before the step. */
struct house {
	struct entry *en;
	bool first;        /* to be saved before the changes: others refer to what is new in it */
	struct strlist had; /* sentences of what was wrong with it before */
};

struct step {
	struct forms *f;
	struct book *b;
	const struct movement *m;
	bool write;
	struct movement_result *out;
	const struct form *household, *member, *change, *certificate;
	const struct codes *relation;
	struct house from, to;
	struct strlist who; /* the members it is about: named, or all who live there */
	enum { WHO_STAYS, WHO_LEAVES, WHO_RETURNS } way; /* theirs: the change that says so is not written yet */
	struct strlist papers; /* certificates to be written: id, "withdraw" or "pass" */
	struct strlist wanted; /* changes to be written: kind, household, member, other, class, "" for none */
	struct strlist before; /* of everybody at the start: id, relation, household */
	struct strlist guesses; /* "Lò Thị Hoa: Con?" */
};

/* ---- refusing ---- */
int step_refuse(struct error *e, const char *id, const char *what, const char *todo);

/* ---- households and people (movement_parts.c) ---- */
int step_open(struct step *s, struct house *h, const char *id, struct error *e);
int step_new(struct step *s, struct house *h, struct error *e);
const char *step_get(const struct entry *en, const char *field);
int step_set(struct entry *en, const char *field, const char *canonical, struct error *e);
/* Does the person live in the household, once the step is done? */
bool step_lives(const struct step *s, const struct entry *row);
struct entry *step_row(const struct entry *household, const char *id);
struct entry *step_head(const struct step *s, const struct entry *household); /* who lives there and is the head, or NULL */
size_t step_living(const struct step *s, const struct entry *household);
/* Somebody is named (unless `all` may be meant), and each is a living member of the household the step begins at. */
int step_check_members(struct step *s, bool all, struct error *e);
/* The rows of s->who go over from one household to the other, in that order, behind those who live there. */
int step_carry(struct step *s, struct error *e);
/* members_count of a household follows by `by`, or is what was said. */
int step_count(struct entry *household, long by, const char *said, struct error *e);
/* Certificates of the household the step begins at: with it, or taken back. */
int step_certificates(struct step *s, bool withdraw, struct error *e);
int step_save_certificates(struct step *s, struct entry_batch *t, struct error *e);
/* To be written once everybody is in place. */
void step_change(struct step *s, const char *kind, const char *household, const char *member, const char *other,
		 const char *class_given);
int step_save_changes(struct step *s, struct entry_batch *t, struct error *e);

/* ---- relations (movement_relation.c) ---- */
/* `row` becomes the head of the household, and stands first in it; everybody else is expressed towards him. */
int step_new_head(struct step *s, struct entry *household, struct entry *row, struct error *e);
/* The head of the household that is left: the one said, or the one proposed; nothing where it still has one or nobody lives there. */
int step_left_head(struct step *s, struct entry *household, struct error *e);
/* Who of the living rows would be the head; `sure`: there is no choice. */
struct entry *step_propose_head(struct step *s, const struct entry *household, bool *sure);
/* s->who have come to a household with a head: expressed towards him by what the first of them is to him. */
int step_express(struct step *s, struct entry *household, struct error *e);

/* ---- the steps (movement_steps.c) ---- */
extern int (*const movement_steps[MOVEMENT_KINDS])(struct step *s, struct error *e);

#endif
