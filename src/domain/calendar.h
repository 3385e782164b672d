/* SPDX-License-Identifier: MIT */
/*
 * The calendar of duties (hạn nộp báo cáo): what a unit of a level sends up or has done, for which period, by which day. All of it is
 * data: data/calendar/NAME.ini, each in force from a day to a day, and files of the user's data folder (calendar/NAME.ini) that win
 * over them, because a province sets its own days. A duty that falls due on a day is the one of the file in force on that day;
 * giamngheo-calendar(5).
 */
#ifndef GN_DOMAIN_CALENDAR_H
#define GN_DOMAIN_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/ini.h"
#include "base/str.h"
#include "domain/period.h"
#include "form/form.h"

/* A record that says that something has arisen in a period, whatever the unit says: rows of `form` (as t) for which the SQL condition
 * holds; :unit, :from and :to (days of the period) stand in it. */
struct duty_arisen {
	const char *form, *condition;
};

struct duty {
	const char *code;            /* monthly, preliminary … */
	const char *label[2];        /* as a sentence names it */
	const char *brief[2];        /* for narrow columns, at most 10 columns wide */
	const char *asked[2];        /* what is to be sent; may be empty */
	const char *const *aliases;  /* NULL-terminated */
	enum period_kind period;
	bool nothing;                /* "không phát sinh" answers it */
	bool reports;                /* the yearly review's reports: held against each other before it is sent */
	const struct duty_arisen *arisen;
	size_t n_arisen;
	bool verified;               /* false: shown as "chưa kiểm chứng" */
	const char *source;          /* or NULL */
	const char *file;            /* that says so */
};

struct calendar;
/* Reads both folders (either may be missing; `user` may be NULL); what is wrong in them goes to `c` (may be NULL) and is left out. Never NULL. */
struct calendar *calendar_load(const char *dir, const char *user, struct complaints *c);
/* That of this set of forms: calendar/ beside its code lists, and the user's data folder. */
struct calendar *calendar_open(struct forms *f, struct complaints *c);
void calendar_free(struct calendar *cal);

/* The duty of this code for a level (NULL: any) on a day (NULL: now or last known). A level of its own wins over all levels; where no
 * file is in force, the newest before it tells. NULL: no such duty. Borrowed, as everything here is. */
const struct duty *calendar_duty(const struct calendar *cal, const char *code, const char *level,
				 const struct date *day);
/* As people write it: code, label, alias. NULL: none, or several. */
const struct duty *calendar_match(const struct calendar *cal, const char *text);
/* Label in the language spoken; the code itself where it is unknown. */
const char *calendar_label(const struct calendar *cal, const char *code);
/* All duties a unit of this level may answer on that day, in the order of the file; NULL-terminated, the caller frees the array only. */
const struct duty **calendar_list(const struct calendar *cal, const char *level, const struct date *day);

struct due { /* a duty falls due */
	const struct duty *duty;
	char period[PERIOD_LEN + 1];
	struct date day; /* the last day on which it is in time */
};
struct dues {
	struct due *v;
	size_t n, cap;
};
void dues_fini(struct dues *d);
/* All that fall due from … to (both included) for a level; by day, then in the order of the file. */
void calendar_dues(const struct calendar *cal, const char *level, const struct date *from, const struct date *to,
		   struct dues *out);
/* The one of this duty and period; false where there is none (nothing is due, or no such period). */
bool calendar_due(const struct calendar *cal, const char *level, const char *code, const char *period,
		  struct due *out);
/* The one of this duty whose day is nearest to `day` (the earlier of two); false where none is within a year. */
bool calendar_nearest(const struct calendar *cal, const char *level, const char *code, const struct date *day,
		      struct due *out);

/* Records of `unit` in this book that say that something has arisen in the period, by the duty's own conditions: *n of them, the first
 * ones named in `out` ("Kỳ rà soát: TX2026-03"). ERR_DATA: a condition is no SQL for this book. */
int calendar_arisen(struct forms *f, struct book *b, const char *unit, const struct duty *d, const char *period,
		    struct strlist *out, size_t *n, struct error *e);

/* Days past its last day: 0 on the day itself and before. */
long due_late(const struct date *due, const struct date *on);

#endif
