/* SPDX-License-Identifier: MIT */
/*
 * The few keys that make a sheet: members as they were, all that is proposed, nobody at home, save and next. The household and its
 * review are saved in one transaction.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/round_lock.h"
#include "store/db.h"
#include "ui/dialog.h"

static const struct field *review_field(const struct sheet_view *v, const char *name)
{
	return form_field(v->form[PART_REVIEW], name, NULL);
}

static const char *review_value(const struct sheet_view *v, const char *name)
{
	const struct field *fd = review_field(v, name);

	return fd ? entry_get(v->part[PART_REVIEW]->top, fd, NULL) : NULL;
}

struct wish {
	const char *name, *text;
};

/* Several answers of the review at once, kept in one commit. `always`: also where there is an answer. */
static bool set_all(struct sheet_view *v, const struct wish *w, size_t n, bool always)
{
	struct edit *ed = v->part[PART_REVIEW];
	struct db *db = book_db(v->app->book);
	struct error e = ERROR_INIT;
	int ret;

	if (!edit_ready(ed))
		return false;
	ret = db_begin(db, &e);
	for (size_t i = 0; !ret && i < n; i++) {
		const struct field *fd = review_field(v, w[i].name);

		if (fd && w[i].text && (always || !entry_get(ed->top, fd, NULL)))
			ret = entry_set(ed->top, fd, NULL, w[i].text, ENTRY_PLAIN, &e);
	}
	if (!ret)
		ret = db_commit(db, &e);
	else if (db_in_transaction(db))
		db_rollback(db);
	edit_recheck(ed);
	if (ret)
		ui_error(v->app, &e);
	else
		ui_saved(v->app);
	return !ret;
}

/* ---- members ---- */

size_t sheet_people(const struct sheet_view *v)
{
	const struct entry *top = v->part[PART_HOUSEHOLD]->top;
	size_t n = 0;

	for (size_t i = 0; i < entry_children(top, 0); i++) {
		const struct entry *row = entry_child(top, 0, i);
		const struct field *left = form_field(entry_form(row), "left_on", NULL);

		n += !left || !entry_get(row, left, NULL);
	}
	return n;
}

/* What was changed in members is stored before the facts of the review are taken from them. */
static bool store_people(struct sheet_view *v)
{
	struct edit *ed = v->part[PART_HOUSEHOLD];

	if (!entry_dirty(ed->top))
		return true;
	if (!edit_save(ed))
		return false;
	entry_look_again(v->part[PART_REVIEW]->top);
	return true;
}

enum screen_result sheet_happened(struct sheet_view *v)
{
	struct edit *ed = v->part[PART_HOUSEHOLD];
	const struct entry *row = NULL;

	if (ed->locked || !sheet_in_people(v) || !store_people(v)) {
		if (ed->locked || !sheet_in_people(v))
			ui_say(v->app, "%s", ed->locked ? ed->locked : _("This is told among the members (first block)."));
		return SCREEN_REDRAW;
	}
	if (ed->table.selected < entry_children(ed->top, 0))
		row = entry_child(ed->top, 0, ed->table.selected);
	ed->stale = true;
	screen_movement(v->app, entry_id(ed->top), row ? entry_id(row) : NULL);
	return SCREEN_REDRAW;
}

/* What is carried over from the sheet before, where nothing stands yet; else NULL. */
static const char *carried(const struct sheet_view *v, const char *name, const char *value)
{
	return review_value(v, name) ? NULL : value;
}

enum screen_result sheet_confirm_people(struct sheet_view *v)
{
	char *n;

	if (v->part[PART_REVIEW]->locked) {
		ui_say(v->app, "%s", v->part[PART_REVIEW]->locked);
		return SCREEN_REDRAW;
	}
	if (!store_people(v))
		return SCREEN_REDRAW;
	n = xasprintf("%zu", sheet_people(v));
	const struct wish w[] = { { "members_checked", "yes" },
				  { "members", n },
				  { "reviewer", carried(v, "reviewer", v->reviewer) },
				  { "review_date", carried(v, "review_date", v->visited) } };
	if (set_all(v, w, 4, true))
		sheet_go(v, sheet_block_left(v), false);
	free(n);
	return SCREEN_REDRAW;
}

/* Who came or went after the members were confirmed is counted, where the count was theirs. */
void sheet_recount_people(struct sheet_view *v, size_t before)
{
	const char *members = review_value(v, "members"), *checked = review_value(v, "members_checked");
	size_t now = sheet_people(v);
	char *was = xasprintf("%zu", before), *n = xasprintf("%zu", now);
	const struct wish w = { "members", n };

	if (now != before && str_eq(checked, "yes") && str_eq(members, was) && !v->part[PART_REVIEW]->locked)
		set_all(v, &w, 1, true);
	free(was);
	free(n);
}

/* ---- proposals ---- */

enum screen_result sheet_take_all(struct sheet_view *v)
{
	struct edit *ed = sheet_edit(v);
	struct db *db = book_db(v->app->book);
	struct error e = ERROR_INIT;
	size_t n = 0;

	if (ed->row || edit_in_table(ed) || !edit_leave(ed) || !edit_ready(ed))
		return SCREEN_REDRAW;
	if (db_begin(db, &e)) {
		ui_error(v->app, &e);
		return SCREEN_REDRAW;
	}
	for (size_t i = 0; i < ed->layout.n_items && !e.code; i++) {
		const struct edit_item *it = &ed->layout.item[i];
		const char *text = edit_proposal(ed, it);

		if (text && !entry_set(ed->top, it->field, it->code, text, ENTRY_PLAIN, &e))
			n++;
	}
	if (e.code)
		db_rollback(db);
	else
		db_commit(db, &e);
	edit_recheck(ed);
	if (e.code) {
		ui_error(v->app, &e);
		return SCREEN_REDRAW;
	}
	ui_saved(v->app);
	size_t done, asked;
	sheet_block_count(v, &v->block[v->now], &done, &asked);
	sheet_go(v, done < asked || v->now + 1 == v->n_blocks ? v->now : v->now + 1, false);
	ui_say(v->app, n ? P_("%zu proposal was taken.", "%zu proposals were taken.", n) : _("Nothing is proposed here."), n);
	return SCREEN_REDRAW;
}

/* ---- saving ---- */

/* The household and the review, together or not at all. ERR_NEGATIVE: one of them has moved on. */
static int save_both(struct sheet_view *v, struct save_result r[PARTS], struct error *e)
{
	struct db *db = book_db(v->app->book);
	int ret = db_begin(db, e);

	if (ret)
		return ret;
	for (int p = 0; !ret && p < PARTS; p++)
		if (p == PART_REVIEW || entry_dirty(v->part[p]->top))
			ret = entry_save(v->part[p]->top, edit_who(v->part[p]), NULL, &r[p], e);
	if (!ret)
		return db_commit(db, e);
	db_rollback(db);
	return ret;
}

static bool all_readable(struct sheet_view *v)
{
	for (size_t i = 0; i < v->n_blocks; i++) {
		struct edit *ed = v->part[v->block[i].part];

		if (edit_mark_unreadable(ed) == 0)
			continue;
		v->now = i;
		edit_problem_next(ed);
		sheet_follow(v);
		ui_say(v->app, "%s", _("This cannot be read: put it right or clear it, then save."));
		return false;
	}
	return true;
}

/* What is typed is kept; what only the saving knows is added. */
static bool make_ready(struct sheet_view *v)
{
	struct date today = book_today(v->app->book);
	char day[11];
	const struct wish w[] = {
		{ "reviewer", v->reviewer },
		{ "review_date", v->visited },
		{ "sheet_entered_on", date_iso(&today, day) },
	};

	return edit_leave(sheet_edit(v)) && (!sheet_edit(v)->row || edit_row_leave(sheet_edit(v), false)) &&
	       all_readable(v) && set_all(v, w, 3, false);
}

/* The sheet as it is stored now, cursor and all. */
static void show_again(struct sheet_view *v)
{
	size_t now = v->now;

	sheet_read_list(v);
	if (sheet_show(v, v->at))
		sheet_go(v, now, false);
}

/* True: go on to the next one. */
static bool tell_saved(struct sheet_view *v, const struct save_result r[PARTS], bool next)
{
	char *why = sheet_why(v); /* the class, once more: the next sheet's stands below from now on */
	const struct sheet *s = sheet_now(v);
	size_t errors = r[0].problems.errors + r[1].problems.errors,
	       asks = r[0].problems.unexplained + r[1].problems.unexplained;

	if (errors && next) {
		const char *const choices[] = { _("Stay and mend it"), _("Go on to the next sheet") };
		char *text = xasprintf(P_("Sheet %lld is stored as not complete: %zu error.",
					  "Sheet %lld is stored as not complete: %zu errors.", errors),
				       (long long)s->no, errors);
		int i = dialog_choose(v->app, _("Saved as not complete"), text, choices, 2, 0);

		free(text);
		free(why);
		return i == 1;
	}
	if (errors)
		ui_say(v->app, _("Sheet %lld saved as not complete: %zu errors (F7)."), (long long)s->no, errors);
	else if (asks)
		ui_say(v->app, _("Sheet %lld saved; %zu points still ask for a reason."), (long long)s->no, asks);
	else
		ui_say(v->app, *why ? _("Sheet %lld saved: %s") : _("Sheet %lld saved."), (long long)s->no, why);
	free(why);
	return next;
}

/* The next one to enter behind this one, else from the beginning; list.n: none is left. */
static size_t next_sheet(const struct sheet_view *v)
{
	for (size_t k = 1; k <= v->list.n; k++) {
		size_t i = (v->at + k) % v->list.n;

		if (v->list.v[i].state != SHEET_ENTERED && !v->list.v[i].left_on && i != v->at)
			return i;
	}
	return v->list.n;
}

static enum screen_result go_on(struct sheet_view *v)
{
	size_t next = next_sheet(v), left = 0;

	if (next < v->list.n) {
		sheet_show(v, next);
		return SCREEN_REDRAW;
	}
	for (size_t i = 0; i < v->list.n; i++)
		left += v->list.v[i].state != SHEET_ENTERED && !v->list.v[i].left_on;
	if (left)
		ui_say(v->app, P_("%s: %zu sheet is still to be entered.", "%s: %zu sheets are still to be entered.", left),
		       v->village_name, left);
	else
		ui_say(v->app, _("All sheets of %s are entered."), v->village_name);
	return SCREEN_CLOSE;
}

/* The round is locked from above: the edit screen asks for the reason. */
static bool lock_asks(struct sheet_view *v)
{
	bool asks = false;

	for (int p = 0; p < PARTS; p++) {
		char *words = NULL;

		if (!entry_lock_asks(v->part[p]->top, &words, NULL))
			asks = asks || words;
		free(words);
	}
	return asks;
}

/* Somebody else's save came between, or a reason is wanted: each record is settled by itself, with what is to be asked. */
static bool save_apart(struct sheet_view *v)
{
	for (int p = 0; p < PARTS; p++)
		if ((p == PART_REVIEW || entry_dirty(v->part[p]->top)) && !edit_save(v->part[p]))
			return false;
	return true;
}

enum screen_result sheet_save(struct sheet_view *v, bool next)
{
	struct save_result r[PARTS] = { { .rev = 0 }, { .rev = 0 } };
	struct error e = ERROR_INIT;
	struct edit *ed = v->part[PART_REVIEW];
	int ret;

	if (ed->locked) {
		ui_say(v->app, "%s", ed->locked);
		return SCREEN_REDRAW;
	}
	if (!make_ready(v))
		return SCREEN_REDRAW;
	/* Kept for the next sheet whether or not this one is seen again. */
	set_string(&v->reviewer, review_value(v, "reviewer"));
	set_string(&v->visited, review_value(v, "review_date"));
	ret = lock_asks(v) ? ERR_NEGATIVE : save_both(v, r, &e);
	if (ret == ERR_NEGATIVE) {
		error_clear(&e);
		next = save_apart(v) && next;
	} else if (ret) {
		ui_error(v->app, &e);
	}
	if (!ret)
		ui_saved(v->app);
	bool on = !ret && tell_saved(v, r, next);
	for (int p = 0; p < PARTS; p++)
		save_result_fini(&r[p]);
	if (!on) {
		show_again(v);
		return SCREEN_REDRAW;
	}
	sheet_drop(v);
	sheet_read_list(v);
	return go_on(v);
}

/* ---- nobody at home ---- */

enum screen_result sheet_absent(struct sheet_view *v)
{
	const struct field *fd = review_field(v, "absent_on");
	struct edit *ed = v->part[PART_REVIEW];
	struct error e = ERROR_INIT;
	struct date today = book_today(v->app->book), d;
	char iso[11], shown[11], *said, *day = NULL;

	if (!fd || ed->locked || !edit_leave(sheet_edit(v)))
		return SCREEN_REDRAW;
	if (v->absent && date_parse_iso(v->absent, &d))
		today = d;
	said = dialog_prompt(v->app, _("Nobody at home"),
			     _("On which day was nobody met? The sheet stays on the list."), date_human(&today, shown),
			     false);
	if (!said)
		return SCREEN_REDRAW;
	if (field_read(v->app->forms, v->app->book, fd, NULL, said, ENTRY_HUMAN, &day, &e)) {
		ui_error(v->app, &e);
	} else if (day) {
		const struct wish w = { "absent_on", day };
		struct save_result r = { .rev = 0 };

		set_string(&v->absent, day);
		if (set_all(v, &w, 1, true) && !entry_save(ed->top, edit_who(ed), NULL, &r, &e)) {
			ui_saved(v->app);
			sheet_drop(v);
			sheet_read_list(v);
			free(said);
			free(day);
			save_result_fini(&r);
			ui_say(v->app, _("Noted: nobody at home on %s."),
			       date_human(date_parse_iso(v->absent, &d) ? &d : &today, iso));
			return go_on(v);
		}
		if (e.code)
			ui_error(v->app, &e);
	}
	free(said);
	free(day);
	return SCREEN_REDRAW;
}

/* ---- leaving ---- */

enum screen_result sheet_leave(struct sheet_view *v)
{
	struct edit *ed = sheet_edit(v);

	if (ed->row) {
		edit_row_leave(ed, false);
		return SCREEN_REDRAW;
	}
	if (!edit_leave(ed))
		return SCREEN_REDRAW;
	for (int p = 0; p < PARTS; p++) {
		struct edit *part = v->part[p];

		if (part->locked)
			continue;
		if (!entry_dirty(part->top) && edit_mark_unreadable(part) == 0)
			edit_discard(part); /* it holds no more than what is stored */
		else
			ui_say(v->app, "%s", _("The sheet is kept as a draft; it opens here again."));
	}
	return SCREEN_CLOSE;
}
