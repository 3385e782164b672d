/* SPDX-License-Identifier: MIT */
/* meeting and certificate: papers of a round made for many households at once. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "domain/certificates.h"
#include "domain/meeting.h"
#include "form/entry.h"

/* The id (37 bytes) of what a word names: 0 or a negative code with c->err set. */
static int resolve(struct cmd *c, const char *name, const char *word, char *id)
{
	const struct form *form = cmd_form(c, name);

	return form ? form_resolve(c->forms, c->book, form, book_unit_id(c->book), word, id, &c->err) : c->err.code;
}

static int fill(struct cmd *c, int argc, char **argv)
{
	const struct opt none[] = { { NULL, OPT_FLAG, NULL } };
	struct meeting_filled filled;
	char id[UUID_LEN + 1];
	int status;

	if (!cmd_words(c, none, &argc, argv, 1, 1, &status))
		return status;
	if (cmd_book(c, BOOK_WRITE) || resolve(c, "meeting", argv[0], id) ||
	    meeting_fill(c->forms, c->book, id, cmd_officer(c), &filled, &c->err))
		return cmd_fail(c);
	printf("%zu\n", filled.lines);
	cmd_say(_("Lines added: %zu; agreed in an earlier session: %zu; sheets not ready: %zu."), filled.lines,
		filled.agreed, filled.unready);
	return cmd_done(c, _("The meeting is filled."));
}

int cmd_meeting(struct cmd *c, int argc, char **argv)
{
	if (argc > 0 && strcmp(argv[0], "fill") == 0)
		return fill(c, argc - 1, argv + 1);
	if (argc > 0 && argv[0][0] != '-')
		return cmd_usage(c, _("'%s' is not fill"), argv[0]);
	return fill(c, argc, argv);
}

/* ---- certificates ---- */

static bool is_day(const char *text)
{
	struct date d;

	return date_parse_iso(text, &d) && d.day;
}

static int make(struct cmd *c, int argc, char **argv)
{
	const char *decision = NULL, *from = NULL, *day = NULL;
	bool anew = false;
	const struct opt opts[] = { { "decision", OPT_TEXT, &decision },
				    { "from", OPT_TEXT, &from },
				    { "date", OPT_TEXT, &day },
				    { "anew", OPT_FLAG, &anew },
				    { NULL, OPT_FLAG, NULL } };
	struct certificates_made made;
	struct certificates_order how = { .day = day };
	char id[UUID_LEN + 1];
	long long first;
	int status;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (!decision || !from)
		return cmd_usage(c, _("--decision and --from are needed"));
	if (!str_int(from, &first) || first < 1)
		return cmd_usage(c, _("--from is a whole number from 1, not '%s'"), from);
	if (day && !is_day(day))
		return cmd_usage(c, _("--date is a day such as 2024-10-05, not '%s'"), day);
	if (cmd_book(c, BOOK_WRITE) || resolve(c, "decision", decision, id))
		return cmd_fail(c);
	how = (struct certificates_order){ .decision = id, .from = first, .day = day, .anew = anew };
	if (certificates_make(c->forms, c->book, &how, cmd_officer(c), &made, &c->err))
		return cmd_fail(c);
	printf("%zu\n", made.made);
	if (made.made)
		cmd_say(_("Numbers %lld to %lld."), (long long)made.first, (long long)made.last);
	cmd_say(_("Certificates made: %zu; confirmed for another year: %zu; withdrawn: %zu; there already: %zu."), made.made,
		made.renewed, made.withdrawn, made.there);
	return cmd_done(c, _("The certificates are made."));
}

static int receive(struct cmd *c, int argc, char **argv)
{
	const char *decision = NULL, *village = NULL, *day = NULL;
	const struct opt opts[] = { { "decision", OPT_TEXT, &decision },
				    { "village", OPT_TEXT, &village },
				    { "date", OPT_TEXT, &day },
				    { NULL, OPT_FLAG, NULL } };
	char id[UUID_LEN + 1], place[UUID_LEN + 1], today[11];
	struct date d;
	size_t n;
	int status;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (!decision)
		return cmd_usage(c, _("--decision is needed"));
	if (day && !is_day(day))
		return cmd_usage(c, _("--date is a day such as 2024-10-05, not '%s'"), day);
	if (cmd_book(c, BOOK_WRITE) || resolve(c, "decision", decision, id) ||
	    (village && resolve(c, "village", village, place)))
		return cmd_fail(c);
	d = book_today(c->book);
	if (certificates_received(c->forms, c->book, id, village ? place : NULL, day ? day : date_iso(&d, today),
				  cmd_officer(c), &n, &c->err))
		return cmd_fail(c);
	printf("%zu\n", n);
	return cmd_done(c, _("%zu certificates are received."), n);
}

int cmd_certificate(struct cmd *c, int argc, char **argv)
{
	if (argc > 0 && strcmp(argv[0], "make") == 0)
		return make(c, argc - 1, argv + 1);
	if (argc > 0 && strcmp(argv[0], "receive") == 0)
		return receive(c, argc - 1, argv + 1);
	if (argc > 0 && argv[0][0] != '-')
		return cmd_usage(c, _("'%s' is not make or receive"), argv[0]);
	return make(c, argc, argv);
}
