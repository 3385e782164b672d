/* SPDX-License-Identifier: MIT */
/*
 * Keys as the program means them. Input is read as bytes and decoded here, strictly: a byte is never above 255 and a key
 * of the terminal never below, so no letter can be taken for a key (ă is 259 in wide characters, and so is KEY_UP), and one bad byte costs
 * only itself (get_wch drops everything that waits behind it, and a letter cut in two by a slow line). Esc is a prefix: the next key within
 * 1 s makes the twin (Esc 9 = F9), Esc Esc is K_CANCEL, a lone Esc is nothing. Bracketed paste arrives as one K_PASTE. A run of letters
 * and Backspaces that waits in the input is read whole before anything is drawn.
 */
#ifndef GN_UI_KEY_H
#define GN_UI_KEY_H

#include <stdbool.h>
#include <stddef.h>

enum key_code {
	K_NONE = 0,
	K_TEXT = 1,   /* a letter (UTF-8 in text) typed; several that wait together come as one */
	K_PASTE,      /* pasted text, data only */
	K_RESIZE,
	K_CANCEL,     /* Esc Esc */
	K_ENTER, K_TAB, K_BACKTAB, K_BACKSPACE, K_DELETE, K_INSERT,
	K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PAGE_UP, K_PAGE_DOWN,
	K_CTRL_HOME, K_CTRL_END, K_WORD_LEFT, K_WORD_RIGHT,
	K_CTRL_BASE = 64,  /* K_CTRL_BASE + 'a'-'z' letter - 'a': ^A … (never h i j m [ b) */
	K_F_BASE = 128,    /* K_F_BASE + n: Fn or its twin Esc n (Esc 0 = F10, Esc - = F11, Esc = is F12) */
	K_ALT_BASE = 256,  /* K_ALT_BASE + ASCII letter: Esc then that letter; if nobody wants it, it is given again as the letter */
	K_CHAR_BASE = 512, /* only in tables: K_CHAR('/') is bound to K_TEXT of that one character */
};
#define K_CTRL(c) (K_CTRL_BASE + (c) - 'a')
#define K_F(n) (K_F_BASE + (n))
#define K_ALT(c) (K_ALT_BASE + (c))
#define K_CHAR(c) (K_CHAR_BASE + (c))

struct key {
	int code;         /* enum key_code */
	const char *text; /* K_TEXT, K_PASTE: NFC not guaranteed, valid UTF-8; borrowed until the next key */
	size_t len;
};

/* A key and what it does: makes the bottom line, the help screen and the man page's table. */
struct keybind {
	int code;
	int action;          /* the screen's own number */
	const char *label;   /* N_("Save"): short, for the bottom line; NULL: not on it */
	const char *help;    /* N_("Save the record"): for the key list */
};
/* The action bound to `k`, or 0. Table ends with code 0. A K_TEXT of several letters is bound to nothing: a screen that takes no text
 * answers SCREEN_IGNORED, and the loop gives it again letter by letter ("/" then "nguyen" typed in one go). */
int keybind_find(const struct keybind *table, const struct key *k);
/* "F2", "^S", "Esc-a", "Enter", "/" … into buf (16 bytes). */
char *key_label(int code, char buf[static 16]);
/* The same for the bottom line: F10, F11 and F12 belong to many terminals, so their twins are named: "Esc-0". */
char *key_label_twin(int code, char buf[static 16]);

#endif
