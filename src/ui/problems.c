/* SPDX-License-Identifier: MIT */
/*
 * Everything that is wrong or wants explaining in the book, or in one form's records, by check: Enter
 * unfolds a check, and on a finding opens the record at the very field. It is worked out when the screen
 * opens and again when one comes back from a record.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "ui/screens.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "store/record.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/problems_impl.h"

enum action {
	ACT_OPEN = 1,
	ACT_EXPLAIN,
	ACT_ERRORS,
	ACT_DOUBTS,
	ACT_HINTS,
	ACT_ALL,
	ACT_AGAIN,
	ACT_UNFOLD,
	ACT_FOLD,
	ACT_UNFOLD_ALL,
	ACT_FOLD_ALL,
	ACT_TEXT,
	ACT_CLOSE
};

static const struct keybind problem_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Open"), N_("Unfold the check; open the record at this field") },
	{ K_F(3), ACT_EXPLAIN, N_("Reason"), N_("Give the reason for what is to be explained") },
	{ K_CHAR('1'), ACT_ERRORS, N_("Errors"), N_("Only errors") },
	{ K_CHAR('2'), ACT_DOUBTS, N_("To explain"), N_("Only what is to be explained") },
	{ K_CHAR('3'), ACT_HINTS, N_("Notes"), N_("Only notes") },
	{ K_CHAR('0'), ACT_ALL, N_("All"), N_("All of them") },
	{ K_RIGHT, ACT_UNFOLD, NULL, N_("Unfold the check") },
	{ K_LEFT, ACT_FOLD, NULL, N_("Fold the check") },
	{ K_CHAR('+'), ACT_UNFOLD_ALL, NULL, N_("Unfold all checks") },
	{ K_CHAR('-'), ACT_FOLD_ALL, NULL, N_("Fold all checks") },
	{ K_F(5), ACT_AGAIN, N_("Again"), N_("Run the checks again") },
	{ K_CHAR(' '), ACT_TEXT, NULL, N_("The whole sentence, with its source") },
	{ K_CANCEL, ACT_CLOSE, N_("Back"), N_("Back") },
	{ 0, 0, NULL, NULL },
};

/* Where the cursor is, in words that hold when the checks have run again. */
struct place {
	char *group, *id;
	size_t nth; /* of its check's findings */
};

static struct place place_now(const struct problem_view *p)
{
	const struct problem_row *r = problems_row(p);
	const struct finding *f = problems_selected(p);
	struct place at = { .group = NULL };

	if (!r)
		return at;
	at.group = problem_group_name(p->groups.v[r->group].first);
	at.id = f ? xstrdup_null(f->id) : NULL;
	at.nth = f ? p->box.selected - problem_groups_row(&p->groups, r->group, PROBLEM_HEAD) - 1 : PROBLEM_HEAD;
	return at;
}

/* The same finding; gone, the one that follows it; its check gone, the row that stands there now. */
static void place_again(struct problem_view *p, struct place *at)
{
	size_t group = at->group ? problem_groups_find(&p->groups, at->group) : p->groups.n;

	if (group < p->groups.n) {
		const struct problem_group *v = &p->groups.v[group];
		size_t head = problem_groups_row(&p->groups, group, PROBLEM_HEAD), row = head;

		if (v->open && at->nth != PROBLEM_HEAD)
			row += 1 + (at->nth < v->n ? at->nth : v->n - 1);
		for (size_t i = 0; v->open && at->id && i < v->n; i++)
			if (str_eq(p->all.v[v->at[i]].id, at->id)) {
				row = head + 1 + i;
				break;
			}
		listbox_select(&p->box, row);
	}
	listbox_changed(&p->box);
	free(at->group);
	free(at->id);
}

static void choose(struct problem_view *p)
{
	struct place at = place_now(p);

	problem_groups_make(&p->groups, &p->all, p->only);
	place_again(p, &at);
}

static void forget(struct problem_view *p)
{
	for (size_t i = 0; i < p->all.n; i++)
		free(p->key[i]);
	free(p->key);
	findings_fini(&p->all);
	memset(&p->all, 0, sizeof(p->all));
	p->key = NULL;
}

static void run(struct problem_view *p)
{
	struct error e = ERROR_INIT;
	struct checks *checks = app_checks(p->app);
	struct place at = place_now(p);

	ui_busy(p->app, _("Checking …"));
	forget(p);
	if (checks && checks_run(checks, p->app->forms, p->app->book,
				 p->form ? p->form->name : NULL, &p->all, &e))
		ui_error(p->app, &e);
	p->key = xcalloc(p->all.n + 1, sizeof(*p->key));
	ui_redraw(p->app); /* the busy line was painted between */
	ui_say(p->app, P_("%zu point found.", "%zu points found.", p->all.n), p->all.n);
	if (p->all.bad.n) { /* the others were run without it */
		char *text = complaint_text(&p->all.bad.v[0]);

		ui_say(p->app, "%s", text);
		free(text);
	}
	problem_groups_make(&p->groups, &p->all, p->only);
	place_again(p, &at);
}

static void explain(struct problem_view *p, const struct finding *f)
{
	struct error e = ERROR_INIT;
	struct db *db = book_db(p->app->book);

	if (f->strength != STRENGTH_DOUBT || !f->id) {
		ui_say(p->app, "%s", _("Only what is to be explained takes a reason."));
		return;
	}
	if (!book_writable(p->app->book) || !str_eq(f->unit, book_unit_id(p->app->book))) {
		ui_say(p->app, "%s", _("This record belongs to another unit: for reading only."));
		return;
	}
	char *reason = dialog_prompt(p->app, _("Give the reason"), f->message,
				     f->reason ? f->reason : "", false);
	if (reason && app_need_officer(p->app)) {
		char *name = finding_reason_name(f);
		int rc = db_begin(db, &e);

		if (!rc) {
			rc = reason_set(p->app->book, f->form, f->unit, f->id, name,
					str_empty(reason) ? NULL : reason, p->app->officer, &e);
			if (!rc)
				rc = db_commit(db, &e);
			else
				db_rollback(db);
		}
		if (rc)
			ui_error(p->app, &e);
		else
			ui_saved(p->app);
		free(name);
		run(p);
	}
	free(reason);
}

static void fold(struct problem_view *p, size_t group, bool open)
{
	problem_groups_fold(&p->groups, group, open);
	listbox_select(&p->box, problem_groups_row(&p->groups, group, PROBLEM_HEAD));
	/* Something of what was unfolded is seen, even of the last row. */
	if (open && p->box.selected + 1 >= p->box.top + (size_t)p->box.rows)
		p->box.top = p->box.selected > 2 ? p->box.selected - 2 : 0;
	listbox_changed(&p->box);
}

static void fold_all(struct problem_view *p, bool open)
{
	const struct problem_row *r = problems_row(p);
	size_t group = r ? r->group : 0, finding = r && open ? r->finding : PROBLEM_HEAD;

	problem_groups_fold_all(&p->groups, open);
	if (r)
		listbox_select(&p->box, problem_groups_row(&p->groups, group, finding));
	listbox_changed(&p->box);
}

static void show_only(struct problem_view *p, int only)
{
	p->only = only;
	choose(p);
}

static void show_text(struct problem_view *p)
{
	char *text = problems_text(p);

	dialog_text(p->app, _("Problem"), text ? text : "");
	free(text);
}

/* What a key does on the row selected. */
static void act(struct problem_view *p, int action)
{
	const struct problem_row *r = problems_row(p);
	const struct finding *f = problems_selected(p);
	const struct form *form = f ? problems_form(p, f) : NULL;

	if (!r)
		return;
	if (action == ACT_FOLD || (action == ACT_OPEN && !f && p->groups.v[r->group].open))
		fold(p, r->group, false);
	else if (!f && (action == ACT_OPEN || action == ACT_UNFOLD))
		fold(p, r->group, true);
	else if (action == ACT_EXPLAIN && !f)
		ui_say(p->app, "%s", _("Unfold the check and choose one of its records first."));
	else if (action == ACT_EXPLAIN)
		explain(p, f);
	else if (action == ACT_TEXT || (action == ACT_OPEN && !(form && f->id)))
		show_text(p);
	else if (action == ACT_OPEN)
		screen_edit(p->app, form, f->unit, f->id, f->field);
}

static enum screen_result problems_key(struct screen *s, const struct key *k)
{
	struct problem_view *p = s->data;
	int action = keybind_find(problem_keys, k);

	switch (action) {
	case ACT_CLOSE:
		return SCREEN_CLOSE;
	case ACT_AGAIN:
		run(p);
		return SCREEN_REDRAW;
	case ACT_ERRORS:
		show_only(p, STRENGTH_ERROR);
		return SCREEN_REDRAW;
	case ACT_DOUBTS:
		show_only(p, STRENGTH_DOUBT);
		return SCREEN_REDRAW;
	case ACT_HINTS:
		show_only(p, STRENGTH_HINT);
		return SCREEN_REDRAW;
	case ACT_ALL:
		show_only(p, -1);
		return SCREEN_REDRAW;
	case ACT_UNFOLD_ALL:
	case ACT_FOLD_ALL:
		fold_all(p, action == ACT_UNFOLD_ALL);
		return SCREEN_REDRAW;
	case 0:
		return listbox_key(&p->box, k);
	case ACT_OPEN:
		/* The record's screen draws itself. */
		if (problems_selected(p)) {
			act(p, action);
			return SCREEN_HANDLED;
		}
		break;
	default:
		break;
	}
	act(p, action);
	return SCREEN_REDRAW;
}

static void problems_back(struct screen *s)
{
	run(s->data);
}

static char *problems_title(struct screen *s)
{
	const struct problem_view *p = s->data;

	return p->form ? xasprintf("%s: %s", _("Checks"), i18n_pick(p->form->plural))
		       : xstrdup(_("Checks"));
}

static void problems_close(struct screen *s)
{
	struct problem_view *p = s->data;

	forget(p);
	problem_groups_fini(&p->groups);
	free(p);
	s->data = NULL;
}

static const struct screen_ops problems_screen = {
	.name = "problems",
	.keys = problem_keys,
	.draw = problems_draw,
	.key = problems_key,
	.back = problems_back,
	.title = problems_title,
	.close = problems_close,
};

void screen_problems(struct app *app, const struct form *form)
{
	struct problem_view *p = xcalloc(1, sizeof(*p));

	p->app = app;
	p->form = form;
	p->only = -1;
	listbox_init(&p->box, &problems_rows, p);
	problem_groups_init(&p->groups);
	p->key = xcalloc(1, sizeof(*p->key));
	run(p);
	ui_push(app, &problems_screen, p);
}
