/* SPDX-License-Identifier: MIT */
/* Said by a person, held against the book when it is said and again when a bundle carries it. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "sync/nothing.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"

#define NAMED_MAX 3 /* records in a sentence */

static int refuse(struct error *e, int code, const char *todo)
{
	error_safe(e, _("Nothing was changed."));
	error_todo(e, "%s", todo);
	return code;
}

static int check_duty(struct book *b, const struct calendar *cal, const char *duty, const char *period,
		      const struct duty **out, struct error *e)
{
	struct date today = book_today(b);
	struct period p;
	struct date last;
	struct due due;
	char *words, human[11];

	*out = calendar_duty(cal, duty, book_level(b), &today);
	if (!*out || !(*out)->nothing) {
		error_fail(e, ERR_USAGE, "GN-Z10", _("\"Nothing arisen\" does not answer this duty: %s."),
			   calendar_label(cal, duty));
		return refuse(e, ERR_USAGE, _("Send the report itself."));
	}
	if (!calendar_due(cal, book_level(b), duty, period, &due)) {
		error_fail(e, ERR_USAGE, "GN-Z11", _("Nothing is due for this duty and period: %s, %s."),
			   i18n_pick((*out)->label), period ? period : "-");
		return refuse(e, ERR_USAGE, _("`giamngheo due` lists what is due."));
	}
	*out = due.duty;
	period_parse(period, &p);
	last = period_last(&p);
	if (date_cmp(&today, &last) >= 0)
		return 0;
	words = period_words(period);
	error_fail(e, ERR_NEGATIVE, "GN-Z12", _("It is too early to say so of %s: it ends on %s."), words,
		   date_human(&last, human));
	free(words);
	return refuse(e, ERR_NEGATIVE, _("Say it when the period is over."));
}

/* "a; b; c and 4 more" */
static char *some_of(const struct strlist *names, size_t n)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < names->n && i < NAMED_MAX; i++)
		str_addf(&b, "%s%s", i ? "; " : "", names->v[i]);
	if (n > NAMED_MAX)
		str_addf(&b, P_(" and %zu more", " and %zu more", (unsigned long)(n - NAMED_MAX)), n - NAMED_MAX);
	return str_take(&b);
}

static int contradicted(struct error *e, const char *period, const struct strlist *names, size_t n)
{
	char *words = period_words(period), *some = some_of(names, n);

	error_fail(e, ERR_NEGATIVE, "GN-Z13", _("Something has arisen in %s: %s."), words, some);
	free(some);
	free(words);
	return refuse(e, ERR_NEGATIVE,
		      _("Send the report of that period; or, if a record is of another one, put its date right."));
}

int nothing_say(struct forms *f, struct book *b, const struct calendar *cal, const char *duty, const char *period,
		const char *who, struct error *e)
{
	const struct duty *d;
	struct strlist names;
	char at[20];
	size_t n = 0;
	int rc = check_duty(b, cal, duty, period, &d, e);

	if (rc)
		return rc;
	strlist_init(&names);
	rc = calendar_arisen(f, b, book_unit_id(b), d, period, &names, &n, e);
	if (!rc && n)
		rc = contradicted(e, period, &names, n);
	strlist_fini(&names);
	if (rc)
		return rc;
	return db_run(book_db(b), e,
		      "INSERT INTO not_arisen (duty, period, who, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", "tttt",
		      duty, period, who, time_stamp(at));
}

int nothing_take_back(struct book *b, const char *duty, const char *period, struct error *e)
{
	int rc = db_run(book_db(b), e, "DELETE FROM not_arisen WHERE duty=? AND period=?", "tt", duty, period);

	if (rc || db_changes(book_db(b)))
		return rc;
	error_fail(e, ERR_NOTFOUND, "GN-Z14", _("It was not said of that duty and period."));
	return refuse(e, ERR_NOTFOUND, _("`giamngheo due` tells of which it was."));
}

bool nothing_said(struct book *b, const char *duty, const char *period)
{
	bool found = false;
	int64_t one;

	db_get_int(book_db(b), &one, &found, NULL, "SELECT 1 FROM not_arisen WHERE duty=? AND period=?", "tt", duty,
		   period);
	return found;
}

int nothing_list(struct book *b, struct strlist *out, struct error *e)
{
	return db_get_list(book_db(b), out, e, "SELECT duty || ' ' || period FROM not_arisen ORDER BY duty, period", "");
}

static int review_one(struct forms *f, struct book *b, const struct calendar *cal, const char *duty,
		      const char *period, struct strlist *told, struct error *e)
{
	struct strlist names;
	struct due due;
	size_t n = 0;
	int rc;

	if (!calendar_due(cal, book_level(b), duty, period, &due))
		return 0;
	strlist_init(&names);
	rc = calendar_arisen(f, b, book_unit_id(b), due.duty, period, &names, &n, e);
	if (!rc && n) {
		char *words = period_words(period), *some = some_of(&names, n);

		rc = nothing_take_back(b, duty, period, e);
		strlist_take(told, xasprintf(_("\"Nothing arisen\" of %s was taken back, for there is: %s."), words, some));
		free(some);
		free(words);
	}
	strlist_fini(&names);
	return rc;
}

int nothing_review(struct forms *f, struct book *b, const struct calendar *cal, struct strlist *told, struct error *e)
{
	struct strlist all;
	int rc;

	strlist_init(&all);
	rc = nothing_list(b, &all, e);
	for (size_t i = 0; !rc && i < all.n; i++) {
		char *space = strchr(all.v[i], ' ');

		*space = '\0';
		rc = review_one(f, b, cal, all.v[i], space + 1, told, e);
	}
	strlist_fini(&all);
	return rc;
}
