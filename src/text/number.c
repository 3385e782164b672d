/* SPDX-License-Identifier: MIT */
/*
 * Numbers between people and the book. What is read is sorted into three: surely a number,
 * surely none, and what an officer and a spreadsheet would read differently, which is asked.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "text/number.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"

#define TYPED_MAX 40

/* A typed number taken apart: digits without separators, and how they were parted. */
struct shape {
	char digits[TYPED_MAX + 1]; /* before the decimal mark, without the sign */
	char decimals[TYPED_MAX + 1];
	char group; /* '.', ',', ' ' or 0: what parts the thousands */
	char mark;  /* ',', '.' or 0: what stands before the decimals */
};

/* Copy without blanks at the ends, no-break blanks as plain ones; false when too long. */
static bool tidy(const char *s, char out[static TYPED_MAX + 1])
{
	size_t n = 0;

	while (isspace((unsigned char)*s))
		s++;
	for (; *s; s++) {
		if (n == TYPED_MAX)
			return false;
		if (!strncmp(s, "\xC2\xA0", 2)) {
			out[n++] = ' ';
			s++;
		} else if (!strncmp(s, "\xE2\x80\xAF", 3)) {
			out[n++] = ' ';
			s += 2;
		} else {
			out[n++] = *s;
		}
	}
	while (n && isspace((unsigned char)out[n - 1]))
		n--;
	out[n] = '\0';
	return n;
}

/* "1", "12" or "123" and then groups of three behind `sep`, `n` bytes; digits to `out`. */
static bool grouped(const char *s, size_t n, char sep, char *out)
{
	size_t head = 0;

	while (head < n && isdigit((unsigned char)s[head]))
		*out++ = s[head++];
	/* "0.329" has no thousands: nobody writes a nought before them. */
	if (!head || (head < n && (head > 3 || s[0] == '0')))
		return false;
	for (size_t i = head; i < n; i += 4) {
		if (n - i < 4 || s[i] != sep)
			return false;
		for (size_t k = 1; k < 4; k++) {
			if (!isdigit((unsigned char)s[i + k]))
				return false;
			*out++ = s[i + k];
		}
	}
	*out = '\0';
	return true;
}

/* Read `s` (no sign) as thousands parted by `group` and decimals behind `mark`. */
static bool fits(const char *s, char group, char mark, struct shape *out)
{
	const char *at = mark ? strchr(s, mark) : NULL;
	size_t n = at ? (size_t)(at - s) : strlen(s);

	out->group = memchr(s, group, n) ? group : '\0';
	out->mark = at ? mark : '\0';
	out->decimals[0] = '\0';
	if (!grouped(s, n, group, out->digits))
		return false;
	if (!at)
		return true;
	n = strlen(at + 1);
	if (!n || strspn(at + 1, "0123456789") != n)
		return false;
	memcpy(out->decimals, at + 1, n + 1);
	return true;
}

static double value(const struct shape *sh, bool minus)
{
	char text[2 * TYPED_MAX + 4];

	snprintf(text, sizeof(text), "%s%s.%s", minus ? "-" : "", sh->digits,
		 *sh->decimals ? sh->decimals : "0");
	return strtod(text, NULL);
}

static bool whole(const struct shape *sh, bool minus, long long *out)
{
	char text[TYPED_MAX + 3];

	snprintf(text, sizeof(text), "%s%s", minus ? "-" : "", sh->digits);
	return str_int(text, out);
}

enum number_result number_int_human(const char *s, long long *out)
{
	char typed[TYPED_MAX + 1];
	struct shape sh;
	bool minus;

	if (!s || !tidy(s, typed))
		return NUMBER_BAD;
	minus = *typed == '-';
	if (fits(typed + minus, '.', '\0', &sh) || fits(typed + minus, ' ', '\0', &sh))
		return whole(&sh, minus, out) ? NUMBER_OK : NUMBER_BAD;
	/* "1,329": thousands by a spreadsheet's hand, or a decimal in the wrong place. */
	if (fits(typed + minus, ',', '\0', &sh))
		return whole(&sh, minus, out) ? NUMBER_DOUBTFUL : NUMBER_BAD;
	/* "4.38": a rate in a column of counts, or a slip in the thousands. */
	if (fits(typed + minus, ',', '.', &sh))
		return whole(&sh, minus, out) ? NUMBER_DOUBTFUL : NUMBER_BAD;
	return NUMBER_BAD;
}

enum number_result number_decimal_human(const char *s, double *out)
{
	char typed[TYPED_MAX + 1];
	struct shape sh;
	bool minus;

	if (!s || !tidy(s, typed))
		return NUMBER_BAD;
	minus = *typed == '-';
	if (fits(typed + minus, '.', ',', &sh) || fits(typed + minus, ' ', ',', &sh)) {
		*out = value(&sh, minus);
		return NUMBER_OK;
	}
	/* Only the English way makes a number of it: likely meant, not surely. */
	if (fits(typed + minus, ',', '.', &sh) || fits(typed + minus, ' ', '.', &sh)) {
		*out = value(&sh, minus);
		return NUMBER_DOUBTFUL;
	}
	return NUMBER_BAD;
}

bool number_decimal_plain(const char *s, double *out)
{
	const char *p = s;
	size_t n;
	double v;

	if (!s)
		return false;
	if (*p == '-')
		p++;
	n = strspn(p, "0123456789");
	if (!n)
		return false;
	p += n;
	if (*p == '.') {
		n = strspn(++p, "0123456789");
		if (!n)
			return false;
		p += n;
	}
	/* number_plain writes an exponent where the digits would not fit. */
	if (*p == 'e' || *p == 'E') {
		p++;
		if (*p == '-' || *p == '+')
			p++;
		n = strspn(p, "0123456789");
		if (!n)
			return false;
		p += n;
	}
	if (*p)
		return false;
	v = strtod(s, NULL);
	if (!isfinite(v))
		return false;
	*out = v;
	return true;
}

char *number_plain(double v, char buf[static 32])
{
	char text[64];

	if (v == 0)
		v = 0; /* no "-0" */
	if (fabs(v) < 1e15)
		for (int digits = 0; digits <= 20; digits++) {
			int n = snprintf(text, sizeof(text), "%.*f", digits, v);

			if (n < 32 && strtod(text, NULL) == v) {
				memcpy(buf, text, (size_t)n + 1);
				return buf;
			}
		}
	for (int digits = 1; digits <= 17; digits++) {
		snprintf(buf, 32, "%.*g", digits, v);
		if (strtod(buf, NULL) == v)
			break;
	}
	return buf;
}

/* Thousands of the digits `s` parted by `sep`, behind `sign`; bytes written to `out`. */
static size_t group(const char *s, size_t n, bool minus, char sep, char *out)
{
	size_t o = 0;

	if (minus)
		out[o++] = '-';
	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			out[o++] = sep;
		out[o++] = s[i];
	}
	out[o] = '\0';
	return o;
}

char *number_int_show(long long v, char buf[static 32])
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%llu",
			 v < 0 ? 0ULL - (unsigned long long)v : (unsigned long long)v);

	group(text, (size_t)n, v < 0, i18n_lang() == LANG_VI ? '.' : ',', buf);
	return buf;
}

/* Round half away from zero as the decimal digits have it: 10.085 to two is 10.09, although
 * the double is a hair below. False where the number is too large for that. */
static bool fixed_text(double v, int digits, char text[static 64])
{
	long double scale = powl(10, digits), scaled = (long double)v * scale;
	unsigned long long whole_part, unit = (unsigned long long)scale;

	if (!(fabsl(scaled) < 1e15L))
		return false;
	scaled = roundl(scaled + copysignl(1e-9L, scaled));
	whole_part = (unsigned long long)fabsl(scaled);
	if (digits)
		snprintf(text, 64, "%s%llu.%0*llu", scaled < 0 ? "-" : "", whole_part / unit,
			 digits, whole_part % unit);
	else
		snprintf(text, 64, "%s%llu", scaled < 0 ? "-" : "", whole_part);
	return true;
}

char *number_decimal_show(double v, int digits, char buf[static 32])
{
	bool vi = i18n_lang() == LANG_VI, minus;
	char text[64], *point, *start;
	size_t n;

	if (digits > 6)
		digits = 6;
	if (digits < 0 || !fixed_text(v, digits, text))
		number_plain(v, text);
	minus = *text == '-';
	start = text + minus;
	n = strspn(start, "0123456789");
	point = start + n;
	/* Numbers no budget or rate ever has are shown as they are. */
	if (n + n / 3 + strlen(point) > 29 || (*point && *point != '.')) {
		snprintf(buf, 32, "%.31s", text);
		return buf;
	}
	n = group(start, n, minus, vi ? '.' : ',', buf);
	if (*point)
		snprintf(buf + n, 32 - n, "%c%s", vi ? ',' : '.', point + 1);
	return buf;
}

char *number_money_show(long long dong, char buf[static 32])
{
	size_t n;

	number_int_show(dong, buf);
	n = strlen(buf);
	if (n + 4 < 32)
		memcpy(buf + n, " \xC4\x91", 4);
	return buf;
}
