/* SPDX-License-Identifier: MIT */
/* Words of the exchange as the screens say them: duties, moments, sizes, and how states look. One word for one thing. */
#ifndef GN_UI_WORDS_H
#define GN_UI_WORDS_H

#include <stdint.h>

#include "ui/draw.h"
#include "ui/ui.h"

enum look words_state_look(const char *state);
/* Label of a duty; the code itself where no calendar knows it. Borrowed. */
const char *words_duty(struct app *app, const char *code);
/* "2024-11-21T14:03:22" as "21/11/2024 14:03", a day as "21/11/2024"; caller frees. */
char *words_moment(const char *at);
/* "12,5 GB"; caller frees; "" for less than nothing. */
char *words_size(int64_t bytes);
/* Label of a field by the name a remark or a difference gives it: "Head's name", an indicator's
 * own label; the name itself where the form has no such field; "" for NULL. Borrowed. */
const char *words_field(struct app *app, const char *form, const char *field);
/* "Household: Bản Nà / 012 / Lò Thị Hoa" of a stored record; caller frees. */
char *words_record(struct app *app, const char *form, const char *unit, const char *id);

#endif
