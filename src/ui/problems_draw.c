/* SPDX-License-Identifier: MIT */
/* Soát lỗi as it is seen: a line per check, its findings below it, the whole sentence at the foot. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/entry.h"
#include "ui/draw.h"
#include "ui/problems_impl.h"

const struct problem_row *problems_row(const struct problem_view *p)
{
	return p->box.selected < p->groups.n_rows ? &p->groups.row[p->box.selected] : NULL;
}

const struct finding *problems_selected(const struct problem_view *p)
{
	const struct problem_row *r = problems_row(p);

	return r && r->finding != PROBLEM_HEAD ? &p->all.v[r->finding] : NULL;
}

const struct form *problems_form(struct problem_view *p, const struct finding *f)
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

	return p->groups.n_rows;
}

/* What the check is about; caller frees. */
static char *title_of(struct problem_view *p, const struct problem_group *v)
{
	struct checks *checks = app_checks(p->app);
	char *title = checks ? checks_title(checks, p->app->forms, v->first) : NULL;

	return title ? title : xstrdup(v->first->message ? v->first->message : "");
}

/* Columns of how many, and of how many without a reason. */
enum { COUNT_COLS = 9, REASON_COLS = 16 };

static void draw_group(struct problem_view *p, const struct problem_group *v, int y, int x, int cols, bool sel)
{
	enum look look;
	const char *mark = mark_of(v->first, &look);
	int title_cols = cols - 5 - COUNT_COLS - REASON_COLS;
	char *title = title_of(p, v), count[32];

	if (v->first->strength == STRENGTH_DOUBT) {
		look = v->unexplained ? LOOK_DOUBT : LOOK_GOOD;
		mark = v->unexplained ? "?" : "✓";
	}
	draw_textf(y, x, 3, sel ? LOOK_SELECTED : LOOK_NORMAL, " %s", v->open ? "-" : "+");
	draw_text(y, x + 3, 2, sel ? LOOK_SELECTED : look, mark);
	draw_text(y, x + 5, title_cols, sel ? LOOK_SELECTED : LOOK_NORMAL, title);
	snprintf(count, sizeof(count), "%zu", v->n);
	draw_right(y, x + 5 + title_cols, COUNT_COLS, sel ? LOOK_SELECTED : LOOK_NORMAL, count);
	snprintf(count, sizeof(count), "%zu ", v->unexplained);
	draw_right(y, x + 5 + title_cols + COUNT_COLS, REASON_COLS,
		   sel		    ? LOOK_SELECTED :
		   v->unexplained ? LOOK_DOUBT :
				      LOOK_NORMAL,
		   v->unexplained ? count : "");
	free(title);
}

static void draw_finding(struct problem_view *p, size_t at, int y, int x, int cols, bool sel)
{
	const struct finding *f = &p->all.v[at];
	const struct form *form = problems_form(p, f);
	enum look look;
	const char *mark = mark_of(f, &look);
	int key_cols = cols / 2; /* the sentence stands above it and at the foot */

	if (!p->key[at])
		p->key[at] = form && f->id ? form_key_text(p->app->forms, p->app->book, form,
							   f->unit, f->id)
					   : NULL;
	if (!p->key[at])
		p->key[at] = xstrdup(form ? i18n_pick(form->title) : "");
	draw_textf(y, x, 7, sel ? LOOK_SELECTED : look, "     %s", mark);
	draw_text(y, x + 7, key_cols - 1, sel ? LOOK_SELECTED : LOOK_NORMAL, p->key[at]);
	draw_textf(y, x + 6 + key_cols, cols - key_cols - 6, sel ? LOOK_SELECTED : LOOK_NORMAL,
		   " %s", f->message ? f->message : "");
}

static void problem_draw(void *ctx, size_t i, int y, int x, int cols, bool sel)
{
	struct problem_view *p = ctx;
	const struct problem_row *r = &p->groups.row[i];

	if (r->finding == PROBLEM_HEAD)
		draw_group(p, &p->groups.v[r->group], y, x, cols, sel);
	else
		draw_finding(p, r->finding, y, x, cols, sel);
}

const struct listbox_ops problems_rows = { .draw_row = problem_draw, .count = problem_count };

/* The whole title of a check, with its form and source; caller frees. */
static char *group_text(struct problem_view *p, const struct problem_group *v)
{
	const struct form *form = problems_form(p, v->first);
	char *title = title_of(p, v);
	struct str b;

	str_init(&b);
	if (form)
		str_addf(&b, "%s: ", i18n_pick(form->title));
	str_add(&b, title);
	if (!str_empty(v->first->source))
		str_addf(&b, " (%s)", v->first->source);
	free(title);
	return str_take(&b);
}

static char *finding_text(struct problem_view *p, const struct finding *f)
{
	const struct form *form = problems_form(p, f);
	const char *code = NULL;
	const struct field *fd = form && f->field ? form_field(form, f->field, &code) : NULL;
	struct str b;

	str_init(&b);
	if (fd)
		str_addf(&b, "%s · %s: ", i18n_pick(form->title),
			 code ? codes_label(fd->choices, code) : i18n_pick(fd->label));
	str_add(&b, f->message ? f->message : "");
	if (!str_empty(f->reason))
		str_addf(&b, " — %s %s", _("Explained:"), f->reason);
	if (!str_empty(f->source))
		str_addf(&b, " (%s)", f->source);
	return str_take(&b);
}

char *problems_text(struct problem_view *p)
{
	const struct problem_row *r = problems_row(p);

	if (!r)
		return NULL;
	return r->finding == PROBLEM_HEAD ? group_text(p, &p->groups.v[r->group]) :
					    finding_text(p, &p->all.v[r->finding]);
}

/* The whole sentence of the one selected, in the three lines at the foot. */
static void draw_foot(struct problem_view *p, int y, int cols)
{
	char *text = problems_text(p);

	draw_blank(y, 0, 3, cols, LOOK_NORMAL);
	if (text)
		draw_wrap(y, 1, 3, cols - 2, LOOK_DIM, text);
	free(text);
}

static const char *only_text(int only)
{
	return only == (int)STRENGTH_ERROR ? _("Only errors") :
	       only == (int)STRENGTH_DOUBT ? _("Only what is to be explained") :
	       only == (int)STRENGTH_HINT  ? _("Only notes") :
					      "";
}

static void draw_heading(struct problem_view *p, int cols)
{
	draw_textf(1, 0, cols, LOOK_TITLE, " %s %zu   %s %zu   %s %zu   %s", _("Errors:"), p->all.errors,
		   _("To explain:"), p->all.unexplained, _("All:"), p->all.n, only_text(p->only));
	if (!p->groups.n)
		return;
	draw_text(2, 5, cols - 5 - COUNT_COLS - REASON_COLS, LOOK_LABEL, _("What is found"));
	draw_right(2, cols - COUNT_COLS - REASON_COLS, COUNT_COLS, LOOK_LABEL, _("Found"));
	draw_right(2, cols - REASON_COLS, REASON_COLS - 1, LOOK_LABEL, _("No reason yet"));
}

void problems_draw(struct screen *s, bool part)
{
	struct problem_view *p = s->data;
	int rows = draw_rows(), cols = draw_cols();

	if (!part) {
		draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
		draw_heading(p, cols);
		if (!p->groups.n)
			draw_text(3, 2, cols - 4, LOOK_GOOD,
				  p->all.n ? _("None of this kind. 0 shows all.") :
				  app_above(p->app) ? _("Nothing is wrong in this unit's own records. Those of the units below "
					       "are checked where they are entered.") :
					     _("Nothing is wrong and nothing is asked."));
		listbox_place(&p->box, 3, 0, rows - 8, cols);
		listbox_changed(&p->box);
	}
	listbox_draw(&p->box, part);
	draw_foot(p, rows - 5, cols);
}
