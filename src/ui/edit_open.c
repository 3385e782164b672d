/* SPDX-License-Identifier: MIT */
/* How a record comes to the edit screen: stored, from its draft, new, by one of its rows, or for a screen that hosts it. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/round_lock.h"
#include "store/draft.h"
#include "ui/dialog.h"
#include "ui/words.h"

static const char *why_locked(struct app *app, const struct form *form, const struct entry *en)
{
	if (!book_writable(app->book))
		return _("The book is open for reading only: nothing can be changed.");
	if (!form_owned_by(form, book_level(app->book)))
		return _("Records of this form are entered at another level: for reading only.");
	if (form->by_program)
		return _("The program alone writes these records: for reading only.");
	if (en && entry_locked(en))
		return _("This record is closed: for reading only.");
	if (en && !entry_owned(en))
		return _("This record belongs to another unit: for reading only.");
	return NULL;
}

/* It can be changed all the same, but not without saying why: better known before than after. */
static void say_lock(struct edit *ed)
{
	char *words = NULL;

	if (!entry_in_lock(ed->top, &words, NULL) && words)
		ui_say(ed->app, "%s", words);
	free(words);
}

void edit_take(struct edit *ed, struct entry *top)
{
	edit_line_end(ed);
	problems_fini(&ed->problems);
	memset(&ed->problems, 0, sizeof(ed->problems));
	ed->row = NULL;
	ed->row_fresh = false;
	set_string(&ed->own_draft, NULL);
	ed->placed = NULL;
	ed->placed_id[0] = '\0';
	entry_free(ed->top);
	ed->top = top;
	ed->form = entry_form(top);
	ed->locked = why_locked(ed->app, ed->form, top);
	ed->keeping = false;
	if (!ed->locked && ed->app->officer)
		edit_ready(ed);
	edit_remarks_load(ed);
	edit_show(ed, NULL, 0);
	edit_recheck(ed);
	say_lock(ed);
}

/* ---- opening ---- */

static struct edit *open_entry(struct app *app, const struct edit_host *host, struct entry *top)
{
	struct edit *ed = xcalloc(1, sizeof(*ed));

	ed->app = app;
	ed->host = host;
	if (host)
		ed->frame.cols = draw_cols();
	ed->passing = true;
	listbox_init(&ed->table, &edit_table_ops, ed);
	edit_take(ed, top);
	return ed;
}

/* Take a draft up again; NULL after a failure that was told. */
static struct edit *open_draft(struct app *app, const struct edit_host *host, const char *draft)
{
	struct error e = ERROR_INIT;
	struct entry *top;
	const struct entry *row;
	const struct field *fd;
	const char *code;
	bool moved_on;

	if (entry_resume(&top, app->forms, app->book, draft, &moved_on, &e)) {
		ui_error(app, &e);
		return NULL;
	}
	bool placed = entry_resumed_at(top, &row, &fd, &code);
	struct edit *ed = open_entry(app, host, top);

	edit_mark_resume(ed);
	edit_recheck(ed);
	if (placed)
		edit_goto(ed, row, fd, code);
	else
		edit_put_cursor(ed, 0);
	if (moved_on)
		ui_say(app, "%s",
		       _("The stored record was changed since this draft was begun; saving will "
			 "show both."));
	return ed;
}

void screen_edit_draft(struct app *app, const char *draft)
{
	struct edit *ed = open_draft(app, NULL, draft);

	if (ed)
		ui_push(app, edit_of_people(ed) ? &edit_people_screen : &edit_screen, ed);
}

struct edit *edit_open_for(struct app *app, const struct edit_host *host, const struct form *form, const char *id,
			   const char *draft)
{
	struct error e = ERROR_INIT;
	struct entry *top;

	if (draft)
		return open_draft(app, host, draft);
	if (entry_open(&top, app->forms, app->book, form, NULL, id, &e)) {
		ui_error(app, &e);
		return NULL;
	}
	return open_entry(app, host, top);
}

enum draft_choice { DRAFT_NONE, DRAFT_RESUME, DRAFT_LEAVE };

/* There is an open draft of the record to be opened: go on with it, or put it in the bin, or
 * neither. */
static enum draft_choice ask_draft(struct app *app, const struct draft_info *d)
{
	struct error e = ERROR_INIT;
	const char *const choices[] = { _("Go on with the draft"),
					_("Open what is stored; the draft goes to the bin") };
	char *at = words_moment(d->at);
	char *text = xasprintf(_("%s left this record unsaved at %s."), d->who ? d->who : "?", at);
	int i = dialog_choose(app, _("There is a draft of this record"), text, choices, 2, 0);

	free(text);
	free(at);
	if (i == 0)
		return DRAFT_RESUME;
	if (i < 0)
		return DRAFT_LEAVE;
	if (draft_discard(app->book, d->id, &e)) {
		ui_error(app, &e);
		return DRAFT_LEAVE;
	}
	return DRAFT_NONE;
}

static enum draft_choice find_draft(struct app *app, const struct form *form, const char *id,
				    char **draft)
{
	struct draft_infos found = { NULL, 0 };
	enum draft_choice choice = DRAFT_NONE;

	if (!book_writable(app->book) || draft_list(app->book, false, &found, NULL))
		return DRAFT_NONE;
	for (size_t i = 0; i < found.n; i++) {
		const struct draft_info *d = &found.v[i];
		if (!str_eq(d->form, form->name) || !str_eq(d->record, id))
			continue;
		choice = ask_draft(app, d);
		*draft = xstrdup(d->id);
		break;
	}
	draft_infos_fini(&found);
	return choice;
}

/* The record on whose screen a roster row is edited. */
static int parent_of(struct app *app, const struct form *form, const char *unit, const char *id,
		     char **parent, struct error *e)
{
	struct record r;
	int rc = record_load(app->book, &form->table, unit, id, &r, e);

	if (rc)
		return rc;
	*parent = xstrdup_null(record_get(&r, form->parent->name));
	record_fini(&r);
	return *parent ? 0
		       : error_fail(e, ERR_NOTFOUND, "GN-U20",
				    _("The record this row belongs to is gone."));
}

static struct edit *open_record(struct app *app, const struct form *form, const char *unit,
				const char *id)
{
	struct error e = ERROR_INIT;
	struct entry *top = NULL;
	char *draft = NULL;

	struct edit *ed = NULL;
	enum draft_choice choice = id ? find_draft(app, form, id, &draft) : DRAFT_NONE;

	if (choice == DRAFT_RESUME)
		ed = open_draft(app, NULL, draft);
	free(draft);
	if (choice != DRAFT_NONE)
		return ed;
	const char *locked = id ? NULL : why_locked(app, form, NULL);
	if (locked) {
		ui_say(app, "%s", locked);
		return NULL;
	}
	if (id ? entry_open(&top, app->forms, app->book, form, unit, id, &e)
	       : entry_new(&top, app->forms, app->book, form, NULL, &e)) {
		ui_error(app, &e);
		return NULL;
	}
	ed = open_entry(app, NULL, top);
	if (!id)
		edit_first_empty(ed);
	return ed;
}

static struct edit *open_row(struct app *app, const struct form *form, const char *unit,
			     const char *id)
{
	struct error e = ERROR_INIT;
	const struct form *above;
	struct record_pick ask = { NULL };
	char *parent = NULL;

	if (forms_get(app->forms, form->parent->refers, &above, &e) ||
	    (id && parent_of(app, form, unit, id, &parent, &e))) {
		ui_error(app, &e);
		return NULL;
	}
	ask.form = above;
	if (!id && !dialog_pick_record(app, &ask))
		return NULL;
	struct edit *ed = open_record(app, above, unit, id ? parent : ask.id);
	free(parent);
	if (!ed)
		return NULL;
	int roster = form_roster(above, form->name);
	ed->roster = roster < 0 ? 0 : (size_t)roster;
	if (!id)
		edit_row_add(ed);
	else
		edit_goto(ed, entry_child_by_id(ed->top, form->name, id), NULL, NULL);
	return ed;
}

void screen_edit_new(struct app *app, struct entry *en, const char *field)
{
	const char *locked = why_locked(app, entry_form(en), NULL), *code;
	struct edit *ed;

	if (locked) {
		ui_say(app, "%s", locked);
		entry_free(en);
		return;
	}
	ed = open_entry(app, NULL, en);
	if (field)
		edit_goto(ed, ed->top, form_field(ed->form, field, &code), NULL);
	else
		edit_first_empty(ed);
	ui_push(app, edit_of_people(ed) ? &edit_people_screen : &edit_screen, ed);
}

void screen_edit(struct app *app, const struct form *form, const char *unit, const char *id,
		 const char *field)
{
	struct edit *ed =
		form->parent ? open_row(app, form, unit, id) : open_record(app, form, unit, id);
	const char *code;

	if (!ed)
		return;
	if (field && entry_form(edit_entry(ed)) == form) {
		const struct field *fd = form_field(form, field, &code);
		if (fd)
			edit_goto(ed, ed->row ? ed->row : ed->top, fd, code);
	}
	ui_push(app, edit_of_people(ed) ? &edit_people_screen : &edit_screen, ed);
}
