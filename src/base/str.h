/* SPDX-License-Identifier: MIT */
/* A growing byte string, and a list of strings: no fixed-size text buffers. */
#ifndef GN_BASE_STR_H
#define GN_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
	char *s;    /* always NUL-terminated, never NULL after str_init */
	size_t len; /* bytes without the NUL */
	size_t cap;
};

void str_init(struct str *b);
void str_fini(struct str *b);
void str_reset(struct str *b); /* length 0, memory kept */
void str_add(struct str *b, const char *s);
void str_addn(struct str *b, const char *s, size_t n);
void str_addc(struct str *b, char c);
void str_addf(struct str *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_vaddf(struct str *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* Give the bytes to the caller, who frees them; `b` is as after str_init. */
char *str_take(struct str *b);

/* A growing list of owned strings. */
struct strlist {
	char **v;
	size_t n, cap;
};

void strlist_init(struct strlist *l);
void strlist_fini(struct strlist *l);
void strlist_add(struct strlist *l, const char *s);       /* copies */
void strlist_take(struct strlist *l, char *s);            /* owns `s` from now */
bool strlist_has(const struct strlist *l, const char *s); /* exact */
/* Split at any byte of `seps`, blanks around each piece cut off, empty pieces left out. */
void strlist_split(struct strlist *l, const char *s, const char *seps);

bool str_eq(const char *a, const char *b);          /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix); /* bytes */
bool str_empty(const char *s);                      /* NULL or "" */
/* Cut ASCII blanks at both ends, in place; returns the new start within `s`. */
char *str_trim(char *s);
/* A whole decimal integer with optional '-': true and *out on success, no blanks allowed. */
bool str_int(const char *s, long long *out);
/* Bytes from the start that are strict UTF-8 (no overlong forms, no surrogates). */
size_t str_utf8_prefix(const char *s, size_t n);

/* What keeps a text from being stored as it is: bytes that are no UTF-8, or a control character other than a tab or line
 * break (those are blanks to whoever cleans it). */
enum str_fault { STR_SOUND, STR_NOT_UTF8, STR_CONTROL };
enum str_fault str_fault(const char *s);

#endif
