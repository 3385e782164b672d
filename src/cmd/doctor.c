/* SPDX-License-Identifier: MIT */
/* doctor: one look over everything a book depends on, each line with its verdict. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "form/codes.h"
#include "form/entry.h"
#include "form/form.h"
#include "store/backup.h"
#include "store/search.h"
#include "sync/bundle.h"
#include "sync/keys.h"
#include "sync/peer.h"
#include "sync/states.h"
#include "text/utf8.h"

#define WHAT_COLUMNS 22
#define DISK_LOW (INT64_C(200) << 20)

struct doctor {
	struct cmd *c;
	int wrong;
};

/* A line without a verdict. */
static void line_plain(const char *what, const char *value)
{
	char *cell = utf8_cell(what, WHAT_COLUMNS, true);

	printf("       %s %s\n", cell, value);
	free(cell);
}

static void line(struct doctor *d, bool good, const char *what, const char *value)
{
	char *cell = utf8_cell(what, WHAT_COLUMNS, true);

	printf("%s %s %s\n", good ? _("[ok]  ") : _("[LOOK]"), cell, value);
	free(cell);
	if (!good)
		d->wrong++;
}

/* An error as one line of the report. */
static void line_error(struct doctor *d, const char *what)
{
	char *text = error_text(&d->c->err);

	line(d, false, what, text);
	free(text);
	error_clear(&d->c->err);
}

static void look_book(struct doctor *d, bool full)
{
	struct book *b = d->c->book;
	struct stat st;
	char text[64];

	printf("%s (%s), %s%s\n", book_unit_name(b), book_unit_code(b),
	       codes_label(code_lists_get(forms_codes(cmd_forms(d->c)), "level", NULL), book_level(b)),
	       book_training(b) ? _(", training") : "");
	line(d, true, _("book"), book_path(b));
	if (book_check(b, full, &d->c->err))
		line_error(d, _("database"));
	else
		line(d, true, _("database"), full ? _("integrity check passed") : _("quick check passed"));
	if (stat(book_path(b), &st) == 0) {
		snprintf(text, sizeof(text), "%04o", (unsigned)(st.st_mode & 07777));
		line(d, (st.st_mode & 077) == 0, _("permissions"), text);
	}
	if (book_notice(b))
		line(d, false, _("notice"), book_notice(b));
}

static void look_exposed(struct doctor *d)
{
	char *path = book_beside(d->c->book, ".keys");
	char *text = xasprintf(_("others on this computer can read the key file; mend it: chmod 600 '%s'"), path);

	line(d, false, _("keys"), text);
	free(text);
	free(path);
}

static void look_keys(struct doctor *d)
{
	struct keys k;
	struct peer upper = { 0 };
	char mark[FINGERPRINT_LEN + 1];
	int rc;

	if (keys_load(&k, d->c->book, &d->c->err)) {
		line_error(d, _("keys"));
	} else {
		line(d, true, _("fingerprint"), keys_fingerprint(k.sign_pk, k.seal_pk, mark));
		keys_fini(&k);
	}
	if (keys_exposed(d->c->book))
		look_exposed(d);
	rc = peer_upper(d->c->book, &upper, &d->c->err);
	if (!rc)
		line(d, true, _("level above"), upper.name);
	else
		line_plain(_("level above"), _("none enrolled"));
	error_clear(&d->c->err);
	if (!rc)
		peer_fini(&upper);
}

static void look_backup(struct doctor *d)
{
	struct bundles_sent sent = { 0 };
	bool due = false;

	if (backup_due(d->c->book, &due, &d->c->err))
		line_error(d, _("backup"));
	else
		line(d, !due, _("backup"), due ? _("something was saved since the last copy") : _("up to date"));
	if (bundle_list(d->c->book, &sent, &d->c->err)) {
		line_error(d, _("bundles"));
	} else if (sent.n) {
		char text[160];

		snprintf(text, sizeof(text), "%lld (%s): %s", (long long)sent.v[0].head.number,
			 sent.v[0].head.made_on ? sent.v[0].head.made_on : "",
			 state_words(sent.v[0].state));
		line(d, true, _("last bundle"), text);
	}
	bundles_sent_fini(&sent);
}

static void look_machine(struct doctor *d)
{
	struct date today = date_clock(), known = book_today(d->c->book);
	int64_t free_bytes = disk_free(book_path(d->c->book));
	char text[64], day[11];

	snprintf(text, sizeof(text), "%lld MiB", (long long)(free_bytes >> 20));
	line(d, free_bytes < 0 || free_bytes > DISK_LOW, _("free space"), text);
	line(d, date_cmp(&today, &known) >= 0, _("clock"), date_human(&today, day));
	line(d, strcmp(nl_langinfo(CODESET), "UTF-8") == 0, _("letters"), nl_langinfo(CODESET));
	line_plain(_("forms"), paths_forms());
	line_plain(_("data at rest"),
		   _("the book is not encrypted on the disk: encrypt the disk (LUKS) where others can take the PC"));
}

int cmd_doctor(struct cmd *c, int argc, char **argv)
{
	bool full = false, repair = false;
	const struct opt opts[] = { { "full", OPT_FLAG, &full },
				    { "repair", OPT_FLAG, &repair },
				    { NULL, OPT_FLAG, NULL } };
	struct doctor d = { .c = c };
	struct complaints bad;
	int status;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	puts(PACKAGE_STRING);
	if (cmd_book(c, repair ? BOOK_WRITE : BOOK_READ))
		return cmd_fail(c);
	look_book(&d, full);
	look_keys(&d);
	look_backup(&d);
	look_machine(&d);
	complaints_init(&bad);
	forms_check(cmd_forms(c), &bad);
	for (size_t i = 0; i < bad.n; i++) {
		char *text = complaint_text(&bad.v[i]);

		line(&d, false, _("forms"), text);
		free(text);
	}
	complaints_fini(&bad);
	if (repair) {
		if (search_rebuild(c->book, &c->err))
			line_error(&d, _("search index"));
		else
			line(&d, true, _("search index"), _("built anew"));
	}
	status = cmd_flush(c);
	return status ? status : d.wrong ? 1 : 0;
}
