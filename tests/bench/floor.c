/* SPDX-License-Identifier: MIT */
/*
 * The floor: the least that ncursesw and SQLite can do for a list. One page by index, one row more for each key
 * that scrolls, only the lines that change are touched. `floor --echo` is the floor of typing: each letter back.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 200

struct row {
	char text[320], sort[256], unit[64], id[64];
};

static struct {
	sqlite3 *db;
	sqlite3_stmt *next;
	struct row row[ROWS_MAX];
	int n, cursor;
} list;

static void put_row(int y)
{
	struct row *r = &list.row[y];

	attrset(y == list.cursor ? A_REVERSE : A_NORMAL);
	move(y, 0);
	addnstr(r->text, (int)strlen(r->text));
	clrtoeol();
	attrset(A_NORMAL);
}

static const char *text(int column)
{
	const char *s = (const char *)sqlite3_column_text(list.next, column);

	return s ? s : "";
}

/* Read up to `n` rows behind `after`. */
static int fetch(const struct row *after, struct row *out, int n)
{
	int got = 0;

	sqlite3_reset(list.next);
	sqlite3_bind_text(list.next, 1, after ? after->sort : "", -1, SQLITE_STATIC);
	sqlite3_bind_text(list.next, 2, after ? after->unit : "", -1, SQLITE_STATIC);
	sqlite3_bind_text(list.next, 3, after ? after->id : "", -1, SQLITE_STATIC);
	sqlite3_bind_int(list.next, 4, n);
	while (got < n && sqlite3_step(list.next) == SQLITE_ROW) {
		struct row *r = &out[got++];

		snprintf(r->sort, sizeof(r->sort), "%s", text(0));
		snprintf(r->unit, sizeof(r->unit), "%s", text(1));
		snprintf(r->id, sizeof(r->id), "%s", text(2));
		snprintf(r->text, sizeof(r->text), "%-30.60s %-12.20s %3.5s %-12.20s %.20s", text(3), text(4), text(5),
			 text(6), text(7));
	}
	sqlite3_reset(list.next);
	return got;
}

static void down(void)
{
	struct row r;

	if (list.cursor + 1 < list.n) {
		list.cursor++;
		put_row(list.cursor - 1);
		put_row(list.cursor);
		return;
	}
	if (!fetch(&list.row[list.n - 1], &r, 1))
		return;
	memmove(&list.row[0], &list.row[1], sizeof(list.row[0]) * (size_t)(list.n - 1));
	list.row[list.n - 1] = r;
	scrl(1);
	put_row(list.cursor - 1);
	put_row(list.cursor);
}

static int browse(const char *book)
{
	static const char sql[] =
		"SELECT _sort1, _unit, id, head_name, household_code, members_count, classification, phone "
		"FROM household WHERE left_on IS NULL AND (_sort1, _unit, id) > (?, ?, ?) "
		"ORDER BY _sort1, _unit, id LIMIT ?";
	int key;

	if (sqlite3_open_v2(book, &list.db, SQLITE_OPEN_READONLY, NULL) ||
	    sqlite3_prepare_v2(list.db, sql, -1, &list.next, NULL)) {
		endwin();
		fprintf(stderr, "floor: %s\n", sqlite3_errmsg(list.db));
		return 1;
	}
	scrollok(stdscr, TRUE);
	idlok(stdscr, TRUE);
	list.n = fetch(NULL, list.row, LINES < ROWS_MAX ? LINES : ROWS_MAX);
	for (int y = 0; y < list.n; y++)
		put_row(y);
	refresh();
	while ((key = getch()) != 'q') {
		if (key == KEY_DOWN && list.n)
			down();
		refresh();
	}
	return 0;
}

static int echo_line(void)
{
	wint_t c;
	int rc, x = 0;

	refresh();
	while ((rc = get_wch(&c)) != ERR) {
		wchar_t w[2] = { (wchar_t)c, 0 };

		if (rc == KEY_CODE_YES || c == 127 || c == 8 || c == '\r') {
			x = 0;
			move(0, 0);
			clrtoeol();
		} else {
			mvaddwstr(0, x, w);
			x = getcurx(stdscr);
		}
		refresh();
	}
	return 0;
}

int main(int argc, char **argv)
{
	int rc;

	if (argc != 2) {
		fputs("floor: BOOK | --echo\n", stderr);
		return 2;
	}
	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	rc = strcmp(argv[1], "--echo") ? browse(argv[1]) : echo_line();
	endwin();
	return rc;
}
