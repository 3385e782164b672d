/* SPDX-License-Identifier: MIT */
/* The terminal: taken and given back. */
#ifndef GN_UI_TERM_H
#define GN_UI_TERM_H

#include <stdbool.h>

#include "base/error.h"

/* *colour: whether the terminal has colours and the user (NO_COLOR) wants them. */
int term_start(bool *colour, struct error *e);
void term_stop(void); /* safe twice */
void term_beep(void);
/* Everything drawn so far goes out; `fresh`: the whole screen anew, whatever the terminal shows. */
void term_show(bool fresh);
/* A row's cells, to be put back later: what a message hides. */
struct term_row;
struct term_row *term_row_keep(int y);
void term_row_put(struct term_row *row); /* draws it back and frees it; NULL is fine */
void term_row_forget(struct term_row *row);

#endif
