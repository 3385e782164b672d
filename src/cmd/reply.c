/* SPDX-License-Identifier: MIT */
/* reply: what goes back down, and applying what came. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/cmd.h"
#include "sync/reply.h"

static int make(struct cmd *c, int argc, char **argv)
{
	const char *unit = NULL, *path = NULL;
	const struct opt opts[] = { { "unit", OPT_TEXT, &unit },
				    { "o", OPT_TEXT, &path },
				    { NULL, OPT_FLAG, NULL } };
	char *made = NULL;
	long long n = 0;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 0, 1, &status))
		return status;
	if (!path || (argc == 0) == (unit == NULL))
		return cmd_usage(c, _("N or --unit CODE, and -o DIR or -o FILE are needed"));
	if (argc && (!str_int(argv[0], &n) || n < 1))
		return cmd_usage(c, _("'%s' is not a number of the inbox"), argv[0]);
	if (cmd_book(c, BOOK_WRITE))
		return cmd_fail(c);
	rc = reply_make(cmd_forms(c), c->book, n, unit, path, &made, &c->err);
	if (!rc) {
		puts(made);
		cmd_say(_("Written, read back and the same. The stick may be taken out."));
	}
	free(made);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

static int apply(struct cmd *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, OPT_FLAG, NULL } };
	struct reply_result r = { 0 };
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (cmd_book(c, BOOK_WRITE))
		return cmd_fail(c);
	rc = reply_apply(cmd_forms(c), c->book, argv[0], &r, &c->err);
	if (!rc) {
		printf("%lld  %s  %s\n", (long long)r.bundle_number, r.decision,
		       r.receipt ? r.receipt : "-");
		for (size_t i = 0; i < r.locks.n; i++)
			cmd_say("%s", r.locks.v[i]);
		if (r.again)
			cmd_say(_("This reply was applied before; nothing was done."));
		else
			cmd_say(_("%lld new remarks, %lld to be corrected in all."),
				(long long)r.remarks_new, (long long)r.remarks_open);
	}
	reply_result_fini(&r);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

int cmd_reply(struct cmd *c, int argc, char **argv)
{
	if (argc && strcmp(argv[0], "make") == 0)
		return make(c, argc - 1, argv + 1);
	if (argc && strcmp(argv[0], "apply") == 0)
		return apply(c, argc - 1, argv + 1);
	if (argc && strcmp(argv[0], "--help") == 0)
		return make(c, argc, argv);
	return cmd_usage(c, _("make or apply"));
}
