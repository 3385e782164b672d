/* SPDX-License-Identifier: MIT */
/*
 * The functions expressions may call: a list of SQLite's own, and ours on dates, code lists
 * and folded text. Ours answer NULL where what is known does not decide the answer.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "form/expr_impl.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/score.h"
#include "text/viet.h"

static const char *const allowed[] = {
	"abs", "coalesce", "ifnull", "iif", "nullif", "instr", "length", "lower", "upper", "min", "max", "round",
	"substr", "substring", "trim", "ltrim", "rtrim", "like", "glob", "year", "age", "months", "days", "in_list",
	"list_value", "fold", "date_ok", "add_days", "classify", "standard_value", "standard_ready", "standard_asked",
	"indicator_count", "standard_on", "score", "score_twice", "score_complete", "score_count", "score_sheet", NULL,
};

int expr_function_allowed(const char *name)
{
	for (size_t i = 0; allowed[i]; i++)
		if (!strcasecmp(allowed[i], name))
			return 1;
	return 0;
}

static const char *text_of(sqlite3_value *v)
{
	return (const char *)sqlite3_value_text(v);
}

/* A date or a part of one; false for NULL and for what is none. */
static bool date_of(sqlite3_value *v, struct date *d)
{
	const char *s = text_of(v);

	return s && date_parse_iso(s, d);
}

static void fn_year(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	struct date d;

	(void)argc;
	if (date_of(argv[0], &d))
		sqlite3_result_int(cx, d.year);
}

static void fn_date_ok(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const char *s = text_of(argv[0]);
	struct date d;

	(void)argc;
	if (s)
		sqlite3_result_int(cx, date_parse_iso(s, &d));
}

/* Calendar distance, negative when `b` is before `a`. */
static long span(int (*count)(const struct date *, const struct date *), const struct date *a,
		 const struct date *b)
{
	return date_cmp(a, b) <= 0 ? count(a, b) : -(long)count(b, a);
}

/* The distance between two dates that may be parts: an answer only when every day they may mean gives the same one. */
static bool span_known(int (*count)(const struct date *, const struct date *), sqlite3_value **argv,
		       long *out)
{
	struct date a, b, from[2], to[2];
	long least, most;

	if (!date_of(argv[0], &a) || !date_of(argv[1], &b))
		return false;
	if (a.day && b.day) {
		*out = span(count, &a, &b);
		return true;
	}
	from[0] = date_first(&a);
	from[1] = date_last(&a);
	to[0] = date_first(&b);
	to[1] = date_last(&b);
	least = span(count, &from[1], &to[0]);
	most = span(count, &from[0], &to[1]);
	*out = least;
	return least == most;
}

static void fn_age(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	long years;

	(void)argc;
	if (span_known(date_years, argv, &years) && years >= 0)
		sqlite3_result_int64(cx, years);
}

static void fn_months(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	long months;

	(void)argc;
	if (span_known(date_months, argv, &months))
		sqlite3_result_int64(cx, months);
}

static void fn_days(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	struct date a, b;

	(void)argc;
	if (date_of(argv[0], &a) && date_of(argv[1], &b) && a.day && b.day)
		sqlite3_result_int64(cx, date_days(&b) - date_days(&a));
}

static void fn_add_days(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	char buf[11];
	struct date d;

	(void)argc;
	if (!date_of(argv[0], &d) || !d.day || sqlite3_value_type(argv[1]) == SQLITE_NULL)
		return;
	d = date_from_days(date_days(&d) + sqlite3_value_int(argv[1]));
	sqlite3_result_text(cx, date_iso(&d, buf), -1, SQLITE_TRANSIENT);
}

static void fn_fold(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const char *s = text_of(argv[0]);

	(void)argc;
	if (s)
		sqlite3_result_text(cx, viet_fold(s), -1, free);
}

static const struct codes *list_of(sqlite3_context *cx, sqlite3_value *v)
{
	const char *name = text_of(v);
	struct code_lists *lists = sqlite3_user_data(cx);
	const struct codes *codes = name && lists ? code_lists_get(lists, name, NULL) : NULL;
	char *said;

	if (codes)
		return codes;
	said = xasprintf(_("there is no code list \"%s\""), name ? name : "");
	sqlite3_result_error(cx, said, -1);
	free(said);
	return NULL;
}

static void fn_in_list(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct codes *codes = list_of(cx, argv[0]);
	const char *code = text_of(argv[1]);

	(void)argc;
	if (codes && code)
		sqlite3_result_int(cx, codes_find(codes, code) != NULL);
}

/* A column of one code; *known tells whether there is such a column at all. */
static const char *code_cell(const struct codes *codes, const struct code *k, const char *column,
			     bool *known)
{
	*known = true;
	if (!strcmp(column, "code"))
		return k ? k->code : NULL;
	if (!strcmp(column, "vi"))
		return k ? k->label[LANG_VI] : NULL;
	if (!strcmp(column, "en"))
		return k ? k->label[LANG_EN] : NULL;
	if (!strcmp(column, "standard"))
		return k ? k->standard : NULL;
	if (!strcmp(column, "from"))
		return k ? k->from : NULL;
	if (!strcmp(column, "to"))
		return k ? k->to : NULL;
	for (size_t i = 0; codes->extra_names[i]; i++)
		if (!strcmp(column, codes->extra_names[i]))
			return k && *k->extra[i] ? k->extra[i] : NULL;
	*known = false;
	return NULL;
}

static void fn_list_value(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct codes *codes = list_of(cx, argv[0]);
	const char *column = text_of(argv[2]);
	const char *cell;
	bool known;

	(void)argc;
	if (!codes)
		return;
	cell = code_cell(codes, codes_find(codes, text_of(argv[1])), column ? column : "", &known);
	if (!known) {
		char *said = xasprintf(_("the code list \"%s\" has no column \"%s\""), codes->name,
				       column ? column : "");

		sqlite3_result_error(cx, said, -1);
		free(said);
		return;
	}
	if (cell)
		sqlite3_result_text(cx, cell, -1, SQLITE_TRANSIENT);
}

/* ---- standards ---- */

/* NULL, after an error where rules may not ask at all; an id nobody knows is simply not known. */
static const struct standard *standard_of(sqlite3_context *cx, sqlite3_value *v)
{
	struct code_lists *lists = sqlite3_user_data(cx);

	if (!lists) {
		sqlite3_result_error(cx, _("a standard's rules cannot ask for standards"), -1);
		return NULL;
	}
	return standards_find(code_lists_standards(lists), text_of(v));
}

static double number_or_nan(sqlite3_value *v)
{
	return sqlite3_value_type(v) == SQLITE_NULL ? (double)NAN : sqlite3_value_double(v);
}

static void give_number(sqlite3_context *cx, double d)
{
	if (isnan(d))
		return;
	if (d == floor(d) && fabs(d) < 9e15)
		sqlite3_result_int64(cx, (sqlite3_int64)d);
	else
		sqlite3_result_double(cx, d);
}

/* classify(standard, area, b1, deprived, unknown, income) */
static void fn_classify(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct standard *st = standard_of(cx, argv[0]);
	struct standard_facts f = { .area = text_of(argv[1]),
				    .b1 = number_or_nan(argv[2]),
				    .deprived = number_or_nan(argv[3]),
				    .unknown = number_or_nan(argv[4]),
				    .income = number_or_nan(argv[5]) };
	struct standard_result r;
	struct error e = ERROR_INIT;

	(void)argc;
	if (!st)
		return;
	if (standard_classify(st, &f, &r, &e))
		sqlite3_result_error(cx, e.what, -1);
	else if (r.class)
		sqlite3_result_text(cx, r.class, -1, SQLITE_TRANSIENT);
	standard_result_fini(&r);
	error_clear(&e);
}

/* standard_value(standard, area, name[, day]) */
static void fn_standard_value(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct standard *st = standard_of(cx, argv[0]);
	const char *name = text_of(argv[2]);

	if (st && name)
		give_number(cx, standard_value(st, text_of(argv[1]), name, argc > 3 ? text_of(argv[3]) : NULL, NULL));
}

static void fn_standard_ready(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct standard *st = standard_of(cx, argv[0]);

	(void)argc;
	if (st)
		sqlite3_result_int(cx, standard_ready(st));
}

static void fn_indicator_count(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct standard *st = standard_of(cx, argv[0]);
	size_t n = 0;

	(void)argc;
	if (st)
		n = standard_asked(code_lists_standards(sqlite3_user_data(cx)), st)->n_indicators;
	if (n)
		sqlite3_result_int64(cx, (sqlite3_int64)n);
}

/* Whose indicators are asked under this standard: its own, or those of the one it is based on. */
static void fn_standard_asked(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct standard *st = standard_of(cx, argv[0]);

	(void)argc;
	if (st)
		sqlite3_result_text(cx, standard_asked(code_lists_standards(sqlite3_user_data(cx)), st)->id, -1, SQLITE_TRANSIENT);
}

/* The standard in force on a day. */
static void fn_standard_on(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	struct code_lists *lists = sqlite3_user_data(cx);
	const struct standard *st;

	(void)argc;
	if (!lists) {
		standard_of(cx, argv[0]);
		return;
	}
	st = standards_on(code_lists_standards(lists), text_of(argv[0]));
	if (st)
		sqlite3_result_text(cx, st->id, -1, SQLITE_TRANSIENT);
}

static const struct score_sheet *sheet_of(sqlite3_context *cx, sqlite3_value *v)
{
	const struct standard *st = standard_of(cx, v);

	return st ? score_sheet_of(code_lists_standards(sqlite3_user_data(cx)), st) : NULL;
}

/* score(standard, region, answers) */
static void fn_score(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct score_sheet *sheet = sheet_of(cx, argv[0]);
	const char *region = text_of(argv[1]), *answers = text_of(argv[2]);

	(void)argc;
	if (sheet && region && answers)
		give_number(cx, score_sum(sheet, region, answers, NULL));
}

/* score_twice(standard, answers): is an item answered twice that takes one answer? */
static void fn_score_twice(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct score_sheet *sheet = sheet_of(cx, argv[0]);
	const char *answers = text_of(argv[1]);
	bool twice;

	(void)argc;
	if (!sheet || !answers)
		return;
	score_sum(sheet, NULL, answers, &twice);
	sqlite3_result_int(cx, twice);
}

static void fn_score_complete(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct score_sheet *sheet = sheet_of(cx, argv[0]);

	(void)argc;
	if (sheet)
		sqlite3_result_int(cx, sheet->complete);
}

/* How many answers its sheet has. */
static void fn_score_count(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct score_sheet *sheet = sheet_of(cx, argv[0]);

	(void)argc;
	if (sheet)
		sqlite3_result_int64(cx, (sqlite3_int64)sheet->n_answers);
}

/* The sheet's own id: several standards may share one. */
static void fn_score_sheet(sqlite3_context *cx, int argc, sqlite3_value **argv)
{
	const struct score_sheet *sheet = sheet_of(cx, argv[0]);

	(void)argc;
	if (sheet)
		sqlite3_result_text(cx, sheet->id, -1, SQLITE_TRANSIENT);
}

struct function {
	const char *name;
	int args;
	void (*run)(sqlite3_context *, int, sqlite3_value **);
};

static const struct function functions[] = {
	{ "year", 1, fn_year },	      { "age", 2, fn_age },
	{ "months", 2, fn_months },   { "days", 2, fn_days },
	{ "in_list", 2, fn_in_list }, { "list_value", 3, fn_list_value },
	{ "fold", 1, fn_fold },	      { "date_ok", 1, fn_date_ok },
	{ "add_days", 2, fn_add_days },
	{ "classify", 6, fn_classify },
	{ "standard_value", 3, fn_standard_value },
	{ "standard_value", 4, fn_standard_value },
	{ "standard_ready", 1, fn_standard_ready },
	{ "standard_asked", 1, fn_standard_asked },
	{ "indicator_count", 1, fn_indicator_count },
	{ "standard_on", 1, fn_standard_on },
	{ "score", 3, fn_score },
	{ "score_twice", 2, fn_score_twice },
	{ "score_complete", 1, fn_score_complete },
	{ "score_count", 1, fn_score_count },
	{ "score_sheet", 1, fn_score_sheet },
	{ NULL, 0, NULL },
};

int expr_functions(sqlite3 *db, struct code_lists *lists)
{
	for (const struct function *f = functions; f->name; f++) {
		int rc = sqlite3_create_function_v2(db, f->name, f->args,
						    SQLITE_UTF8 | SQLITE_DETERMINISTIC, lists, f->run,
						    NULL, NULL, NULL);
		if (rc != SQLITE_OK)
			return rc;
	}
	return SQLITE_OK;
}
