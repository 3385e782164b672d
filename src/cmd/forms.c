/* SPDX-License-Identifier: MIT */
/* forms check and forms list. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "domain/check.h"
#include "report/blank.h"
#include "report/paper.h"
#include "report/report.h"
#include "store/guard.h"

static void check_checks(struct cmd *c, const char *dir, struct complaints *bad)
{
	struct checks *checks = checks_load(dir, bad);
	struct error e = ERROR_INIT;
	struct db *blank = NULL;

	if (blank_open(&blank, cmd_forms(c), &e) || db_guard_select(blank, true, &e))
		complaints_add(bad, dir, 0, NULL, NULL, "%s", e.what);
	else
		checks_check(checks, cmd_forms(c), blank, bad);
	db_close(blank);
	error_clear(&e);
	checks_free(checks);
}

static int check_all(struct cmd *c)
{
	struct complaints bad;
	char *dir = path_join(paths_data(), "checks");
	struct papers *papers;
	struct reports *reports;
	int status = 0;

	complaints_init(&bad);
	forms_check(cmd_forms(c), &bad);
	check_checks(c, dir, &bad);
	calendar_free(calendar_open(cmd_forms(c), &bad));
	papers = papers_load_all(&bad);
	papers_check(papers, cmd_forms(c), &bad);
	papers_free(papers);
	reports = reports_load_all(&bad);
	reports_check(reports, cmd_forms(c), &bad);
	reports_free(reports);
	for (size_t i = 0; i < bad.n; i++) {
		char *text = complaint_text(&bad.v[i]);

		puts(text);
		free(text);
	}
	if (bad.n) {
		cmd_say(P_("%zu mistake", "%zu mistakes", (unsigned long)bad.n), bad.n);
		status = 1;
	} else {
		cmd_say(_("All forms and data files are in order."));
	}
	complaints_fini(&bad);
	free(dir);
	return status ? status : cmd_flush(c);
}

static const char *const type_names[] = {
	[FIELD_TEXT] = "text",	     [FIELD_INT] = "int",	[FIELD_MONEY] = "money",
	[FIELD_DECIMAL] = "decimal", [FIELD_DATE] = "date",	[FIELD_YESNO] = "yesno",
	[FIELD_CHOICE] = "choice",   [FIELD_MULTI] = "multi",	[FIELD_ANSWERS] = "answers",
	[FIELD_REFERENCE] = "reference",
};

static int list_all(struct cmd *c)
{
	const char *const *names = forms_names(cmd_forms(c));

	for (size_t i = 0; names[i]; i++) {
		const struct form *form = cmd_form(c, names[i]);

		if (!form)
			return cmd_fail(c);
		printf("%s  %s\n", form->name, i18n_pick(form->title));
		for (size_t k = 0; k < form->n_fields; k++) {
			const struct field *fd = &form->fields[k];

			printf("  %s.%s  %s%s%s  %s\n", form->name, fd->name, type_names[fd->type],
			       fd->required ? " required" : "",
			       fd->compute || fd->derived ? " computed" : "", i18n_pick(fd->label));
		}
	}
	return cmd_flush(c);
}

int cmd_forms_run(struct cmd *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, OPT_FLAG, NULL } };
	int status;

	if (!cmd_words(c, opts, &argc, argv, 1, 1, &status))
		return status;
	if (strcmp(argv[0], "check") == 0)
		return check_all(c);
	if (strcmp(argv[0], "list") == 0)
		return list_all(c);
	return cmd_usage(c, _("'%s' is neither check nor list"), argv[0]);
}
