/* SPDX-License-Identifier: MIT */
/* Periods are counted from the beginning of the calendar, so that a step over the end of a year is a plain sum. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/period.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#define YEAR_MIN 1900
#define YEAR_MAX 9998

static const struct {
	const char *word;
	int count;
} kinds[] = {
	[PERIOD_ANY] = { "any", 0 },	     [PERIOD_MONTH] = { "month", 12 }, [PERIOD_QUARTER] = { "quarter", 4 },
	[PERIOD_HALF] = { "half_year", 2 }, [PERIOD_YEAR] = { "year", 1 },
};

bool period_kind_parse(const char *word, enum period_kind *out)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(kinds[i].word, word)) {
			*out = (enum period_kind)i;
			return true;
		}
	return false;
}

int period_count(enum period_kind kind)
{
	return kinds[kind].count;
}

/* `n` digits and nothing else up to there; -1: not so. */
static int number(const char *s, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

bool period_parse(const char *text, struct period *out)
{
	size_t n = text ? strlen(text) : 0;
	struct period p = { PERIOD_YEAR, 0, 1 };

	if (n != 4 && n != 7)
		return false;
	p.year = number(text, 4);
	if (n == 7 && text[4] != '-')
		return false;
	if (n == 7 && (text[5] == 'Q' || text[5] == 'H')) {
		p.kind = text[5] == 'Q' ? PERIOD_QUARTER : PERIOD_HALF;
		p.k = number(text + 6, 1);
	} else if (n == 7) {
		p.kind = PERIOD_MONTH;
		p.k = number(text + 5, 2);
	}
	if (p.year < YEAR_MIN || p.year > YEAR_MAX || p.k < 1 || p.k > period_count(p.kind))
		return false;
	*out = p;
	return true;
}

char *period_text(const struct period *p, char buf[static PERIOD_LEN + 1])
{
	unsigned year = (unsigned)p->year % 10000, k = (unsigned)p->k % 100;

	if (p->kind == PERIOD_MONTH)
		snprintf(buf, PERIOD_LEN + 1, "%04u-%02u", year, k);
	else if (p->kind == PERIOD_QUARTER || p->kind == PERIOD_HALF)
		snprintf(buf, PERIOD_LEN + 1, "%04u-%c%u", year, p->kind == PERIOD_QUARTER ? 'Q' : 'H', k % 10);
	else
		snprintf(buf, PERIOD_LEN + 1, "%04u", year);
	return buf;
}

static int months(enum period_kind kind)
{
	int n = period_count(kind);

	return n ? 12 / n : 12;
}

struct period period_of(enum period_kind kind, const struct date *day)
{
	return (struct period){ kind, day->year, (day->month - 1) / months(kind) + 1 };
}

struct period period_step(const struct period *p, int by)
{
	int n = period_count(p->kind) ? period_count(p->kind) : 1, at = p->year * n + p->k - 1 + by;

	return (struct period){ p->kind, at / n, at % n + 1 };
}

struct date period_first(const struct period *p)
{
	return (struct date){ p->year, (p->k - 1) * months(p->kind) + 1, 1 };
}

struct date period_last(const struct period *p)
{
	struct date part = { p->year, p->k * months(p->kind), 0 };

	return date_last(&part);
}

char *period_words(const char *text)
{
	struct period p;

	if (!period_parse(text, &p))
		return xstrdup(text ? text : "");
	switch (p.kind) {
	case PERIOD_MONTH:
		/* TRANSLATORS: month and year */
		return xasprintf(_("month %d/%d"), p.k, p.year);
	case PERIOD_QUARTER:
		return xasprintf(_("quarter %d/%d"), p.k, p.year);
	case PERIOD_HALF:
		return xasprintf(p.k == 1 ? _("first half of %d") : _("second half of %d"), p.year);
	default:
		return xasprintf(_("the year %d"), p.year);
	}
}

char *period_short(const char *text)
{
	struct period p;

	if (!period_parse(text, &p))
		return xstrdup("");
	switch (p.kind) {
	case PERIOD_MONTH:
		return xasprintf("%02d/%02d", p.k, p.year % 100);
	case PERIOD_QUARTER:
		/* TRANSLATORS: quarter and year, at most 5 columns */
		return xasprintf(_("Q%d/%02d"), p.k, p.year % 100);
	case PERIOD_HALF:
		/* TRANSLATORS: first or second half of a year, at most 5 columns */
		return xasprintf(p.k == 1 ? _("H1/%02d") : _("H2/%02d"), p.year % 100);
	default:
		return xasprintf("%d", p.year);
	}
}
