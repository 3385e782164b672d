/* SPDX-License-Identifier: MIT */
/* lock and unlock: rounds of units below that stand as they were decided; lock list also in the unit's own book. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "cmd/cmd.h"
#include "sync/lock.h"

static void print_csv(const struct locks *all)
{
	static const char *const head[] = { "unit", "round", "decision", "date",     "who",	 "at",
					    "told", "ended", "ended_by", "ended_why" };
	struct str out;

	str_init(&out);
	csv_add_row(&out, head, sizeof(head) / sizeof(head[0]), ',');
	for (size_t i = 0; i < all->n; i++) {
		const struct lock *l = &all->v[i];
		const char *cells[] = { l->unit_code, l->round, l->decision,	       l->day,	    l->who,
					l->at,	      l->told ? "yes" : "no", l->ended_at, l->ended_by, l->ended_why };

		csv_add_row(&out, cells, sizeof(cells) / sizeof(cells[0]), ',');
	}
	fputs(out.s, stdout);
	str_fini(&out);
}

static int list(struct cmd *c, const char *format)
{
	struct locks all;

	if (cmd_book(c, BOOK_READ) || lock_list(c->book, NULL, &all, &c->err))
		return cmd_fail(c);
	if (!strcmp(format, "csv"))
		print_csv(&all);
	for (size_t i = 0; strcmp(format, "csv") && i < all.n; i++) {
		const struct lock *l = &all.v[i];
		char *words = lock_words(l);

		printf("%s  %s: %s%s\n", l->unit_code, l->unit_name, words,
		       l->told ? "" : _(" (not in a reply yet)"));
		free(words);
	}
	locks_fini(&all);
	return cmd_flush(c);
}

static void say_passed(const struct strlist *passed)
{
	for (size_t i = 0; i < passed->n; i++)
		cmd_say("%s", passed->v[i]);
}

int cmd_lock(struct cmd *c, int argc, char **argv)
{
	struct lock_plan plan = { .round = NULL };
	const char *date = NULL, *format = "text";
	bool all = false;
	const struct opt opts[] = { { "unit", OPT_TEXT, &plan.unit }, { "all", OPT_FLAG, &all },
				    { "decision", OPT_TEXT, &plan.decision }, { "date", OPT_TEXT, &date },
				    { "format", OPT_TEXT, &format }, { NULL, OPT_FLAG, NULL } };
	struct strlist passed;
	struct date day;
	char iso[11], *decision = NULL;
	size_t n = 0;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (strcmp(format, "csv") != 0 && strcmp(format, "text") != 0)
		return cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	if (!strcmp(argv[0], "list"))
		return list(c, format);
	if (all == (plan.unit != NULL) || !plan.decision)
		return cmd_usage(c, _("--unit CODE or --all, and --decision NUMBER are needed"));
	if (date && (!date_parse_human(date, &day) || !day.day))
		return cmd_usage(c, _("'%s' is no day: write 2026-04-05 or 05/04/2026"), date);
	status = cmd_text(c, "--decision", plan.decision, CMD_NAME_MAX, &decision);
	if (status)
		return status;
	plan.round = argv[0];
	plan.decision = decision;
	plan.day = date ? date_iso(&day, iso) : NULL;
	strlist_init(&passed);
	rc = cmd_book(c, BOOK_WRITE);
	plan.who = rc ? NULL : cmd_officer(c);
	if (!rc)
		rc = lock_make(cmd_forms(c), c->book, &plan, &n, &passed, &c->err);
	if (!rc) {
		say_passed(&passed);
		cmd_say(P_("Locked in %zu unit. The reply to it tells it so: giamngheo reply make.",
			   "Locked in %zu units. The replies to them tell them so: giamngheo reply make.", (unsigned long)n),
			n);
	}
	strlist_fini(&passed);
	free(decision);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

int cmd_unlock(struct cmd *c, int argc, char **argv)
{
	const char *unit = NULL, *reason = NULL;
	bool all = false;
	const struct opt opts[] = { { "unit", OPT_TEXT, &unit },
				    { "all", OPT_FLAG, &all },
				    { "reason", OPT_TEXT, &reason },
				    { NULL, OPT_FLAG, NULL } };
	char *why = NULL;
	size_t n = 0;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (all == (unit != NULL) || str_empty(reason))
		return cmd_usage(c, _("--unit CODE or --all, and --reason TEXT are needed"));
	status = cmd_text(c, "--reason", reason, CMD_REASON_MAX, &why);
	if (status)
		return status;
	rc = cmd_book(c, BOOK_WRITE);
	if (!rc)
		rc = lock_end(c->book, argv[0], unit, why, cmd_officer(c), &n, &c->err);
	free(why);
	if (rc)
		return cmd_fail(c);
	cmd_say(P_("Unlocked in %zu unit. The reply to it tells it so: giamngheo reply make.",
		   "Unlocked in %zu units. The replies to them tell them so: giamngheo reply make.", (unsigned long)n),
		n);
	return cmd_flush(c);
}
