/* SPDX-License-Identifier: MIT */
/*
 * A report on the screen: read by pages and sideways with the names of the places standing still, searched, looked at
 * as bars, and written out as a spreadsheet, a page to print, CSV or text.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/report.h"
#include "text/viet.h"
#include "ui/dialog.h"
#include "ui/draw.h"
#include "ui/listbox.h"
#include "ui/report_chart.h"
#include "ui/report_grid.h"
#include "ui/reports.h"
#include "ui/screens.h"

struct report_view {
	struct app *app;
	struct report_choice choice;
	struct report_table *t; /* NULL: it could not be made */
	struct report_grid grid;
	struct report_chart chart;
	bool charted;
	char *sought; /* folded, or NULL */
	struct listbox box;
	int foot; /* lines of notes */
};

enum action {
	ACT_LEFT = 1,
	ACT_RIGHT,
	ACT_FIND,
	ACT_NEXT,
	ACT_CHART,
	ACT_ACROSS,
	ACT_ROUND,
	ACT_BY,
	ACT_WRITE,
	ACT_NOTES,
};

static const struct keybind view_keys[] = {
	{ K_LEFT, ACT_LEFT, NULL, N_("The columns before; with bars: the column before") },
	{ K_RIGHT, ACT_RIGHT, N_("Columns"), N_("The columns after; with bars: the column after") },
	{ K_CHAR('/'), ACT_FIND, N_("Find"), N_("Find a line by its words") },
	{ K_CHAR('n'), ACT_NEXT, NULL, N_("The next line with these words") },
	{ K_CHAR('b'), ACT_CHART, N_("Bars"), N_("As bars, and back") },
	{ K_TAB, ACT_ACROSS, NULL, N_("With bars: the columns of one line, or the lines of one column") },
	{ K_CHAR('k'), ACT_ROUND, N_("Round"), N_("Another round") },
	{ K_CHAR('t'), ACT_BY, NULL, N_("By village or by unit") },
	{ K_CHAR('x'), ACT_WRITE, N_("Write out"), N_("Spreadsheet, page to print, CSV or text, to a stick or folder") },
	{ K_F(7), ACT_WRITE, NULL, N_("Spreadsheet, page to print, CSV or text, to a stick or folder") },
	{ K_CHAR('g'), ACT_NOTES, NULL, N_("What the figures were made from") },
	{ 0, 0, NULL, NULL },
};

static void load(struct report_view *v)
{
	struct error e = ERROR_INIT;
	struct report_table *t = NULL;

	ui_busy(v->app, _("The figures are being made …"));
	if (reports_make(v->app, &v->choice, &t, &e)) {
		ui_error(v->app, &e);
		return; /* what was shown stays */
	}
	grid_fini(&v->grid);
	table_free(v->t);
	v->t = t;
	grid_init(&v->grid, t);
	if (!chart_init(&v->chart, t))
		v->charted = false;
	listbox_changed(&v->box);
	ui_say(v->app, "%s", "");
}

/* ---- drawing ---- */

static size_t row_count(void *ctx)
{
	const struct report_view *v = ctx;

	return v->t ? v->t->n_rows : 0;
}

static void row_draw(void *ctx, size_t i, int y, int x, int cols, bool selected)
{
	const struct report_view *v = ctx;

	(void)x, (void)cols;
	grid_draw_row(&v->grid, i, y,
		      selected				  ? LOOK_SELECTED
		      : v->t->rows[i].kind == REPORT_BODY ? LOOK_NORMAL
							  : LOOK_TITLE);
}

static const struct listbox_ops box_ops = { .draw_row = row_draw, .count = row_count };

static int draw_top(const struct report_view *v, int cols)
{
	char *head;

	draw_text(1, 1, cols - 2, LOOK_TITLE, v->t->title);
	head = v->t->units ? xasprintf(_("%s. Unit: %s"), v->t->subtitle, v->t->units)
			   : xstrdup(v->t->subtitle);
	draw_text(2, 1, cols - 2, LOOK_DIM, head);
	free(head);
	return 3;
}

static void draw_foot(const struct report_view *v, int y, int cols)
{
	size_t more = grid_end(&v->grid) < v->t->n_columns ? v->t->n_columns - grid_end(&v->grid) : 0;
	struct str b;

	str_init(&b);
	if (!v->charted && v->grid.left > v->grid.stubs)
		str_addf(&b, "◂ %zu  ", v->grid.left - v->grid.stubs);
	if (!v->charted && more)
		/* TRANSLATORS: columns that stand further right */
		str_addf(&b, P_("%zu column more ▸  ", "%zu columns more ▸  ", more), more);
	if (v->t->notes.n)
		str_add(&b, v->t->notes.v[0]);
	if (v->t->notes.n > 1)
		str_addf(&b, _(" (g: %zu notes)"), v->t->notes.n);
	draw_text(y, 1, cols - 2, LOOK_DIM, b.s);
	str_fini(&b);
}

static void view_draw(struct screen *s, bool part)
{
	struct report_view *v = s->data;
	int rows = draw_rows(), cols = draw_cols(), y;

	if (part && v->t && !v->charted) {
		listbox_draw(&v->box, true);
		return;
	}
	draw_blank(1, 0, rows - 2, cols, LOOK_NORMAL);
	if (!v->t)
		return;
	y = draw_top(v, cols);
	grid_layout(&v->grid, cols);
	if (v->charted) {
		chart_draw(&v->chart, y, rows - y - 3, cols);
	} else {
		grid_draw_head(&v->grid, y);
		y += v->grid.head_rows;
		listbox_place(&v->box, y, 0, rows - y - 3, cols);
		listbox_changed(&v->box);
		listbox_draw(&v->box, false);
	}
	draw_foot(v, rows - 3, cols);
}

/* ---- keys ---- */

static bool row_has(const struct report_table *t, size_t row, const char *folded)
{
	bool found = false;

	if (t->rows[row].span) {
		char *f = viet_fold(t->rows[row].span);

		found = strstr(f, folded) != NULL;
		free(f);
		return found;
	}
	for (size_t c = 0; c < t->n_columns && !found; c++) {
		char *shown = table_show(t, &t->rows[row], (int)c), *f = viet_fold(shown);

		found = strstr(f, folded) != NULL;
		free(f);
		free(shown);
	}
	return found;
}

static void find_next(struct report_view *v, size_t from)
{
	if (!v->sought || !v->t->n_rows)
		return;
	for (size_t k = 0; k < v->t->n_rows; k++) {
		size_t i = (from + k) % v->t->n_rows;

		if (row_has(v->t, i, v->sought)) {
			listbox_select(&v->box, i);
			return;
		}
	}
	ui_say(v->app, "%s", _("No line has these words."));
}

static void find(struct report_view *v)
{
	char *typed = dialog_prompt(v->app, _("Find in the report"), NULL, NULL, false);

	if (!typed)
		return;
	free(v->sought);
	v->sought = viet_fold(typed);
	free(typed);
	if (str_empty(v->sought)) {
		free(v->sought);
		v->sought = NULL;
	}
	find_next(v, v->box.selected);
}

static enum screen_result turn(struct report_view *v, int by)
{
	if (v->charted)
		return chart_turn(&v->chart, by) ? SCREEN_REDRAW : SCREEN_HANDLED;
	return grid_move(&v->grid, by) ? SCREEN_REDRAW : SCREEN_HANDLED;
}

static enum screen_result chart_scroll(struct report_view *v, const struct key *k)
{
	size_t n = chart_bars(&v->chart), page = (size_t)(draw_rows() > 12 ? draw_rows() - 10 : 2);
	size_t *top = &v->chart.top;

	switch (k->code) {
	case K_UP:
		*top -= *top > 0;
		break;
	case K_DOWN:
		*top += *top + 1 < n;
		break;
	case K_PAGE_UP:
		*top = *top > page ? *top - page : 0;
		break;
	case K_PAGE_DOWN:
		*top = *top + page < n ? *top + page : *top;
		break;
	case K_HOME:
		*top = 0;
		break;
	default:
		return SCREEN_IGNORED;
	}
	return SCREEN_REDRAW;
}

static void show_notes(struct report_view *v)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < v->t->notes.n; i++)
		str_addf(&b, "%s\n", v->t->notes.v[i]);
	dialog_text(v->app, _("What the figures were made from"), b.len ? b.s : _("There is nothing to add."));
	str_fini(&b);
}

static enum screen_result act(struct report_view *v, int action)
{
	switch (action) {
	case ACT_LEFT:
		return turn(v, -1);
	case ACT_RIGHT:
		return turn(v, 1);
	case ACT_FIND:
		find(v);
		return SCREEN_REDRAW;
	case ACT_NEXT:
		find_next(v, v->box.selected + 1);
		return SCREEN_REDRAW;
	case ACT_CHART:
		v->charted = !v->charted && chart_init(&v->chart, v->t);
		return SCREEN_REDRAW;
	case ACT_ACROSS:
		if (!v->charted)
			return SCREEN_HANDLED;
		v->chart.across = !v->chart.across;
		v->chart.top = 0;
		return SCREEN_REDRAW;
	case ACT_ROUND:
		if (reports_choose_round(v->app, &v->choice))
			load(v);
		return SCREEN_REDRAW;
	case ACT_BY:
		if (reports_turn_by(v->app, &v->choice))
			load(v);
		return SCREEN_REDRAW;
	case ACT_WRITE:
		reports_write(v->app, v->t);
		return SCREEN_REDRAW;
	case ACT_NOTES:
		show_notes(v);
		return SCREEN_REDRAW;
	default:
		return SCREEN_IGNORED;
	}
}

static enum screen_result view_key(struct screen *s, const struct key *k)
{
	struct report_view *v = s->data;
	enum screen_result r;

	if (!v->t)
		return SCREEN_CLOSE;
	r = act(v, keybind_find(view_keys, k));
	if (r != SCREEN_IGNORED)
		return r;
	return v->charted ? chart_scroll(v, k) : listbox_key(&v->box, k);
}

static char *view_title(struct screen *s)
{
	(void)s;
	return xstrdup(_("Reports"));
}

static void view_close(struct screen *s)
{
	struct report_view *v = s->data;

	grid_fini(&v->grid);
	table_free(v->t);
	reports_choice_fini(&v->choice);
	free(v->sought);
	free(v);
	s->data = NULL;
}

static const struct screen_ops view_ops = {
	.name = "report",
	.keys = view_keys,
	.draw = view_draw,
	.key = view_key,
	.title = view_title,
	.close = view_close,
};

void screen_report(struct app *app, const struct report_choice *choice)
{
	struct report_view *v = xcalloc(1, sizeof(*v));

	v->app = app;
	reports_choice_copy(&v->choice, choice);
	listbox_init(&v->box, &box_ops, v);
	load(v);
	if (v->t) {
		ui_push(app, &view_ops, v);
		return;
	}
	reports_choice_fini(&v->choice);
	free(v);
}
