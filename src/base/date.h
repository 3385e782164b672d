/* SPDX-License-Identifier: MIT */
/*
 * Dates as the register knows them: real dates or honest parts. Canonical text is
 * "YYYY", "YYYY-MM" or "YYYY-MM-DD"; on the screen dd/mm/yyyy. Money, ages and
 * months are counted on the calendar, never in seconds. "Today" comes through a
 * seam: GIAMNGHEO_TODAY=YYYY-MM-DD in the environment stands for the clock (tests, lessons).
 */
#ifndef GN_BASE_DATE_H
#define GN_BASE_DATE_H

#include <stdbool.h>

struct date {
	int year;  /* 1…9999; 0: no date */
	int month; /* 1…12; 0: only the year is known */
	int day;   /* 1…31; 0: only year and month are known */
};

/* Read canonical text; false unless it is a real date or part. */
bool date_parse_iso(const char *s, struct date *out);
/* Read as people write: dd/mm/yyyy, d-m-yyyy, d.m.yyyy, mm/yyyy, yyyy, ddmmyyyy, and ISO.
 * A two-digit year is refused (it would be a guess). */
bool date_parse_human(const char *s, struct date *out);
/* "YYYY-MM-DD" or a part into `buf` (at least 11 bytes); returns buf. */
char *date_iso(const struct date *d, char buf[static 11]);
/* "dd/mm/yyyy", "mm/yyyy", "yyyy". */
char *date_human(const struct date *d, char buf[static 11]);
/* First and last real day a part may mean. */
struct date date_first(const struct date *d);
struct date date_last(const struct date *d);
int date_cmp(const struct date *a, const struct date *b); /* of whole dates */
/* Days since 1970-01-01 of a whole date, and back. */
long date_days(const struct date *d);
struct date date_from_days(long days);
/* Completed years, completed months from `from` to `to` (whole dates). */
int date_years(const struct date *from, const struct date *to);
int date_months(const struct date *from, const struct date *to);

/* The clock: local date; GIAMNGHEO_TODAY stands in for it. */
struct date date_clock(void);
/* Day this program was built, "YYYY-MM-DD" (SOURCE_DATE_EPOCH honoured by the build). */
const char *date_built(void);
/* Local time "YYYY-MM-DDTHH:MM:SS" (of GIAMNGHEO_TODAY at 12:00:00 when set) into buf; returns buf. */
char *time_stamp(char buf[static 20]);

#endif
