/* SPDX-License-Identifier: MIT */
/* put and remove: one record through the same form engine as the screen. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/file.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "domain/check.h"
#include "form/entry.h"

/* A doubt of the form itself, or of a check over several records ("r27", or "r27:ID" for one other record). */
static int explain_check(struct cmd *c, struct entry *en, const char *check, const char *reason)
{
	struct complaints wrong = { .v = NULL };
	char *dir = path_join(paths_data(), "checks");
	struct checks *checks = checks_load(dir, &wrong);
	bool wide = checks_ask(checks, entry_form(en)->name, check);

	checks_free(checks);
	complaints_fini(&wrong);
	free(dir);
	return wide ? entry_explain_wide(en, check, reason, &c->err) : entry_explain(en, check, reason, &c->err);
}

static int explain(struct cmd *c, struct entry *en, const char *name, const char *reason)
{
	size_t max = CMD_REASON_MAX;

	if (str_fault(reason) != STR_SOUND)
		error_fail(&c->err, ERR_DATA, "GN-C23",
			   _("%s cannot be read: it must be UTF-8 text without control characters"), name);
	else if (strlen(reason) > max)
		error_fail(&c->err, ERR_DATA, "GN-C24", _("%s is too long: at most %zu bytes"), name, max);
	else
		return explain_check(c, en, name + strlen("reason."), reason);
	error_safe(&c->err, _("Nothing was stored."));
	return ERR_DATA;
}

/* A field given twice would leave one of the two values behind unsaid: 0 or 2. */
static int refuse_repeated(struct cmd *c, int argc, char **argv)
{
	struct strlist names;
	int status = 0;

	strlist_init(&names);
	for (int i = 1; i < argc && !status; i++) {
		char *name = xstrndup(argv[i], strcspn(argv[i], "="));

		if (strlist_has(&names, name))
			status = cmd_usage(c, _("%s is given twice"), name);
		strlist_take(&names, name);
	}
	strlist_fini(&names);
	return status;
}

/* 0 or 2: the words after the form. */
static int check_words(struct cmd *c, int argc, char **argv)
{
	if (argc < 2)
		return cmd_usage(c, _("FIELD=VALUE is missing"));
	for (int i = 1; i < argc; i++)
		if (!strchr(argv[i], '='))
			return cmd_usage(c, _("'%s' is not FIELD=VALUE"), argv[i]);
	return refuse_repeated(c, argc, argv);
}

/* "field=value", or "reason.CHECK=text" for what needs explaining. */
static int set_one(struct cmd *c, struct entry *en, const char *word)
{
	const struct form *form = entry_form(en);
	const char *eq = strchr(word, '=');
	const struct field *fd;
	const char *code = NULL;
	char *name;
	int rc;

	name = xstrndup(word, (size_t)(eq - word));
	if (str_starts(name, "reason.")) {
		rc = explain(c, en, name, eq + 1);
		goto out;
	}
	fd = form_field(form, name, &code);
	if (!fd) {
		rc = error_fail(&c->err, ERR_NOTFOUND, "GN-C20", _("The form %s has no field '%s'."),
				form->name, name);
		error_safe(&c->err, _("Nothing was stored."));
		error_todo(&c->err, _("`giamngheo forms list` tells the fields of each form."));
		goto out;
	}
	rc = entry_set(en, fd, code, eq[1] ? eq + 1 : NULL, ENTRY_PLAIN, &c->err);
	if (rc && (fd->compute || fd->derived))
		error_todo(&c->err, _("Leave out %s=…: the program fills it in by itself."), name);
	if (rc == ERR_USAGE)
		rc = c->err.code = ERR_DATA;
out:
	free(name);
	return rc;
}

/* A fault begins its line with form.field, so that a script can tell it from what is only asked or noted. */
static void tell_problems(const struct problems *p)
{
	static const char *const words[] = { N_("error"), N_("to explain"), N_("hint") };

	for (size_t i = 0; i < p->n; i++) {
		const struct problem *q = &p->v[i];

		if (q->strength == STRENGTH_ERROR)
			cmd_say("%s.%s%s%s: %s", entry_form(q->entry)->name, q->field->name,
				q->code ? "." : "", q->code ? q->code : "", q->message);
		else if (!q->reason)
			cmd_say("(%s, %s) %s.%s%s%s: %s", _(words[q->strength]), q->check,
				entry_form(q->entry)->name, q->field->name, q->code ? "." : "",
				q->code ? q->code : "", q->message);
	}
}

int cmd_put(struct cmd *c, int argc, char **argv)
{
	const char *id = NULL, *said = NULL;
	const struct opt opts[] = { { "id", OPT_TEXT, &id },
				    { "reason", OPT_TEXT, &said },
				    { NULL, OPT_FLAG, NULL } };
	const struct form *form;
	struct entry *en = NULL;
	struct save_result saved = { 0 };
	char found[37], *why = NULL;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 10000, &status))
		return status;
	status = check_words(c, argc, argv);
	if (!status && said)
		status = cmd_text(c, "--reason", said, CMD_REASON_MAX, &why);
	if (status)
		return status;
	if (cmd_book(c, BOOK_WRITE) || !(form = cmd_form(c, argv[0]))) {
		free(why);
		return cmd_fail(c);
	}
	if (id) {
		rc = form_resolve(c->forms, c->book, form, NULL, id, found, &c->err);
		if (!rc)
			rc = entry_open(&en, c->forms, c->book, form, NULL, found, &c->err);
		if (!rc && !entry_owned(en)) {
			rc = error_fail(&c->err, ERR_DATA, "GN-C21",
					_("This record belongs to another unit."));
			error_safe(&c->err, _("Nothing was stored."));
			error_todo(&c->err, _("Put a remark on it instead: the unit corrects it."));
		}
	} else {
		rc = entry_new(&en, c->forms, c->book, form, NULL, &c->err);
	}
	for (int i = 1; i < argc && !rc; i++)
		rc = set_one(c, en, argv[i]);
	if (!rc)
		rc = entry_save(en, cmd_officer(c), why, &saved, &c->err);
	if (!rc) {
		puts(entry_id(en));
		status = cmd_done(c, _("The record is stored; its id is %s."), entry_id(en));
		tell_problems(&saved.problems);
	} else {
		if (c->err.code == ERR_USAGE)
			c->err.code = ERR_DATA;
		status = cmd_fail(c);
	}
	free(why);
	save_result_fini(&saved);
	entry_free(en);
	return status;
}

int cmd_remove(struct cmd *c, int argc, char **argv)
{
	const char *reason = NULL;
	const struct opt opts[] = { { "reason", OPT_TEXT, &reason }, { NULL, OPT_FLAG, NULL } };
	const struct form *form;
	char found[37], *why;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 2, 2, &status))
		return status;
	if (str_empty(reason))
		return cmd_usage(c, _("--reason TEXT is needed: it stays in the history"));
	status = cmd_text(c, "--reason", reason, CMD_REASON_MAX, &why);
	if (status)
		return status;
	rc = cmd_book(c, BOOK_WRITE);
	if (!rc) {
		form = cmd_form(c, argv[0]);
		rc = form ? form_resolve(c->forms, c->book, form, NULL, argv[1], found, &c->err) : c->err.code;
	}
	if (!rc)
		rc = entry_remove(c->forms, c->book, form, found, why, cmd_officer(c), &c->err);
	if (rc == ERR_USAGE) /* not this book's to remove: the words were right */
		c->err.code = ERR_DATA;
	free(why);
	if (rc)
		return cmd_fail(c);
	puts(found);
	return cmd_done(c, _("The record %s is removed."), found);
}
