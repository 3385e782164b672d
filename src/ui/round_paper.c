/* SPDX-License-Identifier: MIT */
/* The papers of a round made for many households at once: a village's meeting, certificates; and the step the round is at. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/round.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "domain/certificates.h"
#include "domain/closing.h"
#include "domain/meeting.h"
#include "form/entry.h"
#include "store/db.h"
#include "text/number.h"
#include "ui/dialog.h"
#include "ui/screens.h"

/* A day asked for, ISO into `iso`; false: not given, or no day (told). */
static bool ask_day(struct round_view *v, const char *title, const char *text, char iso[static 11])
{
	struct date d = book_today(v->app->book);
	char shown[11];
	char *said = dialog_prompt(v->app, title, text, date_human(&d, shown), false);
	bool is = said && date_parse_human(said, &d) && d.day;

	if (is)
		date_iso(&d, iso);
	else if (said)
		ui_say(v->app, _("%s is no day."), said);
	free(said);
	return is;
}

/* A whole number from 1; 0: not given, or none (told). */
static long long ask_number(struct round_view *v, const char *title, const char *text, long long initial)
{
	char *first = initial ? xasprintf("%lld", initial) : xstrdup("");
	char *said = dialog_prompt(v->app, title, text, first, false);
	long long n = 0;

	if (said && (!str_int(str_trim(said), &n) || n < 1)) {
		ui_say(v->app, _("%s is no whole number from 1."), said);
		n = 0;
	}
	free(said);
	free(first);
	return n;
}

/* ---- meetings ---- */

bool round_meeting(struct round_view *v)
{
	const struct progress_line *l = round_line(v);
	struct meeting_filled filled;
	struct error e = ERROR_INIT;
	const struct form *form;
	char day[11], id[UUID_LEN + 1], *title, *attended;
	long long n;

	if (!l || !l->village || !round_may_write(v))
		return false;
	if (!l->n[PROGRESS_ENTERED]) {
		ui_say(v->app, _("%s: no sheet is entered, so there is nothing to put to a meeting."), l->name);
		return false;
	}
	title = xasprintf(_("Meeting of %s"), l->name);
	n = ask_day(v, title, _("On which day was it held?"), day)
		    ? ask_number(v, title, _("How many people attended? Each household stands as agreed by all of them; who was "
					     "outvoted is changed on the meeting's list."),
				 0)
		    : 0;
	free(title);
	if (!n)
		return false;
	attended = xasprintf("%lld", n);
	int ret = meeting_begin(v->app->forms, v->app->book, v->id, l->village, day, attended, v->app->officer, id, &filled,
				&e);
	free(attended);
	if (ret || forms_get(v->app->forms, "meeting", &form, &e)) {
		ui_error(v->app, &e);
		return !ret;
	}
	ui_saved(v->app);
	screen_edit(v->app, form, NULL, id, "place");
	ui_say(v->app, P_("The meeting has %zu household; sheets not ready: %zu.",
			  "The meeting has %zu households; sheets not ready: %zu.", filled.lines),
	       filled.lines, filled.unready);
	return true;
}

/* ---- decisions of the round ---- */

/* One recognition of this round, its list closed or open as wanted: the only one, or chosen. NULL: none (told) or not now. Caller
 * frees. */
static char *choose_decision(struct round_view *v, bool closed)
{
	struct strlist ids, lines;
	struct error e = ERROR_INIT;
	const struct form *form;
	char *id = NULL;
	long at = 0;

	strlist_init(&ids);
	strlist_init(&lines);
	if (forms_get(v->app->forms, "decision", &form, &e) ||
	    db_get_list(book_db(v->app->book), &ids, &e,
			"SELECT id FROM decision WHERE _unit=?1 AND round=?2 AND (coalesce(closed, 'no')='yes')=?3 "
			"AND (?3 OR kind='recognition') ORDER BY decision_date, decision_no",
			"tti", book_unit_id(v->app->book), v->id, (long long)closed)) {
		ui_error(v->app, &e);
	} else if (!ids.n) {
		ui_say(v->app, "%s",
		       closed ? _("No list of this round is closed yet.")
			      : _("There is no open decision of this round: q, then n, enters one."));
	} else {
		for (size_t i = 0; i < ids.n; i++) {
			char *key = form_key_show(v->app->forms, v->app->book, form, NULL, ids.v[i]);

			strlist_take(&lines, key ? key : xstrdup(ids.v[i]));
		}
		if (ids.n > 1)
			at = dialog_pick(v->app, _("Which decision?"), (const char *const *)lines.v, lines.n, 0);
		if (at >= 0)
			id = xstrdup(ids.v[at]);
	}
	strlist_fini(&ids);
	strlist_fini(&lines);
	return id;
}

/* ---- closing ---- */

/* The decision's list on a screen of its own; what was written is seen when one comes back. */
bool round_close(struct round_view *v)
{
	char *decision = round_may_write(v) ? choose_decision(v, false) : NULL;

	if (decision)
		screen_closing(v->app, decision);
	free(decision);
	return false;
}

/* ---- certificates ---- */

/* The number behind the greatest of the newest year. */
static long long next_number(struct round_view *v)
{
	int64_t n = 0;

	db_get_int(book_db(v->app->book), &n, NULL, NULL,
		   "SELECT coalesce(max(CAST(number AS INTEGER)), 0) FROM certificate WHERE _unit=?1 "
		   "AND year=(SELECT applies_year FROM round WHERE id=?2)",
		   "tt", book_unit_id(v->app->book), v->id);
	return (long long)n + 1;
}

static bool make_certificates(struct round_view *v, const char *decision)
{
	const char *const choices[] = { _("Confirm theirs for another year"), _("New ones for all; theirs are withdrawn") };
	struct certificates_order how = { .decision = decision };
	struct certificates_made made;
	struct error e = ERROR_INIT;
	int i;

	how.from = ask_number(v, _("Certificates"),
			      _("First number. They follow the order of the closed list; those no longer on it have theirs "
				"withdrawn."),
			      next_number(v));
	if (!how.from)
		return false;
	i = dialog_choose(v->app, _("Certificates"), _("Households that hold a valid certificate of their class:"), choices, 2,
			  0);
	if (i < 0)
		return false;
	how.anew = i == 1;
	ui_busy(v->app, _("Making the certificates …"));
	if (certificates_make(v->app->forms, v->app->book, &how, v->app->officer, &made, &e)) {
		ui_error(v->app, &e);
		return false;
	}
	ui_saved(v->app);
	ui_say(v->app, _("Made: %zu (%lld to %lld) · confirmed: %zu · withdrawn: %zu · there already: %zu"), made.made,
	       (long long)made.first, (long long)made.last, made.renewed, made.withdrawn, made.there);
	return true;
}

bool round_certificates(struct round_view *v)
{
	char *decision = round_may_write(v) ? choose_decision(v, true) : NULL;
	bool done = decision && make_certificates(v, decision);

	free(decision);
	return done;
}

bool round_received(struct round_view *v)
{
	const struct progress_line *l = round_line(v);
	struct error e = ERROR_INIT;
	char day[11], *title, *decision;
	size_t n;
	bool done = false;

	if (!l || !l->village || !round_may_write(v))
		return false;
	decision = choose_decision(v, true);
	title = xasprintf(_("Certificates of %s"), l->name);
	if (decision && ask_day(v, title, _("On which day did the households receive them?"), day)) {
		done = !certificates_received(v->app->forms, v->app->book, decision, l->village, day, v->app->officer, &n, &e);
		if (!done)
			ui_error(v->app, &e);
		else
			ui_say(v->app, P_("%zu certificate is received.", "%zu certificates are received.", n), n);
		if (done)
			ui_saved(v->app);
	}
	free(title);
	free(decision);
	return done;
}

/* ---- the step ---- */

bool round_set_stage(struct round_view *v)
{
	const struct codes *codes = code_lists_get(forms_codes(v->app->forms), "round_stage", NULL);
	const struct form *form;
	struct save_result saved = { .rev = 0 };
	struct error e = ERROR_INIT;
	struct entry *en;
	const char **labels;
	int i, ret;

	if (!codes || !round_may_write(v))
		return false;
	labels = xcalloc(codes->n + 1, sizeof(*labels));
	for (size_t k = 0; k < codes->n; k++)
		labels[k] = codes_label(codes, codes->v[k].code);
	i = dialog_choose(v->app, _("Which step is the round at?"), NULL, labels, codes->n, (int)v->stage_at);
	free(labels);
	if (i < 0)
		return false;
	ret = forms_get(v->app->forms, "round", &form, &e);
	if (!ret)
		ret = entry_open(&en, v->app->forms, v->app->book, form, NULL, v->id, &e);
	if (ret) {
		ui_error(v->app, &e);
		return false;
	}
	ret = entry_set(en, form_field(form, "stage", NULL), NULL, codes->v[i].code, ENTRY_PLAIN, &e);
	if (!ret)
		ret = entry_save(en, v->app->officer, NULL, &saved, &e);
	save_result_fini(&saved);
	entry_free(en);
	if (ret)
		ui_error(v->app, &e);
	else
		ui_saved(v->app);
	return !ret;
}
