/* SPDX-License-Identifier: MIT */
/* A small log file beside the book for the engineer: no personal data, 256 KiB kept. */
#ifndef GN_BASE_LOG_H
#define GN_BASE_LOG_H

/* Open (append) `path`; NULL closes. Failing to open is not an error: nothing is logged then. */
void log_open(const char *path);
void log_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
