/* SPDX-License-Identifier: MIT */
/* Keys from the terminal: sleeps until something comes, takes everything that waits, and knows when the end has come. */
#ifndef GN_UI_KEYREAD_H
#define GN_UI_KEYREAD_H

#include <stdbool.h>

#include "ui/key.h"

struct keyreader;

/* After the terminal is open. Takes SIGTERM, SIGHUP and SIGINT until keyread_free(). */
struct keyreader *keyread_new(void);
void keyread_free(struct keyreader *kr);
/* Blocks. False: the program must end (a signal, or the terminal is gone). */
bool keyread_next(struct keyreader *kr, struct key *out);
/* Is a key there already? Never waits. */
bool keyread_waiting(struct keyreader *kr);

#endif
