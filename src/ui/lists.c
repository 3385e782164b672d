/* SPDX-License-Identifier: MIT */
/* Which list to open: the forms themselves say under which of home's digits they stand. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/record.h"
#include "text/number.h"
#include "ui/dialog.h"
#include "ui/screens.h"

struct lists {
	const struct form **forms;
	struct strlist words;
};

static char *word_for(struct app *app, const struct form *form)
{
	int64_t n = 0;
	char shown[32];

	if (record_count(app->book, form->name, NULL, NULL, NULL, &n, NULL) || !n)
		return xstrdup(i18n_pick(form->plural));
	return xasprintf("%s (%s)", i18n_pick(form->plural), number_int_show(n, shown));
}

static int by_place(const void *a, const void *b)
{
	const struct form *const *x = a, *const *y = b;

	int d = (*x)->menu != (*y)->menu ? (*x)->menu - (*y)->menu : (*x)->place - (*y)->place;

	return d ? d : strcmp((*x)->name, (*y)->name);
}

bool screen_lists(struct app *app, int digit)
{
	const char *const *names = forms_names(app->forms);
	struct error e = ERROR_INIT;
	struct lists l = { 0 };
	size_t i, n = 0;
	int at = -1;

	for (i = 0; names[i]; i++)
		;
	l.forms = xcalloc(i + 1, sizeof(struct form *));
	strlist_init(&l.words);
	for (i = 0; names[i]; i++) {
		const struct form *form;

		if (forms_get(app->forms, names[i], &form, &e)) {
			ui_error(app, &e);
			continue;
		}
		if (form->menu && (!digit || form->menu == digit))
			l.forms[n++] = form;
	}
	qsort(l.forms, n, sizeof(struct form *), by_place);
	for (i = 0; i < n; i++)
		strlist_take(&l.words, word_for(app, l.forms[i]));
	if (n == 1)
		at = 0;
	else if (n)
		at = dialog_choose(app, _("Which list?"), NULL, (const char *const *)l.words.v, n,
				   0);
	else
		ui_say(app, "%s", _("No form stands under this digit."));
	if (at >= 0)
		screen_browse(app, l.forms[at]);
	strlist_fini(&l.words);
	free(l.forms);
	return at >= 0;
}
