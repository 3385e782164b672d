/* SPDX-License-Identifier: MIT */
/*
 * What an answer means. A code list of answers tells it in its column `means`: yes, no, or open (not collected yet); without the
 * column an answer is just a code.
 */
#ifndef GN_FORM_ANSWER_H
#define GN_FORM_ANSWER_H

#include <stdbool.h>

#include "form/form.h"

enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_NO, ANSWER_OPEN };

/* NULL is ANSWER_NONE; a code that means nothing too. */
enum answer answer_means(const struct field *fd, const char *code);
/* The code that says yes or no in this field ("deprived", "yes"); NULL where the list does not tell. */
const char *answer_of(const struct field *fd, bool yes);

#endif
