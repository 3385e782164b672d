/* SPDX-License-Identifier: MIT */
/* round: the list to review, the sheets of paper on their way, how far each village has come. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "cmd/cmd.h"
#include "domain/progress.h"
#include "domain/sheets.h"
#include "form/entry.h"
#include "text/utf8.h"

/* The id (37 bytes) of what a word names: 0 or a negative code with c->err set. */
static int resolve(struct cmd *c, const char *name, const char *word, char *id)
{
	const struct form *form = cmd_form(c, name);

	return form ? form_resolve(c->forms, c->book, form, book_unit_id(c->book), word, id, &c->err) : c->err.code;
}

static int list_make(struct cmd *c, int argc, char **argv)
{
	const struct opt none[] = { { NULL, OPT_FLAG, NULL } };
	struct sheets_made made;
	char round[UUID_LEN + 1];
	int status;

	if (!cmd_words(c, none, &argc, argv, 1, 1, &status))
		return status;
	if (cmd_book(c, BOOK_WRITE) || resolve(c, "round", argv[0], round) ||
	    sheets_make(c->forms, c->book, round, cmd_officer(c), &made, &c->err))
		return cmd_fail(c);
	printf("%zu\n", made.on_list + made.requests);
	cmd_say(_("Sheets begun: %zu on the list, %zu by request; numbered that were there already: %zu; villages: %zu."),
		made.on_list, made.requests, made.numbered, made.villages);
	return cmd_done(c, _("The list is made."));
}

static int mark(struct cmd *c, int argc, char **argv)
{
	const char *village = NULL, *day = NULL;
	const struct opt opts[] = { { "village", OPT_TEXT, &village },
				    { "date", OPT_TEXT, &day },
				    { NULL, OPT_FLAG, NULL } };
	char round[UUID_LEN + 1], place[UUID_LEN + 1], today[11];
	struct date d;
	size_t n;
	int status;

	if (!cmd_words(c, opts, &argc, argv, 2, 2, &status))
		return status;
	if (strcmp(argv[1], "out") != 0 && strcmp(argv[1], "in") != 0)
		return cmd_usage(c, _("sheets go out or in, not '%s'"), argv[1]);
	if (day && (!date_parse_iso(day, &d) || !d.day))
		return cmd_usage(c, _("--date is a day such as 2024-10-05, not '%s'"), day);
	if (cmd_book(c, BOOK_WRITE) || resolve(c, "round", argv[0], round) ||
	    (village && resolve(c, "village", village, place)))
		return cmd_fail(c);
	if (!day) {
		d = book_today(c->book);
		day = date_iso(&d, today);
	}
	if (sheets_mark(c->forms, c->book, round, village ? place : NULL,
			strcmp(argv[1], "in") == 0 ? SHEET_IN : SHEET_OUT, day, cmd_officer(c), &n, &c->err))
		return cmd_fail(c);
	printf("%zu\n", n);
	return cmd_done(c, _("%zu sheets are marked."), n);
}

/* ---- progress ---- */

#define CELLS (2 + PROGRESS_STEPS + 5)

static void add_csv(struct str *out, const struct progress_line *l)
{
	const int64_t more[] = { l->absent, l->incomplete, l->again, l->certificates, l->received };
	char n[PROGRESS_STEPS + 5][24];
	const char *cells[CELLS] = { l->village, l->name };

	for (int i = 0; i < PROGRESS_STEPS + 5; i++) {
		snprintf(n[i], sizeof(n[i]), "%lld",
			 (long long)(i < PROGRESS_STEPS ? l->n[i] : more[i - PROGRESS_STEPS]));
		cells[2 + i] = n[i];
	}
	csv_add_row(out, cells, CELLS, ',');
}

static void print_csv(const struct progress *p)
{
	const char *head[CELLS] = { "village", "name" };
	struct str out;

	for (int i = 0; i < PROGRESS_STEPS; i++)
		head[2 + i] = progress_step_name((enum progress_step)i);
	head[2 + PROGRESS_STEPS] = "absent";
	head[3 + PROGRESS_STEPS] = "incomplete";
	head[4 + PROGRESS_STEPS] = "again";
	head[5 + PROGRESS_STEPS] = "certificates";
	head[6 + PROGRESS_STEPS] = "received";
	str_init(&out);
	csv_add_row(&out, head, CELLS, ',');
	for (size_t i = 0; i < p->n; i++)
		add_csv(&out, &p->v[i]);
	fputs(out.s, stdout);
	str_fini(&out);
}

/* printf counts bytes, a terminal columns. */
static void print_padded(const char *text, int cols, bool right)
{
	int w = utf8_width(text);

	if (right)
		printf("%*s%s", w < cols ? cols - w : 0, "", text);
	else
		printf("%s%*s", text, w < cols ? cols - w : 0, "");
}

static void print_line(const char *name, const struct progress_line *l)
{
	char n[24];

	print_padded(name, 24, false);
	for (int i = 0; i < PROGRESS_STEPS; i++) {
		snprintf(n, sizeof(n), "%lld", (long long)l->n[i]);
		print_padded(n, 12, true);
	}
	if (l->absent)
		printf(_("  nobody at home: %lld"), (long long)l->absent);
	if (l->again)
		printf(_("  to meet again: %lld"), (long long)l->again);
	putchar('\n');
}

static void print_text(const struct progress *p)
{
	print_padded(_("Village"), 24, false);
	for (int i = 0; i < PROGRESS_STEPS; i++)
		print_padded(progress_step_words((enum progress_step)i), 12, true);
	putchar('\n');
	for (size_t i = 0; i < p->n; i++)
		print_line(p->v[i].village ? p->v[i].name : _("(no village)"), &p->v[i]);
	print_line(_("In all"), &p->sum);
}

static int progress(struct cmd *c, int argc, char **argv)
{
	const char *format = "text";
	const struct opt opts[] = { { "format", OPT_TEXT, &format }, { NULL, OPT_FLAG, NULL } };
	struct progress p;
	char round[UUID_LEN + 1];
	int status;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (strcmp(format, "csv") != 0 && strcmp(format, "text") != 0)
		return cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	if (cmd_book(c, BOOK_READ) || resolve(c, "round", argv[0], round) ||
	    progress_make(c->forms, c->book, round, &p, &c->err))
		return cmd_fail(c);
	if (strcmp(format, "csv") == 0)
		print_csv(&p);
	else
		print_text(&p);
	progress_fini(&p);
	return cmd_flush(c);
}

int cmd_round(struct cmd *c, int argc, char **argv)
{
	if (argc > 0 && strcmp(argv[0], "list-make") == 0)
		return list_make(c, argc - 1, argv + 1);
	if (argc > 0 && strcmp(argv[0], "sheets") == 0)
		return mark(c, argc - 1, argv + 1);
	if (argc > 0 && strcmp(argv[0], "progress") == 0)
		return progress(c, argc - 1, argv + 1);
	if (argc > 0 && argv[0][0] != '-')
		return cmd_usage(c, _("'%s' is not list-make, sheets or progress"), argv[0]);
	return list_make(c, argc, argv); /* --help, or a word is missing */
}
