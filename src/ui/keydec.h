/* SPDX-License-Identifier: MIT */
/*
 * From bytes and terminal keys to the program's keys: UTF-8 letters, the Esc prefix, sequences that came too slowly for
 * curses to put together, pasted text. A pure machine that knows neither curses nor the clock, so all of
 * it is tested without a terminal.
 */
#ifndef GN_UI_KEYDEC_H
#define GN_UI_KEYDEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "ui/key.h"

/* Given to keydec_code besides the K_ codes. */
#define KEYDEC_PASTE_BEGIN 10001
#define KEYDEC_PASTE_END 10002
#define KEYDEC_PASTE_MAX ((size_t)256 * 1024) /* what is pasted beyond this is let go */

struct keydec {
	enum keydec_state { KEYDEC_IDLE, KEYDEC_ESC, KEYDEC_CSI, KEYDEC_SS3, KEYDEC_PASTE } state;
	char seq[24]; /* of a control sequence, after Esc [ */
	size_t n_seq;
	char part[5]; /* a letter not yet whole */
	size_t n_part;
	struct keydec_item *q;
	size_t n, at, cap;
	struct str text;  /* of the items waiting */
	struct str paste; /* in the making */
};
void keydec_init(struct keydec *d);
void keydec_fini(struct keydec *d);
void keydec_byte(struct keydec *d, unsigned char b);
/* A key the terminal layer has put together: a K_ code, or one of the marks of a paste. */
void keydec_code(struct keydec *d, int code);
/* Nothing has come for keydec_wait() milliseconds. */
void keydec_timeout(struct keydec *d);
/* How long to wait for the next byte; -1: for ever. */
int keydec_wait(const struct keydec *d);
/* Is a whole key waiting? */
bool keydec_ready(const struct keydec *d);
/* The next key; its text is borrowed until the next byte is given. */
bool keydec_next(struct keydec *d, struct key *out);

#endif
