/* SPDX-License-Identifier: MIT */
/*
 * Thu nhập: from a household to its income checks, or to a new one with what is known filled in; under the result what it means in
 * words; and once decided, the result is taken over to the household or the worker.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/income.h"
#include "ui/dialog.h"

#define FORM "income_check"

static bool is_income(const struct entry *en)
{
	return !strcmp(entry_form(en)->name, FORM);
}

char *edit_income_words(const struct edit *ed, const struct field **at)
{
	if (!is_income(ed->top))
		return NULL;
	*at = form_field(ed->form, "result", NULL);
	return income_words(ed->app->forms, ed->top);
}

void edit_income_saved(struct edit *ed)
{
	struct error e = ERROR_INIT;
	const char *wanted = NULL;

	if (!is_income(ed->top) || income_wants(ed->app->forms, ed->app->book, ed->top, &wanted, &e) || !wanted) {
		error_clear(&e);
		return;
	}
	char *words = income_words(ed->app->forms, ed->top);
	bool yes = dialog_confirm(ed->app, _("Take the result over?"), words, _("Write it to the household, or the worker, too"),
				  _("Not now"));
	free(words);
	if (!yes)
		return;
	if (income_write(ed->app->forms, ed->app->book, ed->top, edit_who(ed), &e))
		ui_error(ed->app, &e);
	else
		ui_saved(ed->app);
}

/* ---- from the household ---- */

static void preset(struct entry *en, const char *field, const char *text)
{
	entry_set(en, form_field(entry_form(en), field, NULL), NULL, text, ENTRY_PLAIN, NULL);
}

/* The 12 months up to the last day of the month before. */
static void preset_period(struct app *app, struct entry *en)
{
	struct date today = book_today(app->book), to, from;
	char day[11];

	today.day = 1;
	to = date_from_days(date_days(&today) - 1);
	from = (struct date){ today.year - 1, today.month, 1 };
	preset(en, "period_from", date_iso(&from, day));
	preset(en, "period_to", date_iso(&to, day));
}

static void new_check(struct app *app, const struct form *form, const char *household, const char *kind)
{
	struct error e = ERROR_INIT;
	struct entry *en;

	if (entry_new(&en, app->forms, app->book, form, NULL, &e)) {
		ui_error(app, &e);
		return;
	}
	preset(en, "kind", kind);
	preset(en, "household", household);
	preset_period(app, en);
	entry_refresh(en, NULL);
	screen_edit_new(app, en, !strcmp(kind, "average") ? "income_crops" : "member");
}

static char *line_of(struct app *app, const struct form *form, const char *id)
{
	struct error e = ERROR_INIT;
	struct entry *en;
	char *to, *words, *s;

	if (entry_open(&en, app->forms, app->book, form, NULL, id, &e)) {
		error_clear(&e);
		return xstrdup(id);
	}
	to = entry_show(en, form_field(form, "period_to", NULL), NULL);
	words = income_words(app->forms, en);
	s = xasprintf("%s · %s", to, words);
	free(words);
	free(to);
	entry_free(en);
	return s;
}

void screen_income(struct app *app, const char *household)
{
	const struct form *form;
	struct strlist ids, lines;
	long i;

	if (!app_need_officer(app) || forms_get(app->forms, FORM, &form, NULL))
		return;
	strlist_init(&ids);
	strlist_init(&lines);
	strlist_add(&lines, _("+ Average living standard: a new check"));
	strlist_add(&lines, _("+ Low-income worker: a new check"));
	db_get_list(book_db(app->book), &ids, NULL,
		    "SELECT id FROM income_check WHERE household=? AND +_unit=? ORDER BY period_to DESC, id DESC LIMIT 50", "tt", household,
		    book_unit_id(app->book));
	for (size_t k = 0; k < ids.n; k++)
		strlist_take(&lines, line_of(app, form, ids.v[k]));
	i = dialog_pick(app, _("Income of 12 months"), (const char *const *)lines.v, lines.n, 0);
	if (i >= 2)
		screen_edit(app, form, NULL, ids.v[i - 2], "result");
	else if (i >= 0)
		new_check(app, form, household, i ? "low_income_worker" : "average");
	strlist_fini(&lines);
	strlist_fini(&ids);
}

enum screen_result edit_income(struct edit *ed)
{
	if (!edit_of_people(ed))
		return SCREEN_IGNORED;
	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	if (entry_is_new(ed->top)) {
		ui_say(ed->app, "%s", _("Save the household first."));
	} else {
		ed->stale = true;
		screen_income(ed->app, entry_id(ed->top));
	}
	edit_line_begin(ed);
	return SCREEN_REDRAW;
}
