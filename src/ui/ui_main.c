/* SPDX-License-Identifier: MIT */
/* From the first key to the last: who works, what was left unfinished, home; and the day's copy at the end. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "store/backup.h"
#include "store/draft.h"
#include "ui/dialog.h"
#include "ui/screens.h"
#include "ui/ui_impl.h"

static size_t open_drafts(struct app *app)
{
	struct draft_infos d = { 0 };
	size_t n;

	if (draft_list(app->book, false, &d, NULL))
		return 0;
	n = d.n;
	draft_infos_fini(&d);
	return n;
}

static void begin_home(struct app *app)
{
	const char *notice = book_notice(app->book);

	screen_home(app);
	if (!str_empty(notice)) /* once, and so that it is read */
		dialog_text(app, _("Please note"), notice);
	if (book_writable(app->book))
		app_need_officer(app);
	if (!ui_ending(app) && book_writable(app->book) && open_drafts(app))
		screen_drafts(app, false);
}

static void begin_list(struct app *app, const struct form *form)
{
	const char *notice = book_notice(app->book);
	size_t n = book_writable(app->book) ? open_drafts(app) : 0;

	screen_browse(app, form);
	if (!str_empty(notice))
		ui_say(app, "%s", notice);
	else if (n)
		ui_say(app,
		       P_("%zu entry was left unfinished: opening its record brings it back.",
			  "%zu entries were left unfinished: opening their records brings them "
			  "back.",
			  n),
		       n);
}

/* A verified copy after the day's work; not when we are being ended from outside, for then time is short. */
static void end_of_work(struct app *app)
{
	struct error e = ERROR_INIT;
	bool due = false;

	if (app->ui->ended || !book_writable(app->book) || backup_due(app->book, &due, &e) ||
	    !due) {
		error_clear(&e);
		return;
	}
	ui_busy(app, _("Making today's backup copy beside the book …"));
	if (backup_daily(app->book, NULL, &e))
		log_line("backup at the end: %s", e.what ? e.what : "?");
	error_clear(&e);
}

int ui_main(struct app *app, const char *open_form, struct error *e)
{
	const struct form *form = NULL;
	int rc = open_form ? forms_get(app->forms, open_form, &form, e) : 0;

	if (!rc)
		rc = ui_start(app, e);
	if (rc)
		return rc;
	if (form)
		begin_list(app, form);
	else
		begin_home(app);
	rc = ui_run(app);
	end_of_work(app);
	ui_stop(app);
	checks_free(app->checks);
	calendar_free(app->calendar);
	app->checks = NULL;
	app->calendar = NULL;
	return rc;
}
