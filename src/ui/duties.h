/* SPDX-License-Identifier: MIT */
/* What the two screens of duties, and home, say of one in the same words. */
#ifndef GN_UI_DUTIES_H
#define GN_UI_DUTIES_H

#include "sync/duties.h"
#include "ui/draw.h"

#define DUTIES_BACK 365 /* days */
#define DUTIES_AHEAD 120

/* "còn 23 ngày", "quá hạn 3 ngày", "trễ 3 ngày", or nothing to say; caller frees. */
char *duty_when_words(const struct duty_cell *c);
enum look duty_look(const struct duty_cell *c);
/* All of it in a sentence or two; `unit`: whose, or NULL. Caller frees. */
char *duty_about(const struct duty_column *col, const struct duty_cell *c, const char *unit);

#endif
