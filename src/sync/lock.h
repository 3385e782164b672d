/* SPDX-License-Identifier: MIT */
/*
 * Locking rounds (khóa kỳ): the level above says that a unit's round stands, by a decision. The lock goes down with every reply until it has
 * ended and after; below it makes changes ask for a reason (form/round_lock.h), above it sets them apart in the difference.
 */
#ifndef GN_SYNC_LOCK_H
#define GN_SYNC_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "form/form.h"
#include "store/book.h"

struct lock_plan {
	const char *round;    /* code as the unit writes it, or a year of review */
	const char *unit;     /* code of a unit below, or NULL: all in force */
	const char *decision; /* number */
	const char *day;      /* of the decision, YYYY-MM-DD; NULL: today */
	const char *who;
};
/* *n units are locked. Units that have no such accepted round, or where it is locked already, are named in `passed`. ERR_NOTFOUND: no unit
 * has one; ERR_NEGATIVE: all have it locked. */
int lock_make(struct forms *f, struct book *b, const struct lock_plan *plan, size_t *n, struct strlist *passed,
	      struct error *e);
/* The lock ends, with a reason. ERR_NOTFOUND: none is in force. */
int lock_end(struct book *b, const char *round, const char *unit, const char *why, const char *who, size_t *n,
	     struct error *e);

struct lock {
	char *id, *unit_id, *unit_code, *unit_name; /* code and name of the unit; of the book itself below */
	char *round, *decision, *day, *who, *at;
	char *ended_at, *ended_by, *ended_why; /* NULL: in force */
	bool told;         /* above: a reply has carried it; below: always */
};
struct locks {
	struct lock *v;
	size_t n;
};
void locks_fini(struct locks *l);
/* Of all units, or of one (id): in force first, then by the time they were made. */
int lock_list(struct book *b, const char *unit, struct locks *out, struct error *e);
/* Rounds that were accepted of a unit (id; NULL: of all), newest year first, each code once: what can be locked. */
struct lock_round {
	char *code, *name; /* name may be NULL */
	size_t units;
};
struct lock_rounds {
	struct lock_round *v;
	size_t n;
};
void lock_rounds_fini(struct lock_rounds *r);
int lock_rounds(struct forms *f, struct book *b, const char *unit, struct lock_rounds *out, struct error *e);
/* "Kỳ … đã khóa ngày … theo Quyết định số …", or that it ended and why. Caller frees. */
char *lock_words(const struct lock *l);

#endif
