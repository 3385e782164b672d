/* SPDX-License-Identifier: MIT */
/*
 * Numbers read and shown the Vietnamese way: "1.329" is 1329, "5,79" a decimal (domain R44).
 * A doubtful one ("4.38", "1,329", "46.22") is never guessed.
 */
#ifndef GN_TEXT_NUMBER_H
#define GN_TEXT_NUMBER_H

#include <stdbool.h>

enum number_result {
	NUMBER_OK = 0,
	NUMBER_BAD,      /* not a number */
	NUMBER_DOUBTFUL, /* could be read two ways: ask; *out is the likelier reading */
};

/* A whole number as people write it: "1329", "1.329", "1 329", "-5". */
enum number_result number_int_human(const char *s, long long *out);
/* A decimal as people write it: "5,79", "1.329,5", "12". */
enum number_result number_decimal_human(const char *s, double *out);
/* A plain decimal "5.79" as machines write it. */
bool number_decimal_plain(const char *s, double *out);
/* Shortest plain text that reads back the same ("5.79", "12"); buf at least 32 bytes; returns buf. */
char *number_plain(double v, char buf[static 32]);
/* "1.329" (vi) or "1,329" (en) by i18n_lang(); buf at least 32 bytes. */
char *number_int_show(long long v, char buf[static 32]);
/* "5,79" with exactly `digits` decimals, or as many as needed when digits < 0. */
char *number_decimal_show(double v, int digits, char buf[static 32]);
/* "1.500.000 đ". */
char *number_money_show(long long dong, char buf[static 32]);

#endif
