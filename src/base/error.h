/* SPDX-License-Identifier: MIT */
/*
 * The one shape in which a failure travels: a code for the program, four
 * sentences for the person (what happened, what is safe, what to do next, and a
 * short code to read out over the telephone), and the detail for the engineer.
 *
 * Every function that can fail returns 0 or a negative `enum err` and fills the
 * caller's `struct error`. Nothing below cmd/ and ui/ prints.
 */
#ifndef GN_BASE_ERROR_H
#define GN_BASE_ERROR_H

#include <stdarg.h>

/* Negative results of functions; error_exit_status() maps them to the exit statuses of giamngheo(1). */
enum err {
	ERR_NEGATIVE = -1, /* a true answer that is "no": too old, differs; exit 1 */
	ERR_USAGE = -2,    /* the caller's words are wrong; exit 2 */
	ERR_DATA = -3,     /* the data or file is bad, nothing was changed; exit 3 */
	ERR_BUSY = -4,     /* somebody else is writing; exit 4 */
	ERR_IO = -5,       /* disk full, read-only, vanished; exit 3 */
	ERR_NOTFOUND = -6, /* no such record, form or field; exit 3 */
	ERR_AMBIGUOUS = -7,/* more than one record answers to the key; exit 3 */
	ERR_FAULT = -70,   /* a fault of ours; exit 70 */
};

struct error {
	int code;     /* 0 or an enum err */
	char id[16];  /* short code such as "GN-S12", ASCII */
	char *what;   /* what happened (translated); owned */
	char *safe;   /* what is safe (translated) or NULL; owned */
	char *todo;   /* what to do next (translated) or NULL; owned */
	char *detail; /* path, line, SQL, system message: not translated; or NULL; owned */
};

#define ERROR_INIT { 0, "", NULL, NULL, NULL, NULL }

/* Fill `e` (NULL allowed: then only the code is returned) and return `code`.
 * `what` is a translated format. An error already in `e` is replaced. */
int error_fail(struct error *e, int code, const char *id, const char *what, ...)
	__attribute__((format(printf, 4, 5)));

/* Add to the error just made; each replaces what stood there. NULL `e` is fine. */
void error_safe(struct error *e, const char *text);
void error_todo(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void error_detail(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Fail for a system call: ENOSPC, EROFS, EACCES, ENOENT, EIO … get their own
 * sentence, safe and todo. `path` may be NULL. Returns ERR_IO (ERR_NOTFOUND for ENOENT). */
int error_errno(struct error *e, int errnum, const char *path);

/* Free what `e` holds and make it empty; fine on an empty one. */
void error_clear(struct error *e);

/* Move `from` into `to` (cleared first); `from` becomes empty. */
void error_move(struct error *to, struct error *from);

/* 0, 1, 2, 3, 4 or 70 for 0 or an enum err. */
int error_exit_status(int code);

/* "What. Safe. To do. (GN-S12)" on lines as a terminal shows it, with the detail
 * last in brackets; the caller frees. Never NULL. */
char *error_text(const struct error *e);

#endif
