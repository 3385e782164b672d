/* SPDX-License-Identifier: MIT */
/*
 * Memory that is never refused. A terminal program cannot do anything sensible
 * without memory; what matters is that the terminal is given back and that the
 * book, which SQLite keeps whole, is left alone.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*before_death)(void);

void die_hook(void (*hook)(void))
{
	before_death = hook;
}

void die(const char *fmt, ...)
{
	void (*hook)(void) = before_death;
	va_list ap;

	before_death = NULL; /* a hook that dies itself must not come round again */
	if (hook)
		hook();
	fputs("giamngheo: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	fflush(stderr);
	/* Not exit(): what is registered there may rely on what has just failed. */
	_exit(70);
}

static void *checked(void *p)
{
	if (!p)
		die("out of memory (GN-M01)");
	return p;
}

void *xmalloc(size_t n)
{
	return checked(malloc(n ? n : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return checked(n && size ? calloc(n, size) : calloc(1, 1));
}

void *xrealloc(void *p, size_t n)
{
	return checked(realloc(p, n ? n : 1));
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	size_t all;

	if (__builtin_mul_overflow(n, size, &all))
		die("out of memory (GN-M02)");
	return xrealloc(p, all);
}

char *xstrdup(const char *s)
{
	return checked(strdup(s));
}

char *xstrdup_null(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

char *xstrndup(const char *s, size_t n)
{
	return checked(strndup(s, n));
}

char *xasprintf(const char *fmt, ...)
{
	char *s;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("out of memory (GN-M01)");
	return s;
}

void *xmemdup(const void *p, size_t n)
{
	void *copy = xmalloc(n);

	if (n)
		memcpy(copy, p, n);
	return copy;
}

void set_string(char **slot, const char *s)
{
	char *copy = xstrdup_null(s); /* first: `s` may lie in what is freed */

	free(*slot);
	*slot = copy;
}

void *grow(void *array, size_t count, size_t *cap, size_t size)
{
	if (array && count < *cap)
		return array;
	size_t more = *cap ? *cap : 4;

	while (more <= count)
		if (__builtin_mul_overflow(more, (size_t)2, &more))
			die("out of memory (GN-M02)");
	*cap = more;
	return xreallocarray(array, more, size);
}
