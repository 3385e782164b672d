/* SPDX-License-Identifier: MIT */
/* Settings of this PC, and the officers who share it. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"
#include "ui/dialog.h"
#include "ui/settings.h"
#include "ui/words.h"

/* ---- settings ---- */

const char *settings_config_words(const char *value)
{
	static const char *const words[][2] = {
		{ "auto", N_("by itself") }, { "yes", N_("Yes") },	 { "no", N_("No") },
		{ "vi", N_("Vietnamese") },  { "en", N_("English") },
	};

	if (str_empty(value))
		return _("(not set)");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i][0], value))
			return _(words[i][1]);
	return value;
}

static char *choose_value(struct app *app, const struct config_key *key, const char *now)
{
	const char *choices[16] = { settings_config_words(NULL) };
	size_t n = 1;
	int i, at = 0;

	for (size_t k = 0; key->choices[k] && n < 16; k++) {
		if (str_eq(key->choices[k], now))
			at = (int)n;
		choices[n++] = settings_config_words(key->choices[k]);
	}
	i = dialog_choose(app, _("Setting"), _(key->doc), choices, n, at);
	return i < 0 ? NULL : xstrdup(i ? key->choices[i - 1] : "");
}

void settings_config(struct app *app, struct config *c, const struct config_key *key)
{
	const char *now = config_get(c, key->name);
	struct error e = ERROR_INIT;
	char *value = key->choices ? choose_value(app, key, now)
				   : dialog_prompt(app, _("Setting"), _(key->doc), now, false);

	if (!value)
		return;
	if (config_set(c, key->name, value, &e))
		ui_error(app, &e);
	else if (!strcmp(key->name, "lang") || !strcmp(key->name, "colour") ||
		 !strcmp(key->name, "book"))
		ui_say(app, "%s", _("Kept. It holds from the next start on."));
	else
		ui_say(app, "%s", _("Kept."));
	free(value);
}

/* ---- officers ---- */

struct officer_form {
	struct app *app;
	struct officer o; /* owned */
};

/* A day as people write it, into *slot as ISO; an empty one is no day. False: left. */
static bool ask_day(struct app *app, const char *title, char **slot)
{
	const char *text = _("Day as dd/mm/yyyy; empty for none:");
	char *typed = words_moment(*slot);

	for (;;) {
		char *again = dialog_prompt(app, title, text, typed, false);
		struct date d;
		char iso[11];

		free(typed);
		if (!again)
			return false;
		if (!*again || date_parse_human(again, &d)) {
			set_string(slot, *again ? date_iso(&d, iso) : NULL);
			free(again);
			return true;
		}
		typed = again;
		text = _("This is no day. Write it as dd/mm/yyyy, or leave it empty:");
	}
}

static bool ask_text(struct app *app, const char *title, char **slot)
{
	char *typed = dialog_prompt(app, title, NULL, *slot, false), *clean;

	if (!typed)
		return false;
	clean = utf8_clean(typed);
	set_string(slot, *clean ? clean : NULL);
	free(clean);
	free(typed);
	return true;
}

enum { OFFICER_SAVE, OFFICER_NAME, OFFICER_TITLE, OFFICER_FROM, OFFICER_TO, OFFICER_LINES };

static int choose_part(struct officer_form *f)
{
	const char *const labels[OFFICER_LINES] = { NULL, _("Name"), _("Title"),
						    _("Works here from"), _("until") };
	char *from = words_moment(f->o.from), *to = words_moment(f->o.to);
	const char *const values[OFFICER_LINES] = { NULL, f->o.name, f->o.title, from, to };
	const char *lines[OFFICER_LINES] = { _("Keep it") };
	int i;

	for (i = 1; i < OFFICER_LINES; i++)
		lines[i] = xasprintf("%s: %s", labels[i], values[i] ? values[i] : "");
	i = dialog_choose(f->app, _("Officer"), NULL, lines, OFFICER_LINES, OFFICER_SAVE);
	for (int k = 1; k < OFFICER_LINES; k++)
		free((char *)lines[k]);
	free(from);
	free(to);
	return i;
}

static bool save(struct officer_form *f, const char *old_name)
{
	struct error e = ERROR_INIT;

	if (str_empty(f->o.name)) {
		ui_say(f->app, "%s", _("An officer has a name."));
		return false;
	}
	if (officer_save(f->app->book, &f->o, NULL, &e)) {
		ui_error(f->app, &e);
		return false;
	}
	if (old_name && str_eq(old_name, f->app->officer)) { /* who works now was renamed */
		set_string(&f->app->officer, f->o.name);
		set_string(&f->app->officer_title, f->o.title);
	}
	ui_saved(f->app);
	return true;
}

static void run(struct officer_form *f, const char *old_name)
{
	for (;;) {
		switch (choose_part(f)) {
		case OFFICER_SAVE:
			if (save(f, old_name))
				return;
			break;
		case OFFICER_NAME:
			ask_text(f->app, _("Name"), &f->o.name);
			break;
		case OFFICER_TITLE:
			ask_text(f->app, _("Title"), &f->o.title);
			break;
		case OFFICER_FROM:
			ask_day(f->app, _("Works here from"), &f->o.from);
			break;
		case OFFICER_TO:
			ask_day(f->app, _("until"), &f->o.to);
			break;
		default:
			return;
		}
	}
}

void settings_officer(struct app *app, const struct officer *o)
{
	struct officer_form f = { .app = app };

	if (!book_writable(app->book)) {
		ui_say(app, "%s", _("The book is open for reading only: nothing can be changed."));
		return;
	}
	if (o)
		f.o = (struct officer){ xstrdup_null(o->id), xstrdup_null(o->name),
					xstrdup_null(o->title), xstrdup_null(o->from),
					xstrdup_null(o->to) };
	if (o ||
	    (ask_text(app, _("Name of the officer"), &f.o.name) && f.o.name &&
	     ask_text(app, _("Title, such as “Culture and social affairs officer”"), &f.o.title)))
		run(&f, o ? o->name : NULL);
	free(f.o.id);
	free(f.o.name);
	free(f.o.title);
	free(f.o.from);
	free(f.o.to);
}
