/* SPDX-License-Identifier: MIT */
/*
 * Saving, saving and going on to the next record, leaving. Nothing typed is ever thrown away by a
 * key: leaving keeps the draft, discarding moves it to the bin, and saving with errors keeps the
 * record as not complete.
 */
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

/* ---- the place on the screen, across a save ---- */

struct spot {
	char row[UUID_LEN + 1], form[48];
	size_t tab, selected;
	const struct field *fd;
	const char *code;
};

static struct spot spot_of(struct edit *ed)
{
	struct edit_item *it = edit_current(ed);
	struct spot s = { .tab = ed->tab, .selected = ed->table.selected };

	if (ed->row) {
		strncpy(s.row, entry_id(ed->row), UUID_LEN);
		strncpy(s.form, entry_form(ed->row)->name, sizeof(s.form) - 1);
	}
	if (it) {
		s.fd = it->field;
		s.code = it->code;
	}
	return s;
}

static void back_to(struct edit *ed, const struct spot *s)
{
	const struct entry *row = *s->row ? entry_child_by_id(ed->top, s->form, s->row) : NULL;

	if (s->fd && (row || !*s->row)) {
		edit_goto(ed, row ? row : ed->top, s->fd, s->code);
		return;
	}
	edit_show(ed, NULL, s->tab);
	if (edit_in_table(ed))
		listbox_select(&ed->table, s->selected);
}

/* What is stored, read again: derived fields of others may have changed with the save. */
void edit_reopen(struct edit *ed)
{
	struct spot s = spot_of(ed);
	struct error e = ERROR_INIT;
	struct entry *fresh;

	if (entry_open(&fresh, ed->app->forms, ed->app->book, ed->form, entry_unit(ed->top),
		       entry_id(ed->top), &e)) {
		ui_error(ed->app, &e);
		return;
	}
	edit_take(ed, fresh);
	edit_mark_rekeep(ed);
	back_to(ed, &s);
}

/* ---- saving ---- */

/* Unreadable text is no value: say so before a save would leave it out. */
static bool ask_unreadable(struct edit *ed)
{
	size_t n = edit_mark_unreadable(ed);

	if (n == 0)
		return true;
	char *text = xasprintf(P_("%zu field holds text that cannot be read. It stays on the "
				  "screen, but the record is "
				  "stored without it.",
				  "%zu fields hold text that cannot be read. It stays on the "
				  "screen, but the record is "
				  "stored without it.",
				  n),
			       n);
	const char *const choices[] = { _("Go to the field"), _("Save without it") };
	int i = dialog_choose(ed->app, _("Not everything can be read"), text, choices, 2, 0);
	free(text);
	if (i == 0)
		edit_problem_next(ed);
	return i == 1;
}

static void say_saved(struct edit *ed, const struct save_result *r)
{
	if (r->complete && r->changed && r->problems.unexplained)
		ui_say(ed->app,
		       P_("Saved. %zu point still asks for a reason (F7).",
			  "Saved. %zu points still ask for a reason (F7).",
			  r->problems.unexplained),
		       r->problems.unexplained);
	else if (r->complete)
		ui_say(ed->app, "%s",
		       r->changed ? _("Saved.") : _("Nothing had changed; the record is stored."));
	else
		ui_say(ed->app,
		       P_("Saved as not complete: %zu error. F7 goes to it; it can be mended "
			  "later.",
			  "Saved as not complete: %zu errors. F7 goes to them; they can be mended "
			  "later.",
			  r->problems.errors),
		       r->problems.errors);
}

/* The choice was put off: back to the draft as it was begun, or the next save would write over
 * what others stored. */
static void begin_again(struct edit *ed)
{
	struct spot s = spot_of(ed);
	struct error e = ERROR_INIT;
	struct entry *again;
	bool moved_on;

	if (!edit_mark_draft(ed))
		return;
	if (entry_resume(&again, ed->app->forms, ed->app->book, edit_mark_draft(ed), &moved_on,
			 &e)) {
		ui_error(ed->app, &e);
		return;
	}
	edit_take(ed, again);
	back_to(ed, &s);
	ui_say(ed->app, "%s", _("Nothing was stored; the draft stays."));
}

/* 0 saved, 1 not now. */
static int save_once(struct edit *ed, struct save_result *r)
{
	struct error e = ERROR_INIT;
	struct error kept = ERROR_INIT;
	int rc = entry_save(ed->top, edit_who(ed), ed->lock_why, r, &e);

	/* Not saved: then in the draft, before anybody is asked anything. */
	if (entry_let_go(ed->top, &kept))
		ui_error(ed->app, &kept);
	if (rc == ERR_NEGATIVE) {
		error_clear(&e);
		if (!edit_clash(ed)) {
			begin_again(ed);
			return 1;
		}
		rc = entry_save(ed->top, edit_who(ed), ed->lock_why, r, &e);
	}
	if (rc == 0)
		return 0;
	edit_recheck(ed);
	if (e.code)
		ui_error(ed->app, &e);
	return 1;
}

/* The sentence of the lock that what was changed touches, or NULL. */
static char *lock_of(struct edit *ed)
{
	struct error e = ERROR_INIT;
	char *words = NULL;

	if (entry_lock_asks(ed->top, &words, &e))
		ui_error(ed->app, &e);
	return words;
}

/* A locked round can be changed, with a reason. */
static bool ask_lock(struct edit *ed, const char *words)
{
	char *text = xasprintf(_("%s The reason goes to the level above with the change; name the correction decision, if there is one."),
			       words);
	char *why = dialog_prompt(ed->app, _("Why is it changed after the lock?"), text, ed->lock_why, false);
	bool said = !str_empty(why);

	if (said)
		set_string(&ed->lock_why, why);
	else
		ui_say(ed->app, "%s", _("Not saved: a change after the lock wants a reason. The draft stays."));
	free(text);
	free(why);
	return said;
}

/* The field just typed in goes with the save, in its commit, unless there is something to ask. */
static bool leave_to_save(struct edit *ed)
{
	struct error e = ERROR_INIT;

	entry_hold(ed->top);
	bool left = edit_leave(ed) && edit_ready(ed);
	bool twin = left && edit_has_twins(ed);
	char *lock = left ? lock_of(ed) : NULL;
	if (left && edit_mark_unreadable(ed) == 0 && !ed->row_fresh && !twin && !lock)
		return true;
	if (entry_let_go(ed->top, &e)) {
		ui_error(ed->app, &e);
		left = false;
	}
	left = left && ask_unreadable(ed) && (!ed->row_fresh || edit_row_leave(ed, false)) &&
	       (!twin || edit_ask_twins(ed)) && (!lock || ask_lock(ed, lock));
	free(lock);
	return left;
}

/* In `r` what came of it; to be finished by the caller when true is returned. */
static bool save(struct edit *ed, struct save_result *r)
{
	if (ed->locked) {
		ui_say(ed->app, "%s", ed->locked);
		return false;
	}
	if (!leave_to_save(ed))
		return false;
	memset(r, 0, sizeof(*r));
	if (save_once(ed, r)) {
		edit_line_begin(ed);
		return false;
	}
	if (ed->own_draft) /* the entry never took it for its own */
		draft_finish(ed->app->book, ed->own_draft, NULL);
	ui_saved(ed->app);
	return true;
}

bool edit_save(struct edit *ed)
{
	struct save_result r;

	if (!save(ed, &r))
		return false;
	edit_reopen(ed);
	say_saved(ed, &r);
	save_result_fini(&r);
	edit_income_saved(ed);
	return true;
}

enum screen_result edit_save_and_new(struct edit *ed)
{
	struct save_result r;
	struct error e = ERROR_INIT;
	struct entry *fresh;
	bool go = true;

	if (!save(ed, &r))
		return SCREEN_REDRAW;
	edit_reopen(ed);
	if (!r.complete) {
		const char *const choices[] = { _("Stay and mend it"), _("Go on to a new one") };
		char *text = xasprintf(P_("The record is stored as not complete: %zu error.",
					  "The record is stored as not complete: %zu errors.",
					  r.problems.errors),
				       r.problems.errors);
		go = dialog_choose(ed->app, _("Saved as not complete"), text, choices, 2, 0) == 1;
		free(text);
	}
	if (go && entry_new(&fresh, ed->app->forms, ed->app->book, ed->form, NULL, &e)) {
		ui_error(ed->app, &e);
		go = false;
	}
	if (go) {
		edit_mark_free(ed);
		edit_take(ed, fresh);
		edit_first_empty(ed);
		ui_say(ed->app, "%s",
		       r.complete ? _("Saved. This is a new one.")
				  : _("Saved as not complete. This is a new one."));
	} else {
		say_saved(ed, &r);
	}
	save_result_fini(&r);
	return SCREEN_REDRAW;
}

/* ---- leaving ---- */

bool edit_discard(struct edit *ed)
{
	struct error e = ERROR_INIT;
	const char *draft = edit_mark_draft(ed);
	int rc = 0;

	if (entry_draft(ed->top))
		rc = entry_discard(ed->top, &e);
	else if (draft)
		rc = draft_discard(ed->app->book, draft, &e);
	if (rc)
		ui_error(ed->app, &e);
	else
		set_string(&ed->own_draft, NULL);
	return rc == 0;
}

enum screen_result edit_close(struct edit *ed)
{
	if (ed->row) {
		edit_row_leave(ed, false);
		return SCREEN_REDRAW;
	}
	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	if (ed->locked)
		return SCREEN_CLOSE;
	bool untouched = entry_is_new(ed->top) && !entry_draft(ed->top); /* what it began with was not typed */
	if ((untouched || !entry_dirty(ed->top)) && edit_mark_unreadable(ed) == 0) {
		edit_discard(ed); /* a draft that holds no more than what is stored is of no use */
		return SCREEN_CLOSE;
	}
	edit_line_begin(ed);
	const char *const choices[] = { _("Save and leave"), _("Leave; keep it as a draft"),
					_("Discard: to the bin, for 30 days") };
	switch (dialog_choose(
		ed->app, _("Not saved yet"),
		_("What you typed is kept as a draft; nothing is lost. What is to become of it?"),
		choices, 3, 0)) {
	case 0:
		return edit_save(ed) ? SCREEN_CLOSE : SCREEN_REDRAW;
	case 1:
		ui_say(ed->app, "%s",
		       _("Kept as a draft. It is offered at the next start and stands under the "
			 "drafts."));
		return SCREEN_CLOSE;
	case 2:
		if (!edit_discard(ed))
			return SCREEN_REDRAW;
		ui_say(ed->app, "%s", _("Discarded. It lies in the bin for 30 days."));
		return SCREEN_CLOSE;
	default:
		return SCREEN_REDRAW;
	}
}

enum screen_result edit_remove_record(struct edit *ed)
{
	struct error e = ERROR_INIT;

	if (ed->locked || entry_base_rev(ed->top) == 0) {
		ui_say(ed->app, "%s",
		       ed->locked ? ed->locked : _("It is not stored yet: Esc Esc discards it."));
		return SCREEN_HANDLED;
	}
	char *why = dialog_prompt(ed->app, _("Remove this record?"),
				  _("Only for what was entered by mistake; who died or moved is "
				    "told on a form of change. Its "
				    "rows go with it. Reason:"),
				  "", false);
	bool gone = false;
	if (!str_empty(why) && edit_ready(ed)) {
		gone = entry_remove(ed->app->forms, ed->app->book, ed->form, entry_id(ed->top), why,
				    edit_who(ed), &e) == 0;
		if (!gone)
			ui_error(ed->app, &e);
		else
			edit_discard(ed);
	}
	free(why);
	if (!gone)
		return SCREEN_REDRAW;
	edit_line_end(ed);
	ed->locked = _("This record was removed.");
	ui_saved(ed->app);
	ui_say(ed->app, "%s", _("Removed. The reason stands in the history."));
	return SCREEN_CLOSE;
}
