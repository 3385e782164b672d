/* SPDX-License-Identifier: MIT */
/*
 * Rounds that the level above has locked (khóa kỳ). What belongs to one can still be changed, but only with a reason, which stays with the
 * record as one more reason given (check id ROUND_LOCK_CHECK) and so travels up. To a round belong: itself, every record with a field
 * `round` that names it, their rows, and the typed totals of its year; and while no later year's round is there, what its closed
 * list took from a household and its members.
 */
#ifndef GN_FORM_ROUND_LOCK_H
#define GN_FORM_ROUND_LOCK_H

#include <stdbool.h>

#include "base/error.h"
#include "form/entry.h"

#define ROUND_LOCK_CHECK "after_lock"

/* "Kỳ DK2026 đã khóa ngày 05/01/2027 theo Quyết định số 12/QĐ-UBND." Caller frees. */
char *round_lock_words(const char *round, const char *day, const char *decision);
/* Does a lock call this round, by its code or by its year? */
bool round_lock_means(const char *lock_round, const char *code, const char *review_year);

/* That sentence where a lock holds this round of the unit (NULL: own); *out NULL where none does; caller frees. */
int round_locked(struct forms *f, struct book *b, const char *unit, const char *round_id, char **out, struct error *e);
/* The same of the record being filled in, as it is stored or as it is now. */
int entry_in_lock(const struct entry *en, char **out, struct error *e);
/* The same where what was changed in it or its rows touches a locked round: saving then wants a reason. */
int entry_lock_asks(const struct entry *en, char **out, struct error *e);

/* Closed lists hold facts of records of this form in lines of … ("decision_line", "decision_person"), or NULL; and is this field one? */
const char *round_lock_facts(const struct form *form);
bool round_lock_is_fact(const struct form *line, const struct field *fd);

#endif
