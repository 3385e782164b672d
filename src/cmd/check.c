/* SPDX-License-Identifier: MIT */
/* check: what is wrong or wants explaining, over all records of the unit. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "domain/check.h"

static const char *const strength_names[] = { "error", "doubt", "hint" };
static const char *const strength_words[] = { N_("error"), N_("to explain"), N_("hint") };

static void print_csv(const struct findings *all)
{
	static const char *const head[] = { "check", "strength", "form",    "id",
					    "field", "message",	 "reason", "source" };
	struct str out;

	str_init(&out);
	csv_add_row(&out, head, 8, ',');
	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];
		const char *cells[] = { f->check, strength_names[f->strength], f->form, f->id,
					f->field, f->message, f->reason, f->source };

		csv_add_row(&out, cells, 8, ',');
	}
	fputs(out.s, stdout);
	str_fini(&out);
}

static void print_text(const struct findings *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];

		printf("%s (%s) %s:%s%s%s: %s", _(strength_words[f->strength]), f->check, f->form,
		       f->id, f->field ? ":" : "", f->field ? f->field : "", f->message);
		if (!str_empty(f->reason))
			printf(" [%s]", f->reason);
		putchar('\n');
	}
}

static void say_bad(const struct complaints *bad)
{
	for (size_t i = 0; i < bad->n; i++) {
		char *text = complaint_text(&bad->v[i]);

		cmd_say("%s", text);
		free(text);
	}
}

int cmd_check(struct cmd *c, int argc, char **argv)
{
	const char *form = NULL, *format = "text";
	const struct opt opts[] = { { "form", OPT_TEXT, &form },
				    { "format", OPT_TEXT, &format },
				    { NULL, OPT_FLAG, NULL } };
	struct findings all = { 0 };
	struct complaints bad;
	struct checks *checks;
	char *dir;
	int status, rc;

	if (!cmd_words(c, opts, &argc, argv, 0, 0, &status))
		return status;
	if (strcmp(format, "csv") != 0 && strcmp(format, "text") != 0)
		return cmd_usage(c, _("--format is csv or text, not '%s'"), format);
	if (cmd_book(c, BOOK_READ) || (form && !cmd_form(c, form)))
		return cmd_fail(c);
	complaints_init(&bad);
	dir = path_join(paths_data(), "checks");
	checks = checks_load(dir, &bad);
	rc = checks_run(checks, c->forms, c->book, form, &all, &c->err);
	say_bad(&bad);
	say_bad(&all.bad);
	if (!rc && strcmp(format, "csv") == 0)
		print_csv(&all);
	else if (!rc)
		print_text(&all);
	if (!rc)
		cmd_say(_("%zu errors, %zu to explain, %zu findings in all"), all.errors,
			all.unexplained, all.n);
	status = rc ? cmd_fail(c) : cmd_flush(c);
	if (!status && (all.errors || bad.n || all.bad.n))
		status = 1;
	findings_fini(&all);
	checks_free(checks);
	complaints_fini(&bad);
	free(dir);
	return status;
}
