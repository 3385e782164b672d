/* SPDX-License-Identifier: MIT */
/* opening: last year's list taken over from a CSV, as a closed round. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/outfile.h"
#include "domain/opening.h"

#define YEAR_MIN 2016 /* the first year of these lists */

static void tell(const struct opening_result *r, bool dry)
{
	printf(_("%ld households: %ld new lines, %ld changed, %ld the same, %ld refused; %ld of them new in the register\n"), r->households,
	       r->added, r->changed, r->same, r->bad, r->made);
	printf(_("poor %ld, near-poor %ld, escaped from poverty %ld, escaped from near-poverty %ld\n"), r->class[0], r->class[1],
	       r->class[2], r->class[3]);
	if (r->untaken)
		cmd_say(_("Columns that were passed over: %s"), r->untaken);
	if (dry)
		cmd_say("%s", _("A rehearsal: nothing was stored."));
}

/* The refused rows; a file for them that fails in the end leaves them to standard error, and the list is stored all the same. */
static int say_refused(struct cmd *c, struct outfile *o, const char *path, const struct str *bad, const struct opening_result *r,
		       bool dry)
{
	bool written = path && !outfile_write(o, bad->s, bad->len) && !outfile_commit(o);
	int status = path && !written ? cmd_fail(c) : 0;

	if (r->bad && written)
		cmd_say(_("The refused rows and their reasons are in %s"), path);
	else if (r->bad)
		fputs(bad->s, stderr);
	return dry ? status : 0;
}

/* The day of a decision that is made already, in a year a list can be of. */
static int check_day(struct cmd *c, const char *said, const struct date *day)
{
	const struct date today = book_today(c->book);

	if (date_cmp(day, &today) > 0)
		return cmd_usage(c, _("--date %s is still to come"), said);
	return day->year < YEAR_MIN ? cmd_usage(c, _("--date %s is before any of these lists"), said) : 0;
}

static int run(struct cmd *c, const char *path, const struct opening_want *want, const char *errors_path)
{
	struct opening_result r = { .rows = 0 };
	struct outfile o = { .path = NULL };
	struct str bad;
	int status, rc = errors_path ? outfile_open(&o, errors_path, &c->err) : 0;

	str_init(&bad);
	if (!rc)
		rc = opening_import(c->forms, c->book, path, want, &bad, cmd_officer(c), &r, &c->err);
	if (rc == ERR_USAGE) /* not this book's to write: the words were right */
		c->err.code = ERR_DATA;
	status = rc ? cmd_fail(c) : 0;
	if (!rc)
		tell(&r, want->dry_run);
	if (!rc)
		status = say_refused(c, &o, errors_path, &bad, &r, want->dry_run);
	if (!status && !rc)
		status = want->dry_run ? cmd_flush(c) : cmd_done(c, "%s", _("The opening list is stored."));
	if (!status && r.bad)
		status = 1;
	outfile_close(&o);
	opening_result_fini(&r);
	str_fini(&bad);
	return status;
}

int cmd_opening(struct cmd *c, int argc, char **argv)
{
	const char *round_said = NULL, *number_said = NULL, *date = NULL, *year = NULL, *class = NULL, *errors_path = NULL;
	bool dry = false;
	const struct opt opts[] = { { "round", OPT_TEXT, &round_said }, { "decision", OPT_TEXT, &number_said }, { "date", OPT_TEXT, &date },
				    { "year", OPT_TEXT, &year },	 { "class", OPT_TEXT, &class },	    { "dry-run", OPT_FLAG, &dry },
				    { "errors", OPT_TEXT, &errors_path }, { NULL, OPT_FLAG, NULL } };
	struct opening_want want;
	struct date day;
	long long y = 0;
	char iso[11], *round = NULL, *number = NULL;
	int status;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (str_empty(round_said) || str_empty(number_said) || str_empty(date))
		return cmd_usage(c, "%s", _("--round CODE, --decision NO and --date DATE are needed"));
	if (!date_parse_human(date, &day) || !day.day)
		return cmd_usage(c, _("'%s' is no date"), date);
	if (year && (!str_int(year, &y) || y < YEAR_MIN || y > 2100))
		return cmd_usage(c, _("'%s' is no year"), year);
	if (errors_path && outfile_same(errors_path, argv[0]))
		return cmd_usage(c, _("%s is the file that is read: name another one for the refused rows"), errors_path);
	if (errors_path && outfile_is_book(c, errors_path))
		return cmd_usage(c, _("%s is the book, or belongs to it"), errors_path);
	if (cmd_book(c, BOOK_WRITE))
		return cmd_fail(c);
	status = check_day(c, date, &day);
	if (status)
		return status;
	if (class && !codes_find(code_lists_get(forms_codes(c->forms), "opening_class", NULL), class))
		return cmd_usage(c, _("--class is poor, near_poor, escaped or escaped_near, not '%s'"), class);
	status = cmd_text(c, "--round", round_said, CMD_NAME_MAX, &round);
	if (!status)
		status = cmd_text(c, "--decision", number_said, CMD_NAME_MAX, &number);
	if (status) {
		free(round);
		return status;
	}
	want = (struct opening_want){ .round = round, .decision_no = number, .decision_date = date_iso(&day, iso), .year = (int)y,
				      .class = class, .dry_run = dry };
	status = run(c, argv[0], &want, errors_path);
	free(round);
	free(number);
	return status;
}
