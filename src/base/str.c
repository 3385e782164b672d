/* SPDX-License-Identifier: MIT */
/*
 * Growing strings. An empty one owns no memory: `s` then points to a shared empty
 * text, so that making one costs nothing on paths that never fill it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/str.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static char nothing[1]; /* never written: every writer makes room first */

void str_init(struct str *b)
{
	b->s = nothing;
	b->len = 0;
	b->cap = 0;
}

void str_fini(struct str *b)
{
	if (b->cap)
		free(b->s);
	str_init(b);
}

void str_reset(struct str *b)
{
	if (b->cap)
		b->s[0] = '\0';
	b->len = 0;
}

static void make_room(struct str *b, size_t n)
{
	size_t need, cap;

	if (__builtin_add_overflow(b->len, n, &need) || __builtin_add_overflow(need, 1, &need))
		die("out of memory (GN-M02)");
	if (need <= b->cap)
		return;
	cap = b->cap ? b->cap : 32;
	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	b->s = xrealloc(b->cap ? b->s : NULL, cap);
	b->s[b->len] = '\0';
	b->cap = cap;
}

void str_addn(struct str *b, const char *s, size_t n)
{
	if (!n)
		return;
	make_room(b, n);
	memcpy(b->s + b->len, s, n);
	b->len += n;
	b->s[b->len] = '\0';
}

void str_add(struct str *b, const char *s)
{
	if (s)
		str_addn(b, s, strlen(s));
}

void str_addc(struct str *b, char c)
{
	str_addn(b, &c, 1);
}

void str_vaddf(struct str *b, const char *fmt, va_list ap)
{
	va_list again;
	int n = -1;

	va_copy(again, ap);
	if (fmt) /* a null one would be a fault that the C library need not survive */
		n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		die("a text could not be formatted (GN-M03)");
	make_room(b, (size_t)n);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	b->len += (size_t)n;
}

void str_addf(struct str *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vaddf(b, fmt, ap);
	va_end(ap);
}

char *str_take(struct str *b)
{
	char *s = b->cap ? b->s : xstrdup("");

	str_init(b);
	return s;
}

void strlist_init(struct strlist *l)
{
	*l = (struct strlist){ NULL, 0, 0 };
}

void strlist_fini(struct strlist *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
	strlist_init(l);
}

void strlist_take(struct strlist *l, char *s)
{
	l->v = grow(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = s;
}

void strlist_add(struct strlist *l, const char *s)
{
	strlist_take(l, xstrdup(s));
}

bool strlist_has(const struct strlist *l, const char *s)
{
	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->v[i], s))
			return true;
	return false;
}

static bool blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void strlist_split(struct strlist *l, const char *s, const char *seps)
{
	while (s && *s) {
		size_t n = strcspn(s, seps);
		const char *from = s, *to = s + n;

		s = *to ? to + 1 : to;
		while (from < to && blank(*from))
			from++;
		while (to > from && blank(to[-1]))
			to--;
		if (to > from)
			strlist_take(l, xstrndup(from, (size_t)(to - from)));
	}
}

bool str_eq(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

bool str_starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool str_empty(const char *s)
{
	return !s || !*s;
}

char *str_trim(char *s)
{
	char *end;

	while (blank(*s))
		s++;
	end = s + strlen(s);
	while (end > s && blank(end[-1]))
		end--;
	*end = '\0';
	return s;
}

bool str_int(const char *s, long long *out)
{
	const char *p = s;
	char *end;
	long long v;

	if (!s)
		return false;
	if (*p == '-')
		p++;
	if (*p < '0' || *p > '9')
		return false;
	errno = 0;
	v = strtoll(s, &end, 10);
	if (*end || errno)
		return false;
	*out = v;
	return true;
}

/* How many bytes the sequence that starts with `c` has, and the range of its second byte,
 * by table 3-7 of the Unicode standard; 0 for a byte that starts nothing. */
static size_t sequence(unsigned char c, unsigned char *lo, unsigned char *hi)
{
	*lo = 0x80;
	*hi = 0xBF;
	if (c >= 0xC2 && c <= 0xDF)
		return 2;
	if (c >= 0xE0 && c <= 0xEF) {
		if (c == 0xE0)
			*lo = 0xA0;
		if (c == 0xED)
			*hi = 0x9F;
		return 3;
	}
	if (c >= 0xF0 && c <= 0xF4) {
		if (c == 0xF0)
			*lo = 0x90;
		if (c == 0xF4)
			*hi = 0x8F;
		return 4;
	}
	return 0;
}

size_t str_utf8_prefix(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i = 0;

	while (i < n) {
		unsigned char lo, hi;
		size_t len;

		if (p[i] < 0x80) {
			i++;
			continue;
		}
		len = sequence(p[i], &lo, &hi);
		if (!len || n - i < len || p[i + 1] < lo || p[i + 1] > hi)
			return i;
		for (size_t k = 2; k < len; k++)
			if ((p[i + k] & 0xC0) != 0x80)
				return i;
		i += len;
	}
	return n;
}

enum str_fault str_fault(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n = strlen(s);

	if (str_utf8_prefix(s, n) < n)
		return STR_NOT_UTF8;
	for (; *p; p++) {
		/* 0x80 to 0x9F stand behind 0xC2; 0x85 among them is a line break. */
		bool high = *p == 0xC2 && p[1] < 0xA0 && p[1] != 0x85;

		if ((*p < 0x20 && !blank((char)*p)) || *p == 0x7F || high)
			return STR_CONTROL;
	}
	return STR_SOUND;
}
