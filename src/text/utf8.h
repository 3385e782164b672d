/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 as text and as columns. Stored text is NFC (utf8proc); columns come from the C
 * library's wcwidth, as the terminal's do. One primitive advances bytes and columns together;
 * drawing, cursor, scroll and cutting all share it.
 */
#ifndef GN_TEXT_UTF8_H
#define GN_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Strict: no overlong forms, no surrogates, at most U+10FFFF. */
bool utf8_valid(const char *s, size_t n);
/* Bytes from the start that are valid UTF-8. */
size_t utf8_valid_prefix(const char *s, size_t n);

/* NFC of `n` bytes; invalid bytes become U+FFFD; the caller frees. Never NULL. */
char *utf8_nfc(const char *s, size_t n);
/* NFC, controls dropped (tab and newline become one blank), blanks at both ends cut,
 * runs of blanks made one: what is stored of a typed or imported text. Caller frees. */
char *utf8_clean(const char *s);
/* All letters capital; only the first one small. Caller frees. */
char *utf8_upper(const char *s);
char *utf8_lower_first(const char *s);

/* Step over one grapheme (letter with its marks) at `s` (n bytes left, n > 0): returns its bytes,
 * *cols its columns (0 possible only for a lone mark; an invalid byte is one column). */
size_t utf8_advance(const char *s, size_t n, int *cols);
/* Byte offset of the grapheme that ends at `pos` (> 0). */
size_t utf8_back(const char *s, size_t pos);
/* Columns of the whole text. */
int utf8_width(const char *s);
int utf8_width_n(const char *s, size_t n);
size_t utf8_graphemes(const char *s, size_t n);
/* Bytes of `s` that fit `cols` columns, never cutting a grapheme; *used (may be NULL) their columns. */
size_t utf8_fit(const char *s, int cols, int *used);
/* Text cut to `cols` columns, ending in "…" when cut, padded with blanks when `pad`; caller frees. */
char *utf8_cell(const char *s, int cols, bool pad);

#endif
