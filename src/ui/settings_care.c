/* SPDX-License-Identifier: MIT */
/* Backups from the screen, and the doctor's one look over everything the book depends on. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/backup.h"
#include "sync/keys.h"
#include "sync/vault.h"
#include "ui/dialog.h"
#include "ui/files.h"
#include "ui/screens.h"
#include "ui/settings.h"
#include "ui/words.h"

#define PASSPHRASE_MIN 8 /* letters: fewer are tried out in an afternoon */
#define DISK_LOW (INT64_C(200) << 20)

void settings_backup(struct app *app)
{
	struct error e = ERROR_INIT;
	char *path = NULL;

	if (!book_writable(app->book)) {
		ui_say(app, "%s",
		       _("The book is open for reading only: a copy is made where it is worked "
			 "in."));
		return;
	}
	ui_busy(app, _("Copying and checking …"));
	if (backup_daily(app->book, &path, &e)) {
		ui_error(app, &e);
		return;
	}
	ui_say(app, _("Copy made, opened again and checked: %s"), path_base(path));
	free(path);
}

static void wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

/* Asked twice; NULL: left. Caller wipes. */
static char *ask_passphrase(struct app *app)
{
	const char *text = _("The copy can be opened only with this passphrase. Nobody can find it "
			     "out for you.");

	for (;;) {
		char *first = dialog_prompt(app, _("Passphrase"), text, NULL, true), *second;

		if (!first)
			return NULL;
		if (strlen(first) < PASSPHRASE_MIN) {
			wipe(first);
			text = _("That is too short. Take at least 8 letters; several words are "
				 "best.");
			continue;
		}
		second = dialog_prompt(app, _("Passphrase once more"),
				       _("Type it again, to be sure:"), NULL, true);
		if (!second || strcmp(first, second) == 0) {
			if (!second) {
				wipe(first);
				first = NULL;
			}
			wipe(second);
			return first;
		}
		wipe(first);
		wipe(second);
		text = _("The two were not the same. Type it again:");
	}
}

/* The day is told on the settings screen; a book open for reading only is copied all the same. */
static void note_stick_day(struct app *app, const char *day)
{
	struct error e = ERROR_INIT;

	if (book_writable(app->book) && book_meta_set(app->book, SETTINGS_STICK_DAY, day, &e))
		ui_error(app, &e);
}

void settings_vault(struct app *app)
{
	struct error e = ERROR_INIT;
	struct date today = book_today(app->book);
	char day[11], *place, *secret, *stem, *path, *text;

	place = files_place(app, _("Backup to a stick"),
			    _("One file with the book and its keys, sealed with a passphrase."),
			    NULL);
	if (!place)
		return;
	secret = ask_passphrase(app);
	if (secret) {
		stem = xasprintf("%s_%s", book_unit_code(app->book), date_iso(&today, day));
		path = settings_free_name(place, stem, "gnv");
		ui_busy(app, _("Copying, sealing and reading back …"));
		if (vault_write(app->book, path, secret, &e)) {
			ui_error(app, &e);
		} else {
			note_stick_day(app, day);
			ui_say(app, "%s", _("Done."));
			text = xasprintf(
				"%s\n%s", path,
				_("Written, read back and the same. The stick may be taken out."));
			dialog_text(app, _("Backup"), text);
			free(text);
		}
		free(path);
		free(stem);
	}
	wipe(secret);
	free(place);
}

/* ---- doctor ---- */

struct look_over {
	struct app *app;
	struct str text;
	int wrong;
};

static void line(struct look_over *l, bool good, const char *what, const char *value)
{
	str_addf(&l->text, "%s %s: %s\n", good ? _("[ok]  ") : _("[LOOK]"), what, value);
	l->wrong += !good;
}

static void line_error(struct look_over *l, const char *what, struct error *e)
{
	char *text = error_text(e);

	line(l, false, what, text);
	free(text);
	error_clear(e);
}

static void look_book(struct look_over *l)
{
	struct book *b = l->app->book;
	struct error e = ERROR_INIT;
	struct stat st;
	char *mode;

	line(l, true, _("book"), book_path(b));
	if (book_check(b, false, &e))
		line_error(l, _("database"), &e);
	else
		line(l, true, _("database"), _("quick check passed"));
	if (stat(book_path(b), &st) == 0) {
		mode = xasprintf("%04o", (unsigned)(st.st_mode & 07777));
		line(l, (st.st_mode & 077) == 0, _("permissions"), mode);
		free(mode);
	}
	if (book_notice(b))
		line(l, false, _("notice"), book_notice(b));
}

static void look_exposed(struct look_over *l)
{
	char *path = book_beside(l->app->book, ".keys");
	char *text = xasprintf(
		_("others on this computer can read the key file; mend it: chmod 600 '%s'"), path);

	line(l, false, _("keys"), text);
	free(text);
	free(path);
}

static void look_keys(struct look_over *l)
{
	struct error e = ERROR_INIT;
	struct keys k;
	struct peer upper;
	char fp[FINGERPRINT_LEN + 1];
	int rc;

	if (keys_load(&k, l->app->book, &e)) {
		line_error(l, _("keys"), &e);
	} else {
		line(l, true, _("fingerprint"), keys_fingerprint(k.sign_pk, k.seal_pk, fp));
		keys_fini(&k);
	}
	if (keys_exposed(l->app->book))
		look_exposed(l);
	rc = peer_upper(l->app->book, &upper, &e);
	if (!rc) {
		line(l, upper.compared, _("level above"),
		     upper.compared ? upper.name : _("its fingerprint was not compared"));
		peer_fini(&upper);
	}
	error_clear(&e);
}

static void look_machine(struct look_over *l)
{
	struct date today = date_clock(), known = book_today(l->app->book);
	int64_t bytes = disk_free(book_path(l->app->book));
	struct error e = ERROR_INIT;
	char *room = words_size(bytes), day[11];
	bool due = false;

	if (backup_due(l->app->book, &due, &e))
		line_error(l, _("backup"), &e);
	else
		line(l, !due, _("backup"),
		     due ? _("something was saved since the last copy") : _("up to date"));
	line(l, bytes < 0 || bytes > DISK_LOW, _("free space"), room);
	line(l, date_cmp(&today, &known) >= 0, _("clock"), date_human(&today, day));
	line(l, strcmp(nl_langinfo(CODESET), "UTF-8") == 0, _("letters"), nl_langinfo(CODESET));
	str_addf(&l->text, "       %s: %s\n", _("data at rest"),
		 _("the book is not encrypted on the disk: encrypt the disk (LUKS) where others "
		   "can take the PC"));
	free(room);
}

static void look_forms(struct look_over *l)
{
	struct complaints bad;

	complaints_init(&bad);
	forms_check(l->app->forms, &bad);
	for (size_t i = 0; i < bad.n; i++) {
		char *text = complaint_text(&bad.v[i]);

		line(l, false, _("forms"), text);
		free(text);
	}
	if (!bad.n)
		line(l, true, _("forms"), _("all can be used"));
	complaints_fini(&bad);
}

void settings_doctor(struct app *app)
{
	struct look_over l = { .app = app };

	str_init(&l.text);
	ui_busy(app, _("Looking everything over …"));
	look_book(&l);
	look_keys(&l);
	look_machine(&l);
	look_forms(&l);
	str_addf(&l.text, "\n%s",
		 l.wrong ? _("Lines with [LOOK] want attention.") : _("Everything is in order."));
	ui_say(app, "%s", _("Done."));
	screen_text(app, _("Doctor"), l.text.s);
	str_fini(&l.text);
}
