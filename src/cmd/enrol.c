/* SPDX-License-Identifier: MIT */
/* enrol: units below, the superior, fingerprints. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/cmd.h"
#include "sync/enrol.h"
#include "sync/keys.h"
#include "sync/peer.h"

static int make(struct cmd *c, int argc, char **argv)
{
	const char *unit = NULL, *name = NULL, *level = NULL, *replace = NULL, *path = NULL;
	const struct opt opts[] = { { "unit", OPT_TEXT, &unit },       { "name", OPT_TEXT, &name },
				    { "level", OPT_TEXT, &level },     { "o", OPT_TEXT, &path },
				    { "replace", OPT_TEXT, &replace }, { NULL, OPT_FLAG, NULL } };
	struct keys keys;
	char mark[FINGERPRINT_LEN + 1];
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (!unit || !name || !path)
		return cmd_usage(c, _("--unit, --name and -o are needed"));
	if (cmd_book(c, BOOK_WRITE) || keys_load(&keys, c->book, &c->err))
		return cmd_fail(c);
	rc = enrol_make(c->book, &keys, unit, name, level, replace, path, &c->err);
	if (!rc) {
		puts(path);
		cmd_say(_("Fingerprint of this book: %s (the unit compares it by telephone)"),
			keys_fingerprint(keys.sign_pk, keys.seal_pk, mark));
	}
	keys_fini(&keys);
	return rc ? cmd_fail(c) : cmd_flush(c);
}

/* A stick often carries the enrolments of all communes: the wrong one would give this book another unit's name. Where the
 * code really is a new one, --unit says so. */
static int meant_for_us(struct cmd *c, const struct enrolment *en, const char *unit)
{
	const char *ours = unit ? unit : book_unit_code(c->book);
	int rc;

	if (str_eq(en->unit_code, ours))
		return 0;
	rc = error_fail(&c->err, ERR_DATA, "GN-C13", _("This enrolment is for the unit %s (%s), not %s."),
			en->unit_code, en->unit_name, ours);
	error_safe(&c->err, _("Nothing was changed."));
	error_todo(&c->err, _("Use the enrolment file that was made for your unit. If its code is new: --unit %s"),
		   en->unit_code);
	return rc;
}

static int join(struct cmd *c, int argc, char **argv)
{
	const char *replace = NULL, *unit = NULL;
	const struct opt opts[] = { { "replace", OPT_TEXT, &replace },
				    { "unit", OPT_TEXT, &unit },
				    { NULL, OPT_FLAG, NULL } };
	struct enrolment en;
	char mark[FINGERPRINT_LEN + 1];
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (cmd_book(c, BOOK_WRITE) || enrol_read(&en, argv[0], &c->err))
		return cmd_fail(c);
	rc = meant_for_us(c, &en, unit);
	if (!rc)
		rc = enrol_join(c->book, &en, replace, &c->err);
	if (!rc) {
		cmd_say(_("%s is now the level above this book."), en.upper_name);
		cmd_say(_("Fingerprint of %s: %s (compare it with them by telephone)"), en.upper_name,
			keys_fingerprint(en.sign_pk, en.seal_pk, mark));
		cmd_say_note(enrol_catalogue_note(&en));
	}
	enrolment_fini(&en);
	return rc ? cmd_fail(c) : 0;
}

static int list_side(struct cmd *c, bool upper)
{
	struct peers all = { 0 };
	int rc = peer_list(c->book, upper, &all, &c->err);

	for (size_t i = 0; !rc && i < all.n; i++) {
		const struct peer *p = &all.v[i];
		char mark[FINGERPRINT_LEN + 1] = "-";

		if (p->has_keys)
			keys_fingerprint(p->sign_pk, p->seal_pk, mark);
		printf("%s  %s  %s  %s  %s\n", upper ? "upper" : "lower", p->code, mark,
		       !p->in_force ? "replaced" : p->compared ? "compared" : "not-compared", p->name);
	}
	peers_fini(&all);
	return rc;
}

int cmd_enrol(struct cmd *c, int argc, char **argv)
{
	static const struct opt none[] = { { NULL, OPT_FLAG, NULL } };
	const char *verb = argc ? argv[0] : "";
	int status;

	if (strcmp(verb, "make") == 0)
		return make(c, argc - 1, argv + 1);
	if (strcmp(verb, "join") == 0)
		return join(c, argc - 1, argv + 1);
	if (!cmd_words(c, none, &argc, argv, 1, 3, &status))
		return status;
	if (strcmp(argv[0], "list") == 0 && argc == 1) {
		if (cmd_book(c, BOOK_READ) || list_side(c, true) || list_side(c, false))
			return cmd_fail(c);
		return cmd_flush(c);
	}
	if (strcmp(argv[0], "compare") == 0 && argc == 3) {
		if (cmd_book(c, BOOK_WRITE) || peer_compared(c->book, argv[1], argv[2], &c->err))
			return cmd_fail(c);
		return 0;
	}
	return cmd_usage(c, _("make, join, list or compare"));
}
