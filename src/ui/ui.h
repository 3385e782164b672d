/* SPDX-License-Identifier: MIT */
/*
 * The screen's core: the terminal, the stack of screens, the one loop that reads keys and draws. A screen is a
 * const table of functions; its key handler *returns* what must happen, and only the loop draws.
 */
#ifndef GN_UI_UI_H
#define GN_UI_UI_H

#include <stdbool.h>

#include "base/error.h"
#include "domain/calendar.h"
#include "domain/check.h"
#include "form/form.h"
#include "store/book.h"
#include "ui/key.h"

struct app {
	struct forms *forms;
	struct book *book;   /* open for writing (or reading: then every screen is read-only and says so) */
	struct checks *checks; /* loaded on first use by app_checks() */
	struct calendar *calendar; /* by app_calendar() */
	char *officer;       /* name of who works now; owned */
	char *officer_title; /* or NULL; owned */
	bool colour, utf8_ok;
	struct ui *ui;
};

enum screen_result {
	SCREEN_IGNORED = 0, /* not mine: the loop tries the common keys (F1 help, F10 …) */
	SCREEN_HANDLED,     /* nothing to draw */
	SCREEN_PART,        /* only what the screen marked as changed: draw(part) */
	SCREEN_REDRAW,      /* everything of this screen */
	SCREEN_CLOSE,       /* this screen is done */
	SCREEN_QUIT,        /* leave the program */
};

struct screen;
struct screen_ops {
	const char *name;                 /* "home": for tests and the log */
	const struct keybind *keys;       /* ends with code 0 */
	void (*draw)(struct screen *s, bool part); /* into rows 1 … LINES-2: row 0 is the top line, the last one the key line */
	enum screen_result (*key)(struct screen *s, const struct key *k);
	void (*back)(struct screen *s);   /* shown again after a screen above closed (not a box); may be NULL */
	char *(*title)(struct screen *s); /* for the top line, after the unit; caller frees; may be NULL */
	void (*help)(struct screen *s);   /* F1; NULL: the list of keys */
	void (*close)(struct screen *s);  /* free s->data */
	bool overlay;                     /* a box over the screen below, which is drawn first (dialogs) */
};
struct screen {
	const struct screen_ops *ops;
	struct app *app;
	void *data;
	struct screen *below; /* owned by the stack */
};

/* Open the terminal: refuses (ERR_USAGE) without a terminal, with a non-UTF-8 locale, or under 40×10 (asks to enlarge and waits otherwise).
 * raw(), no echo, keypad, bracketed paste on, ESCDELAY, die_hook. */
int ui_start(struct app *app, struct error *e);
void ui_stop(struct app *app); /* gives the terminal back; safe twice */
/* Put a screen on the stack; it is drawn by the loop. */
void ui_push(struct app *app, const struct screen_ops *ops, void *data);
/* Run until the stack is empty or SCREEN_QUIT. Returns 0. */
int ui_run(struct app *app);
/* Run only the screen just pushed until it closes (dialogs). */
void ui_run_modal(struct app *app, const struct screen_ops *ops, void *data);

/* A sentence on the message line (just above the key line) until the next key: what happened. */
void ui_say(struct app *app, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same shown at once, before something that takes a while ("Writing to the stick …"). */
void ui_busy(struct app *app, const char *text);
/* Have everything drawn again, where a key's own answer cannot say so (from a callback). */
void ui_redraw(struct app *app);
/* A failure in a box with its four parts; waits for a key. Clears `e`. */
void ui_error(struct app *app, struct error *e);
/* The time of the last commit, for the top line ("Đã lưu 14:03:22"). */
void ui_saved(struct app *app);

struct checks *app_checks(struct app *app);
const struct calendar *app_calendar(struct app *app);
/* Is it known who works now? Asks when nobody has answered yet (the list can be opened before). Call before anything is written. */
bool app_need_officer(struct app *app);
/* Is this the book of a level that has units below it? */
bool app_above(const struct app *app);
/* The program is being ended (SIGTERM, SIGHUP, the terminal went away): dialogs answer "no", screens close. */
bool ui_ending(const struct app *app);

/* Everything: start the terminal, ask who works, offer open drafts, show home; or open the list of `open_form` (may be NULL)
 * at once, asking nothing before something is to be written. Gives the terminal back. */
int ui_main(struct app *app, const char *open_form, struct error *e);
/* Title as "Xã Đồng Vương", training banner etc. are the top line's business. */

#endif
