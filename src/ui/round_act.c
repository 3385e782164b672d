/* SPDX-License-Identifier: MIT */
/* What is done for a whole round or village at once; each tells what it did. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/round.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/sheets.h"
#include "form/entry.h"
#include "ui/dialog.h"
#include "ui/screens.h"

bool round_may_write(struct round_view *v)
{
	if (!book_writable(v->app->book)) {
		ui_say(v->app, "%s", _("The book is open for reading only."));
		return false;
	}
	return app_need_officer(v->app);
}

bool round_make_list(struct round_view *v)
{
	struct sheets_made made;
	struct error e = ERROR_INIT;
	char *text;
	bool go;

	if (!round_may_write(v))
		return false;
	text = xasprintf(_("A sheet for each household on the list and for each with a request, numbered in each village. "
			   "Sheets there already keep their numbers (%lld so far)."),
			 (long long)v->p.sum.n[PROGRESS_LISTED]);
	go = dialog_confirm(v->app, _("Make the list to review?"), text, _("Yes, make it"), _("No"));
	free(text);
	if (!go)
		return false;
	ui_busy(v->app, _("Making the list …"));
	if (sheets_make(v->app->forms, v->app->book, v->id, v->app->officer, &made, &e)) {
		ui_error(v->app, &e);
		return false;
	}
	ui_saved(v->app);
	if (made.numbered)
		ui_say(v->app, _("Sheets begun: %zu on the list, %zu by request; numbered that were there: %zu."), made.on_list,
		       made.requests, made.numbered);
	else
		ui_say(v->app, _("Sheets begun: %zu on the list, %zu by request."), made.on_list, made.requests);
	return true;
}

bool round_mark(struct round_view *v, bool in)
{
	const struct progress_line *l = round_line(v);
	struct date today = book_today(v->app->book), d;
	struct error e = ERROR_INIT;
	char shown[11], iso[11], *title, *said;
	size_t n;
	bool done = false;

	if (!l || !round_may_write(v))
		return false;
	if (!l->n[PROGRESS_LISTED]) {
		ui_say(v->app, _("%s has no sheets in this round: make the list first."), l->name);
		return false;
	}
	title = xasprintf(in ? _("Sheets of %s came in") : _("Sheets of %s go out"), l->name);
	said = dialog_prompt(v->app, title, _("On which day?"), date_human(&today, shown), false);
	free(title);
	if (said && (!date_parse_human(said, &d) || !d.day)) {
		ui_say(v->app, _("%s is no day."), said);
	} else if (said) {
		done = !sheets_mark(v->app->forms, v->app->book, v->id, l->village, in ? SHEET_IN : SHEET_OUT,
				    date_iso(&d, iso), v->app->officer, &n, &e);
		if (!done)
			ui_error(v->app, &e);
		else
			ui_say(v->app, P_("%zu sheet is marked.", "%zu sheets are marked.", n), n);
		if (done)
			ui_saved(v->app);
	}
	free(said);
	return done;
}

void round_sheets(struct round_view *v)
{
	const struct progress_line *l = round_line(v);

	if (l && l->village)
		screen_sheet(v->app, v->id, l->village, NULL);
}

void round_open_list(struct round_view *v, const char *name)
{
	const struct form *form;
	struct error e = ERROR_INIT;

	if (forms_get(v->app->forms, name, &form, &e)) {
		ui_error(v->app, &e);
		return;
	}
	if (form_field(form, "round", NULL))
		screen_browse_where(v->app, form, "round", v->id);
	else
		screen_browse(v->app, form);
}

void round_edit(struct round_view *v)
{
	const struct form *form;
	struct error e = ERROR_INIT;

	if (forms_get(v->app->forms, "round", &form, &e))
		ui_error(v->app, &e);
	else if (!book_writable(v->app->book) || app_need_officer(v->app))
		screen_edit(v->app, form, NULL, v->id, NULL);
}
