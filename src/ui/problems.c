/* SPDX-License-Identifier: MIT */
/*
 * Everything that is wrong or wants explaining in the book, or in one form's records: Enter opens
 * the record at the very field. It is worked out when the screen opens and again when one comes
 * back from a record.
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
#include "ui/listbox.h"

struct problem_view {
	struct app *app;
	const struct form *form; /* NULL: all */
	struct findings all;
	size_t *shown; /* indexes of those of the strength asked for */
	char **key;    /* of each finding's record; made when first drawn */
	size_t n;
	int only; /* a strength, or -1: all */
	struct listbox box;
};

enum action {
	ACT_OPEN = 1,
	ACT_EXPLAIN,
	ACT_ERRORS,
	ACT_DOUBTS,
	ACT_HINTS,
	ACT_ALL,
	ACT_AGAIN,
	ACT_TEXT,
	ACT_CLOSE
};

static const struct keybind problem_keys[] = {
	{ K_ENTER, ACT_OPEN, N_("Open"), N_("Open the record at this field") },
	{ K_F(3), ACT_EXPLAIN, N_("Reason"), N_("Give the reason for what is to be explained") },
	{ K_CHAR('1'), ACT_ERRORS, N_("Errors"), N_("Only errors") },
	{ K_CHAR('2'), ACT_DOUBTS, N_("To explain"), N_("Only what is to be explained") },
	{ K_CHAR('3'), ACT_HINTS, N_("Notes"), N_("Only notes") },
	{ K_CHAR('0'), ACT_ALL, N_("All"), N_("All of them") },
	{ K_F(5), ACT_AGAIN, N_("Again"), N_("Run the checks again") },
	{ K_CHAR(' '), ACT_TEXT, NULL, N_("The whole sentence, with its source") },
	{ K_CANCEL, ACT_CLOSE, N_("Back"), N_("Back") },
	{ 0, 0, NULL, NULL },
};

static void choose(struct problem_view *p)
{
	p->n = 0;
	for (size_t i = 0; i < p->all.n; i++)
		if (p->only < 0 || (int)p->all.v[i].strength == p->only)
			p->shown[p->n++] = i;
	if (p->box.selected >= p->n)
		listbox_select(&p->box, p->n ? p->n - 1 : 0);
	listbox_changed(&p->box);
}

static void forget(struct problem_view *p)
{
	for (size_t i = 0; i < p->all.n; i++)
		free(p->key[i]);
	free(p->key);
	free(p->shown);
	findings_fini(&p->all);
	memset(&p->all, 0, sizeof(p->all));
	p->key = NULL;
	p->shown = NULL;
	p->n = 0;
}

static void run(struct problem_view *p)
{
	struct error e = ERROR_INIT;
	struct checks *checks = app_checks(p->app);

	ui_busy(p->app, _("Checking …"));
	forget(p);
	if (checks && checks_run(checks, p->app->forms, p->app->book,
				 p->form ? p->form->name : NULL, &p->all, &e))
		ui_error(p->app, &e);
	p->shown = xcalloc(p->all.n + 1, sizeof(*p->shown));
	p->key = xcalloc(p->all.n + 1, sizeof(*p->key));
	ui_redraw(p->app); /* the busy line was painted between */
	ui_say(p->app, P_("%zu point found.", "%zu points found.", p->all.n), p->all.n);
	choose(p);
}

static const struct form *form_of(struct problem_view *p, const struct finding *f)
{
	const struct form *form = NULL;

	if (!f->form || forms_get(p->app->forms, f->form, &form, NULL))
		return NULL;
	return form;
}

static const char *mark_of(const struct finding *f, enum look *look)
{
	switch (f->strength) {
	case STRENGTH_ERROR:
		*look = LOOK_ERROR;
		return "!";
	case STRENGTH_DOUBT:
		*look = str_empty(f->reason) ? LOOK_DOUBT : LOOK_GOOD;
		return str_empty(f->reason) ? "?" : "✓";
	case STRENGTH_HINT:
		break;
	}
	*look = LOOK_HINT;
	return "i";
}

static size_t problem_count(void *ctx)
{
	const struct problem_view *p = ctx;

	return p->n;
}

static void problem_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	struct problem_view *p = ctx;
	size_t at = p->shown[i];
	const struct finding *f = &p->all.v[at];
	const struct form *form = form_of(p, f);
	enum look look;
	const char *mark = mark_of(f, &look);
	int key_cols = cols * 36 / 100;

	if (!p->key[at])
		p->key[at] = form && f->id ? form_key_text(p->app->forms, p->app->book, form,
							   f->unit, f->id)
					   : NULL;
	if (!p->key[at])
		p->key[at] = xstrdup(form ? i18n_pick(form->title) : "");
	draw_textf(y, x, 3, selected ? LOOK_SELECTED : look, " %s", mark);
	draw_text(y, x + 3, key_cols - 1, selected ? LOOK_SELECTED : LOOK_NORMAL, p->key[at]);
	draw_textf(y, x + 2 + key_cols, cols - key_cols - 2, selected ? LOOK_SELECTED : LOOK_NORMAL,
		   " %s", f->message ? f->message : "");
}

static const struct listbox_ops problem_ops = { .draw_row = problem_draw, .count = problem_count };

/* The whole sentence of the one selected, in the three lines at the foot. */
static void draw_foot(struct problem_view *p, int y, int cols)
{
	struct str b;
	const char *code = NULL;

	draw_blank(y, 0, 3, cols, LOOK_NORMAL);
	if (p->box.selected >= p->n)
		return;
	const struct finding *f = &p->all.v[p->shown[p->box.selected]];
	const struct form *form = form_of(p, f);
	const struct field *fd = form && f->field ? form_field(form, f->field, &code) : NULL;

	str_init(&b);
	if (fd)
		str_addf(&b, "%s · %s: ", i18n_pick(form->title),
			 code ? codes_label(fd->choices, code) : i18n_pick(fd->label));
	str_add(&b, f->message ? f->message : "");
	if (!str_empty(f->reason))
		str_addf(&b, " — %s %s", _("Explained:"), f->reason);
	if (!str_empty(f->source))
		str_addf(&b, " (%s)", f->source);
	draw_wrap(y, 1, 3, cols - 2, LOOK_DIM, b.s);
	str_fini(&b);
}

static void problems_draw(struct screen *s, bool part)
{
	struct problem_view *p = s->data;
	int rows = draw_rows(), cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_textf(1, 0, cols, LOOK_TITLE, " %s %zu   %s %zu   %s %zu", _("Errors:"),
			   p->all.errors, _("To explain:"), p->all.unexplained, _("All:"),
			   p->all.n);
		if (p->n == 0)
			draw_text(3, 2, cols - 4, LOOK_GOOD,
				  p->all.n ? _("None of this kind. 0 shows all.") :
				  app_above(p->app) ? _("Nothing is wrong in this unit's own records. Those of the units below "
					       "are checked where they are entered.") :
					     _("Nothing is wrong and nothing is asked."));
		listbox_place(&p->box, 2, 0, rows - 7, cols);
		listbox_changed(&p->box);
	}
	listbox_draw(&p->box, part);
	draw_foot(p, rows - 5, cols);
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

static enum screen_result problems_key(struct screen *s, const struct key *k)
{
	struct problem_view *p = s->data;
	const struct finding *f =
		p->box.selected < p->n ? &p->all.v[p->shown[p->box.selected]] : NULL;
	int action = keybind_find(problem_keys, k);
	const struct form *form;

	switch (action) {
	case ACT_CLOSE:
		return SCREEN_CLOSE;
	case ACT_AGAIN:
		run(p);
		return SCREEN_REDRAW;
	case ACT_ERRORS:
	case ACT_DOUBTS:
	case ACT_HINTS:
	case ACT_ALL:
		p->only = action == ACT_ERRORS	 ? (int)STRENGTH_ERROR
			  : action == ACT_DOUBTS ? (int)STRENGTH_DOUBT
			  : action == ACT_HINTS	 ? (int)STRENGTH_HINT
						 : -1;
		choose(p);
		return SCREEN_REDRAW;
	case 0:
		return listbox_key(&p->box, k);
	default:
		break;
	}
	if (!f)
		return SCREEN_HANDLED;
	form = form_of(p, f);
	if (action == ACT_OPEN && form && f->id) {
		screen_edit(p->app, form, f->unit, f->id, f->field);
		return SCREEN_HANDLED;
	}
	if (action == ACT_EXPLAIN)
		explain(p, f);
	else
		dialog_text(p->app, _("Problem"), f->message ? f->message : "");
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
	listbox_init(&p->box, &problem_ops, p);
	p->shown = xcalloc(1, sizeof(*p->shown));
	p->key = xcalloc(1, sizeof(*p->key));
	run(p);
	ui_push(app, &problems_screen, p);
}
