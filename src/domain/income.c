/* SPDX-License-Identifier: MIT */
/* An income check told in words, and taken over to the record it is about. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "domain/income.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/standard.h"

static const char *get(const struct entry *en, const char *field)
{
	const struct field *fd = form_field(entry_form(en), field, NULL);

	return fd ? entry_get(en, fd, NULL) : NULL;
}

static char *shown(const struct entry *en, const char *field)
{
	return entry_show((struct entry *)(uintptr_t)en, form_field(entry_form(en), field, NULL), NULL);
}

static bool is_worker(const struct entry *check)
{
	return str_eq(get(check, "kind"), "low_income_worker");
}

/* ---- in words ---- */

static char *missing(const struct entry *check)
{
	static const char *const fields[] = { "kind", "period_to", "members", "area_type", "income_month", "line_to" };
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (!get(check, fields[i]))
			str_addf(&b, "%s%s", b.len ? ", " : "", i18n_pick(form_field(entry_form(check), fields[i], NULL)->label));
	if (!b.len) {
		str_fini(&b);
		return NULL;
	}
	/* TRANSLATORS: then labels of fields */
	char *s = xasprintf(_("Not enough is known yet: %s."), b.s);

	str_fini(&b);
	return s;
}

/* Was the line seen in its source? */
static bool verified(struct forms *f, const struct entry *check)
{
	const char *day = get(check, "decision_date") ? get(check, "decision_date") : get(check, "period_to");
	const struct standard *st = standards_on(forms_standards(f), day);
	bool sure = true, low = true;

	if (!st)
		return true;
	standard_value(st, get(check, "area_type"), is_worker(check) ? "worker" : "average_to", day, &sure);
	if (!is_worker(check))
		standard_value(st, get(check, "area_type"), "line", day, &low);
	return sure && low;
}

static const char *conclusion(const struct entry *check)
{
	bool yes = str_eq(get(check, "result"), "yes");

	if (is_worker(check))
		return yes ? _("low-income worker") : _("not a low-income worker");
	return yes ? _("average living standard") : _("not of average living standard");
}

char *income_words(struct forms *f, const struct entry *check)
{
	char *lacks = missing(check), *income, *area, *from, *to, *line, *s;

	if (lacks)
		return lacks;
	income = shown(check, "income_month");
	area = shown(check, "area_type");
	from = shown(check, "line_from");
	to = shown(check, "line_to");
	line = *from ? xasprintf(_("over %s up to %s"), from, to) : xasprintf(_("up to %s"), to);
	/* TRANSLATORS: income, area, its line, mark of an unverified figure, what follows */
	s = xasprintf(_("%s a head and month; the line, %s area: %s%s → %s"), income, area, line,
		      verified(f, check) ? "" : _(" (not verified)"), conclusion(check));
	free(line);
	free(to);
	free(from);
	free(area);
	free(income);
	return s;
}

/* ---- taken over ---- */

/* The record it is about: the household, and in it the worker's row; *row is the one whose field it is. */
static int open_about(struct forms *f, struct book *b, const struct entry *check, struct entry **home, struct entry **row,
		      struct error *e)
{
	const struct form *form;
	int ret = forms_get(f, "household", &form, e);

	*home = *row = NULL;
	if (!ret)
		ret = entry_open(home, f, b, form, NULL, get(check, "household") ? get(check, "household") : "", e);
	if (ret)
		return ret;
	*row = is_worker(check) ? entry_child_by_id(*home, "member", get(check, "member") ? get(check, "member") : "") : *home;
	return 0;
}

static const char *field_of(const struct entry *check)
{
	return is_worker(check) ? "low_income_worker" : "agri_msbt";
}

/* A later decided check of the same kind speaks for itself. */
static int is_latest(struct book *b, const struct entry *check, bool *latest, struct error *e)
{
	int64_t later = 0;
	int ret = db_get_int(book_db(b), &later, NULL, e,
			     "SELECT count(*) FROM income_check WHERE household=?1 AND +_unit=?2 AND kind=?3 AND id<>?4 AND member IS ?5 AND "
			     "decision_date > ?6",
			     "tttttt", get(check, "household"), book_unit_id(b), get(check, "kind"), entry_id(check),
			     get(check, "member"), get(check, "decision_date"));

	*latest = !later;
	return ret;
}

int income_wants(struct forms *f, struct book *b, const struct entry *check, const char **wanted, struct error *e)
{
	const char *result = get(check, "result");
	struct entry *home, *row;
	bool latest = false;
	int ret;

	*wanted = NULL;
	if (!result || !get(check, "decision_date") || !get(check, "household"))
		return 0;
	ret = is_latest(b, check, &latest, e);
	if (ret || !latest)
		return ret;
	ret = open_about(f, b, check, &home, &row, e);
	/* Nothing said and "no" are one. */
	if (!ret && row && entry_owned(home) && str_eq(get(row, field_of(check)), "yes") != !strcmp(result, "yes"))
		*wanted = !strcmp(result, "yes") ? "yes" : "no";
	entry_free(home);
	return ret;
}

int income_write(struct forms *f, struct book *b, const struct entry *check, const char *who, struct error *e)
{
	struct save_result saved = { .rev = 0 };
	struct entry *home, *row;
	const char *wanted;
	char *why, *number;
	int ret = income_wants(f, b, check, &wanted, e);

	if (ret || !wanted)
		return ret;
	ret = open_about(f, b, check, &home, &row, e);
	if (ret)
		return ret;
	number = shown(check, "decision_no");
	why = xasprintf(_("By the income check, decision %s."), number);
	ret = entry_set(row, form_field(entry_form(row), field_of(check), NULL), NULL, wanted, ENTRY_PLAIN, e);
	if (!ret)
		ret = entry_save(home, who, why, &saved, e);
	save_result_fini(&saved);
	free(why);
	free(number);
	entry_free(home);
	return ret;
}
