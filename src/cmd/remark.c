/* SPDX-License-Identifier: MIT */
/* remark and remarks. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cmd/cmd.h"
#include "sync/peer.h"
#include "sync/remark.h"

int cmd_remark(struct cmd *c, int argc, char **argv)
{
	const char *unit = NULL;
	const struct opt opts[] = { { "unit", OPT_TEXT, &unit }, { NULL, OPT_FLAG, NULL } };
	struct remark_new r = { 0 };
	struct peer peer = { 0 };
	char *kept = NULL;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (!unit)
		return cmd_usage(c, _("--unit CODE is needed"));
	if (str_fault(argv[0]) != STR_SOUND)
		return cmd_usage(c, _("%s cannot be read: it must be UTF-8 text without control characters"),
				 "FORM:ID[:FIELD]:TEXT");
	if (cmd_book(c, BOOK_WRITE) || peer_by_code(c->book, unit, &peer, &c->err))
		return cmd_fail(c);
	rc = remark_parse(cmd_forms(c), c->book, peer.unit_id, argv[0], &r, &kept, &c->err);
	if (!rc)
		rc = remark_add(cmd_forms(c), c->book, peer.unit_id, &r, NULL, cmd_officer(c),
				&c->err);
	free(kept);
	peer_fini(&peer);
	return rc ? cmd_fail(c) : 0;
}

int cmd_remarks(struct cmd *c, int argc, char **argv)
{
	bool all = false;
	const struct opt opts[] = { { "all", OPT_FLAG, &all }, { NULL, OPT_FLAG, NULL } };
	struct remarks list = { 0 };
	int status;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (cmd_book(c, BOOK_READ) || remark_list(c->book, NULL, !all, &list, &c->err))
		return cmd_fail(c);
	for (size_t i = 0; i < list.n; i++) {
		const struct remark *r = &list.v[i];

		printf("%s  %s:%s%s%s  %s  (%s, %s)\n", r->state, r->form, r->id,
		       r->field ? ":" : "", r->field ? r->field : "", r->text,
		       r->who ? r->who : "", r->at ? r->at : "");
	}
	cmd_say(P_("%zu remark", "%zu remarks", (unsigned long)list.n), list.n);
	remarks_fini(&list);
	return cmd_flush(c);
}
