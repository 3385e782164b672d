/* SPDX-License-Identifier: MIT */
/*
 * The signals are blocked except while we sleep in ppoll, so none slips in between the last look at the input and the sleep, and an
 * idle program is woken by nothing else. Bytes are read through a pad, for a read on a window would also draw it.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include "ui/keyread.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "ui/keydec.h"

#define AT_ONCE 8192 /* read before something is drawn again */

/* Codes given to sequences that terminfo does not name; above any of curses' own. */
enum { CODE_FIRST = 0x2000 };
static const struct {
	const char *sequence;
	int code;
} extra[] = {
	{ "\033[200~", KEYDEC_PASTE_BEGIN },
	{ "\033[201~", KEYDEC_PASTE_END },
	{ "\033[1;5D", K_WORD_LEFT },
	{ "\033[1;5C", K_WORD_RIGHT },
	{ "\033[1;3D", K_WORD_LEFT },
	{ "\033[1;3C", K_WORD_RIGHT },
	{ "\033[1;5H", K_CTRL_HOME },
	{ "\033[1;5F", K_CTRL_END },
	{ "\033[H", K_HOME },
	{ "\033[F", K_END },
	{ "\033[1~", K_HOME },
	{ "\033[4~", K_END },
	{ "\033[3~", K_DELETE },
};
#define N_EXTRA (sizeof(extra) / sizeof(extra[0]))

struct keyreader {
	struct keydec dec;
	WINDOW *pad;
	sigset_t before; /* the mask we found, and sleep with */
	struct sigaction old_term, old_hup, old_int;
	bool ended, more;
};

static volatile sig_atomic_t end_asked;

static void on_end(int sig)
{
	(void)sig;
	end_asked = 1;
}

struct keyreader *keyread_new(void)
{
	struct keyreader *kr = xcalloc(1, sizeof(*kr));
	struct sigaction sa = { .sa_handler = on_end };
	sigset_t block;
	size_t i;

	keydec_init(&kr->dec);
	kr->pad = newpad(1, 1);
	if (!kr->pad)
		die("no memory for the input pad (GN-U02)");
	keypad(kr->pad, TRUE);
	nodelay(kr->pad, TRUE);
	for (i = 0; i < N_EXTRA; i++)
		define_key(extra[i].sequence, CODE_FIRST + (int)i);
	end_asked = 0;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, &kr->old_term);
	sigaction(SIGHUP, &sa, &kr->old_hup);
	sigaction(SIGINT, &sa, &kr->old_int);
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigaddset(&block, SIGHUP);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGWINCH);
	sigprocmask(SIG_BLOCK, &block, &kr->before);
	return kr;
}

void keyread_free(struct keyreader *kr)
{
	if (!kr)
		return;
	sigprocmask(SIG_SETMASK, &kr->before, NULL);
	sigaction(SIGTERM, &kr->old_term, NULL);
	sigaction(SIGHUP, &kr->old_hup, NULL);
	sigaction(SIGINT, &kr->old_int, NULL);
	keydec_fini(&kr->dec);
	delwin(kr->pad);
	free(kr);
}

static int translate(int c)
{
	static const struct {
		int curses, code;
	} map[] = {
		{ KEY_RESIZE, K_RESIZE }, { KEY_ENTER, K_ENTER },
		{ KEY_BTAB, K_BACKTAB },  { KEY_BACKSPACE, K_BACKSPACE },
		{ KEY_DC, K_DELETE },	  { KEY_IC, K_INSERT },
		{ KEY_UP, K_UP },	  { KEY_DOWN, K_DOWN },
		{ KEY_LEFT, K_LEFT },	  { KEY_RIGHT, K_RIGHT },
		{ KEY_HOME, K_HOME },	  { KEY_END, K_END },
		{ KEY_FIND, K_HOME },	  { KEY_SELECT, K_END },
		{ KEY_PPAGE, K_PAGE_UP }, { KEY_NPAGE, K_PAGE_DOWN },
		{ KEY_A1, K_HOME },	  { KEY_A3, K_PAGE_UP },
		{ KEY_C1, K_END },	  { KEY_C3, K_PAGE_DOWN },
	};
	size_t i;

	if (c >= CODE_FIRST && c < CODE_FIRST + (int)N_EXTRA)
		return extra[c - CODE_FIRST].code;
	if (c > KEY_F0 && c <= KEY_F(12))
		return K_F(c - KEY_F0);
	for (i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (map[i].curses == c)
			return map[i].code;
	return K_NONE;
}

/* Take what waits; how much it was. */
static int take(struct keyreader *kr)
{
	int n = 0, c;

	kr->more = false;
	while ((c = wgetch(kr->pad)) != ERR) {
		if (c < 256)
			keydec_byte(&kr->dec, (unsigned char)c);
		else
			keydec_code(&kr->dec, translate(c));
		if (++n == AT_ONCE) {
			kr->more = true; /* curses may hold some: do not sleep */
			break;
		}
	}
	return n;
}

static void wait_for_input(struct keyreader *kr)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	int ms = keydec_wait(&kr->dec);
	struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };
	int rc = ppoll(&fd, 1, ms < 0 ? NULL : &ts, &kr->before);

	if (end_asked)
		kr->ended = true;
	else if (rc == 0)
		keydec_timeout(&kr->dec);
	else if (rc < 0 && errno != EINTR)
		kr->ended = true;
	else if (!take(kr) && rc > 0) /* readable, and nothing in it: the terminal is gone */
		kr->ended = true;
}

bool keyread_waiting(struct keyreader *kr)
{
	if (!keydec_ready(&kr->dec))
		take(kr);
	return keydec_ready(&kr->dec);
}

bool keyread_next(struct keyreader *kr, struct key *out)
{
	for (;;) {
		if (keydec_next(&kr->dec, out))
			return true;
		if (kr->ended)
			return false;
		if (kr->more)
			take(kr);
		else
			wait_for_input(kr);
	}
}
