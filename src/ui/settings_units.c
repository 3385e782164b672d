/* SPDX-License-Identifier: MIT */
/*
 * The level above and the units below: enrolling, joining, and "we have compared the
 * fingerprint". Whatever replaces a key or a superior shows the old fingerprint and is asked for
 * in so many words.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "sync/enrol.h"
#include "sync/keys.h"
#include "text/utf8.h"
#include "ui/dialog.h"
#include "ui/files.h"
#include "ui/settings.h"

/* ---- compared ---- */

static void compare(struct app *app, const struct peer *p)
{
	const char *const choices[] = { _("They are the same"), _("Not now") };
	char fp[FINGERPRINT_LEN + 1];
	struct error e = ERROR_INIT;
	char *text;

	peer_fingerprint(p, fp);
	text = xasprintf(_("Fingerprint of %s as this book knows it:\n\n   %s\n\n"
			   "Read it out to each other by telephone. Is it the same there "
			   "(Settings, This book)?"),
			 p->name, fp);
	if (dialog_choose(app, _("Compare the fingerprint"), text, choices, 2, 1) == 0) {
		if (peer_compared(app->book, p->code, fp, &e))
			ui_error(app, &e);
		else
			ui_saved(app);
	}
	free(text);
}

void settings_upper(struct app *app, const struct peer *p)
{
	if (settings_ready(app))
		compare(app, p);
}

void settings_below(struct app *app, const struct peer *p)
{
	const char *const choices[] = { _("Its fingerprint was compared"),
					_("Enrol it anew (its PC or keys were lost)") };
	char fp[FINGERPRINT_LEN + 1], *text;
	int i;

	if (!settings_ready(app))
		return;
	text = xasprintf("%s (%s)\n%s", p->name, p->code, peer_fingerprint(p, fp));
	i = dialog_choose(app, _("Unit below"), text, choices, 2, p->has_keys ? 0 : 1);
	free(text);
	if (i == 0 && p->has_keys)
		compare(app, p);
	else if (i == 0)
		ui_say(app, "%s", _("It has no key yet: it comes with its first bundle."));
	else if (i == 1)
		settings_enrol(app, p->code, p->name);
}

/* ---- enrolling ---- */

struct enrolling {
	struct app *app;
	struct keys keys;
	char *code, *name, *path;
};

static bool ask_code(struct app *app, char **code)
{
	const char *text = _("Code of the unit, 1 to 16 of A-Z, 0-9 and -:");

	for (;;) {
		char *typed = dialog_prompt(app, _("Enrol a unit below"), text, *code, false);

		if (!typed)
			return false;
		for (char *p = typed; *p; p++)
			if (*p >= 'a' && *p <= 'z')
				*p = (char)(*p - 'a' + 'A');
		free(*code);
		*code = typed;
		if (enrol_code_ok(typed))
			return true;
		text = _("A code has 1 to 16 of A-Z, 0-9 and -, nothing else:");
	}
}

/* The unit is enrolled already: a new enrolment makes its old key worthless. */
static bool ask_replace(struct enrolling *w, struct peer *old, char fp[static FINGERPRINT_LEN + 1])
{
	const char *const choices[] = { _("Leave it as it is"),
					_("Enrol it anew; the old key is refused from now on") };
	struct error e = ERROR_INIT;
	char *text;
	int i;

	if (peer_by_code(w->app->book, w->code, old, &e)) {
		ui_error(w->app, &e);
		return false;
	}
	if (old->has_keys)
		peer_fingerprint(old, fp);
	else
		snprintf(fp, FINGERPRINT_LEN + 1, "%s", ENROL_NONE);
	text = xasprintf(_("%s is enrolled already.\nFingerprint in force: %s"), old->name,
			 old->has_keys ? fp : _("none yet; its enrolment was not used"));
	i = dialog_choose(w->app, _("Enrol it anew?"), text, choices, 2, 0);
	free(text);
	peer_fini(old);
	return i == 1;
}

static int make(struct enrolling *w, struct error *e)
{
	char fp[FINGERPRINT_LEN + 1];
	struct peer old;
	int rc = enrol_make(w->app->book, &w->keys, w->code, w->name, NULL, NULL, w->path, e);

	if (rc != ERR_NEGATIVE)
		return rc;
	error_clear(e);
	if (!ask_replace(w, &old, fp))
		return 1;
	return enrol_make(w->app->book, &w->keys, w->code, w->name, NULL, fp, w->path, e);
}

static void tell_enrolled(struct enrolling *w)
{
	char fp[FINGERPRINT_LEN + 1];
	char *text = xasprintf(_("Enrolment of %s (%s):\n%s\n\nIt holds a secret that serves once: "
				 "hand it over, do not send it round.\n"
				 "Fingerprint of this book, to be compared by telephone:\n%s"),
			       w->name, w->code, w->path,
			       keys_fingerprint(w->keys.sign_pk, w->keys.seal_pk, fp));

	dialog_text(w->app, _("Enrolled"), text);
	free(text);
}

void settings_enrol(struct app *app, const char *code, const char *name)
{
	struct enrolling w = { .app = app, .code = xstrdup_null(code), .name = xstrdup_null(name) };
	struct error e = ERROR_INIT;
	char *place = NULL;
	int rc;

	if (!settings_ready(app))
		goto out;
	if (!code && !ask_code(app, &w.code))
		goto out;
	if (!name) {
		char *typed =
			dialog_prompt(app, _("Enrol a unit below"),
				      _("Name of the unit, such as “Xã Đồng Vương”:"), NULL, false);

		w.name = typed ? utf8_clean(typed) : NULL;
		free(typed);
	}
	if (str_empty(w.name))
		goto out;
	place = files_place(app, _("Enrol a unit below"),
			    _("Where shall the enrolment file be written?"), NULL);
	if (!place)
		goto out;
	w.path = settings_free_name(place, w.code, "gne");
	rc = keys_load(&w.keys, app->book, &e);
	if (!rc) {
		rc = make(&w, &e);
		if (!rc) {
			ui_saved(app);
			tell_enrolled(&w);
		}
		keys_fini(&w.keys);
	}
	if (rc < 0)
		ui_error(app, &e);
out:
	free(place);
	free(w.path);
	free(w.code);
	free(w.name);
}

/* ---- joining ---- */

/* The book's identity changed under it: close it and open it again. Without a book nothing can
 * be shown any more. */
static void reopen(struct app *app)
{
	struct error e = ERROR_INIT;
	char *path = xstrdup(book_path(app->book)), *text;
	int rc;

	book_close(app->book);
	app->book = NULL;
	rc = book_open(&app->book, path, BOOK_WRITE, &e);
	if (!rc)
		rc = forms_prepare(app->forms, app->book, &e);
	free(path);
	if (!rc)
		return;
	ui_stop(app);
	text = error_text(&e);
	fprintf(stderr, "%s\n", text);
	free(text);
	exit(error_exit_status(rc));
}

static bool ask_join(struct app *app, const struct enrolment *en)
{
	const char *const choices[] = { _("Take it"), _("Not now") };
	char fp[FINGERPRINT_LEN + 1];
	char *text = xasprintf(
		_("Level above: %s (%s)\nIts fingerprint: %s\nThis book becomes: %s (%s)\n\n"
		  "Compare the fingerprint by telephone before you send anything real."),
		en->upper_name, en->upper_code, keys_fingerprint(en->sign_pk, en->seal_pk, fp),
		en->unit_name, en->unit_code);
	int i = dialog_choose(app, _("Take the enrolment"), text, choices, 2, 0);

	free(text);
	return i == 0;
}

/* Another superior stands there: name its fingerprint and ask. */
static bool ask_instead(struct app *app, char fp[static FINGERPRINT_LEN + 1])
{
	const char *const choices[] = { _("Leave it as it is"), _("Put the new one in its place") };
	struct error e = ERROR_INIT;
	struct peer p;
	char *text;
	int i;

	if (peer_upper(app->book, &p, &e)) {
		ui_error(app, &e);
		return false;
	}
	text = xasprintf(_("The level above is now %s.\nIts fingerprint: %s\nReplies of it will be "
			   "refused afterwards."),
			 p.name, peer_fingerprint(&p, fp));
	i = dialog_choose(app, _("Another level above?"), text, choices, 2, 0);
	free(text);
	peer_fini(&p);
	return i == 1;
}

static void join(struct app *app, const struct enrolment *en)
{
	char fp[FINGERPRINT_LEN + 1];
	struct error e = ERROR_INIT;
	int rc = enrol_join(app->book, en, NULL, &e);

	if (rc == ERR_NEGATIVE) {
		error_clear(&e);
		if (!ask_instead(app, fp))
			return;
		rc = enrol_join(app->book, en, fp, &e);
	}
	if (rc) {
		ui_error(app, &e);
		return;
	}
	reopen(app);
	ui_saved(app);
	ui_say(app, _("%s is now the level above this book."), en->upper_name);
	char *note = enrol_catalogue_note(en);
	if (note)
		dialog_text(app, _("Lists that differ"), note);
	free(note);
}

void settings_join(struct app *app)
{
	struct files_ask ask = { .title = _("Enrolment file from the level above"),
				 .ending = "gne" };
	struct error e = ERROR_INIT;
	struct enrolment en;
	struct strlist paths;

	if (!settings_ready(app))
		return;
	strlist_init(&paths);
	if (files_pick(app, &ask, &paths)) {
		if (enrol_read(&en, paths.v[0], &e)) {
			ui_error(app, &e);
		} else {
			if (ask_join(app, &en))
				join(app, &en);
			enrolment_fini(&en);
		}
	}
	strlist_fini(&paths);
}
