/* SPDX-License-Identifier: MIT */
/* backup and restore. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sodium.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "store/backup.h"
#include "sync/vault.h"

#define PASSPHRASE_MAX 1024

/* An empty passphrase seals nothing: who named a file for one would get his keys in clear. */
static int no_passphrase(struct cmd *c, const char *where)
{
	int rc = error_fail(&c->err, ERR_DATA, "GN-C41", _("The passphrase is empty."));

	error_safe(&c->err, _("Nothing was written; the book is as it was."));
	error_todo(&c->err, "%s", _("Write the passphrase into the first line of the file, then do it again."));
	error_detail(&c->err, "%s", where);
	return rc;
}

/* --passphrase-file FILE (first line), else GIAMNGHEO_PASSPHRASE, else none; wiped by the caller. */
static int get_passphrase(struct cmd *c, const char *file, char **out)
{
	const char *env = getenv("GIAMNGHEO_PASSPHRASE");
	size_t len;
	int rc;

	*out = NULL;
	if (!file) {
		*out = xstrdup_null(str_empty(env) ? NULL : env);
		return 0;
	}
	rc = file_read(file, PASSPHRASE_MAX, out, &len, &c->err);
	if (rc)
		return rc;
	(*out)[strcspn(*out, "\r\n")] = '\0';
	return **out ? 0 : no_passphrase(c, file);
}

static void forget(char *secret)
{
	if (secret)
		sodium_memzero(secret, strlen(secret));
	free(secret);
}

int cmd_backup(struct cmd *c, int argc, char **argv)
{
	const char *path = NULL, *file = NULL;
	const struct opt opts[] = { { "o", OPT_TEXT, &path },
				    { "passphrase-file", OPT_TEXT, &file },
				    { NULL, OPT_FLAG, NULL } };
	const char *env = getenv("GIAMNGHEO_PASSPHRASE");
	char *made = NULL, *secret = NULL;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	rc = get_passphrase(c, file, &secret);
	/* "$(cat words)" of a file that is not there gives an empty one. */
	if (!rc && path && !file && env && !*env)
		rc = no_passphrase(c, "GIAMNGHEO_PASSPHRASE");
	if (!rc)
		rc = cmd_book(c, path ? BOOK_READ : BOOK_WRITE);
	if (!rc && path)
		rc = vault_write(c->book, path, secret, &c->err);
	else if (!rc)
		rc = backup_daily(c->book, &made, &c->err);
	if (!rc) {
		puts(path ? path : made);
		cmd_say(_("Copy made, opened again and checked."));
		if (path && str_empty(secret))
			cmd_say(_("It is NOT sealed and holds the keys of this book: keep it like a key, or give --passphrase-file."));
	}
	forget(secret);
	free(made);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

/* What kind of wrong copy it may be besides an old one. */
struct misfit {
	bool unit, kind;
};

/* A copy of another unit, or a training book in place of a real one, takes the whole book away: that is said first of all. */
static struct misfit look_who(const struct backup_info *copy, const char *book)
{
	struct backup_info here = { 0 };
	struct misfit m = { false, false };

	if (backup_inspect(book, &here, NULL))
		return m;
	m.unit = !str_eq(here.unit_id, copy->unit_id);
	m.kind = here.training != copy->training;
	if (m.unit)
		cmd_say(_("The present book is another one: of %s (%s), %lld records."), here.unit_name,
			here.unit_code, (long long)here.records);
	if (m.kind)
		cmd_say("%s", copy->training ? _("The copy is a book for TRAINING; the present book is a real one.")
					     : _("The copy is a real book; the present book is one for TRAINING."));
	backup_info_fini(&here);
	return m;
}

static bool at_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static bool agreed(void)
{
	char answer[16];

	fputs(_("Restore it all the same? The present book is kept beside it. (y/N) "), stderr);
	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	return strchr(_("yY"), answer[0]) != NULL;
}

/* What would be lost is told before it is done; without --yes nothing with a loss is done. */
static int weigh(struct cmd *c, const struct backup_info *info, const char *copy, const char *book, bool yes)
{
	struct backup_loss loss = { 0 };
	struct misfit m;
	int rc;

	if (!file_exists(book))
		return 0;
	rc = backup_compare(book, copy, &loss, &c->err);
	if (rc) { /* the present book cannot even be read: restoring is what it needs */
		error_clear(&c->err);
		cmd_say(_("The present book cannot be read; it is kept aside."));
		return 0;
	}
	m = look_who(info, book);
	if (!m.unit && !m.kind && !loss.records_lost && !loss.records_older && !loss.others)
		return 0;
	cmd_say(_("The copy lacks %lld records of the present book and has %lld older than there."),
		(long long)loss.records_lost, (long long)loss.records_older);
	if (loss.others)
		cmd_say(_("It also lacks %lld drafts, enrolments, files received or remarks."),
			(long long)loss.others);
	/* What is replaced is kept beside the book, so a script may go on; a person is asked, and a wrong copy is refused. */
	if (yes || (!m.unit && (at_terminal() ? agreed() : !m.kind)))
		return 0;
	rc = error_fail(&c->err, ERR_NEGATIVE, "GN-C40",
			m.unit	 ? _("The copy is of another unit than the present book.")
			: m.kind ? _("One of the two books is for training, the other is a real one.")
				 : _("Restoring would lose what was entered after the copy was made."));
	error_safe(&c->err, _("Nothing was changed."));
	error_todo(&c->err, _("Give --yes to restore all the same: the present book is kept beside it."));
	return rc;
}

static void say_restored(const char *kept, bool with_keys)
{
	char *keys = kept ? xasprintf("%s.keys", kept) : NULL;

	if (kept)
		cmd_say(_("What it replaces is kept as %s"), kept);
	if (keys && file_exists(keys))
		cmd_say(_("The keys it replaces are kept as %s"), keys);
	if (with_keys)
		cmd_say(_("The book has its own keys again: they were in the copy or beside it."));
	cmd_say(_("The level above will ask to confirm the next bundle: it comes from a restored book."));
	free(keys);
}

int cmd_restore(struct cmd *c, int argc, char **argv)
{
	const char *file = NULL;
	bool yes = false;
	const struct opt opts[] = { { "passphrase-file", OPT_TEXT, &file },
				    { "yes", OPT_FLAG, &yes },
				    { NULL, OPT_FLAG, NULL } };
	struct backup_info info = { 0 };
	char *secret = NULL, *book, *copy = NULL, *keys = NULL, *kept = NULL;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	book = cmd_book_path(c);
	rc = get_passphrase(c, file, &secret);
	if (!rc)
		rc = vault_open(argv[0], secret, book, &copy, &keys, &info, &c->err);
	if (!rc) {
		cmd_say(_("The copy: %s (%s), of %s, %lld records."), info.unit_name, info.unit_code,
			info.day, (long long)info.records);
		rc = weigh(c, &info, copy, book, yes);
	}
	if (copy)
		remove(copy);
	if (keys)
		remove(keys);
	if (!rc)
		rc = vault_restore(argv[0], secret, book, &kept, &c->err);
	if (!rc) {
		puts(book);
		say_restored(kept, keys != NULL);
	}
	forget(secret);
	backup_info_fini(&info);
	free(copy);
	free(keys);
	free(kept);
	free(book);
	return rc ? cmd_fail(c) : cmd_flush(c);
}
