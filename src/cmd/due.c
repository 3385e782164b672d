/* SPDX-License-Identifier: MIT */
/* due: what is to be sent up by when, and where it stands; of a book with units below also what they owe. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "sync/duties.h"
#include "sync/peer.h"

/* A year back, and a quarter ahead. */
#define DAYS_BACK 365
#define DAYS_AHEAD 92

struct printing {
	struct cmd *c;
	bool csv;
	size_t overdue, lines;
};

static void print_csv(const struct duty_unit *u, const struct duty_column *col, const struct duty_cell *c)
{
	char day[11], late[24], left[24], number[24] = "";
	const char *cells[] = { u->code, col->duty->code,      col->period,	     date_iso(&c->day, day),
				duty_state_code(c->state), late,
				left,	 c->nothing ? "yes" : "", number,	     c->sent,
				c->decided, col->duty->verified ? "yes" : "no" };
	struct str out;

	snprintf(late, sizeof(late), "%ld", c->late);
	snprintf(left, sizeof(left), "%ld", c->left);
	if (c->number)
		snprintf(number, sizeof(number), "%lld", (long long)c->number);
	str_init(&out);
	csv_add_row(&out, cells, sizeof(cells) / sizeof(cells[0]), ',');
	fputs(out.s, stdout);
	str_fini(&out);
}

static void add_days(struct str *b, const struct duty_cell *c)
{
	if (c->late && c->overdue)
		str_addf(b, P_(", %ld day late", ", %ld days late", (unsigned long)c->late), c->late);
	else if (c->late)
		str_addf(b, P_(", came %ld day late", ", came %ld days late", (unsigned long)c->late), c->late);
	else if (c->state == DUTY_NOT_SENT && c->left)
		str_addf(b, P_(", %ld day left", ", %ld days left", (unsigned long)c->left), c->left);
	else if (c->state == DUTY_NOT_SENT)
		str_add(b, _(", today is the last day"));
}

static void print_text(const struct duty_unit *u, const struct duty_column *col, const struct duty_cell *c)
{
	char *period = period_words(col->period), day[11], sent[11];
	struct date d;
	struct str b;

	str_init(&b);
	str_addf(&b, "%s  %s  %s, %s: %s", date_human(&c->day, day), u->name, i18n_pick(col->duty->label), period,
		 duty_state_words(c->state));
	if (c->nothing)
		str_addf(&b, " (%s)", _("nothing arisen"));
	if (c->number)
		str_addf(&b, _(", bundle %lld of %s"), (long long)c->number,
			 date_parse_iso(c->sent, &d) ? date_human(&d, sent) : c->sent);
	add_days(&b, c);
	if (!col->duty->verified)
		str_addf(&b, " [%s]", _("day not verified"));
	puts(b.s);
	str_fini(&b);
	free(period);
}

/* By day, then by unit: what presses stands first. */
static void print_table(struct printing *p, const struct duty_table *t)
{
	for (size_t i = 0; i < t->n_columns; i++)
		for (size_t k = 0; k < t->n_units; k++) {
			const struct duty_cell *c = &t->units[k].cells[i];

			if (!c->asked)
				continue;
			p->lines++;
			if (p->csv)
				print_csv(&t->units[k], &t->columns[i], c);
			else
				print_text(&t->units[k], &t->columns[i], c);
		}
	p->overdue += t->overdue;
}

/* What this unit owes goes to the level above it; a book without one sends nothing, and is only told what is to come. */
static bool own_too(struct cmd *c, const struct peers *below)
{
	struct peer upper;
	int rc = peer_upper(c->book, &upper, NULL);

	if (!rc)
		peer_fini(&upper);
	return !rc || !below->n;
}

static int print_all(struct printing *p, const struct date *on)
{
	static const char *const head[] = { "unit", "duty",    "period", "due",	 "state",   "late",
					    "left", "nothing", "bundle", "sent", "decided", "verified" };
	struct date from = date_from_days(date_days(on) - DAYS_BACK), to = date_from_days(date_days(on) + DAYS_AHEAD);
	const struct calendar *cal = cmd_calendar(p->c);
	struct duty_table t = { 0 };
	struct peers below;
	struct str out;
	int rc = peer_list(p->c->book, false, &below, &p->c->err);

	if (rc)
		return rc;
	if (p->csv) {
		str_init(&out);
		csv_add_row(&out, head, sizeof(head) / sizeof(head[0]), ',');
		fputs(out.s, stdout);
		str_fini(&out);
	}
	if (own_too(p->c, &below)) {
		rc = duties_own(cal, p->c->book, &from, &to, on, &t, &p->c->err);
		if (!rc)
			print_table(p, &t);
		duty_table_fini(&t);
	}
	if (!rc && below.n) {
		rc = duties_below(cal, p->c->book, &from, &to, on, &t, &p->c->err);
		if (!rc)
			print_table(p, &t);
		duty_table_fini(&t);
	}
	peers_fini(&below);
	return rc;
}

int cmd_due(struct cmd *c, int argc, char **argv)
{
	const char *on = NULL, *format = "text";
	const struct opt opts[] = { { "on", OPT_TEXT, &on },
				    { "format", OPT_TEXT, &format },
				    { NULL, OPT_FLAG, NULL } };
	struct printing p = { .c = c };
	struct date day;
	int status;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (strcmp(format, "csv") != 0 && strcmp(format, "text") != 0)
		return cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	if (on && (!date_parse_human(on, &day) || !day.day))
		return cmd_usage(c, _("'%s' is no day: write 2026-04-05 or 05/04/2026"), on);
	if (cmd_book(c, BOOK_READ))
		return cmd_fail(c);
	if (!on)
		day = book_today(c->book);
	p.csv = strcmp(format, "csv") == 0;
	if (print_all(&p, &day))
		return cmd_fail(c);
	if (!p.csv && !p.lines && !c->calendar_bad)
		cmd_say(_("Nothing is due."));
	if (p.overdue)
		cmd_say(P_("%zu is overdue.", "%zu are overdue.", (unsigned long)p.overdue), p.overdue);
	status = cmd_flush(c);
	return status ? status : p.overdue || c->calendar_bad ? 1 : 0;
}
