/* SPDX-License-Identifier: MIT */
/* init: a new book, with its keys, and its superior when it comes from an enrolment. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cmd/cmd.h"
#include "sync/enrol.h"
#include "sync/keys.h"

static int level_ok(const char *level)
{
	static const char *const levels[] = { "village", "commune", "district", "province" };

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (strcmp(levels[i], level) == 0)
			return 1;
	return 0;
}

/* What the words say and what the enrolment says must be one. */
static int agree(struct cmd *c, const struct enrolment *en, const char *unit, const char *level)
{
	int rc = 0;

	if (strcmp(en->unit_code, unit) != 0)
		rc = error_fail(&c->err, ERR_DATA, "GN-C10",
				_("This enrolment is for the unit %s, not %s."), en->unit_code, unit);
	else if (strcmp(en->level, level) != 0)
		rc = error_fail(&c->err, ERR_DATA, "GN-C11",
				_("This enrolment is for the level %s, not %s."), en->level, level);
	if (rc) {
		error_safe(&c->err, _("No book was made."));
		error_todo(&c->err, _("Use the enrolment file that was made for your unit."));
	}
	return rc;
}

static int furnish(struct cmd *c, const char *path, const struct enrolment *en)
{
	struct keys keys;
	int rc;

	rc = book_open(&c->book, path, BOOK_WRITE, &c->err);
	if (rc)
		return rc;
	rc = forms_prepare(cmd_forms(c), c->book, &c->err);
	if (!rc)
		rc = keys_make(&keys, c->book, &c->err);
	if (!rc) {
		char mark[FINGERPRINT_LEN + 1];

		if (en)
			rc = enrol_accept(c->book, en, &c->err);
		if (!rc) {
			cmd_say(_("Book made: %s"), path);
			cmd_say(_("Fingerprint of this book: %s"),
				keys_fingerprint(keys.sign_pk, keys.seal_pk, mark));
		}
		if (!rc && en) {
			cmd_say(_("Fingerprint of %s: %s (compare it with them by telephone)"),
				en->upper_name, keys_fingerprint(en->sign_pk, en->seal_pk, mark));
			cmd_say_note(enrol_catalogue_note(en));
		}
		keys_fini(&keys);
	}
	return rc;
}

/* A book half made is no book: take it away again. */
static void undo(const char *path)
{
	static const char *const parts[] = { "", "-wal", "-shm", ".keys", ".lock", ".open" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct str s;

		str_init(&s);
		str_addf(&s, "%s%s", path, parts[i]);
		unlink(s.s);
		str_fini(&s);
	}
}

int cmd_init(struct cmd *c, int argc, char **argv)
{
	const char *unit = NULL, *said = NULL, *level = NULL, *from = NULL;
	bool training = false;
	const struct opt opts[] = { { "unit", OPT_TEXT, &unit },   { "name", OPT_TEXT, &said },
				    { "level", OPT_TEXT, &level }, { "from", OPT_TEXT, &from },
				    { "training", OPT_FLAG, &training }, { NULL, OPT_FLAG, NULL } };
	struct enrolment en;
	struct book_identity who = { 0 };
	int status, rc = 0;
	char *dir, *name;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (!unit || !said || !level)
		return cmd_usage(c, _("--unit, --name and --level are needed"));
	if (!level_ok(level))
		return cmd_usage(c, _("a level is village, commune, district or province, not '%s'"),
				 level);
	status = cmd_text(c, "--name", said, CMD_NAME_MAX, &name);
	if (status)
		return status;
	memset(&en, 0, sizeof(en));
	if (from) {
		rc = enrol_read(&en, from, &c->err);
		if (!rc)
			rc = agree(c, &en, unit, level);
		if (!rc && training && !en.training) {
			rc = error_fail(&c->err, ERR_DATA, "GN-C12",
					_("A training book cannot come from a real enrolment."));
			error_safe(&c->err, _("No book was made."));
			error_todo(&c->err, _("Use a training enrolment, or leave out --training."));
		}
		training = training || en.training;
	}
	dir = path_dir(argv[0]);
	who = (struct book_identity){ .unit_id = from ? en.unit_id : NULL, .unit_code = unit,
				      .unit_name = name, .level = level, .training = training };
	if (!rc)
		rc = dir_make(dir, &c->err);
	if (!rc)
		rc = book_create(argv[0], &who, &c->err);
	if (!rc) {
		rc = furnish(c, argv[0], from ? &en : NULL);
		if (rc) {
			book_close(c->book);
			c->book = NULL;
			undo(argv[0]);
		}
	}
	if (!rc)
		puts(argv[0]);
	enrolment_fini(&en);
	free(name);
	free(dir);
	return rc ? cmd_fail(c) : cmd_done(c, _("Book made: %s"), argv[0]);
}
