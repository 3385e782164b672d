/* SPDX-License-Identifier: MIT */
/* import and export of CSV. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cmd/cmd.h"
#include "form/exchange.h"

/* What is safely stored is said as it is stored: a killed import can be told how far it came. */
static void tell_stored(void *ctx, const struct import_result *r)
{
	(void)ctx;
	printf("stored %ld\n", r->rows - r->bad);
	fflush(stdout);
}

int cmd_import(struct cmd *c, int argc, char **argv)
{
	bool dry = false, progress = false;
	const char *errors_path = NULL;
	const struct opt opts[] = { { "dry-run", OPT_FLAG, &dry },
				    { "errors", OPT_TEXT, &errors_path },
				    { "progress", OPT_FLAG, &progress },
				    { NULL, OPT_FLAG, NULL } };
	struct import_result r = { 0 };
	const struct form *form;
	struct str bad;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 2, 2, &status))
		return status;
	/* A rehearsal writes too, and takes it back: its later rows must see the earlier ones. */
	if (cmd_book(c, BOOK_WRITE) || !(form = cmd_form(c, argv[0])))
		return cmd_fail(c);
	str_init(&bad);
	rc = import_csv(c->forms, c->book, form, argv[1], dry, &bad, cmd_officer(c),
			progress ? tell_stored : NULL, NULL, &r, &c->err);
	if (rc == ERR_USAGE) /* not this book's to write: the words were right */
		c->err.code = ERR_DATA;
	if (rc) {
		status = cmd_fail(c);
		goto out;
	}
	printf(_("%ld rows: %ld new, %ld changed, %ld the same, %ld refused; %ld of those stored are unfinished\n"),
	       r.rows, r.added, r.changed, r.same, r.bad, r.incomplete);
	if (r.bad && errors_path) {
		rc = file_write(errors_path, bad.s, bad.len, 0600, &c->err);
		if (rc) {
			status = cmd_fail(c);
			goto out;
		}
		cmd_say(_("The refused rows and their reasons are in %s"), errors_path);
	} else if (r.bad) {
		fputs(bad.s, stderr);
	}
	status = cmd_flush(c);
	if (!status && r.bad)
		status = 1;
out:
	str_fini(&bad);
	return status;
}

struct to_file {
	struct newfile file;
	struct error *e;
};

static int to_newfile(void *ctx, const char *bytes, size_t n)
{
	struct to_file *t = ctx;

	return newfile_write(&t->file, bytes, n, t->e);
}

int cmd_export(struct cmd *c, int argc, char **argv)
{
	const char *path = NULL;
	const struct opt opts[] = { { "o", OPT_TEXT, &path }, { NULL, OPT_FLAG, NULL } };
	struct to_file t = { .e = &c->err };
	const struct form *form;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (cmd_book(c, BOOK_READ) || !(form = cmd_form(c, argv[0])))
		return cmd_fail(c);
	if (!path) {
		return cmd_end(c, export_csv(c->forms, c->book, form, NULL, 0, NULL, false, cmd_write, c,
					     &c->err));
	}
	rc = newfile_open(&t.file, path, 0600, &c->err);
	if (rc)
		return cmd_fail(c);
	rc = export_csv(c->forms, c->book, form, NULL, 0, NULL, true, to_newfile, &t, &c->err);
	if (!rc)
		rc = newfile_commit(&t.file, NEWFILE_REPLACE, &c->err);
	newfile_abandon(&t.file);
	return rc ? cmd_fail(c) : 0;
}
