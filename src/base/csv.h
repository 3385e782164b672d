/* SPDX-License-Identifier: MIT */
/*
 * RFC 4180 reading and writing. Reading takes comma, semicolon or tab (told from the
 * first line, or by a line "sep=;" before it, which is skipped), LF or CRLF, with or
 * without BOM, UTF-8 only; a row is read whole however many lines its quoted cells
 * span, streamed, with limits.
 */
#ifndef GN_BASE_CSV_H
#define GN_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "base/str.h"

struct csv_reader;

/* Opens `path`. ERR_DATA for UTF-16, NUL bytes, invalid UTF-8 (line named). */
int csv_open(struct csv_reader **out, const char *path, struct error *e);
/* The same, but invalid UTF-8 and a cell of one line over 64 KiB are faults of their row alone, which is handed out with
 * U+FFFD for each bad byte, its cell cut at 64 KiB. */
int csv_open_rows(struct csv_reader **out, const char *path, struct error *e);
/* ERR_DATA with the sentence where the row last read has such a fault, else 0. */
int csv_row_fault(const struct csv_reader *r, struct error *e);
void csv_close(struct csv_reader *r);
/* From the beginning again, also for what came through a pipe. */
int csv_rewind(struct csv_reader *r, struct error *e);
char csv_separator(const struct csv_reader *r);
/* For who knows better what the first line means; csv_rewind then. */
void csv_set_separator(struct csv_reader *r, char sep);
/* Next row into `cells` (cleared first; cells as they stand, not trimmed). 1: a row, 0: end,
 * negative: error (an open quote at the end, a cell over 64 KiB, over 1,000 cells). */
int csv_next(struct csv_reader *r, struct strlist *cells, struct error *e);
/* Line on which the row last read began, from 1. */
long csv_line(const struct csv_reader *r);

/* Append one row with `sep` and CRLF-free "\n" end, quoting where needed; NULL cells are empty. */
void csv_add_cell(struct str *b, const char *cell, char sep, bool first);
void csv_add_row(struct str *b, const char *const *cells, size_t n, char sep);

#endif
