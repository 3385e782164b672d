/* SPDX-License-Identifier: MIT */
/* overview: the units below, summed up, with the bundles each figure comes from. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "cmd/cmd.h"
#include "sync/made_from.h"
#include "sync/overview.h"
#include "sync/states.h"
#include "text/number.h"

static const char *rate(double v, bool plain, char buf[static 32])
{
	if (isnan(v))
		return "";
	if (plain) {
		snprintf(buf, 32, "%.2f", v);
	} else {
		char number[32];

		snprintf(buf, 32, " %.28s%%", number_decimal_show(v, 2, number));
	}
	return buf;
}

static void add_row(struct str *out, const struct overview_unit *u)
{
	char n[6][24], r1[32], r2[32];
	const int64_t v[] = { u->households, u->poor,	      u->near_poor,
			      u->incomplete, u->open_remarks, u->accepted_number };
	for (size_t i = 0; i < 6; i++)
		snprintf(n[i], sizeof(n[i]), "%lld", (long long)v[i]);
	const char *cells[] = { u->code, u->name, n[0], n[1], rate(u->poor_rate, true, r1),
				n[2], rate(u->near_rate, true, r2), n[3], n[4], n[5],
				u->accepted_hash, u->last_duty, u->last_state, u->last_received,
				u->late ? "yes" : "", u->missing ? "yes" : "" };

	csv_add_row(out, cells, sizeof(cells) / sizeof(cells[0]), ',');
}

static void print_csv(const struct overview *o)
{
	static const char *const head[] = {
		"unit", "name", "households", "poor", "poor_rate", "near_poor", "near_poor_rate",
		"incomplete", "open_remarks", "bundle", "bundle_hash", "duty", "state", "received",
		"late", "missing"
	};
	struct str out;

	str_init(&out);
	csv_add_row(&out, head, sizeof(head) / sizeof(head[0]), ',');
	for (size_t i = 0; i < o->n; i++)
		add_row(&out, &o->v[i]);
	fputs(out.s, stdout);
	str_fini(&out);
}

static void print_unit(const struct overview_unit *u, const char *name)
{
	char r1[32], r2[32];

	printf(_("%s: %lld households, %lld poor%s, %lld near-poor%s, %lld open remarks"),
	       name, (long long)u->households, (long long)u->poor, rate(u->poor_rate, false, r1),
	       (long long)u->near_poor, rate(u->near_rate, false, r2), (long long)u->open_remarks);
}

static void print_source(const struct made_from_unit *u)
{
	char number[24] = "", n[3][24];
	const int64_t counts[] = { u->incomplete, u->open_remarks, u->waiting };
	const char *cells[] = { u->code,     u->name,	  number, u->hash, u->duty, u->period, u->made_on,
				u->received, u->accepted, n[0],	  n[1],	   n[2] };
	struct str out;

	for (size_t i = 0; i < 3; i++)
		snprintf(n[i], sizeof(n[i]), "%lld", (long long)counts[i]);
	if (u->number)
		snprintf(number, sizeof(number), "%lld", (long long)u->number);
	str_init(&out);
	csv_add_row(&out, cells, sizeof(cells) / sizeof(cells[0]), ',');
	fputs(out.s, stdout);
	str_fini(&out);
}

/* Every sum names the bundles it was made from, and the units it lacks. */
static int print_sources(struct cmd *c, bool csv)
{
	struct made_from from;

	if (made_from_read(c->book, NULL, &from, &c->err))
		return c->err.code;
	if (csv)
		puts("unit,name,bundle,bundle_hash,duty,period,made,received,accepted,incomplete,open_remarks,waiting");
	else if (from.n)
		printf("%s\n", _("Made from:"));
	for (size_t i = 0; i < from.n; i++) {
		char *line = csv ? NULL : made_from_line(&from.v[i]);

		if (csv)
			print_source(&from.v[i]);
		else
			printf("  %s\n", line);
		free(line);
	}
	made_from_fini(&from);
	return 0;
}

static void print_text(const struct calendar *cal, const struct overview *o)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct overview_unit *u = &o->v[i];

		print_unit(u, u->name);
		if (u->accepted_number)
			printf(_(" (bundle %lld, %.12s)"), (long long)u->accepted_number,
			       u->accepted_hash);
		if (u->last_duty)
			printf("  %s: %s", calendar_label(cal, u->last_duty), state_words(u->last_state));
		printf("%s%s\n", u->late ? _("  late") : "", u->missing ? _("  missing") : "");
	}
	print_unit(&o->sum, _("In all"));
	putchar('\n');
}

int cmd_overview(struct cmd *c, int argc, char **argv)
{
	const char *duty = NULL, *format = "text";
	bool sources = false;
	const struct opt opts[] = { { "duty", OPT_TEXT, &duty },
				    { "sources", OPT_FLAG, &sources },
				    { "format", OPT_TEXT, &format },
				    { NULL, OPT_FLAG, NULL } };
	struct overview o = { 0 };
	bool csv;
	int status, rc = 0;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (strcmp(format, "csv") != 0 && strcmp(format, "text") != 0)
		return cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	csv = strcmp(format, "csv") == 0;
	if (cmd_book(c, BOOK_READ))
		return cmd_fail(c);
	if (!sources)
		rc = overview_make(c->book, duty, &o, &c->err);
	if (!rc && !sources && csv)
		print_csv(&o);
	else if (!rc && !sources)
		print_text(cmd_calendar(c), &o);
	if (!rc && (sources || !csv))
		rc = print_sources(c, csv);
	overview_fini(&o);
	return rc ? cmd_fail(c) : cmd_flush(c);
}
