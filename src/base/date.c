/* SPDX-License-Identifier: MIT */
/*
 * Dates counted on the calendar. Terms end as the Civil Code (art. 148) has them: a month
 * without the day wanted ends the term on its last day, so 31/01 plus one month is 28/02.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A typed year before this is a slip or eight digits in another order (20101112). */
#define HUMAN_YEAR_MIN 1000

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return m == 2 && leap(y) ? 29 : days[m - 1];
}

static bool real(const struct date *d)
{
	if (d->year < 1 || d->year > 9999 || d->month < 0 || d->month > 12 || d->day < 0)
		return false;
	if (!d->month)
		return !d->day;
	return d->day <= month_days(d->year, d->month);
}

static bool take(int y, int m, int d, struct date *out)
{
	struct date made = { y, m, d };

	if (!real(&made))
		return false;
	*out = made;
	return true;
}

/* Exactly `n` digits at *p, which moves on; -1 where they are not there. */
static int digits(const char **p, int n)
{
	int v = 0;

	while (n--) {
		if (!isdigit((unsigned char)**p))
			return -1;
		v = v * 10 + (*(*p)++ - '0');
	}
	return v;
}

bool date_parse_iso(const char *s, struct date *out)
{
	int y, m, d;

	if (!s)
		return false;
	y = digits(&s, 4);
	if (y < 1)
		return false;
	if (!*s)
		return take(y, 0, 0, out);
	if (*s++ != '-' || (m = digits(&s, 2)) < 1)
		return false;
	if (!*s)
		return take(y, m, 0, out);
	if (*s++ != '-' || (d = digits(&s, 2)) < 1 || *s)
		return false;
	return take(y, m, d, out);
}

/* One or two digits and then the separator `sep` ('\0': it is learnt here). */
static int short_part(const char **p, char *sep)
{
	int v = digits(p, 1);

	if (v < 0)
		return -1;
	if (isdigit((unsigned char)**p))
		v = v * 10 + (*(*p)++ - '0');
	if (!**p || !strchr("/-.", **p) || (*sep && **p != *sep))
		return -1;
	*sep = *(*p)++;
	return v;
}

static bool parse_parts(const char *s, struct date *out)
{
	const char *p = s;
	char sep = '\0';
	int a, b, y;

	a = short_part(&p, &sep);
	if (a < 1)
		return false;
	s = p;
	b = short_part(&p, &sep);
	if (b < 0)
		p = s; /* two parts only: month and year */
	y = digits(&p, 4);
	if (y < HUMAN_YEAR_MIN || *p)
		return false;
	if (b < 0)
		return take(y, a, 0, out);
	return b > 0 && take(y, b, a, out);
}

bool date_parse_human(const char *s, struct date *out)
{
	char text[16];
	const char *p = text;
	size_t n;

	if (!s)
		return false;
	while (isspace((unsigned char)*s))
		s++;
	n = strlen(s);
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	if (n >= sizeof(text))
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	if (n == 8 && strspn(text, "0123456789") == 8) {
		int d = digits(&p, 2), m = digits(&p, 2), y = digits(&p, 4);

		return d && m && y >= HUMAN_YEAR_MIN + 800 && take(y, m, d, out);
	}
	return date_parse_iso(text, out) || parse_parts(text, out);
}

/* The fields are bounded so that the compiler, too, sees that the text fits. */
static unsigned part(int v, unsigned below)
{
	return v < 0 ? 0 : (unsigned)v % below;
}

char *date_iso(const struct date *d, char buf[static 11])
{
	unsigned y = part(d->year, 10000), m = part(d->month, 100), day = part(d->day, 100);

	if (!y)
		buf[0] = '\0';
	else if (!m)
		snprintf(buf, 11, "%04u", y);
	else if (!day)
		snprintf(buf, 11, "%04u-%02u", y, m);
	else
		snprintf(buf, 11, "%04u-%02u-%02u", y, m, day);
	return buf;
}

char *date_human(const struct date *d, char buf[static 11])
{
	unsigned y = part(d->year, 10000), m = part(d->month, 100), day = part(d->day, 100);

	if (!y)
		buf[0] = '\0';
	else if (!m)
		snprintf(buf, 11, "%04u", y);
	else if (!day)
		snprintf(buf, 11, "%02u/%04u", m, y);
	else
		snprintf(buf, 11, "%02u/%02u/%04u", day, m, y);
	return buf;
}

struct date date_first(const struct date *d)
{
	struct date first = { d->year, d->month ? d->month : 1, d->month && d->day ? d->day : 1 };

	return first;
}

struct date date_last(const struct date *d)
{
	struct date last = { d->year, d->month ? d->month : 12, d->day };

	if (!d->month || !d->day)
		last.day = month_days(last.year, last.month);
	return last;
}

int date_cmp(const struct date *a, const struct date *b)
{
	if (a->year != b->year)
		return a->year < b->year ? -1 : 1;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	return (a->day > b->day) - (a->day < b->day);
}

/* Days and back in eras of 400 years that begin on 1 March, so that the leap day comes last. */
long date_days(const struct date *d)
{
	long y = d->month <= 2 ? d->year - 1L : d->year;
	long era = (y >= 0 ? y : y - 399) / 400;
	long yoe = y - era * 400;
	long doy = (153L * (d->month + (d->month > 2 ? -3 : 9)) + 2) / 5 + d->day - 1;
	long doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

struct date date_from_days(long days)
{
	long z = days + 719468;
	long era = (z >= 0 ? z : z - 146096) / 146097;
	long doe = z - era * 146097;
	long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	long mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);
	struct date d = { (int)(yoe + era * 400 + (month <= 2)), month,
			  (int)(doy - (153 * mp + 2) / 5 + 1) };

	return d;
}

int date_months(const struct date *from, const struct date *to)
{
	int n, wanted;

	if (date_cmp(from, to) > 0)
		return -date_months(to, from);
	n = (to->year - from->year) * 12 + to->month - from->month;
	wanted = from->day;
	if (wanted > month_days(to->year, to->month))
		wanted = month_days(to->year, to->month);
	return to->day < wanted ? n - 1 : n;
}

int date_years(const struct date *from, const struct date *to)
{
	return date_months(from, to) / 12;
}

static bool pretended(struct date *out)
{
	const char *s = getenv("GIAMNGHEO_TODAY");

	return s && date_parse_iso(s, out) && out->day;
}

struct date date_clock(void)
{
	struct date d;
	struct tm tm;
	time_t now;

	if (pretended(&d))
		return d;
	now = time(NULL);
	localtime_r(&now, &tm);
	d = (struct date){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
	return d;
}

const char *date_built(void)
{
	return BUILD_DATE;
}

char *time_stamp(char buf[static 20])
{
	struct date d;
	struct tm tm;
	time_t now;

	if (pretended(&d)) {
		date_iso(&d, buf);
		memcpy(buf + 10, "T12:00:00", 10);
		return buf;
	}
	now = time(NULL);
	localtime_r(&now, &tm);
	strftime(buf, 20, "%Y-%m-%dT%H:%M:%S", &tm);
	return buf;
}
