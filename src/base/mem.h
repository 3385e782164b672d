/* SPDX-License-Identifier: MIT */
/*
 * Allocators that never return NULL, and die(): the end for exhausted memory and
 * faults of our own. die() first calls the hook that gives the terminal back.
 */
#ifndef GN_BASE_MEM_H
#define GN_BASE_MEM_H

#include <stddef.h>

void *xmalloc(size_t n) __attribute__((malloc, alloc_size(1), returns_nonnull));
void *xcalloc(size_t n, size_t size) __attribute__((malloc, alloc_size(1, 2), returns_nonnull));
void *xrealloc(void *p, size_t n) __attribute__((alloc_size(2), returns_nonnull));
/* realloc to n * size with an overflow check. */
void *xreallocarray(void *p, size_t n, size_t size) __attribute__((returns_nonnull));
char *xstrdup(const char *s) __attribute__((malloc, returns_nonnull));
/* xstrdup that answers NULL for NULL. */
char *xstrdup_null(const char *s);
char *xstrndup(const char *s, size_t n) __attribute__((malloc, returns_nonnull));
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2), returns_nonnull));
void *xmemdup(const void *p, size_t n) __attribute__((returns_nonnull));

/* Replace *slot by a copy of `s` (NULL allowed), freeing what was there. */
void set_string(char **slot, const char *s);

/* Make room for one more of `size` bytes: *cap is doubled when `count` reaches it. */
void *grow(void *array, size_t count, size_t *cap, size_t size) __attribute__((returns_nonnull));

/* A fault of ours: restore the terminal (hook), print to stderr, exit 70. */
void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
/* Call `hook` before die() prints; NULL takes it away. */
void die_hook(void (*hook)(void));

#endif
