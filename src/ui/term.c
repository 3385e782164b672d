/* SPDX-License-Identifier: MIT */
/*
 * raw(), so that ^S ^Q ^Z ^C are the program's own keys; bracketed paste, so that pasted text cannot act as keys; and whatever happens
 * (die, signals) the terminal is given back as it was.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include "ui/term.h"

#include <curses.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

static SCREEN *screen;

/* A mode curses does not know: past its buffer, so at once. */
static void set_mode(const char *sequence)
{
	fputs(sequence, stdout);
	fflush(stdout);
}

static bool want_colour(void)
{
	const char *no = getenv("NO_COLOR");

	return str_empty(no) && has_colors();
}

static int refuse(struct error *e, const char *what, const char *todo)
{
	error_fail(e, ERR_USAGE, "GN-U01", "%s", what);
	error_todo(e, "%s", todo);
	return ERR_USAGE;
}

int term_start(bool *colour, struct error *e)
{
	const char *term = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return refuse(
			e, _("The screen needs a terminal, and this is none."),
			_("Run it in a terminal window, or use a command (giamngheo --help)."));
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		return refuse(e,
			      _("This terminal's language setting is not UTF-8, so Vietnamese "
				"cannot be shown."),
			      _("Set LC_ALL=C.UTF-8 and start again."));
	/* An arrow key arrives as several bytes; over a slow line they come apart. */
	set_escdelay(term && !strcmp(term, "linux") ? 25 : 300);
	screen = newterm(NULL, stdout, stdin);
	if (!screen)
		return refuse(e, _("The kind of terminal is not known here."),
			      _("Set TERM to the terminal's kind, for example TERM=xterm, and "
				"start again."));
	die_hook(term_stop);
	raw();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	idlok(stdscr, TRUE);
	typeahead(-1); /* we look at the input ourselves, before drawing and not in the middle */
	*colour = want_colour();
	if (*colour) {
		start_color();
		use_default_colors();
	}
	set_mode("\033[?2004h");
	return 0;
}

void term_stop(void)
{
	SCREEN *s = screen;

	if (!s)
		return;
	screen = NULL;
	set_mode("\033[?2004l");
	curs_set(1);
	endwin();
	delscreen(s);
	die_hook(NULL);
}

void term_beep(void)
{
	beep();
}

void term_show(bool fresh)
{
	if (fresh)
		clearok(curscr, TRUE);
	wnoutrefresh(stdscr);
	doupdate();
}

struct term_row {
	int y, n;
	cchar_t cells[];
};

struct term_row *term_row_keep(int y)
{
	struct term_row *row = xcalloc(1, sizeof(*row) + ((size_t)COLS + 1) * sizeof(cchar_t));

	row->y = y;
	row->n = COLS;
	mvin_wchnstr(y, 0, row->cells, COLS);
	return row;
}

void term_row_put(struct term_row *row)
{
	if (row && row->y < LINES && row->n == COLS)
		mvadd_wchnstr(row->y, 0, row->cells, row->n);
	free(row);
}

void term_row_forget(struct term_row *row)
{
	free(row);
}
