/* SPDX-License-Identifier: MIT */
/* Inside of the calendar: files as they were read. */
#ifndef GN_DOMAIN_CALENDAR_IMPL_H
#define GN_DOMAIN_CALENDAR_IMPL_H

#include "domain/calendar.h"

#include "base/str.h"

#define DUTY_ARISEN_MAX 8

/* "05", "next 05", "last", "next last" in a month; "11-14", "next 01-15" in a year. */
struct due_rule {
	bool set, next; /* next: of the following period's month, or of the following year */
	int month;      /* 0 for months */
	int day;        /* 1…31; a month without it ends it on its last day */
};
struct cal_duty {
	struct duty pub;
	const char *level; /* NULL: those of `levels` */
	struct strlist levels; /* "any": all */
	bool off;          /* in the user's file: this duty is not asked for */
	struct due_rule rule[12]; /* by period of the year */
	unsigned months;   /* bit m: may fall due in month m (1…12); 0: in all */
	const char **aliases;
	struct duty_arisen arisen[DUTY_ARISEN_MAX];
};
struct cal_file {
	char *path;
	bool user;
	struct date from, to;
	struct cal_duty *v;
	size_t n, cap;
	struct strlist kept; /* texts the duties point to */
};
struct calendar {
	struct cal_file **v; /* the user's first, then by day, newest first */
	size_t n, cap;
};

/* Read one file into the calendar; false (and complaints) where it is wrong: then nothing of it counts. */
bool calendar_read(struct calendar *cal, const char *path, bool user, struct complaints *c);

#endif
