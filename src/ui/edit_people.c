/* SPDX-License-Identifier: MIT */
/*
 * What the edit screen does more where the record is about people: is this one in the book already, and what happened to the
 * household (the guided steps).
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/duplicate.h"
#include "ui/dialog.h"
#include "ui/duplicates.h"

bool edit_of_people(const struct edit *ed)
{
	return !strcmp(ed->form->name, "household") && form_owned_by(ed->form, book_level(ed->app->book));
}

/* ---- the same once more? ---- */

/* Is there another record of the same name: a sheet typed twice, a household met again? */
static bool has_twin(struct edit *ed)
{
	const struct form *form = ed->form;
	struct error e = ERROR_INIT;
	char *key, id[UUID_LEN + 1];
	int rc;

	for (size_t k = 0; k < form->n_key; k++)
		if (str_empty(entry_get(ed->top, form->key[k], NULL)))
			return false;
	if (entry_base_rev(ed->top))
		return false;
	key = entry_key(ed->top, "/", false);
	rc = form_resolve(ed->app->forms, ed->app->book, form, entry_unit(ed->top), key, id, &e);
	error_clear(&e);
	free(key);
	return rc == ERR_AMBIGUOUS || (rc == 0 && strcmp(id, entry_id(ed->top)) != 0);
}

static bool ask_twin(struct edit *ed)
{
	const char *const choices[] = { _("Go back and look"), _("It is another one: save it") };
	char *key = entry_key(ed->top, " / ", true);
	char *text = xasprintf(_("%s: the book has one of this name already: %s."), i18n_pick(ed->form->title), key);
	int i = dialog_choose(ed->app, _("The same once more?"), text, choices, 2, 0);

	free(text);
	free(key);
	return i == 1;
}

static bool has_people(struct edit *ed)
{
	struct duplicates d;
	size_t n;

	if (duplicates_find(ed->app->forms, ed->app->book, ed->top, &d, NULL))
		return false;
	n = d.n;
	duplicates_fini(&d);
	return n > 0;
}

bool edit_has_twins(struct edit *ed)
{
	return has_twin(ed) || has_people(ed);
}

static void open_other(struct edit *ed, const struct duplicates_choice *c)
{
	const struct form *form;

	if (!forms_get(ed->app->forms, "member", &form, NULL))
		screen_edit(ed->app, form, NULL, c->member, NULL);
	ui_say(ed->app, "%s", _("What you typed is kept as a draft."));
}

/* The row typed for somebody who is in the book goes; he comes by the guided step once the rest is stored. */
static void bring_here(struct edit *ed, const struct duplicates_choice *c)
{
	struct entry *row = entry_child_by_id(ed->top, "member", c->row);
	struct error e = ERROR_INIT;
	char home[UUID_LEN + 1];
	size_t roster, i;

	if (!row || !edit_find_row(ed, row, &roster, &i))
		return;
	memcpy(home, entry_id(ed->top), sizeof(home));
	edit_mark_drop_entry(ed, entry_id(row));
	edit_show(ed, NULL, 0);
	if (entry_child_remove(ed->top, roster, i, NULL, &e)) {
		ui_error(ed->app, &e);
		return;
	}
	edit_recheck(ed);
	if (entry_dirty(ed->top) && !edit_save(ed))
		return;
	ed->stale = true;
	screen_movement_of(ed->app, c->left ? MOVEMENT_RETURN : MOVEMENT_TRANSFER, c->household, c->member, home);
}

bool edit_ask_twins(struct edit *ed)
{
	struct duplicates_choice c;

	if (has_twin(ed) && !ask_twin(ed))
		return false;
	switch (duplicates_ask(ed->app, ed->top, &c)) {
	case DUPLICATES_NONE:
		return true;
	case DUPLICATES_BACK:
		break;
	case DUPLICATES_OPEN:
		open_other(ed, &c);
		break;
	case DUPLICATES_MOVE:
		bring_here(ed, &c);
		break;
	}
	return false;
}

/* ---- what happened ---- */

/* The steps begin at what is stored. */
static bool stored(struct edit *ed)
{
	if (!edit_leave(ed))
		return false;
	if (!ed->locked && (entry_is_new(ed->top) || entry_dirty(ed->top))) {
		const char *const choices[] = { _("Save it first"), _("Go back") };

		if (dialog_choose(ed->app, _("Not saved yet"), _("What happened is entered to the household as it is stored."),
				  choices, 2, 0) != 0)
			return false;
		return edit_save(ed);
	}
	return true;
}

enum screen_result edit_movement(struct edit *ed)
{
	const struct entry *row = ed->row && !entry_is_new(ed->row) ? ed->row : NULL;
	char *member = row ? xstrdup(entry_id(row)) : NULL;

	if (!edit_of_people(ed))
		return SCREEN_IGNORED;
	if (!entry_owned(ed->top)) {
		ui_say(ed->app, "%s", _("This record belongs to another unit: for reading only."));
	} else if (stored(ed)) {
		ed->stale = true;
		screen_movement(ed->app, entry_id(ed->top), member);
	}
	edit_line_begin(ed);
	free(member);
	return SCREEN_REDRAW;
}
