/* SPDX-License-Identifier: MIT */
/* import and export of CSV. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/outfile.h"
#include "form/exchange.h"

/* ---- import ---- */

/* What is safely stored is said as it is stored: a killed import can be told how far it came. */
static void tell_stored(void *ctx, const struct import_result *r)
{
	(void)ctx;
	printf("stored %ld\n", r->rows - r->bad);
	fflush(stdout);
}

static char *counts(const struct import_result *r)
{
	return xasprintf(_("%ld rows: %ld new, %ld changed, %ld the same, %ld refused; %ld of those stored are unfinished\n"),
			 r->rows, r->added, r->changed, r->same, r->bad, r->incomplete);
}

/* Standard output that fails takes nothing back of what was stored. */
static int say_counts(struct cmd *c, const struct import_result *r, bool stored)
{
	char *text = counts(r);
	int status = 0;

	fputs(text, stdout);
	if (!stored)
		status = cmd_flush(c);
	else if (fflush(stdout) || ferror(stdout))
		fputs(text, stderr);
	free(text);
	return status;
}

/* The refused rows; a file for them that fails in the end leaves them to standard error. */
static int say_refused(struct cmd *c, struct outfile *o, const char *path, const struct str *bad, bool any, bool stored)
{
	int rc = 0, status;

	if (path) {
		rc = outfile_write(o, bad->s, bad->len);
		if (!rc)
			rc = outfile_commit(o);
	}
	status = rc ? cmd_fail(c) : 0;
	if (any && path && !rc)
		cmd_say(_("The refused rows and their reasons are in %s"), path);
	else if (any)
		fputs(bad->s, stderr);
	return stored ? 0 : status;
}

static int run_import(struct cmd *c, const struct form *form, const char *path, bool dry, bool progress,
		      const char *errors_path)
{
	struct import_result r = { .rows = 0 };
	struct outfile o = { .path = NULL };
	struct str bad;
	int status = 0, rc = errors_path ? outfile_open(&o, errors_path, &c->err) : 0;

	str_init(&bad);
	if (!rc)
		rc = import_csv(c->forms, c->book, form, path, dry, &bad, cmd_officer(c), progress ? tell_stored : NULL,
				NULL, &r, &c->err);
	if (rc == ERR_USAGE) /* not this book's to write: the words were right */
		c->err.code = ERR_DATA;
	if (rc) {
		status = cmd_fail(c);
	} else {
		bool stored = !dry && r.added + r.changed > 0;

		status = say_counts(c, &r, stored);
		rc = say_refused(c, &o, errors_path, &bad, r.bad > 0, stored);
		status = status ? status : rc;
	}
	if (r.untaken)
		cmd_say(_("Not taken, because the program works them out: %s"), r.untaken);
	if (!status && r.bad)
		status = 1;
	outfile_close(&o);
	import_result_fini(&r);
	str_fini(&bad);
	return status;
}

int cmd_import(struct cmd *c, int argc, char **argv)
{
	bool dry = false, progress = false;
	const char *errors_path = NULL;
	const struct opt opts[] = { { "dry-run", OPT_FLAG, &dry },
				    { "errors", OPT_TEXT, &errors_path },
				    { "progress", OPT_FLAG, &progress },
				    { NULL, OPT_FLAG, NULL } };
	const struct form *form;
	int status;

	if (!cmd_words(c, opts, &argc, argv, 2, 2, &status))
		return status;
	if (errors_path && outfile_same(errors_path, argv[1]))
		return cmd_usage(c, _("%s is the file that is read: name another one for the refused rows"), errors_path);
	if (errors_path && outfile_is_book(c, errors_path))
		return cmd_usage(c, _("%s is the book, or belongs to it"), errors_path);
	/* A rehearsal writes too, and takes it back: its later rows must see the earlier ones. */
	if (cmd_book(c, BOOK_WRITE) || !(form = cmd_form(c, argv[0])))
		return cmd_fail(c);
	return run_import(c, form, argv[1], dry, progress, errors_path);
}

/* ---- export ---- */

int cmd_export(struct cmd *c, int argc, char **argv)
{
	const char *path = NULL;
	const struct opt opts[] = { { "o", OPT_TEXT, &path }, { NULL, OPT_FLAG, NULL } };
	const struct form *form;
	struct outfile o;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (path && outfile_is_book(c, path))
		return cmd_usage(c, _("%s is the book, or belongs to it"), path);
	if (cmd_book(c, BOOK_READ) || !(form = cmd_form(c, argv[0])))
		return cmd_fail(c);
	if (!path) {
		return cmd_end(c, export_csv(c->forms, c->book, form, NULL, 0, NULL, false, cmd_write, c,
					     &c->err));
	}
	rc = outfile_open(&o, path, &c->err);
	if (!rc)
		rc = export_csv(c->forms, c->book, form, NULL, 0, NULL, true, outfile_write, &o, &c->err);
	if (!rc)
		rc = outfile_commit(&o);
	outfile_close(&o);
	return rc ? cmd_fail(c) : 0;
}
