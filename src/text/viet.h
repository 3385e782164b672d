/* SPDX-License-Identifier: MIT */
/*
 * Vietnamese folding and order. Folding: lower case, tones and hats away, đ to d, so
 * "nguyen thi huong" finds "Nguyễn Thị Hường" (any Latin accents fold the same way). Order:
 * given name (last word), then middle, then family, by the Vietnamese alphabet
 * a ă â b c d đ e ê … and the tones ngang huyền hỏi ngã sắc nặng; keys compare with memcmp, so SQLite
 * sorts them with its own BINARY collation.
 */
#ifndef GN_TEXT_VIET_H
#define GN_TEXT_VIET_H

/* Folded copy, only [a-z0-9] words parted by single blanks; other scripts kept lower-cased. Caller frees. */
char *viet_fold(const char *s);
/* Key (printable text, no NUL) that sorts a person's name the Vietnamese way; caller frees. */
char *viet_name_key(const char *s);
/* Key that sorts any text in Vietnamese order, numbers inside by value ("Bản 2" < "Bản 10"); caller frees. */
char *viet_text_key(const char *s);

#endif
