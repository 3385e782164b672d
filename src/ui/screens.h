/* SPDX-License-Identifier: MIT */
/* How one screen opens another: each pushes itself on the stack. */
#ifndef GN_UI_SCREENS_H
#define GN_UI_SCREENS_H

#include "domain/movement.h"
#include "sync/inbox.h"
#include "ui/ui.h"

void screen_home(struct app *app);
/* The officers' question "Ai đang làm việc?": modal; sets app->officer. False: left without an answer. */
bool screen_officer(struct app *app);
void screen_browse(struct app *app, const struct form *form);
/* Browse with a filter set (field and value may be NULL). */
void screen_browse_where(struct app *app, const struct form *form, const char *field, const char *value);
/* Choose among the lists under home's digit (0: all) and open one; false: none was opened. */
bool screen_lists(struct app *app, int digit);
void screen_find(struct app *app, const char *query); /* over all forms; "/" */
/* Edit a record (id NULL: a new one), at a field ("full_name", "deprivation.D01"; NULL: first). A roster row opens its parent at that row. */
void screen_edit(struct app *app, const struct form *form, const char *unit, const char *id,
		 const char *field);
/* A new record with some answers filled in (taken over), at a field (NULL: the first without an answer). */
void screen_edit_new(struct app *app, struct entry *en, const char *field);
void screen_edit_draft(struct app *app, const char *draft);
/* A round: how far each village has come, and what is done next. */
void screen_round(struct app *app, const char *id);
/* Sheet entry of a village in a round, at this review (NULL: where there is something to do). */
void screen_sheet(struct app *app, const char *round, const char *village, const char *review);
/* The same, of a stored review that has a sheet number; false: it has none, nothing was opened. */
bool screen_sheet_of(struct app *app, const char *review);
/* Papers to print, for the newest round; or for this record of the own unit (`form`, `id`; both NULL: none). */
void screen_papers(struct app *app, const char *form, const char *id);
bool screen_papers_of(const char *form); /* is there a paper made for records of this form? */
/* A decision's list: what closing it would write and what stands in the way; closing, correcting. */
void screen_closing(struct app *app, const char *decision);
void screen_drafts(struct app *app, bool bin);
/* Biến động: which step, then its screen. `household` NULL: one that comes from elsewhere; `member`: ticked already, or NULL. */
void screen_movement(struct app *app, const char *household, const char *member);
void screen_movement_of(struct app *app, enum movement_kind kind, const char *household, const char *member, const char *to);
/* Thu nhập: the income checks of a household, or a new one. */
void screen_income(struct app *app, const char *household);
void screen_history(struct app *app, const struct form *form, const char *unit, const char *id);
void screen_problems(struct app *app, const struct form *form /* NULL: all */);
void screen_bundle_make(struct app *app); /* choose stick or folder, then it is made */
/* The same for a duty and its period (may be NULL). */
void screen_bundle_make_for(struct app *app, const char *duty, const char *period);
/* Reports and their days: of the units below where there are some, else of this unit. */
void screen_duties(struct app *app);
void screen_duties_own(struct app *app);
void screen_duties_below(struct app *app);
void screen_locks(struct app *app, const char *unit); /* rounds locked; `unit` (code, or NULL): the one to lock at first */
void screen_bundles(struct app *app);     /* what was sent, what came of it; applies replies */
void screen_inbox(struct app *app);
void screen_diff(struct app *app, int64_t n);
void screen_remarks(struct app *app);     /* Cần chỉnh sửa */
void screen_overview(struct app *app);    /* units below */
void screen_reports(struct app *app);    /* the list of reports, home's digit 7 */
void screen_settings(struct app *app);
void screen_keys(struct app *app, const struct screen_ops *ops); /* the full list of keys */
void screen_text(struct app *app, const char *title, const char *text);

#endif
