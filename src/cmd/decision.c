/* SPDX-License-Identifier: MIT */
/* decision: look at the list a decision would close, close it, correct single lines of a closed one. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/ids.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "domain/closing.h"
#include "form/entry.h"

static int find(struct cmd *c, const char *form, const char *text, char id[UUID_LEN + 1])
{
	const struct form *def = cmd_form(c, form);

	return def ? form_resolve(c->forms, c->book, def, book_unit_id(c->book), text, id, &c->err) : c->err.code;
}

/* ---- what is told ---- */

/* One line a household: what other programs read too. */
static int print_lines(struct cmd *c, bool csv)
{
	static const char *const head[] = { "line_no", "household", "household_code", "head_name", "village", "class_before",
					    "class_after", "movement", "other_reason", "members_before", "members", "b1_points",
					    "b2_points", "escaped_on" };
	struct code_lists *lists = forms_codes(c->forms);
	struct stmt *st;
	int rc = db_prepare(book_db(c->book), &st,
			    "SELECT line_no, household, household_code, head_name, village_name, class_before, class_after, movement, "
			    "other_reason, members_before, members, b1_points, b2_points, escaped_on FROM temp.line ORDER BY line_no, id",
			    &c->err);
	struct str out;

	if (rc)
		return rc;
	str_init(&out);
	if (csv)
		csv_add_row(&out, head, sizeof(head) / sizeof(*head), ',');
	while ((rc = stmt_step(st, &c->err)) > 0) {
		const char *movement = stmt_col_text(st, 7);

		for (int i = 0; csv && i < stmt_cols(st); i++)
			csv_add_cell(&out, stmt_col_text(st, i), ',', !i);
		if (csv)
			str_addc(&out, '\n');
		else
			str_addf(&out, "%4lld  %s, %s: %s%s\n", (long long)stmt_col_int(st, 0), stmt_col_text(st, 3) ? stmt_col_text(st, 3) : "?",
				 stmt_col_text(st, 4) ? stmt_col_text(st, 4) : "",
				 movement ? codes_label(code_lists_get(lists, "movement", NULL), movement) :
				 stmt_col_text(st, 6) ? codes_label(code_lists_get(lists, "classification", NULL), stmt_col_text(st, 6)) :
							_("no class yet"),
				 stmt_col_null(st, 13) ? "" : " *");
	}
	stmt_done(st);
	fputs(out.s, stdout);
	str_fini(&out);
	return rc;
}

static void tell_counts(struct cmd *c, const struct closing *k)
{
	const struct codes *movements = code_lists_get(forms_codes(c->forms), "movement", NULL);

	cmd_say(_("%s: %lld lines; poor %lld -> %lld, near-poor %lld -> %lld"), k->decision_no ? k->decision_no : "?", (long long)k->lines,
		(long long)k->before[0], (long long)k->after[0], (long long)k->before[1], (long long)k->after[1]);
	for (size_t i = 0; i < k->n_counts; i++)
		cmd_say(_("  %s: %lld households, %lld people"),
			*k->counts[i].movement ? codes_label(movements, k->counts[i].movement) : _("no class yet"),
			(long long)k->counts[i].households, (long long)k->counts[i].people);
}

static void tell_notes(const struct closing *k, bool stops)
{
	for (size_t i = 0; i < k->n_notes; i++)
		if (k->notes[i].stops == stops)
			cmd_say("%s %s:%s%s%s  %s", stops ? "!" : "-", k->notes[i].form, k->notes[i].id ? k->notes[i].id : "",
				k->notes[i].field ? ":" : "", k->notes[i].field ? k->notes[i].field : "", k->notes[i].text);
}

/* ---- the three ---- */

static int preview(struct cmd *c, int argc, char **argv)
{
	const char *format = "text";
	const struct opt opts[] = { { "format", OPT_TEXT, &format }, { NULL, OPT_FLAG, NULL } };
	struct closing k = { .lines = 0 };
	char id[UUID_LEN + 1];
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (strcmp(format, "csv") && strcmp(format, "text"))
		return cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	rc = cmd_book(c, BOOK_READ);
	if (!rc)
		rc = find(c, "decision", argv[0], id);
	if (!rc)
		rc = closing_preview(c->forms, c->book, id, &k, &c->err);
	if (!rc)
		rc = print_lines(c, !strcmp(format, "csv"));
	if (!rc) {
		tell_counts(c, &k);
		tell_notes(&k, true);
		tell_notes(&k, false);
		if (k.closed)
			cmd_say("%s", _("This list is closed."));
		status = cmd_flush(c);
		if (!status && k.stops)
			status = 1;
	} else {
		status = cmd_fail(c);
	}
	closing_fini(&k);
	return status;
}

static int end(struct cmd *c, int rc, struct closing *k)
{
	int status;

	if (!rc) {
		puts(k->decision);
		tell_counts(c, k);
		tell_notes(k, false);
		status = cmd_done(c, _("The list of the decision %s is closed."), k->decision_no);
	} else {
		if (c->err.code == ERR_USAGE) /* not this book's to write: the words were right */
			c->err.code = ERR_DATA;
		tell_notes(k, true);
		status = cmd_fail(c);
	}
	closing_fini(k);
	return status;
}

/* --reason: asked for where the level above has locked the round. */
static int take_reason(struct cmd *c, const char *said, char **why)
{
	*why = NULL;
	return said ? cmd_text(c, "--reason", said, CMD_REASON_MAX, why) : 0;
}

static int close_list(struct cmd *c, int argc, char **argv)
{
	const char *said = NULL;
	const struct opt opts[] = { { "reason", OPT_TEXT, &said }, { NULL, OPT_FLAG, NULL } };
	struct closing k = { .lines = 0 };
	char id[UUID_LEN + 1], *why;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	status = take_reason(c, said, &why);
	if (status)
		return status;
	rc = cmd_book(c, BOOK_WRITE);
	if (!rc)
		rc = find(c, "decision", argv[0], id);
	if (!rc)
		rc = closing_close(c->forms, c->book, id, cmd_officer(c), why, &k, &c->err);
	free(why);
	return end(c, rc, &k);
}

static int correct(struct cmd *c, int argc, char **argv)
{
	struct strlist said, homes;
	const char *reason = NULL;
	const struct opt opts[] = { { "household", OPT_LIST, &said }, { "reason", OPT_TEXT, &reason }, { NULL, OPT_FLAG, NULL } };
	struct closing k = { .lines = 0 };
	char id[UUID_LEN + 1], *why = NULL;
	int status, rc;

	strlist_init(&said);
	strlist_init(&homes);
	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		goto out;
	if (!said.n) {
		status = cmd_usage(c, "%s", _("--household ID is needed: whose line is put right"));
		goto out;
	}
	status = take_reason(c, reason, &why);
	if (status)
		goto out;
	rc = cmd_book(c, BOOK_WRITE);
	if (!rc)
		rc = find(c, "decision", argv[0], id);
	for (size_t i = 0; !rc && i < said.n; i++) {
		char home[UUID_LEN + 1];

		rc = find(c, "household", said.v[i], home);
		if (!rc)
			strlist_add(&homes, home);
	}
	if (!rc)
		rc = closing_correct(c->forms, c->book, id, (const char *const *)homes.v, homes.n, cmd_officer(c), why, &k,
				     &c->err);
	status = end(c, rc, &k);
out:
	free(why);
	strlist_fini(&said);
	strlist_fini(&homes);
	return status;
}

int cmd_decision(struct cmd *c, int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(struct cmd *c, int argc, char **argv);
	} words[] = { { "preview", preview }, { "close", close_list }, { "correct", correct } };

	for (size_t i = 0; argc > 0 && i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(argv[0], words[i].name))
			return words[i].run(c, argc - 1, argv + 1);
	return argc > 0 && argv[0][0] != '-' ? cmd_usage(c, _("'%s' is not preview, close or correct"), argv[0]) : preview(c, argc, argv);
}
