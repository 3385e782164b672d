/* SPDX-License-Identifier: MIT */
/*
 * Who has answered which duty: units × what falls due in a time. A duty of a period is answered by the bundle that names both, or by "không
 * phát sinh" in the unit's newest bundle. The newest bundle that names it has the say; one whose place a later accepted bundle has taken
 * counts as accepted, for that holds all it held. What fell due before a unit was enrolled is asked of nobody, unless it was answered.
 */
#ifndef GN_SYNC_DUTIES_H
#define GN_SYNC_DUTIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "domain/calendar.h"
#include "store/book.h"

enum duty_state { DUTY_NOT_SENT, DUTY_SENT, DUTY_TO_CORRECT, DUTY_ACCEPTED };

struct duty_column {
	const struct duty *duty; /* borrowed from the calendar */
	char period[PERIOD_LEN + 1];
	struct date day;
};
struct duty_cell {
	bool asked;        /* does it concern this unit at all? */
	struct date day;   /* its last day, by the unit's level */
	enum duty_state state;
	bool nothing;      /* answered by "không phát sinh" (of the own book: said, though perhaps not sent yet) */
	bool overdue;      /* its day is past and it is not sent, or is to be corrected */
	long late;         /* days: the answer came so late, or is so late now; 0: in time */
	long left;         /* days until its day, when that is to come; else 0 */
	int64_t number, n; /* the bundle that answers it: its number, and that in the inbox (above); 0: none */
	char sent[11];     /* day it was made (own book) or received (above) first; "" for none */
	char decided[11];  /* day of the decision, "" for none or where only a reply told of it */
};
struct duty_unit {
	char *unit_id, *code, *name;
	struct duty_cell *cells; /* one per column */
};
struct duty_table {
	struct duty_column *columns; /* by day */
	size_t n_columns;
	struct duty_unit *units;     /* by code */
	size_t n_units;
	size_t overdue;              /* cells */
};
void duty_table_fini(struct duty_table *t);

/* What the own unit has to send up, of the days from … to, seen from the day `on`. A book without a superior is asked for nothing that is
 * over. */
int duties_own(const struct calendar *cal, struct book *b, const struct date *from, const struct date *to,
	       const struct date *on, struct duty_table *out, struct error *e);
/* What the units below in force have to send. */
int duties_below(const struct calendar *cal, struct book *b, const struct date *from, const struct date *to,
		 const struct date *on, struct duty_table *out, struct error *e);

/* "not_sent" "sent" "to_correct" "accepted" */
const char *duty_state_code(enum duty_state s);
/* As people say it: "chưa gửi", "đã gửi", "cần chỉnh sửa", "đã chấp nhận"; borrowed. */
const char *duty_state_words(enum duty_state s);
/* The period a bundle of this duty made now is for, where nobody says: one that is to be corrected; else the one
 * whose day is nearest to today of those that have begun (a month: that are over), unless it is answered and another is overdue. False:
 * the duty has no periods, or none has begun. */
int duties_period(const struct calendar *cal, struct book *b, const char *duty, char out[static PERIOD_LEN + 1],
		  bool *found, struct error *e);

#endif
